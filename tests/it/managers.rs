//! `--manager`: what a manager's people are in charge of, and the manager's own.

use crate::cases::lines;
use crate::harness::Dir;

fn dir() -> Dir {
    let rep = |id: &str, manager: &str| format!("[[rep]]\nid = \"{id}\"\nname = \"{id}\"\nteam = \"{id}组\"\n{manager}\n");
    let customer = |id: &str, rep: &str| format!("[[customer]]\nid = \"{id}\"\nname = \"{id}\"\n{rep}\n");
    let contract = |no: &str, customer: &str, amount: u32| {
        format!("[[contract]]\nno = \"{no}\"\ncustomer = \"{customer}\"\nsigned = 2026-01-05\namount = {amount}\ndue = 2026-11-10\n")
    };
    let book = [
        "name = \"主管账\"\ncurrency = \"CNY\"\n".to_string(),
        rep("boss", ""),
        rep("head", "manager = \"boss\""),
        rep("rep", "manager = \"head\""),
        rep("other", "manager = \"boss\""),
        // Two who manage each other: a slip that must not hang.
        rep("x", "manager = \"y\""),
        rep("y", "manager = \"x\""),
        customer("a", "rep = \"rep\""),
        customer("b", "rep = \"other\""),
        customer("c", "rep = \"head\""),
        customer("d", ""),
        customer("e", "rep = \"x\""),
        contract("A", "a", 1),
        contract("B", "b", 20),
        contract("C", "c", 300),
        contract("D", "d", 4_000),
        contract("E", "e", 50_000),
        "[[target]]\nperiod = \"2026-11\"\nrep = \"rep\"\namount = 7\n".to_string(),
    ];
    Dir::ledger(&book.concat(), &[])
}

fn open(dir: &Dir, filters: &[&str]) -> String {
    dir.json(&[&["aging", "--as-of", "2026-11-30"], filters].concat())["total"]["outstanding"].as_str().expect("a sum").to_string()
}

#[test]
fn a_manager_stands_for_all_below() {
    let dir = dir();
    for (manager, sum) in [("boss", "321.00"), ("head", "301.00"), ("rep", "1.00"), ("x", "50000.00"), ("y", "50000.00")] {
        assert_eq!(open(&dir, &["--manager", manager]), sum, "{manager}");
    }
    // Of one kind any, of several kinds all.
    assert_eq!(open(&dir, &["--manager", "head", "--manager", "x"]), "50301.00");
    assert_eq!(open(&dir, &["--manager", "boss", "--rep", "other"]), "20.00");
    assert_eq!(open(&dir, &["--manager", "head", "--customer", "b"]), "0.00");
    assert!(dir.good(&["aging", "--manager", "head", "--as-of", "2026-11-30"]).starts_with("逾期账龄分析 · head · "));
    assert!(dir.refused(&["aging", "--manager", "nobody"]).contains("nobody"));
}

#[test]
fn the_gap_of_a_manager_has_a_row_a_rep() {
    let rows = |words: &[&str]| lines(&dir().json(&[&["gap", "--as-of", "2026-11-30"], words].concat()), "scope key target");
    assert_eq!(rows(&["--manager", "boss"]), ["rep|head|", "rep|rep|7.00", "rep|other|"]);
    // A company, a team of others or a category is more than a manager's people: no target is set against a part.
    assert_eq!(rows(&["--manager", "boss", "--by", "company"]), ["company||"]);
}
