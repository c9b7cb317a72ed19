//! What is gathered while a book's files are read, piece by piece; pieces read apart are put together in order.

use super::fields::Fields;
use super::ids::Mentions;
use super::milestone::Milestones;
use super::people::{Dated, Reps};
use super::settings_read::TierNames;
use super::{At, Book, Customer, CustomerIx, Milestone, NameIx, RepIx, Scope};
use crate::date::Day;
use crate::problem::BookFault;

/// A book that is being read: who is referred to is a number in `customers` or `reps` until all is known.
pub(super) struct Loader {
    pub(super) book: Book,
    pub(super) customers: Mentions<At>,
    pub(super) reps: Mentions<At>,
    pub(super) milestone_names: Mentions<()>,
    pub(super) places: Places,
    /// Whether anybody has an alias.
    pub(super) has_aliases: bool,
    pub(super) tier_names: TierNames,
    /// The tables of settings that were read.
    pub(super) seen: Vec<&'static str>,
}

/// Where problems that need the whole book have their place; empty of a book whose problems are not told.
#[derive(Default)]
pub(super) struct Places {
    /// Each customer's, contract's and rep's id.
    pub(super) customer_ids: Vec<At>,
    pub(super) contract_nos: Vec<At>,
    pub(super) rep_ids: Vec<At>,
    /// Each customer's name, and its aliases.
    pub(super) names: Vec<At>,
    pub(super) aliases: Vec<At>,
}

impl Loader {
    pub(super) fn new() -> Self {
        Self {
            book: Book::empty(),
            customers: Mentions::default(),
            reps: Mentions::default(),
            milestone_names: Mentions::default(),
            places: Places::default(),
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
        if list.is_empty() { Reps::None } else { Reps::Dated(Box::new(Dated(list))) }
    }

    pub(super) fn name_milestone(&mut self, name: &str) -> NameIx {
        NameIx(self.milestone_names.mention(name, ()))
    }

    pub(super) fn add_milestones(&mut self, mut milestones: Vec<Milestone>) -> Milestones {
        let own = Milestones { first: self.book.milestones.len() as u32, count: milestones.len() as u32 };
        self.book.milestones.append(&mut milestones);
        own
    }

    pub(super) fn define_customer(&mut self, customer: &Customer, fields: &Fields) {
        self.places.customer_ids.extend(fields.place_of("id"));
        self.places.names.extend(fields.place_of("name"));
        self.places.aliases.extend(fields.place_of("aliases"));
        self.has_aliases |= !customer.aliases.is_empty();
    }

    /// Puts what was read of the next piece behind; false where that has settings, which belong to the first.
    pub(super) fn append(&mut self, next: Self) -> bool {
        let Self { mut book, customers, reps, milestone_names, places: _, has_aliases, tier_names, seen } = next;
        let customer_numbers: Vec<u32> = customers.iter().map(|(id, at)| self.customers.mention(id, at)).collect();
        let rep_numbers: Vec<u32> = reps.iter().map(|(id, at)| self.reps.mention(id, at)).collect();
        let names: Vec<NameIx> = milestone_names.iter().map(|(name, ())| self.name_milestone(name)).collect();
        let renumber = |numbers: &[u32], own: &mut u32| *own = numbers.get(*own as usize).copied().unwrap_or_default();
        book.each_reference(|customer| renumber(&customer_numbers, &mut customer.0), |rep| renumber(&rep_numbers, &mut rep.0));
        for milestone in &mut book.milestones {
            milestone.name = names.get(milestone.name.0 as usize).copied().unwrap_or(milestone.name);
        }
        let base = self.book.milestones.len() as u32;
        for contract in &mut book.contracts {
            contract.milestones.first += base;
        }
        self.book.milestones.append(&mut book.milestones);
        self.book.customers.append(&mut book.customers);
        self.book.contracts.append(&mut book.contracts);
        self.book.reps.append(&mut book.reps);
        self.book.targets.append(&mut book.targets);
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
