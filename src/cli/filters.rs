//! `--rep --team --manager --customer --contract --category --tag` → the rows wanted.

use clap::ArgMatches;

use crate::book::{Book, CustomerIx};
use crate::commands::names;
use crate::problem::UsageFault;
use crate::reports::{Filter, Target};
use crate::text::{Lang, comma, text};

pub(super) fn filter(book: &Book, flags: &ArgMatches, report: &str) -> Result<Filter, UsageFault> {
    let retry = |option: &str| format!("huikuan {report} --{option}");
    let given = |id: &str| flags.get_many::<String>(id).into_iter().flatten().cloned().collect::<Vec<_>>();
    let mut filter = Filter::default();
    for typed in given("rep") {
        filter.reps.push(names::rep(book, &typed, Some(&retry("rep")))?);
    }
    for typed in given("manager") {
        filter.managers.push(names::rep(book, &typed, Some(&retry("manager")))?);
    }
    let teams: Vec<&str> = book.reps.iter().map(|rep| rep.team.as_str()).collect();
    for typed in given("team") {
        filter.teams.push(names::word(text("团队", "team"), &teams, &typed, Some(&retry("team")))?);
    }
    for typed in given("customer") {
        filter.customers.push(names::customer(book, &typed, Some(&retry("customer")))?);
    }
    for typed in given("contract") {
        filter.contracts.push(names::contract(book, &typed, Some(&retry("contract")))?);
    }
    let categories: Vec<&str> = book.contracts.iter().map(|contract| contract.category.as_str()).collect();
    for typed in given("category") {
        filter.categories.push(names::word(text("产品状态", "category"), &categories, &typed, Some(&retry("category")))?);
    }
    let tags: Vec<&str> = book
        .contracts
        .iter()
        .flat_map(|contract| &contract.tags)
        .chain(book.customers.iter().flat_map(|customer| &customer.tags))
        .map(String::as_str)
        .collect();
    for typed in given("tag") {
        filter.tags.push(names::word(text("标签", "tag"), &tags, &typed, Some(&retry("tag")))?);
    }
    Ok(filter)
}

/// Whether a target or a filter names customers or contracts.
pub(super) fn names_customers(flags: &ArgMatches) -> bool {
    ["target", "customer", "contract"].into_iter().any(|id| flags.try_get_many::<String>(id).ok().flatten().is_some())
}

/// The customers a report of entries is about, where its target or its filters name any; a name that nothing has is told
/// later.
pub(super) fn concerned(book: &Book, flags: &ArgMatches, report: &str) -> Option<Vec<CustomerIx>> {
    if !names_customers(flags) {
        return None;
    }
    let filter = filter(book, flags, report).ok()?;
    let target = match flags.try_get_one::<String>("target").ok().flatten() {
        Some(text) => names::target(book, text, None).ok()?,
        None => Target::default(),
    };
    let contracts = filter.contracts.iter().chain(&target.contract).map(|contract| book.owner(*contract));
    Some(filter.customers.iter().copied().chain(target.customer).chain(contracts).collect())
}

/// What a filter chose, for the title: ` · 李雷、华南`; nothing for all.
pub(super) fn words(book: &Book, filter: &Filter, lang: Lang) -> String {
    let reps = filter.reps.iter().chain(&filter.managers).map(|rep| book.rep(*rep).name.as_str());
    let customers = filter.customers.iter().map(|customer| book.customer(*customer).name.as_str());
    let contracts = filter.contracts.iter().map(|contract| book.contract(*contract).no.as_str());
    let plain = filter.teams.iter().chain(&filter.categories).chain(&filter.tags).map(String::as_str);
    let words: Vec<&str> = reps.chain(customers).chain(contracts).chain(plain).collect();
    if words.is_empty() { String::new() } else { format!(" · {}", words.join(comma(lang))) }
}
