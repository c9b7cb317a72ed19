//! What worksheets may be called: each name once, in the form that spreadsheets take.

use std::collections::HashSet;

use crate::text::fold;

/// Characters of a name, as spreadsheets count them.
const MOST: usize = 31;

/// The names of a workbook's worksheets.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Whether there is no more than one.
    pub(super) fn is_first(&self) -> bool {
        self.taken.len() < 2
    }

    /// A name like the one that is wanted, which no worksheet has yet.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let plain = allowed(wanted);
        // Spreadsheets keep this one for themselves.
        let plain = if plain.is_empty() || plain.eq_ignore_ascii_case("history") { format!("{plain}_") } else { plain };
        let mut name = cut(&plain, MOST);
        let mut number = 1;
        // Names that differ in case or width only are one.
        while !self.taken.insert(fold(&name)) {
            number += 1;
            let ending = format!(" ({number})");
            name = cut(&plain, MOST - ending.len()) + &ending;
        }
        name
    }
}

/// A name without what none may have; wide forms are taken for narrow ones by some.
fn allowed(wanted: &str) -> String {
    let kept: String = wanted.chars().map(|c| if c.is_control() || "[]:*?/\\［］：＊？／＼".contains(c) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches('\'').trim().to_string()
}

/// A name of so many characters at most; `…` says that it goes on.
fn cut(name: &str, most: usize) -> String {
    if name.encode_utf16().count() <= most {
        return name.to_string();
    }
    let mut left = most - 1;
    let fits = |c: &char| {
        let room = left.checked_sub(c.len_utf16());
        left = room.unwrap_or_default();
        room.is_some()
    };
    let kept: String = name.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_allowed_short_and_of_one_sheet() {
        let mut names = Names::default();
        let mut take = |wanted: &str| names.take(wanted);
        assert_eq!(take("承诺：今明到期"), "承诺 今明到期");
        assert_eq!(take("a[b]:*?/\\c"), "a b c");
        assert_eq!(take("'x'"), "x");
        assert_eq!([take(""), take("'")], ["_", "_ (2)"]);
        assert_eq!([take("History"), take("history")], ["History_", "history_ (2)"]);
        assert_eq!([take("Lina"), take("LINA"), take("ｌｉｎａ")], ["Lina", "LINA (2)", "ｌｉｎａ (3)"]);
        let long = take("Promises: due today or tomorrow, or broken within a week");
        assert_eq!(long, "Promises due today or tomorrow…");
        assert_eq!(take("Promises: due today or tomorrow, or broken within a month"), "Promises due today or tomo… (2)");
        // Characters beyond the first plane count twice.
        let wide = take(&"😀".repeat(20));
        assert_eq!((wide.encode_utf16().count(), wide.chars().count()), (31, 16));
    }
}
