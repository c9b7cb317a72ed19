//! What a page to look at begins with: the figures of the day, and drawings.

use super::section::build;
use crate::date::Period;
use crate::money::Ratio;
use crate::problem::Problems;
use crate::reports::gap::{self, Figures, gap_words};
use crate::reports::headline::{elapsed, owed};
use crate::reports::{Request, kpi};
use crate::say;
use crate::sheet::{Cell, Chart, ChartKind, Memo, Series};
use crate::text::{Text, text};

/// Months a trend goes back.
const MONTHS: i32 = 12;

const RECEIVED: Text = text("本月已回", "Received this month");
const TARGET: Text = text("本月目标", "Target of the month");
const GAP: Text = text("差距", "Gap");
const RESIDUAL: Text = text("举措之后还差", "Missing after measures");
const MEASURES: Text = text("举措", "Measures");
const COMMITTED: Text = text("待兑现承诺", "Committed");
const ELAPSED: Text = text("时间已过", "time elapsed");

/// The figures and the drawings of a page.
pub(super) fn beginning(request: &Request, period: Period) -> Result<(Vec<Memo>, Vec<Chart>), Problems> {
    let month = gap::of_filter(request.account, &request.filter, period);
    Ok((figures(request, period, &month), charts(request, period, &month)?))
}

/// What is owed, and how far the month is; a share stands behind what it is of.
fn figures(request: &Request, period: Period, month: &Figures) -> Vec<Memo> {
    let (account, own) = (request.account, owed(request.account, &request.filter));
    let money = |key, heading, amount| Memo { key, heading, value: Cell::Money(amount) };
    let share = |key, heading, ratio| Memo { key, heading, value: Cell::Ratio(ratio) };
    let mut all = vec![
        money("receivable", text("应收", "Receivable"), own.receivable),
        money("overdue", text("其中逾期", "Overdue"), own.overdue),
        share("overdue_share", text("逾期率", "share"), Ratio::of(own.overdue, own.receivable)),
        money("received", RECEIVED, month.received),
    ];
    match &month.target {
        Some(target) => all.extend([
            share("attainment", text("完成率", "attained"), Ratio::of(month.received, target.amount)),
            share("time_elapsed", ELAPSED, elapsed(account, period)),
            money("target", TARGET, target.amount),
            money("gap", GAP, month.gap()),
            money("residual", RESIDUAL, month.residual()),
        ]),
        None => all.extend([
            share("time_elapsed", ELAPSED, elapsed(account, period)),
            Memo { key: "target", heading: TARGET, value: Cell::text(say!(request.lang, "没有定", "none")) },
            money("committed", COMMITTED, month.committed),
        ]),
    }
    all.push(money("unscheduled", text("未达付款条件", "Unscheduled"), own.unscheduled));
    all
}

/// The month toward its target, what is owed by tier and by rep, how it went in a year, and what may come.
fn charts(request: &Request, period: Period, month: &Figures) -> Result<Vec<Chart>, Problems> {
    let drawn = |line: &str| Ok::<_, Problems>(build(request, &line.split(' ').map(str::to_string).collect::<Vec<_>>(), true)?.charts);
    let mut charts: Vec<Chart> = toward(request, period, month).into_iter().collect();
    charts.extend(drawn("aging")?);
    let mut by_rep = drawn("aging --by rep")?;
    // Here no table stands beside it.
    by_rep.iter_mut().flat_map(|chart| &mut chart.notes).for_each(|note| *note += &say!(request.lang, "：huikuan aging --by rep", ": huikuan aging --by rep"));
    charts.extend(by_rep);
    charts.push(kpi::trend(request, MONTHS));
    charts.extend(drawn("forecast")?);
    charts.retain(|chart| !chart.is_nothing());
    Ok(charts)
}

/// The bar of a month: received, committed and measures toward the target, and what is still missing.
fn toward(request: &Request, period: Period, month: &Figures) -> Option<Chart> {
    let (account, lang) = (request.account, request.lang);
    let target = month.target.as_ref()?.amount;
    let part = |key: &str, heading: Text, amount, color: &str| {
        let share = Cell::Ratio(Ratio::of(amount, target));
        (Cell::colored(key, heading.get(lang), color), vec![Cell::Money(amount), share])
    };
    let rows = vec![
        part("received", RECEIVED, month.received, "green"),
        part("committed", COMMITTED, month.committed, "blue"),
        part("measures", MEASURES, month.measures, "yellow"),
        part("residual", RESIDUAL, month.residual(), "red"),
    ];
    let mark = elapsed(account, period).map(|elapsed| (ELAPSED.get(lang).to_string(), elapsed));
    Some(Chart {
        key: "gap",
        title: say!(lang, "{period} 离目标差多少", "How far {period} is from its target"),
        kind: ChartKind::Toward,
        of: text("哪一部分", "Part"),
        series: vec![Series::plain("amount", say!(lang, "金额", "Amount")), Series::plain("share", say!(lang, "占目标", "Of target"))],
        rows,
        total: Some((Cell::Label(&TARGET), vec![Cell::Money(target), Cell::Ratio(Ratio::of(target, target))])),
        mark,
        notes: vec![gap_words(month, lang)],
    })
}
