//! Ids that are mentioned before or after they are defined, as small numbers.

use super::At;
use super::ids::Ids;

/// The ids of one kind of thing.
#[derive(Default)]
pub(super) struct Refs {
    numbers: Ids,
    first_mention: Vec<Option<At>>,
    defined: Vec<Option<(u32, At)>>,
}

impl Refs {
    fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return number;
        }
        let number = self.defined.len() as u32;
        self.numbers.insert(id, number);
        self.first_mention.push(None);
        self.defined.push(None);
        number
    }

    /// The number of an id that is referred to at a place.
    pub(super) fn mention(&mut self, id: &str, at: At) -> u32 {
        let number = self.number(id);
        if let Some(first) = self.first_mention.get_mut(number as usize) {
            first.get_or_insert(at);
        }
        number
    }

    /// Defines an id as item `index`; the earlier place where it is defined already.
    pub(super) fn define(&mut self, id: &str, index: u32, at: At) -> Result<(), At> {
        let number = self.number(id);
        match self.defined.get_mut(number as usize) {
            Some(Some((_, first))) => Err(*first),
            Some(slot) => {
                *slot = Some((index, at));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The item a number stands for.
    pub(super) fn resolve(&self, number: u32) -> Option<u32> {
        self.defined.get(number as usize).copied().flatten().map(|(index, _)| index)
    }

    /// Ids that are mentioned and not defined, with the first place.
    pub(super) fn undefined(&self) -> impl Iterator<Item = (String, At)> {
        self.numbers.iter().filter_map(|(id, number)| {
            let mention = self.first_mention.get(number as usize).copied().flatten()?;
            self.resolve(number).is_none().then_some((id, mention))
        })
    }

    /// Ids that are defined.
    pub(super) fn defined(&self) -> impl Iterator<Item = String> {
        self.numbers.iter().filter(|(_, number)| self.resolve(*number).is_some()).map(|(id, _)| id)
    }

    /// Ids with the items they stand for.
    pub(super) fn into_ids(self) -> Ids {
        let defined = self.defined;
        self.numbers.renumbered(|number| Some((*defined.get(number as usize)?)?.0))
    }
}
