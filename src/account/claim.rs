//! What can be claimed of a customer, item by item: the body of a statement of account.

use std::collections::BTreeMap;

use super::{Account, AsOf, Position, Share};
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, Kind, is_draft};
use crate::money::Money;

/// What changed a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimSource {
    /// A position became a receivable: its number.
    Position(usize),
    /// A receipt, refund or deduction.
    Entry(EntryIx),
}

/// One change of what can be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimItem {
    /// When.
    pub date: Day,
    /// By what.
    pub source: ClaimSource,
    /// More where positive.
    pub change: Money,
}

impl Share<'_> {
    /// What can be claimed of the customer: waiting positions are not claimed yet, what was written off still is, and money
    /// that waits is already ours.
    pub fn claim(&self) -> Money {
        let owed = |position: &Position| if position.is_waiting() { Money::ZERO } else { position.amount } - position.settled();
        let waiting: Money = self.credits.iter().map(|credit| credit.amount).sum();
        self.positions.iter().map(owed).sum::<Money>() - waiting
    }
}

impl Account<'_> {
    /// What can be claimed of a customer: the closing balance of a statement.
    pub fn claim(&self, customer: CustomerIx) -> Money {
        self.share_of(customer).claim()
    }

    /// What changed the claims on all customers, customer by customer, by date; on one day what adds to it first, then by id.
    /// The sum of a customer's items is [`Account::claim`]. Receipts are gross: a refund is an item of its own day.
    pub fn claim_items(&self) -> Vec<Vec<ClaimItem>> {
        let mut items: Vec<Vec<ClaimItem>> = vec![Vec::new(); self.book.customers.len()];
        let mut add = |customer: CustomerIx, item: ClaimItem| {
            if let Some(own) = items.get_mut(customer.0 as usize) {
                own.push(item);
            }
        };
        for (number, position) in self.positions().iter().enumerate() {
            if let Some(date) = position.dated.filter(|_| !position.is_waiting()) {
                add(position.customer, ClaimItem { date, source: ClaimSource::Position(number), change: position.amount });
            }
        }
        for kind in [Kind::Receipt, Kind::Refund, Kind::Deduct] {
            for (index, entry) in self.of_kind(kind) {
                let change = if kind == Kind::Refund { entry.amount } else { -entry.amount };
                if let Some(customer) = entry.customer {
                    add(customer, ClaimItem { date: entry.date, source: ClaimSource::Entry(index), change });
                }
            }
        }
        let id = |item: &ClaimItem| match item.source {
            ClaimSource::Position(_) => None,
            ClaimSource::Entry(entry) => Some(self.journal.entry(entry).id),
        };
        for own in &mut items {
            own.sort_by_key(|item| (item.date, !item.change.is_positive(), id(item), item.source));
        }
        items
    }

    /// Drafts of a customer that have not matured on the day: maturity and what is left of each, the nearest first.
    pub fn drafts_held(&self, customer: CustomerIx) -> Vec<(Day, Money)> {
        let own = self.entries_of(customer).filter(|entry| entry.kind == Kind::Receipt);
        let held = own.filter_map(|entry| self.is_held(&entry).then(|| entry.due.map(|due| (due, self.net(entry.index))))?);
        let mut held: Vec<(Day, Money)> = held.filter(|(_, amount)| amount.is_positive()).collect();
        held.sort_unstable();
        held
    }

    /// Whether a receipt is a draft (承兑汇票) that has not matured on the day: money to come, not cash.
    pub fn is_held(&self, receipt: &Entry) -> bool {
        let dated_later = receipt.kind == Kind::Receipt && receipt.due.is_some_and(|due| due > self.as_of.day);
        dated_later && is_draft(&self.journal.text(receipt, Column::Detail))
    }

    /// What could be claimed of each of these customers on its day, in their order, as a report of that day says: a draft that
    /// bounced later still counted. Each day is replayed once, for the customers asked for alone.
    pub fn claims_on(&self, asked: &[(CustomerIx, Day)]) -> Vec<Money> {
        let mut days: BTreeMap<Day, Vec<CustomerIx>> = BTreeMap::new();
        for (customer, day) in asked {
            days.entry(*day).or_default().push(*customer);
        }
        let mut claims: BTreeMap<(CustomerIx, Day), Money> = BTreeMap::new();
        for (day, customers) in days {
            // Entries of others may be referred to by theirs.
            let linked = self.journal.linked(customers.iter().copied());
            let account = Account::of_customers(self.book, self.journal, AsOf { day, ..self.as_of }, &linked);
            claims.extend(customers.into_iter().map(|customer| ((customer, day), account.claim(customer))));
        }
        asked.iter().map(|key| claims.get(key).copied().unwrap_or_default()).collect()
    }

    /// What could be claimed of a customer at the end of a day, by its items: by what is known today.
    pub fn claim_on(items: &[ClaimItem], day: Day) -> Money {
        items.iter().take_while(|item| item.date <= day).map(|item| item.change).sum()
    }
}
