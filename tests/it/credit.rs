//! `credit` and `credit check`: limits, exposure, conduct, and whether an order may go out.

use crate::cases::{cells, lines};
use crate::harness::{Dir, Run};

/// Three customers: `a` and `b` of one group, `c` without a limit.
const BOOK: &str = r#"name = "信用账"
currency = "CNY"
[policy]
first_order_limit = "300"
[[rep]]
id = "lilei"
name = "李雷"
[[customer]]
id = "a"
name = "甲公司"
group = "一集团"
rep = "lilei"
grade = "B"
credit_limit = 1000
reviewed = 2024-12-31
five_c = { character = 80, capacity = 70, capital = 60, collateral = 50, conditions = 67 }
[[customer]]
id = "b"
name = "乙公司"
group = "一集团"
credit_limit = 0
[[customer]]
id = "c"
name = "丙公司"
[[customer]]
id = "d"
name = "丁公司"
[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-01
amount = 600
milestone = [
  { name = "预付", amount = 100, due = 2026-01-10, advance = true },
  { name = "发货", amount = 300, due = 2026-01-31 },
  { name = "验收", amount = 200, after = "acceptance" },
]
[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-01
amount = 50
due = 2026-06-30
[[contract]]
no = "C-1"
customer = "c"
signed = 2026-01-01
amount = 70
due = 2026-02-28
"#;

fn on(rows: &[&str], day: &str, words: &[&str], keys: &str) -> Vec<String> {
    let report = Dir::ledger(BOOK, rows).json(&[&["credit", "--as-of", day], words].concat());
    lines(&report, keys)
}

const EXPOSURE: &str = "customer limit exposure usage available receivable advance unapplied prepaid";

#[test]
fn exposure_is_what_was_given_on_credit() {
    // 20 too much on the advance goes on to what is due next; what waits for the acceptance is prepaid.
    let rows = [
        "260110-00000001,2026-01-10,receipt,,A-1,预付,120,,,,,bank,,",
        "260115-00000001,2026-01-15,receipt,,A-1,验收,30,,,,,bank,,",
        "260116-00000001,2026-01-16,receipt,c,,,100,,,,,bank,,",
    ];
    assert_eq!(
        on(&rows, "2026-01-20", &[], EXPOSURE),
        [
            // Nothing may be owed, and something is: over the limit, though there is no usage to tell.
            "b|0.00|50.00||-50.00|50.00|0.00|0.00|0.00",
            "a|1000.00|250.00|0.2500|750.00|280.00|0.00|0.00|30.00",
            "c||-30.00|||0.00|0.00|30.00|0.00",
        ]
    );
    // An advance that was not paid is no credit.
    let before = on(&[], "2026-01-20", &["--customer", "a"], EXPOSURE);
    assert_eq!(before, ["a|1000.00|300.00|0.3000|700.00|400.00|100.00|0.00|0.00"]);
    assert_eq!(on(&[], "2026-01-20", &["--all"], "customer").len(), 4);
    assert_eq!(on(&[], "2025-12-31", &[], "customer exposure"), ["a|0.00", "b|0.00"]);
}

#[test]
fn groups_are_seen_whole() {
    let keys = "group members limit exposure usage available customers";
    assert_eq!(on(&[], "2026-01-20", &["--by", "group"], keys), ["一集团|2|1000.00|350.00|0.3500|650.00|a+b"]);
    assert_eq!(on(&[], "2026-01-20", &["--by", "group", "--rep", "lilei"], "group members"), ["一集团|2"]);
    let refused = Dir::ledger(BOOK, &[]).refused(&["credit", "--by", "rep"]);
    assert_eq!(refused, "错误 E307：--by 没有“rep”\n  可以写：group\n");
}

#[test]
fn filters_choose_customers() {
    for (words, customers) in [
        (&["--rep", "lilei"][..], &["a"][..]),
        (&["--customer", "b", "--customer", "c"], &["b", "c"]),
        (&["--contract", "C-1"], &["c"]),
        (&["--contract", "A-1", "--rep", "lilei"], &["a"]),
    ] {
        assert_eq!(on(&[], "2026-01-20", words, "customer"), customers, "{words:?}");
    }
    // All of them are wanted together: nobody of the rep's has that contract.
    let run = Dir::ledger(BOOK, &[]).huikuan(&["credit", "--contract", "C-1", "--rep", "lilei", "--as-of", "2026-01-20"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "没有客户有额度、等级或占用；--all 列出全部\n"));
}

const CONDUCT: &str = "kept_rate average_days_late suggested_grade suggested_limit hold";

/// The row of `a` with three milestones paid so many days late.
fn paid(late: i32, more: &[&str]) -> String {
    let day = |number: i32| {
        let day = huikuan::date::Day::from_ymd(2026, 1, 31).expect("a day").plus_days(late);
        format!("2602{number:02}-0000000{number},{day},receipt,,X-{number},,100,,,,,bank,,")
    };
    let contract = |number: i32| format!("[[contract]]\nno = \"X-{number}\"\ncustomer = \"a\"\nsigned = 2026-01-01\namount = 100\ndue = 2026-01-31\n");
    let book = BOOK.replace("credit_limit = 1000\n", "credit_limit = 1000\nmonthly_sales = 900\n");
    let book = book.split("[[contract]]\nno = \"A-1\"").next().map(str::to_string).expect("a book") + &[1, 2, 3].map(contract).concat();
    let rows: Vec<String> = [1, 2, 3].map(day).into_iter().chain(more.iter().map(|row| (*row).to_string())).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let report = Dir::ledger(&book, &rows).json(&["credit", "--as-of", "2026-04-30", "--customer", "a"]);
    lines(&report, CONDUCT).concat()
}

#[test]
fn payments_suggest_a_grade_and_a_limit() {
    // 900 a month × 30 days ÷ 30 × 100, 80, 60, 0 %.
    assert_eq!(paid(0, &[]), "|0.00|A|900.00|");
    assert_eq!(paid(-3, &[]), "|-3.00|A|900.00|");
    assert_eq!(paid(1, &[]), "|1.00|B|720.00|");
    assert_eq!(paid(15, &[]), "|15.00|B|720.00|");
    assert_eq!(paid(16, &[]), "|16.00|C|540.00|");
    assert_eq!(paid(45, &[]), "|45.00|C|540.00|");
    assert_eq!(paid(46, &[]), "|46.00|D|0.00|");
    // Broken words make it one grade lower: 59 of 100 came in time, or 60.
    let promise = |kept: i32| {
        paid(0, &["260201-00000008,2026-02-01,commitment,a,,,100,2026-02-10,,,,oral,,", &format!("260205-00000009,2026-02-05,receipt,a,,,{kept},,,,,bank,,")])
    };
    assert_eq!(promise(59).split('|').take(4).collect::<Vec<_>>(), ["0.5900", "0.00", "B", "720.00"]);
    assert_eq!(promise(60).split('|').take(4).collect::<Vec<_>>(), ["0.6000", "0.00", "A", "900.00"]);
}

#[test]
fn too_few_payments_suggest_no_grade() {
    let rows = ["260131-00000001,2026-01-31,receipt,,A-1,发货,300,,,,,bank,,"];
    // Milestones with fixed dates say nothing of terms.
    assert_eq!(on(&rows, "2026-02-10", &["--customer", "a"], CONDUCT), ["|0.00|||"]);
    // The limit then goes by the grade of the book; sales are what was billed, 600 in a year, the advance without terms:
    // 600 ÷ 12 × (200 × 30 days + 100 × 0) ÷ 300 ÷ 30 × 80 % = 26.67.
    let accepted = [rows[0], "260201-00000001,2026-02-01,event,,A-1,,,,,,,acceptance,,"];
    let with_terms = |day: &str| {
        let book = BOOK.replace("after = \"acceptance\"", "after = \"acceptance\", days = 30");
        lines(&Dir::ledger(&book, &accepted).json(&["credit", "--customer", "a", "--as-of", day]), "suggested_limit").concat()
    };
    assert_eq!((with_terms("2026-01-31").as_str(), with_terms("2026-02-01").as_str()), ("", "26.67"));
    // After a year it is forgotten, and there is nothing to go by.
    assert_eq!(on(&rows, "2027-01-31", &["--customer", "a"], CONDUCT), ["||||"]);
    assert_eq!(on(&rows, "2027-01-30", &["--customer", "a"], "average_days_late"), ["0.00"]);
}

#[test]
fn scores_reviews_and_holds() {
    let rows = ["260102-00000001,2026-01-02,hold,a,,,,,,,,service,,", "260103-00000001,2026-01-03,hold,a,,,,,,,,supply,,"];
    let keys = "grade score reviewed character capacity capital collateral conditions group hold";
    assert_eq!(on(&rows, "2026-01-20", &["--customer", "a"], keys), ["B|65.40|2024-12-31|80|70|60|50|67|一集团|supply+service"]);
    let released = [rows[0], rows[1], "260105-00000001,2026-01-05,release,,,,,,260103-00000001,,,,,"];
    assert_eq!(on(&released, "2026-01-05", &["--customer", "a"], "hold"), ["service"]);
    assert_eq!(on(&released, "2026-01-04", &["--customer", "a"], "hold"), ["supply+service"]);
    let table = Dir::ledger(BOOK, &rows).good(&["credit", "--as-of", "2026-01-20"]);
    assert!(table.contains("停供、停服") && table.contains("1 个客户上次复审超过 12 个月"), "{table}");
    // A limit of nothing is not the same as none.
    let of = |name: &str| table.lines().find(|line| line.starts_with(name)).map(|line| line.split_whitespace().nth(1).map(str::to_string));
    assert_eq!((of("乙公司"), of("丙公司")), (Some(Some("0.00".into())), Some(Some("70.00".into()))));
}

#[test]
fn each_figure_is_explained() {
    let more = "[[contract]]\nno = \"A-2\"\ncustomer = \"a\"\nsigned = 2026-01-19\namount = 50\ndue = 2026-02-18\n";
    let book = BOOK.replace("credit_limit = 1000\n", "credit_limit = 1000\nmonthly_sales = 25\n") + more;
    let book = book.replace(", advance = true", "");
    let dir = Dir::ledger(&book, &["260110-00000001,2026-01-10,receipt,,A-1,预付,100,,,,,bank,,"]);
    let table = dir.good(&["credit", "--customer", "a", "--explain", "--as-of", "2026-01-20"]);
    let explained: Vec<&str> = table.lines().skip_while(|line| !line.starts_with("甲公司 5C")).collect();
    assert_eq!(
        explained,
        [
            "甲公司 5C 评分 65.4",
            "  = (品德 80 + 能力 70 + 资本 60 + 抵押 50 + 环境 67) ÷ 5",
            "甲公司 信用占用 350.00",
            "  = 应收 350.00 − 发货前应收 0.00 − 未匹配 0.00 − 预收 0.00",
            "甲公司 使用率 35.0%",
            "  = 信用占用 350.00 ÷ 信用额度 1,000.00",
            "甲公司 可用额度 650.00",
            "  = 信用额度 1,000.00 − 信用占用 350.00",
            "甲公司 平均逾期天数 0.0",
            "  = 最近 12 个月到账 100.00，每笔 (付到的日子 − 到期日) 按金额加权平均",
            "甲公司 建议额度 20.00",
            "  = 月销售额 25.00 × 平均账期(天) 30.0 ÷ 30 × 等级 B 的系数 80.0%",
        ]
    );
}

fn check(rows: &[&str], words: &[&str]) -> Run {
    Dir::ledger(BOOK, rows).huikuan(&[&["credit", "check"], words, &["--as-of", "2026-01-20"]].concat()).run()
}

fn answer(book: &str, rows: &[&str], day: &str, words: &[&str]) -> (i32, String) {
    let run = Dir::ledger(book, rows).huikuan(&[&["credit", "check"], words, &["--as-of", day, "--format", "json"]].concat()).run();
    assert_eq!(run.stderr, "");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    (run.code, lines(&report, "answer reasons").concat())
}

#[test]
fn an_order_within_the_limit_goes_out() {
    check(&[], &["甲公司", "500"]).is(
        0,
        "信用检查 · 甲公司 · 信用账 · 截至 2026-01-20 · 单位：元\n\
         信用额度  信用占用    本单  超额度  使用率  答复    等级  集团    集团额度  集团占用\n\
         1,000.00    300.00  500.00       —   80.0%  可以赊  B     一集团  1,000.00    350.00\n\
         这一单之后使用率 80.0%，接近额度\n",
        "",
    );
    check(&[], &["a", "650.01", "--format", "csv"]).is(
        1,
        "customer,name,limit,exposure,order,over,usage,answer,reasons,grade,hold,group,group_limit,group_exposure\n\
         a,甲公司,1000.00,300.00,650.01,0.00,0.9500,no,over-limit,B,,一集团,1000.00,350.00\n",
        "",
    );
    check(&[], &["a", "800", "--lang", "en"]).is(
        1,
        "Credit check · 甲公司 · 信用账 · as of 2026-01-20 · in CNY\n\
         \x20  Limit  Exposure   Order    Over   Usage  Answer  Grade  Group   Group limit  Group exposure\n\
         1,000.00    300.00  800.00  100.00  110.0%  no      B      一集团     1,000.00          350.00\n\
         - over the limit by 100.00 (over-limit)\n\
         - group 一集团 over by 150.00: exposure 350.00, limit 1,000.00 (over-limit)\n",
        "",
    );
}

#[test]
fn each_reason_to_refuse() {
    let yes = (0, "yes|".to_string());
    let no = |reasons: &str| (1, format!("no|{reasons}"));
    let day = "2026-03-01";
    // 60 days overdue is yellow, 61 are red. An advance that nobody paid is overdue too.
    let advance = "260110-00000001,2026-01-10,receipt,,A-1,预付,100,,,,,bank,,";
    assert_eq!(answer(BOOK, &[advance], "2026-04-01", &["a", "10"]), yes);
    assert_eq!(answer(BOOK, &[advance], "2026-04-02", &["a", "10"]), no("overdue-tier"));
    assert_eq!(answer(BOOK, &[], "2026-03-11", &["a", "10"]), yes);
    assert_eq!(answer(BOOK, &[], "2026-03-12", &["a", "10"]), no("overdue-tier"));
    let yellow = format!("{BOOK}[risk]\nrefuse_from = \"yellow\"\n");
    assert_eq!(answer(&yellow, &[advance], "2026-03-12", &["a", "10"]), yes);
    assert_eq!(answer(&yellow, &[advance], "2026-03-13", &["a", "10"]), no("overdue-tier"));
    // A promise that was broken stands until it is made good, or nothing is owed any more.
    let promise = "260201-00000001,2026-02-01,commitment,a,A-1,,300,2026-02-10,,,,oral,,";
    assert_eq!(answer(BOOK, &[promise], "2026-02-10", &["a", "10"]), yes);
    assert_eq!(answer(BOOK, &[promise], "2026-02-11", &["a", "10"]), no("broken-commitment"));
    let some = "260220-00000001,2026-02-20,receipt,,A-1,,299,,,,,bank,,";
    let rest = "260221-00000001,2026-02-21,receipt,,A-1,,1,,,,,bank,,";
    assert_eq!(answer(BOOK, &[promise, some], day, &["a", "10"]), no("broken-commitment"));
    assert_eq!(answer(BOOK, &[promise, some, rest], day, &["a", "10"]), yes);
    let off = "260220-00000001,2026-02-20,deduct,,A-1,,400,,,,,discount,,";
    assert_eq!(answer(BOOK, &[promise, off], day, &["a", "10"]), yes);
    let hold = "260220-00000001,2026-02-20,hold,a,,,,,,,,supply,,";
    assert_eq!(answer(BOOK, &[hold], day, &["a", "10"]), no("hold"));
    assert_eq!(answer(&BOOK.replace("grade = \"B\"", "grade = \"D\""), &[], day, &["a", "10"]), no("grade-d"));
    assert_eq!(answer(BOOK, &[], day, &["a", "300", "--first-order"]), yes);
    assert_eq!(answer(BOOK, &[], day, &["a", "300.01", "--first-order"]), no("first-order"));
    let bad = BOOK.replace("grade = \"B\"", "grade = \"D\"");
    let all = answer(&bad, &[promise, hold], "2026-06-01", &["a", "1万", "--first-order"]);
    assert_eq!(all, no("over-limit+overdue-tier+broken-commitment+grade-d+hold+first-order"));
}

#[test]
fn what_is_said_beside_the_answer() {
    let said = |rows: &[&str], words: &[&str]| check(rows, words).stdout;
    assert!(said(&[], &["c", "10"]).ends_with("这个客户没有定信用额度，没有按额度判断\n"));
    assert!(said(&[], &["d", "10"]).ends_with("还没有合同，像是首单：加 --first-order\n"));
    assert!(!said(&[], &["d", "10", "--first-order"]).contains("首单"));
    let draft = "260110-00000001,2026-01-10,receipt,,A-1,发货,300,2026-06-30,,,,bank-acceptance,,";
    assert!(said(&[draft], &["a", "10"]).contains("另有未到期票据 300.00：已算作回款，退票就回到占用"));
    let disputed = "260110-00000001,2026-01-10,dispute,,A-1,发货,,,,,,quality,,";
    let late = |rows: &[&str]| Dir::ledger(BOOK, rows).huikuan(&["credit", "check", "a", "1", "--as-of", "2026-04-30"]).run().stdout;
    assert!(late(&[]).contains("- 逾期到“红”及更高等级的 400.00，最长 110 天 (overdue-tier)\n"), "{}", late(&[]));
    assert!(late(&[disputed]).contains("- 逾期到“红”及更高等级的 400.00，最长 110 天，其中争议 300.00 (overdue-tier)\n"));
    let explained = said(&[], &["a", "800", "--explain"]);
    assert!(explained.contains("甲公司 信用占用 300.00\n  = 应收 400.00 − 发货前应收 100.00 − 未匹配 0.00 − 预收 0.00\n甲公司 超额度 100.00\n  = 信用占用 300.00 + 本单 800.00 − 信用额度 1,000.00，不低于 0\n"), "{explained}");
}

#[test]
fn what_cannot_be_asked() {
    let dir = Dir::ledger(BOOK, &[]);
    for (words, message) in [
        (&["credit", "check"][..], "错误 E316：缺少客户\n  例如：huikuan credit check 华东电器 20万\n"),
        (&["credit", "check", "a"], "错误 E316：缺少金额\n  例如：huikuan credit check 华东电器 20万\n"),
        (&["credit", "check", "a", "1.234"], "错误 E305：金额“1.234”不到一分的零头\n  可以写 50000、50,000.00、5万、1.2万、0.3亿\n"),
        (&["credit", "a"], "错误 E301：credit 后面只能写 check，不能写“a”\n  看一个客户：huikuan credit --customer a\n  问一单：huikuan credit check a 20万\n"),
        (
            &["credit", "check", "a", "5", "--rep", "lilei"],
            "错误 E309：credit check 和 --rep --team --manager --customer --contract --category --tag 不能一起用\n",
        ),
        (&["credit", "--first-order"], "错误 E301：缺少 <check>\n  加 --help 看用法\n"),
    ] {
        assert_eq!(dir.refused(words), message, "{words:?}");
    }
    assert_eq!(dir.huikuan(&["credit", "check", "戊公司", "5"]).run().code, 2);
    // A contract's number means its customer.
    assert_eq!(cells(&dir.json(&["credit", "check", "C-1", "5", "--as-of", "2026-01-20"])["rows"][0], "customer order"), "c|5.00");
}

#[test]
fn a_ledger_without_customers() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    let run = dir.huikuan(&["credit", "--as-of", "2026-01-20"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "没有客户有额度、等级或占用；--all 列出全部\n"));
    let run = dir.huikuan(&["credit", "--by", "group", "--as-of", "2026-01-20"]).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, "没有集团：这里的客户都没写 group\n"));
}

#[test]
fn a_later_reschedule_makes_no_late_money_early() {
    let contract = |no: &str| format!("[[contract]]\nno = \"{no}\"\ncustomer = \"a\"\nsigned = 2026-09-01\namount = 10000\ndue = 2026-09-10\n");
    let book =
        "name = \"展期账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\ngrade = \"C\"\n".to_string() + &["A", "B", "C"].map(contract).concat();
    let paid = ["A", "B", "C"].map(|no| format!("261117-0000000{no},2026-11-17,receipt,a,{no},,9000,,,,,bank,,"));
    let moved = ["A", "B", "C"].map(|no| format!("261123-0000000{no},2026-11-23,reschedule,a,{no},1,,2027-01-31,,,,,,"));
    let rows: Vec<String> =
        paid.into_iter().chain(moved).map(|row| row.to_lowercase().replace(",a,a,", ",a,A,").replace(",a,b,", ",a,B,").replace(",a,c,", ",a,C,")).collect();
    let dir = Dir::ledger(&book, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    for day in ["2026-11-22", "2026-11-30"] {
        let credit = lines(&dir.json(&["credit", "--as-of", day]), "average_days_late suggested_grade");
        assert_eq!(credit, ["68.00|D"], "{day}");
    }
    let plan = lines(&dir.json(&["plan", "2027-01", "--as-of", "2026-11-30"]), "habit_days expected");
    // Moved to the end of January: 68 days later is April.
    assert_eq!(plan, ["68.00|0.00"]);
    let early = lines(&dir.json(&["kpi", "--period", "2026-11", "--as-of", "2026-11-30"]), "prepaid_share");
    assert_eq!(early, ["0.0000"]);
}
