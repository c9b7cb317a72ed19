//! Settings: the company, policy, tiers, ladder, provision, commission, penalty and risk, with their defaults.

use rust_decimal::Decimal;

use super::Book;
use super::contract::Terms;
use super::people::Grade;
use crate::date::Day;
use crate::money::Money;
use crate::text::Lang;

/// Words in both languages that the book may set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    pub(super) fn new(zh: &str, en: &str) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The wording in `lang`; the other language's where it has none.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::Zh => (&self.zh, &self.en),
            Lang::En => (&self.en, &self.zh),
        };
        if first.is_empty() { second } else { first }
    }
}

/// Our own company, for letters and statements.
#[derive(Debug, Default)]
pub struct Company {
    /// Full name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// Bank.
    pub bank: String,
    /// Account number.
    pub account: String,
}

/// The order in which undirected money pays open positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ApplyOrder {
    /// Earliest due first.
    #[default]
    Due,
    /// 民法典 560: due before not due, unsecured before secured, earliest due, pro rata.
    CivilCode,
}

/// Rules.
#[derive(Debug)]
pub struct Policy {
    /// For the warning line.
    pub total_assets: Option<Money>,
    /// Share of total assets above which receivables warn.
    pub warning_line: Decimal,
    /// Lead days where the grade gives none.
    pub due_soon_days: i32,
    /// A commitment is late after due + grace.
    pub grace_days: i32,
    /// Terms for contracts and bills that say nothing, where the book sets them: see [`Policy::terms`].
    pub written_terms: Option<Terms>,
    /// Allocation order.
    pub apply_order: ApplyOrder,
    /// Late interest a day.
    pub late_interest_daily: Option<Decimal>,
    /// Whether we are a small or medium enterprise as a creditor.
    pub sme_creditor: bool,
    /// Limitation period in years.
    pub limitation_years: u8,
    /// Limit of a first order.
    pub first_order_limit: Option<Money>,
    /// Entries dated on or before are refused by the commands that write.
    pub closed_until: Option<Day>,
    /// Minutes east of UTC that "today" is in.
    pub utc_offset: Option<i32>,
    /// Lead days by grade.
    pub lead_days: [i32; 4],
    /// Days between two contacts by grade.
    pub cadence_days: [i32; 4],
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            total_assets: None,
            warning_line: Decimal::new(20, 2),
            due_soon_days: 7,
            grace_days: 0,
            written_terms: None,
            apply_order: ApplyOrder::Due,
            late_interest_daily: None,
            sme_creditor: false,
            limitation_years: 3,
            first_order_limit: None,
            closed_until: None,
            utc_offset: None,
            lead_days: [3, 7, 10, 15],
            cadence_days: [14, 7, 3, 1],
        }
    }
}

impl Policy {
    /// Terms for contracts and bills that say nothing: 30 days where the book sets none.
    pub fn terms(&self) -> Terms {
        self.written_terms.unwrap_or(Terms::Net(30))
    }

    /// Days ahead of the due date a reminder begins, by grade.
    pub fn lead(&self, grade: Option<Grade>) -> i32 {
        grade.and_then(|grade| self.lead_days.get(grade as usize).copied()).unwrap_or(self.due_soon_days)
    }

    /// Days between two contacts by grade; a customer without grade is treated as B.
    pub fn cadence(&self, grade: Option<Grade>) -> i32 {
        self.cadence_days.get(grade.unwrap_or(Grade::B) as usize).copied().unwrap_or(7)
    }
}

/// A tier of days overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Its code.
    pub name: String,
    /// Last day of the tier; the last tier has none.
    pub up_to: Option<i32>,
    /// Colour on a terminal.
    pub color: String,
    /// What it is called.
    pub label: Words,
    /// What it means for the rep.
    pub action: Words,
}

/// What to do with the customer after `step - 1` contacts without result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// From 1 on.
    pub step: u32,
    /// What to do.
    pub words: Words,
}

/// A band of the loss allowance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvisionBand {
    /// Last day of the band; the last has none.
    pub up_to: Option<i32>,
    /// Share that is lost.
    pub rate: Decimal,
}

/// Loss allowance.
#[derive(Debug)]
pub struct Provision {
    /// Rate of what is not due.
    pub not_due: Decimal,
    /// Whether bands count days overdue instead of age since billed.
    pub from_due: bool,
    /// Bands, ascending.
    pub bands: Vec<ProvisionBand>,
}

impl Default for Provision {
    fn default() -> Self {
        let band = |up_to, percent| ProvisionBand { up_to, rate: Decimal::new(percent, 2) };
        Self { not_due: Decimal::ZERO, from_due: false, bands: vec![band(Some(730), 20), band(None, 80)] }
    }
}

/// Another factor for debts older than `years`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OldDebt {
    /// Years since the clock's start.
    pub years: u8,
    /// Factor of the rate.
    pub factor: Decimal,
}

/// Commission rule.
#[derive(Debug)]
pub struct Commission {
    /// Clock: billed, due, signed or an event's name.
    pub from: String,
    /// Rate; without it reports show factors only.
    pub rate: Option<Decimal>,
    /// Months and the factor up to them, ascending.
    pub ladder: Vec<(u32, Decimal)>,
    /// Months after which what is unpaid is clawed back.
    pub clawback_months: u32,
    /// Factor of the claw-back.
    pub clawback_factor: Decimal,
    /// Rule for older debts.
    pub old_debt: Option<OldDebt>,
    /// Extra factor for money before it was due.
    pub prepay_bonus: Option<Decimal>,
}

impl Default for Commission {
    fn default() -> Self {
        Self {
            from: "billed".into(),
            rate: None,
            ladder: vec![(1, Decimal::ONE), (2, Decimal::new(8, 1)), (3, Decimal::new(6, 1))],
            clawback_months: 6,
            clawback_factor: Decimal::ONE,
            old_debt: None,
            prepay_bonus: None,
        }
    }
}

/// Thresholds of the risk signals.
#[derive(Debug)]
pub struct Risk {
    /// Days overdue.
    pub overdue_days: i32,
    /// Exposure ÷ limit.
    pub limit_usage: Decimal,
    /// Overdue ÷ receivable of a customer.
    pub overdue_share: Decimal,
    /// Contacts since the last receipt.
    pub contacts: u32,
    /// Broken commitments in a year.
    pub broken: u32,
    /// Days later than the year before.
    pub later_days: i32,
    /// Months in a row the balance grew.
    pub grown_months: u32,
    /// Collection rate below which it warns.
    pub collection_rate: Decimal,
    /// Share of one customer or group.
    pub concentration: Decimal,
    /// Days until cash must be cleared.
    pub cash_days: i32,
    /// Months until a credit review is old.
    pub review_months: i32,
    /// Days before limitation, descending.
    pub limitation_days: Vec<i32>,
    /// Tier from which on the credit check says no.
    pub refuse_from: String,
}

impl Default for Risk {
    fn default() -> Self {
        Self {
            overdue_days: 60,
            limit_usage: Decimal::new(8, 1),
            overdue_share: Decimal::new(5, 1),
            contacts: 3,
            broken: 2,
            later_days: 15,
            grown_months: 3,
            collection_rate: Decimal::new(5, 1),
            concentration: Decimal::new(3, 1),
            cash_days: 3,
            review_months: 12,
            limitation_days: vec![180, 90, 30],
            refuse_from: "red".into(),
        }
    }
}

impl Book {
    /// A book that says nothing: all defaults.
    pub(super) fn empty() -> Self {
        let tier = |name: &str, up_to, label: (&str, &str), action: (&str, &str)| Tier {
            name: name.into(),
            up_to,
            color: name.into(),
            label: Words::new(label.0, label.1),
            action: Words::new(action.0, action.1),
        };
        let step = |step, zh, en| Step { step, words: Words::new(zh, en) };
        Self {
            tiers: vec![
                tier("green", Some(20), ("绿", "green"), ("表扬", "praise")),
                tier("blue", Some(40), ("蓝", "blue"), ("警告", "warn")),
                tier("yellow", Some(60), ("黄", "yellow"), ("催收", "dun")),
                tier("red", None, ("红", "red"), ("主管跟踪", "manager: find the cause, give a solution")),
            ],
            ladder: vec![step(1, "发通知", "notice"), step(2, "打电话", "phone"), step(3, "上门或法律措施", "visit or legal")],
            matrix: (Decimal::ONE, Decimal::new(9, 1)),
            ..Self::default()
        }
    }
}
