//! Which row a thing of the ledger counts for, and whether a filter wants it.

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use super::Filter;
use super::scope::{Key, Level};
use crate::account::Account;
use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::date::Day;
use crate::entry::Entry;

/// The rows of one level that were met, by number.
pub(super) struct Rows<'a> {
    account: &'a Account<'a>,
    filter: &'a Filter,
    level: Level,
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    keys: Vec<Key>,
    numbers: FxHashMap<Key, usize>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(account: &'a Account<'a>, filter: &'a Filter, level: Level) -> Self {
        Self { account, filter, level, known: RefCell::default() }
    }

    /// Whom each row is for, by its number.
    pub(super) fn into_keys(self) -> Vec<Key> {
        self.known.into_inner().keys
    }

    /// How many were met so far.
    pub(super) fn len(&self) -> usize {
        self.known.borrow().keys.len()
    }

    /// The row of a key.
    pub(super) fn of_key(&self, key: Key) -> usize {
        let known = &mut *self.known.borrow_mut();
        *known.numbers.entry(key).or_insert_with_key(|key| {
            known.keys.push(key.clone());
            known.keys.len() - 1
        })
    }

    /// The row of what is about a customer, and mostly a contract; none where the filter does not want it.
    pub(super) fn of(&self, customer: CustomerIx, contract: Option<ContractIx>, rep: Option<RepIx>) -> Option<usize> {
        let wanted = self.filter.is_empty() || self.filter.accepts(self.account, Some(customer), contract, rep);
        wanted.then(|| self.of_key(self.level.key(self.account, customer, contract, rep)))
    }

    /// The row of an entry, by who was in charge on its date.
    pub(super) fn of_entry(&self, entry: &Entry) -> Option<usize> {
        let rep = if self.needs_rep() { self.account.rep_of_entry(entry) } else { None };
        self.of(entry.customer?, entry.contract, rep)
    }

    fn needs_rep(&self) -> bool {
        !self.filter.is_empty() || matches!(self.level, Level::Team | Level::Rep)
    }
}

/// The rows of contracts, by who is in charge of them on a day.
pub(super) struct OnDay<'r> {
    rows: &'r Rows<'r>,
    day: Day,
    /// By contract, as far as it was asked.
    found: Vec<OnceCell<Option<usize>>>,
}

impl<'r> OnDay<'r> {
    pub(super) fn new(rows: &'r Rows<'r>, day: Day) -> Self {
        Self { rows, day, found: vec![OnceCell::new(); rows.account.book.contracts.len()] }
    }

    /// The row of a contract; none where the filter does not want it.
    pub(super) fn of(&self, contract: ContractIx) -> Option<usize> {
        *self.found.get(contract.0 as usize)?.get_or_init(|| {
            let book = self.rows.account.book;
            let rep = if self.rows.needs_rep() { book.rep_of_contract(contract, self.day) } else { None };
            self.rows.of(book.owner(contract), Some(contract), rep)
        })
    }
}
