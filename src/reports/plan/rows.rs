//! The plan as rows: who, how much, how late by habit, what to expect, to agree on and to ask for.

use std::cmp::Reverse;

use super::figures::{By, Figures, Group};
use super::habit::{Basis, Habit, Habits};
use crate::account::{Account, Lateness};
use crate::book::RepIx;
use crate::money::Money;
use crate::reports::rep_cell;
use crate::say;
use crate::sheet::{Cell, Column};
use crate::text::{Lang, Text, text};

/// A group with its figures, and the target the book has for it.
pub(super) struct Line {
    pub(super) group: Group,
    pub(super) own: Figures,
    pub(super) given: Option<Money>,
}

impl Line {
    /// What a row's `habit_days` are: a customer's habit, of any other group the days of its own money.
    pub(super) fn habit(&self, habits: &Habits) -> Habit {
        match self.group {
            Group::Customer(customer, _) => habits.of(customer.0 as usize),
            _ => group_habit(self.own.lateness),
        }
    }

    pub(super) fn rep(&self) -> Option<RepIx> {
        match self.group {
            Group::Customer(_, rep) | Group::Rep(rep) => rep,
            _ => None,
        }
    }
}

fn group_habit(lateness: Lateness) -> Habit {
    Habit { lateness, basis: if lateness.mean().is_some() { Basis::Own } else { Basis::None } }
}

/// In the order of the book, what belongs to nobody last; customers by rep, who owes the most first; key money first.
pub(super) fn sort(lines: &mut [Line]) {
    let is_nobody = |group: &Group| match group {
        Group::Customer(_, rep) | Group::Rep(rep) => rep.is_none(),
        Group::Team(name) | Group::Category(name) => name.is_empty(),
        Group::Year(year) => year.is_none(),
        Group::Key(key) => key.is_none(),
    };
    lines.sort_by_cached_key(|line| {
        let size = if matches!(line.group, Group::Customer(..)) { line.own.owed() } else { Money::ZERO };
        (is_nobody(&line.group), line.rep(), Reverse(line.group == Group::Key(Some(true))), Reverse(size), line.group.clone())
    });
}

/// The cells of a line.
pub(super) fn row(account: &Account, line: &Line, habits: &Habits, lang: Lang) -> Vec<Cell> {
    cells(head(account, &line.group, lang), &line.own, &line.habit(habits), line.given, lang)
}

/// What a rep's customers sum up to, for pages that list customers.
pub(super) fn subtotal(account: &Account, rep: Option<RepIx>, lines: &[Line], lang: Lang) -> Vec<Cell> {
    let name = rep.map_or_else(|| say!(lang, "（无）", "(none)"), |rep| account.book.rep(rep).name.clone());
    let head = vec![Cell::Blank, Cell::text(say!(lang, "{name} 小计", "{name} subtotal")), rep_cell(account, rep)];
    sum_row(head, lines, lang)
}

pub(super) fn total(by: By, lines: &[Line], lang: Lang) -> Vec<Cell> {
    let head = if by == By::Customer { vec![Cell::Blank, Cell::TOTAL, Cell::Blank] } else { vec![Cell::Blank, Cell::TOTAL] };
    sum_row(head, lines, lang)
}

fn sum_row(head: Vec<Cell>, lines: &[Line], lang: Lang) -> Vec<Cell> {
    let given = lines.iter().filter_map(|line| line.given).reduce(|a, b| a + b);
    let sum = sum(lines);
    let mut cells = cells(head, &sum, &group_habit(sum.lateness), given, lang);
    // A sum has no one habit to be taken from.
    let end = cells.len();
    // The mean, its spread and what it is from.
    for place in [8, 4, 3].map(|back| end.saturating_sub(back)) {
        cells.get_mut(place).into_iter().for_each(|cell| *cell = Cell::Blank);
    }
    cells
}

pub(super) fn sum(lines: &[Line]) -> Figures {
    lines.iter().fold(Figures::default(), |mut sum, line| {
        sum.plus(&line.own);
        sum
    })
}

fn cells(mut head: Vec<Cell>, own: &Figures, habit: &Habit, given: Option<Money>, lang: Lang) -> Vec<Cell> {
    let mean = habit.lateness.mean();
    let (basis, label) = basis_name(habit.basis);
    head.extend([
        Cell::Money(own.carried_over),
        Cell::Money(own.due),
        Cell::Money(own.committed),
        Cell::Average(mean),
        Cell::Money(own.expected),
        Cell::Money(own.target),
        Cell::Money(own.ask),
        Cell::days(mean.and(habit.lateness.spread())),
        Cell::code(basis, label.get(lang)),
        Cell::money(given),
        Cell::Money(own.outstanding()),
    ]);
    head
}

fn basis_name(basis: Basis) -> (&'static str, Text) {
    match basis {
        Basis::Own => ("own", text("本客户记录", "own")),
        Basis::Company => ("company", text("公司平均", "company's")),
        Basis::None => ("none", text("无回款", "no receipts")),
    }
}

/// Id and name, of customers the rep too.
pub(super) fn head(account: &Account, group: &Group, lang: Lang) -> Vec<Cell> {
    let none = || Cell::code("", say!(lang, "（无）", "(none)"));
    let named = |name: &str| vec![Cell::text(name), if name.is_empty() { none() } else { Cell::text(name) }];
    match group {
        Group::Customer(customer, rep) => {
            let customer = account.book.customer(*customer);
            vec![Cell::name(&customer.id), Cell::name(&customer.name), rep_cell(account, *rep)]
        }
        Group::Rep(Some(rep)) => {
            let rep = account.book.rep(*rep);
            vec![Cell::text(&rep.id), Cell::text(&rep.name)]
        }
        Group::Team(name) | Group::Category(name) => named(name),
        Group::Year(Some(year)) => named(&year.to_string()),
        Group::Key(Some(true)) => vec![Cell::text("key"), Cell::code("key", say!(lang, "重点款项", "key money"))],
        Group::Key(Some(false)) => vec![Cell::text("normal"), Cell::code("normal", say!(lang, "非重点款项", "other money"))],
        Group::Rep(None) | Group::Year(None) | Group::Key(None) => vec![Cell::Blank, none()],
    }
}

/// A group's name in words.
pub(super) fn name(account: &Account, group: &Group, lang: Lang) -> String {
    match head(account, group, lang).get(1) {
        Some(Cell::Text(name)) => name.to_string(),
        Some(Cell::Code(own)) => own.label.to_string(),
        _ => String::new(),
    }
}

pub(super) fn columns(by: By) -> Vec<Column> {
    let mut columns = match by {
        By::Customer => vec![
            Column::words("customer", text("客户编号", "Customer ID")).data_only(),
            Column::words("name", by.heading()).wants(10),
            Column::words("rep", text("销售代表", "Rep")).rank(6),
        ],
        _ => vec![Column::words(by.key(), text("编号", "Key")).data_only(), Column::words("name", by.heading()).wants(10)],
    };
    columns.extend([
        Column::number("carried_over", text("期初前到期", "Due before")),
        Column::number("due", text("本期到期", "Due")),
        Column::number("committed", text("待兑现承诺", "Committed")).rank(4),
        Column::number("habit_days", text("平均晚付(天)", "Mean days late")).rank(5),
        Column::number("expected", text("预计回款", "Expected")),
        Column::number("suggested_target", text("建议目标", "To agree on")),
        Column::number("suggested_ask", text("建议要求", "To ask for")),
        Column::number("spread_days", text("波动天数", "Spread")).rank(8),
        Column::words("habit_basis", text("天数依据", "Days from")).rank(9),
        Column::number("target", text("已定目标", "Set target")).rank(7),
        Column::number("outstanding", text("未回款余额", "Outstanding")).rank(10),
    ]);
    columns
}
