//! How positions come to be, are dated by events, moved and parted.

use super::Replay;
use crate::account::position::{Finding, Part, Position};
use crate::account::queue::Key;
use crate::book::{Due, Milestone};
use crate::date::Day;
use crate::entry::{Entry, EntryIx, Slot};
use crate::money::Money;

// Positions and contracts are addressed by numbers that the replay itself handed out.
#[allow(clippy::indexing_slicing)]
impl Replay<'_, '_> {
    pub(super) fn begin_milestone(&mut self, contract: usize, index: u16) {
        let book = self.account.book.contract(self.contracts[contract].index);
        let milestones = self.account.book.milestones(book);
        let Some(milestone) = milestones.get(usize::from(index)) else { return };
        let single = milestones.len() == 1;
        // An event before the position begins has already started its clock; one of this day follows as a step.
        let event = self.contracts[contract].events.get(usize::from(index)).copied().flatten().filter(|event| *event < self.today);
        let (due, billed) = match (milestone.due(), event) {
            (Due::On(day), _) => (Some(day), Some(if single { book.signed } else { day })),
            (Due::After(wait), Some(event)) => (Some(wait.1.due(event)), Some(event)),
            (Due::After(_), None) => (None, None),
        };
        self.begin(contract, u32::from(index), Part::Milestone { index, number: 0 }, milestone.amount, due, billed);
    }

    pub(super) fn begin_bill(&mut self, bill: Entry) {
        let index = bill.index;
        let Some(contract) = bill.contract.and_then(|contract| self.local(contract)) else { return };
        let terms = self.account.book.contract(self.contracts[contract].index).terms.unwrap_or(self.account.book.policy.terms());
        let due = bill.due.unwrap_or_else(|| terms.due(bill.date));
        let Some(slot) = self.bill_number(contract, index) else { return };
        self.begin(contract, slot as u32, Part::Bill { entry: index, number: 0 }, bill.amount, Some(due), Some(bill.date));
    }

    pub(super) fn bill_number(&self, contract: usize, bill: EntryIx) -> Option<usize> {
        let key = |index: &EntryIx| (self.account.journal.entry(*index).date, self.account.journal.entry(*index).id);
        self.contracts[contract].bills.binary_search_by_key(&key(&bill), key).ok()
    }

    pub(super) fn begin(&mut self, contract: usize, slot: u32, part: Part, amount: Money, due: Option<Day>, billed: Option<Day>) {
        let position = Position {
            customer: self.customer,
            contract: self.contracts[contract].index,
            part,
            amount,
            due,
            original_due: due,
            billed,
            dated: due.map(|_| self.today),
            paid: Money::ZERO,
            deducted: Money::ZERO,
            written: Money::ZERO,
            recovered: Money::ZERO,
            last_receipt: None,
            reschedules: 0,
        };
        let number = self.positions.len() as u32;
        self.positions.push(position);
        self.next_part.push(None);
        self.contracts[contract].first_parts[slot as usize] = Some(number);
        let key = self.key(contract, number);
        self.contracts[contract].queue.insert(key);
    }

    pub(super) fn slot_of(&self, contract: usize, position: u32) -> u32 {
        match self.positions[position as usize].part {
            Part::Milestone { index, .. } => u32::from(index),
            Part::Bill { entry, .. } => self.bill_number(contract, entry).unwrap_or_default() as u32,
        }
    }

    pub(super) fn key(&self, contract: usize, position: u32) -> Key {
        let own = &self.positions[position as usize];
        Key { due: own.due, slot: self.slot_of(contract, position), part: own.part.number().max(1), position }
    }

    /// Starts the clock of a milestone. Parts that a reschedule dated before keep their date.
    pub(super) fn happen(&mut self, contract: usize, index: u16) {
        let milestones = self.account.book.milestones_of(self.contracts[contract].index);
        let Some(Due::After(wait)) = milestones.get(usize::from(index)).map(Milestone::due) else { return };
        let due = wait.1.due(self.today);
        for position in self.parts(contract, usize::from(index)) {
            let key = self.key(contract, position);
            let own = &mut self.positions[position as usize];
            own.billed = Some(self.today);
            own.original_due = own.original_due.or(Some(due));
            if own.due.is_none() {
                own.due = Some(due);
                own.dated = Some(self.today);
                self.requeue(contract, key);
            }
        }
    }

    pub(super) fn requeue(&mut self, contract: usize, old: Key) {
        self.contracts[contract].queue.remove(old);
        let new = self.key(contract, old.position);
        self.contracts[contract].queue.insert(new);
    }

    /// All parts of a milestone or bill that exist, in order.
    pub(super) fn parts(&self, contract: usize, slot: usize) -> Vec<u32> {
        let mut parts = Vec::new();
        let mut next = self.contracts[contract].first_parts.get(slot).copied().flatten();
        while let Some(position) = next {
            parts.push(position);
            next = self.next_part[position as usize];
        }
        parts
    }

    /// The parts an entry names, earliest due first; none where it names none or they do not exist yet. A part that does
    /// not exist means the whole milestone.
    pub(super) fn named(&self, contract: usize, slot: Slot) -> Vec<u32> {
        let (slot, number) = match slot {
            Slot::Whole => return Vec::new(),
            Slot::Milestone { index, part } => (Some(usize::from(index)), part),
            Slot::Bill { entry, part } => (self.bill_named(contract, entry), part),
            Slot::Nth { number, part } => (usize::from(number).checked_sub(1), part),
        };
        let Some(slot) = slot else { return Vec::new() };
        let mut parts = self.parts(contract, slot);
        if let Some(only) = parts.iter().find(|position| number > 0 && self.positions[**position as usize].part.number() == number) {
            return vec![*only];
        }
        parts.sort_by_key(|position| self.key(contract, *position));
        parts
    }

    /// The number of the bill that has a bill's name on the day: the earliest of its namesakes that counts.
    fn bill_named(&self, contract: usize, bill: EntryIx) -> Option<usize> {
        let namesakes = self.account.journal.namesakes(bill);
        let alone = [bill];
        let all = if namesakes.is_empty() { &alone[..] } else { namesakes };
        all.iter().filter_map(|own| self.bill_number(contract, *own)).min()
    }

    pub(super) fn reschedule(&mut self, entry: Entry) {
        let index = entry.index;
        let (Some(contract), Some(due)) = (entry.contract.and_then(|contract| self.local(contract)), entry.due) else { return };
        let open: Vec<u32> = self.named(contract, entry.slot).into_iter().filter(|position| self.open(*position).is_positive()).collect();
        let all: Money = open.iter().map(|position| self.open(*position)).sum();
        let mut left = if entry.amount.is_zero() { all } else { entry.amount };
        if left > all || all.is_zero() {
            self.findings.push(Finding { entry: index, excess: left - all });
        }
        for position in open {
            let taken = left.min(self.open(position));
            if taken.is_zero() {
                break;
            }
            left -= taken;
            if taken == self.open(position) {
                let key = self.key(contract, position);
                let own = &mut self.positions[position as usize];
                own.due = Some(due);
                own.billed = own.billed.or(Some(due));
                own.dated = own.dated.or(Some(self.today));
                own.reschedules = own.reschedules.saturating_add(1);
                self.requeue(contract, key);
            } else {
                self.split(contract, position, taken, due);
            }
        }
    }

    /// Parts `amount` from a position: the old part keeps its date and what was paid.
    pub(super) fn split(&mut self, contract: usize, position: u32, amount: Money, due: Day) {
        let slot = self.slot_of(contract, position) as usize;
        let parts = self.parts(contract, slot);
        let last = parts.last().copied().unwrap_or(position);
        let own = &mut self.positions[position as usize];
        own.amount -= amount;
        if own.part.number() == 0 {
            own.part = own.part.numbered(1);
        }
        let mut part = *own;
        part.part = part.part.numbered((parts.len().clamp(1, 65_534) as u16).saturating_add(1));
        part.amount = amount;
        part.due = Some(due);
        part.billed = part.billed.or(Some(due));
        part.dated = part.dated.or(Some(self.today));
        (part.paid, part.deducted, part.written, part.recovered) = (Money::ZERO, Money::ZERO, Money::ZERO, Money::ZERO);
        part.last_receipt = None;
        part.reschedules = part.reschedules.saturating_add(1);
        let number = self.positions.len() as u32;
        self.positions.push(part);
        self.next_part.push(None);
        self.next_part[last as usize] = Some(number);
        let key = self.key(contract, number);
        self.contracts[contract].queue.insert(key);
    }
}
