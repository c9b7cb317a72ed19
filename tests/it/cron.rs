//! The scripts of examples/cron, run as cron would: a bare environment, and a `mail` and a `sendmail` that keep what they are given.

use std::process::Command;

use crate::harness::{Dir, Run, root};

/// A copy of the demonstration, with a `huikuan` that knows the day and a `mail` that writes what it would send into a file.
fn ledger(day: &str) -> Dir {
    let dir = Dir::demo();
    let program = env!("CARGO_BIN_EXE_huikuan");
    dir.write("bin/huikuan", &format!("#!/bin/sh\nexec '{program}' \"$@\" --as-of {day}\n"));
    dir.write("bin/mail", "#!/bin/sh\n{ echo \"subject: $2\"; cat; } > \"$HOME/mail-$3\"\n");
    dir.write("bin/sendmail", "#!/bin/sh\ncat > \"$HOME/sent\"\n");
    for name in ["bin/huikuan", "bin/mail", "bin/sendmail"] {
        assert!(Command::new("chmod").arg("+x").arg(dir.path().join(name)).status().expect("chmod").success());
    }
    dir
}

fn run(dir: &Dir, script: &str, arguments: &[&str]) -> Run {
    let path = format!("{}:/usr/bin:/bin", dir.path().join("bin").display());
    let mut command = Command::new("/bin/sh");
    command.arg(root().join("examples/cron").join(script)).args(arguments).current_dir("/");
    command.env_clear().env("HOME", dir.path()).env("PATH", path).env("TMPDIR", dir.path()).env("HUIKUAN_LANG", "zh");
    let output = command.output().expect("sh");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn each_morning_everyone_gets_their_own() {
    let dir = ledger("2026-11-30");
    let place = dir.path().to_str().expect("a path").to_string();
    run(&dir, "daily", &[&place, "example.com"]).is(0, "", "");
    let lilei = dir.read("mail-lilei@example.com");
    assert!(lilei.starts_with("subject: 催款提醒 lilei\n## 催款提醒 · 李雷 · ") && lilei.contains("| 张伟 |"), "{lilei}");
    assert!(dir.read("mail-hanmei@example.com").contains("| 明辉置业有限公司 |"));
    // The manager has nothing to do herself, and gets no mail.
    assert!(!dir.path().join("mail-wangfang@example.com").exists());
    // A day on which cron did not run is caught up: what was due then is still there, a day later.
    let next = ledger("2026-12-01");
    let place = next.path().to_str().expect("a path").to_string();
    run(&next, "daily", &[&place, "example.com"]).is(0, "", "");
    assert!(next.read("mail-hanmei@example.com").contains("| 兰亭物业服务有限公司 |"));
}

#[test]
fn each_monday_the_manager() {
    let dir = ledger("2026-11-30");
    let place = dir.path().to_str().expect("a path").to_string();
    run(&dir, "weekly", &[&place, "wangfang@example.com"]).is(0, "", "");
    let mail = dir.read("mail-wangfang@example.com");
    let heads: Vec<&str> = mail.lines().filter(|line| line.starts_with("## ")).map(|line| line.split(" · ").next().unwrap()).collect();
    assert_eq!(heads, ["## 目标差距", "## 承诺兑现", "## 承诺回款", "## 回款进度表"]);
}

#[test]
fn each_morning_the_manager_gets_a_page() {
    let dir = ledger("2026-11-30");
    let place = dir.path().to_str().expect("a path").to_string();
    run(&dir, "page", &[&place, "wangfang@example.com"]).is(0, "", "");
    let mail = dir.read("sent");
    let (head, body) = mail.split_once("\n\n").expect("head and body");
    assert!(head.starts_with("To: wangfang@example.com\nSubject: =?UTF-8?B?5Zue5qy+5pel5oql?=\n"), "{head}");
    assert!(head.contains("\nContent-Type: text/html; charset=UTF-8\n") && head.ends_with("Content-Transfer-Encoding: base64"), "{head}");
    // `<!DOCTYPE html>`, in lines that every mail server takes.
    assert!(body.starts_with("PCFET0NUWVBFIGh0bWw+") && body.lines().all(|line| line.len() <= 76), "{body}");
    // From a ledger with an error nothing is sent.
    let wrong = ledger("2026-11-30");
    wrong.write("ledger.csv", "id,date\n");
    let run = run(&wrong, "page", &[wrong.path().to_str().expect("a path"), "wangfang@example.com"]);
    assert!(run.code == 2 && run.stderr.contains("ledger.csv") && !wrong.path().join("sent").exists(), "{}", run.stderr);
}

#[test]
fn on_the_first_finance() {
    let dir = ledger("2026-12-01");
    let place = dir.path().to_str().expect("a path").to_string();
    let out = dir.path().join("statements").display().to_string();
    run(&dir, "monthly", &[&place, &out, "caiwu@example.com"]).is(0, "", "");
    assert!(dir.read("statements/huadong.md").starts_with("## 对账单 · 华东电器有限公司"));
    let mail = dir.read("mail-caiwu@example.com");
    assert!(mail.contains("## 客户余额与对账") && mail.contains("## 诉讼时效"), "{mail}");
}

#[test]
fn a_ledger_with_an_error_sends_nothing_and_says_why() {
    let dir = ledger("2026-11-30");
    dir.write("ledger.csv", "id,date\n");
    let place = dir.path().to_str().expect("a path").to_string();
    let run = run(&dir, "daily", &[&place, "example.com"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("ledger.csv"), "{}", run.stderr);
    assert!(!dir.path().join("mail-lilei@example.com").exists());
}
