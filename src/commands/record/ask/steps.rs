//! One question after the other, for what was not given as a flag.

use clap::ArgMatches;

use super::talk::{lifting, none_of};
use super::{Answers, Talk, target};
use crate::account::{Account, AsOf, Position};
use crate::commands::names;
use crate::commands::record::{draft, guard};
use crate::date::{Day, Toward};
use crate::entry::{Kind, is_draft};
use crate::money::Money;
use crate::problem::UsageFault;
use crate::reports::Target;
use crate::say;
use crate::store::Ledger;
use crate::text::{escape, text};

fn given<'f>(flags: &'f ArgMatches, id: &str) -> Option<&'f str> {
    flags.try_get_one::<String>(id).ok().flatten().map(String::as_str)
}

/// What was given: a customer or contract, an amount.
fn has(flags: &ArgMatches) -> (bool, bool) {
    let named = given(flags, "customer").is_some() || given(flags, "contract").is_some();
    let first = given(flags, "target").is_some();
    // With `--customer` the first argument is the amount.
    let amount = given(flags, "amount").is_some() || given(flags, "amount-flag").is_some() || (named && first);
    (named || first, amount)
}

/// Whether something is missing that the entry cannot be without.
pub(super) fn is_incomplete(kind: Kind, flags: &ArgMatches) -> bool {
    let (target, amount) = has(flags);
    !target || !amount || (kind == Kind::Commitment && given(flags, "due").is_none())
}

struct Steps<'a, 't> {
    talk: &'a mut Talk<'t>,
    ledger: &'a Ledger,
    account: Account<'a>,
    flags: &'a ArgMatches,
    kind: Kind,
    today: Day,
    answers: Answers,
}

/// Asks for all that was not given.
pub(super) fn ask(talk: &mut Talk, ledger: &Ledger, flags: &ArgMatches, kind: Kind, today: Day) -> Result<Answers, UsageFault> {
    let account = Account::new(&ledger.book, &ledger.journal, AsOf::day(today));
    let answers = Answers { were_asked: true, ..Answers::default() };
    let mut steps = Steps { talk, ledger, account, flags, kind, today, answers };
    steps.check_given()?;
    let hint = say!(steps.talk.lang, "每一步写错会再问；q 结束，什么也不写", "a wrong answer is asked for again; q ends it and nothing is written");
    steps.talk.tell(&hint);
    let target = steps.target()?;
    let (target, limit, open) = steps.milestone(target)?;
    steps.amount(limit, open)?;
    steps.date(target)?;
    match kind {
        Kind::Receipt => steps.method()?,
        _ => steps.promised(target)?,
    }
    steps.words()?;
    Ok(steps.answers)
}

impl Steps<'_, '_> {
    fn given(&self, id: &str) -> bool {
        given(self.flags, id).is_some()
    }

    fn context(&self) -> draft::Context<'_> {
        let Ledger { book, journal, .. } = self.ledger;
        draft::Context { book, journal, flags: self.flags, answers: &self.answers, today: self.today, by: "", lang: self.talk.lang }
    }

    /// What was given and cannot be read is told before anything is asked.
    fn check_given(&self) -> Result<(), UsageFault> {
        let context = self.context();
        if let Some(date) = context.day("date", Toward::Past)? {
            guard::date(&context, date, None)?;
        }
        context.day("due", Toward::Future)?;
        context.amount(&["amount", "amount-flag"])?;
        for id in ["detail", "proof", "party", "note", "by"] {
            context.text(id)?;
        }
        Ok(())
    }

    fn target(&mut self) -> Result<Target, UsageFault> {
        let book = &self.ledger.book;
        if let Some(no) = given(self.flags, "contract") {
            let contract = names::contract(book, no, None)?;
            return Ok(Target { customer: Some(book.owner(contract)), contract: Some(contract) });
        }
        if let Some(name) = given(self.flags, "customer") {
            return Ok(Target { customer: Some(names::customer(book, name, None)?), contract: None });
        }
        if let Some(typed) = given(self.flags, "target") {
            return names::target(book, typed, None);
        }
        let target = target::choose(self.talk, &self.account)?;
        match (target.contract, target.customer) {
            (Some(contract), _) => self.answers.put("contract", book.contract(contract).no.as_str()),
            (None, Some(customer)) => self.answers.put("customer", book.customer(customer).id.as_str()),
            (None, None) => {}
        }
        Ok(target)
    }

    /// Shows what is open and asks which of it; the target it comes to, what may be paid at most, and what is open.
    fn milestone(&mut self, target: Target) -> Result<(Target, Money, Money), UsageFault> {
        let (book, lang) = (&self.ledger.book, self.talk.lang);
        let all = target::open(&self.account, target);
        if let Some(customer) = target.customer {
            let project = target.contract.map_or(String::new(), |contract| format!(" · {} {}", book.contract(contract).no, book.contract(contract).project));
            self.talk.tell(&escape(format!("{}{project}", book.customer(customer).name).trim_end()));
        }
        if all.is_empty() {
            self.talk.tell(&say!(lang, "  没有未回款", "  nothing is open"));
        }
        target::show(self.talk, &self.account, &all);
        let whole = sum(&all);
        if let Some(typed) = given(self.flags, "milestone") {
            let open = self.open_of(target, typed, &all)?;
            return Ok((target, self.limit(target, open, whole), open));
        }
        let chosen = if all.len() < 2 { None } else { pick(self.talk, all.len())? };
        let Some(position) = chosen.and_then(|number| all.get(number)) else {
            return Ok((target, self.limit(target, whole, whole), whole));
        };
        let own = position.outstanding();
        let (contract, name) = (position.contract, self.account.position_name(position));
        let is_whole = self.account.is_whole_contract(position);
        self.answers.put("contract", book.contract(contract).no.as_str());
        if !is_whole {
            self.answers.put("milestone", name.as_str());
        }
        Ok((Target { contract: Some(contract), ..target }, own, own))
    }

    /// What is open of the milestone that was given.
    fn open_of(&self, target: Target, typed: &str, all: &[&Position]) -> Result<Money, UsageFault> {
        let Some(contract) = target.contract else { return Ok(sum(all)) };
        let name = names::milestone(&draft::slot_names(&self.ledger.book, &self.ledger.journal, contract), typed)?;
        let is_part = |position: &&&Position| self.account.position_name(position).split('/').next() == name.split('/').next();
        Ok(all.iter().filter(is_part).map(|position| position.outstanding()).sum())
    }

    /// What may be recorded without a second look: what was written off of the whole can come too.
    fn limit(&self, target: Target, open: Money, all: Money) -> Money {
        if self.kind != Kind::Receipt || open != all {
            return open;
        }
        let own = target.customer.map_or(0..0, |customer| self.account.positions_of(customer));
        let wanted = self.account.positions().get(own).into_iter().flatten();
        open + wanted.filter(|position| target.contract.is_none_or(|contract| position.contract == contract)).map(Position::written_off).sum::<Money>()
    }

    fn amount(&mut self, limit: Money, open: Money) -> Result<(), UsageFault> {
        if has(self.flags).1 {
            return Ok(());
        }
        let lang = self.talk.lang;
        let offered = open.is_positive().then_some(open);
        let shown = offered.map_or(String::new(), |open| format!(" [{}]", open.grouped()));
        loop {
            let amount = self.talk.ask(&say!(lang, "金额{shown}：", "amount{shown}: "), |typed| match offered.filter(|_| typed.is_empty()) {
                Some(open) => Ok(open),
                None => positive(typed),
            })?;
            if amount > limit {
                let fault = match self.kind {
                    Kind::Receipt => UsageFault::Overpay { amount, open: limit },
                    _ => UsageFault::Over { what: text("承诺", "commitment"), amount, open: limit },
                };
                match self.talk.lift(&fault)? {
                    Some(flag) => self.answers.allow(flag),
                    None => continue,
                }
            }
            self.answers.put("amount", amount.to_string());
            return Ok(());
        }
    }

    fn date(&mut self, target: Target) -> Result<(), UsageFault> {
        if self.given("date") {
            return Ok(());
        }
        let (lang, today) = (self.talk.lang, self.today);
        let question = match self.kind {
            Kind::Receipt => say!(lang, "哪天到的 [{today}]：", "came on [{today}]: "),
            _ => say!(lang, "哪天答应的 [{today}]：", "promised on [{today}]: "),
        };
        loop {
            let date = self.talk.ask(&question, |typed| if typed.is_empty() { Ok(today) } else { day(typed, today, Toward::Past) })?;
            if let Err(fault) = guard::date(&self.context(), date, target.contract) {
                let Some(flag) = self.talk.lift(&fault)? else {
                    if lifting(&fault).is_none() {
                        self.talk.refuse(fault);
                    }
                    continue;
                };
                self.answers.allow(flag);
            }
            self.answers.put("date", date.to_string());
            return Ok(());
        }
    }

    /// How the money came; a draft also has its maturity.
    fn method(&mut self) -> Result<(), UsageFault> {
        let (lang, today) = (self.talk.lang, self.today);
        let mut method = given(self.flags, "detail").map(|typed| self.kind.detail_code(typed));
        if method.is_none() {
            let chosen = self.talk.choose(&say!(lang, "回款方式（回车不填）：", "method (Enter: none): "), self.kind.details(), None)?;
            if let Some(code) = chosen {
                self.answers.put("detail", code);
                method = Some(code.to_string());
            }
        }
        if !self.given("due") && method.is_some_and(|method| is_draft(&method)) {
            let question = say!(lang, "票据到期日（回车不填）：", "it matures on (Enter: none): ");
            let due = self.talk.ask(&question, |typed| if typed.is_empty() { Ok(None) } else { day(typed, today, Toward::Future).map(Some) })?;
            if let Some(due) = due {
                self.answers.put("due", due.to_string());
            }
        }
        Ok(())
    }

    fn promised(&mut self, target: Target) -> Result<(), UsageFault> {
        if self.given("due") {
            return Ok(());
        }
        let pay_day = target.customer.and_then(|customer| self.ledger.book.customer(customer).pay_day);
        let due = promised_day(self.talk, self.today, pay_day)?;
        self.answers.put("due", due.to_string());
        Ok(())
    }

    fn words(&mut self) -> Result<(), UsageFault> {
        let lang = self.talk.lang;
        let proof = say!(lang, "流水号或票号（回车不填）：", "bank serial or draft number (Enter: none): ");
        let note = say!(lang, "备注（回车不填）：", "note (Enter: none): ");
        for (id, question) in [("proof", proof), ("note", note)] {
            if self.given(id) || (id == "proof" && self.kind != Kind::Receipt) {
                continue;
            }
            let typed = self.talk.ask(&question, |typed| Ok(typed.to_string()))?;
            if !typed.is_empty() {
                self.answers.put(id, typed);
            }
        }
        Ok(())
    }
}

/// The place of one of so many that are open; none for all of them as they fall due.
fn pick(talk: &mut Talk, count: usize) -> Result<Option<usize>, UsageFault> {
    let question = say!(talk.lang, "哪一笔（写序号，回车按到期先后）：", "which one (its number, Enter: as they fall due): ");
    talk.ask(&question, |typed| match typed.parse::<usize>() {
        _ if typed.is_empty() => Ok(None),
        Ok(number @ 1..) if number <= count => Ok(Some(number - 1)),
        _ => {
            let range = format!("1–{count}");
            Err(none_of(text("序号", "number"), typed, [(range.as_str(), range.as_str())]))
        }
    })
}

fn sum(positions: &[&Position]) -> Money {
    positions.iter().map(|position| position.outstanding()).sum()
}

/// More than nothing.
pub(in crate::commands::record) fn positive(typed: &str) -> Result<Money, UsageFault> {
    let amount = Money::parse_typed(typed).map_err(|fault| UsageFault::Amount { text: typed.to_string(), fault })?;
    let missing = UsageFault::Missing { name: text("大于零的金额", "an amount above zero"), example: "50000、5万".into() };
    if amount.is_positive() { Ok(amount) } else { Err(missing) }
}

pub(in crate::commands::record) fn day(typed: &str, today: Day, toward: Toward) -> Result<Day, UsageFault> {
    Day::parse_typed(typed, today, toward).map_err(|fault| UsageFault::Date { text: typed.to_string(), fault })
}

/// A day not before today.
pub(in crate::commands::record) fn coming(typed: &str, today: Day) -> Result<Day, UsageFault> {
    let found = day(typed, today, Toward::Future)?;
    let past = || UsageFault::Missing { name: text("今天或以后的日期", "a day not before today"), example: today.plus_days(7).to_string() };
    if found < today { Err(past()) } else { Ok(found) }
}

/// The day something is promised for: by default the customer's next pay day, else in a week.
pub(in crate::commands::record) fn promised_day(talk: &mut Talk, today: Day, pay_day: Option<u8>) -> Result<Day, UsageFault> {
    let lang = talk.lang;
    let usual = pay_day.map_or_else(|| today.plus_days(7), |pay_day| next_pay_day(today, pay_day));
    talk.ask(&say!(lang, "答应哪天付 [{usual}]：", "promised for [{usual}]: "), |typed| if typed.is_empty() { Ok(usual) } else { coming(typed, today) })
}

/// The next day of the month on which a customer pays, after today.
pub(in crate::commands::record) fn next_pay_day(today: Day, pay_day: u8) -> Day {
    let of_month = |month: Day| Day::from_ymd(month.year(), month.month(), pay_day.into()).unwrap_or_else(|| month.month_end());
    let this = of_month(today);
    // From the first of a month on no month is passed over.
    let first = Day::from_ymd(today.year(), today.month(), 1).unwrap_or(today);
    if this > today { this } else { of_month(first.plus_months(1)) }
}
