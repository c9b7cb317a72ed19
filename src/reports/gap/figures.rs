//! What counts towards a target, by scope.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::account::{Account, Commitment, Followup, State};
use crate::book::{ContractIx, CustomerIx, RepIx, Scope};
use crate::date::Period;
use crate::entry::Kind;
use crate::money::Money;
use crate::reports::Filter;
use crate::reports::scope::{Key, Level};
use crate::reports::targets::{Given, Targets};
use crate::say;
use crate::text::{Lang, Text, text};

/// The figures of one scope and period, before any formula.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// T, where there is one.
    pub target: Option<Given>,
    /// R: receipts − refunds dated in the period.
    pub received: Money,
    /// C: the unfulfilled part of commitments due in the period that are not late yet.
    pub committed: Money,
    /// M: measures due in the period from today on.
    pub measures: Money,
    /// Open positions due by the period's end.
    pub due: Money,
    /// Commitments due in the period.
    pub(super) commitments: u32,
    not_followed: bool,
}

impl Figures {
    pub(super) fn plus(&mut self, other: &Self) {
        self.received += other.received;
        self.committed += other.committed;
        self.measures += other.measures;
        self.due += other.due;
        self.commitments += other.commitments;
        self.not_followed |= other.not_followed;
    }

    pub(super) fn amount(&self) -> Money {
        self.target.as_ref().map_or(Money::ZERO, |given| given.amount)
    }

    /// R + C.
    pub fn expected(&self) -> Money {
        self.received + self.committed
    }

    /// max(T − expected, 0); 0 without a target.
    pub fn gap(&self) -> Money {
        (self.amount() - self.expected()).at_least_zero()
    }

    /// max(gap − M, 0).
    pub fn residual(&self) -> Money {
        (self.gap() - self.measures).at_least_zero()
    }

    /// max(M − gap, 0).
    pub fn surplus(&self) -> Money {
        (self.measures - self.gap()).at_least_zero()
    }

    /// What is due by the period's end and nobody promised.
    pub fn uncommitted(&self) -> Money {
        (self.due - self.committed).at_least_zero()
    }

    /// What is missing, the first that applies.
    pub(super) fn diagnosis(&self) -> (&'static str, Text) {
        let ask = self.target.as_ref().and_then(|given| given.ask);
        if self.target.is_none() {
            ("no-target", text("没有目标", "no target"))
        } else if self.gap().is_positive() && self.commitments == 0 {
            ("no-commitment", text("没有承诺", "no commitment"))
        } else if self.not_followed {
            ("not-followed", text("失约未跟进", "broken, not followed"))
        } else if self.gap().is_positive() && ask.is_some_and(|ask| ask <= self.amount()) {
            ("low-ask", text("首次要求偏低", "asked too low"))
        } else if self.residual().is_positive() {
            ("no-measures", text("举措不够", "measures missing"))
        } else {
            ("on-track", text("正常", "on track"))
        }
    }
}

/// The figures of all that a filter wants in a period; its target is the company's, or the sum of the one scope's the filter
/// names alone.
pub fn of_filter(account: &Account, filter: &Filter, period: Period) -> Figures {
    account.commitments();
    let followups = account.followups();
    let mut figures = collect(account, filter, Level::Company, period, &followups).remove(&Key::Company).unwrap_or_default();
    let targets = Targets::new(account);
    figures.target = match scopes_of(account, filter).as_deref() {
        None => None,
        Some(scopes) => targets.sum_of(scopes, period),
    };
    figures
}

/// The scopes that are just what a filter wants: the company, or some reps, teams or customers alone.
fn scopes_of(account: &Account, filter: &Filter) -> Option<Vec<Scope>> {
    let managed = |rep: &RepIx| filter.managers.iter().any(|manager| account.book.manages(*manager, *rep));
    let scopes = [
        filter.reps.iter().map(|rep| Scope::Rep(*rep)).collect::<Vec<_>>(),
        account.book.reps().map(|(rep, _)| rep).filter(managed).map(Scope::Rep).collect(),
        filter.teams.iter().map(|team| Scope::Team(team.clone())).collect(),
        filter.customers.iter().map(|customer| Scope::Customer(*customer)).collect(),
    ];
    let named: Vec<_> = scopes.into_iter().filter(|scopes| !scopes.is_empty()).collect();
    let others = filter.contracts.is_empty() && filter.categories.is_empty() && filter.tags.is_empty();
    match named.as_slice() {
        _ if !others => None,
        [] => Some(vec![Scope::Company]),
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The gap in words: `差距 240,000.00 → 举措 180,000.00 → 还差 60,000.00`.
pub fn gap_words(figures: &Figures, lang: Lang) -> String {
    let (gap, measures, residual) = (figures.gap().grouped(), figures.measures.grouped(), figures.residual().grouped());
    if figures.gap().is_zero() {
        say!(lang, "目标已有着落", "the target is covered")
    } else if figures.measures.is_zero() {
        say!(lang, "差距 {gap}，还没有举措", "gap {gap}, no measures yet")
    } else {
        say!(lang, "差距 {gap} → 举措 {measures} → 还差 {residual}", "gap {gap} → measures {measures} → still missing {residual}")
    }
}

/// What counts towards each scope. Receipts belong to who was in charge on their date, all else to who is now.
pub(super) fn collect(account: &Account, filter: &Filter, by: Level, period: Period, followups: &[Followup]) -> BTreeMap<Key, Figures> {
    let day = account.as_of.day;
    let mut all = Collected { account, filter, by, figures: FxHashMap::default() };
    let money = [Kind::Receipt, Kind::Refund].into_iter().flat_map(|kind| account.of_kind_in(kind, period));
    for entry in money {
        let Some(customer) = entry.customer else { continue };
        let amount = if entry.kind == Kind::Refund { -entry.amount } else { entry.amount };
        all.add(customer, entry.contract, || account.rep_of_entry(&entry), |figures| figures.received += amount);
    }
    all.add_promised(period, followups);
    for (_, measure) in account.open_measures() {
        let (Some(customer), Some(due)) = (measure.customer, measure.due) else { continue };
        if period.last() >= day && period.contains(due) && due >= day {
            all.add(customer, measure.contract, || rep_now(account, customer, measure.contract), |figures| figures.measures += measure.amount);
        }
    }
    all.add_due(period);
    all.figures.into_iter().collect()
}

/// What is promised and what is due alone, by customer.
pub(super) fn promised_and_due(account: &Account, filter: &Filter, period: Period, followups: &[Followup]) -> impl Iterator<Item = (Key, Figures)> {
    let mut all = Collected { account, filter, by: Level::Customer, figures: FxHashMap::default() };
    all.add_promised(period, followups);
    all.add_due(period);
    all.figures.into_iter()
}

/// Figures while they are summed.
struct Collected<'a> {
    account: &'a Account<'a>,
    filter: &'a Filter,
    by: Level,
    figures: FxHashMap<Key, Figures>,
}

impl Collected<'_> {
    fn add(&mut self, customer: CustomerIx, contract: Option<ContractIx>, rep: impl Fn() -> Option<RepIx>, put: impl Fn(&mut Figures)) {
        // Who is in charge is looked up only where it matters: in a large book it lies far away.
        let rep = if self.filter.is_empty() && !matches!(self.by, Level::Team | Level::Rep) { None } else { rep() };
        if self.filter.is_empty() || self.filter.accepts(self.account, Some(customer), contract, rep) {
            put(self.figures.entry(self.by.key(self.account, customer, contract, rep)).or_default());
        }
    }

    /// The commitments due in the period.
    fn add_promised(&mut self, period: Period, followups: &[Followup]) {
        let (account, day) = (self.account, self.account.as_of.day);
        for commitment in account.commitments().iter().filter(|commitment| period.contains(commitment.due) && commitment.state != State::Replaced) {
            let open = period.last() >= day && commitment.last >= day;
            let alone = is_not_followed(commitment, followups);
            self.add(
                commitment.customer,
                commitment.contract,
                || rep_now(account, commitment.customer, commitment.contract),
                |figures| {
                    figures.commitments += 1;
                    figures.not_followed |= alone;
                    if open {
                        figures.committed += commitment.unfulfilled();
                    }
                },
            );
        }
    }

    /// The open positions due by the period's end.
    fn add_due(&mut self, period: Period) {
        let account = self.account;
        for position in account.positions().iter().filter(|position| position.due.is_some_and(|due| due <= period.last())) {
            let open = position.outstanding();
            if open.is_positive() {
                self.add(position.customer, Some(position.contract), || account.rep_of(position), |figures| figures.due += open);
            }
        }
    }
}

/// Who is in charge now.
fn rep_now(account: &Account, customer: CustomerIx, contract: Option<ContractIx>) -> Option<RepIx> {
    let day = account.as_of.day;
    contract.map_or_else(|| account.book.rep_of_customer(customer, day), |contract| account.book.rep_of_contract(contract, day))
}

/// Broken, and nobody called since.
pub(super) fn is_not_followed(commitment: &Commitment, followups: &[Followup]) -> bool {
    let broken = matches!(commitment.state, State::Broken | State::Partial);
    let last = followups.get(commitment.customer.0 as usize).and_then(|followup| followup.last_contact);
    broken && last.is_none_or(|contact| contact <= commitment.last)
}
