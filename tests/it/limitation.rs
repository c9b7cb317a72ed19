//! `limitation`: until when each debt can be sued for, and what moved it.

use crate::cases::lines;
use crate::harness::Dir;

const BOOK: &str = r#"name = "时效账"
currency = "CNY"
[[customer]]
id = "a"
name = "甲公司"
[[contract]]
no = "A-1"
customer = "a"
signed = 2022-01-05
amount = 300
milestone = [{ name = "一", amount = 100, due = 2023-05-31 }, { name = "二", amount = 200, due = 2023-08-31 }]
[[contract]]
no = "A-2"
customer = "a"
signed = 2022-01-05
amount = 50
due = 2023-01-31
"#;

fn on(rows: &[&str], day: &str) -> Vec<String> {
    let report = Dir::ledger(BOOK, rows).json(&["limitation", "--as-of", day]);
    lines(&report, "contract milestone moved_on moved_by proof last_day instalment_last_day days_left")
}

#[test]
fn nothing_moved_it() {
    assert_eq!(on(&[], "2023-12-31"), ["A-2|1||||2026-01-31|2026-01-31|762", "A-1|一||||2026-05-31|2026-08-31|882", "A-1|二||||2026-08-31|2026-08-31|974"]);
    // What is not due has no place here, unless all is asked for.
    assert_eq!(on(&[], "2023-05-31"), ["A-2|1||||2026-01-31|2026-01-31|976"]);
    let all = Dir::ledger(BOOK, &[]).json(&["limitation", "--as-of", "2023-05-31", "--all"]);
    assert_eq!(lines(&all, "contract milestone").len(), 3);
}

#[test]
fn what_moves_it_and_what_does_not() {
    let of_second = |row: &str| on(&[row], "2024-12-31").into_iter().find(|line| line.starts_with("A-2")).expect("A-2");
    let about = |rest: &str| of_second(&format!("240201-00000001,2024-02-01,{rest}"));
    // A call, a promise by word of mouth, a difference, a lawyer's letter that was not filed: nothing.
    for rest in [
        "contact,a,A-2,,,,,,,phone,,",
        "commitment,a,A-2,,10,2024-03-01,,,,oral,,",
        "confirm,a,,,10,,,,,differs,,",
        "confirm,a,,,0,,,,,agreed,,",
        "legal,a,A-2,,,,,EMS1,,lawyer-letter,,",
        "note,a,A-2,,,,,EMS1,,visit,,",
        "invoice,a,A-2,,10,,,F1,,issued,,",
    ] {
        assert_eq!(about(rest), "A-2|1||||2026-01-31|2026-01-31|396", "{rest}");
    }
    // A demand that can be proved, the debtor's own word, money, a suit.
    for (rest, kind, proof) in [
        ("contact,a,A-2,,,,,EMS1,,letter,,", "contact", "EMS1"),
        ("commitment,a,A-2,,10,2024-03-01,,W1,,written,,", "commitment", "W1"),
        ("receipt,a,A-2,,10,,,B1,,bank,,", "receipt", "B1"),
        ("legal,a,A-2,,,,,C1,,filed,,", "legal", "C1"),
    ] {
        assert_eq!(about(rest), format!("A-2|1|2024-02-01|{kind}|{proof}|2027-02-01|2027-02-01|762"), "{rest}");
    }
    // A confirmed balance moves all contracts; a letter about one moves that alone.
    let all = on(&["240201-00000001,2024-02-01,confirm,a,,,350,,,D1,,agreed,,"], "2024-12-31");
    assert!(all.iter().all(|line| line.contains("|2024-02-01|confirm|D1|2027-02-01|2027-02-01|")) && all.len() == 3, "{all:?}");
    let one = on(&["240201-00000001,2024-02-01,contact,a,A-1,,,,,EMS1,,letter,,"], "2024-12-31");
    assert_eq!(one.iter().filter(|line| line.contains("|EMS1|")).count(), 2);
}

#[test]
fn a_new_due_date_moves_it_and_void_or_refunded_money_does_not() {
    let moved = on(&["230701-00000001,2023-07-01,reschedule,a,A-1,一,,2024-06-30,,X1,,,,"], "2024-12-31");
    assert!(moved.contains(&"A-1|一|2023-07-01|reschedule|X1|2027-06-30|2027-06-30|911".to_string()), "{moved:?}");
    let paid = "240201-00000001,2024-02-01,receipt,a,A-2,,10,,,B1,,bank,,";
    let void = on(&[paid, "240301-00000001,2024-03-01,void,,,,,,240201-00000001,,,,,"], "2024-12-31");
    let back = on(&[paid, "240301-00000001,2024-03-01,refund,,,,10,,240201-00000001,,,,,"], "2024-12-31");
    assert!(void[0].starts_with("A-2|1||||2026-01-31|") && back == void, "{void:?} {back:?}");
}

#[test]
fn after_it_ran_out_only_the_debtors_own_word_revives_it() {
    let after = |rest: &str| {
        let row = format!("260301-00000001,2026-03-01,{rest}");
        on(&[&row], "2026-12-31").into_iter().find(|line| line.starts_with("A-2")).expect("A-2")
    };
    assert_eq!(after("contact,a,A-2,,,,,EMS1,,letter,,"), "A-2|1||||2026-01-31|2026-01-31|-334");
    assert_eq!(after("receipt,a,A-2,,10,,,B1,,bank,,"), "A-2|1||||2026-01-31|2026-01-31|-334");
    assert_eq!(after("commitment,a,A-2,,10,2026-04-01,,W1,,written,,"), "A-2|1|2026-03-01|commitment|W1|2029-03-01|2029-03-01|791");
    assert_eq!(after("confirm,a,,,350,,,D1,,agreed,,"), "A-2|1|2026-03-01|confirm|D1|2029-03-01|2029-03-01|791");
}

#[test]
fn written_off_debts_are_still_there_and_years_are_the_policys() {
    let row = "240101-00000001,2024-01-01,writeoff,a,A-2,,50,,,,,insolvent,,";
    let report = Dir::ledger(BOOK, &[row]).json(&["limitation", "--as-of", "2024-12-31"]);
    assert_eq!(lines(&report, "contract outstanding last_day")[0], "A-2|50.00|2026-01-31");
    let book = BOOK.replace("currency = \"CNY\"", "currency = \"CNY\"\n[policy]\nlimitation_years = 2");
    let report = Dir::ledger(&book, &[]).json(&["limitation", "--as-of", "2024-12-31"]);
    assert_eq!(lines(&report, "last_day")[0], "2025-01-31");
}

#[test]
fn as_a_table_in_both_languages_with_its_exit_code() {
    let dir = Dir::ledger(BOOK, &["240201-00000001,2024-02-01,contact,a,A-1,,,,,EMS1,,letter,,"]);
    let zh = "\
诉讼时效 · 时效账 · 截至 2025-12-31 · 单位：元
客户    合同  付款节点  未回款余额  到期日      时效中断日  中断事由  证据  时效届满日  按分期届满日  剩余天数
甲公司  A-2   全款           50.00  2023-01-31                              2026-01-31  2026-01-31          31
甲公司  A-1   二            200.00  2023-08-31  2024-02-01  催款函    EMS1  2027-02-01  2027-02-01         397
甲公司  A-1   一            100.00  2023-05-31  2024-02-01  催款函    EMS1  2027-02-01  2027-02-01         397
合计                        350.00
1 笔在 180 天内届满：发有签收的催款函，或请对方书面确认
按 3 年计；没有送达凭证的电话不中断时效
金额是可主张的余额，含已核销的。仅供提醒，不是法律意见
";
    assert_eq!(dir.good(&["limitation", "--as-of", "2025-12-31"]), zh);
    let en = dir.good(&["limitation", "--as-of", "2025-12-31", "--lang", "en"]);
    assert!(en.contains("\n1 run out within 180 days: send a letter with proof") && en.contains("no legal advice\n"), "{en}");
    assert_eq!(dir.huikuan(&["limitation", "--as-of", "2025-12-31", "--exit-code"]).run().code, 1);
    // Nothing is near: there is a list, but no finding.
    assert_eq!(dir.huikuan(&["limitation", "--as-of", "2024-12-31", "--exit-code"]).run().code, 0);
    dir.huikuan(&["limitation", "--as-of", "2022-12-31", "--format", "csv"]).run().is(
        0,
        "customer,customer_name,contract,milestone,outstanding,due,moved_on,moved_by,proof,last_day,instalment_last_day,days_left\n",
        "没有逾期的应收\n",
    );
}
