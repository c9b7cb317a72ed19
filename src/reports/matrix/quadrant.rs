//! Cut lines and the four quadrants they make.

use rust_decimal::Decimal;

use crate::money::Ratio;
use crate::problem::UsageFault;
use crate::reports::Request;
use crate::text::{Text, text};

/// From where on sales and collection are high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cuts {
    pub(super) sales: Decimal,
    pub(super) collection: Decimal,
}

impl Cuts {
    /// The options', else the book's.
    pub(super) fn of(request: &Request) -> Result<Self, UsageFault> {
        let (sales, collection) = request.account.book.matrix;
        let given = |option: &'static str, id: &str| {
            let parse = |word: &str| parse(word).ok_or_else(|| UsageFault::Choice { option, text: word.to_string(), choices: "0 … 10, 0.9 = 90%".into() });
            request.option(id).map(parse).transpose()
        };
        Ok(Self { sales: given("--sales-cut", "sales-cut")?.unwrap_or(sales), collection: given("--collection-cut", "collection-cut")?.unwrap_or(collection) })
    }

    /// A cut line as people read it: `90%`.
    pub(super) fn percent(cut: Decimal) -> String {
        format!("{}%", (cut * Decimal::ONE_HUNDRED).normalize())
    }
}

/// `0.9` or `90%`, from 0 to 10 times, as the book takes it.
fn parse(word: &str) -> Option<Decimal> {
    let (digits, percent) = word.trim().strip_suffix(['%', '％']).map_or((word.trim(), false), |digits| (digits.trim(), true));
    let plain = digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value = Decimal::from_str_exact(digits).ok().filter(|_| plain)?;
    let cut = if percent { value / Decimal::ONE_HUNDRED } else { value };
    (cut <= Decimal::TEN).then_some(cut)
}

/// Where somebody stands; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quadrant {
    Strategic,
    SalesLed,
    CollectionLed,
    Passive,
}

impl Quadrant {
    /// By attainment of sales and rate of collection; none where one of them is missing.
    pub(super) fn of(attainment: Option<Ratio>, collection: Option<Ratio>, cuts: &Cuts) -> Option<Self> {
        let (sales, collection) = (attainment?.decimal() >= cuts.sales, collection?.decimal() >= cuts.collection);
        Some(match (sales, collection) {
            (true, true) => Self::Strategic,
            (true, false) => Self::SalesLed,
            (false, true) => Self::CollectionLed,
            (false, false) => Self::Passive,
        })
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Strategic => "strategic",
            Self::SalesLed => "sales-led",
            Self::CollectionLed => "collection-led",
            Self::Passive => "passive",
        }
    }

    /// What people call it: a direction of reps and teams; customers have none.
    pub(super) fn label(self, of_customers: bool) -> Text {
        match (self, of_customers) {
            (Self::Strategic, false) => text("战略导向", "strategic"),
            (Self::SalesLed, false) => text("销货主导", "sales-led"),
            (Self::CollectionLed, false) => text("回款主导", "collection-led"),
            (Self::Passive, false) => text("消极导向", "passive"),
            (Self::Strategic, true) => text("双高", "both high"),
            (Self::SalesLed, true) => text("高销低回", "sales high, collection low"),
            (Self::CollectionLed, true) => text("低销高回", "sales low, collection high"),
            (Self::Passive, true) => text("双低", "both low"),
        }
    }

    pub(super) fn color(self) -> &'static str {
        match self {
            Self::Strategic => "green",
            Self::SalesLed => "yellow",
            Self::CollectionLed => "blue",
            Self::Passive => "red",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_as_people_type_them() {
        let typed = |word| parse(word).map(|cut| cut.normalize().to_string());
        let good = [("0.9", "0.9"), ("90%", "0.9"), ("120％", "1.2"), ("0", "0"), ("10", "10"), (" 85.5 % ", "0.855")];
        for (word, cut) in good {
            assert_eq!(typed(word).as_deref(), Some(cut), "{word}");
        }
        for word in ["", "-1", "11", "1e0", "九成", "%", "1.2.3", "1001%", "0.1234567890123"] {
            assert_eq!(typed(word), None, "{word}");
        }
    }

    #[test]
    fn a_cut_line_belongs_to_what_is_high() {
        let cuts = Cuts { sales: Decimal::ONE, collection: Decimal::new(9, 1) };
        let ratio = |part| Ratio::of_counts(part, 1_000);
        assert_eq!(Quadrant::of(ratio(1_000), ratio(900), &cuts), Some(Quadrant::Strategic));
        assert_eq!(Quadrant::of(ratio(999), ratio(899), &cuts), Some(Quadrant::Passive));
        assert_eq!(Quadrant::of(None, ratio(900), &cuts), None);
        assert_eq!(Cuts::percent(cuts.collection), "90%");
    }
}
