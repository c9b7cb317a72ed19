//! `handover`: what one rep hands over to another.

use crate::cases::lines;
use crate::harness::Dir;

const BOOK: &str = r#"name = "移交"
currency = "CNY"
[[rep]]
id = "old"
name = "老赵"
left = 2026-06-30
[[rep]]
id = "new"
name = "小韩"
[[customer]]
id = "a"
name = "甲公司"
reps = [{ rep = "old", from = 2025-01-01 }, { rep = "new", from = 2026-06-01 }]
docs = ["营业执照", "开票资料"]
grade = "B"
[[customer]]
id = "b"
name = "乙公司"
rep = "old"
[[customer]]
id = "c"
name = "丙公司"
rep = "new"
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-05
amount = 300
milestone = [{ name = "货款", amount = 100, due = 2026-03-01, papers = ["验收单"] }, { name = "尾款", amount = 200, after = "acceptance", days = 10 }]
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-05
amount = 50
due = 2026-12-01
[[contract]]
no = "C-1"
customer = "c"
signed = 2026-01-05
amount = 70
due = 2026-03-01
"#;

const ROWS: &[&str] = &[
    "260401-00000001,2026-04-01,commitment,a,A-1,,60,2026-05-01,,,,oral,,",
    "260402-00000001,2026-04-02,dispute,a,A-1,货款,30,2026-04-10,,,,quality,,",
    "260403-00000001,2026-04-03,contact,a,A-1,,,,,,,phone,,",
    "260404-00000001,2026-04-04,confirm,a,,,100,,,D1,,agreed,,",
    "260405-00000001,2026-04-05,hold,b,,,,,,,,supply,,",
    "260406-00000001,2026-04-06,receipt,b,,,20,2026-10-06,,H1,,bank-acceptance,,",
];

const KEYS: &str = "customer kind contract milestone amount due days state last_contact papers confirmed_on";

#[test]
fn before_and_after_the_change() {
    let dir = Dir::ledger(BOOK, ROWS);
    let of = |day: &str, who: [&str; 2]| lines(&dir.json(&["handover", who[0], who[1], "--as-of", day]), KEYS);
    let a = [
        "a|balance|||100.00|||B|2026-04-03|营业执照、开票资料|2026-04-04",
        "a|receivable|A-1|尾款|200.00|||unscheduled|2026-04-03||",
        "a|receivable|A-1|货款|100.00|2026-03-01|70|red|2026-04-03|验收单|",
        "a|commitment|A-1||60.00|2026-05-01|9|broken|2026-04-03||",
        "a|dispute|A-1|货款|30.00|2026-04-10|30|quality|2026-04-03||",
    ];
    let b = [
        "b|balance|||30.00||||||",
        "b|receivable|B-1|1|30.00|2026-12-01|-205|not-due|||",
        "b|hold||||2026-04-05|35|supply|||",
        "b|receipt|||20.00|2026-10-06|-149|bank-acceptance|||",
    ];
    assert_eq!(of("2026-05-10", ["老赵", "小韩"]), [&a[..], &b].concat());
    // After the date in the book it is still what went from one to the other; what was the new rep's always, never.
    let after = of("2026-06-30", ["old", "new"]);
    let customers: Vec<&str> = after.iter().map(|line| line.split('|').next().unwrap()).collect();
    assert_eq!(customers, ["a", "a", "a", "a", "a", "b", "b", "b", "b"]);
    assert_eq!(of("2026-05-10", ["new", "old"]).iter().map(|line| &line[..1]).collect::<Vec<_>>(), ["c", "c"]);
}

#[test]
fn as_a_paper_to_sign() {
    let dir = Dir::ledger(BOOK, ROWS);
    let table = dir.good(&["handover", "old", "new", "--as-of", "2026-05-10"]);
    assert!(table.starts_with("移交清单 · 老赵 → 小韩 · 移交 · 截至 2026-05-10 · 单位：元\n客户    种类"), "{table}");
    assert!(table.contains("\n2 个客户，可主张余额合计 130.00\n") && table.contains("\n移交人：____"), "{table}");
    let none = dir.huikuan(&["handover", "new", "old", "--as-of", "2026-01-01", "--lang", "en"]).run();
    assert_eq!((none.code, none.stderr.as_str()), (0, "nothing to hand over\n"));
    assert_eq!(dir.refused(&["handover", "nobody", "new"]), "错误 E302：没有销售代表“nobody”\n  现有的：老赵 (old)、小韩 (new)\n");
    assert!(dir.refused(&["handover", "old"]).contains("TO"));
}
