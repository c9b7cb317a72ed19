//! The past collection rate: of what was due in each past period, how much money came in it.

use rust_decimal::Decimal;

use crate::account::{Account, Applied, Position};
use crate::date::{Day, Period};
use crate::money::{Money, Ratio};

/// Past periods the rate looks at.
const PAST: i32 = 6;

/// Sums of past periods, from positions and allocations as they are known today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PastRate {
    /// Money for what was due in its period.
    pub(super) paid: Money,
    /// Overdue when each period began, and what fell due in it.
    pub(super) due: Money,
}

impl PastRate {
    /// The rate of the six periods before the one of a day, of weeks or months as the rows are.
    pub(super) fn of(account: &Account, like: Period, wanted: impl Fn(&Position) -> bool) -> Self {
        // The first and the last day of each.
        let periods: Vec<(Day, Day)> = before(like, account.as_of.day).into_iter().map(|period| (period.first(), period.last())).collect();
        let mut sum = Self::default();
        let taken: Vec<bool> = account.positions().iter().map(|position| position.due.is_some() && wanted(position)).collect();
        for (position, _) in account.positions().iter().zip(&taken).filter(|(_, taken)| **taken) {
            for (_, last) in &periods {
                if position.due.is_some_and(|due| due <= *last) {
                    sum.due += position.amount;
                }
            }
        }
        for own in account.allocations() {
            let number = own.position as usize;
            let (Some(position), true) = (account.positions().get(number), taken.get(number).copied().unwrap_or(false)) else { continue };
            let Some(due) = position.due else { continue };
            for period in periods.iter().filter(|(_, last)| due <= *last) {
                sum.add(own.applied, own.amount, own.day, due, *period);
            }
        }
        sum
    }

    fn add(&mut self, applied: Applied, amount: Money, day: Day, due: Day, (first, last): (Day, Day)) {
        let before = day < first;
        // What was settled before a period began is not brought into it; what fell due in it counts whenever it was paid.
        if before && due < first && applied != Applied::Recovered {
            self.due -= amount;
        }
        let in_time = day <= last && (due >= first || day >= first);
        if applied == Applied::Paid && in_time {
            self.paid += amount;
        }
    }

    /// Paid ÷ due.
    pub(super) fn ratio(self) -> Option<Ratio> {
        Ratio::of(self.paid, self.due)
    }

    /// What of an amount that is due comes at this rate in so many of a period's days, half-up to the cent; none where nothing
    /// was due.
    pub(super) fn share(self, due: Money, (left, days): (i32, i32)) -> Option<Money> {
        let part = Decimal::from(left).checked_div(Decimal::from(days))?;
        due.times(self.ratio()?.decimal().checked_mul(part)?)
    }
}

/// The six ended periods before a day, of one kind.
fn before(like: Period, day: Day) -> Vec<Period> {
    let shifted = |back: i32| match like {
        Period::Week(_) => Period::Week(day.monday().plus_days(-7 * back)),
        _ => Period::month_of(Period::month_of(day).first().plus_months(-back)),
    };
    (1..=PAST).rev().map(shifted).collect()
}
