//! Ledgers that are read in blocks: whatever they say is what they say when they are read as a whole. A blank line at a
//! journal's end means nothing, and has it read as a whole.

use std::fmt::Write;

use crate::harness::{Dir, HEADER, Run};

const CONTRACTS: usize = 1_500;
const ENTRIES: usize = 28_000;

/// The book's two files and the journal: above the two megabytes from which on blocks are read.
fn texts() -> [(&'static str, String); 3] {
    let mut main = String::from("name = \"大账本\"\ncurrency = \"CNY\"\ninclude = [\"contracts/*.toml\"]\n\n[policy]\ngrace_days = 1\n\n");
    for rep in 0..7 {
        let _ = write!(main, "[[rep]]\nid = \"r{rep}\"\nname = \"代表{rep}\"\n\n");
    }
    for customer in 0..500 {
        let _ = write!(main, "[[customer]]\nid = \"C{customer}\"\nname = \"客户{customer}有限公司\"\nrep = \"r{}\"\n", customer % 7);
        let _ = write!(main, "contacts = [ {{ name = \"王经理\", phone = \"138{customer:08}\" }} ]\n\n");
    }
    let mut contracts = String::new();
    for contract in 0..CONTRACTS {
        let (customer, month) = (contract % 500, contract % 12 + 1);
        let _ = write!(contracts, "[[contract]]\nno = \"HT-{contract:05}\"\ncustomer = \"C{customer}\"\nsigned = 2025-{month:02}-05\namount = 9000\n\n");
        for (name, amount, due) in [("预付款", 3_000, 10), ("尾款", 6_000, 25)] {
            let _ = write!(contracts, "[[contract.milestone]]\nname = \"{name}\"\namount = {amount}\ndue = 2025-{month:02}-{due}\n\n");
        }
    }
    let mut journal = format!("{HEADER}\n");
    for entry in 0..ENTRIES {
        let contract = entry * 7 % CONTRACTS;
        let (customer, month) = (contract % 500, contract % 12 + 1);
        let (id, date) = (format!("2601{:02}-{entry:08}", entry / 1_000 + 1), format!("2025-{month:02}-{:02}", entry % 20 + 6));
        let note = ["", "", "已对账，无异议", "\"先票后款, 已说明\""][entry % 4];
        let _ = match entry % 10 {
            0 => writeln!(journal, "{id},{date},commitment,C{customer},HT-{contract:05},,{},2026-01-{:02},,,,oral,r1,{note}", entry % 900 + 1, entry % 28 + 1),
            1 => writeln!(journal, "{id},{date},contact,C{customer},,,,,,,,phone,r1,{note}"),
            2 if entry % 500 == 2 => writeln!(journal, "{id},{date},cause,C{customer},HT-{contract:05},,,2026-01-20,,,,process,r1,补验收单"),
            3 if entry % 500 == 3 => writeln!(journal, "{id},{date},dispute,C{customer},HT-{contract:05},尾款,50,,,,,quality,r1,{note}"),
            4 if entry % 700 == 4 => writeln!(journal, "{id},{date},receipt,C{customer},HT-{contract:05},尾款,{}.50,,,6.22202E+18,,bank,r1,", entry % 300 + 1),
            5 if entry % 900 == 5 => writeln!(journal, "{id},{date},note,C{customer},,,,,,,,other,r1,卡号4111-1111-1111-1111"),
            7 if entry % 70 == 7 => {
                writeln!(journal, "{id},{date},receipt,C{customer},HT-{contract:05},,{}.75,2026-0{}-15,,,,bank-acceptance,r1,", entry % 200 + 1, entry % 4 + 1)
            }
            9 if entry % 900 == 9 => writeln!(journal, "{id},{date},confirm,C{customer},,,{},,,,,differs,r1,", entry % 9_000 + 1),
            _ => writeln!(journal, "{id},{date},receipt,C{customer},HT-{contract:05},,{}.25,,,JS{entry:08},,bank,r1,{note}", entry % 400 + 1),
        };
    }
    // A void of a receipt, and receipts that look alike.
    journal += "260199-0000000a,2025-12-30,void,,,,,,260101-00000006,,,,r1,退票\n";
    journal += "260199-0000000b,2025-12-29,receipt,C3,HT-00003,,77,,,,,cash,r1,\n260199-0000000c,2025-12-29,receipt,C3,HT-00003,,77,,,,,cash,r1,\n";
    [("huikuan.toml", main), ("contracts/2025.toml", contracts), ("ledger.csv", journal)]
}

fn ledger() -> Dir {
    let dir = Dir::new();
    let texts = texts();
    assert!(texts[2].1.len() > 2 << 20, "too small to be read in blocks: {}", texts[2].1.len());
    for (name, text) in &texts {
        dir.write(name, text);
    }
    dir.write(".gitattributes", "ledger.csv text eol=lf merge=union\n*.toml text eol=lf\n");
    dir
}

fn run(dir: &Dir, arguments: &[&str]) -> Run {
    let mut all = arguments.to_vec();
    all.extend(["--as-of", "2026-01-31"]);
    dir.huikuan(&all).run()
}

#[test]
fn a_large_ledger_says_what_it_says_read_as_a_whole() {
    let (blocks, whole) = (ledger(), ledger());
    whole.write("ledger.csv", &(whole.read("ledger.csv") + "\n"));
    let asked: &[&[&str]] = &[
        &[],
        &["aging", "--by", "rep"],
        &["aging", "--detail", "--format", "csv"],
        &["gap"],
        &["remind", "--format", "csv"],
        &["history", "HT-00003", "--format", "csv"],
        &["history", "C42"],
        &["history", "--kind", "void"],
        &["history", "C63", "--open", "--detail", "--format", "csv"],
        &["history", "--customer", "C49", "--open", "--format", "csv"],
        &["commitments"],
        &["progress", "--detail", "--format", "csv"],
        &["limitation", "--format", "csv"],
        &["statement", "--format", "csv"],
        &["statement", "C42"],
        &["handover", "r1", "r2"],
        &["check", "--all"],
        &["case", "C42"],
        &["letter", "C3", "--level", "final", "--approved-by", "W"],
    ];
    for words in asked {
        let own = run(&blocks, words);
        assert!(own.code == 0 && own.stdout.len() > 100, "{words:?}: {own:?}");
        assert_eq!(own, run(&whole, words), "{words:?}");
    }
    assert!(run(&blocks, &["history", "C49", "--open"]).stdout.contains("票据未到期"));
    assert!(run(&blocks, &["history", "C63", "--open"]).stdout.contains("有差异"));
    let check = run(&blocks, &["check", "--all"]).stdout;
    for wanted in ["260199-0000000c 和第", "像银行卡号", "6.22202E+18", "没写原因"] {
        assert!(check.contains(wanted), "{wanted} is missing");
    }
    assert!(!check.contains("4111"), "the number must not be carried further");
}

#[test]
fn an_entry_joins_a_large_journal() {
    let dir = ledger();
    let before = dir.read("ledger.csv");
    let said = run(&dir, &["record", "receipt", "HT-00011", "12.5", "--date", "2026-01-30", "--overpay", "--by", "r2"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{}", said.stdout);
    assert!(said.stdout.starts_with("已记 ") && said.stdout.contains("HT-00011"), "{}", said.stdout);
    let after = dir.read("ledger.csv");
    let line = after.strip_prefix(&before).expect("only grown");
    assert!(line.ends_with(",2026-01-30,receipt,C11,HT-00011,,12.50,,,,,,r2,\n"), "{line}");
    let again = run(&dir, &["record", "receipt", "HT-00011", "12.5", "--date", "2026-01-30", "--overpay", "--by", "r2"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains(&format!("第 {} 行", after.lines().count())), "{}", again.stderr);
    // What refers to an entry may be about any customer.
    let void = run(&dir, &["record", "void", line.get(..15).expect("an id"), "--by", "r2"]);
    assert_eq!((void.code, void.stderr.as_str()), (0, ""), "{}", void.stdout);
    assert!(dir.read("ledger.csv").starts_with(&after));
}

#[test]
fn what_is_wrong_with_a_large_ledger_is_told_with_its_place() {
    let dir = ledger();
    let journal = dir.read("ledger.csv");
    for (from, to, wanted) in
        [(",receipt,C3,", ",recieptt,C3,", "种记录"), (",HT-00003,", ",HT-0000x,", "HT-0000x"), (",JS00000008,", ",JS\u{202e}8,", "ledger.csv:10:")]
    {
        dir.write("ledger.csv", &journal.replacen(from, to, 1));
        for words in [&["aging"][..], &["history", "C6"], &["record", "receipt", "HT-00011", "1", "-n"]] {
            let said = dir.refused(words);
            assert!(said.contains("ledger.csv:") && said.contains(wanted), "{words:?}: {said}");
        }
    }
    dir.write("ledger.csv", &journal);
    let contracts = dir.read("contracts/2025.toml");
    dir.write("contracts/2025.toml", &contracts.replacen("amount = 6000", "amount = 6001", 1));
    assert!(dir.refused(&["aging"]).contains("contracts/2025.toml:"));
}
