//! Why a customer or a contract is late (逾期原因), as it was known on each day.

use rustc_hash::FxHashMap;

use super::Account;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, EntryId, EntryIx, Kind};

/// A customer, and a contract where it is about that one.
type Subject = (CustomerIx, Option<ContractIx>);

/// The causes that count on the account's day, by what they are about.
#[derive(Debug)]
pub struct Causes {
    by_subject: FxHashMap<Subject, Vec<(Day, EntryId, EntryIx)>>,
}

impl Causes {
    /// The last cause of a contract by a day, else its customer's.
    pub fn on(&self, day: Day, customer: CustomerIx, contract: ContractIx) -> Option<EntryIx> {
        let last = |contract| {
            let own = self.by_subject.get(&(customer, contract))?;
            let count = own.partition_point(|(date, ..)| *date <= day);
            own.get(count.checked_sub(1)?).map(|(.., entry)| *entry)
        };
        last(Some(contract)).or_else(|| last(None))
    }
}

impl Account<'_> {
    /// The causes of all days.
    pub fn causes(&self) -> Causes {
        let mut by_subject: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (index, cause) in self.of_kind(Kind::Cause) {
            if let Some(customer) = cause.customer {
                by_subject.entry((customer, cause.contract)).or_default().push((cause.date, cause.id, index));
            }
        }
        for own in by_subject.values_mut() {
            own.sort_unstable();
        }
        Causes { by_subject }
    }

    /// Whether a cause says that it is our own fault, so that no rep answers for the delay.
    pub fn is_own_fault(&self, cause: EntryIx) -> bool {
        self.journal.text(self.journal.entry(cause), Column::Detail) == "own-fault"
    }
}
