//! Contracts and their milestones.

use std::ops::Deref;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use smol_str::SmolStr;

use super::fields::{Fields, Zero};
use super::loader::Loader;
use super::people::Reps;
use super::{At, CustomerIx};
use crate::date::Day;
use crate::money::Money;
use crate::problem::BookFault;

/// Payment terms: how a due date follows from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// This many days later.
    Net(u16),
    /// This many days after the month's end.
    MonthEnd(u16),
}

impl Terms {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (word, days) = text.trim().split_once(' ')?;
        let days: u16 = days.trim().bytes().all(|b| b.is_ascii_digit()).then(|| days.trim().parse().ok())??;
        match word {
            "net" if days <= 3660 => Some(Self::Net(days)),
            "month-end" if days <= 3660 => Some(Self::MonthEnd(days)),
            _ => None,
        }
    }

    /// The due date that follows from `day`.
    pub fn due(self, day: Day) -> Day {
        match self {
            Self::Net(days) => day.plus_days(i32::from(days)),
            Self::MonthEnd(days) => day.month_end().plus_days(i32::from(days)),
        }
    }
}

/// When a milestone is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// On a fixed date.
    On(Day),
    /// By terms from the day a named event happens.
    After(Box<(String, Terms)>),
}

/// What secures a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Security {
    /// Nothing.
    #[default]
    None,
    /// 抵押
    Mortgage,
    /// 质押
    Pledge,
    /// 保证
    Guarantee,
    /// 所有权保留
    RetentionOfTitle,
}

/// Early-payment discount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discount {
    /// Per cent of the amount.
    pub percent: Decimal,
    /// Days since billed within which it is earned.
    pub within_days: u16,
}

/// A payment milestone.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Unique in its contract.
    pub name: SmolStr,
    /// Exact, also where written as a percent.
    pub amount: Money,
    /// When it is due.
    pub due: Due,
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
}

/// A contract.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Its number.
    pub no: SmolStr,
    /// The customer.
    pub customer: CustomerIx,
    /// Signing date.
    pub signed: Day,
    /// Amount; zero for a framework contract.
    pub amount: Money,
    /// Who is in charge, from when.
    pub reps: Reps,
    /// Its milestones; one named `1` where none is written, none for a framework contract.
    pub milestones: Box<[Milestone]>,
    /// Whether bills, not milestones, are its positions.
    pub framework: bool,
    /// Whether the due date of its one milestone follows from the default alone: neither it nor the policy says one.
    pub no_terms: bool,
    /// Where it stands.
    pub at: At,
    more: Option<Box<ContractMore>>,
}

/// What few contracts have.
#[derive(Clone, Debug)]
pub struct ContractMore {
    /// What it is about.
    pub project: String,
    /// Its own payment terms.
    pub terms: Option<Terms>,
    /// Product state or another word to split by.
    pub category: String,
    /// 重点款项
    pub key: bool,
    /// Free tags.
    pub tags: Vec<String>,
    /// Agreed late interest a day.
    pub late: Option<Decimal>,
    /// Early-payment discount.
    pub discount: Option<Discount>,
    /// What secures it.
    pub security: Security,
}

impl Default for ContractMore {
    fn default() -> Self {
        let (project, tags, category) = (String::new(), Vec::new(), "normal".into());
        Self { project, terms: None, category, key: false, tags, late: None, discount: None, security: Security::None }
    }
}

// In a large book nearly all have nothing of this: it lies apart, and is read as if it did not.
impl Deref for Milestone {
    type Target = MilestoneMore;

    fn deref(&self) -> &MilestoneMore {
        static NOTHING: MilestoneMore = MilestoneMore { advance: false, since: None, papers: Vec::new() };
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

impl Deref for Contract {
    type Target = ContractMore;

    fn deref(&self) -> &ContractMore {
        static NOTHING: LazyLock<ContractMore> = LazyLock::new(ContractMore::default);
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

/// An amount that is written, or a percent of the contract's.
enum Part {
    Amount(Money),
    Percent(Decimal),
}

pub(super) fn read(fields: Fields, loader: &mut Loader) -> Contract {
    let no = fields.need_id("no");
    let customer = loader.mention_customer(&fields, "customer");
    fields.need("customer");
    let signed = fields.need_day("signed");
    let framework = fields.flag("framework");
    let amount = fields.money("amount", Zero::Refused);
    if framework {
        for key in ["amount", "milestone", "due"] {
            if fields.has(key) {
                fields.report(key, BookFault::Framework { key });
            }
        }
    } else {
        fields.need("amount");
    }
    let due = fields.day("due");
    fields.exclusive("milestone", "due");
    // Most have no more than this; what else there may be is not even looked for.
    let plain = ["no", "customer", "rep", "reps", "signed", "amount", "due", "framework", "milestone", "x"];
    let more = (!fields.has_only(&plain)).then(|| Box::new(read_more(&fields)));
    let terms = more.as_ref().and_then(|more| more.terms);
    let reps = loader.mention_reps(&fields);
    let mut milestones = Vec::new();
    let mut no_terms = false;
    match (amount, signed) {
        (Some(amount), Some(signed)) if !framework && !fields.has("milestone") => {
            // Where nothing is said here, the policy's terms are filled in once all files are read.
            no_terms = due.is_none() && terms.is_none();
            let day = due.or_else(|| terms.map(|terms| terms.due(signed))).unwrap_or(signed);
            milestones.push(Milestone { name: "1".into(), amount, due: Due::On(day), more: None });
        }
        _ if fields.has("milestone") => milestones = read_milestones(&fields, amount),
        _ => {}
    }
    loader.contract_nos.push(fields.at_key("no"));
    let at = fields.at();
    fields.finish();
    Contract {
        no,
        // One that lacks something was reported: it only keeps its place, so that references to it are no further errors.
        customer: CustomerIx(customer.unwrap_or_default()),
        signed: signed.unwrap_or(Day::EPOCH),
        amount: if framework { Money::ZERO } else { amount.unwrap_or_default() },
        reps,
        milestones: milestones.into(),
        framework,
        no_terms,
        at,
        more,
    }
}

fn read_more(fields: &Fields) -> ContractMore {
    let late = fields.table("late").and_then(|late| {
        let daily = late.rate("daily", 1);
        late.need("daily");
        late.finish();
        daily
    });
    let discount = fields.table("discount").and_then(|discount| {
        let (percent, days) = (discount.rate("percent", 100), discount.number("within_days", 0..=3660));
        discount.need("percent");
        discount.need("within_days");
        discount.finish();
        Some(Discount { percent: percent?, within_days: days? as u16 })
    });
    let security = match fields.choice("security", &["none", "mortgage", "pledge", "guarantee", "retention-of-title"]) {
        Some(1) => Security::Mortgage,
        Some(2) => Security::Pledge,
        Some(3) => Security::Guarantee,
        Some(4) => Security::RetentionOfTitle,
        _ => Security::None,
    };
    ContractMore {
        project: fields.text("project").unwrap_or_default(),
        terms: fields.terms("terms"),
        category: fields.text("category").unwrap_or_else(|| "normal".to_string()),
        key: fields.flag("key"),
        tags: fields.texts("tags"),
        late,
        discount,
        security,
    }
}

fn read_milestones(fields: &Fields, amount: Option<Money>) -> Vec<Milestone> {
    let count = fields.list("milestone").len();
    let mut milestones: Vec<Milestone> = Vec::with_capacity(count);
    let mut parts = Vec::with_capacity(count);
    let mut whole = true;
    for table in fields.tables("milestone") {
        let name: SmolStr = table.need_text("name");
        if name.contains('/') || name.starts_with('#') || name.trim() != name {
            table.report("name", BookFault::MilestoneName { name: name.to_string() });
        }
        if milestones.iter().any(|other| other.name == name) {
            let start = table.piece.base + fields.span_of("milestone").start;
            let first = table.piece.source.map_or(String::new(), |source| source.place(start..0).address());
            table.report("name", BookFault::Duplicate { id: name.to_string(), first });
        }
        if table.has_only(&["name", "amount", "due"]) && table.has("amount") && table.has("due") {
            match (table.money("amount", Zero::Refused), table.day("due")) {
                (Some(amount), Some(due)) => {
                    parts.push(Part::Amount(amount));
                    milestones.push(Milestone { name, amount: Money::ZERO, due: Due::On(due), more: None });
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
                let more = (advance || since.is_some() || !papers.is_empty()).then(|| Box::new(MilestoneMore { advance, since, papers }));
                milestones.push(Milestone { name, amount: Money::ZERO, due, more });
            }
            _ => whole = false,
        }
    }
    if milestones.len() > 9_999 {
        fields.report("milestone", BookFault::Range { text: milestones.len().to_string(), range: "1–9999".into() });
    }
    if let Some(amount) = amount.filter(|_| whole) {
        share_out(fields, amount, &parts, &mut milestones);
    }
    milestones
}

fn read_due(table: &Fields) -> Option<Due> {
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
        return event.map(|event: String| Due::After(Box::new((event, terms))));
    }
    for key in ["days", "terms"] {
        if table.has(key) {
            table.report(key, BookFault::OneOf { a: "due", b: key, both: true });
        }
    }
    on.map(Due::On)
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
