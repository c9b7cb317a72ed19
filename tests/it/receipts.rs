//! What a receipt is more than money: goods in its place, a draft, a discount earned, somebody else's transfer.

use crate::cases::cells;
use crate::harness::{Dir, Run};
use crate::record::{AS_OF, record, record_in, refused, row, small, with, words};

/// A call of `record` that writes and says something on stderr: stdout without the ids, and stderr.
fn told(dir: &Dir, lang: &str, line: &str) -> (String, String) {
    let words = words(line);
    let Run { code, stdout, stderr } = dir.huikuan(&with(&words, lang)).run();
    assert_eq!(code, 0, "{line}: {stderr}");
    (stdout, stderr)
}

fn last_row(dir: &Dir) -> String {
    let journal = dir.read("ledger.csv");
    journal.lines().last().and_then(|row| row.split_once(',')).map(|(_, rest)| rest.to_string()).unwrap_or_default()
}

#[test]
fn what_is_given_in_kind_has_a_value() {
    let dir = small(&[]);
    let (_, said) = told(&dir, "zh", "receipt C-1 400 --method in-kind --appraised 300.5 --note 十台冰箱");
    assert_eq!(said, "提醒：评估价 300.50，低于抵掉的 400.00，差 99.50\n");
    assert_eq!(last_row(&dir), "2026-11-30,receipt,one,C-1,,400.00,,,,,in-kind,,appraised=300.50; 十台冰箱");
    let effects = dir.json(&["history", "--as-of", AS_OF]);
    assert_eq!(effects["rows"][0]["effect"], "付 首款 400.00；评估价 300.50，差 99.50");
    let english = dir.json(&["history", "--as-of", AS_OF, "--lang", "en"]);
    assert_eq!(english["rows"][0]["effect"], "paid 首款 400.00; appraised at 300.50, 99.50 short");
    // Worth it, in the words people use.
    assert_eq!(row(&small(&[]), "receipt C-1 400 --method 以物抵债 --appraised 0.04万"), "ID,2026-11-30,receipt,one,C-1,,400.00,,,,,in-kind,,appraised=400.00");
    // A dry run says it too; nothing is written.
    let dry = small(&[]);
    let (_, said) = told(&dry, "en", "receipt C-1 400 --method in-kind --appraised 300 -n");
    assert_eq!(said, "note: appraised at 300.00, less than the 400.00 it settles: 100.00 short\n");
    assert_eq!(dry.read("ledger.csv").lines().count(), 1);
    // Without a value.
    for (lang, hint) in [
        ("zh", "提醒：以物抵债没有写评估价，加 --appraised 8.5万 就能看出值不值\n"),
        ("en", "note: given in kind without an appraised value; --appraised 85000 would tell whether it is worth the debt\n"),
    ] {
        assert_eq!(told(&small(&[]), lang, "receipt C-1 400 --method in-kind").1, hint);
    }
    assert!(refused(&small(&[]), "receipt C-1 400 --appraised 300").starts_with("错误 E309：--appraised 只能和 --method in-kind 一起用\n"));
    assert!(refused(&small(&[]), "receipt C-1 400 --method in-kind --appraised 三百").starts_with("错误 E305：金额“三百”看不懂\n"));
}

#[test]
fn a_correction_keeps_the_value() {
    let dir = small(&["261101-00000001,2026-11-01,receipt,one,C-1,,400.00,,,,,in-kind,,appraised=300.00; 冰箱"]);
    let (_, said) = told(&dir, "zh", "correct 261101-00000001 --amount 350");
    assert_eq!(said, "提醒：评估价 300.00，低于抵掉的 350.00，差 50.00\n");
    assert!(dir.read("ledger.csv").ends_with(",350.00,,,,,in-kind,,appraised=300.00; 冰箱\n"));
    // Also under another note; another value takes its place.
    let old = "261101-00000001,2026-11-01,receipt,one,C-1,,400.00,,,,,in-kind,,appraised=300.00; 冰箱";
    for (flags, note, said) in [
        ("--note 冰柜", "appraised=300.00; 冰柜", "提醒：评估价 300.00，低于抵掉的 400.00，差 100.00\n"),
        ("--appraised 400", "appraised=400.00; 冰箱", ""),
        ("--appraised 390 --note 冰柜", "appraised=390.00; 冰柜", "提醒：评估价 390.00，低于抵掉的 400.00，差 10.00\n"),
    ] {
        let dir = small(&[old]);
        assert_eq!(told(&dir, "zh", &format!("correct 261101-00000001 {flags}")).1, said, "{flags}");
        assert!(dir.read("ledger.csv").ends_with(&format!(",400.00,,,,,in-kind,,{note}\n")), "{flags}");
    }
    let dir = small(&["261101-00000001,2026-11-01,receipt,one,C-1,,400.00,,,,,bank,,"]);
    assert!(refused(&dir, "correct 261101-00000001 --appraised 300").starts_with("错误 E309："));
}

#[test]
fn a_payer_that_is_not_the_customer_is_told() {
    let aliases = |dir: &Dir| {
        let book = dir.read("huikuan.toml").replace("name = \"甲公司\"", "name = \"甲公司\"\naliases = [\"JIA CO\"]");
        dir.write("huikuan.toml", &book);
    };
    let dir = small(&[]);
    aliases(&dir);
    let zh = "提醒：第三方回款：付款方 乙方代付 不是 甲公司 的名字或别名；是同一家就加进 aliases，不是就留好代付说明\n";
    assert_eq!(told(&dir, "zh", "receipt C-1 10 --party 乙方代付").1, zh);
    let en = "note: paid by a third party: 乙方代付 is no name or alias of 甲公司; if it is the same company, add it to the aliases, else keep its word that it pays for them\n";
    assert_eq!(told(&dir, "en", "receipt C-1 11 --party 乙方代付").1, en);
    // Names match as they do everywhere.
    for payer in ["甲公司", "ｊｉａ ｃｏ", "甲 公司", "one"] {
        let dir = small(&[]);
        aliases(&dir);
        assert_eq!(told(&dir, "zh", &format!("receipt C-1 10 --party \"{payer}\"")).1, "", "{payer}");
    }
    // The party of other entries is a person.
    record(&dir, "commitment C-1 10 --due 12-10 --party 王经理");
}

#[test]
fn a_bank_serial_is_recorded_once() {
    let first = "261101-00000001,2026-11-01,receipt,two,C-2,,70.00,,,BK-7,,bank,,";
    let dir = small(&[first]);
    let expected = "错误 E312：单号 BK-7 已经记在第 2 行的回款 261101-00000001 上\n  确实是另一笔，或同一笔转账分开记，就加 --again\n";
    assert_eq!(refused(&dir, "receipt C-3 80 --proof BK-7"), expected);
    record(&dir, "receipt C-3 80 --proof BK-7 --again");
    record(&dir, "receipt C-3 81 --proof BK-8");
    record(&dir, "receipt C-3 82");
    record(&dir, "receipt C-3 83");
    // Another customer's, and one that is void, are no reason.
    record(&dir, "receipt C-1 80 --proof BK-7");
    let dir = small(&[first, "261102-00000001,2026-11-02,void,two,C-2,,,,261101-00000001,,,,,"]);
    record(&dir, "receipt C-3 80 --proof BK-7");
    // Nor is the receipt that is corrected.
    let dir = small(&[first]);
    record(&dir, "correct 261101-00000001 --amount 71");
}

#[test]
fn a_deduction_is_not_above_what_is_open() {
    let dir = small(&["261101-00000001,2026-11-01,receipt,one,C-1,首款,300.00,,,,,,,"]);
    assert_eq!(refused(&dir, "deduct C-1 100.01 --milestone 首款"), "错误 E314：冲减 100.01，超过未回款余额 100.00\n  确实这么多就加 --over\n");
    assert!(refused(&dir, "deduct C-1 700.01").starts_with("错误 E314：冲减 700.01，超过未回款余额 700.00\n"));
    record(&dir, "deduct C-1 100.01 --milestone 首款 --over");
    record(&dir, "deduct C-1 599.99");
    assert!(refused(&dir, "deduct C-1 0.01").starts_with("错误 E314：冲减 0.01，超过未回款余额 0.00\n"));
}

/// A contract with a discount of 2 % within ten days, signed on 20 November 2026.
fn discount(rows: &[&str]) -> Dir {
    let contract = |no: &str, more: &str| {
        format!("[[contract]]\nno = \"{no}\"\ncustomer = \"a\"\nsigned = 2026-11-20\namount = 1000\ndiscount = {{ percent = 2, within_days = 10 }}\n{more}\n")
    };
    let parts = "milestone = [{ name = \"一 期\", amount = 600, due = 2026-11-28 }, { name = \"二期\", amount = 400, due = 2027-01-31 }]";
    let book = format!(
        "name = \"账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n{}{}",
        contract("D-1", "due = 2026-12-20"),
        contract("D-2", parts)
    );
    Dir::ledger(&book, rows)
}

#[test]
fn a_discount_that_was_earned_is_offered() {
    let offer = "  够提前付款折扣，要冲减就记：";
    let offered = |dir: &Dir, line: &str| -> Option<String> {
        let said = record(dir, line).stdout;
        said.lines().find_map(|line| line.strip_prefix(offer)).map(str::to_string)
    };
    let dir = discount(&[]);
    assert_eq!(offered(&dir, "receipt D-1 979.99"), None);
    assert_eq!(offered(&dir, "receipt D-1 0.01").as_deref(), Some("huikuan record deduct D-1 20.00 --detail early-payment"));
    // The line works, and nothing was implied before.
    record(&dir, "deduct D-1 20.00 --detail early-payment");
    assert_eq!(dir.json(&["aging", "--contract", "D-1", "--as-of", AS_OF])["total"]["outstanding"], "0.00");
    // Less is open than the discount.
    assert_eq!(offered(&discount(&[]), "receipt D-1 985").as_deref(), Some("huikuan record deduct D-1 15.00 --detail early-payment"));
    // All is paid; or a day too late; or some of it came too late.
    assert_eq!(offered(&discount(&[]), "receipt D-1 1000"), None);
    let late = discount(&[]);
    let words = words("receipt D-1 980 --as-of 2026-12-01");
    assert!(!late.good(&[&["record"], words.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat()).contains("折扣"));
    // On another day, and of a milestone: billed on its due day.
    let dir = discount(&[]);
    let expected = "huikuan record deduct D-2 12.00 --milestone '一 期' --detail early-payment --date 2026-11-29";
    assert_eq!(offered(&dir, "receipt D-2 588 --date 2026-11-29").as_deref(), Some(expected));
    // Once deducted it is not offered again.
    let dir = discount(&["261125-00000001,2026-11-25,deduct,a,D-1,,10.00,,,,,early-payment,,"]);
    assert_eq!(offered(&dir, "receipt D-1 985"), None);
    let english = record_in(&discount(&[]), "en", "receipt D-1 980").stdout;
    assert!(english.contains("  earns the early-payment discount; to deduct it: huikuan record deduct D-1 20.00 --detail early-payment\n"), "{english}");
}

#[test]
fn a_draft_is_held_until_it_matures() {
    let dir = small(&[
        "261101-00000001,2026-11-01,receipt,one,C-1,首款,100.00,2026-12-29,,,,bank-acceptance,,",
        "261102-00000001,2026-11-02,receipt,one,C-1,首款,100.00,2026-11-30,,,,commercial-acceptance,,",
        "261103-00000001,2026-11-03,receipt,one,C-1,首款,100.00,,,,,bank-acceptance,,",
        "261104-00000001,2026-11-04,receipt,one,C-1,首款,50.00,,,,,bank,,",
    ]);
    let effects = |lang: &str, day: &str| crate::cases::lines(&dir.json(&["history", "--as-of", day, "--lang", lang]), "effect");
    let zh = ["付 首款 100.00；票据未到期，2026-12-29 到期", "付 首款 100.00；票据已到期（2026-11-30）", "付 首款 100.00；票据没有写到期日", "付 首款 50.00"];
    assert_eq!(effects("zh", AS_OF), zh);
    assert_eq!(effects("zh", "2026-11-29")[1], "付 首款 100.00；票据未到期，2026-11-30 到期");
    let en = [
        "paid 首款 100.00; draft held, matures on 2026-12-29",
        "paid 首款 100.00; draft matured on 2026-11-30",
        "paid 首款 100.00; a draft without a maturity",
        "paid 首款 50.00",
    ];
    assert_eq!(effects("en", AS_OF), en);
}

#[test]
fn a_bounced_draft_brings_the_debt_back_as_it_was() {
    let dir = small(&["261101-00000001,2026-11-01,receipt,one,C-1,,450.00,2026-11-28,,,,bank-acceptance,,"]);
    let said = record(&dir, "void 261101-00000001 --note 退票").stdout;
    assert_eq!(
        said,
        "已记 ID  作废  C-1 一期  (甲公司)  2026-11-30
  作废 261101-00000001
  又欠 C-1 首款 400.00，到期日仍是 2026-03-01（逾期 274 天，红）
  又欠 C-1 尾款 50.00，到期日仍是 2026-12-31（未到期）
  甲公司 余额 550.00 → 1,000.00
"
    );
    let dir = small(&["261101-00000001,2026-11-01,receipt,two,C-2,,450.00,2026-11-28,,,,bank-acceptance,,"]);
    let said = record_in(&dir, "en", "void 261101-00000001").stdout;
    assert!(said.contains("\n  owed again: C-2 450.00, due 2026-06-30 as before (153 days overdue, red)\n"), "{said}");
    // Other money that is void says only so.
    let dir = small(&["261101-00000001,2026-11-01,receipt,two,C-2,,450.00,,,,,bank,,"]);
    assert!(!record(&dir, "void 261101-00000001").stdout.contains("又欠"));
}

#[test]
fn receipts_with_drafts_and_in_cash() {
    let book = "name = \"票\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n[[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = 1000\ndue = 2026-03-01\n";
    let rows = [
        "260310-00000001,2026-03-10,receipt,a,A-1,,100,,,,,bank,,",
        "260311-00000001,2026-03-11,receipt,a,A-1,,200,2026-09-11,,H1,,bank-acceptance,,",
        "260312-00000001,2026-03-12,receipt,a,A-1,,50,,,,,in-kind,,",
        "260313-00000001,2026-03-13,receipt,a,A-1,,70,,,,,cash,,",
        "260314-00000001,2026-03-14,void,,,,,,260313-00000001,,,,,",
    ];
    let dir = Dir::ledger(book, &rows);
    let memo = |day: &str| cells(&dir.json(&["history", "--kind", "receipt", "--as-of", day])["memo"], "received drafts_held in_kind cash_received");
    // What bounced or was made void counts until its void; a draft is cash from its maturity on.
    assert_eq!(memo("2026-03-13"), "420.00|200.00|50.00|170.00");
    assert_eq!(memo("2026-03-31"), "350.00|200.00|50.00|100.00");
    assert_eq!(memo("2026-09-11"), "350.00|0.00|50.00|300.00");
    let table = dir.good(&["history", "--kind", "receipt", "--as-of", "2026-03-31"]);
    assert!(table.ends_with("\n回款（含票据、抵债） 350.00 · 其中未到期票据 200.00 · 以物抵债 50.00 · 现金回款 100.00\n"), "{table}");
    assert!(dir.json(&["history", "--as-of", "2026-03-31"]).get("memo").is_none());
}
