//! How the figures of `credit` came about.

use super::credit::{Line, grade_cell, score};
use crate::account::{Exposure, credit_percent};
use crate::date::Day;
use crate::money::{Money, Ratio};
use crate::sheet::{Cell, Explained};
use crate::text::{Text, text};

/// Key, name and value of what goes into a figure.
type Input = (&'static str, Text, Cell);

/// The figures of a customer's row that are worked out, those that have a value.
pub(super) fn explained(line: &Line, day: Day) -> Vec<Explained> {
    let all = [
        score_of(line),
        Some(exposure_of(&line.customer.name, &line.exposure)),
        usage(line),
        available(line),
        kept(line),
        late(line),
        grade(line),
        limit(line, day),
    ];
    all.into_iter().flatten().collect()
}

fn figure(line: &Line, key: &'static str, heading: Text, formula: Text, inputs: Vec<Input>, value: Cell) -> Explained {
    Explained { of: line.customer.name.to_string(), key, heading, formula, inputs, value }
}

fn money(key: &'static str, name: Text, amount: Money) -> Input {
    (key, name, Cell::Money(amount))
}

fn score_of(line: &Line) -> Option<Explained> {
    let own = line.customer.five_c?;
    let count = |key, name, score: u8| (key, name, Cell::Count(score.into()));
    let inputs = vec![
        count("character", text("品德", "character"), own.character),
        count("capacity", text("能力", "capacity"), own.capacity),
        count("capital", text("资本", "capital"), own.capital),
        count("collateral", text("抵押", "collateral"), own.collateral),
        count("conditions", text("环境", "conditions"), own.conditions),
    ];
    let formula = text(
        "({character} + {capacity} + {capital} + {collateral} + {conditions}) ÷ 5",
        "({character} + {capacity} + {capital} + {collateral} + {conditions}) ÷ 5",
    );
    Some(figure(line, "score", text("5C 评分", "5C score"), formula, inputs, Cell::Average(score(own))))
}

/// A customer's or a group's exposure.
pub(super) fn exposure_of(of: &str, own: &Exposure) -> Explained {
    let inputs = vec![
        money("receivable", text("应收", "receivable"), own.receivable),
        money("advance", text("发货前应收", "due before delivery"), own.advance),
        money("unapplied", text("未匹配", "unapplied"), own.unapplied),
        money("prepaid", text("预收", "prepaid"), own.prepaid),
    ];
    let formula = text("{receivable} − {advance} − {unapplied} − {prepaid}", "{receivable} − {advance} − {unapplied} − {prepaid}");
    Explained { of: of.to_string(), key: "exposure", heading: text("信用占用", "exposure"), formula, inputs, value: Cell::Money(own.exposure()) }
}

/// Exposure and limit.
fn both(line: &Line) -> Option<Vec<Input>> {
    let limit = line.customer.credit_limit?;
    Some(vec![money("exposure", text("信用占用", "exposure"), line.exposure.exposure()), money("limit", text("信用额度", "limit"), limit)])
}

fn usage(line: &Line) -> Option<Explained> {
    let formula = text("{exposure} ÷ {limit}", "{exposure} ÷ {limit}");
    Some(figure(line, "usage", text("使用率", "usage"), formula, both(line)?, Cell::Ratio(Some(line.usage()?))))
}

fn available(line: &Line) -> Option<Explained> {
    let formula = text("{limit} − {exposure}", "{limit} − {exposure}");
    Some(figure(line, "available", text("可用额度", "available"), formula, both(line)?, Cell::Money(line.available()?)))
}

fn kept(line: &Line) -> Option<Explained> {
    let own = &line.conduct.kept;
    let rate = own.by_amount()?;
    let inputs = vec![money("in_time", text("按期到的", "came in time"), own.in_time()), money("promised", text("答应的", "promised"), own.due_promised())];
    let formula = text("最近 12 个月到期的承诺：{in_time} ÷ {promised}", "promises due in the last 12 months: {in_time} ÷ {promised}");
    Some(figure(line, "kept_rate", text("承诺兑现率", "kept rate"), formula, inputs, Cell::Ratio(Some(rate))))
}

fn late(line: &Line) -> Option<Explained> {
    let own = &line.conduct.late;
    let mean = own.mean()?;
    let inputs = vec![money("paid", text("到账", "paid"), own.amount())];
    let formula =
        text("最近 12 个月{paid}，每笔 (付到的日子 − 到期日) 按金额加权平均", "{paid} in the last 12 months, each part's day − due day, weighted by amount");
    Some(figure(line, "average_days_late", text("平均逾期天数", "days late on average"), formula, inputs, Cell::Average(Some(mean))))
}

fn grade(line: &Line) -> Option<Explained> {
    let own = line.conduct;
    let suggested = line.suggested_grade?;
    let inputs = vec![
        ("days", text("平均逾期天数", "days late on average"), Cell::Average(own.late.mean())),
        ("positions", text("付过的笔数", "positions paid"), Cell::Count(own.paid_positions.into())),
        ("kept", text("承诺兑现率", "kept rate"), Cell::Ratio(own.kept.by_amount())),
        money("refused", text("逾期已到停止赊销等级的欠款", "open at a tier that is refused"), own.refused),
    ];
    let formula = if own.is_downgraded() {
        text(
            "{days}（{positions}）：≤ 0 天 A，≤ 15 B，≤ 45 C，再晚 D；{kept} 低于 60% 或 {refused} 大于 0，降一级，也不高于账本",
            "{days} ({positions}): ≤ 0 A, ≤ 15 B, ≤ 45 C, later D; one lower, as {kept} is below 60% or {refused} above 0; never above the book's then",
        )
    } else {
        text("{days}（{positions}）：≤ 0 天 A，≤ 15 B，≤ 45 C，再晚 D", "{days} ({positions}): ≤ 0 A, ≤ 15 B, ≤ 45 C, later D")
    };
    Some(figure(line, "suggested_grade", text("建议等级", "suggested grade"), formula, inputs, grade_cell(Some(suggested))))
}

fn limit(line: &Line, day: Day) -> Option<Explained> {
    let value = line.suggested_limit?;
    let (own, customer) = (line.conduct, line.customer);
    let grade = own.grade_for_limit(customer, day)?;
    let (sales, months) = own.sales(customer);
    let inputs = vec![
        money("sales", if months == 1 { text("月销售额", "monthly sales") } else { text("最近 12 个月开单", "billed in the last 12 months") }, sales),
        ("days", text("平均账期(天)", "average terms in days"), Cell::Average(own.terms.mean())),
        ("grade", text("等级", "grade"), grade_cell(Some(grade))),
        ("factor", text("系数", "factor"), Cell::Ratio(Ratio::of_counts(credit_percent(grade), 100))),
    ];
    let formula = if months == 1 {
        text("{sales} × {days} ÷ 30 × {grade} 的{factor}", "{sales} × {days} ÷ 30 × {factor} of {grade}")
    } else {
        text("{sales} ÷ 12 × {days} ÷ 30 × {grade} 的{factor}", "{sales} ÷ 12 × {days} ÷ 30 × {factor} of {grade}")
    };
    Some(figure(line, "suggested_limit", text("建议额度", "suggested limit"), formula, inputs, Cell::Money(value)))
}
