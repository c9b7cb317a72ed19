//! On a terminal, what `record receipt` and `record commitment` lack is asked for; elsewhere nothing ever waits.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::path::Path;

use clap::ArgMatches;

use crate::account::{Account, AsOf};
use crate::commands::{Invocation, names};
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::store::{self, Ledger};
use crate::text::escape;

/// What was answered, by the option it stands for.
#[derive(Default)]
pub(super) struct Answers(BTreeMap<&'static str, String>);

impl Answers {
    pub(super) fn get(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

pub(super) fn missing(invocation: &Invocation, word: &str, flags: &ArgMatches, dir: &Path) -> Result<Answers, Problems> {
    let mut answers = Answers::default();
    let given = |id: &str| flags.try_get_one::<String>(id).ok().flatten().is_some();
    let named = given("customer") || given("contract");
    let lacks_target = !given("target") && !named;
    let has_amount = given("amount") || given("amount-flag") || (named && given("target"));
    let lacks_amount = !has_amount;
    let lacks_due = word == "commitment" && !given("due");
    if !invocation.interactive || !matches!(word, "receipt" | "commitment") || !(lacks_target || lacks_amount || lacks_due) {
        return Ok(answers);
    }
    let ledger = store::read(dir)?;
    let lang = invocation.lang;
    if lacks_target {
        answers.0.insert("target", ask(&say!(lang, "合同编号或客户：", "contract or customer: "))?);
    }
    let typed = answers
        .get("target")
        .map(str::to_string)
        .or_else(|| ["contract", "customer", "target"].iter().find_map(|id| flags.try_get_one::<String>(id).ok().flatten().cloned()));
    if let Some(typed) = typed {
        show_open(invocation, &ledger, &typed)?;
    }
    if lacks_amount {
        answers.0.insert("amount", ask(&say!(lang, "金额：", "amount: "))?);
    }
    if lacks_due {
        answers.0.insert("due", ask(&say!(lang, "承诺哪天付：", "promised for: "))?);
    }
    Ok(answers)
}

fn ask(question: &str) -> Result<String, UsageFault> {
    let mut line = String::new();
    let asked = write!(io::stderr(), "{question}").and_then(|()| io::stderr().flush());
    match asked.and_then(|()| io::stdin().lock().read_line(&mut line)) {
        Ok(1..) if !line.trim().is_empty() => Ok(line.trim().to_string()),
        _ => Err(UsageFault::Confirm),
    }
}

/// What the target owes, milestone by milestone.
fn show_open(invocation: &Invocation, ledger: &Ledger, typed: &str) -> Result<(), Problems> {
    let target = names::target(&ledger.book, typed, None)?;
    let day = invocation.today(ledger.book.policy.utc_offset)?;
    let account = Account::new(&ledger.book, &ledger.journal, AsOf::day(day));
    let numbers = target.customer.map_or(0..0, |customer| account.positions_of(customer));
    let wanted = account.positions().get(numbers).into_iter().flatten();
    for position in wanted.filter(|position| position.outstanding().is_positive() && target.contract.is_none_or(|contract| position.contract == contract)) {
        let no = &ledger.book.contract(position.contract).no;
        let due = position.due.map_or("—".to_string(), |due| due.to_string());
        // A question nobody sees is harmless; the answer decides.
        let _ = writeln!(io::stderr(), "  {} {}  {}  {due}", escape(no), escape(&account.position_name(position)), position.outstanding().grouped());
    }
    Ok(())
}
