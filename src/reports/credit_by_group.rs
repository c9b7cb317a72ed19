//! `credit --by group`: limits and exposures of companies that belong together.

use super::Request;
use super::credit::{limit_cell, wanted};
use super::credit_explained::exposure_of;
use crate::account::group_exposures;
use crate::money::{Money, Ratio};
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{comma, text};

pub(super) fn build(request: &Request) -> Sheet {
    let (account, lang) = (request.account, request.lang);
    let wanted = wanted(request);
    let mut groups = group_exposures(account.book, &account.exposures());
    // A group is one debtor: it is seen whole where any of it is.
    groups.retain(|group| group.members.iter().any(|member| wanted.get(member.0 as usize) == Some(&true)));
    groups.sort_by_cached_key(|group| {
        let over = group.limit.map(|limit| limit - group.exposure.exposure());
        (over.is_none(), over, group.name.clone())
    });
    let mut without = Vec::new();
    let mut rows = Vec::new();
    let (mut limits, mut exposures) = (Money::ZERO, Money::ZERO);
    for group in &groups {
        let exposure = group.exposure.exposure();
        limits += group.limit.unwrap_or_default();
        exposures += exposure;
        let customers = group.members.iter().map(|member| account.book.customer(*member));
        without.extend(customers.clone().filter(|customer| customer.credit_limit.is_none()).map(|customer| customer.name.as_str()));
        rows.push(vec![
            Cell::text(&group.name),
            Cell::Count(group.members.len() as i64),
            limit_cell(group.limit, request.output),
            Cell::Money(exposure),
            Cell::Ratio(group.limit.and_then(|limit| Ratio::of(exposure, limit))),
            Cell::money(group.limit.map(|limit| limit - exposure)),
            Cell::code(
                customers.clone().map(|customer| customer.id.as_str()).collect::<Vec<_>>().join("+"),
                customers.map(|customer| customer.name.as_str()).collect::<Vec<_>>().join(comma(lang)),
            ),
        ]);
    }
    let columns = columns();
    let figures = [("group", Cell::TOTAL), ("limit", Cell::Money(limits)), ("exposure", Cell::Money(exposures))];
    let total = totals(&columns, figures);
    let mut notes = Vec::new();
    if !without.is_empty() {
        let names = without.join(comma(lang));
        notes.push(say!(lang, "没有定额度，只计占用：{names}", "without a limit, counted with their exposure only: {names}"));
    }
    Sheet {
        report: "credit",
        title: say!(lang, "客户信用 · 按集团", "Credit · by group"),
        total: (!rows.is_empty()).then_some(total),
        columns,
        explained: if request.flag("explain") { groups.iter().map(|group| exposure_of(&group.name, &group.exposure)).collect() } else { Vec::new() },
        rows,
        notes,
        empty: say!(lang, "没有集团：这里的客户都没写 group", "no groups: none of these customers has one"),
        ..Sheet::default()
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("group", text("集团", "Group")),
        Column::number("members", text("成员数", "Members")),
        Column::number("limit", text("信用额度", "Limit")),
        Column::number("exposure", text("信用占用", "Exposure")),
        Column::number("usage", text("使用率", "Usage")),
        Column::number("available", text("可用额度", "Available")),
        Column::words("customers", text("成员", "Who")).rank(1),
    ]
}
