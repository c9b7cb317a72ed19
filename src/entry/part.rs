//! What is read of a journal before its entries know of each other, and which of its lines are kept.

use super::packed::Rows;
use super::{Entry, EntryId, EntryIx, Kind};
use crate::book::CustomerIx;
use crate::money::Money;
use crate::problem::Problem;

/// Whose lines a journal keeps that is read for its figures, beside those of [`Kind::has_words`].
#[derive(Clone, Debug)]
pub struct Texts {
    /// Customers, in order of their numbers.
    pub of: Vec<CustomerIx>,
    /// Lines that are like this.
    pub like: fn(&str) -> bool,
    /// Kinds of entries.
    pub kinds: &'static [Kind],
    /// Receipts with a second date, which drafts have.
    pub drafts: bool,
}

impl Texts {
    /// No more lines.
    pub const NONE: Self = Self { of: Vec::new(), like: |_| false, kinds: &[], drafts: false };

    /// The lines of more kinds of entries.
    pub fn of_kinds(kinds: &'static [Kind]) -> Self {
        Self { kinds, ..Self::NONE }
    }

    /// The lines of some customers.
    pub fn of(mut customers: Vec<CustomerIx>) -> Self {
        customers.sort_unstable();
        customers.dedup();
        Self { of: customers, ..Self::NONE }
    }
}

/// Which lines a journal keeps the texts of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keep<'k> {
    /// All: they stay in the source.
    All,
    /// Those whose words reports look at, and those wanted, as copies.
    Figures(&'k Texts),
}

impl Keep<'_> {
    pub(super) fn is_all(self) -> bool {
        matches!(self, Self::All)
    }

    /// Whether the line of an entry is copied.
    pub(super) fn copies(self, entry: &Entry, line: &str) -> bool {
        let Self::Figures(texts) = self else { return false };
        // Whom an entry is about that refers to another is not known yet.
        let wanted = || entry.customer.is_none_or(|customer| texts.of.binary_search(&customer).is_ok());
        let draft = texts.drafts && entry.kind == Kind::Receipt && entry.due.is_some();
        entry.kind.has_words() || draft || texts.kinds.contains(&entry.kind) || (!texts.of.is_empty() && wanted()) || (texts.like)(line)
    }
}

/// Entries whose references into the journal are not resolved yet.
#[derive(Default)]
pub(super) struct Found {
    pub(super) rows: Rows,
    /// The ids in the ref column.
    pub(super) refs: Vec<(EntryIx, EntryId)>,
    /// What the milestone column of entries of framework contracts says.
    pub(super) names: Vec<(EntryIx, String)>,
    /// The sum of all amounts, unless that is beyond what can be counted.
    pub(super) total: Option<Money>,
}

/// What was read of a journal.
pub(super) struct Part {
    pub(super) found: Found,
    /// The lines that [`Keep::Figures`] copies.
    pub(super) kept: String,
    pub(super) problems: Vec<Problem>,
    /// How many lines there are.
    pub(super) lines: u32,
}

impl Part {
    /// Copies the line of the last entry.
    pub(super) fn keep(&mut self, number: u32, line: &str) {
        self.found.rows.push_line(number, self.kept.len() as u32);
        self.kept.push_str(line);
        self.kept.push('\n');
    }
}
