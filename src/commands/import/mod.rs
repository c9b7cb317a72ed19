//! `import …`: bank statements, lists of contracts, of targets and of entries.

mod contracts;
mod entries;
mod entries_sheet;
mod file;
mod maps;
mod new_file;
mod receipts;
mod targets;

use std::io::Write;

use clap::{Arg, Command};

use super::{Invocation, Outcome, Subcommand};
pub(super) use receipts::{statement, statement_args};

use crate::reports::Example;
use crate::text::{Lang, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "import",
    about: text("导入：银行流水、合同表、目标表、记录表", "import a bank statement, contracts, targets or entries"),
    examples: [
        Example { line: "import receipts 流水.csv", about: text("先看会记哪些，什么也不写", "see what would be recorded; nothing is written") },
        Example { line: "import receipts 流水.csv --write", about: text("认出来的一次记完", "record all that was matched, at once") },
    ],
    args,
    run,
};

fn args(command: Command, lang: Lang) -> Command {
    let name = Arg::new("map-name").value_name("NAME").required(true).help(text("格式的名字", "the format's name").get(lang));
    command
        .subcommand_required(true)
        .subcommand(receipts::command(lang))
        .subcommand(Command::new("maps").about(text("列出认识的格式", "list the known formats").get(lang)))
        .subcommand(contracts::command(lang))
        .subcommand(entries::command(lang))
        .subcommand(targets::command(lang))
        .subcommand(Command::new("map").about(text("打印一个格式的对照表，拿来改", "print the map of a format, to adapt it").get(lang)).arg(name))
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    match invocation.flags.subcommand() {
        Some(("receipts", flags)) => receipts::run(invocation, flags, out),
        Some(("maps", _)) => maps::list(invocation, out),
        Some(("map", flags)) => maps::print(flags, out),
        Some(("targets", flags)) => targets::run(invocation, flags, out),
        Some(("entries", flags)) => entries::run(invocation, flags, out),
        Some(("contracts", flags)) => contracts::run(invocation, flags, out),
        _ => Ok(0),
    }
}
