//! Late interest (逾期利息测算): an estimate, shown in letters and case files and never booked by itself.

use rust_decimal::Decimal;

use super::{Account, Allocation, Applied, Position};
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
        let position = self.positions().get(number)?;
        let (rate, basis) = self.late_rate(position.contract)?;
        let from = position.due?.plus_days(1);
        let amount = cent_days(position, self.allocations_of(number), from, self.as_of.day).and_then(|sum| {
            let exact = Decimal::from_i128_with_scale(sum, 2);
            let scaled = exact.checked_mul(rate)?;
            Money::of(scaled)
        })?;
        (from <= self.as_of.day).then_some(Interest { from, rate, basis, amount })
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

/// Σ over the days `from..=to` of the cents that were open and claimable at the day's end.
fn cent_days<'a>(position: &Position, allocations: impl Iterator<Item = &'a Allocation>, from: Day, to: Day) -> Option<i128> {
    let settled = allocations.filter(|own| own.applied != Applied::Written);
    let days = |since: Day| i128::from(to.since(since).saturating_add(1).max(0));
    let mut sum = i128::from(position.amount.cents()).checked_mul(days(from))?;
    for own in settled {
        // From its day on, but not before the first day that counts.
        sum = sum.checked_sub(i128::from(own.amount.cents()).checked_mul(days(own.day.max(from)))?)?;
    }
    Some(sum)
}
