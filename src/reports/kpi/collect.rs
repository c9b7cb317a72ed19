//! Adds the indicators' sums up, month by month: what stands open and what was applied as the account of the month's end has
//! it; what was billed, received and promised as it is known on the as-of day.

use std::collections::BTreeMap;

use super::formulas::{DAYS, countback};
use super::sums::Sums;
use crate::account::{Account, Applied};
use crate::date::{Day, Period};
use crate::entry::{Column, Entry, IN_KIND, Kind};
use crate::money::Money;
use crate::reports::Request;
use crate::reports::collection::{Span, collect};
use crate::reports::commitments;
use crate::reports::placing::{OnDay, Rows};
use crate::reports::scope::{Key, Level};

/// A month with its sums: of each row, by number, and of all.
pub(super) struct Month {
    pub(super) period: Period,
    pub(super) rows: Vec<Sums>,
    pub(super) whole: Sums,
}

/// The sums of months that follow each other and have begun, and whom the rows are for.
pub(super) struct Collected {
    pub(super) keys: Vec<Key>,
    pub(super) months: Vec<Month>,
}

/// Adds up the months, at least one, for the rows of a level.
pub(super) fn months(request: &Request, level: Level, periods: &[Period]) -> Collected {
    let account = request.account;
    let rows = Rows::new(account, &request.filter, level);
    if level == Level::Company {
        rows.of_key(Key::Company);
    }
    // All that is asked of the account of the day, by one replay.
    account.allocations();
    let mut months = Vec::with_capacity(periods.len());
    let mut opening = periods.first().map_or_else(Vec::new, |first| receivables(&account.at(first.first().plus_days(-1))));
    for period in periods {
        let span = Span::of(*period, account.as_of.day);
        let other = span.at(account);
        let at = other.as_ref().unwrap_or(account);
        let mut month = Filling { rows: Vec::new(), place: OnDay::new(&rows, span.end), span };
        month.add_applied(at);
        month.add_open(at);
        let next = receivables(at);
        month.add_opening(std::mem::replace(&mut opening, next));
        let whole_sales = month.add_billed(account);
        month.add_received(account, at, &rows);
        let mut whole = Sums::default();
        for own in &month.rows {
            whole.plus(own);
        }
        whole.countback = countback(whole.receivable, span.end, &whole_sales);
        months.push(Month { period: *period, rows: month.rows, whole });
    }
    add_kept(account, &rows, &mut months);
    let count = rows.len();
    for month in &mut months {
        month.rows.resize_with(count, Sums::default);
    }
    Collected { keys: rows.into_keys(), months }
}

/// What is open and dated of each contract.
fn receivables(account: &Account) -> Vec<Money> {
    let mut sums = vec![Money::ZERO; account.book.contracts.len()];
    for position in account.positions().iter().filter(|position| !position.is_waiting()) {
        if let Some(sum) = sums.get_mut(position.contract.0 as usize) {
            *sum += position.outstanding();
        }
    }
    sums
}

/// A month while it is added up.
struct Filling<'r> {
    rows: Vec<Sums>,
    place: OnDay<'r>,
    span: Span,
}

/// The sums of a row.
fn row(rows: &mut Vec<Sums>, number: usize) -> Option<&mut Sums> {
    if rows.len() <= number {
        rows.resize_with(number + 1, Sums::default);
    }
    rows.get_mut(number)
}

impl Filling<'_> {
    /// What was applied: to what was due, and at all.
    fn add_applied(&mut self, at: &Account) {
        let Self { rows, place, span } = self;
        collect(at, *span, |contract, add| {
            if let Some(own) = place.of(contract).and_then(|number| row(rows, number)) {
                add(&mut own.collection);
            }
        });
        for own in at.allocations_alone().iter().filter(|own| span.contains(own.day)) {
            let Some(position) = at.positions().get(own.position as usize) else { continue };
            let Some(sums) = place.of(position.contract).and_then(|number| row(rows, number)) else { continue };
            match own.applied {
                Applied::Written => sums.written += own.amount,
                Applied::Paid | Applied::Recovered => {
                    if let Some(billed) = position.billed {
                        sums.cycle.add(own.amount, at.journal.date(own.entry).since(billed));
                    }
                }
                Applied::Deducted => {}
            }
        }
    }

    /// What is open at the month's end, and what became a receivable in it.
    fn add_open(&mut self, at: &Account) {
        let Self { rows, place, span } = self;
        for position in at.positions().iter().filter(|position| !position.is_waiting()) {
            let Some(own) = place.of(position.contract).and_then(|number| row(rows, number)) else { continue };
            let (open, days) = (position.outstanding(), position.days(span.end).unwrap_or(0));
            own.receivable += open;
            if days < 0 {
                own.not_due += open;
            }
            if days > 0 {
                own.overdue += open;
            }
            if position.dated.is_some_and(|day| span.contains(day)) {
                own.new += position.amount;
            }
        }
    }

    /// What was open when the month began belongs to whom it belongs at its end: who takes over takes the old debts too.
    fn add_opening(&mut self, opening: Vec<Money>) {
        for (contract, open) in opening.into_iter().enumerate().filter(|(_, open)| open.is_positive()) {
            let contract = crate::book::ContractIx(contract as u32);
            if let Some(own) = self.place.of(contract).and_then(|number| row(&mut self.rows, number)) {
                own.opening += open;
            }
        }
    }

    /// What was billed, as it is known on the as-of day; the sales of all months up to this one.
    fn add_billed(&mut self, account: &Account) -> BTreeMap<Period, Money> {
        let Self { rows, place, span } = self;
        let mut sales: Vec<BTreeMap<Period, Money>> = Vec::new();
        let mut whole: BTreeMap<Period, Money> = BTreeMap::new();
        let recent = Span { first: span.end.plus_days(1 - DAYS), end: span.end };
        for position in account.positions() {
            let Some((due, billed)) = position.due.zip(position.billed).filter(|(_, billed)| *billed <= span.end) else { continue };
            let Some(number) = place.of(position.contract) else { continue };
            let Some(own) = row(rows, number) else { continue };
            if span.contains(billed) {
                own.billed += position.amount;
                own.billed_items += 1;
                own.terms.add(position.amount, due.since(billed));
            }
            if recent.contains(billed) {
                own.recent += position.amount;
            }
            if sales.len() <= number {
                sales.resize_with(number + 1, BTreeMap::new);
            }
            let month = Period::month_of(billed);
            *whole.entry(month).or_default() += position.amount;
            if let Some(sales) = sales.get_mut(number) {
                *sales.entry(month).or_default() += position.amount;
            }
        }
        for (own, sales) in rows.iter_mut().zip(&sales) {
            own.countback = countback(own.receivable, span.end, sales);
        }
        whole
    }

    /// Receipts and refunds of the month, as they are known on the as-of day; of its receipts at its end, what came early.
    fn add_received(&mut self, account: &Account, at: &Account, by: &Rows) {
        let Self { rows, span, .. } = self;
        let of_month = |account: &Account, kind| {
            let dated = |index: &crate::entry::EntryIx| span.contains(account.journal.date(*index)) && account.counts(*index);
            account.journal.indices(kind).filter(dated).map(|index| account.journal.entry(index)).collect::<Vec<Entry>>()
        };
        for kind in [Kind::Receipt, Kind::Refund] {
            for entry in of_month(account, kind) {
                if let Some(own) = by.of_entry(&entry).and_then(|number| row(rows, number)) {
                    add_money(own, account, &entry);
                }
            }
        }
        for entry in of_month(at, Kind::Receipt) {
            if let Some(own) = by.of_entry(&entry).and_then(|number| row(rows, number)) {
                own.came += at.net(entry.index);
            }
        }
        let mut add_early = |entry, amount| {
            let entry = at.journal.entry(entry);
            if entry.kind == Kind::Receipt
                && span.contains(entry.date)
                && let Some(own) = by.of_entry(&entry).and_then(|number| row(rows, number))
            {
                own.early += amount;
            }
        };
        for own in at.allocations_alone().iter().filter(|own| own.applied == Applied::Paid && own.day >= span.first) {
            let due = own.due.or_else(|| at.positions().get(own.position as usize)?.due);
            if due.is_none_or(|due| own.day < due) {
                add_early(own.entry, own.amount);
            }
        }
        at.credits().iter().for_each(|credit| add_early(credit.entry, credit.amount));
    }
}

/// A receipt, or a refund of one.
fn add_money(own: &mut Sums, account: &Account, entry: &Entry) {
    let receipt = if entry.kind == Kind::Refund { entry.refers.map(|receipt| account.journal.entry(receipt)) } else { Some(*entry) };
    let signed = if entry.kind == Kind::Refund { -entry.amount } else { entry.amount };
    if entry.kind == Kind::Refund {
        own.refunds += entry.amount;
    } else {
        own.receipts += entry.amount;
    }
    let Some(receipt) = receipt else { return };
    if account.is_held(&receipt) {
        own.drafts += signed;
    } else if account.journal.text(receipt, Column::Detail) == IN_KIND {
        own.in_kind += signed;
    }
}

/// Commitments by the month their last day fell in; each is whose it is in `commitments`.
fn add_kept(account: &Account, rows: &Rows, months: &mut [Month]) {
    let day: Day = account.as_of.day;
    let Some(first) = months.first().map(|month| month.period.first()) else { return };
    for own in account.commitments() {
        let month = |day: Day| day.year() * 12 + day.month() as i32;
        let Some(month) = usize::try_from(month(own.last) - month(first)).ok().and_then(|number| months.get_mut(number)) else { continue };
        let Some(number) = rows.of(own.customer, own.contract, commitments::rep_of(account, own)) else { continue };
        if let Some(sums) = row(&mut month.rows, number) {
            sums.kept.add(own, day);
        }
        month.whole.kept.add(own, day);
    }
}
