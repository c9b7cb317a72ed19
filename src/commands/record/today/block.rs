//! A customer in a few lines: who, what is owed and since when, what was said last, what to do.

use super::super::ask::aligned;
use crate::account::{Account, Followup, TierLadder};
use crate::book::CustomerIx;
use crate::reports::remind::{Reminder, next_step};
use crate::say;
use crate::text::{Lang, escape};

/// More things than this to do about one customer are counted.
const SHOWN: usize = 6;

pub(super) fn lines(
    account: &Account,
    followup: Option<&Followup>,
    customer: CustomerIx,
    list: &[Reminder],
    lang: Lang,
    (number, count): (usize, usize),
) -> Vec<String> {
    let own = account.book.customer(customer);
    let person = own.contact().map_or(String::new(), |contact| format!("  {} {}", contact.name, contact.phone));
    let mut lines = vec![String::new(), format!("{number}/{count}  {}{}", own.name, person.trim_end())];
    let rows: Vec<Vec<String>> = list.iter().take(SHOWN).map(|reminder| row(account, reminder, lang)).collect();
    lines.extend(aligned(&rows).iter().map(|line| format!("  {line}")));
    let more = list.len().saturating_sub(SHOWN);
    if more > 0 {
        lines.push(say!(lang, "  ……还有 {more} 件", "  … and {more} more"));
    }
    let contacts = followup.map_or(0, |own| own.contacts);
    let step = next_step(account, contacts, lang);
    let before = followup.and_then(|own| own.last_contact).map_or_else(|| say!(lang, "还没有", "never"), |day| day.to_string());
    lines.push(say!(lang, "  上次跟进 {before} · 对客户：{step}", "  last contact {before} · next step: {step}"));
    lines.into_iter().map(|line| escape(&line).into_owned()).collect()
}

fn row(account: &Account, own: &Reminder, lang: Lang) -> Vec<String> {
    let contract = own.contract.map_or(String::new(), |contract| account.book.contract(contract).no.to_string());
    let position = own.position.and_then(|number| account.positions().get(number));
    let what = position.map_or(contract, |position| super::super::echo::full_name(account, position));
    let (days, due) = (own.days, own.due);
    let ladder = TierLadder::of_book(account.book);
    let tier = own.tier.and_then(|tier| ladder.tiers.get(tier)).map_or(String::new(), |tier| format!(" {}", tier.label.get(lang)));
    let when = match days {
        ..0 => say!(lang, "{due} 到期", "due {due}"),
        0 => say!(lang, "今天", "today"),
        _ => say!(lang, "{days} 天{tier}", "{days} days{tier}"),
    };
    let promise = own.promised.map_or(String::new(), |(amount, day)| {
        let amount = amount.grouped();
        match own.position {
            Some(_) => say!(lang, "，承诺 {day} 付 {amount}", ", {amount} promised for {day}"),
            None if days > 0 => say!(lang, "，说好 {day}", ", promised for {day}"),
            None => String::new(),
        }
    });
    vec![own.reason.name().get(lang).to_string(), what, own.outstanding.grouped(), format!("{when}{promise}")]
}
