//! The tables as an `SQLite` database, with views over them.

use std::path::Path;

use rusqlite::types::{ToSqlOutput, Value as Sql};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::tables::{Data, Holds, TABLES, Table, Value};

/// What is looked for by more than its key.
const INDEXES: &str = "
CREATE INDEX contracts_by_customer ON contracts (customer);
CREATE INDEX positions_by_customer ON positions (customer, contract);
CREATE INDEX entries_by_customer ON entries (customer, contract);
CREATE INDEX allocations_by_entry ON allocations (entry);
CREATE INDEX allocations_by_position ON allocations (position);
";

/// What it needs no care for: a file that half exists is thrown away, and has its name only once it is whole.
const CARELESS: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";

/// Writes the database into a new file; what `SQLite` says where it cannot.
pub fn sqlite(data: &Data, path: &Path) -> Result<(), String> {
    database(data, path).map_err(|error| error.to_string())
}

fn database(data: &Data, path: &Path) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(CARELESS)?;
    let transaction = connection.transaction()?;
    for table in TABLES {
        transaction.execute_batch(&schema(table))?;
        let places = vec!["?"; table.columns.len()].join(", ");
        let mut insert = transaction.prepare(&format!("INSERT INTO {} VALUES ({places})", table.name))?;
        for row in (table.rows)(data) {
            insert.execute(params_from_iter(row.iter()))?;
        }
    }
    transaction.execute_batch(INDEXES)?;
    transaction.execute_batch(include_str!("views.sql"))?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)
}

/// `CREATE TABLE`, with keys as far as the tables refer to each other.
fn schema(table: &Table) -> String {
    let columns: Vec<String> = table.columns.iter().map(|(name, holds)| column(table.name, name, *holds)).collect();
    format!("CREATE TABLE {} (\n  {}\n);", table.name, columns.join(",\n  "))
}

fn column(table: &str, name: &str, holds: Holds) -> String {
    let kind = match holds {
        Holds::Text | Holds::Day => format!("{name} TEXT"),
        Holds::Count => format!("{name} INTEGER"),
        Holds::Money => format!("{name}_cents INTEGER"),
    };
    let key = match (table, name) {
        ("tiers", "tier_no") | ("customers", "customer") | ("contracts", "contract") | ("positions", "position") | ("entries", "entry") => " PRIMARY KEY",
        (_, "customer") => " REFERENCES customers",
        (_, "contract") => " REFERENCES contracts",
        (_, "tier_no") => " REFERENCES tiers",
        ("allocations", "position") => " REFERENCES positions",
        ("allocations", "entry") => " REFERENCES entries",
        _ => "",
    };
    kind + key
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Text(text) => ToSqlOutput::from(text.as_str()),
            Self::Money(amount) => ToSqlOutput::from(amount.cents()),
            Self::Count(count) => ToSqlOutput::from(*count),
            Self::Day(day) => ToSqlOutput::Owned(Sql::Text(day.to_string())),
            Self::None => ToSqlOutput::Owned(Sql::Null),
        })
    }
}
