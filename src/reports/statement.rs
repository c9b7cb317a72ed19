//! `statement CUSTOMER` (对账单): what was owed, what came, what is to be paid; of all customers, one line each.

use clap::{Arg, Command};

use super::commitments::period;
use super::history_effect::Effects;
use super::{Example, Part, Report, Request, Words, option, statement_list, statement_words, switch};
use crate::account::{Account, ClaimItem, ClaimSource, Position};
use crate::book::{ContractIx, CustomerIx};
use crate::date::{Day, Period, Toward};
use crate::entry::{Column as Field, Entry, EntryIx, Kind};
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "statement",
    about: text(
        "对账单：一个客户的期初、往来、期末；不写客户就是全部客户的余额和对账情况",
        "a customer's account: opening, items, closing; without one, where each stands",
    ),
    examples: [
        Example { line: "statement 华东电器 -o 对账单.md", about: text("今年的对账单，写成文件", "this year's statement, as a file") },
        Example {
            line: "statement --unconfirmed", about: text("有逾期、今年还没对过账的客户", "overdue customers who confirmed no balance this year")
        },
    ],
    words: Words::OfNamed(&[Kind::Confirm]),
    args,
    build,
    parts,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(Arg::new("target").value_name("CUSTOMER").help(text("客户的编号、名字或别名", "a customer by id, name or alias").get(lang)))
        .arg(option("period", "PERIOD", text("哪一段时间，默认今年", "which period; this year by default"), lang))
        .arg(option("pay-by", "DATE", text("请对方在这天前付款，默认七天后", "ask for payment by this day; in seven days by default"), lang))
        .arg(switch("no-demand", text("不写付款要求和权利保留", "leave out the demand and the reservation of rights"), lang))
        .arg(switch("all", text("每个客户一份，写进 -o DIR/", "one for each customer, into -o DIR/"), lang).conflicts_with("target"))
        .arg(
            switch("unconfirmed", text("只列有逾期、今年没对过账的", "only who is overdue and confirmed nothing this year"), lang)
                .conflicts_with_all(["target", "all"]),
        )
        .arg(switch("exit-code", text("列出了客户时退出码为 1", "exit with 1 when the list is not empty"), lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let Some(customer) = request.target.customer else { return Ok(statement_list::build(request)) };
    let items = request.account.claim_items();
    let effects = Effects::new(request.account, request.lang);
    of_customer(request, customer, items.get(customer.0 as usize).map_or(&[], Vec::as_slice), &effects)
}

/// A statement for each customer that has anything to state.
fn parts(request: &Request) -> Result<Option<Vec<Part>>, Problems> {
    if !request.flag("all") {
        return Ok(None);
    }
    let account = request.account;
    let items = account.claim_items();
    let effects = Effects::new(account, request.lang);
    let mut parts = Vec::new();
    for (customer, own) in account.book.customers() {
        let items = items.get(customer.0 as usize).map_or(&[][..], Vec::as_slice);
        if !items.is_empty() && request.filter.accepts_customer(account, customer) {
            let sheet = of_customer(request, customer, items, &effects)?;
            parts.push(Part { name: own.id.to_string(), label: own.name.to_string(), sheet });
        }
    }
    Ok(Some(parts))
}

/// The days a statement covers.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) from: Day,
    pub(super) to: Day,
    /// Whether it reaches the as-of day.
    pub(super) current: bool,
}

fn span(request: &Request) -> Result<Span, UsageFault> {
    let day = request.day();
    let given = period(request)?.unwrap_or_else(|| vec![Period::Year(day.year())]);
    let (from, last) = (given.iter().map(|own| own.first()).min().unwrap_or(day), given.iter().map(|own| own.last()).max().unwrap_or(day));
    if from > day {
        return Err(UsageFault::Period { text: request.option("period").unwrap_or_default().to_string() });
    }
    Ok(Span { from, to: last.min(day), current: last >= day })
}

fn pay_by(request: &Request) -> Result<Day, UsageFault> {
    let day = request.day();
    let Some(text) = request.option("pay-by") else { return Ok(day.plus_days(7)) };
    let last = Day::parse_typed(text, day, Toward::Future).map_err(|fault| UsageFault::Date { text: text.to_string(), fault })?;
    if last < day { Err(UsageFault::PayBy { day: last, today: day }) } else { Ok(last) }
}

/// What a statement sums.
pub(super) struct Sums {
    pub(super) opening: Money,
    pub(super) debits: Money,
    pub(super) credits: Money,
    pub(super) closing: Money,
}

fn of_customer(request: &Request, customer: CustomerIx, items: &[ClaimItem], effects: &Effects) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    let (span, pay_by) = (span(request)?, pay_by(request)?);
    let opening = Account::claim_on(items, span.from.plus_days(-1));
    let mut sums = Sums { opening, debits: Money::ZERO, credits: Money::ZERO, closing: opening };
    let mut rows = vec![opening_row(span.from, opening, lang)];
    for line in lines(account, customer, items, span) {
        let (debit, credit) = (line.change.at_least_zero(), (-line.change).at_least_zero());
        sums.debits += debit;
        sums.credits += credit;
        sums.closing += line.change;
        rows.push(row(account, &line, sums.closing, effects, lang));
    }
    let columns = columns();
    let total = vec![
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        Cell::code("closing", say!(lang, "期末余额（截至 {}）", "closing balance ({})", span.to)),
        Cell::Money(sums.debits),
        Cell::Money(sums.credits),
        Cell::Money(sums.closing),
    ];
    let words = statement_words::Facts::new(request, customer, span, &sums);
    let name = &account.book.customer(customer).name;
    Ok(Sheet {
        report: "statement",
        title: say!(lang, "对账单 · {name}", "Statement of account · {name}"),
        lead: words.lead(),
        columns,
        rows,
        total: Some(total),
        memo: words.memo(),
        hide_memo: true,
        hints: words.hints(),
        notes: words.notes(pay_by, !request.flag("no-demand")),
        ..Sheet::default()
    })
}

/// One line of the body: parts of a milestone that became a receivable together are one.
struct Line {
    date: Day,
    change: Money,
    contract: Option<ContractIx>,
    what: What,
}

enum What {
    /// Positions that became a receivable.
    Begun(Vec<usize>),
    Entry(EntryIx),
}

fn lines(account: &Account, customer: CustomerIx, items: &[ClaimItem], span: Span) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let key = |number: usize| account.positions().get(number).map(|own| (own.contract, own.part.of_whole()));
    for item in items.iter().filter(|item| item.date >= span.from && item.date <= span.to) {
        match item.source {
            ClaimSource::Position(number) => {
                let same = |line: &&mut Line| matches!(&line.what, What::Begun(all) if line.date == item.date && all.first().map(|first| key(*first)) == Some(key(number)));
                if let Some(line) = lines.iter_mut().rev().find(same) {
                    line.change += item.change;
                    if let What::Begun(all) = &mut line.what {
                        all.push(number);
                    }
                    continue;
                }
                let contract = account.positions().get(number).map(|own| own.contract);
                lines.push(Line { date: item.date, change: item.change, contract, what: What::Begun(vec![number]) });
            }
            ClaimSource::Entry(entry) => {
                let contract = account.journal.entry(entry).contract;
                lines.push(Line { date: item.date, change: item.change, contract, what: What::Entry(entry) });
            }
        }
    }
    // A write-off lowers no claim; it is told, with nothing in the sums.
    for entry in account.entries_of(customer).filter(|entry| entry.kind == Kind::Writeoff && entry.date >= span.from && entry.date <= span.to) {
        lines.push(Line { date: entry.date, change: Money::ZERO, contract: entry.contract, what: What::Entry(entry.index) });
    }
    let id = |line: &Line| if let What::Entry(entry) = line.what { Some(account.journal.entry(entry).id) } else { None };
    lines.sort_by_key(|line| (line.date, !line.change.is_positive(), id(line)));
    lines
}

fn opening_row(from: Day, opening: Money, lang: Lang) -> Vec<Cell> {
    let words = say!(lang, "期初余额", "opening balance");
    let blank = Cell::Blank;
    vec![Cell::Date(from), Cell::code("opening", &words), blank.clone(), blank.clone(), Cell::text(words), blank.clone(), blank, Cell::Money(opening)]
}

fn row(account: &Account, line: &Line, balance: Money, effects: &Effects, lang: Lang) -> Vec<Cell> {
    let contract = line.contract.map_or(Cell::Blank, |contract| Cell::name(&account.book.contract(contract).no));
    let amount = |amount: Money| if amount.is_positive() { Cell::Money(amount) } else { Cell::Blank };
    let (kind, milestone, words) = match &line.what {
        What::Begun(numbers) => begun(account, numbers, lang),
        What::Entry(index) => {
            let entry = account.journal.entry(*index);
            let kind = Cell::code(entry.kind.code(), entry.kind.name().get(lang));
            (kind, Cell::text(account.journal.text(entry, Field::Milestone)), entry_words(account, &entry, effects, lang))
        }
    };
    vec![Cell::Date(line.date), kind, contract, milestone, Cell::text(words), amount(line.change), amount(-line.change), Cell::Money(balance)]
}

/// A receivable: its name, and when it is due; the parts of one that was split, one after the other.
fn begun(account: &Account, numbers: &[usize], lang: Lang) -> (Cell, Cell, String) {
    let positions: Vec<&Position> = numbers.iter().filter_map(|number| account.positions().get(*number)).collect();
    let Some(first) = positions.first() else { return (Cell::Blank, Cell::Blank, String::new()) };
    let name = account.position_name(first);
    let name = name.split('/').next().unwrap_or_default();
    let due = |position: &Position| position.due.map_or(String::new(), |due| due.to_string());
    let words = match positions.as_slice() {
        [one] => {
            let due = due(one);
            say!(lang, "应收，{due} 到期", "receivable, due {due}")
        }
        several => {
            let list: Vec<String> = several.iter().map(|own| format!("{} {}", due(own), own.amount.grouped())).collect();
            let list = list.join(crate::text::comma(lang));
            say!(lang, "应收，分期到期 {list}", "receivable, due {list}")
        }
    };
    let milestone = if account.is_whole_contract(first) { Cell::code(name, say!(lang, "全款", "all")) } else { Cell::text(name) };
    (Cell::code("receivable", say!(lang, "应收", "receivable")), milestone, words)
}

/// How it was paid, by whom, its number from outside, and what it went to.
fn entry_words(account: &Account, entry: &Entry, effects: &Effects, lang: Lang) -> String {
    let journal = account.journal;
    let detail = entry.kind.detail_name(&journal.text(entry, Field::Detail), lang);
    let (party, proof) = (journal.text(entry, Field::Party), journal.text(entry, Field::Proof));
    // Who pays is told where it is somebody else.
    let is_own = entry.customer.is_some_and(|customer| account.book.customer(customer).name == *party);
    let party = if is_own { String::new() } else { party.into_owned() };
    // Why we wrote it off is our own affair.
    let detail = if entry.kind == Kind::Writeoff { String::new() } else { detail };
    let mut words: Vec<String> = [detail, party, proof.into_owned()].into_iter().filter(|word| !word.is_empty()).collect();
    let effect = match entry.kind {
        Kind::Writeoff => {
            let amount = entry.amount.grouped();
            say!(lang, "我方账面核销 {amount}，仍予主张", "{amount} written off in our books, still claimed")
        }
        Kind::Receipt | Kind::Deduct => effects.paid_elsewhere(entry),
        _ => String::new(),
    };
    words.extend((!effect.is_empty()).then_some(effect));
    words.join(if lang == Lang::Zh { "，" } else { ", " })
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("date", text("日期", "Date")).whole(),
        Column::words("kind", text("种类", "Kind")).rank(2),
        Column::words("contract", text("合同", "Contract")).whole().rank(1),
        Column::words("milestone", text("付款节点", "Milestone")).rank(3),
        Column::words("text", text("摘要", "Text")).wants(24),
        Column::number("debit", text("应收", "Debit")),
        Column::number("credit", text("已收", "Credit")),
        Column::number("balance", text("余额", "Balance")),
    ]
}
