//! One test binary: the real program, run hermetically.

// A test that meets what it did not expect has failed, and says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod aging;
#[cfg(unix)]
mod asking;
mod bytes;
mod case;
mod cases;
mod chart;
mod check;
mod commission;
mod commitments;
mod completions;
mod corpus;
mod credit;
mod cron;
mod docs;
mod errors;
mod export;
mod forecast;
mod gap;
mod git;
mod handover;
mod harness;
mod help;
mod history;
mod html;
mod ibm;
mod import_contracts;
mod import_entries;
mod import_receipts;
mod import_targets;
mod init;
mod input;
mod instalments;
mod kpi;
mod large;
mod laws;
mod letter;
mod letter_files;
mod limitation;
mod managers;
mod matrix;
mod output;
mod penalty;
mod plan;
mod progress;
mod properties;
mod provision;
mod receipts;
mod reconcile;
mod record;
mod remind;
mod repair;
mod report;
mod risk;
mod statement;
mod story;
mod summary;
mod tidy;
mod xlsx;
