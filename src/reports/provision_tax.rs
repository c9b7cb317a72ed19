//! `provision --tax`: overdue debts that meet the tests of the tax office for a loss (税务总局公告 2011 年第 25 号第 23、24 条).

use super::{Request, position_cell, rep_cell};
use crate::account::{Position, Share};
use crate::money::Money;
use crate::parallel::{map, sort_by_key};
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet, totals};
use crate::text::text;

/// A single debt up to this is small.
const SMALL: Money = Money::from_cents(5_000_000);
/// So is one up to this part of a year's revenue.
const PARTS: i64 = 10_000;

/// The article whose test a debt meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Article {
    /// More than three years overdue.
    ThreeYears,
    /// More than one year overdue, and small.
    OneYearSmall,
}

/// A debt that may be claimed as a loss.
#[derive(Clone, Copy)]
struct Debt {
    position: Position,
    days: i32,
    article: Article,
}

/// What can be claimed of a position, also what was written off already.
fn claim(position: &Position) -> Money {
    if position.is_waiting() { Money::ZERO } else { position.outstanding() + position.written_off() }
}

/// Whether a single debt is small enough for article 24.
fn is_small(amount: Money, revenue: Option<Money>) -> bool {
    amount <= SMALL || revenue.is_some_and(|revenue| i128::from(amount.cents()).saturating_mul(PARTS.into()) <= i128::from(revenue.cents()))
}

pub(super) fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let fault = |text: &str, fault| UsageFault::Amount { text: text.to_string(), fault };
    let revenue = request.option("revenue").map(|text| Money::parse_typed(text).map_err(|wrong| fault(text, wrong))).transpose()?;
    let add = |found: &mut Vec<Debt>, share: &Share| {
        for parts in share.positions.chunk_by(|one, other| one.contract == other.contract && one.part.of_whole() == other.part.of_whole()) {
            // The parts a milestone was divided into are one debt.
            let whole: Money = parts.iter().map(claim).sum();
            let passed = |position: &Position, years: i32| position.due.is_some_and(|due| day > due.plus_months(years.saturating_mul(12)));
            found.extend(parts.iter().filter(|position| claim(position).is_positive()).filter_map(|position| {
                let article = if passed(position, 3) {
                    Article::ThreeYears
                } else if passed(position, 1) && is_small(whole, revenue) {
                    Article::OneYearSmall
                } else {
                    return None;
                };
                request.filter.accepts_position(account, position).then_some(Debt { position: *position, days: position.days(day)?, article })
            }));
        }
    };
    let mut debts = account.fold(Vec::new, add).concat();
    sort_by_key(&mut debts, |debt| (-debt.days, -claim(&debt.position).cents(), debt.position.customer, debt.position.contract, debt.position.part));
    let rows = map(&debts, |debt| row(request, debt));
    let columns = columns();
    let sum = |of: fn(&Position) -> Money| Cell::Money(debts.iter().map(|debt| of(&debt.position)).sum());
    let figures =
        [("customer_name", Cell::TOTAL), ("amount", sum(claim)), ("outstanding", sum(Position::outstanding)), ("written_off", sum(Position::written_off))];
    Ok(Sheet {
        report: "provision",
        title: say!(lang, "坏账损失税前扣除：年限和金额够条件的应收", "Losses for tax: debts that pass by age and amount"),
        total: (!rows.is_empty()).then_some(totals(&columns, figures)),
        columns,
        notes: if rows.is_empty() { Vec::new() } else { notes(request, revenue) },
        explained: if request.flag("explain") { debts.iter().map(|debt| explained(request, debt)).collect() } else { Vec::new() },
        rows,
        empty: say!(lang, "没有逾期三年以上的，也没有逾期一年以上的小额应收", "nothing is three years overdue, and nothing small one year"),
        ..Sheet::default()
    })
}

fn row(request: &Request, debt: &Debt) -> Vec<Cell> {
    let (account, lang, position) = (request.account, request.lang, &debt.position);
    let customer = account.book.customer(position.customer);
    let article = match debt.article {
        Article::ThreeYears => Cell::code("art-23", say!(lang, "第 23 条：三年以上", "art. 23: over 3 years")),
        Article::OneYearSmall => Cell::code("art-24", say!(lang, "第 24 条：一年以上小额", "art. 24: over 1 year, small")),
    };
    vec![
        Cell::name(&customer.id),
        Cell::name(&customer.name),
        Cell::name(&account.book.contract(position.contract).no),
        position_cell(account, position, lang),
        rep_cell(account, account.rep_of(position)),
        Cell::date(position.due),
        Cell::Count(debt.days.into()),
        Cell::Money(claim(position)),
        Cell::Money(position.outstanding()),
        Cell::Money(position.written_off()),
        article,
    ]
}

fn notes(request: &Request, revenue: Option<Money>) -> Vec<String> {
    let lang = request.lang;
    let part = match revenue {
        Some(revenue) => {
            let most = Money::from_cents(revenue.cents().checked_div(PARTS).unwrap_or(0)).grouped();
            say!(lang, "第 24 条：单笔不超过 5 万元，或年收入的万分之一 {most}", "Art. 24: single debts up to 50,000, or 0.01% of revenue: {most}")
        }
        None => {
            say!(lang, "第 24 条：单笔不超过 5 万元；--revenue 年收入，再看万分之一", "Art. 24: single debts up to 50,000; with --revenue also 0.01% of it")
        }
    };
    vec![
        say!(
            lang,
            "依据税务总局公告 2011 年第 25 号第 23、24 条；逾期从改期后的到期日算",
            "Announcement 25 of 2011 of the tax office, art. 23 and 24; by effective due date"
        ),
        part,
        say!(
            lang,
            "扣除前还要：会计上已作损失处理（坏账核销），说明情况，出具专项报告",
            "Needed too: written off in the books, an explanation, and a special report"
        ),
        say!(
            lang,
            "金额含已核销的；以后收回的计入当年收入。只供准备材料，不是税务意见",
            "Amounts with what is written off; recovered money is income. No tax advice"
        ),
    ]
}

fn explained(request: &Request, debt: &Debt) -> Explained {
    let (account, position) = (request.account, &debt.position);
    let money = |key, name, amount| (key, name, Cell::Money(amount));
    Explained {
        of: format!("{} {}", account.book.contract(position.contract).no, account.position_name(position)),
        key: "amount",
        heading: text("金额", "amount"),
        formula: text("{outstanding} + {written_off}", "{outstanding} + {written_off}"),
        inputs: vec![
            money("outstanding", text("未回款余额", "outstanding"), position.outstanding()),
            money("written_off", text("已核销", "written off"), position.written_off()),
        ],
        value: Cell::Money(claim(position)),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("customer_name", text("客户", "Customer")),
        Column::words("contract", text("合同", "Contract")).whole(),
        Column::words("milestone", text("付款节点", "Milestone")).rank(2),
        Column::words("rep", text("销售代表", "Rep")).rank(5),
        Column::words("due", text("到期日", "Due")).whole().rank(3),
        Column::number("days", text("逾期天数", "Days overdue")).rank(1),
        Column::number("amount", text("金额", "Amount")),
        Column::number("outstanding", text("未回款余额", "Outstanding")).rank(4),
        Column::number("written_off", text("已核销", "Written off")).rank(4),
        Column::words("article", text("依据", "By")).whole(),
    ]
}
