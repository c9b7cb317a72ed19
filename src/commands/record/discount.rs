//! The early-payment discount (提前付款折扣) that a receipt earns: offered as a command, never implied.

use rust_decimal::Decimal;

use crate::account::{Account, Applied, Position};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx};
use crate::money::Money;
use crate::say;
use crate::text::{Lang, escape};

/// The commands that deduct the discounts a receipt earned, a line each.
pub(super) fn offers(account: &Account, index: EntryIx, entry: &Entry, today: Day, lang: Lang) -> Vec<String> {
    let mut numbers: Vec<u32> = account.allocations().iter().filter(|own| own.entry == index && own.applied == Applied::Paid).map(|own| own.position).collect();
    numbers.dedup();
    let offer = |number: u32| {
        let position = account.positions().get(number as usize)?;
        let amount = earned(account, number as usize, position, entry)?;
        let command = command(account, position, entry, amount, today);
        Some(say!(lang, "够提前付款折扣，要冲减就记：{command}", "earns the early-payment discount; to deduct it: {command}"))
    };
    numbers.into_iter().filter_map(offer).collect()
}

/// The discount on a position of which something is still open, where receipts in time came to all of it but the discount.
fn earned(account: &Account, number: usize, position: &Position, entry: &Entry) -> Option<Money> {
    let discount = account.book.contract(position.contract).discount?;
    let last = position.billed?.plus_days(i32::from(discount.within_days));
    let whole = position.amount.times(discount.percent.checked_div(Decimal::ONE_HUNDRED)?)?;
    let journal = account.journal;
    let (mut paid, mut deducted) = (Money::ZERO, false);
    for own in account.allocations_of(number) {
        match own.applied {
            Applied::Paid | Applied::Recovered if journal.date(own.entry) <= last => paid += own.amount,
            Applied::Deducted => deducted |= journal.text(journal.entry(own.entry), Column::Detail) == "early-payment",
            _ => {}
        }
    }
    let amount = position.outstanding().min(whole);
    (entry.date <= last && !deducted && paid >= position.amount - whole && amount.is_positive()).then_some(amount)
}

fn command(account: &Account, position: &Position, entry: &Entry, amount: Money, today: Day) -> String {
    let mut words = vec!["huikuan record deduct".to_string(), quoted(&account.book.contract(position.contract).no), amount.to_string()];
    if !account.is_whole_contract(position) {
        words.push(format!("--milestone {}", quoted(&account.position_name(position))));
    }
    words.push("--detail early-payment".into());
    if entry.date != today {
        words.push(format!("--date {}", entry.date));
    }
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    let word = escape(word);
    if plain { word.into_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
