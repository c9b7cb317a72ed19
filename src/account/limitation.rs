//! Limitation of actions (诉讼时效, 民法典 188, 189, 192, 195): until when each debt can be sued for. No legal advice.

use super::replay::{self, Grouped, Outcome, Replay, Wanted};
use super::{Account, Allocation, Applied, Position};
use crate::book::ContractIx;
use crate::date::Day;
use crate::entry::{Column, Entry, EntryId, EntryIx, Kind};
use crate::parallel::map;

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

impl Mover {
    const NOTHING: Self = Self { date: Day::EPOCH, id: EntryId::from_sort_key(0), entry: EntryIx(0), contract: None, revives: false, reschedules: false };
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
        let movers = self.movers();
        if self.outcome.get().is_some() && self.allocations.get().is_some() {
            return self.limitations_of_kept(&movers);
        }
        // What money paid is known while a customer is replayed, and is not kept.
        let add = |(outcome, found): &mut (Outcome, Vec<(usize, Limitation)>), replay: &mut Replay| {
            let share = replay.share();
            let mut own = movers.of(share.customer).to_vec();
            own.extend(self.payments(&replay.allocations, 0, share.positions));
            own.sort_unstable_by_key(|mover| (mover.date, mover.id));
            self.add_limitations(outcome.positions.len(), share.positions, &own, found);
            replay.allocations.clear();
            outcome.add(replay);
        };
        let parts = replay::fold(self, Wanted { allocations: true, ..Wanted::default() }, || (self.room(), Vec::new()), add);
        let append = |(mut outcome, mut found): (Outcome, Vec<_>), (later, more): (Outcome, Vec<_>)| {
            let base = outcome.positions.len();
            found.extend(more.into_iter().map(|(number, limitation): (usize, Limitation)| (number.saturating_add(base), limitation)));
            outcome.append(later);
            (outcome, found)
        };
        let (outcome, found) = parts.into_iter().reduce(append).unwrap_or_default();
        let _ = self.outcome.set(outcome);
        found
    }

    /// The same where a replay has kept what every entry paid.
    fn limitations_of_kept(&self, movers: &Grouped<Mover>) -> Vec<(usize, Limitation)> {
        let mut found = Vec::new();
        let mut rest = self.allocations();
        for (customer, _) in self.book.customers() {
            let numbers = self.positions_of(customer);
            let (paid, later) = rest.split_at(rest.partition_point(|own| (own.position as usize) < numbers.end));
            rest = later;
            let positions = self.positions().get(numbers.clone()).unwrap_or_default();
            let mut own = movers.of(customer).to_vec();
            own.extend(self.payments(paid, numbers.start, positions));
            own.sort_unstable_by_key(|mover| (mover.date, mover.id));
            self.add_limitations(numbers.start, positions, &own, &mut found);
        }
        found
    }

    /// What moves limitations beside money, by customer.
    fn movers(&self) -> Grouped<Mover> {
        let kinds = [Kind::Commitment, Kind::Reschedule, Kind::Confirm, Kind::Contact, Kind::Legal];
        let entries: Vec<EntryIx> = kinds.into_iter().flat_map(|kind| self.journal.indices(kind)).filter(|index| self.counts(*index)).collect();
        let found = map(&entries, |index| {
            let entry = self.journal.entry(*index);
            Some((self.mover(&entry)?, entry.customer?))
        });
        Grouped::new(self.book.customers.len(), || found.iter().flatten().copied(), Mover::NOTHING)
    }

    /// Part payment is the debtor's word that the rest is owed; it moves the contracts it paid.
    fn payments(&self, allocations: &[Allocation], base: usize, positions: &[Position]) -> impl Iterator<Item = Mover> {
        let mut last = None;
        let paid = allocations.iter().filter(|own| matches!(own.applied, Applied::Paid | Applied::Recovered));
        paid.filter_map(move |own| {
            let contract = positions.get((own.position as usize).checked_sub(base)?)?.contract;
            if last.replace((own.entry, contract)) == Some((own.entry, contract)) {
                return None;
            }
            let receipt = self.journal.entry(own.entry);
            Some(Mover { date: receipt.date, id: receipt.id, entry: own.entry, contract: Some(contract), revives: false, reschedules: false })
        })
    }

    /// The limitations of a customer's positions, the first of which has the number `base`.
    fn add_limitations(&self, base: usize, positions: &[Position], movers: &[Mover], found: &mut Vec<(usize, Limitation)>) {
        let claimable = |position: &Position| (position.outstanding() + position.written_off()).is_positive();
        let mut numbers = base..;
        for contract in positions.chunk_by(|one, next| one.contract == next.contract) {
            let last_due = contract.iter().filter_map(|position| position.due).max();
            for (position, number) in contract.iter().zip(numbers.by_ref()).filter(|(position, _)| claimable(position)) {
                found.extend(self.limitation(position, last_due, movers).map(|limitation| (number, limitation)));
            }
        }
    }

    fn limitation(&self, position: &Position, last_due: Option<Day>, movers: &[Mover]) -> Option<Limitation> {
        let (due, original) = (position.due?, position.original_due.or(position.due)?);
        let last_due = last_due.unwrap_or(due);
        let (mut base, mut instalment, mut moved_by) = (original, last_due, None);
        // The last days are known again only where these move.
        let (mut base_ends, mut instalment_ends) = (self.years_after(base), self.years_after(instalment));
        for mover in movers.iter().filter(|mover| mover.contract.is_none_or(|contract| contract == position.contract)) {
            let in_time = |last_day| mover.revives || mover.date <= last_day;
            if in_time(instalment_ends) && mover.date > instalment {
                instalment = mover.date;
                instalment_ends = self.years_after(instalment);
            }
            let moved = if mover.reschedules && position.reschedules > 0 { due.max(mover.date) } else { mover.date };
            // What came before the due date moves nothing: the period has not begun.
            if in_time(base_ends) && moved > base {
                base = moved;
                base_ends = self.years_after(base);
                moved_by = Some(mover.entry);
            }
        }
        Some(Limitation { moved_by, last_day: self.years_after(base.max(due)), instalment_last_day: instalment_ends })
    }
}
