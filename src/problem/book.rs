//! Problems of the book: E1xx.

use super::Wording;
use crate::money::Money;
use crate::say;
use crate::text::{Lang, Text, comma, crop, shown};

/// What can be wrong in `huikuan.toml` and the files it includes.
#[derive(Clone, Debug, PartialEq)]
pub enum BookFault {
    /// Not TOML; the parser's own words.
    Syntax { detail: String },
    /// A key the format does not have.
    UnknownKey { key: String, nearest: Option<String> },
    /// A key that is needed.
    MissingKey { key: &'static str },
    /// A value of another type.
    WrongType { key: String, expected: Text },
    /// A value that is no amount; `mended` is what was probably meant.
    Amount { text: String, mended: Option<String> },
    /// Zero where an amount must be positive.
    ZeroAmount,
    /// A value that is no date.
    Date { text: String },
    /// Not one of the known words.
    Choice { text: String, choices: String },
    /// A number outside its range.
    Range { text: String, range: String },
    /// An id with other characters than letters, digits, CJK and `-_./#`.
    IdShape { id: String },
    /// The id stands twice; `first` is the other place.
    Duplicate { id: String, first: String },
    /// A reference to nothing.
    Unknown { what: Text, id: String, nearest: Vec<String> },
    /// Both keys, or neither.
    OneOf { a: &'static str, b: &'static str, both: bool },
    /// Milestones that do not sum to the contract's amount.
    Sum { sum: Money, amount: Money },
    /// A milestone's name with `/` or a leading `#`.
    MilestoneName { name: String },
    /// A framework contract with `key`.
    Framework { key: &'static str },
    /// Percents that add up to more than the contract.
    Percent,
    /// Terms that are neither `net N` nor `month-end N`.
    Terms { text: String },
    /// An include pattern or file that leaves the ledger, or matches nothing readable.
    Include { pattern: String },
    /// An included file with a key that belongs in huikuan.toml.
    IncludedKey { key: String },
    /// An alias or name that two customers share.
    SharedAlias { alias: String, other: String },
    /// A list that does not ascend or does not end as it must.
    Order { key: &'static str },
    /// Amounts that sum past what can be held exactly.
    Total,
}

impl BookFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "E101",
            Self::UnknownKey { .. } => "E102",
            Self::MissingKey { .. } => "E103",
            Self::WrongType { .. } => "E104",
            Self::Amount { .. } => "E105",
            Self::ZeroAmount => "E106",
            Self::Date { .. } => "E107",
            Self::Choice { .. } => "E108",
            Self::Range { .. } => "E109",
            Self::IdShape { .. } => "E110",
            Self::Duplicate { .. } => "E111",
            Self::Unknown { .. } => "E112",
            Self::OneOf { .. } => "E113",
            Self::Sum { .. } => "E114",
            Self::MilestoneName { .. } => "E115",
            Self::Framework { .. } => "E116",
            Self::Percent => "E117",
            Self::Terms { .. } => "E118",
            Self::Include { .. } => "E119",
            Self::IncludedKey { .. } => "E120",
            Self::SharedAlias { .. } => "E121",
            Self::Order { .. } => "E122",
            Self::Total => "E123",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Syntax { detail } => {
                let detail = shown(detail);
                (
                    say!(lang, "不是正确的 TOML（{detail}）", "not valid TOML: {detail}"),
                    say!(lang, "看看引号、等号、方括号有没有写全，是不是半角", "look for a missing quote, equals sign or bracket, or a full-width one"),
                )
            }
            Self::UnknownKey { key, nearest } => {
                let key = shown(key);
                let cure = match nearest {
                    Some(near) => say!(lang, "是不是 {near}？", "did you mean {near}?"),
                    None => say!(lang, "自己的字段写在 x = {{ … }} 里", "fields of your own go under x = {{ … }}"),
                };
                (say!(lang, "没有“{key}”这个键", "there is no key \"{key}\""), cure)
            }
            Self::MissingKey { key } => (say!(lang, "缺少 {key}", "{key} is missing"), say!(lang, "在这一节里补上 {key} = …", "add {key} = … to this table")),
            Self::WrongType { key, expected } => {
                let (key, expected) = (shown(key), expected.get(lang));
                (say!(lang, "{key} 应该是{expected}", "{key} must be {expected}"), String::new())
            }
            Self::Amount { text, mended } => {
                let text = shown(text);
                let cure = match mended {
                    Some(mended) => say!(lang, "改成：\"{mended}\"", "write: \"{mended}\""),
                    None => say!(lang, "写成 50000 或 \"50000.00\"，最多两位小数，小于一万亿", "write 50000 or \"50000.00\", at most 2 decimals, below 10^12"),
                };
                (say!(lang, "金额“{text}”不对", "\"{text}\" is not an amount"), cure)
            }
            Self::ZeroAmount => (say!(lang, "金额要大于零", "the amount must be more than zero"), String::new()),
            Self::Date { text } => {
                let text = shown(text);
                (
                    say!(lang, "日期“{text}”不对", "\"{text}\" is not a date"),
                    say!(lang, "写成 2026-11-30（1990–2199 年，不带时间）", "write 2026-11-30 (1990–2199, without a time)"),
                )
            }
            Self::Choice { text, choices } => {
                let (text, choices) = (shown(text), crop(choices, 400));
                (say!(lang, "“{text}”不在可选的值里", "\"{text}\" is not one of the known values"), say!(lang, "可以写：{choices}", "choose from: {choices}"))
            }
            Self::Range { text, range } => {
                let text = shown(text);
                (say!(lang, "{text} 超出范围", "{text} is out of range"), say!(lang, "应在 {range} 之间", "it must be in {range}"))
            }
            Self::IdShape { id } => {
                let id = shown(id);
                (
                    say!(lang, "编号“{id}”里有不能用的字符", "the id \"{id}\" has characters that ids cannot have"),
                    say!(lang, "编号只用字母、数字、汉字和 - _ . / #", "ids are made of letters, digits, CJK and - _ . / #"),
                )
            }
            Self::Duplicate { id, first } => {
                let id = shown(id);
                (
                    say!(lang, "“{id}”写了两次，另一处在 {first}", "\"{id}\" stands twice; the other is at {first}"),
                    say!(lang, "改掉其中一个", "change one of them"),
                )
            }
            Self::Unknown { what, id, nearest } => {
                let (what, id, near) = (what.get(lang), shown(id), nearest.join(comma(lang)));
                let cure = if nearest.is_empty() { String::new() } else { say!(lang, "最接近的：{near}", "nearest: {near}") };
                (say!(lang, "没有{what}“{id}”", "no {what} \"{id}\""), cure)
            }
            Self::OneOf { a, b, both: true } => {
                (say!(lang, "{a} 和 {b} 只能写一个", "{a} and {b} exclude each other"), say!(lang, "留下一个", "keep one of them"))
            }
            Self::OneOf { a, b, both: false } => (say!(lang, "{a} 和 {b} 要写一个", "{a} or {b} is needed"), say!(lang, "补上一个", "add one of them")),
            Self::Sum { sum, amount } => {
                let (sum, amount, difference) = (sum.grouped(), amount.grouped(), (*sum - *amount).grouped());
                (
                    say!(
                        lang,
                        "各节点合计 {sum}，合同金额 {amount}，差 {difference}",
                        "the milestones sum to {sum}, the contract's amount is {amount}, difference {difference}"
                    ),
                    say!(lang, "改节点金额或合同金额，两者要相等", "mend a milestone or the contract's amount until both are equal"),
                )
            }
            Self::MilestoneName { name } => {
                let name = shown(name);
                (
                    say!(lang, "节点名“{name}”不能用", "\"{name}\" cannot be a milestone's name"),
                    say!(lang, "名字里不能有 / ，不能以 # 开头，不能空着", "it must not be empty, contain / or begin with #"),
                )
            }
            Self::Framework { key } => (
                say!(lang, "框架合同不能有 {key}", "a framework contract has no {key}"),
                say!(lang, "框架合同的应收来自流水里的 bill 记录", "its receivables come from the journal's bill entries"),
            ),
            Self::Percent => (
                say!(
                    lang,
                    "有节点的金额不是正数：百分比是零，或加起来超过了合同金额",
                    "a milestone comes to nothing or less: a percent is zero, or they exceed the contract's amount"
                ),
                say!(lang, "改百分比", "mend a percent"),
            ),
            Self::Terms { text } => {
                let text = shown(text);
                (
                    say!(lang, "账期“{text}”不对", "\"{text}\" are no payment terms"),
                    say!(
                        lang,
                        "写成 \"net 30\"（30 天）或 \"month-end 30\"（月末起 30 天）",
                        "write \"net 30\" (30 days) or \"month-end 30\" (30 days after the month's end)"
                    ),
                )
            }
            Self::Include { pattern } => {
                let pattern = shown(pattern);
                (
                    say!(lang, "include 不能用“{pattern}”", "\"{pattern}\" cannot be included"),
                    say!(lang, "只能是台账目录里的 .toml 文件，如 \"contracts/*.toml\"", "only .toml files inside the ledger, such as \"contracts/*.toml\""),
                )
            }
            Self::IncludedKey { key } => {
                let key = shown(key);
                (
                    say!(lang, "被包含的文件里不能有 {key}", "an included file cannot have {key}"),
                    say!(
                        lang,
                        "这里只写 customer、contract、rep、target；{key} 写到 huikuan.toml",
                        "it has only customer, contract, rep and target; move {key} to huikuan.toml"
                    ),
                )
            }
            Self::SharedAlias { alias, other } => {
                let (alias, other) = (shown(alias), shown(other));
                (
                    say!(lang, "“{alias}”已经是客户 {other} 的名字", "\"{alias}\" is already a name of customer {other}"),
                    say!(lang, "一个名字只能指一个客户", "a name can stand for one customer only"),
                )
            }
            Self::Order { key: key @ ("tier" | "provision") } => (
                say!(lang, "{key} 要从小到大排列，最后一个、也只有最后一个不写 up_to", "{key} must ascend; the last, and only the last, has no up_to"),
                String::new(),
            ),
            Self::Order { key } => (say!(lang, "{key} 要从小到大排列", "{key} must ascend from one to the next"), String::new()),
            Self::Total => (
                say!(lang, "金额加起来太大，无法精确计算", "the amounts sum past what can be held exactly"),
                say!(lang, "多半是某个金额多写了几个零", "some amount probably has too many zeros"),
            ),
        };
        Wording::new(cause, cure)
    }
}
