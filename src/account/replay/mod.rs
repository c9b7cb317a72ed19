//! The day-by-day replay of one customer after another. Entries are taken by date; within a day: positions that begin,
//! events, reschedules, deductions, write-offs, money; so the order of rows never matters.

mod apply;
mod open;
mod timeline;

use super::Account;
use super::position::{Allocation, Credit, Finding, Part, Position};
use super::queue::Queue;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Entry, EntryIx};
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

/// Replays every customer, or only these, and fills the account.
pub(super) fn run(account: &mut Account, only: Option<&[CustomerIx]>) {
    let customers = account.book.customers.len();
    let mut contracts: Vec<Vec<ContractIx>> = vec![Vec::new(); customers];
    for (index, contract) in account.book.contracts() {
        if let Some(list) = contracts.get_mut(contract.customer.0 as usize) {
            list.push(index);
        }
    }
    let by_customer = entries_by_customer(account);
    for (number, list) in contracts.into_iter().enumerate() {
        let customer = CustomerIx(number as u32);
        if only.is_some_and(|only| only.binary_search(&customer).is_err()) {
            account.by_customer.push(account.positions.len()..account.positions.len());
            continue;
        }
        let entries = by_customer.of(customer);
        let mut replay = Replay {
            account,
            customer,
            contracts: list.into_iter().map(ContractState::new).collect(),
            positions: Vec::new(),
            next_part: Vec::new(),
            credits: Vec::new(),
            allocations: Vec::new(),
            findings: Vec::new(),
            today: Day::EPOCH,
        };
        replay.run(entries);
        let Replay { contracts, positions, mut credits, allocations, findings, .. } = replay;
        credits.extend(contracts.into_iter().flat_map(|contract| contract.credits));
        store(account, positions, credits, allocations, findings);
    }
}

/// Puts a customer's result into the account, positions in book order.
fn store(account: &mut Account, positions: Vec<Position>, credits: Vec<Credit>, allocations: Vec<Allocation>, findings: Vec<Finding>) {
    let base = account.positions.len();
    let mut order: Vec<usize> = (0..positions.len()).collect();
    let key = |position: &Position| {
        let bill = match position.part {
            Part::Milestone { index, .. } => (None, u32::from(index)),
            Part::Bill { entry, .. } => (Some((account.journal.entry(entry).date, account.journal.entry(entry).id)), 0),
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
    account.positions.extend(order.into_iter().filter_map(|index| slots.get_mut(index)?.take()));
    account.by_customer.push(base..account.positions.len());
    account.credits.extend(credits.into_iter().filter(|credit| credit.amount.is_positive()));
    account.allocations.extend(allocations.into_iter().map(|mut allocation| {
        allocation.position = place.get(allocation.position as usize).copied().unwrap_or_default();
        allocation
    }));
    account.findings.extend(findings);
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
        *self.account.journal.entry(index)
    }

    fn local(&self, contract: ContractIx) -> Option<usize> {
        self.contracts.binary_search_by_key(&contract, |state| state.index).ok()
    }

    fn open(&self, position: u32) -> Money {
        self.positions[position as usize].outstanding()
    }
}
