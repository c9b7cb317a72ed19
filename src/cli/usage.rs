//! clap's complaints, in our words and both languages.

use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::commands::Outcome;
use crate::problem::UsageFault;
use crate::say;
use crate::text::{Lang, comma, shown};

/// Help and version go to stdout; anything else is an error.
pub(super) fn outcome(error: &clap::Error, lang: Lang, out: &mut dyn Write) -> Outcome {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            write!(out, "{}", super::app::in_language(&error.render().to_string(), lang))?;
            Ok(0)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(std::io::stderr(), "{}", super::app::in_language(&error.render().to_string(), lang));
            Ok(2)
        }
        _ => Err(fault(error, lang).into()),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn fault(error: &clap::Error, lang: Lang) -> UsageFault {
    let first = |kind| context(error, kind).first().map(|text| shown(text)).unwrap_or_default();
    let argument = shown(&context(error, ContextKind::InvalidArg).join(" "));
    let value = first(ContextKind::InvalidValue);
    let cause = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let word = first(ContextKind::InvalidSubcommand);
            say!(lang, "没有命令“{word}”", "there is no command \"{word}\"")
        }
        ErrorKind::UnknownArgument => say!(lang, "没有选项“{argument}”，或多了一个参数", "there is no option \"{argument}\", or it is one argument too many"),
        ErrorKind::MissingRequiredArgument => say!(lang, "缺少 {argument}", "{argument} is missing"),
        ErrorKind::MissingSubcommand => {
            let known = context(error, ContextKind::ValidSubcommand);
            if known.iter().any(|word| word == "receipt") {
                say!(lang, "没说记什么：receipt 回款、commitment 承诺、contact 跟进……", "what to record is missing: receipt, commitment, contact …")
            } else {
                let known = known.join(" | ");
                say!(lang, "没说哪一种：{known}", "which one is missing: {known}")
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => say!(lang, "{argument} 后面缺少内容", "{argument} needs a value"),
        ErrorKind::InvalidValue => say!(lang, "{argument} 不能是“{value}”", "{argument} cannot be \"{value}\""),
        ErrorKind::ArgumentConflict => {
            let other = shown(&context(error, ContextKind::PriorArg).join(" "));
            if other.is_empty() || other == argument {
                say!(lang, "{argument} 只能写一次", "{argument} can be given once only")
            } else {
                say!(lang, "{argument} 和 {other} 不能一起用", "{argument} and {other} exclude each other")
            }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            say!(lang, "{argument} 的值的个数不对", "{argument} has the wrong number of values")
        }
        ErrorKind::InvalidUtf8 => say!(lang, "参数不是 UTF-8", "an argument is not UTF-8"),
        _ => say!(lang, "命令写得不对", "the command is not right"),
    };
    let mut cures = Vec::new();
    let suggested: Vec<String> =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue].into_iter().flat_map(|kind| context(error, kind)).collect();
    if !suggested.is_empty() {
        // clap lists the nearest last.
        let list = suggested.into_iter().rev().take(3).collect::<Vec<_>>().join(comma(lang));
        cures.push(say!(lang, "是不是 {list}？", "did you mean {list}?"));
    }
    let valid = context(error, ContextKind::ValidValue);
    if !valid.is_empty() && error.kind() == ErrorKind::InvalidValue {
        let list = valid.join(" | ");
        cures.push(say!(lang, "可以写：{list}", "choose from: {list}"));
    }
    cures.push(say!(lang, "加 --help 看用法", "add --help for the usage"));
    UsageFault::Arguments { cause, cures }
}
