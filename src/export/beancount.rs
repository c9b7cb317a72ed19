//! A file for beancount: accounts with their ids and names, movements by day, and the balances of the day after.

use std::io::{self, Write};

use super::accounts::{Names, Rules};
use super::postings::{proofs, transactions};
use super::{accounts_of, head, words};
use crate::account::Account;
use crate::text::Lang;

/// Writes the file.
pub fn beancount(account: &Account, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let (names, all) = (Names::new(account, Rules::Beancount), transactions(account));
    let proofs = proofs(account, &all);
    let (book, currency) = (account.book, &account.book.currency);
    for line in head(
        account,
        lang,
        "beancount",
        "bean-query FILE \"SELECT root(account, 3), sum(position) WHERE account ~ '^Assets:Receivable' GROUP BY 1\"",
        "bean-check FILE",
    ) {
        writeln!(out, ";; {line}")?;
    }
    writeln!(out, "\noption \"title\" {}", quoted(&book.name))?;
    writeln!(out, "option \"operating_currency\" \"{currency}\"\n")?;
    let first = all.first().map_or(account.as_of.day, |own| own.day);
    for (name, of) in accounts_of(&names, &all, &proofs) {
        writeln!(out, "{first} open {name} {currency}")?;
        if let Some(customer) = of.map(|customer| book.customer(customer)) {
            writeln!(out, "  customer: {}\n  name: {}", quoted(&customer.id), quoted(&customer.name))?;
        }
    }
    for own in &all {
        let customer = &book.customer(own.customer).name;
        writeln!(out, "\n{} * {} {}", own.day, quoted(customer), quoted(&words(account, own, lang)))?;
        if let Some(id) = own.entry {
            writeln!(out, "  entry: \"{id}\"")?;
        }
        for (holding, amount) in &own.postings {
            writeln!(out, "  {}  {amount} {currency}", names.of(*holding))?;
        }
    }
    writeln!(out)?;
    // A balance is of the morning: what was done on the day shows on the next. Without `~ 0` a cent could be missing.
    let morning = account.as_of.day.plus_days(1);
    for proof in &proofs {
        writeln!(out, "{morning} balance {}  {} ~ 0 {currency}", names.proven(proof.of), proof.amount)?;
    }
    Ok(())
}

fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}
