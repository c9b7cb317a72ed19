//! `record KIND …`: one entry, or a contact with its promise, in one append.

mod ask;
mod discount;
mod draft;
mod echo;
mod flags;
mod guard;
mod heed;
mod instalments;
mod rewrite;
mod today;

use std::io::{self, Write};
use std::path::Path;

use clap::ArgMatches;

use super::{Failure, Invocation, Outcome, Subcommand, names};
use crate::account::{Account, AsOf};
use crate::book::{Book, CustomerIx, Subject};
use crate::date::Day;
use crate::entry::{About, Draft, EntryId, EntryIx, Journal, Kind, Texts};
use crate::problem::{FileFault, Problem, Problems};
use crate::render::Format;
use crate::reports::{Example, Target};
use crate::store::{self, Appended, Asked, Ledger};
use crate::text::{Text, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "record",
    about: text("记一笔：回款、承诺、跟进……", "record an entry: a receipt, a commitment, a contact …"),
    examples: [
        Example {
            line: "record receipt HT-2026-001 5万 --date 昨天",
            about: text("昨天收到 5 万；在终端里没写的会问", "50,000 came yesterday; a terminal asks for what is not given"),
        },
        Example {
            line: "record commitment 华东电器 10万 --due 11-30",
            about: text("客户答应 11 月 30 日付 10 万", "a customer promises 100,000 by 30 November"),
        },
    ],
    args: flags::args,
    run,
};

/// What to say where rows are written that a power cut may still take away.
pub(super) const NOT_DURABLE: Text =
    text("提醒：已写入，但这个文件系统不能保证断电后还在", "note: it is written, but this file system cannot promise that it survives a power cut");

/// What the journal would be with the new entries.
struct Recorded {
    ledger: Ledger,
    entries: Vec<EntryIx>,
    today: Day,
    /// What each customer owed before.
    before: Vec<(CustomerIx, crate::money::Money)>,
    /// What the bounced drafts among the entries had paid, with what was open of it before.
    unpaid: Vec<echo::Open>,
    /// Whether the entries are the instalments of one milestone.
    instalments: bool,
    /// What may not be what was meant.
    notes: Vec<String>,
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let Some((word, flags)) = invocation.flags.subcommand() else { return Ok(0) };
    if word == today::WORD {
        return today::run(invocation, flags, out);
    }
    let dir = store::find(&invocation.places)?;
    let dry_run = flags.get_flag("dry-run");
    let entry = |answers: &ask::Answers, dry_run| written(invocation, &Entry { word, flags, answers, dir: &dir, dry_run });
    let (mut input, mut prompts) = (io::stdin().lock(), io::stderr());
    let mut talk = ask::Talk::new(&mut input, &mut prompts, invocation.lang);
    let mut answers = ask::missing(invocation, word, flags, &dir, &mut talk)?;
    if answers.were_asked && !dry_run {
        let words = |recorded: &Recorded| echo::preview(recorded, invocation.lang);
        ask::agree(&mut talk, &mut answers, |answers| entry(answers, true).map(|recorded| words(&recorded)))?;
    }
    let recorded = entry(&answers, dry_run)?;
    // From here on it is on disk: nothing may make it look as if it were not.
    for note in &recorded.notes {
        let _ = writeln!(io::stderr(), "{note}");
    }
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

/// What is to be recorded, and where.
struct Entry<'a> {
    word: &'a str,
    flags: &'a ArgMatches,
    answers: &'a ask::Answers,
    dir: &'a Path,
    dry_run: bool,
}

/// Appends what flags and answers come to, or tries it out.
fn written(invocation: &Invocation, entry: &Entry) -> Result<Recorded, Problems> {
    let Entry { word, flags, answers, dir, dry_run } = *entry;
    let build = |ledger: Ledger| record(invocation, word, flags, answers, ledger);
    // One that refers to another entry may be about any customer.
    let about_entry = Kind::parse(word.as_bytes()).is_none_or(|kind| kind.about() == About::Entry);
    let texts = |book: &Book| concerned(book, flags, answers).map(|customer| Texts::of(vec![customer]));
    let asked = if about_entry { Asked::default() } else { Asked { subject: subject(flags, answers), texts: Some(&texts) } };
    if dry_run {
        return Ok(store::try_out(dir, &asked, build)?.1);
    }
    let Appended { result, durable } = store::append(dir, &asked, build)?;
    if !durable {
        let _ = writeln!(io::stderr(), "{}", NOT_DURABLE.get(invocation.lang));
    }
    Ok(result)
}

/// Whom a new entry is about, where one contract or customer is named that may be a number or id in full; nobody where it
/// names another entry, which may be any.
fn subject<'a>(flags: &'a ArgMatches, answers: &'a ask::Answers) -> Option<Subject<'a>> {
    let given = |id: &str| flags.try_get_one::<String>(id).ok().flatten().map(String::as_str).or_else(|| answers.get(id));
    match (given("customer"), given("contract"), given("target"), given("ref")) {
        (customer @ Some(_), None, _, None) => Some(Subject { contract: None, customer }),
        (None, contract @ Some(_), _, None) => Some(Subject { contract, customer: None }),
        (None, None, target @ Some(_), None) => Some(Subject { contract: target, customer: target }),
        _ => None,
    }
}

/// The customer a new entry is about, where its target tells; a name that nothing has is told later.
fn concerned(book: &Book, flags: &ArgMatches, answers: &ask::Answers) -> Option<CustomerIx> {
    let given = |id: &str| flags.try_get_one::<String>(id).ok().flatten().map(String::as_str).or_else(|| answers.get(id));
    let found = match (given("customer"), given("contract"), given("target")) {
        (Some(customer), ..) => Target { customer: Some(names::customer(book, customer, None).ok()?), contract: None },
        (None, Some(contract), _) => Target { customer: None, contract: Some(names::contract(book, contract, None).ok()?) },
        (None, None, target) => names::target(book, target?, None).ok()?,
    };
    found.contract.map(|contract| book.owner(contract)).or(found.customer)
}

/// The rows to append, checked against the ledger as it is, and the ledger as it will be: of the customers concerned alone.
fn record(invocation: &Invocation, word: &str, flags: &ArgMatches, answers: &ask::Answers, ledger: Ledger) -> Result<(Vec<u8>, Recorded), Problems> {
    let utc_offset = ledger.book.policy.utc_offset;
    let today = invocation.today(utc_offset)?;
    let (recorded_on, second) = invocation.clock.now(utc_offset);
    let Ledger { dir, book, mut journal, sources } = ledger;
    let context = draft::Context { book: &book, journal: &journal, flags, answers, today, by: &invocation.by, lang: invocation.lang };
    let drafts = match Kind::parse(word.as_bytes()) {
        Some(kind) => draft::drafts(&context, kind)?,
        None => rewrite::drafts(&context)?,
    };
    let (lines, _) = lines(&drafts, &book, &journal, recorded_on, second)?;
    let customers = journal.linked(drafts.iter().filter_map(|draft| draft.customer));
    journal = journal.of_customers(&book, &customers);
    let plan = instalments::Plan::new(&book, &journal, &customers, &drafts, today);
    let (mut before, mut unpaid, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    // Each entry is guarded against the ledger with those before it: a correction against the ledger without its mistake.
    for (draft, line) in drafts.iter().zip(&lines) {
        let account = Account::of_customers(&book, &journal, AsOf::day(today), &customers);
        if before.is_empty() {
            before = customers.iter().map(|customer| (*customer, account.balance(*customer))).collect();
        }
        let context = draft::Context { book: &book, journal: &journal, flags, answers, today, by: &invocation.by, lang: invocation.lang };
        guard::check(&context, &account, draft)?;
        notes.extend(heed::notes(&context, &account, &drafts, draft));
        if drafts.len() == 1 {
            unpaid = echo::paid_by_draft(&account, draft);
        }
        journal = journal.with(&book, line).map_err(Problems)?;
    }
    let instalments = plan.is_some();
    plan.map_or(Ok(()), |plan| plan.check(&book, &journal, &customers))?;
    let entries = last_entries(&journal, drafts.len());
    let recorded = Recorded { ledger: Ledger { dir, book, journal, sources }, entries, today, before, unpaid, instalments, notes };
    Ok((lines.concat().into_bytes(), recorded))
}

fn last_entries(journal: &Journal, count: usize) -> Vec<EntryIx> {
    let all = journal.len();
    (all.saturating_sub(count)..all).map(|index| EntryIx(index as u32)).collect()
}

/// The lines of the drafts, each with a new id greater than every id of its day, and the ids.
pub(super) fn lines(drafts: &[Draft], book: &Book, journal: &Journal, recorded_on: Day, second: u32) -> Result<(Vec<String>, Vec<EntryId>), Problem> {
    let mut floor = journal.last_id_of(recorded_on);
    let (mut lines, mut ids) = (Vec::with_capacity(drafts.len()), Vec::with_capacity(drafts.len()));
    for draft in drafts {
        let random = getrandom::u32().map_err(|error| FileFault::NotWritten { file: store::JOURNAL.into(), reason: error.to_string() })?;
        let id = EntryId::new(recorded_on, second, random, floor);
        floor = Some(id);
        lines.push(draft.line(book, id));
        ids.push(id);
    }
    Ok((lines, ids))
}
