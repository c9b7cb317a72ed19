//! The evidence pack: whole, in both languages and both forms; what it holds of one contract; hostile words.

use crate::harness::Dir;
use crate::letter::{expect, ledger};

const DAY: &str = "2026-11-30";

fn case(dir: &Dir, lang: &str, more: &[&str]) -> String {
    let mut arguments = vec!["case", "a", "--as-of", DAY, "--lang", lang];
    arguments.extend(more);
    dir.good(&arguments)
}

#[test]
fn a_case_reads_as_it_should_in_both_languages() {
    let dir = ledger("large");
    for lang in ["zh", "en"] {
        expect(&format!("case.{lang}.md"), &case(&dir, lang, &[]));
        expect(&format!("case.{lang}.txt"), &case(&dir, lang, &["-f", "table"]));
        assert_eq!(case(&dir, lang, &["-f", "text"]), case(&dir, lang, &["-f", "table"]));
    }
}

#[test]
fn a_case_of_one_contract_leaves_the_others_out() {
    let dir = ledger("large");
    let text = case(&dir, "zh", &["--contract", "A-2", "-f", "text"]);
    assert!(text.contains("A-2") && !text.contains("A-1 "), "{text}");
    assert!(text.contains("16,409.02") && text.contains("资不抵债") && text.contains("6,409.02"), "{text}");
    // What concerns the customer as a whole concerns each contract.
    assert!(text.contains("上门/个人借口"), "{text}");
}

#[test]
fn a_case_goes_to_a_file_and_changes_nothing() {
    let dir = ledger("large");
    let before = dir.read("ledger.csv");
    dir.good(&["case", "a", "--as-of", DAY, "-o", "case.txt"]);
    assert_eq!(dir.read("case.txt"), case(&dir, "zh", &["-f", "text"]));
    assert_eq!(dir.read("ledger.csv"), before);
}

#[test]
fn a_customer_without_anything_has_an_empty_case() {
    let dir = Dir::ledger("name = \"样\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲|**乙**\"\n", &[]);
    let text = case(&dir, "zh", &["-f", "text"]);
    assert!(text.starts_with("案卷：甲|**乙**\n"), "{text}");
    assert_eq!(text.matches("无记录").count(), 15, "{text}");
    assert!(text.contains("仅供内部参考，不构成法律意见"), "{text}");
}

#[test]
fn demands_without_proof_are_marked_and_interest_has_its_formula() {
    let text = case(&ledger("large"), "zh", &["-f", "text"]);
    let line = |word: &str| text.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("{word}\n{text}"));
    assert!(line("内部备注：态度不好").contains("  无  "), "{text}");
    assert!(line("2026-07-20").contains("EMS-0720"), "{text}");
    assert!(line("(200,000.00 × 30 天").contains("0.03%"), "{text}");
    assert!(line("2026-06-15  A-1").contains("电话"), "{text}");
}

#[test]
fn what_was_recorded_later_can_be_left_out() {
    let dir = Dir::demo();
    let case = |options: &[&str]| dir.good(&[&["case", "huadong", "--as-of", "2026-11-30"], options].concat());
    // The receipt of 19 November was recorded that day.
    assert!(case(&[]).contains("BK26111900012") && !case(&["--recorded-by", "2026-11-18"]).contains("BK26111900012"));
    let letter = |options: &[&str]| dir.huikuan(&[&["letter", "huadong", "--level", "notice", "--as-of", "2026-11-30"], options].concat()).run().stdout;
    assert!(letter(&[]).contains("160,000.00") && letter(&["--recorded-by", "2026-11-18"]).contains("220,000.00"));
}
