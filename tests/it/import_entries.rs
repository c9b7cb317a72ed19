//! `import entries`: what a team keeps in a spreadsheet becomes entries, once.

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::harness::Dir;

const BOOK: &str = r#"name = "华东销售部"
currency = "CNY"
[policy]
closed_until = 2026-06-30
[[rep]]
id = "lilei"
name = "李雷"
[[customer]]
id = "huadong"
name = "华东电器有限公司"
aliases = ["华东电器"]
rep = "lilei"
[[contract]]
no = "0001"
customer = "huadong"
signed = 2026-07-01
amount = 300000
milestone = [
  { name = "预付款", amount = 90000, due = 2026-09-15 },
  { name = "尾款", amount = 210000, due = 2026-10-31 },
]
[[contract]]
no = "KJ-1"
customer = "huadong"
signed = 2026-07-01
framework = true
"#;
const LIST: &str = "日期,类别,客户,合同,付款节点,金额,承诺日,明细,发票号,经办人,备注\n\
2026/11/27,承诺,华东电器,0001,尾款,\"50,000.00\",2026-12-10,口头,,李雷,\"先付, 再谈\"\n\
2026-11-28,跟进,华东电器有限公司,,,,2026-12-03,电话/无人接听,,韩梅,下午再打\n\
2026-11-28,跟进,华东电器有限公司,,,,2026-12-03,电话/无人接听,,韩梅,下午再打\n\
2026-11-28,开票,,0001,,100,,,INV-0007,,\n";
const AS_OF: [&str; 5] = ["import", "entries", "list.csv", "--as-of", "2026-11-30"];

fn ledger(list: &[u8]) -> Dir {
    let dir = Dir::ledger(BOOK, &[]);
    fs::write(dir.path().join("list.csv"), list).expect("the list");
    dir
}

fn write(dir: &Dir) -> String {
    let mut arguments = AS_OF.to_vec();
    arguments.extend(["--write", "--by", "caiwu"]);
    dir.good(&arguments)
}

/// The journal's lines without their ids.
fn lines(dir: &Dir) -> Vec<String> {
    dir.read("ledger.csv").lines().skip(1).map(|line| line.split_once(',').expect("an id").1.to_string()).collect()
}

#[test]
fn a_list_is_shown_then_recorded_once() {
    let dir = ledger(LIST.as_bytes());
    let before = dir.read("ledger.csv");
    let shown = dir.json(&AS_OF);
    let states: Vec<&str> = shown["rows"].as_array().expect("rows").iter().map(|row| row["status"].as_str().expect("a status")).collect();
    assert_eq!((states, dir.read("ledger.csv")), (vec!["new"; 4], before), "nothing is written without --write");
    assert_eq!(write(&dir), "已记 4 条；流水里已有 0 条\n");
    let expected = [
        "2026-11-27,commitment,huadong,0001,尾款,50000.00,2026-12-10,,,,oral,李雷,\"先付, 再谈\"",
        "2026-11-28,contact,huadong,,,,2026-12-03,,,,phone/no-answer,韩梅,下午再打",
        "2026-11-28,contact,huadong,,,,2026-12-03,,,,phone/no-answer,韩梅,下午再打",
        "2026-11-28,invoice,huadong,0001,,100.00,,,INV-0007,,,caiwu,",
    ];
    assert_eq!(lines(&dir), expected);
    assert_eq!(write(&dir), "已记 0 条；流水里已有 4 条\n");
    // One of two equal rows more is an entry more.
    let more = LIST.to_string() + LIST.lines().nth(2).expect("a row") + "\n";
    dir.write("list.csv", &more);
    assert_eq!(write(&dir), "已记 1 条；流水里已有 4 条\n");
    assert_eq!(write(&dir), "已记 0 条；流水里已有 5 条\n");
    dir.good(&["check"]);
}

#[test]
fn the_journal_itself_is_there_already() {
    let dir = ledger(LIST.as_bytes());
    write(&dir);
    let journal = dir.read("ledger.csv");
    dir.write("list.csv", &journal);
    assert_eq!(write(&dir), "已记 0 条；流水里已有 4 条\n");
    // What `history` shows in Excel reads back too.
    let sheet = dir.good(&["history", "--excel", "--as-of", "2026-11-30"]);
    dir.write("list.csv", &sheet);
    assert_eq!(write(&dir), "已记 0 条；流水里已有 4 条\n");
    assert_eq!(dir.read("ledger.csv"), journal);
}

#[test]
fn a_row_that_cannot_be_used_stops_all() {
    let spoilt: [(&str, String, &str, u32); 10] = [
        ("no kind", LIST.replace("开票", "开"), "E212", 5),
        ("no such customer", LIST.replace("华东电器,0001", "华东,0001"), "E302", 2),
        ("no such contract", LIST.replace(",0001,尾款", ",1,尾款"), "E302", 2),
        ("no such milestone", LIST.replace("尾款", "首款"), "E217", 2),
        ("a closed day", LIST.replace("2026/11/27", "2026/6/30"), "E311", 2),
        ("a day to come", LIST.replace("2026/11/27", "2026/12/1"), "E310", 2),
        ("a date in two ways", LIST.replace("2026/11/27", "11/07/2026"), "E344", 2),
        ("an amount of nothing", LIST.replace("\"50,000.00\"", "0"), "E214", 2),
        ("no number", LIST.replace("INV-0007", ""), "E336", 5),
        ("cut off", LIST[..LIST.find("韩梅").expect("a name")].to_string(), "E342", 3),
    ];
    for (what, list, code, line) in spoilt {
        let dir = ledger(list.as_bytes());
        let before = dir.read("ledger.csv");
        let mut arguments = AS_OF.to_vec();
        arguments.push("--write");
        let told = dir.refused(&arguments);
        assert!(told.contains(code) && told.contains(&format!("list.csv:{line}")), "{what}: {told}");
        assert_eq!(dir.read("ledger.csv"), before, "{what}");
        let shown = dir.huikuan(&[&AS_OF[..], &["-f", "csv"]].concat()).run();
        assert_eq!(shown.code, 2, "{what}");
        if what != "cut off" {
            assert!(shown.stdout.lines().any(|row| row.starts_with(&format!("{line},refused")) && row.contains(code)), "{what}: {}", shown.stdout);
        }
    }
}

#[test]
fn a_file_of_one_kind_needs_no_column_for_it() {
    let list = "客户,日期,金额,到期\n华东电器,2026-11-27,100,2026-12-01\n";
    let expected = ["2026-11-27,commitment,huadong,,,100.00,2026-12-01,,,,,,"];
    for arguments in [["--kind", "承诺"], ["--map", "map.toml"]] {
        let dir = ledger(list.as_bytes());
        dir.write("map.toml", "kind = \"commitment\"\n");
        dir.huikuan(&[&AS_OF[..], &["--write"], &arguments].concat()).run().is(0, "已记 1 条；流水里已有 0 条\n", "");
        assert_eq!(lines(&dir), expected);
    }
}

#[test]
fn entries_that_refer_to_others_of_their_list_follow_them() {
    let list = "id,date,kind,customer,contract,ref,detail,note\n\
        260801-4m7k2q9x,2026-08-01,dispute,huadong,0001,,quality,\n\
        260802-4m7k2q9x,2026-08-02,resolve,,,260801-4m7k2q9x,,换货\n";
    let dir = ledger(list.as_bytes());
    write(&dir);
    let journal = dir.read("ledger.csv");
    let ids: Vec<&str> = journal.lines().skip(1).map(|line| &line[..15]).collect();
    assert!(journal.lines().nth(2).expect("a line").contains(&format!(",{},", ids[0])), "{journal}");
    assert_eq!(write(&dir), "已记 0 条；流水里已有 2 条\n");
}

/// A row as the journal would have it, and as a spreadsheet may write it.
fn row() -> impl Strategy<Value = (String, String)> {
    let note = proptest::sample::select(vec!["", "先付, 再谈", "“好”", "a\"b", "换货；补票"]);
    (1..28_u32, 1..3_000_000_i64, 0..3_u8, note).prop_map(|(day, cents, kind, note)| {
        let (whole, part) = (cents / 100, cents % 100);
        let quote = |text: &str| if text.contains(['"', ',']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() };
        let grouped = if whole >= 1000 { format!("{},{:03}.{part:02}", whole / 1000, whole % 1000) } else { format!("{whole}.{part:02}") };
        let money = if day % 2 == 0 { quote(&format!("¥{grouped}")) } else { format!("{whole}.{part:02}") };
        let (code, name, target, detail, zh) = match kind {
            0 => ("receipt", "回款", "0001", "bank", "银行转账"),
            1 => ("commitment", "承诺回款", "0001", "oral", "口头"),
            _ => ("bill", "出货应收", "KJ-1", "goods", "货款"),
        };
        let due = if kind == 1 { "2026-12-20" } else { "" };
        let journal = format!("2026-11-{day:02},{code},huadong,{target},,{whole}.{part:02},{due},,,,{detail},李雷,{}", quote(note));
        let date = if day % 3 == 0 { format!("2026年11月{day}日") } else { format!("2026/11/{day}") };
        (journal, format!("{date},{name},华东电器,{target},{money},{due},{zh},李雷,{}", quote(note)))
    })
}

#[test]
fn random_lists_come_back_as_they_were_in_every_encoding() {
    let mut runner = TestRunner::new(Config { cases: 8, failure_persistence: None, ..Config::default() });
    let rows = proptest::collection::vec(row(), 1..40);
    let law = |rows: Vec<(String, String)>| {
        let (expected, own): (Vec<String>, Vec<String>) = rows.into_iter().unzip();
        let list = format!("日期,类别,客户,合同,金额,到期,明细,经办人,备注\n{}\n", own.join("\n"));
        let wide: Vec<u8> = list.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [list.clone().into_bytes(), encoding_rs::GB18030.encode(&list).0.into_owned(), wide] {
            let dir = ledger(&bytes);
            let count = expected.len();
            prop_assert_eq!(write(&dir), format!("已记 {count} 条；流水里已有 0 条\n"));
            prop_assert_eq!(lines(&dir), expected.clone());
            prop_assert_eq!(write(&dir), format!("已记 0 条；流水里已有 {count} 条\n"));
        }
        Ok(())
    };
    runner.run(&rows, law).expect("every list comes back");
}
