//! How much of each position is disputed: an "of which" inside outstanding.

use super::{Account, Part, Position};
use crate::entry::{Entry, EntryIx, Kind, Slot};
use crate::money::Money;

impl Account<'_> {
    /// Disputes that are open on the day, by (date, id).
    pub fn open_disputes(&self) -> Vec<(EntryIx, Entry)> {
        let mut open = self.unresolved(Kind::Dispute);
        open.sort_by_key(|(_, entry)| (entry.date, entry.id));
        open
    }

    /// Measures that are not resolved on the day.
    pub fn open_measures(&self) -> Vec<(EntryIx, Entry)> {
        self.unresolved(Kind::Measure)
    }

    fn unresolved(&self, kind: Kind) -> Vec<(EntryIx, Entry)> {
        let resolved: std::collections::HashSet<EntryIx> = self.of_kind(Kind::Resolve).filter_map(|(_, entry)| entry.refers).collect();
        self.of_kind(kind).filter(|(index, _)| !resolved.contains(index)).collect()
    }

    /// The numbers of the positions an entry is about, earliest due first, waiting ones last.
    pub fn positions_about(&self, entry: &Entry) -> Vec<usize> {
        let Some(customer) = entry.customer else { return Vec::new() };
        let own = self.positions_of(customer);
        let numbers = self.about(entry, self.positions().get(own.clone()).unwrap_or_default());
        numbers.into_iter().map(|number| number.saturating_add(own.start)).collect()
    }

    /// The same among the positions of the entry's customer.
    fn about(&self, entry: &Entry, positions: &[Position]) -> Vec<usize> {
        let is_about = |position: &Position| entry.contract.is_none_or(|contract| contract == position.contract) && self.is_named(entry.slot, position);
        let mut found: Vec<(usize, &Position)> = positions.iter().enumerate().filter(|(_, position)| is_about(position)).collect();
        // A part that does not exist means the whole.
        let part = entry.slot.part();
        if part > 0 && found.iter().any(|(_, position)| position.part.number() == part) {
            found.retain(|(_, position)| position.part.number() == part);
        }
        found.sort_by_key(|(number, position)| (position.due.is_none(), position.due, *number));
        found.into_iter().map(|(number, _)| number).collect()
    }

    /// Whether a position is a part of the milestone or bill a slot names.
    fn is_named(&self, slot: Slot, position: &Position) -> bool {
        match (slot, position.part) {
            (Slot::Whole, _) => true,
            (Slot::Milestone { index, .. }, Part::Milestone { index: own, .. }) => index == own,
            (Slot::Bill { entry, .. }, Part::Bill { entry: own, .. }) => entry == own || self.journal.namesakes(entry).contains(&own),
            (Slot::Nth { number, .. }, Part::Bill { entry, .. }) => {
                let bill = self.journal.entry(entry);
                let earlier = self.of_kind(Kind::Bill).filter(|(_, other)| other.contract == bill.contract && (other.date, other.id) < (bill.date, bill.id));
                usize::from(number).checked_sub(1) == Some(earlier.count())
            }
            _ => false,
        }
    }
}

/// Lays disputes, in the order of (date, id), on a customer's positions: each on min(its amount, what is open), by earliest
/// due; without an amount on all that is open.
pub(super) fn lay(account: &Account, disputes: &[EntryIx], positions: &[Position], parts: &mut [Money]) {
    for dispute in disputes.iter().map(|index| account.journal.entry(*index)) {
        let mut left = dispute.amount;
        for number in account.about(&dispute, positions) {
            let (Some(position), Some(slot)) = (positions.get(number), parts.get_mut(number)) else { continue };
            let room = position.outstanding() - *slot;
            let taken = if dispute.amount.is_zero() { room } else { room.min(left) };
            *slot += taken;
            left -= taken;
        }
    }
}
