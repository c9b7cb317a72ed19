//! `commission --by X`: a sum per rep, team, customer or category.

use std::collections::BTreeMap;

use super::Lines;
use crate::account::Ground;
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::reports::Request;
use crate::reports::scope::{Key, Level};
use crate::say;
use crate::sheet::{Cell, Column, Sheet, totals};
use crate::text::{Text, nearest_first, text};

#[derive(Clone, Copy, Default)]
struct Sums {
    lines: i64,
    received: Money,
    clawed_back: Money,
    commission: Money,
}

pub(super) fn build(request: &Request, by: &str, list: &Lines) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    let (level, heading) = level(by)?;
    let mut sums: BTreeMap<Key, Sums> = BTreeMap::new();
    let mut whole = Sums::default();
    for change in &list.changes {
        let own = &change.line;
        for sum in [sums.entry(level.key(account, own.customer, Some(own.contract), own.rep)).or_default(), &mut whole] {
            sum.lines += 1;
            *(if own.ground == Ground::Clawback { &mut sum.clawed_back } else { &mut sum.received }) += own.amount;
            sum.commission += list.rate.map_or(Money::ZERO, |rate| change.commission(rate));
        }
    }
    let columns = vec![
        Column::words(by, heading).data_only(),
        Column::words("name", heading),
        Column::number("lines", text("笔数", "Lines")),
        Column::number("amount", text("金额", "Amount")).rank(1),
        Column::number("commission", text("提成", "Commission")),
        Column::number("received", text("其中回款", "Of which received")),
        Column::number("clawed_back", text("其中倒扣", "Of which clawed back")),
    ];
    let figures = |own: &Sums| {
        let commission = Cell::money(list.rate.map(|_| own.commission));
        [
            ("lines", Cell::Count(own.lines)),
            ("amount", Cell::Money(own.received + own.clawed_back)),
            ("commission", commission),
            ("received", Cell::Money(own.received)),
            ("clawed_back", Cell::Money(own.clawed_back)),
        ]
    };
    let row = |(key, own): (&Key, &Sums)| {
        let [_, id, name] = key.cells(account, lang);
        [id, name].into_iter().chain(figures(own).map(|(_, cell)| cell)).collect()
    };
    let mut total = totals(&columns, figures(&whole));
    if let Some(cell) = total.get_mut(1) {
        *cell = Cell::TOTAL;
    }
    Ok(Sheet {
        report: "commission",
        title: list.title(lang),
        columns,
        rows: sums.iter().map(row).collect(),
        total: (!sums.is_empty()).then_some(total),
        notes: super::notes::notes(request, list),
        empty: say!(lang, "这段时间没有可提成的回款", "nothing was received that earns commission in this period"),
        ..Sheet::default()
    })
}

fn level(by: &str) -> Result<(Level, Text), UsageFault> {
    let levels = [
        ("rep", Level::Rep, text("销售代表", "Rep")),
        ("team", Level::Team, text("团队", "Team")),
        ("customer", Level::Customer, text("客户", "Customer")),
        ("category", Level::Category, text("产品状态", "Category")),
    ];
    let found = levels.iter().find(|(word, ..)| *word == by).map(|(_, level, heading)| (*level, *heading));
    found.ok_or_else(|| UsageFault::Choice { option: "--by", text: by.into(), choices: nearest_first(by, levels.map(|(word, ..)| word)) })
}
