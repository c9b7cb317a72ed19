//! Templates of letters beside the ledger, and a directory of letters that is written.

use std::fs;
use std::path::{Path, PathBuf};

use super::open::{OpenError, to_read};
use super::{io_problem, read_limited, write_beside};
use crate::problem::{FileFault, Problem};
use crate::source::Source;

const TEMPLATE_LIMIT: u64 = 1 << 20;

/// The ledger's own template `letters/NAME`, where there is one. `name` is a plain file name.
pub fn template(dir: &Path, name: &str) -> Result<Option<Source>, Problem> {
    let shown = format!("letters/{name}");
    let path = dir.join("letters").join(name);
    let mut file = match to_read(&path, &shown) {
        Ok(file) => file,
        Err(OpenError::Missing) => return Ok(None),
        Err(OpenError::Refused(problem)) => return Err(problem),
    };
    // A symbolic link must not lead out of the ledger.
    let inside = fs::canonicalize(dir).and_then(|root| Ok(fs::canonicalize(&path)?.starts_with(root)));
    if !inside.map_err(|error| io_problem(&shown, &error))? {
        return Err(FileFault::NotAFile { file: shown }.into());
    }
    let bytes = read_limited(&mut file, &shown, TEMPLATE_LIMIT)?;
    Source::new(shown, bytes).map(Some)
}

/// Writes a file into a directory, which is made where it is missing; where the file is.
pub fn write_into(dir: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Problem> {
    fs::create_dir_all(dir).map_err(|error| io_problem(&dir.display().to_string(), &error))?;
    let path = dir.join(name);
    write_beside(&path, bytes)?;
    Ok(path)
}
