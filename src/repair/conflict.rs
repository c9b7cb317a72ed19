//! Conflict markers that a merge left: taken out where both sides only add entries, kept for people to decide elsewhere.

use std::collections::HashMap;

use super::{Change, Line};
use crate::entry::{Column, EntryId, Row};
use crate::text::text;

/// The lines without the markers of conflicts in which both sides only add.
pub(super) fn resolve(lines: &[Line], changes: &mut Vec<Change>) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        if line.text.starts_with("<<<<<<<")
            && let Some((block, following)) = block(rest)
        {
            if let Some(both) = both(&block) {
                let what = text("合并冲突：两边都只是新增，都留下", "merge conflict: both sides only add, so both stay");
                changes.extend(block.markers.iter().map(|marker| Change::removed(marker.number, what, marker.text.clone())));
                out.extend(both);
            } else {
                out.extend_from_slice(rest.get(..rest.len() - following.len()).unwrap_or_default());
            }
            rest = following;
            continue;
        }
        out.push(line.clone());
        rest = after;
    }
    out
}

/// One conflict: ours, the common ancestor where it is shown, theirs.
struct Block<'a> {
    ours: &'a [Line],
    base: &'a [Line],
    theirs: &'a [Line],
    markers: Vec<&'a Line>,
}

/// The conflict that begins the lines, and the lines after it.
fn block(lines: &[Line]) -> Option<(Block<'_>, &[Line])> {
    let until = |from: usize, marker: &str| lines.get(from..)?.iter().position(|line| line.text.starts_with(marker)).map(|at| from + at);
    let end = until(1, ">>>>>>>")?;
    let middle = until(1, "=======").filter(|at| *at < end)?;
    let base = until(1, "|||||||").filter(|at| *at < middle);
    let markers = [Some(0), base, Some(middle), Some(end)].into_iter().flatten().filter_map(|at| lines.get(at)).collect();
    let block = Block {
        ours: lines.get(1..base.unwrap_or(middle))?,
        base: base.map_or(Some(&[][..]), |base| lines.get(base + 1..middle))?,
        theirs: lines.get(middle + 1..end)?,
        markers,
    };
    Some((block, lines.get(end + 1..)?))
}

/// Both sides one after the other, where each is whole entries, holds all of the ancestor's and changes none.
fn both(block: &Block) -> Option<Vec<Line>> {
    let side = |lines: &[Line]| -> Option<HashMap<EntryId, String>> {
        let id = |line: &Line| EntryId::parse(Row::split(&line.text).ok()?.get(Column::Id).as_bytes());
        lines.iter().map(|line| Some((id(line)?, line.text.clone()))).collect()
    };
    let (ours, base, theirs) = (side(block.ours)?, side(block.base)?, side(block.theirs)?);
    let changed = ours.iter().any(|(id, line)| theirs.get(id).is_some_and(|other| other != line));
    let kept = base.iter().all(|(id, line)| ours.get(id) == Some(line) && theirs.get(id) == Some(line));
    if changed || !kept {
        return None;
    }
    let is_new = |line: &&Line| !ours.values().any(|own| *own == line.text);
    Some(block.ours.iter().chain(block.theirs.iter().filter(is_new)).cloned().collect())
}
