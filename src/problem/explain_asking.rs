//! What `explain` says of questions: E370.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const ASKING: &[Explanation] = &[of(
    "E370",
    text("要在终端里回答", "answers are given at a terminal"),
    text(
        "record today 一个客户一个客户地问，答一个记一个，所以要有人坐在终端前。脚本里用 huikuan remind 看今天找谁，再用 huikuan record contact 记。",
        "record today asks about one customer after the other and records each answer, so there must be a person at a terminal. In a script, huikuan remind tells whom to call and huikuan record contact records it.",
    ),
)];
