//! Settings: the company, policy, tiers, ladder, provision, commission, penalty and risk.

use rust_decimal::Decimal;

use super::contract::Terms;
use super::fields::{Fields, Zero};
use super::people::Grade;
use super::{At, Book};
use crate::date::Day;
use crate::money::Money;
use crate::problem::BookFault;
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
    fn new(zh: &str, en: &str) -> Self {
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
                tier("red", None, ("红", "red"), ("主管跟踪：找原因，提方案", "manager: find the cause, give a solution")),
            ],
            ladder: vec![step(1, "发通知", "notice"), step(2, "打电话", "phone"), step(3, "上门或法律措施", "visit or legal")],
            matrix: (Decimal::ONE, Decimal::new(9, 1)),
            ..Self::default()
        }
    }
}

/// Settings whose names can be checked only when all tiers are known.
#[derive(Default)]
pub(super) struct TierNames(pub(super) Vec<(String, At)>);

pub(super) fn read_company(fields: Fields) -> Company {
    let text = |key| fields.text(key).unwrap_or_default();
    let company = Company { name: text("name"), address: text("address"), phone: text("phone"), bank: text("bank"), account: text("account") };
    fields.finish();
    company
}

pub(super) fn read_policy(fields: Fields, provision: &mut Provision) -> Policy {
    let mut policy = Policy::default();
    let days = |key, default: i32| fields.number(key, 0..=3660).map_or(default, |days| days as i32);
    policy.total_assets = fields.money("total_assets", Zero::Refused);
    policy.warning_line = fields.rate("warning_line", 1).unwrap_or(policy.warning_line);
    policy.due_soon_days = days("due_soon_days", policy.due_soon_days);
    policy.grace_days = days("grace_days", policy.grace_days);
    policy.written_terms = fields.terms("terms");
    if fields.choice("apply_order", &["due", "civil-code"]) == Some(1) {
        policy.apply_order = ApplyOrder::CivilCode;
    }
    policy.late_interest_daily = fields.rate("late_interest_daily", 1);
    policy.sme_creditor = fields.flag("sme_creditor");
    policy.limitation_years = fields.number("limitation_years", 1..=20).map_or(policy.limitation_years, |years| years as u8);
    policy.first_order_limit = fields.money("first_order_limit", Zero::Allowed);
    policy.closed_until = fields.day("closed_until");
    policy.utc_offset = fields.text("utc_offset").and_then(|text| {
        let offset = parse_offset(&text);
        if offset.is_none() {
            fields.report("utc_offset", BookFault::Choice { text, choices: "+08:00".into() });
        }
        offset
    });
    for (key, table) in [("lead_days", &mut policy.lead_days), ("cadence_days", &mut policy.cadence_days)] {
        if let Some(grades) = fields.table(key) {
            for (word, slot) in Grade::WORDS.into_iter().zip(table.iter_mut()) {
                *slot = grades.number(word, 0..=366).map_or(*slot, |days| days as i32);
            }
            grades.finish();
        }
    }
    if let Some(table) = fields.table("provision") {
        provision.not_due = table.rate("not_due", 1).unwrap_or_default();
        provision.from_due = table.choice("from", &["billed", "due"]) == Some(1);
        table.finish();
    }
    fields.finish();
    policy
}

/// `+08:00` in minutes.
fn parse_offset(text: &str) -> Option<i32> {
    let [sign @ (b'+' | b'-'), h1 @ b'0'..=b'1', h2 @ b'0'..=b'9', b':', m1 @ b'0'..=b'5', m2 @ b'0'..=b'9'] = text.as_bytes() else { return None };
    let digit = |b: &u8| i32::from(b - b'0');
    let minutes = (digit(h1) * 10 + digit(h2)) * 60 + digit(m1) * 10 + digit(m2);
    (minutes <= 14 * 60).then_some(if *sign == b'-' { -minutes } else { minutes })
}

fn read_words(fields: Option<Fields>) -> Words {
    fields.map_or_else(Words::default, |fields| {
        let words = Words { zh: fields.text("zh").unwrap_or_default(), en: fields.text("en").unwrap_or_default() };
        fields.finish();
        words
    })
}

pub(super) fn read_tier(fields: Fields) -> Tier {
    let name = fields.need_id("name");
    let colors = ["green", "blue", "yellow", "red", "cyan", "magenta", "white"];
    let color = fields.choice("color", &colors).and_then(|index| colors.get(index)).map_or(String::new(), ToString::to_string);
    let mut label = read_words(fields.table("label"));
    if label == Words::default() {
        label = Words::new(&name, &name);
    }
    let up_to = fields.number("up_to", 0..=36_600).map(|days| days as i32);
    let tier = Tier { up_to, color, label, action: read_words(fields.table("action")), name };
    fields.finish();
    tier
}

pub(super) fn read_step(fields: Fields) -> Step {
    fields.need("step");
    fields.need("do");
    let step = Step { step: fields.number("step", 1..=99).unwrap_or(1) as u32, words: read_words(fields.table("do")) };
    fields.finish();
    step
}

pub(super) fn read_band(fields: Fields) -> ProvisionBand {
    fields.need("rate");
    let up_to = fields.number("up_to", 0..=36_600).map(|days| days as i32);
    let band = ProvisionBand { up_to, rate: fields.rate("rate", 1).unwrap_or_default() };
    fields.finish();
    band
}

pub(super) fn read_matrix(fields: Fields, matrix: &mut (Decimal, Decimal)) {
    matrix.0 = fields.rate("sales_cut", 10).unwrap_or(matrix.0);
    matrix.1 = fields.rate("collection_cut", 10).unwrap_or(matrix.1);
    fields.finish();
}

pub(super) fn read_commission(fields: Fields) -> Commission {
    let mut commission = Commission::default();
    commission.from = fields.text("from").unwrap_or(commission.from);
    commission.rate = fields.rate("rate", 1);
    if fields.has("ladder") {
        commission.ladder.clear();
        for step in fields.tables("ladder") {
            step.need("months");
            step.need("factor");
            let (months, factor) = (step.number("months", 1..=600), step.rate("factor", 100));
            step.finish();
            if let (Some(months), Some(factor)) = (months, factor) {
                if commission.ladder.last().is_some_and(|(last, _)| *last >= months as u32) {
                    fields.report("ladder", BookFault::Order { key: "ladder" });
                }
                commission.ladder.push((months as u32, factor));
            }
        }
    }
    commission.clawback_months = fields.number("clawback_months", 1..=600).map_or(commission.clawback_months, |months| months as u32);
    commission.clawback_factor = fields.rate("clawback_factor", 100).unwrap_or(commission.clawback_factor);
    commission.old_debt = fields.table("old_debt").and_then(|old| {
        let (years, factor) = (old.number("years", 1..=50), old.rate("factor", 100));
        old.need("years");
        old.need("factor");
        old.finish();
        Some(OldDebt { years: years? as u8, factor: factor? })
    });
    commission.prepay_bonus = fields.rate("prepay_bonus", 100);
    fields.finish();
    commission
}

/// Keys are names of tiers, which may be defined further down.
pub(super) fn read_penalty(fields: &Fields, names: &mut TierNames) -> Vec<(String, Money)> {
    let mut penalty = Vec::new();
    for (key, value) in fields.entries() {
        if key.get_ref() == "x" {
            continue;
        }
        names.0.push((key.get_ref().to_string(), fields.piece.at(&key.span())));
        let text = match value.get_ref() {
            toml::de::DeValue::String(text) => text.to_string(),
            toml::de::DeValue::Integer(number) => number.as_str().to_string(),
            toml::de::DeValue::Float(number) => number.as_str().trim_end_matches(".0").to_string(),
            _ => String::new(),
        };
        match Money::parse(text.as_bytes()) {
            Some(amount) => penalty.push((key.get_ref().to_string(), amount)),
            None => fields.piece.report(BookFault::Amount { text, mended: None }, &value.span()),
        }
    }
    penalty
}

pub(super) fn read_risk(fields: Fields, names: &mut TierNames) -> Risk {
    let mut risk = Risk::default();
    let days = |key, default: i32| fields.number(key, 0..=36_600).map_or(default, |days| days as i32);
    let count = |key, default: u32| fields.number(key, 0..=1_000).map_or(default, |count| count as u32);
    let rate = |key, default: Decimal| fields.rate(key, 10).unwrap_or(default);
    risk.overdue_days = days("overdue_days", risk.overdue_days);
    risk.limit_usage = rate("limit_usage", risk.limit_usage);
    risk.overdue_share = rate("overdue_share", risk.overdue_share);
    risk.contacts = count("contacts", risk.contacts);
    risk.broken = count("broken", risk.broken);
    risk.later_days = days("later_days", risk.later_days);
    risk.grown_months = count("grown_months", risk.grown_months);
    risk.collection_rate = rate("collection_rate", risk.collection_rate);
    risk.concentration = rate("concentration", risk.concentration);
    risk.cash_days = days("cash_days", risk.cash_days);
    risk.review_months = days("review_months", risk.review_months);
    if fields.has("limitation_days") {
        risk.limitation_days.clear();
        for value in fields.list("limitation_days") {
            match value.get_ref().as_integer().and_then(|i| i.as_str().parse().ok()).filter(|days| (0..=36_600).contains(days)) {
                Some(days) => risk.limitation_days.push(days),
                None => fields.piece.report(BookFault::Range { text: "limitation_days".into(), range: "0–36600".into() }, &value.span()),
            }
        }
    }
    if let Some(tier) = fields.text("refuse_from") {
        names.0.push((tier.clone(), fields.at_key("refuse_from")));
        risk.refuse_from = tier;
    }
    fields.finish();
    risk
}
