//! What holds for any bytes as a journal or a book: the corpus test, the properties and the fuzz targets share it.

#![allow(dead_code)] // each of them uses its part

use std::sync::LazyLock;

use huikuan::account::{Account, AsOf};
use huikuan::book::{self, Book};
use huikuan::date::Day;
use huikuan::entry::{self, Column, Journal, Row, write_row};
use huikuan::money::Money;
use huikuan::problem::Problem;
use huikuan::repair;
use huikuan::source::Source;
use huikuan::text::{Lang, find_hostile};

/// A book with what entries can name.
pub(crate) const BOOK: &str = r#"
name = "b"
currency = "CNY"
[[rep]]
id = "r"
name = "R"
[[customer]]
id = "c"
name = "华东"
rep = "r"
[[customer]]
id = "d"
name = "D"
[[contract]]
no = "H"
customer = "c"
signed = 2020-01-01
amount = 100
milestone = [ { name = "m", amount = 40, due = 2020-02-01 }, { name = "n", percent = 60, after = "acceptance", days = 30 } ]
[[contract]]
no = "G"
customer = "c"
signed = 2020-01-01
amount = 50
[[contract]]
no = "F"
customer = "d"
signed = 2020-01-01
framework = true
"#;

static LOADED: LazyLock<Book> = LazyLock::new(|| load(BOOK.as_bytes()).unwrap_or_default());

/// The book of [`BOOK`].
pub(crate) fn loaded() -> &'static Book {
    &LOADED
}

/// A journal of that book, where the bytes are one.
pub(crate) fn read_journal(bytes: &[u8]) -> Option<Journal> {
    entry::read(&LOADED, Source::new("ledger.csv", bytes.to_vec()).ok()?).ok()
}

fn load(bytes: &[u8]) -> Option<Book> {
    book::load(&[Source::new("huikuan.toml", bytes.to_vec()).ok()?]).ok()
}

/// Any bytes as a journal: refused with problems inside the file, or read, written back the same and replayed.
pub(crate) fn journal(bytes: &[u8]) {
    let source = match Source::new("ledger.csv", bytes.to_vec()) {
        Ok(source) => source,
        Err(problem) => return told(&[problem], bytes),
    };
    match entry::read(&LOADED, source) {
        Err(problems) => told(&problems, bytes),
        Ok(journal) => {
            rows(&journal);
            balances(&LOADED, &journal);
        }
    }
    mended(bytes);
}

/// The journal's parser alone, for many executions.
pub(crate) fn parse(bytes: &[u8]) {
    let Ok(source) = Source::new("ledger.csv", bytes.to_vec()) else { return };
    match entry::read(&LOADED, source) {
        Ok(journal) => assert!(journal.entries().len() <= bytes.split(|byte| *byte == b'\n').count()),
        Err(problems) => {
            let lines = bytes.split(|byte| *byte == b'\n').count() as u32;
            assert!(problems.iter().all(|problem| problem.place.as_ref().is_some_and(|place| (1..=lines).contains(&place.line))), "{problems:?}");
        }
    }
}

/// Any bytes as a book: refused with problems inside the file, or read and replayed.
pub(crate) fn book(bytes: &[u8]) {
    let source = match Source::new("huikuan.toml", bytes.to_vec()) {
        Ok(source) => source,
        Err(problem) => return told(&[problem], bytes),
    };
    let _ = book::includes(&source);
    match book::load(&[source]) {
        Err(problems) => told(&problems, bytes),
        Ok(book) => {
            let empty = Source::new("ledger.csv", Vec::new()).ok().and_then(|source| entry::read(&book, source).ok());
            balances(&book, &empty.expect("an empty journal"));
        }
    }
}

/// Problems name a line of the file, and say it in a few clean words.
fn told(problems: &[Problem], bytes: &[u8]) {
    assert!(!problems.is_empty());
    let lines = bytes.split(|byte| *byte == b'\n').count() as u32;
    for problem in problems {
        if let Some(place) = &problem.place {
            assert!(place.line <= lines, "{} of {lines} lines: {problem:?}", place.line);
        }
    }
    for problem in problems.iter().take(3) {
        for lang in [Lang::Zh, Lang::En] {
            let words = problem.render(lang);
            assert!(words.len() < 4_000, "{words}");
            assert!(words.lines().all(|line| find_hostile(line).is_none()), "{words:?}");
        }
    }
}

/// Each row reads back as it is written.
fn rows(journal: &Journal) {
    for own in journal.entries() {
        let fields = Column::ALL.map(|column| journal.text(own, column).into_owned());
        let line = write_row(&fields);
        let again = Row::split(line.trim_end_matches('\n')).map(|row| Column::ALL.map(|column| row.get(column).into_owned()));
        assert!(again.is_ok_and(|again| again == fields), "{line:?}");
    }
}

/// What is open and what was paid, deducted and written off make the amount; nothing is negative; money is applied or waits.
fn balances(book: &Book, journal: &Journal) {
    for day in ["2020-01-15", "2026-11-30", "2199-12-31"] {
        let day = Day::parse(day.as_bytes()).expect("a day");
        let account = Account::new(book, journal, AsOf::day(day));
        for position in account.positions() {
            let parts = [position.outstanding(), position.settled(), position.written_off(), position.recovered];
            assert!(parts.iter().all(|part| !part.cents().is_negative()), "{position:?}");
            assert_eq!(position.outstanding() + position.settled() + position.written_off(), position.amount, "{position:?}");
            let _ = (position.days(day), account.position_name(position));
        }
        let applied: Money = account.allocations().iter().map(|own| own.amount).sum();
        let waiting: Money = account.credits().iter().map(|own| own.amount).sum();
        assert!(!applied.cents().is_negative() && !waiting.cents().is_negative());
        let _ = (account.commitments().len(), account.followups().len());
    }
}

/// Mending says what it changes, and ends.
pub(crate) fn mended(bytes: &[u8]) {
    for keep in [false, true] {
        // A line that is taken out may make another the last.
        let mut bytes = bytes.to_vec();
        let rounds = (0..5).position(|_| {
            let mended = repair::mend(&bytes, keep);
            let same = mended.bytes == bytes;
            assert_eq!(same, mended.changes.is_empty(), "{:?}", mended.changes);
            bytes = mended.bytes;
            same
        });
        assert!(rounds.is_some(), "{:?}", repair::mend(&bytes, keep).changes);
    }
    // A journal that is right is not touched, but for what reading tolerates.
    if let Some(before) = read_journal(bytes) {
        let after = read_journal(&repair::mend(bytes, false).bytes).expect("still right");
        assert_eq!(before.entries().len(), after.entries().len());
    }
}
