//! How late each customer's money came in the twelve months up to the day.

use crate::account::{Account, Allocation, Applied, Lateness, Position};
use crate::money::Ratio;

/// Whose money a habit is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Basis {
    /// The customer's own.
    Own,
    /// All customers': it paid nothing in that time.
    Company,
    /// Nobody paid anything in that time: money is expected on its due day.
    #[default]
    None,
}

/// What a customer's money may be expected by.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habit {
    pub(super) lateness: Lateness,
    pub(super) basis: Basis,
}

impl Habit {
    /// Days after the due day, rounded half-up, at least 0.
    pub(super) fn days(&self) -> i32 {
        whole_days(self.lateness.mean())
    }

    /// How far it strays from that.
    pub(super) fn spread(&self) -> i32 {
        self.lateness.spread().unwrap_or(0)
    }
}

fn whole_days(mean: Option<Ratio>) -> i32 {
    mean.map_or(0, |mean| i32::try_from(mean.rounded()).unwrap_or(i32::MAX).max(0))
}

/// The habit of each customer, by number.
pub(super) struct Habits {
    own: Vec<Lateness>,
    company: Lateness,
}

impl Habits {
    pub(super) fn new(account: &Account) -> Self {
        let mut habits = Self { own: vec![Lateness::default(); account.book.customers.len()], company: Lateness::default() };
        for (allocation, position) in recent(account) {
            let Some(days) = allocation.late(position) else { continue };
            habits.company.add(allocation.amount, days);
            if let Some(own) = habits.own.get_mut(position.customer.0 as usize) {
                own.add(allocation.amount, days);
            }
        }
        habits
    }

    pub(super) fn of(&self, customer: usize) -> Habit {
        let own = self.own.get(customer).copied().unwrap_or_default();
        let choices = [(own, Basis::Own), (self.company, Basis::Company)];
        let found = choices.into_iter().find(|(lateness, _)| lateness.mean().is_some());
        found.map_or_else(Habit::default, |(lateness, basis)| Habit { lateness, basis })
    }

    pub(super) fn company(&self) -> Option<Ratio> {
        self.company.mean()
    }
}

/// Money of the twelve months up to the day, with the position it paid.
pub(super) fn recent<'a>(account: &'a Account<'a>) -> impl Iterator<Item = (&'a Allocation, &'a Position)> {
    let since = account.as_of.day.plus_months(-12);
    let is_recent = move |own: &&Allocation| own.day > since && matches!(own.applied, Applied::Paid | Applied::Recovered);
    account.allocations().iter().filter(is_recent).filter_map(|own| Some((own, account.positions().get(own.position as usize)?)))
}
