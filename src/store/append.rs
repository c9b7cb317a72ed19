//! Appending to the journal: when it returns `Ok`, the entries are on disk, once.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::about::{Asked, read_of};
use super::open::{LockError, OpenError, is_same, lock, to_append};
use super::stream::{bytes, read_open};
use super::{JOURNAL, JOURNAL_LIMIT, Ledger, read, read_book, read_limited};
use crate::entry::{self, HEADER};
use crate::problem::{FileFault, Problem, Problems};
use crate::source::Source;

/// What was appended.
#[derive(Debug)]
pub struct Appended<T> {
    /// What was built along with it.
    pub result: T,
    /// Whether the file system promised that it survives a power cut; a network share may not know how.
    pub durable: bool,
}

/// Appends what `build` makes of the ledger as it is under the lock: nothing where it makes nothing. When this returns
/// `Ok`, the entries are on disk, once. Of a large ledger `build` sees what is about `asked` alone; where it refuses that, it
/// sees all, so that whatever it says is said of the whole.
pub fn append<T>(dir: &Path, asked: &Asked, build: impl Fn(Ledger) -> Result<(Vec<u8>, T), Problems>) -> Result<Appended<T>, Problems> {
    let path = dir.join(JOURNAL);
    let mut file = loop {
        if let Some(file) = open_alone(&path, false)? {
            break file;
        }
        // A refused entry must leave no empty journal behind, so the first one is built before there is a file.
        build(read(dir)?)?;
        if let Some(file) = open_alone(&path, true)? {
            break file;
        }
    };
    let quick = asked.subject.and_then(|subject| read_of(dir, &file, subject));
    let quick = quick.and_then(|(ledger, length)| Some((length, build(ledger).ok()?)));
    let (old_length, (mut rows, result)) = if let Some(ready) = quick {
        ready
    } else {
        let (ledger, length) = read_to_append(dir, &mut file, asked)?;
        (length, build(ledger)?)
    };
    if rows.is_empty() {
        return Ok(Appended { result, durable: true });
    }
    if is_headless(&file, old_length) {
        rows.splice(0..0, format!("{HEADER}\n").into_bytes());
    }
    if ends_with_crlf(&file, old_length) {
        rows = rows.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect();
    }
    if old_length + rows.len() as u64 > JOURNAL_LIMIT {
        return Err(Problem::from(FileFault::TooLarge { file: JOURNAL.into(), limit: "4 GiB" }).into());
    }
    let durable = write_or_undo(&mut file, &rows, old_length)?;
    if old_length == 0 {
        sync_directory(&path);
    }
    Ok(Appended { result, durable })
}

/// The ledger as it is under the lock, with the journal's length.
fn read_to_append(dir: &Path, file: &mut File, asked: &Asked) -> Result<(Ledger, u64), Problems> {
    if let Some(found) = asked.texts.and_then(|wanted| read_open(dir, file, wanted)) {
        return Ok(found);
    }
    let (book, sources) = read_book(dir)?;
    let bytes = read_limited(file, JOURNAL, JOURNAL_LIMIT)?;
    let length = bytes.len() as u64;
    let journal = entry::read(&book, Source::new(JOURNAL, bytes)?).map_err(Problems)?;
    Ok((Ledger { dir: dir.to_path_buf(), book, journal, sources }, length))
}

/// Whether the journal has not even a header.
fn is_headless(file: &File, length: u64) -> bool {
    let mut buffer = Vec::new();
    length == 0 || (length == 3 && bytes(file, 0, 3, &mut buffer) == Some("\u{feff}".as_bytes()))
}

/// How the journal's lines end.
fn ends_with_crlf(file: &File, length: u64) -> bool {
    let mut buffer = Vec::new();
    length >= 2 && bytes(file, length - 2, 2, &mut buffer) == Some(b"\r\n")
}

/// Writes rows with one call and makes them durable; cuts them off again where that fails.
fn write_or_undo(file: &mut File, rows: &[u8], old_length: u64) -> Result<bool, Problem> {
    let written = file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(rows)).and_then(|()| file.sync_data());
    let error = match written {
        Ok(()) => return Ok(true),
        // The rows are in the file; only this file system cannot say when they are on its disk.
        Err(error) if error.kind() == io::ErrorKind::Unsupported && is_there(file, rows, old_length) => return Ok(false),
        Err(error) => error,
    };
    let (name, reason) = (JOURNAL.to_string(), error.to_string());
    // Never a second attempt to sync the same rows: the system may have dropped them and say all is well.
    let undone = file.set_len(old_length).and_then(|()| file.sync_data());
    Err(match undone {
        Ok(()) => FileFault::NotWritten { file: name, reason },
        Err(_) => FileFault::PerhapsWritten { file: name, reason },
    }
    .into())
}

fn is_there(file: &mut File, rows: &[u8], old_length: u64) -> bool {
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(old_length)).and_then(|_| file.read_to_end(&mut tail)).is_ok() && tail == rows
}

/// Opens the journal for appending and takes it for this process alone; `None` where it is not there and not to be made.
pub(super) fn open_alone(path: &Path, create: bool) -> Result<Option<File>, Problem> {
    loop {
        let file = match to_append(path, JOURNAL, create) {
            Ok(file) => file,
            Err(OpenError::Missing) if !create => return Ok(None),
            Err(OpenError::Missing) => return Err(not_written(&io::ErrorKind::NotFound.into())),
            Err(OpenError::Refused(problem)) => return Err(problem),
        };
        match lock(|| file.try_lock()) {
            Ok(()) if is_same(&file, path).map_err(|error| not_written(&error))? => return Ok(Some(file)),
            // Another file was put in its place while we waited.
            Ok(()) => {}
            Err(LockError::Held) => return Err(FileFault::Locked { file: JOURNAL.into() }.into()),
            Err(LockError::Failed(error)) => return Err(not_written(&error)),
        }
    }
}

fn not_written(error: &io::Error) -> Problem {
    FileFault::NotWritten { file: JOURNAL.into(), reason: error.to_string() }.into()
}

/// Makes a new name durable where the system can.
pub(super) fn sync_directory(path: &Path) {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Some(parent) = real.parent() {
        let _ = File::open(parent).and_then(|dir| dir.sync_all());
    }
}
