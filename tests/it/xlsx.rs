//! Workbooks, read back: each cell of its own kind, text that stays text, totals that are formulas.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;

use crate::harness::Dir;
use crate::output::{REPORTS, demo, good};

/// A workbook that was written.
struct Book {
    bytes: Vec<u8>,
    names: Vec<String>,
    sheets: Vec<(Range<Data>, Range<String>)>,
}

impl Book {
    fn of(bytes: Vec<u8>) -> Self {
        let mut xlsx: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).expect("a workbook");
        let names = xlsx.sheet_names();
        let mut sheet = |name: &String| (xlsx.worksheet_range(name).expect("cells"), xlsx.worksheet_formula(name).expect("formulas"));
        let sheets = names.iter().map(&mut sheet).collect();
        Self { bytes, names, sheets }
    }

    /// What a command writes to a pipe.
    fn piped(command: &mut Command) -> Self {
        let output = command.args(["-f", "xlsx"]).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        Self::of(output.stdout)
    }

    fn read(path: &Path) -> Self {
        Self::of(fs::read(path).expect("a file"))
    }

    fn cells(&self, number: usize) -> &Range<Data> {
        &self.sheets[number].0
    }

    fn formula(&self, number: usize, row: u32, column: u32) -> &str {
        self.sheets[number].1.get_value((row, column)).map_or("", String::as_str)
    }

    /// A file within the workbook.
    fn part(&self, name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(&self.bytes)).expect("an archive");
        let mut text = String::new();
        archive.by_name(name).expect(name).read_to_string(&mut text).expect("XML");
        text
    }

    /// All that the cells of a worksheet say, to look for words in.
    fn words(&self, number: usize) -> Vec<String> {
        self.cells(number).used_cells().map(|(_, _, cell)| cell.to_string()).collect()
    }
}

fn cell(range: &Range<Data>, row: u32, column: u32) -> &Data {
    range.get_value((row, column)).unwrap_or(&Data::Empty)
}

/// The row of the headings.
fn head(range: &Range<Data>, headings: &[String]) -> u32 {
    let is_head = |row: &&u32| headings.iter().zip(0..).all(|(heading, column)| *cell(range, **row, column) == Data::String(heading.clone()));
    let rows: Vec<u32> = (0..40).collect();
    *rows.iter().find(is_head).unwrap_or_else(|| panic!("no row of {headings:?}"))
}

fn cents(number: f64) -> i64 {
    (number * 100.0).round() as i64
}

/// The cents of a text such as `-1234.50`, where it is an amount.
fn amount(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits(whole.trim_start_matches('-')) && digits(fraction) && fraction.len() == 2).then(|| format!("{whole}{fraction}").parse().ok())?
}

/// Whether a cell says what JSON and a spreadsheet's CSV say.
fn says(cell: &Data, value: &Value, label: &str) -> bool {
    match (cell, value) {
        (Data::Empty, Value::Null) => true,
        // What goes without saying has a code and no label.
        (Data::Empty, Value::String(_)) => label.is_empty(),
        (Data::String(text), Value::Null) => text == label,
        (Data::DateTime(day), Value::String(text)) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            *text == format!("{year:04}-{month:02}-{day:02}")
        }
        (Data::Float(number), Value::String(text)) => match amount(text) {
            Some(amount) => amount == cents(*number),
            // A factor, as the book has it.
            None => text.parse() == Ok(*number),
        },
        (Data::Float(number), Value::Number(own)) => {
            let own = own.to_string();
            let half = own.split_once('.').map_or(0.0, |(_, decimals)| 0.51 * 0.1_f64.powi(decimals.len() as i32));
            (number - own.parse::<f64>().expect("a number")).abs() <= half
        }
        (Data::String(text), Value::String(own)) => text == label && amount(own).is_none() && huikuan::date::Day::parse(own.as_bytes()).is_none(),
        _ => false,
    }
}

/// Checks one report; how many formulas it has.
fn check_report(report: &[&str], lang: &str) -> usize {
    let of = |format: &[&str]| good(&mut demo(&[report, format, &["--lang", lang][..]].concat()));
    let (json, excel) = (of(&["-f", "json"]), of(&["--excel"]));
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let mut reader = csv::Reader::from_reader(excel.trim_start_matches('\u{feff}').as_bytes());
    let headings: Vec<String> = reader.headers().expect("headings").iter().map(str::to_string).collect();
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
    let book = Book::piped(&mut demo(&[report, &["--lang", lang][..]].concat()));
    let range = book.cells(0);
    let head = head(range, &headings);
    let rows = json["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), records.len());
    let keys: Vec<&String> = rows.first().map_or(Vec::new(), |row| row.as_object().expect("a row").keys().collect());
    for ((at, row), record) in (head + 1..).zip(rows).zip(&records) {
        for ((column, key), label) in (0..).zip(&keys).zip(record) {
            let cell = cell(range, at, column);
            assert!(says(cell, &row[key.as_str()], label), "{report:?} {key}: {cell:?}, {} {label}", row[key.as_str()]);
            assert_eq!(book.formula(0, at, column), "", "{report:?} {key}");
        }
    }
    // Nothing else stands where rows do.
    let end = head + 1 + rows.len() as u32;
    let is_blank = |row: u32| (0..headings.len() as u32).all(|column| *cell(range, row, column) == Data::Empty);
    assert!(rows.is_empty() || is_blank(end), "{report:?}");
    check_total(report, &book, (head, end), &keys, &json)
}

/// Checks the total under the rows: a formula comes to what JSON says; how many there are.
fn check_total(report: &[&str], book: &Book, (head, end): (u32, u32), keys: &[&String], json: &Value) -> usize {
    let (range, total) = (book.cells(0), &json["total"]);
    // Of several kinds of entries no total is shown to people.
    if total.is_null() || report == ["history"] || report == ["history", "HT-2026-004"] || keys.is_empty() {
        return 0;
    }
    let mut formulas = 0;
    for (column, key) in (0..).zip(keys) {
        let (cell, formula, value) = (cell(range, end + 1, column), book.formula(0, end + 1, column), &total[key.as_str()]);
        let place = format!("{report:?} {key}: {cell:?} {formula} {value}");
        if formula.is_empty() {
            assert!(value.is_null() || matches!(cell, Data::String(_)) || says(cell, value, ""), "{place}");
            continue;
        }
        let letters = letters(column);
        assert_eq!(formula, format!("SUM({letters}{}:{letters}{})", head + 2, end + 1), "{place}");
        let numbers = (head + 1..end).map(|row| match self::cell(range, row, column) {
            Data::Float(number) => cents(*number),
            Data::Empty => 0,
            other => panic!("{place}: {other:?}"),
        });
        let sum: i64 = numbers.sum();
        let expected = value.as_str().map_or_else(|| value.as_i64().map(|count| count * 100), amount);
        assert_eq!((Some(sum), says(cell, value, "")), (expected, true), "{place}");
        formulas += 1;
    }
    formulas
}

fn letters(column: u32) -> String {
    let letter = |number: u32| char::from(b'A' + u8::try_from(number % 26).expect("a letter"));
    if column < 26 { letter(column).to_string() } else { format!("{}{}", letter(column / 26 - 1), letter(column)) }
}

#[test]
fn every_report_reads_back_as_it_is_in_csv_and_json() {
    let mut formulas = 0;
    for report in REPORTS {
        formulas += check_report(report, "zh");
    }
    for report in [&["aging", "--detail"][..], &["kpi"], &["gap", "--by", "customer"], &["provision"]] {
        formulas += check_report(report, "en");
    }
    assert!(formulas > 100, "only {formulas} formulas");
}

#[test]
fn the_same_to_the_byte_wherever_it_is_made() {
    for report in [&["report", "--month"][..], &["remind", "--by", "rep"], &["kpi", "--explain"]] {
        let of = |zone: &str| Book::piped(demo(report).env("TZ", zone).env("COLUMNS", "40")).bytes;
        assert_eq!(of("XXX-14"), of("XXX12"), "{report:?}");
    }
    let core = Book::piped(&mut demo(&["aging"])).part("docProps/core.xml");
    assert!(core.contains(">2026-11-30T00:00:00Z</dcterms:created>") && core.contains(">2026-11-30T00:00:00Z</dcterms:modified>"), "{core}");
}

#[test]
fn it_looks_like_a_report() {
    let book = Book::piped(&mut demo(&["aging", "--by", "customer", "--lang", "zh", "--stamp"]));
    assert_eq!(book.names, ["逾期账龄分析"]);
    let range = book.cells(0);
    assert_eq!(*cell(range, 0, 0), Data::String("逾期账龄分析 · 按客户".into()));
    assert_eq!(*cell(range, 1, 0), Data::String("华东家电销售部 · 截至 2026-11-30 · 单位：元".into()));
    let words = book.words(0);
    let named = words.iter().rposition(|word| word == "未匹配").expect("a figure beside the rows");
    assert_eq!(words[named + 1], "5000");
    assert!(words.iter().any(|word| word.starts_with("台账 SHA-256 ")), "{words:?}");
    let sheet = book.part("xl/worksheets/sheet1.xml");
    for part in [
        "<pane ySplit=\"4\" topLeftCell=\"A5\" activePane=\"bottomLeft\" state=\"frozen\"/>",
        "<autoFilter ref=\"A4:R15\"",
        "numberStoredAsText=\"1\"",
        "fitToHeight=\"0\" orientation=\"landscape\"",
    ] {
        assert!(sheet.contains(part), "{part}\n{sheet}");
    }
    // A Chinese character is as wide as two others: 云河酒店管理有限公司.
    assert!(sheet.contains("<col min=\"2\" max=\"2\" width=\"22.7109375\""), "{sheet}");
    let styles = book.part("xl/styles.xml");
    for format in ["#,##0.00", "yyyy-mm-dd", "0.0%"] {
        let known = format == "#,##0.00" || styles.contains(format);
        assert!(known, "{format}\n{styles}");
    }
    assert!(Book::piped(&mut demo(&["aging", "--lang", "zh"])).part("xl/styles.xml").contains("FFFFC7CE"), "the ground of red");
}

const ODD: &str = r#"name = "=HYPERLINK(1)"
currency = "CNY"
lang = "zh"
[[customer]]
id = "007"
name = '=1+1'
contacts = [ { name = "-2+3", phone = "01012345678" } ]
[[contract]]
no = "12345678901234567890"
customer = "007"
signed = 2026-01-05
amount = 999999999999.99
due = 2026-03-01
[[contract]]
no = "00123"
customer = "007"
signed = 2026-01-05
amount = 0.10
due = 2026-03-01
"#;

#[test]
fn text_stays_text_and_no_digit_is_lost() {
    let dir = Dir::ledger(ODD, &["260601-00000001,2026-06-01,note,007,,,,,,,,visit,,\"@SUM(A1) _x0041_ <b>&\"\"\""]);
    dir.good(&["aging", "--detail", "--as-of", "2026-06-30", "-o", "a.xlsx"]);
    let book = Book::read(&dir.path().join("a.xlsx"));
    let words = book.words(0);
    for word in ["=1+1", "007", "12345678901234567890", "00123", "=HYPERLINK(1) · 截至 2026-06-30 · 单位：元"] {
        assert!(words.iter().any(|own| own == word), "{word}: {words:?}");
    }
    dir.good(&["aging", "--by", "customer", "--as-of", "2026-06-30", "-o", "c.xlsx"]);
    let customers = Book::read(&dir.path().join("c.xlsx")).words(0);
    for word in ["=1+1", "007", "-2+3", "01012345678"] {
        assert!(customers.iter().any(|own| own == word), "{word}: {customers:?}");
    }
    let numbers = |number: usize| book.cells(number).used_cells().filter_map(|(_, _, cell)| if let Data::Float(own) = cell { Some(cents(*own)) } else { None });
    assert!(numbers(0).any(|own| own == 99_999_999_999_999) && numbers(0).any(|own| own == 10) && numbers(0).any(|own| own == 100_000_000_000_009));
    // Whatever is a formula is a sum of ours.
    let sheet = book.part("xl/worksheets/sheet1.xml");
    let formulas: BTreeSet<&str> = sheet.split("<f>").skip(1).map(|rest| &rest[..4]).collect();
    assert_eq!(formulas, BTreeSet::from(["SUM("]));
    dir.good(&["history", "--as-of", "2026-06-30", "-o", "h.xlsx"]);
    let words = Book::read(&dir.path().join("h.xlsx")).words(0);
    assert!(words.iter().any(|own| own == "@SUM(A1) _x0041_ <b>&\""), "{words:?}");
}

#[test]
fn what_has_more_digits_than_a_number_keeps_is_text() {
    let contract =
        |number: usize| format!("[[contract]]\nno = \"A-{number}\"\ncustomer = \"007\"\nsigned = 2026-01-05\namount = 999999999999.99\ndue = 2026-03-01\n");
    let book = ODD.to_string() + &(0..12).map(contract).collect::<String>();
    let dir = Dir::ledger(&book, &[]);
    dir.good(&["aging", "--detail", "--as-of", "2026-06-30", "-o", "a.xlsx"]);
    let book = Book::read(&dir.path().join("a.xlsx"));
    // 13 × 999,999,999,999.99 + 0.10
    assert!(book.words(0).iter().any(|word| word == "12,999,999,999,999.97"), "{:?}", book.words(0));
    assert!(!book.part("xl/worksheets/sheet1.xml").contains("<f>SUM(K"), "its sum is no number either");
}

#[test]
fn a_page_of_several_tables_has_a_worksheet_for_each() {
    for lang in ["zh", "en"] {
        for period in ["--day", "--week", "--month"] {
            let page = ["report", period, "--lang", lang];
            let json: Value = serde_json::from_str(&good(&mut demo(&[&page[..], &["-f", "json"]].concat()))).expect("JSON");
            let sections = json["sections"].as_array().expect("sections");
            let book = Book::piped(&mut demo(&page));
            assert_eq!(book.names.len(), sections.len() + 1, "{:?}", book.names);
            assert_eq!(book.names[0], if lang == "zh" { "总览" } else { "Overview" });
            let overview = book.words(0);
            for (section, number) in sections.iter().zip(1..) {
                let title = section["title"].as_str().expect("a title");
                assert!(overview.iter().any(|word| word == title), "{title}: {overview:?}");
                assert_eq!(*cell(book.cells(number), 0, 0), Data::String(title.into()));
            }
            let names: BTreeSet<String> = book.names.iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(names.len(), book.names.len());
            for name in &book.names {
                assert!(name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
                assert!(name == &book.names[0] || book.part("xl/worksheets/sheet1.xml").contains(&format!("'{}'!A1", name.replace('\'', "''"))), "{name}");
            }
        }
    }
}

#[test]
fn several_reports_become_worksheets_of_one_workbook() {
    let dir = Dir::demo();
    let day = ["--as-of", "2026-11-30"];
    dir.good(&[&["remind", "--by", "rep", "-o", "催款.xlsx"][..], &day].concat());
    let book = Book::read(&dir.path().join("催款.xlsx"));
    assert_eq!(book.names, ["李雷", "韩梅"]);
    assert!(book.words(1)[0].starts_with("催款提醒 · 韩梅"), "{:?}", book.words(1));
    assert_eq!(dir.huikuan(&[&["statement", "--all", "-o", "对账.xlsx"][..], &day].concat()).run().code, 0);
    let book = Book::read(&dir.path().join("对账.xlsx"));
    let known: Vec<Value> = dir.json(&[&["statement"][..], &day].concat())["rows"].as_array().expect("rows").clone();
    assert!(known.iter().all(|row| book.names.iter().any(|name| *name == row["customer_name"])), "{:?}", book.names);
    // Into a directory, a file each.
    dir.good(&[&["remind", "--by", "rep", "-f", "xlsx", "-o", "out/"][..], &day].concat());
    let files: BTreeSet<String> =
        fs::read_dir(dir.path().join("out")).expect("out").map(|own| own.expect("a file").file_name().into_string().expect("a name")).collect();
    assert_eq!(files, BTreeSet::from(["hanmei.xlsx", "lilei.xlsx", "wangfang.xlsx"].map(str::to_string)));
}

#[test]
fn how_figures_came_about_is_a_second_worksheet() {
    let book = Book::piped(&mut demo(&["kpi", "--explain", "--lang", "zh"]));
    assert_eq!(book.names.len(), 2);
    assert_eq!(book.names[1], "怎么来的");
    let json: Value = serde_json::from_str(&good(&mut demo(&["kpi", "--explain", "-f", "json"]))).expect("JSON");
    let explained = json["explain"].as_array().expect("explained");
    let range = book.cells(1);
    for (row, own) in (4..).zip(explained) {
        assert!(says(cell(range, row, 2), &own["value"], ""), "{own}: {:?}", cell(range, row, 2));
        assert!(matches!(cell(range, row, 3), Data::String(_)) && matches!(cell(range, row, 4), Data::String(_)));
    }
}

#[test]
fn an_empty_ledger_has_a_workbook_too() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    for report in ["aging", "remind", "report", "kpi", "history", "statement", "forecast"] {
        let run = dir.huikuan(&[report, "-o", "a.xlsx", "--as-of", "2026-11-30"]).run();
        assert_eq!(run.code, 0, "{report}: {}", run.stderr);
        assert!(!Book::read(&dir.path().join("a.xlsx")).words(0).is_empty(), "{report}");
    }
    let run = dir.huikuan(&["remind", "--by", "rep", "-o", "b.xlsx", "--quiet-if-empty", "--as-of", "2026-11-30"]).run();
    assert_eq!((run.code, run.stderr.as_str(), dir.path().join("b.xlsx").exists()), (0, "", false));
}

#[test]
fn it_is_written_where_that_makes_sense() {
    let dir = Dir::demo();
    // Excel it is, with or without saying so.
    dir.good(&["aging", "--excel", "-o", "a.XLSX", "--as-of", "2026-11-30"]);
    let plain = Book::piped(&mut demo(&["aging", "--lang", "zh"]));
    assert_eq!(fs::read(dir.path().join("a.XLSX")).expect("a file"), plain.bytes);
    let said = dir.refused(&["record", "note", "hongda", "visit", "-n", "-f", "xlsx", "--as-of", "2026-11-30"]);
    assert!(said.starts_with("错误 E307：--format 没有“xlsx”\n") && said.contains("table | csv | json | markdown | html\n"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_workbook_does_not_go_to_a_terminal() {
    let script = Path::new("/usr/bin/script");
    if !script.exists() {
        eprintln!("skipped: no /usr/bin/script to make a terminal with");
        return;
    }
    let dir = Dir::demo();
    let line = format!("'{}' aging --lang zh --as-of 2026-11-30 -f xlsx", env!("CARGO_BIN_EXE_huikuan"));
    let mut command = Command::new(script);
    let output = command.current_dir(dir.path()).args(["-qec", &line, "/dev/null"]).stdin(std::process::Stdio::null()).output().expect("script runs");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(said.starts_with("错误 E350：Excel 工作簿不能显示在终端里") && said.contains("huikuan aging … -o 文件名.xlsx"), "{said}");
}

#[test]
fn more_worksheets_than_anybody_opens_are_refused() {
    let customer = |number: usize| {
        format!(
            "[[customer]]\nid = \"c{number}\"\nname = \"客户{number}\"\n[[contract]]\nno = \"A-{number}\"\ncustomer = \"c{number}\"\nsigned = 2026-01-05\namount = 100\ndue = 2026-03-01\n"
        )
    };
    let book = "name = \"多\"\ncurrency = \"CNY\"\n".to_string() + &(0..1_001).map(customer).collect::<String>();
    let dir = Dir::ledger(&book, &[]);
    let said = dir.huikuan(&["statement", "--all", "-o", "a.xlsx", "--as-of", "2026-06-30"]).run();
    assert!(said.code == 2 && said.stderr.contains("错误 E352：要写 1001 张工作表"), "{}", said.stderr);
    assert!(!dir.path().join("a.xlsx").exists());
}
