//! A list of entries: what each row says.

use crate::book::{Book, ContractIx, CustomerIx};
use crate::entry::{About, Draft, EntryId, Kind};
use crate::import::find::Names;
use crate::import::list::{Known, List};
use crate::import::record::Record;
use crate::problem::JournalFault;
use crate::text::{fold, nearest};

/// The columns of a list of entries, as the journal calls them, with their usual headings.
pub(super) const KNOWN: &[Known] = &[
    ("id", &["编号"]),
    ("date", &["日期", "发生日期"]),
    ("kind", &["种类", "类别", "事项"]),
    ("customer", &["客户", "客户名称", "客户编号", "customer name", "customer_name"]),
    ("contract", &["合同", "合同号", "合同编号", "contract no"]),
    ("milestone", &["付款节点", "节点"]),
    ("amount", &["金额"]),
    ("due", &["约定日", "到期日", "到期", "承诺日", "承诺日期", "期限", "完成日期", "due date"]),
    ("ref", &["指向"]),
    ("proof", &["凭证", "凭证号", "发票号", "发票号码"]),
    ("party", &["对方", "联系人"]),
    ("detail", &["明细", "方式", "渠道", "原因"]),
    ("by", &["经手", "经办人", "经办", "跟进人"]),
    ("note", &["备注"]),
    ("currency", &["币种", "货币"]),
];

/// What people also call some kinds.
const CALLED: &[(&str, Kind)] = &[
    ("承诺", Kind::Commitment),
    ("出货", Kind::Bill),
    ("应收", Kind::Bill),
    ("收款", Kind::Receipt),
    ("冲减", Kind::Deduct),
    ("核销", Kind::Writeoff),
    ("展期", Kind::Reschedule),
    ("分期", Kind::Reschedule),
    ("节点", Kind::Event),
    ("发票", Kind::Invoice),
    ("联系", Kind::Contact),
    ("措施", Kind::Measure),
    ("原因", Kind::Cause),
    ("预警", Kind::Signal),
];

/// The kind of a word: its code, or what people call it.
pub fn kind_of(word: &str) -> Option<Kind> {
    let folded = fold(word);
    let is = |kind: &Kind| [kind.code(), kind.name().zh, kind.name().en].iter().any(|name| fold(name) == folded);
    Kind::ALL.into_iter().find(is).or_else(|| CALLED.iter().find(|(name, _)| *name == folded).map(|(_, kind)| *kind))
}

/// What rows name.
pub(super) struct Named<'b> {
    pub(super) customers: Names<'b, CustomerIx>,
    pub(super) contracts: Names<'b, ContractIx>,
}

impl<'b> Named<'b> {
    pub(super) fn of(book: &'b Book) -> Self {
        Self { customers: Names::customers(book), contracts: Names::contracts(book) }
    }
}

/// What a row says by itself, with the id it gives; what is wrong with it is noted in the list.
pub(super) fn draft(list: &mut List, record: &Record, book: &Book, named: &Named, constant: Option<Kind>, by: &str) -> Option<(Option<EntryId>, Draft)> {
    let before = list.problems.len();
    let id = id(list, record, "id");
    let date = list.day(record, "date");
    if date.is_none() && list.problems.len() == before {
        list.blank(record, "date");
    }
    let kind = constant.or_else(|| kind(list, record));
    let contract = contract(list, record, named);
    let customer = customer(list, record, named).or(contract.map(|contract| book.owner(contract)));
    let amount = list.money(record, "amount");
    let due = list.day(record, "due");
    let refers = refers(list, record);
    list.currency(record, &book.currency);
    if list.problems.len() > before {
        return None;
    }
    let (kind, date) = (kind?, date?);
    let milestone = milestone(book, contract, &list.words(record, "milestone"));
    let own = list.words(record, "by");
    let draft = Draft {
        kind,
        date,
        customer,
        contract,
        milestone,
        amount,
        due,
        refers,
        proof: list.id(record, "proof"),
        party: list.words(record, "party"),
        detail: kind.detail_code(&list.words(record, "detail")),
        by: if own.is_empty() { by.to_string() } else { own },
        note: list.words(record, "note"),
    };
    needs(list, record, &draft);
    (list.problems.len() == before).then_some((id, draft))
}

fn id(list: &mut List, record: &Record, key: &str) -> Option<EntryId> {
    let text = list.words(record, key);
    let id = EntryId::parse(text.as_bytes());
    if id.is_none() && !text.is_empty() {
        list.report(record, key, JournalFault::IdShape { id: text });
    }
    id
}

fn refers(list: &mut List, record: &Record) -> Option<EntryId> {
    id(list, record, "ref")
}

fn kind(list: &mut List, record: &Record) -> Option<Kind> {
    let word = list.words(record, "kind");
    if word.is_empty() {
        list.blank(record, "kind");
        return None;
    }
    let found = kind_of(&word);
    if found.is_none() {
        let names = Kind::ALL.iter().flat_map(|kind| [kind.code(), kind.name().zh]);
        let nearest = nearest(&word, names).first().map(ToString::to_string);
        list.report(record, "kind", JournalFault::Kind { text: word, nearest });
    }
    found
}

fn contract(list: &mut List, record: &Record, named: &Named) -> Option<ContractIx> {
    let typed = list.id(record, "contract");
    if typed.is_empty() {
        return None;
    }
    named.contracts.find(&typed).map_err(|fault| list.report(record, "contract", fault)).ok()
}

fn customer(list: &mut List, record: &Record, named: &Named) -> Option<CustomerIx> {
    let typed = list.id(record, "customer");
    if typed.is_empty() {
        return None;
    }
    named.customers.find(&typed).map_err(|fault| list.report(record, "customer", fault)).ok()
}

/// A milestone as its contract writes it; another word stays, for the journal's checks to tell.
fn milestone(book: &Book, contract: Option<ContractIx>, typed: &str) -> String {
    let (base, part) = typed.split_once('/').map_or((typed, ""), |(base, part)| (base, part));
    let all = contract.map_or(&[][..], |contract| book.milestones_of(contract));
    let own = all.iter().map(|own| book.milestone_name(own)).find(|name| fold(name) == fold(base)).filter(|_| !base.is_empty());
    match own {
        Some(name) if part.is_empty() => name.to_string(),
        Some(name) => format!("{name}/{part}"),
        None => typed.to_string(),
    }
}

/// Notes what its kind needs and the row does not say.
fn needs(list: &mut List, record: &Record, draft: &Draft) {
    let kind = draft.kind;
    let mut blank = Vec::new();
    match kind.about() {
        About::Entry if draft.refers.is_none() => blank.push("ref"),
        About::Contract if draft.contract.is_none() => blank.push("contract"),
        About::Either | About::Customer if draft.customer.is_none() => blank.push("customer"),
        _ => {}
    }
    blank.extend((kind.needs_amount() && draft.amount.is_none()).then_some("amount"));
    blank.extend((kind.needs_due() && draft.due.is_none()).then_some("due"));
    blank.extend((kind == Kind::Reschedule && draft.milestone.is_empty()).then_some("milestone"));
    blank.extend((kind == Kind::Invoice && draft.proof.is_empty()).then_some("proof"));
    blank.extend((kind == Kind::Event && draft.detail.is_empty()).then_some("detail"));
    for key in blank {
        list.blank(record, key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_code_and_by_its_names() {
        for kind in Kind::ALL {
            for word in [kind.code(), kind.name().zh, kind.name().en] {
                assert_eq!(kind_of(word), Some(kind), "{word}");
            }
        }
        assert_eq!((kind_of("承诺"), kind_of(" Commitment "), kind_of("金额")), (Some(Kind::Commitment), Some(Kind::Commitment), None));
    }
}
