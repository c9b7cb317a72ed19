//! A statement against the ledger's receipts over the same days: what both have, what only one has, what differs.

use super::Statement;
use super::matching::{Matched, Reason, Receipt, Receipts, Status, comes_by};
use crate::account::Account;
use crate::book::CustomerIx;
use crate::entry::{EntryIx, IN_KIND};
use crate::money::Money;
use crate::say;
use crate::sheet::{Cell, Column, Memo, Sheet, totals};
use crate::text::{Lang, Text, comma, text};

/// What is compared.
pub struct Reconciling<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What each of its lines is.
    pub matched: &'a [Matched],
    /// The ledger's receipts after that.
    pub receipts: Receipts,
    /// The ledger.
    pub account: &'a Account<'a>,
    /// The customer whose own list it is; none where it is a bank's.
    pub theirs: Option<CustomerIx>,
    /// Language.
    pub lang: Lang,
}

/// A row: a line, the receipts of it, or both.
struct Pair {
    kind: usize,
    line: Option<usize>,
    entries: Vec<EntryIx>,
}

const MATCHED: usize = 0;
const DIFFERS: usize = 1;
const ONLY_BANK: usize = 2;
const ONLY_LEDGER: usize = 3;

/// Codes with what they are called for a bank and for a customer.
const KINDS: [(&str, Text, Text, &str); 4] = [
    ("matched", text("相符", "matched"), text("相符", "matched"), "green"),
    ("differs", text("金额不符", "differs"), text("金额不符", "differs"), "yellow"),
    ("only-bank", text("只在流水", "only in bank"), text("只在对方", "only theirs"), "red"),
    ("only-ledger", text("只在台账", "only in ledger"), text("只在台账", "only in ledger"), "red"),
];

impl Reconciling<'_> {
    /// The sheet: all pairs, in the order of their days.
    pub fn sheet(mut self) -> Sheet {
        let pairs = self.pairs();
        let lang = self.lang;
        let columns = columns(self.theirs.is_some());
        let mut sums = [(0_usize, Money::ZERO, Money::ZERO); KINDS.len()];
        for pair in &pairs {
            if let Some((count, bank, ledger)) = sums.get_mut(pair.kind) {
                *count += 1;
                *bank = bank.checked_total(self.bank(pair)).unwrap_or(*bank);
                *ledger = ledger.checked_total(self.ledger(pair)).unwrap_or(*ledger);
            }
        }
        let bank: Money = sums.iter().map(|(_, bank, _)| *bank).sum();
        let ledger: Money = sums.iter().map(|(.., ledger)| *ledger).sum();
        let file = self.statement.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let days = self.statement.days.map_or(String::new(), |(first, last)| format!(" · {first} … {last}"));
        let title = match self.theirs {
            None => say!(lang, "银行对账 · {file}{days}", "reconciliation with the bank · {file}{days}"),
            Some(customer) => {
                let name = &self.account.book.customer(customer).name;
                say!(lang, "客户对账 · {name} · {file}{days}", "reconciliation with {name} · {file}{days}")
            }
        };
        let figures =
            [("bank_amount", Cell::Money(bank)), ("entry_amount", Cell::Money(ledger)), ("difference", Cell::Money(bank - ledger)), ("status", Cell::TOTAL)];
        let total = Some(totals(&columns, figures));
        let open = sums.iter().skip(1).any(|(count, ..)| *count > 0);
        Sheet {
            report: "reconcile",
            title,
            rows: pairs.iter().map(|pair| self.row(pair)).collect(),
            columns,
            total,
            memo: memo(&sums),
            hide_memo: true,
            notes: self.notes(&sums),
            empty: say!(lang, "两边都没有回款", "no receipts on either side"),
            finding: Some(open),
            ..Sheet::default()
        }
    }

    fn pairs(&mut self) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (number, own) in self.matched.iter().enumerate() {
            let void = own.reasons.iter().any(|reason| matches!(reason, Reason::Void(_)));
            let (kind, entries) = match own.status {
                Status::There(_) if void => (ONLY_BANK, Vec::new()),
                Status::There(_) | Status::Clear(_) => (MATCHED, own.entries.clone()),
                Status::Differs(_) => (DIFFERS, own.entries.clone()),
                Status::Receipt | Status::Unmatched => self.similar(number, own.customer).map_or((ONLY_BANK, Vec::new()), |entry| (MATCHED, vec![entry])),
            };
            pairs.push(Pair { kind, line: Some(number), entries });
        }
        // First all that agrees, so that no other amount takes its receipt.
        for (number, (pair, own)) in pairs.iter_mut().zip(self.matched).enumerate() {
            let open = matches!(own.status, Status::Receipt | Status::Unmatched) && pair.entries.is_empty();
            if let Some(entry) = open.then(|| self.near(number, own.customer)).flatten() {
                (pair.kind, pair.entries) = (DIFFERS, vec![entry]);
            }
        }
        let Some((first, last)) = self.statement.days else { return pairs };
        let left = self
            .receipts
            .all
            .iter()
            .filter(|own| !own.used && !own.void && own.date >= first && own.date <= last && is_compared(self.theirs, &self.statement.map.method, own));
        pairs.extend(left.map(|own| Pair { kind: ONLY_LEDGER, line: None, entries: vec![own.entry] }));
        pairs.sort_by_key(|pair| {
            let line = pair.line.and_then(|number| self.statement.lines.get(number)).map(|line| line.date);
            (line.or_else(|| pair.entries.first().map(|entry| self.account.journal.entry(*entry).date)), pair.line.is_none(), pair.line)
        });
        pairs
    }

    /// A receipt of the same customer and amount about the same day, whatever its number.
    fn similar(&mut self, number: usize, customer: Option<CustomerIx>) -> Option<EntryIx> {
        let found = self.receipts.similar(Some(customer?), self.statement.lines.get(number)?, self.theirs.is_some())?;
        let own = self.receipts.all.get_mut(found)?;
        own.used = true;
        Some(own.entry)
    }

    /// A receipt without a number, of the same customer and about the same day, that has another amount.
    fn near(&mut self, number: usize, customer: Option<CustomerIx>) -> Option<EntryIx> {
        let (line, theirs, method) = (self.statement.lines.get(number)?, self.theirs, &self.statement.map.method);
        let fits = |own: &Receipt| (own.typed || theirs.is_some()) && is_compared(theirs, method, own);
        self.receipts.nearest(customer?, line.date, fits)
    }

    fn bank(&self, pair: &Pair) -> Money {
        pair.line.and_then(|number| self.statement.lines.get(number)).map_or(Money::ZERO, |line| line.amount)
    }

    fn ledger(&self, pair: &Pair) -> Money {
        pair.entries.iter().map(|entry| self.account.journal.entry(*entry).amount).sum()
    }

    fn row(&self, pair: &Pair) -> Vec<Cell> {
        let (book, journal, lang) = (self.account.book, self.account.journal, self.lang);
        let (code, bank_name, their_name, color) = KINDS.get(pair.kind).copied().unwrap_or(KINDS[MATCHED]);
        let label = if self.theirs.is_some() { their_name } else { bank_name };
        let line = pair.line.and_then(|number| self.statement.lines.get(number));
        let own = pair.line.and_then(|number| self.matched.get(number));
        let entries: Vec<_> = pair.entries.iter().map(|entry| journal.entry(*entry)).collect();
        let first = entries.first();
        let customer = first.and_then(|entry| entry.customer).or_else(|| own.and_then(|own| own.customer));
        let contract = first.and_then(|entry| entry.contract).or_else(|| own.and_then(|own| own.contract));
        let reasons = own.map_or(String::new(), |own| own.reasons.iter().map(|reason| reason.words(lang)).collect::<Vec<_>>().join(comma(lang)));
        let (bank, ledger) = (self.bank(pair), self.ledger(pair));
        vec![
            Cell::colored(code, label.get(lang), color),
            Cell::date(line.map(|line| line.date)),
            line.map_or(Cell::Blank, |line| Cell::Money(line.amount)),
            own.map_or(Cell::Blank, |own| Cell::text(&own.proof)),
            line.map_or(Cell::Blank, |line| Cell::text(&line.payer)),
            Cell::text(entries.iter().map(|entry| entry.id.to_string()).collect::<Vec<_>>().join(" ")),
            customer.map_or(Cell::Blank, |own| Cell::text(&book.customer(own).id)),
            Cell::Money(bank - ledger),
            customer.map_or(Cell::Blank, |own| Cell::text(&book.customer(own).name)),
            Cell::date(first.map(|entry| entry.date)),
            first.map_or(Cell::Blank, |_| Cell::Money(ledger)),
            contract.map_or(Cell::Blank, |own| Cell::text(&book.contract(own).no)),
            line.map_or(Cell::Blank, |line| Cell::Count(i64::from(line.number))),
            Cell::text(reasons),
        ]
    }

    fn notes(&self, sums: &[(usize, Money, Money); 4]) -> Vec<String> {
        let lang = self.lang;
        let words = |(code, bank, theirs, _): &(&str, Text, Text, &str)| {
            let _ = code;
            if self.theirs.is_some() { theirs.get(lang) } else { bank.get(lang) }
        };
        let parts: Vec<String> = KINDS
            .iter()
            .zip(sums)
            .filter(|(_, (count, ..))| *count > 0)
            .map(|(kind, (count, bank, ledger))| {
                let (name, sum) = (words(kind), if bank.is_zero() { ledger } else { bank }.grouped());
                say!(lang, "{name} {count} 笔 {sum}", "{name} {count}: {sum}")
            })
            .collect();
        let mut notes: Vec<String> = Some(parts.join(" · ")).filter(|line| !line.is_empty()).into_iter().collect();
        let Some((first, last)) = self.statement.days else { return notes };
        let outside = self.receipts.all.iter().filter(|own| !own.used && !own.void && own.date >= first && own.date <= last);
        let outside =
            outside.filter(|own| self.theirs.is_none_or(|theirs| own.customer == Some(theirs)) && !is_compared(self.theirs, &self.statement.map.method, own));
        let (count, sum) = outside.fold((0, Money::ZERO), |(count, sum), own| (count + 1, sum + own.amount));
        if count > 0 {
            let sum = sum.grouped();
            notes.push(say!(
                lang,
                "没有比的：不经过这个账户的回款（现金、抵债等）{count} 笔 {sum}",
                "not compared: {count} receipts that do not come by this account (cash, in kind …), {sum}"
            ));
        }
        notes
    }
}

/// Whether a receipt can stand on a statement of this method, or on a customer's own list.
fn is_compared(theirs: Option<CustomerIx>, method: &str, own: &Receipt) -> bool {
    match theirs {
        Some(customer) => own.customer == Some(customer) && !matches!(own.method.as_str(), "offset" | IN_KIND),
        None => comes_by(&own.method, method),
    }
}

fn memo(sums: &[(usize, Money, Money); 4]) -> Vec<Memo> {
    let keys = [("matched_lines", "matched"), ("differs_lines", "differs"), ("only_bank_lines", "only_bank"), ("only_ledger_lines", "only_ledger")];
    let mut memo = Vec::new();
    for (((lines, sum), (_, name, ..)), (count, bank, ledger)) in keys.into_iter().zip(KINDS).zip(sums) {
        memo.push(Memo { key: lines, heading: name, value: Cell::Count(*count as i64) });
        memo.push(Memo { key: sum, heading: name, value: Cell::Money(if bank.is_zero() { *ledger } else { *bank }) });
    }
    memo
}

fn columns(theirs: bool) -> Vec<Column> {
    let (date, amount) = if theirs {
        (text("对方日期", "Their date"), text("对方金额", "Their amount"))
    } else {
        (text("流水日期", "Bank date"), text("流水金额", "Bank amount"))
    };
    vec![
        Column::words("status", text("结果", "Status")).whole(),
        Column::words("bank_date", date).whole(),
        Column::number("bank_amount", amount),
        Column::words("bank_proof", text("流水号", "Proof")).data_only(),
        Column::words("payer", text("付款方", "Payer")).rank(4),
        Column::words("entry", text("记录", "Entry")).rank(3).whole(),
        Column::words("customer", text("客户编号", "Customer id")).data_only(),
        Column::number("difference", text("相差", "Difference")),
        Column::words("customer_name", text("客户", "Customer")).rank(1),
        Column::words("entry_date", text("台账日期", "Ledger date")).rank(2).whole(),
        Column::number("entry_amount", text("台账金额", "Ledger amount")),
        Column::words("contract", text("合同", "Contract")).rank(5).whole(),
        Column::number("line", text("行", "Line")).rank(6),
        Column::words("reason", text("理由", "Why")).rank(7).wants(24),
    ]
}
