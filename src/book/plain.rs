//! The plain part of TOML, which is nearly all of any book, read in one pass: `key = value` under `[table]`,
//! `[[list]]` and `[[list.part]]`. Whatever it does not wholly understand it leaves to the toml crate.

use std::borrow::Cow;

use super::tree::{Node, Span, Tree, Value, Within};
use crate::date::Day;

/// Keys of a table; one that has more is not plain.
const KEYS: usize = 64;
/// Lists and tables within each other; deeper ones are not plain.
const DEPTH: u8 = 8;

/// The tree of a plain text; `None` for any other, right or wrong.
pub(super) fn read(text: &str) -> Option<Tree<'_>> {
    let mut reader = Reader { text, at: 0, tree: Tree::new(text.len()) };
    let mut current = Tree::TOP;
    loop {
        reader.gap();
        let Some(next) = reader.peek() else { break };
        if next == b'[' {
            current = reader.table_head()?;
        } else {
            reader.pair(current, 0)?;
        }
        reader.line_end()?;
    }
    Some(reader.tree)
}

/// A key with its place.
#[derive(Clone, Copy)]
struct Key<'i> {
    name: &'i str,
    span: Span,
}

/// The bytes that stand for themselves within quotes.
#[allow(clippy::indexing_slicing)] // at compile time
const IS_TEXT: [bool; 256] = {
    let mut is_text = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        is_text[byte] = byte == b'\t' as usize;
        byte += 1;
    }
    (is_text[b'"' as usize], is_text[b'\\' as usize], is_text[0x7f]) = (false, false, false);
    is_text
};

struct Reader<'i> {
    text: &'i str,
    at: usize,
    tree: Tree<'i>,
}

impl<'i> Reader<'i> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    /// Passes over the bytes from here on that are as wanted.
    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
    }

    /// The bytes from here on that are as wanted.
    fn run(&mut self, wanted: impl Fn(u8) -> bool) -> &'i str {
        let start = self.at;
        self.skip(wanted);
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn blanks(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t'));
    }

    fn comment(&mut self) {
        if self.peek() == Some(b'#') {
            self.skip(|byte| byte == b'\t' || (byte >= b' ' && byte != 0x7f));
        }
    }

    /// Blanks, line ends and comments.
    fn gap(&mut self) {
        loop {
            self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
            if self.peek() != Some(b'#') {
                return;
            }
            self.comment();
        }
    }

    fn line_end(&mut self) -> Option<()> {
        self.blanks();
        self.comment();
        if self.peek().is_none() { Some(()) } else { self.take(b'\n') }
    }

    fn key(&mut self) -> Option<Key<'i>> {
        let start = self.at;
        let name = self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        (!name.is_empty()).then(|| Key { name, span: (start..self.at).into() })
    }

    /// Begins the table of a head, `[a]`, `[[a]]` or `[[a.b]]`; its number.
    fn table_head(&mut self) -> Option<u32> {
        let start = self.at;
        self.take(b'[')?;
        let list = self.take(b'[').is_some();
        let first = self.key()?;
        let second = if self.take(b'.').is_some() { Some(self.key()?) } else { None };
        self.take(b']')?;
        if list {
            self.take(b']')?;
        }
        let span = (start..self.at).into();
        let Some(second) = second else { return self.begin(Tree::TOP, first, list, span) };
        // A part belongs to the last table of the last list.
        let latest = self.tree.within(Tree::TOP).last();
        self.tree.node(latest).filter(|node| node.key == first.name && is_begun_by_head(node))?;
        let table = self.tree.within(latest).last();
        self.begin(table, second, list, span)
    }

    /// Begins a table under a key. Only a list that a head began is added to.
    fn begin(&mut self, parent: u32, key: Key<'i>, list: bool, span: Span) -> Option<u32> {
        let within = self.tree.within(parent);
        let known = within.iter_numbers().find(|number| self.tree.node(*number).is_some_and(|node| node.key == key.name));
        if let Some(known) = known {
            self.tree.node(known).filter(|node| list && is_begun_by_head(node))?;
            return Some(self.tree.add(known, Node::new("".into(), Span::default(), Value::Table(Within::EMPTY), span)));
        }
        if within.len() >= KEYS {
            return None;
        }
        let own =
            self.tree.add(parent, Node::new(key.name.into(), key.span, if list { Value::List(Within::EMPTY) } else { Value::Table(Within::EMPTY) }, span));
        Some(if list { self.tree.add(own, Node::new("".into(), Span::default(), Value::Table(Within::EMPTY), span)) } else { own })
    }

    fn pair(&mut self, parent: u32, depth: u8) -> Option<()> {
        let key = self.key()?;
        self.blanks();
        self.take(b'=')?;
        self.blanks();
        let within = self.tree.within(parent);
        if within.len() >= KEYS || within.get(key.name).is_some() {
            return None;
        }
        self.item(parent, key, depth)
    }

    /// Adds the value that follows.
    fn item(&mut self, parent: u32, key: Key<'i>, depth: u8) -> Option<()> {
        let start = self.at;
        let value = match self.peek()? {
            b'"' => self.string()?,
            b'0'..=b'9' => self.number()?,
            b't' | b'f' => match self.run(|byte| byte.is_ascii_alphabetic()) {
                "true" => Value::Flag(true),
                "false" => Value::Flag(false),
                _ => return None,
            },
            b'[' if depth < DEPTH => Value::List(Within::EMPTY),
            b'{' if depth < DEPTH => Value::Table(Within::EMPTY),
            _ => return None,
        };
        let inner = matches!(value, Value::List(_) | Value::Table(_));
        let own = self.tree.add(parent, Node::new(key.name.into(), key.span, value, (start..self.at).into()));
        if inner {
            if self.peek() == Some(b'[') {
                self.list(own, depth + 1)?;
            } else {
                self.table(own, depth + 1)?;
            }
            self.tree.end(own, self.at);
        }
        Some(())
    }

    fn string(&mut self) -> Option<Value<'i>> {
        self.take(b'"')?;
        let mut text = Cow::Borrowed("");
        loop {
            let part = self.run(|byte| IS_TEXT.get(usize::from(byte)) == Some(&true));
            if text.is_empty() {
                text = part.into();
            } else {
                text.to_mut().push_str(part);
            }
            if self.take(b'\\').is_none() {
                break;
            }
            let escaped = self.peek().filter(|byte| matches!(byte, b'"' | b'\\'))?;
            self.take(escaped)?;
            text.to_mut().push(char::from(escaped));
        }
        self.take(b'"')?;
        // Three quotes begin another kind of string.
        if text.is_empty() && self.peek() == Some(b'"') { None } else { Some(Value::Text(text)) }
    }

    fn number(&mut self) -> Option<Value<'i>> {
        let text = self.run(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
        let is_date = text.as_bytes().get(4) == Some(&b'-') && Day::parse(text.as_bytes()).is_some();
        let digits = |text: &str| !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = |text: &str| digits(text) && (text == "0" || !text.starts_with('0'));
        let plain_end = matches!(self.peek(), None | Some(b' ' | b'\t' | b'\n' | b',' | b']' | b'}' | b'#'));
        match text.split_once('.') {
            _ if !plain_end => None,
            _ if is_date => Some(Value::Date(text.into())),
            None if whole(text) => Some(Value::Integer(text.into(), 10)),
            Some((before, after)) if whole(before) && digits(after) => Some(Value::Float(text.into())),
            _ => None,
        }
    }

    fn list(&mut self, own: u32, depth: u8) -> Option<()> {
        self.take(b'[')?;
        loop {
            self.gap();
            if self.take(b']').is_some() {
                return Some(());
            }
            self.item(own, Key { name: "", span: Span::default() }, depth)?;
            self.gap();
            if self.peek()? != b']' {
                self.take(b',')?;
            }
        }
    }

    fn table(&mut self, own: u32, depth: u8) -> Option<()> {
        self.take(b'{')?;
        self.blanks();
        while self.peek()? != b'}' {
            self.pair(own, depth)?;
            self.blanks();
            if self.peek()? != b'}' {
                self.take(b',')?;
                self.blanks();
                self.key_follows()?;
            }
        }
        self.take(b'}')
    }

    fn key_follows(&self) -> Option<()> {
        (self.peek()? != b'}').then_some(())
    }
}

/// Whether a list was begun by a head: it has that head's place, not the place of a bracket after a `=`.
pub(super) fn is_begun_by_head(node: &Node) -> bool {
    matches!(node.value, Value::List(_)) && node.key_span.start > node.span.start
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeTable;

    use super::{Tree, read};

    /// Where this reader reads a text, the toml crate reads the same.
    fn agrees(text: &str) -> bool {
        let Some(own) = read(text) else { return false };
        let theirs = DeTable::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(own.words(), Tree::of(theirs.into_inner()).words(), "{text:?}");
        true
    }

    #[test]
    fn books_are_plain() {
        for book in [
            include_str!("../../examples/demo/huikuan.toml"),
            include_str!("../../examples/demo/contracts/2025.toml"),
            include_str!("../../examples/demo/contracts/2026.toml"),
            "a = 1 # c\n[[contract]]\nno = \"x\"\n\n[[contract.milestone]]\nd = 2026-01-02\n[[contract.milestone]]\n[[contract]] # hi\nl = [ {a = 1.50, b = \"\"}, \n {} , ]\n[p]\nk = true",
        ] {
            assert!(agrees(book), "{book}");
        }
    }

    #[test]
    fn the_rest_is_left_to_the_toml_crate() {
        for text in [
            "a = 'x'",
            "a = \"\\n\"",
            "a = \"\\u00e9\"",
            "a = \"\"\"x\"\"\"",
            "a.b = 1",
            "\"a\" = 1",
            "a = +1",
            "a = 01",
            "a = 1_000",
            "a = 0x1",
            "a = 1.",
            "a = nan",
            "a = 12:00",
            "a = 2026-02-30",
            "a = 2026-01-01T00:00:00",
            "a = 2026-01-01 00:00:00",
            "a = 1\na = 2",
            "a = [1]\n[[a]]",
            "[a]\n[a]",
            "[a.b]",
            "[[a]]\n[a]",
            "a = {b = 1,}",
            "a = {\n}",
            "a = 1\r\n",
            "a =",
            "a = 1 b = 2",
            "a = \"\u{1}\"",
            "# \u{7f}",
            "[[a]]\nb = [1]\n[[a.b]]",
            "[a]\nb = 1\n[[a.b]]",
            "[ a ]",
            "[[c]]\n[[d]]\n[[c.e]]",
            "c = [{}]\n[[c.e]]",
            "c = [{}]\n[[c]]",
        ] {
            assert!(read(text).is_none(), "{text:?}");
        }
    }

    fn fragments() -> impl Strategy<Value = String> {
        let words = [
            "a",
            "b",
            "milestone",
            "1",
            "0",
            "01",
            "12.50",
            "2026-01-31",
            "2026-02-30",
            "\"x\"",
            "\"\"",
            "\"华\"",
            "true",
            "false",
            "[",
            "]",
            "{",
            "}",
            ",",
            " ",
            "\n",
            "=",
            ".",
            "#c",
            "[[a]]\n",
            "[[a.b]]\n",
            "[b]\n",
            "a = 1\n",
            "b = \"x\"\n",
            "c = { a = 1 }\n",
            "d = [ { a = 1, b = 2026-01-01 },\n]\n",
            "'",
            "\\",
            "\r\n",
            "-",
            "+",
            "_",
            "e",
            "T",
            ":",
        ];
        proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..24).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_toml_crate(text in fragments()) {
            agrees(&text);
        }

        #[test]
        fn it_agrees_on_any_text(text in "[a-c \\n=\\[\\]{}\",.#0-9'\\\\-]{0,40}") {
            agrees(&text);
        }
    }
}
