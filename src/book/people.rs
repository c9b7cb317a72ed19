//! Reps and customers.

use std::ops::Deref;
use std::sync::LazyLock;

use smol_str::SmolStr;

use super::contacts::{Contact, Contacts, read_contact};
use super::fields::{Fields, Zero};
use super::loader::Loader;
use super::{At, RepIx};
use crate::date::Day;
use crate::money::Money;

/// Someone of ours: a rep, a manager, a collector.
#[derive(Clone, Debug)]
pub struct Rep {
    /// Its id.
    pub id: SmolStr,
    /// Name.
    pub name: String,
    /// Team; empty where none.
    pub team: String,
    /// Who manages them.
    pub manager: Option<RepIx>,
    /// Last day with us.
    pub left: Option<Day>,
    /// Phone.
    pub phone: String,
    /// Mail address.
    pub email: String,
}

/// Credit grade, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Good credit.
    A,
    /// Fair.
    B,
    /// Weak.
    C,
    /// Bad.
    D,
}

impl Grade {
    /// All, best first.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];
    pub(super) const WORDS: [&'static str; 4] = ["A", "B", "C", "D"];

    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// What a customer is, for the payment regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CustomerKind {
    /// A company of unknown size.
    #[default]
    Company,
    /// A small or medium enterprise.
    Sme,
    /// A large enterprise.
    Large,
    /// A public body.
    PublicBody,
    /// A natural person.
    Person,
}

/// The five scores of credit, 0–100: 品德 能力 资本 抵押 环境.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiveC {
    /// 品德
    pub character: u8,
    /// 能力
    pub capacity: u8,
    /// 资本
    pub capital: u8,
    /// 抵押
    pub collateral: u8,
    /// 环境
    pub conditions: u8,
}

impl FiveC {
    /// The grade the mean of the scores gives: ≥ 85 A, ≥ 70 B, ≥ 55 C, below D.
    pub fn grade(self) -> Grade {
        let sum: u32 = [self.character, self.capacity, self.capital, self.collateral, self.conditions].into_iter().map(u32::from).sum();
        match sum {
            425.. => Grade::A,
            350.. => Grade::B,
            275.. => Grade::C,
            _ => Grade::D,
        }
    }
}

/// What the customer wants on an invoice.
#[derive(Clone, Debug, Default)]
pub struct InvoiceTo {
    /// 抬头
    pub title: String,
    /// 税号
    pub tax_no: String,
    /// special or normal.
    pub kind: String,
    /// Where it is sent.
    pub send_to: String,
}

/// Who is in charge.
#[derive(Clone, Debug, Default)]
pub enum Reps {
    /// Nobody.
    #[default]
    None,
    /// One since ever.
    One(RepIx),
    /// One after the other.
    Dated(Box<Dated>),
}

/// Who is in charge from when; ascending.
#[derive(Clone, Debug)]
pub struct Dated(pub Vec<(Option<Day>, RepIx)>);

impl Reps {
    /// Who is in charge on a day: the last that has begun by then.
    pub fn on(&self, day: Day) -> Option<RepIx> {
        match self {
            Self::None => None,
            Self::One(rep) => Some(*rep),
            Self::Dated(list) => list.0.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= day)).map(|(_, rep)| *rep),
        }
    }

    /// Whether somebody was in charge at any time up to a day.
    pub fn was(&self, rep: RepIx, day: Day) -> bool {
        match self {
            Self::None => false,
            Self::One(own) => *own == rep,
            Self::Dated(list) => list.0.iter().any(|(from, own)| *own == rep && from.is_none_or(|from| from <= day)),
        }
    }

    /// Each of them, for exchanging the numbers.
    pub(super) fn each(&mut self, mut exchange: impl FnMut(&mut RepIx)) {
        match self {
            Self::None => {}
            Self::One(rep) => exchange(rep),
            Self::Dated(list) => list.0.iter_mut().for_each(|(_, rep)| exchange(rep)),
        }
    }
}

/// A customer.
#[derive(Clone, Debug)]
pub struct Customer {
    /// Its id.
    pub id: SmolStr,
    /// Full name.
    pub name: SmolStr,
    /// Who is in charge, from when.
    pub reps: Reps,
    contacts: Contacts,
    /// Where it stands.
    pub at: At,
    more: Option<Box<CustomerMore>>,
}

/// What few customers of a large book have.
#[derive(Clone, Debug, Default)]
pub struct CustomerMore {
    /// Names a bank statement may show.
    pub aliases: Vec<String>,
    /// Group of companies; empty where none.
    pub group: String,
    /// Who chases, if not the rep.
    pub collector: Option<RepIx>,
    /// Company, public body, person …
    pub kind: CustomerKind,
    /// Grades, from when; ascending.
    pub grades: Vec<(Option<Day>, Grade)>,
    /// The five scores.
    pub five_c: Option<FiveC>,
    /// Last credit review.
    pub reviewed: Option<Day>,
    /// Credit limit.
    pub credit_limit: Option<Money>,
    /// Day of the month they pay on.
    pub pay_day: Option<u8>,
    /// How their payments are approved.
    pub pay_process: String,
    /// Invoice details.
    pub invoice: InvoiceTo,
    /// Papers on file.
    pub docs: Vec<String>,
    /// Sales a month.
    pub monthly_sales: Option<Money>,
    /// Free tags.
    pub tags: Vec<String>,
    /// Free text.
    pub note: String,
}

// As for contracts: what few have lies apart, and is read as if it did not.
impl Deref for Customer {
    type Target = CustomerMore;

    fn deref(&self) -> &CustomerMore {
        static NOTHING: LazyLock<CustomerMore> = LazyLock::new(CustomerMore::default);
        self.more.as_deref().unwrap_or(&NOTHING)
    }
}

impl Customer {
    /// A customer of whom no more than this is known.
    pub(super) fn plain(id: &str, name: &str, reps: Reps, contacts: Contacts, at: At) -> Self {
        Self { id: id.into(), name: name.into(), reps, contacts, at, more: None }
    }

    /// Who chases, if anybody, for exchanging the number.
    pub(super) fn each_collector(&mut self, exchange: impl FnMut(&mut RepIx)) {
        self.more.iter_mut().filter_map(|more| more.collector.as_mut()).for_each(exchange);
    }

    /// The grade on a day: the book's, else the five scores'.
    pub fn grade(&self, day: Day) -> Option<Grade> {
        let written = self.grades.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= day)).map(|(_, grade)| *grade);
        written.or_else(|| self.five_c.map(FiveC::grade))
    }

    /// Whom to call first.
    pub fn contact(&self) -> Option<Contact<'_>> {
        let mut all = self.contacts.iter();
        let first = all.next()?;
        let is_handler = |contact: &Contact| contact.role == "handler";
        if is_handler(&first) { Some(first) } else { all.find(is_handler).or(Some(first)) }
    }
}

pub(super) fn read_rep(fields: Fields, loader: &mut Loader) -> Rep {
    let id = fields.need_id("id");
    loader.places.rep_ids.extend(fields.place_of("id"));
    let rep = Rep {
        name: fields.need_text("name"),
        team: fields.text("team").unwrap_or_default(),
        manager: loader.mention_rep(&fields, "manager").map(RepIx),
        left: fields.day("left"),
        phone: fields.text("phone").unwrap_or_default(),
        email: fields.text("email").unwrap_or_default(),
        id,
    };
    fields.finish();
    rep
}

pub(super) fn read_customer(fields: Fields, loader: &mut Loader) -> Customer {
    let (id, name) = (fields.need_id("id"), fields.need_text("name"));
    let reps = loader.mention_reps(&fields);
    let contacts = fields.tables("contacts").map(read_contact).collect();
    // Most of a large book have no more than this; what else there may be is not even looked for.
    let more = (!fields.has_only(&["id", "name", "rep", "reps", "contacts", "x"])).then(|| Box::new(read_more(&fields, loader)));
    let customer = Customer { id, name, reps, contacts, at: fields.at(), more };
    loader.define_customer(&customer, &fields);
    fields.finish();
    customer
}

fn read_more(fields: &Fields, loader: &mut Loader) -> CustomerMore {
    let kind = match fields.choice("kind", &["company", "sme", "large", "public-body", "person"]) {
        Some(1) => CustomerKind::Sme,
        Some(2) => CustomerKind::Large,
        Some(3) => CustomerKind::PublicBody,
        Some(4) => CustomerKind::Person,
        _ => CustomerKind::Company,
    };
    CustomerMore {
        aliases: fields.texts("aliases"),
        group: fields.text("group").unwrap_or_default(),
        collector: loader.mention_rep(fields, "collector").map(RepIx),
        kind,
        grades: read_grades(fields),
        five_c: fields.table("five_c").and_then(read_five_c),
        reviewed: fields.day("reviewed"),
        credit_limit: fields.money("credit_limit", Zero::Allowed),
        pay_day: fields.number("pay_day", 1..=31).map(|day| day as u8),
        pay_process: fields.text("pay_process").unwrap_or_default(),
        invoice: fields.table("invoice").map(read_invoice).unwrap_or_default(),
        docs: fields.texts("docs"),
        monthly_sales: fields.money("monthly_sales", Zero::Allowed),
        tags: fields.texts("tags"),
        note: fields.text("note").unwrap_or_default(),
    }
}

fn read_grades(fields: &Fields) -> Vec<(Option<Day>, Grade)> {
    fields.exclusive("grade", "grades");
    let grade = |fields: &Fields, key| fields.choice(key, &Grade::WORDS).and_then(|index| Grade::ALL.get(index).copied());
    if let Some(only) = grade(fields, "grade") {
        fields.get("grades");
        return vec![(None, only)];
    }
    let mut list: Vec<(Option<Day>, Grade)> = Vec::new();
    for entry in fields.tables("grades") {
        entry.need("grade");
        let (word, from) = (grade(&entry, "grade"), entry.need_day("from"));
        entry.finish();
        if let (Some(word), Some(from)) = (word, from) {
            if list.last().is_some_and(|(last, _)| *last >= Some(from)) {
                fields.report("grades", crate::problem::BookFault::Order { key: "grades" });
            }
            list.push((Some(from), word));
        }
    }
    list
}

fn read_five_c(fields: Fields) -> Option<FiveC> {
    let score = |key| {
        fields.need(key);
        fields.number(key, 0..=100).map(|score| score as u8)
    };
    let scores = (score("character"), score("capacity"), score("capital"), score("collateral"), score("conditions"));
    fields.finish();
    let (Some(character), Some(capacity), Some(capital), Some(collateral), Some(conditions)) = scores else { return None };
    Some(FiveC { character, capacity, capital, collateral, conditions })
}

fn read_invoice(fields: Fields) -> InvoiceTo {
    let invoice = InvoiceTo {
        title: fields.text("title").unwrap_or_default(),
        tax_no: fields.text("tax_no").unwrap_or_default(),
        kind: fields.text("type").unwrap_or_default(),
        send_to: fields.text("send_to").unwrap_or_default(),
    };
    fields.finish();
    invoice
}
