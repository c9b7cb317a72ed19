//! What is allowed and probably not meant in book and journal.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::private::{self, Number};
use super::{Finding, Lines};
use crate::account::{Account, AsOf, Position, State, TierLadder};
use crate::book::Due;
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, Kind, Row};
use crate::parallel;
use crate::problem::Warning;
use crate::store::Ledger;

type Check = fn(&Ledger, &Account, Day) -> Vec<Finding>;

const CHECKS: [Check; 6] = [book, receipts, bounds, events, causes, numbers];

/// What is allowed and probably not meant, as a list of checks that each return all they find.
pub(super) fn warnings(ledger: &Ledger, today: Day) -> Vec<Finding> {
    let account = Account::new(&ledger.book, &ledger.journal, AsOf::day(today));
    account.commitments();
    CHECKS.iter().flat_map(|check| check(ledger, &account, today)).collect()
}

fn book(ledger: &Ledger, _: &Account, today: Day) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, contract) in ledger.book.contracts() {
        let mut warn = |warning| found.push(Finding::at_book(contract.at, warning));
        for milestone in ledger.book.milestones(contract) {
            if let Due::On(due) = milestone.due()
                && due < contract.signed
            {
                warn(Warning::DueBeforeSigning { contract: contract.no.to_string(), due, signed: contract.signed });
            }
        }
        if contract.no_terms {
            warn(Warning::NoTerms { contract: contract.no.to_string() });
        }
        if ledger.book.rep_of_contract(index, today).is_none() {
            warn(Warning::NoRep { contract: contract.no.to_string() });
        }
    }
    for customer in &ledger.book.customers {
        if let Some(reviewed) = customer.reviewed.filter(|day| day.plus_months(ledger.book.risk.review_months) < today) {
            found.push(Finding::at_book(customer.at, Warning::ReviewOld { customer: customer.id.to_string(), reviewed }));
        }
    }
    found
}

fn receipts(ledger: &Ledger, account: &Account, today: Day) -> Vec<Finding> {
    let journal = &ledger.journal;
    let all: Vec<EntryIx> = (0..journal.len() as u32).map(EntryIx).collect();
    let late = all.iter().filter(|index| journal.date(**index) > today).map(|index| journal.entry(*index));
    let future = late.map(|entry| (entry.index, Finding::at_entry(&entry, Column::Date, Warning::Future { id: entry.id.to_string(), date: entry.date })));
    let mut found: Vec<(EntryIx, Finding)> = future.collect();
    found.extend(twice(ledger, account, &all));
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// Receipts of one day, target and amount that no number from outside tells apart.
fn twice(ledger: &Ledger, account: &Account, all: &[EntryIx]) -> Vec<(EntryIx, Finding)> {
    let journal = &ledger.journal;
    let what = |entry: &Entry| (entry.date, entry.customer, entry.contract, entry.amount);
    let key = |index: &EntryIx| {
        let entry = journal.entry(*index);
        (entry.kind == Kind::Receipt && !account.is_void(*index)).then(|| (FxBuildHasher.hash_one(what(&entry)), *index))
    };
    let mut keys: Vec<(u64, EntryIx)> = parallel::map(all, key).into_iter().flatten().collect();
    keys.sort_unstable();
    let pair = |pair: &[(u64, EntryIx)]| match pair {
        [(a, first), (b, second)] if a == b => Some([first, second].map(|index| journal.entry(*index))).filter(|[first, second]| what(first) == what(second)),
        _ => None,
    };
    let pairs: Vec<[Entry; 2]> = keys.windows(2).filter_map(pair).collect();
    let lines = Lines::of(ledger, pairs.iter().flatten());
    let twice = |[first, second]: [Entry; 2]| {
        let proofs = [first, second].map(|entry| lines.text(&entry, Column::Proof));
        let alike = proofs.iter().any(String::is_empty) || proofs.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
        alike.then(|| (second.index, Finding::at_entry(&second, Column::Id, Warning::Twice { id: second.id.to_string(), first: journal.line(first) })))
    };
    pairs.into_iter().filter_map(twice).collect()
}

/// Commitments, write-offs, reschedules and bills beyond what is there.
fn bounds(ledger: &Ledger, account: &Account, _: Day) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut promised: Vec<_> = account.commitments().iter().filter(|commitment| commitment.state == State::Open).collect();
    promised.sort_by_key(|commitment| (commitment.date, ledger.journal.entry(commitment.entry).id));
    for commitment in promised {
        let entry = ledger.journal.entry(commitment.entry);
        let numbers = account.positions_about(&entry);
        let open = numbers.iter().filter_map(|number| account.positions().get(*number)).map(Position::outstanding).sum();
        if commitment.unfulfilled() > open {
            found.push(Finding::at_entry(&entry, Column::Amount, Warning::Commitment { id: entry.id.to_string(), amount: commitment.unfulfilled(), open }));
        }
    }
    for finding in account.findings() {
        let entry = ledger.journal.entry(finding.entry);
        let (id, excess) = (entry.id.to_string(), finding.excess);
        let warning = if entry.kind == Kind::Writeoff { Warning::Writeoff { id, excess } } else { Warning::Reschedule { id, excess } };
        found.push(Finding::at_entry(&entry, Column::Amount, warning));
    }
    for (_, bill) in account.of_kind(Kind::Bill) {
        if let Some(contract) = bill.contract.map(|contract| ledger.book.contract(contract)).filter(|contract| bill.date < contract.signed) {
            found.push(Finding::at_entry(&bill, Column::Date, Warning::BillBeforeSigning { id: bill.id.to_string(), signed: contract.signed }));
        }
    }
    found
}

/// Events that start nothing though the contract waits for others.
fn events(ledger: &Ledger, account: &Account, _: Day) -> Vec<Finding> {
    let events = account.of_kind(Kind::Event).map(|(_, event)| event);
    events.filter_map(|event| unheard(ledger, &event).map(|warning| Finding::at_entry(&event, Column::Detail, warning))).collect()
}

/// The warning of an event that none of its contract's milestones waits for, where some wait for others.
pub(in crate::commands) fn unheard(ledger: &Ledger, event: &Entry) -> Option<Warning> {
    let name = ledger.journal.text(event, Column::Detail).into_owned();
    let milestones = ledger.book.milestones_of(event.contract?);
    let mut waits: Vec<String> = milestones
        .iter()
        .filter_map(|milestone| match milestone.due() {
            Due::After(wait) => Some(wait.0.clone()),
            Due::On(_) => None,
        })
        .collect();
    waits.sort();
    waits.dedup();
    let heard = waits.is_empty() || waits.contains(&name);
    (!heard).then(|| Warning::Event { id: event.id.to_string(), event: name, waits })
}

/// Contracts in the last tier without cause or solution.
fn causes(ledger: &Ledger, account: &Account, today: Day) -> Vec<Finding> {
    let (ladder, followups) = (TierLadder::of_book(&ledger.book), account.followups());
    let lacks = |position: &Position| {
        let days = position.days(today).filter(|_| position.outstanding().is_positive())?;
        let last = ladder.of_days(days).is_some_and(|tier| tier + 1 == ladder.tiers.len());
        let cause = followups.get(position.customer.0 as usize).and_then(|followup| followup.cause(Some(position.contract)));
        (last && cause.is_none_or(|cause| !account.has_solution(cause))).then(|| {
            let contract = ledger.book.contract(position.contract);
            let milestone = if account.is_whole_contract(position) { String::new() } else { account.position_name(position).to_string() };
            Finding::at_book(contract.at, Warning::NoCause { contract: contract.no.to_string(), milestone, days })
        })
    };
    parallel::map(account.positions(), lacks).into_iter().flatten().collect()
}

/// Numbers in free texts that others should not read, and numbers that lost their end.
fn numbers(ledger: &Ledger, _: &Account, _: Day) -> Vec<Finding> {
    let entries: Vec<EntryIx> = ledger.journal.with_lines().collect();
    parallel::map(&entries, |index| numbers_of(ledger, *index)).into_iter().flatten().collect()
}

/// Whether the words of a line may hold such a number: no card has fewer digits, and no spreadsheet rounds without a power.
pub(super) fn may_hold_number(line: &str) -> bool {
    let words = Row::words(line);
    words.bytes().filter(u8::is_ascii_digit).count() >= 16 || words.contains("E+")
}

fn numbers_of(ledger: &Ledger, index: EntryIx) -> Vec<Finding> {
    let mut found = Vec::new();
    let entry = ledger.journal.entry(index);
    let Some(row) = ledger.journal.row(entry).filter(|row| may_hold_number(row.line())) else { return found };
    for column in [Column::Note, Column::Party, Column::Detail] {
        if let Some(number) = private::find(&row.get(column)) {
            // The message must not carry the number further.
            found.push(Finding::about(&entry, column, Warning::Private { id: entry.id.to_string(), card: number == Number::Card }));
        }
    }
    let proof = row.get(Column::Proof);
    if private::is_rounded(&proof) {
        found.push(Finding::at_entry(&entry, Column::Proof, Warning::Rounded { text: proof.into_owned() }));
    }
    found
}
