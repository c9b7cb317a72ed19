//! Problems of the journal: E2xx.

use super::Wording;
use crate::money::Money;
use crate::say;
use crate::text::{Lang, Text, comma, shown};

/// What can be wrong in `ledger.csv`.
#[derive(Clone, Debug, PartialEq)]
pub enum JournalFault {
    /// The first line is not the header.
    Header,
    /// Another number of fields than the header's 14.
    Fields { count: usize },
    /// A quote that is open at the end of the line.
    OpenQuote,
    /// A quote in the middle of a field, or text after a closing quote.
    StrayQuote,
    /// The last line has no newline.
    NoNewline,
    /// A line of a merge that git left.
    ConflictMarker,
    /// The header once more.
    SecondHeader,
    /// An empty line between entries.
    BlankLine,
    /// An id of another shape.
    IdShape { id: String },
    /// The id stands twice; `first` is the other line.
    DuplicateId { id: String, first: u32 },
    /// Not a date.
    Date { text: String },
    /// Not a kind.
    Kind { text: String, nearest: Option<String> },
    /// Not an amount; `mended` is what was probably meant.
    Amount { text: String, mended: Option<String> },
    /// Zero where an amount must be positive.
    ZeroAmount,
    /// A column this kind needs is empty.
    Missing { kind: &'static str, column: &'static str },
    /// Neither of two columns is filled.
    NoTarget { kind: &'static str },
    /// A customer, contract or milestone that the book does not have.
    Unknown { what: Text, id: String, nearest: Vec<String> },
    /// The contract belongs to another customer.
    OtherCustomer { contract: String, customer: String },
    /// A milestone without its contract.
    MilestoneAlone,
    /// A ref to no entry.
    RefNowhere { id: String },
    /// A ref to an entry of a kind it cannot refer to.
    RefKind { id: String, kind: &'static str, wanted: Text },
    /// A ref to an entry with a later date.
    RefLater { id: String },
    /// A second void of one entry.
    SecondVoid { id: String, first: u32 },
    /// Refunds above their receipt.
    Refunds { id: String, refunds: Money, receipt: Money },
    /// A bill on a contract that is no framework contract.
    BillContract { contract: String },
    /// A bill's name that its contract already has.
    BillName { name: String, first: u32 },
    /// Amounts that sum past what can be held exactly.
    Total,
}

impl JournalFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Header => "E201",
            Self::Fields { .. } => "E202",
            Self::OpenQuote => "E203",
            Self::StrayQuote => "E204",
            Self::NoNewline => "E205",
            Self::ConflictMarker => "E206",
            Self::SecondHeader => "E207",
            Self::BlankLine => "E208",
            Self::IdShape { .. } => "E209",
            Self::DuplicateId { .. } => "E210",
            Self::Date { .. } => "E211",
            Self::Kind { .. } => "E212",
            Self::Amount { .. } => "E213",
            Self::ZeroAmount => "E214",
            Self::Missing { .. } => "E215",
            Self::NoTarget { .. } => "E216",
            Self::Unknown { .. } => "E217",
            Self::OtherCustomer { .. } => "E218",
            Self::MilestoneAlone => "E219",
            Self::RefNowhere { .. } => "E220",
            Self::RefKind { .. } => "E221",
            Self::RefLater { .. } => "E222",
            Self::SecondVoid { .. } => "E223",
            Self::Refunds { .. } => "E224",
            Self::BillContract { .. } => "E225",
            Self::BillName { .. } => "E226",
            Self::Total => "E227",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Header => (
                say!(lang, "第一行不是规定的表头", "the first line is not the header"),
                "id,date,kind,customer,contract,milestone,amount,due,ref,proof,party,detail,by,note".to_string(),
            ),
            Self::Fields { count } => (
                say!(lang, "这一行有 {count} 个字段，应该有 14 个", "this line has {count} fields, there must be 14"),
                say!(
                    lang,
                    "内容里的逗号要加引号；也可能是两行粘在一起或被截断了",
                    "quote a text that has a comma; or two lines are glued, or one was cut short"
                ),
            ),
            Self::OpenQuote => (
                say!(lang, "引号没有关上", "a quote is not closed on this line"),
                say!(lang, "一条记录只占一行；补上引号，去掉换行", "an entry is one line: close the quote, take the line break out"),
            ),
            Self::StrayQuote => (
                say!(lang, "引号的位置不对", "a quote stands in the wrong place"),
                say!(
                    lang,
                    "整个字段用引号括起来，里面的引号写两遍：\"他说\"\"好\"\"\"",
                    "quote the whole field and double the quotes inside: \"he said \"\"yes\"\"\""
                ),
            ),
            Self::NoNewline => (
                say!(
                    lang,
                    "最后一行没有换行：可能写了一半，也可能被编辑器去掉了",
                    "the last line has no newline: an append was cut off, or an editor dropped it"
                ),
                say!(
                    lang,
                    "看一眼这一行是否完整；完整就在末尾补一个换行，不完整就删掉",
                    "if the line is whole, add a newline at its end; if it was cut off, delete it"
                ),
            ),
            Self::ConflictMarker => (
                say!(lang, "git 合并的冲突标记还在", "a conflict marker of a git merge"),
                say!(lang, "把合并做完：两边新增的都留下，删掉标记行", "finish the merge: keep what both sides added, delete the marker lines"),
            ),
            Self::SecondHeader => (say!(lang, "表头又出现了一次", "the header once more"), say!(lang, "删掉这一行", "delete this line")),
            Self::BlankLine => (say!(lang, "记录之间有空行", "an empty line between entries"), say!(lang, "删掉空行", "delete it")),
            Self::IdShape { id } => {
                let id = shown(id);
                (
                    say!(lang, "编号“{id}”不对", "\"{id}\" is not an entry id"),
                    say!(lang, "编号像 261121-4m7k2q9x；用 huikuan record 记账会自动生成", "an id looks like 261121-4m7k2q9x; huikuan record makes them"),
                )
            }
            Self::DuplicateId { id, first } => (
                say!(lang, "编号 {id} 重复，第 {first} 行已经用了", "the id {id} is already that of line {first}"),
                say!(lang, "两行一样就删掉一行；不一样就给其中一行换个编号", "if the lines are equal delete one, else give one of them another id"),
            ),
            Self::Date { text } => {
                let text = shown(text);
                (
                    say!(lang, "日期“{text}”不对", "\"{text}\" is not a date"),
                    say!(lang, "写成 2026-11-30（1990–2199 年）", "write it as 2026-11-30 (1990–2199)"),
                )
            }
            Self::Kind { text, nearest } => {
                let text = shown(text);
                let cure = match nearest {
                    Some(near) => say!(lang, "是不是 {near}？", "did you mean {near}?"),
                    None => say!(lang, "所有种类见 huikuan record --help", "see huikuan record --help for all kinds"),
                };
                (say!(lang, "没有“{text}”这种记录", "there is no kind \"{text}\""), cure)
            }
            Self::Amount { text, mended } => {
                let text = shown(text);
                let cure = match mended {
                    Some(mended) => say!(lang, "改成：{mended}", "write: {mended}"),
                    None => say!(lang, "写成 50000 或 50000.00，最多两位小数，小于一万亿", "write 50000 or 50000.00, at most 2 decimals, below 10^12"),
                };
                (say!(lang, "金额“{text}”不对", "\"{text}\" is not an amount"), cure)
            }
            Self::ZeroAmount => (say!(lang, "金额要大于零", "the amount must be more than zero"), String::new()),
            Self::Missing { kind, column } => {
                (say!(lang, "{kind} 记录要有 {column}", "{kind}: {column} is needed"), say!(lang, "补上 {column} 这一列", "fill the column {column}"))
            }
            Self::NoTarget { kind } => (
                say!(lang, "{kind} 记录要有客户或合同", "{kind}: a customer or a contract is needed"),
                say!(lang, "补上 customer 或 contract", "fill customer or contract"),
            ),
            Self::Unknown { what, id, nearest } => {
                let near = nearest.join(comma(lang));
                let cure = if nearest.is_empty() && what.en == "bill" {
                    say!(lang, "先记这笔出货：huikuan record bill", "record the bill first: huikuan record bill")
                } else if nearest.is_empty() {
                    say!(lang, "先写进 huikuan.toml", "add it to huikuan.toml first")
                } else {
                    say!(lang, "最接近的：{near}", "nearest: {near}")
                };
                let (what, id) = (what.get(lang), shown(id));
                (say!(lang, "没有{what}“{id}”", "no {what} \"{id}\""), cure)
            }
            Self::OtherCustomer { contract, customer } => {
                let (contract, customer) = (shown(contract), shown(customer));
                (
                    say!(lang, "合同 {contract} 是客户 {customer} 的", "contract {contract} belongs to customer {customer}"),
                    say!(lang, "把 customer 改成 {customer}", "write {customer} as the customer"),
                )
            }
            Self::MilestoneAlone => (say!(lang, "有节点，没有合同", "a milestone without its contract"), say!(lang, "补上 contract", "fill contract")),
            Self::RefNowhere { id } => {
                let id = shown(id);
                (
                    say!(lang, "没有编号为“{id}”的记录", "no entry has the id \"{id}\""),
                    say!(lang, "ref 要写同一份流水里另一条记录的完整编号", "ref is the full id of another entry of this journal"),
                )
            }
            Self::RefKind { id, kind, wanted } => {
                let wanted = wanted.get(lang);
                (
                    say!(lang, "{id} 是 {kind}，这里要指向{wanted}", "{id} is of kind {kind}; this must refer to {wanted}"),
                    say!(lang, "改成正确的编号", "write the right id"),
                )
            }
            Self::RefLater { id } => (
                say!(lang, "{id} 的日期比这一条晚", "{id} has a later date than this entry"),
                say!(lang, "后面的记录才能指向前面的", "an entry can refer to an earlier one only"),
            ),
            Self::SecondVoid { id, first } => (
                say!(lang, "{id} 在第 {first} 行已经作废", "{id} was already made void on line {first}"),
                say!(lang, "删掉多余的一条", "delete one of the two"),
            ),
            Self::Refunds { id, refunds, receipt } => {
                let (refunds, receipt) = (refunds.grouped(), receipt.grouped());
                (
                    say!(lang, "{id} 的退款合计 {refunds}，超过回款 {receipt}", "the refunds of {id} come to {refunds}, above its {receipt}"),
                    say!(
                        lang,
                        "改退款金额；多记的一条从它自己的日期起作废（--mistake）",
                        "mend the amount, or void the one too many from its own date on (--mistake)"
                    ),
                )
            }
            Self::BillContract { contract } => {
                let contract = shown(contract);
                (
                    say!(lang, "{contract} 不是框架合同，不能出货记应收", "{contract} is no framework contract, so it takes no bills"),
                    say!(lang, "在合同里写 framework = true，或用它的付款节点", "write framework = true in the contract, or use its milestones"),
                )
            }
            Self::BillName { name, first: 0 } => {
                let name = shown(name);
                (
                    say!(lang, "出货单名“{name}”里不能有 / ，不能以 # 开头", "a bill's name has no / and no leading #: \"{name}\""),
                    say!(lang, "换一个名字，或留空用编号", "choose another, or leave it empty to use the id"),
                )
            }
            Self::BillName { name, first } => {
                let name = shown(name);
                (
                    say!(lang, "出货单名“{name}”第 {first} 行已经用了", "the bill name \"{name}\" is taken by line {first}"),
                    say!(lang, "换一个名字，或留空用编号", "choose another, or leave it empty to use the id"),
                )
            }
            Self::Total => (
                say!(lang, "到这一行，金额加起来太大，无法精确计算", "up to this line the amounts sum past what can be held exactly"),
                say!(lang, "多半是某个金额多写了几个零", "some amount probably has too many zeros"),
            ),
        };
        Wording::new(cause, cure)
    }
}
