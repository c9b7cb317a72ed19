//! `history`: the entries, what each did, and the running balance.

use std::collections::BTreeMap;

use clap::{Arg, Command};

use super::history_effect::Effects;
use super::history_received::Received;
use super::{Example, Filter, Report, Request, Target, Words, history_open, one, option, switch};
use crate::account::{Account, Applied, Part, Position, Standing};
use crate::date::Day;
use crate::entry::{Column as Field, Entry, EntryIx, Kind};
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Lang, Text, nearest_first, text};

pub(super) const REPORT: Report = Report {
    name: "history",
    about: text("记录：每一条做了什么，余额怎么变", "the entries, what each did, and the running balance"),
    examples: [
        Example { line: "history HT-2026-001", about: text("一份合同的来龙去脉", "the story of one contract") },
        Example {
            line: "history --open --customer 华东电器",
            about: text("一个客户还没了结的：争议、承诺、对账差异、票据……", "what is still open of a customer: disputes, promises, drafts …"),
        },
    ],
    words: Words::All,
    args,
    build,
    parts: one,
};

const OPEN: Text = text(
    "只看这天还没了结的：争议、举措、停供停服、没兑现完的承诺、\n有差异的对账（直到下一次一致）、没到期的票据；逾期原因不在内",
    "what is still open that day: disputes, measures, holds,\ncommitments not kept in full, confirmations that differ (until one agrees),\ndrafts not matured; causes are not among them",
);

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(Arg::new("target").value_name("TARGET").help(text("合同编号或客户；不写就是全部", "a contract or customer; all where none is named").get(lang)))
        .arg(option("kind", "KIND", text("只看一种记录，可重复", "one kind of entry; repeatable"), lang).action(clap::ArgAction::Append))
        .arg(switch("open", OPEN, lang))
        .arg(switch("detail", text("多一列：这条记录把诉讼时效移到哪天", "one column more: the day an entry moves the limitation of actions to"), lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    let kinds = kinds(request)?;
    // One contract is the same thing as an argument and as a filter.
    let (mut target, mut filter) = (request.target, request.filter.clone());
    if let (None, None, [only]) = (target.customer, target.contract, filter.contracts.as_slice()) {
        target.contract = Some(*only);
        filter.contracts.clear();
    }
    let effects = Effects::new(account, lang);
    let open = request.flag("open").then(|| history_open::open(account));
    let shown = |entry: &Entry| (kinds.is_empty() || kinds.contains(&entry.kind)) && open.as_ref().is_none_or(|open| open.contains(&entry.index));
    let wanted = |entry: &Entry| {
        filter.accepts_entry(account, entry)
            && target.contract.is_none_or(|contract| entry.contract == Some(contract) || effects.reaches(entry.index, contract))
            && target.customer.is_none_or(|customer| entry.customer == Some(customer))
    };
    let exists = |entry: &Entry| account.standing(entry.index) != Standing::Later;
    let mut entries: Vec<Entry> = account.journal.entries().filter(|entry| exists(entry) && wanted(entry)).collect();
    entries.sort_by_key(|entry| (entry.date, entry.id));
    let effects = effects.with_claims(entries.iter().filter(|entry| shown(entry)));
    let detail = request.flag("detail");
    let mut begins = begins(account, &filter, target).into_iter().peekable();
    let (mut balance, mut sum, mut received) = (Money::ZERO, Money::ZERO, Received::default());
    let mut rows = Vec::new();
    for entry in &entries {
        let index = entry.index;
        while let Some((_, amount)) = begins.next_if(|(day, _)| *day <= entry.date) {
            balance += amount;
        }
        let void = account.is_void(index);
        // Money that names only the customer counts for a contract with what it paid there.
        let part = target.contract.filter(|contract| entry.contract != Some(*contract)).map(|contract| effects.paid_to(index, contract));
        if !void {
            balance += part.map_or_else(|| change(&effects, index, entry), |part| -part);
        }
        if shown(entry) {
            if !void {
                sum += part.unwrap_or(entry.amount);
                received.add(account, entry, part.unwrap_or(entry.amount));
            }
            let effect = if void { Cell::code("void", say!(lang, "作废", "void")) } else { Cell::text(effects.words(index, entry)) };
            let mut row = row(account, entry, effect, balance, lang);
            if detail {
                row.push(Cell::date(account.moves_limitation_to(entry).filter(|_| !void)));
            }
            rows.push(row);
        }
    }
    let mut columns = columns(request.target != Target::default());
    if detail {
        columns.push(Column::words("limitation_to", text("时效至", "Limitation to")));
    }
    let total = totals(&columns, [("date", Cell::TOTAL), ("amount", Cell::Money(sum))]);
    Ok(Sheet {
        report: "history",
        title: title(request),
        columns,
        rows,
        total: Some(total),
        // Receipts and promises have no sum that means anything to a reader.
        hide_total: kinds.len() != 1,
        memo: if kinds == [Kind::Receipt] { received.memo() } else { Vec::new() },
        hide_memo: received.is_all_cash(),
        empty: say!(lang, "没有记录", "no entries"),
        ..Sheet::default()
    })
}

/// The given entries alone, each with its effect and its customer's balance.
pub fn of_entries(account: &Account, entries: &[EntryIx], lang: Lang) -> Sheet {
    let new: Vec<Entry> = entries.iter().map(|index| account.journal.entry(*index)).collect();
    let effects = Effects::new(account, lang).with_claims(new.iter());
    let row_of = |index: &EntryIx| {
        let entry = account.journal.entry(*index);
        let effect = if account.is_void(*index) { Cell::code("void", say!(lang, "作废", "void")) } else { Cell::text(effects.words(*index, &entry)) };
        let balance = entry.customer.map_or(Money::ZERO, |customer| account.balance(customer));
        row(account, &entry, effect, balance, lang)
    };
    let rows = entries.iter().map(row_of).collect();
    Sheet { report: "record", title: say!(lang, "记录", "Recorded"), columns: columns(false), rows, ..Sheet::default() }
}

fn title(request: &Request) -> String {
    let (book, lang) = (request.account.book, request.lang);
    let subject = match (request.target.contract, request.target.customer) {
        (Some(contract), _) => book.contract(contract).no.clone(),
        (None, Some(customer)) => book.customer(customer).name.clone(),
        (None, None) => return say!(lang, "记录", "History"),
    };
    say!(lang, "记录 · {subject}", "History · {subject}")
}

fn kinds(request: &Request) -> Result<Vec<Kind>, UsageFault> {
    let words = request.flags.get_many::<String>("kind").into_iter().flatten();
    let codes = || Kind::ALL.iter().map(|kind| kind.code());
    words
        .map(|word| {
            let named = |kind: &Kind| kind.code() == word || kind.name().zh == word;
            Kind::ALL.into_iter().find(named).ok_or_else(|| {
                let choices = nearest_first(word, codes());
                UsageFault::Choice { option: "--kind", text: word.clone(), choices }
            })
        })
        .collect()
}

/// What begins to be owed on which day without an entry: the milestones of the contracts the filter wants.
fn begins(account: &Account, filter: &Filter, target: Target) -> BTreeMap<Day, Money> {
    let mut begins = BTreeMap::new();
    let wanted = |position: &&Position| {
        let on = account.begun(position);
        let rep = account.book.rep_of_contract(position.contract, on);
        (filter.is_empty() || filter.accepts(account, Some(position.customer), Some(position.contract), rep))
            && target.contract.is_none_or(|contract| position.contract == contract)
            && target.customer.is_none_or(|customer| position.customer == customer)
    };
    let milestones = account.positions().iter().filter(|position| matches!(position.part, Part::Milestone { .. }));
    for position in milestones.filter(wanted) {
        *begins.entry(account.begun(position)).or_default() += position.amount;
    }
    begins
}

/// What an entry changes of Σ outstanding − unapplied.
fn change(effects: &Effects, index: EntryIx, entry: &Entry) -> Money {
    match entry.kind {
        Kind::Bill | Kind::Refund => entry.amount,
        Kind::Receipt => effects.applied(index, Applied::Recovered) - entry.amount,
        Kind::Deduct => -entry.amount,
        Kind::Writeoff => -effects.applied(index, Applied::Written),
        Kind::Clear
        | Kind::Commitment
        | Kind::Reschedule
        | Kind::Event
        | Kind::Invoice
        | Kind::Contact
        | Kind::Note
        | Kind::Cause
        | Kind::Dispute
        | Kind::Resolve
        | Kind::Hold
        | Kind::Release
        | Kind::Legal
        | Kind::Confirm
        | Kind::Measure
        | Kind::Signal
        | Kind::Void => Money::ZERO,
    }
}

fn row(account: &Account, entry: &Entry, effect: Cell, balance: Money, lang: Lang) -> Vec<Cell> {
    let fields = account.journal.row(entry);
    let text = |field| fields.as_ref().map_or("".into(), |row| row.get(field));
    let customer = text(Field::Customer);
    let name = account.book.find_customer(&*customer).map(|index| account.book.customer(index).name.clone());
    let detail = text(Field::Detail);
    vec![
        Cell::text(text(Field::Id)),
        Cell::Date(entry.date),
        Cell::code(entry.kind.code(), entry.kind.name().get(lang)),
        name.map_or(Cell::Blank, |name| Cell::code(customer, name)),
        Cell::text(text(Field::Contract)),
        Cell::text(text(Field::Milestone)),
        if text(Field::Amount).is_empty() { Cell::Blank } else { Cell::Money(entry.amount) },
        Cell::date(entry.due),
        Cell::text(text(Field::Ref)),
        Cell::text(text(Field::Proof)),
        Cell::text(text(Field::Party)),
        if detail.is_empty() { Cell::Blank } else { Cell::code(detail.clone(), entry.kind.detail_name(&detail, lang)) },
        Cell::text(text(Field::By)),
        Cell::text(text(Field::Note)),
        effect,
        Cell::Money(balance),
    ]
}

/// `one`: all entries are of one customer, whose name the title tells.
fn columns(one: bool) -> Vec<Column> {
    let heading = |field: Field| -> Text {
        match field {
            Field::Id => text("编号", "Id"),
            Field::Date => text("日期", "Date"),
            Field::Kind => text("种类", "Kind"),
            Field::Customer => text("客户", "Customer"),
            Field::Contract => text("合同", "Contract"),
            Field::Milestone => text("付款节点", "Milestone"),
            Field::Amount => text("金额", "Amount"),
            Field::Due => text("约定日", "Due"),
            Field::Ref => text("指向", "Ref"),
            Field::Proof => text("凭证", "Proof"),
            Field::Party => text("对方", "Party"),
            Field::Detail => text("明细", "Detail"),
            Field::By => text("经手", "By"),
            Field::Note => text("备注", "Note"),
        }
    };
    let rank = |field: Field| match field {
        Field::Date | Field::Kind | Field::Amount => 0,
        Field::Customer if one => 13,
        Field::Customer => 2,
        Field::Contract => 1,
        Field::Id => 4,
        Field::Note => 5,
        Field::Milestone => 6,
        Field::Detail => 7,
        Field::By => 8,
        Field::Due => 9,
        Field::Party => 10,
        Field::Proof => 11,
        Field::Ref => 12,
    };
    let field = |field: Field| {
        let key = field.key();
        let column = if field == Field::Amount { Column::number(key, heading(field)) } else { Column::words(key, heading(field)) };
        column.rank(rank(field))
    };
    let mut columns: Vec<Column> = Field::ALL.into_iter().map(field).collect();
    columns.push(Column::words("effect", text("结果", "Effect")).wants(48));
    columns.push(Column::number("balance", text("余额", "Balance")));
    columns
}
