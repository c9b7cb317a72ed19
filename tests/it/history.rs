//! `history`: the entries, what each did in words, and the running balance.

use crate::cases::{cells, lines};
use crate::harness::{Dir, root};

const KEYS: &str = "id,date,kind,customer,contract,milestone,amount,due,ref,proof,party,detail,by,note,effect,balance";

const BOOK: &str = r#"name = "流水账"
currency = "CNY"

[[rep]]
id = "li"
name = "李雷"

[[rep]]
id = "han"
name = "韩梅"

[[customer]]
id = "a"
name = "甲公司"
aliases = ["老甲"]
reps = [{ rep = "li", from = 2026-01-01 }, { rep = "han", from = 2026-03-01 }]

[[customer]]
id = "b"
name = "乙公司"

[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-05
amount = 1000
milestone = [{ name = "预付款", amount = 300, due = 2026-01-15 }, { name = "发货款", amount = 700, after = "delivery", days = 30 }]

[[contract]]
no = "A-2"
customer = "a"
signed = 2026-01-05
framework = true
terms = "net 30"

[[contract]]
no = "B-1"
customer = "b"
signed = 2026-03-01
amount = 200
"#;

/// What moves money, with what it does; balances are of the whole ledger, reckoned by hand. What was paid before a
/// milestone was parted stays with its first part, and is told so.
const MONEY: &[(&str, &str, &str)] = &[
    // Signing A-1 on 5 January makes 1,000. The advance is paid, and 100 of what waits for the delivery.
    ("260106-00000001,2026-01-06,receipt,a,A-1,,400.00,,,,,bank,,", "付 预付款 300.00；付 发货款/1 100.00", "600.00"),
    ("260110-00000001,2026-01-10,bill,a,A-2,一月货,50.00,,,,,goods,,", "新增应收，2026-02-09 到期", "650.00"),
    ("260112-00000001,2026-01-12,event,a,A-1,,,,,,,delivery,,", "交付：到期 发货款 2026-02-11", "650.00"),
    // 80 came and 20 went back on the 20th: from the first day on it is a receipt of 60, earliest due first.
    ("260115-00000001,2026-01-15,receipt,a,,,80.00,,,,,bank,,", "付 A-2 一月货 50.00；付 A-1 发货款/1 10.00", "570.00"),
    ("260120-00000001,2026-01-20,refund,a,,,20.00,,260115-00000001,,,,,", "退回 260115-00000001", "590.00"),
    ("260121-00000001,2026-01-21,clear,a,A-1,,,,260106-00000001,,,,,", "260106-00000001 已到账", "590.00"),
    ("260201-00000001,2026-02-01,deduct,a,A-1,发货款,40.00,,,,,allowance,,", "冲减 发货款/1 40.00", "550.00"),
    // Of the 550 that are open 100 move and become a part of their own.
    ("260205-00000001,2026-02-05,reschedule,a,A-1,发货款,100.00,2026-05-01,,,,,,", "改到 2026-05-01", "550.00"),
    // B-1 was signed this day: 200 more.
    ("260301-00000001,2026-03-01,writeoff,a,A-1,发货款/2,60.00,,,,,dispute,,", "核销 发货款/2 60.00", "690.00"),
    // 40 were open; 30 of the 60 written off come back and lower no balance.
    ("260310-00000001,2026-03-10,receipt,a,A-1,发货款/2,70.00,,,,,bank,,", "付 发货款/2 40.00；收回已核销 发货款/2 30.00", "650.00"),
    ("260320-00000001,2026-03-20,reschedule,a,A-1,发货款/1,500.00,2026-06-01,,,,,,", "改到 2026-06-01（50.00 超出未回款，不算）", "650.00"),
    ("260401-00000001,2026-04-01,receipt,b,B-1,,250.00,,,,,bank,,", "付 B-1 200.00；未匹配 50.00", "400.00"),
    ("260402-00000001,2026-04-02,receipt,a,A-1,,10.00,,,,,bank,,", "void", "400.00"),
    ("260403-00000001,2026-04-03,void,a,A-1,,,,260402-00000001,,,,,", "作废 260402-00000001", "400.00"),
    // 450 are open.
    ("260405-00000001,2026-04-05,writeoff,a,A-1,,500.00,,,,,insolvent,,", "核销 发货款/1 450.00；50.00 超出未回款，不算", "-50.00"),
];

fn money() -> Dir {
    let rows: Vec<&str> = MONEY.iter().map(|(row, ..)| *row).collect();
    Dir::ledger(BOOK, &rows)
}

/// `history` on 30 June 2026 with more arguments.
fn history<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["history", "--as-of", "2026-06-30"], more].concat()
}

#[test]
fn what_each_entry_did_and_the_running_balance() {
    let expected: Vec<String> = MONEY
        .iter()
        .map(|(row, effect, balance)| {
            let (id, date) = row.split_at(15);
            format!("{id}|{}|{effect}|{balance}", &date[1..11])
        })
        .collect();
    assert_eq!(lines(&money().json(&history(&[])), "id date effect balance"), expected);
}

#[test]
fn the_effects_in_english() {
    let expected = [
        "paid 预付款 300.00; paid 发货款/1 100.00",
        "new receivable, due 2026-02-09",
        "delivery: due 发货款 2026-02-11",
        "paid A-2 一月货 50.00; paid A-1 发货款/1 10.00",
        "takes back 260115-00000001",
        "260106-00000001 has arrived",
        "reduced 发货款/1 40.00",
        "moved to 2026-05-01",
        "wrote off 发货款/2 60.00",
        "paid 发货款/2 40.00; recovered 发货款/2 30.00",
        "moved to 2026-06-01 (50.00 above what was open does not count)",
        "paid B-1 200.00; 50.00 unapplied",
        "void",
        "makes 260402-00000001 void",
        "wrote off 发货款/1 450.00; 50.00 above what was open does not count",
    ];
    assert_eq!(lines(&money().json(&history(&["--lang", "en"])), "effect"), expected);
}

#[test]
fn as_csv() {
    let csv = money().good(&history(&["-f", "csv", "--kind", "receipt"]));
    let expected = [
        KEYS,
        "260106-00000001,2026-01-06,receipt,a,A-1,,400.00,,,,,bank,,,付 预付款 300.00；付 发货款/1 100.00,600.00",
        "260115-00000001,2026-01-15,receipt,a,,,80.00,,,,,bank,,,付 A-2 一月货 50.00；付 A-1 发货款/1 10.00,570.00",
        "260310-00000001,2026-03-10,receipt,a,A-1,发货款/2,70.00,,,,,bank,,,付 发货款/2 40.00；收回已核销 发货款/2 30.00,650.00",
        "260401-00000001,2026-04-01,receipt,b,B-1,,250.00,,,,,bank,,,付 B-1 200.00；未匹配 50.00,400.00",
        "260402-00000001,2026-04-02,receipt,a,A-1,,10.00,,,,,bank,,,void,400.00",
        "",
    ];
    assert_eq!(csv, expected.join("\n"));
}

#[test]
fn the_total_leaves_out_what_is_void() {
    let dir = money();
    let total = |more: &[&'static str]| cells(&dir.json(&history(more))["total"], "amount balance");
    assert_eq!(total(&["--kind", "receipt"]), "800.00|");
    assert_eq!(total(&["--kind", "writeoff"]), "560.00|");
    // 10.00 of the 80.00 that name only the customer paid this contract.
    assert_eq!(total(&["--kind", "receipt", "A-1"]), "480.00|");
    // Before it was void it counted.
    let before = dir.json(&["history", "--kind", "receipt", "--as-of", "2026-04-02"]);
    assert_eq!(cells(&before["total"], "amount"), "810.00");
    assert_eq!(lines(&before, "id effect balance")[4], "260402-00000001|付 发货款/1 10.00|390.00");
}

#[test]
fn one_kind_by_its_code_or_its_chinese_name() {
    let dir = money();
    let of = |more: &[&'static str]| lines(&dir.json(&history(more)), "id");
    let receipts = of(&["--kind", "receipt"]);
    assert_eq!(receipts.len(), 5);
    assert_eq!(of(&["--kind", "回款"]), receipts);
    assert_eq!(of(&["--kind", "坏账核销"]), ["260301-00000001", "260405-00000001"]);
    assert_eq!(of(&["--kind", "展期/分期"]), ["260205-00000001", "260320-00000001"]);
    assert_eq!(of(&["--kind", "bill", "--kind", "refund"]), ["260110-00000001", "260120-00000001"]);
    let said = dir.refused(&history(&["--kind", "recept"]));
    assert!(said.starts_with("错误 E307：--kind 没有“recept”\n  可以写：receipt"), "{said}");
    let said = dir.refused(&history(&["--kind", "zzz"]));
    assert!(said.starts_with("错误 E307：--kind 没有“zzz”\n  可以写：bill | receipt | clear | refund | deduct | "), "{said}");
    // A kind that is known and has no entry is no error.
    let none = dir.huikuan(&history(&["--kind", "hold", "-f", "csv"])).run();
    none.is(0, &format!("{KEYS}\n"), "没有记录\n");
    let none = dir.huikuan(&history(&["--kind", "hold", "-f", "csv", "--lang", "en"])).run();
    none.is(0, &format!("{KEYS}\n"), "no entries\n");
}

#[test]
fn one_customer_or_contract() {
    let dir = money();
    let of = |more: &[&'static str]| lines(&dir.json(&history(more)), "id balance");
    // 乙公司 owes nothing of the 1,000 of 甲公司.
    assert_eq!(of(&["乙公司"]), ["260401-00000001|-50.00"]);
    assert_eq!(of(&["B-1"]), of(&["b"]));
    let first = of(&["a"]);
    assert_eq!((first.len(), first[8].as_str(), first[13].as_str()), (14, "260301-00000001|490.00", "260405-00000001|0.00"));
    assert_eq!(of(&["老甲"]), first);
    assert_eq!(of(&["--customer", "甲公司"]), first);
    assert_eq!(of(&["A-2"]), ["260110-00000001|50.00", "260115-00000001|0.00"]);
    assert_eq!(of(&["--contract", "A-2"]), of(&["A-2"]));
    let title = |more: &[&'static str]| dir.good(&history(more)).lines().next().unwrap_or_default().to_string();
    assert_eq!(title(&["A-1"]), "记录 · A-1 · 流水账 · 截至 2026-06-30 · 单位：元");
    assert_eq!(title(&["a"]), "记录 · 甲公司 · 流水账 · 截至 2026-06-30 · 单位：元");
    assert_eq!(title(&["a", "--lang", "en"]), "History · 甲公司 · 流水账 · as of 2026-06-30 · in CNY");
    assert_eq!(title(&[]), "记录 · 流水账 · 截至 2026-06-30 · 单位：元");
}

#[test]
fn a_target_nothing_has_or_several_have() {
    let dir = money();
    assert_eq!(dir.refused(&history(&["甲公师"])), "错误 E302：没有合同或客户“甲公师”\n  最接近的：甲公司 (a)\n  试试：huikuan history a\n");
    assert_eq!(dir.refused(&history(&["公司"])), "错误 E303：“公司”能指好几个合同或客户\n  写清楚是哪一个：甲公司 (a)、乙公司 (b)\n");
}

#[test]
fn an_entry_is_the_rep_s_who_was_in_charge_on_its_date() {
    let dir = money();
    let of = |rep| lines(&dir.json(&history(&["--kind", "receipt", "--rep", rep])), "id");
    assert_eq!(of("li"), ["260106-00000001", "260115-00000001"]);
    assert_eq!(of("han"), ["260310-00000001", "260402-00000001"]);
}

#[test]
fn a_later_row_or_day_is_not_there_yet() {
    let dir = money();
    let of = |more: &[&'static str]| lines(&dir.json(&[&["history"], more].concat()), "id").len();
    assert_eq!(of(&["--as-of", "2026-01-14"]), 3);
    assert_eq!(of(&["--as-of", "2026-06-30", "--recorded-by", "2026-01-14"]), 3);
    // Before the refund the receipt of 80 was one of 80.
    let then = dir.json(&["history", "a", "--kind", "receipt", "--as-of", "2026-01-15"]);
    assert_eq!(lines(&then, "effect")[1], "付 A-2 一月货 50.00；付 A-1 发货款 30.00");
}

#[test]
fn milestones_and_contracts_begin_on_their_day() {
    let book = "name = \"账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n\
        [[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2026-02-01\namount = 100\n\
        milestone = [{ name = \"一\", amount = 70, due = 2026-03-01 }, { name = \"二\", amount = 30, due = 2026-04-01, since = 2026-03-01 }]\n";
    let note = |day: &str| format!("26{}-00000001,2026-{day},note,a,,,,,,,,visit,,", day.replace('-', ""));
    let notes: Vec<String> = ["01-31", "02-01", "02-28", "03-01"].iter().map(|day| note(day)).collect();
    let money = "260115-00000001,2026-01-15,receipt,a,A-1,,90.00,,,,,bank,,";
    let dir = Dir::ledger(book, &[&notes.iter().map(String::as_str).collect::<Vec<_>>()[..], &[money]].concat());
    let of = |day| lines(&dir.json(&["history", "--as-of", day]), "date effect balance");
    let notes = ["2026-01-31|拜访|-90.00", "2026-02-01|拜访|-20.00", "2026-02-28|拜访|-20.00", "2026-03-01|拜访|10.00"];
    // Money for a contract that is not signed yet waits, and so does what the first milestone leaves for the second.
    assert_eq!(of("2026-01-31"), ["2026-01-15|未匹配 90.00|-90.00", notes[0]]);
    assert_eq!(of("2026-02-28"), [&["2026-01-15|付 一 70.00；未匹配 20.00|-90.00"], &notes[..3]].concat());
    assert_eq!(of("2026-03-01"), [&["2026-01-15|付 一 70.00；付 二 20.00|-90.00"], &notes[..]].concat());
}

#[test]
fn promises_and_what_fulfilled_them() {
    let rows = [
        "260601-00000001,2026-06-01,commitment,a,A-1,,100.00,2026-06-10,,,,oral,,",
        "260601-00000002,2026-06-01,commitment,a,A-1,,100.00,2026-06-10,,,,oral,,",
        "260601-00000003,2026-06-01,commitment,a,A-1,,100.00,2026-06-10,,,,oral,,",
        "260601-00000004,2026-06-01,commitment,a,A-1,,100.00,2026-06-10,,,,oral,,",
        "260601-00000005,2026-06-01,commitment,a,A-1,,100.00,2026-07-10,,,,oral,,",
        "260601-00000006,2026-06-01,commitment,a,A-1,,100.00,2026-06-20,,,,oral,,",
        "260602-00000001,2026-06-02,commitment,a,A-1,,90.00,2026-07-20,260601-00000006,,,oral,,",
        "260608-00000001,2026-06-08,receipt,a,A-1,,100.00,,260601-00000001,,,bank,,",
        "260609-00000001,2026-06-09,receipt,a,A-1,,40.00,,260601-00000002,,,bank,,",
        "260610-00000001,2026-06-10,receipt,a,A-1,,30.00,,260601-00000003,,,bank,,",
        "260612-00000001,2026-06-12,receipt,a,A-1,,60.00,,260601-00000002,,,bank,,",
    ];
    let dir = Dir::ledger(BOOK, &rows);
    let expected = [
        "260601-00000001|按期兑现，已到 100.00 / 100.00",
        "260601-00000002|逾期兑现，已到 100.00 / 100.00",
        "260601-00000003|部分兑现，已到 30.00 / 100.00",
        "260601-00000004|未兑现",
        "260601-00000005|待兑现",
        "260601-00000006|已改约",
        "260602-00000001|待兑现",
    ];
    assert_eq!(lines(&dir.json(&history(&["--kind", "commitment"])), "id effect"), expected);
    let english =
        ["kept, 100.00 of 100.00 came", "kept late, 100.00 of 100.00 came", "partly kept, 30.00 of 100.00 came", "broken", "open", "replaced", "open"];
    assert_eq!(lines(&dir.json(&history(&["--kind", "commitment", "--lang", "en"])), "effect"), english);
    let receipts = [
        "付 预付款 100.00；兑现承诺 260601-00000001 100.00",
        "付 预付款 40.00；兑现承诺 260601-00000002 40.00",
        "付 预付款 30.00；兑现承诺 260601-00000003 30.00",
        "付 预付款 60.00；兑现承诺 260601-00000002 60.00",
    ];
    assert_eq!(lines(&dir.json(&history(&["--kind", "receipt"])), "effect"), receipts);
    // A day earlier nothing is broken yet.
    let before = dir.json(&["history", "--kind", "commitment", "--as-of", "2026-06-10"]);
    assert_eq!(lines(&before, "effect")[1..4], ["待兑现，已到 40.00 / 100.00", "待兑现，已到 30.00 / 100.00", "待兑现"]);
}

#[test]
fn all_other_kinds_in_words() {
    let entries = [
        ("260601-00000001,2026-06-01,invoice,a,A-1,,300.00,,,F-1,,issued,,", "已开", "issued"),
        ("260602-00000001,2026-06-02,contact,a,,,,2026-06-09,,,,phone/promised,,", "电话/已承诺，日期 2026-06-09", "phone/promised, for 2026-06-09"),
        ("260603-00000001,2026-06-03,note,a,,,,,,,,visit,,", "拜访", "visit"),
        ("260604-00000001,2026-06-04,cause,a,A-1,,,2026-07-01,,,,cash-short,,分期", "资金紧张，日期 2026-07-01", "short of cash, for 2026-07-01"),
        ("260605-00000001,2026-06-05,dispute,a,A-1,,50.00,2026-06-12,,,,quality,,", "质量，日期 2026-06-12", "quality, for 2026-06-12"),
        ("260606-00000001,2026-06-06,resolve,a,A-1,,,,260605-00000001,,,换货,,", "结束 260605-00000001：换货", "ends 260605-00000001: 换货"),
        ("260607-00000001,2026-06-07,hold,a,,,,,,,,supply,,", "停供", "supply"),
        ("260608-00000001,2026-06-08,release,a,,,,,260607-00000001,,,,,", "结束 260607-00000001", "ends 260607-00000001"),
        ("260609-00000001,2026-06-09,legal,a,A-1,,,,,,,filed,,", "起诉", "filed"),
        (
            "260610-00000001,2026-06-10,confirm,a,,,0,,,,,agreed,,",
            "记为一致，但我方 300.00，对方 0.00，对方少 300.00",
            "recorded as agreed, but ours 300.00, theirs 0.00, 300.00 less",
        ),
        ("260611-00000001,2026-06-11,measure,a,,,20.00,2026-06-30,,,,training,,", "培训，日期 2026-06-30", "training, for 2026-06-30"),
        ("260612-00000001,2026-06-12,event,a,A-1,,,,,,,acceptance,,", "验收", "acceptance"),
        ("260613-00000001,2026-06-13,note,a,,,,,,,,自己的词,,", "自己的词", "自己的词"),
    ];
    let rows: Vec<&str> = entries.iter().map(|(row, ..)| *row).collect();
    let dir = Dir::ledger(BOOK, &rows);
    for (lang, expected) in [("zh", entries.map(|(_, zh, _)| zh)), ("en", entries.map(|(.., en)| en))] {
        let report = dir.json(&history(&["a", "--lang", lang]));
        assert_eq!(lines(&report, "effect"), expected, "{lang}");
        // None of them moves the balance.
        assert!(lines(&report, "balance").iter().all(|balance| balance == "1000.00"));
    }
}

#[test]
fn what_refers_to_a_void_entry_is_void_with_it() {
    let rows = [
        "260106-00000001,2026-01-06,receipt,a,A-1,,400.00,,,,,bank,,",
        "260107-00000001,2026-01-07,refund,a,A-1,,50.00,,260106-00000001,,,,,",
        "260108-00000001,2026-01-08,clear,a,A-1,,,,260106-00000001,,,,,",
        "260109-00000001,2026-01-09,void,a,A-1,,,,260106-00000001,,,,,",
    ];
    let dir = Dir::ledger(BOOK, &rows);
    let expected = ["receipt|void|1000.00", "refund|void|1000.00", "clear|void|1000.00", "void|作废 260106-00000001|1000.00"];
    let report = dir.json(&history(&["A-1"]));
    assert_eq!(lines(&report, "kind effect balance"), expected);
    assert_eq!(cells(&report["total"], "amount"), "0.00");
    // The day before it all counted.
    let before = ["receipt|付 预付款 300.00；付 发货款 50.00|600.00", "refund|退回 260106-00000001|650.00", "clear|260106-00000001 已到账|650.00"];
    assert_eq!(lines(&dir.json(&["history", "A-1", "--as-of", "2026-01-08"]), "kind effect balance"), before);
}

#[test]
fn as_a_table_in_both_languages_and_as_markdown() {
    let dir = money();
    let zh = "\
记录 · 甲公司 · 流水账 · 截至 2026-06-30 · 单位：元
日期        种类  合同    金额  结果                                            余额
2026-01-06  回款  A-1   400.00  付 预付款 300.00；付 发货款/1 100.00          600.00
2026-01-15  回款         80.00  付 A-2 一月货 50.00；付 A-1 发货款/1 10.00    570.00
2026-03-10  回款  A-1    70.00  付 发货款/2 40.00；收回已核销 发货款/2 30.00  450.00
2026-04-02  回款  A-1    10.00  作废                                          450.00
合计                    550.00
";
    assert_eq!(dir.huikuan(&history(&["a", "--kind", "receipt"])).env("COLUMNS", "84").run().good(&[]), zh);
    let en = "\
History · 流水账 · as of 2026-06-30 · in CNY
Date        Kind       Amount  Effect                                Balance
2026-03-01  write-off   60.00  wrote off 发货款/2 60.00               690.00
2026-04-05  write-off  500.00  wrote off 发货款/1 450.00; 50.00 ab…   -50.00
Total                  560.00
";
    let shown = dir.huikuan(&history(&["--kind", "writeoff", "--lang", "en"])).env("COLUMNS", "76").run().good(&[]);
    assert_eq!(shown, en);
    // A sum over all kinds would say nothing to a reader.
    assert!(!dir.good(&history(&[])).contains("合计"));
    let markdown = dir.good(&history(&["b", "-f", "markdown"]));
    let expected = "\
## 记录 · 乙公司 · 流水账 · 截至 2026-06-30 · 单位：元

| 编号 | 日期 | 种类 | 客户 | 合同 | 付款节点 | 金额 | 约定日 | 指向 | 凭证 | 对方 | 明细 | 经手 | 备注 | 结果 | 余额 |
| --- | --- | --- | --- | --- | --- | ---: | --- | --- | --- | --- | --- | --- | --- | --- | ---: |
| 260401-00000001 | 2026-04-01 | 回款 | 乙公司 | B-1 |  | 250.00 |  |  |  |  | 银行转账 |  |  | 付 B-1 200.00；未匹配 50.00 | -50.00 |
";
    assert_eq!(markdown, expected);
}

#[test]
fn the_demonstration() {
    let demo = root().join("examples/demo");
    let place = demo.to_str().expect("a path");
    let of = |arguments: &[&str]| Dir::new().good(&[&["-C", place, "history", "--as-of", "2026-11-30"], arguments].concat());
    let contract = "\
记录 · HT-2026-004 · 华东家电销售部 · 截至 2026-11-30 · 单位：元
日期        种类       合同               金额  结果                                                         余额
2026-03-16  回款       HT-2026-004  120,000.00  付 首付款 120,000.00                                   240,000.00
2026-05-20  节点达成   HT-2026-004              交付：到期 到货款 2026-06-19                           240,000.00
2026-06-24  承诺回款   HT-2026-004  120,000.00  未兑现                                                 240,000.00
2026-07-02  回款       HT-2026-004  120,000.00  作废                                                   240,000.00
2026-08-26  跟进       HT-2026-004              上门/已询问，日期 2026-09-10                           240,000.00
2026-08-27  展期/分期  HT-2026-004              改到 2026-10-15                                        240,000.00
2026-10-09  作废       HT-2026-004              作废 260702-cvhbkmke                                   240,000.00
2026-10-12  逾期原因   HT-2026-004              资金紧张，日期 2026-12-20                              240,000.00
2026-10-12  承诺回款   HT-2026-004   80,000.00  部分兑现，已到 40,000.00 / 80,000.00                   240,000.00
2026-10-20  回款       HT-2026-004   40,000.00  付 尾款 40,000.00；兑现承诺 261012-9nnbr5kt 40,000.00  200,000.00
2026-11-02  跟进       HT-2026-004              电话/已询问，日期 2026-11-20                           200,000.00
";
    assert_eq!(of(&["HT-2026-004"]), contract);
    let receipts = "\
记录 · 华东电器有限公司 · 华东家电销售部 · 截至 2026-11-30 · 单位：元
日期        种类  合同               金额  结果                                                           余额
2026-01-15  回款  HT-2026-001   90,000.00  付 预付款 90,000.00                                      210,000.00
2026-04-09  回款  HT-2026-001   90,000.00  付 发货款 90,000.00；兑现承诺 260402-97mbabrs 90,000.00  120,000.00
2026-11-19  回款  HT-2026-001   60,000.00  付 验收款 60,000.00；兑现承诺 261105-7yz2cr8y 60,000.00  420,000.00
合计                           240,000.00
";
    assert_eq!(of(&["--kind", "回款", "--customer", "华东电器"]), receipts);
    // While the bounced draft had not bounced yet it had paid.
    let then = Dir::new().good(&["-C", place, "history", "HT-2026-004", "--as-of", "2026-10-08", "-f", "csv"]);
    assert!(then.contains("付 到货款 120,000.00；兑现承诺 260624-ahf9y49d 120,000.00；票据已到期（2026-10-02）\",120000.00\n"), "{then}");
    assert_eq!(of(&["-f", "csv"]).lines().count(), 151);
}

/// A confirmation of 10 June that differs, one of 20 June that agrees, and a last one that differs again.
const CONFIRMS: [&str; 4] = [
    "260610-00000001,2026-06-10,confirm,a,,,250.00,,,,,differs,,",
    "260615-00000001,2026-06-15,receipt,a,A-1,,100.00,,,,,bank,,",
    "260620-00000001,2026-06-20,confirm,a,,,200.00,,,,,agreed,,",
    "260625-00000001,2026-06-25,confirm,a,,,230.00,,,,,differs,,",
];

#[test]
fn a_confirmation_says_both_sides_and_the_difference() {
    let dir = Dir::ledger(BOOK, &CONFIRMS);
    let effects = |lang: &str| lines(&dir.json(&history(&["--kind", "confirm", "--lang", lang])), "effect");
    // Each with our claim on its own day; what waits for the delivery is not claimed yet.
    let zh = ["有差异：我方 300.00，对方 250.00，对方少 50.00", "一致：双方都是 200.00", "有差异：我方 200.00，对方 230.00，对方多 30.00"];
    assert_eq!(effects("zh"), zh);
    let en = ["differs: ours 300.00, theirs 250.00, 50.00 less", "agreed: 200.00 on both sides", "differs: ours 200.00, theirs 230.00, 30.00 more"];
    assert_eq!(effects("en"), en);
    let said = dir.good(&["--as-of", "2026-06-30", "record", "confirm", "a", "180"]);
    assert!(said.contains("\n  有差异：我方 200.00，对方 180.00，对方少 20.00\n"), "{said}");
    let said = dir.good(&["--as-of", "2026-06-30", "record", "confirm", "a", "200", "--detail", "differs"]);
    assert!(said.contains("\n  记为有差异，但双方都是 200.00\n"), "{said}");
    // What came in later, and what is void since, changes nothing of it.
    let late = ["260701-00000001,2026-07-01,void,a,A-1,,,,260615-00000001,,,,,"];
    let dir = Dir::ledger(BOOK, &[&CONFIRMS[..], &late[..]].concat());
    assert_eq!(lines(&dir.json(&["history", "--kind", "confirm", "--as-of", "2026-07-02"]), "effect"), zh);
}

#[test]
fn a_difference_is_open_until_the_next_that_agrees() {
    let dir = Dir::ledger(BOOK, &CONFIRMS);
    let open = |day: &str| lines(&dir.json(&["history", "--kind", "confirm", "--open", "--as-of", day]), "id");
    assert_eq!(open("2026-06-19"), ["260610-00000001"]);
    let run = dir.huikuan(&["history", "--kind", "confirm", "--open", "--as-of", "2026-06-20"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "没有记录\n"));
    assert_eq!(open("2026-06-25"), ["260625-00000001"]);
}

#[test]
fn what_is_still_open() {
    let rows = [
        "260601-00000001,2026-06-01,dispute,a,A-1,,50.00,,,,,quality,,",
        "260601-00000002,2026-06-01,dispute,a,A-1,,20.00,,,,,price,,",
        "260602-00000001,2026-06-02,resolve,a,A-1,,,,260601-00000002,,,,,",
        "260603-00000001,2026-06-03,measure,a,,,20.00,2026-06-30,,,,training,,",
        "260604-00000001,2026-06-04,hold,a,,,,,,,,supply,,",
        "260604-00000002,2026-06-04,hold,a,,,,,,,,service,,",
        "260605-00000001,2026-06-05,release,a,,,,,260604-00000002,,,,,",
        "260606-00000001,2026-06-06,commitment,a,A-1,,30.00,2026-06-10,,,,oral,,",
        "260606-00000002,2026-06-06,commitment,a,A-1,,70.00,2026-06-20,,,,oral,,",
        "260606-00000003,2026-06-06,commitment,a,A-1,,10.00,2026-07-20,,,,oral,,",
        "260607-00000001,2026-06-07,receipt,a,A-1,,30.00,,260606-00000001,,,bank,,",
        "260608-00000001,2026-06-08,receipt,a,A-1,,5.00,2026-09-30,260606-00000002,,,bank-acceptance,,",
        "260608-00000002,2026-06-08,receipt,a,A-1,,5.00,2026-06-30,,,,bank-acceptance,,",
        "260608-00000003,2026-06-08,receipt,a,A-1,,5.00,,,,,bank-acceptance,,",
        "260608-00000004,2026-06-08,receipt,a,A-1,,5.00,,,,,bank-acceptance,,",
        "260609-00000001,2026-06-09,clear,a,A-1,,,,260608-00000004,,,,,",
        "260610-00000001,2026-06-10,cause,a,A-1,,,2026-07-30,,,,cash-short,,分期",
        "260611-00000001,2026-06-11,contact,a,A-1,,,2026-07-30,,,,phone,,",
        "260612-00000001,2026-06-12,dispute,a,A-1,,5.00,,,,,quality,,",
        "260613-00000001,2026-06-13,void,a,A-1,,,,260612-00000001,,,,,",
    ];
    let dir = Dir::ledger(BOOK, &rows);
    let all = lines(&dir.json(&history(&["--open"])), "id kind");
    let expected = [
        "260601-00000001|dispute",
        "260603-00000001|measure",
        "260604-00000001|hold",
        "260606-00000002|commitment",
        "260606-00000003|commitment",
        "260608-00000001|receipt",
        "260608-00000003|receipt",
    ];
    assert_eq!(all, expected);
    let report = dir.json(&history(&["--open", "--kind", "commitment", "--kind", "hold", "a"]));
    assert_eq!(lines(&report, "id"), ["260604-00000001", "260606-00000002", "260606-00000003"]);
    // Balances are those of the whole history, the sum that of what is shown.
    assert_eq!((&report["rows"][1]["balance"], &report["total"]["amount"]), (&"1000.00".into(), &"80.00".into()));
    // On an earlier day more was open.
    let before = dir.json(&["history", "--open", "--as-of", "2026-06-01"]);
    assert_eq!(lines(&before, "id"), ["260601-00000001", "260601-00000002"]);
    let run = dir.huikuan(&["history", "--open", "--as-of", "2026-01-31"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "没有记录\n"));
}

#[test]
fn the_day_an_entry_moves_the_limitation_to() {
    let rows = [
        "260601-00000001,2026-06-01,receipt,a,A-1,,30.00,,,,,bank,,",
        "260602-00000001,2026-06-02,contact,a,A-1,,,,,,,phone,,",
        "260603-00000001,2026-06-03,contact,a,A-1,,,,,EMS1,,letter,,",
        "260604-00000001,2026-06-04,commitment,a,A-1,,70.00,2026-06-20,,,,written,,",
        "260605-00000001,2026-06-05,reschedule,a,A-1,预付款,,2026-09-30,,,,,,",
        "260606-00000001,2026-06-06,receipt,a,A-1,,30.00,,,,,bank,,",
        "260607-00000001,2026-06-07,void,a,A-1,,,,260606-00000001,,,,,",
    ];
    let dir = Dir::ledger(BOOK, &rows);
    let report = dir.json(&history(&["A-1", "--detail"]));
    let expected = [
        "260601-00000001|2029-06-01",
        "260602-00000001|",
        "260603-00000001|2029-06-03",
        "260604-00000001|2029-06-04",
        "260605-00000001|2029-09-30",
        "260606-00000001|",
        "260607-00000001|",
    ];
    assert_eq!(lines(&report, "id limitation_to"), expected);
    let csv = dir.good(&history(&["--detail", "-f", "csv"]));
    assert_eq!(csv.lines().next(), Some(&*format!("{KEYS},limitation_to")));
    let table = dir.good(&history(&["A-1", "--detail"]));
    assert!(table.lines().nth(1).is_some_and(|line| line.ends_with("时效至")), "{table}");
    let english = dir.good(&history(&["A-1", "--detail", "--lang", "en"]));
    assert!(english.lines().nth(1).is_some_and(|line| line.ends_with("Limitation to")), "{english}");
    // Without it the columns are what they were.
    assert_eq!(dir.good(&history(&["-f", "csv"])).lines().next(), Some(KEYS));
}
