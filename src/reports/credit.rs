//! `credit` (信用): what each customer owes against what it may owe, how it has paid, and what that suggests.

use std::cmp::{Ordering, Reverse};

use clap::{Arg, Command};

use super::credit_explained::explained;
use super::{Example, Output, Report, Request, Words, credit_by_group, credit_check, explain_flag, one, option, switch};
use crate::account::{Conduct, Exposure, Kept, Lateness};
use crate::book::{Customer, CustomerIx, FiveC, Grade};
use crate::entry::Kind;
use crate::money::{Money, Ratio};
use crate::parallel::map;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "credit",
    about: text("信用：额度用了多少，付款表现，建议的等级和额度；check 看能不能发货", "credit: limits, usage and conduct; check: may this order go out?"),
    examples: [
        Example { line: "credit", about: text("超额度的在前，每个客户一行", "a row per customer, those over their limit first") },
        Example {
            line: "credit check 华东电器 20万 --first-order",
            about: text("这一单能不能赊：退出码 0 能，1 不能", "may it have this order on credit: exit 0 yes, 1 no"),
        },
    ],
    words: Words::OfAndDrafts(&[Kind::Hold]),
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    let positional = |id: &'static str, name: &'static str, help: crate::text::Text| Arg::new(id).value_name(name).help(help.get(lang));
    command
        .arg(positional("check", "check", text("check：问一个客户的一单能不能赊", "check: ask whether a customer may have an order on credit")))
        .arg(positional("target", "CUSTOMER", text("客户的编号、名字或别名", "a customer by id, name or alias")))
        .arg(positional("amount", "AMOUNT", text("这一单的金额，可写 20万", "the order's amount")))
        .arg(switch("first-order", text("首单：也比 first_order_limit", "a first order: compare with first_order_limit too"), lang).requires("check"))
        .arg(switch("all", text("没有额度、等级和占用的也列出", "also customers without limit, grade or exposure"), lang).conflicts_with("check"))
        .arg(
            option("by", "group", text("按集团分行：额度和占用合并看", "a row per group of companies, limits and exposures summed"), lang)
                .conflicts_with("check"),
        )
        .arg(explain_flag(lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    match (request.option("check"), request.option("by")) {
        (Some("check"), _) => credit_check::build(request),
        (Some(other), _) => Err(not_check(other, request.lang).into()),
        (None, None) => Ok(by_customer(request)),
        (None, Some("group")) => Ok(credit_by_group::build(request)),
        (None, Some(other)) => Err(UsageFault::Choice { option: "--by", text: other.to_string(), choices: "group".into() }.into()),
    }
}

/// A customer in place of `check`.
fn not_check(word: &str, lang: Lang) -> UsageFault {
    UsageFault::Arguments {
        cause: say!(lang, "credit 后面只能写 check，不能写“{word}”", "credit takes the word check, not \"{word}\""),
        cures: vec![
            say!(lang, "看一个客户：huikuan credit --customer {word}", "one customer: huikuan credit --customer {word}"),
            say!(lang, "问一单：huikuan credit check {word} 20万", "an order: huikuan credit check {word} 200000"),
        ],
    }
}

/// A customer's line.
pub(super) struct Line<'a> {
    pub(super) customer: &'a Customer,
    pub(super) grade: Option<Grade>,
    pub(super) exposure: Exposure,
    pub(super) conduct: &'a Conduct,
    pub(super) suggested_grade: Option<Grade>,
    pub(super) suggested_limit: Option<Money>,
    index: CustomerIx,
}

impl Line<'_> {
    pub(super) fn available(&self) -> Option<Money> {
        self.customer.credit_limit.map(|limit| limit - self.exposure.exposure())
    }

    pub(super) fn usage(&self) -> Option<Ratio> {
        Ratio::of(self.exposure.exposure(), self.customer.credit_limit?)
    }

    fn says_something(&self) -> bool {
        self.customer.credit_limit.is_some() || self.grade.is_some() || self.exposure != Exposure::default() || !self.conduct.holds.is_empty()
    }

    fn is_over(&self) -> bool {
        self.available().is_some_and(|available| available < Money::ZERO)
    }
}

/// The mean of the five scores.
pub(super) fn score(scores: FiveC) -> Option<Ratio> {
    let all = [scores.character, scores.capacity, scores.capital, scores.collateral, scores.conditions];
    Ratio::of_counts(all.into_iter().map(i64::from).sum(), 5)
}

/// Whether a customer is wanted: as a whole, or because a contract of it is.
pub(super) fn wanted(request: &Request) -> Vec<bool> {
    let (account, filter, day) = (request.account, &request.filter, request.day());
    let mut wanted: Vec<bool> = account.book.customers().map(|(customer, _)| filter.accepts_customer(account, customer)).collect();
    if filter.contracts.is_empty() && filter.categories.is_empty() {
        return wanted;
    }
    for (contract, own) in account.book.contracts() {
        if filter.accepts(account, Some(own.customer), Some(contract), account.book.rep_of_contract(contract, day))
            && let Some(wanted) = wanted.get_mut(own.customer.0 as usize)
        {
            *wanted = true;
        }
    }
    wanted
}

fn by_customer(request: &Request) -> Sheet {
    let (account, lang, day) = (request.account, request.lang, request.day());
    // Conduct asks for all that a replay can say; exposures then need none of their own.
    let conducts = account.conducts();
    let exposures = account.exposures();
    let (wanted, all) = (wanted(request), request.flag("all"));
    let found = account.book.customers().zip(&conducts).zip(&exposures).zip(&wanted).filter(|(_, wanted)| **wanted);
    let mut lines: Vec<Line> = found
        .map(|((((index, customer), conduct), exposure), _)| {
            let (suggested_grade, suggested_limit) = (conduct.suggested_grade(customer, day), conduct.suggested_limit(customer, day));
            Line { customer, grade: customer.grade(day), exposure: *exposure, conduct, suggested_grade, suggested_limit, index }
        })
        .filter(|line| all || line.says_something())
        .collect();
    lines.sort_by(order);
    let rows = map(&lines, |line| row(line, request));
    let columns = columns();
    let total = total(&columns, &lines);
    Sheet {
        report: "credit",
        title: say!(lang, "客户信用", "Credit"),
        total: (!rows.is_empty()).then_some(total),
        columns,
        notes: notes(request, &lines),
        explained: if request.flag("explain") { lines.iter().flat_map(|line| explained(line, day)).collect() } else { Vec::new() },
        rows,
        empty: say!(lang, "没有客户有额度、等级或占用；--all 列出全部", "no customer has a limit, a grade or exposure; --all lists all"),
        ..Sheet::default()
    }
}

/// Over the limit first, then by usage, then by exposure.
fn order(one: &Line, other: &Line) -> Ordering {
    let by_usage = |one: &Line, other: &Line| match (one.usage(), other.usage()) {
        (Some(one), Some(other)) => other.compare(one),
        (one, other) => other.is_some().cmp(&one.is_some()),
    };
    let key = |line: &Line| (Reverse(line.exposure.exposure()), line.index);
    other.is_over().cmp(&one.is_over()).then_with(|| by_usage(one, other)).then_with(|| key(one).cmp(&key(other)))
}

pub(super) fn grade_cell(grade: Option<Grade>) -> Cell {
    grade.map_or(Cell::Blank, |grade| Cell::text(grade.letter()))
}

/// What is held back, as a code: `supply`, `service` or both.
pub(super) fn holds_cell(conduct: &Conduct, lang: Lang) -> Cell {
    if conduct.holds.is_empty() {
        return Cell::Blank;
    }
    Cell::colored(conduct.holds.join("+"), hold_words(conduct, lang), "red")
}

pub(super) fn hold_words(conduct: &Conduct, lang: Lang) -> String {
    let name = |code: &str| if code == Kind::Hold.code() { Kind::Hold.name().get(lang).to_string() } else { Kind::Hold.detail_name(code, lang) };
    conduct.holds.iter().map(|code| name(code)).collect::<Vec<_>>().join(crate::text::comma(lang))
}

/// A limit as it is set: people must be able to tell one of nothing from none.
pub(super) fn limit_cell(limit: Option<Money>, output: Output) -> Cell {
    match limit {
        Some(limit) if limit.is_zero() && output == Output::Pages => Cell::text(limit.grouped()),
        limit => Cell::money(limit),
    }
}

fn row(line: &Line, request: &Request) -> Vec<Cell> {
    let (customer, conduct, lang) = (line.customer, line.conduct, request.lang);
    let scores = customer.five_c;
    let own = |of: fn(FiveC) -> u8| scores.map_or(Cell::Blank, |scores| Cell::Count(of(scores).into()));
    vec![
        Cell::name(&customer.id),
        Cell::name(&customer.name),
        grade_cell(line.grade),
        scores.map_or(Cell::Blank, |scores| Cell::Average(score(scores))),
        limit_cell(customer.credit_limit, request.output),
        Cell::Money(line.exposure.exposure()),
        Cell::Ratio(line.usage()),
        Cell::money(line.available()),
        Cell::Ratio(conduct.kept.by_amount()),
        Cell::Average(conduct.late.mean()),
        holds_cell(conduct, lang),
        Cell::date(customer.reviewed),
        grade_cell(line.suggested_grade),
        Cell::money(line.suggested_limit),
        own(|scores| scores.character),
        own(|scores| scores.capacity),
        own(|scores| scores.capital),
        own(|scores| scores.collateral),
        own(|scores| scores.conditions),
        Cell::text(&customer.group),
        Cell::Money(line.exposure.receivable),
        Cell::Money(line.exposure.advance),
        Cell::Money(line.exposure.unapplied),
        Cell::Money(line.exposure.prepaid),
    ]
}

fn total(columns: &[Column], lines: &[Line]) -> Vec<Cell> {
    let (mut exposure, mut kept, mut late) = (Exposure::default(), Kept::default(), Lateness::default());
    for line in lines {
        exposure.plus(&line.exposure);
        kept.plus(&line.conduct.kept);
        late.plus(&line.conduct.late);
    }
    let limits: Money = lines.iter().filter_map(|line| line.customer.credit_limit).sum();
    let figures = [
        ("name", Cell::TOTAL),
        ("limit", Cell::Money(limits)),
        ("exposure", Cell::Money(exposure.exposure())),
        ("kept_rate", Cell::Ratio(kept.by_amount())),
        ("average_days_late", Cell::Average(late.mean())),
        ("receivable", Cell::Money(exposure.receivable)),
        ("advance", Cell::Money(exposure.advance)),
        ("unapplied", Cell::Money(exposure.unapplied)),
        ("prepaid", Cell::Money(exposure.prepaid)),
    ];
    totals(columns, figures)
}

fn notes(request: &Request, lines: &[Line]) -> Vec<String> {
    let (lang, book, day) = (request.lang, request.account.book, request.day());
    if lines.is_empty() {
        return Vec::new();
    }
    let mut notes = vec![
        say!(
            lang,
            "信用占用 = 应收 − 发货前应收的预付款 − 未匹配 − 预收；多付的为负",
            "Exposure = receivable − what is due before delivery − unapplied − prepaid"
        ),
        say!(
            lang,
            "兑现率和平均逾期天数看最近 12 个月，按金额加权；提前付的为负",
            "Kept rate and days late: the last 12 months, weighted by amount; early is negative"
        ),
        say!(
            lang,
            "建议等级、额度按付款记录推算，只供复审时参考；算法见 --explain",
            "Suggested from how they paid, for the next review only; --explain tells how"
        ),
    ];
    let months = book.risk.review_months;
    let is_old = |line: &&Line| line.customer.reviewed.is_some_and(|reviewed| reviewed.plus_months(months) < day);
    let old = lines.iter().filter(is_old).count();
    if old > 0 {
        notes.push(say!(lang, "{old} 个客户上次复审超过 {months} 个月", "{old} not reviewed for more than {months} months"));
    }
    if !request.filter.contracts.is_empty() || !request.filter.categories.is_empty() {
        notes.push(say!(lang, "按合同筛选时也按客户整户算", "figures are of the whole customer, also where contracts are chosen"));
    }
    notes
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("name", text("客户", "Customer")),
        Column::words("grade", text("等级", "Grade")).whole(),
        Column::number("score", text("5C 评分", "5C score")).rank(7),
        Column::number("limit", text("信用额度", "Limit")),
        Column::number("exposure", text("信用占用", "Exposure")),
        Column::number("usage", text("使用率", "Usage")),
        Column::number("available", text("可用额度", "Available")).rank(5),
        Column::number("kept_rate", text("兑现率", "Kept")).rank(4),
        Column::number("average_days_late", text("平均逾期(天)", "Days late")).rank(3),
        Column::words("hold", text("停供停服", "Hold")).rank(1),
        Column::words("reviewed", text("上次复审", "Reviewed")).whole().rank(8),
        Column::words("suggested_grade", text("建议等级", "Suggested")).whole().rank(2),
        Column::number("suggested_limit", text("建议额度", "Sugg. limit")).rank(6),
        Column::number("character", text("品德", "Character")).data_only(),
        Column::number("capacity", text("能力", "Capacity")).data_only(),
        Column::number("capital", text("资本", "Capital")).data_only(),
        Column::number("collateral", text("抵押", "Collateral")).data_only(),
        Column::number("conditions", text("环境", "Conditions")).data_only(),
        Column::words("group", text("集团", "Group")).rank(9),
        Column::number("receivable", text("应收", "Receivable")).data_only(),
        Column::number("advance", text("发货前应收", "Before delivery")).data_only(),
        Column::number("unapplied", text("未匹配", "Unapplied")).data_only(),
        Column::number("prepaid", text("预收", "Prepaid")).data_only(),
    ]
}
