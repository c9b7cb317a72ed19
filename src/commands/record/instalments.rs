//! `record reschedule … --split N --every INTERVAL`: what is open of a milestone falls due in N parts (分期).

use std::collections::BTreeMap;

use super::draft::Context;
use crate::account::{Account, Applied, AsOf, Part, Position};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::{Day, Toward};
use crate::entry::{Draft, Journal, Kind};
use crate::money::Money;
use crate::problem::UsageFault;
use crate::text::text;

/// The most instalments: thirty years of months.
const MOST: i64 = 360;

/// How much later each instalment is due than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interval {
    Days(i32),
    Months(i32),
}

impl Interval {
    /// `1m`, `2w`, `10d`, also 1个月, 2周, 10天.
    fn parse(typed: &str) -> Option<Self> {
        let digits = typed.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = typed.split_at_checked(digits)?;
        let count = count.parse::<i32>().ok().filter(|count| (1..=999).contains(count))?;
        match unit.trim() {
            "m" | "月" | "个月" => Some(Self::Months(count)),
            "w" | "周" => Some(Self::Days(count * 7)),
            "d" | "天" => Some(Self::Days(count)),
            _ => None,
        }
    }

    /// `times` intervals later; months clamp to the month's end, counted from `first`.
    fn after(self, first: Day, times: i32) -> Day {
        match self {
            Self::Days(days) => first.plus_days(days.saturating_mul(times)),
            Self::Months(months) => first.plus_months(months.saturating_mul(times)),
        }
    }
}

/// What `--split` and `--every` ask for.
#[derive(Clone, Copy)]
pub(super) struct Split {
    count: i64,
    every: Interval,
}

/// What was asked for, if anything.
pub(super) fn asked(context: &Context, kind: Kind) -> Result<Option<Split>, UsageFault> {
    let (count, every) = (context.text("split")?, context.text("every")?);
    let (count, every) = match (count, every) {
        (None, None) => return Ok(None),
        (None, Some(_)) => return Err(UsageFault::OnlyWith { option: "--every", with: "--split" }),
        (Some(_), None) => {
            let example = format!("huikuan record {} HT-2026-001 1 --split 3 --every 1m", kind.code());
            return Err(UsageFault::Missing { name: text("间隔 --every", "the interval --every"), example });
        }
        (Some(count), Some(every)) => (count, every),
    };
    let number = count.parse::<i64>().ok().filter(|number| (2..=MOST).contains(number));
    let number = number.ok_or_else(|| UsageFault::Choice { option: "--split", text: count.to_string(), choices: format!("2 … {MOST}") })?;
    let wrong = || UsageFault::Choice { option: "--every", text: every.to_string(), choices: "1m 2w 10d".into() };
    Ok(Some(Split { count: number, every: Interval::parse(every).ok_or_else(wrong)? }))
}

/// The parts that are open of the milestone or part a name means, with their numbers and names: earliest due first, as money
/// pays them.
fn open_parts<'a>(account: &'a Account, contract: ContractIx, name: &str) -> Vec<(usize, &'a Position, String)> {
    let all = account.positions().iter().enumerate();
    let named = all.filter(|(_, position)| position.contract == contract && position.outstanding().is_positive());
    let mut parts: Vec<_> = named.map(|(number, position)| (number, position, account.position_name(position).to_string())).collect();
    parts.retain(|(.., own)| own == name || base(own) == name);
    parts.sort_by_key(|(_, position, _)| (position.due.is_none(), position.due, position.part.number()));
    parts
}

/// The name of the whole milestone or bill.
fn base(name: &str) -> &str {
    name.split('/').next().unwrap_or_default()
}

/// One entry for each piece of a part that falls into one instalment: N where one part is open, more where parts that
/// stay apart meet within an instalment.
pub(super) fn drafts(context: &Context, draft: &Draft, split: Split) -> Result<Vec<Draft>, UsageFault> {
    let account = context.account(draft.customer, draft.date);
    let Some(contract) = draft.contract else { return Ok(Vec::new()) };
    let parts = open_parts(&account, contract, &draft.milestone);
    let open: Money = parts.iter().map(|(_, position, _)| position.outstanding()).sum();
    let amount = draft.amount.unwrap_or(open);
    if amount > open || open.is_zero() {
        return Err(UsageFault::Instalments { milestone: draft.milestone.clone(), amount, open });
    }
    if amount.cents() < split.count {
        return Err(UsageFault::Choice { option: "--split", text: split.count.to_string(), choices: format!("2 … {}", amount.cents()) });
    }
    let first = context.day("due", Toward::Future)?.unwrap_or_else(|| split.every.after(context.today, 1));
    let mut instalments = dated(amount, first, split).into_iter();
    let mut next = instalments.next();
    let mut drafts = Vec::new();
    for (number, position, name) in parts {
        let (mut left, mut pieces) = (position.outstanding(), Vec::new());
        while let Some((due, rest)) = next.as_mut().filter(|_| left.is_positive()) {
            let taken = left.min(*rest);
            pieces.push((*due, taken));
            (left, *rest) = (left - taken, *rest - taken);
            if rest.is_zero() {
                next = instalments.next();
            }
        }
        // What money of the day pays stays behind: it comes after what is rescheduled.
        let paid_today = account.allocations_of(number).any(|own| own.day == draft.date && own.applied != Applied::Recovered);
        drafts.extend(pieces_of(draft, &name, pieces, left.is_zero() && !paid_today));
    }
    Ok(drafts)
}

/// The instalments: equal to the cent, the last takes the rest.
fn dated(amount: Money, first: Day, split: Split) -> Vec<(Day, Money)> {
    let each = Money::from_cents(amount.cents() / split.count);
    let mut left = amount;
    let mut due = Vec::new();
    for number in 0..split.count {
        let own = if number + 1 == split.count { left } else { each };
        left -= own;
        due.push((split.every.after(first, number as i32), own));
    }
    due
}

/// Pieces are parted from a part one after another. Where nothing of it stays behind, its first piece is what is left at
/// last, and moves: so `M/1` is the first instalment of `M` and `M/2` the second; else `M/1` is what stays and `M/2` the
/// first. Each names its part: a bare name would move again what was moved.
fn pieces_of(draft: &Draft, name: &str, mut pieces: Vec<(Day, Money)>, whole: bool) -> Vec<Draft> {
    let mut name = name.to_string();
    if whole && !pieces.is_empty() {
        pieces.rotate_left(1);
    }
    let parted = pieces.len() > 1 || !whole;
    let mut drafts = Vec::new();
    for (due, amount) in pieces {
        drafts.push(Draft { milestone: name.clone(), amount: Some(amount), due: Some(due), ..draft.clone() });
        if parted && !name.contains('/') {
            name += "/1";
        }
    }
    drafts
}

/// What is open of a milestone by due day, and of everything else: what instalments must come to.
pub(super) struct Plan {
    date: Day,
    contract: ContractIx,
    milestone: String,
    state: State,
    /// What the customers owe today.
    today: Day,
    owed: Money,
}

/// What is open of the milestone by due day, and every other open position.
type State = (BTreeMap<Option<Day>, Money>, Vec<(ContractIx, Part, Option<Day>, Money)>);

/// What customers owe on a day.
fn owed(book: &Book, journal: &Journal, customers: &[CustomerIx], day: Day) -> Money {
    let account = Account::of_customers(book, journal, AsOf::day(day), customers);
    customers.iter().map(|customer| account.balance(*customer)).sum()
}

fn state(account: &Account, contract: ContractIx, milestone: &str) -> State {
    let (mut own, mut others) = (BTreeMap::new(), Vec::new());
    for position in account.positions().iter().filter(|position| position.outstanding().is_positive()) {
        if position.contract == contract && base(&account.position_name(position)) == milestone {
            *own.entry(position.due).or_default() += position.outstanding();
        } else {
            others.push((position.contract, position.part, position.due, position.outstanding()));
        }
    }
    (own, others)
}

impl Plan {
    /// What the drafts, where they are instalments, must come to.
    pub(super) fn new(book: &Book, journal: &Journal, customers: &[CustomerIx], drafts: &[Draft], today: Day) -> Option<Self> {
        let first = drafts.first().filter(|first| drafts.len() > 1 && first.kind == Kind::Reschedule)?;
        let (contract, milestone) = (first.contract?, base(&first.milestone).to_string());
        let account = Account::of_customers(book, journal, AsOf::day(first.date), customers);
        let (mut own, others) = state(&account, contract, &milestone);
        let parts = open_parts(&account, contract, &milestone);
        for draft in drafts {
            let from = parts.iter().find(|(.., name)| *name == draft.milestone || *name == milestone);
            let amount = draft.amount.unwrap_or_default();
            *own.entry(from.and_then(|(_, position, _)| position.due)).or_default() -= amount;
            *own.entry(draft.due).or_default() += amount;
        }
        own.retain(|_, open| !open.is_zero());
        Some(Self { date: first.date, contract, milestone, state: (own, others), today, owed: owed(book, journal, customers, today) })
    }

    /// Refuses instalments that come to something else: within a day money comes after what is rescheduled, and could go
    /// elsewhere because of it; so could what was recorded for later days, where the instalments are of an earlier one.
    pub(super) fn check(self, book: &Book, journal: &Journal, customers: &[CustomerIx]) -> Result<(), UsageFault> {
        let date = self.date;
        let account = Account::of_customers(book, journal, AsOf::day(date), customers);
        if state(&account, self.contract, &self.milestone) != self.state {
            return Err(UsageFault::Rearranged { date, instead: date.plus_days(1) });
        }
        if date < self.today && owed(book, journal, customers, self.today) != self.owed {
            return Err(UsageFault::Rearranged { date, instead: self.today });
        }
        Ok(())
    }
}
