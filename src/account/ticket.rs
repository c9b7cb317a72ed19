//! Tickets (考核单): a position entered a tier of days overdue while something of it was open and undisputed.

use super::past::Past;
use super::{Account, Allocation, Causes, Part, TierLadder};
use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::date::Day;
use crate::entry::EntryIx;
use crate::money::Money;

/// A position that entered a tier.
#[derive(Clone, Copy, Debug)]
pub struct Ticket {
    /// Who owes.
    pub customer: CustomerIx,
    /// The contract.
    pub contract: ContractIx,
    /// The position.
    pub part: Part,
    /// The number of the tier in the book's.
    pub tier: usize,
    /// The day it entered it.
    pub date: Day,
    /// The due date on that day.
    pub due: Day,
    /// Days overdue on that day.
    pub days: i32,
    /// What was open at its end.
    pub outstanding: Money,
    /// Of which disputed.
    pub disputed: Money,
    /// Who was in charge.
    pub rep: Option<RepIx>,
    /// The last cause that was known.
    pub cause: Option<EntryIx>,
}

impl Ticket {
    /// What makes it the same ticket.
    fn key(&self) -> impl Ord + use<> {
        // Parting a position numbers what was its whole as its first part.
        let part = if self.part.number() == 0 { self.part.numbered(1) } else { self.part };
        (self.contract, part, self.tier, self.date)
    }
}

/// The tickets of some days.
#[derive(Debug, Default)]
pub struct Tickets {
    /// Tickets that were not there before.
    pub given: Vec<Ticket>,
    /// Tickets that were there and are no more.
    pub withdrawn: Vec<Ticket>,
    /// What would be a ticket of those days if its last known cause were not our own fault.
    pub own_fault: Vec<Ticket>,
}

impl Tickets {
    /// The tickets up to one account's day that were not there on that of an earlier one, which may also know less; `first`:
    /// whether there are tickets of the first tier too. A ticket stands, whatever is paid later; one that a void or another
    /// change leaves without ground is withdrawn.
    pub fn between(earlier: &Account, later: &Account, first: bool) -> Self {
        let (earlier_past, later_past) = (Past::new(earlier), Past::new(later));
        let (earlier_causes, later_causes) = (earlier.causes(), later.causes());
        let (mut earlier_rest, mut later_rest) = (earlier.allocations(), later.allocations());
        let mut tickets = Self::default();
        for number in 0..later.book.customers.len() {
            let customer = CustomerIx(number as u32);
            let (before, _) = of_customer(earlier, &earlier_past, &earlier_causes, customer, &mut earlier_rest, first);
            let (now, own_fault) = of_customer(later, &later_past, &later_causes, customer, &mut later_rest, first);
            tickets.given.extend(missing_in(&before, &now));
            tickets.withdrawn.extend(missing_in(&now, &before));
            tickets.own_fault.extend(own_fault.into_iter().filter(|own| own.date > earlier.as_of.day));
        }
        tickets
    }
}

/// Tickets of the second list that the first has not; both are sorted.
fn missing_in(known: &[Ticket], all: &[Ticket]) -> Vec<Ticket> {
    all.iter().filter(|own| known.binary_search_by_key(&own.key(), Ticket::key).is_err()).copied().collect()
}

/// All tickets of a customer, sorted, and those of our own fault.
fn of_customer(account: &Account, past: &Past, causes: &Causes, customer: CustomerIx, rest: &mut &[Allocation], first: bool) -> (Vec<Ticket>, Vec<Ticket>) {
    let ladder = TierLadder::of_book(account.book);
    let mut history = past.of(customer, rest);
    let mut found = Vec::new();
    for (number, steps) in history.steps.iter().enumerate() {
        for (at, step) in steps.iter().enumerate() {
            let until = steps.get(at.saturating_add(1)).map_or(account.as_of.day, |next| next.from.plus_days(-1));
            let Some(due) = step.due else { continue };
            for tier in (0..ladder.tiers.len()).skip(usize::from(!first)) {
                // On the due day itself nothing is late.
                let days = ladder.from_days(tier).max(1);
                let date = due.plus_days(days);
                if ladder.of_days(days) == Some(tier) && step.from <= date && date <= until {
                    found.push((date, number, tier, due, days));
                }
            }
        }
    }
    // Day by day, so that each day's disputes are laid once.
    found.sort_unstable();
    let (mut tickets, mut own_fault) = (Vec::new(), Vec::new());
    for (date, number, tier, due, days) in found {
        let Some(own) = history.on(number, date) else { continue };
        let outstanding = own.outstanding();
        let disputed = if outstanding.is_positive() { history.disputed(number, date) } else { Money::ZERO };
        if !(outstanding - disputed).is_positive() {
            continue;
        }
        let cause = causes.on(date, customer, own.contract);
        let list = if cause.is_some_and(|cause| account.is_own_fault(cause)) { &mut own_fault } else { &mut tickets };
        let rep = account.book.rep_of_contract(own.contract, date);
        list.push(Ticket { customer, contract: own.contract, part: own.part, tier, date, due, days, outstanding, disputed, rep, cause });
    }
    tickets.sort_by_key(Ticket::key);
    (tickets, own_fault)
}
