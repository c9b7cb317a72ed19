//! `handover FROM TO` (移交清单): everything open that one rep hands to another, customer by customer.

use std::collections::HashMap;

use clap::{Arg, Command};

use super::commitments::state_name;
use super::{Example, Report, Request, Words, one, position_cell};
use crate::account::{Account, Followup, State, TierLadder};
use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::date::Day;
use crate::entry::{Column as Field, Entry, Kind};
use crate::money::Money;
use crate::problem::Problems;
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "handover",
    about: text("移交清单：一个销售代表交给另一个的客户、应收、承诺、争议、资料", "what one rep hands over to another: balances, promises, disputes, papers"),
    examples: [
        Example { line: "handover 李雷 韩梅 -o 移交.md", about: text("写成文件，双方签字", "as a file, for both to sign") },
        Example { line: "handover zhaogang hanmei", about: text("已改过负责人的也算在内", "also what has changed hands already") },
    ],
    words: Words::OfAndDrafts(&[Kind::Confirm, Kind::Dispute, Kind::Hold]),
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    let rep = |id: &'static str, name: &'static str, help: crate::text::Text| Arg::new(id).value_name(name).required(true).help(help.get(lang));
    command.arg(rep("from-rep", "FROM", text("移交人：编号或名字", "who hands over: id or name"))).arg(rep("to-rep", "TO", text("接收人", "who takes over")))
}

/// One open item, with what it is sorted by.
struct Item {
    customer: CustomerIx,
    rank: u8,
    due: Option<Day>,
    cells: Vec<Cell>,
    amount: Option<Money>,
}

#[allow(clippy::unnecessary_wraps)] // as the table of reports wants it
fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    let (from, to) = (request.reps.first().copied(), request.reps.get(1).copied());
    // Asking for these first saves a replay.
    account.commitments();
    let followups = account.followups();
    let hand = Hand { account, followups: &followups, from, to, agreed: agreed(account), ladder: TierLadder::of_book(account.book), lang };
    let mut items = hand.positions(request);
    items.extend(hand.commitments(request));
    items.extend(hand.entries(request));
    // What was written off is claimed on, and money may wait, where nothing is open.
    let claimed = account.book.customers().map(|(customer, _)| customer).filter(|customer| !account.claim(*customer).is_zero());
    let claimed = claimed.filter(|customer| hand.is_handed(*customer, None) && hand.accepts(request, *customer, None));
    let mut customers: Vec<CustomerIx> = items.iter().map(|item| item.customer).chain(claimed).collect();
    customers.sort_unstable();
    customers.dedup();
    items.extend(customers.iter().map(|customer| hand.balance(*customer)));
    items.sort_by_key(|item| (item.customer, item.rank, item.due));
    let claims: Money = items.iter().filter(|item| item.rank == 0).filter_map(|item| item.amount).sum();
    let name = |rep: Option<RepIx>| rep.map_or(String::new(), |rep| account.book.rep(rep).name.clone());
    let (from, to, count) = (name(from), name(to), customers.len());
    let claims = claims.grouped();
    Ok(Sheet {
        report: "handover",
        title: say!(lang, "移交清单 · {from} → {to}", "Handover · {from} → {to}"),
        columns: columns(),
        notes: vec![
            say!(lang, "{count} 个客户，可主张余额合计 {claims}", "customers: {count}, claims of {claims} in all"),
            say!(lang, "移交以后的事归接收人；以前的回款和业绩仍记在移交人名下", "what comes later is the new rep's; results so far stay with who earned them"),
            say!(
                lang,
                "移交人：__________　接收人：__________　监交人：__________　日期：__________",
                "From: ________   to: ________   witness: ________   date: ________"
            ),
        ],
        rows: items.into_iter().map(|item| item.cells).collect(),
        empty: say!(lang, "没有要移交的", "nothing to hand over"),
        ..Sheet::default()
    })
}

/// When each customer last agreed to a balance.
fn agreed(account: &Account) -> HashMap<CustomerIx, Day> {
    let mut last = HashMap::new();
    for (_, entry) in account.of_kind(Kind::Confirm) {
        if let Some(customer) = entry.customer.filter(|_| account.journal.text(entry, Field::Detail) == "agreed") {
            last.entry(customer).and_modify(|known: &mut Day| *known = entry.date.max(*known)).or_insert(entry.date);
        }
    }
    last
}

struct Hand<'a> {
    account: &'a Account<'a>,
    followups: &'a [Followup],
    from: Option<RepIx>,
    to: Option<RepIx>,
    /// When each customer last agreed to a balance.
    agreed: HashMap<CustomerIx, Day>,
    ladder: TierLadder,
    lang: Lang,
}

/// What a row says beside whose it is.
struct Facts<'f> {
    rank: u8,
    kind: (&'static str, String),
    contract: Option<ContractIx>,
    milestone: Cell,
    amount: Option<Money>,
    due: Option<Day>,
    state: Cell,
    papers: &'f [String],
    confirmed: Option<Day>,
}

impl Hand<'_> {
    /// Whether a customer's or contract's affairs are in the old rep's hands, or went from them to the new one.
    fn is_handed(&self, customer: CustomerIx, contract: Option<ContractIx>) -> bool {
        let (book, day) = (self.account.book, self.account.as_of.day);
        let rep_on = |day| contract.map_or_else(|| book.rep_of_customer(customer, day), |contract| book.rep_of_contract(contract, day));
        let now = rep_on(day);
        if now == self.from {
            return true;
        }
        let own = contract.map(|contract| &book.contract(contract).reps).filter(|reps| reps.on(day).is_some());
        let reps = own.unwrap_or(&book.customer(customer).reps);
        now == self.to && self.from.is_some_and(|from| reps.was(from, day))
    }

    fn item(&self, customer: CustomerIx, facts: Facts) -> Item {
        let (book, own) = (self.account.book, self.account.book.customer(customer));
        let contact = self.followups.get(customer.0 as usize).and_then(|followup| followup.last_contact);
        let (code, name) = facts.kind;
        let cells = vec![
            Cell::name(&own.id),
            Cell::name(&own.name),
            Cell::code(code, name),
            facts.contract.map_or(Cell::Blank, |contract| Cell::name(&book.contract(contract).no)),
            facts.milestone,
            Cell::money(facts.amount),
            Cell::date(facts.due),
            Cell::days(facts.due.map(|due| self.account.as_of.day.since(due))),
            facts.state,
            Cell::date(contact),
            Cell::text(facts.papers.join(crate::text::comma(self.lang))),
            Cell::date(facts.confirmed),
        ];
        Item { customer, rank: facts.rank, due: facts.due, cells, amount: facts.amount }
    }

    /// A customer as a whole: what can be claimed, its papers on file, the last balance it agreed to.
    fn balance(&self, customer: CustomerIx) -> Item {
        let (account, lang) = (self.account, self.lang);
        let facts = Facts {
            rank: 0,
            kind: ("balance", say!(lang, "余额", "balance")),
            contract: None,
            milestone: Cell::Blank,
            amount: Some(account.claim(customer)),
            due: None,
            state: account.book.customer(customer).grade(account.as_of.day).map_or(Cell::Blank, |grade| Cell::text(grade.letter())),
            papers: &account.book.customer(customer).docs,
            confirmed: self.agreed.get(&customer).copied(),
        };
        self.item(customer, facts)
    }

    fn positions(&self, request: &Request) -> Vec<Item> {
        let (account, lang, day) = (self.account, self.lang, request.day());
        let open = account.positions().iter().filter(|position| position.outstanding().is_positive());
        let handed = open.filter(|position| request.filter.accepts_position(account, position) && self.is_handed(position.customer, Some(position.contract)));
        handed
            .map(|position| {
                let tier = position.days(day).and_then(|days| self.ladder.of_days(days)).and_then(|tier| self.ladder.tiers.get(tier));
                let state = match (tier, position.is_waiting()) {
                    (Some(tier), _) => Cell::colored(&tier.name, tier.label.get(lang), &tier.color),
                    (None, true) => Cell::code("unscheduled", say!(lang, "未达付款条件", "unscheduled")),
                    (None, false) => Cell::code("not-due", say!(lang, "未到期", "not due")),
                };
                let papers = match position.part {
                    crate::account::Part::Milestone { index, .. } => {
                        account.book.milestones_of(position.contract).get(usize::from(index)).map(|own| own.papers.as_slice())
                    }
                    crate::account::Part::Bill { .. } => None,
                };
                let facts = Facts {
                    rank: 1,
                    kind: ("receivable", say!(lang, "应收", "receivable")),
                    contract: Some(position.contract),
                    milestone: position_cell(account, position, lang),
                    amount: Some(position.outstanding()),
                    due: position.due,
                    state,
                    papers: papers.unwrap_or_default(),
                    confirmed: None,
                };
                self.item(position.customer, facts)
            })
            .collect()
    }

    fn commitments(&self, request: &Request) -> Vec<Item> {
        let (account, lang) = (self.account, self.lang);
        let open = account.commitments().iter().filter(|own| matches!(own.state, State::Open | State::Partial | State::Broken));
        let handed = open.filter(|own| self.is_handed(own.customer, own.contract) && self.accepts(request, own.customer, own.contract));
        handed
            .map(|own| {
                let facts = Facts {
                    rank: 2,
                    kind: ("commitment", say!(lang, "承诺", "commitment")),
                    contract: own.contract,
                    milestone: Cell::Blank,
                    amount: Some(own.unfulfilled()),
                    due: Some(own.due),
                    state: Cell::code(own.state.code(), state_name(own.state).get(lang)),
                    papers: &[],
                    confirmed: None,
                };
                self.item(own.customer, facts)
            })
            .collect()
    }

    /// Disputes, holds and measures that stand, and drafts that have not matured.
    fn entries(&self, request: &Request) -> Vec<Item> {
        let account = self.account;
        let released: Vec<_> = account.of_kind(Kind::Release).filter_map(|(_, entry)| entry.refers).collect();
        let holds = account.of_kind(Kind::Hold).map(|(_, entry)| entry).filter(|entry| !released.contains(&entry.index));
        let drafts = account.of_kind(Kind::Receipt).map(|(_, entry)| entry).filter(|entry| account.is_held(entry));
        let disputes = account.open_disputes().into_iter().map(|(_, entry)| entry);
        let measures = account.open_measures().into_iter().map(|(_, entry)| entry);
        let all = disputes.map(|own| (3, own)).chain(holds.map(|own| (4, own))).chain(measures.map(|own| (5, own))).chain(drafts.map(|own| (6, own)));
        all.filter_map(|(rank, entry)| {
            let customer = entry.customer?;
            let handed = self.is_handed(customer, entry.contract) && self.accepts(request, customer, entry.contract);
            handed.then(|| self.item(customer, self.entry(rank, &entry)))
        })
        .collect()
    }

    fn entry(&self, rank: u8, entry: &Entry) -> Facts<'static> {
        let (account, lang) = (self.account, self.lang);
        let code = account.journal.text(entry, Field::Detail).into_owned();
        let name = if rank == 6 { say!(lang, "未到期票据", "draft held") } else { entry.kind.name().get(lang).to_string() };
        let amount = if entry.amount.is_zero() { None } else { Some(entry.amount) };
        Facts {
            rank,
            kind: (entry.kind.code(), name),
            contract: entry.contract,
            milestone: Cell::text(account.journal.text(entry, Field::Milestone)),
            amount,
            due: entry.due.or(Some(entry.date)),
            state: if code.is_empty() { Cell::Blank } else { Cell::code(&code, entry.kind.detail_name(&code, lang)) },
            papers: &[],
            confirmed: None,
        }
    }

    fn accepts(&self, request: &Request, customer: CustomerIx, contract: Option<ContractIx>) -> bool {
        let book = self.account.book;
        let rep = contract.map_or_else(|| book.rep_of_customer(customer, request.day()), |contract| book.rep_of_contract(contract, request.day()));
        request.filter.is_empty() || request.filter.accepts(self.account, Some(customer), contract, rep)
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("kind", text("种类", "Kind")),
        Column::words("contract", text("合同", "Contract")).whole().rank(1),
        Column::words("milestone", text("付款节点", "Milestone")).rank(2),
        Column::number("amount", text("金额", "Amount")),
        Column::words("due", text("日期", "Date")).whole(),
        Column::number("days", text("天数", "Days")),
        Column::words("state", text("状态", "State")),
        Column::words("last_contact", text("上次跟进", "Last contact")).whole().rank(4),
        Column::words("papers", text("资料", "Papers")).rank(3),
        Column::words("confirmed_on", text("上次对账", "Confirmed on")).whole().rank(5),
    ]
}
