//! A file's text with its name: byte offset → line and column, and what makes bytes unfit to be read at all.

mod blocks;

pub use blocks::{Blocks, Fetch, REACH, in_memory};

use std::ops::Range;
use std::sync::OnceLock;

use crate::problem::{FileFault, Place, Problem};
use crate::text::{find_hostile, is_hostile};

/// The longest line a file may have, in bytes.
pub const LINE_LIMIT: usize = 64 * 1024;

/// The text of one file.
#[derive(Debug)]
pub struct Source {
    /// As messages name it: relative to the ledger where it lies inside.
    pub name: String,
    text: String,
    bom: usize,
    /// Where each line begins, once a place was asked for.
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    /// Takes a file's bytes; refuses what is not UTF-8, says what it looks like instead.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Problem> {
        let name = name.into();
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::of_text(name, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let torn = error.utf8_error().error_len().is_none();
                let looks_like = if torn { None } else { looks_like(bytes, at) };
                let whole = matches!(looks_like, Some("xlsx" | "UTF-16"));
                let line = if whole { 1 } else { bytes.iter().take(at).filter(|b| **b == b'\n').count() as u32 + 1 };
                let place = Place { file: name, line, column: 0, text: String::new(), range: 0..0 };
                Err(Problem::at(FileFault::NotUtf8 { looks_like }, place))
            }
        }
    }

    /// The same of what is known to be a text.
    pub fn of_text(name: impl Into<String>, text: String) -> Self {
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { name: name.into(), text, bom, lines: OnceLock::new() }
    }

    /// The text without a byte-order mark.
    pub fn text(&self) -> &str {
        self.text.get(self.bom..).unwrap_or_default()
    }

    /// Adds what was not in the file yet.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.lines = OnceLock::new();
    }

    /// Whether it began with a byte-order mark.
    pub fn has_bom(&self) -> bool {
        self.bom > 0
    }

    /// The place of a byte range of [`Source::text`].
    pub fn place(&self, range: Range<usize>) -> Place {
        let text = self.text();
        let at = floor(text, range.start.min(text.len()));
        let lines = self.lines.get_or_init(|| std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1)).collect());
        let line = lines.partition_point(|start| *start <= at) as u32;
        let start = lines.get(line.saturating_sub(1) as usize).copied().unwrap_or_default();
        self.place_in_line(line, start, at - start..range.end.max(at).saturating_sub(start))
    }

    /// The place of a byte range within the line that begins at `start` and has this number.
    pub fn place_in_line(&self, line: u32, start: usize, range: Range<usize>) -> Place {
        let rest = self.text().get(start..).unwrap_or_default();
        let window = rest.get(..floor(rest, LINE_LIMIT.min(rest.len()))).unwrap_or_default();
        let text = window.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let from = floor(text, range.start.min(text.len()));
        let to = floor(text, range.end.clamp(from, text.len()));
        let column = text.get(..from).unwrap_or_default().chars().count() as u32 + 1;
        Place { file: self.name.clone(), line, column, text: text.to_string(), range: from..to }
    }

    /// The first forbidden character and the first line that is too long.
    pub fn text_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut start = 0;
        for (number, line) in self.text().split('\n').enumerate() {
            let place = |range| self.place_in_line(number as u32 + 1, start, range);
            if line.len() > LINE_LIMIT {
                problems.push(Problem::at(FileFault::LongLine, place(0..0)));
            } else {
                // TOML itself allows a tab as a blank.
                let visible = line.strip_suffix('\r').unwrap_or(line);
                let hostile = find_hostile(visible).and_then(|_| visible.char_indices().find(|(_, c)| *c != '\t' && is_hostile(*c)));
                if let Some((at, character)) = hostile {
                    problems.push(Problem::at(FileFault::Hostile { character }, place(at..at + character.len_utf8())));
                }
            }
            start += line.len() + 1;
        }
        problems
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What bytes that are no UTF-8 probably are, by the file's beginning or by the line of the offending one.
fn looks_like(bytes: &[u8], at: usize) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("xlsx");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some("UTF-16");
    }
    let start = bytes.iter().take(at).rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let mut rest = bytes.iter().skip(start).take_while(|byte| **byte != b'\n');
    while let Some(byte) = rest.next() {
        if *byte >= 0x80 {
            let pair = (0x81..=0xfe).contains(byte) && rest.next().is_some_and(|b| (0x40..=0xfe).contains(b));
            if !pair {
                return None;
            }
        }
    }
    Some("GBK")
}
