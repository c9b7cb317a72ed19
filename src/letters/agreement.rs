//! The instalments of a repayment agreement: open promises, and positions moved to a later day.

use super::BLANK;
use super::demand::Line;
use super::desk::Desk;
use super::markdown::Table;
use crate::account::State;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;
use crate::text::Lang;

/// Day and amount of each instalment, by day.
pub(super) fn instalments(desk: &Desk, customer: CustomerIx, wanted: &[ContractIx], lines: &[Line]) -> Vec<(Day, Money)> {
    let in_scope = |contract: Option<ContractIx>| contract.is_none_or(|contract| wanted.contains(&contract));
    let promised: Vec<_> = desk.commitments(customer).iter().filter(|own| own.state == State::Open && in_scope(own.contract)).collect();
    let mut found: Vec<(Day, Money)> = promised.iter().map(|own| (own.due, own.unfulfilled())).collect();
    // A promise for the day a position was moved to says the same twice.
    let is_promised = |line: &Line| promised.iter().any(|own| own.due == line.due && own.contract.is_none_or(|contract| contract == line.contract));
    found.extend(lines.iter().filter(|line| line.days <= 0 && line.rescheduled && !is_promised(line)).map(|line| (line.due, line.demanded)));
    found.sort();
    found
}

/// The schedule; lines to be filled in by hand where nothing was agreed yet.
pub(super) fn schedule(instalments: &[(Day, Money)], lang: Lang) -> String {
    let headings: [(&str, bool); 3] = match lang {
        Lang::Zh => [("期次", true), ("付款日", false), ("金额", true)],
        Lang::En => [("No.", true), ("Pay on", false), ("Amount", true)],
    };
    let mut table = Table::new(&headings);
    for (number, (day, amount)) in instalments.iter().enumerate() {
        table.push(vec![(number + 1).to_string(), day.to_string(), amount.grouped()]);
    }
    if instalments.is_empty() {
        for number in 1..=3 {
            table.push(vec![number.to_string(), BLANK.into(), BLANK.into()]);
        }
    }
    table.to_markdown()
}
