//! Whether the book has a contract just as the list does.

use rust_decimal::Decimal;

use super::customers::{Customers, Owner};
use super::whole::{Part, Whole};
use super::write::terms;
use crate::book::{Book, ContractIx, Due, Milestone, Terms};
use crate::import::list::List;
use crate::money::Money;
use crate::problem::ListFault;

/// Notes in the list what the book has otherwise. Who is in charge, category and tags are the book's own matter.
pub(super) fn compare(list: &mut List, book: &Book, known: ContractIx, whole: &Whole, customers: &Customers) {
    let own = book.contract(known);
    let theirs = match whole.owner {
        Some(Owner::Known(customer)) => book.customer(customer).id.to_string(),
        Some(Owner::New(number)) => customers.new.get(number).map_or(String::new(), |own| own.id.clone()),
        None => String::new(),
    };
    let mut pairs = vec![
        ("customer", theirs, book.customer(own.customer).id.to_string()),
        ("signed", whole.signed.to_string(), own.signed.to_string()),
        ("amount", whole.amount.grouped(), own.amount.grouped()),
    ];
    if !whole.project.is_empty() {
        pairs.push(("project", whole.project.clone(), own.project.clone()));
    }
    if let Some(own_terms) = whole.terms {
        pairs.push(("terms", terms(own_terms), own.terms.map_or(String::new(), terms)));
    }
    let milestones = book.milestones(own);
    if whole.parts.is_empty() {
        let dated = whole.due.zip(milestones.first().filter(|_| milestones.len() == 1));
        pairs.extend(dated.map(|(due, own)| ("due", due.to_string(), day(own))));
    } else {
        let here = whole.parts.iter().zip(amounts(whole)).map(|(part, amount)| words(part, amount)).collect::<Vec<_>>().join("; ");
        let there = milestones.iter().map(|own| format!("{} {} {}", book.milestone_name(own), own.amount, day(own))).collect::<Vec<_>>().join("; ");
        pairs.push(("milestone", here, there));
    }
    for (key, here, there) in pairs.into_iter().filter(|(_, here, there)| here != there) {
        let place = if key == "customer" && list.place(key).is_none() { "customer_name" } else { key };
        let fault = ListFault::Differs { id: whole.no().to_string(), column: list.heading(place), here, there };
        list.report(whole.row(), place, fault);
    }
}

fn day(own: &Milestone) -> String {
    match own.due() {
        Due::On(day) => day.to_string(),
        Due::After((event, wait)) => format!("{event}+{}", wait_words(*wait)),
    }
}

fn wait_words(wait: Terms) -> String {
    match wait {
        Terms::Net(days) => days.to_string(),
        month_end @ Terms::MonthEnd(_) => terms(month_end),
    }
}

/// The amounts of the milestones: as the book has it, the last percent takes the rest.
fn amounts(whole: &Whole) -> Vec<Money> {
    let share = |part: &Part| {
        let percent = Decimal::from_str_exact(&part.percent).ok()?;
        whole.amount.times(percent / Decimal::ONE_HUNDRED)
    };
    let mut amounts: Vec<Money> = whole.parts.iter().map(|part| part.amount.or_else(|| share(part)).unwrap_or_default()).collect();
    let rest = whole.amount - amounts.iter().copied().sum::<Money>();
    let last = whole.parts.iter().rposition(|part| part.amount.is_none()).filter(|_| rest.cents().abs() <= whole.parts.len() as i64);
    if let Some(last) = last.and_then(|last| amounts.get_mut(last)) {
        *last += rest;
    }
    amounts
}

fn words(part: &Part, amount: Money) -> String {
    let due = part.due.map_or_else(|| format!("{}+{}", part.after, part.days.unwrap_or(0)), |due| due.to_string());
    format!("{} {amount} {due}", part.name)
}
