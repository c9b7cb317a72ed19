//! A list of entries that a team keeps in a spreadsheet → new entries of the journal.

mod rows;
mod there;

use std::collections::HashMap;

use super::cells::Order;
use super::list::{Headings, List};
use super::map::Map;
use super::record::{Lines, Record};
use crate::book::Book;
use crate::date::Day;
use crate::entry::{self, Column, Draft, EntryId, HEADER, Journal, Kind, Row as Line};
use crate::problem::{ListFault, Problem, Problems, UsageFault};
use crate::source::Source;

pub use rows::kind_of;
use rows::{KNOWN, Named};

/// How a list of entries is to be read.
pub struct EntriesAsked<'a> {
    /// Its map, where there is one.
    pub map: Option<&'a Source>,
    /// The order of day and month.
    pub order: Option<Order>,
    /// The kind of all of them, where one was told.
    pub kind: Option<Kind>,
    /// Who did it, where the row does not say.
    pub by: &'a str,
    /// Today, after which no entry may be; without it any day may be.
    pub until: Option<Day>,
    /// Whether a date before its contract was signed is meant.
    pub before_signing: bool,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// An entry more.
    New,
    /// The journal has it, as this entry.
    There(EntryId),
    /// It cannot be used.
    Refused,
}

/// A row.
pub struct Row {
    /// Its line in the file.
    pub line: u32,
    /// What becomes of it.
    pub state: State,
    /// The entry it makes, where it can be read.
    pub draft: Option<Draft>,
    /// The id the new entry was given.
    pub id: Option<EntryId>,
    given: Option<EntryId>,
    record: Record,
}

/// A list of entries, held against the ledger.
pub struct Entries<'a> {
    list: List<'a>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl<'a> Entries<'a> {
    /// Reads a list against the ledger.
    ///
    /// # Errors
    /// A map that cannot be used, or no header. What is wrong with rows is among the problems.
    pub fn read(lines: Lines<'a>, book: &Book, journal: &Journal, asked: &EntriesAsked) -> Result<Self, Problem> {
        let keys: Vec<&str> = KNOWN.iter().map(|(key, _)| *key).collect();
        let map = asked.map.map(|source| Map::parse(source, &keys)).transpose()?;
        let mut headings = Headings::read(KNOWN, map.as_ref())?;
        let told = map.as_ref().map_or(Ok(None), |map| map.text("kind"))?;
        let constant = asked.kind.or_else(|| kind_of(&told?));
        if constant.is_some() {
            headings.leave_out("kind");
        }
        let groups: [&[&str]; 3] = [&["date"], &["customer", "contract", "ref"], &["kind"]];
        let groups = if constant.is_some() { groups.get(..2) } else { groups.get(..) };
        let list = List::open(lines, headings, groups.unwrap_or_default(), asked.order)?;
        let mut own = Self { list, rows: Vec::new() };
        let named = Named::of(book);
        while let Some(record) = own.list.next("date") {
            let read = rows::draft(&mut own.list, &record, book, &named, constant, asked.by);
            let state = if read.is_some() { State::New } else { State::Refused };
            let (given, draft) = read.map_or((None, None), |(given, draft)| (given, Some(draft)));
            own.rows.push(Row { line: record.line, state, draft, id: None, given, record });
        }
        own.follow(journal);
        for (number, key, fault) in there::mark(&mut own.rows, book, journal) {
            let ListFault::Differs { id, here, there, .. } = fault else { continue };
            let column = own.list.heading(key);
            own.refuse(number, Some(key), ListFault::Differs { id, column, here, there });
        }
        own.guard(book, asked);
        Ok(own)
    }

    /// Entries about another one are its customer's and its contract's.
    fn follow(&mut self, journal: &Journal) {
        let refers = |row: &Row| row.draft.as_ref().is_some_and(|draft| draft.refers.is_some() && draft.customer.is_none());
        if !self.rows.iter().any(refers) {
            return;
        }
        let mut about: HashMap<EntryId, _> = journal.entries().map(|entry| (entry.id, (entry.customer, entry.contract))).collect();
        for row in &mut self.rows {
            let Some(draft) = &mut row.draft else { continue };
            if let Some((customer, contract)) = draft.refers.and_then(|id| about.get(&id)).filter(|_| draft.customer.is_none()) {
                (draft.customer, draft.contract) = (*customer, *contract);
            }
            about.extend(row.given.map(|id| (id, (draft.customer, draft.contract))));
        }
    }

    /// What is wrong, in the order of the file.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.list.problems.clone();
        problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.line, place.column)));
        problems
    }

    /// Lines that are sums or page ends.
    pub fn footers(&self) -> &[u32] {
        &self.list.footers
    }

    /// Columns that were read: key and heading.
    pub fn read_columns(&self) -> Vec<(&'static str, String)> {
        let keys = KNOWN.iter().map(|(key, _)| *key);
        keys.filter(|key| self.list.place(key).is_some()).map(|key| (key, self.list.heading(key))).collect()
    }

    /// Headings that mean nothing to us.
    pub fn unread(&self) -> Vec<String> {
        self.list.unread()
    }

    /// What a row has in a column, as it is written.
    pub fn words(&self, row: &Row, key: &str) -> String {
        self.list.words(&row.record, key)
    }

    fn refuse(&mut self, number: usize, key: Option<&str>, fault: impl Into<crate::problem::What>) {
        let Some(row) = self.rows.get_mut(number) else { return };
        row.state = State::Refused;
        let place = key.and_then(|key| self.list.place(key));
        self.list.problems.push(row.record.problem(self.list.table.file(), place, fault));
    }

    /// Refuses what `record` refuses: closed periods, days to come, days before the contract was signed.
    fn guard(&mut self, book: &Book, asked: &EntriesAsked) {
        for number in 0..self.rows.len() {
            let Some(draft) = self.rows.get(number).filter(|row| row.state == State::New).and_then(|row| row.draft.as_ref()) else { continue };
            let date = draft.date;
            let signed = draft.contract.map(|contract| book.contract(contract)).filter(|own| date < own.signed && !asked.before_signing);
            let fault = match (book.policy.closed_until.filter(|until| date <= *until), asked.until.filter(|today| date > *today), signed) {
                (Some(until), ..) => UsageFault::Closed { date, until },
                (_, Some(today), _) => UsageFault::Future { date, today },
                (.., Some(own)) => UsageFault::BeforeSigning { contract: own.no.to_string(), signed: own.signed },
                (None, None, None) => continue,
            };
            self.refuse(number, Some("date"), fault);
        }
    }

    /// The lines of the new entries, each with an id, checked with the whole journal: what is wrong with one is among the
    /// problems.
    ///
    /// # Errors
    /// No id can be made, or the journal itself has something wrong.
    pub fn lines(&mut self, book: &Book, journal: &Journal, mut next: impl FnMut() -> Result<EntryId, Problem>) -> Result<String, Problems> {
        let mut ids: HashMap<EntryId, EntryId> = HashMap::new();
        let (mut lines, mut numbers) = (Vec::new(), Vec::new());
        for (number, row) in self.rows.iter_mut().enumerate() {
            let id = match (row.state, &mut row.draft) {
                (State::There(id), _) => id,
                (State::New, Some(draft)) => {
                    let id = next()?;
                    // An entry that another ledger knew by an id of its own.
                    draft.refers = draft.refers.map(|given| ids.get(&given).copied().unwrap_or(given));
                    lines.push(draft.line(book, id));
                    numbers.push(number);
                    row.id = Some(id);
                    id
                }
                _ => continue,
            };
            ids.extend(row.given.map(|given| (given, id)));
        }
        let mut text = journal.source().text().to_string();
        if text.is_empty() {
            text = format!("{HEADER}\n");
        }
        let old = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32;
        text += &lines.concat();
        let problems = entry::read(book, Source::of_text("ledger.csv", text)).err().unwrap_or_default();
        self.take_over(problems, old, &lines, &numbers)?;
        Ok(lines.concat())
    }

    /// Tells what is wrong with lines that are in no file yet of the rows they were made of.
    fn take_over(&mut self, problems: Vec<Problem>, old: u32, lines: &[String], numbers: &[usize]) -> Result<(), Problems> {
        let mut others = Vec::new();
        for problem in problems {
            let at = problem.place.as_ref().and_then(|place| Some((place.line.checked_sub(old.checked_add(1)?)? as usize, place.range.start)));
            let Some((number, (line, start))) = at.and_then(|(at, start)| Some((*numbers.get(at)?, (lines.get(at)?, start)))) else {
                others.push(problem);
                continue;
            };
            let fields = Line::split(line.trim_end_matches('\n')).ok();
            let column = fields.and_then(|fields| Column::ALL.into_iter().find(|column| fields.range(*column).start == start));
            self.refuse(number, column.map(Column::key), problem.what);
        }
        if others.is_empty() { Ok(()) } else { Err(Problems(others)) }
    }
}
