//! A file's bytes → text, whatever encoding a bank or an old Excel wrote it in, a piece at a time.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::problem::{FileFault, ImportFault, Place, Problem};

const BLOCK: usize = 64 * 1024;
/// So many characters of more than one byte are no accident.
const PLENTY: usize = 4;

/// The encoding of a file, told from all of its bytes.
///
/// # Errors
/// An Excel workbook, and text that is damaged or in none of the encodings, with its line.
pub fn encoding(name: &str, bytes: &mut dyn Read) -> Result<&'static Encoding, Problem> {
    let mut head = Vec::new();
    bytes.take(BLOCK as u64).read_to_end(&mut head).map_err(|error| unreadable(name, &error))?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(at_line(name, 1, FileFault::NotUtf8 { looks_like: Some("xlsx") }));
    }
    if let Some(marked) = Encoding::for_bom(&head).map(|(encoding, _)| encoding).or_else(|| utf_16(&head)) {
        return Ok(marked);
    }
    let mut whole = io::Cursor::new(&head).chain(bytes);
    let Some((broken, line, seen)) = first_broken(&mut whole).map_err(|error| unreadable(name, &error))? else { return Ok(UTF_8) };
    // Chinese text in GBK looks like UTF-8 for a character or two at most.
    if seen >= PLENTY || broken == Broken::Cut {
        return Err(at_line(name, line, ImportFault::Damaged { cut: broken == Broken::Cut }));
    }
    Ok(GB18030)
}

/// UTF-16 without a mark: every other byte of plain figures and commas is zero.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 8;
    match (even, odd) {
        _ if head.len() < 4 => None,
        (0, odd) if odd > many => Some(UTF_16LE),
        (even, 0) if even > many => Some(UTF_16BE),
        // A Chinese character may have a zero of its own.
        (even, odd) if odd > many && odd > even * 8 => Some(UTF_16LE),
        (even, odd) if even > many && even > odd * 8 => Some(UTF_16BE),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Broken {
    /// Within the file.
    Inside,
    /// The file ends in the middle of a character.
    Cut,
}

/// Where UTF-8 ends to be UTF-8: how, in which line, and how many longer characters came before.
fn first_broken(bytes: &mut dyn Read) -> io::Result<Option<(Broken, u32, usize)>> {
    let (mut pending, mut line, mut longer) = (Vec::new(), 1_u32, 0);
    let mut block = vec![0; BLOCK];
    loop {
        let count = bytes.read(&mut block)?;
        pending.extend_from_slice(block.get(..count).unwrap_or_default());
        let (valid, broken) = match std::str::from_utf8(&pending) {
            Ok(text) => (text.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some()),
        };
        let known = pending.get(..valid).unwrap_or_default();
        line = line.saturating_add(memchr::memchr_iter(b'\n', known).count() as u32);
        longer += known.iter().filter(|byte| **byte >= 0xe0).count();
        if broken {
            return Ok(Some((Broken::Inside, line, longer)));
        }
        pending.drain(..valid);
        if count == 0 {
            return Ok((!pending.is_empty()).then_some((if longer >= PLENTY { Broken::Cut } else { Broken::Inside }, line, longer)));
        }
    }
}

/// Reads bytes of an encoding as UTF-8 text, a byte-order mark left out.
pub struct Decoded<'a> {
    bytes: Box<dyn Read + 'a>,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    used: usize,
    ended: bool,
    /// Whether lines end as on old Macs, once the first piece was seen.
    returns: Option<bool>,
}

impl<'a> Decoded<'a> {
    /// The text of bytes from their beginning.
    pub fn new(bytes: impl Read + 'a, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { bytes: Box::new(bytes), decoder, raw: Vec::new(), text: Vec::new(), used: 0, ended: false, returns: None }
    }

    /// The name of the encoding.
    pub fn encoding(&self) -> &'static str {
        self.decoder.encoding().name()
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut block = vec![0; BLOCK];
        let count = self.bytes.read(&mut block)?;
        block.truncate(count);
        self.ended = count == 0;
        self.raw.append(&mut block);
        let mut text = vec![0; self.decoder.max_utf8_buffer_length_without_replacement(self.raw.len()).unwrap_or(BLOCK * 4)];
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(&self.raw, &mut text, self.ended);
        if let DecoderResult::Malformed(..) = result {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.raw.drain(..read);
        text.truncate(written);
        if *self.returns.get_or_insert_with(|| text.contains(&b'\r') && !text.contains(&b'\n')) {
            text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        (self.text, self.used) = (text, 0);
        Ok(())
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let count = ready.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.used >= self.text.len() && !self.ended {
            self.fill()?;
        }
        Ok(self.text.get(self.used..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.used += count;
    }
}

pub(super) fn unreadable(name: &str, error: &io::Error) -> Problem {
    FileFault::Io { file: name.to_string(), reason: error.to_string() }.into()
}

pub(super) fn at_line(name: &str, line: u32, fault: impl Into<crate::problem::What>) -> Problem {
    Problem::at(fault, Place { file: name.to_string(), line, column: 0, text: String::new(), range: 0..0 })
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, String> {
        let encoding = encoding("f.csv", &mut &*bytes).map_err(|problem| problem.code().to_string())?;
        let mut text = String::new();
        Decoded::new(bytes, encoding).read_to_string(&mut text).map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn statements_are_read_in_the_encodings_banks_write() {
        let words = "交易日期,金额\n2026-01-05,1.00 华东电器\n";
        assert_eq!(text(words.as_bytes()).as_deref(), Ok(words));
        assert_eq!(text(format!("\u{feff}{words}").as_bytes()).as_deref(), Ok(words));
        assert_eq!(text(&GB18030.encode(words).0).as_deref(), Ok(words));
        let wide: Vec<u16> = words.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(text(&little).as_deref(), Ok(words));
        assert_eq!(text(&big).as_deref(), Ok(words));
        assert_eq!(text(&[&[0xff, 0xfe], &*little].concat()).as_deref(), Ok(words));
        assert_eq!(text(b"PK\x03\x04rest"), Err("E003".into()));
        let torn = words.as_bytes();
        assert_eq!(text(&torn[..torn.len() - 2]), Err("E341".into()), "cut within a character");
        let damaged: Vec<u8> = torn.iter().enumerate().map(|(at, byte)| if at + 4 == torn.len() { 0xff } else { *byte }).collect();
        assert_eq!(text(&damaged), Err("E341".into()));
        // A long file is read in pieces, characters across their ends too.
        let long = "华东电器，".repeat(40_000);
        assert_eq!(text(&GB18030.encode(&long).0), Ok(long));
    }
}
