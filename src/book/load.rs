//! Book files → `Book`: in pieces, so that a large file never stands in memory as one tree, then the checks that need
//! the whole.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::mpsc::sync_channel;

use memchr::memmem;
use rustc_hash::FxHashMap;
use toml::de::DeTable;

use super::fields::{Fields, Piece};
use super::plain;
use super::refs::Refs;
use super::settings_read::TierNames;
use super::tree::{Item, Table};
use super::{At, Book, Customer, CustomerIx, Due, RepIx, Scope, contract, people, settings_read, target};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{BookFault, JournalFault, Place, Problem, What};
use crate::source::Source;
use crate::text::{Lang, fold, nearest, text};

/// A pattern of the `include` list with its place.
pub struct Include {
    /// As written.
    pub pattern: String,
    /// Where it stands.
    pub place: Place,
}

/// The include patterns of `huikuan.toml`; none where it does not parse, which [`load`] reports.
pub fn includes(source: &Source) -> Vec<Include> {
    // Patterns stand before the first table.
    let text = source.text();
    let end = text.match_indices("\n[").map(|(at, _)| at + 1).find(|at| !in_list(text.get(..*at).unwrap_or_default())).unwrap_or(text.len());
    let Ok(table) = DeTable::parse(text.get(..end).unwrap_or_default()) else { return Vec::new() };
    let table = Table::of(table.into_inner());
    let items = table.get("include").and_then(Item::as_list).unwrap_or_default();
    let pattern = |item: &Item| {
        let place = source.place(item.span.clone());
        item.as_str().map(|pattern| Include { pattern: pattern.to_string(), place })
    };
    items.iter().filter_map(pattern).collect()
}

/// Whether the text ends inside an open list.
fn in_list(text: &str) -> bool {
    text.matches('[').count() > text.matches(']').count()
}

/// What is gathered while the pieces are read.
pub(super) struct Loader {
    book: Book,
    customers: Refs,
    contracts: Refs,
    reps: Refs,
    tier_names: TierNames,
    /// Who has a name, and whether as an alias.
    names: FxHashMap<String, (u32, bool)>,
    duplicates: Vec<(String, At, At)>,
    seen: Vec<&'static str>,
}

impl Loader {
    pub(super) fn mention_customer(&mut self, fields: &Fields, key: &'static str) -> Option<u32> {
        fields.borrowed(key).map(|id| self.customers.mention(id, fields.at_key(key)))
    }

    pub(super) fn mention_rep(&mut self, fields: &Fields, key: &'static str) -> Option<u32> {
        fields.borrowed(key).map(|id| self.reps.mention(id, fields.at_key(key)))
    }

    /// `rep`, or the dated list `reps`.
    pub(super) fn mention_reps(&mut self, fields: &Fields) -> Vec<(Option<Day>, RepIx)> {
        fields.exclusive("rep", "reps");
        if let Some(rep) = self.mention_rep(fields, "rep") {
            fields.get("reps");
            return vec![(None, RepIx(rep))];
        }
        let mut list: Vec<(Option<Day>, RepIx)> = Vec::new();
        for entry in fields.tables("reps") {
            entry.need("rep");
            let (rep, from) = (self.mention_rep(&entry, "rep"), entry.day("from"));
            entry.finish();
            if list.last().is_some_and(|(last, _)| *last >= from) {
                fields.report("reps", BookFault::Order { key: "reps" });
            }
            list.extend(rep.map(|rep| (from, RepIx(rep))));
        }
        list
    }

    fn define(refs: &mut Refs, id: &str, index: usize, at: At, duplicates: &mut Vec<(String, At, At)>) {
        if let Err(first) = refs.define(id, index as u32, at) {
            duplicates.push((id.to_string(), first, at));
        }
    }

    pub(super) fn define_rep(&mut self, id: &str, fields: &Fields) {
        Self::define(&mut self.reps, id, self.book.reps.len(), fields.at_key("id"), &mut self.duplicates);
    }

    pub(super) fn define_contract(&mut self, no: &str, fields: &Fields) {
        Self::define(&mut self.contracts, no, self.book.contracts.len(), fields.at_key("no"), &mut self.duplicates);
    }

    pub(super) fn define_customer(&mut self, customer: &Customer, fields: &Fields) {
        let index = self.book.customers.len() as u32;
        Self::define(&mut self.customers, &customer.id, index as usize, fields.at_key("id"), &mut self.duplicates);
        for (name, key) in std::iter::once((&customer.name, "name")).chain(customer.aliases.iter().map(|alias| (alias, "aliases"))) {
            let is_alias = key == "aliases";
            let (owner, by_alias) = *self.names.entry(fold(name)).or_insert((index, is_alias));
            // Two customers may have one name; a bank statement then cannot tell them apart, but an alias must.
            if owner != index && (is_alias || by_alias) {
                let other = self.book.customers.get(owner as usize).map_or(String::new(), |other| other.id.clone());
                fields.report(key, BookFault::SharedAlias { alias: name.clone(), other });
            }
        }
    }
}

/// Reads the sources in order: `huikuan.toml` first, then the included ones by path.
pub fn load(sources: &[Source]) -> Result<Book, Vec<Problem>> {
    let mut loader = Loader {
        book: Book::empty(),
        customers: Refs::default(),
        contracts: Refs::default(),
        reps: Refs::default(),
        tier_names: TierNames::default(),
        names: FxHashMap::default(),
        duplicates: Vec::new(),
        seen: Vec::new(),
    };
    let mut problems = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let mut found = source.text_problems();
        found.extend(conflict_markers(source));
        if found.is_empty() {
            found = read_source(&mut loader, source, number as u16);
        }
        problems.append(&mut found);
    }
    // Where a file could not be read, what refers to it would only repeat that.
    if problems.iter().all(|problem| !matches!(problem.what, What::Book(BookFault::Syntax { .. }) | What::File(_) | What::Journal(_))) {
        finish(&mut loader, sources, &mut problems);
    }
    if problems.is_empty() {
        let Loader { mut book, customers, contracts, reps, .. } = loader;
        book.customer_ids = customers.into_ids();
        book.contract_nos = contracts.into_ids();
        book.rep_ids = reps.into_ids();
        return Ok(book);
    }
    problems.sort_by(|a, b| {
        let key = |problem: &Problem| {
            let place = problem.place.as_ref();
            let source = place.and_then(|place| sources.iter().position(|source| source.name == place.file));
            (source, place.map(|place| (place.line, place.column)))
        };
        key(a).cmp(&key(b))
    });
    problems.dedup();
    Err(problems)
}

/// The lines of a merge that git left; the first of them, for one says it all.
fn conflict_markers(source: &Source) -> Option<Problem> {
    const MARKERS: [&str; 3] = ["<<<<<<< ", ">>>>>>> ", "||||||| "];
    MARKERS.iter().find(|marker| memmem::find(source.text().as_bytes(), marker.as_bytes()).is_some())?;
    let mut start = 0;
    for (number, line) in source.text().split('\n').enumerate() {
        if MARKERS.iter().any(|marker| line.starts_with(marker)) {
            return Some(Problem::at(JournalFault::ConflictMarker, source.place_in_line(number as u32 + 1, start, 0..line.len())));
        }
        start += line.len() + 1;
    }
    None
}

/// Byte ranges that each parse alone: a cut before every line that begins a contract or a customer, every so often.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    const PIECE: usize = 32 * 1024;
    let mut cuts = vec![0];
    // A multi-line string could hold such a line.
    let has = |quotes: &str| memmem::find(text.as_bytes(), quotes.as_bytes()).is_some();
    if text.len() > PIECE && !has("\"\"\"") && !has("'''") {
        let heads = memmem::find_iter(text.as_bytes(), "\n[[").map(|at| at + 1);
        for at in heads {
            let head = text.get(at..).unwrap_or_default().lines().next();
            if matches!(head, Some("[[contract]]" | "[[customer]]")) && at - cuts.last().unwrap_or(&0) >= PIECE {
                cuts.push(at);
            }
        }
    }
    let ends = cuts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
    cuts.into_iter().zip(ends).collect()
}

fn read_source(loader: &mut Loader, source: &Source, number: u16) -> Vec<Problem> {
    let mut problems = Vec::new();
    let text = source.text();
    let pieces = pieces(text);
    let mut read = |start: usize, (table, errors): Parsed| {
        let piece = Piece { source, number, base: start, problems: RefCell::default() };
        if errors.is_empty() {
            read_top(loader, Fields::new(&piece, &table, 0..0));
        }
        for error in errors.iter().take(20) {
            let span = error.span().unwrap_or(0..0);
            piece.report(BookFault::Syntax { detail: error.message().to_string() }, &span);
        }
        problems.append(&mut piece.problems.into_inner());
    };
    let parse = |(start, end): (usize, usize)| (start, parse(text.get(start..end).unwrap_or_default()));
    if pieces.len() < MANY {
        pieces.into_iter().map(parse).for_each(|(start, parsed)| read(start, parsed));
        return problems;
    }
    // One thread parses a few pieces ahead of the one that reads them.
    let (sender, receiver) = sync_channel(8);
    std::thread::scope(|scope| {
        // Sending fails only where nobody reads any more.
        scope.spawn(move || pieces.into_iter().map(parse).try_for_each(|parsed| sender.send(parsed)).ok());
        for (start, parsed) in receiver {
            read(start, parsed);
        }
    });
    problems
}

/// Unknown ids that are told the nearest known one.
const HINTS: usize = 50;

/// Pieces from which on two threads share a file.
const MANY: usize = 16;

/// The tree of a piece, and what is wrong with it as TOML.
type Parsed<'i> = (Table<'i>, Vec<toml::de::Error>);

fn parse(text: &str) -> Parsed<'_> {
    plain::read(text).map_or_else(
        || {
            let (table, errors) = DeTable::parse_recoverable(text);
            (Table::of(table.into_inner()), errors)
        },
        |table| (table, Vec::new()),
    )
}

/// The top level of a piece.
fn read_top(loader: &mut Loader, fields: Fields) {
    if fields.piece.number == 0 {
        read_settings(loader, &fields);
    } else {
        let known = ["customer", "contract", "rep", "target", "x"];
        for (key, _) in fields.entries().filter(|(key, _)| !known.contains(&key.name.as_ref())) {
            let key_name = key.name.to_string();
            let fault = match nearest(&key_name, known).first() {
                Some(near) => BookFault::UnknownKey { key: key_name, nearest: Some((*near).to_string()) },
                None => BookFault::IncludedKey { key: key_name },
            };
            fields.piece.report(fault, &key.span);
        }
    }
    for table in fields.tables("rep") {
        let rep = people::read_rep(table, loader);
        loader.book.reps.push(rep);
    }
    for table in fields.tables("customer") {
        let customer = people::read_customer(table, loader);
        loader.book.customers.push(customer);
    }
    for table in fields.tables("contract") {
        // One that is refused keeps its place, so that references to it are no further errors.
        let at = table.at();
        let contract = contract::read(table, loader).unwrap_or_else(|| contract::Contract::refused(at));
        loader.book.contracts.push(contract);
    }
    for table in fields.tables("target") {
        let target = target::read(table, loader);
        loader.book.targets.extend(target);
    }
    if fields.piece.number == 0 {
        fields.finish();
    }
}

fn read_settings(loader: &mut Loader, fields: &Fields) {
    if fields.piece.base == 0 {
        loader.book.name = fields.need_text("name");
        loader.book.currency = fields.need_text("currency");
        let code = &loader.book.currency;
        let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        if !is_code && !code.is_empty() {
            fields.report("currency", BookFault::Choice { text: code.clone(), choices: "CNY | USD | EUR | …".into() });
        }
        loader.book.lang = fields.choice("lang", &["zh", "en"]).map(|index| if index == 0 { Lang::Zh } else { Lang::En });
        fields.texts("include");
    }
    for key in ["company", "policy", "tier", "ladder", "provision", "matrix", "commission", "penalty", "risk"] {
        if fields.has(key) {
            // Pieces of one file: TOML itself would refuse the second of a kind within one piece.
            if loader.seen.contains(&key) && !matches!(key, "tier" | "ladder" | "provision") {
                fields.report(key, BookFault::Duplicate { id: key.to_string(), first: fields.piece.source.name.clone() });
            }
            loader.seen.push(key);
        }
    }
    let book = &mut loader.book;
    if let Some(table) = fields.table("company") {
        book.company = settings_read::read_company(table);
    }
    if let Some(table) = fields.table("policy") {
        book.policy = settings_read::read_policy(table, &mut book.provision);
    }
    if let Some(table) = fields.table("matrix") {
        settings_read::read_matrix(table, &mut book.matrix);
    }
    if let Some(table) = fields.table("commission") {
        book.commission = settings_read::read_commission(table);
    }
    if let Some(table) = fields.table("penalty") {
        book.penalty = settings_read::read_penalty(&table, &mut loader.tier_names);
    }
    if let Some(table) = fields.table("risk") {
        book.risk = settings_read::read_risk(table, &mut loader.tier_names);
    }
    let tiers: Vec<_> = fields.tables("tier").into_iter().map(settings_read::read_tier).collect();
    let steps: Vec<_> = fields.tables("ladder").into_iter().map(settings_read::read_step).collect();
    let bands: Vec<_> = fields.tables("provision").into_iter().map(settings_read::read_band).collect();
    let ascending = |limits: &[Option<i32>]| {
        let inner = limits.split_last().is_none_or(|(last, rest)| last.is_none() && rest.iter().all(Option::is_some));
        inner && limits.windows(2).all(|pair| matches!(pair, [a, b] if b.is_none() || a < b))
    };
    if !tiers.is_empty() {
        if !ascending(&tiers.iter().map(|tier| tier.up_to).collect::<Vec<_>>()) {
            fields.report("tier", BookFault::Order { key: "tier" });
        }
        for (index, tier) in tiers.iter().enumerate() {
            let reserved = ["not-due", "x"].contains(&tier.name.as_str());
            if reserved || tiers.iter().take(index).any(|other| other.name == tier.name) {
                fields.report("tier", BookFault::Duplicate { id: tier.name.clone(), first: "[[tier]]".into() });
            }
        }
        book.tiers = tiers;
    }
    if !steps.is_empty() {
        if !steps.windows(2).all(|pair| matches!(pair, [a, b] if a.step < b.step)) {
            fields.report("ladder", BookFault::Order { key: "ladder" });
        }
        book.ladder = steps;
    }
    if !bands.is_empty() {
        if !ascending(&bands.iter().map(|band| band.up_to).collect::<Vec<_>>()) {
            fields.report("provision", BookFault::Order { key: "provision" });
        }
        book.provision.bands = bands;
    }
}

/// The checks that need the whole book, and the numbers of ids turned into indices.
fn finish(loader: &mut Loader, sources: &[Source], problems: &mut Vec<Problem>) {
    let place = |at: At| sources.get(usize::from(at.source)).map(|source| source.place(at.start as usize..at.end as usize));
    let mut report = |fault: BookFault, at: At| {
        problems.push(Problem { what: fault.into(), place: place(at) });
    };
    for (refs, what) in [(&loader.customers, text("客户", "customer")), (&loader.reps, text("销售代表", "rep"))] {
        let (undefined, defined): (Vec<_>, Vec<String>) = (refs.undefined().collect(), refs.defined().collect());
        for (number, (id, at)) in undefined.into_iter().enumerate() {
            // Nobody reads so many that the hints of the later ones are worth their time.
            let known = defined.iter().map(String::as_str).filter(|_| number < HINTS);
            let nearest = nearest(&id, known).into_iter().map(String::from).collect();
            report(BookFault::Unknown { what, id, nearest }, at);
        }
    }
    for (id, first, at) in loader.duplicates.drain(..) {
        let first = place(first).map_or(String::new(), |place| place.address());
        report(BookFault::Duplicate { id, first }, at);
    }
    let book = &mut loader.book;
    let tier_names: Vec<&str> = book.tiers.iter().map(|tier| tier.name.as_str()).collect();
    for (name, at) in loader.tier_names.0.iter().filter(|(name, _)| !tier_names.contains(&name.as_str())) {
        report(BookFault::Choice { text: name.clone(), choices: tier_names.join(" | ") }, *at);
    }
    let mut seen: HashMap<_, At> = HashMap::new();
    for target in &book.targets {
        if let Some(first) = seen.insert((target.scope.clone(), target.kind, target.period), target.at) {
            let first = place(first).map_or(String::new(), |place| place.address());
            report(BookFault::Duplicate { id: target.period.to_string(), first }, target.at);
        }
    }
    let mut total = Some(Money::ZERO);
    for contract in &mut book.contracts {
        contract.customer = CustomerIx(loader.customers.resolve(contract.customer.0).unwrap_or_default());
        resolve_reps(&mut contract.reps, &loader.reps);
        if contract.no_terms
            && let Some(milestone) = contract.milestones.first_mut()
        {
            milestone.due = Due::On(book.policy.terms().due(contract.signed));
            contract.no_terms = book.policy.written_terms.is_none();
        }
        if let Some(sum) = total {
            total = sum.checked_total(contract.amount);
            if total.is_none() {
                report(BookFault::Total, contract.at);
            }
        }
    }
    for customer in &mut book.customers {
        resolve_reps(&mut customer.reps, &loader.reps);
        customer.collector = customer.collector.and_then(|rep| loader.reps.resolve(rep.0)).map(RepIx);
    }
    for rep in &mut book.reps {
        rep.manager = rep.manager.and_then(|rep| loader.reps.resolve(rep.0)).map(RepIx);
    }
    for target in &mut book.targets {
        match &mut target.scope {
            Scope::Rep(rep) => rep.0 = loader.reps.resolve(rep.0).unwrap_or_default(),
            Scope::Customer(customer) => customer.0 = loader.customers.resolve(customer.0).unwrap_or_default(),
            Scope::Company | Scope::Team(_) | Scope::Category(_) => {}
        }
    }
}

fn resolve_reps(reps: &mut Vec<(Option<Day>, RepIx)>, known: &Refs) {
    reps.retain_mut(|(_, rep)| {
        let index = known.resolve(rep.0);
        rep.0 = index.unwrap_or_default();
        index.is_some()
    });
}
