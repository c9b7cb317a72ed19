//! A list of contracts out of an ERP or a spreadsheet → a new file of the book.

mod customers;
mod known;
mod rows;
mod whole;
mod write;

use std::collections::{HashMap, HashSet};

use super::cells::Order;
use super::find::Names;
use super::list::{Headings, List};
use super::map::Map;
use super::record::Lines;
use super::written::Written;
use crate::book::{Book, RepIx};
use crate::money::Money;
use crate::problem::{BookFault, Problem};
use crate::source::Source;

pub use customers::NewCustomer;
use customers::{Customers, Owner};
use rows::{KNOWN, Row};
use whole::Whole;

/// How a list of contracts is to be read.
pub struct Asked<'a> {
    /// Its map, where there is one.
    pub map: Option<&'a Source>,
    /// The order of day and month.
    pub order: Option<Order>,
    /// Who is in charge where neither the row nor the book says it.
    pub rep: Option<RepIx>,
    /// The comment the new file begins with.
    pub comment: String,
}

/// What a list of contracts makes.
#[derive(Debug, Default)]
pub struct Contracts {
    /// The new file of the book.
    pub written: Written,
    /// How many contracts are in it.
    pub count: usize,
    /// How many milestones they have that the list tells.
    pub milestones: usize,
    /// Their sum.
    pub sum: Money,
    /// How many of them nobody is in charge of.
    pub without_rep: usize,
    /// Customers the book does not have.
    pub new: Vec<NewCustomer>,
    /// Contracts the book has just so.
    pub there: usize,
    /// Contracts with a row that cannot be used.
    pub left_out: usize,
    /// What is wrong with them.
    pub problems: Vec<Problem>,
    /// Lines that are sums or page ends.
    pub footers: Vec<u32>,
    /// Columns that were read: key and heading.
    pub read: Vec<(&'static str, String)>,
    /// Headings that mean nothing to us.
    pub unread: Vec<String>,
}

impl Contracts {
    /// Reads a list against the book.
    ///
    /// # Errors
    /// A map that cannot be used, or no header. What is wrong with rows is among the problems.
    pub fn read(lines: Lines, book: &Book, asked: &Asked) -> Result<Self, Problem> {
        let map = asked.map.map(|source| Map::parse(source, &keys())).transpose()?;
        let headings = Headings::read(KNOWN, map.as_ref())?;
        let group = map.as_ref().map_or(Ok(false), |map| map.flag("group"))?;
        let groups: [&[&str]; 4] = [&["no"], &["customer", "customer_name"], &["signed"], &["amount", "milestone_amount"]];
        let mut list = List::open(lines, headings, &groups, asked.order)?;
        let parts = ["milestone", "milestone_amount", "milestone_percent", "after"];
        let group = group || parts.iter().any(|key| list.place(key).is_some());
        let rows = read_rows(&mut list, book, group);
        let groups = grouped(&mut list, &rows, group);
        let mut found = Self { written: Written::new(list.table.file(), &asked.comment), ..Self::default() };
        let mut customers = Customers::of(book);
        let mut wholes = Vec::new();
        for own in groups {
            match Self::take(&mut list, &mut customers, book, asked, &own) {
                Taken::New(whole) => wholes.push(*whole),
                Taken::There => found.there += 1,
                Taken::LeftOut => found.left_out += 1,
            }
        }
        found.write(book, asked, customers, &wholes);
        found.read = KNOWN.iter().map(|(key, _)| *key).filter(|key| list.place(key).is_some()).map(|key| (key, list.heading(key))).collect();
        found.unread = list.unread();
        (found.problems, found.footers) = (list.problems, list.footers);
        found.problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.line, place.column)));
        Ok(found)
    }

    fn take<'r>(list: &mut List, customers: &mut Customers, book: &Book, asked: &Asked, rows: &[&'r Row]) -> Taken<'r> {
        let before = list.problems.len();
        let bad = rows.iter().any(|row| row.bad);
        let (Some(mut whole), Some(first)) = (Whole::of(list, rows), rows.first()) else { return Taken::LeftOut };
        let known = book.find_contract(&*first.no);
        let rep = whole.rep.or(asked.rep).filter(|_| known.is_none() && !bad);
        whole.owner = customers.of_row(list, whole.customer_row, rep);
        match known {
            _ if bad || list.problems.len() > before => Taken::LeftOut,
            None => Taken::New(Box::new(whole)),
            Some(known) => {
                known::compare(list, book, known, &whole, customers);
                if list.problems.len() > before { Taken::LeftOut } else { Taken::There }
            }
        }
    }

    fn write(&mut self, book: &Book, asked: &Asked, customers: Customers, wholes: &[Whole]) {
        let used: HashSet<Owner> = wholes.iter().filter_map(|whole| whole.owner).collect();
        let new = customers.into_new();
        for (_, own) in new.iter().enumerate().filter(|(number, _)| used.contains(&Owner::New(*number))) {
            self.written.push(&write::customer(book, own), &own.row);
        }
        for whole in wholes {
            let block = write::contract(book, &new, whole, asked.rep);
            self.written.push(&block.text, whole.row());
            self.count += 1;
            self.milestones += block.milestones;
            self.without_rep += usize::from(!block.has_rep);
            self.sum = self.sum.checked_total(whole.amount).unwrap_or(self.sum);
        }
        self.new = new.into_iter().enumerate().filter(|(number, _)| used.contains(&Owner::New(*number))).map(|(_, own)| own).collect();
    }
}

/// What became of the rows of one contract.
enum Taken<'r> {
    New(Box<Whole<'r>>),
    /// The book has it just so.
    There,
    LeftOut,
}

/// The keys of a map of contracts.
fn keys() -> Vec<&'static str> {
    KNOWN.iter().map(|(key, _)| *key).chain(["group"]).collect()
}

/// All rows. Where rows are grouped, one without a number belongs to the contract above it: spreadsheets write merged cells so.
fn read_rows(list: &mut List, book: &Book, group: bool) -> Vec<Row> {
    let reps = Names::reps(book);
    let mut rows: Vec<Row> = Vec::new();
    while let Some(record) = list.next("no") {
        let mut row = rows::row(list, record, &reps, &book.currency);
        match rows.last().filter(|_| group) {
            Some(above) if row.no.is_empty() && !row.bad => row.no.clone_from(&above.no),
            _ if row.no.is_empty() && !row.bad => {
                list.blank(&row.record, "no");
                row.bad = true;
            }
            _ => {}
        }
        rows.push(row);
    }
    rows
}

/// The rows of each contract, in the order of the file.
fn grouped<'r>(list: &mut List, rows: &'r [Row], group: bool) -> Vec<Vec<&'r Row>> {
    let mut groups: Vec<Vec<&Row>> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        let known = numbers.get(row.no.as_str()).filter(|_| !row.no.is_empty()).and_then(|number| groups.get_mut(*number));
        if let Some(own) = known {
            if !group && let Some(first) = own.first() {
                let first = format!("{}:{}", list.table.file(), first.record.line);
                list.report(&row.record, "no", BookFault::Duplicate { id: row.no.clone(), first });
            }
            own.push(row);
        } else {
            numbers.insert(&row.no, groups.len());
            groups.push(vec![row]);
        }
    }
    groups
}
