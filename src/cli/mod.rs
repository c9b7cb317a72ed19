//! The command line: arguments and surroundings → settings, resolved once; a result → an exit code.

mod app;
mod complete;
mod filters;
mod output;
mod settings;
mod stamp;
mod usage;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::process::ExitCode;

use clap::ArgMatches;

use crate::account::{Account, AsOf};
use crate::book::Book;
use crate::commands::{Failure, Invocation, Outcome, SUBCOMMANDS, names, summary};
use crate::date::{Day, Toward};
use crate::entry::{Texts, is_cash};
use crate::problem::{FileFault, Problems, UsageFault};
use crate::render::Format;
use crate::reports::{Output, REPORTS, Report, Request, Target, Words};
use crate::sheet::Stamp;
use crate::store;
use settings::Settings;

/// Runs the program on this process's arguments.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let surroundings = settings::Surroundings::of_process(&arguments);
    if std::env::var_os(app::COMPLETE).is_some() {
        let lang = surroundings.lang;
        clap_complete::CompleteEnv::with_factory(|| complete::with_names(app::command(lang, |_| true))).var(app::COMPLETE).complete();
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let outcome = dispatch(&arguments, &surroundings, &mut out).and_then(|code| out.flush().map(|()| code).map_err(Failure::Output));
    match outcome {
        Ok(code) => ExitCode::from(code),
        // Whoever read the output has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is still buffered has no reader either.
            let _ = out.into_parts();
            ExitCode::SUCCESS
        }
        Err(Failure::Output(error)) => {
            let _ = out.into_parts();
            let name = crate::say!(surroundings.lang, "输出", "the output");
            fail(&Problems::from(FileFault::Io { file: name, reason: error.to_string() }), &surroundings)
        }
        Err(Failure::Words(error)) => {
            let _ = out.into_parts();
            let note =
                crate::say!(surroundings.lang, "已经写入；只是结果没能显示：{error}", "it is recorded; only the words about it could not be shown: {error}");
            let _ = writeln!(io::stderr(), "{note}");
            ExitCode::SUCCESS
        }
        Err(Failure::Problems(problems)) => fail(&problems, &surroundings),
    }
}

fn fail(problems: &Problems, surroundings: &settings::Surroundings) -> ExitCode {
    // There is nobody left to tell if even this fails.
    let _ = write!(io::stderr(), "{}", problems.render(surroundings.lang, 20));
    ExitCode::from(2)
}

fn dispatch(arguments: &[OsString], surroundings: &settings::Surroundings, out: &mut dyn Write) -> Outcome {
    let named = |word: &str| arguments.iter().any(|argument| argument == word);
    let matches = match app::command(surroundings.lang, named).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::outcome(&error, surroundings.lang, out),
    };
    if let Some(problem) = &surroundings.problem {
        return Err(problem.clone().into());
    }
    let settings = Settings::new(&matches, surroundings)?;
    let invocation = settings.invocation(matches.subcommand().map_or(&matches, |(_, flags)| flags));
    let Some((word, flags)) = matches.subcommand() else {
        return summary(&invocation, out);
    };
    if let Some(report) = REPORTS.iter().find(|report| report.name == word) {
        return run_report(report, &settings, &invocation, flags, out);
    }
    let command = SUBCOMMANDS.iter().find(|command| command.name == word);
    command.map_or(Ok(2), |command| (command.run)(&invocation, out))
}

fn run_report(report: &Report, settings: &Settings, invocation: &Invocation, flags: &ArgMatches, out: &mut dyn Write) -> Outcome {
    let lang = settings.lang;
    let dir = store::find(&invocation.places)?;
    // Of a large ledger only the texts that are shown are held; a fingerprint is taken of all of them.
    let named = filters::names_customers(flags);
    let every = flags.try_get_one::<bool>("all").ok().flatten().copied().unwrap_or(false);
    let all = match report.words {
        Words::All => true,
        Words::OfNamed(_) => named || every,
        Words::OfFigures | Words::Of(_) | Words::OfDetail(_) | Words::OfAndDrafts(_) | Words::OfAndCash(_) => false,
    };
    let whole = flags.get_flag("stamp") || (all && !named);
    let concerned = |book: &Book| filters::concerned(book, flags, report.name).filter(|_| all);
    let texts = |book: &Book| match report.words {
        _ if all => concerned(book).map(Texts::of),
        Words::Of(kinds) | Words::OfNamed(kinds) => Some(Texts::of_kinds(kinds)),
        Words::OfAndCash(kinds) => Some(Texts { like: is_cash, ..Texts::of_kinds(kinds) }),
        Words::OfAndDrafts(kinds) => Some(Texts { drafts: true, ..Texts::of_kinds(kinds) }),
        Words::OfDetail(kinds) if flags.get_flag("detail") => Some(Texts::of_kinds(kinds)),
        Words::OfFigures | Words::OfDetail(_) | Words::All => Some(Texts::NONE),
    };
    // The process ends with the report; the system takes a large ledger back faster than we could.
    let ledger = ManuallyDrop::new(if whole { store::read(&dir)? } else { store::read_about(&dir, &texts)? });
    if !store::has_journal(&dir) {
        let _ = writeln!(
            io::stderr(),
            "{}",
            crate::say!(lang, "提醒：还没有 ledger.csv，按没有任何记录计算", "note: there is no ledger.csv yet; nothing is recorded")
        );
    }
    let today = invocation.today(ledger.book.policy.utc_offset)?;
    let recorded_by = flags.get_one::<String>("recorded-by").map(|text| past_day(text, today)).transpose()?;
    let as_of = AsOf { day: today, recorded_by };
    let account = ManuallyDrop::new(match concerned(&ledger.book) {
        Some(customers) => Account::of_customers(&ledger.book, &ledger.journal, as_of, &ledger.journal.linked(customers)),
        None => Account::new(&ledger.book, &ledger.journal, as_of),
    });
    let filter = filters::filter(&ledger.book, flags, report.name)?;
    let target = match flags.try_get_one::<String>("target").ok().flatten() {
        Some(text) => names::target(&ledger.book, text, Some(&format!("huikuan {}", report.name)))?,
        None => Target::default(),
    };
    let typed = ["from-rep", "to-rep"].into_iter().filter_map(|id| flags.try_get_one::<String>(id).ok().flatten());
    let reps = typed.map(|text| names::rep(&ledger.book, text, None)).collect::<Result<Vec<_>, _>>()?;
    let chosen = filters::words(&ledger.book, &filter, lang);
    let output = match settings.style.format {
        Format::Csv | Format::Json if !settings.is_directory => Output::Rows,
        Format::Xlsx => Output::Sheets,
        _ => Output::Pages,
    };
    let drawn = settings.style.format == Format::Html || settings.chart;
    let request = Request { account: &account, filter, lang, flags, target, reps, output, drawn };
    let trace = flags.get_flag("stamp").then(|| stamp::trace(&ledger, lang));
    let stamp = Stamp { ledger: ledger.book.name.clone(), currency: ledger.book.currency.clone(), as_of: today, trace };
    let mut show = output::Show { report: report.name, settings, flags, stamp: &stamp, chosen: &chosen, out };
    if let Some(parts) = (report.parts)(&request)? {
        return show.parts(parts);
    }
    show.one(&mut ManuallyDrop::new((report.build)(&request)?))
}

fn past_day(text: &str, today: Day) -> Result<Day, UsageFault> {
    Day::parse_typed(text, today, Toward::Past).map_err(|fault| UsageFault::Date { text: text.to_string(), fault })
}

/// Whether a person is at both ends.
fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}
