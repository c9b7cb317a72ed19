//! Opening files so that nothing hangs, nothing is truncated and nothing is appended to the wrong file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::problem::{FileFault, Problem};

const LOCK_WAIT: Duration = Duration::from_secs(10);

/// Why a file could not be opened.
pub(super) enum OpenError {
    /// It is not there.
    Missing,
    /// It is, and is not to be used.
    Refused(Problem),
}

/// Opens a file for reading; refuses directories, pipes and devices without waiting for them.
pub(super) fn to_read(path: &Path, name: &str) -> Result<File, OpenError> {
    regular(path, OpenOptions::new().read(true), name, |file, reason| FileFault::Io { file, reason })
}

/// Opens the journal for reading and appending; it is made where it is not there and `create` says so.
pub(super) fn to_append(path: &Path, name: &str, create: bool) -> Result<File, OpenError> {
    let mut options = OpenOptions::new();
    options.read(true).create(create);
    for_appending(&mut options);
    regular(path, &mut options, name, |file, reason| FileFault::NotWritten { file, reason })
}

fn regular(path: &Path, options: &mut OpenOptions, name: &str, fault: fn(String, String) -> FileFault) -> Result<File, OpenError> {
    let refused = |error: io::Error| OpenError::Refused(fault(name.to_string(), error.to_string()).into());
    let not_a_file = || OpenError::Refused(FileFault::NotAFile { file: name.to_string() }.into());
    match unhurried(|| open(path, options)) {
        Ok(file) if file.metadata().map_err(refused)?.is_file() => Ok(file),
        Ok(_) => Err(not_a_file()),
        Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => Err(OpenError::Missing),
        Err(error) if is_held(&error) => Err(OpenError::Refused(FileFault::Locked { file: name.to_string() }.into())),
        Err(_) if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) => Err(not_a_file()),
        Err(error) => Err(refused(error)),
    }
}

#[cfg(unix)]
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    // A pipe that nobody writes must not hang us.
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.open(path)
}

/// Even one who writes without a lock (`echo >>`) is not overwritten; a new journal is its owner's alone.
#[cfg(unix)]
fn for_appending(options: &mut OpenOptions) {
    options.append(true);
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

/// Windows can neither lock nor cut a handle that may only append; the writer goes to the end under the lock.
#[cfg(not(unix))]
fn for_appending(options: &mut OpenOptions) {
    options.write(true);
}

/// Whether another program has a file to itself, as only Windows lets it: sharing and lock violations.
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// Tries again where Excel, WPS or git hold the file for a moment.
fn unhurried(mut open: impl FnMut() -> io::Result<File>) -> io::Result<File> {
    for _ in 0..10 {
        match open() {
            Err(error) if is_held(&error) => sleep(Duration::from_millis(100)),
            result => return result,
        }
    }
    open()
}

/// Whether an open file is still the one at its path: git or an editor may have put another in its place.
#[cfg(unix)]
pub(super) fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let own = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((own.dev(), own.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Windows does not let an open file be replaced.
#[cfg(not(unix))]
pub(super) fn is_same(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

/// Why a lock was not had.
pub(super) enum LockError {
    /// Another process holds it.
    Held,
    /// The system refused.
    Failed(io::Error),
}

/// Waits for a lock, at most ten seconds. A file system that has none is used without.
pub(super) fn lock(try_lock: impl Fn() -> Result<(), TryLockError>) -> Result<(), LockError> {
    let started = Instant::now();
    loop {
        let error = match try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(()),
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Interrupted => LockError::Failed(error),
            Err(_) if started.elapsed() < LOCK_WAIT => {
                sleep(Duration::from_millis(20));
                continue;
            }
            Err(_) => LockError::Held,
        };
        return Err(error);
    }
}
