//! Problems of lists to be imported, of contracts, targets and entries: E336–E339.

use super::Wording;
use crate::say;
use crate::text::{Lang, shown};

/// What can be wrong with a row of a list, or with the place it is to go to.
#[derive(Clone, Debug, PartialEq)]
pub enum ListFault {
    /// A cell that is needed and empty.
    Blank { column: String },
    /// A number that a spreadsheet has rounded.
    Ruined { column: String, text: String },
    /// A word that is neither yes nor no.
    Flag { column: String, text: String },
    /// An amount in another currency than the ledger's.
    Currency { text: String, currency: String },
    /// Amounts that are said to be in units of ten thousand.
    Unit,
    /// Rows of one thing that do not agree: the thing, the column, and what an earlier line says.
    Unlike { of: String, column: String, here: String, there: String, line: u32 },
    /// The ledger has it, with another value.
    Differs { id: String, column: String, here: String, there: String },
    /// The book would not read the file; `line` is what it needs, where anything helps, in place of a line or not.
    NotIncluded { file: String, line: Option<String>, replaces: bool },
    /// The file is there already.
    Exists { file: String },
    /// A name that is no CSV's.
    NoCsv { file: String },
}

impl ListFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Blank { .. } | Self::Ruined { .. } | Self::Flag { .. } | Self::Currency { .. } | Self::Unit => "E336",
            Self::Unlike { .. } => "E337",
            Self::Differs { .. } => "E338",
            Self::NotIncluded { .. } => "E339",
            Self::Exists { .. } | Self::NoCsv { .. } => "E011",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        match self {
            Self::Unlike { .. } | Self::Differs { .. } => self.unequal(lang),
            _ => self.unusable(lang),
        }
    }

    fn unusable(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Blank { column } => (
                say!(lang, "“{column}”空着", "{column} is empty"),
                say!(
                    lang,
                    "填上它；如果这一行是小计或说明，删去或在对照表里写 footer",
                    "fill it in; a row that is a sum or a remark: delete it, or put its first word into footer of the map"
                ),
            ),
            Self::Ruined { column, text } => {
                let text = shown(text);
                (
                    say!(
                        lang,
                        "“{column}”被 Excel 改成了“{text}”，后几位已经丢了",
                        "{column} \"{text}\" was rounded by a spreadsheet: its last digits are lost"
                    ),
                    say!(
                        lang,
                        "从原系统重新导出；用 Excel 打开前把这一栏设成文本",
                        "export it once more, and make the column text before a spreadsheet opens it"
                    ),
                )
            }
            Self::Flag { column, text } => {
                let text = shown(text);
                (
                    say!(lang, "“{column}”看不出是或否：“{text}”", "{column} is neither yes nor no: \"{text}\""),
                    say!(lang, "写 是 或 否，或者空着", "write yes or no, or leave it empty"),
                )
            }
            Self::Currency { text, currency } => {
                let text = shown(text);
                (
                    say!(lang, "币种是“{text}”，账本是 {currency}", "the currency is \"{text}\", the ledger's {currency}"),
                    say!(lang, "一本账本一个币种：别的币种另立账本", "a ledger has one currency: keep another one for others"),
                )
            }
            Self::Unit => (
                say!(lang, "这里写着万元，金额要以元为单位", "amounts are said to be in units of 10,000 here; they have to be in units of one"),
                say!(lang, "把金额换算成元，删去“万元”再导", "convert them, and take the word out"),
            ),
            Self::NoCsv { file } => {
                let file = shown(file);
                (say!(lang, "{file} 不是 .csv", "{file} is no .csv"), say!(lang, "换一个 .csv 结尾的名字", "take a name that ends in .csv"))
            }
            Self::Exists { file } => {
                let file = shown(file);
                (
                    say!(lang, "{file} 已经有了，没有动它", "{file} is there already and was left alone"),
                    say!(lang, "换一个名字：import 只写新文件", "take another name: import writes new files only"),
                )
            }
            Self::NotIncluded { file, line, replaces } => {
                let file = shown(file);
                let cause = say!(lang, "账本不会读 {file}", "the book would not read {file}");
                return Wording::new(cause, not_included(line.as_deref(), *replaces, lang));
            }
            Self::Unlike { .. } | Self::Differs { .. } => return self.unequal(lang),
        };
        Wording::new(cause, cure)
    }

    fn unequal(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Unlike { of, column, here, there, line } => {
                let (of, here, there) = (shown(of), shown(here), shown(there));
                (
                    say!(lang, "{of} 的“{column}”这里是“{here}”，第 {line} 行是“{there}”", "{of}: {column} is \"{here}\" here and \"{there}\" in line {line}"),
                    say!(lang, "同一个编号的行要一致；改掉错的那一行", "the rows of one number must agree: mend the wrong one"),
                )
            }
            Self::Differs { id, column, here, there } => {
                let (id, here, there) = (shown(id), shown(here), shown(there));
                (
                    say!(
                        lang,
                        "{id} 台账里已有，但“{column}”不同：台账是“{there}”，文件是“{here}”",
                        "{id} is in the ledger already, with another {column}: \"{there}\" there, \"{here}\" in the file"
                    ),
                    say!(
                        lang,
                        "看哪个对：账本里的直接改，流水里的用 huikuan record correct；或把这一行从文件里去掉",
                        "see which is right: mend the book, or the entry with huikuan record correct; or take the row out of the file"
                    ),
                )
            }
            _ => return self.unusable(lang),
        };
        Wording::new(cause, cure)
    }
}

fn not_included(line: Option<&str>, replaces: bool, lang: Lang) -> String {
    match line {
        Some(line) if replaces => {
            say!(lang, "先把 huikuan.toml 里 include 那一行改成：{line}", "change the line of include in huikuan.toml first: {line}")
        }
        Some(line) => say!(lang, "先在 huikuan.toml 的 currency 下面加一行：{line}", "add a line below currency in huikuan.toml first: {line}"),
        None => say!(
            lang,
            "要写在台账目录里面，名字以 .toml 结尾，如 -o contracts/2026.toml",
            "it must lie in the ledger's directory and end in .toml, as in -o contracts/2026.toml"
        ),
    }
}
