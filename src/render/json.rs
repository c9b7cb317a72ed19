//! JSON: one object; money as strings, ratios as numbers with 4 decimals.

use std::io::{self, Write};

use serde_json::{Map, Number, Value};

use super::{columns, for_programs};
use crate::sheet::{Cell, Explained, Sheet, Shown, Stamp};

pub(super) fn render(sheet: &Sheet, stamp: &Stamp, out: &mut dyn Write) -> io::Result<()> {
    let mut top = Map::new();
    top.insert("report".into(), sheet.report.into());
    top.insert("as_of".into(), stamp.as_of.to_string().into());
    top.insert("currency".into(), stamp.currency.clone().into());
    if sheet.sections.is_empty() {
        add_rows(sheet, &mut top);
    } else {
        top.insert("sections".into(), sheet.sections.iter().map(section).collect());
    }
    serde_json::to_writer(&mut *out, &Value::Object(top))?;
    writeln!(out)
}

/// A table of a page; its key is the same in every language.
fn section(sheet: &Sheet) -> Value {
    let mut own = Map::new();
    own.insert("section".into(), sheet.report.into());
    own.insert("title".into(), sheet.title.clone().into());
    add_rows(sheet, &mut own);
    Value::Object(own)
}

/// The rows of a sheet and what stands beside them.
fn add_rows(sheet: &Sheet, top: &mut Map<String, Value>) {
    let shown = columns(sheet, Shown::Table);
    let object = |row: &Vec<Cell>| -> Value {
        let fields = shown.iter().filter_map(|index| Some((sheet.columns.get(*index)?.key.clone(), value(row.get(*index)?))));
        Value::Object(fields.collect::<Map<_, _>>())
    };
    top.insert("rows".into(), sheet.rows.iter().map(object).collect());
    top.insert("total".into(), sheet.total.as_ref().map_or(Value::Null, object));
    if !sheet.memo.is_empty() {
        let memo = sheet.memo.iter().map(|memo| (memo.key.to_string(), value(&memo.value)));
        top.insert("memo".into(), Value::Object(memo.collect::<Map<_, _>>()));
    }
    if !sheet.explained.is_empty() {
        top.insert("explain".into(), sheet.explained.iter().map(explained).collect());
    }
}

/// How a figure came about; the formula names its inputs by their keys.
fn explained(own: &Explained) -> Value {
    let inputs = own.inputs.iter().map(|(key, _, cell)| ((*key).to_string(), value(cell)));
    let mut fields = Map::new();
    fields.insert("of".into(), own.of.clone().into());
    fields.insert("key".into(), own.key.into());
    fields.insert("value".into(), value(&own.value));
    fields.insert("formula".into(), own.formula.en.replace(['{', '}'], "").into());
    fields.insert("inputs".into(), Value::Object(inputs.collect::<Map<_, _>>()));
    Value::Object(fields)
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Blank | Cell::Label(_) | Cell::Ratio(None) | Cell::Average(None) => Value::Null,
        Cell::Code(own) if own.code.is_empty() => Value::Null,
        Cell::Count(count) => (*count).into(),
        Cell::Ratio(Some(ratio)) => ratio.fraction().parse::<Number>().map_or(Value::Null, Value::Number),
        Cell::Average(Some(average)) => average.average().parse::<Number>().map_or(Value::Null, Value::Number),
        Cell::Text(_) | Cell::Code(_) | Cell::Money(_) | Cell::Date(_) => for_programs(cell).into(),
    }
}
