//! What `aging` draws: a bar a tier, or a bar a row with its tiers.

use super::Request;
use super::group::By;
use crate::account::{Age, TierLadder};
use crate::say;
use crate::sheet::{Cell, Chart, ChartKind, Series, Sheet, size};
use crate::text::{Text, text};

/// Rows a drawing shows; the rest is counted.
const MOST: usize = 12;

const OUTSTANDING: Text = text("未回款余额", "Outstanding");

/// A bar a tier.
pub(super) fn by_tier(request: &Request, ladder: &TierLadder, sheet: &Sheet) -> Vec<Chart> {
    let lang = request.lang;
    let pick = |row: &Vec<Cell>| Some((cell(sheet, row, "tier")?, vec![cell(sheet, row, "outstanding")?, cell(sheet, row, "share")?]));
    let series = vec![Series::plain("outstanding", OUTSTANDING.get(lang)), Series::plain("share", say!(lang, "占比", "Share"))];
    some(Chart {
        key: "tiers",
        title: match ladder.age {
            Age::Due => say!(lang, "应收按逾期等级", "Receivable by tier"),
            Age::Billed => say!(lang, "应收按账龄", "Receivable by age"),
        },
        kind: ChartKind::Bars,
        of: text("等级", "Tier"),
        series,
        rows: sheet.rows.iter().filter_map(pick).collect(),
        total: sheet.total.as_ref().and_then(pick),
        mark: None,
        notes: Vec::new(),
    })
}

/// A bar a row, its parts the tiers.
pub(super) fn by_row(request: &Request, ladder: &TierLadder, sheet: &Sheet, by: By) -> Vec<Chart> {
    let lang = request.lang;
    let mut series = vec![Series::plain("outstanding", OUTSTANDING.get(lang)), Series::plain("not_due", say!(lang, "未到期", "not due"))];
    series.extend(ladder.tiers.iter().map(|tier| Series::colored(&tier.name, tier.label.get(lang), &tier.color)));
    // A tier may be called as another column: they are found by where they stand, the sum behind its parts.
    let Some(first) = sheet.columns.iter().position(|column| column.key == "not_due") else { return Vec::new() };
    let whole = first + ladder.tiers.len() + 1;
    let label = if by == By::Contract { by.key() } else { "name" };
    let pick = |row: &Vec<Cell>| {
        let values = row.get(whole).into_iter().chain(row.get(first..whole).unwrap_or_default()).cloned().collect();
        Some((cell(sheet, row, label)?, values))
    };
    let owes = |(_, values): &(Cell, Vec<Cell>)| values.first().is_some_and(|own| size(own) > 0);
    let mut rows: Vec<_> = sheet.rows.iter().filter_map(pick).filter(owes).collect();
    let more = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    let of = by.heading();
    let (zh, en) = (of.zh, of.en.to_lowercase());
    let total = sheet.total.as_ref().and_then(pick).map(|(_, values)| (Cell::TOTAL, values));
    some(Chart {
        key: "rows",
        title: match ladder.age {
            Age::Due => say!(lang, "应收按{zh}和逾期等级", "Receivable by {en} and tier"),
            Age::Billed => say!(lang, "应收按{zh}和账龄", "Receivable by {en} and age"),
        },
        kind: ChartKind::Stacked,
        of,
        total,
        series,
        rows,
        mark: None,
        notes: (more > 0).then(|| say!(lang, "还有 {more} 行没有画", "{more} more are not drawn")).into_iter().collect(),
    })
}

fn some(chart: Chart) -> Vec<Chart> {
    if chart.is_nothing() { Vec::new() } else { vec![chart] }
}

/// The cell of a row in the column of a key.
fn cell(sheet: &Sheet, row: &[Cell], key: &str) -> Option<Cell> {
    let place = sheet.columns.iter().position(|column| column.key == key)?;
    row.get(place).cloned()
}
