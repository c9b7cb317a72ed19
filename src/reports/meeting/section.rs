//! One table of a page: another report, with the rows and columns that matter here.

use clap::Command;

use crate::problem::Problems;
use crate::reports::{Output, REPORTS, Request, Target};
use crate::say;
use crate::sheet::{Cell, Sheet};
use crate::text::{Lang, Text};

/// Rows a section shows; the rest is counted and named.
const MOST: usize = 15;

/// What a section is made of.
pub(super) struct Section {
    /// The same in every language.
    pub(super) key: &'static str,
    pub(super) title: Text,
    /// The report and its flags.
    pub(super) words: Vec<String>,
    /// Keys of the columns that are shown; all where none are named.
    pub(super) keys: &'static [&'static str],
    /// What to say where nothing is left.
    pub(super) empty: Text,
}

impl Section {
    /// Makes it of all rows of the report.
    pub(super) fn all(&self, request: &Request) -> Result<Sheet, Problems> {
        self.some(request, |_| true)
    }

    /// Makes it of the rows that are wanted; then sums of all rows have no place.
    pub(super) fn some(&self, request: &Request, wanted: impl Fn(&Row) -> bool) -> Result<Sheet, Problems> {
        let mut sheet = build(request, &self.words, false)?;
        let before = sheet.rows.len();
        let keep = |row: &Vec<Cell>| wanted(&Row { sheet_columns: &keys_of(&sheet), row });
        let kept: Vec<Vec<Cell>> = sheet.rows.iter().filter(|row| keep(row)).cloned().collect();
        sheet.rows = kept;
        if sheet.rows.len() < before {
            sheet.total = None;
            sheet.memo.clear();
            sheet.notes.clear();
        }
        self.pick(&mut sheet);
        cut(&mut sheet, &self.words, request.lang);
        sheet.report = self.key;
        sheet.title = self.title.get(request.lang).to_string();
        sheet.empty = self.empty.get(request.lang).to_string();
        Ok(sheet)
    }

    /// Leaves only the columns that are named, in the order they are named in.
    fn pick(&self, sheet: &mut Sheet) {
        if self.keys.is_empty() {
            return;
        }
        let places: Vec<usize> = self.keys.iter().filter_map(|key| sheet.columns.iter().position(|column| column.key == *key)).collect();
        let picked = |row: &Vec<Cell>| places.iter().filter_map(|place| row.get(*place)).cloned().collect::<Vec<_>>();
        sheet.rows = sheet.rows.iter().map(picked).collect();
        sheet.total = sheet.total.as_ref().map(picked);
        sheet.columns = places.iter().filter_map(|place| sheet.columns.get(*place)).cloned().collect();
        // What a total is called stood in a column that may be gone.
        if let Some(first) = sheet.total.as_mut().and_then(|total| total.first_mut()).filter(|first| **first == Cell::Blank) {
            *first = Cell::TOTAL;
        }
    }
}

/// A row whose cells are found by key.
pub(super) struct Row<'a> {
    sheet_columns: &'a [String],
    row: &'a [Cell],
}

impl Row<'_> {
    /// A cell; blank where there is no such column.
    pub(super) fn cell(&self, key: &str) -> &Cell {
        let place = self.sheet_columns.iter().position(|column| column == key);
        place.and_then(|place| self.row.get(place)).unwrap_or(&Cell::Blank)
    }

    /// The code of a cell; empty for other cells.
    pub(super) fn code(&self, key: &str) -> &str {
        if let Cell::Code(own) = self.cell(key) { &own.code } else { "" }
    }

    /// The number of a cell; none for other cells.
    pub(super) fn count(&self, key: &str) -> Option<i64> {
        if let Cell::Count(count) = self.cell(key) { Some(*count) } else { None }
    }
}

fn keys_of(sheet: &Sheet) -> Vec<String> {
    sheet.columns.iter().map(|column| column.key.clone()).collect()
}

/// A report of the same account, language and filters, with its own flags.
pub(super) fn build(request: &Request, words: &[String], drawn: bool) -> Result<Sheet, Problems> {
    let Some(report) = REPORTS.iter().find(|report| words.first().is_some_and(|word| word == report.name)) else { return Ok(Sheet::default()) };
    let Ok(flags) = (report.args)(Command::new(report.name), request.lang).try_get_matches_from(words) else { return Ok(Sheet::default()) };
    let own = Request {
        account: request.account,
        filter: request.filter.clone(),
        lang: request.lang,
        flags: &flags,
        target: Target::default(),
        reps: Vec::new(),
        // A worksheet of a page is read, as the page is.
        output: if request.output == Output::Sheets { Output::Pages } else { request.output },
        drawn,
    };
    (report.build)(&own)
}

/// Leaves the first rows, and says how many more there are and where.
pub(super) fn cut(sheet: &mut Sheet, words: &[String], lang: Lang) {
    // The indicators are one block, and as many as there are.
    let most = if words.first().is_some_and(|word| word == "kpi") { usize::MAX } else { MOST };
    let more = sheet.rows.len().saturating_sub(most);
    if more > 0 {
        sheet.rows.truncate(most);
        let command = words.join(" ");
        sheet.notes.push(say!(lang, "还有 {more} 行：huikuan {command}", "{more} more: huikuan {command}"));
    }
}
