//! The day-by-day replay of one customer after another. Entries are taken by date; within a day: positions that begin,
//! events, reschedules, deductions, write-offs, money; so the order of rows never matters.

mod apply;
mod open;
mod timeline;

use std::ops::Range;

use super::Account;
use super::position::{Allocation, Credit, Finding, Part, Position};
use super::queue::Queue;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Entry, EntryIx, Journal};
use crate::money::Money;
use timeline::{Step, entries_by_customer};

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

struct Replay<'r, 'a> {
    account: &'r Account<'a>,
    customer: CustomerIx,
    contracts: Vec<ContractState>,
    positions: Vec<Position>,
    /// The next part of the same milestone or bill.
    next_part: Vec<Option<u32>>,
    credits: Vec<Credit>,
    allocations: Vec<Allocation>,
    findings: Vec<Finding>,
    today: Day,
}

/// Customers from which on two threads share them; each is replayed by itself.
const MANY: usize = 2_000;

/// Replays every customer, or only these, and fills the account.
pub(super) fn run(account: &mut Account, only: Option<&[CustomerIx]>) {
    let customers = account.book.customers.len();
    let mut contracts: Vec<Vec<ContractIx>> = vec![Vec::new(); customers];
    for (index, contract) in account.book.contracts() {
        if let Some(list) = contracts.get_mut(contract.customer.0 as usize) {
            list.push(index);
        }
    }
    let entries = entries_by_customer(account);
    let part = |numbers: Range<usize>| {
        let mut outcome = Outcome::default();
        for (number, list) in numbers.clone().zip(contracts.get(numbers).unwrap_or_default()) {
            let customer = CustomerIx(number as u32);
            if only.is_some_and(|only| only.binary_search(&customer).is_err()) {
                outcome.skip();
            } else {
                outcome.add(account.journal, replay(account, customer, list, entries.of(customer)));
            }
        }
        outcome
    };
    let parts = if customers < MANY || only.is_some() {
        vec![part(0..customers)]
    } else {
        let half = customers / 2;
        std::thread::scope(|scope| {
            let first = scope.spawn(|| part(0..half));
            let second = part(half..customers);
            let first = first.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            vec![first, second]
        })
    };
    for part in parts {
        part.store(account);
    }
}

fn replay<'r, 'a>(account: &'r Account<'a>, customer: CustomerIx, contracts: &[ContractIx], entries: &[EntryIx]) -> Replay<'r, 'a> {
    let mut replay = Replay {
        account,
        customer,
        contracts: contracts.iter().copied().map(ContractState::new).collect(),
        positions: Vec::new(),
        next_part: Vec::new(),
        credits: Vec::new(),
        allocations: Vec::new(),
        findings: Vec::new(),
        today: Day::EPOCH,
    };
    replay.run(entries);
    replay
}

/// What came of some customers, one after the other.
#[derive(Default)]
struct Outcome {
    positions: Vec<Position>,
    by_customer: Vec<Range<usize>>,
    credits: Vec<Credit>,
    allocations: Vec<Allocation>,
    findings: Vec<Finding>,
}

impl Outcome {
    fn skip(&mut self) {
        self.by_customer.push(self.positions.len()..self.positions.len());
    }

    /// Adds a customer's result, positions in book order.
    fn add(&mut self, journal: &Journal, replay: Replay) {
        let Replay { contracts, positions, mut credits, allocations, findings, .. } = replay;
        credits.extend(contracts.into_iter().flat_map(|contract| contract.credits));
        let base = self.positions.len();
        let mut order: Vec<usize> = (0..positions.len()).collect();
        let key = |position: &Position| {
            let bill = match position.part {
                Part::Milestone { index, .. } => (None, u32::from(index)),
                Part::Bill { entry, .. } => (Some((journal.entry(entry).date, journal.entry(entry).id)), 0),
            };
            (position.contract, bill, position.part.number())
        };
        order.sort_by_key(|index| positions.get(*index).map(key));
        let mut place = vec![0; positions.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(slot) = place.get_mut(*old) {
                *slot = base.saturating_add(new) as u32;
            }
        }
        let mut slots: Vec<Option<Position>> = positions.into_iter().map(Some).collect();
        self.positions.extend(order.into_iter().filter_map(|index| slots.get_mut(index)?.take()));
        self.by_customer.push(base..self.positions.len());
        self.credits.extend(credits.into_iter().filter(|credit| credit.amount.is_positive()));
        self.allocations.extend(allocations.into_iter().map(|mut allocation| {
            allocation.position = place.get(allocation.position as usize).copied().unwrap_or_default();
            allocation
        }));
        self.findings.extend(findings);
    }

    /// Puts it into the account, behind what is there.
    fn store(self, account: &mut Account) {
        let base = account.positions.len();
        account.positions.extend(self.positions);
        account.by_customer.extend(self.by_customer.into_iter().map(|own| own.start.saturating_add(base)..own.end.saturating_add(base)));
        account.credits.extend(self.credits);
        account.allocations.extend(self.allocations.into_iter().map(|own| Allocation { position: own.position.saturating_add(base as u32), ..own }));
        account.findings.extend(self.findings);
    }
}

impl ContractState {
    fn new(index: ContractIx) -> Self {
        Self { index, queue: Queue::default(), first_parts: Vec::new(), bills: Vec::new(), events: Vec::new(), written: Vec::new(), credits: Vec::new() }
    }
}

// Positions and contracts are addressed by numbers that the replay itself handed out.
#[allow(clippy::indexing_slicing)]
impl Replay<'_, '_> {
    fn run(&mut self, entries: &[EntryIx]) {
        self.prepare(entries);
        let mut steps = self.steps(entries);
        steps.sort_unstable_by_key(|timed| (timed.day, timed.rank, timed.id, timed.step));
        for timed in steps {
            self.today = timed.day;
            match timed.step {
                Step::BeginMilestone { contract, index } => self.begin_milestone(contract as usize, index),
                Step::BeginBill { entry } => self.begin_bill(entry),
                Step::ApplyCredits => self.apply_credits(),
                Step::Event { contract, index } => self.happen(contract as usize, index),
                Step::Reschedule { entry } => self.reschedule(entry),
                Step::Deduct { entry } => self.deduct(entry),
                Step::Writeoff { entry } => self.write_off(entry),
                Step::Money { entry } => self.receive(entry, self.account.net(entry)),
            }
        }
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
