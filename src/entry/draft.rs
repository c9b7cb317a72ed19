//! An entry before it has an id.

use super::{EntryId, Kind, write_row};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;

/// A new entry before it has an id.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Kind.
    pub kind: Kind,
    /// Day it happened.
    pub date: Day,
    /// Whom it concerns.
    pub customer: Option<CustomerIx>,
    /// The contract it concerns.
    pub contract: Option<ContractIx>,
    /// The milestone or bill it names, as written.
    pub milestone: String,
    /// Its amount.
    pub amount: Option<Money>,
    /// Second date.
    pub due: Option<Day>,
    /// The entry it refers to.
    pub refers: Option<EntryId>,
    /// Proof.
    pub proof: String,
    /// The other side.
    pub party: String,
    /// Detail code or words.
    pub detail: String,
    /// Who did it.
    pub by: String,
    /// Note.
    pub note: String,
}

impl Draft {
    /// The line it becomes.
    pub fn line(&self, book: &Book, id: EntryId) -> String {
        let optional = |value: Option<String>| value.unwrap_or_default();
        write_row(&[
            id.to_string(),
            self.date.to_string(),
            self.kind.code().to_string(),
            optional(self.customer.map(|customer| book.customer(customer).id.to_string())),
            optional(self.contract.map(|contract| book.contract(contract).no.to_string())),
            self.milestone.clone(),
            optional(self.amount.map(|amount| amount.to_string())),
            optional(self.due.map(|day| day.to_string())),
            optional(self.refers.map(|id| id.to_string())),
            self.proof.clone(),
            self.party.clone(),
            self.detail.clone(),
            self.by.clone(),
            self.note.clone(),
        ])
    }
}
