//! Lists that become a new file of the book: nothing is written before the whole ledger was checked with it.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::book;
use crate::commands::{Invocation, Outcome};
use crate::entry;
use crate::import::{Order, Written};
use crate::problem::{Problem, Problems};
use crate::say;
use crate::source::Source;
use crate::store::{self, Ledger};
use crate::text::{Lang, Text, comma, escape, text};

/// An option of a list.
pub(super) fn option(id: &'static str, value: &'static str, help: Text, lang: Lang) -> Arg {
    Arg::new(id).long(id).value_name(value).help(help.get(lang))
}

/// A flag of a list.
pub(super) fn switch(id: &'static str, help: Text, lang: Lang) -> Arg {
    Arg::new(id).long(id).action(ArgAction::SetTrue).help(help.get(lang))
}

/// The file, its map and the order of its dates.
pub(super) fn list_args(command: Command, lang: Lang) -> Command {
    let file = text("文件；- 是标准输入", "the file; - is the standard input").get(lang);
    let map = text("对照表：哪一栏是什么（默认按常用的栏名认）", "a map: which column is what (by usual headings without one)");
    command
        .arg(Arg::new("file").value_name("FILE").required(true).value_parser(value_parser!(PathBuf)).help(file))
        .arg(option("map", "MAP.toml", map, lang).value_parser(value_parser!(PathBuf)))
        .arg(
            option("date-format", "ORDER", text("日期次序：ymd mdy dmy", "order of dates: ymd mdy dmy"), lang).value_parser(Order::WORDS.map(|(word, _)| word)),
        )
}

/// The same, with the new file.
pub(super) fn args(command: Command, lang: Lang) -> Command {
    let into = text("新文件，相对台账目录，如 contracts/2026.toml", "the new file, from the ledger's directory: contracts/2026.toml");
    list_args(command, lang)
        .arg(Arg::new("into").long("output").short('o').value_name("NAME.toml").required(true).value_parser(value_parser!(PathBuf)).help(into.get(lang)))
        .arg(switch("dry-run", text("只看结果，不写入", "show what would happen, write nothing"), lang).short('n'))
        .arg(switch("skip", text("略过不能用的行（默认有一行不能用就不写）", "leave out rows that cannot be used (by default one of them stops all)"), lang))
}

/// The map that was named.
pub(super) fn map(flags: &ArgMatches) -> Result<Option<Source>, Problem> {
    flags.get_one::<PathBuf>("map").map(|path| store::read_foreign(path)).transpose()
}

/// The order of dates that was told.
pub(super) fn order(flags: &ArgMatches) -> Option<Order> {
    flags.get_one::<String>("date-format").and_then(|word| Order::parse(word))
}

/// The path of the file.
pub(super) fn path(flags: &ArgMatches) -> PathBuf {
    flags.get_one::<PathBuf>("file").cloned().unwrap_or_default()
}

/// The name of the new file below the ledger.
pub(super) fn name(flags: &ArgMatches, ledger: &Ledger) -> Result<String, Problem> {
    let into = flags.get_one::<PathBuf>("into").cloned().unwrap_or_default();
    let empty = Source::of_text(store::BOOK, String::new());
    store::new_book_file(&ledger.dir, &into, ledger.sources.first().unwrap_or(&empty))
}

/// The comment a new file begins with.
pub(super) fn comment(flags: &ArgMatches, what: &str, lang: Lang) -> String {
    let path = path(flags);
    let file = path.file_name().map_or("-".into(), |name| name.to_string_lossy().into_owned());
    let file = escape(&file);
    say!(lang, "由 huikuan import {what} 从 {file} 导入", "imported from {file} by huikuan import {what}")
}

/// What was read of a list, and what was not.
pub(super) struct Heard<'a> {
    pub(super) problems: Vec<Problem>,
    pub(super) footers: &'a [u32],
    pub(super) read: &'a [(&'static str, String)],
    pub(super) unread: &'a [String],
}

/// Tells what is wrong with the rows; whether the rest may be written.
pub(super) fn may_go_on(heard: &Heard, skip: bool, lang: Lang) -> bool {
    let count = heard.problems.len();
    if count == 0 {
        return true;
    }
    let told = Problems(heard.problems.clone()).render(lang, usize::MAX);
    let end = if skip {
        say!(lang, "有 {count} 处不能用，按 --skip 略过", "{count} cannot be used, and are left out as --skip says")
    } else {
        say!(
            lang,
            "有 {count} 处不能用，什么也没写（改好再导；确实不要的用 --skip 略过）",
            "{count} cannot be used: nothing was written (mend them, or leave them out with --skip)"
        )
    };
    let _ = writeln!(io::stderr(), "{told}{end}");
    skip
}

/// Checks the whole ledger with a new file in it.
pub(super) fn check(ledger: Ledger, name: &str, written: &Written) -> Result<(), Problems> {
    let Ledger { mut sources, journal, .. } = ledger;
    sources.push(Source::of_text(name, written.text.clone()));
    if let Some((_, included)) = sources.split_first_mut() {
        included.sort_by(|a, b| a.name.cmp(&b.name));
    }
    let told = |problems: Vec<Problem>| Problems(problems.into_iter().map(|problem| written.told_of_row(name, problem)).collect());
    let book = book::load(&sources).map_err(told)?;
    let source = Source::of_text(store::JOURNAL, journal.source().text().to_string());
    entry::read(&book, source).map(|_| ()).map_err(Problems)
}

/// Lines about what of the list was not taken, and how its columns were understood.
pub(super) fn tail(heard: &Heard, lang: Lang) -> String {
    let mut lines = String::new();
    if !heard.footers.is_empty() {
        let (count, list) = (heard.footers.len(), heard.footers.iter().take(20).map(ToString::to_string).collect::<Vec<_>>().join(comma(lang)));
        lines += &say!(lang, "  合计、小计 {count} 行没有读：第 {list} 行\n", "  lines of sums passed over: {count} (line {list})\n");
    }
    let read = heard.read.iter().map(|(key, name)| format!("{key} = {}", escape(name))).collect::<Vec<_>>().join(comma(lang));
    lines += &say!(lang, "  读的栏：{read}\n", "  columns: {read}\n");
    if !heard.unread.is_empty() {
        let unread = heard.unread.iter().map(|name| escape(name)).collect::<Vec<_>>().join(comma(lang));
        lines += &say!(lang, "  没读的栏：{unread}\n", "  columns that were not read: {unread}\n");
    }
    lines
}

/// Writes the file, unless it is only a trial, and says so.
pub(super) fn deliver(invocation: &Invocation, ledger: Ledger, name: &str, written: &Written, words: &str, dry_run: bool, out: &mut dyn Write) -> Outcome {
    let (lang, dir) = (invocation.lang, ledger.dir.clone());
    check(ledger, name, written)?;
    if dry_run {
        write!(out, "{words}{}", say!(lang, "试算：没有写入\n", "dry run: nothing was written\n"))?;
        return Ok(0);
    }
    store::add_book_file(&dir, name, &written.text)?;
    out.write_all(words.as_bytes()).and_then(|()| out.flush()).map_err(crate::commands::Failure::Words)?;
    Ok(0)
}
