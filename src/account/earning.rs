//! What each part of a receipt earns by the rule of `[commission]` (提成), and what is clawed back (倒扣).

use rust_decimal::Decimal;

use super::clock::{Clock, months_begun};
use super::{Account, Allocation, Applied, Causes, Part, Position};
use crate::book::{Commission, ContractIx, CustomerIx, RepIx};
use crate::date::Day;
use crate::entry::EntryIx;
use crate::money::Money;

/// Why a line has its factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// It came before the clock started.
    Early,
    /// Within the first step of the ladder.
    InTime,
    /// Within a later step.
    Late,
    /// After the last step.
    TooLate,
    /// For a debt older than the years of `old_debt`.
    OldDebt,
    /// After it was clawed back.
    AfterClawback,
    /// What was unpaid when it passed the age of the claw-back.
    Clawback,
}

/// A part of a receipt with what it earns; or, without a receipt, what is clawed back.
#[derive(Clone, Copy, Debug)]
pub struct Earning {
    /// Who paid, or did not.
    pub customer: CustomerIx,
    /// The contract.
    pub contract: ContractIx,
    /// The position the money was applied to; all parts of it where it is clawed back.
    pub part: Part,
    /// The receipt.
    pub receipt: Option<EntryIx>,
    /// Who was in charge: of the receipt on its date, or of what is clawed back.
    pub rep: Option<RepIx>,
    /// The receipt's date, or the day after the age was reached.
    pub date: Day,
    /// The position's effective due date.
    pub due: Option<Day>,
    /// The day the clock started.
    pub clock: Option<Day>,
    /// Months begun from then to the date.
    pub months: u32,
    /// What was applied; less than nothing where it is clawed back.
    pub amount: Money,
    /// Factor of the rate.
    pub factor: Decimal,
    /// Why it has that factor.
    pub ground: Ground,
}

impl Earning {
    /// amount × rate × factor, rounded half-up to the cent.
    pub fn commission(&self, rate: Decimal) -> Money {
        rate.checked_mul(self.factor).and_then(|rate| self.amount.times(rate)).unwrap_or_default()
    }

    /// The receipt and position it stands for.
    fn place(&self) -> impl Ord + use<> {
        // Parting a position numbers what was its whole as its first part.
        let part = if self.part.number() == 0 { self.part.numbered(1) } else { self.part };
        (self.customer, self.receipt, self.contract, part)
    }

    /// What two lines that can be added up have in common.
    fn key(&self) -> impl Ord + use<> {
        (self.place(), self.ground, self.date, self.clock, self.rep, self.factor)
    }
}

/// All that a customer's money earned up to a day.
#[derive(Debug, Default)]
struct Earned {
    lines: Vec<Earning>,
    /// What would be clawed back if its last known cause were not our own fault.
    own_fault: Vec<Earning>,
}

/// How a line differs from what it was on an earlier day.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// The line, with the difference as its amount.
    pub line: Earning,
    /// Its amount on the earlier day.
    pub before: Money,
    /// Whether the receipt and position had a line on the earlier day.
    pub was_there: bool,
}

impl Change {
    /// What it earns now less what it earned before, each rounded.
    pub fn commission(&self, rate: Decimal) -> Money {
        self.now().commission(rate) - self.then().commission(rate)
    }

    /// The whole line as it is now.
    pub fn now(&self) -> Earning {
        Earning { amount: self.line.amount + self.before, ..self.line }
    }

    /// The whole line as it was.
    pub fn then(&self) -> Earning {
        Earning { amount: self.before, ..self.line }
    }
}

/// What was earned from one day to another.
#[derive(Debug, Default)]
pub struct Earnings {
    /// The lines that differ, customer by customer.
    pub changes: Vec<Change>,
    /// What would have been clawed back in that time if its last known cause were not our own fault.
    pub own_fault: Vec<Earning>,
}

impl Earnings {
    /// What was earned up to one account's day and not up to that of an earlier one, which may also know less. Late entries,
    /// refunds and voids show as differences of lines of earlier days, and nothing is counted twice.
    pub fn between(earlier: &Account, later: &Account) -> Self {
        let (earlier_rule, later_rule) = (Earner::new(earlier), Earner::new(later));
        let (mut earlier_rest, mut later_rest) = (earlier.allocations(), later.allocations());
        let mut earnings = Self::default();
        for number in 0..later.book.customers.len() {
            let customer = CustomerIx(number as u32);
            let before = earlier_rule.earned(customer, &mut earlier_rest);
            let now = later_rule.earned(customer, &mut later_rest);
            add_differences(before.lines, now.lines, &mut earnings.changes);
            earnings.own_fault.extend(now.own_fault.into_iter().filter(|own| own.date > earlier.as_of.day));
        }
        earnings
    }
}

/// Adds the lines of a customer that differ.
fn add_differences(before: Vec<Earning>, now: Vec<Earning>, changes: &mut Vec<Change>) {
    let mut all: Vec<(Earning, bool)> = now.into_iter().map(|own| (own, true)).chain(before.into_iter().map(|own| (own, false))).collect();
    all.sort_by_key(|(own, _)| own.key());
    for place in all.chunk_by(|(one, _), (next, _)| one.place() == next.place()) {
        let was_there = place.iter().any(|(_, is_now)| !is_now);
        for same in place.chunk_by(|(one, _), (next, _)| one.key() == next.key()) {
            let sum = |wanted: bool| same.iter().filter(|(_, is_now)| *is_now == wanted).map(|(own, _)| own.amount).sum::<Money>();
            let (now, before) = (sum(true), sum(false));
            // With the words it has now, where it still is.
            if let Some((own, _)) = same.first().filter(|_| now != before) {
                changes.push(Change { line: Earning { amount: now - before, ..*own }, before, was_there });
            }
        }
    }
}

/// What is clawed back of a position, and from when on.
struct Clawback {
    /// The last day on which money still counts.
    last_day: Day,
    unpaid: Money,
    own_fault: bool,
}

/// What the rule needs to know of a ledger as of a day.
struct Earner<'r, 'a> {
    account: &'r Account<'a>,
    rule: &'r Commission,
    clock: Clock<'r, 'a>,
    causes: Causes,
}

impl<'r, 'a> Earner<'r, 'a> {
    fn new(account: &'r Account<'a>) -> Self {
        // Asked for first, they spare a replay.
        account.allocations();
        Self { account, rule: &account.book.commission, clock: Clock::new(account), causes: account.causes() }
    }

    /// What a customer's money earned, which stands first in what is left of the allocations.
    fn earned(&self, customer: CustomerIx, rest: &mut &[Allocation]) -> Earned {
        let numbers = self.account.positions_of(customer);
        let count = rest.partition_point(|own| (own.position as usize) < numbers.end);
        let (own, others) = rest.split_at_checked(count).unwrap_or_default();
        *rest = others;
        let base = numbers.start;
        let positions = self.account.positions().get(numbers).unwrap_or_default();
        let clocks: Vec<Option<Day>> = positions.iter().map(|position| self.clock.of(position)).collect();
        let at = |own: &Allocation| (own.position as usize).saturating_sub(base);
        let mut clawbacks: Vec<Option<Clawback>> = positions.iter().zip(&clocks).map(|(position, clock)| self.clawback(position, *clock)).collect();
        for own in own.iter().filter(|own| own.applied != Applied::Written) {
            if let Some(Some(clawback)) = clawbacks.get_mut(at(own))
                && own.day <= clawback.last_day
            {
                clawback.unpaid -= own.amount;
            }
        }
        let mut earned = Earned::default();
        for own in own.iter().filter(|own| matches!(own.applied, Applied::Paid | Applied::Recovered)) {
            let (Some(position), Some(clock)) = (positions.get(at(own)), clocks.get(at(own))) else { continue };
            let clawback = clawbacks.get(at(own)).and_then(Option::as_ref);
            let is_clawed_back = clawback.is_some_and(|clawback| !clawback.own_fault && clawback.unpaid.is_positive() && own.day > clawback.last_day);
            earned.lines.push(self.earning(own, position, *clock, is_clawed_back));
        }
        for ((position, clock), clawback) in positions.iter().zip(clocks).zip(clawbacks) {
            if let Some(clawback) = clawback.filter(|clawback| clawback.unpaid.is_positive()) {
                let list = if clawback.own_fault { &mut earned.own_fault } else { &mut earned.lines };
                list.push(self.clawed_back(position, clock, &clawback));
            }
        }
        earned
    }

    /// The claw-back of a position that has passed its age, which is not counted before there is a receivable. All of it is
    /// unpaid yet; what was written off is as unpaid as the rest.
    fn clawback(&self, position: &Position, clock: Option<Day>) -> Option<Clawback> {
        let months = i32::try_from(self.rule.clawback_months).unwrap_or(i32::MAX);
        let last_day = clock?.plus_months(months).max(position.dated?);
        let day = last_day.plus_days(1);
        (day <= self.account.as_of.day).then(|| {
            let cause = self.causes.on(day, position.customer, position.contract);
            Clawback { last_day, unpaid: position.amount, own_fault: cause.is_some_and(|cause| self.account.is_own_fault(cause)) }
        })
    }

    fn earning(&self, own: &Allocation, position: &Position, clock: Option<Day>, is_clawed_back: bool) -> Earning {
        let receipt = self.account.journal.entry(own.entry);
        let months = clock.map_or(0, |clock| months_begun(clock, receipt.date));
        let (ground, factor) = ground(self.rule, clock, receipt.date, months, is_clawed_back);
        Earning {
            customer: position.customer,
            contract: position.contract,
            part: position.part,
            receipt: Some(own.entry),
            rep: self.account.rep_of_entry(&receipt),
            date: receipt.date,
            due: position.due,
            clock,
            months,
            amount: own.amount,
            factor,
            ground,
        }
    }

    /// A line of the whole milestone or bill: parting it later makes no other claw-back of it.
    fn clawed_back(&self, position: &Position, clock: Option<Day>, clawback: &Clawback) -> Earning {
        let date = clawback.last_day.plus_days(1);
        Earning {
            customer: position.customer,
            contract: position.contract,
            part: position.part.of_whole(),
            receipt: None,
            rep: self.account.book.rep_of_contract(position.contract, date),
            date,
            due: position.due,
            clock,
            months: clock.map_or(0, |clock| months_begun(clock, date)),
            amount: -clawback.unpaid,
            factor: self.rule.clawback_factor,
            ground: Ground::Clawback,
        }
    }
}

/// The ground and factor of money that came on a day, so many months after the clock started.
fn ground(rule: &Commission, clock: Option<Day>, day: Day, months: u32, clawed_back: bool) -> (Ground, Decimal) {
    let Some(clock) = clock.filter(|clock| *clock <= day) else {
        let bonus = rule.prepay_bonus.unwrap_or_default();
        return (Ground::Early, Decimal::ONE.checked_add(bonus).unwrap_or(Decimal::ONE));
    };
    let is_older = |years: u8| day > clock.plus_months(i32::from(years).saturating_mul(12));
    if let Some(old) = rule.old_debt.filter(|old| is_older(old.years)) {
        return (Ground::OldDebt, old.factor);
    }
    if clawed_back {
        return (Ground::AfterClawback, Decimal::ZERO);
    }
    match rule.ladder.iter().position(|(last, _)| months <= *last).and_then(|step| Some((step, rule.ladder.get(step)?.1))) {
        Some((0, factor)) => (Ground::InTime, factor),
        Some((_, factor)) => (Ground::Late, factor),
        None => (Ground::TooLate, Decimal::ZERO),
    }
}
