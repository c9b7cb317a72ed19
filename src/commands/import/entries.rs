//! `import entries`: what a team keeps in a spreadsheet, as entries of the journal.

use std::io::{self, Write};

use clap::{Arg, ArgMatches, Command};

use super::new_file::{self, Heard, option, switch};
use super::{entries_sheet, file};
use crate::commands::{Failure, Invocation, Outcome};
use crate::entry::{EntryId, Kind};
use crate::import::{Entries, EntriesAsked, State, kind_of};
use crate::problem::{FileFault, Problem, Problems, UsageFault};
use crate::render::{Format, render};
use crate::say;
use crate::sheet::{Sheet, Stamp};
use crate::source::Source;
use crate::store::{self, Appended, Asked, Ledger};
use crate::text::{Lang, nearest_first, text};

pub(super) fn command(lang: Lang) -> Command {
    let about = text("记录表：承诺、跟进、举措、发票、节点……", "a list of entries: commitments, contacts, measures, invoices, events …");
    let after = text(
        "例子：\n  huikuan import entries 跟进.csv\n      先看会记哪些，什么也不写\n  huikuan import entries 承诺.csv --kind commitment --write\n      整个文件都是承诺，一次记完",
        "Examples:\n  huikuan import entries 跟进.csv\n      see what would be recorded; nothing is written\n  huikuan import entries 承诺.csv --kind commitment --write\n      a file of commitments, recorded at once",
    );
    let command = Command::new("entries").about(about.get(lang)).after_help(after.get(lang));
    let kind = text("整个文件是一种记录：commitment contact measure …", "all of the file is of one kind: commitment contact measure …");
    new_file::list_args(command, lang)
        .arg(option("kind", "KIND", kind, lang))
        .arg(switch("write", text("写入流水（默认只看）", "write them to the journal (shown only by default)"), lang))
        .arg(switch("future", text("允许将来的日期", "take a future date"), lang))
        .arg(switch("before-signing", text("允许早于合同签订日", "take a date before the contract was signed"), lang))
        .arg(option("by", "WHO", text("经手人，行里没写时用", "who did it, where the row does not say"), lang))
        .arg(Arg::new("format").long("format").short('f').value_name("FORMAT").help("table csv json markdown"))
}

/// What is to be done with the list.
struct Job<'a> {
    invocation: &'a Invocation<'a>,
    flags: &'a ArgMatches,
    held: file::Held,
    map: Option<Source>,
    kind: Option<Kind>,
}

/// What a list comes to.
struct Found {
    sheet: Sheet,
    stamp: Stamp,
    problems: Vec<Problem>,
    new: usize,
    there: usize,
    rows: String,
}

pub(super) fn run(invocation: &Invocation, flags: &ArgMatches, out: &mut dyn Write) -> Outcome {
    let dir = store::find(&invocation.places)?;
    let typed = flags.get_one::<String>("kind");
    let kind = typed.map(|word| kind_of(word).ok_or_else(|| unknown_kind(word))).transpose()?;
    let job = Job { invocation, flags, held: file::Held::read(&new_file::path(flags), invocation.lang)?, map: new_file::map(flags)?, kind };
    let tried = store::try_out(&dir, &Asked::default(), |ledger| build(&job, ledger))?;
    let write = flags.get_flag("write");
    if !tried.problems.is_empty() {
        return refused(&job, &tried, write, out);
    }
    if !write {
        show(invocation, &tried, out)?;
        return Ok(0);
    }
    if tried.new == 0 {
        return Ok(told(invocation, &tried, out).map(|()| 0)?);
    }
    // The list is read once more under the lock: somebody may have recorded something meanwhile.
    let append = |ledger: Ledger| {
        let mut result = build(&job, ledger)?;
        if result.problems.is_empty() { Ok((std::mem::take(&mut result.rows).into_bytes(), result)) } else { Err(Problems(result.problems)) }
    };
    let Appended { result, durable } = store::append(&dir, &Asked::default(), append)?;
    if !durable {
        let lang = invocation.lang;
        let note = say!(
            lang,
            "提醒：已写入，但这个文件系统不能保证断电后还在",
            "note: it is written, but this file system cannot promise that it survives a power cut"
        );
        let _ = writeln!(io::stderr(), "{note}");
    }
    told(invocation, &result, out).and_then(|()| out.flush()).map_err(Failure::Words)?;
    Ok(0)
}

fn unknown_kind(word: &str) -> UsageFault {
    UsageFault::Choice { option: "--kind", text: word.to_string(), choices: nearest_first(word, Kind::ALL.map(Kind::code)) }
}

/// What the list makes of the ledger, nothing written.
fn build(job: &Job, ledger: Ledger) -> Result<Found, Problems> {
    let Job { invocation, flags, .. } = job;
    let Ledger { book, journal, .. } = ledger;
    let utc_offset = book.policy.utc_offset;
    let today = invocation.today(utc_offset)?;
    let by = flags.get_one::<String>("by").unwrap_or(&invocation.by);
    let until = Some(today).filter(|_| !flags.get_flag("future"));
    let (order, before_signing) = (new_file::order(flags), flags.get_flag("before-signing"));
    let asked = EntriesAsked { map: job.map.as_ref(), order, kind: job.kind, by, until, before_signing };
    let mut entries = Entries::read(job.held.lines(), &book, &journal, &asked)?;
    let (recorded_on, second) = invocation.clock.now(utc_offset);
    let mut floor = journal.last_id_of(recorded_on);
    let next = || {
        let failed = |error: getrandom::Error| Problem::from(FileFault::NotWritten { file: store::JOURNAL.into(), reason: error.to_string() });
        let id = EntryId::new(recorded_on, second, getrandom::u32().map_err(failed)?, floor);
        floor = Some(id);
        Ok(id)
    };
    let rows = entries.lines(&book, &journal, next)?;
    let count = |wanted: fn(&State) -> bool| entries.rows.iter().filter(|row| wanted(&row.state)).count();
    let (new, there) = (count(|state| *state == State::New), count(|state| matches!(state, State::There(_))));
    let mut sheet = entries_sheet::sheet(&book, &entries, flags.get_flag("write"), invocation.lang);
    let (read, unread) = (entries.read_columns(), entries.unread());
    let heard = Heard { problems: Vec::new(), footers: entries.footers(), read: &read, unread: &unread };
    sheet.notes.extend(new_file::tail(&heard, invocation.lang).lines().map(|line| line.trim().to_string()));
    let stamp = Stamp { ledger: book.name.clone(), currency: book.currency.clone(), as_of: today, trace: None };
    Ok(Found { sheet, stamp, problems: entries.problems(), new, there, rows })
}

fn refused(job: &Job, tried: &Found, write: bool, out: &mut dyn Write) -> Outcome {
    let lang = job.invocation.lang;
    if !write {
        show(job.invocation, tried, out)?;
        out.flush()?;
    }
    let count = tried.problems.len();
    let told = Problems(tried.problems.clone()).render(lang, usize::MAX);
    let end = say!(lang, "有 {count} 处不能用，什么也没写", "{count} cannot be used: nothing was written");
    let _ = writeln!(io::stderr(), "{told}{end}");
    Ok(2)
}

fn show(invocation: &Invocation, result: &Found, out: &mut dyn Write) -> io::Result<()> {
    render(&result.sheet, &result.stamp, invocation.style, out)
}

/// What was written: a line for people, all entries for programs.
fn told(invocation: &Invocation, result: &Found, out: &mut dyn Write) -> io::Result<()> {
    if invocation.style.format != Format::Table {
        return show(invocation, result, out);
    }
    let (new, there, lang) = (result.new, result.there, invocation.lang);
    writeln!(out, "{}", say!(lang, "已记 {new} 条；流水里已有 {there} 条", "recorded {new}; {there} were in the journal already"))
}
