//! `import maps` and `import map NAME`.

use std::io::Write;

use clap::ArgMatches;

use crate::commands::{Invocation, Outcome};
use crate::import::{BUILT_IN, PAYMENTS, StatementMap};
use crate::problem::{Problem, UsageFault};
use crate::source::Source;
use crate::text::{nearest_first, width};

/// The built-in maps, each read.
pub(super) fn built_in() -> Result<Vec<StatementMap>, Problem> {
    BUILT_IN.iter().map(|own| StatementMap::parse(&Source::of_text(own.name, own.text.to_string()))).collect()
}

/// The map of a customer's own list of payments: what it names is enough, whichever of it is there.
pub(super) fn payments() -> Result<Vec<StatementMap>, Problem> {
    Ok(vec![StatementMap::parse(&Source::of_text("list", PAYMENTS.to_string()))?.lenient()])
}

pub(super) fn list(_: &Invocation, out: &mut dyn Write) -> Outcome {
    for map in built_in()? {
        writeln!(out, "{}{}{}", map.name, " ".repeat(10_usize.saturating_sub(width(&map.name))), map.label)?;
    }
    Ok(0)
}

pub(super) fn print(flags: &ArgMatches, out: &mut dyn Write) -> Outcome {
    let name = flags.get_one::<String>("map-name").map_or("", String::as_str);
    let Some(map) = BUILT_IN.iter().find(|map| map.name == name) else {
        let choices = nearest_first(name, BUILT_IN.iter().map(|map| map.name));
        return Err(UsageFault::Choice { option: "import map", text: name.to_string(), choices }.into());
    };
    out.write_all(map.text.as_bytes())?;
    Ok(0)
}
