//! What can be mended in a journal without guessing: bytes → the changes, and the bytes after them. Pure: it writes nothing.

mod conflict;
mod field;
mod line;
mod tail;

use crate::text::{Text, text};

/// One thing that is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The line as the file has it, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// What is mended there.
    pub what: Vec<Text>,
    /// The line before; empty where the whole file is meant.
    pub before: String,
    /// The line after; `None` where it is taken out.
    pub after: Option<String>,
}

impl Change {
    fn whole(what: Text) -> Self {
        Self { line: 0, what: vec![what], before: String::new(), after: None }
    }

    fn removed(line: u32, what: Text, before: impl Into<String>) -> Self {
        Self { line, what: vec![what], before: before.into(), after: None }
    }
}

/// A journal after all that can be mended.
#[derive(Debug)]
pub struct Mended {
    /// What was mended, in the order of the lines.
    pub changes: Vec<Change>,
    /// The file's new bytes.
    pub bytes: Vec<u8>,
}

/// A line of the file without its end.
#[derive(Clone, Debug)]
struct Line {
    number: u32,
    text: String,
}

/// Mends a journal's bytes. A last line without newline is cut off, unless `keep` and it is a whole entry.
pub fn mend(bytes: &[u8], keep: bool) -> Mended {
    let (body, mut changes) = tail::mend(bytes, keep);
    let Some((body, encoding)) = tail::decode(&body) else {
        return Mended { changes, bytes: body };
    };
    changes.extend(encoding);
    let (lines, ends) = split(&body);
    changes.extend(ends);
    let lines = conflict::resolve(&lines, &mut changes);
    let lines = line::mend(lines, &mut changes);
    changes.sort_by_key(|change| change.line);
    Mended { changes, bytes: lines.iter().flat_map(|line| line.text.bytes().chain([b'\n'])).collect() }
}

/// The lines of a text whose last byte is a newline, without byte-order mark and carriage returns.
fn split(body: &str) -> (Vec<Line>, Vec<Change>) {
    let mut changes = Vec::new();
    let plain = body.strip_prefix('\u{feff}');
    changes.extend(plain.map(|_| Change::whole(text("去掉文件开头的 BOM", "remove the byte-order mark"))));
    let body = plain.unwrap_or(body);
    if body.contains("\r\n") {
        changes.push(Change::whole(text("换行改成 LF（原来是 CRLF）", "line ends LF instead of CRLF")));
    }
    let texts = body.split_terminator('\n').map(|line| line.trim_end_matches('\r'));
    (texts.zip(1..).map(|(text, number)| Line { number, text: text.to_string() }).collect(), changes)
}

#[cfg(test)]
mod tests;
