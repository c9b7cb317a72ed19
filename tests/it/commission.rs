//! `commission`: what each receipt earns, what is clawed back, and what a later change corrects.

use serde_json::Value;

use crate::cases::lines;
use crate::harness::Dir;

const HEAD: &str = r#"name = "提成账"
currency = "CNY"
"#;

const BOOK: &str = r#"[[rep]]
id = "li"
name = "李雷"
team = "华东"
[[rep]]
id = "han"
name = "韩梅"
[[customer]]
id = "a"
name = "甲公司"
reps = [{ rep = "li", from = 2025-01-01 }, { rep = "han", from = 2026-07-01 }]
[[customer]]
id = "b"
name = "乙公司"
rep = "han"
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-15
amount = 1000
due = 2026-03-01
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-05
amount = 300
milestone = [{ name = "货款", amount = 100, due = 2026-03-01 }, { name = "尾款", amount = 200, after = "acceptance", days = 30 }]
"#;

/// The ledger under a rule.
fn ledger(rule: &str, rows: &[&str]) -> Dir {
    Dir::ledger(&format!("{HEAD}[commission]\n{rule}\n{BOOK}"), rows)
}

const KEYS: &str = "rep receipt date contract milestone months_late amount factor commission reason change";

fn of(dir: &Dir, period: &str, day: &str, keys: &str) -> Vec<String> {
    asked(dir, &["--period", period, "--as-of", day], keys)
}

fn asked(dir: &Dir, words: &[&str], keys: &str) -> Vec<String> {
    lines(&report(dir, words), keys)
}

/// The report, where there may be nothing to report.
fn report(dir: &Dir, words: &[&str]) -> Value {
    let run = dir.huikuan(&[&["commission", "--format", "json"], words].concat()).run();
    assert_eq!(run.code, 0, "{words:?}: {}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn short(rule: &str, rows: &[&str]) -> Vec<String> {
    of(&ledger(rule, rows), "2026..2027", "2027-12-31", "date contract milestone amount factor commission reason")
}

const JAN: &str = "260115-00000001,2026-01-31,receipt,a,A-1,,400,,,,,bank,,";
const MAR: &str = "260315-00000001,2026-03-15,receipt,a,A-1,,500,,,,,bank,,";

#[test]
fn money_earns_by_how_soon_it_came() {
    let dir = ledger("rate = 0.03", &[JAN, MAR]);
    assert_eq!(of(&dir, "2026-01", "2026-12-31", KEYS), ["li|260115-00000001|2026-01-31|A-1|1|1|400.00|1.0000|12.00|in-time|new"]);
    assert_eq!(of(&dir, "2026-03", "2026-12-31", KEYS), ["li|260315-00000001|2026-03-15|A-1|1|2|500.00|0.8000|12.00|late|new"]);
    // What is unpaid after half a year, with who is in charge then.
    assert_eq!(of(&dir, "2026-07", "2026-12-31", KEYS), ["han||2026-07-16|A-1|1|7|-100.00|1.0000|-3.00|clawback|new"]);
    assert!(of(&dir, "2026-08", "2026-12-31", KEYS).is_empty());
    // On an earlier day the period is not over, and one to come is empty.
    assert_eq!(of(&dir, "2026", "2026-03-14", "amount"), ["400.00"]);
    assert!(of(&dir, "2026-04", "2026-03-14", "amount").is_empty());
    let rest = lines(&dir.json(&["commission", "--period", "2026-01", "--as-of", "2026-12-31"]), "due rate customer customer_name clock");
    assert_eq!(rest, ["2026-03-01|0.0300|a|甲公司|2026-01-15"]);
}

#[test]
fn the_month_is_this_one_unless_asked() {
    let dir = ledger("rate = 0.03", &[JAN, MAR]);
    assert_eq!(lines(&dir.json(&["commission", "--as-of", "2026-03-31"]), "date"), ["2026-03-15"]);
    assert_eq!(lines(&dir.json(&["commission", "--period", "上月", "--as-of", "2026-04-02"]), "date"), ["2026-03-15"]);
}

#[test]
fn before_the_clock_nothing_is_late_and_a_bonus_may_be_earned() {
    let early = "260110-00000001,2026-01-10,receipt,b,B-1,货款,60,,,,,bank,,";
    let on_the_day = "260301-00000001,2026-03-01,receipt,b,B-1,货款,40,,,,,bank,,";
    let waiting = "260801-00000001,2026-08-01,receipt,b,B-1,尾款,200,,,,,bank,,";
    let rows = [early, on_the_day, waiting];
    let with = |rule: &str| short(&format!("rate = 0.1\n{rule}"), &rows).into_iter().filter(|line| line.contains("B-1")).collect::<Vec<_>>();
    assert_eq!(
        with("prepay_bonus = 0.2"),
        ["2026-01-10|B-1|货款|60.00|1.2000|7.20|early", "2026-03-01|B-1|货款|40.00|1.0000|4.00|in-time", "2026-08-01|B-1|尾款|200.00|1.2000|24.00|early"]
    );
    // No bonus, no more than the rate, also where the ladder begins lower.
    assert_eq!(
        with("ladder = [{ months = 1, factor = 0.9 }]")[..2],
        ["2026-01-10|B-1|货款|60.00|1.0000|6.00|early", "2026-03-01|B-1|货款|40.00|0.9000|3.60|in-time"]
    );
}

#[test]
fn the_clock_starts_as_the_rule_says() {
    let event = "260120-00000001,2026-01-20,event,a,A-1,,,,,,,delivery,,";
    let moved = "260201-00000001,2026-02-01,reschedule,a,A-1,1,,2026-06-30,,,,,,";
    let paid = "260315-00000001,2026-03-15,receipt,a,A-1,,1000,,,,,bank,,";
    let clock = |from: &str| {
        let dir = ledger(&format!("from = \"{from}\""), &[event, moved, paid]);
        of(&dir, "2026-03", "2026-12-31", "due clock months_late factor reason").join(" ")
    };
    assert_eq!(clock("billed"), "2026-06-30|2026-01-15|2|0.8000|late");
    assert_eq!(clock("signed"), "2026-06-30|2026-01-15|2|0.8000|late");
    // The day that was planned: one given later gains nothing.
    assert_eq!(clock("due"), "2026-06-30|2026-03-01|1|1.0000|in-time");
    assert_eq!(clock("delivery"), "2026-06-30|2026-01-20|2|0.8000|late");
    assert_eq!(clock("acceptance"), "2026-06-30||0|1.0000|early");
}

#[test]
fn old_debts_earn_by_their_own_factor() {
    let old = "270116-00000001,2027-01-16,receipt,a,A-1,,50,,,,,bank,,";
    let not_yet = "270115-00000001,2027-01-15,receipt,a,A-1,,50,,,,,bank,,";
    let lines = short("rate = 0.1\nold_debt = { years = 1, factor = 1.2 }", &[old, not_yet]);
    let money: Vec<&String> = lines.iter().filter(|line| line.starts_with("2027")).collect();
    assert_eq!(money, ["2027-01-15|A-1|1|50.00|0.0000|0.00|after-clawback", "2027-01-16|A-1|1|50.00|1.2000|6.00|old-debt"]);
}

#[test]
fn what_is_unpaid_is_clawed_back_once() {
    let clawed = |rows: &[&str]| short("rate = 0.1\nclawback_factor = 0.5", rows).into_iter().filter(|line| line.contains("A-1")).collect::<Vec<_>>();
    let all = "2026-07-16|A-1|1|-1000.00|0.5000|-50.00|clawback";
    assert_eq!(clawed(&[]), [all]);
    // Deductions settle; what is written off or disputed is as unpaid as the rest.
    let deducted = "260401-00000001,2026-04-01,deduct,a,A-1,,100,,,,,return,,";
    let written = "260402-00000001,2026-04-02,writeoff,a,A-1,,200,,,,,insolvent,,经理";
    let disputed = "260403-00000001,2026-04-03,dispute,a,A-1,,300,,,,,quality,,";
    assert_eq!(clawed(&[deducted, written, disputed]), ["2026-07-16|A-1|1|-900.00|0.5000|-45.00|clawback"]);
    // On the last day money earns nothing and saves from the claw-back; what comes later earns nothing.
    let last = "260715-00000001,2026-07-15,receipt,a,A-1,,600,,,,,bank,,";
    let later = "260716-00000001,2026-07-16,receipt,a,A-1,,400,,,,,bank,,";
    assert_eq!(
        clawed(&[last, later]),
        [
            "2026-07-15|A-1|1|600.00|0.0000|0.00|too-late",
            "2026-07-16|A-1|1|400.00|0.0000|0.00|after-clawback",
            "2026-07-16|A-1|1|-400.00|0.5000|-20.00|clawback"
        ]
    );
    // A position that is parted later is clawed back once.
    let parted = "260901-00000001,2026-09-01,reschedule,a,A-1,1,250,2026-12-01,,,,,,";
    assert_eq!(clawed(&[parted]), [all]);
    let dir = ledger("rate = 0.1", &[parted]);
    assert!(asked(&dir, &["--period", "2026-09", "--as-of", "2026-12-31", "--contract", "A-1"], KEYS).is_empty());
}

#[test]
fn our_own_fault_is_left_out_and_listed_apart() {
    let cause = |date: &str, detail: &str| format!("{}-00000009,{date},cause,a,,,,,,,,{detail},,", date[2..].replace('-', ""));
    let (own, other) = (cause("2026-07-16", "own-fault"), cause("2026-05-01", "cash-short"));
    let dir = ledger("rate = 0.1", &[&own, &other]);
    let report = report(&dir, &["--period", "2026-07", "--as-of", "2026-12-31"]);
    assert!(lines(&report, "contract").is_empty());
    assert_eq!(report["memo"]["own_fault"], "1000.00");
    let page = dir.huikuan(&["commission", "--period", "2026-07", "--as-of", "2026-12-31"]).run();
    assert!(page.stdout.contains("\n我方原因，不倒扣：A-1 1,000.00（2026-07-16）\n"), "{}", page.stdout);
    // The last cause known on that day decides; one of another day changes nothing.
    for rows in [[cause("2026-07-17", "own-fault"), other.clone()], [cause("2026-04-01", "own-fault"), other]] {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(of(&ledger("rate = 0.1", &rows), "2026-07", "2026-12-31", "commission"), ["-100.00"], "{rows:?}");
    }
}

#[test]
fn what_changes_later_is_corrected_then() {
    let back = "260410-00000001,2026-04-10,refund,,,,100.01,,260315-00000001,,,,,";
    let void = "260520-00000001,2026-05-20,void,,,,,,260115-00000001,,,,,";
    let dir = ledger("rate = 0.033", &[JAN, MAR, back, void]);
    assert_eq!(of(&dir, "2026-03", "2026-12-31", "amount commission change"), ["500.00|13.20|new"]);
    // 399.99 × 3.3 % × 0.8 = 10.559…, less the 13.20 of March.
    assert_eq!(of(&dir, "2026-04", "2026-12-31", KEYS), ["li|260315-00000001|2026-03-15|A-1|1|2|-100.01|0.8000|-2.64|late|correction"]);
    // The draft bounced: what January earned is taken back.
    assert_eq!(of(&dir, "2026-05", "2026-12-31", KEYS), ["li|260115-00000001|2026-01-31|A-1|1|1|-400.00|1.0000|-13.20|in-time|correction"]);
    let page = dir.good(&["commission", "--period", "2026-05", "--as-of", "2026-12-31", "--explain"]);
    assert!(page.contains("更正") && page.contains("\n有 1 行是更正：以前月份算过"), "{page}");
    assert!(page.contains("现金额 0.00 × 提成率 3.3% × 系数 1 − 原金额 400.00 × 提成率 3.3% × 系数 1；"), "{page}");
    // Running late or twice says the same.
    for day in ["2026-03-31", "2026-04-09", "2026-12-31"] {
        assert_eq!(of(&dir, "2026-03", day, KEYS), of(&dir, "2026-03", "2027-06-30", KEYS));
    }
}

#[test]
fn money_that_waited_counts_when_it_is_applied() {
    // Signed in January, but paid before: the receipt's date is before the clock.
    let before = "260110-00000001,2025-12-20,receipt,a,A-1,,100,,,,,bank,,";
    let dir = ledger("rate = 0.1", &[before]);
    assert!(of(&dir, "2025-12", "2026-12-31", KEYS).is_empty());
    assert_eq!(of(&dir, "2026-01", "2026-12-31", KEYS), ["li|260110-00000001|2025-12-20|A-1|1|0|100.00|1.0000|10.00|early|late"]);
}

#[test]
fn late_entries_belong_to_their_month_unless_the_last_run_is_told() {
    // Dated in January, recorded on 10 March: the run of 3 February did not know it.
    let late = "260310-00000001,2026-01-31,receipt,a,A-1,,100,,,,,bank,,";
    let dir = ledger("rate = 0.1", &[JAN, late]);
    let ask = |words: &[&str]| asked(&dir, &[&["--as-of", "2026-03-31"], words].concat(), "receipt commission change");
    let (known, added) = ("260115-00000001|40.00|new", "260310-00000001|10.00|new");
    assert_eq!(ask(&["--period", "2026-01"]), [known, added]);
    assert_eq!(ask(&["--period", "2026-01", "--recorded-by", "2026-02-03"]), [known]);
    // Nobody who was paid for January after the report of 3 February would get it, and nobody gets it twice.
    assert!(ask(&["--period", "2026-03"]).is_empty());
    assert_eq!(ask(&["--period", "2026-03", "--last-run", "2026-02-03"]), ["260310-00000001|10.00|late"]);
    assert!(ask(&["--period", "2026-03", "--last-run", "2026-03-10"]).is_empty());
}

#[test]
fn filters_and_sums() {
    let b = "260302-00000001,2026-03-02,receipt,b,B-1,货款,100,,,,,bank,,";
    let dir = ledger("rate = 0.1", &[JAN, MAR, b]);
    let ask = |words: &[&str]| dir.json(&[&["commission", "--period", "2026-03", "--as-of", "2026-12-31"], words].concat());
    assert_eq!(lines(&ask(&[]), "rep contract commission"), ["li|A-1|40.00", "han|B-1|10.00"]);
    for (flag, value, line) in [("--rep", "韩梅", "B-1"), ("--team", "华东", "A-1"), ("--customer", "乙公司", "B-1"), ("--contract", "A-1", "A-1")] {
        assert_eq!(lines(&ask(&[flag, value]), "contract"), [line]);
    }
    assert_eq!(ask(&[])["total"]["commission"], "50.00");
    let sums = ask(&["--by", "rep"]);
    assert_eq!(
        lines(&sums, "rep name lines amount commission received clawed_back"),
        ["li|李雷|1|500.00|40.00|500.00|0.00", "han|韩梅|1|100.00|10.00|100.00|0.00"]
    );
    assert_eq!(sums["total"]["commission"], "50.00");
    assert_eq!(lines(&ask(&["--by", "team"]), "team commission"), ["|10.00", "华东|40.00"]);
    assert_eq!(lines(&ask(&["--by", "customer"]), "customer commission"), ["a|40.00", "b|10.00"]);
}

#[test]
fn without_a_rate_there_are_factors_only() {
    let dir = ledger("", &[JAN]);
    assert_eq!(of(&dir, "2026-01", "2026-12-31", "amount rate factor commission"), ["400.00||1.0000|"]);
    let page = dir.good(&["commission", "--period", "2026-01", "--as-of", "2026-12-31", "--explain"]);
    assert!(
        page.contains("[commission] 没有写 rate")
            && page.contains("\n260115-00000001 A-1 系数 1\n  = 起算日 2026-01-15，回款日 2026-01-31，月数 1；金额 400.00\n"),
        "{page}"
    );
}

#[test]
fn as_a_table_in_both_languages() {
    let b = "260302-00000001,2026-03-02,receipt,b,B-1,货款,100,,,,,bank,,";
    let dir = ledger("rate = 0.0255", &[MAR, b]);
    let zh = "\
提成 · 2026-03 · 提成账 · 截至 2026-12-31 · 单位：元
销售代表  日期        合同  付款节点    金额  系数   提成  客户    依据
李雷      2026-03-15  A-1   全款      500.00   0.8  10.20  甲公司  晚回
韩梅      2026-03-02  B-1   货款      100.00     1   2.55  乙公司  及时
合计                                  600.00        12.75
计提回款（含更正） 600.00 · 倒扣的欠款 0.00 · 我方原因不倒扣 0.00
提成：李雷 10.20 · 韩梅 2.55
系数从账龄起算日数月：提前 1、第 1 个月 1、第 2 个月 0.8、第 3 个月 0.6、以后 0
满 6 个月还没回的倒扣一次，系数 1；以后再回不计
不看到期日；质保金多、账期长的，把 [commission] from 设为 \"due\"
这是按规则算的，供核对，不是工资表；从工资里扣要守《工资支付暂行规定》
";
    assert_eq!(dir.huikuan(&["commission", "--period", "2026-03", "--as-of", "2026-12-31"]).env("COLUMNS", "80").run().stdout, zh);
    let en = dir.good(&["commission", "--period", "2026-03", "--as-of", "2026-12-31", "--lang", "en"]);
    assert!(en.starts_with("Commission · 2026-03 · ") && en.contains("The report of a rule, no payroll"), "{en}");
    dir.huikuan(&["commission", "--period", "2025", "--as-of", "2026-12-31", "-f", "csv"]).run().is(
        0,
        "rep,receipt,date,contract,milestone,due,months_late,amount,rate,factor,commission,customer,customer_name,clock,reason,change\n",
        "这段时间没有可提成的回款\n",
    );
}

#[test]
fn odd_arguments_are_refused() {
    let dir = ledger("", &[]);
    for (words, code) in [(["--period", "2026-13"], "E306"), (["--by", "grade"], "E307"), (["--last-run", "soon"], "E304"), (["--rep", "nobody"], "E302")] {
        let message = dir.refused(&["commission", words[0], words[1]]);
        assert!(message.contains(code), "{message}");
    }
    dir.refused(&["commission", "--by", "rep", "--explain"]);
}

#[test]
fn a_bill_is_agreed_on_the_day_it_is_written() {
    let book = "name = \"框架账\"\ncurrency = \"CNY\"\n[commission]\nrate = 0.01\nfrom = \"signed\"\n[[rep]]\nid = \"r\"\nname = \"小王\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\nrep = \"r\"\n[[contract]]\nno = \"F\"\ncustomer = \"a\"\nsigned = 2026-01-29\nframework = true\n";
    let rows = ["260930-00000001,2026-09-30,bill,a,F,b,3536.1,,,,,goods,,", "261010-00000002,2026-10-10,receipt,a,F,b,3536.1,,,,,bank,,"];
    let report = Dir::ledger(book, &rows).json(&["commission", "--period", "2026-10", "--as-of", "2026-10-31"]);
    assert_eq!(crate::cases::lines(&report, "amount factor commission clock"), ["3536.10|1.0000|35.36|2026-09-30"]);
}
