//! The ledger as flat tables: every row has the names of what it is about, so that no join is needed to read it.

mod entries;
mod rows;

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use crate::account::{Account, TierLadder};
use crate::date::Day;
use crate::entry::{EntryId, EntryIx, Kind};
use crate::money::Money;
use crate::reports::Effects;
use crate::text::Lang;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Money,
    Count,
    Day,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Money(Money),
    Count(i64),
    Day(Day),
    None,
}

impl Value {
    /// A text; nothing where it is empty.
    fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() { Self::None } else { Self::Text(text.to_string()) }
    }

    fn day(day: Option<Day>) -> Self {
        day.map_or(Self::None, Self::Day)
    }

    fn flag(flag: bool) -> Self {
        Self::Count(flag.into())
    }
}

/// A table: its columns, and its rows one by one.
pub struct Table {
    /// Its name, also that of its file.
    pub name: &'static str,
    pub(super) columns: &'static [(&'static str, Holds)],
    pub(super) rows: for<'d> fn(&'d Data<'d>) -> Box<dyn Iterator<Item = Vec<Value>> + 'd>,
}

/// All tables, those first that others refer to.
pub const TABLES: &[&Table] = &[&rows::ABOUT, &rows::TIERS, &rows::CUSTOMERS, &rows::CONTRACTS, &rows::POSITIONS, &entries::ENTRIES, &entries::ALLOCATIONS];

/// What rows are made from.
pub struct Data<'a> {
    account: &'a Account<'a>,
    lang: Lang,
    ladder: TierLadder,
    effects: Effects<'a>,
    applied: FxHashMap<EntryIx, Money>,
    unapplied: FxHashMap<EntryIx, Money>,
    voids: FxHashMap<EntryIx, EntryId>,
}

impl<'a> Data<'a> {
    /// Gathers it.
    pub fn new(account: &'a Account<'a>, lang: Lang) -> Self {
        // First: it asks for allocations, commitments and positions in one replay.
        let confirms: Vec<_> = account.of_kind(Kind::Confirm).map(|(_, entry)| entry).collect();
        let effects = Effects::new(account, lang).with_claims(confirms.iter());
        let (mut applied, mut unapplied) = (FxHashMap::default(), FxHashMap::default());
        for own in account.allocations() {
            *applied.entry(own.entry).or_insert(Money::ZERO) += own.amount;
        }
        for own in account.credits() {
            *unapplied.entry(own.entry).or_insert(Money::ZERO) += own.amount;
        }
        let voids = account.of_kind(Kind::Void).filter_map(|(_, entry)| Some((entry.refers?, entry.id))).collect();
        Self { account, lang, ladder: TierLadder::of_book(account.book), effects, applied, unapplied, voids }
    }
}

/// Writes a table as CSV: keys as headings, amounts with two decimals, nothing where there is nothing.
pub fn csv(table: &Table, data: &Data, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(table.columns.iter().map(|(name, _)| name)).map_err(io::Error::other)?;
    for row in (table.rows)(data) {
        for value in row {
            let field = match value {
                Value::Text(text) => text,
                Value::Money(amount) => amount.to_string(),
                Value::Count(count) => count.to_string(),
                Value::Day(day) => day.to_string(),
                Value::None => String::new(),
            };
            writer.write_field(field).map_err(io::Error::other)?;
        }
        writer.write_record(None::<&[u8]>).map_err(io::Error::other)?;
    }
    writer.flush()
}
