//! Entries as a large journal holds them: 24 bytes each, and beside them what few of them have.

use rustc_hash::FxHashMap;

use super::{Entry, EntryId, EntryIx, Kind, Slot};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;

/// An entry's id (60 bits) and whether it refers to another; its amount (47) and date (17); whom it concerns (32), kind (5),
/// second date (17), whether it names a contract, and its milestone (9).
#[derive(Clone, Copy, Debug)]
struct Packed([u64; 3]);

impl Packed {
    fn customer(&self, owners: &[CustomerIx]) -> Option<CustomerIx> {
        let Self([_, _, rest]) = self;
        let party = (rest >> 32) as u32;
        if rest >> 9 & 1 == 1 { owners.get(party as usize).copied() } else { (party != NOBODY).then_some(CustomerIx(party)) }
    }
}

/// Where entries lie between being fetched and being unpacked.
#[derive(Debug, Default)]
pub struct Room(Vec<Packed>);

/// A slot that lies beside.
const BESIDE: u64 = 511;
/// Nobody.
const NOBODY: u32 = u32::MAX;

/// Where an entry's line stands in the journal's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    entry: u32,
    /// Number of the line, from 1.
    pub(super) number: u32,
    /// First byte.
    pub(super) start: u32,
}

/// Entries in the order of their lines.
#[derive(Debug, Default)]
pub(super) struct Rows {
    packed: Vec<Packed>,
    slots: FxHashMap<u32, Slot>,
    refers: FxHashMap<u32, EntryIx>,
    /// The lines that are kept, in order.
    lines: Vec<Line>,
}

// Numbers of entries and lines stay within the 4 GiB a journal may have; shifts are within their words.
#[allow(clippy::arithmetic_side_effects)]
impl Rows {
    pub(super) fn len(&self) -> usize {
        self.packed.len()
    }

    pub(super) fn reserve(&mut self, more: usize) {
        self.packed.reserve(more);
    }

    /// Adds an entry; its index is its place here.
    pub(super) fn push(&mut self, entry: &Entry) {
        let index = self.packed.len() as u32;
        let slot = match entry.slot {
            Slot::Whole => 0,
            Slot::Milestone { index, part: 0 } if u64::from(index) + 1 < BESIDE => u64::from(index) + 1,
            beside => {
                self.slots.insert(index, beside);
                BESIDE
            }
        };
        if let Some(target) = entry.refers {
            self.refers.insert(index, target);
        }
        let (party, is_contract) = match (entry.contract, entry.customer) {
            (Some(contract), _) => (contract.0, 1),
            (None, Some(customer)) => (customer.0, 0),
            (None, None) => (NOBODY, 0),
        };
        let due = entry.due.map_or(0, |due| u64::from(due.since_first()) + 1);
        self.packed.push(Packed([
            entry.id.sort_key() << 4 | u64::from(entry.refers.is_some()),
            (entry.amount.cents() as u64) << 17 | u64::from(entry.date.since_first()),
            u64::from(party) << 32 | (entry.kind as u64) << 27 | due << 10 | is_contract << 9 | slot,
        ]));
    }

    /// Says where the line of the last entry stands.
    pub(super) fn push_line(&mut self, number: u32, start: u32) {
        self.lines.push(Line { entry: (self.packed.len() as u32).saturating_sub(1), number, start });
    }

    /// An entry; `owners` are the contracts' customers.
    pub(super) fn get(&self, index: EntryIx, owners: &[CustomerIx]) -> Option<Entry> {
        self.unpack(index, *self.packed.get(index.0 as usize)?, owners)
    }

    /// Many entries, which may lie far apart: what is fetched by a short loop is fetched at the same time.
    pub(super) fn get_all<'s>(&'s self, indices: &'s [EntryIx], owners: &'s [CustomerIx], room: &'s mut Room) -> impl Iterator<Item = Entry> + 's {
        room.0.clear();
        room.0.extend(indices.iter().filter_map(|index| self.packed.get(index.0 as usize)).copied());
        indices.iter().zip(&room.0).filter_map(|(index, packed)| self.unpack(*index, *packed, owners))
    }

    fn unpack(&self, index: EntryIx, packed: Packed, owners: &[CustomerIx]) -> Option<Entry> {
        let Packed([id, money, rest]) = packed;
        let party = (rest >> 32) as u32;
        let contract = (rest >> 9 & 1 == 1).then_some(ContractIx(party));
        let customer = packed.customer(owners);
        let slot = match rest & 511 {
            0 => Slot::Whole,
            BESIDE => self.slots.get(&index.0).copied().unwrap_or(Slot::Whole),
            milestone => Slot::Milestone { index: milestone as u16 - 1, part: 0 },
        };
        Some(Entry {
            index,
            id: EntryId::from_sort_key(id >> 4),
            date: Day::from_first((money & 0x1_ffff) as u32),
            kind: Kind::ALL.get((rest >> 27 & 31) as usize).copied()?,
            customer,
            contract,
            slot,
            amount: Money::from_cents((money >> 17) as i64),
            due: ((rest >> 10 & 0x1_ffff) as u32).checked_sub(1).map(Day::from_first),
            refers: if id & 1 == 1 { self.refers.get(&index.0).copied() } else { None },
        })
    }

    /// The kinds in order.
    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.packed.iter().filter_map(|Packed([_, _, rest])| Kind::ALL.get((rest >> 27 & 31) as usize).copied())
    }

    /// The entries that refer to another.
    pub(super) fn referring(&self) -> impl Iterator<Item = EntryIx> + '_ {
        self.refers.keys().copied().map(EntryIx)
    }

    /// The date of an entry.
    pub(super) fn date(&self, index: EntryIx) -> Option<Day> {
        self.packed.get(index.0 as usize).map(|Packed([_, money, _])| Day::from_first((money & 0x1_ffff) as u32))
    }

    /// Whom an entry concerns.
    pub(super) fn customer(&self, index: EntryIx, owners: &[CustomerIx]) -> Option<CustomerIx> {
        self.packed.get(index.0 as usize)?.customer(owners)
    }

    /// Each entry's kind and customer.
    pub(super) fn subjects<'s>(&'s self, owners: &'s [CustomerIx]) -> impl Iterator<Item = (EntryIx, Kind, Option<CustomerIx>)> + 's {
        let kinds = self.kinds().zip(&self.packed).zip(0..);
        kinds.map(|((kind, packed), index)| (EntryIx(index), kind, packed.customer(owners)))
    }

    /// The ids in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.packed.iter().map(|Packed([id, ..])| EntryId::from_sort_key(id >> 4))
    }

    /// Whether every id is greater than the one before it.
    pub(super) fn ids_grow(&self) -> bool {
        self.packed.is_sorted_by(|Packed([a, ..]), Packed([b, ..])| a >> 4 < b >> 4)
    }

    /// The entry of an id, where ids grow.
    pub(super) fn find(&self, id: EntryId) -> Option<EntryIx> {
        let at = self.packed.binary_search_by_key(&id.sort_key(), |Packed([own, ..])| own >> 4).ok()?;
        Some(EntryIx(at as u32))
    }

    pub(super) fn set_slot(&mut self, index: EntryIx, slot: Slot) {
        if let Some(Packed([_, _, rest])) = self.packed.get_mut(index.0 as usize) {
            *rest |= BESIDE;
            self.slots.insert(index.0, slot);
        }
    }

    /// Sets what an entry refers to and, where it is about that entry alone, whom it concerns.
    pub(super) fn set_target(&mut self, index: EntryIx, target: EntryIx, about_it: bool) {
        let party = self.packed.get(target.0 as usize).map(|Packed([_, _, rest])| rest & (0xffff_ffff << 32 | 1 << 9));
        if let (Some(Packed([id, _, rest])), Some(party)) = (self.packed.get_mut(index.0 as usize), party) {
            *id |= 1;
            self.refers.insert(index.0, target);
            if about_it {
                *rest = *rest & !(0xffff_ffff << 32 | 1 << 9) | party;
            }
        }
    }

    pub(super) fn is_about_nobody(&self, index: EntryIx) -> bool {
        self.packed.get(index.0 as usize).is_some_and(|Packed([_, _, rest])| (rest >> 32) as u32 == NOBODY)
    }

    /// The entries whose lines are kept.
    pub(super) fn with_lines(&self) -> impl Iterator<Item = EntryIx> + '_ {
        self.lines.iter().map(|line| EntryIx(line.entry))
    }

    /// The line of an entry, where it is kept.
    pub(super) fn line(&self, index: EntryIx) -> Option<Line> {
        // Each is at its own place, or as far before it as lines are missing.
        let missing = self.packed.len().saturating_sub(self.lines.len());
        let (end, number) = (self.lines.len(), index.0 as usize);
        let near = self.lines.get(number.saturating_sub(missing).min(end)..(number + 1).min(end))?;
        near.binary_search_by_key(&index.0, |line| line.entry).ok().and_then(|at| near.get(at)).copied()
    }

    /// Puts other entries behind these, whose lines follow `lines` lines and `bytes` kept bytes.
    pub(super) fn append(&mut self, other: Self, lines: u32, bytes: u32) {
        let base = self.packed.len() as u32;
        self.packed.extend_from_slice(&other.packed);
        self.slots.extend(other.slots.into_iter().map(|(index, slot)| (index + base, slot)));
        self.lines.extend(other.lines.into_iter().map(|line| Line { entry: line.entry + base, number: line.number + lines, start: line.start + bytes }));
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_entry_comes_out_as_it_went_in(
            (id, cents, date, due, kind) in (0_u64..1 << 60, 0_i64..100_000_000_000_000, 0_u32..76_701, proptest::option::of(0_u32..76_701), 0_usize..22),
            (party, refers, shape, number, part) in (proptest::option::of((0_u32..9, any::<bool>())), proptest::option::of(0_u32..9), 0_u8..4, 0_u16..2_000, 0_u16..3),
        ) {
            let owners: Vec<CustomerIx> = (0..9).map(|contract| CustomerIx(contract * 3)).collect();
            let contract = party.filter(|(_, is_contract)| *is_contract).map(|(number, _)| ContractIx(number));
            let entry = Entry {
                index: EntryIx(1),
                id: EntryId::from_sort_key(id),
                date: Day::from_first(date),
                kind: Kind::ALL[kind],
                customer: contract.map_or(party.map(|(number, _)| CustomerIx(number)), |contract| Some(CustomerIx(contract.0 * 3))),
                contract,
                slot: match shape {
                    0 => Slot::Whole,
                    1 => Slot::Milestone { index: number, part },
                    2 => Slot::Bill { entry: EntryIx(u32::from(number)), part },
                    _ => Slot::Nth { number, part },
                },
                amount: Money::from_cents(cents),
                due: due.map(Day::from_first),
                refers: refers.map(EntryIx),
            };
            let mut rows = Rows::default();
            rows.push(&Entry { slot: Slot::Whole, refers: None, ..entry });
            rows.push(&entry);
            prop_assert_eq!(rows.get(EntryIx(1), &owners), Some(entry));
            let mut all = Rows::default();
            all.append(rows, 0, 0);
            prop_assert_eq!(all.get(EntryIx(1), &owners).map(|own| own.slot), Some(entry.slot));
        }
    }
}
