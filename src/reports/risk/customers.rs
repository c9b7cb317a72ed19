//! The warnings about one customer.

use rust_decimal::Decimal;

use super::facts::Facts;
use super::signal::{Severity, Signal, Subject, Warning};
use crate::account::{Account, Followup};
use crate::book::{CustomerIx, Risk};
use crate::date::Day;
use crate::money::{Money, Ratio};
use crate::sheet::Cell;
use crate::text::text;

/// What is looked at for the warnings about a customer.
pub(super) struct Look<'a> {
    pub(super) account: &'a Account<'a>,
    pub(super) customer: CustomerIx,
    pub(super) facts: &'a Facts,
    pub(super) followup: &'a Followup,
    pub(super) exposure: Money,
    /// The last time somebody wrote why the limit was passed.
    pub(super) limit_reason: Option<Day>,
}

impl Look<'_> {
    fn risk(&self) -> &Risk {
        &self.account.book.risk
    }

    fn warning(&self, severity: Severity, signal: Signal) -> Warning {
        Warning::new(severity, signal, Subject::Customer(self.customer), self.facts.receivable)
    }

    /// All of them.
    pub(super) fn warnings(&self) -> impl Iterator<Item = Warning> {
        let paying = [self.overdue_days(), self.overdue_share(), self.no_result(), self.paying_worse(), self.debt_delay(), self.low_collection()];
        paying.into_iter().chain([self.snowball(), self.limit(), self.grade_drop(), self.review_old()]).flatten()
    }

    fn overdue_days(&self) -> Option<Warning> {
        let (due, threshold) = (self.facts.oldest?, self.risk().overdue_days);
        let days = self.account.as_of.day.since(due);
        let warning = self.warning(Severity::High, Signal::OverdueDays).measured(count(days), count(threshold));
        let warning = warning.since(Some(due.plus_days(threshold.saturating_add(1)))).input("due", text("到期日", "due"), Cell::Date(due));
        (days > threshold).then(|| warning.input("overdue", text("逾期", "overdue"), Cell::Money(self.facts.overdue)))
    }

    fn overdue_share(&self) -> Option<Warning> {
        let share = Ratio::of(self.facts.overdue, self.facts.receivable)?;
        let threshold = self.risk().overdue_share;
        let warning = self.warning(Severity::Medium, Signal::OverdueShare).measured(Cell::Ratio(Some(share)), rate(threshold));
        let warning = warning.input("overdue", text("逾期", "overdue"), Cell::Money(self.facts.overdue));
        let found = self.facts.overdue.is_positive() && share.decimal() >= threshold;
        found.then(|| warning.since(self.facts.oldest).input("receivable", text("应收", "receivable"), Cell::Money(self.facts.receivable)))
    }

    fn no_result(&self) -> Option<Warning> {
        let (contacts, threshold) = (self.followup.contacts, self.risk().contacts);
        let warning = self.warning(Severity::Medium, Signal::NoResult).measured(Cell::Count(contacts.into()), Cell::Count(threshold.into()));
        let warning = warning.since(self.followup.last_receipt).input("overdue", text("逾期", "overdue"), Cell::Money(self.facts.overdue));
        (contacts >= threshold && self.facts.overdue.is_positive()).then_some(warning)
    }

    fn paying_worse(&self) -> Option<Warning> {
        let (promises, threshold) = (&self.facts.promises, i64::from(self.risk().broken));
        let warning = self.warning(Severity::High, Signal::PayingWorse).measured(Cell::Count(promises.broken), Cell::Count(threshold));
        let warning = warning.since(self.facts.broken_on).input("promises", text("到期承诺", "promises due"), Cell::Count(promises.count));
        (promises.broken >= threshold).then_some(warning)
    }

    fn debt_delay(&self) -> Option<Warning> {
        let (later, before) = (self.facts.this_year.mean()?, self.facts.last_year.mean()?);
        let (more, threshold) = (later.minus(before)?, self.risk().later_days);
        let warning = self.warning(Severity::Medium, Signal::DebtDelay).measured(Cell::Average(Some(more)), count(threshold));
        let warning = warning.input("later", text("近一年", "the last year"), Cell::Average(Some(later)));
        (more.decimal() >= Decimal::from(threshold)).then(|| warning.input("before", text("前一年", "the year before"), Cell::Average(Some(before))))
    }

    fn low_collection(&self) -> Option<Warning> {
        let (facts, threshold) = (self.facts, self.risk().collection_rate);
        let share = Ratio::of(facts.paid, facts.brought + facts.due)?;
        let warning = self.warning(Severity::Medium, Signal::LowCollection).measured(Cell::Ratio(Some(share)), rate(threshold));
        let warning = warning.input("paid", text("已付到期款", "paid of what was due"), Cell::Money(facts.paid));
        let warning = warning.input("brought", text("期初逾期", "overdue before"), Cell::Money(facts.brought));
        (share.decimal() < threshold).then(|| warning.input("due", text("期内到期", "fell due"), Cell::Money(facts.due)))
    }

    fn snowball(&self) -> Option<Warning> {
        let (facts, threshold) = (self.facts, self.risk().grown_months);
        let (from, to) = (facts.balances.first().copied()?, facts.balances.last().copied()?);
        let months = facts.grown_months();
        let warning = self.warning(Severity::Medium, Signal::Snowball).measured(Cell::Count(months.into()), Cell::Count(threshold.into()));
        let warning = warning.input("from", text("当时", "then"), Cell::Money(from)).input("to", text("现在", "now"), Cell::Money(to));
        let warning = warning.input("billed", text("新增应收", "billed"), Cell::Money(facts.billed));
        let found = threshold > 0 && months >= threshold && facts.received < facts.billed;
        found.then(|| warning.input("received", text("回款", "received"), Cell::Money(facts.received)))
    }

    /// One warning about the limit: used up, or nearly.
    fn limit(&self) -> Option<Warning> {
        let customer = self.account.book.customer(self.customer);
        let warning = limit(Subject::Customer(self.customer), self.exposure, customer.credit_limit?, self.risk())?;
        if warning.signal == Signal::LimitOver && self.limit_reason.is_some() {
            let known = text("原因已写明，先收款再赊销", "reason noted; collect");
            return Some(Warning { advice: Some(known), ..warning });
        }
        Some(warning)
    }

    fn grade_drop(&self) -> Option<Warning> {
        let day = self.account.as_of.day;
        let begun: Vec<_> = self.account.book.customer(self.customer).grades.iter().filter(|(from, _)| from.is_none_or(|from| from <= day)).collect();
        let [.., (_, before), (since, now)] = begun.as_slice() else { return None };
        let warning = self.warning(Severity::Medium, Signal::GradeDrop).measured(Cell::text(now.letter()), Cell::text(before.letter()));
        let warning = warning.since(*since).input("before", text("原来", "before"), Cell::text(before.letter()));
        (now > before).then(|| warning.input("now", text("现在", "now"), Cell::text(now.letter())))
    }

    fn review_old(&self) -> Option<Warning> {
        let (reviewed, day) = (self.account.book.customer(self.customer).reviewed?, self.account.as_of.day);
        let threshold = self.risk().review_months;
        let old = reviewed.plus_months(threshold);
        let warning = self.warning(Severity::Low, Signal::ReviewOld).measured(count(months_between(reviewed, day)), count(threshold));
        (old < day).then(|| warning.since(Some(old)).input("reviewed", text("上次复核", "reviewed"), Cell::Date(reviewed)))
    }
}

/// What is used of a limit, where that is near or above it; a limit of nothing is passed by any exposure.
pub(super) fn limit(about: Subject, exposure: Money, limit: Money, risk: &Risk) -> Option<Warning> {
    let usage = Ratio::of(exposure, limit);
    let over = exposure.is_positive() && exposure >= limit;
    let near = usage.is_some_and(|usage| usage.decimal() >= risk.limit_usage);
    let (severity, signal, threshold) = match (over, near) {
        (true, _) => (Severity::High, Signal::LimitOver, Decimal::ONE),
        (false, true) => (Severity::Low, Signal::LimitNear, risk.limit_usage),
        (false, false) => return None,
    };
    let warning = Warning::new(severity, signal, about, exposure).measured(Cell::Ratio(usage), rate(threshold));
    Some(warning.input("exposure", text("占用", "exposure"), Cell::Money(exposure)).input("limit", text("额度", "limit"), Cell::Money(limit)))
}

/// Whole months from one day to another.
fn months_between(from: Day, to: Day) -> i32 {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    if from.plus_months(months) > to { months - 1 } else { months }
}

/// A threshold that is a share.
pub(super) fn rate(share: Decimal) -> Cell {
    Cell::Ratio(Ratio::of_decimal(share))
}

fn count(days: i32) -> Cell {
    Cell::Count(days.into())
}
