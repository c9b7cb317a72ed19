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
        &["kpi", "--period", "2025", "--by", "rep", "--format", "csv"],
        &["matrix", "--period", "2025", "--by", "customer"],
        &["plan", "--by", "rep", "--format", "csv"],
        &["plan", "--split", "100万", "--by", "customer"],
        &["commission", "--period", "2025", "--by", "rep"],
        &["penalty", "--period", "2025", "--format", "csv"],
        &["credit", "--all", "--format", "csv"],
        &["provision"],
        &["forecast", "--detail", "--format", "csv"],
        &["risk", "--format", "csv"],
        &["report", "--week"],
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

/// What is said and written, without the new id.
fn recorded(dir: &Dir, words: &[&str]) -> (i32, String, String) {
    let before = dir.read("ledger.csv");
    let said = run(dir, words);
    let (code, text, line) = (said.code, format!("{}{}", said.stdout, said.stderr), dir.read("ledger.csv").replacen(&before, "", 1));
    dir.write("ledger.csv", &before);
    let id = line.get(..15).unwrap_or_default();
    if id.is_empty() { (code, text, line) } else { (code, text.replace(id, "ID"), line.replace(id, "ID")) }
}

#[test]
fn an_entry_about_one_customer_is_what_it_is_read_as_a_whole() {
    let dir = ledger();
    // A number in full has only what is about its customer read, a part of one all.
    for words in [
        &["record", "receipt", "--contract", "HT-00011", "12.5", "--milestone", "尾款", "--date", "2026-01-30", "--overpay"][..],
        &["record", "receipt", "--contract", "HT-00011", "99999999"],
        &["record", "commitment", "--contract", "HT-00011", "5", "--due", "2026-02-20", "--over"],
        &["record", "receipt", "--contract", "HT-00003", "77", "--date", "2025-12-29", "--overpay"],
        &["record", "dispute", "--contract", "HT-00011", "5", "--note", "\"a, b\"", "--format", "csv"],
        &["record", "receipt", "--contract", "HT-00011", "5", "--milestone", "首付", "--overpay"],
    ] {
        let part: Vec<&str> = words.iter().map(|word| if word.starts_with("HT-") { &word[1..] } else { word }).collect();
        assert_eq!(recorded(&dir, words), recorded(&dir, &part), "{words:?}");
    }
    // A receipt of C42 was made void by an entry that names nobody.
    let one = recorded(&dir, &["record", "receipt", "HT-00042", "3", "--overpay"]);
    assert_eq!(one, recorded(&dir, &["record", "receipt", "T-00042", "3", "--overpay"]));
    let name = recorded(&dir, &["record", "receipt", "客户42有限公司", "3", "--overpay"]);
    assert_eq!(name, recorded(&dir, &["record", "receipt", "C42", "3", "--overpay"]));
}

#[test]
fn nothing_joins_a_large_ledger_that_is_wrong() {
    let dir = ledger();
    let (journal, contracts) = (dir.read("ledger.csv"), dir.read("contracts/2025.toml"));
    let words = &["record", "receipt", "HT-00011", "12.5", "--overpay"];
    let first = journal.lines().nth(1).and_then(|line| line.get(..15)).unwrap_or_default();
    let last = journal.lines().last().and_then(|line| line.get(..15)).unwrap_or_default();
    let row = |id: &str, rest: &str| format!("{journal}{id},2025-12-29,{rest}\n");
    for (text, wanted) in [
        (journal.trim_end().to_string(), "E205"),
        (format!("{journal}\n"), "E208"),
        (row(first, "receipt,C3,HT-00003,,77,,,,,cash,r1,"), "E210"),
        (row(last, "receipt,C3,HT-00003,,77,,,,,cash,r1,"), "E210"),
        (row("260199-0000000d", "receipt,C4,HT-00003,,77,,,,,cash,r1,"), "HT-00003"),
        (row("260199-0000000d", "receipt,C4,HT-0000x,,77,,,,,cash,r1,"), "HT-0000x"),
        (row("260199-0000000d", "receipt,Cx,,,77,,,,,cash,r1,"), "Cx"),
        (row("260199-0000000d", "receipt,C3,HT-00003,,0,,,,,cash,r1,"), "ledger.csv:"),
        (row("260199-0000000d", "receipt,C3,HT-00003,,7,,260199-0000000z,,,cash,r1,"), "260199-0000000z"),
        (row("260199-0000000d", "receipt,C11,HT-00011,首付,7,,,,,cash,r1,"), "首付"),
        (row("260199-0000000d", "void,,,,,,260199-0000000b,,,,r1,") + "260199-0000000e,2025-12-29,void,,,,,,260199-0000000b,,,,r1", "E205"),
    ] {
        dir.write("ledger.csv", &text);
        let said = dir.refused(words);
        assert!(said.contains(wanted), "{wanted}: {said}");
        assert_eq!(dir.read("ledger.csv"), text);
    }
    dir.write("ledger.csv", &journal);
    for (from, to) in [
        ("no = \"HT-00900\"", "no = \"HT-00901\""),
        ("no = \"HT-00900\"", "no = \"HT 00900\""),
        ("customer = \"C9\"", "customer = \"C-9\""),
        ("signed = 2025-03-05\n", ""),
        ("signed = 2025-03-05\n", "signed = 2025-02-30\n"),
        ("amount = 6000\n", "amount = 5999\n"),
        ("amount = 6000\n", "amount = 6000\namount = 6000\n"),
        ("amount = 9000\n", "amount = 9000\nrep = \"nobody\"\n"),
        ("amount = 9000\n", "amount = 9000\nrepp = \"r1\"\n"),
        ("name = \"尾款\"\n", "name = \"预付款\"\n"),
        ("amount = 9000\n", "project = \"\"\"\namount = 9000\n"),
    ] {
        dir.write("contracts/2025.toml", &contracts.replacen(from, to, 1));
        assert!(dir.refused(words).contains("contracts/2025.toml:"), "{to}");
    }
    // What only the whole tells: nothing here concerns another customer.
    dir.write("contracts/2025.toml", &contracts);
    dir.write("ledger.csv", &row("260199-0000000d", "receipt,C3,HT-00003,首付,7,,,,,cash,r1,"));
    assert_eq!(run(&dir, words).code, 0);
    assert!(dir.refused(&["aging"]).contains("首付"));
}

#[test]
fn the_first_entry_of_a_large_book_follows_the_header_there_is() {
    let dir = ledger();
    for (text, wanted) in [(format!("{HEADER}\n"), 1), (String::new(), 1)] {
        for target in ["HT-00011", "客户11有限公司"] {
            dir.write("huikuan.toml", &(dir.read("huikuan.toml") + &"# 说明\n".repeat(300_000)));
            dir.write("ledger.csv", &text);
            let said = run(&dir, &["record", "receipt", target, "5", "--overpay"]);
            assert_eq!(said.code, 0, "{said:?}");
            assert_eq!(dir.read("ledger.csv").matches(HEADER).count(), wanted, "{target}");
            assert_eq!(run(&dir, &["aging"]).code, 0);
        }
    }
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
