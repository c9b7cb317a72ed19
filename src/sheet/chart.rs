//! A drawing of a sheet's figures as data: what is drawn, not how it looks.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Cell;
use crate::money::Ratio;
use crate::text::Text;

/// What a drawing looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// A bar a row, as long as its first figure.
    Bars,
    /// A bar a row, as long as its first figure, which the others are the parts of.
    Stacked,
    /// A column a row, as high as its first figure; the second is a part of it.
    Columns,
    /// One bar of which each row is a part, toward the first figure of the total.
    Toward,
    /// A bar a row from its first figure to its third, with a mark at the second.
    Ranges,
}

/// A figure that every row has.
#[derive(Clone, Debug)]
pub struct Series {
    /// Stable key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// The colour of a tier; empty for none.
    pub color: String,
}

impl Series {
    /// A figure without a colour of its own.
    pub fn plain(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), name: name.into(), color: String::new() }
    }

    /// A figure that is also told by a colour.
    pub fn colored(key: impl Into<String>, name: impl Into<String>, color: &str) -> Self {
        Self { key: key.into(), name: name.into(), color: color.into() }
    }
}

/// A drawing. Its figures also stand beside it in words, for whom a drawing tells nothing.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Stable key.
    pub key: &'static str,
    /// Title in the report's language.
    pub title: String,
    /// What it looks like.
    pub kind: ChartKind,
    /// What its rows are.
    pub of: Text,
    /// The figures of each row.
    pub series: Vec<Series>,
    /// What each row is called, and its figures.
    pub rows: Vec<(Cell, Vec<Cell>)>,
    /// The figures of all rows together.
    pub total: Option<(Cell, Vec<Cell>)>,
    /// Where between nothing and the whole a mark stands, and what it says.
    pub mark: Option<(String, Ratio)>,
    /// Lines under it.
    pub notes: Vec<String>,
}

impl Chart {
    /// What is drawn in full length: the greatest first figure, and of ratios the whole.
    pub fn most(&self) -> i128 {
        let drawn = |values: &Vec<Cell>| {
            let figures: &[Cell] = if self.kind == ChartKind::Ranges { values.get(..3).unwrap_or(values) } else { values.get(..1).unwrap_or_default() };
            let whole = figures.iter().any(|cell| matches!(cell, Cell::Ratio(_)));
            figures.iter().map(size).max().unwrap_or(0).max(if whole { RATIO_SCALE } else { 0 })
        };
        match self.kind {
            ChartKind::Toward => self.whole().max(self.rows.iter().map(|(_, values)| drawn(values)).sum()),
            _ => self.rows.iter().map(|(_, values)| drawn(values)).max().unwrap_or(0),
        }
    }

    /// What the parts of one bar are measured by.
    pub fn whole(&self) -> i128 {
        self.total.as_ref().and_then(|(_, values)| values.first()).map_or(0, size)
    }

    /// Whether there is nothing to draw.
    pub fn is_nothing(&self) -> bool {
        self.rows.iter().flat_map(|(_, values)| values).all(|cell| size(cell) == 0)
    }
}

const RATIO_SCALE: i128 = 1_000_000;

/// How much a cell is in whole steps that compare within one series; nothing for words and for what is below nothing.
pub fn size(cell: &Cell) -> i128 {
    let size = match cell {
        Cell::Money(amount) => i128::from(amount.cents()),
        Cell::Count(count) => i128::from(*count),
        Cell::Ratio(Some(ratio)) | Cell::Average(Some(ratio)) => {
            ratio.decimal().checked_mul(Decimal::from(RATIO_SCALE as i64)).and_then(|steps| steps.trunc().to_i128()).unwrap_or(0)
        }
        Cell::Blank | Cell::Text(_) | Cell::Label(_) | Cell::Code(_) | Cell::Date(_) | Cell::Ratio(None) | Cell::Average(None) => 0,
    };
    size.max(0)
}

/// So much of `of` steps as a part is of a whole, rounded half up; nothing of nothing.
pub fn steps(part: i128, whole: i128, of: i128) -> i128 {
    let double = part.saturating_mul(of).saturating_mul(2).saturating_add(whole);
    double.checked_div(whole.saturating_mul(2)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;

    #[test]
    fn lengths_are_whole_steps_of_exact_figures() {
        assert_eq!((steps(1, 3, 100), steps(2, 3, 100), steps(1, 0, 100), steps(0, 5, 100)), (33, 67, 0, 0));
        let most = i128::from(Money::TOTAL_LIMIT.cents());
        assert_eq!(steps(most - 1, most, 10_000), 10_000);
        assert_eq!(size(&Cell::Money(Money::from_cents(-5))), 0);
        assert_eq!(size(&Cell::Ratio(Ratio::of_counts(1, 3))), 333_333);
        assert_eq!(size(&Cell::text("9")), 0);
    }
}
