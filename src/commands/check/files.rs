//! What is probably not meant in the files as such: line ends, attributes, second versions, permissions.

use super::Finding;
use crate::problem::{Place, Warning};
use crate::store::{self, Ledger};

pub(super) fn warnings(ledger: &Ledger) -> Vec<Finding> {
    let mut found = Vec::new();
    let whole = |name: &str| Place { file: name.to_string(), line: 0, column: 0, text: String::new(), range: 0..0 };
    let journal = ledger.journal.source();
    if journal.has_bom() || journal.text().contains("\r\n") {
        found.push(Finding::at_file(Warning::Spreadsheet, whole(store::JOURNAL)));
    }
    let attributes = store::small_text(&ledger.dir.join(".gitattributes")).unwrap_or_default();
    for line in crate::commands::init::ATTRIBUTES {
        if !holds(&attributes, line) {
            found.push(Finding::at_file(Warning::GitAttributes { line }, whole(".gitattributes")));
        }
    }
    found.extend(store::second_versions(&ledger.dir).into_iter().map(|file| Finding::at_file(Warning::SecondVersion, whole(&file))));
    found.extend(store::open_to_all(&ledger.dir).into_iter().map(|file| Finding::at_file(Warning::OpenToAll, whole(file))));
    found
}

/// Whether the attributes a line gives its file hold in the end: git lets the last line that matches decide each.
fn holds(attributes: &str, line: &str) -> bool {
    let Some((file, wanted)) = line.split_once(' ') else { return false };
    let suffix = file.rsplit_once('.').map(|(_, ending)| format!("*.{ending}"));
    let matches = |pattern: &str| pattern == "*" || pattern.trim_start_matches('/') == file || Some(pattern) == suffix.as_deref();
    let key = |attribute: &str| attribute.trim_start_matches(['-', '!']).split('=').next().unwrap_or_default().to_string();
    wanted.split(' ').all(|wanted| {
        let lines = attributes.lines().filter_map(|line| line.trim().split_once(char::is_whitespace)).filter(|(pattern, _)| matches(pattern));
        let given = lines.flat_map(|(_, given)| given.split_whitespace()).filter(|given| key(given) == key(wanted));
        given.into_iter().next_back() == Some(wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn the_last_attribute_decides() {
        let line = "ledger.csv text eol=lf merge=union";
        assert!(holds("ledger.csv text eol=lf merge=union\n", line));
        assert!(holds("*.csv  merge=union\n/ledger.csv\ttext eol=lf", line));
        assert!(holds("* text=auto\nledger.csv text eol=lf merge=union", line));
        for wrong in ["", "ledger.csv text eol=lf", "# ledger.csv text eol=lf merge=union", "ledger.csv text eol=lf merge=union\n*.csv eol=crlf"] {
            assert!(!holds(wrong, line), "{wrong}");
        }
    }
}
