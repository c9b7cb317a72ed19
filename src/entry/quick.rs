//! The rows that are nearly all of any large journal, read with little work: plain ones of the common kinds that name no
//! milestone. Whatever is not wholly right is left to the careful reader.

use std::ops::Range;

use super::part::{Keep, Part};
use super::read::Reader;
use super::{Column, Entry, EntryId, EntryIx, Kind, Slot};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;
use crate::source::LINE_LIMIT;
use crate::text::is_clean;

/// Rows whose names are looked up at once: lookups that do not wait for each other overlap in memory.
const BATCH: usize = 1024;

/// Reads a block that begins in the journal's first line, or after a line's end; `None` where anything is wrong.
pub(super) fn read(book: &Book, text: &str, base: usize, keep: Keep<'_>) -> Option<Part> {
    let mut careful = Reader::of_text(book, text);
    (careful.keep, careful.base, careful.line) = (keep, base, u32::from(base > 0));
    careful.reserve();
    if !is_clean(text) {
        // Line ends of a spreadsheet are taken and warned of: whoever warns must see them.
        if keep.is_all() || memchr::memchr(b'\r', text.as_bytes()).is_none() {
            return careful.whole().right();
        }
        return None;
    }
    let mut batch =
        Batch { book, text, keep, base, rows: Vec::with_capacity(BATCH), contracts: Vec::with_capacity(BATCH), customers: Vec::with_capacity(BATCH) };
    let mut quote = next_quote(text, 0);
    while careful.start < text.len() {
        let rest = text.get(careful.start..)?;
        let length = memchr::memchr(b'\n', rest.as_bytes())?;
        let end = careful.start.checked_add(length)?;
        if quote < careful.start {
            quote = next_quote(text, careful.start);
        }
        let row = if careful.line > 0 && end < quote { rest.as_bytes().get(..length).and_then(Row::read) } else { None };
        if let Some(row) = row {
            careful.line = careful.line.checked_add(1)?;
            batch.rows.push((row, careful.line, careful.start..end));
            careful.start = end.checked_add(1)?;
            if batch.rows.len() == BATCH {
                batch.flush(&mut careful.part)?;
            }
        } else {
            batch.flush(&mut careful.part)?;
            careful.next_line()?;
        }
    }
    batch.flush(&mut careful.part)?;
    careful.done().right()
}

fn next_quote(text: &str, from: usize) -> usize {
    memchr::memchr(b'"', text.as_bytes().get(from..).unwrap_or_default()).map_or(usize::MAX, |at| at.saturating_add(from))
}

impl Part {
    fn right(self) -> Option<Self> {
        self.problems.is_empty().then_some(self)
    }
}

/// Stands for the customer of a row that names no contract.
const NOBODY: CustomerIx = CustomerIx(u32::MAX);

/// Rows with their lines' numbers and bytes, whose names are not looked up yet.
struct Batch<'b, 't> {
    book: &'b Book,
    text: &'t str,
    keep: Keep<'b>,
    base: usize,
    rows: Vec<(Row<'t>, u32, Range<usize>)>,
    contracts: Vec<Option<u32>>,
    customers: Vec<CustomerIx>,
}

impl Batch<'_, '_> {
    /// Looks up all names and adds the entries; `None` where one is unknown or not the contract's.
    fn flush(&mut self, part: &mut Part) -> Option<()> {
        let book = self.book;
        book.find_contracts(|| self.rows.iter().map(|(row, ..)| row.contract), &mut self.contracts);
        self.customers.clear();
        self.customers.extend(self.contracts.iter().map(|contract| contract.map_or(NOBODY, |contract| book.owner(ContractIx(contract)))));
        for ((row, ..), customer) in self.rows.iter().zip(&mut self.customers) {
            if *customer == NOBODY {
                *customer = Some(row.customer).filter(|_| row.contract.is_empty()).and_then(|id| book.find_customer(id))?;
            } else if !row.customer.is_empty() && !book.is_customer(*customer, row.customer) {
                return None;
            }
        }
        let mut total = part.found.total?;
        for (((row, number, range), contract), customer) in self.rows.drain(..).zip(&self.contracts).zip(&self.customers) {
            let found = &mut part.found;
            let index = EntryIx(found.rows.len() as u32);
            let entry = row.entry(index, *customer, contract.map(ContractIx));
            total = total.checked_total(entry.amount)?;
            found.refs.extend(row.refers.map(|id| (index, id)));
            found.rows.push(&entry);
            if self.keep.is_all() {
                found.rows.push_line(number, self.base.checked_add(range.start)? as u32);
            } else if self.keep.copies(&entry, self.text.get(range.clone())?) {
                part.keep(number, self.text.get(range)?);
            }
        }
        part.found.total = Some(total);
        Some(())
    }
}

/// A row whose names are not looked up yet.
struct Row<'t> {
    id: EntryId,
    date: Day,
    kind: Kind,
    amount: Money,
    due: Option<Day>,
    customer: &'t [u8],
    contract: &'t [u8],
    refers: Option<EntryId>,
}

impl<'t> Row<'t> {
    /// The row of a line without quotes and misleading characters.
    fn read(bytes: &'t [u8]) -> Option<Self> {
        if bytes.len() > LINE_LIMIT {
            return None;
        }
        let (id, date) = (bytes.get(..15)?, bytes.get(16..26)?);
        if bytes.get(15) != Some(&b',') || bytes.get(26) != Some(&b',') {
            return None;
        }
        let mut start = REST;
        let mut ends = commas::<COMMAS>(bytes, REST)?.into_iter();
        let mut field = || {
            let end = ends.next()?;
            bytes.get(std::mem::replace(&mut start, end.checked_add(1)?)..end)
        };
        let kind = match field()? {
            b"receipt" => Kind::Receipt,
            b"commitment" => Kind::Commitment,
            b"contact" => Kind::Contact,
            b"dispute" => Kind::Dispute,
            b"note" => Kind::Note,
            _ => return None,
        };
        let (customer, contract, milestone, amount, due, refers) = (field()?, field()?, field()?, field()?, field()?, field()?);
        let needed = (!kind.needs_amount() || !amount.is_empty()) && (!kind.needs_due() || !due.is_empty());
        if !milestone.is_empty() || !needed || (customer.is_empty() && contract.is_empty()) {
            return None;
        }
        Some(Self {
            id: EntryId::parse(id)?,
            date: Day::parse(date)?,
            kind,
            amount: if amount.is_empty() { Money::ZERO } else { Money::parse(amount).filter(|amount| amount.is_positive())? },
            due: if due.is_empty() { None } else { Some(Day::parse(due)?) },
            customer,
            contract,
            refers: if refers.is_empty() { None } else { Some(EntryId::parse(refers)?) },
        })
    }

    fn entry(&self, index: EntryIx, customer: CustomerIx, contract: Option<ContractIx>) -> Entry {
        let Self { id, date, kind, amount, due, .. } = *self;
        Entry { index, id, date, kind, customer: Some(customer), contract, slot: Slot::Whole, amount, due, refers: None }
    }
}

/// Where a row goes on behind its id and date.
const REST: usize = 27;
/// Commas from there on.
const COMMAS: usize = Column::ALL.len() - 3;

/// The places of a row's commas from a place on, looked for in eight bytes at a time; `None` where there are more or fewer.
// Places are within a line, and no byte of a word overflows into the next.
#[allow(clippy::arithmetic_side_effects)]
pub(super) fn commas<const COUNT: usize>(bytes: &[u8], from: usize) -> Option<[usize; COUNT]> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = ONES * 0x7f;
    let (mut places, mut count, mut base) = ([0; COUNT], 0, from);
    let mut take = |eight: [u8; 8]| {
        // A byte that was a comma is zero now, and its high bit the only one left.
        let word = u64::from_le_bytes(eight) ^ (ONES * b',' as u64);
        let mut found = !(((word & LOW) + LOW) | word | LOW);
        while found != 0 {
            *places.get_mut(count)? = base + found.trailing_zeros() as usize / 8;
            count += 1;
            found &= found - 1;
        }
        base += 8;
        Some(())
    };
    let (words, rest) = bytes.get(from..)?.as_chunks::<8>();
    for word in words {
        take(*word)?;
    }
    let mut last = [0; 8];
    last.get_mut(..rest.len())?.copy_from_slice(rest);
    take(last)?;
    (count == COUNT).then_some(places)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::read;
    use crate::book::{Book, load};
    use crate::entry::packed::Rows;
    use crate::entry::part::Keep;
    use crate::entry::read::Reader;
    use crate::entry::{EntryIx, HEADER};
    use crate::source::Source;

    fn book() -> Book {
        let text = "name = \"a\"\ncurrency = \"CNY\"\n[[rep]]\nid = \"r\"\nname = \"r\"\n[[customer]]\nid = \"a\"\nname = \"a\"\n[[customer]]\nid = \"华东\"\nname = \"b\"\n\
            [[contract]]\nno = \"H1\"\ncustomer = \"a\"\nsigned = 2026-01-01\namount = 10\n[[contract]]\nno = \"H2\"\ncustomer = \"华东\"\nsigned = 2026-01-01\namount = 10\n";
        load(&[Source::new("b", text.into()).unwrap()]).unwrap()
    }

    fn entries(rows: &Rows) -> Vec<String> {
        (0..rows.len() as u32).map(|index| format!("{:?} {:?}", rows.get(EntryIx(index), &[]), rows.line(EntryIx(index)))).collect()
    }

    fn line() -> impl Strategy<Value = String> {
        let pick = |words: &'static [&'static str]| proptest::sample::select(words);
        let columns = (
            pick(&["261121-4m7k2q9x", "261121-4m7k2q9y", "261121-4m7k2q9", "261121_4m7k2q9x", ""]),
            pick(&["2026-11-21", "2026-11-31", "2026-1-21", ""]),
            pick(&["receipt", "receipt", "commitment", "contact", "dispute", "note", "bill", "void", "receip"]),
            (pick(&["a", "华东", "", "b", "\"a\""]), pick(&["H1", "H2", "", "H3"]), pick(&["", "", "", "1", "#1"])),
            pick(&["5", "12.50", "", "0", "1e5", "-1"]),
            pick(&["", "2026-12-01", "2026-13-01"]),
            pick(&["", "261121-4m7k2q9x", "x"]),
            pick(&["", "BK1", ",", "，好", "\"q,\"", "\u{202e}", "x\r"]),
        );
        columns.prop_map(|(id, date, kind, (customer, contract, milestone), amount, due, refers, tail)| {
            format!("{id},{date},{kind},{customer},{contract},{milestone},{amount},{due},{refers},{tail},,bank,r,\n")
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn it_agrees_with_the_careful_reader(lines in proptest::collection::vec(line(), 1..6), first in any::<bool>()) {
            let book = book();
            let head = if first { format!("{HEADER}\n") } else { String::new() };
            let text = head + &lines.concat();
            let base = usize::from(!first);
            let mut reader = Reader::of_text(&book, &text);
            (reader.base, reader.line) = (base, u32::from(!first));
            let careful = reader.whole();
            let quick = read(&book, &text, base, Keep::All);
            prop_assert_eq!(quick.is_some(), careful.problems.is_empty(), "{}", text);
            if let Some(quick) = quick {
                prop_assert_eq!(entries(&quick.found.rows), entries(&careful.found.rows));
                prop_assert_eq!((quick.found.refs, quick.found.names, quick.found.total), (careful.found.refs, careful.found.names, careful.found.total));
                prop_assert_eq!(quick.lines, careful.lines);
            }
        }
    }
}
