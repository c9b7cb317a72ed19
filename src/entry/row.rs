//! One physical line ↔ 14 fields.

use std::borrow::Cow;
use std::ops::Range;

use crate::problem::JournalFault;

/// The journal's first line.
pub const HEADER: &str = "id,date,kind,customer,contract,milestone,amount,due,ref,proof,party,detail,by,note";

/// A column of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Unique id.
    Id,
    /// Day it happened.
    Date,
    /// Kind.
    Kind,
    /// Customer id.
    Customer,
    /// Contract number.
    Contract,
    /// Milestone or bill name.
    Milestone,
    /// Amount.
    Amount,
    /// Second date.
    Due,
    /// Id of another entry.
    Ref,
    /// Number from outside.
    Proof,
    /// Person on the other side.
    Party,
    /// Code that depends on the kind.
    Detail,
    /// Who did it.
    By,
    /// Free text.
    Note,
}

impl Column {
    /// All columns, in order.
    pub const ALL: [Self; 14] = [
        Self::Id,
        Self::Date,
        Self::Kind,
        Self::Customer,
        Self::Contract,
        Self::Milestone,
        Self::Amount,
        Self::Due,
        Self::Ref,
        Self::Proof,
        Self::Party,
        Self::Detail,
        Self::By,
        Self::Note,
    ];

    /// Its word in the header.
    pub fn key(self) -> &'static str {
        HEADER.split(',').nth(self as usize).unwrap_or_default()
    }
}

/// A line split into its fields, still quoted.
pub struct Row<'a> {
    line: &'a str,
    ranges: [(u32, u32); 14],
}

impl<'a> Row<'a> {
    /// Splits a line (without its end). The range in an error is the offending part of the line.
    pub fn split(line: &'a str) -> Result<Self, (JournalFault, Range<usize>)> {
        let mut ranges = [(0, 0); 14];
        let mut count = 0;
        let mut at = 0;
        let bytes = line.as_bytes();
        loop {
            let end = if bytes.get(at) == Some(&b'"') { quoted_end(line, at)? } else { plain_end(line, at)? };
            if let Some(slot) = ranges.get_mut(count) {
                *slot = (at as u32, end as u32);
            }
            count += 1;
            if end >= line.len() {
                break;
            }
            at = end + 1;
        }
        if count == 14 { Ok(Self { line, ranges }) } else { Err((JournalFault::Fields { count }, 0..line.len())) }
    }

    /// The whole line.
    pub fn line(&self) -> &'a str {
        self.line
    }

    /// A field as it stands in the line, quotes included.
    fn raw(&self, column: Column) -> &'a str {
        self.line.get(self.range(column)).unwrap_or_default()
    }

    /// The bytes of a field within the line.
    pub fn range(&self, column: Column) -> Range<usize> {
        let (start, end) = self.ranges.get(column as usize).copied().unwrap_or_default();
        start as usize..end as usize
    }

    /// Whether a field holds anything.
    pub fn is_filled(&self, column: Column) -> bool {
        !matches!(self.raw(column), "" | "\"\"")
    }

    /// A field without quotes.
    pub fn get(&self, column: Column) -> Cow<'a, str> {
        let raw = self.raw(column);
        match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inner) if inner.contains('"') => inner.replace("\"\"", "\"").into(),
            Some(inner) => inner.into(),
            None => raw.into(),
        }
    }
}

/// A field, without quotes, of a line that was a row once.
pub(super) fn field(line: &str, column: Column) -> Cow<'_, str> {
    if memchr::memchr(b'"', line.as_bytes()).is_none() {
        return plain_field(line, column as usize).unwrap_or_default().into();
    }
    Row::split(line).map_or(Cow::Borrowed(""), |row| row.get(column))
}

/// The field of a number of a line without quotes. One look at each byte up to its end: fields are so short that a search
/// for each comma costs more.
fn plain_field(line: &str, number: usize) -> Option<&str> {
    let (mut passed, mut start) = (0, 0);
    for (at, _) in line.bytes().enumerate().filter(|(_, byte)| *byte == b',') {
        if passed == number {
            return line.get(start..at);
        }
        (passed, start) = (passed + 1, at + 1);
    }
    line.get(start..).filter(|_| passed == number)
}

fn plain_end(line: &str, at: usize) -> Result<usize, (JournalFault, Range<usize>)> {
    for (offset, byte) in line.as_bytes().iter().enumerate().skip(at) {
        match byte {
            b',' => return Ok(offset),
            b'"' => return Err((JournalFault::StrayQuote, offset..offset + 1)),
            _ => {}
        }
    }
    Ok(line.len())
}

fn quoted_end(line: &str, at: usize) -> Result<usize, (JournalFault, Range<usize>)> {
    let bytes = line.as_bytes();
    let mut offset = at + 1;
    loop {
        match (bytes.get(offset), bytes.get(offset + 1)) {
            (None, _) => return Err((JournalFault::OpenQuote, at..line.len())),
            (Some(b'"'), Some(b'"')) => offset += 2,
            (Some(b'"'), None | Some(b',')) => return Ok(offset + 1),
            (Some(b'"'), _) => return Err((JournalFault::StrayQuote, offset..offset + 1)),
            _ => offset += 1,
        }
    }
}

/// The line of 14 fields, quoted where needed, with its newline.
pub fn write_row<S: AsRef<str>>(fields: &[S; 14]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory cannot fail, and texts make a text.
    let _ = writer.write_record(fields.iter().map(AsRef::as_ref));
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(line: &str) -> Result<String, JournalFault> {
        Row::split(line).map(|row| row.get(Column::Note).into_owned()).map_err(|(fault, _)| fault)
    }

    #[test]
    fn lines_split_strictly() {
        let empty = ",".repeat(13);
        assert_eq!(note(&format!("{empty}hello")), Ok("hello".into()));
        assert_eq!(note(&format!("{empty}\"a, \"\"b\"\"\"")), Ok("a, \"b\"".into()));
        assert_eq!(note(&format!("{empty}\"\"")), Ok(String::new()));
        assert_eq!(note(&format!("{empty}\"open")), Err(JournalFault::OpenQuote));
        assert_eq!(note(&format!("{empty}a\"b")), Err(JournalFault::StrayQuote));
        assert_eq!(note(&format!("{empty}\"a\"b")), Err(JournalFault::StrayQuote));
        assert_eq!(note(&format!("{empty}a,b")), Err(JournalFault::Fields { count: 15 }));
        assert_eq!(note(""), Err(JournalFault::Fields { count: 1 }));
        assert_eq!(note(",,"), Err(JournalFault::Fields { count: 3 }));
    }

    #[test]
    fn a_written_row_reads_back() {
        let mut fields = std::array::from_fn(|_| String::new());
        for text in ["", "plain", "a,b", "say \"hi\"", "华东，电器", "=1+1", " lead", "\""] {
            fields[13] = text.into();
            let line = write_row(&fields);
            assert!(line.ends_with('\n'));
            assert_eq!(note(line.trim_end_matches('\n')), Ok(text.into()));
        }
    }
}
