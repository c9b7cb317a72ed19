//! A journal with one line more, checked against the entries it can touch: those of the customers concerned.

use std::collections::HashSet;

use super::check::{self, Resolved};
use super::read::{Draft, Reader};
use super::{Entry, EntryIx, HEADER, Journal, by_kind};
use crate::book::{Book, CustomerIx};
use crate::money::Money;
use crate::problem::{JournalFault, Problem};

impl Journal {
    /// These customers, and those whose entries refer to theirs or are referred to by them.
    pub fn linked(&self, customers: impl IntoIterator<Item = CustomerIx>) -> Vec<CustomerIx> {
        let mut linked: HashSet<CustomerIx> = customers.into_iter().collect();
        // References between customers are rare, so one pass more is rare too.
        loop {
            let before = linked.len();
            for entry in &self.entries {
                let Some((own, other)) = entry.customer.zip(entry.refers.and_then(|target| self.entry(target).customer)) else { continue };
                if own != other && (linked.contains(&own) || linked.contains(&other)) {
                    linked.extend([own, other]);
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
        let concerned = |entry: &&Entry| entry.customer.is_some_and(|customer| customers.binary_search(&customer).is_ok());
        let drafts = self.entries.iter().filter(concerned).map(|entry| self.draft(entry)).collect();
        let Resolved { entries, namesakes, .. } = check::resolve(book, &self.source, drafts);
        Self { kinds: by_kind(&entries), entries, namesakes, ..self }
    }

    /// The journal with one line more (with its newline): what is written must read back, with all its references.
    /// Its id must be greater than all of its day. Problems of the line have no place: it is in no file.
    pub fn with(mut self, book: &Book, line: &str) -> Result<Self, Vec<Problem>> {
        if let Some(start) = self.blank_end() {
            let place = self.source.place(start..start);
            return Err(vec![Problem::at(JournalFault::BlankLine, place)]);
        }
        if self.source.text().is_empty() {
            self.source.push(&format!("{HEADER}\n"));
            self.lines = 1;
        }
        let start = self.source.text().len();
        self.source.push(line);
        let mut reader = Reader::new(book, &self.source);
        (reader.line, reader.start) = (self.lines, start);
        reader.run();
        let Reader { mut problems, drafts: new, line: lines, .. } = reader;
        let total = new.iter().try_fold(self.total, |sum, draft| sum.checked_total(draft.entry.amount));
        let drafts = self.entries.iter().map(|entry| self.draft(entry)).chain(new).collect();
        let Resolved { entries, namesakes, problems: mut more, .. } = check::resolve(book, &self.source, drafts);
        problems.append(&mut more);
        if total.is_none() {
            problems.push(Problem::new(JournalFault::Total));
        }
        if problems.is_empty() {
            return Ok(Self { source: self.source, kinds: by_kind(&entries), entries, namesakes, lines, total: total.unwrap_or(Money::ZERO) });
        }
        let unplaced = |problem: Problem| match &problem.place {
            Some(place) if place.line > self.lines => Problem { place: None, ..problem },
            _ => problem,
        };
        Err(problems.into_iter().map(unplaced).collect())
    }

    /// Where the blank lines at the end begin. They mean nothing there, and would stand in the middle after an append.
    fn blank_end(&self) -> Option<usize> {
        let text = self.source.text();
        let (_, after) = text.get(text.trim_end_matches(['\n', '\r']).len()..)?.split_once('\n')?;
        if after.is_empty() { None } else { text.len().checked_sub(after.len()) }
    }

    fn draft(&self, entry: &Entry) -> Draft {
        Draft { entry: Entry { refers: None, ..*entry }, refers: entry.refers.map(|EntryIx(target)| self.entry(EntryIx(target)).id) }
    }
}
