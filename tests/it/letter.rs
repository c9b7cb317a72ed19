//! Letters: each level whole in both languages, what must and what must not stand in them, which one is due, refusals.
//!
//! `UPDATE_EXPECTED=1 cargo test --test it letter` writes `letters/` anew. Read each of them as who gets it would.

use std::fs;
use std::path::PathBuf;

use crate::harness::{Dir, Run, root};

pub(crate) const DAY: &str = "2026-11-30";
const LEVELS: [&str; 7] = ["0", "notice", "1", "2", "final", "agreement", "hold"];

/// One customer with all that letters can tell: a disputed part, a debt written off, promises broken and open, notices with
/// and without proof, a hold, invoices, rates of every basis.
pub(crate) fn ledger(kind: &str) -> Dir {
    let book = format!(
        r#"name = "样本"
currency = "CNY"

[company]
name = "东方设备有限公司"
address = "示例市样板路 1 号"
phone = "021-0000"
bank = "示例银行样板支行"
account = "0000 0001"

[policy]
sme_creditor = true

[[rep]]
id = "lilei"
name = "李雷"
phone = "139-0001"
email = "lilei@example.com"

[[customer]]
id = "a"
name = "甲方集团有限公司"
rep = "lilei"
kind = "{kind}"
grade = "B"
contacts = [ {{ name = "王经理", role = "handler", phone = "138-0001" }} ]

[[contract]]
no = "A-1"
customer = "a"
project = "一期"
signed = 2026-01-05
amount = 500000
late = {{ daily = 0.0003 }}
security = "retention-of-title"
milestone = [
  {{ name = "预付款", amount = 100000, due = 2026-01-15 }},
  {{ name = "到货款", amount = 200000, after = "delivery", days = 30, papers = ["到货单", "发票"] }},
  {{ name = "验收款", amount = 150000, due = 2026-09-30 }},
  {{ name = "质保金", amount = 50000, due = 2026-12-05 }},
]

[[contract]]
no = "A-2"
customer = "a"
signed = 2026-03-01
amount = 16409.02
due = 2026-08-31
"#
    );
    Dir::ledger(
        &book,
        &[
            "260115-00000001,2026-01-15,receipt,a,A-1,预付款,100000.00,,,BK-1,甲方集团有限公司,bank,,",
            "260401-00000001,2026-04-01,event,a,A-1,,,,,SH-0401,,delivery,,",
            "260402-00000001,2026-04-02,invoice,a,A-1,,200000.00,,,00000026040200000001,,sent,,",
            "260601-00000001,2026-06-01,receipt,a,A-1,到货款,50000.00,,,BK-2,甲方集团有限公司,bank,,",
            "260615-00000001,2026-06-15,contact,a,A-1,,,,,,王经理,phone/promised,lilei,内部备注：态度不好",
            "260615-00000002,2026-06-15,commitment,a,A-1,到货款,100000.00,2026-07-15,,,王经理,oral,lilei,",
            "260720-00000001,2026-07-20,contact,a,A-1,,,2026-07-27,,EMS-0720,甲方集团有限公司,letter,lilei,第一次催款函",
            "260801-00000001,2026-08-01,contact,a,,,,,,,王经理,visit/excuse-personal,lilei,",
            "260901-00000001,2026-09-01,writeoff,a,A-2,,6409.02,,,核销 1,,insolvent,,董事会批准",
            "261001-00000001,2026-10-01,dispute,a,A-1,验收款,30000.00,2026-12-15,,,王经理,quality,lilei,两台有划痕",
            "261105-00000001,2026-11-05,hold,a,,,,,,审计报告 2026-7,,supply,,内部备注：先停",
            "261110-00000001,2026-11-10,commitment,a,A-1,,120000.00,2026-12-20,,承诺书 1110,王经理,written,lilei,",
        ],
    )
}

fn folder() -> PathBuf {
    root().join("tests/it/letters")
}

/// Compares with the expected text of a name, or writes it anew.
pub(crate) fn expect(name: &str, text: &str) {
    let path = folder().join(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::create_dir_all(folder()).expect("a folder");
        fs::write(&path, text).expect("a file");
    }
    assert_eq!(text, fs::read_to_string(&path).expect(name), "{name}");
}

pub(crate) fn run(dir: &Dir, lang: &str, arguments: &[&str]) -> Run {
    let mut all = vec!["letter"];
    all.extend(arguments);
    if !arguments.contains(&"--as-of") {
        all.extend(["--as-of", DAY]);
    }
    dir.huikuan(&all).env("HUIKUAN_LANG", lang).run()
}

/// A letter that must come about, with what is said beside it.
pub(crate) fn letter(dir: &Dir, lang: &str, arguments: &[&str]) -> (String, String) {
    let run = run(dir, lang, arguments);
    assert_eq!(run.code, 0, "{arguments:?}\n{}", run.stderr);
    (run.stdout, run.stderr)
}

pub(crate) fn of_level(dir: &Dir, lang: &str, level: &str, more: &[&str]) -> String {
    let mut arguments = vec!["a", "--level", level, "--approved-by", "王芳", "--consulted", "周会计"];
    arguments.extend(more);
    letter(dir, lang, &arguments).0
}

#[test]
fn every_level_reads_as_it_should_in_both_languages() {
    let dir = ledger("large");
    for lang in ["zh", "en"] {
        for level in LEVELS {
            expect(&format!("{level}.{lang}.md"), &of_level(&dir, lang, level, &["-f", "markdown"]));
            expect(&format!("{level}.{lang}.txt"), &of_level(&dir, lang, level, &[]));
        }
    }
}

/// What each letter must say, by the list of the domain.
#[test]
fn every_required_element_is_there() {
    let dir = ledger("large");
    let (common_zh, common_en) = (
        [
            "CK-20261130-a-",
            "2026-11-30",
            "东方设备有限公司",
            "甲方集团有限公司",
            "王经理",
            "A-1",
            "一期",
            "2026-01-05",
            "户名",
            "示例银行样板支行",
            "0000 0001",
            "李雷",
            "139-0001",
            "lilei@example.com",
            "示例市样板路 1 号",
            "附件",
            "盖章",
            "人民币",
        ],
        [
            "CK-20261130-a-",
            "2026-11-30",
            "东方设备有限公司",
            "甲方集团有限公司",
            "王经理",
            "A-1",
            "一期",
            "2026-01-05",
            "Account name",
            "示例银行样板支行",
            "0000 0001",
            "李雷",
            "139-0001",
            "lilei@example.com",
            "示例市样板路 1 号",
            "Attachments",
            "seal",
            "CNY ",
        ],
    );
    let deed = ["2026-04-01", "SH-0401", "00000026040200000001"];
    let own: [(&str, &[&str], &[&str]); 7] = [
        ("0", &["质保金", "50,000.00", "2026-12-05", "人民币伍万元整", "回执"], &["50,000.00", "2026-12-05", "fifty thousand", "Reply slip"]),
        (
            "notice",
            &["280,000.00", "人民币贰拾捌万陆仟肆佰零玖元零贰分", "逾期天数", "213", "2026-12-07", "回执", "到货单、发票"],
            &["286,409.02", "213", "2026-12-07", "Reply slip"],
        ),
        (
            "1",
            &["286,409.02", "213 天", "原因", "付款日期", "异议", "5 个工作日", "2026-12-07", "争议", "30,000.00", "回执"],
            &["286,409.02", "213 days", "why payment was not made", "object", "5 working days", "30,000.00", "Reply slip"],
        ),
        (
            "2",
            &[
                "EMS-0720",
                "2026-07-20",
                "已承诺付款",
                "2026-07-15",
                "100,000.00",
                "0.03%",
                "合同约定",
                "2026-05-02",
                "第十七条",
                "第九条",
                "60 日",
                "第十五条",
                "第五百六十三条",
                "第五百二十八条",
                "2026-12-10",
                "王芳",
                "周会计",
                "测算",
            ],
            &[
                "EMS-0720",
                "2026-07-20",
                "payment promised",
                "2026-07-15",
                "0.03%",
                "agreed in the contract",
                "art. 17",
                "art. 9",
                "60 days",
                "art. 15",
                "563",
                "528",
                "2026-12-10",
                "王芳",
                "周会计",
                "estimate",
            ],
        ),
        (
            "final",
            &[
                "本金",
                "测算",
                "实现债权的费用",
                "2026-12-15",
                "第六百三十四条",
                "第五百六十五条",
                "第六百四十二条",
                "仲裁",
                "起诉",
                "第二十四条",
                "保留",
                "王芳",
            ],
            &["Principal", "estimate", "Costs of enforcement", "2026-12-15", "art. 634", "565", "642", "arbitration", "art. 24", "reserved", "王芳"],
        ),
        (
            "agreement",
            &["欠款确认", "还款计划", "2026-12-20", "120,000.00", "166,409.02", "其他账户", "任何一期", "保证人", "送达", "争议解决", "（　　　）"],
            &[
                "acknowledges",
                "2026-12-20",
                "120,000.00",
                "166,409.02",
                "this account only",
                "any instalment",
                "Guarantor",
                "service",
                "Disputes",
                "（　　　）",
            ],
        ),
        (
            "hold",
            &["2026-11-05", "停止供货", "第五百二十六条", "第五百二十七条", "审计报告 2026-7", "第五百二十八条", "担保", "王芳"],
            &["2026-11-05", "supply", "art. 526", "art. 527", "审计报告 2026-7", "art. 528", "security", "王芳"],
        ),
    ];
    for (level, zh, en) in own {
        for (lang, common, words) in [("zh", &common_zh, zh), ("en", &common_en, en)] {
            let text = of_level(&dir, lang, level, &[]);
            let words: Vec<&str> = words.iter().chain(common).copied().filter(|word| *word != "280,000.00").collect();
            for word in words.into_iter().chain(deed.into_iter().filter(|_| level != "0")) {
                assert!(text.contains(word), "{level} {lang} lacks {word}\n{text}");
            }
        }
    }
}

/// Words that have no place in a letter: threats, shame, waivers; and below the second demand interest and suits.
#[test]
fn nothing_forbidden_is_there() {
    let dir = ledger("large");
    let never = [
        "刑事",
        "诈骗",
        "报警",
        "公安",
        "讨债",
        "曝光",
        "黑名单",
        "老赖",
        "余款不再",
        "先付一部分",
        "内部备注",
        "借口",
        "核销",
        "董事会",
        "划痕",
        "态度",
        "criminal",
        "police",
        "fraud",
        "debt collect",
        "blacklist",
        "shame",
        "publicly",
        "waive the rest",
        "write-off",
        "written off",
        "excuse",
    ];
    let gentle = [
        "利息",
        "违约金",
        "起诉",
        "诉讼",
        "仲裁",
        "律师",
        "停供",
        "暂停",
        "解除",
        "民法典",
        "条例",
        "interest",
        "penalt",
        " sue ",
        "arbitrat",
        "lawyer",
        "suspend",
        "rescind",
        "Civil Code",
        "Regulation",
    ];
    for lang in ["zh", "en"] {
        for level in LEVELS {
            let text = of_level(&dir, lang, level, &[]);
            let early = ["0", "notice", "1"].contains(&level);
            for word in never.iter().chain(gentle.iter().filter(|_| early)) {
                assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{level} {lang} says {word}\n{text}");
            }
            if level == "0" {
                assert!(!text.contains("逾期") && !text.contains("overdue"), "{text}");
            }
        }
    }
}

#[test]
fn the_regulation_is_cited_only_where_it_applies() {
    for (kind, cited, days) in [("company", false, ""), ("sme", false, ""), ("large", true, "60 日"), ("public-body", true, "30 日")] {
        let dir = ledger(kind);
        for level in ["2", "final"] {
            let text = of_level(&dir, "zh", level, &[]);
            assert_eq!(text.contains("保障中小企业款项支付条例"), cited, "{kind} {level}\n{text}");
            assert!(level == "final" || text.contains(days), "{kind}\n{text}");
            // Without the regulation and without an agreed rate nothing is estimated, and that is said.
            assert_eq!(text.contains("合同 A-2 未约定逾期付款利率"), !cited, "{kind} {level}\n{text}");
            assert!(text.contains("贵单位") == (kind == "public-body"), "{kind}");
        }
    }
}

/// One contract of `a` that is due on 30 September, and entries.
pub(crate) fn simple(rows: &[&str]) -> Dir {
    let book = "name = \"样\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\ngrade = \"B\"\n[[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = 1000\ndue = 2026-09-30\n";
    Dir::ledger(book, rows)
}

/// The title of the letter that is due on a day.
fn title(dir: &Dir, day: &str) -> String {
    letter(dir, "zh", &["a", "--as-of", day, "--approved-by", "王芳"]).0.lines().next().expect("a title").to_string()
}

#[test]
fn the_level_follows_the_tier() {
    let dir = simple(&[]);
    for (day, name) in [
        ("2026-09-23", "到期付款提醒函"),
        ("2026-09-30", "到期付款提醒函"),
        ("2026-10-01", "逾期付款提醒函"),
        ("2026-10-20", "逾期付款提醒函"),
        ("2026-10-21", "第一次催款函"),
        ("2026-11-09", "第一次催款函"),
        ("2026-11-10", "第二次催款函"),
        ("2026-11-29", "第二次催款函"),
        ("2026-11-30", "最终催告函"),
    ] {
        assert_eq!(title(&dir, day), name, "{day}");
    }
    let said = dir.refused(&["letter", "a", "--as-of", "2026-09-22"]);
    assert!(said.contains("E333") && said.contains("1,000.00 在 2026-09-30 到期"), "{said}");
}

#[test]
fn what_was_sent_before_raises_the_level() {
    let notice = "261002-00000001,2026-10-02,contact,a,,,,2026-10-09,,,,notice,,";
    let dir = simple(&[notice]);
    assert_eq!([title(&dir, "2026-10-09"), title(&dir, "2026-10-10")], ["逾期付款提醒函", "第一次催款函"]);
    let answered = "261005-00000001,2026-10-05,commitment,a,,,1000.00,2026-10-31,,,,oral,,";
    assert_eq!(title(&simple(&[notice, answered]), "2026-10-12"), "逾期付款提醒函");
    let paid = "261008-00000001,2026-10-08,receipt,a,A-1,,400.00,,,,,bank,,";
    assert_eq!(title(&simple(&[notice, paid]), "2026-10-12"), "逾期付款提醒函");
    let reminder = "260925-00000001,2026-09-25,contact,a,,,,2026-09-30,,,,letter,,到期付款提醒函 CK-20260925-a-0";
    assert_eq!(title(&simple(&[reminder]), "2026-10-12"), "逾期付款提醒函");
    let second = "261012-00000001,2026-10-12,contact,a,,,,,,EMS-2,,letter,,第二次催款函 CK-20261012-a-2";
    let dir = simple(&[second]);
    assert_eq!([title(&dir, "2026-10-22"), title(&dir, "2026-10-23")], ["第一次催款函", "最终催告函"]);
}

#[test]
fn a_ladder_of_other_tiers_maps_by_place() {
    let tiers = "[[tier]]\nname = \"t1\"\nup_to = 5\n[[tier]]\nname = \"t2\"\nup_to = 10\n[[tier]]\nname = \"t3\"\n";
    let dir = simple(&[]);
    dir.write("huikuan.toml", &(dir.read("huikuan.toml") + tiers));
    let found = ["2026-10-05", "2026-10-06", "2026-10-11"].map(|day| title(&dir, day));
    assert_eq!(found, ["逾期付款提醒函", "第一次催款函", "最终催告函"]);
}

#[test]
fn a_hold_rests_on_what_is_overdue_or_on_proof() {
    let hold = |proof: &str| format!("260901-00000001,2026-09-01,hold,a,,,,,,{proof},,service,,");
    let said = simple(&[&hold("")]).refused(&["letter", "a", "--level", "hold", "--approved-by", "W", "--as-of", "2026-09-02"]);
    assert!(said.contains("E333"), "{said}");
    let proved = letter(&simple(&[&hold("P-1")]), "zh", &["a", "--level", "hold", "--approved-by", "W", "--as-of", "2026-09-02"]).0;
    assert!(proved.contains("证据：P-1") && proved.contains("停止售后及其他服务") && proved.contains("A-1  "), "{proved}");
    assert!(!proved.contains("第五百二十六条") && !proved.contains("请付金额"), "{proved}");
    let late = letter(&simple(&[&hold("")]), "zh", &["a", "--level", "hold", "--approved-by", "W", "--as-of", "2026-10-05"]).0;
    assert!(late.contains("第五百二十六条") && !late.contains("第五百二十七条"), "{late}");
    let released = "260902-00000001,2026-09-02,release,a,,,,,260901-00000001,,,,,";
    let said = simple(&[&hold("P-1"), released]).refused(&["letter", "a", "--level", "hold", "--approved-by", "W", "--as-of", "2026-10-05"]);
    assert!(said.contains("E334"), "{said}");
}

#[test]
fn an_agreement_counts_promises_and_moved_items_once() {
    let moved = "260901-00000001,2026-09-01,reschedule,a,A-1,1,600.00,2026-12-31,,,,,,";
    let promise = "260901-00000002,2026-09-01,commitment,a,A-1,,600.00,2026-12-31,,,,written,,";
    let rest = "260901-00000003,2026-09-01,commitment,a,,,500.00,2027-01-31,,,,written,,";
    let text = |rows: &[&str]| letter(&simple(rows), "zh", &["a", "--level", "agreement", "--as-of", "2026-10-05"]).0;
    let (one, two, three) = (text(&[moved]), text(&[moved, promise]), text(&[moved, promise, rest]));
    for text in [&one, &two] {
        assert!(text.contains("1,000.00 元（人民币壹仟元整）") && text.contains("各期合计：600.00 元") && text.contains("少 400.00 元"), "{text}");
    }
    assert!(three.contains("各期合计：1,100.00 元") && three.contains("多 100.00 元"), "{three}");
    assert!(text(&[]).contains("各期合计：（　　　） 元"));
}

#[test]
fn what_was_sent_is_recorded_by_the_line_it_prints() {
    let dir = ledger("large");
    let (text, said) = letter(&dir, "zh", &["a", "--level", "1"]);
    assert!(text.starts_with("第一次催款函\n"), "{text}");
    assert_eq!(said, "发出后记下：huikuan record contact a letter --proof <快递单号或邮件编号> --next 2026-12-07 --note '第一次催款函 CK-20261130-a-1'\n");
    let (_, said) = letter(&dir, "en", &["a", "--level", "hold", "--approved-by", "W", "--serial", "T 1"]);
    assert_eq!(said, "once it is sent: huikuan record contact a notice --proof <mail number> --next 2026-12-07 --note 'notice of suspension T 1'\n");
    // The line does what it says.
    let recorded = ["record", "contact", "a", "letter", "--proof", "EMS-9", "--next", "2026-12-07", "--note", "第一次催款函 CK-20261130-a-1", "--as-of", DAY];
    dir.good(&recorded);
    let before = dir.read("ledger.csv");
    letter(&dir, "zh", &["a", "--level", "2", "--approved-by", "王芳"]);
    assert_eq!(dir.read("ledger.csv"), before);
}

#[test]
fn what_the_book_lacks_stays_blank_and_is_said() {
    let dir = simple(&[]);
    let (text, said) = letter(&dir, "zh", &["a", "--level", "1"]);
    assert!(text.contains("户名：（　　　）") && text.contains("开户行：（　　　）") && text.contains("交付、验收日期及单据：（　　　）"), "{text}");
    assert!(said.starts_with("提醒：huikuan.toml 的 [company] 没有写 name、address、phone、bank、account，函件里留了空（　　　）\n"), "{said}");
}

#[test]
fn dates_and_names_are_taken_as_typed() {
    let dir = ledger("large");
    let text = of_level(&dir, "zh", "final", &["--pay-by", "12-31", "--terms", "3", "--serial", "函-7"]);
    assert!(text.contains("2026-12-31") && !text.contains("2026-12-15") && text.contains("编号：函-7"), "{text}");
    let text = of_level(&dir, "zh", "1", &["--contract", "A-2"]);
    assert!(text.contains("人民币壹万陆仟肆佰零玖元零贰分") && !text.contains("A-1"), "{text}");
    let said = dir.refused(&["letter", "a", "--level", "2", "--approved-by", " ", "--as-of", DAY]);
    assert!(said.contains("E332"), "{said}");
    let said = dir.refused(&["letter", "a", "--level", "2", "--approved-by", "王\u{202e}芳", "--as-of", DAY]);
    assert!(said.contains("E318"), "{said}");
}
