//! Problems of the command line and of what it asks for: E3xx.

use super::{ExportFault, Wording, WorkbookFault};
use crate::date::{DateFault, Day};
use crate::money::{AmountFault, Money};
use crate::say;
use crate::text::{Lang, Text, comma, shown};

/// What can be wrong with a command.
#[derive(Clone, Debug, PartialEq)]
pub enum UsageFault {
    /// Arguments that do not parse: cause and cure, worded where the parser is known.
    Arguments { cause: String, cures: Vec<String> },
    /// A name that nothing has; the nearest with their ids, and the option to try with the first of them.
    Unknown { what: Text, text: String, nearest: Vec<(String, String)>, retry: Option<String> },
    /// A name that nothing has, where all there are make a short list.
    NotOneOf { what: Text, text: String, all: Vec<(String, String)> },
    /// A name that several have.
    Ambiguous { what: Text, text: String, candidates: Vec<(String, String)> },
    /// A date that cannot be read.
    Date { text: String, fault: DateFault },
    /// An amount that cannot be read.
    Amount { text: String, fault: AmountFault },
    /// A period that cannot be read, or of a kind that does not fit here.
    Period { text: String },
    /// A period to be planned that is over, and the last day on which it was still to come.
    Ended { period: String, day: Day, before: Day },
    /// Not one of the known words.
    Choice { option: &'static str, text: String, choices: String },
    /// An output file whose ending names no format.
    Output { file: String },
    /// A directory where one file is written.
    OneFile { file: String },
    /// Two options that exclude each other.
    Together { a: &'static str, b: &'static str },
    /// An option that has a meaning only with another one.
    OnlyWith { option: &'static str, with: &'static str },
    /// A date after today.
    Future { date: Day, today: Day },
    /// A date in a closed period.
    Closed { date: Day, until: Day },
    /// The entry looks like one that is there already.
    Again { line: u32, id: String },
    /// The number from outside stands on another receipt already.
    SameProof { line: u32, id: String, proof: String },
    /// More than the target owes.
    Overpay { amount: Money, open: Money },
    /// A commitment or a deduction beyond what is open.
    Over { what: Text, amount: Money, open: Money },
    /// Instalments of more than is open, or of nothing.
    Instalments { milestone: String, amount: Money, open: Money },
    /// What comes later on the same day, or after it, would pay something else than it pays now.
    Rearranged { date: Day, instead: Day },
    /// A contract signed after the date.
    BeforeSigning { contract: String, signed: Day },
    /// Something the entry needs was not given.
    Missing { name: Text, example: String },
    /// Debts of an age for which a matrix has no rate of its own, from this day overdue on.
    NoRate { outstanding: Money, from: i32 },
    /// An entry that must name a contract was given a customer with several.
    NeedsContract { customer: String, contracts: Vec<String> },
    /// An invisible character in an argument.
    Hostile { option: String, character: char },
    /// No such code.
    Code { text: String },
    /// A question was answered with no.
    Confirm,
    /// Nobody is there to say yes.
    NeedsYes,
    /// Only a person at a terminal can answer.
    NeedsTerminal,
    /// An entry that others refer to cannot be corrected.
    Referred { id: String, by: Vec<String> },
    /// Too little of an entry's id.
    ShortId { text: String },
    /// A placeholder of a template that stands for nothing.
    Placeholder { name: String, nearest: Vec<String> },
    /// A brace of a template that opens or closes nothing.
    Brace,
    /// A letter that a manager has to approve, and whether a lesser one may go out instead.
    NeedsApproval { level: Text, lesser: bool },
    /// Nothing for a letter to ask for; what is next due, and what is disputed.
    NothingDue { customer: String, next: Option<(Day, Money)>, disputed: Money },
    /// A notice of a hold that is not on record.
    NoHold { customer: String },
    /// The place of an export.
    Export(ExportFault),
    /// A last day to pay that has passed already.
    PayBy { day: Day, today: Day },
    /// A workbook that cannot be.
    Workbook(WorkbookFault),
}

fn listed(items: &[(String, String)], lang: Lang) -> String {
    items.iter().map(|(name, id)| if name == id { name.clone() } else { format!("{name} ({id})") }).collect::<Vec<_>>().join(comma(lang))
}

impl UsageFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Arguments { .. } => "E301",
            Self::Unknown { .. } | Self::NotOneOf { .. } => "E302",
            Self::Ambiguous { .. } => "E303",
            Self::Date { .. } => "E304",
            Self::Amount { .. } => "E305",
            Self::Period { .. } | Self::Ended { .. } => "E306",
            Self::Choice { .. } => "E307",
            Self::Output { .. } | Self::OneFile { .. } => "E308",
            Self::Together { .. } | Self::OnlyWith { .. } => "E309",
            Self::Future { .. } => "E310",
            Self::Closed { .. } => "E311",
            Self::Again { .. } | Self::SameProof { .. } => "E312",
            Self::Overpay { .. } => "E313",
            Self::Over { .. } => "E314",
            Self::BeforeSigning { .. } => "E315",
            Self::Missing { .. } | Self::NoRate { .. } => "E316",
            Self::NeedsContract { .. } => "E317",
            Self::Hostile { .. } => "E318",
            Self::Code { .. } => "E319",
            Self::Confirm => "E320",
            Self::ShortId { .. } => "E321",
            Self::Referred { .. } => "E322",
            Self::NeedsYes => "E323",
            Self::NeedsTerminal => "E370",
            Self::Instalments { .. } | Self::Rearranged { .. } => "E324",
            Self::Placeholder { .. } => "E330",
            Self::Brace => "E331",
            Self::NeedsApproval { .. } => "E332",
            Self::NothingDue { .. } => "E333",
            Self::NoHold { .. } => "E334",
            Self::PayBy { .. } => "E335",
            Self::Workbook(fault) => fault.code(),
            Self::Export(fault) => fault.code(),
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Workbook(fault) => return fault.wording(lang),
            Self::Export(fault) => return fault.wording(lang),
            Self::Arguments { cause, cures } => return Wording { cause: cause.clone(), cures: cures.clone() },
            Self::Unknown { what, text, nearest, retry } => {
                let (what, text, near) = (what.get(lang), shown(text), listed(nearest, lang));
                let mut cures = Vec::new();
                if !nearest.is_empty() {
                    cures.push(say!(lang, "最接近的：{near}", "nearest: {near}"));
                }
                cures.extend(retry.iter().map(|command| say!(lang, "试试：{command}", "try: {command}")));
                return Wording { cause: say!(lang, "没有{what}“{text}”", "no {what} \"{text}\""), cures };
            }
            Self::NotOneOf { what, text, all } => {
                let (what, text, list) = (what.get(lang), shown(text), listed(all, lang));
                let cure = if all.is_empty() { String::new() } else { say!(lang, "现有的：{list}", "there are: {list}") };
                (say!(lang, "没有{what}“{text}”", "no {what} \"{text}\""), cure)
            }
            Self::Ambiguous { what, text, candidates } => {
                let (what, text, list) = (what.get(lang), shown(text), listed(candidates, lang));
                (say!(lang, "“{text}”能指好几个{what}", "\"{text}\" could be more than one {what}"), say!(lang, "写清楚是哪一个：{list}", "say which: {list}"))
            }
            Self::Date { text, fault } => return date_wording(text, *fault, lang),
            Self::Amount { text, fault } => {
                let text = shown(text);
                let cause = match fault {
                    AmountFault::Shape => say!(lang, "金额“{text}”看不懂", "\"{text}\" is not an amount"),
                    AmountFault::Fraction => say!(lang, "金额“{text}”不到一分的零头", "\"{text}\" has fractions of a cent"),
                    AmountFault::TooLarge => say!(lang, "金额“{text}”太大", "\"{text}\" is too large an amount"),
                };
                (cause, say!(lang, "可以写 50000、50,000.00、5万、1.2万、0.3亿", "write 50000, 50,000.00, 5万, 1.2万 or 0.3亿"))
            }
            Self::Period { text } => {
                let text = shown(text);
                (
                    say!(lang, "期间“{text}”不能用", "\"{text}\" is not a period that fits here"),
                    say!(
                        lang,
                        "可以写 2026-11、2026-Q4、2026、2026-01..2026-06、本月、上月、本季、今年",
                        "write 2026-11, 2026-Q4, 2026, 2026-01..2026-06, this-month, last-month …"
                    ),
                )
            }
            Self::Ended { period, day, before } => (
                say!(lang, "期间 {period} 在 {day} 已经过完", "{period} is over on {day}"),
                say!(lang, "写还没过完的期间；要看当时的计划，加 --as-of {before}", "name a period that is still to end, or add --as-of {before}"),
            ),
            Self::Choice { option, text, choices } => {
                let text = shown(text);
                (say!(lang, "{option} 没有“{text}”", "{option} has no \"{text}\""), say!(lang, "可以写：{choices}", "choose from: {choices}"))
            }
            Self::Output { file } => {
                let file = shown(file);
                (
                    say!(lang, "从“{file}”看不出要什么格式", "\"{file}\" does not tell the format"),
                    say!(lang, "用 .xlsx、.csv、.json、.md 或 .txt 结尾，或加 --format", "end it in .xlsx, .csv, .json, .md or .txt, or add --format"),
                )
            }
            Self::OneFile { file } => {
                let file = shown(file);
                (
                    say!(lang, "“{file}”是目录，这里只写一个文件", "\"{file}\" is a directory, and this is one file"),
                    say!(lang, "写上文件名，用 .xlsx、.csv、.json、.md 或 .txt 结尾", "name a file that ends in .xlsx, .csv, .json, .md or .txt"),
                )
            }
            Self::Together { a, b } => (say!(lang, "{a} 和 {b} 不能一起用", "{a} and {b} exclude each other"), String::new()),
            Self::OnlyWith { option, with } => (say!(lang, "{option} 只能和 {with} 一起用", "{option} goes with {with} only"), String::new()),
            Self::Future { date, today } => (
                say!(lang, "{date} 还没到（今天 {today}）", "{date} is in the future (today is {today})"),
                say!(lang, "日期对的话加 --future", "add --future if the date is right"),
            ),
            Self::Closed { date, until } => (
                say!(lang, "{date} 已结账（结到 {until}）", "{date} is in a closed period (closed until {until})"),
                say!(lang, "记在结账日之后，或在 huikuan.toml 里改 closed_until", "record it on a later day, or change closed_until in huikuan.toml"),
            ),
            Self::Again { line, id } => (
                say!(
                    lang,
                    "第 {line} 行 {id} 已经有一条一样的：种类、日期、对象、金额都相同",
                    "line {line}, {id}, looks the same: kind, date, target and amount"
                ),
                say!(lang, "确实是另一笔就加 --again", "add --again if this is another one"),
            ),
            Self::SameProof { line, id, proof } => {
                let proof = shown(proof);
                (
                    say!(lang, "单号 {proof} 已经记在第 {line} 行的回款 {id} 上", "{proof} stands on the receipt {id} in line {line} already"),
                    say!(lang, "确实是另一笔，或同一笔转账分开记，就加 --again", "add --again if this is another one, or one transfer recorded in parts"),
                )
            }
            Self::Overpay { amount, open } => {
                let (amount, open, rest) = (amount.grouped(), open.grouped(), (*amount - *open).grouped());
                (
                    say!(lang, "回款 {amount}，只欠 {open}，多出 {rest}", "the receipt is {amount}, only {open} is owed, {rest} too much"),
                    say!(
                        lang,
                        "确实多收就加 --overpay：多出的照顺序付别的应收，付不完的留作未匹配",
                        "add --overpay if it is right: the rest pays what else is open there, or stays unapplied"
                    ),
                )
            }
            Self::Over { what, amount, open } => {
                let (what, amount, open) = (what.get(lang), amount.grouped(), open.grouped());
                (
                    say!(lang, "{what} {amount}，超过未回款余额 {open}", "the {what} is {amount}, only {open} is open"),
                    say!(lang, "确实这么多就加 --over", "add --over if it is right"),
                )
            }
            Self::Instalments { milestone, open, .. } if open.is_zero() => {
                let milestone = shown(milestone);
                (say!(lang, "{milestone} 没有未回款，不用分期", "nothing is open of {milestone} that could be paid in instalments"), String::new())
            }
            Self::Instalments { milestone, amount, open } => {
                let (milestone, amount, open) = (shown(milestone), amount.grouped(), open.grouped());
                (
                    say!(lang, "分期 {amount}，超过 {milestone} 未回款 {open}", "instalments of {amount}, but only {open} of {milestone} is open"),
                    say!(lang, "不写 --amount 就是全部未回款", "without --amount all that is open is meant"),
                )
            }
            Self::Rearranged { date, instead } => (
                say!(
                    lang,
                    "{date} 当天或之后还有回款、冲减等记录，排在分期后面，这样它们就付到别处了",
                    "money, deductions and the like of {date} or later come after these instalments, and would go elsewhere"
                ),
                say!(lang, "把分期记在 {instead}：--date {instead}", "record the instalments on {instead}: --date {instead}"),
            ),
            Self::BeforeSigning { contract, signed } => {
                let contract = shown(contract);
                (
                    say!(lang, "合同 {contract} 那天还没签（{signed} 签订）", "contract {contract} was not signed that day (signed {signed})"),
                    say!(lang, "日期对的话加 --before-signing", "add --before-signing if the date is right"),
                )
            }
            Self::Missing { name, example } => {
                let name = name.get(lang);
                (say!(lang, "缺少{name}", "{name} is missing"), say!(lang, "例如：{example}", "for example: {example}"))
            }
            Self::NoRate { outstanding, from } => {
                let outstanding = outstanding.grouped();
                (
                    say!(
                        lang,
                        "逾期 {from} 天以上的有 {outstanding}，这套准备率没有给它定",
                        "{outstanding} is {from} days overdue or more, for which these rates say nothing"
                    ),
                    say!(lang, "定一个：--beyond 50%", "set a rate: --beyond 50%"),
                )
            }
            Self::NeedsContract { customer, contracts } if contracts.is_empty() => {
                let customer = shown(customer);
                (say!(lang, "{customer} 没有这种记录能用的合同", "{customer} has no contract that such an entry could be about"), String::new())
            }
            Self::NeedsContract { customer, contracts } => {
                let (customer, list) = (shown(customer), contracts.iter().take(8).cloned().collect::<Vec<_>>().join(comma(lang)));
                (
                    say!(lang, "这种记录要指明合同，{customer} 有几个合同", "this entry needs one contract of {customer}"),
                    say!(lang, "写合同编号：{list}", "name one: {list}"),
                )
            }
            Self::Hostile { option, character } => {
                let option = shown(option.trim_end_matches("-flag").trim_end_matches("-word"));
                let code = character.escape_unicode();
                (
                    say!(lang, "{option} 里有换行或看不见的字符 {code}", "{option} has a line break or an invisible character {code}"),
                    say!(lang, "删掉它再记；一条记录只占一行", "take it out; an entry is one line"),
                )
            }
            Self::Code { text } => {
                let text = shown(text);
                (say!(lang, "没有代码“{text}”", "there is no code \"{text}\""), say!(lang, "huikuan explain 列出所有代码", "huikuan explain lists all codes"))
            }
            Self::Placeholder { .. } | Self::Brace | Self::NeedsApproval { .. } | Self::NothingDue { .. } | Self::NoHold { .. } | Self::PayBy { .. } => {
                return self.letter_wording(lang);
            }
            Self::Confirm => (say!(lang, "没有写入", "nothing was recorded"), String::new()),
            Self::NeedsYes => (
                say!(lang, "没有人回答，什么都没有改", "there is nobody to ask; nothing was changed"),
                say!(lang, "同意上面的改动，就加 --yes 再运行一次", "if the changes above are right, run it again with --yes"),
            ),
            Self::NeedsTerminal => (
                say!(lang, "record today 要一问一答，这里没有终端", "record today asks questions, and there is no terminal here"),
                say!(
                    lang,
                    "看今天找谁：huikuan remind；记一次联系：huikuan record contact 客户 phone",
                    "whom to call: huikuan remind; to record a contact: huikuan record contact CUSTOMER phone"
                ),
            ),
            Self::Referred { id, by } => {
                let list = by.join(comma(lang));
                (
                    say!(lang, "{id} 还有别的记录指着它：{list}", "other entries refer to {id}: {list}"),
                    say!(lang, "先作废那些记录，更正后再重记", "void those first, and record them again after the correction"),
                )
            }
            Self::ShortId { text } => {
                let text = shown(text);
                (
                    say!(lang, "“{text}”太短，看不出是哪条记录", "\"{text}\" is too short to tell an entry"),
                    say!(
                        lang,
                        "写编号里至少 4 个字符；编号见 huikuan history -f csv",
                        "write at least 4 characters of its id; huikuan history -f csv shows them"
                    ),
                )
            }
        };
        Wording::new(cause, cure)
    }
}

impl UsageFault {
    /// What letters are refused for.
    fn letter_wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Placeholder { name, nearest } => {
                let (name, near) = (shown(name), nearest.join(comma(lang)));
                let near = if near.is_empty() { String::new() } else { say!(lang, "最接近的：{near}；", "nearest: {near}; ") };
                (
                    say!(lang, "模板里没有“{name}”这个占位符", "there is no placeholder \"{name}\""),
                    say!(lang, "{near}全部占位符见 docs/letters.zh.md", "{near}docs/letters.md lists all of them"),
                )
            }
            Self::Brace => (
                say!(lang, "花括号没有配成对", "a brace without its other half"),
                say!(
                    lang,
                    "占位符写成一行里的 {{name}}；要印花括号本身，写 {{{{ 或 }}}}",
                    "a placeholder is {{name}} within one line; write {{{{ or }}}} for a brace itself"
                ),
            ),
            Self::NeedsApproval { level, lesser } => {
                let level = level.get(lang);
                let until = if *lesser {
                    say!(lang, "；还没批，就用 --level notice 或 --level 1", "; until then use --level notice or --level 1")
                } else {
                    String::new()
                };
                (
                    say!(lang, "{level}要先经主管批准", "a {level} has to be approved by a manager"),
                    say!(lang, "批准后加 --approved-by 姓名{until}", "once it is, add --approved-by NAME{until}"),
                )
            }
            Self::NothingDue { customer, next, disputed } => {
                let customer = shown(customer);
                let apart = disputed.grouped();
                let apart = if disputed.is_positive() { say!(lang, "（另有争议中的 {apart}）", " ({apart} is disputed)") } else { String::new() };
                let cure = next.map_or(String::new(), |(day, amount)| {
                    let amount = amount.grouped();
                    say!(lang, "下一笔 {amount} 在 {day} 到期；要提前提醒，用 --level 0", "next is {amount} due on {day}; --level 0 reminds of it before")
                });
                (say!(lang, "{customer} 没有这种函件可催的款项{apart}", "{customer} owes nothing that such a letter could ask for{apart}"), cure)
            }
            Self::NoHold { customer } => {
                let customer = shown(customer);
                (
                    say!(lang, "{customer} 没有未解除的停供停服记录", "no open hold of {customer} is on record"),
                    say!(lang, "先记下决定：huikuan record hold {customer} supply", "record the decision first: huikuan record hold {customer} supply"),
                )
            }
            Self::PayBy { day, today } => (
                say!(lang, "最后付款日 {day} 已经过了（函件日期 {today}）", "the last day to pay, {day}, has passed (the paper is of {today})"),
                say!(lang, "--pay-by 写以后的日期，如 +7d", "give --pay-by a later day, such as +7d"),
            ),
            _ => (String::new(), String::new()),
        };
        Wording::new(cause, cure)
    }
}

fn date_wording(text: &str, fault: DateFault, lang: Lang) -> Wording {
    let text = shown(text);
    let cause = match fault {
        DateFault::Shape => say!(lang, "日期“{text}”看不懂", "\"{text}\" is not a date"),
        DateFault::Ambiguous => say!(lang, "日期“{text}”分不清月和日", "\"{text}\" could be read in two ways"),
        DateFault::NoSuchDay => say!(lang, "没有“{text}”这一天", "there is no day \"{text}\""),
    };
    let cure = say!(lang, "可以写 2026-11-21、11-21、今天、昨天、+7d", "write 2026-11-21, 11-21, today, yesterday, +7d");
    Wording::new(cause, cure)
}
