//! Which steps a customer's replay takes, and in which order.

use super::Replay;
use crate::book::{Due, Milestone};
use crate::date::Day;
use crate::entry::{Column, Entry, Kind, Slot};

/// What happens on a day, in the order it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    BeginMilestone {
        contract: u32,
        index: u16,
    },
    BeginBill {
        entry: u32,
    },
    /// All that begins on the day has begun.
    ApplyCredits,
    Event {
        contract: u32,
        index: u16,
    },
    Reschedule {
        entry: u32,
    },
    Deduct {
        entry: u32,
    },
    Writeoff {
        entry: u32,
    },
    Money {
        entry: u32,
    },
}

/// A step with what it is sorted by.
pub(super) struct Timed {
    pub(super) day: Day,
    pub(super) rank: u8,
    pub(super) id: u64,
    pub(super) step: Step,
}

// Positions and contracts are addressed by numbers that the replay itself handed out.
#[allow(clippy::indexing_slicing)]
impl Replay<'_, '_> {
    /// Finds the bills of framework contracts and the event each waiting milestone will have.
    pub(super) fn prepare(&mut self) {
        let (book, journal) = (self.account.book, self.account.journal);
        let mut events: Vec<(usize, Entry, String)> = Vec::new();
        for number in 0..self.entries.len() {
            let entry = self.entries[number];
            if !matches!(entry.kind, Kind::Bill | Kind::Event) {
                continue;
            }
            let Some(number) = entry.contract.and_then(|contract| self.local(contract)) else { continue };
            match entry.kind {
                Kind::Bill => self.contracts[number].bills.push(entry.index),
                Kind::Event => events.push((number, entry, journal.text(entry, Column::Detail).into_owned())),
                _ => {}
            }
        }
        events.sort_by_key(|(number, event, _)| (*number, event.date, event.id));
        for (number, state) in self.contracts.iter_mut().enumerate() {
            let milestones = book.milestones_of(state.index);
            state.bills.sort_by_key(|index| (journal.entry(*index).date, journal.entry(*index).id));
            state.first_parts.resize(milestones.len().max(state.bills.len()), None);
            let from = events.partition_point(|(other, ..)| *other < number);
            let own = &events[from..events.partition_point(|(other, ..)| *other <= number)];
            let event = |(index, milestone): (usize, &Milestone)| match milestone.due() {
                Due::After(wait) => first_event(own, &wait.0, index as u16),
                Due::On(_) => None,
            };
            if !own.is_empty() {
                state.events.extend(milestones.iter().enumerate().map(event));
            }
        }
    }

    /// Fills in the steps, in no order.
    pub(super) fn take_steps(&mut self) {
        let as_of = self.account.as_of.day;
        let mut steps = std::mem::take(&mut self.steps);
        let mut begins = std::mem::take(&mut self.begins);
        for (number, state) in self.contracts.iter().enumerate() {
            let contract = self.account.book.contract(state.index);
            for (index, milestone) in self.account.book.milestones(contract).iter().enumerate() {
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
        for (number, entry) in self.entries.iter().enumerate() {
            let number = number as u32;
            let (rank, step) = match entry.kind {
                Kind::Bill => (0, Step::BeginBill { entry: number }),
                Kind::Reschedule => (3, Step::Reschedule { entry: number }),
                Kind::Deduct => (4, Step::Deduct { entry: number }),
                Kind::Writeoff => (5, Step::Writeoff { entry: number }),
                Kind::Receipt => {
                    let rank = match (entry.slot, entry.contract) {
                        (Slot::Whole, None) => 8,
                        (Slot::Whole, Some(_)) => 7,
                        _ => 6,
                    };
                    (rank, Step::Money { entry: number })
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
        steps.extend(begins.drain(..).map(|day| Timed { day, rank: 1, id: 0, step: Step::ApplyCredits }));
        (self.steps, self.begins) = (steps, begins);
    }
}

/// The date of the event that starts a milestone: the earliest that names it, else the earliest that names none.
fn first_event(events: &[(usize, Entry, String)], name: &str, milestone: u16) -> Option<Day> {
    let earliest = |names: &dyn Fn(Slot) -> bool| events.iter().find(|(_, event, detail)| detail == name && names(event.slot)).map(|(_, event, _)| event.date);
    let own = earliest(&|slot| matches!(slot, Slot::Milestone { index, .. } if index == milestone));
    own.or_else(|| earliest(&|slot| slot == Slot::Whole))
}
