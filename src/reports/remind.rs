//! `remind`: whom to call today, and why.

use clap::Command;

use super::remind_message::lines;
pub use super::remind_rows::{Horizon, Reason, Reminder, reminders};
use super::remind_rows::{invoice_name, strategy};
use super::{Example, Output, Part, Report, Request, Words, option, position_cell, rep_cell, switch};
use crate::account::{Account, Followup, Invoice, Part as Place, TierLadder, invoice_state};
use crate::book::RepIx;
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
    parts,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(option("until", "DATE", text("往后看到这一天", "look ahead to this day"), lang))
        .arg(switch("all", text("最近联系过的也列出", "also who was contacted lately"), lang))
        .arg(option("promise", "with|without", text("只看有承诺的，或没有承诺的客户", "only customers with an open promise, or without"), lang))
        .arg(option("by", "rep", text("按销售代表分开；加 -o DIR/ 每人一个文件", "one for each rep; with -o DIR/ a file each"), lang))
        .arg(switch("message", text("群消息：每个客户一两行，适合企业微信、钉钉", "a chat message: a line or two per customer"), lang))
        .arg(switch("exit-code", text("有事要做时退出码为 1", "exit with 1 when there is something to do"), lang))
        .arg(switch("quiet-if-empty", text("没事时什么都不输出", "print nothing when there is nothing to do"), lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let found = Found::new(request)?;
    let mut all: Vec<&Reminder> = found.reminders.iter().collect();
    if by_rep(request)? {
        all.sort_by_cached_key(|own| found.rep(own).map_or((1, None), |rep| (0, Some(rep))));
    }
    Ok(found.sheet(&all, None))
}

/// One for each rep who is still there or has something to do, where `--by rep` asks for it.
fn parts(request: &Request) -> Result<Option<Vec<Part>>, Problems> {
    if !by_rep(request)? || matches!(request.output, Output::Rows) {
        return Ok(None);
    }
    let found = Found::new(request)?;
    let (book, day) = (request.account.book, request.day());
    let reps = book.reps().map(|(rep, own)| (Some(rep), own.id.as_str(), own.left.is_none_or(|left| left >= day)));
    let mut parts = Vec::new();
    for (rep, id, is_there) in reps.chain([(None, "unassigned", false)]) {
        let own: Vec<&Reminder> = found.reminders.iter().filter(|reminder| found.rep(reminder) == rep).collect();
        if is_there || !own.is_empty() {
            let label = rep.map_or(id, |rep| &book.rep(rep).name).to_string();
            parts.push(Part { name: id.to_string(), label, sheet: found.sheet(&own, rep) });
        }
    }
    Ok(Some(parts))
}

fn by_rep(request: &Request) -> Result<bool, UsageFault> {
    match request.option("by") {
        None => Ok(false),
        Some("rep") => Ok(true),
        Some(other) => Err(UsageFault::Choice { option: "--by", text: other.to_string(), choices: "rep".into() }),
    }
}

/// What there is to do, with what its rows are made from.
struct Found<'a> {
    account: &'a Account<'a>,
    lang: Lang,
    message: bool,
    followups: Vec<Followup>,
    reminders: Vec<Reminder>,
    invoices: &'a [Invoice],
    ladder: TierLadder,
}

impl<'a> Found<'a> {
    fn new(request: &Request<'a>) -> Result<Self, Problems> {
        let (account, day) = (request.account, request.day());
        let until = request
            .option("until")
            .map(|text| Day::parse_typed(text, day, Toward::Future).map_err(|fault| UsageFault::Date { text: text.to_string(), fault }))
            .transpose()?;
        let promise = match request.option("promise") {
            None => None,
            Some("with") => Some(true),
            Some("without") => Some(false),
            Some(other) => return Err(UsageFault::Choice { option: "--promise", text: other.to_string(), choices: "with | without".into() }.into()),
        };
        account.commitments();
        let followups = account.followups();
        let mut reminders = reminders(account, &request.filter, &followups, Horizon { until, all: request.flag("all") });
        reminders.retain(|own| promise.is_none_or(|wanted| own.has_promise == wanted));
        let (invoices, ladder) = (account.invoices(), TierLadder::of_book(account.book));
        Ok(Self { account, lang: request.lang, message: request.flag("message"), followups, reminders, invoices, ladder })
    }

    /// Whose a reminder is.
    fn rep(&self, own: &Reminder) -> Option<RepIx> {
        let (book, day) = (self.account.book, self.account.as_of.day);
        own.contract.map_or_else(|| book.rep_of_customer(own.customer, day), |contract| book.rep_of_contract(contract, day))
    }

    /// The sheet of some reminders, of one rep where one is named.
    fn sheet(&self, list: &[&Reminder], rep: Option<RepIx>) -> Sheet {
        let (lang, count) = (self.lang, list.len());
        let who = rep.map_or(String::new(), |rep| format!(" · {}", self.account.book.rep(rep).name));
        Sheet {
            report: "remind",
            title: say!(lang, "催款提醒{who}", "Reminders{who}"),
            columns: columns(),
            rows: map(list, |reminder| self.row(reminder)),
            notes: if count > 0 { vec![say!(lang, "共 {count} 件", "things to do: {count}")] } else { Vec::new() },
            empty: say!(lang, "今天没有要催的", "nothing to do today"),
            message: if self.message { lines(self.account, &self.followups, list, rep, lang) } else { Vec::new() },
            ..Sheet::default()
        }
    }
}

/// What to do with the customer next: the ladder's step after this many contacts.
pub fn next_step<'b>(account: &Account<'b>, contacts: u32, lang: Lang) -> &'b str {
    let ladder = &account.book.ladder;
    let step = ladder.iter().rev().find(|step| step.step <= contacts + 1).or_else(|| ladder.first());
    step.map_or("", |step| step.words.get(lang))
}

impl Found<'_> {
    fn row(&self, own: &Reminder) -> Vec<Cell> {
        let (account, lang) = (self.account, self.lang);
        let book = account.book;
        let customer = book.customer(own.customer);
        let followup = self.followups.get(own.customer.0 as usize);
        let contact = customer.contact();
        let position = own.position.and_then(|number| account.positions().get(number));
        let tier = own.tier.and_then(|tier| self.ladder.tiers.get(tier));
        let contacts = followup.map_or(0, |followup| followup.contacts);
        let milestone = position.and_then(|position| match position.part {
            Place::Milestone { index, .. } => book.milestones_of(position.contract).get(usize::from(index)),
            Place::Bill { .. } => None,
        });
        let color = tier.map_or("", |tier| &tier.color);
        vec![
            Cell::colored(own.reason.code(), own.reason.name().get(lang), color),
            rep_cell(account, self.rep(own)),
            Cell::name(&customer.id),
            Cell::name(&customer.name),
            Cell::text(contact.map_or("", |contact| contact.name)),
            Cell::text(contact.map_or("", |contact| contact.phone)),
            own.contract.map_or(Cell::Blank, |contract| Cell::name(&book.contract(contract).no)),
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
            own.contract.map_or(Cell::Blank, |contract| {
                let state = invoice_state(self.invoices, contract);
                Cell::code(state.code(), invoice_name(state).get(lang))
            }),
            milestone.filter(|milestone| !milestone.papers.is_empty()).map_or(Cell::Blank, |milestone| Cell::text(milestone.papers.join("、"))),
            Cell::text(strategy(account, followup, own.contract).map_or("", |words| words.get(lang))),
            Cell::date(followup.and_then(|followup| followup.next).map(|(_, day)| day)),
            if own.has_promise {
                Cell::code("promised", text("有承诺", "promised").get(lang))
            } else {
                Cell::colored("no-commitment", text("无承诺", "no commitment").get(lang), "red")
            },
        ]
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("reason", text("事由", "Reason")),
        Column::words("rep", text("销售代表", "Rep")).rank(6),
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contact", text("联系人", "Contact")).rank(2),
        Column::words("phone", text("电话", "Phone")).rank(1),
        Column::words("contract", text("合同", "Contract")).whole().rank(4),
        Column::words("milestone", text("付款节点", "Milestone")).rank(7),
        Column::words("due", text("日期", "Due")).whole().rank(5),
        Column::number("days", text("逾期天数", "Days")),
        Column::number("outstanding", text("金额", "Amount")),
        Column::words("tier", text("等级", "Tier")).rank(8),
        Column::words("action", text("对销售代表", "For the rep")).rank(11),
        Column::words("next_step", text("对客户", "Next step")).rank(3),
        Column::number("promised", text("承诺", "Promised")).rank(12),
        Column::words("promised_for", text("承诺日期", "Promised for")).whole().rank(12),
        Column::words("last_contact", text("上次跟进", "Last contact")).whole().rank(9),
        Column::number("contacts", text("跟进次数", "Contacts")).rank(10),
        Column::words("invoice", text("开票", "Invoice")).rank(13),
        Column::words("papers", text("要带的资料", "Papers")).rank(14),
        Column::words("strategy", text("建议策略", "Strategy")).rank(15),
        Column::words("next_contact", text("约定跟进", "Next contact")).whole().rank(16),
        Column::words("promise", text("有无承诺", "Promise")).rank(8),
    ]
}
