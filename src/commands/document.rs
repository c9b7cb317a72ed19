//! What commands that print a document share: whose it is, its format, where it goes.

use std::io::Write;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};

use super::{Invocation, Outcome, names};
use crate::account::AsOf;
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::{Day, Toward};
use crate::entry::Texts;
use crate::letters::plain_text;
use crate::problem::{Problems, UsageFault};
use crate::store::{self, Ledger};
use crate::text::{Lang, find_hostile, text};

/// How a document is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Markdown,
}

impl Form {
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
        }
    }

    /// A document's Markdown in this form.
    pub(super) fn of(self, markdown: &str) -> String {
        match self {
            Self::Text => plain_text(markdown),
            Self::Markdown => markdown.to_string(),
        }
    }
}

/// `-f` and `-o`: under names of their own, as a document has other formats than a report.
pub(super) fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(Arg::new("document-format").long("format").short('f').value_name("FORMAT").help(text("text markdown", "text markdown").get(lang)))
        .arg(
            Arg::new("document-output")
                .long("output")
                .short('o')
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(text("写到文件：.txt 或 .md", "write to a file: .txt or .md").get(lang)),
        )
        .arg(Arg::new("recorded-by").long("recorded-by").value_name("DATE").help(text("只算到这天为止记下的", "only what was recorded by this day").get(lang)))
}

/// The day a document is of, with `--recorded-by`.
pub(super) fn as_of(invocation: &Invocation, day: Day) -> Result<AsOf, UsageFault> {
    let date = |text: &str| Day::parse_typed(text, day, Toward::Past).map_err(|fault| UsageFault::Date { text: text.to_string(), fault });
    Ok(AsOf { day, recorded_by: invocation.option("recorded-by").map(date).transpose()? })
}

/// `--contract`.
pub(super) fn contract_arg(lang: Lang) -> Arg {
    let help = text("只算这些合同（可重复）", "only these contracts (repeatable)").get(lang);
    Arg::new("contract").long("contract").value_name("NO").action(ArgAction::Append).help(help)
}

/// Where the document goes.
pub(super) fn output(invocation: &Invocation) -> Option<PathBuf> {
    invocation.flags.get_one::<PathBuf>("document-output").cloned()
}

/// `-f`, else what the file's ending names, else the usual form.
pub(super) fn form(invocation: &Invocation, file: Option<&PathBuf>, usual: Form) -> Result<Form, UsageFault> {
    if let Some(word) = invocation.option("document-format") {
        return match word {
            "text" | "table" => Ok(Form::Text),
            "markdown" => Ok(Form::Markdown),
            _ => Err(UsageFault::Choice { option: "--format", text: word.to_string(), choices: "text | markdown".into() }),
        };
    }
    let Some(file) = file else { return Ok(usual) };
    match file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).as_deref() {
        Some("md" | "markdown") => Ok(Form::Markdown),
        Some("txt") => Ok(Form::Text),
        _ => Err(UsageFault::Choice { option: "-o", text: file.display().to_string(), choices: "FILE.txt | FILE.md".into() }),
    }
}

/// The ledger, with the texts of the customer alone where it is large.
pub(super) fn ledger_of(invocation: &Invocation, typed: &str, retry: &str) -> Result<(Ledger, CustomerIx), Problems> {
    let dir = store::find(&invocation.places)?;
    let texts = |book: &Book| names::customer(book, typed, None).ok().map(|customer| Texts::of(vec![customer]));
    let ledger = store::read_about(&dir, &texts)?;
    let customer = names::customer(&ledger.book, typed, Some(retry))?;
    Ok((ledger, customer))
}

/// The contracts that were named; each must be the customer's.
pub(super) fn contracts(invocation: &Invocation, book: &Book, customer: CustomerIx) -> Result<Vec<ContractIx>, UsageFault> {
    let typed = invocation.flags.get_many::<String>("contract").into_iter().flatten();
    let mut found = Vec::new();
    for typed in typed {
        let contract = names::contract(book, typed, None)?;
        if book.owner(contract) != customer {
            let own = book.contracts().filter(|(_, own)| own.customer == customer).take(8);
            let all = own.map(|(_, own)| (own.no.to_string(), own.no.to_string())).collect();
            return Err(UsageFault::NotOneOf { what: text("这个客户的合同", "contract of this customer"), text: typed.clone(), all });
        }
        found.push(contract);
    }
    Ok(found)
}

/// The words of an option, which must be one line and hide nothing.
pub(super) fn words(invocation: &Invocation, id: &str) -> Result<Option<String>, UsageFault> {
    let Some(words) = invocation.option(id) else { return Ok(None) };
    match find_hostile(words) {
        Some((_, character)) => Err(UsageFault::Hostile { option: format!("--{id}"), character }),
        None => Ok(Some(words.trim().to_string()).filter(|words| !words.is_empty())),
    }
}

/// Writes a document to its file, or to the output.
pub(super) fn deliver(text: &str, file: Option<&PathBuf>, out: &mut dyn Write) -> Outcome {
    match file {
        Some(file) => store::write_report(file, text.as_bytes())?,
        None => out.write_all(text.as_bytes())?,
    }
    Ok(0)
}
