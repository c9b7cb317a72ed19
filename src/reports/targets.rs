//! Which target a scope has in a period: its own, else the sum of its sub-periods', else of its parts'.

use std::collections::HashMap;

use crate::account::Account;
use crate::book::{CustomerIx, RepIx, Scope, Target, TargetKind};
use crate::date::Period;
use crate::money::Money;
use crate::say;
use crate::text::Lang;

/// A target that was given or summed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// What both sides agreed on.
    pub amount: Money,
    /// Expected without effort.
    pub forecast: Option<Money>,
    /// To ask for first.
    pub ask: Option<Money>,
    /// What the company gave.
    pub assigned: Option<Money>,
    /// Months it covers, of the period's.
    pub months: (usize, usize),
    /// How many parts it was summed from; 0 where it is the scope's own.
    pub parts: usize,
}

impl Given {
    fn of(target: &Target) -> Self {
        let months = target.period.months().len();
        Self { amount: target.amount, forecast: target.forecast, ask: target.ask, assigned: target.assigned, months: (months, months), parts: 0 }
    }

    fn plus(&mut self, other: &Self) {
        let sum = |a: Option<Money>, b: Option<Money>| if a.is_none() && b.is_none() { None } else { Some(a.unwrap_or_default() + b.unwrap_or_default()) };
        self.amount += other.amount;
        self.forecast = sum(self.forecast, other.forecast);
        self.ask = sum(self.ask, other.ask);
        self.assigned = sum(self.assigned, other.assigned);
    }

    /// How it came about, where it is not the scope's own target of just this period.
    pub fn words(&self, lang: Lang) -> Option<String> {
        let (given, all) = self.months;
        let parts = self.parts;
        match (given == all, parts) {
            (true, 0) => None,
            (true, _) => Some(say!(lang, "目标是 {parts} 个下级目标之和", "the target is a sum of targets one level below: {parts}")),
            (false, _) => Some(say!(lang, "目标是各月之和，{all} 个月里有 {given} 个月定了目标", "the target is a sum: {given} of {all} months have one")),
        }
    }
}

/// The targets of a book, of one kind.
pub(super) struct Targets<'a> {
    account: &'a Account<'a>,
    by_scope: HashMap<(&'a Scope, Period), &'a Target>,
}

impl<'a> Targets<'a> {
    /// Those of money collected.
    pub(super) fn new(account: &'a Account<'a>) -> Self {
        Self::of_kind(account, TargetKind::Collection)
    }

    pub(super) fn of_kind(account: &'a Account<'a>, kind: TargetKind) -> Self {
        let own = account.book.targets.iter().filter(|target| target.kind == kind);
        Self { account, by_scope: own.map(|target| ((&target.scope, target.period), target)).collect() }
    }

    /// The target of a scope in a period.
    pub(super) fn of(&self, scope: &Scope, period: Period) -> Option<Given> {
        self.own(scope, period).or_else(|| self.of_parts(scope, period))
    }

    /// Its own target, or the sum of its own sub-periods'; nothing is ever divided.
    fn own(&self, scope: &Scope, period: Period) -> Option<Given> {
        if let Some(target) = self.by_scope.get(&(scope, period)) {
            return Some(Given::of(target));
        }
        let mut sum: Option<Given> = None;
        for given in period.parts().into_iter().filter_map(|part| self.own(scope, part)) {
            let own = sum.get_or_insert_with(|| Given { months: (0, period.months().len()), ..Given::default() });
            own.plus(&given);
            own.months.0 += given.months.0;
        }
        sum
    }

    /// The sum of the targets one level below.
    pub(super) fn of_parts(&self, scope: &Scope, period: Period) -> Option<Given> {
        // Most ledgers have few targets, a large one many parts.
        if self.by_scope.is_empty() {
            return None;
        }
        let sum = self.sum(&self.parts(scope), period);
        // A company that sets targets by category only.
        if sum.is_none() && *scope == Scope::Company {
            return self.sum(&self.categories(), period);
        }
        sum
    }

    /// The target of one scope, or the sum of several.
    pub(super) fn sum_of(&self, scopes: &[Scope], period: Period) -> Option<Given> {
        match scopes {
            [only] => self.of(only, period),
            several => self.sum(several, period),
        }
    }

    fn sum(&self, parts: &[Scope], period: Period) -> Option<Given> {
        let found: Vec<Given> = parts.iter().filter_map(|part| self.of(part, period)).collect();
        let all = period.months().len();
        let covered = found.iter().map(|given| given.months.0).min()?;
        let mut sum = Given { months: (covered.min(all), all), parts: found.len(), ..Given::default() };
        for given in &found {
            sum.plus(given);
        }
        Some(sum)
    }

    fn parts(&self, scope: &Scope) -> Vec<Scope> {
        let (book, day) = (self.account.book, self.account.as_of.day);
        let customers_of = |rep: Option<RepIx>| {
            let own = book.customers().filter(move |(index, _)| book.rep_of_customer(*index, day) == rep);
            own.map(|(index, _)| Scope::Customer(index))
        };
        match scope {
            Scope::Company => {
                let mut teams: Vec<String> = book.reps.iter().map(|rep| rep.team.clone()).filter(|team| !team.is_empty()).collect();
                teams.sort();
                teams.dedup();
                let alone = book.reps().filter(|(_, rep)| rep.team.is_empty()).map(|(index, _)| Scope::Rep(index));
                teams.into_iter().map(Scope::Team).chain(alone).chain(customers_of(None)).collect()
            }
            Scope::Team(team) => book.reps().filter(|(_, rep)| rep.team == *team).map(|(index, _)| Scope::Rep(index)).collect(),
            Scope::Rep(rep) => customers_of(Some(*rep)).collect(),
            Scope::Customer(_) | Scope::Category(_) => Vec::new(),
        }
    }

    fn categories(&self) -> Vec<Scope> {
        let mut names: Vec<&Scope> = self.by_scope.keys().map(|(scope, _)| *scope).filter(|scope| matches!(scope, Scope::Category(_))).collect();
        names.sort();
        names.dedup();
        names.into_iter().cloned().collect()
    }

    /// The scopes of one kind that have a target in the period.
    pub(super) fn scopes(&self, kind: fn(&Scope) -> bool, period: Period) -> Vec<Scope> {
        let book = self.account.book;
        let mut scopes: Vec<Scope> = book.targets.iter().map(|target| target.scope.clone()).filter(kind).collect();
        if kind(&Scope::Team(String::new())) {
            scopes.extend(book.reps.iter().filter(|rep| !rep.team.is_empty()).map(|rep| Scope::Team(rep.team.clone())));
        }
        if kind(&Scope::Rep(RepIx(0))) {
            scopes.extend(book.reps().map(|(index, _)| Scope::Rep(index)));
        }
        if kind(&Scope::Customer(CustomerIx(0))) {
            scopes.extend(book.customers().map(|(index, _)| Scope::Customer(index)));
        }
        scopes.sort();
        scopes.dedup();
        scopes.retain(|scope| self.of(scope, period).is_some());
        scopes
    }
}
