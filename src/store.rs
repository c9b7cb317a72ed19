//! The only room that touches the ledger on disk: finding, reading, locking and appending.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::book::{self, Book};
use crate::entry::{self, HEADER, Journal};
use crate::problem::{BookFault, FileFault, Problem, Problems};
use crate::source::Source;

/// The book's file.
pub const BOOK: &str = "huikuan.toml";
/// The journal's file.
pub const JOURNAL: &str = "ledger.csv";

const BOOK_LIMIT: u64 = 1 << 30;
const JOURNAL_LIMIT: u64 = 4 << 30;
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// A ledger that was read and found right.
#[derive(Debug)]
pub struct Ledger {
    /// Its directory.
    pub dir: PathBuf,
    /// The book.
    pub book: Book,
    /// The journal.
    pub journal: Journal,
    /// The book's files.
    pub sources: Vec<Source>,
}

/// Where to look for a ledger, in this order.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// `-C DIR`.
    pub option: Option<PathBuf>,
    /// `$HUIKUAN_LEDGER`.
    pub variable: Option<PathBuf>,
    /// Where the search upward begins.
    pub current: Option<PathBuf>,
    /// `ledger = …` of the config file.
    pub config: Option<PathBuf>,
}

/// The directory of the ledger.
pub fn find(places: &Places) -> Result<PathBuf, Problem> {
    let mut tried = Vec::new();
    let named = [("-C", &places.option), ("HUIKUAN_LEDGER", &places.variable)];
    for (word, dir) in named {
        let Some(dir) = dir else { continue };
        // What was asked for by name is never replaced by another ledger in silence.
        if dir.join(BOOK).is_file() {
            return Ok(dir.clone());
        }
        return Err(FileFault::NoLedger { tried: vec![format!("{word} {}", dir.display())] }.into());
    }
    if let Some(current) = &places.current {
        if let Some(dir) = current.ancestors().find(|dir| dir.join(BOOK).is_file()) {
            return Ok(dir.to_path_buf());
        }
        tried.push(format!("{} ↑", current.display()));
    }
    if let Some(dir) = &places.config {
        if dir.join(BOOK).is_file() {
            return Ok(dir.clone());
        }
        tried.push(format!("config.toml: {}", dir.display()));
    }
    Err(FileFault::NoLedger { tried }.into())
}

/// Reads and checks a whole ledger. All problems of the book, or else all of the journal.
pub fn read(dir: &Path) -> Result<Ledger, Problems> {
    let (book, sources) = read_book(dir)?;
    let file = match open_regular(&dir.join(JOURNAL), JOURNAL) {
        Ok(file) => Some(file),
        Err(error) => missing_is_empty(error)?,
    };
    let bytes = file.map(locked_bytes).transpose()?.unwrap_or_default();
    let source = Source::new(JOURNAL, bytes)?;
    let journal = entry::read(&book, source).map_err(Problems)?;
    Ok(Ledger { dir: dir.to_path_buf(), book, journal, sources })
}

/// What is wrong with the journal's lines as such, where the book they refer to cannot be read.
pub fn journal_shape(dir: &Path) -> Vec<Problem> {
    let file = match open_regular(&dir.join(JOURNAL), JOURNAL) {
        Ok(file) => file,
        Err(OpenError::Missing) => return Vec::new(),
        Err(OpenError::Refused(problem)) => return vec![problem],
    };
    match locked_bytes(file).and_then(|bytes| Source::new(JOURNAL, bytes)) {
        Ok(source) => entry::shape(&source),
        Err(problem) => vec![problem],
    }
}

/// Whether the journal's file is there at all.
pub fn has_journal(dir: &Path) -> bool {
    fs::symlink_metadata(dir.join(JOURNAL)).is_ok()
}

fn missing_is_empty(error: OpenError) -> Result<Option<File>, Problem> {
    match error {
        OpenError::Missing => Ok(None),
        OpenError::Refused(problem) => Err(problem),
    }
}

/// Reads the book and the files it includes.
pub fn read_book(dir: &Path) -> Result<(Book, Vec<Source>), Problems> {
    let main = Source::new(BOOK, bytes_of(&dir.join(BOOK), BOOK, BOOK_LIMIT)?)?;
    let mut problems = Vec::new();
    let mut names = Vec::new();
    for include in book::includes(&main) {
        match expand(dir, &include.pattern) {
            Some(found) => {
                let missing = found.iter().filter(|name| fs::symlink_metadata(dir.join(name)).is_err());
                problems.extend(missing.map(|name| Problem::at(FileFault::Missing { file: name.clone() }, include.place.clone())));
                names.extend(found);
            }
            None => problems.push(Problem::at(BookFault::Include { pattern: include.pattern }, include.place)),
        }
    }
    names.retain(|name| fs::symlink_metadata(dir.join(name)).is_ok());
    names.sort();
    names.dedup();
    let mut sources = vec![main];
    for name in names {
        match bytes_of(&dir.join(&name), &name, BOOK_LIMIT).and_then(|bytes| Source::new(name, bytes)) {
            Ok(source) => sources.push(source),
            Err(problem) => problems.push(problem),
        }
    }
    match book::load(&sources) {
        Ok(book) if problems.is_empty() => Ok((book, sources)),
        Ok(_) => Err(Problems(problems)),
        Err(more) => {
            // What a file that is not there would have defined is no further problem.
            let missing = !problems.is_empty();
            problems.extend(more.into_iter().filter(|problem| !missing || problem.code() != "E112"));
            Err(Problems(problems))
        }
    }
}

enum OpenError {
    Missing,
    Refused(Problem),
}

fn io_problem(name: &str, error: &io::Error) -> Problem {
    FileFault::Io { file: name.to_string(), reason: error.to_string() }.into()
}

/// Opens a file for reading; refuses directories, pipes and devices before opening could hang.
fn open_regular(path: &Path, name: &str) -> Result<File, OpenError> {
    let refuse = |error: &io::Error| {
        if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() {
            OpenError::Missing
        } else {
            OpenError::Refused(io_problem(name, error))
        }
    };
    let meta = fs::metadata(path).map_err(|error| refuse(&error))?;
    if !meta.is_file() {
        return Err(OpenError::Refused(FileFault::NotAFile { file: name.to_string() }.into()));
    }
    File::open(path).map_err(|error| refuse(&error))
}

fn bytes_of(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, Problem> {
    let mut file = match open_regular(path, name) {
        Ok(file) => file,
        Err(OpenError::Refused(problem)) => return Err(problem),
        Err(OpenError::Missing) => return Err(io_problem(name, &io::ErrorKind::NotFound.into())),
    };
    read_limited(&mut file, name, limit)
}

fn read_limited(file: &mut File, name: &str, limit: u64) -> Result<Vec<u8>, Problem> {
    let size = file.metadata().map_err(|error| io_problem(name, &error))?.len();
    if size > limit {
        let limit = if limit == BOOK_LIMIT { "1 GiB" } else { "4 GiB" };
        return Err(FileFault::TooLarge { file: name.to_string(), limit }.into());
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.read_to_end(&mut bytes).map_err(|error| io_problem(name, &error))?;
    Ok(bytes)
}

/// Reads the journal under a shared lock, so that half an entry is never seen; without a lock where the file system
/// has none.
fn locked_bytes(mut file: File) -> Result<Vec<u8>, Problem> {
    wait_for_lock(|| file.try_lock_shared())?;
    read_limited(&mut file, JOURNAL, JOURNAL_LIMIT)
}

fn wait_for_lock(lock: impl Fn() -> Result<(), TryLockError>) -> Result<(), Problem> {
    let started = Instant::now();
    loop {
        match lock() {
            // A file system without locks is read and written without one.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
            Err(TryLockError::WouldBlock) if started.elapsed() < LOCK_WAIT => sleep(Duration::from_millis(20)),
            Err(TryLockError::WouldBlock) => return Err(FileFault::Locked { file: JOURNAL.into() }.into()),
        }
    }
}

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

/// Writes an output file beside its place and renames it into it.
pub fn write_beside(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let name = path.display().to_string();
    let failed = |error: io::Error| FileFault::Io { file: name.clone(), reason: error.to_string() };
    let mut temporary = path.as_os_str().to_os_string();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let written = File::create_new(&temporary).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    let done = written.and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    Ok(done.map_err(failed)?)
}

/// Creates the files of a new ledger. All or none: nothing is written where one of them is already there.
pub fn create_ledger(dir: &Path, files: &[(String, String)]) -> Result<(), Problem> {
    for (name, _) in files {
        let path = dir.join(name);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(FileFault::Exists { file: path.display().to_string() }.into());
        }
    }
    for (name, text) in files {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| io_problem(&parent.display().to_string(), &error))?;
        }
        create_new(&path, text.as_bytes(), name == JOURNAL)?;
    }
    Ok(())
}

/// Creates a file that must not exist yet, readable by its owner alone where it holds money.
fn create_new(path: &Path, bytes: &[u8], private: bool) -> Result<(), Problem> {
    let name = path.display().to_string();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    let mut file = options.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Problem::from(FileFault::Exists { file: name.clone() }),
        _ => io_problem(&name, &error),
    })?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| io_problem(&name, &error))
}

/// The text of a small file, where there is one that can be read.
pub fn small_text(path: &Path) -> Option<String> {
    read_small(path).ok()
}

/// The text of a file of less than a megabyte.
pub fn read_small(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() >= 1 << 20 {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    fs::read_to_string(path)
}

/// The files an include pattern names, by path relative to the ledger; `None` where it may not be used. `*` stands for
/// any characters but `/`.
fn expand(dir: &Path, pattern: &str) -> Option<Vec<String>> {
    let plain = Path::new(pattern).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || pattern.is_empty() || pattern.contains('\\') || Path::new(pattern).extension().is_none_or(|ending| ending != "toml") || pattern == BOOK {
        return None;
    }
    let mut found = vec![String::new()];
    for part in pattern.split('/') {
        let mut next = Vec::new();
        for base in &found {
            let names: Vec<String> = if part.contains('*') {
                let entries = fs::read_dir(dir.join(base)).into_iter().flatten().flatten();
                entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| !name.starts_with('.') && matches(part, name)).collect()
            } else {
                vec![part.to_string()]
            };
            next.extend(names.into_iter().map(|name| if base.is_empty() { name } else { format!("{base}/{name}") }));
        }
        found = next;
    }
    found.retain(|name| name != BOOK);
    let root = fs::canonicalize(dir).ok()?;
    // A symbolic link must not lead out of the ledger.
    let inside = |name: &String| fs::canonicalize(dir.join(name)).map_or(true, |real| real.starts_with(&root));
    found.iter().all(inside).then_some(found)
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, rest)) => {
            let Some(tail) = name.strip_prefix(head) else { return false };
            tail.char_indices().map(|(at, _)| at).chain([tail.len()]).any(|at| matches(rest, tail.get(at..).unwrap_or_default()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        assert!(matches("*.toml", "2026.toml"));
        assert!(matches("a*b*.toml", "axxb.toml"));
        assert!(!matches("*.toml", "2026.toml.bak"));
        assert!(!matches("a*.toml", "b.toml"));
    }
}
