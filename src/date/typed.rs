//! Dates as people type them.

use unicode_normalization::UnicodeNormalization;

use super::Day;

/// Where a date without a year lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// The latest one not after today: what happened.
    Past,
    /// The earliest one not before today: what is promised or due.
    Future,
}

/// Why a typed date was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// Not a date in any accepted form.
    Shape,
    /// `03/04/2026`: day and month cannot be told apart.
    Ambiguous,
    /// A day the calendar does not have, or a year outside 1990–2199.
    NoSuchDay,
}

impl Day {
    /// `2026-11-21`, `2026/11/21`, `20261121`, `2026年11月21日`, `11-21`, `11月21日`, `today`, `+7d`, `-2w`, 今天, 昨天, 明天.
    pub fn parse_typed(text: &str, today: Self, toward: Toward) -> Result<Self, DateFault> {
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        match plain.as_str() {
            "today" | "今天" | "今日" => return Ok(today),
            "yesterday" | "昨天" | "昨日" => return Ok(today.plus_days(-1)),
            "前天" => return Ok(today.plus_days(-2)),
            "tomorrow" | "明天" | "明日" => return Ok(today.plus_days(1)),
            "后天" => return Ok(today.plus_days(2)),
            "月底" | "本月底" | "month-end" => return Ok(today.month_end()),
            _ => {}
        }
        if let Some(day) = relative(&plain, today) {
            return day;
        }
        let text = plain.trim_end_matches(['日', '号']).replace(['年', '月', '/', '.'], "-");
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            let (year, rest) = text.split_at(4);
            let (month, day) = rest.split_at(2);
            return in_range(number(year)?, number(month)?, number(day)?);
        }
        match text.split('-').collect::<Vec<_>>().as_slice() {
            [year, month, day] if year.len() == 4 => in_range(number(year)?, number(month)?, number(day)?),
            [_, _, year] if year.len() == 4 => Err(DateFault::Ambiguous),
            [month, day] if month.len() <= 2 && day.len() <= 2 => nearest(number(month)?, number(day)?, today, toward),
            _ => Err(DateFault::Shape),
        }
    }
}

fn number(text: &str) -> Result<u32, DateFault> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().map_err(|_| DateFault::Shape) } else { Err(DateFault::Shape) }
}

fn in_range(year: u32, month: u32, day: u32) -> Result<Day, DateFault> {
    let year = year as i32;
    let known = (Day::FIRST_YEAR..=Day::LAST_YEAR).contains(&year);
    Day::from_ymd(year, month, day).filter(|_| known).ok_or(DateFault::NoSuchDay)
}

/// `+7d`, `-2w`, `+1m`; `None` where the text has another form.
fn relative(text: &str, today: Day) -> Option<Result<Day, DateFault>> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let unit = rest.chars().last()?;
    let count = number(rest.strip_suffix(unit)?).ok()? as i32 * sign;
    let day = match unit {
        'd' | '天' => today.plus_days(count),
        'w' | '周' => today.plus_days(count * 7),
        'm' | '月' => today.plus_months(count),
        _ => return None,
    };
    Some(if (Day::FIRST_YEAR..=Day::LAST_YEAR).contains(&day.year()) { Ok(day) } else { Err(DateFault::NoSuchDay) })
}

fn nearest(month: u32, day: u32, today: Day, toward: Toward) -> Result<Day, DateFault> {
    let year = today.year();
    // 29 February may be up to 8 years away.
    let (mut past, mut future) = ((year - 8..=year).rev(), year..=year + 8);
    let found = match toward {
        Toward::Past => past.find_map(|y| Day::from_ymd(y, month, day).filter(|d| *d <= today)),
        Toward::Future => future.find_map(|y| Day::from_ymd(y, month, day).filter(|d| *d >= today)),
    };
    found.ok_or(DateFault::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, toward: Toward) -> Result<String, DateFault> {
        let today = Day::from_ymd(2026, 11, 21).ok_or(DateFault::Shape)?;
        Day::parse_typed(text, today, toward).map(|day| day.to_string())
    }

    #[test]
    fn typed_dates() {
        for (text, past, future) in [
            ("2026-11-21", "2026-11-21", "2026-11-21"),
            ("2026/1/5", "2026-01-05", "2026-01-05"),
            ("20261121", "2026-11-21", "2026-11-21"),
            ("11-20", "2026-11-20", "2027-11-20"),
            ("11-21", "2026-11-21", "2026-11-21"),
            ("12-01", "2025-12-01", "2026-12-01"),
            ("02-29", "2024-02-29", "2028-02-29"),
            ("１１月２０日", "2026-11-20", "2027-11-20"),
            ("昨天", "2026-11-20", "2026-11-20"),
            ("+7d", "2026-11-28", "2026-11-28"),
            ("-2w", "2026-11-07", "2026-11-07"),
            ("月底", "2026-11-30", "2026-11-30"),
        ] {
            assert_eq!(typed(text, Toward::Past), Ok(past.into()), "{text}");
            assert_eq!(typed(text, Toward::Future), Ok(future.into()), "{text}");
        }
        assert_eq!(typed("03/04/2026", Toward::Past), Err(DateFault::Ambiguous));
        assert_eq!(typed("02-30", Toward::Past), Err(DateFault::NoSuchDay));
        assert_eq!(typed("1026-01-01", Toward::Past), Err(DateFault::NoSuchDay));
        for text in ["", "soon", "11", "2026-11", "26-11-21", "+d", "+99999d", "1-2-3"] {
            assert_eq!(typed(text, Toward::Past), Err(DateFault::Shape), "{text}");
        }
    }
}
