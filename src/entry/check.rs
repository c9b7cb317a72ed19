//! What needs all rows: unique ids, references, voids, refunds, bills' names, and that the sums stay exact.

use std::collections::{HashMap, HashSet};

use rustc_hash::FxHashMap;

use super::packed::Rows;
use super::part::Found;
use super::read::{HINTS, split_part};
use super::row::{Column, Row};
use super::{Entry, EntryId, EntryIx, Kind, Slot};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{JournalFault, Problem};
use crate::source::Source;
use crate::text::{nearest, text};

/// A journal's entries once they know of each other.
pub(super) struct Resolved {
    pub(super) rows: Rows,
    /// The contracts' customers.
    pub(super) owners: Vec<CustomerIx>,
    pub(super) namesakes: FxHashMap<EntryIx, Vec<EntryIx>>,
    /// The sum of all amounts.
    pub(super) total: Money,
    pub(super) problems: Vec<Problem>,
}

struct Checker<'a> {
    /// Where problems have their place; without it they have none.
    source: Option<&'a Source>,
    rows: Rows,
    owners: Vec<CustomerIx>,
    /// Entries by id, where ids do not grow.
    ids: Option<Vec<(EntryId, u32)>>,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn report(&mut self, index: EntryIx, column: Column, fault: JournalFault) {
        let place = self.source.zip(self.rows.line(index)).map(|(source, own)| {
            let text = source.text().get(own.start as usize..).unwrap_or_default();
            let line = text.split('\n').next().unwrap_or_default().trim_end_matches('\r');
            source.place_in_line(own.number, own.start as usize, Row::split(line).map_or(0..0, |row| row.range(column)))
        });
        self.problems.push(Problem { what: fault.into(), place });
    }

    fn entry(&self, index: EntryIx) -> Option<Entry> {
        self.rows.get(index, &self.owners)
    }

    fn line(&self, index: EntryIx) -> u32 {
        self.rows.line(index).map_or(0, |line| line.number)
    }

    fn find(&self, id: EntryId) -> Option<EntryIx> {
        let Some(ids) = &self.ids else { return self.rows.find(id) };
        let at = ids.partition_point(|(known, _)| *known < id);
        ids.get(at).filter(|(known, _)| *known == id).map(|(_, index)| EntryIx(*index))
    }

    fn indices(&self) -> impl Iterator<Item = EntryIx> + use<> {
        (0..self.rows.len() as u32).map(EntryIx)
    }
}

/// Resolves references between entries and checks what needs all of them.
pub(super) fn resolve(book: &Book, source: Option<&Source>, found: Found) -> Resolved {
    let Found { rows, refs: wanted, names, total } = found;
    let owners = book.owners().to_vec();
    // Most journals are in order already.
    let ids = (!rows.ids_grow()).then(|| {
        let mut ids: Vec<_> = rows.ids().zip(0..).collect();
        ids.sort_unstable();
        ids
    });
    let mut checker = Checker { source, rows, owners, ids, problems: Vec::new() };
    duplicates(&mut checker);
    refs(&mut checker, &wanted);
    voids_and_refunds(&mut checker, &wanted);
    let namesakes = bills(&mut checker, book, names);
    let total = sum(&mut checker, book, total);
    let Checker { rows, owners, problems, .. } = checker;
    Resolved { rows, owners, namesakes, total, problems }
}

fn duplicates(checker: &mut Checker) {
    let Some(ids) = checker.ids.take() else { return };
    for pair in ids.windows(2) {
        let [(a, first), (b, second)] = pair else { continue };
        if a == b {
            let fault = JournalFault::DuplicateId { id: a.to_string(), first: checker.line(EntryIx(*first)) };
            checker.report(EntryIx(*second), Column::Id, fault);
        }
    }
    checker.ids = Some(ids);
}

fn refs(checker: &mut Checker, wanted: &[(EntryIx, EntryId)]) {
    let mut of_nobody = Vec::new();
    for (index, id) in wanted.iter().copied() {
        let Some(entry) = checker.entry(index) else { continue };
        let allowed = entry.kind.refers_to();
        let target = checker.find(id).and_then(|target| checker.entry(target));
        let fault = match target {
            None => Some(JournalFault::RefNowhere { id: id.to_string() }),
            // A ref that has no meaning for its kind is kept, not followed.
            Some(_) if allowed.is_empty() => None,
            Some(target) if !allowed.contains(&target.kind) || target.id == entry.id => {
                Some(JournalFault::RefKind { id: id.to_string(), kind: target.kind.code(), wanted: entry.kind.refers_to_words() })
            }
            Some(target) if target.date > entry.date => Some(JournalFault::RefLater { id: id.to_string() }),
            Some(target) => {
                // What refers to an entry is about what that entry is about.
                let about_it = entry.kind.about() == super::About::Entry;
                checker.rows.set_target(index, target.index, about_it);
                of_nobody.extend((about_it && checker.rows.is_about_nobody(index)).then_some((index, target.index)));
                None
            }
        };
        if let Some(fault) = fault {
            checker.report(index, Column::Ref, fault);
        }
    }
    // One that refers to a later line, which itself refers to another: that line knows by now.
    for (index, target) in of_nobody {
        checker.rows.set_target(index, target, true);
    }
}

fn voids_and_refunds(checker: &mut Checker, referring: &[(EntryIx, EntryId)]) {
    let mut voids: FxHashMap<EntryIx, EntryIx> = FxHashMap::default();
    let mut refunds: FxHashMap<EntryIx, Vec<Entry>> = FxHashMap::default();
    let mut faults = Vec::new();
    for (index, _) in referring {
        let Some((entry, target)) = checker.entry(*index).and_then(|entry| Some((entry, entry.refers?))) else { continue };
        match entry.kind {
            Kind::Void => {
                if let Some(first) = voids.insert(target, *index)
                    && let (Some(first), Some(target)) = (checker.entry(first), checker.entry(target))
                    && first.id != entry.id
                {
                    faults.push((*index, Column::Ref, JournalFault::SecondVoid { id: target.id.to_string(), first: checker.line(first.index) }));
                }
            }
            Kind::Refund => refunds.entry(target).or_default().push(entry),
            _ => {}
        }
    }
    for (receipt, list) in refunds {
        let Some(receipt) = checker.entry(receipt) else { continue };
        // On every day: a refund counts until the day it was made void.
        let counts = |refund: &Entry, day: Day| {
            let void = voids.get(&refund.index).and_then(|void| checker.entry(*void));
            refund.date <= day && void.is_none_or(|void| void.date > day)
        };
        let sum_on = |day: Day| list.iter().filter(|refund| counts(refund, day)).map(|refund| refund.amount).sum::<Money>();
        let over = list.iter().map(|refund| (refund, sum_on(refund.date))).filter(|(_, sum)| *sum > receipt.amount);
        if let Some((last, sum)) = over.max_by_key(|(refund, _)| (refund.date, refund.id)) {
            faults.push((last.index, Column::Amount, JournalFault::Refunds { id: receipt.id.to_string(), refunds: sum, receipt: receipt.amount }));
        }
    }
    for (index, column, fault) in faults {
        checker.report(index, column, fault);
    }
}

/// Bills belong to framework contracts and have names; entries that name one are resolved.
fn bills(checker: &mut Checker, book: &Book, names: Vec<(EntryIx, String)>) -> FxHashMap<EntryIx, Vec<EntryIx>> {
    let mut names: FxHashMap<EntryIx, String> = names.into_iter().collect();
    let mut own: Vec<EntryIx> = names.keys().copied().collect();
    own.sort_unstable();
    let all = checker.rows.kinds().zip(0..).filter(|(kind, _)| *kind == Kind::Bill).map(|(_, index)| EntryIx(index));
    let bills: Vec<EntryIx> = all.collect();
    let voids = if bills.is_empty() { HashSet::new() } else { void(checker) };
    let mut known: HashMap<(ContractIx, String), EntryIx> = HashMap::new();
    let mut namesakes: FxHashMap<EntryIx, Vec<EntryIx>> = FxHashMap::default();
    let mut counts: FxHashMap<ContractIx, u32> = FxHashMap::default();
    let mut faults = Vec::new();
    for index in bills {
        let Some((entry, contract)) = checker.entry(index).and_then(|entry| Some((entry, entry.contract?))) else { continue };
        if !book.contract(contract).framework {
            faults.push((index, Column::Contract, JournalFault::BillContract { contract: book.contract(contract).no.to_string() }));
            continue;
        }
        let count: &mut u32 = counts.entry(contract).or_default();
        *count = count.saturating_add(1);
        let written = names.remove(&index).unwrap_or_default();
        let name = if written.is_empty() { entry.id.to_string() } else { written };
        if name.contains('/') || name.starts_with('#') {
            faults.push((index, Column::Milestone, JournalFault::BillName { name, first: 0 }));
            continue;
        }
        let key = (contract, name);
        let Some(first) = known.get(&key).copied() else {
            known.insert(key, index);
            continue;
        };
        // A bill that was made void and written anew keeps its name.
        let all = namesakes.entry(first).or_insert_with(|| vec![first]);
        if !voids.contains(&index)
            && let Some(other) = all.iter().find(|other| !voids.contains(other))
        {
            faults.push((index, Column::Milestone, JournalFault::BillName { name: key.1, first: checker.line(*other) }));
        }
        all.push(index);
    }
    for index in own {
        let Some((written, contract)) = names.remove(&index).and_then(|name| Some((name, checker.entry(index)?.contract?))) else { continue };
        let (base, part) = split_part(&written);
        let count = counts.get(&contract).copied().unwrap_or_default();
        let nth = base.strip_prefix('#').and_then(|number| number.parse::<u16>().ok()).filter(|number| (1..=count).contains(&u32::from(*number)));
        let slot = match (nth, known.get(&(contract, base.to_string())), part) {
            (Some(number), _, Some(part)) => Some(Slot::Nth { number, part }),
            (None, Some(bill), Some(part)) => Some(Slot::Bill { entry: *bill, part }),
            _ => None,
        };
        if let Some(slot) = slot {
            checker.rows.set_slot(index, slot);
        } else {
            let keys = known.keys().filter(|_| faults.len() < HINTS);
            let known: Vec<&str> = keys.filter(|(owner, _)| *owner == contract).map(|(_, name)| name.as_str()).collect();
            let nearest = nearest(base, known).into_iter().map(String::from).collect();
            faults.push((index, Column::Milestone, JournalFault::Unknown { what: text("出货单", "bill"), id: written.clone(), nearest }));
        }
    }
    for (index, column, fault) in faults {
        checker.report(index, column, fault);
    }
    namesakes
}

/// The entries that are made void, ever.
fn void(checker: &Checker) -> HashSet<EntryIx> {
    checker.indices().filter_map(|index| checker.entry(index)).filter(|entry| entry.kind == Kind::Void).filter_map(|entry| entry.refers).collect()
}

/// The sum of all amounts of book and journal; the first entry with which it is beyond what can be counted is reported.
fn sum(checker: &mut Checker, book: &Book, of_entries: Option<Money>) -> Money {
    let of_book = book.contracts.iter().map(|contract| contract.amount).sum::<Money>();
    if let Some(sum) = of_entries.and_then(|more| of_book.checked_total(more)) {
        return sum;
    }
    let mut sum = of_book;
    for entry in checker.indices().filter_map(|index| checker.entry(index)).collect::<Vec<_>>() {
        let Some(more) = sum.checked_total(entry.amount) else {
            checker.report(entry.index, Column::Amount, JournalFault::Total);
            break;
        };
        sum = more;
    }
    sum
}
