//! `import targets`: targets out of a spreadsheet, as a new file of the book.

use std::io::Write;

use clap::{ArgMatches, Command, value_parser};

use super::file;
use super::new_file::{self, Heard};
use crate::commands::{Invocation, Outcome};
use crate::import::{Targets, TargetsAsked};
use crate::say;
use crate::store;
use crate::text::{Lang, escape, text};

pub(super) fn command(lang: Lang) -> Command {
    let about = text("目标表：一行一个目标，或一人一行、一月一栏", "targets: one a row, or a row for each rep and a column for each month");
    let year = text("栏名只写 1月、2月 时的年份", "the year, where months are headed 1月, 2月 or Q1 alone");
    let after = text(
        "例子：\n  huikuan import targets 目标.csv -o targets/2026.toml -n\n      先看会写哪些，什么也不写\n  huikuan import targets 目标.csv --year 2026 -o targets/2026.toml\n      一人一行，1月…12月 各一栏",
        "Examples:\n  huikuan import targets 目标.csv -o targets/2026.toml -n\n      see what would be written; nothing is\n  huikuan import targets 目标.csv --year 2026 -o targets/2026.toml\n      a row for each rep, months 1月…12月 as columns",
    );
    let command = Command::new("targets").about(about.get(lang)).after_help(after.get(lang));
    new_file::args(command, lang).arg(new_file::option("year", "YEAR", year, lang).value_parser(value_parser!(i32).range(1990..=2199)))
}

pub(super) fn run(invocation: &Invocation, flags: &ArgMatches, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    let ledger = store::read(&store::find(&invocation.places)?)?;
    let name = new_file::name(flags, &ledger)?;
    let map = new_file::map(flags)?;
    let year = flags.get_one::<i32>("year").copied();
    let asked = TargetsAsked { map: map.as_ref(), order: new_file::order(flags), year, comment: new_file::comment(flags, "targets", lang) };
    let mut found = Targets::read(file::lines(&new_file::path(flags), invocation.lang)?, &ledger.book, &asked)?;
    let problems = std::mem::take(&mut found.problems);
    let heard = Heard { problems, footers: &found.footers, read: &found.read, unread: &found.unread };
    if !new_file::may_go_on(&heard, flags.get_flag("skip"), lang) {
        return Ok(2);
    }
    let dry_run = flags.get_flag("dry-run");
    let words = words(&found, &name, dry_run, lang) + &new_file::tail(&heard, lang);
    if found.written.is_empty() {
        out.write_all(words.as_bytes())?;
        return Ok(0);
    }
    new_file::deliver(invocation, ledger, &name, &found.written, &words, dry_run, out)
}

fn words(found: &Targets, name: &str, dry_run: bool, lang: Lang) -> String {
    let (count, there, name) = (found.count, found.there, escape(name));
    let mut words = match (count, dry_run) {
        (0, _) => say!(lang, "没有新的目标，{name} 没有写\n", "no new targets: {name} was not written\n"),
        (_, true) => say!(lang, "会写 {name}：目标 {count} 个\n", "would write {name}: targets {count}\n"),
        (_, false) => say!(lang, "已写 {name}：目标 {count} 个\n", "wrote {name}: targets {count}\n"),
    };
    if there > 0 {
        words += &say!(lang, "  账本里已有、内容相同的 {there} 个没有再写\n", "  in the book already, just so: {there}\n");
    }
    words
}
