//! Commitments (承诺): which money fulfilled them, and what became of them.

use rustc_hash::FxHashMap;

use super::Account;
use super::replay::Grouped;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Entry, EntryId, EntryIx, Kind, Room};
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
    /// All.
    pub const ALL: [Self; 6] = [Self::Open, Self::Kept, Self::KeptLate, Self::Partial, Self::Broken, Self::Replaced];

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
    /// Its id.
    pub id: EntryId,
    /// When it was made.
    pub date: Day,
    /// Who promised.
    pub customer: CustomerIx,
    /// For which contract; none where it names only the customer.
    pub contract: Option<ContractIx>,
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

/// A receipt with what of it is not used yet; sorted by its fields, receipts stand in the order they are taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Receipt {
    date: Day,
    id: EntryId,
    index: EntryIx,
    contract: Option<ContractIx>,
    rest: Money,
}

impl Receipt {
    fn new(entry: &Entry, rest: Money) -> Self {
        Self { date: entry.date, id: entry.id, index: entry.index, contract: entry.contract, rest }
    }
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
        let mut naming: Vec<(Receipt, EntryIx)> = Vec::new();
        for entry in account.journal.referring().filter(|entry| account.counts(entry.index)) {
            match (entry.kind, entry.refers) {
                (Kind::Commitment, Some(target)) => {
                    let own = (entry.date, entry.id, entry.index);
                    replaced.entry(target).and_modify(|known| *known = own.min(*known)).or_insert(own);
                }
                (Kind::Receipt, Some(target)) => naming.push((Receipt::new(&entry, account.net_of(&entry)), target)),
                _ => {}
            }
        }
        let counting = account.journal.indices(Kind::Commitment).filter(|index| account.counts(*index));
        let all: Vec<(EntryIx, CustomerIx)> = counting.filter_map(|index| Some((index, account.journal.customer(index)?))).collect();
        let by_customer = Grouped::new(account.book.customers.len(), || all.iter().copied(), EntryIx(0));
        let mut promises = Self { by_customer, named: FxHashMap::default(), left: FxHashMap::default(), replaced };
        naming.sort_unstable();
        for (mut receipt, target) in naming.into_iter().filter(|(_, target)| account.counts(*target)) {
            let commitment = promises.named.remove(&target).or_else(|| promises.commitment(&account.journal.entry(target), account.book.policy.grace_days));
            let Some(mut commitment) = commitment else { continue };
            give(&mut receipt, &mut commitment);
            promises.named.insert(target, commitment);
            promises.left.insert(receipt.index, receipt.rest);
        }
        promises
    }

    /// A commitment to which nothing was given yet.
    fn commitment(&self, entry: &Entry, grace: i32) -> Option<Commitment> {
        let (customer, due) = (entry.customer?, entry.due?);
        Some(Commitment {
            entry: entry.index,
            id: entry.id,
            date: entry.date,
            customer,
            contract: entry.contract,
            due,
            last: due.plus_days(grace),
            amount: entry.amount,
            fulfilments: Vec::new(),
            replaced_by: self.replaced.get(&entry.index).map(|(day, _, by)| (*by, *day)),
            state: State::Open,
        })
    }

    /// Whether a customer promised anything.
    pub(super) fn has(&self, customer: CustomerIx) -> bool {
        !self.by_customer.of(customer).is_empty()
    }

    /// A customer's commitments, by (date, id), fulfilled by what is left of the receipts among its entries.
    pub(super) fn fulfil(&self, account: &Account, customer: CustomerIx, entries: &[Entry], room: &mut Room, out: &mut Vec<Commitment>) {
        let grace = account.book.policy.grace_days;
        let promised = account.journal.get_all(self.by_customer.of(customer), room);
        out.extend(promised.filter_map(|entry| self.named.get(&entry.index).cloned().or_else(|| self.commitment(&entry, grace))));
        if out.is_empty() {
            return;
        }
        out.sort_unstable_by_key(|commitment| (commitment.date, commitment.id));
        let rest = |entry: &Entry| self.left.get(&entry.index).copied().unwrap_or_else(|| account.net_of(entry));
        let mut receipts: Vec<Receipt> = entries.iter().filter(|entry| entry.kind == Kind::Receipt).map(|entry| Receipt::new(entry, rest(entry))).collect();
        receipts.sort_unstable();
        give_by_due(&mut receipts, out);
        for commitment in out {
            commitment.state = commitment.decide(account.as_of.day);
        }
    }
}

/// Gives receipts, in order, to the commitments they fit, earliest due first.
fn give_by_due(receipts: &mut [Receipt], own: &mut [Commitment]) {
    let mut order: Vec<usize> = (0..own.len()).collect();
    // They stand by (date, id), which decides among those of one due day.
    order.sort_by_key(|number| own.get(*number).map(|commitment| commitment.due));
    for receipt in receipts {
        let mut settled = false;
        for number in &order {
            if receipt.rest.is_zero() {
                break;
            }
            let Some(commitment) = own.get_mut(*number) else { continue };
            let same_contract = commitment.contract.is_none() || receipt.contract.is_none() || commitment.contract == receipt.contract;
            if same_contract && receipt.date >= commitment.date {
                give(receipt, commitment);
                settled |= commitment.unfulfilled().is_zero();
            }
        }
        if settled {
            order.retain(|number| own.get(*number).is_some_and(|commitment| commitment.unfulfilled().is_positive()));
        }
        if order.is_empty() {
            return;
        }
    }
}

fn give(receipt: &mut Receipt, commitment: &mut Commitment) {
    // A commitment that was replaced takes only what came before its successor.
    if commitment.replaced_by.is_some_and(|(_, day)| receipt.date >= day) {
        return;
    }
    let amount = receipt.rest.min(commitment.unfulfilled());
    if amount.is_positive() {
        receipt.rest -= amount;
        commitment.fulfilments.push(Fulfilment { receipt: receipt.index, date: receipt.date, amount });
    }
}
