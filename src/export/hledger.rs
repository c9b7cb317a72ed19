//! A journal for hledger: accounts, movements by day, and a last transaction of balance assertions.

use std::io::{self, Write};

use super::accounts::{Names, Rules};
use super::postings::{Proven, proofs, transactions};
use super::{accounts_of, head, words};
use crate::account::Account;
use crate::say;
use crate::text::Lang;

/// Writes the journal.
pub fn hledger(account: &Account, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let (names, all) = (Names::new(account, Rules::Hledger), transactions(account));
    let proofs = proofs(account, &all);
    let currency = &account.book.currency;
    for line in head(account, lang, "hledger", "hledger -f FILE bal assets:receivable --depth 3", "hledger -f FILE -s check") {
        writeln!(out, "; {line}")?;
    }
    writeln!(out, "\ncommodity 1000.00 {currency}\n")?;
    for (name, of) in accounts_of(&names, &all, &proofs) {
        match of {
            Some(customer) => writeln!(out, "account {name}  ; {}", plain(&account.book.customer(customer).name))?,
            None => writeln!(out, "account {name}")?,
        }
    }
    for own in &all {
        let code = own.entry.map_or(String::new(), |id| format!("({id}) "));
        let customer = &account.book.customer(own.customer).name;
        // What stands before the bar is the payee.
        writeln!(out, "\n{} {code}{} | {}", own.day, plain(customer), plain(&words(account, own, lang)))?;
        for (holding, amount) in &own.postings {
            writeln!(out, "    {}  {amount} {currency}", names.of(*holding))?;
        }
    }
    let title = say!(lang, "核对余额", "balances as they must be");
    writeln!(out, "\n{} {title}", account.as_of.day)?;
    for proof in &proofs {
        // `=*` counts what lies below the account too.
        let sign = if matches!(proof.of, Proven::Holding(_)) { "=" } else { "=*" };
        writeln!(out, "    {}  0.00 {currency} {sign} {} {currency}", names.proven(proof.of), proof.amount)?;
    }
    Ok(())
}

/// Words where hledger would read a comment, a tag or another field.
fn plain(words: &str) -> String {
    let harmless = |c: char| match c {
        ';' => '；',
        ':' => '：',
        '|' => '｜',
        '[' => '［',
        c if c.is_control() => ' ',
        c => c,
    };
    words.chars().map(harmless).collect()
}
