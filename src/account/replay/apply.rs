//! How money, deductions and write-offs are applied.

use super::Replay;
use crate::account::position::{Allocation, Applied, Credit, Finding};
use crate::account::queue::Key;
use crate::book::{ApplyOrder, Security};
use crate::date::Day;
use crate::entry::{Entry, EntryIx, Slot};
use crate::money::Money;

// Positions and contracts are addressed by numbers that the replay itself handed out.
#[allow(clippy::indexing_slicing)]
impl Replay<'_, '_> {
    pub(super) fn deduct(&mut self, entry: Entry) {
        let index = entry.index;
        let Some(contract) = entry.contract.and_then(|contract| self.local(contract)) else { return };
        let mut left = entry.amount;
        for position in self.named(contract, entry.slot) {
            left -= self.apply(index, position, left, Applied::Deducted);
        }
        left = self.pay_open(index, Some(contract), left, Applied::Deducted);
        self.keep(index, Some(contract), left, true);
    }

    pub(super) fn write_off(&mut self, entry: Entry) {
        let index = entry.index;
        let Some(contract) = entry.contract.and_then(|contract| self.local(contract)) else { return };
        let candidates = match entry.slot {
            Slot::Whole => self.contracts[contract].queue.iter().map(|key| key.position).collect(),
            slot => self.named(contract, slot),
        };
        let mut left = entry.amount;
        for position in candidates {
            if self.positions[position as usize].is_waiting() {
                continue;
            }
            let taken = self.apply(index, position, left, Applied::Written);
            if taken.is_positive() {
                self.contracts[contract].written.push(position);
            }
            left -= taken;
        }
        if left.is_positive() {
            self.findings.push(Finding { entry: index, excess: left });
        }
    }

    pub(super) fn receive(&mut self, entry: Entry) {
        let (index, amount) = (entry.index, self.account.net_of(&entry));
        let contract = entry.contract.and_then(|contract| self.local(contract));
        let mut left = amount;
        if let Some(contract) = contract {
            let named = self.named(contract, entry.slot);
            for position in &named {
                left -= self.apply(index, *position, left, Applied::Paid);
            }
            left = self.restore(index, named, left);
        }
        left = self.receive_undirected(index, contract, left);
        self.keep(index, contract, left, false);
    }

    /// Money of a contract, or of the customer over all contracts: open positions, then write-offs.
    pub(super) fn receive_undirected(&mut self, index: EntryIx, contract: Option<usize>, amount: Money) -> Money {
        let left = self.pay_open(index, contract, amount, Applied::Paid);
        if left.is_zero() {
            return left;
        }
        let mut written: Vec<(Key, usize)> = Vec::new();
        for number in self.scope(contract) {
            let mut list = self.contracts[number].written.clone();
            list.sort_unstable();
            list.dedup();
            written.extend(list.into_iter().map(|position| (self.key(number, position), number)));
        }
        written.sort_by(|a, b| a.0.by_due(b.0).then(a.1.cmp(&b.1)).then(a.0.cmp(&b.0)));
        self.restore(index, written.into_iter().map(|(key, _)| key.position).collect(), left)
    }

    pub(super) fn scope(&self, contract: Option<usize>) -> std::ops::Range<usize> {
        contract.map_or(0..self.contracts.len(), |number| number..number.saturating_add(1))
    }

    pub(super) fn restore(&mut self, index: EntryIx, positions: Vec<u32>, amount: Money) -> Money {
        let mut left = amount;
        for position in positions {
            left -= self.apply(index, position, left, Applied::Recovered);
        }
        left
    }

    /// Pays open positions in the policy's order; what is left.
    pub(super) fn pay_open(&mut self, index: EntryIx, contract: Option<usize>, amount: Money, applied: Applied) -> Money {
        if self.account.book.policy.apply_order == ApplyOrder::CivilCode {
            return self.pay_by_civil_code(index, contract, amount, applied);
        }
        let mut left = amount;
        while left.is_positive() {
            let mut best: Option<(Key, usize)> = None;
            for number in self.scope(contract) {
                let (state, positions) = (&mut self.contracts[number], &self.positions);
                state.queue.advance(|key| !positions[key.position as usize].outstanding().is_positive());
                let first = state.queue.iter().find(|key| positions[key.position as usize].outstanding().is_positive());
                if let Some(key) = first
                    && best.is_none_or(|(known, _)| key.by_due(known).is_lt())
                {
                    best = Some((key, number));
                }
            }
            let Some((key, _)) = best else { break };
            left -= self.apply(index, key.position, left, applied);
        }
        left
    }

    /// 民法典 560: due before not due; unsecured before secured; earliest due; same day pro rata.
    pub(super) fn pay_by_civil_code(&mut self, index: EntryIx, contract: Option<usize>, amount: Money, applied: Applied) -> Money {
        let mut open: Vec<(CivilRank, usize, Key)> = Vec::new();
        for number in self.scope(contract) {
            let secured = self.account.book.contract(self.contracts[number].index).security != Security::None;
            let keys = self.contracts[number].queue.iter().filter(|key| self.open(key.position).is_positive());
            open.extend(keys.map(|key| (CivilRank::of(key.due, secured, self.today), number, key)));
        }
        open.sort_by_key(|(rank, number, key)| (*rank, *number, *key));
        let mut left = amount;
        for group in open.chunk_by(|a, b| a.0 == b.0 && a.0.due.is_some()) {
            let weights: Vec<Money> = group.iter().map(|(_, _, key)| self.open(key.position)).collect();
            for ((_, _, key), share) in group.iter().zip(pro_rata(left.min(weights.iter().copied().sum()), &weights)) {
                left -= self.apply(index, key.position, share, applied);
            }
        }
        left
    }

    /// Applies up to `amount` of an entry to a position; how much it took.
    pub(super) fn apply(&mut self, index: EntryIx, position: u32, amount: Money, applied: Applied) -> Money {
        let own = &mut self.positions[position as usize];
        let room = if applied == Applied::Recovered { own.written_off() } else { own.outstanding() };
        let taken = amount.min(room);
        if !taken.is_positive() {
            return Money::ZERO;
        }
        match applied {
            Applied::Paid => own.paid += taken,
            Applied::Recovered => {
                own.paid += taken;
                own.recovered += taken;
            }
            Applied::Deducted => own.deducted += taken,
            Applied::Written => own.written += taken,
        }
        if matches!(applied, Applied::Paid | Applied::Recovered) {
            own.last_receipt = own.last_receipt.max(Some(self.account.journal.date(index)));
        }
        let due = own.due;
        if self.wanted.allocations {
            self.allocations.push(Allocation { entry: index, position, amount: taken, applied, day: self.today, due });
        }
        taken
    }

    /// What is left waits as credit.
    pub(super) fn keep(&mut self, entry: EntryIx, contract: Option<usize>, amount: Money, deduction: bool) {
        if !amount.is_positive() {
            return;
        }
        let named = contract.map(|number| self.contracts[number].index);
        let credit = Credit { entry, customer: self.customer, contract: named, amount, deduction };
        match contract {
            Some(number) => self.contracts[number].credits.push(credit),
            None => self.credits.push(credit),
        }
    }

    /// Applies waiting credit to what has begun: each contract's, then the customer's, oldest first.
    pub(super) fn apply_credits(&mut self) {
        for number in 0..self.contracts.len() {
            let credits = std::mem::take(&mut self.contracts[number].credits);
            self.contracts[number].credits = self.use_credits(credits, Some(number));
        }
        let credits = std::mem::take(&mut self.credits);
        self.credits = self.use_credits(credits, None);
    }

    pub(super) fn use_credits(&mut self, mut credits: Vec<Credit>, contract: Option<usize>) -> Vec<Credit> {
        credits.sort_by_key(|credit| (self.entry(credit.entry).date, self.entry(credit.entry).id));
        for credit in &mut credits {
            credit.amount = if credit.deduction {
                self.pay_open(credit.entry, contract, credit.amount, Applied::Deducted)
            } else {
                self.receive_undirected(credit.entry, contract, credit.amount)
            };
        }
        credits.retain(|credit| credit.amount.is_positive());
        credits
    }
}

/// The order of 民法典 560; waiting positions come last, in book order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct CivilRank {
    waiting: bool,
    not_due: bool,
    secured: bool,
    due: Option<Day>,
}

impl CivilRank {
    fn of(due: Option<Day>, secured: bool, today: Day) -> Self {
        let waiting = due.is_none();
        Self { waiting, not_due: due.is_none_or(|due| due > today), secured: secured && !waiting, due }
    }
}

/// Shares an amount in proportion to weights, cents by largest remainder, ties to the earlier.
fn pro_rata(amount: Money, weights: &[Money]) -> Vec<Money> {
    let whole: Money = weights.iter().copied().sum();
    let mut shares: Vec<(Money, i128)> = weights.iter().map(|weight| amount.share(*weight, whole)).collect();
    let given: Money = shares.iter().map(|(share, _)| *share).sum();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(shares.get(*index).map(|(_, rest)| *rest)));
    for index in order.into_iter().take((amount - given).cents() as usize) {
        if let Some((share, _)) = shares.get_mut(index) {
            *share += Money::from_cents(1);
        }
    }
    shares.into_iter().map(|(share, _)| share).collect()
}
