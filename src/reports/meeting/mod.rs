//! `report`: the day, the Monday meeting or the month end on one page, made of the other reports.

mod drawn;
mod pages;
mod received;
mod section;

use clap::Command;

use super::{Example, Report, Request, Words, headline, one, switch};
use crate::date::Period;
use crate::entry::Kind;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::Sheet;
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "report",
    about: text("日报、周会、月报：一页纸", "the day, the weekly meeting or the month end on one page"),
    examples: [
        Example {
            line: "report --week",
            about: text("周一例会：上周承诺、本周到期、漏跟进、差距、风险", "the Monday meeting: promises, dues, missed follow-ups, gap, risks"),
        },
        Example { line: "report --month -o 月报.md --as-of 2026-10-31", about: text("十月月报，写成文件", "the end of October, as a file") },
    ],
    words: Words::OfAndCash(&[Kind::Receipt, Kind::Commitment, Kind::Confirm, Kind::Contact, Kind::Legal, Kind::Note, Kind::Signal]),
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    command
        .arg(switch("day", text("日报（默认）：今天先做、承诺、到账", "the day (default): first things, promises, money"), lang))
        .arg(switch("week", text("周会：上周的承诺和本周的事", "the week: last week's promises, this week's work"), lang))
        .arg(switch("month", text("月报：目标、指标、账龄、兑现、风险、下月", "the month: targets, indicators, aging, promises, risks, next month"), lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (lang, day) = (request.lang, request.day());
    let asked: Vec<&'static str> = ["--day", "--week", "--month"].into_iter().filter(|option| request.flag(option.trim_start_matches('-'))).collect();
    if let [a, b, ..] = asked[..] {
        return Err(UsageFault::Together { a, b }.into());
    }
    // Who asks what entries did has the positions and commitments of all the sections.
    request.account.allocations();
    let month = Period::month_of(day);
    let (title, mut sections) = match asked.first() {
        Some(&"--week") => (say!(lang, "回款周会 {}", "Weekly meeting {}", Period::Week(day.monday())), pages::week(request)?),
        Some(&"--month") => (say!(lang, "回款月报 {}", "Monthly report {}", Period::month_of(day)), pages::month(request)?),
        _ => (say!(lang, "回款日报 {}", "Daily report, {}", day.weekday(lang)), pages::day(request)?),
    };
    if !request.drawn {
        let lead = headline(request.account, &request.filter, month, lang);
        return Ok(Sheet { report: "report", title, lead, sections, ..Sheet::default() });
    }
    // A page to look at is looked at alone: it has the risks on any day.
    if sections.iter().all(|section| section.report != "risks") {
        sections.push(pages::risks(request)?);
    }
    // What came is told in full elsewhere: a page has to fit a mail.
    sections.iter_mut().filter(|section| section.report == "received").for_each(|section| section::cut(section, &["report".into()], lang));
    let (memo, charts) = drawn::beginning(request, month)?;
    Ok(Sheet { report: "report", title, sections, memo, charts, ..Sheet::default() })
}
