//! `forecast`: what may come and when, and how wrong that was in the past.

use crate::cases::{cells, lines};
use crate::harness::{Dir, HEADER, shared};
use crate::ibm;

/// Customer `a` settled four items, each 10 days late; customer `b` none. All of them: 10.
const BOOK: &str = r#"name = "预测账"
currency = "CNY"
[[customer]]
id = "a"
name = "甲公司"
[[customer]]
id = "b"
name = "乙公司"
[[contract]]
no = "A"
customer = "a"
signed = 2026-01-01
amount = 1000
milestone = [
  { name = "一", amount = 100, due = 2026-02-01 }, { name = "二", amount = 100, due = 2026-03-01 },
  { name = "三", amount = 100, due = 2026-04-01 }, { name = "四", amount = 100, due = 2026-05-01 },
  { name = "五", amount = 200, due = 2026-06-15 }, { name = "六", amount = 400, due = 2026-07-25 },
]
[[contract]]
no = "B"
customer = "b"
signed = 2026-01-01
amount = 70
due = 2026-03-01
"#;

const ROWS: &[&str] = &[
    "260211-00000001,2026-02-11,receipt,a,A,一,100,,,,,bank,,",
    "260311-00000001,2026-03-11,receipt,a,A,二,100,,,,,bank,,",
    "260411-00000001,2026-04-11,receipt,a,A,三,100,,,,,bank,,",
    "260511-00000001,2026-05-11,receipt,a,A,四,100,,,,,bank,,",
    "260520-00000001,2026-05-20,commitment,a,A,,150,2026-06-20,,,,written,,",
];

#[test]
fn periods_by_due_day_habit_promise_and_range() {
    let report = Dir::ledger(BOOK, ROWS).json(&["forecast", "--as-of", "2026-06-01"]);
    // 五 is expected on 06-25, 六 on 08-04; no spread means two days; B is overdue since March: nobody expects it without effort.
    let expected =
        ["2026-06|200.00|200.00|150.00|200.00|200.00|171.15", "2026-07|400.00|0.00|0.00|0.00|0.00|327.11", "2026-08|0.00|400.00|0.00|400.00|400.00|112.62"];
    assert_eq!(lines(&report, "period due_date_basis habit_basis committed low high collection_basis"), expected);
    assert_eq!(cells(&report["total"], "due_date_basis habit_basis committed low high"), "600.00|600.00|150.00|600.00|600.00");
    assert_eq!(cells(&report["memo"], "receivable overdue before later not_expected"), "670.00|70.00|0.00|0.00|70.00");
}

#[test]
fn the_past_rate_is_that_of_six_ended_periods() {
    let report = Dir::ledger(BOOK, ROWS).json(&["forecast", "--as-of", "2026-06-01", "--explain", "--period", "2026-06"]);
    let own = report["explain"].as_array().unwrap().iter().find(|own| own["key"] == "collection_basis").unwrap();
    // December to May: one item of A due in each month from February on, each paid in it. B: 70 due in March, brought into April
    // and May.
    assert_eq!(cells(&own["inputs"], "base paid due"), "270.00|400.00|610.00");
    // 29 of the 30 days of June are left.
    assert_eq!(own["value"], "171.15");
}

#[test]
fn items_with_the_day_they_may_come() {
    let dir = Dir::ledger(BOOK, ROWS);
    let detail =
        |day: &str| lines(&dir.json(&["forecast", "--detail", "--as-of", day]), "contract milestone due outstanding habit_days expected_date earliest latest");
    let expected = [
        "A|五|2026-06-15|200.00|10|2026-06-25|2026-06-23|2026-06-27",
        "A|六|2026-07-25|400.00|10|2026-08-04|2026-08-02|2026-08-06",
        "B|1|2026-03-01|70.00|10|||",
    ];
    assert_eq!(detail("2026-06-01"), expected);
    // Past its usual day: a week from now, and no more when that was 30 days ago.
    assert_eq!(detail("2026-06-25")[0], "A|五|2026-06-15|200.00|10|2026-06-26|2026-06-26|2026-06-28");
    assert_eq!(detail("2026-06-26")[0], "A|五|2026-06-15|200.00|10|2026-07-03|2026-07-01|2026-07-05");
    assert_eq!(detail("2026-07-25")[0], "A|五|2026-06-15|200.00|10|2026-08-01|2026-07-30|2026-08-03");
    assert_eq!(detail("2026-07-26")[2], "A|五|2026-06-15|200.00|10|||");
    // What is disputed is twice as uncertain.
    let disputed = [ROWS, &["260601-00000009,2026-06-01,dispute,a,A,五,,,,,,quality,,"]].concat();
    let report = Dir::ledger(BOOK, &disputed).json(&["forecast", "--detail", "--as-of", "2026-06-01"]);
    assert_eq!(lines(&report, "milestone earliest latest disputed")[0], "五|2026-06-21|2026-06-29|200.00");
}

#[test]
fn weeks_months_and_periods() {
    let dir = Dir::ledger(BOOK, ROWS);
    let periods = |words: &[&str]| lines(&dir.json(&[&["forecast", "--as-of", "2026-06-18"], words].concat()), "period").join(" ");
    assert_eq!(periods(&["--weeks", "3"]), "2026-W25 2026-W26 2026-W27");
    assert_eq!(periods(&["--months", "2"]), "2026-06 2026-07");
    assert_eq!(periods(&["--period", "2026-07..2026-09"]), "2026-07 2026-08 2026-09");
    for (words, said) in [
        (["--weeks", "0"], "--weeks"),
        (["--months", "很多"], "--months"),
        (["--period", "2026-05"], "2026-05"),
        (["--backtest", "2026-05-02..2026-05-01"], "2026-05-02..2026-05-01"),
    ] {
        let message = dir.refused(&[&["forecast", "--as-of", "2026-06-18"], &words[..]].concat());
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn the_past_is_forecast_from_what_was_known() {
    let dir = Dir::ledger(BOOK, ROWS);
    let report = dir.json(&["forecast", "--backtest", "2026-02-01..2026-06-30", "--as-of", "2026-07-01"]);
    // Billed on their due days. 一 was expected on the next day (9 off); then one settlement of 10 said 10.
    assert_eq!(
        lines(&report, "basis positions mae_days bias_days weighted_days within_range"),
        ["due-date|4|10.00|10.00|10.00|", "habit|4|2.25|2.25|2.25|0.7500"]
    );
    let empty = dir.huikuan(&["forecast", "--backtest", "2020-01", "--as-of", "2026-07-01"]).run();
    assert_eq!((empty.code, empty.stderr.as_str()), (0, "这段时间没有开单的应收\n"));
}

#[test]
fn two_thousand_real_invoices() {
    let Some(tool) = shared("tools/ibm_to_ledger.py") else { return };
    let Some(dir) = ibm::ledger(&tool, false) else { return };
    let report = dir.json(&["forecast", "--backtest", "2013-05-01..2013-12-31", "--as-of", "2014-06-30"]);
    assert_eq!(lines(&report, "basis positions mae_days"), ["due-date|760|11.11", "habit|760|6.03"]);
}

#[test]
fn what_comes_later_changes_no_forecast() {
    let Some(tool) = shared("tools/ibm_to_ledger.py") else { return };
    let Some(dir) = ibm::ledger(&tool, false) else { return };
    let asked: &[&[&str]] = &[
        &["forecast", "-f", "csv", "--as-of", "2013-06-30"],
        &["forecast", "--detail", "-f", "csv", "--as-of", "2013-06-30"],
        &["forecast", "--backtest", "2013-01-01..2013-02-28", "-f", "csv", "--as-of", "2013-06-30"],
    ];
    let before: Vec<String> = asked.iter().map(|words| dir.good(words)).collect();
    // Every receipt after the day comes on the last day of the next year.
    let journal = dir.read("ledger.csv");
    let moved = journal.lines().map(|line| {
        let mut fields: Vec<&str> = line.split(',').collect();
        if line != HEADER && fields[1] > "2013-06-30" {
            fields[1] = "2014-12-31";
        }
        fields.join(",") + "\n"
    });
    let moved: String = moved.collect();
    assert_ne!(moved, journal);
    dir.write("ledger.csv", &moved);
    assert_eq!(asked.iter().map(|words| dir.good(words)).collect::<Vec<_>>(), before);
}

#[test]
fn an_item_can_be_explained() {
    let report = Dir::ledger(BOOK, ROWS).json(&["forecast", "--detail", "--explain", "--as-of", "2026-06-01"]);
    let own = &report["explain"][0];
    assert_eq!(cells(own, "of key value"), "甲公司 A 五|expected_date|2026-06-25");
    // (4 × 10 + ½ × 10) ÷ 4½ = 10.
    assert_eq!(cells(&own["inputs"], "due late spread count own all"), "2026-06-15|10|2|4|10.00|10.00");
}
