//! The day-by-day replay of one customer after another. Entries are taken by date; within a day: positions that begin,
//! events, reschedules, deductions, write-offs, money; so the order of rows never matters.

use super::position::{Allocation, Applied, Credit, Finding, Part, Position};
use super::queue::{Key, Queue};
use super::{Account, Standing};
use crate::book::{ApplyOrder, ContractIx, CustomerIx, Due, Milestone, Security};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, Kind, Slot};
use crate::money::Money;

/// What happens on a day, in the order it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    BeginMilestone {
        contract: u32,
        index: u16,
    },
    BeginBill {
        entry: EntryIx,
    },
    /// All that begins on the day has begun.
    ApplyCredits,
    Event {
        contract: u32,
        index: u16,
    },
    Reschedule {
        entry: EntryIx,
    },
    Deduct {
        entry: EntryIx,
    },
    Writeoff {
        entry: EntryIx,
    },
    Money {
        entry: EntryIx,
    },
}

/// A step with what it is sorted by.
struct Timed {
    day: Day,
    rank: u8,
    id: u64,
    step: Step,
}

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

/// Replays every customer and fills the account.
pub(super) fn run(account: &mut Account) {
    let customers = account.book.customers.len();
    let mut contracts: Vec<Vec<ContractIx>> = vec![Vec::new(); customers];
    for (index, contract) in account.book.contracts() {
        if let Some(list) = contracts.get_mut(contract.customer.0 as usize) {
            list.push(index);
        }
    }
    let by_customer = entries_by_customer(account);
    let refunds = refunds(account);
    for (number, list) in contracts.into_iter().enumerate() {
        let customer = CustomerIx(number as u32);
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
        replay.run(entries, &refunds);
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
            *slot = (base + new) as u32;
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

/// The entries that move money or dates, grouped by customer.
struct Grouped {
    entries: Vec<EntryIx>,
    ends: Vec<usize>,
}

impl Grouped {
    fn of(&self, customer: CustomerIx) -> &[EntryIx] {
        let number = customer.0 as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(number).and_then(|end| self.entries.get(start..*end)).unwrap_or_default()
    }
}

fn entries_by_customer(account: &Account) -> Grouped {
    let moves = |entry: &Entry| matches!(entry.kind, Kind::Bill | Kind::Receipt | Kind::Deduct | Kind::Writeoff | Kind::Reschedule | Kind::Event);
    let mut ends = vec![0; account.book.customers.len()];
    let wanted = || account.entries().filter(|(_, entry)| moves(entry)).filter_map(|(index, entry)| Some((index, entry.customer?)));
    for (_, customer) in wanted() {
        if let Some(count) = ends.get_mut(customer.0 as usize) {
            *count += 1;
        }
    }
    let mut sum = 0;
    let mut starts = Vec::with_capacity(ends.len());
    for end in &mut ends {
        starts.push(sum);
        sum += *end;
        *end = sum;
    }
    let mut entries = vec![EntryIx(0); sum];
    for (index, customer) in wanted() {
        if let Some(start) = starts.get_mut(customer.0 as usize)
            && let Some(slot) = entries.get_mut(*start)
        {
            *slot = index;
            *start += 1;
        }
    }
    Grouped { entries, ends }
}

/// What was refunded of each receipt, by all refunds that count.
fn refunds(account: &Account) -> rustc_hash::FxHashMap<EntryIx, Money> {
    let mut refunds = rustc_hash::FxHashMap::default();
    for (_, refund) in account.of_kind(Kind::Refund) {
        if let Some(receipt) = refund.refers {
            *refunds.entry(receipt).or_default() += refund.amount;
        }
    }
    refunds
}

impl ContractState {
    fn new(index: ContractIx) -> Self {
        Self { index, queue: Queue::default(), first_parts: Vec::new(), bills: Vec::new(), events: Vec::new(), written: Vec::new(), credits: Vec::new() }
    }
}

// Positions and contracts are addressed by numbers that this replay itself handed out.
#[allow(clippy::indexing_slicing)]
impl Replay<'_, '_> {
    fn run(&mut self, entries: &[EntryIx], refunds: &rustc_hash::FxHashMap<EntryIx, Money>) {
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
                Step::Money { entry } => {
                    let refunded = refunds.get(&entry).copied().unwrap_or_default();
                    self.receive(entry, (self.entry(entry).amount - refunded).at_least_zero());
                }
            }
        }
    }

    fn entry(&self, index: EntryIx) -> Entry {
        *self.account.journal.entry(index)
    }

    fn local(&self, contract: ContractIx) -> Option<usize> {
        self.contracts.binary_search_by_key(&contract, |state| state.index).ok()
    }

    /// Finds the bills of framework contracts and the event each waiting milestone will have.
    fn prepare(&mut self, entries: &[EntryIx]) {
        let (book, journal) = (self.account.book, self.account.journal);
        let mut events: Vec<(usize, Entry, String)> = Vec::new();
        for index in entries {
            let entry = journal.entry(*index);
            let Some(number) = entry.contract.and_then(|contract| self.local(contract)) else { continue };
            match entry.kind {
                Kind::Bill => self.contracts[number].bills.push(*index),
                Kind::Event => events.push((number, *entry, journal.text(entry, Column::Detail).into_owned())),
                _ => {}
            }
        }
        events.sort_by_key(|(number, event, _)| (*number, event.date, event.id));
        for (number, state) in self.contracts.iter_mut().enumerate() {
            let contract = book.contract(state.index);
            state.bills.sort_by_key(|index| (journal.entry(*index).date, journal.entry(*index).id));
            state.first_parts = vec![None; contract.milestones.len().max(state.bills.len())];
            let from = events.partition_point(|(other, ..)| *other < number);
            let own = &events[from..events.partition_point(|(other, ..)| *other <= number)];
            let event = |(index, milestone): (usize, &Milestone)| match &milestone.due {
                Due::After(name, _) => first_event(own, name, index as u16),
                Due::On(_) => None,
            };
            state.events = if own.is_empty() { Vec::new() } else { contract.milestones.iter().enumerate().map(event).collect() };
        }
    }

    fn steps(&self, entries: &[EntryIx]) -> Vec<Timed> {
        let as_of = self.account.as_of.day;
        let mut steps = Vec::with_capacity(entries.len() + self.contracts.len() * 3);
        let mut begins = Vec::new();
        for (number, state) in self.contracts.iter().enumerate() {
            let contract = self.account.book.contract(state.index);
            for (index, milestone) in contract.milestones.iter().enumerate() {
                let day = milestone.since.map_or(contract.signed, |since| since.max(contract.signed));
                if day > as_of {
                    continue;
                }
                let (contract, index) = (number as u32, index as u16);
                steps.push(Timed { day, rank: 0, id: 0, step: Step::BeginMilestone { contract, index } });
                begins.push(day);
                if let Some(event) = state.events.get(usize::from(index)).copied().flatten().filter(|event| *event >= day) {
                    steps.push(Timed { day: event, rank: 2, id: 0, step: Step::Event { contract, index } });
                }
            }
        }
        for index in entries.iter().copied() {
            let entry = self.entry(index);
            let (rank, step) = match entry.kind {
                Kind::Bill => (0, Step::BeginBill { entry: index }),
                Kind::Reschedule => (3, Step::Reschedule { entry: index }),
                Kind::Deduct => (4, Step::Deduct { entry: index }),
                Kind::Writeoff => (5, Step::Writeoff { entry: index }),
                Kind::Receipt => {
                    let rank = match (entry.slot, entry.contract) {
                        (Slot::Whole, None) => 8,
                        (Slot::Whole, Some(_)) => 7,
                        _ => 6,
                    };
                    (rank, Step::Money { entry: index })
                }
                _ => continue,
            };
            if rank == 0 {
                begins.push(entry.date);
            }
            steps.push(Timed { day: entry.date, rank, id: entry.id.sort_key(), step });
        }
        begins.sort_unstable();
        begins.dedup();
        steps.extend(begins.into_iter().map(|day| Timed { day, rank: 1, id: 0, step: Step::ApplyCredits }));
        steps
    }

    fn begin_milestone(&mut self, contract: usize, index: u16) {
        let book = self.account.book.contract(self.contracts[contract].index);
        let Some(milestone) = book.milestones.get(usize::from(index)) else { return };
        let single = book.milestones.len() == 1;
        // An event before the position begins has already started its clock; one of this day follows as a step.
        let event = self.contracts[contract].events.get(usize::from(index)).copied().flatten().filter(|event| *event < self.today);
        let (due, billed) = match (&milestone.due, event) {
            (Due::On(day), _) => (Some(*day), Some(if single { book.signed } else { *day })),
            (Due::After(_, terms), Some(event)) => (Some(terms.due(event)), Some(event)),
            (Due::After(..), None) => (None, None),
        };
        self.begin(contract, u32::from(index), Part::Milestone { index, number: 0 }, milestone.amount, due, billed);
    }

    fn begin_bill(&mut self, index: EntryIx) {
        let bill = self.entry(index);
        let Some(contract) = bill.contract.and_then(|contract| self.local(contract)) else { return };
        let terms = self.account.book.contract(self.contracts[contract].index).terms.unwrap_or(self.account.book.policy.terms());
        let due = bill.due.unwrap_or_else(|| terms.due(bill.date));
        let Some(slot) = self.bill_number(contract, index) else { return };
        self.begin(contract, slot as u32, Part::Bill { entry: index, number: 0 }, bill.amount, Some(due), Some(bill.date));
    }

    fn bill_number(&self, contract: usize, bill: EntryIx) -> Option<usize> {
        let key = |index: &EntryIx| (self.account.journal.entry(*index).date, self.account.journal.entry(*index).id);
        self.contracts[contract].bills.binary_search_by_key(&key(&bill), key).ok()
    }

    fn begin(&mut self, contract: usize, slot: u32, part: Part, amount: Money, due: Option<Day>, billed: Option<Day>) {
        let position = Position {
            customer: self.customer,
            contract: self.contracts[contract].index,
            part,
            amount,
            due,
            original_due: due,
            billed,
            paid: Money::ZERO,
            deducted: Money::ZERO,
            written: Money::ZERO,
            recovered: Money::ZERO,
            last_receipt: None,
            reschedules: 0,
        };
        let number = self.positions.len() as u32;
        self.positions.push(position);
        self.next_part.push(None);
        self.contracts[contract].first_parts[slot as usize] = Some(number);
        let key = self.key(contract, number);
        self.contracts[contract].queue.insert(key);
    }

    fn slot_of(&self, contract: usize, position: u32) -> u32 {
        match self.positions[position as usize].part {
            Part::Milestone { index, .. } => u32::from(index),
            Part::Bill { entry, .. } => self.bill_number(contract, entry).unwrap_or_default() as u32,
        }
    }

    fn key(&self, contract: usize, position: u32) -> Key {
        let own = &self.positions[position as usize];
        Key { due: own.due, slot: self.slot_of(contract, position), part: own.part.number().max(1), position }
    }

    /// Starts the clock of a milestone. Parts that a reschedule dated before keep their date.
    fn happen(&mut self, contract: usize, index: u16) {
        let book = self.account.book.contract(self.contracts[contract].index);
        let Some(Due::After(_, terms)) = book.milestones.get(usize::from(index)).map(|milestone| &milestone.due) else { return };
        let due = terms.due(self.today);
        for position in self.parts(contract, usize::from(index)) {
            let key = self.key(contract, position);
            let own = &mut self.positions[position as usize];
            own.billed = Some(self.today);
            own.original_due = own.original_due.or(Some(due));
            if own.due.is_none() {
                own.due = Some(due);
                self.requeue(contract, key);
            }
        }
    }

    fn requeue(&mut self, contract: usize, old: Key) {
        self.contracts[contract].queue.remove(old);
        let new = self.key(contract, old.position);
        self.contracts[contract].queue.insert(new);
    }

    /// All parts of a milestone or bill that exist, in order.
    fn parts(&self, contract: usize, slot: usize) -> Vec<u32> {
        let mut parts = Vec::new();
        let mut next = self.contracts[contract].first_parts.get(slot).copied().flatten();
        while let Some(position) = next {
            parts.push(position);
            next = self.next_part[position as usize];
        }
        parts
    }

    /// The parts an entry names, earliest due first; none where it names none or they do not exist yet. A part that does
    /// not exist means the whole milestone.
    fn named(&self, contract: usize, slot: Slot) -> Vec<u32> {
        let (slot, number) = match slot {
            Slot::Whole => return Vec::new(),
            Slot::Milestone { index, part } => (Some(usize::from(index)), part),
            Slot::Bill { entry, part } => (self.bill_number(contract, entry), part),
            Slot::Nth { number, part } => (usize::from(number).checked_sub(1), part),
        };
        let Some(slot) = slot else { return Vec::new() };
        let mut parts = self.parts(contract, slot);
        if let Some(only) = parts.iter().find(|position| number > 0 && self.positions[**position as usize].part.number() == number) {
            return vec![*only];
        }
        parts.sort_by_key(|position| self.key(contract, *position));
        parts
    }

    fn reschedule(&mut self, index: EntryIx) {
        let entry = self.entry(index);
        let (Some(contract), Some(due)) = (entry.contract.and_then(|contract| self.local(contract)), entry.due) else { return };
        let open: Vec<u32> = self.named(contract, entry.slot).into_iter().filter(|position| self.open(*position).is_positive()).collect();
        let all: Money = open.iter().map(|position| self.open(*position)).sum();
        let mut left = if entry.amount.is_zero() { all } else { entry.amount };
        if left > all || all.is_zero() {
            self.findings.push(Finding { entry: index, excess: left - all });
        }
        for position in open {
            let taken = left.min(self.open(position));
            if taken.is_zero() {
                break;
            }
            left -= taken;
            if taken == self.open(position) {
                let key = self.key(contract, position);
                let own = &mut self.positions[position as usize];
                own.due = Some(due);
                own.billed = own.billed.or(Some(due));
                own.reschedules = own.reschedules.saturating_add(1);
                self.requeue(contract, key);
            } else {
                self.split(contract, position, taken, due);
            }
        }
    }

    /// Parts `amount` from a position: the old part keeps its date and what was paid.
    fn split(&mut self, contract: usize, position: u32, amount: Money, due: Day) {
        let slot = self.slot_of(contract, position) as usize;
        let parts = self.parts(contract, slot);
        let last = parts.last().copied().unwrap_or(position);
        let own = &mut self.positions[position as usize];
        own.amount -= amount;
        if own.part.number() == 0 {
            own.part = own.part.numbered(1);
        }
        let mut part = own.clone();
        part.part = part.part.numbered(parts.len().max(1) as u16 + 1);
        part.amount = amount;
        part.due = Some(due);
        part.billed = part.billed.or(Some(due));
        (part.paid, part.deducted, part.written, part.recovered) = (Money::ZERO, Money::ZERO, Money::ZERO, Money::ZERO);
        part.last_receipt = None;
        part.reschedules = part.reschedules.saturating_add(1);
        let number = self.positions.len() as u32;
        self.positions.push(part);
        self.next_part.push(None);
        self.next_part[last as usize] = Some(number);
        let key = self.key(contract, number);
        self.contracts[contract].queue.insert(key);
    }

    fn open(&self, position: u32) -> Money {
        self.positions[position as usize].outstanding()
    }

    fn deduct(&mut self, index: EntryIx) {
        let entry = self.entry(index);
        let Some(contract) = entry.contract.and_then(|contract| self.local(contract)) else { return };
        let mut left = entry.amount;
        for position in self.named(contract, entry.slot) {
            left -= self.apply(index, position, left, Applied::Deducted);
        }
        left = self.pay_open(index, Some(contract), left, Applied::Deducted);
        self.keep(index, Some(contract), left, true);
    }

    fn write_off(&mut self, index: EntryIx) {
        let entry = self.entry(index);
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

    fn receive(&mut self, index: EntryIx, amount: Money) {
        let entry = self.entry(index);
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
    fn receive_undirected(&mut self, index: EntryIx, contract: Option<usize>, amount: Money) -> Money {
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

    fn scope(&self, contract: Option<usize>) -> std::ops::Range<usize> {
        contract.map_or(0..self.contracts.len(), |number| number..number + 1)
    }

    fn restore(&mut self, index: EntryIx, positions: Vec<u32>, amount: Money) -> Money {
        let mut left = amount;
        for position in positions {
            left -= self.apply(index, position, left, Applied::Recovered);
        }
        left
    }

    /// Pays open positions in the policy's order; what is left.
    fn pay_open(&mut self, index: EntryIx, contract: Option<usize>, amount: Money, applied: Applied) -> Money {
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
    fn pay_by_civil_code(&mut self, index: EntryIx, contract: Option<usize>, amount: Money, applied: Applied) -> Money {
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
    fn apply(&mut self, index: EntryIx, position: u32, amount: Money, applied: Applied) -> Money {
        let date = self.entry(index).date;
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
            own.last_receipt = own.last_receipt.max(Some(date));
        }
        self.allocations.push(Allocation { entry: index, position, amount: taken, applied, day: self.today });
        taken
    }

    /// What is left waits as credit.
    fn keep(&mut self, entry: EntryIx, contract: Option<usize>, amount: Money, deduction: bool) {
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
    fn apply_credits(&mut self) {
        for number in 0..self.contracts.len() {
            let credits = std::mem::take(&mut self.contracts[number].credits);
            self.contracts[number].credits = self.use_credits(credits, Some(number));
        }
        let credits = std::mem::take(&mut self.credits);
        self.credits = self.use_credits(credits, None);
    }

    fn use_credits(&mut self, mut credits: Vec<Credit>, contract: Option<usize>) -> Vec<Credit> {
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

/// The date of the event that starts a milestone: the earliest that names it, else the earliest that names none.
fn first_event(events: &[(usize, Entry, String)], name: &str, milestone: u16) -> Option<Day> {
    let earliest = |names: &dyn Fn(Slot) -> bool| events.iter().find(|(_, event, detail)| detail == name && names(event.slot)).map(|(_, event, _)| event.date);
    let own = earliest(&|slot| matches!(slot, Slot::Milestone { index, .. } if index == milestone));
    own.or_else(|| earliest(&|slot| slot == Slot::Whole))
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

impl Account<'_> {
    /// Whether an entry is void on the day.
    pub fn is_void(&self, entry: EntryIx) -> bool {
        self.standing(entry) == Standing::Void
    }
}
