//! Calendar dates in the local zone, held as day numbers.

mod period;
mod typed;

pub use period::{Period, PeriodFault};
pub use typed::{DateFault, Toward};

use std::fmt::{self, Write};
use std::num::NonZeroI32;

use chrono::{Datelike, Months, NaiveDate, Weekday};

use crate::text::Lang;

/// The number of 1990-01-01, counted from the first day of the common era.
const FIRST: i32 = 726_468;

/// The number of the day before each month's first, from 1990 to 2199 and one more: what a date in a file is looked up in.
#[allow(clippy::indexing_slicing)] // at compile time
const MONTHS: [i32; 2_521] = {
    let mut months = [0; 2_521];
    let (mut number, mut before) = (0, FIRST - 1);
    while number < months.len() {
        months[number] = before;
        let (year, month) = (Day::FIRST_YEAR + number as i32 / 12, number % 12);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        before += match month {
            1 if leap => 29,
            1 => 28,
            3 | 5 | 8 | 10 => 30,
            _ => 31,
        };
        number += 1;
    }
    months
};

/// A calendar day. An optional one takes no more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NonZeroI32);

impl Day {
    /// A day before all others, where something must stand.
    pub(crate) const EPOCH: Self = Self(NonZeroI32::MIN);
    /// The first year a date in a file may have.
    pub const FIRST_YEAR: i32 = 1990;
    /// The last year a date in a file may have.
    pub const LAST_YEAR: i32 = 2199;

    /// The day of a number. No ledger has a day 0: it is more than a thousand years before the first.
    fn new(number: i32) -> Self {
        Self(NonZeroI32::new(number).unwrap_or(NonZeroI32::MIN))
    }

    /// The day of a year, month and day of month; `None` where there is no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from)
    }

    /// A date as files hold it: exactly `YYYY-MM-DD`, 1990–2199.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
        let pair = |tens: &u8, ones: &u8| {
            let (tens, ones) = (u32::from(*tens).wrapping_sub(48), u32::from(*ones).wrapping_sub(48));
            (tens < 10 && ones < 10).then(|| tens * 10 + ones)
        };
        let (year, month, day) = (pair(y1, y2)? * 100 + pair(y3, y4)?, pair(m1, m2)?, pair(d1, d2)?);
        let month = year.checked_sub(Self::FIRST_YEAR as u32)? * 12 + month.checked_sub(1).filter(|month| *month < 12)?;
        let first = MONTHS.get(month as usize)?;
        let next = MONTHS.get(month as usize + 1)?;
        (day >= 1 && first + day as i32 <= *next).then(|| Self::new(first + day as i32))
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.get()).unwrap_or(NaiveDate::MAX)
    }

    /// Year.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Month, 1–12.
    pub fn month(self) -> u32 {
        self.date().month()
    }

    /// Day of the month, 1–31.
    pub fn day(self) -> u32 {
        self.date().day()
    }

    /// The day `days` later (earlier where negative).
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::new(self.0.get().saturating_add(days))
    }

    /// The same day `months` later, clamped to the month's end: 31 January + 1 month = 28 February.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let date = self.date();
        let step = Months::new(months.unsigned_abs());
        let moved = if months < 0 { date.checked_sub_months(step) } else { date.checked_add_months(step) };
        moved.map_or(self, Self::from)
    }

    /// The last day of its month.
    #[must_use]
    pub fn month_end(self) -> Self {
        let first = self.plus_days(1 - self.day() as i32);
        first.plus_months(1).plus_days(-1)
    }

    /// Days from `earlier` to `self`; negative where `self` is earlier.
    pub fn since(self, earlier: Self) -> i32 {
        self.0.get().saturating_sub(earlier.0.get())
    }

    /// Monday of its week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus_days(-(self.date().weekday().num_days_from_monday() as i32))
    }

    /// ISO week: its year and number.
    pub fn iso_week(self) -> (i32, u32) {
        let week = self.date().iso_week();
        (week.year(), week.week())
    }

    /// The weekday's name: 星期六, Saturday.
    pub fn weekday(self, lang: Lang) -> &'static str {
        let (zh, en) = match self.date().weekday() {
            Weekday::Mon => ("星期一", "Monday"),
            Weekday::Tue => ("星期二", "Tuesday"),
            Weekday::Wed => ("星期三", "Wednesday"),
            Weekday::Thu => ("星期四", "Thursday"),
            Weekday::Fri => ("星期五", "Friday"),
            Weekday::Sat => ("星期六", "Saturday"),
            Weekday::Sun => ("星期日", "Sunday"),
        };
        crate::text::text(zh, en).get(lang)
    }

    /// Days since 1990-01-01, for a date a file may hold.
    pub(crate) fn since_first(self) -> u32 {
        self.0.get().saturating_sub(FIRST) as u32
    }

    /// The day this many days after 1990-01-01.
    pub(crate) fn from_first(days: u32) -> Self {
        Self::new(FIRST + days as i32)
    }

    /// `YYMMDD` as a number, as entry ids hold the day of recording.
    pub fn yymmdd(self) -> u32 {
        let date = self.date();
        date.year().rem_euclid(100) as u32 * 10_000 + date.month() * 100 + date.day()
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self::new(date.num_days_from_ce())
    }
}

impl Day {
    /// As files hold it.
    fn text(self) -> [char; 10] {
        let date = self.date();
        let (year, month, day) = (date.year() as u32, date.month(), date.day());
        let digits = [year / 1000, year / 100, year / 10, year, month / 10, month, day / 10, day].map(|number| char::from(b'0' + (number % 10) as u8));
        let [y1, y2, y3, y4, m1, m2, d1, d2] = digits;
        [y1, y2, y3, y4, '-', m1, m2, '-', d1, d2]
    }

    /// Puts it behind a text.
    pub fn push(self, out: &mut String) {
        out.extend(self.text());
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().into_iter().try_for_each(|c| f.write_char(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).unwrap_or(Day::EPOCH)
    }

    #[test]
    fn strict_dates() {
        assert_eq!(day("2026-11-21").to_string(), "2026-11-21");
        for text in ["2026-2-30", "2026-02-29", "26-11-21", "0026-11-21", "1989-12-31", "2200-01-01", "2026/11/21", " 2026-11-21", "2026-11-21T"] {
            assert_eq!(Day::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn every_date_a_file_may_hold_reads_as_the_calendar_says() {
        let (mut date, last) = (NaiveDate::from_ymd_opt(1990, 1, 1).unwrap_or_default(), NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or_default());
        let mut count = 0;
        while date <= last {
            assert_eq!(Day::parse(date.to_string().as_bytes()), Some(Day::from(date)));
            date = date.succ_opt().unwrap_or(NaiveDate::MAX);
            count += 1;
        }
        assert_eq!(count, 76_701);
        for text in ["2026-00-01", "2026-13-01", "2026-01-00", "2026-04-31", "2100-02-29", "2199-12-32", "2026-0/-01", "20:6-01-01"] {
            assert_eq!(Day::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn months_clamp() {
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2028-02-29").plus_months(-12), day("2027-02-28"));
        assert_eq!(day("2026-12-05").month_end(), day("2026-12-31"));
        assert_eq!(day("2026-11-21").monday(), day("2026-11-16"));
        assert_eq!(day("2026-11-21").weekday(Lang::Zh), "星期六");
    }
}
