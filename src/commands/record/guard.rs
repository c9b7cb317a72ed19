//! The safeguards of `record`: what is refused unless told otherwise.

use super::draft::Context;
use crate::account::{Account, Position};
use crate::book::ContractIx;
use crate::date::Day;
use crate::entry::{Column, Draft, Entry, Kind};
use crate::money::Money;
use crate::problem::UsageFault;
use crate::text::text;

/// Whether something may be recorded of a day, about a contract where one is named.
pub(super) fn date(context: &Context, date: Day, contract: Option<ContractIx>) -> Result<(), UsageFault> {
    let policy = &context.book.policy;
    if let Some(until) = policy.closed_until.filter(|until| date <= *until) {
        return Err(UsageFault::Closed { date, until });
    }
    if date > context.today && !context.flag("future") {
        return Err(UsageFault::Future { date, today: context.today });
    }
    let contract = contract.map(|contract| context.book.contract(contract));
    if let Some(contract) = contract.filter(|contract| date < contract.signed && !context.flag("before-signing")) {
        return Err(UsageFault::BeforeSigning { contract: contract.no.to_string(), signed: contract.signed });
    }
    Ok(())
}

pub(super) fn check(context: &Context, account: &Account, draft: &Draft) -> Result<(), UsageFault> {
    date(context, draft.date, draft.contract)?;
    if !context.flag("again") {
        again(account, draft)?;
        same_proof(account, draft)?;
    }
    let open = open(account, draft);
    match (draft.kind, draft.amount) {
        (Kind::Receipt, Some(amount)) if amount > open && !context.flag("overpay") => Err(UsageFault::Overpay { amount, open }),
        (Kind::Commitment, Some(amount)) if amount > open && !context.flag("over") => {
            Err(UsageFault::Over { what: text("承诺", "commitment"), amount, open })
        }
        (Kind::Deduct, Some(amount)) if amount > open && !context.flag("over") => Err(UsageFault::Over { what: text("冲减", "deduction"), amount, open }),
        _ => Ok(()),
    }
}

/// An entry that is there already: same kind, date, target and amount; without an amount also the same words.
fn again(account: &Account, draft: &Draft) -> Result<(), UsageFault> {
    let journal = account.journal;
    for (_, entry) in account.of_kind(draft.kind) {
        let same_target = (entry.customer, entry.contract) == (draft.customer, draft.contract);
        if entry.date != draft.date || !same_target || entry.amount != draft.amount.unwrap_or_default() {
            continue;
        }
        let text = |column| journal.text(entry, column);
        let same_words = text(Column::Detail) == draft.detail
            && text(Column::Note) == draft.note
            && text(Column::Proof) == draft.proof
            && entry.due == draft.due
            && entry.refers.map(|target| journal.entry(target).id) == draft.refers;
        let same_day = !draft.kind.needs_due() || entry.due == draft.due;
        // An invoice is issued, sent and signed for with one number and one amount.
        let same_invoice = text(Column::Proof) == draft.proof && text(Column::Detail) == draft.detail;
        let same = match draft.kind {
            Kind::Invoice => same_invoice,
            kind => kind.needs_amount() || same_words,
        };
        if same_day && text(Column::Milestone) == draft.milestone && same {
            return Err(UsageFault::Again { line: journal.line(entry), id: entry.id.to_string() });
        }
    }
    Ok(())
}

/// A receipt that has the same number from outside. Only the customer's own are looked at: a large ledger's other texts are
/// not read for it.
fn same_proof(account: &Account, draft: &Draft) -> Result<(), UsageFault> {
    if draft.kind != Kind::Receipt || draft.proof.is_empty() {
        return Ok(());
    }
    let same = |entry: &Entry| entry.customer == draft.customer && account.journal.text(entry, Column::Proof) == draft.proof;
    match account.of_kind(Kind::Receipt).map(|(_, entry)| entry).find(same) {
        Some(other) => Err(UsageFault::SameProof { line: account.journal.line(other), id: other.id.to_string(), proof: draft.proof.clone() }),
        None => Ok(()),
    }
}

/// What the target owes, with what was written off and can still be recovered.
fn open(account: &Account, draft: &Draft) -> Money {
    let Some(customer) = draft.customer else { return Money::ZERO };
    let owed = |position: &Position| position.outstanding() + if draft.kind == Kind::Receipt { position.written_off() } else { Money::ZERO };
    let base = draft.milestone.split('/').next().unwrap_or_default();
    let about = |position: &&Position| {
        draft.contract.is_none_or(|contract| position.contract == contract)
            && (draft.milestone.is_empty() || {
                let name = account.position_name(position);
                name == draft.milestone || name.split('/').next() == Some(base)
            })
    };
    account.positions().get(account.positions_of(customer)).into_iter().flatten().filter(about).map(owed).sum()
}
