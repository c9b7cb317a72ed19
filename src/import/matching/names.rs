//! Who paid: a bank's words for a payer → a customer of the book.

use std::cell::Cell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::book::{Book, CustomerIx};
use crate::text::{fold, nearest};

/// How a payer was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// By id, name or alias, in full.
    Name,
    /// By a name without its company suffix, or without the account number behind it.
    Core,
}

/// Companies by the names they go by.
pub struct Names<'a> {
    book: &'a Book,
    full: FxHashMap<String, Option<CustomerIx>>,
    core: FxHashMap<String, Option<CustomerIx>>,
    /// Full names of more than three characters, and how long they are.
    named: FxHashMap<String, CustomerIx>,
    lengths: BTreeSet<usize>,
    /// What may still be spent on looking for names that are alike.
    effort: Cell<usize>,
}

/// So many comparisons of names cost about a second.
const EFFORT: usize = 2_000_000;

impl<'a> Names<'a> {
    /// The names of a book's customers.
    pub fn new(book: &'a Book) -> Self {
        let (mut full, mut core) = (FxHashMap::default(), FxHashMap::default());
        let (mut whole, mut lengths) = (FxHashMap::default(), BTreeSet::new());
        for (index, customer) in book.customers() {
            let name = fold(&customer.name);
            let length = name.chars().count();
            if length > 3 {
                lengths.insert(length);
                whole.insert(name, index);
            }
            let names = [customer.id.as_str(), customer.name.as_str()].into_iter().chain(customer.aliases.iter().map(String::as_str));
            for name in names {
                add(&mut full, fold(name), index);
                add(&mut core, core_of(name), index);
            }
        }
        Self { book, full, core, named: whole, lengths, effort: Cell::new(EFFORT) }
    }

    /// The customer of this id, name or alias.
    pub fn exact(&self, name: &str) -> Option<CustomerIx> {
        self.full.get(&fold(name)).copied().flatten()
    }

    /// The one customer a payer can be, and how it is known.
    pub fn payer(&self, payer: &str) -> Option<(CustomerIx, Known)> {
        if let Some(customer) = self.exact(payer) {
            return Some((customer, Known::Name));
        }
        let bare = without_account(payer);
        if let Some(customer) = self.exact(bare) {
            return Some((customer, Known::Name));
        }
        let core = core_of(bare);
        let known = (core.chars().count() > 1).then(|| self.core.get(&core).copied().flatten()).flatten()?;
        Some((known, Known::Core))
    }

    /// Whether all names may be looked at once more.
    fn spend(&self) -> bool {
        let left = self.effort.get().checked_sub(self.book.customers().count());
        left.map(|left| self.effort.set(left)).is_some()
    }

    /// The one customer whose full name stands in a text.
    pub fn within(&self, text: &str) -> Option<CustomerIx> {
        let text: Vec<char> = fold(text).chars().collect();
        let mut found: Option<CustomerIx> = None;
        for length in &self.lengths {
            for part in text.windows(*length) {
                let own = self.named.get(&part.iter().collect::<String>()).copied();
                if own.is_some() && found.is_some() && own != found {
                    return None;
                }
                found = own.or(found);
            }
        }
        found
    }

    /// The customers a payer most likely is, best first, at most three; none once looking for them took too long.
    pub fn nearest(&self, payer: &str) -> Vec<CustomerIx> {
        let core = core_of(without_account(payer));
        if core.is_empty() || !self.spend() {
            return Vec::new();
        }
        let mut found: Vec<CustomerIx> = Vec::new();
        for (own, index) in self.core.iter().filter_map(|(own, index)| Some((own, (*index)?))) {
            if own.chars().count() > 1 && (own.contains(&core) || core.contains(own)) {
                found.push(index);
            }
        }
        found.sort_unstable();
        found.extend(nearest(&core, self.core.keys().map(String::as_str)).into_iter().filter_map(|name| self.core.get(name).copied().flatten()));
        let mut seen = Vec::new();
        found.retain(|customer| {
            !seen.contains(customer) && {
                seen.push(*customer);
                true
            }
        });
        found.truncate(3);
        found
    }
}

/// A name of two customers is nobody's.
fn add(names: &mut FxHashMap<String, Option<CustomerIx>>, name: String, customer: CustomerIx) {
    if !name.is_empty() {
        names.entry(name).and_modify(|own| *own = own.filter(|own| *own == customer)).or_insert(Some(customer));
    }
}

/// `张三 6666666666666666`, `支付宝-李四`: the name alone.
fn without_account(payer: &str) -> &str {
    let payer = ["支付宝-", "财付通-", "微信-"].iter().find_map(|channel| payer.strip_prefix(channel)).unwrap_or(payer);
    let name = payer.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '*' | ' '));
    // `客户 2` is a name; so many figures are an account.
    if payer.len() - name.len() >= 6 { name } else { payer }
}

/// A name without what says which kind of company it is, and without the marks in it.
pub(super) fn core_of(name: &str) -> String {
    const SUFFIXES: [&str; 20] = [
        "股份有限公司",
        "有限责任公司",
        "有限公司",
        "公司",
        "companylimited",
        "coltd",
        "limited",
        "ltd",
        "incorporated",
        "inc",
        "corporation",
        "corp",
        "company",
        "llc",
        "gmbh",
        "plc",
        "pte",
        "ag",
        "sa",
        "co",
    ];
    let mut core: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    let latin = fold(name).is_ascii();
    let ending = SUFFIXES.iter().filter(|suffix| !suffix.is_ascii() || latin).find(|suffix| core.ends_with(**suffix) && has_word(name, suffix));
    if let Some(suffix) = ending {
        core.truncate(core.len() - suffix.len());
    }
    core
}

/// Whether a Latin suffix stands as words of its own: `Visa` ends with no `SA`.
fn has_word(name: &str, suffix: &str) -> bool {
    if !suffix.is_ascii() {
        return true;
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    (1..words.len()).any(|start| words.get(start..).is_some_and(|rest| rest.concat() == suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_their_suffixes() {
        for (name, core) in [
            ("华东电器有限公司", "华东电器"),
            ("华东电器（上海）有限责任公司", "华东电器上海"),
            ("ＡＢＣ股份有限公司", "abc"),
            ("Huadong Electric Co., Ltd.", "huadongelectric"),
            ("Visa", "visa"),
            ("Acme Inc", "acme"),
            ("张三", "张三"),
        ] {
            assert_eq!(core_of(name), core, "{name}");
        }
        assert_eq!(without_account("北京住房公积金管理中心1111111111"), "北京住房公积金管理中心");
        assert_eq!((without_account("张三 66666666666666"), without_account("客户 2"), without_account("支付宝-李四")), ("张三", "客户 2", "李四"));
    }
}
