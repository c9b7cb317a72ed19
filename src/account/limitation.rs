//! Limitation of actions (诉讼时效, 民法典 188, 189, 192, 195): until when each debt can be sued for. No legal advice.

use super::{Account, Applied, Position};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryId, EntryIx, Kind};

/// Until when a position can be sued for, as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limitation {
    /// The last event that moved it; none where nothing did since the due date.
    pub moved_by: Option<EntryIx>,
    /// The last day.
    pub last_day: Day,
    /// The last day where all instalments of the contract are one debt: counted from the contract's last due date.
    pub instalment_last_day: Day,
}

impl Limitation {
    /// The earlier of the two last days, which is the one to keep.
    pub fn earlier(&self) -> Day {
        self.last_day.min(self.instalment_last_day)
    }
}

/// An event that moves the limitation of a contract, or of all a customer's.
#[derive(Clone, Copy, Debug)]
struct Mover {
    date: Day,
    id: EntryId,
    entry: EntryIx,
    contract: Option<ContractIx>,
    /// Whether it also revives what has expired: the debtor's own new word (民法典 192).
    revives: bool,
    /// Whether it is a new due date.
    reschedules: bool,
}

impl Account<'_> {
    /// The last day an event moves the limitation of what it is about to, seen alone; none for what does not move it. Money
    /// moves what it pays.
    pub fn moves_limitation_to(&self, entry: &Entry) -> Option<Day> {
        let moves = entry.kind == Kind::Receipt && self.net(entry.index).is_positive() || self.mover(entry).is_some();
        let base = entry.due.filter(|_| entry.kind == Kind::Reschedule).map_or(entry.date, |due| due.max(entry.date));
        moves.then(|| self.years_after(base))
    }

    fn years_after(&self, base: Day) -> Day {
        base.plus_months(i32::from(self.book.policy.limitation_years).saturating_mul(12))
    }

    /// What an entry that is no money moves.
    fn mover(&self, entry: &Entry) -> Option<Mover> {
        let is = |word: &str| self.journal.text(entry, Column::Detail) == word;
        let (moves, revives) = match entry.kind {
            Kind::Commitment => (is("written"), true),
            Kind::Reschedule => (true, true),
            Kind::Confirm => (is("agreed") && entry.amount.is_positive(), true),
            // A demand counts only where its arrival can be proved.
            Kind::Contact => (!self.journal.text(entry, Column::Proof).is_empty(), false),
            Kind::Legal => (is("filed"), false),
            _ => (false, false),
        };
        let reschedules = entry.kind == Kind::Reschedule;
        moves.then_some(Mover { date: entry.date, id: entry.id, entry: entry.index, contract: entry.contract, revives, reschedules })
    }

    /// The limitation of every dated position that can still be claimed, written off or not: the position's number with it.
    pub fn limitations(&self) -> Vec<(usize, Limitation)> {
        let mut movers: Vec<Vec<Mover>> = vec![Vec::new(); self.book.customers.len()];
        let mut add = |customer: CustomerIx, mover: Mover| {
            if let Some(own) = movers.get_mut(customer.0 as usize) {
                own.push(mover);
            }
        };
        for kind in [Kind::Commitment, Kind::Reschedule, Kind::Confirm, Kind::Contact, Kind::Legal] {
            for (_, entry) in self.of_kind(kind) {
                if let (Some(customer), Some(mover)) = (entry.customer, self.mover(&entry)) {
                    add(customer, mover);
                }
            }
        }
        // Part payment is the debtor's word that the rest is owed; it moves the contracts it paid.
        let mut last = None;
        for own in self.allocations().iter().filter(|own| matches!(own.applied, Applied::Paid | Applied::Recovered)) {
            let Some(position) = self.positions().get(own.position as usize) else { continue };
            if last.replace((own.entry, position.contract)) != Some((own.entry, position.contract)) {
                let receipt = self.journal.entry(own.entry);
                let contract = Some(position.contract);
                add(position.customer, Mover { date: receipt.date, id: receipt.id, entry: own.entry, contract, revives: false, reschedules: false });
            }
        }
        for own in &mut movers {
            own.sort_unstable_by_key(|mover| (mover.date, mover.id));
        }
        let claimable = |position: &Position| (position.outstanding() + position.written_off()).is_positive();
        let mut found = Vec::new();
        for (number, position) in self.positions().iter().enumerate().filter(|(_, position)| claimable(position)) {
            let Some(own) = movers.get(position.customer.0 as usize) else { continue };
            found.extend(self.limitation(position, own).map(|limitation| (number, limitation)));
        }
        found
    }

    fn limitation(&self, position: &Position, movers: &[Mover]) -> Option<Limitation> {
        let (due, original) = (position.due?, position.original_due.or(position.due)?);
        let contract = self.positions().get(self.positions_of(position.customer)).into_iter().flatten();
        let last_due = contract.filter(|other| other.contract == position.contract).filter_map(|other| other.due).max().unwrap_or(due);
        let (mut base, mut instalment, mut moved_by) = (original, last_due, None);
        for mover in movers.iter().filter(|mover| mover.contract.is_none_or(|contract| contract == position.contract)) {
            let in_time = |base| mover.revives || mover.date <= self.years_after(base);
            if in_time(instalment) {
                instalment = instalment.max(mover.date);
            }
            let moved = if mover.reschedules && position.reschedules > 0 { due.max(mover.date) } else { mover.date };
            // What came before the due date moves nothing: the period has not begun.
            if in_time(base) && moved > base {
                base = moved;
                moved_by = Some(mover.entry);
            }
        }
        Some(Limitation { moved_by, last_day: self.years_after(base.max(due)), instalment_last_day: self.years_after(instalment) })
    }
}
