//! What a shell offers after Tab.

use crate::harness::Dir;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

#[test]
fn each_shell_has_a_script() {
    let dir = Dir::new();
    for shell in SHELLS {
        let script = dir.good(&["completions", shell]);
        assert!(script.contains("HUIKUAN_COMPLETE") && script.contains("huikuan"), "{script}");
        assert!(script.contains(&format!("HUIKUAN_COMPLETE={shell}")) || script.contains(&format!("\"{shell}\"")), "{script}");
        // The language of the one who asks changes no script.
        assert_eq!(script, dir.good(&["--lang", "en", "completions", shell]));
    }
    assert_eq!(dir.refused(&["completions"]), "错误 E301：缺少 <SHELL>\n  加 --help 看用法\n");
    let message = dir.refused(&["completions", "tcsh"]);
    assert!(message.starts_with("错误 E301：<SHELL> 不能是“tcsh”\n") && message.contains("可以写：bash | zsh | fish | powershell | elvish\n"), "{message}");
}

/// What is offered for the last of the words, each with what stands beside it, asked as the script of zsh does.
fn offered(dir: &Dir, words: &[&str]) -> Vec<(String, String)> {
    let mut arguments = vec!["--", "huikuan"];
    arguments.extend(words);
    let call = dir.huikuan(&arguments).env("HUIKUAN_COMPLETE", "zsh").env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_INDEX", &words.len().to_string());
    let answer = call.run().good(words);
    answer.lines().map(|line| line.split_once(':').unwrap_or((line, ""))).map(|(word, help)| (word.to_string(), help.to_string())).collect()
}

fn values(dir: &Dir, words: &[&str]) -> Vec<String> {
    offered(dir, words).into_iter().map(|(word, _)| word).filter(|word| !word.starts_with('-')).collect()
}

#[test]
fn every_command_is_offered_with_what_it_does() {
    let dir = Dir::demo();
    let commands = offered(&dir, &[""]);
    for (name, about) in [("aging", "逾期账龄分析：谁欠多少，逾期多久"), ("record", "记一笔：回款、承诺、跟进……"), ("init", "新建台账")]
    {
        assert!(commands.contains(&(name.to_string(), about.to_string())), "{commands:?}");
    }
    let all: Vec<&str> = huikuan::reports::REPORTS.iter().map(|own| own.name).chain(huikuan::commands::SUBCOMMANDS.iter().map(|own| own.name)).collect();
    for name in all {
        assert!(commands.iter().any(|(word, _)| word == name), "{name}");
    }
    assert_eq!(values(&dir, &["ag"]), ["aging"]);
    assert_eq!(values(&dir, &["record", "co"]), ["commitment", "contact", "confirm", "correct"]);
    assert_eq!(offered(&dir, &["record", "tod"]), [("today".to_string(), "今天该找的，一个一个问着记".to_string())]);
    assert_eq!(values(&dir, &["record", "today", "--rep", "l"]), ["lilei"]);
    assert_eq!(offered(&dir, &["record", "rece"]), [("receipt".to_string(), "回款：收到的钱".to_string())]);
    assert_eq!(values(&dir, &["import", "map", "a"]), ["alipay", "abc"]);
    assert_eq!(values(&dir, &["completions", ""]), SHELLS);
    assert_eq!(values(&dir, &["aging", "--format", ""]), ["table", "csv", "json", "markdown", "html", "xlsx"]);
    assert_eq!(values(&dir, &["record", "receipt", "-f", ""]), ["table", "csv", "json", "markdown", "html"]);
    assert!(offered(&dir, &["aging", "--de"]).iter().any(|(word, _)| word == "--detail"));
}

#[test]
fn names_of_the_ledger_at_hand_are_offered() {
    let dir = Dir::demo();
    assert_eq!(values(&dir, &["record", "receipt", "HT-2026-01"]).len(), 8);
    assert_eq!(offered(&dir, &["record", "receipt", "KJ"]), [("KJ-2026-001".to_string(), "经销框架".to_string())]);
    assert!(offered(&dir, &["record", "contact", "hua"]).contains(&("huadong".to_string(), "华东电器有限公司".to_string())));
    assert_eq!(values(&dir, &["aging", "--customer", "huadong"]), ["huadong", "huadong-trade"]);
    assert_eq!(values(&dir, &["aging", "--rep", "l"]), ["lilei"]);
    assert_eq!(values(&dir, &["history", "KJ"]), ["KJ-2026-001"]);
    assert_eq!(values(&dir, &["handover", "lilei", "h"]), ["hanmei"]);
    assert_eq!(values(&dir, &["letter", "yue"]), ["yuehai"]);
    let milestones = values(&dir, &["record", "receipt", "HT-2026-001", "100", "--milestone", ""]);
    assert!(["预付款", "发货款", "验收款", "质保金"].iter().all(|name| milestones.iter().any(|own| own == name)) && milestones.len() == 4, "{milestones:?}");
    let entries = values(&dir, &["record", "void", "2611"]);
    assert!(entries.iter().any(|id| id == "261126-9154e7b2"), "{entries:?}");
    // The ledger that is named on the line.
    let elsewhere = Dir::new();
    let path = dir.path().to_string_lossy().into_owned();
    assert_eq!(values(&elsewhere, &["-C", &path, "aging", "--contract", "KJ"]), ["KJ-2026-001"]);
    // Nothing is written by asking.
    assert_eq!(std::fs::read_dir(elsewhere.path()).expect("a folder").count(), 0);
}

#[test]
fn without_a_good_ledger_commands_are_still_offered() {
    let broken = Dir::ledger("name = ", &["x"]);
    for dir in [Dir::new(), broken] {
        assert_eq!(values(&dir, &["ag"]), ["aging"]);
        assert_eq!(values(&dir, &["aging", "--customer", ""]), [""; 0]);
        assert_eq!(values(&dir, &["record", "void", ""]), [""; 0]);
    }
}

#[cfg(unix)]
#[test]
fn bash_takes_the_script() {
    use std::env;
    use std::path::Path;
    use std::process::Command;

    let dir = Dir::demo();
    let binary = Path::new(env!("CARGO_BIN_EXE_huikuan")).parent().expect("a folder").to_path_buf();
    let path = env::join_paths([binary].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap_or_default()))).expect("a path");
    let asked = "source <(huikuan completions bash) && COMP_WORDS=(huikuan record receipt KJ) COMP_CWORD=3 COMP_TYPE=9 \
                 && _clap_complete_huikuan huikuan KJ receipt && printf '%s' \"${COMPREPLY[*]}\"";
    let run = Command::new("bash")
        .args(["--norc", "-c", asked])
        .current_dir(dir.path())
        .env("PATH", path)
        .env("HOME", dir.path())
        .env_remove("HUIKUAN_LEDGER")
        .output();
    let Ok(output) = run else {
        eprintln!("skipped: no bash");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "KJ-2026-001", "{}", String::from_utf8_lossy(&output.stderr));
}
