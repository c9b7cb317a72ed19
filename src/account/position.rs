//! Positions and what was applied to them.

use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::EntryIx;
use crate::money::Money;

/// Which milestone or bill a position is, and which part of it: 0 while it is undivided, else 1, 2, …
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A milestone of the contract.
    Milestone {
        /// Its index in the contract.
        index: u16,
        /// Part.
        number: u16,
    },
    /// A bill.
    Bill {
        /// The entry.
        entry: EntryIx,
        /// Part.
        number: u16,
    },
}

impl Part {
    /// The number of the part; 0 while it is undivided.
    pub fn number(self) -> u16 {
        match self {
            Self::Milestone { number, .. } | Self::Bill { number, .. } => number,
        }
    }

    /// The milestone or bill it is a part of.
    #[must_use]
    pub fn of_whole(self) -> Self {
        self.numbered(0)
    }

    #[must_use]
    pub(super) fn numbered(self, number: u16) -> Self {
        match self {
            Self::Milestone { index, .. } => Self::Milestone { index, number },
            Self::Bill { entry, .. } => Self::Bill { entry, number },
        }
    }
}

/// One milestone, bill, or part of one, as of a day.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    /// Who owes it.
    pub customer: CustomerIx,
    /// Its contract.
    pub contract: ContractIx,
    /// Which milestone or bill it is.
    pub part: Part,
    /// What it was for.
    pub amount: Money,
    /// Effective due date; none while it waits for an event.
    pub due: Option<Day>,
    /// Due date before it was rescheduled.
    pub original_due: Option<Day>,
    /// The date from which age counts.
    pub billed: Option<Day>,
    /// Since when it is a receivable: the day it began, or the day of the event or reschedule that dated it.
    pub dated: Option<Day>,
    /// Money applied, recovered money included.
    pub paid: Money,
    /// Deductions applied.
    pub deducted: Money,
    /// Written off.
    pub written: Money,
    /// Restored by later money, at most what was written off.
    pub recovered: Money,
    /// Date of the last receipt that paid it.
    pub last_receipt: Option<Day>,
    /// How often it was rescheduled.
    pub reschedules: u16,
}

impl Position {
    /// What is still owed.
    pub fn outstanding(&self) -> Money {
        self.amount - self.paid - self.deducted - self.written + self.recovered
    }

    /// What was settled by money and deductions.
    pub fn settled(&self) -> Money {
        self.paid + self.deducted
    }

    /// Written off and not recovered.
    pub fn written_off(&self) -> Money {
        self.written - self.recovered
    }

    /// Whether it waits for an event: not yet a receivable.
    pub fn is_waiting(&self) -> bool {
        self.due.is_none()
    }

    /// Days from the due date to `day`: negative before, 0 on the due day; none while it waits.
    pub fn days(&self, day: Day) -> Option<i32> {
        self.due.map(|due| day.since(due))
    }
}

/// How an entry was applied to a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Money that reduced what was owed.
    Paid,
    /// Money that restored a write-off.
    Recovered,
    /// A deduction.
    Deducted,
    /// A write-off.
    Written,
}

/// A part of an entry applied to a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// The entry.
    pub entry: EntryIx,
    /// Number of the position in [`super::Account::positions`].
    pub position: u32,
    /// How much.
    pub amount: Money,
    /// How.
    pub applied: Applied,
    /// The day it was applied: later than the entry's date where it waited as credit.
    pub day: Day,
    /// When the position was due as of that day: a later reschedule makes no late money early. None where it was not dated yet.
    pub due: Option<Day>,
}

impl Allocation {
    /// Days after the position's due day of that time on which it was applied; of one that was not dated yet, after the due day it
    /// has now. None where it waits still.
    pub fn late(&self, position: &Position) -> Option<i32> {
        self.due.or(position.due).map(|due| self.day.since(due))
    }
}

/// Money, or what is left of a deduction, that waits for a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The entry.
    pub entry: EntryIx,
    /// Whose it is.
    pub customer: CustomerIx,
    /// The contract it waits for; none where it names only a customer.
    pub contract: Option<ContractIx>,
    /// How much is left.
    pub amount: Money,
    /// Whether it is a deduction: it restores no write-off.
    pub deduction: bool,
}

/// What came of one customer.
#[derive(Clone, Copy, Debug)]
pub struct Share<'s> {
    /// Who.
    pub customer: CustomerIx,
    /// Its positions, also those with nothing open: by contract, milestone or bill, part.
    pub positions: &'s [Position],
    /// The part of each that is disputed.
    pub disputed: &'s [Money],
    /// Money and deductions that wait for a position.
    pub credits: &'s [Credit],
}

/// An entry that asked for more than was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A write-off or a reschedule.
    pub entry: EntryIx,
    /// The part that does not count; zero where nothing was open to move.
    pub excess: Money,
}
