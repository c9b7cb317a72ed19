//! What a list calls a customer, contract or rep → the thing itself. In full only: a part of a name would be a guess.

use std::cell::Cell;
use std::collections::HashMap;

use crate::book::{Book, ContractIx, CustomerIx, RepIx};
use crate::problem::UsageFault;
use crate::text::{Text, fold, nearest, text};

/// Names that nothing has for which the nearest are looked for: nobody reads more.
const HINTS: u32 = 50;

/// Things by their ids and folded names.
pub(super) struct Names<'b, T> {
    what: Text,
    /// What is shown of each: its name and id.
    shown: Vec<(&'b str, &'b str, T)>,
    by_id: HashMap<&'b str, usize>,
    by_name: HashMap<String, Vec<usize>>,
    hints: Cell<u32>,
}

impl<'b> Names<'b, CustomerIx> {
    /// The customers of a book.
    pub(super) fn customers(book: &'b Book) -> Self {
        let mut names = Self::new(text("客户", "customer"));
        for (index, own) in book.customers() {
            names.add(index, &own.id, &own.name, own.aliases.iter().map(String::as_str).chain([own.name.as_str()]));
        }
        names
    }
}

impl<'b> Names<'b, ContractIx> {
    /// The contracts of a book.
    pub(super) fn contracts(book: &'b Book) -> Self {
        let mut names = Self::new(text("合同", "contract"));
        for (index, own) in book.contracts() {
            names.add(index, &own.no, &own.no, std::iter::empty());
        }
        names
    }
}

impl<'b> Names<'b, RepIx> {
    /// The reps of a book.
    pub(super) fn reps(book: &'b Book) -> Self {
        let mut names = Self::new(text("销售代表", "rep"));
        for (index, own) in book.reps() {
            names.add(index, &own.id, &own.name, std::iter::once(own.name.as_str()));
        }
        names
    }
}

impl<'b, T: Copy> Names<'b, T> {
    fn new(what: Text) -> Self {
        Self { what, shown: Vec::new(), by_id: HashMap::new(), by_name: HashMap::new(), hints: Cell::new(HINTS) }
    }

    fn add(&mut self, item: T, id: &'b str, name: &'b str, names: impl Iterator<Item = &'b str>) {
        let number = self.shown.len();
        self.shown.push((name, id, item));
        self.by_id.insert(id, number);
        for name in names.chain([id]) {
            let list = self.by_name.entry(fold(name)).or_default();
            if list.last() != Some(&number) {
                list.push(number);
            }
        }
    }

    /// The one of an id, else of a name; `None` where nothing is called so.
    pub(super) fn get(&self, typed: &str) -> Result<Option<T>, UsageFault> {
        let item = |number: &usize| self.shown.get(*number).map(|(.., item)| *item);
        if let Some(number) = self.by_id.get(typed) {
            return Ok(item(number));
        }
        match self.by_name.get(&fold(typed)).map_or(&[][..], Vec::as_slice) {
            [] => Ok(None),
            [only] => Ok(item(only)),
            several => {
                let label = |number: &usize| self.shown.get(*number).map(|(name, id, _)| ((*name).to_string(), (*id).to_string()));
                let candidates = several.iter().take(8).filter_map(label).collect();
                Err(UsageFault::Ambiguous { what: self.what, text: typed.to_string(), candidates })
            }
        }
    }

    /// The same where there must be one.
    pub(super) fn find(&self, typed: &str) -> Result<T, UsageFault> {
        self.get(typed)?.ok_or_else(|| self.unknown(typed))
    }

    fn unknown(&self, typed: &str) -> UsageFault {
        let (what, text, nearest) = (self.what, typed.to_string(), self.near(typed));
        // A short list is better shown whole than not at all.
        if nearest.is_empty() && self.shown.len() <= 8 {
            let all = self.shown.iter().map(|(name, id, _)| ((*name).to_string(), (*id).to_string())).collect();
            return UsageFault::NotOneOf { what, text, all };
        }
        UsageFault::Unknown { what, text, nearest, retry: None }
    }

    /// The nearest to a name that nothing has, with their ids.
    fn near(&self, typed: &str) -> Vec<(String, String)> {
        let Some(left) = self.hints.get().checked_sub(1) else { return Vec::new() };
        self.hints.set(left);
        let all = self.shown.iter().flat_map(|(name, id, _)| [*name, *id]);
        let mut found: Vec<(String, String)> = Vec::new();
        for near in nearest(typed, all) {
            let own = self.shown.iter().find(|(name, id, _)| [*name, *id].contains(&near));
            let own = own.map(|(name, id, _)| ((*name).to_string(), (*id).to_string()));
            found.extend(own.filter(|own| !found.contains(own)));
        }
        found
    }
}
