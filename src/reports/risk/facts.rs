//! What there is to know about each customer's paying, gathered in one pass over positions and allocations.

use crate::account::{Account, Allocation, Applied, Kept, Lateness, Position};
use crate::date::{Day, Period};
use crate::money::Money;

/// Days that the collection rate looks back.
pub(super) const WINDOW: i32 = 90;

/// What is known of a customer on the day.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) receivable: Money,
    pub(super) overdue: Money,
    /// The earliest due day of what is overdue.
    pub(super) oldest: Option<Day>,
    /// Overdue when the window began.
    pub(super) brought: Money,
    /// Due within the window.
    pub(super) due: Money,
    /// Money that came for those two.
    pub(super) paid: Money,
    /// How late money was in the last year, and in the year before it.
    pub(super) this_year: Lateness,
    pub(super) last_year: Lateness,
    /// What was receivable at the ends of months, the first one month before those that are compared.
    pub(super) balances: Vec<Money>,
    /// Billed and received in those months.
    pub(super) billed: Money,
    pub(super) received: Money,
    /// Commitments whose last day was within a year.
    pub(super) promises: Kept,
    /// The last day of the last one that was broken.
    pub(super) broken_on: Option<Day>,
}

/// The days that facts look at.
struct Days {
    day: Day,
    window: Day,
    year: Day,
    two_years: Day,
    month_ends: Vec<Day>,
}

impl Days {
    fn of(account: &Account) -> Self {
        let day = account.as_of.day;
        let months = account.book.risk.grown_months as i32;
        // The last month that has ended, or ends today.
        let last_end = Period::month_of(day.plus_days(1)).first().plus_days(-1);
        let month_ends = (0..=months).rev().map(|back| Period::month_of(Period::month_of(last_end).first().plus_months(-back)).last()).collect();
        Self { day, window: day.plus_days(1 - WINDOW), year: day.plus_months(-12), two_years: day.plus_months(-24), month_ends }
    }
}

/// The facts of every customer, by its number.
pub(super) fn gather(account: &Account) -> Vec<Facts> {
    let days = Days::of(account);
    let mut all = vec![Facts { balances: vec![Money::ZERO; days.month_ends.len()], ..Facts::default() }; account.book.customers.len()];
    // Whoever asks for allocations has commitments too.
    let allocations = account.allocations();
    for commitment in account.commitments().iter().filter(|own| own.last > days.year && own.last < days.day) {
        let Some(facts) = all.get_mut(commitment.customer.0 as usize) else { continue };
        let before = facts.promises.broken;
        facts.promises.add(commitment, days.day);
        if facts.promises.broken > before {
            facts.broken_on = facts.broken_on.max(Some(commitment.last));
        }
    }
    // What was open of each position when the window began.
    let mut brought: Vec<Money> = Vec::with_capacity(account.positions().len());
    for position in account.positions() {
        let is_brought = position.due.is_some_and(|due| due < days.window);
        brought.push(if is_brought { position.amount } else { Money::ZERO });
        if let Some(facts) = all.get_mut(position.customer.0 as usize) {
            facts.add_position(position, &days);
        }
    }
    for own in allocations {
        let Some(position) = account.positions().get(own.position as usize) else { continue };
        let Some(facts) = all.get_mut(position.customer.0 as usize) else { continue };
        if own.day < days.window
            && let Some(open) = brought.get_mut(own.position as usize)
        {
            *open = (*open - lowers(own.applied, own.amount)).at_least_zero();
        }
        facts.add_allocation(position, own, &days);
    }
    for (position, open) in account.positions().iter().zip(brought) {
        if let Some(facts) = all.get_mut(position.customer.0 as usize) {
            facts.brought += open;
        }
    }
    all
}

/// By how much what is owed becomes less; what recovers a write-off was taken off before.
fn lowers(applied: Applied, amount: Money) -> Money {
    if applied == Applied::Recovered { Money::ZERO } else { amount }
}

impl Facts {
    fn add_position(&mut self, position: &Position, days: &Days) {
        let (Some(due), Some(dated)) = (position.due, position.dated) else { return };
        let open = position.outstanding();
        self.receivable += open;
        if due < days.day && open.is_positive() {
            self.overdue += open;
            self.oldest = Some(self.oldest.map_or(due, |oldest| oldest.min(due)));
        }
        if due >= days.window && due < days.day {
            self.due += position.amount;
        }
        for (balance, end) in self.balances.iter_mut().zip(&days.month_ends) {
            if dated <= *end {
                *balance += position.amount;
            }
        }
        if days.compared(dated) {
            self.billed += position.amount;
        }
    }

    fn add_allocation(&mut self, position: &Position, own: &Allocation, days: &Days) {
        let Allocation { day, applied, amount, .. } = *own;
        let (Some(due), Some(dated)) = (position.due, position.dated) else { return };
        for (balance, end) in self.balances.iter_mut().zip(&days.month_ends) {
            if dated <= *end && day <= *end {
                *balance -= lowers(applied, amount);
            }
        }
        if !matches!(applied, Applied::Paid | Applied::Recovered) {
            return;
        }
        // What was due before the window counts when it is paid within it, what is due within it whenever it was paid.
        let in_time = (due < days.window && day >= days.window) || (due >= days.window && due < days.day);
        if in_time && applied == Applied::Paid {
            self.paid += amount;
        }
        if days.compared(day) {
            self.received += amount;
        }
        // Money before its day is on time: an advance does not make what follows late.
        let late = own.late(position).unwrap_or(0).max(0);
        if day > days.year {
            self.this_year.add(amount, late);
        } else if day > days.two_years {
            self.last_year.add(amount, late);
        }
    }

    /// How many months in a row, up to the last ended one, the balance grew.
    pub(super) fn grown_months(&self) -> u32 {
        let grew = self.balances.windows(2).rev().take_while(|pair| matches!(pair, [before, after] if after > before));
        grew.count() as u32
    }
}

impl Days {
    /// Whether a day is in the months whose balances are compared.
    fn compared(&self, day: Day) -> bool {
        self.month_ends.first().zip(self.month_ends.last()).is_some_and(|(first, last)| day > *first && day <= *last)
    }
}
