//! The reports: a table of them, and one pure file each.

mod aging;
mod aging_by;
mod aging_drawn;
mod between;
mod collection;
mod commission;
mod commitments;
mod commitments_by;
mod credit;
mod credit_by_group;
mod credit_check;
mod credit_explained;
mod filter;
mod forecast;
pub mod gap;
mod group;
mod handover;
mod headline;
pub mod history;
mod history_effect;
mod history_open;
mod history_received;
mod kpi;
mod limitation;
mod matrix;
mod meeting;
mod penalty;
mod placing;
mod plan;
mod progress;
mod progress_detail;
mod provision;
mod provision_matrix;
mod provision_tax;
pub mod remind;
mod remind_message;
mod remind_rows;
mod risk;
mod scope;
mod statement;
mod statement_list;
mod statement_words;
mod targets;

pub use commitments::state_name;
pub use filter::Filter;
pub use headline::headline;
pub use history_effect::{Effects, paid_words, receipt_words};

use clap::{ArgMatches, Command};

use crate::account::{Account, Part as Piece, Position};
use crate::book::{ContractIx, CustomerIx, RepIx};
use crate::date::Day;
use crate::entry::Kind;
use crate::problem::Problems;
use crate::say;
use crate::sheet::{Cell, Sheet};
use crate::text::{Lang, Text, text};

/// A command line with what it shows.
pub struct Example {
    /// Arguments after `huikuan`.
    pub line: &'static str,
    /// What it does.
    pub about: Text,
}

/// A report as the command line knows it.
pub struct Report {
    /// Its command.
    pub name: &'static str,
    /// One line.
    pub about: Text,
    /// Two worked examples.
    pub examples: [Example; 2],
    /// Which words of entries it looks at.
    pub words: Words,
    /// Adds its own flags.
    pub args: fn(Command, Lang) -> Command,
    /// Makes it.
    pub build: fn(&Request) -> Result<Sheet, Problems>,
    /// Makes one for each of several, where the flags ask for that.
    pub parts: fn(&Request) -> Result<Option<Vec<Part>>, Problems>,
}

/// One of several sheets, which may become a file of its own.
pub struct Part {
    /// What it is of: an id of the ledger.
    pub name: String,
    /// What people call that.
    pub label: String,
    /// The sheet.
    pub sheet: Sheet,
}

/// A report that is always one.
#[allow(clippy::unnecessary_wraps)] // as the table of reports wants it
fn one(_: &Request) -> Result<Option<Vec<Part>>, Problems> {
    Ok(None)
}

/// The words of entries a report looks at: of a large ledger no others are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Those of [`Kind::has_words`], as every report may.
    OfFigures,
    /// Those of more kinds too.
    Of(&'static [Kind]),
    /// Those of more kinds too where `--detail` is asked for.
    OfDetail(&'static [Kind]),
    /// Those of more kinds and of drafts too.
    OfAndDrafts(&'static [Kind]),
    /// Those of more kinds and of cash receipts too.
    OfAndCash(&'static [Kind]),
    /// All of the customers that are named; where none is, and not all are asked for, those of more kinds.
    OfNamed(&'static [Kind]),
    /// All.
    All,
}

/// All reports. To add one: its file, and a line here.
pub const REPORTS: &[&Report] = &[
    &aging::REPORT,
    &gap::REPORT,
    &remind::REPORT,
    &progress::REPORT,
    &commitments::REPORT,
    &limitation::REPORT,
    &credit::REPORT,
    &provision::REPORT,
    &statement::REPORT,
    &handover::REPORT,
    &commission::REPORT,
    &penalty::REPORT,
    &history::REPORT,
    &plan::REPORT,
    &kpi::REPORT,
    &matrix::REPORT,
    &forecast::REPORT,
    &risk::REPORT,
    &meeting::REPORT,
];

/// What a report is asked.
pub struct Request<'a> {
    /// What is owed on the day.
    pub account: &'a Account<'a>,
    /// Which rows.
    pub filter: Filter,
    /// Language of words.
    pub lang: Lang,
    /// The report's own flags.
    pub flags: &'a ArgMatches,
    /// The customer or contract named as an argument, where the report takes one.
    pub target: Target,
    /// The reps named as arguments, where the report takes any.
    pub reps: Vec<RepIx>,
    /// Where it goes.
    pub output: Output,
    /// Whether its figures are drawn too.
    pub drawn: bool,
}

/// What becomes of a report, as far as it matters for what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// Pages for people, one or several.
    #[default]
    Pages,
    /// One list of rows for programs.
    Rows,
    /// Worksheets of a workbook: rows as for programs, several lists as pages are.
    Sheets,
}

impl Output {
    /// Whether rows and figures are as programs read them.
    pub fn is_data(self) -> bool {
        matches!(self, Self::Rows | Self::Sheets)
    }
}

/// A customer or a contract, or neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The customer.
    pub customer: Option<CustomerIx>,
    /// The contract.
    pub contract: Option<ContractIx>,
}

impl Request<'_> {
    /// The as-of day.
    pub fn day(&self) -> Day {
        self.account.as_of.day
    }

    /// Whether a flag was given.
    pub fn flag(&self, id: &str) -> bool {
        self.flags.get_flag(id)
    }

    /// The text of an option.
    pub fn option(&self, id: &str) -> Option<&str> {
        self.flags.get_one::<String>(id).map(String::as_str)
    }
}

/// A rep as a cell: the id for programs, the name for people.
fn rep_cell(account: &Account, rep: Option<RepIx>) -> Cell {
    rep.map_or(Cell::Blank, |rep| {
        let rep = account.book.rep(rep);
        Cell::code(&rep.id, &rep.name)
    })
}

/// A position's name as a cell; a contract written without milestones has one named `1`, which means all of it.
fn position_cell(account: &Account, position: &Position, lang: Lang) -> Cell {
    part_cell(account, position.contract, position.part, lang)
}

/// The same of one that need not exist on the day.
fn part_cell(account: &Account, contract: ContractIx, part: Piece, lang: Lang) -> Cell {
    let name = account.part_name(contract, part);
    if account.is_whole(contract, part) { Cell::code(name, say!(lang, "全款", "all")) } else { Cell::text(name) }
}

/// The flag of reports whose figures a terminal can draw.
fn chart_flag(lang: Lang) -> clap::Arg {
    switch("chart", text("表下再画成条形图", "draw the figures as bars under the table"), lang)
}

/// The flag of reports that can say how each figure came about: they fill in [`Sheet::explained`] where it is given.
pub fn explain_flag(lang: Lang) -> clap::Arg {
    switch("explain", text("每个数怎么来的：公式和代入的数", "how each figure came about: its formula and what goes into it"), lang)
}

/// A flag that takes no value.
fn switch(id: &'static str, help: Text, lang: Lang) -> clap::Arg {
    clap::Arg::new(id).long(id).action(clap::ArgAction::SetTrue).help(help.get(lang))
}

/// An option that takes a value.
fn option(id: &'static str, value: &'static str, help: Text, lang: Lang) -> clap::Arg {
    clap::Arg::new(id).long(id).value_name(value).help(help.get(lang))
}
