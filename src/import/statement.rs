//! A bank's or a wallet's statement: the money that came in, line by line, and what the rest adds up to.

use rustc_hash::FxHashSet;

use super::cells::{self, NoDate, Order};
use super::declared::{Declared, declared};
use super::map::Map;
use super::record::{Lines, Record};
use super::table::{Columns, Form, Layout, Table};
use crate::date::Day;
use crate::entry::Kind;
use crate::money::Money;
use crate::problem::{DateTrouble, ImportFault, Problem};
use crate::source::Source;
use crate::text::fold;

/// The keys of a statement's map.
const KEYS: [&str; 19] = [
    "date",
    "time",
    "amount",
    "in",
    "out",
    "direction",
    "currency",
    "payer",
    "account",
    "remark",
    "proof",
    "balance",
    "status",
    "customer",
    "contract",
    "milestone",
    "note",
    "method",
    "ignore",
];

/// A column whose words mean something.
#[derive(Clone, Debug, Default)]
struct Coded {
    column: Columns,
    words: Vec<(String, Vec<String>)>,
}

impl Coded {
    fn read(map: &Map, key: &str, keys: &[&str]) -> Result<Self, Problem> {
        let mut own = Self::default();
        for (name, words) in map.lists(key, Some(keys))? {
            if name == "column" {
                own.column = Columns(words);
            } else {
                own.words.push((name, words));
            }
        }
        Ok(own)
    }

    fn words(&self, key: &str) -> impl Iterator<Item = &str> {
        self.words.iter().filter(move |(own, _)| own == key).flat_map(|(_, words)| words).map(String::as_str)
    }

    /// Whether a cell is one of the words of a key.
    fn is(&self, key: &str, cell: &str) -> bool {
        let cell = fold(cell);
        self.words(key).any(|word| fold(word) == cell)
    }

    /// Whether a cell has one of the words of a key in it.
    fn has(&self, key: &str, cell: &str) -> bool {
        self.words(key).any(|word| cell.contains(word))
    }
}

/// Which column of a statement is what.
#[derive(Clone, Debug)]
pub struct StatementMap {
    /// Its name.
    pub name: String,
    /// What people call the format.
    pub label: String,
    /// How the payments came.
    pub method: String,
    layout: Layout,
    date: Columns,
    time: Columns,
    amount: Columns,
    incoming: Columns,
    outgoing: Columns,
    direction: Coded,
    currency: Columns,
    payer: Columns,
    account: Columns,
    remark: Columns,
    proof: Columns,
    balance: Columns,
    status: Coded,
    customer: Columns,
    contract: Columns,
    milestone: Columns,
    note: Columns,
    ignore: Vec<(String, Vec<String>)>,
    /// Whether a file may lack what is not the date or the amount.
    lenient: bool,
}

impl StatementMap {
    /// A map of its text.
    ///
    /// # Errors
    /// An unknown key, a value of the wrong kind, no date, no amount.
    pub fn parse(source: &Source) -> Result<Self, Problem> {
        let map = Map::parse(source, &KEYS)?;
        let own = Self {
            name: map.text("name")?.unwrap_or_else(|| source.name.clone()),
            label: map.text("label")?.unwrap_or_default(),
            method: map.choice("method", &methods())?.unwrap_or("bank").to_string(),
            layout: map.layout()?,
            date: map.columns("date")?,
            time: map.columns("time")?,
            amount: map.columns("amount")?,
            incoming: map.columns("in")?,
            outgoing: map.columns("out")?,
            direction: Coded::read(&map, "direction", &["column", "in", "out", "neutral"])?,
            currency: map.columns("currency")?,
            payer: map.columns("payer")?,
            account: map.columns("account")?,
            remark: map.columns("remark")?,
            proof: map.columns("proof")?,
            balance: map.columns("balance")?,
            status: Coded::read(&map, "status", &["column", "closed", "pending"])?,
            customer: map.columns("customer")?,
            contract: map.columns("contract")?,
            milestone: map.columns("milestone")?,
            note: map.columns("note")?,
            ignore: map.lists("ignore", None)?,
            lenient: false,
        };
        if own.date.is_empty() {
            return Err(map.lacks("date"));
        }
        if own.amount.is_empty() && own.incoming.is_empty() {
            return Err(map.lacks("amount | in"));
        }
        let two = !own.incoming.is_empty() || !own.outgoing.is_empty();
        if two && !own.amount.is_empty() {
            return Err(map.both("amount, in | out"));
        }
        for (coded, key) in [(&own.direction, "direction.column"), (&own.status, "status.column")] {
            if coded.column.is_empty() && !coded.words.is_empty() {
                return Err(map.lacks(key));
            }
        }
        Ok(own)
    }

    /// The same for files that may lack all but the date and the amount.
    #[must_use]
    pub fn lenient(self) -> Self {
        Self { lenient: true, ..self }
    }

    /// The form its files have: all columns it names, but those that tell nothing that is needed.
    fn form(&self) -> Form<'_> {
        let all = [
            &self.date,
            &self.amount,
            &self.incoming,
            &self.outgoing,
            &self.direction.column,
            &self.currency,
            &self.payer,
            &self.remark,
            &self.proof,
            &self.balance,
            &self.status.column,
            &self.customer,
            &self.contract,
            &self.milestone,
        ];
        let all = if self.lenient { all.get(..4).unwrap_or_default() } else { &all[..] };
        Form { layout: &self.layout, needed: all.iter().copied().filter(|columns| !columns.is_empty()).collect() }
    }
}

/// The codes of the ways a payment comes.
fn methods() -> Vec<(&'static str, &'static str)> {
    Kind::Receipt.details().iter().map(|(code, _)| (*code, *code)).collect()
}

/// Money that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file's line.
    pub number: u32,
    /// Its day.
    pub date: Day,
    /// Its time of day, as written; empty where there is none.
    pub time: Box<str>,
    /// How much came, more than zero.
    pub amount: Money,
    /// Who paid, as the bank writes it.
    pub payer: Box<str>,
    /// The account it came from.
    pub account: Box<str>,
    /// What the payer wrote, and what the bank calls it.
    pub remark: Box<str>,
    /// The bank's serial; empty where it has none.
    pub serial: Box<str>,
    /// The balance behind it, where that can be read.
    pub balance: Option<Money>,
    /// The customer, contract and milestone, where the file names them.
    pub customer: Box<str>,
    /// The contract's number, where the file names it.
    pub contract: Box<str>,
    /// The milestone, where the file names it.
    pub milestone: Box<str>,
    /// Words for the entry's note.
    pub note: Box<str>,
}

/// How many lines, and their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: usize,
    /// Their sum.
    pub sum: Money,
}

impl Tally {
    /// Takes one more in; a sum beyond what can be counted stays as it is.
    pub fn add(&mut self, amount: Money) {
        self.count += 1;
        self.sum = self.sum.checked_total(amount).unwrap_or(self.sum);
    }
}

/// What a statement says.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The file as messages name it.
    pub file: String,
    /// The map it was read with.
    pub map: StatementMap,
    /// The lines of money that came in, in the file's order.
    pub lines: Vec<Line>,
    /// The first and the last day of all lines.
    pub days: Option<(Day, Day)>,
    /// Lines of money that came in.
    pub incoming: Tally,
    /// Lines of money that went out, as a positive sum.
    pub outgoing: Tally,
    /// Lines that are neither: moved between one's own pockets, not counted by the wallet.
    pub neutral: Tally,
    /// Lines of payments that never were: closed, failed, given back.
    pub closed: Tally,
    /// Lines the map ignores.
    pub ignored: Tally,
    /// Lines in another currency than the ledger's.
    pub foreign: Tally,
    /// Lines of money that came in before the day that was asked for.
    pub earlier: Tally,
    /// Lines that stand in the file once more: the same in all that tells payments apart.
    pub repeated: Tally,
    /// The file's lines without an amount.
    pub blank: Vec<u32>,
    /// What the statement itself says its lines add up to.
    pub declared: Declared,
    /// Whether the last line has no line end, so that the file may have been cut off.
    pub unended: bool,
}

impl Statement {
    /// Leaves out lines that are there once already, as where two files that overlap were put together. A bank gives no
    /// serial twice to the same payer, day and amount, nor is a balance the same twice in one second.
    fn take_repeated(&mut self) {
        let mut seen = FxHashSet::default();
        let (mut repeated, mut incoming) = (Tally::default(), Tally::default());
        self.lines.retain(|line| {
            let told = !line.serial.is_empty() || (!line.time.is_empty() && line.balance.is_some());
            let key = (line.date, line.time.clone(), line.amount, line.payer.clone(), line.serial.clone(), line.balance);
            let again = told && !seen.insert(key);
            (if again { &mut repeated } else { &mut incoming }).add(line.amount);
            !again
        });
        (self.repeated, self.incoming) = (repeated, incoming);
    }

    /// Leaves out the money that came before a day.
    pub fn since(&mut self, day: Day) {
        for line in self.lines.iter().filter(|line| line.date < day) {
            self.earlier.add(line.amount);
        }
        self.lines.retain(|line| line.date >= day);
        self.days = self.days.map(|(first, last)| (first.max(day), last.max(day)));
    }
}

/// Where the columns of a statement stand.
struct Places {
    date: usize,
    time: Option<usize>,
    amount: Option<usize>,
    incoming: Option<usize>,
    outgoing: Option<usize>,
    direction: Option<usize>,
    currency: Option<usize>,
    payer: Option<usize>,
    account: Option<usize>,
    remark: Vec<usize>,
    proof: Option<usize>,
    balance: Option<usize>,
    status: Option<usize>,
    customer: Option<usize>,
    contract: Option<usize>,
    milestone: Option<usize>,
    note: Option<usize>,
    ignore: Vec<(usize, Vec<String>)>,
}

impl Places {
    fn of(map: &StatementMap, table: &Table) -> Result<Self, Problem> {
        let mut ignore = Vec::new();
        for (name, words) in &map.ignore {
            ignore.push((table.needed(&Columns(vec![name.clone()]))?, words.iter().map(|word| fold(word)).collect()));
        }
        Ok(Self {
            date: table.needed(&map.date)?,
            time: table.column(&map.time)?,
            amount: table.column(&map.amount)?,
            incoming: table.column(&map.incoming)?,
            outgoing: table.column(&map.outgoing)?,
            direction: table.column(&map.direction.column)?,
            currency: table.column(&map.currency)?,
            payer: table.column(&map.payer)?,
            account: table.column(&map.account)?,
            remark: table.all(&map.remark),
            proof: table.column(&map.proof)?,
            balance: table.column(&map.balance)?,
            status: table.column(&map.status.column)?,
            customer: table.column(&map.customer)?,
            contract: table.column(&map.contract)?,
            milestone: table.column(&map.milestone)?,
            note: table.column(&map.note)?,
            ignore,
        })
    }
}

/// Reads a statement's lines one after the other.
struct Reader<'a> {
    table: Table<'a>,
    places: Places,
    dates: cells::Dates,
    currency: &'a str,
    found: Statement,
}

impl Statement {
    /// Reads a file with one of several maps: the one whose header it has. `currency` is the ledger's code.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line: nothing of a file that is not understood is taken.
    pub fn read(lines: Lines, maps: &[StatementMap], order: Option<Order>, currency: &str) -> Result<Self, Problem> {
        let file = lines.file().to_string();
        let forms: Vec<Form> = maps.iter().map(StatementMap::form).collect();
        let (number, table) = Table::open(lines, &forms)?;
        let Some(map) = maps.get(number).cloned() else { return Err(ImportFault::NoHeader { missing: Vec::new(), several: true }.into()) };
        let places = Places::of(&map, &table)?;
        let dates = Table::dates(&map.layout, order);
        let mut sums = Declared::default();
        table.preamble.iter().for_each(|text| sums.merge(declared(text)));
        let none = Tally::default();
        let found = Self {
            file,
            map,
            lines: Vec::new(),
            days: None,
            incoming: none,
            outgoing: none,
            neutral: none,
            closed: none,
            ignored: none,
            foreign: none,
            earlier: none,
            repeated: none,
            blank: Vec::new(),
            declared: sums,
            unended: false,
        };
        let mut reader = Reader { table, places, dates, currency, found };
        while let Some(record) = reader.table.next_record()? {
            reader.take(&record)?;
        }
        let mut found = reader.found;
        found.take_repeated();
        Ok(found)
    }
}

impl Reader<'_> {
    fn take(&mut self, record: &Record) -> Result<(), Problem> {
        let is_remark = self.is_remark(record);
        // `2026-11` at the very end was to be a line.
        let is_begun = record.unended && record.get(0).starts_with(|c: char| c.is_ascii_digit());
        if is_remark && !is_begun {
            return Ok(());
        }
        if self.table.is_cut(record) {
            return Err(self.table.short(record));
        }
        self.found.unended = record.unended;
        let (date, time) = self.date(record)?;
        let amount = self.amount(record)?;
        let days = self.found.days.map_or((date, date), |(first, last)| (first.min(date), last.max(date)));
        self.found.days = Some(days);
        let cell = |place: Option<usize>| place.map_or("", |place| record.get(place));
        let size = if amount < Money::ZERO { -amount } else { amount };
        let (places, found) = (&self.places, &mut self.found);
        if places.ignore.iter().any(|(place, words)| words.contains(&fold(record.get(*place)))) {
            found.ignored.add(size);
        } else if places.status.is_some() && found.map.status.has("closed", cell(places.status)) {
            found.closed.add(size);
        } else if amount.is_positive() && found.map.status.has("pending", cell(places.status)) {
            // Not ours yet.
            found.closed.add(size);
        } else if places.direction.is_some() && found.map.direction.is("neutral", cell(places.direction)) {
            found.neutral.add(size);
        } else if amount.is_zero() {
            found.blank.push(record.line);
        } else if places.currency.is_some() && !is_currency(cell(places.currency), self.currency) {
            found.foreign.add(size);
        } else if amount < Money::ZERO {
            found.outgoing.add(size);
        } else {
            found.incoming.add(amount);
            let line = self.line(record, date, time, amount);
            self.found.lines.push(line);
        }
        Ok(())
    }

    fn line(&self, record: &Record, date: Day, time: String, amount: Money) -> Line {
        let places = &self.places;
        let words = |place: Option<usize>| -> Box<str> { place.map_or_else(Box::default, |place| cells::words(record.get(place)).into()) };
        let own_time = words(places.time);
        let mut remark: Vec<String> = places.remark.iter().map(|place| cells::words(record.get(*place))).filter(|text| !text.is_empty()).collect();
        remark.dedup();
        Line {
            number: record.line,
            date,
            time: if own_time.is_empty() { time.into() } else { own_time },
            amount,
            payer: words(places.payer),
            account: words(places.account),
            remark: remark.join(" ").into(),
            serial: places.proof.map_or_else(Box::default, |place| cells::serial(record.get(place)).into()),
            balance: places.balance.and_then(|place| cells::amount(record.get(place), self.found.map.layout.decimal_comma).ok()?),
            customer: words(places.customer),
            contract: words(places.contract),
            milestone: words(places.milestone),
            note: words(places.note),
        }
    }

    /// Whether a record is no line: a sum, a page's end, a sentence. What it says of sums is kept.
    fn is_remark(&mut self, record: &Record) -> bool {
        let cell = record.get(self.places.date);
        let mut probe = self.dates;
        if matches!(probe.read(cell), Ok(_) | Err(NoDate::Ambiguous | NoDate::Contradicts(_))) {
            return false;
        }
        let mut filled = record.fields().filter(|field| !field.is_empty());
        let first = fold(filled.next().unwrap_or_default());
        let footer = self.found.map.layout.is_footer(&first);
        // With an amount beside it, what is no date is a date that went wrong.
        let alone = filled.next().is_none() || !self.has_amount(record);
        if footer {
            self.declare(record);
        } else if alone {
            record.fields().for_each(|field| self.found.declared.merge(declared(field)));
        }
        footer || alone
    }

    fn has_amount(&self, record: &Record) -> bool {
        let places = [self.places.amount, self.places.incoming, self.places.outgoing];
        places.into_iter().flatten().any(|place| !cells::is_nothing(record.get(place)))
    }

    /// A row of sums says what the columns add up to.
    fn declare(&mut self, record: &Record) {
        let decimal_comma = self.found.map.layout.decimal_comma;
        let sum = |place: Option<usize>| place.and_then(|place| cells::amount(record.get(place), decimal_comma).ok()?);
        let (incoming, outgoing) = (sum(self.places.incoming), sum(self.places.outgoing));
        self.found.declared.merge(Declared { incoming: (None, incoming), outgoing: (None, outgoing) });
        record.fields().for_each(|field| self.found.declared.merge(declared(field)));
    }

    fn date(&mut self, record: &Record) -> Result<(Day, String), Problem> {
        let place = self.places.date;
        let text = self.table.field(record, place)?;
        self.dates.read(text).map_err(|fault| {
            let shown = self.dates.shown().map(Order::word);
            let trouble = match fault {
                NoDate::Shape => DateTrouble::Shape,
                NoDate::NoSuchDay => DateTrouble::NoSuchDay,
                NoDate::Ambiguous => DateTrouble::Ambiguous { shown },
                NoDate::Contradicts(order) => DateTrouble::Contradicts { shown: order.word() },
            };
            let column = self.table.name(place).to_string();
            record.problem(self.table.file(), Some(place), ImportFault::Date { column, text: text.to_string(), trouble })
        })
    }

    /// What came in, or went out where it is negative.
    fn amount(&self, record: &Record) -> Result<Money, Problem> {
        let places = &self.places;
        if let Some(place) = places.amount {
            let amount = self.cell(record, place)?.unwrap_or(Money::ZERO);
            return self.directed(record, amount);
        }
        let incoming = places.incoming.map_or(Ok(None), |place| self.cell(record, place))?.unwrap_or(Money::ZERO);
        let outgoing = places.outgoing.map_or(Ok(None), |place| self.cell(record, place))?.unwrap_or(Money::ZERO);
        match (incoming.is_zero(), outgoing.is_zero()) {
            (false, false) => {
                let name = |place: Option<usize>| place.map_or(String::new(), |place| self.table.name(place).to_string());
                let fault = ImportFault::Both { incoming: name(places.incoming), outgoing: name(places.outgoing) };
                Err(record.problem(self.table.file(), places.incoming, fault))
            }
            (true, _) => Ok(-outgoing),
            _ => Ok(incoming),
        }
    }

    fn directed(&self, record: &Record, amount: Money) -> Result<Money, Problem> {
        let Some(place) = self.places.direction else { return Ok(amount) };
        let cell = self.table.field(record, place)?;
        let direction = &self.found.map.direction;
        if direction.is("in", cell) || direction.is("neutral", cell) {
            Ok(amount)
        } else if direction.is("out", cell) {
            Ok(if amount.is_positive() { -amount } else { amount })
        } else {
            let column = self.table.name(place).to_string();
            Err(record.problem(self.table.file(), Some(place), ImportFault::Direction { column, text: cell.to_string() }))
        }
    }

    fn cell(&self, record: &Record, place: usize) -> Result<Option<Money>, Problem> {
        let text = self.table.field(record, place)?;
        cells::amount(text, self.found.map.layout.decimal_comma).map_err(|_| {
            let column = self.table.name(place).to_string();
            record.problem(self.table.file(), Some(place), ImportFault::Amount { column, text: text.to_string() })
        })
    }
}

/// Whether a cell names a currency: by its code or by what banks call it. A blank cell is the account's own.
fn is_currency(cell: &str, code: &str) -> bool {
    const NAMES: [(&str, &[&str]); 6] = [
        ("CNY", &["人民币", "人民币元", "rmb", "元", "156"]),
        ("USD", &["美元", "美金"]),
        ("HKD", &["港币", "港元"]),
        ("EUR", &["欧元"]),
        ("JPY", &["日元", "日圆"]),
        ("GBP", &["英镑"]),
    ];
    let cell = fold(cell);
    let names = NAMES.iter().filter(|(own, _)| *own == code).flat_map(|(_, names)| names.iter());
    cells::is_nothing(&cell) || cell.eq_ignore_ascii_case(code) || names.into_iter().any(|name| cell == *name)
}
