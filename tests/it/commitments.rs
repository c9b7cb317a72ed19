//! `commitments`: what was promised, what came of it, and who promised nothing.

use crate::cases::{cells, lines};
use crate::harness::Dir;

const BOOK: &str = r#"name = "承诺账"
currency = "CNY"
[policy]
grace_days = 2
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
grade = "B"
reps = [{ rep = "han", from = 2026-01-01 }, { rep = "li", from = 2026-06-01 }]
[[customer]]
id = "b"
name = "乙公司"
grade = "D"
rep = "li"
[[customer]]
id = "c"
name = "丙公司"
grade = "C"
rep = "han"
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-05
amount = 1000
due = 2026-05-31
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-05
amount = 500
due = 2026-06-20
[[contract]]
no = "C-1"
customer = "c"
signed = 2026-01-05
amount = 70
due = 2026-12-31
"#;

/// One of each state on 30 June; the grace of two days keeps what came on the second.
const ROWS: &[&str] = &[
    "260501-00000001,2026-05-01,commitment,a,A-1,,100,2026-05-10,,,,oral,,",
    "260512-00000001,2026-05-12,receipt,a,A-1,,100,,260501-00000001,,,bank,,",
    "260512-00000002,2026-05-12,commitment,a,A-1,,200,2026-05-20,,,,written,,",
    "260530-00000001,2026-05-30,receipt,a,A-1,,200,,260512-00000002,,,bank,,",
    "260531-00000001,2026-05-31,commitment,a,A-1,,50,2026-06-05,,,,oral,,",
    "260601-00000001,2026-06-01,receipt,a,A-1,,20,,260531-00000001,,,bank,,",
    "260606-00000001,2026-06-06,commitment,a,A-1,,60,2026-06-12,,,,oral,,",
    "260610-00000001,2026-06-10,commitment,a,A-1,,80,2026-06-25,,,,oral,,",
    "260611-00000001,2026-06-11,commitment,a,A-1,,80,2026-07-10,260610-00000001,,,oral,,",
];

const DAY: &str = "2026-06-30";

#[test]
fn every_state() {
    let dir = Dir::ledger(BOOK, ROWS);
    let report = dir.json(&["commitments", "--as-of", DAY]);
    assert_eq!(
        lines(&report, "due amount fulfilled fulfilled_late unfulfilled state days rep replaced_by"),
        [
            "2026-05-10|100.00|100.00|0.00|0.00|kept||han|",
            "2026-05-20|200.00|200.00|200.00|0.00|kept-late|10|han|",
            "2026-06-05|50.00|20.00|0.00|30.00|partial|25|li|",
            "2026-06-12|60.00|0.00|0.00|60.00|broken|18|li|",
            "2026-06-25|80.00|0.00|0.00|80.00|replaced||li|260611-00000001",
            "2026-07-10|80.00|0.00|0.00|80.00|open|-10|li|",
        ]
    );
    assert_eq!(cells(&report["total"], "amount fulfilled fulfilled_late unfulfilled"), "570.00|320.00|200.00|250.00");
    // 410 were due; 120 came in time, and only the first promise was kept in full and in time.
    assert_eq!(cells(&report["memo"], "kept_rate kept_rate_in_full kept_rate_by_count"), "0.2927|0.2439|0.2500");
    // On the last day of grace nothing is late yet.
    let on = |day, state| lines(&dir.json(&["commitments", "--as-of", day, "--period", "2026-06", "--state", state]), "due days");
    assert_eq!(on("2026-06-14", "open"), ["2026-06-12|2"]);
    assert_eq!(on("2026-06-15", "未兑现"), ["2026-06-12|3"]);
}

#[test]
fn a_promise_replaced_after_its_day_counts_with_what_came_by_then() {
    let rows = [
        "260501-00000001,2026-05-01,commitment,a,A-1,,100,2026-05-10,,,,oral,,",
        "260511-00000001,2026-05-11,receipt,a,A-1,,40,,260501-00000001,,,bank,,",
        "260520-00000001,2026-05-20,commitment,a,A-1,,60,2026-07-10,260501-00000001,,,oral,,",
    ];
    let memo = |rows: &[&str]| cells(&Dir::ledger(BOOK, rows).json(&["commitments", "--as-of", DAY])["memo"], "kept_rate kept_rate_by_count");
    assert_eq!(memo(&rows), "0.4000|0.0000");
    // Replaced in time, it leaves the rates.
    let in_time = [rows[0], rows[1], "260512-00000001,2026-05-12,commitment,a,A-1,,60,2026-07-10,260501-00000001,,,oral,,"];
    assert_eq!(memo(&in_time), "|");
}

#[test]
fn by_customer_promised_first_the_weakest_credit_first() {
    let dir = Dir::ledger(BOOK, ROWS);
    let report = dir.json(&["commitments", "--by", "customer", "--as-of", DAY]);
    assert_eq!(
        lines(&report, "customer grade due committed uncommitted broken kept_rate promise"),
        ["a|B|680.00|80.00|600.00|2|0.2927|promised", "b|D|500.00|0.00|500.00|0||no-commitment"]
    );
    assert_eq!(cells(&report["total"], "due committed uncommitted commitments"), "1180.00|80.00|1100.00|6");
    let rep = dir.json(&["commitments", "--by", "rep", "--as-of", DAY]);
    assert_eq!(lines(&rep, "rep kept_rate broken commitments"), ["li|0.1818|2|4", "han|0.3333|0|2"]);
    let grade = dir.json(&["commitments", "--by", "grade", "--as-of", DAY, "--customer", "a"]);
    assert_eq!(lines(&grade, "grade name commitments"), ["B|B|6"]);
    let refused = dir.refused(&["commitments", "--by", "month", "--as-of", DAY]);
    assert_eq!(refused, "错误 E307：--by 没有“month”\n  可以写：customer | rep | team | grade\n");
}

#[test]
fn as_a_table_in_both_languages() {
    let dir = Dir::ledger(BOOK, ROWS);
    let zh = "\
承诺回款 · 承诺账 · 截至 2026-06-30 · 单位：元
编号             承诺于      客户    合同  承诺金额  承诺日期    已兑现  未兑现  状态      过期天数  销售代表
260531-00000001  2026-05-31  甲公司  A-1      50.00  2026-06-05   20.00   30.00  部分兑现        25  李雷
260606-00000001  2026-06-06  甲公司  A-1      60.00  2026-06-12       —   60.00  未兑现          18  李雷
                 合计                        110.00               20.00   90.00
承诺兑现率（按期金额） 29.3% · 足额兑现（金额） 24.4% · 足额兑现（笔数） 25.0%
";
    assert_eq!(dir.good(&["commitments", "--as-of", DAY, "--state", "partial", "--state", "broken"]), zh);
    let en = dir.good(&["commitments", "--as-of", DAY, "--lang", "en"]);
    let end = "Kept rate (in time) 29.3% · in full (amount) 24.4% · in full (count) 25.0%\n\
         the totals include 80.00 of promises that were replaced\n";
    assert!(en.ends_with(end), "{en}");
    let none = dir.huikuan(&["commitments", "--as-of", "2026-01-31"]).run();
    assert_eq!((none.code, none.stderr.as_str()), (0, "没有承诺\n"));
}

#[test]
fn of_a_period_only_the_promises_are_told() {
    let dir = Dir::ledger(BOOK, ROWS);
    let may = dir.json(&["commitments", "--by", "rep", "--as-of", DAY, "--period", "2026-05"]);
    assert_eq!(lines(&may, "rep commitments broken kept_rate due committed uncommitted promise"), ["han|2|0|0.3333||||"]);
    let table = dir.good(&["commitments", "--by", "rep", "--as-of", DAY, "--period", "2026-05"]);
    assert!(table.starts_with("承诺兑现 · 按销售代表 · 2026-05 · ") && !table.contains("应回"), "{table}");
    // A promise that was replaced after its day was broken all the same.
    let rows = [
        "260501-00000001,2026-05-01,commitment,a,A-1,,100,2026-05-10,,,,oral,,",
        "260520-00000001,2026-05-20,commitment,a,A-1,,100,2026-07-10,260501-00000001,,,oral,,",
    ];
    let may = Dir::ledger(BOOK, &rows).json(&["commitments", "--by", "rep", "--as-of", DAY, "--period", "2026-05"]);
    assert_eq!(lines(&may, "rep broken kept_rate"), ["han|1|0.0000"]);
}
