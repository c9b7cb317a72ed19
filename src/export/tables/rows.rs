//! The book's tables and the positions.

use super::Holds::{Count, Day, Money, Text};
use super::{Data, Table, Value};
use crate::account::Position;
use crate::book::{ContractIx, CustomerIx, CustomerKind, RepIx};
use crate::money::Money as Amount;

/// What the export is of: one row.
pub(super) const ABOUT: Table = Table {
    name: "about",
    columns: &[("ledger", Text), ("currency", Text), ("as_of", Day), ("huikuan", Text)],
    rows: |data| {
        let book = data.account.book;
        let version = Value::text(env!("CARGO_PKG_VERSION"));
        Box::new(std::iter::once(vec![Value::text(&book.name), Value::text(&book.currency), Value::Day(data.account.as_of.day), version]))
    },
};

/// The ladder; tier 0 is what is not due.
pub(super) const TIERS: Table = Table {
    name: "tiers",
    columns: &[("tier_no", Count), ("tier", Text), ("label", Text), ("from_days", Count), ("to_days", Count)],
    rows: |data| {
        let none = vec![Value::Count(0), Value::text("not-due"), Value::text(crate::say!(data.lang, "未到期", "not due")), Value::None, Value::Count(-1)];
        let tier = |(index, tier): (usize, &crate::book::Tier)| {
            let (from, to) = (data.ladder.from_days(index), tier.up_to.map_or(Value::None, |to| Value::Count(to.into())));
            vec![number(Some(index)), Value::text(&tier.name), Value::text(tier.label.get(data.lang)), Value::Count(from.into()), to]
        };
        Box::new(std::iter::once(none).chain(data.ladder.tiers.iter().enumerate().map(tier)))
    },
};

pub(super) const CUSTOMERS: Table = Table {
    name: "customers",
    columns: &[
        ("customer", Text),
        ("name", Text),
        ("customer_group", Text),
        ("kind", Text),
        ("rep", Text),
        ("rep_name", Text),
        ("team", Text),
        ("grade", Text),
        ("credit_limit", Money),
        ("pay_day", Count),
        ("tags", Text),
    ],
    rows: |data| Box::new(data.account.book.customers().map(|(index, _)| customer(data, index))),
};

fn customer(data: &Data, index: CustomerIx) -> Vec<Value> {
    let (own, day) = (data.account.book.customer(index), data.account.as_of.day);
    let kind = match own.kind {
        CustomerKind::Company => "company",
        CustomerKind::Sme => "sme",
        CustomerKind::Large => "large",
        CustomerKind::PublicBody => "public-body",
        CustomerKind::Person => "person",
    };
    let [rep, name, team] = rep(data, own.reps.on(day));
    vec![
        Value::text(&own.id),
        Value::text(&own.name),
        Value::text(&own.group),
        Value::text(kind),
        rep,
        name,
        team,
        own.grade(day).map_or(Value::None, |grade| Value::text(grade.letter())),
        own.credit_limit.map_or(Value::None, Value::Money),
        own.pay_day.map_or(Value::None, |day| Value::Count(day.into())),
        Value::text(own.tags.join(" ")),
    ]
}

pub(super) const CONTRACTS: Table = Table {
    name: "contracts",
    columns: &[
        ("contract", Text),
        ("customer", Text),
        ("customer_name", Text),
        ("project", Text),
        ("signed", Day),
        ("amount", Money),
        ("framework", Count),
        ("category", Text),
        ("is_key", Count),
        ("rep", Text),
        ("rep_name", Text),
        ("team", Text),
        ("tags", Text),
    ],
    rows: |data| Box::new(data.account.book.contracts().map(|(index, _)| contract(data, index))),
};

fn contract(data: &Data, index: ContractIx) -> Vec<Value> {
    let book = data.account.book;
    let own = book.contract(index);
    let customer = book.customer(own.customer);
    let [rep, name, team] = rep(data, book.rep_of_contract(index, data.account.as_of.day));
    vec![
        Value::text(&own.no),
        Value::text(&customer.id),
        Value::text(&customer.name),
        Value::text(&own.project),
        Value::Day(own.signed),
        // A framework contract has no amount of its own.
        if own.framework { Value::None } else { Value::Money(own.amount) },
        Value::flag(own.framework),
        Value::text(&own.category),
        Value::flag(own.key),
        rep,
        name,
        team,
        Value::text(own.tags.join(" ")),
    ]
}

pub(super) const POSITIONS: Table = Table {
    name: "positions",
    columns: &[
        ("position", Count),
        ("customer", Text),
        ("customer_name", Text),
        ("contract", Text),
        ("project", Text),
        ("milestone", Text),
        ("category", Text),
        ("rep", Text),
        ("rep_name", Text),
        ("team", Text),
        ("state", Text),
        ("due", Day),
        ("original_due", Day),
        ("billed_on", Day),
        ("receivable_since", Day),
        ("days", Count),
        ("tier_no", Count),
        ("tier", Text),
        ("amount", Money),
        ("paid", Money),
        ("deducted", Money),
        ("written_off", Money),
        ("recovered", Money),
        ("outstanding", Money),
        ("disputed", Money),
        ("last_receipt", Day),
        ("reschedules", Count),
    ],
    rows: |data| Box::new(data.account.positions().iter().enumerate().map(|(number, own)| position(data, number, own))),
};

fn position(data: &Data, index: usize, own: &Position) -> Vec<Value> {
    let (account, day) = (data.account, data.account.as_of.day);
    let (customer, contract) = (account.book.customer(own.customer), account.book.contract(own.contract));
    let [rep, rep_name, team] = rep(data, account.rep_of(own));
    let open = own.outstanding();
    let state = match own.days(day) {
        None => "waiting",
        Some(_) if !open.is_positive() => "settled",
        Some(..=-1) => "not-due",
        Some(0) => "due",
        Some(_) => "overdue",
    };
    let tier = data.ladder.of(own, day).filter(|_| open.is_positive());
    let name = tier.map(|tier| tier.and_then(|tier| data.ladder.tiers.get(tier)).map_or("not-due", |tier| tier.name.as_str()));
    vec![
        number(Some(index)),
        Value::text(&customer.id),
        Value::text(&customer.name),
        Value::text(&contract.no),
        Value::text(&contract.project),
        Value::text(account.position_name(own)),
        Value::text(&contract.category),
        rep,
        rep_name,
        team,
        Value::text(state),
        Value::day(own.due),
        Value::day(own.original_due),
        Value::day(own.billed),
        Value::day(own.dated),
        own.days(day).map_or(Value::None, |days| Value::Count(days.into())),
        tier.map_or(Value::None, |tier| tier.map_or(Value::Count(0), |tier| number(Some(tier)))),
        Value::text(name.unwrap_or_default()),
        Value::Money(own.amount),
        Value::Money(own.paid),
        Value::Money(own.deducted),
        Value::Money(own.written),
        Value::Money(own.recovered),
        Value::Money(open),
        Value::Money(account.disputed(index)),
        Value::day(own.last_receipt),
        Value::Count(own.reschedules.into()),
    ]
}

/// The number of something that is counted from 0 within, from 1 outside.
pub(super) fn number(index: Option<usize>) -> Value {
    index.map_or(Value::None, |index| Value::Count(i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1)))
}

/// Who is in charge: id, name, team.
pub(super) fn rep(data: &Data, rep: Option<RepIx>) -> [Value; 3] {
    rep.map_or([Value::None, Value::None, Value::None], |rep| {
        let own = data.account.book.rep(rep);
        [Value::text(&own.id), Value::text(&own.name), Value::text(&own.team)]
    })
}

/// An amount; nothing where there is none.
pub(super) fn amount(amount: Option<Amount>) -> Value {
    amount.map_or(Value::None, Value::Money)
}
