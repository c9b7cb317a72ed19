//! `penalty`: a ticket for each position and tier entered, and what withdraws one.

use serde_json::Value;

use crate::cases::lines;
use crate::harness::Dir;

const BOOK: &str = r#"name = "考核账"
currency = "CNY"
PENALTY
[[rep]]
id = "li"
name = "李雷"
[[rep]]
id = "han"
name = "韩梅"
[[customer]]
id = "a"
name = "甲公司"
reps = [{ rep = "li", from = 2025-01-01 }, { rep = "han", from = 2026-05-01 }]
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-15
amount = 1000
due = 2026-03-01
"#;

const AMOUNTS: &str = "[penalty]\nblue = \"100\"\nyellow = \"300\"\nred = \"500\"\n";

fn ledger(penalty: &str, rows: &[&str]) -> Dir {
    Dir::ledger(&BOOK.replace("PENALTY", penalty), rows)
}

fn report(dir: &Dir, words: &[&str]) -> Value {
    let run = dir.huikuan(&[&["penalty", "--format", "json"], words].concat()).run();
    assert_eq!(run.code, 0, "{words:?}: {}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

fn of(dir: &Dir, period: &str, keys: &str) -> Vec<String> {
    lines(&report(dir, &["--period", period, "--as-of", "2026-12-31"]), keys)
}

fn year(rows: &[&str]) -> Vec<String> {
    of(&ledger(AMOUNTS, rows), "2026", "date tier outstanding")
}

const FULL: [&str; 3] = ["2026-03-22|blue|1000.00", "2026-04-11|yellow|1000.00", "2026-05-01|red|1000.00"];

#[test]
fn a_ticket_for_each_tier_entered() {
    let dir = ledger(AMOUNTS, &[]);
    assert_eq!(
        of(&dir, "2026", "rep date contract milestone customer days tier outstanding penalty customer_name due disputed cause change"),
        [
            "li|2026-03-22|A-1|1|a|21|blue|1000.00|100.00|甲公司|2026-03-01|0.00||new",
            "li|2026-04-11|A-1|1|a|41|yellow|1000.00|300.00|甲公司|2026-03-01|0.00||new",
            "han|2026-05-01|A-1|1|a|61|red|1000.00|500.00|甲公司|2026-03-01|0.00||new",
        ]
    );
    assert_eq!(of(&dir, "2026-04", "date"), ["2026-04-11"]);
    assert!(of(&dir, "2026-06", "date").is_empty());
    assert_eq!(report(&dir, &["--period", "2026", "--as-of", "2026-12-31"])["total"]["penalty"], "900.00");
    // The day before it enters a tier there is none, nor in a month to come.
    assert!(lines(&report(&dir, &["--period", "2026", "--as-of", "2026-03-21"]), "date").is_empty());
    assert!(lines(&report(&dir, &["--period", "2026-04", "--as-of", "2026-03-31"]), "date").is_empty());
    assert_eq!(lines(&report(&dir, &["--as-of", "2026-03-31"]), "date"), ["2026-03-22"]);
    assert_eq!(lines(&report(&dir, &["--period", "2026", "--as-of", "2026-12-31", "--rep", "韩梅"]), "date"), ["2026-05-01"]);
}

#[test]
fn the_first_tier_has_tickets_only_where_an_amount_is_set() {
    let dir = ledger("[penalty]\ngreen = 10\n", &[]);
    assert_eq!(of(&dir, "2026-03", "date days tier penalty"), ["2026-03-02|1|green|10.00", "2026-03-22|21|blue|"]);
    let dir = ledger("", &[]);
    assert_eq!(of(&dir, "2026-03", "date tier penalty"), ["2026-03-22|blue|"]);
    let page = dir.good(&["penalty", "--period", "2026", "--as-of", "2026-12-31"]);
    assert!(page.contains("\n共 3 张考核单\n[penalty] 没有写金额，只记不算\n仅供内部考核，不作工资依据；"), "{page}");
}

#[test]
fn what_is_paid_or_disputed_by_then_gives_none() {
    // On the day itself is in time.
    let paid = "260322-00000001,2026-03-22,receipt,a,A-1,,1000,,,,,bank,,";
    assert!(year(&[paid]).is_empty());
    let but_a_cent = "260410-00000001,2026-04-10,receipt,a,A-1,,999.99,,,,,bank,,";
    assert_eq!(year(&[but_a_cent]), ["2026-03-22|blue|1000.00", "2026-04-11|yellow|0.01", "2026-05-01|red|0.01"]);
    // Wholly disputed: none; in part, or once it is resolved: one.
    let dispute = |amount: &str| format!("260320-00000001,2026-03-20,dispute,a,A-1,,{amount},,,,,quality,,");
    let resolved = "260415-00000001,2026-04-15,resolve,,,,,,260320-00000001,,,,,";
    assert!(year(&[&dispute("")]).is_empty());
    assert_eq!(year(&[&dispute(""), resolved]), ["2026-05-01|red|1000.00"]);
    assert_eq!(year(&[&dispute("999.99")]), FULL);
    assert_eq!(of(&ledger("", &[&dispute("400")]), "2026-03", "outstanding disputed"), ["1000.00|400.00"]);
}

#[test]
fn a_new_due_day_moves_what_comes_and_not_what_was() {
    let whole = "260405-00000001,2026-04-05,reschedule,a,A-1,1,,2026-05-31,,,,,,";
    assert_eq!(year(&[whole]), ["2026-03-22|blue|1000.00", "2026-06-21|blue|1000.00", "2026-07-11|yellow|1000.00", "2026-07-31|red|1000.00"]);
    let part = "260405-00000001,2026-04-05,reschedule,a,A-1,1,400,2026-05-31,,,,,,";
    let dir = ledger(AMOUNTS, &[part]);
    assert_eq!(
        of(&dir, "2026-01..2026-06", "date milestone tier outstanding"),
        ["2026-03-22|1|blue|1000.00", "2026-04-11|1/1|yellow|600.00", "2026-05-01|1/1|red|600.00", "2026-06-21|1/2|blue|400.00"]
    );
    // The month before says so still.
    assert_eq!(of(&dir, "2026-03", "date milestone outstanding"), ["2026-03-22|1|1000.00"]);
    assert_eq!(of(&dir, "2026-04", "date milestone tier change"), ["2026-04-11|1/1|yellow|new"]);
}

#[test]
fn a_void_gives_or_withdraws_tickets_in_its_own_month() {
    let paid = "260320-00000001,2026-03-20,receipt,a,A-1,,1000,,,,,bank,,";
    let void = "260415-00000001,2026-04-15,void,,,,,,260320-00000001,,,,,";
    let dir = ledger(AMOUNTS, &[paid, void]);
    assert!(of(&dir, "2026-03", "date").is_empty());
    assert_eq!(of(&dir, "2026-04", "date tier penalty change"), ["2026-03-22|blue|100.00|late", "2026-04-11|yellow|300.00|new"]);
    let moved = "260405-00000001,2026-04-05,reschedule,a,A-1,1,,2026-03-10,,,,,,";
    let void = "260520-00000001,2026-05-20,void,,,,,,260405-00000001,,,,,";
    let dir = ledger(AMOUNTS, &[moved, void]);
    assert_eq!(of(&dir, "2026-04", "date tier"), ["2026-04-20|yellow"]);
    assert_eq!(
        of(&dir, "2026-05", "date tier outstanding penalty change"),
        ["2026-04-11|yellow|1000.00|300.00|late", "2026-04-20|yellow|-1000.00|-300.00|correction", "2026-05-01|red|1000.00|500.00|new"]
    );
    let page = dir.good(&["penalty", "--period", "2026-05", "--as-of", "2026-12-31"]);
    assert!(page.contains("\n撤回以前开过的 1 张：") && page.contains("更正"), "{page}");
}

#[test]
fn our_own_fault_gives_none_and_the_cause_known_by_then_is_shown() {
    let cause = |date: &str, detail: &str| format!("{}-00000009,{date},cause,a,,,,,,,,{detail},,", date[2..].replace('-', ""));
    let (own, other) = (cause("2026-04-11", "own-fault"), cause("2026-03-05", "cash-short"));
    let dir = ledger(AMOUNTS, &[&own, &other]);
    assert_eq!(of(&dir, "2026", "date tier cause"), ["2026-03-22|blue|cash-short"]);
    let page = dir.good(&["penalty", "--period", "2026", "--as-of", "2026-12-31"]);
    assert!(page.contains("\n我方原因，不开单：A-1 黄（2026-04-11）\n我方原因，不开单：A-1 红（2026-05-01）\n"), "{page}");
}

#[test]
fn as_a_table_in_both_languages() {
    let dir = ledger(AMOUNTS, &[]);
    let zh = "\
考核单 · 2026-04 · 考核账 · 截至 2026-12-31 · 单位：元
销售代表  日期        合同  付款节点  开单时逾期(天)  等级  未回款余额  考核金额  客户    到期日
李雷      2026-04-11  A-1   全款                  41  黄      1,000.00    300.00  甲公司  2026-03-01
合计                                                                      300.00
共 1 张考核单
仅供内部考核，不作工资依据；从工资里扣要守《工资支付暂行规定》
";
    assert_eq!(dir.good(&["penalty", "--period", "2026-04", "--as-of", "2026-12-31"]), zh);
    let en = dir.good(&["penalty", "--period", "2026-04", "--as-of", "2026-12-31", "--lang", "en", "--explain"]);
    let explained =
        "\nA-1 2026-04-11 tier yellow\n  = date 2026-04-11 − due 2026-03-01 = days overdue 41, the first of the tier; outstanding 1,000.00, disputed 0.00\n";
    assert!(en.contains("An internal record, no wage computation") && en.ends_with(explained), "{en}");
    dir.huikuan(&["penalty", "--period", "2025", "--as-of", "2026-12-31", "-f", "csv"]).run().is(
        0,
        "rep,date,contract,milestone,customer,days,tier,outstanding,penalty,customer_name,due,disputed,cause,change\n",
        "这段时间没有考核单\n",
    );
    assert!(dir.refused(&["penalty", "--period", "2026-13"]).contains("E306"));
}
