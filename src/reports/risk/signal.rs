//! The signals of risk: their codes, names and advice, and how grave they are.

use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::date::Day;
use crate::money::Money;
use crate::sheet::Cell;
use crate::text::{Text, text};

/// How grave a warning is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    High,
    Medium,
    Low,
}

impl Severity {
    pub(super) const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    pub(super) fn name(self) -> Text {
        match self {
            Self::High => text("高", "high"),
            Self::Medium => text("中", "medium"),
            Self::Low => text("低", "low"),
        }
    }

    /// Its colour on a terminal.
    pub(super) fn color(self) -> &'static str {
        match self {
            Self::High => "red",
            Self::Medium => "yellow",
            Self::Low => "",
        }
    }
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Signal {
    TotalAssets,
    LimitOver,
    OverdueDays,
    Limitation,
    PayingWorse,
    CashUncleared,
    OverdueShare,
    DebtDelay,
    NoResult,
    LowCollection,
    Snowball,
    Concentration,
    GradeDrop,
    LimitNear,
    ReviewOld,
    /// Seen by somebody and recorded.
    Recorded,
}

impl Signal {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::TotalAssets => "total-assets",
            Self::LimitOver => "limit-over",
            Self::OverdueDays => "overdue-days",
            Self::Limitation => "limitation",
            Self::PayingWorse => "fund02",
            Self::CashUncleared => "cash-uncleared",
            Self::OverdueShare => "overdue-share",
            Self::DebtDelay => "fund03",
            Self::NoResult => "no-result",
            Self::LowCollection => "low-collection",
            Self::Snowball => "snowball",
            Self::Concentration => "concentration",
            Self::GradeDrop => "grade-drop",
            Self::LimitNear => "limit-near",
            Self::ReviewOld => "review-old",
            Self::Recorded => "recorded",
        }
    }

    pub(super) fn name(self) -> Text {
        match self {
            Self::TotalAssets => text("应收超警戒线", "above asset line"),
            Self::LimitOver => text("超出额度", "over the limit"),
            Self::OverdueDays => text("逾期过久", "overdue too long"),
            Self::Limitation => text("时效将满", "limitation near"),
            Self::PayingWorse => text("多次失约", "promises broken"),
            Self::CashUncleared => text("现金未交", "cash not handed in"),
            Self::OverdueShare => text("逾期占比高", "mostly overdue"),
            Self::DebtDelay => text("越付越晚", "pays ever later"),
            Self::NoResult => text("催款无果", "contacts in vain"),
            Self::LowCollection => text("90 天回款率低", "low over 90 days"),
            Self::Snowball => text("欠款越滚越大", "snowballing"),
            Self::Concentration => text("应收集中", "concentration"),
            Self::GradeDrop => text("等级下降", "grade dropped"),
            Self::LimitNear => text("额度将满", "limit nearly used"),
            Self::ReviewOld => text("该复核信用", "review is old"),
            Self::Recorded => text("记录的信号", "recorded signal"),
        }
    }

    /// What to do about it.
    pub(super) fn advice(self) -> Text {
        match self {
            Self::TotalAssets => text("压缩赊销，先收大额逾期", "less on credit for now"),
            Self::LimitOver => text("停止赊销，写明超额原因", "stop credit, record why"),
            Self::OverdueDays => text("主管跟踪：找原因，定方案", "find cause and solution"),
            Self::Limitation => text("发有签收的函，或请对方确认", "send a letter with proof"),
            Self::PayingWorse => text("先款后货，要书面承诺或担保", "money before goods"),
            Self::CashUncleared => text("今天交财务，记 clear", "hand it in, record clear"),
            Self::OverdueShare => text("先清旧账，再发新货", "old debt first"),
            Self::DebtDelay => text("缩短账期，了解对方资金", "shorter terms"),
            Self::NoResult => text("换方式：上门、主管、法律函件", "visit, manager or lawyer"),
            Self::LowCollection => text("找原因，定回款措施", "find why, set measures"),
            Self::Snowball => text("发货不超过回款，签分期", "ship less than comes in"),
            Self::Concentration => text("分散客户，投保或要担保", "spread or insure it"),
            Self::GradeDrop => text("复核额度和账期", "review limit and terms"),
            Self::LimitNear => text("发货前先 credit check", "credit check first"),
            Self::ReviewOld => text("复核信用，更新 reviewed", "review, update reviewed"),
            Self::Recorded => text("核实，必要时收紧信用", "verify, tighten credit"),
        }
    }

    /// How its value comes about; the inputs stand in braces.
    pub(super) fn formula(self) -> Text {
        match self {
            Self::TotalAssets => text("{receivable} ÷ {total-assets}，高于界限才报", "{receivable} ÷ {total-assets}, only above the threshold"),
            Self::LimitOver | Self::LimitNear => text("{exposure} ÷ {limit}", "{exposure} ÷ {limit}"),
            Self::OverdueDays => text("最早的逾期款的逾期天数，{due}；{overdue}", "days overdue of the oldest, {due}; {overdue}"),
            Self::Limitation => text("到 {last-day} 还有的天数（两个届满日取早的）；{outstanding}", "days to the earlier last day, {last-day}; {outstanding}"),
            Self::PayingWorse => text("一年内失约或只兑现一部分的承诺数，共 {promises}", "promises of a year broken or kept in part, of {promises}"),
            Self::CashUncleared => text("最早一笔现金在手的天数；{cash}", "days the oldest cash has been in hand; {cash}"),
            Self::OverdueShare => text("{overdue} ÷ {receivable}", "{overdue} ÷ {receivable}"),
            Self::DebtDelay => text("{later} − {before}（按金额加权的平均逾期天数）", "{later} − {before} (days late, weighted by amount)"),
            Self::NoResult => text("最后一次回款后的跟进次数；{overdue}", "contacts since the last receipt; {overdue}"),
            Self::LowCollection => text("90 天内 {paid} ÷ ({brought} + {due})", "in 90 days {paid} ÷ ({brought} + {due})"),
            Self::Snowball => text(
                "余额连续增长的月数：{from} → {to}；其间 {billed}，{received}",
                "months in a row the balance grew: {from} → {to}; meanwhile {billed}, {received}",
            ),
            Self::Concentration => text("{receivable} ÷ {all}", "{receivable} ÷ {all}"),
            Self::GradeDrop => text("{before} → {now}", "{before} → {now}"),
            Self::ReviewOld => text("{reviewed} 以来的月数", "months since {reviewed}"),
            Self::Recorded => text("{note}", "{note}"),
        }
    }
}

/// Whom a warning is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Company,
    Rep(RepIx),
    Group(String),
    Customer(CustomerIx),
    Contract(ContractIx),
}

/// One warning.
#[derive(Clone, Debug)]
pub(super) struct Warning {
    pub(super) severity: Severity,
    pub(super) signal: Signal,
    pub(super) about: Subject,
    /// What is at stake, for the order among those of one severity.
    pub(super) stake: Money,
    pub(super) value: Cell,
    pub(super) threshold: Cell,
    /// Since when, where that is known.
    pub(super) since: Option<Day>,
    /// What its value was made of: key, name, value.
    pub(super) inputs: Vec<(&'static str, Text, Cell)>,
    /// Other than the usual words for what was seen: code and name.
    pub(super) seen: Option<(String, String)>,
    /// Other advice than the usual.
    pub(super) advice: Option<Text>,
}

impl Warning {
    pub(super) fn new(severity: Severity, signal: Signal, about: Subject, stake: Money) -> Self {
        let nothing = Cell::Blank;
        Self { severity, signal, about, stake, value: nothing.clone(), threshold: nothing, since: None, inputs: Vec::new(), seen: None, advice: None }
    }

    pub(super) fn measured(self, value: Cell, threshold: Cell) -> Self {
        Self { value, threshold, ..self }
    }

    pub(super) fn since(self, since: Option<Day>) -> Self {
        Self { since, ..self }
    }

    pub(super) fn input(mut self, key: &'static str, name: Text, value: Cell) -> Self {
        self.inputs.push((key, name, value));
        self
    }
}
