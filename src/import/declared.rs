//! What a statement says of itself: `收入：1笔 28.50元`, `支出合计：1,234.00`.

use super::cells;
use crate::money::Money;

/// How many lines, and their sum, where either is told.
type Told = (Option<usize>, Option<Money>);

/// What the lines of a statement add up to, by its own words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    /// Money in.
    pub incoming: Told,
    /// Money out.
    pub outgoing: Told,
}

impl Declared {
    /// Takes in what another text says; the first word stands.
    pub(super) fn merge(&mut self, more: Self) {
        let first = |own: Told, more: Told| (own.0.or(more.0), own.1.or(more.1));
        (self.incoming, self.outgoing) = (first(self.incoming, more.incoming), first(self.outgoing, more.outgoing));
    }
}

const IN: [&str; 6] = ["收入", "贷方", "存入", "转入", "Total In", "Credits"];
const OUT: [&str; 6] = ["支出", "借方", "支取", "转出", "Total Out", "Debits"];

/// What a sentence above or below the lines says of their sums.
pub(super) fn declared(text: &str) -> Declared {
    Declared { incoming: told(text, &IN), outgoing: told(text, &OUT) }
}

fn told(text: &str, words: &[&str]) -> Told {
    words
        .iter()
        .filter_map(|word| text.split_once(word))
        .map(|(before, after)| if before.ends_with('不') { (None, None) } else { figures(after) })
        .find(|told| *told != (None, None))
        .unwrap_or_default()
}

/// `合计：1笔 28.50元`
fn figures(text: &str) -> Told {
    let text = ["合计", "总计", "总额", "总金额", "金额", "发生额", "笔数"]
        .iter()
        .fold(text.trim_start(), |rest, word| rest.strip_prefix(word).unwrap_or(rest).trim_start());
    let Some(rest) = text.strip_prefix(['：', ':']) else { return (None, None) };
    let (first, rest) = number(rest.trim_start());
    match rest.strip_prefix('笔') {
        Some(rest) => {
            let rest = rest.trim_start_matches([' ', '，', ',', '、']);
            (first.parse().ok(), cells::amount(number(rest).0, false).unwrap_or(None))
        }
        None => (None, cells::amount(first, false).unwrap_or(None)),
    }
}

fn number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '¥' | '￥'))).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_a_statement_tells() {
        let money = |cents| Some(Money::from_cents(cents));
        assert_eq!(declared("收入：1笔 28.50元"), Declared { incoming: (Some(1), money(2_850)), ..Declared::default() });
        assert_eq!(declared("支出:63笔 16.54元"), Declared { outgoing: (Some(63), money(1_654)), ..Declared::default() });
        let both = Declared { incoming: (None, money(123_400)), outgoing: (None, money(100)) };
        assert_eq!(declared("收入合计：1,234.00 元 支出合计：1.00"), both);
        assert_eq!(declared("不计收支：2笔 16.37元"), Declared::default());
        assert_eq!(declared("5.部分账单不计入为收入或者支出，记为不计收支类；"), Declared::default());
    }
}
