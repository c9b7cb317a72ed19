//! A new file of the book: where it may stand, and how it is put there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::append::sync_directory;
use super::{BOOK, include, io_problem};
use crate::book;
use crate::problem::{ListFault, Problem};
use crate::source::Source;

/// The name of a book file that is to be made, relative to the ledger's directory, from which a relative path is read.
///
/// # Errors
/// A path outside it, a file that is there already, a name that no pattern of the book's `include` has.
pub fn new_book_file(dir: &Path, path: &Path, main: &Source) -> Result<String, Problem> {
    let shown = path.display().to_string();
    let outside = || Problem::from(ListFault::NotIncluded { file: shown.clone(), line: None, replaces: false });
    let name = relative(dir, path).ok_or_else(outside)?;
    if Path::new(&name).extension().is_none_or(|ending| ending != "toml") || name.contains(['*', '\\', '"']) || name == BOOK {
        return Err(outside());
    }
    if fs::symlink_metadata(dir.join(&name)).is_ok() {
        return Err(ListFault::Exists { file: name }.into());
    }
    let patterns: Vec<String> = book::includes(main).into_iter().map(|include| include.pattern).collect();
    if patterns.iter().any(|pattern| include::names(pattern, &name)) {
        return Ok(name);
    }
    let own = name.rsplit_once('/').map_or(name.clone(), |(folder, _)| format!("{folder}/*.toml"));
    let list: Vec<String> = patterns.iter().chain([&own]).map(|pattern| format!("\"{pattern}\"")).collect();
    let line = format!("include = [{}]", list.join(", "));
    Err(ListFault::NotIncluded { file: name, line: Some(line), replaces: !patterns.is_empty() }.into())
}

/// A path below the ledger's directory, its parts parted by `/`.
fn relative(dir: &Path, path: &Path) -> Option<String> {
    let root = fs::canonicalize(dir).ok()?;
    let whole = if path.is_absolute() { path.to_path_buf() } else { root.join(path) };
    // What is there already of it may be a link that leads out.
    let there = whole.ancestors().skip(1).find_map(|part| Some((part.components().count(), fs::canonicalize(part).ok()?)));
    let (depth, real) = there?;
    let rest: PathBuf = whole.components().skip(depth).collect();
    let inside = real.join(rest);
    let parts = inside.strip_prefix(&root).ok()?.components().map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let parts: Option<Vec<&str>> = parts.collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

/// Puts a new file of the book in its place; what is there already is never replaced.
///
/// # Errors
/// A file of that name, or what the system refuses.
pub fn add_book_file(dir: &Path, name: &str, text: &str) -> Result<(), Problem> {
    let path = dir.join(name);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| io_problem(&folder.display().to_string(), &error))?;
    }
    let mut temporary = path.as_os_str().to_os_string();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    let written = File::create_new(&temporary).and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    let placed = written.and_then(|()| place(&temporary, &path));
    let _ = fs::remove_file(&temporary);
    placed.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => ListFault::Exists { file: name.to_string() }.into(),
        _ => io_problem(name, &error),
    })?;
    sync_directory(&path);
    Ok(())
}

/// A second name fails where there is a file already, which renaming would replace; not every file system has second names.
fn place(temporary: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(temporary, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            if fs::symlink_metadata(path).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(temporary, path)
        }
        done => done,
    }
}
