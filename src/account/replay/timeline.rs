//! Which steps a customer's replay takes, and in which order.

use super::Replay;
use crate::account::Account;
use crate::book::{CustomerIx, Due, Milestone};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, Kind, Slot};

/// What happens on a day, in the order it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    BeginMilestone {
        contract: u32,
        index: u16,
    },
    BeginBill {
        entry: EntryIx,
    },
    /// All that begins on the day has begun.
    ApplyCredits,
    Event {
        contract: u32,
        index: u16,
    },
    Reschedule {
        entry: EntryIx,
    },
    Deduct {
        entry: EntryIx,
    },
    Writeoff {
        entry: EntryIx,
    },
    Money {
        entry: EntryIx,
    },
}

/// A step with what it is sorted by.
pub(super) struct Timed {
    pub(super) day: Day,
    pub(super) rank: u8,
    pub(super) id: u64,
    pub(super) step: Step,
}

/// The entries that move money or dates, grouped by customer.
pub(super) struct Grouped {
    entries: Vec<EntryIx>,
    ends: Vec<usize>,
}

impl Grouped {
    pub(super) fn of(&self, customer: CustomerIx) -> &[EntryIx] {
        let number = customer.0 as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(number).and_then(|end| self.entries.get(start..*end)).unwrap_or_default()
    }
}

pub(super) fn entries_by_customer(account: &Account) -> Grouped {
    const MOVES: [Kind; 6] = [Kind::Bill, Kind::Receipt, Kind::Deduct, Kind::Writeoff, Kind::Reschedule, Kind::Event];
    let mut ends = vec![0_usize; account.book.customers.len()];
    let wanted = || MOVES.iter().flat_map(|kind| account.of_kind(*kind)).filter_map(|(index, entry)| Some((index, entry.customer?)));
    for (_, customer) in wanted() {
        if let Some(count) = ends.get_mut(customer.0 as usize) {
            *count = count.saturating_add(1);
        }
    }
    let mut sum = 0_usize;
    let mut starts = Vec::with_capacity(ends.len());
    for end in &mut ends {
        starts.push(sum);
        sum = sum.saturating_add(*end);
        *end = sum;
    }
    let mut entries = vec![EntryIx(0); sum];
    for (index, customer) in wanted() {
        if let Some(start) = starts.get_mut(customer.0 as usize)
            && let Some(slot) = entries.get_mut(*start)
        {
            *slot = index;
            *start = start.saturating_add(1);
        }
    }
    Grouped { entries, ends }
}

// Positions and contracts are addressed by numbers that the replay itself handed out.
#[allow(clippy::indexing_slicing)]
impl Replay<'_, '_> {
    /// Finds the bills of framework contracts and the event each waiting milestone will have.
    pub(super) fn prepare(&mut self, entries: &[EntryIx]) {
        let (book, journal) = (self.account.book, self.account.journal);
        let mut events: Vec<(usize, Entry, String)> = Vec::new();
        for index in entries {
            let entry = journal.entry(*index);
            let Some(number) = entry.contract.and_then(|contract| self.local(contract)) else { continue };
            match entry.kind {
                Kind::Bill => self.contracts[number].bills.push(*index),
                Kind::Event => events.push((number, entry, journal.text(entry, Column::Detail).into_owned())),
                _ => {}
            }
        }
        events.sort_by_key(|(number, event, _)| (*number, event.date, event.id));
        for (number, state) in self.contracts.iter_mut().enumerate() {
            let contract = book.contract(state.index);
            state.bills.sort_by_key(|index| (journal.entry(*index).date, journal.entry(*index).id));
            state.first_parts = vec![None; contract.milestones.len().max(state.bills.len())];
            let from = events.partition_point(|(other, ..)| *other < number);
            let own = &events[from..events.partition_point(|(other, ..)| *other <= number)];
            let event = |(index, milestone): (usize, &Milestone)| match &milestone.due {
                Due::After(wait) => first_event(own, &wait.0, index as u16),
                Due::On(_) => None,
            };
            state.events = if own.is_empty() { Vec::new() } else { contract.milestones.iter().enumerate().map(event).collect() };
        }
    }

    pub(super) fn steps(&self, entries: &[EntryIx]) -> Vec<Timed> {
        let as_of = self.account.as_of.day;
        let mut steps = Vec::with_capacity(entries.len().saturating_add(self.contracts.len()));
        let mut begins = Vec::new();
        for (number, state) in self.contracts.iter().enumerate() {
            let contract = self.account.book.contract(state.index);
            for (index, milestone) in contract.milestones.iter().enumerate() {
                let day = milestone.since.map_or(contract.signed, |since| since.max(contract.signed));
                if day > as_of {
                    continue;
                }
                let (contract, index) = (number as u32, index as u16);
                steps.push(Timed { day, rank: 0, id: 0, step: Step::BeginMilestone { contract, index } });
                begins.push(day);
                if let Some(event) = state.events.get(usize::from(index)).copied().flatten().filter(|event| *event >= day) {
                    steps.push(Timed { day: event, rank: 2, id: 0, step: Step::Event { contract, index } });
                }
            }
        }
        for index in entries.iter().copied() {
            let entry = self.entry(index);
            let (rank, step) = match entry.kind {
                Kind::Bill => (0, Step::BeginBill { entry: index }),
                Kind::Reschedule => (3, Step::Reschedule { entry: index }),
                Kind::Deduct => (4, Step::Deduct { entry: index }),
                Kind::Writeoff => (5, Step::Writeoff { entry: index }),
                Kind::Receipt => {
                    let rank = match (entry.slot, entry.contract) {
                        (Slot::Whole, None) => 8,
                        (Slot::Whole, Some(_)) => 7,
                        _ => 6,
                    };
                    (rank, Step::Money { entry: index })
                }
                _ => continue,
            };
            if rank == 0 {
                begins.push(entry.date);
            }
            steps.push(Timed { day: entry.date, rank, id: entry.id.sort_key(), step });
        }
        begins.sort_unstable();
        begins.dedup();
        steps.extend(begins.into_iter().map(|day| Timed { day, rank: 1, id: 0, step: Step::ApplyCredits }));
        steps
    }
}

/// The date of the event that starts a milestone: the earliest that names it, else the earliest that names none.
fn first_event(events: &[(usize, Entry, String)], name: &str, milestone: u16) -> Option<Day> {
    let earliest = |names: &dyn Fn(Slot) -> bool| events.iter().find(|(_, event, detail)| detail == name && names(event.slot)).map(|(_, event, _)| event.date);
    let own = earliest(&|slot| matches!(slot, Slot::Milestone { index, .. } if index == milestone));
    own.or_else(|| earliest(&|slot| slot == Slot::Whole))
}
