//! What `huikuan explain CODE` says of each code.

use super::explain_asking::ASKING;
use super::explain_entries::ENTRIES;
use super::explain_export::EXPORT;
use super::explain_files::FILES;
use super::explain_history::HISTORY;
use super::explain_import::IMPORT;
use super::explain_letters::LETTERS;
use super::explain_lists::LISTS;
use super::workbook::WORKBOOK;
use crate::text::Text;

/// A code with what it means and what to do.
pub struct Explanation {
    /// `E212`.
    pub code: &'static str,
    /// One line.
    pub title: Text,
    /// A few sentences: why it is refused, and how to mend it.
    pub body: Text,
}

pub(super) const fn of(code: &'static str, title: Text, body: Text) -> Explanation {
    Explanation { code, title, body }
}

/// The explanation of a code, in either case.
pub fn explain(code: &str) -> Option<&'static Explanation> {
    codes().find(|known| known.code.eq_ignore_ascii_case(code))
}

/// All codes, in order.
pub fn codes() -> impl Iterator<Item = &'static Explanation> {
    FILES.iter().chain(ENTRIES).chain(LETTERS).chain(LISTS).chain(IMPORT).chain(WORKBOOK).chain(EXPORT).chain(ASKING).chain(HISTORY)
}
