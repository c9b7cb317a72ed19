//! Which files an include pattern names.

use std::fs;
use std::path::{Component, Path};

use super::BOOK;

/// The files an include pattern names, by path relative to the ledger; `None` where it may not be used. `*` stands for
/// any characters but `/`.
pub(super) fn expand(dir: &Path, pattern: &str) -> Option<Vec<String>> {
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

/// Whether a pattern names a file that may not be there yet.
pub(super) fn names(pattern: &str, name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    let (parts, own) = (pattern.split('/'), name.split('/'));
    !hidden && parts.clone().count() == own.clone().count() && parts.zip(own).all(|(pattern, name)| matches(pattern, name))
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
