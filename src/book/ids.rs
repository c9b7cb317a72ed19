//! Ids → numbers, looked up once for every line of a journal: short ids lie in the table itself, so that a lookup
//! touches one place in memory.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;

/// The numbers of ids.
#[derive(Debug, Default)]
pub(super) struct Ids {
    short: FxHashMap<Short, u32>,
    long: FxHashMap<Box<str>, u32>,
}

/// An id of at most 23 bytes, and its length in the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Short([u64; 3]);

impl Short {
    fn of(id: &str) -> Option<Self> {
        let mut bytes = [0_u8; 24];
        let (last, room) = bytes.split_last_mut()?;
        room.get_mut(..id.len())?.copy_from_slice(id.as_bytes());
        *last = id.len() as u8;
        let (words, _) = bytes.as_chunks::<8>();
        let [a, b, c] = words else { return None };
        Some(Self([a, b, c].map(|word| u64::from_le_bytes(*word))))
    }

    fn text(self) -> String {
        let bytes: Vec<u8> = self.0.iter().flat_map(|word| word.to_le_bytes()).collect();
        let length = bytes.last().copied().unwrap_or_default();
        String::from_utf8_lossy(bytes.get(..usize::from(length)).unwrap_or_default()).into_owned()
    }
}

impl Hash for Short {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|word| state.write_u64(*word));
    }
}

impl Ids {
    pub(super) fn get(&self, id: &str) -> Option<u32> {
        match Short::of(id) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(id).copied(),
        }
    }

    pub(super) fn insert(&mut self, id: &str, number: u32) {
        match Short::of(id) {
            Some(short) => self.short.insert(short, number),
            None => self.long.insert(id.into(), number),
        };
    }

    /// All ids with their numbers, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (String, u32)> {
        let short = self.short.iter().map(|(id, number)| (id.text(), *number));
        short.chain(self.long.iter().map(|(id, number)| (id.to_string(), *number)))
    }

    /// The same ids with other numbers; those without one go.
    pub(super) fn renumbered(mut self, number: impl Fn(u32) -> Option<u32>) -> Self {
        let renumber = |own: &mut u32| number(*own).map(|new| *own = new).is_some();
        self.short.retain(|_, own| renumber(own));
        self.long.retain(|_, own| renumber(own));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn short_and_long_ids_are_found() {
        let mut ids = Ids::default();
        let all = ["", "a", "HT-2026-001", "华东电器有限公", "12345678901234567890123", "123456789012345678901234", "华东电器有限公司华东电器"];
        for (number, id) in all.iter().enumerate() {
            assert_eq!(ids.get(id), None, "{id}");
            ids.insert(id, number as u32);
        }
        for (number, id) in all.iter().enumerate() {
            assert_eq!(ids.get(id), Some(number as u32), "{id}");
        }
        let mut listed: Vec<_> = ids.iter().collect();
        listed.sort_by_key(|(_, number)| *number);
        assert!(listed.iter().map(|(id, _)| id.as_str()).eq(all));
        assert_eq!(ids.renumbered(|number| (number == 2).then_some(7)).iter().collect::<Vec<_>>(), [("HT-2026-001".to_string(), 7)]);
    }
}
