//! Git hooks that keep a journal append-only: they run `huikuan check --append-only` and show only what it finds.

use std::path::Path;

use super::quoted;
use crate::problem::{FileFault, Problem};
use crate::store;

/// By this line a hook of ours is known.
const MARK: &str = "# huikuan: entries in a ledger are only ever added (huikuan init --hooks)";

/// Each hook with what it does before the ledgers are checked, the arguments of the check, and how it ends.
const HOOKS: [(&str, &str, &str, &str); 4] = [
    ("pre-commit", "", "HEAD", "exit $status"),
    // The other parents of the merge; git has not written MERGE_HEAD yet.
    ("pre-merge-commit", "merging=$(env | sed -n 's/^GITHEAD_\\([0-9a-f]*\\)=.*/--merging \\1/p')\n", "HEAD $merging", "exit $status"),
    ("post-merge", "git rev-parse --quiet --verify ORIG_HEAD >/dev/null || exit 0\n", "ORIG_HEAD", "exit 0"),
    ("post-rewrite", "while read -r old _; do tip=$old; done\n[ -n \"$tip\" ] || exit 0\n", "\"$tip\"", "exit 0"),
];

/// Writes the hooks, or adds a ledger to those that are there. Nothing is written where a hook of another hand is there.
/// Returns the directory of the hooks.
pub(super) fn install(dir: &Path) -> Result<String, Problem> {
    let place = store::hooks(dir)?;
    let ledger = quoted(if place.ledger.is_empty() { "." } else { &place.ledger });
    let mut files = Vec::new();
    for (name, before, arguments, end) in HOOKS {
        let path = place.hooks.join(name);
        let call = format!("check {ledger} {arguments}");
        let old = store::small_text(&path);
        let text = match &old {
            None => script(before, &call, end),
            Some(old) if !old.contains(MARK) => {
                let line = format!("huikuan -C {ledger} check --append-only {arguments} || exit 1");
                return Err(FileFault::ForeignHook { file: path.display().to_string(), line }.into());
            }
            Some(old) if old.lines().any(|line| line == call) => continue,
            Some(old) => old.replacen(&format!("\n{end}\n"), &format!("\n{call}\n{end}\n"), 1),
        };
        files.push((path, text));
    }
    for (path, text) in files {
        store::write_hook(&path, &text)?;
    }
    Ok(place.hooks.display().to_string())
}

fn script(before: &str, call: &str, end: &str) -> String {
    format!(
        r#"#!/bin/sh
{MARK}
# git commit --no-verify passes it by.
PATH="$PATH:$HOME/.cargo/bin:/usr/local/bin"
status=0
check() {{
    ledger=$1
    shift
    [ -f "$ledger/huikuan.toml" ] || return 0
    found=$(huikuan -C "$ledger" check --append-only "$@" 2>&1) && return 0
    status=1
    printf '%s\n' "$found" >&2
}}
{before}{call}
{end}
"#
    )
}
