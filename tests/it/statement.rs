//! `statement`: what a customer's account says, and that it balances.

use crate::cases::{cells, lines};
use crate::harness::Dir;

const BOOK: &str = r#"name = "对账"
currency = "CNY"
[company]
name = "我方有限公司"
address = "样板路 1 号"
phone = "021-0"
bank = "示例银行"
account = "001"
[[rep]]
id = "li"
name = "李雷"
[[customer]]
id = "a"
name = "甲公司"
rep = "li"
contacts = [{ name = "王经理", phone = "138" }]
[[customer]]
id = "b"
name = "乙公司"
[[customer]]
id = "c"
name = "丙公司"
[[contract]]
no = "A-1"
customer = "a"
signed = 2025-11-05
amount = 1000
milestone = [
  { name = "预付款", amount = 300, due = 2025-11-15 },
  { name = "发货款", amount = 500, due = 2026-03-01 },
  { name = "质保金", amount = 200, after = "acceptance", days = 30 },
]
[[contract]]
no = "A-2"
customer = "a"
signed = 2026-02-05
amount = 80
due = 2026-12-01
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-05
amount = 90
due = 2026-02-01
"#;

const ROWS: &[&str] = &[
    "251115-00000001,2025-11-15,receipt,a,A-1,预付款,300,,,BK1,甲公司,bank,,",
    "260120-00000001,2026-01-20,receipt,a,A-1,,150,2026-07-20,,HP1,丁公司,bank-acceptance,,",
    "260121-00000001,2026-01-21,deduct,a,A-1,发货款,50,,,,,allowance,,",
    "260301-00000001,2026-03-01,writeoff,a,A-1,发货款,100,,,,,insolvent,,",
    "260302-00000001,2026-03-02,event,a,A-1,,,,,,,acceptance,,",
    "260303-00000001,2026-03-03,refund,,,,20,,260120-00000001,R1,,,,",
    "260304-00000001,2026-03-04,dispute,a,A-1,发货款,40,,,,,quality,,",
    "260305-00000001,2026-03-05,invoice,a,A-1,,500,,,F1,,sent,,",
    "260310-00000001,2026-03-10,receipt,b,,,100,,,BK2,,cash,,",
];

#[test]
fn as_a_paper_in_both_languages() {
    let dir = Dir::ledger(BOOK, ROWS);
    let zh = "\
对账单 · 甲公司 · 对账 · 截至 2026-04-30 · 单位：元
致：甲公司
自：我方有限公司　编号：DZ-260430-a
期间：2026-01-01 至 2026-04-30　范围：全部合同
收件人：王经理 138
日期        种类      合同  付款节点  摘要                                       应收    已收    余额
2026-01-01  期初余额                  期初余额                                                 500.00
2026-01-20  回款      A-1             银行承兑，丁公司，HP1，付 发货款 130.00          150.00  350.00
2026-01-21  应收冲减  A-1   发货款    折让                                              50.00  300.00
2026-02-05  应收      A-2   全款      应收，2026-12-01 到期                     80.00          380.00
2026-03-01  坏账核销  A-1   发货款    我方账面核销 100.00，仍予主张                            380.00
2026-03-02  应收      A-1   质保金    应收，2026-04-01 到期                    200.00          580.00
2026-03-03  退款      A-1             R1                                        20.00          600.00
                                      期末余额（截至 2026-04-30）              300.00  200.00  600.00
截至 2026-04-30 贵方应付余额：600.00（人民币陆佰元整）
其中：未到期 80.00；已到期 520.00
　　逾期 21–40 天 200.00
　　逾期 41–60 天 320.00
另列：争议（另行处理） 40.00、我方账面已核销、仍予主张 100.00
已收、未到期的票据（到期日、金额）：2026-07-20 130.00
发票：已开 1 张 500.00（已送 500.00，已签收 0.00）；未开 580.00
上述已到期款项 480.00（人民币肆佰捌拾元整）请于 2026-05-07 前支付
收款户名：我方有限公司
开户行：示例银行　账号：001
本对账单仅列本金，不影响我方依合同主张逾期付款违约金、利息等权利
请于 2026-05-07 前核对并回复（样板路 1 号 021-0）
□ 相符　□ 不符，我方账面余额 ____________ 元，差异说明 ____________
客户（盖章）：____________　经办人：____________　日期：____________
";
    assert_eq!(dir.good(&["statement", "甲公司", "--as-of", "2026-04-30"]), zh);
    let plain = dir.good(&["statement", "a", "--as-of", "2026-04-30", "--no-demand"]);
    assert!(!plain.contains("请于 2026-05-07 前支付") && !plain.contains("违约金") && plain.contains("相符"), "{plain}");
    // Never the sentence that makes a demand worthless.
    assert!(!zh.contains("仅为复核账目"));
    let past = dir.refused(&["statement", "a", "--as-of", "2026-04-30", "--pay-by", "2026-04-29"]);
    assert!(past.starts_with("错误 E335：最后付款日 2026-04-29 已经过了"), "{past}");
    let en = dir.good(&["statement", "a", "--as-of", "2026-04-30", "--lang", "en", "--pay-by", "2026-05-31"]);
    for words in [
        "To: 甲公司\nFrom: 我方有限公司   No.: DZ-260430-a",
        "\nPlease pay what is due, 480.00 (",
        "), by 2026-05-31\n",
        "lists principal only; our rights to late-payment penalties",
        "[ ] agreed   [ ] it differs",
    ] {
        assert!(en.contains(words), "{words}\n{en}");
    }
}

#[test]
fn as_rows_and_figures_for_programs() {
    let dir = Dir::ledger(BOOK, ROWS);
    let report = dir.json(&["statement", "a", "--as-of", "2026-04-30"]);
    assert_eq!(
        lines(&report, "date kind contract milestone debit credit balance"),
        [
            "2026-01-01|opening|||||500.00",
            "2026-01-20|receipt|A-1|||150.00|350.00",
            "2026-01-21|deduct|A-1|发货款||50.00|300.00",
            "2026-02-05|receivable|A-2|1|80.00||380.00",
            "2026-03-01|writeoff|A-1|发货款|||380.00",
            "2026-03-02|receivable|A-1|质保金|200.00||580.00",
            "2026-03-03|refund|A-1||20.00||600.00",
        ]
    );
    assert_eq!(cells(&report["total"], "debit credit balance"), "300.00|200.00|600.00");
    let keys = "opening debits credits closing not_due due overdue disputed written_off unapplied prepaid drafts demanded";
    assert_eq!(cells(&report["memo"], keys), "500.00|300.00|200.00|600.00|80.00|520.00|520.00|40.00|100.00|0.00|0.00|130.00|480.00");
    // What was paid too much waits, and is already taken off.
    assert_eq!(cells(&dir.json(&["statement", "b", "--as-of", "2026-04-30"])["memo"], "closing unapplied demanded"), "-10.00|10.00|0.00");
}

#[test]
fn a_period_that_has_ended() {
    let dir = Dir::ledger(BOOK, ROWS);
    let report = dir.json(&["statement", "a", "--as-of", "2026-04-30", "--period", "2026-01"]);
    assert_eq!(cells(&report["memo"], "opening debits credits closing"), "500.00|0.00|200.00|300.00");
    assert_eq!(report["memo"].as_object().map(serde_json::Map::len), Some(4));
    let table = dir.good(&["statement", "a", "--as-of", "2026-04-30", "--period", "2025"]);
    assert!(table.contains("\n到期、逾期、争议等按今天算的数，请用 --as-of 2025-12-31 出\n") && !table.contains("请于"), "{table}");
    assert_eq!(
        dir.refused(&["statement", "a", "--as-of", "2026-04-30", "--period", "2026-05"]),
        "错误 E306：期间“2026-05”不能用\n  可以写 2026-11、2026-Q4、2026、2026-01..2026-06、本月、上月、本季、今年\n"
    );
}

#[test]
fn one_for_each_customer() {
    let dir = Dir::ledger(BOOK, ROWS);
    dir.good(&["statement", "--all", "--as-of", "2026-04-30", "-o", "out/"]);
    assert!(dir.read("out/a.md").starts_with("## 对账单 · 甲公司 · ") && dir.read("out/b.md").contains("| 2026-03-10 | 回款 |"));
    assert!(!dir.path().join("out/c.md").exists());
    let refused = dir.refused(&["statement", "--all", "--as-of", "2026-04-30", "-f", "csv"]);
    assert_eq!(refused, "错误 E316：缺少放文件的目录 -o DIR/\n  例如：huikuan statement … -o DIR/\n");
}

#[test]
fn where_each_account_stands_and_who_confirmed() {
    let mut rows = ROWS.to_vec();
    rows.push("260331-00000001,2026-03-31,confirm,a,,,550,,,D1,王经理,differs,,");
    let dir = Dir::ledger(BOOK, &rows);
    let of = |rows: &[&str], flags: &[&str]| {
        let dir = Dir::ledger(BOOK, rows);
        lines(&dir.json(&[&["statement", "--as-of", "2026-04-30"], flags].concat()), "customer closing overdue confirmed_on confirmed difference state")
    };
    assert_eq!(of(&rows, &[]), ["a|600.00|520.00|2026-03-31|550.00|-50.00|differs", "b|-10.00|0.00||||unconfirmed"]);
    // A difference is listed until a balance is agreed on.
    rows.push("260405-00000001,2026-04-05,confirm,a,,,600,,,D2,王经理,agreed,,");
    assert_eq!(of(&rows, &[])[0], "a|600.00|520.00|2026-04-05|600.00||agreed");
    let none = Dir::ledger(BOOK, &rows).huikuan(&["statement", "--unconfirmed", "--as-of", "2026-04-30"]).run();
    assert_eq!((none.code, none.stderr.as_str()), (0, "有逾期的客户今年都对过账了\n"));
    assert_eq!(of(ROWS, &["--unconfirmed"]), ["a|600.00|520.00||||unconfirmed"]);
    assert_eq!(of(ROWS, &["--unconfirmed", "--rep", "li"]).len(), 1);
    assert_eq!(dir.huikuan(&["statement", "--unconfirmed", "--as-of", "2026-04-30", "--exit-code"]).run().code, 1);
    // Last year's confirmation is too old.
    let old = [ROWS, &["251231-00000001,2025-12-31,confirm,a,,,500,,,D0,,agreed,,"]].concat();
    assert_eq!(of(&old, &["--unconfirmed"]), ["a|600.00|520.00|2025-12-31|500.00||agreed"]);
}

#[test]
fn what_record_confirm_compares_is_the_closing_balance() {
    let dir = Dir::ledger(BOOK, ROWS);
    dir.good(&["record", "confirm", "a", "600", "--as-of", "2026-04-30"]);
    dir.good(&["record", "confirm", "b", "90", "--as-of", "2026-04-30"]);
    let report = dir.json(&["statement", "--as-of", "2026-04-30"]);
    assert_eq!(lines(&report, "customer state difference"), ["a|agreed|", "b|differs|100.00"]);
}

#[test]
fn what_the_company_lacks_is_left_blank_and_told() {
    let book = BOOK.replace("bank = \"示例银行\"\naccount = \"001\"\n", "");
    let run = Dir::ledger(&book, ROWS).huikuan(&["statement", "a", "--as-of", "2026-04-30"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "提醒：huikuan.toml 的 [company] 没有写 bank、account，对账单里留了空\n"));
    assert!(run.stdout.contains("\n收款户名：我方有限公司\n开户行：____________　账号：____________\n"), "{}", run.stdout);
}

#[test]
fn money_that_became_void_since_the_last_statement_is_told() {
    let rows =
        ["260110-00000001,2026-01-10,receipt,a,A-1,,150,2026-07-20,,HP1,,bank-acceptance,,", "260305-00000001,2026-03-05,void,,,,,,260110-00000001,,,,,退票"];
    let dir = Dir::ledger(BOOK, &rows);
    // The draft was on January's statement; March's opens without it, and says why.
    let january = dir.json(&["statement", "a", "--as-of", "2026-01-31", "--period", "2026-01"]);
    let march = dir.json(&["statement", "a", "--as-of", "2026-03-31", "--period", "2026-03"]);
    assert_eq!((cells(&january["memo"], "closing"), cells(&march["memo"], "opening")), ("650.00".into(), "880.00".into()));
    let table = dir.good(&["statement", "a", "--as-of", "2026-03-31", "--period", "2026-03"]);
    assert!(table.contains("\n2026-03-05 作废 2026-01-10 的回款 150.00（HP1），期初余额已按未收到计\n"), "{table}");
}
