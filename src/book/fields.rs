//! One TOML table read key by key: typed values out, every problem with its place, unknown keys at the end.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use super::tree::{List, Node, Value};
use super::{At, Terms};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{BookFault, FileFault, Problem};
use crate::source::Source;
use crate::text::{Text, find_hostile, nearest, text};
use rust_decimal::Decimal;
use smol_str::SmolStr;

/// Where a piece of a book file lies, and the problems found in it.
pub(super) struct Piece<'a> {
    /// Where problems have their place; without it they have none.
    pub(super) source: Option<&'a Source>,
    pub(super) number: u16,
    pub(super) base: usize,
    /// Whether its text is known to have no character that may mislead.
    pub(super) clean: bool,
    pub(super) problems: RefCell<Vec<Problem>>,
}

impl Piece<'_> {
    pub(super) fn at(&self, span: &Range<usize>) -> At {
        At { source: self.number, start: (self.base + span.start) as u32, end: (self.base + span.end) as u32 }
    }

    pub(super) fn report(&self, fault: impl Into<crate::problem::What>, span: &Range<usize>) {
        let place = self.source.map(|source| source.place(self.base + span.start..self.base + span.end));
        self.problems.borrow_mut().push(Problem { what: fault.into(), place });
    }
}

/// A table that is being read.
pub(super) struct Fields<'p, 't, 'i> {
    pub(super) piece: &'p Piece<'p>,
    table: List<'t, 'i>,
    span: Range<usize>,
    /// The keys that were asked for, and which of the table's they are.
    asked: RefCell<Asked>,
}

/// Keys that were asked for: most tables have fewer than [`Asked::FEW`] of them.
struct Asked {
    few: [&'static str; Self::FEW],
    count: usize,
    more: Vec<&'static str>,
    /// Bit by bit, for the first 64 of the table's keys.
    found: u64,
}

impl Asked {
    const FEW: usize = 32;

    fn push(&mut self, key: &'static str) {
        match self.few.get_mut(self.count) {
            Some(slot) => *slot = key,
            None => self.more.push(key),
        }
        self.count += 1;
    }

    fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.few.iter().take(self.count).chain(&self.more).copied()
    }
}

impl<'p, 't, 'i> Fields<'p, 't, 'i> {
    pub(super) fn new(piece: &'p Piece<'p>, table: List<'t, 'i>, span: Range<usize>) -> Self {
        let asked = Asked { few: [""; Asked::FEW], count: 0, more: Vec::new(), found: 0 };
        Self { piece, table, span, asked: RefCell::new(asked) }
    }

    /// The place of the table's head.
    pub(super) fn at(&self) -> At {
        self.piece.at(&self.span)
    }

    pub(super) fn get(&self, key: &'static str) -> Option<&'t Node<'i>> {
        let mut asked = self.asked.borrow_mut();
        asked.push(key);
        let (number, item) = self.table.find(key)?;
        if number < 64 {
            asked.found |= 1 << number;
        }
        Some(item)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Whether the table has no other keys than these.
    pub(super) fn has_only(&self, keys: &[&str]) -> bool {
        self.table.iter().all(|node| keys.contains(&node.key.as_ref()))
    }

    /// The place of a key's value, else of the table.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(self.span.clone(), |item| item.span.range())
    }

    pub(super) fn at_key(&self, key: &str) -> At {
        self.piece.at(&self.span_of(key))
    }

    /// The same, where problems have a place.
    pub(super) fn place_of(&self, key: &str) -> Option<At> {
        self.piece.source.map(|_| self.at_key(key))
    }

    /// The keys of a table whose keys are names, with their values.
    pub(super) fn entries(&self) -> impl Iterator<Item = &'t Node<'i>> {
        self.table.iter()
    }

    pub(super) fn report(&self, key: &str, fault: BookFault) {
        self.piece.report(fault, &self.span_of(key));
    }

    fn wrong<T>(&self, key: &str, expected: Text) -> Option<T> {
        self.report(key, BookFault::WrongType { key: key.to_string(), expected });
        None
    }

    pub(super) fn need(&self, key: &'static str) {
        if !self.has(key) {
            self.piece.report(BookFault::MissingKey { key }, &self.span);
        }
    }

    pub(super) fn text<T: for<'x> From<&'x str>>(&self, key: &'static str) -> Option<T> {
        self.borrowed(key).map(T::from)
    }

    pub(super) fn borrowed(&self, key: &'static str) -> Option<&'t str> {
        let value = self.get(key)?;
        self.as_text(key, value)
    }

    fn as_text(&self, key: &str, item: &'t Node) -> Option<&'t str> {
        let Value::Text(words) = &item.value else {
            return self.wrong(key, text("文字（用引号括起来）", "text in quotes"));
        };
        // An escape may stand for any character.
        let is_clean = self.piece.clean && matches!(words, Cow::Borrowed(_));
        if !is_clean && let Some((_, character)) = find_hostile(words) {
            self.piece.report(FileFault::Hostile { character }, &item.span.range());
        }
        Some(words)
    }

    pub(super) fn need_text<T: for<'x> From<&'x str>>(&self, key: &'static str) -> T {
        T::from(self.need_words(key))
    }

    pub(super) fn need_words(&self, key: &'static str) -> &'t str {
        self.need(key);
        let words = self.borrowed(key).unwrap_or_default();
        if words.chars().all(char::is_whitespace) && self.table.get(key).is_some_and(|item| item.as_str().is_some()) {
            self.report(key, BookFault::MissingKey { key });
        }
        words
    }

    /// An id: letters, digits, CJK and `-_./#`.
    pub(super) fn need_id(&self, key: &'static str) -> SmolStr {
        let id = self.need_words(key);
        if !is_id(id) {
            self.report(key, BookFault::IdShape { id: id.to_string() });
        }
        id.into()
    }

    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        self.list(key).iter().filter_map(|value| self.as_text(key, value)).map(str::to_string).collect()
    }

    pub(super) fn list(&self, key: &'static str) -> List<'t, 'i> {
        match self.get(key).map(|item| &item.value) {
            None => self.table.empty(),
            Some(Value::List(within)) => List::new(self.table.tree(), *within),
            Some(_) => self.wrong(key, text("列表 [ … ]", "a list [ … ]")).unwrap_or(self.table.empty()),
        }
    }

    pub(super) fn flag(&self, key: &'static str) -> bool {
        let Some(item) = self.get(key) else { return false };
        match item.value {
            Value::Flag(flag) => flag,
            _ => self.wrong(key, text(" true 或 false", "true or false")).unwrap_or(false),
        }
    }

    pub(super) fn number(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.get(key)?;
        let Some(whole) = value.as_integer() else { return self.wrong(key, text("整数", "a whole number")) };
        if range.contains(&whole) {
            return Some(whole);
        }
        self.report(key, BookFault::Range { text: whole.to_string(), range: format!("{}–{}", range.start(), range.end()) });
        None
    }

    /// A decimal between 0 and `most`, held exactly.
    pub(super) fn rate(&self, key: &'static str, most: i64) -> Option<Decimal> {
        let value = self.get(key)?;
        let (Value::Integer(digits, 10) | Value::Float(digits) | Value::Text(digits)) = &value.value else {
            return self.wrong(key, text("数字", "a number"));
        };
        let exact = Decimal::from_str_exact(digits).or_else(|_| Decimal::from_scientific(digits)).ok();
        let plain = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
        let Some(rate) = exact.filter(|_| plain) else { return self.wrong(key, text("数字", "a number")) };
        if (Decimal::ZERO..=Decimal::from(most)).contains(&rate) && rate.scale() <= 10 {
            return Some(rate);
        }
        self.report(key, BookFault::Range { text: digits.to_string(), range: format!("0–{most}") });
        None
    }

    /// An amount: an integer, a string or a float by its decimal digits.
    pub(super) fn money(&self, key: &'static str, zero: Zero) -> Option<Money> {
        let value = self.get(key)?;
        let (Value::Integer(digits, 10) | Value::Float(digits) | Value::Text(digits)) = &value.value else {
            return self.wrong(key, text("金额，如 50000 或 \"50000.00\"", "an amount, such as 50000 or \"50000.00\""));
        };
        // A float is taken only as far as it can be told exactly from its neighbours.
        let float = matches!(value.value, Value::Float(_));
        let significant = digits.bytes().filter(u8::is_ascii_digit).count();
        let trimmed = if float { digits.strip_suffix(".0").unwrap_or(digits) } else { digits };
        let parsed = Money::parse(trimmed.as_bytes()).filter(|_| !float || significant <= 15);
        let Some(amount) = parsed else {
            let mended = Money::parse_typed(digits).ok().filter(|_| !float).map(|money| money.to_string());
            self.report(key, BookFault::Amount { text: digits.to_string(), mended });
            return None;
        };
        if amount.is_zero() && zero == Zero::Refused {
            self.report(key, BookFault::ZeroAmount);
            return None;
        }
        Some(amount)
    }

    pub(super) fn day(&self, key: &'static str) -> Option<Day> {
        let value = self.get(key)?;
        let (Value::Date(digits) | Value::Text(digits)) = &value.value else {
            return self.wrong(key, text("日期，如 2026-11-30", "a date, such as 2026-11-30"));
        };
        let day = Day::parse(digits.as_bytes());
        if day.is_none() {
            self.report(key, BookFault::Date { text: digits.to_string() });
        }
        day
    }

    pub(super) fn need_day(&self, key: &'static str) -> Option<Day> {
        self.need(key);
        self.day(key)
    }

    /// One of a few words, as its number.
    pub(super) fn choice(&self, key: &'static str, words: &[&str]) -> Option<usize> {
        let value = self.borrowed(key)?;
        let found = words.iter().position(|word| *word == value);
        if found.is_none() {
            self.report(key, BookFault::Choice { text: value.to_string(), choices: words.join(" | ") });
        }
        found
    }

    pub(super) fn terms(&self, key: &'static str) -> Option<Terms> {
        let words = self.borrowed(key)?;
        let terms = Terms::parse(words);
        if terms.is_none() {
            self.report(key, BookFault::Terms { text: words.to_string() });
        }
        terms
    }

    /// A table under `key`.
    pub(super) fn table(&self, key: &'static str) -> Option<Fields<'p, 't, 'i>> {
        let value = self.get(key)?;
        self.as_table(key, value)
    }

    pub(super) fn as_table(&self, key: &str, item: &'t Node<'i>) -> Option<Fields<'p, 't, 'i>> {
        match &item.value {
            Value::Table(within) => Some(Fields::new(self.piece, List::new(self.table.tree(), *within), item.span.range())),
            _ => self.wrong(key, text("一节 { … }", "a table { … }")),
        }
    }

    /// The tables of a list under `key`.
    pub(super) fn tables(&self, key: &'static str) -> impl Iterator<Item = Fields<'p, 't, 'i>> + '_ {
        self.list(key).iter().filter_map(move |value| self.as_table(key, value))
    }

    /// Two keys of which one at most may stand.
    pub(super) fn exclusive(&self, a: &'static str, b: &'static str) {
        if self.has(a) && self.has(b) {
            self.report(b, BookFault::OneOf { a, b, both: true });
        }
    }

    /// Reports the keys nobody asked for. Every block may have the free table `x`.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        for (number, node) in self.table.iter().enumerate() {
            let known = if number < 64 { asked.found >> number & 1 == 1 } else { asked.keys().any(|own| own == node.key) };
            if known || node.key == "x" {
                continue;
            }
            let near = nearest(&node.key, asked.keys()).first().map(ToString::to_string);
            self.piece.report(BookFault::UnknownKey { key: node.key.to_string(), nearest: near }, &node.key_span.range());
        }
    }
}

/// Whether an amount may be zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    Allowed,
    Refused,
}

/// Whether a text has the shape of an id, or is empty.
pub fn is_id(text: &str) -> bool {
    text.chars().all(is_id_char) && !text.starts_with('-')
}

fn is_id_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#') || (!c.is_ascii() && c.is_alphanumeric())
}
