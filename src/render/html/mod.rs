//! One page to look at: it holds all it needs, asks no network for anything, and can be read without its script.
//!
//! What comes from the ledger is escaped in one place, [`push`]; a page's policy lets no other script run than its own.

mod table;

pub(super) use table::push_chart as push_table;

use std::io::{self, Write};

use super::explained::in_words_of;
use super::{for_people, for_programs, svg};
use crate::sheet::{Cell, Memo, Sheet, Stamp};
use crate::text::{Lang, escape};

const STYLE: &str = include_str!("page.css");
/// Sorts a table by the column whose heading is pressed.
const SCRIPT: &str = include_str!("sort.js");
/// What a browser knows the script by: SHA-256 in base64. A test says what it is when the script is changed.
const SCRIPT_HASH: &str = "kqfQVamrjS+FwFDysjcYJkaBX2Pm8NXhBuU0YadRQRo=";

/// Rows from which on a table may be parted between two printed pages.
const LONG: usize = 20;

pub(super) fn render(sheet: &Sheet, stamp: &Stamp, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut page = String::new();
    head(sheet, stamp, lang, &mut page);
    let is_page = !sheet.sections.is_empty();
    if is_page {
        figures(&sheet.memo, lang, &mut page);
    }
    lines(&sheet.lead, "", &mut page);
    if !sheet.charts.is_empty() {
        page += "<div class=\"charts\">\n";
        for (number, chart) in sheet.charts.iter().enumerate() {
            svg::figure(chart, number, lang, &mut page);
        }
        page += "</div>\n";
    }
    for section in &sheet.sections {
        page += &format!("<section class=\"card{}\" data-section=\"{}\">\n<h2>", long(section), section.report);
        push(&section.title, &mut page);
        page += "</h2>\n";
        lines(&section.lead, "", &mut page);
        body(section, &section.title, lang, &mut page);
        page += "</section>\n";
    }
    if !is_page {
        page += &format!("<section class=\"card{}\" data-section=\"{}\">\n", long(sheet), sheet.report);
        if sheet.message.is_empty() {
            body(sheet, &sheet.title, lang, &mut page);
        } else {
            preformatted(&sheet.message, &mut page);
        }
        page += "</section>\n";
    }
    page += "</main>\n";
    if let Some(trace) = &stamp.trace {
        page += "<footer>";
        push(trace, &mut page);
        page += "</footer>\n";
    }
    page += "<script>";
    page += SCRIPT;
    page += "</script>\n</body>\n</html>\n";
    out.write_all(page.as_bytes())
}

fn long(sheet: &Sheet) -> &'static str {
    if sheet.rows.len() > LONG { " long" } else { "" }
}

/// All up to the title.
fn head(sheet: &Sheet, stamp: &Stamp, lang: Lang, page: &mut String) {
    *page += "<!DOCTYPE html>\n<html lang=\"";
    *page += if lang == Lang::Zh { "zh-CN" } else { "en" };
    *page += "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n";
    *page += "<meta name=\"color-scheme\" content=\"light dark\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';";
    *page += &format!(" style-src 'unsafe-inline'; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n<title>");
    push(&super::head(sheet, stamp, lang), page);
    *page += "</title>\n<style>\n";
    *page += STYLE;
    *page += "</style>\n</head>\n<body";
    *page += if table::is_wide(sheet) { " class=\"landscape\"" } else { "" };
    *page += ">\n<main>\n<header>\n<h1>";
    push(&sheet.title, page);
    *page += "</h1>\n<p class=\"soft\">";
    push(&super::covers(stamp, lang), page);
    *page += "</p>\n</header>\n";
}

/// The figures of a page side by side: a share stands under the amount before it.
fn figures(memo: &[Memo], lang: Lang, page: &mut String) {
    if memo.is_empty() {
        return;
    }
    *page += "<dl class=\"figures\">\n";
    let mut rest = memo.iter().peekable();
    while let Some(own) = rest.next() {
        let bad = own.key == "overdue" && matches!(own.value, Cell::Money(amount) if amount.is_positive());
        *page += if bad { "<div class=\"bad\"><dt>" } else { "<div><dt>" };
        push(own.heading.get(lang), page);
        *page += "</dt>";
        figure(own, None, lang, page);
        while let Some(share) = rest.next_if(|next| matches!(next.value, Cell::Ratio(_))) {
            figure(share, Some(share.heading.get(lang)), lang, page);
        }
        *page += "</div>\n";
    }
    *page += "</dl>\n";
}

fn figure(own: &Memo, named: Option<&str>, lang: Lang, page: &mut String) {
    *page += &format!("<dd data-key=\"{}\" data-value=\"", own.key);
    push(&for_programs(&own.value), page);
    *page += "\">";
    if let Some(name) = named {
        push(name, page);
        *page += " ";
    }
    push(&figure_words(&own.value, lang), page);
    *page += "</dd>";
}

/// A figure that stands alone: nothing is a number too.
fn figure_words(cell: &Cell, lang: Lang) -> String {
    if let Cell::Money(amount) = cell { amount.grouped() } else { for_people(cell, lang) }
}

/// The table of a sheet with what stands under it.
fn body(sheet: &Sheet, title: &str, lang: Lang, page: &mut String) {
    if sheet.rows.is_empty() {
        return lines(std::slice::from_ref(&sheet.empty), "", page);
    }
    table::push_sheet(sheet, title, lang, page);
    if !sheet.drawing.is_empty() {
        svg::lines(&sheet.drawing, title, page);
    }
    if !sheet.paste.is_empty() {
        preformatted(&sheet.paste, page);
    }
    if !sheet.memo.is_empty() && !sheet.hide_memo {
        *page += "<ul class=\"legend\">";
        for memo in &sheet.memo {
            *page += &format!("<li data-key=\"{}\" data-value=\"", memo.key);
            push(&for_programs(&memo.value), page);
            *page += "\">";
            push(memo.heading.get(lang), page);
            *page += " ";
            push(&figure_words(&memo.value, lang), page);
            *page += "</li>";
        }
        *page += "</ul>\n";
    }
    lines(&sheet.notes, " class=\"note\"", page);
    for (figure, formula) in sheet.explained.iter().map(|own| in_words_of(own, lang)) {
        lines(&[format!("{figure} = {formula}")], " class=\"note\"", page);
    }
}

fn lines(lines: &[String], class: &str, page: &mut String) {
    for line in lines.iter().filter(|line| !line.is_empty()) {
        *page += &format!("<p{class}>");
        push(line, page);
        *page += "</p>\n";
    }
}

/// Lines as they are.
fn preformatted(lines: &[String], page: &mut String) {
    *page += "<pre>";
    push(&lines.join("\n"), page);
    *page += "</pre>\n";
}

/// Puts a text behind a page: no part of it is markup, and what could mislead is shown as an escape.
pub(super) fn push(words: &str, page: &mut String) {
    for (number, line) in words.split('\n').enumerate() {
        if number > 0 {
            page.push('\n');
        }
        for c in escape(line).chars() {
            match c {
                '&' => *page += "&amp;",
                '<' => *page += "&lt;",
                '>' => *page += "&gt;",
                '"' => *page += "&quot;",
                '\'' => *page += "&#39;",
                c => page.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Format;
    use crate::render::tests::rendered;
    use sha2::{Digest, Sha256};

    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for three in bytes.chunks(3) {
            let bits = (0..3).fold(0_u32, |bits, at| (bits << 8) | u32::from(three.get(at).copied().unwrap_or(0)));
            for at in 0..4 {
                let letter = LETTERS.get((bits >> (18 - 6 * at)) as usize & 63).copied().filter(|_| at <= three.len());
                text.push(char::from(letter.unwrap_or(b'=')));
            }
        }
        text
    }

    #[test]
    fn a_browser_runs_this_script_and_no_other() {
        assert_eq!((base64(b"Ma"), base64(b"Man"), base64(b"M")), ("TWE=".into(), "TWFu".into(), "TQ==".into()));
        assert_eq!(SCRIPT_HASH, base64(&Sha256::digest(SCRIPT)));
    }

    #[test]
    fn a_table_is_a_page() {
        let page = rendered(Format::Html, false);
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n"), "{page}");
        let cells = "<tr><th scope=\"row\">=1+1|x,\\u{202e}&quot;y&quot;</th><td class=\"n\" data-value=\"0.05\">0.05</td>\
            <td class=\"n\" data-value=\"\">—</td><td><span class=\"tag red\">红</span></td></tr>\n";
        assert!(page.contains(cells), "{page}");
        assert!(page.contains("<tfoot>\n<tr><th scope=\"row\">合计</th>"), "{page}");
        assert!(page.contains("<li data-key=\"unapplied\" data-value=\"0.00\">未匹配 0.00</li>"), "{page}");
    }

    #[test]
    fn no_word_of_a_ledger_is_markup() {
        let mut page = String::new();
        push("<script>alert('x')</script> & \"y\"\u{202e}\u{1b}[31m", &mut page);
        assert_eq!(page, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;\\u{202e}\\u{1b}[31m");
    }
}
