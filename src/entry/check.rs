//! What needs all rows: unique ids, references, voids, refunds, bills' names, and that the sums stay exact.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::read::{Draft, HINTS, split_part};
use super::row::{Column, Row};
use super::{Entry, EntryId, EntryIx, Kind, Slot};
use crate::book::{Book, ContractIx};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{JournalFault, Problem};
use crate::source::Source;
use crate::text::{nearest, text};

/// Entries by id, for looking up.
struct Ids(Vec<(EntryId, u32)>);

impl Ids {
    fn new(drafts: &[Draft]) -> Self {
        let mut ids: Vec<_> = drafts.iter().enumerate().map(|(index, draft)| (draft.entry.id, index as u32)).collect();
        // Most journals are in order already.
        if !ids.is_sorted() {
            ids.sort_unstable();
        }
        Self(ids)
    }

    fn find(&self, id: EntryId) -> Option<EntryIx> {
        let at = self.0.partition_point(|(known, _)| *known < id);
        self.0.get(at).filter(|(known, _)| *known == id).map(|(_, index)| EntryIx(*index))
    }
}

struct Checker<'a> {
    source: &'a Source,
    drafts: Vec<Draft>,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn column(&self, entry: &Entry, column: Column) -> String {
        let text = self.source.text().get(entry.start as usize..).unwrap_or_default();
        let line = text.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        Row::split(line).map_or(String::new(), |row| row.get(column).into_owned())
    }

    fn report(&mut self, entry: &Entry, column: Column, fault: JournalFault) {
        let text = self.source.text().get(entry.start as usize..).unwrap_or_default();
        let line = text.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let range = Row::split(line).map_or(0..0, |row| row.range(column));
        self.problems.push(Problem::at(fault, self.source.place_in_line(entry.line, entry.start as usize, range)));
    }

    fn entry(&self, index: EntryIx) -> Option<Entry> {
        self.drafts.get(index.0 as usize).map(|draft| draft.entry)
    }
}

/// A journal's entries once they know of each other.
pub(super) struct Resolved {
    pub(super) entries: Vec<Entry>,
    pub(super) namesakes: FxHashMap<EntryIx, Vec<EntryIx>>,
    /// The sum of all amounts.
    pub(super) total: Money,
    pub(super) problems: Vec<Problem>,
}

/// Resolves references between entries and checks what needs all of them.
pub(super) fn resolve(book: &Book, source: &Source, drafts: Vec<Draft>) -> Resolved {
    let ids = Ids::new(&drafts);
    let mut checker = Checker { source, drafts, problems: Vec::new() };
    duplicates(&mut checker, &ids);
    refs(&mut checker, &ids);
    voids_and_refunds(&mut checker);
    let namesakes = bills(&mut checker, book);
    let total = total(&mut checker, book);
    Resolved { entries: checker.drafts.into_iter().map(|draft| draft.entry).collect(), namesakes, total, problems: checker.problems }
}

fn duplicates(checker: &mut Checker, ids: &Ids) {
    for pair in ids.0.windows(2) {
        let [(a, first), (b, second)] = pair else { continue };
        if a == b
            && let (Some(first), Some(second)) = (checker.entry(EntryIx(*first)), checker.entry(EntryIx(*second)))
        {
            let fault = JournalFault::DuplicateId { id: a.to_string(), first: first.line };
            checker.report(&second, Column::Id, fault);
        }
    }
}

fn refs(checker: &mut Checker, ids: &Ids) {
    for index in 0..checker.drafts.len() {
        let Some(draft) = checker.drafts.get(index) else { continue };
        let (Some(id), entry) = (draft.refers, draft.entry) else { continue };
        let allowed = entry.kind.refers_to();
        let target = ids.find(id);
        let fault = match target.and_then(|target| checker.entry(target)) {
            None => Some(JournalFault::RefNowhere { id: id.to_string() }),
            // A ref that has no meaning for its kind is kept, not followed.
            Some(_) if allowed.is_empty() => None,
            Some(target) if !allowed.contains(&target.kind) || target.id == entry.id => {
                Some(JournalFault::RefKind { id: id.to_string(), kind: target.kind.code(), wanted: entry.kind.refers_to_words() })
            }
            Some(target) if target.date > entry.date => Some(JournalFault::RefLater { id: id.to_string() }),
            Some(other) => {
                if let Some(draft) = checker.drafts.get_mut(index) {
                    draft.entry.refers = target;
                    // What refers to an entry is about what that entry is about.
                    if entry.kind.about() == super::About::Entry {
                        draft.entry.customer = other.customer;
                        draft.entry.contract = other.contract;
                    }
                }
                None
            }
        };
        if let Some(fault) = fault {
            checker.report(&entry, Column::Ref, fault);
        }
    }
}

fn voids_and_refunds(checker: &mut Checker) {
    let mut voids: FxHashMap<u32, u32> = FxHashMap::default();
    let mut refunds: FxHashMap<u32, Vec<(u32, Entry)>> = FxHashMap::default();
    let mut faults = Vec::new();
    for (index, draft) in checker.drafts.iter().enumerate() {
        let Some(target) = draft.entry.refers else { continue };
        match draft.entry.kind {
            Kind::Void => {
                if let Some(first) = voids.insert(target.0, index as u32)
                    && let (Some(first), Some(entry)) = (checker.entry(EntryIx(first)), checker.entry(target))
                    && first.id != draft.entry.id
                {
                    faults.push((draft.entry, Column::Ref, JournalFault::SecondVoid { id: entry.id.to_string(), first: first.line }));
                }
            }
            Kind::Refund => refunds.entry(target.0).or_default().push((index as u32, draft.entry)),
            _ => {}
        }
    }
    for (receipt, list) in refunds {
        let Some(receipt) = checker.entry(EntryIx(receipt)) else { continue };
        // On every day: a refund counts until the day it was made void.
        let counts = |(index, refund): &(u32, Entry), day: Day| {
            let void = voids.get(index).and_then(|void| checker.entry(EntryIx(*void)));
            refund.date <= day && void.is_none_or(|void| void.date > day)
        };
        let sum_on = |day: Day| list.iter().filter(|refund| counts(refund, day)).map(|(_, refund)| refund.amount).sum::<Money>();
        let over = list.iter().map(|(_, refund)| (refund, sum_on(refund.date))).filter(|(_, sum)| *sum > receipt.amount);
        if let Some((last, sum)) = over.max_by_key(|(refund, _)| (refund.date, refund.id)) {
            faults.push((*last, Column::Amount, JournalFault::Refunds { id: receipt.id.to_string(), refunds: sum, receipt: receipt.amount }));
        }
    }
    for (entry, column, fault) in faults {
        checker.report(&entry, column, fault);
    }
}

/// Bills belong to framework contracts and have names; entries that name one are resolved.
fn bills(checker: &mut Checker, book: &Book) -> FxHashMap<EntryIx, Vec<EntryIx>> {
    let is_framework = |contract: Option<ContractIx>| contract.is_some_and(|contract| book.contract(contract).framework);
    let void: std::collections::HashSet<EntryIx> =
        checker.drafts.iter().filter(|draft| draft.entry.kind == Kind::Void).filter_map(|draft| draft.entry.refers).collect();
    let mut names: HashMap<(ContractIx, String), EntryIx> = HashMap::new();
    let mut namesakes: FxHashMap<EntryIx, Vec<EntryIx>> = FxHashMap::default();
    let mut counts: FxHashMap<ContractIx, u32> = FxHashMap::default();
    let mut faults = Vec::new();
    for (index, draft) in checker.drafts.iter().enumerate() {
        let (entry, index) = (draft.entry, EntryIx(index as u32));
        let (Kind::Bill, Some(contract)) = (entry.kind, entry.contract) else { continue };
        if !is_framework(entry.contract) {
            faults.push((entry, Column::Contract, JournalFault::BillContract { contract: book.contract(contract).no.clone() }));
            continue;
        }
        let count: &mut u32 = counts.entry(contract).or_default();
        *count = count.saturating_add(1);
        let written = checker.column(&entry, Column::Milestone);
        let name = if written.is_empty() { entry.id.to_string() } else { written };
        if name.contains('/') || name.starts_with('#') {
            faults.push((entry, Column::Milestone, JournalFault::BillName { name, first: 0 }));
            continue;
        }
        let key = (contract, name);
        let Some(first) = names.get(&key).copied() else {
            names.insert(key, index);
            continue;
        };
        // A bill that was made void and written anew keeps its name.
        let all = namesakes.entry(first).or_insert_with(|| vec![first]);
        if !void.contains(&index)
            && let Some(other) = all.iter().find(|other| !void.contains(other))
        {
            let first = checker.entry(*other).map_or(0, |other| other.line);
            faults.push((entry, Column::Milestone, JournalFault::BillName { name: key.1, first }));
        }
        all.push(index);
    }
    for index in 0..checker.drafts.len() {
        let Some(entry) = checker.entry(EntryIx(index as u32)) else { continue };
        let (true, Some(contract)) = (is_framework(entry.contract) && entry.kind != Kind::Bill, entry.contract) else { continue };
        let written = checker.column(&entry, Column::Milestone);
        if written.is_empty() {
            continue;
        }
        let (base, part) = split_part(&written);
        let count = counts.get(&contract).copied().unwrap_or_default();
        let nth = base.strip_prefix('#').and_then(|number| number.parse::<u16>().ok()).filter(|number| (1..=count).contains(&u32::from(*number)));
        let slot = match (nth, names.get(&(contract, base.to_string())), part) {
            (Some(number), _, Some(part)) => Some(Slot::Nth { number, part }),
            (None, Some(bill), Some(part)) => Some(Slot::Bill { entry: *bill, part }),
            _ => None,
        };
        if let (Some(slot), Some(draft)) = (slot, checker.drafts.get_mut(index)) {
            draft.entry.slot = slot;
        } else {
            let keys = names.keys().filter(|_| faults.len() < HINTS);
            let known: Vec<&str> = keys.filter(|(owner, _)| *owner == contract).map(|(_, name)| name.as_str()).collect();
            let nearest = nearest(base, known).into_iter().map(String::from).collect();
            faults.push((entry, Column::Milestone, JournalFault::Unknown { what: text("出货单", "bill"), id: written.clone(), nearest }));
        }
    }
    for (entry, column, fault) in faults {
        checker.report(&entry, column, fault);
    }
    namesakes
}

fn total(checker: &mut Checker, book: &Book) -> Money {
    let mut sum = book.contracts.iter().map(|contract| contract.amount).sum::<Money>();
    for index in 0..checker.drafts.len() {
        let Some(entry) = checker.entry(EntryIx(index as u32)) else { continue };
        let Some(more) = sum.checked_total(entry.amount) else {
            checker.report(&entry, Column::Amount, JournalFault::Total);
            break;
        };
        sum = more;
    }
    sum
}
