//! A list of contracts: what each row says.

use unicode_normalization::UnicodeNormalization;

use crate::book::{RepIx, Terms, is_id};
use crate::date::Day;
use crate::import::find::Names;
use crate::import::list::{Known, List};
use crate::import::record::Record;
use crate::money::Money;
use crate::problem::BookFault;

/// The columns of a list of contracts, with their usual headings.
pub(super) const KNOWN: &[Known] = &[
    ("no", &["合同编号", "合同号", "合同", "contract", "contract no", "contract number"]),
    ("customer", &["客户编号", "客户代码", "客户号", "customer id"]),
    ("customer_name", &["客户", "客户名称", "客户名", "customer name"]),
    ("project", &["项目", "项目名称", "合同名称"]),
    ("signed", &["签订日期", "签订日", "签约日期", "合同日期", "signed on"]),
    ("amount", &["合同金额", "金额", "合同额"]),
    ("due", &["到期日", "到期", "到期日期", "due date"]),
    ("terms", &["账期"]),
    ("category", &["产品状态"]),
    ("rep", &["销售代表", "业务员", "销售员"]),
    ("key", &["重点款项", "重点"]),
    ("tags", &["标签"]),
    ("currency", &["币种", "货币"]),
    ("milestone", &["付款节点", "节点"]),
    ("milestone_amount", &["节点金额", "milestone amount"]),
    ("milestone_percent", &["节点比例", "milestone percent"]),
    ("milestone_due", &["节点到期日", "节点到期", "milestone due"]),
    ("after", &["节点事件"]),
    ("days", &["节点天数"]),
];

/// A row of a contract, or of one of its milestones.
pub(super) struct Row {
    pub(super) record: Record,
    pub(super) no: String,
    pub(super) customer: String,
    pub(super) customer_name: String,
    pub(super) project: String,
    pub(super) signed: Option<Day>,
    pub(super) amount: Option<Money>,
    pub(super) due: Option<Day>,
    pub(super) terms: Option<Terms>,
    pub(super) category: String,
    pub(super) rep: Option<RepIx>,
    pub(super) key: Option<bool>,
    pub(super) tags: Vec<String>,
    pub(super) part: Part,
    /// Whether a cell of it cannot be used.
    pub(super) bad: bool,
}

/// What a row says of a milestone.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) amount: Option<Money>,
    /// As TOML has it.
    pub(super) percent: String,
    pub(super) due: Option<Day>,
    pub(super) after: String,
    pub(super) days: Option<u16>,
}

/// What a row says by itself; what is wrong with it is noted in the list.
pub(super) fn row(list: &mut List, record: Record, reps: &Names<RepIx>, currency: &str) -> Row {
    let before = list.problems.len();
    let no = list.id(&record, "no");
    if !is_id(&no) {
        list.report(&record, "no", BookFault::IdShape { id: no.clone() });
    }
    let terms_text = list.words(&record, "terms");
    let terms = terms(&terms_text);
    if terms.is_none() && !terms_text.is_empty() {
        list.report(&record, "terms", BookFault::Terms { text: terms_text });
    }
    list.currency(&record, currency);
    let mut row = Row {
        customer: list.id(&record, "customer"),
        customer_name: list.words(&record, "customer_name"),
        project: list.words(&record, "project"),
        signed: list.day(&record, "signed"),
        amount: list.money(&record, "amount"),
        due: list.day(&record, "due"),
        terms,
        category: list.words(&record, "category"),
        rep: rep(list, &record, reps),
        key: list.flag(&record, "key"),
        tags: tags(&list.words(&record, "tags")),
        part: part(list, &record),
        bad: false,
        no,
        record,
    };
    row.bad = list.problems.len() > before;
    row
}

fn rep(list: &mut List, record: &Record, reps: &Names<RepIx>) -> Option<RepIx> {
    let typed = list.words(record, "rep");
    if typed.is_empty() {
        return None;
    }
    reps.find(&typed).map_err(|fault| list.report(record, "rep", fault)).ok()
}

fn part(list: &mut List, record: &Record) -> Part {
    let percent = list.words(record, "milestone_percent");
    let plain = percent.trim_end_matches(['%', '％']).trim();
    let is_number = |text: &str| rust_decimal::Decimal::from_str_exact(text).is_ok();
    if !percent.is_empty() && !is_number(plain) {
        list.report(record, "milestone_percent", BookFault::Range { text: percent.clone(), range: "0–100".into() });
    }
    let words = list.words(record, "days");
    let days = words.trim_end_matches(['天', '日']).trim().parse().ok().filter(|days| *days <= 3660);
    if days.is_none() && !words.is_empty() {
        list.report(record, "days", BookFault::Range { text: words, range: "0–3660".into() });
    }
    Part {
        name: list.words(record, "milestone"),
        amount: list.money(record, "milestone_amount"),
        percent: plain.to_string(),
        due: list.day(record, "milestone_due"),
        after: event(&list.words(record, "after")),
        days,
    }
}

/// The code of an event people call by its name.
fn event(typed: &str) -> String {
    crate::entry::Kind::Event.detail_code(typed)
}

fn tags(words: &str) -> Vec<String> {
    words.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_string).collect()
}

/// Terms as lists have them: `30`, `30天`, `net 30`, `月结60天`, `month-end 60`.
fn terms(text: &str) -> Option<Terms> {
    let plain: String = text.nfkc().collect::<String>().to_lowercase();
    let plain = plain.trim().trim_end_matches(['天', '日']).trim_end_matches("days").trim();
    if plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Terms::parse(&format!("net {plain}"));
    }
    match plain.strip_prefix("月结") {
        Some(days) => Terms::parse(&format!("month-end {}", days.trim())),
        None => Terms::parse(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_as_lists_have_them() {
        for (text, terms_of) in [("30", Some(Terms::Net(30))), ("３０天", Some(Terms::Net(30))), ("NET 30", Some(Terms::Net(30)))] {
            assert_eq!(terms(text), terms_of, "{text}");
        }
        assert_eq!((terms("月结60天"), terms("month-end 60")), (Some(Terms::MonthEnd(60)), Some(Terms::MonthEnd(60))));
        for text in ["", "月结", "货到30天", "9999", "-3"] {
            assert_eq!(terms(text), None, "{text}");
        }
        assert_eq!(tags("家电、重点; a"), ["家电", "重点", "a"]);
    }
}
