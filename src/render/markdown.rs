//! Markdown: a pipe table with the title as its heading.

use std::io::{self, Write};

use super::explained::in_words_of;
use super::{columns, for_people, head, heading, memo_lines};
use crate::sheet::{Cell, Sheet, Shown, Stamp};
use crate::text::Lang;

pub(super) fn render(sheet: &Sheet, stamp: &Stamp, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if !sheet.message.is_empty() {
        return writeln!(out, "{}", sheet.message.join("\n\n"));
    }
    if sheet.sections.is_empty() {
        writeln!(out, "## {}\n", escape(&head(sheet, stamp, lang)))?;
        return body(sheet, stamp.trace.as_ref(), lang, out);
    }
    writeln!(out, "# {}\n", escape(&head(sheet, stamp, lang)))?;
    for line in &sheet.lead {
        writeln!(out, "{}\n", escape(line))?;
    }
    for (number, section) in sheet.sections.iter().enumerate() {
        writeln!(out, "{}## {}\n", if number == 0 { "" } else { "\n" }, escape(&section.title))?;
        if section.rows.is_empty() {
            writeln!(out, "{}", escape(&section.empty))?;
        } else {
            body(section, None, lang, out)?;
        }
    }
    stamp.trace.iter().try_for_each(|trace| writeln!(out, "\n{}", escape(trace)))
}

/// The table itself with what stands around it.
fn body(sheet: &Sheet, trace: Option<&String>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let shown = columns(sheet, Shown::Data);
    let picked: Vec<_> = shown.iter().filter_map(|index| sheet.columns.get(*index)).collect();
    for line in &sheet.lead {
        writeln!(out, "{}\n", escape(line))?;
    }
    writeln!(out, "| {} |", picked.iter().map(|column| escape(heading(column, lang))).collect::<Vec<_>>().join(" | "))?;
    writeln!(out, "| {} |", picked.iter().map(|column| if column.right { "---:" } else { "---" }).collect::<Vec<_>>().join(" | "))?;
    let cells = |row: &Vec<Cell>| shown.iter().filter_map(|index| row.get(*index)).map(|cell| escape(&for_people(cell, lang))).collect::<Vec<_>>();
    for row in &sheet.rows {
        writeln!(out, "| {} |", cells(row).join(" | "))?;
    }
    if let Some(total) = sheet.shown_total() {
        let bold = cells(total).into_iter().map(|cell| if cell.is_empty() { cell } else { format!("**{cell}**") });
        writeln!(out, "| {} |", bold.collect::<Vec<_>>().join(" | "))?;
    }
    for note in memo_lines(sheet, lang, usize::MAX).iter().chain(&sheet.notes).chain(trace) {
        writeln!(out, "\n{}", escape(note))?;
    }
    for (number, (figure, formula)) in sheet.explained.iter().map(|own| in_words_of(own, lang)).enumerate() {
        writeln!(out, "{}- {} = {}", if number == 0 { "\n" } else { "" }, escape(&figure), escape(&formula))?;
    }
    Ok(())
}

/// Keeps a text within its cell: `|`, line breaks and what would become markup or HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '\\' | '`' | '*' | '_' | '<' | '[') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}
