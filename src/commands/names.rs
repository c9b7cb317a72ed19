//! What people type for a customer, contract, rep, milestone or entry → the thing itself. Never guesses: several
//! matches are listed, none offers the nearest.

use crate::book::{Book, ContractIx, CustomerIx, RepIx};
use crate::entry::{EntryIx, Journal};
use crate::problem::UsageFault;
use crate::reports::Target;
use crate::text::{Text, fold, nearest, text};

const CUSTOMER: Text = text("客户", "customer");
const CONTRACT: Text = text("合同", "contract");
const TARGET: Text = text("合同或客户", "contract or customer");

/// A thing with the names it goes by.
struct Named<'a, T> {
    item: T,
    id: &'a str,
    /// What is shown beside the id.
    label: String,
    names: Vec<&'a str>,
}

/// Exact id, then any name in full, then a part that only one has.
fn find<T: Copy>(what: Text, typed: &str, things: &[Named<T>], retry: Option<&str>) -> Result<T, UsageFault> {
    if let Some(exact) = things.iter().find(|thing| thing.id == typed) {
        return Ok(exact.item);
    }
    let wanted = fold(typed);
    let listed = |found: &[&Named<T>]| found.iter().take(8).map(|thing| (thing.label.clone(), thing.id.to_string())).collect();
    let by = |test: &dyn Fn(&str) -> bool| -> Vec<&Named<T>> {
        things.iter().filter(|thing| std::iter::once(&thing.id).chain(&thing.names).any(|name| test(&fold(name)))).collect()
    };
    if !wanted.is_empty() {
        for found in [by(&|name| name == wanted), by(&|name| name.contains(&wanted))] {
            match found.as_slice() {
                [] => {}
                [only] => return Ok(only.item),
                several => return Err(UsageFault::Ambiguous { what, text: typed.to_string(), candidates: listed(several) }),
            }
        }
    }
    let names = things.iter().flat_map(|thing| std::iter::once(thing.id).chain(thing.names.iter().copied()));
    let near = nearest(typed, names);
    let mut close: Vec<&Named<T>> = Vec::new();
    for name in near {
        let owner = things.iter().find(|thing| thing.id == name || thing.names.contains(&name));
        close.extend(owner.filter(|owner| !close.iter().any(|known| known.id == owner.id)));
    }
    // A short list is better shown whole than not at all.
    if close.is_empty() && things.len() <= 8 {
        let all: Vec<&Named<T>> = things.iter().collect();
        return Err(UsageFault::NotOneOf { what, text: typed.to_string(), all: listed(&all) });
    }
    let retry = retry.zip(close.first()).map(|(command, first)| format!("{command} {}", first.id));
    Err(UsageFault::Unknown { what, text: typed.to_string(), nearest: listed(&close), retry })
}

fn customers(book: &Book) -> Vec<Named<'_, Target>> {
    book.customers()
        .map(|(index, customer)| Named {
            item: Target { customer: Some(index), contract: None },
            id: &customer.id,
            label: customer.name.to_string(),
            names: std::iter::once(customer.name.as_str()).chain(customer.aliases.iter().map(String::as_str)).collect(),
        })
        .collect()
}

fn contracts(book: &Book) -> Vec<Named<'_, Target>> {
    book.contracts()
        .map(|(index, contract)| Named {
            item: Target { customer: Some(contract.customer), contract: Some(index) },
            id: &contract.no,
            label: contract.no.to_string(),
            names: Vec::new(),
        })
        .collect()
}

/// A customer by id, name, alias or a part of one.
pub fn customer(book: &Book, typed: &str, retry: Option<&str>) -> Result<CustomerIx, UsageFault> {
    let unknown = || UsageFault::Unknown { what: CUSTOMER, text: typed.to_string(), nearest: Vec::new(), retry: None };
    find(CUSTOMER, typed, &customers(book), retry)?.customer.ok_or_else(unknown)
}

/// A contract by its number or a part of it.
pub fn contract(book: &Book, typed: &str, retry: Option<&str>) -> Result<ContractIx, UsageFault> {
    let unknown = || UsageFault::Unknown { what: CONTRACT, text: typed.to_string(), nearest: Vec::new(), retry: None };
    find(CONTRACT, typed, &contracts(book), retry)?.contract.ok_or_else(unknown)
}

/// A contract or a customer. A full number, id or name comes before a part of another.
pub fn target(book: &Book, typed: &str, retry: Option<&str>) -> Result<Target, UsageFault> {
    if let Some(contract) = book.find_contract(typed) {
        return Ok(Target { customer: Some(book.contract(contract).customer), contract: Some(contract) });
    }
    let mut things = contracts(book);
    things.extend(customers(book));
    find(TARGET, typed, &things, retry)
}

/// A rep by id, name or a part of one.
pub fn rep(book: &Book, typed: &str, retry: Option<&str>) -> Result<RepIx, UsageFault> {
    let reps: Vec<Named<RepIx>> = book.reps().map(|(index, rep)| Named { item: index, id: &rep.id, label: rep.name.clone(), names: vec![&rep.name] }).collect();
    find(text("销售代表", "rep"), typed, &reps, retry)
}

/// A word of a set, such as a team, category or tag.
pub fn word(what: Text, known: &[&str], typed: &str, retry: Option<&str>) -> Result<String, UsageFault> {
    let mut unique: Vec<&str> = known.iter().copied().filter(|word| !word.is_empty()).collect();
    unique.sort_unstable();
    unique.dedup();
    let things: Vec<Named<usize>> = unique.iter().enumerate().map(|(item, id)| Named { item, id, label: (*id).to_string(), names: Vec::new() }).collect();
    find(what, typed, &things, retry).map(|index| unique.get(index).copied().unwrap_or_default().to_string())
}

/// A milestone of a contract, by name, `#n` or a part of the name, as the journal writes it.
pub fn milestone(names: &[String], typed: &str) -> Result<String, UsageFault> {
    let (base, part) = typed.split_once('/').map_or((typed, ""), |(base, part)| (base, part));
    let suffix = if part.is_empty() { String::new() } else { format!("/{part}") };
    let number = base.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
    if let Some(name) = number.and_then(|number| names.get(number.checked_sub(1)?)) {
        return Ok(format!("{name}{suffix}"));
    }
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(word(text("付款节点", "milestone"), &known, base, None)? + &suffix)
}

/// An entry by its id or any unique run of 4 or more of its characters.
pub fn entry(journal: &Journal, typed: &str) -> Result<EntryIx, UsageFault> {
    let what = text("记录", "entry");
    let wanted = fold(typed);
    if wanted.chars().count() < 4 {
        return Err(UsageFault::ShortId { text: typed.to_string() });
    }
    let matches: Vec<(EntryIx, String)> =
        journal.entries().map(|entry| (entry.index, entry.id.to_string())).filter(|(_, id)| id.contains(&wanted)).take(9).collect();
    match matches.as_slice() {
        [(only, _)] => Ok(*only),
        [] => Err(UsageFault::Unknown { what, text: typed.to_string(), nearest: Vec::new(), retry: None }),
        several => {
            let candidates = several.iter().map(|(index, id)| (format!("{id} {}", journal.entry(*index).kind.code()), id.clone())).collect();
            Err(UsageFault::Ambiguous { what, text: typed.to_string(), candidates })
        }
    }
}
