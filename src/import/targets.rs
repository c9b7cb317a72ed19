//! A list of targets that a manager keeps in a spreadsheet → a new file of the book: a target a row, or a row for each rep
//! with a column for each month.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::cells::Order;
use super::find::Names;
use super::list::{Headings, Known, List};
use super::map::Map;
use super::record::{Lines, Record};
use super::written::{Written, quoted, text_line};
use crate::book::{Book, CustomerIx, RepIx, Scope, Target, TargetKind};
use crate::date::{Day, Period};
use crate::money::Money;
use crate::problem::{BookFault, ListFault, Problem, UsageFault};
use crate::source::Source;
use crate::text::{fold, nearest, text};

/// The columns of a list of targets, with their usual headings.
const KNOWN: &[Known] = &[
    ("period", &["期间", "月份", "年月"]),
    ("rep", &["销售代表", "业务员", "销售员", "姓名"]),
    ("team", &["团队", "部门"]),
    ("customer", &["客户", "客户名称"]),
    ("category", &["产品状态"]),
    ("kind", &["种类", "类别", "指标"]),
    ("amount", &["目标", "目标金额", "回款目标", "金额"]),
    ("assigned", &["下达", "公司下达"]),
    ("reported", &["自报", "上报"]),
    ("forecast", &["预估"]),
    ("ask", &["首次要求额", "要求"]),
    ("agreed_on", &["约定日", "确认日期"]),
    ("agreed_by", &["约定人", "确认人"]),
    ("currency", &["币种", "货币"]),
];
/// Columns that say whom a target is for.
const SCOPES: [&str; 4] = ["rep", "team", "customer", "category"];
/// Further amounts of a target.
const MORE: [&str; 4] = ["assigned", "reported", "forecast", "ask"];

/// How a list of targets is to be read.
pub struct TargetsAsked<'a> {
    /// Its map, where there is one.
    pub map: Option<&'a Source>,
    /// The order of day and month.
    pub order: Option<Order>,
    /// The year of months that are written without one.
    pub year: Option<i32>,
    /// The comment the new file begins with.
    pub comment: String,
}

/// What a list of targets makes.
#[derive(Debug, Default)]
pub struct Targets {
    /// The new file of the book.
    pub written: Written,
    /// How many targets are in it.
    pub count: usize,
    /// Targets the book has just so.
    pub there: usize,
    /// What is wrong with rows.
    pub problems: Vec<Problem>,
    /// Lines that are sums or page ends.
    pub footers: Vec<u32>,
    /// Columns that were read: key and heading.
    pub read: Vec<(&'static str, String)>,
    /// Headings that mean nothing to us.
    pub unread: Vec<String>,
}

/// A target of a row.
struct Row {
    record: Record,
    /// Where its amount stands.
    place: Option<usize>,
    scope: Scope,
    period: Period,
    kind: TargetKind,
    amount: Money,
    more: [Option<Money>; 4],
    agreed_on: Option<Day>,
    agreed_by: Vec<String>,
}

/// What rows name.
struct Named<'b> {
    reps: Names<'b, RepIx>,
    customers: Names<'b, CustomerIx>,
    teams: Vec<&'b str>,
}

impl Targets {
    /// Reads a list against the book.
    ///
    /// # Errors
    /// A map that cannot be used, no header, or months without a year. What is wrong with rows is among the problems.
    pub fn read(lines: Lines, book: &Book, asked: &TargetsAsked) -> Result<Self, Problem> {
        let keys: Vec<&str> = KNOWN.iter().map(|(key, _)| *key).collect();
        let map = asked.map.map(|source| Map::parse(source, &keys)).transpose()?;
        let headings = Headings::read(KNOWN, map.as_ref())?;
        let mut list = List::open(lines, headings, &[&["period", "rep", "team", "customer", "category"]], asked.order)?;
        let long = list.place("period").is_some() && list.place("amount").is_some();
        let months = if long { Vec::new() } else { months(&list, asked.year)? };
        let teams = book.reps().map(|(_, rep)| rep.team.as_str()).filter(|team| !team.is_empty()).collect();
        let named = Named { reps: Names::reps(book), customers: Names::customers(book), teams };
        let mut rows = Vec::new();
        let anchor = if long { "period" } else { scope_column(&list) };
        while let Some(record) = list.next(anchor) {
            list.currency(&record, &book.currency);
            if long { rows.extend(long_row(&mut list, &record, &named, asked.year)) } else { rows.extend(wide_row(&mut list, &record, &named, &months)) }
        }
        let mut found = Self { written: Written::new(list.table.file(), &asked.comment), ..Self::default() };
        found.write(&mut list, book, &rows);
        let taken: Vec<String> = months.iter().map(|(place, _)| list.table.name(*place).to_string()).collect();
        found.read = keys.iter().copied().filter(|key| list.place(key).is_some()).map(|key| (key, list.heading(key))).collect();
        if let (Some(first), Some(last)) = (taken.first(), taken.last()) {
            found.read.push(("amount", format!("{first} … {last}")));
        }
        found.unread = list.unread().into_iter().filter(|name| !taken.contains(name)).collect();
        (found.problems, found.footers) = (list.problems, list.footers);
        found.problems.sort_by_key(|problem| problem.place.as_ref().map(|place| (place.line, place.column)));
        Ok(found)
    }

    fn write(&mut self, list: &mut List, book: &Book, rows: &[Row]) {
        let mut seen: HashMap<(&Scope, TargetKind, Period), u32> = HashMap::new();
        for row in rows {
            let key = (&row.scope, row.kind, row.period);
            if let Some(first) = seen.get(&key) {
                let (file, id) = (list.table.file().to_string(), written_period(row.period));
                let fault = BookFault::Duplicate { id, first: format!("{file}:{first}") };
                list.problems.push(row.record.problem(&file, row.place, fault));
                continue;
            }
            seen.insert(key, row.record.line);
            let known = book.targets.iter().find(|own| (&own.scope, own.kind, own.period) == key);
            match known.map(|known| difference(known, row)) {
                Some(None) => self.there += 1,
                Some(Some((column, here, there))) => {
                    let place = list.place(column).or(row.place);
                    let column = place.map_or(column.to_string(), |place| list.table.name(place).to_string());
                    let words = SCOPES.into_iter().map(|key| list.words(&row.record, key)).find(|word| !word.is_empty()).unwrap_or_default();
                    let id = format!("{} {words}", written_period(row.period)).trim_end().to_string();
                    let fault = ListFault::Differs { id, column, here, there };
                    list.problems.push(row.record.problem(list.table.file(), place, fault));
                }
                None => {
                    self.written.push(&block(book, row), &row.record);
                    self.count += 1;
                }
            }
        }
    }
}

/// The first column that says whom a target is for.
fn scope_column(list: &List) -> &'static str {
    SCOPES.into_iter().find(|key| list.place(key).is_some()).unwrap_or("rep")
}

/// Columns that are headed by a period.
fn months(list: &List, year: Option<i32>) -> Result<Vec<(usize, Period)>, Problem> {
    let mut months = Vec::new();
    for (place, name) in list.table.names().iter().enumerate() {
        match period(name, year) {
            Some(period) => months.push((place, period)),
            None if period_of_year(name).is_some() => return Err(no_year()),
            None => {}
        }
    }
    if months.is_empty() { Err(list.table.lacks(vec!["period".to_string(), "amount".to_string()])) } else { Ok(months) }
}

fn no_year() -> Problem {
    let example = "huikuan import targets list.csv --year 2026 -o targets/2026.toml".to_string();
    UsageFault::Missing { name: text("年份 --year", "the year --year"), example }.into()
}

/// `2026-11`, `2026/11`, `202611`, `2026年11月`, `2026-Q4`, `2026`; `11月` and `Q4` of a year that is told.
fn period(text: &str, year: Option<i32>) -> Option<Period> {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let (own, rest) = match plain.split_at_checked(4) {
        Some((own, rest)) if own.bytes().all(|byte| byte.is_ascii_digit()) => (own.parse().ok()?, rest),
        _ => (year?, plain.as_str()),
    };
    let rest = rest.trim_start_matches(['-', '/', '.', '年']);
    if rest.is_empty() {
        return Period::parse(&format!("{own}"));
    }
    let within = period_of_year(rest).or_else(|| two_digits(rest).filter(|_| plain.len() > rest.len()))?;
    Period::parse(&format!("{own}-{within}"))
}

fn two_digits(text: &str) -> Option<String> {
    let number: u32 = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
    (1..=12).contains(&number).then(|| format!("{number:02}"))
}

/// `11月` or `Q4`, as a period has it behind its year.
fn period_of_year(text: &str) -> Option<String> {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    match plain.strip_suffix('月') {
        Some(month) => two_digits(month),
        None => plain.strip_prefix('Q').filter(|digit| ["1", "2", "3", "4"].contains(digit)).map(|digit| format!("Q{digit}")),
    }
}

/// A period as the book writes it.
fn written_period(period: Period) -> String {
    match period {
        Period::Year(year) => year.to_string(),
        Period::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
        other => other.first().to_string().chars().take(7).collect(),
    }
}

fn long_row(list: &mut List, record: &Record, named: &Named, year: Option<i32>) -> Option<Row> {
    let before = list.problems.len();
    let words = list.words(record, "period");
    let period = period(&words, year);
    if words.is_empty() {
        list.blank(record, "period");
    } else if period.is_none() {
        list.report(record, "period", BookFault::Choice { text: words, choices: "2026-11 | 2026-Q4 | 2026".into() });
    }
    let scope = scope(list, record, named);
    let kind = kind(list, record);
    let amount = list.money(record, "amount");
    if amount.is_none() && list.problems.len() == before {
        list.blank(record, "amount");
    }
    let more = MORE.map(|key| list.money(record, key));
    let agreed_on = list.day(record, "agreed_on");
    let agreed_by =
        list.words(record, "agreed_by").split(['、', ',', '，', ';', '；', '/']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_string).collect();
    if list.problems.len() > before {
        return None;
    }
    let place = list.place("amount");
    Some(Row { record: record.clone(), place, scope: scope?, period: period?, kind: kind?, amount: amount?, more, agreed_on, agreed_by })
}

/// The targets of a row with a column for each period; an empty cell is none.
fn wide_row(list: &mut List, record: &Record, named: &Named, months: &[(usize, Period)]) -> Vec<Row> {
    let before = list.problems.len();
    let (scope, kind) = (scope(list, record, named), kind(list, record));
    let mut rows = Vec::new();
    for (place, period) in months {
        let amount = list.money_at(record, *place);
        if let (Some(amount), Some(scope), Some(kind)) = (amount, &scope, kind) {
            let (record, scope) = (record.clone(), scope.clone());
            rows.push(Row { record, place: Some(*place), scope, period: *period, kind, amount, more: [None; 4], agreed_on: None, agreed_by: Vec::new() });
        }
    }
    if list.problems.len() > before { Vec::new() } else { rows }
}

fn kind(list: &mut List, record: &Record) -> Option<TargetKind> {
    let word = list.words(record, "kind");
    match fold(&word).as_str() {
        "" | "collection" | "回款" | "回款目标" => Some(TargetKind::Collection),
        "sales" | "销售" | "销售额" | "销售目标" => Some(TargetKind::Sales),
        _ => {
            list.report(record, "kind", BookFault::Choice { text: word, choices: "collection 回款 | sales 销售".into() });
            None
        }
    }
}

/// Whom a row is for. Where the list has a column for it, it must be filled in: a row without a name may be a sum.
fn scope(list: &mut List, record: &Record, named: &Named) -> Option<Scope> {
    let columns: Vec<&str> = SCOPES.into_iter().filter(|key| list.place(key).is_some()).collect();
    let filled: Vec<(&str, String)> = columns.iter().map(|key| (*key, list.words(record, key))).filter(|(_, word)| !word.is_empty()).collect();
    match filled.as_slice() {
        [] if columns.is_empty() => Some(Scope::Company),
        [] => {
            list.blank(record, scope_column(list));
            None
        }
        // A rep's row may name the team beside them.
        [(key @ "rep", word), ("team", _)] | [(key, word)] => one_scope(list, record, named, key, word),
        [_, (second, _), ..] => {
            let (a, b) = (filled.first().and_then(|(key, _)| SCOPES.into_iter().find(|own| own == key)), SCOPES.into_iter().find(|own| own == second));
            if let Some((a, b)) = a.zip(b) {
                list.report(record, b, BookFault::OneOf { a, b, both: true });
            }
            None
        }
    }
}

fn one_scope(list: &mut List, record: &Record, named: &Named, key: &str, word: &str) -> Option<Scope> {
    if ["公司", "全公司", "company"].contains(&fold(word).as_str()) {
        return Some(Scope::Company);
    }
    let found = match key {
        "rep" => named.reps.find(word).map(Scope::Rep),
        "customer" => named.customers.find(word).map(Scope::Customer),
        "team" => team(named, word),
        _ => Ok(Scope::Category(word.to_string())),
    };
    found.map_err(|fault| list.report(record, key, fault)).ok()
}

fn team(named: &Named, word: &str) -> Result<Scope, UsageFault> {
    if let Some(team) = named.teams.iter().find(|team| fold(team) == fold(word)) {
        return Ok(Scope::Team((*team).to_string()));
    }
    let near = nearest(word, named.teams.iter().copied()).into_iter().map(|team| (team.to_string(), team.to_string()));
    let mut near: Vec<_> = near.collect();
    near.dedup();
    Err(UsageFault::Unknown { what: text("团队", "team"), text: word.to_string(), nearest: near, retry: None })
}

/// The first in which the book has another target; what the row does not say it does not deny.
fn difference(known: &Target, row: &Row) -> Option<(&'static str, String, String)> {
    let money = |amount: Option<Money>| amount.map_or(String::new(), Money::grouped);
    let own = [known.assigned, known.reported, known.forecast, known.ask];
    let more = MORE.into_iter().zip(row.more).zip(own).filter(|((_, here), _)| here.is_some()).map(|((key, here), there)| (key, here, there));
    let mut pairs = std::iter::once(("amount", Some(row.amount), Some(known.amount))).chain(more);
    pairs.find(|(_, here, there)| here != there).map(|(key, here, there)| (key, money(here), money(there)))
}

fn block(book: &Book, row: &Row) -> String {
    let mut text = format!("[[target]]\nperiod = \"{}\"\n", written_period(row.period));
    text += &match &row.scope {
        Scope::Company => String::new(),
        Scope::Team(team) => text_line("team", team),
        Scope::Rep(rep) => text_line("rep", &book.rep(*rep).id),
        Scope::Customer(customer) => text_line("customer", &book.customer(*customer).id),
        Scope::Category(category) => text_line("category", category),
    };
    text += if row.kind == TargetKind::Sales { "kind = \"sales\"\n" } else { "" };
    text += &format!("amount = \"{}\"\n", row.amount);
    for (key, amount) in MORE.into_iter().zip(row.more) {
        text += &amount.map_or(String::new(), |amount| format!("{key} = \"{amount}\"\n"));
    }
    text += &row.agreed_on.map_or(String::new(), |day| format!("agreed_on = {day}\n"));
    if !row.agreed_by.is_empty() {
        text += &format!("agreed_by = [{}]\n", row.agreed_by.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_as_lists_write_them() {
        let shown = |text: &str, year| period(text, year).map(written_period);
        for (text, expected) in [
            ("2026-11", "2026-11"),
            ("2026/1", "2026-01"),
            ("202611", "2026-11"),
            ("2026年1月", "2026-01"),
            ("２０２６年１月", "2026-01"),
            ("2026-q4", "2026-Q4"),
            ("2026Q4", "2026-Q4"),
            ("2026年", "2026"),
        ] {
            assert_eq!(shown(text, None).as_deref(), Some(expected), "{text}");
        }
        assert_eq!((shown("11月", Some(2026)).as_deref(), shown("Q1", Some(2026)).as_deref()), (Some("2026-11"), Some("2026-Q1")));
        for text in ["", "11月", "13月", "11", "2026-13", "合计", "2026-11-01"] {
            assert_eq!(shown(text, None), None, "{text}");
        }
        assert_eq!((shown("11", Some(2026)), shown("合计", Some(2026))), (None, None));
    }
}
