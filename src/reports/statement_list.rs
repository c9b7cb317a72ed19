//! `statement` without a customer: where each account stands, and when its balance was confirmed.

use super::{Request, rep_cell};
use crate::account::{Account, Share};
use crate::book::CustomerIx;
use crate::entry::{Column as Field, Entry, Kind};
use crate::money::Money;
use crate::parallel::{map, sort_by_key};
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::text;

/// A customer's line.
#[derive(Clone)]
struct Line {
    customer: CustomerIx,
    claim: Money,
    overdue: Money,
    /// The last balance confirmed.
    confirm: Option<Entry>,
    /// Whether it agreed.
    agreed: bool,
    /// Theirs less ours on that day, where it did not: it stands until a balance is agreed on.
    difference: Option<Money>,
}

pub(super) fn build(request: &Request) -> Sheet {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let mut last: Vec<Option<Entry>> = vec![None; account.book.customers.len()];
    for (_, entry) in account.of_kind(Kind::Confirm) {
        if let Some(slot) = entry.customer.and_then(|customer| last.get_mut(customer.0 as usize)) {
            *slot = slot.filter(|known| (known.date, known.id) > (entry.date, entry.id)).or(Some(entry));
        }
    }
    let add = |lines: &mut Vec<Line>, share: &Share| {
        let confirm = last.get(share.customer.0 as usize).copied().flatten();
        lines.extend(line(account, share, confirm).filter(|line| request.filter.accepts_customer(account, line.customer)));
    };
    let mut lines = account.fold(Vec::new, add).concat();
    let differing = |line: &Line| !line.agreed && line.confirm.is_some();
    let asked = lines.iter().filter(|line| differing(line)).filter_map(|line| Some((line.customer, line.confirm?.date)));
    let ours = account.claims_on(&asked.collect::<Vec<_>>());
    for (line, ours) in lines.iter_mut().filter(|line| differing(line)).zip(ours) {
        line.difference = line.confirm.map(|entry| entry.amount - ours);
    }
    if request.flag("unconfirmed") {
        let this_year = |line: &Line| line.agreed && line.confirm.is_some_and(|entry| entry.date.year() == day.year());
        lines.retain(|line| line.overdue.is_positive() && !this_year(line));
    }
    sort_by_key(&mut lines, |line| (-line.overdue.cents(), -line.claim.cents(), line.customer));
    let rows: Vec<Vec<Cell>> = map(&lines, |line| row(account, line, lang));
    let columns = columns();
    let figures = [
        ("customer_name", Cell::TOTAL),
        ("closing", Cell::Money(lines.iter().map(|line| line.claim).sum())),
        ("overdue", Cell::Money(lines.iter().map(|line| line.overdue).sum())),
    ];
    let total = totals(&columns, figures);
    Sheet {
        report: "statement",
        title: say!(lang, "客户余额与对账", "Balances and confirmations"),
        columns,
        rows,
        total: Some(total),
        empty: if request.flag("unconfirmed") {
            say!(lang, "有逾期的客户今年都对过账了", "every overdue customer confirmed a balance this year")
        } else {
            say!(lang, "还没有往来", "nothing was billed or received")
        },
        ..Sheet::default()
    }
}

/// Where a customer stands that anything was ever billed to or received from.
fn line(account: &Account, share: &Share, confirm: Option<Entry>) -> Option<Line> {
    let positions = || share.positions.iter().filter(|position| !position.is_waiting());
    let (customer, claim) = (share.customer, share.claim());
    if positions().next().is_none() && claim.is_zero() && confirm.is_none() {
        return None;
    }
    let late = positions().filter(|position| position.days(account.as_of.day).is_some_and(|days| days > 0));
    let agreed = confirm.as_ref().is_some_and(|entry| account.journal.text(entry, Field::Detail) == "agreed");
    let overdue = late.map(|position| position.outstanding() + position.written_off()).sum();
    Some(Line { customer, claim, overdue, confirm, agreed, difference: None })
}

fn row(account: &Account, line: &Line, lang: crate::text::Lang) -> Vec<Cell> {
    let customer = account.book.customer(line.customer);
    let confirm = line.confirm.as_ref();
    let state = match (confirm, line.agreed) {
        (None, _) => Cell::colored("unconfirmed", say!(lang, "未对账", "unconfirmed"), "yellow"),
        (Some(_), true) => Cell::colored("agreed", say!(lang, "一致", "agreed"), "green"),
        (Some(_), false) => Cell::colored("differs", say!(lang, "有差异", "differs"), "red"),
    };
    vec![
        Cell::name(&customer.id),
        Cell::name(&customer.name),
        rep_cell(account, account.book.rep_of_customer(line.customer, account.as_of.day)),
        Cell::Money(line.claim),
        Cell::Money(line.overdue),
        Cell::date(confirm.map(|entry| entry.date)),
        Cell::money(confirm.map(|entry| entry.amount)),
        Cell::money(line.difference),
        state,
    ]
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("rep", text("销售代表", "Rep")).rank(3),
        Column::number("closing", text("余额", "Balance")),
        Column::number("overdue", text("其中逾期", "Overdue")),
        Column::words("confirmed_on", text("上次对账", "Confirmed on")).whole().rank(1),
        Column::number("confirmed", text("对方余额", "Their balance")).rank(2),
        Column::number("difference", text("差异", "Difference")),
        Column::words("state", text("对账", "Confirmed")),
    ]
}
