//! The indicators: key, heading, formula and inputs of each, in the order of the contract.

use super::sums::Sums;
use crate::money::{Money, Ratio};
use crate::sheet::{Cell, Explained};
use crate::text::{Text, text};

/// An input of a formula: key, name, value.
type Input = (&'static str, Text, Cell);

/// An indicator.
pub(super) struct Figure {
    pub(super) key: &'static str,
    pub(super) heading: Text,
    pub(super) value: fn(&Sums) -> Cell,
    /// With the inputs' keys in braces.
    formula: Text,
    inputs: fn(&Sums) -> Vec<Input>,
}

impl Figure {
    /// How it came about for a row and month.
    pub(super) fn explained(&self, of: String, sums: &Sums) -> Explained {
        Explained { of, key: self.key, heading: self.heading, formula: self.formula, inputs: (self.inputs)(sums), value: (self.value)(sums) }
    }
}

/// The indicator of a key.
pub(super) fn figure(key: &str) -> Option<&'static Figure> {
    FIGURES.iter().find(|figure| figure.key == key)
}

fn money(key: &'static str, name: Text, amount: Money) -> Input {
    (key, name, Cell::Money(amount))
}

fn count(key: &'static str, name: Text, count: i64) -> Input {
    (key, name, Cell::Count(count))
}

fn billed(own: &Sums) -> Input {
    money("billed", BILLED, own.billed)
}

fn received(own: &Sums) -> Input {
    money("received", RECEIVED, own.received())
}

fn receivable(own: &Sums) -> Input {
    money("receivable", RECEIVABLE, own.receivable)
}

fn not_due(own: &Sums) -> Input {
    money("not_due", text("未到期", "not due"), own.not_due)
}

fn recent(own: &Sums) -> Input {
    money("recent", text("近 90 天销货额", "billed in 90 days"), own.recent)
}

fn due(own: &Sums) -> Input {
    money("due", DUE, own.collection.due)
}

const BILLED: Text = text("销货额", "billed");
const DUE: Text = text("到期应收", "fell due");
const RECEIVED: Text = text("回款", "received");
const RECEIVABLE: Text = text("应收余额", "receivable");

/// All, in the order of their keys.
pub(super) const FIGURES: &[Figure] = &[
    Figure {
        key: "billed",
        heading: text("销货额", "Billed"),
        value: |own| Cell::Money(own.billed),
        formula: text("账龄起算日在本月的应收之和，{items}", "Σ of what was billed in the month, {items}"),
        inputs: |own| vec![count("items", text("笔数", "positions"), own.billed_items)],
    },
    Figure {
        key: "due",
        heading: text("到期应收", "Fell due"),
        value: |own| Cell::Money(own.collection.due),
        formula: text("到期日在本月的应收之和，{items}", "Σ of what fell due in the month, {items}"),
        inputs: |own| vec![count("items", text("笔数", "positions"), own.collection.items)],
    },
    Figure {
        key: "received",
        heading: text("回款", "Received"),
        value: |own| Cell::Money(own.received()),
        formula: text("{receipts} − {refunds}", "{receipts} − {refunds}"),
        inputs: |own| vec![money("receipts", text("收到", "receipts"), own.receipts), money("refunds", text("退款", "refunds"), own.refunds)],
    },
    Figure {
        key: "cash_received",
        heading: text("现金回款", "Cash received"),
        value: |own| Cell::Money(own.cash()),
        formula: text("{received} − {drafts_held} − {in_kind}", "{received} − {drafts_held} − {in_kind}"),
        inputs: |own| {
            vec![received(own), money("drafts_held", text("未到期票据", "drafts held"), own.drafts), money("in_kind", text("以物抵债", "in kind"), own.in_kind)]
        },
    },
    Figure {
        key: "collection_rate",
        heading: text("到期回款率", "Collection %"),
        value: |own| Cell::Ratio(own.collection.rate()),
        formula: text(
            "({of_brought} + {of_due} + {moved}) ÷ ({brought} + {due} + {moved})",
            "({of_brought} + {of_due} + {moved}) ÷ ({brought} + {due} + {moved})",
        ),
        inputs: |own| {
            let sums = &own.collection;
            vec![
                money("of_brought", text("收回月初逾期", "collected of the overdue"), sums.of_brought),
                money("of_due", text("收回本月到期", "collected of the dues"), sums.of_due),
                money("brought", text("月初逾期", "overdue before"), sums.brought),
                due(own),
                money("moved", text("展期前收回", "paid before it was moved"), sums.moved),
            ]
        },
    },
    Figure {
        key: "received_over_billed",
        heading: text("回款/销货", "Received/billed"),
        value: |own| Cell::Ratio(Ratio::of(own.received(), own.billed)),
        formula: text("{received} ÷ {billed}", "{received} ÷ {billed}"),
        inputs: |own| vec![received(own), billed(own)],
    },
    Figure {
        key: "on_time_rate",
        heading: text("准时率", "On time"),
        value: |own| Cell::Ratio(own.collection.on_time_rate()),
        formula: text("{on_time} ÷ {due}", "{on_time} ÷ {due}"),
        inputs: |own| vec![money("on_time", text("到期日前付清", "settled by the due day"), own.collection.on_time), due(own)],
    },
    Figure {
        key: "in_full_rate",
        heading: text("足额率", "In full"),
        value: |own| Cell::Ratio(own.collection.in_full_rate()),
        formula: text("{in_full} ÷ {items}", "{in_full} ÷ {items}"),
        inputs: |own| {
            vec![
                count("in_full", text("到期日前全额付清的笔数", "positions settled by the due day"), own.collection.in_full),
                count("items", text("到期笔数", "positions that fell due"), own.collection.items),
            ]
        },
    },
    Figure {
        key: "dso",
        heading: text("DSO(天)", "DSO (days)"),
        value: |own| Cell::Average(own.dso()),
        formula: text("{receivable} ÷ {recent} × 90", "{receivable} ÷ {recent} × 90"),
        inputs: |own| vec![receivable(own), recent(own)],
    },
    Figure {
        key: "bpdso",
        heading: text("最佳DSO(天)", "Best DSO (days)"),
        value: |own| Cell::Average(own.bpdso()),
        formula: text("{not_due} ÷ {recent} × 90", "{not_due} ÷ {recent} × 90"),
        inputs: |own| vec![not_due(own), recent(own)],
    },
    Figure {
        key: "add",
        heading: text("平均拖延(天)", "ADD (days)"),
        value: |own| Cell::Average(own.add()),
        formula: text("({receivable} − {not_due}) ÷ {recent} × 90", "({receivable} − {not_due}) ÷ {recent} × 90"),
        inputs: |own| vec![receivable(own), not_due(own), recent(own)],
    },
    Figure {
        key: "cei",
        heading: text("CEI", "CEI"),
        value: |own| Cell::Ratio(own.cei()),
        formula: text(
            "({opening} + {new} − {receivable}) ÷ ({opening} + {new} − {not_due})",
            "({opening} + {new} − {receivable}) ÷ ({opening} + {new} − {not_due})",
        ),
        inputs: |own| {
            vec![
                money("opening", text("月初应收", "opening receivable"), own.opening),
                money("new", text("本月新增应收", "new receivable"), own.new),
                receivable(own),
                not_due(own),
            ]
        },
    },
    Figure {
        key: "collection_days",
        heading: text("回款周期(天)", "Collection days"),
        value: |own| Cell::Average(own.cycle.mean()),
        formula: text("{weighted} ÷ {applied}", "{weighted} ÷ {applied}"),
        inputs: |own| {
            vec![
                (
                    "weighted",
                    text("Σ 核到应收的回款 × (回款日 − 账龄起算日)", "Σ money applied × (receipt date − billed on)"),
                    Cell::money(own.cycle.weighted()),
                ),
                money("applied", text("核到应收的回款", "money applied"), own.cycle.amount()),
            ]
        },
    },
    Figure {
        key: "overdue_share",
        heading: text("逾期率", "Overdue %"),
        value: |own| Cell::Ratio(Ratio::of(own.overdue, own.receivable)),
        formula: text("{overdue} ÷ {receivable}", "{overdue} ÷ {receivable}"),
        inputs: |own| vec![money("overdue", text("逾期", "overdue"), own.overdue), receivable(own)],
    },
    Figure {
        key: "kept_rate",
        heading: text("承诺兑现率", "Promises kept"),
        value: |own| Cell::Ratio(own.kept.by_amount()),
        formula: text("{in_time} ÷ {promised}", "{in_time} ÷ {promised}"),
        inputs: |own| {
            vec![
                money("in_time", text("按期兑现", "came in time"), own.kept.in_time()),
                money("promised", text("本月到期的承诺", "promised for the month"), own.kept.due_promised()),
            ]
        },
    },
    Figure {
        key: "bad_debt_rate",
        heading: text("坏账率", "Written off %"),
        value: |own| Cell::Ratio(Ratio::of(own.written, own.billed)),
        formula: text("{written} ÷ {billed}", "{written} ÷ {billed}"),
        inputs: |own| vec![money("written", text("本月坏账核销", "written off"), own.written), billed(own)],
    },
    Figure {
        key: "prepaid_share",
        heading: text("提前回款占比", "Paid early %"),
        value: |own| Cell::Ratio(Ratio::of(own.early, own.came)),
        formula: text("{early} ÷ {came}", "{early} ÷ {came}"),
        inputs: |own| {
            vec![
                money("early", text("未到期先付或待匹配", "before it was due, or waiting"), own.early),
                money("came", text("本月回款减其退款", "receipts of the month, net"), own.came),
            ]
        },
    },
    Figure {
        key: "terms_days",
        heading: text("账期(天)", "Terms (days)"),
        value: |own| Cell::Average(own.terms.mean()),
        formula: text("{weighted} ÷ {billed}", "{weighted} ÷ {billed}"),
        inputs: |own| {
            vec![("weighted", text("Σ 金额 × (到期日 − 账龄起算日)", "Σ amount × (due − billed on)"), Cell::money(own.terms.weighted())), billed(own)]
        },
    },
    Figure {
        key: "receivable",
        heading: text("应收余额", "Receivable"),
        value: |own| Cell::Money(own.receivable),
        formula: text("{not_due} + {matured}", "{not_due} + {matured}"),
        inputs: |own| vec![not_due(own), money("matured", text("已到期", "due or overdue"), own.receivable - own.not_due)],
    },
    Figure {
        key: "overdue",
        heading: text("其中逾期", "Overdue"),
        value: |own| Cell::Money(own.overdue),
        formula: text("{receivable} − {not_due} − {due_today}", "{receivable} − {not_due} − {due_today}"),
        inputs: |own| {
            let due_today = own.receivable - own.not_due - own.overdue;
            vec![receivable(own), not_due(own), money("due_today", text("当日到期", "due that day"), due_today)]
        },
    },
    Figure {
        key: "countback_dso",
        heading: text("倒推DSO(天)", "Countback DSO"),
        value: |own| Cell::Average(own.countback),
        formula: text(
            "从{receivable}里逐月倒减销货额，减完几个月算几个月的天数，余数按比例",
            "months of sales taken off the {receivable} from the last one back: their days, the rest in proportion",
        ),
        inputs: |own| vec![receivable(own)],
    },
];
