//! `commission` (提成): what each part of a receipt earns by the rule of the book, and what is clawed back.

mod by;
mod notes;
mod rows;

use clap::Command;
use rust_decimal::Decimal;

use super::between::{Between, last_run_flag, period_flag};
use super::{Example, Report, Request, Words, explain_flag, one, option};
use crate::account::{Account, Change, Earning, Earnings, Ground};
use crate::date::Day;
use crate::money::Money;
use crate::parallel::{map, sort_by_key};
use crate::problem::Problems;
use crate::say;
use crate::sheet::{Cell, Memo, Sheet, totals};
use crate::text::{Lang, text};
use rows::{columns, explained, row};

pub(super) const REPORT: Report = Report {
    name: "commission",
    about: text("提成：每笔回款按快慢该提多少，拖久了倒扣多少", "commission: what each receipt earns by how soon it came, and what is clawed back"),
    examples: [
        Example {
            line: "commission --period 上月 --explain", about: text("上月的提成，每行写出算式", "last month's, with the formula of each line")
        },
        Example { line: "commission --period 2026-10 --by rep", about: text("每个销售代表合计多少", "the sum of each rep") },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(period_flag(lang))
        .arg(option("by", "X", text("按 rep team customer category 合计", "a sum per rep team customer category"), lang).conflicts_with("explain"))
        .arg(last_run_flag(lang))
        .arg(explain_flag(lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let lang = request.lang;
    let list = Lines::new(request)?;
    if let Some(by) = request.option("by") {
        return by::build(request, by, &list);
    }
    let context = list.context(request);
    let columns = columns();
    let figures = [("rep", Cell::TOTAL), ("amount", Cell::Money(list.amount())), ("commission", Cell::money(list.commission()))];
    let total = totals(&columns, figures);
    Ok(Sheet {
        report: "commission",
        title: list.title(lang),
        columns,
        total: (!list.changes.is_empty()).then_some(total),
        rows: map(&list.changes, |change| row(&context, change)),
        memo: list.memo(),
        notes: notes::notes(request, &list),
        explained: if request.flag("explain") { map(&list.changes, |change| explained(&context, change)) } else { Vec::new() },
        empty: say!(lang, "这段时间没有可提成的回款", "nothing was received that earns commission in this period"),
        ..Sheet::default()
    })
}

/// What every line is put into words with.
struct Context<'r> {
    request: &'r Request<'r>,
    account: &'r Account<'r>,
    rate: Option<Decimal>,
    first: Day,
    lang: Lang,
}

/// The lines of a period that are wanted.
struct Lines<'a> {
    between: Between<'a>,
    rate: Option<Decimal>,
    changes: Vec<Change>,
    own_fault: Vec<Earning>,
}

impl<'a> Lines<'a> {
    fn new(request: &Request<'a>) -> Result<Self, Problems> {
        let between = Between::new(request)?;
        let Earnings { mut changes, mut own_fault } = Earnings::between(between.before(), between.now());
        let account = request.account;
        let is_wanted = |own: &Earning| request.filter.accepts(account, Some(own.customer), Some(own.contract), own.rep);
        changes.retain(|change| is_wanted(&change.line));
        own_fault.retain(is_wanted);
        let key = |own: &Earning| {
            let receipt = own.receipt.map(|entry| account.journal.entry(entry).id);
            (own.rep.is_none(), own.rep, own.date, receipt.is_none(), receipt, account.part_place(own.contract, own.part), own.ground, own.clock)
        };
        sort_by_key(&mut changes, |change| key(&change.line));
        own_fault.sort_by_key(key);
        Ok(Self { between, rate: account.book.commission.rate, changes, own_fault })
    }

    fn context<'r>(&self, request: &'r Request<'r>) -> Context<'r> {
        Context { request, account: request.account, rate: self.rate, first: self.between.first, lang: request.lang }
    }

    fn title(&self, lang: Lang) -> String {
        let label = &self.between.label;
        say!(lang, "提成 · {label}", "Commission · {label}")
    }

    fn amount(&self) -> Money {
        self.changes.iter().map(|change| change.line.amount).sum()
    }

    fn commission(&self) -> Option<Money> {
        self.rate.map(|rate| self.changes.iter().map(|change| change.commission(rate)).sum())
    }

    /// Money and claw-backs apart.
    fn memo(&self) -> Vec<Memo> {
        let sum = |is_wanted: fn(&Change) -> bool| self.changes.iter().filter(|change| is_wanted(change)).map(|change| change.line.amount).sum();
        vec![
            Memo {
                key: "received",
                heading: text("计提回款（含更正）", "Money, corrections included"),
                value: Cell::Money(sum(|change| change.line.ground != Ground::Clawback)),
            },
            Memo {
                key: "clawed_back",
                heading: text("倒扣的欠款", "Unpaid and taken off"),
                value: Cell::Money(sum(|change| change.line.ground == Ground::Clawback)),
            },
            Memo {
                key: "own_fault",
                heading: text("我方原因不倒扣", "Own fault, not clawed back"),
                value: Cell::Money(self.own_fault.iter().map(|own| -own.amount).sum()),
            },
        ]
    }
}
