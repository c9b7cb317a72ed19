//! The part of a large book that one customer needs: settings, reps, the customer and its contracts. All others are
//! checked table by table, and known by what their ids are told by alone.

use rustc_hash::{FxHashMap, FxHashSet};

use super::loader::Loader;
use super::scan::{OneContract, OneCustomer, Scanned, hash, load, scan};
use super::{Book, whole};
use crate::money::Money;
use crate::parallel::in_order;
use crate::source::Blocks;
use crate::text::is_clean;

/// Whom something is about: a contract by its number in full, or else a customer by its id in full.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// The number, if it is one.
    pub contract: Option<&'s str>,
    /// The id, if it is one.
    pub customer: Option<&'s str>,
}

/// The part of a book that is about one customer.
#[derive(Debug)]
pub struct About {
    /// The book without all other customers and their contracts, and without targets.
    pub book: Book,
    /// The sum of the other contracts' amounts.
    pub others: Money,
    /// What the customer is told by among the names.
    customer: u64,
    names: Names,
}

impl About {
    /// Whether the book's one customer is named, or a contract of it. `None` where the whole book has no such contract of such
    /// a customer.
    pub fn is_own(&self, named: Named) -> Option<bool> {
        self.names.owner(named).map(|owner| owner == self.customer)
    }
}

/// What a row names, ready to be looked up.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    customer: Option<u64>,
    contract: Option<u64>,
}

impl Named {
    /// A customer's id and a contract's number, either of which may be empty.
    pub fn new(customer: &[u8], contract: &[u8]) -> Self {
        let told = |id: &[u8]| (!id.is_empty()).then(|| hash(id));
        Self { customer: told(customer), contract: told(contract) }
    }
}

/// The contracts and customers of a whole book, by what their ids are told by.
#[derive(Debug, Default)]
struct Names {
    /// Contracts with their customers.
    contracts: FxHashMap<u64, u64>,
    customers: FxHashSet<u64>,
}

impl Names {
    /// What the customer is told by that is named, or whose contract is; `None` where there is no such contract of such a
    /// customer.
    fn owner(&self, named: Named) -> Option<u64> {
        match named {
            Named { customer, contract: Some(no) } => self.contracts.get(&no).copied().filter(|owner| customer.is_none_or(|id| id == *owner)),
            Named { customer, contract: None } => customer.filter(|id| self.customers.contains(id)),
        }
    }

    /// The customer of a contract, or the customer itself.
    fn customer(&self, subject: Subject) -> Option<u64> {
        let owner = subject.contract.and_then(|no| self.contracts.get(&hash(no)).copied());
        owner.or_else(|| subject.customer.map(hash).filter(|id| self.customers.contains(id)))
    }
}

/// The tables of all files, each with the number of its file.
#[derive(Default)]
struct Tables {
    contracts: Vec<(u16, OneContract)>,
    customers: Vec<(u16, OneCustomer)>,
    /// File, first byte, length.
    rest: Vec<(u16, u32, u32)>,
    mentioned: FxHashSet<u64>,
    reps: FxHashSet<u64>,
}

impl Tables {
    fn add(&mut self, file: u16, found: Scanned) {
        self.contracts.extend(found.contracts.into_iter().map(|own| (file, own)));
        self.customers.extend(found.customers.into_iter().map(|own| (file, own)));
        self.rest.extend(found.rest.into_iter().map(|at| (file, at.start, at.end - at.start)));
        self.mentioned.extend(found.mentioned);
        self.reps.extend(found.reps);
    }

    /// Who there is; `None` where an id stands twice, or a customer is not there.
    fn names(&self) -> Option<Names> {
        let customers: FxHashSet<u64> = self.customers.iter().map(|(_, own)| own.id).collect();
        let contracts: FxHashMap<u64, u64> = self.contracts.iter().map(|(_, own)| (own.no, own.owner)).collect();
        let unique = customers.len() == self.customers.len() && contracts.len() == self.contracts.len();
        let known = self.contracts.iter().map(|(_, own)| &own.owner).chain(&self.mentioned).all(|id| customers.contains(id));
        (unique && known).then_some(Names { contracts, customers })
    }
}

/// Reads of a book what is about one customer, and looks through all else; `None` where anything is wrong or unusual, or
/// the customer is not there. What [`super::load_blocks`] checks and this does not: that no two customers share an alias, and
/// no two targets their scope and period.
pub fn load_about(files: &[Blocks], subject: Subject) -> Option<About> {
    let all: Vec<(u16, usize)> = files.iter().zip(0..).flat_map(|(file, number)| (0..file.count()).map(move |block| (number, block))).collect();
    let make = |number: usize, buffer: &mut Vec<u8>| {
        let (file, block) = *all.get(number)?;
        let (start, text) = files.get(usize::from(file))?.get(block, buffer)?;
        Some((file, is_clean(text).then(|| scan(text, file, start as usize))??))
    };
    let (mut tables, mut right) = (Tables::default(), true);
    in_order(all.len(), make, |found| {
        right = found.map(|(file, found)| tables.add(file, found)).is_some();
        right
    });
    let names = right.then(|| tables.names())??;
    let customer = names.customer(subject)?;
    let (own, others): (Vec<_>, Vec<_>) = tables.contracts.iter().partition(|(_, own)| own.owner == customer);
    let others = others.into_iter().try_fold(Money::ZERO, |sum, (_, own)| sum.checked_total(own.amount))?;
    let customers = tables.customers.iter().filter(|(_, own)| own.id == customer).map(|(file, own)| (*file, own.at.start, own.at.end - own.at.start));
    let contracts = own.into_iter().map(|(file, own)| (*file, own.at.start, own.at.end - own.at.start));
    let wanted: Vec<_> = customers.chain(contracts).collect();
    let book = read(files, &tables.rest, wanted)?;
    let reps: FxHashSet<u64> = book.reps.iter().map(|rep| hash(&rep.id)).collect();
    tables.reps.is_subset(&reps).then_some(About { book, others, customer, names })
}

/// Reads some tables and all the rest, in the order of the files.
fn read(files: &[Blocks], rest: &[(u16, u32, u32)], mut wanted: Vec<(u16, u32, u32)>) -> Option<Book> {
    // The book's own keys stand first, and with them all settings.
    rest.first().filter(|(file, start, _)| (*file, *start) == (0, 0))?;
    let tables = wanted.len();
    wanted.extend(rest);
    wanted.sort_unstable();
    let (mut loader, mut settings, mut buffer) = (Loader::new(), None, Vec::new());
    for (file, start, length) in wanted {
        let bytes = (files.get(usize::from(file))?.fetch)(u64::from(start), length as usize, &mut buffer)?;
        load(&mut loader, std::str::from_utf8(bytes).ok().filter(|text| text.len() == length as usize)?, file, start as usize)?;
        if *settings.get_or_insert(loader.seen.len()) != loader.seen.len() {
            return None;
        }
    }
    // A head that is indented is none to the scan.
    if loader.book.contracts.len() + loader.book.customers.len() != tables {
        return None;
    }
    let (book, problems) = whole::finish(loader, &[]);
    problems.is_empty().then_some(book)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test that meets what it did not expect has failed
mod tests {
    use proptest::prelude::*;

    use super::{Named, Subject, load_about};
    use crate::book::{Book, blocks, load_blocks};
    use crate::source::in_memory;

    /// What a book says of one customer.
    fn words(book: &Book, id: &str) -> Option<String> {
        let index = book.find_customer(id)?;
        let own: Vec<String> = book
            .contracts()
            .filter(|(contract, _)| book.owner(*contract) == index)
            .map(|(contract, own)| {
                let milestones = book.milestones_of(contract).iter().map(|own| format!("{} {} {:?}", book.milestone_name(own), own.amount, own.due()));
                format!("{} {} {} {:?} {:?}", own.no, own.signed, own.amount, milestones.collect::<Vec<_>>(), own.reps)
            })
            .collect();
        Some(format!(
            "{} {:?} {own:?} {:?}",
            book.customer(index).name,
            book.customer(index).contact(),
            book.reps().map(|(_, rep)| &rep.id).collect::<Vec<_>>()
        ))
    }

    fn table() -> impl Strategy<Value = String> {
        let pick = |words: &'static [&'static str]| proptest::sample::select(words);
        let odd = || {
            pick(&[
                "",
                "",
                "",
                "",
                "",
                "",
                "x = 1\n",
                "# c\n",
                "rep = \"r2\"\n",
                "tags = [\n\"a\" ]\n",
                "due = 2026-02-03\n",
                "[contract.late]\ndaily = 0.1\n",
                "y\n",
                "\"\"\"\n",
            ])
        };
        let customer = (
            pick(&["A", "A", "B", "C", "D"]),
            pick(&["rep = \"r1\"\n", "", "contacts = [ { name = \"a\", phone = \"1\" } ]\n", "contacts = [ { phone = \"1\" } ]\n"]),
            odd(),
        );
        let customer = customer.prop_map(|(id, more, odd)| format!("[[customer]]\nid = \"{id}\"\nname = \"客{id}\"\n{more}{odd}"));
        let milestone = pick(&[
            "",
            "[[contract.milestone]]\nname = \"a\"\namount = 10\ndue = 2026-02-02\n",
            "[[contract.milestone]]\nname = \"a\"\namount = \"4\"\ndue = 2026-02-02\n[[contract.milestone]]\nname = \"b\"\namount = 6\ndue = 2026-02-02\n",
            "[[contract.milestone]]\nname = \"a\"\namount = 9\ndue = 2026-02-02\n",
            "[[contract.milestone]]\nname = \"a\"\npercent = 100\ndue = 2026-02-02\n",
        ]);
        let contract = (
            0..40_u32,
            pick(&["A", "A", "B", "E"]),
            pick(&["10", "10", "\"10.00\"", "10.5", "0", "1e1"]),
            pick(&["2026-01-01", "2026-01-01", "\"2026-01-01\"", "2026-02-30"]),
            milestone,
            odd(),
        );
        let contract = contract.prop_map(|(no, customer, amount, signed, milestone, odd)| {
            format!("[[contract]]\nno = \"H{no}\"\ncustomer = \"{customer}\"\nsigned = {signed}\namount = {amount}\n{odd}{milestone}")
        });
        let other = pick(&[
            "[[rep]]\nid = \"r2\"\nname = \"二\"\n",
            "[[target]]\nperiod = \"2026-06\"\namount = 5\ncustomer = \"A\"\n",
            "[policy]\ngrace_days = 1\n",
            "[contract.late]\ndaily = 0.1\n",
        ]);
        prop_oneof![4 => customer, 8 => contract, 1 => other.prop_map(String::from)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn what_is_read_of_a_right_book_is_what_it_says(tables in proptest::collection::vec(table(), 0..7)) {
            let text = format!("name = \"a\"\ncurrency = \"CNY\"\n[[rep]]\nid = \"r1\"\nname = \"一\"\n[[customer]]\nid = \"E\"\nname = \"e\"\n{}", tables.concat());
            let fetch = in_memory(text.as_bytes());
            let files = [blocks(text.len() as u64, &fetch)];
            let about = load_about(&files, Subject { contract: Some("E"), customer: Some("E") });
            let whole = load_blocks(&files);
            // Two equal targets are the one thing here that only the whole tells.
            if let Some(about) = about && text.matches("[[target]]").count() < 2 {
                let whole = whole.unwrap();
                prop_assert_eq!(words(&about.book, "E"), words(&whole, "E"), "{}", text);
                for (_, contract) in whole.contracts() {
                    let owner = &whole.customer(contract.customer).id;
                    prop_assert_eq!(about.is_own(Named::new(owner.as_bytes(), contract.no.as_bytes())), Some(owner == "E"));
                }
                prop_assert_eq!(about.is_own(Named::new(b"E", b"H99")), None);
            }
        }
    }

    #[test]
    fn a_plain_book_is_read_in_part() {
        let text = "name = \"a\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"A\"\nname = \"a\"\n[[customer]]\nid = \"B\"\nname = \"b\"\n\
            [[contract]]\nno = \"H1\"\ncustomer = \"A\"\nsigned = 2026-01-01\namount = 10\n[[contract]]\nno = \"H2\"\ncustomer = \"B\"\nsigned = 2026-01-01\namount = 10\n";
        let fetch = in_memory(text.as_bytes());
        let about = load_about(&[blocks(text.len() as u64, &fetch)], Subject { contract: Some("H2"), customer: None }).unwrap();
        assert_eq!((about.book.contracts.len(), about.book.customers.len(), about.book.find_contract("H1")), (1, 1, None));
        assert_eq!(about.others, crate::money::Money::from_cents(1_000));
        assert!(load_about(&[blocks(text.len() as u64, &fetch)], Subject { contract: Some("H3"), customer: Some("H1") }).is_none());
    }
}
