//! The journal's bytes → entries: every line's shape and values, straight from the bytes, without allocation per row.

use super::blocks;
use super::kind::About;
use super::part::{Found, Keep, Part, Texts};
use super::row::{Column, HEADER, Row};
use super::{Entry, EntryId, EntryIx, Journal, Kind, Slot, by_kind, check};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{FileFault, JournalFault, Problem, What};
use crate::source::{Blocks, LINE_LIMIT, Source};
use crate::text::{find_hostile, nearest, text};

/// Reads a journal and checks it against its book. All problems, in the order of the lines. A file without a byte is an
/// empty journal: its header comes with the first entry.
pub fn read(book: &Book, source: Source) -> Result<Journal, Vec<Problem>> {
    let text = source.text();
    let part = if text.len() < LARGE { None } else { blocks::read_text(book, text) };
    let part = part.unwrap_or_else(|| Reader::new(book, &source).whole());
    let (lines, mut problems) = (part.lines, part.problems);
    let check::Resolved { rows, owners, namesakes, total, problems: mut more } = check::resolve(book, Some(&source), part.found);
    problems.append(&mut more);
    if problems.is_empty() {
        return Ok(Journal { source, kinds: by_kind(&rows), rows, owners, namesakes, lines, total, ids: Vec::new() });
    }
    problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.line, place.column)));
    Err(problems)
}

/// Reads a journal block by block without its texts but those that are wanted; `None` where anything is wrong or unusual,
/// which [`read`] then tells or takes.
pub fn read_figures(book: &Book, blocks: &Blocks, texts: &Texts) -> Option<Journal> {
    let part = blocks::read(book, blocks, Keep::Figures(texts))?;
    let check::Resolved { rows, owners, namesakes, total, problems } = check::resolve(book, None, part.found);
    let source = Source::of_text(NAME, part.kept);
    problems.is_empty().then(|| Journal { source, kinds: by_kind(&rows), rows, owners, namesakes, lines: part.lines, total, ids: Vec::new() })
}

/// Bytes from which on two threads share a journal.
const LARGE: usize = 1 << 20;

/// What messages call a journal that was not read from one text.
const NAME: &str = "ledger.csv";

/// Whether a line is the header, its fields quoted or not.
fn is_header(line: &str) -> bool {
    line == HEADER || (line.starts_with('"') && Row::split(line).is_ok_and(|row| Column::ALL.iter().all(|column| row.get(*column) == column.key())))
}

/// What is wrong with the journal's lines as such, where there is no book to look names up in.
pub fn shape(source: &Source) -> Vec<Problem> {
    let book = Book::default();
    let mut part = Reader::new(&book, source).without_names().whole();
    part.problems.append(&mut check::resolve(&book, Some(source), part.found).problems);
    part.problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.line, place.column)));
    part.problems
}

/// Problems that are told the nearest known name; nobody reads so many that the later ones are worth their time.
pub(super) const HINTS: usize = 50;

/// Problems after which the rest of a journal is not looked at.
const MANY: usize = 10_000;

pub(super) struct Reader<'a, 'k> {
    book: &'a Book,
    /// Whether names are looked up in the book.
    names: bool,
    text: &'a str,
    /// Where problems have their place; without it they have none.
    source: Option<&'a Source>,
    /// Where the text begins in the journal.
    pub(super) base: usize,
    pub(super) keep: Keep<'k>,
    pub(super) part: Part,
    /// The line that was read last, from 1.
    pub(super) line: u32,
    /// Where the next line begins in the text.
    pub(super) start: usize,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn new(book: &'a Book, source: &'a Source) -> Self {
        Self { source: Some(source), ..Self::of_text(book, source.text()) }
    }

    /// A reader of a part of a journal.
    pub(super) fn of_text(book: &'a Book, text: &'a str) -> Self {
        let found = Found { total: Some(Money::ZERO), ..Found::default() };
        let part = Part { found, kept: String::new(), problems: Vec::new(), lines: 0 };
        Self { book, names: true, text, source: None, base: 0, keep: Keep::All, part, line: 0, start: 0 }
    }

    /// The same reader without looking names up.
    pub(super) fn without_names(self) -> Self {
        Self { names: false, ..self }
    }

    /// Makes room for the entries there may be: a line has about a hundred bytes.
    pub(super) fn reserve(&mut self) {
        self.part.found.rows.reserve(self.text.len().saturating_sub(self.start) / 96);
    }

    /// Reads from where it stands to the end.
    pub(super) fn whole(mut self) -> Part {
        self.reserve();
        let end = self.text.trim_end_matches(['\n', '\r']).len();
        let mut blank = false;
        while self.start < self.text.len() {
            let rest = self.text.get(self.start..).unwrap_or_default();
            blank = self.any_line(rest, end, blank);
            if self.part.problems.len() >= MANY {
                self.report(FileFault::TooMany, 0..0);
                break;
            }
        }
        self.done()
    }

    /// Reads one line; `None` where anything is wrong with it, or it is blank.
    pub(super) fn next_line(&mut self) -> Option<()> {
        let rest = self.text.get(self.start..)?;
        let blank = self.any_line(rest, self.text.len(), false);
        (!blank && self.part.problems.is_empty()).then_some(())
    }

    /// What was read.
    pub(super) fn done(mut self) -> Part {
        self.part.lines = self.line;
        self.part
    }

    /// Reads a line; whether it is blank.
    fn any_line(&mut self, rest: &'a str, end: usize, after_blank: bool) -> bool {
        let length = memchr::memchr(b'\n', rest.as_bytes());
        let raw = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        let line = raw.strip_suffix('\r').unwrap_or(raw);
        self.line = self.line.saturating_add(1);
        if raw.len() > LINE_LIMIT {
            self.report(FileFault::LongLine, 0..0);
        } else if self.line == 1 {
            if !is_header(line) {
                self.report(JournalFault::Header, 0..line.len());
                if Row::split(line).is_err() {
                    // Not even the shape of a header: the rest would only repeat that.
                    self.start = self.text.len();
                    return false;
                }
            }
        } else if line.is_empty() {
            // A run of empty lines is one problem; at the file's end it is none.
            if self.start < end && !after_blank {
                self.report(JournalFault::BlankLine, 0..0);
            }
        } else {
            self.read_line(line);
        }
        if length.is_none() {
            self.report(JournalFault::NoNewline, 0..line.len());
        }
        self.start = self.start.saturating_add(raw.len()).saturating_add(1);
        line.is_empty()
    }

    fn report(&mut self, fault: impl Into<What>, range: std::ops::Range<usize>) {
        self.part.problems.push(match self.source {
            Some(source) => Problem::at(fault, source.place_in_line(self.line, self.start, range)),
            None => Problem::new(fault),
        });
    }

    fn read_line(&mut self, line: &'a str) {
        if let Some((at, character)) = find_hostile(line) {
            return self.report(FileFault::Hostile { character }, at..at.saturating_add(character.len_utf8()));
        }
        let marks = matches!(line.bytes().next(), Some(b'<' | b'=' | b'>' | b'|'));
        if marks && ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| line.starts_with(marker)) {
            return self.report(JournalFault::ConflictMarker, 0..line.len());
        }
        if is_header(line) {
            return self.report(JournalFault::SecondHeader, 0..line.len());
        }
        match Row::split(line) {
            Err((fault, range)) => self.report(fault, range),
            Ok(row) => self.take(&row),
        }
    }

    /// Adds the entry of a row.
    fn take(&mut self, row: &Row<'a>) {
        let Some((entry, refers)) = self.read_row(row) else { return };
        let found = &mut self.part.found;
        let index = EntryIx(found.rows.len() as u32);
        found.total = found.total.and_then(|sum| sum.checked_total(entry.amount));
        found.refs.extend(refers.map(|id| (index, id)));
        if (entry.kind == Kind::Bill || row.is_filled(Column::Milestone)) && entry.contract.is_some_and(|contract| self.book.contract(contract).framework) {
            found.names.push((index, row.get(Column::Milestone).into_owned()));
        }
        found.rows.push(&entry);
        if self.keep.is_all() {
            found.rows.push_line(self.line, self.base.saturating_add(self.start) as u32);
        } else if self.keep.copies(&entry, row.line()) {
            self.part.keep(self.line, row.line());
        }
    }

    /// The entry of a row and the id it refers to; `None` where a problem was reported.
    fn read_row(&mut self, row: &Row<'a>) -> Option<(Entry, Option<EntryId>)> {
        let before = self.part.problems.len();
        let id = self.parsed(row, Column::Id, EntryId::parse, |id| JournalFault::IdShape { id });
        let date = self.parsed(row, Column::Date, Day::parse, |text| JournalFault::Date { text });
        let kind = self.parsed(row, Column::Kind, Kind::parse, |text| {
            let nearest = nearest(&text, Kind::ALL.iter().map(|kind| kind.code())).first().map(ToString::to_string);
            JournalFault::Kind { text, nearest }
        });
        let due = if row.is_filled(Column::Due) { self.parsed(row, Column::Due, Day::parse, |text| JournalFault::Date { text }) } else { None };
        let refers = if row.is_filled(Column::Ref) { self.parsed(row, Column::Ref, EntryId::parse, |id| JournalFault::RefNowhere { id }) } else { None };
        let amount = self.amount(row, kind);
        let (customer, contract) = self.target(row);
        let slot = if kind == Some(Kind::Bill) { Slot::Whole } else { self.slot(row, contract) };
        if let Some(kind) = kind {
            self.needs(row, kind);
        }
        if self.part.problems.len() > before {
            return None;
        }
        let (id, date, kind) = (id?, date?, kind?);
        Some((Entry { index: EntryIx(0), id, date, kind, customer, contract, slot, amount, due, refers: None }, refers))
    }

    fn parsed<T>(&mut self, row: &Row<'a>, column: Column, parse: fn(&[u8]) -> Option<T>, fault: impl Fn(String) -> JournalFault) -> Option<T> {
        let field = row.get(column);
        let value = parse(field.as_bytes());
        if value.is_none() {
            self.report(fault(field.into_owned()), row.range(column));
        }
        value
    }

    fn amount(&mut self, row: &Row<'a>, kind: Option<Kind>) -> Money {
        let field = row.get(Column::Amount);
        if field.is_empty() {
            return Money::ZERO;
        }
        match Money::parse(field.as_bytes()) {
            Some(Money::ZERO) if kind != Some(Kind::Confirm) => self.report(JournalFault::ZeroAmount, row.range(Column::Amount)),
            Some(amount) => return amount,
            None => {
                let mended = Money::parse_typed(&field).ok().map(|money| money.to_string());
                self.report(JournalFault::Amount { text: field.into_owned(), mended }, row.range(Column::Amount));
            }
        }
        Money::ZERO
    }

    fn target(&mut self, row: &Row<'a>) -> (Option<CustomerIx>, Option<ContractIx>) {
        if !self.names {
            return (None, None);
        }
        let (customer_id, contract_no) = (row.get(Column::Customer), row.get(Column::Contract));
        let known = if contract_no.is_empty() { None } else { self.book.find_contract(&*contract_no) };
        if let Some(contract) = known {
            let owner = self.book.contract(contract).customer;
            if customer_id.is_empty() || self.book.is_customer(owner, &*customer_id) {
                return (Some(owner), known);
            }
        }
        let hints = self.part.problems.len() < HINTS;
        let mut customer = None;
        if !customer_id.is_empty() {
            customer = self.book.find_customer(&*customer_id);
            if customer.is_none() {
                let customers = || self.book.customers.iter().filter(|_| hints);
                let named = customers().find(|known| known.name == *customer_id || known.aliases.iter().any(|alias| *alias == *customer_id));
                let ids = customers().map(|known| known.id.as_str());
                let nearest = named.map_or_else(|| nearest(&customer_id, ids).into_iter().map(String::from).collect(), |known| vec![known.id.to_string()]);
                let fault = JournalFault::Unknown { what: text("客户", "customer"), id: customer_id.to_string(), nearest };
                self.report(fault, row.range(Column::Customer));
            }
        }
        if contract_no.is_empty() {
            return (customer, None);
        }
        let Some(contract) = known else {
            let known = self.book.contracts.iter().filter(|_| hints).map(|known| known.no.as_str());
            let nearest = nearest(&contract_no, known).into_iter().map(String::from).collect();
            let fault = JournalFault::Unknown { what: text("合同", "contract"), id: contract_no.to_string(), nearest };
            self.report(fault, row.range(Column::Contract));
            return (customer, None);
        };
        let owner = self.book.contract(contract).customer;
        if customer.is_some_and(|customer| customer != owner) {
            let fault = JournalFault::OtherCustomer { contract: contract_no.to_string(), customer: self.book.customer(owner).id.to_string() };
            self.report(fault, row.range(Column::Customer));
        }
        (Some(owner), Some(contract))
    }

    /// The milestone of a contract that has them; names of bills are resolved when all rows are read.
    fn slot(&mut self, row: &Row<'a>, contract: Option<ContractIx>) -> Slot {
        let name = row.get(Column::Milestone);
        if name.is_empty() {
            return Slot::Whole;
        }
        let Some(contract) = contract else {
            if row.get(Column::Contract).is_empty() {
                self.report(JournalFault::MilestoneAlone, row.range(Column::Milestone));
            }
            return Slot::Whole;
        };
        let milestones = self.book.milestones_of(contract);
        if self.book.contract(contract).framework {
            return Slot::Whole;
        }
        let (base, part) = split_part(&name);
        let index = match base.strip_prefix('#') {
            Some(number) => number.parse().ok().and_then(|number: usize| number.checked_sub(1)).filter(|index| *index < milestones.len()),
            None => milestones.iter().position(|milestone| self.book.milestone_name(milestone) == base),
        };
        if let (Some(index), Some(part)) = (index, part) {
            return Slot::Milestone { index: index as u16, part };
        }
        let nearest = nearest(base, milestones.iter().map(|milestone| self.book.milestone_name(milestone).as_str())).into_iter().map(String::from).collect();
        let fault = JournalFault::Unknown { what: text("节点", "milestone"), id: name.to_string(), nearest };
        self.report(fault, row.range(Column::Milestone));
        Slot::Whole
    }

    fn needs(&mut self, row: &Row<'a>, kind: Kind) {
        let filled = |column| row.is_filled(column);
        let mut missing = Vec::new();
        match kind.about() {
            About::Contract => missing.extend((!filled(Column::Contract)).then_some(Column::Contract)),
            About::Customer => missing.extend((!filled(Column::Customer)).then_some(Column::Customer)),
            About::Entry => missing.extend((!filled(Column::Ref)).then_some(Column::Ref)),
            About::Either => {
                if !filled(Column::Contract) && !filled(Column::Customer) {
                    self.report(JournalFault::NoTarget { kind: kind.code() }, row.range(Column::Customer));
                }
            }
        }
        let needed = [
            (Column::Amount, kind.needs_amount()),
            (Column::Due, kind.needs_due()),
            (Column::Milestone, kind == Kind::Reschedule),
            (Column::Proof, kind == Kind::Invoice),
            (Column::Detail, kind == Kind::Event),
        ];
        missing.extend(needed.into_iter().filter(|(column, needed)| *needed && !filled(*column)).map(|(column, _)| column));
        for column in missing {
            self.report(JournalFault::Missing { kind: kind.code(), column: column.key() }, row.range(column));
        }
    }
}

/// `name/2` → name and part; part 0 where none is named, `None` where it is no number.
pub(super) fn split_part(name: &str) -> (&str, Option<u16>) {
    match name.split_once('/') {
        None => (name, Some(0)),
        Some((base, part)) => (
            base,
            part.parse()
                .ok()
                .filter(|part: &u16| *part > 0 && name.strip_prefix(base).is_some_and(|rest| rest.len() == part.to_string().len().saturating_add(1))),
        ),
    }
}
