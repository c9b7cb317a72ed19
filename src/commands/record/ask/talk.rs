//! Questions and answers, a line each: a wrong answer is told why and asked for again; `q` or the end of input ends it all.

use std::io::{BufRead, Write};

use crate::problem::{Problem, UsageFault};
use crate::say;
use crate::text::{Lang, Text, escape, find_hostile, text};

/// A person at a terminal, or what stands for one.
pub(in crate::commands::record) struct Talk<'t> {
    input: &'t mut dyn BufRead,
    out: &'t mut dyn Write,
    pub(in crate::commands::record) lang: Lang,
}

impl<'t> Talk<'t> {
    pub(in crate::commands::record) fn new(input: &'t mut dyn BufRead, out: &'t mut dyn Write, lang: Lang) -> Self {
        Self { input, out, lang }
    }

    /// Says a line. What nobody sees is harmless: the answers decide.
    pub(in crate::commands::record) fn tell(&mut self, words: &str) {
        let _ = writeln!(self.out, "{words}");
    }

    /// What was answered; empty for Enter alone.
    fn line(&mut self, question: &str) -> Result<String, UsageFault> {
        let asked = write!(self.out, "{question}").and_then(|()| self.out.flush());
        let mut typed = Vec::new();
        if !matches!(asked.and_then(|()| self.input.read_until(b'\n', &mut typed)), Ok(1..)) {
            // The next thing on the screen begins a line of its own.
            self.tell("");
            return Err(UsageFault::Confirm);
        }
        let typed = String::from_utf8_lossy(&typed).trim().to_string();
        if matches!(typed.as_str(), "q" | "Q" | "ｑ" | "Ｑ") { Err(UsageFault::Confirm) } else { Ok(typed) }
    }

    /// Asks until the answer fits; `read` says what is wrong with it.
    pub(in crate::commands::record) fn ask<T>(&mut self, question: &str, mut read: impl FnMut(&str) -> Result<T, UsageFault>) -> Result<T, UsageFault> {
        loop {
            let typed = self.line(question)?;
            let answer = match find_hostile(&typed) {
                Some((_, character)) => Err(UsageFault::Hostile { option: say!(self.lang, "回答", "the answer"), character }),
                None => read(&typed),
            };
            match answer {
                Ok(answer) => return Ok(answer),
                Err(fault) => self.refuse(fault),
            }
        }
    }

    /// Says why an answer was not taken.
    pub(in crate::commands::record) fn refuse(&mut self, fault: UsageFault) {
        let wording = Problem::new(fault).wording(self.lang);
        self.tell(&format!("  ! {}", wording.cause));
        for cure in wording.cures {
            self.tell(&format!("    {cure}"));
        }
    }

    /// Yes or no.
    pub(in crate::commands::record) fn yes(&mut self, question: &str, by_default: bool) -> Result<bool, UsageFault> {
        let choices = if by_default { "[Y/n]" } else { "[y/N]" };
        self.ask(&format!("{question} {choices} "), |typed| match typed.to_lowercase().as_str() {
            "" => Ok(by_default),
            "y" | "yes" | "是" | "对" => Ok(true),
            "n" | "no" | "否" | "不" => Ok(false),
            other => Err(none_of(text("回答", "answer"), other, [("y", "y"), ("n", "n")])),
        })
    }

    /// One of some words, by number, code or name; none for Enter alone.
    pub(in crate::commands::record) fn choose(
        &mut self,
        question: &str,
        words: &[(&'static str, Text)],
        by_default: Option<&'static str>,
    ) -> Result<Option<&'static str>, UsageFault> {
        let lang = self.lang;
        let named: Vec<String> = words.iter().enumerate().map(|(number, (_, name))| format!("{} {}", number + 1, name.get(lang))).collect();
        self.tell(&format!("  {}", named.join("  ")));
        self.ask(question, |typed| {
            if typed.is_empty() {
                return Ok(by_default);
            }
            let numbered = typed.parse::<usize>().ok().and_then(|number| words.get(number.checked_sub(1)?));
            let is_named = |(code, name): &&(&str, Text)| *code == typed || name.zh == typed || name.en.eq_ignore_ascii_case(typed);
            let found = numbered.or_else(|| words.iter().find(is_named));
            let all = || words.iter().map(|(code, name)| (name.get(lang), *code));
            found.map(|(code, _)| Some(*code)).ok_or_else(|| none_of(text("选项", "choice"), typed, all()))
        })
    }

    /// Whether what looks like a slip is meant all the same. The flag that says so on a command line, or none.
    pub(in crate::commands::record) fn lift(&mut self, fault: &UsageFault) -> Result<Option<&'static str>, UsageFault> {
        let Some(flag) = lifting(fault) else { return Ok(None) };
        let cause = Problem::new(fault.clone()).wording(self.lang).cause;
        self.tell(&format!("  ! {}", escape(&cause)));
        let meant = self.yes(&say!(self.lang, "  确实是这样吗？", "  is it meant so?"), false)?;
        Ok(meant.then_some(flag))
    }
}

/// An answer that is none of what there is.
pub(super) fn none_of<'w>(what: Text, typed: &str, all: impl IntoIterator<Item = (&'w str, &'w str)>) -> UsageFault {
    let all = all.into_iter().map(|(name, code)| (name.to_string(), code.to_string())).collect();
    UsageFault::NotOneOf { what, text: typed.to_string(), all }
}

/// The flag that lets pass what is refused as a probable slip.
pub(in crate::commands::record) fn lifting(fault: &UsageFault) -> Option<&'static str> {
    match fault {
        UsageFault::Again { .. } | UsageFault::SameProof { .. } => Some("again"),
        UsageFault::Overpay { .. } => Some("overpay"),
        UsageFault::Over { .. } => Some("over"),
        UsageFault::BeforeSigning { .. } => Some("before-signing"),
        _ => None,
    }
}
