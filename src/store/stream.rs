//! Reading a large ledger without holding its texts: block by block, for reports of figures.

use std::fs::File;
use std::io;
use std::path::Path;

use super::open::{LockError, lock, to_read};
use super::{BOOK, BOOK_LIMIT, JOURNAL, JOURNAL_LIMIT, Ledger, included, read};
use crate::book::{self, Book};
use crate::entry::{self, Journal};
use crate::problem::Problems;
use crate::source::Source;

/// Bytes of book and journal from which on they are read in blocks.
const LARGE: u64 = 2 << 20;

/// Reads and checks a whole ledger for its figures: texts are kept of the entries whose words reports of figures look
/// at. What is small, wrong or unusual is read as [`read`] does, with the same problems.
pub fn read_figures(dir: &Path) -> Result<Ledger, Problems> {
    match quickly(dir) {
        Some((book, journal)) => Ok(Ledger { dir: dir.to_path_buf(), book, journal, sources: Vec::new() }),
        None => read(dir),
    }
}

fn quickly(dir: &Path) -> Option<(Book, Journal)> {
    let journal = open(&dir.join(JOURNAL), JOURNAL, JOURNAL_LIMIT)?;
    let main = open(&dir.join(BOOK), BOOK, BOOK_LIMIT)?;
    if journal.1 + main.1 < LARGE {
        return None;
    }
    let book = book(dir, main)?;
    match lock(|| journal.0.try_lock_shared()) {
        Ok(()) | Err(LockError::Failed(_)) => {}
        Err(LockError::Held) => return None,
    }
    // What was appended before the lock was had.
    let length = journal.0.metadata().ok().map(|meta| meta.len()).filter(|length| *length <= JOURNAL_LIMIT)?;
    let journal = entry::read_figures(&book, &entry::blocks(length, &fetch(&journal.0)))?;
    Some((book, journal))
}

fn book(dir: &Path, main: (File, u64)) -> Option<Book> {
    const HEAD: usize = 64 * 1024;
    // Patterns stand before the first table, which must be seen to be sure.
    let mut buffer = Vec::new();
    let head = bytes(&main.0, 0, HEAD, &mut buffer)?;
    let whole_lines = memchr::memrchr(b'\n', head)? + 1;
    let head = Source::new(BOOK, head.get(..whole_lines)?.to_vec()).ok()?;
    book::first_table(head.text())?;
    let (names, problems) = included(dir, &head);
    if !problems.is_empty() {
        return None;
    }
    let others = names.iter().map(|name| open(&dir.join(name), name, BOOK_LIMIT)).collect::<Option<Vec<_>>>()?;
    let files: Vec<(File, u64)> = std::iter::once(main).chain(others).collect();
    let fetches: Vec<_> = files.iter().map(|(file, _)| fetch(file)).collect();
    let blocks: Vec<_> = files.iter().zip(&fetches).map(|((_, length), fetch)| book::blocks(*length, fetch)).collect();
    book::load_blocks(&blocks)
}

/// A file with its length, where there is one that may be read.
fn open(path: &Path, name: &str, limit: u64) -> Option<(File, u64)> {
    let file = to_read(path, name).ok()?;
    let length = file.metadata().ok()?.len();
    (length <= limit).then_some((file, length))
}

/// A file's bytes, as blocks ask for them.
fn fetch(file: &File) -> impl for<'b> Fn(u64, usize, &'b mut Vec<u8>) -> Option<&'b [u8]> + Sync {
    |from, count, buffer| bytes(file, from, count, buffer)
}

/// The bytes from a place on, as many as asked for or as there are, in a buffer that never shrinks.
fn bytes<'b>(file: &File, from: u64, count: usize, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
    if buffer.len() < count {
        buffer.resize(count, 0);
    }
    let mut filled = 0;
    while filled < count {
        match read_at(file, buffer.get_mut(filled..count)?, from + filled as u64) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
    buffer.get(..filled)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], from: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, from)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], from: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, from)
}
