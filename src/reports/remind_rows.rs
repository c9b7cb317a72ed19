//! What has to be done on a day, about each position, commitment and follow-up.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::account::{Account, Commitment, Followup, InvoiceState, Position, State, TierLadder, invoice_state};
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, EntryIx};
use crate::money::Money;
use crate::parallel::{filter_map, sort_by_key};
use crate::text::{Text, text};

use super::Filter;

/// Why something has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Due within the lead days.
    DueSoon,
    /// Due today.
    DueToday,
    /// Past due.
    Overdue,
    /// Promised for today or within the lead days.
    CommitmentDue,
    /// Promised, and its day has passed.
    CommitmentBroken,
    /// An agreed date has come.
    FollowUpDue,
    /// The reply to a dispute is due.
    DisputeOpen,
    /// In the last tier without cause or solution.
    NoCause,
}

impl Reason {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::DueSoon => "due-soon",
            Self::DueToday => "due-today",
            Self::Overdue => "overdue",
            Self::CommitmentDue => "commitment-due",
            Self::CommitmentBroken => "commitment-broken",
            Self::FollowUpDue => "follow-up-due",
            Self::DisputeOpen => "dispute-open",
            Self::NoCause => "no-cause",
        }
    }

    /// What people call it.
    pub fn name(self) -> Text {
        match self {
            Self::DueSoon => text("即将到期", "due soon"),
            Self::DueToday => text("今日到期", "due today"),
            Self::Overdue => text("逾期", "overdue"),
            Self::CommitmentDue => text("承诺到期", "commitment due"),
            Self::CommitmentBroken => text("承诺未兑现", "commitment broken"),
            Self::FollowUpDue => text("约定跟进", "follow-up due"),
            Self::DisputeOpen => text("争议待答复", "dispute open"),
            Self::NoCause => text("逾期缺原因", "overdue, no cause"),
        }
    }
}

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// Why.
    pub reason: Reason,
    /// About whom.
    pub customer: CustomerIx,
    /// About which contract.
    pub contract: Option<ContractIx>,
    /// Number of the position it is about.
    pub position: Option<usize>,
    /// The day that counts for the reason.
    pub due: Day,
    /// Days since then; negative before.
    pub days: i32,
    /// What it is about: undisputed, unfulfilled or disputed money.
    pub outstanding: Money,
    /// Number of the tier, for a position that is due.
    pub tier: Option<usize>,
    /// The promise it is about: what is missing of it, and its day.
    pub promised: Option<(Money, Day)>,
    /// Whether the customer has any open promise.
    pub has_promise: bool,
    /// Whether no invoice was issued on its contract: the rep must bring it.
    pub invoice_missing: bool,
}

/// A reminder of nothing: what is filled in for all of them at the end.
const NOTHING: Reminder = Reminder {
    reason: Reason::Overdue,
    customer: CustomerIx(0),
    contract: None,
    position: None,
    due: Day::EPOCH,
    days: 0,
    outstanding: Money::ZERO,
    tier: None,
    promised: None,
    has_promise: false,
    invoice_missing: false,
};

/// How to look.
#[derive(Clone, Copy, Debug)]
pub struct Horizon {
    /// Also what comes by this day.
    pub until: Option<Day>,
    /// Also what cadence would leave out.
    pub all: bool,
}

/// All things to do on the day, the oldest first, then the largest.
pub fn reminders(account: &Account, filter: &Filter, followups: &[Followup], horizon: Horizon) -> Vec<Reminder> {
    let promised = filter_map(account.commitments(), |_, own| (own.state == State::Open).then(|| about(account, own)));
    let finder = Finder { account, followups, promises: next_promises(promised), horizon, ladder: TierLadder::of_book(account.book), day: account.as_of.day };
    let mut found = filter_map(account.positions(), |number, position| finder.of_position(number, position));
    found.extend(filter_map(account.commitments(), |_, commitment| finder.of_commitment(commitment)));
    found.extend(finder.of_followups());
    found.extend(finder.of_disputes());
    if !filter.is_empty() {
        found.retain(|reminder| {
            let rep = reminder
                .contract
                .map_or_else(|| account.book.rep_of_customer(reminder.customer, finder.day), |contract| account.book.rep_of_contract(contract, finder.day));
            filter.accepts(account, Some(reminder.customer), reminder.contract, rep)
        });
    }
    let mut has_promise = vec![false; account.book.customers.len()];
    for own in account.commitments().iter().filter(|own| own.state == State::Open) {
        if let Some(slot) = has_promise.get_mut(own.customer.0 as usize) {
            *slot = true;
        }
    }
    for own in &mut found {
        own.has_promise = has_promise.get(own.customer.0 as usize).is_some_and(|has| *has);
        own.invoice_missing = own.contract.is_some_and(|contract| invoice_state(account.invoices(), contract) == InvoiceState::NotIssued);
    }
    sort_by_key(&mut found, |own| (-own.days, -own.outstanding.cents(), own.customer, own.contract, own.position, own.reason));
    found
}

/// What a commitment still wants, its day, and the numbers of the positions it is about.
type Promise = ((Money, Day), Vec<usize>);

fn about(account: &Account, own: &Commitment) -> Promise {
    ((own.unfulfilled(), own.due), account.positions_about(&account.journal.entry(own.entry)))
}

/// The next open promise about each position.
fn next_promises(promised: Vec<Promise>) -> HashMap<usize, (Money, Day), FxBuildHasher> {
    let mut next: HashMap<usize, (Money, Day), FxBuildHasher> = HashMap::default();
    for (promise, numbers) in promised {
        for number in numbers {
            next.entry(number).and_modify(|known| *known = if promise.1 < known.1 { promise } else { *known }).or_insert(promise);
        }
    }
    next
}

struct Finder<'a> {
    account: &'a Account<'a>,
    followups: &'a [Followup],
    /// The next open promise about each position.
    promises: HashMap<usize, (Money, Day), FxBuildHasher>,
    horizon: Horizon,
    ladder: TierLadder,
    day: Day,
}

impl Finder<'_> {
    fn lead(&self, customer: CustomerIx) -> i32 {
        let book = self.account.book;
        book.policy.lead(book.customer(customer).grade(self.day))
    }

    /// Whether a coming day is near enough to be shown.
    fn is_near(&self, customer: CustomerIx, due: Day) -> bool {
        due.since(self.day) <= self.lead(customer) || self.horizon.until.is_some_and(|until| due <= until)
    }

    fn followup(&self, customer: CustomerIx) -> Option<&Followup> {
        self.followups.get(customer.0 as usize)
    }

    fn of_position(&self, number: usize, position: &Position) -> Option<Reminder> {
        let undisputed = position.outstanding() - self.account.disputed(number);
        let (due, days) = (position.due?, position.days(self.day)?);
        if !undisputed.is_positive() || (days < 0 && !self.is_near(position.customer, due)) {
            return None;
        }
        let tier = self.ladder.of_days(days);
        let reason = match days {
            ..0 => Reason::DueSoon,
            0 => Reason::DueToday,
            _ if self.lacks_cause(position, tier) => Reason::NoCause,
            _ => Reason::Overdue,
        };
        if !self.horizon.all && matches!(reason, Reason::DueSoon | Reason::Overdue) && self.is_quiet(position) {
            return None;
        }
        let promised = self.promises.get(&number).copied();
        let (customer, contract) = (position.customer, Some(position.contract));
        Some(Reminder { reason, customer, contract, position: Some(number), due, days, outstanding: undisputed, tier, promised, ..NOTHING })
    }

    /// In the last tier without cause or without solution.
    fn lacks_cause(&self, position: &Position, tier: Option<usize>) -> bool {
        let last = tier.is_some_and(|tier| tier + 1 == self.ladder.tiers.len());
        let cause = self.followup(position.customer).and_then(|followup| followup.cause(Some(position.contract)));
        last && cause.is_none_or(|cause| !self.account.has_solution(cause))
    }

    /// Contacted less than the grade's cadence ago, and in no other tier since.
    fn is_quiet(&self, position: &Position) -> bool {
        let book = self.account.book;
        let cadence = book.policy.cadence(book.customer(position.customer).grade(self.day));
        let Some(contact) = self.followup(position.customer).and_then(|followup| followup.last_contact) else { return false };
        let tier_on = |day| position.days(day).and_then(|days| self.ladder.of_days(days));
        self.day.since(contact) < cadence && tier_on(contact) == tier_on(self.day)
    }

    /// Whether anything is open at a customer or on a contract.
    fn owes(&self, customer: CustomerIx, contract: Option<ContractIx>) -> bool {
        let numbers = self.account.positions_of(customer);
        let open = |position: &Position| contract.is_none_or(|contract| contract == position.contract) && position.outstanding().is_positive();
        self.account.positions().get(numbers).is_some_and(|positions| positions.iter().any(open))
    }

    fn of_commitment(&self, commitment: &Commitment) -> Option<Reminder> {
        let contract = commitment.contract;
        let reason = match commitment.state {
            State::Open if self.is_near(commitment.customer, commitment.due) => Reason::CommitmentDue,
            State::Partial | State::Broken if self.owes(commitment.customer, contract) => Reason::CommitmentBroken,
            _ => return None,
        };
        // What was settled in another way is no longer asked for.
        let about = self.account.positions_about(&self.account.journal.entry(commitment.entry));
        let open: Money = about.into_iter().filter_map(|number| self.account.positions().get(number)).map(Position::outstanding).sum();
        let missing = commitment.unfulfilled().min(open);
        if reason == Reason::CommitmentBroken && missing.is_zero() {
            return None;
        }
        Some(Reminder {
            reason,
            customer: commitment.customer,
            contract,
            position: None,
            due: commitment.due,
            days: self.day.since(commitment.due),
            outstanding: missing,
            tier: None,
            promised: Some((missing, commitment.due)),
            ..NOTHING
        })
    }

    /// Dates agreed with a contact, and deadlines of a solution.
    fn of_followups(&self) -> Vec<Reminder> {
        let mut found = Vec::new();
        for (number, followup) in self.followups.iter().enumerate() {
            let customer = CustomerIx(number as u32);
            let agreed = followup.next.map(|(entry, _)| entry);
            let deadlines = followup.causes.iter().map(|(_, entry)| *entry);
            for entry in agreed.into_iter().chain(deadlines) {
                found.extend(self.of_agreed(customer, entry));
            }
        }
        found
    }

    fn of_agreed(&self, customer: CustomerIx, entry: EntryIx) -> Option<Reminder> {
        let entry = self.account.journal.entry(entry);
        let due = entry.due?;
        let near = due <= self.day || self.horizon.until.is_some_and(|until| due <= until);
        if !near || !self.owes(customer, entry.contract) {
            return None;
        }
        let numbers = self.account.positions_about(&entry);
        let open =
            numbers.iter().filter_map(|number| self.account.positions().get(*number)).filter(|position| position.days(self.day).is_some_and(|days| days >= 0));
        Some(Reminder {
            reason: Reason::FollowUpDue,
            customer,
            contract: entry.contract,
            position: None,
            due,
            days: self.day.since(due),
            outstanding: open.map(Position::outstanding).sum(),
            tier: None,
            promised: None,
            ..NOTHING
        })
    }

    /// Disputes whose reply is due; without an agreed date from the first day on, so that none is forgotten.
    fn of_disputes(&self) -> Vec<Reminder> {
        let mut found = Vec::new();
        for (_, dispute) in self.account.open_disputes() {
            let due = dispute.due.unwrap_or(dispute.date);
            let near = due <= self.day || self.horizon.until.is_some_and(|until| due <= until);
            let open: Money =
                self.account.positions_about(&dispute).into_iter().filter_map(|number| self.account.positions().get(number)).map(Position::outstanding).sum();
            let disputed = if dispute.amount.is_zero() { open } else { dispute.amount.min(open) };
            if let (Some(customer), true, true) = (dispute.customer, near, disputed.is_positive()) {
                let days = self.day.since(due);
                let contract = dispute.contract;
                found.push(Reminder {
                    reason: Reason::DisputeOpen,
                    customer,
                    contract,
                    position: None,
                    due,
                    days,
                    outstanding: disputed,
                    tier: None,
                    promised: None,
                    ..NOTHING
                });
            }
        }
        found
    }
}

/// What usually helps against a cause.
pub(super) fn strategy(account: &Account, followup: Option<&Followup>, contract: Option<ContractIx>) -> Option<Text> {
    let cause = followup?.cause(contract)?;
    let code = account.journal.text(account.journal.entry(cause), Column::Detail);
    STRATEGIES.iter().find(|(known, _)| *known == code).map(|(_, words)| *words)
}

/// How far the invoices of a contract got.
pub(super) fn invoice_name(state: InvoiceState) -> Text {
    match state {
        InvoiceState::NotIssued => text("未开", "not issued"),
        InvoiceState::Issued => text("已开未送", "issued, not sent"),
        InvoiceState::Sent => text("已送", "sent"),
        InvoiceState::Received => text("已签收", "signed for"),
    }
}

const STRATEGIES: &[(&str, Text)] = &[
    ("oversight", text("提醒、对账，确认经办人和付款日", "remind, reconcile, confirm handler and pay day")),
    ("dissatisfied", text("登记争议、处理售后，无争议部分照催", "open a dispute, mend it, demand the undisputed part")),
    ("cash-short", text("书面分期或展期，谈担保、折扣、抵债", "instalments in writing, security, discount or in kind")),
    ("hoarding", text("定死日期，计逾期利息，必要时停供", "fixed dates, late interest, hold if needed")),
    ("leverage", text("停供，降低信用额度", "stop supply, lower the limit")),
    ("deliberate", text("最终催告函，转律师", "final letter, then the lawyer")),
    ("process", text("补齐验收单、发票等资料，跟流程", "bring the missing papers, follow their process")),
    ("habit", text("提前提醒，按付款日盯住，压缩账期", "remind early, watch the pay day, shorten terms")),
    ("accounting", text("对账，书面确认余额", "reconcile, have the balance confirmed")),
    ("own-fault", text("先解决己方问题，再催", "mend our own fault first")),
    ("downstream", text("要下游付款凭证，约定先付部分", "ask for proof, agree on a part now")),
    ("insolvent", text("申报债权，准备核销资料", "file the claim, prepare the write-off")),
    ("vanished", text("公告催收，走法律程序", "public notice, legal steps")),
];
