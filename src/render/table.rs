//! A table for people: aligned also where rows have unequal numbers of wide characters, fitted to the terminal.

use std::io::{self, Write};

use super::explained::in_words_of;
use super::{Style, chart, columns, head, heading, memo_lines, push_for_people, width_for_people};
use crate::parallel::in_order;
use crate::sheet::{Cell, Column, Sheet, Shown, Stamp};
use crate::text::{Lang, crop, escape, plain_crop, width};

const GAP: usize = 2;
/// As many as most cells need.
const BLANKS: &str = "                                ";
/// A text column is cropped no further than this.
const LEAST: usize = 8;

/// Rows that are put into words at once.
const BATCH: usize = 512;

pub(super) fn render(sheet: &Sheet, stamp: &Stamp, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if !sheet.message.is_empty() {
        return writeln!(out, "{}", sheet.message.join("\n"));
    }
    if !sheet.paste.is_empty() {
        stamp.trace.iter().try_for_each(|trace| writeln!(out, "# {trace}"))?;
        return writeln!(out, "{}", sheet.paste.join("\n"));
    }
    writeln!(out, "{}", head(sheet, stamp, style.lang))?;
    for line in &sheet.lead {
        writeln!(out, "{line}")?;
    }
    if sheet.sections.is_empty() {
        return body(sheet, stamp.trace.as_ref(), style, out);
    }
    for section in &sheet.sections {
        writeln!(out, "\n{}", section.title)?;
        for line in &section.lead {
            writeln!(out, "{line}")?;
        }
        if section.rows.is_empty() {
            writeln!(out, "{}", section.empty)?;
        } else {
            body(section, None, style, out)?;
        }
    }
    stamp.trace.iter().try_for_each(|trace| writeln!(out, "\n{trace}"))
}

/// The table itself with what stands under it.
fn body(sheet: &Sheet, trace: Option<&String>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let measures = measure(sheet, style.lang);
    let is_shown = |index: &usize| measures.get(*index).is_some_and(|own| own.says_something);
    let shown: Vec<usize> = columns(sheet, Shown::Data).into_iter().filter(is_shown).collect();
    let natural: Vec<usize> = measures.iter().map(|own| own.width).collect();
    let (shown, widths) = fit(sheet, shown, &natural, style);
    let names: Vec<Cell> = sheet.columns.iter().map(|column| Cell::text(heading(column, style.lang))).collect();
    let in_words = |rows: &[Vec<Cell>], look| {
        // Letters outside ASCII take more bytes than columns.
        let mut lines = String::with_capacity(rows.len() * widths.iter().sum::<usize>() * 2);
        for row in rows {
            line(sheet, row, &shown, &widths, look, style, &mut lines);
        }
        lines
    };
    out.write_all(in_words(&[names], Look::Head).as_bytes())?;
    let batches: Vec<&[Vec<Cell>]> = sheet.rows.chunks(BATCH).collect();
    let make = |number: usize, (): &mut ()| batches.get(number).map_or(String::new(), |rows| in_words(rows, Look::Row));
    let mut written = Ok(());
    in_order(batches.len(), make, |lines| {
        written = out.write_all(lines.as_bytes());
        written.is_ok()
    });
    written?;
    if let Some(total) = sheet.shown_total() {
        out.write_all(in_words(std::slice::from_ref(total), Look::Total).as_bytes())?;
    }
    if sheet.drawing.iter().all(|line| width(line) <= style.width) {
        for line in &sheet.drawing {
            writeln!(out, "{}", escape(line))?;
        }
    }
    for note in memo_lines(sheet, style.lang, style.width).iter().chain(&sheet.notes).chain(trace) {
        writeln!(out, "{note}")?;
    }
    for (figure, formula) in sheet.explained.iter().map(|own| in_words_of(own, style.lang)) {
        writeln!(out, "{figure}\n  = {formula}")?;
    }
    let drawn = sheet.charts.iter().map(|chart| chart::lines(chart, style)).filter(|lines| !lines.is_empty());
    drawn.into_iter().try_for_each(|lines| writeln!(out, "\n{}", lines.join("\n")))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Head,
    Row,
    Total,
}

/// What the cells of a column need.
#[derive(Clone, Copy, Default)]
struct Measure {
    /// The width of the widest.
    width: usize,
    /// Whether any says something, or the column cannot be dropped.
    says_something: bool,
}

/// Measures every column of a sheet that a table may show.
fn measure(sheet: &Sheet, lang: Lang) -> Vec<Measure> {
    let column = |column: &Column| Measure { width: width(heading(column, lang)), says_something: column.rank == 0 || sheet.rows.is_empty() };
    let mut all: Vec<Measure> = sheet.columns.iter().map(column).collect();
    let add = |all: &mut [Measure], row: &[Cell], is_total: bool, text: &mut String| {
        let cells = all.iter_mut().zip(row).zip(&sheet.columns);
        for ((own, cell), _) in cells.filter(|(_, column)| column.shown != Shown::Data) {
            own.says_something |= !is_total && !matches!(cell, Cell::Blank) && !matches!(cell, Cell::Money(amount) if amount.is_zero());
            own.width = own.width.max(width_for_people(cell, lang, text));
        }
    };
    let none = vec![Measure::default(); all.len()];
    let batches: Vec<&[Vec<Cell>]> = sheet.rows.chunks(BATCH).collect();
    let make = |number: usize, text: &mut String| {
        let mut own = none.clone();
        batches.get(number).into_iter().copied().flatten().for_each(|row| add(&mut own, row, false, text));
        own
    };
    in_order(batches.len(), make, |batch: Vec<Measure>| {
        for (own, other) in all.iter_mut().zip(batch) {
            own.width = own.width.max(other.width);
            own.says_something |= other.says_something;
        }
        true
    });
    if let Some(total) = sheet.shown_total() {
        add(&mut all, total, true, &mut String::new());
    }
    all
}

/// Drops columns, highest rank first, then crops texts, until the table fits.
fn fit(sheet: &Sheet, mut shown: Vec<usize>, natural: &[usize], style: Style) -> (Vec<usize>, Vec<usize>) {
    let widths_of = |shown: &[usize]| -> Vec<usize> { shown.iter().map(|index| natural.get(*index).copied().unwrap_or(0)).collect() };
    let mut widths = widths_of(&shown);
    let total = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let rank = |index: usize| sheet.columns.get(index).map_or(0, |column| column.rank);
    let least = |shown: &[usize], widths: &[usize]| -> usize {
        let floor = shown.iter().zip(widths).map(|(index, own)| {
            let column = sheet.columns.get(*index);
            if column.is_none_or(|column| column.whole) { *own } else { (*own).min(column.map_or(LEAST, |column| column.wants)) }
        });
        total(&floor.collect::<Vec<_>>())
    };
    while least(&shown, &widths) > style.width {
        // Columns of one rank belong together: half a ladder of tiers would mislead.
        let worst = shown.iter().map(|index| rank(*index)).max().filter(|worst| *worst > 0);
        let Some(worst) = worst else { break };
        shown.retain(|index| rank(*index) != worst);
        widths = widths_of(&shown);
    }
    while total(&widths) > style.width {
        // Texts give way that have more than they want; then the widest.
        let text = |index: &usize| sheet.columns.get(*index).filter(|column| !column.whole);
        let sized = shown.iter().enumerate().filter_map(|(at, index)| Some((at, text(index)?.wants, widths.get(at).copied()?)));
        let widest = sized.map(|(at, wants, own)| (own > wants, own, at)).max().map(|(_, own, at)| (own, at));
        match widest.and_then(|(own, at)| (own > LEAST).then(|| widths.get_mut(at)).flatten()) {
            Some(own) => *own -= 1,
            None => break,
        }
    }
    (shown, widths)
}

/// Puts the line of a row behind `out`.
fn line(sheet: &Sheet, row: &[Cell], shown: &[usize], widths: &[usize], look: Look, style: Style, out: &mut String) {
    let start = out.len();
    for (index, own) in shown.iter().zip(widths) {
        let (Some(cell), Some(column)) = (row.get(*index), sheet.columns.get(*index)) else { continue };
        if out.len() > start {
            out.push_str("  ");
        }
        let at = out.len();
        let mut wide = push_for_people(cell, style.lang, out);
        if wide > *own {
            wide = crop_end(out, at, *own);
        }
        if style.color {
            let painted = paint(out.get(at..).unwrap_or_default(), cell, look);
            out.truncate(at);
            out.push_str(&painted);
        }
        // Numbers and their headings stand at the right; words, also in a column of numbers, at the left.
        let blanks = own.saturating_sub(wide);
        if column.right {
            out.insert_str(at, BLANKS.get(..blanks).unwrap_or(&" ".repeat(blanks)));
        } else {
            out.extend(std::iter::repeat_n(' ', blanks));
        }
    }
    let end = out.get(start..).unwrap_or_default().trim_end().len();
    out.truncate(start + end);
    out.push('\n');
}

/// Crops what stands from a place on to some columns; the columns of what is left.
fn crop_end(out: &mut String, at: usize, columns: usize) -> usize {
    let text = out.get(at..).unwrap_or_default();
    if let Some((kept, wide)) = plain_crop(text, columns) {
        out.truncate(at + kept);
        out.push('…');
        return wide;
    }
    let cropped = crop(text, columns).into_owned();
    out.truncate(at);
    out.push_str(&cropped);
    width(&cropped)
}

fn paint(text: &str, cell: &Cell, look: Look) -> String {
    let code = match (look, cell) {
        (Look::Head, _) => Some("2"),
        (Look::Total, _) => Some("1"),
        (Look::Row, Cell::Code(own)) => color_code(&own.color),
        _ => None,
    };
    match code {
        None => text.to_string(),
        Some(_) if text.is_empty() => String::new(),
        Some(code) => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
    }
}

/// How a terminal is told a colour of a book.
pub(super) fn color_code(color: &str) -> Option<&'static str> {
    Some(match color {
        "green" => "32",
        "blue" => "34",
        "yellow" => "33",
        "red" => "31",
        "cyan" => "36",
        "magenta" => "35",
        "white" => "37",
        _ => return None,
    })
}
