//! The journal: kinds of entry, rows as typed entries, and their checks.

#![warn(clippy::arithmetic_side_effects)]

mod append_only;
mod check;
mod details;
mod extend;
mod id;
mod kind;
mod read;
// Offsets into a line that is in memory.
#[allow(clippy::arithmetic_side_effects)]
mod row;

pub use append_only::{Fate, Loss, grown, kept};
pub use id::EntryId;
pub use kind::{About, Kind};
pub use read::{read, shape};
pub use row::{Column, HEADER, Row, write_row};

use std::borrow::Cow;

use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;
use crate::problem::Place;
use crate::source::Source;

/// Index of an entry in [`Journal::entries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryIx(pub u32);

/// What the milestone column names; part 0 is all of it.
#[allow(missing_docs)] // each variant's line says what its fields are
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Nothing.
    Whole,
    /// A milestone of the contract, by its number from 0.
    Milestone { index: u16, part: u16 },
    /// A bill of the contract, by its entry.
    Bill { entry: EntryIx, part: u16 },
    /// `#n`: the contract's n-th bill by (date, id) that counts.
    Nth { number: u16, part: u16 },
}

impl Slot {
    /// The part it names; 0 where it names all.
    pub fn part(self) -> u16 {
        match self {
            Self::Whole => 0,
            Self::Milestone { part, .. } | Self::Bill { part, .. } | Self::Nth { part, .. } => part,
        }
    }
}

/// One entry. Free texts stay in the file's bytes: see [`Journal::text`].
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Unique id.
    pub id: EntryId,
    /// Day it happened.
    pub date: Day,
    /// Kind.
    pub kind: Kind,
    /// Whom it concerns; also filled from the contract or the entry it refers to.
    pub customer: Option<CustomerIx>,
    /// The contract it concerns.
    pub contract: Option<ContractIx>,
    /// The milestone or bill it names.
    pub slot: Slot,
    /// Its amount; zero where it has none.
    pub amount: Money,
    /// Second date.
    pub due: Option<Day>,
    /// The entry it refers to.
    pub refers: Option<EntryIx>,
    /// Line in the file, from 1.
    pub line: u32,
    start: u32,
}

/// All entries of a ledger, with the text they came from.
#[derive(Debug)]
pub struct Journal {
    source: Source,
    entries: Vec<Entry>,
    /// Bills of one contract and name: one that was made void and the one written in its place.
    namesakes: rustc_hash::FxHashMap<EntryIx, Vec<EntryIx>>,
    /// The entries of each kind, in the order of the file.
    kinds: [Vec<EntryIx>; Kind::ALL.len()],
    /// How many lines the file has.
    lines: u32,
    /// The sum of all amounts of book and journal, which must stay countable.
    total: Money,
}

impl Journal {
    /// All entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All entries with their indices.
    pub fn indexed(&self) -> impl Iterator<Item = (EntryIx, &Entry)> {
        self.entries.iter().enumerate().map(|(index, entry)| (EntryIx(index as u32), entry))
    }

    /// An entry.
    #[allow(clippy::indexing_slicing)] // an index is only ever made by this journal
    pub fn entry(&self, index: EntryIx) -> &Entry {
        &self.entries[index.0 as usize]
    }

    /// All entries of a kind, in the order of the file.
    pub fn of_kind(&self, kind: Kind) -> &[EntryIx] {
        self.kinds.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    /// The text it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// All bills that have a bill's name in its contract; itself alone, but where one was made void and written anew.
    pub fn namesakes(&self, bill: EntryIx) -> &[EntryIx] {
        self.namesakes.get(&bill).map_or(&[], Vec::as_slice)
    }

    /// The fields of an entry's line.
    pub fn row(&self, entry: &Entry) -> Option<Row<'_>> {
        let rest = self.source.text().get(entry.start as usize..)?;
        let line = rest.get(..rest.find('\n')?)?;
        Row::split(line.trim_end_matches('\r')).ok()
    }

    /// A column of an entry, as written.
    pub fn text(&self, entry: &Entry, column: Column) -> Cow<'_, str> {
        self.row(entry).map_or(Cow::Borrowed(""), |row| row.get(column))
    }

    /// The place of an entry's column in the file.
    pub fn place(&self, entry: &Entry, column: Column) -> Place {
        let range = self.row(entry).map_or(0..0, |row| row.range(column));
        self.source.place_in_line(entry.line, entry.start as usize, range)
    }
}

/// The entries of each kind.
fn by_kind(entries: &[Entry]) -> [Vec<EntryIx>; Kind::ALL.len()] {
    let mut kinds = [const { Vec::new() }; Kind::ALL.len()];
    for (index, entry) in entries.iter().enumerate() {
        if let Some(own) = kinds.get_mut(entry.kind as usize) {
            own.push(EntryIx(index as u32));
        }
    }
    kinds
}
