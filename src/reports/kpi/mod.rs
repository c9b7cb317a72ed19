//! `kpi` (回款指标): how collection went, month by month, in the figures that finance and management go by.

mod collect;
mod drawn;
mod figures;
mod formulas;
mod page;
mod sums;

use clap::Command;

use super::scope::{Key, Level};
use super::{Example, Output, Report, Request, Words, chart_flag, explain_flag, one, option};
use crate::date::Period;
use crate::entry::Kind;
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet, totals};
use crate::text::{Lang, nearest_first, text};
use collect::{Collected, Month};
pub(super) use drawn::trend;
use figures::FIGURES;
use sums::Sums;

pub(super) const REPORT: Report = Report {
    name: "kpi",
    about: text("回款指标：回款率、准时率、DSO、CEI，逐月看", "collection indicators by month: collection rate, on-time rate, DSO, CEI"),
    examples: [
        Example { line: "kpi", about: text("最近六个月", "the last six months") },
        Example { line: "kpi --period 上月 --by rep", about: text("上月每个销售代表一行", "last month, a row per rep") },
    ],
    words: Words::Of(&[Kind::Receipt]),
    args,
    build,
    parts: one,
};

/// Months shown where no period is asked for.
const MONTHS: i32 = 6;

/// What rows can stand for.
const LEVELS: [(&str, Level); 4] = [("company", Level::Company), ("team", Level::Team), ("rep", Level::Rep), ("customer", Level::Customer)];

fn args(command: Command, lang: Lang) -> Command {
    let period = text("哪几个月：2026-11、2026-Q4、2026、2026-01..2026-06，默认最近六个月", "months: 2026-11, 2026-Q4, 2026 …; the last six by default");
    command
        .arg(option("period", "P", period, lang))
        .arg(option("by", "X", text("按 company team rep customer 分行", "a row per company team rep customer"), lang))
        .arg(chart_flag(lang))
        .arg(explain_flag(lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let by = by(request)?;
    let months = months(request)?;
    if months.is_empty() {
        let empty = say!(request.lang, "这段时间还没开始", "the period has not begun");
        let columns = if request.output.is_data() { columns(by) } else { vec![page::first_column()] };
        return Ok(Sheet { report: "kpi", title: title(request.lang), columns, empty, ..Sheet::default() });
    }
    let account = request.account;
    // A page of nothing but dashes says less than a line.
    if request.output == Output::Pages && account.book.contracts.is_empty() && account.of_kind(Kind::Receipt).next().is_none() {
        return Ok(Sheet { report: "kpi", title: title(request.lang), columns: vec![page::first_column()], empty: nothing(request.lang), ..Sheet::default() });
    }
    let collected = collect::months(request, by.unwrap_or(Level::Company), &months);
    Ok(match (request.output, by) {
        (Output::Rows | Output::Sheets, _) => rows(request, by, &collected),
        (Output::Pages, None) => page::by_month(request, &collected),
        (Output::Pages, Some(by)) => page::by_row(request, by, &collected),
    })
}

fn by(request: &Request) -> Result<Option<Level>, UsageFault> {
    let Some(word) = request.option("by") else { return Ok(None) };
    let known = LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| Some(*level));
    known.ok_or_else(|| UsageFault::Choice { option: "--by", text: word.to_string(), choices: nearest_first(word, LEVELS.map(|(name, _)| name)) })
}

/// The months of the period that have begun.
fn months(request: &Request) -> Result<Vec<Period>, UsageFault> {
    let day = request.day();
    let mut months = match request.option("period") {
        None => {
            let month = |shift: i32| Period::month_of(day.plus_days(1 - day.day() as i32).plus_months(shift));
            (1 - MONTHS..=0).map(month).collect()
        }
        Some(words) => {
            let bad = || UsageFault::Period { text: words.to_string() };
            let periods = Period::parse_typed(words, day).map_err(|_| bad())?;
            let months: Vec<Period> = periods.iter().flat_map(|period| period.months()).collect();
            // A week is no month, nor made of any.
            if months.is_empty() {
                return Err(bad());
            }
            months
        }
    };
    months.retain(|month| month.first() <= day);
    Ok(months)
}

fn title(lang: Lang) -> String {
    say!(lang, "回款指标", "Collection indicators")
}

/// For programs: a row per month, and per row of `--by`.
fn rows(request: &Request, by: Option<Level>, collected: &Collected) -> Sheet {
    let (account, lang) = (request.account, request.lang);
    let mut rows = Vec::new();
    let mut explained = Vec::new();
    for month in &collected.months {
        for (key, sums) in shown(collected, by).filter_map(|(number, key)| Some((key, month.rows.get(number)?))) {
            let mut row = vec![Cell::text(month.period.to_string())];
            row.extend(FIGURES.iter().map(|figure| (figure.value)(sums)));
            if by.is_some() {
                row.extend(key.cells(account, lang));
            }
            if request.flag("explain") {
                explained.extend(explain(request, by, month, key, sums));
            }
            rows.push(row);
        }
    }
    let columns = columns(by);
    let sum = |of: fn(&Sums) -> Money| Cell::Money(collected.months.iter().map(|month| of(&month.whole)).sum());
    let figures = [
        ("period", Cell::TOTAL),
        ("billed", sum(|own| own.billed)),
        ("due", sum(|own| own.collection.due)),
        ("received", sum(Sums::received)),
        ("cash_received", sum(Sums::cash)),
    ];
    let total = totals(&columns, figures);
    Sheet { report: "kpi", title: title(lang), columns, rows, total: Some(total), explained, empty: nothing(lang), ..Sheet::default() }
}

/// The rows that have anything in any of the months, in the order of their keys.
fn shown(collected: &Collected, by: Option<Level>) -> impl Iterator<Item = (usize, &Key)> {
    let is_something = |number: usize| collected.months.iter().any(|month| month.rows.get(number).is_some_and(|own| !own.is_nothing()));
    let mut all: Vec<(usize, &Key)> = collected.keys.iter().enumerate().filter(|(number, _)| by.is_none() || is_something(*number)).collect();
    all.sort_by_key(|(_, key)| *key);
    all.into_iter()
}

/// Each figure of a row, with how it came about.
fn explain(request: &Request, by: Option<Level>, month: &Month, key: &Key, sums: &Sums) -> Vec<Explained> {
    let of = if by.is_some() { format!("{} {}", month.period, key.name(request.account, request.lang)) } else { month.period.to_string() };
    FIGURES.iter().map(|figure| figure.explained(of.clone(), sums)).collect()
}

fn nothing(lang: Lang) -> String {
    say!(lang, "没有应收，也没有回款", "nothing is owed, nothing was received")
}

fn columns(by: Option<Level>) -> Vec<Column> {
    let mut columns = vec![Column::words("period", text("月份", "Month")).whole()];
    columns.extend(FIGURES.iter().map(|figure| Column::number(figure.key, figure.heading)));
    if by.is_some() {
        columns.extend([Column::words("scope", text("范围", "Scope")), Column::words("key", text("编号", "ID")), Column::words("name", text("名称", "Name"))]);
    }
    columns
}
