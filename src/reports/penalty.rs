//! `penalty` (考核单): a ticket for each position that entered a tier of days overdue, as an internal record.

use clap::Command;

use super::between::{Between, change_cell, last_run_flag, period_flag};
use super::{Example, Report, Request, Words, explain_flag, one, part_cell, rep_cell};
use crate::account::{Account, Ticket, Tickets};
use crate::date::Day;
use crate::entry::{Column as Field, Kind};
use crate::money::Money;
use crate::parallel::{map, sort_by_key};
use crate::problem::Problems;
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet, totals};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "penalty",
    about: text("考核单：哪笔应收拖进了哪一级，谁负责，什么原因", "internal tickets: what became how late, whose it is, and why"),
    examples: [
        Example { line: "penalty --period 上月", about: text("上月的考核单", "last month's tickets") },
        Example {
            line: "penalty --rep lilei --explain",
            about: text("一个人本月的，每张写出怎么算的", "this month's of one rep, each with how it came about"),
        },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command.arg(period_flag(lang)).arg(last_run_flag(lang)).arg(explain_flag(lang))
}

/// A ticket, given or withdrawn.
struct Line {
    ticket: Ticket,
    is_withdrawn: bool,
    penalty: Option<Money>,
}

impl Line {
    fn new(account: &Account, ticket: Ticket, is_withdrawn: bool) -> Self {
        let penalty = penalty_of(account, ticket.tier);
        Self { ticket, is_withdrawn, penalty: penalty.map(|amount| if is_withdrawn { -amount } else { amount }) }
    }
}

/// What the book sets for a tier.
fn penalty_of(account: &Account, tier: usize) -> Option<Money> {
    let name = &account.book.tiers.get(tier)?.name;
    account.book.penalty.iter().find(|(own, _)| own == name).map(|(_, amount)| *amount)
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    let between = Between::new(request)?;
    // The first tier is praised by default: it has tickets only where the book sets an amount for it.
    let tickets = Tickets::between(between.before(), between.now(), penalty_of(account, 0).is_some());
    let is_wanted = |own: &Ticket| request.filter.accepts(account, Some(own.customer), Some(own.contract), own.rep);
    let lines = |list: Vec<Ticket>, is_withdrawn| list.into_iter().filter(is_wanted).map(move |own| Line::new(account, own, is_withdrawn));
    let mut all: Vec<Line> = lines(tickets.given, false).chain(lines(tickets.withdrawn, true)).collect();
    let place = |own: &Ticket| (own.rep.is_none(), own.rep, own.date, account.part_place(own.contract, own.part), own.tier);
    sort_by_key(&mut all, |line| (place(&line.ticket), line.is_withdrawn));
    let mut own_fault: Vec<Ticket> = tickets.own_fault.into_iter().filter(is_wanted).collect();
    own_fault.sort_by_key(place);
    let columns = columns();
    let has_amounts = !account.book.penalty.is_empty();
    let sum = || Cell::Money(all.iter().filter_map(|line| line.penalty).sum());
    let total = totals(&columns, [("rep", Cell::TOTAL), ("penalty", if has_amounts { sum() } else { Cell::Blank })]);
    let label = &between.label;
    Ok(Sheet {
        report: "penalty",
        title: say!(lang, "考核单 · {label}", "Internal tickets · {label}"),
        total: (!all.is_empty() && has_amounts).then_some(total),
        rows: map(&all, |line| row(request, between.first, line)),
        notes: notes(request, &all, &own_fault),
        explained: if request.flag("explain") { map(&all, |line| explained(account, line, lang)) } else { Vec::new() },
        empty: say!(lang, "这段时间没有考核单", "no tickets in this period"),
        columns,
        ..Sheet::default()
    })
}

fn row(request: &Request, first: Day, line: &Line) -> Vec<Cell> {
    let (account, lang, own) = (request.account, request.lang, &line.ticket);
    let customer = account.book.customer(own.customer);
    let signed = |amount: Money| Cell::Money(if line.is_withdrawn { -amount } else { amount });
    let cause = own.cause.map_or(Cell::Blank, |cause| {
        let code = account.journal.text(account.journal.entry(cause), Field::Detail).into_owned();
        Cell::code(&code, Kind::Cause.detail_name(&code, lang))
    });
    vec![
        rep_cell(account, own.rep),
        Cell::Date(own.date),
        Cell::name(&account.book.contract(own.contract).no),
        part_cell(account, own.contract, own.part, lang),
        Cell::name(&customer.id),
        Cell::Count(own.days.into()),
        account.book.tiers.get(own.tier).map_or(Cell::Blank, |tier| Cell::colored(&tier.name, tier.label.get(lang), &tier.color)),
        signed(own.outstanding),
        Cell::money(line.penalty),
        Cell::name(&customer.name),
        Cell::Date(own.due),
        signed(own.disputed),
        cause,
        change_cell(request, first, own.date, line.is_withdrawn),
    ]
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("rep", text("销售代表", "Rep")),
        Column::words("date", text("日期", "Date")).whole(),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::words("milestone", text("付款节点", "Milestone")).rank(1),
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::number("days", text("开单时逾期(天)", "Days then")),
        Column::words("tier", text("等级", "Tier")),
        Column::number("outstanding", text("未回款余额", "Outstanding")).rank(2),
        Column::number("penalty", text("考核金额", "Penalty")),
        Column::words("customer_name", text("客户", "Customer")).rank(4),
        Column::words("due", text("到期日", "Due")).whole().rank(6),
        Column::number("disputed", text("其中争议", "Disputed")).rank(5),
        Column::words("cause", text("逾期原因", "Cause")).rank(2),
        Column::words("change", text("变动", "Change")).rank(1),
    ]
}

/// Tickets told one by one under the table; the rest are counted.
const MOST: usize = 8;

fn notes(request: &Request, all: &[Line], own_fault: &[Ticket]) -> Vec<String> {
    let (account, lang) = (request.account, request.lang);
    if all.is_empty() && own_fault.is_empty() {
        return Vec::new();
    }
    let withdrawn = all.iter().filter(|line| line.is_withdrawn).count();
    let given = all.len() - withdrawn;
    let mut notes = vec![say!(lang, "共 {given} 张考核单", "tickets: {given}")];
    if withdrawn > 0 {
        notes.push(say!(lang, "撤回以前开过的 {withdrawn} 张：依据后来作废或改了", "withdrawn, as what they were given for is void or changed: {withdrawn}"));
    }
    let words = |own: &Ticket| {
        let (no, date) = (&account.book.contract(own.contract).no, own.date);
        let name = if account.is_whole(own.contract, own.part) { String::new() } else { format!(" {}", account.part_name(own.contract, own.part)) };
        let tier = account.book.tiers.get(own.tier).map_or("", |tier| tier.label.get(lang));
        say!(lang, "我方原因，不开单：{no}{name} {tier}（{date}）", "Own fault, no ticket: {no}{name} {tier} ({date})")
    };
    notes.extend(own_fault.iter().take(MOST).map(words));
    let rest = own_fault.len().saturating_sub(MOST);
    if rest > 0 {
        notes.push(say!(lang, "我方原因，不开单：另有 {rest} 笔", "Own fault, no ticket: {rest} more"));
    }
    if account.book.penalty.is_empty() {
        notes.push(say!(lang, "[penalty] 没有写金额，只记不算", "[penalty] sets no amounts: tickets carry none"));
    }
    notes.push(say!(
        lang,
        "仅供内部考核，不作工资依据；从工资里扣要守《工资支付暂行规定》",
        "An internal record, no wage computation: the law limits deductions from wages"
    ));
    notes
}

/// date − due day = days, the first of the tier.
fn explained(account: &Account, line: &Line, lang: Lang) -> Explained {
    let own = &line.ticket;
    let no = &account.book.contract(own.contract).no;
    let part = if account.is_whole(own.contract, own.part) { String::new() } else { format!(" {}", account.part_name(own.contract, own.part)) };
    Explained {
        of: format!("{no}{part} {}", own.date),
        key: "tier",
        heading: text("等级", "tier"),
        formula: text(
            "{date} − {due} = {days}，这一级的第一天；{outstanding}，{disputed}",
            "{date} − {due} = {days}, the first of the tier; {outstanding}, {disputed}",
        ),
        inputs: vec![
            ("date", text("日期", "date"), Cell::Date(own.date)),
            ("due", text("到期日", "due"), Cell::Date(own.due)),
            ("days", text("逾期天数", "days overdue"), Cell::Count(own.days.into())),
            ("outstanding", text("未回款余额", "outstanding"), Cell::Money(own.outstanding)),
            ("disputed", text("其中争议", "disputed"), Cell::Money(own.disputed)),
        ],
        value: account.book.tiers.get(own.tier).map_or(Cell::Blank, |tier| Cell::code(&tier.name, tier.label.get(lang))),
    }
}
