//! A large journal looked through for the entries of one customer: every line's shape and values are checked and its
//! names found, and the lines of the customer alone are read.

use rustc_hash::FxHashSet;

use super::part::Part;
use super::quick::commas;
use super::read::Reader;
use super::{Column, EntryId, EntryIx, HEADER, Journal, Kind, Row, by_kind, check};
use crate::book::{About, Book, Named};
use crate::date::Day;
use crate::money::Money;
use crate::parallel::in_order;
use crate::source::{Blocks, LINE_LIMIT, Source};
use crate::text::is_clean;

/// Reads what a journal says of the customer of a book; `None` where anything is wrong or unusual, or entries of others
/// refer to theirs. What [`super::read`] checks and this does not are the others' milestones and bills, and whether what
/// their entries refer to is fit for that.
pub fn read_about(about: &About, blocks: &Blocks) -> Option<Journal> {
    // A line has about a hundred bytes.
    let mut whole = Looked { ids: Vec::with_capacity((blocks.length / 96) as usize), ..Looked::default() };
    let make = |number, buffer: &mut Vec<u8>| {
        let (start, text) = blocks.get(number, buffer)?;
        is_clean(text).then(|| look(about, text, start == 0))?
    };
    let mut right = true;
    in_order(blocks.count(), make, |next| {
        right = next.and_then(|next| whole.append(next)).is_some();
        right
    });
    let Looked { mut ids, refs, kept, lines, total } = whole;
    // Most journals are in order already.
    if !ids.is_sorted() {
        ids.sort_unstable();
    }
    let unique = ids.is_sorted_by(|a, b| a < b);
    if !right || !unique || lines == 0 || refs.iter().any(|id| ids.binary_search(id).is_err()) {
        return None;
    }
    let (text, own) = read(&about.book, &kept)?;
    let of_book = about.book.contracts.iter().try_fold(about.others, |sum, contract| sum.checked_total(contract.amount))?;
    let total = of_book.checked_total(total)?;
    let check::Resolved { rows, owners, namesakes, problems, .. } = check::resolve(&about.book, None, own.found);
    let own: FxHashSet<EntryId> = rows.ids().collect();
    let alone = problems.is_empty() && !refs.iter().any(|id| own.contains(id));
    let source = Source::new("ledger.csv", text.into_bytes()).ok()?;
    alone.then(|| Journal { source, kinds: by_kind(&rows), rows, owners, namesakes, lines, total, ids })
}

/// What was found in some lines.
#[derive(Default)]
struct Looked {
    ids: Vec<EntryId>,
    /// What entries of others refer to.
    refs: Vec<EntryId>,
    /// The customer's lines with their numbers, from 1.
    kept: Vec<(u32, String)>,
    lines: u32,
    total: Money,
}

impl Looked {
    /// Takes lines with their numbers; `None` where one names what is not there, or the sum is beyond what can be counted.
    fn take(&mut self, about: &About, lines: &mut Vec<(Fields, &str, u32)>) -> Option<()> {
        for (fields, line, number) in lines.drain(..) {
            self.total = self.total.checked_total(fields.amount)?;
            self.ids.push(fields.id);
            // Only what refers to another entry may name nobody.
            let own = match fields.named {
                Some(named) => about.is_own(named)?,
                None => false,
            };
            if own {
                self.kept.push((number, line.to_string()));
            } else {
                self.refs.extend(fields.refers);
            }
        }
        Some(())
    }

    /// Puts what was found in the next lines behind; `None` where sums are beyond what can be counted.
    fn append(&mut self, next: Self) -> Option<()> {
        self.ids.extend(next.ids);
        self.refs.extend(next.refs);
        let lines = self.lines;
        self.kept.extend(next.kept.into_iter().map(|(number, line)| (number.saturating_add(lines), line)));
        self.lines = self.lines.checked_add(next.lines)?;
        self.total = self.total.checked_total(next.total)?;
        Some(())
    }
}

/// Lines whose names are looked up at once: lookups that do not wait for each other overlap in memory.
const BATCH: usize = 512;

/// Looks through a block of whole lines that has no character that may mislead.
fn look(about: &About, text: &str, first: bool) -> Option<Looked> {
    let mut found = Looked { ids: Vec::with_capacity(text.len() / 64), ..Looked::default() };
    let mut batch: Vec<(Fields, &str, u32)> = Vec::with_capacity(BATCH);
    let nobody = Book::default();
    let (mut start, mut quote) = (0_usize, 0);
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let line = rest.get(..memchr::memchr(b'\n', rest.as_bytes())?)?;
        if quote <= start {
            quote = memchr::memchr(b'"', rest.as_bytes()).map_or(usize::MAX, |at| at.saturating_add(start));
        }
        start = start.checked_add(line.len())?.checked_add(1)?;
        found.lines = found.lines.checked_add(1)?;
        if first && found.lines == 1 {
            Reader::of_text(&nobody, text.get(..start)?).next_line()?;
            continue;
        }
        let fields = if quote < start { None } else { Fields::read(line.as_bytes()) };
        batch.push((fields.or_else(|| Fields::read_carefully(&nobody, line))?, line, found.lines));
        if batch.len() == BATCH {
            found.take(about, &mut batch)?;
        }
    }
    found.take(about, &mut batch)?;
    Some(found)
}

/// Commas of a line.
const COMMAS: usize = Column::ALL.len() - 1;

/// What a line is looked through for.
struct Fields {
    id: EntryId,
    amount: Money,
    /// Whom it names, if anybody.
    named: Option<Named>,
    refers: Option<EntryId>,
}

impl Fields {
    /// The fields of a line without quotes of a common kind, which are nearly all; `None` for others, right or wrong.
    fn read(line: &[u8]) -> Option<Self> {
        let ends = commas::<COMMAS>(line, 0)?;
        let field = |number: usize| {
            let start = number.checked_sub(1).map_or(Some(0), |before| ends.get(before)?.checked_add(1))?;
            line.get(start..*ends.get(number)?)
        };
        let (id, date, kind, customer, contract, milestone) = (field(0)?, field(1)?, field(2)?, field(3)?, field(4)?, field(5)?);
        let (amount, due, refers) = (field(6)?, field(7)?, field(8)?);
        if line.len() > LINE_LIMIT {
            return None;
        }
        let kind = match kind {
            b"receipt" => Kind::Receipt,
            b"commitment" => Kind::Commitment,
            b"contact" => Kind::Contact,
            b"dispute" => Kind::Dispute,
            b"note" => Kind::Note,
            _ => return None,
        };
        let needed = (!kind.needs_amount() || !amount.is_empty()) && (!kind.needs_due() || !due.is_empty());
        if !needed || (contract.is_empty() && (customer.is_empty() || !milestone.is_empty())) {
            return None;
        }
        Day::parse(date)?;
        if !due.is_empty() {
            Day::parse(due)?;
        }
        Some(Self {
            id: EntryId::parse(id)?,
            amount: if amount.is_empty() { Money::ZERO } else { Money::parse(amount).filter(|amount| amount.is_positive())? },
            named: Some(Named::new(customer, contract)),
            refers: if refers.is_empty() { None } else { Some(EntryId::parse(refers)?) },
        })
    }

    /// The fields of any line that is right.
    fn read_carefully(nobody: &Book, line: &str) -> Option<Self> {
        let part = read_lines(nobody, &format!("{line}\n"), &[2], true)?;
        let entry = part.found.rows.get(EntryIx(0), &[])?;
        let row = Row::split(line).ok()?;
        let [customer, contract] = [Column::Customer, Column::Contract].map(|column| row.get(column));
        let named = !customer.is_empty() || !contract.is_empty();
        let refers = part.found.refs.first().map(|(_, id)| *id);
        Some(Self { id: entry.id, amount: entry.amount, named: named.then(|| Named::new(customer.as_bytes(), contract.as_bytes())), refers })
    }
}

/// The text of some lines behind a header, and their entries.
fn read(book: &Book, kept: &[(u32, String)]) -> Option<(String, Part)> {
    let mut text = format!("{HEADER}\n");
    let mut numbers = vec![1];
    for (number, line) in kept {
        text.push_str(line);
        text.push('\n');
        numbers.push(*number);
    }
    let part = read_lines(book, &text, &numbers, false)?;
    Some((text, part))
}

/// Reads lines that have these numbers; `None` where anything is wrong with them.
fn read_lines(book: &Book, text: &str, numbers: &[u32], nameless: bool) -> Option<Part> {
    let reader = Reader::of_text(book, text);
    let mut reader = if nameless { reader.without_names() } else { reader };
    for number in numbers {
        reader.line = number.checked_sub(1)?;
        reader.next_line()?;
    }
    Some(reader.done())
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::{COMMAS, commas};

    proptest! {
        #[test]
        fn commas_are_where_they_stand(line in "[,+\\-a\u{ac}华\u{ff}]{0,40}|(,{1,2}[a华-]{0,9}){11,13}") {
            let wanted: Vec<usize> = line.bytes().enumerate().filter(|(_, byte)| *byte == b',').map(|(at, _)| at).collect();
            prop_assert_eq!(commas::<COMMAS>(line.as_bytes(), 0).map(Vec::from), (wanted.len() == COMMAS).then_some(wanted));
        }
    }
}
