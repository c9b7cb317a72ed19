//! A journal that did not only grow: E4xx.

use super::Wording;
use crate::say;
use crate::text::{Lang, shown};

/// What can be wrong with the journal's history in git. `by` is the commit that did it, `index`, or empty for the file
/// itself; the place is the version before.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoryFault {
    /// A line is gone.
    Removed { by: String },
    /// An entry reads otherwise.
    Changed { by: String, now: String },
    /// A line is no longer where it was: lines were reordered, or put before it.
    Moved { by: String },
    /// The whole file is gone.
    Gone { by: String },
    /// There is nothing to compare with.
    NoHistory { reason: String },
    /// Not a revision.
    NoRevision { revision: String },
}

fn who(by: &str, lang: Lang) -> String {
    match by {
        "" => say!(lang, "没提交的文件", "the file as it is"),
        "index" => say!(lang, "暂存的文件", "the staged file"),
        commit => say!(lang, "提交 {commit} ", "commit {commit}"),
    }
}

impl HistoryFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Removed { .. } => "E401",
            Self::Changed { .. } => "E402",
            Self::Moved { .. } => "E403",
            Self::Gone { .. } => "E404",
            Self::NoHistory { .. } => "E405",
            Self::NoRevision { .. } => "E406",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let restore =
            || say!(lang, "旧记录不改不删；记错了用 huikuan record void 作废", "entries stay as they are; a wrong one is made void: huikuan record void ID");
        let (cause, cure) = match self {
            Self::Removed { by } => {
                let by = who(by, lang);
                (say!(lang, "{by}里少了这一行", "{by} lacks this line"), restore())
            }
            Self::Changed { by, now } => {
                let (by, now) = (who(by, lang), shown(now));
                let cure = restore();
                (say!(lang, "{by}改了这一行", "{by} changed this line"), say!(lang, "现在是：{now}\n  {cure}", "now: {now}\n  {cure}"))
            }
            Self::Moved { by } => {
                let by = who(by, lang);
                (
                    say!(lang, "{by}动了这一行的位置，或在它前面插了别的行", "{by} moved this line, or put another before it"),
                    say!(lang, "新记录只加在文件末尾", "new entries go to the end of the file only"),
                )
            }
            Self::Gone { by } => {
                let by = who(by, lang);
                (say!(lang, "{by}里没有流水了", "{by} has no journal any more"), say!(lang, "用 git 找回来", "restore it from git"))
            }
            Self::NoHistory { reason } => {
                let reason = shown(reason);
                (
                    say!(lang, "没有 git 历史可以对照：{reason}", "there is no git history to compare with: {reason}"),
                    say!(lang, "台账要在 git 仓库里：git init", "keep the ledger in a git repository: git init"),
                )
            }
            Self::NoRevision { revision } => {
                let revision = shown(revision);
                (
                    say!(lang, "git 里没有“{revision}”这个版本", "git knows no revision \"{revision}\""),
                    say!(lang, "用提交号、分支名，或 A..B 这样的范围", "give a commit, a branch, or a range A..B"),
                )
            }
        };
        Wording { cause, cures: cure.split("\n  ").map(String::from).collect() }
    }
}
