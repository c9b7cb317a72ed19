//! The tables of settings → typed values.

use rust_decimal::Decimal;

use super::At;
use super::fields::{Fields, Zero};
use super::people::Grade;
use super::settings::{ApplyOrder, Commission, Company, OldDebt, Policy, Provision, ProvisionBand, Risk, Step, Tier, Words};
use super::tree::Value;
use crate::money::Money;
use crate::problem::BookFault;

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
    policy.utc_offset = fields.text("utc_offset").and_then(|text: String| {
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
    let tier = Tier { up_to, color, label, action: read_words(fields.table("action")), name: name.into() };
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
    for node in fields.entries() {
        if node.key == "x" {
            continue;
        }
        names.0.push((node.key.to_string(), fields.piece.at(&node.key_span.range())));
        let text = match &node.value {
            Value::Text(text) | Value::Integer(text, 10) => text.to_string(),
            Value::Float(number) => number.trim_end_matches(".0").to_string(),
            _ => String::new(),
        };
        match Money::parse(text.as_bytes()) {
            Some(amount) => penalty.push((node.key.to_string(), amount)),
            None => fields.piece.report(BookFault::Amount { text, mended: None }, &node.span.range()),
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
        for value in fields.list("limitation_days").iter() {
            match value.as_integer().and_then(|days| i32::try_from(days).ok()).filter(|days| (0..=36_600).contains(days)) {
                Some(days) => risk.limitation_days.push(days),
                None => fields.piece.report(BookFault::Range { text: "limitation_days".into(), range: "0–36600".into() }, &value.span.range()),
            }
        }
    }
    if let Some(tier) = fields.text::<String>("refuse_from") {
        names.0.push((tier.clone(), fields.at_key("refuse_from")));
        risk.refuse_from = tier;
    }
    fields.finish();
    risk
}
