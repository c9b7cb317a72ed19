//! `--stamp`: what a printed report can be traced by.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::say;
use crate::store::Ledger;
use crate::text::Lang;

/// SHA-256 over the book's files and the journal as they were read and, in a git checkout, the commit.
pub(super) fn trace(ledger: &Ledger, lang: Lang) -> String {
    let mut hash = Sha256::new();
    for source in ledger.sources.iter().chain([ledger.journal.source()]) {
        hash.update(source.name.as_bytes());
        hash.update([0]);
        hash.update(source.text().as_bytes());
        hash.update([0]);
    }
    let sum: String = hash.finalize().iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16)).collect();
    let git = git(&ledger.dir).map_or(String::new(), |words| format!(" · git {words}"));
    say!(lang, "台账 SHA-256 {sum}{git}", "ledger SHA-256 {sum}{git}")
}

/// The commit, and whether the ledger differs from it.
fn git(dir: &Path) -> Option<String> {
    // Without a checkout there is no reason to start another program.
    let real = fs::canonicalize(dir).ok()?;
    real.ancestors().find(|dir| dir.join(".git").exists())?;
    let run = |arguments: &[&str]| -> Option<String> {
        let output = std::process::Command::new("git").arg("-C").arg(&real).args(arguments).stdin(std::process::Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
    };
    let commit = run(&["rev-parse", "--short=12", "HEAD"])?;
    let dirty = run(&["status", "--porcelain", "--", "."]).is_some_and(|changes| !changes.is_empty());
    Some(if dirty { format!("{commit}-dirty") } else { commit })
}
