//! What a reader of the plan must know to use its figures.

use super::figures::{By, Group};
use super::habit::{Basis, Habits};
use super::rows::Line;
use super::span::Span;
use crate::book::{CustomerIx, Scope};
use crate::entry::Kind;
use crate::money::{Money, Ratio};
use crate::reports::Request;
use crate::reports::targets::Targets;
use crate::say;
use crate::text::Lang;

pub(super) fn notes(request: &Request, by: By, span: &Span, lines: &[Line], habits: &Habits) -> Vec<String> {
    let lang = request.lang;
    if lines.is_empty() {
        return Vec::new();
    }
    let mut notes = vec![
        say!(
            lang,
            "预计：照承诺或照以往习惯会在期内来的，逐笔取大。要求：预计的 2 倍，不超过应收",
            "expected in the period by promise or habit; ask: twice that, at most what is owed"
        ),
        say!(lang, "目标：预计和要求的中间（估 10、提 20、定 15）。承诺要和客户谈定", "target: the middle of the two (10 expected, 20 asked, 15 agreed)"),
    ];
    if by == By::Customer {
        notes.extend(silent(lines, lang));
        notes.extend(without_history(lines, habits, lang));
    }
    notes.extend(before(request, span));
    notes.extend(company(request, span, lines));
    notes.extend(received(request, span));
    if by.level().is_some_and(|level| level.is_split_by(&request.filter)) {
        notes.push(say!(lang, "筛选只取了每行的一部分，所以没有列出已定目标", "the filter takes only a part of each row, so set targets are left out"));
    }
    notes
}

/// What falls due before the period and is not overdue yet: nothing of what comes until then is taken off.
fn before(request: &Request, span: &Span) -> Option<String> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let is_between = |due| due >= day && due < span.first;
    let own = account.positions().iter().filter(|own| own.due.is_some_and(is_between) && request.filter.accepts_position(account, own));
    let sum: Money = own.map(crate::account::Position::outstanding).sum();
    let amount = sum.grouped();
    sum.is_positive().then(|| {
        say!(
            lang,
            "期初前到期里有 {amount} 现在还没逾期，没有扣除期初以前会来的款",
            "of what is due before, {amount} is not overdue yet; what comes of it until then is not taken off"
        )
    })
}

/// The company's own target beside what is suggested.
fn company(request: &Request, span: &Span, lines: &[Line]) -> Option<String> {
    let (lang, label) = (request.lang, &span.label);
    let given = Targets::new(request.account).of(&Scope::Company, span.of_target()?).filter(|_| request.filter.is_empty())?;
    let (target, suggested) = (given.amount.grouped(), lines.iter().map(|line| line.own.target).sum::<Money>().grouped());
    Some(say!(
        lang,
        "账本里公司 {label} 的目标 {target}，建议合计 {suggested}",
        "the company's target of {label} in the book: {target}; suggested in all: {suggested}"
    ))
}

/// Who owes, and will pay nothing without effort.
fn silent(lines: &[Line], lang: Lang) -> Option<String> {
    let list: Vec<&Line> = lines.iter().filter(|line| line.own.owed().is_positive() && line.own.expected.is_zero() && line.own.ask.is_zero()).collect();
    let (count, owed) = (customers(&list).len(), list.iter().map(|line| line.own.owed()).sum::<Money>().grouped());
    (count > 0).then(|| {
        say!(
            lang,
            "有 {count} 个客户的 {owed} 照习惯不会在期内回来，没有建议：要先谈承诺、定举措",
            "{owed} of {count} customers does not come in the period by habit: get promises first"
        )
    })
}

fn customers(lines: &[&Line]) -> Vec<CustomerIx> {
    let own = |line: &&Line| if let Group::Customer(customer, _) = line.group { Some(customer) } else { None };
    let mut all: Vec<CustomerIx> = lines.iter().filter_map(own).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whose habit is not known.
fn without_history(lines: &[Line], habits: &Habits, lang: Lang) -> Option<String> {
    let of = |basis| lines.iter().filter(|line| line.habit(habits).basis == basis).collect::<Vec<_>>();
    let count = customers(&of(Basis::Company)).len();
    if count > 0 {
        let days = habits.company().map_or(String::new(), Ratio::short_average);
        return Some(say!(
            lang,
            "{count} 个客户 12 个月没有回款，按全部客户平均晚 {days} 天算",
            "{count} customers paid nothing in 12 months: taken as late as all are, {days} days"
        ));
    }
    let is_none = !of(Basis::None).is_empty();
    is_none.then(|| say!(lang, "12 个月没有任何回款，按到期日当天付算", "nothing was paid in 12 months: money is expected on its due day"))
}

/// What came in a period that has begun: it is not among what is still expected.
fn received(request: &Request, span: &Span) -> Option<String> {
    let (account, lang) = (request.account, request.lang);
    if request.day() < span.first {
        return None;
    }
    let of = |kind| {
        let dated = account.of_kind(kind).map(|(_, entry)| entry).filter(|entry| span.contains(entry.date));
        dated.filter(|entry| request.filter.accepts_entry(account, entry)).map(|entry| entry.amount).sum::<Money>()
    };
    let amount = (of(Kind::Receipt) - of(Kind::Refund)).grouped();
    Some(say!(lang, "期内已回款 {amount}，不在上面各数之内", "{amount} came in the period already; no figure above has it"))
}
