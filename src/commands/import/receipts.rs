//! `import receipts`: a bank's or a wallet's statement.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{file, maps};
use crate::account::{Account, AsOf};
use crate::commands::{Failure, Invocation, Outcome, record};
use crate::date::{Day, Toward};
use crate::entry::{EntryId, Kind, Texts};
use crate::import::matching::match_lines;
use crate::import::{Order, Preview, Recording, Statement, StatementMap, drafts, unmatched};
use crate::problem::{Problem, Problems, UsageFault};
use crate::render::{Format, render};
use crate::say;
use crate::sheet::{Sheet, Stamp};
use crate::store::{self, Appended, Asked, Ledger};
use crate::text::{Lang, Text, text};

/// The statement's own options, which `reconcile` takes too.
pub(in crate::commands) fn statement_args(command: Command, lang: Lang) -> Command {
    let option = |id: &'static str, value: &'static str, help: Text| Arg::new(id).long(id).value_name(value).help(help.get(lang));
    command
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(text("流水文件（CSV；- 是标准输入）", "the statement (CSV; - is standard input)").get(lang)),
        )
        .arg(option(
            "map",
            "MAP",
            text("对照表：文件，或内置格式的名字；默认自己认", "the map: a file, or a built-in format's name; by default it is detected"),
        ))
        .arg(option("date-format", "ORDER", text("日期次序：ymd mdy dmy", "order of dates: ymd mdy dmy")))
        .arg(option("since", "DATE", text("只看这天起的", "only lines from this day on")))
        .arg(Arg::new("format").long("format").short('f').value_name("FORMAT").help("table csv json markdown"))
        .arg(
            Arg::new("exit-code")
                .long("exit-code")
                .action(ArgAction::SetTrue)
                .help(text("有没认出或对不上的就退出 1", "exit 1 when a line is unmatched or differs").get(lang)),
        )
}

pub(super) fn command(lang: Lang) -> Command {
    let switch = |id: &'static str, help: Text| Arg::new(id).long(id).action(ArgAction::SetTrue).help(help.get(lang));
    let own = Command::new("receipts").about(text("银行或钱包流水：认客户、合同、承诺", "a bank or wallet statement: whose money, for what").get(lang));
    statement_args(own, lang)
        .arg(switch("write", text("写入台账；不写就只看", "append to the ledger; without it nothing is written")))
        .arg(
            Arg::new("unmatched")
                .long("unmatched")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(text("没认出的写成 CSV，填好客户再导入", "write unmatched lines as CSV, to complete and import again").get(lang)),
        )
        .arg(
            Arg::new("by")
                .long("by")
                .value_name("WHO")
                .help(text("经手人，默认设置里的 rep 或 $USER", "who did it; the config's rep or $USER by default").get(lang)),
        )
        .arg(switch("future", text("允许今天以后的日期", "take days to come")))
}

/// What an import ends with.
struct Done {
    sheet: Sheet,
    stamp: Stamp,
    unmatched: Option<Vec<u8>>,
    new: usize,
}

pub(super) fn run(invocation: &Invocation, flags: &ArgMatches, out: &mut dyn Write) -> Outcome {
    let dir = store::find(&invocation.places)?;
    let write = flags.get_flag("write");
    let aside = flags.get_one::<PathBuf>("unmatched");
    if let Some(aside) = aside {
        store::is_free(aside)?;
    }
    let statement = statement(invocation, flags, &dir)?;
    let texts = |_: &crate::book::Book| Some(Texts::of_kinds(&[Kind::Receipt, Kind::Clear]));
    let asked = Asked { subject: None, texts: Some(&texts) };
    let build = |ledger: Ledger| import(invocation, flags, &statement, ledger, write);
    let done = if write {
        let Appended { result, durable } = store::append(&dir, &asked, build)?;
        if !durable {
            let _ = writeln!(io::stderr(), "{}", record::NOT_DURABLE.get(invocation.lang));
        }
        result
    } else {
        store::try_out(&dir, &asked, build)?.1
    };
    if let (Some(aside), Some(bytes)) = (aside, &done.unmatched) {
        store::write_beside(aside, bytes)
            .map_err(|problem| if write { Failure::Words(io::Error::other(problem.render(invocation.lang))) } else { problem.into() })?;
    }
    let shown = show(invocation, &done, write, aside.map(PathBuf::as_path), out);
    match shown {
        Ok(()) => Ok(u8::from(flags.get_flag("exit-code") && done.sheet.finding == Some(true))),
        Err(error) if write => Err(Failure::Words(error)),
        Err(error) => Err(Failure::Output(error)),
    }
}

/// Reads the statement a command names.
pub(in crate::commands) fn statement(invocation: &Invocation, flags: &ArgMatches, dir: &Path) -> Result<Statement, Problems> {
    let (book, _) = store::read_book(dir)?;
    let maps = asked_maps(flags)?;
    let order = match flags.get_one::<String>("date-format") {
        None => None,
        Some(word) => Some(Order::parse(word).ok_or_else(|| {
            let choices = Order::WORDS.map(|(word, _)| word).join(" | ");
            Problem::new(UsageFault::Choice { option: "--date-format", text: word.clone(), choices })
        })?),
    };
    let path = |id: &str| flags.try_get_one::<PathBuf>(id).ok().flatten().cloned();
    let path = path("file").or_else(|| path("their")).unwrap_or_default();
    let mut found = Statement::read(file::lines(&path, invocation.lang)?, &maps, order, &book.currency)?;
    if let Some(typed) = flags.get_one::<String>("since") {
        let today = invocation.today(book.policy.utc_offset)?;
        let since = Day::parse_typed(typed, today, Toward::Past).map_err(|fault| UsageFault::Date { text: typed.clone(), fault })?;
        found.since(since);
    }
    Ok(found)
}

/// The map that was named, else all that are built in.
fn asked_maps(flags: &ArgMatches) -> Result<Vec<StatementMap>, Problem> {
    let theirs = flags.try_contains_id("their").unwrap_or(false);
    let Some(named) = flags.get_one::<String>("map") else { return if theirs { maps::payments() } else { maps::built_in() } };
    if let Some(own) = maps::built_in()?.into_iter().find(|map| map.name == *named) {
        return Ok(vec![own]);
    }
    Ok(vec![StatementMap::parse(&store::read_foreign(Path::new(named))?)?])
}

/// What the statement is to the ledger, and the rows it adds.
fn import(invocation: &Invocation, flags: &ArgMatches, statement: &Statement, ledger: Ledger, write: bool) -> Result<(Vec<u8>, Done), Problems> {
    let utc_offset = ledger.book.policy.utc_offset;
    let today = invocation.today(utc_offset)?;
    let (recorded_on, second) = invocation.clock.now(utc_offset);
    let Ledger { book, journal, .. } = ledger;
    let by = flags.get_one::<String>("by").map_or(invocation.by.as_str(), String::as_str);
    let recording = Recording { by, today, future: flags.get_flag("future") };
    let (lines, new, done) = {
        // Money may have been promised or paid for a day the statement is already about.
        let last = statement.days.map_or(today, |(_, last)| last.max(today));
        let account = Account::new(&book, &journal, AsOf::day(last));
        let (matched, _) = match_lines(statement, &account);
        let drafts = drafts(statement, &matched, &account, &recording)?;
        let (numbers, drafts): (Vec<usize>, Vec<_>) = drafts.into_iter().unzip();
        let (lines, ids) = record::lines(&drafts, &book, &journal, recorded_on, second)?;
        let mut written: Vec<Option<EntryId>> = vec![None; statement.lines.len()];
        for (number, id) in numbers.iter().zip(ids) {
            if let Some(place) = written.get_mut(*number) {
                *place = Some(id);
            }
        }
        let for_people = matches!(invocation.style.format, Format::Table | Format::Markdown);
        let preview = Preview { statement, matched: &matched, account: &account, written: write.then_some(&written), for_people, lang: invocation.lang };
        let stamp = Stamp { ledger: book.name.clone(), currency: book.currency.clone(), as_of: today, trace: None };
        let unmatched = unmatched(statement, &matched, &account, invocation.lang);
        (lines, drafts.len(), Done { sheet: preview.sheet(), stamp, unmatched, new: drafts.len() })
    };
    let rows = lines.concat();
    if new > 0 {
        // What is written must read back.
        journal.with(&book, &rows).map_err(Problems)?;
    }
    Ok((rows.into_bytes(), done))
}

fn show(invocation: &Invocation, done: &Done, write: bool, aside: Option<&Path>, out: &mut dyn Write) -> io::Result<()> {
    let lang = invocation.lang;
    if done.sheet.rows.is_empty() {
        let _ = writeln!(io::stderr(), "{}", done.sheet.empty);
    }
    render(&done.sheet, &done.stamp, invocation.style, out)?;
    out.flush()?;
    if !matches!(invocation.style.format, Format::Table | Format::Markdown) {
        return Ok(());
    }
    let lost = done.unmatched.is_some();
    let told = match (aside, lost) {
        (Some(aside), true) => Some(say!(
            lang,
            "没认出的在 {}：填好 customer 或 contract 栏，再 huikuan import receipts {}",
            "unmatched lines are in {}: fill in customer or contract, then huikuan import receipts {}",
            aside.display(),
            aside.display()
        )),
        (Some(aside), false) => Some(say!(lang, "没有没认出的，{} 没有写", "every line was matched: {} was not written", aside.display())),
        (None, true) => Some(say!(
            lang,
            "没认出的：在账本里给客户加 aliases，或 --unmatched 文件.csv 导出来填",
            "unmatched: give the customer an alias in the book, or complete them in --unmatched FILE.csv"
        )),
        (None, false) => None,
    };
    let next = (!write && done.new > 0).then(|| say!(lang, "加 --write 记入 {} 笔", "add --write to record {}", done.new));
    for line in told.into_iter().chain(next) {
        let _ = writeln!(io::stderr(), "{line}");
    }
    Ok(())
}
