//! Entry ids: `YYMMDD-` and 8 characters of Crockford base32.

use std::fmt;

use crate::date::Day;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An entry's id. Numbers sort as their texts do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u64);

// Six digits and eight of base 32 take 60 of 64 bits.
#[allow(clippy::arithmetic_side_effects)]
impl EntryId {
    /// An id of the right shape: 15 characters.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let (day, rest) = text.split_at_checked(6)?;
        let (dash, tail) = rest.split_first()?;
        if *dash != b'-' || tail.len() != 8 {
            return None;
        }
        // A wrong byte leaves a high bit.
        let (mut number, mut low, mut wrong) = (0, 0, 0);
        for b in day {
            let digit = b.wrapping_sub(b'0');
            wrong |= u8::from(digit > 9);
            number = number * 10 + u64::from(digit);
        }
        for b in tail {
            let digit = VALUES.get(usize::from(*b)).copied().unwrap_or(255);
            wrong |= digit >> 5;
            low = low << 5 | u64::from(digit & 31);
        }
        (wrong == 0).then_some(Self(number << 40 | low))
    }

    /// An id for an entry recorded on `day`: 17 bits of the second of that day, 23 random bits. Where that is not above
    /// `floor`, the random bits are added to it: two branches that share a floor must not agree on what comes next.
    #[must_use]
    pub fn new(day: Day, second: u32, random: u32, floor: Option<Self>) -> Self {
        let fresh = u64::from(day.yymmdd()) << 40 | u64::from(second & 0x1_ffff) << 23 | u64::from(random & 0x7f_ffff);
        let above = |floor: Self| if fresh > floor.0 { fresh } else { floor.0 + 1 + u64::from(random & 0x7f_ffff) };
        Self(floor.map_or(fresh, above))
    }

    /// The day it was recorded, as the number `YYMMDD`.
    pub fn recorded(self) -> u32 {
        (self.0 >> 40) as u32
    }
}

/// The value of each byte in the alphabet; 255 for the others.
#[allow(clippy::indexing_slicing)] // at compile time
const VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut digit = 0;
    while digit < 32 {
        values[ALPHABET[digit] as usize] = digit as u8;
        digit += 1;
    }
    values
};

#[allow(clippy::arithmetic_side_effects)]
impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}-", self.recorded())?;
        for place in (0..8).rev() {
            let digit = (self.0 >> (place * 5)) & 31;
            write!(f, "{}", char::from(ALPHABET.get(digit as usize).copied().unwrap_or(b'0')))?;
        }
        Ok(())
    }
}

impl EntryId {
    /// A number that sorts as the id does.
    pub(crate) fn sort_key(self) -> u64 {
        self.0
    }

    /// The id of such a number.
    pub(crate) const fn from_sort_key(key: u64) -> Self {
        Self(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_sort_as_texts() {
        for text in ["261121-4m7k2q9x", "000000-00000000", "991231-zzzzzzzz"] {
            assert_eq!(EntryId::parse(text.as_bytes()).map(|id| id.to_string()).as_deref(), Some(text));
        }
        for text in ["261121-4m7k2q9", "261121-4m7k2q9xx", "26112-4m7k2q9xa", "261121-4M7K2Q9X", "261121-iiiiiiii", "261121_4m7k2q9x"] {
            assert_eq!(EntryId::parse(text.as_bytes()), None, "{text}");
        }
        let day = Day::from_ymd(2026, 11, 21).unwrap_or(Day::EPOCH);
        let first = EntryId::new(day, 100, 7, None);
        let second = EntryId::new(day, 100, 3, Some(first));
        assert!(second > first && second.to_string() > first.to_string());
        assert_eq!(second.recorded(), 261_121);
    }
}
