//! Book files → `Book`: in pieces, so that a large file never stands in memory as one tree, then the checks that need
//! the whole.

use std::cell::RefCell;

use memchr::memmem;
use toml::de::DeTable;

use super::fields::{Fields, Piece};
use super::loader::Loader;
use super::top::read_top;
use super::tree::{List, Node, Tree, Value};
use super::{Book, plain, usual, whole};
use crate::parallel::in_order;
use crate::problem::{BookFault, JournalFault, Place, Problem, What};
use crate::source::{Blocks, Fetch, LINE_LIMIT, Source, in_memory};
use crate::text::is_clean;

/// A pattern of the `include` list with its place.
pub struct Include {
    /// As written.
    pub pattern: String,
    /// Where it stands.
    pub place: Place,
}

/// Where the first table of a book begins, if any does: what stands before it are the keys of the book itself.
pub fn first_table(text: &str) -> Option<usize> {
    text.match_indices("\n[").map(|(at, _)| at + 1).find(|at| !in_list(text.get(..*at).unwrap_or_default()))
}

/// The include patterns of `huikuan.toml`; none where it does not parse, which [`load`] reports.
pub fn includes(source: &Source) -> Vec<Include> {
    let text = source.text();
    let end = first_table(text).unwrap_or(text.len());
    let Ok(table) = DeTable::parse(text.get(..end).unwrap_or_default()) else { return Vec::new() };
    let tree = Tree::of(table.into_inner());
    let Some(Value::List(patterns)) = tree.within(Tree::TOP).get("include").map(|node| &node.value) else { return Vec::new() };
    let pattern = |item: &Node| {
        let place = source.place(item.span.range());
        item.as_str().map(|pattern| Include { pattern: pattern.to_string(), place })
    };
    List::new(&tree, *patterns).iter().filter_map(pattern).collect()
}

/// Whether the text ends inside an open list.
fn in_list(text: &str) -> bool {
    text.matches('[').count() > text.matches(']').count()
}

/// Bytes from which on two threads share a file.
const LARGE: usize = 1 << 20;

/// Reads the sources in order: `huikuan.toml` first, then the included ones by path.
pub fn load(sources: &[Source]) -> Result<Book, Vec<Problem>> {
    let large = sources.iter().any(|source| source.text().len() >= LARGE);
    let quick = || {
        let texts: Vec<_> = sources.iter().map(|source| in_memory(source.text().as_bytes())).collect();
        let files: Vec<_> = sources.iter().zip(&texts).map(|(source, text)| blocks(source.text().len() as u64, text)).collect();
        load_blocks(&files)
    };
    if let Some(book) = large.then(quick).flatten() {
        return Ok(book);
    }
    let mut loader = Loader::new();
    let mut problems = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let mut found = source.text_problems();
        found.extend(conflict_markers(source));
        if found.is_empty() {
            found = read_source(&mut loader, source, number as u16);
        }
        problems.append(&mut found);
    }
    // Where a file could not be read, what refers to it would only repeat that.
    if problems.iter().all(|problem| !matches!(problem.what, What::Book(BookFault::Syntax { .. }) | What::File(_) | What::Journal(_))) {
        let (book, mut more) = whole::finish(loader, sources);
        problems.append(&mut more);
        if problems.is_empty() {
            return Ok(book);
        }
    }
    problems.sort_by(|a, b| {
        let key = |problem: &Problem| {
            let place = problem.place.as_ref();
            let source = place.and_then(|place| sources.iter().position(|source| source.name == place.file));
            (source, place.map(|place| (place.line, place.column)))
        };
        key(a).cmp(&key(b))
    });
    problems.dedup();
    Err(problems)
}

/// A book file in blocks, each from the head of a contract or a customer on.
pub fn blocks<'a>(length: u64, fetch: &'a Fetch<'a>) -> Blocks<'a> {
    let cut = |bytes: &[u8]| {
        let mut heads = memmem::find_iter(bytes, "\n[[").map(|at| at + 1);
        heads.find(|at| bytes.get(*at..).is_some_and(|rest| HEADS.iter().any(|head| rest.starts_with(head.as_bytes()))))
    };
    Blocks { length, size: 256 * 1024, cut, fetch }
}

/// The lines that begin most tables of a large book.
pub(super) const HEADS: [&str; 2] = ["[[contract]]\n", "[[customer]]\n"];

/// Reads book files block by block on two threads; `None` where anything is wrong or unusual, which [`load`] then tells
/// or takes. Cutting a text within a string of many lines leaves a first part that is no TOML.
pub fn load_blocks(files: &[Blocks]) -> Option<Book> {
    let all: Vec<(u16, usize)> = files.iter().zip(0..).flat_map(|(file, source)| (0..file.count()).map(move |block| (source, block))).collect();
    let make = |number: usize, buffer: &mut Vec<u8>| {
        let (source, block) = *all.get(number)?;
        let (start, text) = files.get(usize::from(source))?.get(block, buffer)?;
        let clean = is_clean(text);
        let fit = (clean || is_clean(&text.replace('\t', " "))) && has_short_lines(text);
        if !fit {
            return None;
        }
        if let Some(loader) = Some(text).filter(|_| clean).and_then(|text| usual::read(text, source, start as usize)) {
            return Some(loader);
        }
        let (tree, errors) = parse(text);
        let piece = Piece { source: None, number: source, base: start as usize, clean, problems: RefCell::default() };
        let mut loader = Loader::new();
        if errors.is_empty() {
            read_top(&mut loader, Fields::new(&piece, tree.within(Tree::TOP), 0..0));
        }
        (errors.is_empty() && piece.problems.borrow().is_empty()).then_some(loader)
    };
    let mut whole: Option<Loader> = None;
    let mut right = true;
    in_order(all.len(), make, |next| {
        right = match (&mut whole, next) {
            (_, None) => false,
            (Some(whole), Some(next)) => whole.append(next),
            (first, next) => {
                *first = next;
                true
            }
        };
        right
    });
    let (book, problems) = whole::finish(whole.filter(|_| right)?, &[]);
    problems.is_empty().then_some(book)
}

/// Whether no line is too long.
fn has_short_lines(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while rest.len() > LINE_LIMIT {
        let Some(end) = rest.get(..=LINE_LIMIT).and_then(|window| memchr::memrchr(b'\n', window)) else { return false };
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    true
}

/// The lines of a merge that git left; the first of them, for one says it all.
fn conflict_markers(source: &Source) -> Option<Problem> {
    const MARKERS: [&str; 3] = ["<<<<<<< ", ">>>>>>> ", "||||||| "];
    MARKERS.iter().find(|marker| memmem::find(source.text().as_bytes(), marker.as_bytes()).is_some())?;
    let mut start = 0;
    for (number, line) in source.text().split('\n').enumerate() {
        if MARKERS.iter().any(|marker| line.starts_with(marker)) {
            return Some(Problem::at(JournalFault::ConflictMarker, source.place_in_line(number as u32 + 1, start, 0..line.len())));
        }
        start += line.len() + 1;
    }
    None
}

/// Byte ranges that each parse alone: a cut before every line that begins a contract or a customer, every so often.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    const PIECE: usize = 32 * 1024;
    let mut cuts = vec![0];
    // A multi-line string could hold such a line.
    let has = |quotes: &str| memmem::find(text.as_bytes(), quotes.as_bytes()).is_some();
    if text.len() > PIECE && !has("\"\"\"") && !has("'''") {
        let heads = memmem::find_iter(text.as_bytes(), "\n[[").map(|at| at + 1);
        for at in heads {
            let head = text.get(at..).is_some_and(|rest| HEADS.iter().any(|head| rest.starts_with(head)));
            if head && at - cuts.last().unwrap_or(&0) >= PIECE {
                cuts.push(at);
            }
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    cuts.into_iter().zip(ends).collect()
}

fn read_source(loader: &mut Loader, source: &Source, number: u16) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (start, end) in pieces(source.text()) {
        let (tree, errors) = parse(source.text().get(start..end).unwrap_or_default());
        let piece = Piece { source: Some(source), number, base: start, clean: false, problems: RefCell::default() };
        if errors.is_empty() {
            read_top(loader, Fields::new(&piece, tree.within(Tree::TOP), 0..0));
        }
        for error in errors.iter().take(20) {
            let span = error.span().unwrap_or(0..0);
            piece.report(BookFault::Syntax { detail: error.message().to_string() }, &span);
        }
        problems.append(&mut piece.problems.into_inner());
    }
    problems
}

/// The tree of a piece, and what is wrong with it as TOML.
pub(super) type Parsed<'i> = (Tree<'i>, Vec<toml::de::Error>);

pub(super) fn parse(text: &str) -> Parsed<'_> {
    plain::read(text).map_or_else(
        || {
            let (table, errors) = DeTable::parse_recoverable(text);
            (Tree::of(table.into_inner()), errors)
        },
        |tree| (tree, Vec::new()),
    )
}
