//! `plan`: what each customer may be expected to pay, what to ask for, and targets split to the cent.

use crate::cases::{cells, lines};
use crate::harness::Dir;

/// Customer `a` pays 10 days late on average, `b` never paid.
const BOOK: &str = r#"name = "计划账"
currency = "CNY"
[[rep]]
id = "li"
name = "李雷"
team = "华东"
[[rep]]
id = "han"
name = "韩梅"
[[customer]]
id = "a"
name = "甲公司"
rep = "li"
[[customer]]
id = "b"
name = "乙公司"
rep = "han"
[[contract]]
no = "A"
customer = "a"
signed = 2025-01-01
key = true
category = "normal"
amount = 1000
milestone = [
  { name = "旧", amount = 100, due = 2026-10-01 }, { name = "一", amount = 300, due = 2026-11-25 },
  { name = "二", amount = 200, due = 2026-12-10 }, { name = "三", amount = 400, due = 2026-12-31 },
]
[[contract]]
no = "B"
customer = "b"
signed = 2026-01-01
category = "faulty"
amount = 70.01
due = 2026-11-01
[[contract]]
no = "C"
customer = "b"
signed = 2026-01-01
amount = 30
milestone = [{ name = "验收款", amount = 30, after = "acceptance", days = 10 }]
"#;

const ROWS: &[&str] = &["261011-00000001,2026-10-11,receipt,a,A,旧,100,,,,,bank,,"];

fn plan(words: &[&str]) -> serde_json::Value {
    Dir::ledger(BOOK, ROWS).json(&[&["plan", "--as-of", "2026-11-30"], words].concat())
}

const KEYS: &str = "customer rep carried_over due committed habit_days expected suggested_target suggested_ask";

#[test]
fn ten_are_expected_twenty_asked_fifteen_agreed() {
    // Of a 一 comes on 12-05 and 二 on 12-20; 三 only in January: 500 expected, no more than 900 to ask for, 700 between them.
    // b is 29 days late, later than anybody's habit: nothing comes without effort.
    let report = plan(&[]);
    assert_eq!(lines(&report, KEYS), ["a|li|300.00|600.00|0.00|10.00|500.00|700.00|900.00", "b|han|70.01|0.00|0.00|10.00|0.00|0.00|0.00"]);
    assert_eq!(cells(&report["total"], "carried_over due expected suggested_target suggested_ask"), "370.01|600.00|500.00|700.00|900.00");
    assert_eq!(cells(&report["memo"], "due_later unscheduled"), "0.00|30.00");
}

#[test]
fn what_is_promised_is_expected() {
    let promise = "261120-00000001,2026-11-20,commitment,b,B,,40,2026-12-15,,,,oral,,";
    let report = Dir::ledger(BOOK, &[ROWS, &[promise]].concat()).json(&["plan", "--as-of", "2026-11-30"]);
    // 40 expected; 2 × 40 are more than is owed; (40 + 70.01) ÷ 2 = 55.005, in whole yuan.
    assert_eq!(lines(&report, KEYS)[1], "b|han|70.01|0.00|40.00|10.00|40.00|55.00|70.01");
}

#[test]
fn a_period_is_named_once_and_is_to_come() {
    let dir = Dir::ledger(BOOK, ROWS);
    let due = |words: &[&str]| cells(&dir.json(&[&["plan", "--as-of", "2026-11-30"], words].concat())["total"], "carried_over due");
    for words in [&[][..], &["2026-12"], &["下月"], &["--period", "2026-12"]] {
        assert_eq!(due(words), "370.01|600.00", "{words:?}");
    }
    assert_eq!(due(&["2026-11"]), "0.00|370.01");
    assert_eq!(due(&["2026-11..2027-01"]), "0.00|970.01");
    assert_eq!(due(&["2027"]), "970.01|0.00");
    let twice = dir.refused(&["plan", "2026-12", "--period", "2026-12", "--as-of", "2026-11-30"]);
    assert!(twice.contains("PERIOD") && twice.contains("--period"), "{twice}");
    let over = dir.refused(&["plan", "2026-10", "--as-of", "2026-11-30"]);
    assert_eq!(over, "错误 E306：期间 2026-10 在 2026-11-30 已经过完\n  写还没过完的期间；要看当时的计划，加 --as-of 2026-09-30\n");
}

#[test]
fn by_rep_state_year_and_key_the_sums_are_the_same() {
    let of = |by: &str| {
        let report = plan(&["--by", by]);
        (lines(&report, &format!("{by} carried_over due expected")), cells(&report["total"], "carried_over due expected"))
    };
    for (by, expected) in [
        ("rep", ["li|300.00|600.00|500.00", "han|70.01|0.00|0.00"]),
        ("category", ["faulty|70.01|0.00|0.00", "normal|300.00|600.00|500.00"]),
        ("year", ["2025|300.00|600.00|500.00", "2026|70.01|0.00|0.00"]),
        ("key", ["key|300.00|600.00|500.00", "normal|70.01|0.00|0.00"]),
    ] {
        assert_eq!(of(by), (expected.map(String::from).to_vec(), "370.01|600.00|500.00".into()), "{by}");
    }
    assert!(Dir::ledger(BOOK, ROWS).refused(&["plan", "--by", "rap", "--as-of", "2026-11-30"]).contains("rep"));
}

#[test]
fn pages_have_the_sum_of_each_rep() {
    let dir = Dir::ledger(BOOK, ROWS);
    let page = dir.good(&["plan", "--as-of", "2026-11-30"]);
    assert!(page.contains("李雷 小计") && page.contains("韩梅 小计"), "{page}");
    assert!(!dir.good(&["plan", "--as-of", "2026-11-30", "-f", "csv"]).contains("小计"));
}

#[test]
fn a_split_sums_to_the_cent_and_can_be_pasted() {
    let dir = Dir::ledger(BOOK, ROWS);
    for (by, weight, rows) in [
        ("rep", "due", &["rep|li|900.00|92.79", "rep|han|70.01|7.22"][..]),
        ("customer", "outstanding", &["customer|a|900.00|92.79", "customer|b|70.01|7.22"]),
        ("category", "due", &["category|faulty|70.01|7.22", "category|normal|900.00|92.79"]),
        ("rep", "history", &["rep|li|100.00|100.01"]),
        ("rep", "equal", &["rep|li|0.01|50.01", "rep|han|0.01|50.00"]),
    ] {
        let words = ["plan", "2026-12", "--split", "100.01", "--by", by, "--weight", weight, "--as-of", "2026-11-30"];
        let report = dir.json(&words);
        assert_eq!(lines(&report, "scope key weight amount"), rows, "{by} {weight}");
        assert_eq!(report["total"]["amount"], "100.01");
        // What is printed is a part of a book.
        let pasted = Dir::ledger(&format!("{BOOK}\n{}", dir.good(&words)), ROWS);
        assert_eq!(pasted.huikuan(&["check", "--as-of", "2026-11-30"]).run().code, 0);
        let gap = pasted.json(&["gap", "--by", by, "--period", "2026-12", "--as-of", "2026-11-30"]);
        assert_eq!(gap["total"]["target"], "100.01", "{by} {weight}");
    }
}

#[test]
fn a_target_that_is_set_is_not_set_twice() {
    let set = "[[target]]\nperiod = \"2026-12\"\nrep = \"li\"\namount = 77\n";
    let dir = Dir::ledger(&format!("{BOOK}{set}"), ROWS);
    let text = dir.good(&["plan", "2026-12", "--split", "100", "--as-of", "2026-11-30"]);
    let expected = "# 目标 2026-12：100.00，按到期应收分解\n# 李雷 2026-12 92.78：已有目标 77.00，要改就改原来那条\n[[target]]\nperiod = \"2026-12\"\nrep = \"han\"  # 韩梅\namount = \"7.22\"  # 依据  70.01 7.2%\n# 写成注释的共 92.78，没有变成目标\n";
    assert_eq!(text, expected);
    assert_eq!(Dir::ledger(&format!("{BOOK}{set}{text}"), ROWS).huikuan(&["check", "--as-of", "2026-11-30"]).run().code, 0);
}

#[test]
fn what_cannot_be_split_says_why() {
    let dir = Dir::ledger(BOOK, &[]);
    let refused = |words: &[&str]| dir.refused(&[&["plan", "--as-of", "2026-11-30"], words].concat());
    assert!(refused(&["--split", "100", "--weight", "history"]).contains("以往回款都是 0"));
    assert!(refused(&["--split", "1e5"]).contains("1e5"));
    assert!(refused(&["--split", "100", "--weight", "size"]).contains("due"));
    assert!(refused(&["--weight", "due"]).contains("--split"));
    assert!(refused(&["2026-12..2027-01", "--split", "100"]).contains("2026-12..2027-01"));
}

#[test]
fn a_year_by_months_and_what_each_month_has_to_bring() {
    let dir = Dir::ledger(BOOK, ROWS);
    let text = dir.good(&["plan", "2027", "--split", "1000", "--by", "month", "--weight", "equal", "--as-of", "2026-11-30"]);
    assert_eq!((text.matches("[[target]]").count(), text.matches("\"83.34\"").count(), text.matches("\"83.33\"").count()), (12, 4, 8));
    let year = "[[target]]\nperiod = \"2026\"\namount = 1000\n";
    let report = Dir::ledger(&format!("{BOOK}{year}"), ROWS).json(&["plan", "--rolling", "--as-of", "2026-11-30"]);
    // 100 came until October; 900 are left for two months.
    assert_eq!(lines(&report, "period received needed missing")[9..], ["2026-10|100.00||", "2026-11|0.00|450.00|450.00", "2026-12|0.00|450.00|450.00"]);
    assert_eq!(cells(&report["total"], "target received needed missing"), "1000.00|100.00|900.00|900.00");
}
