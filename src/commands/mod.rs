//! Commands that are no reports: they set up, write, check and explain.

mod case;
mod check;
mod completions;
mod document;
mod explain;
mod export;
mod import;
mod init;
mod letter;
pub mod names;
mod reconcile;
mod record;
mod repair;
mod summary;

pub(crate) use completions::VARIABLE as COMPLETE;
pub use summary::summary;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{ArgMatches, Command};

use crate::date::{Day, Toward};
use crate::problem::{Problems, UsageFault};
use crate::render::Style;
use crate::reports::Example;
use crate::store::Places;
use crate::text::{Lang, Text};

/// The clock, read once.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub seconds: i64,
    /// The machine's offset from UTC in seconds.
    pub offset: i32,
}

impl Clock {
    /// The day and the second of the day, in the zone a book asks for, else the machine's.
    pub fn now(self, utc_offset: Option<i32>) -> (Day, u32) {
        let local = self.seconds + i64::from(utc_offset.map_or(self.offset, |minutes| minutes * 60));
        let days = local.div_euclid(86_400);
        let epoch = Day::from_ymd(1970, 1, 1).unwrap_or_else(|| Day::from(chrono::NaiveDate::MIN));
        (epoch.plus_days(days as i32), local.rem_euclid(86_400) as u32)
    }
}

/// What a command is called with.
pub struct Invocation<'a> {
    /// Language of messages.
    pub lang: Lang,
    /// The clock.
    pub clock: Clock,
    /// `--as-of`, as typed.
    pub as_of: Option<String>,
    /// Where to look for the ledger.
    pub places: Places,
    /// The command's own flags.
    pub flags: &'a ArgMatches,
    /// How to render.
    pub style: Style,
    /// Who records, where nothing else is said.
    pub by: String,
    /// Whether a person can be asked.
    pub interactive: bool,
}

impl Invocation<'_> {
    /// Today, or the day `--as-of` says.
    pub fn today(&self, utc_offset: Option<i32>) -> Result<Day, UsageFault> {
        let (today, _) = self.clock.now(utc_offset);
        match &self.as_of {
            None => Ok(today),
            Some(text) => Day::parse_typed(text, today, Toward::Past).map_err(|fault| UsageFault::Date { text: text.clone(), fault }),
        }
    }

    /// The text of an option.
    pub fn option(&self, id: &str) -> Option<&str> {
        self.flags.try_get_one::<String>(id).ok().flatten().map(String::as_str)
    }

    /// Whether a flag was given.
    pub fn flag(&self, id: &str) -> bool {
        self.flags.try_get_one::<bool>(id).ok().flatten().copied().unwrap_or(false)
    }

    /// A path option.
    pub fn path(&self, id: &str) -> Option<PathBuf> {
        self.flags.try_get_one::<OsString>(id).ok().flatten().map(PathBuf::from)
    }
}

/// How a command ends.
#[derive(Debug)]
pub enum Failure {
    /// Something is wrong.
    Problems(Problems),
    /// The output could not be written.
    Output(io::Error),
    /// What was asked for is on disk; only the words about it could not be written.
    Words(io::Error),
}

impl<P: Into<Problems>> From<P> for Failure {
    fn from(problems: P) -> Self {
        Self::Problems(problems.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// What a command ends with: 0, or 1 for a finding that was asked for.
pub type Outcome = Result<u8, Failure>;

/// A command as the command line knows it.
pub struct Subcommand {
    /// Its word.
    pub name: &'static str,
    /// One line.
    pub about: Text,
    /// Two worked examples.
    pub examples: [Example; 2],
    /// Adds its own flags.
    pub args: fn(Command, Lang) -> Command,
    /// Runs it.
    pub run: fn(&Invocation, &mut dyn Write) -> Outcome,
}

/// All commands that are no reports.
pub const SUBCOMMANDS: &[&Subcommand] = &[
    &init::COMMAND,
    &record::COMMAND,
    &letter::COMMAND,
    &case::COMMAND,
    &check::COMMAND,
    &import::COMMAND,
    &reconcile::COMMAND,
    &repair::COMMAND,
    &export::COMMAND,
    &explain::COMMAND,
    &completions::COMMAND,
];
