//! Sheet → bytes, one small file per format.

mod chart;
mod csv;
mod explained;
mod html;
mod json;
mod markdown;
mod svg;
mod table;
mod xlsx;

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::money::Ratio;
use crate::sheet::{Cell, Column, Heading, Sheet, Shown, Stamp};
use crate::text::{Lang, escape, plain_width, width};
pub use xlsx::MOST_ROWS;

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Table,
    /// For programs and spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// For messages and pages.
    Markdown,
    /// A workbook for spreadsheets.
    Xlsx,
    /// A page to look at, with drawings.
    Html,
}

impl Format {
    /// The words `--format` takes.
    pub const WORDS: [(&'static str, Self); 6] =
        [("table", Self::Table), ("csv", Self::Csv), ("json", Self::Json), ("markdown", Self::Markdown), ("html", Self::Html), ("xlsx", Self::Xlsx)];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
        }
    }

    /// The format a file's ending names.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Table),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "md" | "markdown" => Some(Self::Markdown),
            "xlsx" => Some(Self::Xlsx),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }
}

/// How to render.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Format.
    pub format: Format,
    /// Language of headings and labels.
    pub lang: Lang,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
    /// CSV for a spreadsheet: BOM, headings in the language, formulas neutralised.
    pub excel: bool,
}

/// Writes a sheet.
pub fn render(sheet: &Sheet, stamp: &Stamp, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match style.format {
        Format::Table => table::render(sheet, stamp, style, out),
        Format::Csv => csv::render(sheet, style, out),
        Format::Json => json::render(sheet, stamp, out),
        Format::Markdown => markdown::render(sheet, stamp, style.lang, out),
        Format::Xlsx => xlsx::render(&[("", sheet)], stamp, style.lang, out),
        Format::Html => html::render(sheet, stamp, style.lang, out),
    }
}

/// Writes several sheets into one workbook, each under its name.
pub fn render_workbook(sheets: &[(&str, &Sheet)], stamp: &Stamp, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    xlsx::render(sheets, stamp, lang, out)
}

/// A heading in a language.
fn heading(column: &Column, lang: Lang) -> &str {
    match &column.heading {
        Heading::Fixed(text) => text.get(lang),
        Heading::Given(name) => name,
    }
}

/// The numbers of the columns a kind of output shows.
fn columns(sheet: &Sheet, hidden: Shown) -> Vec<usize> {
    sheet.columns.iter().enumerate().filter(|(_, column)| column.shown != hidden).map(|(index, _)| index).collect()
}

/// A value as people read it.
fn for_people(cell: &Cell, lang: Lang) -> String {
    let mut out = String::new();
    push_for_people(cell, lang, &mut out);
    out
}

/// The same, put behind a text; the columns it takes.
fn push_for_people(cell: &Cell, lang: Lang, out: &mut String) -> usize {
    let start = out.len();
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => return push_words(text, out),
        Cell::Label(text) => return push_words(text.get(lang), out),
        Cell::Code(own) => return push_words(&own.label, out),
        Cell::Money(amount) if amount.is_zero() => return push_words("—", out),
        Cell::Money(amount) => amount.push_grouped(out),
        // Writing to a text cannot fail.
        Cell::Count(count) => _ = write!(out, "{count}"),
        Cell::Date(day) => day.push(out),
        Cell::Ratio(ratio) => return push_words(&ratio.map_or("—".into(), Ratio::percent), out),
        Cell::Average(average) => return push_words(&average.map_or("—".into(), Ratio::short_average), out),
    }
    // Figures are as wide as they are long.
    out.len() - start
}

/// Puts words behind a text, escaped; the columns they take.
fn push_words(words: &str, out: &mut String) -> usize {
    if let Some(width) = plain_width(words) {
        out.push_str(words);
        return width;
    }
    let escaped = escape(words);
    out.push_str(&escaped);
    width(&escaped)
}

/// The columns a value takes as people read it.
fn width_for_people(cell: &Cell, lang: Lang, place: &mut String) -> usize {
    let push = |place: &mut String| {
        place.clear();
        push_for_people(cell, lang, place)
    };
    match cell {
        Cell::Blank => 0,
        Cell::Text(text) => plain_width(text).unwrap_or_else(|| push(place)),
        Cell::Code(own) => plain_width(&own.label).unwrap_or_else(|| push(place)),
        Cell::Money(amount) if !amount.is_zero() => amount.grouped_width(),
        Cell::Count(count) => count.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1 + usize::from(*count < 0),
        Cell::Date(_) => 10,
        _ => push(place),
    }
}

/// A value as programs read it.
fn for_programs(cell: &Cell) -> String {
    let mut out = String::new();
    push_for_programs(cell, &mut out);
    out
}

/// The same, put behind a text.
fn push_for_programs(cell: &Cell, out: &mut String) {
    match cell {
        Cell::Blank | Cell::Label(_) | Cell::Ratio(None) | Cell::Average(None) => {}
        Cell::Text(text) => out.push_str(text),
        Cell::Code(own) => out.push_str(&own.code),
        // Writing to a text cannot fail.
        Cell::Money(amount) => _ = write!(out, "{amount}"),
        Cell::Count(count) => _ = write!(out, "{count}"),
        Cell::Date(day) => day.push(out),
        Cell::Ratio(Some(ratio)) => out.push_str(&ratio.fraction()),
        Cell::Average(Some(average)) => out.push_str(&average.average()),
    }
}

/// `title · ledger · as of day · unit`.
fn head(sheet: &Sheet, stamp: &Stamp, lang: Lang) -> String {
    format!("{} · {}", sheet.title, covers(stamp, lang))
}

/// `ledger · as of day · unit`.
fn covers(stamp: &Stamp, lang: Lang) -> String {
    let (ledger, day) = (escape(&stamp.ledger), stamp.as_of);
    let unit = unit(stamp, lang);
    crate::say!(lang, "{ledger} · 截至 {day} · 单位：{unit}", "{ledger} · as of {day} · in {unit}")
}

/// What amounts are in.
fn unit(stamp: &Stamp, lang: Lang) -> String {
    if stamp.currency == "CNY" { crate::say!(lang, "元", "CNY") } else { stamp.currency.clone() }
}

/// The figures beside the rows, in as few lines of a width as they need.
fn memo_lines(sheet: &Sheet, lang: Lang, most: usize) -> Vec<String> {
    let value = |cell: &Cell| if let Cell::Money(amount) = cell { amount.grouped() } else { for_people(cell, lang) };
    let figures: Vec<String> = sheet.memo.iter().map(|memo| format!("{} {}", memo.heading.get(lang), value(&memo.value))).collect();
    let mut lines: Vec<String> = Vec::new();
    for figure in figures.into_iter().filter(|_| !sheet.hide_memo) {
        match lines.last_mut().filter(|line| width(line) + 3 + width(&figure) <= most) {
            Some(line) => *line = format!("{line} · {figure}"),
            None => lines.push(figure),
        }
    }
    lines
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::date::Day;
    use crate::money::Money;
    use crate::text::text;

    pub(crate) fn sample() -> (Sheet, Stamp) {
        let columns = vec![
            Column::words("customer", text("客户", "Customer")),
            Column::words("id", text("编号", "Id")).data_only(),
            Column::number("outstanding", text("未回款余额", "Outstanding")),
            Column::number("share", text("占比", "Share")),
            Column::words("tier", text("等级", "Tier")).rank(1),
        ];
        let row = |name: &str, cents, share| {
            vec![Cell::text(name), Cell::text("a|b"), Cell::Money(Money::from_cents(cents)), Cell::Ratio(share), Cell::colored("red", "红", "red")]
        };
        let rows = vec![row("华东电器", 123_456_700, Ratio::of_counts(3, 4)), row("=1+1|x,\u{202e}\"y\"", 5, None)];
        let total = Some(vec![Cell::TOTAL, Cell::Blank, Cell::Money(Money::from_cents(123_456_705)), Cell::Blank, Cell::Blank]);
        let memo = vec![Memo2 { key: "unapplied", heading: text("未匹配", "unapplied"), value: Cell::Money(Money::ZERO) }];
        let sheet = Sheet { report: "sample", title: "样表".into(), columns, rows, total, memo, notes: vec!["注".into()], ..Sheet::default() };
        let stamp = Stamp { ledger: "华东".into(), currency: "CNY".into(), as_of: Day::from_ymd(2026, 11, 30).unwrap_or(Day::EPOCH), trace: None };
        (sheet, stamp)
    }

    use crate::sheet::Memo as Memo2;

    pub(crate) fn rendered(format: Format, excel: bool) -> String {
        let (sheet, stamp) = sample();
        let style = Style { format, lang: Lang::Zh, width: 80, color: false, excel };
        let mut out = Vec::new();
        assert!(render(&sheet, &stamp, style, &mut out).is_ok());
        String::from_utf8(out).unwrap_or_default()
    }

    #[test]
    fn a_value_is_as_wide_as_it_is_shown() {
        let words = ["", "华东 x", "£5", "a\u{202e}b", "…"].map(Cell::text);
        let money = [0, 1, 99, 100, -5, 99_999, 100_000, 99_999_999, 100_000_000, -123_456_789_012].map(|cents| Cell::Money(Money::from_cents(cents)));
        let others = [
            Cell::Blank,
            Cell::TOTAL,
            Cell::Count(-12),
            Cell::Date(Day::EPOCH),
            Cell::Ratio(None),
            Cell::Average(Ratio::of_counts(85, 2)),
            Cell::Ratio(Ratio::of_counts(3, 4)),
            Cell::code("x", "红£"),
        ];
        for cell in words.into_iter().chain(money).chain(others) {
            let mut text = String::new();
            let pushed = push_for_people(&cell, Lang::Zh, &mut text);
            assert_eq!((pushed, width_for_people(&cell, Lang::Zh, &mut String::new())), (width(&text), width(&text)), "{text}");
        }
    }

    #[test]
    fn table() {
        let expected = "样表 · 华东 · 截至 2026-11-30 · 单位：元\n\
            客户                  未回款余额   占比  等级\n\
            华东电器            1,234,567.00  75.0%  红\n\
            =1+1|x,\\u{202e}\"y\"          0.05      —  红\n\
            合计                1,234,567.05\n\
            未匹配 0.00\n\
            注\n";
        assert_eq!(rendered(Format::Table, false), expected);
    }

    #[test]
    fn csv() {
        let expected = "customer,id,outstanding,share,tier\n华东电器,a|b,1234567.00,0.7500,red\n\"=1+1|x,\u{202e}\"\"y\"\"\",a|b,0.05,,red\n";
        assert_eq!(rendered(Format::Csv, false), expected);
        let excel = rendered(Format::Csv, true);
        assert!(excel.starts_with("\u{feff}客户,编号,未回款余额,占比,等级\n"), "{excel}");
        assert!(excel.contains("\n\"'=1+1|x"), "{excel}");
    }

    #[test]
    fn json() {
        let text = rendered(Format::Json, false);
        assert!(text.starts_with("{\"report\":\"sample\",\"as_of\":\"2026-11-30\",\"currency\":\"CNY\",\"rows\":["), "{text}");
        assert!(text.contains("\"outstanding\":\"1234567.00\",\"share\":0.7500,\"tier\":\"red\""), "{text}");
        assert!(text.contains("\"share\":null"), "{text}");
        assert!(text.ends_with("\"memo\":{\"unapplied\":\"0.00\"}}\n"), "{text}");
    }

    #[test]
    fn markdown() {
        let text = rendered(Format::Markdown, false);
        assert!(text.contains("| 客户 | 未回款余额 | 占比 | 等级 |\n| --- | ---: | ---: | --- |\n"), "{text}");
        assert!(text.contains("=1+1\\|x"), "{text}");
        assert!(text.contains("| **合计** |"), "{text}");
    }
}
