//! What is asked about one customer.

use super::super::ask::{Answers, Talk, coming, positive, promised_day};
use crate::account::{Account, Position};
use crate::book::{ContractIx, CustomerIx};
use crate::entry::Kind;
use crate::money::Money;
use crate::problem::UsageFault;
use crate::reports::remind::Reminder;
use crate::say;
use crate::text::{Text, text};

/// A call that was made.
pub(super) struct Call {
    pub(super) answers: Answers,
    pub(super) promised: Option<Money>,
}

pub(super) enum Answer {
    Call(Call),
    Skip,
}

const SKIP: (&str, Text) = ("s", text("跳过", "skip"));

pub(super) fn ask(talk: &mut Talk, account: &Account, customer: CustomerIx, list: &[Reminder], by: Option<&str>) -> Result<Answer, UsageFault> {
    let (lang, day) = (talk.lang, account.as_of.day);
    let mut channels = Kind::Contact.details().to_vec();
    channels.push(SKIP);
    let question = say!(lang, "联系了吗？怎么联系的 [电话]，s 跳过，q 结束：", "was there a contact, how [phone], s skip, q quit: ");
    let channel = talk.choose(&question, &channels, Some("phone"))?.unwrap_or("phone");
    if channel == SKIP.0 {
        return Ok(Answer::Skip);
    }
    let mut answers = Answers::default();
    let contract = only_contract(list);
    match contract {
        Some(contract) => answers.put("contract", account.book.contract(contract).no.as_str()),
        None => answers.put("customer", account.book.customer(customer).id.as_str()),
    }
    let outcome = talk.choose(&say!(lang, "结果（回车不填）：", "outcome (Enter: none): "), Kind::outcomes(), None)?;
    answers.put("detail", outcome.map_or(channel.to_string(), |outcome| format!("{channel}/{outcome}")));
    let mut promised = None;
    if outcome == Some("promised") {
        let amount = amount(talk, account, customer, contract, &mut answers)?;
        answers.put("promise", amount.to_string());
        answers.put("due", promised_day(talk, day, account.book.customer(customer).pay_day)?.to_string());
        promised = Some(amount);
    }
    let next = talk.ask(&say!(lang, "下次哪天联系（回车不约）：", "next contact on (Enter: none): "), |typed| {
        if typed.is_empty() { Ok(None) } else { coming(typed, day).map(Some) }
    })?;
    if let Some(next) = next {
        answers.put("next", next.to_string());
    }
    let note = talk.ask(&say!(lang, "备注（回车不填）：", "note (Enter: none): "), |typed| Ok(typed.to_string()))?;
    for (id, words) in [("note", note.as_str()), ("by", by.unwrap_or_default())] {
        if !words.is_empty() {
            answers.put(id, words);
        }
    }
    Ok(Answer::Call(Call { answers, promised }))
}

/// The contract that all there is to do is about; none where there are several.
fn only_contract(list: &[Reminder]) -> Option<ContractIx> {
    let first = list.first()?.contract?;
    list.iter().all(|own| own.contract == Some(first)).then_some(first)
}

/// What was promised: by default what is due by now, else all that is open.
fn amount(talk: &mut Talk, account: &Account, customer: CustomerIx, contract: Option<ContractIx>, answers: &mut Answers) -> Result<Money, UsageFault> {
    let (lang, day) = (talk.lang, account.as_of.day);
    let own = account.positions().get(account.positions_of(customer)).unwrap_or_default();
    let wanted = || own.iter().filter(|position| contract.is_none_or(|contract| position.contract == contract));
    let open: Money = wanted().map(Position::outstanding).sum();
    let due: Money = wanted().filter(|position| position.days(day).is_some_and(|days| days >= 0)).map(Position::outstanding).sum();
    let usual = if due.is_positive() { due } else { open };
    let shown = usual.grouped();
    loop {
        let question = say!(lang, "答应付多少 [{shown}]：", "promised amount [{shown}]: ");
        let amount = talk.ask(&question, |typed| if typed.is_empty() && usual.is_positive() { Ok(usual) } else { positive(typed) })?;
        if amount <= open {
            return Ok(amount);
        }
        if let Some(flag) = talk.lift(&UsageFault::Over { what: text("承诺", "commitment"), amount, open })? {
            answers.allow(flag);
            return Ok(amount);
        }
    }
}
