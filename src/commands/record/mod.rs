//! `record KIND …`: one entry, or a contact with its promise, in one append.

mod ask;
mod draft;
mod echo;
mod flags;
mod guard;
mod rewrite;

use std::io::Write;

use clap::ArgMatches;

use super::{Failure, Invocation, Outcome, Subcommand};
use crate::account::{Account, AsOf};
use crate::date::Day;
use crate::entry::{EntryId, EntryIx, Journal, Kind};
use crate::problem::{FileFault, Problem, Problems, UsageFault};
use crate::render::Format;
use crate::reports::Example;
use crate::source::Source;
use crate::store::{self, Ledger};
use crate::text::text;

use draft::Draft;

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "record",
    about: text("记一笔：回款、承诺、跟进……", "record an entry: a receipt, a commitment, a contact …"),
    examples: [
        Example { line: "record receipt HT-2026-001 5万 --date 昨天", about: text("昨天收到 5 万", "50,000 came yesterday") },
        Example {
            line: "record commitment 华东电器 10万 --due 11-30",
            about: text("客户答应 11 月 30 日付 10 万", "a customer promises 100,000 by 30 November"),
        },
    ],
    args: flags::args,
    run,
};

/// What the journal would be with the new entries.
struct Recorded {
    ledger: Ledger,
    entries: Vec<EntryIx>,
    today: Day,
    /// What each customer owed before.
    before: Vec<(crate::book::CustomerIx, crate::money::Money)>,
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let Some((word, flags)) = invocation.flags.subcommand() else { return Ok(0) };
    let dir = store::find(&invocation.places)?;
    let answers = ask::missing(invocation, word, flags, &dir)?;
    let dry_run = flags.get_flag("dry-run");
    let build = |ledger: Ledger| record(invocation, word, flags, &answers, ledger);
    let recorded = if dry_run { build(store::read(&dir)?)?.1 } else { store::append(&dir, build)? };
    // From here on it is on disk: nothing may make it look as if it were not.
    let shown = match invocation.style.format {
        Format::Table => echo::words(&recorded, dry_run, invocation.lang).and_then(|words| out.write_all(words.as_bytes())),
        _ => echo::data(&recorded, invocation, out),
    };
    match shown.and_then(|()| out.flush()) {
        Ok(()) => Ok(0),
        Err(error) if dry_run => Err(Failure::Output(error)),
        Err(error) => Err(Failure::Words(error)),
    }
}

/// The rows to append, checked against the ledger as it is, and the ledger as it will be.
fn record(invocation: &Invocation, word: &str, flags: &ArgMatches, answers: &ask::Answers, ledger: Ledger) -> Result<(Vec<u8>, Recorded), Problems> {
    let utc_offset = ledger.book.policy.utc_offset;
    let today = invocation.today(utc_offset)?;
    let (recorded_on, second) = invocation.clock.now(utc_offset);
    let context = draft::Context { ledger: &ledger, flags, answers, today, by: &invocation.by };
    let drafts = match Kind::parse(word.as_bytes()) {
        Some(kind) => draft::drafts(&context, kind)?,
        None => rewrite::drafts(&context)?,
    };
    let lines = lines(&drafts, &ledger, recorded_on, second)?;
    let customers: Vec<_> = drafts.iter().filter_map(|draft| draft.customer).collect();
    let mut before = Vec::new();
    let mut after = None;
    // Each entry is guarded against the ledger with those before it: a correction against the ledger without its mistake.
    for (draft, line) in drafts.iter().zip(&lines) {
        let journal = after.as_ref().unwrap_or(&ledger.journal);
        let account = Account::new(&ledger.book, journal, AsOf::day(today));
        if after.is_none() {
            before = customers.iter().map(|customer| (*customer, account.balance(*customer))).collect();
        }
        guard::check(&context, &account, draft)?;
        after = Some(appended(&ledger, journal, line)?);
    }
    before.sort_unstable_by_key(|(customer, _)| *customer);
    before.dedup();
    let Some(after) = after else { return Err(UsageFault::Confirm.into()) };
    let entries = last_entries(&after, drafts.len());
    let recorded = Recorded { ledger: Ledger { journal: after, ..ledger }, entries, today, before };
    Ok((lines.concat(), recorded))
}

/// The journal with one line more: what is written must read back, with all its references.
fn appended(ledger: &Ledger, journal: &Journal, line: &[u8]) -> Result<Journal, Problems> {
    let mut bytes = journal.source().text().as_bytes().to_vec();
    if bytes.is_empty() {
        bytes.extend_from_slice(format!("{}\n", crate::entry::HEADER).as_bytes());
    }
    let lines = bytes.split(|byte| *byte == b'\n').count() as u32 - 1;
    bytes.extend_from_slice(line);
    crate::entry::read(&ledger.book, Source::new(store::JOURNAL, bytes)?).map_err(|problems| {
        // The line is not in the file, so it is no place to look at.
        let unplaced =
            |problem: Problem| if problem.place.as_ref().is_some_and(|place| place.line > lines) { Problem { place: None, ..problem } } else { problem };
        Problems(problems.into_iter().map(unplaced).collect())
    })
}

fn last_entries(journal: &Journal, count: usize) -> Vec<EntryIx> {
    let all = journal.entries().len();
    (all.saturating_sub(count)..all).map(|index| EntryIx(index as u32)).collect()
}

/// The lines of the drafts, each with a new id greater than every id of its day.
fn lines(drafts: &[Draft], ledger: &Ledger, recorded_on: Day, second: u32) -> Result<Vec<Vec<u8>>, Problem> {
    let mut floor = ledger.journal.entries().iter().map(|entry| entry.id).filter(|id| id.recorded() == recorded_on.yymmdd()).max();
    let mut lines = Vec::new();
    for draft in drafts {
        let random = getrandom::u32().map_err(|error| FileFault::NotWritten { file: store::JOURNAL.into(), reason: error.to_string() })?;
        let id = EntryId::new(recorded_on, second, random, floor);
        floor = Some(id);
        lines.push(draft.line(&ledger.book, id));
    }
    Ok(lines)
}
