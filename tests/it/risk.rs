//! `risk`: each signal at its edge, what filters choose, and what cron asks.

use serde_json::Value;

use crate::cases::lines;
use crate::harness::Dir;

/// One customer `a` whose table ends with `more`, and its contracts.
fn book(top: &str, more: &str, contracts: &str) -> String {
    format!(
        "name = \"风险账\"\ncurrency = \"CNY\"\n{top}\n[[rep]]\nid = \"r\"\nname = \"小王\"\n[[customer]]\nid = \"a\"\nname = \"甲公司\"\nrep = \"r\"\n{more}\n{contracts}"
    )
}

fn contract(no: &str, amount: &str, due: &str) -> String {
    format!("[[contract]]\nno = \"{no}\"\ncustomer = \"a\"\nsigned = 2024-01-05\namount = \"{amount}\"\ndue = {due}\n")
}

/// The rows of one signal as of a day.
fn of(signal: &str, book: &str, rows: &[&str], day: &str) -> Vec<String> {
    let run = Dir::ledger(book, rows).huikuan(&["risk", "--as-of", day, "--format", "json"]).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(run.stderr, if lines(&report, "signal").is_empty() { "没有预警\n" } else { "" });
    let keep = |line: &String| line.split('|').nth(1) == Some(signal);
    lines(&report, "severity signal scope key value threshold since").into_iter().filter(keep).collect()
}

#[test]
fn total_assets_only_above_the_line() {
    for (amount, warns) in [("1999999.99", false), ("2000000.00", false), ("2000000.01", true)] {
        let book = book("[policy]\ntotal_assets = \"10000000\"", "", &contract("A", amount, "2026-12-31"));
        let found = of("total-assets", &book, &[], "2026-11-30");
        assert_eq!(found, if warns { vec!["high|total-assets|company||0.2000|0.2000|"] } else { vec![] }, "{amount}");
    }
}

#[test]
fn total_assets_are_not_set_against_a_part() {
    let dir = Dir::ledger(&book("[policy]\ntotal_assets = \"10\"", "", &contract("A", "100", "2026-12-31")), &[]);
    assert!(dir.good(&["risk", "--as-of", "2026-11-30", "-f", "csv"]).contains("total-assets"));
    assert!(!dir.good(&["risk", "--as-of", "2026-11-30", "-f", "csv", "--rep", "r"]).contains("total-assets"));
}

#[test]
fn limits_are_near_at_eight_tenths_and_over_at_the_whole() {
    for (limit, expected) in [
        ("125.01", None),
        ("125", Some("low|limit-near|customer|a|0.8000|0.8000|")),
        ("100.01", Some("low|limit-near|customer|a|0.9999|0.8000|")),
        ("100", Some("high|limit-over|customer|a|1.0000|1.0000|")),
        ("0", Some("high|limit-over|customer|a||1.0000|")),
    ] {
        let book = book("", &format!("credit_limit = \"{limit}\""), &contract("A", "100", "2026-12-31"));
        let found = [of("limit-near", &book, &[], "2026-11-30"), of("limit-over", &book, &[], "2026-11-30")].concat();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{limit}");
    }
}

#[test]
fn why_a_limit_was_passed_has_to_be_written_down() {
    let book = book("", "credit_limit = \"100\"", &contract("A", "100", "2026-12-31"));
    let advice = |rows: &[&str]| lines(&Dir::ledger(&book, rows).json(&["risk", "--as-of", "2026-11-30", "--lang", "zh"]), "signal advice");
    assert!(advice(&[]).contains(&"limit-over|停止赊销，写明超额原因".into()));
    let note = "261101-00000001,2026-11-01,note,a,,,,,,,,limit-reason,,旺季备货，老板已批";
    assert!(advice(&[note]).contains(&"limit-over|原因已写明，先收款再赊销".into()));
    // A reason of two years ago says nothing about today.
    assert!(advice(&[&note.replace("261101", "241101").replace("2026", "2024")]).contains(&"limit-over|停止赊销，写明超额原因".into()));
}

#[test]
fn overdue_beyond_sixty_days() {
    let book = book("", "", &contract("A", "100", "2026-09-30"));
    assert_eq!(of("overdue-days", &book, &[], "2026-11-29"), [""; 0]);
    assert_eq!(of("overdue-days", &book, &[], "2026-11-30"), ["high|overdue-days|customer|a|61|60|2026-11-30"]);
}

#[test]
fn half_of_it_overdue() {
    let with = |other| book("", "", &[contract("A", "100", "2026-11-01"), contract("B", other, "2026-12-31")].concat());
    assert_eq!(of("overdue-share", &with("100"), &[], "2026-11-30"), ["medium|overdue-share|customer|a|0.5000|0.5000|2026-11-01"]);
    assert_eq!(of("overdue-share", &with("100.01"), &[], "2026-11-30"), [""; 0]);
}

#[test]
fn three_contacts_since_the_last_receipt() {
    let book = book("", "", &contract("A", "100", "2026-10-31"));
    let rows = [
        "261105-00000001,2026-11-05,contact,a,,,,,,,,phone,,",
        "261106-00000001,2026-11-06,receipt,a,A,,10,,,,,bank,,",
        "261107-00000001,2026-11-07,contact,a,,,,,,,,phone,,",
        "261108-00000001,2026-11-08,contact,a,,,,,,,,phone,,",
        "261109-00000001,2026-11-09,contact,a,,,,,,,,phone,,",
    ];
    assert_eq!(of("no-result", &book, &rows, "2026-11-08"), [""; 0]);
    assert_eq!(of("no-result", &book, &rows, "2026-11-09"), ["medium|no-result|customer|a|3|3|2026-11-06"]);
}

#[test]
fn two_broken_promises_within_a_year() {
    let book = book("", "", &contract("A", "100", "2025-10-31"));
    let rows = ["251101-00000001,2025-11-01,commitment,a,A,,10,2025-11-20,,,,oral,,", "251121-00000001,2025-11-21,commitment,a,A,,20,2025-12-01,,,,oral,,"];
    assert_eq!(of("fund02", &book, &rows, "2025-12-01"), [""; 0]);
    assert_eq!(of("fund02", &book, &rows, "2025-12-02"), ["high|fund02|customer|a|2|2|2025-12-01"]);
    // A year after the first one it stands alone.
    assert_eq!(of("fund02", &book, &rows, "2026-11-19"), ["high|fund02|customer|a|2|2|2025-12-01"]);
    assert_eq!(of("fund02", &book, &rows, "2026-11-20"), [""; 0]);
}

#[test]
fn later_than_the_year_before_by_fifteen_days() {
    let contracts = [contract("A", "100", "2025-05-01"), contract("B", "100", "2026-05-01")].concat();
    let with = |day: &str| {
        let rows = ["250511-00000001,2025-05-11,receipt,a,A,,100,,,,,bank,,".to_string(), format!("{day}-00000001,20{day},receipt,a,B,,100,,,,,bank,,")];
        let rows = rows.map(|row| row.replace("20260525", "2026-05-25").replace("20260526", "2026-05-26"));
        of("fund03", &book("", "", &contracts), &[&rows[0], &rows[1]], "2026-11-30")
    };
    assert_eq!(with("260525"), [""; 0]);
    assert_eq!(with("260526"), ["medium|fund03|customer|a|15.00|15|"]);
}

#[test]
fn the_collection_rate_looks_back_ninety_days() {
    // 60 of the 100 that were overdue before, 100 that fell due within; what is due today is not late.
    let contracts = [contract("A", "100", "2026-01-31"), contract("B", "100", "2026-10-31"), contract("C", "900", "2026-11-30")].concat();
    let rows = [
        "260301-00000001,2026-03-01,receipt,a,A,,40,,,,,bank,,",
        "261001-00000001,2026-10-01,receipt,a,A,,10,,,,,bank,,",
        "261002-00000001,2026-10-02,receipt,a,B,,50,,,,,bank,,",
    ];
    let found = of("low-collection", &book("", "", &contracts), &rows, "2026-11-30");
    // (10 + 50) ÷ (60 + 100)
    assert_eq!(found, ["medium|low-collection|customer|a|0.3750|0.5000|"]);
}

#[test]
fn a_balance_that_grew_three_months_in_a_row() {
    let framework = "[[contract]]\nno = \"F\"\ncustomer = \"a\"\nsigned = 2026-01-01\nframework = true\n";
    let rows = [
        "260815-00000001,2026-08-15,bill,a,F,八月,100,,,,,goods,,",
        "260915-00000001,2026-09-15,bill,a,F,九月,100,,,,,goods,,",
        "260920-00000001,2026-09-20,receipt,a,F,,50,,,,,bank,,",
        "261015-00000001,2026-10-15,bill,a,F,十月,100,,,,,goods,,",
        "261115-00000001,2026-11-15,bill,a,F,十一月,100,,,,,goods,,",
    ];
    let book = book("", "", framework);
    // 100 → 150 → 250 at the end of October; July had none.
    assert_eq!(of("snowball", &book, &rows, "2026-10-31"), ["medium|snowball|customer|a|3|3|"]);
    // November has not ended on the 29th: the months up to October are looked at.
    assert_eq!(of("snowball", &book, &rows[1..], "2026-11-29"), [""; 0]);
    assert_eq!(of("snowball", &book, &rows[1..], "2026-11-30"), ["medium|snowball|customer|a|3|3|"]);
    // As much came as was billed: it did not grow in the last month.
    let paid = "261120-00000001,2026-11-20,receipt,a,F,,100,,,,,bank,,";
    assert_eq!(of("snowball", &book, &[&rows[..], &[paid]].concat(), "2026-11-30"), [""; 0]);
}

#[test]
fn one_group_of_more_than_three_tenths() {
    let customers = "[[customer]]\nid = \"b\"\nname = \"乙公司\"\ngroup = \"集团\"\n[[customer]]\nid = \"c\"\nname = \"丙公司\"\ngroup = \"集团\"\n";
    let of_customer =
        |no: &str, customer: &str, amount: &str| contract(no, amount, "2026-12-31").replace("customer = \"a\"", &format!("customer = \"{customer}\""));
    let with = |b: &str| {
        let contracts = [customers.to_string(), of_customer("A", "a", "70"), of_customer("B", "b", b), of_customer("C", "c", "10")].concat();
        of("concentration", &book("", "", &contracts), &[], "2026-11-30")
    };
    assert_eq!(with("20"), ["medium|concentration|customer|a|0.7000|0.3000|"]);
    assert_eq!(with("20.01"), ["medium|concentration|customer|a|0.6999|0.3000|", "medium|concentration|group|集团|0.3001|0.3000|"]);
}

#[test]
fn cash_that_was_not_handed_in() {
    let book = book("", "", &contract("A", "100", "2026-12-31"));
    let cash = "261110-00000001,2026-11-10,receipt,a,A,,40,,,,,cash,,";
    assert_eq!(of("cash-uncleared", &book, &[cash], "2026-11-13"), [""; 0]);
    assert_eq!(of("cash-uncleared", &book, &[cash], "2026-11-14"), ["high|cash-uncleared|rep|r|4|3|2026-11-10"]);
    let clear = "261114-00000001,2026-11-14,clear,a,,,,,261110-00000001,,,,,";
    assert_eq!(of("cash-uncleared", &book, &[cash, clear], "2026-11-14"), [""; 0]);
    assert_eq!(of("cash-uncleared", &book, &[&cash.replace("cash", "bank")], "2026-11-14"), [""; 0]);
}

#[test]
fn a_review_of_more_than_a_year_ago() {
    let book = book("", "reviewed = 2025-11-30", "");
    assert_eq!(of("review-old", &book, &[], "2026-11-30"), [""; 0]);
    assert_eq!(of("review-old", &book, &[], "2026-12-01"), ["low|review-old|customer|a|12|12|2026-11-30"]);
}

#[test]
fn a_limitation_draws_near() {
    let book = book("", "", &contract("A", "100", "2024-05-31"));
    for (day, expected) in [
        ("2026-12-01", None),
        ("2026-12-02", Some("low|limitation|contract|A|180|180|2026-12-02")),
        ("2027-03-02", Some("medium|limitation|contract|A|90|90|2027-03-02")),
        ("2027-05-01", Some("high|limitation|contract|A|30|30|2027-05-01")),
        ("2027-06-01", Some("high|limitation|contract|A|-1|30|2027-05-01")),
    ] {
        assert_eq!(of("limitation", &book, &[], day), expected.into_iter().collect::<Vec<_>>(), "{day}");
    }
}

#[test]
fn a_grade_that_dropped() {
    let with = |grades: &str| of("grade-drop", &book("", &format!("grades = [{grades}]"), ""), &[], "2026-11-30");
    let (a, b) = ("{ grade = \"A\", from = 2025-01-01 }", "{ grade = \"B\", from = 2026-06-01 }");
    assert_eq!(with(&format!("{a}, {b}")), ["medium|grade-drop|customer|a|B|A|2026-06-01"]);
    assert_eq!(with(&format!("{}, {}", b.replace("2026", "2024"), a)), [""; 0]);
    // What is to come is not known yet.
    assert_eq!(with(&format!("{a}, {}", b.replace("2026-06-01", "2026-12-01"))), [""; 0]);
}

#[test]
fn what_somebody_saw() {
    let rows = [
        "251129-00000001,2025-11-29,signal,a,,,,,,,,biz01,,早了",
        "261101-00000001,2026-11-01,signal,a,,,,,,,,fund06,,换到第三家银行",
        "261102-00000001,2026-11-02,signal,a,,,,,,,,搬家,,",
    ];
    let report = Dir::ledger(&book("", "", ""), &rows).json(&["risk", "--as-of", "2026-11-30", "--explain", "--lang", "zh"]);
    assert_eq!(lines(&report, "severity signal key since"), ["medium|fund06|a|2026-11-01", "low|搬家|a|2026-11-02"]);
    assert_eq!(report["explain"][0]["of"], "甲公司 · 常换业务银行");
    assert_eq!(report["explain"][0]["inputs"]["note"], "换到第三家银行");
}

#[test]
fn thresholds_are_the_books() {
    let risk = "[risk]\noverdue_days = 10\nlimitation_days = []\n";
    assert_eq!(of("overdue-days", &book(risk, "", &contract("A", "100", "2026-11-19")), &[], "2026-11-30"), ["high|overdue-days|customer|a|11|10|2026-11-30"]);
    assert_eq!(of("limitation", &book(risk, "", &contract("A", "100", "2024-05-31")), &[], "2027-06-01"), [""; 0]);
}

#[test]
fn cron_asks_for_the_grave_ones() {
    let dir = Dir::ledger(&book("", "reviewed = 2025-01-01", ""), &[]);
    let asked = |words: &[&str]| dir.huikuan(&[&["risk", "--as-of", "2026-11-30", "--lang", "zh"], words].concat()).run();
    assert_eq!(asked(&["--exit-code"]).code, 1);
    let none = asked(&["--severity", "高", "--exit-code"]);
    assert_eq!((none.code, none.stderr.as_str()), (0, "没有预警\n"));
    let quiet = asked(&["--severity", "high", "--exit-code", "--quiet-if-empty"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
    let wrong = asked(&["--severity", "urgent"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("--severity") && wrong.stderr.contains("high medium low"), "{}", wrong.stderr);
}

#[test]
fn a_group_has_the_limits_of_its_members_together() {
    let more = "group = \"集团\"\ncredit_limit = \"200\"";
    let other = "[[customer]]\nid = \"b\"\nname = \"乙公司\"\ngroup = \"集团\"\ncredit_limit = \"50\"\n";
    let contracts = [contract("A", "120", "2026-12-31"), other.to_string(), contract("B", "130", "2026-12-31").replace("customer = \"a\"", "customer = \"b\"")];
    let found = of("limit-over", &book("", more, &contracts.concat()), &[], "2026-11-30");
    assert_eq!(found, ["high|limit-over|group|集团|1.0000|1.0000|", "high|limit-over|customer|b|2.6000|1.0000|"]);
}
