//! The matrix as a picture: who stands in which quadrant, sales to the right, collection upwards.

use crate::say;
use crate::text::{Lang, comma, crop, escape, width};

use super::quadrant::{Cuts, Quadrant};

/// Columns within a quadrant, so that the whole fits 80.
const INNER: usize = 31;
/// Columns of what stands at the left.
const LEFT: usize = 10;
/// Lines of names in a quadrant.
const LINES: usize = 4;

/// The lines of the drawing; `of_customers` says how quadrants are called.
pub(super) fn draw(names: &[(Quadrant, String)], cuts: &Cuts, of_customers: bool, lang: Lang) -> Vec<String> {
    let quadrant = |own: Quadrant| {
        let inside: Vec<&str> = names.iter().filter(|(quadrant, _)| *quadrant == own).map(|(_, name)| name.as_str()).collect();
        let mut lines = vec![own.label(of_customers).get(lang).to_string()];
        lines.extend(listed(&inside, lang));
        lines
    };
    let edge = |left: char, middle: char, right: char| {
        let line = "─".repeat(INNER + 2);
        format!("{}{left}{line}{middle}{line}{right}", " ".repeat(LEFT))
    };
    let (sales, collection) = (Cuts::percent(cuts.sales), Cuts::percent(cuts.collection));
    let (low, high) = (say!(lang, "销售 < {sales}", "sales < {sales}"), say!(lang, "销售 ≥ {sales}", "sales ≥ {sales}"));
    let mut lines = vec![String::new(), format!("{}  {}   {high}", " ".repeat(LEFT), fill(&low, INNER)), edge('┌', '┬', '┐')];
    let up = [say!(lang, "回款", "collected"), format!("≥ {collection}")];
    lines.extend(band(&up, &quadrant(Quadrant::CollectionLed), &quadrant(Quadrant::Strategic)));
    lines.push(edge('├', '┼', '┤'));
    let down = [say!(lang, "回款", "collected"), format!("< {collection}")];
    lines.extend(band(&down, &quadrant(Quadrant::Passive), &quadrant(Quadrant::SalesLed)));
    lines.push(edge('└', '┴', '┘'));
    lines.push(String::new());
    lines
}

/// Two quadrants side by side, with what stands at their left.
fn band(left: &[String], one: &[String], other: &[String]) -> Vec<String> {
    let of = |lines: &[String], number: usize, columns| fill(lines.get(number).map_or("", String::as_str), columns);
    let height = one.len().max(other.len()).max(left.len()).max(3);
    (0..height).map(|number| format!("{}│ {} │ {} │", of(left, number, LEFT), of(one, number, INNER), of(other, number, INNER))).collect()
}

/// Names in lines, as many as have room; how many more there are.
fn listed(names: &[&str], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let name = crop(&escape(name), INNER).into_owned();
        let joined = lines.last().map(|line| format!("{line}{}{name}", comma(lang))).filter(|joined| width(joined) <= INNER);
        if let Some(joined) = joined {
            lines.pop();
            lines.push(joined);
        } else if lines.len() < LINES {
            lines.push(name);
        } else {
            let more = names.len() - number;
            lines.push(say!(lang, "另有 {more} 个", "+{more} more"));
            break;
        }
    }
    lines
}

/// A text with blanks behind it up to some columns.
fn fill(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn it_is_as_wide_everywhere_and_tells_who_has_no_room() {
        let cuts = Cuts { sales: Decimal::ONE, collection: Decimal::new(9, 1) };
        let mut names: Vec<(Quadrant, String)> = (1..=40).map(|number| (Quadrant::Passive, format!("客户{number}有限责任公司"))).collect();
        names.push((Quadrant::Strategic, "很长很长很长很长很长很长很长很长很长很长的名字\u{202e}".into()));
        for lang in [Lang::Zh, Lang::En] {
            let lines = draw(&names, &cuts, true, lang);
            let framed: Vec<&String> = lines.iter().filter(|line| line.ends_with(['│', '┐', '┤', '┘'])).collect();
            assert!(framed.len() >= 9 && framed.iter().all(|line| width(line) == 79), "{lines:#?}");
            assert!(lines.iter().any(|line| line.contains(if lang == Lang::Zh { "另有 36 个" } else { "+36 more" })), "{lines:#?}");
            assert!(!lines.iter().any(|line| line.contains('\u{202e}')));
        }
    }
}
