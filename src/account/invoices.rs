//! Invoices (发票): what was issued, and how far it got. They change nothing of what is owed.

use super::Account;
use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::entry::{Column, Kind};
use crate::money::Money;

/// How far an invoice got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InvoiceState {
    /// 未开
    NotIssued,
    /// 已开未送
    Issued,
    /// 已送
    Sent,
    /// 已签收
    Received,
}

impl InvoiceState {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotIssued => "not-issued",
            Self::Issued => "issued",
            Self::Sent => "sent",
            Self::Received => "received",
        }
    }
}

/// One invoice, by its number, as of a day; a red one takes it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Whose.
    pub customer: CustomerIx,
    /// For which contract.
    pub contract: ContractIx,
    /// Its number.
    pub number: String,
    /// Amount.
    pub amount: Money,
    /// When it was issued, or first heard of.
    pub issued: Day,
    /// How far it got.
    pub state: InvoiceState,
}

impl Account<'_> {
    /// The invoices that stand, by contract, then (date, id). A red entry takes back the invoice of its number, else the last
    /// of its contract and amount.
    pub fn invoices(&self) -> &[Invoice] {
        self.invoices.get_or_init(|| self.standing_invoices())
    }

    /// Those of a customer, contract by contract.
    pub fn invoices_of(&self, customer: CustomerIx) -> impl Iterator<Item = &Invoice> {
        self.ready().contracts_of(customer).iter().flat_map(|contract| of_contract(self.invoices(), *contract))
    }

    fn standing_invoices(&self) -> Vec<Invoice> {
        let mut entries: Vec<_> = self.of_kind(Kind::Invoice).filter_map(|(_, entry)| Some((entry.contract?, entry))).collect();
        entries.sort_by_key(|(contract, entry)| (*contract, entry.date, entry.id));
        let mut found: Vec<Invoice> = Vec::new();
        for (contract, entry) in entries {
            let Some(customer) = entry.customer else { continue };
            let number = self.journal.text(entry, Column::Proof).into_owned();
            let detail = self.journal.text(entry, Column::Detail);
            // Those of its contract stand last.
            let start = found.partition_point(|own| own.contract < contract);
            let last = |wanted: &dyn Fn(&Invoice) -> bool| Some(found.get(start..)?.iter().rposition(wanted)?.saturating_add(start));
            let known = last(&|own| own.number == number);
            if detail == "red" {
                let taken_back = known.or_else(|| last(&|own| own.amount == entry.amount));
                taken_back.map(|place| found.remove(place));
                continue;
            }
            let state = match &*detail {
                "sent" => InvoiceState::Sent,
                "received" => InvoiceState::Received,
                _ => InvoiceState::Issued,
            };
            match known.and_then(|place| found.get_mut(place)) {
                Some(own) => own.state = own.state.max(state),
                None => found.push(Invoice { customer, contract, number, amount: entry.amount, issued: entry.date, state }),
            }
        }
        found
    }
}

/// How far the invoices of a contract got: the least advanced of them; not issued where there is none.
pub fn invoice_state(invoices: &[Invoice], contract: ContractIx) -> InvoiceState {
    let own = of_contract(invoices, contract);
    own.map(|own| own.state).min().unwrap_or(InvoiceState::NotIssued)
}

fn of_contract(invoices: &[Invoice], contract: ContractIx) -> impl Iterator<Item = &Invoice> {
    let start = invoices.partition_point(|own| own.contract < contract);
    invoices.get(start..).unwrap_or_default().iter().take_while(move |own| own.contract == contract)
}
