//! What `explain` says of a journal's history: E4xx.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const HISTORY: &[Explanation] = &[
    of(
        "E401",
        text("旧记录少了", "an old entry is gone"),
        text(
            "流水只增不改：每次提交都要以上一版的内容开头，合并要留下两边的全部记录。被删的行按上一版的行号列出；从那一版找回来，记错的用作废。",
            "A journal only grows: each commit begins with all of the one before, a merge keeps the entries of both sides. What is gone is listed with its line in the version before; restore it from there, and make a wrong entry void.",
        ),
    ),
    of(
        "E402",
        text("旧记录被改", "an old entry was changed"),
        text(
            "同一个编号的内容变了。改回原样，再用 huikuan record correct 更正：那样旧的作废、新的另记，两样都看得见。",
            "The entry of this id reads otherwise. Put it back and use huikuan record correct: the old one is made void and written anew, and both can be seen.",
        ),
    ),
    of(
        "E403",
        text("旧记录挪了位置", "an old entry was moved"),
        text(
            "新记录只能加在文件末尾；排过序、或插在中间，就看不出谁改过什么。",
            "New entries go to the end. A journal that was sorted, or had lines put in its middle, no longer shows who changed what.",
        ),
    ),
    of(
        "E404",
        text("流水文件没了", "the journal is gone"),
        text("提交里删掉了 ledger.csv。从上一版找回来。", "A commit removed ledger.csv. Restore it from the version before."),
    ),
    of(
        "E405",
        text("没有 git 历史", "no git history"),
        text(
            "check --append-only 要 git 命令，台账要在 git 仓库里，ledger.csv 不能是符号链接。",
            "check --append-only needs the git command, a ledger inside a git repository, and a ledger.csv that is no symbolic link.",
        ),
    ),
    of(
        "E406",
        text("没有这个版本", "no such revision"),
        text("写提交号、分支名、标签，或 A..B 这样的范围。", "Give a commit, a branch, a tag, or a range A..B."),
    ),
];
