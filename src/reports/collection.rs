//! How much came of what was due (到期回款率), as the account of a period's last day has it.

use rustc_hash::FxHashMap;

use super::Filter;
use super::placing::{OnDay, Rows};
use super::scope::{Key, Level};
use crate::account::{Account, Applied, Position};
use crate::book::ContractIx;
use crate::date::{Day, Period};
use crate::entry::Kind;
use crate::money::{Money, Ratio};

/// What of a period has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Its first day.
    pub(super) first: Day,
    /// Its last day, or the as-of day where that is earlier.
    pub(super) end: Day,
}

impl Span {
    /// Of a period that has begun by a day.
    pub(super) fn of(period: Period, day: Day) -> Self {
        Self { first: period.first(), end: period.last().min(day) }
    }

    pub(super) fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.end
    }

    /// The account of its last day, which may be the one at hand.
    pub(super) fn at<'a>(self, account: &Account<'a>) -> Option<Account<'a>> {
        (self.end != account.as_of.day).then(|| account.at(self.end))
    }
}

/// What was due, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Collection {
    /// What was due before the period and open when it began.
    pub(super) brought: Money,
    /// What fell due in the period.
    pub(super) due: Money,
    /// How many positions that were.
    pub(super) items: i64,
    /// Money of the period for what was due before it.
    pub(super) of_brought: Money,
    /// Money that came by the period's end for what fell due in it.
    pub(super) of_due: Money,
    /// Money of the period for what was due by its end, until the rest was moved behind it.
    pub(super) moved: Money,
    /// Money and deductions for what fell due, by its due day.
    pub(super) on_time: Money,
    /// How many positions were settled by their due day.
    pub(super) in_full: i64,
}

impl Collection {
    pub(super) fn collected(&self) -> Money {
        self.of_brought + self.of_due + self.moved
    }

    pub(super) fn owed(&self) -> Money {
        self.brought + self.due + self.moved
    }

    /// 到期回款率: money for what was due ÷ what was due.
    pub(super) fn rate(&self) -> Option<Ratio> {
        Ratio::of(self.collected(), self.owed())
    }

    /// 准时率.
    pub(super) fn on_time_rate(&self) -> Option<Ratio> {
        Ratio::of(self.on_time, self.due)
    }

    /// 足额率.
    pub(super) fn in_full_rate(&self) -> Option<Ratio> {
        Ratio::of_counts(self.in_full, self.items)
    }

    pub(super) fn plus(&mut self, other: &Self) {
        self.brought += other.brought;
        self.due += other.due;
        self.items += other.items;
        self.of_brought += other.of_brought;
        self.of_due += other.of_due;
        self.moved += other.moved;
        self.on_time += other.on_time;
        self.in_full += other.in_full;
    }
}

/// When a position was due, seen from a period.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fell {
    Before,
    Within,
    /// It was due by the period's end, until a reschedule moved what was open behind it.
    Moved,
    Not,
}

impl Fell {
    fn of(position: &Position, span: Span) -> Self {
        match position.due {
            Some(due) if due < span.first => Self::Before,
            Some(due) if due <= span.end => Self::Within,
            Some(_) if position.reschedules > 0 && position.original_due.is_some_and(|due| due <= span.end) => Self::Moved,
            _ => Self::Not,
        }
    }
}

/// Adds up what was due and what came of it, contract by contract; `at` is the account of the span's last day. What a
/// write-off took is still counted as due, and what was recovered of it is not: that money pays no debt of these.
pub(super) fn collect(at: &Account, span: Span, mut put: impl FnMut(ContractIx, &dyn Fn(&mut Collection))) {
    let allocations = at.allocations_alone();
    let positions = at.positions();
    let mut in_time = vec![Money::ZERO; positions.len()];
    let last_moves = last_moves(at, span);
    let until = |contract| last_moves.get(&contract).copied();
    for own in allocations {
        let number = own.position as usize;
        let Some(position) = positions.get(number) else { continue };
        match Fell::of(position, span) {
            Fell::Before if own.day >= span.first && own.applied != Applied::Recovered => put(position.contract, &|sums| {
                sums.brought += own.amount;
                if own.applied == Applied::Paid {
                    sums.of_brought += own.amount;
                }
            }),
            Fell::Within => {
                if own.applied == Applied::Paid {
                    put(position.contract, &|sums| sums.of_due += own.amount);
                }
                let settles = matches!(own.applied, Applied::Paid | Applied::Deducted);
                if let Some(sum) = in_time.get_mut(number).filter(|_| settles && position.due.is_some_and(|due| own.day <= due)) {
                    *sum += own.amount;
                }
            }
            Fell::Moved if own.applied == Applied::Paid && own.day >= span.first && until(position.contract).is_some_and(|day| own.day <= day) => {
                put(position.contract, &|sums| sums.moved += own.amount);
            }
            Fell::Before | Fell::Moved | Fell::Not => {}
        }
    }
    for (position, in_time) in positions.iter().zip(in_time) {
        match Fell::of(position, span) {
            Fell::Before if position.outstanding().is_positive() => put(position.contract, &|sums| sums.brought += position.outstanding()),
            Fell::Within => put(position.contract, &|sums| {
                sums.due += position.amount;
                sums.items += 1;
                sums.on_time += in_time;
                sums.in_full += i64::from(in_time == position.amount);
            }),
            Fell::Before | Fell::Moved | Fell::Not => {}
        }
    }
}

/// The last reschedule within the span of each contract that has one.
fn last_moves(at: &Account, span: Span) -> FxHashMap<ContractIx, Day> {
    let mut days: FxHashMap<ContractIx, Day> = FxHashMap::default();
    for (_, entry) in at.of_kind(Kind::Reschedule).filter(|(_, entry)| span.contains(entry.date)) {
        if let Some(contract) = entry.contract {
            let day = days.entry(contract).or_insert(entry.date);
            *day = entry.date.max(*day);
        }
    }
    days
}

/// The same by whom the rows are for: contracts belong to who is in charge on the span's last day.
pub(super) fn collection_by(account: &Account, filter: &Filter, level: Level, span: Span) -> FxHashMap<Key, Collection> {
    let rows = Rows::new(account, filter, level);
    let mut sums: Vec<Collection> = Vec::new();
    {
        let (other, place) = (span.at(account), OnDay::new(&rows, span.end));
        collect(other.as_ref().unwrap_or(account), span, |contract, add| {
            let Some(number) = place.of(contract) else { return };
            if sums.len() <= number {
                sums.resize(number + 1, Collection::default());
            }
            sums.get_mut(number).into_iter().for_each(add);
        });
    }
    sums.resize(rows.len(), Collection::default());
    rows.into_keys().into_iter().zip(sums).collect()
}
