//! Credit exposure (信用占用): what a customer owes for what was delivered.

use super::{Account, Part, Position};
use crate::money::Money;

/// What makes a customer's exposure, as of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// What is receivable.
    pub receivable: Money,
    /// Of which due before anything is delivered.
    pub advance: Money,
    /// Money and deductions that wait for a position.
    pub unapplied: Money,
    /// Money on positions that wait for their event.
    pub prepaid: Money,
}

impl Exposure {
    /// Receivable − advances − unapplied − prepaid; below zero where the customer has paid ahead.
    pub fn exposure(&self) -> Money {
        self.receivable - self.advance - self.unapplied - self.prepaid
    }
}

impl Account<'_> {
    /// The exposure of each customer, by its number.
    pub fn exposures(&self) -> Vec<Exposure> {
        let mut all = vec![Exposure::default(); self.book.customers.len()];
        for position in self.positions() {
            let Some(own) = all.get_mut(position.customer.0 as usize) else { continue };
            if position.is_waiting() {
                own.prepaid += position.paid;
                continue;
            }
            own.receivable += position.outstanding();
            if self.is_advance(position) {
                own.advance += position.outstanding();
            }
        }
        for credit in self.credits() {
            if let Some(own) = all.get_mut(credit.customer.0 as usize) {
                own.unapplied += credit.amount;
            }
        }
        all
    }

    /// Whether a position is due before anything is delivered.
    fn is_advance(&self, position: &Position) -> bool {
        let Part::Milestone { index, .. } = position.part else { return false };
        self.book.milestones_of(position.contract).get(usize::from(index)).is_some_and(|milestone| milestone.advance)
    }
}
