//! The one place where an exact figure becomes the floating-point number that a workbook has for every number.

use crate::money::{Money, Ratio};
use crate::sheet::Cell;

/// Figures below this have at most 15 digits; so many come out of a floating-point number as they went in, and
/// spreadsheets show no more of them.
const EXACT: u64 = 1_000_000_000_000_000;

/// An amount; none where it has more digits than a number keeps.
pub(super) fn of_money(amount: Money) -> Option<f64> {
    (amount.cents().unsigned_abs() < EXACT).then(|| amount.to_string().parse().ok()).flatten()
}

/// A count; none where it has more digits than a number keeps.
pub(super) fn of_count(count: i64) -> Option<f64> {
    (count.unsigned_abs() < EXACT).then(|| count.to_string().parse().ok()).flatten()
}

/// A ratio or an average with all the digits that a number keeps: it is rounded where it is shown.
pub(super) fn of_ratio(ratio: Ratio) -> Option<f64> {
    ratio.decimal().to_string().parse().ok()
}

/// A figure that a report has as words, with all its digits: a factor such as `0.85`, a rate that people see as `1.5%`.
pub(super) fn of_figure(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Text(words) => of_words(words),
        // What people see must be a figure too: a code of digits may be a name.
        Cell::Code(own) => of_words(own.label.strip_suffix('%').unwrap_or(&own.label)).and_then(|_| of_words(&own.code)),
        _ => None,
    }
}

fn of_words(words: &str) -> Option<f64> {
    let digits = words.strip_prefix('-').unwrap_or(words);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_plain = [whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let is_short = whole.len() + decimals.len() <= 15 && (whole == "0" || !whole.starts_with('0'));
    (is_plain && is_short).then(|| words.parse().ok()).flatten()
}

/// Whether a total is the sum of its column, exactly, and also comes out to the cent where a spreadsheet adds up the column
/// as floating-point numbers.
pub(super) fn is_sum<'a>(mut column: impl Iterator<Item = &'a Cell>, total: &Cell) -> bool {
    let (mut exact, mut shown) = (0_i128, 0.0);
    let is_alike = column.all(|cell| {
        let (own, number) = match (cell, total) {
            (Cell::Blank, _) => return true,
            (Cell::Money(amount), Cell::Money(_)) => (amount.cents(), of_money(*amount)),
            (Cell::Count(count), Cell::Count(_)) => (*count, of_count(*count)),
            _ => return false,
        };
        exact += i128::from(own);
        shown += number.unwrap_or_default();
        number.is_some()
    });
    let comes_out = match total {
        Cell::Money(amount) => of_money(*amount).is_some() && exact == i128::from(amount.cents()) && format!("{shown:.2}") == amount.to_string(),
        Cell::Count(count) => of_count(*count).is_some() && exact == i128::from(*count) && format!("{shown:.0}") == count.to_string(),
        _ => false,
    };
    is_alike && comes_out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(cents: i64) -> Cell {
        Cell::Money(Money::from_cents(cents))
    }

    #[test]
    fn amounts_keep_every_cent_that_a_number_can() {
        for cents in [0, 1, -1, 10, 29, 123_456_789, 99_999_999_999_999, -99_999_999_999_999, 999_999_999_999_999] {
            let amount = Money::from_cents(cents);
            assert_eq!(of_money(amount).map(|number| format!("{number:.2}")), Some(amount.to_string()));
        }
        assert_eq!((of_money(Money::from_cents(1_000_000_000_000_000)), of_count(i64::MIN)), (None, None));
        assert_eq!(of_count(-12), Some(-12.0));
        assert_eq!(Ratio::of_counts(1, 8).and_then(of_ratio), Some(0.125));
    }

    #[test]
    fn only_figures_are_taken_for_figures() {
        assert_eq!((of_figure(&Cell::code("0.015", "1.5%")), of_figure(&Cell::code("0.6000", "0.6"))), (Some(0.015), Some(0.6)));
        assert_eq!((of_figure(&Cell::code("1", "all")), of_figure(&Cell::text("0.6")), of_figure(&money(60))), (None, Some(0.6), None));
        assert_eq!(["0.85", "-2", "100", "0"].map(of_words), [Some(0.85), Some(-2.0), Some(100.0), Some(0.0)]);
        for words in ["", "-", ".5", "5.", "007", "1e5", "1,000", "50%", "B", "12345678901234567890", "nan"] {
            assert_eq!(of_words(words), None, "{words}");
        }
    }

    #[test]
    fn a_total_is_a_sum_only_where_it_comes_out() {
        let column = [money(10), money(20), Cell::Blank, money(-5)];
        assert!(is_sum(column.iter(), &money(25)));
        assert!(!is_sum(column.iter(), &money(24)) && !is_sum(column.iter(), &Cell::Count(25)) && !is_sum(column.iter(), &Cell::Blank));
        assert!(is_sum([Cell::Count(2), Cell::Count(3)].iter(), &Cell::Count(5)));
        assert!(!is_sum([money(1), Cell::text("x")].iter(), &money(1)));
        // A row, and a sum, that is no number.
        assert!(!is_sum([money(1_000_000_000_000_000)].iter(), &money(1_000_000_000_000_000)));
        assert!(!is_sum([money(600_000_000_000_000), money(600_000_000_000_000)].iter(), &money(1_200_000_000_000_000)));
        // Cents that are lost on the way.
        let up_and_down = [money(900_000_000_000_000), money(900_000_000_000_000), money(900_000_000_000_001), money(-900_000_000_000_000)];
        let column = up_and_down.iter().cycle().take(4 * 4_000).cloned().chain(vec![money(-900_000_000_000_000); 8_000]).collect::<Vec<_>>();
        assert!(!is_sum(column.iter(), &money(4_000)));
    }
}
