//! `progress --detail`: a row per milestone or bill, with how long it can still be sued for.

use super::limitation::limitation_cells;
use super::progress::{Figures, Shown, columns, sheet};
use super::{Request, position_cell};
use crate::account::Position;
use crate::parallel::map;
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::text;

/// Columns of a row.
const COLUMNS: usize = 28;

pub(super) fn build(request: &Request) -> Sheet {
    let (account, lang) = (request.account, request.lang);
    // Movers ask what money paid: with the allocations all else is there too.
    let limitations = account.limitations();
    let followups = account.followups();
    let shown = Shown::new(request, &followups);
    let is_wanted = |position: &Position| request.filter.accepts_position(account, position) && (request.flag("all") || position.outstanding().is_positive());
    let mut list: Vec<(usize, &Position, Figures)> = Vec::new();
    for (number, position) in account.positions().iter().enumerate().filter(|(_, position)| is_wanted(position)) {
        let mut own = Figures::new(position.contract);
        own.add(position);
        list.push((number, position, own));
    }
    list.sort_by_cached_key(|(number, position, _)| (account.rep_of(position), position.customer, position.contract, *number));
    let rows = map(&list, |(number, position, own)| {
        let mut of_contract = shown.cells(own).into_iter();
        let mut cells = Vec::with_capacity(COLUMNS);
        // People read it beside the contract; for programs it stands behind the keys all rows have.
        let name = position_cell(account, position, lang);
        cells.extend(of_contract.by_ref().take(5));
        cells.push(name.clone());
        cells.extend(of_contract);
        // A milestone says its due date also where nothing is open, and while it waits what it waits for.
        if let Some(place) = cells.get_mut(9) {
            *place = position.due.map_or_else(|| Cell::code("", say!(lang, "未达付款条件", "unscheduled")), Cell::Date);
        }
        let place = limitations.binary_search_by_key(number, |(number, _)| *number).ok();
        let limitation = place.and_then(|place| limitations.get(place)).map(|(_, limitation)| limitation);
        let bar = cells.pop();
        cells.extend([name, Cell::date(position.original_due)]);
        cells.extend(limitation_cells(account, limitation, lang));
        cells.extend(bar);
        cells
    });
    let figures: Vec<Figures> = list.iter().map(|(_, _, own)| *own).collect();
    sheet(lang, say!(lang, "回款进度表（明细）", "Collection progress, in detail"), rows, &figures, detail_columns(), Vec::new())
}

fn detail_columns() -> Vec<Column> {
    let mut columns = columns();
    let bar = columns.pop();
    // With the milestone beside it, 80 columns have no room for the cause.
    if let Some(cause) = columns.iter_mut().find(|column| column.key == "cause") {
        cause.rank = 1;
    }
    columns.insert(5, Column::words("name", text("付款节点", "Milestone")).table_only());
    columns.extend([
        Column::words("milestone", text("付款节点", "Milestone")).data_only(),
        Column::words("original_due", text("原到期日", "Original due")).whole().rank(12),
        Column::words("moved_on", text("时效中断日", "Interrupted on")).whole().rank(14),
        Column::words("moved_by", text("中断事由", "Interrupted by")).rank(14),
        Column::words("proof", text("证据", "Evidence")).rank(15),
        Column::words("last_day", text("时效届满日", "Limitation")).whole().rank(13),
        Column::words("instalment_last_day", text("按分期届满日", "As instalments")).whole().rank(16),
        Column::number("days_left", text("剩余天数", "Days left")).rank(13),
    ]);
    columns.extend(bar.map(|bar| bar.rank(17)));
    columns
}
