//! Markdown → plain text: headings and bold lose their marks, tables become aligned lines.

use crate::text::width;

/// A letter's Markdown as plain text.
pub(super) fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('|') {
            let mut rows = vec![line];
            while let Some(next) = lines.next_if(|next| next.starts_with('|')) {
                rows.push(next);
            }
            push_table(&rows, &mut out);
            continue;
        }
        let line = line.strip_suffix('\\').filter(|kept| !kept.ends_with('\\')).unwrap_or(line);
        if line == "---" {
            out += &"-".repeat(60);
        } else {
            out += &words(line.trim_start_matches('#').trim_start_matches(if line.starts_with('#') { ' ' } else { '\0' }));
        }
        out.push('\n');
    }
    out
}

/// Words without the marks of bold, and without the backslashes that kept them words.
fn words(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.extend(rest.next().or(Some('\\'))),
            '*' if rest.peek() == Some(&'*') => _ = rest.next(),
            _ => out.push(c),
        }
    }
    out
}

/// The cells of a table's line.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.trim().trim_start_matches('|').chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    // What follows the last bar.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_string()).collect()
}

fn push_table(lines: &[&str], out: &mut String) {
    let is_rule = |cell: &String| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'));
    let raw: Vec<Vec<String>> = lines.iter().map(|line| cells(line)).collect();
    let rule = raw.get(1).filter(|row| row.iter().all(is_rule)).cloned().unwrap_or_default();
    let right = |column: usize| rule.get(column).is_some_and(|cell| cell.ends_with(':'));
    let body = raw.iter().enumerate().filter(|(number, _)| *number != 1 || rule.is_empty());
    let rows: Vec<Vec<String>> = body.map(|(_, row)| row.iter().map(|cell| words(cell)).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    for row in &rows {
        let mut line = String::new();
        for (column, (cell, columns)) in row.iter().zip(&widths).enumerate() {
            let pad = " ".repeat(columns.saturating_sub(width(cell)));
            if column > 0 {
                line += "  ";
            }
            line += &if right(column) { format!("{pad}{cell}") } else { format!("{cell}{pad}") };
        }
        *out += line.trim_end();
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::letters::markdown::escape;

    #[test]
    fn marks_go_and_words_stay() {
        let markdown = "# 催款函\n\n致：**甲公司**\\\n编号：A\\_1\n\n| 合同 | 金额 |\n| --- | ---: |\n| A\\|1 | 5.00 |\n| 长名字 | 1,000.00 |\n\n- 附件\n---\n";
        let expected = "催款函\n\n致：甲公司\n编号：A_1\n\n合同        金额\nA|1         5.00\n长名字  1,000.00\n\n- 附件\n------------------------------------------------------------\n";
        assert_eq!(plain(markdown), expected);
    }

    #[test]
    fn any_words_survive_the_way_through_markdown() {
        for words in ["a|b*c**d_e`f\\g<h>[i]#&~", "-x", "\\", "**", "# x", "a\\"] {
            assert_eq!(plain(&format!("A {}.", escape(words))), format!("A {words}.\n"));
            assert_eq!(plain(&format!("| {} |\n| --- |\n", escape(words))).lines().next(), Some(words));
        }
    }
}
