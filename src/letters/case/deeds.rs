//! What was done: reschedules, confirmations, demands, promises, disputes, legal steps.

use super::Case;
use crate::book::ContractIx;
use crate::entry::{Column, Kind};
use crate::letters::markdown::{Table, escape};
use crate::letters::papers::{self, or_dash};
use crate::reports::state_name;
use crate::say;
use crate::text::{Lang, text};

impl Case<'_> {
    pub(super) fn reschedules(&self) -> String {
        let headings: [(&str, bool); 5] = match self.lang {
            Lang::Zh => [("日期", false), ("款项", false), ("金额", true), ("新到期日", false), ("凭证", false)],
            Lang::En => [("Date", false), ("Item", false), ("Amount", true), ("New due date", false), ("Proof", false)],
        };
        let mut table = Table::new(&headings);
        for entry in self.of_kind(Kind::Reschedule) {
            let item = format!("{} {}", self.contract_of(entry), escape(&self.desk.account.journal.text(entry, Column::Milestone)));
            let amount = if entry.amount.is_zero() { text("全部", "all").get(self.lang).to_string() } else { entry.amount.grouped() };
            let due = entry.due.map_or(String::new(), |due| due.to_string());
            table.push(vec![entry.date.to_string(), item, amount, due, self.text(entry, Column::Proof)]);
        }
        table.to_markdown()
    }

    /// Entries of a kind with what all of them have.
    pub(super) fn entries(&self, kind: Kind) -> String {
        let headings: [(&str, bool); 7] = match self.lang {
            Lang::Zh => [("日期", false), ("合同", false), ("事项", false), ("金额", true), ("对方", false), ("凭证", false), ("备注", false)],
            Lang::En => [("Date", false), ("Contract", false), ("What", false), ("Amount", true), ("Other side", false), ("Proof", false), ("Note", false)],
        };
        let mut table = Table::new(&headings);
        for entry in self.of_kind(kind) {
            let what = kind.detail_name(&self.desk.account.journal.text(entry, Column::Detail), self.lang);
            let amount = if entry.amount.is_zero() && kind != Kind::Confirm { "—".into() } else { entry.amount.grouped() };
            let (party, proof, note) = (self.text(entry, Column::Party), self.text(entry, Column::Proof), self.text(entry, Column::Note));
            table.push(vec![entry.date.to_string(), self.contract_of(entry), or_dash(&what), amount, party, proof, note]);
        }
        table.to_markdown()
    }

    pub(super) fn demands(&self) -> String {
        let headings: [(&str, bool); 6] = match self.lang {
            Lang::Zh => [("日期", false), ("合同", false), ("方式/结果", false), ("接收人", false), ("送达凭证", false), ("备注", false)],
            Lang::En => [("Date", false), ("Contract", false), ("Channel/outcome", false), ("To", false), ("Proof of service", false), ("Note", false)],
        };
        let mut table = Table::new(&headings);
        for entry in papers::demands(self.desk, self.customer, &self.contracts, None) {
            let what = entry.kind.detail_name(&self.desk.account.journal.text(entry, Column::Detail), self.lang);
            let proof = self.desk.account.journal.text(entry, Column::Proof);
            let missing = text("**无**", "**none**").get(self.lang);
            let proof = if proof.is_empty() { missing.to_string() } else { escape(&proof) };
            let (party, note) = (self.text(entry, Column::Party), self.text(entry, Column::Note));
            table.push(vec![entry.date.to_string(), self.contract_of(entry), or_dash(&what), party, proof, note]);
        }
        table.to_markdown()
    }

    pub(super) fn promises(&self) -> String {
        let headings: [(&str, bool); 8] = match self.lang {
            Lang::Zh => [
                ("承诺日期", false),
                ("合同", false),
                ("承诺付款日", false),
                ("承诺金额", true),
                ("已付", true),
                ("结果", false),
                ("形式", false),
                ("凭证", false),
            ],
            Lang::En => [
                ("Promised on", false),
                ("Contract", false),
                ("For", false),
                ("Amount", true),
                ("Paid", true),
                ("Outcome", false),
                ("Form", false),
                ("Proof", false),
            ],
        };
        let mut table = Table::new(&headings);
        let in_scope = |contract: Option<ContractIx>| !self.named || contract.is_none_or(|contract| self.contracts.contains(&contract));
        for own in self.desk.commitments(self.customer).iter().filter(|own| in_scope(own.contract)) {
            let entry = self.desk.account.journal.entry(own.entry);
            table.push(vec![
                own.date.to_string(),
                self.contract_of(&entry),
                own.due.to_string(),
                own.amount.grouped(),
                own.fulfilled().grouped(),
                state_name(own.state).get(self.lang).to_string(),
                or_dash(&Kind::Commitment.detail_name(&self.desk.account.journal.text(entry, Column::Detail), self.lang)),
                self.text(&entry, Column::Proof),
            ]);
        }
        table.to_markdown()
    }

    pub(super) fn disputes(&self) -> String {
        let headings: [(&str, bool); 6] = match self.lang {
            Lang::Zh => [("日期", false), ("合同", false), ("种类", false), ("金额", true), ("结果", false), ("备注", false)],
            Lang::En => [("Date", false), ("Contract", false), ("Kind", false), ("Amount", true), ("Outcome", false), ("Note", false)],
        };
        let (lang, mut table) = (self.lang, Table::new(&headings));
        for entry in self.of_kind(Kind::Dispute) {
            let what = Kind::Dispute.detail_name(&self.desk.account.journal.text(entry, Column::Detail), lang);
            let amount = if entry.amount.is_zero() { text("全部未付", "all that is open").get(lang).to_string() } else { entry.amount.grouped() };
            let outcome = match self.desk.ended_by(entry.index) {
                Some(end) => say!(lang, "{} 了结", "resolved {}", end.date),
                None => text("**未了结**", "**open**").get(lang).to_string(),
            };
            table.push(vec![entry.date.to_string(), self.contract_of(entry), or_dash(&what), amount, outcome, self.text(entry, Column::Note)]);
        }
        table.to_markdown()
    }

    /// Holds with their end.
    pub(super) fn holds(&self) -> String {
        let headings: [(&str, bool); 4] = match self.lang {
            Lang::Zh => [("日期", false), ("事项", false), ("解除", false), ("备注", false)],
            Lang::En => [("Date", false), ("What", false), ("Released", false), ("Note", false)],
        };
        let (lang, mut table) = (self.lang, Table::new(&headings));
        let account = self.desk.account;
        for entry in self.of_kind(Kind::Hold) {
            let what = Kind::Hold.detail_name(&account.journal.text(entry, Column::Detail), lang);
            let end =
                self.desk.ended_by(entry.index).map_or_else(|| text("**未解除**", "**in force**").get(lang).to_string(), |release| release.date.to_string());
            table.push(vec![entry.date.to_string(), or_dash(&what), end, self.text(entry, Column::Note)]);
        }
        table.to_markdown()
    }
}
