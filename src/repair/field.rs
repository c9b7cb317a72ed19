//! Dates and amounts as a spreadsheet writes them. Only what can mean one thing is understood.

use unicode_normalization::UnicodeNormalization;

use crate::date::Day;
use crate::money::Money;

fn plain(field: &str) -> String {
    field.nfkc().collect::<String>().trim().to_string()
}

/// A date with the year first and other marks (`2026/1/5`, `2026年1月5日`, `2026/01/05 0:00`) as `2026-01-05`; `None` where
/// it is right already, or could be another day.
pub(super) fn date(field: &str) -> Option<String> {
    if field.is_empty() || Day::parse(field.as_bytes()).is_some() {
        return None;
    }
    let field = plain(field);
    let (day, time) = field.split_once(' ').unwrap_or((&field, ""));
    if !matches!(time, "" | "0:00" | "00:00" | "0:00:00" | "00:00:00") {
        return None;
    }
    let day = day.strip_suffix('日').unwrap_or(day);
    let mut parts = day.split(['/', '-', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let short = |part: &str| matches!(part.len(), 1 | 2) && digits(part);
    if parts.next().is_some() || year.len() != 4 || !digits(year) || !short(month) || !short(day) {
        return None;
    }
    let text = format!("{year}-{month:0>2}-{day:0>2}");
    Day::parse(text.as_bytes()).map(|_| text)
}

/// An amount with thousands separators, a currency sign or full-width digits as the journal writes it; `None` where it
/// is right already, or could be another amount.
pub(super) fn amount(field: &str) -> Option<String> {
    if field.is_empty() || Money::parse(field.as_bytes()).is_some() {
        return None;
    }
    let field = plain(field);
    let field = field.strip_prefix('¥').unwrap_or(&field).trim_start();
    let (whole, fraction) = field.split_once('.').map_or((field, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    if grouped && (first.is_empty() || first.len() > 3 || !groups.all(|group| group.len() == 3)) {
        return None;
    }
    let mut text = whole.replace(',', "");
    if let Some(fraction) = fraction {
        text = format!("{text}.{fraction}");
    }
    Money::parse(text.as_bytes()).filter(|amount| !amount.is_zero()).map(|_| text)
}
