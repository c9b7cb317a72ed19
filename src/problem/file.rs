//! Problems of files as such: E0xx.

use super::Wording;
use crate::say;
use crate::text::Lang;

/// What can be wrong with a file or a directory.
#[derive(Clone, Debug, PartialEq)]
pub enum FileFault {
    /// No ledger was found; `tried` says where.
    NoLedger { tried: Vec<String> },
    /// The system refused: `action` and its words.
    Io { file: String, reason: String },
    /// Bytes that are no UTF-8, and what they look like.
    NotUtf8 { looks_like: Option<&'static str> },
    /// A control, bidi, zero-width or similar character.
    Hostile { character: char },
    /// A line over 64 KiB.
    LongLine,
    /// Over the size limit.
    TooLarge { file: String, limit: &'static str },
    /// A FIFO, a device or a directory where a file should be.
    NotAFile { file: String },
    /// Another process holds the ledger.
    Locked { file: String },
    /// Writing failed and nothing was recorded.
    NotWritten { file: String, reason: String },
    /// Writing failed and could not be undone.
    PerhapsWritten { file: String, reason: String },
    /// Another program wrote the file while a change to it was being decided.
    Changed { file: String },
    /// A mended file could not be put in its place; `copy` holds what was there.
    NotMended { file: String, copy: String, reason: String },
    /// A git hook that somebody else wrote; `line` is what it needs.
    ForeignHook { file: String, line: String },
    /// So many problems that the rest of the file was not looked at.
    TooMany,
    /// `init` where a ledger is already.
    Exists { file: String },
    /// An output that would take the place of one of the ledger's own files.
    Own { file: String },
    /// A file that is included by name and is not there.
    Missing { file: String },
    /// The user's config file is not right.
    Config { file: String, reason: String },
}

impl FileFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NoLedger { .. } => "E001",
            Self::Io { .. } => "E002",
            Self::NotUtf8 { .. } => "E003",
            Self::Hostile { .. } => "E004",
            Self::LongLine => "E005",
            Self::TooLarge { .. } => "E006",
            Self::NotAFile { .. } => "E007",
            Self::Locked { .. } => "E008",
            Self::NotWritten { .. } => "E009",
            Self::PerhapsWritten { .. } => "E010",
            Self::Exists { .. } => "E011",
            Self::Config { .. } => "E012",
            Self::Missing { .. } => "E013",
            Self::Changed { .. } => "E014",
            Self::NotMended { .. } => "E015",
            Self::ForeignHook { .. } => "E016",
            Self::TooMany => "E017",
            Self::Own { .. } => "E018",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::NoLedger { tried } => {
                let mut cures: Vec<String> = tried.iter().map(|place| say!(lang, "找过：{place}", "looked at: {place}")).collect();
                cures.push(say!(lang, "新建一本：huikuan init 目录　或者用 -C 目录 指明", "start one with: huikuan init DIR   or name one with -C DIR"));
                return Wording { cause: say!(lang, "找不到台账", "no ledger found"), cures };
            }
            Self::Io { file, reason } => (say!(lang, "{file} 打不开或写不了：{reason}", "cannot open or write {file}: {reason}"), String::new()),
            Self::NotUtf8 { looks_like } => match looks_like {
                Some("xlsx") => (
                    say!(lang, "这是 Excel 工作簿，不是 CSV 文本", "this is an Excel workbook, not CSV text"),
                    say!(lang, "在 Excel 里另存为“CSV UTF-8”", "save it from Excel as \"CSV UTF-8\""),
                ),
                Some(kind) => (
                    say!(lang, "这一行不是 UTF-8，像是 {kind}", "this line is not UTF-8; it looks like {kind}"),
                    say!(lang, "另存为 UTF-8 编码，再试一次", "save the file as UTF-8 and try again"),
                ),
                None => (
                    say!(lang, "这一行有不是 UTF-8 的字节", "this line has bytes that are not UTF-8"),
                    say!(lang, "用 git 找回上一个好的版本，或另存为 UTF-8", "restore the last good version from git, or save as UTF-8"),
                ),
            },
            Self::Hostile { character } => {
                let code = character.escape_unicode();
                (
                    say!(lang, "有看不见的字符 {code}（控制符、方向符或零宽字符）", "an invisible character {code} (control, direction or zero-width)"),
                    say!(lang, "删掉这个字符", "delete this character"),
                )
            }
            Self::LongLine => (
                say!(lang, "这一行超过 64 KiB", "this line is longer than 64 KiB"),
                say!(lang, "多半是文件损坏；用 git 找回上一个好的版本", "the file is probably damaged; restore the last good version from git"),
            ),
            Self::TooLarge { file, limit } => (say!(lang, "{file} 超过 {limit}", "{file} is larger than {limit}"), String::new()),
            Self::NotAFile { file } => (
                say!(lang, "{file} 不是普通文件", "{file} is not a regular file"),
                say!(lang, "目录、管道和设备都不能当台账", "a directory, a pipe or a device cannot be a ledger file"),
            ),
            Self::Locked { file } => (
                say!(lang, "另一个程序正占着 {file}", "another program holds {file}"),
                say!(lang, "等它写完再试；在 Excel 或 WPS 里开着就先关掉", "try again when it has finished; close it in Excel or WPS"),
            ),
            Self::NotWritten { file, reason } => (
                say!(lang, "{file} 写不进去：{reason}；什么都没有记下", "cannot write {file}: {reason}; nothing was recorded"),
                say!(lang, "腾出空间或改好权限，再记一次", "free some space or mend the permissions, then record it again"),
            ),
            Self::PerhapsWritten { file, reason } => (
                say!(lang, "{file} 没写完：{reason}；可能已写入", "writing {file} did not finish: {reason}; it may have been recorded"),
                say!(lang, "先运行 huikuan check，再看要不要重记", "run huikuan check before recording it again"),
            ),
            Self::Changed { file } => (
                say!(lang, "{file} 刚被别的程序改过，没有动它", "another program has just written {file}; it was not touched"),
                say!(lang, "再运行一次 huikuan repair", "run huikuan repair once more"),
            ),
            Self::NotMended { file, copy, reason } => (
                say!(lang, "{file} 没能写好：{reason}；原来的内容在 {copy}", "{file} could not be written: {reason}; what it held is in {copy}"),
                say!(lang, "先运行 huikuan check 看它现在的样子", "run huikuan check to see how it is now"),
            ),
            Self::ForeignHook { file, line } => (
                say!(lang, "已经有别的钩子 {file}，没有动它", "there is another hook already, {file}; it was not touched"),
                say!(lang, "在里面加一行：{line}", "add this line to it: {line}"),
            ),
            Self::TooMany => (
                say!(lang, "问题太多，后面没有再看", "too many problems; what follows was not looked at"),
                say!(lang, "多半是文件损坏；用 git 找回上一个好的版本", "the file is probably damaged; restore the last good version from git"),
            ),
            Self::Exists { file } => (
                say!(lang, "{file} 已经有了，没有动它", "{file} exists already; it was not touched"),
                say!(lang, "换一个目录：huikuan init 新目录", "choose another directory: huikuan init NEWDIR"),
            ),
            Self::Own { file } => (
                say!(lang, "{file} 是台账自己的文件，报表不能写在上面", "{file} is one of the ledger's own files: no report is written over it"),
                say!(lang, "换一个文件名", "choose another name"),
            ),
            Self::Missing { file } => (
                say!(lang, "没有文件 {file}", "there is no file {file}"),
                say!(lang, "写对文件名，或从 include 里去掉", "mend the name, or take it out of include"),
            ),
            Self::Config { file, reason } => (say!(lang, "设置文件 {file} 有误：{reason}", "the config file {file} is wrong: {reason}"), String::new()),
        };
        Wording::new(cause, cure)
    }
}
