//! A period as the ledger on its last day and on the day before its first; how a line differs between them.

use super::{Output, Request, commitments, option};
use crate::account::Account;
use crate::date::{Day, Period, Toward};
use crate::problem::{Problems, UsageFault};
use crate::sheet::Cell;
use crate::text::{Lang, text};

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

/// Which period.
pub(super) fn period_flag(lang: Lang) -> clap::Arg {
    option(
        "period",
        "P",
        text("期间，默认本月：2026-11、上月、2026-Q4、2026-01..2026-06", "this-month by default: 2026-11, last-month, 2026-Q4, 2026-01..2026-06"),
        lang,
    )
}

/// What was known when the period before was reported.
pub(super) fn last_run_flag(lang: Lang) -> clap::Arg {
    option(
        "last-run",
        "DATE",
        text("上次结算在哪天：那以后补记的旧账也算进来", "day of the last run: what was recorded later for earlier periods is included"),
        lang,
    )
}

/// `new`, which goes without saying on a page; `late`, which belongs to an earlier day but was not known or applied before the
/// period; `correction` of a line that was there.
pub(super) fn change_cell(request: &Request, first: Day, date: Day, was_there: bool) -> Cell {
    let (code, label) = match () {
        () if was_there => ("correction", text("更正", "correction")),
        () if date < first => ("late", text("补计", "late")),
        () if request.output == Output::Pages => return Cell::Blank,
        () => ("new", text("", "")),
    };
    Cell::code(code, label.get(request.lang))
}
