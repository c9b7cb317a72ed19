//! `--rolling`: the shortfall of the year's ended months, spread over the months left.

use std::collections::BTreeMap;

use super::figures::{Figures, collect};
use crate::account::Followup;
use crate::book::Scope;
use crate::date::Period;
use crate::money::Money;
use crate::reports::Request;
use crate::reports::scope::{Key, Level};
use crate::reports::targets::Targets;

/// What came in the ended months of the year of the as-of day, for spreading the shortfall.
pub(super) struct Rolling {
    ended: Vec<(Period, BTreeMap<Key, Figures>)>,
    left: Vec<Period>,
}

impl Rolling {
    pub(super) fn new(request: &Request, by: Level, followups: &[Followup]) -> Self {
        let day = request.day();
        let (ended, left): (Vec<Period>, Vec<Period>) = Period::Year(day.year()).months().into_iter().partition(|month| month.last() < day);
        let figures = |month| (month, collect(request.account, &request.filter, by, month, followups));
        Self { ended: ended.into_iter().map(figures).collect(), left }
    }

    /// The part of the shortfall that falls on a month: max(ΣT − ΣR of the ended months, 0), evenly over the months left;
    /// the last takes the cents.
    pub(super) fn share(&self, targets: &Targets, scope: &Scope, period: Period) -> Money {
        let Some(place) = self.left.iter().position(|month| *month == period) else { return Money::ZERO };
        let mut short = Money::ZERO;
        for (month, figures) in &self.ended {
            let received = figures.get(&Key::of(scope)).map_or(Money::ZERO, |own| own.received);
            short += targets.of(scope, *month).map_or(Money::ZERO, |given| given.amount) - received;
        }
        short.at_least_zero().even_part(place, self.left.len())
    }
}
