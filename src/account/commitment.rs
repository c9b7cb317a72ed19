//! Commitments (承诺): which money fulfilled them, and what became of them.

use rustc_hash::FxHashMap;

use super::Account;
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Entry, EntryId, EntryIx, Kind};
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
    entry: Entry,
    rest: Money,
}

/// All commitments that count, by customer, then (date, id).
pub(super) fn commitments(account: &Account) -> Vec<Commitment> {
    let mut commitments = promised(account);
    let named = receipts_that_name(account, &mut commitments);
    let left: FxHashMap<EntryIx, Money> = named.into_iter().map(|receipt| (receipt.entry.index, receipt.rest)).collect();
    let halves = halves(&mut commitments);
    std::thread::scope(|scope| {
        for half in halves {
            let left = &left;
            scope.spawn(move || half.chunk_by_mut(|a, b| a.customer == b.customer).for_each(|own| fulfil(account, own, left)));
        }
    });
    commitments
}

/// Commitments from which on two threads share them; each customer's are by themselves.
const MANY: usize = 2_000;

/// The commitments in two parts, no customer's in both; in one where they are few.
fn halves(commitments: &mut [Commitment]) -> Vec<&mut [Commitment]> {
    let half = commitments.len() / 2;
    let customer = commitments.get(half).map(|middle| middle.customer);
    if commitments.len() < MANY {
        return vec![commitments];
    }
    let cut = commitments.partition_point(|own| Some(own.customer) < customer);
    let (first, second) = commitments.split_at_mut(cut);
    vec![first, second]
}

/// Gives a customer's receipts, what is left of them, to the customer's commitments.
fn fulfil(account: &Account, own: &mut [Commitment], left: &FxHashMap<EntryIx, Money>) {
    let Some(customer) = own.first().map(|first| first.customer) else { return };
    let mut receipts: Vec<Receipt> = account
        .ready()
        .entries_of(customer)
        .iter()
        .map(|index| account.journal.entry(*index))
        .filter(|entry| entry.kind == Kind::Receipt)
        .map(|entry| Receipt { entry, rest: left.get(&entry.index).copied().unwrap_or_else(|| account.net(entry.index)) })
        .collect();
    receipts.sort_unstable_by_key(|receipt| (receipt.entry.date, receipt.entry.id));
    let promises: Vec<Entry> = own.iter().map(|commitment| account.journal.entry(commitment.entry)).collect();
    let mut order: Vec<usize> = (0..own.len()).collect();
    order.sort_unstable_by_key(|number| own.get(*number).zip(promises.get(*number)).map(|(commitment, promise)| (commitment.due, promise.date, promise.id)));
    for receipt in &mut receipts {
        if order.is_empty() {
            break;
        }
        let mut settled = false;
        for number in &order {
            if receipt.rest.is_zero() {
                break;
            }
            let (Some(commitment), Some(promise)) = (own.get_mut(*number), promises.get(*number)) else { continue };
            let same_contract = promise.contract.is_none() || receipt.entry.contract.is_none() || promise.contract == receipt.entry.contract;
            if same_contract && receipt.entry.date >= promise.date {
                give(receipt, commitment);
                settled |= commitment.unfulfilled().is_zero();
            }
        }
        if settled {
            order.retain(|number| own.get(*number).is_some_and(|commitment| commitment.unfulfilled().is_positive()));
        }
    }
    for commitment in own {
        commitment.state = commitment.decide(account.as_of.day);
    }
}

/// All commitments that count, by customer, then (date, id), with what replaced them.
fn promised(account: &Account) -> Vec<Commitment> {
    let grace = account.book.policy.grace_days;
    let mut promises: Vec<Entry> = account.of_kind(Kind::Commitment).map(|(_, entry)| entry).collect();
    promises.sort_unstable_by_key(|entry| (entry.customer, entry.date, entry.id));
    let mut replaced: FxHashMap<EntryIx, (Day, EntryId, EntryIx)> = FxHashMap::default();
    for entry in &promises {
        if let Some(target) = entry.refers {
            // The earliest successor counts.
            let own = (entry.date, entry.id, entry.index);
            replaced.entry(target).and_modify(|known| *known = own.min(*known)).or_insert(own);
        }
    }
    let commitment = |entry: Entry| {
        let (customer, due) = (entry.customer?, entry.due?);
        Some(Commitment {
            entry: entry.index,
            customer,
            due,
            last: due.plus_days(grace),
            amount: entry.amount,
            fulfilments: Vec::new(),
            replaced_by: replaced.get(&entry.index).map(|(day, _, by)| (*by, *day)),
            state: State::Open,
        })
    };
    promises.into_iter().filter_map(commitment).collect()
}

/// The receipts that say which commitment they fulfil, by (date, id): those come first, whoever paid.
fn receipts_that_name(account: &Account, commitments: &mut [Commitment]) -> Vec<Receipt> {
    let naming = account.journal.referring().filter(|entry| entry.kind == Kind::Receipt && account.counts(entry.index));
    let mut named: Vec<Receipt> = naming.map(|entry| Receipt { rest: account.net(entry.index), entry }).collect();
    named.sort_unstable_by_key(|receipt| (receipt.entry.date, receipt.entry.id));
    if named.is_empty() {
        return named;
    }
    let numbers: FxHashMap<EntryIx, usize> = commitments.iter().enumerate().map(|(number, commitment)| (commitment.entry, number)).collect();
    for receipt in &mut named {
        if let Some(commitment) = receipt.entry.refers.and_then(|target| numbers.get(&target)).and_then(|number| commitments.get_mut(*number)) {
            give(receipt, commitment);
        }
    }
    named
}

fn give(receipt: &mut Receipt, commitment: &mut Commitment) {
    // A commitment that was replaced takes only what came before its successor.
    if commitment.replaced_by.is_some_and(|(_, day)| receipt.entry.date >= day) {
        return;
    }
    let amount = receipt.rest.min(commitment.unfulfilled());
    if amount.is_positive() {
        receipt.rest -= amount;
        commitment.fulfilments.push(Fulfilment { receipt: receipt.entry.index, date: receipt.entry.date, amount });
    }
}
