//! What rows can be grouped by.

use crate::account::{Account, Credit, Followup, Part, Position};
use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::entry::{Column, Kind};
use crate::text::{Lang, Text, text};

/// A dimension of `--by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Rep,
    Team,
    Customer,
    Group,
    Contract,
    Category,
    Year,
    Grade,
    Tag,
    Cause,
}

/// A group: its key, and what people call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Group {
    pub(super) key: String,
    pub(super) name: String,
}

/// What a group is found from.
struct Subject {
    customer: CustomerIx,
    contract: Option<ContractIx>,
    rep: Option<RepIx>,
    year: Option<i32>,
}

impl By {
    pub(super) const ALL: [Self; 10] =
        [Self::Rep, Self::Team, Self::Customer, Self::Group, Self::Contract, Self::Category, Self::Year, Self::Grade, Self::Tag, Self::Cause];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::Team => "team",
            Self::Customer => "customer",
            Self::Group => "group",
            Self::Contract => "contract",
            Self::Category => "category",
            Self::Year => "year",
            Self::Grade => "grade",
            Self::Tag => "tag",
            Self::Cause => "cause",
        }
    }

    pub(super) fn heading(self) -> Text {
        match self {
            Self::Rep => text("销售代表", "Rep"),
            Self::Team => text("团队", "Team"),
            Self::Customer => text("客户", "Customer"),
            Self::Group => text("集团", "Group"),
            Self::Contract => text("合同", "Contract"),
            Self::Category => text("产品状态", "Category"),
            Self::Year => text("年份", "Year"),
            Self::Grade => text("信用等级", "Grade"),
            Self::Tag => text("标签", "Tag"),
            Self::Cause => text("逾期原因", "Cause"),
        }
    }

    fn of(self, account: &Account, followups: &[Followup], subject: &Subject, lang: Lang) -> Vec<Group> {
        let book = account.book;
        let customer = book.customer(subject.customer);
        let contract = subject.contract.map(|contract| book.contract(contract));
        let same = |key: &str| Group { key: key.to_string(), name: key.to_string() };
        vec![match self {
            Self::Rep => subject.rep.map_or_else(Group::none, |rep| Group { key: book.rep(rep).id.to_string(), name: book.rep(rep).name.clone() }),
            Self::Team => subject.rep.map_or_else(Group::none, |rep| same(&book.rep(rep).team)),
            Self::Customer => Group { key: customer.id.to_string(), name: customer.name.to_string() },
            Self::Group => same(&customer.group),
            Self::Contract => contract.map_or_else(Group::none, |contract| Group { key: contract.no.to_string(), name: customer.name.to_string() }),
            Self::Category => contract.map_or_else(Group::none, |contract| same(&contract.category)),
            Self::Year => subject.year.map_or_else(Group::none, |year| same(&year.to_string())),
            Self::Grade => customer.grade(account.as_of.day).map_or_else(Group::none, |grade| same(grade.letter())),
            Self::Cause => cause(account, followups, subject, lang),
            Self::Tag => {
                let mut tags: Vec<&String> = contract.iter().flat_map(|contract| &contract.tags).chain(&customer.tags).collect();
                tags.sort();
                tags.dedup();
                let groups: Vec<Group> = tags.into_iter().map(|tag| same(tag)).collect();
                return if groups.is_empty() { vec![Group::none()] } else { groups };
            }
        }]
    }
}

/// What rows are grouped by, with what that needs.
pub(super) struct Dimension {
    pub(super) by: By,
    pub(super) lang: Lang,
    /// For causes.
    pub(super) followups: Vec<Followup>,
}

impl Dimension {
    /// The groups a position belongs to: one, but for tags.
    pub(super) fn of_position(&self, account: &Account, position: &Position) -> Vec<Group> {
        let year = match position.part {
            Part::Milestone { .. } => account.book.contract(position.contract).signed.year(),
            Part::Bill { entry, .. } => account.journal.entry(entry).date.year(),
        };
        let subject = Subject { customer: position.customer, contract: Some(position.contract), rep: account.rep_of(position), year: Some(year) };
        self.by.of(account, &self.followups, &subject, self.lang)
    }

    /// The groups a waiting credit belongs to.
    pub(super) fn of_credit(&self, account: &Account, credit: &Credit) -> Vec<Group> {
        let entry = account.journal.entry(credit.entry);
        let year = credit.contract.map(|contract| account.book.contract(contract).signed.year());
        let subject = Subject { customer: credit.customer, contract: credit.contract, rep: account.rep_of_entry(&entry), year };
        self.by.of(account, &self.followups, &subject, self.lang)
    }
}

impl Group {
    fn none() -> Self {
        Self { key: String::new(), name: String::new() }
    }
}

fn cause(account: &Account, followups: &[Followup], subject: &Subject, lang: Lang) -> Group {
    let known = followups.get(subject.customer.0 as usize).and_then(|followup| followup.cause(subject.contract));
    known.map_or_else(Group::none, |entry| {
        let code = account.journal.text(account.journal.entry(entry), Column::Detail).into_owned();
        Group { name: Kind::Cause.detail_name(&code, lang), key: code }
    })
}
