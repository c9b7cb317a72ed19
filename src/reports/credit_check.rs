//! `credit check CUSTOMER AMOUNT`: may an order go out on credit? For shipping desks and their scripts.

use super::Request;
use super::credit::{grade_cell, hold_words, holds_cell, limit_cell};
use super::credit_explained::exposure_of;
use crate::account::{Conduct, Exposure, group_exposures};
use crate::book::{Customer, CustomerIx, Grade};
use crate::money::{AmountFault, Money, Ratio};
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet};
use crate::text::{Lang, text};

/// Exposure and limit of a customer or a group, with the order on top.
struct Room {
    exposure: Money,
    limit: Option<Money>,
    order: Money,
}

impl Room {
    fn after(&self) -> Money {
        self.exposure + self.order
    }

    /// What the order is above the limit; none where there is no limit.
    fn over(&self) -> Option<Money> {
        self.limit.map(|limit| (self.after() - limit).at_least_zero())
    }

    fn usage(&self) -> Option<Ratio> {
        Ratio::of(self.after(), self.limit?)
    }
}

/// What is asked, and what is known for an answer.
struct Case<'a> {
    customer: &'a Customer,
    conduct: &'a Conduct,
    exposure: Exposure,
    own: Room,
    /// The group's name and room.
    group: Option<(String, Room)>,
    grade: Option<Grade>,
    reasons: Vec<(&'static str, String)>,
    lang: Lang,
}

pub(super) fn build(request: &Request) -> Result<Sheet, Problems> {
    if !request.filter.is_empty() {
        return Err(UsageFault::Together { a: "credit check", b: "--rep --team --manager --customer --contract --category --tag" }.into());
    }
    let example = || "huikuan credit check 华东电器 20万".to_string();
    let customer = request.target.customer.ok_or_else(|| UsageFault::Missing { name: text("客户", "the customer"), example: example() })?;
    let typed = request.option("amount").ok_or_else(|| UsageFault::Missing { name: text("金额", "the amount"), example: example() })?;
    let order = Money::parse_typed(typed).map_err(|fault| UsageFault::Amount { text: typed.to_string(), fault })?;
    if order < Money::ZERO {
        return Err(UsageFault::Amount { text: typed.to_string(), fault: AmountFault::Shape }.into());
    }
    let (conducts, exposures) = (request.account.conducts(), request.account.exposures());
    let conduct = conducts.get(customer.0 as usize).cloned().unwrap_or_default();
    let mut case = case(request, customer, &conduct, &exposures, order);
    case.reasons = case.found(request);
    Ok(case.sheet(request, customer))
}

fn case<'a>(request: &'a Request, index: CustomerIx, conduct: &'a Conduct, exposures: &[Exposure], order: Money) -> Case<'a> {
    let book = request.account.book;
    let customer = book.customer(index);
    let exposure = exposures.get(index.0 as usize).copied().unwrap_or_default();
    let group = group_exposures(book, exposures).into_iter().find(|group| group.members.contains(&index));
    let group = group.map(|group| (group.name, Room { exposure: group.exposure.exposure(), limit: group.limit, order }));
    let own = Room { exposure: exposure.exposure(), limit: customer.credit_limit, order };
    Case { customer, conduct, exposure, own, group, grade: customer.grade(request.day()), reasons: Vec::new(), lang: request.lang }
}

impl Case<'_> {
    /// Why not: a code and what to say, in the order in which it matters.
    fn found(&self, request: &Request) -> Vec<(&'static str, String)> {
        let all = [
            self.over_limit().map(|words| ("over-limit", words)),
            self.group_over_limit().map(|words| ("over-limit", words)),
            self.overdue_tier(request).map(|words| ("overdue-tier", words)),
            self.broken().map(|words| ("broken-commitment", words)),
            self.grade_d().map(|words| ("grade-d", words)),
            self.hold().map(|words| ("hold", words)),
            self.first_order(request).map(|words| ("first-order", words)),
        ];
        all.into_iter().flatten().collect()
    }

    fn over_limit(&self) -> Option<String> {
        let lang = self.lang;
        let over = self.own.over().filter(|over| over.is_positive())?.grouped();
        Some(say!(lang, "超额度 {over}", "over the limit by {over}"))
    }

    fn group_over_limit(&self) -> Option<String> {
        let (lang, (name, room)) = (self.lang, self.group.as_ref()?);
        let over = room.over().filter(|over| over.is_positive())?.grouped();
        let (exposure, limit) = (room.exposure.grouped(), room.limit.unwrap_or_default().grouped());
        Some(say!(lang, "所在集团（{name}）超额度 {over}：已占用 {exposure}，额度 {limit}", "group {name} over by {over}: exposure {exposure}, limit {limit}"))
    }

    fn overdue_tier(&self, request: &Request) -> Option<String> {
        let (lang, own) = (self.lang, self.conduct);
        if !own.refused.is_positive() {
            return None;
        }
        let (book, open, days) = (request.account.book, own.refused.grouped(), own.refused_days);
        let tier = book.tiers.iter().find(|tier| tier.name == book.risk.refuse_from).or(book.tiers.last());
        let tier = tier.map_or("", |tier| tier.label.get(lang));
        let disputed = match own.refused_disputed {
            none if none.is_zero() => String::new(),
            all if all == own.refused => say!(lang, "，全部有争议", ", all of it disputed"),
            some => {
                let some = some.grouped();
                say!(lang, "，其中争议 {some}", ", of which {some} disputed")
            }
        };
        Some(say!(lang, "逾期到“{tier}”及更高等级的 {open}，最长 {days} 天{disputed}", "{open} overdue in tier {tier} or beyond, up to {days} days{disputed}"))
    }

    fn broken(&self) -> Option<String> {
        let (lang, broken) = (self.lang, &self.conduct.broken);
        let last = broken.iter().map(|own| own.due).max()?;
        let (count, amount) = (broken.len(), broken.iter().map(|own| own.amount).sum::<Money>().grouped());
        Some(say!(lang, "承诺没有兑现：{count} 笔还差 {amount}，最近一笔 {last} 到期", "promises not kept: {count}, {amount} missing, the last due {last}"))
    }

    fn grade_d(&self) -> Option<String> {
        let lang = self.lang;
        (self.grade == Some(Grade::D)).then(|| say!(lang, "信用等级 D", "credit grade D"))
    }

    fn hold(&self) -> Option<String> {
        let lang = self.lang;
        let what = hold_words(self.conduct, lang);
        (!what.is_empty()).then(|| say!(lang, "停供停服没有解除：{what}", "on hold: {what}"))
    }

    fn first_order(&self, request: &Request) -> Option<String> {
        let lang = self.lang;
        let limit = request.account.book.policy.first_order_limit.filter(|limit| request.flag("first-order") && self.own.order > *limit)?;
        let (order, limit) = (self.own.order.grouped(), limit.grouped());
        Some(say!(lang, "首单 {order}，超过首单限额 {limit}", "a first order of {order}, above the limit of {limit} for one"))
    }

    /// What to know beside the answer.
    fn notes(&self, request: &Request, index: CustomerIx) -> Vec<String> {
        let (lang, book, day) = (self.lang, request.account.book, request.day());
        let mut notes = Vec::new();
        if self.own.limit.is_none() {
            notes.push(say!(lang, "这个客户没有定信用额度，没有按额度判断", "no limit is set for this customer: not judged by one"));
        }
        let near = self.own.usage().filter(|usage| self.reasons.is_empty() && usage.decimal() >= book.risk.limit_usage);
        if let Some(usage) = near.map(Ratio::percent) {
            notes.push(say!(lang, "这一单之后使用率 {usage}，接近额度", "usage {usage} after this order: near the limit"));
        }
        let drafts: Money = request.account.drafts_held(index).iter().map(|(_, amount)| *amount).sum();
        if drafts.is_positive() {
            let drafts = drafts.grouped();
            notes.push(say!(
                lang,
                "另有未到期票据 {drafts}：已算作回款，退票就回到占用",
                "drafts held {drafts}: counted as paid; one that bounces is owed again"
            ));
        }
        let signed = book.contracts().any(|(_, contract)| contract.customer == index && contract.signed <= day);
        match (request.flag("first-order"), book.policy.first_order_limit) {
            (true, None) => notes.push(say!(lang, "[policy] 没有写 first_order_limit，首单不另设限", "[policy] sets no first_order_limit: none applies")),
            (false, Some(_)) if !signed => {
                notes.push(say!(lang, "还没有合同，像是首单：加 --first-order", "no contract yet: for a first order add --first-order"));
            }
            _ => {}
        }
        notes
    }

    fn sheet(&self, request: &Request, index: CustomerIx) -> Sheet {
        let lang = self.lang;
        let (no, name) = (!self.reasons.is_empty(), &self.customer.name);
        let answer = if no { say!(lang, "不能赊", "no") } else { say!(lang, "可以赊", "yes") };
        let mut codes: Vec<&str> = self.reasons.iter().map(|(code, _)| *code).collect();
        codes.dedup();
        let row = vec![
            Cell::name(&self.customer.id),
            Cell::name(name),
            limit_cell(self.own.limit, request.output),
            Cell::Money(self.own.exposure),
            Cell::Money(self.own.order),
            Cell::money(self.own.over()),
            Cell::Ratio(self.own.usage()),
            Cell::colored(if no { "no" } else { "yes" }, &answer, if no { "red" } else { "green" }),
            Cell::text(codes.join("+")),
            grade_cell(self.grade),
            holds_cell(self.conduct, lang),
            self.group.as_ref().map_or(Cell::Blank, |(name, _)| Cell::text(name)),
            limit_cell(self.group.as_ref().and_then(|(_, room)| room.limit), request.output),
            Cell::money(self.group.as_ref().map(|(_, room)| room.exposure)),
        ];
        let reasons = self.reasons.iter().map(|(code, words)| format!("- {words} ({code})"));
        Sheet {
            report: "credit",
            title: say!(lang, "信用检查 · {name}", "Credit check · {name}"),
            columns: columns(),
            rows: vec![row],
            notes: reasons.chain(self.notes(request, index)).collect(),
            explained: if request.flag("explain") { self.explained() } else { Vec::new() },
            refuses: no,
            ..Sheet::default()
        }
    }

    fn explained(&self) -> Vec<Explained> {
        let mut all = vec![exposure_of(&self.customer.name, &self.exposure)];
        let Some((limit, over)) = self.own.limit.zip(self.own.over()) else { return all };
        let inputs = || {
            vec![
                ("exposure", text("信用占用", "exposure"), Cell::Money(self.own.exposure)),
                ("order", text("本单", "order"), Cell::Money(self.own.order)),
                ("limit", text("信用额度", "limit"), Cell::Money(limit)),
            ]
        };
        let figure = |key, heading, formula, value| Explained { of: self.customer.name.to_string(), key, heading, formula, inputs: inputs(), value };
        let formula = text("{exposure} + {order} − {limit}，不低于 0", "{exposure} + {order} − {limit}, at least 0");
        all.push(figure("over", text("超额度", "over"), formula, Cell::Money(over)));
        let formula = text("({exposure} + {order}) ÷ {limit}", "({exposure} + {order}) ÷ {limit}");
        all.extend(self.own.usage().map(|usage| figure("usage", text("使用率", "usage"), formula, Cell::Ratio(Some(usage)))));
        all
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words("customer", text("客户编号", "Customer ID")).data_only(),
        Column::words("name", text("客户", "Customer")).data_only(),
        Column::number("limit", text("信用额度", "Limit")),
        Column::number("exposure", text("信用占用", "Exposure")),
        Column::number("order", text("本单", "Order")),
        Column::number("over", text("超额度", "Over")),
        Column::number("usage", text("使用率", "Usage")),
        Column::words("answer", text("答复", "Answer")).whole(),
        Column::words("reasons", text("原因", "Reasons")).data_only(),
        Column::words("grade", text("等级", "Grade")).rank(1),
        Column::words("hold", text("停供停服", "Hold")).rank(2),
        Column::words("group", text("集团", "Group")).rank(3),
        Column::number("group_limit", text("集团额度", "Group limit")).rank(3),
        Column::number("group_exposure", text("集团占用", "Group exposure")).rank(3),
    ]
}
