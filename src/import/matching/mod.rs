//! Lines of a statement → what they are in the ledger: whose, for which contract, promised or not, there already or not.

mod known;
mod names;
mod numbers;
mod promises;
mod reason;

pub use known::{NEAR, Receipt, Receipts, There, Whose, comes_by};
pub use names::{Known, Names};
pub use numbers::Numbers;
pub use reason::Reason;

use rustc_hash::FxHashMap;

use super::{Line, Statement};
use crate::account::Account;
use crate::book::{Book, ContractIx, CustomerIx};
use crate::entry::{EntryId, EntryIx};
use crate::text::fold;
use promises::Promises;

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is a new receipt.
    Receipt,
    /// A receipt that was typed in is confirmed by it.
    Clear(EntryIx),
    /// The ledger has it.
    There(EntryIx),
    /// The ledger has its number with another amount.
    Differs(EntryIx),
    /// Nobody knows whose it is.
    Unmatched,
}

impl Status {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Clear(_) => "clear",
            Self::There(_) => "there",
            Self::Differs(_) => "differs",
            Self::Unmatched => "unmatched",
        }
    }
}

/// A line with what it is taken for.
#[derive(Clone, Debug)]
pub struct Matched {
    /// What becomes of it.
    pub status: Status,
    /// Whose it is.
    pub customer: Option<CustomerIx>,
    /// For which contract.
    pub contract: Option<ContractIx>,
    /// The entries the ledger has of it.
    pub entries: Vec<EntryIx>,
    /// The commitment it fulfils.
    pub commitment: Option<EntryId>,
    /// Whether somebody else than the customer paid.
    pub third_party: bool,
    /// Its number: the bank's serial, else one made of what the line says.
    pub proof: Box<str>,
    /// Whether there is no doubt whose it is.
    pub sure: bool,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Where nobody was found: the customers it could be.
    pub nearest: Vec<CustomerIx>,
}

/// Whose a line is, before the ledger is asked for it.
#[derive(Clone, Debug, Default)]
struct Owner {
    customer: Option<CustomerIx>,
    /// Who paid, where the name is a customer's.
    payer: Option<CustomerIx>,
    contract: Option<ContractIx>,
    third_party: bool,
    sure: bool,
    reasons: Vec<Reason>,
}

/// The number of each line: the bank's serial; where it has none, one made of the day, the time, the amount, the payer and
/// the balance, with an ordinal where two lines agree in all of them. The same lines have the same numbers in every file.
pub fn proofs(statement: &Statement) -> Vec<Box<str>> {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    let mut proof = |line: &Line| {
        if !line.serial.is_empty() {
            return line.serial.clone();
        }
        let time: String = line.time.chars().filter(char::is_ascii_digit).collect();
        let balance = line.balance.map(|balance| balance.to_string()).unwrap_or_default();
        let parts = [line.date.to_string(), time, line.amount.to_string(), fold(&line.payer), balance, fold(&line.contract)];
        let key = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        if *count == 1 { key.into() } else { format!("{key}#{count}").into() }
    };
    statement.lines.iter().map(&mut proof).collect()
}

/// What each line of a statement is in a ledger, one item for each; and the ledger's receipts, those marked that lines were
/// found for.
pub fn match_lines(statement: &Statement, account: &Account) -> (Vec<Matched>, Receipts) {
    let mut receipts = Receipts::new(account, statement.days, &statement.map.method);
    let mut promises = Promises::new(account);
    let numbers = Numbers::new(account.book);
    let names = Names::new(account.book);
    let proofs = proofs(statement);
    let owners: Vec<Owner> = statement.lines.iter().map(|line| owner(account.book, &names, &numbers, line)).collect();
    let whose = |number: usize| {
        let (owner, payer) = (owners.get(number), statement.lines.get(number).map_or("", |line| &line.payer));
        Whose { customer: owner.and_then(|own| own.customer), payer: owner.and_then(|own| own.payer), name: fold(payer) }
    };
    let lines = || statement.lines.iter().zip(&proofs).enumerate();
    // First all that is there in full, so that no line takes what is another's.
    let mut there: Vec<Option<There>> = lines().map(|(number, (line, proof))| receipts.same(proof, line, &whose(number))).collect();
    for ((number, (line, proof)), found) in lines().zip(&mut there) {
        if found.is_none() {
            *found = receipts.alike(proof, line, &whose(number));
        }
    }
    let typed = typed(statement, &mut receipts, &there, whose);
    let mut matched = Vec::with_capacity(statement.lines.len());
    for ((((line, proof), there), typed), owner) in statement.lines.iter().zip(proofs).zip(there).zip(typed).zip(owners) {
        let own = match there {
            Some(there) => of_there(account, &receipts, proof, there),
            None => of_owner(account, &receipts, &mut promises, line, proof, owner, typed),
        };
        matched.push(own);
    }
    let mut near: FxHashMap<&str, Vec<CustomerIx>> = FxHashMap::default();
    for (line, own) in statement.lines.iter().zip(&mut matched).filter(|(_, own)| own.status == Status::Unmatched) {
        own.nearest.clone_from(near.entry(&line.payer).or_insert_with(|| names.nearest(&line.payer)));
    }
    (matched, receipts)
}

/// The receipt that was typed in for each line that is not there: first those of the same day, then by day.
fn typed(statement: &Statement, receipts: &mut Receipts, there: &[Option<There>], whose: impl Fn(usize) -> Whose) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; statement.lines.len()];
    let mut open: Vec<usize> = there.iter().enumerate().filter(|(_, there)| there.is_none()).map(|(number, _)| number).collect();
    open.sort_by_key(|number| statement.lines.get(*number).map(|line| line.date));
    for same_day in [true, false] {
        for number in &open {
            let (Some(line), Some(place)) = (statement.lines.get(*number), found.get_mut(*number)) else { continue };
            if place.is_none() {
                *place = receipts.typed(line, &whose(*number), same_day);
            }
        }
    }
    found
}

fn id(account: &Account, entry: EntryIx) -> String {
    account.journal.entry(entry).id.to_string()
}

fn of_there(account: &Account, receipts: &Receipts, proof: Box<str>, there: There) -> Matched {
    let entry = |number: usize| receipts.all.get(number).map_or(EntryIx(0), |own| own.entry);
    let (entries, status, reason): (Vec<EntryIx>, fn(EntryIx) -> Status, _) = match there {
        There::Proof(all) => {
            let entries: Vec<EntryIx> = all.into_iter().map(entry).collect();
            let ids = entries.iter().map(|entry| id(account, *entry)).collect();
            (entries, Status::There, Reason::There(ids))
        }
        There::Void(number) => (vec![entry(number)], Status::There, Reason::Void(id(account, entry(number)))),
        There::Differs(number) => {
            let amount = account.journal.entry(entry(number)).amount.grouped();
            (vec![entry(number)], Status::Differs, Reason::Differs(id(account, entry(number)), amount))
        }
    };
    let first = entries.first().copied().unwrap_or(EntryIx(0));
    let own = account.journal.entry(first);
    Matched {
        status: status(first),
        customer: own.customer,
        contract: own.contract,
        entries,
        commitment: None,
        third_party: false,
        proof,
        sure: !matches!(reason, Reason::Void(_)),
        reasons: vec![reason],
        nearest: Vec::new(),
    }
}

fn of_owner(account: &Account, receipts: &Receipts, promises: &mut Promises, line: &Line, proof: Box<str>, owner: Owner, typed: Option<usize>) -> Matched {
    let mut own = Matched {
        status: if owner.customer.is_some() { Status::Receipt } else { Status::Unmatched },
        customer: owner.customer,
        contract: owner.contract,
        entries: Vec::new(),
        commitment: None,
        third_party: owner.third_party,
        proof,
        sure: owner.sure,
        reasons: owner.reasons,
        nearest: Vec::new(),
    };
    if let Some(receipt) = typed.and_then(|number| receipts.all.get(number)) {
        let entry = account.journal.entry(receipt.entry);
        (own.customer, own.contract) = (entry.customer, entry.contract);
        own.third_party = false;
        own.entries = vec![receipt.entry];
        let id = entry.id.to_string();
        if receipt.cleared {
            own.status = Status::There(receipt.entry);
            own.reasons = vec![Reason::There(vec![id])];
        } else {
            own.status = Status::Clear(receipt.entry);
            own.reasons.retain(|reason| !matches!(reason, Reason::NoName | Reason::NoPayer | Reason::ThirdParty));
            own.reasons.push(Reason::Typed);
        }
        return own;
    }
    if own.customer.is_some()
        && let Some(receipt) = receipts.similar(own.customer, line, false).and_then(|number| receipts.all.get(number))
    {
        own.sure = false;
        own.reasons.push(Reason::Similar(account.journal.entry(receipt.entry).id.to_string()));
    }
    if let Some(customer) = own.customer
        && let Some(promise) = promises.take(customer, own.contract, line)
    {
        own.commitment = Some(promise.id);
        own.contract = own.contract.or(promise.contract);
        own.reasons.push(Reason::Commitment);
    }
    own
}

/// Whose a line is by what it says.
fn owner(book: &Book, names: &Names, numbers: &Numbers, line: &Line) -> Owner {
    let payer = names.payer(&line.payer).map(|(customer, _)| customer);
    Owner { payer, ..by_words(book, names, numbers, line) }
}

fn by_words(book: &Book, names: &Names, numbers: &Numbers, line: &Line) -> Owner {
    if !line.customer.is_empty() || !line.contract.is_empty() {
        return named(book, names, numbers, line);
    }
    let payer = names.payer(&line.payer);
    let mut found = numbers.within(&line.remark);
    if let Some((customer, _)) = payer {
        // A figure may be anything; whoever is known by name does not pay another's contract for a figure's sake.
        let is_figure = |contract: ContractIx| book.contract(contract).no.chars().all(|c| c.is_ascii_digit());
        found.retain(|contract| book.owner(*contract) == customer || !is_figure(*contract));
    }
    let text = |contract: &ContractIx| book.contract(*contract).no.to_string();
    let by_name = |known: Known| if known == Known::Name { Reason::Name } else { Reason::Core };
    let mut owners: Vec<CustomerIx> = found.iter().map(|contract| book.owner(*contract)).collect();
    owners.dedup();
    match (owners.as_slice(), payer) {
        ([], Some((customer, known))) => Owner { customer: Some(customer), sure: known == Known::Name, reasons: vec![by_name(known)], ..Owner::default() },
        ([], None) => unnamed(names, line),
        ([owner], payer) => {
            let contract = if let [only] = found.as_slice() { Some(*only) } else { None };
            let number = contract.map_or_else(|| Reason::SeveralNumbers(found.iter().map(text).collect()), |_| Reason::Number);
            match payer {
                Some((customer, known)) if customer == *owner => {
                    Owner { customer: Some(*owner), contract, sure: true, reasons: vec![by_name(known), number], ..Owner::default() }
                }
                _ => {
                    let third_party = !line.payer.is_empty();
                    let reasons = std::iter::once(number).chain(third_party.then_some(Reason::ThirdParty)).collect();
                    Owner { customer: Some(*owner), contract, third_party, reasons, ..Owner::default() }
                }
            }
        }
        (several, Some((customer, known))) if several.contains(&customer) => {
            let own: Vec<ContractIx> = found.iter().copied().filter(|contract| book.owner(*contract) == customer).collect();
            let contract = if let [only] = own.as_slice() { Some(*only) } else { None };
            Owner { customer: Some(customer), contract, reasons: vec![by_name(known), Reason::SeveralOwners], ..Owner::default() }
        }
        _ => Owner { reasons: vec![Reason::SeveralOwners], ..Owner::default() },
    }
}

/// A line that names nobody by the payer and no contract.
fn unnamed(names: &Names, line: &Line) -> Owner {
    if !line.payer.is_empty() {
        return Owner { reasons: vec![Reason::NoName], ..Owner::default() };
    }
    match names.within(&line.remark) {
        Some(customer) => Owner { customer: Some(customer), reasons: vec![Reason::Remark], ..Owner::default() },
        None => Owner { reasons: vec![Reason::NoPayer], ..Owner::default() },
    }
}

/// A line whose file says whose it is.
fn named(book: &Book, names: &Names, numbers: &Numbers, line: &Line) -> Owner {
    let lost = |reason| Owner { reasons: vec![reason], ..Owner::default() };
    let customer = names.exact(&line.customer);
    if !line.customer.is_empty() && customer.is_none() {
        return lost(Reason::NoCustomer(line.customer.to_string()));
    }
    let contract = book.find_contract(&*line.contract).or_else(|| numbers.exact(&line.contract));
    if !line.contract.is_empty() && contract.is_none() {
        return lost(Reason::NoContract(line.contract.to_string()));
    }
    let owner = contract.map(|contract| book.owner(contract));
    if let (Some(contract), Some(_)) = (contract, customer.zip(owner).filter(|(customer, owner)| customer != owner)) {
        return lost(Reason::Conflict(book.contract(contract).no.to_string()));
    }
    let customer = customer.or(owner);
    let third_party = !line.payer.is_empty() && names.payer(&line.payer).is_none_or(|(payer, _)| Some(payer) != customer);
    let reasons = std::iter::once(Reason::File).chain(third_party.then_some(Reason::ThirdParty)).collect();
    Owner { customer, contract, third_party, sure: true, reasons, ..Owner::default() }
}
