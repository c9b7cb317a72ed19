//! Everything from outside the ledger that decides how a command runs: options, environment, config file, clock.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::ArgMatches;
use serde::Deserialize;

use crate::commands::{Clock, Invocation};
use crate::problem::{FileFault, Problem, UsageFault, WorkbookFault};
use crate::render::{Format, Style};
use crate::store::{self, Places};
use crate::text::Lang;

/// The user's config file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    ledger: Option<PathBuf>,
    lang: Option<String>,
    color: Option<String>,
    rep: Option<String>,
}

/// What is known before the arguments are parsed: parsing them already needs the language.
pub(super) struct Surroundings {
    pub(super) lang: Lang,
    /// Something wrong with what was looked at so early.
    pub(super) problem: Option<Problem>,
    config: Config,
    places: Places,
    clock: Clock,
}

/// The value of an option that must be known before all arguments are parsed.
fn early(arguments: &[OsString], names: &[&str]) -> Option<OsString> {
    let mut rest = arguments.iter().skip(1);
    let mut found = None;
    while let Some(argument) = rest.next() {
        let Some(text) = argument.to_str() else { continue };
        if text == "--" {
            break;
        }
        for name in names {
            if text == *name {
                found = rest.next().cloned();
                break;
            }
            let glued = text.strip_prefix(name).and_then(|value| if name.len() == 2 { Some(value) } else { value.strip_prefix('=') });
            if let Some(value) = glued.filter(|value| !value.is_empty()) {
                found = Some(value.trim_start_matches('=').into());
            }
        }
    }
    found
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl Surroundings {
    pub(super) fn of_process(arguments: &[OsString]) -> Self {
        let (config, problem) = read_config();
        let places = Places {
            option: early(arguments, &["-C", "--ledger"]).map(PathBuf::from),
            variable: std::env::var_os("HUIKUAN_LEDGER").filter(|value| !value.is_empty()).map(PathBuf::from),
            current: std::env::current_dir().ok(),
            config: config.ledger.clone(),
        };
        let option = early(arguments, &["--lang"]).and_then(|value| value.into_string().ok()).filter(|code| matches!(code.as_str(), "zh" | "en"));
        let locale = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
        let lang = option
            .or_else(|| variable("HUIKUAN_LANG"))
            .or_else(|| config.lang.clone())
            .or_else(|| book_lang(&places))
            .or_else(locale)
            .and_then(|code| Lang::from_code(&code));
        let now = chrono::Local::now();
        let clock = Clock { seconds: now.timestamp(), offset: now.offset().local_minus_utc() };
        Self { lang: lang.unwrap_or(Lang::En), problem, config, places, clock }
    }
}

impl Surroundings {
    /// Where the ledger may be.
    pub(super) fn into_places(self) -> Places {
        self.places
    }
}

/// The `lang` of the book at hand, read from the lines before its first table.
fn book_lang(places: &Places) -> Option<String> {
    let dir = store::find(places).ok()?;
    let text = store::small_text(&dir.join(store::BOOK))?;
    let mut head = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let value = head.find_map(|line| line.strip_prefix("lang")?.trim_start().strip_prefix('='))?;
    Some(value.trim().trim_start_matches(['"', '\'']).chars().take(2).collect())
}

fn read_config() -> (Config, Option<Problem>) {
    let Some(path) = dirs::config_dir().map(|dir| dir.join("huikuan/config.toml")) else { return (Config::default(), None) };
    let wrong = |reason: String| (Config::default(), Some(FileFault::Config { file: path.display().to_string(), reason }.into()));
    let text = match store::read_small(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (Config::default(), None),
        Err(error) => return wrong(error.to_string()),
    };
    let mut config: Config = match toml::from_str(&text) {
        Ok(config) => config,
        Err(error) => return wrong(error.message().to_string()),
    };
    for (value, known) in [(&config.lang, &["zh", "en"][..]), (&config.color, &["auto", "always", "never"])] {
        if let Some(word) = value.as_deref().filter(|word| !known.contains(word)) {
            return wrong(format!("{word} ({})", known.join(" | ")));
        }
    }
    // `~` is home; a relative path begins at the config file.
    config.ledger = config.ledger.map(|ledger| match (ledger.strip_prefix("~"), dirs::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.parent().map_or(ledger.clone(), |folder| folder.join(&ledger)),
    });
    (config, None)
}

/// Settings of one run, validated.
pub(super) struct Settings<'a> {
    pub(super) lang: Lang,
    pub(super) style: Style,
    pub(super) output: Option<PathBuf>,
    /// Whether the output is a directory, for a file each.
    pub(super) is_directory: bool,
    /// Whether a terminal is to draw the figures.
    pub(super) chart: bool,
    as_of: Option<String>,
    surroundings: &'a Surroundings,
}

impl<'a> Settings<'a> {
    pub(super) fn new(matches: &ArgMatches, surroundings: &'a Surroundings) -> Result<Self, UsageFault> {
        // `record` has its flags one level further down.
        let mut levels = vec![matches];
        while let Some((_, next)) = levels.last().and_then(|level| level.subcommand()) {
            levels.push(next);
        }
        let text = |id: &str| levels.iter().rev().find_map(|level| level.try_get_one::<String>(id).ok().flatten()).map(String::as_str);
        let flag = |id: &str| levels.iter().any(|level| level.try_get_one::<bool>(id).ok().flatten().copied().unwrap_or(false));
        let output = levels.iter().find_map(|level| level.try_get_one::<PathBuf>("output").ok().flatten()).cloned();
        // What makes several may be given a directory that is not there yet.
        let command = matches.subcommand_name();
        let several = (command == Some("remind") && text("by").is_some()) || (command == Some("statement") && flag("all"));
        let is_directory = output.as_deref().is_some_and(|path| store::is_directory(path) || (several && path.extension().is_none()));
        let format = format(text("format"), output.as_ref(), is_directory, flag("excel"), command == Some("report"))?;
        // A workbook is for Excel anyway.
        let excel = flag("excel") && format != Format::Xlsx;
        if excel && format != Format::Csv {
            let b = if text("format").is_some() { "--format" } else { "-o" };
            return Err(UsageFault::Together { a: "--excel", b });
        }
        let chart = flag("chart");
        if chart && !matches!(format, Format::Table | Format::Html) {
            return Err(UsageFault::OnlyWith { option: "--chart", with: "--format table | html" });
        }
        let to_terminal = output.is_none() && io::stdout().is_terminal();
        if format == Format::Xlsx {
            // What has no `-o` writes a few lines only.
            if !levels.iter().any(|level| level.try_contains_id("output").is_ok()) {
                let choices = words(|own| own != Format::Xlsx);
                return Err(UsageFault::Choice { option: "--format", text: "xlsx".into(), choices });
            }
            if to_terminal {
                return Err(UsageFault::Workbook(WorkbookFault::Terminal { report: command.unwrap_or_default().to_string() }));
            }
        }
        let color = match text("color").or(surroundings.config.color.as_deref()).unwrap_or("auto") {
            "always" => true,
            "never" => false,
            _ => to_terminal && variable("NO_COLOR").is_none() && variable("TERM").is_none_or(|term| term != "dumb"),
        };
        let style = Style { format, lang: surroundings.lang, width: width(to_terminal), color, excel };
        Ok(Self { lang: surroundings.lang, style, output, is_directory, chart, as_of: text("as-of").map(str::to_string), surroundings })
    }

    pub(super) fn invocation<'f>(&self, flags: &'f ArgMatches) -> Invocation<'f> {
        let own = self.surroundings;
        Invocation {
            lang: self.lang,
            clock: own.clock,
            as_of: self.as_of.clone(),
            places: own.places.clone(),
            flags,
            style: self.style,
            by: own.config.rep.clone().or_else(|| variable("USER")).unwrap_or_default(),
            interactive: super::is_interactive(),
        }
    }
}

/// The formats to choose from.
fn words(of: impl Fn(Format) -> bool) -> String {
    Format::WORDS.iter().filter(|(_, own)| of(*own)).map(|(known, _)| *known).collect::<Vec<_>>().join(" | ")
}

/// `--format`, else what the output file's ending names, else CSV for `--excel`, else Markdown for a page of several
/// tables, else a table.
fn format(word: Option<&str>, output: Option<&PathBuf>, is_directory: bool, excel: bool, page: bool) -> Result<Format, UsageFault> {
    if let Some(word) = word {
        let known = Format::WORDS.iter().find(|(known, _)| *known == word).map(|(_, format)| *format);
        let choices = words(|_| true);
        return known.ok_or_else(|| UsageFault::Choice { option: "--format", text: word.to_string(), choices });
    }
    match output {
        Some(path) => {
            if is_directory {
                return Ok(Format::Markdown);
            }
            let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
            Format::of_ending(&ending).ok_or_else(|| UsageFault::Output { file: path.display().to_string() })
        }
        None if excel => Ok(Format::Csv),
        None if page => Ok(Format::Markdown),
        None => Ok(Format::Table),
    }
}

/// `COLUMNS`, else the terminal's width, else 120 for files and pipes.
fn width(to_terminal: bool) -> usize {
    let asked = variable("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns >= 20);
    let terminal = || terminal_size::terminal_size().filter(|_| to_terminal).map(|(width, _)| usize::from(width.0));
    asked.or_else(terminal).unwrap_or(120)
}
