//! Blocks of a book file that were made of the rows of a list, and which row each was made of.

use super::record::Record;
use crate::problem::Problem;

/// A book file with the rows it was made of.
#[derive(Debug, Default)]
pub struct Written {
    /// Its text.
    pub text: String,
    line: u32,
    /// The list as messages name it.
    list: String,
    /// Where each block begins, with its row.
    blocks: Vec<(u32, Record)>,
}

impl Written {
    /// A file that begins with a comment.
    pub(super) fn new(list: &str, comment: &str) -> Self {
        Self { text: format!("# {comment}\n"), line: 2, list: list.to_string(), blocks: Vec::new() }
    }

    /// Adds a block that was made of a row.
    pub(super) fn push(&mut self, block: &str, row: &Record) {
        self.blocks.push((self.line, row.clone()));
        self.text.push('\n');
        self.text.push_str(block);
        self.line += 1 + memchr::memchr_iter(b'\n', block.as_bytes()).count() as u32;
    }

    /// How many blocks it has.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// What is wrong with it, told of the row it was made of: people have no other file yet. `name` is the book file's.
    pub fn told_of_row(&self, name: &str, problem: Problem) -> Problem {
        let line = problem.place.as_ref().filter(|place| place.file == name).map(|place| place.line);
        let row = line.and_then(|line| self.blocks.get(self.blocks.partition_point(|(start, _)| *start <= line).checked_sub(1)?));
        match row {
            Some((_, row)) => row.problem(&self.list, None, problem.what),
            None => problem,
        }
    }
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A line `key = "text"`, or nothing where there is no text.
pub(super) fn text_line(key: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{key} = {}\n", quoted(text)) }
}
