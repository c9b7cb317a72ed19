//! Single lines: headers, empty lines, rows a spreadsheet saved, and rows a merge doubled.

use std::collections::HashSet;

use super::{Change, Line, field};
use crate::entry::{Column, HEADER, Row, write_row};
use crate::problem::JournalFault;
use crate::text::{Text, text};

/// The lines as the journal should have them.
pub(super) fn mend(lines: Vec<Line>, changes: &mut Vec<Change>) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut seen = HashSet::new();
    // While a conflict is open its sides may hold the same rows.
    let merging = lines.iter().any(|line| line.text.starts_with("<<<<<<<") || line.text.starts_with("======="));
    for mut line in lines {
        if let Some((mended, what)) = row(&line.text) {
            changes.push(Change { line: line.number, what, before: line.text, after: Some(mended.clone()) });
            line.text = mended;
        }
        let gone = if line.text.chars().all(|c| c == ',') {
            Some(text("删去空行", "remove an empty line"))
        } else if line.text == HEADER && line.number > 1 && !out.is_empty() {
            Some(text("删去重复的表头", "remove a second header"))
        } else if !merging && Row::split(&line.text).is_ok() && !seen.insert(line.text.clone()) {
            Some(text("删去重复的一行（内容和编号都一样）", "remove a doubled entry (same id, same content)"))
        } else {
            None
        };
        match gone {
            // A row that was mended only to be taken out is one change.
            Some(what) => {
                let before = match changes.last().filter(|last| last.line == line.number && last.after.is_some()) {
                    Some(_) => changes.pop().map_or(line.text, |last| last.before),
                    None => line.text,
                };
                changes.push(Change::removed(line.number, what, before));
            }
            None => out.push(line),
        }
    }
    out
}

/// A row written as it should be, and what was wrong with it; `None` where nothing is, or nothing can be done.
fn row(line: &str) -> Option<(String, Vec<Text>)> {
    let whole = match Row::split(line) {
        Err((JournalFault::Fields { count }, _)) => {
            let (kept, cut) = line.split_at_checked(line.len().checked_sub(count.checked_sub(Column::ALL.len())?)?)?;
            if !cut.bytes().all(|byte| byte == b',') {
                return None;
            }
            kept
        }
        _ => line,
    };
    let row = Row::split(whole).ok()?;
    let mut what = Vec::new();
    let mut fields = Column::ALL.map(|column| row.get(column).into_owned());
    for (column, field) in Column::ALL.into_iter().zip(&mut fields) {
        let (mended, words) = match column {
            Column::Date | Column::Due => (field::date(field), text("日期写成 年-月-日", "date as YYYY-MM-DD")),
            Column::Amount => (field::amount(field), text("金额不带分隔符", "amount without separators")),
            _ => continue,
        };
        if let Some(mended) = mended {
            *field = mended;
            what.push(words);
        }
    }
    let mended = write_row(&fields);
    let mended = mended.trim_end_matches('\n');
    if mended == line {
        return None;
    }
    if whole != line {
        what.push(text("去掉行尾多余的逗号", "no commas after the last field"));
    }
    if what.is_empty() {
        what.push(text("去掉多余的引号", "no needless quotes"));
    }
    what.dedup();
    Some((mended.to_string(), what))
}
