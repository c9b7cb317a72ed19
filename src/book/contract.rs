//! Contracts and their milestones.

use std::ops::Deref;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use smol_str::SmolStr;

use super::fields::{Fields, Zero};
use super::loader::Loader;
use super::milestone::{Milestone, Milestones, UsualMilestone, are_right, read_milestones};
use super::people::Reps;
use super::{At, CustomerIx, RepIx};
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
    /// `net 30` or `month-end 30`.
    pub fn parse(text: &str) -> Option<Self> {
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
    /// One named `1` where none is written, none for a framework contract.
    pub(super) milestones: Milestones,
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
impl Deref for Contract {
    type Target = ContractMore;

    fn deref(&self) -> &ContractMore {
        static NOTHING: LazyLock<ContractMore> = LazyLock::new(ContractMore::default);
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

/// The name of the one milestone of a contract that is written without any.
const WHOLE: &str = "1";
/// A contract that has nothing but this.
pub(super) struct Usual<'t> {
    pub(super) no: &'t str,
    pub(super) customer: &'t str,
    pub(super) rep: Option<&'t str>,
    pub(super) signed: Day,
    pub(super) amount: Money,
    pub(super) due: Option<Day>,
    pub(super) at: At,
}

impl Usual<'_> {
    /// Adds the contract to what was read; `None` where its milestones are not right.
    pub(super) fn add(self, milestones: &[UsualMilestone], loader: &mut Loader) -> Option<()> {
        let right = milestones.is_empty() || (self.due.is_none() && are_right(milestones, self.amount));
        if !right {
            return None;
        }
        let first = loader.book.milestones.len();
        for UsualMilestone { name, amount, due } in milestones {
            let name = loader.name_milestone(name);
            if loader.book.milestones.iter().skip(first).any(|other| other.name == name) {
                loader.book.milestones.truncate(first);
                return None;
            }
            loader.book.milestones.push(Milestone::on(name, *amount, *due));
        }
        if milestones.is_empty() {
            let whole = loader.name_milestone(WHOLE);
            loader.book.milestones.push(Milestone::on(whole, self.amount, self.due.unwrap_or(self.signed)));
        }
        let customer = CustomerIx(loader.customers.mention(self.customer, At::default()));
        let reps = self.rep.map_or(Reps::None, |rep| Reps::One(RepIx(loader.reps.mention(rep, At::default()))));
        loader.book.contracts.push(Contract {
            no: self.no.into(),
            customer,
            signed: self.signed,
            amount: self.amount,
            reps,
            milestones: Milestones { first: first as u32, count: (loader.book.milestones.len() - first) as u32 },
            framework: false,
            no_terms: milestones.is_empty() && self.due.is_none(),
            at: self.at,
            more: None,
        });
        Some(())
    }
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
            milestones.push(Milestone::on(loader.name_milestone(WHOLE), amount, day));
        }
        _ if fields.has("milestone") => milestones = read_milestones(&fields, amount, loader),
        _ => {}
    }
    loader.places.contract_nos.extend(fields.place_of("no"));
    let at = fields.at();
    fields.finish();
    Contract {
        no,
        // One that lacks something was reported: it only keeps its place, so that references to it are no further errors.
        customer: CustomerIx(customer.unwrap_or_default()),
        signed: signed.unwrap_or(Day::EPOCH),
        amount: if framework { Money::ZERO } else { amount.unwrap_or_default() },
        reps,
        milestones: loader.add_milestones(milestones),
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
