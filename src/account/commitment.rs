//! Commitments (承诺): which money fulfilled them, and what became of them.

use rustc_hash::FxHashMap;

use super::Account;
use super::replay::Grouped;
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

/// Commitments by customer, and what of them is settled across customers.
#[derive(Debug)]
pub(super) struct Promises {
    by_customer: Grouped<EntryIx>,
    /// Commitments that receipts name.
    named: FxHashMap<EntryIx, Commitment>,
    /// What is left of the receipts that name one.
    left: FxHashMap<EntryIx, Money>,
    /// The earliest successor of each commitment that has one.
    replaced: FxHashMap<EntryIx, (Day, EntryId, EntryIx)>,
}

impl Promises {
    /// Receipts that say which commitment they fulfil come first, by (date, id), whoever paid.
    pub(super) fn new(account: &Account) -> Self {
        let mut replaced: FxHashMap<EntryIx, (Day, EntryId, EntryIx)> = FxHashMap::default();
        let mut naming: Vec<Receipt> = Vec::new();
        for entry in account.journal.referring().filter(|entry| account.counts(entry.index)) {
            match (entry.kind, entry.refers) {
                (Kind::Commitment, Some(target)) => {
                    let own = (entry.date, entry.id, entry.index);
                    replaced.entry(target).and_modify(|known| *known = own.min(*known)).or_insert(own);
                }
                (Kind::Receipt, Some(_)) => naming.push(Receipt { rest: account.net(entry.index), entry }),
                _ => {}
            }
        }
        let all: Vec<(EntryIx, CustomerIx)> = account.of_kind(Kind::Commitment).filter_map(|(index, entry)| Some((index, entry.customer?))).collect();
        let by_customer = Grouped::new(account.book.customers.len(), || all.iter().copied(), EntryIx(0));
        let mut promises = Self { by_customer, named: FxHashMap::default(), left: FxHashMap::default(), replaced };
        naming.sort_unstable_by_key(|receipt| (receipt.entry.date, receipt.entry.id));
        for mut receipt in naming {
            let Some(target) = receipt.entry.refers.filter(|target| account.counts(*target)) else { continue };
            let Some(mut commitment) = promises.named.remove(&target).or_else(|| promises.commitment(account, target)) else { continue };
            give(&mut receipt, &mut commitment);
            promises.named.insert(target, commitment);
            promises.left.insert(receipt.entry.index, receipt.rest);
        }
        promises
    }

    /// A commitment to which nothing was given yet.
    fn commitment(&self, account: &Account, index: EntryIx) -> Option<Commitment> {
        let entry = account.journal.entry(index);
        let (customer, due) = (entry.customer?, entry.due?);
        Some(Commitment {
            entry: index,
            customer,
            due,
            last: due.plus_days(account.book.policy.grace_days),
            amount: entry.amount,
            fulfilments: Vec::new(),
            replaced_by: self.replaced.get(&index).map(|(day, _, by)| (*by, *day)),
            state: State::Open,
        })
    }

    /// A customer's commitments, by (date, id), fulfilled by what is left of the receipts among its entries.
    pub(super) fn fulfil(&self, account: &Account, customer: CustomerIx, entries: &[Entry], out: &mut Vec<Commitment>) {
        let mut promised: Vec<Entry> = self.by_customer.of(customer).iter().map(|index| account.journal.entry(*index)).collect();
        if promised.is_empty() {
            return;
        }
        promised.sort_unstable_by_key(|entry| (entry.date, entry.id));
        let commitment = |entry: &Entry| self.named.get(&entry.index).cloned().or_else(|| self.commitment(account, entry.index));
        let mut own: Vec<(Commitment, Entry)> = promised.iter().filter_map(|entry| Some((commitment(entry)?, *entry))).collect();
        let rest = |entry: &Entry| self.left.get(&entry.index).copied().unwrap_or_else(|| account.net_of(entry));
        let receipts = entries.iter().filter(|entry| entry.kind == Kind::Receipt);
        let mut receipts: Vec<Receipt> = receipts.map(|entry| Receipt { entry: *entry, rest: rest(entry) }).collect();
        receipts.sort_unstable_by_key(|receipt| (receipt.entry.date, receipt.entry.id));
        give_by_due(&mut receipts, &mut own);
        out.extend(own.into_iter().map(|(commitment, _)| Commitment { state: commitment.decide(account.as_of.day), ..commitment }));
    }
}

/// Gives receipts, in order, to the commitments they fit, earliest due first.
fn give_by_due(receipts: &mut [Receipt], own: &mut [(Commitment, Entry)]) {
    let mut order: Vec<usize> = (0..own.len()).collect();
    order.sort_by_key(|number| own.get(*number).map(|(commitment, promise)| (commitment.due, promise.date, promise.id)));
    for receipt in receipts {
        let mut settled = false;
        for number in &order {
            if receipt.rest.is_zero() {
                break;
            }
            let Some((commitment, promise)) = own.get_mut(*number) else { continue };
            let same_contract = promise.contract.is_none() || receipt.entry.contract.is_none() || promise.contract == receipt.entry.contract;
            if same_contract && receipt.entry.date >= promise.date {
                give(receipt, commitment);
                settled |= commitment.unfulfilled().is_zero();
            }
        }
        if settled {
            order.retain(|number| own.get(*number).is_some_and(|(commitment, _)| commitment.unfulfilled().is_positive()));
        }
        if order.is_empty() {
            return;
        }
    }
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
