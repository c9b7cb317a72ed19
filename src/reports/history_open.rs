//! Which entries still wait for something on a day: what `history --open` shows.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::account::{Account, State};
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Column, EntryId, EntryIx, Kind, is_draft};

/// Disputes and measures not resolved; holds not released; commitments open, partly kept or broken; confirmed balances that
/// differ, until one agrees; drafts that have not matured, or say no maturity and were not cleared.
pub(super) fn open(account: &Account) -> FxHashSet<EntryIx> {
    let mut open: FxHashSet<EntryIx> = account.open_disputes().into_iter().chain(account.open_measures()).map(|(index, _)| index).collect();
    let released = referred(account, Kind::Release);
    open.extend(account.of_kind(Kind::Hold).map(|(index, _)| index).filter(|index| !released.contains(index)));
    let waits = |state| matches!(state, State::Open | State::Partial | State::Broken);
    open.extend(account.commitments().iter().filter(|commitment| waits(commitment.state)).map(|commitment| commitment.entry));
    open.extend(differing(account));
    open.extend(drafts(account));
    open
}

/// What entries of a kind refer to.
fn referred(account: &Account, kind: Kind) -> FxHashSet<EntryIx> {
    account.of_kind(kind).filter_map(|(_, entry)| entry.refers).collect()
}

fn differing(account: &Account) -> Vec<EntryIx> {
    let (mut agreed, mut differs): (FxHashMap<CustomerIx, (Day, EntryId)>, _) = (FxHashMap::default(), Vec::new());
    for (index, entry) in account.of_kind(Kind::Confirm) {
        let (Some(customer), key) = (entry.customer, (entry.date, entry.id)) else { continue };
        match &*account.journal.text(entry, Column::Detail) {
            "agreed" => {
                agreed.entry(customer).and_modify(|last| *last = key.max(*last)).or_insert(key);
            }
            "differs" => differs.push((index, customer, key)),
            _ => {}
        }
    }
    differs.into_iter().filter(|(_, customer, key)| agreed.get(customer).is_none_or(|last| last < key)).map(|(index, ..)| index).collect()
}

fn drafts(account: &Account) -> Vec<EntryIx> {
    let cleared = referred(account, Kind::Clear);
    let held = |index: EntryIx, due: Option<Day>| due.map_or_else(|| !cleared.contains(&index), |due| due > account.as_of.day);
    let of_draft = account.of_kind(Kind::Receipt).filter(|(_, entry)| is_draft(&account.journal.text(entry, Column::Detail)));
    of_draft.filter(|(index, entry)| held(*index, entry.due) && account.net(*index).is_positive()).map(|(index, _)| index).collect()
}
