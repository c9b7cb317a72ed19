//! The days a plan is for.

use crate::date::{Day, Period};
use crate::problem::UsageFault;
use crate::reports::Request;

/// A coming period, or several in a row that are planned as one.
pub(super) struct Span {
    pub(super) periods: Vec<Period>,
    pub(super) first: Day,
    pub(super) last: Day,
    /// `2026-12`, `2026-12..2027-02`.
    pub(super) label: String,
}

impl Span {
    /// What the command names; next month where it names nothing.
    pub(super) fn of(request: &Request) -> Result<Self, UsageFault> {
        let words = match (request.option("when"), request.option("period")) {
            (Some(_), Some(_)) => return Err(UsageFault::Together { a: "PERIOD", b: "--period" }),
            (one, other) => one.or(other).unwrap_or("next-month"),
        };
        let day = request.day();
        let bad = || UsageFault::Period { text: words.to_string() };
        let periods = Period::parse_typed(words, day).map_err(|_| bad())?;
        let (Some(from), Some(to)) = (periods.first(), periods.last()) else { return Err(bad()) };
        let (first, last) = (from.first(), to.last());
        let label = if from == to { from.to_string() } else { format!("{from}..{to}") };
        if last < day {
            return Err(UsageFault::Ended { period: label, day, before: first.plus_days(-1) });
        }
        Ok(Self { periods, first, last, label })
    }

    pub(super) fn contains(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The one period it is, as a target of the book can be for.
    pub(super) fn of_target(&self) -> Option<Period> {
        match self.periods.as_slice() {
            [one @ (Period::Month(..) | Period::Quarter(..) | Period::Year(_))] => Some(*one),
            _ => None,
        }
    }

    /// The months it is made of; none for weeks.
    pub(super) fn months(&self) -> Vec<Period> {
        self.periods.iter().flat_map(|period| period.months()).collect()
    }
}
