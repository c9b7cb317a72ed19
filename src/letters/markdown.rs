//! The little Markdown that letters are made of: words that stay words, tables, lists.

use crate::text;

/// A text from the ledger as Markdown shows it: nothing in it is markup, nothing hides.
pub(super) fn escape(words: &str) -> String {
    let shown = text::escape(words);
    let mut out = String::with_capacity(shown.len());
    for (at, c) in shown.char_indices() {
        let is_markup = matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#' | '~' | '&') || at == 0 && matches!(c, '-' | '+' | '=');
        if is_markup {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// A table that is being filled. Its cells are Markdown.
pub(super) struct Table {
    headings: Vec<(&'static str, bool)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Headings, each with whether its column stands at the right.
    pub(super) fn new(headings: &[(&'static str, bool)]) -> Self {
        Self { headings: headings.to_vec(), rows: Vec::new() }
    }

    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// The table, or nothing where it has no rows.
    pub(super) fn to_markdown(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let line = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
        let mut lines = vec![line(self.headings.iter().map(|(heading, _)| *heading).collect())];
        lines.push(line(self.headings.iter().map(|(_, right)| if *right { "---:" } else { "---" }).collect()));
        lines.extend(self.rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
        lines.join("\n")
    }
}

/// A list, one item a line.
pub(super) fn list(items: &[String]) -> String {
    items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}
