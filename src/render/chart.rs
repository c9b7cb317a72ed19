//! A drawing for a terminal: a bar a row, of blocks as wide as the terminal leaves them.

use super::table::color_code;
use super::{Style, for_people};
use crate::sheet::{Cell, Chart, ChartKind, Series, size, steps};
use crate::text::{crop, escape, width};

/// Columns a bar has at least and at most.
const BARS: (usize, usize) = (8, 60);
const GAP: usize = 2;

/// What the last parts of a bar are made of, the last one the fullest, and what those before them are: told apart also
/// where there is no colour.
const LAST: [char; 4] = ['░', '▒', '▓', '█'];
const EARLIER: [char; 4] = ['-', '=', ':', '+'];

/// The lines of a drawing: its title, what its parts are, and its rows.
pub(super) fn lines(chart: &Chart, style: Style) -> Vec<String> {
    if chart.is_nothing() {
        return Vec::new();
    }
    let rows: Vec<(String, String)> = chart.rows.iter().map(|(label, values)| (for_people(label, style.lang), figures(chart, values, style))).collect();
    let widest = |of: fn(&(String, String)) -> &str| rows.iter().map(|row| width(of(row))).max().unwrap_or(0);
    let named = widest(|row| &row.0).min((style.width / 4).max(8));
    let figured = widest(|row| &row.1);
    let room = style.width.saturating_sub(named + figured + 2 * GAP).clamp(BARS.0, BARS.1);
    let mut lines = vec![escape(&chart.title).into_owned()];
    lines.extend(legend(chart, style));
    for ((label, values), (of, cells)) in rows.iter().zip(&chart.rows) {
        let label = crop(label, named);
        let pad = " ".repeat(named.saturating_sub(width(&label)));
        let bar = bar(chart, cells, color_of(of), room, style);
        let line = format!("{label}{pad}  {bar}  {values}");
        lines.push(if bar.is_empty() { format!("{label}{pad}  {values}") } else { line });
    }
    lines.extend(chart.notes.iter().map(|note| escape(note).into_owned()));
    lines
}

fn color_of(cell: &Cell) -> &str {
    if let Cell::Code(own) = cell { &own.color } else { "" }
}

/// What stands behind a bar: its figures, or of what has parts the whole.
fn figures(chart: &Chart, values: &[Cell], style: Style) -> String {
    let shown = match chart.kind {
        ChartKind::Stacked => values.get(..1).unwrap_or_default(),
        _ => values,
    };
    shown.iter().map(|cell| for_people(cell, style.lang)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("  ")
}

/// What the parts of a bar are.
fn legend(chart: &Chart, style: Style) -> Option<String> {
    let parts = parts(chart);
    if parts.is_empty() {
        return None;
    }
    let own = |(glyph, series): &(char, &Series)| format!("{} {}", paint(&glyph.to_string(), &series.color, style), escape(&series.name));
    Some(parts.iter().map(own).collect::<Vec<_>>().join("  "))
}

/// The parts of a bar with what each is made of.
fn parts(chart: &Chart) -> Vec<(char, &Series)> {
    match chart.kind {
        ChartKind::Bars | ChartKind::Toward => Vec::new(),
        ChartKind::Stacked => {
            let count = chart.series.len().saturating_sub(1);
            let glyph = |number: usize| match (number + LAST.len()).checked_sub(count) {
                Some(last) => LAST.get(last).copied().unwrap_or('█'),
                None => EARLIER.get((count - LAST.len() - 1 - number) % EARLIER.len()).copied().unwrap_or('-'),
            };
            chart.series.iter().skip(1).enumerate().map(|(number, series)| (glyph(number), series)).collect()
        }
        ChartKind::Columns => ['░', '█'].into_iter().zip(&chart.series).collect(),
        ChartKind::Ranges => ['░', '█', '░'].into_iter().zip(&chart.series).collect(),
    }
}

/// The bar of a row.
fn bar(chart: &Chart, values: &[Cell], color: &str, room: usize, style: Style) -> String {
    let most = chart.most();
    let at = |number: usize| values.get(number).map_or(0, size);
    let place = |amount: i128| steps(amount, most, room as i128) as usize;
    let run = |glyph: char, from: usize, to: usize, color: &str| paint(&glyph.to_string().repeat(to.saturating_sub(from)), color, style);
    match chart.kind {
        ChartKind::Bars | ChartKind::Toward => {
            // What is anything is seen.
            let halves = steps(at(0), most, 2 * room as i128).max(i128::from(at(0) > 0)) as usize;
            paint(&("█".repeat(halves / 2) + if halves % 2 == 1 { "▌" } else { "" }), color, style)
        }
        ChartKind::Stacked => {
            let (mut bar, mut sum) = (String::new(), 0);
            for (number, (glyph, series)) in parts(chart).into_iter().enumerate() {
                let part = at(number + 1);
                bar += &run(glyph, place(sum), place(sum + part), &series.color);
                sum += part;
            }
            // What is anything is seen, if only by its greatest part.
            let greatest = || parts(chart).into_iter().enumerate().max_by_key(|(number, _)| at(number + 1)).map(|(_, part)| part);
            match greatest().filter(|_| bar.is_empty() && sum > 0) {
                Some((glyph, series)) => run(glyph, 0, 1, &series.color),
                None => bar,
            }
        }
        ChartKind::Columns => {
            let color = |number: usize| chart.series.get(number).map_or("", |series| &series.color);
            let part = place(at(1)).max(usize::from(at(1) > 0));
            run('█', 0, part, color(1)) + &run('░', part, place(at(0)), color(0))
        }
        ChartKind::Ranges => {
            let (low, mark, high) = (place(at(0)), place(at(1)), place(at(2)));
            let before = mark.saturating_sub(1).max(low);
            run(' ', 0, low, "") + &run('░', low, before, "") + "█" + &run('░', before + 1, high, "")
        }
    }
}

fn paint(text: &str, color: &str, style: Style) -> String {
    match color_code(color).filter(|_| style.color && !text.is_empty()) {
        Some(code) => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Money;
    use crate::render::Format;
    use crate::text::{Lang, text};

    fn chart(kind: ChartKind, series: &[(&str, &str)], rows: &[(&str, &[i64])]) -> Chart {
        let cells = |cents: &&[i64]| cents.iter().map(|cents| Cell::Money(Money::from_cents(*cents))).collect();
        Chart {
            key: "sample",
            title: "图".into(),
            kind,
            of: text("行", "Row"),
            series: series.iter().map(|(name, color)| Series::colored(*name, *name, color)).collect(),
            rows: rows.iter().map(|(name, cents)| (Cell::text(name), cells(cents))).collect(),
            total: None,
            mark: None,
            notes: Vec::new(),
        }
    }

    fn drawn(chart: &Chart, color: bool) -> String {
        lines(chart, Style { format: Format::Table, lang: Lang::Zh, width: 32, color, excel: false }).join("\n")
    }

    #[test]
    fn bars_are_as_long_as_their_figures() {
        let bars = chart(ChartKind::Bars, &[("额", "")], &[("华东电器", &[1_000]), ("乙", &[525]), ("丙", &[1]), ("丁", &[0]), ("戊", &[-5])]);
        let expected = "图\n华东电器  ███████████████  10.00\n乙        ████████  5.25\n丙        ▌  0.01\n丁        —\n戊        -0.05";
        assert_eq!(drawn(&bars, false), expected);
        assert_eq!(drawn(&chart(ChartKind::Bars, &[("额", "")], &[("甲", &[0])]), false), "");
    }

    #[test]
    fn parts_differ_without_colour_and_fill_the_whole() {
        let series = [("合计", ""), ("未到期", ""), ("绿", "green"), ("蓝", "blue"), ("黄", "yellow"), ("红", "red")];
        let stacked = chart(ChartKind::Stacked, &series, &[("甲", &[1_000, 200, 200, 200, 200, 200]), ("乙", &[300, 0, 0, 0, 100, 200])]);
        let expected = "图\n- 未到期  ░ 绿  ▒ 蓝  ▓ 黄  █ 红\n甲  ----░░░░▒▒▒▒▒▓▓▓▓████  10.00\n乙  ▓▓████  3.00";
        assert_eq!(drawn(&stacked, false), expected);
        assert!(drawn(&stacked, true).contains("\u{1b}[33m▓▓\u{1b}[0m\u{1b}[31m████\u{1b}[0m  3.00"), "{}", drawn(&stacked, true));
    }
}
