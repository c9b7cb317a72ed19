//! `limitation` (诉讼时效): until when each overdue debt can be sued for, the nearest first.

use std::borrow::Cow;

use clap::Command;

use super::{Example, Report, Request, Words, one, position_cell, switch};
use crate::account::{Account, Limitation, Position};
use crate::entry::{Column as Field, Entry, Kind};
use crate::money::Money;
use crate::parallel::{map, sort_by_key};
use crate::problem::Problems;
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "limitation",
    about: text("诉讼时效：每笔逾期还有多少天，最后一次中断凭什么", "limitation of actions: days left for each overdue debt, and what moved it last"),
    examples: [
        Example { line: "limitation", about: text("时效快到的在前", "the nearest first") },
        Example { line: "limitation --customer 张伟 --format csv", about: text("一个客户的，给法务", "of one customer, for the lawyer") },
    ],
    words: Words::Of(&[Kind::Receipt, Kind::Reschedule, Kind::Commitment, Kind::Contact, Kind::Confirm, Kind::Legal]),
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command.arg(switch("all", text("未到期的也列出", "also what is not due"), lang)).arg(switch(
        "exit-code",
        text("有快到期的（见 [risk] limitation_days）时退出码为 1", "exit with 1 when any is near ([risk] limitation_days)"),
        lang,
    ))
}

#[allow(clippy::unnecessary_wraps)] // as the table of reports wants it
fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let limitations = account.limitations();
    let all = request.flag("all");
    let is_wanted = |position: &Position| (all || position.days(day).is_some_and(|days| days > 0)) && request.filter.accepts_position(account, position);
    let key = |position: &Position, limitation: &Limitation| (limitation.earlier(), -position.outstanding().cents(), position.customer, position.contract);
    let found = limitations.iter().filter_map(|(number, limitation)| Some((account.positions().get(*number)?, limitation)));
    let mut list: Vec<_> = found.filter(|(position, _)| is_wanted(position)).map(|(position, own)| (key(position, own), position, own)).collect();
    sort_by_key(&mut list, |(key, ..)| *key);
    let near = account.book.risk.limitation_days.iter().max().copied().unwrap_or(0);
    let soon = list.iter().filter(|(_, _, limitation)| limitation.earlier().since(day) <= near).count();
    let rows = map(&list, |(_, position, limitation)| {
        let customer = account.book.customer(position.customer);
        let mut cells = Vec::with_capacity(12);
        cells.extend([
            Cell::name(&customer.id),
            Cell::name(&customer.name),
            Cell::name(&account.book.contract(position.contract).no),
            position_cell(account, position, lang),
            Cell::Money(position.outstanding() + position.written_off()),
            Cell::date(position.due),
        ]);
        cells.extend(limitation_cells(account, Some(limitation), lang));
        cells
    });
    let sum: Money = list.iter().map(|(_, position, _)| position.outstanding() + position.written_off()).sum();
    let columns = columns();
    let total = totals(&columns, [("customer_name", Cell::TOTAL), ("outstanding", Cell::Money(sum))]);
    Ok(Sheet {
        report: "limitation",
        title: say!(lang, "诉讼时效", "Limitation of actions"),
        columns,
        total: (!rows.is_empty()).then_some(total),
        finding: Some(soon > 0),
        notes: notes(account, soon, near, rows.is_empty(), lang),
        rows,
        empty: say!(lang, "没有逾期的应收", "nothing is overdue"),
        ..Sheet::default()
    })
}

fn notes(account: &Account, soon: usize, near: i32, is_empty: bool, lang: Lang) -> Vec<String> {
    if is_empty {
        return Vec::new();
    }
    let years = account.book.policy.limitation_years;
    let mut notes = Vec::new();
    if soon > 0 {
        notes.push(say!(
            lang,
            "{soon} 笔在 {near} 天内届满：发有签收的催款函，或请对方书面确认",
            "{soon} run out within {near} days: send a letter with proof, or have the debt confirmed"
        ));
    }
    notes.push(say!(lang, "按 {years} 年计；没有送达凭证的电话不中断时效", "counted at {years} years; a call without proof of service moves nothing"));
    notes.push(say!(
        lang,
        "金额是可主张的余额，含已核销的。仅供提醒，不是法律意见",
        "amounts are what can be claimed, written off or not. A reminder, no legal advice"
    ));
    notes
}

/// `moved_on, moved_by, proof, last_day, instalment_last_day, days_left` of a position; blank where nothing can be claimed.
pub(super) fn limitation_cells(account: &Account, limitation: Option<&Limitation>, lang: Lang) -> [Cell; 6] {
    let Some(limitation) = limitation else { return std::array::from_fn(|_| Cell::Blank) };
    let (journal, day) = (account.journal, account.as_of.day);
    let mover = limitation.moved_by.map(|entry| journal.entry(entry));
    let left = limitation.earlier().since(day);
    let color = account.book.risk.limitation_days.iter().filter(|days| left <= **days).count();
    let mut last_day = String::with_capacity(10);
    limitation.last_day.push(&mut last_day);
    let color = ["", "blue", "yellow", "red"].get(color).copied().unwrap_or("red");
    [
        Cell::date(mover.map(|entry| entry.date)),
        mover.map_or(Cell::Blank, |entry| Cell::code(entry.kind.code(), mover_name(account, &entry, lang))),
        mover.map_or(Cell::Blank, |entry| Cell::text(journal.text(entry, Field::Proof))),
        Cell::colored(&last_day, &last_day, color),
        Cell::Date(limitation.instalment_last_day),
        Cell::Count(left.into()),
    ]
}

/// A contact by its channel, all else by its kind.
fn mover_name(account: &Account, entry: &Entry, lang: Lang) -> Cow<'static, str> {
    let channel = if entry.kind == Kind::Contact { account.journal.text(entry, Field::Detail) } else { "".into() };
    if channel.is_empty() { entry.kind.name().get(lang).into() } else { entry.kind.detail_name(&channel, lang).into() }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::words("milestone", text("付款节点", "Milestone")).rank(3),
        Column::number("outstanding", text("未回款余额", "Outstanding")),
        Column::words("due", text("到期日", "Due")).whole().rank(1),
        Column::words("moved_on", text("时效中断日", "Interrupted")).whole().rank(2),
        Column::words("moved_by", text("中断事由", "By")).rank(4),
        Column::words("proof", text("证据", "Evidence")).rank(5),
        Column::words("last_day", text("时效届满日", "Last day")).whole(),
        Column::words("instalment_last_day", text("按分期届满日", "As instalments")).whole().rank(6),
        Column::number("days_left", text("剩余天数", "Days left")),
    ]
}
