//! The figures of a plan, by customer, rep, category and so on. All of them lie on positions and promises, so that every
//! way to group them has the same sums.

use rustc_hash::FxHashMap;

use super::expect::{Owed, is_promised, owed};
use super::habit::{Habits, recent};
use super::span::Span;
use crate::account::{Account, Commitment, Lateness, Part, Position};
use crate::book::{ContractIx, CustomerIx, RepIx, Scope};
use crate::money::Money;
use crate::reports::Filter;
use crate::reports::scope::Level;
use crate::text::{Text, text};

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Customer,
    Rep,
    Team,
    Category,
    Year,
    Key,
}

/// Which one; `None` where nobody is in charge, or a promise names no contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    /// A customer's with one rep: the contracts of some have several.
    Customer(CustomerIx, Option<RepIx>),
    Rep(Option<RepIx>),
    Team(String),
    Category(String),
    Year(Option<i32>),
    Key(Option<bool>),
}

impl By {
    pub(super) const ALL: [Self; 6] = [Self::Customer, Self::Rep, Self::Team, Self::Category, Self::Year, Self::Key];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Rep => "rep",
            Self::Team => "team",
            Self::Category => "category",
            Self::Year => "year",
            Self::Key => "key",
        }
    }

    pub(super) fn heading(self) -> Text {
        match self {
            Self::Customer => text("客户", "Customer"),
            Self::Rep => text("销售代表", "Rep"),
            Self::Team => text("团队", "Team"),
            Self::Category => text("产品状态", "Category"),
            Self::Year => text("年份", "Year"),
            Self::Key => text("重点", "Key"),
        }
    }

    /// What targets of the book are for; they know no year and no key money.
    pub(super) fn level(self) -> Option<Level> {
        match self {
            Self::Customer => Some(Level::Customer),
            Self::Rep => Some(Level::Rep),
            Self::Team => Some(Level::Team),
            Self::Category => Some(Level::Category),
            Self::Year | Self::Key => None,
        }
    }

    fn of(self, account: &Account, customer: CustomerIx, contract: Option<ContractIx>, rep: Option<RepIx>, year: Option<i32>) -> Group {
        let contract = contract.map(|contract| account.book.contract(contract));
        match self {
            Self::Customer => Group::Customer(customer, rep),
            Self::Rep => Group::Rep(rep),
            Self::Team => Group::Team(rep.map_or(String::new(), |rep| account.book.rep(rep).team.clone())),
            Self::Category => Group::Category(contract.map_or(String::new(), |contract| contract.category.clone())),
            Self::Year => Group::Year(year.or(contract.map(|contract| contract.signed.year()))),
            Self::Key => Group::Key(contract.map(|contract| contract.key)),
        }
    }

    fn of_position(self, account: &Account, position: &Position) -> Group {
        let year = match (self, position.part) {
            // The year money comes from: of the signing, of a framework contract the bill's.
            (Self::Year, Part::Bill { entry, .. }) => Some(account.journal.date(entry).year()),
            _ => None,
        };
        self.of(account, position.customer, Some(position.contract), account.rep_of(position), year)
    }
}

impl Group {
    /// What a target of the book would be for.
    pub(super) fn scope(&self) -> Option<Scope> {
        match self {
            Self::Customer(customer, _) => Some(Scope::Customer(*customer)),
            Self::Rep(rep) => rep.map(Scope::Rep),
            Self::Team(team) => (!team.is_empty()).then(|| Scope::Team(team.clone())),
            Self::Category(category) => (!category.is_empty()).then(|| Scope::Category(category.clone())),
            Self::Year(_) | Self::Key(_) => None,
        }
    }
}

/// Sums of one group.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    /// Open, and due before the period.
    pub(super) carried_over: Money,
    /// Open, and due in it.
    pub(super) due: Money,
    /// Open, and due after it.
    pub(super) later: Money,
    /// Waits for an event.
    pub(super) waiting: Money,
    /// Of promises for the period.
    pub(super) committed: Money,
    pub(super) by_habit: Money,
    pub(super) expected: Money,
    pub(super) target: Money,
    pub(super) ask: Money,
    /// Money of the last twelve months, and how late it came.
    pub(super) history: Money,
    pub(super) lateness: Lateness,
    /// How many positions and promises.
    pub(super) carried_positions: i64,
    pub(super) due_positions: i64,
    pub(super) promises: i64,
}

impl Figures {
    /// What is owed by the period's end.
    pub(super) fn owed(&self) -> Money {
        self.carried_over + self.due
    }

    /// All that is open and dated.
    pub(super) fn outstanding(&self) -> Money {
        self.owed() + self.later
    }

    /// Whether there is anything to plan.
    pub(super) fn is_nothing(&self) -> bool {
        self.owed().is_zero() && self.committed.is_zero()
    }

    pub(super) fn plus(&mut self, other: &Self) {
        let add = [
            (&mut self.carried_over, other.carried_over),
            (&mut self.due, other.due),
            (&mut self.later, other.later),
            (&mut self.waiting, other.waiting),
            (&mut self.committed, other.committed),
            (&mut self.by_habit, other.by_habit),
            (&mut self.expected, other.expected),
            (&mut self.target, other.target),
            (&mut self.ask, other.ask),
            (&mut self.history, other.history),
        ];
        for (own, more) in add {
            *own += more;
        }
        self.lateness.plus(&other.lateness);
        self.carried_positions += other.carried_positions;
        self.due_positions += other.due_positions;
        self.promises += other.promises;
    }

    fn add_owed(&mut self, own: &Owed, span: &Span) {
        let (sum, count) = if own.due < span.first { (&mut self.carried_over, &mut self.carried_positions) } else { (&mut self.due, &mut self.due_positions) };
        *sum += own.open;
        *count += 1;
        self.by_habit += own.by_habit;
        self.expected += own.expected();
        self.target += own.target;
        self.ask += own.ask;
    }
}

/// The figures of all groups that a filter lets through. What is expected of a customer is decided on all it owes first.
pub(super) fn collect(account: &Account, filter: &Filter, by: By, span: &Span, habits: &Habits) -> FxHashMap<Group, Figures> {
    let mut all: FxHashMap<Group, Figures> = FxHashMap::default();
    let promises: Vec<&Commitment> = account.commitments().iter().filter(|own| is_promised(own, span, account.as_of.day)).collect();
    let mut left = promises.as_slice();
    for (customer, _) in account.book.customers() {
        let count = left.iter().take_while(|own| own.customer == customer).count();
        let (own, rest) = left.split_at_checked(count).unwrap_or_default();
        left = rest;
        if account.positions_of(customer).is_empty() && own.is_empty() {
            continue;
        }
        add_customer(account, filter, by, span, (customer, &habits.of(customer.0 as usize)), own, &mut all);
    }
    for (allocation, position) in recent(account) {
        if filter.accepts_position(account, position) {
            let figures = all.entry(by.of_position(account, position)).or_default();
            figures.history += allocation.amount;
            if let Some(days) = allocation.late(position) {
                figures.lateness.add(allocation.amount, days);
            }
        }
    }
    all
}

fn add_customer(
    account: &Account,
    filter: &Filter,
    by: By,
    span: &Span,
    (customer, habit): (CustomerIx, &super::habit::Habit),
    promises: &[&Commitment],
    all: &mut FxHashMap<Group, Figures>,
) {
    let day = account.as_of.day;
    for own in owed(account, customer, span, habit, promises) {
        if let Some(position) = account.positions().get(own.number)
            && filter.accepts_position(account, position)
        {
            all.entry(by.of_position(account, position)).or_default().add_owed(&own, span);
        }
    }
    for position in account.positions().get(account.positions_of(customer)).unwrap_or_default() {
        let open = position.outstanding();
        if open.is_positive() && position.due.is_none_or(|due| due > span.last) && filter.accepts_position(account, position) {
            let figures = all.entry(by.of_position(account, position)).or_default();
            *(if position.is_waiting() { &mut figures.waiting } else { &mut figures.later }) += open;
        }
    }
    for own in promises {
        let rep = own.contract.map_or_else(|| account.book.rep_of_customer(customer, day), |contract| account.book.rep_of_contract(contract, day));
        if filter.is_empty() || filter.accepts(account, Some(customer), own.contract, rep) {
            let figures = all.entry(by.of(account, customer, own.contract, rep, None)).or_default();
            figures.committed += own.unfulfilled();
            figures.promises += 1;
        }
    }
}
