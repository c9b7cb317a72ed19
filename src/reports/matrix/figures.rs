//! Sales, their target and what was collected, by whom the rows are for.

use std::collections::BTreeMap;

use crate::account::Account;
use crate::book::TargetKind;
use crate::date::{Day, Period};
use crate::entry::Kind;
use crate::money::{Money, Ratio};
use crate::reports::Request;
use crate::reports::collection::{Collection, Span, collection_by};
use crate::reports::placing::Rows;
use crate::reports::scope::{Key, Level, is_wanted};
use crate::reports::targets::Targets;

/// What a row is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    /// Contracts signed and bills of framework contracts.
    pub(super) sales: Money,
    /// Its sales target, where there is one for all of the period.
    pub(super) target: Option<Money>,
    /// Whether that is a sum of targets one level below.
    pub(super) summed: bool,
    /// The same sales of the period before.
    pub(super) before: Money,
    pub(super) collection: Collection,
}

impl Figures {
    /// Sales ÷ their target, else ÷ the sales of the period before.
    pub(super) fn attainment(&self) -> Option<Ratio> {
        Ratio::of(self.sales, self.target.unwrap_or(self.before))
    }

    fn is_nothing(&self) -> bool {
        self.target.is_none() && [self.sales, self.before, self.collection.owed()].into_iter().all(Money::is_zero)
    }
}

/// The period asked for, whole, and the one before it, of as many weeks, months or years.
pub(super) struct Asked {
    pub(super) periods: Vec<Period>,
    pub(super) span: Span,
    before: Span,
}

impl Asked {
    /// None where it has not begun by the day.
    pub(super) fn new(periods: Vec<Period>, day: Day) -> Option<Self> {
        let (first, last) = (*periods.first()?, *periods.last()?);
        let earliest = periods.iter().fold(first, |period, _| previous(period));
        let span = Span { first: first.first(), end: last.last().min(day) };
        let before = Span { first: earliest.first(), end: first.first().plus_days(-1) };
        (span.first <= day).then_some(Self { periods, span, before })
    }

    /// Whether it goes on after the day.
    pub(super) fn is_running(&self) -> bool {
        self.periods.last().is_some_and(|last| last.last() > self.span.end)
    }

    pub(super) fn label(&self) -> String {
        match self.periods.as_slice() {
            [only] => only.to_string(),
            [first, .., last] => format!("{first}..{last}"),
            [] => String::new(),
        }
    }
}

fn previous(period: Period) -> Period {
    let day = period.first().plus_days(-1);
    match period {
        Period::Week(_) => Period::Week(day.monday()),
        Period::Month(..) => Period::month_of(day),
        Period::Quarter(..) => Period::Quarter(day.year(), day.month().div_ceil(3)),
        Period::Year(_) => Period::Year(day.year()),
    }
}

/// The rows that have anything to tell.
pub(super) fn collect(request: &Request, by: Level, asked: &Asked) -> BTreeMap<Key, Figures> {
    let (account, filter) = (request.account, &request.filter);
    let mut all: BTreeMap<Key, Figures> = BTreeMap::new();
    for (key, collection) in collection_by(account, filter, by, asked.span) {
        all.entry(key).or_default().collection = collection;
    }
    let rows = Rows::new(account, filter, by);
    let sold = [asked.span, asked.before].map(|span| sales(account, &rows, span));
    for (number, key) in rows.into_keys().into_iter().enumerate() {
        let own = all.entry(key).or_default();
        let [sales, before] = [&sold[0], &sold[1]].map(|sums| sums.get(number).copied().unwrap_or_default());
        (own.sales, own.before) = (sales, before);
    }
    if !by.is_split_by(filter) {
        add_targets(request, by, &asked.periods, &mut all);
    }
    all.retain(|_, own| !own.is_nothing());
    all
}

/// Contracts signed and bills within a span, by row: whose they are who was in charge on their day.
fn sales(account: &Account, rows: &Rows, span: Span) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    let mut add = |number: Option<usize>, amount: Money| {
        let Some(number) = number else { return };
        if sums.len() <= number {
            sums.resize(number + 1, Money::ZERO);
        }
        sums.iter_mut().skip(number).take(1).for_each(|sum| *sum += amount);
    };
    for (index, contract) in account.book.contracts().filter(|(_, contract)| span.contains(contract.signed) && !contract.framework) {
        add(rows.of(contract.customer, Some(index), account.book.rep_of_contract(index, contract.signed)), contract.amount);
    }
    for (_, bill) in account.of_kind(Kind::Bill).filter(|(_, bill)| span.contains(bill.date)) {
        add(rows.of_entry(&bill), bill.amount);
    }
    sums
}

/// The sales targets of the period. One for a part of it is none: nothing tells what the rest should bring.
fn add_targets(request: &Request, by: Level, periods: &[Period], all: &mut BTreeMap<Key, Figures>) {
    let account = request.account;
    let targets = Targets::of_kind(account, TargetKind::Sales);
    let scopes = periods.iter().flat_map(|period| targets.scopes(by.is(), *period));
    for scope in scopes.filter(|scope| is_wanted(account, &request.filter, scope)).collect::<Vec<_>>() {
        all.entry(Key::of(&scope)).or_default();
    }
    for (key, own) in all.iter_mut() {
        let Some(scope) = key.scope() else { continue };
        let given: Option<Vec<_>> = periods.iter().map(|period| targets.of(&scope, *period).filter(|given| given.months.0 == given.months.1)).collect();
        if let Some(given) = given {
            own.target = Some(given.iter().map(|given| given.amount).sum());
            own.summed = given.iter().any(|given| given.parts > 0);
        }
    }
}
