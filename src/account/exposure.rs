//! Exposure (信用占用): how much credit each customer, and each group of companies, takes of us.

use super::{Account, Part, Position, Share};
use crate::book::{Book, CustomerIx};
use crate::money::Money;

/// What a customer or a group owes on credit, and what is held against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// What is due or will be: not due and all tiers.
    pub receivable: Money,
    /// Of which milestones marked `advance`: asked for before anything was delivered, hence no credit.
    pub advance: Money,
    /// Money and deductions that wait for a position.
    pub unapplied: Money,
    /// Money and deductions on positions that wait for an event.
    pub prepaid: Money,
}

impl Exposure {
    /// Receivable − advance − unapplied − prepaid; below nothing where more was paid than is owed.
    pub fn exposure(&self) -> Money {
        self.receivable - self.advance - self.unapplied - self.prepaid
    }

    /// Adds another customer's.
    pub fn plus(&mut self, other: &Self) {
        self.receivable += other.receivable;
        self.advance += other.advance;
        self.unapplied += other.unapplied;
        self.prepaid += other.prepaid;
    }

    fn of(book: &Book, share: &Share) -> Self {
        let mut own = Self { unapplied: share.credits.iter().map(|credit| credit.amount).sum(), ..Self::default() };
        for position in share.positions {
            if position.is_waiting() {
                own.prepaid += position.settled();
                continue;
            }
            own.receivable += position.outstanding();
            if is_advance(book, position) {
                own.advance += position.outstanding();
            }
        }
        own
    }
}

/// Whether a position is of a milestone that is paid before delivery; bills never are.
pub fn is_advance(book: &Book, position: &Position) -> bool {
    match position.part {
        Part::Milestone { index, .. } => book.milestones_of(position.contract).get(usize::from(index)).is_some_and(|milestone| milestone.advance),
        Part::Bill { .. } => false,
    }
}

/// What a group of companies owes together, and what it may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupExposure {
    /// Its name in the book.
    pub name: String,
    /// Its customers, in book order.
    pub members: Vec<CustomerIx>,
    /// The sum of theirs.
    pub exposure: Exposure,
    /// The sum of their limits; none where none of them has one. One without a limit adds nothing here, and all it owes there.
    pub limit: Option<Money>,
}

impl Account<'_> {
    /// The exposure of each customer, by its number. Where positions are wanted too, asking for them first saves a replay.
    pub fn exposures(&self) -> Vec<Exposure> {
        if self.outcome.get().is_some() {
            return self.book.customers().map(|(customer, _)| Exposure::of(self.book, &self.share_of(customer))).collect();
        }
        let parts = self.fold(Vec::new, |found, share| found.push((share.customer, Exposure::of(self.book, share))));
        let mut exposures = vec![Exposure::default(); self.book.customers.len()];
        for (customer, own) in parts.into_iter().flatten() {
            if let Some(place) = exposures.get_mut(customer.0 as usize) {
                *place = own;
            }
        }
        exposures
    }
}

/// The groups the book names, by name, with the exposures of their members.
pub fn group_exposures(book: &Book, exposures: &[Exposure]) -> Vec<GroupExposure> {
    let mut members: Vec<(&str, CustomerIx)> =
        book.customers().filter(|(_, customer)| !customer.group.is_empty()).map(|(index, customer)| (customer.group.as_str(), index)).collect();
    members.sort_unstable();
    let mut groups: Vec<GroupExposure> = Vec::new();
    for (name, customer) in members {
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(GroupExposure { name: name.to_string(), members: Vec::new(), exposure: Exposure::default(), limit: None });
        }
        let Some(group) = groups.last_mut() else { continue };
        group.members.push(customer);
        if let Some(own) = exposures.get(customer.0 as usize) {
            group.exposure.plus(own);
        }
        if let Some(limit) = book.customer(customer).credit_limit {
            group.limit = Some(group.limit.unwrap_or_default() + limit);
        }
    }
    groups
}
