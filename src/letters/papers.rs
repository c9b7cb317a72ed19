//! The facts a letter rests on, as tables: contracts, deliveries, invoices, positions, earlier notices, promises.

use rust_decimal::Decimal;

use super::BLANK;
use super::demand::Line;
use super::desk::Desk;
use super::markdown::{Table, escape};
use crate::account::{InvoiceState, Part, State};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, Entry, Kind};
use crate::money::Money;
use crate::text::{Lang, Text, text};

/// A position's name; a contract without milestones is paid as a whole.
pub(super) fn name_of(desk: &Desk, number: usize, lang: Lang) -> String {
    let Some(position) = desk.account.positions().get(number) else { return String::new() };
    if desk.account.is_whole_contract(position) {
        return text("全款", "all").get(lang).to_string();
    }
    desk.account.position_name(position).to_string()
}

/// A rate as people read it: 0.05%.
pub(super) fn percent(rate: Decimal) -> String {
    rate.checked_mul(Decimal::ONE_HUNDRED).map_or(String::new(), |percent| format!("{}%", percent.normalize()))
}

/// A cell, or a dash where there is nothing.
pub(super) fn or_dash(words: &str) -> String {
    if words.is_empty() { "—".into() } else { escape(words) }
}

/// The contracts of some lines, in the order of the book.
pub(super) fn contracts_of(lines: &[Line]) -> Vec<ContractIx> {
    let mut found: Vec<ContractIx> = lines.iter().map(|line| line.contract).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The customer's contracts, or those of them that were named.
pub(super) fn contracts_in_scope(desk: &Desk, customer: CustomerIx, named: &[ContractIx]) -> Vec<ContractIx> {
    let all = desk.account.book.contracts().filter(|(_, contract)| contract.customer == customer).map(|(index, _)| index);
    all.filter(|index| named.is_empty() || named.contains(index)).collect()
}

/// Number, name, signing date, amount.
pub(super) fn contracts(desk: &Desk, wanted: &[ContractIx], lang: Lang) -> String {
    let headings: [(&str, bool); 4] = match lang {
        Lang::Zh => [("合同编号", false), ("名称", false), ("签订日期", false), ("合同金额", true)],
        Lang::En => [("Contract no.", false), ("Name", false), ("Signed", false), ("Amount", true)],
    };
    let mut table = Table::new(&headings);
    for contract in wanted.iter().map(|index| desk.account.book.contract(*index)) {
        let framework = text("框架合同，按出货", "framework, by delivery").get(lang);
        let amount = if contract.framework { framework.to_string() } else { contract.amount.grouped() };
        table.push(vec![escape(&contract.no), or_dash(&contract.project), contract.signed.to_string(), amount]);
    }
    table.to_markdown()
}

/// Deliveries, acceptances and the bills of what is asked for.
pub(super) fn deliveries(desk: &Desk, customer: CustomerIx, wanted: &[ContractIx], bills: Option<&[Line]>, lang: Lang) -> String {
    let headings: [(&str, bool); 4] = match lang {
        Lang::Zh => [("日期", false), ("合同", false), ("事项", false), ("单据", false)],
        Lang::En => [("Date", false), ("Contract", false), ("What", false), ("Paper", false)],
    };
    let mut table = Table::new(&headings);
    let is_billed = |entry: &Entry| {
        let own =
            |line: &Line| matches!(desk.account.positions().get(line.number).map(|own| own.part), Some(Part::Bill { entry: bill, .. }) if bill == entry.index);
        bills.is_none_or(|lines| lines.iter().any(own))
    };
    for entry in desk.entries(customer).iter().filter(|own| own.contract.is_some_and(|contract| wanted.contains(&contract))) {
        let what = match entry.kind {
            Kind::Event => entry.kind.detail_name(&desk.account.journal.text(entry, Column::Detail), lang),
            Kind::Bill if is_billed(entry) => {
                let name = desk.account.journal.text(entry, Column::Milestone);
                format!("{} {name}", text("出货", "delivery").get(lang)).trim_end().to_string()
            }
            _ => continue,
        };
        let no = entry.contract.map_or("", |contract| &desk.account.book.contract(contract).no);
        table.push(vec![entry.date.to_string(), escape(no), escape(&what), or_dash(&desk.account.journal.text(entry, Column::Proof))]);
    }
    table.to_markdown()
}

/// Contract, number, amount, day and state of each invoice.
pub(super) fn invoices(desk: &Desk, customer: CustomerIx, wanted: &[ContractIx], lang: Lang) -> String {
    let headings: [(&str, bool); 5] = match lang {
        Lang::Zh => [("合同", false), ("发票号码", false), ("开票日期", false), ("金额", true), ("状态", false)],
        Lang::En => [("Contract", false), ("Invoice no.", false), ("Issued", false), ("Amount", true), ("State", false)],
    };
    let state = |state: InvoiceState| match state {
        InvoiceState::NotIssued => text("未开", "not issued"),
        InvoiceState::Issued => text("已开", "issued"),
        InvoiceState::Sent => text("已送", "sent"),
        InvoiceState::Received => text("已签收", "received"),
    };
    let mut table = Table::new(&headings);
    for own in desk.invoices(customer).iter().filter(|own| wanted.contains(&own.contract)) {
        table.push(vec![
            escape(&desk.account.book.contract(own.contract).no),
            or_dash(&own.number),
            own.issued.to_string(),
            own.amount.grouped(),
            state(own.state).get(lang).to_string(),
        ]);
    }
    table.to_markdown()
}

/// The papers a payment needs, of the milestones asked for.
pub(super) fn needed(desk: &Desk, lines: &[Line]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        let Some(Part::Milestone { index, .. }) = desk.account.positions().get(line.number).map(|own| own.part) else { continue };
        let milestone = desk.account.book.milestones_of(line.contract).get(usize::from(index));
        for paper in milestone.map(|own| own.papers.as_slice()).unwrap_or_default() {
            if !found.contains(paper) {
                found.push(paper.clone());
            }
        }
    }
    found
}

const TOTAL: Text = text("合计", "Total");

/// What is asked for, under a heading of the letter's, line by line with its total; the disputed part has a column where
/// there is one.
pub(super) fn positions(desk: &Desk, lines: &[Line], asked: Text, overdue: bool, lang: Lang) -> String {
    let has_disputes = lines.iter().any(|line| line.disputed.is_positive());
    let mut headings: Vec<(&'static str, bool)> = match lang {
        Lang::Zh => vec![("合同", false), ("款项", false), ("应付金额", true), ("已付及冲减", true)],
        Lang::En => vec![("Contract", false), ("Item", false), ("Amount", true), ("Paid or deducted", true)],
    };
    let more = |own: Text| (own.get(lang), true);
    if has_disputes {
        headings.push(more(text("争议（另列）", "Disputed (apart)")));
    }
    headings.push(more(asked));
    headings.push((text("到期日", "Due").get(lang), false));
    if overdue {
        headings.push(more(text("逾期天数", "Days overdue")));
    }
    let mut table = Table::new(&headings);
    for line in lines {
        let mut row = vec![
            escape(&desk.account.book.contract(line.contract).no),
            escape(&name_of(desk, line.number, lang)),
            line.amount.grouped(),
            line.settled.grouped(),
        ];
        if has_disputes {
            row.push(line.disputed.grouped());
        }
        row.extend([line.demanded.grouped(), line.due.to_string()]);
        if overdue {
            row.push(if line.days > 0 { line.days.to_string() } else { "—".into() });
        }
        table.push(row);
    }
    let sum = |of: fn(&Line) -> Money| lines.iter().map(of).sum::<Money>().grouped();
    let mut total = vec![format!("**{}**", TOTAL.get(lang)), String::new(), sum(|line| line.amount), sum(|line| line.settled)];
    if has_disputes {
        total.push(sum(|line| line.disputed));
    }
    total.extend([format!("**{}**", sum(|line| line.demanded)), String::new()]);
    if overdue {
        total.push(String::new());
    }
    if !lines.is_empty() {
        table.push(total);
    }
    table.to_markdown()
}

/// What is disputed: not asked for.
pub(super) fn disputes(desk: &Desk, lines: &[Line], lang: Lang) -> String {
    let headings: [(&str, bool); 4] = match lang {
        Lang::Zh => [("合同", false), ("款项", false), ("争议金额", true), ("到期日", false)],
        Lang::En => [("Contract", false), ("Item", false), ("Disputed", true), ("Due", false)],
    };
    let mut table = Table::new(&headings);
    for line in lines {
        let no = &desk.account.book.contract(line.contract).no;
        table.push(vec![escape(no), escape(&name_of(desk, line.number, lang)), line.disputed.grouped(), line.due.to_string()]);
    }
    table.to_markdown()
}

/// What came of a contact, as it can be put to the customer itself; words of our own stay in the house.
fn outcome(code: &str) -> Text {
    match code {
        "promised" => text("已承诺付款", "payment promised"),
        "asked" => text("已要求付款", "payment requested"),
        "refused" => text("未同意付款", "payment not agreed"),
        "no-answer" => text("未能接通", "not reached"),
        "excuse-quality" => text("提出质量问题", "quality raised"),
        "excuse-personal" => text("未确定付款日期", "no date of payment given"),
        _ => text("", ""),
    }
}

/// The contacts and lawyers' letters since the first due day, oldest first.
pub(super) fn demands<'d>(desk: &'d Desk, customer: CustomerIx, wanted: &[ContractIx], since: Option<Day>) -> Vec<&'d Entry> {
    let is_demand = |own: &Entry| match own.kind {
        Kind::Contact => true,
        Kind::Legal => desk.account.journal.text(own, Column::Detail) == "lawyer-letter",
        _ => false,
    };
    let in_scope = |own: &Entry| own.contract.is_none_or(|contract| wanted.contains(&contract)) && since.is_none_or(|since| own.date > since);
    desk.entries(customer).iter().filter(|own| is_demand(own) && in_scope(own)).collect()
}

/// Earlier notices: date, channel, to whom, reply, proof of service.
pub(super) fn notices(desk: &Desk, entries: &[&Entry], lang: Lang) -> String {
    let headings: [(&str, bool); 5] = match lang {
        Lang::Zh => [("日期", false), ("方式", false), ("接收人", false), ("答复或结果", false), ("送达凭证", false)],
        Lang::En => [("Date", false), ("Channel", false), ("To", false), ("Reply or outcome", false), ("Proof of service", false)],
    };
    let mut table = Table::new(&headings);
    for entry in entries {
        let own = |column| desk.account.journal.text(*entry, column).into_owned();
        let detail = own(Column::Detail);
        let (channel, result) = detail.split_once('/').unwrap_or((&detail, ""));
        let row = [entry.kind.detail_name(channel, lang), own(Column::Party), outcome(result).get(lang).to_string(), own(Column::Proof)];
        table.push(std::iter::once(entry.date.to_string()).chain(row.iter().map(|cell| or_dash(cell))).collect());
    }
    table.to_markdown()
}

/// Promises of which not all came by their day.
pub(super) fn broken_promises(desk: &Desk, customer: CustomerIx, wanted: &[ContractIx], lang: Lang) -> String {
    let headings: [(&str, bool); 5] = match lang {
        Lang::Zh => [("承诺日期", false), ("承诺付款日", false), ("承诺金额", true), ("已付", true), ("未付", true)],
        Lang::En => [("Promised on", false), ("For", false), ("Amount", true), ("Paid", true), ("Not paid", true)],
    };
    let mut table = Table::new(&headings);
    let in_scope = |contract: Option<ContractIx>| contract.is_none_or(|contract| wanted.contains(&contract));
    let broken = desk.commitments(customer).iter().filter(|own| matches!(own.state, State::Broken | State::Partial) && in_scope(own.contract));
    for own in broken {
        table.push(vec![own.date.to_string(), own.due.to_string(), own.amount.grouped(), own.fulfilled().grouped(), own.unfulfilled().grouped()]);
    }
    table.to_markdown()
}

/// What goes with the letter.
pub(super) fn attachments(desk: &Desk, customer: CustomerIx, wanted: &[ContractIx], lines: &[Line], notices: &[&Entry], lang: Lang) -> Vec<String> {
    let journal = &desk.account.journal;
    let mut items: Vec<String> = Vec::new();
    for contract in wanted.iter().map(|index| &desk.account.book.contract(*index).no) {
        items.push(crate::say!(lang, "合同 {} 复印件", "copy of contract {}", escape(contract)));
    }
    for entry in desk.entries(customer) {
        let of_contract = entry.contract.is_some_and(|contract| wanted.contains(&contract));
        let of_bill = || {
            lines.iter().any(
                |line| matches!(desk.account.positions().get(line.number).map(|own| own.part), Some(Part::Bill { entry: bill, .. }) if bill == entry.index),
            )
        };
        let is_paper = entry.kind == Kind::Event || entry.kind == Kind::Bill && of_bill();
        let proof = journal.text(entry, Column::Proof);
        if of_contract && is_paper && !proof.is_empty() {
            items.push(crate::say!(lang, "单据 {}", "delivery or acceptance paper {}", escape(&proof)));
        }
    }
    for own in desk.invoices(customer).iter().filter(|own| wanted.contains(&own.contract) && !own.number.is_empty()) {
        items.push(crate::say!(lang, "发票 {}", "invoice {}", escape(&own.number)));
    }
    for entry in notices {
        let proof = journal.text(*entry, Column::Proof);
        if !proof.is_empty() {
            items.push(crate::say!(lang, "{} 的通知及送达凭证 {}", "notice of {} with proof of service {}", entry.date, escape(&proof)));
        }
    }
    if items.is_empty() {
        items.push(BLANK.to_string());
    }
    items
}
