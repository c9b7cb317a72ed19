//! What of a statement the ledger has already.

use rustc_hash::FxHashMap;

use crate::account::Account;
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, IN_KIND, Kind, is_draft};
use crate::import::Line;
use crate::money::Money;
use crate::text::fold;

/// A bank and a rep may be so many days apart.
pub const NEAR: i32 = 3;

/// A receipt of the ledger.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Its entry; of one that was cleared the receipt, not the confirmation.
    pub entry: EntryIx,
    /// The day of it, or of its confirmation.
    pub date: Day,
    /// How much.
    pub amount: Money,
    /// Whom it is from.
    pub customer: Option<CustomerIx>,
    /// Who paid, folded.
    party: String,
    /// Whether it was made void.
    pub void: bool,
    /// Whether a person typed it in: it is no cash, and has no number of the bank's.
    pub typed: bool,
    /// How it was paid.
    pub method: String,
    /// Whether finance has confirmed it by hand.
    pub cleared: bool,
    /// Whether a line was found for it.
    pub used: bool,
}

/// The ledger's receipts, by what a bank tells of them.
pub struct Receipts {
    /// All of them.
    pub all: Vec<Receipt>,
    by_proof: FxHashMap<String, Vec<usize>>,
    by_amount: FxHashMap<i64, Vec<usize>>,
    by_customer: FxHashMap<CustomerIx, Vec<usize>>,
}

/// How a line is in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum There {
    /// By its number, as one receipt or as several that add up to it.
    Proof(Vec<usize>),
    /// Its number with another amount.
    Differs(usize),
    /// It was recorded once and made void.
    Void(usize),
}

impl Receipts {
    /// The receipts of an account that lines of these days can be.
    pub fn new(account: &Account, days: Option<(Day, Day)>) -> Self {
        let journal = account.journal;
        let within = |day: Day| days.is_some_and(|(first, last)| day >= first.plus_days(-NEAR) && day <= last.plus_days(NEAR));
        let mut own = Self { all: Vec::new(), by_proof: FxHashMap::default(), by_amount: FxHashMap::default(), by_customer: FxHashMap::default() };
        let mut cleared: FxHashMap<EntryIx, Vec<(Day, String)>> = FxHashMap::default();
        for (_, clear) in account.of_kind(Kind::Clear) {
            if let Some(receipt) = clear.refers {
                cleared.entry(receipt).or_default().push((clear.date, fold(&journal.text(clear, Column::Proof))));
            }
        }
        let wanted = |entry: &Entry| {
            let cleared = cleared.get(&entry.index).into_iter().flatten();
            within(entry.date) || entry.due.is_some_and(within) || cleared.into_iter().any(|(date, _)| within(*date))
        };
        for entry in journal.of_kind(Kind::Receipt).filter(wanted) {
            let method = journal.text(entry, Column::Detail);
            let clears = cleared.get(&entry.index).map_or(&[][..], Vec::as_slice);
            let proofs: Vec<(Day, String)> = std::iter::once((entry.date, fold(&journal.text(entry, Column::Proof))))
                .chain(clears.iter().cloned())
                .filter(|(_, proof)| !proof.is_empty())
                .collect();
            // A draft's own number is no bank's serial: its money comes on the day it matures, with another.
            let waits = is_draft(&method) && proofs.len() <= usize::from(journal.row(entry).is_some_and(|row| row.is_filled(Column::Proof)));
            let date = if waits { entry.due.unwrap_or(entry.date) } else { proofs.last().map_or(entry.date, |(date, _)| *date) };
            let receipt = Receipt {
                entry: entry.index,
                date,
                amount: entry.amount,
                customer: entry.customer,
                party: fold(&journal.text(entry, Column::Party)),
                void: account.is_void(entry.index),
                typed: false,
                method: method.to_string(),
                cleared: !clears.is_empty(),
                used: false,
            };
            let number = own.all.len();
            for (_, proof) in &proofs {
                own.by_proof.entry(proof.clone()).or_default().push(number);
            }
            let typed = (proofs.is_empty() || waits) && !receipt.void && !matches!(&*method, "cash" | "offset" | IN_KIND);
            own.by_amount.entry(entry.amount.cents()).or_default().push(number);
            if let Some(customer) = entry.customer {
                own.by_customer.entry(customer).or_default().push(number);
            }
            own.all.push(Receipt { typed, ..receipt });
        }
        own
    }

    fn use_up(&mut self, number: usize) {
        if let Some(receipt) = self.all.get_mut(number) {
            receipt.used = true;
        }
    }

    fn unused(&self, numbers: &[usize]) -> impl Iterator<Item = (usize, &Receipt)> {
        numbers.iter().filter_map(|number| Some((*number, self.all.get(*number)?))).filter(|(_, receipt)| !receipt.used)
    }

    /// Takes the receipt of a customer that is nearest to a day, at most [`NEAR`] days from it, among those that fit.
    pub fn nearest(&mut self, customer: CustomerIx, day: Day, fits: impl Fn(&Receipt) -> bool) -> Option<EntryIx> {
        let apart = |own: &Receipt| own.date.since(day).abs();
        let own = self.unused(self.by_customer.get(&customer)?).filter(|(_, own)| !own.void && apart(own) <= NEAR && fits(own));
        let (number, entry) = own.min_by_key(|(_, own)| apart(own)).map(|(number, own)| (number, own.entry))?;
        self.use_up(number);
        Some(entry)
    }

    /// Takes the receipt that has a line's number and amount, near its day.
    pub fn same(&mut self, proof: &str, line: &Line) -> Option<There> {
        let numbers = self.by_proof.get(&fold(proof))?.clone();
        let near = |receipt: &Receipt| receipt.date.since(line.date).abs() <= NEAR;
        let exact = self.unused(&numbers).filter(|(_, own)| !own.void && near(own) && own.amount == line.amount);
        if let Some((number, _)) = exact.min_by_key(|(_, own)| own.date.since(line.date).abs()) {
            self.use_up(number);
            return Some(There::Proof(vec![number]));
        }
        // One payment that was recorded in parts.
        let parts: Vec<(usize, Money)> = self.unused(&numbers).filter(|(_, own)| !own.void && near(own)).map(|(number, own)| (number, own.amount)).collect();
        if parts.len() > 1 && parts.iter().map(|(_, amount)| *amount).sum::<Money>() == line.amount {
            for (number, _) in &parts {
                self.use_up(*number);
            }
            return Some(There::Proof(parts.into_iter().map(|(number, _)| number).collect()));
        }
        None
    }

    /// Takes what has a line's number but not its amount, or was made void. Asked after [`Receipts::same`] of all lines.
    pub fn alike(&mut self, proof: &str, line: &Line) -> Option<There> {
        let numbers = self.by_proof.get(&fold(proof))?.clone();
        let near = |receipt: &Receipt| receipt.date.since(line.date).abs() <= NEAR;
        let other = self.unused(&numbers).find(|(_, own)| near(own) && !own.void).map(|(number, _)| There::Differs(number));
        let void = || self.unused(&numbers).find(|(_, own)| near(own) && own.void && own.amount == line.amount).map(|(number, _)| There::Void(number));
        let found = other.or_else(void)?;
        if let There::Differs(number) | There::Void(number) = found {
            self.use_up(number);
        }
        Some(found)
    }

    /// A receipt of the customer, of a line's amount and about its day, that has another number: it may be the same payment.
    /// Cash comes by no bank, but may stand on a customer's list.
    pub fn similar(&self, customer: Option<CustomerIx>, line: &Line, cash: bool) -> Option<usize> {
        let fits = |own: &Receipt| {
            let apart = own.used || own.void || matches!(own.method.as_str(), "offset" | IN_KIND) || (own.method == "cash" && !cash);
            !apart && own.customer == customer && own.amount == line.amount && own.date.since(line.date).abs() <= NEAR
        };
        let numbers = self.by_amount.get(&line.amount.cents())?;
        self.unused(numbers).filter(|(_, own)| fits(own)).min_by_key(|(_, own)| own.date.since(line.date).abs()).map(|(number, _)| number)
    }

    /// Takes the receipt that a person typed in for a line: of the same customer, or with the payer's name; the same amount, near its day.
    pub fn typed(&mut self, customer: Option<CustomerIx>, line: &Line) -> Option<usize> {
        let numbers = self.by_amount.get(&line.amount.cents())?.clone();
        let payer = fold(&line.payer);
        let fits = |own: &Receipt| {
            let whose = customer.map_or(!payer.is_empty() && own.party == payer, |customer| own.customer == Some(customer));
            whose && own.date.since(line.date).abs() <= NEAR
        };
        let (number, _) =
            self.unused(&numbers).filter(|(_, own)| own.typed && fits(own)).min_by_key(|(_, own)| (own.cleared, own.date.since(line.date).abs()))?;
        self.use_up(number);
        Some(number)
    }
}
