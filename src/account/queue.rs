//! The positions of one contract in the order money pays them.

use std::cmp::Ordering;

use crate::date::Day;

/// Where a position stands in the order: earliest effective due first, waiting ones last, then book order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) due: Option<Day>,
    pub(super) slot: u32,
    pub(super) part: u16,
    pub(super) position: u32,
}

impl Key {
    pub(super) fn by_due(self, other: Self) -> Ordering {
        match (self.due, other.due) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.by_due(*other).then_with(|| (self.slot, self.part, self.position).cmp(&(other.slot, other.part, other.position)))
    }
}

/// A sorted list whose settled front is passed over. Positions never open again once settled, and bills mostly come in
/// the order of their due dates, so that both ends are cheap also in a contract of 100,000 bills.
#[derive(Debug, Default)]
pub(super) struct Queue {
    keys: Vec<Key>,
    head: usize,
}

impl Queue {
    pub(super) fn insert(&mut self, key: Key) {
        let at = self.keys.partition_point(|known| *known < key).max(self.head);
        self.keys.insert(at, key);
    }

    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.head = 0;
    }

    pub(super) fn remove(&mut self, key: Key) {
        if let Ok(at) = self.keys.binary_search(&key) {
            self.keys.remove(at);
            self.head = self.head.saturating_sub(usize::from(at < self.head));
        }
    }

    /// The keys whose positions may be open, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().skip(self.head).copied()
    }

    /// Passes over the front as long as `settled` says so.
    pub(super) fn advance(&mut self, settled: impl Fn(Key) -> bool) {
        while self.keys.get(self.head).is_some_and(|key| settled(*key)) {
            self.head = self.head.saturating_add(1);
        }
    }
}
