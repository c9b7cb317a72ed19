//! Files beside the ledger that a sync folder or a second program left there, and who else may write.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::{BOOK, JOURNAL};
use crate::entry::HEADER;

/// Files that look like a second version of the journal or the book: "conflicted copy", `ledger (1).csv`, or any other
/// CSV file that begins as a journal does.
pub fn second_versions(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut found: Vec<String> = names.filter(|name| is_second_version(dir, name)).collect();
    found.sort();
    found
}

fn is_second_version(dir: &Path, name: &str) -> bool {
    if name == JOURNAL || name == BOOK {
        return false;
    }
    let lower = name.to_lowercase();
    let Some((stem, ending)) = lower.rsplit_once('.') else { return false };
    let of_ours = (ending == "csv" && stem.starts_with("ledger")) || (ending == "toml" && stem.starts_with("huikuan"));
    let numbered = stem.ends_with(')') || stem.rsplit_once(' ').is_some_and(|(_, number)| number.parse::<u8>().is_ok());
    let marked = ["conflict", "冲突", "副本", "copy"].iter().any(|word| stem.contains(word));
    (of_ours && (numbered || marked)) || (ending == "csv" && begins_as_a_journal(&dir.join(name)))
}

fn begins_as_a_journal(path: &Path) -> bool {
    let mut start = Vec::new();
    let is_file = fs::metadata(path).is_ok_and(|meta| meta.is_file());
    is_file && File::open(path).and_then(|file| file.take(HEADER.len() as u64 + 3).read_to_end(&mut start)).is_ok() && {
        start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start).starts_with(HEADER.as_bytes())
    }
}

/// The ledger's files that everybody on the machine may write.
#[cfg(unix)]
pub fn open_to_all(dir: &Path) -> Vec<&'static str> {
    use std::os::unix::fs::PermissionsExt;
    let open = |name: &&str| fs::metadata(dir.join(name)).is_ok_and(|meta| meta.permissions().mode() & 0o002 != 0);
    [BOOK, JOURNAL].into_iter().filter(open).collect()
}

/// Windows keeps that in lists that are not read here.
#[cfg(not(unix))]
pub fn open_to_all(_: &Path) -> Vec<&'static str> {
    Vec::new()
}
