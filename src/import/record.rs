//! Text → records of fields, line by line: what a file's lines say, and where.

use std::io::{self, BufRead};
use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::decode::{at_line, unreadable};
use crate::problem::{FileFault, ImportFault, Place, Problem};
use crate::source::LINE_LIMIT;

/// A quoted field goes over so many lines at most: an open quote would swallow the rest of the file.
const MOST_LINES: usize = 20;

/// The fields of one record.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The file's line it begins on, from 1.
    pub line: u32,
    text: String,
    ends: Vec<usize>,
    /// Whether it ends with the file and no line end.
    pub unended: bool,
}

impl Record {
    /// How many fields it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A field without the blanks and tabs around it; empty where there is none.
    pub fn get(&self, index: usize) -> &str {
        self.text.get(self.range(index)).unwrap_or_default().trim()
    }

    fn range(&self, index: usize) -> Range<usize> {
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        start.zip(self.ends.get(index).copied()).map_or(0..0, |(start, end)| start..end)
    }

    /// Whether one of its fields goes over several lines.
    pub fn has_line_breaks(&self) -> bool {
        self.text.contains('\n')
    }

    /// The fields.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// A problem with one of its fields, or with all of it.
    pub fn problem(&self, file: &str, field: Option<usize>, fault: impl Into<crate::problem::What>) -> Problem {
        let mut text = String::new();
        let mut range = 0..0;
        for index in 0..self.len() {
            let start = text.len();
            // As the line reads, without its padding and with no line break.
            let quote = if self.get(index).contains(',') { "\"" } else { "" };
            text.push_str(quote);
            text.extend(self.get(index).chars().map(|c| if c.is_control() { ' ' } else { c }));
            if field == Some(index) {
                range = start + quote.len()..text.len();
            }
            text.push_str(quote);
            if index + 1 < self.len() {
                text.push(',');
            }
        }
        let column = if field.is_some() { text.get(..range.start).unwrap_or_default().chars().count() as u32 + 1 } else { 0 };
        Problem::at(fault, Place { file: file.to_string(), line: self.line, column, text, range })
    }
}

/// The lines of a text.
pub struct Lines<'a> {
    file: String,
    text: Box<dyn BufRead + 'a>,
    line: u32,
}

impl<'a> Lines<'a> {
    /// The lines of a text from its beginning.
    pub fn new(file: &str, text: impl BufRead + 'a) -> Self {
        Self { file: file.to_string(), text: Box::new(text), line: 0 }
    }

    /// The file as messages name it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Puts the next line behind what is in the buffer; its number, or `None` at the end.
    pub fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<u32>, Problem> {
        let before = buffer.len();
        let number = self.line.saturating_add(1);
        // A line is never longer than its limit in memory.
        let mut limited = io::Read::take(&mut *self.text, LINE_LIMIT as u64 + 1);
        let count = limited.read_until(b'\n', buffer).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => at_line(&self.file, number, ImportFault::Damaged { cut: false }),
            _ => unreadable(&self.file, &error),
        })?;
        if count > LINE_LIMIT {
            return Err(at_line(&self.file, number, FileFault::LongLine));
        }
        self.line = number;
        Ok((buffer.len() > before).then_some(number))
    }
}

/// Splits lines at a delimiter.
pub(super) struct Splitter {
    reader: Reader,
    delimiter: u8,
}

impl Splitter {
    /// For fields parted by a character.
    pub(super) fn new(delimiter: u8) -> Self {
        Self { reader: ReaderBuilder::new().delimiter(delimiter).build(), delimiter }
    }

    /// The fields of one line as it is, quotes left open at its end or not.
    pub(super) fn split(&mut self, line: &[u8], number: u32) -> Record {
        self.record(line, number).unwrap_or_default()
    }

    /// The fields of a text that ends with a record's end; `None` where a quote is open at its end.
    fn record(&mut self, text: &[u8], line: u32) -> Option<Record> {
        // Building a reader anew costs more than all else.
        self.reader.reset();
        let (mut bytes, mut ends) = (vec![0; text.len() + 1], vec![0; memchr::memchr_iter(self.delimiter, text).count() + 2]);
        let (result, _, written, fields) = self.reader.read_record(text, &mut bytes, &mut ends);
        // A last line without an end is a record too.
        let (written, fields) = match result {
            ReadRecordResult::Record => (written, fields),
            _ if text.ends_with(b"\n") => return None,
            _ => {
                let (rest, more) = (bytes.get_mut(written..)?, ends.get_mut(fields..)?);
                let (result, _, written_more, fields_more) = self.reader.read_record(b"\n", rest, more);
                match result {
                    ReadRecordResult::Record => (written + written_more, fields + fields_more),
                    // Nothing but a line end in quotes was added.
                    _ => return None,
                }
            }
        };
        bytes.truncate(written);
        ends.truncate(fields);
        let unended = !text.ends_with(b"\n");
        Some(Record { line, text: String::from_utf8(bytes).ok()?, ends, unended })
    }

    /// The next record that is more than a blank line; `None` at the end.
    ///
    /// # Errors
    /// A quote that is never closed, a line that is too long, bytes that are no text.
    pub(super) fn next(&mut self, lines: &mut Lines) -> Result<Option<Record>, Problem> {
        let mut text = Vec::new();
        let first = loop {
            text.clear();
            let Some(number) = lines.next(&mut text)? else { return Ok(None) };
            // A blank line is no record, and would count for the next one.
            if !text.iter().all(u8::is_ascii_whitespace) {
                break number;
            }
        };
        for _ in 0..MOST_LINES {
            if let Some(record) = self.record(&text, first) {
                return Ok(Some(record));
            }
            if lines.next(&mut text)?.is_none() {
                break;
            }
        }
        let end = memchr::memchr(b'\n', &text).unwrap_or(text.len());
        let line = String::from_utf8_lossy(text.get(..end).unwrap_or_default()).replace(|c: char| c.is_control(), " ");
        Err(Problem::at(ImportFault::OpenQuote, Place { file: lines.file().to_string(), line: first, column: 0, text: line, range: 0..0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Result<Vec<(u32, Vec<String>)>, String> {
        let mut lines = Lines::new("f.csv", text.as_bytes());
        let mut splitter = Splitter::new(b',');
        let mut found = Vec::new();
        while let Some(record) = splitter.next(&mut lines).map_err(|problem| format!("{}:{}", problem.code(), problem.place.map_or(0, |place| place.line)))? {
            found.push((record.line, record.fields().map(str::to_string).collect()));
        }
        Ok(found)
    }

    #[test]
    fn lines_become_records_with_their_numbers() {
        let own = |rows: &[(u32, &[&str])]| Ok(rows.iter().map(|(line, row)| (*line, row.iter().map(ToString::to_string).collect())).collect());
        assert_eq!(records("a,b\n\n\"1,0\t\" , x\r\nlast"), own(&[(1, &["a", "b"]), (3, &["1,0", "x"]), (4, &["last"])]));
        assert_eq!(records("a,\"b\nc\",d\ne\n"), own(&[(1, &["a", "b\nc", "d"]), (3, &["e"])]));
        assert_eq!(records("点击\"多多\",5\" 管\nx"), own(&[(1, &["点击\"多多\"", "5\" 管"]), (2, &["x"])]));
        assert_eq!(records("a\n1,\"open\n2,3\n"), Err("E343:2".into()));
        assert_eq!(records("a\n1,\"open"), Err("E343:2".into()));
        assert_eq!(records(&format!("a\n{}", "x".repeat(70_000))), Err("E005:2".into()));
    }
}
