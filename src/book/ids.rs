//! Ids → numbers, looked up once for every line of a journal: short ids lie in one flat list, so that a lookup touches
//! few places in memory.

use hashbrown::HashTable;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Ids and their numbers, which are given in order: 0, 1, 2 …
#[derive(Debug, Default)]
pub(super) struct Ids {
    table: HashTable<u32>,
    names: Vec<Short>,
    long: FxHashMap<Box<[u8]>, u32>,
}

/// An id of at most 23 bytes, and its length in the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Short([u64; 3]);

impl Short {
    /// Stands for an id that is not short.
    const LONG: Self = Self([u64::MAX; 3]);

    fn of(id: &[u8]) -> Option<Self> {
        let (words, rest) = id.as_chunks::<8>();
        let last = match (id.last_chunk::<8>(), rest.len()) {
            (_, 0) => 0,
            // Bytes of the word before are shifted out.
            (Some(end), count) => u64::from_le_bytes(*end) >> (64 - 8 * count),
            (None, _) => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        let length = (id.len() as u64) << 56;
        match words {
            [] => Some(Self([last, 0, length])),
            [a] => Some(Self([u64::from_le_bytes(*a), last, length])),
            [a, b] => Some(Self([u64::from_le_bytes(*a), u64::from_le_bytes(*b), last | length])),
            _ => None,
        }
    }

    fn hash(self) -> u64 {
        let Self([first, second, third]) = self;
        mixed(mixed(first ^ 0x243f_6a88_85a3_08d3, second ^ 0x1319_8a2e_0370_7344), third ^ 0xa409_3822_299f_31d0)
    }
}

/// Both halves of a product: each of its bits depends on all of the factors'.
fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

impl Ids {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self { table: HashTable::with_capacity(count), names: Vec::with_capacity(count), long: FxHashMap::default() }
    }

    pub(super) fn get(&self, id: &[u8]) -> Option<u32> {
        match Short::of(id) {
            Some(short) => self.table.find(short.hash(), |number| self.names.get(*number as usize) == Some(&short)).copied(),
            None => self.long.get(id).copied(),
        }
    }

    /// The numbers of many ids, in the order that `ids` gives twice: lookups that do not wait for each other overlap in
    /// memory.
    pub(super) fn get_all<'i, I: Iterator<Item = &'i [u8]>>(&self, ids: impl Fn() -> I, found: &mut Vec<Option<u32>>) {
        // What hashes alike is nearly always the same.
        let guess = |id: &[u8]| Short::of(id).and_then(|short| self.table.iter_hash(short.hash()).next().copied());
        found.clear();
        found.extend(ids().map(guess));
        for (number, id) in found.iter_mut().zip(ids()) {
            if !number.is_some_and(|number| self.is(number, id)) {
                *number = self.get(id);
            }
        }
    }

    /// Whether an id has this number.
    #[inline]
    pub(super) fn is(&self, number: u32, id: &[u8]) -> bool {
        match Short::of(id) {
            Some(short) => self.names.get(number as usize) == Some(&short),
            None => self.long.get(id) == Some(&number),
        }
    }

    /// Gives an id the next number; the one it has already, where it has one. The next number is used up in any case.
    pub(super) fn insert(&mut self, id: &str) -> Result<u32, u32> {
        let id = id.as_bytes();
        let known = self.get(id);
        let number = self.names.len() as u32;
        let short = Short::of(id);
        self.names.push(short.unwrap_or(Short::LONG));
        if let Some(known) = known {
            return Err(known);
        }
        match short {
            Some(short) => {
                let names = &self.names;
                let hash = |number: &u32| names.get(*number as usize).map_or(0, |name| name.hash());
                self.table.insert_unique(short.hash(), number, hash);
            }
            None => {
                self.long.insert(id.into(), number);
            }
        }
        Ok(number)
    }
}

/// Ids that are referred to, wherever they are defined, as numbers with the first place.
#[derive(Debug, Default)]
pub(super) struct Mentions<At> {
    ids: Ids,
    all: Vec<(SmolStr, At)>,
}

impl<At: Copy> Mentions<At> {
    /// The number of an id.
    pub(super) fn mention(&mut self, id: &str, at: At) -> u32 {
        if let Some(number) = self.ids.get(id.as_bytes()) {
            return number;
        }
        self.all.push((id.into(), at));
        self.ids.insert(id).unwrap_or_default()
    }

    /// The ids with their first places, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, At)> {
        self.all.iter().map(|(id, at)| (id.as_str(), *at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, Mentions};

    #[test]
    fn short_and_long_ids_are_found() {
        let mut ids = Ids::default();
        let all = ["", "a", "HT-2026-001", "华东电器有限公", "12345678901234567890123", "123456789012345678901234", "华东电器有限公司华东电器"];
        for (number, id) in (0..).zip(all) {
            assert_eq!((ids.get(id.as_bytes()), ids.insert(id)), (None, Ok(number)), "{id}");
        }
        assert_eq!((ids.insert("a"), ids.insert("b")), (Err(1), Ok(8)));
        for (number, id) in (0..).zip(all) {
            assert_eq!(ids.get(id.as_bytes()), Some(number), "{id}");
            assert!(ids.is(number, id.as_bytes()) && !ids.is(number + 1, id.as_bytes()));
        }
        let mut found = Vec::new();
        ids.get_all(|| all.iter().map(|id| id.as_bytes()).chain([&b"none"[..]]), &mut found);
        assert!(found.into_iter().eq((0..7).map(Some).chain([None])));
    }

    #[test]
    fn mentions_keep_the_first_place() {
        let mut mentions = Mentions::default();
        assert_eq!(["b", "a", "b"].map(|id| mentions.mention(id, id.len())), [0, 1, 0]);
        assert!(mentions.iter().eq([("b", 1), ("a", 1)]));
    }
}
