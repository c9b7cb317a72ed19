//! `provision`: what is not expected to come, by age, and by which matrix.

use crate::cases::{cells, lines};
use crate::harness::Dir;

fn book(settings: &str) -> String {
    format!(
        "name = \"准备账\"\ncurrency = \"CNY\"\n{settings}[[rep]]\nid = \"lilei\"\nname = \"李雷\"\n[[customer]]\nid = \"a\"\nname = \"甲公司\"\nrep = \"lilei\"\n\
         [[customer]]\nid = \"b\"\nname = \"乙公司\"\n\
         [[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2024-01-10\namount = \"1000.03\"\ndue = 2026-03-01\n\
         [[contract]]\nno = \"A-2\"\ncustomer = \"a\"\nsigned = 2024-01-11\namount = \"500.00\"\ndue = 2025-06-30\n\
         [[contract]]\nno = \"B-1\"\ncustomer = \"b\"\nsigned = 2025-12-01\nmilestone = [{{ name = \"一\", amount = 200, due = 2026-01-09 }}, \
         {{ name = \"二\", amount = 100, after = \"delivery\" }}]\namount = 300\n"
    )
}

const KEYS: &str = "band from_days to_days outstanding rate provision recoverable recoverable_share";

fn on(settings: &str, words: &[&str]) -> Vec<String> {
    let mut all = vec!["provision", "--as-of", "2026-01-10"];
    all.extend(words);
    let report = Dir::ledger(&book(settings), &[]).json(&all);
    let mut found = lines(&report, KEYS);
    found.push(cells(&report["total"], KEYS));
    found
}

#[test]
fn by_age_what_is_not_due_has_an_age_too() {
    // Signed on 10 January 2024: 731 days old, and not due before March. A day younger is within two years.
    assert_eq!(
        on("", &[]),
        [
            "not-due|||0.00||0.00|0.00|",
            "0-730|0|730|700.00|0.2000|140.00|560.00|0.8000",
            "731+|731||1000.03|0.8000|800.02|200.01|0.2000",
            "|||1700.03|0.5529|940.02|760.01|0.4471",
        ]
    );
}

#[test]
fn by_days_overdue_what_is_due_today_is_not_overdue() {
    let due = |day: &str| lines(&Dir::ledger(&book(""), &[]).json(&["provision", "--from", "due", "--as-of", day]), "band outstanding provision");
    assert_eq!(due("2026-01-09"), ["not-due|1200.03|0.00", "1-730|500.00|100.00", "731+|0.00|0.00"]);
    assert_eq!(due("2026-01-10"), ["not-due|1000.03|0.00", "1-730|700.00|140.00", "731+|0.00|0.00"]);
    assert_eq!(due("2027-06-30"), ["not-due|0.00|0.00", "1-730|1700.03|340.01", "731+|0.00|0.00"]);
    assert_eq!(due("2027-07-01"), ["not-due|0.00|0.00", "1-730|1200.03|240.01", "731+|500.00|400.00"]);
}

const OWN: &str = "[policy]\nprovision = { not_due = 0.005, from = \"due\" }\n[[provision]]\nup_to = 100\nrate = 0.1234\n[[provision]]\nrate = 1\n";

#[test]
fn the_book_has_its_own_matrix_and_a_preset_replaces_it() {
    assert_eq!(
        on(OWN, &[]),
        [
            "not-due|||1000.03|0.0050|5.00|995.03|0.9950",
            "1-100|1|100|200.00|0.1234|24.68|175.32|0.8766",
            "101+|101||500.00|1.0000|500.00|0.00|0.0000",
            "|||1700.03|0.3116|529.68|1170.35|0.6884",
        ]
    );
    assert_eq!(on(OWN, &["--preset", "book"]), on(OWN, &[]));
    assert_eq!(on(OWN, &["--preset", "rule-of-thumb"]), on("", &[]));
    assert_eq!(on(OWN, &["--from", "billed"])[1], "0-100|0|100|200.00|0.1234|24.68|175.32|0.8766");
    let table = |words: &[&str]| Dir::ledger(&book(OWN), &[]).good(&[&["provision", "--as-of", "2026-01-10"], words].concat());
    // People see a rate with all its digits.
    assert!(table(&[]).contains("12.34%") && table(&[]).contains("准备率取自本账的 [[provision]]，按逾期天数"), "{}", table(&[]));
    assert!(table(&["--from", "billed"]).contains("not_due"), "{}", table(&["--from", "billed"]));
    assert!(!table(&[]).contains("not_due"));
}

#[test]
fn what_the_sample_leaves_open_must_be_set() {
    let dir = Dir::ledger(&book(""), &[]);
    let sample = ["provision", "--preset", "cas22-sample", "--as-of", "2026-01-10"];
    assert_eq!(dir.refused(&sample), "错误 E316：逾期 180 天以上的有 500.00，这套准备率没有给它定\n  定一个：--beyond 50%\n");
    for beyond in ["0.5", "50%", "50％"] {
        let report = dir.json(&[&sample[..], &["--beyond", beyond]].concat());
        assert_eq!(
            lines(&report, "band outstanding rate provision"),
            ["not-due|1000.03|0.0100|10.00", "1-29|200.00|0.0200|4.00", "30-89|0.00|0.0300|0.00", "90-179|0.00|0.2000|0.00", "180+|500.00|0.5000|250.00"]
        );
    }
    // Nothing is that old: nothing has to be set.
    let report = dir.json(&["provision", "--preset", "cas22-sample", "--as-of", "2025-12-26"]);
    assert_eq!(lines(&report, "band outstanding rate provision")[3..], ["90-179|500.00|0.2000|100.00", "180+|0.00||0.00"]);
    // One customer of two.
    let report = dir.json(&[&sample[..], &["--customer", "b"]].concat());
    assert_eq!(cells(&report["total"], "outstanding provision"), "200.00|4.00");
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let dir = Dir::ledger(&book(""), &[]);
    for (words, message) in [
        (&["--preset", "cas22-sample", "--from", "billed"][..], "错误 E309：--preset cas22-sample 和 --from billed 不能一起用\n"),
        (&["--beyond", "0.5"], "错误 E309：--beyond 只能和 --preset cas22-sample 一起用\n"),
        (&["--preset", "cas22-sample", "--beyond", "50"], "错误 E307：--beyond 没有“50”\n  可以写：0 … 1, 0.5 = 50%\n"),
        (&["--preset", "cas22-sample", "--beyond=-0.5"], "错误 E307：--beyond 没有“-0.5”\n  可以写：0 … 1, 0.5 = 50%\n"),
        (&["--from", "paid"], "错误 E307：--from 没有“paid”\n  可以写：billed | due\n"),
        (&["--preset", "books"], "错误 E307：--preset 没有“books”\n  可以写：book | rule-of-thumb | cas22-sample\n"),
    ] {
        let all: Vec<&str> = std::iter::once("provision").chain(words.iter().copied()).collect();
        assert_eq!(dir.refused(&all), message, "{words:?}");
    }
}

#[test]
fn each_figure_can_be_explained() {
    let dir = Dir::ledger(&book(""), &[]);
    let table = dir.good(&["provision", "--explain", "--as-of", "2026-01-10"]);
    assert!(table.ends_with("> 730 坏账准备 800.02\n  = 未回款余额 1,000.03 × 准备率 80%，四舍五入到分\n"), "{table}");
    let json = dir.json(&["provision", "--explain", "--as-of", "2026-01-10"]);
    assert_eq!(json["explain"].as_array().map(Vec::len), Some(2));
    assert_eq!(cells(&json["explain"][0], "of key value"), "0–730（含未到期）|provision|140.00");
    assert_eq!(cells(&json["explain"][0]["inputs"], "outstanding rate"), "700.00|0.2000");
}

#[test]
fn a_ledger_without_contracts() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    let run = dir.huikuan(&["provision", "--as-of", "2026-01-10", "--format", "csv"]).run();
    run.is(0, "band,from_days,to_days,outstanding,rate,provision,recoverable,recoverable_share\n", "还没有合同：在 huikuan.toml 里写第一份，再来看\n");
}

const DEBTS: &str = "name = \"税账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲公司\"\n[[customer]]\nid = \"b\"\nname = \"乙公司\"\n\
     [[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2022-01-05\namount = 90000\ndue = 2023-06-30\n\
     [[contract]]\nno = \"B-1\"\ncustomer = \"b\"\nsigned = 2024-01-05\namount = 80000\ndue = 2025-06-30\n";

fn deductible(rows: &[&str], day: &str, words: &[&str]) -> Vec<String> {
    let run = Dir::ledger(DEBTS, rows).huikuan(&[&["provision", "--tax", "--as-of", day, "--format", "json"], words].concat()).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    lines(&serde_json::from_str(&run.stdout).expect("JSON"), "contract milestone days amount outstanding written_off article")
}

#[test]
fn losses_for_tax() {
    // Three years are over the day after.
    assert_eq!(deductible(&[], "2026-06-30", &[]), Vec::<String>::new());
    assert_eq!(deductible(&[], "2026-07-01", &[]), ["A-1|1|1097|90000.00|90000.00|0.00|art-23"]);
    // One year and small: what is left counts. What was written off may be deducted all the more.
    let paid = "250701-00000001,2025-07-01,receipt,,B-1,,30000,,,,,bank,,";
    assert_eq!(deductible(&[paid], "2026-06-30", &[]), Vec::<String>::new());
    let written = "260630-00000001,2026-06-30,writeoff,,B-1,,20000,,,批文1,,uncollectible,,";
    let both = ["A-1|1|1097|90000.00|90000.00|0.00|art-23", "B-1|1|366|50000.00|30000.00|20000.00|art-24"];
    assert_eq!(deductible(&[paid, written], "2026-07-01", &[]), both);
    assert_eq!(deductible(&[paid, written], "2026-07-01", &["--customer", "b"]), both[1..]);
    // Parts of one debt are looked at together: 40,000 twice is 80,000.
    let parted = "250601-00000001,2025-06-01,reschedule,,B-1,1,40000,2025-06-15,,,,,,";
    assert_eq!(deductible(&[parted], "2026-07-01", &[]), both[..1]);
    assert_eq!(deductible(&[parted], "2026-07-01", &["--revenue", "8亿"]).len(), 3);
    assert_eq!(deductible(&[parted], "2026-07-01", &["--revenue", "799999999.99"]).len(), 1);
    // A new due date is the one that counts.
    let moved = "230601-00000001,2023-06-01,reschedule,,A-1,1,,2023-07-31,,,,,,";
    assert_eq!(deductible(&[moved], "2026-07-31", &[]), Vec::<String>::new());
}

#[test]
fn losses_for_tax_in_words() {
    let dir = Dir::ledger(DEBTS, &[]);
    let run = dir.huikuan(&["provision", "--tax", "--as-of", "2026-06-30"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "没有逾期三年以上的，也没有逾期一年以上的小额应收\n"));
    let table = dir.good(&["provision", "--tax", "--revenue", "10亿", "--explain", "--as-of", "2026-07-01"]);
    for words in ["第 23 条：三年以上", "年收入的万分之一 100,000.00", "专项报告", "A-1 1 金额 90,000.00\n  = 未回款余额 90,000.00 + 已核销 0.00\n"]
    {
        assert!(table.contains(words), "{words}\n{table}");
    }
    assert!(dir.good(&["provision", "--tax", "--as-of", "2026-07-01"]).contains("--revenue"));
    assert_eq!(dir.refused(&["provision", "--revenue", "1"]), "错误 E301：缺少 --tax\n  加 --help 看用法\n");
    assert_eq!(dir.refused(&["provision", "--tax", "--from", "due"]), "错误 E301：--tax 和 --from <billed|due> 不能一起用\n  加 --help 看用法\n");
    assert!(dir.refused(&["provision", "--tax", "--revenue", "x"]).starts_with("错误 E305：金额“x”看不懂\n"));
}
