//! One test binary: the real program, run hermetically.

// A test that meets what it did not expect has failed, and says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod check;
mod completions;
mod docs;
mod errors;
mod harness;
mod help;
mod ibm;
mod init;
mod input;
mod laws;
mod record;
mod summary;
mod tidy;
