//! Every way a ledger or a command can be wrong, one folder each under `errors/`, with the exact message in both languages.
//!
//! A folder's files are laid over the ledger in `errors/base`: `book.toml` is added to its `huikuan.toml`, `rows.csv` to its
//! `ledger.csv`, a file or folder of that name replaces them, and all else is copied as it is. A folder with a `huikuan.toml`
//! of its own, or with a file `without-base`, has nothing of the base. `args` holds the command line, split at blanks, with
//! double quotes around what has blanks; `env` holds variables, one `NAME=VALUE` a line. In the expected texts `[DIR]`
//! stands for the directory the program ran in.
//!
//! `UPDATE_EXPECTED=1 cargo test --test it errors` writes the expected texts anew. Read each of them: the right line, column
//! and caret, a cause and a cure that help.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use huikuan::problem::codes;
use huikuan::text::{Lang, width};

use crate::check;
use crate::harness::{Dir, HEADER, root};

/// What a case asks where it has no `args`.
const ARGUMENTS: &str = "aging --as-of 2026-11-30";

/// Codes that no folder produces: the test that does, or the reason why none can.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E005", "a_line_over_64_kib_is_refused"),
    ("E006", "a_file_over_its_limit_is_refused"),
    ("E008", "another process would have to hold the lock for the ten seconds that are waited"),
    ("E009", "the disk would have to be full, or the directory not writable, which it always is for root"),
    ("E010", "writing would have to fail, and cutting back what was written too"),
    ("E123", "contracts_beyond_what_can_be_held_are_refused"),
    ("E227", "entries_beyond_what_can_be_held_are_refused"),
    ("E017", "a_journal_of_nothing_but_problems_ends_soon"),
    ("E016", "a_hook_of_another_hand_is_left_alone"),
    ("E401", "what_was_done_to_old_entries_is_listed"),
    ("E402", "what_was_done_to_old_entries_is_listed"),
    ("E403", "what_was_done_to_old_entries_is_listed"),
    ("E404", "what_was_done_to_old_entries_is_listed"),
    ("E405", "a_ledger_outside_git_has_no_history"),
    ("E406", "a_ledger_outside_git_has_no_history"),
    ("E355", "a_database_is_replaced_only_on_demand_and_nothing_else_ever"),
    ("E323", "nothing_is_mended_without_a_yes"),
    ("E014", "another program would have to write between two steps of repair"),
    ("E015", "the disk would have to be full"),
    ("E350", "a_workbook_does_not_go_to_a_terminal"),
    ("E351", "a report would have to have more than a million rows"),
    ("E352", "more_worksheets_than_anybody_opens_are_refused"),
    ("E320", "q_and_the_end_of_input_leave_the_ledger_as_it_is"),
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
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

/// Adds the bytes of `more` to a file, where there are any.
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
    if case.join("ledger.csv").is_dir() {
        fs::remove_file(dir.path().join("ledger.csv")).expect("the base's journal");
    }
    copy(case, dir.path());
    append(&dir.path().join("huikuan.toml"), &dir.path().join("book.toml"));
    append(&dir.path().join("ledger.csv"), &dir.path().join("rows.csv"));
    for name in ["args", "env", "without-base", "expected.zh", "expected.en"] {
        // Most cases have some of them only.
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

fn text(path: PathBuf) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Runs a case in both languages: its messages, or what is wrong with a run.
fn run(case: &Path) -> Result<[String; 2], String> {
    let dir = lay(case);
    let before = snapshot(dir.path());
    let args = words(&text(case.join("args")).unwrap_or(ARGUMENTS.into()));
    let variables = text(case.join("env")).unwrap_or_default();
    let mut messages = [const { String::new() }; 2];
    for (lang, message) in ["zh", "en"].into_iter().zip(&mut messages) {
        let mut call = dir.huikuan(&args.iter().map(String::as_str).collect::<Vec<_>>()).env("HUIKUAN_LANG", lang);
        for (name, value) in variables.lines().filter_map(|line| line.split_once('=')) {
            call = call.env(name, value);
        }
        let run = call.run();
        if run.code != 2 || !run.stdout.is_empty() {
            return Err(format!("exit {}\n{}{}", run.code, run.stdout, run.stderr));
        }
        *message = run.stderr.replace(&*dir.path().to_string_lossy(), "[DIR]");
    }
    if snapshot(dir.path()) == before { Ok(messages) } else { Err("a file changed".into()) }
}

/// The codes a message gives, in order.
fn codes_of(message: &str) -> Vec<&str> {
    let heads = message.lines().filter_map(|line| line.strip_prefix("错误 ").or(line.strip_prefix("error ")));
    heads.filter_map(|head| head.get(..4)).collect()
}

/// The excerpts and carets of a message, which are the same in every language.
fn excerpts(message: &str) -> Vec<&str> {
    message.lines().filter(|line| line.contains(" │ ")).collect()
}

fn is_chinese(c: char) -> bool {
    width(c.encode_utf8(&mut [0; 4])) == 2
}

/// What is wrong with the messages of a case, whatever they say.
fn faults(name: &str, case: &Path, zh: &str, en: &str) -> Vec<&'static str> {
    let inputs: String = snapshot(case).into_iter().filter(|(path, _)| !path.ends_with("expected.en") && !path.ends_with("expected.zh")).fold(
        text(folder().join("base/huikuan.toml")).expect("the base") + &text(folder().join("base/ledger.csv")).expect("the base") + "万亿",
        |all, (path, bytes)| all + &path.to_string_lossy() + &String::from_utf8_lossy(&bytes),
    );
    let foreign = |c: char| is_chinese(c) && !inputs.contains(c);
    [
        (!codes_of(zh).contains(&name.get(..4).unwrap_or_default()), "the folder's code is not in it"),
        (codes_of(zh) != codes_of(en), "the languages give other codes"),
        (excerpts(zh) != excerpts(en), "the languages show other lines"),
        (zh.lines().count() != en.lines().count(), "the languages have as many lines no more"),
        (zh.len().max(en.len()) >= 4096, "it is longer than 4 kB"),
        (en.lines().any(|line| !line.contains(" │ ") && line.contains(foreign)), "the English has Chinese words"),
        (zh.lines().any(|line| line.starts_with("错误") && !line.chars().any(is_chinese)), "the Chinese has none"),
    ]
    .into_iter()
    .filter_map(|(wrong, what)| wrong.then_some(what))
    .collect()
}

/// What a case gets wrong; nothing where all is as expected.
fn judge(name: &str, case: &Path, update: bool) -> String {
    let mut wrong = String::new();
    // Only there the config file is where the case puts it.
    if case.join(".config").exists() && !cfg!(target_os = "linux") {
        return wrong;
    }
    let [zh, en] = match run(case) {
        Ok(messages) => messages,
        Err(why) => return format!("── {name}: {why}\n"),
    };
    for fault in faults(name, case, &zh, &en) {
        let _ = writeln!(wrong, "── {name}: {fault}\n{zh}{en}");
    }
    for (file, message) in [("expected.zh", zh), ("expected.en", en)] {
        if update {
            fs::write(case.join(file), message).expect("the expected text");
            continue;
        }
        let expected = text(case.join(file)).unwrap_or_default();
        if message != expected {
            let _ = writeln!(wrong, "── {name}/{file} is\n{expected}── and the program says\n{message}");
        }
    }
    wrong
}

#[test]
fn every_case_says_exactly_what_is_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let cases: Vec<_> = cases().into_iter().collect();
    assert!(cases.len() > 300, "only {} cases were found", cases.len());
    let judge_all = |some: &[(String, PathBuf)]| some.iter().map(|(name, case)| judge(name, case, update)).collect::<String>();
    let wrong: String = thread::scope(|scope| {
        let parts: Vec<_> = cases.chunks(cases.len().div_ceil(4)).map(|some| scope.spawn(move || judge_all(some))).collect();
        parts.into_iter().map(|part| part.join().expect("a judge")).collect()
    });
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_code_is_covered_once() {
    let folders: BTreeSet<String> = cases().keys().filter_map(|name| name.get(..4).map(str::to_string)).collect();
    let known: BTreeSet<&str> = codes().map(|known| known.code).collect();
    for code in &known {
        let listed = ELSEWHERE.iter().filter(|(listed, _)| listed == code).count();
        let warned = check::WARNINGS.iter().any(|warning| warning.code == *code);
        assert_eq!(usize::from(folders.contains(*code)) + listed + usize::from(warned), 1, "{code}");
        assert_eq!(warned, code.starts_with('W'), "{code}");
    }
    let listed = ELSEWHERE.iter().map(|(code, _)| *code);
    let strangers: Vec<&str> = folders.iter().map(String::as_str).chain(listed).filter(|code| !known.contains(code)).collect();
    assert!(strangers.is_empty(), "{strangers:?} are no codes");
}

#[test]
fn explain_tells_of_every_code_in_both_languages() {
    let dir = Dir::new();
    for (word, lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
        let all = codes().fold(String::new(), |all, known| all + known.code + "  " + known.title.get(lang) + "\n");
        assert_eq!(dir.good(&["explain", "--lang", word]), all);
        for known in codes() {
            let (title, body) = (known.title.get(lang), known.body.get(lang));
            assert_eq!(dir.good(&["explain", known.code, "--lang", word]), format!("{}  {title}\n\n{body}\n", known.code));
            for words in [title, body] {
                assert!(!words.trim().is_empty(), "{}", known.code);
                let chinese = words.chars().any(is_chinese);
                assert!(chinese == (lang == Lang::Zh) || words.contains('万'), "{}: {words}", known.code);
            }
        }
        assert_eq!(dir.good(&["explain", "e213", "--lang", word]), dir.good(&["explain", "E213", "--lang", word]));
    }
}

/// The messages in both languages of a ledger that is refused.
fn refused(dir: &Dir) -> [String; 2] {
    ["zh", "en"].map(|lang| dir.refused(&["aging", "--as-of", "2026-11-30", "--lang", lang]))
}

#[test]
fn a_line_over_64_kib_is_refused() {
    const ROW: &str = "261125-1a2b3c4d,2026-11-25,note,nanhai,,,,,,,,,,";
    let journal = |length: usize| {
        let dir = base();
        dir.write("ledger.csv", &format!("{}{ROW}{}\n", dir.read("ledger.csv"), "x".repeat(length - ROW.len())));
        dir
    };
    journal(65_536).good(&["aging", "--as-of", "2026-11-30"]);
    assert_eq!(
        refused(&journal(65_537)),
        [
            "错误 E005：这一行超过 64 KiB
  ledger.csv:7:1
  7 │ 261125-1a2b3c4d,2026-11…
    │ ^
  多半是文件损坏；用 git 找回上一个好的版本
",
            "error E005: this line is longer than 64 KiB
  ledger.csv:7:1
  7 │ 261125-1a2b3c4d,2026-11…
    │ ^
  the file is probably damaged; restore the last good version from git
",
        ]
    );
    let book = |length: usize| {
        let dir = base();
        // A Chinese character has three bytes.
        dir.write("huikuan.toml", &format!("{}# {}\n", dir.read("huikuan.toml"), "华".repeat((length - 2) / 3)));
        dir
    };
    book(65_536).good(&["aging", "--as-of", "2026-11-30"]);
    assert_eq!(
        refused(&book(65_540)),
        [
            "错误 E005：这一行超过 64 KiB
  huikuan.toml:42:1
  42 │ # 华华华华华华华华华华…
     │ ^
  多半是文件损坏；用 git 找回上一个好的版本
",
            "error E005: this line is longer than 64 KiB
  huikuan.toml:42:1
  42 │ # 华华华华华华华华华华…
     │ ^
  the file is probably damaged; restore the last good version from git
",
        ]
    );
}

/// Files without content up to a length take no room on the disk.
#[cfg(unix)]
#[test]
fn a_file_over_its_limit_is_refused() {
    for (file, limit, words) in [("ledger.csv", 4_u64 << 30, "4 GiB"), ("huikuan.toml", 1 << 30, "1 GiB")] {
        let dir = base();
        fs::File::options().write(true).open(dir.path().join(file)).and_then(|open| open.set_len(limit + 1)).expect("a long file");
        assert_eq!(refused(&dir), [format!("错误 E006：{file} 超过 {words}\n"), format!("error E006: {file} is larger than {words}\n")]);
    }
}

/// The largest amount there is, once more than can be summed.
const MANY: u32 = 40_001;

#[test]
fn contracts_beyond_what_can_be_held_are_refused() {
    let mut book = String::from("name = \"华东销售部\"\ncurrency = \"CNY\"\n\n[[customer]]\nid = \"a\"\nname = \"甲\"\n");
    for number in 0..MANY {
        let _ = writeln!(book, "[[contract]]\nno = \"{number}\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = 999999999999.99");
    }
    assert_eq!(
        refused(&Dir::ledger(&book, &[])),
        [
            "错误 E123：金额加起来太大，无法精确计算
  huikuan.toml:200007:1
  200007 │ [[contract]]
         │ ^^^^^^^^^^^^
  多半是某个金额多写了几个零
",
            "error E123: the amounts sum past what can be held exactly
  huikuan.toml:200007:1
  200007 │ [[contract]]
         │ ^^^^^^^^^^^^
  some amount probably has too many zeros
",
        ]
    );
}

#[test]
fn entries_beyond_what_can_be_held_are_refused() {
    let book = "name = \"华东销售部\"\ncurrency = \"CNY\"\n\n[[customer]]\nid = \"a\"\nname = \"甲\"\n";
    let rows: Vec<String> = (0..MANY).map(|number| format!("261125-{number:08},2026-11-25,receipt,a,,,999999999999.99,,,,,,,")).collect();
    let dir = Dir::ledger(book, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(
        refused(&dir),
        [
            "错误 E227：到这一行，金额加起来太大，无法精确计算
  ledger.csv:40002:40
  40002 │ 261125-00040000,2026-11-25,receipt,a,,,999999999999.99,,,,,,,
        │                                        ^^^^^^^^^^^^^^^
  多半是某个金额多写了几个零
",
            "error E227: up to this line the amounts sum past what can be held exactly
  ledger.csv:40002:40
  40002 │ 261125-00040000,2026-11-25,receipt,a,,,999999999999.99,,,,,,,
        │                                        ^^^^^^^^^^^^^^^
  some amount probably has too many zeros
",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_ledger_is_not_included() {
    let outside = Dir::new();
    outside.write("2026.toml", "[[rep]]\nid = \"lilei\"\nname = \"李雷\"\n");
    let book = "name = \"华东销售部\"\ncurrency = \"CNY\"\ninclude = [\"contracts/*.toml\"]\n";
    let file = Dir::ledger(book, &[]);
    fs::create_dir(file.path().join("contracts")).expect("a folder");
    std::os::unix::fs::symlink(outside.path().join("2026.toml"), file.path().join("contracts/2026.toml")).expect("a link");
    let folder = Dir::ledger(book, &[]);
    std::os::unix::fs::symlink(outside.path(), folder.path().join("contracts")).expect("a link");
    for dir in [file, folder] {
        assert_eq!(
            refused(&dir),
            [
                "错误 E119：include 不能用“contracts/*.toml”
  huikuan.toml:3:12
  3 │ include = [\"contracts/*.toml\"]
    │            ^^^^^^^^^^^^^^^^^^
  只能是台账目录里的 .toml 文件，如 \"contracts/*.toml\"
",
                "error E119: \"contracts/*.toml\" cannot be included
  huikuan.toml:3:12
  3 │ include = [\"contracts/*.toml\"]
    │            ^^^^^^^^^^^^^^^^^^
  only .toml files inside the ledger, such as \"contracts/*.toml\"
",
            ]
        );
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_the_journal_is_refused_at_once() {
    let dir = base();
    let journal = dir.path().join("ledger.csv");
    fs::remove_file(&journal).expect("the base's journal");
    assert!(std::process::Command::new("mkfifo").arg(&journal).status().expect("mkfifo").success());
    assert_eq!(
        refused(&dir),
        [
            "错误 E007：ledger.csv 不是普通文件\n  目录、管道和设备都不能当台账\n",
            "error E007: ledger.csv is not a regular file\n  a directory, a pipe or a device cannot be a ledger file\n",
        ]
    );
    assert!(dir.refused(&["record", "receipt", "HT-001", "5000"]).starts_with("错误 E007"));
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let dir = base();
    for (lang, message) in
        [("zh", "错误 E301：参数不是 UTF-8\n  加 --help 看用法\n"), ("en", "error E301: an argument is not UTF-8\n  add --help for the usage\n")]
    {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huikuan"));
        command.args(["--lang", lang, "history"]).arg(std::ffi::OsStr::from_bytes(b"\xbb\xaa\xb6\xab")).current_dir(dir.path()).env_clear();
        let output = command.output().expect("the binary runs");
        assert_eq!((output.status.code(), output.stdout.as_slice(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), &b""[..], message));
    }
}

/// Everything the reports say of a ledger, as data.
fn figures(dir: &Dir) -> Vec<String> {
    let report = |name: &str| {
        let run = dir.huikuan(&[name, "--as-of", "2026-11-30", "--format", "json"]).run();
        assert_eq!(run.code, 0, "{name}\n{}", run.stderr);
        run.stdout
    };
    ["aging", "history", "gap", "remind"].map(report).to_vec()
}

/// A journal with quotes around every field that says something; the header has none.
fn quoted(journal: &str) -> String {
    let quote = |field: &str| if field.is_empty() { String::new() } else { format!("\"{field}\"") };
    let (header, rows) = journal.split_once('\n').expect("a header");
    rows.lines().fold(format!("{header}\n"), |all, line| all + &line.split(',').map(quote).collect::<Vec<_>>().join(",") + "\n")
}

/// Another way to write a file.
type Rewrite = fn(&str) -> String;

#[test]
fn what_changes_no_meaning_is_accepted() {
    let plain = base();
    let (book, journal, expected) = (plain.read("huikuan.toml"), plain.read("ledger.csv"), figures(&plain));
    let variants: [(&str, Rewrite); 6] = [
        ("a byte-order mark", |text| format!("\u{feff}{text}")),
        ("CRLF", |text| text.replace('\n', "\r\n")),
        ("both", |text| format!("\u{feff}{text}").replace('\n', "\r\n")),
        ("blank lines at the end", |text| format!("{text}\n\n\n")),
        ("blank CRLF lines at the end", |text| format!("{text}\n\n").replace('\n', "\r\n")),
        ("line ends of both kinds", |text| text.replacen('\n', "\r\n", 3)),
    ];
    for (name, change) in variants {
        for (file, text) in [("huikuan.toml", &book), ("ledger.csv", &journal)] {
            let dir = base();
            dir.write(file, &change(text));
            assert_eq!(figures(&dir), expected, "{name} in {file}");
        }
    }
    let dir = base();
    dir.write("ledger.csv", &quoted(&journal));
    assert_eq!(figures(&dir), expected, "fields quoted without need");
    dir.write("ledger.csv", &format!("\u{feff}{}\n", quoted(&journal)).replace('\n', "\r\n"));
    assert_eq!(figures(&dir), expected, "all of it");
}

#[test]
fn a_ledger_without_entries_needs_no_journal() {
    let dir = base();
    dir.write("ledger.csv", &format!("{HEADER}\n"));
    let expected = figures(&dir);
    for journal in ["", &format!("{HEADER}\r\n\r\n"), &format!("\u{feff}{HEADER}\n")] {
        dir.write("ledger.csv", journal);
        assert_eq!(figures(&dir), expected, "{journal:?}");
    }
    let table = dir.good(&["aging", "--as-of", "2026-11-30"]);
    fs::remove_file(dir.path().join("ledger.csv")).expect("the journal");
    for (lang, note) in [("zh", "提醒：还没有 ledger.csv，按没有任何记录计算\n"), ("en", "note: there is no ledger.csv yet; nothing is recorded\n")]
    {
        let run = dir.huikuan(&["aging", "--as-of", "2026-11-30", "--lang", lang]).run();
        assert_eq!((run.code, run.stderr.as_str()), (0, note));
        assert!(lang == "en" || run.stdout == table, "{}", run.stdout);
    }
    assert!(!dir.path().join("ledger.csv").exists());
}

#[test]
fn a_journal_of_nothing_but_problems_ends_soon() {
    let dir = base();
    dir.write("ledger.csv", &format!("{}{}", dir.read("ledger.csv"), "x\n".repeat(20_000)));
    for (lang, more, last) in [("zh", "……还有 9981 处问题", "10001 处错误"), ("en", "… and 9981 more", "errors: 10001")] {
        let run = dir.huikuan(&["check", "--lang", lang]).run();
        assert_eq!(run.code, 1);
        assert!(run.stdout.contains(more) && run.stdout.ends_with(&format!("{last}\n")), "{}", run.stdout);
    }
    let all = dir.huikuan(&["check", "--all", "--lang", "zh"]).run().stdout;
    assert!(
        all.ends_with(
            "错误 E017：问题太多，后面没有再看\n  ledger.csv:10006:1\n  10006 │ x\n        │ ^\n  多半是文件损坏；用 git 找回上一个好的版本\n10001 处错误\n"
        ),
        "{}",
        all.get(all.len() - 300..).unwrap_or_default()
    );
}
