//! Every command line shown in README.md and docs/*.md is run, so that none of them can rot.
//!
//! - A `console` block: `$ huikuan …`, then exactly what it prints, where the block shows it. Each block has a copy of the
//!   demonstration and of `examples/import` to itself; one that begins with `$ huikuan init` an empty directory; one whose fence says
//!   `console above` the ledger of the last `toml` and `csv` blocks above it. `$ echo $?` gives the exit code of the
//!   command before it; a command that nothing follows of this kind must end with 0, or with 2 where it shows an error.
//! - A `sh` block: what calls huikuan in it must end with 0. Pipes, comments, cron's five fields and other programs are
//!   passed over. `--as-of` is added where it is missing, so that the calendar changes nothing.
//! - A `toml` block is a whole book, a `csv` block a journal of the book above it, `toml config` the user's config file.
//!
//! `UPDATE_DOCS=1 cargo test docs` writes what the program prints today into the files; read the difference.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::{Dir, HEADER, Run, root};

const AS_OF: &str = "2026-11-30";

/// README.md and the Markdown files of docs/, by path from the project's own directory.
fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| Path::new("docs").join(entry.unwrap().file_name()));
    let mut pages: Vec<PathBuf> = docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    pages.push("README.md".into());
    pages.sort();
    pages
}

/// A page, with the language its commands are run in.
struct Page {
    name: String,
    lang: &'static str,
    lines: Vec<String>,
}

impl Page {
    fn read(path: &Path) -> Self {
        let name = path.display().to_string();
        let text = fs::read_to_string(root().join(path)).unwrap();
        assert!(text.ends_with('\n'), "{name} must end with a newline");
        let lang = if name.ends_with(".zh.md") { "zh" } else { "en" };
        Self { name, lang, lines: text.lines().map(str::to_string).collect() }
    }

    /// The fenced blocks, in order.
    fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks = Vec::new();
        let mut open: Option<(usize, &str)> = None;
        for (number, line) in self.lines.iter().enumerate() {
            match (open, line.strip_prefix("```")) {
                (None, Some(fence)) => open = Some((number, fence.trim())),
                (Some((start, fence)), Some("")) => {
                    blocks.push(Block { fence, start: start + 1, lines: &self.lines[start + 1..number] });
                    open = None;
                }
                _ => {}
            }
        }
        assert!(open.is_none(), "{}: a fence is not closed", self.name);
        blocks
    }

    fn place(&self, block: &Block) -> String {
        format!("{}:{}", self.name, block.start)
    }
}

/// A fenced block: what stands behind its fence, its first line's number from 0, its lines.
struct Block<'a> {
    fence: &'a str,
    start: usize,
    lines: &'a [String],
}

impl Block<'_> {
    fn text(&self) -> String {
        self.lines.iter().fold(String::new(), |text, line| text + line + "\n")
    }
}

/// The last whole book and journal above a block.
#[derive(Clone, Default)]
struct Above {
    book: Option<String>,
    rows: Vec<String>,
}

impl Above {
    fn see(&mut self, block: &Block) {
        match block.fence {
            "toml" => *self = Self { book: Some(block.text()), rows: Vec::new() },
            "csv" => self.rows = block.lines.iter().skip(1).cloned().collect(),
            _ => {}
        }
    }

    fn ledger(&self) -> Dir {
        let rows: Vec<&str> = self.rows.iter().map(String::as_str).collect();
        let dir = Dir::ledger(self.book.as_ref().expect("a book above"), &rows);
        dir.write(".gitattributes", &fs::read_to_string(root().join("examples/demo/.gitattributes")).unwrap());
        dir
    }
}

/// The words of a line as a shell splits them; what parts commands is a word of its own, a comment is none.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        let plain = quote.is_none();
        match c {
            _ if quote == Some(c) => quote = None,
            '\'' | '"' if plain => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            '#' if plain && word.is_none() => break,
            '|' | '&' | ';' | '(' | ')' | '<' | '>' if plain => {
                words.extend(word.take());
                words.push(c.to_string());
            }
            ' ' | '\t' if plain => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert!(quote.is_none(), "a quote is open in: {line}");
    words.extend(word);
    words
}

/// The arguments of each huikuan a line calls.
fn calls(line: &str) -> Vec<Vec<String>> {
    let words = words(line);
    let commands = words.split(|word| ["|", "&", ";", "(", ")", "<", ">"].contains(&word.as_str()));
    let call = |command: &[String]| {
        let program = command.iter().find(|word| !word.contains('='))?;
        if program == "cargo" {
            let at = command.iter().position(|word| word == "--")?;
            return Some(command[at + 1..].to_vec());
        }
        (program == "huikuan").then(|| command.iter().skip_while(|word| *word != "huikuan").skip(1).cloned().collect())
    };
    commands.filter_map(call).collect()
}

fn run(dir: &Dir, lang: &str, arguments: &[String]) -> Run {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    dir.huikuan(&arguments).env("COLUMNS", "104").env("HUIKUAN_LANG", lang).run()
}

/// `cargo run --release -- …` from the project's own directory.
fn run_at_root(lang: &str, arguments: &[String]) -> Run {
    let home = Dir::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_huikuan"));
    command.args(arguments).current_dir(root()).env_clear().env("HOME", home.path()).env("COLUMNS", "104").env("HUIKUAN_LANG", lang);
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// The text with the ids of entries that are new, and so made by chance, in one form.
fn masked(text: &str, known: &str) -> String {
    let bytes = text.as_bytes();
    let is_id = |at: usize| {
        let id = bytes.get(at..at + 15)?;
        let shape = id[..6].iter().all(u8::is_ascii_digit) && id[6] == b'-' && id[7..].iter().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
        let id = shape.then(|| std::str::from_utf8(id).unwrap())?;
        (!known.contains(id)).then_some(())
    };
    let mut out = String::new();
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if skip > 0 {
            skip -= 1;
        } else if is_id(at).is_some() {
            out += "??????-????????";
            skip = 14;
        } else {
            out.push(c);
        }
    }
    out
}

/// The demonstration, with the files that pages import.
fn demo() -> Dir {
    let dir = Dir::demo();
    for file in fs::read_dir(root().join("examples/import")).unwrap() {
        let name = format!("examples/import/{}", file.unwrap().file_name().to_string_lossy());
        dir.write(&name, &fs::read_to_string(root().join(&name)).unwrap());
    }
    dir
}

/// What a block should be, and how many commands it has; the second is wrong where it is not what the program prints.
struct Checked {
    lines: Vec<String>,
    commands: usize,
    faults: Vec<String>,
}

/// Runs a `console` block.
fn check_console(page: &Page, block: &Block, above: &Above) -> Checked {
    let first = block.lines.first().map(String::as_str).unwrap_or_default();
    let dir = match block.fence {
        "console above" => above.ledger(),
        _ if first.starts_with("$ huikuan init") => Dir::new(),
        _ => demo(),
    };
    let known = fs::read_to_string(dir.path().join("ledger.csv")).unwrap_or_default();
    let mut checked = Checked { lines: Vec::new(), commands: 0, faults: Vec::new() };
    let mut last: Option<i32> = None;
    let mut at = 0;
    assert!(first.starts_with("$ "), "{}: a console block begins with a command", page.place(block));
    while at < block.lines.len() {
        let line = &block.lines[at];
        let end = (at + 1..block.lines.len()).find(|next| block.lines[*next].starts_with("$ ")).unwrap_or(block.lines.len());
        let shown = &block.lines[at + 1..end];
        let place = format!("{}:{}: {line}", page.name, block.start + at + 1);
        checked.lines.push(line.clone());
        let typed = line.strip_prefix("$ ").unwrap_or_default();
        if typed == "echo $?" {
            checked.lines.push(last.expect("a command before echo $?").to_string());
        } else {
            let all = calls(typed);
            let [arguments] = all.as_slice() else { panic!("{place}\nno huikuan command") };
            let is_exempt = arguments.first().is_some_and(|word| ["init", "explain", "completions"].contains(&word.as_str()));
            let is_exempt = is_exempt || arguments.get(1).is_some_and(|word| ["map", "maps"].contains(&word.as_str()));
            assert!(is_exempt || arguments.iter().any(|word| word == "--as-of"), "{place}\nwithout --as-of its output changes by the day");
            let result = if typed.starts_with("cargo") { run_at_root(page.lang, arguments) } else { run(&dir, page.lang, arguments) };
            let asked = block.lines.get(end).is_some_and(|next| next == "$ echo $?");
            let refused = shown.first().is_some_and(|line| line.starts_with("error ") || line.starts_with("错误 "));
            if !asked && result.code != if refused { 2 } else { 0 } {
                checked.faults.push(format!("{place}\nexit {}\n{}", result.code, result.stderr));
            }
            if !shown.is_empty() {
                checked.lines.extend((result.stdout + &result.stderr).lines().map(str::to_string));
            }
            last = Some(result.code);
            checked.commands += 1;
        }
        at = end;
    }
    let lines = |lines: &[String]| masked(&lines.join("\n"), &known);
    if lines(&checked.lines) == lines(block.lines) {
        checked.lines = block.lines.to_vec();
    } else {
        let mut fault = format!("{}: the program prints\n", page.place(block));
        for line in &checked.lines {
            let _ = writeln!(fault, "{line}");
        }
        checked.faults.push(fault);
    }
    checked
}

/// Runs what a `sh` block calls; how many calls it has.
fn check_shell(page: &Page, block: &Block, faults: &mut Vec<String>) -> usize {
    let dir = Dir::demo();
    let mut count = 0;
    for mut arguments in block.lines.iter().flat_map(|line| calls(line)) {
        let at_root = arguments.iter().any(|word| word.starts_with("examples/"));
        if !at_root && arguments.first().is_some_and(|word| word == "init") {
            let fresh = Dir::new();
            assert_eq!(run(&fresh, page.lang, &arguments).code, 0, "{}: {arguments:?}", page.place(block));
            count += 1;
            continue;
        }
        if !arguments.iter().any(|word| word == "--as-of") {
            arguments.extend(["--as-of".to_string(), AS_OF.to_string()]);
        }
        let result = if at_root { run_at_root(page.lang, &arguments) } else { run(&dir, page.lang, &arguments) };
        if result.code != 0 {
            faults.push(format!("{}: {arguments:?}\nexit {}\n{}", page.place(block), result.code, result.stderr));
        }
        count += 1;
    }
    count
}

/// Checks a page; how many commands it shows.
fn check(page: &Page, faults: &mut Vec<String>) -> usize {
    let mut count = 0;
    let mut above = Above::default();
    let mut lines = page.lines.clone();
    for block in page.blocks() {
        above.see(&block);
        let place = page.place(&block);
        match block.fence {
            "console" | "console above" => {
                let checked = check_console(page, &block, &above);
                count += checked.commands;
                faults.extend(checked.faults);
                // A line's number must mean the same line to the end: what goes is marked, not removed.
                if checked.lines != block.lines {
                    lines[block.start..block.start + block.lines.len()].fill(String::from("\0"));
                    lines[block.start] = checked.lines.join("\n");
                }
            }
            "sh" => count += check_shell(page, &block, faults),
            "toml" | "csv" => {
                assert!(block.fence == "toml" || block.lines.first().is_some_and(|line| line == HEADER), "{place}: no header");
                let result = run(&above.ledger(), page.lang, &["check".into(), "--as-of".into(), AS_OF.into()]);
                if result.code != 0 {
                    faults.push(format!("{place}: it does not load\n{}{}", result.stdout, result.stderr));
                }
                count += 1;
            }
            "toml config" => {
                check_config(page, &block);
                count += 1;
            }
            _ => assert!(!block.lines.iter().any(|line| line.contains("$ huikuan")), "{place}: a command in a block that is not run"),
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() && lines != page.lines {
        lines.retain(|line| line != "\0");
        fs::write(root().join(&page.name), lines.join("\n") + "\n").unwrap();
    }
    count
}

/// The config file is taken: the ledger it names is found.
fn check_config(page: &Page, block: &Block) {
    let (home, demo) = (Dir::new(), Dir::demo());
    let old = block.lines.iter().find(|line| line.starts_with("ledger")).expect("a ledger");
    let text = block.text().replace(old, &format!("ledger = '{}'", demo.path().display()));
    // Where the system keeps it: Linux, then macOS.
    for place in [".config", "Library/Application Support"] {
        home.write(&format!("{place}/huikuan/config.toml"), &text);
    }
    let arguments = ["aging", "--as-of", AS_OF];
    let result = home.huikuan(&arguments).run();
    assert_eq!(result.code, 0, "{}\n{}", page.place(block), result.stderr);
}

#[test]
fn commands_and_their_output() {
    let mut faults = Vec::new();
    let mut counts = Vec::new();
    for path in pages() {
        let page = Page::read(&path);
        counts.push((page.name.clone(), check(&page, &mut faults)));
    }
    assert!(faults.is_empty(), "{}\n\nUPDATE_DOCS=1 cargo test docs writes the output into the files.", faults.join("\n\n"));
    for (name, least) in [("README.md", 24), ("docs/README.zh.md", 24), ("docs/files.md", 6), ("docs/formulas.md", 11)] {
        let found = counts.iter().find(|(page, _)| page == name).map_or(0, |(_, count)| *count);
        assert!(found >= least, "{name} shows {found} commands; {least} were expected at least");
    }
}

#[test]
fn both_readmes_have_one_structure() {
    let outline = |path: &str| -> Vec<String> {
        let page = Page::read(Path::new(path));
        let blocks = page.blocks();
        let mut outline = Vec::new();
        for (number, line) in page.lines.iter().enumerate() {
            let inside = blocks.iter().any(|block| (block.start..block.start + block.lines.len()).contains(&number));
            if line.starts_with('#') && !inside {
                outline.push(line.chars().take_while(|c| *c == '#').collect());
            } else if let Some(block) = blocks.iter().find(|block| block.start == number) {
                outline.push(format!("{} {}", block.fence, block.lines.iter().filter(|line| line.starts_with("$ ")).count()));
            }
        }
        outline
    };
    assert_eq!(outline("README.md"), outline("docs/README.zh.md"));
}

/// The cells of the first column of all tables on a page, without backticks.
fn first_cells(page: &Page) -> BTreeSet<String> {
    let cell = |line: &String| line.strip_prefix("| `").and_then(|rest| rest.split_once('`')).map(|(cell, _)| cell.to_string());
    page.lines.iter().filter_map(cell).collect()
}

#[test]
fn every_key_of_every_report_is_explained() {
    let cells = first_cells(&Page::read(Path::new("docs/formulas.md")));
    let dir = Dir::demo();
    let mut keys = 0;
    let reports: &[&[&str]] = &[
        &["aging"],
        &["aging", "--by", "customer"],
        &["aging", "--detail"],
        &["gap"],
        &["remind"],
        &["commitments"],
        &["commitments", "--by", "customer"],
        &["progress"],
        &["progress", "--detail"],
        &["limitation"],
        &["credit"],
        &["credit", "--by", "group"],
        &["provision"],
        &["statement"],
        &["statement", "huadong"],
        &["handover", "lilei", "hanmei"],
        &["history"],
        &["plan"],
        &["plan", "--by", "rep"],
        &["plan", "--split", "100万"],
        &["plan", "--rolling"],
        &["forecast"],
        &["forecast", "--detail"],
        &["forecast", "--backtest", "2026-01..2026-10"],
        &["risk"],
        &["kpi", "--by", "rep"],
        &["matrix"],
        &["commission"],
        &["commission", "--by", "rep"],
        &["penalty"],
    ];
    for report in reports {
        let mut arguments = report.to_vec();
        arguments.extend(["--format", "csv", "--as-of", AS_OF]);
        let output = dir.good(&arguments);
        for key in output.lines().next().unwrap().split(',') {
            // The demonstration's tiers are the defaults, and a column each.
            let known = ["green", "blue", "yellow", "red"].contains(&key) || cells.contains(key);
            assert!(known, "docs/formulas.md has no row for `{key}` of {report:?}");
            keys += 1;
        }
    }
    assert!(keys > 80, "only {keys} keys were found");
}

#[test]
fn every_kind_and_column_is_explained() {
    let page = Page::read(Path::new("docs/files.md"));
    let cells = first_cells(&page);
    let help = Dir::new().good(&["record", "--help", "--lang", "en"]);
    let kinds: Vec<&str> = help.lines().skip_while(|line| *line != "Commands:").skip(1).map_while(|line| line.split_whitespace().next()).collect();
    assert!(kinds.len() == 24 && kinds.contains(&"receipt"), "{kinds:?}");
    for word in kinds.into_iter().filter(|kind| !matches!(*kind, "correct" | "today")).chain(HEADER.split(',')) {
        assert!(cells.contains(word), "docs/files.md has no row for `{word}`");
    }
}

#[test]
fn every_code_is_listed() {
    let text = Page::read(Path::new("docs/files.md")).lines.join("\n");
    let codes = Dir::new().good(&["explain", "--lang", "en"]);
    let of_files = codes.lines().filter_map(|line| line.split_whitespace().next()).filter(|code| !code.starts_with("E3"));
    let mut count = 0;
    for code in of_files {
        assert!(text.contains(code), "docs/files.md does not name {code}");
        count += 1;
    }
    assert!(count > 50, "only {count} codes were found");
}
