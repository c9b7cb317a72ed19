//! What `explain` says of letters: E33x.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const LETTERS: &[Explanation] = &[
    of(
        "E330",
        text("没有这个占位符", "no such placeholder"),
        text(
            "letters/ 里的模板用了不存在的占位符。为了不把缺了内容的函件发出去，整封不打印。全部占位符见 docs/letters.zh.md。",
            "A template in letters/ has a placeholder that does not exist. So that no letter goes out with a hole, none is printed. docs/letters.md lists all of them.",
        ),
    ),
    of(
        "E331",
        text("花括号不配对", "a stray brace"),
        text(
            "占位符的两个花括号要在同一行；要印花括号本身，写两个：{{ 或 }}。",
            "Both braces of a placeholder stand in one line; for a brace itself write two: {{ or }}.",
        ),
    ),
    of(
        "E332",
        text("要先批准", "approval is needed"),
        text(
            "第二次催款函、最终催告函、停供停服通知有法律后果，要主管批准，函上写明批准人：--approved-by 姓名。",
            "The second and the final demand and the notice of suspension have legal effects. A manager approves them, and is named in them: --approved-by NAME.",
        ),
    ),
    of(
        "E333",
        text("没有可催的款项", "nothing to ask for"),
        text(
            "催款函只催已逾期、没有争议的款项；还没到期的用 --level 0 提醒。",
            "Demands ask for what is overdue and not disputed. What is not due yet is reminded of with --level 0.",
        ),
    ),
    of(
        "E334",
        text("没有停供记录", "no hold on record"),
        text(
            "停供停服通知说的是已经作出的决定：先用 huikuan record hold 记下范围和凭证。",
            "The notice tells of a decision that was made: record its scope and proof with huikuan record hold first.",
        ),
    ),
    of(
        "E335",
        text("最后付款日已过", "the last day to pay has passed"),
        text("--pay-by 的日期不能早于函件日期。", "The day of --pay-by cannot be before the letter's own."),
    ),
];
