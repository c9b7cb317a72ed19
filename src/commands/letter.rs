//! `letter`: a letter to a customer, or one to each who is late. It prints; what was sent is recorded with `record contact`.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use super::document::{self, Form};
use super::{Invocation, Outcome, Subcommand};
use crate::account::Account;
use crate::book::{ContractIx, CustomerIx};
use crate::date::{Day, Toward};
use crate::letters::{self, Desk, Letter, Level, Wish};
use crate::problem::{Problem, Problems, UsageFault};
use crate::reports::Example;
use crate::say;
use crate::source::Source;
use crate::store;
use crate::text::{Lang, comma, escape, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "letter",
    about: text("函件：到期提醒、催款函、停供通知、还款协议", "a letter: reminder, demand, notice of suspension, repayment agreement"),
    examples: [
        Example {
            line: "letter huadong", about: text("按等级和催收进度选一种函件", "the letter that is due by tier and by what was sent before")
        },
        Example {
            line: "letter 宏达商贸 --level final --approved-by 王芳 -o final.md",
            about: text("最终催告函，写成 markdown", "the final demand, as a Markdown file"),
        },
    ],
    args,
    run,
};

fn args(command: Command, lang: Lang) -> Command {
    let option =
        |id: &'static str, value: &'static str, zh: &'static str, en: &'static str| Arg::new(id).long(id).value_name(value).help(text(zh, en).get(lang));
    let who = text("客户：编号、名字、别名，或其中一段", "customer: id, name, alias or a part of one").get(lang);
    let levels = PossibleValuesParser::new(Level::ALL.map(Level::code));
    let command = command
        .arg(Arg::new("customer").value_name("CUSTOMER").required_unless_present("due").help(who))
        .arg(
            option(
                "level",
                "LEVEL",
                "0 notice 1 2 final agreement hold；默认按等级和催收进度",
                "0 notice 1 2 final agreement hold; by tier and ladder by default",
            )
            .value_parser(levels),
        )
        .arg(document::contract_arg(lang))
        .arg(option("pay-by", "DATE", "最后付款日；默认 7、10 或 15 天后", "the last day to pay; 7, 10 or 15 days on by default"))
        .arg(option("approved-by", "NAME", "批准人；2、final、hold 必须有", "who approved it; needed for 2, final and hold"))
        .arg(option("consulted", "NAME", "会商过的财务", "who in finance was consulted"))
        .arg(option("terms", "DAYS", "答复期限，工作日，默认 5", "working days to reply within; 5 by default").value_parser(value_parser!(u16).range(1..=60)))
        .arg(option("serial", "NO", "函号；默认由日期、客户、级别组成", "its number; made of day, customer and level by default"))
        .arg(
            Arg::new("due")
                .long("due")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["customer", "level", "contract", "serial"])
                .help(text("每个逾期客户一封，写进 -o 目录", "one for each customer who is late, into the directory of -o").get(lang)),
        );
    document::args(command, lang)
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    if invocation.flag("due") { run_due(invocation) } else { run_one(invocation, out) }
}

fn run_one(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let file = document::output(invocation);
    let form = document::form(invocation, file.as_ref(), Form::Text)?;
    let typed = invocation.option("customer").unwrap_or_default();
    let (ledger, customer) = document::ledger_of(invocation, typed, "huikuan letter")?;
    let day = invocation.today(ledger.book.policy.utc_offset)?;
    let mut wish = wish(invocation, day)?;
    wish.contracts = document::contracts(invocation, &ledger.book, customer)?;
    let account = Account::of_customers(&ledger.book, &ledger.journal, document::as_of(invocation, day)?, &ledger.journal.linked([customer]));
    let desk = Desk::new(&account);
    let asked = invocation.option("level").and_then(Level::parse);
    let level = letters::choose(&desk, customer, &wish.contracts, asked)?;
    let letter = letters::write(&desk, customer, level, &wish, &template(&ledger.dir, level, invocation.lang)?, invocation.lang)?;
    document::deliver(&form.of(&letter.markdown), file.as_ref(), out)?;
    // What was asked for stands before what is said about it.
    out.flush()?;
    blanks(invocation, &letter.blanks);
    afterwards(invocation, &desk, customer, &wish.contracts, &letter);
    Ok(0)
}

fn wish(invocation: &Invocation, day: Day) -> Result<Wish, UsageFault> {
    let date = |text: &str| Day::parse_typed(text, day, Toward::Future).map_err(|fault| UsageFault::Date { text: text.to_string(), fault });
    Ok(Wish {
        contracts: Vec::new(),
        pay_by: invocation.option("pay-by").map(date).transpose()?,
        approved_by: document::words(invocation, "approved-by")?,
        consulted: document::words(invocation, "consulted")?,
        reply_days: invocation.flags.get_one::<u16>("terms").copied().unwrap_or(5),
        serial: document::words(invocation, "serial")?,
    })
}

/// The ledger's own template, else the one that comes with the program.
fn template(dir: &Path, level: Level, lang: Lang) -> Result<Source, Problem> {
    let name = format!("{}.{}.md", level.code(), lang.code());
    store::template(dir, &name)?.map_or_else(|| letters::built_in(level, lang), Ok)
}

/// Says which keys of the book would have filled a blank.
fn blanks(invocation: &Invocation, keys: &[&str]) {
    if keys.is_empty() {
        return;
    }
    let list = keys.join(comma(invocation.lang));
    let words = say!(
        invocation.lang,
        "提醒：huikuan.toml 的 [company] 没有写 {list}，函件里留了空（　　　）",
        "note: [company] in huikuan.toml lacks {list}; the letter has blanks （　　　） there"
    );
    let _ = writeln!(io::stderr(), "{words}");
}

/// The lines that record the letter once it was sent: for a letter about some contracts one each, since a proof is a proof of
/// what the letter says. A reminder before the due date demands nothing, and needs none.
fn afterwards(invocation: &Invocation, desk: &Desk, customer: CustomerIx, contracts: &[ContractIx], letter: &Letter) {
    let (lang, book) = (invocation.lang, desk.account.book);
    let channel = if letter.level == Level::Hold { "notice" } else { "letter" };
    let place = invocation.places.option.as_ref().map_or(String::new(), |dir| format!(" -C {}", quoted(&dir.display().to_string())));
    let proof = format!(" --proof {}", text("<快递单号或邮件编号>", "<mail number>").get(lang));
    let proof = if letter.level == Level::BeforeDue { "" } else { &proof };
    let next = letter.pay_by.map_or(String::new(), |day| format!(" --next {day}"));
    let note = quoted(&format!("{} {}", letter.level.name().get(lang), letter.serial));
    let about: Vec<&str> = match contracts {
        [] => vec![&book.customer(customer).id],
        some => some.iter().map(|contract| book.contract(*contract).no.as_str()).collect(),
    };
    for id in about.into_iter().map(quoted) {
        let words = say!(
            lang,
            "发出后记下：huikuan{place} record contact {id} {channel}{proof}{next} --note {note}",
            "once it is sent: huikuan{place} record contact {id} {channel}{proof}{next} --note {note}"
        );
        let _ = writeln!(io::stderr(), "{}", escape(&words));
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '+');
    if !word.is_empty() && word.chars().all(plain) { word.to_string() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// One letter for each customer who is late, each in a file of its own.
fn run_due(invocation: &Invocation) -> Outcome {
    let lang = invocation.lang;
    let dir = document::output(invocation).ok_or_else(|| UsageFault::Missing {
        name: text("放函件的目录", "the directory for the letters"),
        example: "huikuan letter --due -o letters-out".into(),
    })?;
    let form = document::form(invocation, None, Form::Text)?;
    let ledger = store::read(&store::find(&invocation.places)?)?;
    let day = invocation.today(ledger.book.policy.utc_offset)?;
    let wish = wish(invocation, day)?;
    let account = Account::new(&ledger.book, &ledger.journal, document::as_of(invocation, day)?);
    let desk = Desk::new(&account);
    let due = letters::due(&desk);
    if due.is_empty() {
        let _ = writeln!(io::stderr(), "{}", say!(lang, "没有逾期的客户，不用发函", "no customer is late; no letter is due"));
    }
    let mut names = HashSet::new();
    let mut missing = Vec::new();
    for (customer, level) in due {
        let name = escape(&ledger.book.customer(customer).name).into_owned();
        if level.needs_approval() && wish.approved_by.is_none() {
            let title = level.name().get(lang);
            let words = say!(lang, "跳过 {name}：{title}要先批准，加 --approved-by", "skipped {name}: a {title} has to be approved, add --approved-by");
            let _ = writeln!(io::stderr(), "{words}");
            continue;
        }
        let letter = letters::write(&desk, customer, level, &wish, &template(&ledger.dir, level, lang)?, lang)?;
        let path = store_letter(&dir, &letter, form, &mut names)?;
        missing.clone_from(&letter.blanks);
        let _ = writeln!(io::stderr(), "{}", escape(&path.display().to_string()));
        afterwards(invocation, &desk, customer, &wish.contracts, &letter);
    }
    blanks(invocation, &missing);
    Ok(0)
}

/// Writes a letter under its number, made safe as a file's name; two that would share one get different ones.
fn store_letter(dir: &Path, letter: &Letter, form: Form, names: &mut HashSet<String>) -> Result<PathBuf, Problems> {
    let safe: String = letter.serial.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let mut name = safe.clone();
    let mut number = 2;
    // Some file systems take upper and lower case for one.
    while !names.insert(name.to_lowercase()) {
        name = format!("{safe}~{number}");
        number += 1;
    }
    Ok(store::write_into(dir, &format!("{name}.{}", form.ending()), form.of(&letter.markdown).as_bytes())?)
}
