//! What positions were on earlier days, by what is known on the account's day: what is void since was never there, and what
//! was moved since was not yet moved.

use rustc_hash::FxHashMap;

use super::{Account, Allocation, Applied, Part, Position, dispute};
use crate::book::{ContractIx, CustomerIx, Due};
use crate::date::Day;
use crate::entry::{Entry, EntryId, EntryIx, Kind};
use crate::money::Money;

/// What a position was from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: Day,
    pub(super) due: Option<Day>,
    amount: Money,
}

/// A dispute, and the day from which on it is resolved.
type Disputed = (Day, EntryId, EntryIx, Option<Day>);

/// Finds what customers' positions were.
pub(super) struct Past<'r, 'a> {
    account: &'r Account<'a>,
    /// The reschedules of each milestone or bill, by (date, id).
    moves: FxHashMap<(ContractIx, Part), Vec<Entry>>,
    disputes: FxHashMap<CustomerIx, Vec<Disputed>>,
}

/// A customer's positions with what they were.
pub(super) struct History<'r, 'a> {
    account: &'r Account<'a>,
    /// As they are on the account's day.
    pub(super) positions: &'r [Position],
    /// What each was, by days.
    pub(super) steps: Vec<Vec<Step>>,
    /// What was applied to each.
    applied: Vec<Vec<Allocation>>,
    disputes: &'r [Disputed],
    /// The last day that was looked at, with what was disputed then.
    looked_at: Option<(Day, Vec<Money>)>,
}

impl<'r, 'a> Past<'r, 'a> {
    pub(super) fn new(account: &'r Account<'a>) -> Self {
        // Asked for first, they spare a replay.
        account.allocations();
        let mut moves: FxHashMap<_, Vec<Entry>> = FxHashMap::default();
        for (_, entry) in account.of_kind(Kind::Reschedule) {
            if let Some((contract, part)) = entry.contract.and_then(|contract| Some((contract, account.part_moved(&entry, contract)?))) {
                moves.entry((contract, part)).or_default().push(entry);
            }
        }
        for own in moves.values_mut() {
            own.sort_unstable_by_key(|entry| (entry.date, entry.id));
        }
        let resolved: FxHashMap<EntryIx, Day> = resolutions(account);
        let mut disputes: FxHashMap<_, Vec<Disputed>> = FxHashMap::default();
        for (index, entry) in account.of_kind(Kind::Dispute) {
            if let Some(customer) = entry.customer {
                disputes.entry(customer).or_default().push((entry.date, entry.id, index, resolved.get(&index).copied()));
            }
        }
        for own in disputes.values_mut() {
            own.sort_unstable_by_key(|(date, id, ..)| (*date, *id));
        }
        Self { account, moves, disputes }
    }

    /// The history of a customer, whose allocations stand first in what is left of them.
    pub(super) fn of(&'r self, customer: CustomerIx, rest: &mut &[Allocation]) -> History<'r, 'a> {
        let numbers = self.account.positions_of(customer);
        let count = rest.partition_point(|own| (own.position as usize) < numbers.end);
        let (own, others) = rest.split_at_checked(count).unwrap_or_default();
        *rest = others;
        let base = numbers.start;
        let positions = self.account.positions().get(numbers).unwrap_or_default();
        let mut applied = vec![Vec::new(); positions.len()];
        for own in own {
            if let Some(list) = applied.get_mut((own.position as usize).saturating_sub(base)) {
                list.push(*own);
            }
        }
        let mut steps = Vec::with_capacity(positions.len());
        let mut start = 0_usize;
        for parts in positions.chunk_by(|one, next| (one.contract, one.part.of_whole()) == (next.contract, next.part.of_whole())) {
            let end = start.saturating_add(parts.len());
            steps.extend(self.steps(parts, applied.get(start..end).unwrap_or_default()));
            start = end;
        }
        let disputes = self.disputes.get(&customer).map(Vec::as_slice).unwrap_or_default();
        History { account: self.account, positions, steps, applied, disputes, looked_at: None }
    }

    /// What the parts of a milestone or bill were.
    fn steps(&self, parts: &[Position], applied: &[Vec<Allocation>]) -> Vec<Vec<Step>> {
        let Some(first) = parts.first() else { return Vec::new() };
        let begun = self.account.begun(first);
        let Some(moves) = self.moves.get(&(first.contract, first.part.of_whole())) else {
            return parts.iter().map(|own| undisturbed(own, begun)).collect();
        };
        // A milestone that waits is dated by its event, which dates each of its parts, also those that were dated before.
        let waits = match first.part {
            Part::Milestone { index, .. } => {
                let milestone = self.account.book.milestones_of(first.contract).get(usize::from(index));
                milestone.is_some_and(|milestone| matches!(milestone.due(), Due::After(_)))
            }
            Part::Bill { .. } => false,
        };
        let planned = first.original_due;
        let dated = if waits { planned.and(first.billed).map(|event| event.max(begun)) } else { Some(begun) };
        let mut whole = Parts { parts: vec![vec![Step { from: begun, due: None, amount: parts.iter().map(|own| own.amount).sum() }]] };
        let mut event = dated.zip(planned);
        for entry in moves.iter().filter(|entry| entry.date >= begun) {
            if let Some((day, due)) = event.take_if(|(day, _)| *day <= entry.date) {
                whole.date(day, due);
            }
            whole.reschedule(entry, |number, amount| {
                let before = |own: &&Allocation| own.day < entry.date || (own.day == entry.date && self.account.journal.date(own.entry) < entry.date);
                amount - applied.get(number).into_iter().flatten().filter(before).filter(|own| own.applied != Applied::Recovered).map(|own| own.amount).sum()
            });
        }
        if let Some((day, due)) = event {
            whole.date(day, due);
        }
        debug_assert_eq!(whole.parts.len(), parts.len());
        whole.parts
    }
}

/// What a position was that no reschedule moved or parted.
fn undisturbed(own: &Position, begun: Day) -> Vec<Step> {
    let step = |from, due| Step { from, due, amount: own.amount };
    match own.dated {
        Some(dated) if dated <= begun => vec![step(begun, own.due)],
        Some(dated) => vec![step(begun, None), step(dated, own.due)],
        None => vec![step(begun, None)],
    }
}

fn resolutions(account: &Account) -> FxHashMap<EntryIx, Day> {
    let mut days = FxHashMap::default();
    for (_, entry) in account.of_kind(Kind::Resolve) {
        if let Some(dispute) = entry.refers {
            days.entry(dispute).and_modify(|day: &mut Day| *day = entry.date.min(*day)).or_insert(entry.date);
        }
    }
    days
}

/// The parts of a milestone or bill while its reschedules are taken one by one.
struct Parts {
    parts: Vec<Vec<Step>>,
}

impl Parts {
    fn now(&self, number: usize) -> Option<Step> {
        self.parts.get(number)?.last().copied()
    }

    fn push(&mut self, number: usize, step: Step) {
        if let Some(part) = self.parts.get_mut(number) {
            part.push(step);
        }
    }

    /// Gives a date to what has none.
    fn date(&mut self, from: Day, due: Day) {
        for part in &mut self.parts {
            if let Some(last) = part.last().copied().filter(|last| last.due.is_none()) {
                part.push(Step { from, due: Some(due), ..last });
            }
        }
    }

    /// As the replay moves what is open: all of the part it names, or of all parts, earliest due first, or so much of it.
    fn reschedule(&mut self, entry: &Entry, open: impl Fn(usize, Money) -> Money) {
        let named = usize::from(entry.slot.part()).checked_sub(1).filter(|number| self.parts.len() > 1 && *number < self.parts.len());
        let mut numbers: Vec<usize> = named.map_or_else(|| (0..self.parts.len()).collect(), |number| vec![number]);
        numbers.sort_by_key(|number| self.now(*number).map(|own| (own.due.is_none(), own.due, *number)));
        let all: Vec<(usize, Step, Money)> =
            numbers.into_iter().filter_map(|number| self.now(number).map(|own| (number, own, open(number, own.amount)))).collect();
        let mut left = if entry.amount.is_zero() { all.iter().map(|(.., open)| *open).sum() } else { entry.amount };
        for (number, own, open) in all.into_iter().filter(|(.., open)| open.is_positive()) {
            let taken = left.min(open);
            if taken.is_zero() {
                break;
            }
            left -= taken;
            let moved = Step { from: entry.date, due: entry.due, amount: own.amount };
            if taken == open {
                self.push(number, moved);
            } else {
                self.push(number, Step { due: own.due, amount: own.amount - taken, ..moved });
                self.parts.push(vec![Step { amount: taken, ..moved }]);
            }
        }
    }
}

impl History<'_, '_> {
    /// What a position was at the end of a day; none before it began.
    pub(super) fn on(&self, number: usize, day: Day) -> Option<Position> {
        let position = self.positions.get(number)?;
        let step = self.steps.get(number)?.iter().rev().find(|step| step.from <= day)?;
        let mut own = Position { amount: step.amount, due: step.due, ..*position };
        (own.paid, own.deducted, own.written, own.recovered) = Default::default();
        for applied in self.applied.get(number).into_iter().flatten().filter(|applied| applied.day <= day) {
            match applied.applied {
                Applied::Paid => own.paid += applied.amount,
                Applied::Recovered => {
                    own.paid += applied.amount;
                    own.recovered += applied.amount;
                }
                Applied::Deducted => own.deducted += applied.amount,
                Applied::Written => own.written += applied.amount,
            }
        }
        // The first part of what is parted later is the whole.
        let is_parted = || {
            self.positions.get(number.saturating_add(1)).is_some_and(|next| next.part.of_whole() == own.part.of_whole() && next.contract == own.contract)
                && self.steps.get(number.saturating_add(1)).and_then(|steps| steps.first()).is_some_and(|first| first.from <= day)
        };
        if own.part.number() == 1 && !is_parted() {
            own.part = own.part.of_whole();
        }
        Some(own)
    }

    /// The part of a position that was disputed at the end of a day.
    pub(super) fn disputed(&mut self, number: usize, day: Day) -> Money {
        let open = |(date, _, _, resolved): &&Disputed| *date <= day && resolved.is_none_or(|resolved| resolved > day);
        let disputes: Vec<EntryIx> = self.disputes.iter().filter(open).map(|(.., index, _)| *index).collect();
        if disputes.is_empty() {
            return Money::ZERO;
        }
        if self.looked_at.as_ref().is_none_or(|(looked_at, _)| *looked_at != day) {
            let found: Vec<(usize, Position)> = (0..self.positions.len()).filter_map(|number| Some((number, self.on(number, day)?))).collect();
            let positions: Vec<Position> = found.iter().map(|(_, position)| *position).collect();
            let mut parts = vec![Money::ZERO; positions.len()];
            dispute::lay(self.account, &disputes, &positions, &mut parts);
            let mut all = vec![Money::ZERO; self.positions.len()];
            for ((number, _), part) in found.into_iter().zip(parts) {
                if let Some(slot) = all.get_mut(number) {
                    *slot = part;
                }
            }
            self.looked_at = Some((day, all));
        }
        self.looked_at.as_ref().and_then(|(_, all)| all.get(number)).copied().unwrap_or_default()
    }
}

impl Account<'_> {
    /// The milestone or bill a reschedule moves: of bills with one name the earliest that counts.
    fn part_moved(&self, entry: &Entry, contract: ContractIx) -> Option<Part> {
        let counts = |part: &Part| !matches!(part, Part::Bill { entry, .. } if !self.counts(*entry));
        self.parts_named(contract, entry.slot).into_iter().filter(counts).min_by_key(|part| self.part_place(contract, *part))
    }

    /// The day a position's milestone or contract began to exist, or its bill was dated.
    pub fn begun(&self, position: &Position) -> Day {
        let contract = self.book.contract(position.contract);
        match position.part {
            Part::Bill { entry, .. } => self.journal.date(entry),
            Part::Milestone { index, .. } => {
                let since = self.book.milestones(contract).get(usize::from(index)).and_then(|milestone| milestone.since);
                since.map_or(contract.signed, |since| since.max(contract.signed))
            }
        }
    }
}
