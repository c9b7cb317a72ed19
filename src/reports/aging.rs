//! `aging`: how much is owed and how late it is, by tier, and position by position.

use clap::Command;

use super::{Example, Report, Request, Words, aging_by, aging_drawn, chart_flag, one, option, position_cell, rep_cell, switch};
use crate::account::{Age, Credit, Position, Share, TierLadder};
use crate::money::{Money, Ratio};
use crate::parallel::{map, sort_by_key};
use crate::problem::{BookFault, Problem, Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Memo, Sheet, totals};
use crate::text::{Lang, Text, text};

pub(super) const REPORT: Report = Report {
    name: "aging",
    about: text("逾期账龄分析：谁欠多少，逾期多久", "who owes how much, and how late it is"),
    examples: [
        Example { line: "aging --by customer", about: text("每个客户一行，最该催的在前", "a row per customer, the most overdue first") },
        Example { line: "aging --detail --rep 李雷", about: text("李雷名下每一笔未回款", "every open position of one rep") },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    let by = text(
        "按 rep team customer group contract category year grade tag cause 分行",
        "a row per rep team customer group contract category year grade tag cause",
    );
    command
        .arg(option("by", "X", by, lang))
        .arg(switch("detail", text("每一笔一行", "a row per position"), lang).conflicts_with("by"))
        .arg(chart_flag(lang).conflicts_with("detail"))
        .arg(option("tiers", "天,天,…", text("换一套等级，如 30,60,90,120", "another ladder, such as 30,60,90,120"), lang))
        .arg(option("from", "due|billed", text("从到期日（默认）或账龄起算日（billed）算", "age from the due date (default) or from when it was billed"), lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let ladder = ladder(request)?;
    if request.flag("detail") {
        return Ok(detail(request, &ladder));
    }
    if let Some(by) = request.option("by") {
        return aging_by::build(request, &ladder, by);
    }
    let mut sheet = by_tier(request, &ladder);
    if request.drawn {
        sheet.charts = aging_drawn::by_tier(request, &ladder, &sheet);
    }
    Ok(sheet)
}

fn ladder(request: &Request) -> Result<TierLadder, Problems> {
    let mut ladder = match request.option("tiers") {
        None => TierLadder::of_book(request.account.book),
        Some(list) => {
            let limits: Option<Vec<i32>> = list.split([',', '，']).map(|limit| limit.trim().parse().ok().filter(|days| (0..=36_600).contains(days))).collect();
            let fault = || UsageFault::Choice { option: "--tiers", text: list.to_string(), choices: "30,60,90,120".into() };
            let limits = limits.ok_or_else(fault)?;
            if !limits.is_sorted_by(|a, b| a < b) {
                return Err(Problem::new(BookFault::Order { key: "--tiers" }).into());
            }
            TierLadder::from_limits(&limits)
        }
    };
    ladder.age = match request.option("from") {
        None | Some("due") => Age::Due,
        Some("billed") => Age::Billed,
        Some(other) => return Err(UsageFault::Choice { option: "--from", text: other.to_string(), choices: "due | billed".into() }.into()),
    };
    Ok(ladder)
}

/// The title of an aging report: 逾期账龄 by due date, 账龄 by billed-on date.
pub(super) fn title(ladder: &TierLadder, lang: Lang) -> String {
    match ladder.age {
        Age::Due => say!(lang, "逾期账龄分析", "Aging by days overdue"),
        Age::Billed => say!(lang, "账龄分析（从账龄起算日）", "Aging since billed"),
    }
}

/// What is summed of positions that are not due, or in one tier.
#[derive(Clone, Default)]
struct Band {
    positions: i64,
    outstanding: Money,
    disputed: Money,
}

/// What an aging report sums, customer by customer.
#[derive(Default)]
struct Sums {
    /// Not due, then the tiers.
    bands: Vec<Band>,
    beside: Beside,
}

impl Sums {
    fn add(&mut self, request: &Request, ladder: &TierLadder, share: &Share) {
        let (account, day) = (request.account, request.day());
        for (position, disputed) in share.positions.iter().zip(share.disputed) {
            if !request.filter.accepts_position(account, position) {
                continue;
            }
            self.beside.add(position);
            let open = position.outstanding();
            let Some(tier) = ladder.of(position, day).filter(|_| open.is_positive()) else { continue };
            if let Some(band) = self.bands.get_mut(tier.map_or(0, |tier| tier + 1)) {
                band.positions += 1;
                band.outstanding += open;
                band.disputed += *disputed;
            }
        }
        self.beside.add_credits(request, share.credits);
    }

    fn plus(mut self, other: Self) -> Self {
        for (own, other) in self.bands.iter_mut().zip(other.bands) {
            own.positions += other.positions;
            own.outstanding += other.outstanding;
            own.disputed += other.disputed;
        }
        self.beside.plus(&other.beside);
        self
    }
}

fn by_tier(request: &Request, ladder: &TierLadder) -> Sheet {
    let (account, lang) = (request.account, request.lang);
    if account.book.contracts.is_empty() {
        return Sheet { report: "aging", title: title(ladder, lang), columns: tier_columns(ladder.age), empty: nothing_yet(lang), ..Sheet::default() };
    }
    let sums = account
        .fold(|| Sums { bands: vec![Band::default(); ladder.tiers.len() + 1], beside: Beside::default() }, |sums, share| sums.add(request, ladder, share));
    let Sums { bands, beside } = sums.into_iter().reduce(Sums::plus).unwrap_or_default();
    let receivable: Money = bands.iter().map(|band| band.outstanding).sum();
    let row = |tier: Cell, days: [Cell; 3], band: &Band, action: Cell| {
        let [from, to, range] = days;
        let share = Cell::Ratio(Ratio::of(band.outstanding, receivable));
        vec![tier, from, to, range, Cell::Count(band.positions), Cell::Money(band.outstanding), share, Cell::Money(band.disputed), action]
    };
    let mut rows = Vec::new();
    for (index, band) in bands.iter().enumerate() {
        let tier = index.checked_sub(1).and_then(|index| Some((index, ladder.tiers.get(index)?)));
        rows.push(match tier {
            None => row(Cell::code("not-due", say!(lang, "未到期", "not due")), [Cell::Blank, Cell::Blank, Cell::text("—")], band, Cell::Blank),
            Some((index, tier)) => {
                let from = ladder.from_days(index);
                let range = tier.up_to.map_or(format!("> {}", from - 1), |to| format!("{from}–{to}"));
                let name = Cell::colored(&tier.name, tier.label.get(lang), &tier.color);
                row(name, [Cell::Count(from.into()), Cell::days(tier.up_to), Cell::text(range)], band, Cell::text(tier.action.get(lang)))
            }
        });
    }
    let sum = bands.iter().fold(Band::default(), |sum, band| Band {
        positions: sum.positions + band.positions,
        outstanding: sum.outstanding + band.outstanding,
        disputed: sum.disputed + band.disputed,
    });
    let total = row(Cell::TOTAL, [Cell::Blank, Cell::Blank, Cell::Blank], &sum, Cell::Blank);
    let notes = warning_line(request, receivable).into_iter().collect();
    Sheet {
        report: "aging",
        title: title(ladder, lang),
        columns: tier_columns(ladder.age),
        rows,
        total: Some(total),
        memo: beside.memo(),
        notes,
        ..Sheet::default()
    }
}

/// What to say of a ledger without contracts.
pub(super) fn nothing_yet(lang: Lang) -> String {
    say!(lang, "还没有合同：在 huikuan.toml 里写第一份，再来看", "no contracts yet: write the first in huikuan.toml")
}

fn days_heading(age: Age) -> Text {
    match age {
        Age::Due => text("逾期天数", "Days overdue"),
        Age::Billed => text("账龄(天)", "Age (days)"),
    }
}

fn tier_columns(age: Age) -> Vec<Column> {
    vec![
        Column::words("tier", text("等级", "Tier")),
        Column::number("from_days", text("起始天数", "From day")).data_only(),
        Column::number("to_days", text("截止天数", "To day")).data_only(),
        Column::number("days", days_heading(age)).table_only(),
        Column::number("positions", text("笔数", "Items")),
        Column::number("outstanding", text("未回款余额", "Outstanding")),
        Column::number("share", text("占比", "Share")),
        Column::number("disputed", text("其中争议", "Disputed")).rank(1),
        Column::words("action", text("对销售代表", "For the rep")).rank(2),
    ]
}

/// Open positions the filter wants, waiting ones included, with their numbers.
pub(super) fn wanted<'a>(request: &'a Request) -> impl Iterator<Item = (usize, &'a Position)> {
    let positions = request.account.positions().iter().enumerate();
    positions.filter(|(_, position)| position.outstanding().is_positive() && request.filter.accepts_position(request.account, position))
}

/// What stands beside the receivable: never netted into it.
#[derive(Default)]
pub(super) struct Beside {
    unscheduled: Money,
    prepaid: Money,
    unapplied: Money,
    written_off: Money,
}

impl Beside {
    pub(super) fn of(request: &Request) -> Self {
        let account = request.account;
        let mut beside = Self::default();
        account.positions().iter().filter(|position| request.filter.accepts_position(account, position)).for_each(|position| beside.add(position));
        beside.add_credits(request, account.credits());
        beside
    }

    pub(super) fn plus(&mut self, other: &Self) {
        self.unscheduled += other.unscheduled;
        self.prepaid += other.prepaid;
        self.unapplied += other.unapplied;
        self.written_off += other.written_off;
    }

    pub(super) fn add(&mut self, position: &Position) {
        if position.is_waiting() {
            self.unscheduled += position.outstanding();
            self.prepaid += position.settled();
        }
        self.written_off += position.written_off();
    }

    pub(super) fn add_credits(&mut self, request: &Request, credits: &[Credit]) {
        let account = request.account;
        for credit in credits.iter().filter(|credit| request.filter.accepts_entry(account, &account.journal.entry(credit.entry))) {
            self.unapplied += credit.amount;
        }
    }

    pub(super) fn memo(&self) -> Vec<Memo> {
        let figure = |key, heading, amount: Money| Memo { key, heading, value: Cell::Money(amount) };
        vec![
            figure("unscheduled", text("未达付款条件", "unscheduled"), self.unscheduled),
            figure("prepaid", text("预收", "prepaid"), self.prepaid),
            figure("unapplied", text("未匹配", "unapplied"), self.unapplied),
            figure("written_off", text("已核销", "written off"), self.written_off),
        ]
    }
}

/// The warning where receivables are above the policy's share of total assets.
fn warning_line(request: &Request, receivable: Money) -> Option<String> {
    let policy = &request.account.book.policy;
    let assets = policy.total_assets.filter(|_| request.filter.is_empty())?;
    let line = assets.times(policy.warning_line)?;
    let share = Ratio::of(receivable, assets).filter(|_| receivable > line)?.percent();
    let (lang, limit, assets) = (request.lang, (policy.warning_line * rust_decimal::Decimal::ONE_HUNDRED).normalize(), assets.grouped());
    Some(say!(
        lang,
        "警戒线：应收占总资产 {assets} 的 {share}，超过 {limit}%",
        "Warning line: receivables are {share} of total assets {assets}, above {limit}%"
    ))
}

fn detail(request: &Request, ladder: &TierLadder) -> Sheet {
    let (account, lang, day) = (request.account, request.lang, request.day());
    // Sorted by what lies beside the positions, which then lie far apart.
    let key = |number: usize, position: &Position| Some((-ladder.days(position, day)?, -position.outstanding().cents(), number));
    let mut found: Vec<_> = wanted(request).filter_map(|(number, position)| Some((key(number, position)?, position))).collect();
    let amounts = |number: usize, position: &Position| [position.amount, position.settled(), position.outstanding(), account.disputed(number)];
    let mut sums = [Money::ZERO; 4];
    for ((.., number), position) in &found {
        for (sum, amount) in sums.iter_mut().zip(amounts(*number, position)) {
            *sum += amount;
        }
    }
    sort_by_key(&mut found, |(key, _)| *key);
    let row = |((late, _, number), position): &((i32, i64, usize), &Position)| {
        let days = -late;
        let (customer, contract) = (account.book.customer(position.customer), account.book.contract(position.contract));
        let tier = ladder.of_days(days).and_then(|tier| ladder.tiers.get(tier));
        let tier =
            tier.map_or_else(|| Cell::code("not-due", say!(lang, "未到期", "not due")), |tier| Cell::colored(&tier.name, tier.label.get(lang), &tier.color));
        let [amount, paid, outstanding, disputed] = amounts(*number, position).map(Cell::Money);
        vec![
            Cell::name(&customer.id),
            Cell::name(&customer.name),
            Cell::name(&contract.no),
            Cell::text(&contract.project),
            position_cell(account, position, lang),
            rep_cell(account, account.rep_of(position)),
            Cell::date(position.due),
            Cell::date(position.original_due),
            Cell::Count(days.into()),
            tier,
            amount,
            paid,
            outstanding,
            disputed,
            Cell::date(position.last_receipt),
        ]
    };
    let rows = map(&found, row);
    let columns = detail_columns(ladder.age);
    let [amount, paid, outstanding, disputed] = sums.map(Cell::Money);
    let figures = [("customer_name", Cell::TOTAL), ("amount", amount), ("paid", paid), ("outstanding", outstanding), ("disputed", disputed)];
    let total = totals(&columns, figures);
    Sheet {
        report: "aging",
        title: say!(lang, "未回款明细", "Open positions"),
        columns,
        total: Some(total),
        rows,
        memo: Beside::of(request).memo(),
        empty: say!(lang, "没有未回款的应收", "nothing is outstanding"),
        ..Sheet::default()
    }
}

fn detail_columns(age: Age) -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::words("project", text("项目", "Project")).rank(4),
        Column::words("milestone", text("付款节点", "Milestone")).rank(1),
        Column::words("rep", text("销售代表", "Rep")).rank(3),
        Column::words("due", text("到期日", "Due")).whole().rank(2),
        Column::words("original_due", text("原到期日", "Original due")).whole().rank(9),
        Column::number("days", days_heading(age)),
        Column::words("tier", text("等级", "Tier")),
        Column::number("amount", text("应收金额", "Amount")).rank(6),
        Column::number("paid", text("已回款", "Paid")).rank(6),
        Column::number("outstanding", text("未回款余额", "Outstanding")),
        Column::number("disputed", text("其中争议", "Disputed")).rank(7),
        Column::words("last_receipt", text("最近回款", "Last receipt")).whole().rank(8),
    ]
}
