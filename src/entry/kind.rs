//! The kinds of entry and what each needs.

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

type Words = &'static [(&'static str, Text)];

const BILL: Words = &[
    ("goods", text("货款", "goods")),
    ("service", text("服务", "service")),
    ("opening", text("期初", "opening")),
    ("fee", text("费用", "fee")),
    ("interest", text("利息", "interest")),
    ("other", text("其他", "other")),
];
const METHOD: Words = &[
    ("bank", text("银行转账", "bank")),
    ("cash", text("现金", "cash")),
    ("cheque", text("支票", "cheque")),
    ("wechat", text("微信", "WeChat")),
    ("alipay", text("支付宝", "Alipay")),
    ("bank-acceptance", text("银行承兑", "bank acceptance")),
    ("commercial-acceptance", text("商业承兑", "commercial acceptance")),
    ("in-kind", text("以物抵债", "in kind")),
    ("offset", text("抵销", "set-off")),
    ("other", text("其他", "other")),
];
const DEDUCT: Words = &[
    ("early-payment", text("提前付款折扣", "early payment")),
    ("allowance", text("折让", "allowance")),
    ("return", text("退货", "return")),
    ("rebate", text("返利", "rebate")),
    ("fee", text("费用", "fee")),
    ("rounding", text("抹零", "rounding")),
    ("other", text("其他", "other")),
];
const COMMITMENT: Words = &[("written", text("书面", "written")), ("oral", text("口头", "oral")), ("cheque", text("支票", "cheque"))];
const EVENT: Words = &[
    ("delivery", text("交付", "delivery")),
    ("acceptance", text("验收", "acceptance")),
    ("invoice", text("开票", "invoice")),
    ("warranty-end", text("质保到期", "warranty end")),
];
const INVOICE: Words =
    &[("issued", text("已开", "issued")), ("sent", text("已送", "sent")), ("received", text("已签收", "received")), ("red", text("红冲", "red"))];
const CHANNEL: Words = &[
    ("phone", text("电话", "phone")),
    ("wechat", text("微信", "WeChat")),
    ("email", text("邮件", "email")),
    ("sms", text("短信", "SMS")),
    ("visit", text("上门", "visit")),
    ("letter", text("催款函", "letter")),
    ("lawyer", text("律师函", "lawyer")),
    ("notice", text("通知", "notice")),
];
const OUTCOME: Words = &[
    ("promised", text("已承诺", "promised")),
    ("asked", text("已询问", "asked")),
    ("refused", text("拒付", "refused")),
    ("no-answer", text("无人接听", "no answer")),
    ("excuse-quality", text("借口质量", "excuse: quality")),
    ("excuse-personal", text("个人借口", "excuse: personal")),
];
const NOTE: Words = &[
    ("visit", text("拜访", "visit")),
    ("cash-signal", text("资金信号", "cash signal")),
    ("limit-reason", text("超额原因", "limit reason")),
    ("other", text("其他", "other")),
];
const CAUSE: Words = &[
    ("oversight", text("疏忽", "oversight")),
    ("dissatisfied", text("不满意", "dissatisfied")),
    ("cash-short", text("资金紧张", "short of cash")),
    ("hoarding", text("有钱不付", "hoarding")),
    ("leverage", text("以欠款牵制", "leverage")),
    ("deliberate", text("故意拖欠", "deliberate")),
    ("process", text("流程未完", "process")),
    ("habit", text("习惯拖欠", "habit")),
    ("accounting", text("账目不符", "accounting")),
    ("own-fault", text("己方原因", "own fault")),
    ("downstream", text("下游未付", "downstream")),
    ("insolvent", text("资不抵债", "insolvent")),
    ("vanished", text("失联", "vanished")),
];
const DISPUTE: Words = &[
    ("quality", text("质量", "quality")),
    ("quantity", text("数量", "quantity")),
    ("price", text("价格", "price")),
    ("delivery", text("交付", "delivery")),
    ("invoice", text("发票", "invoice")),
    ("other", text("其他", "other")),
];
const HOLD: Words = &[("supply", text("停供", "supply")), ("service", text("停服", "service"))];
const LEGAL: Words = &[
    ("mediation", text("调解", "mediation")),
    ("lawyer-letter", text("律师函", "lawyer's letter")),
    ("filed", text("起诉", "filed")),
    ("judged", text("判决", "judged")),
    ("enforced", text("执行", "enforced")),
    ("settled", text("和解", "settled")),
];
const CONFIRM: Words = &[("agreed", text("一致", "agreed")), ("differs", text("有差异", "differs"))];
const MEASURE: Words = &[
    ("potential-review", text("潜力排查", "potential review")),
    ("incentive", text("激励", "incentive")),
    ("promotion", text("促销", "promotion")),
    ("new-outlet", text("新网点", "new outlet")),
    ("new-product", text("新产品", "new product")),
    ("staff-support", text("人员支持", "staff support")),
    ("training", text("培训", "training")),
    ("visit", text("拜访", "visit")),
    ("other", text("其他", "other")),
];
const SIGNAL: Words = &[];

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
