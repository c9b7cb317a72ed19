//! Tiers of days overdue (逾期等级).

use super::Position;
use crate::book::{Book, Tier, Words};
use crate::date::Day;

/// What age is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// The effective due date: 逾期天数.
    Due,
    /// The billed-on date: 账龄 proper.
    Billed,
}

/// A ladder of tiers, and what it counts.
#[derive(Clone, Debug)]
pub struct TierLadder {
    /// Least overdue first; the last has no upper limit.
    pub tiers: Vec<Tier>,
    /// What it counts.
    pub age: Age,
}

impl TierLadder {
    /// The book's tiers by days overdue.
    pub fn of_book(book: &Book) -> Self {
        Self { tiers: book.tiers.clone(), age: Age::Due }
    }

    /// Tiers with the given last days, named `0-30`, `31-60`, …, `121+`; the days ascend.
    pub fn from_limits(limits: &[i32]) -> Self {
        let mut tiers = Vec::new();
        let mut from = 0;
        let tier =
            |name: String, up_to| Tier { label: Words { zh: name.clone(), en: name.clone() }, name, up_to, color: String::new(), action: Words::default() };
        for limit in limits {
            tiers.push(tier(format!("{from}-{limit}"), Some(*limit)));
            from = limit.saturating_add(1);
        }
        tiers.push(tier(format!("{from}+"), None));
        Self { tiers, age: Age::Due }
    }

    /// The tier of a number of days: the first whose limit is not below it; none for what is not due.
    pub fn of_days(&self, days: i32) -> Option<usize> {
        if days < 0 {
            return None;
        }
        self.tiers.iter().position(|tier| tier.up_to.is_none_or(|up_to| days <= up_to))
    }

    /// Days of age of a position on a day: negative where it is not due, none where it waits.
    pub fn days(&self, position: &Position, day: Day) -> Option<i32> {
        match self.age {
            Age::Due => position.days(day),
            Age::Billed => position.due.and(position.billed).map(|billed| day.since(billed).max(0)),
        }
    }

    /// The tier of a position on a day; `Ok(None)` where it is not due, `Err` where it waits.
    pub fn of(&self, position: &Position, day: Day) -> Option<Option<usize>> {
        self.days(position, day).map(|days| self.of_days(days))
    }

    /// First day of a tier.
    pub fn from_days(&self, tier: usize) -> i32 {
        tier.checked_sub(1).and_then(|before| self.tiers.get(before)?.up_to).map_or(0, |up_to| up_to.saturating_add(1))
    }
}
