//! `case`: all that is on record about a customer's debt, as one document.

mod deeds;
mod late;

use super::desk::Desk;
use super::markdown::{Table, escape};
use super::papers::{self, name_of, or_dash};
use crate::account::Applied;
use crate::book::{ContractIx, CustomerIx};
use crate::entry::{Column, Entry, EntryIx, Kind};
use crate::money::Money;
use crate::say;
use crate::text::{Lang, Text, comma, text};

/// A customer's case as Markdown.
pub fn case(desk: &Desk, customer: CustomerIx, contracts: &[ContractIx], lang: Lang) -> String {
    let own = Case { desk, customer, contracts: papers::contracts_in_scope(desk, customer, contracts), named: !contracts.is_empty(), lang };
    let book = desk.account.book;
    let (name, day) = (escape(&book.customer(customer).name), desk.account.as_of.day);
    let mut out = say!(lang, "# 案卷：{name}\n\n债权人：{}\\\n", "# Case: {name}\n\nCreditor: {}\\\n", or_blank(&book.company.name));
    let currency = &book.currency;
    out += &say!(lang, "截至：{day}　单位：{currency}\n\n", "As of {day}, in {currency}\n\n");
    out += &own.summary();
    let sections: [(Text, String); 13] = [
        (text("合同", "Contracts"), papers::contracts(desk, &own.contracts, lang)),
        (text("交付与验收", "Deliveries and acceptances"), papers::deliveries(desk, customer, &own.contracts, None, lang)),
        (text("发票", "Invoices"), papers::invoices(desk, customer, &own.contracts, lang)),
        (text("债权明细", "What is claimed"), own.claims()),
        (text("回款及抵付", "Receipts and what they paid"), own.money(&[Kind::Receipt, Kind::Refund])),
        (text("冲减与坏账核销", "Deductions and write-offs"), own.money(&[Kind::Deduct, Kind::Writeoff])),
        (text("展期与分期", "Reschedules"), own.reschedules()),
        (text("对账确认", "Confirmed statements"), own.entries(Kind::Confirm)),
        (text("催收记录与送达凭证", "Demands and proof of service"), own.demands()),
        (text("付款承诺", "Promises"), own.promises()),
        (text("争议", "Disputes"), own.disputes()),
        (text("法律措施", "Legal steps"), own.entries(Kind::Legal)),
        (text("停供停服", "Holds"), own.holds()),
    ];
    for (title, body) in sections {
        out += &section(title.get(lang), &body, lang);
    }
    out += &section(text("逾期利息（测算）", "Late interest (estimate)").get(lang), &own.interest(), lang);
    out += &section(text("诉讼时效", "Limitation").get(lang), &own.limitations(), lang);
    out += text("时效一栏仅供内部参考，不构成法律意见。\n", "The limitation table is for internal use and no legal advice.\n").get(lang);
    out
}

fn section(title: &str, body: &str, lang: Lang) -> String {
    let body = if body.is_empty() { text("无记录", "nothing on record").get(lang) } else { body };
    format!("## {title}\n\n{body}\n\n")
}

fn or_blank(words: &str) -> String {
    if words.is_empty() { super::BLANK.into() } else { escape(words) }
}

struct Case<'d> {
    desk: &'d Desk<'d>,
    customer: CustomerIx,
    contracts: Vec<ContractIx>,
    named: bool,
    lang: Lang,
}

impl Case<'_> {
    /// Entries of a kind in scope; those of no contract concern all.
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        let in_scope = |own: &Entry| !self.named || own.contract.is_none_or(|contract| self.contracts.contains(&contract));
        self.desk.entries(self.customer).iter().filter(move |own| own.kind == kind && in_scope(own))
    }

    fn text(&self, entry: &Entry, column: Column) -> String {
        or_dash(&self.desk.account.journal.text(entry, column))
    }

    fn contract_of(&self, entry: &Entry) -> String {
        entry.contract.map_or("—".into(), |contract| escape(&self.desk.account.book.contract(contract).no))
    }

    /// `HT-2026-001 验收款`.
    fn position(&self, number: usize) -> String {
        let Some(position) = self.desk.account.positions().get(number) else { return String::new() };
        format!("{} {}", escape(&self.desk.account.book.contract(position.contract).no), escape(&name_of(self.desk, number, self.lang)))
    }

    /// The customer's positions in scope that exist.
    fn positions(&self) -> impl Iterator<Item = usize> {
        let positions = self.desk.account.positions();
        self.desk.account.positions_of(self.customer).filter(|number| positions.get(*number).is_some_and(|own| self.contracts.contains(&own.contract)))
    }

    fn summary(&self) -> String {
        let (account, lang) = (self.desk.account, self.lang);
        let day = account.as_of.day;
        let claims = |late: bool| -> Money {
            let own = self.positions().filter_map(|number| account.positions().get(number));
            own.filter(|own| own.days(day).is_some_and(|days| !late || days > 0)).map(|own| own.amount - own.settled()).sum()
        };
        let estimates: Vec<Money> = self.positions().filter_map(|number| account.interest(number)).map(|own| own.amount).collect();
        let interest: Money = estimates.iter().copied().sum();
        let (all, late) = (claims(false), claims(true));
        let words = late.in_words_of(&account.book.currency, lang);
        let none = text("未作测算", "not estimated").get(lang).to_string();
        let (all, late, interest) = (all.grouped(), late.grouped(), if estimates.is_empty() { none } else { interest.grouped() });
        say!(
            lang,
            "到期及未到期债权：{all}\\\n其中已逾期：**{late}**（{words}）\\\n逾期利息测算：{interest}\n\n",
            "Claims, due or not: {all}\\\nof which overdue: **{late}** ({words})\\\nLate interest (estimate): {interest}\n\n"
        )
    }

    fn claims(&self) -> String {
        let headings: [(&str, bool); 9] = match self.lang {
            Lang::Zh => [
                ("款项", false),
                ("应付金额", true),
                ("已付", true),
                ("冲减", true),
                ("已核销", true),
                ("债权余额", true),
                ("其中争议", true),
                ("到期日", false),
                ("逾期天数", true),
            ],
            Lang::En => [
                ("Item", false),
                ("Amount", true),
                ("Paid", true),
                ("Deducted", true),
                ("Written off", true),
                ("Claim", true),
                ("Disputed", true),
                ("Due", false),
                ("Days overdue", true),
            ],
        };
        let (account, lang) = (self.desk.account, self.lang);
        let mut table = Table::new(&headings);
        let mut total = Money::ZERO;
        for number in self.positions() {
            let Some(own) = account.positions().get(number) else { continue };
            let claim = own.amount - own.settled();
            if !own.is_waiting() {
                total += claim;
            }
            let days = own.days(account.as_of.day).filter(|days| *days > 0 && claim.is_positive());
            let due = own.due.map_or(text("未达条件", "not scheduled").get(lang).to_string(), |due| due.to_string());
            let money = [own.amount, own.paid, own.deducted, own.written_off(), claim, account.disputed(number)];
            let mut row = vec![self.position(number)];
            row.extend(money.iter().map(|amount| amount.grouped()));
            row.extend([due, days.map_or("—".into(), |days| days.to_string())]);
            table.push(row);
        }
        let table = table.to_markdown();
        if table.is_empty() {
            return table;
        }
        let total = total.grouped();
        say!(lang, "{table}\n\n债权余额合计（不含未达条件的）：**{total}**", "{table}\n\nClaims together, without what is not scheduled: **{total}**")
    }

    /// Money and what it was applied to.
    fn money(&self, kinds: &[Kind]) -> String {
        let headings: [(&str, bool); 7] = match self.lang {
            Lang::Zh => [("日期", false), ("种类", false), ("金额", true), ("方式或原因", false), ("付款方", false), ("单号", false), ("去向", false)],
            Lang::En => [("Date", false), ("Kind", false), ("Amount", true), ("How or why", false), ("Payer", false), ("Proof", false), ("Went to", false)],
        };
        let mut table = Table::new(&headings);
        let account = self.desk.account;
        for entry in self.desk.entries(self.customer).iter().filter(|own| kinds.contains(&own.kind)) {
            let parts: Vec<_> = account.allocations().iter().filter(|own| own.entry == entry.index).collect();
            let in_scope = |number: u32| account.positions().get(number as usize).is_some_and(|own| self.contracts.contains(&own.contract));
            let named = entry.contract.is_none_or(|contract| self.contracts.contains(&contract));
            if self.named && !named && !parts.iter().any(|own| in_scope(own.position)) {
                continue;
            }
            // Why a debt was written off is told by the words of causes.
            let reasons = if entry.kind == Kind::Writeoff { Kind::Cause } else { entry.kind };
            let mut went: Vec<String> = parts.iter().map(|own| self.part(own.position as usize, own.amount, own.applied)).collect();
            went.extend(self.waiting(entry.index));
            went.extend(entry.refers.filter(|_| entry.kind == Kind::Refund).map(|target| account.journal.entry(target).id.to_string()));
            table.push(vec![
                entry.date.to_string(),
                entry.kind.name().get(self.lang).to_string(),
                entry.amount.grouped(),
                or_dash(&reasons.detail_name(&account.journal.text(entry, Column::Detail), self.lang)),
                self.text(entry, Column::Party),
                self.text(entry, Column::Proof),
                if went.is_empty() { "—".into() } else { went.join(comma(self.lang)) },
            ]);
        }
        table.to_markdown()
    }

    fn part(&self, number: usize, amount: Money, applied: Applied) -> String {
        let recovered = text("（核销后收回）", " (recovered)").get(self.lang);
        let mark = if applied == Applied::Recovered { recovered } else { "" };
        format!("{} {}{mark}", self.position(number), amount.grouped())
    }

    fn waiting(&self, entry: EntryIx) -> Option<String> {
        let amount: Money = self.desk.account.credits().iter().filter(|own| own.entry == entry).map(|own| own.amount).sum();
        let words = amount.grouped();
        amount.is_positive().then(|| say!(self.lang, "未匹配 {words}", "unapplied {words}"))
    }
}
