//! A period as the ledger on its last day and on the day before its first.

use super::{Request, commitments};
use crate::account::Account;
use crate::date::{Day, Period, Toward};
use crate::problem::{Problems, UsageFault};

/// What was known before a period, and what is known at its end.
pub(super) struct Between<'a> {
    /// The first day.
    pub(super) first: Day,
    /// What the period is called.
    pub(super) label: String,
    before: Account<'a>,
    now: Option<Account<'a>>,
    as_of: &'a Account<'a>,
}

impl<'a> Between<'a> {
    /// The period asked for, else this month; up to the day. `--last-run` says what was known when the last one was reported.
    pub(super) fn new(request: &Request<'a>) -> Result<Self, Problems> {
        let (account, day) = (request.account, request.day());
        let periods = commitments::period(request)?.unwrap_or_else(|| vec![Period::month_of(day)]);
        let (Some(first), Some(last)) = (periods.first().copied(), periods.last().copied()) else {
            return Err(UsageFault::Period { text: String::new() }.into());
        };
        let end = last.last().min(day);
        // Of a period to come nothing is known.
        let start = first.first().plus_days(-1).min(end);
        let run =
            request.option("last-run").map(|text| Day::parse_typed(text, day, Toward::Past).map_err(|fault| UsageFault::Date { text: text.into(), fault }));
        Ok(Self {
            first: first.first(),
            label: if first == last { first.to_string() } else { format!("{first}..{last}") },
            before: run.transpose()?.map_or_else(|| account.at(start), |run| account.at_recorded(start, run)),
            now: (end < day).then(|| account.at(end)),
            as_of: account,
        })
    }

    /// The ledger before the period.
    pub(super) fn before(&self) -> &Account<'a> {
        &self.before
    }

    /// The ledger at the period's end.
    pub(super) fn now(&self) -> &Account<'a> {
        self.now.as_ref().unwrap_or(self.as_of)
    }
}
