//! Where findings are, as messages show it. Of a large ledger the texts were not held: what is shown is looked up again.

use std::collections::HashMap;

use super::{At, Finding};
use crate::entry::{Column, Entry, EntryId, Row};
use crate::problem::{Place, Problem};
use crate::source::Source;
use crate::store::{self, Ledger};

/// The lines of some entries.
pub(super) struct Lines<'l> {
    ledger: &'l Ledger,
    again: HashMap<EntryId, String>,
}

impl<'l> Lines<'l> {
    pub(super) fn of<'e>(ledger: &'l Ledger, entries: impl Iterator<Item = &'e Entry>) -> Self {
        let ids: Vec<EntryId> = if ledger.is_whole() { Vec::new() } else { entries.map(|entry| entry.id).collect() };
        Self { ledger, again: store::journal_lines(&ledger.dir, &ids) }
    }

    /// A column of an entry, as written.
    pub(super) fn text(&self, entry: &Entry, column: Column) -> String {
        match self.again.get(&entry.id) {
            Some(line) => Row::split(line).map_or(String::new(), |row| row.get(column).into_owned()),
            None => self.ledger.journal.text(entry, column).into_owned(),
        }
    }

    fn place(&self, entry: &Entry, column: Column) -> Place {
        let journal = &self.ledger.journal;
        let again = self.again.get(&entry.id).and_then(|line| Some((line, Source::new(store::JOURNAL, line.clone().into_bytes()).ok()?)));
        again.map_or_else(
            || journal.place(entry, column),
            |(line, source)| source.place_in_line(journal.line(entry), 0, Row::split(line).map_or(0..0, |row| row.range(column))),
        )
    }
}

/// Findings with their places.
pub(super) fn problems(ledger: &Ledger, findings: Vec<Finding>) -> Vec<Problem> {
    let entry = |finding: &Finding| match finding.at {
        At::Entry(entry, _) | At::About(entry, _) => Some(ledger.journal.entry(entry)),
        At::File(_) | At::Book(_) => None,
    };
    let entries: Vec<Entry> = findings.iter().filter_map(entry).collect();
    let lines = Lines::of(ledger, entries.iter());
    let mut again: HashMap<u16, Option<Source>> = HashMap::new();
    let mut place = |at: At| match at {
        At::File(place) => Some(place),
        At::Book(at) => {
            let held = ledger.sources.get(usize::from(at.source));
            let source = held.or_else(|| again.entry(at.source).or_insert_with(|| store::book_source(&ledger.dir, at.source)).as_ref());
            source.map(|source| source.place(at.start as usize..at.end as usize))
        }
        At::Entry(entry, column) => Some(lines.place(&ledger.journal.entry(entry), column)),
        At::About(entry, column) => Some(Place { text: String::new(), range: 0..0, ..lines.place(&ledger.journal.entry(entry), column) }),
    };
    findings.into_iter().map(|Finding { warning, at }| Problem { what: warning.into(), place: place(at) }).collect()
}
