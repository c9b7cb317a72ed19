//! What a page begins with: what is owed, and how far the month is.

use super::Filter;
use super::gap::{self, Figures, gap_words};
use crate::account::Account;
use crate::date::Period;
use crate::money::{Money, Ratio};
use crate::say;
use crate::text::Lang;

/// Receivable and overdue, then target, receipts and gap of a period, of what a filter wants.
pub fn headline(account: &Account, filter: &Filter, period: Period, lang: Lang) -> Vec<String> {
    let mut lines = vec![receivable(account, filter, lang)];
    let figures = gap::of_filter(account, filter, period);
    lines.extend(month(account, &figures, period, lang));
    lines
}

/// What is owed of what a filter wants.
#[derive(Default)]
pub(super) struct Owed {
    pub(super) receivable: Money,
    pub(super) overdue: Money,
    /// What waits for an event to be dated.
    pub(super) unscheduled: Money,
}

/// Adds up what is owed.
pub(super) fn owed(account: &Account, filter: &Filter) -> Owed {
    let day = account.as_of.day;
    let mut sum = Owed::default();
    for position in account.positions().iter().filter(|position| filter.accepts_position(account, position)) {
        let open = position.outstanding();
        match position.days(day) {
            None => sum.unscheduled += open,
            Some(days) => {
                sum.receivable += open;
                sum.overdue += if days > 0 { open } else { Money::ZERO };
            }
        }
    }
    sum
}

fn receivable(account: &Account, filter: &Filter, lang: Lang) -> String {
    let own = owed(account, filter);
    let share = Ratio::of(own.overdue, own.receivable).map_or("—".to_string(), Ratio::percent);
    let (all, late, waiting) = (own.receivable.grouped(), own.overdue.grouped(), own.unscheduled.grouped());
    say!(lang, "应收 {all}   其中逾期 {late} ({share})   未达付款条件 {waiting}", "Receivable {all}   overdue {late} ({share})   unscheduled {waiting}")
}

/// How much of a period is over.
pub(super) fn elapsed(account: &Account, period: Period) -> Option<Ratio> {
    let day = account.as_of.day.min(period.last());
    Ratio::of_counts(i64::from(day.since(period.first()) + 1), i64::from(period.days()))
}

fn month(account: &Account, figures: &Figures, period: Period, lang: Lang) -> Vec<String> {
    let elapsed = elapsed(account, period).map_or(String::new(), Ratio::percent);
    let received = figures.received.grouped();
    let Some(target) = &figures.target else {
        return vec![say!(
            lang,
            "本月已回 {received}   没有定目标   时间已过 {elapsed}",
            "This month: received {received}   no target   time elapsed {elapsed}"
        )];
    };
    let (target, committed) = (target.amount.grouped(), figures.committed.grouped());
    let first = say!(
        lang,
        "本月目标 {target}   已回 {received}   承诺 {committed}   时间已过 {elapsed}",
        "Target {target}   received {received}   committed {committed}   time elapsed {elapsed}"
    );
    vec![first, gap_words(figures, lang)]
}
