//! What was recorded, and what it changed.

use std::io::{self, Write};

use super::{Recorded, discount};
use crate::account::{Account, Applied, AsOf, Part, Position};
use crate::book::ContractIx;
use crate::commands::Invocation;
use crate::commands::check::unheard;
use crate::date::Day;
use crate::entry::{Column, Draft, Entry, EntryIx, Kind, is_draft};
use crate::money::Money;
use crate::problem::Problem;
use crate::render::render;
use crate::reports::{history, receipt_words};
use crate::say;
use crate::sheet::{Cell, Stamp};
use crate::store::Ledger;
use crate::text::{Lang, escape};

fn account(recorded: &Recorded) -> Account<'_> {
    let last = recorded.entries.iter().map(|index| recorded.ledger.journal.entry(*index).date).max();
    let (Ledger { book, journal, .. }, customers) = (&recorded.ledger, recorded.before.iter().map(|(customer, _)| *customer).collect::<Vec<_>>());
    Account::of_customers(book, journal, AsOf::day(recorded.today.max(last.unwrap_or(recorded.today))), &customers)
}

/// For people.
pub(super) fn words(recorded: &Recorded, dry_run: bool, lang: Lang) -> io::Result<String> {
    let mut words = body(recorded, dry_run, lang)?;
    if dry_run {
        words += &say!(lang, "试算：没有写入\n", "dry run: nothing was written\n");
    }
    Ok(words)
}

/// What would be recorded, for a person who is about to agree to it.
pub(super) fn preview(recorded: &Recorded, lang: Lang) -> String {
    let notes: String = recorded.notes.iter().flat_map(|note| [note.as_str(), "\n"]).collect();
    notes + &body(recorded, true, lang).unwrap_or_default()
}

fn body(recorded: &Recorded, dry_run: bool, lang: Lang) -> io::Result<String> {
    let account = account(recorded);
    let mut out = Vec::new();
    for index in &recorded.entries {
        let entry = account.journal.entry(*index);
        writeln!(out, "{}", head(&account, &entry, dry_run, lang))?;
        // Instalments are told together.
        let lines = if recorded.instalments { Vec::new() } else { effects(&account, *index, &entry, recorded.today, lang) };
        for line in lines {
            writeln!(out, "  {}", escape(&line))?;
        }
        if entry.kind == Kind::Event
            && let Some(warning) = unheard(&recorded.ledger, &entry)
        {
            write!(out, "{}", Problem::new(warning).render(lang))?;
        }
    }
    let first = recorded.entries.first().filter(|_| recorded.instalments).map(|index| account.journal.entry(*index));
    let instalments = first.map_or(Vec::new(), |entry| parts(&account, &entry, lang));
    for line in instalments.into_iter().chain(owed_again(&account, &recorded.unpaid, lang)) {
        writeln!(out, "  {}", escape(&line))?;
    }
    for (customer, before) in &recorded.before {
        let after = account.balance(*customer);
        if after != *before {
            let (name, before, after) = (escape(&account.book.customer(*customer).name), before.grouped(), after.grouped());
            writeln!(out, "  {}", say!(lang, "{name} 余额 {before} → {after}", "{name}: balance {before} → {after}"))?;
        }
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

fn head(account: &Account, entry: &Entry, dry_run: bool, lang: Lang) -> String {
    let book = account.book;
    let text = |column| escape(&account.journal.text(entry, column)).into_owned();
    let mut parts = vec![entry.id.to_string(), entry.kind.name().get(lang).to_string()];
    if !text(Column::Amount).is_empty() {
        parts.push(entry.amount.grouped());
    }
    parts.extend(entry.contract.map(|contract| {
        let contract = book.contract(contract);
        format!("{} {}", escape(&contract.no), escape(&contract.project)).trim_end().to_string()
    }));
    let milestone = text(Column::Milestone);
    parts.extend((!milestone.is_empty()).then_some(milestone));
    parts.extend(entry.customer.map(|customer| format!("({})", escape(&book.customer(customer).name))));
    parts.push(entry.date.to_string());
    parts.extend(entry.due.map(|due| format!("→ {due}")));
    let line = parts.join("  ");
    if dry_run { say!(lang, "将记 {line}", "would record {line}") } else { say!(lang, "已记 {line}", "recorded {line}") }
}

/// A position with what was open of it before.
pub(super) struct Open {
    contract: ContractIx,
    part: Part,
    before: Money,
}

/// What a draft had paid that a new entry makes void.
pub(super) fn paid_by_draft(account: &Account, draft: &Draft) -> Vec<Open> {
    let target = |id| account.of_kind(Kind::Receipt).map(|(_, entry)| entry).find(|entry| entry.id == id);
    let bounced = draft.refers.filter(|_| draft.kind == Kind::Void).and_then(target);
    let Some(receipt) = bounced.filter(|receipt| is_draft(&account.journal.text(receipt, Column::Detail))) else { return Vec::new() };
    let paid = account.allocations().iter().filter(|own| own.entry == receipt.index && own.applied == Applied::Paid);
    let mut numbers: Vec<u32> = paid.map(|own| own.position).collect();
    numbers.dedup();
    let open = |position: &Position| Open { contract: position.contract, part: position.part, before: position.outstanding() };
    numbers.into_iter().filter_map(|number| account.positions().get(number as usize)).map(open).collect()
}

/// What is owed again since a draft bounced, with its own due day: a bounced draft moves none.
fn owed_again(account: &Account, unpaid: &[Open], lang: Lang) -> Vec<String> {
    let again = |own: &Open| {
        let position = account.positions().iter().find(|position| (position.contract, position.part) == (own.contract, own.part))?;
        let amount = position.outstanding() - own.before;
        let (name, due) = (full_name(account, position), position.due.filter(|_| amount.is_positive())?);
        let (amount, days) = (amount.grouped(), account.as_of.day.since(due));
        let state = if days < 0 { say!(lang, "未到期", "not due") } else { time_state(account, position, lang) };
        Some(say!(lang, "又欠 {name} {amount}，到期日仍是 {due}（{state}）", "owed again: {name} {amount}, due {due} as before ({state})"))
    };
    unpaid.iter().filter_map(again).collect()
}

/// The open parts of the milestone an entry is about, a line each.
fn parts(account: &Account, entry: &Entry, lang: Lang) -> Vec<String> {
    let whole = Entry { slot: entry.slot.undivided(), ..*entry };
    let own = account.positions_about(&whole).into_iter().filter_map(|number| account.positions().get(number));
    own.filter(|position| position.outstanding().is_positive())
        .map(|position| {
            let (name, open, state) = (account.position_name(position), position.outstanding().grouped(), time_state(account, position, lang));
            say!(lang, "{name} {open}（{state}）", "{name} {open} ({state})")
        })
        .collect()
}

/// A position with its contract, which alone is named where it has no milestones.
pub(super) fn full_name(account: &Account, position: &Position) -> String {
    let no = &account.book.contract(position.contract).no;
    if account.is_whole_contract(position) { no.to_string() } else { format!("{no} {}", account.position_name(position)) }
}

/// What it did, a line each.
fn effects(account: &Account, index: EntryIx, entry: &Entry, today: Day, lang: Lang) -> Vec<String> {
    if entry.kind != Kind::Receipt {
        let sheet = history::of_entries(account, &[index], lang);
        let effect = sheet.rows.first().and_then(|row| row.get(row.len().checked_sub(2)?));
        return match effect {
            Some(Cell::Text(words)) => vec![words.to_string()],
            _ => Vec::new(),
        };
    }
    let mut lines = Vec::new();
    for own in account.allocations().iter().filter(|own| own.entry == index) {
        let Some(position) = account.positions().get(own.position as usize) else { continue };
        let (no, name) = (&account.book.contract(position.contract).no, account.position_name(position));
        let name = if entry.contract.is_none() || name == "1" { format!("{no} {name}") } else { name.to_string() };
        let name = name.strip_suffix(" 1").map_or(name.clone(), str::to_string);
        let amount = own.amount.grouped();
        lines.push(match own.applied {
            Applied::Recovered => say!(lang, "收回已核销 {name} {amount}", "recovered {amount} of {name}, written off before"),
            _ if position.outstanding().is_zero() => say!(lang, "付清 {name} {amount}", "paid off {name} {amount}"),
            _ => {
                let (open, state) = (position.outstanding().grouped(), time_state(account, position, lang));
                say!(lang, "付 {name} {amount}，还欠 {open}（{state}）", "paid {name} {amount}, still open {open} ({state})")
            }
        });
    }
    for credit in account.credits().iter().filter(|credit| credit.entry == index) {
        let amount = credit.amount.grouped();
        lines.push(say!(lang, "未匹配 {amount}，等下一笔应收", "{amount} unapplied, waits for the next receivable"));
    }
    for commitment in account.commitments() {
        if commitment.fulfilments.iter().any(|part| part.receipt == index) {
            let id = account.journal.entry(commitment.entry).id;
            let (came, all, due) = (commitment.fulfilled().grouped(), commitment.amount.grouped(), commitment.due);
            lines.push(say!(lang, "兑现承诺 {id}：已到 {came} / {all}，期限 {due}", "fulfils commitment {id}: {came} of {all} came, due {due}"));
        }
    }
    lines.extend(receipt_words(account, entry, lang));
    lines.extend(discount::offers(account, index, entry, today, lang));
    lines
}

pub(super) fn time_state(account: &Account, position: &crate::account::Position, lang: Lang) -> String {
    let Some((days, due)) = position.days(account.as_of.day).zip(position.due) else { return say!(lang, "未达付款条件", "unscheduled") };
    let ladder = crate::account::TierLadder::of_book(account.book);
    let tier = ladder.of_days(days).and_then(|tier| ladder.tiers.get(tier)).map_or("", |tier| tier.label.get(lang));
    match days {
        ..0 => say!(lang, "{due} 到期", "due {due}"),
        0 => say!(lang, "今日到期", "due today"),
        _ => say!(lang, "逾期 {days} 天，{tier}", "{days} days overdue, {tier}"),
    }
}

/// For programs: the new entries as `history` shows them.
pub(super) fn data(recorded: &Recorded, invocation: &Invocation, out: &mut dyn Write) -> io::Result<()> {
    let account = account(recorded);
    let sheet = history::of_entries(&account, &recorded.entries, invocation.lang);
    let stamp = Stamp { ledger: account.book.name.clone(), currency: account.book.currency.clone(), as_of: account.as_of.day, trace: None };
    render(&sheet, &stamp, invocation.style, out)
}
