//! Whose a contract is: a customer of the book, else one that is new with the file.

use std::collections::{HashMap, HashSet};

use super::rows::Row;
use crate::book::{Book, Customer, CustomerIx, RepIx, is_id};
use crate::import::find::Names;
use crate::import::list::List;
use crate::import::record::Record;
use crate::problem::ListFault;
use crate::text::fold;

/// New customers that are held against those of the book by their names: a summary shows no more.
const LOOKED_UP: usize = 1000;

/// A name without the words for what kind of company it is.
fn core(name: &str) -> String {
    let folded = fold(name);
    let ends = ["有限责任公司", "股份有限公司", "有限公司", "公司", "co.,ltd.", "ltd.", "inc."];
    ends.iter().find_map(|end| folded.strip_suffix(end)).unwrap_or(&folded).to_string()
}

/// A customer the file brings along.
#[derive(Debug)]
pub struct NewCustomer {
    /// The file's own id, else one made of the name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Customers of the book with a name that comes near, with their ids.
    pub near: Vec<(String, String)>,
    pub(super) rep: Option<RepIx>,
    pub(super) row: Record,
}

/// A customer of the book, or a new one by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Known(CustomerIx),
    New(usize),
}

/// The customers of the book and of the file.
pub(super) struct Customers<'b> {
    book: &'b Book,
    names: Names<'b, CustomerIx>,
    pub(super) new: Vec<NewCustomer>,
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    taken: HashSet<String>,
}

impl<'b> Customers<'b> {
    pub(super) fn of(book: &'b Book) -> Self {
        Self { book, names: Names::customers(book), new: Vec::new(), by_id: HashMap::new(), by_name: HashMap::new(), taken: HashSet::new() }
    }

    /// The customer of a row; what is wrong with it is noted in the list.
    pub(super) fn of_row(&mut self, list: &mut List, row: &Row, rep: Option<RepIx>) -> Option<Owner> {
        let (id, name) = (row.customer.as_str(), row.customer_name.as_str());
        let key = if id.is_empty() { "customer_name" } else { "customer" };
        if id.is_empty() && name.is_empty() {
            let key = if list.place("customer_name").is_some() { "customer_name" } else { "customer" };
            list.blank(&row.record, key);
            return None;
        }
        if let Some(known) = self.book.find_customer(id).filter(|_| !id.is_empty()) {
            return Some(Owner::Known(known));
        }
        for text in [name, id].into_iter().filter(|text| !text.is_empty()) {
            match self.names.get(text) {
                Ok(Some(known)) => return Some(Owner::Known(known)),
                Ok(None) => {}
                Err(fault) => {
                    list.report(&row.record, key, fault);
                    return None;
                }
            }
        }
        self.new_of_row(list, row, rep)
    }

    fn new_of_row(&mut self, list: &mut List, row: &Row, rep: Option<RepIx>) -> Option<Owner> {
        let (id, name) = (row.customer.as_str(), row.customer_name.as_str());
        let known = if id.is_empty() { self.by_name.get(&fold(name)) } else { self.by_id.get(id) };
        if let Some(number) = known.copied() {
            let own = self.new.get(number)?;
            if !id.is_empty() && !name.is_empty() && fold(&own.name) != fold(name) {
                let (there, line) = (own.name.clone(), own.row.line);
                let column = list.heading("customer_name");
                list.report(&row.record, "customer_name", ListFault::Unlike { of: id.to_string(), column, here: name.to_string(), there, line });
                return None;
            }
            return Some(Owner::New(number));
        }
        let name = if name.is_empty() { id } else { name };
        let number = self.new.len();
        let own = self.free_id(if id.is_empty() { name } else { id });
        if !id.is_empty() {
            self.by_id.insert(id.to_string(), number);
        }
        self.by_name.entry(fold(name)).or_insert(number);
        self.taken.insert(own.clone());
        self.new.push(NewCustomer { id: own, name: name.to_string(), near: Vec::new(), rep, row: row.record.clone() });
        Some(Owner::New(number))
    }

    /// An id made of a text: what cannot stand in one is left out, and no two are the same.
    fn free_id(&self, text: &str) -> String {
        let kept: String = text.chars().filter(|c| *c == '-' || is_id(c.encode_utf8(&mut [0; 4]))).collect();
        let base = kept.trim_start_matches('-');
        let base = if base.is_empty() { "customer" } else { base };
        let free = |id: &String| !self.taken.contains(id) && self.book.find_customer(id).is_none();
        let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
        std::iter::once(base.to_string()).chain(numbered).find(free).unwrap_or_default()
    }

    /// The new ones, each with those of the book it may be.
    pub(super) fn into_new(mut self) -> Vec<NewCustomer> {
        let known: Vec<(String, &Customer)> = self.book.customers().map(|(_, own)| (core(&own.name), own)).collect();
        for own in self.new.iter_mut().take(LOOKED_UP) {
            let name = core(&own.name);
            let like = |other: &str| name.chars().count().min(other.chars().count()) > 1 && (name.contains(other) || other.contains(&name));
            let near = known.iter().filter(|(other, _)| like(other)).take(3);
            own.near = near.map(|(_, customer)| (customer.name.to_string(), customer.id.to_string())).collect();
        }
        self.new
    }
}
