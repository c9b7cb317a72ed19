//! The flags of `record`, from the table of kinds.

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command};

use crate::entry::Kind;
use crate::text::{Lang, Text, text};

/// An argument by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Target,
    Entry,
    Amount,
    Milestone,
    Detail,
}

/// What stands after the kind's word, in order.
pub(super) fn places(kind: Kind) -> &'static [Place] {
    match kind {
        Kind::Bill | Kind::Receipt | Kind::Deduct | Kind::Writeoff | Kind::Commitment | Kind::Invoice | Kind::Confirm | Kind::Measure => {
            &[Place::Target, Place::Amount]
        }
        Kind::Clear | Kind::Void => &[Place::Entry],
        Kind::Refund => &[Place::Entry, Place::Amount],
        Kind::Reschedule => &[Place::Target, Place::Milestone],
        Kind::Event | Kind::Contact | Kind::Note | Kind::Cause | Kind::Dispute | Kind::Hold | Kind::Legal | Kind::Signal => &[Place::Target, Place::Detail],
        Kind::Resolve | Kind::Release => &[Place::Entry, Place::Detail],
    }
}

pub(super) fn args(command: Command, lang: Lang) -> Command {
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(Kind::ALL.into_iter().map(|kind| of_this(kind, lang)))
        .subcommand(correct(lang))
        .subcommand(super::today::command(lang))
}

/// `record correct`: any column may be changed.
fn correct(lang: Lang) -> Command {
    let about = text("更正：作废并重记", "void an entry and write it anew");
    let command = Command::new("correct").about(about.get(lang)).arg(place(Place::Entry, lang));
    let command = columns(command, None, lang)
        .arg(value("customer", "CUSTOMER", text("客户", "customer"), lang))
        .arg(value("contract", "NO", text("合同编号", "contract"), lang))
        .arg(over(lang))
        .arg(overpay(lang))
        .arg(in_kind_value(lang));
    with_examples(common(command, lang), "correct", lang)
}

fn over(lang: Lang) -> Arg {
    switch("over", text("承诺或冲减可以超过欠款", "promise or deduct more than is open"), lang)
}

fn overpay(lang: Lang) -> Arg {
    switch("overpay", text("回款可以超过欠款", "take more than is owed"), lang)
}

fn in_kind_value(lang: Lang) -> Arg {
    value("appraised", "AMOUNT", text("以物抵债的评估价，写进备注", "appraised value of what was given in kind; goes into the note"), lang)
}

fn of_this(kind: Kind, lang: Lang) -> Command {
    let mut command = Command::new(kind.code()).about(about(kind).get(lang));
    for own in places(kind) {
        command = command.arg(place(*own, lang));
    }
    if places(kind).contains(&Place::Target) {
        command = command
            .arg(value("customer", "CUSTOMER", text("客户，代替第一个参数", "the customer, in place of the first argument"), lang).conflicts_with("contract"))
            .arg(value("contract", "NO", text("合同编号，代替第一个参数", "the contract, in place of the first argument"), lang));
    }
    command = columns(command, Some(kind), lang);
    command = match kind {
        Kind::Receipt => command.arg(overpay(lang)).arg(in_kind_value(lang)),
        Kind::Commitment | Kind::Deduct => command.arg(over(lang)),
        Kind::Reschedule => command
            .arg(value(
                "split",
                "N",
                text("分成 N 期；--due 是第一期，--amount 只分其中一部分", "N instalments; --due is the first, --amount for a part"),
                lang,
            ))
            .arg(value("every", "INTERVAL", text("每期相隔：1m 每月、2w 两周、10d 十天", "from one to the next: 1m, 2w, 10d"), lang)),
        Kind::Void => command.arg(switch("mistake", text("记错了：从原日期起作废", "it was a mistake: void from its own date on"), lang)),
        Kind::Contact => command
            .arg(over(lang))
            .arg(value("promise", "AMOUNT", text("同时记承诺金额，用 --due 写承诺日期", "record a promise of this amount too, for --due"), lang))
            .arg(value("next", "DATE", text("约定下次跟进的日期", "the agreed next contact"), lang)),
        _ => command,
    };
    with_examples(common(command, lang), kind.code(), lang)
}

/// What a kind records.
fn about(kind: Kind) -> Text {
    match kind {
        Kind::Bill => text("出货应收：框架合同下的一笔应收", "a receivable under a framework contract"),
        Kind::Receipt => text("回款：收到的钱", "money that came"),
        Kind::Clear => text("到账确认：财务看到钱了", "finance saw the money"),
        Kind::Refund => text("退款：退回一笔回款的部分或全部", "part or all of a receipt goes back"),
        Kind::Deduct => text("应收冲减：折扣、退货、抹零", "a discount, a return, rounding: less is owed, no cash"),
        Kind::Writeoff => text("坏账核销：写明谁批准", "a bad debt written off; say who approved"),
        Kind::Commitment => text("承诺回款：客户答应哪天付多少", "a promise to pay"),
        Kind::Reschedule => text("展期/分期：改节点的到期日", "a new due date for a milestone or a part of it"),
        Kind::Event => text("节点达成：交付、验收等，等它的节点开始计期", "delivery, acceptance …: starts milestones that wait for it"),
        Kind::Invoice => text("开票：已开、已送、已签收、红冲", "an invoice: issued, sent, received, red"),
        Kind::Contact => text("跟进：电话、上门、催款函", "a demand made: a call, a visit, a letter"),
        Kind::Note => text("记事：不算跟进", "a note; no demand"),
        Kind::Cause => text("逾期原因、方案和期限", "why it is late, the solution and its deadline"),
        Kind::Dispute => text("争议：有争议的部分暂不催", "a dispute: that part pauses in reminders"),
        Kind::Resolve => text("了结一个争议或举措", "ends a dispute or a measure"),
        Kind::Hold => text("停供停服", "stop supply or service"),
        Kind::Release => text("解除停供停服", "ends a hold"),
        Kind::Legal => text("法律措施：调解、律师函、起诉……", "mediation, lawyer's letter, suit …"),
        Kind::Confirm => text("对账确认：客户认的余额", "the balance the customer confirmed"),
        Kind::Measure => text("举措：预计多回多少，补目标差距", "expected extra receipts that fill a gap"),
        Kind::Signal => text("预警信号", "a warning signal"),
        Kind::Void => text("作废一条记录", "makes an entry void"),
    }
}

/// Each column as a flag of its name, but for those that stand by their place alone.
fn columns(command: Command, kind: Option<Kind>, lang: Lang) -> Command {
    let has = |place| kind.is_some_and(|kind| places(kind).contains(&place));
    let detail = value("detail", "WORD", detail_help(kind), lang);
    let detail = match kind {
        Some(Kind::Receipt) => detail.visible_alias("method"),
        Some(Kind::Contact) => detail.visible_alias("channel"),
        _ => detail,
    };
    let detail = if has(Place::Detail) { detail.conflicts_with("detail-word") } else { detail };
    let mut command = command.arg(detail);
    if has(Place::Amount) {
        command = command
            .arg(value("amount", "AMOUNT", text("金额，代替位置参数", "amount, in place of the argument"), lang).id("amount-flag").conflicts_with("amount"));
    } else {
        command = command.arg(value("amount", "AMOUNT", text("金额", "amount"), lang));
    }
    let refers = value("ref", "ID", text("指向的记录编号", "the id it refers to"), lang);
    let milestone = value("milestone", "NAME", text("付款节点或出货单：名字、#2、名字/2", "milestone or bill: its name, #2, name/2"), lang);
    command = if has(Place::Milestone) { command.arg(milestone.id("milestone-flag").conflicts_with("milestone")) } else { command.arg(milestone) };
    command
        .arg(value("date", "DATE", text("发生日期，默认今天", "the day it happened; today by default"), lang))
        .arg(value("due", "DATE", text("第二个日期：承诺日、新到期日、约定日、票据到期", "second date: promised day, new due day, agreed day, maturity"), lang))
        .arg(if has(Place::Entry) { refers.conflicts_with("entry") } else { refers })
        .arg(value("proof", "NO", text("外部单号：流水号、发票号、快递单号", "a number from outside: bank serial, invoice, mail"), lang))
        .arg(value("party", "NAME", text("对方是谁", "who on the other side"), lang))
        .arg(value("by", "WHO", text("经手人，默认设置里的 rep 或 $USER", "who did it; the config's rep or $USER by default"), lang))
        .arg(value("note", "TEXT", text("备注", "note"), lang))
}

fn detail_help(kind: Option<Kind>) -> Text {
    match kind {
        Some(Kind::Receipt) => text(
            "回款方式：bank cash cheque wechat alipay\nbank-acceptance commercial-acceptance in-kind offset",
            "method: bank cash cheque wechat alipay\nbank-acceptance commercial-acceptance in-kind offset",
        ),
        Some(Kind::Bill) => text("goods service opening fee interest other", "goods service opening fee interest other"),
        Some(Kind::Deduct) => text("early-payment allowance return rebate fee rounding other", "early-payment allowance return rebate fee rounding other"),
        Some(Kind::Commitment) => text("written oral cheque", "written oral cheque"),
        Some(Kind::Event) => text("节点：delivery acceptance invoice warranty-end 或自定", "the event: delivery acceptance invoice warranty-end or your own"),
        Some(Kind::Invoice) => text("issued sent received red", "issued sent received red"),
        Some(Kind::Contact) => text(
            "渠道：phone wechat email sms visit letter lawyer notice\n可带结果 phone/promised",
            "channel: phone wechat email sms visit letter lawyer notice\nwith an outcome: phone/promised",
        ),
        Some(Kind::Cause) => text(
            "oversight dissatisfied cash-short hoarding leverage\ndeliberate process habit accounting own-fault downstream insolvent vanished",
            "oversight dissatisfied cash-short hoarding leverage\ndeliberate process habit accounting own-fault downstream insolvent vanished",
        ),
        Some(Kind::Dispute) => text("quality quantity price delivery invoice other", "quality quantity price delivery invoice other"),
        Some(Kind::Hold) => text("supply service", "supply service"),
        Some(Kind::Legal) => text("mediation lawyer-letter filed judged enforced settled", "mediation lawyer-letter filed judged enforced settled"),
        Some(Kind::Confirm) => text("agreed differs，默认和我方余额比较", "agreed differs; by default compared with our balance"),
        Some(Kind::Measure) => text(
            "potential-review incentive promotion new-outlet\nnew-product staff-support training visit",
            "potential-review incentive promotion new-outlet\nnew-product staff-support training visit",
        ),
        Some(Kind::Signal) => text("biz01…biz10、fund01…fund09 或自定", "biz01…biz10, fund01…fund09 or your own"),
        _ => text("分类或说明", "a code or word"),
    }
}

fn common(command: Command, lang: Lang) -> Command {
    command
        .arg(switch("dry-run", text("只看结果，不写入", "show what would happen, write nothing"), lang).short('n'))
        .arg(switch("future", text("允许将来的日期", "take a future date"), lang))
        .arg(switch("again", text("和已有的一条相同也记", "record it though it looks like one already there"), lang))
        .arg(switch("before-signing", text("允许早于合同签订日", "take a date before the contract was signed"), lang))
        .arg(value("format", "FORMAT", text("table csv json markdown html", "table csv json markdown html"), lang).short('f'))
}

fn place(place: Place, lang: Lang) -> Arg {
    let (id, name, help) = match place {
        Place::Target => {
            ("target", "TARGET", text("合同编号，或客户的编号、名字、别名（写一段也行）", "a contract, or a customer by id, name, alias or a part of one"))
        }
        Place::Entry => ("entry", "ID", text("记录编号，或其中至少 4 个字符", "the entry's id, or at least 4 of its characters")),
        Place::Amount => ("amount", "AMOUNT", text("金额：50000、50,000.00、5万", "amount: 50000, 50,000.00, 5万")),
        Place::Milestone => ("milestone", "MILESTONE", text("付款节点或出货单：名字、#2、名字/2", "milestone or bill: its name, #2, name/2")),
        Place::Detail => return Arg::new("detail-word").value_name("WORD").help(text("分类，见 --detail", "the code, see --detail").get(lang)),
    };
    let arg = Arg::new(id).value_name(name).help(help.get(lang));
    if place == Place::Amount { arg.allow_negative_numbers(true) } else { arg }
}

pub(super) fn value(id: &'static str, name: &'static str, help: Text, lang: Lang) -> Arg {
    Arg::new(id).long(id).value_name(name).value_parser(ValueParser::string()).allow_hyphen_values(true).help(help.get(lang))
}

pub(super) fn switch(id: &'static str, help: Text, lang: Lang) -> Arg {
    Arg::new(id).long(id).action(ArgAction::SetTrue).help(help.get(lang))
}

/// Two worked examples for each kind; all of them run in a test.
pub(crate) fn examples(word: &str) -> [(&'static str, Text); 2] {
    match word {
        "bill" => [
            ("KJ-2026-001 6.8万 --milestone CK-1130", text("框架合同出货 6.8 万，单号 CK-1130", "a delivery of 68,000 under a framework contract")),
            ("KJ-2026-001 1200 --detail fee --due +30d", text("一笔费用，30 天后到期", "a fee due in 30 days")),
        ],
        "receipt" => [
            (
                "HT-2026-001 20000 --date 11-20 --method bank-acceptance --due 2027-05-20 --milestone 验收款",
                text("收到承兑汇票，写明到期日和付哪个节点", "a bank draft with its maturity, for one milestone"),
            ),
            ("HT-2026-001 3万 --method in-kind --appraised 3万", text("以物抵债，写明评估价", "goods in place of money, with their appraised value")),
        ],
        "clear" => [("80mv --date 今天", text("财务确认钱到账", "finance saw the money")), ("80mv --by caiwu", text("注明是谁确认的", "say who saw it"))],
        "refund" => [
            ("80mv 1000 --note \"多付退回\"", text("退回这笔回款里的 1000", "give back 1,000 of a receipt")),
            ("80mv", text("全部退回", "give back all of it")),
        ],
        "deduct" => [
            ("HT-2026-001 500 --detail rounding", text("抹零 500", "round 500 off")),
            ("HT-2026-013 2000 --detail return --note \"退货\"", text("退货冲减", "goods came back")),
        ],
        "writeoff" => [
            ("HT-2025-036 5000 --note \"王芳批准\"", text("核销 5000，写明谁批的", "write off 5,000, saying who approved")),
            ("HT-2025-036 500 --detail vanished --note \"王芳批准\"", text("写明原因", "with the reason")),
        ],
        "commitment" => [
            ("HT-2026-002 10万 --due 2026-12-10", text("答应 12 月 10 日付 10 万", "100,000 promised for 10 December")),
            ("HT-2026-002 5万 --due 12-05 --detail written --party 王经理", text("书面承诺，写明是谁", "in writing, and by whom")),
        ],
        "reschedule" => [
            ("HT-2026-001 验收款 --due 2026-12-31", text("验收款展期到年底", "move a milestone to the year's end")),
            ("HT-2026-001 验收款 --split 3 --every 1m --due 12-31", text("余款分三期，每月一期", "what is open in three monthly instalments")),
        ],
        "event" => [
            ("HT-2026-010 acceptance", text("今天验收，等验收的节点开始计期", "accepted today: milestones that wait for it start")),
            ("HT-2026-010 delivery --date 昨天 --proof YD20261129", text("昨天交付，写运单号", "delivered yesterday, with the waybill")),
        ],
        "invoice" => [
            ("HT-2026-001 113000 --proof 26312000000012345678", text("开了发票", "an invoice was issued")),
            ("HT-2026-001 113000 --proof 26312000000012345678 --detail sent", text("发票已送出", "it was sent")),
        ],
        "contact" => [
            ("华东电器 phone --promise 10万 --due 12-10 --next 12-08", text("电话里答应付款，约好再联系", "a call with a promise and the next contact")),
            ("HT-2026-007 phone/no-answer --next +2d", text("没人接，后天再打", "no answer, call again in two days")),
        ],
        "note" => [
            ("华东电器 visit --note \"仓库搬迁，流水正常\"", text("拜访记事", "a visit")),
            ("HT-2026-001 --note \"发票已交财务\"", text("随手记", "a plain note")),
        ],
        "cause" => [
            ("HT-2026-007 cash-short --note \"分三期，先付 5 万\" --due 12-15", text("逾期原因、方案和期限", "why it is late, the solution and its deadline")),
            ("华东贸易 process --note \"补验收单\"", text("客户整体的原因", "a cause for all of a customer")),
        ],
        "dispute" => [
            ("HT-2026-005 quality --amount 2万 --due +3d --by 售后", text("质量争议 2 万，三天内答复", "20,000 disputed, reply in three days")),
            ("HT-2026-002 invoice --note \"抬头开错\"", text("发票争议，全部未付金额", "all that is open is disputed")),
        ],
        "resolve" => [("9mt0 换货完成", text("争议了结", "a dispute is settled")), ("9mt0 --note \"双方确认\"", text("了结，写说明", "settled, with a note"))],
        "hold" => [("宏达 supply --note \"逾期超 60 天\"", text("停止供货", "stop supply")), ("宏达 service", text("停止服务", "stop service"))],
        "release" => [("9tjb", text("恢复供货", "supply again")), ("9tjb 已付清", text("写明原因", "with the reason"))],
        "legal" => [
            ("HT-2025-036 lawyer-letter --proof EMS1234567890", text("发律师函", "a lawyer's letter")),
            ("HT-2025-036 filed --note \"浦东法院\"", text("起诉", "suit filed")),
        ],
        "confirm" => [
            ("华东电器 360000 --party 王经理", text("客户确认的余额，自动和我方比较", "the balance the customer confirmed, compared with ours")),
            ("华东贸易 12万 --detail differs --note \"少记一张发票\"", text("有差异", "it differs")),
        ],
        "measure" => [
            ("华东电器 3万 --due 11-30 --detail promotion", text("促销带来 3 万回款", "a promotion worth 30,000")),
            ("华东贸易 2万 --due 月底 --detail visit --note \"带发票上门\"", text("上门", "a visit")),
        ],
        "signal" => {
            [("宏达 fund02", text("资金信号", "a signal about money")), ("宏达 biz03 --note \"换了负责人\"", text("经营信号", "a signal about the business"))]
        }
        "void" => [
            ("80mv --note 退票", text("退票：从今天起作废", "a bounced draft: void from today on")),
            ("80mv --mistake", text("记错了：从原日期起作废", "a mistake: void from its own date on")),
        ],
        "today" => [
            ("", text("逐个客户问：打了没有，答应了什么", "one customer after the other: was there a call, what was promised")),
            ("--rep 李雷", text("只走一个人名下的", "only what is one rep's")),
        ],
        _ => [
            ("ammt --amount 3.1万", text("金额改成 3.1 万", "the amount was 31,000")),
            ("80mv --contract HT-2026-008 --note \"记错合同\"", text("换一份合同", "it belongs to another contract")),
        ],
    }
}

pub(super) fn with_examples(command: Command, word: &'static str, lang: Lang) -> Command {
    let lines: Vec<String> =
        examples(word).iter().map(|(line, about)| format!("{}\n      {}", format!("  huikuan record {word} {line}").trim_end(), about.get(lang))).collect();
    let head = text("例子：", "Examples:").get(lang);
    command.after_help(format!("{head}\n{}", lines.join("\n")))
}
