//! 2,466 real invoices of a public sample, against figures that other programs computed from them.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::harness::{Dir, root, shared};

/// Tiers as the program and as the sample's figures name them, not due first.
const TIERS: [(&str, &str); 5] = [("not-due", "not_due"), ("green", "d0_20"), ("blue", "d21_40"), ("yellow", "d41_60"), ("red", "gt60")];

fn cents(value: &Value) -> i64 {
    let text = value.as_str().unwrap_or_else(|| panic!("no amount: {value}"));
    text.replace('.', "").parse().expect("an amount")
}

fn count(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no count: {value}"))
}

/// The sample as a ledger, or `None`, said aloud, where there is no Python.
pub(crate) fn ledger(tool: &Path, net0: bool) -> Option<Dir> {
    let dir = Dir::new();
    let mut command = Command::new("python3");
    command.arg(tool).arg(dir.path()).args(net0.then_some("--net0"));
    let output = match command.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("skipped: there is no python3");
            return None;
        }
        output => output.expect("the tool runs"),
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(dir)
}

fn expected(data: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(data).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect();
    files.sort();
    files
}

#[test]
fn the_sample_is_imported_by_two_maps() {
    let (Some(data), Some(invoices)) = (shared("data/ibm"), shared("data/ibm/invoices.csv")) else { return };
    let invoices = invoices.to_string_lossy().into_owned();
    for net0 in [false, true] {
        let dir = imported(&invoices, net0);
        for file in expected(&data).into_iter().filter(|file| file.to_string_lossy().contains("net0") == net0) {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let figures: Value = serde_json::from_str(&fs::read_to_string(&file).expect("figures")).expect("JSON");
            let day = figures["as_of"].as_str().expect("a day");
            by_tier(&dir.json(&["aging", "--as-of", day]), &figures, &name);
            by_customer(&dir.json(&["aging", "--by", "customer", "--as-of", day]), &figures, &name);
            by_position(&dir.json(&["aging", "--detail", "--as-of", day]), &figures, &name);
        }
    }
}

/// A ledger made of the sample's invoices by the maps in `examples/ibm`; due on the invoice's day where asked for.
fn imported(invoices: &str, net0: bool) -> Dir {
    let dir = Dir::new();
    dir.write("huikuan.toml", "name = \"IBM\"\ncurrency = \"USD\"\ninclude = [\"contracts/*.toml\"]\n[[rep]]\nid = \"all\"\nname = \"All\"\n");
    let map = |name: &str| fs::read_to_string(root().join("examples/ibm").join(name)).expect("a map");
    dir.write("contracts.toml", &if net0 { map("contracts.toml").replace("\"DueDate\"", "\"InvoiceDate\"") } else { map("contracts.toml") });
    dir.write("receipts.toml", &map("receipts.toml"));
    let contracts = ["import", "contracts", invoices, "--map", "contracts.toml", "-o", "contracts/ibm.toml", "--rep", "all"];
    let run = dir.huikuan(&contracts).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let receipts = ["import", "receipts", invoices, "--map", "receipts.toml", "--write", "--as-of", "2026-11-30"];
    let first = dir.json(&receipts);
    assert_eq!((first["memo"]["receipt_lines"].as_i64(), first["memo"]["unmatched_lines"].as_i64()), (Some(2_466), Some(0)));
    assert_eq!(dir.json(&receipts)["memo"]["there_lines"].as_i64(), Some(2_466));
    dir
}

#[test]
fn the_sample_gives_the_figures_of_independent_programs() {
    let (Some(data), Some(tool)) = (shared("data/ibm"), shared("tools/ibm_to_ledger.py")) else { return };
    let files = expected(&data);
    assert!(!files.is_empty(), "no figures in {}", data.display());
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let figures: Value = serde_json::from_str(&fs::read_to_string(&file).expect("figures")).expect("JSON");
        let Some(dir) = ledger(&tool, name.contains("net0")) else { return };
        compare(&dir, &figures, &name);
    }
}

/// Whether a ledger of the sample has these figures.
pub(crate) fn compare(dir: &Dir, figures: &Value, name: &str) {
    let day = figures["as_of"].as_str().expect("a day");
    by_tier(&dir.json(&["aging", "--as-of", day]), figures, name);
    by_customer(&dir.json(&["aging", "--by", "customer", "--as-of", day]), figures, name);
    by_position(&dir.json(&["aging", "--detail", "--as-of", day]), figures, name);
}

fn rows(report: &Value) -> &Vec<Value> {
    report["rows"].as_array().expect("rows")
}

fn by_tier(report: &Value, figures: &Value, name: &str) {
    let found: Vec<_> = rows(report).iter().map(|row| (row["tier"].as_str().expect("a tier"), count(&row["positions"]), cents(&row["outstanding"]))).collect();
    let tiers = TIERS.map(|(own, theirs)| (own, count(&figures["tiers"][theirs]["count"]), cents(&figures["tiers"][theirs]["amount"])));
    assert_eq!(found, tiers, "{name}");
    let total = &report["total"];
    assert_eq!((count(&total["positions"]), cents(&total["outstanding"])), (count(&figures["open_count"]), cents(&figures["outstanding"])), "{name}");
    // Every receipt pays its own invoice, and nothing waits or is written off.
    assert!(report["memo"].as_object().expect("figures beside").values().all(|amount| cents(amount) == 0), "{name}: {}", report["memo"]);
}

fn by_customer(report: &Value, figures: &Value, name: &str) {
    let key = |tier: &str| tier.replace('-', "_");
    let found: BTreeMap<&str, &Value> = rows(report).iter().map(|row| (row["customer"].as_str().expect("a customer"), row)).collect();
    let customers = figures["per_customer"].as_object().expect("customers");
    assert!(found.keys().all(|customer| customers.contains_key(*customer)), "{name}");
    for (customer, theirs) in customers {
        let Some(row) = found.get(customer.as_str()) else {
            assert_eq!((cents(&theirs["outstanding"]), count(&theirs["open_count"])), (0, 0), "{name}: {customer} is left out");
            continue;
        };
        for (own, tier) in TIERS {
            assert_eq!(cents(&row[key(own)]), cents(&theirs["tiers"][tier]["amount"]), "{name}: {customer} {own}");
        }
        assert_eq!(cents(&row["outstanding"]), cents(&theirs["outstanding"]), "{name}: {customer}");
        assert_eq!(cents(&row["overdue"]), cents(&theirs["overdue_ge1"]), "{name}: {customer}");
        assert_eq!(row["oldest_days"].as_i64(), theirs["max_day"].as_i64().filter(|days| *days >= 0), "{name}: {customer}");
    }
    let total = &report["total"];
    assert_eq!((cents(&total["outstanding"]), cents(&total["overdue"])), (cents(&figures["outstanding"]), cents(&figures["amount_overdue_ge1"])), "{name}");
}

/// What is counted and summed of the open positions of one customer, or of all.
#[derive(Default)]
struct Sums {
    tiers: BTreeMap<String, (i64, i64)>,
    open: (i64, i64),
    overdue: (i64, i64),
    most_days: Option<i64>,
}

impl Sums {
    fn add(&mut self, row: &Value) {
        let (tier, days, open) = (row["tier"].as_str().expect("a tier"), count(&row["days"]), cents(&row["outstanding"]));
        let own = self.tiers.entry(tier.to_string()).or_default();
        for sums in [own, &mut self.open].into_iter().chain((days > 0).then_some(&mut self.overdue)) {
            *sums = (sums.0 + 1, sums.1 + open);
        }
        self.most_days = self.most_days.max(Some(days));
    }

    fn compare(&self, theirs: &Value, what: &str) {
        for (own, tier) in TIERS {
            let tier = &theirs["tiers"][tier];
            assert_eq!(self.tiers.get(own).copied().unwrap_or_default(), (count(&tier["count"]), cents(&tier["amount"])), "{what} {own}");
        }
        assert_eq!(self.open, (count(&theirs["open_count"]), cents(&theirs["outstanding"])), "{what}");
        assert_eq!(self.most_days, theirs["max_day"].as_i64(), "{what}");
    }
}

fn by_position(report: &Value, figures: &Value, name: &str) {
    let mut whole = Sums::default();
    let mut customers: BTreeMap<&str, Sums> = BTreeMap::new();
    for row in rows(report) {
        whole.add(row);
        customers.entry(row["customer"].as_str().expect("a customer")).or_default().add(row);
    }
    whole.compare(figures, name);
    assert_eq!(whole.overdue, (count(&figures["n_overdue_ge1"]), cents(&figures["amount_overdue_ge1"])), "{name}");
    for (customer, theirs) in figures["per_customer"].as_object().expect("customers") {
        let own = customers.remove(customer.as_str()).unwrap_or_default();
        own.compare(theirs, &format!("{name}: {customer}"));
        assert_eq!(own.overdue.1, cents(&theirs["overdue_ge1"]), "{name}: {customer}");
    }
    assert!(customers.is_empty(), "{name}");
}
