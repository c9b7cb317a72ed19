//! The file's end, which a crash may have torn, and its encoding.

use super::Change;
use crate::entry::Row;
use crate::text::text;

/// The whole lines of a file, and what became of the rest.
pub(super) fn mend(bytes: &[u8], keep: bool) -> (Vec<u8>, Vec<Change>) {
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let (mut body, rest) = (bytes.get(..end).unwrap_or_default().to_vec(), bytes.get(end..).unwrap_or_default());
    let mut changes = Vec::new();
    let line = |body: &[u8]| body.split(|byte| *byte == b'\n').count() as u32;
    if !rest.is_empty() {
        let before = String::from_utf8_lossy(rest).into_owned();
        let whole = std::str::from_utf8(rest).is_ok_and(|line| Row::split(line.trim_end_matches('\r')).is_ok());
        if keep && whole {
            let what = vec![text("补上末行的换行", "end the last line")];
            changes.push(Change { line: line(&body), what, before: before.clone(), after: Some(before) });
            body.extend_from_slice(rest);
            body.push(b'\n');
        } else {
            changes.push(Change::removed(line(&body), text("删去没写完的末行", "cut off the unfinished last line"), before));
        }
    }
    // After a power cut, blocks that were never written read as zeros.
    while let Some(start) = nul_line(&body) {
        let before = String::from_utf8_lossy(body.get(start..).unwrap_or_default()).trim_end().to_string();
        body.truncate(start);
        changes.push(Change::removed(line(&body), text("删去断电后成了零字节的末行", "cut off a last line of zero bytes, left by a power cut"), before));
    }
    (body, changes)
}

/// Where the last line that is not empty begins, if it ends in zero bytes.
fn nul_line(body: &[u8]) -> Option<usize> {
    let end = body.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r'))?;
    let start = body.get(..end)?.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    (body.get(end) == Some(&0)).then_some(start)
}

/// The text of whole lines: UTF-8, or GBK where every line that is not plain ASCII is. `None` for anything else.
pub(super) fn decode(body: &[u8]) -> Option<(String, Option<Change>)> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Some((text.to_string(), None));
    }
    let mixed = body.split(|byte| *byte == b'\n').any(|line| !line.is_ascii() && std::str::from_utf8(line).is_ok());
    if mixed || !is_gbk(body) {
        return None;
    }
    let decoded = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(body)?;
    Some((decoded.into_owned(), Some(Change::whole(text("编码从 GBK 转成 UTF-8", "convert from GBK to UTF-8")))))
}

/// Whether bytes read as everyday GBK: damaged UTF-8 would come out as rare characters.
fn is_gbk(body: &[u8]) -> bool {
    let (mut common, mut all) = (0_usize, 0_usize);
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        if *byte < 0x80 {
            continue;
        }
        all += 1;
        let second = bytes.next().copied().unwrap_or_default();
        // Symbols, and the 3,755 characters of the first level.
        common += usize::from((0xa1..=0xd7).contains(byte) && second >= 0xa1);
    }
    common * 5 >= all * 4
}
