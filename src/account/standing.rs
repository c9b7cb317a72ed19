//! Which entries count on a day.

use super::AsOf;
use crate::entry::{Entry, Journal, Kind};

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

pub(super) fn standings(journal: &Journal, as_of: AsOf) -> Vec<Standing> {
    let recorded = as_of.recorded_by.map(crate::date::Day::yymmdd);
    let exists = |entry: &Entry| entry.date <= as_of.day && recorded.is_none_or(|by| entry.id.recorded() <= by);
    let entries = journal.entries();
    let mut standings: Vec<Standing> = entries.iter().map(|entry| if exists(entry) { Standing::Counts } else { Standing::Later }).collect();
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Void && exists(entry)) {
        if let Some(target) = entry.refers.and_then(|target| standings.get_mut(target.0 as usize))
            && *target == Standing::Counts
        {
            *target = Standing::Void;
        }
    }
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.kind.falls_with_its_ref()) {
        let target = entry.refers.and_then(|target| standings.get(target.0 as usize)).copied();
        if let (Some(target @ (Standing::Later | Standing::Void)), Some(own @ Standing::Counts)) = (target, standings.get_mut(index)) {
            *own = target;
        }
    }
    standings
}
