//! `--split`: an amount in parts to the cent, by what is due, what is open or what came.

use rustc_hash::{FxHashMap, FxHashSet};

use super::figures::{By, Figures, Group, collect};
use super::habit::Habits;
use super::rolling::received;
use super::rows::{Line, head, sort};
use super::span::Span;
use super::{by, group, is_wanted, split_toml};
use crate::account::Account;
use crate::book::{CustomerIx, Scope, TargetKind};
use crate::date::Period;
use crate::money::{Money, Ratio};
use crate::problem::UsageFault;
use crate::reports::Request;
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Lang, Text, nearest_first, text};

/// What an amount is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// What is owed by the period's end.
    Due,
    /// All that is open and dated.
    Outstanding,
    /// What came in the last twelve months; of a month, what came in the last month of its name that has ended.
    History,
    /// The same for each; months only.
    Equal,
}

impl Weight {
    const ALL: [Self; 4] = [Self::Due, Self::Outstanding, Self::History, Self::Equal];

    fn key(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Outstanding => "outstanding",
            Self::History => "history",
            Self::Equal => "equal",
        }
    }

    /// What it is called in a proposal.
    pub(super) fn name(self, by_month: bool) -> Text {
        match (self, by_month) {
            (Self::Due, false) => text("期末前到期的应收", "what is due by its end"),
            (Self::Due, true) => text("当月到期的应收，首月含以前逾期", "what is due in the month, the first with what is overdue before it"),
            (Self::Outstanding, _) => text("全部未回款余额", "all that is outstanding"),
            (Self::History, false) => text("近 12 个月回款", "the money of the last 12 months"),
            (Self::History, true) => text("最近一个已过完的同月回款", "the money of the last month of its name that has ended"),
            (Self::Equal, _) => text("平均", "equal parts"),
        }
    }

    fn of(self, own: &Figures) -> Money {
        match self {
            Self::Due => own.owed(),
            Self::Outstanding => own.outstanding(),
            Self::History => own.history,
            Self::Equal => Money::ZERO,
        }
    }
}

/// A part of what is split.
pub(super) struct Part {
    /// The target it would be; none where the book has no such scope.
    pub(super) scope: Option<Scope>,
    /// Its period, where that is not the whole one.
    pub(super) month: Option<Period>,
    pub(super) key: Cell,
    pub(super) name: Cell,
    pub(super) weight: Money,
    pub(super) amount: Money,
    /// Whether it is a target already.
    pub(super) is_set: bool,
}

/// An amount in parts.
pub(super) struct Split {
    pub(super) amount: Money,
    pub(super) label: String,
    pub(super) weight: Weight,
    /// What the parts are: a scope's key, `year`, `key` or `month`.
    pub(super) by: &'static str,
    pub(super) by_name: Text,
    pub(super) parts: Vec<Part>,
    /// Σ of the parts' weights.
    pub(super) whole: Money,
    /// What has the weight, and belongs to nobody.
    pub(super) nobody: Money,
}

impl Split {
    pub(super) fn set(&self) -> Money {
        self.parts.iter().filter(|part| part.is_set).map(|part| part.amount).sum()
    }

    pub(super) fn share(&self, part: &Part) -> Option<Ratio> {
        Ratio::of(part.weight, self.whole)
    }

    /// Whether the book can have such targets.
    pub(super) fn is_for_book(&self) -> bool {
        self.parts.iter().all(|part| part.scope.is_some())
    }
}

pub(super) fn build(request: &Request) -> Result<Sheet, UsageFault> {
    let lang = request.lang;
    let split = split(request)?;
    let columns = columns(&split);
    let rows: Vec<Vec<Cell>> = split.parts.iter().map(|part| row(&split, part, lang)).collect();
    let sum = split.parts.iter().map(|part| part.amount).sum();
    let total = totals(&columns, [("name", Cell::TOTAL), ("weight", Cell::Money(split.whole)), ("amount", Cell::Money(sum))]);
    let label = &split.label;
    Ok(Sheet {
        report: "plan",
        title: say!(lang, "目标分解 · {label}", "Split of a target · {label}"),
        paste: split_toml::lines(request, &split),
        notes: split_toml::notes(&split, lang),
        hints: if split.set().is_positive() { vec![split_toml::set_words(&split, lang)] } else { Vec::new() },
        columns,
        rows,
        total: Some(total),
        ..Sheet::default()
    })
}

fn split(request: &Request) -> Result<Split, UsageFault> {
    let typed = request.option("split").unwrap_or_default();
    let amount = Money::parse_typed(typed).map_err(|fault| UsageFault::Amount { text: typed.to_string(), fault })?;
    let by_month = request.option("by") == Some("month");
    let weight = weight(request, by_month)?;
    let span = Span::of(request)?;
    let mut split = if by_month { by_month_of(request, amount, weight, &span)? } else { by_group(request, amount, weight, &span)? };
    divide(request, &mut split)?;
    Ok(split)
}

fn weight(request: &Request, by_month: bool) -> Result<Weight, UsageFault> {
    let choices: Vec<Weight> = Weight::ALL.into_iter().filter(|own| *own != if by_month { Weight::Outstanding } else { Weight::Equal }).collect();
    let Some(word) = request.option("weight") else { return Ok(if by_month { Weight::History } else { Weight::Due }) };
    choices.iter().copied().find(|own| own.key() == word).ok_or_else(|| UsageFault::Choice {
        option: "--weight",
        text: word.to_string(),
        choices: nearest_first(word, choices.iter().map(|own| own.key())),
    })
}

/// A part for each rep, customer and so on.
fn by_group(request: &Request, amount: Money, weight: Weight, span: &Span) -> Result<Split, UsageFault> {
    let (account, lang) = (request.account, request.lang);
    let by = match request.option("by") {
        Some(word) if !By::ALL.iter().any(|by| by.key() == word) => {
            let words = By::ALL.iter().map(|by| by.key()).chain(["month"]);
            return Err(UsageFault::Choice { option: "--by", text: word.to_string(), choices: nearest_first(word, words) });
        }
        _ => by(request, By::Rep)?,
    };
    let period = span.of_target();
    if by.level().is_some() && period.is_none() {
        // The book has targets of a month, a quarter or a year.
        return Err(UsageFault::Period { text: span.label.clone() });
    }
    account.allocations();
    let figures = collect(account, &request.filter, by, span, &Habits::new(account));
    let mut lines: Vec<Line> = figures.into_iter().map(|(group, own)| Line { group, own, given: None }).collect();
    // Whose target is set counts, also where nothing is owed.
    let known: FxHashSet<Scope> = lines.iter().filter_map(|line| line.group.scope()).collect();
    let set = period.map_or_else(FxHashMap::default, |period| set_in(account, period));
    for scope in set.keys().copied().filter(|scope| !known.contains(scope)) {
        if by.level().is_some_and(|level| level.is()(scope)) && is_wanted(request, scope) {
            lines.extend(group(account, scope).map(|group| Line { group, own: Figures::default(), given: None }));
        }
    }
    sort(&mut lines);
    let mut parts: Vec<Part> = Vec::new();
    let mut places: FxHashMap<CustomerIx, usize> = FxHashMap::default();
    let mut nobody = Money::ZERO;
    for line in &lines {
        let (scope, own) = (line.group.scope(), weight.of(&line.own));
        // A customer's contracts may have several reps, but it has one target.
        if let Group::Customer(customer, _) = line.group {
            let place = *places.entry(customer).or_insert(parts.len());
            if let Some(part) = parts.get_mut(place) {
                part.weight += own;
                continue;
            }
        }
        let is_nobody = if by.level().is_some() { scope.is_none() } else { matches!(line.group, Group::Year(None) | Group::Key(None)) };
        if is_nobody {
            nobody += own;
            continue;
        }
        let set = scope.as_ref().and_then(|scope| set.get(scope)).copied();
        let mut cells = head(account, &line.group, lang).into_iter();
        let (key, name) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        parts.push(Part { scope, month: None, key, name, weight: own, amount: set.unwrap_or_default(), is_set: set.is_some() });
    }
    parts.retain(|part| part.weight.is_positive() || part.is_set);
    Ok(Split { amount, label: span.label.clone(), weight, by: by.key(), by_name: by.heading(), whole: whole(&parts), parts, nobody })
}

fn whole(parts: &[Part]) -> Money {
    parts.iter().map(|part| part.weight).sum()
}

/// The targets that are set for just this period.
fn set_in<'a>(account: &'a Account<'a>, period: Period) -> FxHashMap<&'a Scope, Money> {
    let own = account.book.targets.iter().filter(|target| target.kind == TargetKind::Collection && target.period == period);
    own.map(|target| (&target.scope, target.amount)).collect()
}

/// A part for each month of a year or another period, for the company.
fn by_month_of(request: &Request, amount: Money, weight: Weight, span: &Span) -> Result<Split, UsageFault> {
    let account = request.account;
    let months = span.months();
    if months.len() < 2 {
        return Err(UsageFault::Period { text: span.label.clone() });
    }
    let part = |(place, month): (usize, &Period)| {
        let set = if request.filter.is_empty() { set_in(account, *month).get(&Scope::Company).copied() } else { None };
        let name = Cell::text(month.to_string());
        let weight = of_month(request, weight, *month, place == 0);
        let scope = request.filter.is_empty().then_some(Scope::Company);
        Part { scope, month: Some(*month), key: name.clone(), name, weight, amount: set.unwrap_or_default(), is_set: set.is_some() }
    };
    let parts: Vec<Part> = months.iter().enumerate().map(part).collect();
    Ok(Split { amount, label: span.label.clone(), weight, by: "month", by_name: text("月份", "Month"), whole: whole(&parts), parts, nobody: Money::ZERO })
}

/// What a month weighs.
fn of_month(request: &Request, weight: Weight, month: Period, is_first: bool) -> Money {
    let (account, filter) = (request.account, &request.filter);
    match weight {
        Weight::Equal => Money::from_cents(1),
        Weight::History => {
            let ended = std::iter::successors(Some(year_before(month)), |before| Some(year_before(*before))).take(10).find(|own| own.last() <= request.day());
            ended.map_or(Money::ZERO, |own| received(account, filter, own)).at_least_zero()
        }
        Weight::Due | Weight::Outstanding => {
            let is_in = |day| month.contains(day) || (is_first && day < month.first());
            let of_month = account.positions().iter().filter(|own| own.due.is_some_and(is_in) && filter.accepts_position(account, own));
            of_month.map(crate::account::Position::outstanding).sum()
        }
    }
}

fn year_before(month: Period) -> Period {
    Period::month_of(month.first().plus_months(-12))
}

/// Gives what is left beside the targets that are set to the other parts, by their weights, to the cent.
fn divide(request: &Request, split: &mut Split) -> Result<(), UsageFault> {
    let lang = request.lang;
    let (set, rest) = (split.set(), split.amount - split.set());
    if rest < Money::ZERO {
        let (amount, set, label) = (split.amount.grouped(), set.grouped(), &split.label);
        let cause = say!(lang, "{label} 已定的目标 {set}，比要分的 {amount} 多", "the targets set for {label}, {set}, are more than {amount}");
        let cure = say!(lang, "分更多，或先改账本里的目标", "split more, or change the targets in the book first");
        return Err(UsageFault::Arguments { cause, cures: vec![cure] });
    }
    let open: Vec<usize> = (0..split.parts.len()).filter(|place| split.parts.get(*place).is_some_and(|part| !part.is_set)).collect();
    let weights: Vec<Money> = open.iter().filter_map(|place| split.parts.get(*place)).map(|part| part.weight).collect();
    if rest.is_positive() && open.is_empty() && !split.parts.is_empty() {
        let (label, set, rest) = (&split.label, set.grouped(), rest.grouped());
        let cause =
            say!(lang, "{label} 各项都已定了目标，共 {set}，剩下的 {rest} 没有可分的", "all have a target for {label}, {set} in all: none is left for {rest}");
        let cure = say!(lang, "要改就改账本里的目标", "change the targets in the book");
        return Err(UsageFault::Arguments { cause, cures: vec![cure] });
    }
    if rest.is_positive() && !weights.iter().copied().sum::<Money>().is_positive() {
        return Err(nothing_to_split_by(split, lang));
    }
    for (place, amount) in open.iter().zip(shares(rest, &weights)) {
        if let Some(part) = split.parts.get_mut(*place) {
            part.amount = amount;
        }
    }
    Ok(())
}

fn nothing_to_split_by(split: &Split, lang: Lang) -> UsageFault {
    let what = split.weight.name(split.by == "month").get(lang);
    let others: Vec<String> = Weight::ALL
        .iter()
        .filter(|own| **own != split.weight && **own != if split.by == "month" { Weight::Outstanding } else { Weight::Equal })
        .map(|own| format!("--weight {}", own.key()))
        .collect();
    let others = others.join(say!(lang, "、", ", ").as_str());
    UsageFault::Arguments {
        cause: say!(lang, "没有可以分的依据：没有定目标的各项，{what}都是 0", "nothing to split by: of those without a target, {what} is 0"),
        cures: vec![say!(lang, "换一个依据：{others}", "choose another weight: {others}")],
    }
}

/// An amount in parts by weights: the cents that are left go to the largest remainders, of equal ones to the first.
fn shares(amount: Money, weights: &[Money]) -> Vec<Money> {
    let whole: Money = weights.iter().copied().sum();
    let mut parts: Vec<(Money, i128)> = weights.iter().map(|weight| amount.share(*weight, whole)).collect();
    let given: Money = parts.iter().map(|(part, _)| *part).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(parts.get(*place).map(|(_, remainder)| *remainder)));
    let left = usize::try_from((amount - given).cents()).unwrap_or(0);
    for place in order.into_iter().take(left) {
        if let Some((part, _)) = parts.get_mut(place) {
            *part += Money::from_cents(1);
        }
    }
    parts.into_iter().map(|(part, _)| part).collect()
}

fn row(split: &Split, part: &Part, lang: Lang) -> Vec<Cell> {
    let (state, label) = if part.is_set { ("set", text("已定", "set")) } else { ("proposed", text("建议", "proposed")) };
    vec![
        Cell::text(split.by),
        part.key.clone(),
        part.name.clone(),
        if split.weight == Weight::Equal { Cell::Blank } else { Cell::Money(part.weight) },
        Cell::Ratio(split.share(part)),
        Cell::Money(part.amount),
        Cell::code(state, label.get(lang)),
    ]
}

fn columns(split: &Split) -> Vec<Column> {
    vec![
        Column::words("scope", text("范围", "Scope")).data_only(),
        Column::words("key", text("编号", "Key")).data_only(),
        Column::words("name", split.by_name),
        Column::number("weight", text("依据", "Weight")),
        Column::number("share", text("占比", "Share")),
        Column::number("amount", text("目标", "Target")),
        Column::words("state", text("状态", "State")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(amount: i64, weights: &[i64]) -> Vec<i64> {
        let weights: Vec<Money> = weights.iter().copied().map(Money::from_cents).collect();
        shares(Money::from_cents(amount), &weights).into_iter().map(Money::cents).collect()
    }

    #[test]
    fn parts_sum_to_the_cent() {
        assert_eq!(of(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(of(100, &[2, 1]), [67, 33]);
        assert_eq!(of(1, &[0, 5, 5]), [0, 1, 0]);
        assert_eq!(of(0, &[1, 2]), [0, 0]);
        assert_eq!(of(100_000_000_000_000, &[1, 4_000_000_000_000_000_000 - 1]), [0, 100_000_000_000_000]);
        assert!(of(5, &[]).is_empty());
    }
}
