//! What an import of a statement does, line by line, as a sheet.

use super::matching::{Matched, Reason, Status};
use super::{Line, Statement, Tally};
use crate::account::Account;
use crate::book::CustomerIx;
use crate::entry::EntryId;
use crate::money::Money;
use crate::say;
use crate::sheet::{Cell, Column, Memo, Sheet};
use crate::text::{Lang, Text, comma, text};

/// So many rows of one kind are shown to people; programs get all.
const SHOWN: usize = 100;
/// The same of lines that need a decision.
const SHOWN_OPEN: usize = 1_000;

/// How many rows of a status people are shown.
fn most(code: &str) -> usize {
    if matches!(code, "unmatched" | "differs") { SHOWN_OPEN } else { SHOWN }
}

/// What was made of a statement.
pub struct Preview<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What each of its lines is.
    pub matched: &'a [Matched],
    /// The ledger before the import.
    pub account: &'a Account<'a>,
    /// The ids of the new entries by line, where they were written.
    pub written: Option<&'a [Option<EntryId>]>,
    /// Whether people read it.
    pub for_people: bool,
    /// Language.
    pub lang: Lang,
}

const STATUSES: [(&str, Text, Text, &str); 5] = [
    ("receipt", text("待记回款", "new receipt"), text("已记回款", "recorded"), "green"),
    ("clear", text("待确认到账", "to be cleared"), text("已确认到账", "cleared"), "blue"),
    ("there", text("已有", "there"), text("已有", "there"), ""),
    ("differs", text("金额不符", "differs"), text("金额不符", "differs"), "yellow"),
    ("unmatched", text("没认出", "unmatched"), text("没认出", "unmatched"), "red"),
];

impl Preview<'_> {
    /// The tally of the lines of a status.
    fn tally(&self, code: &str) -> Tally {
        let mut tally = Tally::default();
        for (line, _) in self.statement.lines.iter().zip(self.matched).filter(|(_, own)| own.status.code() == code) {
            tally.add(line.amount);
        }
        tally
    }

    /// The sheet.
    pub fn sheet(&self) -> Sheet {
        let (lang, statement) = (self.lang, self.statement);
        let label = if statement.map.label.is_empty() { &statement.map.name } else { &statement.map.label };
        let columns = columns();
        let file = statement.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let mut rows = Vec::new();
        let mut left = [0_usize; STATUSES.len()];
        for (number, (line, own)) in statement.lines.iter().zip(self.matched).enumerate() {
            let place = STATUSES.iter().position(|(code, ..)| *code == own.status.code()).unwrap_or(0);
            if let Some(count) = left.get_mut(place) {
                *count += 1;
                // Nobody reads more of them.
                if self.for_people && *count > most(own.status.code()) {
                    continue;
                }
            }
            rows.push(self.row(number, line, own));
        }
        let over = left.iter().zip(&STATUSES).map(|(count, (code, ..))| count.saturating_sub(most(code)));
        let cut = if self.for_people { over.sum() } else { 0 };
        let title = match self.written {
            None => say!(lang, "导入流水（试算） · {file} · {label}", "statement, preview · {file} · {label}"),
            Some(_) => say!(lang, "导入流水 · {file} · {label}", "statement, imported · {file} · {label}"),
        };
        let mut notes = self.notes();
        if cut > 0 {
            notes.insert(0, say!(lang, "另有 {cut} 行没有列出：-f csv 看全部", "{cut} more lines are not listed: -f csv shows all"));
        }
        let void = self.matched.iter().filter(|own| own.reasons.iter().any(|reason| matches!(reason, Reason::Void(_)))).count();
        let open = self.tally("unmatched").count + self.tally("differs").count + void;
        Sheet {
            report: "import-receipts",
            title,
            columns,
            rows,
            memo: self.memo(),
            hide_memo: true,
            notes,
            empty: say!(lang, "文件里没有收入", "no money came in by this file"),
            finding: Some(open > 0),
            ..Sheet::default()
        }
    }

    fn row(&self, number: usize, line: &Line, own: &Matched) -> Vec<Cell> {
        let (book, lang) = (self.account.book, self.lang);
        let (code, before, after, color) = STATUSES.iter().find(|(code, ..)| *code == own.status.code()).copied().unwrap_or(STATUSES[0]);
        let label = if self.written.is_some() { after } else { before };
        let customer = |customer: CustomerIx| book.customer(customer);
        let entry = match own.status {
            Status::There(entry) | Status::Differs(entry) | Status::Clear(entry) if self.written.is_none() => Some(self.account.journal.entry(entry).id),
            Status::There(entry) | Status::Differs(entry) => Some(self.account.journal.entry(entry).id),
            _ => self.written.and_then(|ids| ids.get(number).copied().flatten()),
        };
        let reasons: Vec<String> = own.reasons.iter().map(|reason| reason.words(lang)).collect();
        // What it could be must not look like what it is.
        let guess = own.nearest.first().filter(|_| self.for_people).map_or(Cell::Blank, |near| Cell::text(format!("? {}", customer(*near).name)));
        let known = own.status != Status::Unmatched;
        let sure = match (known, own.sure) {
            (false, _) => Cell::Blank,
            (true, true) => Cell::code("sure", text("确定", "sure").get(lang)),
            (true, false) => Cell::code("likely", text("大概", "likely").get(lang)),
        };
        vec![
            Cell::Count(i64::from(line.number)),
            Cell::colored(code, label.get(lang), color),
            Cell::Date(line.date),
            Cell::Money(line.amount),
            Cell::text(&line.payer),
            Cell::text(&line.account),
            Cell::text(&line.remark),
            Cell::text(&own.proof),
            own.customer.map_or(Cell::Blank, |own| Cell::text(&customer(own).id)),
            own.customer.map_or(guess, |own| Cell::text(&customer(own).name)),
            own.contract.map_or(Cell::Blank, |own| Cell::text(&book.contract(own).no)),
            own.commitment.map_or(Cell::Blank, |id| Cell::text(id.to_string())),
            if own.third_party { Cell::text(&line.payer) } else { Cell::Blank },
            sure,
            Cell::text(reasons.join(comma(lang))),
            Cell::text(own.nearest.iter().map(|near| customer(*near).id.to_string()).collect::<Vec<_>>().join(" ")),
            entry.map_or(Cell::Blank, |id| Cell::text(id.to_string())),
        ]
    }

    fn memo(&self) -> Vec<Memo> {
        let own = self.statement;
        let mut memo = Vec::new();
        let mut put = |count: &'static str, sum: &'static str, heading: Text, tally: Tally| {
            memo.push(Memo { key: count, heading, value: Cell::Count(tally.count as i64) });
            memo.push(Memo { key: sum, heading, value: Cell::Money(tally.sum) });
        };
        put("incoming_lines", "incoming", text("收入", "in"), own.incoming);
        put("outgoing_lines", "outgoing", text("支出", "out"), own.outgoing);
        put("neutral_lines", "neutral", text("不计收支", "neutral"), own.neutral);
        put("closed_lines", "closed", text("未成交", "closed"), own.closed);
        put("ignored_lines", "ignored", text("按对照表不计", "ignored"), own.ignored);
        put("foreign_lines", "foreign", text("别的币种", "other currency"), own.foreign);
        put("repeated_lines", "repeated", text("重复的行", "repeated"), own.repeated);
        put("receipt_lines", "receipt", text("回款", "receipts"), self.tally("receipt"));
        put("clear_lines", "clear", text("到账确认", "cleared"), self.tally("clear"));
        put("there_lines", "there", text("已有", "there"), self.tally("there"));
        put("differs_lines", "differs", text("金额不符", "differs"), self.tally("differs"));
        put("unmatched_lines", "unmatched", text("没认出", "unmatched"), self.tally("unmatched"));
        let told = |sum: Option<Money>| sum.map_or(Cell::Blank, Cell::Money);
        memo.push(Memo { key: "declared_incoming", heading: text("对账单写的收入", "in by the statement"), value: told(own.declared.incoming.1) });
        memo.push(Memo { key: "declared_outgoing", heading: text("对账单写的支出", "out by the statement"), value: told(own.declared.outgoing.1) });
        memo.push(Memo { key: "first_day", heading: text("第一天", "first day"), value: Cell::date(own.days.map(|(first, _)| first)) });
        memo.push(Memo { key: "last_day", heading: text("最后一天", "last day"), value: Cell::date(own.days.map(|(_, last)| last)) });
        memo
    }

    fn notes(&self) -> Vec<String> {
        let (lang, own) = (self.lang, self.statement);
        let part = |name: Text, tally: Tally| {
            let (name, count, sum) = (name.get(lang), tally.count, tally.sum.grouped());
            (count > 0).then(|| say!(lang, "{name} {count} 笔 {sum}", "{name} {count}: {sum}"))
        };
        let line = |parts: Vec<Option<String>>| parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let days = own.days.map(|(first, last)| if first == last { first.to_string() } else { format!("{first} … {last}") });
        let read = line(vec![
            days,
            part(text("收入", "in"), own.incoming),
            part(text("支出", "out"), own.outgoing),
            part(text("不计收支", "neutral"), own.neutral),
            part(text("未成交", "closed"), own.closed),
            part(text("按对照表不计", "ignored by the map"), own.ignored),
            part(text("别的币种", "in another currency"), own.foreign),
            part(text("重复的行", "repeated"), own.repeated),
        ]);
        let mut notes = vec![if read.is_empty() {
            say!(lang, "文件里没有明细", "the file has no lines")
        } else {
            say!(lang, "流水：{read}", "statement: {read}")
        }];
        let done = self.written.is_some();
        let mut parts: Vec<_> = STATUSES.iter().map(|(code, before, after, _)| part(if done { *after } else { *before }, self.tally(code))).collect();
        parts.push(part(text("早于 --since 不看", "before --since"), own.earlier));
        notes.extend(Some(line(parts)).filter(|line| !line.is_empty()).map(|line| say!(lang, "收入里：{line}", "of the money in: {line}")));
        notes.extend(self.compared(text("收入", "in"), own.declared.incoming, own.incoming));
        notes.extend(self.compared(text("支出", "out"), own.declared.outgoing, own.outgoing));
        if !own.blank.is_empty() {
            let (count, first) = (own.blank.len(), own.blank.iter().take(5).map(ToString::to_string).collect::<Vec<_>>().join(comma(lang)));
            let more = if count > 5 { "…" } else { "" };
            notes.push(say!(lang, "没有金额的 {count} 行：第 {first}{more} 行", "without an amount: {count}, line {first}{more}"));
        }
        if own.unended {
            notes.push(say!(lang, "最后一行没有换行：看看文件是不是完整的", "the last line has no line end: see whether the file is complete"));
        }
        notes
    }

    /// What the statement says its lines add up to, beside what they do.
    fn compared(&self, name: Text, told: (Option<usize>, Option<Money>), own: Tally) -> Option<String> {
        let (lang, name) = (self.lang, name.get(self.lang));
        let differs = told.0.is_some_and(|count| count != own.count) || told.1.is_some_and(|sum| sum != own.sum);
        let count = told.0.map(|count| say!(lang, "{count} 笔", "{count} lines"));
        let parts: Vec<String> = count.into_iter().chain(told.1.map(Money::grouped)).collect();
        if parts.is_empty() {
            return None;
        }
        let told = parts.join(" ");
        Some(if differs {
            let (count, sum) = (own.count, own.sum.grouped());
            say!(
                lang,
                "注意：对账单自己写{name} {told}，明细是 {count} 笔 {sum}：文件可能不全",
                "note: the statement itself says {name} {told}, its lines are {count} of {sum}: the file may not be complete"
            )
        } else {
            say!(lang, "和对账单自己写的{name} {told} 一致", "as the statement itself says: {name} {told}")
        })
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::number("line", text("行", "Line")).rank(6),
        Column::words("status", text("处理", "Status")).whole(),
        Column::words("date", text("日期", "Date")).whole(),
        Column::number("amount", text("金额", "Amount")),
        Column::words("payer", text("付款方", "Payer")).wants(18),
        Column::words("account", text("付款账号", "Account")).data_only(),
        Column::words("remark", text("附言", "Remark")).rank(5).wants(18),
        Column::words("proof", text("流水号", "Proof")).data_only(),
        Column::words("customer", text("客户编号", "Customer id")).data_only(),
        Column::words("customer_name", text("客户", "Customer")).rank(2).wants(18),
        Column::words("contract", text("合同", "Contract")).rank(3).whole(),
        Column::words("ref", text("承诺", "Commitment")).data_only(),
        Column::words("party", text("代付方", "Third party")).data_only(),
        Column::words("sure", text("把握", "Sure")).rank(4),
        Column::words("reason", text("理由", "Why")).wants(28),
        Column::words("nearest", text("最接近的客户", "Nearest")).data_only(),
        Column::words("entry", text("记录", "Entry")).data_only(),
    ]
}
