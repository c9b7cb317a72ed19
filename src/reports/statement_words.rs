//! What stands above and under a statement: who, how much in words, what of it is due, and what is asked for.

use super::Request;
use super::statement::{Span, Sums};
use crate::account::{Account, InvoiceState, Position, TierLadder};
use crate::book::CustomerIx;
use crate::date::Day;
use crate::entry::{Column as Field, Entry, Kind};
use crate::money::Money;
use crate::say;
use crate::sheet::{Cell, Memo};
use crate::text::{Lang, comma, text};

/// To be filled in by hand.
const BLANK: &str = "____________";

fn or_blank(text: &str) -> &str {
    if text.is_empty() { BLANK } else { text }
}

/// What is told of a customer beside the items.
pub(super) struct Facts<'a> {
    account: &'a Account<'a>,
    customer: CustomerIx,
    lang: Lang,
    span: Span,
    opening: Money,
    debits: Money,
    credits: Money,
    closing: Money,
    not_due: Money,
    due: Money,
    /// Of each tier that has anything: its number and how much.
    tiers: Vec<(usize, Money)>,
    overdue: Money,
    disputed: Money,
    disputed_due: Money,
    written_off: Money,
    unapplied: Money,
    prepaid: Money,
    /// Drafts that have not matured: number and amount.
    drafts: Vec<(Day, Money)>,
    ladder: TierLadder,
}

impl<'a> Facts<'a> {
    pub(super) fn new(request: &Request<'a>, customer: CustomerIx, span: Span, sums: &Sums) -> Self {
        let (account, day) = (request.account, request.day());
        let zero = Money::ZERO;
        let mut facts = Self {
            account,
            customer,
            lang: request.lang,
            span,
            opening: sums.opening,
            debits: sums.debits,
            credits: sums.credits,
            closing: sums.closing,
            not_due: zero,
            due: zero,
            tiers: Vec::new(),
            overdue: zero,
            disputed: zero,
            disputed_due: zero,
            written_off: zero,
            unapplied: account.credits_of(customer).iter().map(|credit| credit.amount).sum(),
            prepaid: zero,
            drafts: account.drafts_held(customer),
            ladder: TierLadder::of_book(account.book),
        };
        for number in account.positions_of(customer) {
            if let Some(position) = account.positions().get(number) {
                facts.add(position, account.disputed(number), day);
            }
        }
        facts.tiers.sort_unstable();
        facts
    }

    fn add(&mut self, position: &Position, disputed: Money, day: Day) {
        if position.is_waiting() {
            self.prepaid += position.settled();
            return;
        }
        // What was written off is still claimed.
        let open = position.outstanding() + position.written_off();
        self.written_off += position.written_off();
        self.disputed += disputed;
        let days = position.days(day).unwrap_or(-1);
        let Some(tier) = self.ladder.of_days(days) else {
            self.not_due += open;
            return;
        };
        self.due += open;
        self.disputed_due += disputed;
        self.overdue += if days > 0 { open } else { Money::ZERO };
        match self.tiers.iter_mut().find(|(number, _)| *number == tier) {
            Some((_, sum)) => *sum += open,
            None if open.is_positive() => self.tiers.push((tier, open)),
            None => {}
        }
    }

    /// What is asked for now: due and undisputed, less what we already hold.
    fn demanded(&self) -> Money {
        (self.due - self.disputed_due).min((self.closing - self.disputed_due).at_least_zero()).at_least_zero()
    }

    /// Who, which days, which number.
    pub(super) fn lead(&self) -> Vec<String> {
        let (book, lang, Span { from, to, .. }) = (self.account.book, self.lang, self.span);
        let customer = book.customer(self.customer);
        let ours = or_blank(&book.company.name);
        let serial = format!("DZ-{:06}-{}", to.yymmdd(), customer.id);
        let name = &customer.name;
        let mut lines = vec![
            say!(lang, "致：{name}", "To: {name}"),
            say!(lang, "自：{ours}　编号：{serial}", "From: {ours}   No.: {serial}"),
            say!(lang, "期间：{from} 至 {to}　范围：全部合同", "Period: {from} to {to}   Scope: all contracts"),
        ];
        if let Some(contact) = customer.contact() {
            let (person, phone) = (&contact.name, &contact.phone);
            lines.push(say!(lang, "收件人：{person} {phone}", "Attn.: {person} {phone}"));
        }
        lines
    }

    pub(super) fn memo(&self) -> Vec<Memo> {
        let money = |key, zh, en, amount| Memo { key, heading: text(zh, en), value: Cell::Money(amount) };
        let mut memo = vec![
            money("opening", "期初", "Opening", self.opening),
            money("debits", "本期应收", "Debits", self.debits),
            money("credits", "本期已收", "Credits", self.credits),
            money("closing", "期末", "Closing", self.closing),
        ];
        if self.span.current {
            memo.extend([
                money("not_due", "其中未到期", "not due", self.not_due),
                money("due", "已到期", "due", self.due),
                money("overdue", "其中逾期", "of which overdue", self.overdue),
                money("disputed", "争议", "disputed", self.disputed),
                money("written_off", "已核销仍主张", "written off, claimed", self.written_off),
                money("unapplied", "未匹配", "unapplied", self.unapplied),
                money("prepaid", "预收", "prepaid", self.prepaid),
                money("drafts", "未到期票据", "drafts held", self.drafts.iter().map(|(_, amount)| *amount).sum()),
                money("demanded", "请付", "demanded", if self.span.current { self.demanded() } else { Money::ZERO }),
            ]);
        }
        memo
    }

    /// The lines under the table.
    pub(super) fn notes(&self, pay_by: Day, demands: bool) -> Vec<String> {
        let lang = self.lang;
        let (closing, words, to) = (self.closing.grouped(), self.closing.in_words(lang), self.span.to);
        let mut notes = vec![say!(lang, "截至 {to} 贵方应付余额：{closing}（{words}）", "Balance owed to us on {to}: {closing} ({words})")];
        notes.extend(self.void_since());
        if !self.span.current {
            notes.push(say!(lang, "到期、逾期、争议等按今天算的数，请用 --as-of {to} 出", "for what was due, overdue or disputed that day: --as-of {to}"));
            return notes;
        }
        notes.extend(self.make_up());
        notes.extend(self.invoices());
        notes.extend(self.confirmed());
        if demands {
            notes.extend(self.demand(pay_by));
        }
        notes.extend(self.reply(pay_by));
        notes
    }

    /// What of `[company]` the paper has blanks for.
    pub(super) fn hints(&self) -> Vec<String> {
        let (company, lang) = (&self.account.book.company, self.lang);
        let keys = [("name", &company.name), ("address", &company.address), ("bank", &company.bank), ("account", &company.account)];
        let list: Vec<&str> = keys.into_iter().filter(|(_, text)| text.is_empty()).map(|(key, _)| key).collect();
        if list.is_empty() {
            return Vec::new();
        }
        let list = list.join(comma(lang));
        vec![say!(
            lang,
            "提醒：huikuan.toml 的 [company] 没有写 {list}，对账单里留了空",
            "note: [company] in huikuan.toml lacks {list}; the statement has blanks there"
        )]
    }

    /// Money of an earlier statement that is void since: a draft that bounced left no item, and its debt is back.
    fn void_since(&self) -> Vec<String> {
        let (account, lang) = (self.account, self.lang);
        let voids = account.entries_of(self.customer).filter(|entry| entry.kind == Kind::Void && entry.date >= self.span.from && entry.date <= self.span.to);
        let mut list: Vec<(Day, Entry)> = voids.filter_map(|void| Some((void.date, account.journal.entry(void.refers?)))).collect();
        list.retain(|(_, entry)| entry.kind == Kind::Receipt && entry.date < self.span.from);
        list.sort_by_key(|(date, entry)| (*date, entry.id));
        let words = |(date, entry): (Day, Entry)| {
            let (amount, received, proof) = (entry.amount.grouped(), entry.date, account.journal.text(entry, Field::Proof));
            say!(
                lang,
                "{date} 作废 {received} 的回款 {amount}（{proof}），期初余额已按未收到计",
                "on {date} the receipt of {received}, {amount} ({proof}), became void; the opening balance counts it as not received"
            )
        };
        list.into_iter().map(words).collect()
    }

    /// What the closing balance is made of.
    fn make_up(&self) -> Vec<String> {
        let lang = self.lang;
        let (not_due, due) = (self.not_due.grouped(), self.due.grouped());
        let tier = |(number, amount): &(usize, Money)| {
            let tier = self.ladder.tiers.get(*number);
            let (from, to) = (self.ladder.from_days(*number), tier.and_then(|tier| tier.up_to));
            let (days, amount) = (to.map_or_else(|| format!("> {}", from - 1), |to| format!("{from}–{to}")), amount.grouped());
            say!(lang, "逾期 {days} 天 {amount}", "{days} days {amount}")
        };
        let tiers: Vec<String> = self.tiers.iter().map(tier).collect();
        let mut lines = vec![say!(lang, "其中：未到期 {not_due}；已到期 {due}", "Of which not due {not_due}; due {due}")];
        lines.extend(tiers.into_iter().map(|tier| say!(lang, "　　{tier}", "    {tier}")));
        let mut beside = Vec::new();
        let mut tell = |amount: Money, zh: &str, en: &str| {
            if amount.is_positive() {
                beside.push(format!("{} {}", if lang == Lang::Zh { zh } else { en }, amount.grouped()));
            }
        };
        tell(self.disputed, "争议（另行处理）", "disputed, settled apart");
        tell(self.unapplied, "已收未匹配（已从余额扣除）", "received, not applied (already taken off)");
        tell(self.prepaid, "预收未达付款条件（已从余额扣除）", "prepaid on what is not due yet (already taken off)");
        tell(self.written_off, "我方账面已核销、仍予主张", "written off in our books, still claimed");
        if !beside.is_empty() {
            lines.push(say!(lang, "另列：{}", "Shown apart: {}", beside.join(comma(lang))));
        }
        if !self.drafts.is_empty() {
            let list: Vec<String> = self.drafts.iter().map(|(day, amount)| format!("{day} {}", amount.grouped())).collect();
            let list = list.join(comma(lang));
            lines.push(say!(lang, "已收、未到期的票据（到期日、金额）：{list}", "Drafts held, not matured (maturity, amount): {list}"));
        }
        lines
    }

    /// What was issued, sent and signed for; what was not issued.
    fn invoices(&self) -> Option<String> {
        let (account, lang) = (self.account, self.lang);
        let own: Vec<_> = account.invoices_of(self.customer).collect();
        let sum = |state: &dyn Fn(InvoiceState) -> bool| own.iter().filter(|invoice| state(invoice.state)).map(|invoice| invoice.amount).sum::<Money>();
        let (issued, sent, received) = (sum(&|_| true), sum(&|state| state >= InvoiceState::Sent), sum(&|state| state == InvoiceState::Received));
        let positions = account.positions().get(account.positions_of(self.customer)).into_iter().flatten();
        let mut billed: Vec<(crate::book::ContractIx, Money)> = Vec::new();
        for position in positions.filter(|position| !position.is_waiting()) {
            match billed.last_mut() {
                Some((contract, sum)) if *contract == position.contract => *sum += position.amount,
                _ => billed.push((position.contract, position.amount)),
            }
        }
        let on = |contract| own.iter().filter(|invoice| invoice.contract == contract).map(|invoice| invoice.amount).sum::<Money>();
        let missing: Money = billed.iter().map(|(contract, amount)| (*amount - on(*contract)).at_least_zero()).sum();
        if issued.is_zero() && missing.is_zero() {
            return None;
        }
        let (count, issued, sent, received, missing) = (own.len(), issued.grouped(), sent.grouped(), received.grouped(), missing.grouped());
        Some(say!(
            lang,
            "发票：已开 {count} 张 {issued}（已送 {sent}，已签收 {received}）；未开 {missing}",
            "Invoices: {count} issued, {issued} (sent {sent}, signed for {received}); not issued {missing}"
        ))
    }

    /// The last balance the customer confirmed, and by how much it differed.
    fn confirmed(&self) -> Option<String> {
        let lang = self.lang;
        let confirms = self.account.entries_of(self.customer).filter(|entry| entry.kind == Kind::Confirm);
        let confirmed = confirms.max_by_key(|entry| (entry.date, entry.id))?;
        let (date, theirs) = (confirmed.date, confirmed.amount.grouped());
        let agreed = self.account.journal.text(confirmed, Field::Detail) == "agreed";
        Some(if agreed {
            say!(lang, "上次对账：{date} 确认一致，{theirs}", "Last confirmed: {date}, agreed, {theirs}")
        } else {
            say!(lang, "上次对账：{date} 有差异，贵方账面 {theirs}，请核对", "Last confirmed: {date}, it differed, your books said {theirs}; please compare")
        })
    }

    fn demand(&self, pay_by: Day) -> Vec<String> {
        let (book, lang) = (self.account.book, self.lang);
        let company = &book.company;
        let demanded = self.demanded();
        let mut lines = Vec::new();
        if demanded.is_positive() {
            let (amount, words) = (demanded.grouped(), demanded.in_words(lang));
            lines.push(say!(lang, "上述已到期款项 {amount}（{words}）请于 {pay_by} 前支付", "Please pay what is due, {amount} ({words}), by {pay_by}"));
        }
        if demanded.is_positive() || !company.account.is_empty() {
            let (name, bank, account) = (or_blank(&company.name), or_blank(&company.bank), or_blank(&company.account));
            lines.push(say!(lang, "收款户名：{name}", "Payee: {name}"));
            lines.push(say!(lang, "开户行：{bank}　账号：{account}", "Bank: {bank}   account: {account}"));
        }
        lines.push(say!(
            lang,
            "本对账单仅列本金，不影响我方依合同主张逾期付款违约金、利息等权利",
            "This statement lists principal only; our rights to late-payment penalties and interest stay"
        ));
        lines
    }

    /// Where the customer answers.
    fn reply(&self, pay_by: Day) -> [String; 3] {
        let (book, lang) = (self.account.book, self.lang);
        let company = &book.company;
        let address: Vec<&str> = [company.address.as_str(), company.phone.as_str()].into_iter().filter(|word| !word.is_empty()).collect();
        let address = if address.is_empty() { BLANK.to_string() } else { address.join(" ") };
        [
            say!(lang, "请于 {pay_by} 前核对并回复（{address}）", "Please compare and reply by {pay_by} ({address})"),
            say!(
                lang,
                "□ 相符　□ 不符，我方账面余额 ____________ 元，差异说明 ____________",
                "[ ] agreed   [ ] it differs: our balance ____________, because ____________"
            ),
            say!(
                lang,
                "客户（盖章）：____________　经办人：____________　日期：____________",
                "Customer (seal): ____________   name: ____________   date: ____________"
            ),
        ]
    }
}
