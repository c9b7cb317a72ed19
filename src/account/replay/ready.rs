//! Contracts, entries and disputes by customer, gathered once before the replay.

use crate::account::Account;
use crate::book::{ContractIx, CustomerIx};
use crate::entry::{EntryIx, Kind};

/// What the replay of each customer needs.
#[derive(Debug)]
pub(in crate::account) struct Ready {
    contracts: Grouped<ContractIx>,
    entries: Grouped<EntryIx>,
    disputes: Grouped<EntryIx>,
}

impl Ready {
    pub(in crate::account) fn new(account: &Account) -> Self {
        let (book, journal) = (account.book, account.journal);
        let customers = book.customers.len();
        let contracts = || (0..).map(ContractIx).zip(book.owners().iter().copied());
        // The entries that move money or dates.
        let moves = |kind| matches!(kind, Kind::Bill | Kind::Receipt | Kind::Deduct | Kind::Writeoff | Kind::Reschedule | Kind::Event);
        let moving = |(index, kind, customer): (EntryIx, Kind, Option<CustomerIx>)| Some((index, customer.filter(|_| moves(kind) && account.counts(index))?));
        let disputes: Vec<(EntryIx, CustomerIx)> =
            account.open_disputes().into_iter().filter_map(|(index, dispute)| Some((index, dispute.customer?))).collect();
        let disputes = || disputes.iter().copied();
        Self {
            contracts: Grouped::new(customers, contracts, ContractIx(0)),
            entries: Grouped::new(customers, || journal.subjects().filter_map(moving), EntryIx(0)),
            disputes: Grouped::new(customers, disputes, EntryIx(0)),
        }
    }

    pub(in crate::account) fn contracts_of(&self, customer: CustomerIx) -> &[ContractIx] {
        self.contracts.of(customer)
    }

    pub(super) fn entries_of(&self, customer: CustomerIx) -> &[EntryIx] {
        self.entries.of(customer)
    }

    pub(super) fn disputes_of(&self, customer: CustomerIx) -> &[EntryIx] {
        self.disputes.of(customer)
    }
}

/// Things in one list, customer after customer.
#[derive(Debug)]
pub(in crate::account) struct Grouped<T> {
    all: Vec<T>,
    /// Where each customer's end.
    ends: Vec<u32>,
}

impl<T: Copy> Grouped<T> {
    /// Groups what `list` gives twice.
    pub(in crate::account) fn new<L: Iterator<Item = (T, CustomerIx)>>(customers: usize, list: impl Fn() -> L, filler: T) -> Self {
        let mut starts = vec![0_u32; customers];
        for (_, customer) in list() {
            if let Some(count) = starts.get_mut(customer.0 as usize) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0_u32;
        for start in &mut starts {
            let count = std::mem::replace(start, sum);
            sum = sum.saturating_add(count);
        }
        let mut all = vec![filler; sum as usize];
        for (own, customer) in list() {
            if let Some(start) = starts.get_mut(customer.0 as usize)
                && let Some(slot) = all.get_mut(*start as usize)
            {
                *slot = own;
                *start = start.saturating_add(1);
            }
        }
        // Each start has moved to its customer's end.
        Self { all, ends: starts }
    }

    pub(in crate::account) fn of(&self, customer: CustomerIx) -> &[T] {
        let number = customer.0 as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(number).and_then(|end| self.all.get(start as usize..*end as usize)).unwrap_or_default()
    }
}
