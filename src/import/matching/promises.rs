//! Which commitment a payment fulfils: one of its amount, due about its day.

use rustc_hash::FxHashMap;

use crate::account::{Account, State};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::EntryId;
use crate::import::Line;
use crate::money::Money;

/// A payment may come so many days before or after the promised day.
const APART: i32 = 31;

/// A commitment that waits for money.
#[derive(Clone, Copy, Debug)]
pub(super) struct Promise {
    pub(super) id: EntryId,
    pub(super) contract: Option<ContractIx>,
    date: Day,
    due: Day,
    open: Money,
}

/// The commitments that wait for money, by customer.
pub(super) struct Promises(FxHashMap<CustomerIx, Vec<Promise>>);

impl Promises {
    pub(super) fn new(account: &Account) -> Self {
        let mut own: FxHashMap<CustomerIx, Vec<Promise>> = FxHashMap::default();
        let waits = |state| matches!(state, State::Open | State::Partial | State::Broken);
        for promise in account.commitments().iter().filter(|own| waits(own.state) && own.unfulfilled().is_positive()) {
            own.entry(promise.customer).or_default().push(Promise {
                id: promise.id,
                contract: promise.contract,
                date: promise.date,
                due: promise.due,
                open: promise.unfulfilled(),
            });
        }
        Self(own)
    }

    /// Takes the commitment nearest to a payment's day that is open with its very amount.
    pub(super) fn take(&mut self, customer: CustomerIx, contract: Option<ContractIx>, line: &Line) -> Option<Promise> {
        let own = self.0.get_mut(&customer)?;
        let fits = |promise: &Promise| {
            let about = promise.contract.is_none() || contract.is_none() || promise.contract == contract;
            about && promise.open == line.amount && promise.date <= line.date && promise.due.since(line.date).abs() <= APART
        };
        let best = own.iter().enumerate().filter(|(_, promise)| fits(promise)).min_by_key(|(_, promise)| (promise.due.since(line.date).abs(), promise.id));
        let place = best.map(|(place, _)| place)?;
        Some(own.swap_remove(place))
    }
}
