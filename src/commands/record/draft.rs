//! Flags → the fields of a new entry, every typed value understood and none guessed.

use clap::ArgMatches;

use super::ask::Answers;
use super::flags::{Place, places};
use super::instalments;
use crate::account::{Account, AsOf};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::commands::names;
use crate::date::{Day, Toward};
use crate::entry::{About, Column, Draft, EntryIx, IN_KIND, Journal, Kind, with_appraised};
use crate::money::Money;
use crate::problem::{JournalFault, Problem, Problems, UsageFault};
use crate::text::{Lang, find_hostile, text};

/// What drafts are made from.
pub(super) struct Context<'a> {
    pub(super) book: &'a Book,
    pub(super) journal: &'a Journal,
    pub(super) flags: &'a ArgMatches,
    pub(super) answers: &'a Answers,
    pub(super) today: Day,
    pub(super) by: &'a str,
    pub(super) lang: Lang,
}

impl Context<'_> {
    /// An option's text: as given, else as answered. It must be fit for one line.
    pub(super) fn text(&self, id: &str) -> Result<Option<&str>, UsageFault> {
        let given = self.flags.try_get_one::<String>(id).ok().flatten().map(String::as_str);
        let Some(words) = given.or_else(|| self.answers.get(id)) else { return Ok(None) };
        match find_hostile(words) {
            Some((_, character)) => Err(UsageFault::Hostile { option: id.to_string(), character }),
            None => Ok(Some(words)),
        }
    }

    /// The first of several ids that was given.
    fn first(&self, ids: &[&str]) -> Result<Option<&str>, UsageFault> {
        for id in ids {
            if let Some(words) = self.text(id)? {
                return Ok(Some(words));
            }
        }
        Ok(None)
    }

    pub(super) fn flag(&self, id: &str) -> bool {
        self.flags.try_get_one::<bool>(id).ok().flatten().copied().unwrap_or(false) || self.answers.flag(id)
    }

    pub(super) fn day(&self, id: &str, toward: Toward) -> Result<Option<Day>, UsageFault> {
        let parse = |text: &str| Day::parse_typed(text, self.today, toward).map_err(|fault| UsageFault::Date { text: text.to_string(), fault });
        self.text(id)?.map(parse).transpose()
    }

    pub(super) fn amount(&self, ids: &[&str]) -> Result<Option<Money>, UsageFault> {
        let parse = |text: &str| Money::parse_typed(text).map_err(|fault| UsageFault::Amount { text: text.to_string(), fault });
        self.first(ids)?.map(parse).transpose()
    }

    /// What a customer owes as of a day.
    pub(super) fn account(&self, customer: Option<CustomerIx>, day: Day) -> Account<'_> {
        Account::of_customers(self.book, self.journal, AsOf::day(day), &self.journal.linked(customer))
    }
}

/// The names of a contract's milestones, or of its bills.
pub(super) fn slot_names(book: &Book, journal: &Journal, contract: ContractIx) -> Vec<String> {
    let own = book.contract(contract);
    if !own.framework {
        return book.milestones(own).iter().map(|milestone| book.milestone_name(milestone).to_string()).collect();
    }
    let mut bills: Vec<_> = journal.of_kind(Kind::Bill).filter(|entry| entry.contract == Some(contract)).collect();
    bills.sort_by_key(|entry| (entry.date, entry.id));
    let name = |entry: &crate::entry::Entry| {
        let written = journal.text(entry, Column::Milestone);
        if written.is_empty() { entry.id.to_string() } else { written.into_owned() }
    };
    bills.iter().map(name).collect()
}

/// The entries a kind's command makes: one, and for a contact with a promise the commitment too.
pub(super) fn drafts(context: &Context, kind: Kind) -> Result<Vec<Draft>, Problems> {
    let mut draft = free_fields(context, kind)?;
    match kind.about() {
        About::Entry => set_referred(context, &mut draft)?,
        about => set_target(context, &mut draft, about)?,
    }
    draft.date = match context.day("date", Toward::Past)? {
        Some(day) => day,
        None => draft.date,
    };
    set_milestone(context, &mut draft)?;
    draft.amount = context.amount(&["amount", "amount-flag"])?.or(draft.amount);
    if draft.amount == Some(Money::ZERO) && kind != Kind::Confirm {
        return Err(Problem::new(JournalFault::ZeroAmount).into());
    }
    if kind == Kind::Contact {
        return contact(context, draft);
    }
    set_appraised(context, &mut draft)?;
    if let Some(split) = instalments::asked(context, kind)? {
        needs(&Draft { due: Some(draft.date), ..draft.clone() })?;
        return Ok(instalments::drafts(context, &draft, split)?);
    }
    draft.due = context.day("due", Toward::Future)?;
    if kind == Kind::Confirm && draft.detail.is_empty() {
        draft.detail = compare_balance(context, &draft).to_string();
    }
    needs(&draft)?;
    Ok(vec![draft])
}

/// What was given in kind has a value, which stands first in the note.
pub(super) fn set_appraised(context: &Context, draft: &mut Draft) -> Result<(), UsageFault> {
    let Some(value) = context.amount(&["appraised"])? else { return Ok(()) };
    if draft.detail != IN_KIND {
        return Err(UsageFault::OnlyWith { option: "--appraised", with: "--method in-kind" });
    }
    draft.note = with_appraised(value, &draft.note);
    Ok(())
}

/// What needs no ledger.
fn free_fields(context: &Context, kind: Kind) -> Result<Draft, UsageFault> {
    let text = |ids: &[&str]| context.first(ids).map(|words| words.unwrap_or_default().to_string());
    let by = text(&["by"])?;
    Ok(Draft {
        kind,
        date: context.today,
        customer: None,
        contract: None,
        milestone: String::new(),
        amount: None,
        due: None,
        refers: None,
        proof: text(&["proof"])?,
        party: text(&["party"])?,
        detail: kind.detail_code(&text(&["detail-word", "detail"])?),
        by: if by.is_empty() { context.by.to_string() } else { by },
        note: text(&["note"])?,
    })
}

fn set_target(context: &Context, draft: &mut Draft, about: About) -> Result<(), UsageFault> {
    let book = context.book;
    let retry = format!("huikuan record {}", draft.kind.code());
    if let Some(customer) = context.text("customer")? {
        draft.customer = Some(names::customer(book, customer, None)?);
    }
    if let Some(contract) = context.text("contract")? {
        draft.contract = Some(names::contract(book, contract, None)?);
    }
    let named = draft.customer.is_some() || draft.contract.is_some();
    // What was chosen in answer to a question says more than the first argument, and does not move it.
    let is_given = |id: &str| context.flags.try_get_one::<String>(id).ok().flatten().is_some();
    let chosen = context.answers.name_target() && !is_given("customer") && !is_given("contract");
    if let Some(target) = context.text("target")?.filter(|_| !named) {
        let found = names::target(book, target, Some(&retry))?;
        (draft.customer, draft.contract) = (found.customer, found.contract);
    } else if let Some(extra) = context.text("target")?.filter(|_| !chosen) {
        // With --customer or --contract the first argument is the next one: the amount or the word.
        shifted(draft, extra)?;
    }
    if let Some(contract) = draft.contract {
        draft.customer = Some(book.contract(contract).customer);
    }
    match about {
        About::Customer => draft.contract = None,
        About::Contract if draft.contract.is_none() => {
            if let Some(customer) = draft.customer {
                draft.contract = Some(only_contract(book, customer, draft.kind)?);
            }
        }
        _ => {}
    }
    if let Some(refers) = context.text("ref")? {
        draft.refers = Some(context.journal.entry(names::entry(context.journal, refers)?).id);
    }
    Ok(())
}

/// `record receipt --customer huadong 5万`: the argument is not a target but what follows it.
fn shifted(draft: &mut Draft, words: &str) -> Result<(), UsageFault> {
    match places(draft.kind).get(1) {
        Some(Place::Amount) => {
            let fault = |fault| UsageFault::Amount { text: words.to_string(), fault };
            draft.amount = Some(Money::parse_typed(words).map_err(fault)?);
        }
        Some(Place::Detail) => draft.detail = words.to_string(),
        Some(Place::Milestone) => draft.milestone = words.to_string(),
        _ => {}
    }
    Ok(())
}

/// The one contract of a customer that an entry of this kind can be about.
fn only_contract(book: &Book, customer: CustomerIx, kind: Kind) -> Result<ContractIx, UsageFault> {
    let fits = |contract: &crate::book::Contract| contract.customer == customer && (kind != Kind::Bill || contract.framework);
    let own: Vec<ContractIx> = book.contracts().filter(|(_, contract)| fits(contract)).map(|(index, _)| index).collect();
    match own.as_slice() {
        [only] => Ok(*only),
        several => Err(UsageFault::NeedsContract {
            customer: book.customer(customer).name.to_string(),
            contracts: several.iter().map(|contract| book.contract(*contract).no.to_string()).collect(),
        }),
    }
}

/// Kinds that refer to an entry take its customer and contract; a void of a mistake also its date.
fn set_referred(context: &Context, draft: &mut Draft) -> Result<(), Problem> {
    let journal = context.journal;
    let Some(typed) = context.first(&["entry", "ref"])? else { return Ok(()) };
    let index = names::entry(journal, typed)?;
    let target = journal.entry(index);
    if !draft.kind.refers_to().contains(&target.kind) {
        let (id, wanted) = (target.id.to_string(), draft.kind.refers_to_words());
        return Err(JournalFault::RefKind { id, kind: target.kind.code(), wanted }.into());
    }
    // What is void cannot be cleared, refunded, resolved, released or made void once more.
    if let Some(void) = journal.of_kind(Kind::Void).find(|entry| entry.refers == Some(index)) {
        return Err(JournalFault::SecondVoid { id: target.id.to_string(), first: journal.line(void) }.into());
    }
    (draft.refers, draft.customer, draft.contract) = (Some(target.id), target.customer, target.contract);
    if draft.kind == Kind::Void && context.flag("mistake") {
        draft.date = target.date;
    }
    if draft.kind == Kind::Refund {
        draft.amount = Some(refundable(context, index));
    }
    Ok(())
}

/// What of a receipt was not refunded yet.
fn refundable(context: &Context, receipt: EntryIx) -> Money {
    context.account(context.journal.entry(receipt).customer, context.today).net(receipt)
}

fn set_milestone(context: &Context, draft: &mut Draft) -> Result<(), UsageFault> {
    let typed = match context.first(&["milestone", "milestone-flag"])? {
        Some(words) => words.to_string(),
        None => std::mem::take(&mut draft.milestone),
    };
    // A milestone's name tells the contract where the customer has only one.
    if let (false, None, Some(customer)) = (typed.is_empty(), draft.contract, draft.customer) {
        draft.contract = Some(only_contract(context.book, customer, draft.kind)?);
    }
    match draft.contract {
        _ if typed.is_empty() => {}
        // A bill's milestone is its own new name.
        Some(_) if draft.kind == Kind::Bill => draft.milestone = typed,
        Some(contract) => {
            draft.milestone = names::milestone(&slot_names(context.book, context.journal, contract), &typed)?;
            known_part(context, contract, &draft.milestone)?;
        }
        None => {}
    }
    Ok(())
}

/// Refuses a part that does not exist: in the journal it would mean the whole milestone.
fn known_part(context: &Context, contract: ContractIx, name: &str) -> Result<(), UsageFault> {
    if !name.contains('/') {
        return Ok(());
    }
    let account = context.account(Some(context.book.contract(contract).customer), context.today);
    let own = account.positions().iter().filter(|position| position.contract == contract);
    let names: Vec<String> = own.map(|position| account.position_name(position).to_string()).collect();
    if names.iter().any(|known| known == name) {
        return Ok(());
    }
    let all = names.into_iter().take(8).map(|known| (known.clone(), known)).collect();
    Err(UsageFault::NotOneOf { what: text("付款节点", "milestone"), text: name.to_string(), all })
}

/// A contact, and the commitment that was made in it: `--due` is the promised day, `--next` the next contact.
fn contact(context: &Context, mut draft: Draft) -> Result<Vec<Draft>, Problems> {
    let (due, next) = (context.day("due", Toward::Future)?, context.day("next", Toward::Future)?);
    let Some(amount) = context.amount(&["promise"])? else {
        draft.due = next.or(due);
        needs(&draft)?;
        return Ok(vec![draft]);
    };
    let promise = Draft { kind: Kind::Commitment, amount: Some(amount), due, detail: "oral".into(), refers: None, proof: String::new(), ..draft.clone() };
    draft.due = next;
    if !draft.detail.contains('/') && !draft.detail.is_empty() {
        draft.detail += "/promised";
    }
    needs(&draft)?;
    if promise.due.is_none() {
        let example = "huikuan record contact 华东电器 phone --promise 10万 --due 12-10".to_string();
        return Err(UsageFault::Missing { name: text("承诺日期 --due", "the promised day --due"), example }.into());
    }
    needs(&promise)?;
    Ok(vec![draft, promise])
}

/// Whether a confirmed balance agrees with ours on its day.
fn compare_balance(context: &Context, draft: &Draft) -> &'static str {
    let account = context.account(draft.customer, draft.date);
    let ours = draft.customer.map_or(Money::ZERO, |customer| account.claim(customer));
    if draft.amount == Some(ours) { "agreed" } else { "differs" }
}

fn needs(draft: &Draft) -> Result<(), UsageFault> {
    let kind = draft.kind;
    let missing = |name, example: &str| Err(UsageFault::Missing { name, example: format!("huikuan record {} {example}", kind.code()) });
    let (first, _) = super::flags::examples(kind.code())[0];
    match kind.about() {
        About::Entry if draft.refers.is_none() => return missing(text("记录编号", "the entry's id"), first),
        About::Contract if draft.contract.is_none() => return missing(text("合同", "the contract"), first),
        About::Either | About::Customer if draft.customer.is_none() => return missing(text("客户或合同", "the customer or contract"), first),
        _ => {}
    }
    if kind.needs_amount() && draft.amount.is_none() {
        return missing(text("金额", "the amount"), first);
    }
    if kind.needs_due() && draft.due.is_none() {
        return missing(text("日期 --due", "the date --due"), first);
    }
    if kind == Kind::Reschedule && draft.milestone.is_empty() {
        return missing(text("付款节点", "the milestone"), first);
    }
    if kind == Kind::Invoice && draft.proof.is_empty() {
        return missing(text("发票号码 --proof", "the invoice number --proof"), first);
    }
    if kind == Kind::Event && draft.detail.is_empty() {
        return missing(text("节点", "the event"), first);
    }
    Ok(())
}
