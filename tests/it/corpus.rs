//! Every file of tests/corpus, seeds and former findings of the fuzzers, holds what any bytes must hold.

use std::fs;

use crate::bytes;
use crate::harness::root;

fn replay(folder: &str, property: fn(&[u8])) {
    let mut count = 0;
    for entry in fs::read_dir(root().join("tests/corpus").join(folder)).expect("the corpus") {
        let path = entry.expect("an entry").path();
        // The file's name, where one fails.
        println!("{}", path.display());
        property(&fs::read(&path).expect("a file"));
        count += 1;
    }
    assert!(count > 20, "{count} files");
}

#[test]
fn journals_of_the_corpus() {
    replay("journal", bytes::journal);
}

#[test]
fn books_of_the_corpus() {
    replay("book", bytes::book);
}
