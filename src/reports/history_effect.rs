//! What an entry did, in words.

use rustc_hash::FxHashMap;

use super::commitments::state_name;
use crate::account::{Account, Allocation, Applied, Commitment, Part, Position};
use crate::book::{ContractIx, Due};
use crate::date::Day;
use crate::entry::{Column, Entry, EntryIx, IN_KIND, Kind, Slot, appraised, is_draft};
use crate::money::Money;
use crate::say;
use crate::text::Lang;

/// The allocations, waiting credit and commitments of a ledger, looked up by entry.
pub struct Effects<'a> {
    account: &'a Account<'a>,
    allocations: FxHashMap<EntryIx, Vec<Allocation>>,
    credits: FxHashMap<EntryIx, Money>,
    fulfils: FxHashMap<EntryIx, Vec<(EntryIx, Money)>>,
    excess: FxHashMap<EntryIx, Money>,
    commitments: FxHashMap<EntryIx, &'a Commitment>,
    bills: FxHashMap<EntryIx, Day>,
    /// What could be claimed on the day of each confirmation.
    claims: FxHashMap<EntryIx, Money>,
    lang: Lang,
}

impl<'a> Effects<'a> {
    /// Of all entries that count.
    pub fn new(account: &'a Account<'a>, lang: Lang) -> Self {
        let mut allocations: FxHashMap<EntryIx, Vec<Allocation>> = FxHashMap::default();
        for allocation in account.allocations() {
            allocations.entry(allocation.entry).or_default().push(*allocation);
        }
        let mut fulfils: FxHashMap<EntryIx, Vec<(EntryIx, Money)>> = FxHashMap::default();
        for commitment in account.commitments() {
            for part in &commitment.fulfilments {
                fulfils.entry(part.receipt).or_default().push((commitment.entry, part.amount));
            }
        }
        let credits = account.credits().iter().map(|credit| (credit.entry, credit.amount)).collect();
        let excess = account.findings().iter().map(|finding| (finding.entry, finding.excess)).collect();
        let commitments = account.commitments().iter().map(|commitment| (commitment.entry, commitment)).collect();
        let bill = |position: &Position| match position.part {
            Part::Bill { entry, .. } => position.original_due.map(|due| (entry, due)),
            Part::Milestone { .. } => None,
        };
        let bills = account.positions().iter().filter_map(bill).collect();
        Self { account, allocations, credits, fulfils, excess, commitments, bills, claims: FxHashMap::default(), lang }
    }

    /// With our side of the confirmations among the entries that are shown.
    #[must_use]
    pub fn with_claims<'e>(mut self, entries: impl Iterator<Item = &'e Entry>) -> Self {
        let confirms = entries.filter(|entry| entry.kind == Kind::Confirm);
        let asked: Vec<_> = confirms.filter_map(|entry| Some((entry.index, (entry.customer?, entry.date)))).collect();
        let claims = self.account.claims_on(&asked.iter().map(|(_, key)| *key).collect::<Vec<_>>());
        self.claims = asked.iter().map(|(index, _)| *index).zip(claims).collect();
        self
    }

    /// What an entry paid, in words; nothing where that is what its own columns say.
    pub(super) fn paid_elsewhere(&self, entry: &Entry) -> String {
        let list = self.allocations.get(&entry.index).map_or(&[][..], Vec::as_slice);
        let named = self.account.journal.text(entry, Column::Milestone);
        let is_named =
            |own: &Allocation| self.account.positions().get(own.position as usize).is_some_and(|position| self.account.position_name(position) == *named);
        if !named.is_empty() && list.iter().all(is_named) {
            return String::new();
        }
        let words = paid_words(self.account, list, entry.contract.is_none(), self.lang);
        words.join(if self.lang == Lang::Zh { "；" } else { "; " })
    }

    /// How much of an entry was applied in one way.
    pub(super) fn applied(&self, entry: EntryIx, how: Applied) -> Money {
        self.allocations.get(&entry).into_iter().flatten().filter(|own| own.applied == how).map(|own| own.amount).sum()
    }

    /// Whether an entry was applied to a contract's positions.
    pub(super) fn reaches(&self, entry: EntryIx, contract: ContractIx) -> bool {
        self.applied_to(entry, contract).next().is_some()
    }

    /// How much of an entry reduced what is owed on a contract.
    pub(super) fn paid_to(&self, entry: EntryIx, contract: ContractIx) -> Money {
        self.applied_to(entry, contract).filter(|own| own.applied != Applied::Recovered).map(|own| own.amount).sum()
    }

    fn applied_to(&self, entry: EntryIx, contract: ContractIx) -> impl Iterator<Item = &Allocation> {
        let about = move |own: &&Allocation| self.account.positions().get(own.position as usize).is_some_and(|position| position.contract == contract);
        self.allocations.get(&entry).into_iter().flatten().filter(about)
    }

    /// The effect of an entry that counts.
    pub fn words(&self, index: EntryIx, entry: &Entry) -> String {
        let (account, lang) = (self.account, self.lang);
        let detail = || entry.kind.detail_name(&account.journal.text(entry, Column::Detail), lang);
        let target = || entry.refers.map_or(String::new(), |target| account.journal.entry(target).id.to_string());
        match entry.kind {
            Kind::Receipt | Kind::Deduct | Kind::Writeoff => self.money_words(index, entry),
            Kind::Bill => self.bills.get(&index).map_or_else(detail, |due| say!(lang, "新增应收，{due} 到期", "new receivable, due {due}")),
            Kind::Refund => {
                let id = target();
                say!(lang, "退回 {id}", "takes back {id}")
            }
            Kind::Clear => {
                let id = target();
                say!(lang, "{id} 已到账", "{id} has arrived")
            }
            Kind::Void => {
                let id = target();
                say!(lang, "作废 {id}", "makes {id} void")
            }
            Kind::Resolve | Kind::Release => {
                let (id, outcome) = (target(), detail());
                let colon = if outcome.is_empty() { String::new() } else { say!(lang, "：{outcome}", ": {outcome}") };
                say!(lang, "结束 {id}{colon}", "ends {id}{colon}")
            }
            Kind::Commitment => self.commitment_words(index),
            Kind::Reschedule => {
                let due = entry.due.map_or(String::new(), |due| due.to_string());
                let excess = self.excess.get(&index).filter(|excess| excess.is_positive());
                let rest = excess.map_or(String::new(), |excess| {
                    let excess = excess.grouped();
                    say!(lang, "（{excess} 超出未回款，不算）", " ({excess} above what was open does not count)")
                });
                say!(lang, "改到 {due}{rest}", "moved to {due}{rest}")
            }
            Kind::Event => self.event_words(entry).unwrap_or_else(detail),
            Kind::Confirm => self.confirm_words(index, entry),
            Kind::Invoice | Kind::Contact | Kind::Note | Kind::Cause | Kind::Dispute | Kind::Hold | Kind::Legal | Kind::Measure | Kind::Signal => {
                let (what, due) = (detail(), entry.due);
                match due {
                    None => what,
                    Some(due) if what.is_empty() => say!(lang, "日期 {due}", "for {due}"),
                    Some(due) => say!(lang, "{what}，日期 {due}", "{what}, for {due}"),
                }
            }
        }
    }

    fn money_words(&self, index: EntryIx, entry: &Entry) -> String {
        let lang = self.lang;
        let mut parts = self.allocations.get(&index).map_or(Vec::new(), |list| paid_words(self.account, list, entry.contract.is_none(), lang));
        if let Some(rest) = self.credits.get(&index) {
            let rest = rest.grouped();
            parts.push(say!(lang, "未匹配 {rest}", "{rest} unapplied"));
        }
        if let Some(excess) = self.excess.get(&index) {
            let excess = excess.grouped();
            parts.push(say!(lang, "{excess} 超出未回款，不算", "{excess} above what was open does not count"));
        }
        for (commitment, amount) in self.fulfils.get(&index).into_iter().flatten() {
            let (id, amount) = (self.account.journal.entry(*commitment).id, amount.grouped());
            parts.push(say!(lang, "兑现承诺 {id} {amount}", "fulfils {id} with {amount}"));
        }
        parts.extend(receipt_words(self.account, entry, lang));
        parts.join(if lang == Lang::Zh { "；" } else { "; " })
    }

    /// Our claim on the day, theirs, and the difference; said aloud where the entry's own word is another.
    fn confirm_words(&self, index: EntryIx, entry: &Entry) -> String {
        let (lang, word) = (self.lang, self.account.journal.text(entry, Column::Detail));
        let detail = entry.kind.detail_name(&word, lang);
        let Some(claim) = self.claims.get(&index).copied() else { return detail };
        let (less, ours, theirs) = (claim - entry.amount, claim.grouped(), entry.amount.grouped());
        let sides = if less.is_zero() {
            say!(lang, "双方都是 {ours}", "{ours} on both sides")
        } else if less.is_positive() {
            let less = less.grouped();
            say!(lang, "我方 {ours}，对方 {theirs}，对方少 {less}", "ours {ours}, theirs {theirs}, {less} less")
        } else {
            let more = (-less).grouped();
            say!(lang, "我方 {ours}，对方 {theirs}，对方多 {more}", "ours {ours}, theirs {theirs}, {more} more")
        };
        match &*word {
            "" => sides,
            "agreed" if !less.is_zero() => say!(lang, "记为{detail}，但{sides}", "recorded as {detail}, but {sides}"),
            "differs" if less.is_zero() => say!(lang, "记为{detail}，但{sides}", "recorded as {detail}, but {sides}"),
            _ => say!(lang, "{detail}：{sides}", "{detail}: {sides}"),
        }
    }

    fn commitment_words(&self, index: EntryIx) -> String {
        let lang = self.lang;
        let Some(commitment) = self.commitments.get(&index) else { return String::new() };
        let (state, fulfilled) = (state_name(commitment.state).get(lang), commitment.fulfilled());
        if fulfilled.is_zero() {
            return state.to_string();
        }
        let (fulfilled, amount) = (fulfilled.grouped(), commitment.amount.grouped());
        say!(lang, "{state}，已到 {fulfilled} / {amount}", "{state}, {fulfilled} of {amount} came")
    }

    /// The milestones whose clock an event starts.
    fn event_words(&self, entry: &Entry) -> Option<String> {
        let lang = self.lang;
        let name = self.account.journal.text(entry, Column::Detail);
        let book = self.account.book;
        let started = book.milestones_of(entry.contract?).iter().enumerate().filter_map(|(index, milestone)| match milestone.due() {
            Due::After(wait) if wait.0 == name && is_named(entry.slot, index) => Some(format!("{} {}", book.milestone_name(milestone), wait.1.due(entry.date))),
            _ => None,
        });
        let list = started.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " });
        let what = Kind::Event.detail_name(&name, lang);
        (!list.is_empty()).then(|| say!(lang, "{what}：到期 {list}", "{what}: due {list}"))
    }
}

fn is_named(slot: Slot, milestone: usize) -> bool {
    match slot {
        Slot::Milestone { index, .. } => usize::from(index) == milestone,
        _ => true,
    }
}

/// What an entry paid, position by position; with contract numbers where it names none itself.
pub fn paid_words(account: &Account, list: &[Allocation], with_contract: bool, lang: Lang) -> Vec<String> {
    let mut sums: Vec<(u32, Applied, Money)> = Vec::new();
    for own in list {
        match sums.iter_mut().find(|(position, how, _)| *position == own.position && *how == own.applied) {
            Some((_, _, sum)) => *sum += own.amount,
            None => sums.push((own.position, own.applied, own.amount)),
        }
    }
    sums.into_iter()
        .filter_map(|(number, how, amount)| {
            let position = account.positions().get(number as usize)?;
            let mut name = account.position_name(position).to_string();
            if with_contract || name == "1" {
                let no = &account.book.contract(position.contract).no;
                name = if name == "1" { no.to_string() } else { format!("{no} {name}") };
            }
            let amount = amount.grouped();
            Some(match how {
                Applied::Paid => say!(lang, "付 {name} {amount}", "paid {name} {amount}"),
                Applied::Recovered => say!(lang, "收回已核销 {name} {amount}", "recovered {name} {amount}"),
                Applied::Deducted => say!(lang, "冲减 {name} {amount}", "reduced {name} {amount}"),
                Applied::Written => say!(lang, "核销 {name} {amount}", "wrote off {name} {amount}"),
            })
        })
        .collect()
}

/// What a receipt is more than money: a draft, or goods with an appraised value.
pub fn receipt_words(account: &Account, entry: &Entry, lang: Lang) -> Option<String> {
    let row = account.journal.row(entry).filter(|_| entry.kind == Kind::Receipt)?;
    let method = row.get(Column::Detail);
    if is_draft(&method) {
        return Some(draft_words(entry.due, account.as_of.day, lang));
    }
    let value = appraised(&row.get(Column::Note)).filter(|_| method == IN_KIND)?;
    let (less, value) = (entry.amount - value, value.grouped());
    if !less.is_positive() {
        return Some(say!(lang, "评估价 {value}", "appraised at {value}"));
    }
    let less = less.grouped();
    Some(say!(lang, "评估价 {value}，差 {less}", "appraised at {value}, {less} short"))
}

/// Whether an acceptance draft (承兑汇票) is held or has matured on the day.
fn draft_words(matures: Option<Day>, day: Day, lang: Lang) -> String {
    match matures {
        None => say!(lang, "票据没有写到期日", "a draft without a maturity"),
        Some(due) if due > day => say!(lang, "票据未到期，{due} 到期", "draft held, matures on {due}"),
        Some(due) => say!(lang, "票据已到期（{due}）", "draft matured on {due}"),
    }
}
