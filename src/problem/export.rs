//! Problems of where an export goes: E355 to E357.

use super::{UsageFault, Wording};
use crate::say;
use crate::text::Lang;

/// What can be wrong with the place of an export.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportFault {
    /// The database is there already.
    Exists { file: String },
    /// Something else than a database is there.
    NotDatabase { file: String },
    /// The directory has files.
    NotEmpty { dir: String },
}

impl From<ExportFault> for UsageFault {
    fn from(fault: ExportFault) -> Self {
        Self::Export(fault)
    }
}

impl ExportFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Exists { .. } => "E355",
            Self::NotDatabase { .. } => "E356",
            Self::NotEmpty { .. } => "E357",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Exists { file } => (
                say!(lang, "{file} 已经有了，没有动它", "{file} exists already; it was not touched"),
                say!(lang, "要换掉它就加 --force", "add --force to replace it"),
            ),
            Self::NotDatabase { file } => (
                say!(lang, "{file} 不是 SQLite 数据库，没有动它", "{file} is no SQLite database; it was not touched"),
                say!(lang, "换一个文件名", "choose another name"),
            ),
            Self::NotEmpty { dir } => (
                say!(lang, "目录 {dir} 不是空的，没有动它", "the directory {dir} is not empty; it was not touched"),
                say!(lang, "写一个新目录", "name a new directory"),
            ),
        };
        Wording::new(cause, cure)
    }
}
