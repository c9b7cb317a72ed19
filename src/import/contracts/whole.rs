//! The rows of one contract → the contract.

use super::customers::Owner;
use super::rows::Row;
use crate::book::{RepIx, Terms};
use crate::date::Day;
use crate::import::list::List;
use crate::import::record::Record;
use crate::money::Money;
use crate::problem::ListFault;

/// A contract, of one row or of several.
pub(super) struct Whole<'r> {
    pub(super) rows: Vec<&'r Row>,
    pub(super) customer_row: &'r Row,
    pub(super) owner: Option<Owner>,
    pub(super) signed: Day,
    pub(super) amount: Money,
    pub(super) project: String,
    pub(super) due: Option<Day>,
    pub(super) terms: Option<Terms>,
    pub(super) category: String,
    pub(super) rep: Option<RepIx>,
    pub(super) key: bool,
    pub(super) tags: Vec<String>,
    pub(super) parts: Vec<Part>,
}

/// A milestone.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) amount: Option<Money>,
    pub(super) percent: String,
    pub(super) due: Option<Day>,
    pub(super) after: String,
    pub(super) days: Option<u16>,
}

impl<'r> Whole<'r> {
    /// The contract of some rows; `None`, noted in the list, where they do not make one.
    pub(super) fn of(list: &mut List, rows: &[&'r Row]) -> Option<Self> {
        let before = list.problems.len();
        let first = *rows.first()?;
        let bad = rows.iter().any(|row| row.bad);
        let customer_row = rows.iter().find(|row| !row.customer.is_empty() || !row.customer_name.is_empty()).copied().unwrap_or(first);
        for key in ["customer", "customer_name"] {
            agreed(list, rows, key, |row| Some(if key == "customer" { &row.customer } else { &row.customer_name }).filter(|text| !text.is_empty()).cloned());
        }
        let signed = agreed(list, rows, "signed", |row| row.signed);
        let split = is_split(list, rows);
        let own_amount = list.place("milestone_amount").is_some() || list.place("milestone_percent").is_some();
        let told = if own_amount || !split { agreed(list, rows, "amount", |row| row.amount) } else { None };
        let parts = if split { parts(list, rows, own_amount) } else { Vec::new() };
        let sum = parts.iter().filter_map(|part| part.amount).sum::<Money>();
        let amount = told.or((split && parts.iter().all(|part| part.percent.is_empty())).then_some(sum));
        let amount = amount.or(first.part.amount.filter(|_| !split));
        let texts = |text: fn(&Row) -> &String| move |row: &Row| Some(text(row)).filter(|text| !text.is_empty()).cloned();
        let project = agreed(list, rows, "project", texts(|row| &row.project)).unwrap_or_default();
        let category = agreed(list, rows, "category", texts(|row| &row.category)).unwrap_or_default();
        let terms = agreed(list, rows, "terms", |row| row.terms);
        let rep = agreed(list, rows, "rep", |row| row.rep);
        let key = agreed(list, rows, "key", |row| row.key).unwrap_or(false);
        let tags = agreed(list, rows, "tags", |row| Some(&row.tags).filter(|tags| !tags.is_empty()).cloned()).unwrap_or_default();
        if signed.is_none() && !bad {
            list.blank(&first.record, "signed");
        }
        if amount.is_none() && !bad {
            list.blank(&first.record, if list.place("amount").is_some() { "amount" } else { "milestone_amount" });
        }
        if list.problems.len() > before {
            return None;
        }
        let due = if split { None } else { first.due.or(first.part.due) };
        let (rows, owner) = (rows.to_vec(), None);
        Some(Self { rows, customer_row, owner, signed: signed?, amount: amount?, project, due, terms, category, rep, key, tags, parts })
    }

    /// The row it begins with.
    pub(super) fn row(&self) -> &'r Record {
        &self.rows.first().unwrap_or(&self.customer_row).record
    }

    /// Its number.
    pub(super) fn no(&self) -> &'r str {
        &self.rows.first().unwrap_or(&self.customer_row).no
    }
}

/// What the rows say in one of their columns: the first that says anything, and none another.
fn agreed<T: PartialEq>(list: &mut List, rows: &[&Row], key: &str, value: impl Fn(&Row) -> Option<T>) -> Option<T> {
    let mut told: Option<(T, &Row)> = None;
    for row in rows {
        match (value(row), &told) {
            (Some(own), None) => told = Some((own, row)),
            (Some(own), Some((first, other))) if own != *first => {
                let (here, there, line) = (list.words(&row.record, key), list.words(&other.record, key), other.record.line);
                let fault = ListFault::Unlike { of: row.no.clone(), column: list.heading(key), here, there, line };
                list.report(&row.record, key, fault);
            }
            _ => {}
        }
    }
    told.map(|(own, _)| own)
}

/// Whether the rows are milestones: several of them, or one that names it.
fn is_split(list: &List, rows: &[&Row]) -> bool {
    let named = |row: &&Row| !row.part.name.is_empty() || !row.part.percent.is_empty() || !row.part.after.is_empty();
    rows.len() > 1 || rows.iter().any(named) || (list.place("amount").is_some() && rows.iter().any(|row| row.part.amount.is_some()))
}

fn parts(list: &mut List, rows: &[&Row], own_amount: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let own = &row.part;
        let amount = if own_amount { own.amount } else { row.amount };
        let due = own.due.or(row.due.filter(|_| own.after.is_empty()));
        if !row.bad && amount.is_none() && own.percent.is_empty() {
            list.blank(&row.record, if own_amount { "milestone_amount" } else { "amount" });
        }
        if !row.bad && due.is_none() && own.after.is_empty() {
            list.blank(&row.record, if list.place("milestone_due").is_some() { "milestone_due" } else { "due" });
        }
        let name = if own.name.is_empty() { (place + 1).to_string() } else { own.name.clone() };
        parts.push(Part { name, amount, percent: own.percent.clone(), due, after: own.after.clone(), days: own.days });
    }
    parts
}
