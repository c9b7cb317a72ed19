//! Late interest (逾期利息测算): an estimate, shown in letters and case files and never booked by itself.

use rust_decimal::Decimal;

use super::{Account, Allocation, Applied};
use crate::book::{ContractIx, CustomerKind};
use crate::date::Day;
use crate::money::Money;

/// Where a daily rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateBasis {
    /// Agreed in the contract.
    Contract,
    /// The company's general terms.
    Policy,
    /// 保障中小企业款项支付条例 (2025) art. 17: 0.05 % a day where nothing was agreed.
    Regulation,
}

/// Late interest of one position as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interest {
    /// The first day that counts: the day after the due date.
    pub from: Day,
    /// Rate a day.
    pub rate: Decimal,
    /// Where the rate comes from.
    pub basis: RateBasis,
    /// Rounded half-up to the cent.
    pub amount: Money,
}

/// 条例 art. 17.
fn regulation() -> Decimal {
    Decimal::new(5, 4)
}

impl Account<'_> {
    /// The daily rate of late interest on a contract: its own, else the policy's, else for an SME creditor the
    /// regulation's against large enterprises and public bodies; none where none was agreed.
    pub fn late_rate(&self, contract: ContractIx) -> Option<(Decimal, RateBasis)> {
        let (own, policy) = (self.book.contract(contract), &self.book.policy);
        let debtor = self.book.customer(own.customer).kind;
        let protected = policy.sme_creditor && matches!(debtor, CustomerKind::Large | CustomerKind::PublicBody);
        own.late
            .map(|rate| (rate, RateBasis::Contract))
            .or(policy.late_interest_daily.map(|rate| (rate, RateBasis::Policy)))
            .or(protected.then(|| (regulation(), RateBasis::Regulation)))
    }

    /// Late interest of a position: Σ over the days after its due date of what was open × the daily rate, rounded once. The
    /// day something is paid is free for what was paid. A write-off does not lower it: the debt stays claimable.
    /// None before the due date has passed, or where no rate applies.
    pub fn interest(&self, number: usize) -> Option<Interest> {
        self.interest_without(number, Money::ZERO)
    }

    /// The same of all but a part, such as a disputed one.
    pub fn interest_without(&self, number: usize, part: Money) -> Option<Interest> {
        let position = self.positions().get(number)?;
        let (rate, basis) = self.late_rate(position.contract)?;
        let from = position.due?.plus_days(1);
        let cent_days = self.late_spans(number).iter().try_fold(0_i128, |sum, (open, days)| {
            let open = i128::from((*open - part).at_least_zero().cents());
            sum.checked_add(open.checked_mul(i128::from(*days))?)
        });
        let amount = cent_days.and_then(|sum| Money::of(Decimal::from_i128_with_scale(sum, 2).checked_mul(rate)?))?;
        (from <= self.as_of.day).then_some(Interest { from, rate, basis, amount })
    }

    /// What of a position was open and claimable after its due date, and for how many days each: the terms of its interest.
    pub fn late_spans(&self, number: usize) -> Vec<(Money, i32)> {
        let Some((position, due)) = self.positions().get(number).and_then(|position| Some((position, position.due?))) else { return Vec::new() };
        let (from, end) = (due.plus_days(1), self.as_of.day.plus_days(1));
        let mut settled: Vec<(Day, Money)> =
            self.allocations_of(number).filter(|own| own.applied != Applied::Written).map(|own| (own.day.max(from), own.amount)).collect();
        // From its day on, but not before the first day that counts.
        settled.sort_by_key(|(day, _)| *day);
        let (mut open, mut since) = (position.amount, from);
        let mut spans = Vec::new();
        for (day, amount) in settled.into_iter().chain([(end, Money::ZERO)]) {
            let days = day.min(end).since(since);
            if days > 0 && open.is_positive() {
                spans.push((open, days));
            }
            since = since.max(day.min(end));
            open -= amount;
        }
        spans
    }

    /// What was applied to a position, in the order it was applied.
    pub fn allocations_of(&self, number: usize) -> impl Iterator<Item = &Allocation> + Clone {
        // Allocations stand customer by customer, as positions do.
        let own = self.positions().get(number).map_or(0..0, |position| self.positions_of(position.customer));
        let all = self.allocations();
        let start = all.partition_point(|allocation| (allocation.position as usize) < own.start);
        let of_customer = move |allocation: &&Allocation| (allocation.position as usize) < own.end;
        all.get(start..).unwrap_or_default().iter().take_while(of_customer).filter(move |allocation| allocation.position as usize == number)
    }
}
