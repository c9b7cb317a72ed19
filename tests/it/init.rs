//! `init`: a ledger that works at once, a template whose example is right, a demonstration for any day.

use std::fs;
use std::path::Path;

use crate::harness::{Dir, HEADER, Run, root};

const ATTRIBUTES: &str = "ledger.csv text eol=lf merge=union\n*.toml text eol=lf\n";

/// Everything under a directory, by path, with its bytes.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("inside").to_string_lossy().into_owned();
                found.push((name, fs::read(&path).unwrap_or_default()));
            }
        }
    }
    found.sort();
    found
}

fn names(dir: &Path) -> Vec<String> {
    files(dir).into_iter().map(|(name, _)| name).collect()
}

fn run(dir: &Dir, arguments: &[&str]) -> Run {
    dir.huikuan(arguments).run()
}

#[test]
fn an_empty_ledger_in_a_directory_of_its_name() {
    let dir = Dir::new();
    run(&dir, &["init", "华东"]).is(
        0,
        "台账建好了：华东\n先在 huikuan.toml 里写客户和合同，再看：huikuan -C 华东 aging\n收到钱就记：huikuan -C 华东 record receipt 合同编号 金额\n",
        "",
    );
    assert_eq!(names(dir.path()), ["华东/.gitattributes", "华东/huikuan.toml", "华东/ledger.csv"]);
    assert_eq!((dir.read("华东/.gitattributes"), dir.read("华东/ledger.csv")), (ATTRIBUTES.to_string(), format!("{HEADER}\n")));
    let book = dir.read("华东/huikuan.toml");
    assert!(book.contains("\nname = \"华东\"\ncurrency = \"CNY\"\n"), "{book}");

    // In the current directory, and in English.
    let dir = Dir::new();
    run(&dir, &["init", "--lang", "en"]).is(
        0,
        "ledger ready: .\nwrite customers and contracts in huikuan.toml, then: huikuan aging\nwhen money comes: huikuan record receipt CONTRACT AMOUNT\n",
        "",
    );
    assert_eq!(names(dir.path()), [".gitattributes", "huikuan.toml", "ledger.csv"]);
    let folder = dir.path().file_name().expect("a name").to_string_lossy().into_owned();
    assert!(dir.read("huikuan.toml").contains(&format!("\nname = \"{folder}\"\n")));
    // `-C` names the directory too; folders on the way are made.
    let dir = Dir::new();
    dir.good(&["-C", "a/b", "init"]);
    assert_eq!(names(dir.path()), ["a/b/.gitattributes", "a/b/huikuan.toml", "a/b/ledger.csv"]);
}

#[cfg(unix)]
#[test]
fn the_journal_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Dir::new();
    dir.good(&["init", "empty"]);
    dir.good(&["init", "demo", "--demo"]);
    for name in ["empty/ledger.csv", "demo/ledger.csv"] {
        assert_eq!(fs::metadata(dir.path().join(name)).expect(name).permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn name_and_currency() {
    for (name, line) in [("东区 \"一\" 部", "'东区 \"一\" 部'"), ("It's", "\"It's\""), ("a\\b", "'a\\b'"), ("𠮷", "\"𠮷\"")] {
        let dir = Dir::new();
        dir.good(&["init", "--name", name, "--currency", "EUR"]);
        let book = dir.read("huikuan.toml");
        assert!(book.contains(&format!("\nname = {line}\ncurrency = \"EUR\"\n")), "{book}");
        assert!(dir.good(&["--as-of", "2026-11-30"]).starts_with(&format!("{name} · 2026-11-30")));
    }
    let dir = Dir::new();
    for currency in ["eur", "EURO", "元", "", "E1R"] {
        let message = dir.refused(&["init", "--currency", currency]);
        assert!(message.starts_with(&format!("错误 E307：--currency 没有“{currency}”\n")), "{message}");
    }
    for name in ["甲\n乙", "\u{1b}[31m", "\u{202e}"] {
        assert!(dir.refused(&["init", "--name", name]).starts_with("错误 E318：--name 里有换行或看不见的字符 "));
    }
    assert_eq!(names(dir.path()), [""; 0]);
}

#[test]
fn what_is_there_is_never_touched() {
    let dir = Dir::new();
    dir.good(&["init"]);
    let before = files(dir.path());
    for arguments in [&["init"][..], &["init", "."], &["init", "--demo"], &["init", "--name", "x"]] {
        assert_eq!(dir.refused(arguments), "错误 E011：./huikuan.toml 已经有了，没有动它\n  换一个目录：huikuan init 新目录\n");
    }
    let message = dir.refused(&["--lang", "en", "init"]);
    assert_eq!(message, "error E011: ./huikuan.toml exists already; it was not touched\n  choose another directory: huikuan init NEWDIR\n");
    assert_eq!(files(dir.path()), before);
    // One file in the way is enough.
    for name in ["ledger.csv", "contracts/2026.toml"] {
        let dir = Dir::new();
        dir.write(name, "");
        assert!(dir.refused(&["init", "--demo"]).contains(&format!("{name} 已经有了，没有动它")));
        assert_eq!(names(dir.path()), [name]);
    }
    // A file where the directory should be.
    let dir = Dir::new();
    dir.write("file", "text");
    dir.refused(&["init", "file"]);
    dir.refused(&["init", "file/below"]);
    assert_eq!(files(dir.path()), [("file".to_string(), b"text".to_vec())]);
}

#[test]
fn the_lines_for_git_are_added_to_what_is_there() {
    for (before, after) in [
        ("*.png binary\n", format!("*.png binary\n{ATTRIBUTES}")),
        ("*.png binary", format!("*.png binary\n{ATTRIBUTES}")),
        ("*.toml text eol=lf\n", "*.toml text eol=lf\nledger.csv text eol=lf merge=union\n".to_string()),
        (ATTRIBUTES, ATTRIBUTES.to_string()),
        ("", ATTRIBUTES.to_string()),
    ] {
        let dir = Dir::new();
        dir.write(".gitattributes", before);
        dir.good(&["init"]);
        assert_eq!(dir.read(".gitattributes"), after);
    }
}

#[test]
fn an_empty_ledger_answers_kindly() {
    let dir = Dir::new();
    dir.good(&["init", "--name", "新账"]);
    let day = "2026-11-30";
    run(&dir, &["--as-of", day]).is(0, "新账 · 2026-11-30 星期一\n还没有合同。在 huikuan.toml 里写第一份，然后运行 huikuan check\n", "");
    run(&dir, &["--as-of", day, "check"]).is(0, "没有问题：0 个客户，0 份合同，0 条记录\n", "");
    let aging = run(&dir, &["--as-of", day, "aging"]);
    assert_eq!((aging.code, aging.stderr.as_str()), (0, "还没有合同：在 huikuan.toml 里写第一份，再来看\n"));
    assert!(aging.stdout.starts_with("逾期账龄分析 · 新账 · 截至 2026-11-30 · 单位：元\n"), "{}", aging.stdout);
    let remind = run(&dir, &["--as-of", day, "remind"]);
    assert_eq!((remind.code, remind.stderr.as_str()), (0, "今天没有要催的\n"));
    assert_eq!(run(&dir, &["--as-of", day, "gap"]).code, 0);
    assert_eq!(run(&dir, &["--as-of", day, "history"]).code, 0);

    run(&dir, &["--lang", "en", "--as-of", day]).is(
        0,
        "新账 · 2026-11-30 Monday\nno contracts yet: write the first in huikuan.toml, then run huikuan check\n",
        "",
    );
    run(&dir, &["--lang", "en", "--as-of", day, "check"]).is(0, "all is well (customers 0, contracts 0, entries 0)\n", "");
    let aging = run(&dir, &["--lang", "en", "--as-of", day, "aging"]);
    assert_eq!((aging.code, aging.stderr.as_str()), (0, "no contracts yet: write the first in huikuan.toml\n"));
    assert_eq!(run(&dir, &["--lang", "en", "remind"]).stderr, "nothing to do today\n");
}

/// The book with the example of its template in use: the `# ` off each line after the one that says so.
fn with_example(book: &str, sentence: &str) -> String {
    let (head, example) = book.split_once(sentence).expect("the sentence before the example");
    let bare: Vec<&str> = example.lines().map(|line| line.strip_prefix("# ").or_else(|| line.strip_prefix('#')).unwrap_or(line)).collect();
    format!("{head}{sentence}{}\n", bare.join("\n"))
}

#[test]
fn the_example_in_the_template_is_right() {
    for (lang, sentence, customer, contract, day) in [
        ("zh", "去掉每行开头的 # 就能用。\n", "华东电器有限公司", "HT-2026-001", "2026-11-30"),
        ("en", "take the # off each line to use it.\n", "Acme Appliances Ltd", "C-2027-001", "2027-01-31"),
    ] {
        let dir = Dir::new();
        dir.good(&["--lang", lang, "--as-of", day, "init", "--name", "T"]);
        let book = with_example(&dir.read("huikuan.toml"), sentence);
        dir.write("huikuan.toml", &book);
        run(&dir, &["--as-of", day, "check", "--strict"]).is(0, "没有问题：1 个客户，1 份合同，0 条记录\n", "");
        let aging = dir.json(&["aging", "--as-of", day]);
        assert_eq!((&aging["total"]["outstanding"], &aging["memo"]["unscheduled"]), (&"270000.00".into(), &"30000.00".into()), "{aging}");
        assert_eq!(dir.json(&["gap", "--as-of", day])["rows"][0]["target"], "200000.00");
        let reminder = &dir.json(&["remind", "--as-of", day])["rows"][0];
        assert_eq!((&reminder["reason"], &reminder["customer_name"], &reminder["outstanding"]), (&"due-today".into(), &customer.into(), &"90000.00".into()));
        // What its comment says to record.
        let line = book.lines().find(|line| line.contains("huikuan record event ")).expect("the line about the event");
        let (_, words) = line.split_once("huikuan ").expect("a command");
        let mut arguments = vec!["--as-of", day];
        arguments.extend(words.split_whitespace());
        assert!(dir.good(&arguments).contains(contract));
        assert_eq!(dir.json(&["aging", "--as-of", day])["memo"]["unscheduled"], "0.00");
        let said = dir.good(&["--as-of", day, "record", "receipt", contract, "9万"]);
        assert!(said.contains("余额 300,000.00 → 210,000.00\n"), "{said}");
    }
}

/// Days of any month, its ends among them.
const DAYS: [&str; 4] = ["2026-11-30", "2026-11-01", "2026-11-21", "2028-02-29"];

#[test]
fn the_demonstration_is_alive_on_any_day() {
    for day in DAYS {
        let dir = Dir::new();
        let said = dir.good(&["--as-of", day, "init", "demo", "--demo"]);
        assert_eq!(said, "示例台账建好了：demo\n看看谁欠多少：huikuan -C demo aging\n今天该找谁：　huikuan -C demo remind\n");
        assert_eq!(names(dir.path()), ["demo/.gitattributes", "demo/contracts/2025.toml", "demo/contracts/2026.toml", "demo/huikuan.toml", "demo/ledger.csv"]);
        let check = run(&dir, &["-C", "demo", "--as-of", day, "check"]);
        assert_eq!((check.code, check.stderr.as_str()), (0, ""), "{day}: {}", check.stdout);
        let aging = dir.json(&["-C", "demo", "--as-of", day, "aging"]);
        let tiers: Vec<&str> = aging["rows"].as_array().into_iter().flatten().filter_map(|row| row["tier"].as_str()).collect();
        assert_eq!(tiers, ["not-due", "green", "blue", "yellow", "red"]);
        for row in aging["rows"].as_array().expect("rows") {
            assert_ne!(row["outstanding"], "0.00", "{day}: {row}");
        }
        let gap = dir.json(&["-C", "demo", "--as-of", day, "gap"]);
        assert!(gap["rows"][0]["target"].is_string(), "{day}: {gap}");
        assert!(dir.json(&["-C", "demo", "--as-of", day, "remind"])["rows"].as_array().is_some_and(|rows| rows.len() > 5), "{day}");
        // Nothing lies in the future, and an entry can be recorded at once.
        assert!(!check.stdout.contains("W406"), "{day}: {}", check.stdout);
        dir.good(&["-C", "demo", "--as-of", day, "record", "receipt", "华东贸易", "5万"]);
    }
}

#[test]
fn the_demonstration_of_its_own_day_is_the_example_as_it_is() {
    let dir = Dir::new();
    dir.good(&["--as-of", "2026-11-30", "init", "--demo"]);
    for name in ["huikuan.toml", "contracts/2025.toml", "contracts/2026.toml", "ledger.csv"] {
        assert_eq!(dir.read(name), fs::read_to_string(root().join("examples/demo").join(name)).expect(name), "{name}");
    }
    assert_eq!(dir.read(".gitattributes"), ATTRIBUTES);
}

#[test]
fn another_day_moves_every_date_and_nothing_else() {
    let dir = Dir::new();
    dir.good(&["--as-of", "2026-12-07", "init", "--demo"]);
    let old = fs::read_to_string(root().join("examples/demo/ledger.csv")).expect("the demonstration");
    let new = dir.read("ledger.csv");
    assert_eq!(old.lines().count(), new.lines().count());
    let week = |day: &str| -> String {
        let day = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").expect(day);
        (day + chrono::Duration::days(7)).to_string()
    };
    for (old, new) in old.lines().zip(new.lines()).skip(1) {
        let (old, new): (Vec<&str>, Vec<&str>) = (old.split(',').collect(), new.split(',').collect());
        assert_eq!(week(old[1]), new[1]);
        for (old, new) in [0, 8].map(|column| (old[column], new[column])) {
            if !old.is_empty() {
                let day = week(&format!("20{}-{}-{}", &old[..2], &old[2..4], &old[4..6]));
                assert_eq!(format!("{}{}{}{}", &day[2..4], &day[5..7], &day[8..10], &old[6..]), new);
            }
        }
        if !old[7].is_empty() {
            assert_eq!(week(old[7]), new[7]);
        }
        assert_eq!((&old[2..7], &old[9..]), (&new[2..7], &new[9..]));
    }
}
