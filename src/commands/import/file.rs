//! A file from elsewhere as lines of text.

use std::io::Read;
use std::path::Path;

use encoding_rs::Encoding;

use crate::import::{Decoded, Lines, encoding};
use crate::problem::{FileFault, Problem};
use crate::store;
use crate::text::{Lang, Text, text};

/// What a person who waits is told.
const READING: Text = text("正在读", "reading");

/// Its lines, in whatever encoding they are.
pub(super) fn lines(path: &Path, lang: Lang) -> Result<Lines<'static>, Problem> {
    let (name, mut bytes) = store::open_foreign(path, READING.get(lang))?;
    let encoding = encoding(&name, &mut bytes)?;
    bytes.rewind().map_err(|error| FileFault::Io { file: name.clone(), reason: error.to_string() })?;
    Ok(Lines::new(&name, Decoded::new(bytes, encoding)))
}

/// A file that is read more than once.
pub(super) struct Held {
    name: String,
    bytes: Vec<u8>,
    encoding: &'static Encoding,
}

impl Held {
    /// All of a file.
    pub(super) fn read(path: &Path, lang: Lang) -> Result<Self, Problem> {
        let (name, mut reader) = store::open_foreign(path, READING.get(lang))?;
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(|error| FileFault::Io { file: name.clone(), reason: error.to_string() })?;
        let encoding = encoding(&name, &mut &*bytes)?;
        Ok(Self { name, bytes, encoding })
    }

    /// Its lines, in whatever encoding they are.
    pub(super) fn lines(&self) -> Lines<'_> {
        Lines::new(&self.name, Decoded::new(&*self.bytes, self.encoding))
    }
}
