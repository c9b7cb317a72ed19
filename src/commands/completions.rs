//! `completions SHELL`: the line that makes a shell complete commands, and the names of the ledger at hand.

use std::io::Write;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command};
use clap_complete::env::Shells;

use super::{Invocation, Outcome, Subcommand};
use crate::reports::Example;
use crate::text::{Lang, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "completions",
    about: text("打印 shell 补全脚本", "print a completion script for a shell"),
    examples: [
        Example {
            line: "completions bash",
            about: text("写进 ~/.bashrc：source <(huikuan completions bash)", "in ~/.bashrc: source <(huikuan completions bash)"),
        },
        Example {
            line: "completions zsh", about: text("写进 ~/.zshrc：source <(huikuan completions zsh)", "in ~/.zshrc: source <(huikuan completions zsh)")
        },
    ],
    args,
    run,
};

/// The variable that turns a call into a question of the shell.
pub(crate) const VARIABLE: &str = "HUIKUAN_COMPLETE";

fn args(command: Command, lang: Lang) -> Command {
    command.arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(PossibleValuesParser::new(["bash", "zsh", "fish", "powershell", "elvish"]))
            .help(text("bash zsh fish powershell elvish", "bash zsh fish powershell elvish").get(lang)),
    )
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let shell = invocation.option("shell").unwrap_or_default();
    let shells = Shells::builtins();
    if let Some(shell) = shells.completer(shell) {
        let mut script = Vec::new();
        shell.write_registration(VARIABLE, "huikuan", "huikuan", "huikuan", &mut script)?;
        out.write_all(&script)?;
    }
    Ok(0)
}
