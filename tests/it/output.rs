//! What holds for the output of every report: bytes, widths, colours, languages, closed pipes, and where the ledger is.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::harness::{Dir, root};

const BINARY: &str = env!("CARGO_BIN_EXE_huikuan");

/// Reports of the demonstration, in all shapes that tables have.
pub(crate) const REPORTS: &[&[&str]] = &[
    &["plan"],
    &["plan", "--by", "rep"],
    &["plan", "--by", "key"],
    &["plan", "--rolling"],
    &["forecast"],
    &["forecast", "--weeks", "8"],
    &["forecast", "--detail"],
    &["forecast", "--backtest", "2026-01..2026-10"],
    &["risk"],
    &["aging"],
    &["aging", "--by", "customer"],
    &["aging", "--by", "contract"],
    &["aging", "--by", "tag"],
    &["aging", "--by", "cause"],
    &["aging", "--detail"],
    &["aging", "--tiers", "30,60,90,120"],
    &["aging", "--from", "billed", "--by", "group"],
    &["gap"],
    &["gap", "--by", "customer"],
    &["gap", "--by", "category"],
    &["gap", "--period", "2026-01..2026-12"],
    &["gap", "--period", "2026-Q4", "--by", "team"],
    &["remind"],
    &["remind", "--until", "+60d", "--all"],
    &["history"],
    &["history", "HT-2026-004"],
    &["history", "--kind", "receipt"],
    &["commitments"],
    &["commitments", "--by", "customer"],
    &["progress"],
    &["progress", "--detail"],
    &["limitation"],
    &["credit"],
    &["credit", "--all"],
    &["credit", "--by", "group"],
    &["provision"],
    &["provision", "--from", "due"],
    &["statement"],
    &["handover", "lilei", "hanmei"],
    &["kpi"],
    &["kpi", "--by", "rep"],
    &["kpi", "--by", "customer", "--period", "2026-Q3"],
    &["matrix"],
    &["matrix", "--by", "customer", "--period", "2026"],
    &["commission"],
    &["commission", "--period", "2026"],
    &["commission", "--period", "2026", "--by", "rep"],
    &["penalty", "--period", "2026"],
];

/// One of each kind, for what does not depend on the shape.
const FEW: &[&[&str]] = &[&["aging"], &["aging", "--by", "customer"], &["gap", "--by", "customer"], &["remind"], &["history", "HT-2026-004"]];

/// The command on the demonstration as of 30 November 2026, in an empty environment.
pub(crate) fn demo(arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.env_clear().stdin(Stdio::null()).arg("-C").arg(root().join("examples/demo")).args(["--as-of", "2026-11-30"]).args(arguments);
    command
}

/// What a command that must succeed prints; nothing goes to stderr.
#[track_caller]
pub(crate) fn good(command: &mut Command) -> String {
    let output = command.output().expect("the binary runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), stderr.as_ref()), (Some(0), ""), "{command:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

// ---------------------------------------------------------------------------------------------------------------------
// The same bytes everywhere.

#[test]
fn the_surroundings_change_no_byte() {
    let home = Dir::new();
    let home = home.path().to_str().expect("a path");
    let surroundings: [&[(&str, &str)]; 5] = [
        &[("LC_ALL", "C")],
        &[("TZ", "America/New_York"), ("LANG", "de_DE.UTF-8")],
        &[("TZ", "Asia/Shanghai"), ("LC_ALL", "en_US.UTF-8"), ("TERM", "xterm-256color")],
        &[("HOME", home), ("USER", "someone"), ("NO_COLOR", "1")],
        &[("HOME", "/nonexistent"), ("XDG_CONFIG_HOME", home), ("TERM", "dumb"), ("PATH", "/usr/bin:/bin")],
    ];
    for report in FEW {
        let (expected, arguments) = (good(&mut demo(&[report, &["--lang", "zh"][..]].concat())), [report, &["--lang", "zh"][..]].concat());
        for variables in &surroundings {
            assert_eq!(good(demo(&arguments).envs(variables.iter().copied())), expected, "{report:?} {variables:?}");
        }
    }
}

#[test]
fn today_is_in_the_zone_the_book_asks_for() {
    let day = |dir: &Dir, zone: &str| {
        let text = good(Command::new(BINARY).env_clear().env("TZ", zone).current_dir(dir.path()).args(["aging", "-f", "json"]));
        serde_json::from_str::<Value>(&text).expect("JSON")["as_of"].clone()
    };
    let (east, west) = ("XXX-14", "XXX12");
    let machine = Dir::ledger(BOOK, &[]);
    // 26 hours lie between them.
    assert_ne!(day(&machine, east), day(&machine, west));
    let asked = Dir::ledger(&BOOK.replace("[[customer]]", "[policy]\nutc_offset = \"+08:00\"\n[[customer]]"), &[]);
    let (before, between, after) = (day(&asked, east), day(&asked, west), day(&asked, east));
    assert!(between == before || between == after, "{before} {between} {after}");
}

#[test]
fn what_programs_read_does_not_depend_on_the_width() {
    for report in FEW {
        for format in ["csv", "json", "markdown"] {
            let arguments = [report, &["-f", format, "--lang", "zh"][..]].concat();
            let of = |columns| good(demo(&arguments).env("COLUMNS", columns));
            assert_eq!(of("40"), of("200"), "{report:?}");
        }
    }
}

#[test]
fn csv_and_json_hold_the_same_and_names_are_in_one_language() {
    for report in REPORTS {
        let of = |format, lang| good(&mut demo(&[report, &["-f", format, "--lang", lang][..]].concat()));
        let (csv, json) = (of("csv", "zh"), of("json", "zh"));
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let keys: Vec<String> = reader.headers().expect("a header").iter().map(str::to_string).collect();
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a record")).collect();
        let value: Value = serde_json::from_str(&json).expect("JSON");
        let rows = value["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), records.len());
        for (row, record) in rows.iter().zip(&records) {
            assert_eq!(row.as_object().expect("an object").keys().collect::<Vec<_>>(), keys.iter().collect::<Vec<_>>());
            for (value, text) in row.as_object().expect("an object").values().zip(record) {
                let same = match value {
                    Value::Null => text.is_empty(),
                    Value::String(own) => own == text,
                    // Ratios have four decimals in both.
                    other => text == format!("{other}"),
                };
                assert!(same, "{report:?}: {value} {text}");
            }
        }
        // Keys and the shape are the same in English.
        assert_eq!(of("csv", "en").lines().next(), csv.lines().next(), "{report:?}");
        assert_eq!(of("csv", "en").lines().count(), csv.lines().count(), "{report:?}");
        let english: Value = serde_json::from_str(&of("json", "en")).expect("JSON");
        assert_eq!(english.as_object().map(|object| object.keys().collect::<Vec<_>>()), value.as_object().map(|object| object.keys().collect()));
        for key in ["report", "as_of", "currency", "memo"] {
            assert_eq!(english.get(key), value.get(key), "{report:?}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Tables.

/// A line as a terminal shows it: a character in each column, `\0` where a wide one goes on.
fn spread(line: &str) -> Vec<char> {
    let mut cells = Vec::new();
    for c in line.chars() {
        match UnicodeWidthChar::width(c).unwrap_or(0) {
            0 => {}
            width => {
                cells.push(c);
                cells.extend(std::iter::repeat_n('\0', width - 1));
            }
        }
    }
    cells
}

/// The headings of a table with their first and last column; two blanks stand between them.
fn headings(line: &str) -> Vec<(String, usize, usize)> {
    let cells = spread(line);
    let blank = |at: usize| cells.get(at).is_none_or(|c| *c == ' ');
    let mut found = Vec::new();
    let mut at = 0;
    while at < cells.len() {
        if blank(at) {
            at += 1;
            continue;
        }
        let start = at;
        while !(blank(at) && blank(at + 1)) {
            at += 1;
        }
        found.push((cells[start..at].iter().filter(|c| **c != '\0').collect(), start, at));
    }
    found
}

/// The headings of the columns of numbers, as the markdown of the same report marks them.
fn numeric(markdown: &str) -> BTreeSet<String> {
    let mut lines = markdown.lines().filter(|line| line.starts_with('|'));
    let mut cells = || lines.next().expect("a table").trim_matches('|').split('|').map(|cell| cell.trim().to_string()).collect::<Vec<_>>();
    let (names, marks) = (cells(), cells());
    names.into_iter().zip(marks).filter(|(_, mark)| mark.ends_with(':')).map(|(name, _)| name).collect()
}

/// Every column lines up in all rows, and none is wider than the terminal.
#[track_caller]
fn assert_lines_up(table: &str, markdown: &str, width: usize) {
    let (right, rows) = (numeric(markdown), markdown.lines().filter(|line| line.starts_with('|')).count() - 2);
    let lines: Vec<&str> = table.lines().skip(1).take(rows + 1).collect();
    assert_eq!(lines.len(), rows + 1, "{table}");
    for line in &lines {
        assert!(line.width() <= width, "wider than {width}: {line}\n{table}");
        assert_eq!(line.trim_end(), *line, "blanks at the end\n{table}");
    }
    for (name, start, end) in headings(lines[0]) {
        for line in &lines[1..] {
            let cells = spread(line);
            let blank = |at: usize| cells.get(at).is_none_or(|c| *c == ' ');
            let empty = (start..end).all(blank);
            if right.contains(&name) {
                assert!(empty || !blank(end - 1), "{name} does not end at column {end}: {line}\n{table}");
                assert!(blank(end) && blank(end + 1), "{name} goes on after column {end}: {line}\n{table}");
            } else {
                assert!(empty || !blank(start), "{name} does not begin at column {start}: {line}\n{table}");
                assert!(start == 0 || (blank(start - 1) && blank(start - 2)), "{name} has no gap before it: {line}\n{table}");
            }
        }
    }
}

#[test]
fn tables_line_up_and_fit_80_and_120_columns() {
    for report in REPORTS {
        for lang in ["zh", "en"] {
            let markdown = good(&mut demo(&[report, &["--lang", lang, "-f", "markdown"][..]].concat()));
            for width in [80, 120] {
                let table = good(demo(&[report, &["--lang", lang][..]].concat()).env("COLUMNS", width.to_string()));
                assert_lines_up(&table, &markdown, width);
            }
        }
    }
}

/// Names of all widths: wide, full-width, half-width, with a combining mark, an emoji, and a long one.
const NAMES: &[&str] = &[
    "甲",
    "ABC Ltd",
    "乙商贸有限公司",
    "Ａ全角Ｂ",
    "ｶﾀｶﾅ商会",
    "e\u{301}te\u{301}",
    "🙂笑",
    "한국전자",
    "非常非常非常非常非常非常非常非常长的名字有限责任公司 No. 12345",
];

/// A ledger of these customers; each owes another power of ten.
fn of_all_widths() -> Dir {
    let mut book = String::from("name = \"宽窄账\"\ncurrency = \"CNY\"\n");
    let mut rows = Vec::new();
    for (number, name) in NAMES.iter().enumerate() {
        let (amount, day) = (format!("{}.0{number}", 10_u64.pow(number as u32)), number * 3 + 1);
        book += &format!("[[rep]]\nid = \"r{number}\"\nname = \"{name}\"\nteam = \"{name}\"\n");
        book += &format!("[[customer]]\nid = \"c{number}\"\nname = \"{name}\"\nrep = \"r{number}\"\ngroup = \"{name}\"\ntags = [\"{name}\"]\n");
        book += &format!("contacts = [{{ name = \"{name}\", phone = \"{number}\" }}]\n");
        book += &format!("[[contract]]\nno = \"N-{number}\"\ncustomer = \"c{number}\"\nproject = \"{name}\"\nsigned = 2026-01-01\namount = \"{amount}\"\n");
        book += &format!("milestone = [{{ name = \"{name}\", amount = \"{amount}\", due = 2026-05-{day:02} }}]\n");
        book += &format!("[[target]]\nperiod = \"2026-06\"\ncustomer = \"c{number}\"\namount = \"{amount}\"\n");
        rows.push(format!("260601-0000000{number},2026-06-01,receipt,c{number},N-{number},,0.01,,,{name},{name},bank,{name},{name}"));
        rows.push(format!("260602-0000000{number},2026-06-02,commitment,c{number},,,0.02,2026-06-30,,,,oral,,{name}"));
    }
    Dir::ledger(&book, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn tables_line_up_with_names_of_all_widths() {
    let dir = of_all_widths();
    let reports: [&[&str]; 13] = [
        &["aging"],
        &["aging", "--by", "customer"],
        &["aging", "--by", "rep"],
        &["aging", "--by", "team"],
        &["aging", "--by", "group"],
        &["aging", "--by", "tag"],
        &["aging", "--by", "contract"],
        &["aging", "--detail"],
        &["gap", "--by", "customer"],
        &["gap", "--by", "rep"],
        &["remind", "--all"],
        &["history"],
        &["history", "--kind", "receipt"],
    ];
    for report in reports {
        for lang in ["zh", "en"] {
            let arguments = [report, &["--as-of", "2026-06-25", "--lang", lang][..]].concat();
            let markdown = dir.good(&[&arguments[..], &["-f", "markdown"]].concat());
            for width in [80, 120] {
                let table = dir.huikuan(&arguments).env("COLUMNS", &width.to_string()).run().good(&arguments);
                assert_lines_up(&table, &markdown, width);
            }
        }
    }
}

#[test]
fn what_matters_most_stays_at_80_columns() {
    let expected: [(&[&str], &[&str]); 6] = [
        (&["aging"], &["等级", "逾期天数", "笔数", "未回款余额", "占比"]),
        (&["aging", "--by", "customer"], &["客户", "未回款余额", "其中逾期", "最久天数"]),
        (&["aging", "--detail"], &["客户", "合同", "付款节点", "逾期天数", "等级", "未回款余额"]),
        (&["gap", "--by", "customer"], &["客户", "目标", "已回款", "差距"]),
        (&["remind"], &["事由", "客户", "电话", "逾期天数", "金额"]),
        (&["history", "HT-2026-004"], &["日期", "种类", "金额", "结果", "余额"]),
    ];
    for (report, wanted) in expected {
        let table = good(demo(&[report, &["--lang", "zh"]].concat()).env("COLUMNS", "80"));
        let names: Vec<String> = headings(table.lines().nth(1).expect("headings")).into_iter().map(|(name, ..)| name).collect();
        for name in wanted {
            assert!(names.iter().any(|own| own == name), "{report:?} has no {name}: {names:?}");
        }
    }
}

#[test]
fn without_a_width_a_pipe_gets_120_columns() {
    for report in FEW {
        let arguments = [report, &["--lang", "zh"][..]].concat();
        let expected = good(demo(&arguments).env("COLUMNS", "120"));
        assert_eq!(good(&mut demo(&arguments)), expected);
        // What is no sensible width is passed over.
        for columns in ["0", "abc", "-80"] {
            assert_eq!(good(demo(&arguments).env("COLUMNS", columns)), expected, "{columns}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Colours.

/// The text without its colours.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out += before;
        rest = after.split_once('m').expect("a colour").1;
    }
    out + rest
}

#[test]
fn colours_only_where_they_are_wanted() {
    for report in FEW {
        let arguments = [report, &["--lang", "zh"][..]].concat();
        let of = |color: &str| good(demo(&arguments).args(["--color", color]));
        let (never, always) = (of("never"), of("always"));
        assert!(!never.contains('\u{1b}'));
        // Into a pipe nothing is coloured unasked, whatever the terminal.
        assert_eq!(of("auto"), never);
        assert_eq!(good(demo(&arguments).env("TERM", "xterm-256color")), never);
        assert_eq!(good(demo(&arguments).env("NO_COLOR", "1")), never);
        // Colours take no room.
        assert!(always.contains('\u{1b}'), "{report:?}");
        assert_eq!(plain(&always), never, "{report:?}");
        for format in ["csv", "json", "markdown"] {
            assert!(!good(demo(&arguments).args(["--color", "always", "-f", format])).contains('\u{1b}'), "{report:?} {format}");
        }
    }
    let tiers = good(&mut demo(&["aging", "--lang", "zh", "--color", "always"]));
    for (code, name) in [("32", "绿"), ("34", "蓝"), ("33", "黄"), ("31", "红")] {
        assert!(tiers.contains(&format!("\u{1b}[{code}m{name}\u{1b}[0m")), "{tiers}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_coloured_unless_no_color_says_otherwise() {
    let script = Path::new("/usr/bin/script");
    if !script.exists() {
        eprintln!("skipped: no /usr/bin/script to make a terminal with");
        return;
    }
    let demo = root().join("examples/demo");
    let on_terminal = |variables: &[(&str, &str)], more: &str| {
        let line = format!("'{BINARY}' -C '{}' aging --lang zh --as-of 2026-11-30 {more}", demo.display());
        let mut command = Command::new(script);
        command.env_clear().env("TERM", "xterm").env("COLUMNS", "100").envs(variables.iter().copied());
        let output = command.args(["-qec", &line, "/dev/null"]).stdin(Stdio::null()).output().expect("script runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let coloured = on_terminal(&[], "");
    assert!(coloured.contains("\u{1b}[31m红\u{1b}[0m"), "{coloured}");
    for (variables, more) in [(&[("NO_COLOR", "1")][..], ""), (&[("TERM", "dumb")], ""), (&[], "--color never")] {
        let text = on_terminal(variables, more);
        assert!(text.contains('红') && !text.contains('\u{1b}'), "{variables:?} {more}: {text}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Where the output goes.

/// A ledger whose history is far longer than a pipe holds.
fn long() -> Dir {
    let rows: Vec<String> = (0..4000).map(|number| format!("260601-{number:08},2026-06-01,note,a,,,,,,,,visit,,第 {number} 条")).collect();
    let book = "name = \"长账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n";
    Dir::ledger(book, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let dir = long();
    for format in ["table", "csv", "json", "markdown"] {
        let mut command = Command::new(BINARY);
        command.env_clear().current_dir(dir.path()).args(["history", "--as-of", "2026-06-30", "--lang", "zh", "-f", format]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut reader = BufReader::with_capacity(512, child.stdout.take().expect("stdout"));
        let mut first = Vec::new();
        if format == "json" {
            reader.by_ref().take(512).read_to_end(&mut first).expect("a beginning");
        } else {
            reader.read_until(b'\n', &mut first).expect("a line");
        }
        assert!(!first.is_empty());
        drop(reader);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for report in [&["aging"][..], &["history"], &["history", "-f", "json"], &["gap", "-f", "csv"], &["remind", "-f", "markdown"], &[], &["--help"]] {
        let full = File::options().write(true).open("/dev/full").expect("/dev/full");
        let output = demo(report).stdout(full).output().expect("the binary runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.starts_with("error E") && said.contains("No space left"), "{report:?}: {said}");
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Languages.

const BOOK: &str = "name = \"账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n[[contract]]\nno = \"A-1\"\ncustomer = \"a\"\n\
    signed = 2026-01-05\namount = 100\ndue = 2026-03-01\n";

/// The language `aging` speaks in a directory under some variables.
fn language(dir: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> &'static str {
    let mut command = Command::new(BINARY);
    command.env_clear().envs(variables.iter().copied()).current_dir(dir).args(["aging", "--as-of", "2026-06-30"]).args(arguments);
    match good(&mut command) {
        text if text.starts_with("逾期账龄分析 · ") => "zh",
        text if text.starts_with("Aging by days overdue · ") => "en",
        text => panic!("{text}"),
    }
}

#[test]
fn the_language_is_that_of_the_option_the_variable_the_book_and_the_locale() {
    let silent = Dir::ledger(BOOK, &[]);
    let chinese = Dir::ledger(&format!("lang = \"zh\"\n{BOOK}"), &[]);
    let english = Dir::ledger(&format!("# lang = \"zh\"\nlang = 'en'\n{BOOK}"), &[]);
    // Nothing said: English.
    assert_eq!(language(silent.path(), &[], &[]), "en");
    // The locale: the first of the three that is set.
    for (variables, expected) in [
        (&[("LC_ALL", "zh_CN.UTF-8")][..], "zh"),
        (&[("LC_MESSAGES", "zh_TW")], "zh"),
        (&[("LANG", "zh")], "zh"),
        (&[("LANG", "de_DE.UTF-8")], "en"),
        (&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], "en"),
        (&[("LC_ALL", ""), ("LANG", "zh_CN.UTF-8")], "zh"),
        (&[("LC_MESSAGES", "en_US"), ("LANG", "zh_CN.UTF-8")], "en"),
    ] {
        assert_eq!(language(silent.path(), variables, &[]), expected, "{variables:?}");
    }
    // The book comes before the locale, the variable before the book, the option before all.
    assert_eq!(language(chinese.path(), &[("LC_ALL", "en_US.UTF-8")], &[]), "zh");
    assert_eq!(language(english.path(), &[("LC_ALL", "zh_CN.UTF-8")], &[]), "en");
    assert_eq!(language(chinese.path(), &[("HUIKUAN_LANG", "en")], &[]), "en");
    assert_eq!(language(english.path(), &[("HUIKUAN_LANG", "zh_CN")], &[]), "zh");
    assert_eq!(language(chinese.path(), &[("HUIKUAN_LANG", "zh"), ("LC_ALL", "zh_CN")], &["--lang", "en"]), "en");
    assert_eq!(language(english.path(), &[("HUIKUAN_LANG", "en")], &["--lang=zh"]), "zh");
    let said = silent.refused(&["aging", "--lang", "fr"]);
    assert!(said.contains("zh | en"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_config_file_comes_between_the_variable_and_the_book() {
    let book = Dir::ledger(&format!("lang = \"zh\"\n{BOOK}"), &[]);
    let home = Dir::new();
    home.write(".config/huikuan/config.toml", "lang = \"en\"\n");
    let home = home.path().to_str().expect("a path");
    assert_eq!(language(book.path(), &[("HOME", home)], &[]), "en");
    assert_eq!(language(book.path(), &[("HOME", home), ("HUIKUAN_LANG", "zh")], &[]), "zh");
    assert_eq!(language(book.path(), &[("XDG_CONFIG_HOME", &format!("{home}/.config"))], &[]), "en");
    // It may ask for colours as well, and an option comes before it.
    let coloured = Dir::new();
    coloured.write(".config/huikuan/config.toml", "color = \"always\"\n");
    let of = |more: &[&str]| good(demo(&["aging"]).env("HOME", coloured.path()).args(more));
    assert!(of(&[]).contains('\u{1b}') && !of(&["--color", "never"]).contains('\u{1b}'));
}

#[test]
fn errors_and_help_speak_the_language_too() {
    let dir = Dir::ledger(BOOK, &[]);
    assert!(dir.refused(&["aging", "--by", "x", "--lang", "zh"]).starts_with("错误 E307：--by 没有“x”\n"));
    assert!(dir.refused(&["aging", "--by", "x", "--lang", "en"]).starts_with("error E307: --by has no \"x\"\n"));
    // Also where the arguments cannot be read.
    assert!(dir.refused(&["--lang", "zh", "agin"]).starts_with("错误 E301："));
    assert!(dir.refused(&["--lang=en", "agin"]).starts_with("error E301: "));
    let (zh, en) = (dir.good(&["aging", "--help", "--lang", "zh"]), dir.good(&["aging", "--help", "--lang", "en"]));
    assert!(zh.contains("用法：") && !zh.contains("Usage") && en.contains("Usage: ") && !en.contains("用法"), "{zh}\n{en}");
}

// ---------------------------------------------------------------------------------------------------------------------
// Where the ledger is.

/// The name in the title of `aging`, or what is said instead.
fn found(current: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(BINARY);
    command.env_clear().env("HUIKUAN_LANG", "zh").envs(variables.iter().copied()).current_dir(current).stdin(Stdio::null());
    let output = command.args(arguments).args(["aging", "--as-of", "2026-06-30"]).output().expect("the binary runs");
    if output.status.success() {
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        return Ok(text.split(" · ").nth(1).unwrap_or_default().to_string());
    }
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    Err(String::from_utf8(output.stderr).expect("UTF-8"))
}

fn named(name: &str) -> Dir {
    let dir = Dir::ledger(&BOOK.replace("\"账\"", &format!("\"{name}\"")), &[]);
    dir.write("a/b/c/keep.txt", "");
    dir
}

#[test]
fn the_ledger_is_found_upward_by_variable_or_by_option() {
    let (here, there, other) = (named("此"), named("彼"), named("另"));
    let deep = here.path().join("a/b/c");
    let place = |dir: &Dir| dir.path().to_str().expect("a path").to_string();
    let (there_path, other_path) = (place(&there), place(&other));
    assert_eq!(found(here.path(), &[], &[]), Ok("此".into()));
    assert_eq!(found(&deep, &[], &[]), Ok("此".into()));
    // The nearest one upward.
    here.write("a/b/huikuan.toml", &BOOK.replace("\"账\"", "\"内\""));
    here.write("a/b/ledger.csv", &format!("{}\n", crate::harness::HEADER));
    assert_eq!(found(&deep, &[], &[]), Ok("内".into()));
    assert_eq!(found(&here.path().join("a"), &[], &[]), Ok("此".into()));
    // The variable comes before the directory, the option before the variable.
    assert_eq!(found(&deep, &[("HUIKUAN_LEDGER", &there_path)], &[]), Ok("彼".into()));
    assert_eq!(found(&deep, &[("HUIKUAN_LEDGER", "")], &[]), Ok("内".into()));
    assert_eq!(found(&deep, &[("HUIKUAN_LEDGER", &there_path)], &["-C", &other_path]), Ok("另".into()));
    assert_eq!(found(&deep, &[], &["--ledger", &other_path]), Ok("另".into()));
    assert_eq!(found(&deep, &[], &[&format!("--ledger={other_path}")]), Ok("另".into()));
    assert_eq!(found(&deep, &[], &["-C", "../../.."]), Ok("此".into()));
    // What was named and is not there is never replaced by another.
    for (variables, arguments) in [(&[][..], &["-C", "nowhere"][..]), (&[("HUIKUAN_LEDGER", "nowhere")], &[])] {
        let said = found(here.path(), variables, arguments).expect_err("no ledger");
        assert!(said.starts_with("错误 E001：找不到台账\n") && said.contains("nowhere") && said.contains("huikuan init"), "{said}");
    }
}

#[test]
fn where_there_is_none_it_says_where_it_looked() {
    let nowhere = Dir::new();
    let home = nowhere.path().to_str().expect("a path").to_string();
    let said = found(nowhere.path(), &[("HOME", &home)], &[]).expect_err("no ledger");
    assert!(said.starts_with("错误 E001：找不到台账\n") && said.contains(&home) && said.contains("huikuan init"), "{said}");
    let english = found(nowhere.path(), &[("HUIKUAN_LANG", "en")], &[]).expect_err("no ledger");
    assert!(english.starts_with("error E001: no ledger found\n") && english.contains("huikuan init"), "{english}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_config_file_names_the_ledger_of_last_resort() {
    let (book, home) = (named("账"), Dir::new());
    home.write(".config/huikuan/config.toml", &format!("ledger = \"{}\"\n", book.path().display()));
    let variables = [("HOME", home.path().to_str().expect("a path"))];
    assert_eq!(found(home.path(), &variables, &[]), Ok("账".into()));
    let near = named("近");
    assert_eq!(found(near.path(), &variables, &[]), Ok("近".into()));
}

// ---------------------------------------------------------------------------------------------------------------------
// Text that means harm.

const HOSTILE: &str = "坏\u{1b}[31m\u{202e}\u{200b}\u{7}";

#[track_caller]
fn assert_harmless(text: &str) {
    let raw = |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert_eq!(text.chars().find(raw), None, "{text}");
}

#[test]
fn hostile_text_never_reaches_the_terminal_raw() {
    let escaped: String = HOSTILE.chars().map(|c| if c == '坏' || c.is_ascii_graphic() { c.to_string() } else { format!("\\\\u{:04x}", c as u32) }).collect();
    let escaped = escaped.replace("\\\\", "\\");
    for name in [HOSTILE, escaped.as_str()] {
        // In the book, as it is and as TOML escapes.
        let book = BOOK.replace("\"甲\"", &format!("\"{name}\""));
        let dir = Dir::ledger(&book, &[]);
        for format in ["table", "csv", "json", "markdown"] {
            let run = dir.huikuan(&["aging", "--by", "customer", "-f", format, "--as-of", "2026-06-30"]).run();
            assert!(run.code == 2 && run.stderr.contains("\\u{1b}"), "{run:?}");
            assert_harmless(&run.stdout);
            assert_harmless(&run.stderr);
        }
    }
    // In the journal.
    let dir = Dir::ledger(BOOK, &[&format!("260601-00000001,2026-06-01,note,a,,,,,,,,visit,,{HOSTILE}")]);
    let run = dir.huikuan(&["history"]).run();
    assert!(run.code == 2 && run.stderr.contains("\\u{1b}[31m\\u{202e}"), "{run:?}");
    assert_harmless(&run.stderr);
    // In what is typed.
    let dir = Dir::ledger(BOOK, &[]);
    for arguments in [
        &["aging", "--customer", HOSTILE][..],
        &["aging", "--by", HOSTILE],
        &["aging", "--tiers", HOSTILE],
        &["aging", "--as-of", HOSTILE],
        &["aging", "-f", HOSTILE],
        &["aging", "--tag", HOSTILE],
        &["gap", "--period", HOSTILE],
        &["remind", "--until", HOSTILE],
        &["history", HOSTILE],
        &["history", "--kind", HOSTILE],
        &["--lang", HOSTILE, "aging"],
        &[HOSTILE],
    ] {
        let said = dir.refused(arguments);
        assert!(said.contains('坏') && said.contains("\\u{1b}"), "{said}");
        assert_harmless(&said);
    }
}

#[test]
fn names_cannot_break_out_of_their_cells() {
    let name = r#"a|b,c"d" <b>&`x` *y* _z_ [l](u) \ =1+1"#;
    let book = BOOK.replace("\"甲\"", &format!("'{name}'"));
    let dir = Dir::ledger(&book, &[]);
    let arguments = ["aging", "--by", "customer", "--as-of", "2026-06-30"];
    let of = |format| dir.good(&[&arguments[..], &["-f", format]].concat());
    let csv = of("csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let record = reader.records().next().expect("a row").expect("a record");
    assert_eq!(record.get(1), Some(name));
    let json: Value = serde_json::from_str(&of("json")).expect("JSON");
    assert_eq!(json["rows"][0]["name"], name);
    let markdown = of("markdown");
    let columns = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    let counts: BTreeSet<usize> = markdown.lines().filter(|line| line.starts_with('|')).map(columns).collect();
    assert_eq!(counts.len(), 1, "{markdown}");
    for raw in ["<b>", "`x`", " *y*", " _z_", "[l]"] {
        assert!(!markdown.replace("\\`", "").replace("\\*", "").replace("\\_", "").replace("\\[", "").replace("\\<", "").contains(raw), "{raw}\n{markdown}");
    }
}
