//! The ledger for other programs: double entries for hledger and beancount, tables as CSV and as an `SQLite` database.
//! Pure, but for the database: `SQLite` writes its file itself, at the place it is given.

#![warn(clippy::arithmetic_side_effects)]

mod accounts;
mod beancount;
mod hledger;
mod postings;
mod sqlite;
mod tables;

pub use beancount::beancount;
pub use hledger::hledger;
pub use sqlite::sqlite;
pub use tables::{Data, TABLES, Table, csv};

use std::collections::BTreeMap;

use accounts::Names;
use postings::{Cause, Holding, Proof, Proven, Transaction};

use crate::account::{Account, Standing};
use crate::book::CustomerIx;
use crate::say;
use crate::text::Lang;

/// What a file of double entries says of itself.
fn head(account: &Account, lang: Lang, format: &str, query: &str, check: &str) -> Vec<String> {
    let (book, day) = (account.book, account.as_of.day);
    let (name, currency) = (&book.name, &book.currency);
    let void = account.journal.entries().filter(|entry| account.standing(entry.index) == Standing::Void).count();
    vec![
        say!(lang, "huikuan export {format}：{name}，截至 {day}，{currency}", "huikuan export {format}: {name}, as of {day}, in {currency}"),
        say!(
            lang,
            "每个客户的应收，和 huikuan aging --by customer --as-of {day} 的未回款余额一分不差：",
            "What each customer owes, to the cent what huikuan aging --by customer --as-of {day} says:"
        ),
        format!("  {query}"),
        say!(lang, "文件自己核对余额，对不上就报错：{check}", "The file proves its balances and is refused where they are wrong: {check}"),
        say!(
            lang,
            "到这一天已作废的记录（{void} 条）不在内；换一天要重新导出",
            "Entries that are void by that day ({void}) are not in it; another day needs another export"
        ),
    ]
}

/// The accounts that are used or proven, by name, each with its customer where it is the customer's own.
fn accounts_of(names: &Names, all: &[Transaction], proofs: &[Proof]) -> BTreeMap<String, Option<CustomerIx>> {
    let mut accounts: BTreeMap<String, Option<CustomerIx>> = BTreeMap::new();
    for (holding, _) in all.iter().flat_map(|own| &own.postings) {
        let own = match *holding {
            Holding::Receivable(..) | Holding::Received(_) => None,
            Holding::Prepaid(own)
            | Holding::Unapplied(own)
            | Holding::Refundable(own)
            | Holding::Billed(own)
            | Holding::Recovered(own)
            | Holding::Deducted(_, own)
            | Holding::WrittenOff(own) => Some(own),
        };
        accounts.entry(names.of(*holding)).or_insert(own);
    }
    for proof in proofs {
        let own = if let Proven::Customer(customer) = proof.of { Some(customer) } else { None };
        let entry = accounts.entry(names.proven(proof.of)).or_default();
        *entry = entry.or(own);
    }
    accounts
}

/// What a movement is and what it is about, in words.
fn words(account: &Account, own: &Transaction, lang: Lang) -> String {
    let what = match own.cause {
        Cause::Billed => say!(lang, "应收", "receivable"),
        Cause::Prepaid => say!(lang, "预收转应收", "prepaid, now applied"),
        Cause::Credit => say!(lang, "未匹配转应收", "unapplied, now applied"),
        Cause::Entry(kind) => kind.name().get(lang).to_string(),
    };
    let mut words = what;
    if let Some(contract) = own.contract {
        words += &format!(" {}", account.book.contract(contract).no);
        if let Some(part) = own.part.filter(|part| !account.is_whole(contract, *part)) {
            words += &format!(" {}", account.part_name(contract, part));
        }
    }
    words
}
