//! Exact amounts in cents of the ledger's currency, and exact ratios of them.

#![warn(clippy::arithmetic_side_effects)]

mod ratio;
mod words;

pub use ratio::Ratio;

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use unicode_normalization::UnicodeNormalization;

/// An exact amount, held as integer cents. Loading a ledger bounds the sum of all its amounts below
/// [`Money::TOTAL_LIMIT`], so that sums of its parts cannot overflow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One amount in a file is below this: 10^12.
    pub const LIMIT: Self = Self(100_000_000_000_000);
    /// All amounts of one ledger together are below this.
    pub const TOTAL_LIMIT: Self = Self(4_000_000_000_000_000_000);

    /// An amount from its cents.
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The amount in cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Whether it is exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is more than zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The amount, or zero where it is negative.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        Self(self.0.max(0))
    }

    /// The sum, or `None` from [`Money::TOTAL_LIMIT`] on.
    pub fn checked_total(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).filter(|sum| sum.abs() < Self::TOTAL_LIMIT.0).map(Self)
    }

    /// An amount as files hold it: `^(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?$`.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let (whole, cents) = match text {
            [whole @ .., b'.', tenths, hundredths] => (whole, digits(&[*tenths, *hundredths])?),
            [whole @ .., b'.', tenths] => (whole, digits(&[*tenths, b'0'])?),
            whole => (whole, 0),
        };
        if whole.is_empty() || whole.len() > 12 || (whole.len() > 1 && whole.first() == Some(&b'0')) {
            return None;
        }
        digits(whole)?.checked_mul(100)?.checked_add(cents).map(Self)
    }

    /// An amount as people type it: `50000`, `50,000.00`, `5万`, `1.2万`, `0.3亿`, `¥50000`, full-width digits.
    pub fn parse_typed(text: &str) -> Result<Self, AmountFault> {
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        let body = plain.trim_start_matches(['¥', '￥']).trim_end_matches('元');
        // How many cents one of what is written makes.
        let (body, scale) = match body.strip_suffix(['万', '萬']) {
            Some(rest) => (rest, 1_000_000_i64),
            None => body.strip_suffix(['亿', '億']).map_or((body, 100), |rest| (rest, 10_000_000_000)),
        };
        let number = ungroup(body).ok_or(AmountFault::Shape)?;
        let value = Decimal::from_str_exact(&number).map_err(|_| AmountFault::Shape)?;
        let cents = value.checked_mul(Decimal::from(scale)).ok_or(AmountFault::TooLarge)?;
        if !cents.fract().is_zero() {
            return Err(AmountFault::Fraction);
        }
        cents.to_i64().filter(|cents| *cents < Self::LIMIT.0).map(Self).ok_or(AmountFault::TooLarge)
    }

    /// `self × factor`, rounded half-up to the cent; `None` where it does not fit.
    pub fn times(self, factor: Decimal) -> Option<Self> {
        let cents = Decimal::from(self.0).checked_mul(factor)?;
        let cents = cents.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        cents.to_i64().map(Self)
    }

    /// An amount from its exact value, rounded half-up to the cent; `None` where it does not fit.
    pub fn of(exact: Decimal) -> Option<Self> {
        Self(100).times(exact)
    }

    /// `self × part / whole`, rounded down to the cent, with the remainder for ranking; `whole` is not zero.
    // The product of two 64-bit numbers fits 128 bits.
    #[allow(clippy::arithmetic_side_effects)]
    pub(crate) fn share(self, part: Self, whole: Self) -> (Self, i128) {
        let product = i128::from(self.0) * i128::from(part.0);
        let whole = i128::from(whole.0.max(1));
        (Self((product / whole) as i64), product % whole)
    }

    /// The part at a place of so many equal ones; the last takes the cents that are left.
    #[must_use]
    pub fn even_part(self, place: usize, count: usize) -> Self {
        let count = (count.max(1)) as i64;
        let even = self.0.checked_div(count).unwrap_or(0);
        let before = even.saturating_mul(count.saturating_sub(1));
        Self(if place as i64 == count.saturating_sub(1) { self.0.saturating_sub(before) } else { even })
    }

    /// With thousands separators, for people: `1,234.50`.
    pub fn grouped(self) -> String {
        let mut out = String::new();
        self.push_grouped(&mut out);
        out
    }

    /// The same, put behind a text.
    pub fn push_grouped(self, out: &mut String) {
        if self.0 < 0 {
            out.push('-');
        }
        let cents = self.0.unsigned_abs();
        push_groups(cents / 100, out);
        out.push('.');
        push_two((cents % 100) as u8, out);
    }
}

impl Money {
    /// How many characters [`Money::push_grouped`] adds.
    pub fn grouped_width(self) -> usize {
        let cents = self.0.unsigned_abs();
        let groups = (cents / 100).checked_ilog10().unwrap_or(0) as usize;
        // Digits, a comma for every three behind the first, the point with two digits, and the sign.
        groups.saturating_add(groups / 3).saturating_add(4).saturating_add(usize::from(self.0 < 0))
    }
}

/// A whole number in groups of three digits.
fn push_groups(whole: u64, out: &mut String) {
    if whole < 1_000 {
        push_number(whole, out);
        return;
    }
    push_groups(whole / 1_000, out);
    out.push(',');
    let rest = whole % 1_000;
    out.push(char::from(b'0'.saturating_add((rest / 100) as u8)));
    push_two((rest % 100) as u8, out);
}

fn push_number(number: u64, out: &mut String) {
    if number >= 10 {
        push_number(number / 10, out);
    }
    out.push(char::from(b'0'.saturating_add((number % 10) as u8)));
}

/// A number below 100 as two digits.
fn push_two(number: u8, out: &mut String) {
    out.push(char::from(b'0'.saturating_add(number / 10)));
    out.push(char::from(b'0'.saturating_add(number % 10)));
}

/// The number that up to twelve digits make.
fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0_i64, |sum, b| b.is_ascii_digit().then(|| sum.wrapping_mul(10).wrapping_add(i64::from(b & 0x0f))))
}

/// Takes thousands separators out where they stand right: `50,000.00`, not `5,00`.
fn ungroup(text: &str) -> Option<String> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, Some(fraction)),
        Some(_) => return None,
        None => (text, None),
    };
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    if first.is_empty() || (grouped && first.len() > 3) || groups.any(|group| group.len() != 3) {
        return None;
    }
    let joined: String = whole.chars().filter(|c| *c != ',').collect();
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if joined.len() > 18 || !all_digits(&joined) || !fraction.is_none_or(|f| f.len() <= 12 && all_digits(f)) {
        return None;
    }
    Some(fraction.map_or(joined.clone(), |fraction| format!("{joined}.{fraction}")))
}

/// Why a typed amount was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFault {
    /// Not a number in any accepted form.
    Shape,
    /// More than two decimals after 万 or 亿 was expanded.
    Fraction,
    /// 10^12 or more.
    TooLarge,
}

impl fmt::Display for Money {
    /// Plain, for files and programs: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::with_capacity(24);
        if self.0 < 0 {
            out.push('-');
        }
        let cents = self.0.unsigned_abs();
        push_number(cents / 100, &mut out);
        out.push('.');
        push_two((cents % 100) as u8, &mut out);
        f.write_str(&out)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Result<String, AmountFault> {
        Money::parse_typed(text).map(|money| money.to_string())
    }

    #[test]
    fn strict_amounts() {
        for (text, cents) in [("0", 0), ("5", 500), ("5.1", 510), ("5.01", 501), ("999999999999.99", 99_999_999_999_999)] {
            assert_eq!(Money::parse(text.as_bytes()), Some(Money(cents)), "{text}");
        }
        for text in ["", ".", "5.", ".5", "05", "-0", "+1", "1e5", "1_000", "1,234.00", "1.234", "1000000000000", "５", " 5"] {
            assert_eq!(Money::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn typed_amounts() {
        for (text, plain) in [
            ("50000", "50000.00"),
            ("50,000.00", "50000.00"),
            ("5万", "50000.00"),
            ("1.2万", "12000.00"),
            ("0.3亿", "30000000.00"),
            ("¥50000", "50000.00"),
            ("５０，０００．５", "50000.50"),
            ("1.234567万", "12345.67"),
            ("12345元", "12345.00"),
        ] {
            assert_eq!(typed(text), Ok(plain.to_string()), "{text}");
        }
        for text in ["5,00", "1,2345", "-5", "5万5", "abc", "", "1.2.3", "5.", "万", "1e5", "0x5"] {
            assert_eq!(typed(text), Err(AmountFault::Shape), "{text}");
        }
        assert_eq!(typed("1.23456789万"), Err(AmountFault::Fraction));
        assert_eq!(typed("10000亿"), Err(AmountFault::TooLarge));
    }

    #[test]
    fn shown_amounts() {
        assert_eq!(Money(123_456_789).grouped(), "1,234,567.89");
        assert_eq!(Money(-5).grouped(), "-0.05");
        assert_eq!(Money(99_900).grouped(), "999.00");
    }

    #[test]
    fn equal_parts_sum_to_the_whole() {
        for (cents, count) in [(100, 3), (0, 2), (7, 7), (-5, 3), (1, 12)] {
            let parts: Vec<Money> = (0..count).map(|place| Money(cents).even_part(place, count)).collect();
            assert_eq!(parts.iter().copied().sum::<Money>(), Money(cents), "{cents} {count}");
        }
        assert_eq!([0, 1, 2].map(|place| Money(100).even_part(place, 3)), [Money(33), Money(33), Money(34)]);
    }
}
