//! `commitments --by X`: kept rates, and who has promised nothing for what they owe.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::FxBuildHasher;

use super::commitments::{memo, rep_of};
use super::{Request, rep_cell};
use crate::account::{Account, Commitment, Kept};
use crate::book::{CustomerIx, Grade, RepIx};
use crate::date::{Day, Period};
use crate::money::Money;
use crate::parallel::map;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Sheet, Shown};
use crate::text::{Lang, Text, nearest_first, text};

/// What rows are made by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Customer,
    Rep,
    Team,
    Grade,
}

impl By {
    const ALL: [(&'static str, Self); 4] = [("customer", Self::Customer), ("rep", Self::Rep), ("team", Self::Team), ("grade", Self::Grade)];

    fn heading(self) -> Text {
        match self {
            Self::Customer => text("客户", "Customer"),
            Self::Rep => text("销售代表", "Rep"),
            Self::Team => text("团队", "Team"),
            Self::Grade => text("信用等级", "Grade"),
        }
    }
}

/// Whether a customer has promised anything for what is due by the month's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Promise {
    /// Open promises: they are managed first.
    Promised,
    /// 无承诺: money is due, and nobody promised it.
    None,
    /// Nothing is due.
    NothingDue,
}

#[derive(Clone, Default)]
struct Sums {
    /// Open and due by the month's end, overdue included.
    due: Money,
    kept: Kept,
}

impl Sums {
    fn promise(&self) -> Promise {
        match (self.kept.open_amount.is_positive(), self.due.is_positive()) {
            (true, _) => Promise::Promised,
            (false, true) => Promise::None,
            (false, false) => Promise::NothingDue,
        }
    }
}

/// Sorted by: customers with promises, then those without, the weakest credit first.
type Key = (Option<RepIx>, String, String);

pub(super) fn build(request: &Request, by: &str, commitments: &[&Commitment]) -> Result<Sheet, Problems> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let by = By::ALL.into_iter().find(|(word, _)| *word == by).map(|(_, by)| by).ok_or_else(|| UsageFault::Choice {
        option: "--by",
        text: by.to_string(),
        choices: nearest_first(by, By::ALL.map(|(word, _)| word)),
    })?;
    let month_end = Period::month_of(day).last();
    // What is due and promised now says nothing of the promises of another time.
    let current = request.option("period").is_none();
    let mut rows = Rows { account, by, numbers: BTreeMap::new(), seen: HashMap::default(), sums: Vec::new() };
    let mut whole = Sums::default();
    for position in account.positions().iter().filter(|position| current && request.filter.accepts_position(account, position)) {
        if position.outstanding().is_positive() && position.due.is_some_and(|due| due <= month_end) {
            let open = position.outstanding();
            rows.add(position.customer, || account.rep_of(position), |sums| sums.due += open);
            whole.due += open;
        }
    }
    for own in commitments {
        rows.add(own.customer, || rep_of(account, own), |sums| sums.kept.add(own, day));
        whole.kept.add(own, day);
    }
    let Rows { numbers, sums, .. } = rows;
    let mut list: Vec<(Key, Sums, Option<CustomerIx>)> =
        numbers.into_iter().filter_map(|(key, number)| sums.get(number).map(|(sums, customer)| (key, sums.clone(), Some(*customer)))).collect();
    if by == By::Customer {
        let grade = |customer: Option<CustomerIx>| customer.and_then(|customer| account.book.customer(customer).grade(day));
        list.sort_by_cached_key(|(key, sums, customer)| (sums.promise(), std::cmp::Reverse(grade(*customer)), -sums.due.cents(), key.1.clone()));
    }
    let followups = account.followups();
    let last_contact =
        |customer: Option<CustomerIx>| customer.and_then(|customer| followups.get(customer.0 as usize)?.last_contact).filter(|_| by == By::Customer);
    let mut columns = columns(by);
    let mut rows = map(&list, |(key, sums, customer)| row(account, by, key, sums, *customer, last_contact(*customer), lang));
    let chosen = request.option("period").map_or(String::new(), |period| format!(" · {}", crate::text::shown(period)));
    let none = (None, String::new(), String::new());
    let mut total = row(account, by, &none, &whole, None, None, lang);
    if let Some(name) = total.get_mut(1) {
        *name = Cell::TOTAL;
    }
    // A promise is somebody's.
    if let Some(promise) = total.last_mut() {
        *promise = Cell::Blank;
    }
    if !current {
        for (number, column) in columns.iter_mut().enumerate().filter(|(_, column)| NOW.contains(&column.key.as_str())) {
            column.shown = Shown::Data;
            for cell in rows.iter_mut().chain([&mut total]).filter_map(|row| row.get_mut(number)) {
                *cell = Cell::Blank;
            }
        }
    }
    let heading = by.heading();
    let (zh, en) = (heading.zh, heading.en.to_lowercase());
    Ok(Sheet {
        report: "commitments",
        title: say!(lang, "承诺兑现 · 按{zh}{chosen}", "Commitments · by {en}{chosen}"),
        columns,
        rows,
        total: Some(total),
        memo: memo(&whole.kept),
        empty: say!(lang, "没有承诺，也没有到期的应收", "no commitments, and nothing is due"),
        ..Sheet::default()
    })
}

/// What is about the month of the day, and not about the promises of a period.
const NOW: [&str; 4] = ["due", "committed", "uncommitted", "promise"];

/// The sums of each row.
struct Rows<'a> {
    account: &'a Account<'a>,
    by: By,
    numbers: BTreeMap<Key, usize>,
    /// The rows of those that were seen, so that few keys need words.
    seen: HashMap<(Option<CustomerIx>, Option<RepIx>), usize, FxBuildHasher>,
    /// With a customer of each.
    sums: Vec<(Sums, CustomerIx)>,
}

impl Rows<'_> {
    fn add(&mut self, customer: CustomerIx, rep: impl Fn() -> Option<RepIx>, add: impl FnOnce(&mut Sums)) {
        let subject = match self.by {
            By::Customer | By::Grade => (Some(customer), None),
            By::Rep | By::Team => (None, rep()),
        };
        let number = *self.seen.entry(subject).or_insert_with(|| {
            let key = key(self.account, self.by, customer, subject.1, self.account.as_of.day);
            *self.numbers.entry(key).or_insert_with(|| {
                self.sums.push((Sums::default(), customer));
                self.sums.len() - 1
            })
        });
        if let Some((sums, _)) = self.sums.get_mut(number) {
            add(sums);
        }
    }
}

fn key(account: &Account, by: By, customer: CustomerIx, rep: Option<RepIx>, day: Day) -> Key {
    let book = account.book;
    let own = book.customer(customer);
    let same = |text: String| (None, text.clone(), text);
    match by {
        By::Customer => (None, own.id.to_string(), own.name.to_string()),
        By::Rep => (rep, rep.map_or(String::new(), |rep| book.rep(rep).id.to_string()), rep.map_or(String::new(), |rep| book.rep(rep).name.clone())),
        By::Team => same(rep.map_or(String::new(), |rep| book.rep(rep).team.clone())),
        By::Grade => same(own.grade(day).map_or(String::new(), |grade: Grade| grade.letter().to_string())),
    }
}

fn row(account: &Account, by: By, key: &Key, sums: &Sums, customer: Option<CustomerIx>, contact: Option<Day>, lang: Lang) -> Vec<Cell> {
    let (_, id, name) = key;
    let day = account.as_of.day;
    let own = customer.filter(|_| by == By::Customer);
    let kept = &sums.kept;
    let name = if name.is_empty() { Cell::code("", say!(lang, "（无）", "(none)")) } else { Cell::text(name) };
    let promise = match sums.promise() {
        Promise::Promised => Cell::code("promised", say!(lang, "有承诺", "promised")),
        Promise::None => Cell::colored("no-commitment", say!(lang, "无承诺", "no commitment"), "red"),
        Promise::NothingDue => Cell::Blank,
    };
    let cells = vec![
        Cell::text(id),
        name,
        own.map_or(Cell::Blank, |customer| account.book.customer(customer).grade(day).map_or(Cell::Blank, |grade| Cell::text(grade.letter()))),
        own.map_or(Cell::Blank, |customer| rep_cell(account, account.book.rep_of_customer(customer, day))),
        Cell::Money(sums.due),
        Cell::Money(kept.open_amount),
        Cell::Money((sums.due - kept.open_amount).at_least_zero()),
        Cell::Count(kept.count),
        Cell::Money(kept.promised),
        Cell::Money(kept.fulfilled),
        Cell::Money(kept.late),
        Cell::Count(kept.broken),
        Cell::Ratio(kept.by_amount()),
        Cell::Ratio(kept.by_amount_in_full()),
        Cell::Ratio(kept.by_count()),
        Cell::date(contact),
        promise,
    ];
    of_customers_only(by, cells)
}

/// Grade and rep are told of customers alone: of a rep or a grade they would be its own key.
fn of_customers_only<T>(by: By, mut list: Vec<T>) -> Vec<T> {
    if by != By::Customer {
        list.drain(2..4);
    }
    list
}

fn columns(by: By) -> Vec<Column> {
    let key = By::ALL.iter().find(|(_, own)| *own == by).map_or("", |(word, _)| *word);
    let columns = vec![
        Column::words(key, by.heading()).data_only(),
        Column::words("name", by.heading()),
        Column::words("grade", text("信用等级", "Grade")).rank(3),
        Column::words("rep", text("销售代表", "Rep")).rank(4),
        Column::number("due", text("本月底前应回", "Due by month end")),
        Column::number("committed", text("待兑现承诺", "Open promises")),
        Column::number("uncommitted", text("无承诺金额", "Uncommitted")),
        Column::number("commitments", text("承诺笔数", "Promises")).rank(5),
        Column::number("promised", text("承诺金额", "Promised")).rank(8),
        Column::number("fulfilled", text("已兑现", "Fulfilled")).rank(9),
        Column::number("fulfilled_late", text("其中逾期", "Of which late")).rank(10),
        Column::number("broken", text("失约次数", "Broken")).rank(2),
        Column::number("kept_rate", text("兑现率", "Kept rate")),
        Column::number("kept_rate_in_full", text("足额兑现率", "In full")).rank(7),
        Column::number("kept_rate_by_count", text("按笔数", "By count")).rank(6),
        Column::words("last_contact", text("上次跟进", "Last contact")).whole().rank(1),
        Column::words("promise", text("承诺", "Promise")),
    ];
    of_customers_only(by, columns)
}
