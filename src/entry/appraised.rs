//! The appraised value of what was given in kind (以物抵债). It stands first in the receipt's note, as `appraised=85000.00`,
//! and what else the note says follows after `; `.

use crate::money::Money;

const KEY: &str = "appraised=";

/// A note that begins with the value, in place of one it begins with already.
pub fn with_appraised(value: Money, note: &str) -> String {
    let rest = match appraised(note) {
        Some(_) => note.split_once(';').map_or("", |(_, rest)| rest.trim_start()),
        None => note,
    };
    let rest = if rest.is_empty() { String::new() } else { format!("; {rest}") };
    format!("{KEY}{value}{rest}")
}

/// The value a note begins with.
pub fn appraised(note: &str) -> Option<Money> {
    let rest = note.strip_prefix(KEY)?;
    let value = rest.split_once(';').map_or(rest, |(value, _)| value);
    Money::parse(value.trim_end().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_stands_first_and_the_rest_stays() {
        let value = Money::from_cents(8_500_000);
        for (note, expected) in [
            ("", "appraised=85000.00"),
            ("十台冰箱", "appraised=85000.00; 十台冰箱"),
            ("appraised=1.00", "appraised=85000.00"),
            ("appraised=1; 冰箱; 旧", "appraised=85000.00; 冰箱; 旧"),
            ("appraised=八万; 冰箱", "appraised=85000.00; appraised=八万; 冰箱"),
        ] {
            let with = with_appraised(value, note);
            assert_eq!(with, expected);
            assert_eq!(appraised(&with), Some(value), "{note}");
        }
        for note in ["", "冰箱", "冰箱; appraised=1", "appraised=", "appraised=1e5", "appraised=1,000", "appraised=-1", "Appraised=1"] {
            assert_eq!(appraised(note), None, "{note}");
        }
    }
}
