//! `--rolling`: the year's target month by month, and what each month that is left has to bring.

use crate::account::Account;
use crate::book::Scope;
use crate::date::Period;
use crate::entry::Kind;
use crate::money::Money;
use crate::problem::UsageFault;
use crate::reports::targets::Targets;
use crate::reports::{Filter, Request};
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Lang, text};

/// A month of the year.
struct Month {
    period: Period,
    target: Option<Money>,
    received: Money,
    /// What it has to bring; none where it has ended, or the year has no target.
    needed: Option<Money>,
}

impl Month {
    fn missing(&self) -> Option<Money> {
        self.needed.map(|needed| (needed - self.received).at_least_zero())
    }
}

pub(super) fn build(request: &Request) -> Result<Sheet, UsageFault> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let year = year(request)?;
    let scope = scope(&request.filter);
    let targets = Targets::new(account);
    let whole = scope.as_ref().and_then(|scope| targets.of(scope, Period::Year(year)));
    // Targets of some months are no target of the year.
    let annual = whole.as_ref().filter(|given| given.months.0 == given.months.1).map(|given| given.amount);
    let mut months: Vec<Month> = Period::Year(year)
        .months()
        .into_iter()
        .map(|period| {
            let target = scope.as_ref().and_then(|scope| targets.of(scope, period)).map(|given| given.amount);
            Month { period, target, received: received(account, &request.filter, period), needed: None }
        })
        .collect();
    let ended: Money = months.iter().filter(|month| month.period.last() < day).map(|month| month.received).sum();
    let left = months.iter().filter(|month| month.period.last() >= day).count();
    let open = annual.map(|annual| (annual - ended).at_least_zero());
    for (place, month) in months.iter_mut().filter(|month| month.period.last() >= day).enumerate() {
        month.needed = open.map(|open| open.even_part(place, left));
    }
    let columns = columns();
    let received: Money = months.iter().map(|month| month.received).sum();
    let sum = |of: fn(&Month) -> Option<Money>| Cell::money(months.iter().filter_map(of).reduce(|a, b| a + b));
    let total = [
        ("period", Cell::TOTAL),
        ("target", Cell::money(annual)),
        ("received", Cell::Money(received)),
        ("needed", sum(|month| month.needed)),
        ("missing", sum(Month::missing)),
    ];
    let mut notes = vec![say!(
        lang,
        "应回：全年目标减去已过完月份的回款，平摊到剩下的月份，末月含零头",
        "to bring: the year's target less what came in ended months, in equal parts"
    )];
    match &whole {
        Some(given) if annual.is_none() => {
            let count = given.months.0;
            notes.push(say!(
                lang,
                "{year} 年只有 {count} 个月定了目标，算不出每月应回：加一个 period = \"{year}\" 的目标",
                "only {count} of 12 months have a target: set one for {year} to see what each month has to bring"
            ));
        }
        Some(given) => notes.extend(given.words(lang)),
        None => notes.push(no_target(scope.is_some(), year, lang)),
    }
    Ok(Sheet {
        report: "plan",
        title: say!(lang, "滚动计划 · {year}", "Rolling plan · {year}"),
        total: Some(totals(&columns, total)),
        columns,
        rows: months.iter().map(row).collect(),
        notes,
        ..Sheet::default()
    })
}

fn no_target(has_scope: bool, year: i32, lang: Lang) -> String {
    if has_scope {
        say!(lang, "{year} 年没有定目标：在账本里加 [[target]] period = \"{year}\"", "{year} has no target: add a [[target]] of period = \"{year}\"")
    } else {
        say!(lang, "这样筛选的部分没有自己的目标", "what this filter takes has no target of its own")
    }
}

/// The year that is named, else the one of the day; one that is over has no month left.
fn year(request: &Request) -> Result<i32, UsageFault> {
    let day = request.day();
    if request.option("when").or(request.option("period")).is_none() {
        return Ok(day.year());
    }
    let span = super::span::Span::of(request)?;
    match span.periods.as_slice() {
        [Period::Year(year)] => Ok(*year),
        _ => Err(UsageFault::Period { text: span.label }),
    }
}

/// Whose target it is: the company's, or what the one filter that is given names.
fn scope(filter: &Filter) -> Option<Scope> {
    let named = [
        filter.reps.iter().map(|rep| Scope::Rep(*rep)).collect::<Vec<_>>(),
        filter.teams.iter().map(|team| Scope::Team(team.clone())).collect(),
        filter.customers.iter().map(|customer| Scope::Customer(*customer)).collect(),
        filter.categories.iter().map(|category| Scope::Category(category.clone())).collect(),
    ]
    .concat();
    match named.as_slice() {
        [] if filter.is_empty() => Some(Scope::Company),
        [one] if filter.contracts.is_empty() && filter.tags.is_empty() => Some(one.clone()),
        _ => None,
    }
}

/// Receipts − refunds of a month, by who was in charge on their dates.
pub(super) fn received(account: &Account, filter: &Filter, period: Period) -> Money {
    let of = |kind| account.of_kind_in(kind, period).filter(|entry| filter.accepts_entry(account, entry)).map(|entry| entry.amount).sum::<Money>();
    of(Kind::Receipt) - of(Kind::Refund)
}

fn row(month: &Month) -> Vec<Cell> {
    let needed = month.needed;
    vec![Cell::text(month.period.to_string()), Cell::money(month.target), Cell::Money(month.received), Cell::money(needed), Cell::money(month.missing())]
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("period", text("期间", "Period")).whole(),
        Column::number("target", text("目标", "Target")),
        Column::number("received", text("已回款", "Received")),
        Column::number("needed", text("应回", "To bring")),
        Column::number("missing", text("还差", "Missing")),
    ]
}
