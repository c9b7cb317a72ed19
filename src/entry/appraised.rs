//! The appraised value of what was given in kind (以物抵债). It stands first in the receipt's note, as `appraised=85000.00`,
//! and what else the note says follows after `; `.

use crate::money::Money;

const KEY: &str = "appraised=";

/// A note that begins with the value.
pub fn with_appraised(value: Money, note: &str) -> String {
    let rest = if note.is_empty() { String::new() } else { format!("; {note}") };
    format!("{KEY}{value}{rest}")
}

/// The value a note begins with.
pub fn appraised(note: &str) -> Option<Money> {
    let rest = note.strip_prefix(KEY)?;
    let value = rest.split_once(';').map_or(rest, |(value, _)| value);
    Money::parse(value.trim_end().as_bytes())
}
