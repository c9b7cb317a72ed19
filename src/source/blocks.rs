//! A large text in blocks that can each be read alone, so that it never stands in memory as a whole.

/// The bytes of a text from a place on, as many as asked for or as there are, in a buffer or where they lie already;
/// `None` where they cannot be read.
pub type Fetch<'a> = dyn for<'b> Fn(u64, usize, &'b mut Vec<u8>) -> Option<&'b [u8]> + Sync + 'a;

/// A text in blocks of about equal size.
pub struct Blocks<'a> {
    /// How many bytes the text has.
    pub length: u64,
    /// About how many bytes a block has.
    pub size: u64,
    /// The first place in some bytes where a block may begin; it looks at no more than [`REACH`] of them at a time.
    pub cut: fn(&[u8]) -> Option<usize>,
    /// The text.
    pub fetch: &'a Fetch<'a>,
}

/// Bytes that tell a cut.
pub const REACH: usize = 32;
/// Bytes looked at for a cut at once, and how often.
const WINDOW: usize = 4 * 1024;
const WINDOWS: u64 = 64;

impl Blocks<'_> {
    /// How many blocks there are.
    pub fn count(&self) -> usize {
        self.length.div_ceil(self.size.max(1)) as usize
    }

    /// A block with its first byte, by way of a buffer; `None` where it cannot be read, is not UTF-8 or has no end near.
    pub fn get<'b>(&self, number: usize, buffer: &'b mut Vec<u8>) -> Option<(u64, &'b str)> {
        let (start, end) = (self.begin(number, buffer)?, self.begin(number + 1, buffer)?);
        let bytes = (self.fetch)(start, (end - start) as usize, buffer)?;
        if bytes.len() as u64 != end - start {
            return None;
        }
        Some((start, simdutf8::basic::from_utf8(bytes).ok()?))
    }

    /// Where a block begins: at the first cut that is not before its share of the text.
    fn begin(&self, number: usize, buffer: &mut Vec<u8>) -> Option<u64> {
        let share = number as u64 * self.size;
        if number == 0 || share >= self.length {
            return Some(share.min(self.length));
        }
        // A cut is told by the byte before it.
        let mut from = share - 1;
        for _ in 0..WINDOWS {
            let window = (self.fetch)(from, WINDOW + REACH, buffer)?;
            if let Some(at) = (self.cut)(window) {
                return Some(from + at as u64);
            }
            if window.len() < WINDOW + REACH {
                return Some(self.length);
            }
            from += WINDOW as u64;
        }
        None
    }
}

/// The bytes of a text that is in memory, as [`Fetch`] has them.
pub fn in_memory(text: &[u8]) -> impl for<'b> Fn(u64, usize, &'b mut Vec<u8>) -> Option<&'b [u8]> + Sync {
    |from, count, buffer| {
        let rest = text.get(from as usize..)?;
        buffer.clear();
        buffer.extend_from_slice(rest.get(..count).unwrap_or(rest));
        Some(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::{Blocks, in_memory};

    fn lines(bytes: &[u8]) -> Option<usize> {
        memchr::memchr(b'\n', bytes).map(|at| at + 1)
    }

    #[test]
    fn the_blocks_of_a_text_are_the_text() {
        let long = "x".repeat(9_000);
        for text in ["", "a", "a\n", "ab\ncd\nef\n", "\n\n\n\n", "华东\n电器\n", &format!("{long}\nb\n{long}")] {
            let fetch = in_memory(text.as_bytes());
            for size in 1..12 {
                let blocks = Blocks { length: text.len() as u64, size, cut: lines, fetch: &fetch };
                let block = |number| blocks.get(number, &mut Vec::new()).map(|(start, block)| (start, block.to_string()));
                let all: Option<Vec<_>> = (0..blocks.count()).map(block).collect();
                let all = all.unwrap_or_default();
                assert_eq!(all.iter().map(|(_, block)| block.as_str()).collect::<String>(), text, "{size}");
                for (start, block) in all.iter().filter(|(_, block)| !block.is_empty()) {
                    assert!(text[*start as usize..].starts_with(block.as_str()), "{size}");
                    assert!(*start == 0 || text[..*start as usize].ends_with('\n'), "{size}");
                }
            }
        }
    }
}
