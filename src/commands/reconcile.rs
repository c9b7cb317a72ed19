//! `reconcile`: a bank's statement, or a customer's own list of payments, against the ledger's receipts.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::import::{statement, statement_args};
use super::{Invocation, Outcome, Subcommand, names};
use crate::account::{Account, AsOf};
use crate::book::Book;
use crate::entry::{Kind, Texts};
use crate::import::Reconciling;
use crate::import::matching::match_lines;
use crate::problem::UsageFault;
use crate::render::render;
use crate::reports::Example;
use crate::sheet::Stamp;
use crate::store;
use crate::text::{Lang, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "reconcile",
    about: text("对账：银行流水或客户的清单，和台账的回款逐笔核对", "a bank's statement or a customer's list against the ledger's receipts"),
    examples: [
        Example {
            line: "reconcile 流水.csv", about: text("流水期间里两边各有什么、差在哪里", "what both have over the statement's days, and what differs")
        },
        Example {
            line: "reconcile --customer 华东电器 --their 清单.csv",
            about: text("和客户自己的付款清单核对", "against a customer's own list of payments"),
        },
    ],
    args,
    run,
};

fn args(command: Command, lang: Lang) -> Command {
    statement_args(command, lang)
        .mut_arg("format", |format| format.help("table csv json markdown html xlsx"))
        .mut_arg("file", |file| file.required(false).required_unless_present("their"))
        .arg(Arg::new("customer").long("customer").value_name("X").requires("their").help(text("哪个客户的清单", "the customer whose list it is").get(lang)))
        .arg(
            Arg::new("their")
                .long("their")
                .value_name("FILE")
                .conflicts_with("file")
                .value_parser(value_parser!(PathBuf))
                .help(text("客户自己的付款清单（日期、金额……）", "the customer's own list of payments (date, amount …)").get(lang)),
        )
        .arg(
            Arg::new("output")
                .long("output")
                .short('o')
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(text("写到文件，格式看结尾", "write to a file; its ending tells the format").get(lang)),
        )
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let flags = invocation.flags;
    let dir = store::find(&invocation.places)?;
    let their = flags.contains_id("their");
    if their && invocation.option("customer").is_none() {
        let example = "huikuan reconcile --customer 华东电器 --their 清单.csv".to_string();
        return Err(UsageFault::Missing { name: text("客户 --customer", "the customer, --customer"), example }.into());
    }
    let mut statement = statement(invocation, flags, &dir)?;
    let texts = |_: &Book| Some(Texts::of_kinds(&[Kind::Receipt, Kind::Clear]));
    let ledger = store::read_about(&dir, &texts)?;
    let theirs = invocation.option("customer").map(|typed| names::customer(&ledger.book, typed, None)).transpose()?;
    if let Some(customer) = theirs {
        // All of a customer's own list is the customer's.
        for line in &mut statement.lines {
            line.customer = ledger.book.customer(customer).id.as_str().into();
            line.payer = Box::default();
        }
    }
    let today = invocation.today(ledger.book.policy.utc_offset)?;
    let account = Account::new(&ledger.book, &ledger.journal, AsOf::day(today));
    let (matched, receipts) = match_lines(&statement, &account);
    let sheet = Reconciling { statement: &statement, matched: &matched, receipts, account: &account, theirs, lang: invocation.lang }.sheet();
    let stamp = Stamp { ledger: ledger.book.name.clone(), currency: ledger.book.currency.clone(), as_of: today, trace: None };
    if sheet.rows.is_empty() {
        let _ = writeln!(io::stderr(), "{}", sheet.empty);
    }
    match flags.get_one::<PathBuf>("output") {
        None => render(&sheet, &stamp, invocation.style, out)?,
        Some(path) => {
            let mut bytes = Vec::new();
            render(&sheet, &stamp, invocation.style, &mut bytes)?;
            store::write_report(path, &bytes)?;
        }
    }
    Ok(u8::from(flags.get_flag("exit-code") && sheet.finding == Some(true)))
}
