//! A problem as people read it: code, place, the line with a caret, cause and cure.

use std::fmt::Write as _;

use super::{Place, Problem};
use crate::say;
use crate::text::{Lang, crop, escape, width};

/// Columns shown of what stands before, under and after the caret.
const BEFORE: usize = 48;
const MARKED: usize = 36;
const AFTER: usize = 24;

impl Problem {
    /// The whole message, ended by a newline; under 4 kB.
    pub fn render(&self, lang: Lang) -> String {
        let code = self.code();
        let wording = self.wording(lang);
        let cause = wording.cause;
        let mut out = if self.is_warning() {
            say!(lang, "警告 {code}：{cause}\n", "warning {code}: {cause}\n")
        } else {
            say!(lang, "错误 {code}：{cause}\n", "error {code}: {cause}\n")
        };
        if let Some(place) = &self.place {
            place.draw(&mut out);
        }
        for cure in wording.cures {
            let _ = writeln!(out, "  {cure}");
        }
        out
    }
}

impl Place {
    /// `file:line:column`, or `file:line` where the whole line is meant.
    pub fn address(&self) -> String {
        let file = escape(&self.file);
        match (self.line, self.column) {
            (0, _) => file.into_owned(),
            (line, 0) => format!("{file}:{line}"),
            (line, column) => format!("{file}:{line}:{column}"),
        }
    }

    fn draw(&self, out: &mut String) {
        let _ = writeln!(out, "  {}", self.address());
        if self.text.is_empty() {
            return;
        }
        if self.column == 0 {
            let _ = writeln!(out, "  {} │ {}", self.line, crop(&escape(&self.text), BEFORE + MARKED + AFTER));
            return;
        }
        let part = |range| escape(self.text.get(range).unwrap_or_default()).into_owned();
        let before = crop_front(&part(0..self.range.start), BEFORE);
        let marked = crop(&part(self.range.clone()), MARKED).into_owned();
        let after = crop(&part(self.range.end..self.text.len()), AFTER).into_owned();
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let _ = writeln!(out, "  {number} │ {before}{marked}{after}");
        let (blank, carets) = (" ".repeat(width(&before)), "^".repeat(width(&marked).max(1)));
        let _ = writeln!(out, "  {gutter} │ {blank}{carets}");
    }
}

/// The longest end of `text` that takes at most `columns`, with `…` in place of what was cut.
fn crop_front(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_string();
    }
    let mut used = 1;
    let kept: Vec<char> = text
        .chars()
        .rev()
        .take_while(|c| {
            used += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
            used <= columns
        })
        .collect();
    format!("…{}", kept.into_iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::UsageFault;

    #[test]
    fn the_caret_stands_under_chinese_text() {
        let text = "华东电器,12a,3";
        let at = text.find("12a").unwrap_or(0);
        let place = Place { file: "ledger.csv".into(), line: 7, column: 6, text: text.into(), range: at..at + 3 };
        let mut out = String::new();
        place.draw(&mut out);
        assert_eq!(out, "  ledger.csv:7:6\n  7 │ 华东电器,12a,3\n    │          ^^^\n");
    }

    #[test]
    fn a_long_line_is_cropped_around_the_caret() {
        let text = format!("{}X{}", "华".repeat(500), "东".repeat(500));
        let place = Place { file: "f".into(), line: 1, column: 501, text, range: 1500..1501 };
        let problem = Problem::at(UsageFault::Confirm, place);
        let shown = problem.render(Lang::Zh);
        assert!(shown.len() < 4000, "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let column = |line: &str, mark: char| width(line.split(mark).next().unwrap_or_default());
        assert_eq!(lines.get(2).map(|l| column(l, 'X')), lines.get(3).map(|l| column(l, '^')));
    }
}
