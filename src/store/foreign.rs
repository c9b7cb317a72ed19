//! Files from elsewhere: what a bank, an ERP or a spreadsheet has written.

use std::fs;
use std::io::{self, Cursor, IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::open::{OpenError, to_read};
use super::{io_problem, read_limited};
use crate::problem::{FileFault, ListFault, Problem};
use crate::source::Source;

/// A map is a few lines.
const SMALL: u64 = 1 << 20;
/// What takes longer tells how far it is.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it does.
const OFTEN: Duration = Duration::from_millis(100);

/// Bytes that can be read more than once.
pub trait Bytes: Read + Seek {}
impl<T: Read + Seek> Bytes for T {}

/// Opens a file of somebody else's; `-` is the standard input. The name messages call it by, and its bytes. Reading that
/// takes over a second shows its progress on a terminal, after the word `reading`.
///
/// # Errors
/// No such file, no regular file, no right to read it.
pub fn open_foreign(path: &Path, reading: &'static str) -> Result<(String, Box<dyn Bytes>), Problem> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| io_problem("-", &error))?;
        return Ok(("-".to_string(), Box::new(Cursor::new(bytes))));
    }
    let name = path.display().to_string();
    match to_read(path, &name) {
        Ok(file) => {
            let total = file.metadata().map_or(0, |meta| meta.len());
            let now = Instant::now();
            let bytes = Watched { bytes: file, label: format!("{reading} {name}"), total, done: 0, started: now, last: now, wide: 0 };
            Ok((name, Box::new(bytes)))
        }
        Err(OpenError::Refused(problem)) => Err(problem),
        Err(OpenError::Missing) => Err(io_problem(&name, &io::ErrorKind::NotFound.into())),
    }
}

/// A file that tells a waiting person how far it was read.
struct Watched<R> {
    bytes: R,
    label: String,
    total: u64,
    done: u64,
    started: Instant,
    last: Instant,
    /// How many columns of the terminal were written to.
    wide: usize,
}

impl<R> Watched<R> {
    fn tell(&mut self) {
        let now = Instant::now();
        if now.duration_since(self.started) < PATIENCE || now.duration_since(self.last) < OFTEN || !io::stderr().is_terminal() {
            return;
        }
        self.last = now;
        let tenths = (self.done.saturating_mul(10)).checked_div(self.total).unwrap_or(0).min(10) as usize;
        let percent = (self.done.saturating_mul(100)).checked_div(self.total).unwrap_or(0).min(100);
        let line = format!("{} [{}{}] {percent}%", self.label, "#".repeat(tenths), " ".repeat(10 - tenths));
        self.wide = self.wide.max(crate::text::width(&line));
        let _ = write!(io::stderr(), "\r{line}");
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(into)?;
        self.done += count as u64;
        self.tell();
        Ok(count)
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.done = self.bytes.seek(to)?;
        Ok(self.done)
    }
}

impl<R> Drop for Watched<R> {
    fn drop(&mut self) {
        if self.wide > 0 {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(self.wide));
        }
    }
}

/// Whether a new CSV can be made at a path: nothing that is there is overwritten, and the journal is never made so.
///
/// # Errors
/// Something is there, it is the journal's name, or no CSV's.
pub fn is_free(path: &Path) -> Result<(), Problem> {
    let file = path.display().to_string();
    if path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(super::JOURNAL)) {
        return Err(FileFault::Own { file }.into());
    }
    if fs::symlink_metadata(path).is_ok() {
        return Err(ListFault::Exists { file }.into());
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) { Ok(()) } else { Err(ListFault::NoCsv { file }.into()) }
}

/// Reads a small text of somebody else's whole, such as a map.
///
/// # Errors
/// What cannot be opened, has over a megabyte or is no UTF-8.
pub fn read_foreign(path: &Path) -> Result<Source, Problem> {
    let name = path.display().to_string();
    match to_read(path, &name) {
        Ok(mut file) => Source::new(&name, read_limited(&mut file, &name, SMALL)?),
        Err(OpenError::Refused(problem)) => Err(problem),
        Err(OpenError::Missing) => Err(io_problem(&name, &io::ErrorKind::NotFound.into())),
    }
}
