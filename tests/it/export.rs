//! `export`: double entries whole, tables read back, odd names, and what is refused.
//!
//! `UPDATE_EXPECTED=1 cargo test --test it export` writes `export/` anew. Read each of them as a bookkeeper would.

use std::fs;
use std::path::Path;
use std::process::Command;

use rusqlite::{Connection, OpenFlags};

use crate::harness::{Dir, root};

const DAY: &str = "2026-11-30";

/// One of each: a part paid and then moved, money before its event and after, more than is owed, a refund, a deduction, a
/// write-off that comes back, bills, money of the customer alone, a void entry, one that is later.
fn small() -> Dir {
    let book = r#"name = "样"
currency = "CNY"
[[rep]]
id = "lilei"
name = "李雷"
team = "一组"
[[customer]]
id = "a.b"
name = "甲: [一]; 公司"
rep = "lilei"
[[customer]]
id = "a-b"
name = "乙 \"公司\""
rep = "lilei"
[[contract]]
no = "H/1"
customer = "a.b"
project = "机房"
signed = 2026-01-05
amount = 1000
[[contract.milestone]]
name = "预付款: 30%"
amount = 300
due = 2026-02-01
[[contract.milestone]]
name = "验收 款"
amount = 700
after = "acceptance"
days = 10
[[contract]]
no = "H#1"
customer = "a.b"
signed = 2026-03-01
amount = 80.08
[[contract]]
no = "K_1"
customer = "a-b"
signed = 2026-01-01
framework = true
"#;
    let rows = [
        "260110-00000010,2026-01-10,receipt,,H/1,,400,,,B1,,bank,caiwu,首付",
        "260301-00000010,2026-03-01,event,,H/1,,,,,,,acceptance,lilei,",
        "260302-00000010,2026-03-02,receipt,,H/1,,150.55,,,B2,,cash,caiwu,",
        "260303-00000010,2026-03-03,refund,,,,50.55,,260302-00000010,,,,caiwu,",
        "260304-00000010,2026-03-04,reschedule,,H/1,验收 款,200,2026-12-31,,,,,lilei,",
        "260305-00000010,2026-03-05,deduct,,H/1,,20,,,,,rounding,lilei,",
        "260306-00000010,2026-03-06,writeoff,,H/1,验收 款,80,,,,王芳,,caiwu,",
        "260307-00000010,2026-03-07,receipt,a.b,,,999,,,B3,,私下,caiwu,",
        "260308-00000010,2026-03-08,receipt,,H#1,,12,,,B4,,bank,caiwu,",
        "260309-00000010,2026-03-09,void,,,,,,260308-00000010,,,,caiwu,",
        "260401-00000010,2026-04-01,receipt,,K_1,,60,,,B5,,bank-acceptance,caiwu,",
        "260402-00000010,2026-04-02,bill,,K_1,一批,100.1,2026-05-01,,,,goods,caiwu,",
        "261201-00000010,2026-12-01,receipt,,K_1,,1,,,B6,,bank,caiwu,",
    ];
    Dir::ledger(book, &rows)
}

fn export(dir: &Dir, lang: &str, arguments: &[&str]) -> String {
    let mut all = vec!["export"];
    all.extend(arguments);
    all.extend(["--as-of", DAY, "--lang", lang]);
    dir.good(&all)
}

/// Compares with the expected text of a name, or writes it anew.
fn expect(name: &str, text: &str) {
    let path = root().join("tests/it/export").join(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(root().join("tests/it/export")).expect("a folder");
        fs::write(&path, text).expect("a file");
    }
    assert_eq!(text, fs::read_to_string(&path).expect(name), "{name}");
}

#[test]
fn a_small_ledger_as_double_entries() {
    let dir = small();
    for (target, ending) in [("hledger", "journal"), ("beancount", "beancount")] {
        for lang in ["zh", "en"] {
            let text = export(&dir, lang, &[target]);
            expect(&format!("small.{lang}.{ending}"), &text);
            // A file holds the same.
            let name = format!("out.{ending}");
            assert_eq!(export(&dir, lang, &[target, "-o", &name]), "");
            assert_eq!(dir.read(&name), text);
        }
    }
}

#[test]
fn a_small_ledger_as_tables() {
    let dir = small();
    assert_eq!(export(&dir, "zh", &["csv", "out/"]), "");
    let mut names: Vec<String> = fs::read_dir(dir.path().join("out")).unwrap().map(|own| own.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["about.csv", "allocations.csv", "contracts.csv", "customers.csv", "entries.csv", "positions.csv", "tiers.csv"]);
    let all = names.iter().fold(String::new(), |all, name| format!("{all}== {name}\n{}", dir.read(&format!("out/{name}"))));
    expect("small.zh.csv.txt", &all);
    // A directory that is there already, and is empty, is as good; nothing is left beside it.
    fs::create_dir(dir.path().join("empty")).unwrap();
    assert_eq!(export(&dir, "zh", &["csv", "empty"]), "");
    assert_eq!(dir.read("empty/entries.csv"), dir.read("out/entries.csv"));
    let left = fs::read_dir(dir.path()).unwrap().filter(|own| own.as_ref().unwrap().file_name().to_string_lossy().contains(".tmp")).count();
    assert_eq!(left, 0);
}

/// All rows of a question, as one text a row.
fn ask(database: &Connection, question: &str) -> Vec<String> {
    let mut statement = database.prepare(question).expect(question);
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cell = |index| {
            row.get_ref(index).map(|value| match value {
                rusqlite::types::ValueRef::Null => String::new(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                rusqlite::types::ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
                other => panic!("{other:?}"),
            })
        };
        (0..columns).map(cell).collect::<rusqlite::Result<Vec<_>>>().map(|cells| cells.join("|"))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn open(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

#[test]
fn a_database_reads_back() {
    let dir = small();
    assert_eq!(export(&dir, "en", &["sqlite", "ar.db"]), "");
    let database = open(&dir.path().join("ar.db"));
    assert_eq!(ask(&database, "PRAGMA integrity_check"), ["ok"]);
    assert_eq!(ask(&database, "PRAGMA foreign_key_check"), [""; 0]);
    assert_eq!(ask(&database, "SELECT * FROM about"), [format!("样|CNY|{DAY}|{}", env!("CARGO_PKG_VERSION"))]);
    let mut all = String::new();
    for view in ["aging", "aging_by_customer", "overdue", "waiting", "unapplied", "receipts_by_month"] {
        all += &format!("== {view}\n");
        for row in ask(&database, &format!("SELECT * FROM {view}")) {
            all += &format!("{row}\n");
        }
    }
    expect("small.views.txt", &all);
    // Cents are whole numbers, and the same as the CSV's.
    let sums = "SELECT sum(amount_cents), sum(applied_cents), sum(unapplied_cents), sum(refunded_cents) FROM entries WHERE standing = 'counts'";
    assert_eq!(ask(&database, sums), ["206020|122008|43892|5055"]);
    assert_eq!(ask(&database, "SELECT entry, voided_by, effect FROM entries WHERE standing = 'void'"), ["260308-00000010|260309-00000010|void"]);
}

#[test]
fn views_say_what_the_reports_say() {
    let dir = Dir::demo();
    dir.good(&["export", "sqlite", "ar.db", "--as-of", DAY]);
    let database = open(&dir.path().join("ar.db"));
    let text =
        |row: &serde_json::Value, key: &str| row[key].as_str().map_or_else(|| row[key].as_i64().map_or(String::new(), |n| n.to_string()), str::to_string);
    for (view, arguments, keys) in [
        ("aging", &["aging"][..], &["tier", "positions", "outstanding", "disputed"][..]),
        (
            "aging_by_customer",
            &["aging", "--by", "customer"],
            &["customer", "not_due", "overdue", "outstanding", "disputed", "unscheduled", "prepaid", "unapplied", "oldest_days"],
        ),
    ] {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--as-of", DAY]);
        let rows = dir.json(&arguments)["rows"].as_array().unwrap().clone();
        let mut said: Vec<String> = rows.iter().map(|row| keys.iter().map(|key| text(row, key)).collect::<Vec<_>>().join("|")).collect();
        let mut found = ask(&database, &format!("SELECT {} FROM {view}", keys.join(", ")));
        said.sort();
        found.sort();
        assert_eq!(said, found, "{view}");
    }
}

#[test]
fn a_database_is_replaced_only_on_demand_and_nothing_else_ever() {
    let dir = small();
    export(&dir, "zh", &["sqlite", "ar.db"]);
    Connection::open(dir.path().join("ar.db")).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    let again = dir.huikuan(&["export", "sqlite", "ar.db"]).run();
    again.is(2, "", "错误 E355：ar.db 已经有了，没有动它\n  要换掉它就加 --force\n");
    assert_eq!(ask(&open(&dir.path().join("ar.db")), "SELECT count(*) FROM mine"), ["0"]);
    export(&dir, "zh", &["sqlite", "ar.db", "--force"]);
    assert!(open(&dir.path().join("ar.db")).prepare("SELECT count(*) FROM mine").is_err());
    let journal = dir.read("ledger.csv");
    let other = dir.huikuan(&["export", "sqlite", "ledger.csv", "--force", "--lang", "en"]).run();
    other.is(2, "", "error E356: ledger.csv is no SQLite database; it was not touched\n  choose another name\n");
    assert_eq!(dir.read("ledger.csv"), journal);
}

#[test]
fn what_cannot_be_written_is_told() {
    let dir = small();
    dir.write("full/x", "");
    dir.huikuan(&["export", "csv", "full"]).run().is(2, "", "错误 E357：目录 full 不是空的，没有动它\n  写一个新目录\n");
    let said = dir.refused(&["export", "csv", "none/out", "--lang", "en"]);
    assert_eq!(said, "error E002: cannot open or write none/out: No such file or directory (os error 2)\n");
    let said = dir.refused(&["export", "sqlite", "none/ar.db", "--lang", "en"]);
    assert_eq!(said, "error E002: cannot open or write none/ar.db: No such file or directory (os error 2)\n");
    for target in ["hledger", "beancount"] {
        assert!(dir.refused(&["export", target, "-o", "ledger.csv"]).starts_with("错误 E307："), "{target}");
    }
    let said = dir.refused(&["export", "xls", "--lang", "en"]);
    assert_eq!(said, "error E301: there is no command \"xls\"\n  add --help for the usage\n");
    let said = dir.refused(&["export", "--as-of", DAY]);
    assert_eq!(said, "错误 E301：没说哪一种：hledger | beancount | sqlite | csv\n  加 --help 看用法\n");
    assert!(dir.refused(&["export", "sqlite"]).contains("缺少 <FILE>"));
    assert!(!dir.path().join("none").exists() && dir.read("ledger.csv").starts_with("id,"));
}

#[test]
fn a_new_ledger_exports_nothing_but_its_frame() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"USD\"\n", &[]);
    let journal = export(&dir, "en", &["hledger"]);
    assert!(
        journal.ends_with("balances as they must be\n    assets:receivable  0.00 USD =* 0.00 USD\n    assets:received  0.00 USD =* 0.00 USD\n"),
        "{journal}"
    );
    assert!(export(&dir, "en", &["beancount"]).ends_with("2026-12-01 balance Assets:Received  0.00 ~ 0 USD\n"));
    export(&dir, "en", &["sqlite", "ar.db"]);
    assert_eq!(ask(&open(&dir.path().join("ar.db")), "SELECT outstanding FROM aging"), ["0.00"; 5]);
    export(&dir, "en", &["csv", "out"]);
    assert_eq!(dir.read("out/allocations.csv").lines().count(), 1);
}

#[test]
fn a_past_day_knows_nothing_of_later_entries() {
    let dir = small();
    let journal = dir.good(&["export", "hledger", "--as-of", "2026-03-08"]);
    // The void came a day later: until then the receipt counts.
    assert!(journal.contains("(260308-00000010)") && !journal.contains("260401-00000010"), "{journal}");
    assert!(journal.contains("\n2026-03-08 核对余额\n"));
    let journal = dir.good(&["export", "hledger", "--as-of", "2026-03-09"]);
    assert!(!journal.contains("(260308-00000010)") && journal.contains("已作废的记录（1 条）"), "{journal}");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let (dir, binary) = (Dir::demo(), env!("CARGO_BIN_EXE_huikuan"));
    let script = format!("'{binary}' export hledger --as-of {DAY} | head -n 1; exit ${{PIPESTATUS[0]}}");
    let output = Command::new("bash").args(["-c", &script]).current_dir(dir.path()).env("HUIKUAN_LANG", "en").output().expect("bash");
    assert_eq!((output.status.code(), output.stdout.is_empty(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), false, ""));
}

#[test]
fn the_scripts_load_every_column() {
    let dir = small();
    export(&dir, "en", &["csv", "out"]);
    let script = |name: &str| fs::read_to_string(root().join("examples/sql").join(name)).expect(name);
    let (duckdb, postgres) = (script("duckdb.sql"), script("postgres.sql"));
    for entry in fs::read_dir(dir.path().join("out")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let table = file.trim_end_matches(".csv");
        let columns: Vec<String> = dir.read(&format!("out/{file}")).lines().next().unwrap().split(',').map(str::to_string).collect();
        assert!(postgres.contains(&format!("\\copy {table} ({}) FROM '{file}'", columns.join(", "))), "{table}");
        let (_, rest) = duckdb.split_once(&format!("read_csv('*/{file}'")).expect(table);
        let (_, listed) = rest.split_once("columns = {").expect("columns");
        let (listed, _) = listed.split_once('}').expect("columns");
        let found: Vec<&str> = listed.split('\'').skip(1).step_by(4).collect();
        assert_eq!(found, columns, "{table}");
    }
}
