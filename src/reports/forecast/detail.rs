//! A row an open position, the next expected first.

use super::Open;
use crate::money::Money;
use crate::reports::{Request, position_cell, rep_cell};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet, totals};
use crate::text::text;

pub(super) fn build(request: &Request, open: &[Open]) -> Sheet {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let mut list: Vec<&Open> = open.iter().collect();
    // What is not expected stands last, the oldest first.
    list.sort_by_key(|own| (own.expected.is_none(), own.expected.map(|expected| expected.day), own.due));
    let rows = list.iter().map(|own| {
        let customer = account.book.customer(own.position.customer);
        let range = own.expected.map(|expected| expected.range);
        vec![
            Cell::name(&customer.id),
            Cell::name(&customer.name),
            Cell::name(&account.book.contract(own.position.contract).no),
            position_cell(account, own.position, lang),
            rep_cell(account, account.rep_of(own.position)),
            Cell::Date(own.due),
            if own.due <= day { Cell::Count(day.since(own.due).into()) } else { Cell::Blank },
            Cell::Money(own.outstanding),
            Cell::Count(own.habit.late.into()),
            Cell::date(own.expected.map(|expected| expected.day)),
            Cell::date(range.map(|(early, _)| early)),
            Cell::date(range.map(|(_, late)| late)),
            Cell::Money(own.disputed),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let columns = columns();
    let all: Money = open.iter().map(|own| own.outstanding).sum();
    let total = totals(&columns, [("customer_name", Cell::TOTAL), ("outstanding", Cell::Money(all))]);
    let hopeless = open.iter().filter(|own| own.expected.is_none()).count();
    let note = say!(
        lang,
        "{hopeless} 笔早过了平时付款的日子，不催收不回，不给日期",
        "{hopeless} items are long past their usual day and have no date: nothing is expected without effort"
    );
    let explained = if request.flag("explain") { list.iter().map(|own| explained(request, own)).collect() } else { Vec::new() };
    Sheet {
        report: "forecast",
        title: say!(lang, "逐笔回款预测", "Forecast by item"),
        total: (!rows.is_empty()).then_some(total),
        notes: if hopeless > 0 { vec![note] } else { Vec::new() },
        rows,
        columns,
        explained,
        empty: say!(lang, "没有应收", "nothing is owed"),
        ..Sheet::default()
    }
}

/// The day an item may come, from its due day, its customer's habit and what that is taken from.
fn explained(request: &Request, own: &Open) -> Explained {
    let account = request.account;
    let customer = &account.book.customer(own.position.customer).name;
    let (no, name) = (&account.book.contract(own.position.contract).no, account.position_name(own.position));
    let name = if account.is_whole_contract(own.position) { String::new() } else { format!(" {name}") };
    let basis = own.basis;
    Explained {
        of: format!("{customer} {no}{name}"),
        key: "expected_date",
        heading: text("预计到账", "Expected"),
        formula: text(
            "{due} + {late} 天 ± {spread} 天；({count} × {own} + ½ × {all}) ÷ ({count} + ½)；已过的往后顺延，过得太久不给日期",
            "{due} + {late} ± {spread}; ({count} × {own} + ½ × {all}) ÷ ({count} + ½); what is past moves on, what is long past has no date",
        ),
        inputs: vec![
            ("due", text("到期日", "due"), Cell::Date(own.due)),
            ("late", text("晚付", "days late"), Cell::Count(own.habit.late.into())),
            ("spread", text("相差", "spread"), Cell::Count(own.habit.spread.into())),
            ("count", text("结清笔数", "settled"), Cell::Count(basis.count as i64)),
            ("own", text("自己的中位天数", "own median"), Cell::Average(basis.own)),
            ("all", text("全公司中位天数", "median of all"), Cell::Average(basis.all)),
        ],
        value: Cell::date(own.expected.map(|expected| expected.day)),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::words("milestone", text("付款节点", "Milestone")).rank(3),
        Column::words("rep", text("销售代表", "Rep")).rank(5),
        Column::words("due", text("到期日", "Due")).whole().rank(1),
        Column::number("days", text("逾期天数", "Days overdue")).rank(4),
        Column::number("outstanding", text("未回款余额", "Outstanding")),
        Column::number("habit_days", text("通常晚付(天)", "Usual days late")).rank(6),
        Column::words("expected_date", text("预计到账", "Expected")).whole(),
        Column::words("earliest", text("最早", "Earliest")).whole().rank(2),
        Column::words("latest", text("最晚", "Latest")).whole().rank(2),
        Column::number("disputed", text("其中争议", "Disputed")).rank(7),
    ]
}
