//! Averages of days, weighted by amounts: how late money came, how long it was under way.

use crate::money::{Money, Ratio};

/// Σ amount, Σ amount × days and Σ amount × days², from which mean and spread are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lateness {
    amount: i128,
    days: i128,
    squares: i128,
}

impl Lateness {
    /// Adds an amount that came so many days after its day; fewer than none where it came before.
    pub fn add(&mut self, amount: Money, days: i32) {
        let (cents, days) = (i128::from(amount.cents()), i128::from(days));
        // 64 bits of cents, times the square of 17 bits of days, fit 128 bits with room for the sum of a ledger.
        self.amount = self.amount.saturating_add(cents);
        self.days = self.days.saturating_add(cents.saturating_mul(days));
        self.squares = self.squares.saturating_add(cents.saturating_mul(days.saturating_mul(days)));
    }

    /// Adds what another one counted.
    pub fn plus(&mut self, other: &Self) {
        self.amount = self.amount.saturating_add(other.amount);
        self.days = self.days.saturating_add(other.days);
        self.squares = self.squares.saturating_add(other.squares);
    }

    /// Σ amount.
    pub fn amount(&self) -> Money {
        Money::from_cents(i64::try_from(self.amount).unwrap_or(i64::MAX))
    }

    /// Σ amount × days, as an amount; none where it is too large for one.
    pub fn weighted(&self) -> Option<Money> {
        i64::try_from(self.days).ok().map(Money::from_cents)
    }

    /// Σ amount × days ÷ Σ amount, in days; none where nothing was added.
    pub fn mean(&self) -> Option<Ratio> {
        Ratio::of_wide(self.days, self.amount)
    }

    /// An amount × mean × part ÷ whole, rounded half-up to the cent; none where nothing was added, or where it does not fit.
    pub fn mean_of(&self, amount: Money, part: i64, whole: i64) -> Option<Money> {
        let exact = i128::from(amount.cents()).checked_mul(self.days)?.checked_mul(part.into())?;
        let whole = self.amount.checked_mul(whole.into()).filter(|whole| *whole > 0)?;
        // Twice the quotient, one more, halved: half-up of what is not below nothing.
        let doubled = exact.max(0).checked_mul(2)?.checked_add(whole)?;
        i64::try_from(doubled.checked_div(whole.checked_mul(2)?)?).ok().map(Money::from_cents)
    }

    /// The amount-weighted standard deviation, in whole days, rounded down; none where nothing was added.
    pub fn spread(&self) -> Option<i32> {
        let (mean_of_squares, square_of_mean) = (self.squares.checked_mul(self.amount)?, self.days.checked_mul(self.days)?);
        let whole = self.amount.checked_mul(self.amount).filter(|whole| *whole > 0)?;
        let variance = mean_of_squares.checked_sub(square_of_mean)?.checked_div(whole)?;
        i32::try_from(variance.max(0).isqrt()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_spread() {
        let mut lateness = Lateness::default();
        assert_eq!((lateness.mean(), lateness.spread()), (None, None));
        lateness.add(Money::from_cents(6_000_000), 30);
        lateness.add(Money::from_cents(4_000_000), 60);
        assert_eq!(lateness.mean().map(Ratio::average), Some("42.00".into()));
        // √(0.6 × 30² + 0.4 × 60² − 42²) = √216
        assert_eq!(lateness.spread(), Some(14));
        let of = |cents, part, whole| lateness.mean_of(Money::from_cents(cents), part, whole).map(Money::cents);
        assert_eq!((of(1, 1, 1), of(1, 1, 4), of(1, 1, 84), of(1, 1, 85), of(-1, 1, 1)), (Some(42), Some(11), Some(1), Some(0), Some(0)));
        assert_eq!(Lateness::default().mean_of(Money::from_cents(1), 1, 1), None);
    }
}
