//! Bare `huikuan`: one screen of today, and the first things to do.

use std::io::Write;
use std::mem::ManuallyDrop;

use super::{Invocation, Outcome};
use crate::account::{Account, AsOf};
use crate::date::Period;
use crate::reports::remind::{Horizon, Reason, Reminder, next_step, reminders};
use crate::reports::{Filter, headline};
use crate::say;
use crate::store;
use crate::text::{crop, escape, width};

/// Things to do on the screen.
const FIRST: usize = 5;

/// Prints the summary.
pub fn summary(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    let dir = store::find(&invocation.places)?;
    // The process ends with the summary; the system takes a large ledger back faster than we could.
    let ledger = ManuallyDrop::new(store::read_figures(&dir)?);
    let day = invocation.today(ledger.book.policy.utc_offset)?;
    let account = ManuallyDrop::new(Account::new(&ledger.book, &ledger.journal, AsOf::day(day)));
    account.commitments();
    let (name, weekday) = (escape(&ledger.book.name), day.weekday(lang));
    writeln!(out, "{name} · {day} {weekday}")?;
    if ledger.book.contracts.is_empty() {
        writeln!(
            out,
            "{}",
            say!(
                lang,
                "还没有合同。在 huikuan.toml 里写第一份，然后运行 huikuan check",
                "no contracts yet: write the first in huikuan.toml, then run huikuan check"
            )
        )?;
        return Ok(0);
    }
    for line in headline(&account, &Filter::default(), Period::month_of(day), lang) {
        writeln!(out, "{line}")?;
    }
    let followups = account.followups();
    let things = reminders(&account, &Filter::default(), &followups, Horizon { until: None, all: false });
    writeln!(out)?;
    if things.is_empty() {
        writeln!(out, "{}", say!(lang, "今天没有要催的", "nothing to do today"))?;
    } else {
        writeln!(out, "{}", say!(lang, "今天先做", "First today"))?;
        // One call settles all that concerns a customer.
        let mut seen = Vec::new();
        let firsts = things.iter().filter(|thing| {
            !seen.contains(&thing.customer) && {
                seen.push(thing.customer);
                true
            }
        });
        let lines: Vec<[String; 4]> = firsts.take(FIRST).map(|thing| line(&account, &followups, thing, invocation)).collect();
        for text in fitted(lines, invocation.style.width) {
            writeln!(out, "{text}")?;
        }
    }
    let count = things.len();
    writeln!(
        out,
        "{}",
        say!(
            lang,
            "huikuan remind 看全部 {count} 件 · huikuan gap 看差距 · huikuan --help",
            "huikuan remind: all of them ({count}) · huikuan gap · huikuan --help"
        )
    )?;
    Ok(0)
}

/// The lines aligned; where they are too wide, names give way first.
fn fitted(mut lines: Vec<[String; 4]>, width_limit: usize) -> Vec<String> {
    loop {
        let widths: [usize; 3] = std::array::from_fn(|column| lines.iter().filter_map(|line| line.get(column)).map(|cell| width(cell)).max().unwrap_or(0));
        let pad = |text: &str, column: usize| format!("{text}{}", " ".repeat(widths.get(column).copied().unwrap_or(0).saturating_sub(width(text))));
        let joined = |(number, [who, what, call, next]): (usize, &[String; 4])| {
            format!("  {}  {}  {}  {}  → {next}", number + 1, pad(who, 0), pad(what, 1), pad(call, 2))
        };
        let whole: Vec<String> = lines.iter().enumerate().map(joined).collect();
        let over = whole.iter().map(|text| width(text)).max().unwrap_or(0).saturating_sub(width_limit);
        let [names, _, _] = widths;
        if over == 0 || names <= 8 {
            return whole.iter().map(|text| crop(text, width_limit).trim_end().to_string()).collect();
        }
        // The phone says whom to call; then the customer's name is cut.
        let mut shortened = false;
        for [_, _, call, _] in &mut lines {
            if let Some((_, phone)) = call.clone().rsplit_once(' ') {
                *call = phone.to_string();
                shortened = true;
            }
        }
        if !shortened {
            for [who, ..] in &mut lines {
                *who = crop(who, names.saturating_sub(over).max(8)).into_owned();
            }
        }
    }
}

/// Who, what, whom to call, and what to do next.
fn line(account: &Account, followups: &[crate::account::Followup], thing: &Reminder, invocation: &Invocation) -> [String; 4] {
    let lang = invocation.lang;
    let customer = account.book.customer(thing.customer);
    let (amount, days) = (thing.outstanding.grouped(), thing.days);
    let tier = thing.tier.and_then(|tier| account.book.tiers.get(tier)).map_or("", |tier| tier.label.get(lang));
    let what = match thing.reason {
        Reason::Overdue => say!(lang, "逾期 {days} 天 {tier}  {amount}", "{days} days overdue, {tier}  {amount}"),
        Reason::NoCause => say!(lang, "逾期 {days} 天 {tier}  {amount}  缺原因", "{days} days overdue, {tier}  {amount}  no cause"),
        Reason::DueToday => say!(lang, "今日到期  {amount}", "due today  {amount}"),
        Reason::DueSoon => say!(lang, "{} 到期  {amount}", "due {}  {amount}", thing.due),
        Reason::CommitmentDue => say!(lang, "承诺 {amount}  {} 到期", "promised {amount} for {}", thing.due),
        Reason::CommitmentBroken => say!(lang, "承诺 {amount}  过期 {days} 天未兑现", "promised {amount}, {days} days ago",),
        Reason::FollowUpDue => say!(lang, "约定 {} 跟进  欠 {amount}", "follow-up agreed for {}, owes {amount}", thing.due),
        Reason::DisputeOpen => say!(lang, "争议 {amount} 待答复", "dispute of {amount} waits for a reply"),
    };
    let call = customer.contact().map_or(String::new(), |contact| format!("{} {}", escape(contact.name), escape(contact.phone)));
    let contacts = followups.get(thing.customer.0 as usize).map_or(0, |followup| followup.contacts);
    let next = match thing.reason {
        Reason::NoCause => say!(lang, "写明原因和方案", "find the cause"),
        Reason::CommitmentBroken => say!(lang, "问新的日期", "ask for a new date"),
        Reason::DisputeOpen => say!(lang, "答复争议", "answer the dispute"),
        Reason::DueSoon | Reason::DueToday | Reason::Overdue | Reason::CommitmentDue | Reason::FollowUpDue => next_step(account, contacts, lang).to_string(),
    };
    [escape(&customer.name).into_owned(), what, call, next]
}
