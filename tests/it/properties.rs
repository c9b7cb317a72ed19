//! What holds for any bytes, and for a good file with a little damage. More cases with `PROPTEST_CASES`.

use proptest::prelude::*;

use huikuan::entry::{self, Column, HEADER, Row, write_row};
use huikuan::money::Money;
use huikuan::source::Source;

use crate::bytes;

/// A journal that is right: ids that grow, receipts and a few other kinds, notes of any printable text.
fn journals() -> impl Strategy<Value = String> {
    let note = "[ -~华东，。“”é]{0,12}";
    let row = (0_usize..4, 1_u32..99_999, 1_u32..29, note);
    prop::collection::vec(row, 1..8).prop_map(|rows| {
        let lines = rows.into_iter().enumerate().map(|(number, (kind, cents, day, note))| {
            let (kind, due, detail) = [("receipt", "", "bank"), ("commitment", "2026-12-31", "oral"), ("deduct", "", "rebate"), ("note", "", "visit")][kind];
            let amount = if kind == "note" { String::new() } else { format!("{}.{:02}", cents / 100 + 1, cents % 100) };
            let (id, date) = (format!("261121-{number:08}"), format!("2026-11-{day:02}"));
            let fields = [&id, &date, kind, "", "H", "", &amount, due, "", "", "", detail, "r", &note];
            write_row(&fields)
        });
        format!("{HEADER}\n{}", lines.collect::<String>())
    })
}

fn read(bytes: &[u8]) -> Option<usize> {
    bytes::read_journal(bytes).map(|journal| journal.entries().len())
}

proptest! {
    #[test]
    fn a_journal_is_written_back_byte_for_byte(text in journals()) {
        let journal = bytes::read_journal(text.as_bytes()).expect("a good journal");
        let rows = journal.entries().map(|own| write_row(&Column::ALL.map(|column| journal.text(own, column).into_owned())));
        prop_assert_eq!(format!("{HEADER}\n{}", rows.collect::<String>()), text);
    }

    #[test]
    fn of_all_beginnings_those_that_end_a_line_are_read(text in journals()) {
        for end in 0..=text.len() {
            let beginning = &text.as_bytes()[..end];
            let whole = beginning.is_empty() || beginning.ends_with(b"\n");
            prop_assert_eq!(read(beginning).is_some(), whole, "{}", end);
        }
    }

    #[test]
    fn a_changed_byte_is_refused_or_changes_one_entry(text in journals(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut changed = text.clone().into_bytes();
        let at = at.index(changed.len());
        changed[at] = byte;
        if let Some(journal) = bytes::read_journal(&changed) {
            let before = bytes::read_journal(text.as_bytes()).expect("a good journal");
            prop_assert_eq!(journal.entries().len(), before.entries().len());
            let line = |journal: &entry::Journal, own: &entry::Entry| Column::ALL.map(|column| journal.text(own, column).into_owned());
            let differ = journal.entries().zip(before.entries()).filter(|(a, b)| line(&journal, a) != line(&before, b)).count();
            prop_assert!(differ <= 1);
        }
    }

    #[test]
    fn any_bytes_are_a_journal_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        bytes::journal(&bytes);
        bytes::book(&bytes);
    }

    #[test]
    fn any_lines_after_a_header_are_a_journal_or_refused(lines in "([ -~]|[,\"\n\r\t华＝]){0,120}") {
        bytes::journal(format!("{HEADER}\n{lines}").as_bytes());
    }

    #[test]
    fn any_text_is_a_book_or_refused(text in "([a-z]{1,4} = |[0-9\".\n#-]|\\[\\[contract\\]\\]\n|\\[|\\]|\\{|\\}|, ){0,30}") {
        bytes::book(text.as_bytes());
        bytes::book(format!("{}{text}", bytes::BOOK).as_bytes());
    }

    #[test]
    fn a_damaged_journal_is_mended_once(text in journals(), cut in any::<prop::sample::Index>(), doubled in any::<prop::sample::Index>(), crlf in any::<bool>()) {
        let lines: Vec<&str> = text.lines().collect();
        let again = lines[doubled.index(lines.len())];
        let mut damaged = format!("{text}{again}\n").into_bytes();
        damaged.extend_from_slice(&text.as_bytes()[..cut.index(text.len())]);
        let damaged = if crlf { String::from_utf8_lossy(&damaged).replace('\n', "\r\n").into_bytes() } else { damaged };
        bytes::mended(&damaged);
        // What was there whole is there afterwards, once.
        let mended = huikuan::repair::mend(&damaged, false);
        let before: Vec<&str> = lines.clone();
        let after = String::from_utf8(mended.bytes).expect("UTF-8");
        for line in before {
            prop_assert_eq!(after.lines().filter(|own| *own == line).count(), 1, "{}", line);
        }
    }

    #[test]
    fn an_amount_that_is_accepted_is_printed_as_it_was(text in "(0|[1-9][0-9]{0,11})(\\.[0-9]{1,2})?|[0-9.,+e-]{0,8}") {
        if let Some(money) = Money::parse(text.as_bytes()) {
            let plain = money.to_string();
            let trimmed = |text: &str| text.split_once('.').map_or(text.to_string(), |(whole, part)| format!("{whole}.{part:0<2}"));
            let wanted = if text.contains('.') { trimmed(&text) } else { format!("{text}.00") };
            prop_assert_eq!(plain, wanted);
        }
    }

    #[test]
    fn typed_amounts_mean_the_same_in_full_width(text in "[0-9]{1,6}(\\.[0-9]{1,2})?(万|元)?|[0-9]{1,3}(,[0-9]{3}){0,2}") {
        let wide: String = text.chars().map(|c| match c { '0'..='9' | '.' | ',' => char::from_u32(c as u32 + 0xfee0).expect("a character"), c => c }).collect();
        let (plain, wide) = (Money::parse_typed(&text), Money::parse_typed(&wide));
        prop_assert_eq!(plain, wide);
        if let Ok(money) = plain {
            prop_assert_eq!(Money::parse_typed(&money.to_string()), Ok(money));
        }
    }

    #[test]
    fn a_written_row_is_one_line_and_reads_back(fields in prop::collection::vec("[ -~华，é\u{1f4b0}]{0,10}", 14)) {
        let fields: [String; 14] = fields.try_into().expect("fourteen");
        let line = write_row(&fields);
        prop_assert_eq!(line.matches('\n').count(), 1);
        let row = Row::split(line.trim_end_matches('\n')).map_err(|(fault, _)| format!("{fault:?}"));
        let row = row.map(|row| Column::ALL.map(|column| row.get(column).into_owned()));
        prop_assert_eq!(row, Ok(fields));
    }
}

#[test]
fn a_large_journal_is_read_by_two_as_by_one() {
    // Above the size from which two threads share a file; a blank line or a bad row on either side of the middle too.
    let row = |number: u32| format!("261121-{number:08},2026-11-21,receipt,,H,,0.01,,,,,bank,r,{}\n", "华".repeat(20));
    let rows: Vec<String> = (0..24_000).filter(|number| number % 10 < 8 || number / 10 % 10 < 8).map(row).collect();
    let text = format!("{HEADER}\n{}", rows.concat());
    assert!(text.len() > 2 << 20);
    let journal = bytes::read_journal(text.as_bytes()).expect("a good journal");
    assert_eq!(journal.entries().len(), rows.len());
    for (line, (own, wanted)) in (2..).zip(journal.entries().zip(&rows)) {
        assert_eq!((journal.line(own), journal.text(own, Column::Id)), (line, wanted[..15].into()));
    }
    for at in [1, rows.len() / 2 - 5, rows.len() / 2, rows.len() / 2 + 5, rows.len() - 1] {
        for bad in ["\n", "\n\n", "x\n"] {
            let mut lines = rows.clone();
            lines.insert(at, bad.to_string());
            let source = Source::new("ledger.csv", format!("{HEADER}\n{}", lines.concat()).into_bytes()).expect("UTF-8");
            let problems = entry::read(bytes::loaded(), source).expect_err("a problem");
            let lines: Vec<u32> = problems.iter().filter_map(|problem| problem.place.as_ref()).map(|place| place.line).collect();
            assert_eq!(lines, [at as u32 + 2], "{bad:?} at {at}");
        }
    }
}
