//! Calendar dates in the local zone, held as day numbers.

mod period;
mod typed;

pub use period::{Period, PeriodFault};
pub use typed::{DateFault, Toward};

use std::fmt;

use chrono::{Datelike, Months, NaiveDate, Weekday};

use crate::text::Lang;

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// A day before all others, where something must stand.
    pub(crate) const EPOCH: Self = Self(0);
    /// The first year a date in a file may have.
    pub const FIRST_YEAR: i32 = 1990;
    /// The last year a date in a file may have.
    pub const LAST_YEAR: i32 = 2199;

    /// The day of a year, month and day of month; `None` where there is no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from)
    }

    /// A date as files hold it: exactly `YYYY-MM-DD`, 1990–2199.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
        let number = |digits: &[&u8]| digits.iter().try_fold(0_u32, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(**b - b'0')));
        let year = number(&[y1, y2, y3, y4])? as i32;
        if !(Self::FIRST_YEAR..=Self::LAST_YEAR).contains(&year) {
            return None;
        }
        Self::from_ymd(year, number(&[m1, m2])?, number(&[d1, d2])?)
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(NaiveDate::MAX)
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
        Self(self.0.saturating_add(days))
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
        self.0.saturating_sub(earlier.0)
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

    /// `YYMMDD` as a number, as entry ids hold the day of recording.
    pub fn yymmdd(self) -> u32 {
        let date = self.date();
        date.year().rem_euclid(100) as u32 * 10_000 + date.month() * 100 + date.day()
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).unwrap_or(Day(0))
    }

    #[test]
    fn strict_dates() {
        assert_eq!(day("2026-11-21").to_string(), "2026-11-21");
        for text in ["2026-2-30", "2026-02-29", "26-11-21", "0026-11-21", "1989-12-31", "2200-01-01", "2026/11/21", " 2026-11-21", "2026-11-21T"] {
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
