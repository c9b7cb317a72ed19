//! `forecast` (回款预测): what may come in the next weeks or months, and how wrong that was in the past.

mod backtest;
mod detail;
mod drawn;
mod periods;
mod rate;

use clap::Command;

use super::{Example, Report, Request, Words, explain_flag, one, option, switch};
use crate::account::{Expectation, Habit, HabitBasis, Habits, Position};
use crate::book::CustomerIx;
use crate::date::{Day, Period};
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::sheet::Sheet;
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "forecast",
    about: text("回款预测：以后几周、几月能回多少，区间多大", "what may come in the next weeks or months, and the range"),
    examples: [
        Example {
            line: "forecast --weeks 8", about: text("往后 8 周，按到期日、付款习惯和承诺", "eight weeks: by due day, by habit, by promises")
        },
        Example {
            line: "forecast --backtest 2026-01..2026-10",
            about: text("拿过去检验：每笔在开单那天预测，差几天", "tested on the past: each item forecast on the day it was billed"),
        },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(
            option("months", "N", text("往后几个月（含本月），默认 3", "how many months, this one included; 3 by default"), lang)
                .conflicts_with_all(["weeks", "period"]),
        )
        .arg(option("weeks", "N", text("往后几周（含本周）", "how many weeks, this one included"), lang).conflicts_with("period"))
        .arg(option("period", "P", text("只看这些期间：2026-12、2026-12..2027-03、下月", "these periods: 2026-12, 2026-12..2027-03, next-month"), lang))
        .arg(switch("detail", text("逐笔：每笔哪天能到", "item by item: the day each may come"), lang))
        .arg(
            option(
                "backtest",
                "FROM..TO",
                text("检验这段时间开单的各笔：预测和实际差多少", "how far forecasts of what was billed in this time were off"),
                lang,
            )
            .conflicts_with_all(["detail", "months", "weeks", "period", "explain"]),
        )
        .arg(explain_flag(lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    if let Some(words) = request.option("backtest") {
        return Ok(backtest::build(request, &backtest::range(words, request.day())?));
    }
    let open = open(request);
    if request.flag("detail") { Ok(detail::build(request, &open)) } else { Ok(periods::build(request, &open, &asked(request)?)) }
}

/// The periods that are asked for: weeks, months, or what `--period` names, none that has ended.
fn asked(request: &Request) -> Result<Vec<Period>, UsageFault> {
    let day = request.day();
    let count = |option: &'static str, most: usize| -> Result<Option<usize>, UsageFault> {
        let Some(words) = request.option(option) else { return Ok(None) };
        let number = words.parse().ok().filter(|number| (1..=most).contains(number));
        number.map(Some).ok_or_else(|| UsageFault::Choice {
            option: if option == "weeks" { "--weeks" } else { "--months" },
            text: words.to_string(),
            choices: format!("1 … {most}"),
        })
    };
    let run = |first: Period, count: usize| std::iter::successors(Some(first), |period| Some(period.next())).take(count).collect();
    if let Some(weeks) = count("weeks", 520)? {
        return Ok(run(Period::Week(day.monday()), weeks));
    }
    let months = count("months", 120)?;
    let Some(words) = request.option("period") else { return Ok(run(Period::month_of(day), months.unwrap_or(3))) };
    let bad = || UsageFault::Period { text: words.to_string() };
    let periods = Period::parse_typed(words, day).map_err(|_| bad())?;
    // What has ended needs no forecast.
    if periods.iter().all(|period| period.last() >= day) { Ok(periods) } else { Err(bad()) }
}

/// An open position with what is expected of it.
struct Open<'a> {
    position: &'a Position,
    due: Day,
    outstanding: Money,
    disputed: Money,
    /// Days late that its customer's habit says, and how far they differ.
    habit: Habit,
    basis: HabitBasis,
    expected: Option<Expectation>,
}

/// The dated positions with something open that the filters want, in book order.
fn open<'a>(request: &Request<'a>) -> Vec<Open<'a>> {
    let (account, day) = (request.account, request.day());
    let habits: Habits = account.habits();
    // Positions stand customer by customer.
    let mut last: Option<(CustomerIx, Habit, HabitBasis)> = None;
    let found = account.positions().iter().enumerate().filter_map(|(number, position)| {
        let (due, outstanding) = (position.due?, position.outstanding());
        if !outstanding.is_positive() || !request.filter.accepts_position(account, position) {
            return None;
        }
        let own = last.filter(|(customer, ..)| *customer == position.customer);
        let (_, habit, basis) = own.unwrap_or_else(|| (position.customer, habits.of(position.customer), habits.basis(position.customer)));
        last = Some((position.customer, habit, basis));
        let disputed = account.disputed(number);
        let habit = if disputed.is_positive() { habit.disputed() } else { habit };
        Some(Open { position, due, outstanding, disputed, habit, basis, expected: habit.expect(due, day) })
    });
    found.collect()
}
