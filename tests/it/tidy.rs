//! Keeps the house in order: who may import whom, as docs/architecture.md says; every column has a heading, every
//! command two examples; every code an explanation.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::root;

/// Each room with the rooms it may import. A room may always import itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("main", &["cli"]),
    ("text", &[]),
    ("money", &["text"]),
    ("date", &["text"]),
    ("parallel", &[]),
    ("source", &["problem", "text"]),
    ("problem", &["text", "money", "date"]),
    ("book", &["text", "money", "date", "parallel", "source", "problem"]),
    ("entry", &["book", "text", "money", "date", "parallel", "source", "problem"]),
    ("import", &["book", "entry", "account", "sheet", "source", "problem", "text", "money", "date"]),
    ("account", &["book", "entry", "money", "date", "parallel"]),
    ("sheet", &["text", "money", "date"]),
    ("reports", &["account", "book", "entry", "sheet", "text", "money", "date", "parallel", "problem"]),
    ("letters", &["account", "book", "entry", "reports", "source", "problem", "text", "money", "date"]),
    ("export", &["account", "book", "entry", "reports", "money", "date", "text"]),
    ("render", &["sheet", "text", "money", "date", "parallel"]),
    ("repair", &["entry", "problem", "text", "money", "date"]),
    ("store", &["source", "book", "entry", "parallel", "problem", "text"]),
    (
        "commands",
        &[
            "account", "book", "entry", "export", "import", "letters", "parallel", "repair", "reports", "render", "sheet", "store", "source", "problem",
            "text", "money", "date",
        ],
    ),
    ("cli", &["commands", "account", "book", "entry", "import", "reports", "render", "sheet", "store", "source", "problem", "text", "money", "date"]),
];

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("src") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).expect("in src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_string()
}

/// The part of a file that ships: its tests may use what they like.
fn shipped(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    text.split("#[cfg(test)]").next().unwrap_or_default().to_string()
}

#[test]
fn rooms_import_only_what_lies_below_them() {
    let mut seen = BTreeSet::new();
    for path in sources(&root().join("src")) {
        let own = room(&path);
        let (_, allowed) = ROOMS.iter().find(|(name, _)| *name == own).unwrap_or_else(|| panic!("{own} is not in the list of rooms"));
        for (number, line) in shipped(&path).lines().enumerate() {
            for imported in line.split("crate::").skip(1).chain(line.split("huikuan::").skip(1)) {
                let name: String = imported.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                // A macro has no room.
                if name == "say" || name == own {
                    continue;
                }
                assert!(allowed.contains(&name.as_str()), "{}:{}: {own} imports {name}", path.display(), number + 1);
                seen.insert((own.clone(), name));
            }
        }
    }
    assert!(seen.len() > 30, "the test found only {} imports", seen.len());
}

#[test]
fn what_is_owed_depends_on_no_clock_file_or_environment() {
    let forbidden = ["std::fs", "std::env", "std::time", "std::net", "std::process", "chrono::Local", "chrono::Utc", "println!", "eprintln!"];
    for path in sources(&root().join("src")) {
        let own = room(&path);
        if ["store", "cli", "main"].contains(&own.as_str()) {
            continue;
        }
        let text = shipped(&path);
        for word in forbidden.into_iter().chain(["std::io::stdout"]) {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
    }
}

#[test]
fn nothing_reaches_the_network_and_no_amount_is_a_float() {
    for path in sources(&root().join("src")) {
        let text = shipped(&path);
        for word in ["std::net", "TcpStream", "UdpSocket", "f32"] {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
        // Likeness of names is no exact number; a workbook has no others.
        let floats = text.matches("f64").count();
        let may = ["src/text.rs", "src/render/xlsx/number.rs"].iter().any(|own| path.ends_with(own));
        assert!(floats == 0 || may, "{} uses f64", path.display());
    }
}

#[test]
fn every_column_has_a_key_and_a_heading_in_both_languages() {
    let mut headings = 0;
    for path in sources(&root().join("src/reports")) {
        let text = shipped(&path);
        for (at, _) in text.match_indices("Column::words(\"").chain(text.match_indices("Column::number(\"")) {
            let call: String = text.get(at..).unwrap_or_default().chars().take(200).collect();
            let mut quoted = call.split('"').skip(1).step_by(2);
            let key = quoted.next().unwrap_or_default();
            assert!(key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') && !key.is_empty(), "{}: {key}", path.display());
            if call.split(')').next().unwrap_or_default().contains("text(") {
                let (zh, en) = (quoted.next().unwrap_or_default(), quoted.next().unwrap_or_default());
                assert!(!zh.is_empty() && !en.is_empty(), "{}: {key} has no heading", path.display());
                headings += 1;
            }
        }
    }
    assert!(headings > 60, "the test found only {headings} headings");
}

#[test]
fn every_code_is_explained_once() {
    let mut used = BTreeSet::new();
    for path in sources(&root().join("src/problem")).into_iter().filter(|path| !path.to_string_lossy().contains("explain")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let arms = text.lines().filter_map(|line| line.trim().strip_suffix("\",")?.rsplit_once("=> \"").map(|(_, code)| code.to_string()));
        used.extend(arms.filter(|code| code.len() == 4 && code.starts_with(['E', 'W'])));
    }
    let explained: Vec<String> = huikuan::problem::codes().map(|known| known.code.to_string()).collect();
    let unique: BTreeSet<String> = explained.iter().cloned().collect();
    assert_eq!(explained.len(), unique.len(), "a code is explained twice");
    assert_eq!(used, unique);
}

#[test]
fn every_report_and_command_has_two_examples_and_words_in_both_languages() {
    use huikuan::commands::SUBCOMMANDS;
    use huikuan::reports::REPORTS;
    let reports = REPORTS.iter().map(|report| (report.name, report.about, &report.examples));
    let commands = SUBCOMMANDS.iter().map(|command| (command.name, command.about, &command.examples));
    for (name, about, examples) in reports.chain(commands) {
        assert!(!about.zh.is_empty() && !about.en.is_empty(), "{name}");
        for example in examples {
            assert!(example.line.starts_with(name), "{name}: {}", example.line);
            assert!(!example.about.zh.is_empty() && !example.about.en.is_empty(), "{name}");
        }
    }
}

#[test]
fn the_top_level_has_only_what_belongs_there() {
    let known = ["Cargo.toml", "Cargo.lock", "src", "examples", "tests", "docs", "README.md", "LICENSE", "CHANGELOG.md", "target"];
    for entry in fs::read_dir(root()).expect("the project") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || known.contains(&name.as_str()), "{name}");
    }
}
