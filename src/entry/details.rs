//! The known words of the `detail` column, by kind. Codes never change with the language.

use crate::text::{Text, text};

/// 以物抵债: a receipt that is no money.
pub const IN_KIND: &str = "in-kind";

/// Whether a receipt of this method is an acceptance draft (承兑汇票): a promise of money until it matures.
pub fn is_draft(method: &str) -> bool {
    matches!(method, "bank-acceptance" | "commercial-acceptance")
}

/// Whether a journal's line may be a receipt in cash, however it is quoted.
pub fn is_cash(line: &str) -> bool {
    line.contains("cash") && line.contains("receipt")
}

/// Words with their names.
pub(super) type Words = &'static [(&'static str, Text)];

pub(super) const BILL: Words = &[
    ("goods", text("货款", "goods")),
    ("service", text("服务", "service")),
    ("opening", text("期初", "opening")),
    ("fee", text("费用", "fee")),
    ("interest", text("利息", "interest")),
    ("other", text("其他", "other")),
];
pub(super) const METHOD: Words = &[
    ("bank", text("银行转账", "bank")),
    ("cash", text("现金", "cash")),
    ("cheque", text("支票", "cheque")),
    ("wechat", text("微信", "WeChat")),
    ("alipay", text("支付宝", "Alipay")),
    ("bank-acceptance", text("银行承兑", "bank acceptance")),
    ("commercial-acceptance", text("商业承兑", "commercial acceptance")),
    (IN_KIND, text("以物抵债", "in kind")),
    ("offset", text("抵销", "set-off")),
    ("other", text("其他", "other")),
];
pub(super) const DEDUCT: Words = &[
    ("early-payment", text("提前付款折扣", "early payment")),
    ("allowance", text("折让", "allowance")),
    ("return", text("退货", "return")),
    ("rebate", text("返利", "rebate")),
    ("fee", text("费用", "fee")),
    ("rounding", text("抹零", "rounding")),
    ("other", text("其他", "other")),
];
pub(super) const COMMITMENT: Words = &[("written", text("书面", "written")), ("oral", text("口头", "oral")), ("cheque", text("支票", "cheque"))];
pub(super) const EVENT: Words = &[
    ("delivery", text("交付", "delivery")),
    ("acceptance", text("验收", "acceptance")),
    ("invoice", text("开票", "invoice")),
    ("warranty-end", text("质保到期", "warranty end")),
];
pub(super) const INVOICE: Words =
    &[("issued", text("已开", "issued")), ("sent", text("已送", "sent")), ("received", text("已签收", "received")), ("red", text("红冲", "red"))];
pub(super) const CHANNEL: Words = &[
    ("phone", text("电话", "phone")),
    ("wechat", text("微信", "WeChat")),
    ("email", text("邮件", "email")),
    ("sms", text("短信", "SMS")),
    ("visit", text("上门", "visit")),
    ("letter", text("催款函", "letter")),
    ("lawyer", text("律师函", "lawyer")),
    ("notice", text("通知", "notice")),
];
pub(super) const OUTCOME: Words = &[
    ("promised", text("已承诺", "promised")),
    ("asked", text("已询问", "asked")),
    ("refused", text("拒付", "refused")),
    ("no-answer", text("无人接听", "no answer")),
    ("excuse-quality", text("借口质量", "excuse: quality")),
    ("excuse-personal", text("个人借口", "excuse: personal")),
];
pub(super) const NOTE: Words = &[
    ("visit", text("拜访", "visit")),
    ("cash-signal", text("资金信号", "cash signal")),
    ("limit-reason", text("超额原因", "limit reason")),
    ("other", text("其他", "other")),
];
pub(super) const CAUSE: Words = &[
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
pub(super) const DISPUTE: Words = &[
    ("quality", text("质量", "quality")),
    ("quantity", text("数量", "quantity")),
    ("price", text("价格", "price")),
    ("delivery", text("交付", "delivery")),
    ("invoice", text("发票", "invoice")),
    ("other", text("其他", "other")),
];
pub(super) const HOLD: Words = &[("supply", text("停供", "supply")), ("service", text("停服", "service"))];
pub(super) const LEGAL: Words = &[
    ("mediation", text("调解", "mediation")),
    ("lawyer-letter", text("律师函", "lawyer's letter")),
    ("filed", text("起诉", "filed")),
    ("judged", text("判决", "judged")),
    ("enforced", text("执行", "enforced")),
    ("settled", text("和解", "settled")),
];
pub(super) const CONFIRM: Words = &[("agreed", text("一致", "agreed")), ("differs", text("有差异", "differs"))];
pub(super) const MEASURE: Words = &[
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
pub(super) const SIGNAL: Words = &[
    ("biz01", text("失掉主要客户", "lost a key customer")),
    ("biz02", text("变换供货客户", "changed suppliers")),
    ("biz03", text("设备投资恶化", "investment got worse")),
    ("biz04", text("气氛恶化、秩序混乱", "disorder")),
    ("biz05", text("管理者常不在", "the boss is away")),
    ("biz06", text("管理者长期患病", "the boss is ill")),
    ("biz07", text("库存大幅增减", "stock swings")),
    ("biz08", text("购货囤积", "hoards goods")),
    ("biz09", text("低价抛售", "sells below price")),
    ("biz10", text("处理积压品", "clears dead stock")),
    ("fund01", text("资金平衡恶化", "cash out of balance")),
    ("fund02", text("支付状况恶化", "pays worse")),
    ("fund03", text("债务支付延误", "pays debts late")),
    ("fund04", text("要求取消预付款", "asks to drop prepayment")),
    ("fund05", text("借高息贷款", "loans at high interest")),
    ("fund06", text("常换业务银行", "changes banks")),
    ("fund07", text("开融通票据", "accommodation bills")),
    ("fund08", text("负责人回避催款", "avoids us")),
    ("fund09", text("财务频繁进出银行", "finance is always at the bank")),
];
