//! The help: in both languages, two examples each, no foreign words, no overlong lines.

use huikuan::commands::SUBCOMMANDS;
use huikuan::entry::Kind;
use huikuan::reports::REPORTS;
use unicode_width::UnicodeWidthStr;

use crate::harness::Dir;

/// Every command, as its words.
fn commands() -> Vec<Vec<&'static str>> {
    let mut all: Vec<Vec<&str>> = REPORTS.iter().map(|own| vec![own.name]).chain(SUBCOMMANDS.iter().map(|own| vec![own.name])).collect();
    all.extend(["hledger", "beancount", "sqlite", "csv"].map(|word| vec!["export", word]));
    all.extend(Kind::ALL.map(Kind::code).into_iter().chain(["correct", "today"]).map(|word| vec!["record", word]));
    all.extend(["contracts", "entries", "targets"].map(|word| vec!["import", word]));
    all
}

fn help(dir: &Dir, words: &[&str], option: &str, lang: &str) -> String {
    let mut arguments = words.to_vec();
    arguments.extend([option, "--lang", lang]);
    dir.good(&arguments)
}

#[test]
fn every_command_has_help_with_two_examples() {
    let dir = Dir::new();
    for words in commands() {
        let mut lines = Vec::new();
        for (lang, head) in [("zh", "\n例子：\n"), ("en", "\nExamples:\n")] {
            let page = help(&dir, &words, "--help", lang);
            assert_eq!(page, help(&dir, &words, "-h", lang), "{words:?}");
            let (_, examples) = page.split_once(head).unwrap_or_else(|| panic!("{words:?} has no examples\n{page}"));
            let start = format!("  huikuan {}", words.join(" "));
            let own: Vec<String> = examples.lines().filter(|line| line.starts_with(&start)).map(str::to_string).collect();
            let about = examples.lines().filter(|line| line.starts_with("      ")).count();
            assert_eq!((own.len(), about, examples.lines().count()), (2, 2, 4), "{words:?}\n{examples}");
            lines.push(own);
        }
        assert_eq!(lines[0], lines[1], "{words:?}");
    }
}

/// Words of the parser that have no place on a Chinese page.
const FOREIGN: [&str; 16] = [
    "Usage",
    "Options",
    "OPTIONS",
    "Arguments",
    "Commands",
    "COMMAND",
    "Examples",
    "default",
    "possible values",
    "alias",
    "Print",
    "help",
    "version",
    "required",
    "Filters",
    "error",
];

#[test]
fn a_chinese_page_has_no_words_of_the_parser() {
    let dir = Dir::new();
    for words in commands().into_iter().chain([Vec::new()]) {
        let page = help(&dir, &words, "--help", "zh");
        let (text, _) = page.split_once("\n例子：\n").unwrap_or((&page, ""));
        let text = text.replace("--help", "").replace("--version", "");
        for word in FOREIGN {
            assert!(!text.contains(word), "{words:?}: {word}\n{page}");
        }
        for option in text.lines().filter(|line| line.trim_start().starts_with('-')) {
            let about = option.rsplit_once("  ").map_or("", |(_, about)| about);
            assert!(!about.is_empty(), "{words:?}: {option}");
        }
    }
}

/// Commands that list all codes of their kind in one line.
const WIDE: [&str; 4] = ["receipt", "contact", "cause", "measure"];

#[test]
fn no_line_is_too_wide() {
    let dir = Dir::new();
    for words in commands().into_iter().chain([Vec::new()]) {
        if words.last().is_some_and(|word| WIDE.contains(word)) {
            continue;
        }
        for lang in ["zh", "en"] {
            for line in help(&dir, &words, "--help", lang).lines().filter(|line| !line.starts_with("  huikuan ")) {
                assert!(line.width() <= 110, "{words:?} {}: {line}", line.width());
            }
        }
    }
}

#[test]
fn the_first_page_names_every_command() {
    let dir = Dir::new();
    for lang in ["zh", "en"] {
        let page = help(&dir, &[], "--help", lang);
        let abouts = REPORTS.iter().map(|own| (own.name, own.about)).chain(SUBCOMMANDS.iter().map(|own| (own.name, own.about)));
        for (name, about) in abouts {
            let about = if lang == "zh" { about.zh } else { about.en };
            assert!(page.lines().any(|line| line.starts_with(&format!("  {name} ")) && line.ends_with(about)), "{name}\n{page}");
        }
        assert!(page.lines().count() < 52);
    }
    assert!(help(&dir, &["record"], "--help", "zh").contains("\n  commitment  承诺回款"));
    // Without a kind: the same page, as an error.
    let run = dir.huikuan(&["record"]).run();
    assert_eq!((run.code, run.stdout.as_str(), run.stderr), (2, "", help(&dir, &["record"], "--help", "zh")));
}

#[test]
fn what_is_misspelt_has_a_nearest_word() {
    let dir = Dir::new();
    for (arguments, said) in [
        (&["agin"][..], "错误 E301：没有命令“agin”\n  是不是 aging？\n  加 --help 看用法\n"),
        (&["reminder"], "错误 E301：没有命令“reminder”\n  是不是 remind、repair？\n  加 --help 看用法\n"),
        (&["record", "recipt"], "错误 E301：没有命令“recipt”\n  是不是 receipt？\n  加 --help 看用法\n"),
        (&["aging", "--formt", "csv"], "错误 E301：没有选项“--formt”，或多了一个参数\n  是不是 --format？\n  加 --help 看用法\n"),
        (&["record", "receipt", "--metod", "cash"], "错误 E301：没有选项“--metod”，或多了一个参数\n  是不是 --method？\n  加 --help 看用法\n"),
        (&["xyzzy"], "错误 E301：没有命令“xyzzy”\n  加 --help 看用法\n"),
        (&["aging", "--format"], "错误 E301：--format <FORMAT> 后面缺少内容\n  加 --help 看用法\n"),
        (&["--lang", "zh", "--color", "blue", "aging"], "错误 E301：--color <WHEN> 不能是“blue”\n  可以写：auto | always | never\n  加 --help 看用法\n"),
        (&["aging", "--as-of", "今天", "--as-of", "昨天"], "错误 E301：--as-of <DATE> 只能写一次\n  加 --help 看用法\n"),
    ] {
        assert_eq!(dir.refused(arguments), said, "{arguments:?}");
    }
    assert_eq!(dir.refused(&["--lang", "en", "agin"]), "error E301: there is no command \"agin\"\n  did you mean aging?\n  add --help for the usage\n");
    // What is typed is shown, never obeyed.
    let said = dir.refused(&["\u{1b}[31m"]);
    assert!(said.contains("\\u{1b}[31m") && !said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn version() {
    let dir = Dir::new();
    let said = format!("huikuan {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((dir.good(&["--version"]), dir.good(&["-V"])), (said.clone(), said));
}

#[test]
fn the_page_is_in_the_language_of_the_environment() {
    let dir = Dir::new();
    for (variable, value, title) in [
        ("LANG", "zh_CN.UTF-8", "用法：huikuan"),
        ("LC_ALL", "zh_TW", "用法：huikuan"),
        ("LANG", "de_DE.UTF-8", "Usage: huikuan"),
        ("NOTHING", "", "Usage: huikuan"),
    ] {
        let page = dir.huikuan(&["--help"]).without("HUIKUAN_LANG").env(variable, value).run().good(&["--help"]);
        assert!(page.contains(title), "{variable}={value}\n{page}");
    }
}
