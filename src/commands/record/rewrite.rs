//! `record correct ID …`: the entry is made void from its own date on and written anew with what the flags change.

use super::draft::{Context, set_appraised, slot_names};
use crate::commands::names;
use crate::date::Toward;
use crate::entry::{Column, Draft, IN_KIND, Kind, appraised, with_appraised};
use crate::problem::{JournalFault, Problem, Problems, UsageFault};
use crate::text::text;

#[allow(clippy::indexing_slicing)] // an array of all columns has each of them
pub(super) fn drafts(context: &Context) -> Result<Vec<Draft>, Problems> {
    let (book, journal) = (context.book, context.journal);
    let missing = || UsageFault::Missing {
        name: text("记录编号，或要改的内容", "the entry's id, or what to change"),
        example: "huikuan record correct ID --amount 5.1万".into(),
    };
    let index = names::entry(journal, context.text("entry")?.ok_or_else(missing)?)?;
    let old = journal.entry(index);
    let earlier = journal.of_kind(Kind::Void).find(|entry| entry.refers == Some(index));
    if let Some(void) = earlier {
        return Err(Problem::new(JournalFault::SecondVoid { id: old.id.to_string(), first: journal.line(void) }).into());
    }
    if old.kind == Kind::Void {
        let choices = "any entry but a void".to_string();
        return Err(UsageFault::Choice { option: "ID", text: format!("{} (void)", old.id), choices }.into());
    }
    let void: Vec<_> = journal.of_kind(Kind::Void).filter_map(|entry| entry.refers).collect();
    // A receipt keeps its money when the commitment it names is written anew; all else would be lost with the old entry.
    let pointing = journal.entries().filter(|entry| entry.refers == Some(index) && entry.kind != Kind::Receipt && !void.contains(&entry.index));
    let by: Vec<String> = pointing.map(|entry| entry.id.to_string()).collect();
    if !by.is_empty() {
        return Err(UsageFault::Referred { id: old.id.to_string(), by }.into());
    }
    let kept =
        |column, id: &str| -> Result<String, UsageFault> { Ok(context.text(id)?.map_or_else(|| journal.text(old, column).into_owned(), str::to_string)) };
    let mut new = Draft {
        kind: old.kind,
        date: context.day("date", Toward::Past)?.unwrap_or(old.date),
        customer: old.customer,
        contract: old.contract,
        milestone: journal.text(old, Column::Milestone).into_owned(),
        amount: context.amount(&["amount"])?.or(Some(old.amount).filter(|amount| !amount.is_zero() || old.kind == Kind::Confirm)),
        due: context.day("due", Toward::Future)?.or(old.due),
        refers: old.refers.map(|target| journal.entry(target).id),
        proof: kept(Column::Proof, "proof")?,
        party: kept(Column::Party, "party")?,
        detail: kept(Column::Detail, "detail")?,
        by: kept(Column::By, "by")?,
        note: kept(Column::Note, "note")?,
    };
    if let Some(typed) = context.text("ref")? {
        new.refers = Some(journal.entry(names::entry(journal, typed)?).id);
    }
    if let Some(typed) = context.text("customer")? {
        (new.customer, new.contract) = (Some(names::customer(book, typed, None)?), None);
        new.milestone.clear();
    }
    if let Some(typed) = context.text("contract")? {
        let contract = names::contract(book, typed, None)?;
        (new.customer, new.contract) = (Some(book.contract(contract).customer), Some(contract));
        new.milestone.clear();
    }
    if let (Some(typed), Some(contract)) = (context.text("milestone")?, new.contract) {
        new.milestone = if new.kind == Kind::Bill { typed.to_string() } else { names::milestone(&slot_names(book, journal, contract), typed)? };
    }
    if context.text("milestone")?.is_some() && new.contract.is_none() {
        return Err(UsageFault::NeedsContract { customer: String::new(), contracts: Vec::new() }.into());
    }
    keep_appraised(context, &journal.text(old, Column::Note), &mut new)?;
    let before = journal.row(old).map(|row| Column::ALL.map(|column| row.get(column).into_owned()));
    let same = before.is_some_and(|mut before| {
        // The amount may be written in another way.
        before[Column::Amount as usize] = new.amount.map_or(String::new(), |amount| amount.to_string());
        crate::entry::write_row(&before) == new.line(book, old.id)
    });
    if same && new.amount.unwrap_or_default() == old.amount {
        return Err(missing().into());
    }
    let void = Draft {
        kind: Kind::Void,
        date: old.date,
        customer: old.customer,
        contract: old.contract,
        milestone: String::new(),
        amount: None,
        due: None,
        refers: Some(old.id),
        proof: String::new(),
        party: String::new(),
        detail: String::new(),
        by: context.by.to_string(),
        note: context.text("note")?.unwrap_or_default().to_string(),
    };
    Ok(vec![void, new])
}

/// What was given in kind keeps its value under another note, unless that or `--appraised` says another.
fn keep_appraised(context: &Context, old: &str, new: &mut Draft) -> Result<(), UsageFault> {
    if let Some(value) = appraised(old).filter(|_| new.detail == IN_KIND && appraised(&new.note).is_none()) {
        new.note = with_appraised(value, &new.note);
    }
    set_appraised(context, new)
}
