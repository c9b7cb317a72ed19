//! Paying habits (付款习惯): how late a customer settles what it owes, from what it settled before.

use std::collections::BTreeMap;

use super::{Account, Applied};
use crate::book::CustomerIx;
use crate::date::Day;
use crate::money::Ratio;

/// Settled positions of a customer that its habit is taken from.
const LAST: usize = 8;

/// A position that was settled in full, by money and deductions alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Settlement {
    /// The day of the last payment or deduction.
    pub day: Day,
    /// Number of the position in [`Account::positions`].
    pub position: usize,
    /// Whose it was.
    pub customer: CustomerIx,
    /// Days after its effective due day; negative before it.
    pub late: i32,
}

/// When money may be expected, in days after its due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habit {
    /// Days late; negative early.
    pub late: i32,
    /// Days it may be earlier or later.
    pub spread: i32,
}

impl Account<'_> {
    /// What was settled by the day, in the order it was settled in.
    pub fn settlements(&self) -> Vec<Settlement> {
        let mut last: Vec<Option<(Day, Option<Day>)>> = vec![None; self.positions().len()];
        // Whoever asks for allocations has positions too.
        for own in self.allocations().iter().filter(|own| matches!(own.applied, Applied::Paid | Applied::Deducted)) {
            if let Some(day) = last.get_mut(own.position as usize) {
                *day = (*day).max(Some((own.day, own.due)));
            }
        }
        let settled = self.positions().iter().zip(last).enumerate().filter_map(|(number, (position, day))| {
            let ((day, due), now) = (day?, position.due?);
            let whole = position.outstanding().is_zero() && position.written.is_zero() && position.amount.is_positive();
            whole.then_some(Settlement { day, position: number, customer: position.customer, late: day.since(due.unwrap_or(now)) })
        });
        let mut settled: Vec<Settlement> = settled.collect();
        settled.sort_unstable();
        settled
    }

    /// The habits of all customers, from what was settled by the day.
    pub fn habits(&self) -> Habits {
        Habits::new(self.book.customers.len(), &self.settlements())
    }

    /// The same from what was settled before the day: what is billed and paid on it must not foretell itself.
    pub fn habits_before(&self) -> Habits {
        let mut settled = self.settlements();
        settled.retain(|own| own.day < self.as_of.day);
        Habits::new(self.book.customers.len(), &settled)
    }
}

/// What a habit is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HabitBasis {
    /// Settlements of the customer that count, at most 8.
    pub count: usize,
    /// Their median, in days late.
    pub own: Option<Ratio>,
    /// The median of all customers'.
    pub all: Option<Ratio>,
}

/// The habits of customers: of each its own, drawn to that of all where little is known of it.
#[derive(Clone, Debug)]
pub struct Habits {
    /// The latest settlements of each customer.
    own: Vec<Vec<i32>>,
    /// The middle lateness of all and the middle distance from it, doubled.
    all: Option<(i64, i64)>,
}

impl Habits {
    /// From settlements in the order of their days.
    fn new(customers: usize, settlements: &[Settlement]) -> Self {
        let mut own: Vec<Vec<i32>> = vec![Vec::new(); customers];
        for settlement in settlements.iter().rev() {
            if let Some(list) = own.get_mut(settlement.customer.0 as usize).filter(|list| list.len() < LAST) {
                list.push(settlement.late);
            }
        }
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for settlement in settlements {
            let count = counts.entry(settlement.late.into()).or_default();
            *count = count.saturating_add(1);
        }
        let all = median(&counts).map(|middle| (middle, distance(&counts, middle)));
        Self { own, all }
    }

    /// What a customer's habit is taken from.
    pub fn basis(&self, customer: CustomerIx) -> HabitBasis {
        let own = self.own.get(customer.0 as usize).map_or(&[][..], Vec::as_slice);
        let halves = |doubled: i64| Ratio::of_counts(doubled, 2);
        HabitBasis { count: own.len(), own: median(&counted(own)).and_then(halves), all: self.all.and_then(|(middle, _)| halves(middle)) }
    }

    /// What to expect of a customer: (n × its median + ½ × that of all) ÷ (n + ½), n its settlements that count, at most 8;
    /// half days rounded up. Without any settlement at all: on time. The spread is twice the median distance from the
    /// median, drawn to that of all in the same way, at least 2 days.
    pub fn of(&self, customer: CustomerIx) -> Habit {
        let own = self.own.get(customer.0 as usize).map_or(&[][..], Vec::as_slice);
        let counts = counted(own);
        let (middle, away) = median(&counts).map_or((0, 0), |middle| (middle, distance(&counts, middle)));
        let (all_middle, all_away) = self.all.unwrap_or_default();
        let n = own.len() as i64;
        // Medians are doubled, and so is k: (2n × 2m + 2M) ÷ (2 × (2n + 1)).
        let drawn = |own: i64, all: i64| {
            let (part, whole) = (n.saturating_mul(2).saturating_mul(own).saturating_add(all), n.saturating_mul(4).saturating_add(2));
            part.saturating_mul(2).saturating_add(whole).div_euclid(whole.saturating_mul(2)) as i32
        };
        Habit { late: drawn(middle, all_middle), spread: drawn(away.saturating_mul(2), all_away.saturating_mul(2)).max(2) }
    }
}

/// Numbers with how often each is there.
fn counted(numbers: &[i32]) -> BTreeMap<i64, usize> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for number in numbers {
        let count = counts.entry((*number).into()).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// Twice the median of numbers with their counts; none of no number.
fn median(counts: &BTreeMap<i64, usize>) -> Option<i64> {
    let total: usize = counts.values().sum();
    let nth = |wanted: usize| {
        let mut seen = 0_usize;
        counts.iter().find_map(|(value, count)| {
            seen = seen.saturating_add(*count);
            (seen > wanted).then_some(*value)
        })
    };
    let (low, high) = (nth(total.checked_sub(1)? / 2)?, nth(total / 2)?);
    low.checked_add(high)
}

/// Twice the median distance of numbers from a middle that is doubled.
fn distance(counts: &BTreeMap<i64, usize>, middle: i64) -> i64 {
    let mut away: BTreeMap<i64, usize> = BTreeMap::new();
    for (value, count) in counts {
        let own = away.entry(value.saturating_mul(2).saturating_sub(middle).saturating_abs()).or_default();
        *own = own.saturating_add(*count);
    }
    median(&away).unwrap_or(0) / 2
}

/// What is still expected of an open position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The day.
    pub day: Day,
    /// The earliest and the latest it may be, both after the day of the report.
    pub range: (Day, Day),
}

/// Days a debt may be later than its habit, at least, before nothing is expected without effort.
const PATIENCE: i32 = 30;

impl Habit {
    /// The same where the position is disputed: twice as uncertain.
    #[must_use]
    pub fn disputed(self) -> Self {
        Self { spread: self.spread.saturating_mul(2), ..self }
    }

    /// When an open position that is due on a day may be paid, seen from another day. What is later than its habit is
    /// expected one spread from now, a week at least; what is later by more than twice the spread, 30 days at least, is
    /// expected no more.
    pub fn expect(self, due: Day, today: Day) -> Option<Expectation> {
        let (usual, tomorrow) = (due.plus_days(self.late), today.plus_days(1));
        if today.since(usual) > self.spread.saturating_mul(2).max(PATIENCE) {
            return None;
        }
        let day = if usual >= today { usual.max(tomorrow) } else { today.plus_days(self.spread.max(7)) };
        let range = (day.plus_days(self.spread.saturating_neg()).max(tomorrow), day.plus_days(self.spread));
        Some(Expectation { day, range })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habits(late: &[(u32, i32)]) -> Habits {
        let day = |number: usize| Day::EPOCH.plus_days(number as i32);
        let settled = late.iter().enumerate();
        let settled: Vec<Settlement> =
            settled.map(|(number, (customer, late))| Settlement { day: day(number), position: number, customer: CustomerIx(*customer), late: *late }).collect();
        Habits::new(3, &settled)
    }

    #[test]
    fn few_settlements_are_drawn_to_all() {
        assert_eq!(habits(&[]).of(CustomerIx(0)), Habit { late: 0, spread: 2 });
        // All: −1, 2, 10, 20 → 6. Customer 0: one of 20; customer 1: −1, 2, 10 → 2; customer 2: none.
        let known = habits(&[(0, 20), (1, -1), (1, 2), (1, 10)]);
        // (20 + 3) ÷ 1.5 = 15.33; (3 × 2 + 3) ÷ 3.5 = 2.57; 6.
        assert_eq!([0, 1, 2].map(|customer| known.of(CustomerIx(customer)).late), [15, 3, 6]);
        // Distances from 6: 4, 4, 7, 14 → 5.5. Own: 0; 0, 3, 8 → 3; none. Twice, drawn: (0 + 5.5) ÷ 1.5; (18 + 5.5) ÷ 3.5; 11.
        assert_eq!([0, 1, 2].map(|customer| known.of(CustomerIx(customer)).spread), [4, 7, 11]);
    }

    #[test]
    fn only_the_last_eight_count() {
        let mut late: Vec<(u32, i32)> = vec![(0, 500); 20];
        late.extend([(0, 7); 8]);
        late.extend([(1, 7); 100]);
        assert_eq!(habits(&late).of(CustomerIx(0)).late, 7);
    }

    #[test]
    fn what_is_late_already_is_expected_later_or_not_at_all() {
        let day = |days| Day::EPOCH.plus_days(days);
        let habit = Habit { late: 5, spread: 10 };
        let expect = |due: i32| habit.expect(day(due), day(100)).map(|own| (own.day.since(day(0)), own.range.0.since(day(0)), own.range.1.since(day(0))));
        assert_eq!(expect(110), Some((115, 105, 125)));
        assert_eq!(expect(96), Some((101, 101, 111)));
        assert_eq!(expect(95), Some((101, 101, 111)));
        assert_eq!(expect(94), Some((110, 101, 120)));
        assert_eq!(expect(65), Some((110, 101, 120)));
        assert_eq!(expect(64), None);
        assert_eq!(habit.disputed().expect(day(60), day(100)).map(|own| own.day), Some(day(120)));
    }
}
