//! Weeks, months, quarters and years.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::Day;

/// A calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The week that begins on this Monday.
    Week(Day),
    /// Year and month 1–12.
    Month(i32, u32),
    /// Year and quarter 1–4.
    Quarter(i32, u32),
    /// A calendar year.
    Year(i32),
}

/// A text that is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodFault;

impl Period {
    /// The month a day lies in.
    pub fn month_of(day: Day) -> Self {
        Self::Month(day.year(), day.month())
    }

    /// First day.
    pub fn first(self) -> Day {
        let (year, month) = match self {
            Self::Week(monday) => return monday,
            Self::Month(year, month) => (year, month),
            Self::Quarter(year, quarter) => (year, quarter * 3 - 2),
            Self::Year(year) => (year, 1),
        };
        Day::from_ymd(year, month, 1).unwrap_or(Day::EPOCH)
    }

    /// Last day.
    pub fn last(self) -> Day {
        match self {
            Self::Week(monday) => monday.plus_days(6),
            Self::Month(..) => self.first().month_end(),
            Self::Quarter(..) => self.first().plus_months(2).month_end(),
            Self::Year(_) => self.first().plus_months(11).month_end(),
        }
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// Days in it.
    pub fn days(self) -> i32 {
        self.last().since(self.first()) + 1
    }

    /// The months it is made of; none for a week.
    pub fn months(self) -> Vec<Self> {
        let run = |year, from: u32, count: u32| (from..from + count).map(|m| Self::Month(year, m)).collect();
        match self {
            Self::Week(_) => Vec::new(),
            Self::Month(..) => vec![self],
            Self::Quarter(year, quarter) => run(year, quarter * 3 - 2, 3),
            Self::Year(year) => run(year, 1, 12),
        }
    }

    /// The next smaller periods it is made of: quarters of a year, months of a quarter.
    pub fn parts(self) -> Vec<Self> {
        match self {
            Self::Year(year) => (1..=4).map(|quarter| Self::Quarter(year, quarter)).collect(),
            Self::Quarter(..) => self.months(),
            Self::Week(_) | Self::Month(..) => Vec::new(),
        }
    }

    /// A period as files hold it: `2026-11`, `2026-Q4`, `2026`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_at_checked(4)?;
        let year: i32 = year.bytes().all(|b| b.is_ascii_digit()).then(|| year.parse().ok())??;
        if !(Day::FIRST_YEAR..=Day::LAST_YEAR).contains(&year) {
            return None;
        }
        match rest.as_bytes() {
            [] => Some(Self::Year(year)),
            [b'-', b'Q' | b'q', digit @ b'1'..=b'4'] => Some(Self::Quarter(year, u32::from(digit - b'0'))),
            [b'-', a @ b'0'..=b'1', b @ b'0'..=b'9'] => {
                let month = u32::from(a - b'0') * 10 + u32::from(b - b'0');
                (1..=12).contains(&month).then_some(Self::Month(year, month))
            }
            _ => None,
        }
    }

    /// A period as people type it, with `today` for 本月, this-month and the like; `A..B` gives each period of the
    /// finer kind from A to B.
    pub fn parse_typed(text: &str, today: Day) -> Result<Vec<Self>, PeriodFault> {
        let plain: String = text.nfkc().collect::<String>().trim().to_lowercase();
        let Some((from, to)) = plain.split_once("..") else {
            return Self::one(&plain, today).map(|period| vec![period]).ok_or(PeriodFault);
        };
        let (from, to) = (Self::one(from, today).ok_or(PeriodFault)?, Self::one(to, today).ok_or(PeriodFault)?);
        let mut run = vec![from];
        let mut at = from;
        while at.last() < to.last() && run.len() <= 1200 {
            at = at.next();
            run.push(at);
        }
        let same_kind = std::mem::discriminant(&from) == std::mem::discriminant(&to);
        if same_kind && run.last() == Some(&to) && run.len() <= 1200 { Ok(run) } else { Err(PeriodFault) }
    }

    fn one(text: &str, today: Day) -> Option<Self> {
        let month = |shift: i32| Self::month_of(today.plus_days(1 - today.day() as i32).plus_months(shift));
        let quarter = |shift: i32| {
            let day = today.plus_days(1 - today.day() as i32).plus_months(shift * 3);
            Self::Quarter(day.year(), day.month().div_ceil(3))
        };
        let year = |shift: i32| Self::Year(today.year() + shift);
        let week = |shift: i32| Self::Week(today.monday().plus_days(7 * shift));
        Some(match text {
            "this-month" | "本月" | "这个月" => month(0),
            "last-month" | "上月" | "上个月" => month(-1),
            "next-month" | "下月" | "下个月" => month(1),
            "this-week" | "本周" => week(0),
            "last-week" | "上周" => week(-1),
            "next-week" | "下周" => week(1),
            "this-quarter" | "本季" | "本季度" => quarter(0),
            "last-quarter" | "上季" | "上季度" => quarter(-1),
            "next-quarter" | "下季" | "下季度" => quarter(1),
            "this-year" | "今年" | "本年" => year(0),
            "last-year" | "去年" | "上年" => year(-1),
            "next-year" | "明年" => year(1),
            _ => return Self::parse(text).or_else(|| Self::parse_week(text)).or_else(|| Self::parse_loose(text)),
        })
    }

    /// `2026-w47`, as a week is shown.
    fn parse_week(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-w")?;
        let first = Self::parse(year).filter(|period| matches!(period, Self::Year(_)))?.first().monday();
        let number: i32 = week.bytes().all(|b| b.is_ascii_digit()).then(|| week.parse().ok())??;
        let candidates = (number - 2..=number + 1).map(|shift| first.plus_days(7 * shift));
        candidates.map(Self::Week).find(|period| period.to_string().eq_ignore_ascii_case(text))
    }

    /// `2026/11`, `2026年11月`, `2026q4`, `11月` stay out: only a year and a month written plainly.
    fn parse_loose(text: &str) -> Option<Self> {
        let text = text.trim_end_matches('月').replace(['/', '年'], "-").replace('q', "-q").replace("--", "-");
        let (year, rest) = text.trim_end_matches('-').split_once('-').unwrap_or((text.trim_end_matches('-'), ""));
        match rest {
            "" => Self::parse(year),
            one if one.len() == 1 => Self::parse(&format!("{year}-0{one}")),
            two => Self::parse(&format!("{year}-{two}")),
        }
    }

    /// The period after it, of the same kind.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Week(monday) => Self::Week(monday.plus_days(7)),
            Self::Month(year, 12) => Self::Month(year + 1, 1),
            Self::Month(year, month) => Self::Month(year, month + 1),
            Self::Quarter(year, 4) => Self::Quarter(year + 1, 1),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter + 1),
            Self::Year(year) => Self::Year(year + 1),
        }
    }
}

impl fmt::Display for Period {
    /// Its key: `2026-W47`, `2026-11`, `2026-Q4`, `2026`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Week(monday) => {
                let (year, week) = monday.iso_week();
                write!(f, "{year}-W{week:02}")
            }
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Year(year) => write!(f, "{year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Option<String> {
        let today = Day::from_ymd(2026, 11, 21)?;
        let periods = Period::parse_typed(text, today).ok()?;
        Some(periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn typed_periods() {
        for (text, key) in [
            ("2026-11", "2026-11"),
            ("2026-q4", "2026-Q4"),
            ("2026", "2026"),
            ("2026年11月", "2026-11"),
            ("2026/3", "2026-03"),
            ("本月", "2026-11"),
            ("上月", "2026-10"),
            ("next-month", "2026-12"),
            ("本周", "2026-W47"),
            ("本季", "2026-Q4"),
            ("去年", "2025"),
            ("2026-W49", "2026-W49"),
            ("2027-W01", "2027-W01"),
            ("2026-W53", "2026-W53"),
            ("2026-11..2027-01", "2026-11 2026-12 2027-01"),
            ("2025..2026", "2025 2026"),
        ] {
            assert_eq!(typed(text).as_deref(), Some(key), "{text}");
        }
        for text in ["", "2026-13", "2026-Q5", "11", "2026-11..2026-10", "2026-Q1..2026-06", "202611", "1989"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn edges() {
        let quarter = Period::Quarter(2026, 1);
        assert_eq!((quarter.first().to_string(), quarter.last().to_string()), ("2026-01-01".into(), "2026-03-31".into()));
        assert_eq!(Period::Year(2028).days(), 366);
    }
}
