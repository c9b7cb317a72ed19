//! `progress` (回款进度表): how far each contract is, what comes next, and why what is late is late.

use clap::Command;
use smol_str::SmolStr;

use super::progress_detail;
use super::{Example, Report, Request, Words, one, rep_cell, switch};
use crate::account::{Account, Followup, Position, TierLadder};
use crate::book::ContractIx;
use crate::date::Day;
use crate::entry::{Column as Field, EntryIx, Kind};
use crate::money::{Money, Ratio};
use crate::parallel::map;
use crate::problem::Problems;
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "progress",
    about: text("回款进度表：每份合同回了多少，下一笔何时，红色的为什么", "how far each contract is, what is next, and why what is red is late"),
    examples: [
        Example { line: "progress --rep 李雷", about: text("李雷名下每份合同的进度", "each contract of one rep") },
        Example { line: "progress --detail --contract HT-2026-001", about: text("一份合同逐个节点看", "one contract, milestone by milestone") },
    ],
    words: Words::OfDetail(&[Kind::Receipt, Kind::Reschedule, Kind::Commitment, Kind::Contact, Kind::Confirm, Kind::Legal]),
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command.arg(switch("detail", text("每个付款节点一行，带诉讼时效", "a row per milestone, with its limitation"), lang)).arg(switch(
        "all",
        text("已收齐的也列出", "also what is settled"),
        lang,
    ))
}

/// What is summed of one contract, or shown of one position.
#[derive(Clone, Copy)]
pub(super) struct Figures {
    pub(super) contract: ContractIx,
    pub(super) amount: Money,
    received: Money,
    settled: Money,
    pub(super) outstanding: Money,
    /// Earliest due date of what is open, and how much is open on it.
    next: Option<(Day, Money)>,
    reschedules: u32,
}

impl Figures {
    pub(super) fn new(contract: ContractIx) -> Self {
        let zero = Money::ZERO;
        Self { contract, amount: zero, received: zero, settled: zero, outstanding: zero, next: None, reschedules: 0 }
    }

    pub(super) fn add(&mut self, position: &Position) {
        let open = position.outstanding();
        self.amount += position.amount;
        self.received += position.paid;
        self.settled += position.settled();
        self.outstanding += open;
        self.reschedules = self.reschedules.saturating_add(u32::from(position.reschedules));
        if let Some(due) = position.due.filter(|_| open.is_positive()) {
            self.next = match self.next {
                Some((known, amount)) if known == due => Some((known, amount + open)),
                Some((known, amount)) if known < due => Some((known, amount)),
                _ => Some((due, open)),
            };
        }
    }

    /// What was settled by money and deductions ÷ the amount.
    fn progress(&self) -> Option<Ratio> {
        Ratio::of(self.settled, self.amount)
    }
}

#[allow(clippy::unnecessary_wraps)] // as the table of reports wants it
fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    if request.flag("detail") {
        return Ok(progress_detail::build(request));
    }
    let followups = account.followups();
    let mut contracts: Vec<Figures> = Vec::new();
    for position in account.positions().iter().filter(|position| request.filter.accepts_position(account, position)) {
        if contracts.last().is_none_or(|last| last.contract != position.contract) {
            contracts.push(Figures::new(position.contract));
        }
        if let Some(own) = contracts.last_mut() {
            own.add(position);
        }
    }
    let before = contracts.len();
    contracts.retain(|own| request.flag("all") || own.outstanding.is_positive());
    let settled = before - contracts.len();
    contracts.sort_by_cached_key(|own| (account.book.rep_of_contract(own.contract, request.day()), account.book.owner(own.contract), own.contract));
    let shown = Shown::new(request, &followups);
    let rows = map(&contracts, |own| Vec::from(shown.cells(own)));
    let notes = (settled > 0).then(|| say!(lang, "另有 {settled} 份合同已收齐，--all 一并列出", "settled contracts left out: {settled}; --all shows them"));
    Ok(sheet(lang, say!(lang, "回款进度表", "Collection progress"), rows, &contracts, columns(), notes.into_iter().collect()))
}

/// The sheet of contracts or milestones, with the sums.
pub(super) fn sheet(lang: Lang, title: String, rows: Vec<Vec<Cell>>, of: &[Figures], columns: Vec<Column>, notes: Vec<String>) -> Sheet {
    let sum = |of_one: &dyn Fn(&Figures) -> Money| of.iter().map(of_one).sum::<Money>();
    let (amount, settled) = (sum(&|own| own.amount), sum(&|own| own.settled));
    let figures = [
        ("customer_name", Cell::TOTAL),
        ("amount", Cell::Money(amount)),
        ("received", Cell::Money(sum(&|own| own.received))),
        ("progress", Cell::Ratio(Ratio::of(settled, amount))),
        ("outstanding", Cell::Money(sum(&|own| own.outstanding))),
    ];
    let total = totals(&columns, figures);
    Sheet {
        report: "progress",
        title,
        columns,
        rows,
        total: Some(total),
        notes,
        empty: say!(lang, "没有未收齐的合同", "no contract is open"),
        ..Sheet::default()
    }
}

/// What rows are made with.
pub(super) struct Shown<'a> {
    account: &'a Account<'a>,
    followups: &'a [Followup],
    ladder: TierLadder,
    pub(super) day: Day,
    lang: Lang,
}

impl<'a> Shown<'a> {
    pub(super) fn new(request: &Request<'a>, followups: &'a [Followup]) -> Self {
        Self { account: request.account, followups, ladder: TierLadder::of_book(request.account.book), day: request.day(), lang: request.lang }
    }

    pub(super) fn cells(&self, own: &Figures) -> [Cell; 19] {
        let (book, lang) = (self.account.book, self.lang);
        let (contract, customer) = (book.contract(own.contract), book.customer(book.owner(own.contract)));
        let days = own.next.map(|(due, _)| self.day.since(due));
        let number = days.and_then(|days| self.ladder.of_days(days));
        let tier = number.and_then(|number| self.ladder.tiers.get(number));
        let cause = self.followups.get(book.owner(own.contract).0 as usize).and_then(|followup| followup.cause(Some(own.contract)));
        // Only of what is in the last tier, cause and solution are missed.
        let is_last = number.is_some_and(|number| number + 1 == self.ladder.tiers.len());
        let [cause, solution, solution_due] = self.cause(cause, is_last);
        [
            rep_cell(self.account, book.rep_of_contract(own.contract, self.day)),
            Cell::name(&customer.id),
            Cell::name(&customer.name),
            Cell::text(&contract.project),
            Cell::name(&contract.no),
            Cell::Money(own.amount),
            Cell::Money(own.received),
            Cell::Ratio(own.progress()),
            Cell::date(own.next.map(|(due, _)| due)),
            Cell::money(own.next.map(|(_, amount)| amount)),
            Cell::Money(own.outstanding),
            Cell::days(days),
            tier.map_or(Cell::Blank, |tier| Cell::colored(&tier.name, tier.label.get(lang), &tier.color)),
            Cell::text(tier.map_or("", |tier| tier.action.get(lang))),
            cause,
            solution,
            solution_due,
            if own.reschedules == 0 { Cell::Blank } else { Cell::Count(own.reschedules.into()) },
            bar(own.progress()),
        ]
    }

    /// Cause, solution and its deadline; where they must be there and are not, that they are missing.
    fn cause(&self, cause: Option<EntryIx>, needed: bool) -> [Cell; 3] {
        let (journal, lang) = (self.account.journal, self.lang);
        let missing = |zh, en| if needed { Cell::colored("", text(zh, en).get(lang), "red") } else { Cell::Blank };
        let Some(entry) = cause.map(|cause| journal.entry(cause)) else {
            return [missing("缺原因", "no cause"), missing("缺方案", "no solution"), Cell::Blank];
        };
        let code = journal.text(entry, Field::Detail);
        let name = Kind::Cause.detail_name(&code, lang);
        let solution = journal.text(entry, Field::Note);
        let solution = if solution.is_empty() { missing("缺方案", "no solution") } else { Cell::text(solution) };
        [Cell::code(code, name), solution, Cell::date(entry.due)]
    }
}

/// `█████░░░░░`: ten parts, full only where all is settled.
fn bar(progress: Option<Ratio>) -> Cell {
    const PARTS: &str = "██████████░░░░░░░░░░";
    let bar = |full: usize| PARTS.get((10 - full) * "█".len()..(20 - full) * "█".len());
    progress.and_then(|ratio| bar(ratio.tenths())).map_or(Cell::Blank, |bar| Cell::Text(SmolStr::new_static(bar)))
}

pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::words("rep", text("销售代表", "Rep")).rank(4),
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")).wants(8),
        Column::words("project", text("项目", "Project")).rank(8),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::number("amount", text("合同金额", "Amount")).rank(3),
        Column::number("received", text("已回款", "Received")).rank(9),
        Column::number("progress", text("进度", "Progress")).rank(1),
        Column::words("next_due", text("到期日", "Due")).whole(),
        Column::number("next_amount", text("到期金额", "Amount due")).rank(7),
        Column::number("outstanding", text("未回款余额", "Outstanding")),
        Column::number("days", text("逾期天数", "Days")),
        Column::words("tier", text("等级", "Tier")),
        Column::words("action", text("对销售代表", "For the rep")).rank(5),
        Column::words("cause", text("逾期原因", "Cause")).wants(8),
        Column::words("solution", text("方案", "Solution")).rank(2).wants(14),
        Column::words("solution_due", text("方案期限", "Solution due")).whole().rank(10),
        Column::number("reschedules", text("展期次数", "Rescheduled")).rank(11),
        Column::words("bar", text("　", " ")).rank(6).table_only(),
    ]
}
