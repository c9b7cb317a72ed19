//! Whom a row is for: the company, a team, a rep, a customer or a category, as targets have them.

use crate::account::Account;
use crate::book::{ContractIx, CustomerIx, RepIx, Scope};
use crate::reports::Filter;
use crate::say;
use crate::sheet::Cell;
use crate::text::{Lang, Text, text};

/// Whom a row is for; `None` where nobody is in charge, or an entry names no contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    Company,
    Team(String),
    Rep(Option<RepIx>),
    Customer(CustomerIx),
    Category(String),
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Company,
    Team,
    Rep,
    Customer,
    Category,
}

impl Level {
    pub(super) const ALL: [(&'static str, Self); 5] =
        [("company", Self::Company), ("team", Self::Team), ("rep", Self::Rep), ("customer", Self::Customer), ("category", Self::Category)];

    pub(super) fn key(self, account: &Account, customer: CustomerIx, contract: Option<ContractIx>, rep: Option<RepIx>) -> Key {
        match self {
            Self::Company => Key::Company,
            Self::Team => Key::Team(rep.map_or(String::new(), |rep| account.book.rep(rep).team.clone())),
            Self::Rep => Key::Rep(rep),
            Self::Customer => Key::Customer(customer),
            Self::Category => Key::Category(contract.map_or(String::new(), |contract| account.book.contract(contract).category.clone())),
        }
    }

    /// Whether a filter takes only a part of what such a row stands for.
    pub(super) fn is_split_by(self, filter: &Filter) -> bool {
        let contracts = !filter.contracts.is_empty() || !filter.tags.is_empty();
        let categories = !filter.categories.is_empty();
        let (customers, reps) = (!filter.customers.is_empty(), !filter.reps.is_empty() || !filter.managers.is_empty());
        match self {
            Self::Company => !filter.is_empty(),
            Self::Team => contracts || categories || customers || reps,
            Self::Rep => contracts || categories || customers,
            Self::Customer => !filter.contracts.is_empty() || categories,
            Self::Category => contracts || customers || reps || !filter.teams.is_empty(),
        }
    }

    pub(super) fn is(self) -> fn(&Scope) -> bool {
        match self {
            Self::Company => |scope| matches!(scope, Scope::Company),
            Self::Team => |scope| matches!(scope, Scope::Team(_)),
            Self::Rep => |scope| matches!(scope, Scope::Rep(_)),
            Self::Customer => |scope| matches!(scope, Scope::Customer(_)),
            Self::Category => |scope| matches!(scope, Scope::Category(_)),
        }
    }
}

impl Key {
    pub(super) fn of(scope: &Scope) -> Self {
        match scope {
            Scope::Company => Self::Company,
            Scope::Team(team) => Self::Team(team.clone()),
            Scope::Rep(rep) => Self::Rep(Some(*rep)),
            Scope::Customer(customer) => Self::Customer(*customer),
            Scope::Category(category) => Self::Category(category.clone()),
        }
    }

    pub(super) fn scope(&self) -> Option<Scope> {
        match self {
            Self::Company => Some(Scope::Company),
            Self::Team(team) => (!team.is_empty()).then(|| Scope::Team(team.clone())),
            Self::Rep(rep) => rep.map(Scope::Rep),
            Self::Customer(customer) => Some(Scope::Customer(*customer)),
            Self::Category(category) => (!category.is_empty()).then(|| Scope::Category(category.clone())),
        }
    }

    /// What people call it.
    pub(super) fn name(&self, account: &Account, lang: Lang) -> String {
        let [_, _, name] = self.cells(account, lang);
        match name {
            Cell::Text(name) => name.to_string(),
            Cell::Code(own) => own.label.to_string(),
            _ => String::new(),
        }
    }

    /// Scope, id and name.
    pub(super) fn cells(&self, account: &Account, lang: Lang) -> [Cell; 3] {
        let none = || Cell::code("", say!(lang, "（无）", "(none)"));
        let named = |scope: &str, label: Text, key: &str, name: Cell| [Cell::code(scope, label.get(lang)), Cell::text(key), name];
        match self {
            Self::Company => named("company", text("公司", "company"), "", Cell::text(&account.book.name)),
            Self::Team(team) => named("team", text("团队", "team"), team, if team.is_empty() { none() } else { Cell::text(team) }),
            Self::Rep(rep) => {
                let rep = rep.map(|rep| account.book.rep(rep));
                named("rep", text("销售代表", "rep"), rep.map_or("", |rep| &rep.id), rep.map_or_else(none, |rep| Cell::text(&rep.name)))
            }
            Self::Customer(customer) => {
                let customer = account.book.customer(*customer);
                named("customer", text("客户", "customer"), &customer.id, Cell::text(&customer.name))
            }
            Self::Category(category) => {
                named("category", text("产品状态", "category"), category, if category.is_empty() { none() } else { Cell::text(category) })
            }
        }
    }
}

/// Whether a filter wants a scope that has a target and nothing else.
pub(super) fn is_wanted(account: &Account, filter: &Filter, scope: &Scope) -> bool {
    match scope {
        Scope::Customer(customer) => filter.accepts_customer(account, *customer),
        Scope::Rep(rep) => filter.accepts(account, None, None, Some(*rep)),
        Scope::Team(team) => filter.is_empty() || filter.teams.contains(team),
        Scope::Category(category) => filter.is_empty() || filter.categories.contains(category),
        Scope::Company => true,
    }
}
