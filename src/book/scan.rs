//! A block of a large book looked through table by table: plain contracts and customers are checked line by line without
//! being built, all others by the careful readers. What is kept of each is where it stands and what refers to it.

use std::cell::RefCell;
use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::{FxHashSet, FxHasher};

use super::fields::{Fields, Piece, is_id};
use super::load::parse;
use super::loader::Loader;
use super::top::read_top;
use super::tree::Tree;
use crate::date::Day;
use crate::money::Money;
use crate::source::LINE_LIMIT;

/// What a block has.
#[derive(Default)]
pub(super) struct Scanned {
    pub(super) contracts: Vec<OneContract>,
    pub(super) customers: Vec<OneCustomer>,
    /// All that is no customer, contract or target.
    pub(super) rest: Vec<Range<u32>>,
    /// Customers that are referred to by more than contracts, and reps that are referred to.
    pub(super) mentioned: FxHashSet<u64>,
    pub(super) reps: FxHashSet<u64>,
}

/// Where a contract stands, and what it is told by.
pub(super) struct OneContract {
    pub(super) no: u64,
    pub(super) owner: u64,
    pub(super) amount: Money,
    pub(super) at: Range<u32>,
}

/// Where a customer stands, and what it is told by.
pub(super) struct OneCustomer {
    pub(super) id: u64,
    pub(super) at: Range<u32>,
}

/// What an id is told by among all of a book.
pub(super) fn hash(id: impl AsRef<[u8]>) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(id.as_ref());
    hasher.finish()
}

/// Looks through a block that begins in file `number` at `base`, at the file's beginning or at the head of a contract or
/// a customer, and has no character that may mislead; `None` where anything is wrong or unusual.
pub(super) fn scan(text: &str, number: u16, base: usize) -> Option<Scanned> {
    let mut scan = Scan {
        text,
        number,
        base,
        found: Scanned::default(),
        loader: Loader::new(),
        table: Table::Rest,
        start: 0,
        plain: true,
        section: Section::Head,
        seen: 0,
        own: Own::default(),
        milestones: Vec::new(),
    };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        if length > LINE_LIMIT {
            return None;
        }
        scan.line(rest.get(..length)?, at)?;
        at += length + 1;
    }
    scan.close(text.len())?;
    Some(scan.done())
}

/// What a table is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Rest,
    Contract,
    Customer,
    Target,
}

/// Where in a table a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Head,
    Milestone,
}

/// Keys of plain tables, bit by bit.
const ID: u32 = 1;
const CUSTOMER: u32 = 2;
const SIGNED: u32 = 4;
const AMOUNT: u32 = 8;
const DUE: u32 = 16;
const NAME: u32 = 32;
const REP: u32 = 64;
const CONTACTS: u32 = 128;

/// Milestones from which on a contract is left to the careful reader: each name is compared with the others.
const MANY: usize = 32;

/// What the table at hand says of itself.
#[derive(Default)]
struct Own<'t> {
    id: &'t str,
    owner: &'t str,
    amount: Money,
    due: bool,
    /// The sum of the milestones.
    sum: Money,
}

struct Scan<'t> {
    text: &'t str,
    number: u16,
    base: usize,
    found: Scanned,
    /// What the careful readers have read.
    loader: Loader,
    table: Table,
    /// Where the table begins.
    start: usize,
    /// Whether all of it so far was plain.
    plain: bool,
    section: Section,
    /// The keys of the section.
    seen: u32,
    own: Own<'t>,
    /// The names of the contract's milestones.
    milestones: Vec<&'t str>,
}

impl<'t> Scan<'t> {
    fn line(&mut self, line: &'t str, at: usize) -> Option<()> {
        match line.as_bytes().first() {
            None | Some(b'#') => Some(()),
            Some(b'[') => self.head(line, at),
            Some(_) if self.table == Table::Rest || !self.plain => Some(()),
            Some(_) => {
                self.plain = self.pair(line).is_some();
                Some(())
            }
        }
    }

    fn head(&mut self, line: &str, at: usize) -> Option<()> {
        let own = match self.table {
            Table::Contract => "contract.",
            Table::Customer => "customer.",
            Table::Rest | Table::Target => "[",
        };
        match line {
            "[[contract]]" => self.open(Table::Contract, at),
            "[[customer]]" => self.open(Table::Customer, at),
            "[[target]]" => self.open(Table::Target, at),
            "[[contract.milestone]]" if self.table == Table::Contract => {
                self.end_section();
                (self.section, self.seen) = (Section::Milestone, 0);
                Some(())
            }
            // A part of the table at hand.
            _ if line.trim_start_matches('[').starts_with(own) => {
                self.plain = false;
                Some(())
            }
            _ if self.table == Table::Rest => Some(()),
            _ => self.open(Table::Rest, at),
        }
    }

    fn open(&mut self, table: Table, at: usize) -> Option<()> {
        self.close(at)?;
        (self.table, self.start, self.plain, self.section, self.seen, self.own) = (table, at, table != Table::Target, Section::Head, 0, Own::default());
        self.milestones.clear();
        Some(())
    }

    /// A line of a plain table; `None` where it is not plain.
    fn pair(&mut self, line: &'t str) -> Option<()> {
        let blank = line.bytes().position(|byte| byte == b' ')?;
        let value = line.get(blank..)?.strip_prefix(" = ")?;
        let bit = match (self.table, self.section, line.get(..blank)?) {
            (Table::Contract, Section::Head, "no") | (Table::Customer, Section::Head, "id") => {
                self.own.id = words(value).filter(|id| is_id(id))?;
                ID
            }
            (Table::Contract, Section::Head, "customer") => {
                self.own.owner = words(value)?;
                CUSTOMER
            }
            (Table::Contract | Table::Customer, Section::Head, "rep") => {
                self.found.reps.insert(hash(words(value)?));
                REP
            }
            (Table::Contract, Section::Head, "signed") => day(value).map(|_| SIGNED)?,
            (Table::Contract, _, "due") => {
                day(value)?;
                self.own.due |= self.section == Section::Head;
                DUE
            }
            (Table::Contract, section, "amount") => {
                let amount = Money::parse(words(value).unwrap_or(value).as_bytes()).filter(|amount| amount.is_positive())?;
                match section {
                    Section::Head => self.own.amount = amount,
                    Section::Milestone => self.own.sum += amount,
                }
                AMOUNT
            }
            (Table::Contract, Section::Milestone, "name") => {
                let name = words(value).filter(|name| !name.contains('/') && !name.starts_with('#') && name.trim() == *name)?;
                if self.milestones.len() >= MANY || self.milestones.contains(&name) {
                    return None;
                }
                self.milestones.push(name);
                NAME
            }
            (Table::Customer, Section::Head, "name") => words(value).map(|_| NAME)?,
            (Table::Customer, Section::Head, "contacts") => contacts(value).map(|()| CONTACTS)?,
            _ => return None,
        };
        let first = self.seen & bit == 0;
        self.seen |= bit;
        first.then_some(())
    }

    fn end_section(&mut self) {
        let needed = match (self.table, self.section) {
            (Table::Contract, Section::Head) => ID | CUSTOMER | SIGNED | AMOUNT,
            (Table::Contract, Section::Milestone) => NAME | AMOUNT | DUE,
            (Table::Customer, _) => ID | NAME,
            (Table::Rest | Table::Target, _) => 0,
        };
        self.plain &= self.seen & needed == needed;
    }

    /// Takes the table that ends here.
    fn close(&mut self, end: usize) -> Option<()> {
        self.end_section();
        let divided = !self.milestones.is_empty();
        self.plain &= !divided || (self.own.sum == self.own.amount && !self.own.due);
        let at = (self.base + self.start) as u32..(self.base + end) as u32;
        let (no, owner) = (hash(self.own.id), hash(self.own.owner));
        match (self.table, self.plain) {
            (Table::Rest, _) => self.found.rest.extend((!at.is_empty()).then_some(at)),
            (Table::Contract, true) => self.found.contracts.push(OneContract { no, owner, amount: self.own.amount, at }),
            (Table::Customer, true) => self.found.customers.push(OneCustomer { id: no, at }),
            _ => self.take_carefully(self.start..end, at)?,
        }
        Some(())
    }

    /// Takes a table by the readers that know all there may be.
    fn take_carefully(&mut self, within: Range<usize>, at: Range<u32>) -> Option<()> {
        let count = |loader: &Loader| [loader.book.customers.len(), loader.book.contracts.len(), loader.book.reps.len()];
        let [customers, contracts, reps] = count(&self.loader);
        load(&mut self.loader, self.text.get(within.clone())?, self.number, self.base + within.start)?;
        let (table, loader) = (self.table, &self.loader);
        let alone = [customers + usize::from(table == Table::Customer), contracts + usize::from(table == Table::Contract), reps];
        if count(loader) != alone || !loader.seen.is_empty() {
            return None;
        }
        match table {
            Table::Contract => {
                let own = loader.book.contracts.last()?;
                let (owner, _) = loader.customers.iter().nth(own.customer.0 as usize)?;
                self.found.contracts.push(OneContract { no: hash(&own.no), owner: hash(owner), amount: own.amount, at });
            }
            Table::Customer => self.found.customers.push(OneCustomer { id: hash(&loader.book.customers.last()?.id), at }),
            Table::Target | Table::Rest => {}
        }
        Some(())
    }

    fn done(mut self) -> Scanned {
        self.found.mentioned.extend(self.loader.customers.iter().map(|(id, _)| hash(id)));
        self.found.reps.extend(self.loader.reps.iter().map(|(id, _)| hash(id)));
        self.found
    }
}

/// Reads a piece of a book that has no character that may mislead; `None` where anything is wrong with it.
pub(super) fn load(loader: &mut Loader, text: &str, number: u16, base: usize) -> Option<()> {
    let (tree, errors) = parse(text);
    let piece = Piece { source: None, number, base, clean: true, problems: RefCell::default() };
    if errors.is_empty() {
        read_top(loader, Fields::new(&piece, tree.within(Tree::TOP), 0..0));
    }
    (errors.is_empty() && piece.problems.borrow().is_empty()).then_some(())
}

/// A text between quotes that stands for itself and says something.
fn words(value: &str) -> Option<&str> {
    let words = value.strip_prefix('"')?.strip_suffix('"')?;
    (memchr::memchr2(b'"', b'\\', words.as_bytes()).is_none() && !words.chars().all(char::is_whitespace)).then_some(words)
}

/// A date, between quotes or not.
fn day(value: &str) -> Option<Day> {
    Day::parse(words(value).unwrap_or(value).as_bytes())
}

/// People with names and how they are reached.
fn contacts(value: &str) -> Option<()> {
    for contact in value.strip_prefix("[ { ")?.strip_suffix(" } ]")?.split(" }, { ") {
        let mut seen = 0_u32;
        for pair in contact.split(", ") {
            let (key, value) = pair.split_once(" = ")?;
            words(value)?;
            let bit = 1 << ["name", "phone", "email", "wechat"].iter().position(|known| *known == key)?;
            if seen & bit != 0 {
                return None;
            }
            seen |= bit;
        }
        (seen & 1 == 1).then_some(())?;
    }
    Some(())
}
