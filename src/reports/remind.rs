//! `remind`: whom to call today, and why.

use clap::Command;

pub use super::remind_rows::{Horizon, Reason, Reminder, reminders};
use super::remind_rows::{invoice, strategy};
use super::{Example, Report, Request, Words, option, position_cell, rep_cell, switch};
use crate::account::Part;
use crate::account::{Account, Followup, TierLadder};
use crate::date::{Day, Toward};
use crate::parallel::map;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "remind",
    about: text("催款提醒：今天该找谁，为什么", "whom to call today, and why"),
    examples: [
        Example {
            line: "remind --rep 李雷 --until +7d", about: text("李雷今天和未来七天要做的事", "what one rep has to do today and in the next seven days")
        },
        Example {
            line: "remind --quiet-if-empty --format markdown", about: text("放进 cron：没事就不出声", "for cron: silent when there is nothing to do")
        },
    ],
    words: Words::OfFigures,
    args,
    build,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(option("until", "DATE", text("往后看到这一天", "look ahead to this day"), lang))
        .arg(switch("all", text("最近联系过的也列出", "also who was contacted lately"), lang))
        .arg(switch("exit-code", text("有事要做时退出码为 1", "exit with 1 when there is something to do"), lang))
        .arg(switch("quiet-if-empty", text("没事时什么都不输出", "print nothing when there is nothing to do"), lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let until = request
        .option("until")
        .map(|text| Day::parse_typed(text, day, Toward::Future).map_err(|fault| UsageFault::Date { text: text.to_string(), fault }))
        .transpose()?;
    account.commitments();
    let followups = account.followups();
    let found = reminders(account, &request.filter, &followups, Horizon { until, all: request.flag("all") });
    let ladder = TierLadder::of_book(account.book);
    let rows: Vec<Vec<Cell>> = map(&found, |reminder| row(account, &ladder, &followups, reminder, lang));
    let count = rows.len();
    Ok(Sheet {
        report: "remind",
        title: say!(lang, "催款提醒", "Reminders"),
        columns: columns(),
        rows,
        notes: if count > 0 { vec![say!(lang, "共 {count} 件", "things to do: {count}")] } else { Vec::new() },
        empty: say!(lang, "今天没有要催的", "nothing to do today"),
        ..Sheet::default()
    })
}

/// What to do with the customer next: the ladder's step after this many contacts.
pub fn next_step(account: &Account, contacts: u32, lang: Lang) -> String {
    let ladder = &account.book.ladder;
    let step = ladder.iter().rev().find(|step| step.step <= contacts + 1).or_else(|| ladder.first());
    step.map_or(String::new(), |step| step.words.get(lang).to_string())
}

fn row(account: &Account, ladder: &TierLadder, followups: &[Followup], own: &Reminder, lang: Lang) -> Vec<Cell> {
    let book = account.book;
    let customer = book.customer(own.customer);
    let followup = followups.get(own.customer.0 as usize);
    let contact = customer.contact();
    let position = own.position.and_then(|number| account.positions().get(number));
    let tier = own.tier.and_then(|tier| ladder.tiers.get(tier));
    let rep = own.contract.map_or_else(|| book.rep_of_customer(own.customer, account.as_of.day), |contract| book.rep_of_contract(contract, account.as_of.day));
    let contacts = followup.map_or(0, |followup| followup.contacts);
    let milestone = position.and_then(|position| match position.part {
        Part::Milestone { index, .. } => book.contract(position.contract).milestones.get(usize::from(index)),
        Part::Bill { .. } => None,
    });
    let color = tier.map_or("", |tier| &tier.color);
    vec![
        Cell::colored(own.reason.code(), own.reason.name().get(lang), color),
        rep_cell(account, rep),
        Cell::name(&customer.id),
        Cell::name(&customer.name),
        Cell::text(contact.map_or("", |contact| &contact.name)),
        Cell::text(contact.map_or("", |contact| &contact.phone)),
        Cell::text(own.contract.map_or("", |contract| &book.contract(contract).no)),
        position.map_or(Cell::Blank, |position| position_cell(account, position, lang)),
        Cell::Date(own.due),
        Cell::Count(own.days.into()),
        Cell::Money(own.outstanding),
        tier.map_or(Cell::Blank, |tier| Cell::colored(&tier.name, tier.label.get(lang), &tier.color)),
        Cell::text(tier.map_or("", |tier| tier.action.get(lang))),
        Cell::text(next_step(account, contacts, lang)),
        Cell::money(own.promised.map(|(amount, _)| amount)),
        Cell::date(own.promised.map(|(_, day)| day)),
        Cell::date(followup.and_then(|followup| followup.last_contact)),
        Cell::Count(contacts.into()),
        invoice(account, followup, own.contract, lang).map_or(Cell::Blank, |(code, name)| Cell::code(code, name)),
        Cell::text(milestone.map_or(String::new(), |milestone| milestone.papers.join("、"))),
        Cell::text(strategy(account, followup, own.contract).map_or("", |words| words.get(lang))),
    ]
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("reason", text("事由", "Reason")),
        Column::words("rep", text("销售代表", "Rep")).rank(6),
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contact", text("联系人", "Contact")).rank(2),
        Column::words("phone", text("电话", "Phone")).rank(1),
        Column::words("contract", text("合同", "Contract")).rank(4),
        Column::words("milestone", text("付款节点", "Milestone")).rank(7),
        Column::words("due", text("日期", "Due")).rank(5),
        Column::number("days", text("逾期天数", "Days")),
        Column::number("outstanding", text("金额", "Amount")),
        Column::words("tier", text("等级", "Tier")).rank(8),
        Column::words("action", text("对销售代表", "For the rep")).rank(11),
        Column::words("next_step", text("对客户", "Next step")).rank(3),
        Column::number("promised", text("承诺", "Promised")).rank(12),
        Column::words("promised_for", text("承诺日期", "Promised for")).rank(12),
        Column::words("last_contact", text("上次跟进", "Last contact")).rank(9),
        Column::number("contacts", text("跟进次数", "Contacts")).rank(10),
        Column::words("invoice", text("开票", "Invoice")).rank(13),
        Column::words("papers", text("要带的资料", "Papers")).rank(14),
        Column::words("strategy", text("建议策略", "Strategy")).rank(15),
    ]
}
