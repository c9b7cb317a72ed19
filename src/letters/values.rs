//! What each placeholder of a template stands for; docs/letters.md lists them.

use super::demand::{self, Line, Wanted, demanded, open_holds};
use super::desk::Desk;
use super::markdown::list;
use super::template::{Value, Values};
use super::{Level, Wish, agreement, late, papers};
use crate::book::{ContractIx, CustomerIx, CustomerKind, Rep, Security};
use crate::date::Day;
use crate::entry::{Column, Entry, Kind};
use crate::money::Money;
use crate::say;
use crate::text::{Lang, comma, text};

/// A letter before its template is filled in.
pub(super) struct Draft<'d> {
    desk: &'d Desk<'d>,
    customer: CustomerIx,
    level: Level,
    wish: &'d Wish,
    lang: Lang,
    pub(super) serial: String,
    lines: Vec<Line>,
    disputed: Vec<Line>,
    /// The contracts it is about.
    contracts: Vec<ContractIx>,
}

impl<'d> Draft<'d> {
    pub(super) fn new(desk: &'d Desk<'d>, customer: CustomerIx, level: Level, wish: &'d Wish, lang: Lang) -> Self {
        let find = |wanted| demanded(desk, customer, &wish.contracts, wanted);
        let lines = match level {
            Level::BeforeDue => Some(find(Wanted::Soon)).filter(|lines| !lines.is_empty()).unwrap_or_else(|| find(Wanted::Next)),
            Level::Agreement => find(Wanted::Acknowledged),
            Level::Notice | Level::First | Level::Second | Level::Final | Level::Hold => find(Wanted::Overdue),
        };
        let until = lines.iter().map(|line| line.due).max().filter(|_| level == Level::BeforeDue);
        let disputed = demand::disputed(desk, customer, &wish.contracts, until);
        let mut contracts = papers::contracts_of(&lines.iter().chain(&disputed).cloned().collect::<Vec<_>>());
        if contracts.is_empty() {
            // A hold for which nothing is overdue concerns all of them.
            contracts = papers::contracts_in_scope(desk, customer, &wish.contracts);
        }
        let serial = wish.serial.clone().unwrap_or_else(|| super::serial(desk, customer, level));
        Self { desk, customer, level, wish, lang, serial, lines, disputed, contracts }
    }

    fn day(&self) -> Day {
        self.desk.account.as_of.day
    }

    fn total(&self) -> Money {
        self.lines.iter().map(|line| line.demanded).sum()
    }

    fn in_words(&self, amount: Money) -> String {
        amount.in_words_of(&self.desk.account.book.currency, self.lang)
    }

    /// The last day to pay.
    pub(super) fn last_day(&self) -> Option<Day> {
        let own = self.level.days_to_pay().map(|days| self.day().plus_days(days));
        let first_due = || self.lines.iter().map(|line| line.due).min().filter(|_| self.level == Level::BeforeDue);
        self.wish.pay_by.or(own).or_else(first_due)
    }

    /// The last day in words: before the due date each item has its own.
    fn pay_by(&self) -> String {
        let Some(day) = self.last_day() else { return String::new() };
        let several = self.lines.iter().any(|line| line.due != day);
        if self.level != Level::BeforeDue || self.wish.pay_by.is_some() || !several {
            return day.to_string();
        }
        say!(self.lang, "上表各自的到期日（最早 {day}）", "the due date of each item above (the first is {day})")
    }

    /// Keys of `[company]` that have nothing.
    pub(super) fn blanks(&self) -> Vec<&'static str> {
        let own = &self.desk.account.book.company;
        let keys = [("name", &own.name), ("address", &own.address), ("phone", &own.phone), ("bank", &own.bank), ("account", &own.account)];
        keys.into_iter().filter(|(_, value)| value.is_empty()).map(|(key, _)| key).collect()
    }

    /// All placeholders.
    pub(super) fn values(&self) -> Values {
        let mut values = Values::default();
        self.parties(&mut values);
        self.demand(&mut values);
        self.facts(&mut values);
        self.lateness(&mut values);
        self.law(&mut values);
        self.schedule(&mut values);
        self.hold(&mut values);
        values
    }

    /// Who chases this customer: the collector, else who is in charge.
    fn rep(&self) -> Option<&'d Rep> {
        let book = self.desk.account.book;
        let of_contract = || self.contracts.first().and_then(|contract| book.rep_of_contract(*contract, self.day()));
        let own = book.customer(self.customer).collector.or_else(of_contract).or_else(|| book.rep_of_customer(self.customer, self.day()));
        own.map(|rep| book.rep(rep))
    }

    fn parties(&self, values: &mut Values) {
        let (book, lang) = (self.desk.account.book, self.lang);
        let (company, customer, rep) = (&book.company, book.customer(self.customer), self.rep());
        let contact = customer.contact();
        values.words("serial", &self.serial);
        values.words("date", &self.day().to_string());
        values.words("company", &company.name);
        values.words("company_address", &company.address);
        values.words("company_phone", &company.phone);
        values.words("bank", &company.bank);
        values.words("account", &company.account);
        values.words("customer", &customer.name);
        values.words("recipient", contact.map_or("", |own| own.name));
        values.words("recipient_phone", contact.map_or("", |own| own.phone));
        let you = match customer.kind {
            CustomerKind::Person => text("您", "you"),
            CustomerKind::PublicBody => text("贵单位", "you"),
            CustomerKind::Company | CustomerKind::Sme | CustomerKind::Large => text("贵公司", "you"),
        };
        values.words("you", you.get(lang));
        values.words("rep", rep.map_or("", |own| &own.name));
        values.words("rep_phone", rep.map_or("", |own| &own.phone));
        values.words("rep_email", rep.map_or("", |own| &own.email));
        values.optional("approved_by", self.wish.approved_by.as_deref().unwrap_or(""));
        values.optional("consulted", self.wish.consulted.as_deref().unwrap_or(""));
        values.words("reply_days", &self.wish.reply_days.to_string());
    }

    fn demand(&self, values: &mut Values) {
        let (book, lang) = (self.desk.account.book, self.lang);
        let currency = if book.currency == "CNY" && lang == Lang::Zh { "元" } else { &book.currency };
        let (oldest, most) = (self.lines.iter().map(|line| line.due).min(), self.lines.iter().map(|line| line.days).max());
        values.words("currency", currency);
        values.words("total", &self.total().grouped());
        values.words("total_words", &self.in_words(self.total()));
        values.words("count", &self.lines.len().to_string());
        values.words("pay_by", &self.pay_by());
        values.words("oldest_due", &oldest.map_or(String::new(), |day| day.to_string()));
        values.words("days", &most.unwrap_or(0).max(0).to_string());
        let overdue = self.level != Level::BeforeDue;
        let asked = if self.level == Level::Agreement { text("欠款金额", "Owed") } else { text("请付金额", "To be paid") };
        values.set("positions", Value::Block(papers::positions(self.desk, &self.lines, asked, overdue, lang)));
        let disputed: Money = self.disputed.iter().map(|line| line.disputed).sum();
        values.set("disputes", Value::Block(papers::disputes(self.desk, &self.disputed, lang)));
        values.optional("disputed_total", &some(disputed));
        values.optional("unapplied", &some(demand::unapplied(self.desk, self.customer, &self.wish.contracts)));
    }

    fn facts(&self, values: &mut Values) {
        let (desk, customer, lang, contracts) = (self.desk, self.customer, self.lang, &self.contracts);
        let deliveries = papers::deliveries(desk, customer, contracts, Some(&self.lines), lang);
        let invoices = papers::invoices(desk, customer, contracts, lang);
        let notices = self.notices();
        values.set("contracts", Value::Block(papers::contracts(desk, contracts, lang)));
        values.set("no_deliveries", Value::Flag(deliveries.is_empty()));
        values.set("deliveries", Value::Block(deliveries));
        values.set("no_invoices", Value::Flag(invoices.is_empty()));
        values.set("invoices", Value::Block(invoices));
        values.optional("papers", &papers::needed(desk, &self.lines).join(comma(lang)));
        values.set("no_notices", Value::Flag(notices.is_empty()));
        values.set("notices", Value::Block(papers::notices(desk, &notices, lang)));
        values.set("promises", Value::Block(papers::broken_promises(desk, customer, contracts, lang)));
        let shown: &[&Entry] = if matches!(self.level, Level::Second | Level::Final) { &notices } else { &[] };
        values.set("attachments", Value::Block(list(&papers::attachments(desk, customer, contracts, &self.lines, shown, lang))));
    }

    fn notices(&self) -> Vec<&'d Entry> {
        papers::demands(self.desk, self.customer, &self.contracts, self.lines.iter().map(|line| line.due).min())
    }

    fn lateness(&self, values: &mut Values) {
        let interest = late::total(self.desk, &self.lines);
        let claim = self.total() + interest;
        values.set("interest", Value::Block(late::table(self.desk, &self.lines, self.lang)));
        values.optional("interest_total", &some(interest));
        // Without an estimate there is nothing to add it to.
        let estimated = interest.is_positive();
        values.optional("claim_total", &if estimated { claim.grouped() } else { String::new() });
        values.optional("claim_total_words", &if estimated { self.in_words(claim) } else { String::new() });
        values.optional("no_rate", &late::without_rate(self.desk, &self.lines, self.lang));
        values.set("acceleration", Value::Block(late::accelerable(self.desk, &self.lines, self.lang)));
    }

    fn law(&self, values: &mut Values) {
        let book = self.desk.account.book;
        let kind = book.customer(self.customer).kind;
        // The regulation protects small and medium creditors, against these two kinds of debtor.
        let large = book.policy.sme_creditor && kind == CustomerKind::Large;
        let public = book.policy.sme_creditor && kind == CustomerKind::PublicBody;
        let retains = self.contracts.iter().any(|contract| book.contract(*contract).security == Security::RetentionOfTitle);
        values.set("regulated", Value::Flag(large || public));
        values.set("large", Value::Flag(large));
        values.set("public_body", Value::Flag(public));
        values.set("regulation_rate", Value::Flag(late::by_regulation(self.desk, &self.lines)));
        values.set("retention_of_title", Value::Flag(retains));
    }

    fn schedule(&self, values: &mut Values) {
        let instalments = agreement::instalments(self.desk, self.customer, &self.contracts, &self.lines);
        let (sum, total): (Money, Money) = (instalments.iter().map(|(_, amount)| *amount).sum(), self.total());
        values.set("instalments", Value::Block(agreement::schedule(&instalments, self.lang)));
        values.words("instalments_total", &if instalments.is_empty() { String::new() } else { sum.grouped() });
        let differs = !instalments.is_empty();
        values.optional("short", &if differs { some((total - sum).at_least_zero()) } else { String::new() });
        values.optional("over", &if differs { some((sum - total).at_least_zero()) } else { String::new() });
        values.set("agrees", Value::Flag(differs && sum == total));
    }

    fn hold(&self, values: &mut Values) {
        let (lang, journal) = (self.lang, self.desk.account.journal);
        let holds = open_holds(self.desk, self.customer);
        let scope = |entry: &Entry| match &*journal.text(entry, Column::Detail) {
            "supply" | "" => text("停止供货", "supply").get(lang).to_string(),
            "service" => text("停止售后及其他服务", "after-sales and other service").get(lang).to_string(),
            other => Kind::Hold.detail_name(other, lang),
        };
        let mut scopes: Vec<String> = holds.iter().map(|own| scope(own)).collect();
        scopes.dedup();
        let proofs: Vec<String> = holds.iter().map(|own| journal.text(*own, Column::Proof).into_owned()).filter(|proof| !proof.is_empty()).collect();
        values.optional("hold_scope", &scopes.join(comma(lang)));
        values.optional("hold_since", &holds.first().map_or(String::new(), |own| own.date.to_string()));
        values.optional("hold_proof", &proofs.join(comma(lang)));
    }
}

/// An amount that says something only where there is one.
fn some(amount: Money) -> String {
    if amount.is_positive() { amount.grouped() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Account, AsOf};
    use crate::book;
    use crate::entry::{self, HEADER};
    use crate::letters::{built_in, template};
    use crate::problem::Problem;
    use crate::source::Source;

    /// The names of all placeholders, in order.
    fn names(check: impl Fn(&Values)) -> Result<Vec<&'static str>, Vec<Problem>> {
        let text = "name = \"x\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"a\"\n";
        let book = book::load(&[Source::new("huikuan.toml", text.as_bytes().to_vec()).map_err(|problem| vec![problem])?])?;
        let journal = entry::read(&book, Source::new("ledger.csv", format!("{HEADER}\n").into_bytes()).map_err(|problem| vec![problem])?)?;
        let account = Account::new(&book, &journal, AsOf::day(Day::EPOCH));
        let desk = Desk::new(&account);
        let wish = Wish { contracts: Vec::new(), pay_by: None, approved_by: None, consulted: None, reply_days: 5, serial: None };
        let values = Draft::new(&desk, CustomerIx(0), Level::Final, &wish, Lang::En).values();
        check(&values);
        Ok(values.names().collect())
    }

    #[test]
    fn every_placeholder_is_explained_and_every_explained_one_exists() {
        let mut all = names(|_| ()).unwrap_or_default();
        all.sort_unstable();
        for page in [include_str!("../../docs/letters.md"), include_str!("../../docs/letters.zh.md")] {
            let table = page.lines().skip_while(|line| !line.starts_with("| placeholder |") && !line.starts_with("| 占位符 |"));
            let cell = |line: &'static str| line.strip_prefix("| `")?.split_once('`').map(|(name, _)| name);
            let mut explained: Vec<&str> = table.filter_map(cell).collect();
            explained.sort_unstable();
            assert_eq!(explained, all);
        }
    }

    #[test]
    fn the_built_in_templates_use_no_others() {
        let found = names(|values| {
            for level in Level::ALL {
                for lang in [Lang::Zh, Lang::En] {
                    let filled = built_in(level, lang).map(|source| template::fill(&source, values));
                    assert!(matches!(filled, Ok(Ok(_))), "{level:?} {lang:?} {filled:?}");
                }
            }
        });
        assert!(found.is_ok_and(|names| names.len() > 50));
    }
}
