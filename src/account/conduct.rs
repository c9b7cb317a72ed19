//! How customers have paid and kept their word of late, and what that says of the credit they may have.

use std::cmp::Ordering;

use smol_str::{SmolStr, ToSmolStr};

use super::exposure::is_advance;
use super::{Account, Applied, Commitment, Kept, Lateness, Part, Position, State, TierLadder};
use crate::book::{Customer, Due, Grade};
use crate::date::Day;
use crate::entry::{Column, EntryIx, Kind};
use crate::money::{Money, Ratio};

/// Months that are looked back.
const MONTHS: i32 = 12;
/// Positions that must have been paid before a grade is suggested.
const LEAST_PAID: u32 = 3;
/// Up to how many days late on average money makes A, B and C.
const MOST_LATE: [(i64, Grade); 3] = [(0, Grade::A), (15, Grade::B), (45, Grade::C)];

/// A customer's conduct, as of a day.
#[derive(Clone, Debug, Default)]
pub struct Conduct {
    /// Promises whose day was in the last 12 months.
    pub kept: Kept,
    /// How late the money was that was applied in the last 12 months.
    pub late: Lateness,
    /// How many positions it paid.
    pub paid_positions: u32,
    /// Positions billed in the last 12 months.
    pub billed: Money,
    /// Their terms: days from billed-on to the first due date, none for what is paid before delivery. Milestones of fixed dates
    /// beside others say nothing of terms and are left out.
    pub terms: Lateness,
    /// What is open at or past the tier from which credit is refused.
    pub refused: Money,
    /// Of which disputed.
    pub refused_disputed: Money,
    /// Days overdue of the oldest of it.
    pub refused_days: i32,
    /// Promises that were broken and not made good since.
    pub broken: Vec<Broken>,
    /// What is held back from the customer: supply, service.
    pub holds: Vec<SmolStr>,
}

/// A promise that was broken and not made good since, while what it was for is still owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The promised day.
    pub due: Day,
    /// What has not come.
    pub amount: Money,
}

/// The share of a month's sales, per month of terms, that a grade may owe, in per cent. The source's scale by score: AA (80–89)
/// 100 %, A (70–79) 80 %, B (60–69) 60 %, C (≤ 59) 0 %; our A begins at 85, B at 70, C at 55.
pub fn credit_percent(grade: Grade) -> i64 {
    match grade {
        Grade::A => 100,
        Grade::B => 80,
        Grade::C => 60,
        Grade::D => 0,
    }
}

impl Conduct {
    /// The grade its payments suggest: by how late they were on average, one lower where less than 60 % of what was promised came
    /// in time or something is open from which credit is refused; none where too little was paid to tell.
    pub fn suggested_grade(&self, customer: &Customer, day: Day) -> Option<Grade> {
        let mean = self.late.mean().filter(|_| self.paid_positions >= LEAST_PAID)?;
        let within = |days| Ratio::of_counts(days, 1).is_some_and(|most| mean.compare(most) != Ordering::Greater);
        let grade = MOST_LATE.into_iter().find(|(days, _)| within(*days)).map_or(Grade::D, |(_, grade)| grade);
        let grade = if self.is_downgraded() { lower(grade) } else { grade };
        // Nobody is better than the book has them while something is in the tier that refuses credit.
        let book = customer.grade(day).filter(|_| self.refused.is_positive());
        Some(book.map_or(grade, |book| grade.max(book)))
    }

    /// Whether the grade is one lower than its days alone would make it.
    pub fn is_downgraded(&self) -> bool {
        let words = Ratio::of_counts(3, 5).zip(self.kept.by_amount()).is_some_and(|(least, kept)| kept.compare(least) == Ordering::Less);
        words || self.refused.is_positive()
    }

    /// The grade a limit is suggested for: the suggested one, else the book's.
    pub fn grade_for_limit(&self, customer: &Customer, day: Day) -> Option<Grade> {
        self.suggested_grade(customer, day).or_else(|| customer.grade(day))
    }

    /// Sales with the months they are of: the book's of one month, else what was billed in the last 12.
    pub fn sales(&self, customer: &Customer) -> (Money, i64) {
        customer.monthly_sales.map_or((self.billed, MONTHS.into()), |sales| (sales, 1))
    }

    /// Monthly sales × terms in months × the grade's share; none where there is no grade or nothing was billed.
    pub fn suggested_limit(&self, customer: &Customer, day: Day) -> Option<Money> {
        let percent = credit_percent(self.grade_for_limit(customer, day)?);
        let (sales, months) = self.sales(customer);
        self.terms.mean_of(sales, percent, months.checked_mul(3_000)?)
    }
}

fn lower(grade: Grade) -> Grade {
    match grade {
        Grade::A => Grade::B,
        Grade::B => Grade::C,
        Grade::C | Grade::D => Grade::D,
    }
}

impl Account<'_> {
    /// The conduct of each customer, by its number.
    pub fn conducts(&self) -> Vec<Conduct> {
        let since = self.as_of.day.plus_months(-MONTHS);
        let mut conducts = vec![Conduct::default(); self.book.customers.len()];
        // What entries did, what was promised and what is open come of one replay.
        self.add_payments(&mut conducts, since);
        self.add_positions(&mut conducts, since);
        self.add_promises(&mut conducts, since);
        self.add_holds(&mut conducts);
        conducts
    }

    fn add_payments(&self, conducts: &mut [Conduct], since: Day) {
        let allocations = self.allocations();
        let mut seen = vec![false; self.positions().len()];
        for own in allocations.iter().filter(|own| own.day > since && matches!(own.applied, Applied::Paid | Applied::Recovered)) {
            let number = own.position as usize;
            let Some(position) = self.positions().get(number) else { continue };
            let (Some(late), Some(conduct)) = (own.late(position), conducts.get_mut(position.customer.0 as usize)) else { continue };
            conduct.late.add(own.amount, late);
            if seen.get_mut(number).is_some_and(|seen| !std::mem::replace(seen, true)) {
                conduct.paid_positions = conduct.paid_positions.saturating_add(1);
            }
        }
    }

    fn add_positions(&self, conducts: &mut [Conduct], since: Day) {
        let ladder = TierLadder::of_book(self.book);
        let named = ladder.tiers.iter().position(|tier| tier.name == self.book.risk.refuse_from);
        // A ladder without the tier of that name refuses from its worst.
        let refused_from = named.unwrap_or_else(|| ladder.tiers.len().saturating_sub(1));
        let mut advances = vec![Lateness::default(); conducts.len()];
        for (number, position) in self.positions().iter().enumerate() {
            let place = position.customer.0 as usize;
            let (Some(conduct), Some(advance)) = (conducts.get_mut(place), advances.get_mut(place)) else { continue };
            if let Some(billed) = position.billed.filter(|billed| *billed > since && *billed <= self.as_of.day) {
                conduct.billed += position.amount;
                if is_advance(self.book, position) {
                    advance.add(position.amount, 0);
                } else if let Some(due) = position.original_due.or(position.due).filter(|_| !self.is_on_a_date(position)) {
                    conduct.terms.add(position.amount, due.since(billed));
                }
            }
            let days = position.days(self.as_of.day).filter(|_| position.outstanding().is_positive());
            if let Some(days) = days.filter(|days| ladder.of_days(*days).is_some_and(|tier| tier >= refused_from)) {
                conduct.refused += position.outstanding();
                conduct.refused_disputed += self.disputed(number);
                conduct.refused_days = conduct.refused_days.max(days);
            }
        }
        // Where nothing else is known of terms, those of advances are not the customer's.
        for (conduct, advance) in conducts.iter_mut().zip(&advances).filter(|(conduct, _)| conduct.terms.mean().is_some()) {
            conduct.terms.plus(advance);
        }
    }

    /// Whether a position is of a milestone with a fixed date beside others: it counts as billed on the day it is due.
    fn is_on_a_date(&self, position: &Position) -> bool {
        let milestones = self.book.milestones_of(position.contract);
        match position.part {
            Part::Milestone { index, .. } => {
                milestones.len() > 1 && milestones.get(usize::from(index)).is_some_and(|milestone| matches!(milestone.due(), Due::On(_)))
            }
            Part::Bill { .. } => false,
        }
    }

    fn add_promises(&self, conducts: &mut [Conduct], since: Day) {
        for own in self.commitments() {
            let Some(conduct) = conducts.get_mut(own.customer.0 as usize) else { continue };
            if own.due > since {
                conduct.kept.add(own, self.as_of.day);
            }
            if matches!(own.state, State::Broken | State::Partial) && self.is_still_owed(own) {
                conduct.broken.push(Broken { due: own.due, amount: own.unfulfilled() });
            }
        }
    }

    /// Whether anything is due of what a promise is for: what was settled some other way asks for no money any more.
    fn is_still_owed(&self, own: &Commitment) -> bool {
        let positions = self.positions().get(self.positions_of(own.customer)).unwrap_or_default();
        let is_meant = |position: &Position| own.contract.is_none_or(|contract| contract == position.contract);
        positions.iter().any(|position| is_meant(position) && position.outstanding().is_positive() && position.due.is_some_and(|due| due <= self.as_of.day))
    }

    fn add_holds(&self, conducts: &mut [Conduct]) {
        let released: Vec<EntryIx> = self.of_kind(Kind::Release).filter_map(|(_, entry)| entry.refers).collect();
        for (index, entry) in self.of_kind(Kind::Hold).filter(|(index, _)| !released.contains(index)) {
            let conduct = entry.customer.and_then(|customer| conducts.get_mut(customer.0 as usize));
            let Some(conduct) = conduct else { continue };
            let said = self.journal.text(self.journal.entry(index), Column::Detail).to_smolstr();
            let what = if said.is_empty() { Kind::Hold.code().into() } else { said };
            if !conduct.holds.contains(&what) {
                conduct.holds.push(what);
            }
        }
        // Supply before service, whatever came first.
        for conduct in conducts {
            conduct.holds.sort_unstable_by(|one, other| other.cmp(one));
        }
    }
}
