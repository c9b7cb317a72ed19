//! Which rows a report shows. A filter chooses after the whole ledger was replayed.

use crate::account::{Account, Position};
use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::entry::Entry;

/// Of each kind, the ones wanted; an empty list wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Reps.
    pub reps: Vec<RepIx>,
    /// Teams.
    pub teams: Vec<String>,
    /// Managers: what their people are in charge of, and they themselves.
    pub managers: Vec<RepIx>,
    /// Customers.
    pub customers: Vec<CustomerIx>,
    /// Contracts.
    pub contracts: Vec<ContractIx>,
    /// Categories of contracts.
    pub categories: Vec<String>,
    /// Tags of contracts or customers.
    pub tags: Vec<String>,
}

fn wants<T: PartialEq>(list: &[T], value: Option<&T>) -> bool {
    list.is_empty() || value.is_some_and(|value| list.contains(value))
}

impl Filter {
    /// Whether everything is wanted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a thing of this customer, contract and rep is wanted.
    pub fn accepts(&self, account: &Account, customer: Option<CustomerIx>, contract: Option<ContractIx>, rep: Option<RepIx>) -> bool {
        let book = account.book;
        let team = rep.map(|rep| &book.rep(rep).team);
        let category = contract.map(|contract| &book.contract(contract).category);
        let tagged = |tag: &String| {
            contract.is_some_and(|contract| book.contract(contract).tags.contains(tag))
                || customer.is_some_and(|customer| book.customer(customer).tags.contains(tag))
        };
        wants(&self.reps, rep.as_ref())
            && wants(&self.teams, team)
            && (self.managers.is_empty() || rep.is_some_and(|rep| self.managers.iter().any(|manager| book.manages(*manager, rep))))
            && wants(&self.customers, customer.as_ref())
            && wants(&self.contracts, contract.as_ref())
            && wants(&self.categories, category)
            && (self.tags.is_empty() || self.tags.iter().any(tagged))
    }

    /// Whether a position is wanted, by who is in charge on the day.
    pub fn accepts_position(&self, account: &Account, position: &Position) -> bool {
        self.is_empty() || self.accepts(account, Some(position.customer), Some(position.contract), account.rep_of(position))
    }

    /// Whether an entry is wanted, by who was in charge on its date.
    pub fn accepts_entry(&self, account: &Account, entry: &Entry) -> bool {
        self.is_empty() || self.accepts(account, entry.customer, entry.contract, account.rep_of_entry(entry))
    }

    /// Whether a customer is wanted as a whole, by who is in charge on the day.
    pub fn accepts_customer(&self, account: &Account, customer: CustomerIx) -> bool {
        self.is_empty() || self.accepts(account, Some(customer), None, account.book.rep_of_customer(customer, account.as_of.day))
    }
}
