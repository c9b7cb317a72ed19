//! `kpi`: the indicators of collection, month by month.

use crate::cases::{cells, lines};
use crate::harness::Dir;

const BOOK: &str = r#"name = "指标账"
currency = "CNY"
[[rep]]
id = "li"
name = "李雷"
team = "华东"
[[rep]]
id = "han"
name = "韩梅"
team = "华南"
[[customer]]
id = "a"
name = "甲公司"
rep = "li"
[[customer]]
id = "b"
name = "乙公司"
reps = [ { rep = "li", from = 2025-01-01 }, { rep = "han", from = 2026-03-01 } ]
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-05
amount = 300
milestone = [{ name = "一", amount = 100, due = 2026-02-10 }, { name = "二", amount = 200, due = 2026-03-20 }]
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-10
framework = true
"#;

const BILL: &str = "260201-00000001,2026-02-01,bill,,B-1,F1,400,2026-02-28,,,,goods,,";

fn kpi(rows: &[&str], day: &str, period: &str, keys: &str) -> Vec<String> {
    lines(&Dir::ledger(BOOK, rows).json(&["kpi", "--period", period, "--as-of", day]), keys)
}

#[test]
fn instalments_are_not_counted_twice_by_cei() {
    // The whole contract is a receivable from signing; it is billed instalment by instalment.
    let keys = "period billed due receivable overdue collection_rate cei";
    let unpaid = ["2026-01|0.00|0.00|300.00|0.00||", "2026-02|100.00|100.00|300.00|100.00|0.0000|0.0000"];
    assert_eq!(kpi(&[], "2026-02-28", "2026-01..2026-02", keys), unpaid);
    let paid = ["260210-00000001,2026-02-10,receipt,,A-1,,100,,,,,bank,,"];
    assert_eq!(kpi(&paid, "2026-02-28", "2026-02", keys), ["2026-02|100.00|100.00|200.00|0.00|1.0000|1.0000"]);
}

#[test]
fn what_was_due_before_counts_once_where_it_is_moved() {
    let keys = "due collection_rate";
    // 100 overdue from February and 200 due in March.
    let paid = "260305-00000001,2026-03-05,receipt,,A-1,,60,,,,,bank,,";
    assert_eq!(kpi(&[paid], "2026-03-31", "2026-03", keys), ["200.00|0.2000"]);
    // Moved within March, it is due then, and the whole is still 300.
    let moved = "260306-00000001,2026-03-06,reschedule,,A-1,一,40,2026-03-25,,,,,,";
    assert_eq!(kpi(&[paid, moved], "2026-03-31", "2026-03", keys), ["300.00|0.2000"]);
    // Moved to April, the 40 are not due: 60 of 260.
    let away = moved.replace("2026-03-25", "2026-04-25");
    assert_eq!(kpi(&[paid, &away], "2026-03-31", "2026-03", keys), ["200.00|0.2308"]);
    // What was written off stays owed.
    let written = "260306-00000002,2026-03-06,writeoff,,A-1,一,40,,,,,,,";
    assert_eq!(kpi(&[paid, written], "2026-03-31", "2026-03", "collection_rate bad_debt_rate"), ["0.2000|0.2000"]);
}

#[test]
fn on_time_and_in_full() {
    let keys = "on_time_rate in_full_rate prepaid_share";
    let part = "260210-00000001,2026-02-10,receipt,,A-1,,60,,,,,bank,,";
    assert_eq!(kpi(&[BILL, part], "2026-02-28", "2026-02", keys), ["0.1200|0.0000|0.0000"]);
    // A deduction settles too, and early money is early.
    let rest = ["260210-00000002,2026-02-10,deduct,,A-1,,40,,,,,early-payment,,", "260227-00000001,2026-02-27,receipt,,B-1,,400,,,,,bank,,"];
    assert_eq!(kpi(&[BILL, part, rest[0], rest[1]], "2026-02-28", "2026-02", keys), ["1.0000|1.0000|0.8696"]);
    // A day late.
    let late = part.replace("2026-02-10,receipt", "2026-02-11,receipt").replace(",60,", ",100,");
    assert_eq!(kpi(&[&late], "2026-02-28", "2026-02", keys), ["0.0000|0.0000|0.0000"]);
}

#[test]
fn drafts_goods_and_refunds() {
    let rows = [
        "260205-00000001,2026-02-05,receipt,,A-1,,100,2026-06-30,,,,bank-acceptance,,",
        "260206-00000001,2026-02-06,receipt,,B-1,,70,,,,,in-kind,,",
        "260207-00000001,2026-02-07,receipt,,B-1,,50,,,,,bank,,",
        "260310-00000001,2026-03-10,refund,,,,20,,260206-00000001,,,,,",
    ];
    let keys = "period received cash_received";
    assert_eq!(kpi(&rows, "2026-03-31", "2026-02..2026-03", keys), ["2026-02|220.00|50.00", "2026-03|-20.00|0.00"]);
    // The draft has matured.
    assert_eq!(kpi(&rows, "2026-06-30", "2026-02", keys), ["2026-02|220.00|150.00"]);
}

#[test]
fn a_bounced_draft_counted_until_it_bounced() {
    let rows =
        ["260210-00000001,2026-02-10,receipt,,A-1,,100,2026-03-10,,,,commercial-acceptance,,", "260312-00000001,2026-03-12,void,,,,,,260210-00000001,,,,,退票"];
    let keys = "period received collection_rate receivable overdue";
    // What stood open then, and what is known today.
    let expected = ["2026-02|0.00|1.0000|200.00|0.00", "2026-03|0.00|0.0000|300.00|300.00"];
    assert_eq!(kpi(&rows, "2026-03-31", "2026-02..2026-03", keys), expected);
    assert_eq!(kpi(&rows, "2026-02-28", "2026-02", keys), ["2026-02|100.00|1.0000|200.00|0.00"]);
}

#[test]
fn a_running_month_is_what_of_it_has_passed() {
    let keys = "period billed due on_time_rate";
    assert_eq!(kpi(&[], "2026-03-19", "2026-03", keys), ["2026-03|0.00|0.00|"]);
    assert_eq!(kpi(&[], "2026-03-20", "2026-03", keys), ["2026-03|200.00|200.00|0.0000"]);
    let dir = Dir::ledger(BOOK, &[]);
    assert!(dir.good(&["kpi", "--as-of", "2026-03-20"]).contains("\n2026-03 只算到 2026-03-20\n"));
    assert!(!dir.good(&["kpi", "--as-of", "2026-03-31"]).contains("只算到"));
    // The last six, and none that has not begun.
    let periods = |period: &[&str]| lines(&dir.json(&[&["kpi", "--as-of", "2026-03-31"], period].concat()), "period");
    assert_eq!(periods(&[]), ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]);
    assert_eq!(periods(&["--period", "2026"]), ["2026-01", "2026-02", "2026-03"]);
}

#[test]
fn who_takes_over_takes_the_old_debts() {
    let paid = ["260215-00000001,2026-02-15,receipt,,B-1,,100,,,,,bank,,", "260305-00000001,2026-03-05,receipt,,B-1,,150,,,,,bank,,"];
    let dir = Dir::ledger(BOOK, &[BILL, paid[0], paid[1]]);
    let by =
        |level: &str| lines(&dir.json(&["kpi", "--period", "2026-02..2026-03", "--by", level, "--as-of", "2026-03-31"]), "period key received receivable cei");
    assert_eq!(by("rep"), ["2026-02|li|100.00|600.00|0.2000", "2026-02|han|0.00|0.00|", "2026-03|li|0.00|300.00|0.0000", "2026-03|han|150.00|150.00|0.5000"]);
    assert_eq!(by("team").first().map(String::as_str), Some("2026-02|华东|100.00|600.00|0.2000"));
    assert_eq!(by("customer").len(), 4);
    // A filter takes a part, by who is in charge at the month's end.
    let filtered = dir.json(&["kpi", "--period", "2026-02..2026-03", "--rep", "韩梅", "--as-of", "2026-03-31"]);
    assert_eq!(lines(&filtered, "received receivable"), ["0.00|0.00", "150.00|150.00"]);
}

#[test]
fn how_each_figure_came_about() {
    let dir = Dir::ledger(BOOK, &["260210-00000001,2026-02-10,receipt,,A-1,,60,,,,,bank,,"]);
    let report = dir.json(&["kpi", "--period", "2026-02", "--explain", "--as-of", "2026-02-28"]);
    let explain = report["explain"].as_array().expect("explained");
    let keys: Vec<&str> = explain.iter().filter_map(|own| own["key"].as_str()).collect();
    // Every figure of the row, and with the value of the row.
    let row: Vec<&String> = report["rows"][0].as_object().expect("a row").keys().filter(|key| *key != "period").collect();
    assert_eq!(keys, row);
    for own in explain {
        assert_eq!(own["value"], report["rows"][0][own["key"].as_str().expect("a key")]);
    }
    let rate = &explain[4];
    assert_eq!(cells(rate, "of key value formula"), "2026-02|collection_rate|0.6000|(of_brought + of_due + moved) ÷ (brought + due + moved)");
    assert_eq!(cells(&rate["inputs"], "of_brought of_due brought due moved"), "0.00|60.00|0.00|100.00|0.00");
    let table = dir.good(&["kpi", "--period", "2026-02", "--explain", "--as-of", "2026-02-28"]);
    let said =
        "2026-02 到期回款率 60.0%\n  = (收回月初逾期 0.00 + 收回本月到期 60.00 + 展期前收回 0.00) ÷ (月初逾期 0.00 + 到期应收 100.00 + 展期前收回 0.00)\n";
    assert!(table.contains(said), "{table}");
    assert!(dir.json(&["kpi", "--as-of", "2026-02-28"]).get("explain").is_none());
}

#[test]
fn pages_for_people() {
    let dir = Dir::ledger(BOOK, &[BILL, "260210-00000001,2026-02-10,receipt,,A-1,,60,,,,,bank,,"]);
    let table = dir.good(&["kpi", "--period", "2026-01..2026-02", "--as-of", "2026-02-28", "--lang", "en"]);
    let lines: Vec<&str> = table.lines().take(6).collect();
    let expected = [
        "Collection indicators · 指标账 · as of 2026-02-28 · in CNY",
        "Figure           2026-01  2026-02  Trend",
        "Billed                 —   500.00  ▁█",
        "Fell due               —   500.00  ▁█",
        "Received               —    60.00  ▁█",
        "Cash received          —    60.00  ▁█",
    ];
    assert_eq!(lines, expected);
    let by = dir.good(&["kpi", "--by", "rep", "--period", "2026-02", "--as-of", "2026-02-28"]);
    assert!(by.starts_with("回款指标 · 2026-02 · 按销售代表 · 指标账 · 截至 2026-02-28 · 单位：元\n"), "{by}");
    // One month has no trend.
    assert!(!by.contains("走势"), "{by}");
}

#[test]
fn an_empty_ledger_and_what_is_refused() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    let run = dir.huikuan(&["kpi", "--period", "2026-02", "--as-of", "2026-02-28", "--format", "csv"]).run();
    let keys = "period,billed,due,received,cash_received,collection_rate,received_over_billed,on_time_rate,in_full_rate,dso,bpdso,add,cei,\
        collection_days,overdue_share,kept_rate,bad_debt_rate,prepaid_share,terms_days,receivable,overdue,countback_dso";
    run.is(0, &format!("{keys}\n2026-02,0.00,0.00,0.00,0.00,,,,,,,,,,,,,,,0.00,0.00,\n"), "");
    let by = dir.huikuan(&["kpi", "--by", "rep", "--as-of", "2026-02-28", "--format", "csv"]).run();
    by.is(0, &format!("{keys},scope,key,name\n"), "没有应收，也没有回款\n");
    let later = dir.huikuan(&["kpi", "--period", "2027", "--as-of", "2026-02-28", "--lang", "en", "--format", "csv"]).run();
    later.is(0, &format!("{keys}\n"), "the period has not begun\n");
    for (arguments, code) in [(["--period", "本周"], "E306"), (["--period", "x"], "E306"), (["--by", "category"], "E307")] {
        let said = dir.refused(&["kpi", arguments[0], arguments[1], "--as-of", "2026-02-28"]);
        assert!(said.contains(code), "{said}");
    }
}
