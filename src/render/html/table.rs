//! A table of a page: its headings say what they head, and each figure stands beside its words as programs read it.

use super::push;
use crate::render::{columns, for_people, for_programs, heading};
use crate::sheet::{Cell, Chart, ChartKind, Column, Sheet, Shown};
use crate::text::Lang;

/// Columns from which on a table is rather moved sideways than squeezed.
const WIDE: usize = 10;

/// Columns a printed page has at most.
const PRINTED: usize = 12;

/// Whether a sheet wants wide paper.
pub(super) fn is_wide(sheet: &Sheet) -> bool {
    sheet.columns.iter().filter(|column| column.shown != Shown::Data).count() > WIDE
}

/// The table of a sheet: the columns people see that say something.
pub(super) fn push_sheet(sheet: &Sheet, title: &str, lang: Lang, page: &mut String) {
    let says = |index: &usize| {
        let is_something =
            |row: &Vec<Cell>| row.get(*index).is_some_and(|cell| !matches!(cell, Cell::Blank) && !matches!(cell, Cell::Money(amount) if amount.is_zero()));
        sheet.columns.get(*index).is_some_and(|column| column.rank == 0) || sheet.rows.iter().any(is_something)
    };
    let shown: Vec<usize> = columns(sheet, Shown::Data).into_iter().filter(says).collect();
    let picked: Vec<&Column> = shown.iter().filter_map(|index| sheet.columns.get(*index)).collect();
    let most = last_rank(&picked);
    let classes: Vec<&str> = picked.iter().map(|column| class(column, column.rank > most)).collect();
    begin(title, shown.len() > WIDE, page);
    for (column, class) in picked.iter().zip(&classes) {
        push_heading(&column.key, heading(column, lang), class, page);
    }
    *page += "</tr></thead>\n<tbody>\n";
    let mut line = |row: &[Cell]| {
        let cells: Vec<&Cell> = shown.iter().filter_map(|index| row.get(*index)).collect();
        push_row(&cells, &classes, lang, page);
    };
    sheet.rows.iter().for_each(|row| line(row));
    if let Some(total) = sheet.shown_total() {
        let cells: Vec<&Cell> = shown.iter().filter_map(|index| total.get(*index)).collect();
        push_total(&cells, &classes, lang, page);
    }
    end(page);
}

/// The figures of a drawing as a table.
pub(in crate::render) fn push_chart(chart: &Chart, lang: Lang, page: &mut String) {
    let classes: Vec<&str> = std::iter::once("").chain(chart.series.iter().map(|_| "n")).collect();
    begin(&chart.title, false, page);
    push_heading("label", chart.of.get(lang), "", page);
    for series in &chart.series {
        push_heading(&series.key, &series.name, "n", page);
    }
    *page += "</tr></thead>\n<tbody>\n";
    for (label, values) in &chart.rows {
        push_row(&std::iter::once(label).chain(values).collect::<Vec<_>>(), &classes, lang, page);
    }
    if let Some((label, values)) = chart.total.as_ref().filter(|_| chart.kind != ChartKind::Columns) {
        push_total(&std::iter::once(label).chain(values).collect::<Vec<_>>(), &classes, lang, page);
    }
    end(page);
}

/// The highest rank that is printed: paper is no wider than [`PRINTED`] columns, and those of one rank belong together.
fn last_rank(columns: &[&Column]) -> u8 {
    let up_to = |rank: u8| columns.iter().filter(|column| column.rank <= rank).count();
    let mut ranks: Vec<u8> = columns.iter().map(|column| column.rank).collect();
    ranks.sort_unstable();
    ranks.into_iter().rev().find(|rank| up_to(*rank) <= PRINTED).unwrap_or(0)
}

fn class(column: &Column, is_left_out: bool) -> &'static str {
    match (column.right, column.whole, is_left_out) {
        (true, _, false) => "n",
        (true, _, true) => "n x",
        (false, true, false) => "w",
        (false, true, true) => "w x",
        (false, false, false) => "",
        (false, false, true) => "x",
    }
}

fn begin(title: &str, wide: bool, page: &mut String) {
    *page += if wide { "<div class=\"scroll wide\"" } else { "<div class=\"scroll\"" };
    *page += " role=\"region\" tabindex=\"0\" aria-label=\"";
    push(title, page);
    *page += "\"><table class=\"sortable\">\n<thead><tr>";
}

fn end(page: &mut String) {
    let foot = page.ends_with("</tfoot>\n");
    *page += if foot { "</table></div>\n" } else { "</tbody></table></div>\n" };
}

fn push_heading(key: &str, name: &str, class: &str, page: &mut String) {
    *page += "<th scope=\"col\" data-key=\"";
    push(key, page);
    *page += "\"";
    push_class(class, page);
    *page += ">";
    push(name, page);
    *page += "</th>";
}

fn push_class(class: &str, page: &mut String) {
    if !class.is_empty() {
        *page += &format!(" class=\"{class}\"");
    }
}

fn push_total(cells: &[&Cell], classes: &[&str], lang: Lang, page: &mut String) {
    *page += "</tbody>\n<tfoot>\n";
    push_row(cells, classes, lang, page);
    *page += "</tfoot>\n";
}

/// A row; its first cell heads it.
fn push_row(cells: &[&Cell], classes: &[&str], lang: Lang, page: &mut String) {
    *page += "<tr>";
    for (number, (cell, class)) in cells.iter().zip(classes).enumerate() {
        *page += if number == 0 { "<th scope=\"row\"" } else { "<td" };
        push_class(class, page);
        // What is shown as it is needs no other form.
        if matches!(cell, Cell::Money(_) | Cell::Ratio(_) | Cell::Average(_)) {
            *page += &format!(" data-value=\"{}\"", for_programs(cell));
        }
        *page += ">";
        push_cell(cell, lang, page);
        *page += if number == 0 { "</th>" } else { "</td>" };
    }
    *page += "</tr>\n";
}

fn push_cell(cell: &Cell, lang: Lang, page: &mut String) {
    match cell {
        Cell::Code(own) if !own.color.is_empty() => {
            *page += &format!("<span class=\"tag {}\">", color(&own.color));
            push(&own.label, page);
            *page += "</span>";
        }
        _ => push(&for_people(cell, lang), page),
    }
}

/// A colour of a book as a class of the page; none for a word that is no colour.
fn color(word: &str) -> &str {
    if ["green", "blue", "yellow", "red", "cyan", "magenta"].contains(&word) { word } else { "" }
}
