//! A list that people keep in a spreadsheet: rows whose columns are known by their headings, or named by a map.

use super::cells::{self, Dates, NoDate, Order};
use super::map::Map;
use super::record::{Lines, Record};
use super::table::{Columns, Form, Layout, Table};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{DateTrouble, ImportFault, ListFault, Place, Problem, What};
use crate::text::fold;

/// A column a list may have: its key in a map, and the headings it is known by without one.
pub(super) type Known = (&'static str, &'static [&'static str]);

/// The headings of a list's columns: as the map says, else the usual ones.
pub(super) struct Headings {
    pub(super) known: &'static [Known],
    pub(super) columns: Vec<Columns>,
    pub(super) layout: Layout,
}

impl Headings {
    /// Those of a map, where there is one.
    pub(super) fn read(known: &'static [Known], map: Option<&Map>) -> Result<Self, Problem> {
        // The first name is what a message says that is missing: for people of either language.
        let both = |key: &str, names: &[&str]| names.first().map_or(key.to_string(), |name| format!("{name}/{key}"));
        let usual =
            |(key, names): &Known| Columns(std::iter::once(both(key, names)).chain(std::iter::once(key).chain(*names).map(ToString::to_string)).collect());
        let mut columns: Vec<Columns> = known.iter().map(usual).collect();
        let mut layout = Layout::default();
        if let Some(map) = map {
            layout = map.layout()?;
            for ((key, _), own) in known.iter().zip(&mut columns) {
                let told = map.columns(key)?;
                // An empty name says that there is none.
                if map.has(key) {
                    *own = Columns(told.0.into_iter().filter(|name| !name.is_empty()).collect());
                }
            }
        }
        Ok(Self { known, columns, layout })
    }

    /// Leaves a column out.
    pub(super) fn leave_out(&mut self, key: &str) {
        if let Some(own) = self.known.iter().position(|(own, _)| *own == key).and_then(|place| self.columns.get_mut(place)) {
            own.0.clear();
        }
    }

    /// All names that any of some columns may have; the first of each comes first.
    pub(super) fn any(&self, keys: &[&str]) -> Columns {
        let of = |key: &&str| self.known.iter().position(|(own, _)| own == key).and_then(|place| self.columns.get(place));
        let firsts = keys.iter().filter_map(of).filter_map(|columns| columns.0.first());
        let rest = keys.iter().filter_map(of).flat_map(|columns| columns.0.iter().skip(1));
        Columns(firsts.chain(rest).cloned().collect())
    }
}

/// A list that is being read. What is wrong with its rows is gathered, so that all of it can be told at once.
pub(super) struct List<'a> {
    pub(super) table: Table<'a>,
    known: &'static [Known],
    layout: Layout,
    places: Vec<Option<usize>>,
    dates: Dates,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
    /// Lines that are sums or page ends.
    pub(super) footers: Vec<u32>,
    ended: bool,
}

impl<'a> List<'a> {
    /// Finds the header: for each group of columns at least one must be there.
    pub(super) fn open(lines: Lines<'a>, headings: Headings, groups: &[&[&str]], order: Option<Order>) -> Result<Self, Problem> {
        let needed: Vec<Columns> = groups.iter().map(|keys| headings.any(keys)).collect();
        let form = Form { layout: &headings.layout, needed: needed.iter().collect() };
        let (_, table) = Table::open(lines, &[form])?;
        Self::of(table, headings, order)
    }

    /// The list of a table whose header was found.
    pub(super) fn of(table: Table<'a>, headings: Headings, order: Option<Order>) -> Result<Self, Problem> {
        let places = headings.columns.iter().map(|columns| table.column(columns)).collect::<Result<Vec<_>, _>>()?;
        let dates = Table::dates(&headings.layout, order);
        let (known, layout) = (headings.known, headings.layout);
        refuse_units(&table, &places)?;
        Ok(Self { table, known, layout, places, dates, problems: Vec::new(), footers: Vec::new(), ended: false })
    }

    /// The next row; `anchor` is a column that sums leave empty.
    pub(super) fn next(&mut self, anchor: &str) -> Option<Record> {
        while !self.ended {
            match self.table.next_record() {
                Ok(None) => self.ended = true,
                Ok(Some(record)) if self.is_footer(&record, anchor) => self.footers.push(record.line),
                Ok(Some(record)) if self.table.is_cut(&record) => self.problems.push(self.table.short(&record)),
                Ok(Some(record)) => return Some(record),
                Err(problem) => {
                    // Only after a row that is too long the next one can be read.
                    self.ended = !matches!(problem.what, What::Import(ImportFault::Extra { .. }));
                    self.problems.push(problem);
                }
            }
        }
        None
    }

    fn is_footer(&self, record: &Record, anchor: &str) -> bool {
        let first = (0..record.len()).find(|place| !record.get(*place).is_empty());
        let Some(first) = first.filter(|first| self.layout.is_footer(&fold(record.get(*first)))) else { return false };
        // A customer may be called Total Ltd.: its row has a number.
        self.place(anchor).is_none_or(|own| own == first || cells::is_nothing(record.get(own)))
    }

    /// Where a column stands.
    pub(super) fn place(&self, key: &str) -> Option<usize> {
        self.known.iter().position(|(own, _)| *own == key).and_then(|number| self.places.get(number).copied().flatten())
    }

    /// The heading of a column, as the file has it; its key where it is not there.
    pub(super) fn heading(&self, key: &str) -> String {
        self.place(key).map_or(key.to_string(), |place| self.table.name(place).to_string())
    }

    /// Headings that mean nothing to us.
    pub(super) fn unread(&self) -> Vec<String> {
        let names = self.table.names().iter().enumerate();
        names.filter(|(place, name)| !name.is_empty() && !self.places.contains(&Some(*place))).map(|(_, name)| name.clone()).collect()
    }

    pub(super) fn raw<'r>(&self, record: &'r Record, key: &str) -> &'r str {
        self.place(key).map_or("", |place| record.get(place))
    }

    /// Words of a cell; empty where there is none.
    pub(super) fn words(&self, record: &Record, key: &str) -> String {
        cells::words(self.raw(record, key))
    }

    /// A number or id, as text: nothing of it may be lost.
    pub(super) fn id(&mut self, record: &Record, key: &str) -> String {
        let text = cells::words(self.raw(record, key).trim_start_matches('\''));
        if is_ruined(&text) {
            let column = self.heading(key);
            self.report(record, key, ListFault::Ruined { column, text });
            return String::new();
        }
        text
    }

    /// Notes what is wrong with a cell, or with the row.
    pub(super) fn report(&mut self, record: &Record, key: &str, fault: impl Into<What>) {
        let problem = record.problem(self.table.file(), self.place(key), fault);
        self.problems.push(problem);
    }

    /// Notes that a cell is needed and empty.
    pub(super) fn blank(&mut self, record: &Record, key: &str) {
        let column = self.heading(key);
        self.report(record, key, ListFault::Blank { column });
    }

    /// A day, or nothing.
    pub(super) fn day(&mut self, record: &Record, key: &str) -> Option<Day> {
        let text = self.raw(record, key).to_string();
        if cells::is_nothing(&text) {
            return None;
        }
        let shown = self.dates.shown().map(Order::word);
        match self.dates.read(&text) {
            Ok((day, _)) => Some(day),
            Err(trouble) => {
                let trouble = match trouble {
                    NoDate::Shape => DateTrouble::Shape,
                    NoDate::NoSuchDay => DateTrouble::NoSuchDay,
                    NoDate::Ambiguous => DateTrouble::Ambiguous { shown },
                    NoDate::Contradicts(order) => DateTrouble::Contradicts { shown: order.word() },
                };
                let column = self.heading(key);
                self.report(record, key, ImportFault::Date { column, text, trouble });
                None
            }
        }
    }

    /// An amount that is not below zero, or nothing.
    pub(super) fn money(&mut self, record: &Record, key: &str) -> Option<Money> {
        self.place(key).and_then(|place| self.money_at(record, place))
    }

    /// The same of a column by its place.
    pub(super) fn money_at(&mut self, record: &Record, place: usize) -> Option<Money> {
        let text = record.get(place);
        match cells::amount(text, self.layout.decimal_comma) {
            Ok(amount) if amount.is_none_or(|amount| amount >= Money::ZERO) => amount,
            _ => {
                let fault = ImportFault::Amount { column: self.table.name(place).to_string(), text: text.to_string() };
                self.problems.push(record.problem(self.table.file(), Some(place), fault));
                None
            }
        }
    }

    /// Yes or no; `None` where nothing is said.
    pub(super) fn flag(&mut self, record: &Record, key: &str) -> Option<bool> {
        let text = self.words(record, key);
        match fold(&text).as_str() {
            "" => None,
            "是" | "y" | "yes" | "true" | "1" | "√" | "✓" | "对" | "重点" => Some(true),
            "否" | "n" | "no" | "false" | "0" | "×" | "非" | "不是" => Some(false),
            _ => {
                let column = self.heading(key);
                self.report(record, key, ListFault::Flag { column, text });
                None
            }
        }
    }

    /// Refuses an amount in another currency than the ledger's.
    pub(super) fn currency(&mut self, record: &Record, ours: &str) {
        let text = self.words(record, "currency");
        let renminbi = ours == "CNY" && ["rmb", "人民币", "人民币元", "元", "¥"].contains(&fold(&text).as_str());
        if !text.is_empty() && !text.eq_ignore_ascii_case(ours) && !renminbi {
            self.report(record, "currency", ListFault::Currency { text, currency: ours.to_string() });
        }
    }
}

/// Amounts in units of 万元 would be read ten thousand times too small.
fn refuse_units(table: &Table, places: &[Option<usize>]) -> Result<(), Problem> {
    if let Some(line) = table.preamble.iter().position(|text| text.contains("万元")) {
        let text = table.preamble.get(line).cloned().unwrap_or_default();
        let place = Place { file: table.file().to_string(), line: line as u32 + 1, column: 0, text: text.replace(|c: char| c.is_control(), " "), range: 0..0 };
        return Err(Problem::at(ListFault::Unit, place));
    }
    match places.iter().flatten().find(|place| table.name(**place).contains("万元")) {
        Some(place) => Err(table.header_problem(*place, ListFault::Unit)),
        None => Ok(()),
    }
}

/// Whether a spreadsheet has made `1.23457E+17` of a number.
fn is_ruined(text: &str) -> bool {
    let parts = text.split_once("E+").or_else(|| text.split_once("e+"));
    parts.is_some_and(|(left, right)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(right) && left.split('.').all(digits)
    })
}
