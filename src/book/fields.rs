//! One TOML table read key by key: typed values out, every problem with its place, unknown keys at the end.

use std::cell::{Cell, RefCell};
use std::ops::{Range, RangeInclusive};

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{At, Terms};
use crate::date::Day;
use crate::money::Money;
use crate::problem::{BookFault, FileFault, Problem};
use crate::source::Source;
use crate::text::{Text, find_hostile, nearest, text};

/// Where a piece of a book file lies, and the problems found in it.
pub(super) struct Piece<'a> {
    pub(super) source: &'a Source,
    pub(super) number: u16,
    pub(super) base: usize,
    pub(super) problems: RefCell<Vec<Problem>>,
}

impl Piece<'_> {
    pub(super) fn at(&self, span: &Range<usize>) -> At {
        At { source: self.number, start: (self.base + span.start) as u32, end: (self.base + span.end) as u32 }
    }

    pub(super) fn report(&self, fault: impl Into<crate::problem::What>, span: &Range<usize>) {
        let place = self.source.place(self.base + span.start..self.base + span.end);
        self.problems.borrow_mut().push(Problem::at(fault, place));
    }
}

/// A table that is being read.
pub(super) struct Fields<'p, 't, 'i> {
    pub(super) piece: &'p Piece<'p>,
    table: &'t DeTable<'i>,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
    finished: Cell<bool>,
}

type Value<'t, 'i> = &'t Spanned<DeValue<'i>>;

impl<'p, 't, 'i> Fields<'p, 't, 'i> {
    pub(super) fn new(piece: &'p Piece<'p>, table: &'t DeTable<'i>, span: Range<usize>) -> Self {
        Self { piece, table, span, asked: RefCell::default(), finished: Cell::new(false) }
    }

    /// The place of the table's head.
    pub(super) fn at(&self) -> At {
        self.piece.at(&self.span)
    }

    pub(super) fn get(&self, key: &'static str) -> Option<Value<'t, 'i>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The place of a key's value, else of the table.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(self.span.clone(), Spanned::span)
    }

    pub(super) fn at_key(&self, key: &str) -> At {
        self.piece.at(&self.span_of(key))
    }

    /// The keys of a table whose keys are names, with their values.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'t Spanned<std::borrow::Cow<'i, str>>, Value<'t, 'i>)> {
        self.finished.set(true);
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

    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        self.as_text(key, value)
    }

    fn as_text(&self, key: &str, value: Value) -> Option<String> {
        let Some(words) = value.get_ref().as_str() else {
            return self.wrong(key, text("文字（用引号括起来）", "text in quotes"));
        };
        if let Some((_, character)) = find_hostile(words) {
            self.piece.report(FileFault::Hostile { character }, &value.span());
        }
        Some(words.to_string())
    }

    pub(super) fn need_text(&self, key: &'static str) -> String {
        self.need(key);
        let words = self.text(key).unwrap_or_default();
        if words.trim().is_empty() && self.table.get(key).is_some_and(|value| value.get_ref().is_str()) {
            self.report(key, BookFault::MissingKey { key });
        }
        words
    }

    /// An id: letters, digits, CJK and `-_./#`.
    pub(super) fn need_id(&self, key: &'static str) -> String {
        let id = self.need_text(key);
        if !id.chars().all(is_id_char) || id.starts_with('-') {
            self.report(key, BookFault::IdShape { id: id.clone() });
        }
        id
    }

    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        self.list(key).into_iter().filter_map(|value| self.as_text(key, value)).collect()
    }

    pub(super) fn list(&self, key: &'static str) -> Vec<Value<'t, 'i>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        if let Some(items) = value.get_ref().as_array() {
            items.iter().collect()
        } else {
            self.wrong::<()>(key, text("列表 [ … ]", "a list [ … ]"));
            Vec::new()
        }
    }

    pub(super) fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().or_else(|| self.wrong(key, text(" true 或 false", "true or false"))).unwrap_or(false)
    }

    pub(super) fn number(&self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.get(key)?;
        let whole = value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        let Some(whole) = whole else { return self.wrong(key, text("整数", "a whole number")) };
        if range.contains(&whole) {
            return Some(whole);
        }
        self.report(key, BookFault::Range { text: whole.to_string(), range: format!("{}–{}", range.start(), range.end()) });
        None
    }

    /// A decimal between 0 and `most`, held exactly.
    pub(super) fn rate(&self, key: &'static str, most: i64) -> Option<Decimal> {
        let value = self.get(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(i) if i.radix() == 10 => i.as_str().to_string(),
            DeValue::Float(f) => f.as_str().to_string(),
            DeValue::String(s) => s.to_string(),
            _ => return self.wrong(key, text("数字", "a number")),
        };
        let exact = Decimal::from_str_exact(&digits).or_else(|_| Decimal::from_scientific(&digits)).ok();
        let plain = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
        let Some(rate) = exact.filter(|_| plain) else { return self.wrong(key, text("数字", "a number")) };
        if (Decimal::ZERO..=Decimal::from(most)).contains(&rate) && rate.scale() <= 10 {
            return Some(rate);
        }
        self.report(key, BookFault::Range { text: digits, range: format!("0–{most}") });
        None
    }

    /// An amount: an integer, a string or a float by its decimal digits.
    pub(super) fn money(&self, key: &'static str, zero: Zero) -> Option<Money> {
        let value = self.get(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(i) if i.radix() == 10 => i.as_str().to_string(),
            DeValue::Float(f) => f.as_str().to_string(),
            DeValue::String(s) => s.to_string(),
            _ => return self.wrong(key, text("金额，如 50000 或 \"50000.00\"", "an amount, such as 50000 or \"50000.00\"")),
        };
        // A float is taken only as far as it can be told exactly from its neighbours.
        let float = matches!(value.get_ref(), DeValue::Float(_));
        let significant = digits.bytes().filter(u8::is_ascii_digit).count();
        let trimmed = if float { digits.strip_suffix(".0").unwrap_or(&digits) } else { &digits };
        let parsed = Money::parse(trimmed.as_bytes()).filter(|_| !float || significant <= 15);
        let Some(amount) = parsed else {
            let mended = Money::parse_typed(&digits).ok().filter(|_| !float).map(|money| money.to_string());
            self.report(key, BookFault::Amount { text: digits, mended });
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
        let digits = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(s) => s.to_string(),
            _ => return self.wrong(key, text("日期，如 2026-11-30", "a date, such as 2026-11-30")),
        };
        let day = Day::parse(digits.as_bytes());
        if day.is_none() {
            self.report(key, BookFault::Date { text: digits });
        }
        day
    }

    pub(super) fn need_day(&self, key: &'static str) -> Option<Day> {
        self.need(key);
        self.day(key)
    }

    /// One of a few words, as its number.
    pub(super) fn choice(&self, key: &'static str, words: &[&str]) -> Option<usize> {
        let value = self.text(key)?;
        let found = words.iter().position(|word| *word == value);
        if found.is_none() {
            self.report(key, BookFault::Choice { text: value, choices: words.join(" | ") });
        }
        found
    }

    pub(super) fn terms(&self, key: &'static str) -> Option<Terms> {
        let words = self.text(key)?;
        let terms = Terms::parse(&words);
        if terms.is_none() {
            self.report(key, BookFault::Terms { text: words });
        }
        terms
    }

    /// A table under `key`.
    pub(super) fn table(&self, key: &'static str) -> Option<Fields<'p, 't, 'i>> {
        let value = self.get(key)?;
        self.as_table(key, value)
    }

    pub(super) fn as_table(&self, key: &str, value: Value<'t, 'i>) -> Option<Fields<'p, 't, 'i>> {
        match value.get_ref().as_table() {
            Some(table) => Some(Fields::new(self.piece, table, value.span())),
            None => self.wrong(key, text("一节 { … }", "a table { … }")),
        }
    }

    /// The tables of a list under `key`.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Fields<'p, 't, 'i>> {
        self.list(key).into_iter().filter_map(|value| self.as_table(key, value)).collect()
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
        for key in self.table.keys().filter(|key| !asked.contains(&key.get_ref().as_ref())) {
            if key.get_ref() == "x" {
                continue;
            }
            let near = nearest(key.get_ref(), asked.iter().copied()).first().map(ToString::to_string);
            self.piece.report(BookFault::UnknownKey { key: key.get_ref().to_string(), nearest: near }, &key.span());
        }
    }
}

/// Whether an amount may be zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    Allowed,
    Refused,
}

fn is_id_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#') || (!c.is_ascii() && c.is_alphanumeric())
}
