//! Mending the journal: the one write that does not append. What was there is kept in a file of its own, first.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::append::{open_alone, sync_directory};
use super::{JOURNAL, JOURNAL_LIMIT, create_new, locked_bytes, read_limited};
use crate::problem::{FileFault, Problem};
use crate::store::open::{OpenError, to_read};

/// The journal's bytes as they are, right or wrong; none where there is no journal.
pub fn journal_bytes(dir: &Path) -> Result<Vec<u8>, Problem> {
    match to_read(&dir.join(JOURNAL), JOURNAL) {
        Ok(file) => locked_bytes(file),
        Err(OpenError::Missing) => Ok(Vec::new()),
        Err(OpenError::Refused(problem)) => Err(problem),
    }
}

/// Puts `new` in the place of the journal, if that still is `old`, and keeps `old` as `ledger.csv.before-repair-TIME`,
/// whose name it returns.
pub fn replace_journal(dir: &Path, old: &[u8], new: &[u8], time: &str) -> Result<String, Problem> {
    let path = dir.join(JOURNAL);
    let changed = || Problem::from(FileFault::Changed { file: JOURNAL.into() });
    let mut file = open_alone(&path, false)?.ok_or_else(changed)?;
    if read_limited(&mut file, JOURNAL, JOURNAL_LIMIT)? != old {
        return Err(changed());
    }
    let names = std::iter::once(String::new()).chain((2..).map(|number: u32| format!("-{number}")));
    let mut names = names.map(|suffix| format!("{JOURNAL}.before-repair-{time}{suffix}"));
    let copy = names.find(|name| fs::symlink_metadata(dir.join(name)).is_err()).ok_or_else(changed)?;
    create_new(&dir.join(&copy), old, true)?;
    sync_directory(&dir.join(&copy));
    // A torn end is only cut off: the file itself stays, with all that point at it.
    let done = if old.starts_with(new) { file.set_len(new.len() as u64).and_then(|()| file.sync_data()) } else { rewrite(&path, &mut file, new) };
    done.map_err(|error| FileFault::NotMended { file: JOURNAL.into(), copy: copy.clone(), reason: error.to_string() })?;
    Ok(copy)
}

/// Writes beside the file a symbolic link leads to and renames, so that either the old or the new text is there.
#[cfg(unix)]
fn rewrite(path: &Path, old: &mut File, new: &[u8]) -> io::Result<()> {
    let real = fs::canonicalize(path)?;
    let mut name = real.clone().into_os_string();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = std::path::PathBuf::from(name);
    let meta = old.metadata()?;
    let written = File::create_new(&temporary).and_then(|mut file| {
        file.set_permissions(meta.permissions())?;
        file.write_all(new)?;
        file.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&temporary, &real));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    sync_directory(&real);
    done
}

/// Windows does not let an open file be replaced.
#[cfg(not(unix))]
fn rewrite(_: &Path, old: &mut File, new: &[u8]) -> io::Result<()> {
    io::Seek::rewind(old)?;
    old.write_all(new)?;
    old.set_len(new.len() as u64)?;
    old.sync_all()
}
