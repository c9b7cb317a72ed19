//! `export`: the ledger of a day for other programs, to the output, a file or a directory.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command};

use super::{Invocation, Outcome, Subcommand};
use crate::account::{Account, AsOf};
use crate::export::{Data, TABLES, beancount, csv, hledger, sqlite};
use crate::problem::{ExportFault, Problem, UsageFault};
use crate::reports::Example;
use crate::store;
use crate::text::{Lang, Text, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "export",
    about: text("导出：hledger、beancount、SQLite、CSV", "the ledger for hledger, beancount or SQLite, or as CSV"),
    examples: [
        Example {
            line: "export hledger -o ar.journal",
            about: text("复式账，hledger 打开就核对余额", "double entries that hledger proves when it opens them"),
        },
        Example {
            line: "export sqlite ar.db", about: text("一个数据库，带账龄、逾期等视图", "a database with views of aging, overdue and more")
        },
    ],
    args,
    run,
};

/// What the ledger is exported to.
struct Target {
    name: &'static str,
    about: Text,
    examples: [Example; 2],
}

const TARGETS: [Target; 4] = [
    Target {
        name: "hledger",
        about: text("hledger 的复式账（.journal）", "double entries for hledger (.journal)"),
        examples: [
            Example { line: "export hledger -o ar.journal", about: text("写到文件", "into a file") },
            Example { line: "export hledger --as-of 2026-10-31", about: text("截至 10 月底，打印出来", "as of the end of October, printed") },
        ],
    },
    Target {
        name: "beancount",
        about: text("beancount 的复式账（.beancount）", "double entries for beancount (.beancount)"),
        examples: [
            Example { line: "export beancount -o ar.beancount", about: text("写到文件", "into a file") },
            Example { line: "export beancount --as-of 2026-10-31", about: text("截至 10 月底，打印出来", "as of the end of October, printed") },
        ],
    },
    Target {
        name: "sqlite",
        about: text("SQLite 数据库，带视图", "an SQLite database with views"),
        examples: [
            Example { line: "export sqlite ar.db", about: text("新建一个数据库", "a new database") },
            Example { line: "export sqlite ar.db --force", about: text("换掉上次导出的", "in place of the last one") },
        ],
    },
    Target {
        name: "csv",
        about: text("一个目录的 CSV：客户、合同、应收、记录、分配", "a directory of CSV: customers, contracts, positions, entries, allocations"),
        examples: [
            Example { line: "export csv ar", about: text("写进新目录 ar", "into the new directory ar") },
            Example { line: "export csv ar-10 --as-of 2026-10-31", about: text("截至 10 月底", "as of the end of October") },
        ],
    },
];

fn args(command: Command, lang: Lang) -> Command {
    let own = |target: &Target| {
        let lines: Vec<String> = target.examples.iter().map(|own| format!("  huikuan {}\n      {}", own.line, own.about.get(lang))).collect();
        let examples = format!("{}\n{}", text("例子：", "Examples:").get(lang), lines.join("\n"));
        let command = Command::new(target.name).about(target.about.get(lang)).after_help(examples);
        match target.name {
            "sqlite" => command.arg(place("FILE", text("数据库文件", "the database's file"), lang)).arg(
                Arg::new("force")
                    .long("force")
                    .action(ArgAction::SetTrue)
                    .help(text("文件已有就换掉（只换 SQLite 数据库）", "replace the file (an SQLite database only)").get(lang)),
            ),
            "csv" => command.arg(place("DIR", text("新目录，或空目录", "a new directory, or an empty one"), lang)),
            _ => command.arg(file().long("output").short('o').value_name("FILE").help(text("写到文件", "write to a file").get(lang))),
        }
    };
    command.subcommand_required(true).arg_required_else_help(true).subcommands(TARGETS.iter().map(own))
}

/// Under a name of its own, as it has other endings than a report.
fn file() -> Arg {
    Arg::new("export-file").value_parser(ValueParser::path_buf())
}

fn place(name: &'static str, help: Text, lang: Lang) -> Arg {
    file().value_name(name).required(true).help(help.get(lang))
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let Some((target, flags)) = invocation.flags.subcommand() else { return Ok(2) };
    let file = flags.get_one::<PathBuf>("export-file");
    // What cannot be written is told before a large ledger is read.
    match (target, file) {
        ("sqlite", Some(file)) => may_replace(file, flags.get_flag("force"))?,
        ("csv", Some(dir)) => store::is_empty_directory(dir)
            .and_then(|empty| if empty { Ok(()) } else { Err(UsageFault::from(ExportFault::NotEmpty { dir: dir.display().to_string() }).into()) })?,
        ("hledger", Some(file)) => ends_with(file, &["journal", "hledger", "ledger", "j"])?,
        (_, Some(file)) => ends_with(file, &["beancount", "bean"])?,
        (_, None) => {}
    }
    let ledger = store::read(&store::find(&invocation.places)?)?;
    let day = invocation.today(ledger.book.policy.utc_offset)?;
    let (account, lang) = (Account::new(&ledger.book, &ledger.journal, AsOf::day(day)), invocation.lang);
    match (target, file) {
        ("hledger", file) => journal(file, out, |out| hledger(&account, lang, out)),
        ("sqlite", Some(file)) => {
            let data = Data::new(&account, lang);
            store::make_beside(file, |beside| sqlite(&data, beside))?;
            Ok(0)
        }
        ("csv", Some(dir)) => {
            let data = Data::new(&account, lang);
            let names: Vec<String> = TABLES.iter().map(|table| format!("{}.csv", table.name)).collect();
            store::write_directory(dir, &names, |number, out| TABLES.get(number).map_or(Ok(()), |table| csv(table, &data, out)))?;
            Ok(0)
        }
        (_, file) => journal(file, out, |out| beancount(&account, lang, out)),
    }
}

/// A text to the output, or to its file.
fn journal(file: Option<&PathBuf>, out: &mut dyn Write, write: impl Fn(&mut dyn Write) -> io::Result<()>) -> Outcome {
    match file {
        None => write(out)?,
        Some(file) => {
            let mut bytes = Vec::new();
            write(&mut bytes)?;
            store::write_report(file, &bytes)?;
        }
    }
    Ok(0)
}

/// A wrong ending would be a slip that costs a file: `-o ledger.csv` is the journal itself.
fn ends_with(file: &Path, endings: &[&str]) -> Result<(), UsageFault> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if endings.contains(&ending.as_str()) {
        return Ok(());
    }
    let choices = endings.iter().take(2).map(|ending| format!("FILE.{ending}")).collect::<Vec<_>>().join(" | ");
    Err(UsageFault::Choice { option: "-o", text: file.display().to_string(), choices })
}

/// A database may hold what its reader added: it goes only where that is asked for, and nothing else ever goes.
fn may_replace(file: &Path, force: bool) -> Result<(), Problem> {
    let name = || file.display().to_string();
    match store::kind_of(file)? {
        store::FileKind::None => Ok(()),
        store::FileKind::Database if force => Ok(()),
        store::FileKind::Database => Err(UsageFault::from(ExportFault::Exists { file: name() }).into()),
        store::FileKind::Other => Err(UsageFault::from(ExportFault::NotDatabase { file: name() }).into()),
    }
}
