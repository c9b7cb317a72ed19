//! `aging`: tiers, groups, positions, filters, and every form of output.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::cases::{cells, lines};
use crate::harness::{Dir, root};

/// Four customers with something in every tier; all figures below are reckoned by hand as of 30 June 2026.
///
/// | position | due | days | open |
/// |---|---|---|---|
/// | A-1 首款 | 04-30 | 61 | 400 |
/// | A-1 尾款 | 07-01 | −1 | 600 |
/// | A-2 发货款 | delivery 05-11 + 30 = 06-10 | 20 | 300 |
/// | A-2 验收款 | waits | | 200 − 50 prepaid |
/// | A-3 | signed 05-31 + 30 = 06-30 | 0 | 80 |
/// | B-1 | 06-09 | 21 | 800 − 100 − 50 deducted, 200 disputed |
/// | B-2 3月货 | month's end 03-31 + 30 = 04-30 | 61 | 250 |
/// | B-2 4月货 | 04-30 + 30 = 05-30 | 31 | 120 − 20 |
/// | C-1 甲 | 04-01 | 90 | 200 − 200 written off, 50 of it recovered |
/// | C-1 乙 | 05-01 | 60 | 500 |
/// | C-2 | signed 03-01 + 30 | | 100 − 130: 30 unapplied |
/// | ding | | | 40 unapplied |
const BOOK: &str = r#"name = "小账"
currency = "CNY"

[[rep]]
id = "li"
name = "李雷"
team = "华东"

[[rep]]
id = "han"
name = "韩梅"
team = "华南"

[[rep]]
id = "zhou"
name = "周涛"

[[customer]]
id = "jia"
name = "甲公司"
aliases = ["老甲", "FIRST"]
group = "甲乙集团"
rep = "li"
grade = "A"
tags = ["老客户", "空调"]
contacts = [{ name = "王经理", role = "handler", phone = "138-1" }]

[[customer]]
id = "yi"
name = "乙商贸有限公司"
group = "甲乙集团"
reps = [{ rep = "li", from = 2026-01-01 }, { rep = "han", from = 2026-06-01 }]
grade = "C"

[[customer]]
id = "bing"
name = "丙"
five_c = { character = 72, capacity = 72, capital = 72, collateral = 72, conditions = 72 }

[[customer]]
id = "ding"
name = "丁"
rep = "zhou"

[[contract]]
no = "A-1"
customer = "jia"
project = "一期"
signed = 2025-12-01
amount = 1000
tags = ["重点"]
milestone = [{ name = "首款", amount = 400, due = 2026-04-30 }, { name = "尾款", amount = 600, due = 2026-07-01 }]

[[contract]]
no = "A-2"
customer = "jia"
signed = 2026-01-10
amount = 500
category = "faulty"
milestone = [{ name = "发货款", amount = 300, after = "delivery", days = 30 }, { name = "验收款", amount = 200, after = "acceptance" }]

[[contract]]
no = "A-3"
customer = "jia"
signed = 2026-05-31
amount = 80

[[contract]]
no = "B-1"
customer = "yi"
project = "夏季订货"
signed = 2026-02-01
amount = 800
due = 2026-06-09

[[contract]]
no = "B-2"
customer = "yi"
signed = 2026-01-01
framework = true
terms = "month-end 30"

[[contract]]
no = "C-1"
customer = "bing"
signed = 2026-03-01
amount = 700
milestone = [{ name = "甲", amount = 200, due = 2026-04-01 }, { name = "乙", amount = 500, due = 2026-05-01 }]

[[contract]]
no = "C-2"
customer = "bing"
signed = 2026-03-01
amount = 100
"#;

const ROWS: &[&str] = &[
    "260315-00000001,2026-03-15,bill,yi,B-2,3月货,250.00,,,,,goods,,",
    "260420-00000001,2026-04-20,bill,yi,B-2,4月货,120.00,,,,,goods,,",
    "260425-00000001,2026-04-25,receipt,yi,B-2,4月货,20.00,,,,,bank,,",
    "260505-00000001,2026-05-05,receipt,bing,C-2,,130.00,,,,,bank,,",
    "260511-00000001,2026-05-11,event,jia,A-2,,,,,,,delivery,,",
    "260520-00000001,2026-05-20,receipt,jia,A-2,验收款,50.00,,,,,bank,,",
    "260601-00000001,2026-06-01,writeoff,bing,C-1,甲,200.00,,,,,insolvent,,",
    "260602-00000001,2026-06-02,receipt,yi,B-1,,100.00,,,,,bank,,",
    "260603-00000001,2026-06-03,deduct,yi,B-1,,50.00,,,,,return,,",
    "260604-00000001,2026-06-04,dispute,yi,B-1,,200.00,,,,,quality,,",
    "260605-00000001,2026-06-05,cause,yi,B-1,,,,,,,cash-short,,",
    "260606-00000001,2026-06-06,cause,jia,,,,,,,,oversight,,",
    "260610-00000001,2026-06-10,receipt,bing,C-1,甲,50.00,,,,,bank,,",
    "260612-00000001,2026-06-12,receipt,ding,,,40.00,,,,,cash,,",
    // Later than the day that is asked for: it does not exist.
    "260701-00000001,2026-07-01,receipt,jia,,,1000.00,,,,,bank,,",
];

const DAY: &str = "2026-06-30";

fn small() -> Dir {
    Dir::ledger(BOOK, ROWS)
}

/// `aging` on 30 June 2026 with more arguments.
fn aging<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["aging", "--as-of", DAY], more].concat()
}

#[test]
fn by_tier_as_a_table_in_both_languages() {
    let dir = small();
    let zh = "\
逾期账龄分析 · 小账 · 截至 2026-06-30 · 单位：元
等级    逾期天数  笔数  未回款余额    占比  其中争议  对销售代表
未到期         —     1      600.00   20.8%         —
绿          0–20     2      380.00   13.2%         —  表扬
蓝         21–40     2      750.00   26.0%    200.00  警告
黄         41–60     1      500.00   17.4%         —  催收
红          > 60     2      650.00   22.6%         —  主管跟踪
合计                 8    2,880.00  100.0%    200.00
未达付款条件 150.00 · 预收 50.00 · 未匹配 70.00 · 已核销 150.00
";
    assert_eq!(dir.good(&aging(&[])), zh);
    let en = "\
Aging by days overdue · 小账 · as of 2026-06-30 · in CNY
Tier     Days overdue  Items  Outstanding   Share  Disputed  For the rep
not due             —      1       600.00   20.8%         —
green            0–20      2       380.00   13.2%         —  praise
blue            21–40      2       750.00   26.0%    200.00  warn
yellow          41–60      1       500.00   17.4%         —  dun
red              > 60      2       650.00   22.6%         —  manager: find the cause, give a solution
Total                      8     2,880.00  100.0%    200.00
unscheduled 150.00 · prepaid 50.00 · unapplied 70.00 · written off 150.00
";
    assert_eq!(dir.good(&aging(&["--lang", "en"])), en);
}

#[test]
fn by_tier_as_csv_json_and_markdown() {
    let dir = small();
    let csv = "\
tier,from_days,to_days,positions,outstanding,share,disputed,action
not-due,,,1,600.00,0.2083,0.00,
green,0,20,2,380.00,0.1319,0.00,表扬
blue,21,40,2,750.00,0.2604,200.00,警告
yellow,41,60,1,500.00,0.1736,0.00,催收
red,61,,2,650.00,0.2257,0.00,主管跟踪
";
    assert_eq!(dir.good(&aging(&["-f", "csv"])), csv);
    let json = concat!(
        r#"{"report":"aging","as_of":"2026-06-30","currency":"CNY","rows":["#,
        r#"{"tier":"not-due","from_days":null,"to_days":null,"positions":1,"outstanding":"600.00","share":0.2083,"disputed":"0.00","action":null},"#,
        r#"{"tier":"green","from_days":0,"to_days":20,"positions":2,"outstanding":"380.00","share":0.1319,"disputed":"0.00","action":"表扬"},"#,
        r#"{"tier":"blue","from_days":21,"to_days":40,"positions":2,"outstanding":"750.00","share":0.2604,"disputed":"200.00","action":"警告"},"#,
        r#"{"tier":"yellow","from_days":41,"to_days":60,"positions":1,"outstanding":"500.00","share":0.1736,"disputed":"0.00","action":"催收"},"#,
        r#"{"tier":"red","from_days":61,"to_days":null,"positions":2,"outstanding":"650.00","share":0.2257,"disputed":"0.00","#,
        r#""action":"主管跟踪"}],"#,
        r#""total":{"tier":null,"from_days":null,"to_days":null,"positions":8,"outstanding":"2880.00","share":1.0000,"disputed":"200.00","action":null},"#,
        r#""memo":{"unscheduled":"150.00","prepaid":"50.00","unapplied":"70.00","written_off":"150.00"}}"#,
        "\n"
    );
    assert_eq!(dir.good(&aging(&["--format", "json"])), json);
    let markdown = "\
## 逾期账龄分析 · 小账 · 截至 2026-06-30 · 单位：元

| 等级 | 逾期天数 | 笔数 | 未回款余额 | 占比 | 其中争议 | 对销售代表 |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
| 未到期 | — | 1 | 600.00 | 20.8% | — |  |
| 绿 | 0–20 | 2 | 380.00 | 13.2% | — | 表扬 |
| 蓝 | 21–40 | 2 | 750.00 | 26.0% | 200.00 | 警告 |
| 黄 | 41–60 | 1 | 500.00 | 17.4% | — | 催收 |
| 红 | > 60 | 2 | 650.00 | 22.6% | — | 主管跟踪 |
| **合计** |  | **8** | **2,880.00** | **100.0%** | **200.00** |  |

未达付款条件 150.00 · 预收 50.00 · 未匹配 70.00 · 已核销 150.00
";
    assert_eq!(dir.good(&aging(&["-f", "markdown"])), markdown);
}

#[test]
fn keys_and_codes_are_the_same_in_both_languages() {
    let dir = small();
    for report in [&[][..], &["--by", "customer"], &["--by", "cause"], &["--detail"]] {
        let rows = |lang| dir.good(&[&aging(&["-f", "csv", "--lang", lang]), report].concat());
        let (zh, en) = (rows("zh"), rows("en"));
        assert_eq!(zh.lines().next(), en.lines().next());
        let codes = |text: &str| text.lines().map(|line| line.split(',').next().unwrap_or_default().to_string()).collect::<Vec<_>>();
        assert_eq!(codes(&zh), codes(&en));
    }
}

const SUMS: &str =
    "name,not_due,green,blue,yellow,red,outstanding,overdue,overdue_share,disputed,unscheduled,prepaid,unapplied,oldest_days,oldest_due,contact,phone";

#[track_caller]
fn by(by: &str, expected: &[&str]) {
    let expected = [&[format!("{by},{SUMS}").as_str()], expected].concat().join("\n") + "\n";
    assert_eq!(small().good(&aging(&["--by", by, "-f", "csv"])), expected);
}

#[test]
fn by_rep() {
    // 乙 went to 韩梅 on 1 June; 丙 has nobody; 周涛 has only money that waits.
    by(
        "rep",
        &[
            "li,李雷,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,,",
            "han,韩梅,0.00,0.00,750.00,0.00,250.00,1000.00,1000.00,1.0000,200.00,0.00,0.00,0.00,61,2026-04-30,,",
            ",,0.00,0.00,0.00,500.00,0.00,500.00,500.00,1.0000,0.00,0.00,0.00,30.00,60,2026-05-01,,",
            "zhou,周涛,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,40.00,,,,",
        ],
    );
}

#[test]
fn by_team() {
    by(
        "team",
        &[
            "华东,华东,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,,",
            "华南,华南,0.00,0.00,750.00,0.00,250.00,1000.00,1000.00,1.0000,200.00,0.00,0.00,0.00,61,2026-04-30,,",
            ",,0.00,0.00,0.00,500.00,0.00,500.00,500.00,1.0000,0.00,0.00,0.00,70.00,60,2026-05-01,,",
        ],
    );
}

#[test]
fn by_customer() {
    by(
        "customer",
        &[
            "jia,甲公司,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,王经理,138-1",
            "yi,乙商贸有限公司,0.00,0.00,750.00,0.00,250.00,1000.00,1000.00,1.0000,200.00,0.00,0.00,0.00,61,2026-04-30,,",
            "bing,丙,0.00,0.00,0.00,500.00,0.00,500.00,500.00,1.0000,0.00,0.00,0.00,30.00,60,2026-05-01,,",
            "ding,丁,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,40.00,,,,",
        ],
    );
}

#[test]
fn by_group() {
    by(
        "group",
        &[
            "甲乙集团,甲乙集团,600.00,380.00,750.00,0.00,650.00,2380.00,1700.00,0.7143,200.00,150.00,50.00,0.00,61,2026-04-30,,",
            ",,0.00,0.00,0.00,500.00,0.00,500.00,500.00,1.0000,0.00,0.00,0.00,70.00,60,2026-05-01,,",
        ],
    );
}

#[test]
fn by_contract() {
    // The money of 丁 names no contract.
    by(
        "contract",
        &[
            "A-1,甲公司,600.00,0.00,0.00,0.00,400.00,1000.00,400.00,0.4000,0.00,0.00,0.00,0.00,61,2026-04-30,王经理,138-1",
            "B-2,乙商贸有限公司,0.00,0.00,100.00,0.00,250.00,350.00,350.00,1.0000,0.00,0.00,0.00,0.00,61,2026-04-30,,",
            "C-1,丙,0.00,0.00,0.00,500.00,0.00,500.00,500.00,1.0000,0.00,0.00,0.00,0.00,60,2026-05-01,,",
            "B-1,乙商贸有限公司,0.00,0.00,650.00,0.00,0.00,650.00,650.00,1.0000,200.00,0.00,0.00,0.00,21,2026-06-09,,",
            "A-2,甲公司,0.00,300.00,0.00,0.00,0.00,300.00,300.00,1.0000,0.00,150.00,50.00,0.00,20,2026-06-10,王经理,138-1",
            "A-3,甲公司,0.00,80.00,0.00,0.00,0.00,80.00,0.00,0.0000,0.00,0.00,0.00,0.00,0,2026-06-30,王经理,138-1",
            ",,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,40.00,,,,",
            "C-2,丙,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,30.00,,,,",
        ],
    );
}

#[test]
fn by_category() {
    by(
        "category",
        &[
            "normal,normal,600.00,80.00,750.00,500.00,650.00,2580.00,1900.00,0.7364,200.00,0.00,0.00,30.00,61,2026-04-30,,",
            "faulty,faulty,0.00,300.00,0.00,0.00,0.00,300.00,300.00,1.0000,0.00,150.00,50.00,0.00,20,2026-06-10,,",
            ",,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,40.00,,,,",
        ],
    );
}

#[test]
fn by_year() {
    by(
        "year",
        &[
            "2026,2026,0.00,380.00,750.00,500.00,250.00,1880.00,1800.00,0.9574,200.00,150.00,50.00,30.00,61,2026-04-30,,",
            "2025,2025,600.00,0.00,0.00,0.00,400.00,1000.00,400.00,0.4000,0.00,0.00,0.00,0.00,61,2026-04-30,,",
            ",,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,40.00,,,,",
        ],
    );
}

#[test]
fn by_grade() {
    // Five scores of 72 make a B; 丁 has neither grade nor scores.
    by(
        "grade",
        &[
            "A,A,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,,",
            "C,C,0.00,0.00,750.00,0.00,250.00,1000.00,1000.00,1.0000,200.00,0.00,0.00,0.00,61,2026-04-30,,",
            "B,B,0.00,0.00,0.00,500.00,0.00,500.00,500.00,1.0000,0.00,0.00,0.00,30.00,60,2026-05-01,,",
            ",,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,40.00,,,,",
        ],
    );
}

#[test]
fn by_tag_counts_a_position_under_each_tag_and_once_in_the_total() {
    by(
        "tag",
        &[
            ",,0.00,0.00,750.00,500.00,250.00,1500.00,1500.00,1.0000,200.00,0.00,0.00,70.00,61,2026-04-30,,",
            "空调,空调,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,,",
            "老客户,老客户,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,,",
            "重点,重点,600.00,0.00,0.00,0.00,400.00,1000.00,400.00,0.4000,0.00,0.00,0.00,0.00,61,2026-04-30,,",
        ],
    );
    assert_eq!(cells(&small().json(&aging(&["--by", "tag"]))["total"], "outstanding overdue unapplied"), "2880.00|2200.00|70.00");
}

#[test]
fn by_cause() {
    // A contract's own cause comes before its customer's.
    by(
        "cause",
        &[
            "oversight,疏忽,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,,",
            ",,0.00,0.00,100.00,500.00,250.00,850.00,850.00,1.0000,0.00,0.00,0.00,70.00,61,2026-04-30,,",
            "cash-short,资金紧张,0.00,0.00,650.00,0.00,0.00,650.00,650.00,1.0000,200.00,0.00,0.00,0.00,21,2026-06-09,,",
        ],
    );
}

#[test]
fn every_grouping_sums_to_the_whole() {
    let dir = small();
    let keys = "not_due green blue yellow red outstanding overdue overdue_share disputed unscheduled prepaid unapplied oldest_days";
    for by in ["rep", "team", "customer", "group", "contract", "category", "year", "grade", "tag", "cause"] {
        let report = dir.json(&aging(&["--by", by]));
        let total = "600.00|380.00|750.00|500.00|650.00|2880.00|2200.00|0.7639|200.00|150.00|50.00|70.00|";
        assert_eq!(cells(&report["total"], keys), total, "{by}");
    }
}

#[test]
fn by_customer_as_a_table() {
    let dir = small();
    let wide = "\
逾期账龄分析 · 按客户 · 小账 · 截至 2026-06-30 · 单位：元
客户            未到期      绿      蓝      黄      红  未回款余额  其中逾期  逾期率  最久天数  联系人  电话
甲公司          600.00  380.00       —       —  400.00    1,380.00    700.00   50.7%        61  王经理  138-1
乙商贸有限公司       —       —  750.00       —  250.00    1,000.00  1,000.00  100.0%        61
丙                   —       —       —  500.00       —      500.00    500.00  100.0%        60
丁                   —       —       —       —       —           —         —       —
合计            600.00  380.00  750.00  500.00  650.00    2,880.00  2,200.00   76.4%
未达付款条件 150.00 · 预收 50.00 · 未匹配 70.00 · 已核销 150.00
";
    assert_eq!(dir.good(&aging(&["--by", "customer"])), wide);
    let narrow = "\
逾期账龄分析 · 按客户 · 小账 · 截至 2026-06-30 · 单位：元
客户            未回款余额  其中逾期  逾期率  最久天数  联系人  电话
甲公司            1,380.00    700.00   50.7%        61  王经理  138-1
乙商贸有限公司    1,000.00  1,000.00  100.0%        61
丙                  500.00    500.00  100.0%        60
丁                       —         —       —
合计              2,880.00  2,200.00   76.4%
未达付款条件 150.00 · 预收 50.00 · 未匹配 70.00 · 已核销 150.00
";
    assert_eq!(dir.huikuan(&aging(&["--by", "customer"])).env("COLUMNS", "80").run().good(&[]), narrow);
}

#[test]
fn position_by_position() {
    let dir = small();
    let csv = "\
customer,customer_name,contract,project,milestone,rep,due,original_due,days,tier,amount,paid,outstanding,disputed,last_receipt
jia,甲公司,A-1,一期,首款,li,2026-04-30,2026-04-30,61,red,400.00,0.00,400.00,0.00,
yi,乙商贸有限公司,B-2,,3月货,han,2026-04-30,2026-04-30,61,red,250.00,0.00,250.00,0.00,
bing,丙,C-1,,乙,,2026-05-01,2026-05-01,60,yellow,500.00,0.00,500.00,0.00,
yi,乙商贸有限公司,B-2,,4月货,han,2026-05-30,2026-05-30,31,blue,120.00,20.00,100.00,0.00,2026-04-25
yi,乙商贸有限公司,B-1,夏季订货,1,han,2026-06-09,2026-06-09,21,blue,800.00,150.00,650.00,200.00,2026-06-02
jia,甲公司,A-2,,发货款,li,2026-06-10,2026-06-10,20,green,300.00,0.00,300.00,0.00,
jia,甲公司,A-3,,1,li,2026-06-30,2026-06-30,0,green,80.00,0.00,80.00,0.00,
jia,甲公司,A-1,一期,尾款,li,2026-07-01,2026-07-01,-1,not-due,600.00,0.00,600.00,0.00,
";
    assert_eq!(dir.good(&aging(&["--detail", "-f", "csv"])), csv);
    let report = dir.json(&aging(&["--detail"]));
    assert_eq!(cells(&report["total"], "amount paid outstanding disputed"), "3050.00|170.00|2880.00|200.00");
    assert_eq!(cells(&report["memo"], "unscheduled prepaid unapplied written_off"), "150.00|50.00|70.00|150.00");
    let table = "\
未回款明细 · 小账 · 截至 2026-06-30 · 单位：元
客户            合同  项目      付款节点  销售代表  到期日      逾期天数  等级    应收金额  已回款  未回款余额  其中争议
甲公司          A-1   一期      首款      李雷      2026-04-30        61  红        400.00       —      400.00         —
乙商贸有限公司  B-2             3月货     韩梅      2026-04-30        61  红        250.00       —      250.00         —
丙              C-1             乙                  2026-05-01        60  黄        500.00       —      500.00         —
乙商贸有限公司  B-2             4月货     韩梅      2026-05-30        31  蓝        120.00   20.00      100.00         —
乙商贸有限公司  B-1   夏季订货  全款      韩梅      2026-06-09        21  蓝        800.00  150.00      650.00    200.00
甲公司          A-2             发货款    李雷      2026-06-10        20  绿        300.00       —      300.00         —
甲公司          A-3             全款      李雷      2026-06-30         0  绿         80.00       —       80.00         —
甲公司          A-1   一期      尾款      李雷      2026-07-01        -1  未到期    600.00       —      600.00         —
合计                                                                              3,050.00  170.00    2,880.00    200.00
未达付款条件 150.00 · 预收 50.00 · 未匹配 70.00 · 已核销 150.00
";
    assert_eq!(dir.good(&aging(&["--detail"])), table);
}

#[test]
fn a_rescheduled_part_keeps_its_original_due_date_in_sight() {
    let book = "name = \"账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n\
        [[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = 300\nmilestone = [{ name = \"货款\", amount = 300, due = 2026-03-01 }]\n";
    let dir = Dir::ledger(
        book,
        &[
            "260310-00000001,2026-03-10,receipt,a,A-1,,50.00,,,,,bank,,",
            "260311-00000001,2026-03-11,reschedule,a,A-1,货款,100.00,2026-05-01,,,,,,",
            "260320-00000001,2026-03-20,receipt,a,A-1,货款/2,30.00,,,,,bank,,",
        ],
    );
    // 250 were open: 100 move, 150 stay with what was paid.
    let report = dir.json(&["aging", "--detail", "--as-of", "2026-04-01"]);
    let expected = ["货款/1|2026-03-01|2026-03-01|31|200.00|50.00|150.00|2026-03-10", "货款/2|2026-05-01|2026-03-01|-30|100.00|30.00|70.00|2026-03-20"];
    assert_eq!(lines(&report, "milestone due original_due days amount paid outstanding last_receipt"), expected);
}

#[test]
fn another_ladder_for_one_run() {
    let dir = small();
    let expected = "\
tier,from_days,to_days,positions,outstanding,share,disputed,action
not-due,,,1,600.00,0.2083,0.00,
0-30,0,30,3,1030.00,0.3576,200.00,
31-60,31,60,2,600.00,0.2083,0.00,
61-90,61,90,2,650.00,0.2257,0.00,
91-120,91,120,0,0.00,0.0000,0.00,
121+,121,,0,0.00,0.0000,0.00,
";
    for tiers in ["30,60,90,120", "30, 60, 90, 120", "30，60，90，120"] {
        assert_eq!(dir.good(&aging(&["--tiers", tiers, "-f", "csv"])), expected);
    }
    let report = dir.json(&aging(&["--tiers", "60", "--by", "customer"]));
    assert_eq!(
        lines(&report, "customer not_due 0-60 61+"),
        ["jia|600.00|380.00|400.00", "yi|0.00|750.00|250.00", "bing|0.00|500.00|0.00", "ding|0.00|0.00|0.00"]
    );
    let detail = dir.json(&aging(&["--tiers", "60", "--detail"]));
    assert_eq!(lines(&detail, "tier"), ["61+", "61+", "0-60", "0-60", "0-60", "0-60", "0-60", "not-due"]);
    for wrong in ["30,20", "30,30", "abc", "", "-1,30", "1.5"] {
        let said = dir.refused(&aging(&[&format!("--tiers={wrong}")]));
        assert!(said.starts_with("错误 E") && said.contains("--tiers"), "{said}");
    }
}

#[test]
fn the_book_may_have_another_ladder() {
    let tiers = "[[tier]]\nname = \"fresh\"\nup_to = 30\nlabel = { zh = \"新\", en = \"fresh\" }\naction = { zh = \"看着\", en = \"watch\" }\n\
        [[tier]]\nname = \"stale\"\nlabel = { zh = \"旧\", en = \"stale\" }\naction = { zh = \"催\", en = \"dun\" }\n";
    let dir = Dir::ledger(&format!("{BOOK}{tiers}"), ROWS);
    let expected = "\
tier,from_days,to_days,positions,outstanding,share,disputed,action
not-due,,,1,600.00,0.2083,0.00,
fresh,0,30,3,1030.00,0.3576,200.00,看着
stale,31,,4,1250.00,0.4340,0.00,催
";
    assert_eq!(dir.good(&aging(&["-f", "csv"])), expected);
    let keys = "customer,name,not_due,fresh,stale,outstanding,";
    assert!(dir.good(&aging(&["--by", "customer", "-f", "csv"])).starts_with(keys));
}

#[test]
fn age_from_the_billed_on_date() {
    let dir = small();
    // Ages: B-1 signed 02-01 149, 3月货 107, 4月货 71, 首款 61, 乙 60, 发货款 delivered 05-11 50, A-3 signed 05-31 30, 尾款 0.
    let expected = "\
tier,from_days,to_days,positions,outstanding,share,disputed,action
not-due,,,0,0.00,0.0000,0.00,
green,0,20,1,600.00,0.2083,0.00,表扬
blue,21,40,1,80.00,0.0278,0.00,警告
yellow,41,60,2,800.00,0.2778,0.00,催收
red,61,,4,1400.00,0.4861,200.00,主管跟踪
";
    assert_eq!(dir.good(&aging(&["--from", "billed", "-f", "csv"])), expected);
    let detail = lines(&dir.json(&aging(&["--from", "billed", "--detail"])), "contract milestone days");
    let ages = ["B-1|1|149", "B-2|3月货|107", "B-2|4月货|71", "A-1|首款|61", "C-1|乙|60", "A-2|发货款|50", "A-3|1|30", "A-1|尾款|0"];
    assert_eq!(detail, ages);
    // Overdue still means past due.
    let customers = lines(&dir.json(&aging(&["--from", "billed", "--by", "customer"])), "customer not_due green red outstanding overdue");
    assert_eq!(customers[..2], ["jia|0.00|600.00|400.00|1380.00|700.00", "yi|0.00|0.00|1000.00|1000.00|1000.00"]);
    let (billed, due) = (dir.good(&aging(&["--from", "billed"])), dir.good(&aging(&["--from", "due"])));
    assert!(billed.starts_with("账龄分析（从账龄起算日） · 小账 · 截至 2026-06-30"), "{billed}");
    assert!(billed.lines().nth(1).is_some_and(|heading| heading.contains("账龄(天)") && !heading.contains("逾期天数")));
    assert_eq!(due, dir.good(&aging(&[])));
    assert!(dir.good(&aging(&["--from", "billed", "--lang", "en"])).starts_with("Aging since billed · "));
    let said = dir.refused(&aging(&["--from", "bill"]));
    assert!(said.starts_with("错误 E307：--from ") && said.contains("due | billed"), "{said}");
}

#[test]
fn filters_choose_rows_by_id_name_alias_or_part() {
    let dir = small();
    for (filters, expected) in [
        (&["--rep", "李雷"][..], "4|1380.00"),
        (&["--rep", "li"], "4|1380.00"),
        (&["--rep", "韩"], "3|1000.00"),
        (&["--rep", "zhou"], "0|0.00"),
        (&["--team", "华东"], "4|1380.00"),
        (&["--customer", "jia"], "4|1380.00"),
        (&["--customer", "甲公司"], "4|1380.00"),
        (&["--customer", "老甲"], "4|1380.00"),
        (&["--customer", "ｆｉｒｓｔ"], "4|1380.00"),
        (&["--customer", "甲 公 司"], "4|1380.00"),
        (&["--customer", "商贸"], "3|1000.00"),
        (&["--contract", "A-1"], "2|1000.00"),
        (&["--contract", "C-1"], "1|500.00"),
        (&["--category", "faulty"], "1|300.00"),
        (&["--tag", "重点"], "2|1000.00"),
        (&["--tag", "老客户"], "4|1380.00"),
        // Of one kind any, of several kinds all.
        (&["--rep", "li", "--rep", "han"], "7|2380.00"),
        (&["--contract", "A-1", "--contract", "A-3"], "3|1080.00"),
        (&["--tag", "重点", "--tag", "空调"], "4|1380.00"),
        (&["--customer", "jia", "--category", "normal"], "3|1080.00"),
        (&["--customer", "jia", "--customer", "bing", "--category", "normal"], "4|1580.00"),
        (&["--rep", "han", "--contract", "B-1"], "1|650.00"),
        (&["--rep", "li", "--contract", "B-1"], "0|0.00"),
        (&["--team", "华东", "--tag", "重点", "--category", "faulty"], "0|0.00"),
    ] {
        let report = dir.json(&aging(filters));
        assert_eq!(cells(&report["total"], "positions outstanding"), expected, "{filters:?}");
    }
    // What stands beside is filtered too.
    let memo = |filters: &[&'static str]| cells(&dir.json(&aging(filters))["memo"], "unscheduled prepaid unapplied written_off");
    assert_eq!(memo(&["--customer", "jia"]), "150.00|50.00|0.00|0.00");
    assert_eq!(memo(&["--customer", "bing"]), "0.00|0.00|30.00|150.00");
    assert_eq!(memo(&["--rep", "zhou"]), "0.00|0.00|40.00|0.00");
    assert_eq!(memo(&["--contract", "C-1"]), "0.00|0.00|0.00|150.00");
}

#[test]
fn a_position_is_the_rep_s_who_is_in_charge_on_the_day() {
    let dir = small();
    let of = |rep, day| cells(&dir.json(&["aging", "--rep", rep, "--as-of", day])["total"], "positions outstanding");
    // The day before 乙 changed hands: B-1 800, 3月货 250 and 4月货 100 were still 李雷's.
    assert_eq!((of("li", "2026-05-31").as_str(), of("han", "2026-05-31").as_str()), ("7|2530.00", "0|0.00"));
    assert_eq!((of("li", "2026-06-01").as_str(), of("han", "2026-06-01").as_str()), ("4|1380.00", "3|1150.00"));
}

#[test]
fn a_name_nothing_has_is_refused_with_the_nearest() {
    let dir = small();
    for (filters, expected) in [
        (["--customer", "甲公师"], "错误 E302：没有客户“甲公师”\n  最接近的：甲公司 (jia)\n  试试：huikuan aging --customer jia\n"),
        (["--contract", "A-9"], "错误 E302：没有合同“A-9”\n  最接近的：A-1、A-2、A-3\n  试试：huikuan aging --contract A-1\n"),
        (["--category", "fauty"], "错误 E302：没有产品状态“fauty”\n  最接近的：faulty\n  试试：huikuan aging --category faulty\n"),
    ] {
        assert_eq!(dir.refused(&aging(&filters)), expected);
    }
    let english = dir.refused(&aging(&["--customer", "甲公师", "--lang", "en"]));
    assert_eq!(english, "error E302: no customer \"甲公师\"\n  nearest: 甲公司 (jia)\n  try: huikuan aging --customer jia\n");
    // One wrong name among good ones stops it all.
    dir.refused(&aging(&["--customer", "jia", "--customer", "甲公师"]));
    for filters in [["--rep", "nobody"], ["--team", "西北"], ["--tag", "没有"]] {
        assert!(dir.refused(&aging(&filters)).starts_with("错误 E302："), "{filters:?}");
    }
}

#[test]
fn a_part_that_several_have_lists_them() {
    let dir = small();
    for (filters, expected) in [
        (["--contract", "A-"], "错误 E303：“A-”能指好几个合同\n  写清楚是哪一个：A-1、A-2、A-3\n"),
        (["--customer", "i"], "错误 E303：“i”能指好几个客户\n  写清楚是哪一个：甲公司 (jia)、乙商贸有限公司 (yi)、丙 (bing)、丁 (ding)\n"),
        (["--team", "华"], "错误 E303：“华”能指好几个团队\n  写清楚是哪一个：华东、华南\n"),
    ] {
        assert_eq!(dir.refused(&aging(&filters)), expected);
    }
}

#[test]
fn other_wrong_words_are_refused_too() {
    let dir = small();
    for (arguments, part) in [
        (&["--by", "zzz"][..], "rep | team | customer | group | contract | category | year | grade | tag | cause"),
        (&["--by", "custmer"], "可以写：customer | "),
        (&["-f", "xml"], "table | csv | json | markdown"),
        (&["--by", "rep", "--detail"], "--detail"),
        (&["--recorded-by", "soon"], "soon"),
        (&["--format"], "--format"),
        (&["extra"], "extra"),
        (&["--as-of", "2026-02-30"], "2026-02-30"),
    ] {
        let said = dir.refused(&[&["aging"], arguments].concat());
        assert!(said.starts_with("错误 E30") && said.contains(part), "{said}");
    }
}

#[test]
fn entries_recorded_later_can_be_left_out() {
    let late = "260620-00000001,2026-06-05,receipt,jia,A-1,,300.00,,,,,bank,,";
    let dir = Dir::ledger(BOOK, &[ROWS, &[late]].concat());
    let red = |more: &[&'static str]| cells(&dir.json(&aging(more))["rows"][4], "tier outstanding");
    assert_eq!(red(&[]), "red|350.00");
    assert_eq!(red(&["--recorded-by", "2026-06-20"]), "red|350.00");
    assert_eq!(red(&["--recorded-by", "2026-06-19"]), "red|650.00");
    assert_eq!(red(&["--recorded-by", "06-19"]), "red|650.00");
    // It counts from its own date on, not from the day it was recorded.
    assert_eq!(cells(&dir.json(&["aging", "--contract", "A-1", "--as-of", "2026-06-04"])["total"], "outstanding"), "1000.00");
    assert_eq!(cells(&dir.json(&["aging", "--contract", "A-1", "--as-of", "2026-06-05"])["total"], "outstanding"), "700.00");
}

#[test]
fn the_day_can_be_written_in_many_ways() {
    let dir = small();
    let expected = dir.good(&aging(&[]));
    for day in ["2026/6/30", "20260630", "2026年6月30日", "２０２６－０６－３０"] {
        assert_eq!(dir.good(&["aging", "--as-of", day]), expected, "{day}");
    }
}

#[test]
fn output_files_take_their_format_from_their_ending() {
    let dir = small();
    for (file, format) in [("a.csv", "csv"), ("a.json", "json"), ("a.md", "markdown"), ("a.markdown", "markdown"), ("a.txt", "table"), ("A.CSV", "csv")] {
        assert_eq!(dir.good(&aging(&["-o", file])), "");
        assert_eq!(dir.read(file), dir.good(&aging(&["-f", format])), "{file}");
        // Again: the file is replaced.
        assert_eq!(dir.good(&aging(&["--output", file])), "");
    }
    // A format that is named comes before the ending.
    assert_eq!(dir.good(&aging(&["-o", "b.csv", "-f", "json"])), "");
    assert_eq!(dir.read("b.csv"), dir.good(&aging(&["-f", "json"])));
    for file in ["a.pdf", "a", ".csv"] {
        let said = dir.refused(&aging(&["-o", file]));
        assert!(said.starts_with("错误 E308：") && said.contains(file) && said.contains(".csv"), "{said}");
        assert!(!dir.path().join(file).exists());
    }
    assert!(dir.refused(&aging(&["-o", "nowhere/a.csv"])).contains("nowhere/a.csv"));
    let names: Vec<PathBuf> = fs::read_dir(dir.path()).expect("the directory").map(|entry| entry.expect("an entry").path()).collect();
    assert!(names.iter().all(|path| path.extension().is_some_and(|ending| ending != "tmp")), "{names:?}");
}

#[test]
fn csv_for_excel() {
    let book = BOOK.replace("\"乙商贸有限公司\"", "\"=1+1\"").replace("\"丙\"", "\"@丙\"").replace("\"丁\"", "\"-丁\"");
    let dir = Dir::ledger(&book, ROWS);
    let excel = dir.good(&aging(&["--by", "customer", "--excel"]));
    let expected = "\u{feff}\
客户,客户,未到期,绿,蓝,黄,红,未回款余额,其中逾期,逾期率,其中争议,未达付款条件,预收,未匹配,最久天数,最早到期,联系人,电话
jia,甲公司,600.00,380.00,0.00,0.00,400.00,1380.00,700.00,0.5072,0.00,150.00,50.00,0.00,61,2026-04-30,王经理,138-1
yi,'=1+1,0.00,0.00,750.00,0.00,250.00,1000.00,1000.00,1.0000,200.00,0.00,0.00,0.00,61,2026-04-30,,
bing,'@丙,0.00,0.00,0.00,500.00,0.00,500.00,500.00,1.0000,0.00,0.00,0.00,30.00,60,2026-05-01,,
ding,'-丁,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,0.00,40.00,,,,
";
    assert_eq!(excel, expected);
    assert_eq!(dir.good(&aging(&["--by", "customer", "--excel", "-f", "csv"])), expected);
    assert_eq!(dir.good(&aging(&["--by", "customer", "--excel", "-o", "a.csv"])), "");
    assert_eq!(dir.read("a.csv"), expected);
    // Without --excel it is for programs: nothing is added.
    assert!(dir.good(&aging(&["--by", "customer", "-f", "csv"])).contains("\nyi,=1+1,"));
    assert!(dir.good(&aging(&["--excel", "--lang", "en"])).starts_with("\u{feff}Tier,From day,To day,Items,Outstanding,Share,Disputed,For the rep\nnot due,"));
    for format in ["table", "json", "markdown"] {
        assert!(dir.refused(&aging(&["--excel", "-f", format])).starts_with("错误 E309："));
    }
}

fn stamp_of(text: &str) -> &str {
    text.lines().last().and_then(|line| line.strip_prefix("台账 SHA-256 ")).unwrap_or_else(|| panic!("no stamp in\n{text}"))
}

#[test]
fn a_stamp_traces_a_printed_report() {
    let dir = small();
    let first = dir.good(&aging(&["--stamp"]));
    let hash = stamp_of(&first);
    assert!(hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)), "{hash}");
    assert_eq!(first.lines().count(), dir.good(&aging(&[])).lines().count() + 1);
    assert_eq!(stamp_of(&small().good(&aging(&["--stamp"]))), hash);
    assert_eq!(stamp_of(&dir.good(&aging(&["--stamp", "-f", "markdown"]))), hash);
    assert!(dir.good(&aging(&["--stamp", "--lang", "en"])).ends_with(&format!("\nledger SHA-256 {hash}\n")));
    // Another journal and another book have another one.
    let more = "260613-00000001,2026-06-13,note,ding,,,,,,,,visit,,";
    let other = Dir::ledger(BOOK, &[ROWS, &[more]].concat());
    assert_ne!(stamp_of(&other.good(&aging(&["--stamp"]))), hash);
    let other = Dir::ledger(&BOOK.replace("小账", "大账"), ROWS);
    assert_ne!(stamp_of(&other.good(&aging(&["--stamp"]))), hash);
}

#[test]
fn a_stamp_names_the_commit_and_what_is_not_committed() {
    let dir = small();
    let git = |arguments: &[&str]| {
        let settings = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(dir.path()).args(settings).args(arguments).env("GIT_CONFIG_NOSYSTEM", "1").output();
        output.is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        eprintln!("skipped: no git");
        return;
    }
    let path = std::env::var("PATH").unwrap_or_default();
    let stamp = || dir.huikuan(&aging(&["--stamp"])).env("PATH", &path).run().good(&[]);
    // Before the first commit there is nothing to name.
    assert!(!stamp().contains("git "));
    assert!(git(&["add", "-A"]) && git(&["commit", "-q", "-m", "first"]));
    let clean = stamp();
    let commit = stamp_of(&clean).split_once(" · git ").expect("a commit").1;
    assert!(commit.len() == 12 && commit.bytes().all(|b| b.is_ascii_hexdigit()), "{commit}");
    dir.write("new.txt", "");
    assert!(stamp().ends_with(&format!(" · git {commit}-dirty\n")));
}

#[test]
fn nothing_owed_says_so_and_prints_an_empty_report() {
    let dir = small();
    let none = aging(&["--customer", "ding", "--detail"]);
    let run = |format| dir.huikuan(&[&none[..], &["-f", format]].concat()).run();
    let header = "customer,customer_name,contract,project,milestone,rep,due,original_due,days,tier,amount,paid,outstanding,disputed,last_receipt\n";
    run("csv").is(0, header, "没有未回款的应收\n");
    let json = run("json");
    assert!(json.stdout.contains("\"rows\":[]") && json.code == 0 && json.stderr == "没有未回款的应收\n", "{json:?}");
    let english = dir.huikuan(&[&none[..], &["-f", "csv", "--lang", "en"]].concat()).run();
    english.is(0, header, "nothing is outstanding\n");
}

#[test]
fn a_ledger_without_contracts_says_how_to_go_on() {
    let dir = Dir::ledger("name = \"新账\"\ncurrency = \"CNY\"\n", &[]);
    let run = dir.huikuan(&aging(&[])).run();
    let table = "逾期账龄分析 · 新账 · 截至 2026-06-30 · 单位：元\n等级  逾期天数  笔数  未回款余额  占比  其中争议  对销售代表\n";
    run.is(0, table, "还没有合同：在 huikuan.toml 里写第一份，再来看\n");
    let csv = dir.huikuan(&aging(&["-f", "csv"])).run();
    assert_eq!((csv.code, csv.stdout.as_str()), (0, "tier,from_days,to_days,positions,outstanding,share,disputed,action\n"));
    let json = dir.huikuan(&aging(&["-f", "json"])).run();
    assert_eq!(json.stdout, "{\"report\":\"aging\",\"as_of\":\"2026-06-30\",\"currency\":\"CNY\",\"rows\":[],\"total\":null}\n");
}

#[test]
fn another_currency_is_named() {
    let dir = Dir::ledger(&BOOK.replace("CNY", "USD"), ROWS);
    assert!(dir.good(&aging(&[])).starts_with("逾期账龄分析 · 小账 · 截至 2026-06-30 · 单位：USD\n"));
    assert_eq!(cells(&dir.json(&aging(&[])), "currency"), "USD");
}

/// A report on the demonstration as of 30 November 2026.
fn demo(arguments: &[&str]) -> String {
    let demo = root().join("examples/demo");
    let place = demo.to_str().expect("a path");
    Dir::new().good(&[&["-C", place], arguments, &["--as-of", "2026-11-30"]].concat())
}

#[test]
fn the_demonstration_by_tier() {
    let zh = "\
逾期账龄分析 · 华东家电销售部 · 截至 2026-11-30 · 单位：元
等级    逾期天数  笔数    未回款余额    占比   其中争议  对销售代表
未到期         —    12  1,136,949.99   48.3%          —
绿          0–20     6    493,800.00   21.0%  60,000.00  表扬
蓝         21–40     5    214,050.00    9.1%          —  警告
黄         41–60     3    160,000.00    6.8%          —  催收
红          > 60     3    347,000.00   14.8%          —  主管跟踪
合计                29  2,351,799.99  100.0%  60,000.00
未达付款条件 334,000.00 · 预收 20,000.00 · 未匹配 5,000.00 · 已核销 40,000.00
警戒线：应收占总资产 10,500,000.00 的 22.4%，超过 20%
";
    assert_eq!(demo(&["aging"]), zh);
    let en = "\
Aging by days overdue · 华东家电销售部 · as of 2026-11-30 · in CNY
Tier     Days overdue  Items   Outstanding   Share   Disputed  For the rep
not due             —     12  1,136,949.99   48.3%          —
green            0–20      6    493,800.00   21.0%  60,000.00  praise
blue            21–40      5    214,050.00    9.1%          —  warn
yellow          41–60      3    160,000.00    6.8%          —  dun
red              > 60      3    347,000.00   14.8%          —  manager: find the cause, give a solution
Total                     29  2,351,799.99  100.0%  60,000.00
unscheduled 334,000.00 · prepaid 20,000.00 · unapplied 5,000.00 · written off 40,000.00
Warning line: receivables are 22.4% of total assets 10,500,000.00, above 20%
";
    assert_eq!(demo(&["aging", "--lang", "en"]), en);
    // The line is drawn for the whole ledger alone.
    assert!(!demo(&["aging", "--rep", "李雷"]).contains("警戒线"));
}

#[test]
fn the_demonstration_by_customer() {
    let expected = "\
逾期账龄分析 · 按客户 · 华东家电销售部 · 截至 2026-11-30 · 单位：元
客户                    未回款余额      其中逾期  逾期率  最久天数  联系人  电话
张伟                      7,000.00      7,000.00  100.0%       265  张伟    13800000007
明辉置业有限公司        200,000.00    200,000.00  100.0%       164  林经理  13800000010
宏达商贸有限公司        260,000.00    260,000.00  100.0%        75  李总    13800000003
华东贸易                 86,000.00     40,000.00   46.5%        49  周会计  13800000002
南海百货有限公司        365,000.00    165,000.00   45.2%        36  陈主任  13800000009
华东电器有限公司        420,000.00    160,000.00   38.1%        31  王经理  13800000001
兴旺家电经营部          229,800.00     26,050.00   11.3%        31  马老板  13800000006
海州市第一人民医院       81,000.00     68,000.00   84.0%        23  钱科长  13800000005
云河酒店管理有限公司    327,999.99    150,000.00   45.7%        15  孙工    13800000004
兰亭物业服务有限公司     75,000.00             —    0.0%         0  许主管  13800000012
粤海电器连锁有限公司    300,000.00             —    0.0%            梁采购  13800000008
合计                  2,351,799.99  1,076,050.00   45.8%
未达付款条件 334,000.00 · 预收 20,000.00 · 未匹配 5,000.00 · 已核销 40,000.00
";
    assert_eq!(demo(&["aging", "--by", "customer"]), expected);
}

#[test]
fn the_demonstration_position_by_position() {
    let csv = demo(&["aging", "--detail", "-f", "csv"]);
    let expected = "\
zhangwei,张伟,HT-2025-036,家用空调分期,第三期,lilei,2026-03-10,2026-03-10,265,red,9600.00,2600.00,7000.00,0.00,2026-04-28
minghui,明辉置业有限公司,HT-2026-004,样板房家电配套,到货款,hanmei,2026-06-19,2026-06-19,164,red,120000.00,0.00,120000.00,0.00,
hongda,宏达商贸有限公司,HT-2026-007,夏季冰箱,1,lilei,2026-09-16,2026-09-16,75,red,220000.00,0.00,220000.00,0.00,
huadong-trade,华东贸易,HT-2026-012,热水器,货款/1,lilei,2026-10-12,2026-10-12,49,yellow,100000.00,60000.00,40000.00,0.00,2026-10-09
minghui,明辉置业有限公司,HT-2026-004,样板房家电配套,尾款,hanmei,2026-10-15,2026-08-31,46,yellow,120000.00,40000.00,80000.00,0.00,2026-10-20
hongda,宏达商贸有限公司,HT-2026-013,撤柜样机,1,lilei,2026-10-18,2026-10-18,43,yellow,45000.00,5000.00,40000.00,0.00,
nanhai,南海百货有限公司,HT-2026-008,旺季空调,二批,hanmei,2026-10-25,2026-10-25,36,blue,120000.00,30000.00,90000.00,0.00,2026-11-16
";
    let first = csv.split_inclusive('\n').skip(1).take(7).collect::<String>();
    assert_eq!(first, expected);
    assert_eq!(csv.lines().count(), 30);
}
