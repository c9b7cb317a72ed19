//! `matrix`: sales against collection, in four quadrants.

use crate::cases::{cells, lines};
use crate::harness::Dir;

const BOOK: &str = r#"name = "矩阵账"
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
reps = [ { rep = "li", from = 2025-01-01 }, { rep = "han", from = 2026-03-10 } ]
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-02-05
amount = 100
due = 2026-02-28
[[contract]]
no = "A-2"
customer = "a"
signed = 2026-03-05
amount = 150
due = 2026-03-31
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-03-05
amount = 200
due = 2026-03-31
[[contract]]
no = "B-2"
customer = "b"
signed = 2026-01-10
framework = true
"#;

const PAID: &str = "260305-00000001,2026-03-05,receipt,,A-1,,100,,,,,bank,,";
const BILL: &str = "260312-00000001,2026-03-12,bill,,B-2,F1,40,2026-04-30,,,,goods,,";
const KEYS: &str = "scope key sales sales_target sales_before attainment collection_rate quadrant";

fn matrix(extra: &str, arguments: &[&str]) -> Vec<String> {
    let dir = Dir::ledger(&format!("{BOOK}{extra}"), &[PAID, BILL]);
    lines(&dir.json(&[&["matrix", "--as-of", "2026-03-31"], arguments].concat()), KEYS)
}

fn target(period: &str, scope: &str, amount: &str) -> String {
    format!("[[target]]\nkind = \"sales\"\nperiod = \"{period}\"\n{scope}\namount = {amount}\n")
}

#[test]
fn sales_against_the_period_before_or_a_target() {
    // Signed contracts and bills, each by who was in charge on its day; collection by who is at the end.
    let expected = ["rep|li|350.00||100.00|3.5000|0.4000|sales-led", "rep|han|40.00||0.00||0.0000|"];
    assert_eq!(matrix("", &[]), expected);
    let targets = target("2026-03", "rep = \"li\"", "400") + &target("2026-03", "rep = \"han\"", "40");
    let expected = ["rep|han|40.00|40.00|0.00|1.0000|0.0000|sales-led", "rep|li|350.00|400.00|100.00|0.8750|0.4000|passive"];
    assert_eq!(matrix(&targets, &[]), expected);
    // A team takes the sum of its reps'.
    assert_eq!(matrix(&targets, &["--by", "team"])[1], "team|华东|350.00|400.00|100.00|0.8750|0.4000|passive");
    let expected = ["customer|a|150.00||100.00|1.5000|0.4000|sales-led", "customer|b|240.00||0.00||0.0000|"];
    assert_eq!(matrix("", &["--by", "customer"]), expected);
}

#[test]
fn a_target_for_a_part_of_the_period_is_none() {
    let march = target("2026-03", "rep = \"li\"", "400");
    let quarter = "rep|li|450.00||0.00||0.4000|";
    assert_eq!(matrix(&march, &["--period", "2026-Q1"])[0], quarter);
    assert_eq!(matrix(&march, &["--period", "2026-02..2026-03"])[0], "rep|li|450.00||0.00||0.4000|");
    let all = march + &target("2026-02", "rep = \"li\"", "50");
    assert_eq!(matrix(&all, &["--period", "2026-02..2026-03"])[0], "rep|li|450.00|450.00|0.00|1.0000|0.4000|sales-led");
    // Nor is one compared with a part of the row.
    assert_eq!(matrix(&all, &["--customer", "a"]), ["rep|li|150.00||100.00|1.5000|0.4000|sales-led"]);
    assert_eq!(matrix(&all, &["--rep", "李雷"]).len(), 1);
}

#[test]
fn cuts_of_the_book_and_of_the_day() {
    let quadrant = |book: &str, arguments: &[&str]| matrix(book, arguments)[0].rsplit('|').next().expect("a quadrant").to_string();
    assert_eq!(quadrant("[matrix]\ncollection_cut = 0.4\n", &[]), "strategic");
    assert_eq!(quadrant("[matrix]\ncollection_cut = 0.4\n", &["--collection-cut", "0.41"]), "sales-led");
    assert_eq!(quadrant("", &["--sales-cut", "400%", "--collection-cut", "40%"]), "collection-led");
    let dir = Dir::ledger(BOOK, &[]);
    for (arguments, code) in
        [(["--sales-cut", "高"], "E307"), (["--collection-cut", "-1"], "E307"), (["--by", "contract"], "E307"), (["--period", "x"], "E306")]
    {
        let said = dir.refused(&["matrix", &format!("{}={}", arguments[0], arguments[1])]);
        assert!(said.contains(code), "{said}");
    }
}

#[test]
fn the_picture() {
    let dir = Dir::ledger(BOOK, &[PAID, BILL]);
    let table = dir.good(&["matrix", "--as-of", "2026-03-31"]);
    let expected = "销售回款矩阵 · 2026-03 · 矩阵账 · 截至 2026-03-31 · 单位：元
销售代表  销售额  上期销售额  销售完成率  到期回款率  象限
李雷      350.00      100.00      350.0%       40.0%  销货主导
韩梅       40.00           —           —        0.0%
合计      390.00      100.00                   22.2%

            销售 < 100%                       销售 ≥ 100%
          ┌─────────────────────────────────┬─────────────────────────────────┐
回款      │ 回款主导                        │ 战略导向                        │
≥ 90%     │                                 │                                 │
          │                                 │                                 │
          ├─────────────────────────────────┼─────────────────────────────────┤
回款      │ 消极导向                        │ 销货主导                        │
< 90%     │                                 │ 李雷                            │
          │                                 │                                 │
          └─────────────────────────────────┴─────────────────────────────────┘

销售完成率 100%、到期回款率 90% 起算高（--sales-cut、--collection-cut）
象限由数字推出，只近似反映态度，不能当作对人的评价
销售额 = 本期签订的合同 + 框架合同的出货应收
没有整期销售目标的，和上期比
没有可比的销售额或没有到期应收的，不分象限：1 个；看全年：--period 今年
";
    assert_eq!(table, expected);
    // A narrower terminal and markdown have the list alone.
    let narrow = dir.huikuan(&["matrix", "--as-of", "2026-03-31"]).env("COLUMNS", "70").run().stdout;
    let markdown = dir.good(&["matrix", "--as-of", "2026-03-31", "--format", "markdown"]);
    assert!(!narrow.contains('│') && narrow.contains("销货主导"), "{narrow}");
    assert!(!markdown.contains('│') && markdown.contains("| 销货主导 |"), "{markdown}");
    let customers = dir.good(&["matrix", "--by", "customer", "--as-of", "2026-03-31"]);
    assert!(customers.contains("高销低回") && customers.contains("双低") && !customers.contains("态度"), "{customers}");
    let explained = dir.json(&["matrix", "--explain", "--as-of", "2026-03-31"]);
    assert_eq!(cells(&explained["explain"][0], "of key value formula"), "李雷|attainment|3.5000|sales ÷ sales_before");
    assert_eq!(cells(&explained["explain"][1]["inputs"], "collected brought due moved"), "100.00|100.00|150.00|0.00");
}

#[test]
fn nothing_to_compare() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    let keys = "scope,key,name,sales,sales_target,sales_before,attainment,collection_rate,quadrant\n";
    let run = |arguments: &[&str]| dir.huikuan(&[&["matrix", "--as-of", "2026-03-31", "--format", "csv"], arguments].concat()).run();
    run(&[]).is(0, keys, "这段时间没有销售，也没有到期的应收\n");
    run(&["--period", "2027", "--lang", "en"]).is(0, keys, "the period has not begun\n");
    let running = Dir::ledger(BOOK, &[]).good(&["matrix", "--as-of", "2026-03-20"]);
    assert!(running.contains("\n本期只算到 2026-03-20，目标和上期是整期的\n"), "{running}");
}
