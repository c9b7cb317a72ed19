//! What the table alone does not tell: how a target came about, which measures fill the gap, who promised nothing.

use smol_str::SmolStr;

use super::figures::promised_and_due;
use crate::account::{Account, Followup};
use crate::book::Scope;
use crate::date::{Day, Period};
use crate::entry::{Column as Field, Kind};
use crate::money::Money;
use crate::reports::Request;
use crate::reports::scope::Key;
use crate::reports::targets::{Given, Targets};
use crate::say;
use crate::sheet::Cell;
use crate::text::Lang;

pub(super) fn target_notes(account: &Account, targets: &Targets, key: &Key, period: Period, own: Option<&Given>, lang: Lang) -> Vec<String> {
    let (Some(scope @ (Scope::Company | Scope::Team(_) | Scope::Rep(_))), Some(own)) = (key.scope(), own) else { return Vec::new() };
    let name = match key.cells(account, lang) {
        [_, _, Cell::Text(name)] => name.to_string(),
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
pub(super) fn measure_notes(request: &Request, periods: &[Period]) -> Vec<String> {
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
pub(super) fn silent_customers(request: &Request, period: Period, followups: &[Followup]) -> Vec<String> {
    let (account, lang) = (request.account, request.lang);
    let mut silent: Vec<(Money, SmolStr)> = promised_and_due(account, &request.filter, period, followups)
        .filter(|(_, own)| own.committed.is_zero() && own.due.is_positive())
        .filter_map(|(key, own)| match key {
            Key::Customer(customer) => Some((own.due, account.book.customer(customer).name.clone())),
            _ => None,
        })
        .collect();
    silent.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let more = silent.len().saturating_sub(SILENT);
    let line = |(due, name): &(Money, SmolStr)| {
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
