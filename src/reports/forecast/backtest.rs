//! How far forecasts of the past were off: each item is forecast on the day it was billed, with the ledger as it was that day.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::account::{Account, Part, Position};
use crate::book::ContractIx;
use crate::date::{Day, Period};
use crate::money::{Money, Ratio};
use crate::parallel::map;
use crate::problem::UsageFault;
use crate::reports::Request;
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Text, text};

/// Days from one to another.
pub(super) struct Range {
    from: Day,
    to: Day,
}

/// `2013-05-01..2013-12-31`, `2026-01..2026-10` or one period.
pub(super) fn range(words: &str, today: Day) -> Result<Range, UsageFault> {
    let bad = || UsageFault::Period { text: words.to_string() };
    let (from, to) = words.split_once("..").unwrap_or((words, words));
    let edge = |word: &str, edge: fn(Period) -> Day| -> Option<Day> {
        let day = Day::parse(word.trim().as_bytes());
        day.or_else(|| Period::parse_typed(word, today).ok()?.first().copied().map(edge))
    };
    let range = edge(from, Period::first).zip(edge(to, Period::last)).map(|(from, to)| Range { from, to });
    range.filter(|range| range.from <= range.to).ok_or_else(bad)
}

/// A milestone or bill, whatever parts it has.
type Whole = (ContractIx, Part);

/// One forecast.
struct Forecast {
    whole: Whole,
    amount: Money,
    due: Day,
    expected: Day,
    range: (Day, Day),
}

/// The sums of one basis.
#[derive(Default)]
struct Errors {
    count: i64,
    days: i64,
    bias: i64,
    amount: i128,
    weighted: i128,
    within: i64,
    /// By month: what was forecast, and what came.
    months: BTreeMap<Period, (Money, Money)>,
}

impl Errors {
    fn add(&mut self, amount: Money, forecast: Day, settled: Day, within: bool) {
        let off = i64::from(settled.since(forecast));
        self.count += 1;
        self.days += off.abs();
        self.bias += off;
        self.amount += i128::from(amount.cents());
        self.weighted += i128::from(amount.cents()) * i128::from(off.abs());
        self.within += i64::from(within);
        self.months.entry(Period::month_of(forecast)).or_default().0 += amount;
        self.months.entry(Period::month_of(settled)).or_default().1 += amount;
    }

    /// Σ |forecast − came| ÷ Σ came, by month.
    fn money_error(&self) -> Option<Ratio> {
        let off: i64 = self.months.values().map(|(forecast, came)| (*forecast - *came).cents().abs()).sum();
        let came: Money = self.months.values().map(|(_, came)| *came).sum();
        Ratio::of(Money::from_cents(off), came)
    }

    fn cells(&self, code: &str, name: Text, request: &Request, has_range: bool) -> Vec<Cell> {
        vec![
            Cell::code(code, name.get(request.lang)),
            Cell::Count(self.count),
            Cell::Average(Ratio::of_counts(self.days, self.count)),
            Cell::Average(Ratio::of_counts(self.bias, self.count)),
            Cell::Average(Ratio::of_wide(self.weighted, self.amount)),
            Cell::Ratio(self.money_error()),
            if has_range { Cell::Ratio(Ratio::of_counts(self.within, self.count)) } else { Cell::Blank },
        ]
    }
}

pub(super) fn build(request: &Request, range: &Range) -> Sheet {
    let (account, lang) = (request.account, request.lang);
    let forecasts = forecasts(request, range);
    let settled = settled(account);
    let (mut due, mut habit, mut open) = (Errors::default(), Errors::default(), 0);
    for own in &forecasts {
        let Some(Some(day)) = settled.get(&own.whole).copied() else {
            open += 1;
            continue;
        };
        due.add(own.amount, own.due, day, false);
        habit.add(own.amount, own.expected, day, day >= own.range.0 && day <= own.range.1);
    }
    let (from, to) = (range.from, range.to);
    let rows = vec![due.cells("due-date", text("按到期日", "by due day"), request, false), habit.cells("habit", text("按付款习惯", "by habit"), request, true)];
    let mut notes = vec![say!(
        lang,
        "{from} 至 {to} 开单的每一笔，在开单那天、只凭当天已知的预测，和结清日比",
        "each item billed from {from} to {to}, forecast on that day from what was known by then, against the day it was settled"
    )];
    if open > 0 {
        notes.push(say!(lang, "还没结清的 {open} 笔没有算", "{open} items that are not settled are left out"));
    }
    Sheet {
        report: "forecast",
        title: say!(lang, "预测检验", "Forecast, tested"),
        columns: columns(),
        rows: if forecasts.is_empty() { Vec::new() } else { rows },
        notes: if forecasts.is_empty() { Vec::new() } else { notes },
        empty: say!(lang, "这段时间没有开单的应收", "nothing was billed in this time"),
        ..Sheet::default()
    }
}

/// What would have been forecast on each day on which something was billed.
fn forecasts(request: &Request, range: &Range) -> Vec<Forecast> {
    let account = request.account;
    let is_inside = |position: &Position| position.billed.filter(|day| *day >= range.from && *day <= range.to.min(account.as_of.day));
    let mut days: Vec<Day> = account.positions().iter().filter_map(is_inside).collect();
    days.sort_unstable();
    days.dedup();
    map(&days, |day| on(request, *day)).into_iter().flatten().collect()
}

/// The forecasts of what was billed on a day, made on that day.
fn on(request: &Request, day: Day) -> Vec<Forecast> {
    let past = request.account.at(day);
    let habits = past.habits_before();
    // What was settled before it was billed needs no forecast.
    let settled: HashSet<usize> = past.settlements().iter().filter(|own| own.day < day).map(|own| own.position).collect();
    let is_wanted =
        |(number, position): &(usize, &Position)| position.billed == Some(day) && !settled.contains(number) && request.filter.accepts_position(&past, position);
    let billed = past.positions().iter().enumerate().filter(is_wanted);
    let forecast = |(number, position): (usize, &Position)| {
        let (due, habit) = (position.due?, habits.of(position.customer));
        let habit = if past.disputed(number).is_positive() { habit.disputed() } else { habit };
        let usual = due.plus_days(habit.late);
        let expected = habit.expect(due, day).map_or((usual, (usual, usual)), |own| (own.day, own.range));
        let whole = (position.contract, position.part.of_whole());
        Some(Forecast { whole, amount: position.amount, due, expected: expected.0, range: expected.1 })
    };
    billed.filter_map(forecast).collect()
}

/// The day each milestone or bill was settled in all its parts; none while anything of it is open or was written off.
fn settled(account: &Account) -> HashMap<Whole, Option<Day>> {
    let mut days: HashMap<usize, Day> = HashMap::new();
    for own in account.settlements() {
        days.insert(own.position, own.day);
    }
    let mut wholes: HashMap<Whole, Option<Day>> = HashMap::new();
    for (number, position) in account.positions().iter().enumerate() {
        let day = days.get(&number).copied();
        let key = (position.contract, position.part.of_whole());
        wholes.entry(key).and_modify(|known| *known = known.zip(day).map(|(known, day)| known.max(day))).or_insert(day);
    }
    wholes
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("basis", text("口径", "Basis")),
        Column::number("positions", text("笔数", "Items")),
        Column::number("mae_days", text("平均差(天)", "Mean error (days)")),
        Column::number("bias_days", text("平均晚(天)", "Bias (days)")).rank(1),
        Column::number("weighted_days", text("按金额平均差(天)", "By money (days)")).rank(2),
        Column::number("money_error", text("按月金额误差", "Error of months")),
        Column::number("within_range", text("落在区间", "Within range")),
    ]
}
