//! What git knows of the journal: its versions, read through one `git cat-file --batch`.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use super::{JOURNAL, journal_bytes};
use crate::entry::{Fate, Loss, grown, kept};
use crate::problem::{FileFault, HistoryFault, Place, Problem};

/// A journal in a git work tree.
struct Repository {
    /// Where git runs: the ledger, or in a hook where git started it, for what git tells a hook is relative to that.
    run_in: Option<PathBuf>,
    /// The journal's path from the top of the work tree.
    path: String,
}

/// What was looked at, and what is against the rule that a journal only grows.
#[derive(Debug, Default)]
pub struct Grown {
    /// Commits that were compared with their parents.
    pub commits: usize,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Compares the journal with its history: all of it, what came after a revision, or a range `A..B` of commits. Without
/// a range the index and the file itself are compared with `HEAD` too, and with the other parents of a merge being made.
pub fn append_only(dir: &Path, wanted: Option<&str>, merging: &[String]) -> Result<Grown, Problem> {
    let repository = Repository::open(dir)?;
    let mut grown = Grown::default();
    let mut blobs = Blobs::start(&repository)?;
    let range = wanted.and_then(|wanted| wanted.split_once(".."));
    let head = repository.resolve("HEAD")?;
    match (range, wanted, &head) {
        (Some((from, to)), ..) => {
            let to = repository.known(if to.is_empty() { "HEAD" } else { to })?;
            // What git hands a hook for a branch that is new.
            let from = if !from.is_empty() && from.bytes().all(|byte| byte == b'0') {
                None
            } else {
                Some(repository.known(if from.is_empty() { "HEAD" } else { from })?)
            };
            repository.commits(&mut blobs, from.as_deref(), &to, &mut grown)?;
        }
        (None, _, None) => {}
        (None, wanted, Some(head)) => {
            let from = wanted.map(|wanted| repository.known(wanted)).transpose()?;
            repository.commits(&mut blobs, from.as_deref(), head, &mut grown)?;
            repository.uncommitted(dir, &mut blobs, head, merging, &mut grown)?;
        }
    }
    Ok(grown)
}

/// Where a repository keeps its hooks.
#[derive(Debug)]
pub struct Hooks {
    /// Their directory.
    pub hooks: PathBuf,
    /// The ledger's directory from the top of the work tree; empty where it is that.
    pub ledger: String,
}

/// Where the hooks of a ledger's repository are.
pub fn hooks(dir: &Path) -> Result<Hooks, Problem> {
    let repository = Repository::open(dir)?;
    let hooks = repository.line(&["rev-parse", "--git-path", "hooks"])?;
    let ledger = repository.path.strip_suffix(JOURNAL).unwrap_or_default().trim_end_matches('/').to_string();
    let hooks = repository.run_in.unwrap_or_default().join(hooks);
    // The path as people would write it, where it is there to be asked.
    let hooks = fs::canonicalize(&hooks).unwrap_or(hooks);
    Ok(Hooks { hooks, ledger })
}

/// Writes a hook that git can run.
pub fn write_hook(path: &Path, text: &str) -> Result<(), Problem> {
    let failed = |error: std::io::Error| Problem::from(FileFault::Io { file: path.display().to_string(), reason: error.to_string() });
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    super::write_beside(path, text.as_bytes())?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).map_err(failed)?;
    Ok(())
}

impl Repository {
    fn open(dir: &Path) -> Result<Self, Problem> {
        if fs::symlink_metadata(dir.join(JOURNAL)).is_ok_and(|meta| meta.is_symlink()) {
            return Err(HistoryFault::NoHistory { reason: format!("{JOURNAL} → {}", fs::canonicalize(dir.join(JOURNAL)).unwrap_or_default().display()) }.into());
        }
        let in_hook = ["GIT_DIR", "GIT_INDEX_FILE"].iter().any(|name| std::env::var_os(name).is_some());
        let mut repository = Self { run_in: (!in_hook).then(|| dir.to_path_buf()), path: String::new() };
        let top = PathBuf::from(repository.line(&["rev-parse", "--show-toplevel"])?);
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let (own, top) = (real(dir), real(&top));
        let inside = own.strip_prefix(&top).map_err(|_| HistoryFault::NoHistory { reason: format!("{} ∉ {}", own.display(), top.display()) })?;
        let parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        repository.path = parts.chain([JOURNAL.to_string()]).collect::<Vec<_>>().join("/");
        Ok(repository)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(arguments).stdin(Stdio::null()).stderr(Stdio::piped());
        if let Some(dir) = &self.run_in {
            command.current_dir(dir);
        }
        command
    }

    fn output(&self, arguments: &[&str]) -> Result<std::process::Output, Problem> {
        self.command(arguments).output().map_err(|error| HistoryFault::NoHistory { reason: format!("git: {error}") }.into())
    }

    fn line(&self, arguments: &[&str]) -> Result<String, Problem> {
        let output = self.output(arguments)?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("git").to_string();
            return Err(HistoryFault::NoHistory { reason }.into());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_string())
    }

    /// The commit a revision names, if it names one.
    fn resolve(&self, revision: &str) -> Result<Option<String>, Problem> {
        let output = self.output(&["rev-parse", "--quiet", "--verify", "--end-of-options", &format!("{revision}^{{commit}}")])?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string()))
    }

    fn known(&self, revision: &str) -> Result<String, Problem> {
        let unknown = || HistoryFault::NoRevision { revision: revision.to_string() };
        self.resolve(revision)?.ok_or_else(|| unknown().into())
    }

    /// Each commit that touched the journal, after `from` and up to `to`, against its parents.
    fn commits(&self, blobs: &mut Blobs, from: Option<&str>, to: &str, grown: &mut Grown) -> Result<(), Problem> {
        let range = from.map_or(to.to_string(), |from| format!("{from}..{to}"));
        let path = format!(":(top,literal){}", self.path);
        let listed = self.line(&["rev-list", "--parents", "--full-history", "--topo-order", "--reverse", &range, "--", &path])?;
        let commits: Vec<Vec<&str>> = listed.lines().map(|line| line.split(' ').collect()).collect();
        let mut uses: HashMap<&str, usize> = HashMap::new();
        for commit in commits.iter().flatten() {
            *uses.entry(commit).or_default() += 1;
        }
        let mut versions: HashMap<&str, Version> = HashMap::new();
        for commit in &commits {
            for own in commit {
                if !versions.contains_key(own) {
                    versions.insert(own, blobs.get(&format!("{own}:{}", self.path))?);
                }
            }
            if let Some((own, parents)) = commit.split_first() {
                grown.commits += 1;
                for parent in parents {
                    let (old, new) = (versions.get(parent).cloned().flatten(), versions.get(own).cloned().flatten());
                    compare(grown, (parent, old), (own, new), parents.len() > 1);
                }
            }
            for own in commit {
                if let Some(left) = uses.get_mut(own) {
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        versions.remove(own);
                    }
                }
            }
        }
        // History that was rewritten has no commit to show for it.
        if let Some(from) = from.filter(|from| !self.is_ancestor(from, to)) {
            let (old, new) = (blobs.get(&format!("{from}:{}", self.path))?, blobs.get(&format!("{to}:{}", self.path))?);
            compare(grown, (from, old), (to, new), true);
        }
        Ok(())
    }

    fn is_ancestor(&self, old: &str, new: &str) -> bool {
        self.output(&["merge-base", "--is-ancestor", old, new]).is_ok_and(|output| output.status.success())
    }

    /// The index and the file itself against `HEAD`, and against what is being merged into it.
    fn uncommitted(&self, dir: &Path, blobs: &mut Blobs, head: &str, merging: &[String], grown: &mut Grown) -> Result<(), Problem> {
        let mut parents = vec![head.to_string()];
        for revision in merging {
            parents.push(self.known(revision)?);
        }
        parents.extend(self.resolve("MERGE_HEAD")?);
        parents.dedup();
        let index = blobs.get(&format!(":{}", self.path))?;
        let file = fs::symlink_metadata(dir.join(JOURNAL)).is_ok().then(|| journal_bytes(dir)).transpose()?;
        for parent in &parents {
            let Some(old) = blobs.get(&format!("{parent}:{}", self.path))? else { continue };
            let merges = parents.len() > 1;
            if let Some(index) = &index {
                compare(grown, (parent, Some(old.clone())), ("index", Some(index.clone())), merges);
                if file.as_ref().is_some_and(|file| file == index.as_ref()) {
                    continue;
                }
            }
            let file = file.as_ref().map(|file| Rc::new(self.as_committed(file, &old)));
            compare(grown, (parent, Some(old)), ("", file), merges);
        }
        Ok(())
    }

    /// The bytes git would commit: CRLF is no change where the attributes say `eol=lf`.
    fn as_committed(&self, file: &[u8], old: &[u8]) -> Vec<u8> {
        let crlf = |bytes: &[u8]| bytes.windows(2).any(|pair| pair == b"\r\n");
        // A plain path here, from where git runs.
        let path = if self.run_in.is_some() { JOURNAL } else { &self.path };
        if file.starts_with(old) || !crlf(file) || crlf(old) || !self.line(&["check-attr", "eol", "--", path]).is_ok_and(|line| line.ends_with(": lf")) {
            return file.to_vec();
        }
        let mut plain = Vec::with_capacity(file.len());
        for (at, byte) in file.iter().enumerate() {
            if *byte != b'\r' || file.get(at + 1) != Some(&b'\n') {
                plain.push(*byte);
            }
        }
        plain
    }
}

type Version = Option<Rc<Vec<u8>>>;

fn compare(found: &mut Grown, (parent, old): (&str, Version), (by, new): (&str, Version), merges: bool) {
    let short = |name: &str| name.get(..8).filter(|_| name.len() >= 40).unwrap_or(name).to_string();
    let by = short(by);
    let Some(old) = old else { return };
    let file = format!("{JOURNAL}@{}", short(parent));
    let Some(new) = new else {
        let place = Place { file, line: 0, column: 0, text: String::new(), range: 0..0 };
        found.problems.push(Problem::at(HistoryFault::Gone { by }, place));
        return;
    };
    if Rc::ptr_eq(&old, &new) || old == new {
        return;
    }
    let losses = if merges { kept(&old, &new) } else { grown(&old, &new) };
    found.problems.extend(losses.into_iter().map(|Loss { line, text, fate }| {
        let by = by.clone();
        let fault = match fate {
            Fate::Removed => HistoryFault::Removed { by },
            Fate::Changed { now } => HistoryFault::Changed { by, now },
            Fate::Moved | Fate::Preceded => HistoryFault::Moved { by },
        };
        Problem::at(fault, Place { file: file.clone(), line, column: 0, text, range: 0..0 })
    }));
}

/// Versions of the journal, asked for one by one of one process.
struct Blobs {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Blobs {
    fn start(repository: &Repository) -> Result<Self, Problem> {
        let failed = |reason: String| Problem::from(HistoryFault::NoHistory { reason });
        let mut command = repository.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|error| failed(format!("git: {error}")))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { return Err(failed("git cat-file".into())) };
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    /// The content of an object, `None` where there is none.
    fn get(&mut self, name: &str) -> Result<Version, Problem> {
        self.read(name).map_err(|error| HistoryFault::NoHistory { reason: format!("git cat-file: {error}") }.into())
    }

    fn read(&mut self, name: &str) -> std::io::Result<Version> {
        writeln!(self.input, "{name}")?;
        self.input.flush()?;
        let mut head = String::new();
        self.output.read_line(&mut head)?;
        let mut words = head.trim_end().rsplit(' ');
        let (size, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let Ok(size) = size.parse::<u64>() else { return Ok(None) };
        let mut bytes = Vec::new();
        self.output.by_ref().take(size.saturating_add(1)).read_to_end(&mut bytes)?;
        bytes.pop();
        Ok((kind == "blob").then(|| Rc::new(bytes)))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
