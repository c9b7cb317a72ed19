//! The book: settings, reps, customers, contracts and targets, as typed values.

mod about;
mod contacts;
mod contract;
mod fields;
mod ids;
mod load;
mod loader;
mod milestone;
mod people;
mod plain;
mod scan;
mod settings;
mod settings_read;
mod target;
mod top;
mod tree;
mod usual;
mod whole;

pub use about::{About, Named, Subject, load_about};
pub use contacts::Contact;
pub use contract::{Contract, ContractMore, Discount, Security, Terms};
pub use fields::is_id;
pub use load::{Include, blocks, first_table, includes, load, load_blocks};
pub use milestone::{Due, Milestone, MilestoneMore};
pub use people::{Customer, CustomerKind, CustomerMore, Dated, FiveC, Grade, InvoiceTo, Rep, Reps};
pub use settings::{ApplyOrder, Commission, Company, OldDebt, Policy, Provision, ProvisionBand, Risk, Step, Tier, Words};
pub use target::{Scope, Target, TargetKind};

use ids::Ids;
use smol_str::SmolStr;

use crate::date::Day;
use crate::money::Money;
use crate::text::Lang;

/// Index of a rep in [`Book::reps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepIx(pub u32);
/// Index of a customer in [`Book::customers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerIx(pub u32);
/// Index of a contract in [`Book::contracts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContractIx(pub u32);

/// A milestone's name: the same few names come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameIx(pub u32);

/// A place in a book file: the source's number and a byte range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// Index of the source as given to [`load`].
    pub source: u16,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// Everything the book files say.
#[derive(Debug, Default)]
pub struct Book {
    /// The ledger's name.
    pub name: String,
    /// Its one currency, as an ISO 4217 code.
    pub currency: String,
    /// The language it asks for.
    pub lang: Option<Lang>,
    /// Our own company.
    pub company: Company,
    /// Rules.
    pub policy: Policy,
    /// Tiers, least overdue first; the last has no upper limit.
    pub tiers: Vec<Tier>,
    /// What to do with a customer next, by contacts without result.
    pub ladder: Vec<Step>,
    /// Loss allowance.
    pub provision: Provision,
    /// Cut lines of the sales/collection matrix: sales, collection.
    pub matrix: (rust_decimal::Decimal, rust_decimal::Decimal),
    /// Commission rule.
    pub commission: Commission,
    /// Internal assessment by tier name.
    pub penalty: Vec<(String, Money)>,
    /// Thresholds of the risk signals.
    pub risk: Risk,
    /// Reps, as written.
    pub reps: Vec<Rep>,
    /// Customers, as written.
    pub customers: Vec<Customer>,
    /// Contracts, as written.
    pub contracts: Vec<Contract>,
    /// Targets, as written.
    pub targets: Vec<Target>,
    /// The milestones of all contracts, one contract's after the other's.
    milestones: Vec<Milestone>,
    milestone_names: Vec<SmolStr>,
    /// The contracts' customers, where a lookup finds them close together.
    owners: Vec<CustomerIx>,
    customer_ids: Ids,
    contract_nos: Ids,
    rep_ids: Ids,
}

impl Book {
    /// The customer of an id.
    pub fn find_customer(&self, id: impl AsRef<[u8]>) -> Option<CustomerIx> {
        self.customer_ids.get(id.as_ref()).map(CustomerIx)
    }

    /// The contract of a number.
    pub fn find_contract(&self, no: impl AsRef<[u8]>) -> Option<ContractIx> {
        self.contract_nos.get(no.as_ref()).map(ContractIx)
    }

    /// The contracts of many numbers, in the order that `nos` gives twice.
    pub(crate) fn find_contracts<'i, I: Iterator<Item = &'i [u8]>>(&self, nos: impl Fn() -> I, found: &mut Vec<Option<u32>>) {
        self.contract_nos.get_all(nos, found);
    }

    /// The rep of an id.
    pub fn find_rep(&self, id: impl AsRef<[u8]>) -> Option<RepIx> {
        self.rep_ids.get(id.as_ref()).map(RepIx)
    }

    /// A customer.
    #[allow(clippy::indexing_slicing)] // an index is only ever made by this book
    pub fn customer(&self, index: CustomerIx) -> &Customer {
        &self.customers[index.0 as usize]
    }

    /// A contract.
    #[allow(clippy::indexing_slicing)] // an index is only ever made by this book
    pub fn contract(&self, index: ContractIx) -> &Contract {
        &self.contracts[index.0 as usize]
    }

    /// A rep.
    #[allow(clippy::indexing_slicing)] // an index is only ever made by this book
    pub fn rep(&self, index: RepIx) -> &Rep {
        &self.reps[index.0 as usize]
    }

    /// All customers with their indices.
    pub fn customers(&self) -> impl Iterator<Item = (CustomerIx, &Customer)> {
        self.customers.iter().enumerate().map(|(index, customer)| (CustomerIx(index as u32), customer))
    }

    /// All contracts with their indices.
    pub fn contracts(&self) -> impl Iterator<Item = (ContractIx, &Contract)> {
        self.contracts.iter().enumerate().map(|(index, contract)| (ContractIx(index as u32), contract))
    }

    /// All reps with their indices.
    pub fn reps(&self) -> impl Iterator<Item = (RepIx, &Rep)> {
        self.reps.iter().enumerate().map(|(index, rep)| (RepIx(index as u32), rep))
    }

    /// The customer of a contract.
    #[allow(clippy::indexing_slicing)] // an index is only ever made by this book
    pub fn owner(&self, contract: ContractIx) -> CustomerIx {
        self.owners[contract.0 as usize]
    }

    /// The customers of all contracts.
    pub(crate) fn owners(&self) -> &[CustomerIx] {
        &self.owners
    }

    /// The milestones of a contract; one named `1` where none is written, none for a framework contract.
    pub fn milestones(&self, contract: &Contract) -> &[Milestone] {
        self.milestones.get(contract.milestones.range()).unwrap_or_default()
    }

    /// The milestones of a contract, by its index.
    pub fn milestones_of(&self, contract: ContractIx) -> &[Milestone] {
        self.milestones(self.contract(contract))
    }

    /// The names milestones have, each once; few, where contracts are many.
    pub fn milestone_names(&self) -> &[SmolStr] {
        &self.milestone_names
    }

    /// A milestone's name in words.
    #[allow(clippy::indexing_slicing)] // an index is only ever made by this book
    pub fn milestone_name(&self, milestone: &Milestone) -> &SmolStr {
        &self.milestone_names[milestone.name.0 as usize]
    }

    /// Whether a customer has this id.
    pub fn is_customer(&self, customer: CustomerIx, id: impl AsRef<[u8]>) -> bool {
        self.customer_ids.is(customer.0, id.as_ref())
    }

    /// Who is in charge of a customer on a day.
    pub fn rep_of_customer(&self, customer: CustomerIx, day: Day) -> Option<RepIx> {
        self.customer(customer).reps.on(day)
    }

    /// Whether a rep is the manager, or works for them, directly or through others.
    pub fn manages(&self, manager: RepIx, rep: RepIx) -> bool {
        // A circle of managers ends after all reps were met.
        let up = std::iter::successors(Some(rep), |rep| self.rep(*rep).manager);
        up.take(self.reps.len().saturating_add(1)).any(|own| own == manager)
    }

    /// Who is in charge of a contract on a day: the contract's own, else the customer's.
    pub fn rep_of_contract(&self, contract: ContractIx, day: Day) -> Option<RepIx> {
        let own = self.contract(contract);
        own.reps.on(day).or_else(|| self.rep_of_customer(own.customer, day))
    }
}
