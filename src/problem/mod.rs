//! What can be wrong: its code, its place, its cause and its cure, in both languages.

// The fields of a fault are what its message names.
#[allow(missing_docs)]
mod book;
mod excerpt;
mod explain;
mod explain_asking;
mod explain_entries;
mod explain_export;
mod explain_files;
mod explain_history;
mod explain_import;
mod explain_letters;
mod explain_lists;
#[allow(missing_docs)]
mod export;
#[allow(missing_docs)]
mod file;
#[allow(missing_docs)]
mod history;
#[allow(missing_docs)]
mod import;
#[allow(missing_docs)]
mod journal;
#[allow(missing_docs)]
mod list;
#[allow(missing_docs)]
mod usage;
#[allow(missing_docs)]
mod warning;
#[allow(missing_docs)]
mod workbook;

pub use book::BookFault;
pub use explain::{Explanation, codes, explain};
pub use export::ExportFault;
pub use file::FileFault;
pub use history::HistoryFault;
pub use import::{DateTrouble, ImportFault, MapTrouble};
pub use journal::JournalFault;
pub use list::ListFault;
pub use usage::UsageFault;
pub use warning::Warning;
pub use workbook::WorkbookFault;

use std::ops::Range;

use crate::text::{Lang, escape};

/// Where in a file a problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as messages name it.
    pub file: String,
    /// Line, counted from 1 by newline bytes.
    pub line: u32,
    /// Column, counted from 1 in characters; 0 where the whole line is meant.
    pub column: u32,
    /// The line itself, without its end.
    pub text: String,
    /// The offending bytes of the line.
    pub range: Range<usize>,
}

/// Cause and cure of a problem in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What is wrong, without a full stop.
    pub cause: String,
    /// What to do, one line each.
    pub cures: Vec<String>,
}

impl Wording {
    fn new(cause: String, cure: String) -> Self {
        Self { cause, cures: if cure.is_empty() { Vec::new() } else { vec![cure] } }
    }
}

/// One kind of thing that can be wrong, with its data.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A file as such.
    File(FileFault),
    /// The book.
    Book(BookFault),
    /// The journal.
    Journal(JournalFault),
    /// The journal's history in git.
    History(HistoryFault),
    /// A file to be imported, or its map.
    Import(ImportFault),
    /// A row of a list to be imported.
    List(ListFault),
    /// The command line, or what it asks for.
    Usage(UsageFault),
    /// Nothing that stops a report.
    Warning(Warning),
}

/// Something wrong at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What it is.
    pub what: What,
    /// Where it is, if it is in a file.
    pub place: Option<Place>,
}

impl Problem {
    /// A problem at a place in a file.
    pub fn at(what: impl Into<What>, place: Place) -> Self {
        Self { what: what.into(), place: Some(place) }
    }

    /// A problem that has no place in a file.
    pub fn new(what: impl Into<What>) -> Self {
        Self { what: what.into(), place: None }
    }

    /// Whether reports may be printed in spite of it.
    pub fn is_warning(&self) -> bool {
        matches!(self.what, What::Warning(_))
    }

    /// Its code, `E212`, the same in every language.
    pub fn code(&self) -> &'static str {
        match &self.what {
            What::File(fault) => fault.code(),
            What::Book(fault) => fault.code(),
            What::Journal(fault) => fault.code(),
            What::History(fault) => fault.code(),
            What::Import(fault) => fault.code(),
            What::List(fault) => fault.code(),
            What::Usage(fault) => fault.code(),
            What::Warning(warning) => warning.code(),
        }
    }

    /// Cause and cure in `lang`.
    pub fn wording(&self, lang: Lang) -> Wording {
        let wording = match &self.what {
            What::File(fault) => fault.wording(lang),
            What::Book(fault) => fault.wording(lang),
            What::Journal(fault) => fault.wording(lang),
            What::History(fault) => fault.wording(lang),
            What::Import(fault) => fault.wording(lang),
            What::List(fault) => fault.wording(lang),
            What::Usage(fault) => fault.wording(lang),
            What::Warning(warning) => warning.wording(lang),
        };
        // Paths and arguments come from outside too.
        let shown = |text: &String| escape(text).into_owned();
        Wording { cause: shown(&wording.cause), cures: wording.cures.iter().map(shown).collect() }
    }
}

macro_rules! into_what {
    ($($fault:ident => $variant:ident),*) => {
        $(impl From<$fault> for What {
            fn from(fault: $fault) -> Self {
                Self::$variant(fault)
            }
        }
        impl From<$fault> for Problem {
            fn from(fault: $fault) -> Self {
                Self::new(fault)
            }
        })*
    };
}
into_what!(FileFault => File, BookFault => Book, JournalFault => Journal, HistoryFault => History, ImportFault => Import, ListFault => List, UsageFault => Usage, Warning => Warning);

/// Several problems, as one error. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Problems(pub Vec<Problem>);

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl From<UsageFault> for Problems {
    fn from(fault: UsageFault) -> Self {
        Problem::new(fault).into()
    }
}

impl From<FileFault> for Problems {
    fn from(fault: FileFault) -> Self {
        Problem::new(fault).into()
    }
}

impl Problems {
    /// All of them, or the first `limit` and a line that says how many more there are.
    pub fn render(&self, lang: Lang, limit: usize) -> String {
        self.render_of(self.0.len(), lang, limit)
    }

    /// The same where these are the first of `count`.
    pub fn render_of(&self, count: usize, lang: Lang, limit: usize) -> String {
        let mut out: String = self.0.iter().take(limit).map(|problem| problem.render(lang)).collect();
        let more = count.saturating_sub(limit);
        if more > 0 {
            out += &crate::say!(lang, "……还有 {more} 处问题（huikuan check --all 全部列出）\n", "… and {more} more (huikuan check --all lists them)\n");
        }
        out
    }
}
