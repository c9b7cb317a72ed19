//! Which entries count on a day.

use super::AsOf;
use crate::book::CustomerIx;
use crate::entry::{Entry, EntryIx, Journal, Kind};

/// Whether and how an entry counts on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Counts,
    /// It is dated or recorded later, or refers to an entry that is.
    Later,
    /// It is void, or refers to an entry that is and falls with it.
    Void,
}

/// Entries of others than these customers, where only some are wanted, are as good as later.
pub(super) fn standings(journal: &Journal, as_of: AsOf, only: Option<&[CustomerIx]>) -> Vec<Standing> {
    let recorded = as_of.recorded_by.map(crate::date::Day::yymmdd);
    let wanted = |entry: &Entry| only.is_none_or(|only| entry.customer.is_some_and(|customer| only.binary_search(&customer).is_ok()));
    let exists = |entry: &Entry| entry.date <= as_of.day && recorded.is_none_or(|by| entry.id.recorded() <= by) && wanted(entry);
    let standing = |exists| if exists { Standing::Counts } else { Standing::Later };
    let mut standings: Vec<Standing> = match (recorded, only) {
        (None, None) => (0..journal.len() as u32).map(|index| standing(journal.date(EntryIx(index)) <= as_of.day)).collect(),
        _ => journal.entries().map(|entry| standing(exists(&entry))).collect(),
    };
    for entry in journal.of_kind(Kind::Void).filter(|entry| exists(entry)) {
        if let Some(target) = entry.refers.and_then(|target| standings.get_mut(target.0 as usize))
            && *target == Standing::Counts
        {
            *target = Standing::Void;
        }
    }
    for entry in Kind::ALL.iter().filter(|kind| kind.falls_with_its_ref()).flat_map(|kind| journal.of_kind(*kind)) {
        let target = entry.refers.and_then(|target| standings.get(target.0 as usize)).copied();
        if let (Some(target @ (Standing::Later | Standing::Void)), Some(own @ Standing::Counts)) = (target, standings.get_mut(entry.index.0 as usize)) {
            *own = target;
        }
    }
    standings
}
