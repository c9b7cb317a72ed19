//! Kept rates of commitments (承诺兑现率).

use super::{Commitment, State};
use crate::date::Day;
use crate::money::{Money, Ratio};

/// Sums of commitments, and of those whose day has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// How many there are.
    pub count: i64,
    /// What was promised.
    pub promised: Money,
    /// What came of it.
    pub fulfilled: Money,
    /// Of which after the last day.
    pub late: Money,
    /// Open: their day has not passed.
    pub open: i64,
    /// What of the open ones has not come.
    pub open_amount: Money,
    /// Whose day has passed, those replaced in time left out.
    due_count: i64,
    /// Broken or kept in part, also where the promise was replaced after its day.
    pub broken: i64,
    due_promised: Money,
    in_time_count: i64,
    in_time_full: Money,
    in_time: Money,
}

impl Kept {
    /// Adds a commitment as of a day. One replaced by its last day leaves the rates; one replaced later counts with what came
    /// by then.
    pub fn add(&mut self, own: &Commitment, day: Day) {
        self.count = self.count.saturating_add(1);
        self.promised += own.amount;
        self.fulfilled += own.fulfilled();
        self.late += own.fulfilled_late();
        if own.state == State::Open {
            self.open = self.open.saturating_add(1);
            self.open_amount += own.unfulfilled();
        }
        let replaced_in_time = own.replaced_by.is_some_and(|(_, by)| by <= own.last);
        if own.last >= day || replaced_in_time {
            return;
        }
        let in_time = own.fulfilled() - own.fulfilled_late();
        self.due_count = self.due_count.saturating_add(1);
        self.due_promised += own.amount;
        self.in_time += in_time;
        let failed = matches!(own.state, State::Broken | State::Partial) || (own.state == State::Replaced && in_time < own.amount);
        self.broken = self.broken.saturating_add(i64::from(failed));
        if in_time == own.amount {
            self.in_time_count = self.in_time_count.saturating_add(1);
            self.in_time_full += own.amount;
        }
    }

    /// Adds what another one counted.
    pub fn plus(&mut self, other: &Self) {
        let sum = |own: &mut i64, other: i64| *own = own.saturating_add(other);
        sum(&mut self.count, other.count);
        sum(&mut self.open, other.open);
        sum(&mut self.due_count, other.due_count);
        sum(&mut self.broken, other.broken);
        sum(&mut self.in_time_count, other.in_time_count);
        self.promised += other.promised;
        self.fulfilled += other.fulfilled;
        self.late += other.late;
        self.open_amount += other.open_amount;
        self.due_promised += other.due_promised;
        self.in_time_full += other.in_time_full;
        self.in_time += other.in_time;
    }

    /// What was promised by those that count in the rates.
    pub fn due_promised(&self) -> Money {
        self.due_promised
    }

    /// What of it came in time.
    pub fn in_time(&self) -> Money {
        self.in_time
    }

    /// Money received in time ÷ money promised.
    pub fn by_amount(&self) -> Option<Ratio> {
        Ratio::of(self.in_time, self.due_promised)
    }

    /// The same where only a promise kept in full and in time counts.
    pub fn by_amount_in_full(&self) -> Option<Ratio> {
        Ratio::of(self.in_time_full, self.due_promised)
    }

    /// Promises kept in full and in time ÷ promises.
    pub fn by_count(&self) -> Option<Ratio> {
        Ratio::of_counts(self.in_time_count, self.due_count)
    }
}
