//! A contract and a customer as the book writes them.

use super::customers::{NewCustomer, Owner};
use super::whole::{Part, Whole};
use crate::book::{Book, RepIx, Terms};
use crate::import::written::{quoted, text_line};

pub(super) fn customer(book: &Book, own: &NewCustomer) -> String {
    let rep = own.rep.map_or(String::new(), |rep| text_line("rep", &book.rep(rep).id));
    format!("[[customer]]\nid = {}\nname = {}\n{rep}", quoted(&own.id), quoted(&own.name))
}

/// A contract's block, and what is counted of it.
pub(super) struct Block {
    pub(super) text: String,
    pub(super) milestones: usize,
    pub(super) has_rep: bool,
}

pub(super) fn contract(book: &Book, new: &[NewCustomer], whole: &Whole, otherwise: Option<RepIx>) -> Block {
    let (customer, theirs) = match whole.owner {
        Some(Owner::Known(customer)) => (book.customer(customer).id.as_str(), book.rep_of_customer(customer, whole.signed)),
        Some(Owner::New(number)) => new.get(number).map_or(("", None), |own| (own.id.as_str(), own.rep)),
        None => ("", None),
    };
    let rep = whole.rep.or(otherwise.filter(|_| theirs.is_none())).filter(|rep| theirs != Some(*rep));
    let mut text = format!("[[contract]]\nno = {}\ncustomer = {}\n", quoted(whole.no()), quoted(customer));
    text += &text_line("project", &whole.project);
    text += &format!("signed = {}\namount = \"{}\"\n", whole.signed, whole.amount);
    text += &whole.due.map_or(String::new(), |due| format!("due = {due}\n"));
    text += &text_line("terms", &whole.terms.map_or(String::new(), terms));
    text += &text_line("category", &whole.category);
    text += &rep.map_or(String::new(), |rep| text_line("rep", &book.rep(rep).id));
    text += if whole.key { "key = true\n" } else { "" };
    if !whole.tags.is_empty() {
        text += &format!("tags = [{}]\n", whole.tags.iter().map(|tag| quoted(tag)).collect::<Vec<_>>().join(", "));
    }
    if !whole.parts.is_empty() {
        let lines: Vec<String> = whole.parts.iter().map(|part| format!("  {},\n", milestone(part))).collect();
        text += &format!("milestone = [\n{}]\n", lines.concat());
    }
    Block { text, milestones: whole.parts.len(), has_rep: rep.or(theirs).is_some() }
}

fn milestone(part: &Part) -> String {
    let amount = match part.amount {
        Some(amount) if part.percent.is_empty() => format!("amount = \"{amount}\""),
        Some(amount) => format!("amount = \"{amount}\", percent = {}", part.percent),
        None => format!("percent = {}", part.percent),
    };
    let due = part.due.map_or(String::new(), |due| format!(", due = {due}"));
    let after = if part.after.is_empty() { String::new() } else { format!(", after = {}", quoted(&part.after)) };
    let days = part.days.map_or(String::new(), |days| format!(", days = {days}"));
    format!("{{ name = {}, {amount}{due}{after}{days} }}", quoted(&part.name))
}

pub(super) fn terms(terms: Terms) -> String {
    match terms {
        Terms::Net(days) => format!("net {days}"),
        Terms::MonthEnd(days) => format!("month-end {days}"),
    }
}
