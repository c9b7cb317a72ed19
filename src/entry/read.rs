//! The journal's bytes → entries: every line's shape and values, straight from the bytes, without allocation per row.

use super::kind::About;
use super::row::{Column, HEADER, Row};
use super::{Entry, EntryId, Journal, Kind, Slot, by_kind, check};
use crate::book::{Book, ContractIx, CustomerIx};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{FileFault, JournalFault, Problem, What};
use crate::source::{LINE_LIMIT, Source};
use crate::text::{find_hostile, nearest, text};

/// An entry whose references into the journal are not resolved yet.
pub(super) struct Draft {
    pub(super) entry: Entry,
    /// The id in the ref column.
    pub(super) refers: Option<EntryId>,
}

/// Reads a journal and checks it against its book. All problems, in the order of the lines. A file without a byte is an
/// empty journal: its header comes with the first entry.
pub fn read(book: &Book, source: Source) -> Result<Journal, Vec<Problem>> {
    let Part { drafts, mut problems, line } = in_two(book, &source).unwrap_or_else(|| {
        let mut reader = Reader::new(book, &source);
        reader.run();
        reader.into()
    });
    let check::Resolved { entries, namesakes, total, problems: mut more } = check::resolve(book, &source, drafts);
    problems.append(&mut more);
    if problems.is_empty() {
        let kinds = by_kind(&entries);
        return Ok(Journal { source, entries, namesakes, kinds, lines: line, total });
    }
    problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.line, place.column)));
    Err(problems)
}

/// What was read of a journal.
struct Part {
    drafts: Vec<Draft>,
    problems: Vec<Problem>,
    /// The last line.
    line: u32,
}

impl From<Reader<'_>> for Part {
    fn from(reader: Reader) -> Self {
        let Reader { drafts, problems, line, .. } = reader;
        Self { drafts, problems, line }
    }
}

/// Bytes from which on two threads share a journal.
const LARGE: usize = 1 << 20;

/// A large journal read by two threads, a half each; `None` where it is small, or anything is wrong with it, which one
/// reader tells in order.
fn in_two(book: &Book, source: &Source) -> Option<Part> {
    let text = source.text();
    let middle = text.len() / 2;
    let cut = text.as_bytes().get(middle..).filter(|_| text.len() >= LARGE)?.iter().position(|byte| *byte == b'\n')?;
    let cut = middle.checked_add(cut)?.checked_add(1)?;
    let mut first = Reader { end: cut, ..Reader::new(book, source) };
    // Any line but the first; the true numbers follow.
    let mut second = Reader { start: cut, line: 1, ..Reader::new(book, source) };
    std::thread::scope(|scope| {
        scope.spawn(|| second.run());
        first.run();
    });
    if !first.problems.is_empty() || !second.problems.is_empty() {
        return None;
    }
    let skipped = first.line.checked_sub(1)?;
    second.drafts.iter_mut().for_each(|draft| draft.entry.line = draft.entry.line.saturating_add(skipped));
    first.drafts.append(&mut second.drafts);
    Some(Part { line: second.line.saturating_add(skipped), ..first.into() })
}

/// Whether a line is the header, its fields quoted or not.
fn is_header(line: &str) -> bool {
    line == HEADER || (line.starts_with('"') && Row::split(line).is_ok_and(|row| Column::ALL.iter().all(|column| row.get(*column) == column.key())))
}

/// What is wrong with the journal's lines as such, where there is no book to look names up in.
pub fn shape(source: &Source) -> Vec<Problem> {
    let book = Book::default();
    let mut reader = Reader { names: false, ..Reader::new(&book, source) };
    reader.run();
    let Reader { mut problems, drafts, .. } = reader;
    problems.append(&mut check::resolve(&book, source, drafts).problems);
    problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.line, place.column)));
    problems
}

/// Problems that are told the nearest known name; nobody reads so many that the later ones are worth their time.
pub(super) const HINTS: usize = 50;

/// Problems after which the rest of a journal is not looked at.
const MANY: usize = 10_000;

pub(super) struct Reader<'a> {
    book: &'a Book,
    /// Whether names are looked up in the book.
    names: bool,
    source: &'a Source,
    pub(super) problems: Vec<Problem>,
    pub(super) drafts: Vec<Draft>,
    /// The line that was read last, from 1.
    pub(super) line: u32,
    /// Where the next line begins.
    pub(super) start: usize,
    /// Where reading ends: after a newline, or at the end of the text.
    end: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(book: &'a Book, source: &'a Source) -> Self {
        Self { book, names: true, source, problems: Vec::new(), drafts: Vec::new(), line: 0, start: 0, end: source.text().len() }
    }

    /// Reads from where it stands to the end.
    pub(super) fn run(&mut self) {
        let text = self.source.text().get(..self.end).unwrap_or_default();
        // A line has about a hundred bytes.
        self.drafts.reserve(text.len().saturating_sub(self.start) / 96);
        let end = self.source.text().trim_end_matches(['\n', '\r']).len();
        let mut blank = false;
        while self.start < text.len() {
            let rest = text.get(self.start..).unwrap_or_default();
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
                        return;
                    }
                }
            } else if line.is_empty() {
                // A run of empty lines is one problem; at the file's end it is none.
                if self.start < end && !blank {
                    self.report(JournalFault::BlankLine, 0..0);
                }
            } else {
                self.read_line(line);
            }
            blank = line.is_empty();
            if length.is_none() {
                self.report(JournalFault::NoNewline, 0..line.len());
            }
            self.start = self.start.saturating_add(raw.len()).saturating_add(1);
            if self.problems.len() >= MANY {
                self.report(FileFault::TooMany, 0..0);
                return;
            }
        }
    }

    fn report(&mut self, fault: impl Into<What>, range: std::ops::Range<usize>) {
        let place = self.source.place_in_line(self.line, self.start, range);
        self.problems.push(Problem::at(fault, place));
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
            Ok(row) => {
                if let Some(draft) = self.read_row(&row) {
                    self.drafts.push(draft);
                }
            }
        }
    }

    /// The entry of a row; `None` where a problem was reported.
    fn read_row(&mut self, row: &Row<'a>) -> Option<Draft> {
        let before = self.problems.len();
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
        if self.problems.len() > before {
            return None;
        }
        let (id, date, kind) = (id?, date?, kind?);
        let entry = Entry { id, date, kind, customer, contract, slot, amount, due, refers: None, line: self.line, start: self.start as u32 };
        Some(Draft { entry, refers })
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
        let hints = self.problems.len() < HINTS;
        let mut customer = None;
        if !customer_id.is_empty() {
            customer = self.book.find_customer(&customer_id);
            if customer.is_none() {
                let customers = || self.book.customers.iter().filter(|_| hints);
                let named = customers().find(|known| known.name == *customer_id || known.aliases.iter().any(|alias| *alias == *customer_id));
                let ids = customers().map(|known| known.id.as_str());
                let nearest = named.map_or_else(|| nearest(&customer_id, ids).into_iter().map(String::from).collect(), |known| vec![known.id.clone()]);
                let fault = JournalFault::Unknown { what: text("客户", "customer"), id: customer_id.to_string(), nearest };
                self.report(fault, row.range(Column::Customer));
            }
        }
        if contract_no.is_empty() {
            return (customer, None);
        }
        let Some(contract) = self.book.find_contract(&contract_no) else {
            let known = self.book.contracts.iter().filter(|_| hints).map(|known| known.no.as_str());
            let nearest = nearest(&contract_no, known).into_iter().map(String::from).collect();
            let fault = JournalFault::Unknown { what: text("合同", "contract"), id: contract_no.to_string(), nearest };
            self.report(fault, row.range(Column::Contract));
            return (customer, None);
        };
        let owner = self.book.contract(contract).customer;
        if customer.is_some_and(|customer| customer != owner) {
            let fault = JournalFault::OtherCustomer { contract: contract_no.to_string(), customer: self.book.customer(owner).id.clone() };
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
        let milestones = &self.book.contract(contract).milestones;
        if self.book.contract(contract).framework {
            return Slot::Whole;
        }
        let (base, part) = split_part(&name);
        let index = match base.strip_prefix('#') {
            Some(number) => number.parse().ok().and_then(|number: usize| number.checked_sub(1)).filter(|index| *index < milestones.len()),
            None => milestones.iter().position(|milestone| milestone.name == base),
        };
        if let (Some(index), Some(part)) = (index, part) {
            return Slot::Milestone { index: index as u16, part };
        }
        let nearest = nearest(base, milestones.iter().map(|milestone| milestone.name.as_str())).into_iter().map(String::from).collect();
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
