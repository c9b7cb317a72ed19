//! A map: a small TOML text that says which column of a file is what.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::cells::Order;
use super::table::{Columns, Layout};
use crate::problem::{BookFault, ImportFault, MapTrouble, Problem};
use crate::source::Source;
use crate::text::nearest;

/// The keys every map may have.
const LAYOUT: [&str; 6] = ["name", "label", "delimiter", "date_format", "decimal", "footer"];

/// A map's text, read key by key.
pub struct Map<'a> {
    source: &'a Source,
    table: DeTable<'a>,
}

impl<'a> Map<'a> {
    /// A map with these keys beside those every map may have.
    ///
    /// # Errors
    /// What is no TOML, or has a key that no map of this kind has.
    pub fn parse(source: &'a Source, keys: &[&str]) -> Result<Self, Problem> {
        let table = DeTable::parse(source.text()).map_err(|error| {
            let fault = BookFault::Syntax { detail: error.message().lines().next().unwrap_or_default().to_string() };
            Problem::at(fault, source.place(error.span().unwrap_or(0..0)))
        })?;
        let map = Self { source, table: table.into_inner() };
        for key in map.table.keys() {
            let name = key.get_ref().as_ref();
            if !LAYOUT.contains(&name) && !keys.contains(&name) {
                let known = keys.iter().chain(&LAYOUT).copied();
                let near = nearest(name, known).first().map(ToString::to_string);
                return Err(map.problem(&key.span(), MapTrouble::Unknown { key: name.to_string(), nearest: near }));
            }
        }
        Ok(map)
    }

    fn problem(&self, span: &Range<usize>, trouble: MapTrouble) -> Problem {
        Problem::at(ImportFault::Map(trouble), self.source.place(span.clone()))
    }

    /// Keys that exclude each other.
    pub fn both(&self, keys: &'static str) -> Problem {
        self.problem(&(0..0), MapTrouble::Both { keys })
    }

    /// A problem of the map as a whole.
    pub fn lacks(&self, keys: &'static str) -> Problem {
        self.problem(&(0..0), MapTrouble::Missing { keys })
    }

    /// Whether it has a key.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn get(&self, key: &str) -> Option<&Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    /// A text, a list of texts, or nothing.
    fn texts(&self, key: &str) -> Result<Vec<String>, Problem> {
        self.get(key).map_or(Ok(Vec::new()), |value| self.texts_of(key, value))
    }

    fn texts_of(&self, key: &str, value: &Spanned<DeValue>) -> Result<Vec<String>, Problem> {
        let wrong = |span: Range<usize>| self.problem(&span, MapTrouble::Type { key: key.to_string() });
        match value.get_ref() {
            DeValue::String(text) => Ok(vec![text.to_string()]),
            DeValue::Array(items) => items.iter().map(|item| item.get_ref().as_str().map(str::to_string).ok_or_else(|| wrong(item.span()))).collect(),
            _ => Err(wrong(value.span())),
        }
    }

    /// The names a column goes by.
    pub fn columns(&self, key: &str) -> Result<Columns, Problem> {
        self.texts(key).map(Columns)
    }

    /// One text.
    pub fn text(&self, key: &str) -> Result<Option<String>, Problem> {
        Ok(self.texts(key)?.into_iter().next())
    }

    /// A list of words.
    pub fn words(&self, key: &str) -> Result<Vec<String>, Problem> {
        self.texts(key)
    }

    /// A flag; not set by default.
    pub fn flag(&self, key: &str) -> Result<bool, Problem> {
        match self.get(key).map(|value| (value.get_ref(), value.span())) {
            None => Ok(false),
            Some((DeValue::Boolean(flag), _)) => Ok(*flag),
            Some((_, span)) => Err(self.problem(&span, MapTrouble::Type { key: key.to_string() })),
        }
    }

    /// One of a set of words.
    pub fn choice<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(Some(*value));
        }
        let span = self.get(key).map_or(0..0, Spanned::span);
        let choices = words.iter().map(|(word, _)| word.escape_debug().to_string()).collect::<Vec<_>>().join(" | ");
        Err(self.problem(&span, MapTrouble::Choice { key, text, choices }))
    }

    /// A table of lists of words, such as `{ 摘要 = ["结息"] }`; `keys` are those it may have, where it may not have any.
    pub fn lists(&self, key: &str, keys: Option<&[&str]>) -> Result<Vec<(String, Vec<String>)>, Problem> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let DeValue::Table(table) = value.get_ref() else { return Err(self.problem(&value.span(), MapTrouble::Type { key: key.to_string() })) };
        let mut found = Vec::new();
        for (name, words) in table {
            let own = name.get_ref().to_string();
            if keys.is_some_and(|keys| !keys.contains(&own.as_str())) {
                let near = keys.and_then(|keys| nearest(&own, keys.iter().copied()).first().map(ToString::to_string));
                return Err(self.problem(&name.span(), MapTrouble::Unknown { key: own, nearest: near }));
            }
            let words = self.texts_of(&own, words)?;
            found.push((own, words));
        }
        Ok(found)
    }

    /// What every map may say of its files.
    pub fn layout(&self) -> Result<Layout, Problem> {
        let mut layout = Layout { date_format: self.choice("date_format", &Order::WORDS)?, ..Layout::default() };
        layout.decimal_comma = self.choice("decimal", &[(".", false), (",", true)])?.unwrap_or(false);
        layout.delimiter = self.choice("delimiter", &[(",", b','), ("\t", b'\t'), (";", b';'), ("|", b'|')])?;
        layout.footer.extend(self.words("footer")?);
        Ok(layout)
    }
}
