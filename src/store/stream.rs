//! Reading a large ledger without holding its texts: block by block, for reports of figures.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::path::Path;

use super::open::{LockError, lock, to_read};
use super::{BOOK, BOOK_LIMIT, JOURNAL, JOURNAL_LIMIT, Ledger, included, read};
use crate::book::{self, Book};
use crate::entry::{self, EntryId, Texts};
use crate::parallel::in_order;
use crate::problem::{FileFault, Problem, Problems};
use crate::source::Source;

/// Bytes of book and journal from which on they are read in blocks.
const LARGE: u64 = 2 << 20;

/// Reads and checks a whole ledger for its figures: texts are kept of the entries whose words reports of figures look
/// at. What is small, wrong or unusual is read as [`read`] does, with the same problems.
pub fn read_figures(dir: &Path) -> Result<Ledger, Problems> {
    read_about(dir, &|_| Some(Texts::NONE))
}

/// The same, with the texts that `wanted` tells, and no others; where it tells none, with all.
pub fn read_about(dir: &Path, wanted: &Wanted) -> Result<Ledger, Problems> {
    let Some((file, book)) = open(&dir.join(JOURNAL), JOURNAL, JOURNAL_LIMIT).and_then(|(file, length)| Some((file, large_book(dir, length)?))) else {
        return read(dir);
    };
    match lock(|| file.try_lock_shared()) {
        Ok(()) | Err(LockError::Failed(_)) => about(dir, book, &file, wanted).map_or_else(|| read(dir), |(ledger, _)| Ok(ledger)),
        Err(LockError::Held) => Err(Problem::from(FileFault::Locked { file: JOURNAL.into() }).into()),
    }
}

/// Which texts are wanted, if not all.
pub type Wanted<'w> = dyn Fn(&Book) -> Option<Texts> + 'w;

/// The same of a journal that is open, and locked where it can be; with the journal's length.
pub(super) fn read_open(dir: &Path, file: &File, wanted: &Wanted) -> Option<(Ledger, u64)> {
    let book = large_book(dir, file.metadata().ok()?.len())?;
    about(dir, book, file, wanted)
}

fn about(dir: &Path, book: Book, file: &File, wanted: &Wanted) -> Option<(Ledger, u64)> {
    let texts = wanted(&book)?;
    // With what was appended before the lock was had.
    let length = file.metadata().ok().map(|meta| meta.len()).filter(|length| *length <= JOURNAL_LIMIT)?;
    let journal = entry::read_figures(&book, &entry::blocks(length, &fetch(file)), &texts)?;
    // Others whose entries refer to theirs would be known by half.
    let alone = texts.of.is_empty() || journal.linked(texts.of.iter().copied()) == texts.of;
    alone.then(|| (Ledger { dir: dir.to_path_buf(), book, journal, sources: Vec::new() }, length))
}

/// The book of a ledger that is large enough to be read in blocks.
fn large_book(dir: &Path, journal: u64) -> Option<Book> {
    let files = large_files(dir, journal)?;
    let fetches: Vec<_> = files.iter().map(|(file, _)| fetch(file)).collect();
    let blocks: Vec<_> = files.iter().zip(&fetches).map(|((_, length), fetch)| book::blocks(*length, fetch)).collect();
    book::load_blocks(&blocks)
}

/// The files of its book with their lengths.
pub(super) fn large_files(dir: &Path, journal: u64) -> Option<Vec<(File, u64)>> {
    const HEAD: usize = 64 * 1024;
    let main = open(&dir.join(BOOK), BOOK, BOOK_LIMIT)?;
    if journal + main.1 < LARGE {
        return None;
    }
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
    Some(std::iter::once(main).chain(others).collect())
}

/// A file with its length, where there is one that may be read.
fn open(path: &Path, name: &str, limit: u64) -> Option<(File, u64)> {
    let file = to_read(path, name).ok()?;
    let length = file.metadata().ok()?.len();
    (length <= limit).then_some((file, length))
}

/// A file of the book, by its number, of a ledger that was read without its texts.
pub fn book_source(dir: &Path, number: u16) -> Option<Source> {
    let source = |name: &str| Source::new(name, super::bytes_of(&dir.join(name), name, BOOK_LIMIT).ok()?).ok();
    let main = source(BOOK)?;
    match number.checked_sub(1) {
        None => Some(main),
        Some(place) => source(included(dir, &main).0.get(usize::from(place))?),
    }
}

/// The lines of some entries, of a ledger that was read without them; what is no longer there is left out.
pub fn journal_lines(dir: &Path, ids: &[EntryId]) -> HashMap<EntryId, String> {
    let mut found = HashMap::new();
    let ids: HashSet<EntryId> = ids.iter().copied().collect();
    let Some((file, length)) = open(&dir.join(JOURNAL), JOURNAL, JOURNAL_LIMIT).filter(|_| !ids.is_empty()) else { return found };
    // Where ids grow, few of them are found sooner by halves.
    let few = (ids.len() < FEW).then(|| ids.iter().map(|id| Some((*id, line_of(&file, length, *id)?))).collect());
    if let Some(found) = few.flatten() {
        return found;
    }
    let fetch = fetch(&file);
    let blocks = entry::blocks(length, &fetch);
    let make = |number, buffer: &mut Vec<u8>| {
        let text = blocks.get(number, buffer).map_or("", |(_, text)| text);
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1));
        let of_line = |start: usize| {
            let rest = text.get(start..)?;
            let id = EntryId::parse(rest.as_bytes().get(..15)?).filter(|id| ids.contains(id))?;
            Some((id, rest.lines().next()?.to_string()))
        };
        starts.filter_map(of_line).collect()
    };
    in_order(blocks.count(), make, |lines: Vec<_>| {
        found.extend(lines);
        true
    });
    found
}

/// Entries up to which each is looked for by itself.
const FEW: usize = 1_000;

/// The line of an entry in a journal whose ids grow; `None` where it is not found so.
fn line_of(file: &File, length: u64, id: EntryId) -> Option<String> {
    let mut buffer = Vec::new();
    // The wanted line begins between these places: behind the header, or a line with a lesser id.
    let (mut from, mut to) = (0, length);
    while from + 1 < to {
        let middle = from + (to - from) / 2;
        // The first line that begins there or later is told by the newline before it.
        let text = bytes(file, middle - 1, SPAN, &mut buffer)?;
        let start = memchr::memchr(b'\n', text)? + 1;
        let begins = middle - 1 + start as u64;
        if begins >= to {
            to = middle;
            continue;
        }
        let line = text.get(start..start + memchr::memchr(b'\n', text.get(start..)?)?)?;
        match EntryId::parse(line.get(..15)?)?.cmp(&id) {
            Ordering::Equal => return std::str::from_utf8(line).ok().map(|line| line.trim_end_matches('\r').to_string()),
            Ordering::Less => from = begins,
            Ordering::Greater => to = middle,
        }
    }
    None
}

/// Bytes in which two lines' ends are, nearly always.
const SPAN: usize = 1024;

/// A file's bytes, as blocks ask for them.
pub(super) fn fetch(file: &File) -> impl for<'b> Fn(u64, usize, &'b mut Vec<u8>) -> Option<&'b [u8]> + Sync {
    |from, count, buffer| bytes(file, from, count, buffer)
}

/// The bytes from a place on, as many as asked for or as there are, in a buffer that never shrinks.
pub(super) fn bytes<'b>(file: &File, from: u64, count: usize, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
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
