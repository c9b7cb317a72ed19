//! The journal's entries with what each did, and which went where.

use super::Holds::{Count, Day, Money, Text};
use super::rows::{amount, number, rep};
use super::{Data, Table, Value};
use crate::account::{Allocation, Applied, Standing};
use crate::entry::{Column, Entry, Kind};

pub(super) const ENTRIES: Table = Table {
    name: "entries",
    columns: &[
        ("entry", Text),
        ("line", Count),
        ("date", Day),
        ("kind", Text),
        ("standing", Text),
        ("voided_by", Text),
        ("customer", Text),
        ("customer_name", Text),
        ("contract", Text),
        ("project", Text),
        ("milestone", Text),
        ("amount", Money),
        ("due", Day),
        ("ref", Text),
        ("proof", Text),
        ("party", Text),
        ("detail", Text),
        ("written_by", Text),
        ("note", Text),
        ("rep", Text),
        ("rep_name", Text),
        ("team", Text),
        ("refunded", Money),
        ("applied", Money),
        ("unapplied", Money),
        ("effect", Text),
    ],
    rows: |data| {
        let exists = |entry: &Entry| data.account.standing(entry.index) != Standing::Later;
        Box::new(data.account.journal.entries().filter(exists).map(|own| entry(data, &own)))
    },
};

fn entry(data: &Data, own: &Entry) -> Vec<Value> {
    let (account, book) = (data.account, data.account.book);
    let text = |column| Value::text(account.journal.text(own, column));
    let counts = account.counts(own.index);
    let (customer, contract) = (own.customer.map(|own| book.customer(own)), own.contract.map(|own| book.contract(own)));
    let [rep, rep_name, team] = rep(data, account.rep_of_entry(own));
    let moves = counts && matches!(own.kind, Kind::Receipt | Kind::Deduct | Kind::Writeoff);
    let effect = if counts { data.effects.words(own.index, own) } else { crate::say!(data.lang, "作废", "void") };
    vec![
        Value::text(own.id.to_string()),
        Value::Count(account.journal.line(own).into()),
        Value::Day(own.date),
        Value::text(own.kind.code()),
        Value::text(if counts { "counts" } else { "void" }),
        data.voids.get(&own.index).map_or(Value::None, |id| Value::text(id.to_string())),
        customer.map_or(Value::None, |own| Value::text(&own.id)),
        customer.map_or(Value::None, |own| Value::text(&own.name)),
        contract.map_or(Value::None, |own| Value::text(&own.no)),
        contract.map_or(Value::None, |own| Value::text(&own.project)),
        text(Column::Milestone),
        // An entry of some kinds has an amount only where one is written.
        amount(Some(own.amount).filter(|amount| !amount.is_zero())),
        Value::day(own.due),
        text(Column::Ref),
        text(Column::Proof),
        text(Column::Party),
        text(Column::Detail),
        text(Column::By),
        text(Column::Note),
        rep,
        rep_name,
        team,
        amount((counts && own.kind == Kind::Receipt).then(|| own.amount - account.net(own.index))),
        amount(moves.then(|| data.applied.get(&own.index).copied().unwrap_or_default())),
        amount(moves.then(|| data.unapplied.get(&own.index).copied().unwrap_or_default())),
        Value::text(effect),
    ]
}

pub(super) const ALLOCATIONS: Table = Table {
    name: "allocations",
    columns: &[
        ("entry", Text),
        ("kind", Text),
        ("entry_date", Day),
        ("date", Day),
        ("position", Count),
        ("customer", Text),
        ("customer_name", Text),
        ("contract", Text),
        ("milestone", Text),
        ("applied", Text),
        ("amount", Money),
        ("due", Day),
        ("days_late", Count),
    ],
    rows: |data| Box::new(data.account.allocations().iter().filter_map(|own| allocation(data, own))),
};

fn allocation(data: &Data, own: &Allocation) -> Option<Vec<Value>> {
    let (account, index) = (data.account, own.position as usize);
    let (position, entry) = (account.positions().get(index)?, account.journal.entry(own.entry));
    let customer = account.book.customer(position.customer);
    let applied = match own.applied {
        Applied::Paid => "paid",
        Applied::Recovered => "recovered",
        Applied::Deducted => "deducted",
        Applied::Written => "written-off",
    };
    Some(vec![
        Value::text(entry.id.to_string()),
        Value::text(entry.kind.code()),
        Value::Day(entry.date),
        Value::Day(own.day),
        number(Some(index)),
        Value::text(&customer.id),
        Value::text(&customer.name),
        Value::text(&account.book.contract(position.contract).no),
        Value::text(account.position_name(position)),
        Value::text(applied),
        Value::Money(own.amount),
        Value::day(own.due),
        own.late(position).map_or(Value::None, |days| Value::Count(days.into())),
    ])
}
