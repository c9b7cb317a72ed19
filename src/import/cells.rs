//! What stands in a cell: dates, amounts and words as banks, wallets and spreadsheets write them.

use unicode_normalization::UnicodeNormalization;

use crate::date::Day;
use crate::money::Money;
use crate::text::is_hostile;

/// The order of day, month and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `2026-11-21`
    Ymd,
    /// `11/21/2026`
    Mdy,
    /// `21/11/2026`
    Dmy,
}

impl Order {
    /// The words of `date_format` and `--date-format`.
    pub const WORDS: [(&'static str, Self); 3] = [("ymd", Self::Ymd), ("mdy", Self::Mdy), ("dmy", Self::Dmy)];

    /// The order a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, order)| *order)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, order)| *order == self).map_or("", |(word, _)| word)
    }
}

/// Why a cell holds no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDate {
    /// Nothing that looks like a date.
    Shape,
    /// No such day, or a year outside 1990–2199.
    NoSuchDay,
    /// Two orders of day and month are possible, or the century is not told.
    Ambiguous,
    /// It can only be of one order, and an earlier line only of another.
    Contradicts(Order),
}

/// Reads the dates of one file: all of them are written in one order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dates {
    /// The order that was told.
    pub order: Option<Order>,
    /// The only order an earlier date can have.
    shown: Option<Order>,
}

impl Dates {
    /// Dates of an order, or of one that each date must show by itself.
    pub fn new(order: Option<Order>) -> Self {
        Self { order, shown: None }
    }

    /// The order that dates read so far can only have.
    pub fn shown(&self) -> Option<Order> {
        self.shown
    }

    /// A date and the time of day behind it, which may be empty.
    pub fn read(&mut self, cell: &str) -> Result<(Day, String), NoDate> {
        let plain: String = cell.nfkc().collect();
        let (date, time) = split_time(plain.trim()).ok_or(NoDate::Shape)?;
        self.day(date).map(|day| (day, time.to_string()))
    }

    fn day(&mut self, text: &str) -> Result<Day, NoDate> {
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) && !matches!(self.order, Some(Order::Mdy | Order::Dmy)) {
            let (year, rest) = text.split_at(4);
            let (month, day) = rest.split_at(2);
            return day_of(number(year)?, number(month)?, number(day)?);
        }
        let joined = text.trim_end_matches(['日', '号']).replace(['年', '月', '/', '.', ',', ' '], "-");
        let parts: Vec<&str> = joined.split('-').filter(|part| !part.is_empty()).collect();
        let &[first, second, third] = parts.as_slice() else { return Err(NoDate::Shape) };
        // A month in letters leaves no doubt.
        if let Some(month) = month(second) {
            let (day, year) = if first.len() == 4 { (third, first) } else { (first, third) };
            return day_of(year_of(year, true)?, month, number(day)?);
        }
        if let Some(month) = month(first) {
            return day_of(year_of(third, true)?, month, number(second)?);
        }
        if first.len() == 4 {
            return day_of(number(first)?, number(second)?, number(third)?);
        }
        let (a, b) = (number(first)?, number(second)?);
        match self.order {
            Some(Order::Ymd) => day_of(year_of(first, true)?, b, number(third)?),
            Some(Order::Mdy) => day_of(year_of(third, true)?, a, b),
            Some(Order::Dmy) => day_of(year_of(third, true)?, b, a),
            None => self.by_itself(a, b, year_of(third, false)?),
        }
    }

    /// `25/04/2026` can only be one day.
    fn by_itself(&mut self, a: u32, b: u32, year: u32) -> Result<Day, NoDate> {
        let order = match (a, b) {
            (13.., 13..) | (0, _) | (_, 0) => return Err(NoDate::NoSuchDay),
            (13.., _) => Order::Dmy,
            (_, 13..) => Order::Mdy,
            _ => return Err(NoDate::Ambiguous),
        };
        if let Some(other) = self.shown.filter(|other| *other != order) {
            return Err(NoDate::Contradicts(other));
        }
        self.shown = Some(order);
        if order == Order::Dmy { day_of(year, b, a) } else { day_of(year, a, b) }
    }
}

/// The date's part of a cell, and the time behind it.
fn split_time(text: &str) -> Option<(&str, &str)> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() == 14 {
        return text.split_at_checked(8);
    }
    let Some(colon) = text.find(':') else {
        // `20250101 123456`
        return match text.split_once(' ') {
            Some((date, time)) if date.len() == 8 && time.trim().len() == 6 && time.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
                Some((date, time.trim()))
            }
            _ => Some((text, "")),
        };
    };
    let before = text.get(..colon)?;
    let hour = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let time = text.get(hour.len()..)?;
    let date = hour.trim_end().trim_end_matches(['T', 't']).trim_end_matches(['上', '下', '午']).trim_end();
    let fits = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ' ' | 'a' | 'A' | 'p' | 'P' | 'm' | 'M');
    (!date.is_empty() && time.chars().all(fits)).then_some((date, time))
}

fn number(text: &str) -> Result<u32, NoDate> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().map_err(|_| NoDate::Shape) } else { Err(NoDate::Shape) }
}

/// A year; one of two digits only where the order is known.
fn year_of(text: &str, known: bool) -> Result<u32, NoDate> {
    match (text.len(), known) {
        (4, _) => number(text),
        (2, true) => Ok(number(text)? + 2000),
        (2, false) => number(text).and(Err(NoDate::Ambiguous)),
        _ => Err(NoDate::Shape),
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Result<Day, NoDate> {
    let year = year as i32;
    let known = (Day::FIRST_YEAR..=Day::LAST_YEAR).contains(&year);
    Day::from_ymd(year, month, day).filter(|_| known).ok_or(NoDate::NoSuchDay)
}

/// The month an English word names.
fn month(text: &str) -> Option<u32> {
    const NAMES: [&str; 12] = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    let word = text.to_ascii_lowercase();
    let place = NAMES.iter().position(|name| word.len() >= 3 && (name.starts_with(&word) || word == "sept" && *name == "september"))?;
    Some(place as u32 + 1)
}

/// Whether a cell says that there is nothing: blank, dashes, a slash.
pub fn is_nothing(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || is_hostile(c) || matches!(c, '-' | '—' | '–' | '/' | '－' | '*'))
}

/// A cell holds no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAmount;

/// A signed amount; `Ok(None)` for nothing. `1,234.00`, `+10000.00`, `¥28.16`, `(5.00)`, `5.00-`, `28.50元`.
///
/// # Errors
/// What is no amount, or has parts of a cent.
pub fn amount(cell: &str, decimal_comma: bool) -> Result<Option<Money>, NoAmount> {
    if is_nothing(cell) {
        return Ok(None);
    }
    let plain: String = cell.nfkc().filter(|c| !c.is_whitespace() && !is_hostile(*c)).collect();
    let mut negative = false;
    let mut body = plain.as_str();
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, body) = (true, inner);
    }
    // The sign may stand before the currency, behind it, or at the end.
    for _ in 0..2 {
        if let Some(rest) = body.strip_prefix(['-', '−']).or_else(|| body.strip_suffix('-')) {
            if std::mem::replace(&mut negative, true) {
                return Err(NoAmount);
            }
            body = rest;
        }
        body = body.strip_prefix('+').unwrap_or(body);
        body = ["CNY", "RMB", "¥", "$", "€", "£"].iter().find_map(|sign| body.strip_prefix(sign)).unwrap_or(body);
    }
    let body = body.trim_end_matches('元');
    // Money::parse_typed knows 万, but no statement writes it: there it is a slip of another kind.
    if !body.starts_with(|c: char| c.is_ascii_digit()) || body.ends_with(|c: char| !c.is_ascii_digit()) {
        return Err(NoAmount);
    }
    // `000.00` is what is left of `5,000.00` without quotes; three decimals are more likely thousands.
    let mark = if decimal_comma { ',' } else { '.' };
    let decimals = body.rsplit_once(mark).map_or(0, |(_, decimals)| decimals.len());
    if decimals > 2 || (body.starts_with('0') && body.chars().nth(1).is_some_and(|c| c.is_ascii_digit())) {
        return Err(NoAmount);
    }
    let swapped: String = body
        .chars()
        .map(|c| match c {
            ',' => '.',
            '.' => ',',
            c => c,
        })
        .collect();
    let amount = Money::parse_typed(if decimal_comma { &swapped } else { body }).map_err(|_| NoAmount)?;
    Ok(Some(if negative { -amount } else { amount }))
}

/// Words as they can stand in the journal: on one line, without what cannot be seen; empty for nothing.
pub fn words(cell: &str) -> String {
    let quoted = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).map(|text| text.replace("\"\"", "\""));
    let cell = quoted.as_deref().unwrap_or(cell);
    if is_nothing(cell) {
        return String::new();
    }
    let visible: String = cell.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hostile(*c)).collect();
    visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A number from outside, such as a bank's serial; empty where a spreadsheet has ruined it or it is but zeros.
pub fn serial(cell: &str) -> String {
    let text = words(cell.trim_start_matches('\''));
    let ruined = text
        .split_once(['E', 'e'])
        .is_some_and(|(left, right)| left.contains('.') && left.parse::<rust_decimal::Decimal>().is_ok() && right.starts_with('+') && right.len() > 1);
    if ruined || text.chars().all(|c| c == '0') { String::new() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str, order: Option<Order>) -> Result<String, NoDate> {
        Dates::new(order).read(text).map(|(day, time)| if time.is_empty() { day.to_string() } else { format!("{day} {time}") })
    }

    #[test]
    fn dates_as_statements_write_them() {
        for (text, day) in [
            ("20250101", "2025-01-01"),
            ("20250101123456", "2025-01-01 123456"),
            ("20250101 123456", "2025-01-01 123456"),
            ("2025-8-2", "2025-08-02"),
            ("2025/08/22 17:57", "2025-08-22 17:57"),
            ("2025.08.22", "2025-08-22"),
            ("2025年8月2日", "2025-08-02"),
            ("2025-08-22T17:57:17", "2025-08-22 17:57:17"),
            ("2019-09-26 12:45:27", "2019-09-26 12:45:27"),
            ("２０２５－０８－２２", "2025-08-22"),
            ("05-Jan-2026", "2026-01-05"),
            ("Jan 5, 2026", "2026-01-05"),
            ("25/04/2026", "2026-04-25"),
            ("04/25/2026", "2026-04-25"),
        ] {
            assert_eq!(date(text, None), Ok(day.into()), "{text}");
        }
        assert_eq!(date("03/04/2026", None), Err(NoDate::Ambiguous));
        assert_eq!(date("05/06/26", None), Err(NoDate::Ambiguous));
        assert_eq!(date("03/04/2026", Some(Order::Mdy)), Ok("2026-03-04".into()));
        assert_eq!(date("03/04/26", Some(Order::Dmy)), Ok("2026-04-03".into()));
        assert_eq!(date("25/04/2026", Some(Order::Mdy)), Err(NoDate::NoSuchDay));
        assert_eq!(date("2026-02-30", None), Err(NoDate::NoSuchDay));
        for text in ["", "45678", "合计", "2026-01", "2026-01-05Z10:00:00", "2026-01-05T10:00:00Z", "1-2-3-4", "12:30"] {
            assert_eq!(date(text, None), Err(NoDate::Shape), "{text}");
        }
        let mut dates = Dates::new(None);
        assert!(dates.read("25/04/2026").is_ok());
        assert_eq!(dates.read("04/26/2026"), Err(NoDate::Contradicts(Order::Dmy)));
    }

    #[test]
    fn amounts_as_statements_write_them() {
        let cents = |text: &str| amount(text, false).map(|amount| amount.map(Money::cents));
        for (text, expected) in [
            ("+10000.00", 1_000_000),
            ("3,240.28\t", 324_028),
            ("-2,769.59", -276_959),
            ("¥28.16", 2_816),
            ("￥-28.16", -2_816),
            ("-¥28.16", -2_816),
            ("(5.00)", -500),
            ("5.00-", -500),
            ("28.50元", 2_850),
            ("１，２３４．５", 123_450),
            ("1,234", 123_400),
        ] {
            assert_eq!(cents(text), Ok(Some(expected)), "{text}");
        }
        for text in ["", "-", "--", "/", " \t", "—"] {
            assert_eq!(cents(text), Ok(None), "{text}");
        }
        for text in ["1e5", "1,23", "12.345", "abc", "5万", "1.234,56", "10.000", "000.00", "012.5", "--5", "0x10", "1 234.567", "12.", "."] {
            assert_eq!(cents(text), Err(NoAmount), "{text}");
        }
        assert_eq!(amount("1.234,56", true), Ok(Some(Money::from_cents(123_456))));
    }

    #[test]
    fn words_and_serials() {
        assert_eq!(words("  华东 \t 电器\n公司\u{200b} "), "华东 电器 公司");
        assert_eq!(words("-------------------"), "");
        assert_eq!(words("=\"0012\""), "0012");
        assert_eq!(serial("3985734\t"), "3985734");
        assert_eq!(
            (serial("0000000000"), serial("1.23457E+17"), serial("'0012"), serial("2E5A")),
            (String::new(), String::new(), "0012".into(), "2E5A".into())
        );
    }
}
