//! `--explain`: how the figures of a row came about.

use super::expect::Bargain;
use super::figures::{Figures, Group};
use super::habit::{Basis, Habit, Habits};
use super::rows::{Line, name};
use super::span::Span;
use crate::account::Account;
use crate::book::CustomerIx;
use crate::date::Day;
use crate::money::Money;
use crate::sheet::{Cell, Explained};
use crate::text::{Lang, Text, text};

type Inputs = Vec<(&'static str, Text, Cell)>;

/// One for each figure of each row.
pub(super) fn explained(account: &Account, lines: &[Line], span: &Span, habits: &Habits, lang: Lang) -> Vec<Explained> {
    let mut customers: Vec<CustomerIx> = lines.iter().filter_map(customer).collect();
    customers.sort_unstable();
    let has_several = |line: &Line| {
        customer(line).is_some_and(|own| {
            let first = customers.partition_point(|other| *other < own);
            customers.get(first + 1) == Some(&own)
        })
    };
    let of_line = |line: &Line| {
        let mut of = name(account, &line.group, lang);
        if let (Some(rep), true) = (line.rep(), has_several(line)) {
            of = format!("{of} {}", account.book.rep(rep).name);
        }
        let figures = [owed(&line.own, span), promised_and_habit(line, habits, account), bargain(line)];
        figures.into_iter().flatten().map(move |(key, heading, formula, inputs, value)| Explained { of: of.clone(), key, heading, formula, inputs, value })
    };
    lines.iter().flat_map(of_line).collect()
}

fn customer(line: &Line) -> Option<CustomerIx> {
    if let Group::Customer(customer, _) = line.group { Some(customer) } else { None }
}

type Figure = (&'static str, Text, Text, Inputs, Cell);

fn owed(own: &Figures, span: &Span) -> Vec<Figure> {
    let first = ("first", text("期初", "first day"), Cell::Date(span.first));
    let last = ("last", text("期末", "last day"), Cell::Date(span.last));
    let positions = |count| ("positions", text("笔数", "positions"), Cell::Count(count));
    vec![
        (
            "carried_over",
            text("期初前到期", "Due before"),
            text("{first} 之前到期的未回款之和，{positions}", "sum of what is open and due before {first}, {positions}"),
            vec![first.clone(), positions(own.carried_positions)],
            Cell::Money(own.carried_over),
        ),
        (
            "due",
            text("本期到期", "Due"),
            text("{first} 到 {last} 到期的未回款之和，{positions}", "sum of what is open and due from {first} to {last}, {positions}"),
            vec![first, last, positions(own.due_positions)],
            Cell::Money(own.due),
        ),
    ]
}

fn promised_and_habit(line: &Line, habits: &Habits, account: &Account) -> Vec<Figure> {
    let (own, habit) = (&line.own, line.habit(habits));
    let since = account.as_of.day.plus_months(-12).plus_days(1);
    let promises = vec![("promises", text("承诺笔数", "promises"), Cell::Count(own.promises))];
    let beyond = own.expected - own.by_habit;
    vec![
        (
            "committed",
            text("待兑现承诺", "Committed"),
            text("答应在期内付、还没到的部分之和，{promises}", "sum of what has not come of promises for the period, {promises}"),
            promises,
            Cell::Money(own.committed),
        ),
        habit_days(&habit, since),
        (
            "expected",
            text("预计回款", "Expected"),
            text("{by_habit} + {promised_beyond}", "{by_habit} + {promised_beyond}"),
            vec![
                ("by_habit", text("按习惯期内会来", "comes by habit"), Cell::Money(own.by_habit)),
                ("promised_beyond", text("此外承诺了的", "promised beyond that"), Cell::Money(beyond)),
            ],
            Cell::Money(own.expected),
        ),
    ]
}

fn habit_days(habit: &Habit, since: Day) -> Figure {
    let formula = match habit.basis {
        Basis::Own => text("{since} 起的回款：Σ 金额 × 晚付天数 ÷ {paid}，{spread}", "of money {since}: sum of amount × days late ÷ {paid}, {spread}"),
        Basis::Company => text(
            "自己没有回款，用全部客户 {since} 起的：Σ 金额 × 晚付天数 ÷ {paid}，{spread}",
            "it paid nothing, so of all customers' money {since}: sum of amount × days late ÷ {paid}, {spread}",
        ),
        Basis::None => text("{since} 起没有回款，按到期日当天付", "no money {since}: expected on its due day"),
    };
    let inputs = vec![
        ("since", text("从", "since"), Cell::Date(since)),
        ("paid", text("回款", "money"), Cell::Money(habit.lateness.amount())),
        ("spread", text("波动天数", "spread in days"), Cell::Count(habit.spread().into())),
    ];
    ("habit_days", text("平均晚付(天)", "Mean days late"), formula, inputs, Cell::Average(habit.lateness.mean()))
}

fn bargain(line: &Line) -> Vec<Figure> {
    let own = &line.own;
    // A row that is a part of a customer, or several, has parts of what their bargaining came to.
    let alone = customer(line).is_some() && Bargain::of(own.expected, own.owed()) == Bargain { ask: own.ask, target: own.target };
    let money = |key, name, amount: Money| (key, name, Cell::Money(amount));
    let expected = money("expected", text("预计", "expected"), own.expected);
    let ask = money("ask", text("要求", "ask"), own.ask);
    let owed = money("owed", text("应收", "owed"), own.owed());
    let (ask_formula, target_formula) = if alone {
        (
            text("2 × {expected}，取整到元，不超过 {owed}", "2 × {expected}, in whole units, at most {owed}"),
            text("({expected} + {ask}) ÷ 2，取整到元", "({expected} + {ask}) ÷ 2, in whole units"),
        )
    } else {
        (
            text("{expected} + 各客户要求里落在这里的部分，不超过 {owed}", "{expected} + the part of its customers' asks that falls here, at most {owed}"),
            text("{expected} + 各客户目标里落在这里的部分，不超过 {ask}", "{expected} + the part of its customers' targets that falls here, at most {ask}"),
        )
    };
    vec![
        ("suggested_ask", text("建议要求", "To ask for"), ask_formula, vec![expected.clone(), owed], Cell::Money(own.ask)),
        ("suggested_target", text("建议目标", "To agree on"), target_formula, vec![expected, ask], Cell::Money(own.target)),
    ]
}
