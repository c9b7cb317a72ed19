//! `check`: every problem of book and journal at once, and what is probably not meant.

mod files;
mod places;
mod private;
mod warnings;

use places::Lines;
pub(super) use warnings::unheard;

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;

use clap::{Arg, ArgAction, Command};

use super::{Failure, Invocation, Outcome, Subcommand};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, Texts};
use crate::problem::{FileFault, Place, Problem, Problems, Warning, What};
use crate::reports::Example;
use crate::say;
use crate::store::{self, Grown, Ledger};
use crate::text::{Lang, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "check",
    about: text("检查账本和流水，一次列出所有问题", "check book and journal; all problems at once"),
    examples: [
        Example { line: "check", about: text("没有问题就退出 0，有就退出 1", "exit 0 when all is well, 1 when something is found") },
        Example {
            line: "check --append-only", about: text("再看 git 历史里有没有人改过旧记录", "and whether anybody changed old entries in git")
        },
    ],
    args,
    run,
};

fn args(command: Command, lang: Lang) -> Command {
    let switch = |id: &'static str, help: &'static str| Arg::new(id).long(id).action(ArgAction::SetTrue).help(help);
    let history = text("再对照 git 历史：流水只增不改；不写版本就查全部历史", "compare with git too: the journal only grows; without REV the whole history");
    command
        .arg(switch("all", text("全部列出（默认前 20 处）", "list all (20 by default)").get(lang)))
        .arg(switch("strict", text("提醒也算问题", "warnings are findings too").get(lang)))
        .arg(Arg::new("append-only").long("append-only").value_name("REV|A..B").num_args(0..=1).default_missing_value("").help(history.get(lang)))
        .arg(Arg::new("merging").long("merging").value_name("REV").action(ArgAction::Append).hide(true).requires("append-only"))
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    let dir = store::find(&invocation.places)?;
    let limit = if invocation.flag("all") { usize::MAX } else { 20 };
    let history = history(invocation, &dir)?;
    let (ledger, mut errors) = match store::read_about(&dir, &|_| Some(Texts { like: private::may_hold_one, ..Texts::NONE })) {
        // The process ends with what is said; the system takes a large ledger back faster than we could.
        Ok(ledger) => (Some(ManuallyDrop::new(ledger)), Vec::new()),
        Err(problems) => (None, of_unreadable(problems, &dir)?),
    };
    errors.extend(history.iter().flat_map(|grown| grown.problems.iter().cloned()));
    let wrong = errors.len();
    // Only what is shown needs its words, and its place in the files.
    let (shown, doubtful) = match &ledger {
        Some(ledger) => warnings(ledger, invocation.today(ledger.book.policy.utc_offset)?, limit.saturating_sub(wrong)),
        None => (Vec::new(), 0),
    };
    let shown = ledger.as_ref().map_or(Vec::new(), |ledger| places::problems(ledger, shown));
    write!(out, "{}", Problems(errors.into_iter().chain(shown).collect()).render_of(wrong.saturating_add(doubtful), lang, limit))?;
    writeln!(out, "{}", summary(ledger.as_deref(), history.as_ref(), wrong, doubtful, lang))?;
    Ok(u8::from(wrong > 0 || (invocation.flag("strict") && doubtful > 0)))
}

/// What git says, where it was asked.
fn history(invocation: &Invocation, dir: &Path) -> Result<Option<Grown>, Problems> {
    let Some(wanted) = invocation.option("append-only") else { return Ok(None) };
    let merging: Vec<String> = invocation.flags.get_many("merging").into_iter().flatten().cloned().collect();
    Ok(Some(store::append_only(dir, Some(wanted).filter(|wanted| !wanted.is_empty()), &merging)?))
}

/// The problems of a ledger that is wrong; what keeps its files from being read at all is no finding.
fn of_unreadable(problems: Problems, dir: &Path) -> Result<Vec<Problem>, Failure> {
    let unreadable = |problem: &Problem| {
        matches!(&problem.what, What::File(FileFault::Io { .. } | FileFault::NotAFile { .. } | FileFault::Locked { .. } | FileFault::TooLarge { .. }))
    };
    if problems.0.iter().any(unreadable) {
        return Err(Failure::Problems(problems));
    }
    let mut all = problems.0;
    if !all.iter().any(|problem| problem.place.as_ref().is_some_and(|place| place.file == store::JOURNAL)) {
        all.append(&mut store::journal_shape(dir));
    }
    Ok(all)
}

/// What is allowed and probably not meant: the first of it, and how much there is.
fn warnings(ledger: &Ledger, today: Day, limit: usize) -> (Vec<Finding>, usize) {
    let mut found = files::warnings(ledger);
    let (more, count) = warnings::warnings(ledger, today, limit.saturating_sub(found.len()));
    let count = count.saturating_add(found.len());
    found.extend(more);
    found.truncate(limit);
    (found, count)
}

/// The last line: how much was looked at, and how it is.
fn summary(ledger: Option<&Ledger>, history: Option<&Grown>, wrong: usize, doubtful: usize, lang: Lang) -> String {
    let Some(ledger) = ledger else { return say!(lang, "{wrong} 处错误", "errors: {wrong}") };
    let (customers, contracts, entries) = (ledger.book.customers.len(), ledger.book.contracts.len(), ledger.journal.len());
    let mut what = say!(lang, "{customers} 个客户，{contracts} 份合同，{entries} 条记录", "customers {customers}, contracts {contracts}, entries {entries}");
    if let Some(commits) = history.map(|grown| grown.commits) {
        what += &say!(lang, "，对照了 {commits} 次提交", ", commits compared {commits}");
    }
    match (wrong, doubtful) {
        (0, 0) => say!(lang, "没有问题：{what}", "all is well ({what})"),
        (0, _) => say!(lang, "没有错误，{doubtful} 处提醒：{what}", "no errors; warnings: {doubtful} ({what})"),
        _ => say!(lang, "{wrong} 处错误，{doubtful} 处提醒：{what}", "errors: {wrong}; warnings: {doubtful} ({what})"),
    }
}

/// Something that is probably not meant.
struct Finding {
    warning: Warning,
    at: At,
}

/// Where it is.
enum At {
    File(Place),
    Book(crate::book::At),
    Entry(EntryIx, Column),
    /// The same, without what stands there.
    About(EntryIx, Column),
}

impl Finding {
    fn at_file(warning: Warning, place: Place) -> Self {
        Self { warning, at: At::File(place) }
    }

    fn at_book(at: crate::book::At, warning: Warning) -> Self {
        Self { warning, at: At::Book(at) }
    }

    fn at_entry(entry: &Entry, column: Column, warning: Warning) -> Self {
        Self { warning, at: At::Entry(entry.index, column) }
    }

    fn about(entry: &Entry, column: Column, warning: Warning) -> Self {
        Self { warning, at: At::About(entry.index, column) }
    }
}
