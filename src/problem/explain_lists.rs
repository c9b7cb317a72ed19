//! What `explain` says of lists to be imported: E336–E339.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const LISTS: &[Explanation] = &[
    of(
        "E336",
        text("导入的一格不能用", "a cell of a list that cannot be used"),
        text(
            "编号、客户、日期、金额等必填的格子空着；编号被 Excel 改成 1.2E+17（后几位已丢，补不回来）；是否栏写了别的字；金额不是账本的币种，或以万元为单位。有一行不能用，整个文件就不写：少一行比晚一天更糟。确实不要那些行时用 --skip。",
            "A number, customer, date or amount that is needed is empty; a number that a spreadsheet has made 1.2E+17 of, whose last digits are lost; a flag with another word; an amount in another currency, or in units of ten thousand. With one such row nothing is written: a lost row is worse than a late one. --skip leaves them out where that is meant.",
        ),
    ),
    of(
        "E337",
        text("同一编号的几行不一致", "rows of one number that do not agree"),
        text(
            "几行合成一份合同（或一个客户）时，客户、签订日、金额这些整份合同的内容各行要相同，或者只有第一行有。不知道哪一行对，所以不取。",
            "Where several rows make one contract or customer, what is said of all of it must be the same in each of them, or stand in the first alone. Which one is right cannot be told.",
        ),
    ),
    of(
        "E338",
        text("和台账里的不同", "not as the ledger has it"),
        text(
            "台账里已有这个编号，但内容不一样。相同的行再导一次不会重复；不同的不会悄悄覆盖，也不会悄悄略过：账本由人改，流水用 record correct。",
            "The ledger has this number with other values. Equal rows are passed over when they are imported once more; others are neither put in place of the old nor dropped in silence: people change the book, record correct the journal.",
        ),
    ),
    of(
        "E339",
        text("账本不会读这个文件", "a file the book would not read"),
        text(
            "新文件要在台账目录里，并且 huikuan.toml 的 include 有一个模式认得它，否则写了也不算数。huikuan 从不改 huikuan.toml，所以先由人写上那一行。",
            "A new file must lie in the ledger's directory and be named by a pattern of include in huikuan.toml, else what it says would not count. huikuan never changes that file, so a person adds the line first.",
        ),
    ),
];
