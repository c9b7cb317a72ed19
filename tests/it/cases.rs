//! The worked cases of the domain, one test each, by their ids.

use std::collections::BTreeSet;

use huikuan::money::Money;
use serde_json::Value;

use crate::harness::{Dir, shared};

/// Fields of a JSON row by their keys, joined by `|`; null is nothing.
pub(crate) fn cells(row: &Value, keys: &str) -> String {
    let cell = |key| match row.get(key) {
        None => panic!("no key {key} in {row}"),
        Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    keys.split(' ').map(cell).collect::<Vec<_>>().join("|")
}

/// The same of every row.
pub(crate) fn lines(report: &Value, keys: &str) -> Vec<String> {
    report["rows"].as_array().expect("rows").iter().map(|row| cells(row, keys)).collect()
}

/// One customer, `a`, with contracts; `top` goes before the first table.
fn ledger(top: &str, contracts: &str, rows: &[&str]) -> Dir {
    let book = format!("name = \"案例\"\ncurrency = \"CNY\"\n{top}\n[[customer]]\nid = \"a\"\nname = \"甲公司\"\ngrade = \"B\"\n{contracts}");
    Dir::ledger(&book, rows)
}

fn contract(no: &str, amount: &str, rest: &str) -> String {
    format!("[[contract]]\nno = \"{no}\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = \"{amount}\"\n{rest}\n")
}

/// Open positions on a day.
fn detail(dir: &Dir, day: &str, keys: &str) -> Vec<String> {
    lines(&dir.json(&["aging", "--detail", "--as-of", day]), keys)
}

fn yuan(amount: i64) -> Money {
    Money::from_cents(amount * 100)
}

fn tier(day: &str, days: i64, tier: &str, action: &str) {
    let dir = ledger("", &contract("A-1", "1000.00", "due = 2026-03-01"), &[]);
    assert_eq!(detail(&dir, day, "due days tier outstanding"), [format!("2026-03-01|{days}|{tier}|1000.00")]);
    for row in dir.json(&["aging", "--as-of", day])["rows"].as_array().expect("rows") {
        let own = row["tier"] == tier;
        assert_eq!(cells(row, "positions outstanding"), if own { "1|1000.00" } else { "0|0.00" });
        if own {
            // A tier may say more than the word the source gives it.
            assert_eq!(cells(row, "action").split('：').next(), Some(action));
        }
    }
}

#[test]
fn s000_41_2026_02_28() {
    tier("2026-02-28", -1, "not-due", "");
}

#[test]
fn s000_41_2026_03_01() {
    tier("2026-03-01", 0, "green", "表扬");
}

#[test]
fn s000_41_2026_03_21() {
    tier("2026-03-21", 20, "green", "表扬");
}

#[test]
fn s000_41_2026_03_22() {
    tier("2026-03-22", 21, "blue", "警告");
}

#[test]
fn s000_41_2026_04_10() {
    tier("2026-04-10", 40, "blue", "警告");
}

#[test]
fn s000_41_2026_04_11() {
    tier("2026-04-11", 41, "yellow", "催收");
}

#[test]
fn s000_41_2026_04_30() {
    tier("2026-04-30", 60, "yellow", "催收");
}

#[test]
fn s000_41_2026_05_01() {
    tier("2026-05-01", 61, "red", "主管跟踪");
}

const TARGET: &str = "[[target]]\nperiod = \"2026-05\"\ncustomer = \"a\"\n";
const PROMISE: &str = "260502-00000001,2026-05-02,commitment,a,A-1,,100000.00,2026-05-30,,,,oral,,";

/// The customer's row of `gap` on 20 May 2026.
fn gap(target: &str, rows: &[&str], keys: &str) -> String {
    let contracts = contract("A-1", "150000", "due = 2026-05-31") + &contract("A-2", "150000", "due = 2026-05-31");
    let dir = ledger("", &format!("{contracts}{TARGET}{target}"), rows);
    let report = dir.json(&["gap", "--by", "customer", "--period", "2026-05", "--as-of", "2026-05-20"]);
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(1));
    cells(&report["rows"][0], keys)
}

#[test]
fn s000_20() {
    assert_eq!(gap("amount = 200000", &[PROMISE], "target received committed gap"), "200000.00|0.00|100000.00|100000.00");
}

#[test]
fn s000_20b() {
    let kept = "260510-00000001,2026-05-10,receipt,a,A-1,,60000.00,,260502-00000001,,,bank,,";
    assert_eq!(gap("amount = 200000", &[PROMISE, kept], "received committed expected gap"), "60000.00|40000.00|100000.00|100000.00");
}

#[test]
fn s000_20c() {
    // The promise names A-1, so that money of A-2 does not fulfil it.
    let unpromised = "260510-00000001,2026-05-10,receipt,a,A-2,,30000.00,,,,,bank,,";
    assert_eq!(gap("amount = 200000", &[PROMISE, unpromised], "received committed gap"), "30000.00|100000.00|70000.00");
}

fn measure(number: u32, amount: &str) -> String {
    format!("260503-{number:08},2026-05-03,measure,a,,,{amount},2026-05-31,,,,promotion,,")
}

#[test]
fn s000_21() {
    let rows = [measure(1, "40000"), measure(2, "30000"), measure(3, "20000"), measure(4, "10000")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).chain([PROMISE]).collect();
    assert_eq!(gap("amount = 200000", &rows, "gap measures residual surplus"), "100000.00|100000.00|0.00|0.00");
}

#[test]
fn s000_21b() {
    let rows = [measure(1, "80000"), measure(2, "50000")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).chain([PROMISE]).collect();
    assert_eq!(gap("amount = 200000", &rows, "gap residual surplus"), "100000.00|0.00|30000.00");
}

#[test]
fn s000_35() {
    let asked = "forecast = 100000\nask = 200000\namount = 150000";
    // 150,000 is 50,000 above what was expected without effort.
    let keys = "forecast target agreed_over_ask agreed_over_forecast";
    assert_eq!(gap(asked, &[], keys), "100000.00|150000.00|0.7500|1.5000");
}

#[test]
fn s000_02() {
    for (receivable, warns) in [("1999999.99", false), ("2000000.00", false), ("2000000.01", true)] {
        let dir = ledger("[policy]\ntotal_assets = 10000000\nwarning_line = 0.20", &contract("A-1", receivable, "due = 2026-03-01"), &[]);
        let table = dir.good(&["aging", "--as-of", "2026-02-01"]);
        assert_eq!(table.contains("\n警戒线："), warns, "{table}");
        assert_eq!(dir.good(&["aging", "--as-of", "2026-02-01", "--lang", "en"]).contains("\nWarning line: "), warns);
    }
}

#[test]
fn s000_29() {
    let dir = ledger(
        "",
        &contract("A-1", "200000", "due = 2026-12-31"),
        &["260501-00000001,2026-05-01,commitment,a,A-1,,100000.00,2026-05-10,,,,oral,,", "260508-00000001,2026-05-08,receipt,a,A-1,,60000.00,,,,,bank,,"],
    );
    let open = "待兑现，已到 60,000.00 / 100,000.00";
    for (day, reason, days, effect) in [
        ("2026-05-09", "commitment-due", -1, open),
        ("2026-05-10", "commitment-due", 0, open),
        ("2026-05-11", "commitment-broken", 1, "部分兑现，已到 60,000.00 / 100,000.00"),
    ] {
        let reminders = lines(&dir.json(&["remind", "--as-of", day]), "reason due days outstanding promised promised_for");
        assert_eq!(reminders, [format!("{reason}|2026-05-10|{days}|40000.00|40000.00|2026-05-10")], "{day}");
        assert_eq!(lines(&dir.json(&["history", "--kind", "commitment", "--as-of", day]), "effect"), [effect], "{day}");
    }
}

#[test]
fn s000_30() {
    let dir = ledger(
        "",
        &contract("A-1", "100000", "due = 2026-05-31"),
        &[
            "260501-00000001,2026-05-01,commitment,a,A-1,,30000.00,2026-05-10,,,,oral,,",
            "260501-00000002,2026-05-01,commitment,a,A-1,,40000.00,2026-05-20,,,,oral,,",
            "260501-00000003,2026-05-01,commitment,a,A-1,,30000.00,2026-05-28,,,,oral,,",
            "260509-00000001,2026-05-09,receipt,a,A-1,,20000.00,,,,,bank,,",
        ],
    );
    let reminders = lines(&dir.json(&["remind", "--as-of", "2026-05-15"]), "reason due days promised");
    // The first short tranche is pushed at once, while the others are still to come; the third is out of sight.
    assert_eq!(reminders, ["commitment-broken|2026-05-10|5|10000.00", "commitment-due|2026-05-20|-5|40000.00"]);
    let all = lines(&dir.json(&["remind", "--as-of", "2026-05-15", "--until", "2026-05-30"]), "reason promised");
    // 10,000 + 40,000 + 30,000 = 80,000 are open.
    assert_eq!(all, ["commitment-broken|10000.00", "commitment-due|40000.00", "commitment-due|30000.00"]);
    let effects = lines(&dir.json(&["history", "--kind", "commitment", "--as-of", "2026-05-15"]), "due effect");
    assert_eq!(effects, ["2026-05-10|部分兑现，已到 20,000.00 / 30,000.00", "2026-05-20|待兑现", "2026-05-28|待兑现"]);
}

#[test]
fn s001_22() {
    let dir = ledger("", &contract("A-1", "50000", "due = 2026-03-01"), &[]);
    let said = dir.good(&["record", "receipt", "A-1", "48000", "--date", "2026-03-01", "--as-of", "2026-03-01"]);
    assert!(said.contains("还欠 2,000.00"), "{said}");
    assert_eq!(detail(&dir, "2026-03-01", "amount paid outstanding"), ["50000.00|48000.00|2000.00"]);
}

#[test]
fn s001_27() {
    let dir = ledger(
        "",
        &contract("A-1", "100000", "due = 2026-03-01"),
        &["260110-00000001,2026-01-10,receipt,a,A-1,,90000.00,,,,,bank,,", "260110-00000002,2026-01-10,deduct,a,A-1,,10000.00,,,,,early-payment,,"],
    );
    let report = dir.json(&["aging", "--as-of", "2026-01-10"]);
    assert_eq!(cells(&report["total"], "positions outstanding"), "0|0.00");
    assert_eq!(cells(&report["memo"], "unapplied"), "0.00");
    let history = lines(&dir.json(&["history", "A-1", "--as-of", "2026-01-10"]), "kind amount balance");
    assert_eq!(history, ["receipt|90000.00|10000.00", "deduct|10000.00|0.00"]);

    // Where the contract agrees on it, `record` offers it.
    let dir = ledger("", &contract("A-1", "100000", "due = 2026-03-01\ndiscount = { percent = 10, within_days = 10 }"), &[]);
    let day = "2026-01-10";
    assert!(!dir.good(&["--as-of", day, "record", "receipt", "A-1", "89999.99"]).contains("折扣"));
    let said = dir.good(&["--as-of", day, "record", "receipt", "A-1", "0.01"]);
    let (_, line) = said.split_once("够提前付款折扣，要冲减就记：huikuan ").expect("an offer");
    let line = line.lines().next().expect("a line");
    assert_eq!(line, "record deduct A-1 10000.00 --detail early-payment");
    dir.good(&[&["--as-of", day], line.split(' ').collect::<Vec<_>>().as_slice()].concat());
    assert_eq!(cells(&dir.json(&["aging", "--as-of", day])["total"], "positions outstanding"), "0|0.00");
}

#[test]
fn s001_42() {
    let dir = ledger("", &contract("A-1", "100000", "due = 2026-03-01"), &[]);
    let arguments = ["record", "receipt", "A-1", "10万", "--method", "in-kind", "--appraised", "8.5万", "--as-of", "2026-03-01"];
    let run = dir.huikuan(&arguments).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "提醒：评估价 85,000.00，低于抵掉的 100,000.00，差 15,000.00\n"));
    assert_eq!(lines(&dir.json(&["history", "--as-of", "2026-03-01"]), "amount detail note"), ["100000.00|in-kind|appraised=85000.00"]);
    assert_eq!(cells(&dir.json(&["aging", "--as-of", "2026-03-01"])["total"], "outstanding"), "0.00");
}

/// The ladder's step after 0, 1, 2 and 3 reminders.
fn next_steps(top: &str) -> Vec<String> {
    let contacts: Vec<String> = (1..=3).map(|day| format!("26030{day}-00000001,2026-03-0{day},contact,a,,,,,,,,phone,,")).collect();
    let step = |sent| {
        let rows: Vec<&str> = contacts.iter().take(sent).map(String::as_str).collect();
        let dir = ledger(top, &contract("A-1", "1000", "due = 2026-03-01"), &rows);
        let report = dir.json(&["remind", "--all", "--as-of", "2026-03-05", "--lang", "en"]);
        assert_eq!(cells(&report["rows"][0], "reason contacts"), format!("overdue|{sent}"));
        cells(&report["rows"][0], "next_step")
    };
    (0..=3).map(step).collect()
}

#[test]
fn s001_77() {
    // The ladder the source gives ends with its third step; a fourth is the company's to write.
    assert_eq!(next_steps(""), ["notice", "phone", "visit or legal", "visit or legal"]);
    let steps = [("发通知", "notice"), ("打电话", "phone"), ("上门或法律措施", "visit or legal"), ("法务审查", "legal review")];
    let step = |(number, (zh, en)): (usize, &(&str, &str))| format!("[[ladder]]\nstep = {}\ndo = {{ zh = \"{zh}\", en = \"{en}\" }}\n", number + 1);
    let ladder: String = steps.iter().enumerate().map(step).collect();
    assert_eq!(next_steps(&ladder), ["notice", "phone", "visit or legal", "legal review"]);
}

/// What each open position was paid, under both orders of application.
fn allocation(contracts: &str, receipt: &str, due: &[&str], civil_code: &[&str]) {
    for (order, expected) in [("due", due), ("civil-code", civil_code)] {
        let dir = ledger(&format!("[policy]\napply_order = \"{order}\""), contracts, &[receipt]);
        let mut paid = detail(&dir, "2026-03-10", "contract milestone paid outstanding");
        paid.sort();
        assert_eq!(paid, expected, "{order}");
    }
}

fn milestones(amount: &str, list: &str) -> String {
    contract("A-1", amount, &format!("milestone = [{list}]"))
}

const MILESTONE_A: &str = "{ name = \"A\", amount = 50000, due = 2026-01-31 }, ";
const MILESTONE_B: &str = "{ name = \"B\", amount = 50000, due = 2026-02-28 }, ";
const MILESTONE_C: &str = "{ name = \"C\", amount = 50000, due = 2026-12-31 }";

#[test]
fn x_alloc1() {
    let list = [MILESTONE_A, MILESTONE_B, MILESTONE_C].concat();
    // A, paid in full with 50,000, is no longer open.
    let paid = ["A-1|B|10000.00|40000.00", "A-1|C|0.00|50000.00"];
    allocation(&milestones("150000", &list), "260310-00000001,2026-03-10,receipt,a,,,60000.00,,,,,bank,,", &paid, &paid);
}

#[test]
fn x_alloc2() {
    let contracts = contract("A", "50000", "due = 2026-01-31\nsecurity = \"mortgage\"") + &contract("B", "50000", "due = 2026-02-28\nsecurity = \"none\"");
    let receipt = "260310-00000001,2026-03-10,receipt,a,,,60000.00,,,,,bank,,";
    // By due date A is paid first and in full; the civil code pays the unsecured B first and in full.
    allocation(&contracts, receipt, &["B|1|10000.00|40000.00"], &["A|1|10000.00|40000.00"]);
}

#[test]
fn x_alloc3() {
    let list = "{ name = \"A\", amount = 20000, due = 2026-01-31 }, { name = \"B\", amount = 10000, due = 2026-01-31 }";
    let receipt = "260310-00000001,2026-03-10,receipt,a,,,100.00,,,,,bank,,";
    let in_book_order = ["A-1|A|100.00|19900.00", "A-1|B|0.00|10000.00"];
    allocation(&milestones("30000", list), receipt, &in_book_order, &["A-1|A|66.67|19933.33", "A-1|B|33.33|9966.67"]);
}

#[test]
fn x_alloc4() {
    let list = [MILESTONE_A, MILESTONE_B].concat();
    let paid = ["A-1|A|0.00|50000.00", "A-1|B|30000.00|20000.00"];
    allocation(&milestones("100000", &list), "260310-00000001,2026-03-10,receipt,a,A-1,B,30000.00,,,,,bank,,", &paid, &paid);
}

#[test]
fn x_3331() {
    let parts = [("一", 30), ("二", 30), ("三", 30), ("四", 10)];
    let list: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(month, (name, percent))| format!("{{ name = \"{name}\", percent = {percent}, due = 2026-0{}-01 }}", month + 2))
        .collect();
    let dir = ledger("", &milestones("999999.99", &list.join(", ")), &[]);
    assert_eq!(detail(&dir, "2026-01-05", "milestone amount"), ["一|300000.00", "二|300000.00", "三|300000.00", "四|99999.99"]);
    let report = dir.json(&["aging", "--detail", "--as-of", "2026-01-05"]);
    assert_eq!(cells(&report["total"], "amount outstanding"), "999999.99|999999.99");
}

#[test]
fn x_term1() {
    let signed = |no: &str, terms: &str| contract(no, "100", &format!("terms = \"{terms}\"")).replace("2026-01-05", "2026-03-10");
    let contracts = [signed("A", "net 30"), signed("B", "month-end 30"), signed("C", "month-end 45")].concat();
    let dir = ledger("", &contracts, &[]);
    assert_eq!(detail(&dir, "2026-03-10", "contract due"), ["A|2026-04-09", "B|2026-04-30", "C|2026-05-15"]);
}

/// A milestone that is due by terms after the delivery of 1 March 2026.
fn after_delivery(terms: &str, due: &str) {
    let list = format!("{{ name = \"货款\", amount = 100, after = \"delivery\", {terms} }}");
    let dir = ledger("", &milestones("100", &list), &["260301-00000001,2026-03-01,event,a,A-1,,,,,,,delivery,,"]);
    assert_eq!(cells(&dir.json(&["aging", "--as-of", "2026-02-28"])["memo"], "unscheduled"), "100.00");
    assert_eq!(detail(&dir, "2026-03-01", "due"), [due]);
}

#[test]
fn x_msme_30() {
    after_delivery("days = 30", "2026-03-31");
    after_delivery("terms = \"net 30\"", "2026-03-31");
}

#[test]
fn x_msme_60() {
    after_delivery("days = 60", "2026-04-30");
    after_delivery("terms = \"net 60\"", "2026-04-30");
}

#[test]
fn s001_57() {
    // A rep and the customer agree to halve the arrears: the statement shows each half for what it is.
    let dir = ledger(
        "",
        &contract("A-1", "300000", "due = 2026-03-01"),
        &["260310-00000001,2026-03-10,receipt,a,A-1,,150000,,,,,cash,,", "260310-00000002,2026-03-10,deduct,a,A-1,,150000,,,,,allowance,,"],
    );
    let report = dir.json(&["statement", "a", "--as-of", "2026-03-31"]);
    assert_eq!(
        lines(&report, "kind debit credit balance"),
        ["opening|||0.00", "receivable|300000.00||300000.00", "receipt||150000.00|150000.00", "deduct||150000.00|0.00"]
    );
    assert_eq!(cells(&report["total"], "debit credit balance"), "300000.00|300000.00|0.00");
}

#[test]
fn x_ptp() {
    let mut rows = Vec::new();
    for (number, (amount, kept)) in
        [("100000", "100000"), ("100000", "100000"), ("120000", "120000"), ("100000", "40000"), ("80000", ""), ("50000", "")].iter().enumerate()
    {
        let due = if number == 5 { "2026-06-30" } else { "2026-05-10" };
        rows.push(format!("260501-0000000{number},2026-05-01,commitment,a,A-1,,{amount},{due},,,,oral,,"));
        if !kept.is_empty() {
            rows.push(format!("260509-0000000{number},2026-05-09,receipt,a,A-1,,{kept},,260501-0000000{number},,,bank,,"));
        }
    }
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let report = ledger("", &contract("A-1", "550000", "due = 2026-05-31"), &rows).json(&["commitments", "--as-of", "2026-05-31"]);
    // 3 of 5; 320 of 500 thousand; 360 of 500 thousand.
    assert_eq!(cells(&report["memo"], "kept_rate_by_count kept_rate_in_full kept_rate"), "0.6000|0.6400|0.7200");
}

/// The last days `limitation` gives for contracts signed in 2022.
fn last_days(list: &str, amount: &str, rows: &[&str], day: &str, keys: &str) -> Vec<String> {
    let contracts = contract("A-1", amount, &format!("milestone = [{list}]")).replace("2026-01-05", "2022-01-05");
    lines(&ledger("", &contracts, rows).json(&["limitation", "--as-of", day]), keys)
}

#[test]
fn x_lim1() {
    // The last day is a Sunday: a warning does not roll it.
    let days = last_days("{ name = \"一\", amount = 100, due = 2023-05-31 }", "100", &[], "2023-06-01", "last_day days_left");
    assert_eq!(days, ["2026-05-31|1095"]);
}

#[test]
fn x_lim2() {
    let events = [
        "240201-00000001,2024-02-01,contact,a,A-1,,,,,,,phone,,",
        "240820-00000001,2024-08-20,contact,a,A-1,,,,,EMS1,,letter,,",
        "250110-00000001,2025-01-10,receipt,a,A-1,,10,,,,,bank,,",
        "250630-00000001,2025-06-30,commitment,a,A-1,,90,2025-07-31,,W1,,written,,",
    ];
    let after = |count: usize| {
        let rows = events.get(..count).expect("rows");
        last_days("{ name = \"一\", amount = 100, due = 2023-05-31 }", "100", rows, "2025-12-31", "last_day")
    };
    let expected = ["2026-05-31", "2027-08-20", "2028-01-10", "2028-06-30"];
    assert_eq!((1..=4).flat_map(after).collect::<Vec<_>>(), expected);
}

#[test]
fn x_lim3() {
    let list =
        "{ name = \"一\", amount = 10, due = 2023-01-31 }, { name = \"二\", amount = 20, due = 2023-06-30 }, { name = \"三\", amount = 30, due = 2024-03-31 }";
    let days = last_days(list, "60", &[], "2024-04-01", "milestone last_day instalment_last_day");
    assert_eq!(days, ["一|2026-01-31|2027-03-31", "二|2026-06-30|2027-03-31", "三|2027-03-31|2027-03-31"]);
}

/// What a letter of a level says on a day, as Markdown.
fn letter(dir: &Dir, level: &str, day: &str) -> String {
    let run = dir.huikuan(&["letter", "a", "--level", level, "--approved-by", "W", "-f", "markdown", "--as-of", day]).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

#[test]
fn x_upper() {
    for (amount, words) in [
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("50000", "人民币伍万元整"),
        ("100000", "人民币壹拾万元整"),
    ] {
        let dir = ledger("", &contract("A-1", amount, "due = 2026-03-01"), &[]);
        let text = letter(&dir, "notice", "2026-03-02");
        assert!(text.contains(&format!(" 元**（{words}）")), "{words}\n{text}");
    }
}

/// The late interest that a second demand states for 100,000 on the 30th day overdue.
fn interest(top: &str, kind: &str, late: &str) -> String {
    let dir = ledger(top, &contract("A-1", "100000", &format!("due = 2026-03-01\n{late}")), &[]);
    dir.write("huikuan.toml", &dir.read("huikuan.toml").replace("grade = \"B\"", &format!("grade = \"B\"\nkind = \"{kind}\"")));
    let text = letter(&dir, "2", "2026-03-31");
    let row = text.lines().find(|line| line.starts_with("| A-1 | 全款 | 2026-03-02 |")).unwrap_or_else(|| panic!("{text}"));
    let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
    assert!(cells[5].starts_with("100,000.00 × 30 天 × "), "{row}");
    format!("{}|{}", cells[4], cells[6])
}

#[test]
fn x_int1() {
    let sme = "[policy]\nsme_creditor = true\n";
    let regulation = "《保障中小企业款项支付条例》第十七条|1,500.00";
    assert_eq!([interest(sme, "large", ""), interest(sme, "public-body", "")], [regulation, regulation]);
}

#[test]
fn x_int2() {
    // Nobody publishes the rate for us: LPR × 1.5 by the day is what the book says was agreed.
    let late = |daily: &str| interest("", "company", &format!("late = {{ daily = \"{daily}\" }}"));
    assert_eq!(late("0.0001232877"), "合同约定|369.86");
    assert_eq!(late("0.000125"), "合同约定|375.00");
}

#[test]
fn x_int3() {
    assert_eq!(interest("[policy]\nlate_interest_daily = \"0.000175\"\n", "company", ""), "我方一般交易条件|525.00");
}

#[test]
fn x_inst5() {
    let says = |overdue: &str, rest: &str, instalments: &str| {
        let list = format!("{{ name = \"一\", amount = {overdue}, due = 2026-03-01 }}, {{ name = \"二\", amount = {rest}, due = 2026-12-01 }}{instalments}");
        let text = letter(&ledger("", &milestones("500000", &list), &[]), "final", "2026-03-02");
        (text.contains("第六百三十四条"), text.contains("| A-1 | 500,000.00 | 100,000.00 | 20.0% | 400,000.00 |"))
    };
    let third = ", { name = \"三\", amount = 100000, due = 2027-03-01 }";
    assert_eq!(says("99999.99", "300000.01", third), (false, false));
    assert_eq!(says("100000", "300000", third), (true, true));
    // Two payments are no instalments.
    assert_eq!(says("100000", "400000", ""), (false, false));
}

/// What `check` warns of in a contract with these milestones.
fn warned(amount: &str, category: &str, list: &str) -> String {
    let contracts = contract("A-1", amount, &format!("rep = \"r\"\ncategory = \"{category}\"\nmilestone = [{list}]"));
    let dir = ledger("[[rep]]\nid = \"r\"\nname = \"R\"", &contracts, &[]);
    dir.huikuan(&["check", "--as-of", "2026-01-05", "--lang", "en"]).run().stdout
}

#[test]
fn x_deposit() {
    let paid = "{ name = \"定金\", amount = 150000, due = 2026-02-01 }, { name = \"尾款\", amount = 350000, due = 2026-03-01 }";
    assert!(warned("500000", "normal", paid).contains("100,000.00 counts as such, 50,000.00 as prepayment"));
    let fifth = "{ name = \"定金\", amount = 100000, due = 2026-02-01 }, { name = \"尾款\", amount = 400000, due = 2026-03-01 }";
    assert!(!warned("500000", "normal", fifth).contains("W419"));
}

#[test]
fn x_retention() {
    let with = |rest: &str, retention: &str| {
        let list =
            format!("{{ name = \"进度款\", amount = \"{rest}\", due = 2026-02-01 }}, {{ name = \"质保金\", amount = \"{retention}\", due = 2027-02-01 }}");
        ["construction", "normal"].map(|category| warned("1000000", category, &list).contains("W420"))
    };
    assert_eq!(with("970000.00", "30000.00"), [false, false]);
    // Only construction is bounded.
    assert_eq!(with("969999.99", "30000.01"), [true, false]);
}

/// Bills of a framework contract: number, date, due day, amount; then what was received: date, amount.
fn trade(bills: &[(&str, &str, &str)], receipts: &[(&str, &str)]) -> Dir {
    let id = |date: &str, number: usize| format!("{}-{number:08}", date[2..].replace('-', ""));
    let bill =
        |(number, (date, due, amount)): (usize, &(&str, &str, &str))| format!("{},{date},bill,,A-1,B{number},{amount},{due},,,,goods,,", id(date, number));
    let receipt = |(number, (date, amount)): (usize, &(&str, &str))| format!("{},{date},receipt,,A-1,,{amount},,,,,bank,,", id(date, 500 + number));
    let rows: Vec<String> = bills.iter().enumerate().map(bill).chain(receipts.iter().enumerate().map(receipt)).collect();
    let book = "[[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2025-01-05\nframework = true\n";
    ledger("", book, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Indicators of a month as of its last day.
fn kpi(dir: &Dir, day: &str, keys: &str) -> String {
    let report = dir.json(&["kpi", "--period", "this-month", "--as-of", day]);
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(1));
    cells(&report["rows"][0], keys)
}

#[test]
fn s003_27() {
    let dir = trade(&[("2026-03-05", "2026-03-31", "800000")], &[("2026-03-20", "788800")]);
    // All was billed and due in one month: both definitions say the same.
    assert_eq!(kpi(&dir, "2026-03-31", "billed received received_over_billed collection_rate"), "800000.00|788800.00|0.9860|0.9860");
}

#[test]
fn x_dso() {
    let sold = [("2026-01-05", "2026-01-20", "2530000"), ("2026-02-05", "2026-03-01", "4400000"), ("2026-03-05", "2026-04-30", "2070000")];
    let dir = trade(&sold, &[("2026-02-20", "4400000")]);
    assert_eq!(kpi(&dir, "2026-03-31", "receivable overdue dso bpdso add"), "4600000.00|2530000.00|46.00|20.70|25.30");
}

#[test]
fn x_add() {
    // 10,000 in each 30 days, so that 90 days say the same.
    let sold = [
        ("2026-01-05", "2026-01-31", "10000"),
        ("2026-02-05", "2026-02-28", "10000"),
        ("2026-03-05", "2026-03-20", "6000"),
        ("2026-03-06", "2026-04-30", "4000"),
    ];
    let dir = trade(&sold, &[("2026-02-20", "15000")]);
    assert_eq!(kpi(&dir, "2026-03-31", "receivable dso bpdso add"), "15000.00|45.00|12.00|33.00");
}

#[test]
fn x_cdso() {
    let sold = [("2026-01-05", "2026-01-20", "120"), ("2026-02-05", "2026-03-01", "100"), ("2026-03-05", "2026-04-30", "150")];
    let dir = trade(&sold, &[("2026-02-20", "70")]);
    assert_eq!(kpi(&dir, "2026-03-31", "receivable countback_dso"), "300.00|71.92");
}

#[test]
fn x_cei1() {
    let sold = [("2026-02-05", "2026-02-20", "100000"), ("2026-03-05", "2026-03-20", "900000"), ("2026-03-06", "2026-04-30", "100000")];
    let dir = trade(&sold, &[("2026-03-20", "980000")]);
    assert_eq!(kpi(&dir, "2026-03-31", "receivable cei"), "120000.00|0.9800");
}

#[test]
fn x_cei2() {
    let one = |sold: &str| {
        let dir = trade(&[("2026-02-05", "2026-02-20", "6200"), ("2026-03-05", "2026-03-20", sold), ("2026-03-06", "2026-04-30", "3590")], &[]);
        let received = Money::parse(sold.as_bytes()).expect("an amount") + yuan(6200 + 3590 - 6340);
        dir.good(&["record", "receipt", "A-1", &received.to_string(), "--date", "2026-03-31", "--as-of", "2026-03-31"]);
        kpi(&dir, "2026-03-31", "receivable cei")
    };
    // CEI is one month's; a quarter is three of them, and neither the average of its sales nor their sum is ever asked for.
    assert_eq!([one("40"), one("7300")], ["6340.00|0.5593", "6340.00|0.7963"]);
    let dir = trade(&[("2026-02-05", "2026-02-20", "6200")], &[]);
    assert_eq!(lines(&dir.json(&["kpi", "--period", "2026-Q1", "--as-of", "2026-03-31"]), "period cei"), ["2026-01|", "2026-02|0.0000", "2026-03|0.0000"]);
}

#[test]
fn x_cycle() {
    let sold = [("2026-01-30", "2026-03-15", "40000"), ("2026-03-01", "2026-03-31", "60000")];
    let dir = trade(&sold, &[("2026-03-31", "100000")]);
    assert_eq!(kpi(&dir, "2026-03-31", "collection_days"), "42.00");
}

/// A contract for each amount, signed and due on its days.
fn debts(debts: &[(&str, &str, &str)]) -> String {
    let debt = |(number, (amount, signed, due)): (usize, &(&str, &str, &str))| {
        format!("[[contract]]\nno = \"A-{number}\"\ncustomer = \"a\"\nsigned = {signed}\namount = \"{amount}\"\ndue = {due}\n")
    };
    debts.iter().enumerate().map(debt).collect()
}

/// The rows and the total of `provision` on 31 December 2026.
fn provision(top: &str, owed: &[(&str, &str, &str)], words: &[&str], keys: &str) -> Vec<String> {
    let report = ledger(top, &debts(owed), &[]).json(&[&["provision", "--as-of", "2026-12-31"], words].concat());
    lines(&report, keys).into_iter().chain([cells(&report["total"], keys)]).collect()
}

#[test]
fn s001_08() {
    // 730 days old, and a day more.
    let owed = [("1000000", "2024-12-31", "2025-01-30"), ("500000", "2024-12-30", "2025-01-30")];
    assert_eq!(
        provision("", &owed, &[], "band outstanding recoverable recoverable_share"),
        ["not-due|0.00|0.00|", "0-730|1000000.00|800000.00|0.8000", "731+|500000.00|100000.00|0.2000", "|1500000.00|900000.00|0.6000"]
    );
}

#[test]
fn x_ecl1() {
    // Not overdue; the edges of 1-29, 30-89 and 90-179 days.
    let owed = [
        ("600000", "2026-01-05", "2027-01-31"),
        ("400000", "2026-01-05", "2026-12-31"),
        ("300000", "2026-01-05", "2026-12-30"),
        ("200000", "2026-01-05", "2026-12-02"),
        ("200000", "2026-01-05", "2026-12-01"),
        ("100000", "2026-01-05", "2026-10-03"),
        ("150000", "2026-01-05", "2026-10-02"),
        ("50000", "2026-01-05", "2026-07-05"),
    ];
    assert_eq!(
        provision("", &owed, &["--preset", "cas22-sample"], "band outstanding provision"),
        [
            "not-due|1000000.00|10000.00",
            "1-29|500000.00|10000.00",
            "30-89|300000.00|9000.00",
            "90-179|200000.00|40000.00",
            "180+|0.00|0.00",
            "|2000000.00|69000.00",
        ]
    );
}

#[test]
fn x_ecl2() {
    let bands = ["up_to = 365\nrate = 0.05", "up_to = 730\nrate = 0.10", "up_to = 1095\nrate = 0.15", "up_to = 1460\nrate = 0.70", "rate = 1.00"];
    let bands = bands.map(|band| format!("[[provision]]\n{band}\n")).concat();
    let owed = [
        ("639858.47", "2026-06-01", "2026-07-01"),
        ("23955.80", "2025-06-01", "2025-07-01"),
        ("28500.00", "2024-06-01", "2024-07-01"),
        ("464068.18", "2023-06-01", "2023-07-01"),
        ("5000.00", "2022-06-01", "2022-07-01"),
    ];
    let found = provision(&bands, &owed, &[], "outstanding provision rate");
    let expected = [
        "639858.47|31992.92|0.0500",
        "23955.80|2395.58|0.1000",
        "28500.00|4275.00|0.1500",
        "464068.18|324847.73|0.7000",
        "5000.00|5000.00|1.0000",
        "1161382.45|368511.23|0.3173",
    ];
    assert_eq!(found[1..], expected);
}

#[test]
fn s003_03() {
    // Attainment of a sales target of 100, and what of a contract due in its month was paid.
    let all = [("r1", "50", "25"), ("r2", "120", "60"), ("r3", "50", "47.5"), ("r4", "120", "114")];
    let rep = |(id, sold, _): &(&str, &str, &str)| {
        let contract = contract(&format!("C-{id}"), sold, &format!("rep = \"{id}\"\ndue = 2026-01-31"));
        let target = format!("[[target]]\nperiod = \"2026-01\"\nkind = \"sales\"\nrep = \"{id}\"\namount = 100\n");
        format!("[[rep]]\nid = \"{id}\"\nname = \"{id}\"\n{contract}{target}")
    };
    let book: String = all.iter().map(rep).collect();
    let row = |(number, (id, _, paid)): (usize, &(&str, &str, &str))| format!("260120-{number:08},2026-01-20,receipt,,C-{id},,{paid},,,,,bank,,");
    let rows: Vec<String> = all.iter().enumerate().map(row).collect();
    let dir = ledger("[matrix]\nsales_cut = 1.0\ncollection_cut = 0.9", &book, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    let arguments = ["matrix", "--as-of", "2026-01-31"];
    let expected = ["r4|1.2000|0.9500|strategic", "r2|1.2000|0.5000|sales-led", "r3|0.5000|0.9500|collection-led", "r1|0.5000|0.5000|passive"];
    assert_eq!(lines(&dir.json(&arguments), "key attainment collection_rate quadrant"), expected);
    let table = dir.good(&arguments);
    let listed: Vec<&str> = table.lines().skip(2).take(4).filter_map(|line| line.split_whitespace().last()).collect();
    assert_eq!(listed, ["战略导向", "销货主导", "回款主导", "消极导向"]);
}

/// Factor, commission and reason of each line, where 100,000 whose clock starts on a day comes on another.
fn commission(start: &str, received: &str) -> Vec<String> {
    let contract = contract("A-1", "100000.00", "due = 2026-03-01").replace("signed = 2026-01-05", &format!("signed = {start}"));
    let receipt = format!("260101-00000001,{received},receipt,a,A-1,,100000.00,,,,,bank,,");
    let dir = ledger("[commission]\nrate = 0.01", &contract, &[&receipt]);
    lines(&dir.json(&["commission", "--period", "2026", "--as-of", "2026-12-31"]), "date factor commission reason")
}

fn earns(received: &str, factor: &str, commission: &str) {
    let lines = self::commission("2026-01-15", received);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with(&format!("{received}|{factor}|{commission}|")), "{lines:?}");
}

#[test]
fn s001_56_2026_02_15() {
    earns("2026-02-15", "1.0000", "1000.00");
}

#[test]
fn s001_56_2026_02_16() {
    earns("2026-02-16", "0.8000", "800.00");
}

#[test]
fn s001_56_2026_03_15() {
    earns("2026-03-15", "0.8000", "800.00");
}

#[test]
fn s001_56_2026_03_16() {
    earns("2026-03-16", "0.6000", "600.00");
}

#[test]
fn s001_56_2026_04_15() {
    earns("2026-04-15", "0.6000", "600.00");
}

#[test]
fn s001_56_2026_04_16() {
    earns("2026-04-16", "0.0000", "0.00");
}

#[test]
fn s001_56_2026_07_15() {
    earns("2026-07-15", "0.0000", "0.00");
}

#[test]
fn s001_56_2026_07_16() {
    // Half a year has passed: it is clawed back, and the money of the same day comes too late.
    let lines = commission("2026-01-15", "2026-07-16");
    assert_eq!(lines, ["2026-07-16|0.0000|0.00|after-clawback", "2026-07-16|1.0000|-1000.00|clawback"]);
}

#[test]
fn s001_56m() {
    let factors = |day: &str| commission("2026-01-31", day).iter().map(|line| line.split('|').nth(1).unwrap().to_string()).collect::<Vec<_>>();
    for (last, next, factor, then) in
        [("2026-02-28", "2026-03-01", "1.0000", "0.8000"), ("2026-03-31", "2026-04-01", "0.8000", "0.6000"), ("2026-04-30", "2026-05-01", "0.6000", "0.0000")]
    {
        assert_eq!((factors(last), factors(next)), (vec![factor.to_string()], vec![then.to_string()]), "{last}");
    }
    assert_eq!((factors("2026-07-31").len(), factors("2026-08-01").len()), (1, 2));
}

#[test]
fn s003_28() {
    for (received, warns) in [("499999.99", true), ("500000.00", false)] {
        let row = format!("260305-00000001,2026-03-05,receipt,a,A-1,,{received},,,,,bank,,");
        let dir = ledger("", &contract("A-1", "1000000.00", "due = 2026-03-01"), &[&row]);
        let report = dir.json(&["risk", "--as-of", "2026-03-31"]);
        let found = lines(&report, "severity signal key threshold").contains(&"medium|low-collection|a|0.5000".to_string());
        assert_eq!(found, warns, "{received}");
    }
}

#[test]
fn s003_21() {
    let dir = ledger("", "credit_limit = 100000\n", &[]);
    let run = dir.huikuan(&["credit", "check", "a", "20万", "--as-of", "2026-05-20", "--format", "json"]).run();
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    // The warning: the answer is no, and so is the exit code.
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert_eq!(lines(&report, "limit exposure order over usage answer reasons"), ["100000.00|0.00|200000.00|100000.00|2.0000|no|over-limit"]);
}

#[test]
fn x_credit() {
    // The source's A is a score of 70 to 79, which this book calls B.
    let scores = "monthly_sales = 200000\nfive_c = { character = 75, capacity = 75, capital = 75, collateral = 75, conditions = 75 }\n";
    let dir = ledger("", &(scores.to_string() + &contract("A-1", "1000", "due = 2026-02-19")), &[]);
    dir.write("huikuan.toml", &dir.read("huikuan.toml").replace("grade = \"B\"\n", ""));
    let report = dir.json(&["credit", "--as-of", "2026-05-20"]);
    assert_eq!(lines(&report, "grade score suggested_limit"), ["B|75.00|240000.00"]);
}

#[test]
fn x_taxbad() {
    // Three years and a day, any amount; one year and a day; half a year.
    let owed = [
        ("1000000", "2023-01-05", "2023-12-30"),
        ("50000.00", "2025-01-05", "2025-12-30"),
        ("50000.01", "2025-01-05", "2025-12-30"),
        ("100000.00", "2025-01-05", "2025-12-30"),
        ("100000.01", "2025-01-05", "2025-12-30"),
        ("100", "2025-01-05", "2026-06-30"),
    ];
    let dir = ledger("", &debts(&owed), &[]);
    let found = |day: &str, more: &[&str]| lines(&dir.json(&[&["provision", "--tax", "--as-of", day], more].concat()), "contract amount article");
    assert_eq!(found("2026-12-31", &["--revenue", "10亿"]), ["A-0|1000000.00|art-23", "A-3|100000.00|art-24", "A-2|50000.01|art-24", "A-1|50000.00|art-24"]);
    assert_eq!(found("2026-12-31", &[]), ["A-0|1000000.00|art-23", "A-1|50000.00|art-24"]);
}

/// A test of this file bears its case's id.
fn is_tested(id: &str) -> bool {
    let name: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    include_str!("cases.rs").contains(&format!("#[test]\nfn {name}() {{"))
}

#[test]
fn every_case_is_tested() {
    let Some(path) = shared("domain/cases.json") else { return };
    let cases: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("cases.json")).expect("JSON");
    let ids: BTreeSet<&str> = cases.as_array().expect("a list").iter().map(|case| case["id"].as_str().expect("an id")).collect();
    assert!(ids.len() > 60, "only {} cases", ids.len());
    let missing: Vec<&&str> = ids.iter().filter(|id| !is_tested(id)).collect();
    assert!(missing.is_empty(), "{missing:?} have no test");
}
