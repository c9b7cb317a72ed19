//! What is recorded all the same, and told on stderr: it may not be what was meant.

use super::draft::Context;
use crate::account::Account;
use crate::entry::{Draft, IN_KIND, Kind, appraised};
use crate::say;
use crate::text::{Lang, fold, shown};

/// The notes about one of the new entries.
pub(super) fn notes(context: &Context, account: &Account, drafts: &[Draft], draft: &Draft) -> Vec<String> {
    if draft.kind != Kind::Receipt {
        return Vec::new();
    }
    // A correction that leaves payer and customer as they were says nothing new about them.
    let as_before = drafts.iter().any(|other| other.kind == Kind::Void && other.customer == draft.customer) && matches!(context.text("party"), Ok(None));
    let payer = if as_before { None } else { third_party(account, draft, context.lang) };
    payer.into_iter().chain(in_kind(draft, context.lang)).collect()
}

/// Money that somebody else paid (第三方回款) may have to go back, or settles nothing without a word from both.
fn third_party(account: &Account, draft: &Draft, lang: Lang) -> Option<String> {
    let customer = account.book.customer(draft.customer?);
    let payer = fold(&draft.party);
    let mut names = [customer.id.as_str(), customer.name.as_str()].into_iter().chain(customer.aliases.iter().map(String::as_str));
    if payer.is_empty() || names.any(|name| fold(name) == payer) {
        return None;
    }
    let (payer, name) = (shown(&draft.party), shown(&customer.name));
    Some(say!(
        lang,
        "提醒：第三方回款：付款方 {payer} 不是 {name} 的名字或别名；是同一家就加进 aliases，不是就留好代付说明",
        "note: paid by a third party: {payer} is no name or alias of {name}; if it is the same company, add it to the aliases, else keep its word that it pays for them"
    ))
}

/// Goods that are worth less than the debt they settle.
fn in_kind(draft: &Draft, lang: Lang) -> Option<String> {
    let amount = draft.amount.filter(|_| draft.detail == IN_KIND)?;
    let Some(value) = appraised(&draft.note) else {
        return Some(say!(
            lang,
            "提醒：以物抵债没有写评估价，加 --appraised 8.5万 就能看出值不值",
            "note: given in kind without an appraised value; --appraised 85000 would tell whether it is worth the debt"
        ));
    };
    let (less, value, amount) = (amount - value, value.grouped(), amount.grouped());
    let rest = less.grouped();
    less.is_positive().then(|| {
        say!(lang, "提醒：评估价 {value}，低于抵掉的 {amount}，差 {rest}", "note: appraised at {value}, less than the {amount} it settles: {rest} short")
    })
}
