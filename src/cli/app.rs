//! The clap command, assembled from the table of reports and the table of commands, in one language.

use clap::builder::{StyledStr, ValueParser};
use clap::{Arg, ArgAction, Command};

use crate::commands::SUBCOMMANDS;
use crate::reports::{Example, REPORTS};
use crate::text::{Lang, Text, text, width};

pub(super) use crate::commands::COMPLETE;

/// The whole command. Only the commands that `wanted` names get their options: building all of them takes longer than a
/// report on a small ledger.
pub(super) fn command(lang: Lang, wanted: impl Fn(&str) -> bool) -> Command {
    let mut root = Command::new("huikuan")
        .version(env!("CARGO_PKG_VERSION"))
        .about(
            text(
                "回款台账：谁欠多少、逾期多久、离目标差多少、今天该找谁",
                "receivables ledger: who owes what, how late, how far from target, whom to call today",
            )
            .get(lang),
        )
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(
            option("ledger", "DIR", text("台账目录", "the ledger's directory"), lang)
                .short('C')
                .global(true)
                .display_order(900)
                .value_parser(ValueParser::path_buf()),
        )
        .arg(option("as-of", "DATE", text("按这一天算，默认今天", "as of this day; today by default"), lang).global(true).display_order(900))
        .arg(option("lang", "zh|en", text("语言", "language"), lang).global(true).display_order(900).value_parser(["zh", "en"]))
        .arg(
            option("color", "WHEN", text("颜色：auto always never", "colour: auto always never"), lang)
                .global(true)
                .display_order(900)
                .value_parser(["auto", "always", "never"]),
        )
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true).display_order(900).help(text("看用法", "show help").get(lang)))
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(text("看版本", "show the version").get(lang)));
    for report in REPORTS {
        let named = Command::new(report.name).about(report.about.get(lang));
        let whole = |own: Command| localized(report_args((report.args)(own.after_help(examples(&report.examples, lang)), lang), lang), lang);
        root = root.subcommand(if wanted(report.name) { whole(named) } else { named });
    }
    for subcommand in SUBCOMMANDS {
        let named = Command::new(subcommand.name).about(subcommand.about.get(lang));
        let whole = |own: Command| localized((subcommand.args)(own.after_help(examples(&subcommand.examples, lang)), lang), lang);
        root = root.subcommand(if wanted(subcommand.name) { whole(named) } else { named });
    }
    root.mut_args(hide_values).help_template(overview(lang))
}

/// The options every report takes.
fn report_args(command: Command, lang: Lang) -> Command {
    let filters = text("筛选（可重复；编号、名字或别名）", "Filters (repeatable; id, name or alias)").get(lang);
    let filter = |id: &'static str, help: Text| option(id, "X", help, lang).action(ArgAction::Append).help_heading(filters);
    command
        .arg(option("format", "FORMAT", text("table csv json markdown html xlsx", "table csv json markdown html xlsx"), lang).short('f'))
        .arg(
            option("output", "FILE", text("写到文件，格式看结尾", "write to a file; its ending tells the format"), lang)
                .short('o')
                .value_parser(ValueParser::path_buf()),
        )
        .arg(option("recorded-by", "DATE", text("只算到这天为止记下的", "only what was recorded by this day"), lang))
        .arg(switch("excel", text("给 Excel 的 CSV：中文表头", "CSV for Excel, with headings in the language"), lang))
        .arg(switch("stamp", text("附上台账指纹和 git 版本", "add the ledger's fingerprint and git commit"), lang))
        .arg(filter("rep", text("销售代表", "rep")))
        .arg(filter("team", text("团队", "team")))
        .arg(filter("manager", text("主管：和下属一起", "manager: with their people")))
        .arg(filter("customer", text("客户", "customer")))
        .arg(filter("contract", text("合同", "contract")))
        .arg(filter("category", text("产品状态", "category")))
        .arg(filter("tag", text("标签", "tag")))
}

fn option(id: &'static str, value: &'static str, help: Text, lang: Lang) -> Arg {
    Arg::new(id).long(id).value_name(value).help(help.get(lang))
}

fn switch(id: &'static str, help: Text, lang: Lang) -> Arg {
    Arg::new(id).long(id).action(ArgAction::SetTrue).help(help.get(lang))
}

fn examples(examples: &[Example], lang: Lang) -> String {
    let lines: Vec<String> = examples.iter().map(|example| format!("  huikuan {}\n      {}", example.line, example.about.get(lang))).collect();
    format!("{}\n{}", text("例子：", "Examples:").get(lang), lines.join("\n"))
}

/// One template for every command; clap's own words in it are exchanged by [`in_language`].
fn localized(command: Command, lang: Lang) -> Command {
    let template = format!("{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n", USAGE.get(lang));
    let subcommands: Vec<String> = command.get_subcommands().map(|own| own.get_name().to_string()).collect();
    let mut command = command.help_template(template).mut_args(hide_values);
    for name in subcommands {
        command = command.mut_subcommand(name, |own| localized(own, lang));
    }
    command
}

fn hide_values(arg: Arg) -> Arg {
    if arg.get_action().takes_values() { arg.hide_possible_values(true) } else { arg }
}

const USAGE: Text = text("用法：", "Usage: ");

/// A help page with clap's own words in the language.
pub(super) fn in_language(page: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return page.to_string();
    }
    let words = [
        ("\nArguments:\n", "\n参数：\n"),
        ("\nOptions:\n", "\n选项：\n"),
        ("\nCommands:\n", "\n种类：\n"),
        ("[OPTIONS]", "[选项]"),
        ("<COMMAND>", "<种类>"),
        ("[alias: ", "[也可写 "),
        ("):\n", ")：\n"),
        ("）:\n", "）：\n"),
    ];
    words.iter().fold(page.to_string(), |page, (from, to)| page.replace(from, to))
}

/// The first help page: commands in the order a user meets them.
fn overview(lang: Lang) -> StyledStr {
    let groups: [(Text, &[&str]); 5] = [
        (text("每天", "Every day"), &["remind", "aging", "gap", "progress", "commitments", "limitation", "statement", "letter", "case", "history", "handover"]),
        (text("每月", "Every month"), &["plan", "kpi", "matrix", "commission", "penalty", "risk", "credit", "provision", "forecast", "reconcile", "report"]),
        (text("记账", "Write"), &["record", "import"]),
        (text("交出去", "Hand over"), &["export"]),
        (text("设置", "Set up"), &["init", "check", "repair", "explain", "completions"]),
    ];
    let about = |name: &str| {
        let report = REPORTS.iter().find(|report| report.name == name).map(|report| report.about);
        let command = SUBCOMMANDS.iter().find(|command| command.name == name).map(|command| command.about);
        report.or(command).map_or("", |about| about.get(lang))
    };
    let mut page = format!("{{about-with-newline}}\n{}huikuan [-C DIR] [{}]\n", USAGE.get(lang), text("命令", "COMMAND").get(lang));
    page.push('\n');
    for (title, names) in groups {
        page += &format!("{}\n", title.get(lang));
        for name in names {
            page += &format!("  {name}{}{}\n", " ".repeat(14_usize.saturating_sub(width(name))), about(name));
        }
    }
    page += &format!("\n{}\n{{options}}\n\n", text("选项", "Options").get(lang));
    page += text(
        "不带命令：今天一屏看完。每个命令后面加 --help 看例子。\n只有 init、record 和 import 会写文件，而且只追加；其他都只读。\n",
        "Without a command: today on one screen. Add --help to a command for its examples.\nOnly init, record and import write, and they only append; all else only reads.\n",
    )
    .get(lang);
    page.into()
}
