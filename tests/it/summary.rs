//! Bare `huikuan`: today on one screen.

use unicode_width::UnicodeWidthStr;

use crate::harness::{Dir, Run};

fn screen(dir: &Dir, lang: &str, columns: &str) -> Run {
    dir.huikuan(&["--as-of", "2026-11-30"]).env("HUIKUAN_LANG", lang).env("COLUMNS", columns).run()
}

#[test]
fn the_demonstration_in_chinese() {
    let dir = Dir::demo();
    screen(&dir, "zh", "120").is(
        0,
        "\
华东家电销售部 · 2026-11-30 星期一
应收 2,351,799.99   其中逾期 1,076,050.00 (45.8%)   未达付款条件 334,000.00
本月目标 700,000.00   已回 325,000.00   承诺 115,000.00   时间已过 100.0%
差距 260,000.00 → 举措 140,000.00 → 还差 120,000.00

今天先做
  1  张伟              逾期 265 天 红  7,000.00           张伟 13800000007    → 打电话
  2  明辉置业有限公司  逾期 164 天 红  120,000.00         林经理 13800000010  → 打电话
  3  宏达商贸有限公司  逾期 75 天 红  220,000.00  缺原因  李总 13800000003    → 写明原因和方案
  4  华东贸易          逾期 49 天 黄  40,000.00           周会计 13800000002  → 打电话
  5  南海百货有限公司  逾期 36 天 蓝  90,000.00           陈主任 13800000009  → 发通知
huikuan remind 看全部 38 件 · huikuan gap 看差距 · huikuan --help
",
        "",
    );
    // Narrower: the phone says whom to call, then names are cut.
    let narrow = screen(&dir, "zh", "80");
    assert_eq!((narrow.code, narrow.stderr.as_str()), (0, ""));
    let expected = "\
华东家电销售部 · 2026-11-30 星期一
应收 2,351,799.99   其中逾期 1,076,050.00 (45.8%)   未达付款条件 334,000.00
本月目标 700,000.00   已回 325,000.00   承诺 115,000.00   时间已过 100.0%
差距 260,000.00 → 举措 140,000.00 → 还差 120,000.00

今天先做
  1  张伟       逾期 265 天 红  7,000.00           13800000007  → 打电话
  2  明辉置业…  逾期 164 天 红  120,000.00         13800000010  → 打电话
  3  宏达商贸…  逾期 75 天 红  220,000.00  缺原因  13800000003  → 写明原因和方案
  4  华东贸易   逾期 49 天 黄  40,000.00           13800000002  → 打电话
  5  南海百货…  逾期 36 天 蓝  90,000.00           13800000009  → 发通知
";
    assert!(narrow.stdout.starts_with(expected), "{}", narrow.stdout);
    assert!(expected.lines().all(|line| line.width() <= 80));
}

#[test]
fn the_demonstration_in_english() {
    let dir = Dir::demo();
    screen(&dir, "en", "120").is(
        0,
        "\
华东家电销售部 · 2026-11-30 Monday
Receivable 2,351,799.99   overdue 1,076,050.00 (45.8%)   unscheduled 334,000.00
Target 700,000.00   received 325,000.00   committed 115,000.00   time elapsed 100.0%
gap 260,000.00 → measures 140,000.00 → still missing 120,000.00

First today
  1  张伟              265 days overdue, red  7,000.00             张伟 13800000007    → phone
  2  明辉置业有限公司  164 days overdue, red  120,000.00           林经理 13800000010  → phone
  3  宏达商贸有限公司  75 days overdue, red  220,000.00  no cause  李总 13800000003    → find the cause
  4  华东贸易          49 days overdue, yellow  40,000.00          周会计 13800000002  → phone
  5  南海百货有限公司  36 days overdue, blue  90,000.00            陈主任 13800000009  → notice
huikuan remind: all of them (38) · huikuan gap · huikuan --help
",
        "",
    );
    let narrow = screen(&dir, "en", "80");
    assert_eq!((narrow.code, narrow.stderr.as_str()), (0, ""));
    let lines: Vec<&str> = narrow.stdout.lines().collect();
    assert_eq!(lines[0], "华东家电销售部 · 2026-11-30 Monday");
    assert_eq!(lines[1], "Receivable 2,351,799.99   overdue 1,076,050.00 (45.8%)   unscheduled 334,000.00");
    assert_eq!((lines.len(), lines[5]), (12, "First today"));
    for (number, line) in lines[6..11].iter().enumerate() {
        assert!(line.starts_with(&format!("  {}  ", number + 1)) && line.contains("  → ") && line.width() <= 80, "{line}");
    }
}

const QUIET: &str = r#"
name = "小账"
currency = "CNY"

[[customer]]
id = "one"
name = "甲公司"
grade = "B"
contacts = [ { name = "王经理", phone = "138" } ]

[[contract]]
no = "C-1"
customer = "one"
signed = 2026-01-01
amount = 1000
due = 2027-06-30
"#;

#[test]
fn nothing_to_do() {
    let dir = Dir::ledger(QUIET, &[]);
    let run = screen(&dir, "zh", "120");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let expected = "\
小账 · 2026-11-30 星期一
应收 1,000.00   其中逾期 0.00 (0.0%)   未达付款条件 0.00
本月已回 0.00   没有定目标   时间已过 100.0%

今天没有要催的
";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    let run = screen(&dir, "en", "80");
    let expected = "\
小账 · 2026-11-30 Monday
Receivable 1,000.00   overdue 0.00 (0.0%)   unscheduled 0.00
This month: received 0.00   no target   time elapsed 100.0%

nothing to do today
";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    // All paid: a zero denominator has no percentage.
    let dir = Dir::ledger(QUIET, &["261101-00000001,2026-11-01,receipt,one,C-1,,1000.00,,,,,,,"]);
    let run = screen(&dir, "zh", "120");
    assert!(run.stdout.contains("\n应收 0.00   其中逾期 0.00 (—)   未达付款条件 0.00\n本月已回 1,000.00   没有定目标"), "{}", run.stdout);
}

#[test]
fn no_contracts() {
    let (book, _) = QUIET.split_once("[[contract]]").expect("a contract");
    let dir = Dir::ledger(book, &[]);
    screen(&dir, "zh", "80").is(0, "小账 · 2026-11-30 星期一\n还没有合同。在 huikuan.toml 里写第一份，然后运行 huikuan check\n", "");
    screen(&dir, "en", "80").is(0, "小账 · 2026-11-30 Monday\nno contracts yet: write the first in huikuan.toml, then run huikuan check\n", "");
}

#[test]
fn each_kind_of_thing_to_do() {
    for (rows, due, line) in [
        (&[][..], "2026-11-30", "今日到期  1,000.00  王经理 138  → 发通知"),
        (&[], "2026-12-03", "2026-12-03 到期  1,000.00  王经理 138  → 发通知"),
        (&[], "2026-11-10", "逾期 20 天 绿  1,000.00  王经理 138  → 发通知"),
        (&[], "2026-09-01", "逾期 90 天 红  1,000.00  缺原因  王经理 138  → 写明原因和方案"),
        (&["261101-00000001,2026-11-01,commitment,one,C-1,,600.00,2026-11-30,,,,oral,,"], "2027-06-30", "承诺 600.00  2026-11-30 到期  王经理 138  → 发通知"),
        (
            &["261101-00000001,2026-11-01,commitment,one,C-1,,600.00,2026-11-28,,,,oral,,"],
            "2027-06-30",
            "承诺 600.00  过期 2 天未兑现  王经理 138  → 问新的日期",
        ),
        (&["261101-00000001,2026-11-01,contact,one,C-1,,,2026-11-29,,,,phone,,"], "2027-06-30", "约定 2026-11-29 跟进"),
        (&["261101-00000001,2026-11-01,dispute,one,C-1,,300.00,2026-11-29,,,,quality,,"], "2027-06-30", "争议 300.00 待答复  王经理 138  → 答复争议"),
    ] {
        let dir = Dir::ledger(&QUIET.replace("due = 2027-06-30", &format!("due = {due}")), rows);
        let run = screen(&dir, "zh", "120");
        let expected = format!("\n今天先做\n  1  甲公司  {line}");
        assert!(run.stdout.contains(&expected) && run.stdout.contains("\nhuikuan remind 看全部 1 件 · "), "{expected}\n{}", run.stdout);
        // In English the same, without Chinese but for names.
        let words = screen(&dir, "en", "120").stdout;
        let rest = ["小账", "甲公司", "王经理"].iter().fold(words.clone(), |text, name| text.replace(name, ""));
        assert!(rest.chars().all(|c| !('\u{2e80}'..='\u{ffef}').contains(&c)), "{words}");
    }
}

#[test]
fn a_broken_or_missing_ledger() {
    let dir = Dir::new();
    let message = dir.refused(&[]);
    assert!(message.starts_with("错误 E001：找不到台账\n") && message.contains("huikuan init"), "{message}");
    let dir = Dir::ledger(QUIET, &["x"]);
    assert!(dir.refused(&[]).starts_with("错误 E202："));
}
