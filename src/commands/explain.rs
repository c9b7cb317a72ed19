//! `explain CODE`: what a code means and what to do.

use std::io::Write;

use clap::{Arg, Command};

use super::{Invocation, Outcome, Subcommand};
use crate::problem::{UsageFault, codes, explain};
use crate::reports::Example;
use crate::text::{Lang, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "explain",
    about: text("解释一个错误代码", "what an error code means"),
    examples: [
        Example { line: "explain E213", about: text("金额为什么不对，怎么改", "why an amount is refused, and how to mend it") },
        Example { line: "explain", about: text("列出所有代码", "all codes") },
    ],
    args,
    run,
};

fn args(command: Command, lang: Lang) -> Command {
    command.arg(Arg::new("code").value_name("CODE").help(text("代码，如 E213", "a code, such as E213").get(lang)))
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    match invocation.option("code") {
        None => {
            for known in codes() {
                writeln!(out, "{}  {}", known.code, known.title.get(lang))?;
            }
        }
        Some(code) => {
            let known = explain(code).ok_or_else(|| UsageFault::Code { text: code.to_string() })?;
            writeln!(out, "{}  {}\n\n{}", known.code, known.title.get(lang), known.body.get(lang))?;
        }
    }
    Ok(0)
}
