//! The warnings about the company, its groups, its reps and its contracts.

use std::collections::BTreeMap;

use super::customers::{limit, rate};
use super::facts::Facts;
use super::signal::{Severity, Signal, Subject, Warning};
use crate::account::{Account, Exposure, group_exposures};
use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::date::Day;
use crate::entry::{Column, Kind};
use crate::money::{Money, Ratio};
use crate::reports::Filter;
use crate::sheet::Cell;
use crate::text::{Lang, text};

/// More than the policy's share of total assets is receivable: only above it.
pub(super) fn total_assets(account: &Account, receivable: Money) -> Option<Warning> {
    let policy = &account.book.policy;
    let assets = policy.total_assets?;
    let warning = Warning::new(Severity::High, Signal::TotalAssets, Subject::Company, receivable)
        .measured(Cell::Ratio(Ratio::of(receivable, assets)), rate(policy.warning_line))
        .input("receivable", text("应收", "receivable"), Cell::Money(receivable))
        .input("total-assets", text("总资产", "total assets"), Cell::Money(assets));
    (receivable > assets.times(policy.warning_line)?).then_some(warning)
}

/// What groups of several customers use of their limits together.
pub(super) fn group_limits(account: &Account, exposures: &[Exposure]) -> Vec<Warning> {
    let groups = group_exposures(account.book, exposures).into_iter().filter(|group| group.members.len() > 1);
    groups.filter_map(|group| limit(Subject::Group(group.name), group.exposure.exposure(), group.limit?, &account.book.risk)).collect()
}

/// Who owes more than the share of all that is receivable; a group of several customers is one.
pub(super) fn concentration(account: &Account, facts: &[Facts], all: Money) -> Vec<Warning> {
    let mut owed: BTreeMap<Subject, Money> = BTreeMap::new();
    for ((index, customer), facts) in account.book.customers().zip(facts) {
        let about = if customer.group.is_empty() { Subject::Customer(index) } else { Subject::Group(customer.group.clone()) };
        *owed.entry(about).or_default() += facts.receivable;
    }
    let threshold = account.book.risk.concentration;
    let shares = owed.into_iter().filter_map(|(about, own)| Some((about, own, Ratio::of(own, all)?)));
    let found = shares.filter(|(_, own, share)| own.is_positive() && share.decimal() > threshold);
    let warning = |(about, own, share)| {
        Warning::new(Severity::Medium, Signal::Concentration, about, own)
            .measured(Cell::Ratio(Some(share)), rate(threshold))
            .input("receivable", text("欠款", "owed"), Cell::Money(own))
            .input("all", text("全部应收", "all receivable"), Cell::Money(all))
    };
    found.map(warning).collect()
}

/// The contract's position whose limitation ends first, where that is near.
pub(super) fn limitations(account: &Account, filter: &Filter) -> Vec<Warning> {
    let (day, days) = (account.as_of.day, &account.book.risk.limitation_days);
    let mut first: BTreeMap<ContractIx, (Day, Money)> = BTreeMap::new();
    for (number, limitation) in account.limitations() {
        let Some(position) = account.positions().get(number) else { continue };
        if position.days(day).is_none_or(|days| days <= 0) || !filter.accepts_position(account, position) {
            continue;
        }
        let (last, owed) = first.entry(position.contract).or_insert((limitation.earlier(), Money::ZERO));
        *last = (*last).min(limitation.earlier());
        *owed += position.outstanding() + position.written_off();
    }
    let warning = |(contract, (last, owed)): (ContractIx, (Day, Money))| {
        let left = last.since(day);
        // Thresholds descend; the last one that holds tells how grave it is.
        let threshold = days.iter().copied().filter(|days| left <= *days).min()?;
        let steps = days.iter().filter(|days| left <= **days).count();
        let severity = if left < 0 || steps >= days.len() {
            Severity::High
        } else if steps > 1 {
            Severity::Medium
        } else {
            Severity::Low
        };
        let expired = (left < 0).then_some(text("已届满：先请对方书面承诺", "get a written promise"));
        let warning = Warning::new(severity, Signal::Limitation, Subject::Contract(contract), owed)
            .measured(Cell::Count(left.into()), Cell::Count(threshold.into()))
            .since(Some(last.plus_days(-threshold)))
            .input("last-day", text("届满日", "last day"), Cell::Date(last))
            .input("outstanding", text("未回款", "outstanding"), Cell::Money(owed));
        Some(Warning { advice: expired, ..warning })
    };
    first.into_iter().filter_map(warning).collect()
}

/// Cash that a rep took and finance has not seen, one warning a rep.
pub(super) fn cash(account: &Account, filter: &Filter) -> Vec<Warning> {
    let (day, threshold) = (account.as_of.day, account.book.risk.cash_days);
    let cleared: std::collections::HashSet<_> = account.of_kind(Kind::Clear).filter_map(|(_, entry)| entry.refers).collect();
    let mut held: BTreeMap<Option<RepIx>, (Day, Money)> = BTreeMap::new();
    for (index, receipt) in account.of_kind(Kind::Receipt) {
        let rest = account.net(index);
        let is_old = day.since(receipt.date) > threshold && !cleared.contains(&index) && rest.is_positive();
        if !is_old || account.journal.text(receipt, Column::Detail) != "cash" || !filter.accepts_entry(account, &receipt) {
            continue;
        }
        let (since, sum) = held.entry(account.rep_of_entry(&receipt)).or_insert((receipt.date, Money::ZERO));
        *since = (*since).min(receipt.date);
        *sum += rest;
    }
    let warning = |(rep, (since, sum)): (Option<RepIx>, (Day, Money))| {
        Warning::new(Severity::High, Signal::CashUncleared, rep.map_or(Subject::Company, Subject::Rep), sum)
            .measured(Cell::Count(day.since(since).into()), Cell::Count(threshold.into()))
            .since(Some(since))
            .input("cash", text("现金", "cash"), Cell::Money(sum))
    };
    held.into_iter().map(warning).collect()
}

/// What was seen and recorded about customers within the months a review stands, the last of each signal.
pub(super) fn recorded(account: &Account, facts: &[Facts], lang: Lang) -> Vec<Warning> {
    let from = account.as_of.day.plus_months(-account.book.risk.review_months);
    let mut last: BTreeMap<(CustomerIx, String), (Day, String)> = BTreeMap::new();
    for (_, entry) in account.of_kind(Kind::Signal).filter(|(_, entry)| entry.date > from) {
        let Some(customer) = entry.customer else { continue };
        let word = |column| account.journal.text(entry, column).into_owned();
        let known = last.entry((customer, word(Column::Detail))).or_insert((entry.date, word(Column::Note)));
        if known.0 < entry.date {
            *known = (entry.date, word(Column::Note));
        }
    }
    let warning = |((customer, code), (date, note)): ((CustomerIx, String), (Day, String))| {
        let severity = if code.starts_with("fund") { Severity::Medium } else { Severity::Low };
        let stake = facts.get(customer.0 as usize).map_or(Money::ZERO, |facts| facts.receivable);
        let name = Kind::Signal.detail_name(&code, lang);
        let warning = Warning::new(severity, Signal::Recorded, Subject::Customer(customer), stake).since(Some(date));
        Warning { seen: Some((code, name)), ..warning.input("note", text("备注", "note"), Cell::text(note)) }
    };
    last.into_iter().map(warning).collect()
}
