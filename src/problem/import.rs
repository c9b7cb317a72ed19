//! Problems of files to be imported, and of maps: E340–E349.

use super::Wording;
use crate::say;
use crate::text::{Lang, comma, shown};

/// What can be wrong with a file to be imported.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportFault {
    /// No line with the columns that are needed; whether several forms were looked for.
    NoHeader { missing: Vec<String>, several: bool },
    /// Text that is damaged, or cut within a character.
    Damaged { cut: bool },
    /// A row with more fields than there are columns.
    Extra { columns: usize, fields: usize },
    /// A quote that is never closed.
    OpenQuote,
    /// A row that is too short, and whether the file ends there.
    Short { columns: usize, fields: usize, cut: bool },
    /// A cell that holds no date, or one that can be read in two ways.
    Date { column: String, text: String, trouble: DateTrouble },
    /// A cell that holds no amount.
    Amount { column: String, text: String },
    /// Both of two columns of which one has to be blank.
    Both { incoming: String, outgoing: String },
    /// A word that does not say whether money came or went.
    Direction { column: String, text: String },
    /// A map that cannot be used.
    Map(MapTrouble),
    /// Two columns of the same name.
    TwoColumns { name: String },
}

/// What is wrong with a date of a file to be imported.
#[derive(Clone, Debug, PartialEq)]
pub enum DateTrouble {
    /// No date at all.
    Shape,
    /// No such day.
    NoSuchDay,
    /// Day and month cannot be told apart; the order an earlier date shows.
    Ambiguous { shown: Option<&'static str> },
    /// Another order than earlier dates have.
    Contradicts { shown: &'static str },
}

/// What is wrong with a map.
#[derive(Clone, Debug, PartialEq)]
pub enum MapTrouble {
    /// A key that maps of this kind do not have.
    Unknown { key: String, nearest: Option<String> },
    /// A value of another kind than the key has.
    Type { key: String },
    /// Not one of the words.
    Choice { key: &'static str, text: String, choices: String },
    /// Keys that exclude each other.
    Both { keys: &'static str },
    /// A key that has to be there.
    Missing { keys: &'static str },
}

impl ImportFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NoHeader { .. } => "E340",
            Self::Damaged { .. } => "E341",
            Self::Extra { .. } | Self::Short { .. } => "E342",
            Self::OpenQuote => "E343",
            Self::Date { .. } => "E344",
            Self::Amount { .. } | Self::Both { .. } => "E345",
            Self::Direction { .. } => "E346",
            Self::Map(_) => "E347",
            Self::TwoColumns { .. } => "E348",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::NoHeader { missing, several } => return no_header(missing, *several, lang),
            Self::Damaged { cut: true } => (
                say!(lang, "文件在一个字的中间断了", "the file ends in the middle of a character"),
                say!(lang, "文件没有下载完整，重新导出一次", "it was cut off: export it once more"),
            ),
            Self::Damaged { cut: false } => (
                say!(lang, "这一行有读不出的字节", "this line has bytes that cannot be read"),
                say!(
                    lang,
                    "文件坏了，或编码不是 UTF-8、GBK（GB18030）、UTF-16：重新导出，或另存为 UTF-8",
                    "the file is damaged, or neither UTF-8, GBK (GB18030) nor UTF-16: export it once more, or save it as UTF-8"
                ),
            ),
            Self::Extra { columns, fields } => (
                say!(lang, "这一行有 {fields} 栏，表头只有 {columns} 栏", "this line has {fields} fields, the header {columns}"),
                say!(
                    lang,
                    "多半是金额或附言里有没加引号的逗号；补上引号，或重新导出",
                    "most likely a comma in an amount or a remark is not quoted: quote it, or export the file once more"
                ),
            ),
            Self::Short { columns, fields, cut: true } => (
                say!(lang, "文件在这一行中间断了：{fields} 栏，表头有 {columns} 栏", "the file ends in the middle of this line: {fields} of {columns} fields"),
                say!(lang, "文件没有下载完整，重新导出一次", "it was cut off: export it once more"),
            ),
            Self::Short { columns, fields, cut: false } => (
                say!(lang, "这一行只有 {fields} 栏，表头有 {columns} 栏", "this line has {fields} fields, the header {columns}"),
                say!(lang, "补上缺的栏，或重新导出", "add what is missing, or export the file once more"),
            ),
            Self::OpenQuote => (
                say!(lang, "这一行的引号没有关上", "a quote on this line is never closed"),
                say!(lang, "补上后面的引号；文件若被截断，重新导出", "close it; where the file was cut off, export it once more"),
            ),
            Self::Date { column, text, trouble } => return date(column, text, trouble, lang),
            Self::Amount { column, text } => {
                let text = shown(text);
                (
                    say!(lang, "“{column}”不是金额：“{text}”", "{column} is no amount: \"{text}\""),
                    say!(
                        lang,
                        "写成 1234.50 或 1,234.50，最多两位小数；小数点是逗号的文件在对照表里写 decimal = \",\"",
                        "write 1234.50 or 1,234.50, at most two decimals; for a file with decimal commas put decimal = \",\" into the map"
                    ),
                )
            }
            Self::Both { incoming, outgoing } => (
                say!(lang, "“{incoming}”和“{outgoing}”都有金额", "both {incoming} and {outgoing} have an amount"),
                say!(lang, "一行只能是收入或支出；看看栏有没有错位", "a line is either: see whether its fields are shifted"),
            ),
            Self::Direction { column, text } => {
                let text = shown(text);
                (
                    say!(lang, "“{column}”的“{text}”看不出是收入还是支出", "{column} \"{text}\" tells neither money in nor money out"),
                    say!(lang, "在对照表的 direction 里把这个词写进 in、out 或 neutral", "put that word into in, out or neutral of the map's direction"),
                )
            }
            Self::Map(trouble) => return map(trouble, lang),
            Self::TwoColumns { name } => {
                let name = shown(name);
                (say!(lang, "表头有两栏都叫“{name}”", "two columns are called \"{name}\""), say!(lang, "改掉其中一个的名字", "rename one of them"))
            }
        };
        Wording::new(cause, cure)
    }
}

fn no_header(missing: &[String], several: bool, lang: Lang) -> Wording {
    let list = missing.iter().map(|name| shown(name)).collect::<Vec<_>>().join(comma(lang));
    let cause = match (missing.is_empty(), several) {
        (true, _) => {
            say!(lang, "认不出这是哪家的文件：前 500 行没有一行是认识的表头", "this is no known format: none of the first 500 lines is a header we know")
        }
        (false, true) => say!(lang, "这一行像表头，但缺这些栏：{list}", "this line looks like a header, but lacks: {list}"),
        (false, false) => say!(lang, "找不到表头：没有一行有这些栏：{list}", "no header: no line has the columns {list}"),
    };
    let cures = if several {
        vec![
            say!(lang, "huikuan import maps 看认识哪些格式", "huikuan import maps lists the known formats"),
            say!(
                lang,
                "别的格式写一个对照表：--map 我的.toml（huikuan import map boc 打印一个来改）",
                "for another one write a map: --map MINE.toml (huikuan import map boc prints one to adapt)"
            ),
        ]
    } else {
        vec![say!(
            lang,
            "栏名照文件里写；对照表里一个键可以写几个栏名：[\"金额\", \"交易金额\"]",
            "name the columns as the file does; a key of the map may have several: [\"Amount\", \"Sum\"]"
        )]
    };
    Wording { cause, cures }
}

fn date(column: &str, text: &str, trouble: &DateTrouble, lang: Lang) -> Wording {
    let text = shown(text);
    let (cause, cure) = match trouble {
        DateTrouble::Shape => (
            say!(lang, "“{column}”不是日期：“{text}”", "{column} is no date: \"{text}\""),
            say!(lang, "写成 2026-11-21 或 20261121", "write 2026-11-21 or 20261121"),
        ),
        DateTrouble::NoSuchDay => (
            say!(lang, "“{column}”没有这一天：“{text}”", "{column}: there is no such day \"{text}\""),
            say!(
                lang,
                "年份要在 1990–2199；日月次序不对就用 --date-format mdy | dmy",
                "years go from 1990 to 2199; where day and month are the other way round, use --date-format mdy | dmy"
            ),
        ),
        DateTrouble::Ambiguous { shown } => (
            say!(lang, "“{column}”的“{text}”分不清哪个是日、哪个是月", "{column} \"{text}\": day and month cannot be told apart"),
            match shown {
                Some(order) => {
                    say!(lang, "前面的日期只能是 {order}；是的话用 --date-format {order}", "earlier dates can only be {order}: if so, --date-format {order}")
                }
                None => say!(
                    lang,
                    "先月后日用 --date-format mdy，先日后月用 --date-format dmy",
                    "--date-format mdy where the month comes first, --date-format dmy where the day does"
                ),
            },
        ),
        DateTrouble::Contradicts { shown } => (
            say!(lang, "“{column}”的“{text}”和前面的日期次序不同（{shown}）", "{column} \"{text}\" has another order than earlier dates ({shown})"),
            say!(lang, "一个文件里的日期要一种写法；看看有没有被 Excel 改过", "all dates of a file have one order: see whether Excel has changed some"),
        ),
    };
    Wording::new(cause, cure)
}

fn map(trouble: &MapTrouble, lang: Lang) -> Wording {
    let (cause, cure) = match trouble {
        MapTrouble::Unknown { key, nearest } => {
            let key = shown(key);
            (
                say!(lang, "对照表没有“{key}”这个键", "maps have no key \"{key}\""),
                nearest.as_ref().map_or(String::new(), |near| say!(lang, "最接近的：{near}", "nearest: {near}")),
            )
        }
        MapTrouble::Type { key } => {
            let key = shown(key);
            (
                say!(lang, "“{key}”的写法不对", "\"{key}\" has a value of the wrong kind"),
                say!(
                    lang,
                    "写一个栏名、几个栏名的列表，或照 huikuan import map 打印的样子",
                    "a column's name, a list of them, or as huikuan import map prints it"
                ),
            )
        }
        MapTrouble::Choice { key, text, choices } => {
            let text = shown(text);
            (say!(lang, "{key} 不能是“{text}”", "{key} cannot be \"{text}\""), say!(lang, "可以写：{choices}", "one of: {choices}"))
        }
        MapTrouble::Both { keys } => (
            say!(lang, "对照表里 {keys} 只能写一种", "the map has both {keys}"),
            say!(lang, "金额在一栏就写 amount，收支分两栏就写 in 和 out", "amount for one column, in and out for two"),
        ),
        MapTrouble::Missing { keys } => (say!(lang, "对照表缺 {keys}", "the map lacks {keys}"), say!(lang, "见 docs/import.zh.md", "see docs/import.md")),
    };
    Wording::new(cause, cure)
}
