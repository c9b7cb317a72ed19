//! What the indicators draw: a bar a month, or a bar a row.

use super::collect::{self, Collected};
use super::figures::{Figure, figure};
use super::sums::Sums;
use crate::date::Period;
use crate::reports::Request;
use crate::reports::scope::Level;
use crate::say;
use crate::sheet::{Cell, Chart, ChartKind, Series, Sheet};
use crate::text::{Text, text};

/// Rows a drawing shows; the rest is counted.
const MOST: usize = 12;

const MONTH: Text = text("月份", "Month");

/// Of the months side by side: what came, how much of what was due, and what is open.
pub(super) fn by_month(request: &Request, collected: &Collected) -> Vec<Chart> {
    let own = ["received", "collection_rate"].into_iter().filter_map(figure).map(|figure| of_months(request, collected, figure));
    own.chain([receivable(request, collected)]).chain(figure("dso").map(|figure| of_months(request, collected, figure))).collect()
}

fn of_months(request: &Request, collected: &Collected, figure: &Figure) -> Chart {
    let name = figure.heading.get(request.lang);
    let rows = collected.months.iter().map(|month| (Cell::text(month.period.to_string()), vec![(figure.value)(&month.whole)])).collect();
    Chart {
        key: figure.key,
        title: name.to_string(),
        kind: ChartKind::Bars,
        of: MONTH,
        series: vec![Series::plain(figure.key, name)],
        rows,
        total: None,
        mark: None,
        notes: Vec::new(),
    }
}

/// What is open at each month's end, and how much of it is overdue.
fn receivable(request: &Request, collected: &Collected) -> Chart {
    let lang = request.lang;
    let amounts = |own: &Sums| vec![Cell::Money(own.receivable), Cell::Money(own.overdue)];
    Chart {
        key: "trend",
        title: say!(lang, "应收和逾期，各月末", "Receivable and overdue at each month's end"),
        kind: ChartKind::Columns,
        of: MONTH,
        series: vec![
            Series::colored("receivable", say!(lang, "应收余额", "Receivable"), "blue"),
            Series::colored("overdue", say!(lang, "其中逾期", "Overdue"), "red"),
        ],
        rows: collected.months.iter().map(|month| (Cell::text(month.period.to_string()), amounts(&month.whole))).collect(),
        total: None,
        mark: None,
        notes: Vec::new(),
    }
}

/// The same of the months up to this one, without those before anything was owed.
pub(in crate::reports) fn trend(request: &Request, months: i32) -> Chart {
    let first = request.day().plus_days(1 - request.day().day() as i32);
    let periods: Vec<Period> = (1 - months..=0).map(|shift| Period::month_of(first.plus_months(shift))).collect();
    let mut chart = receivable(request, &collect::months(request, Level::Company, &periods));
    let begun = chart.rows.iter().position(|(_, values)| values.iter().any(|own| *own != Cell::Money(crate::money::Money::ZERO)));
    chart.rows.drain(..begun.unwrap_or(0));
    chart
}

/// Of rows of the last month: how much of what was due came, and what is overdue.
pub(super) fn by_row(request: &Request, sheet: &Sheet, of: Text) -> Vec<Chart> {
    let lang = request.lang;
    let column = |key: &str| sheet.columns.iter().position(|column| column.key == key);
    let Some(name) = column("name") else { return Vec::new() };
    let draw = |figure: &'static Figure| {
        let place = column(figure.key)?;
        let heading = figure.heading.get(lang);
        let more = sheet.rows.len().saturating_sub(MOST);
        Some(Chart {
            key: figure.key,
            title: heading.to_string(),
            kind: ChartKind::Bars,
            of,
            series: vec![Series::plain(figure.key, heading)],
            rows: sheet.rows.iter().take(MOST).filter_map(|row| Some((row.get(name)?.clone(), vec![row.get(place)?.clone()]))).collect(),
            total: None,
            mark: None,
            notes: (more > 0).then(|| say!(lang, "还有 {more} 行没有画", "{more} more are not drawn")).into_iter().collect(),
        })
    };
    ["collection_rate", "overdue"].into_iter().filter_map(figure).filter_map(draw).collect()
}
