//! What people type: amounts, dates, periods and names. What was understood is always shown; what could mean two things
//! is refused.

use serde_json::Value;

use crate::harness::Dir;

/// A Saturday.
const AS_OF: &str = "2026-11-21";

const BOOK: &str = r#"
name = "输入"
currency = "CNY"

[[rep]]
id = "li"
name = "李 雷"
team = "East 一组"

[[customer]]
id = "abc"
name = "ABC公司"
aliases = ["ＡＢＣ（上海）", "Alpha Beta Company"]
rep = "li"
tags = ["Key客户"]

[[customer]]
id = "abcd"
name = "ABCD 公司"
rep = "li"

[[contract]]
no = "HT-2026-001"
customer = "abc"
signed = 2026-01-01
amount = "999999999999.99"
due = 2026-12-31
category = "Normal品"

[[contract]]
no = "ht-2026-002"
customer = "abcd"
signed = 2026-01-01
amount = 1000
due = 2026-12-31
"#;

fn ledger() -> Dir {
    Dir::ledger(BOOK, &[])
}

/// The row an entry would be, and the words for people.
fn dry(dir: &Dir, arguments: &[&str]) -> (Value, String) {
    let mut all = vec!["--as-of", AS_OF, "record"];
    all.extend(arguments);
    all.push("--dry-run");
    let words = dir.good(&all);
    (dir.json(&all)["rows"][0].clone(), words)
}

fn refused(dir: &Dir, arguments: &[&str]) -> String {
    let mut all = vec!["--as-of", AS_OF, "record"];
    all.extend(arguments);
    let before = dir.read("ledger.csv");
    let message = dir.refused(&all);
    assert_eq!(dir.read("ledger.csv"), before, "{arguments:?}");
    message
}

#[test]
fn amounts_as_people_write_them() {
    let dir = ledger();
    for (typed, plain, shown) in [
        ("50000", "50000.00", "50,000.00"),
        ("5万", "50000.00", "50,000.00"),
        ("1.2万", "12000.00", "12,000.00"),
        ("0.3亿", "30000000.00", "30,000,000.00"),
        ("1.23456万", "12345.60", "12,345.60"),
        ("50,000.00", "50000.00", "50,000.00"),
        ("1,234,567.8", "1234567.80", "1,234,567.80"),
        ("¥50000", "50000.00", "50,000.00"),
        ("￥５０，０００", "50000.00", "50,000.00"),
        ("５００００", "50000.00", "50,000.00"),
        ("１．５万元", "15000.00", "15,000.00"),
        ("800元", "800.00", "800.00"),
        ("5 万", "50000.00", "50,000.00"),
        ("5萬", "50000.00", "50,000.00"),
        ("1億", "100000000.00", "100,000,000.00"),
        ("0.01", "0.01", "0.01"),
        ("999999999999.99", "999999999999.99", "999,999,999,999.99"),
    ] {
        let (row, words) = dry(&dir, &["receipt", "HT-2026-001", typed]);
        assert_eq!(row["amount"], plain, "{typed}");
        assert!(words.lines().next().is_some_and(|head| head.contains(&format!("  {shown}  "))), "{words}");
        let (row, _) = dry(&dir, &["contact", "HT-2026-001", "phone", "--promise", typed, "--due", "12-31"]);
        assert_eq!(row["kind"], "contact", "{typed}");
    }
}

#[test]
fn an_amount_is_never_guessed() {
    let dir = ledger();
    let cure = "\n  可以写 50000、50,000.00、5万、1.2万、0.3亿\n";
    for typed in ["5,00", "12,34", "1,2345", "1e5", "5.", ".5", "+5", "1_000", "abc", "五万", "5万5", "5千", "$5", "1.2.3", "", "元", "¥", "0x10", "NaN"]
    {
        assert_eq!(refused(&dir, &["receipt", "HT-2026-001", typed]), format!("错误 E305：金额“{typed}”看不懂{cure}"));
    }
    for typed in ["-5", "-5万", "−5"] {
        let message = refused(&dir, &["receipt", "HT-2026-001", "--amount", typed]);
        assert!(message.starts_with("错误 E305：金额“"), "{message}");
        refused(&dir, &["receipt", "HT-2026-001", typed]);
    }
    for typed in ["1.234", "0.001", "1.2345678万"] {
        assert_eq!(refused(&dir, &["receipt", "HT-2026-001", typed]), format!("错误 E305：金额“{typed}”不到一分的零头{cure}"));
    }
    for typed in ["1000000000000", "10000亿", "999999999999999999"] {
        assert!(refused(&dir, &["receipt", "HT-2026-001", typed]).starts_with(&format!("错误 E305：金额“{typed}”太大\n")), "{typed}");
    }
    for typed in ["0", "0.00", "0万"] {
        assert!(refused(&dir, &["receipt", "HT-2026-001", typed]).starts_with("错误 E214：金额要大于零\n"), "{typed}");
        assert_eq!(dry(&dir, &["confirm", "abc", typed]).0["amount"], "0.00");
    }
    let message = refused(&dir, &["--lang", "en", "receipt", "HT-2026-001", "5,00"]);
    assert_eq!(message, "error E305: \"5,00\" is not an amount\n  write 50000, 50,000.00, 5万, 1.2万 or 0.3亿\n");
    // A very long one is not repeated in full.
    assert!(refused(&dir, &["receipt", "HT-2026-001", &"9".repeat(5000)]).len() < 400);
}

#[test]
fn dates_as_people_write_them() {
    let dir = ledger();
    // What happened lies before today, what is promised after it.
    for (typed, happened, promised) in [
        ("2026-11-20", "2026-11-20", "2026-11-20"),
        ("2026/11/20", "2026-11-20", "2026-11-20"),
        ("2026/1/5", "2026-01-05", "2026-01-05"),
        ("20261120", "2026-11-20", "2026-11-20"),
        ("2026年11月20日", "2026-11-20", "2026-11-20"),
        ("２０２６－１１－２０", "2026-11-20", "2026-11-20"),
        ("11-20", "2026-11-20", "2027-11-20"),
        ("11-21", "2026-11-21", "2026-11-21"),
        ("11-22", "2025-11-22", "2026-11-22"),
        ("12-05", "2025-12-05", "2026-12-05"),
        ("11/20", "2026-11-20", "2027-11-20"),
        ("11月20日", "2026-11-20", "2027-11-20"),
        ("02-29", "2024-02-29", "2028-02-29"),
        ("昨天", "2026-11-20", "2026-11-20"),
        ("今天", "2026-11-21", "2026-11-21"),
        ("明天", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-20", "2026-11-20"),
        ("Today", "2026-11-21", "2026-11-21"),
        ("tomorrow", "2026-11-22", "2026-11-22"),
        ("+7d", "2026-11-28", "2026-11-28"),
        ("-2w", "2026-11-07", "2026-11-07"),
        ("+1m", "2026-12-21", "2026-12-21"),
        ("月底", "2026-11-30", "2026-11-30"),
    ] {
        let (row, words) = dry(&dir, &["note", "abc", "--date", typed, "--due", typed, "--future"]);
        assert_eq!((&row["date"], &row["due"]), (&happened.into(), &promised.into()), "{typed}");
        assert!(words.lines().next().is_some_and(|head| head.contains(happened)), "{typed}: {words}");
        // A report's day lies in the past too.
        assert_eq!(dir.json(&["aging", "--as-of", &real(typed, happened)])["as_of"], happened, "{typed}");
    }
}

/// A typed date that does not depend on the machine's day.
fn real(typed: &str, day: &str) -> String {
    let fixed = typed.chars().filter(|c| c.is_numeric()).count() >= 6 && !typed.contains('m');
    if fixed { typed.to_string() } else { day.to_string() }
}

#[test]
fn a_date_is_never_guessed() {
    let dir = ledger();
    let cure = "\n  可以写 2026-11-21、11-21、今天、昨天、+7d\n";
    for (typed, why) in [
        ("03/04/2026", "日期“03/04/2026”分不清月和日"),
        ("3-4-2026", "日期“3-4-2026”分不清月和日"),
        ("02-30", "没有“02-30”这一天"),
        ("2026-13-01", "没有“2026-13-01”这一天"),
        ("2027-02-29", "没有“2027-02-29”这一天"),
        ("1989-12-31", "没有“1989-12-31”这一天"),
        ("2200-01-01", "没有“2200-01-01”这一天"),
        ("26-11-20", "日期“26-11-20”看不懂"),
        ("2026-11", "日期“2026-11”看不懂"),
        ("20", "日期“20”看不懂"),
        ("soon", "日期“soon”看不懂"),
        ("+d", "日期“+d”看不懂"),
        ("12:00", "日期“12:00”看不懂"),
        ("2026-11-20T00:00", "日期“2026-11-20T00:00”看不懂"),
        ("", "日期“”看不懂"),
    ] {
        for option in ["--date", "--due"] {
            assert_eq!(refused(&dir, &["note", "abc", option, typed]), format!("错误 E304：{why}{cure}"));
        }
        assert_eq!(dir.refused(&["aging", "--as-of", typed]), format!("错误 E304：{why}{cure}"));
    }
    let message = refused(&dir, &["--lang", "en", "note", "abc", "--date", "03/04/2026"]);
    assert_eq!(message, "error E304: \"03/04/2026\" could be read in two ways\n  write 2026-11-21, 11-21, today, yesterday, +7d\n");
}

#[test]
fn periods_as_people_write_them() {
    let dir = ledger();
    for (typed, periods) in [
        ("本月", "2026-11"),
        ("这个月", "2026-11"),
        ("上月", "2026-10"),
        ("下月", "2026-12"),
        ("本季", "2026-Q4"),
        ("上季度", "2026-Q3"),
        ("今年", "2026"),
        ("去年", "2025"),
        ("this-month", "2026-11"),
        ("Last-Month", "2026-10"),
        ("this-quarter", "2026-Q4"),
        ("next-year", "2027"),
        ("2026-11", "2026-11"),
        ("2026/11", "2026-11"),
        ("2026年11月", "2026-11"),
        ("2026-3", "2026-03"),
        ("2026-Q4", "2026-Q4"),
        ("2026q4", "2026-Q4"),
        ("2026", "2026"),
        ("２０２６－１１", "2026-11"),
        ("2026-11..2027-01", "2026-11 2026-12 2027-01"),
        ("2026-Q3..2026-Q4", "2026-Q3 2026-Q4"),
        ("2025..2026", "2025 2026"),
        ("上月..下月", "2026-10 2026-11 2026-12"),
    ] {
        let rows = dir.json(&["--as-of", AS_OF, "gap", "--period", typed])["rows"].clone();
        let found: Vec<&str> = rows.as_array().into_iter().flatten().filter_map(|row| row["period"].as_str()).collect();
        assert_eq!(found.join(" "), periods, "{typed}");
    }
    // The week that begins on Monday.
    assert_eq!(dir.json(&["--as-of", AS_OF, "gap", "--period", "本周"])["rows"][0]["period"], "2026-W47");
    for typed in ["", "11", "202611", "2026-13", "2026-Q5", "2026-11..2026-10", "2026-Q1..2026-06", "2026-11..", "..2026-11", "1989", "明天", "上个"] {
        assert_eq!(
            dir.refused(&["--as-of", AS_OF, "gap", "--period", typed]),
            format!("错误 E306：期间“{typed}”不能用\n  可以写 2026-11、2026-Q4、2026、2026-01..2026-06、本月、上月、本季、今年\n")
        );
    }
}

#[test]
fn names_match_after_width_case_and_blanks() {
    let dir = ledger();
    for typed in ["abc", "ABC", "ａｂｃ", "ABC公司", "ＡＢＣ公司", "abc 公司", "ABC　公司", "abc(上海)", "alpha beta company", "AlphaBeta", "（上海）"]
    {
        assert_eq!(dry(&dir, &["note", typed]).0["customer"], "abc", "{typed}");
        assert_eq!(dry(&dir, &["note", "--customer", typed]).0["customer"], "abc", "{typed}");
        let rows = dir.json(&["--as-of", AS_OF, "aging", "--detail", "--customer", typed])["rows"].clone();
        assert_eq!((rows.as_array().map(Vec::len), &rows[0]["customer"]), (Some(1), &"abc".into()), "{typed}");
    }
    for (typed, contract) in [("ht-2026-001", "HT-2026-001"), ("HT-2026-002", "ht-2026-002"), ("ＨＴ-2026-002", "ht-2026-002"), ("001", "HT-2026-001")] {
        assert_eq!(dry(&dir, &["note", typed]).0["contract"], contract, "{typed}");
        assert_eq!(dir.json(&["--as-of", AS_OF, "aging", "--detail", "--contract", typed])["rows"][0]["contract"], contract, "{typed}");
    }
    for (option, typed) in
        [("--rep", "李雷"), ("--rep", "LI"), ("--team", "east一组"), ("--team", "一组"), ("--category", "normal品"), ("--tag", "key"), ("--tag", "ＫＥＹ客户")]
    {
        let rows = dir.json(&["--as-of", AS_OF, "aging", "--detail", option, typed])["rows"].clone();
        assert_eq!(rows[0]["contract"], "HT-2026-001", "{option} {typed}");
    }
    // A part that several have is refused, with their names.
    let several = dir.refused(&["--as-of", AS_OF, "aging", "--customer", "公司"]);
    assert_eq!(several, "错误 E303：“公司”能指好几个客户\n  写清楚是哪一个：ABC公司 (abc)、ABCD 公司 (abcd)\n");
    for (option, typed, what) in [
        ("--customer", "xyz", "客户"),
        ("--contract", "xyz", "合同"),
        ("--rep", "xyz", "销售代表"),
        ("--team", "xyz", "团队"),
        ("--category", "xyz", "产品状态"),
        ("--tag", "xyz", "标签"),
    ] {
        let unknown = dir.refused(&["aging", option, typed]);
        assert!(unknown.starts_with(&format!("错误 E302：没有{what}“xyz”\n")), "{unknown}");
    }
    let near = dir.refused(&["aging", "--customer", "ABC公思"]);
    assert!(near.starts_with("错误 E302：没有客户“ABC公思”\n  最接近的：ABC公司 (abc)"), "{near}");
    assert!(near.ends_with("\n  试试：huikuan aging --customer abc\n"), "{near}");
}
