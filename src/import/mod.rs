//! Other people's files → what they say: bank statements, lists of contracts, of targets and of entries.

mod cells;
mod contracts;
mod declared;
mod decode;
mod entries;
mod find;
mod list;
mod map;
mod maps;
pub mod matching;
mod preview;
mod receipts;
mod reconcile;
mod record;
mod statement;
mod table;
mod targets;
mod unmatched;
mod written;

pub use cells::{Dates, NoAmount, NoDate, Order, amount, is_nothing, serial, words};
pub use contracts::{Asked, Contracts, NewCustomer};
pub use declared::Declared;
pub use decode::{Decoded, encoding};
pub use entries::{Entries, EntriesAsked, Row, State, kind_of};
pub use map::Map;
pub use maps::{BUILT_IN, BuiltIn, PAYMENTS};
pub use preview::Preview;
pub use receipts::{Recording, draft, drafts};
pub use reconcile::Reconciling;
pub use record::{Lines, Record};
pub use statement::{Line, Statement, StatementMap, Tally};
pub use table::{Columns, Form, Layout, Table};
pub use targets::{Targets, TargetsAsked};
pub use unmatched::unmatched;
pub use written::Written;
