//! `case`: everything on record about a customer's debt, as one document.

use std::io::Write;

use clap::{Arg, Command};

use super::document::{self, Form};
use super::{Invocation, Outcome, Subcommand};
use crate::account::Account;
use crate::letters::{Desk, case};
use crate::reports::Example;
use crate::text::{Lang, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "case",
    about: text("案卷：一个客户的合同、履行、催收、利息测算、时效", "a customer's case: contracts, performance, demands, interest, limitation"),
    examples: [
        Example { line: "case zhangwei", about: text("打印一个客户的案卷（markdown）", "the case of one customer, as Markdown") },
        Example {
            line: "case 宏达商贸 -f table --contract HT-2026-007", about: text("只要一份合同的，纯文本", "of one contract only, as plain text")
        },
    ],
    args,
    run,
};

fn args(command: Command, lang: Lang) -> Command {
    let help = text("客户：编号、名字、别名，或其中一段", "customer: id, name, alias or a part of one").get(lang);
    let command = command.arg(Arg::new("customer").value_name("CUSTOMER").required(true).help(help)).arg(document::contract_arg(lang));
    document::args(command, lang)
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let file = document::output(invocation);
    let form = document::form(invocation, file.as_ref(), Form::Markdown)?;
    let typed = invocation.option("customer").unwrap_or_default();
    let (ledger, customer) = document::ledger_of(invocation, typed, "huikuan case")?;
    let contracts = document::contracts(invocation, &ledger.book, customer)?;
    let day = invocation.today(ledger.book.policy.utc_offset)?;
    let account = Account::of_customers(&ledger.book, &ledger.journal, document::as_of(invocation, day)?, &ledger.journal.linked([customer]));
    let text = form.of(&case(&Desk::new(&account), customer, &contracts, invocation.lang));
    document::deliver(&text, file.as_ref(), out)
}
