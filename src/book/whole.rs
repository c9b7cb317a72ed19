//! The checks that need the whole book, and the numbers of who is referred to turned into indices.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::ids::{Ids, Mentions};
use super::loader::{Loader, Places};
use super::{At, Book};
use crate::money::Money;
use crate::problem::{BookFault, Place, Problem};
use crate::source::Source;
use crate::text::{Text, fold, nearest, text};

/// Unknown ids that are told the nearest known one.
const HINTS: usize = 50;

struct Checker<'a> {
    sources: &'a [Source],
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn place(&self, at: At) -> Option<Place> {
        self.sources.get(usize::from(at.source)).map(|source| source.place(at.start as usize..at.end as usize))
    }

    fn report(&mut self, fault: BookFault, at: At) {
        let place = self.place(at);
        self.problems.push(Problem { what: fault.into(), place });
    }

    /// Numbers ids in the order of their definitions; the second of two that are equal is an error.
    fn define<'i>(&mut self, ids: impl ExactSizeIterator<Item = &'i str>, places: &[At]) -> Ids {
        let mut known = Ids::with_capacity(ids.len());
        for (number, id) in ids.enumerate() {
            // An id that is missing was reported.
            if let Err(first) = known.insert(id)
                && !id.is_empty()
            {
                let first = places.get(first as usize).and_then(|first| self.place(*first)).map_or(String::new(), |place| place.address());
                self.report(BookFault::Duplicate { id: id.to_string(), first }, places.get(number).copied().unwrap_or_default());
            }
        }
        known
    }

    /// The indices of what is referred to; an id that nothing has is an error.
    fn resolve<'i>(&mut self, mentions: &Mentions<At>, known: &Ids, what: Text, ids: &(impl Iterator<Item = &'i str> + Clone)) -> Vec<Option<u32>> {
        let mut unknown = 0;
        let index = |(id, at): (&str, At)| {
            let index = known.get(id.as_bytes());
            if index.is_none() {
                // Nobody reads so many that the hints of the later ones are worth their time.
                let near = nearest(id, ids.clone().filter(|_| unknown < HINTS)).into_iter().map(String::from).collect();
                self.report(BookFault::Unknown { what, id: id.to_string(), nearest: near }, at);
                unknown += 1;
            }
            index
        };
        mentions.iter().map(index).collect()
    }
}

/// Completes a book, as far as it can be.
pub(super) fn finish(loader: Loader, sources: &[Source]) -> (Book, Vec<Problem>) {
    let Loader { mut book, customers, reps, milestone_names, places, has_aliases, tier_names, .. } = loader;
    let mut checker = Checker { sources, problems: Vec::new() };
    book.customer_ids = checker.define(book.customers.iter().map(|own| own.id.as_str()), &places.customer_ids);
    book.contract_nos = checker.define(book.contracts.iter().map(|own| own.no.as_str()), &places.contract_nos);
    book.rep_ids = checker.define(book.reps.iter().map(|own| own.id.as_str()), &places.rep_ids);
    let customers = checker.resolve(&customers, &book.customer_ids, text("客户", "customer"), &book.customers.iter().map(|own| own.id.as_str()));
    let reps = checker.resolve(&reps, &book.rep_ids, text("销售代表", "rep"), &book.reps.iter().map(|own| own.id.as_str()));
    let index = |known: &[Option<u32>], own: &mut u32| *own = known.get(*own as usize).copied().flatten().unwrap_or_default();
    book.each_reference(|customer| index(&customers, &mut customer.0), |rep| index(&reps, &mut rep.0));
    if has_aliases {
        aliases(&mut checker, &book, &places);
    }
    let known: Vec<&str> = book.tiers.iter().map(|tier| tier.name.as_str()).collect();
    for (name, at) in tier_names.0.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        checker.report(BookFault::Choice { text: name.clone(), choices: known.join(" | ") }, *at);
    }
    book.milestone_names = milestone_names.iter().map(|(name, ())| name.into()).collect();
    book.owners = book.contracts.iter().map(|contract| contract.customer).collect();
    targets(&mut checker, &book);
    contracts(&mut checker, &mut book);
    (book, checker.problems)
}

/// Two customers may have one name; a bank statement then cannot tell them apart, but an alias must.
fn aliases(checker: &mut Checker, book: &Book, places: &Places) {
    let mut known: FxHashMap<String, (u32, bool)> = FxHashMap::default();
    for (customer, index) in book.customers.iter().zip(0..) {
        let place = |of: &[At]| of.get(index as usize).copied().unwrap_or_default();
        let own = std::iter::once((customer.name.as_str(), false, place(&places.names)));
        let aliases = customer.aliases.iter().map(|alias| (alias.as_str(), true, place(&places.aliases)));
        for (written, is_alias, at) in own.chain(aliases) {
            let (owner, by_alias) = *known.entry(fold(written)).or_insert((index, is_alias));
            if owner != index && (is_alias || by_alias) {
                let other = book.customers.get(owner as usize).map_or(String::new(), |other| other.id.to_string());
                checker.report(BookFault::SharedAlias { alias: written.to_string(), other }, at);
            }
        }
    }
}

fn targets(checker: &mut Checker, book: &Book) {
    let mut seen: HashMap<_, At> = HashMap::new();
    for target in &book.targets {
        if let Some(first) = seen.insert((&target.scope, target.kind, target.period), target.at) {
            let first = checker.place(first).map_or(String::new(), |place| place.address());
            checker.report(BookFault::Duplicate { id: target.period.to_string(), first }, target.at);
        }
    }
}

/// Fills in the default terms, and keeps the sum of all amounts countable.
fn contracts(checker: &mut Checker, book: &mut Book) {
    let mut total = Some(Money::ZERO);
    for contract in &mut book.contracts {
        if contract.no_terms
            && let Some(milestone) = book.milestones.get_mut(contract.milestones.first as usize)
        {
            milestone.set_due(book.policy.terms().due(contract.signed));
            contract.no_terms = book.policy.written_terms.is_none();
        }
        if let Some(sum) = total {
            total = sum.checked_total(contract.amount);
            if total.is_none() {
                checker.report(BookFault::Total, contract.at);
            }
        }
    }
}
