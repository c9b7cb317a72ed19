//! The kinds of entry and what each needs.

use super::details::{BILL, CAUSE, CHANNEL, COMMITMENT, CONFIRM, DEDUCT, DISPUTE, EVENT, HOLD, INVOICE, LEGAL, MEASURE, METHOD, NOTE, OUTCOME, SIGNAL};
use crate::text::{Text, text};

/// A kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 出货应收
    Bill,
    /// 回款
    Receipt,
    /// 到账确认
    Clear,
    /// 退款
    Refund,
    /// 应收冲减
    Deduct,
    /// 坏账核销
    Writeoff,
    /// 承诺回款
    Commitment,
    /// 展期/分期
    Reschedule,
    /// 节点达成
    Event,
    /// 开票
    Invoice,
    /// 跟进
    Contact,
    /// 记事
    Note,
    /// 逾期原因
    Cause,
    /// 争议
    Dispute,
    /// 了结
    Resolve,
    /// 停供停服
    Hold,
    /// 解除
    Release,
    /// 法律措施
    Legal,
    /// 对账确认
    Confirm,
    /// 举措
    Measure,
    /// 预警信号
    Signal,
    /// 作废
    Void,
}

/// What an entry of a kind must be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A contract.
    Contract,
    /// A customer or a contract.
    Either,
    /// A customer.
    Customer,
    /// Another entry.
    Entry,
}

impl Kind {
    /// All kinds, in the order of the format's description.
    pub const ALL: [Self; 22] = [
        Self::Bill,
        Self::Receipt,
        Self::Clear,
        Self::Refund,
        Self::Deduct,
        Self::Writeoff,
        Self::Commitment,
        Self::Reschedule,
        Self::Event,
        Self::Invoice,
        Self::Contact,
        Self::Note,
        Self::Cause,
        Self::Dispute,
        Self::Resolve,
        Self::Hold,
        Self::Release,
        Self::Legal,
        Self::Confirm,
        Self::Measure,
        Self::Signal,
        Self::Void,
    ];

    const EVERY: &[Self] = &Self::ALL;

    /// The word in the `kind` column.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bill => "bill",
            Self::Receipt => "receipt",
            Self::Clear => "clear",
            Self::Refund => "refund",
            Self::Deduct => "deduct",
            Self::Writeoff => "writeoff",
            Self::Commitment => "commitment",
            Self::Reschedule => "reschedule",
            Self::Event => "event",
            Self::Invoice => "invoice",
            Self::Contact => "contact",
            Self::Note => "note",
            Self::Cause => "cause",
            Self::Dispute => "dispute",
            Self::Resolve => "resolve",
            Self::Hold => "hold",
            Self::Release => "release",
            Self::Legal => "legal",
            Self::Confirm => "confirm",
            Self::Measure => "measure",
            Self::Signal => "signal",
            Self::Void => "void",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"bill" => Self::Bill,
            b"receipt" => Self::Receipt,
            b"clear" => Self::Clear,
            b"refund" => Self::Refund,
            b"deduct" => Self::Deduct,
            b"writeoff" => Self::Writeoff,
            b"commitment" => Self::Commitment,
            b"reschedule" => Self::Reschedule,
            b"event" => Self::Event,
            b"invoice" => Self::Invoice,
            b"contact" => Self::Contact,
            b"note" => Self::Note,
            b"cause" => Self::Cause,
            b"dispute" => Self::Dispute,
            b"resolve" => Self::Resolve,
            b"hold" => Self::Hold,
            b"release" => Self::Release,
            b"legal" => Self::Legal,
            b"confirm" => Self::Confirm,
            b"measure" => Self::Measure,
            b"signal" => Self::Signal,
            b"void" => Self::Void,
            _ => return None,
        })
    }

    /// What people call it.
    pub const fn name(self) -> Text {
        match self {
            Self::Bill => text("出货应收", "bill"),
            Self::Receipt => text("回款", "receipt"),
            Self::Clear => text("到账确认", "clear"),
            Self::Refund => text("退款", "refund"),
            Self::Deduct => text("应收冲减", "deduct"),
            Self::Writeoff => text("坏账核销", "write-off"),
            Self::Commitment => text("承诺回款", "commitment"),
            Self::Reschedule => text("展期/分期", "reschedule"),
            Self::Event => text("节点达成", "event"),
            Self::Invoice => text("开票", "invoice"),
            Self::Contact => text("跟进", "contact"),
            Self::Note => text("记事", "note"),
            Self::Cause => text("逾期原因", "cause"),
            Self::Dispute => text("争议", "dispute"),
            Self::Resolve => text("了结", "resolve"),
            Self::Hold => text("停供停服", "hold"),
            Self::Release => text("解除", "release"),
            Self::Legal => text("法律措施", "legal"),
            Self::Confirm => text("对账确认", "confirm"),
            Self::Measure => text("举措", "measure"),
            Self::Signal => text("预警信号", "signal"),
            Self::Void => text("作废", "void"),
        }
    }

    /// What it must be about.
    pub const fn about(self) -> About {
        match self {
            Self::Bill | Self::Deduct | Self::Writeoff | Self::Reschedule | Self::Event | Self::Invoice => About::Contract,
            Self::Receipt | Self::Commitment | Self::Contact | Self::Note | Self::Cause | Self::Dispute | Self::Legal => About::Either,
            Self::Hold | Self::Confirm | Self::Measure | Self::Signal => About::Customer,
            Self::Clear | Self::Refund | Self::Resolve | Self::Release | Self::Void => About::Entry,
        }
    }

    /// Whether it needs an amount.
    pub const fn needs_amount(self) -> bool {
        match self {
            Self::Bill | Self::Receipt | Self::Refund | Self::Deduct | Self::Writeoff | Self::Commitment | Self::Invoice | Self::Confirm | Self::Measure => {
                true
            }
            Self::Clear
            | Self::Reschedule
            | Self::Event
            | Self::Contact
            | Self::Note
            | Self::Cause
            | Self::Dispute
            | Self::Resolve
            | Self::Hold
            | Self::Release
            | Self::Legal
            | Self::Signal
            | Self::Void => false,
        }
    }

    /// Whether it needs a second date.
    pub const fn needs_due(self) -> bool {
        matches!(self, Self::Commitment | Self::Reschedule | Self::Measure)
    }

    /// The kinds its `ref` may point at; none where a ref has no meaning.
    pub const fn refers_to(self) -> &'static [Self] {
        match self {
            Self::Clear | Self::Refund => &[Self::Receipt],
            Self::Resolve => &[Self::Dispute, Self::Measure],
            Self::Release => &[Self::Hold],
            Self::Commitment | Self::Receipt => &[Self::Commitment],
            // Any but a void, which is the last.
            Self::Void => Self::EVERY.split_at(21).0,
            Self::Bill
            | Self::Deduct
            | Self::Writeoff
            | Self::Reschedule
            | Self::Event
            | Self::Invoice
            | Self::Contact
            | Self::Note
            | Self::Cause
            | Self::Dispute
            | Self::Hold
            | Self::Legal
            | Self::Confirm
            | Self::Measure
            | Self::Signal => &[],
        }
    }

    /// [`Kind::refers_to`] as messages name it.
    pub const fn refers_to_words(self) -> Text {
        match self.refers_to() {
            [Self::Receipt] => text("回款（receipt）", "a receipt"),
            [Self::Commitment] => text("承诺（commitment）", "another commitment"),
            [Self::Hold] => text("停供停服（hold）", "a hold"),
            [Self::Dispute, ..] => text("争议（dispute）或举措（measure）", "a dispute or a measure"),
            _ => text("作废以外的记录", "any entry but a void"),
        }
    }

    /// Whether reports of figures look at the words of its entries: names of bills and events, causes, invoices, measures.
    pub const fn has_words(self) -> bool {
        matches!(self, Self::Bill | Self::Event | Self::Invoice | Self::Cause | Self::Measure)
    }

    /// Whether it is void with the entry it refers to.
    pub const fn falls_with_its_ref(self) -> bool {
        matches!(self, Self::Clear | Self::Refund | Self::Resolve | Self::Release)
    }

    /// The known words of its `detail` column, with their meanings; others are free words.
    pub const fn details(self) -> &'static [(&'static str, Text)] {
        match self {
            Self::Bill => BILL,
            Self::Receipt => METHOD,
            Self::Deduct => DEDUCT,
            Self::Commitment => COMMITMENT,
            Self::Event => EVENT,
            Self::Invoice => INVOICE,
            Self::Contact => CHANNEL,
            Self::Note => NOTE,
            Self::Cause => CAUSE,
            Self::Dispute => DISPUTE,
            Self::Hold => HOLD,
            Self::Legal => LEGAL,
            Self::Confirm => CONFIRM,
            Self::Measure => MEASURE,
            Self::Signal => SIGNAL,
            Self::Clear | Self::Refund | Self::Writeoff | Self::Reschedule | Self::Resolve | Self::Release | Self::Void => &[],
        }
    }

    /// What a contact may come to, which stands behind its channel.
    pub const fn outcomes() -> &'static [(&'static str, Text)] {
        OUTCOME
    }

    /// The code of a word people type for its `detail` column: 电话 is phone, 电话/已承诺 is phone/promised; other words stay.
    pub fn detail_code(self, typed: &str) -> String {
        let coded = |list: &[(&'static str, Text)], word: &str| {
            let known = list.iter().find(|(_, name)| name.zh == word || name.en.eq_ignore_ascii_case(word));
            known.map_or(word.to_string(), |(code, _)| (*code).to_string())
        };
        match typed.split_once('/') {
            None => coded(self.details(), typed),
            Some((word, outcome)) => format!("{}/{}", coded(self.details(), word), coded(OUTCOME, outcome)),
        }
    }

    /// What people call a word of its `detail` column; the word itself where it is a free one.
    pub fn detail_name(self, code: &str, lang: crate::text::Lang) -> String {
        let (word, outcome) = code.split_once('/').unwrap_or((code, ""));
        let named =
            |list: &[(&str, Text)], word: &str| list.iter().find(|(known, _)| *known == word).map_or(word.to_string(), |(_, name)| name.get(lang).to_string());
        let name = named(self.details(), word);
        if outcome.is_empty() { name } else { format!("{name}/{}", named(OUTCOME, outcome)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn every_code_reads_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.code().as_bytes()), Some(kind));
        }
        assert_eq!(Kind::parse(b"Receipt"), None);
    }
}
