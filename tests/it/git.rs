//! A ledger in git: merges, `check --append-only`, the hooks of `init --hooks` and the hook for a server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::{Dir, HEADER, root};

const BOOK: &str = "name = \"g\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"c\"\nname = \"C\"\n[[contract]]\nno = \"H\"\ncustomer = \"c\"\nsigned = 2020-01-01\namount = 100000\n";
const ATTRIBUTES: &str = "ledger.csv text eol=lf merge=union\n*.toml text eol=lf\n";

fn row(number: u32) -> String {
    format!("261121-{number:08},2026-11-21,receipt,c,H,,{number}.00,,,,,bank,li,\n")
}

/// A repository with a ledger of three receipts, committed.
struct Repo {
    dir: Dir,
    /// The ledger within it.
    ledger: PathBuf,
}

impl Repo {
    /// None, and a word about it, where there is no git.
    fn new(ledger: &str, attributes: &str) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            println!("skipped: there is no git here");
            return None;
        }
        let dir = Dir::new();
        let repo = Self { ledger: dir.path().join(ledger), dir };
        repo.git(&["init", "--quiet", "--initial-branch=main"]);
        fs::create_dir_all(&repo.ledger).expect("a directory");
        fs::write(repo.ledger.join("huikuan.toml"), BOOK).expect("the book");
        if !attributes.is_empty() {
            fs::write(repo.ledger.join(".gitattributes"), attributes).expect("the attributes");
        }
        repo.write(&[1, 2, 3].map(row).concat());
        repo.commit("base");
        Some(repo)
    }

    fn plain() -> Option<Self> {
        Self::new("", ATTRIBUTES)
    }

    fn command(&self, program: &str, at: &Path) -> Command {
        let mut command = Command::new(program);
        let own = Path::new(env!("CARGO_BIN_EXE_huikuan")).parent().expect("a directory").display().to_string();
        let path = format!("{own}:{}", std::env::var("PATH").unwrap_or_default());
        command.current_dir(at).env("PATH", path).env("HOME", self.dir.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "HUIKUAN_LEDGER", "LANG", "LC_ALL"] {
            command.env_remove(name);
        }
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "t").env(format!("GIT_{who}_EMAIL"), "t@t");
        }
        command
    }

    fn try_git(&self, arguments: &[&str]) -> Output {
        self.command("git", self.dir.path()).args(arguments).output().expect("git")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_string()
    }

    fn commit(&self, subject: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--no-verify", "--allow-empty", "-m", subject]);
    }

    /// Puts rows under the header.
    fn write(&self, rows: &str) {
        self.write_raw(format!("{HEADER}\n{rows}"));
    }

    fn write_raw(&self, text: impl AsRef<[u8]>) {
        fs::write(self.ledger.join("ledger.csv"), text).expect("the journal");
    }

    fn read(&self) -> String {
        fs::read_to_string(self.ledger.join("ledger.csv")).expect("the journal")
    }

    fn append(&self, rows: &str) {
        self.write_raw(self.read() + rows);
    }

    /// Exit code and output of the program in the ledger.
    fn huikuan(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(env!("CARGO_BIN_EXE_huikuan"), &self.ledger).args(["--lang", "zh"]).args(arguments).output().expect("huikuan");
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    /// Exit code and the codes of the problems that `check --append-only` tells.
    fn grown(&self, more: &[&str]) -> (i32, Vec<String>) {
        let (code, said) = self.huikuan(&[&["check", "--as-of", "2026-11-30", "--append-only"], more].concat());
        let codes = said.lines().filter_map(|line| line.strip_prefix("错误 ")).filter_map(|line| line.split_once('：')).map(|(code, _)| code.to_string());
        (code, codes.collect())
    }

    fn record(&self, amount: &str) {
        let (code, said) = self.huikuan(&["record", "receipt", "H", amount, "--date", "2026-11-21", "--as-of", "2026-11-30", "--again"]);
        assert_eq!(code, 0, "{said}");
    }
}

const CLEAN: (i32, Vec<String>) = (0, Vec::new());

fn found(codes: &[&str]) -> (i32, Vec<String>) {
    (1, codes.iter().map(ToString::to_string).collect())
}

#[test]
fn two_branches_that_record_merge_by_themselves() {
    let Some(repo) = Repo::plain() else { return };
    repo.git(&["branch", "other"]);
    (0..3).for_each(|number| repo.record(&format!("1{number}")));
    repo.commit("ours");
    repo.git(&["checkout", "--quiet", "other"]);
    // The same amount on both sides: two entries with two ids.
    (0..3).for_each(|number| repo.record(&format!("1{number}")));
    repo.commit("theirs");
    repo.git(&["merge", "--quiet", "-m", "merge", "main"]);
    assert_eq!(repo.grown(&[]), CLEAN);
    assert_eq!(repo.read().lines().count(), 1 + 3 + 6);
    // What was recorded twice is pointed at.
    assert_eq!(repo.huikuan(&["check", "--as-of", "2026-11-30"]).1.matches("W407").count(), 3);
}

#[test]
fn a_rebase_keeps_every_entry() {
    let Some(repo) = Repo::plain() else { return };
    repo.git(&["branch", "other"]);
    repo.record("11");
    repo.commit("ours");
    repo.git(&["checkout", "--quiet", "other"]);
    repo.record("12");
    repo.commit("theirs");
    repo.git(&["rebase", "--quiet", "main"]);
    assert_eq!(repo.grown(&[]), CLEAN);
    assert_eq!(repo.grown(&["ORIG_HEAD"]), CLEAN);
    assert_eq!(repo.read().lines().count(), 1 + 3 + 2);
}

#[test]
fn what_a_merge_doubles_is_found_and_mended() {
    // Without eol=lf one side's CRLF doubles what both have.
    let Some(repo) = Repo::new("", "ledger.csv merge=union\n") else { return };
    let whole = repo.read();
    repo.git(&["branch", "other"]);
    repo.append(&row(4));
    repo.commit("ours");
    repo.git(&["checkout", "--quiet", "other"]);
    repo.write_raw((whole.clone() + &row(5)).replace('\n', "\r\n"));
    repo.commit("theirs");
    repo.git(&["merge", "--quiet", "-m", "merge", "main"]);
    let (code, said) = repo.huikuan(&["check", "--as-of", "2026-11-30"]);
    assert_eq!(code, 1);
    assert!(said.contains("错误 E207") && said.contains("错误 E210"), "{said}");
    assert_eq!(repo.huikuan(&["repair", "--yes", "--all"]).0, 0);
    let mut lines: Vec<String> = repo.read().lines().map(|line| format!("{line}\n")).collect();
    lines.sort();
    let mut wanted = [[1, 2, 3, 4, 5].map(row).to_vec(), vec![format!("{HEADER}\n")]].concat();
    wanted.sort();
    assert_eq!(lines, wanted);
}

#[test]
fn a_header_that_one_side_changed_is_found() {
    let Some(repo) = Repo::plain() else { return };
    repo.git(&["branch", "other"]);
    repo.append(&row(4));
    repo.commit("ours");
    repo.git(&["checkout", "--quiet", "other"]);
    repo.write_raw(repo.read().replacen("note", "remark", 1));
    repo.commit("theirs");
    let _ = repo.try_git(&["merge", "--quiet", "-m", "merge", "main"]);
    let (code, said) = repo.huikuan(&["check", "--as-of", "2026-11-30"]);
    assert!(code == 1 && said.contains("错误 E201"), "{said}");
}

#[test]
fn what_was_done_to_old_entries_is_listed() {
    let [a, b, c] = [1, 2, 3].map(row);
    let edited = b.replace("2.00", "9.00");
    for (name, rows, codes) in [
        ("edited", [a.as_str(), &edited, &c].concat(), &["E402"][..]),
        ("removed", [a.as_str(), &c].concat(), &["E401"]),
        ("swapped", [b.as_str(), &a, &c].concat(), &["E403"]),
        ("inserted", [a.as_str(), &row(9), &b, &c].concat(), &["E403"]),
        ("cut short", a.clone(), &["E401", "E401"]),
    ] {
        for how in ["file", "index", "commit"] {
            let Some(repo) = Repo::plain() else { return };
            let whole = repo.read();
            repo.write(&rows);
            match how {
                "index" => {
                    repo.git(&["add", "--all"]);
                    repo.write_raw(&whole);
                }
                "commit" => repo.commit(name),
                _ => {}
            }
            assert_eq!(repo.grown(&[]), found(codes), "{name} {how}");
            assert_eq!(repo.huikuan(&["check", "--as-of", "2026-11-30"]).0, 0, "{name} {how}");
        }
    }
    let Some(repo) = Repo::plain() else { return };
    let base = repo.git(&["rev-parse", "--short=8", "HEAD"]);
    repo.write(&[a.as_str(), &edited, &c].concat());
    repo.commit("edited");
    let edit = repo.git(&["rev-parse", "--short=8", "HEAD"]);
    let (code, said) = repo.huikuan(&["check", "--append-only", "--as-of", "2026-11-30"]);
    let zh = format!(
        "错误 E402：提交 {edit} 改了这一行
  ledger.csv@{base}:3
  3 │ {}
  现在是：{}
  旧记录不改不删；记错了用 huikuan record void 作废
",
        b.trim_end(),
        edited.trim_end()
    );
    assert!(code == 1 && said.starts_with(&zh), "{said}\n{zh}");
    assert!(said.ends_with("1 处错误，3 处提醒：1 个客户，1 份合同，3 条记录，对照了 2 次提交\n"), "{said}");
    // Putting it back is a second change of an old entry.
    repo.write(&[a.as_str(), &b, &c].concat());
    repo.commit("back");
    assert_eq!(repo.grown(&[]), found(&["E402", "E402"]));
    assert_eq!(repo.grown(&["HEAD"]), CLEAN);
    fs::remove_file(repo.ledger.join("ledger.csv")).expect("the journal");
    assert_eq!(repo.grown(&["HEAD"]), found(&["E404"]));
}

#[test]
fn a_merge_must_keep_both_sides() {
    let Some(repo) = Repo::plain() else { return };
    repo.git(&["checkout", "--quiet", "-b", "other"]);
    repo.append(&row(4));
    repo.commit("theirs");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.append(&row(5));
    repo.commit("ours");
    repo.git(&["merge", "--quiet", "--strategy=ours", "-m", "dropped", "other"]);
    assert_eq!(repo.grown(&[]), found(&["E401"]));
}

#[test]
fn revisions_and_ranges() {
    let Some(repo) = Repo::new("账本 1/sub", ATTRIBUTES) else { return };
    let base = repo.git(&["rev-parse", "HEAD"]);
    repo.write(&[1, 3].map(row).concat());
    repo.commit("removed");
    repo.append(&row(4));
    repo.commit("added");
    for (range, wanted) in [
        ("HEAD", CLEAN),
        ("HEAD~1", CLEAN),
        (base.as_str(), found(&["E401"])),
        (&format!("{base}..HEAD~1"), found(&["E401"])),
        ("HEAD~1..HEAD", CLEAN),
        ("HEAD~1..", CLEAN),
        ("0000000000000000000000000000000000000000..HEAD", found(&["E401"])),
        // Backwards: what the newer had must be in the older.
        ("HEAD..HEAD~1", found(&["E401"])),
    ] {
        assert_eq!(repo.grown(&[range]), wanted, "{range}");
    }
    // A range looks at commits only.
    repo.write("");
    assert_eq!(repo.grown(&["HEAD~1..HEAD"]), CLEAN);
    assert_eq!(repo.grown(&["HEAD"]), found(&["E401", "E401", "E401"]));
}

#[test]
fn crlf_in_the_file_alone_is_what_git_would_not_commit() {
    let Some(repo) = Repo::plain() else { return };
    repo.write_raw(repo.read().replace('\n', "\r\n"));
    assert_eq!(repo.grown(&[]), CLEAN);
    let Some(repo) = Repo::new("", "ledger.csv merge=union\n") else { return };
    repo.write_raw(repo.read().replace('\n', "\r\n"));
    assert_eq!(repo.grown(&[]).0, 1);
}

#[test]
fn a_ledger_outside_git_has_no_history() {
    let dir = Dir::ledger(BOOK, &[]);
    let run = dir.huikuan(&["check", "--append-only", "--lang", "zh"]).env("GIT_CEILING_DIRECTORIES", "/").run();
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("错误 E405：没有 git 历史可以对照："), "{}", run.stderr);
    let Some(repo) = Repo::plain() else { return };
    for (range, name) in [("nowhere", "nowhere"), ("HEAD..nowhere", "nowhere"), ("--all", "--all")] {
        let (code, said) = repo.huikuan(&["check", &format!("--append-only={range}")]);
        assert_eq!((code, said), (2, format!("错误 E406：git 里没有“{name}”这个版本\n  用提交号、分支名，或 A..B 这样的范围\n")));
    }
    // A repository without a commit has nothing to compare with, and nothing is wrong.
    let fresh = Repo { dir: Dir::new(), ledger: PathBuf::new() };
    fresh.git(&["init", "--quiet"]);
    let fresh = Repo { ledger: fresh.dir.path().to_path_buf(), ..fresh };
    fs::write(fresh.ledger.join("huikuan.toml"), BOOK).expect("the book");
    fresh.write(&row(1));
    assert_eq!(fresh.grown(&[]), CLEAN);
}

#[test]
fn hooks_refuse_commits_and_merges_that_lose_entries() {
    for ledger in ["", "账本 1"] {
        let Some(repo) = Repo::new(ledger, ATTRIBUTES) else { return };
        let hooks = repo.dir.path().join(".git/hooks").canonicalize().expect("the hooks");
        for _ in 0..2 {
            assert_eq!(repo.huikuan(&["init", "--hooks"]), (0, format!("git 钩子装好了：{}\n", hooks.display())));
        }
        // A good commit, a bad one, and a bad one by force.
        repo.append(&row(4));
        repo.git(&["commit", "--quiet", "--all", "-m", "good"]);
        repo.write(&[1, 2, 4].map(row).concat());
        let refused = repo.try_git(&["commit", "--quiet", "--all", "-m", "bad"]);
        assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("E401"), "{refused:?}");
        repo.git(&["checkout", "--quiet", "HEAD", "--", "."]);
        // A merge that drops the other side.
        repo.git(&["checkout", "--quiet", "-b", "other"]);
        repo.append(&row(5));
        repo.git(&["commit", "--quiet", "--all", "-m", "theirs"]);
        repo.git(&["checkout", "--quiet", "main"]);
        repo.append(&row(6));
        repo.git(&["commit", "--quiet", "--all", "-m", "ours"]);
        let refused = repo.try_git(&["merge", "--strategy=ours", "-m", "dropped", "other"]);
        assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("E401"), "{refused:?}");
        repo.git(&["reset", "--quiet", "--hard"]);
        // A good merge is made; by force the bad one is too, and post-merge tells.
        repo.git(&["merge", "--quiet", "-m", "merged", "other"]);
        repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
        let forced = repo.try_git(&["merge", "--no-verify", "--strategy=ours", "-m", "dropped", "other"]);
        assert!(forced.status.success() && String::from_utf8_lossy(&forced.stderr).contains("E401"), "{forced:?}");
        // An amended commit that loses an entry is told of.
        repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
        repo.write(&[1, 2, 3, 4, 7].map(row).concat());
        repo.git(&["add", "--all"]);
        let amended = repo.try_git(&["commit", "--quiet", "--amend", "--no-verify", "-m", "amended"]);
        assert!(amended.status.success() && String::from_utf8_lossy(&amended.stderr).contains("E401"), "{amended:?}");
    }
}

#[test]
fn two_ledgers_share_the_hooks() {
    let Some(repo) = Repo::new("a", ATTRIBUTES) else { return };
    let other = repo.dir.path().join("b");
    let own = repo.command(env!("CARGO_BIN_EXE_huikuan"), repo.dir.path()).args(["init", "b", "--hooks"]).output().expect("huikuan");
    assert!(own.status.success(), "{own:?}");
    assert_eq!(repo.huikuan(&["init", "--hooks"]).0, 0);
    let hook = fs::read_to_string(repo.dir.path().join(".git/hooks/pre-commit")).expect("the hook");
    assert!(hook.ends_with("\ncheck b HEAD\ncheck a HEAD\nexit $status\n"), "{hook}");
    repo.git(&["add", "--all"]);
    repo.git(&["commit", "--quiet", "-m", "both"]);
    fs::write(other.join("ledger.csv"), "").expect("the journal");
    assert!(!repo.try_git(&["commit", "--quiet", "--all", "-m", "bad"]).status.success());
}

#[test]
fn a_hook_of_another_hand_is_left_alone() {
    let Some(repo) = Repo::plain() else { return };
    let hooks = repo.dir.path().join(".git/hooks");
    fs::create_dir_all(&hooks).expect("the hooks");
    fs::write(hooks.join("post-merge"), "#!/bin/sh\necho mine\n").expect("a hook");
    let (code, said) = repo.huikuan(&["init", "--hooks"]);
    assert_eq!(code, 2);
    assert!(said.starts_with("错误 E016：已经有别的钩子 ") && said.ends_with("在里面加一行：huikuan -C . check --append-only ORIG_HEAD || exit 1\n"), "{said}");
    assert!(!hooks.join("pre-commit").exists());
    assert_eq!(fs::read_to_string(hooks.join("post-merge")).expect("the hook"), "#!/bin/sh\necho mine\n");
}

#[test]
fn a_server_refuses_what_loses_entries() {
    let Some(repo) = Repo::plain() else { return };
    let bare = repo.dir.path().join("server.git");
    let server = bare.display().to_string();
    repo.git(&["init", "--quiet", "--bare", &server]);
    fs::copy(root().join("examples/hooks/pre-receive"), bare.join("hooks/pre-receive")).expect("the hook");
    let push = |arguments: &[&str]| repo.try_git(&[&["push", "--quiet", &server], arguments].concat()).status.success();
    assert!(push(&["main"]), "the first push");
    repo.append(&row(4));
    repo.commit("good");
    assert!(push(&["main"]) && push(&["main:branch"]), "good pushes");
    let good = repo.git(&["rev-parse", "HEAD"]);
    repo.write(&[1, 2, 4].map(row).concat());
    repo.commit("bad");
    assert!(!push(&["main"]) && !push(&["main:new"]), "a push that loses an entry");
    // The same without the commit that shows it: the tip before is compared.
    repo.git(&["reset", "--quiet", "--hard", "HEAD~2"]);
    repo.append(&row(5));
    repo.commit("rewritten");
    assert!(!push(&["--force", "main"]), "a forced push that loses an entry");
    assert!(!push(&["--delete", "branch"]), "a deleted branch");
    repo.git(&["reset", "--quiet", "--hard", &good]);
    repo.append(&row(6));
    repo.commit("good again");
    assert!(push(&["main"]), "the server still takes good ones");
}
