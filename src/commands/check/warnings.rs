//! What is allowed and probably not meant in book and journal.

use std::collections::HashMap;

use super::private::{self, Number};
use super::{at_book, at_entry};
use crate::account::{Account, AsOf, State, TierLadder};
use crate::book::Due;
use crate::date::Day;
use crate::entry::{Column, Entry, Kind};
use crate::problem::{Place, Problem, Warning};
use crate::store::Ledger;

type Check = fn(&Ledger, &Account, Day) -> Vec<Problem>;

const CHECKS: [Check; 6] = [book, receipts, bounds, events, causes, numbers];

/// What is allowed and probably not meant, as a list of checks that each return all they find.
pub(super) fn warnings(ledger: &Ledger, today: Day) -> Vec<Problem> {
    let account = Account::new(&ledger.book, &ledger.journal, AsOf::day(today));
    account.commitments();
    CHECKS.iter().flat_map(|check| check(ledger, &account, today)).collect()
}

fn book(ledger: &Ledger, _: &Account, today: Day) -> Vec<Problem> {
    let mut found = Vec::new();
    for (index, contract) in ledger.book.contracts() {
        let mut warn = |warning| found.push(at_book(ledger, contract.at, warning));
        for milestone in &contract.milestones {
            if let Due::On(due) = milestone.due
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
            found.push(at_book(ledger, customer.at, Warning::ReviewOld { customer: customer.id.to_string(), reviewed }));
        }
    }
    found
}

fn receipts(ledger: &Ledger, account: &Account, today: Day) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut seen: HashMap<_, Entry> = HashMap::new();
    for entry in ledger.journal.entries() {
        if entry.date > today {
            found.push(at_entry(ledger, &entry, Column::Date, Warning::Future { id: entry.id.to_string(), date: entry.date }));
        }
        if entry.kind != Kind::Receipt || account.is_void(entry.index) {
            continue;
        }
        let key = (entry.date, entry.customer, entry.contract, entry.amount);
        if let Some(first) = seen.insert(key, entry) {
            let proofs = [first, entry].map(|entry| ledger.journal.text(entry, Column::Proof));
            if proofs.iter().any(|proof| proof.is_empty()) || proofs.windows(2).all(|pair| matches!(pair, [a, b] if a == b)) {
                found.push(at_entry(ledger, &entry, Column::Id, Warning::Twice { id: entry.id.to_string(), first: ledger.journal.line(first) }));
            }
        }
    }
    found
}

/// Commitments, write-offs, reschedules and bills beyond what is there.
fn bounds(ledger: &Ledger, account: &Account, _: Day) -> Vec<Problem> {
    let mut found = Vec::new();
    for commitment in account.commitments().iter().filter(|commitment| commitment.state == State::Open) {
        let entry = ledger.journal.entry(commitment.entry);
        let numbers = account.positions_about(&entry);
        let open = numbers.iter().filter_map(|number| account.positions().get(*number)).map(crate::account::Position::outstanding).sum();
        if commitment.unfulfilled() > open {
            found.push(at_entry(ledger, &entry, Column::Amount, Warning::Commitment { id: entry.id.to_string(), amount: commitment.unfulfilled(), open }));
        }
    }
    for finding in account.findings() {
        let entry = ledger.journal.entry(finding.entry);
        let (id, excess) = (entry.id.to_string(), finding.excess);
        let warning = if entry.kind == Kind::Writeoff { Warning::Writeoff { id, excess } } else { Warning::Reschedule { id, excess } };
        found.push(at_entry(ledger, &entry, Column::Amount, warning));
    }
    for (_, bill) in account.of_kind(Kind::Bill) {
        if let Some(contract) = bill.contract.map(|contract| ledger.book.contract(contract)).filter(|contract| bill.date < contract.signed) {
            found.push(at_entry(ledger, &bill, Column::Date, Warning::BillBeforeSigning { id: bill.id.to_string(), signed: contract.signed }));
        }
    }
    found
}

/// Events that start nothing though the contract waits for others.
fn events(ledger: &Ledger, account: &Account, _: Day) -> Vec<Problem> {
    let events = account.of_kind(Kind::Event).map(|(_, event)| event);
    events.filter_map(|event| unheard(ledger, &event).map(|warning| at_entry(ledger, &event, Column::Detail, warning))).collect()
}

/// The warning of an event that none of its contract's milestones waits for, where some wait for others.
pub(in crate::commands) fn unheard(ledger: &Ledger, event: &Entry) -> Option<Warning> {
    let name = ledger.journal.text(event, Column::Detail).into_owned();
    let milestones = &ledger.book.contract(event.contract?).milestones;
    let mut waits: Vec<String> = milestones
        .iter()
        .filter_map(|milestone| match &milestone.due {
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
fn causes(ledger: &Ledger, account: &Account, today: Day) -> Vec<Problem> {
    let (ladder, followups) = (TierLadder::of_book(&ledger.book), account.followups());
    let mut found = Vec::new();
    for position in account.positions().iter().filter(|position| position.outstanding().is_positive()) {
        let Some(days) = position.days(today) else { continue };
        let last = ladder.of_days(days).is_some_and(|tier| tier + 1 == ladder.tiers.len());
        let cause = followups.get(position.customer.0 as usize).and_then(|followup| followup.cause(Some(position.contract)));
        if last && cause.is_none_or(|cause| !account.has_solution(cause)) {
            let contract = ledger.book.contract(position.contract);
            let milestone = if account.is_whole_contract(position) { String::new() } else { account.position_name(position).to_string() };
            found.push(at_book(ledger, contract.at, Warning::NoCause { contract: contract.no.to_string(), milestone, days }));
        }
    }
    found
}

/// Numbers in free texts that others should not read, and numbers that lost their end.
fn numbers(ledger: &Ledger, _: &Account, _: Day) -> Vec<Problem> {
    let mut found = Vec::new();
    for entry in ledger.journal.entries() {
        let Some(row) = ledger.journal.row(entry) else { continue };
        for column in [Column::Note, Column::Party, Column::Detail] {
            if let Some(number) = private::find(&row.get(column)) {
                // The message must not carry the number further.
                let place = Place { text: String::new(), range: 0..0, ..ledger.journal.place(entry, column) };
                found.push(Problem::at(Warning::Private { id: entry.id.to_string(), card: number == Number::Card }, place));
            }
        }
        let proof = row.get(Column::Proof);
        if private::is_rounded(&proof) {
            found.push(at_entry(ledger, &entry, Column::Proof, Warning::Rounded { text: proof.into_owned() }));
        }
    }
    found
}
