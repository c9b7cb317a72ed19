//! Every way a ledger or a command can be wrong, one folder each under `errors/`, with the exact message in both languages.
//!
//! A folder's files are laid over the ledger in `errors/base`: `book.toml` is added to its `huikuan.toml`, `rows.csv` to its
//! `ledger.csv`, a folder of that name replaces a file, and all else is copied as it is. A folder with a `huikuan.toml` of
//! its own, or with a file `without-base`, has nothing of the base. `args` holds the command line, split at blanks, with
//! double quotes around what has blanks; `env` holds variables, one `NAME=VALUE` a line. In the expected texts `[DIR]`
//! stands for the directory the program ran in.
//!
//! `UPDATE_EXPECTED=1 cargo test --test it errors` writes the expected texts anew. Read each of them: the right line, column
//! and caret, a cause and a cure that help.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::check;
use crate::harness::{Dir, HEADER, root};

/// What a case asks where it has no `args`.
const ARGUMENTS: &str = "aging --as-of 2026-11-30";

/// Codes that no folder can produce, with the reason or the test that produces them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E005", "a_line_over_64_kib_is_refused: its file is too large for a folder"),
    ("E006", "a_file_over_its_limit_is_refused: its file is too large for a folder"),
    ("E008", "another process would have to hold the lock for the ten seconds that are waited"),
    ("E009", "the disk would have to be full, or the directory not writable, which it always is for root"),
    ("E010", "writing would have to fail, and cutting back what was written too"),
    ("E123", "amounts_beyond_what_can_be_held_are_refused: its book is too large for a folder"),
    ("E227", "amounts_beyond_what_can_be_held_are_refused: its journal is too large for a folder"),
    ("E320", "a question is asked on a terminal only"),
];

/// The folder of all cases.
fn folder() -> PathBuf {
    root().join("tests/it/errors")
}

/// The ledger that is right, and that most cases spoil.
pub(crate) fn base() -> Dir {
    let dir = Dir::new();
    copy(&folder().join("base"), dir.path());
    dir
}

/// All cases by name.
fn cases() -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of all cases").map(|entry| entry.expect("an entry").path());
    let cases = entries.filter(|path| path.is_dir() && !path.ends_with("base"));
    cases.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path)).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (entry, target) = (entry.expect("an entry"), |name: &std::ffi::OsStr| to.join(name));
        if entry.path().is_dir() {
            copy(&entry.path(), &target(&entry.file_name()));
        } else {
            fs::copy(entry.path(), target(&entry.file_name())).expect("a copy");
        }
    }
}

fn append(to: &Path, more: &Path) {
    if more.exists() {
        let mut bytes = fs::read(to).expect("a file of the base");
        bytes.extend(fs::read(more).expect("what is added to it"));
        fs::write(to, bytes).expect("a file");
        fs::remove_file(more).expect("what was added");
    }
}

/// The case's ledger in a directory of its own.
fn lay(case: &Path) -> Dir {
    let alone = case.join("huikuan.toml").exists() || case.join("without-base").exists();
    let dir = if alone { Dir::new() } else { base() };
    for name in ["huikuan.toml", "ledger.csv"].into_iter().filter(|name| case.join(name).is_dir()) {
        fs::remove_file(dir.path().join(name)).expect("a file of the base");
    }
    copy(case, dir.path());
    append(&dir.path().join("huikuan.toml"), &dir.path().join("book.toml"));
    append(&dir.path().join("ledger.csv"), &dir.path().join("rows.csv"));
    for name in ["args", "env", "without-base", "expected.zh", "expected.en"] {
        let _ = fs::remove_file(dir.path().join(name));
    }
    dir
}

/// Every file below a directory with its bytes.
fn snapshot(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(snapshot(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            files.insert(path, bytes);
        }
    }
    files
}

/// Words split at blanks outside double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_end_matches('\n').chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("a word").push(c),
        }
    }
    words
}

/// Runs a case in one language; its message, or what is wrong with the run.
fn run(case: &Path, lang: &str) -> Result<String, String> {
    let dir = lay(case);
    let before = snapshot(dir.path());
    let args = words(&fs::read_to_string(case.join("args")).unwrap_or(ARGUMENTS.into()));
    let mut call = dir.huikuan(&args.iter().map(String::as_str).collect::<Vec<_>>()).env("HUIKUAN_LANG", lang);
    for variable in fs::read_to_string(case.join("env")).unwrap_or_default().lines() {
        let (name, value) = variable.split_once('=').expect("NAME=VALUE");
        call = call.env(name, value);
    }
    let run = call.run();
    if run.code != 2 || !run.stdout.is_empty() {
        return Err(format!("exit {}\n{}{}", run.code, run.stdout, run.stderr));
    }
    if snapshot(dir.path()) != before {
        return Err("a file changed".into());
    }
    Ok(run.stderr.replace(&*dir.path().to_string_lossy(), "[DIR]"))
}

/// The codes a message gives, in order.
fn codes_of(message: &str) -> Vec<&str> {
    let heads = message.lines().filter_map(|line| line.strip_prefix("错误 ").or(line.strip_prefix("error ")));
    heads.filter_map(|head| head.get(..4)).collect()
}

#[test]
fn every_case_says_exactly_what_is_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for (name, case) in cases() {
        // Only here is the config file where the case puts it.
        if case.join(".config").exists() && !cfg!(target_os = "linux") {
            continue;
        }
        for lang in ["zh", "en"] {
            let file = case.join(format!("expected.{lang}"));
            let message = match run(&case, lang) {
                Ok(message) => message,
                Err(why) => {
                    wrong.push(format!("{name} ({lang}): {why}"));
                    continue;
                }
            };
            let code = name.get(..4).unwrap_or_default();
            if !codes_of(&message).contains(&code) {
                wrong.push(format!("{name} ({lang}): the message has no {code}\n{message}"));
            } else if update {
                fs::write(&file, &message).expect("the expected text");
            } else {
                let expected = fs::read_to_string(&file).unwrap_or_default();
                if message != expected {
                    wrong.push(format!("{name} ({lang}): expected\n{expected}but it says\n{message}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

/// The places a message names, with their excerpts: they are the same in every language.
fn places_of(message: &str) -> Vec<&str> {
    message.lines().filter(|line| line.contains(" │ ") || line.trim_start().starts_with("huikuan.toml:") || line.trim_start().starts_with("ledger.csv:")).collect()
}

#[test]
fn both_languages_tell_the_same_and_stay_short() {
    for (name, case) in cases() {
        let [zh, en] = ["zh", "en"].map(|lang| fs::read_to_string(case.join(format!("expected.{lang}"))).expect(&name));
        assert_eq!(codes_of(&zh), codes_of(&en), "{name}");
        assert_eq!(places_of(&zh), places_of(&en), "{name}");
        assert_eq!(zh.lines().count(), en.lines().count(), "{name}");
        assert!(zh.len().max(en.len()) < 4096, "{name}");
    }
}

#[test]
fn every_code_is_covered() {
    let folders: BTreeSet<String> = cases().keys().filter_map(|name| name.get(..4).map(str::to_string)).collect();
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(code, _)| *code).collect();
    let warnings: BTreeSet<&str> = check::WARNINGS.iter().map(|warned| warned.code).collect();
    let known: BTreeSet<&str> = huikuan::problem::codes().map(|known| known.code).collect();
    for code in &known {
        let places = [folders.contains(*code), elsewhere.contains(code), warnings.contains(code)];
        assert_eq!(places.iter().filter(|found| **found).count(), 1, "{code} is covered by none, or twice");
        assert_eq!(warnings.contains(code), code.starts_with('W'), "{code}");
    }
    let covered = folders.iter().map(String::as_str).chain(elsewhere).chain(warnings);
    assert_eq!(covered.filter(|code| !known.contains(code)).collect::<Vec<_>>(), Vec::<&str>::new(), "codes that do not exist");
}

#[test]
fn explain_tells_of_every_code_in_both_languages() {
    let dir = Dir::new();
    for lang in ["zh", "en"] {
        let all = dir.good(&["explain", "--lang", lang]);
        assert_eq!(all.lines().count(), huikuan::problem::codes().count());
        for known in huikuan::problem::codes() {
            let lang_of = if lang == "zh" { huikuan::text::Lang::Zh } else { huikuan::text::Lang::En };
            let (title, body) = (known.title.get(lang_of), known.body.get(lang_of));
            assert!(!title.is_empty() && !body.is_empty(), "{}", known.code);
            assert!(all.contains(&format!("{}  {title}\n", known.code)), "{all}");
            for code in [known.code.to_string(), known.code.to_lowercase()] {
                assert_eq!(dir.good(&["explain", &code, "--lang", lang]), format!("{}  {title}\n\n{body}\n", known.code));
            }
        }
    }
}
