//! A file from elsewhere as lines of text.

use std::path::Path;

use crate::import::{Decoded, Lines, encoding};
use crate::problem::{FileFault, Problem};
use crate::store;
use crate::text::{Lang, text};

/// Its lines, in whatever encoding they are.
pub(super) fn lines(path: &Path, lang: Lang) -> Result<Lines<'static>, Problem> {
    let reading = text("正在读", "reading").get(lang);
    let (name, mut bytes) = store::open_foreign(path, reading)?;
    let encoding = encoding(&name, &mut bytes)?;
    bytes.rewind().map_err(|error| FileFault::Io { file: name.clone(), reason: error.to_string() })?;
    Ok(Lines::new(&name, Decoded::new(bytes, encoding)))
}
