//! Appending to the journal: when it returns `Ok`, the entries are on disk, once.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::{JOURNAL, JOURNAL_LIMIT, Ledger, read, read_book, read_limited, wait_for_lock};
use crate::entry::{self, HEADER};
use crate::problem::{FileFault, Problem, Problems};
use crate::source::Source;

/// Appends what `build` makes of the ledger as it is under the lock: nothing where it makes nothing. When this returns
/// `Ok`, the entries are on disk, once.
pub fn append<T>(dir: &Path, build: impl Fn(Ledger) -> Result<(Vec<u8>, T), Problems>) -> Result<T, Problems> {
    let path = dir.join(JOURNAL);
    let mut file = loop {
        if let Some(file) = open_to_append(&path, false)? {
            break file;
        }
        // A refused entry must leave no empty journal behind, so the first one is built before there is a file.
        build(read(dir)?)?;
        if let Some(file) = open_to_append(&path, true)? {
            break file;
        }
    };
    let (book, sources) = read_book(dir)?;
    let bytes = read_limited(&mut file, JOURNAL, JOURNAL_LIMIT)?;
    let old_length = bytes.len() as u64;
    let crlf = bytes.ends_with(b"\r\n");
    let journal = entry::read(&book, Source::new(JOURNAL, bytes)?).map_err(Problems)?;
    let ledger = Ledger { dir: dir.to_path_buf(), book, journal, sources };
    let (mut rows, result) = build(ledger)?;
    if rows.is_empty() {
        return Ok(result);
    }
    if old_length == 0 {
        rows.splice(0..0, format!("{HEADER}\n").into_bytes());
    }
    if crlf {
        rows = rows.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect();
    }
    write_or_undo(&mut file, &rows, old_length)?;
    if old_length == 0 {
        sync_directory(&path);
    }
    Ok(result)
}

/// Writes rows with one call and makes them durable; cuts them off again where that fails.
fn write_or_undo(file: &mut File, rows: &[u8], old_length: u64) -> Result<(), Problem> {
    let Err(error) = file.write_all(rows).and_then(|()| file.sync_data()) else { return Ok(()) };
    let (name, reason) = (JOURNAL.to_string(), error.to_string());
    let undone = file.set_len(old_length).and_then(|()| file.sync_data());
    Err(match undone {
        Ok(()) => FileFault::NotWritten { file: name, reason },
        Err(_) => FileFault::PerhapsWritten { file: name, reason },
    }
    .into())
}

/// Opens the journal for appending and takes it for this process alone; `None` where it is not there and not to be made.
fn open_to_append(path: &Path, create: bool) -> Result<Option<File>, Problem> {
    if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return Err(FileFault::NotAFile { file: JOURNAL.into() }.into());
    }
    loop {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(create);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = match options.open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !create => return Ok(None),
            Err(error) => return Err(FileFault::NotWritten { file: JOURNAL.into(), reason: error.to_string() }.into()),
        };
        wait_for_lock(|| file.try_lock())?;
        // git or an editor may have put another file in its place while we waited.
        if is_same(&file, path) {
            return Ok(Some(file));
        }
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, _: &Path) -> bool {
    true
}

/// Makes a new name durable where the system can.
fn sync_directory(path: &Path) {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Some(parent) = real.parent() {
        let _ = File::open(parent).and_then(|dir| dir.sync_all());
    }
}
