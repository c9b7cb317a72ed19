//! A journal in blocks of whole lines, read by two threads.

use super::EntryIx;
use super::part::{Found, Keep, Part};
use super::quick;
use crate::book::Book;
use crate::money::Money;
use crate::parallel::in_order;
use crate::source::{Blocks, Fetch, in_memory};

/// Bytes of a block.
pub(super) const BLOCK: usize = 512 * 1024;

/// A journal's text in blocks of whole lines.
pub fn blocks<'a>(length: u64, fetch: &'a Fetch<'a>) -> Blocks<'a> {
    Blocks { length, size: BLOCK as u64, cut: |bytes| memchr::memchr(b'\n', bytes).map(|at| at.saturating_add(1)), fetch }
}

/// Reads the blocks of a journal that is in memory.
pub(super) fn read_text(book: &Book, text: &str) -> Option<Part> {
    read(book, &blocks(text.len() as u64, &in_memory(text.as_bytes())), Keep::All)
}

/// Reads a journal's blocks; `None` where anything is wrong or unusual.
pub(super) fn read(book: &Book, blocks: &Blocks, keep: Keep<'_>) -> Option<Part> {
    let found = Found { total: Some(Money::ZERO), ..Found::default() };
    let mut whole = Part { found, kept: String::new(), problems: Vec::new(), lines: 0 };
    // A line has about a hundred bytes.
    whole.found.rows.reserve((blocks.length / 96) as usize);
    let make = |number, buffer: &mut Vec<u8>| {
        let (start, text) = blocks.get(number, buffer)?;
        // Blank lines mean nothing at the end of the journal, and something elsewhere.
        if text.ends_with("\n\n") || text.ends_with("\n\r\n") { None } else { quick::read(book, text, start as usize, keep) }
    };
    let mut right = true;
    in_order(blocks.count(), make, |part| {
        right = part.is_some_and(|part| append(&mut whole, part));
        right
    });
    (right && whole.lines > 0).then_some(whole)
}

/// Puts what was read of the next block behind; false where sums are beyond what can be counted.
fn append(whole: &mut Part, next: Part) -> bool {
    let base = whole.found.rows.len() as u32;
    let moved = |index: EntryIx| EntryIx(index.0.saturating_add(base));
    let Found { rows, refs, names, total } = next.found;
    // Each block but the first has counted one line that it does not have.
    let lines = whole.lines.saturating_sub(1);
    whole.found.rows.append(rows, if whole.lines == 0 { 0 } else { lines }, whole.kept.len() as u32);
    whole.found.refs.extend(refs.into_iter().map(|(index, id)| (moved(index), id)));
    whole.found.names.extend(names.into_iter().map(|(index, name)| (moved(index), name)));
    whole.found.total = whole.found.total.zip(total).and_then(|(sum, more)| sum.checked_total(more));
    whole.kept.push_str(&next.kept);
    whole.lines = if whole.lines == 0 { next.lines } else { lines.saturating_add(next.lines) };
    whole.found.total.is_some()
}
