//! Targets both sides agreed on.

use super::fields::{Fields, Zero};
use super::loader::Loader;
use super::{At, CustomerIx, RepIx};
use crate::date::{Day, Period};
use crate::money::Money;
use crate::problem::BookFault;

/// What a target counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetKind {
    /// Money collected.
    Collection,
    /// Sales, for the sales/collection matrix.
    Sales,
}

/// Whom or what a figure is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole ledger.
    Company,
    /// A team, by name.
    Team(String),
    /// A rep.
    Rep(RepIx),
    /// A customer.
    Customer(CustomerIx),
    /// A category of contracts.
    Category(String),
}

/// A target.
#[derive(Clone, Debug)]
pub struct Target {
    /// Month, quarter or year.
    pub period: Period,
    /// What it counts.
    pub kind: TargetKind,
    /// Whom it is for.
    pub scope: Scope,
    /// What both sides agreed on.
    pub amount: Money,
    /// What the company gave.
    pub assigned: Option<Money>,
    /// What the rep offered.
    pub reported: Option<Money>,
    /// Expected without effort.
    pub forecast: Option<Money>,
    /// To ask for first.
    pub ask: Option<Money>,
    /// When it was agreed.
    pub agreed_on: Option<Day>,
    /// By whom.
    pub agreed_by: Vec<String>,
    /// Where it stands.
    pub at: At,
}

pub(super) fn read(fields: Fields, loader: &mut Loader) -> Option<Target> {
    fields.need("period");
    fields.need("amount");
    let words: Option<String> = fields.text("period");
    let period = words.as_deref().and_then(Period::parse);
    if let (Some(words), None) = (words, period) {
        fields.report("period", BookFault::Choice { text: words, choices: "2026-11 | 2026-Q4 | 2026".into() });
    }
    let kind = if fields.choice("kind", &["collection", "sales"]) == Some(1) { TargetKind::Sales } else { TargetKind::Collection };
    let (rep, team) = (loader.mention_rep(&fields, "rep"), fields.text("team"));
    let (customer, category) = (loader.mention_customer(&fields, "customer"), fields.text("category"));
    for (a, b) in [("rep", "team"), ("rep", "customer"), ("rep", "category"), ("team", "customer"), ("team", "category"), ("customer", "category")] {
        fields.exclusive(a, b);
    }
    let scope = match (rep, team, customer, category) {
        (Some(rep), ..) => Scope::Rep(RepIx(rep)),
        (_, Some(team), ..) => Scope::Team(team),
        (_, _, Some(customer), _) => Scope::Customer(CustomerIx(customer)),
        (.., Some(category)) => Scope::Category(category),
        _ => Scope::Company,
    };
    let amount = fields.money("amount", Zero::Allowed);
    let optional = |key| fields.money(key, Zero::Allowed);
    let (assigned, reported, forecast, ask) = (optional("assigned"), optional("reported"), optional("forecast"), optional("ask"));
    let (agreed_on, agreed_by, at) = (fields.day("agreed_on"), fields.texts("agreed_by"), fields.at());
    fields.finish();
    Some(Target { period: period?, kind, scope, amount: amount?, assigned, reported, forecast, ask, agreed_on, agreed_by, at })
}
