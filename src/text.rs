//! The two languages of every heading, message and help text.

/// The language of what people read. Codes, keys and exit codes do not depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Chinese, the language of most users.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language a code (`zh`, `zh_CN.UTF-8`, `en`) names; `None` for an empty code, English for any other.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "" => None,
            code if code.to_ascii_lowercase().starts_with("zh") => Some(Self::Zh),
            _ => Some(Self::En),
        }
    }

    /// The code written in files and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// One fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Chinese wording.
    pub zh: &'static str,
    /// English wording.
    pub en: &'static str,
}

impl Text {
    /// The wording in `lang`.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// What stands between the items of a list.
pub const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

/// A text from its two wordings.
pub const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

/// Formats one of two wordings: `say!(lang, "{n} 笔", "{n} items")`.
#[macro_export]
macro_rules! say {
    ($lang:expr, $zh:literal, $en:literal $(, $arg:expr)* $(,)?) => {
        match $lang {
            $crate::text::Lang::Zh => format!($zh $(, $arg)*),
            $crate::text::Lang::En => format!($en $(, $arg)*),
        }
    };
}

/// Whether a character could mislead a reader or a terminal: control, bidi-override, zero-width, tag and separator
/// characters. None of them may stand in a ledger.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Byte offset and character of the first hostile character.
pub fn find_hostile(text: &str) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| SUSPECT.get(usize::from(*byte)) == Some(&true))?;
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(c) if is_hostile(c) => return Some((at, c)),
            _ => at += 1,
        }
    }
}

/// Whether a text has no hostile character but line ends. Looks at many bytes at a time: the compiler makes vector
/// instructions of it.
pub(crate) fn is_clean(text: &str) -> bool {
    const WIDE: usize = 64;
    // The first two bytes of what may be a hostile character; most Chinese punctuation is not among them.
    let suspect = |a: u8, b: u8| {
        let control = u8::from(a < 0x20) & u8::from(a != b'\n') | u8::from(a == 0x7f) | u8::from(a == 0xc2) & u8::from(b < 0xa0);
        let mark = u8::from(a == 0xe2) & (u8::from(b == 0x80) | u8::from(b == 0x81));
        control | mark | u8::from(a == 0xd8) & u8::from(b == 0x9c) | u8::from(a == 0xef) & u8::from(b == 0xbb) | u8::from(a == 0xf3)
    };
    // Nearly all of a journal has no other characters than these.
    let beyond_ascii = |a: u8| u8::from(a.wrapping_sub(0x20) > 0x5e) & u8::from(a != b'\n');
    let bytes = text.as_bytes();
    let (mut start, mut rest) = (0, bytes);
    while let Some((wide, next)) = rest.first_chunk::<WIDE>().zip(rest.get(1..).and_then(|rest| rest.first_chunk::<WIDE>())) {
        if wide.iter().fold(0, |any, a| any | beyond_ascii(*a)) != 0
            && wide.iter().zip(next).fold(0, |any, (a, b)| any | suspect(*a, *b)) != 0
            && has_hostile(text, start, start + WIDE)
        {
            return false;
        }
        start += WIDE;
        rest = bytes.get(start..).unwrap_or_default();
    }
    !has_hostile(text, start, bytes.len())
}

/// Whether a hostile character but a line end begins in a range of bytes.
fn has_hostile(text: &str, start: usize, end: usize) -> bool {
    let first = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    (start..end).filter_map(first).any(|c| c != '\n' && is_hostile(c))
}

/// The bytes that can begin a hostile character; plain Chinese text has few of them.
#[allow(clippy::indexing_slicing)] // at compile time
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        suspect[byte] = is_suspect(byte as u8);
        byte += 1;
    }
    suspect
};

/// Whether a byte can begin a hostile character.
pub(crate) const fn is_suspect(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef | 0xf3)
}

/// The text with hostile characters shown as escapes (`\u{1b}`), fit for a terminal.
pub fn escape(text: &str) -> std::borrow::Cow<'_, str> {
    if find_hostile(text).is_none() {
        return text.into();
    }
    text.chars().map(|c| if is_hostile(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect::<String>().into()
}

/// Columns a text takes on a terminal: 2 for a Chinese character.
pub fn width(text: &str) -> usize {
    plain_width(text).unwrap_or_else(|| unicode_width::UnicodeWidthStr::width(text))
}

/// The same of a text of letters, digits, everyday Chinese characters and punctuation, and the blocks of bars, which need
/// no table and no escapes.
pub(crate) fn plain_width(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |sum, c| Some(sum + plain_columns(c)?))
}

fn plain_columns(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '█' | '░' => Some(1),
        '\u{4e00}'..='\u{9fff}' | '、' | '。' | '\u{ff01}'..='\u{ff60}' => Some(2),
        _ => None,
    }
}

/// How many bytes of a text that is too wide [`crop`] keeps, and the columns of the result, where all of them are plain.
pub(crate) fn plain_crop(text: &str, columns: usize) -> Option<(usize, usize)> {
    let mut used = 1;
    for (at, c) in text.char_indices() {
        let next = used + plain_columns(c)?;
        if next > columns {
            return Some((at, used));
        }
        used = next;
    }
    None
}

/// The longest beginning of `text` that takes at most `columns`, with `…` in place of what was cut.
pub fn crop(text: &str, columns: usize) -> std::borrow::Cow<'_, str> {
    if width(text) <= columns {
        return text.into();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
        used <= columns
    });
    format!("{}…", kept.collect::<String>()).into()
}

/// A text from outside as a message quotes it: escaped and at most 60 columns.
pub fn shown(text: &str) -> String {
    // Escaping only the beginning keeps a message about a 10 MB string cheap.
    let head: String = text.chars().take(61).collect();
    crop(&escape(&head), 60).into_owned()
}

/// The candidates nearest to a misspelt text, best first, at most three.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if text.len() > 200 {
        return Vec::new();
    }
    let folded = text.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.7)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().map(|(_, candidate)| candidate).take(3).collect()
}

/// All words of a choice, those nearest to a misspelt one first: `a | b | c`.
pub fn nearest_first<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    let near = nearest(text, words.iter().copied());
    let rest = words.iter().copied().filter(|word| !near.contains(word));
    near.iter().copied().chain(rest).collect::<Vec<_>>().join(" | ")
}

/// A name or number as lookups compare it: NFKC, lower case, without blanks (ＡＢＣ公司 = ABC公司).
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    // Letters, digits and everyday Chinese characters have no other form.
    if text.chars().all(|c| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')) {
        return text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_found_and_shown_as_escapes() {
        assert_eq!(find_hostile("华东电器 “好” ，。"), None);
        assert_eq!(find_hostile("a\u{202e}b"), Some((1, '\u{202e}')));
        let long = "华东，".repeat(50);
        for (text, clean) in [("a\nb", true), ("a\tb", false), ("\u{202e}", false), ("“好” £", true), ("\u{85}", false), ("a\r\n", false)] {
            assert_eq!((is_clean(text), is_clean(&format!("{long}{text}{long}"))), (clean, clean), "{text:?}");
        }
        assert_eq!(escape("a\u{1b}[31m"), "a\\u{1b}[31m");
        assert_eq!(crop("华东电器", 5), "华东…");
        for (text, columns) in [("华东电器", 5), ("华东电器", 6), ("华东电器", 1), ("abc def", 4), ("ab华", 3), ("a…b", 2), ("£££", 2)] {
            let whole = crop(text, columns);
            let quick = plain_crop(text, columns).map(|(kept, width)| (format!("{}…", &text[..kept]), width));
            assert!(quick.is_none_or(|quick| quick == (whole.to_string(), width(&whole))), "{text} {columns}");
        }
        assert_eq!(crop("华东", 4), "华东");
    }

    #[test]
    fn characters_without_a_table_are_as_wide_as_with_it() {
        use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
        let plain = ('\0'..=char::MAX).filter_map(|c| Some((c, plain_columns(c)?)));
        for (c, columns) in plain {
            assert_eq!((c.width(), is_hostile(c)), (Some(columns), false), "{c:?}");
            // Neither beside another one.
            for text in [format!("a{c}"), format!("{c}华"), format!("{c}{c}"), format!("█{c}、")] {
                assert_eq!(plain_width(&text), Some(text.width()), "{text:?}");
            }
        }
    }

    #[test]
    fn nearest_names() {
        assert_eq!(nearest("华东贸昜", ["宏达电子", "华东贸易", "华东电器有限公司"]).first(), Some(&"华东贸易"));
        assert_eq!(fold("ＡＢＣ 公司"), "abc公司");
    }
}
