//! What letters look up of a ledger, gathered once: entries, invoices and promises by customer.

use rustc_hash::FxHashMap;

use crate::account::{Account, Commitment, Invoice};
use crate::book::CustomerIx;
use crate::entry::{Entry, EntryIx};

/// A ledger as letters see it.
pub struct Desk<'a> {
    /// What is owed.
    pub account: &'a Account<'a>,
    entries: FxHashMap<CustomerIx, Vec<Entry>>,
    invoices: FxHashMap<CustomerIx, Vec<Invoice>>,
    ended: FxHashMap<EntryIx, Entry>,
}

impl<'a> Desk<'a> {
    /// Gathers it.
    pub fn new(account: &'a Account<'a>) -> Self {
        // Asking for these first saves two replays.
        account.allocations();
        let mut entries: FxHashMap<CustomerIx, Vec<Entry>> = FxHashMap::default();
        let mut ended = FxHashMap::default();
        for entry in account.journal.entries().filter(|entry| account.counts(entry.index)) {
            if let Some(customer) = entry.customer {
                entries.entry(customer).or_default().push(entry);
            }
            if let Some(target) = entry.refers {
                ended.insert(target, entry);
            }
        }
        for own in entries.values_mut() {
            own.sort_by_key(|entry| (entry.date, entry.id));
        }
        let mut invoices: FxHashMap<CustomerIx, Vec<Invoice>> = FxHashMap::default();
        for invoice in account.invoices() {
            invoices.entry(invoice.customer).or_default().push(invoice.clone());
        }
        Self { account, entries, invoices, ended }
    }

    /// A customer's entries that count, by (date, id).
    pub fn entries(&self, customer: CustomerIx) -> &[Entry] {
        self.entries.get(&customer).map(Vec::as_slice).unwrap_or_default()
    }

    /// A customer's invoices, by contract.
    pub fn invoices(&self, customer: CustomerIx) -> &[Invoice] {
        self.invoices.get(&customer).map(Vec::as_slice).unwrap_or_default()
    }

    /// A customer's commitments.
    pub fn commitments(&self, customer: CustomerIx) -> &[Commitment] {
        let all = self.account.commitments();
        let start = all.partition_point(|own| own.customer < customer);
        let own = all.get(start..).unwrap_or_default();
        own.get(..own.partition_point(|own| own.customer == customer)).unwrap_or_default()
    }

    /// The entry that ended another: a release, a resolve.
    pub fn ended_by(&self, entry: EntryIx) -> Option<&Entry> {
        self.ended.get(&entry)
    }
}
