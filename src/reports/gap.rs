//! `gap`: how far a period is from its target, and which measures fill the gap.

use std::collections::BTreeMap;

use clap::Command;

use super::gap_targets::{Given, Targets};
use super::{Example, Report, Request, option, switch};
use crate::account::{Account, Commitment, Followup, State};
use crate::book::{ContractIx, CustomerIx, RepIx, Scope};
use crate::date::{Day, Period};
use crate::entry::{Column as Field, Kind};
use crate::money::{Money, Ratio};
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{Lang, Text, text};

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
    args,
    build,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(option("period", "P", text("期间：2026-11、2026-Q4、2026、本月、2026-01..2026-06", "2026-11, 2026-Q4, 2026, this-month, 2026-01..2026-06"), lang))
        .arg(option("by", "X", text("按 company rep team customer category 分行", "a row per company rep team customer category"), lang))
        .arg(switch("rolling", text("把今年已过月份的差额平摊到剩下的月份", "spread the shortfall of the year's ended months over the months left"), lang))
}

/// Whom a row is for; `None` where nobody is in charge, or an entry names no contract.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Company,
    Team(String),
    Rep(Option<RepIx>),
    Customer(CustomerIx),
    Category(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Company,
    Team,
    Rep,
    Customer,
    Category,
}

impl By {
    const ALL: [(&'static str, Self); 5] =
        [("company", Self::Company), ("team", Self::Team), ("rep", Self::Rep), ("customer", Self::Customer), ("category", Self::Category)];

    fn key(self, account: &Account, customer: CustomerIx, contract: Option<ContractIx>, rep: Option<RepIx>) -> Key {
        match self {
            Self::Company => Key::Company,
            Self::Team => Key::Team(rep.map_or(String::new(), |rep| account.book.rep(rep).team.clone())),
            Self::Rep => Key::Rep(rep),
            Self::Customer => Key::Customer(customer),
            Self::Category => Key::Category(contract.map_or(String::new(), |contract| account.book.contract(contract).category.clone())),
        }
    }

    fn is(self) -> fn(&Scope) -> bool {
        match self {
            Self::Company => |scope| matches!(scope, Scope::Company),
            Self::Team => |scope| matches!(scope, Scope::Team(_)),
            Self::Rep => |scope| matches!(scope, Scope::Rep(_)),
            Self::Customer => |scope| matches!(scope, Scope::Customer(_)),
            Self::Category => |scope| matches!(scope, Scope::Category(_)),
        }
    }
}

impl Key {
    fn of(scope: &Scope) -> Self {
        match scope {
            Scope::Company => Self::Company,
            Scope::Team(team) => Self::Team(team.clone()),
            Scope::Rep(rep) => Self::Rep(Some(*rep)),
            Scope::Customer(customer) => Self::Customer(*customer),
            Scope::Category(category) => Self::Category(category.clone()),
        }
    }

    fn scope(&self) -> Option<Scope> {
        match self {
            Self::Company => Some(Scope::Company),
            Self::Team(team) => (!team.is_empty()).then(|| Scope::Team(team.clone())),
            Self::Rep(rep) => rep.map(Scope::Rep),
            Self::Customer(customer) => Some(Scope::Customer(*customer)),
            Self::Category(category) => (!category.is_empty()).then(|| Scope::Category(category.clone())),
        }
    }

    /// Scope, id and name.
    fn cells(&self, account: &Account, lang: Lang) -> [Cell; 3] {
        let none = || Cell::code("", say!(lang, "（无）", "(none)"));
        let named = |scope: &str, label: Text, key: &str, name: Cell| [Cell::code(scope, label.get(lang)), Cell::text(key), name];
        match self {
            Self::Company => named("company", text("公司", "company"), "", Cell::text(&account.book.name)),
            Self::Team(team) => named("team", text("团队", "team"), team, if team.is_empty() { none() } else { Cell::text(team) }),
            Self::Rep(rep) => {
                let rep = rep.map(|rep| account.book.rep(rep));
                named("rep", text("销售代表", "rep"), rep.map_or("", |rep| &rep.id), rep.map_or_else(none, |rep| Cell::text(&rep.name)))
            }
            Self::Customer(customer) => {
                let customer = account.book.customer(*customer);
                named("customer", text("客户", "customer"), &customer.id, Cell::text(&customer.name))
            }
            Self::Category(category) => {
                named("category", text("产品状态", "category"), category, if category.is_empty() { none() } else { Cell::text(category) })
            }
        }
    }
}

/// The figures of one scope and period, before any formula.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// T, where there is one.
    pub target: Option<Given>,
    /// R: receipts − refunds dated in the period.
    pub received: Money,
    /// C: the unfulfilled part of commitments due in the period that are not late yet.
    pub committed: Money,
    /// M: measures due in the period from today on.
    pub measures: Money,
    /// Open positions due by the period's end.
    pub due: Money,
    /// Commitments due in the period.
    commitments: u32,
    not_followed: bool,
}

impl Figures {
    fn plus(&mut self, other: &Self) {
        self.received += other.received;
        self.committed += other.committed;
        self.measures += other.measures;
        self.due += other.due;
        self.commitments += other.commitments;
        self.not_followed |= other.not_followed;
    }

    fn amount(&self) -> Money {
        self.target.as_ref().map_or(Money::ZERO, |given| given.amount)
    }

    /// R + C.
    pub fn expected(&self) -> Money {
        self.received + self.committed
    }

    /// max(T − expected, 0); 0 without a target.
    pub fn gap(&self) -> Money {
        (self.amount() - self.expected()).at_least_zero()
    }

    /// max(gap − M, 0).
    pub fn residual(&self) -> Money {
        (self.gap() - self.measures).at_least_zero()
    }

    /// max(M − gap, 0).
    pub fn surplus(&self) -> Money {
        (self.measures - self.gap()).at_least_zero()
    }

    /// What is due by the period's end and nobody promised.
    pub fn uncommitted(&self) -> Money {
        (self.due - self.committed).at_least_zero()
    }

    /// What is missing, the first that applies.
    fn diagnosis(&self) -> (&'static str, Text) {
        let ask = self.target.as_ref().and_then(|given| given.ask);
        if self.target.is_none() {
            ("no-target", text("没有目标", "no target"))
        } else if self.gap().is_positive() && self.commitments == 0 {
            ("no-commitment", text("没有承诺", "no commitment"))
        } else if self.not_followed {
            ("not-followed", text("失约未跟进", "broken, not followed"))
        } else if self.gap().is_positive() && ask.is_some_and(|ask| ask <= self.amount()) {
            ("low-ask", text("首次要求偏低", "asked too low"))
        } else if self.residual().is_positive() {
            ("no-measures", text("举措不够", "measures missing"))
        } else {
            ("on-track", text("正常", "on track"))
        }
    }
}

/// The whole company's figures in a period.
pub fn company(account: &Account, period: Period) -> Figures {
    let followups = account.followups();
    let mut figures = collect(account, &super::Filter::default(), By::Company, period, &followups).remove(&Key::Company).unwrap_or_default();
    figures.target = Targets::new(account).of(&Scope::Company, period);
    figures
}

/// The gap in words: `差距 240,000.00 → 举措 180,000.00 → 还差 60,000.00`.
pub fn gap_words(figures: &Figures, lang: Lang) -> String {
    let (gap, measures, residual) = (figures.gap().grouped(), figures.measures.grouped(), figures.residual().grouped());
    if figures.gap().is_zero() {
        say!(lang, "目标已有着落", "the target is covered")
    } else if figures.measures.is_zero() {
        say!(lang, "差距 {gap}，还没有举措", "gap {gap}, no measures yet")
    } else {
        say!(lang, "差距 {gap} → 举措 {measures} → 还差 {residual}", "gap {gap} → measures {measures} → still missing {residual}")
    }
}

/// What counts towards each scope. Receipts belong to who was in charge on their date, all else to who is now.
fn collect(account: &Account, filter: &super::Filter, by: By, period: Period, followups: &[Followup]) -> BTreeMap<Key, Figures> {
    let (book, day) = (account.book, account.as_of.day);
    let ended = period.last() < day;
    let mut all: BTreeMap<Key, Figures> = BTreeMap::new();
    let mut add = |customer: CustomerIx, contract: Option<ContractIx>, rep: Option<RepIx>, put: &dyn Fn(&mut Figures)| {
        if filter.is_empty() || filter.accepts(account, Some(customer), contract, rep) {
            put(all.entry(by.key(account, customer, contract, rep)).or_default());
        }
    };
    let rep_now =
        |customer, contract: Option<ContractIx>| contract.map_or_else(|| book.rep_of_customer(customer, day), |contract| book.rep_of_contract(contract, day));
    for (_, entry) in account.entries().filter(|(_, entry)| matches!(entry.kind, Kind::Receipt | Kind::Refund) && period.contains(entry.date)) {
        let Some(customer) = entry.customer else { continue };
        let amount = if entry.kind == Kind::Refund { -entry.amount } else { entry.amount };
        add(customer, entry.contract, account.rep_of_entry(entry), &|figures| figures.received += amount);
    }
    for commitment in account.commitments().iter().filter(|commitment| period.contains(commitment.due) && commitment.state != State::Replaced) {
        let contract = account.journal.entry(commitment.entry).contract;
        let open = !ended && commitment.last >= day;
        let alone = is_not_followed(commitment, followups);
        add(commitment.customer, contract, rep_now(commitment.customer, contract), &|figures| {
            figures.commitments += 1;
            figures.not_followed |= alone;
            if open {
                figures.committed += commitment.unfulfilled();
            }
        });
    }
    for (_, measure) in account.open_measures() {
        let (Some(customer), Some(due)) = (measure.customer, measure.due) else { continue };
        if !ended && period.contains(due) && due >= day {
            add(customer, measure.contract, rep_now(customer, measure.contract), &|figures| figures.measures += measure.amount);
        }
    }
    for position in account.positions().iter().filter(|position| position.due.is_some_and(|due| due <= period.last())) {
        let open = position.outstanding();
        if open.is_positive() {
            add(position.customer, Some(position.contract), account.rep_of(position), &|figures| figures.due += open);
        }
    }
    all
}

/// Broken, and nobody called since.
fn is_not_followed(commitment: &Commitment, followups: &[Followup]) -> bool {
    let broken = matches!(commitment.state, State::Broken | State::Partial);
    let last = followups.get(commitment.customer.0 as usize).and_then(|followup| followup.last_contact);
    broken && last.is_none_or(|contact| contact <= commitment.last)
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
    let followups = account.followups();
    let rolling = rolling.then(|| Rolling::new(request, by, &followups));
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    let mut sum = Figures::default();
    for period in &periods {
        let mut figures = collect(account, &request.filter, by, *period, &followups);
        for scope in targets.scopes(by.is(), *period).into_iter().filter(|scope| is_wanted(request, scope)) {
            figures.entry(Key::of(&scope)).or_default();
        }
        if by == By::Company {
            figures.entry(Key::Company).or_default();
        }
        for (key, own) in &mut figures {
            own.target = key.scope().and_then(|scope| targets.of(&scope, *period));
            if let (Some(rolling), Some(target), Some(scope)) = (&rolling, &mut own.target, key.scope()) {
                target.amount += rolling.share(&targets, &scope, *period);
            }
            sum.plus(own);
            add_target(&mut sum, own.target.as_ref());
            notes.extend(target_notes(account, &targets, key, *period, own.target.as_ref(), lang));
        }
        let mut list: Vec<(Key, Figures)> = figures.into_iter().collect();
        if by == By::Customer {
            // Who owes and promised nothing: that is where work is needed.
            list.sort_by_key(|(_, own)| {
                let silent = own.committed.is_zero() && own.due.is_positive();
                (!silent, if silent { -own.due.cents() } else { -own.gap().cents() })
            });
        }
        rows.extend(list.iter().map(|(key, own)| row(Some((key, *period)), own, account, lang)));
    }
    if by != By::Customer && by != By::Category {
        notes.extend(measure_notes(request, &periods));
        notes.extend(periods.last().map(|period| silent_customers(request, *period, &followups)).unwrap_or_default());
    }
    let total = (rows.len() > 1 || by != By::Company).then(|| row(None, &sum, account, lang));
    let label = periods.first().zip(periods.last()).map_or(String::new(), |(a, b)| if a == b { a.to_string() } else { format!("{a}..{b}") });
    Ok(Sheet {
        report: "gap",
        title: say!(lang, "目标差距 · {label}", "Gap to target · {label}"),
        columns: columns(by, periods.len()),
        rows,
        total,
        memo: Vec::new(),
        notes,
        empty: say!(lang, "这段时间没有目标、回款、承诺或到期的应收", "no target, receipt, commitment or due position in this period"),
    })
}

/// `--by`, else the scope a single filter names, else the company.
fn by(request: &Request) -> Result<By, UsageFault> {
    let Some(word) = request.option("by") else {
        let filter = &request.filter;
        return Ok(match () {
            () if !filter.customers.is_empty() => By::Customer,
            () if !filter.reps.is_empty() => By::Rep,
            () if !filter.teams.is_empty() => By::Team,
            () if !filter.categories.is_empty() => By::Category,
            () if !filter.is_empty() => By::Customer,
            () => By::Company,
        });
    };
    let choices = || By::ALL.map(|(key, _)| key).join(" | ");
    By::ALL.into_iter().find(|(key, _)| *key == word).map(|(_, by)| by).ok_or_else(|| UsageFault::Choice {
        option: "--by",
        text: word.to_string(),
        choices: choices(),
    })
}

/// Whether a scope that has a target and nothing else is wanted.
fn is_wanted(request: &Request, scope: &Scope) -> bool {
    let (filter, account) = (&request.filter, request.account);
    match scope {
        Scope::Customer(customer) => filter.accepts_customer(account, *customer),
        Scope::Rep(rep) => filter.accepts(account, None, None, Some(*rep)),
        Scope::Team(team) => filter.is_empty() || filter.teams.contains(team),
        Scope::Category(category) => filter.is_empty() || filter.categories.contains(category),
        Scope::Company => true,
    }
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

/// What came in the ended months of the year of the as-of day, for spreading the shortfall.
struct Rolling {
    ended: Vec<(Period, BTreeMap<Key, Figures>)>,
    left: Vec<Period>,
}

impl Rolling {
    fn new(request: &Request, by: By, followups: &[Followup]) -> Self {
        let day = request.day();
        let (ended, left): (Vec<Period>, Vec<Period>) = Period::Year(day.year()).months().into_iter().partition(|month| month.last() < day);
        let figures = |month| (month, collect(request.account, &request.filter, by, month, followups));
        Self { ended: ended.into_iter().map(figures).collect(), left }
    }

    /// The part of the shortfall that falls on a month: max(ΣT − ΣR of the ended months, 0), evenly over the months left;
    /// the last takes the cents.
    fn share(&self, targets: &Targets, scope: &Scope, period: Period) -> Money {
        let Some(place) = self.left.iter().position(|month| *month == period) else { return Money::ZERO };
        let mut short = Money::ZERO;
        for (month, figures) in &self.ended {
            let received = figures.get(&Key::of(scope)).map_or(Money::ZERO, |own| own.received);
            short += targets.of(scope, *month).map_or(Money::ZERO, |given| given.amount) - received;
        }
        let (short, count) = (short.at_least_zero().cents(), self.left.len() as i64);
        let even = short / count;
        Money::from_cents(if place + 1 == self.left.len() { short - even * (count - 1) } else { even })
    }
}

fn target_notes(account: &Account, targets: &Targets, key: &Key, period: Period, own: Option<&Given>, lang: Lang) -> Vec<String> {
    let (Some(scope @ (Scope::Company | Scope::Team(_) | Scope::Rep(_))), Some(own)) = (key.scope(), own) else { return Vec::new() };
    let name = match key.cells(account, lang) {
        [_, _, Cell::Text(name)] => name,
        _ => String::new(),
    };
    let mut notes: Vec<String> = own.words(lang).map(|words| say!(lang, "{name} {period}：{words}", "{name} {period}: {words}")).into_iter().collect();
    if own.parts == 0
        && let Some(parts) = targets.of_parts(&scope, period).filter(|parts| parts.amount != own.amount && own.months == parts.months)
    {
        let (a, b, difference) = (own.amount.grouped(), parts.amount.grouped(), (own.amount - parts.amount).grouped());
        notes.push(say!(
            lang,
            "{name} {period}：目标 {a}，下级目标合计 {b}，差 {difference}",
            "{name} {period}: target {a}, the targets below it sum to {b}, difference {difference}"
        ));
    }
    notes
}

/// The measures that fill the gap, soonest first, a line each.
fn measure_notes(request: &Request, periods: &[Period]) -> Vec<String> {
    let (account, day, lang) = (request.account, request.day(), request.lang);
    let fills = |due: Day| due >= day && periods.iter().any(|period| period.last() >= day && period.contains(due));
    let mut list: Vec<(Day, String)> = account
        .open_measures()
        .into_iter()
        .filter(|(_, measure)| request.filter.accepts_entry(account, measure))
        .filter_map(|(_, measure)| {
            let due = measure.due.filter(|due| fills(*due))?;
            let customer = &account.book.customer(measure.customer?).name;
            let what = Kind::Measure.detail_name(&account.journal.text(measure, Field::Detail), lang);
            let amount = measure.amount.grouped();
            Some((due, say!(lang, "举措  {due}  {customer} {what} {amount}", "measure  {due}  {customer} {what} {amount}")))
        })
        .collect();
    list.sort();
    list.into_iter().map(|(_, words)| words).collect()
}

/// Customers who owe in the period and promised nothing, the most first, a line each.
fn silent_customers(request: &Request, period: Period, followups: &[Followup]) -> Vec<String> {
    let (account, lang) = (request.account, request.lang);
    let figures = collect(account, &request.filter, By::Customer, period, followups);
    let mut silent: Vec<(Money, String)> = figures
        .into_iter()
        .filter(|(_, own)| own.committed.is_zero() && own.due.is_positive())
        .filter_map(|(key, own)| match key {
            Key::Customer(customer) => Some((own.due, account.book.customer(customer).name.clone())),
            _ => None,
        })
        .collect();
    silent.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let more = silent.len().saturating_sub(SILENT);
    let line = |(due, name): &(Money, String)| {
        let due = due.grouped();
        say!(lang, "到期无承诺  {name} {due}", "owes, no promise  {name} {due}")
    };
    let mut lines: Vec<String> = silent.iter().take(SILENT).map(line).collect();
    if more > 0 {
        lines.push(say!(
            lang,
            "到期无承诺  还有 {more} 个客户：huikuan gap --by customer",
            "owe, no promise  {more} more customers: huikuan gap --by customer"
        ));
    }
    lines
}

/// Customers listed under the table.
const SILENT: usize = 5;

fn row(head: Option<(&Key, Period)>, own: &Figures, account: &Account, lang: Lang) -> Vec<Cell> {
    let target = own.target.as_ref();
    let given = |of: fn(&Given) -> Option<Money>| target.and_then(of);
    let (forecast, ask, assigned) = (given(|given| given.forecast), given(|given| given.ask), given(|given| given.assigned));
    let over = |whole: Option<Money>| Cell::Ratio(whole.and_then(|whole| Ratio::of(own.amount(), whole)));
    let mut cells = match head {
        Some((key, period)) => std::iter::once(Cell::text(period.to_string())).chain(key.cells(account, lang)).collect(),
        // A narrow table shows one of the two.
        None => vec![Cell::TOTAL, Cell::Blank, Cell::Blank, Cell::TOTAL],
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
        over(ask),
        over(forecast),
        if head.is_some() { Cell::code(code, label.get(lang)) } else { Cell::Blank },
    ]);
    cells
}

fn columns(by: By, periods: usize) -> Vec<Column> {
    // A row's period is in the title where there is only one.
    let period = Column::words("period", text("期间", "Period"));
    let name = match by {
        By::Company => text("公司", "Company"),
        By::Team => text("团队", "Team"),
        By::Rep => text("销售代表", "Rep"),
        By::Customer => text("客户", "Customer"),
        By::Category => text("产品状态", "Category"),
    };
    vec![
        if periods > 1 { period } else { period.rank(14) },
        Column::words("scope", text("范围", "Scope")).data_only(),
        Column::words("key", text("编号", "Key")).data_only(),
        if by == By::Company && periods > 1 {
            Column::words("name", name).rank(14)
        } else if by == By::Company {
            Column::words("name", name).rank(6)
        } else {
            Column::words("name", name)
        },
        Column::number("target", text("目标", "Target")),
        Column::number("received", text("已回款", "Received")),
        Column::number("committed", text("待兑现承诺", "Committed")).rank(1),
        Column::number("expected", text("预计回款", "Expected")).rank(8),
        Column::number("gap", text("差距", "Gap")),
        Column::number("measures", text("举措", "Measures")).rank(2),
        Column::number("residual", text("剩余差距", "Residual")).rank(3),
        Column::number("surplus", text("超出", "Surplus")).rank(9),
        Column::number("attainment", text("完成率", "Attained")).rank(4),
        Column::number("time_elapsed", text("时间进度", "Elapsed")).rank(7),
        Column::number("uncommitted", text("到期无承诺", "Uncommitted")).rank(6),
        Column::number("forecast", text("预估", "Forecast")).rank(11),
        Column::number("ask", text("首次要求额", "Ask")).rank(11),
        Column::number("assigned", text("下达", "Assigned")).rank(12),
        Column::number("agreed_over_ask", text("目标/要求", "Agreed/ask")).rank(12),
        Column::number("agreed_over_forecast", text("目标/预估", "Agreed/forecast")).rank(12),
        Column::words("diagnosis", text("诊断", "Diagnosis")).rank(5),
    ]
}
