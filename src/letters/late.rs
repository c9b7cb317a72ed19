//! Late interest as a letter states it, and instalments that may be called in at once.

use rust_decimal::Decimal;

use super::BLANK;
use super::demand::Line;
use super::desk::Desk;
use super::markdown::{Table, escape};
use super::papers::{name_of, percent};
use crate::account::{Interest, RateBasis};
use crate::book::ContractIx;
use crate::money::{Money, Ratio};
use crate::text::{Lang, Text, comma, text};

/// Where a rate comes from, in words.
pub(super) const fn basis(basis: RateBasis) -> Text {
    match basis {
        RateBasis::Contract => text("合同约定", "agreed in the contract"),
        RateBasis::Policy => text("我方一般交易条件", "our general terms"),
        RateBasis::Regulation => text("《保障中小企业款项支付条例》第十七条", "Regulation on Payments to SMEs (2025), art. 17"),
    }
}

/// How interest was computed: each open amount with its days, times the rate.
pub(super) fn formula(spans: &[(Money, i32)], rate: Decimal, lang: Lang) -> String {
    let term = |(open, days): &(Money, i32)| match lang {
        Lang::Zh => format!("{} × {days} 天", open.grouped()),
        Lang::En => format!("{} × {days} days", open.grouped()),
    };
    let terms: Vec<String> = spans.iter().map(term).collect();
    let sum = terms.join(" + ");
    let rate = percent(rate);
    if terms.len() > 1 { format!("({sum}) × {rate}") } else { format!("{sum} × {rate}") }
}

/// The interest of what a line demands.
fn interest(desk: &Desk, line: &Line) -> Option<Interest> {
    desk.account.interest_without(line.number, line.disputed)
}

/// Interest line by line: contract, item, from, rate, basis, formula, amount.
pub(super) fn table(desk: &Desk, lines: &[Line], lang: Lang) -> String {
    let headings: [(&str, bool); 7] = match lang {
        Lang::Zh => [("合同", false), ("款项", false), ("起算日", false), ("日利率", true), ("利率依据", false), ("计算式", false), ("金额（测算）", true)],
        Lang::En => {
            [("Contract", false), ("Item", false), ("From", false), ("Rate a day", true), ("Basis", false), ("Formula", false), ("Amount (est.)", true)]
        }
    };
    let mut table = Table::new(&headings);
    for line in lines {
        let Some(own) = interest(desk, line) else { continue };
        let spans: Vec<(Money, i32)> = desk.account.late_spans(line.number).into_iter().map(|(open, days)| (open - line.disputed, days)).collect();
        table.push(vec![
            escape(&desk.account.book.contract(line.contract).no),
            escape(&name_of(desk, line.number, lang)),
            own.from.to_string(),
            percent(own.rate),
            basis(own.basis).get(lang).to_string(),
            formula(&spans, own.rate, lang),
            own.amount.grouped(),
        ]);
    }
    table.to_markdown()
}

/// The sum of that table.
pub(super) fn total(desk: &Desk, lines: &[Line]) -> Money {
    lines.iter().filter_map(|line| interest(desk, line)).map(|own| own.amount).sum()
}

/// Whether the rate of any line is the regulation's.
pub(super) fn by_regulation(desk: &Desk, lines: &[Line]) -> bool {
    lines.iter().any(|line| interest(desk, line).is_some_and(|own| own.basis == RateBasis::Regulation))
}

/// The contracts for which no rate was agreed.
pub(super) fn without_rate(desk: &Desk, lines: &[Line], lang: Lang) -> String {
    let mut found: Vec<&str> = Vec::new();
    for line in lines.iter().filter(|line| desk.account.late_rate(line.contract).is_none()) {
        let no = desk.account.book.contract(line.contract).no.as_str();
        if !found.contains(&no) {
            found.push(no);
        }
    }
    found.join(comma(lang))
}

/// Contracts of three instalments or more of which a fifth of the price is overdue (民法典 634, 买卖解释 27): what may be called
/// in at once.
pub(super) fn accelerable(desk: &Desk, lines: &[Line], lang: Lang) -> String {
    let headings: [(&str, bool); 5] = match lang {
        Lang::Zh => [("合同", false), ("全部价款", true), ("到期未付", true), ("占价款", true), ("其余未到期", true)],
        Lang::En => [("Contract", false), ("Price", true), ("Overdue", true), ("Share of price", true), ("Not due yet", true)],
    };
    let mut table = Table::new(&headings);
    let mut seen: Vec<ContractIx> = Vec::new();
    for line in lines {
        if seen.contains(&line.contract) {
            continue;
        }
        seen.push(line.contract);
        let contract = desk.account.book.contract(line.contract);
        let overdue: Money = lines.iter().filter(|own| own.contract == line.contract && own.days > 0).map(|own| own.demanded).sum();
        let fifth = i128::from(overdue.cents()).saturating_mul(5) >= i128::from(contract.amount.cents());
        if contract.framework || desk.account.book.milestones(contract).len() < 3 || !fifth {
            continue;
        }
        let own = desk.account.positions_of(contract.customer);
        let all = desk.account.positions().get(own).unwrap_or_default();
        let later = all.iter().filter(|position| position.contract == line.contract && position.days(desk.account.as_of.day).is_none_or(|days| days <= 0));
        let rest: Money = later.map(|position| position.amount - position.settled()).sum();
        table.push(vec![
            escape(&contract.no),
            contract.amount.grouped(),
            overdue.grouped(),
            Ratio::of(overdue, contract.amount).map_or(BLANK.into(), Ratio::percent),
            rest.grouped(),
        ]);
    }
    table.to_markdown()
}
