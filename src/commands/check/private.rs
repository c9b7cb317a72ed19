//! Numbers in free texts that should not be in a repository others can read, and numbers a spreadsheet has rounded.

use crate::date::Day;

/// A number that looks like what it should not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// 16–19 digits with the check digit of bank cards (ISO/IEC 7812-1, annex B).
    Card,
    /// 18 characters with a birth date and the check character of identity numbers (GB 11643-1999).
    Identity,
}

/// The first such number in a text, blanks and dashes between its digits set aside.
pub(super) fn find(text: &str) -> Option<Number> {
    let mut run = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() || (run.len() == 17 && matches!(c, 'x' | 'X')) {
            run.push(c.to_ascii_uppercase());
        } else if !matches!(c, ' ' | '-') || run.is_empty() {
            if let Some(number) = of(&run) {
                return Some(number);
            }
            run.clear();
        }
    }
    None
}

fn of(run: &str) -> Option<Number> {
    let digits: Vec<u32> = run.chars().filter_map(|c| c.to_digit(10)).collect();
    if run.len() == 18 && is_identity(run, &digits) {
        Some(Number::Identity)
    } else if (16..=19).contains(&run.len()) && digits.len() == run.len() && is_card(&digits) {
        Some(Number::Card)
    } else {
        None
    }
}

fn is_card(digits: &[u32]) -> bool {
    let known = matches!(digits, [3..=6, ..]);
    let sum: u32 = digits.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 }).sum();
    known && sum.is_multiple_of(10)
}

fn is_identity(run: &str, digits: &[u32]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = WEIGHTS.iter().zip(digits).map(|(weight, digit)| weight * digit).sum();
    let check = "10X98765432".chars().nth(sum as usize % 11);
    let year: Option<i32> = run.get(6..10).and_then(|year| year.parse().ok());
    let born = year.zip(run.get(10..12).and_then(|month| month.parse().ok())).zip(run.get(12..14).and_then(|day| day.parse().ok()));
    let real = born.is_some_and(|((year, month), day)| (1900..2100).contains(&year) && Day::from_ymd(year, month, day).is_some());
    digits.len() >= 17 && real && run.chars().last() == check
}

/// Whether the words of a line may hold such a number, or one that is rounded: a stretch of digits, blanks and dashes that
/// has digits enough for a card, or a power of ten.
pub(super) fn may_hold_one(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_part = |at: usize| bytes.get(at).is_some_and(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'-'));
    // No id is that long, and no stretch that is fits between two places looked at.
    let mut at = LEAST - 1;
    while at < bytes.len() {
        if is_part(at) {
            let start = (0..at).rev().find(|at| !is_part(*at)).map_or(0, |before| before + 1);
            let end = (at..bytes.len()).find(|at| !is_part(*at)).unwrap_or(bytes.len());
            let digits = bytes.get(start..end).unwrap_or_default().iter().filter(|byte| byte.is_ascii_digit()).count();
            if digits >= LEAST {
                return true;
            }
            at = end;
        }
        at += LEAST;
    }
    memchr::memchr(b'+', bytes).is_some() && line.contains("E+")
}

/// The fewest digits of a card.
const LEAST: usize = 16;

/// Whether a text is a number a spreadsheet wrote with a power of ten: its last digits are lost.
pub(super) fn is_rounded(text: &str) -> bool {
    let Some((mantissa, power)) = text.split_once("E+") else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    whole.len() == 1 && digits(whole) && digits(fraction) && digits(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_and_identity_numbers_are_found() {
        // The examples of the standards themselves, and a test card number.
        assert_eq!(find("打到 6222 0212 3456 7890 后面"), None);
        assert_eq!(find("卡号4111-1111-1111-1111。"), Some(Number::Card));
        assert_eq!(find("身份证 11010519491231002X"), Some(Number::Identity));
        assert_ne!(find("440524188001010014"), Some(Number::Identity), "born in 1880");
        for plain in ["", "13800138000", "流水 20261124000012345", "4111111111111112", "110105194913310021", "HT-2026-001"] {
            assert_eq!(find(plain), None, "{plain}");
        }
    }

    #[test]
    fn a_line_that_holds_one_is_looked_at() {
        for before in 0..40 {
            for number in ["4111111111111111", "4111-1111 1111-1111", "11010519491231002X", "6.22E+18"] {
                let line = format!("{}{number},x", "a".repeat(before));
                assert!(may_hold_one(&line), "{line}");
            }
        }
        assert!(!may_hold_one("230701-00000031,2023-06-28,receipt,C0009299,HT-0002071,,1328.60,2023-09-29,,JS123456789012345,,wire,r099,已付 2023-06"));
    }

    #[test]
    fn rounded_numbers_are_found() {
        assert!(is_rounded("6.22202E+18") && is_rounded("1E+11"));
        for text in ["", "E+5", "12E+5", "BK1.2E+5", "1.2E+", "1.2e5"] {
            assert!(!is_rounded(text), "{text}");
        }
    }
}
