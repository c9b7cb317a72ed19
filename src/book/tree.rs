//! A TOML text as a tree of borrowed values with their places, whichever reader it came from.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table: its keys in the order of the text, or of the alphabet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table<'i> {
    pub(super) entries: Vec<(Key<'i>, Item<'i>)>,
}

/// A key with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key<'i> {
    pub(super) name: Cow<'i, str>,
    pub(super) span: Range<usize>,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item<'i> {
    pub(super) value: Value<'i>,
    pub(super) span: Range<usize>,
}

/// A value; numbers and dates as they are written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'i> {
    Text(Cow<'i, str>),
    Integer(Cow<'i, str>, u32),
    Float(Cow<'i, str>),
    Flag(bool),
    Date(Cow<'i, str>),
    List(Vec<Item<'i>>),
    Table(Table<'i>),
}

impl<'i> Table<'i> {
    /// A table with room for the keys most have.
    pub(super) fn with_room() -> Self {
        Self { entries: Vec::with_capacity(8) }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Item<'i>> {
        self.find(key).map(|(_, item)| item)
    }

    /// The item of a key, and its place among the keys.
    pub(super) fn find(&self, key: &str) -> Option<(usize, &Item<'i>)> {
        let number = self.entries.iter().position(|(own, _)| own.name == key)?;
        Some((number, &self.entries.get(number)?.1))
    }

    /// The tree the toml crate has read.
    pub(super) fn of(table: DeTable<'i>) -> Self {
        let entries = table.into_iter().map(|(key, value)| {
            let key = Key { span: key.span(), name: key.into_inner() };
            (key, Item::of(value))
        });
        Self { entries: entries.collect() }
    }

    /// The keys in the order of the alphabet.
    #[cfg(test)]
    pub(super) fn sorted(mut self) -> Self {
        self.entries.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        self.entries.iter_mut().for_each(|(_, item)| item.sort());
        self
    }
}

impl<'i> Item<'i> {
    fn of(value: Spanned<DeValue<'i>>) -> Self {
        let span = value.span();
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text),
            DeValue::Integer(number) => Value::Integer(number.as_str().to_string().into(), number.radix()),
            DeValue::Float(number) => Value::Float(number.as_str().to_string().into()),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Datetime(date) => Value::Date(date.to_string().into()),
            DeValue::Array(list) => Value::List(list.into_iter().map(Item::of).collect()),
            DeValue::Table(table) => Value::Table(Table::of(table)),
        };
        Self { value, span }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// A whole number, if it fits.
    pub(super) fn as_integer(&self) -> Option<i64> {
        if let Value::Integer(digits, radix) = &self.value { i64::from_str_radix(digits, *radix).ok() } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Item<'i>]> {
        if let Value::List(list) = &self.value { Some(list) } else { None }
    }

    #[cfg(test)]
    fn sort(&mut self) {
        match &mut self.value {
            Value::List(list) => list.iter_mut().for_each(Item::sort),
            Value::Table(table) => *table = std::mem::take(table).sorted(),
            _ => {}
        }
    }
}
