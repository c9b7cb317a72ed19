//! What a shell offers after Tab: commands, flags and formats, and the names of the ledger at hand.

use std::ffi::OsString;

use clap::Command;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use super::settings::Surroundings;
use crate::book::Book;
use crate::entry::{Column, Entry};
use crate::import::BUILT_IN;
use crate::render::Format;
use crate::store;

/// Entries offered for an id, the newest.
const RECENT: usize = 30;

/// Adds to each argument where its values come from.
pub(super) fn with_names(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|own| own.get_name().to_string()).collect();
    let mut command = command.mut_args(|arg| {
        let source: Option<fn() -> Vec<CompletionCandidate>> = match arg.get_id().as_str() {
            "customer" => Some(customers),
            "contract" => Some(contracts),
            "target" => Some(targets),
            "rep" | "from-rep" | "to-rep" => Some(reps),
            "milestone" | "milestone-flag" => Some(milestones),
            "entry" | "ref" => Some(entries),
            "format" => Some(formats),
            "map-name" => Some(maps),
            _ => None,
        };
        match source {
            Some(source) => arg.add(ArgValueCandidates::new(source)),
            None => arg,
        }
    });
    for name in names {
        command = command.mut_subcommand(name, with_names);
    }
    command
}

/// The words typed so far: what stands after `--`.
fn words() -> Vec<OsString> {
    std::env::args_os().skip_while(|word| word != "--").collect()
}

/// The book of the ledger at hand; a broken one offers nothing.
fn book() -> Option<(Book, std::path::PathBuf)> {
    let dir = store::find(&Surroundings::of_process(&words()).into_places()).ok()?;
    Some((store::read_book(&dir).ok()?.0, dir))
}

fn candidate(value: &str, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(help.to_string().into()))
}

fn customers() -> Vec<CompletionCandidate> {
    book().map_or(Vec::new(), |(book, _)| book.customers.iter().map(|own| candidate(&own.id, &own.name)).collect())
}

fn contracts() -> Vec<CompletionCandidate> {
    let of = |book: Book| book.contracts.iter().map(|own| candidate(&own.no, &own.project)).collect();
    book().map_or(Vec::new(), |(book, _)| of(book))
}

fn targets() -> Vec<CompletionCandidate> {
    contracts().into_iter().chain(customers()).collect()
}

fn reps() -> Vec<CompletionCandidate> {
    book().map_or(Vec::new(), |(book, _)| book.reps.iter().map(|own| candidate(&own.id, &own.name)).collect())
}

/// The milestones of the contract that is named on the line, else of all.
fn milestones() -> Vec<CompletionCandidate> {
    let words: Vec<String> = words().into_iter().filter_map(|word| word.into_string().ok()).collect();
    let Some((book, _)) = book() else { return Vec::new() };
    let named = words.iter().find_map(|word| book.find_contract(word));
    let wanted = book.contracts().filter(|(index, _)| named.is_none_or(|named| named == *index));
    let mut found: Vec<(String, String)> =
        wanted.flat_map(|(_, own)| book.milestones(own).iter().map(|milestone| (book.milestone_name(milestone).to_string(), own.no.to_string()))).collect();
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    found.iter().map(|(name, no)| candidate(name, no)).collect()
}

/// The built-in maps of statements.
fn maps() -> Vec<CompletionCandidate> {
    BUILT_IN.iter().map(|map| CompletionCandidate::new(map.name)).collect()
}

/// The formats of a report; what was recorded is too little for a workbook.
fn formats() -> Vec<CompletionCandidate> {
    let of_report = !words().iter().any(|word| word == "record");
    Format::WORDS.iter().filter(|(_, own)| of_report || *own != Format::Xlsx).map(|(word, _)| CompletionCandidate::new(word)).collect()
}

/// The newest entries.
fn entries() -> Vec<CompletionCandidate> {
    let Some(ledger) = book().and_then(|(_, dir)| store::read(&dir).ok()) else { return Vec::new() };
    let recent = ledger.journal.entries().rev().take(RECENT);
    let words = |entry: Entry| format!("{} {}", ledger.journal.text(entry, Column::Kind), ledger.journal.text(entry, Column::Contract));
    recent.map(|entry| candidate(&entry.id.to_string(), &words(entry))).collect()
}
