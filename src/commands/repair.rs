//! `repair`: mends what can be mended in the journal without guessing, keeps what was there, and lists the rest.

use std::io::{self, BufRead, Write};
use std::path::Path;

use clap::{Arg, ArgAction, Command};

use super::{Failure, Invocation, Outcome, Subcommand};
use crate::entry;
use crate::problem::{Problem, Problems, UsageFault};
use crate::repair::{Change, Mended, mend};
use crate::reports::Example;
use crate::say;
use crate::source::Source;
use crate::store;
use crate::text::{Lang, comma, crop, escape, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "repair",
    about: text("修好损坏的流水，不靠猜；原样另存", "mend a damaged journal without guessing; a copy is kept"),
    examples: [
        Example { line: "repair --dry-run", about: text("只看会改什么", "only show what would change") },
        Example { line: "repair --yes", about: text("不再问，直接修", "mend without asking") },
    ],
    args,
    run,
};

/// Lines shown unless `--all`.
const SHOWN: usize = 20;
/// Columns shown of a line.
const WIDTH: usize = 110;

fn args(command: Command, lang: Lang) -> Command {
    let switch = |id: &'static str, help: &'static str| Arg::new(id).long(id).action(ArgAction::SetTrue).help(help);
    command
        .arg(switch("dry-run", text("只显示，不写", "show only; write nothing").get(lang)))
        .arg(switch("yes", text("不问就写", "write without asking").get(lang)))
        .arg(switch("keep", text("没有换行的末行如果完整就留下（默认删去）", "keep a last line without newline if it is whole (cut off by default)").get(lang)))
        .arg(switch("all", text("全部列出（默认前 20 处）", "list all (20 by default)").get(lang)))
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    let dir = store::find(&invocation.places)?;
    let old = store::journal_bytes(&dir)?;
    let Mended { changes, bytes: new } = mend(&old, invocation.flag("keep"));
    let written = !changes.is_empty() && !invocation.flag("dry-run");
    let mut rest = remaining(&dir, &new);
    if !written {
        for problem in &mut rest {
            number_as_before(problem, &changes);
        }
    }
    let limit = if invocation.flag("all") { usize::MAX } else { SHOWN };
    show(&changes, limit, lang, out)?;
    if written {
        out.flush()?;
        agree(invocation, lang)?;
        let (day, second) = invocation.clock.now(None);
        let time = format!("{}-{:02}{:02}{:02}", day.to_string().replace('-', ""), second / 3600, second / 60 % 60, second % 60);
        let copy = store::replace_journal(&dir, &old, &new, &time)?;
        writeln!(out, "{}", say!(lang, "修好了；原来的文件存为 {copy}", "mended; the file as it was is {copy}")).map_err(Failure::Words)?;
    }
    if rest.is_empty() {
        if changes.is_empty() {
            writeln!(out, "{}", say!(lang, "流水没有要修的", "the journal needs no repair"))?;
        }
        return Ok(0);
    }
    writeln!(out, "{}", say!(lang, "下面这些没有把握，要人来改：", "these cannot be mended without guessing; a person has to decide:"))?;
    write!(out, "{}", Problems(rest).render(lang, limit))?;
    Ok(1)
}

/// What is still wrong with the journal after the changes. Names are checked where the book can be read.
fn remaining(dir: &Path, bytes: &[u8]) -> Vec<Problem> {
    match (Source::new(store::JOURNAL, bytes.to_vec()), store::read_book(dir)) {
        (Err(problem), _) => vec![problem],
        (Ok(source), Ok((book, _))) => entry::read(&book, source).err().unwrap_or_default(),
        (Ok(source), Err(_)) => entry::shape(&source),
    }
}

/// Gives a problem of the mended file the line it has in the file as it is.
fn number_as_before(problem: &mut Problem, changes: &[Change]) {
    let Some(place) = problem.place.as_mut().filter(|place| place.file == store::JOURNAL && place.line > 0) else { return };
    for removed in changes.iter().filter(|change| change.line > 0 && change.after.is_none()) {
        place.line += u32::from(removed.line <= place.line);
    }
}

fn show(changes: &[Change], limit: usize, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let line = |text: &str| crop(&escape(text), WIDTH).into_owned();
    for change in changes.iter().take(limit) {
        let what: Vec<&str> = change.what.iter().map(|what| what.get(lang)).collect();
        let what = what.join(comma(lang));
        let file = store::JOURNAL;
        match change.line {
            0 => writeln!(out, "{file}  {what}")?,
            number => writeln!(out, "{file}:{number}  {what}\n  - {}", line(&change.before))?,
        }
        if let Some(after) = &change.after {
            writeln!(out, "  + {}", line(after))?;
        }
    }
    let more = changes.len().saturating_sub(limit);
    if more > 0 {
        writeln!(out, "{}", say!(lang, "……还有 {more} 处改动（--all 全部列出）", "… and {more} more changes (--all lists them)"))?;
    }
    Ok(())
}

/// Asks on a terminal; elsewhere only `--yes` agrees.
fn agree(invocation: &Invocation, lang: Lang) -> Result<(), UsageFault> {
    if invocation.flag("yes") {
        return Ok(());
    }
    if !invocation.interactive {
        return Err(UsageFault::NeedsYes);
    }
    let mut answer = String::new();
    let asked = write!(io::stderr(), "{}", say!(lang, "这样改吗？(y/N) ", "make these changes? (y/N) ")).and_then(|()| io::stderr().flush());
    match asked.and_then(|()| io::stdin().lock().read_line(&mut answer)) {
        Ok(_) if matches!(answer.trim(), "y" | "Y" | "yes" | "是") => Ok(()),
        _ => Err(UsageFault::Confirm),
    }
}
