//! What `check` points out though reports can be printed: W4xx.

use super::Wording;
use crate::date::Day;
use crate::money::Money;
use crate::say;
use crate::text::{Lang, comma, nearest_first, shown};

/// Something that is allowed and probably not meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// A byte-order mark or CRLF line ends: a spreadsheet saved the file.
    Spreadsheet,
    /// `.gitattributes` lacks a line the journal needs.
    GitAttributes { line: &'static str },
    /// A milestone due before its contract was signed.
    DueBeforeSigning { contract: String, due: Day, signed: Day },
    /// A contract nobody is in charge of.
    NoRep { contract: String },
    /// A credit review older than a year, or older than `[risk] review_months`.
    ReviewOld { customer: String, reviewed: Day },
    /// An entry dated after today.
    Future { id: String, date: Day },
    /// Two receipts that look the same.
    Twice { id: String, first: u32 },
    /// What is missing of a commitment is beyond what is open.
    Commitment { id: String, amount: Money, open: Money },
    /// A write-off beyond what was open; the rest does not count.
    Writeoff { id: String, excess: Money },
    /// A reschedule of more than was open, or of nothing.
    Reschedule { id: String, excess: Money },
    /// A red position without cause or solution.
    NoCause { contract: String, milestone: String, days: i32 },
    /// A contract without a due date, without terms and without a policy for them: 30 days by default.
    NoTerms { contract: String },
    /// An event that none of the contract's milestones waits for, and what they wait for.
    Event { id: String, event: String, waits: Vec<String> },
    /// A file that looks like a second version of the journal or the book.
    SecondVersion,
    /// A file that everybody on the machine may write.
    OpenToAll,
    /// A number in a free text that looks like a bank card or an identity card.
    Private { id: String, card: bool },
    /// A number that a spreadsheet has written with a power of ten.
    Rounded { text: String },
    /// 定金 above a fifth of the price: what is above counts as prepayment (民法典 586).
    Deposit { contract: String, deposit: Money, prepayment: Money },
    /// Retention of a construction contract above 3 % (建质〔2017〕138号 art. 7).
    Retention { contract: String, retention: Money, most: Money },
    /// A bill dated before its contract was signed.
    BillBeforeSigning { id: String, signed: Day },
}

impl Warning {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Spreadsheet => "W401",
            Self::GitAttributes { .. } => "W402",
            Self::DueBeforeSigning { .. } => "W403",
            Self::NoRep { .. } => "W404",
            Self::ReviewOld { .. } => "W405",
            Self::Future { .. } => "W406",
            Self::Twice { .. } => "W407",
            Self::Commitment { .. } => "W408",
            Self::Writeoff { .. } => "W409",
            Self::Reschedule { .. } => "W410",
            Self::NoCause { .. } => "W411",
            Self::NoTerms { .. } => "W412",
            Self::BillBeforeSigning { .. } => "W413",
            Self::Event { .. } => "W414",
            Self::SecondVersion => "W415",
            Self::OpenToAll => "W416",
            Self::Private { .. } => "W417",
            Self::Rounded { .. } => "W418",
            Self::Deposit { .. } => "W419",
            Self::Retention { .. } => "W420",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Spreadsheet => (
                say!(lang, "文件像是 Excel 存过的（有 BOM 或 CRLF 换行）", "a spreadsheet seems to have saved this file (BOM or CRLF line ends)"),
                say!(
                    lang,
                    "数据没有变；以后用 huikuan history -o 文件名.xlsx 导出来看，不要直接改流水",
                    "nothing is lost; export with huikuan history -o FILE.xlsx instead of opening the ledger itself"
                ),
            ),
            Self::GitAttributes { line } => (say!(lang, ".gitattributes 缺少一行", ".gitattributes lacks a line"), say!(lang, "补上：{line}", "add: {line}")),
            Self::DueBeforeSigning { contract, due, signed } => {
                let contract = shown(contract);
                (say!(lang, "{contract} 的到期日 {due} 早于签订日 {signed}", "{contract}: due {due}, before it was signed on {signed}"), String::new())
            }
            Self::NoRep { contract } => {
                let contract = shown(contract);
                (
                    say!(lang, "合同 {contract} 没有销售代表", "contract {contract} has no rep"),
                    say!(lang, "在合同或客户里写 rep = \"…\"", "write rep = \"…\" in the contract or its customer"),
                )
            }
            Self::ReviewOld { customer, reviewed } => {
                let customer = shown(customer);
                (say!(lang, "客户 {customer} 的信用上次在 {reviewed} 评审，已过期", "the credit of {customer} was last reviewed on {reviewed}"), String::new())
            }
            Self::Future { id, date } => (say!(lang, "{id} 的日期 {date} 还没到", "{id} is dated in the future, {date}"), String::new()),
            Self::Twice { id, first } => (
                say!(lang, "{id} 和第 {first} 行一样：日期、对象、金额都相同", "{id} looks like line {first}: same date, target and amount"),
                say!(lang, "记重了就作废一条：huikuan record void {id} --mistake", "if it is the same money: huikuan record void {id} --mistake"),
            ),
            Self::Commitment { id, amount, open } => {
                let (amount, open) = (amount.grouped(), open.grouped());
                (say!(lang, "承诺 {id} 还有 {amount} 待兑现，现在只欠 {open}", "commitment {id} still promises {amount}, only {open} is open"), String::new())
            }
            Self::Writeoff { id, excess } => {
                let excess = excess.grouped();
                (
                    say!(lang, "核销 {id} 比未回款余额多出 {excess}，多出的不算", "write-off {id} is {excess} above what was open; that part does not count"),
                    String::new(),
                )
            }
            Self::Reschedule { id, excess } if excess.is_zero() => {
                (say!(lang, "展期 {id}：那天这个节点已经没有未回款", "reschedule {id}: nothing was open to move that day"), String::new())
            }
            Self::Reschedule { id, excess } => {
                let excess = excess.grouped();
                (
                    say!(lang, "展期 {id} 比未回款余额多出 {excess}，多出的不算", "reschedule {id} is {excess} above what was open; that part does not count"),
                    String::new(),
                )
            }
            Self::NoCause { contract, milestone, days } => {
                let what = shown(format!("{contract} {milestone}").trim_end());
                let contract = shown(contract);
                (
                    say!(lang, "{what} 逾期 {days} 天，没写原因或解决方案", "{what} is {days} days overdue without cause or solution"),
                    say!(
                        lang,
                        "huikuan record cause {contract} 原因 --note \"方案\" --due 期限",
                        "huikuan record cause {contract} CAUSE --note \"solution\" --due DATE"
                    ),
                )
            }
            Self::NoTerms { contract } => {
                let contract = shown(contract);
                (
                    say!(
                        lang,
                        "合同 {contract} 没写到期日和账期，按签订后 30 天到期算",
                        "contract {contract} has no due date and no terms; it counts as due 30 days after signing"
                    ),
                    say!(lang, "写 due = 日期，或 terms = \"net 30\"", "write due = DATE or terms = \"net 30\""),
                )
            }
            Self::Event { id, event, waits } => {
                let near = nearest_first(event, waits.iter().map(String::as_str)).split(' ').next().map(shown).unwrap_or_default();
                let (event, waits) = (shown(event), shown(&waits.join(comma(lang))));
                (
                    say!(
                        lang,
                        "{id}：没有节点在等“{event}”；这份合同等的是 {waits}",
                        "{id}: no milestone waits for \"{event}\"; this contract waits for {waits}"
                    ),
                    say!(lang, "拼错了就更正：huikuan record correct {id} --detail {near}", "if it is a slip: huikuan record correct {id} --detail {near}"),
                )
            }
            Self::SecondVersion => (
                say!(
                    lang,
                    "旁边多出一份像是流水或账本的文件，里面的内容没有算",
                    "this looks like a second version of the journal or the book; nothing in it counts"
                ),
                say!(
                    lang,
                    "同步盘冲突时会这样：对照后把缺的记录补进来，再移走它；多人用请用 git",
                    "sync folders make these: compare, record what is missing, move it away; share a ledger with git"
                ),
            ),
            Self::OpenToAll => {
                (say!(lang, "这台机器上谁都能改这个文件", "everybody on this machine may write this file"), say!(lang, "chmod o-w 文件", "chmod o-w FILE"))
            }
            Self::Private { id, card } => {
                let what = if *card { say!(lang, "银行卡号", "a bank card") } else { say!(lang, "身份证号", "an identity number") };
                (
                    say!(lang, "{id} 里有像{what}的数字", "{id} holds what looks like {what}"),
                    say!(lang, "台账会进 git、发给别人；以后只写末四位", "ledgers are kept in git and shared; write the last four digits only"),
                )
            }
            Self::Deposit { contract, deposit, prepayment } => {
                let (contract, deposit, prepayment) = (shown(contract), deposit.grouped(), prepayment.grouped());
                (
                    say!(
                        lang,
                        "合同 {contract} 的定金超过价款的 20%：{deposit} 按定金，{prepayment} 只算预付款",
                        "the earnest money of contract {contract} is above 20 % of the price: {deposit} counts as such, {prepayment} as prepayment"
                    ),
                    say!(lang, "分成两个节点写：定金、预付款", "write two milestones: earnest money and prepayment"),
                )
            }
            Self::Retention { contract, retention, most } => {
                let (contract, retention, most) = (shown(contract), retention.grouped(), most.grouped());
                (
                    say!(
                        lang,
                        "工程合同 {contract} 的质保金 {retention} 超过 3%（{most}）",
                        "the retention of construction contract {contract}, {retention}, is above 3 % ({most})"
                    ),
                    String::new(),
                )
            }
            Self::Rounded { text } => {
                let text = shown(text);
                (
                    say!(lang, "“{text}”像是被表格软件改成了科学计数，尾数已丢", "\"{text}\" seems rounded by a spreadsheet; its last digits are lost"),
                    say!(lang, "照原单据更正：huikuan record correct 编号 --proof 号码", "mend it from the paper: huikuan record correct ID --proof NUMBER"),
                )
            }
            Self::BillBeforeSigning { id, signed } => {
                (say!(lang, "出货 {id} 早于合同签订日 {signed}", "bill {id} is dated before its contract was signed on {signed}"), String::new())
            }
        };
        Wording::new(cause, cure)
    }
}
