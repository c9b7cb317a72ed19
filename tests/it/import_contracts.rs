//! `import contracts`: lists out of an ERP or a spreadsheet become a file of the book, or nothing does.

use std::fs;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::harness::{Dir, root, shared};
use crate::ibm;

const BOOK: &str = r#"name = "华东销售部"
currency = "CNY"
include = ["contracts/*.toml"]
[[rep]]
id = "lilei"
name = "李雷"
[[rep]]
id = "hanmei"
name = "韩梅"
[[customer]]
id = "huadong"
name = "华东电器有限公司"
aliases = ["华东电器"]
rep = "lilei"
"#;
const LIST: &str = "ERP 导出,,,,\n\
合同编号,客户,签订日期,业务员,金额,到期日,项目\n\
0012026,华东电器,2026-11-02,李雷,\"¥90,000.50\",2026/12/31,\"引号\"\"和\\斜杠\"\n\
HT-102,新世纪百货,2026年11月10日,韩梅,\"1,200\",,冷柜\n\
合计,,,,\"91,200.50\",,\n";
const INTO: [&str; 5] = ["import", "contracts", "list.csv", "-o", "contracts/2026.toml"];

fn ledger(list: &[u8]) -> Dir {
    let dir = Dir::ledger(BOOK, &[]);
    fs::write(dir.path().join("list.csv"), list).expect("the list");
    dir
}

const WRITTEN: &str = r#"# 由 huikuan import contracts 从 list.csv 导入

[[customer]]
id = "新世纪百货"
name = "新世纪百货"
rep = "hanmei"

[[contract]]
no = "0012026"
customer = "huadong"
project = "引号\"和\\斜杠"
signed = 2026-11-02
amount = "90000.50"
due = 2026-12-31

[[contract]]
no = "HT-102"
customer = "新世纪百货"
project = "冷柜"
signed = 2026-11-10
amount = "1200.00"
"#;

#[test]
fn a_list_becomes_a_file_of_the_book_once() {
    let dir = ledger(LIST.as_bytes());
    let rest = "  合计、小计 1 行没有读：第 5 行\n  \
        读的栏：no = 合同编号、customer_name = 客户、project = 项目、signed = 签订日期、amount = 金额、due = 到期日、rep = 业务员\n";
    let mut trial = INTO.to_vec();
    trial.push("-n");
    let summary = "contracts/2026.toml：合同 2 份，付款节点 0 个，金额 91,200.50，新客户 1 个\n";
    dir.huikuan(&trial).run().is(0, &format!("会写 {summary}{rest}试算：没有写入\n"), "");
    assert!(!dir.path().join("contracts").exists(), "a trial leaves nothing behind");
    dir.huikuan(&INTO).run().is(0, &format!("已写 {summary}{rest}"), "");
    assert_eq!(dir.read("contracts/2026.toml"), WRITTEN);
    assert_eq!(fs::read_dir(dir.path().join("contracts")).expect("the folder").count(), 1);
    dir.huikuan(&["import", "contracts", "list.csv", "-o", "contracts/more.toml"]).run().is(
        0,
        &format!("没有新的合同，contracts/more.toml 没有写\n  账本里已有、内容相同的 2 份没有再写\n{rest}"),
        "",
    );
    assert_eq!(dir.json(&["aging", "--as-of", "2026-11-30"])["total"]["outstanding"], "91200.50");
}

#[test]
fn a_list_reads_the_same_in_every_encoding() {
    let wide: Vec<u8> = LIST.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gbk = encoding_rs::GB18030.encode(LIST).0.into_owned();
    let tabs = LIST.replace(",\"¥90,000.50\",", ",90000.5,").replace("\"1,200\"", "1200").replace(",\"91,200.50\",", ",,").replace(',', "\t");
    let bom = format!("\u{feff}{LIST}").into_bytes();
    let crlf = LIST.replace('\n', "\r\n").into_bytes();
    for list in [gbk, wide, bom, crlf, tabs.into_bytes()] {
        let dir = ledger(&list);
        dir.good(&INTO);
        assert_eq!(dir.read("contracts/2026.toml"), WRITTEN);
    }
}

#[test]
fn merged_cells_make_one_contract_of_milestones() {
    let list = "合同编号,客户,签订日期,付款节点,节点金额,节点到期日,节点事件,节点天数\n\
        HT-1,华东电器,2026-11-02,预付款,100,2026-11-20,,\n\
        ,,,尾款,200.5,,验收,30天\n";
    let dir = ledger(list.as_bytes());
    dir.write("map.toml", "group = true\n");
    dir.good(&["import", "contracts", "list.csv", "--map", "map.toml", "-o", "contracts/2026.toml"]);
    let milestones = "amount = \"300.50\"\nmilestone = [\n  { name = \"预付款\", amount = \"100.00\", due = 2026-11-20 },\n  \
        { name = \"尾款\", amount = \"200.50\", after = \"acceptance\", days = 30 },\n]\n";
    assert!(dir.read("contracts/2026.toml").ends_with(milestones), "{}", dir.read("contracts/2026.toml"));
}

#[test]
fn rows_that_cannot_be_used_stop_all_unless_they_are_left_out() {
    let list = LIST.replace("\"1,200\"", "1.234.5");
    let dir = ledger(list.as_bytes());
    let told = "错误 E345：list.csv:4:30\n  4 │ HT-102,新世纪百货,2026年11月10日,韩梅,1.234.5,,冷柜\n";
    let refused = dir.refused(&INTO);
    assert!(refused.starts_with("错误 E345：“金额”不是金额：“1.234.5”") && refused.contains("list.csv:4:"), "{refused}\n{told}");
    assert!(refused.ends_with("有 1 处不能用，什么也没写（改好再导；确实不要的用 --skip 略过）\n"), "{refused}");
    assert!(!dir.path().join("contracts").exists());
    let mut skip = INTO.to_vec();
    skip.push("--skip");
    let run = dir.huikuan(&skip).run();
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("合同 1 份") && run.stdout.contains("略过 1 份") && run.stderr.contains("list.csv:4:"), "{run:?}");
    assert!(!dir.read("contracts/2026.toml").contains("新世纪"), "a customer without a contract");
}

#[test]
fn a_spoilt_list_is_refused_with_its_line_and_nothing_is_written() {
    let spoilt: [(&str, String, &str, u32); 7] = [
        ("a column is missing", LIST.replace("签订日期", "日"), "E340", 2),
        ("a date in two ways", LIST.replace("2026-11-02", "03/04/2026"), "E344", 3),
        ("no date", LIST.replace("2026-11-02", "下周"), "E344", 3),
        ("cut off", LIST[..LIST.find("韩梅").expect("a name")].to_string(), "E342", 4),
        ("an unquoted comma", LIST.replace("\"¥90,000.50\"", "90,000.50"), "E342", 3),
        ("an open quote", LIST.replace("\"1,200\"", "\"1,200").replace("\"91,200.50\"", ""), "E343", 4),
        ("no such rep", LIST.replace("韩梅", "韩枚"), "E302", 4),
    ];
    for (what, list, code, line) in spoilt {
        let dir = ledger(list.as_bytes());
        let told = dir.refused(&INTO);
        assert!(told.contains(code) && told.contains(&format!("list.csv:{line}")), "{what}: {told}");
        assert!(!dir.path().join("contracts").exists(), "{what}");
    }
}

/// Bytes that were lost or changed end in a file of the book or in a message, and never in half of either.
#[test]
fn damage_ends_in_all_or_nothing() {
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let damage = (any::<Index>(), 0..12_usize, proptest::collection::vec(any::<u8>(), 0..4));
    let law = |(at, lost, put): (Index, usize, Vec<u8>)| {
        let mut list = LIST.as_bytes().to_vec();
        let at = at.index(list.len());
        list.splice(at..(at + lost).min(LIST.len()), put);
        let dir = ledger(&list);
        let run = dir.huikuan(&INTO).run();
        let written = dir.path().join("contracts").exists();
        prop_assert!(matches!((run.code, written), (0, _) | (2, false)), "{run:?}");
        prop_assert!(run.code == 0 || run.stderr.starts_with("错误 E"), "{run:?}");
        // What is in place is a ledger that can be read.
        prop_assert_eq!(dir.huikuan(&["aging"]).run().code, 0);
        Ok(())
    };
    runner.run(&damage, law).expect("all or nothing");
}

/// Figures other programs computed of a public sample, from what its own file is imported to.
#[test]
fn the_sample_is_imported_as_it_is() {
    let (Some(data), Some(tool)) = (shared("data/ibm"), shared("tools/ibm_to_ledger.py")) else { return };
    let Some(theirs) = ibm::ledger(&tool, false) else { return };
    let dir = Dir::ledger("name = \"IBM sample\"\ncurrency = \"USD\"\ninclude = [\"contracts/*.toml\"]\n[[rep]]\nid = \"all\"\nname = \"All\"\n", &[]);
    let (list, map) = (data.join("invoices.csv"), root().join("examples/ibm/contracts.toml"));
    let (list, map) = (list.to_string_lossy(), map.to_string_lossy());
    let summary = dir.good(&["import", "contracts", &list, "--map", &map, "-o", "contracts/ibm.toml", "--rep", "all", "--lang", "en"]);
    assert!(summary.starts_with("wrote contracts/ibm.toml: contracts 2466, milestones 0, amount 147,703.18, new customers 100\n"), "{summary}");
    dir.write("ledger.csv", &theirs.read("ledger.csv"));
    for name in ["ibm__2012-12-31.json", "ibm__2013-06-30.json"] {
        let figures: Value = serde_json::from_str(&fs::read_to_string(data.join(name)).expect("figures")).expect("JSON");
        ibm::compare(&dir, &figures, name);
    }
}
