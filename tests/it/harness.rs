//! Runs the real binary with a cleared environment, a home of its own and a fixed width, and always looks at status,
//! stdout and stderr.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

/// The journal's header.
pub(crate) const HEADER: &str = "id,date,kind,customer,contract,milestone,amount,due,ref,proof,party,detail,by,note";

/// The project's own directory.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder beside the project, or `None`, said aloud, where it is absent.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = root().join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: ../shared/{path} is absent");
    None
}

/// A directory of its own, removed at the end.
pub(crate) struct Dir(PathBuf);

impl Dir {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("huikuan-it-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a directory for the test");
        Self(path)
    }

    /// A ledger: the book's text and the journal's rows without header.
    pub(crate) fn ledger(book: &str, rows: &[&str]) -> Self {
        let dir = Self::new();
        dir.write("huikuan.toml", book);
        let mut journal = format!("{HEADER}\n");
        for row in rows {
            journal += row;
            journal.push('\n');
        }
        dir.write("ledger.csv", &journal);
        dir
    }

    /// A copy of the demonstration.
    pub(crate) fn demo() -> Self {
        let dir = Self::new();
        for name in ["huikuan.toml", "ledger.csv", ".gitattributes", "contracts/2025.toml", "contracts/2026.toml"] {
            dir.write(name, &fs::read_to_string(root().join("examples/demo").join(name)).expect(name));
        }
        dir
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).expect(name)
    }

    /// The program with arguments, to be run in this directory.
    pub(crate) fn huikuan(&self, arguments: &[&str]) -> Call {
        let mut command = Command::new(env!("CARGO_BIN_EXE_huikuan"));
        command.args(arguments).current_dir(&self.0).env_clear().env("HOME", &self.0).env("COLUMNS", "120").env("HUIKUAN_LANG", "zh");
        Call(command)
    }

    /// The program's output, which must be good.
    pub(crate) fn good(&self, arguments: &[&str]) -> String {
        self.huikuan(arguments).run().good(arguments)
    }

    /// A report's JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let mut all = arguments.to_vec();
        all.extend(["--format", "json"]);
        serde_json::from_str(&self.good(&all)).expect("JSON")
    }

    /// What the program says when it refuses: exit 2, nothing on stdout.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let run = self.huikuan(arguments).run();
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}\n{}", run.stderr);
        run.stderr
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A call before it is run.
pub(crate) struct Call(Command);

impl Call {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    pub(crate) fn run(mut self) -> Run {
        let output = self.0.stdin(Stdio::null()).output().expect("the binary runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Run { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// What came of a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn good(self, arguments: &[&str]) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{arguments:?}\n{}", self.stdout);
        self.stdout
    }

    /// Asserts all three exactly.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, stdout: &str, stderr: &str) {
        assert_eq!((self.code, self.stdout.as_str(), self.stderr.as_str()), (code, stdout, stderr));
    }
}
