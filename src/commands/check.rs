//! `check`: every problem of book and journal at once, and what is probably not meant.

use std::collections::HashMap;
use std::io::Write;

use clap::Command;

use super::{Failure, Invocation, Outcome, Subcommand};
use crate::account::{Account, AsOf, State, TierLadder};
use crate::book::Due;
use crate::date::Day;
use crate::entry::{Column, Entry, Kind};
use crate::problem::{FileFault, Place, Problem, Problems, Warning, What};
use crate::reports::Example;
use crate::say;
use crate::store::{self, Ledger};
use crate::text::{Lang, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "check",
    about: text("检查账本和流水，一次列出所有问题", "check book and journal; all problems at once"),
    examples: [
        Example { line: "check", about: text("没有问题就退出 0，有就退出 1", "exit 0 when all is well, 1 when something is found") },
        Example { line: "check --strict --all", about: text("提醒也算问题，全部列出", "warnings count too; list all of them") },
    ],
    args,
    run,
};

fn args(command: Command, lang: Lang) -> Command {
    let switch = |id: &'static str, help: &'static str| clap::Arg::new(id).long(id).action(clap::ArgAction::SetTrue).help(help);
    command
        .arg(switch("all", text("全部列出（默认前 20 处）", "list all (20 by default)").get(lang)))
        .arg(switch("strict", text("提醒也算问题", "warnings are findings too").get(lang)))
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    let dir = store::find(&invocation.places)?;
    let limit = if invocation.flag("all") { usize::MAX } else { 20 };
    let ledger = match store::read(&dir) {
        Ok(ledger) => ledger,
        Err(problems) => {
            // What keeps the files from being read at all is no finding.
            let unreadable = |problem: &Problem| {
                matches!(&problem.what, What::File(FileFault::Io { .. } | FileFault::NotAFile { .. } | FileFault::Locked { .. } | FileFault::TooLarge { .. }))
            };
            if problems.0.iter().any(unreadable) {
                return Err(Failure::Problems(problems));
            }
            let mut all = problems.0;
            if !all.iter().any(|problem| problem.place.as_ref().is_some_and(|place| place.file == store::JOURNAL)) {
                all.append(&mut store::journal_shape(&dir));
            }
            let count = all.len();
            write!(out, "{}", Problems(all).render(lang, limit))?;
            writeln!(out, "{}", say!(lang, "{count} 处错误", "errors: {count}"))?;
            return Ok(1);
        }
    };
    let today = invocation.today(ledger.book.policy.utc_offset)?;
    let warnings = warnings(&ledger, today);
    let count = warnings.len();
    write!(out, "{}", Problems(warnings).render(lang, limit))?;
    let (customers, contracts, entries) = (ledger.book.customers.len(), ledger.book.contracts.len(), ledger.journal.entries().len());
    let what = say!(lang, "{customers} 个客户，{contracts} 份合同，{entries} 条记录", "customers {customers}, contracts {contracts}, entries {entries}");
    if count == 0 {
        writeln!(out, "{}", say!(lang, "没有问题：{what}", "all is well ({what})"))?;
    } else {
        writeln!(out, "{}", say!(lang, "没有错误，{count} 处提醒：{what}", "no errors; warnings: {count} ({what})"))?;
    }
    Ok(u8::from(invocation.flag("strict") && count > 0))
}

type Check = fn(&Ledger, &Account, Day) -> Vec<Problem>;

const CHECKS: [Check; 6] = [files, book, receipts, bounds, events, causes];

/// What is allowed and probably not meant, as a list of checks that each return all they find.
fn warnings(ledger: &Ledger, today: Day) -> Vec<Problem> {
    let account = Account::new(&ledger.book, &ledger.journal, AsOf::day(today));
    CHECKS.iter().flat_map(|check| check(ledger, &account, today)).collect()
}

fn at_book(ledger: &Ledger, at: crate::book::At, warning: Warning) -> Problem {
    let place = ledger.sources.get(usize::from(at.source)).map(|source| source.place(at.start as usize..at.end as usize));
    Problem { what: warning.into(), place }
}

fn at_entry(ledger: &Ledger, entry: &Entry, column: Column, warning: Warning) -> Problem {
    Problem::at(warning, ledger.journal.place(entry, column))
}

fn files(ledger: &Ledger, _: &Account, _: Day) -> Vec<Problem> {
    let mut found = Vec::new();
    let whole = |name: &str| Place { file: name.to_string(), line: 0, column: 0, text: String::new(), range: 0..0 };
    let journal = ledger.journal.source();
    if journal.has_bom() || journal.text().contains("\r\n") {
        found.push(Problem::at(Warning::Spreadsheet, whole(store::JOURNAL)));
    }
    let attributes = store::small_text(&ledger.dir.join(".gitattributes")).unwrap_or_default();
    for line in super::init::ATTRIBUTES {
        let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        if !attributes.lines().any(|known| words(line).iter().all(|word| words(known).contains(word))) {
            found.push(Problem::at(Warning::GitAttributes { line }, whole(".gitattributes")));
        }
    }
    found
}

fn book(ledger: &Ledger, _: &Account, today: Day) -> Vec<Problem> {
    let mut found = Vec::new();
    for (index, contract) in ledger.book.contracts() {
        let mut warn = |warning| found.push(at_book(ledger, contract.at, warning));
        for milestone in &contract.milestones {
            if let Due::On(due) = milestone.due
                && due < contract.signed
            {
                warn(Warning::DueBeforeSigning { contract: contract.no.clone(), due, signed: contract.signed });
            }
        }
        if contract.no_terms {
            warn(Warning::NoTerms { contract: contract.no.clone() });
        }
        if ledger.book.rep_of_contract(index, today).is_none() {
            warn(Warning::NoRep { contract: contract.no.clone() });
        }
    }
    for customer in &ledger.book.customers {
        if let Some(reviewed) = customer.reviewed.filter(|day| day.plus_months(ledger.book.risk.review_months) < today) {
            found.push(at_book(ledger, customer.at, Warning::ReviewOld { customer: customer.id.clone(), reviewed }));
        }
    }
    found
}

fn receipts(ledger: &Ledger, account: &Account, today: Day) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut seen: HashMap<_, &Entry> = HashMap::new();
    for (index, entry) in ledger.journal.indexed() {
        if entry.date > today {
            found.push(at_entry(ledger, entry, Column::Date, Warning::Future { id: entry.id.to_string(), date: entry.date }));
        }
        if entry.kind != Kind::Receipt || account.is_void(index) {
            continue;
        }
        let key = (entry.date, entry.customer, entry.contract, entry.amount);
        if let Some(first) = seen.insert(key, entry) {
            let proofs = [first, entry].map(|entry| ledger.journal.text(entry, Column::Proof));
            if proofs.iter().any(|proof| proof.is_empty()) || proofs.windows(2).all(|pair| matches!(pair, [a, b] if a == b)) {
                found.push(at_entry(ledger, entry, Column::Id, Warning::Twice { id: entry.id.to_string(), first: first.line }));
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
        let numbers = account.positions_about(entry);
        let open = numbers.iter().filter_map(|number| account.positions().get(*number)).map(crate::account::Position::outstanding).sum();
        if commitment.unfulfilled() > open {
            found.push(at_entry(ledger, entry, Column::Amount, Warning::Commitment { id: entry.id.to_string(), amount: commitment.unfulfilled(), open }));
        }
    }
    for finding in account.findings() {
        let entry = ledger.journal.entry(finding.entry);
        let (id, excess) = (entry.id.to_string(), finding.excess);
        let warning = if entry.kind == Kind::Writeoff { Warning::Writeoff { id, excess } } else { Warning::Reschedule { id, excess } };
        found.push(at_entry(ledger, entry, Column::Amount, warning));
    }
    for (_, bill) in account.of_kind(Kind::Bill) {
        if let Some(contract) = bill.contract.map(|contract| ledger.book.contract(contract)).filter(|contract| bill.date < contract.signed) {
            found.push(at_entry(ledger, bill, Column::Date, Warning::BillBeforeSigning { id: bill.id.to_string(), signed: contract.signed }));
        }
    }
    found
}

/// Events that start nothing though the contract waits for others.
fn events(ledger: &Ledger, account: &Account, _: Day) -> Vec<Problem> {
    let events = account.of_kind(Kind::Event).map(|(_, event)| event);
    events.filter_map(|event| unheard(ledger, event).map(|warning| at_entry(ledger, event, Column::Detail, warning))).collect()
}

/// The warning of an event that none of its contract's milestones waits for, where some wait for others.
pub(in crate::commands) fn unheard(ledger: &Ledger, event: &Entry) -> Option<Warning> {
    let name = ledger.journal.text(event, Column::Detail).into_owned();
    let milestones = &ledger.book.contract(event.contract?).milestones;
    let mut waits: Vec<String> = milestones
        .iter()
        .filter_map(|milestone| match &milestone.due {
            Due::After(event, _) => Some(event.clone()),
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
            let milestone = if account.is_whole_contract(position) { String::new() } else { account.position_name(position) };
            found.push(at_book(ledger, contract.at, Warning::NoCause { contract: contract.no.clone(), milestone, days }));
        }
    }
    found
}
