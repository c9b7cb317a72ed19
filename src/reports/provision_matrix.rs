//! Matrices of the loss allowance (坏账准备): which share of what age is expected to be lost.

use rust_decimal::Decimal;

use super::Request;
use crate::account::{Age, Position};
use crate::book::{Provision, ProvisionBand};
use crate::date::Day;
use crate::problem::UsageFault;
use crate::say;
use crate::text::{Lang, nearest_first};

/// Where a matrix comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    /// Of what is younger than two years 80 % comes, of what is older 20 %.
    RuleOfThumb,
    /// The example of the guide to CAS 22.
    Cas22Sample,
    /// The book's `[[provision]]`.
    Book,
}

const PRESETS: [(&str, Basis); 3] = [("rule-of-thumb", Basis::RuleOfThumb), ("cas22-sample", Basis::Cas22Sample), ("book", Basis::Book)];

/// A matrix.
pub(super) struct Matrix {
    basis: Basis,
    /// What it counts.
    pub(super) age: Age,
    /// Of what is not overdue, by days overdue.
    pub(super) not_due: Decimal,
    /// Last day of each band and its rate; a rate that has to be given and was not is none.
    pub(super) bands: Vec<(Option<i32>, Option<Decimal>)>,
}

impl Matrix {
    /// The one asked for; the book's where none is, which is the rule of thumb where the book has none.
    pub(super) fn of(request: &Request) -> Result<Self, UsageFault> {
        let from = match request.option("from") {
            None => None,
            Some("billed") => Some(Age::Billed),
            Some("due") => Some(Age::Due),
            Some(other) => return Err(UsageFault::Choice { option: "--from", text: other.to_string(), choices: "billed | due".into() }),
        };
        let basis = match request.option("preset") {
            None => Basis::Book,
            Some(word) => PRESETS.iter().find(|(name, _)| *name == word).map(|(_, basis)| *basis).ok_or_else(|| {
                let choices = nearest_first(word, PRESETS.map(|(name, _)| name));
                UsageFault::Choice { option: "--preset", text: word.to_string(), choices }
            })?,
        };
        let beyond = request.option("beyond").map(rate).transpose()?;
        if beyond.is_some() && basis != Basis::Cas22Sample {
            return Err(UsageFault::OnlyWith { option: "--beyond", with: "--preset cas22-sample" });
        }
        let mut matrix = match basis {
            Basis::Cas22Sample if from == Some(Age::Billed) => {
                return Err(UsageFault::Together { a: "--preset cas22-sample", b: "--from billed" });
            }
            Basis::Cas22Sample => Self::cas22_sample(beyond),
            Basis::RuleOfThumb => Self::written(basis, &Provision::default()),
            Basis::Book => {
                let own = &request.account.book.provision;
                let basis = if own.bands == Provision::default().bands { Basis::RuleOfThumb } else { basis };
                Self::written(basis, own)
            }
        };
        matrix.age = from.unwrap_or(matrix.age);
        Ok(matrix)
    }

    fn written(basis: Basis, own: &Provision) -> Self {
        let bands = own.bands.iter().map(|ProvisionBand { up_to, rate }| (*up_to, Some(*rate))).collect();
        Self { basis, age: if own.from_due { Age::Due } else { Age::Billed }, not_due: own.not_due, bands }
    }

    fn cas22_sample(beyond: Option<Decimal>) -> Self {
        let band = |up_to, percent| (Some(up_to), Some(Decimal::new(percent, 2)));
        Self { basis: Basis::Cas22Sample, age: Age::Due, not_due: Decimal::new(1, 2), bands: vec![band(29, 2), band(89, 3), band(179, 20), (None, beyond)] }
    }

    /// Where a position belongs: 0 is what is not overdue, then the bands; none while it waits for an event. By age since billed
    /// every position has a band, due or not.
    pub(super) fn place(&self, position: &Position, day: Day) -> Option<usize> {
        let days = match self.age {
            Age::Due => position.days(day)?,
            Age::Billed => day.since(position.due.and(position.billed)?).max(0),
        };
        if self.age == Age::Due && days <= 0 {
            return Some(0);
        }
        self.bands.iter().position(|(up_to, _)| up_to.is_none_or(|up_to| days <= up_to)).map(|band| band.saturating_add(1))
    }

    /// First day of a band.
    pub(super) fn first_day(&self, band: usize) -> i32 {
        let first = i32::from(self.age == Age::Due);
        band.checked_sub(1).and_then(|before| self.bands.get(before)?.0).map_or(first, |up_to| up_to.saturating_add(1))
    }

    /// Which matrix it is, for people.
    pub(super) fn words(&self, lang: Lang) -> String {
        match (self.basis, self.age) {
            (Basis::RuleOfThumb, Age::Billed) => say!(
                lang,
                "经验法则：账龄两年内的收得回八成，更久的两成（到没到期都算）",
                "Rule of thumb: of what is up to two years old 80% comes back, of the rest 20%"
            ),
            (Basis::RuleOfThumb, Age::Due) => say!(
                lang,
                "经验法则按逾期天数套用：两年内的收得回八成，更久的两成",
                "Rule of thumb, by days overdue: up to two years 80% comes back, later 20%"
            ),
            (Basis::Cas22Sample, _) => say!(
                lang,
                "准备率取自 CAS 22 应用指南的例子，按逾期天数；不是本公司的历史损失",
                "Rates: the example in the guide to CAS 22, not this company's own losses"
            ),
            (Basis::Book, Age::Billed) => {
                say!(lang, "准备率取自本账的 [[provision]]，按账龄（到没到期都算）", "Rates: [[provision]] of this book, by age since billed, due or not")
            }
            (Basis::Book, Age::Due) => say!(lang, "准备率取自本账的 [[provision]]，按逾期天数", "Rates: [[provision]] of this book, by days overdue"),
        }
    }
}

/// `0.5` or `50%`.
fn rate(text: &str) -> Result<Decimal, UsageFault> {
    let wrong = || UsageFault::Choice { option: "--beyond", text: text.to_string(), choices: "0 … 1, 0.5 = 50%".into() };
    let typed = text.trim();
    let percent = typed.strip_suffix(['%', '％']);
    let digits = percent.unwrap_or(typed).trim();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = Decimal::from_str_exact(digits).ok().filter(|number| plain && number.scale() <= 8).ok_or_else(wrong)?;
    let number = if percent.is_some() { number.checked_div(Decimal::ONE_HUNDRED).ok_or_else(wrong)? } else { number };
    if number <= Decimal::ONE { Ok(number) } else { Err(wrong()) }
}
