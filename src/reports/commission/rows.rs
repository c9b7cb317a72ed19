//! A line of commission as cells, and the formula of its figure.

use rust_decimal::Decimal;
use smol_str::ToSmolStr;

use super::Context;
use crate::account::{Change, Earning, Ground};
use crate::money::Money;
use crate::reports::between::change_cell;
use crate::reports::{part_cell, rep_cell};
use crate::sheet::{Cell, Column, Explained};
use crate::text::{Text, text};

pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::words("rep", text("销售代表", "Rep")),
        Column::words("receipt", text("回款编号", "Receipt")).whole().rank(5),
        Column::words("date", text("日期", "Date")).whole(),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::words("milestone", text("付款节点", "Milestone")).rank(3),
        Column::words("due", text("到期日", "Due")).whole().rank(8),
        Column::number("months_late", text("第几个月", "Month")).rank(4),
        Column::number("amount", text("金额", "Amount")),
        Column::number("rate", text("提成率", "Rate")).rank(7),
        Column::number("factor", text("系数", "Factor")),
        Column::number("commission", text("提成", "Commission")),
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")).rank(2),
        Column::words("clock", text("起算日", "Counted from")).whole().rank(6),
        Column::words("reason", text("依据", "Reason")),
        Column::words("change", text("变动", "Change")).rank(1),
    ]
}

pub(super) fn row(context: &Context, change: &Change) -> Vec<Cell> {
    let (account, own) = (context.account, &change.line);
    let customer = account.book.customer(own.customer);
    let is_clawback = own.ground == Ground::Clawback;
    vec![
        rep_cell(account, own.rep),
        own.receipt.map_or(Cell::Blank, |entry| Cell::Text(account.journal.entry(entry).id.to_smolstr())),
        Cell::Date(own.date),
        Cell::name(&account.book.contract(own.contract).no),
        part_cell(account, own.contract, own.part, context.lang),
        Cell::date(own.due),
        Cell::Count(own.months.into()),
        Cell::Money(own.amount),
        context.rate.map_or(Cell::Blank, rate_cell),
        factor_cell(own.factor),
        Cell::money(context.rate.map(|rate| change.commission(rate))),
        Cell::name(&customer.id),
        Cell::name(&customer.name),
        Cell::date(own.clock),
        Cell::colored(code(own.ground), name(own.ground).get(context.lang), if is_clawback { "red" } else { "" }),
        change_cell(context.request, context.first, own.date, change.was_there),
    ]
}

/// A rate: exact for programs, in per cent for people.
fn rate_cell(rate: Decimal) -> Cell {
    Cell::code(exact(rate), format!("{}%", (rate * Decimal::ONE_HUNDRED).normalize()))
}

fn factor_cell(factor: Decimal) -> Cell {
    Cell::code(exact(factor), factor.normalize().to_string())
}

/// With 4 decimals, more only where it has them.
fn exact(number: Decimal) -> String {
    let plain = number.normalize();
    if plain.scale() > 4 { plain.to_string() } else { format!("{plain:.4}") }
}

pub(super) fn code(ground: Ground) -> &'static str {
    match ground {
        Ground::Early => "early",
        Ground::InTime => "in-time",
        Ground::Late => "late",
        Ground::TooLate => "too-late",
        Ground::OldDebt => "old-debt",
        Ground::AfterClawback => "after-clawback",
        Ground::Clawback => "clawback",
    }
}

fn name(ground: Ground) -> Text {
    match ground {
        Ground::Early => text("提前", "early"),
        Ground::InTime => text("及时", "in time"),
        Ground::Late => text("晚回", "late"),
        Ground::TooLate => text("超过提成期", "past the ladder"),
        Ground::OldDebt => text("老款", "old debt"),
        Ground::AfterClawback => text("倒扣后", "after claw-back"),
        Ground::Clawback => text("倒扣", "unpaid, taken off"),
    }
}

/// amount × rate × factor; of a correction, what it is now less what it was.
pub(super) fn explained(context: &Context, change: &Change) -> Explained {
    let own = &change.line;
    let (now, before) = (change.now().amount, change.before);
    let money = |key, name, amount: Money| (key, name, Cell::Money(amount));
    let mut inputs = vec![
        ("date", if own.receipt.is_some() { text("回款日", "received") } else { text("倒扣日", "clawed back on") }, Cell::Date(own.date)),
        ("clock", text("起算日", "counted from"), own.clock.map_or_else(|| Cell::text("—"), Cell::Date)),
        ("months_late", text("月数", "months"), Cell::Count(own.months.into())),
        ("factor", text("系数", "factor"), factor_cell(own.factor)),
    ];
    let amount = |name| money("amount", name, now);
    let formula = match (context.rate, before.is_zero()) {
        (Some(rate), true) => {
            inputs.extend([amount(text("金额", "amount")), ("rate", text("提成率", "rate"), rate_cell(rate))]);
            text("{amount} × {rate} × {factor}；{clock}，{date}，{months_late}", "{amount} × {rate} × {factor}; {clock}, {date}, {months_late}")
        }
        (Some(rate), false) => {
            inputs.extend([amount(text("现金额", "amount now")), money("before", text("原金额", "amount before"), before)]);
            inputs.push(("rate", text("提成率", "rate"), rate_cell(rate)));
            text(
                "{amount} × {rate} × {factor} − {before} × {rate} × {factor}；{clock}，{date}，{months_late}",
                "{amount} × {rate} × {factor} − {before} × {rate} × {factor}; {clock}, {date}, {months_late}",
            )
        }
        (None, _) => {
            inputs.push(money("amount", text("金额", "amount"), own.amount));
            text("{clock}，{date}，{months_late}；{amount}", "{clock}, {date}, {months_late}; {amount}")
        }
    };
    let (key, heading, value) = match context.rate {
        Some(rate) => ("commission", text("提成", "commission"), Cell::Money(change.commission(rate))),
        None => ("factor", text("系数", "factor"), factor_cell(own.factor)),
    };
    Explained { of: of(context, own), key, heading, formula, inputs, value }
}

/// `260215-xxxxxxxx HT-1 尾款`: the receipt, the contract and the position.
fn of(context: &Context, own: &Earning) -> String {
    let account = context.account;
    let receipt = own.receipt.map_or(String::new(), |entry| format!("{} ", account.journal.entry(entry).id));
    let no = &account.book.contract(own.contract).no;
    let part = if account.is_whole(own.contract, own.part) { String::new() } else { format!(" {}", account.part_name(own.contract, own.part)) };
    format!("{receipt}{no}{part}")
}
