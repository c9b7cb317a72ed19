//! What a letter asks for: the claimable, undisputed part of each position; and what is disputed, apart.

use super::desk::Desk;
use crate::account::Position;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::Kind;
use crate::money::Money;

/// A position as a letter shows it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its number in the account.
    pub(super) number: usize,
    pub(super) contract: ContractIx,
    pub(super) amount: Money,
    /// Money and deductions. A write-off is ours to know: the debt stays.
    pub(super) settled: Money,
    pub(super) disputed: Money,
    /// What is asked for.
    pub(super) demanded: Money,
    pub(super) due: Day,
    /// Days overdue; 0 or less before.
    pub(super) days: i32,
    /// Whether a later day was agreed for it.
    pub(super) rescheduled: bool,
}

/// Which positions are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Overdue.
    Overdue,
    /// Due within the lead days of the customer's grade, today included.
    Soon,
    /// Due today or later, the earliest day only.
    Next,
    /// Overdue, or moved to a later day.
    Acknowledged,
}

impl Wanted {
    fn takes(self, line: &Line, day: Day, lead: i32) -> bool {
        match self {
            Self::Overdue => line.days > 0,
            Self::Soon => line.days <= 0 && line.due <= day.plus_days(lead),
            Self::Next => line.days <= 0,
            Self::Acknowledged => line.days > 0 || line.rescheduled,
        }
    }
}

/// A customer's claimable positions of the contracts wanted, earliest due first.
fn claimable(desk: &Desk, customer: CustomerIx, contracts: &[ContractIx]) -> Vec<Line> {
    let account = desk.account;
    let line = |number: usize, position: &Position| {
        let due = position.due?;
        let (settled, disputed) = (position.settled(), account.disputed(number));
        let claim = position.amount - settled;
        let demanded = (claim - disputed).at_least_zero();
        let (days, rescheduled) = (account.as_of.day.since(due), position.reschedules > 0);
        Some(Line { number, contract: position.contract, amount: position.amount, settled, disputed, demanded, due, days, rescheduled })
    };
    let own = account.positions_of(customer);
    let numbered = account.positions().iter().enumerate().skip(own.start).take(own.len());
    let wanted = numbered.filter(|(_, position)| contracts.is_empty() || contracts.contains(&position.contract));
    let mut lines: Vec<Line> = wanted.filter_map(|(number, position)| line(number, position)).collect();
    lines.retain(|line| line.demanded.is_positive() || line.disputed.is_positive());
    lines.sort_by_key(|line| (line.due, line.number));
    lines
}

/// What is asked for.
pub(super) fn demanded(desk: &Desk, customer: CustomerIx, contracts: &[ContractIx], wanted: Wanted) -> Vec<Line> {
    let (day, book) = (desk.account.as_of.day, desk.account.book);
    let lead = book.policy.lead(book.customer(customer).grade(day));
    let mut lines = claimable(desk, customer, contracts);
    lines.retain(|line| line.demanded.is_positive() && wanted.takes(line, day, lead));
    if wanted == Wanted::Next {
        let first = lines.first().map(|line| line.due);
        lines.retain(|line| Some(line.due) == first);
    }
    lines
}

/// What is disputed: of what has come due, or, where `until` says so, of what comes due by then.
pub(super) fn disputed(desk: &Desk, customer: CustomerIx, contracts: &[ContractIx], until: Option<Day>) -> Vec<Line> {
    let mut lines = claimable(desk, customer, contracts);
    lines.retain(|line| line.disputed.is_positive() && until.map_or(line.days >= 0, |until| line.days <= 0 && line.due <= until));
    lines
}

/// Money that came and was not matched to anything.
pub(super) fn unapplied(desk: &Desk, customer: CustomerIx, contracts: &[ContractIx]) -> Money {
    let own = desk.account.credits_of(customer).iter();
    own.filter(|credit| contracts.is_empty() || credit.contract.is_none_or(|contract| contracts.contains(&contract))).map(|credit| credit.amount).sum()
}

/// Holds that nothing released, by date.
pub(super) fn open_holds<'d>(desk: &'d Desk, customer: CustomerIx) -> Vec<&'d crate::entry::Entry> {
    desk.entries(customer).iter().filter(|own| own.kind == Kind::Hold && desk.ended_by(own.index).is_none()).collect()
}
