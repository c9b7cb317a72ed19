//! A split as `[[target]]` blocks that can be put into a book as they are.

use super::span::Span;
use super::split::{Share, Weight};
use crate::book::Scope;
use crate::money::{Money, Ratio};
use crate::say;
use crate::sheet::Cell;
use crate::text::{Lang, escape};

/// The lines. What the book knows no target for, and what has one already, stands in comments.
pub(super) fn paste(shares: &[Share], amount: Money, weight: Weight, span: &Span, lang: Lang) -> Vec<String> {
    let (label, sum, by) = (&span.label, amount.grouped(), weight.name().get(lang));
    let mut lines = vec![say!(lang, "# 目标 {label}：{sum}，按{by}分解", "# target of {label}: {sum}, split by {by}")];
    let mut left_out = Money::ZERO;
    for share in shares {
        let is_blocked = share.given.is_some() || share.scope.is_none();
        if is_blocked {
            left_out += share.amount;
            lines.push(comment(share, lang));
        } else {
            lines.extend(block(share, weight, lang));
        }
    }
    if left_out.is_positive() {
        let left_out = left_out.grouped();
        lines.push(say!(lang, "# 写成注释的共 {left_out}，没有变成目标", "# {left_out} stand in comments and became no target"));
    }
    lines
}

fn block(share: &Share, weight: Weight, lang: Lang) -> Vec<String> {
    let mut lines = vec!["[[target]]".to_string(), format!("period = {}", quoted(&share.period.to_string()))];
    let name = name(share);
    let weighed =
        if weight == Weight::Equal { String::new() } else { format!("  {} {}", share.weight.grouped(), share.part.map_or(String::new(), Ratio::percent)) };
    match &share.scope {
        Some(Scope::Company) | None => {}
        Some(scope) => lines.push(format!("{} = {}  # {name}", scope_key(scope), quoted(&share.id))),
    }
    let note = if weighed.is_empty() { String::new() } else { say!(lang, "  # 依据{weighed}", "  # by{weighed}") };
    lines.push(format!("amount = \"{}\"{note}", share.amount));
    lines
}

fn comment(share: &Share, lang: Lang) -> String {
    let (name, amount, period) = (name(share), share.amount.grouped(), share.period);
    match share.given.map(Money::grouped) {
        Some(given) => {
            say!(lang, "# {name} {period} {amount}：已有目标 {given}，要改就改原来那条", "# {name} {period} {amount}: has a target of {given}; change that one")
        }
        None => say!(lang, "# {name} {amount}：账册里没有这种目标", "# {name} {amount}: the book has no such target"),
    }
}

fn scope_key(scope: &Scope) -> &'static str {
    match scope {
        Scope::Company => "",
        Scope::Team(_) => "team",
        Scope::Rep(_) => "rep",
        Scope::Customer(_) => "customer",
        Scope::Category(_) => "category",
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn name(share: &Share) -> String {
    escape(&words(&share.name)).into_owned()
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.to_string(),
        Cell::Code(own) => own.label.to_string(),
        _ => String::new(),
    }
}
