//! Whether a journal only grew: what became of an older version's lines in a newer one.

use std::collections::HashMap;

use super::{Column, EntryId, Row};

/// What became of a line that should have stayed as and where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is gone.
    Removed,
    /// Its entry now reads otherwise.
    Changed {
        /// As it reads now.
        now: String,
    },
    /// It is there, behind lines it stood before.
    Moved,
    /// It is there, and a line was put before it that was not.
    Preceded,
}

/// A line of the older version that did not stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Its line in the older version, from 1.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// What became of it.
    pub fate: Fate,
}

/// Along one parent the old bytes are the beginning of the new. What is against that.
pub fn grown(old: &[u8], new: &[u8]) -> Vec<Loss> {
    if new.starts_with(old) {
        return Vec::new();
    }
    let losses = kept(old, new);
    if !losses.is_empty() {
        return losses;
    }
    // All lines are there, in order: something was put among them.
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let first = old.lines().zip(new.lines()).zip(1..).find(|((a, b), _)| a != b);
    let loss = first.map_or(Loss { line: 1, text: String::new(), fate: Fate::Preceded }, |((text, _), line)| Loss {
        line,
        text: text.to_string(),
        fate: Fate::Preceded,
    });
    vec![loss]
}

/// In a merge each parent's lines are in the result, in the same order. What is against that.
pub fn kept(old: &[u8], new: &[u8]) -> Vec<Loss> {
    let new_lines: Vec<&[u8]> = new.split_inclusive(|byte| *byte == b'\n').collect();
    let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (place, line) in new_lines.iter().enumerate() {
        places.entry(line).or_default().push(place);
    }
    let mut by_id: Option<HashMap<EntryId, String>> = None;
    let (mut next, mut losses) = (0_usize, Vec::new());
    for (number, line) in (1..).zip(old.split_inclusive(|byte| *byte == b'\n')) {
        let at = places.get(line).map(Vec::as_slice);
        let ahead = at.and_then(|places| places.get(places.partition_point(|place| *place < next)));
        if let Some(place) = ahead {
            next = place.saturating_add(1);
            continue;
        }
        let text = String::from_utf8_lossy(line).trim_end().to_string();
        let fate = if at.is_some() {
            Fate::Moved
        } else {
            let by_id = by_id.get_or_insert_with(|| new_lines.iter().filter_map(|line| with_id(&String::from_utf8_lossy(line))).collect());
            with_id(&text).and_then(|(id, _)| by_id.get(&id).cloned()).map_or(Fate::Removed, |now| Fate::Changed { now })
        };
        losses.push(Loss { line: number, text, fate });
    }
    losses
}

fn with_id(line: &str) -> Option<(EntryId, String)> {
    let line = line.trim_end();
    let id = EntryId::parse(Row::split(line).ok()?.get(Column::Id).as_bytes())?;
    Some((id, line.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, note: &str) -> String {
        format!("261121-{number:08},2026-11-21,receipt,,HT-1,,1.00,,,,,bank,lilei,{note}\n")
    }

    fn fates(losses: &[Loss]) -> Vec<(u32, &Fate)> {
        losses.iter().map(|loss| (loss.line, &loss.fate)).collect()
    }

    #[test]
    fn a_journal_grows_at_its_end_only() {
        let [a, b, c] = [1, 2, 3].map(|number| row(number, "x"));
        let old = [a.clone(), b.clone()].concat();
        let check = |new: &[&str]| grown(old.as_bytes(), new.concat().as_bytes());
        assert_eq!(check(&[&a, &b]), []);
        assert_eq!(check(&[&a, &b, &c]), []);
        assert_eq!(fates(&check(&[&a])), [(2, &Fate::Removed)]);
        assert_eq!(fates(&check(&[&b, &a])), [(2, &Fate::Moved)]);
        assert_eq!(fates(&check(&[&a, &c, &b])), [(2, &Fate::Preceded)]);
        let edited = row(2, "y");
        assert_eq!(fates(&check(&[&a, &edited])), [(2, &Fate::Changed { now: edited.trim_end().into() })]);
        assert_eq!(grown(b"", b"x\n"), []);
    }

    #[test]
    fn a_merge_keeps_the_lines_of_both_sides_in_order() {
        let [a, b, c] = [1, 2, 3].map(|number| row(number, "x"));
        let merged = [a.clone(), b.clone(), c.clone()].concat();
        assert_eq!(kept([a.clone(), c.clone()].concat().as_bytes(), merged.as_bytes()), []);
        assert_eq!(fates(&kept([c, a].concat().as_bytes(), merged.as_bytes())), [(2, &Fate::Moved)]);
    }
}
