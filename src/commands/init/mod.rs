//! `init`: a ledger that works at once; with `--demo` a small company whose dates are relative to today.

mod hooks;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command};

use super::{Invocation, Outcome, Subcommand};
use crate::date::{Day, Period};
use crate::entry::HEADER;
use crate::problem::{Problem, UsageFault};
use crate::reports::Example;
use crate::say;
use crate::store;
use crate::text::{Lang, find_hostile, text};

pub(super) const COMMAND: Subcommand = Subcommand {
    name: "init",
    about: text("新建台账", "start a ledger"),
    examples: [
        Example { line: "init 华东", about: text("在“华东”目录里新建一本空的", "an empty one in the directory 华东") },
        Example { line: "init demo --demo", about: text("新建一本示例，日期按今天算", "a demonstration with dates relative to today") },
    ],
    args,
    run,
};

/// The lines `.gitattributes` must have: without `eol=lf` a merge with a CRLF side doubles the whole file.
pub(super) const ATTRIBUTES: [&str; 2] = ["ledger.csv text eol=lf merge=union", "*.toml text eol=lf"];

/// The day the demonstration's dates are written for.
const DEMO_DAY: (i32, u32, u32) = (2026, 11, 30);
const DEMO: [(&str, &str); 4] = [
    (store::BOOK, include_str!("../../../examples/demo/huikuan.toml")),
    ("contracts/2025.toml", include_str!("../../../examples/demo/contracts/2025.toml")),
    ("contracts/2026.toml", include_str!("../../../examples/demo/contracts/2026.toml")),
    (store::JOURNAL, include_str!("../../../examples/demo/ledger.csv")),
];

fn args(command: Command, lang: Lang) -> Command {
    let value = |id: &'static str, name: &'static str, help: crate::text::Text| Arg::new(id).long(id).value_name(name).help(help.get(lang));
    command
        .arg(
            Arg::new("dir")
                .value_name("DIR")
                .value_parser(ValueParser::os_string())
                .help(text("目录，默认当前目录", "directory; the current one by default").get(lang)),
        )
        .arg(Arg::new("demo").long("demo").action(ArgAction::SetTrue).help(text("填入示例数据", "fill it with a demonstration").get(lang)))
        .arg(
            Arg::new("hooks").long("hooks").action(ArgAction::SetTrue).help(
                text(
                    "装上 git 钩子：提交、合并时查流水只增不改；已有的台账也能装",
                    "install git hooks that keep the journal append-only; also for a ledger that exists",
                )
                .get(lang),
            ),
        )
        .arg(value("name", "NAME", text("台账名称，默认目录名", "its name; the directory's by default")))
        .arg(value("currency", "CODE", text("币种，默认 CNY", "currency; CNY by default")))
}

fn run(invocation: &Invocation, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    let dir = invocation.path("dir").or_else(|| invocation.places.option.clone()).unwrap_or_else(|| PathBuf::from("."));
    if invocation.flag("hooks") && store::is_ledger(&dir) {
        return install_hooks(&dir, lang, out);
    }
    let today = invocation.today(None)?;
    let files: Vec<(String, String)> = if invocation.flag("demo") {
        let demo_day = Day::from_ymd(DEMO_DAY.0, DEMO_DAY.1, DEMO_DAY.2).unwrap_or(today);
        DEMO.iter().map(|(name, text)| ((*name).to_string(), shift(text, demo_day, today))).collect()
    } else {
        let book = book(invocation, &dir, today)?;
        vec![(store::BOOK.to_string(), book), (store::JOURNAL.to_string(), format!("{HEADER}\n"))]
    };
    store::create_ledger(&dir, &files)?;
    attributes(&dir.join(".gitattributes"))?;
    let shown = dir.display();
    let prefix = if dir == Path::new(".") { String::new() } else { format!("-C {} ", quoted(&shown.to_string())) };
    if invocation.flag("demo") {
        writeln!(
            out,
            "{}",
            say!(
                lang,
                "示例台账建好了：{shown}\n看看谁欠多少：huikuan {prefix}aging\n今天该找谁：　huikuan {prefix}remind",
                "demonstration ledger ready: {shown}\nwho owes what:  huikuan {prefix}aging\nwhom to call:   huikuan {prefix}remind"
            )
        )?;
    } else {
        writeln!(
            out,
            "{}",
            say!(
                lang,
                "台账建好了：{shown}\n先在 huikuan.toml 里写客户和合同，再看：huikuan {prefix}aging\n收到钱就记：huikuan {prefix}record receipt 合同编号 金额",
                "ledger ready: {shown}\nwrite customers and contracts in huikuan.toml, then: huikuan {prefix}aging\nwhen money comes: huikuan {prefix}record receipt CONTRACT AMOUNT"
            )
        )?;
    }
    if invocation.flag("hooks") { install_hooks(&dir, lang, out) } else { Ok(0) }
}

fn install_hooks(dir: &Path, lang: Lang, out: &mut dyn Write) -> Outcome {
    let hooks = hooks::install(dir)?;
    writeln!(out, "{}", say!(lang, "git 钩子装好了：{hooks}", "git hooks installed: {hooks}"))?;
    Ok(0)
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | '@' | ':');
    if path.chars().all(plain) { path.to_string() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Adds the lines `.gitattributes` lacks.
fn attributes(path: &Path) -> Result<(), Problem> {
    let old = store::small_text(path).unwrap_or_default();
    let missing: Vec<&str> = ATTRIBUTES.into_iter().filter(|line| !old.lines().any(|known| known.trim() == *line)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let gap = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
    store::write_beside(path, format!("{old}{gap}{}\n", missing.join("\n")).as_bytes())
}

fn book(invocation: &Invocation, dir: &Path, today: Day) -> Result<String, UsageFault> {
    let lang = invocation.lang;
    let real = std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf());
    let folder = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = invocation.option("name").map_or(folder, str::to_string);
    if let Some((_, character)) = find_hostile(&name) {
        return Err(UsageFault::Hostile { option: "--name".into(), character });
    }
    let currency = invocation.option("currency").unwrap_or("CNY");
    if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(UsageFault::Choice { option: "--currency", text: currency.to_string(), choices: "CNY | USD | EUR | …".into() });
    }
    let name = toml::Value::String(if name.is_empty() { "huikuan".into() } else { name }).to_string();
    let (year, month, due) = (today.year(), Period::month_of(today), today.month_end().plus_days(30));
    let closed = Period::month_of(today).first().plus_days(-1);
    Ok(match lang {
        Lang::Zh => format!(
            r#"# 回款台账。改完运行 huikuan check；每一项的说明见 docs/files.md。
name = {name}
currency = "{currency}"
# include = ["contracts/*.toml"]         # 合同多了可以分文件写

[policy]
due_soon_days = 7                      # 到期前几天开始提醒（没有信用等级的客户）
terms = "net 30"                       # 合同没写到期日时的账期："net 30" 或 "month-end 30"
# closed_until = {closed}              # 这一天及以前不再记账

# 下面是一个例子：去掉每行开头的 # 就能用。
#
# [[rep]]
# id = "lilei"
# name = "李雷"
# team = "华东"
#
# [[customer]]
# id = "huadong"
# name = "华东电器有限公司"
# aliases = ["华东电器"]                 # 银行流水上可能出现的名字
# rep = "lilei"
# grade = "B"                          # 信用等级 A B C D
# contacts = [ {{ name = "王经理", role = "handler", phone = "138…" }} ]
#
# [[contract]]
# no = "HT-{year}-001"
# customer = "huadong"
# project = "空调一期"
# signed = {today}
# amount = 300000
# milestone = [
#   {{ name = "预付款", percent = 30, due = {today} }},
#   {{ name = "发货款", percent = 60, due = {due} }},
#   {{ name = "质保金", percent = 10, after = "acceptance", days = 365 }},   # 等“验收”这一节点：huikuan record event HT-{year}-001 acceptance
# ]
#
# [[target]]
# period = "{month}"
# amount = 200000                      # 双方商定的回款目标
"#
        ),
        Lang::En => format!(
            r#"# A receivables ledger. After a change run huikuan check; docs/files.md explains every key.
name = {name}
currency = "{currency}"
# include = ["contracts/*.toml"]         # contracts may stand in files of their own

[policy]
due_soon_days = 7                      # how early to remind (customers without a credit grade)
terms = "net 30"                       # for contracts without a due date: "net 30" or "month-end 30"
# closed_until = {closed}              # nothing is recorded on or before this day

# An example: take the # off each line to use it.
#
# [[rep]]
# id = "li"
# name = "Li Lei"
# team = "East"
#
# [[customer]]
# id = "acme"
# name = "Acme Appliances Ltd"
# aliases = ["ACME"]                     # names a bank statement may show
# rep = "li"
# grade = "B"                          # credit grade A B C D
# contacts = [ {{ name = "Mr Wang", role = "handler", phone = "138…" }} ]
#
# [[contract]]
# no = "C-{year}-001"
# customer = "acme"
# project = "Cooling, phase 1"
# signed = {today}
# amount = 300000
# milestone = [
#   {{ name = "advance", percent = 30, due = {today} }},
#   {{ name = "delivery", percent = 60, due = {due} }},
#   {{ name = "retention", percent = 10, after = "acceptance", days = 365 }},   # waits for: huikuan record event C-{year}-001 acceptance
# ]
#
# [[target]]
# period = "{month}"
# amount = 200000                      # the collection target both sides agreed on
"#
        ),
    })
}

/// The demonstration's text with every date, entry id and target period moved from `from` to `to`.
fn shift(text: &str, from: Day, to: Day) -> String {
    let days = to.since(from);
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    text.split_inclusive('\n').map(|line| shift_line(line, days, months)).collect()
}

fn shift_line(line: &str, days: i32, months: i32) -> String {
    let quoted = line.strip_prefix("period = \"").and_then(|rest| rest.split_once('"'));
    if let Some((period, rest)) = quoted.and_then(|(period, rest)| Some((Period::parse(period)?, rest))) {
        let moved = period.first().plus_months(months);
        let moved = match period {
            Period::Quarter(..) => Period::Quarter(moved.year(), moved.month().div_ceil(3)),
            Period::Year(_) => Period::Year(moved.year()),
            _ => Period::month_of(moved),
        };
        return format!("period = \"{moved}\"{rest}");
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let free = !out.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let date = rest.get(..10).filter(|_| free).and_then(|text| Day::parse(text.as_bytes()));
        let id = rest.get(..15).filter(|_| free).filter(|text| crate::entry::EntryId::parse(text.as_bytes()).is_some());
        let recorded = id.and_then(|id| Day::parse(format!("20{}-{}-{}", id.get(..2)?, id.get(2..4)?, id.get(4..6)?).as_bytes()));
        let taken = match (date, recorded) {
            (Some(day), _) => {
                out += &day.plus_days(days).to_string();
                10
            }
            (None, Some(day)) => {
                out += &format!("{:06}", day.plus_days(days).yymmdd());
                6
            }
            (None, None) => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demo_dates_move_together() {
        let day = |text: &str| Day::parse(text.as_bytes()).unwrap_or(Day::EPOCH);
        let text = "period = \"2026-11\"\nperiod = \"2026-Q4\"\ndue = 2026-12-03 # HT-2026-001\n261130-4m7k2q9x,2026-11-30,x\n";
        assert_eq!(
            shift(text, day("2026-11-30"), day("2027-03-02")),
            "period = \"2027-03\"\nperiod = \"2027-Q1\"\ndue = 2027-03-05 # HT-2026-001\n270302-4m7k2q9x,2027-03-02,x\n"
        );
    }
}
