//! The journal: kinds of entry, rows as typed entries, and their checks.

#![warn(clippy::arithmetic_side_effects)]

mod append_only;
mod appraised;
mod blocks;
mod check;
mod details;
mod draft;
mod extend;
mod id;
mod kind;
mod packed;
mod part;
mod quick;
mod read;
// Offsets into a line that is in memory.
#[allow(clippy::arithmetic_side_effects)]
mod row;
mod scan;

pub use append_only::{Fate, Loss, grown, kept};
pub use appraised::{appraised, with_appraised};
pub use blocks::blocks;
pub use details::{IN_KIND, is_cash, is_draft};
pub use draft::Draft;
pub use id::EntryId;
pub use kind::{About, Kind};
pub use packed::Room;
pub use part::Texts;
pub use read::{read, read_figures, shape};
pub use row::{Column, HEADER, Row, write_row};
pub use scan::read_about;

use std::borrow::{Borrow, Cow};

use packed::Rows;
use row::field;

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

    /// All parts of what it names.
    #[must_use]
    pub fn undivided(self) -> Self {
        match self {
            Self::Whole => Self::Whole,
            Self::Milestone { index, .. } => Self::Milestone { index, part: 0 },
            Self::Bill { entry, .. } => Self::Bill { entry, part: 0 },
            Self::Nth { number, .. } => Self::Nth { number, part: 0 },
        }
    }
}

/// One entry. Free texts stay in the journal's own: see [`Journal::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the journal.
    pub index: EntryIx,
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
}

/// All entries of a ledger, with the text they came from.
#[derive(Debug)]
pub struct Journal {
    /// Its text, or of a journal that was read for its figures only the lines whose words reports look at.
    source: Source,
    rows: Rows,
    /// The contracts' customers.
    owners: Vec<CustomerIx>,
    /// Bills of one contract and name: one that was made void and the one written in its place.
    namesakes: rustc_hash::FxHashMap<EntryIx, Vec<EntryIx>>,
    /// The entries of each kind but receipts, in the order of the file.
    kinds: [Vec<EntryIx>; Kind::ALL.len()],
    /// How many lines the file has.
    lines: u32,
    /// The sum of all amounts of book and journal, which must stay countable.
    total: Money,
    /// Where only one customer's entries were read, the ids of all, in order.
    ids: Vec<EntryId>,
}

impl Journal {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The greatest id of those that were recorded on a day, also of entries that were not read.
    pub fn last_id_of(&self, day: Day) -> Option<EntryId> {
        let of_day = |id: &EntryId| id.recorded() == day.yymmdd();
        let all = self.ids.get(..self.ids.partition_point(|id| id.recorded() <= day.yymmdd())).and_then(<[_]>::last).copied();
        self.rows.ids().chain(all).filter(of_day).max()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entries, in the order of the file.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Entry> + ExactSizeIterator + '_ {
        (0..self.rows.len() as u32).map(|index| self.entry(EntryIx(index)))
    }

    /// An entry.
    // An index is only ever made by this journal, and what it holds was an entry once.
    #[allow(clippy::expect_used, clippy::missing_panics_doc)]
    pub fn entry(&self, index: EntryIx) -> Entry {
        self.rows.get(index, &self.owners).expect("an entry of this journal")
    }

    /// Many entries, in any order: less is waited for than one by one.
    pub fn get_all<'s>(&'s self, indices: &'s [EntryIx], room: &'s mut Room) -> impl Iterator<Item = Entry> + 's {
        self.rows.get_all(indices, &self.owners, room)
    }

    /// The entries of a kind, in the order of the file.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = Entry> + '_ {
        self.indices(kind).map(|index| self.entry(index))
    }

    /// Their indices.
    pub fn indices(&self, kind: Kind) -> impl Iterator<Item = EntryIx> + '_ {
        let listed = self.kinds.get(kind as usize).map_or(&[][..], Vec::as_slice).iter().copied();
        // Most entries of any journal are receipts: a list of them would be as long as the journal.
        let all = (kind == Kind::Receipt).then(|| self.rows.kinds().zip(0..).filter(|(own, _)| *own == Kind::Receipt).map(|(_, index)| EntryIx(index)));
        listed.chain(all.into_iter().flatten())
    }

    /// The entries that refer to another, in no order.
    pub fn referring(&self) -> impl Iterator<Item = Entry> + '_ {
        self.rows.referring().map(|index| self.entry(index))
    }

    /// Whom an entry concerns.
    pub fn customer(&self, index: EntryIx) -> Option<CustomerIx> {
        self.rows.customer(index, &self.owners)
    }

    /// The date of an entry.
    pub fn date(&self, index: EntryIx) -> Day {
        self.rows.date(index).unwrap_or(Day::EPOCH)
    }

    /// Each entry's kind and customer.
    pub fn subjects(&self) -> impl Iterator<Item = (EntryIx, Kind, Option<CustomerIx>)> + '_ {
        self.rows.subjects(&self.owners)
    }

    /// The line of an entry in the file, from 1.
    pub fn line(&self, entry: impl Borrow<Entry>) -> u32 {
        let EntryIx(index) = entry.borrow().index;
        // Where not all lines are kept, nothing but the header stands between them.
        self.rows.line(EntryIx(index)).map_or(index.saturating_add(2), |line| line.number)
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
    pub fn row(&self, entry: impl Borrow<Entry>) -> Option<Row<'_>> {
        Row::split(self.words(entry.borrow().index)?).ok()
    }

    /// An entry's line, where it is kept.
    fn words(&self, index: EntryIx) -> Option<&str> {
        let rest = self.source.text().get(self.rows.line(index)?.start as usize..)?;
        rest.get(..memchr::memchr(b'\n', rest.as_bytes())?).map(|line| line.trim_end_matches('\r'))
    }

    /// The entries whose lines are kept, in the order of the file.
    pub fn with_lines(&self) -> impl Iterator<Item = EntryIx> + '_ {
        self.rows.with_lines()
    }

    /// A column of an entry, as written.
    pub fn text(&self, entry: impl Borrow<Entry>, column: Column) -> Cow<'_, str> {
        self.words(entry.borrow().index).map_or(Cow::Borrowed(""), |line| field(line, column))
    }

    /// The place of an entry's column in the file.
    pub fn place(&self, entry: impl Borrow<Entry>, column: Column) -> Place {
        let entry = entry.borrow();
        let range = self.row(entry).map_or(0..0, |row| row.range(column));
        let (number, start) = self.rows.line(entry.index).map_or((0, 0), |line| (line.number, line.start));
        self.source.place_in_line(number, start as usize, range)
    }
}

/// The entries of each kind but receipts.
fn by_kind(rows: &Rows) -> [Vec<EntryIx>; Kind::ALL.len()] {
    let mut kinds = [const { Vec::new() }; Kind::ALL.len()];
    for (kind, index) in rows.kinds().zip(0..).filter(|(kind, _)| *kind != Kind::Receipt) {
        if let Some(own) = kinds.get_mut(kind as usize) {
            own.push(EntryIx(index));
        }
    }
    kinds
}
