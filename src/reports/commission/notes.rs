//! What stands under a commission report: the rule, what is corrected, what is left out, and what the report is not.

use rust_decimal::Decimal;

use super::Lines;
use crate::account::Change;
use crate::book::Commission;
use crate::entry::Kind;
use crate::money::Money;
use crate::reports::Request;
use crate::say;
use crate::text::{Lang, comma};

/// Lines told one by one; the rest are counted.
const MOST: usize = 8;

pub(super) fn notes(request: &Request, list: &Lines) -> Vec<String> {
    let (lang, rule) = (request.lang, &request.account.book.commission);
    if list.changes.is_empty() && list.own_fault.is_empty() {
        return Vec::new();
    }
    let mut notes = Vec::new();
    if request.option("by").is_none() {
        notes.extend(of_reps(request, list));
    }
    notes.extend(changed(list, lang));
    notes.extend(own_fault(request, list));
    notes.extend(rule_words(rule, lang));
    if rule.rate.is_none() {
        notes.push(say!(lang, "[commission] 没有写 rate，只列系数，不算金额", "[commission] has no rate: factors only, no amounts"));
    }
    notes.push(say!(
        lang,
        "这是按规则算的，供核对，不是工资表；从工资里扣要守《工资支付暂行规定》",
        "The report of a rule, no payroll: the law limits deductions from wages"
    ));
    notes
}

/// The sum of each rep, where there are several and not too many.
fn of_reps(request: &Request, list: &Lines) -> Option<String> {
    let (lang, rate) = (request.lang, list.rate?);
    let mut sums: Vec<(String, Money)> = Vec::new();
    for own in list.changes.chunk_by(|one, next| one.line.rep == next.line.rep) {
        let rep = own.first()?.line.rep.map_or_else(|| say!(lang, "（无）", "(none)"), |rep| request.account.book.rep(rep).name.clone());
        sums.push((rep, own.iter().map(|change| change.commission(rate)).sum()));
    }
    if sums.len() > MOST {
        return Some(say!(lang, "每人合计：huikuan commission --by rep", "The sum of each rep: huikuan commission --by rep"));
    }
    let words: Vec<String> = sums.iter().map(|(rep, sum)| format!("{rep} {}", sum.grouped())).collect();
    (words.len() > 1).then(|| say!(lang, "提成：{}", "commission: {}", words.join(" · ")))
}

fn changed(list: &Lines, lang: Lang) -> Vec<String> {
    let first = list.between.first;
    let count = |is_wanted: &dyn Fn(&Change) -> bool| list.changes.iter().filter(|change| is_wanted(change)).count();
    let (corrected, late) = (count(&|change| change.was_there), count(&|change| !change.was_there && change.line.date < first));
    let mut notes = Vec::new();
    if corrected > 0 {
        notes.push(say!(
            lang,
            "有 {corrected} 行是更正：以前月份算过，后来作废、退款或改动了",
            "corrections of what was counted before, voided, refunded or changed since: {corrected}"
        ));
    }
    if late > 0 {
        notes.push(say!(
            lang,
            "{late} 行日期在期间以前，这次才计入：后来才冲到应收，或补记",
            "{late} are dated before the period and count only now: applied or recorded since"
        ));
    }
    notes
}

fn own_fault(request: &Request, list: &Lines) -> Vec<String> {
    let (account, lang) = (request.account, request.lang);
    let words = |own: &crate::account::Earning| {
        let (no, name, amount) = (&account.book.contract(own.contract).no, account.part_name(own.contract, own.part), (-own.amount).grouped());
        let name = if account.is_whole(own.contract, own.part) { String::new() } else { format!(" {name}") };
        let date = own.date;
        say!(lang, "我方原因，不倒扣：{no}{name} {amount}（{date}）", "Own fault, not clawed back: {no}{name} {amount} ({date})")
    };
    let mut notes: Vec<String> = list.own_fault.iter().take(MOST).map(words).collect();
    let rest = list.own_fault.len().saturating_sub(MOST);
    if rest > 0 {
        notes.push(say!(lang, "我方原因，不倒扣：另有 {rest} 笔", "Own fault, not clawed back: {rest} more"));
    }
    notes
}

fn rule_words(rule: &Commission, lang: Lang) -> Vec<String> {
    let clock = match rule.from.as_str() {
        "billed" => say!(lang, "账龄起算日", "billed"),
        "due" => say!(lang, "原到期日", "the planned due date"),
        "signed" => say!(lang, "签约日", "signing"),
        event => Kind::Event.detail_name(event, lang),
    };
    let plain = |number: Decimal| number.normalize().to_string();
    let step = |(months, factor): &(u32, Decimal)| {
        let factor = plain(*factor);
        say!(lang, "第 {months} 个月 {factor}", "month {months}: {factor}")
    };
    let steps: Vec<String> = rule.ladder.iter().map(step).chain([say!(lang, "以后 0", "later 0")]).collect();
    let steps = steps.join(comma(lang));
    let early = plain(Decimal::ONE + rule.prepay_bonus.unwrap_or_default());
    let (months, factor) = (rule.clawback_months, plain(rule.clawback_factor));
    let mut notes = vec![
        say!(lang, "系数从{clock}数月：提前 {early}、{steps}", "Factor by month since {clock}: early {early}, {steps}"),
        say!(
            lang,
            "满 {months} 个月还没回的倒扣一次，系数 {factor}；以后再回不计",
            "Unpaid after {months} months: clawed back once, factor {factor}; later money earns none"
        ),
    ];
    if rule.from == "billed" {
        notes.push(say!(
            lang,
            "不看到期日；质保金多、账期长的，把 [commission] from 设为 \"due\"",
            "Due dates do not count: for retentions and long terms set [commission] from = \"due\""
        ));
    }
    if let Some(old) = rule.old_debt {
        let (years, factor) = (old.years, plain(old.factor));
        notes.push(say!(lang, "满 {years} 年的老款，回款系数 {factor}", "Money for debts older than {years} years: factor {factor}"));
    }
    notes
}
