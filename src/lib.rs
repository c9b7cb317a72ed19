//! The rooms of `huikuan`; docs/architecture.md says who may import whom.

pub mod account;
pub mod book;
pub mod cli;
pub mod commands;
pub mod date;
pub mod entry;
pub mod export;
pub mod import;
pub mod letters;
pub mod money;
pub mod parallel;
pub mod problem;
pub mod render;
pub mod repair;
pub mod reports;
pub mod sheet;
pub mod source;
pub mod store;
pub mod text;
