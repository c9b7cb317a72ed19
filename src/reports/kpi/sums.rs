//! What the indicators of one month and one row are made of, before any formula.

use crate::account::{Kept, Lateness};
use crate::money::{Money, Ratio};
use crate::reports::collection::Collection;

use super::formulas::{DAYS, cei, days_of_sales};

/// The sums of a month.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// What was billed in the month, and how many positions that were.
    pub(super) billed: Money,
    pub(super) billed_items: i64,
    /// What was billed in the last 90 days.
    pub(super) recent: Money,
    /// Days from billing to the due day of what was billed.
    pub(super) terms: Lateness,
    pub(super) receipts: Money,
    pub(super) refunds: Money,
    /// Receipts less refunds that are drafts not matured on the as-of day.
    pub(super) drafts: Money,
    /// Receipts less refunds in kind.
    pub(super) in_kind: Money,
    pub(super) collection: Collection,
    /// Receivable at the end of the month before.
    pub(super) opening: Money,
    /// What became a receivable in the month.
    pub(super) new: Money,
    /// Receivable at the month's end.
    pub(super) receivable: Money,
    pub(super) not_due: Money,
    pub(super) overdue: Money,
    /// Days from billing to the receipt of the money applied in the month.
    pub(super) cycle: Lateness,
    pub(super) written: Money,
    /// What is left at the month's end of the receipts of the month, refunds taken off.
    pub(super) came: Money,
    /// Of which applied before it was due, or waiting.
    pub(super) early: Money,
    pub(super) kept: Kept,
    pub(super) countback: Option<Ratio>,
}

impl Sums {
    pub(super) fn received(&self) -> Money {
        self.receipts - self.refunds
    }

    pub(super) fn cash(&self) -> Money {
        self.received() - self.drafts - self.in_kind
    }

    pub(super) fn dso(&self) -> Option<Ratio> {
        days_of_sales(self.receivable, self.recent, DAYS)
    }

    pub(super) fn bpdso(&self) -> Option<Ratio> {
        days_of_sales(self.not_due, self.recent, DAYS)
    }

    /// DSO − best-possible DSO, rounded once.
    pub(super) fn add(&self) -> Option<Ratio> {
        days_of_sales(self.receivable - self.not_due, self.recent, DAYS)
    }

    pub(super) fn cei(&self) -> Option<Ratio> {
        cei(self.opening, self.new, self.receivable, self.not_due)
    }

    /// Adds what another row has of the same month; countback DSO is no sum.
    pub(super) fn plus(&mut self, other: &Self) {
        self.billed += other.billed;
        self.billed_items += other.billed_items;
        self.recent += other.recent;
        self.terms.plus(&other.terms);
        self.receipts += other.receipts;
        self.refunds += other.refunds;
        self.drafts += other.drafts;
        self.in_kind += other.in_kind;
        self.collection.plus(&other.collection);
        self.opening += other.opening;
        self.new += other.new;
        self.receivable += other.receivable;
        self.not_due += other.not_due;
        self.overdue += other.overdue;
        self.cycle.plus(&other.cycle);
        self.written += other.written;
        self.came += other.came;
        self.early += other.early;
        self.kept.plus(&other.kept);
    }

    /// Whether there is nothing to tell of the month.
    pub(super) fn is_nothing(&self) -> bool {
        let amounts = [
            self.billed,
            self.receipts,
            self.refunds,
            self.opening,
            self.receivable,
            self.written,
            self.cycle.amount(),
            self.kept.due_promised(),
            self.collection.owed(),
        ];
        amounts.into_iter().all(Money::is_zero)
    }
}
