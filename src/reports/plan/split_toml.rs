//! A split as it can be put into a file of the book.

use super::split::{Part, Split};
use crate::book::Scope;
use crate::date::Period;
use crate::money::Money;
use crate::reports::Request;
use crate::say;
use crate::sheet::Cell;
use crate::text::{Lang, escape, is_hostile};

/// Comments that say how it came about, and a `[[target]]` for each part that is not set yet.
pub(super) fn lines(request: &Request, split: &Split) -> Vec<String> {
    let (lang, day) = (request.lang, request.day());
    let (label, amount, by) = (&split.label, split.amount.grouped(), split.by_name.get(lang).to_lowercase());
    let mut lines = vec![say!(lang, "# {label} 回款目标 {amount}，按{by}分，截至 {day}", "# collection target {label}, {amount}, by {by}, as of {day}")];
    lines.extend(notes(split, lang).into_iter().map(|note| format!("# {note}")));
    if split.set().is_positive() {
        lines.push(format!("# {}", set_words(split, lang)));
    }
    let by_book = split.is_for_book();
    if !by_book {
        lines.push(say!(
            lang,
            "# 账本的目标分不到这一层，下面只供参考，不用贴进账本",
            "# the book has no targets of this kind: these lines are for reading, not for the book"
        ));
    }
    for part in &split.parts {
        let words = part_words(split, part, lang);
        let amount = part.amount.grouped();
        match &part.scope {
            Some(scope) if by_book && !part.is_set => lines.extend(block(request, split, part, scope, &words)),
            _ if part.is_set => lines.push(say!(lang, "# {words}：已定 {amount}", "# {words}: set already, {amount}")),
            _ => lines.push(say!(lang, "# {words}：{amount}", "# {words}: {amount}")),
        }
    }
    lines
}

/// What it was split by, and what was left out.
pub(super) fn notes(split: &Split, lang: Lang) -> Vec<String> {
    let what = split.weight.name(split.by == "month").get(lang);
    let mut notes = vec![say!(lang, "依据：{what}", "split by {what}")];
    if split.nobody.is_positive() {
        let nobody = split.nobody.grouped();
        notes.push(say!(lang, "没有归属的 {nobody} 不参加分解", "{nobody} belong to none of them and take no part"));
    }
    notes
}

/// That some have a target already.
pub(super) fn set_words(split: &Split, lang: Lang) -> String {
    let (set, rest) = (split.set().grouped(), (split.amount - split.set()).grouped());
    say!(lang, "已定的目标 {set} 算在内，不再列出，只分其余 {rest}", "targets of {set} are set already and count: only {rest} is split")
}

/// `李雷，依据 600,000.00，60.0%`.
fn part_words(split: &Split, part: &Part, lang: Lang) -> String {
    let name = match &part.name {
        Cell::Text(name) => escape(name).into_owned(),
        Cell::Code(own) => own.label.to_string(),
        _ => String::new(),
    };
    let share = split.share(part).map_or_else(|| "—".into(), crate::money::Ratio::percent);
    if split.weight == super::split::Weight::Equal {
        return name;
    }
    let weight = part.weight.grouped();
    say!(lang, "{name}，依据 {weight}，占 {share}", "{name}, weight {weight}, {share}")
}

fn block(request: &Request, split: &Split, part: &Part, scope: &Scope, words: &str) -> Vec<String> {
    let book = request.account.book;
    let period = part.month.as_ref().map_or_else(|| split.label.clone(), Period::to_string);
    let whom = match scope {
        Scope::Company => None,
        Scope::Team(team) => Some(("team", team.as_str())),
        Scope::Rep(rep) => Some(("rep", book.rep(*rep).id.as_str())),
        Scope::Customer(customer) => Some(("customer", book.customer(*customer).id.as_str())),
        Scope::Category(category) => Some(("category", category.as_str())),
    };
    let mut lines = vec![String::new(), "[[target]]".into(), format!("period = {}", quoted(&period))];
    lines.extend(whom.map(|(key, id)| format!("{key} = {}", quoted(id))));
    lines.push(format!("amount = {}  # {words}", amount(part.amount)));
    lines
}

/// Whole units as a number, cents as a text: both are exact.
fn amount(amount: Money) -> String {
    if amount.cents() % 100 == 0 { (amount.cents() / 100).to_string() } else { quoted(&amount.to_string()) }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_hostile(c) => out += &format!("\\U{:08X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out + "\""
}
