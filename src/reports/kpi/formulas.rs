//! The formulas that are more than one sum over another; docs/formulas.md names their sources.

use std::collections::BTreeMap;

use crate::date::{Day, Period};
use crate::money::{Money, Ratio};

/// Days whose sales days of sales outstanding look back on.
pub(super) const DAYS: i32 = 90;

/// DSO of a receivable, best-possible DSO of what of it is not due: an amount ÷ the sales of some days × these days.
pub(super) fn days_of_sales(amount: Money, sales: Money, days: i32) -> Option<Ratio> {
    Ratio::of_times(amount, i64::from(days), sales)
}

/// CEI: what was collected ÷ what could be. None where nothing could be collected.
pub(super) fn cei(opening: Money, new: Money, closing: Money, not_due: Money) -> Option<Ratio> {
    let collectable = opening + new - not_due;
    Ratio::of(opening + new - closing, collectable).filter(|_| collectable.is_positive())
}

/// Countback DSO: months of sales are taken off the receivable, the latest first, and their days counted; of the month that
/// is not used up, the days in proportion. None where the sales do not reach that far, or there are none.
pub(super) fn countback(receivable: Money, end: Day, sales: &BTreeMap<Period, Money>) -> Option<Ratio> {
    if !receivable.is_positive() {
        // Nothing has to be taken off.
        return Ratio::of_counts(0, i64::from(sales.values().any(|amount| amount.is_positive())));
    }
    let mut left = receivable;
    for (month, amount) in sales.iter().rev() {
        let (first, last) = (month.first(), month.last().min(end));
        // Months without sales between this one and the next are days too.
        let before = i128::from(end.since(last));
        if left <= *amount {
            let days = i128::from(last.since(first) + 1);
            let cents = |money: Money| i128::from(money.cents());
            return Ratio::of_wide(before * cents(*amount) + days * cents(left), cents(*amount));
        }
        left -= *amount;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(amount: i64) -> Money {
        Money::from_cents(amount * 100)
    }

    fn average(ratio: Option<Ratio>) -> String {
        ratio.map_or("—".into(), Ratio::average)
    }

    #[test]
    fn days_sales_are_outstanding() {
        assert_eq!(average(days_of_sales(yuan(15_000), yuan(10_000), 30)), "45.00");
        assert_eq!(average(days_of_sales(yuan(4_000), yuan(10_000), 30)), "12.00");
        assert_eq!(average(days_of_sales(yuan(4_600_000), yuan(9_000_000), DAYS)), "46.00");
        assert_eq!(average(days_of_sales(yuan(1), Money::ZERO, DAYS)), "—");
    }

    #[test]
    fn effectiveness_of_collection() {
        let percent = |opening, new, closing, not_due| cei(yuan(opening), yuan(new), yuan(closing), yuan(not_due)).map(Ratio::fraction);
        assert_eq!(percent(100_000, 1_000_000, 120_000, 100_000), Some("0.9800".into()));
        // All is there, and none of it due.
        assert_eq!(percent(0, 500, 500, 500), None);
        assert_eq!(percent(0, 0, 0, 100), None);
    }

    #[test]
    fn counting_back() {
        let day = |month, day| Day::from_ymd(2026, month, day).unwrap_or(Day::EPOCH);
        let month = |month, amount| (Period::Month(2026, month), yuan(amount));
        let sales = BTreeMap::from([month(1, 120), month(2, 100), month(3, 150)]);
        assert_eq!(average(countback(yuan(300), day(3, 31), &sales)), "71.92");
        assert_eq!(average(countback(yuan(370), day(3, 31), &sales)), "90.00");
        assert_eq!(average(countback(yuan(371), day(3, 31), &sales)), "—");
        assert_eq!(average(countback(yuan(0), day(3, 31), &sales)), "0.00");
        assert_eq!(average(countback(yuan(0), day(4, 30), &sales)), "0.00");
        assert_eq!(average(countback(yuan(-5), day(4, 30), &sales)), "0.00");
        assert_eq!(average(countback(yuan(0), day(3, 31), &BTreeMap::new())), "—");
        // The running month has its days so far; April has no sales, and its days pass.
        assert_eq!(average(countback(yuan(75), day(3, 10), &sales)), "5.00");
        assert_eq!(average(countback(yuan(75), day(4, 30), &sales)), "45.50");
    }
}
