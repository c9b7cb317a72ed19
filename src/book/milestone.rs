//! Milestones of contracts.

use std::ops::{Deref, Range};

use rust_decimal::Decimal;
use smol_str::SmolStr;

use super::fields::{Fields, Zero};
use super::loader::Loader;
use super::{NameIx, Terms};
use crate::date::Day;
use crate::money::Money;
use crate::problem::BookFault;

/// When a milestone is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due<'m> {
    /// On a fixed date.
    On(Day),
    /// By terms from the day a named event happens.
    After(&'m (String, Terms)),
}

/// A payment milestone.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Unique in its contract; [`super::Book::milestone_name`] has it in words.
    pub name: NameIx,
    /// The date it is due, where it waits for no event.
    on: Day,
    /// Exact, also where written as a percent.
    pub amount: Money,
    more: Option<Box<MilestoneMore>>,
}

/// What few milestones have.
#[derive(Clone, Debug, Default)]
pub struct MilestoneMore {
    /// Due before delivery: no credit exposure.
    pub advance: bool,
    /// Before this day it does not exist.
    pub since: Option<Day>,
    /// Papers the customer wants to see first.
    pub papers: Vec<String>,
    /// The event it waits for.
    after: Option<(String, Terms)>,
}

/// A contract's milestones among those of the book.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Milestones {
    pub(super) first: u32,
    pub(super) count: u32,
}

impl Milestones {
    /// Where they lie.
    pub(super) fn range(self) -> Range<usize> {
        self.first as usize..self.first as usize + self.count as usize
    }
}

// As for contracts: what few have lies apart, and is read as if it did not.
impl Deref for Milestone {
    type Target = MilestoneMore;

    fn deref(&self) -> &MilestoneMore {
        static NOTHING: MilestoneMore = MilestoneMore { advance: false, since: None, papers: Vec::new(), after: None };
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

impl Milestone {
    /// One that is due on a day.
    pub(super) fn on(name: NameIx, amount: Money, on: Day) -> Self {
        Self { name, on, amount, more: None }
    }

    /// When it is due.
    pub fn due(&self) -> Due<'_> {
        match &self.after {
            Some(wait) => Due::After(wait),
            None => Due::On(self.on),
        }
    }

    /// Makes it due on a day.
    pub(super) fn set_due(&mut self, on: Day) {
        self.on = on;
    }
}

/// Milestones a contract may have.
const MOST: usize = 9_999;

/// Whether a milestone may be called so.
fn may_name(words: &str) -> bool {
    !words.contains('/') && !words.starts_with('#') && words.trim() == words
}

/// A milestone that has nothing but this.
pub(super) struct UsualMilestone<'t> {
    pub(super) name: &'t str,
    pub(super) amount: Money,
    pub(super) due: Day,
}

/// Whether milestones that are all written as amounts make up a contract.
pub(super) fn are_right(milestones: &[UsualMilestone], amount: Money) -> bool {
    let sum: Money = milestones.iter().map(|milestone| milestone.amount).sum();
    sum == amount && milestones.len() <= MOST && milestones.iter().all(|milestone| may_name(milestone.name))
}

/// An amount that is written, or a percent of the contract's.
enum Part {
    Amount(Money),
    Percent(Decimal),
}

pub(super) fn read_milestones(fields: &Fields, amount: Option<Money>, loader: &mut Loader) -> Vec<Milestone> {
    let count = fields.list("milestone").len();
    let mut milestones: Vec<Milestone> = Vec::with_capacity(count);
    let mut parts = Vec::with_capacity(count);
    let mut whole = true;
    for table in fields.tables("milestone") {
        let words: SmolStr = table.need_text("name");
        if !may_name(&words) {
            table.report("name", BookFault::MilestoneName { name: words.to_string() });
        }
        let name = loader.name_milestone(&words);
        if milestones.iter().any(|other| other.name == name) {
            let start = table.piece.base + fields.span_of("milestone").start;
            let first = table.piece.source.map_or(String::new(), |source| source.place(start..0).address());
            table.report("name", BookFault::Duplicate { id: words.to_string(), first });
        }
        if table.has_only(&["name", "amount", "due"]) && table.has("amount") && table.has("due") {
            match (table.money("amount", Zero::Refused), table.day("due")) {
                (Some(amount), Some(due)) => {
                    parts.push(Part::Amount(amount));
                    milestones.push(Milestone::on(name, Money::ZERO, due));
                }
                _ => whole = false,
            }
            continue;
        }
        let (own, percent) = (table.money("amount", Zero::Refused), table.rate("percent", 100));
        match (table.has("amount"), table.has("percent")) {
            (true, true) | (false, false) => table.report("percent", BookFault::OneOf { a: "amount", b: "percent", both: table.has("amount") }),
            _ => {}
        }
        let part = own.map(Part::Amount).or(percent.map(Part::Percent));
        let due = read_due(&table);
        let (advance, since, papers) = (table.flag("advance"), table.day("since"), table.texts("papers"));
        table.finish();
        match (part, due) {
            (Some(part), Some(due)) => {
                parts.push(part);
                let (on, after) = match due {
                    When::On(day) => (day, None),
                    When::After(event, terms) => (Day::EPOCH, Some((event, terms))),
                };
                let any = advance || since.is_some() || !papers.is_empty() || after.is_some();
                let more = any.then(|| Box::new(MilestoneMore { advance, since, papers, after }));
                milestones.push(Milestone { name, on, amount: Money::ZERO, more });
            }
            _ => whole = false,
        }
    }
    if milestones.len() > MOST {
        fields.report("milestone", BookFault::Range { text: milestones.len().to_string(), range: "1–9999".into() });
    }
    if let Some(amount) = amount.filter(|_| whole) {
        share_out(fields, amount, &parts, &mut milestones);
    }
    milestones
}

/// When a milestone is due, as it is read.
enum When {
    On(Day),
    After(String, Terms),
}

fn read_due(table: &Fields) -> Option<When> {
    let (on, event) = (table.day("due"), table.text("after"));
    let (days, terms) = (table.number("days", 0..=3660), table.terms("terms"));
    let has_after = table.has("after");
    if table.has("due") == has_after {
        table.report("after", BookFault::OneOf { a: "due", b: "after", both: has_after });
        return None;
    }
    table.exclusive("days", "terms");
    if has_after {
        let terms = terms.unwrap_or(Terms::Net(days.unwrap_or(0) as u16));
        return event.map(|event: String| When::After(event, terms));
    }
    for key in ["days", "terms"] {
        if table.has(key) {
            table.report(key, BookFault::OneOf { a: "due", b: key, both: true });
        }
    }
    on.map(When::On)
}

/// Gives each milestone its amount: percents rounded half-up to the cent, the last percent takes the rest.
fn share_out(fields: &Fields, amount: Money, parts: &[Part], milestones: &mut [Milestone]) {
    let last_percent = parts.iter().rposition(|part| matches!(part, Part::Percent(_)));
    let fixed: Money = parts.iter().map(|part| if let Part::Amount(own) = part { *own } else { Money::ZERO }).sum();
    let percents: Decimal = parts.iter().map(|part| if let Part::Percent(p) = part { *p } else { Decimal::ZERO }).sum();
    let mut sum = Money::ZERO;
    for (part, milestone) in parts.iter().zip(milestones.iter_mut()) {
        milestone.amount = match part {
            Part::Amount(own) => *own,
            Part::Percent(percent) => amount.times(*percent / Decimal::ONE_HUNDRED).unwrap_or_default(),
        };
        sum += milestone.amount;
    }
    // The rest goes to the last percent only as far as rounding explains it; a wrong percent is an error.
    let exact = amount.times(percents / Decimal::ONE_HUNDRED).unwrap_or_default();
    if let Some(last) = last_percent.and_then(|last| milestones.get_mut(last))
        && (fixed + exact - amount).cents().abs() <= 1
    {
        last.amount = last.amount + amount - sum;
        sum = amount;
    }
    if milestones.iter().any(|milestone| !milestone.amount.is_positive()) {
        fields.report("milestone", BookFault::Percent);
    } else if sum != amount {
        fields.report("milestone", BookFault::Sum { sum, amount });
    }
}
