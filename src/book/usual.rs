//! Contracts and customers as nearly all of a large book has them, read straight into values. Any other table is read by
//! way of a tree, from its head to the next head of a contract or customer.

use std::cell::RefCell;

use super::At;
use super::RepIx;
use super::contacts::{Contact, Contacts, role};
use super::contract::Usual;
use super::fields::{Fields, Piece, is_id};
use super::load::HEADS;
use super::loader::Loader;
use super::milestone::UsualMilestone;
use super::people::{Customer, Reps};
use super::plain::{self, is_begun_by_head};
use super::top::read_top;
use super::tree::Tree;
use crate::date::Day;
use crate::money::Money;

/// Reads a block of a book file that has no misleading character; `None` where it must be seen as a whole, right or wrong.
pub(super) fn read(text: &str, number: u16, base: usize) -> Option<Loader> {
    let mut loader = Loader::new();
    let mut at = 0;
    while at < text.len() {
        let mut reader = Reader { text, at, source: number, base };
        // What a book begins with is never missing where it is looked for.
        let usual = if number == 0 && base + at == 0 { None } else { reader.table(&mut loader) };
        if usual.is_none() {
            reader.at = next_head(text, at);
            by_tree(&mut loader, text.get(at..reader.at)?, number, base + at, at > 0)?;
        }
        at = reader.at;
    }
    Some(loader)
}

/// The next head of a contract or customer after the line that begins at a place.
fn next_head(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let mut lines = memchr::memchr_iter(b'\n', rest).map(|newline| from + newline + 1);
    lines.find(|line| text.get(*line..).is_some_and(|rest| HEADS.iter().any(|head| rest.starts_with(head)))).unwrap_or(text.len())
}

/// Reads tables of any kind; only lists of tables may go on from what stands before them.
fn by_tree(loader: &mut Loader, text: &str, number: u16, base: usize, goes_on: bool) -> Option<()> {
    let tree = plain::read(text)?;
    let top = tree.within(Tree::TOP);
    let right = top.iter().all(|node| if ["rep", "customer", "contract", "target"].contains(&node.key.as_ref()) { is_begun_by_head(node) } else { !goes_on });
    let piece = Piece { source: None, number, base, clean: true, problems: RefCell::default() };
    if right {
        read_top(loader, Fields::new(&piece, top, 0..0));
    }
    (right && piece.problems.into_inner().is_empty()).then_some(())
}

/// Reads tables of a text; `None` wherever something is not as usual.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    source: u16,
    base: usize,
}

/// Sets what was not set yet: a key may stand once.
fn once<T>(slot: &mut Option<T>, value: T) -> Option<()> {
    slot.replace(value).is_none().then_some(())
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, wanted: &str) -> Option<()> {
        self.rest().starts_with(wanted.as_bytes()).then(|| self.at += wanted.len())
    }

    fn blank_lines(&mut self) {
        while self.take("\n").is_some() {}
    }

    /// Reads a contract or a customer.
    fn table(&mut self, loader: &mut Loader) -> Option<()> {
        let [contract, customer] = HEADS;
        let start = self.at;
        let head = |head: &str| At { source: self.source, start: (self.base + start) as u32, end: (self.base + start + head.len() - 1) as u32 };
        let (of_contract, of_customer) = (head(contract), head(customer));
        if self.take(contract).is_some() {
            self.contract(of_contract, loader)
        } else {
            self.take(customer)?;
            self.customer(of_customer, loader)
        }
    }

    /// Whether nothing more of a table follows.
    fn end(&mut self) -> Option<()> {
        self.blank_lines();
        let rest = self.rest();
        (rest.is_empty() || HEADS.iter().any(|head| rest.starts_with(head.as_bytes()))).then_some(())
    }

    fn contract(&mut self, at: At, loader: &mut Loader) -> Option<()> {
        let (mut no, mut customer, mut rep, mut signed, mut amount, mut due) = (None, None, None, None, None, None);
        while let Some(key) = self.key() {
            match key {
                b"no" => once(&mut no, self.id()?)?,
                b"customer" => once(&mut customer, self.quoted()?)?,
                b"rep" => once(&mut rep, self.quoted()?)?,
                b"signed" => once(&mut signed, self.day()?)?,
                b"amount" => once(&mut amount, self.money()?)?,
                b"due" => once(&mut due, self.day()?)?,
                _ => return None,
            }
            self.take("\n")?;
        }
        self.blank_lines();
        let mut milestones = Vec::new();
        while self.take("[[contract.milestone]]\n").is_some() {
            milestones.push(self.milestone()?);
            self.blank_lines();
        }
        self.end()?;
        Usual { no: no?, customer: customer?, rep, signed: signed?, amount: amount?, due, at }.add(&milestones, loader)
    }

    fn milestone(&mut self) -> Option<UsualMilestone<'t>> {
        let (mut name, mut due, mut amount) = (None, None, None);
        while let Some(key) = self.key() {
            match key {
                b"name" => once(&mut name, self.words()?)?,
                b"due" => once(&mut due, self.day()?)?,
                b"amount" => once(&mut amount, self.money()?)?,
                _ => return None,
            }
            self.take("\n")?;
        }
        Some(UsualMilestone { name: name?, amount: amount?, due: due? })
    }

    fn customer(&mut self, at: At, loader: &mut Loader) -> Option<()> {
        let (mut id, mut name, mut rep, mut contacts) = (None, None, None, None);
        while let Some(key) = self.key() {
            match key {
                b"id" => once(&mut id, self.id()?)?,
                b"name" => once(&mut name, self.words()?)?,
                b"rep" => once(&mut rep, self.quoted()?)?,
                b"contacts" => once(&mut contacts, self.contacts()?)?,
                _ => return None,
            }
            self.take("\n")?;
        }
        self.end()?;
        let (id, name) = (id?, name?);
        let reps = rep.map_or(Reps::None, |rep| Reps::One(RepIx(loader.reps.mention(rep, At::default()))));
        loader.book.customers.push(Customer::plain(id, name, reps, contacts.unwrap_or_default(), at));
        Some(())
    }

    /// `[ { name = "…", phone = "…" }, … ]`
    fn contacts(&mut self) -> Option<Contacts> {
        self.take("[ ")?;
        let mut contacts = vec![self.contact()?];
        while self.take(", ").is_some() {
            contacts.push(self.contact()?);
        }
        self.take(" ]")?;
        Some(contacts.into_iter().collect())
    }

    fn contact(&mut self) -> Option<Contact<'t>> {
        self.take("{ ")?;
        let (mut name, mut own_role, mut phone, mut email, mut wechat) = (None, None, None, None, None);
        loop {
            match self.key()? {
                b"name" => once(&mut name, self.words()?)?,
                b"role" => once(&mut own_role, role(self.quoted()?)?)?,
                b"phone" => once(&mut phone, self.quoted()?)?,
                b"email" => once(&mut email, self.quoted()?)?,
                b"wechat" => once(&mut wechat, self.quoted()?)?,
                _ => return None,
            }
            if self.take(", ").is_none() {
                break;
            }
        }
        self.take(" }")?;
        let or_none = Option::unwrap_or_default;
        Some(Contact { name: name?, role: or_none(own_role), phone: or_none(phone), email: or_none(email), wechat: or_none(wechat) })
    }

    /// A key and the ` = ` after it.
    fn key(&mut self) -> Option<&'t [u8]> {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !byte.is_ascii_lowercase())?;
        let (key, after) = rest.split_at_checked(length)?;
        (length > 0 && after.starts_with(b" = ")).then(|| self.at += length + 3)?;
        Some(key)
    }

    /// A text without escapes.
    fn quoted(&mut self) -> Option<&'t str> {
        self.take("\"")?;
        let length = self.rest().iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'))?;
        let words = self.text.get(self.at..self.at + length)?;
        self.at += length;
        self.take("\"")?;
        Some(words)
    }

    /// A text that says something.
    fn words(&mut self) -> Option<&'t str> {
        self.quoted().filter(|words| !words.chars().all(char::is_whitespace))
    }

    fn id(&mut self) -> Option<&'t str> {
        self.quoted().filter(|id| !id.is_empty() && is_id(id))
    }

    fn day(&mut self) -> Option<Day> {
        let day = Day::parse(self.rest().get(..10)?)?;
        self.at += 10;
        Some(day)
    }

    /// An amount in quotes, or a whole number.
    fn money(&mut self) -> Option<Money> {
        let digits = if self.rest().first() == Some(&b'"') {
            self.quoted()?.as_bytes()
        } else {
            let rest = self.rest();
            let digits = rest.get(..rest.iter().position(|byte| !byte.is_ascii_digit())?)?;
            self.at += digits.len();
            digits
        };
        Money::parse(digits).filter(|amount| amount.is_positive())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Loader, by_tree, read};
    use crate::book::whole;
    use crate::text::is_clean;

    fn words(loader: Loader) -> String {
        let (book, problems) = whole::finish(loader, &[]);
        let mut problems: Vec<_> = problems.iter().map(|problem| format!("{problem:?}")).collect();
        problems.sort();
        format!("{book:?} {problems:?}")
    }

    /// Where this reader reads a text, the tree of the whole text says the same.
    fn agrees(text: &str) -> bool {
        let Some(own) = read(text, 1, 0).filter(|_| is_clean(text)) else { return false };
        let mut whole = Loader::new();
        assert!(by_tree(&mut whole, text, 1, 0, false).is_some(), "{text}");
        assert_eq!(words(own), words(whole), "{text}");
        true
    }

    const CUSTOMER: &str =
        "[[customer]]\nid = \"C1\"\nname = \"华东\"\nrep = \"r\"\ncontacts = [ { name = \"王\", phone = \"1\" }, { role = \"owner\", name = \"李\" } ]\n\n";
    const CONTRACT: &str = "[[contract]]\nno = \"H1\"\ncustomer = \"C1\"\nrep = \"r\"\nsigned = 2026-01-02\namount = \"30.00\"\n\n\
        [[contract.milestone]]\nname = \"尾款\"\ndue = 2026-03-01\namount = 10\n\n[[contract.milestone]]\nname = \"a\"\namount = \"20.00\"\ndue = 2026-02-01\n";

    #[test]
    fn usual_tables_are_read_and_others_by_way_of_the_tree() {
        for (from, to) in [
            ("", ""),
            ("rep = \"r\"\n", ""),
            ("name = \"尾款\"", "percent = 5\nname = \"尾款\""),
            ("signed = 2026", "project = \"x\"\nsigned = 2026"),
            ("[[customer]]", "[[rep]]\nid = \"r\"\nname = \"r\"\n[[customer]]"),
            ("[[customer]]", "# comment\n[[customer]]"),
            ("phone = \"1\"", "phone = \"\\\"1\""),
        ] {
            let text = [CUSTOMER, CONTRACT, "\n", CUSTOMER, CONTRACT].concat();
            let text = if from.is_empty() { text } else { text.replacen(from, to, 1) };
            let wrong = to.starts_with("percent");
            assert_eq!(agrees(&text), !wrong, "{text}");
        }
    }

    #[test]
    fn what_must_be_seen_as_a_whole_is_left() {
        for text in ["[x]\n[[contract]]\n[x]\n", "contract = [ {} ]\n[[contract]]\n", "[policy]\n[[customer]]\n[policy]\n"] {
            assert!(read(text, 1, 0).is_none(), "{text}");
        }
        assert!(read(CUSTOMER, 0, 0).is_none(), "a book has a name");
        assert!(read(CUSTOMER, 0, 1).is_some());
    }

    fn fragments() -> impl Strategy<Value = String> {
        let words = [
            "[[customer]]\n",
            "[[contract]]\n",
            "[[contract.milestone]]\n",
            "[[rep]]\n",
            "\n",
            "id = \"C1\"\n",
            "id = \"C 2\"\n",
            "no = \"H1\"\n",
            "no = \"-\"\n",
            "name = \"a\"\n",
            "name = \"b\"\n",
            "name = \" \"\n",
            "name = \"a/1\"\n",
            "customer = \"C1\"\n",
            "rep = \"r\"\n",
            "signed = 2026-01-02\n",
            "signed = 2026-02-30\n",
            "amount = 10\n",
            "amount = \"10.00\"\n",
            "amount = \"5\"\n",
            "amount = 0\n",
            "amount = 5.0\n",
            "due = 2026-03-01\n",
            "due = \"2026-03-01\"\n",
            "terms = \"net 30\"\n",
            "contacts = [ { name = \"王\" } ]\n",
            "contacts = [{ name = \"王\", role = \"owner\" }]\n",
            "contacts = [ { role = \"x\", name = \"王\" } ]\n",
            "# c\n",
            "x = 1\n",
            CUSTOMER,
            CONTRACT,
            "[[contract]]\nno = \"H2\"\ncustomer = \"C1\"\nsigned = 2026-01-02\namount = 10\n",
            "[[contract.milestone]]\nname = \"a\"\ndue = 2026-03-01\namount = 10\n",
        ];
        proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..12).prop_map(|words| words.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn it_agrees_with_the_tree(text in fragments()) {
            agrees(&text);
        }
    }
}
