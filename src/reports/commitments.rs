//! `commitments`: every promise to pay, and what became of it.

use clap::{ArgAction, Command};
use smol_str::ToSmolStr;

use super::{Example, Report, Request, Words, commitments_by, one, option, rep_cell};
use crate::account::{Account, Commitment, Kept, State};
use crate::book::RepIx;
use crate::date::{Day, Period};
use crate::money::Money;
use crate::parallel::{map, sort_by_key};
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Memo, Sheet, totals};
use crate::text::{Lang, Text, nearest_first, text};

pub(super) const REPORT: Report = Report {
    name: "commitments",
    about: text("承诺回款：谁答应了多少，兑现没有", "promises to pay: who promised what, and whether it came"),
    examples: [
        Example { line: "commitments --state partial --state broken", about: text("没兑现的承诺", "promises that were not kept") },
        Example {
            line: "commitments --by customer",
            about: text("每个客户的承诺兑现率，谁还没有承诺", "the kept rate of each customer, and who has promised nothing"),
        },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    let states = text("只看一种：open kept kept-late partial broken replaced", "one state: open kept kept-late partial broken replaced");
    command
        .arg(option("state", "STATE", states, lang).action(ArgAction::Append))
        .arg(option("period", "PERIOD", text("答应在这段时间付的", "promised for this period"), lang))
        .arg(
            option("by", "X", text("按 customer rep team grade 分行，看兑现率", "a row per customer rep team grade, with kept rates"), lang)
                .conflicts_with("state"),
        )
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    let states = states(request)?;
    let period = period(request)?;
    let by = request.option("by");
    let known = if by.is_some() { account.commitments() } else { account.commitments_alone() };
    let mut all: Vec<&Commitment> = known.iter().filter(|own| is_wanted(request, own, period.as_deref())).collect();
    if let Some(by) = by {
        return commitments_by::build(request, by, &all);
    }
    let mut kept = Kept::default();
    for own in &all {
        kept.add(own, request.day());
    }
    all.retain(|own| states.is_empty() || states.contains(&own.state));
    let sum = |of: &dyn Fn(&Commitment) -> Money| Cell::Money(all.iter().map(|own| of(own)).sum());
    let columns = columns();
    let figures = [
        ("date", Cell::TOTAL),
        ("amount", sum(&|own| own.amount)),
        ("fulfilled", sum(&Commitment::fulfilled)),
        ("fulfilled_late", sum(&Commitment::fulfilled_late)),
        ("unfulfilled", sum(&Commitment::unfulfilled)),
    ];
    let total = totals(&columns, figures);
    // A promise that was replaced stands in the sums beside its successor.
    let replaced: Money = all.iter().filter(|own| own.state == State::Replaced).map(|own| own.unfulfilled()).sum();
    let twice = replaced.is_positive().then(|| {
        let replaced = replaced.grouped();
        say!(lang, "合计里含已改约的 {replaced}", "the totals include {replaced} of promises that were replaced")
    });
    let mut sorted: Vec<_> = all.iter().map(|own| ((own.due, own.customer, own.contract, own.date), *own)).collect();
    sort_by_key(&mut sorted, |(key, _)| *key);
    Ok(Sheet {
        report: "commitments",
        title: say!(lang, "承诺回款", "Commitments"),
        columns,
        rows: map(&sorted, |(_, own)| row(account, own, lang)),
        total: Some(total),
        memo: memo(&kept),
        notes: twice.into_iter().collect(),
        empty: say!(lang, "没有承诺", "no commitments"),
        ..Sheet::default()
    })
}

/// The kept rates as figures beside the rows: of commitments whose day has passed.
pub(super) fn memo(kept: &Kept) -> Vec<Memo> {
    vec![
        Memo { key: "kept_rate", heading: text("承诺兑现率（按期金额）", "Kept rate (in time)"), value: Cell::Ratio(kept.by_amount()) },
        Memo { key: "kept_rate_in_full", heading: text("足额兑现（金额）", "in full (amount)"), value: Cell::Ratio(kept.by_amount_in_full()) },
        Memo { key: "kept_rate_by_count", heading: text("足额兑现（笔数）", "in full (count)"), value: Cell::Ratio(kept.by_count()) },
    ]
}

fn states(request: &Request) -> Result<Vec<State>, UsageFault> {
    let words = request.flags.get_many::<String>("state").into_iter().flatten();
    let parse = |word: &String| {
        let named = |state: &State| state.code() == word || state_name(*state).zh == word;
        State::ALL.into_iter().find(named).ok_or_else(|| UsageFault::Choice {
            option: "--state",
            text: word.clone(),
            choices: nearest_first(word, State::ALL.map(State::code)),
        })
    };
    words.map(parse).collect()
}

/// The periods of `--period`.
pub(super) fn period(request: &Request) -> Result<Option<Vec<Period>>, UsageFault> {
    let parse = |text: &str| Period::parse_typed(text, request.day()).map_err(|_| UsageFault::Period { text: text.to_string() });
    request.option("period").map(parse).transpose()
}

fn is_wanted(request: &Request, own: &Commitment, period: Option<&[Period]>) -> bool {
    let rep = || rep_of(request.account, own);
    period.is_none_or(|periods| periods.iter().any(|period| period.contains(own.due)))
        && (request.filter.is_empty() || request.filter.accepts(request.account, Some(own.customer), own.contract, rep()))
}

/// Whose a commitment is: in charge on its day, or today while that is still to come. Who left keeps the past.
pub(super) fn rep_of(account: &Account, own: &Commitment) -> Option<RepIx> {
    let day = own.due.min(account.as_of.day);
    own.contract.map_or_else(|| account.book.rep_of_customer(own.customer, day), |contract| account.book.rep_of_contract(contract, day))
}

/// Days since the promised day for what has not come; days late for what came late.
fn days(day: Day, own: &Commitment) -> Cell {
    match own.state {
        State::Open | State::Partial | State::Broken => Cell::Count(day.since(own.due).into()),
        State::KeptLate => Cell::days(own.fulfilments.iter().map(|part| part.date.since(own.due)).max()),
        State::Kept | State::Replaced => Cell::Blank,
    }
}

fn row(account: &Account, own: &Commitment, lang: Lang) -> Vec<Cell> {
    let (book, customer) = (account.book, account.book.customer(own.customer));
    vec![
        Cell::Text(own.id.to_smolstr()),
        Cell::Date(own.date),
        Cell::name(&customer.id),
        Cell::name(&customer.name),
        own.contract.map_or(Cell::Blank, |contract| Cell::name(&book.contract(contract).no)),
        Cell::Money(own.amount),
        Cell::Date(own.due),
        Cell::Money(own.fulfilled()),
        Cell::Money(own.fulfilled_late()),
        Cell::Money(own.unfulfilled()),
        Cell::colored(own.state.code(), state_name(own.state).get(lang), color(own.state)),
        days(account.as_of.day, own),
        rep_cell(account, rep_of(account, own)),
        own.replaced_by.map_or(Cell::Blank, |(entry, _)| Cell::text(account.journal.entry(entry).id.to_string())),
    ]
}

fn color(state: State) -> &'static str {
    match state {
        State::Kept => "green",
        State::Open | State::Replaced => "",
        State::KeptLate => "blue",
        State::Partial => "yellow",
        State::Broken => "red",
    }
}

/// What people call what became of a commitment.
pub fn state_name(state: State) -> Text {
    match state {
        State::Open => text("待兑现", "open"),
        State::Kept => text("按期兑现", "kept"),
        State::KeptLate => text("逾期兑现", "kept late"),
        State::Partial => text("部分兑现", "partly kept"),
        State::Broken => text("未兑现", "broken"),
        State::Replaced => text("已改约", "replaced"),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("id", text("编号", "Id")).rank(3),
        Column::words("date", text("承诺于", "Promised on")).whole().rank(2),
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contract", text("合同", "Contract")).whole().rank(1),
        Column::number("amount", text("承诺金额", "Promised")),
        Column::words("due", text("承诺日期", "Promised for")).whole(),
        Column::number("fulfilled", text("已兑现", "Fulfilled")),
        Column::number("fulfilled_late", text("其中逾期", "Of which late")).rank(5),
        Column::number("unfulfilled", text("未兑现", "Unfulfilled")),
        Column::words("state", text("状态", "State")),
        Column::number("days", text("过期天数", "Days")),
        Column::words("rep", text("销售代表", "Rep")).rank(4),
        Column::words("replaced_by", text("改为", "Replaced by")).rank(6),
    ]
}
