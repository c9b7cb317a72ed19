//! How a figure came about, in words.

use super::for_people;
use crate::sheet::{Cell, Explained};
use crate::text::Lang;

/// `2026-11 collection rate 60.0%`, and its formula with the inputs in it: `paid 60.00 ÷ due 100.00`.
pub(super) fn in_words_of(own: &Explained, lang: Lang) -> (String, String) {
    // Nothing is — in a table; in a formula it is a number.
    let value = |cell: &Cell| match cell {
        Cell::Money(amount) => amount.grouped(),
        Cell::Blank => "—".into(),
        _ => for_people(cell, lang),
    };
    let formula = own.inputs.iter().fold(own.formula.get(lang).to_string(), |formula, (key, name, cell)| {
        formula.replace(&format!("{{{key}}}"), &format!("{} {}", name.get(lang), value(cell)))
    });
    let figure = [own.of.as_str(), own.heading.get(lang), &value(&own.value)];
    (figure.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "), formula)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::{Money, Ratio};
    use crate::text::text;

    #[test]
    fn a_formula_shows_its_inputs() {
        let own = Explained {
            of: "2026-11".into(),
            key: "rate",
            heading: text("回款率", "Collection rate"),
            formula: text("{paid} ÷ ({brought} + {due})", "{paid} ÷ ({brought} + {due})"),
            inputs: vec![
                ("paid", text("付到期的", "paid"), Cell::Money(Money::from_cents(6_000))),
                ("brought", text("期初逾期", "overdue before"), Cell::Money(Money::ZERO)),
                ("due", text("本月到期", "due"), Cell::Money(Money::from_cents(10_000))),
            ],
            value: Cell::Ratio(Ratio::of_counts(6_000, 10_000)),
        };
        let (figure, formula) = in_words_of(&own, Lang::Zh);
        assert_eq!((figure.as_str(), formula.as_str()), ("2026-11 回款率 60.0%", "付到期的 60.00 ÷ (期初逾期 0.00 + 本月到期 100.00)"));
        assert_eq!(in_words_of(&own, Lang::En).1, "paid 60.00 ÷ (overdue before 0.00 + due 100.00)");
    }
}
