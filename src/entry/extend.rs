//! A journal with one line more, checked against the entries it can touch: those of the customers concerned.

use std::collections::HashSet;

use super::check::{self, Resolved};
use super::part::Found;
use super::read::Reader;
use super::{Column, Entry, EntryIx, HEADER, Journal, Kind, by_kind};
use crate::book::{Book, CustomerIx};
use crate::money::Money;
use crate::problem::{JournalFault, Problem};

impl Journal {
    /// These customers, and those whose entries refer to theirs or are referred to by them.
    pub fn linked(&self, customers: impl IntoIterator<Item = CustomerIx>) -> Vec<CustomerIx> {
        let mut linked: HashSet<CustomerIx> = customers.into_iter().collect();
        let pair = |entry: Entry| Some((entry.customer?, self.entry(entry.refers?).customer?));
        // References between customers are rare.
        let pairs: Vec<_> = self.referring().filter_map(pair).filter(|(own, other)| own != other).collect();
        loop {
            let before = linked.len();
            for (own, other) in &pairs {
                if linked.contains(own) || linked.contains(other) {
                    linked.extend([*own, *other]);
                }
            }
            if linked.len() == before {
                let mut linked: Vec<_> = linked.into_iter().collect();
                linked.sort_unstable();
                return linked;
            }
        }
    }

    /// The journal with only these customers' entries; they must be [`Journal::linked`].
    #[must_use]
    pub fn of_customers(self, book: &Book, customers: &[CustomerIx]) -> Self {
        let concerned = |entry: &Entry| entry.customer.is_some_and(|customer| customers.binary_search(&customer).is_ok());
        let found = self.found(book, concerned);
        let Resolved { rows, owners, namesakes, .. } = check::resolve(book, Some(&self.source), found);
        Self { kinds: by_kind(&rows), rows, owners, namesakes, ..self }
    }

    /// Some entries as if they were just read.
    fn found(&self, book: &Book, wanted: impl Fn(&Entry) -> bool) -> Found {
        let mut found = Found { total: Some(Money::ZERO), ..Found::default() };
        for entry in self.entries().filter(wanted) {
            let index = EntryIx(found.rows.len() as u32);
            found.refs.extend(entry.refers.map(|target| (index, self.entry(target).id)));
            if entry.contract.is_some_and(|contract| book.contract(contract).framework) {
                let name = self.text(entry, Column::Milestone).into_owned();
                found.names.extend((entry.kind == Kind::Bill || !name.is_empty()).then_some((index, name)));
            }
            found.rows.push(&Entry { refers: None, ..entry });
            if let Some(line) = self.rows.line(entry.index) {
                found.rows.push_line(line.number, line.start);
            }
        }
        found
    }

    /// The journal with one line more (with its newline): what is written must read back, with all its references.
    /// Its id must be greater than all of its day. Problems of the line have no place: it is in no file.
    pub fn with(mut self, book: &Book, line: &str) -> Result<Self, Vec<Problem>> {
        if let Some(start) = self.blank_end() {
            let place = self.source.place(start..start);
            return Err(vec![Problem::at(JournalFault::BlankLine, place)]);
        }
        if self.lines == 0 {
            self.source.push(&format!("{HEADER}\n"));
            self.lines = 1;
        }
        let start = self.source.text().len();
        self.source.push(line);
        let mut reader = Reader::new(book, &self.source);
        (reader.line, reader.start) = (self.lines, start);
        let mut new = reader.whole();
        let total = new.found.total.and_then(|more| self.total.checked_total(more));
        let mut found = self.found(book, |_| true);
        let base = found.rows.len() as u32;
        let moved = |index: EntryIx| EntryIx(index.0.saturating_add(base));
        found.rows.append(new.found.rows, 0, 0);
        found.refs.extend(new.found.refs.into_iter().map(|(index, id)| (moved(index), id)));
        found.names.extend(new.found.names.into_iter().map(|(index, name)| (moved(index), name)));
        let Resolved { rows, owners, namesakes, problems: mut more, .. } = check::resolve(book, Some(&self.source), found);
        let problems = &mut new.problems;
        problems.append(&mut more);
        if total.is_none() {
            problems.push(Problem::new(JournalFault::Total));
        }
        if problems.is_empty() {
            let (lines, total) = (new.lines, total.unwrap_or(Money::ZERO));
            return Ok(Self { source: self.source, kinds: by_kind(&rows), rows, owners, namesakes, lines, total, ids: self.ids });
        }
        let unplaced = |problem: Problem| match &problem.place {
            Some(place) if place.line > self.lines => Problem { place: None, ..problem },
            _ => problem,
        };
        Err(new.problems.into_iter().map(unplaced).collect())
    }

    /// Where the blank lines at the end begin. They mean nothing there, and would stand in the middle after an append.
    fn blank_end(&self) -> Option<usize> {
        let text = self.source.text();
        let (_, after) = text.get(text.trim_end_matches(['\n', '\r']).len()..)?.split_once('\n')?;
        if after.is_empty() { None } else { text.len().checked_sub(after.len()) }
    }
}
