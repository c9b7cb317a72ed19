//! What accounts are called in other programs. Ids and names have characters that account names may not have: those
//! become `-`, and where two would become one the later has a number behind it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::postings::{Holding, Proven};
use crate::account::{Account, Part};
use crate::book::{ContractIx, CustomerIx};
use crate::text::fold;

/// Whose rules names keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// hledger: anything but what parts accounts or begins a comment.
    Hledger,
    /// beancount: letters, digits and `-`; a capital, a digit or no ASCII first.
    Beancount,
}

/// The names of all accounts.
pub(super) struct Names {
    rules: Rules,
    customers: Vec<String>,
    contracts: Vec<String>,
    wholes: FxHashMap<(ContractIx, Part), String>,
}

impl Names {
    pub(super) fn new(account: &Account, rules: Rules) -> Self {
        let book = account.book;
        let mut taken = FxHashSet::default();
        let customers: Vec<String> = book.customers.iter().map(|own| free(&mut taken, "", rules.component(&own.id))).collect();
        let of_customer = |customer: CustomerIx| customers.get(customer.0 as usize).map_or("", String::as_str);
        let mut taken = FxHashSet::default();
        let contracts: Vec<String> = book.contracts.iter().map(|own| free(&mut taken, of_customer(own.customer), rules.component(&own.no))).collect();
        let mut taken = FxHashSet::default();
        let mut wholes = FxHashMap::default();
        for position in account.positions() {
            let (contract, part) = (position.contract, position.part.of_whole());
            wholes.entry((contract, part)).or_insert_with(|| {
                let above = contracts.get(contract.0 as usize).map_or("", String::as_str);
                // A contract without milestones is its own account.
                if account.is_whole(contract, part) { above.to_string() } else { free(&mut taken, above, rules.component(&account.part_name(contract, part))) }
            });
        }
        Self { rules, customers, contracts, wholes }
    }

    /// An account's full name.
    pub(super) fn of(&self, holding: Holding) -> String {
        let customer = |customer: CustomerIx| self.customers.get(customer.0 as usize).map_or("", String::as_str);
        match holding {
            Holding::Receivable(_, contract, part) => {
                let known = self.wholes.get(&(contract, part)).or_else(|| self.contracts.get(contract.0 as usize));
                self.path(&["assets", "receivable"], known.map_or("", String::as_str))
            }
            Holding::Received(method) => self.path(&["assets", "received", method], ""),
            Holding::Prepaid(own) => self.path(&["liabilities", "prepaid"], customer(own)),
            Holding::Unapplied(own) => self.path(&["liabilities", "unapplied"], customer(own)),
            Holding::Refundable(own) => self.path(&["liabilities", "refunds"], customer(own)),
            Holding::Billed(own) => self.path(&["income", "billed"], customer(own)),
            Holding::Recovered(own) => self.path(&["income", "recovered"], customer(own)),
            Holding::Deducted(reason, own) => self.path(&["expenses", "deductions", reason], customer(own)),
            Holding::WrittenOff(own) => self.path(&["expenses", "write-offs"], customer(own)),
        }
    }

    /// The account whose balance, with all below it, is proven.
    pub(super) fn proven(&self, proven: Proven) -> String {
        match proven {
            Proven::Holding(holding) => self.of(holding),
            Proven::Customer(customer) => self.path(&["assets", "receivable"], self.customers.get(customer.0 as usize).map_or("", String::as_str)),
            Proven::Receivable => self.path(&["assets", "receivable"], ""),
            Proven::Received => self.path(&["assets", "received"], ""),
        }
    }

    fn path(&self, fixed: &[&str], rest: &str) -> String {
        let mut path = fixed.iter().map(|word| self.rules.component(word)).collect::<Vec<_>>().join(":");
        if !rest.is_empty() {
            path.push(':');
            path += rest;
        }
        path
    }
}

impl Rules {
    fn allows(self, c: char) -> bool {
        match self {
            Self::Hledger => !c.is_whitespace() && !c.is_control() && !matches!(c, ':' | ';' | '"' | '\''),
            Self::Beancount => c.is_alphanumeric(),
        }
    }

    /// A word as a part of an account's name.
    fn component(self, word: &str) -> String {
        let mut name: String = word.chars().map(|c| if self.allows(c) { c } else { '-' }).collect();
        if self == Self::Beancount {
            let first = name.chars().next().unwrap_or('-');
            if first.is_ascii_lowercase() {
                name.replace_range(..1, &first.to_ascii_uppercase().to_string());
            } else if first == '-' {
                name.insert(0, 'X');
            }
        }
        name
    }
}

/// A name below another that nothing has yet. Case does not tell two apart: people would not either.
fn free(taken: &mut FxHashSet<String>, above: &str, name: String) -> String {
    let full = if above.is_empty() { name } else { format!("{above}:{name}") };
    let mut own = full.clone();
    let mut number = 1_u32;
    while !taken.insert(fold(&own)) {
        number = number.saturating_add(1);
        own = format!("{full}-{number}");
    }
    own
}
