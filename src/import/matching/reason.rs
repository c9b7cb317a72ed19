//! Why a line was matched, and why not, in words.

use crate::say;
use crate::text::{Lang, comma};

/// Why a line is what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The payer's name is the customer's name or alias.
    Name,
    /// The names differ by a company suffix or an account number.
    Core,
    /// The file itself names customer or contract.
    File,
    /// The remark names the contract.
    Number,
    /// The remark names the customer.
    Remark,
    /// Somebody else paid.
    ThirdParty,
    /// Several contracts of the customer stand in the remark.
    SeveralNumbers(Vec<String>),
    /// A commitment of this amount was due then.
    Commitment,
    /// A receipt that was typed in is this one.
    Typed,
    /// The ledger has such a receipt with another number.
    Similar(String),
    /// It is in the ledger by its number.
    There(Vec<String>),
    /// It was in the ledger and was made void.
    Void(String),
    /// The ledger has its number with another amount.
    Differs(String, String),
    /// Nobody has the payer's name.
    NoName,
    /// The statement does not say who paid.
    NoPayer,
    /// The remark names contracts of several customers.
    SeveralOwners,
    /// The file names a customer the book does not have.
    NoCustomer(String),
    /// The file names a contract the book does not have.
    NoContract(String),
    /// The file names a contract and another customer.
    Conflict(String),
}

impl Reason {
    /// In words.
    pub fn words(&self, lang: Lang) -> String {
        let list = |items: &[String]| items.join(comma(lang));
        match self {
            Self::Name => say!(lang, "名称相符", "same name"),
            Self::Core => say!(lang, "名称只差公司后缀或账号", "same name but for company suffix or account"),
            Self::File => say!(lang, "文件里写明", "named in the file"),
            Self::Number => say!(lang, "附言有合同号", "remark names the contract"),
            Self::Remark => say!(lang, "附言有客户全称", "remark names the customer"),
            Self::ThirdParty => say!(lang, "第三方代付", "paid by a third party"),
            Self::SeveralNumbers(numbers) => say!(lang, "附言有几个合同号 {}，不指定合同", "remark names several contracts {}: none chosen", list(numbers)),
            Self::Commitment => say!(lang, "和一笔承诺同额", "as much as promised"),
            Self::Typed => say!(lang, "已手工记过，补到账确认", "typed in before: its arrival is added"),
            Self::Similar(id) => say!(lang, "像 {id}，号码或日期不同", "like {id}, but another number or day"),
            Self::There(ids) => say!(lang, "已有 {}", "there as {}", list(ids)),
            Self::Void(id) => say!(lang, "记过 {id}，后来作废", "was {id}, which was made void"),
            Self::Differs(id, amount) => say!(lang, "流水号已有 {id}，金额却是 {amount}", "its number is there as {id}, of {amount}"),
            Self::NoName => say!(lang, "没有叫这个名字的客户", "no customer has this name"),
            Self::NoPayer => say!(lang, "没有付款方", "no payer given"),
            Self::SeveralOwners => say!(lang, "附言里的合同号属于几家客户", "remark names several customers' contracts"),
            Self::NoCustomer(text) => say!(lang, "没有客户“{text}”", "no customer \"{text}\""),
            Self::NoContract(text) => say!(lang, "没有合同“{text}”", "no contract \"{text}\""),
            Self::Conflict(number) => say!(lang, "合同 {number} 不是这个客户的", "contract {number} is another customer's"),
        }
    }
}
