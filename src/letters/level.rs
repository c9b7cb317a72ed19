//! The levels of a letter, and which one is due.

use super::demand::Line;
use super::desk::Desk;
use crate::account::{State, TierLadder};
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Column, Entry, Kind};
use crate::text::{Text, text};

/// What a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 到期付款提醒函: nothing is overdue yet.
    BeforeDue,
    /// 逾期付款提醒函
    Notice,
    /// 第一次催款函
    First,
    /// 第二次催款函
    Second,
    /// 最终催告函
    Final,
    /// 还款协议
    Agreement,
    /// 停供停服通知
    Hold,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::BeforeDue, Self::Notice, Self::First, Self::Second, Self::Final, Self::Agreement, Self::Hold];

    /// The word `--level` takes, and the name of its template.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BeforeDue => "0",
            Self::Notice => "notice",
            Self::First => "1",
            Self::Second => "2",
            Self::Final => "final",
            Self::Agreement => "agreement",
            Self::Hold => "hold",
        }
    }

    /// What people call it.
    pub const fn name(self) -> Text {
        match self {
            Self::BeforeDue => text("到期付款提醒函", "payment reminder"),
            Self::Notice => text("逾期付款提醒函", "notice of overdue payment"),
            Self::First => text("第一次催款函", "first demand for payment"),
            Self::Second => text("第二次催款函", "second demand for payment"),
            Self::Final => text("最终催告函", "final demand for payment"),
            Self::Agreement => text("还款协议", "repayment agreement"),
            Self::Hold => text("停供停服通知", "notice of suspension"),
        }
    }

    /// The level of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == word)
    }

    /// Whether a manager has to approve it.
    pub const fn needs_approval(self) -> bool {
        matches!(self, Self::Second | Self::Final | Self::Hold)
    }

    /// How many days it gives to pay; none where the due date or the schedule says when.
    pub const fn days_to_pay(self) -> Option<i32> {
        match self {
            Self::Notice | Self::First | Self::Hold => Some(7),
            Self::Second => Some(10),
            Self::Final => Some(15),
            Self::BeforeDue | Self::Agreement => None,
        }
    }
}

/// The level of a tier: the first asks politely, the last finally, those between come in order.
fn of_tier(tier: usize, count: usize) -> Level {
    match tier {
        0 => Level::Notice,
        _ if tier.saturating_add(1) >= count => Level::Final,
        1 => Level::First,
        _ => Level::Second,
    }
}

/// The level that is due for what is overdue, by the tier of the most overdue and by what was sent before.
pub(super) fn due(desk: &Desk, customer: CustomerIx, overdue: &[Line]) -> Option<Level> {
    let ladder = TierLadder::of_book(desk.account.book);
    let days = overdue.iter().map(|line| line.days).max()?;
    let level = of_tier(ladder.of_days(days).unwrap_or(0), ladder.tiers.len());
    // What was sent before anything was due reminded of it and asked for nothing.
    let since = overdue.iter().map(|line| line.due).min()?;
    let sent: Vec<&Entry> = sent(desk, customer).filter(|own| own.date > since).collect();
    Some(match level {
        Level::Notice | Level::First | Level::Second if second_has_failed(desk, &sent) => Level::Final,
        Level::Notice if notice_is_unanswered(desk, customer, &sent) => Level::First,
        level => level,
    })
}

/// Letters and notices since the last receipt.
fn sent<'d>(desk: &'d Desk, customer: CustomerIx) -> impl Iterator<Item = &'d Entry> {
    let entries = desk.entries(customer);
    let last = entries.iter().filter(|own| own.kind == Kind::Receipt && desk.account.net(own.index).is_positive()).map(|own| (own.date, own.id)).max();
    let channel = |own: &Entry| desk.account.journal.text(own, Column::Detail).split('/').next().unwrap_or_default().to_string();
    entries.iter().filter(move |own| own.kind == Kind::Contact && Some((own.date, own.id)) > last && matches!(channel(own).as_str(), "letter" | "notice"))
}

/// The last day a letter gave: the agreed date of its entry, else the level's own number of days.
fn deadline(entry: &Entry, level: Level) -> Day {
    entry.due.unwrap_or_else(|| entry.date.plus_days(level.days_to_pay().unwrap_or(0)))
}

/// Whether a notice's last day has passed, and the customer neither paid nor promised since.
fn notice_is_unanswered(desk: &Desk, customer: CustomerIx, sent: &[&Entry]) -> bool {
    let promised = |since: Day| desk.commitments(customer).iter().any(|own| own.date >= since && matches!(own.state, State::Open | State::Kept));
    sent.iter().any(|own| deadline(own, Level::Notice) < desk.account.as_of.day && !promised(own.date))
}

fn second_has_failed(desk: &Desk, sent: &[&Entry]) -> bool {
    let is_second = |own: &Entry| {
        let note = desk.account.journal.text(own, Column::Note).to_lowercase();
        let names = Level::Second.name();
        let serial = format!("-{}", Level::Second.code());
        note.contains(names.zh) || note.contains(names.en) || note.split_whitespace().any(|word| word.starts_with("ck-") && word.ends_with(&serial))
    };
    sent.iter().any(|own| is_second(own) && deadline(own, Level::Second) < desk.account.as_of.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_of_any_ladder_have_a_level() {
        let of = |count: usize| (0..count).map(|tier| of_tier(tier, count).code()).collect::<Vec<_>>().join(" ");
        assert_eq!([of(1), of(2), of(3), of(4), of(6)], ["notice", "notice final", "notice 1 final", "notice 1 2 final", "notice 1 2 2 2 final"]);
    }

    #[test]
    fn codes_read_back() {
        for level in Level::ALL {
            assert_eq!(Level::parse(level.code()), Some(level));
        }
    }
}
