//! `record today`: from one customer to the next that `remind` names, and what came of each call is recorded at once.

mod block;
mod call;

use std::io::{self, Write};
use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::ask::{Talk, trying};
use super::{Entry, echo, flags, written};
use crate::account::{Account, AsOf, Followup};
use crate::book::CustomerIx;
use crate::commands::{Failure, Invocation, Outcome, names};
use crate::money::Money;
use crate::problem::{Problem, Problems, UsageFault, What};
use crate::reports::Filter;
use crate::reports::remind::{Horizon, Reminder, reminders};
use crate::say;
use crate::store::{self, Ledger};
use crate::text::{Lang, Text, text};
use call::{Answer, Call};

/// The word behind `record`.
pub(super) const WORD: &str = "today";

pub(super) fn command(lang: Lang) -> Command {
    let about = text("今天该找的，一个一个问着记", "goes through what is to be done today and records each call");
    let filter = |id: &'static str, name: &'static str, help: Text| -> Arg { flags::value(id, name, help, lang).action(ArgAction::Append) };
    let command = Command::new(WORD)
        .about(about.get(lang))
        .arg(filter("rep", "REP", text("只看这个销售代表名下的", "only what is this rep's")))
        .arg(filter("customer", "CUSTOMER", text("只看这个客户", "only this customer")))
        .arg(flags::switch("all", text("最近联系过的也走一遍", "also who was contacted lately"), lang))
        .arg(flags::value("by", "WHO", text("经手人，默认设置里的 rep 或 $USER", "who did it; the config's rep or $USER by default"), lang));
    flags::with_examples(command, WORD, lang)
}

/// What a walk came to.
#[derive(Default)]
struct Tally {
    contacted: usize,
    promises: usize,
    promised: Money,
    skipped: usize,
    left: usize,
}

pub(super) fn run(invocation: &Invocation, flags: &ArgMatches, out: &mut dyn Write) -> Outcome {
    if !invocation.interactive {
        return Err(UsageFault::NeedsTerminal.into());
    }
    let dir = store::find(&invocation.places)?;
    let (mut input, mut prompts) = (io::stdin().lock(), io::stderr());
    walk(invocation, flags, &dir, &mut Talk::new(&mut input, &mut prompts, invocation.lang), out)
}

fn walk(invocation: &Invocation, flags: &ArgMatches, dir: &Path, talk: &mut Talk, out: &mut dyn Write) -> Outcome {
    let ledger = store::read(dir)?;
    let day = invocation.today(ledger.book.policy.utc_offset)?;
    let account = Account::new(&ledger.book, &ledger.journal, AsOf::day(day));
    let all = flags.get_flag("all");
    let followups = account.followups();
    let found = reminders(&account, &filter(&ledger, flags)?, &followups, Horizon { until: None, all });
    let mut customers: Vec<(CustomerIx, Vec<Reminder>)> = Vec::new();
    for own in found {
        match customers.iter_mut().find(|(customer, _)| *customer == own.customer) {
            Some((_, list)) => list.push(own),
            None => customers.push((own.customer, vec![own])),
        }
    }
    // Whoever goes on after an interruption is not sent to the same people again.
    let before = customers.len();
    customers.retain(|(customer, _)| all || followups.get(customer.0 as usize).is_none_or(|own| own.last_contact != Some(day)));
    let done = before - customers.len();
    let lang = talk.lang;
    if done > 0 {
        talk.tell(&say!(lang, "今天已经联系过的 {done} 家不再问（--all 也问）", "contacted today already: {done}, left out (--all asks about them too)"));
    }
    if customers.is_empty() {
        talk.tell(&say!(lang, "今天没有要找的客户", "nobody to call today"));
        return Ok(0);
    }
    let mut tally = Tally::default();
    let by = flags.get_one::<String>("by").map(String::as_str);
    let walk = Walk { invocation, by, account: &account, followups: &followups, customers: &customers, dir };
    let ended = walk.each(&mut tally, talk, out);
    out.write_all(summary(&tally, lang).as_bytes()).and_then(|()| out.flush()).map_err(Failure::Words)?;
    ended.map(|()| 0)
}

/// Whom to call, and what is known of them.
struct Walk<'a> {
    invocation: &'a Invocation<'a>,
    by: Option<&'a str>,
    account: &'a Account<'a>,
    followups: &'a [Followup],
    customers: &'a [(CustomerIx, Vec<Reminder>)],
    dir: &'a Path,
}

impl Walk<'_> {
    /// One customer after the other; what was recorded stays, wherever it ends.
    fn each(&self, tally: &mut Tally, talk: &mut Talk, out: &mut dyn Write) -> Result<(), Failure> {
        let count = self.customers.len();
        for (number, (customer, list)) in self.customers.iter().enumerate() {
            tally.left = count - number;
            for line in block::lines(self.account, self.followups.get(customer.0 as usize), *customer, list, talk.lang, (number + 1, count)) {
                talk.tell(&line);
            }
            match call::ask(talk, self.account, *customer, list, self.by) {
                Ok(Answer::Call(call)) => self.record(call, tally, talk, out)?,
                Ok(Answer::Skip) => tally.skipped += 1,
                Err(UsageFault::Confirm) => return Ok(()),
                Err(fault) => return Err(fault.into()),
            }
        }
        tally.left = 0;
        Ok(())
    }

    fn record(&self, call: Call, tally: &mut Tally, talk: &mut Talk, out: &mut dyn Write) -> Result<(), Failure> {
        let Call { mut answers, promised } = call;
        let none = ArgMatches::default();
        let attempt = |answers: &_| written(self.invocation, &Entry { word: "contact", flags: &none, answers, dir: self.dir, dry_run: false });
        let recorded = match trying(talk, &mut answers, attempt) {
            Ok(recorded) => recorded,
            // What looked like a slip was one.
            Err(problems) if is_no(&problems) => {
                tally.skipped += 1;
                return Ok(());
            }
            Err(problems) => return Err(problems.into()),
        };
        tally.contacted += 1;
        tally.promises += usize::from(promised.is_some());
        tally.promised += promised.unwrap_or_default();
        let words = echo::words(&recorded, false, talk.lang).and_then(|words| out.write_all(words.as_bytes()));
        words.and_then(|()| out.flush()).map_err(Failure::Words)
    }
}

fn is_no(problems: &Problems) -> bool {
    matches!(problems.0.as_slice(), [Problem { what: What::Usage(UsageFault::Confirm), .. }])
}

fn filter(ledger: &Ledger, flags: &ArgMatches) -> Result<Filter, UsageFault> {
    let given = |id: &str| flags.get_many::<String>(id).into_iter().flatten();
    let retry = |option: &str| format!("huikuan record today --{option}");
    let reps = given("rep").map(|typed| names::rep(&ledger.book, typed, Some(&retry("rep")))).collect::<Result<Vec<_>, _>>()?;
    let customers = given("customer").map(|typed| names::customer(&ledger.book, typed, Some(&retry("customer")))).collect::<Result<Vec<_>, _>>()?;
    Ok(Filter { reps, customers, ..Filter::default() })
}

fn summary(tally: &Tally, lang: Lang) -> String {
    let Tally { contacted, promises, promised, skipped, left } = tally;
    let promised = promised.grouped();
    let left = match left {
        0 => String::new(),
        left => say!(lang, "，还有 {left} 家没问到", ", not reached: {left}"),
    };
    say!(
        lang,
        "联系了 {contacted} 家，{promises} 家答应付款，共 {promised}；跳过 {skipped} 家{left}\n",
        "contacted {contacted}, promises {promises} ({promised} in all), skipped {skipped}{left}\n"
    )
}
