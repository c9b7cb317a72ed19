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

fn receivable(account: &Account, filter: &Filter, lang: Lang) -> String {
    let day = account.as_of.day;
    let (mut all, mut late, mut waiting) = (Money::ZERO, Money::ZERO, Money::ZERO);
    for position in account.positions().iter().filter(|position| filter.accepts_position(account, position)) {
        let open = position.outstanding();
        match position.days(day) {
            None => waiting += open,
            Some(days) => {
                all += open;
                late += if days > 0 { open } else { Money::ZERO };
            }
        }
    }
    let share = Ratio::of(late, all).map_or("—".to_string(), Ratio::percent);
    let (all, late, waiting) = (all.grouped(), late.grouped(), waiting.grouped());
    say!(lang, "应收 {all}   其中逾期 {late} ({share})   未达付款条件 {waiting}", "Receivable {all}   overdue {late} ({share})   unscheduled {waiting}")
}

fn month(account: &Account, figures: &Figures, period: Period, lang: Lang) -> Vec<String> {
    let day = account.as_of.day.min(period.last());
    let elapsed = Ratio::of_counts(i64::from(day.since(period.first()) + 1), i64::from(period.days())).map_or(String::new(), Ratio::percent);
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
