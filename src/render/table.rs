//! A table for people: aligned also where rows have unequal numbers of wide characters, fitted to the terminal.

use std::io::{self, Write};

use super::{Style, columns, for_people, head, heading, memo_line};
use crate::money::Money;
use crate::sheet::{Cell, Sheet, Shown, Stamp};
use crate::text::{crop, width};

const GAP: usize = 2;
/// A text column is cropped no further than this.
const LEAST: usize = 8;

pub(super) fn render(sheet: &Sheet, stamp: &Stamp, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", head(sheet, stamp, style.lang))?;
    let shown = columns(sheet, Shown::Data);
    let shown: Vec<usize> = shown.into_iter().filter(|index| !is_empty(sheet, *index)).collect();
    let (shown, widths) = fit(sheet, shown, style);
    let names: Vec<Cell> = sheet.columns.iter().map(|column| Cell::text(heading(column, style.lang))).collect();
    let lines =
        std::iter::once((&names, Look::Head)).chain(sheet.rows.iter().map(|row| (row, Look::Row))).chain(sheet.shown_total().map(|row| (row, Look::Total)));
    for (row, look) in lines {
        writeln!(out, "{}", line(sheet, row, &shown, &widths, look, style))?;
    }
    for note in memo_line(sheet, style.lang).iter().chain(&sheet.notes).chain(&stamp.trace) {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Head,
    Row,
    Total,
}

/// Whether a droppable column says nothing in any row.
fn is_empty(sheet: &Sheet, index: usize) -> bool {
    let blank = |row: &Vec<Cell>| row.get(index).is_none_or(|cell| matches!(cell, Cell::Blank) || *cell == Cell::Money(Money::ZERO));
    !sheet.rows.is_empty() && sheet.columns.get(index).is_some_and(|column| column.rank > 0) && sheet.rows.iter().all(blank)
}

/// The width of the widest cell of a column.
fn natural_width(sheet: &Sheet, index: usize, style: Style) -> usize {
    let cells = sheet.rows.iter().chain(sheet.shown_total()).filter_map(|row| row.get(index));
    let head = sheet.columns.get(index).map_or(0, |column| width(heading(column, style.lang)));
    cells.map(|cell| width(&for_people(cell, style.lang))).max().unwrap_or(0).max(head)
}

/// Drops columns, highest rank first, then crops texts, until the table fits.
fn fit(sheet: &Sheet, mut shown: Vec<usize>, style: Style) -> (Vec<usize>, Vec<usize>) {
    let natural: Vec<usize> = (0..sheet.columns.len()).map(|index| natural_width(sheet, index, style)).collect();
    let widths_of = |shown: &[usize]| -> Vec<usize> { shown.iter().map(|index| natural.get(*index).copied().unwrap_or(0)).collect() };
    let mut widths = widths_of(&shown);
    let total = |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let rank = |index: usize| sheet.columns.get(index).map_or(0, |column| column.rank);
    let least = |shown: &[usize], widths: &[usize]| -> usize {
        let floor = shown.iter().zip(widths).map(|(index, own)| {
            let column = sheet.columns.get(*index);
            if column.is_none_or(|column| column.right) { *own } else { (*own).min(column.map_or(LEAST, |column| column.wants)) }
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
        let text = |index: &usize| sheet.columns.get(*index).filter(|column| !column.right);
        let sized = shown.iter().enumerate().filter_map(|(at, index)| Some((at, text(index)?.wants, widths.get(at).copied()?)));
        let widest = sized.map(|(at, wants, own)| (own > wants, own, at)).max().map(|(_, own, at)| (own, at));
        match widest.and_then(|(own, at)| (own > LEAST).then(|| widths.get_mut(at)).flatten()) {
            Some(own) => *own -= 1,
            None => break,
        }
    }
    (shown, widths)
}

fn line(sheet: &Sheet, row: &[Cell], shown: &[usize], widths: &[usize], look: Look, style: Style) -> String {
    let mut out = String::new();
    for (index, own) in shown.iter().zip(widths) {
        let (Some(cell), Some(column)) = (row.get(*index), sheet.columns.get(*index)) else { continue };
        let text = for_people(cell, style.lang);
        let text = crop(&text, *own);
        let blank = " ".repeat(own.saturating_sub(width(&text)));
        let painted = if style.color { paint(&text, cell, look) } else { text.into_owned() };
        let gap = if out.is_empty() { "" } else { "  " };
        out += gap;
        // Numbers and their headings stand at the right; words, also in a column of numbers, at the left.
        if column.right { out += &format!("{blank}{painted}") } else { out += &format!("{painted}{blank}") }
    }
    out.trim_end().to_string()
}

fn paint(text: &str, cell: &Cell, look: Look) -> String {
    let code = match (look, cell) {
        (Look::Head, _) => "2",
        (Look::Total, _) => "1",
        (Look::Row, Cell::Code(own)) => match own.color.as_str() {
            "green" => "32",
            "blue" => "34",
            "yellow" => "33",
            "red" => "31",
            "cyan" => "36",
            "magenta" => "35",
            "white" => "37",
            _ => return text.to_string(),
        },
        _ => return text.to_string(),
    };
    if text.is_empty() { String::new() } else { format!("\u{1b}[{code}m{text}\u{1b}[0m") }
}
