//! `gap`: how far a period is from its target, and which measures fill the gap.

mod figures;
mod notes;
mod rolling;

pub use figures::{Figures, gap_words, of_filter};

use clap::Command;

use super::{Example, Report, Request, Words, one, option, switch};
use crate::account::Account;
use crate::date::Period;
use crate::money::{Money, Ratio};
use crate::problem::{Problems, UsageFault};
use crate::reports::scope::{Key, Level, is_wanted};
use crate::reports::targets::{Given, Targets};
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Lang, text};
use figures::collect;
use notes::{measure_notes, silent_customers, target_notes};
use rolling::Rolling;

pub(super) const REPORT: Report = Report {
    name: "gap",
    about: text("目标差距：离目标差多少，用什么补上", "how far the period is from its target, and what fills the gap"),
    examples: [
        Example {
            line: "gap --by customer --period 本月",
            about: text("每个客户一行，欠款却没有承诺的在前", "a row per customer; who owes and promised nothing comes first"),
        },
        Example {
            line: "gap --period 2026-01..2026-11 --rolling",
            about: text("逐月看，把上几个月欠下的目标摊到后面", "month by month, with the shortfall spread over the months left"),
        },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(option("period", "P", text("期间：2026-11、2026-Q4、2026、本月、2026-01..2026-06", "2026-11, 2026-Q4, 2026, this-month, 2026-01..2026-06"), lang))
        .arg(option("by", "X", text("按 company rep team customer category 分行", "a row per company rep team customer category"), lang))
        .arg(switch("rolling", text("把今年已过月份的差额平摊到剩下的月份", "spread the shortfall of the year's ended months over the months left"), lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let by = by(request)?;
    let words = request.option("period").unwrap_or("this-month");
    let bad_period = || UsageFault::Period { text: words.to_string() };
    let periods = Period::parse_typed(words, day).map_err(|_| bad_period())?;
    let rolling = request.flag("rolling");
    if rolling && !periods.iter().all(|period| matches!(period, Period::Month(..))) {
        return Err(bad_period().into());
    }
    let targets = Targets::new(account);
    account.commitments();
    let followups = account.followups();
    let rolling = rolling.then(|| Rolling::new(request, by, &followups));
    let part = by.is_split_by(&request.filter);
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    if part {
        notes.push(say!(lang, "筛选只取了每行的一部分，所以不和目标比", "the filter takes only a part of each row, so none is compared with its target"));
    }
    let mut sum = Figures::default();
    for period in &periods {
        let mut figures = collect(account, &request.filter, by, *period, &followups);
        for scope in targets.scopes(by.is(), *period).into_iter().filter(|scope| is_wanted(account, &request.filter, scope)) {
            figures.entry(Key::of(&scope)).or_default();
        }
        if by == Level::Company {
            figures.entry(Key::Company).or_default();
        }
        for (key, own) in &mut figures {
            own.target = key.scope().filter(|_| !part).and_then(|scope| targets.of(&scope, *period));
            notes.extend(target_notes(account, &targets, key, *period, own.target.as_ref(), lang));
            add_target(&mut sum, own.target.as_ref());
            sum.plus(own);
            // The total has the year's targets as they are: the shortfall is in the ended months already.
            if let (Some(rolling), Some(target), Some(scope)) = (&rolling, &mut own.target, key.scope()) {
                target.amount += rolling.share(&targets, &scope, *period);
            }
        }
        // What is due by a period's end is due by the next one's too: only the last counts.
        sum.due = figures.values().map(|own| own.due).sum();
        let mut list: Vec<(Key, Figures)> = figures.into_iter().collect();
        if by == Level::Customer {
            // Who owes and promised nothing: that is where work is needed.
            list.sort_by_key(|(_, own)| {
                let silent = own.committed.is_zero() && own.due.is_positive();
                (!silent, if silent { -own.due.cents() } else { -own.gap().cents() })
            });
        }
        rows.extend(list.iter().map(|(key, own)| row(Some((key, *period)), own, account, lang, by)));
    }
    if by != Level::Customer && by != Level::Category {
        notes.extend(measure_notes(request, &periods));
        notes.extend(periods.last().map(|period| silent_customers(request, *period, &followups)).unwrap_or_default());
    }
    let total = (rows.len() > 1 || by != Level::Company).then(|| row(None, &sum, account, lang, by));
    let label = periods.first().zip(periods.last()).map_or(String::new(), |(a, b)| if a == b { a.to_string() } else { format!("{a}..{b}") });
    Ok(Sheet {
        report: "gap",
        title: say!(lang, "目标差距 · {label}", "Gap to target · {label}"),
        columns: columns(by, periods.len()),
        rows,
        total,
        notes,
        empty: say!(lang, "这段时间没有目标、回款、承诺或到期的应收", "no target, receipt, commitment or due position in this period"),
        ..Sheet::default()
    })
}

/// `--by`, else the scope a single filter names, else the company.
fn by(request: &Request) -> Result<Level, UsageFault> {
    let Some(word) = request.option("by") else {
        let filter = &request.filter;
        return Ok(match () {
            () if !filter.customers.is_empty() => Level::Customer,
            () if !filter.reps.is_empty() || !filter.managers.is_empty() => Level::Rep,
            () if !filter.teams.is_empty() => Level::Team,
            () if !filter.categories.is_empty() => Level::Category,
            () if !filter.is_empty() => Level::Customer,
            () => Level::Company,
        });
    };
    let choices = || Level::ALL.map(|(key, _)| key).join(" | ");
    Level::ALL.into_iter().find(|(key, _)| *key == word).map(|(_, by)| by).ok_or_else(|| UsageFault::Choice {
        option: "--by",
        text: word.to_string(),
        choices: choices(),
    })
}

fn add_target(sum: &mut Figures, target: Option<&Given>) {
    let Some(given) = target else { return };
    let total = sum.target.get_or_insert_default();
    let plus = |a: &mut Option<Money>, b: Option<Money>| *a = if a.is_none() { b } else { Some(a.unwrap_or_default() + b.unwrap_or_default()) };
    total.amount += given.amount;
    plus(&mut total.forecast, given.forecast);
    plus(&mut total.ask, given.ask);
    plus(&mut total.assigned, given.assigned);
}

fn row(head: Option<(&Key, Period)>, own: &Figures, account: &Account, lang: Lang, by: Level) -> Vec<Cell> {
    let target = own.target.as_ref();
    let given = |of: fn(&Given) -> Option<Money>| target.and_then(of);
    let (forecast, ask, assigned) = (given(|given| given.forecast), given(|given| given.ask), given(|given| given.assigned));
    let over = |whole: Option<Money>| Cell::Ratio(whole.and_then(|whole| Ratio::of(own.amount(), whole)));
    let mut cells = match head {
        Some((key, period)) => std::iter::once(Cell::text(period.to_string())).chain(key.cells(account, lang)).collect(),
        None if by == Level::Company => vec![Cell::TOTAL, Cell::Blank, Cell::Blank, Cell::Blank],
        None => vec![Cell::Blank, Cell::Blank, Cell::Blank, Cell::TOTAL],
    };
    let elapsed = head.map(|(_, period)| {
        let done = account.as_of.day.since(period.first()) + 1;
        Ratio::of_counts(i64::from(done.clamp(0, period.days())), i64::from(period.days()))
    });
    let (code, label) = own.diagnosis();
    cells.extend([
        Cell::money(target.map(|given| given.amount)),
        Cell::Money(own.received),
        Cell::Money(own.committed),
        Cell::Money(own.expected()),
        Cell::Money(own.gap()),
        Cell::Money(own.measures),
        Cell::Money(own.residual()),
        Cell::Money(own.surplus()),
        Cell::Ratio(target.and_then(|given| Ratio::of(own.received, given.amount))),
        elapsed.map_or(Cell::Blank, Cell::Ratio),
        Cell::Money(own.uncommitted()),
        Cell::money(forecast),
        Cell::money(ask),
        Cell::money(assigned),
        if head.is_some() { over(ask) } else { Cell::Blank },
        if head.is_some() { over(forecast) } else { Cell::Blank },
        if head.is_some() { Cell::code(code, label.get(lang)) } else { Cell::Blank },
    ]);
    cells
}

fn columns(by: Level, periods: usize) -> Vec<Column> {
    // A row's period is in the title where there is only one.
    let period = Column::words("period", text("期间", "Period"));
    let name = match by {
        Level::Company => text("公司", "Company"),
        Level::Team => text("团队", "Team"),
        Level::Rep => text("销售代表", "Rep"),
        Level::Customer => text("客户", "Customer"),
        Level::Category => text("产品状态", "Category"),
    };
    vec![
        if periods > 1 { period } else { period.rank(14) },
        Column::words("scope", text("范围", "Scope")).data_only(),
        Column::words("key", text("编号", "Key")).data_only(),
        if by == Level::Company && periods > 1 {
            Column::words("name", name).rank(14)
        } else if by == Level::Company {
            Column::words("name", name).rank(6)
        } else {
            Column::words("name", name)
        },
        Column::number("target", text("目标", "Target")),
        Column::number("received", text("已回款", "Received")),
        Column::number("committed", text("待兑现承诺", "Committed")).rank(3),
        Column::number("expected", text("预计回款", "Expected")).rank(8),
        Column::number("gap", text("差距", "Gap")),
        Column::number("measures", text("举措", "Measures")).rank(4),
        Column::number("residual", text("剩余差距", "Residual")).rank(2),
        Column::number("surplus", text("超出", "Surplus")).rank(9),
        Column::number("attainment", text("完成率", "Attained")).rank(5),
        Column::number("time_elapsed", text("时间进度", "Elapsed")).rank(7),
        Column::number("uncommitted", text("到期无承诺", "Uncommitted")).rank(6),
        Column::number("forecast", text("预估", "Forecast")).rank(11),
        Column::number("ask", text("首次要求额", "Ask")).rank(11),
        Column::number("assigned", text("下达", "Assigned")).rank(12),
        Column::number("agreed_over_ask", text("目标/要求", "Agreed/ask")).rank(12),
        Column::number("agreed_over_forecast", text("目标/预估", "Agreed/forecast")).rank(12),
        Column::words("diagnosis", text("诊断", "Diagnosis")).rank(1),
    ]
}
