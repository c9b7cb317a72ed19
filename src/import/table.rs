//! A table within a file: its header is found by the names of its columns, whatever stands above it.

use super::cells::{Dates, Order};
use super::record::{Lines, Record, Splitter};
use crate::problem::{ImportFault, Place, Problem};
use crate::text::{fold, is_hostile};

/// The header is looked for in so many lines.
const HEAD_LINES: usize = 500;
/// The characters that may part columns where nothing is said.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The names a column goes by; it may have none.
#[derive(Clone, Debug, Default)]
pub struct Columns(pub Vec<String>);

impl Columns {
    /// Whether the map does not name it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its first name.
    pub fn name(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }
}

/// What a map says of the files it is for.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The character between columns; found by itself where it is not told.
    pub delimiter: Option<u8>,
    /// The order of day and month.
    pub date_format: Option<Order>,
    /// Whether `1.234,56` is meant.
    pub decimal_comma: bool,
    /// How rows begin that are no lines: sums, page ends.
    pub footer: Vec<String>,
}

impl Default for Layout {
    fn default() -> Self {
        let footer = ["合计", "总计", "小计", "累计", "本页", "人民币合计", "total", "subtotal", "grand total", "sum"];
        Self { delimiter: None, date_format: None, decimal_comma: false, footer: footer.iter().map(ToString::to_string).collect() }
    }
}

impl Layout {
    /// Whether a row that begins with this folded text is a sum or a page's end, and no line.
    pub fn is_footer(&self, first: &str) -> bool {
        let own = |word: &String| {
            let word = fold(word);
            // `Summit Ltd.` is no sum.
            first.strip_prefix(&word).is_some_and(|rest| !(word.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphanumeric())))
        };
        self.footer.iter().any(own)
    }
}

/// A form a table may have: the columns it must have to be taken for one.
pub struct Form<'a> {
    /// Its layout.
    pub layout: &'a Layout,
    /// Columns that must be there, each by one of its names.
    pub needed: Vec<&'a Columns>,
}

/// A table whose header was found.
pub struct Table<'a> {
    lines: Lines<'a>,
    splitter: Splitter,
    header: Vec<String>,
    shown: Vec<String>,
    /// What stood above the header.
    pub preamble: Vec<String>,
    header_line: Record,
}

fn folded(name: &str) -> String {
    fold(&name.chars().filter(|c| !is_hostile(*c)).collect::<String>())
}

/// The line that came nearest to being the header.
struct Nearest {
    record: Record,
    form: usize,
    missing: Vec<String>,
    found: usize,
}

impl<'a> Table<'a> {
    /// Finds the header of one of the forms; the form's number with the table.
    ///
    /// # Errors
    /// No such header: with the line that comes nearest, and what it lacks.
    pub fn open(mut lines: Lines<'a>, forms: &[Form]) -> Result<(usize, Self), Problem> {
        let mut preamble = Vec::new();
        let mut best: Option<Nearest> = None;
        let mut text = Vec::new();
        for _ in 0..HEAD_LINES {
            text.clear();
            let Some(number) = lines.next(&mut text)? else { break };
            for delimiter in DELIMITERS {
                let record = Splitter::new(delimiter).split(&text, number);
                let header: Vec<String> = record.fields().map(folded).collect();
                for (form, own) in forms.iter().enumerate().filter(|(_, form)| form.layout.delimiter.is_none_or(|own| own == delimiter)) {
                    let missing: Vec<String> =
                        own.needed.iter().filter(|wanted| place(&header, wanted).is_none()).map(|wanted| wanted.name().to_string()).collect();
                    if missing.is_empty() {
                        let shown = record.fields().map(str::to_string).collect();
                        let table = Self { lines, splitter: Splitter::new(delimiter), header, shown, preamble, header_line: record };
                        return Ok((form, table));
                    }
                    let found = own.needed.len() - missing.len();
                    if found > 0
                        && best.as_ref().is_none_or(|best| missing.len() < best.missing.len() || missing.len() == best.missing.len() && found > best.found)
                    {
                        best = Some(Nearest { record: record.clone(), form, missing, found });
                    }
                }
            }
            preamble.push(String::from_utf8_lossy(&text).trim().to_string());
        }
        Err(no_header(&lines, forms, best))
    }

    /// The file as messages name it.
    pub fn file(&self) -> &str {
        self.lines.file()
    }

    /// Where a column stands; the first of its names that is there.
    ///
    /// # Errors
    /// Two columns of that name.
    pub fn column(&self, wanted: &Columns) -> Result<Option<usize>, Problem> {
        let Some(found) = place(&self.header, wanted) else { return Ok(None) };
        let name = self.header.get(found);
        match self.header.iter().rposition(|other| Some(other) == name) {
            Some(second) if second != found => {
                let name = self.name(found).to_string();
                Err(self.header_line.problem(self.file(), Some(second), ImportFault::TwoColumns { name }))
            }
            _ => Ok(Some(found)),
        }
    }

    /// The same of a column that has to be there.
    pub fn needed(&self, wanted: &Columns) -> Result<usize, Problem> {
        let missing = || self.header_line.problem(self.file(), None, ImportFault::NoHeader { missing: vec![wanted.name().to_string()], several: false });
        self.column(wanted)?.ok_or_else(missing)
    }

    /// All columns of these names that are there, in the order of the names.
    pub fn all(&self, wanted: &Columns) -> Vec<usize> {
        wanted.0.iter().filter_map(|name| self.header.iter().position(|own| *own == folded(name))).collect()
    }

    /// The names of its columns, as written.
    pub fn names(&self) -> &[String] {
        &self.shown
    }

    /// What is wrong with the heading of a column.
    pub fn header_problem(&self, column: usize, fault: impl Into<crate::problem::What>) -> Problem {
        self.header_line.problem(self.file(), Some(column), fault)
    }

    /// What is wrong with the header as a whole.
    pub fn lacks(&self, missing: Vec<String>) -> Problem {
        self.header_line.problem(self.file(), None, ImportFault::NoHeader { missing, several: false })
    }

    /// The heading of a column, as written.
    pub fn name(&self, column: usize) -> &str {
        self.shown.get(column).map_or("", String::as_str)
    }

    /// The next record that is neither blank nor the header once more.
    ///
    /// # Errors
    /// A record that is cut short by the file's end, or has more fields than there are columns.
    pub fn next_record(&mut self) -> Result<Option<Record>, Problem> {
        while let Some(record) = self.splitter.next(&mut self.lines)? {
            let blank = record.fields().all(str::is_empty);
            if blank || record.fields().map(folded).eq(self.header.iter().cloned()) {
                continue;
            }
            let columns = self.header.len();
            let extra = (columns..record.len()).find(|index| !record.get(*index).is_empty());
            if extra.is_some() && record.has_line_breaks() {
                return Err(record.problem(self.file(), None, ImportFault::OpenQuote));
            }
            let extra = extra.or_else(|| parted(&record, record.len() > columns));
            if let Some(extra) = extra {
                return Err(record.problem(self.file(), Some(extra), ImportFault::Extra { columns, fields: record.len() }));
            }
            return Ok(Some(record));
        }
        Ok(None)
    }

    /// A field of a column that has to be there in each row.
    ///
    /// # Errors
    /// A row that is too short for it.
    pub fn field<'r>(&self, record: &'r Record, column: usize) -> Result<&'r str, Problem> {
        if column < record.len() { Ok(record.get(column)) } else { Err(self.short(record)) }
    }

    /// A row that is too short.
    pub fn short(&self, record: &Record) -> Problem {
        record.problem(self.file(), None, ImportFault::Short { columns: self.header.len(), fields: record.len(), cut: record.unended })
    }

    /// Whether a row ends with the file before its last column.
    pub fn is_cut(&self, record: &Record) -> bool {
        let last = self.header.iter().rposition(|name| !name.is_empty()).unwrap_or(0);
        record.unended && record.len() <= last
    }

    /// Reads the dates of its rows.
    pub fn dates(layout: &Layout, told: Option<Order>) -> Dates {
        Dates::new(told.or(layout.date_format))
    }
}

/// Where a record has what may be the two halves of `5,000.00`: in one with more fields than columns any such figures, in
/// others those that no amount is written as.
fn parted(record: &Record, longer: bool) -> Option<usize> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (1..record.len()).find(|index| {
        let first = record.get(index - 1).trim_start_matches(['+', '-', '¥', '￥']);
        let (whole, decimals) = record.get(*index).split_once('.').unwrap_or((record.get(*index), ""));
        (1..=3).contains(&first.len())
            && digits(first)
            && whole.len() == 3
            && (longer || whole.starts_with('0'))
            && digits(whole)
            && (longer || !decimals.is_empty())
            && digits(decimals)
            && decimals.len() <= 2
    })
}

fn place(header: &[String], wanted: &Columns) -> Option<usize> {
    wanted.0.iter().find_map(|name| header.iter().position(|own| *own == folded(name)))
}

fn no_header(lines: &Lines, forms: &[Form], best: Option<Nearest>) -> Problem {
    let several = forms.len() > 1;
    // Where several forms are possible, half a match tells little.
    if let Some(best) = best.filter(|best| !several || best.found * 2 > forms.get(best.form).map_or(0, |form| form.needed.len())) {
        return best.record.problem(lines.file(), None, ImportFault::NoHeader { missing: best.missing, several });
    }
    let named = forms.iter().filter(|_| !several).flat_map(|form| form.needed.iter().map(|wanted| wanted.name().to_string()));
    let place = Place { file: lines.file().to_string(), line: 1, column: 0, text: String::new(), range: 0..0 };
    Problem::at(ImportFault::NoHeader { missing: named.collect(), several }, place)
}
