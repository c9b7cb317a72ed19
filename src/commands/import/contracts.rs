//! `import contracts`: contracts out of an ERP or a spreadsheet, as a new file of the book.

use std::io::Write;

use clap::{ArgMatches, Command};

use super::file;
use super::new_file::{self, Heard};
use crate::commands::{Invocation, Outcome, names};
use crate::import::{Asked, Contracts};
use crate::say;
use crate::store;
use crate::text::{Lang, comma, escape, text};

pub(super) fn command(lang: Lang) -> Command {
    let about = text("合同表：ERP 或 Excel 导出，写成账本的新文件", "contracts out of an ERP or a spreadsheet, as a new file of the book");
    let rep = text("行里和账本都没写时由谁负责", "who is in charge where neither the row nor the book says it");
    let after = text(
        "例子：\n  huikuan import contracts erp.csv -o contracts/2026.toml -n\n      先看会写哪些，什么也不写\n  huikuan import contracts erp.csv --map erp.toml -o contracts/2026.toml --rep lilei\n      栏名照对照表，新客户归 lilei",
        "Examples:\n  huikuan import contracts erp.csv -o contracts/2026.toml -n\n      see what would be written; nothing is\n  huikuan import contracts erp.csv --map erp.toml -o contracts/2026.toml --rep lilei\n      columns by a map, new customers are lilei's",
    );
    let command = Command::new("contracts").about(about.get(lang)).after_help(after.get(lang));
    new_file::args(command, lang).arg(new_file::option("rep", "REP", rep, lang))
}

pub(super) fn run(invocation: &Invocation, flags: &ArgMatches, out: &mut dyn Write) -> Outcome {
    let lang = invocation.lang;
    let ledger = store::read(&store::find(&invocation.places)?)?;
    let name = new_file::name(flags, &ledger)?;
    let map = new_file::map(flags)?;
    let rep = flags.get_one::<String>("rep").map(|typed| names::rep(&ledger.book, typed, None)).transpose()?;
    let asked = Asked { map: map.as_ref(), order: new_file::order(flags), rep, comment: new_file::comment(flags, "contracts", lang) };
    let mut found = Contracts::read(file::lines(&new_file::path(flags), invocation.lang)?, &ledger.book, &asked)?;
    let problems = std::mem::take(&mut found.problems);
    let heard = Heard { problems, footers: &found.footers, read: &found.read, unread: &found.unread };
    if !new_file::may_go_on(&heard, flags.get_flag("skip"), lang) {
        return Ok(2);
    }
    let dry_run = flags.get_flag("dry-run");
    let words = words(&found, &name, dry_run, lang) + &new_file::tail(&heard, lang);
    if found.written.is_empty() {
        out.write_all(words.as_bytes())?;
        return Ok(0);
    }
    new_file::deliver(invocation, ledger, &name, &found.written, &words, dry_run, out)
}

fn words(found: &Contracts, name: &str, dry_run: bool, lang: Lang) -> String {
    let (count, milestones, sum, new, there) = (found.count, found.milestones, found.sum.grouped(), found.new.len(), found.there);
    let name = escape(name);
    let mut words = match (count, dry_run) {
        (0, _) => say!(lang, "没有新的合同，{name} 没有写\n", "no new contracts: {name} was not written\n"),
        (_, true) => {
            say!(
                lang,
                "会写 {name}：合同 {count} 份，付款节点 {milestones} 个，金额 {sum}，新客户 {new} 个\n",
                "would write {name}: contracts {count}, milestones {milestones}, amount {sum}, new customers {new}\n"
            )
        }
        (_, false) => {
            say!(
                lang,
                "已写 {name}：合同 {count} 份，付款节点 {milestones} 个，金额 {sum}，新客户 {new} 个\n",
                "wrote {name}: contracts {count}, milestones {milestones}, amount {sum}, new customers {new}\n"
            )
        }
    };
    // Of a first import all are new, and none of them can be mistaken for another one.
    for own in found.new.iter().filter(|own| !own.near.is_empty()).take(20) {
        let (id, own_name) = (escape(&own.id), escape(&own.name));
        let near = own.near.iter().map(|(name, id)| format!("{} ({})", escape(name), escape(id))).collect::<Vec<_>>().join(comma(lang));
        words += &say!(
            lang,
            "  新客户 {own_name} ({id})，像是 {near}；若是同一家，把名字加进它的 aliases 再导\n",
            "  new: {own_name} ({id}), near to {near}; if it is the same, add the name to its aliases and import again\n"
        );
    }
    if there > 0 {
        words += &say!(lang, "  账本里已有、内容相同的 {there} 份没有再写\n", "  in the book already, just so: {there}\n");
    }
    if found.left_out > 0 {
        let count = found.left_out;
        words += &say!(lang, "  略过 {count} 份\n", "  left out: {count}\n");
    }
    if found.without_rep > 0 {
        let count = found.without_rep;
        words += &say!(lang, "  {count} 份没有人负责：用 --rep 写明\n", "  with nobody in charge: {count} (--rep says who)\n");
    }
    words
}
