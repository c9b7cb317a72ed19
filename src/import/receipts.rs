//! Lines that were matched → the entries they become.

use super::matching::{Matched, Status};
use super::{Line, Statement};
use crate::account::Account;
use crate::date::Day;
use crate::entry::{Draft, Kind};
use crate::problem::{Place, Problem, Problems, UsageFault};

/// So many characters of a remark go into an entry's note.
const NOTE: usize = 200;

/// Who imports, and what is allowed.
#[derive(Clone, Debug)]
pub struct Recording<'a> {
    /// Who does it.
    pub by: &'a str,
    /// Today.
    pub today: Day,
    /// Whether days to come are taken too.
    pub future: bool,
}

/// The entry a line becomes; none where it is there already or nobody's.
pub fn draft(statement: &Statement, line: &Line, matched: &Matched, account: &Account, recording: &Recording) -> Option<Draft> {
    let party = if matched.third_party { line.payer.to_string() } else { String::new() };
    let draft = Draft {
        kind: Kind::Receipt,
        date: line.date,
        customer: matched.customer,
        contract: matched.contract,
        milestone: String::new(),
        amount: Some(line.amount),
        due: None,
        refers: matched.commitment,
        proof: matched.proof.to_string(),
        party,
        detail: statement.map.method.clone(),
        by: recording.by.to_string(),
        note: note(line),
    };
    match matched.status {
        Status::Receipt => Some(Draft { milestone: if draft.contract.is_some() { line.milestone.to_string() } else { String::new() }, ..draft }),
        Status::Clear(receipt) => {
            let receipt = account.journal.entry(receipt);
            // Nothing can be confirmed before the day it was recorded for.
            let date = line.date.max(receipt.date);
            Some(Draft { kind: Kind::Clear, date, amount: None, refers: Some(receipt.id), party: String::new(), detail: String::new(), ..draft })
        }
        Status::There(_) | Status::Differs(_) | Status::Unmatched => None,
    }
}

/// What the payer wrote, else what the file says.
fn note(line: &Line) -> String {
    let words = if line.note.is_empty() { &line.remark } else { &line.note };
    words.chars().take(NOTE).collect()
}

/// The entries of all lines, each beside the number of its line.
///
/// # Errors
/// Entries in a closed period or of a day to come, each with its line in the file.
pub fn drafts(statement: &Statement, matched: &[Matched], account: &Account, recording: &Recording) -> Result<Vec<(usize, Draft)>, Problems> {
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for (number, (line, own)) in statement.lines.iter().zip(matched).enumerate() {
        let Some(draft) = draft(statement, line, own, account, recording) else { continue };
        let closed = account.book.policy.closed_until.filter(|until| draft.date <= *until).map(|until| UsageFault::Closed { date: draft.date, until });
        let future = (draft.date > recording.today && !recording.future).then_some(UsageFault::Future { date: draft.date, today: recording.today });
        if let Some(fault) = closed.or(future) {
            problems.push(Problem::at(fault, place(statement, line)));
        }
        drafts.push((number, draft));
    }
    if problems.is_empty() { Ok(drafts) } else { Err(Problems(problems)) }
}

/// A line of the file as messages show it.
fn place(statement: &Statement, line: &Line) -> Place {
    let words = [line.date.to_string(), line.amount.to_string(), line.payer.to_string(), line.remark.to_string()];
    Place { file: statement.file.clone(), line: line.number, column: 0, text: words.join(" "), range: 0..0 }
}
