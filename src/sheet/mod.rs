//! What a report says, as typed cells: the one thing every output format is made from.

mod chart;

pub use chart::{Chart, ChartKind, Series, size, steps};

use smol_str::SmolStr;

use crate::date::Day;
use crate::money::{Money, Ratio};
use crate::text::Text;

/// A code, the same in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab-case.
    pub code: SmolStr,
    /// What people call it.
    pub label: SmolStr,
    /// Colour on a terminal; empty for none.
    pub color: SmolStr,
}

/// One value of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Blank,
    /// Text as it is, from the ledger or in the report's language.
    Text(SmolStr),
    /// What a total is called: for people only.
    Label(&'static Text),
    /// A code with what people call it, and the colour it is told by.
    Code(Box<Code>),
    /// An amount.
    Money(Money),
    /// A number of days or other things.
    Count(i64),
    /// A date.
    Date(Day),
    /// A ratio; none where the denominator is zero.
    Ratio(Option<Ratio>),
    /// An average of days or other things; none where the denominator is zero.
    Average(Option<Ratio>),
}

impl Cell {
    /// A text.
    pub fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }

    /// A name of the ledger's, which is shared and not copied.
    pub fn name(name: &SmolStr) -> Self {
        if name.is_empty() { Self::Blank } else { Self::Text(name.clone()) }
    }

    /// What a total is called.
    pub const TOTAL: Self = Self::Label(&crate::text::text("合计", "Total"));

    /// A code that needs no other name.
    pub fn code(code: impl AsRef<str>, label: impl AsRef<str>) -> Self {
        Self::colored(code, label, "")
    }

    /// A code that is also told by a colour.
    pub fn colored(code: impl AsRef<str>, label: impl AsRef<str>, color: &str) -> Self {
        Self::Code(Box::new(Code { code: code.as_ref().into(), label: label.as_ref().into(), color: color.into() }))
    }

    /// A date, or nothing.
    pub fn date(day: Option<Day>) -> Self {
        day.map_or(Self::Blank, Self::Date)
    }

    /// A number of days, or nothing.
    pub fn days(days: Option<i32>) -> Self {
        days.map_or(Self::Blank, |days| Self::Count(i64::from(days)))
    }

    /// An amount, or nothing.
    pub fn money(amount: Option<Money>) -> Self {
        amount.map_or(Self::Blank, Self::Money)
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heading {
    /// In both languages.
    Fixed(Text),
    /// A name from the ledger, such as a tier's.
    Given(String),
}

/// Which outputs show a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All.
    Everywhere,
    /// Tables for people only.
    Table,
    /// CSV and JSON only.
    Data,
}

/// A column of a sheet.
#[derive(Clone, Debug)]
pub struct Column {
    /// Stable snake-case key.
    pub key: String,
    /// Heading.
    pub heading: Heading,
    /// Which outputs show it.
    pub shown: Shown,
    /// 0: always there; a narrow table drops the highest first.
    pub rank: u8,
    /// Whether its values stand at the right.
    pub right: bool,
    /// Whether its values are never cut: half a date or a contract's number misleads.
    pub whole: bool,
    /// Columns of a terminal it wants at least before other columns are kept beside it.
    pub wants: usize,
}

impl Column {
    fn new(key: impl Into<String>, heading: Heading, shown: Shown, right: bool) -> Self {
        Self { key: key.into(), heading, shown, rank: 0, right, whole: right, wants: 16 }
    }

    /// A column of words.
    pub fn words(key: impl Into<String>, heading: Text) -> Self {
        Self::new(key, Heading::Fixed(heading), Shown::Everywhere, false)
    }

    /// A column of amounts or numbers.
    pub fn number(key: impl Into<String>, heading: Text) -> Self {
        Self::new(key, Heading::Fixed(heading), Shown::Everywhere, true)
    }

    /// The same column with another rank: the higher, the earlier a narrow table drops it.
    #[must_use]
    pub fn rank(self, rank: u8) -> Self {
        Self { rank, ..self }
    }

    /// The same column with more room for its words.
    #[must_use]
    pub fn wants(self, wants: usize) -> Self {
        Self { wants, ..self }
    }

    /// The same column, whose values are never cut.
    #[must_use]
    pub fn whole(self) -> Self {
        Self { whole: true, ..self }
    }

    /// The same column in CSV and JSON only.
    #[must_use]
    pub fn data_only(self) -> Self {
        Self { shown: Shown::Data, ..self }
    }

    /// The same column in tables only.
    #[must_use]
    pub fn table_only(self) -> Self {
        Self { shown: Shown::Table, ..self }
    }

    /// The same column headed by a name from the ledger.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { heading: Heading::Given(name.into()), ..self }
    }
}

/// A total row: figures by the keys of their columns, blank elsewhere.
pub fn totals<const COUNT: usize>(columns: &[Column], figures: [(&str, Cell); COUNT]) -> Vec<Cell> {
    let mut total = vec![Cell::Blank; columns.len()];
    for (key, figure) in figures {
        if let Some(place) = columns.iter().position(|column| column.key == key).and_then(|number| total.get_mut(number)) {
            *place = figure;
        }
    }
    total
}

/// A figure that stands beside the rows.
#[derive(Clone, Debug)]
pub struct Memo {
    /// Stable key.
    pub key: &'static str,
    /// Heading.
    pub heading: Text,
    /// Value.
    pub value: Cell,
}

/// How a figure came about, for `--explain`.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Of what: a period, a customer, a rep.
    pub of: String,
    /// Key of its column.
    pub key: &'static str,
    /// What it is called.
    pub heading: Text,
    /// The formula, in which `{key}` stands for an input.
    pub formula: Text,
    /// What goes into it: key, name, value.
    pub inputs: Vec<(&'static str, Text, Cell)>,
    /// What comes of it.
    pub value: Cell,
}

/// A finished report.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its command.
    pub report: &'static str,
    /// Title in the report's language, with what it covers.
    pub title: String,
    /// Lines between the title and the table, for people.
    pub lead: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
    /// The tables of a page of several, in place of its own.
    pub sections: Vec<Sheet>,
    /// Drawings of its figures, where they are asked for.
    pub charts: Vec<Chart>,
    /// A drawing in lines under the table, for a terminal as wide as it is.
    pub drawing: Vec<String>,
    /// Lines in place of the table, in light markdown, where a message is wanted.
    pub message: Vec<String>,
    /// Lines in place of the table at a terminal: what can be put into a file of the book as it is.
    pub paste: Vec<String>,
    /// The total, as long as the columns.
    pub total: Option<Vec<Cell>>,
    /// Whether the total is for programs only.
    pub hide_total: bool,
    /// Figures beside the rows.
    pub memo: Vec<Memo>,
    /// Whether those are for programs only: the lines under the table tell them.
    pub hide_memo: bool,
    /// Lines under the table, for people.
    pub notes: Vec<String>,
    /// How its figures came about, where that was asked for.
    pub explained: Vec<Explained>,
    /// What to say beside it, on stderr.
    pub hints: Vec<String>,
    /// What to say where there is no row.
    pub empty: String,
    /// Whether it found what `--exit-code` asks for; where it says nothing, any row is such a finding.
    pub finding: Option<bool>,
    /// Whether it answers no: the exit code is 1 then, whether `--exit-code` is given or not.
    pub refuses: bool,
}

impl Sheet {
    /// The total as people see it.
    pub fn shown_total(&self) -> Option<&Vec<Cell>> {
        self.total.as_ref().filter(|_| !self.hide_total)
    }
}

/// What a sheet was made of and for.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Name of the ledger.
    pub ledger: String,
    /// Currency code.
    pub currency: String,
    /// As-of date.
    pub as_of: Day,
    /// Fingerprint and version of the files, where asked for.
    pub trace: Option<String>,
}
