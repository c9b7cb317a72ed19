//! `risk` (回款风险): what may keep money from coming, the gravest first.

mod company;
mod customers;
mod facts;
mod signal;

use std::collections::HashMap;

use clap::Command;

use super::{Example, Report, Request, Words, explain_flag, one, option, switch};
use crate::account::Account;
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Column as Field, Kind};
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet};
use crate::text::{Lang, text};
use customers::Look;
use signal::{Severity, Signal, Subject, Warning};

pub(super) const REPORT: Report = Report {
    name: "risk",
    about: text("回款风险：哪些信号说明钱可能收不回来，先办什么", "what may keep money from coming, the gravest first"),
    examples: [
        Example { line: "risk", about: text("全部预警，严重的在前", "all warnings, the gravest first") },
        Example {
            line: "risk --severity high --exit-code",
            about: text("只看严重的；有就返回 1，给 cron 用", "the grave ones alone; exit with 1 when there is any, for cron"),
        },
    ],
    words: Words::OfAndCash(&[Kind::Commitment, Kind::Confirm, Kind::Contact, Kind::Legal, Kind::Note, Kind::Signal]),
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(option("severity", "S", text("至少这么严重：high medium low", "at least as grave as: high medium low"), lang))
        .arg(switch("exit-code", text("有预警时退出码为 1", "exit with 1 when there is any"), lang))
        .arg(switch("quiet-if-empty", text("没有预警就什么也不输出", "print nothing when there is none"), lang))
        .arg(explain_flag(lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    let least = least(request)?;
    let mut warnings = find(request);
    warnings.retain(|warning| warning.severity <= least);
    warnings.sort_by(|a, b| (a.severity, -a.stake.cents(), a.signal, &a.about).cmp(&(b.severity, -b.stake.cents(), b.signal, &b.about)));
    let explained = if request.flag("explain") { warnings.iter().map(|own| explained(account, own, lang)).collect() } else { Vec::new() };
    let count = |severity| warnings.iter().filter(|own| own.severity == severity).count();
    let (high, medium, low) = (count(Severity::High), count(Severity::Medium), count(Severity::Low));
    let mut notes = Vec::new();
    if !warnings.is_empty() && least == Severity::Low {
        notes.push(say!(
            lang,
            "严重 {high} · 中等 {medium} · 轻微 {low}；界限在 [risk]",
            "high {high} · medium {medium} · low {low}; thresholds stand in [risk]"
        ));
    }
    Ok(Sheet {
        report: "risk",
        title: say!(lang, "回款风险预警", "Risk"),
        columns: columns(),
        rows: warnings.iter().map(|own| row(account, own, lang)).collect(),
        notes,
        explained,
        empty: say!(lang, "没有预警", "no warning"),
        ..Sheet::default()
    })
}

/// The least grave that is shown.
fn least(request: &Request) -> Result<Severity, Problems> {
    let Some(word) = request.option("severity") else { return Ok(Severity::Low) };
    let found = Severity::ALL.into_iter().find(|own| own.code() == word || own.name().zh == word);
    found.ok_or_else(|| UsageFault::Choice { option: "--severity", text: word.to_string(), choices: "high medium low".into() }.into())
}

/// All warnings of what the filters want.
fn find(request: &Request) -> Vec<Warning> {
    let (account, filter) = (request.account, &request.filter);
    let facts = facts::gather(account);
    let mut warnings = company::limitations(account, filter);
    let all: Money = facts.iter().map(|own| own.receivable).sum();
    let (followups, reasons) = (account.followups(), limit_reasons(account));
    let exposures = account.exposures();
    for ((index, _), facts) in account.book.customers().zip(&facts) {
        let number = index.0 as usize;
        let (Some(followup), Some(exposure)) = (followups.get(number), exposures.get(number)) else { continue };
        let look = Look { account, customer: index, facts, followup, exposure: exposure.exposure(), limit_reason: reasons.get(&index).copied() };
        warnings.extend(look.warnings());
    }
    warnings.extend(company::group_limits(account, &exposures));
    warnings.extend(company::concentration(account, &facts, all));
    warnings.extend(company::recorded(account, &facts, request.lang));
    warnings.retain(|own| match &own.about {
        Subject::Customer(customer) => filter.accepts_customer(account, *customer),
        Subject::Group(group) => account.book.customers().any(|(index, own)| own.group == *group && filter.accepts_customer(account, index)),
        Subject::Company | Subject::Rep(_) | Subject::Contract(_) => true,
    });
    // What the company owns is set against all, not against a part.
    warnings.extend(company::total_assets(account, all).filter(|_| filter.is_empty()));
    warnings.extend(company::cash(account, filter));
    warnings
}

/// When somebody last wrote why a customer's limit was passed, within the months a review stands.
fn limit_reasons(account: &Account) -> HashMap<CustomerIx, Day> {
    let from = account.as_of.day.plus_months(-account.book.risk.review_months);
    let notes = account.of_kind(Kind::Note).filter(|(_, entry)| entry.date > from && account.journal.text(*entry, Field::Detail) == "limit-reason");
    let mut last = HashMap::new();
    for (customer, date) in notes.filter_map(|(_, entry)| Some((entry.customer?, entry.date))) {
        last.entry(customer).and_modify(|known: &mut Day| *known = date.max(*known)).or_insert(date);
    }
    last
}

fn row(account: &Account, own: &Warning, lang: Lang) -> Vec<Cell> {
    let (code, name) = words(own, lang);
    let [scope, key, about] = subject(account, &own.about, lang);
    vec![
        Cell::colored(own.severity.code(), own.severity.name().get(lang), own.severity.color()),
        Cell::code(code, name),
        scope,
        key,
        about,
        own.value.clone(),
        own.threshold.clone(),
        Cell::date(own.since),
        Cell::text(own.advice.unwrap_or(own.signal.advice()).get(lang)),
    ]
}

/// Code and name of what was seen.
fn words(own: &Warning, lang: Lang) -> (String, String) {
    own.seen.clone().unwrap_or_else(|| (own.signal.code().into(), own.signal.name().get(lang).into()))
}

/// Scope, id and name.
fn subject(account: &Account, about: &Subject, lang: Lang) -> [Cell; 3] {
    let book = account.book;
    match about {
        Subject::Company => [Cell::code("company", say!(lang, "公司", "company")), Cell::Blank, Cell::text(&book.name)],
        Subject::Rep(rep) => [Cell::code("rep", say!(lang, "销售代表", "rep")), Cell::name(&book.rep(*rep).id), Cell::text(&book.rep(*rep).name)],
        Subject::Group(group) => [Cell::code("group", say!(lang, "集团", "group")), Cell::text(group), Cell::text(group)],
        Subject::Customer(customer) => {
            let customer = book.customer(*customer);
            [Cell::code("customer", say!(lang, "客户", "customer")), Cell::name(&customer.id), Cell::name(&customer.name)]
        }
        Subject::Contract(contract) => {
            let own = book.contract(*contract);
            [Cell::code("contract", say!(lang, "合同", "contract")), Cell::name(&own.no), Cell::name(&book.customer(own.customer).name)]
        }
    }
}

fn explained(account: &Account, own: &Warning, lang: Lang) -> Explained {
    let (_, name) = words(own, lang);
    let [_, key, about] = subject(account, &own.about, lang);
    let text_of = |cell: Cell| if let Cell::Text(text) = cell { text.to_string() } else { String::new() };
    let about = if let Subject::Contract(_) = own.about { format!("{} {}", text_of(key), text_of(about)) } else { text_of(about) };
    Explained {
        of: format!("{about} · {name}"),
        key: "value",
        heading: text("", ""),
        formula: own.signal.formula(),
        inputs: own.inputs.clone(),
        value: if own.signal == Signal::Recorded { Cell::date(own.since) } else { own.value.clone() },
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("severity", text("严重", "Severity")).whole(),
        Column::words("signal", text("信号", "Signal")).wants(18),
        Column::words("scope", text("范围", "Scope")).rank(4),
        Column::words("key", text("编号", "Key")).whole().rank(2),
        Column::words("name", text("名称", "Name")),
        Column::number("value", text("数值", "Value")),
        Column::number("threshold", text("界限", "Threshold")).rank(1),
        Column::words("since", text("自", "Since")).whole().rank(3),
        Column::words("advice", text("建议", "Advice")).wants(28),
    ]
}
