//! The one place that decides what is owed: (book, journal, as-of day) → positions, allocations, credit, commitments.
//! Pure: it reads no clock, no file and no environment.

#![warn(clippy::arithmetic_side_effects)]

mod causes;
mod claim;
mod clock;
mod commitment;
mod conduct;
mod dispute;
mod earning;
mod exposure;
mod followup;
mod habit;
mod interest;
mod invoices;
mod kept;
mod lateness;
mod limitation;
mod past;
mod position;
mod queue;
mod replay;
mod standing;
mod ticket;
mod tier;

pub use causes::Causes;
pub use claim::{ClaimItem, ClaimSource};
pub use commitment::{Commitment, Fulfilment, State};
pub use conduct::{Broken, Conduct, credit_percent};
pub use earning::{Change, Earning, Earnings, Ground};
pub use exposure::{Exposure, GroupExposure, group_exposures, is_advance};
pub use followup::Followup;
pub use habit::{Expectation, Habit, HabitBasis, Habits, Settlement};
pub use interest::{Interest, RateBasis};
pub use invoices::{Invoice, InvoiceState, invoice_state};
pub use kept::Kept;
pub use lateness::Lateness;
pub use limitation::Limitation;
pub use position::{Allocation, Applied, Credit, Finding, Part, Position, Share};
pub use standing::Standing;
pub use ticket::{Ticket, Tickets};
pub use tier::{Age, TierLadder};

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, ToSmolStr, format_smolstr};

use crate::book::{Book, ContractIx, CustomerIx, RepIx};
use crate::date::{Day, Period};
use crate::entry::{Column, Entry, EntryIx, Journal, Kind};
use crate::money::Money;
use crate::parallel::both;
use commitment::Promises;
use replay::{Grouped, Outcome, Ready, Wanted};

/// Entries from which on two threads gather them.
const MANY: usize = 10_000;

/// The day a report is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// Entries dated later do not exist.
    pub day: Day,
    /// Entries recorded later do not exist.
    pub recorded_by: Option<Day>,
}

impl AsOf {
    /// As of a day, with all that was recorded since.
    pub fn day(day: Day) -> Self {
        Self { day, recorded_by: None }
    }
}

/// What is owed as of a day, and why. Nothing is replayed before it is asked for.
#[derive(Debug)]
pub struct Account<'a> {
    /// The book.
    pub book: &'a Book,
    /// The journal.
    pub journal: &'a Journal,
    /// The day.
    pub as_of: AsOf,
    /// The customers whose entries exist; all where none are named.
    only: Option<Vec<CustomerIx>>,
    standings: Vec<Standing>,
    refunds: FxHashMap<EntryIx, Money>,
    ready: OnceLock<Ready>,
    outcome: OnceLock<Outcome>,
    allocations: OnceLock<Vec<Allocation>>,
    commitments: OnceLock<Vec<Commitment>>,
    invoices: OnceLock<Vec<Invoice>>,
    by_customer: OnceLock<Grouped<EntryIx>>,
}

impl<'a> Account<'a> {
    /// The ledger on a day.
    pub fn new(book: &'a Book, journal: &'a Journal, as_of: AsOf) -> Self {
        Self::with(book, journal, as_of, None)
    }

    /// The same ledger as of another day, with the same customers and what was recorded by the same day.
    #[must_use]
    pub fn at(&self, day: Day) -> Self {
        Self::with(self.book, self.journal, AsOf { day, ..self.as_of }, self.only.clone())
    }

    /// The same as of another day, by what had been recorded by a day.
    #[must_use]
    pub fn at_recorded(&self, day: Day, recorded_by: Day) -> Self {
        let recorded_by = self.as_of.recorded_by.map_or(recorded_by, |own| own.min(recorded_by));
        Self::with(self.book, self.journal, AsOf { day, recorded_by: Some(recorded_by) }, self.only.clone())
    }

    /// Only these customers, in order of their numbers: the others have no positions, and their entries do not exist.
    pub fn of_customers(book: &'a Book, journal: &'a Journal, as_of: AsOf, customers: &[CustomerIx]) -> Self {
        Self::with(book, journal, as_of, Some(customers.to_vec()))
    }

    fn with(book: &'a Book, journal: &'a Journal, as_of: AsOf, only: Option<Vec<CustomerIx>>) -> Self {
        let standings = standing::standings(journal, as_of, only.as_deref());
        let mut account = Self {
            book,
            journal,
            as_of,
            only,
            standings,
            refunds: FxHashMap::default(),
            ready: OnceLock::new(),
            outcome: OnceLock::new(),
            allocations: OnceLock::new(),
            commitments: OnceLock::new(),
            invoices: OnceLock::new(),
            by_customer: OnceLock::new(),
        };
        account.refunds = account.refunds_by_receipt();
        account
    }

    fn ready(&self) -> &Ready {
        self.ready.get_or_init(|| Ready::new(self))
    }

    /// Who promised what, while all else that a replay needs is gathered too.
    fn promises(&self) -> Promises {
        if self.journal.len() < MANY {
            return Promises::new(self);
        }
        both(|| Promises::new(self), || self.ready()).0
    }

    fn outcome(&self) -> &Outcome {
        self.outcome.get_or_init(|| self.replayed(Wanted::default()))
    }

    fn replayed(&self, wanted: Wanted) -> Outcome {
        let parts = replay::fold(self, wanted, || self.room(), Outcome::add);
        parts
            .into_iter()
            .reduce(|mut first, later| {
                first.append(later);
                first
            })
            .unwrap_or_default()
    }

    /// Room for the outcome of half of the customers: most milestones are one position; each half has room for those of the
    /// other behind its own.
    fn room(&self) -> Outcome {
        let milestones = || self.book.contracts.iter().map(|contract| self.book.milestones(contract).len()).sum();
        let room = if self.only.is_some() { 0 } else { milestones() };
        Outcome { positions: Vec::with_capacity(room), disputed: Vec::with_capacity(room), ..Outcome::default() }
    }

    /// Replays customer by customer without keeping the positions, for sums over large ledgers: has each customer's share
    /// added to what `make` makes. Two results at most, in the order of the customers.
    pub fn fold<T: Send>(&self, make: impl Fn() -> T + Sync, add: impl Fn(&mut T, &Share) + Sync) -> Vec<T> {
        replay::fold(self, Wanted::default(), make, |sum, replay| add(sum, &replay.share()))
    }

    /// Whether an entry counts on the day.
    pub fn counts(&self, entry: EntryIx) -> bool {
        self.standing(entry) == Standing::Counts
    }

    /// Whether and how an entry counts on the day.
    pub fn standing(&self, entry: EntryIx) -> Standing {
        self.standings.get(entry.0 as usize).copied().unwrap_or(Standing::Later)
    }

    /// Whether an entry is void on the day.
    pub fn is_void(&self, entry: EntryIx) -> bool {
        self.standing(entry) == Standing::Void
    }

    /// The entries of a kind that count on the day.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (EntryIx, Entry)> + '_ {
        self.journal.of_kind(kind).filter(|entry| self.standing(entry.index) == Standing::Counts).map(|entry| (entry.index, entry))
    }

    /// The entries of a kind that are dated in a period and count on the day.
    pub fn of_kind_in(&self, kind: Kind, period: Period) -> impl Iterator<Item = Entry> + '_ {
        let dated = move |index: &EntryIx| period.contains(self.journal.date(*index)) && self.counts(*index);
        self.journal.indices(kind).filter(dated).map(|index| self.journal.entry(index))
    }

    /// A customer's entries that count on the day, in no order.
    pub fn entries_of(&self, customer: CustomerIx) -> impl Iterator<Item = Entry> + '_ {
        let all = self.by_customer.get_or_init(|| {
            let counting = || self.journal.subjects().filter(|(index, ..)| self.counts(*index));
            Grouped::new(self.book.customers.len(), || counting().filter_map(|(index, _, customer)| Some((index, customer?))), EntryIx(0))
        });
        all.of(customer).iter().map(|index| self.journal.entry(*index))
    }

    /// All positions that exist, also those with nothing open: by customer, contract, milestone or bill, part.
    pub fn positions(&self) -> &[Position] {
        &self.outcome().positions
    }

    /// The numbers of a customer's positions.
    pub fn positions_of(&self, customer: CustomerIx) -> Range<usize> {
        self.outcome().by_customer.get(customer.0 as usize).cloned().unwrap_or(0..0)
    }

    /// What came of a customer.
    pub fn share_of(&self, customer: CustomerIx) -> Share<'_> {
        let own = self.positions_of(customer);
        let positions = self.positions().get(own.clone()).unwrap_or_default();
        let disputed = self.outcome().disputed.get(own).unwrap_or_default();
        Share { customer, positions, disputed, credits: self.credits_of(customer) }
    }

    /// The part of a position that is disputed.
    pub fn disputed(&self, position: usize) -> Money {
        self.outcome().disputed.get(position).copied().unwrap_or_default()
    }

    /// Money and deductions that wait for a position.
    pub fn credits(&self) -> &[Credit] {
        &self.outcome().credits
    }

    /// Those of a customer.
    pub fn credits_of(&self, customer: CustomerIx) -> &[Credit] {
        // They stand customer by customer, as these were replayed.
        let all = self.credits();
        let start = all.partition_point(|credit| credit.customer < customer);
        let own = all.get(start..).unwrap_or_default();
        own.get(..own.partition_point(|credit| credit.customer == customer)).unwrap_or_default()
    }

    /// Which entry went where, in the order it was applied, customer by customer.
    pub fn allocations(&self) -> &[Allocation] {
        self.allocations.get_or_init(|| {
            // Who asks what entries did asks what they fulfilled too.
            let promises = self.promises();
            let mut outcome = self.replayed(Wanted { allocations: true, promises: Some(&promises), ..Wanted::default() });
            let allocations = std::mem::take(&mut outcome.allocations);
            let _ = self.commitments.set(std::mem::take(&mut outcome.commitments));
            let _ = self.outcome.set(outcome);
            allocations
        })
    }

    /// The same, where no commitment is asked of the account; to be asked before positions, which it replays too.
    pub fn allocations_alone(&self) -> &[Allocation] {
        self.allocations.get_or_init(|| {
            let mut outcome = self.replayed(Wanted { allocations: true, ..Wanted::default() });
            let allocations = std::mem::take(&mut outcome.allocations);
            let _ = self.outcome.set(outcome);
            allocations
        })
    }

    /// What entries asked for beyond what was open.
    pub fn findings(&self) -> &[Finding] {
        &self.outcome().findings
    }

    /// Commitments, by customer, then (date, id). Where positions are wanted too, asking for commitments first saves a replay.
    pub fn commitments(&self) -> &[Commitment] {
        self.commitments.get_or_init(|| {
            let promises = self.promises();
            let mut outcome = self.replayed(Wanted { promises: Some(&promises), ..Wanted::default() });
            let commitments = std::mem::take(&mut outcome.commitments);
            let _ = self.outcome.set(outcome);
            commitments
        })
    }

    /// The same, where nothing else is asked of the account.
    pub fn commitments_alone(&self) -> &[Commitment] {
        self.commitments.get_or_init(|| {
            let promises = self.promises();
            let wanted = Wanted { promises: Some(&promises), promises_alone: true, ..Wanted::default() };
            let parts = replay::fold(self, wanted, Vec::new, |all, replay| all.append(&mut replay.commitments));
            parts.into_iter().flatten().collect()
        })
    }

    fn refunds_by_receipt(&self) -> FxHashMap<EntryIx, Money> {
        let mut refunds = FxHashMap::default();
        for (_, refund) in self.of_kind(Kind::Refund) {
            if let Some(receipt) = refund.refers {
                *refunds.entry(receipt).or_default() += refund.amount;
            }
        }
        refunds
    }

    /// What is left of a receipt after all its refunds that count; never less than nothing, also where `recorded_by` leaves
    /// out the void of one of them.
    pub fn net(&self, receipt: EntryIx) -> Money {
        self.net_of(&self.journal.entry(receipt))
    }

    fn net_of(&self, receipt: &Entry) -> Money {
        (receipt.amount - self.refunds.get(&receipt.index).copied().unwrap_or_default()).at_least_zero()
    }

    /// What a customer owes, waiting positions included, less what waits unapplied.
    pub fn balance(&self, customer: CustomerIx) -> Money {
        let open: Money = self.positions().get(self.positions_of(customer)).into_iter().flatten().map(Position::outstanding).sum();
        let waiting: Money = self.credits_of(customer).iter().map(|credit| credit.amount).sum();
        open - waiting
    }

    /// A position's name within its contract: `验收款`, `验收款/2`, a bill's own name or id.
    pub fn position_name(&self, position: &Position) -> SmolStr {
        self.part_name(position.contract, position.part)
    }

    /// The same of one that need not exist on the day.
    pub fn part_name(&self, contract: ContractIx, part: Part) -> SmolStr {
        let base = match part {
            Part::Milestone { index, .. } => {
                let milestone = self.book.milestones_of(contract).get(usize::from(index));
                milestone.map_or_else(SmolStr::default, |milestone| self.book.milestone_name(milestone).clone())
            }
            Part::Bill { entry, .. } => {
                let bill = self.journal.entry(entry);
                let name = self.journal.text(bill, Column::Milestone);
                if name.is_empty() { bill.id.to_smolstr() } else { name.into() }
            }
        };
        match part.number() {
            0 => base,
            number => format_smolstr!("{base}/{number}"),
        }
    }

    /// What parts are sorted by, whatever the order of rows: contract, milestone or bill, part.
    pub fn part_place(&self, contract: ContractIx, part: Part) -> impl Ord + use<> {
        let whole = match part {
            Part::Milestone { index, .. } => (None, index),
            Part::Bill { entry, .. } => (Some((self.journal.date(entry), self.journal.entry(entry).id)), 0),
        };
        (contract, whole, part.number())
    }

    /// Whether a position is the one milestone of a contract that was written without any.
    pub fn is_whole_contract(&self, position: &Position) -> bool {
        self.is_whole(position.contract, position.part)
    }

    /// The same of one that need not exist on the day.
    pub fn is_whole(&self, contract: ContractIx, part: Part) -> bool {
        part.number() == 0 && matches!(self.book.milestones_of(contract), [only] if self.book.milestone_name(only) == "1")
    }

    /// Who is in charge of a position on the day.
    pub fn rep_of(&self, position: &Position) -> Option<RepIx> {
        self.book.rep_of_contract(position.contract, self.as_of.day)
    }

    /// Who was in charge of what an entry is about, on the entry's date. A refund is its receipt's rep's.
    pub fn rep_of_entry(&self, entry: &Entry) -> Option<RepIx> {
        let subject = match (entry.kind, entry.refers) {
            (Kind::Refund, Some(receipt)) => self.journal.entry(receipt),
            _ => *entry,
        };
        match (subject.contract, subject.customer) {
            (Some(contract), _) => self.book.rep_of_contract(contract, subject.date),
            (None, Some(customer)) => self.book.rep_of_customer(customer, subject.date),
            (None, None) => None,
        }
    }
}
