//! What is allowed and probably not meant in book and journal.

use std::hash::BuildHasher;
use std::mem::ManuallyDrop;

use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

use super::private::{self, Number};
use super::{Finding, Lines};
use crate::account::{Account, AsOf, Commitment, Position, State, TierLadder};
use crate::book::{Book, Contract, Due};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, Kind};
use crate::money::Money;
use crate::parallel;
use crate::problem::Warning;
use crate::store::Ledger;

type Check = fn(&Ledger, &Account, Day) -> Vec<Doubt>;

const CHECKS: [Check; 6] = [book, receipts, bounds, events, causes, numbers];

/// Something found, and what there may be very many of as what it is about: its words are made only where they are shown.
enum Doubt {
    Found(Box<Finding>),
    /// A position without cause, by its number.
    NoCause(usize),
    /// A commitment beyond what is open, by its number, and what is.
    Beyond(usize, Money),
}

impl From<Finding> for Doubt {
    fn from(finding: Finding) -> Self {
        Self::Found(Box::new(finding))
    }
}

/// What is allowed and probably not meant, by checks that each return all they find: the first of it, and how much there is.
pub(super) fn warnings(ledger: &Ledger, today: Day, limit: usize) -> (Vec<Finding>, usize) {
    let account = ManuallyDrop::new(Account::new(&ledger.book, &ledger.journal, AsOf::day(today)));
    account.commitments();
    let doubts: Vec<Doubt> = CHECKS.iter().flat_map(|check| check(ledger, &account, today)).collect();
    let count = doubts.len();
    (doubts.into_iter().take(limit).filter_map(|doubt| finding(ledger, &account, doubt)).collect(), count)
}

/// What was found in words.
fn finding(ledger: &Ledger, account: &Account, doubt: Doubt) -> Option<Finding> {
    Some(match doubt {
        Doubt::Found(finding) => *finding,
        Doubt::NoCause(number) => {
            let position = account.positions().get(number)?;
            let contract = ledger.book.contract(position.contract);
            let milestone = if account.is_whole_contract(position) { String::new() } else { account.position_name(position).to_string() };
            let days = position.days(account.as_of.day)?;
            Finding::at_book(contract.at, Warning::NoCause { contract: contract.no.to_string(), milestone, days })
        }
        Doubt::Beyond(number, open) => {
            let commitment = account.commitments().get(number)?;
            let entry = ledger.journal.entry(commitment.entry);
            Finding::at_entry(&entry, Column::Amount, Warning::Commitment { id: entry.id.to_string(), amount: commitment.unfulfilled(), open })
        }
    })
}

fn book(ledger: &Ledger, _: &Account, today: Day) -> Vec<Doubt> {
    let (mut found, bounds): (Vec<Doubt>, _) = (Vec::new(), Bounds::new(&ledger.book));
    for (index, contract) in ledger.book.contracts() {
        let mut warn = |warning| found.push(Finding::at_book(contract.at, warning).into());
        for milestone in ledger.book.milestones(contract) {
            if let Due::On(due) = milestone.due()
                && due < contract.signed
            {
                warn(Warning::DueBeforeSigning { contract: contract.no.to_string(), due, signed: contract.signed });
            }
        }
        bounds.check(&ledger.book, contract, &mut warn);
        if contract.no_terms {
            warn(Warning::NoTerms { contract: contract.no.to_string() });
        }
        if ledger.book.rep_of_contract(index, today).is_none() {
            warn(Warning::NoRep { contract: contract.no.to_string() });
        }
    }
    for customer in &ledger.book.customers {
        if let Some(reviewed) = customer.reviewed.filter(|day| day.plus_months(ledger.book.risk.review_months) < today) {
            found.push(Finding::at_book(customer.at, Warning::ReviewOld { customer: customer.id.to_string(), reviewed }).into());
        }
    }
    found
}

/// Shares of the price that the law bounds: earnest money, and retention in construction.
struct Bounds {
    /// By the number of a milestone's name, whether it is one.
    deposits: Vec<bool>,
    retentions: Vec<bool>,
}

impl Bounds {
    fn new(book: &Book) -> Self {
        let named = |words: &[&str]| book.milestone_names().iter().map(|name| words.iter().any(|word| name.contains(word))).collect();
        Self { deposits: named(&["定金", "earnest money"]), retentions: named(&["质保金", "保证金", "retention"]) }
    }

    fn check(&self, book: &Book, contract: &Contract, warn: &mut impl FnMut(Warning)) {
        let share = |percent| contract.amount.times(Decimal::new(percent, 2)).unwrap_or(contract.amount);
        let sum = |of: &[bool]| -> Money {
            let own = book.milestones(contract).iter().filter(|milestone| of.get(milestone.name.0 as usize) == Some(&true));
            own.map(|milestone| milestone.amount).sum()
        };
        let deposit = sum(&self.deposits);
        if deposit.is_positive() && deposit > share(20) {
            let most = share(20);
            warn(Warning::Deposit { contract: contract.no.to_string(), deposit: most, prepayment: deposit - most });
        }
        let retention = if matches!(contract.category.as_str(), "construction" | "建设工程") { sum(&self.retentions) } else { Money::ZERO };
        if retention.is_positive() && retention > share(3) {
            warn(Warning::Retention { contract: contract.no.to_string(), retention, most: share(3) });
        }
    }
}

fn receipts(ledger: &Ledger, account: &Account, today: Day) -> Vec<Doubt> {
    let journal = &ledger.journal;
    let all: Vec<EntryIx> = (0..journal.len() as u32).map(EntryIx).collect();
    let late = all.iter().filter(|index| journal.date(**index) > today).map(|index| journal.entry(*index));
    let future = late.map(|entry| (entry.index, Finding::at_entry(&entry, Column::Date, Warning::Future { id: entry.id.to_string(), date: entry.date })));
    let mut found: Vec<(EntryIx, Finding)> = future.collect();
    found.extend(twice(ledger, account, &all));
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, finding)| finding.into()).collect()
}

/// Receipts of one day, target and amount that no number from outside tells apart.
fn twice(ledger: &Ledger, account: &Account, all: &[EntryIx]) -> Vec<(EntryIx, Finding)> {
    let journal = &ledger.journal;
    let what = |entry: &Entry| (entry.date, entry.customer, entry.contract, entry.amount);
    let key = |index: &EntryIx| {
        let entry = journal.entry(*index);
        (entry.kind == Kind::Receipt && !account.is_void(*index)).then(|| FxBuildHasher.hash_one(what(&entry)))
    };
    let keys: Vec<Option<u64>> = parallel::map(all, key);
    let mut keys: Vec<(u64, EntryIx)> = alike(&keys).map(|(key, number)| (key, EntryIx(number as u32))).collect();
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

/// The keys that may stand twice in a list, with their places: a bit each says whether one like it was seen, so that the few
/// need sorting and not all. The low bits of these hashes are the best mixed.
fn alike(keys: &[Option<u64>]) -> impl Iterator<Item = (u64, usize)> {
    let words = (keys.len() / 4).next_power_of_two();
    let place = move |key: u64| (key as usize % words, 1_u64 << (key >> 20 & 63));
    let (mut once, mut again) = (vec![0_u64; words], vec![0_u64; words]);
    for (word, bit) in keys.iter().flatten().map(|key| place(*key)) {
        if let (Some(once), Some(again)) = (once.get_mut(word), again.get_mut(word)) {
            *again |= *once & bit;
            *once |= bit;
        }
    }
    let numbered = keys.iter().enumerate().filter_map(|(number, key)| Some(((*key)?, number)));
    numbered.filter(move |(key, _)| {
        let (word, bit) = place(*key);
        again.get(word).is_some_and(|again| again & bit != 0)
    })
}

/// Commitments, write-offs, reschedules and bills beyond what is there.
fn bounds(ledger: &Ledger, account: &Account, _: Day) -> Vec<Doubt> {
    let mut promised: Vec<_> = account.commitments().iter().enumerate().filter(|(_, commitment)| commitment.state == State::Open).collect();
    promised.sort_by_key(|(_, commitment)| (commitment.date, ledger.journal.entry(commitment.entry).id));
    let beyond = |(number, commitment): &(usize, &Commitment)| {
        let numbers = account.positions_about(&ledger.journal.entry(commitment.entry));
        let open = numbers.iter().filter_map(|number| account.positions().get(*number)).map(Position::outstanding).sum();
        (commitment.unfulfilled() > open).then_some(Doubt::Beyond(*number, open))
    };
    let mut found = parallel::filter_map(&promised, |_, own| beyond(own));
    for finding in account.findings() {
        let entry = ledger.journal.entry(finding.entry);
        let (id, excess) = (entry.id.to_string(), finding.excess);
        let warning = if entry.kind == Kind::Writeoff { Warning::Writeoff { id, excess } } else { Warning::Reschedule { id, excess } };
        found.push(Finding::at_entry(&entry, Column::Amount, warning).into());
    }
    for (_, bill) in account.of_kind(Kind::Bill) {
        if let Some(contract) = bill.contract.map(|contract| ledger.book.contract(contract)).filter(|contract| bill.date < contract.signed) {
            found.push(Finding::at_entry(&bill, Column::Date, Warning::BillBeforeSigning { id: bill.id.to_string(), signed: contract.signed }).into());
        }
    }
    found
}

/// Events that start nothing though the contract waits for others.
fn events(ledger: &Ledger, account: &Account, _: Day) -> Vec<Doubt> {
    let events = account.of_kind(Kind::Event).map(|(_, event)| event);
    events.filter_map(|event| unheard(ledger, &event).map(|warning| Finding::at_entry(&event, Column::Detail, warning).into())).collect()
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
fn causes(ledger: &Ledger, account: &Account, today: Day) -> Vec<Doubt> {
    let (ladder, followups) = (TierLadder::of_book(&ledger.book), account.followups());
    let lacks = |position: &Position| {
        let Some(days) = position.days(today).filter(|_| position.outstanding().is_positive()) else { return false };
        let last = ladder.of_days(days).is_some_and(|tier| tier + 1 == ladder.tiers.len());
        let cause = followups.get(position.customer.0 as usize).and_then(|followup| followup.cause(Some(position.contract)));
        last && cause.is_none_or(|cause| !account.has_solution(cause))
    };
    parallel::filter_map(account.positions(), |number, position| lacks(position).then_some(Doubt::NoCause(number)))
}

/// Numbers in free texts that others should not read, and numbers that lost their end.
fn numbers(ledger: &Ledger, _: &Account, _: Day) -> Vec<Doubt> {
    let entries: Vec<EntryIx> = ledger.journal.with_lines().collect();
    parallel::map(&entries, |index| numbers_of(ledger, *index)).into_iter().flatten().map(Doubt::from).collect()
}

fn numbers_of(ledger: &Ledger, index: EntryIx) -> Vec<Finding> {
    let mut found = Vec::new();
    let entry = ledger.journal.entry(index);
    let Some(row) = ledger.journal.row(entry).filter(|row| private::may_hold_one(row.line())) else { return found };
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
