//! On a terminal, what `record receipt` and `record commitment` lack is asked for; elsewhere nothing ever waits.

mod steps;
mod talk;
mod target;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clap::ArgMatches;

pub(super) use steps::{coming, positive, promised_day};
pub(super) use talk::Talk;
use talk::lifting;
pub(super) use target::aligned;

use crate::commands::Invocation;
use crate::entry::Kind;
use crate::problem::{Problems, UsageFault, What};
use crate::say;
use crate::store;

/// What was answered, by the option it stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Answers {
    texts: BTreeMap<&'static str, String>,
    switches: BTreeSet<&'static str>,
    /// Whether anything was asked, so that the whole has to be agreed to.
    pub(super) were_asked: bool,
}

impl Answers {
    pub(super) fn get(&self, id: &str) -> Option<&str> {
        self.texts.get(id).map(String::as_str)
    }

    pub(super) fn flag(&self, id: &str) -> bool {
        self.switches.contains(id)
    }

    pub(super) fn put(&mut self, id: &'static str, words: impl Into<String>) {
        self.texts.insert(id, words.into());
    }

    /// Says yes to what a flag allows.
    pub(super) fn allow(&mut self, flag: &'static str) {
        self.switches.insert(flag);
    }

    /// Whether a customer or contract was chosen.
    pub(super) fn name_target(&self) -> bool {
        self.get("customer").is_some() || self.get("contract").is_some()
    }
}

/// What is missing, asked for where a person can answer.
pub(super) fn missing(invocation: &Invocation, word: &str, flags: &ArgMatches, dir: &Path, talk: &mut Talk) -> Result<Answers, Problems> {
    let kind = Kind::parse(word.as_bytes()).filter(|kind| matches!(kind, Kind::Receipt | Kind::Commitment));
    let Some(kind) = kind.filter(|kind| invocation.interactive && steps::is_incomplete(*kind, flags)) else { return Ok(Answers::default()) };
    let ledger = store::read(dir)?;
    let today = invocation.today(ledger.book.policy.utc_offset)?;
    Ok(steps::ask(talk, &ledger, flags, kind, today)?)
}

/// Shows what would be written, and asks whether it may be.
pub(super) fn agree(talk: &mut Talk, answers: &mut Answers, preview: impl Fn(&Answers) -> Result<String, Problems>) -> Result<(), Problems> {
    let shown = trying(talk, answers, preview)?;
    talk.tell("");
    talk.tell(shown.trim_end());
    let lang = talk.lang;
    if talk.yes(&say!(lang, "这样记吗？", "record this?"), true)? { Ok(()) } else { Err(UsageFault::Confirm.into()) }
}

/// Tries something until it is not refused as a probable slip, or the slip is none.
pub(super) fn trying<T>(talk: &mut Talk, answers: &mut Answers, attempt: impl Fn(&Answers) -> Result<T, Problems>) -> Result<T, Problems> {
    loop {
        let problems = match attempt(answers) {
            Ok(done) => return Ok(done),
            Err(problems) => problems,
        };
        let fault = match problems.0.as_slice() {
            [only] => match &only.what {
                What::Usage(fault) if lifting(fault).is_some_and(|flag| !answers.flag(flag)) => fault.clone(),
                _ => return Err(problems),
            },
            _ => return Err(problems),
        };
        match talk.lift(&fault)? {
            Some(flag) => answers.allow(flag),
            None => return Err(UsageFault::Confirm.into()),
        }
    }
}
