//! `repair` through the program: what it shows, what it writes, what it leaves to people.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::errors::base;
use crate::harness::{Dir, HEADER};

const ROW: &str = "261125-1a2b3c4d,2026-11-25,receipt,huadong,HT-001,,1234.50,,,,,bank,lilei,尾款";

/// The files beside the ledger that a repair left.
fn copies(dir: &Dir) -> Vec<String> {
    let names = fs::read_dir(dir.path()).expect("the ledger").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("ledger.csv.")).collect();
    names.sort();
    names
}

fn bytes(dir: &Dir) -> Vec<u8> {
    fs::read(dir.path().join("ledger.csv")).expect("the journal")
}

fn spoil(dir: &Dir, bytes: impl AsRef<[u8]>) {
    fs::write(dir.path().join("ledger.csv"), bytes).expect("the journal");
}

/// A ledger with one receipt more than the base.
fn good() -> Dir {
    let dir = base();
    dir.write("ledger.csv", &format!("{}{ROW}\n", dir.read("ledger.csv")));
    dir
}

#[test]
fn a_good_journal_is_left_as_it_is() {
    for (lang, words) in [("zh", "流水没有要修的\n"), ("en", "the journal needs no repair\n")] {
        let dir = good();
        let before = bytes(&dir);
        dir.huikuan(&["repair", "--lang", lang]).run().is(0, words, "");
        assert_eq!((bytes(&dir), copies(&dir)), (before, vec![]));
    }
}

#[test]
fn nothing_is_mended_without_a_yes() {
    let dir = good();
    let torn = format!("{}261125-1a2b", dir.read("ledger.csv"));
    spoil(&dir, &torn);
    let shown = ["ledger.csv:8  删去没写完的末行\n  - 261125-1a2b\n", "ledger.csv:8  cut off the unfinished last line\n  - 261125-1a2b\n"];
    let refused = [
        "错误 E323：没有人回答，什么都没有改\n  同意上面的改动，就加 --yes 再运行一次\n",
        "error E323: there is nobody to ask; nothing was changed\n  if the changes above are right, run it again with --yes\n",
    ];
    for ((lang, shown), refused) in ["zh", "en"].into_iter().zip(shown).zip(refused) {
        dir.huikuan(&["repair", "--lang", lang]).run().is(2, shown, refused);
        dir.huikuan(&["repair", "--dry-run", "--lang", lang]).run().is(0, shown, "");
        assert_eq!((bytes(&dir), copies(&dir)), (torn.clone().into_bytes(), vec![]));
    }
}

#[test]
fn what_was_there_is_kept() {
    let dir = good();
    let whole = bytes(&dir);
    for round in 1..=3 {
        let torn = [&whole[..], b"261125-1a2b\0\xe5"].concat();
        spoil(&dir, &torn);
        let said = dir.good(&["repair", "--yes", "--lang", "zh"]);
        let copies = copies(&dir);
        assert_eq!((bytes(&dir), copies.len()), (whole.clone(), round));
        // Two in one second have two names.
        let newest = copies.iter().find(|name| said.ends_with(&format!("修好了；原来的文件存为 {name}\n"))).expect("its name");
        let copy = dir.path().join(newest);
        assert_eq!(fs::read(&copy).expect("the copy"), torn);
        assert_eq!(fs::metadata(&copy).expect("the copy").permissions().mode() & 0o777, 0o600);
    }
    dir.good(&["check", "--as-of", "2026-11-30"]);
}

#[test]
fn every_damage_is_refused_by_record_and_mended() {
    let good = good();
    let text = good.read("ledger.csv");
    let total = |dir: &Dir| dir.json(&["aging", "--as-of", "2026-11-30"])["total"].clone();
    let (_, first) = text.split_once('\n').expect("a row");
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    let quoted = |line: &str| line.split(',').map(|field| format!("\"{field}\"")).collect::<Vec<_>>().join(",");
    let conflict = text.replace(&format!("{ROW}\n"), &format!("<<<<<<< HEAD\n{ROW}\n=======\n>>>>>>> other\n"));
    let damages: Vec<(&str, Vec<u8>)> = vec![
        ("torn", format!("{text}261125-1a2b").into_bytes()),
        ("zero bytes", [text.as_bytes(), &[0; 100]].concat()),
        ("gbk", gbk.into_owned()),
        ("slash dates", text.replace("2026-11-25", "2026/11/25").into_bytes()),
        ("separators", text.replace("1234.50", "\"1,234.50\"").into_bytes()),
        ("full-width digits", text.replace("1234.50", "１２３４.５０").into_bytes()),
        ("commas", text.replace('\n', ",,\n").into_bytes()),
        ("a second header", format!("{text}{HEADER}\n").into_bytes()),
        ("doubled", format!("{text}{first}").into_bytes()),
        ("doubled by crlf", format!("{text}{}", text.replace('\n', "\r\n")).into_bytes()),
        ("an empty line", text.replacen("\n261", "\n\n261", 1).into_bytes()),
        ("empty lines at the end", format!("{text}\n\n").into_bytes()),
        ("a conflict", conflict.into_bytes()),
    ];
    let tolerated: Vec<(&str, Vec<u8>)> = vec![
        ("crlf", text.replace('\n', "\r\n").into_bytes()),
        ("bom", format!("\u{feff}{text}").into_bytes()),
        ("quotes", text.lines().map(|line| quoted(line) + "\n").collect::<String>().into_bytes()),
    ];
    for (name, damaged) in damages.iter().chain(&tolerated) {
        let dir = self::good();
        spoil(&dir, damaged);
        if damages.iter().any(|(own, _)| own == name) {
            let run = dir.huikuan(&["record", "receipt", "HT-001", "1", "--date", "2026-11-26", "--as-of", "2026-11-30"]).run();
            assert_eq!((run.code, run.stdout.as_str(), bytes(&dir)), (2, "", damaged.clone()), "{name}");
        }
        dir.good(&["repair", "--yes"]);
        assert_eq!(dir.read("ledger.csv"), text, "{name}");
        assert_eq!(total(&dir), total(&good), "{name}");
        dir.huikuan(&["repair"]).run().is(0, "流水没有要修的\n", "");
    }
}

#[test]
fn what_needs_a_person_is_listed() {
    let dir = good();
    let edited = ROW.replace("1234.50", "9999.99");
    spoil(&dir, format!("{}{edited}\n{}\n261125-1a2b", dir.read("ledger.csv"), ROW.replace("1a2b3c4d", "2a2b3c4d").replace("2026-11-25", "25/11/2026")));
    let shown = "ledger.csv:10  删去没写完的末行\n  - 261125-1a2b\n";
    let rest = "下面这些没有把握，要人来改：
错误 E210：编号 261125-1a2b3c4d 重复，第 7 行已经用了
  ledger.csv:8:1
";
    let run = dir.huikuan(&["repair", "--dry-run", "--lang", "zh"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.starts_with(&format!("{shown}{rest}")), "{}", run.stdout);
    assert!(run.stdout.contains("错误 E211：日期“25/11/2026”不对\n  ledger.csv:9:17\n"), "{}", run.stdout);
    // What can be mended is, and the rest stays byte for byte.
    let run = dir.huikuan(&["repair", "--yes", "--lang", "zh"]).run();
    assert_eq!(run.code, 1);
    assert!(dir.read("ledger.csv").ends_with(",尾款\n") && dir.read("ledger.csv").contains(&edited));
}

#[test]
fn lines_are_those_of_the_file_as_it_is() {
    let dir = good();
    let bad = ROW.replace("1a2b3c4d", "2a2b3c4d").replace("2026-11-25", "25/11/2026");
    spoil(&dir, format!("{}{HEADER}\n{bad}\n", dir.read("ledger.csv").replacen("\n261", "\n\n261", 1)));
    // Two lines go before the one that stays wrong.
    let shown = dir.huikuan(&["repair", "--dry-run", "--lang", "zh"]).run().stdout;
    assert!(shown.contains("\n  ledger.csv:10:17\n"), "{shown}");
    let mended = dir.huikuan(&["repair", "--yes", "--lang", "zh"]).run().stdout;
    assert!(mended.contains("\n  ledger.csv:8:17\n"), "{mended}");
}

#[test]
fn a_whole_last_line_is_kept_on_demand() {
    let dir = good();
    let text = dir.read("ledger.csv");
    let unended = text.trim_end().to_string();
    spoil(&dir, &unended);
    let shown = format!("ledger.csv:7  补上末行的换行\n  - {ROW}\n  + {ROW}\n");
    dir.huikuan(&["repair", "--keep", "--dry-run", "--lang", "zh"]).run().is(0, &shown, "");
    dir.good(&["repair", "--keep", "--yes"]);
    assert_eq!(dir.read("ledger.csv"), text);
    spoil(&dir, &unended);
    dir.good(&["repair", "--yes"]);
    assert_eq!(dir.read("ledger.csv"), text.replace(&format!("{ROW}\n"), ""));
}

#[test]
fn a_linked_journal_stays_a_link_and_keeps_its_mode() {
    let dir = good();
    let text = dir.read("ledger.csv");
    fs::create_dir(dir.path().join("real")).expect("a directory");
    let (link, real) = (dir.path().join("ledger.csv"), dir.path().join("real/流水.csv"));
    fs::remove_file(&link).expect("the journal");
    std::os::unix::fs::symlink("real/流水.csv", &link).expect("a link");
    fs::write(&real, format!("{text}{HEADER}\n")).expect("the journal");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("permissions");
    dir.good(&["repair", "--yes"]);
    assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
    assert_eq!(fs::read_to_string(&real).expect("the journal"), text);
    assert_eq!(fs::metadata(&real).expect("the journal").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(dir.path().join("real")).expect("the directory").count(), 1);
}

#[test]
fn many_changes_are_counted() {
    let dir = good();
    let rows: String = (0..30).map(|number| ROW.replace("1a2b3c4d", &format!("1a2b3c{number:02}")).replace("2026-11-25", "2026/11/25") + "\n").collect();
    spoil(&dir, format!("{}{rows}", dir.read("ledger.csv")));
    let said = dir.good(&["repair", "--dry-run", "--lang", "zh"]);
    assert_eq!(said.matches("日期写成").count(), 20);
    assert!(said.ends_with("……还有 10 处改动（--all 全部列出）\n"), "{said}");
    assert_eq!(dir.good(&["repair", "--dry-run", "--all"]).matches("日期写成").count(), 30);
}

#[test]
fn an_entry_is_not_recorded_behind_empty_lines_or_onto_what_is_no_file() {
    let record = ["record", "note", "nanhai", "visit", "--date", "2026-11-26", "--as-of", "2026-11-30"];
    let dir = good();
    spoil(&dir, format!("{}\n\n", dir.read("ledger.csv")));
    // Reports read it: empty lines at the end mean nothing.
    dir.good(&["aging", "--as-of", "2026-11-30"]);
    let said = dir.refused(&record);
    assert!(said.starts_with("错误 E208：记录之间有空行\n  ledger.csv:8:1\n"), "{said}");
    // Only a byte-order mark: the header comes with the first entry.
    let dir = base();
    spoil(&dir, "\u{feff}");
    dir.good(&record);
    assert!(dir.read("ledger.csv").starts_with(&format!("\u{feff}{HEADER}\n26")));
    dir.good(&["check", "--as-of", "2026-11-30"]);
    // A pipe that nobody writes.
    let dir = base();
    let path = dir.path().join("ledger.csv");
    fs::remove_file(&path).expect("the journal");
    let made = std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success());
    for command in [&record[..], &["aging"], &["repair"], &["check"]] {
        if made {
            assert!(dir.refused(command).starts_with("错误 E007：ledger.csv 不是普通文件\n"), "{command:?}");
        }
    }
}
