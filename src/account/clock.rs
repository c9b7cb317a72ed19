//! The day from which the lateness of money counts for commission.

use rustc_hash::FxHashMap;

use super::{Account, Part, Position};
use crate::book::ContractIx;
use crate::date::Day;
use crate::entry::{Column, Kind, Slot};

/// What starts the clock, as `from` of `[commission]` says.
enum Start {
    Billed,
    /// The due day as it was planned, so that a new date given later gains nothing.
    Due,
    Signed,
    /// The event of that name: the earliest of each milestone or bill, and of the contract as a whole.
    Event(FxHashMap<(ContractIx, Option<Part>), Day>),
}

/// Finds the day each position's clock starts.
pub(super) struct Clock<'r, 'a> {
    account: &'r Account<'a>,
    start: Start,
}

impl<'r, 'a> Clock<'r, 'a> {
    pub(super) fn new(account: &'r Account<'a>) -> Self {
        let start = match account.book.commission.from.as_str() {
            "billed" => Start::Billed,
            "due" => Start::Due,
            "signed" => Start::Signed,
            name => Start::Event(events(account, name)),
        };
        Self { account, start }
    }

    /// The day; none where it has not started: nothing is late before.
    pub(super) fn of(&self, position: &Position) -> Option<Day> {
        match &self.start {
            Start::Billed => position.billed,
            Start::Due => position.original_due.or(position.due),
            // What was added to a contract, and each bill of a framework contract, is agreed on when it begins.
            Start::Signed => Some(self.account.begun(position)),
            Start::Event(events) => {
                // As the replay picks the event a milestone waits for: the earliest that names it, else that names none.
                let of = |part: Option<Part>| events.get(&(position.contract, part)).copied();
                of(Some(position.part.of_whole())).or_else(|| of(None))
            }
        }
    }
}

fn events(account: &Account, name: &str) -> FxHashMap<(ContractIx, Option<Part>), Day> {
    let mut events = FxHashMap::default();
    for (_, event) in account.of_kind(Kind::Event) {
        let Some(contract) = event.contract.filter(|_| account.journal.text(event, Column::Detail) == name) else { continue };
        let parts: Vec<Option<Part>> =
            if event.slot == Slot::Whole { vec![None] } else { account.parts_named(contract, event.slot).into_iter().map(Some).collect() };
        for part in parts {
            events.entry((contract, part)).and_modify(|day: &mut Day| *day = event.date.min(*day)).or_insert(event.date);
        }
    }
    events
}

/// The number of begun months from the clock's day to another: 0 up to that day itself, 1 within the first month, and so on.
/// A month ends on the same day of the month, clamped: 31 January + 1 month = 28 February.
pub(super) fn months_begun(clock: Day, day: Day) -> u32 {
    if day <= clock {
        return 0;
    }
    let months = |day: Day| day.year().saturating_mul(12).saturating_add(day.month() as i32);
    let least = months(day).saturating_sub(months(clock)).max(1);
    let begun = if clock.plus_months(least) < day { least.saturating_add(1) } else { least };
    begun.unsigned_abs()
}

impl Account<'_> {
    /// The milestones or bills of a contract that an entry names, undivided: of bills with one name all that ever had it.
    pub(super) fn parts_named(&self, contract: ContractIx, slot: Slot) -> Vec<Part> {
        let bill = |entry| Part::Bill { entry, number: 0 };
        match slot {
            Slot::Whole => Vec::new(),
            Slot::Milestone { index, .. } => vec![Part::Milestone { index, number: 0 }],
            Slot::Bill { entry, .. } => match self.journal.namesakes(entry) {
                [] => vec![bill(entry)],
                namesakes => namesakes.iter().copied().map(bill).collect(),
            },
            Slot::Nth { number, .. } => {
                let own = self.of_kind(Kind::Bill).filter(|(_, own)| own.contract == Some(contract));
                let mut bills: Vec<_> = own.map(|(index, own)| (own.date, own.id, index)).collect();
                bills.sort_unstable();
                let nth = usize::from(number).checked_sub(1).and_then(|place| bills.get(place));
                nth.map(|(.., entry)| bill(*entry)).into_iter().collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_the_same_day_clamped() {
        let day = |text: &str| Day::parse(text.as_bytes()).unwrap_or(Day::EPOCH);
        for (clock, date, months) in [
            ("2026-01-15", "2026-01-14", 0),
            ("2026-01-15", "2026-01-15", 0),
            ("2026-01-15", "2026-01-16", 1),
            ("2026-01-15", "2026-02-15", 1),
            ("2026-01-15", "2026-02-16", 2),
            ("2026-01-31", "2026-02-28", 1),
            ("2026-01-31", "2026-03-01", 2),
            ("2026-01-31", "2026-03-31", 2),
            ("2026-01-31", "2026-04-01", 3),
            ("2026-02-28", "2026-03-28", 1),
            ("2026-02-28", "2026-03-29", 2),
            ("2025-12-31", "2027-01-01", 13),
        ] {
            assert_eq!(months_begun(day(clock), day(date)), months, "{clock} {date}");
        }
    }
}
