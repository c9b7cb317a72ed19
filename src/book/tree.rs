//! A TOML text as a tree of borrowed values with their places, whichever reader it came from. All values lie in one
//! list: a large book costs no allocation a table.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The values of a text; the first is the table of them all.
#[derive(Debug)]
pub(super) struct Tree<'i> {
    nodes: Vec<Node<'i>>,
}

/// A value with its key, which is empty within a list, and its place.
#[derive(Debug)]
pub(super) struct Node<'i> {
    pub(super) key: Cow<'i, str>,
    pub(super) key_span: Span,
    pub(super) value: Value<'i>,
    pub(super) span: Span,
    next: u32,
}

/// A range of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A value; numbers and dates as they are written.
#[derive(Debug)]
pub(super) enum Value<'i> {
    Text(Cow<'i, str>),
    Integer(Cow<'i, str>, u32),
    Float(Cow<'i, str>),
    Flag(bool),
    Date(Cow<'i, str>),
    List(Within),
    Table(Within),
}

/// The values within a list or a table, each of which tells the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Within {
    first: u32,
    last: u32,
    count: u32,
}

/// No value.
const NONE: u32 = u32::MAX;

impl Within {
    pub(super) const EMPTY: Self = Self { first: NONE, last: NONE, count: 0 };
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }
}

impl Span {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl<'i> Node<'i> {
    pub(super) fn new(key: Cow<'i, str>, key_span: Span, value: Value<'i>, span: Span) -> Self {
        Self { key, key_span, value, span, next: NONE }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// A whole number, if it fits.
    pub(super) fn as_integer(&self) -> Option<i64> {
        if let Value::Integer(digits, radix) = &self.value { i64::from_str_radix(digits, *radix).ok() } else { None }
    }
}

impl<'i> Tree<'i> {
    /// The top table.
    pub(super) const TOP: u32 = 0;

    /// A tree of a text of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let mut nodes = Vec::with_capacity(bytes / 16);
        nodes.push(Node::new("".into(), Span::default(), Value::Table(Within::EMPTY), Span::default()));
        Self { nodes }
    }

    /// The tree the toml crate has read.
    pub(super) fn of(table: DeTable<'i>) -> Self {
        let mut tree = Self::new(0);
        tree.graft(Self::TOP, table);
        tree
    }

    fn graft(&mut self, parent: u32, table: DeTable<'i>) {
        for (key, value) in table {
            let span = key.span().into();
            self.graft_value(parent, key.into_inner(), span, value);
        }
    }

    fn graft_value(&mut self, parent: u32, key: Cow<'i, str>, key_span: Span, value: Spanned<DeValue<'i>>) {
        let span = value.span().into();
        let add = |value| self.add(parent, Node::new(key, key_span, value, span));
        match value.into_inner() {
            DeValue::String(text) => add(Value::Text(text)),
            DeValue::Integer(number) => add(Value::Integer(number.as_str().to_string().into(), number.radix())),
            DeValue::Float(number) => add(Value::Float(number.as_str().to_string().into())),
            DeValue::Boolean(flag) => add(Value::Flag(flag)),
            DeValue::Datetime(date) => add(Value::Date(date.to_string().into())),
            DeValue::Array(list) => {
                let own = add(Value::List(Within::EMPTY));
                list.into_iter().for_each(|item| self.graft_value(own, "".into(), Span::default(), item));
                own
            }
            DeValue::Table(table) => {
                let own = add(Value::Table(Within::EMPTY));
                self.graft(own, table);
                own
            }
        };
    }

    /// Adds a value to a list or table; its number.
    pub(super) fn add(&mut self, parent: u32, node: Node<'i>) -> u32 {
        let number = self.nodes.len() as u32;
        let mut before = NONE;
        if let Some(Node { value: Value::List(within) | Value::Table(within), .. }) = self.nodes.get_mut(parent as usize) {
            before = std::mem::replace(&mut within.last, number);
            within.count += 1;
            if before == NONE {
                within.first = number;
            }
        }
        if let Some(before) = self.nodes.get_mut(before as usize) {
            before.next = number;
        }
        self.nodes.push(node);
        number
    }

    pub(super) fn node(&self, number: u32) -> Option<&Node<'i>> {
        self.nodes.get(number as usize)
    }

    /// Says where a value ends that was added before it was whole.
    pub(super) fn end(&mut self, number: u32, end: usize) {
        if let Some(node) = self.nodes.get_mut(number as usize) {
            node.span.end = end as u32;
        }
    }

    /// What is within a list or table.
    pub(super) fn within(&self, number: u32) -> List<'_, 'i> {
        match self.node(number).map(|node| &node.value) {
            Some(Value::List(within) | Value::Table(within)) => List { tree: self, within: *within },
            _ => List { tree: self, within: Within::EMPTY },
        }
    }
}

/// The values within a list or table, in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct List<'t, 'i> {
    tree: &'t Tree<'i>,
    within: Within,
}

impl<'t, 'i> List<'t, 'i> {
    pub(super) fn new(tree: &'t Tree<'i>, within: Within) -> Self {
        Self { tree, within }
    }

    pub(super) fn empty(self) -> Self {
        Self { within: Within::EMPTY, ..self }
    }

    pub(super) fn tree(self) -> &'t Tree<'i> {
        self.tree
    }

    pub(super) fn len(self) -> usize {
        self.within.count as usize
    }

    /// The number of the last value.
    pub(super) fn last(self) -> u32 {
        self.within.last
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'t Node<'i>> {
        let mut next = self.within.first;
        std::iter::from_fn(move || {
            let node = self.tree.node(next)?;
            next = node.next;
            Some(node)
        })
    }

    /// The numbers of the values.
    pub(super) fn iter_numbers(self) -> impl Iterator<Item = u32> + use<'t, 'i> {
        let next = move |number: &u32| self.tree.node(*number).map(|node| node.next).filter(|next| *next != NONE);
        std::iter::successors((self.within.first != NONE).then_some(self.within.first), next)
    }

    /// The value of a key, and its place among the keys.
    pub(super) fn find(self, key: &str) -> Option<(usize, &'t Node<'i>)> {
        self.iter().enumerate().find(|(_, node)| node.key == key)
    }

    pub(super) fn get(self, key: &str) -> Option<&'t Node<'i>> {
        self.iter().find(|node| node.key == key)
    }
}

#[cfg(test)]
impl Tree<'_> {
    /// All values with their places, keys in the order of the alphabet.
    pub(super) fn words(&self) -> String {
        self.words_of(self.within(Self::TOP), true)
    }

    fn words_of(&self, list: List, sorted: bool) -> String {
        let word = |node: &Node| {
            let value = match &node.value {
                Value::List(within) => format!("[{}]", self.words_of(List::new(self, *within), false)),
                Value::Table(within) => format!("{{{}}}", self.words_of(List::new(self, *within), true)),
                plain => format!("{plain:?}"),
            };
            format!("{} {:?} {value} {:?}", node.key, node.key_span, node.span)
        };
        let mut words: Vec<String> = list.iter().map(word).collect();
        if sorted {
            words.sort();
        }
        words.join(", ")
    }
}
