//! CSV: rows only, keys as headings; `--excel` adds what a spreadsheet needs.

use std::io::{self, Write};

use super::{Style, columns, for_programs, heading, push_for_programs};
use crate::parallel::in_order;
use crate::sheet::{Cell, Sheet, Shown};

/// Rows that are written at once.
const BATCH: usize = 512;

pub(super) fn render(sheet: &Sheet, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let shown = columns(sheet, Shown::Table);
    let names = shown.iter().filter_map(|index| sheet.columns.get(*index));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names.map(|column| if style.excel { neutral(heading(column, style.lang)) } else { column.key.clone() })).map_err(io_error)?;
    out.write_all(&bytes(writer)?)?;
    let batches: Vec<&[Vec<Cell>]> = sheet.rows.chunks(BATCH).collect();
    let make = |number: usize, field: &mut String| lines(batches.get(number).copied().unwrap_or_default(), &shown, style, field);
    let mut written = Ok(());
    in_order(batches.len(), make, |lines| {
        written = lines.and_then(|lines| out.write_all(&lines));
        written.is_ok()
    });
    written.and_then(|()| out.flush())
}

/// The lines of some rows; `field` is a place to work in.
fn lines(rows: &[Vec<Cell>], shown: &[usize], style: Style, field: &mut String) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        for cell in shown.iter().filter_map(|index| row.get(*index)) {
            field.clear();
            if style.excel {
                field.push_str(&for_excel(cell));
            } else {
                push_for_programs(cell, field);
            }
            writer.write_field(field.as_str()).map_err(io_error)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io_error)?;
    }
    bytes(writer)
}

fn bytes(writer: csv::Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// The system's own error: a closed pipe must be known as one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Codes by their names, texts so that no spreadsheet takes them for a formula.
fn for_excel(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => neutral(text),
        Cell::Code(own) => neutral(&own.label),
        _ => for_programs(cell),
    }
}

fn neutral(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_string() }
}
