//! Which sections the pages of a day, a week and a month have.

use std::cell::Cell as Counter;

use super::received::received;
use super::section::{Row, Section};
use crate::account::TierLadder;
use crate::date::Period;
use crate::problem::Problems;
use crate::reports::Request;
use crate::say;
use crate::sheet::{Cell, Sheet};
use crate::text::text;

const PROMISE: &[&str] = &["customer_name", "contract", "amount", "due", "fulfilled", "unfulfilled", "state", "rep"];
const REMINDER: &[&str] = &["reason", "customer_name", "contract", "due", "days", "outstanding", "rep"];
const RISK: &[&str] = &["severity", "signal", "name", "value", "threshold", "advice"];
const GAP: &[&str] = &["name", "target", "received", "committed", "gap", "measures", "residual", "diagnosis"];

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_string).collect()
}

/// The day: the first things to do, promises of these days, money that came, what has just become worse.
pub(super) fn day(request: &Request) -> Result<Vec<Sheet>, Problems> {
    let day = request.day();
    let first = Section {
        key: "first",
        title: text("今天先做", "First today"),
        words: words("remind"),
        keys: &["reason", "customer_name", "contact", "phone", "days", "outstanding", "next_step", "rep"],
        empty: text("今天没有要催的", "nothing to do today"),
    };
    let promises = Section {
        key: "promises",
        title: text("承诺：今明到期和一周内失约的", "Promises: due today or tomorrow, or broken within a week"),
        words: words("commitments"),
        keys: PROMISE,
        empty: text("没有", "none"),
    };
    let is_near = |row: &Row| {
        let Cell::Date(due) = *row.cell("due") else { return false };
        match row.code("state") {
            "open" => due <= day.plus_days(1),
            "broken" | "partial" => due >= day.plus_days(-7),
            _ => false,
        }
    };
    let since = if day.monday() == day { day.plus_days(-3) } else { day.plus_days(-1) };
    let worse = Section {
        key: "worse",
        title: text("今天进入新等级", "Entered a tier today"),
        words: words("aging --detail"),
        keys: &["customer_name", "contract", "milestone", "due", "days", "tier", "outstanding", "rep"],
        empty: text("没有", "none"),
    };
    let ladder = TierLadder::of_book(request.account.book);
    let begins = |row: &Row| {
        let entered = |days: i64| (1..ladder.tiers.len()).any(|tier| i64::from(ladder.from_days(tier)) == days) || days == 1;
        row.count("days").is_some_and(entered)
    };
    Ok(vec![first.all(request)?, promises.some(request, is_near)?, received(request, since, day), worse.some(request, begins)?])
}

/// The Monday meeting: what was promised last week, what this week brings, what was forgotten, where the gap and risks are.
pub(super) fn week(request: &Request) -> Result<Vec<Sheet>, Problems> {
    let monday = request.day().monday();
    let (last, this) = (Period::Week(monday.plus_days(-7)), Period::Week(monday));
    let promises = Section {
        key: "promises-last-week",
        title: text("上周的承诺", "Last week's promises"),
        words: words(&format!("commitments --period {last}")),
        keys: PROMISE,
        empty: text("上周没有到期的承诺", "no promise was due last week"),
    };
    let coming = Section {
        key: "promises-this-week",
        title: text("本周的承诺", "This week's promises"),
        words: words(&format!("commitments --period {this}")),
        keys: PROMISE,
        empty: text("本周没有到期的承诺", "no promise is due this week"),
    };
    let dues = Section {
        key: "due-this-week",
        title: text("本周到期的应收", "Due this week"),
        words: words("aging --detail"),
        keys: &["customer_name", "contract", "milestone", "due", "outstanding", "rep"],
        empty: text("本周没有到期的", "nothing falls due this week"),
    };
    let in_week = |row: &Row| matches!(*row.cell("due"), Cell::Date(due) if this.contains(due));
    // What is still to come has no kept rate.
    let coming = Sheet { memo: Vec::new(), ..coming.all(request)? };
    let mut sections = vec![promises.all(request)?, coming, dues.some(request, in_week)?, missed(request)?];
    sections.extend([new_reds(request, i64::from(request.day().since(monday)) + 7)?, gap(request, "this-month")?, risks(request)?, matrix(request)?]);
    Ok(sections)
}

/// The month end: targets, indicators, aging, kept promises, reds, risks, and what comes next.
pub(super) fn month(request: &Request) -> Result<Vec<Sheet>, Problems> {
    let month = Period::month_of(request.day());
    let next = month.next();
    let own = |key, title, line: &str, keys, empty| Section { key, title, words: words(line), keys, empty }.all(request);
    let none = text("没有", "none");
    Ok(vec![
        gap(request, &month.to_string())?,
        own("kpi", text("指标", "Indicators"), "kpi", &[], none)?,
        matrix(request)?,
        own("aging", text("账龄", "Aging"), "aging", &["tier", "days", "positions", "outstanding", "share", "disputed"], text("没有应收", "nothing is owed"))?,
        own(
            "kept",
            text("承诺兑现", "Promises kept"),
            &format!("commitments --by rep --period {month}"),
            &["name", "commitments", "promised", "fulfilled", "fulfilled_late", "broken", "kept_rate"],
            text("本月没有承诺", "nothing was promised this month"),
        )?,
        new_reds(request, i64::from(request.day().day()))?,
        risks(request)?,
        own(
            "plan",
            text("下月计划", "Plan of next month"),
            &format!("plan {next} --by rep"),
            &["name", "carried_over", "due", "committed", "expected", "suggested_target", "suggested_ask"],
            text("下月没有应收", "nothing falls due next month"),
        )?,
        with_note(own("forecast", text("预测", "Forecast"), "forecast", &[], none)?, request.lang),
    ])
}

/// Why the plan and the forecast of a month differ.
fn with_note(mut sheet: Sheet, lang: crate::text::Lang) -> Sheet {
    sheet.notes.push(say!(
        lang,
        "和计划不同：计划不含争议的和过了习惯日子的，按付款习惯则顺延再算",
        "unlike the plan, habit moves on what is disputed or past its usual day"
    ));
    sheet
}

/// Agreed follow-ups that nobody made, and broken promises nobody asked about.
fn missed(request: &Request) -> Result<Sheet, Problems> {
    let section = Section {
        key: "missed",
        title: text("漏掉的跟进和失约", "Missed follow-ups and broken promises"),
        words: words("remind --all"),
        keys: REMINDER,
        empty: text("没有漏掉的", "nothing was missed"),
    };
    let is_missed = |row: &Row| matches!(row.code("reason"), "follow-up-due" | "commitment-broken") && row.count("days").is_some_and(|days| days > 0);
    section.some(request, is_missed)
}

/// What entered the last tier within so many days and has no cause or solution; what did earlier is counted.
fn new_reds(request: &Request, within: i64) -> Result<Sheet, Problems> {
    let (lang, ladder) = (request.lang, TierLadder::of_book(request.account.book));
    let last = ladder.tiers.len().saturating_sub(1);
    let from = i64::from(ladder.from_days(last));
    let section = Section { key: "new-reds", title: text("", ""), words: words("remind --all"), keys: REMINDER, empty: text("没有", "none") };
    let older = Counter::new(0_usize);
    let is_new = |row: &Row| {
        let found = row.code("reason") == "no-cause";
        let new = row.count("days").is_some_and(|days| days < from + within);
        older.set(older.get() + usize::from(found && !new));
        found && new
    };
    let mut sheet = section.some(request, is_new)?;
    let tier = ladder.tiers.get(last).map_or("", |tier| tier.label.get(lang));
    sheet.title = say!(lang, "新进“{tier}”、缺原因或方案", "New in “{tier}”, without cause or solution");
    let older = older.get();
    if older > 0 {
        let note = say!(lang, "更早进来的还有 {older} 笔：huikuan remind", "in it since earlier: {older} more (huikuan remind)");
        sheet.empty.clone_from(&note);
        sheet.notes.push(note);
    }
    Ok(sheet)
}

/// Targets and what is missing, a row a rep.
fn gap(request: &Request, period: &str) -> Result<Sheet, Problems> {
    let title = text("目标差距", "Gap");
    // A rep's target is for all of the rep's customers.
    let few = !request.filter.customers.is_empty() || !request.filter.contracts.is_empty() || !request.filter.tags.is_empty();
    let by = if few { "customer" } else { "rep" };
    let empty = text("没有目标和回款", "no target and no receipts");
    Section { key: "gap", title, words: words(&format!("gap --by {by} --period {period}")), keys: GAP, empty }.all(request)
}

/// The grave warnings.
pub(super) fn risks(request: &Request) -> Result<Sheet, Problems> {
    let title = text("严重风险", "Grave risks");
    Section { key: "risks", title, words: words("risk --severity high"), keys: RISK, empty: text("没有严重风险", "none") }.all(request)
}

/// Sales against collection, a row a rep.
fn matrix(request: &Request) -> Result<Sheet, Problems> {
    let keys = &["name", "sales", "attainment", "collection_rate", "quadrant"];
    let empty = text("没有可比的", "nothing to compare");
    Section { key: "matrix", title: text("销售回款矩阵", "Matrix"), words: words("matrix --by rep"), keys, empty }.all(request)
}
