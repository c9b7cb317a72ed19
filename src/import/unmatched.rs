//! Lines nobody was found for, as a CSV that people complete in a spreadsheet and import again.

use super::Statement;
use super::matching::{Matched, Status};
use crate::account::Account;
use crate::text::{Lang, comma};

const HEADER: [&str; 13] = ["date", "amount", "payer", "account", "remark", "proof", "customer", "contract", "milestone", "note", "nearest", "reason", "line"];

/// The CSV, with a byte-order mark for spreadsheets; `None` where every line was matched.
pub fn unmatched(statement: &Statement, matched: &[Matched], account: &Account, lang: Lang) -> Option<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let mut any = false;
    writer.write_record(HEADER).ok()?;
    for (line, own) in statement.lines.iter().zip(matched).filter(|(_, own)| own.status == Status::Unmatched) {
        any = true;
        let near: Vec<String> = own.nearest.iter().map(|near| account.book.customer(*near)).map(|own| format!("{} ({})", own.name, own.id)).collect();
        let reasons: Vec<String> = own.reasons.iter().map(|reason| reason.words(lang)).collect();
        let row = [
            line.date.to_string(),
            line.amount.to_string(),
            kept(&line.payer),
            kept(&line.account),
            kept(&line.remark),
            kept(&own.proof),
            kept(&line.customer),
            kept(&line.contract),
            kept(&line.milestone),
            kept(&line.note),
            kept(&near.join(comma(lang))),
            reasons.join(comma(lang)),
            line.number.to_string(),
        ];
        writer.write_record(row).ok()?;
    }
    any.then(|| writer.into_inner().ok()).flatten()
}

/// A text that no spreadsheet takes for a figure or a formula; the import reads it back as it was.
fn kept(text: &str) -> String {
    // Figures, and what a spreadsheet takes for a date or a power: `12-5`, `1E5`.
    let figure = text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'e' | 'E' | '-' | '/' | '.' | ':'));
    let figure = figure && (text.len() > 10 || text.starts_with('0') || !text.chars().all(|c| c.is_ascii_digit()));
    let formula = text.starts_with(['=', '+', '-', '@']);
    if figure || formula { format!("=\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}
