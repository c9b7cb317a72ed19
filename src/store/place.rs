//! Places outside the ledger that something is written to: what is there, and a whole directory at once.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::append::sync_directory;
use crate::problem::{FileFault, Problem};

/// What is at the place of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Nothing, or an empty file.
    None,
    /// An `SQLite` database.
    Database,
    /// Something else.
    Other,
}

/// How every `SQLite` database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

fn problem(path: &Path, error: &io::Error) -> Problem {
    FileFault::Io { file: path.display().to_string(), reason: error.to_string() }.into()
}

/// What is at a place.
pub fn kind_of(path: &Path) -> Result<FileKind, Problem> {
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(FileKind::None),
        Err(error) => return Err(problem(path, &error)),
    };
    if !found.is_file() {
        return Ok(FileKind::Other);
    }
    let mut start = Vec::new();
    File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut start)).map_err(|error| problem(path, &error))?;
    Ok(match start.as_slice() {
        [] => FileKind::None,
        MAGIC => FileKind::Database,
        _ => FileKind::Other,
    })
}

/// Whether a directory is not there yet, or has nothing in it.
pub fn is_empty_directory(path: &Path) -> Result<bool, Problem> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(problem(path, &error)),
    }
}

/// Writes files into a directory that is new or empty. They are written beside it first: it has all of them, or none.
pub fn write_directory(path: &Path, names: &[String], mut write: impl FnMut(usize, &mut dyn Write) -> io::Result<()>) -> Result<(), Problem> {
    // Without the slash at its end, behind which the name beside it would lie within.
    let place: PathBuf = path.components().collect();
    let mut beside = place.as_os_str().to_os_string();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    fs::create_dir(&beside).map_err(|error| problem(path, &error))?;
    let mut all = || -> io::Result<()> {
        for (number, name) in names.iter().enumerate() {
            let mut out = BufWriter::new(File::create_new(beside.join(name))?);
            write(number, &mut out)?;
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        }
        if place.is_dir() { names.iter().try_for_each(|name| fs::rename(beside.join(name), place.join(name))) } else { fs::rename(&beside, &place) }
    };
    let done = all();
    // What is left of it: all where writing failed, an empty directory where one was there already.
    if beside.exists() {
        let _ = fs::remove_dir_all(&beside);
    }
    done.map_err(|error| problem(path, &error))?;
    sync_directory(&place);
    Ok(())
}
