//! Templates: Markdown with `{placeholders}`.
//!
//! A line or paragraph with a placeholder that has nothing to say is left out, and so is a heading with nothing under it;
//! `{?name}` says nothing itself and asks only whether there is something. `{{` and `}}` stand for braces.

use crate::problem::{Problem, Problems, UsageFault};
use crate::source::Source;
use crate::text::nearest;

/// What a placeholder stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Words within a line.
    Words(String),
    /// Lines of their own: a table or a list.
    Block(String),
    /// Only to be asked for with `{?name}`.
    Flag(bool),
}

impl Value {
    fn says_something(&self) -> bool {
        match self {
            Self::Words(text) | Self::Block(text) => !text.is_empty(),
            Self::Flag(holds) => *holds,
        }
    }
}

/// Placeholders with what they stand for.
#[derive(Debug, Default)]
pub(super) struct Values(Vec<(&'static str, Value)>);

impl Values {
    pub(super) fn set(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }

    /// Words that always say something: a blank to be filled in by hand where nothing is known.
    pub(super) fn words(&mut self, name: &'static str, words: &str) {
        let words = if words.is_empty() { super::BLANK.to_string() } else { super::markdown::escape(words) };
        self.set(name, Value::Words(words));
    }

    /// Words that may say nothing.
    pub(super) fn optional(&mut self, name: &'static str, words: &str) {
        self.set(name, Value::Words(super::markdown::escape(words)));
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }
}

/// A line that was filled in.
enum Line {
    Blank,
    Heading { level: usize, text: String },
    Text(String),
    Block(String),
}

/// Fills a template in, or tells every placeholder that does not exist.
pub(super) fn fill(template: &Source, values: &Values) -> Result<String, Problems> {
    let mut problems = Vec::new();
    let mut lines = Vec::new();
    for unit in units(template.text()) {
        let mut says = true;
        let mut filled = Vec::new();
        for (start, line) in unit {
            let text = fill_line(template, start, line, values, &mut says, &mut problems);
            filled.push(as_line(line, text, values));
        }
        if says {
            lines.extend(filled);
        }
    }
    if problems.is_empty() { Ok(assemble(&lines)) } else { Err(Problems(problems)) }
}

/// The lines of a template that stand or go together, each with where it begins.
fn units(text: &str) -> Vec<Vec<(usize, &str)>> {
    let mut units: Vec<Vec<(usize, &str)>> = Vec::new();
    let (mut start, mut in_paragraph) = (0, false);
    for raw in text.split('\n') {
        let line = raw.trim_end();
        let alone = line.is_empty() || line.starts_with(['#', '-', '|', '>']) || line.ends_with('\\');
        match units.last_mut().filter(|_| in_paragraph && !alone) {
            Some(unit) => unit.push((start, line)),
            None => units.push(vec![(start, line)]),
        }
        in_paragraph = !alone;
        start += raw.len() + 1;
    }
    units
}

fn fill_line(template: &Source, start: usize, line: &str, values: &Values, says: &mut bool, problems: &mut Vec<Problem>) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("{{") || rest.starts_with("}}") {
            out += rest.get(..1).unwrap_or_default();
            at += 2;
        } else if rest.starts_with('{')
            && let Some(end) = rest.find('}')
        {
            let inside = rest.get(1..end).unwrap_or_default().trim();
            let name = inside.strip_prefix('?').unwrap_or(inside).trim();
            if let Some(value) = values.get(name) {
                *says &= value.says_something();
                if let (Value::Words(text), false) = (value, inside.starts_with('?')) {
                    out += text;
                }
            } else {
                let near = nearest(name, values.names()).into_iter().map(str::to_string).collect();
                let fault = UsageFault::Placeholder { name: name.to_string(), nearest: near };
                problems.push(Problem::at(fault, template.place(start + at..start + at + end + 1)));
            }
            at += end + 1;
        } else if rest.starts_with(['{', '}']) {
            problems.push(Problem::at(UsageFault::Brace, template.place(start + at..start + at + 1)));
            at += 1;
        } else {
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            out += rest.get(..end).unwrap_or_default();
            at += end;
        }
    }
    out
}

/// A filled line; one that is nothing but a block becomes the block.
fn as_line(line: &str, filled: String, values: &Values) -> Line {
    let alone = line.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    if let Some(Value::Block(block)) = alone.and_then(|name| values.get(name.trim())) {
        return Line::Block(block.clone());
    }
    let level = filled.chars().take_while(|c| *c == '#').count();
    match level {
        _ if filled.is_empty() => Line::Blank,
        0 => Line::Text(filled),
        level => Line::Heading { level, text: filled },
    }
}

fn assemble(lines: &[Line]) -> String {
    let mut kept: Vec<String> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        match line {
            Line::Blank => kept.push(String::new()),
            Line::Heading { level, text } => {
                let under = lines.iter().skip(number + 1).take_while(|next| !matches!(next, Line::Heading { level: other, .. } if other <= level));
                if under.into_iter().any(|next| matches!(next, Line::Text(_) | Line::Block(_))) {
                    kept.push(text.clone());
                }
            }
            Line::Text(text) => kept.push(text.clone()),
            Line::Block(block) => kept.extend([String::new(), block.clone(), String::new()]),
        }
    }
    let mut out = String::new();
    for (number, line) in kept.iter().enumerate() {
        let next_is_blank = kept.get(number + 1).is_none_or(String::is_empty);
        if line.is_empty() && (out.is_empty() || out.ends_with("\n\n")) {
            continue;
        }
        // A line break before nothing would show as a backslash.
        let text = if next_is_blank { line.strip_suffix('\\').unwrap_or(line) } else { line };
        out += text;
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> Result<String, Vec<String>> {
        let mut values = Values::default();
        values.words("customer", "甲*公司");
        values.optional("disputes", "");
        values.set("positions", Value::Block("| a |\n| --- |\n| 1 |".into()));
        values.set("notices", Value::Block(String::new()));
        values.set("regulated", Value::Flag(true));
        values.set("large", Value::Flag(false));
        let source = Source::new("letters/1.zh.md", template.as_bytes().to_vec()).map_err(|_| Vec::new())?;
        let places = |problem: &Problem| problem.place.as_ref().map_or(String::new(), |place| format!("{} {}:{}", problem.code(), place.line, place.column));
        fill(&source, &values).map_err(|problems| problems.0.iter().map(places).collect())
    }

    #[test]
    fn what_says_nothing_goes() {
        assert_eq!(filled("# 函\n\n致：{customer}\\\n争议：{disputes}\n"), Ok("# 函\n\n致：甲\\*公司\n".into()));
        assert_eq!(filled("款项：\n{positions}\n请付。\n"), Ok("款项：\n\n| a |\n| --- |\n| 1 |\n\n请付。\n".into()));
        assert_eq!(filled("## 争议\n如下：\n{disputes}\n\n## 通知\n{notices}\n\n## 完\n好\n"), Ok("## 完\n好\n".into()));
        assert_eq!(filled("- {?regulated}一\n- {?large}二\n- 三\n"), Ok("- 一\n- 三\n".into()));
        assert_eq!(filled("{{x}} }}{{\n"), Ok("{x} }{\n".into()));
    }

    #[test]
    fn what_does_not_exist_is_told_with_its_place() {
        assert_eq!(filled("致：{custmer}\n{nothing} }\n{customer"), Err(vec!["E330 1:3".into(), "E330 2:1".into(), "E331 2:11".into(), "E331 3:1".into()]));
    }
}
