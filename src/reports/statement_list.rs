//! `statement` without a customer: where each account stands, and when its balance was confirmed.

use super::{Request, rep_cell};
use crate::account::{Account, ClaimItem};
use crate::book::CustomerIx;
use crate::entry::{Column as Field, Entry, Kind};
use crate::money::Money;
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::text;

/// A customer's line.
struct Line {
    customer: CustomerIx,
    claim: Money,
    overdue: Money,
    /// The last balance confirmed, and ours on that day.
    confirm: Option<(Entry, Money)>,
    /// Whether the last one agreed.
    agreed: bool,
}

pub(super) fn build(request: &Request) -> Sheet {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let items = account.claim_items();
    let mut last: Vec<Option<Entry>> = vec![None; account.book.customers.len()];
    for (_, entry) in account.of_kind(Kind::Confirm) {
        if let Some(slot) = entry.customer.and_then(|customer| last.get_mut(customer.0 as usize)) {
            *slot = slot.filter(|known| (known.date, known.id) > (entry.date, entry.id)).or(Some(entry));
        }
    }
    let mut lines: Vec<Line> = account
        .book
        .customers()
        .filter(|(customer, _)| request.filter.accepts_customer(account, *customer))
        .filter_map(|(customer, _)| line(account, customer, items.get(customer.0 as usize)?, last.get(customer.0 as usize).copied().flatten()))
        .collect();
    if request.flag("unconfirmed") {
        let this_year = |line: &Line| line.agreed && line.confirm.as_ref().is_some_and(|(entry, _)| entry.date.year() == day.year());
        lines.retain(|line| line.overdue.is_positive() && !this_year(line));
    }
    lines.sort_by_key(|line| (-line.overdue.cents(), -line.claim.cents(), line.customer));
    let rows: Vec<Vec<Cell>> = lines.iter().map(|line| row(account, line, lang)).collect();
    let mut total = vec![Cell::Blank; 9];
    for (slot, cell) in
        [(1, Cell::TOTAL), (3, Cell::Money(lines.iter().map(|line| line.claim).sum())), (4, Cell::Money(lines.iter().map(|line| line.overdue).sum()))]
    {
        if let Some(place) = total.get_mut(slot) {
            *place = cell;
        }
    }
    Sheet {
        report: "statement",
        title: say!(lang, "客户余额与对账", "Balances and confirmations"),
        columns: columns(),
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

fn line(account: &Account, customer: CustomerIx, items: &[ClaimItem], confirm: Option<Entry>) -> Option<Line> {
    if items.is_empty() {
        return None;
    }
    let positions = account.positions().get(account.positions_of(customer)).into_iter().flatten();
    let late = positions.filter(|position| position.days(account.as_of.day).is_some_and(|days| days > 0));
    let agreed = confirm.as_ref().is_some_and(|entry| account.journal.text(entry, Field::Detail) == "agreed");
    Some(Line {
        customer,
        claim: account.claim(customer),
        overdue: late.map(|position| position.outstanding() + position.written_off()).sum(),
        confirm: confirm.map(|entry| (entry, Account::claim_on(items, entry.date))),
        agreed,
    })
}

fn row(account: &Account, line: &Line, lang: crate::text::Lang) -> Vec<Cell> {
    let customer = account.book.customer(line.customer);
    let confirm = line.confirm.as_ref();
    // A difference stands until a balance is agreed on.
    let difference = confirm.filter(|_| !line.agreed).map(|(entry, ours)| entry.amount - *ours);
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
        Cell::date(confirm.map(|(entry, _)| entry.date)),
        Cell::money(confirm.map(|(entry, _)| entry.amount)),
        Cell::money(difference),
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
