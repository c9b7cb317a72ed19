//! The account as double entries: what became owed, was received, deducted, written off and refunded, day by day.
//! Nothing is decided here: which entry went where is what [`Account`] says.

use rustc_hash::FxHashMap;

use crate::account::{Account, Allocation, Applied, Part, Position};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryId, EntryIx, Kind};
use crate::money::Money;

/// Where money stands. Words are codes of the `detail` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Holding {
    /// What is owed on a milestone or bill, all its parts together.
    Receivable(CustomerIx, ContractIx, Part),
    /// What was received, by method.
    Received(&'static str),
    /// Paid or deducted on what is no receivable yet.
    Prepaid(CustomerIx),
    /// Waits for a position.
    Unapplied(CustomerIx),
    /// Received, and paid back later.
    Refundable(CustomerIx),
    /// Became a receivable.
    Billed(CustomerIx),
    /// Came after it had been written off.
    Recovered(CustomerIx),
    /// Deducted, by reason.
    Deducted(&'static str, CustomerIx),
    /// Written off.
    WrittenOff(CustomerIx),
}

/// Why money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// A milestone or bill became a receivable.
    Billed,
    /// What had been paid on it before is netted.
    Prepaid,
    /// Money or a deduction that had waited is applied.
    Credit,
    /// An entry of the journal.
    Entry(Kind),
}

/// One movement; its postings sum to nothing.
pub(super) struct Transaction {
    pub(super) day: Day,
    pub(super) cause: Cause,
    pub(super) customer: CustomerIx,
    pub(super) contract: Option<ContractIx>,
    /// The milestone or bill it is about, where it is about one.
    pub(super) part: Option<Part>,
    pub(super) entry: Option<EntryId>,
    pub(super) postings: Vec<(Holding, Money)>,
}

impl Transaction {
    fn add(&mut self, holding: Holding, amount: Money) {
        match self.postings.iter_mut().find(|(own, _)| *own == holding) {
            Some((_, sum)) => *sum += amount,
            None => self.postings.push((holding, amount)),
        }
    }

    fn is_nothing(&self) -> bool {
        self.postings.iter().all(|(_, amount)| amount.is_zero())
    }
}

/// A balance at the end of the day, as the account has it: what the postings must come to.
pub(super) struct Proof {
    pub(super) of: Proven,
    pub(super) amount: Money,
}

/// What a balance is of: one holding, or all below a place of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proven {
    /// One.
    Holding(Holding),
    /// What a customer owes.
    Customer(CustomerIx),
    /// What all owe.
    Receivable,
    /// All that was received and not paid back.
    Received,
}

/// All movements, by day.
pub(super) fn transactions(account: &Account) -> Vec<Transaction> {
    let mut by_entry: FxHashMap<EntryIx, Vec<Allocation>> = FxHashMap::default();
    let mut prepaid: FxHashMap<u32, Money> = FxHashMap::default();
    for allocation in account.allocations_alone() {
        by_entry.entry(allocation.entry).or_default().push(*allocation);
        if allocation.due.is_none() {
            *prepaid.entry(allocation.position).or_default() += allocation.amount;
        }
    }
    let mut all = Vec::new();
    for (position, number) in account.positions().iter().zip(0..) {
        for own in billed(position, prepaid.get(&number).copied().unwrap_or_default()).into_iter().flatten() {
            add(&mut all, own);
        }
    }
    for kind in [Kind::Receipt, Kind::Deduct, Kind::Writeoff] {
        for (index, entry) in account.of_kind(kind) {
            all.extend(moved(account, &entry, by_entry.get(&index).map_or(&[], Vec::as_slice)).into_iter().flatten());
        }
    }
    all.extend(account.of_kind(Kind::Refund).filter_map(|(_, entry)| refunded(account, &entry)));
    all.retain(|transaction| !transaction.is_nothing());
    // Stable: what is billed on one day stays in the order of the book.
    all.sort_by_key(|own| (own.day, own.entry.is_some(), own.entry, own.cause));
    all
}

/// Adds a movement; the parts of one milestone that became a receivable on one day are one.
fn add(all: &mut Vec<Transaction>, new: Transaction) {
    let same = |own: &&mut Transaction| (own.day, own.cause, own.contract, own.part) == (new.day, new.cause, new.contract, new.part);
    match all.iter_mut().rev().take(2).find(same) {
        Some(own) => new.postings.into_iter().for_each(|(holding, amount)| own.add(holding, amount)),
        None => all.push(new),
    }
}

/// A position that became a receivable, and what had been paid on it by then.
fn billed(position: &Position, prepaid: Money) -> Option<[Transaction; 2]> {
    let day = position.dated?;
    let (customer, contract, part) = (position.customer, position.contract, position.part.of_whole());
    let new = |cause| Transaction { day, cause, customer, contract: Some(contract), part: Some(part), entry: None, postings: Vec::new() };
    let (mut owed, mut netted) = (new(Cause::Billed), new(Cause::Prepaid));
    let receivable = Holding::Receivable(customer, contract, part);
    owed.add(receivable, position.amount);
    owed.add(Holding::Billed(customer), -position.amount);
    netted.add(Holding::Prepaid(customer), prepaid);
    netted.add(receivable, -prepaid);
    Some([owed, netted])
}

/// What a receipt, a deduction or a write-off did on its own day, and later where it had to wait.
fn moved(account: &Account, entry: &Entry, list: &[Allocation]) -> Option<Vec<Transaction>> {
    let customer = entry.customer?;
    let new = |day, cause| Transaction { day, cause, customer, contract: entry.contract, part: None, entry: Some(entry.id), postings: Vec::new() };
    let mut days = vec![new(entry.date, Cause::Entry(entry.kind))];
    let mut waits = Money::ZERO;
    if let Some(own) = days.first_mut() {
        let (source, amount, refunded) = source(account, entry, customer, list);
        own.add(source, amount);
        own.add(Holding::Refundable(customer), -refunded);
        waits = amount - refunded;
    }
    for allocation in list {
        let position = account.positions().get(allocation.position as usize)?;
        let target = match (allocation.applied, allocation.due) {
            (Applied::Recovered, _) => Holding::Recovered(customer),
            (_, None) => Holding::Prepaid(customer),
            _ => Holding::Receivable(customer, position.contract, position.part.of_whole()),
        };
        if allocation.day > entry.date {
            let mut later = new(allocation.day, Cause::Credit);
            later.contract = Some(position.contract);
            later.add(Holding::Unapplied(customer), allocation.amount);
            later.add(target, -allocation.amount);
            days.push(later);
        } else if let Some(own) = days.first_mut() {
            own.add(target, -allocation.amount);
            waits -= allocation.amount;
        }
    }
    if let Some(own) = days.first_mut().filter(|_| !waits.is_zero()) {
        own.add(Holding::Unapplied(customer), -waits);
    }
    for own in &mut days {
        own.postings.retain(|(_, amount)| !amount.is_zero());
    }
    Some(days)
}

/// Where an entry takes from, how much, and what of it was paid back later.
fn source(account: &Account, entry: &Entry, customer: CustomerIx, list: &[Allocation]) -> (Holding, Money, Money) {
    match entry.kind {
        Kind::Deduct => (Holding::Deducted(word(account, entry), customer), entry.amount, Money::ZERO),
        // More than was open does not count.
        Kind::Writeoff => (Holding::WrittenOff(customer), list.iter().map(|own| own.amount).sum(), Money::ZERO),
        _ => (Holding::Received(word(account, entry)), entry.amount, entry.amount - account.net(entry.index)),
    }
}

fn refunded(account: &Account, entry: &Entry) -> Option<Transaction> {
    let (customer, receipt) = (entry.customer?, account.journal.entry(entry.refers?));
    let (day, cause) = (entry.date, Cause::Entry(Kind::Refund));
    let mut own = Transaction { day, cause, customer, contract: receipt.contract, part: None, entry: Some(entry.id), postings: Vec::new() };
    own.add(Holding::Refundable(customer), entry.amount);
    own.add(Holding::Received(word(account, &receipt)), -entry.amount);
    Some(own)
}

/// An entry's method or reason; a free word, or none, is `other`.
fn word(account: &Account, entry: &Entry) -> &'static str {
    let written = account.journal.text(entry, Column::Detail);
    entry.kind.details().iter().find(|(code, _)| *code == written).map_or("other", |(code, _)| code)
}

/// Customers up to which each one's sum is proven too. Beyond, the programs would take minutes to sum them; each milestone
/// and the whole are proven in any case.
const MANY: usize = 1_000;

/// What the balances must be, of all that any posting touched.
pub(super) fn proofs(account: &Account, transactions: &[Transaction]) -> Vec<Proof> {
    let mut touched: Vec<Holding> = transactions.iter().flat_map(|own| own.postings.iter().map(|(holding, _)| *holding)).collect();
    touched.sort_unstable();
    touched.dedup();
    let figures = figures(account);
    let figure = |holding| figures.get(&holding).copied().unwrap_or_default();
    let customers = account.book.customers.len();
    let (mut proofs, mut total, mut last) = (Vec::new(), Money::ZERO, None);
    for holding in &touched {
        match *holding {
            Holding::Receivable(customer, ..) => {
                if last.replace(customer) != Some(customer) {
                    let open = account.positions().get(account.positions_of(customer)).into_iter().flatten();
                    let amount = open.filter(|position| !position.is_waiting()).map(Position::outstanding).sum();
                    total += amount;
                    if customers <= MANY {
                        proofs.push(Proof { of: Proven::Customer(customer), amount });
                    }
                }
                proofs.push(Proof { of: Proven::Holding(*holding), amount: figure(*holding) });
            }
            Holding::Prepaid(_) | Holding::Unapplied(_) => proofs.push(Proof { of: Proven::Holding(*holding), amount: -figure(*holding) }),
            Holding::Refundable(_) => proofs.push(Proof { of: Proven::Holding(*holding), amount: Money::ZERO }),
            Holding::Received(_) | Holding::Billed(_) | Holding::Recovered(_) | Holding::Deducted(..) | Holding::WrittenOff(_) => {}
        }
    }
    let sum = |kind| account.of_kind(kind).map(|(_, entry)| entry.amount).sum::<Money>();
    proofs.push(Proof { of: Proven::Receivable, amount: total });
    proofs.push(Proof { of: Proven::Received, amount: sum(Kind::Receipt) - sum(Kind::Refund) });
    proofs
}

/// What is open of each milestone or bill, paid on waiting ones, and waiting itself.
fn figures(account: &Account) -> FxHashMap<Holding, Money> {
    let mut figures: FxHashMap<Holding, Money> = FxHashMap::default();
    for position in account.positions() {
        let (holding, amount) = if position.is_waiting() {
            (Holding::Prepaid(position.customer), position.settled())
        } else {
            (Holding::Receivable(position.customer, position.contract, position.part.of_whole()), position.outstanding())
        };
        *figures.entry(holding).or_default() += amount;
    }
    for credit in account.credits() {
        *figures.entry(Holding::Unapplied(credit.customer)).or_default() += credit.amount;
    }
    figures
}
