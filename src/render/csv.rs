//! CSV: rows only, keys as headings; `--excel` adds what a spreadsheet needs.

use std::io::{self, Write};

use super::{Style, columns, for_programs, heading};
use crate::sheet::{Cell, Sheet, Shown};

pub(super) fn render(sheet: &Sheet, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let shown = columns(sheet, Shown::Table);
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    let names = shown.iter().filter_map(|index| sheet.columns.get(*index));
    writer.write_record(names.map(|column| if style.excel { neutral(heading(column, style.lang)) } else { column.key.clone() })).map_err(io_error)?;
    for row in &sheet.rows {
        let cells = shown.iter().filter_map(|index| row.get(*index));
        writer.write_record(cells.map(|cell| if style.excel { for_excel(cell) } else { for_programs(cell) })).map_err(io_error)?;
    }
    writer.flush()
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
