//! `--split`: a target divided among reps, customers and the like, or among the months of a year, to the cent.

use super::figures::{By, Group};
use super::habit::Habits;
use super::lines;
use super::rolling::received;
use super::rows::{Line, head};
use super::span::Span;
use super::split_toml::paste;
use crate::account::{Account, Position};
use crate::book::{Scope, TargetKind};
use crate::date::Period;
use crate::money::{Money, Ratio};
use crate::problem::UsageFault;
use crate::reports::Request;
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Text, nearest_first, text};

/// What an amount is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// What is due by the period's end.
    Due,
    /// All that is open.
    Outstanding,
    /// Money of the last twelve months; of a month, that of the same month a year before.
    History,
    Equal,
}

impl Weight {
    const ALL: [(&'static str, Self); 4] = [("due", Self::Due), ("outstanding", Self::Outstanding), ("history", Self::History), ("equal", Self::Equal)];

    pub(super) fn name(self) -> Text {
        match self {
            Self::Due => text("到期应收", "what is due"),
            Self::Outstanding => text("未回款余额", "what is outstanding"),
            Self::History => text("以往回款", "past receipts"),
            Self::Equal => text("平均", "equal parts"),
        }
    }
}

/// The id a target names its scope by.
fn id(account: &Account, scope: &Scope) -> String {
    match scope {
        Scope::Company => String::new(),
        Scope::Team(name) | Scope::Category(name) => name.clone(),
        Scope::Rep(rep) => account.book.rep(*rep).id.to_string(),
        Scope::Customer(customer) => account.book.customer(*customer).id.to_string(),
    }
}

/// A share of the amount.
pub(super) struct Share {
    pub(super) period: Period,
    /// What a target of the book would be for; none where the book knows no such target.
    pub(super) scope: Option<Scope>,
    /// Its id.
    pub(super) id: String,
    pub(super) code: &'static str,
    pub(super) key: Cell,
    pub(super) name: Cell,
    pub(super) weight: Money,
    pub(super) part: Option<Ratio>,
    pub(super) amount: Money,
    /// The target that is set already.
    pub(super) given: Option<Money>,
}

pub(super) fn build(request: &Request) -> Result<Sheet, UsageFault> {
    let (lang, span) = (request.lang, Span::of(request)?);
    let words = request.option("split").unwrap_or_default();
    let amount = Money::parse_typed(words).map_err(|fault| UsageFault::Amount { text: words.to_string(), fault })?;
    let weight = weight(request)?;
    let mut shares = if request.option("by") == Some("month") { months(request, &span, weight)? } else { groups(request, &span, weight)? };
    shares.retain(|share| share.weight.is_positive());
    if shares.is_empty() {
        return Err(nothing(weight, request));
    }
    divide(amount, &mut shares);
    let columns = columns();
    let total =
        totals(&columns, [("name", Cell::TOTAL), ("weight", Cell::Money(shares.iter().map(|share| share.weight).sum())), ("amount", Cell::Money(amount))]);
    let label = &span.label;
    Ok(Sheet {
        report: "plan",
        title: say!(lang, "目标分解 · {label}", "Target split · {label}"),
        paste: paste(&shares, amount, weight, &span, lang),
        rows: shares.iter().map(|share| row(share, lang)).collect(),
        total: Some(total),
        columns,
        ..Sheet::default()
    })
}

fn weight(request: &Request) -> Result<Weight, UsageFault> {
    let word = request.option("weight").unwrap_or("due");
    Weight::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, weight)| weight).ok_or_else(|| UsageFault::Choice {
        option: "--weight",
        text: word.to_string(),
        choices: nearest_first(word, Weight::ALL.map(|(known, _)| known)),
    })
}

fn nothing(weight: Weight, request: &Request) -> UsageFault {
    let (lang, name) = (request.lang, weight.name().get(request.lang));
    UsageFault::Arguments {
        cause: say!(lang, "没有可分的：{name}都是 0", "nothing to split by: {name} is 0 everywhere"),
        cures: vec![say!(lang, "换一个依据：--weight due | outstanding | history | equal", "choose another: --weight due | outstanding | history | equal")],
    }
}

/// A share for each row the plan would have.
fn groups(request: &Request, span: &Span, weight: Weight) -> Result<Vec<Share>, UsageFault> {
    let (account, lang) = (request.account, request.lang);
    let by = match request.option("by") {
        None => By::Rep,
        Some(word) => By::ALL.into_iter().find(|by| by.key() == word).ok_or_else(|| UsageFault::Choice {
            option: "--by",
            text: word.to_string(),
            choices: nearest_first(word, By::ALL.map(By::key).into_iter().chain(["month"])),
        })?,
    };
    let period = span.of_target().ok_or_else(|| UsageFault::Period { text: span.label.clone() })?;
    account.allocations();
    let own_targets = own_targets(request);
    let share = |line: &Line| {
        let cells = head(account, &line.group, lang);
        let [key, name] = [0, 1].map(|place| cells.get(place).cloned().unwrap_or_default());
        let scope = line.group.scope();
        Share {
            given: scope.as_ref().and_then(|scope| own_targets(scope, period)),
            period,
            id: scope.as_ref().map_or(String::new(), |scope| id(account, scope)),
            scope,
            code: by.key(),
            key,
            name,
            weight: match weight {
                Weight::Due => line.own.owed(),
                Weight::Outstanding => line.own.outstanding(),
                Weight::History => line.own.history,
                Weight::Equal => Money::from_cents(i64::from(!line.own.is_nothing() || line.own.outstanding().is_positive())),
            },
            part: None,
            amount: Money::ZERO,
        }
    };
    let mut lines = lines(request, by, span, &Habits::new(account));
    if by == By::Customer {
        lines = whole_customers(request, lines);
    }
    Ok(lines.iter().map(share).collect())
}

/// A target is for a customer as a whole, whoever is in charge of its contracts.
fn whole_customers(request: &Request, lines: Vec<Line>) -> Vec<Line> {
    let (account, day) = (request.account, request.day());
    let mut wholes: Vec<Line> = Vec::new();
    for line in lines {
        let Group::Customer(customer, _) = line.group else { continue };
        let group = Group::Customer(customer, account.book.rep_of_customer(customer, day));
        match wholes.iter_mut().find(|own| own.group == group) {
            Some(own) => own.own.plus(&line.own),
            None => wholes.push(Line { group, ..line }),
        }
    }
    wholes
}

/// The targets that stand in the book for just this scope and period: a second one would be an error.
fn own_targets<'a>(request: &Request<'a>) -> impl Fn(&Scope, Period) -> Option<Money> + 'a {
    let targets = &request.account.book.targets;
    move |scope, period| {
        let own = targets.iter().find(|own| own.kind == TargetKind::Collection && own.scope == *scope && own.period == period);
        own.map(|own| own.amount)
    }
}

/// A share for each month.
fn months(request: &Request, span: &Span, weight: Weight) -> Result<Vec<Share>, UsageFault> {
    let account = request.account;
    let months = span.months();
    if months.len() < 2 {
        return Err(UsageFault::Period { text: span.label.clone() });
    }
    let scope = super::rolling::scope(&request.filter);
    let own_targets = own_targets(request);
    let weigh = |place: usize, period: Period| match weight {
        Weight::Due | Weight::Outstanding => due(request, period, place == 0),
        Weight::History => received(account, &request.filter, Period::month_of(period.first().plus_months(-12))).at_least_zero(),
        Weight::Equal => Money::from_cents(1),
    };
    let share = |(place, period): (usize, Period)| Share {
        given: scope.as_ref().and_then(|scope| own_targets(scope, period)),
        period,
        id: scope.as_ref().map_or(String::new(), |scope| id(account, scope)),
        scope: scope.clone(),
        code: "month",
        key: Cell::text(period.to_string()),
        name: Cell::text(period.to_string()),
        weight: weigh(place, period),
        part: None,
        amount: Money::ZERO,
    };
    Ok(months.into_iter().enumerate().map(share).collect())
}

/// What is open and falls due in a month; with what was due before, where that is wanted.
fn due(request: &Request, period: Period, before: bool) -> Money {
    let account = request.account;
    let is_due = |due: crate::date::Day| period.contains(due) || (before && due < period.first());
    let open = account.positions().iter().filter(|own| own.due.is_some_and(is_due) && request.filter.accepts_position(account, own));
    open.map(Position::outstanding).sum()
}

/// Divides an amount by weights: each gets its share rounded down, and the cents that are left go to the largest remainders.
fn divide(amount: Money, shares: &mut [Share]) {
    let whole: Money = shares.iter().map(|share| share.weight).sum();
    let mut rest = amount;
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(shares.len());
    for (place, share) in shares.iter_mut().enumerate() {
        let (part, remainder) = amount.share(share.weight, whole);
        share.amount = part;
        share.part = Ratio::of(share.weight, whole);
        rest -= part;
        remainders.push((-remainder, place));
    }
    remainders.sort_unstable();
    for (_, place) in remainders.into_iter().take(rest.cents().unsigned_abs() as usize) {
        if let Some(share) = shares.get_mut(place) {
            share.amount += Money::from_cents(1);
        }
    }
}

fn row(share: &Share, lang: crate::text::Lang) -> Vec<Cell> {
    let scope =
        if share.code == "month" { text("月", "month") } else { By::ALL.into_iter().find(|by| by.key() == share.code).map_or(text("", ""), By::heading) };
    vec![
        Cell::code(share.code, scope.get(lang)),
        share.key.clone(),
        share.name.clone(),
        Cell::Money(share.weight),
        Cell::Ratio(share.part),
        Cell::Money(share.amount),
        Cell::text(share.period.to_string()),
        Cell::money(share.given),
    ]
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("scope", text("范围", "Scope")),
        Column::words("key", text("编号", "Key")),
        Column::words("name", text("名称", "Name")),
        Column::number("weight", text("依据", "Weight")),
        Column::number("share", text("占比", "Share")),
        Column::number("amount", text("目标", "Target")),
        Column::words("period", text("期间", "Period")).whole(),
        Column::number("target", text("已定目标", "Set target")),
    ]
}
