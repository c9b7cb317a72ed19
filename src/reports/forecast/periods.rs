//! A row a week or month.

use super::rate::PastRate;
use super::{Open, drawn};
use crate::account::{Account, State};
use crate::date::{Day, Period};
use crate::money::Money;
use crate::reports::commitments::rep_of;
use crate::reports::{Output, Request};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Memo, Sheet, totals};
use crate::text::{Lang, text};

/// What is expected in one period.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    due: Money,
    habit: Money,
    committed: Money,
    low: Money,
    high: Money,
    collection: Option<Money>,
    /// What the past rate was applied to.
    base: Money,
    /// Days that are left of the period, and all its days.
    days: (i32, i32),
}

pub(super) fn build(request: &Request, open: &[Open], periods: &[Period]) -> Sheet {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let like = periods.first().copied().unwrap_or(Period::month_of(day));
    let rate = PastRate::of(account, like, |position| request.filter.accepts_position(account, position));
    let begin = periods.first().map_or(day, |period| period.first()).max(day.plus_days(1));
    let mut left: Money = open.iter().filter(|own| own.due < begin).map(|own| own.outstanding).sum();
    let rows: Vec<(Period, Row)> = periods.iter().map(|period| (*period, row(request, open, *period, rate, &mut left))).collect();
    let columns = columns();
    let of = |get: fn(&Row) -> Money| -> Money { rows.iter().map(|(_, row)| get(row)).sum() };
    // One item may touch several periods: all together count it once.
    let (low, high) = range(open, begin, periods.last().map_or(day, |period| period.last()));
    let total = totals(
        &columns,
        [
            ("period", Cell::TOTAL),
            ("due_date_basis", Cell::Money(of(|row| row.due))),
            ("habit_basis", Cell::Money(of(|row| row.habit))),
            ("committed", Cell::Money(of(|row| row.committed))),
            ("low", Cell::Money(low)),
            ("high", Cell::Money(high)),
            ("collection_basis", Cell::money(rate.ratio().map(|_| of(|row| row.collection.unwrap_or_default())))),
        ],
    );
    let explained = if request.flag("explain") { rows.iter().flat_map(|(period, row)| explained(*period, row, rate)).collect() } else { Vec::new() };
    let title = say!(lang, "回款预测", "Forecast");
    let empty = say!(lang, "没有应收，也没有待兑现的承诺", "nothing is owed and nothing is promised");
    // A page of nothing but dashes says less than a line.
    if request.output == Output::Pages && account.book.contracts.is_empty() {
        return Sheet { report: "forecast", title, columns, empty, ..Sheet::default() };
    }
    let mut sheet = Sheet {
        report: "forecast",
        title,
        empty,
        rows: rows.iter().map(|(period, row)| cells(*period, row)).collect(),
        total: Some(total),
        memo: memo(open, periods, day),
        notes: notes(account, open, lang),
        explained,
        columns,
        ..Sheet::default()
    };
    if request.drawn {
        sheet.charts = drawn::charts(&sheet, lang);
    }
    sheet
}

/// What surely comes between two days, and what may: items whose whole range lies there, and those whose range touches it.
fn range(open: &[Open], from: Day, to: Day) -> (Money, Money) {
    let (mut low, mut high) = (Money::ZERO, Money::ZERO);
    for (amount, (early, late)) in open.iter().filter_map(|own| Some((own.outstanding, own.expected?.range))) {
        if early >= from && late <= to {
            low += amount;
        }
        if early <= to && late >= from {
            high += amount;
        }
    }
    (low, high)
}

fn row(request: &Request, open: &[Open], period: Period, rate: PastRate, left: &mut Money) -> Row {
    let day = request.day();
    // What came by today is no forecast.
    let from = period.first().max(day.plus_days(1));
    let within = |date: Day| date >= from && date <= period.last();
    let (low, high) = range(open, from, period.last());
    let mut row = Row { committed: committed(request, period), low, high, ..Row::default() };
    for own in open {
        if within(own.due) {
            row.due += own.outstanding;
        }
        if own.expected.is_some_and(|expected| within(expected.day)) {
            row.habit += own.outstanding;
        }
    }
    row.base = *left + row.due;
    // Of a period that has begun, the days that are left.
    let days = period.last().since(from).saturating_add(1).max(0);
    row.days = (days, period.days());
    row.collection = rate.share(row.base, row.days);
    *left = row.base - row.collection.unwrap_or_default();
    row
}

/// What open commitments promise for a period and has not come.
fn committed(request: &Request, period: Period) -> Money {
    let account = request.account;
    let open = account.commitments().iter().filter(|own| own.state == State::Open && period.contains(own.due));
    let wanted = open.filter(|own| request.filter.is_empty() || request.filter.accepts(account, Some(own.customer), own.contract, rep_of(account, own)));
    wanted.map(crate::account::Commitment::unfulfilled).sum()
}

fn cells(period: Period, row: &Row) -> Vec<Cell> {
    let key = period.to_string();
    let money = [row.due, row.habit, row.committed, row.low, row.high].map(Cell::Money);
    std::iter::once(Cell::text(key)).chain(money).chain([Cell::money(row.collection)]).collect()
}

/// What the rows leave out, so that nothing is lost: Σ `habit_basis` + `before` + `later` + `not_expected` is the receivable.
fn memo(open: &[Open], periods: &[Period], day: Day) -> Vec<Memo> {
    let inside = |date: Day| periods.iter().any(|period| period.contains(date));
    let last = periods.iter().map(|period| period.last()).max().unwrap_or(day);
    let of = |wanted: &dyn Fn(&Open) -> bool| Cell::Money(open.iter().filter(|own| wanted(own)).map(|own| own.outstanding).sum());
    let expected = |own: &Open| own.expected.map(|expected| expected.day);
    vec![
        Memo { key: "receivable", heading: text("应收", "receivable"), value: of(&|_| true) },
        Memo { key: "overdue", heading: text("其中逾期", "of which overdue"), value: of(&|own| own.due < day) },
        Memo {
            key: "before",
            heading: text("期间以前到", "before these periods"),
            value: of(&|own| expected(own).is_some_and(|date| date <= last && !inside(date))),
        },
        Memo { key: "later", heading: text("期间以后到", "after them"), value: of(&|own| expected(own).is_some_and(|date| date > last)) },
        Memo { key: "not_expected", heading: text("不催收不回", "not expected without effort"), value: of(&|own| own.expected.is_none()) },
    ]
}

fn notes(account: &Account, open: &[Open], lang: Lang) -> Vec<String> {
    let disputed = open.iter().filter(|own| own.disputed.is_positive()).count();
    let mut notes = vec![
        say!(
            lang,
            "付款习惯：客户最近 8 笔结清款晚付天数的中位数，笔数少时参照全公司",
            "habit: median days late of the last 8 settled items, drawn to all; range: spread"
        ),
        say!(lang, "“按到期日”不含已逾期的；高低看天数差多大，照习惯推算，不是保证", "by due day leaves out what is overdue; habits are no promise"),
    ];
    if disputed > 0 {
        notes.push(say!(lang, "{disputed} 笔有争议，区间放宽一倍", "disputed items, with twice the range: {disputed}"));
    }
    if !account.credits().is_empty() {
        notes.push(say!(lang, "未匹配的款和未达付款条件的不在内", "unapplied money and unscheduled milestones are left out"));
    }
    notes
}

fn explained(period: Period, row: &Row, rate: PastRate) -> Vec<Explained> {
    let of = period.to_string();
    let plain = |key, heading, formula, value| Explained { of: of.clone(), key, heading, formula, inputs: Vec::new(), value: Cell::Money(value) };
    vec![
        plain("due_date_basis", DUE, text("Σ 期内（明天起）到期的未回款余额", "Σ outstanding that falls due in the period, from tomorrow on"), row.due),
        plain(
            "habit_basis",
            HABIT,
            text("Σ 到期日 + 习惯迟付天数落在期内的未回款余额", "Σ outstanding whose due day + usual lateness lies in the period"),
            row.habit,
        ),
        plain("committed", COMMITTED, text("Σ 期内到期、还没兑现的承诺", "Σ what open commitments promise for the period"), row.committed),
        plain("low", LOW, text("Σ 最早和最晚都落在期内的", "Σ of items whose earliest and latest day both lie in the period"), row.low),
        plain("high", HIGH, text("Σ 最早到最晚碰到期内的", "Σ of items whose earliest to latest day touches the period"), row.high),
        Explained {
            of: of.clone(),
            key: "collection_basis",
            heading: COLLECTION,
            formula: text("{base} × ({paid} ÷ {due}) × ({left} ÷ {days})", "{base} × ({paid} ÷ {due}) × ({left} ÷ {days})"),
            inputs: vec![
                ("base", text("期初逾期加本期到期", "overdue before and due"), Cell::Money(row.base)),
                ("paid", text("前 6 期收到的到期款", "paid of it in 6 past periods"), Cell::Money(rate.paid)),
                ("due", text("前 6 期应收的到期款", "due in them"), Cell::Money(rate.due)),
                ("left", text("剩余天数", "days left"), Cell::Count(row.days.0.into())),
                ("days", text("全期天数", "of days"), Cell::Count(row.days.1.into())),
            ],
            value: Cell::money(row.collection),
        },
    ]
}

const DUE: crate::text::Text = text("按到期日", "By due day");
const HABIT: crate::text::Text = text("按付款习惯", "By habit");
const COMMITTED: crate::text::Text = text("待兑现承诺", "Committed");
const LOW: crate::text::Text = text("低", "Low");
const HIGH: crate::text::Text = text("高", "High");
const COLLECTION: crate::text::Text = text("按以往回款率", "By past rate");

fn columns() -> Vec<Column> {
    vec![
        Column::words("period", text("期间", "Period")).whole(),
        Column::number("due_date_basis", DUE),
        Column::number("habit_basis", HABIT),
        Column::number("committed", COMMITTED).rank(1),
        Column::number("low", LOW),
        Column::number("high", HIGH),
        Column::number("collection_basis", COLLECTION).rank(2),
    ]
}
