//! The indicators as people read them: figures side by side by month, or a row per rep with how its rate went.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::collect::{Collected, Month};
use super::figures::{FIGURES, Figure, figure};
use super::sums::Sums;
use super::{drawn, explain, nothing, shown, title};
use crate::money::Ratio;
use crate::reports::Request;
use crate::reports::scope::{Key, Level};
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Lang, Text, text};

/// What the rows of `--by` show, with the rank by which a narrow page drops it; the rest is for programs.
const BY_ROW: &[(&str, u8)] = &[
    ("billed", 7),
    ("due", 2),
    ("received", 0),
    ("collection_rate", 0),
    ("on_time_rate", 3),
    ("in_full_rate", 8),
    ("dso", 4),
    ("add", 9),
    ("cei", 10),
    ("receivable", 6),
    ("overdue", 1),
    ("overdue_share", 2),
    ("kept_rate", 5),
];

const TREND: Text = text("走势", "Trend");

/// Figures as rows, months as columns; a narrow page drops the oldest.
pub(super) fn by_month(request: &Request, collected: &Collected) -> Sheet {
    let (lang, months) = (request.lang, &collected.months);
    let mut columns = vec![first_column()];
    for (number, month) in months.iter().enumerate() {
        let age = (months.len() - 1 - number).min(200) as u8;
        columns.push(Column::number(month.period.to_string(), text("", "")).named(month.period.to_string()).rank(age));
    }
    if months.len() > 1 {
        columns.push(Column::words("trend", TREND).whole());
    }
    let row = |figure: &Figure| {
        let values: Vec<Cell> = months.iter().map(|month| (figure.value)(&month.whole)).collect();
        let line = sparkline(&values);
        let mut row = vec![Cell::text(figure.heading.get(lang))];
        row.extend(values);
        if months.len() > 1 {
            row.push(Cell::text(line));
        }
        row
    };
    let explained =
        if request.flag("explain") { months.iter().flat_map(|month| explain(request, None, month, &Key::Company, &month.whole)).collect() } else { Vec::new() };
    Sheet {
        report: "kpi",
        title: title(lang),
        columns,
        rows: FIGURES.iter().map(row).collect(),
        charts: if request.drawn { drawn::by_month(request, collected) } else { Vec::new() },
        notes: notes(request, months, lang),
        explained,
        empty: nothing(lang),
        ..Sheet::default()
    }
}

/// The column that names the figures.
pub(super) fn first_column() -> Column {
    Column::words("figure", text("指标", "Figure")).whole()
}

/// A row per rep, team or customer: the last month, the most overdue first, and how the collection rate went.
pub(super) fn by_row(request: &Request, by: Level, collected: &Collected) -> Sheet {
    let (account, lang, months) = (request.account, request.lang, &collected.months);
    let Some(last) = months.last() else { return Sheet::default() };
    let named = Column::words("name", heading(by)).rank(0);
    let mut columns = vec![named];
    let figures: Vec<&Figure> = BY_ROW.iter().filter_map(|(key, _)| figure(key)).collect();
    columns.extend(figures.iter().zip(BY_ROW).map(|(figure, (_, rank))| Column::number(figure.key, figure.heading).rank(*rank)));
    let trend = months.len() > 1;
    if trend {
        columns.push(Column::words("trend", TREND).whole().rank(1));
    }
    let of_month = |month: &Month, number: usize| month.rows.get(number).cloned().unwrap_or_default();
    let line = |name: Cell, sums: &Sums, rates: &[Cell]| {
        let mut row = vec![name];
        row.extend(figures.iter().map(|figure| (figure.value)(sums)));
        if trend {
            row.push(Cell::text(sparkline(rates)));
        }
        row
    };
    let mut all: Vec<(usize, &Key, Sums)> = shown(collected, Some(by)).map(|(number, key)| (number, key, of_month(last, number))).collect();
    all.sort_by_key(|(_, _, sums)| std::cmp::Reverse((sums.overdue, sums.receivable)));
    let rate = |sums: &Sums| Cell::Ratio(sums.collection.rate());
    let rows: Vec<Vec<Cell>> = all
        .iter()
        .map(|(number, key, sums)| {
            let [_, _, name] = key.cells(account, lang);
            let rates: Vec<Cell> = months.iter().map(|month| month.rows.get(*number).map_or(Cell::Blank, rate)).collect();
            line(name, sums, &rates)
        })
        .collect();
    let rates: Vec<Cell> = months.iter().map(|month| rate(&month.whole)).collect();
    let total = line(Cell::TOTAL, &last.whole, &rates);
    let explained =
        if request.flag("explain") { all.iter().flat_map(|(_, key, sums)| explain(request, Some(by), last, key, sums)).collect() } else { Vec::new() };
    let (title, period, heading) = (title(lang), last.period, heading(by));
    let (zh, en) = (heading.zh, heading.en.to_lowercase());
    let mut notes = notes(request, std::slice::from_ref(last), lang);
    if trend {
        let first = months.len() - shown_bars(months.len());
        if let Some(first) = months.get(first).map(|month| month.period) {
            notes.push(say!(lang, "走势是到期回款率，{first} 到 {period}", "The trend is that of Collection %, {first} to {period}"));
        }
    }
    notes.push(say!(lang, "其余指标、其余月份：--format csv", "Other figures and months: --format csv"));
    let mut sheet = Sheet {
        report: "kpi",
        title: say!(lang, "{title} · {period} · 按{zh}", "{title} · {period} · by {en}"),
        columns,
        total: (rows.len() > 1).then_some(total),
        notes: if rows.is_empty() { Vec::new() } else { notes },
        rows,
        explained,
        empty: nothing(lang),
        ..Sheet::default()
    };
    if request.drawn {
        sheet.charts = drawn::by_row(request, &sheet, heading);
    }
    sheet
}

fn heading(by: Level) -> Text {
    match by {
        Level::Company => text("公司", "Company"),
        Level::Team => text("团队", "Team"),
        Level::Rep => text("销售代表", "Rep"),
        Level::Customer => text("客户", "Customer"),
        Level::Category => text("产品状态", "Category"),
    }
}

/// The rules by which a reader could be misled.
fn notes(request: &Request, months: &[Month], lang: Lang) -> Vec<String> {
    let day = request.day();
    let running = months.last().filter(|month| day < month.period.last()).map(|month| month.period);
    let mut notes = Vec::new();
    if let Some(month) = running {
        notes.push(say!(lang, "{month} 只算到 {day}", "{month} counts up to {day}"));
    }
    notes.push(say!(
        lang,
        "到期回款率 =（收回月初逾期 + 收回本月到期）÷（月初逾期 + 本月到期）",
        "Collection % = money for what was overdue or fell due ÷ all of that"
    ));
    notes.push(say!(
        lang,
        "回款含票据、抵债；销货额按账龄起算日；屏幕窄时只显示最近几个月",
        "Received includes drafts and goods; a narrow screen shows the last months only"
    ));
    notes
}

/// How many months a trend shows, of how many there are: the last two years.
fn shown_bars(months: usize) -> usize {
    months.min(24)
}

/// A bar for each figure, from nothing to the greatest; blank where there is no figure.
fn sparkline(values: &[Cell]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    // A blank that stays one at the beginning of a cell.
    const NONE: char = '\u{a0}';
    let values: Vec<Option<Decimal>> = values.iter().skip(values.len() - shown_bars(values.len())).map(value).collect();
    let known = || values.iter().flatten().copied().chain([Decimal::ZERO]);
    let (least, most) = (known().min().unwrap_or_default(), known().max().unwrap_or_default());
    let bar = |value: Decimal| {
        let share = (value - least).checked_div(most - least).unwrap_or_default();
        let number = (share * Decimal::from(BARS.len() - 1)).round().to_usize().unwrap_or_default();
        BARS.get(number).copied().unwrap_or(NONE)
    };
    if values.iter().all(Option::is_none) {
        return String::new();
    }
    values.into_iter().map(|value| value.map_or(NONE, bar)).collect()
}

fn value(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Money(amount) => Some(Decimal::from(amount.cents())),
        Cell::Ratio(ratio) | Cell::Average(ratio) => ratio.map(Ratio::decimal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_at_nothing() {
        let ratio = |part| Cell::Ratio(Ratio::of_counts(part, 100));
        assert_eq!(sparkline(&[ratio(98), ratio(100), ratio(50)]), "██▅");
        assert_eq!(sparkline(&[Cell::Ratio(None), ratio(0), ratio(100)]), "\u{a0}▁█");
        assert_eq!(sparkline(&[Cell::Ratio(None), Cell::Ratio(None)]), "");
        assert_eq!(sparkline(&[ratio(0), ratio(0)]), "▁▁");
        // What is below nothing lowers the ground.
        assert_eq!(sparkline(&[ratio(-100), ratio(0), ratio(75)]), "▁▅█");
    }
}
