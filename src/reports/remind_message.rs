//! `remind --message`: a list short enough for a group chat (企业微信 takes 4,096 bytes), a line or two per customer.

use super::remind::next_step;
use super::remind_rows::{Reason, Reminder};
use crate::account::{Account, Followup};
use crate::book::{CustomerIx, RepIx};
use crate::say;
use crate::text::{Lang, comma, escape};

/// What fits into one message, in bytes, with room for the head and the last line.
const ROOM: usize = 3_600;

/// The lines of a message about reminders, in their order; customers by their first.
pub(super) fn lines(account: &Account, followups: &[Followup], reminders: &[&Reminder], rep: Option<RepIx>, lang: Lang) -> Vec<String> {
    let mut customers: Vec<(CustomerIx, Vec<&Reminder>)> = Vec::new();
    for own in reminders {
        match customers.iter_mut().find(|(customer, _)| *customer == own.customer) {
            Some((_, list)) => list.push(own),
            None => customers.push((own.customer, vec![own])),
        }
    }
    let (day, count) = (account.as_of.day, reminders.len());
    let who = rep.map_or(String::new(), |rep| format!(" · {}", plain(&account.book.rep(rep).name)));
    let mut lines = vec![
        say!(lang, "**催款提醒{who} · {day}**", "**Reminders{who} · {day}**"),
        if count == 0 { say!(lang, "今天没有要催的", "nothing to do today") } else { say!(lang, "共 {count} 件", "things to do: {count}") },
    ];
    let mut room = ROOM;
    for (number, (customer, list)) in customers.iter().enumerate() {
        let text = of_customer(account, followups, *customer, list, number + 1, lang);
        if text.len() > room {
            let rest: usize = customers.iter().skip(number).map(|(_, list)| list.len()).sum();
            lines.push(say!(lang, "…还有 {rest} 件：huikuan remind", "… {rest} more: huikuan remind"));
            break;
        }
        room -= text.len();
        lines.push(text);
    }
    lines
}

fn of_customer(account: &Account, followups: &[Followup], customer: CustomerIx, list: &[&Reminder], number: usize, lang: Lang) -> String {
    let own = account.book.customer(customer);
    let name = plain(&own.name);
    let mut things: Vec<String> = reasons(list).into_iter().map(|(reason, of_reason)| thing(account, reason, &of_reason, lang)).collect();
    if list.iter().any(|own| own.invoice_missing) {
        things.push(say!(lang, "有发票未开", "an invoice is missing"));
    }
    if !list.iter().any(|own| own.has_promise) {
        things.push(say!(lang, "无承诺", "no commitment"));
    }
    let things = things.join(if lang == Lang::Zh { "；" } else { "; " });
    let contacts = followups.get(customer.0 as usize).map_or(0, |followup| followup.contacts);
    let person = own.contact().map_or(String::new(), |contact| format!("{} {}", plain(contact.name), plain(contact.phone)));
    let next = next_step(account, contacts, lang);
    let hints: Vec<&str> = [person.as_str(), next].into_iter().filter(|word| !word.is_empty()).collect();
    format!("{number}. **{name}** {things}\n> {}", hints.join(" → "))
}

/// The reminders by reason, in the order in which the reasons come.
fn reasons<'r>(list: &[&'r Reminder]) -> Vec<(Reason, Vec<&'r Reminder>)> {
    let mut reasons: Vec<(Reason, Vec<&Reminder>)> = Vec::new();
    for own in list {
        match reasons.iter_mut().find(|(reason, _)| *reason == own.reason) {
            Some((_, of_reason)) => of_reason.push(own),
            None => reasons.push((own.reason, vec![own])),
        }
    }
    reasons
}

/// `逾期 36 天 165,000.00（HT-2026-008、HT-2026-015）`: how long at most, how much together, on which contracts.
fn thing(account: &Account, reason: Reason, list: &[&Reminder], lang: Lang) -> String {
    let name = reason.name().get(lang);
    let amount = list.iter().map(|own| own.outstanding).sum::<crate::money::Money>().grouped();
    let (days, due) = (list.iter().map(|own| own.days).max().unwrap_or(0), list.iter().map(|own| own.due).min());
    let mut contracts: Vec<String> = list.iter().filter_map(|own| Some(plain(&account.book.contract(own.contract?).no))).collect();
    contracts.dedup();
    let contracts = if contracts.is_empty() { String::new() } else { say!(lang, "（{}）", " ({})", contracts.join(comma(lang))) };
    match (reason, due) {
        (Reason::Overdue | Reason::NoCause | Reason::CommitmentBroken, _) => {
            say!(lang, "{name} {days} 天 {amount}{contracts}", "{name} {days} days {amount}{contracts}")
        }
        // What they owe is told already.
        (Reason::FollowUpDue, Some(due)) => format!("{name} {due}"),
        (Reason::DueSoon | Reason::CommitmentDue | Reason::DisputeOpen, Some(due)) => format!("{name} {due} {amount}{contracts}"),
        _ => format!("{name} {amount}{contracts}"),
    }
}

/// A text of the ledger that cannot become markup.
fn plain(text: &str) -> String {
    escape(text).chars().flat_map(|c| matches!(c, '*' | '_' | '`' | '[' | '<' | '\\').then_some('\\').into_iter().chain(Some(c))).collect()
}
