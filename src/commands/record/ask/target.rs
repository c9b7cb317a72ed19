//! Whom it is about, and which of its open milestones.

use super::Talk;
use crate::account::{Account, Position};
use crate::book::{Book, CustomerIx};
use crate::commands::names;
use crate::commands::record::echo;
use crate::money::Money;
use crate::problem::UsageFault;
use crate::reports::Target;
use crate::say;
use crate::text::{Lang, escape, width};

/// So many customers and matches are offered with a number.
const OFFERED: usize = 9;

/// A customer or contract: by a part of its name, or by its number among those that are shown.
pub(super) fn choose(talk: &mut Talk, account: &Account) -> Result<Target, UsageFault> {
    let (book, lang) = (account.book, talk.lang);
    let mut offered: Vec<Target> = Vec::new();
    loop {
        let question = if offered.is_empty() {
            say!(lang, "客户或合同（写一段就行，回车看谁欠得最久）：", "customer or contract (a part will do, Enter shows who is late): ")
        } else {
            say!(lang, "哪一个（写序号，或另写一个）：", "which one (its number, or type another): ")
        };
        let typed = talk.ask(&question, |typed| Ok(typed.to_string()))?;
        if let Some(chosen) = typed.parse::<usize>().ok().and_then(|number| offered.get(number.checked_sub(1)?)) {
            return Ok(*chosen);
        }
        if typed.is_empty() {
            offered = most_overdue(talk, account);
            if offered.is_empty() {
                talk.tell(&say!(lang, "  没有人欠款", "  nobody owes anything"));
            }
            continue;
        }
        match names::target(book, &typed, None) {
            Ok(target) => return Ok(target),
            Err(UsageFault::Ambiguous { candidates, .. }) => offered = list(talk, book, &candidates),
            Err(fault) => talk.refuse(fault),
        }
    }
}

fn list(talk: &mut Talk, book: &Book, candidates: &[(String, String)]) -> Vec<Target> {
    let found: Vec<(Target, &str)> =
        candidates.iter().filter_map(|(label, id)| names::target(book, id, None).ok().map(|target| (target, label.as_str()))).collect();
    for (number, (target, label)) in found.iter().enumerate() {
        let more = target.contract.map_or(String::new(), |contract| {
            let own = book.contract(contract);
            format!("  {} {}", book.customer(own.customer).name, own.project)
        });
        talk.tell(&format!("  {}  {}", number + 1, escape(format!("{label}{more}").trim_end())));
    }
    found.into_iter().map(|(target, _)| target).collect()
}

/// The customers with the most overdue money; where nothing is overdue, those that owe most.
fn most_overdue(talk: &mut Talk, account: &Account) -> Vec<Target> {
    let (day, lang) = (account.as_of.day, talk.lang);
    let mut sums: Vec<(Money, Money, CustomerIx)> = account
        .book
        .customers()
        .map(|(customer, _)| {
            let own = account.positions().get(account.positions_of(customer)).unwrap_or_default();
            let overdue = own.iter().filter(|position| position.days(day).is_some_and(|days| days > 0));
            (overdue.map(Position::outstanding).sum(), own.iter().map(Position::outstanding).sum(), customer)
        })
        .filter(|(_, owed, _): &(Money, Money, CustomerIx)| owed.is_positive())
        .collect();
    sums.sort_by_key(|(overdue, owed, customer)| (-overdue.cents(), -owed.cents(), *customer));
    sums.truncate(OFFERED);
    let rows = sums.iter().map(|(overdue, owed, customer)| {
        let (overdue, owed) = (overdue.grouped(), owed.grouped());
        vec![
            escape(&account.book.customer(*customer).name).into_owned(),
            say!(lang, "逾期 {overdue}", "overdue {overdue}"),
            say!(lang, "共欠 {owed}", "owes {owed}"),
        ]
    });
    numbered(talk, &rows.collect::<Vec<_>>());
    sums.into_iter().map(|(.., customer)| Target { customer: Some(customer), contract: None }).collect()
}

/// Rows with their numbers.
fn numbered(talk: &mut Talk, rows: &[Vec<String>]) {
    for (number, line) in aligned(rows).iter().enumerate() {
        talk.tell(&format!("  {}  {line}", number + 1));
    }
}

/// Rows as lines in columns, amounts to the right.
pub(in crate::commands::record) fn aligned(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(|place| rows.iter().filter_map(|row| row.get(place)).map(|cell| width(cell)).max().unwrap_or(0)).collect();
    let cell = |(cell, wide): (&String, &usize)| {
        let blank = " ".repeat(wide.saturating_sub(width(cell)));
        let is_amount = cell.chars().rev().nth(2) == Some('.');
        if is_amount { format!("{blank}{cell}") } else { format!("{cell}{blank}") }
    };
    rows.iter().map(|row| row.iter().zip(&widths).map(cell).collect::<Vec<_>>().join("  ").trim_end().to_string()).collect()
}

/// What is open of a target, the earliest due first.
pub(super) fn open<'a>(account: &'a Account, target: Target) -> Vec<&'a Position> {
    let own = target.customer.map_or(0..0, |customer| account.positions_of(customer));
    let wanted = account.positions().get(own).into_iter().flatten();
    let mut open: Vec<&Position> =
        wanted.filter(|position| position.outstanding().is_positive() && target.contract.is_none_or(|contract| position.contract == contract)).collect();
    open.sort_by_key(|position| (position.due.is_none(), position.due));
    open
}

/// Shows what is open, with numbers.
pub(super) fn show(talk: &mut Talk, account: &Account, open: &[&Position]) {
    let lang: Lang = talk.lang;
    let rows: Vec<Vec<String>> = open
        .iter()
        .map(|position| {
            let due = position.due.map_or_else(|| "—".to_string(), |due| due.to_string());
            let state = if position.days(account.as_of.day).is_some_and(|days| days < 0) {
                say!(lang, "未到期", "not due")
            } else {
                echo::time_state(account, position, lang)
            };
            [echo::full_name(account, position), position.outstanding().grouped(), due, state].iter().map(|cell| escape(cell).into_owned()).collect()
        })
        .collect();
    numbered(talk, &rows);
}
