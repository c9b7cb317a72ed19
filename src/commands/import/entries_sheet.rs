//! The rows of a list of entries, with what becomes of each.

use std::collections::HashMap;

use crate::book::Book;
use crate::import::{Entries, Row, State};
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Lang, Text, text};

pub(super) fn sheet(book: &Book, entries: &Entries, written: bool, lang: Lang) -> Sheet {
    let mut reasons: HashMap<u32, Vec<String>> = HashMap::new();
    for problem in entries.problems() {
        let words = format!("{} {}", problem.code(), problem.wording(lang).cause);
        reasons.entry(problem.place.map_or(0, |place| place.line)).or_default().push(words);
    }
    let reason = |row: &Row| reasons.get(&row.line).map_or(String::new(), |words| words.join("; "));
    let rows: Vec<Vec<Cell>> = entries.rows.iter().map(|row| cells(book, entries, row, &reason, written, lang)).collect();
    let count = |wanted: fn(&State) -> bool| entries.rows.iter().filter(|row| wanted(&row.state)).count();
    let (new, refused) = (count(|state| *state == State::New), count(|state| *state == State::Refused));
    let there = count(|state| matches!(state, State::There(_)));
    let mut notes = vec![say!(lang, "新的 {new} · 已有 {there} · 不能用 {refused}", "new {new} · there already {there} · refused {refused}")];
    if new > 0 && refused == 0 && !written {
        notes.push(say!(lang, "什么也没写；加 --write 记下新的", "nothing was written: --write records what is new"));
    }
    Sheet {
        report: "import-entries",
        title: say!(lang, "导入记录", "Entries to import"),
        columns: columns(),
        rows,
        notes,
        empty: say!(lang, "文件里没有记录", "the file has no entries"),
        ..Sheet::default()
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::number("line", text("行", "Line")),
        Column::words("status", text("处理", "Status")).whole(),
        Column::words("kind", text("种类", "Kind")),
        Column::words("date", text("日期", "Date")).whole(),
        Column::words("customer", text("客户", "Customer")).rank(2),
        Column::words("contract", text("合同", "Contract")).rank(3).whole(),
        Column::words("milestone", text("付款节点", "Milestone")).rank(6),
        Column::number("amount", text("金额", "Amount")),
        Column::words("due", text("约定日", "Due")).rank(4).whole(),
        Column::words("detail", text("明细", "Detail")).rank(7),
        Column::words("by", text("经手", "By")).rank(8),
        Column::words("note", text("备注", "Note")).rank(5),
        Column::words("reason", text("原因", "Reason")).rank(1).wants(32),
        Column::words("id", text("编号", "Id")).data_only(),
    ]
}

fn cells(book: &Book, entries: &Entries, row: &Row, reason: &dyn Fn(&Row) -> String, written: bool, lang: Lang) -> Vec<Cell> {
    const NAMES: [(&str, Text); 3] = [("new", text("新", "new")), ("there", text("已有", "there")), ("refused", text("不能用", "refused"))];
    let (place, id) = match row.state {
        State::New => (0, row.id.filter(|_| written)),
        State::There(id) => (1, Some(id)),
        State::Refused => (2, None),
    };
    let (code, name) = NAMES.get(place).copied().unwrap_or(("", text("", "")));
    let raw = |key: &str| Cell::text(entries.words(row, key));
    let mut cells = vec![Cell::Count(i64::from(row.line)), Cell::code(code, name.get(lang))];
    match &row.draft {
        Some(draft) => {
            let contract = draft.contract.map_or(Cell::Blank, |own| Cell::name(&book.contract(own).no));
            cells.extend([
                Cell::code(draft.kind.code(), draft.kind.name().get(lang)),
                Cell::Date(draft.date),
                draft.customer.map_or(Cell::Blank, |own| Cell::name(&book.customer(own).name)),
                contract,
                Cell::text(&draft.milestone),
                Cell::money(draft.amount),
                Cell::date(draft.due),
                if draft.detail.is_empty() { Cell::Blank } else { Cell::code(&draft.detail, draft.kind.detail_name(&draft.detail, lang)) },
                Cell::text(&draft.by),
                Cell::text(&draft.note),
            ]);
        }
        // What cannot be read is shown as it stands.
        None => cells.extend(["kind", "date", "customer", "contract", "milestone", "amount", "due", "detail", "by", "note"].map(raw)),
    }
    cells.push(if row.state == State::Refused { Cell::text(reason(row)) } else { Cell::Blank });
    cells.push(id.map_or(Cell::Blank, |id| Cell::text(id.to_string())));
    cells
}
