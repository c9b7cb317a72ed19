//! What may be expected of each open position in a period, and what to ask for beyond it.

use super::habit::Habit;
use super::span::Span;
use crate::account::{Account, Commitment, State};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;

/// An open position that is due by the period's end.
pub(super) struct Owed {
    /// Its number.
    pub(super) number: usize,
    pub(super) due: Day,
    pub(super) open: Money,
    /// What comes in the period by the customer's habit.
    pub(super) by_habit: Money,
    /// What the promises of the period cover of it.
    pub(super) promised: Money,
    /// What to agree on, and what to ask for first.
    pub(super) target: Money,
    pub(super) ask: Money,
    contract: ContractIx,
}

impl Owed {
    /// Without effort: the larger of what is promised and what comes by habit.
    pub(super) fn expected(&self) -> Money {
        self.promised.max(self.by_habit)
    }
}

/// A customer's, the earliest due first.
pub(super) fn owed(account: &Account, customer: CustomerIx, span: &Span, habit: &Habit, promises: &[&Commitment]) -> Vec<Owed> {
    let numbers = account.positions_of(customer);
    let positions = numbers.clone().zip(account.positions().get(numbers).unwrap_or_default());
    let mut list: Vec<Owed> = positions
        .filter_map(|(number, position)| {
            let (due, open) = (position.due.filter(|due| *due <= span.last)?, position.outstanding());
            let comes = expected_on(due, habit, account.as_of.day).is_some_and(|day| span.contains(day));
            let by_habit = if comes { (open - account.disputed(number)).at_least_zero() } else { Money::ZERO };
            let nothing = Money::ZERO;
            let own = Owed { number, due, open, by_habit, promised: nothing, target: nothing, ask: nothing, contract: position.contract };
            open.is_positive().then_some(own)
        })
        .collect();
    list.sort_by_key(|own| (own.due, own.number));
    promise(&mut list, promises);
    let sum = |of: fn(&Owed) -> Money| list.iter().map(of).sum::<Money>();
    let (expected, all) = (sum(Owed::expected), sum(|own| own.open));
    let bargain = Bargain::of(expected, all);
    beyond(&mut list, bargain.target - expected, |own| &mut own.target);
    beyond(&mut list, bargain.ask - expected, |own| &mut own.ask);
    list
}

/// The day a position that is open today comes by habit: its due day and the habit; where that has passed, the last day
/// within the spread; none where that has passed too.
fn expected_on(due: Day, habit: &Habit, today: Day) -> Option<Day> {
    let usual = due.plus_days(habit.days());
    [usual, usual.plus_days(habit.spread())].into_iter().find(|day| *day >= today)
}

/// Whether a promise is for the period and can still be kept in time.
pub(super) fn is_promised(commitment: &Commitment, span: &Span, today: Day) -> bool {
    span.contains(commitment.due) && commitment.state != State::Replaced && commitment.last >= today
}

/// Lays what is promised on the positions of the promise's contract, earliest due first; what is more, and what names no
/// contract, on all of the customer's.
fn promise(list: &mut [Owed], promises: &[&Commitment]) {
    let mut rest = Money::ZERO;
    for own in promises {
        let fits = |position: &Owed| own.contract.is_some_and(|contract| contract == position.contract);
        rest += lay(list, own.unfulfilled(), fits);
    }
    lay(list, rest, |_| true);
}

/// What is left of an amount.
fn lay(list: &mut [Owed], mut amount: Money, fits: impl Fn(&Owed) -> bool) -> Money {
    for own in list.iter_mut().filter(|own| fits(own)) {
        let part = amount.min(own.open - own.promised);
        own.promised += part;
        amount -= part;
    }
    amount
}

/// Gives each position what is expected of it, and lays what is wanted beyond that on what is oldest.
fn beyond(list: &mut [Owed], mut more: Money, put: impl Fn(&mut Owed) -> &mut Money) {
    for own in list {
        let expected = own.expected();
        let part = more.min(own.open - expected);
        *put(own) = expected + part;
        more -= part;
    }
}

/// The bargaining of 《回款计划管理》: 10 are expected, 20 are asked for, 15 are agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bargain {
    pub(super) ask: Money,
    pub(super) target: Money,
}

impl Bargain {
    /// Twice what is expected, but no more than is owed; the middle between the two. In whole units of the currency, but
    /// never below what is expected nor above what is owed.
    pub(super) fn of(expected: Money, owed: Money) -> Self {
        let ask = whole(expected + expected, 1).min(owed).max(expected);
        let target = whole(expected + ask, 2).min(ask).max(expected);
        Self { ask, target }
    }
}

/// A part of a sum in whole units, rounded half-up.
fn whole(sum: Money, parts: i64) -> Money {
    let unit = 100 * parts;
    Money::from_cents((sum.cents() + unit / 2) / unit * 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Lateness;
    use crate::reports::plan::habit::Basis;

    fn yuan(amount: i64) -> Money {
        Money::from_cents(amount * 100)
    }

    #[test]
    fn ten_expected_twenty_asked_fifteen_agreed() {
        let of = |expected, owed| Bargain::of(expected, owed);
        assert_eq!(of(yuan(100_000), yuan(500_000)), Bargain { ask: yuan(200_000), target: yuan(150_000) });
        assert_eq!(of(yuan(100_000), yuan(160_000)), Bargain { ask: yuan(160_000), target: yuan(130_000) });
        assert_eq!(of(yuan(100_000), yuan(100_000)), Bargain { ask: yuan(100_000), target: yuan(100_000) });
        assert_eq!(of(Money::ZERO, yuan(100_000)), Bargain { ask: Money::ZERO, target: Money::ZERO });
        // In whole yuan: 2 × 333.33 = 666.66, (333.33 + 667) ÷ 2 = 500.165.
        assert_eq!(of(Money::from_cents(33_333), yuan(1_000)), Bargain { ask: yuan(667), target: yuan(500) });
        // Never below what is expected, never above what is owed.
        assert_eq!(of(Money::from_cents(33_333), Money::from_cents(33_334)), Bargain { ask: Money::from_cents(33_334), target: Money::from_cents(33_333) });
        assert_eq!(of(Money::from_cents(20), Money::from_cents(90)), Bargain { ask: Money::from_cents(20), target: Money::from_cents(20) });
    }

    #[test]
    fn money_comes_by_habit_or_within_its_spread() {
        let day = |text: &str| Day::parse(text.as_bytes()).unwrap_or(Day::EPOCH);
        let mut lateness = Lateness::default();
        lateness.add(yuan(60), 30);
        lateness.add(yuan(40), 60);
        let habit = Habit { lateness, basis: Basis::Own };
        assert_eq!((habit.days(), habit.spread()), (42, 14));
        let on = |due: &str| expected_on(day(due), &habit, day("2026-11-30")).map(|day| day.to_string());
        assert_eq!(on("2026-11-01"), Some("2026-12-13".into()));
        assert_eq!(on("2026-10-19"), Some("2026-11-30".into()));
        assert_eq!(on("2026-10-18"), Some("2026-12-13".into()));
        assert_eq!(on("2026-10-05"), Some("2026-11-30".into()));
        assert_eq!(on("2026-10-04"), None);
    }
}
