//! The day-by-day replay of one customer after another. Entries are taken by date; within a day: positions that begin,
//! events, reschedules, deductions, write-offs, money; so the order of rows never matters.

mod apply;
mod open;
mod outcome;
mod ready;
mod timeline;

pub(super) use outcome::Outcome;
pub(super) use ready::{Grouped, Ready};

use std::ops::Range;

use super::commitment::{Commitment, Promises};
use super::position::{Allocation, Credit, Finding, Position, Share};
use super::queue::Queue;
use super::{Account, dispute};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Entry, EntryId, EntryIx, Kind, Room};
use crate::money::Money;
use crate::parallel::both;
use timeline::{Step, Timed};

/// A contract of the customer during the replay.
struct ContractState {
    index: ContractIx,
    queue: Queue,
    /// First position of each milestone or bill, in order.
    first_parts: Vec<Option<u32>>,
    /// Bills that count, by (date, id).
    bills: Vec<EntryIx>,
    /// The event each milestone waits for: its date.
    events: Vec<Option<Day>>,
    written: Vec<u32>,
    credits: Vec<Credit>,
}

/// What is wanted beside positions and credit.
#[derive(Clone, Copy, Default)]
pub(super) struct Wanted<'p> {
    /// Which entry went where.
    pub(super) allocations: bool,
    /// Commitments and what became of them.
    pub(super) promises: Option<&'p Promises>,
    /// Nothing but those: they need no position.
    pub(super) promises_alone: bool,
}

/// What is worked on while a customer is replayed; the next one is replayed in the same place.
pub(super) struct Replay<'r, 'a> {
    account: &'r Account<'a>,
    wanted: Wanted<'r>,
    customer: CustomerIx,
    contracts: Vec<ContractState>,
    spare: Vec<ContractState>,
    /// The entries that move money or dates.
    entries: Vec<Entry>,
    room: Room,
    steps: Vec<Timed>,
    /// The days on which positions begin.
    begins: Vec<Day>,
    pub(super) positions: Vec<Position>,
    /// The next part of the same milestone or bill.
    next_part: Vec<Option<u32>>,
    pub(super) credits: Vec<Credit>,
    pub(super) allocations: Vec<Allocation>,
    pub(super) findings: Vec<Finding>,
    pub(super) disputed: Vec<Money>,
    pub(super) commitments: Vec<Commitment>,
    today: Day,
}

/// Customers from which on two threads share them; each is replayed by itself.
const MANY: usize = 2_000;

/// Replays every customer that is wanted, the first half of them and the second at the same time, and has each one's
/// result added to what `make` makes for its half.
pub(super) fn fold<T: Send>(account: &Account, wanted: Wanted, make: impl Fn() -> T + Sync, add: impl Fn(&mut T, &mut Replay) + Sync) -> Vec<T> {
    let customers = account.book.customers.len();
    let ready = account.ready();
    let part = |numbers: Range<usize>| {
        let (mut sum, mut replay) = (make(), Replay::new(account, wanted));
        for number in numbers {
            replay.run(CustomerIx(number as u32), ready);
            add(&mut sum, &mut replay);
        }
        sum
    };
    if customers < MANY || account.only.is_some() {
        return vec![part(0..customers)];
    }
    let half = customers / 2;
    let (first, second) = both(|| part(0..half), || part(half..customers));
    vec![first, second]
}

impl ContractState {
    fn new() -> Self {
        let index = ContractIx(0);
        Self { index, queue: Queue::default(), first_parts: Vec::new(), bills: Vec::new(), events: Vec::new(), written: Vec::new(), credits: Vec::new() }
    }

    /// The same place for another contract.
    fn reset(mut self, index: ContractIx) -> Self {
        self.index = index;
        self.queue.clear();
        self.first_parts.clear();
        self.bills.clear();
        self.events.clear();
        self.written.clear();
        self.credits.clear();
        self
    }
}

// Positions and contracts are addressed by numbers that the replay itself handed out.
#[allow(clippy::indexing_slicing)]
impl<'r, 'a> Replay<'r, 'a> {
    fn new(account: &'r Account<'a>, wanted: Wanted<'r>) -> Self {
        Self {
            account,
            wanted,
            customer: CustomerIx(0),
            contracts: Vec::new(),
            spare: Vec::new(),
            entries: Vec::new(),
            room: Room::default(),
            steps: Vec::new(),
            begins: Vec::new(),
            positions: Vec::new(),
            next_part: Vec::new(),
            credits: Vec::new(),
            allocations: Vec::new(),
            findings: Vec::new(),
            disputed: Vec::new(),
            commitments: Vec::new(),
            today: Day::EPOCH,
        }
    }

    /// Replays a customer; nothing comes of one that is not wanted.
    fn run(&mut self, customer: CustomerIx, ready: &Ready) {
        self.clear(customer);
        if self.account.only.as_ref().is_some_and(|only| only.binary_search(&customer).is_err()) {
            return;
        }
        if let Some(promises) = self.wanted.promises.filter(|_| self.wanted.promises_alone) {
            if promises.has(customer) {
                self.entries.extend(self.account.journal.get_all(ready.entries_of(customer), &mut self.room));
                promises.fulfil(self.account, customer, &self.entries, &mut self.room, &mut self.commitments);
            }
            return;
        }
        for contract in ready.contracts_of(customer) {
            let state = self.spare.pop().unwrap_or_else(ContractState::new).reset(*contract);
            self.contracts.push(state);
        }
        self.entries.extend(self.account.journal.get_all(ready.entries_of(customer), &mut self.room));
        self.prepare();
        self.take_steps();
        let mut steps = std::mem::take(&mut self.steps);
        steps.sort_unstable_by_key(|timed| (timed.day, timed.rank, timed.id, timed.step));
        for timed in steps.drain(..) {
            self.today = timed.day;
            match timed.step {
                Step::BeginMilestone { contract, index } => self.begin_milestone(contract as usize, index),
                Step::BeginBill { entry } => self.begin_bill(self.entries[entry as usize]),
                Step::ApplyCredits => self.apply_credits(),
                Step::Event { contract, index } => self.happen(contract as usize, index),
                Step::Reschedule { entry } => self.reschedule(self.entries[entry as usize]),
                Step::Deduct { entry } => self.deduct(self.entries[entry as usize]),
                Step::Writeoff { entry } => self.write_off(self.entries[entry as usize]),
                Step::Money { entry } => self.receive(self.entries[entry as usize]),
            }
        }
        self.steps = steps;
        for contract in &mut self.contracts {
            self.credits.append(&mut contract.credits);
        }
        self.credits.retain(|credit| credit.amount.is_positive());
        self.in_book_order();
        self.disputed.resize(self.positions.len(), Money::ZERO);
        if let Some(promises) = self.wanted.promises {
            promises.fulfil(self.account, customer, &self.entries, &mut self.room, &mut self.commitments);
        }
        dispute::lay(self.account, ready.disputes_of(customer), &self.positions, &mut self.disputed);
    }

    fn clear(&mut self, customer: CustomerIx) {
        self.customer = customer;
        self.spare.append(&mut self.contracts);
        self.entries.clear();
        self.positions.clear();
        self.next_part.clear();
        self.credits.clear();
        self.allocations.clear();
        self.findings.clear();
        self.disputed.clear();
        self.commitments.clear();
    }

    /// The customer's last receipt.
    pub(super) fn last_receipt(&self) -> Option<(Day, EntryId)> {
        self.entries.iter().filter(|entry| entry.kind == Kind::Receipt).map(|entry| (entry.date, entry.id)).max()
    }

    /// What came of the customer.
    pub(super) fn share(&self) -> Share<'_> {
        Share { customer: self.customer, positions: &self.positions, disputed: &self.disputed, credits: &self.credits }
    }

    fn entry(&self, index: EntryIx) -> Entry {
        self.account.journal.entry(index)
    }

    fn local(&self, contract: ContractIx) -> Option<usize> {
        self.contracts.binary_search_by_key(&contract, |state| state.index).ok()
    }

    fn open(&self, position: u32) -> Money {
        self.positions[position as usize].outstanding()
    }
}
