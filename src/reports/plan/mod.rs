//! `plan` (回款计划): what each customer may be expected to pay in a coming period, what to agree on, and what to ask for.

mod expect;
mod explain;
mod figures;
mod habit;
mod notes;
mod rolling;
mod rows;
mod span;
mod split;
mod split_toml;

use clap::{Arg, Command};

use super::{Example, Report, Request, Words, explain_flag, one, option, switch};
use crate::account::Account;
use crate::book::Scope;
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::reports::targets::Targets;
use crate::say;
use crate::sheet::{Cell, Memo, Sheet};
use crate::text::{Lang, nearest_first, text};
use figures::{By, Group, collect};
use habit::Habits;
use rows::Line;
use span::Span;

pub(super) const REPORT: Report = Report {
    name: "plan",
    about: text("回款计划：下个月每个客户能回多少，该要多少", "collection plan: what each customer may pay next month, and what to ask for"),
    examples: [
        Example { line: "plan 2026-12 --rep 李雷", about: text("十二月的计划，一个销售代表的", "the plan for December, of one rep") },
        Example {
            line: "plan 下月 --split 100万 --by rep",
            about: text("把 100 万目标分到人，打印能贴进账本的 [[target]]", "splits a target among the reps, as [[target]] blocks for the book"),
        },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    let period = text("计划的期间：2026-12、2027-Q1、2027、2026-12..2027-02，默认下月", "2026-12, 2027-Q1, 2027, 2026-12..2027-02; next month by default");
    command
        .arg(Arg::new("when").value_name("PERIOD").help(period.get(lang)))
        .arg(option("period", "P", text("同上", "the same"), lang))
        .arg(option("by", "X", text("按 customer rep team category year key 分行", "a row per customer rep team category year key"), lang))
        .arg(option("split", "AMOUNT", text("把目标分到 --by（还可写 month），默认 rep", "splits a target by --by (or month), by rep if not said"), lang))
        .arg(option(
            "weight",
            "W",
            text("分的依据：due outstanding history；按 month 还可 equal", "what to split by: due outstanding history; equal with month"),
            lang,
        ))
        .arg(
            switch("rolling", text("全年目标还差多少，剩下每个月要回多少", "the year's target: what each month left has to bring"), lang)
                .conflicts_with_all(["by", "split", "weight", "explain"]),
        )
        .arg(explain_flag(lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    if request.flag("rolling") {
        return Ok(rolling::build(request)?);
    }
    if request.option("split").is_some() {
        return Ok(split::build(request)?);
    }
    if request.option("weight").is_some() {
        return Err(UsageFault::OnlyWith { option: "--weight", with: "--split" }.into());
    }
    let (account, lang) = (request.account, request.lang);
    let by = by(request, By::Customer)?;
    let span = Span::of(request)?;
    // They need most of the replay: what asks for them first saves another one.
    account.allocations();
    let habits = Habits::new(account);
    let mut lines = lines(request, by, &span, &habits);
    let (later, waiting) = lines.iter().fold((Money::ZERO, Money::ZERO), |(later, waiting), line| (later + line.own.later, waiting + line.own.waiting));
    lines.retain(|line| !line.own.is_nothing() || line.given.is_some() || line.own.outstanding().is_positive());
    let label = &span.label;
    Ok(Sheet {
        report: "plan",
        title: say!(lang, "回款计划 · {label}", "Collection plan · {label}"),
        columns: rows::columns(by),
        rows: shown_rows(request, by, &lines, &habits),
        total: (!lines.is_empty()).then(|| rows::total(by, &lines, lang)),
        memo: vec![
            Memo { key: "due_later", heading: text("期后到期", "due later"), value: Cell::Money(later) },
            Memo { key: "unscheduled", heading: text("未达付款条件", "unscheduled"), value: Cell::Money(waiting) },
        ],
        notes: notes::notes(request, by, &span, &lines, &habits),
        explained: if request.flag("explain") { explain::explained(account, &lines, &span, &habits, lang) } else { Vec::new() },
        empty: say!(lang, "期末前没有到期的应收，也没有承诺", "nothing is due by the period's end, and nothing is promised"),
        ..Sheet::default()
    })
}

/// What `--by` says.
fn by(request: &Request, default: By) -> Result<By, UsageFault> {
    let Some(word) = request.option("by") else { return Ok(default) };
    By::ALL.into_iter().find(|by| by.key() == word).ok_or_else(|| UsageFault::Choice {
        option: "--by",
        text: word.to_string(),
        choices: nearest_first(word, By::ALL.map(By::key)),
    })
}

/// Every group with its figures and the target it has, in order.
fn lines(request: &Request, by: By, span: &Span, habits: &Habits) -> Vec<Line> {
    let account = request.account;
    let mut figures = collect(account, &request.filter, by, span, habits);
    let mut given = given(request, by, span);
    for (group, _) in &given {
        figures.entry(group.clone()).or_default();
    }
    given.sort_unstable();
    let found = |group: &Group| given.binary_search_by(|(own, _)| own.cmp(group)).ok().and_then(|place| given.get(place)).map(|(_, amount)| *amount);
    let mut lines: Vec<Line> = figures.into_iter().map(|(group, own)| Line { given: found(&group), group, own }).collect();
    rows::sort(&mut lines);
    lines
}

/// The targets that are set for the period already, where the rows are what they are for.
fn given(request: &Request, by: By, span: &Span) -> Vec<(Group, Money)> {
    let account = request.account;
    let (Some(level), Some(period)) = (by.level(), span.of_target()) else { return Vec::new() };
    if level.is_split_by(&request.filter) {
        return Vec::new();
    }
    let targets = Targets::new(account);
    let scopes = targets.scopes(level.is(), period).into_iter().filter(|scope| is_wanted(request, scope));
    scopes.filter_map(|scope| Some((group(account, &scope)?, targets.of(&scope, period)?.amount))).collect()
}

/// Whether the filter lets a scope through.
fn is_wanted(request: &Request, scope: &Scope) -> bool {
    let (account, filter) = (request.account, &request.filter);
    match scope {
        Scope::Customer(customer) => filter.accepts_customer(account, *customer),
        Scope::Rep(rep) => filter.accepts(account, None, None, Some(*rep)),
        Scope::Team(team) => filter.is_empty() || filter.teams.contains(team),
        Scope::Category(category) => filter.is_empty() || filter.categories.contains(category),
        Scope::Company => false,
    }
}

/// The row a target of the book is shown in; a customer's with who is in charge of the customer.
fn group(account: &Account, scope: &Scope) -> Option<Group> {
    match scope {
        Scope::Customer(customer) => Some(Group::Customer(*customer, account.book.rep_of_customer(*customer, account.as_of.day))),
        Scope::Rep(rep) => Some(Group::Rep(Some(*rep))),
        Scope::Team(team) => Some(Group::Team(team.clone())),
        Scope::Category(category) => Some(Group::Category(category.clone())),
        Scope::Company => None,
    }
}

/// Pages for people have the sum of each rep below the rep's customers.
fn shown_rows(request: &Request, by: By, lines: &[Line], habits: &Habits) -> Vec<Vec<Cell>> {
    let (account, lang) = (request.account, request.lang);
    let row = |line: &Line| rows::row(account, line, habits, lang);
    let reps: Vec<&[Line]> = lines.chunk_by(|a, b| a.rep() == b.rep()).collect();
    if by != By::Customer || request.output.is_data() || reps.len() < 2 {
        return lines.iter().map(row).collect();
    }
    let with_sum = |own: &&[Line]| {
        let rep = own.first().and_then(Line::rep);
        own.iter().map(row).chain(std::iter::once(rows::subtotal(account, rep, own, lang))).collect::<Vec<_>>()
    };
    reps.iter().flat_map(with_sum).collect()
}
