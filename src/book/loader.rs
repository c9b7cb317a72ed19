//! What is gathered while a book's files are read, piece by piece; pieces read apart are put together in order.

use super::fields::Fields;
use super::ids::Mentions;
use super::people::Reps;
use super::settings_read::TierNames;
use super::{At, Book, Customer, CustomerIx, RepIx, Scope};
use crate::date::Day;
use crate::problem::BookFault;

/// A book that is being read: who is referred to is a number in `customers` or `reps` until all is known.
pub(super) struct Loader {
    pub(super) book: Book,
    pub(super) customers: Mentions<At>,
    pub(super) reps: Mentions<At>,
    /// Where each customer, contract and rep has its id.
    pub(super) customer_ids: Vec<At>,
    pub(super) contract_nos: Vec<At>,
    pub(super) rep_ids: Vec<At>,
    /// Where each customer has its name, and its aliases.
    pub(super) names: Vec<(u32, Name, At)>,
    /// Whether anybody has an alias.
    pub(super) has_aliases: bool,
    pub(super) tier_names: TierNames,
    /// The tables of settings that were read.
    pub(super) seen: Vec<&'static str>,
}

/// Which of a customer's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// Its name.
    Own,
    /// An alias, by its place.
    Alias(u16),
}

impl Loader {
    pub(super) fn new() -> Self {
        Self {
            book: Book::empty(),
            customers: Mentions::default(),
            reps: Mentions::default(),
            customer_ids: Vec::new(),
            contract_nos: Vec::new(),
            rep_ids: Vec::new(),
            names: Vec::new(),
            has_aliases: false,
            tier_names: TierNames::default(),
            seen: Vec::new(),
        }
    }

    pub(super) fn mention_customer(&mut self, fields: &Fields, key: &'static str) -> Option<u32> {
        fields.borrowed(key).map(|id| self.customers.mention(id, fields.at_key(key)))
    }

    pub(super) fn mention_rep(&mut self, fields: &Fields, key: &'static str) -> Option<u32> {
        fields.borrowed(key).map(|id| self.reps.mention(id, fields.at_key(key)))
    }

    /// `rep`, or the dated list `reps`.
    pub(super) fn mention_reps(&mut self, fields: &Fields) -> Reps {
        fields.exclusive("rep", "reps");
        if let Some(rep) = self.mention_rep(fields, "rep") {
            fields.get("reps");
            return Reps::One(RepIx(rep));
        }
        let mut list: Vec<(Option<Day>, RepIx)> = Vec::new();
        for entry in fields.tables("reps") {
            entry.need("rep");
            let (rep, from) = (self.mention_rep(&entry, "rep"), entry.day("from"));
            entry.finish();
            if list.last().is_some_and(|(last, _)| *last >= from) {
                fields.report("reps", BookFault::Order { key: "reps" });
            }
            list.extend(rep.map(|rep| (from, RepIx(rep))));
        }
        if list.is_empty() { Reps::None } else { Reps::Dated(list.into()) }
    }

    pub(super) fn define_customer(&mut self, customer: &Customer, fields: &Fields) {
        let index = self.book.customers.len() as u32;
        self.customer_ids.push(fields.at_key("id"));
        self.names.push((index, Name::Own, fields.at_key("name")));
        for alias in 0..customer.aliases.len() {
            self.names.push((index, Name::Alias(alias as u16), fields.at_key("aliases")));
            self.has_aliases = true;
        }
    }

    /// Puts what was read of the next piece behind; false where that has settings, which belong to the first.
    pub(super) fn append(&mut self, next: Self) -> bool {
        let Self { mut book, customers, reps, customer_ids, contract_nos, rep_ids, names, has_aliases, tier_names, seen } = next;
        let customer_numbers: Vec<u32> = customers.iter().map(|(id, at)| self.customers.mention(id, at)).collect();
        let rep_numbers: Vec<u32> = reps.iter().map(|(id, at)| self.reps.mention(id, at)).collect();
        let renumber = |numbers: &[u32], own: &mut u32| *own = numbers.get(*own as usize).copied().unwrap_or_default();
        book.each_reference(|customer| renumber(&customer_numbers, &mut customer.0), |rep| renumber(&rep_numbers, &mut rep.0));
        let base = self.book.customers.len() as u32;
        self.book.customers.append(&mut book.customers);
        self.book.contracts.append(&mut book.contracts);
        self.book.reps.append(&mut book.reps);
        self.book.targets.append(&mut book.targets);
        self.customer_ids.extend(customer_ids);
        self.contract_nos.extend(contract_nos);
        self.rep_ids.extend(rep_ids);
        self.names.extend(names.into_iter().map(|(customer, name, at)| (customer + base, name, at)));
        self.has_aliases |= has_aliases;
        seen.is_empty() && tier_names.0.is_empty()
    }
}

impl Book {
    /// Every reference to a customer or a rep, for exchanging the numbers.
    pub(super) fn each_reference(&mut self, mut customer: impl FnMut(&mut CustomerIx), mut rep: impl FnMut(&mut RepIx)) {
        for contract in &mut self.contracts {
            customer(&mut contract.customer);
            contract.reps.each(&mut rep);
        }
        for own in &mut self.customers {
            own.reps.each(&mut rep);
            own.each_collector(&mut rep);
        }
        for own in &mut self.reps {
            own.manager.iter_mut().for_each(&mut rep);
        }
        for target in &mut self.targets {
            match &mut target.scope {
                Scope::Rep(own) => rep(own),
                Scope::Customer(own) => customer(own),
                Scope::Company | Scope::Team(_) | Scope::Category(_) => {}
            }
        }
    }
}
