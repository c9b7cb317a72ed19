//! What was done about each customer: contacts, agreed dates and causes.

use super::Account;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, Kind};

/// What was done about a customer, as of a day.
#[derive(Clone, Debug, Default)]
pub struct Followup {
    /// Last contact.
    pub last_contact: Option<Day>,
    /// Contacts since the last receipt.
    pub contacts: u32,
    /// Last receipt.
    pub last_receipt: Option<Day>,
    /// The last contact's agreed date, with the entry.
    pub next: Option<(EntryIx, Day)>,
    /// The last cause, per contract and for the customer as a whole.
    pub causes: Vec<(Option<ContractIx>, EntryIx)>,
    /// Last invoice, per contract.
    pub invoices: Vec<(ContractIx, EntryIx)>,
}

impl Followup {
    /// The last cause of a contract, else the customer's.
    pub fn cause(&self, contract: Option<ContractIx>) -> Option<EntryIx> {
        let of = |wanted: Option<ContractIx>| self.causes.iter().find(|(own, _)| *own == wanted).map(|(_, entry)| *entry);
        contract.and_then(|contract| of(Some(contract))).or_else(|| of(None))
    }

    /// The last invoice entry of a contract.
    pub fn invoice(&self, contract: ContractIx) -> Option<EntryIx> {
        self.invoices.iter().find(|(own, _)| *own == contract).map(|(_, entry)| *entry)
    }
}

impl Account<'_> {
    /// What was done about each customer, by customer.
    pub fn followups(&self) -> Vec<Followup> {
        let mut followups = vec![Followup::default(); self.book.customers.len()];
        let last = &self.outcome().last_receipts;
        let mut entries: Vec<(EntryIx, Entry)> = [Kind::Contact, Kind::Cause, Kind::Invoice].into_iter().flat_map(|kind| self.of_kind(kind)).collect();
        entries.sort_by_key(|(_, entry)| (entry.date, entry.id));
        for (own, last) in followups.iter_mut().zip(last) {
            own.last_receipt = last.map(|(day, _)| day);
        }
        for (index, entry) in entries {
            let Some(CustomerIx(number)) = entry.customer else { continue };
            let (Some(own), Some(last)) = (followups.get_mut(number as usize), last.get(number as usize)) else { continue };
            match entry.kind {
                Kind::Contact => {
                    own.last_contact = Some(entry.date);
                    own.contacts = own.contacts.saturating_add(u32::from(Some((entry.date, entry.id)) > *last));
                    own.next = entry.due.map(|due| (index, due));
                }
                Kind::Cause => replace(&mut own.causes, entry.contract, index),
                Kind::Invoice => {
                    if let Some(contract) = entry.contract {
                        replace(&mut own.invoices, contract, index);
                    }
                }
                _ => {}
            }
        }
        followups
    }

    /// Whether a cause says a solution.
    pub fn has_solution(&self, cause: EntryIx) -> bool {
        !self.journal.text(self.journal.entry(cause), Column::Note).is_empty()
    }
}

fn replace<K: PartialEq>(list: &mut Vec<(K, EntryIx)>, key: K, entry: EntryIx) {
    list.retain(|(own, _)| *own != key);
    list.push((key, entry));
}
