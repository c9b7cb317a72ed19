//! What lateness means: interest with its formula, and limitation.

use super::Case;
use crate::account::Limitation;
use crate::book::ContractIx;
use crate::entry::Column;
use crate::letters::late::{basis, formula};
use crate::letters::markdown::{Table, escape};
use crate::letters::papers::percent;
use crate::money::Money;
use crate::say;
use crate::text::{Lang, comma};

impl Case<'_> {
    pub(super) fn interest(&self) -> String {
        let headings: [(&str, bool); 6] = match self.lang {
            Lang::Zh => [("款项", false), ("起算日", false), ("日利率", true), ("利率依据", false), ("计算式", false), ("金额（测算）", true)],
            Lang::En => [("Item", false), ("From", false), ("Rate a day", true), ("Basis", false), ("Formula", false), ("Amount (est.)", true)],
        };
        let (account, lang, mut table) = (self.desk.account, self.lang, Table::new(&headings));
        let mut total = Money::ZERO;
        for number in self.positions() {
            let Some(own) = account.interest(number).filter(|own| own.amount.is_positive()) else { continue };
            total += own.amount;
            let spans = account.late_spans(number);
            let words = [percent(own.rate), basis(own.basis).get(lang).to_string(), formula(&spans, own.rate, lang), own.amount.grouped()];
            table.push([self.position(number), own.from.to_string()].into_iter().chain(words).collect());
        }
        let mut parts = vec![table.to_markdown()];
        if total.is_positive() {
            let total = total.grouped();
            parts.push(say!(lang, "合计：**{total}**（单利，测算，未入账）", "Together: **{total}** (simple interest, an estimate, not booked)"));
        }
        let late = |number: &usize| !account.late_spans(*number).is_empty();
        let mut none: Vec<ContractIx> = self
            .positions()
            .filter(late)
            .filter_map(|number| account.positions().get(number))
            .map(|own| own.contract)
            .filter(|contract| account.late_rate(*contract).is_none())
            .collect();
        none.dedup();
        if !none.is_empty() {
            let list = none.iter().map(|contract| escape(&account.book.contract(*contract).no)).collect::<Vec<_>>().join(comma(lang));
            parts.push(say!(lang, "没有适用利率、未作测算的合同：{list}", "Contracts without a rate that applies, not estimated: {list}"));
        }
        parts.retain(|part| !part.is_empty());
        parts.join("\n\n")
    }

    pub(super) fn limitations(&self) -> String {
        let headings: [(&str, bool); 7] = match self.lang {
            Lang::Zh => {
                [("款项", false), ("债权余额", true), ("到期日", false), ("最后中断", false), ("届满日", false), ("按分期届满日", false), ("剩余天数", true)]
            }
            Lang::En => [
                ("Item", false),
                ("Claim", true),
                ("Due", false),
                ("Last interruption", false),
                ("Last day", false),
                ("As instalments", false),
                ("Days left", true),
            ],
        };
        let (account, mut table) = (self.desk.account, Table::new(&headings));
        let own: Vec<usize> = self.positions().collect();
        for (number, limit) in account.limitations().iter().filter(|(number, _)| own.contains(number)) {
            let Some(position) = account.positions().get(*number) else { continue };
            table.push(vec![
                self.position(*number),
                (position.amount - position.settled()).grouped(),
                position.due.map_or(String::new(), |due| due.to_string()),
                self.mover(limit),
                limit.last_day.to_string(),
                limit.instalment_last_day.to_string(),
                limit.earlier().since(account.as_of.day).to_string(),
            ]);
        }
        table.to_markdown()
    }

    pub(super) fn mover(&self, limit: &Limitation) -> String {
        let Some(entry) = limit.moved_by.map(|entry| self.desk.account.journal.entry(entry)) else { return "—".into() };
        let proof = self.desk.account.journal.text(entry, Column::Proof);
        let proof = if proof.is_empty() { String::new() } else { format!(" {}", escape(&proof)) };
        format!("{} {}{proof}", entry.date, entry.kind.name().get(self.lang))
    }
}
