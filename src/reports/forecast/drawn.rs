//! What a forecast draws: a bar a period from what surely comes to what may, with a mark at what habit says.

use crate::say;
use crate::sheet::{Cell, Chart, ChartKind, Series, Sheet};
use crate::text::{Lang, text};

/// The drawing of a sheet with a row a period; none where nothing is expected.
pub(super) fn charts(sheet: &Sheet, lang: Lang) -> Vec<Chart> {
    let column = |key: &str| sheet.columns.iter().position(|column| column.key == key);
    let keys = ["low", "habit_basis", "high", "committed", "due_date_basis"];
    let names = [
        say!(lang, "低", "Low"),
        say!(lang, "按付款习惯", "By habit"),
        say!(lang, "高", "High"),
        say!(lang, "待兑现承诺", "Committed"),
        say!(lang, "按到期日", "By due day"),
    ];
    let places: Vec<usize> = keys.iter().filter_map(|key| column(key)).collect();
    let pick = |row: &Vec<Cell>| Some((row.first()?.clone(), places.iter().filter_map(|place| row.get(*place)).cloned().collect()));
    let chart = Chart {
        key: "forecast",
        title: say!(lang, "以后能回多少：预测和区间", "What may come: forecast and range"),
        kind: ChartKind::Ranges,
        of: text("期间", "Period"),
        series: keys.into_iter().zip(names).map(|(key, name)| Series::plain(key, name)).collect(),
        rows: sheet.rows.iter().filter_map(pick).collect(),
        total: sheet.total.as_ref().and_then(pick),
        mark: None,
        notes: vec![say!(lang, "照付款习惯推算，不是保证", "reckoned from how customers paid; no promise")],
    };
    if chart.is_nothing() { Vec::new() } else { vec![chart] }
}
