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
/// So far apart a number of the bank's own still tells that it is the same payment.
const FAR: i32 = 31;
/// So far apart two receipts of one amount are worth a second look.
const ALIKE: i32 = 15;
/// Shorter numbers may begin anew each day.
const LONG: usize = 8;

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
    /// The receipts of an account that lines of these days and this method can be.
    pub fn new(account: &Account, days: Option<(Day, Day)>, by: &str) -> Self {
        let journal = account.journal;
        let within = |day: Day| days.is_some_and(|(first, last)| day >= first.plus_days(-FAR) && day <= last.plus_days(FAR));
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
            let typed = (proofs.is_empty() || waits) && !receipt.void && comes_by(&method, by);
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

    /// Takes the receipt that has a line's number and amount: of the same day, or about it where the payer agrees.
    pub fn same(&mut self, proof: &str, line: &Line, whose: &Whose) -> Option<There> {
        let numbers = self.by_proof.get(&fold(proof))?.clone();
        let is_it = |own: &Receipt| !own.void && whose.is(own, proof, line);
        let exact = self.unused(&numbers).filter(|(_, own)| is_it(own) && own.amount == line.amount);
        if let Some((number, _)) = exact.min_by_key(|(_, own)| own.date.since(line.date).abs()) {
            self.use_up(number);
            return Some(There::Proof(vec![number]));
        }
        // One payment that was recorded in parts.
        let parts: Vec<(usize, Money)> = self.unused(&numbers).filter(|(_, own)| is_it(own)).map(|(number, own)| (number, own.amount)).collect();
        if parts.len() > 1 && parts.iter().map(|(_, amount)| *amount).sum::<Money>() == line.amount {
            for (number, _) in &parts {
                self.use_up(*number);
            }
            return Some(There::Proof(parts.into_iter().map(|(number, _)| number).collect()));
        }
        None
    }

    /// Takes what has a line's number but not its amount, or was made void. Asked after [`Receipts::same`] of all lines.
    pub fn alike(&mut self, proof: &str, line: &Line, whose: &Whose) -> Option<There> {
        let numbers = self.by_proof.get(&fold(proof))?.clone();
        let other = self.unused(&numbers).find(|(_, own)| !own.void && whose.is(own, proof, line)).map(|(number, _)| There::Differs(number));
        let void = || {
            self.unused(&numbers).find(|(_, own)| own.void && own.amount == line.amount && whose.is(own, proof, line)).map(|(number, _)| There::Void(number))
        };
        let found = other.or_else(void)?;
        if let There::Differs(number) | There::Void(number) = found {
            self.use_up(number);
        }
        Some(found)
    }

    /// A receipt of the customer, of a line's amount and about its day, that has another number: it may be the same payment.
    /// Cash comes by no bank, but may stand on a customer's list, whose days are nearer.
    pub fn similar(&self, customer: Option<CustomerIx>, line: &Line, cash: bool) -> Option<usize> {
        let days = if cash { NEAR } else { ALIKE };
        let fits = |own: &Receipt| {
            let apart = own.used || own.void || matches!(own.method.as_str(), "offset" | IN_KIND) || (own.method == "cash" && !cash);
            !apart && own.customer == customer && own.amount == line.amount && own.date.since(line.date).abs() <= days
        };
        let numbers = self.by_amount.get(&line.amount.cents())?;
        self.unused(numbers).filter(|(_, own)| fits(own)).min_by_key(|(_, own)| own.date.since(line.date).abs()).map(|(number, _)| number)
    }

    /// Takes the receipt that a person typed in for a line: of the same customer, or with the payer's name; the same amount,
    /// of the same day, or else the earliest about it. Lines that are asked for in the order of their days all find one,
    /// where there is one for each.
    pub fn typed(&mut self, line: &Line, whose: &Whose, same_day: bool) -> Option<usize> {
        let numbers = self.by_amount.get(&line.amount.cents())?.clone();
        let most = if same_day { 0 } else { NEAR };
        let fits = |own: &Receipt| own.typed && own.date.since(line.date).abs() <= most && whose.has(own);
        let (number, _) = self.unused(&numbers).filter(|(_, own)| fits(own)).min_by_key(|(_, own)| (own.cleared, own.date))?;
        self.use_up(number);
        Some(number)
    }
}

/// Whose a line may be.
#[derive(Clone, Debug, Default)]
pub struct Whose {
    /// The customer it is taken for.
    pub customer: Option<CustomerIx>,
    /// The customer who paid, where that is another.
    pub payer: Option<CustomerIx>,
    /// The payer's name, folded.
    pub name: String,
}

impl Whose {
    /// Whether a receipt is known to be of this customer or payer.
    fn has(&self, own: &Receipt) -> bool {
        let named = !self.name.is_empty() && own.party == self.name;
        named || own.customer.is_some() && (own.customer == self.customer || own.customer == self.payer)
    }

    /// Whether a receipt with a line's number is that line: short numbers begin anew, so the payer has to agree.
    fn is(&self, own: &Receipt, proof: &str, line: &Line) -> bool {
        let (apart, long) = (own.date.since(line.date).abs(), proof.chars().count() >= LONG);
        let unknown = self.customer.is_none() && self.payer.is_none();
        let agrees = unknown || self.has(own);
        (apart == 0 && (agrees || long)) || (agrees && apart <= if long { FAR } else { NEAR })
    }
}

/// Whether a receipt of a method can come by a statement of another.
pub fn comes_by(method: &str, by: &str) -> bool {
    match by {
        "bank" => !matches!(method, "cash" | "offset" | "wechat" | "alipay" | IN_KIND),
        _ => method.is_empty() || method == by,
    }
}
