//! What came of all customers, one after the other, positions in book order.

use std::ops::Range;

use super::Replay;
use crate::account::commitment::Commitment;
use crate::account::position::{Allocation, Credit, Finding, Part, Position};
use crate::date::Day;
use crate::entry::{EntryId, Journal};
use crate::money::Money;

/// What came of some customers, one after the other.
#[derive(Debug, Default)]
pub(in crate::account) struct Outcome {
    pub(in crate::account) positions: Vec<Position>,
    pub(in crate::account) disputed: Vec<Money>,
    pub(in crate::account) by_customer: Vec<Range<usize>>,
    pub(in crate::account) credits: Vec<Credit>,
    pub(in crate::account) allocations: Vec<Allocation>,
    pub(in crate::account) findings: Vec<Finding>,
    pub(in crate::account) commitments: Vec<Commitment>,
    pub(in crate::account) last_receipts: Vec<Option<(Day, EntryId)>>,
}

impl Outcome {
    /// Adds a customer's result.
    pub(in crate::account) fn add(&mut self, replay: &mut Replay) {
        let base = self.positions.len();
        self.positions.extend_from_slice(&replay.positions);
        self.disputed.extend_from_slice(&replay.disputed);
        self.by_customer.push(base..self.positions.len());
        self.credits.extend_from_slice(&replay.credits);
        self.allocations.extend(replay.allocations.iter().map(|own| Allocation { position: own.position.saturating_add(base as u32), ..*own }));
        self.findings.extend_from_slice(&replay.findings);
        self.commitments.append(&mut replay.commitments);
        self.last_receipts.push(replay.last_receipt());
    }

    /// Puts the result of later customers behind.
    pub(in crate::account) fn append(&mut self, mut later: Self) {
        let base = self.positions.len();
        self.positions.append(&mut later.positions);
        self.disputed.append(&mut later.disputed);
        self.by_customer.extend(later.by_customer.into_iter().map(|own| own.start.saturating_add(base)..own.end.saturating_add(base)));
        self.credits.append(&mut later.credits);
        self.allocations.extend(later.allocations.into_iter().map(|own| Allocation { position: own.position.saturating_add(base as u32), ..own }));
        self.findings.append(&mut later.findings);
        self.commitments.append(&mut later.commitments);
        self.last_receipts.append(&mut later.last_receipts);
    }
}

impl Replay<'_, '_> {
    /// Sorts the positions by contract, milestone or bill, and part.
    pub(super) fn in_book_order(&mut self) {
        let journal = self.account.journal;
        if self.positions.is_sorted_by_key(|position| place(journal, position)) {
            return;
        }
        let mut order: Vec<usize> = (0..self.positions.len()).collect();
        order.sort_by_key(|index| self.positions.get(*index).map(|position| place(journal, position)));
        let mut places = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(slot) = places.get_mut(*old) {
                *slot = new as u32;
            }
        }
        self.positions = order.iter().filter_map(|index| self.positions.get(*index).copied()).collect();
        for allocation in &mut self.allocations {
            allocation.position = places.get(allocation.position as usize).copied().unwrap_or_default();
        }
    }
}

/// What positions are sorted by.
fn place(journal: &Journal, position: &Position) -> impl Ord + use<> {
    let bill = match position.part {
        Part::Milestone { index, .. } => (None, u32::from(index)),
        Part::Bill { entry, .. } => {
            let entry = journal.entry(entry);
            (Some((entry.date, entry.id)), 0)
        }
    };
    (position.contract, bill, position.part.number())
}
