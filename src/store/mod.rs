//! The only room that touches the ledger on disk: finding, reading, locking and appending.

mod about;
mod add;
mod append;
mod foreign;
mod git;
mod include;
mod open;
mod place;
mod replace;
mod siblings;
mod stream;
mod template;

pub use about::{Asked, try_out};
pub use add::{add_book_file, new_book_file};
pub use append::{Appended, append};
pub use foreign::{Bytes, is_free, open_foreign, read_foreign};
pub use git::{Grown, Hooks, append_only, hooks, write_hook};
pub use place::{FileKind, is_empty_directory, kind_of, write_directory};
pub use replace::{journal_bytes, replace_journal};
pub use siblings::{open_to_all, second_versions};
pub use stream::{Wanted, book_source, journal_lines, read_about, read_figures};
pub use template::{template, write_into};

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::book::{self, Book};
use crate::entry::{self, Journal};
use crate::problem::{BookFault, FileFault, Problem, Problems};
use crate::source::Source;
use open::{LockError, OpenError, lock, to_read};

/// The book's file.
pub const BOOK: &str = "huikuan.toml";
/// The journal's file.
pub const JOURNAL: &str = "ledger.csv";

const BOOK_LIMIT: u64 = 1 << 30;
const JOURNAL_LIMIT: u64 = 4 << 30;

/// A ledger that was read and found right.
#[derive(Debug)]
pub struct Ledger {
    /// Its directory.
    pub dir: PathBuf,
    /// The book.
    pub book: Book,
    /// The journal.
    pub journal: Journal,
    /// The book's files; none where it was read for its figures only.
    pub sources: Vec<Source>,
}

impl Ledger {
    /// Whether it was read with all its texts.
    pub fn is_whole(&self) -> bool {
        !self.sources.is_empty()
    }
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
    let file = match to_read(&dir.join(JOURNAL), JOURNAL) {
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
    let file = match to_read(&dir.join(JOURNAL), JOURNAL) {
        Ok(file) => file,
        Err(OpenError::Missing) => return Vec::new(),
        Err(OpenError::Refused(problem)) => return vec![problem],
    };
    match locked_bytes(file).and_then(|bytes| Source::new(JOURNAL, bytes)) {
        Ok(source) => entry::shape(&source),
        Err(problem) => vec![problem],
    }
}

/// Whether a directory is a ledger.
pub fn is_ledger(dir: &Path) -> bool {
    dir.join(BOOK).is_file()
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
    let (names, mut problems) = included(dir, &main);
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

/// The files a book includes, by path; what is wrong with its patterns.
fn included(dir: &Path, main: &Source) -> (Vec<String>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut names = Vec::new();
    for wanted in book::includes(main) {
        match include::expand(dir, &wanted.pattern) {
            Some(found) => {
                let missing = found.iter().filter(|name| fs::symlink_metadata(dir.join(name)).is_err());
                problems.extend(missing.map(|name| Problem::at(FileFault::Missing { file: name.clone() }, wanted.place.clone())));
                names.extend(found);
            }
            None => problems.push(Problem::at(BookFault::Include { pattern: wanted.pattern }, wanted.place)),
        }
    }
    names.retain(|name| fs::symlink_metadata(dir.join(name)).is_ok());
    names.sort();
    names.dedup();
    (names, problems)
}

fn io_problem(name: &str, error: &io::Error) -> Problem {
    FileFault::Io { file: name.to_string(), reason: error.to_string() }.into()
}

fn bytes_of(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, Problem> {
    let mut file = match to_read(path, name) {
        Ok(file) => file,
        Err(OpenError::Refused(problem)) => return Err(problem),
        Err(OpenError::Missing) => return Err(io_problem(name, &io::ErrorKind::NotFound.into())),
    };
    read_limited(&mut file, name, limit)
}

fn read_limited(file: &mut File, name: &str, limit: u64) -> Result<Vec<u8>, Problem> {
    let size = file.metadata().map_err(|error| io_problem(name, &error))?.len();
    if size > limit {
        let limit = match limit {
            BOOK_LIMIT => "1 GiB",
            JOURNAL_LIMIT => "4 GiB",
            _ => "1 MiB",
        };
        return Err(FileFault::TooLarge { file: name.to_string(), limit }.into());
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.read_to_end(&mut bytes).map_err(|error| io_problem(name, &error))?;
    Ok(bytes)
}

/// Reads the journal under a shared lock, so that half an entry is never seen; without a lock where the file system
/// has none.
fn locked_bytes(mut file: File) -> Result<Vec<u8>, Problem> {
    match lock(|| file.try_lock_shared()) {
        Ok(()) | Err(LockError::Failed(_)) => read_limited(&mut file, JOURNAL, JOURNAL_LIMIT),
        Err(LockError::Held) => Err(FileFault::Locked { file: JOURNAL.into() }.into()),
    }
}

/// Whether an output is a directory: it is one, or is written as one.
pub fn is_directory(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// Makes an output directory where there is none.
pub fn make_directory(path: &Path) -> Result<(), Problem> {
    let failed = |error: io::Error| FileFault::Io { file: path.display().to_string(), reason: error.to_string() };
    if path.is_dir() { Ok(()) } else { fs::create_dir(path).map_err(|error| failed(error).into()) }
}

/// A name of the ledger as the name of a file: an id cannot leave the directory, nor can two become one.
pub fn file_name(id: &str, ending: &str) -> String {
    let mut name = String::new();
    for (place, c) in id.chars().enumerate() {
        match c {
            '/' | '\\' | ':' | '%' => name += &format!("%{:02X}", u32::from(c)),
            '.' if place == 0 => name += "%2E",
            _ => name.push(c),
        }
    }
    format!("{name}.{ending}")
}

/// Writes an output file beside its place and renames it into it.
///
/// # Errors
/// The ledger's own files are never written over.
pub fn write_report(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let book = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let journal = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(JOURNAL)) && path.with_file_name(BOOK).exists();
    if (book || journal) && fs::symlink_metadata(path).is_ok() {
        return Err(FileFault::Own { file: path.display().to_string() }.into());
    }
    write_beside(path, bytes)
}

/// Writes a file beside its place and renames it into it.
pub fn write_beside(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    make_beside(path, |beside| open_to_write(beside).and_then(|mut file| file.write_all(bytes)).map_err(|error| error.to_string()))
}

/// The same of a file that something else writes, given an empty one beside the place; what it says where it cannot.
pub fn make_beside(path: &Path, make: impl FnOnce(&Path) -> Result<(), String>) -> Result<(), Problem> {
    let mut temporary = path.as_os_str().to_os_string();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let failed = |reason| FileFault::Io { file: path.display().to_string(), reason };
    File::create_new(&temporary).map_err(|error| failed(error.to_string()))?;
    let kept = || open_to_write(&temporary).and_then(|file| file.sync_all()).and_then(|()| fs::rename(&temporary, path));
    let done = make(&temporary).and_then(|()| kept().map_err(|error| error.to_string()));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done.map_err(failed)?;
    append::sync_directory(path);
    Ok(())
}

fn open_to_write(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
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
