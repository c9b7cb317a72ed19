//! Exact ratios, and how they are shown.

use std::num::NonZeroI64;

use rust_decimal::Decimal;

use super::Money;

/// An exact ratio; it is rounded only where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    part: i64,
    whole: NonZeroI64,
}

impl Ratio {
    /// `part / whole`; `None` where the whole is zero.
    pub fn of(part: Money, whole: Money) -> Option<Self> {
        Self::of_counts(part.0, whole.0)
    }

    /// `part / whole` of counts; `None` where the whole is zero.
    pub fn of_counts(part: i64, whole: i64) -> Option<Self> {
        NonZeroI64::new(whole).map(|whole| Self { part, whole })
    }

    /// `part / whole` of sums that may be wider than an amount, such as of cents × days; `None` where the whole is zero.
    /// What does not fit 64 bits is halved on both sides until it does, which changes no digit that is shown.
    pub fn of_wide(mut part: i128, mut whole: i128) -> Option<Self> {
        loop {
            if let (Ok(part), Ok(whole)) = (i64::try_from(part), i64::try_from(whole)) {
                return Self::of_counts(part, whole);
            }
            (part, whole) = (part / 2, whole / 2);
        }
    }

    /// One ratio less another; `None` where it does not fit.
    pub fn minus(self, other: Self) -> Option<Self> {
        let (left, right) = (i128::from(self.part).checked_mul(other.whole.get().into())?, i128::from(other.part).checked_mul(self.whole.get().into())?);
        Self::of_wide(left.checked_sub(right)?, i128::from(self.whole.get()).checked_mul(other.whole.get().into())?)
    }

    /// A decimal fraction such as a threshold as a ratio.
    pub fn of_decimal(share: Decimal) -> Option<Self> {
        let whole = 10_i128.checked_pow(share.scale())?;
        Self::of_wide(share.mantissa(), whole)
    }

    /// `part × times / whole`, as of days of sales outstanding; `None` where the whole is zero.
    pub fn of_times(part: Money, times: i64, whole: Money) -> Option<Self> {
        Self::of_wide(i128::from(part.0).saturating_mul(i128::from(times)), i128::from(whole.0))
    }

    /// Which of two is larger, exactly.
    // 64 bits times 64 fit 128.
    #[allow(clippy::arithmetic_side_effects)]
    pub fn compare(self, other: Self) -> std::cmp::Ordering {
        let scaled = |own: Self, by: Self| i128::from(own.part) * i128::from(by.whole.get()) * i128::from(own.whole.get().signum() * by.whole.get().signum());
        scaled(self, other).cmp(&scaled(other, self))
    }

    /// The exact value as a decimal of 28 digits, to compare with a threshold.
    pub fn decimal(self) -> Decimal {
        Decimal::from(self.part).checked_div(Decimal::from(self.whole.get())).unwrap_or_default()
    }

    /// The fraction times `10^decimals` (at most 4), rounded half away from zero.
    // 64 bits, times 20,000, fit 128.
    #[allow(clippy::arithmetic_side_effects)]
    fn scaled(self, decimals: u32) -> i128 {
        let whole = i128::from(self.whole.get());
        let product = i128::from(self.part) * 10_i128.pow(decimals) * 2;
        let sign = if (product < 0) == (whole < 0) { 1 } else { -1 };
        sign * ((product.abs() + whole.abs()) / (2 * whole.abs()))
    }

    /// The fraction with 4 decimals, for programs: `0.7500`.
    pub fn fraction(self) -> String {
        decimal(self.scaled(4), 4)
    }

    /// A quotient such as an average of days, with 2 decimals, for programs: `42.50`.
    pub fn average(self) -> String {
        decimal(self.scaled(2), 2)
    }

    /// The same with 1 decimal, for people: `42.5`.
    pub fn short_average(self) -> String {
        decimal(self.scaled(1), 1)
    }

    /// The nearest whole number, half away from zero.
    pub fn rounded(self) -> i64 {
        i64::try_from(self.scaled(0)).unwrap_or(i64::MAX)
    }

    /// Whole tenths, for a bar: 0–10, and 10 only for a whole.
    pub fn tenths(self) -> usize {
        let tenths = i128::from(self.part).saturating_mul(10).checked_div(i128::from(self.whole.get())).unwrap_or(0);
        tenths.clamp(0, 10) as usize
    }

    /// Whether it is no whole, but rounds to 100.0%.
    pub fn is_near_whole(self) -> bool {
        self.part != self.whole.get() && self.scaled(3) == 1_000
    }

    /// In per cent with 1 decimal, for people: `75.0%`. Only a whole is 100.0%: a hair below is 99.9%, a hair above 100.1%.
    pub fn percent(self) -> String {
        let scaled = match self.scaled(3) {
            1_000 => 1_000_i128.saturating_add(i128::from(self.part.unsigned_abs().cmp(&self.whole.get().unsigned_abs()) as i8)),
            other => other,
        };
        let (sign, size) = (if scaled < 0 { "-" } else { "" }, scaled.unsigned_abs());
        format!("{sign}{}.{}%", size / 10, size % 10)
    }
}

fn decimal(scaled: i128, places: usize) -> String {
    let sign = if scaled < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", scaled.unsigned_abs(), width = places.saturating_add(1));
    let (whole, fraction) = digits.split_at_checked(digits.len().saturating_sub(places)).unwrap_or((&digits, ""));
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_round_half_away() {
        let ratio = |part, whole| Ratio::of(Money(part), Money(whole));
        assert_eq!(ratio(1, 0), None);
        assert_eq!(ratio(3, 4).map(Ratio::fraction), Some("0.7500".into()));
        assert_eq!(ratio(-1, 3).map(Ratio::fraction), Some("-0.3333".into()));
        assert_eq!([(25, 2), (-25, 2), (12, 5)].map(|(part, whole)| ratio(part, whole).map(Ratio::rounded)), [Some(13), Some(-13), Some(2)]);
        assert_eq!(ratio(986, 1000).map(Ratio::percent), Some("98.6%".into()));
        let near = [(99_999, 100_000), (100_000, 100_000), (100_001, 100_000), (-100_001, -100_000)];
        assert_eq!(near.map(|(part, whole)| ratio(part, whole).map(Ratio::percent)), ["99.9%", "100.0%", "100.1%", "100.1%"].map(|text| Some(text.into())));
        assert_eq!(near.map(|(part, whole)| ratio(part, whole).map(Ratio::is_near_whole)), [Some(true), Some(false), Some(true), Some(true)]);
        assert_eq!(ratio(5215, 10000).map(Ratio::percent), Some("52.2%".into()));
    }
}
