//! Which letter a customer gets.

use super::demand::{Wanted, demanded, disputed, open_holds};
use super::desk::Desk;
use super::level::{self, Level};
use crate::book::{ContractIx, CustomerIx};
use crate::entry::Column;
use crate::problem::UsageFault;

/// The level of a letter: the one asked for, where there is something for it to say, else the one that is due.
pub fn choose(desk: &Desk, customer: CustomerIx, contracts: &[ContractIx], asked: Option<Level>) -> Result<Level, UsageFault> {
    let has = |wanted| !demanded(desk, customer, contracts, wanted).is_empty();
    let found = match asked {
        None => {
            let overdue = demanded(desk, customer, contracts, Wanted::Overdue);
            level::due(desk, customer, &overdue).or_else(|| has(Wanted::Soon).then_some(Level::BeforeDue))
        }
        Some(Level::BeforeDue) => has(Wanted::Next).then_some(Level::BeforeDue),
        Some(Level::Agreement) => has(Wanted::Acknowledged).then_some(Level::Agreement),
        Some(Level::Hold) => {
            let holds = open_holds(desk, customer);
            if holds.is_empty() {
                return Err(UsageFault::NoHold { customer: desk.account.book.customer(customer).id.to_string() });
            }
            let proved = holds.iter().any(|own| !desk.account.journal.text(*own, Column::Proof).is_empty());
            (proved || has(Wanted::Overdue)).then_some(Level::Hold)
        }
        Some(level) => has(Wanted::Overdue).then_some(level),
    };
    found.ok_or_else(|| nothing(desk, customer, contracts))
}

/// The customers of whom something undisputed is overdue, each with the level that is due.
pub fn due(desk: &Desk) -> Vec<(CustomerIx, Level)> {
    let of = |customer| Some((customer, level::due(desk, customer, &demanded(desk, customer, &[], Wanted::Overdue))?));
    desk.account.book.customers().filter_map(|(customer, _)| of(customer)).collect()
}

fn nothing(desk: &Desk, customer: CustomerIx, contracts: &[ContractIx]) -> UsageFault {
    let next = demanded(desk, customer, contracts, Wanted::Next);
    UsageFault::NothingDue {
        customer: desk.account.book.customer(customer).name.to_string(),
        next: next.first().map(|line| (line.due, next.iter().map(|line| line.demanded).sum())),
        disputed: disputed(desk, customer, contracts, None).iter().map(|line| line.disputed).sum(),
    }
}
