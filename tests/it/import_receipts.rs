//! `import receipts`: real statements and made ones, matched, recorded once and never twice.

use encoding_rs::GB18030;
use serde_json::Value;

use crate::harness::{Dir, HEADER, shared};

const BOOK: &str = r#"name = "华东销售部"
currency = "CNY"
[[rep]]
id = "lilei"
name = "李雷"
[[customer]]
id = "huadong"
name = "华东电器有限公司"
aliases = ["HUADONG ELECTRIC"]
rep = "lilei"
[[customer]]
id = "nanhai"
name = "南海百货（广州）有限责任公司"
rep = "lilei"
[[customer]]
id = "beifang"
name = "北方重工股份有限公司"
rep = "lilei"
[[contract]]
no = "HT-2026-001"
customer = "huadong"
signed = 2026-01-05
amount = 300000
due = 2026-02-04
[[contract]]
no = "HT-2026-002"
customer = "nanhai"
signed = 2026-01-05
amount = 80000
due = 2026-03-31
"#;

const MAP: &str = "date = \"日期\"\nin = \"收入\"\nout = \"支出\"\npayer = \"付款方\"\nremark = \"附言\"\nproof = \"流水号\"\n";

fn ledger(rows: &str) -> Dir {
    let dir = Dir::new();
    dir.write("huikuan.toml", BOOK);
    dir.write("ledger.csv", &format!("{HEADER}\n{rows}"));
    dir.write("map.toml", MAP);
    dir
}

fn statement(dir: &Dir, lines: &str) {
    dir.write("bank.csv", &format!("某某银行\n日期,收入,支出,付款方,附言,流水号\n{lines}合计,,,,,\n"));
}

const IMPORT: [&str; 7] = ["import", "receipts", "bank.csv", "--map", "map.toml", "--as-of", "2026-11-30"];

fn preview(dir: &Dir, more: &[&str]) -> Value {
    dir.json(&[&IMPORT, more].concat())
}

/// A row's values of some keys, in one line.
fn values(row: &Value, keys: &[&str]) -> String {
    let value = |key: &&str| match &row[*key] {
        Value::String(text) => text.clone(),
        Value::Null => "·".into(),
        other => other.to_string(),
    };
    keys.iter().map(value).collect::<Vec<_>>().join(" ")
}

fn rows(found: &Value, keys: &[&str]) -> Vec<String> {
    found["rows"].as_array().expect("rows").iter().map(|row| values(row, keys)).collect()
}

/// Records what was matched; the statuses of the lines.
fn write(dir: &Dir) -> Vec<String> {
    rows(&preview(dir, &["--write", "--by", "caiwu"]), &["status"])
}

/// The journal's rows without their ids.
fn journal(dir: &Dir) -> Vec<String> {
    dir.read("ledger.csv").lines().skip(1).map(|line| line.split_once(',').map_or("", |(_, rest)| rest).to_string()).collect()
}

const WAYS: &str = "2026-11-18,\"50,000.00\",,华东电器有限公司,,A1\n\
     2026-11-18,10.00,,ＨＵＡＤＯＮＧ electric,,A2\n\
     2026-11-18,20.00,,南海百货(广州),,A3\n\
     2026-11-18,30.00,,南海百货（广州）有限责任公司6222000011112222,付HT-2026-002货款,A4\n\
     2026-11-18,40.00,,王小明,代付 ht-2026-001,A5\n\
     2026-11-18,50.00,,北方重工,HT-2026-001和HT-2026-002,A6\n\
     2026-11-18,60.00,,,北方重工股份有限公司货款,A7\n\
     2026-11-18,70.00,,北方重机,XHT-2026-0012,A8\n\
     2026-11-18,,80.00,华东电器有限公司,退,A9\n";

#[test]
fn each_way_of_knowing_whose_money_it_is() {
    let dir = ledger("261101-aaaaaaaa,2026-11-01,commitment,huadong,HT-2026-001,,50000,2026-11-20,,,,oral,lilei,\n");
    statement(&dir, WAYS);
    assert_eq!(
        rows(&preview(&dir, &[]), &["line", "status", "customer", "contract", "ref", "party", "sure", "nearest"]),
        [
            "3 receipt huadong HT-2026-001 261101-aaaaaaaa · sure ·",
            "4 receipt huadong · · · sure ·",
            "5 receipt nanhai · · · likely ·",
            "6 receipt nanhai HT-2026-002 · · sure ·",
            "7 receipt huadong HT-2026-001 · 王小明 likely ·",
            "8 unmatched · · · · · beifang",
            "9 receipt beifang · · · likely ·",
            "10 unmatched · · · · · beifang",
        ]
    );
    dir.huikuan(&IMPORT).run().is(
        0,
        "导入流水（试算） · bank.csv · map.toml · 华东销售部 · 截至 2026-11-30 · 单位：元\n\
处理      日期             金额  付款方               客户                 合同         把握  理由\n\
待记回款  2026-11-18  50,000.00  华东电器有限公司     华东电器有限公司     HT-2026-001  确定  名称相符、和一笔承诺同额\n\
待记回款  2026-11-18      10.00  ＨＵＡＤＯＮＧ ele…  华东电器有限公司                  确定  名称相符\n\
待记回款  2026-11-18      20.00  南海百货(广州)       南海百货（广州）有…               大概  名称只差公司后缀或账号\n\
待记回款  2026-11-18      30.00  南海百货（广州）有…  南海百货（广州）有…  HT-2026-002  确定  名称相符、附言有合同号\n\
待记回款  2026-11-18      40.00  王小明               华东电器有限公司     HT-2026-001  大概  附言有合同号、第三方代付\n\
没认出    2026-11-18      50.00  北方重工             ? 北方重工股份有限…                     附言里的合同号属于几家客户\n\
待记回款  2026-11-18      60.00                       北方重工股份有限公…               大概  附言有客户全称\n\
没认出    2026-11-18      70.00  北方重机             ? 北方重工股份有限…                     没有叫这个名字的客户\n\
流水：2026-11-18 · 收入 8 笔 50,280.00 · 支出 1 笔 80.00\n\
收入里：待记回款 6 笔 50,160.00 · 没认出 2 笔 120.00\n\
",
        "没认出的：在账本里给客户加 aliases，或 --unmatched 文件.csv 导出来填\n\
加 --write 记入 6 笔\n\
",
    );
    dir.huikuan(&[&IMPORT[..], &["--lang", "en", "--write", "--exit-code"]].concat()).run().is(
        1,
        "statement, imported · bank.csv · map.toml · 华东销售部 · as of 2026-11-30 · in CNY\n\
Status     Date           Amount  Payer                  Customer              Contract     Why\n\
recorded   2026-11-18  50,000.00  华东电器有限公司       华东电器有限公司      HT-2026-001  same name, as much as promi…\n\
recorded   2026-11-18      10.00  ＨＵＡＤＯＮＧ elect…  华东电器有限公司                   same name\n\
recorded   2026-11-18      20.00  南海百货(广州)         南海百货（广州）有…                same name but for company s…\n\
recorded   2026-11-18      30.00  南海百货（广州）有限…  南海百货（广州）有…   HT-2026-002  same name, remark names the…\n\
recorded   2026-11-18      40.00  王小明                 华东电器有限公司      HT-2026-001  remark names the contract, …\n\
unmatched  2026-11-18      50.00  北方重工               ? 北方重工股份有限…                remark names several custom…\n\
recorded   2026-11-18      60.00                         北方重工股份有限公司               remark names the customer\n\
unmatched  2026-11-18      70.00  北方重机               ? 北方重工股份有限…                no customer has this name\n\
statement: 2026-11-18 · in 8: 50,280.00 · out 1: 80.00\n\
of the money in: recorded 6: 50,160.00 · unmatched 2: 120.00\n\
",
        "unmatched: give the customer an alias in the book, or complete them in --unmatched FILE.csv\n",
    );
    assert_eq!(
        journal(&dir),
        [
            "2026-11-01,commitment,huadong,HT-2026-001,,50000,2026-11-20,,,,oral,lilei,",
            "2026-11-18,receipt,huadong,HT-2026-001,,50000.00,,261101-aaaaaaaa,A1,,bank,,",
            "2026-11-18,receipt,huadong,,,10.00,,,A2,,bank,,",
            "2026-11-18,receipt,nanhai,,,20.00,,,A3,,bank,,",
            "2026-11-18,receipt,nanhai,HT-2026-002,,30.00,,,A4,,bank,,付HT-2026-002货款",
            "2026-11-18,receipt,huadong,HT-2026-001,,40.00,,,A5,王小明,bank,,代付 ht-2026-001",
            "2026-11-18,receipt,beifang,,,60.00,,,A7,,bank,,北方重工股份有限公司货款",
        ]
    );
}

#[test]
fn nothing_is_doubled_and_nothing_dropped() {
    let dir = ledger("");
    let day = |day: u32, count: usize| format!("2026-11-{day:02},100.00,,华东电器有限公司,货款,\n").repeat(count);
    // Two equal payments on one day, and no serial to tell them apart.
    statement(&dir, &(day(3, 2) + &day(5, 1)));
    assert_eq!(write(&dir), ["receipt"; 3]);
    assert_eq!(write(&dir), ["there"; 3]);
    // Another file that overlaps, the other way round, with a late line of an early day.
    statement(&dir, &(day(7, 1) + &day(5, 2) + &day(3, 2) + &day(2, 1)));
    assert_eq!(write(&dir), ["receipt", "there", "receipt", "there", "there", "receipt"]);
    assert_eq!(write(&dir), ["there"; 6]);
    let proofs: Vec<String> = journal(&dir).iter().map(|row| row.split(',').nth(8).unwrap_or_default().to_string()).collect();
    let name = "/100.00/华东电器有限公司";
    let expected = [format!("2026-11-03{name}"), format!("2026-11-03{name}#2"), format!("2026-11-05{name}")];
    assert_eq!(proofs.get(..3), Some(&expected[..]));
    assert_eq!(proofs.get(3..), Some(&[format!("2026-11-07{name}"), format!("2026-11-05{name}#2"), format!("2026-11-02{name}")][..]));
}

#[test]
fn a_serial_that_a_bank_uses_anew_is_another_payment() {
    let dir = ledger("");
    statement(&dir, "2026-11-03,100.00,,华东电器有限公司,,0001\n2026-11-03,70.00,,华东电器有限公司,,0001\n2026-11-20,100.00,,华东电器有限公司,,0001\n");
    assert_eq!(write(&dir), ["receipt"; 3]);
    assert_eq!(write(&dir), ["there"; 3]);
}

#[test]
fn a_receipt_that_was_typed_in_is_confirmed_and_not_recorded_again() {
    let dir = ledger(
        "261101-aaaaaaa1,2026-11-04,receipt,huadong,HT-2026-001,,100,,,,,bank,lilei,\n\
         261101-aaaaaaa2,2026-11-04,receipt,huadong,,,100,,,,,cash,lilei,\n\
         261101-aaaaaaa3,2026-11-10,receipt,huadong,,,200,,,,,,lilei,\n\
         261101-aaaaaaa4,2026-11-11,clear,huadong,,,,,261101-aaaaaaa3,,,,caiwu,\n\
         261101-aaaaaaa5,2026-11-10,receipt,nanhai,,,300,,,,王小明,bank,lilei,\n\
         261101-aaaaaaa6,2026-08-10,receipt,nanhai,,,400,2026-11-10,,BILL1,,bank-acceptance,lilei,\n",
    );
    statement(
        &dir,
        "2026-11-02,100.00,,华东电器有限公司,,B1\n2026-11-05,100.00,,华东电器有限公司,,B2\n2026-11-12,200.00,,华东电器有限公司,,B3\n\
         2026-11-14,200.00,,华东电器有限公司,,B4\n2026-11-12,300.00,,王小明,,B5\n2026-11-10,400.00,,南海百货（广州）有限责任公司,承兑到期,B6\n",
    );
    let found = preview(&dir, &["--write", "--by", "caiwu"]);
    assert_eq!(rows(&found, &["status", "proof"]), ["clear B1", "receipt B2", "there B3", "receipt B4", "clear B5", "clear B6"]);
    assert_eq!(
        journal(&dir).get(6..),
        Some(
            &[
                "2026-11-04,clear,huadong,HT-2026-001,,,,261101-aaaaaaa1,B1,,,caiwu,",
                "2026-11-05,receipt,huadong,,,100.00,,,B2,,bank,caiwu,",
                "2026-11-14,receipt,huadong,,,200.00,,,B4,,bank,caiwu,",
                "2026-11-12,clear,nanhai,,,,,261101-aaaaaaa5,B5,,,caiwu,",
                "2026-11-10,clear,nanhai,,,,,261101-aaaaaaa6,B6,,,caiwu,承兑到期",
            ]
            .map(String::from)[..]
        )
    );
    assert_eq!(write(&dir), ["there"; 6]);
}

#[test]
fn what_was_recorded_in_parts_voided_or_with_another_amount() {
    let dir = ledger(
        "261101-aaaaaaa1,2026-11-04,receipt,huadong,HT-2026-001,,60,,,C1,,bank,lilei,\n\
         261101-aaaaaaa2,2026-11-04,receipt,huadong,,,40,,,C1,,bank,lilei,\n\
         261101-aaaaaaa3,2026-11-05,receipt,huadong,,,70,,,C2,,bank,lilei,\n\
         261101-aaaaaaa4,2026-11-06,receipt,huadong,,,80,,,C3,,bank,lilei,\n\
         261101-aaaaaaa5,2026-11-07,void,huadong,,,,,261101-aaaaaaa4,,,,lilei,\n",
    );
    statement(&dir, "2026-11-04,100.00,,华东电器有限公司,,C1\n2026-11-05,77.00,,华东电器有限公司,,C2\n2026-11-06,80.00,,华东电器有限公司,,C3\n");
    let found = preview(&dir, &["--write"]);
    assert_eq!(
        rows(&found, &["status", "entry", "reason"]),
        [
            "there 261101-aaaaaaa1 已有 261101-aaaaaaa1、261101-aaaaaaa2",
            "differs 261101-aaaaaaa3 流水号已有 261101-aaaaaaa3，金额却是 70.00",
            "there 261101-aaaaaaa4 记过 261101-aaaaaaa4，后来作废",
        ]
    );
    assert_eq!(journal(&dir).len(), 5);
}

#[test]
fn unmatched_lines_come_back_completed() {
    let dir = ledger("");
    statement(
        &dir,
        "2026-11-04,100.00,,王小明,\"=1+1, 货款\",000123456789012\n2026-11-04,20.00,,李小红,,\n2026-11-04,20.00,,李小红,,\n2026-11-05,5.00,,华东电器有限公司,,Z1\n",
    );
    let run = dir.huikuan(&[&IMPORT[..], &["--write", "--unmatched", "todo.csv"]].concat()).run();
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "没认出的在 todo.csv：填好 customer 或 contract 栏，再 huikuan import receipts todo.csv\n"),
        "{}",
        run.stdout
    );
    assert_eq!(
        dir.read("todo.csv"),
        "\u{feff}date,amount,payer,account,remark,proof,customer,contract,milestone,note,nearest,reason,line\n\
         2026-11-04,100.00,王小明,,\"=\"\"=1+1, 货款\"\"\",\"=\"\"000123456789012\"\"\",,,,,,没有叫这个名字的客户,3\n\
         2026-11-04,20.00,李小红,,,2026-11-04/20.00/李小红,,,,,,没有叫这个名字的客户,4\n\
         2026-11-04,20.00,李小红,,,2026-11-04/20.00/李小红#2,,,,,,没有叫这个名字的客户,5\n"
    );
    // What is there is never overwritten.
    assert!(dir.refused(&[&IMPORT[..], &["--unmatched", "todo.csv"]].concat()).contains("E011"));
    dir.write(
        "todo.csv",
        &dir.read("todo.csv")
            .replace("\"\"\",,,,,,", "\"\"\",南海百货（广州）有限责任公司,HT-2026-002,,,,")
            .replace("李小红,,,,,,", "李小红,huadong,,,,,")
            .replace("李小红#2,,,,,,", "李小红#2,huadong,,,,,"),
    );
    let run = dir.huikuan(&["import", "receipts", "todo.csv", "--write", "--as-of", "2026-11-30"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert_eq!(
        journal(&dir),
        [
            "2026-11-05,receipt,huadong,,,5.00,,,Z1,,bank,,",
            "2026-11-04,receipt,nanhai,HT-2026-002,,100.00,,,000123456789012,王小明,bank,,\"=1+1, 货款\"",
            "2026-11-04,receipt,huadong,,,20.00,,,2026-11-04/20.00/李小红,李小红,bank,,",
            "2026-11-04,receipt,huadong,,,20.00,,,2026-11-04/20.00/李小红#2,李小红,bank,,",
        ]
    );
    // The bank's own file finds them all.
    assert_eq!(write(&dir), ["there"; 4]);
}

#[test]
fn every_encoding_and_delimiter_says_the_same() {
    let dir = ledger("");
    statement(&dir, WAYS);
    let text = dir.read("bank.csv");
    let keys = ["line", "status", "amount", "payer", "remark", "proof", "customer", "contract"];
    let expected = rows(&preview(&dir, &[]), &keys);
    assert_eq!(expected.len(), 8);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let tabs = text.replace("\"50,000.00\"", "50000.00").replace(',', "\t");
    for bytes in [
        format!("\u{feff}{text}").into_bytes(),
        GB18030.encode(&text).0.into_owned(),
        [&[0xff, 0xfe], &*wide].concat(),
        wide,
        text.replace('\n', "\r\n").into_bytes(),
        tabs.into_bytes(),
    ] {
        std::fs::write(dir.path().join("bank.csv"), &bytes).expect("a file");
        assert_eq!(rows(&preview(&dir, &[]), &keys), expected, "{:?}", bytes.get(..4));
    }
}

#[test]
fn a_closed_period_and_days_to_come_are_refused_with_their_lines() {
    let dir = ledger("");
    dir.write("huikuan.toml", &BOOK.replace("[[rep]]", "[policy]\nclosed_until = 2026-10-31\n[[rep]]"));
    let early = "2026-10-30,1.00,,华东电器有限公司,,E1\n";
    let before = dir.read("ledger.csv");
    statement(&dir, &format!("{early}2026-11-05,2.00,,华东电器有限公司,,E2\n2026-12-05,3.00,,华东电器有限公司,,E3\n"));
    let said = dir.refused(&[&IMPORT[..], &["--write"]].concat());
    assert!(said.contains("E311") && said.contains("bank.csv:3") && said.contains("E310") && said.contains("bank.csv:5"), "{said}");
    assert_eq!(dir.read("ledger.csv"), before);
    let found = preview(&dir, &["--write", "--since", "2026-11-01", "--future"]);
    assert_eq!(rows(&found, &["status", "date"]), ["receipt 2026-11-05", "receipt 2026-12-05"]);
    assert_eq!(dir.read("ledger.csv").lines().count(), 3);
}

#[test]
fn every_built_in_map_is_printed_as_it_is_used() {
    let dir = Dir::new();
    let listed = dir.good(&["import", "maps"]);
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["alipay", "wechat", "icbc", "abc", "boc", "cmb", "bocom", "huikuan"]);
    for name in names {
        let text = dir.good(&["import", "map", name]);
        assert!(text.starts_with(&format!("name = \"{name}\"\n")), "{text}");
    }
}

/// File, map, lines in, their cents, lines out, their cents, first and last day: counted by hand in the files.
const SAMPLES: [(&str, usize, &str, usize, &str, &str, &str); 7] = [
    ("abc_debit__example-abc_debit-records.csv", 2, "10000.01", 2, "12355.89", "2024-01-01", "2024-01-04"),
    ("alipay__example-alipay-records.csv", 1, "222228.50", 4, "161.64", "2023-01-09", "2023-07-10"),
    ("boc__debit__example-boc-records.csv", 4, "9821.00", 13, "9394.30", "2025-08-01", "2025-08-22"),
    ("bocom_debit__example-bocom_debit-records.csv", 3, "11.25", 3, "114.00", "2024-02-02", "2025-01-01"),
    ("cmb__debit__example-cmb-records.csv", 1, "1234.00", 4, "2013.14", "2024-01-01", "2024-01-27"),
    ("icbc__debit-v1__example-icbc-debit-v1-records.csv", 5, "2841.74", 6, "4241.08", "2023-02-08", "2023-05-02"),
    ("wechat__example-wechat-records.csv", 5, "28.49", 11, "2904.53", "2017-10-20", "2024-06-07"),
];

#[test]
fn real_statements_are_read_with_no_map_and_recorded_once() {
    let Some(data) = shared("data/bank") else { return };
    for (name, in_lines, incoming, out_lines, outgoing, first, last) in SAMPLES {
        let dir = ledger("");
        let file = data.join(name);
        // Whoever paid in these samples is our customer here.
        let bytes = std::fs::read(&file).expect("a sample");
        let text = String::from_utf8(bytes.clone()).unwrap_or_else(|_| GB18030.decode(&bytes).0.into_owned());
        let payers = ["哈哈", "xxxx", "支付宝-李四", "美金数据有限公司", "支付宝-张三", "张三", "李四", "ABC公司", "用户A", "北京住房公积金管理中心"];
        let aliases = payers.iter().filter(|payer| text.contains(**payer)).map(|payer| format!("{payer:?}")).collect::<Vec<_>>().join(", ");
        dir.write("huikuan.toml", &BOOK.replace("\"HUADONG ELECTRIC\"", &aliases));
        let path = file.to_string_lossy().into_owned();
        let arguments = ["import", "receipts", &path, "--as-of", "2026-11-30"];
        let found = dir.json(&arguments);
        let memo = |key: &str| values(&found["memo"], &[key]);
        let told = ["incoming_lines", "incoming", "outgoing_lines", "outgoing", "first_day", "last_day"].map(memo);
        assert_eq!(told, [in_lines.to_string(), incoming.into(), out_lines.to_string(), outgoing.into(), first.into(), last.into()], "{name}");
        let new = rows(&found, &["status"]).iter().filter(|status| *status == "receipt").count();
        assert!(new > 0, "{name}: {found}");
        dir.json(&[&arguments[..], &["--write"]].concat());
        assert_eq!(journal(&dir).len(), new, "{name}");
        let again = dir.json(&[&arguments[..], &["--write"]].concat());
        assert_eq!(rows(&again, &["status"]).iter().filter(|status| *status == "there").count(), new, "{name}");
        assert_eq!(journal(&dir).len(), new, "{name}");
    }
}

#[test]
fn overlapping_files_in_any_order_record_each_line_once() {
    // A small generator of its own: the same files on every run.
    let mut seed = 2_463_534_242_u32;
    let mut next = |below: u32| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed % below
    };
    for round in 0..12 {
        let dir = ledger("");
        // Equal lines are frequent; half of the rounds have no serials.
        let mut lines: Vec<String> = (0..30)
            .map(|number| {
                let (day, amount) = (next(6) + 1, (next(3) + 1) * 100);
                let serial = if round % 2 == 0 { format!("S{number}") } else { String::new() };
                format!("2026-11-{day:02},{amount}.00,,{},,{serial}\n", ["华东电器有限公司", "北方重工"][next(2) as usize])
            })
            .collect();
        lines.sort();
        for _ in 0..4 {
            // Whole days, as statements have them, in either order.
            let (first, last) = (next(6) + 1, next(6) + 1);
            let days = format!("2026-11-{:02}", first.min(last))..=format!("2026-11-{:02}", first.max(last));
            let mut part: Vec<String> = lines.iter().filter(|line| days.contains(&line.chars().take(10).collect::<String>())).cloned().collect();
            if next(2) == 0 {
                part.reverse();
            }
            statement(&dir, &part.concat());
            write(&dir);
            assert!(write(&dir).iter().all(|status| status == "there"));
        }
        statement(&dir, &lines.concat());
        write(&dir);
        assert_eq!(journal(&dir).len(), lines.len(), "round {round}");
        let mut ours: Vec<String> =
            journal(&dir).iter().map(|row| row.split(',').collect::<Vec<_>>()).map(|row| format!("{} {} {}", row[0], row[2], row[5])).collect();
        let mut theirs: Vec<String> = lines
            .iter()
            .map(|line| line.split(',').collect::<Vec<_>>())
            .map(|line| format!("{} {} {}", line[0], if line[3] == "北方重工" { "beifang" } else { "huadong" }, line[1]))
            .collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs, "round {round}");
    }
}

#[test]
fn no_mutation_of_a_statement_is_read_as_something_else() {
    let whole = "某某银行\n日期,收入,支出,付款方,附言,流水号\n2026-11-18,\"50,000.00\",,华东电器有限公司,货款,A1\n2026-11-19,,20.00,北方重工,退,A2\n2026-11-20,7.00,,北方重工,货款,A3\n";
    let dir = ledger("");
    dir.write("bank.csv", whole);
    // Only words and a number at the very end may be shorter than they were: that is noted.
    let keys = ["date", "amount", "payer"];
    let expected = rows(&preview(&dir, &[]), &keys);
    let bytes = whole.as_bytes();
    // The file cut after each byte: all that is read of it is right, or it is refused with a line.
    for end in 0..bytes.len() {
        std::fs::write(dir.path().join("bank.csv"), &bytes[..end]).expect("a file");
        let run = dir.huikuan(&[&IMPORT[..], &["--write"], &["-f", "json"]].concat()).run();
        let text = dir.read("ledger.csv");
        if run.code == 0 {
            let found: Value = serde_json::from_str(&run.stdout).expect("JSON");
            let own = rows(&found, &keys);
            assert!(expected.starts_with(&own), "{end}: {own:?}");
        } else {
            assert_eq!(run.code, 2, "{end}: {}", run.stderr);
            assert!(run.stderr.contains("bank.csv:") || run.stderr.contains("bank.csv "), "{end}: {}", run.stderr);
            assert_eq!(text, format!("{HEADER}\n"), "{end}");
        }
        dir.write("ledger.csv", &format!("{HEADER}\n"));
    }
}

#[test]
fn an_amount_with_an_unquoted_comma_is_never_another_amount() {
    let dir = ledger("");
    let cmb = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n2026-11-20,CNY,50,000.00,90000.00,华东电器有限公司,\n";
    dir.write("cmb.csv", cmb);
    let said = dir.refused(&["import", "receipts", "cmb.csv", "--as-of", "2026-11-30"]);
    assert!(said.starts_with("错误 E342") && said.contains("cmb.csv:2"), "{said}");
    for line in ["2026-11-20,5,000.00,,华东电器有限公司,HT-001,\n", "2026-11-20,5,250.00,,华东电器有限公司,x\n", "2026-11-20,2.000,,华东电器有限公司,x,\n"]
    {
        statement(&dir, line);
        let said = dir.refused(&IMPORT);
        assert!(said.contains("bank.csv:3"), "{said}");
    }
}

#[test]
fn a_line_that_stands_twice_in_one_file_counts_once() {
    let dir = ledger("");
    let again = "日期,收入,支出,付款方,附言,流水号\n";
    let (one, two, three) =
        ("2026-11-20,5.00,,华东电器有限公司,货款,BK1\n", "2026-11-21,6.00,,华东电器有限公司,货款,BK2\n", "2026-11-22,7.00,,华东电器有限公司,货款,BK3\n");
    statement(&dir, &[one, two, again, two, three].concat());
    let found = preview(&dir, &["--write"]);
    assert_eq!(rows(&found, &["status", "amount"]), ["receipt 5.00", "receipt 6.00", "receipt 7.00"]);
    assert_eq!((values(&found["memo"], &["incoming"]), values(&found["memo"], &["repeated_lines"])), ("18.00".into(), "1".into()));
}

#[test]
fn a_number_tells_the_same_payment_from_another() {
    // The bank's own number, seven days apart: there. A number that begins anew each day, of another payer: not there.
    let dir = ledger(
        "261101-aaaaaaa1,2026-11-17,receipt,huadong,HT-2026-001,,5000,,,BK90000001,,bank,lilei,\n261101-aaaaaaa2,2026-11-23,receipt,huadong,,,500,,,1,,bank,lilei,\n",
    );
    statement(&dir, "2026-11-24,5000.00,,华东电器有限公司,货款,BK90000001\n2026-11-24,500.00,,北方重工,货款,1\n");
    assert_eq!(rows(&preview(&dir, &[]), &["status", "customer"]), ["there huadong", "receipt beifang"]);
}

#[test]
fn receipts_that_were_typed_in_are_each_found_once() {
    let typed = |id: u32, day: &str, method: &str| format!("261101-aaaaaaa{id},2026-11-{day},receipt,huadong,,,500,,,,,{method},lilei,\n");
    let dir = ledger(&(typed(1, "05", "bank") + &typed(2, "01", "bank") + &typed(3, "20", "wechat") + &typed(4, "26", "bank")));
    let line = |day: &str, proof: &str| format!("2026-11-{day},500.00,,华东电器有限公司,,{proof}\n");
    statement(&dir, &(line("04", "B1") + &line("08", "B2") + &line("20", "B3") + &line("30", "B4")));
    let found = preview(&dir, &[]);
    assert_eq!(rows(&found, &["status", "sure"]), ["clear sure", "clear sure", "receipt likely", "receipt likely"]);
    assert_eq!(values(&found["rows"][3], &["reason"]), "名称相符、像 261101-aaaaaaa4，号码或日期不同");
}

#[test]
fn a_figure_in_a_remark_is_no_contract_of_somebody_else() {
    let dir = ledger("");
    dir.write("huikuan.toml", &BOOK.replace("\"HT-2026-002\"", "\"1128\""));
    statement(&dir, "2026-11-20,5.00,,华东电器有限公司,11月货款 发票号 1128,Q1\n2026-11-20,6.00,,王小明,HT-2026-001-2,Q2\n2026-11-20,7.00,,王小明,1128,Q3\n");
    assert_eq!(rows(&preview(&dir, &[]), &["status", "customer", "contract"]), ["receipt huadong ·", "unmatched · ·", "receipt nanhai 1128"]);
}

#[test]
fn what_is_not_a_csv_or_is_the_journal_is_not_written_for_unmatched_lines() {
    let dir = Dir::new();
    dir.write("huikuan.toml", BOOK);
    dir.write("map.toml", MAP);
    statement(&dir, "2026-11-20,5.00,,王小明,,Q1\n");
    for (name, code) in [("ledger.csv", "E018"), ("x.toml", "E011"), (".gitattributes", "E011")] {
        let said = dir.refused(&[&IMPORT[..], &["--write", "--unmatched", name]].concat());
        assert!(said.contains(code), "{said}");
        assert!(!dir.path().join(name).exists(), "{name}");
    }
}

#[test]
fn a_map_that_would_take_money_out_for_money_in_is_refused() {
    let dir = ledger("");
    dir.write("bank.csv", "日期,金额,借贷,收入\n2026-11-20,500.00,借,1.00\n");
    for (map, word) in [("direction = { in = \"贷\", out = \"借\" }\n", "direction.column"), ("in = \"收入\"\n", "amount, in | out")] {
        dir.write("map.toml", &format!("date = \"日期\"\namount = \"金额\"\n{map}"));
        let said = dir.refused(&IMPORT);
        assert!(said.starts_with("错误 E347") && said.contains(word), "{said}");
    }
}

#[test]
fn a_file_of_old_line_ends_or_cut_in_its_last_date() {
    let dir = ledger("");
    let text = "日期,收入,支出,付款方,附言,流水号\r2026-11-20,5.00,,华东电器有限公司,货款,BK1\r";
    dir.write("bank.csv", text);
    assert_eq!(rows(&preview(&dir, &[]), &["status", "amount"]), ["receipt 5.00"]);
    dir.write("bank.csv", &(text.replace('\r', "\n") + "2026-1"));
    let said = dir.refused(&IMPORT);
    assert!(said.starts_with("错误 E342") && said.contains("bank.csv:3"), "{said}");
}
