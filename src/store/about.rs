//! Reading of a large ledger what is about one customer, and checking all else, to add to it.

use std::fs::File;
use std::path::Path;

use super::open::{LockError, lock, to_read};
use super::stream::{Wanted, fetch, large_files, read_about};
use super::{JOURNAL, JOURNAL_LIMIT, Ledger, read};
use crate::book::{self, Subject};
use crate::entry;
use crate::problem::{FileFault, Problem, Problems};

/// What of a large ledger is needed.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    /// Only what is about a contract or customer.
    pub subject: Option<Subject<'a>>,
    /// Where that does not do, these texts; without it all.
    pub texts: Option<&'a Wanted<'a>>,
}

/// What `build` makes of a ledger; of a large one it sees what is asked for alone, and all where it refuses that.
pub fn try_out<T>(dir: &Path, asked: &Asked, build: impl Fn(Ledger) -> Result<T, Problems>) -> Result<T, Problems> {
    let file = asked.subject.and_then(|subject| Some((subject, to_read(&dir.join(JOURNAL), JOURNAL).ok()?)));
    let quick = match file.as_ref().map(|(_, file)| lock(|| file.try_lock_shared())) {
        Some(Err(LockError::Held)) => return Err(Problem::from(FileFault::Locked { file: JOURNAL.into() }).into()),
        _ => file.and_then(|(subject, file)| read_of(dir, &file, subject)),
    };
    match quick.and_then(|(ledger, _)| build(ledger).ok()) {
        Some(ready) => Ok(ready),
        None => build(match asked.texts {
            Some(wanted) => read_about(dir, wanted)?,
            None => read(dir)?,
        }),
    }
}

/// Reads a large ledger whose journal is open, and locked where it can be, with the journal's length. The ledger has one
/// customer, its contracts and its entries alone; `None` where anything is small, wrong or unusual, or there is no such
/// customer.
pub(super) fn read_of(dir: &Path, file: &File, subject: Subject) -> Option<(Ledger, u64)> {
    let length = file.metadata().ok().map(|meta| meta.len()).filter(|length| *length <= JOURNAL_LIMIT)?;
    let files = large_files(dir, length)?;
    let fetches: Vec<_> = files.iter().map(|(file, _)| fetch(file)).collect();
    let blocks: Vec<_> = files.iter().zip(&fetches).map(|((_, length), fetch)| book::blocks(*length, fetch)).collect();
    let about = book::load_about(&blocks, subject)?;
    let journal = entry::read_about(&about, &entry::blocks(length, &fetch(file)))?;
    Some((Ledger { dir: dir.to_path_buf(), book: about.book, journal, sources: Vec::new() }, length))
}
