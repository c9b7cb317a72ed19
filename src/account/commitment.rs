//! Commitments (承诺): which money fulfilled them, and what became of them.

use rustc_hash::FxHashMap;

use super::Account;
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Entry, EntryIx, Kind};
use crate::money::Money;

/// What became of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 待兑现: its day has not passed, and it is not full.
    Open,
    /// 按期兑现: full by its day.
    Kept,
    /// 逾期兑现: full, after its day.
    KeptLate,
    /// 部分兑现: some, and its day has passed.
    Partial,
    /// 未兑现: nothing, and its day has passed.
    Broken,
    /// 已改约: a later commitment replaced it.
    Replaced,
}

impl State {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::KeptLate => "kept-late",
            Self::Partial => "partial",
            Self::Broken => "broken",
            Self::Replaced => "replaced",
        }
    }
}

/// Money of a receipt that went to a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fulfilment {
    /// The receipt.
    pub receipt: EntryIx,
    /// Its date.
    pub date: Day,
    /// How much of it.
    pub amount: Money,
}

/// A commitment as of a day.
#[derive(Clone, Debug)]
pub struct Commitment {
    /// The entry.
    pub entry: EntryIx,
    /// Who promised.
    pub customer: CustomerIx,
    /// The promised day.
    pub due: Day,
    /// The last day in time: due + grace.
    pub last: Day,
    /// What was promised.
    pub amount: Money,
    /// What came, by receipt.
    pub fulfilments: Vec<Fulfilment>,
    /// What replaced it, and when.
    pub replaced_by: Option<(EntryIx, Day)>,
    /// What became of it.
    pub state: State,
}

impl Commitment {
    /// What came by the day.
    pub fn fulfilled(&self) -> Money {
        self.fulfilments.iter().map(|part| part.amount).sum()
    }

    /// Of which after its last day.
    pub fn fulfilled_late(&self) -> Money {
        self.fulfilments.iter().filter(|part| part.date > self.last).map(|part| part.amount).sum()
    }

    /// What has not come.
    pub fn unfulfilled(&self) -> Money {
        self.amount - self.fulfilled()
    }

    fn decide(&self, day: Day) -> State {
        let full = self.unfulfilled().is_zero();
        match (self.replaced_by, full, day > self.last) {
            (Some(_), ..) => State::Replaced,
            (None, true, _) if self.fulfilled_late().is_positive() => State::KeptLate,
            (None, true, _) => State::Kept,
            (None, false, false) => State::Open,
            (None, false, true) if self.fulfilled().is_positive() => State::Partial,
            (None, false, true) => State::Broken,
        }
    }
}

/// A receipt with what of it is not used yet.
struct Receipt {
    index: EntryIx,
    entry: Entry,
    rest: Money,
}

pub(super) fn commitments(account: &Account) -> Vec<Commitment> {
    let mut commitments = promised(account);
    if commitments.is_empty() {
        return commitments;
    }
    let mut by_customer: Vec<Vec<usize>> = vec![Vec::new(); account.book.customers.len()];
    let mut numbers: FxHashMap<EntryIx, usize> = FxHashMap::default();
    for (number, commitment) in commitments.iter().enumerate() {
        if let Some(list) = by_customer.get_mut(commitment.customer.0 as usize) {
            list.push(number);
        }
        numbers.insert(commitment.entry, number);
    }
    let mut receipts = receipts(account, &by_customer);
    // Receipts that say which commitment they fulfil come first.
    for receipt in &mut receipts {
        if let Some(commitment) = receipt.entry.refers.and_then(|target| numbers.get(&target)).and_then(|number| commitments.get_mut(*number)) {
            give(receipt, commitment);
        }
    }
    for list in &mut by_customer {
        list.sort_by_key(|number| {
            commitments
                .get(*number)
                .map(|commitment| (commitment.due, account.journal.entry(commitment.entry).date, account.journal.entry(commitment.entry).id))
        });
    }
    for receipt in &mut receipts {
        let Some(list) = receipt.entry.customer.and_then(|customer| by_customer.get_mut(customer.0 as usize)) else { continue };
        let mut settled = false;
        for number in list.iter() {
            if receipt.rest.is_zero() {
                break;
            }
            let Some(commitment) = commitments.get_mut(*number) else { continue };
            let promise = account.journal.entry(commitment.entry);
            let same_contract = promise.contract.is_none() || receipt.entry.contract.is_none() || promise.contract == receipt.entry.contract;
            if same_contract && receipt.entry.date >= promise.date {
                give(receipt, commitment);
                settled |= commitment.unfulfilled().is_zero();
            }
        }
        if settled {
            list.retain(|number| commitments.get(*number).is_some_and(|commitment| commitment.unfulfilled().is_positive()));
        }
    }
    for commitment in &mut commitments {
        commitment.state = commitment.decide(account.as_of.day);
    }
    commitments
}

/// All commitments that count, by (date, id), with what replaced them.
fn promised(account: &Account) -> Vec<Commitment> {
    let grace = account.book.policy.grace_days;
    let mut promises: Vec<(EntryIx, Entry)> = account.of_kind(Kind::Commitment).collect();
    promises.sort_by_key(|(_, entry)| (entry.date, entry.id));
    let mut replaced: FxHashMap<EntryIx, (EntryIx, Day)> = FxHashMap::default();
    for (index, entry) in &promises {
        if let Some(target) = entry.refers {
            // The earliest successor counts.
            replaced.entry(target).or_insert((*index, entry.date));
        }
    }
    let commitment = |(index, entry): (EntryIx, Entry)| {
        let (customer, due) = (entry.customer?, entry.due?);
        Some(Commitment {
            entry: index,
            customer,
            due,
            last: due.plus_days(grace),
            amount: entry.amount,
            fulfilments: Vec::new(),
            replaced_by: replaced.get(&index).copied(),
            state: State::Open,
        })
    };
    promises.into_iter().filter_map(commitment).collect()
}

/// The receipts of customers that promised something, by (date, id), net of their refunds.
fn receipts(account: &Account, promisers: &[Vec<usize>]) -> Vec<Receipt> {
    let mut receipts: Vec<Receipt> = account
        .of_kind(Kind::Receipt)
        .filter(|(_, entry)| entry.customer.and_then(|customer| promisers.get(customer.0 as usize)).is_some_and(|own| !own.is_empty()))
        .map(|(index, entry)| Receipt { index, entry, rest: account.net(index) })
        .collect();
    receipts.sort_by_key(|receipt| (receipt.entry.date, receipt.entry.id));
    receipts
}

fn give(receipt: &mut Receipt, commitment: &mut Commitment) {
    // A commitment that was replaced takes only what came before its successor.
    if commitment.replaced_by.is_some_and(|(_, day)| receipt.entry.date >= day) {
        return;
    }
    let amount = receipt.rest.min(commitment.unfulfilled());
    if amount.is_positive() {
        receipt.rest -= amount;
        commitment.fulfilments.push(Fulfilment { receipt: receipt.index, date: receipt.entry.date, amount });
    }
}
