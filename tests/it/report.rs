//! `report`: the day, the Monday meeting and the month end on one page.

use serde_json::Value;

use crate::cases::cells;
use crate::harness::Dir;

const BOOK: &str = r#"name = "周会账"
currency = "CNY"
[[rep]]
id = "li"
name = "李雷"
[[rep]]
id = "han"
name = "韩梅"
[[customer]]
id = "a"
name = "甲公司"
rep = "li"
contacts = [ { name = "王经理", phone = "138" } ]
[[customer]]
id = "b"
name = "乙公司"
rep = "han"
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-05
amount = 100
due = 2026-09-23
[[contract]]
no = "A-2"
customer = "a"
signed = 2026-01-05
amount = 200
due = 2026-11-25
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-05
amount = 400
due = 2026-08-01
[[target]]
period = "2026-11"
rep = "li"
amount = 1000
"#;

const ROWS: &[&str] = &[
    "261110-00000001,2026-11-10,commitment,a,A-1,,50,2026-11-18,,,,oral,,",
    "261111-00000001,2026-11-11,contact,b,,,,2026-11-20,,,,phone,,",
    "261119-00000001,2026-11-19,commitment,b,B-1,,60,2026-11-24,,,,oral,,",
    "261120-00000001,2026-11-20,receipt,a,A-2,,30,,,,,bank,,",
    "261123-00000001,2026-11-23,receipt,a,A-2,,10,,,,,cash,,",
];

fn page(dir: &Dir, words: &[&str]) -> Value {
    dir.json(&[&["report", "--as-of", "2026-11-23"], words].concat())
}

/// The rows of a section, some cells of each.
fn section(page: &Value, key: &str, keys: &str) -> Vec<String> {
    let sections = page["sections"].as_array().expect("sections");
    let own = sections.iter().find(|own| own["section"] == key).unwrap_or_else(|| panic!("no section {key} in {page}"));
    own["rows"].as_array().expect("rows").iter().map(|row| cells(row, keys)).collect()
}

#[test]
fn the_monday_meeting() {
    // 2026-11-23 is a Monday.
    let page = page(&Dir::ledger(BOOK, ROWS), &["--week"]);
    let keys: Vec<&str> = page["sections"].as_array().unwrap().iter().map(|own| own["section"].as_str().unwrap()).collect();
    assert_eq!(keys, ["promises-last-week", "promises-this-week", "due-this-week", "missed", "new-reds", "gap", "risks", "matrix"]);
    assert_eq!(section(&page, "promises-last-week", "customer_name contract due unfulfilled state"), ["甲公司|A-1|2026-11-18|50.00|broken"]);
    assert_eq!(section(&page, "promises-this-week", "customer_name due state"), ["乙公司|2026-11-24|open"]);
    assert_eq!(section(&page, "due-this-week", "contract due outstanding rep"), ["A-2|2026-11-25|160.00|li"]);
    assert_eq!(section(&page, "missed", "reason customer_name due days"), ["commitment-broken|甲公司|2026-11-18|5", "follow-up-due|乙公司|2026-11-20|3"]);
    // 61 days: red since today. The other one is red since October.
    assert_eq!(section(&page, "new-reds", "contract days"), ["A-1|61"]);
    assert_eq!(section(&page, "gap", "name target received gap diagnosis"), ["李雷|1000.00|40.00|960.00|not-followed", "韩梅||0.00|0.00|no-target"]);
    assert_eq!(section(&page, "risks", "signal name value"), ["overdue-days|乙公司|114", "overdue-days|甲公司|61"]);
}

#[test]
fn what_is_red_since_earlier_is_counted() {
    let text = Dir::ledger(BOOK, ROWS).good(&["report", "--week", "--as-of", "2026-11-23"]);
    assert!(text.contains("## 新进“红”、缺原因或方案\n\n| 事由 |") && text.contains("\n更早进来的还有 1 笔：huikuan remind\n"), "{text}");
    let solved = "261120-00000009,2026-11-20,cause,b,,,,2026-12-01,,,,cash-short,,分三期还";
    let text = Dir::ledger(BOOK, &[ROWS, &[solved]].concat()).good(&["report", "--week", "--as-of", "2026-11-23"]);
    assert!(!text.contains("更早进来的"), "{text}");
}

#[test]
fn the_day() {
    let page = page(&Dir::ledger(BOOK, ROWS), &[]);
    let keys: Vec<&str> = page["sections"].as_array().unwrap().iter().map(|own| own["section"].as_str().unwrap()).collect();
    assert_eq!(keys, ["first", "promises", "received", "worse"]);
    assert_eq!(section(&page, "promises", "contract due state"), ["A-1|2026-11-18|broken", "B-1|2026-11-24|open"]);
    // On a Monday the weekend and Friday are told too.
    assert_eq!(section(&page, "received", "date contract amount method"), ["2026-11-23|A-2|10.00|cash", "2026-11-20|A-2|30.00|bank"]);
    assert_eq!(section(&page, "worse", "contract days tier"), ["A-1|61|red"]);
    let tuesday = Dir::ledger(BOOK, ROWS).json(&["report", "--day", "--as-of", "2026-11-24"]);
    assert_eq!(section(&tuesday, "received", "date amount"), ["2026-11-23|10.00"]);
}

#[test]
fn filters_choose_what_a_page_says() {
    let page = page(&Dir::ledger(BOOK, ROWS), &["--week", "--rep", "han"]);
    assert_eq!(section(&page, "promises-last-week", "contract"), [""; 0]);
    assert_eq!(section(&page, "risks", "signal name"), ["overdue-days|乙公司"]);
    let text = Dir::ledger(BOOK, ROWS).good(&["report", "--week", "--rep", "han", "--as-of", "2026-11-23"]);
    assert!(
        text.starts_with("# 回款周会 2026-W48 · 韩梅 · 周会账 · 截至 2026-11-23 · 单位：元\n\n应收 400.00   其中逾期 400.00 (100.0%)   未达付款条件 0.00\n\n"),
        "{text}"
    );
}

#[test]
fn a_page_is_markdown_a_table_or_json() {
    let dir = Dir::ledger(BOOK, ROWS);
    let asked = |words: &[&str]| dir.huikuan(&[&["report", "--week", "--as-of", "2026-11-23"], words].concat()).run();
    let markdown = asked(&[]);
    assert_eq!((markdown.code, markdown.stderr.as_str()), (0, ""));
    assert_eq!(markdown.stdout, asked(&["-f", "markdown"]).stdout);
    assert_eq!(markdown.stdout.matches("\n## ").count(), 8);
    let table = asked(&["-f", "table"]).stdout;
    assert!(table.starts_with("回款周会 2026-W48 · 周会账 · ") && table.contains("\n\n上周的承诺\n"), "{table}");
    let csv = asked(&["-f", "csv"]);
    assert_eq!((csv.code, csv.stdout.as_str()), (2, ""));
    assert!(csv.stderr.contains("markdown | table | json"), "{}", csv.stderr);
    assert_eq!(asked(&["-o", "周会.md"]).code, 0);
    assert_eq!(dir.read("周会.md"), markdown.stdout);
    let two = asked(&["--month"]);
    assert!(two.code == 2 && two.stderr.contains("--week") && two.stderr.contains("--month"), "{}", two.stderr);
}

#[test]
fn an_empty_ledger_has_a_page_too() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    for words in [&["report"][..], &["report", "--week"], &["report", "--month"]] {
        let page = dir.good(&[words, &["--as-of", "2026-11-23"]].concat());
        assert!(page.starts_with("# 回款"), "{page}");
    }
}

#[test]
fn a_managers_page_has_the_targets_of_their_people() {
    let book = BOOK.replacen("[[rep]]", "[[rep]]\nid = \"wang\"\nname = \"王芳\"\n[[rep]]\nmanager = \"wang\"", 1);
    let text = Dir::ledger(&book, ROWS).good(&["report", "--week", "--manager", "wang", "--as-of", "2026-11-23"]);
    assert!(text.contains("\n本月目标 1,000.00   已回 40.00   承诺 0.00   时间已过 76.7%\n"), "{text}");
    // Of one customer the rep's target says nothing.
    let text = Dir::ledger(&book, ROWS).good(&["report", "--week", "--customer", "a", "--as-of", "2026-11-23"]);
    assert!(text.contains("没有定目标") && !text.contains("| 李雷 | 1,000.00 |"), "{text}");
}
