//! Which rows of a list the journal has already: a second import of the same list adds nothing.

use std::collections::HashMap;

use super::{Row, State};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, Draft, Entry, EntryId, EntryIx, Journal, Kind};
use crate::money::Money;
use crate::problem::ListFault;

/// What two entries must share to be taken for one; the number from outside is looked at apart.
#[derive(PartialEq, Eq, Hash)]
struct Same {
    kind: Kind,
    date: Day,
    customer: Option<CustomerIx>,
    contract: Option<ContractIx>,
    amount: Money,
    due: Option<Day>,
    milestone: String,
    detail: String,
    note: String,
}

impl Same {
    fn of_entry(journal: &Journal, entry: &Entry) -> Self {
        let text = |column| journal.text(entry, column).into_owned();
        let (milestone, detail, note) = (text(Column::Milestone), text(Column::Detail), text(Column::Note));
        let Entry { kind, date, customer, contract, amount, due, .. } = *entry;
        Self { kind, date, customer, contract, amount, due, milestone, detail, note }
    }

    fn of_draft(draft: &Draft) -> Self {
        let Draft { kind, date, customer, contract, due, .. } = *draft;
        let amount = draft.amount.unwrap_or_default();
        Self { kind, date, customer, contract, amount, due, milestone: draft.milestone.clone(), detail: draft.detail.clone(), note: draft.note.clone() }
    }
}

/// Marks the rows that are there. Each entry stands for one row: two equal rows need two entries.
pub(super) fn mark(rows: &mut [Row], book: &Book, journal: &Journal) -> Vec<(usize, &'static str, ListFault)> {
    let ids: HashMap<EntryId, EntryIx> = journal.entries().map(|entry| (entry.id, entry.index)).collect();
    let mut differing = Vec::new();
    let mut used = vec![false; journal.len()];
    for (number, row) in rows.iter_mut().enumerate() {
        let Some((entry, draft)) = row.given.and_then(|id| ids.get(&id)).map(|index| journal.entry(*index)).zip(row.draft.as_ref()) else { continue };
        if let Some(slot) = used.get_mut(entry.index.0 as usize) {
            *slot = true;
        }
        match difference(book, journal, &entry, draft) {
            None => row.state = State::There(entry.id),
            Some((key, here, there)) => differing.push((number, key, ListFault::Differs { id: entry.id.to_string(), column: String::new(), here, there })),
        }
    }
    let mut known: HashMap<Same, Vec<EntryIx>> = HashMap::new();
    for entry in journal.entries().filter(|entry| !used.get(entry.index.0 as usize).is_some_and(|used| *used)) {
        known.entry(Same::of_entry(journal, &entry)).or_default().push(entry.index);
    }
    // First those with the same number from outside, then those where one side has none.
    for exact in [true, false] {
        for row in rows.iter_mut().filter(|row| row.state == State::New && !row.given.is_some_and(|id| ids.contains_key(&id))) {
            let Some(draft) = &row.draft else { continue };
            let Some(list) = known.get_mut(&Same::of_draft(draft)) else { continue };
            let fits = |index: &EntryIx| {
                let proof = journal.text(journal.entry(*index), Column::Proof);
                proof == draft.proof || (!exact && (proof.is_empty() || draft.proof.is_empty()))
            };
            if let Some(place) = list.iter().position(fits) {
                row.state = State::There(journal.entry(list.remove(place)).id);
            }
        }
    }
    differing
}

/// The first column in which a row says something else than the entry of its id.
fn difference(book: &Book, journal: &Journal, entry: &Entry, draft: &Draft) -> Option<(&'static str, String, String)> {
    let text = |column| journal.text(entry, column).into_owned();
    let money = |amount: Option<Money>| amount.unwrap_or_default().grouped();
    let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    let customer = |index: Option<CustomerIx>| index.map_or(String::new(), |index| book.customer(index).id.to_string());
    let contract = |index: Option<ContractIx>| index.map_or(String::new(), |index| book.contract(index).no.to_string());
    let pairs = [
        ("date", draft.date.to_string(), entry.date.to_string()),
        ("kind", draft.kind.code().to_string(), entry.kind.code().to_string()),
        ("customer", customer(draft.customer), customer(entry.customer)),
        ("contract", contract(draft.contract), contract(entry.contract)),
        ("milestone", draft.milestone.clone(), text(Column::Milestone)),
        ("amount", money(draft.amount), entry.amount.grouped()),
        ("due", day(draft.due), day(entry.due)),
        ("proof", draft.proof.clone(), text(Column::Proof)),
        ("detail", draft.detail.clone(), text(Column::Detail)),
        ("note", draft.note.clone(), text(Column::Note)),
    ];
    // What a row leaves out it does not deny.
    let unsaid = |here: &str| here.is_empty() || (here == "0.00" && draft.amount.is_none());
    pairs.into_iter().find(|(_, here, there)| !unsaid(here) && here != there)
}
