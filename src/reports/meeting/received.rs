//! Money that came within some days.

use crate::date::Day;
use crate::entry::{Column as Field, Kind};
use crate::money::Money;
use crate::reports::{Request, rep_cell};
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::text;

/// The receipts of the days, what was refunded taken off, the latest first.
pub(super) fn received(request: &Request, from: Day, to: Day) -> Sheet {
    let (account, lang) = (request.account, request.lang);
    let dated = |index: &crate::entry::EntryIx| {
        let date = account.journal.date(*index);
        date >= from && date <= to && account.counts(*index)
    };
    let mut receipts: Vec<_> = account.journal.indices(Kind::Receipt).filter(dated).map(|index| account.journal.entry(index)).collect();
    receipts.retain(|entry| request.filter.accepts_entry(account, entry) && account.net(entry.index).is_positive());
    receipts.sort_by_key(|entry| (std::cmp::Reverse(entry.date), entry.id));
    let columns = vec![
        Column::words("date", text("日期", "Date")).whole(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::number("amount", text("金额", "Amount")),
        Column::words("method", text("方式", "Method")),
        Column::words("rep", text("销售代表", "Rep")),
    ];
    let rows = receipts.iter().map(|entry| {
        let method = account.journal.text(entry, Field::Detail).into_owned();
        vec![
            Cell::Date(entry.date),
            entry.customer.map_or(Cell::Blank, |customer| Cell::name(&account.book.customer(customer).name)),
            entry.contract.map_or(Cell::Blank, |contract| Cell::name(&account.book.contract(contract).no)),
            Cell::Money(account.net(entry.index)),
            Cell::code(&method, Kind::Receipt.detail_name(&method, lang)),
            rep_cell(account, account.rep_of_entry(entry)),
        ]
    });
    let sum: Money = receipts.iter().map(|entry| account.net(entry.index)).sum();
    let total = totals(&columns, [("date", Cell::TOTAL), ("amount", Cell::Money(sum))]);
    Sheet {
        report: "received",
        title: crate::say!(lang, "到账（{from} 起）", "Received (since {from})"),
        total: (!receipts.is_empty()).then_some(total),
        rows: rows.collect(),
        columns,
        empty: crate::say!(lang, "没有到账", "nothing came"),
        ..Sheet::default()
    }
}
