//! Which contracts a remark names.

use rustc_hash::FxHashMap;

use crate::book::{Book, ContractIx};
use crate::text::fold;

/// Shorter numbers stand in any remark by chance.
const SHORTEST: usize = 4;

/// The contracts of a book by number.
pub struct Numbers {
    folded: FxHashMap<String, Option<ContractIx>>,
    longest: usize,
}

impl Numbers {
    /// The numbers of a book's contracts.
    pub fn new(book: &Book) -> Self {
        let mut folded: FxHashMap<String, Option<ContractIx>> = FxHashMap::default();
        let mut longest = 0;
        for (index, contract) in book.contracts() {
            let number = fold(&contract.no);
            longest = longest.max(number.chars().count());
            folded.entry(number).and_modify(|own| *own = None).or_insert(Some(index));
        }
        Self { folded, longest }
    }

    /// The contract of this number.
    pub fn exact(&self, number: &str) -> Option<ContractIx> {
        self.folded.get(&fold(number)).copied().flatten()
    }

    /// The contracts whose numbers stand in a text as words of their own: of two numbers one within the other, the longer.
    pub fn within(&self, text: &str) -> Vec<ContractIx> {
        let text: Vec<char> = fold(text).chars().collect();
        let plain = |index: usize| text.get(index).is_some_and(char::is_ascii_alphanumeric);
        // Within a word or a figure no number begins or ends.
        let joint = |index: usize| text.get(index).is_some_and(|c| matches!(c, '-' | '_' | '.' | '/' | '#'));
        let begins = |at: usize| at == 0 || !(plain(at - 1) && plain(at) || at > 1 && joint(at - 1) && plain(at - 2));
        let ends = |at: usize| at == text.len() || !(plain(at - 1) && plain(at) || joint(at) && plain(at + 1));
        let mut found: Vec<ContractIx> = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let places = (start + SHORTEST..=text.len().min(start + self.longest)).rev().filter(|end| ends(*end));
            let own = if begins(start) { places.into_iter().find_map(|end| Some((end, self.number(text.get(start..end)?)?))) } else { None };
            match own {
                Some((end, contract)) => {
                    if !found.contains(&contract) {
                        found.push(contract);
                    }
                    start = end;
                }
                None => start += 1,
            }
        }
        found
    }

    fn number(&self, text: &[char]) -> Option<ContractIx> {
        if !text.iter().any(char::is_ascii_digit) {
            return None;
        }
        self.folded.get(&text.iter().collect::<String>()).copied().flatten()
    }
}
