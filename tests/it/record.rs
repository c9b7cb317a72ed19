//! `record`: each kind appends its row, says what the row changed and touches nothing that was there; what is probably
//! not meant is refused.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{Datelike, Utc};
use huikuan::date::Day;
use huikuan::entry::{EntryId, Kind};
use serde_json::Value;

use crate::harness::{Dir, HEADER};

/// The day the demonstration is written for.
pub(crate) const AS_OF: &str = "2026-11-30";

/// One customer with one contract, and one with two.
pub(crate) const SMALL: &str = r#"
name = "小账"
currency = "CNY"

[[rep]]
id = "li"
name = "李雷"

[[customer]]
id = "one"
name = "甲公司"
rep = "li"

[[customer]]
id = "two"
name = "乙公司"
rep = "li"

[[customer]]
id = "frame"
name = "丙商行"
rep = "li"

[[contract]]
no = "C-1"
customer = "one"
project = "一期"
signed = 2026-01-05
amount = 1000
milestone = [
  { name = "首款", amount = 400, due = 2026-03-01 },
  { name = "尾款", amount = 500, due = 2026-12-31 },
  { name = "质保金", amount = 100, after = "acceptance", days = 365 },
]

[[contract]]
no = "C-2"
customer = "two"
signed = 2026-01-05
amount = 1000000
due = 2026-06-30

[[contract]]
no = "C-3"
customer = "two"
signed = 2026-02-05
amount = 1000
due = 2026-07-31

[[contract]]
no = "F-1"
customer = "frame"
signed = 2026-01-05
framework = true
terms = "net 30"
"#;

pub(crate) fn small(rows: &[&str]) -> Dir {
    let dir = Dir::ledger(SMALL, rows);
    dir.write(".gitattributes", "ledger.csv text eol=lf merge=union\n*.toml text eol=lf\n");
    dir
}

/// The words of a command line as a shell takes them, with double quotes.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// `record` with the words of a line, on the demonstration's day.
pub(crate) fn with<'a>(words: &'a [String], lang: &'a str) -> Vec<&'a str> {
    let mut arguments = vec!["--as-of", AS_OF, "--lang", lang, "record"];
    arguments.extend(words.iter().map(String::as_str));
    arguments
}

/// The machine's day as an id begins with it, where its zone is UTC.
fn today() -> String {
    Utc::now().format("%y%m%d").to_string()
}

/// What a call printed and the rows it added, the new ids as `ID`, `ID2`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) stdout: String,
    pub(crate) rows: Vec<String>,
}

pub(crate) fn id_of(row: &str) -> &str {
    row.split(',').next().unwrap_or_default()
}

/// Records and asserts what is true of every entry: old bytes stay, ids are new, of today and in order, the ledger is
/// still good.
#[track_caller]
pub(crate) fn record_in(dir: &Dir, lang: &str, line: &str) -> Done {
    let before = dir.read("ledger.csv");
    let earliest = today();
    let words = words(line);
    let arguments = with(&words, lang);
    let mut stdout = dir.huikuan(&arguments).env("TZ", "UTC0").run().good(&arguments);
    let latest = today();
    let after = dir.read("ledger.csv");
    let added = after.strip_prefix(&before).unwrap_or_else(|| panic!("{line}: changed what was there"));
    assert!(added.ends_with('\n') && !added.contains('\r'), "{line}: {added:?}");
    let mut rows: Vec<String> = added.lines().map(str::to_string).collect();
    let mut last = String::new();
    for (number, row) in rows.iter_mut().enumerate() {
        let id = id_of(row).to_string();
        let (day, rest) = id.split_at(6);
        assert!(day == earliest || day == latest, "{id}: not of today");
        let digits = rest.strip_prefix('-').unwrap_or_default();
        assert!(digits.len() == 8 && digits.bytes().all(|b| b"0123456789abcdefghjkmnpqrstvwxyz".contains(&b)), "{id}: shape");
        let floor = before.lines().map(id_of).filter(|old| old.starts_with(day)).max().unwrap_or_default();
        assert!(id.as_str() > floor && id > last, "{id}: not after {floor} and {last}");
        let mask = if number == 0 { "ID".to_string() } else { format!("ID{}", number + 1) };
        stdout = stdout.replace(&id, &mask);
        *row = row.replace(&id, &mask);
        last = id;
    }
    let check = dir.huikuan(&["--as-of", AS_OF, "check"]).run();
    assert_eq!((check.code, check.stderr.as_str()), (0, ""), "{line}: {}", check.stdout);
    Done { stdout, rows }
}

#[track_caller]
pub(crate) fn record(dir: &Dir, line: &str) -> Done {
    record_in(dir, "zh", line)
}

/// The one row a line adds.
#[track_caller]
pub(crate) fn row(dir: &Dir, line: &str) -> String {
    let done = record(dir, line);
    assert_eq!(done.rows.len(), 1, "{line}");
    done.rows.concat()
}

/// What the program says when it refuses; nothing may have been written.
#[track_caller]
pub(crate) fn refused_in(dir: &Dir, lang: &str, line: &str) -> String {
    let before = fs::read(dir.path().join("ledger.csv")).ok();
    let message = dir.refused(&with(&words(line), lang));
    assert_eq!(fs::read(dir.path().join("ledger.csv")).ok(), before, "{line}: wrote");
    message
}

#[track_caller]
pub(crate) fn refused(dir: &Dir, line: &str) -> String {
    refused_in(dir, "zh", line)
}

// ---------------------------------------------------------------------------------------------------------------------
// Every kind.

/// Line, what it prints (whole where it ends in a newline, else how it begins) and the row.
const KINDS: [(&str, &str, &str); 22] = [
    (
        "bill KJ-2026-001 6.8万 --milestone CK-1130",
        "已记 ID  出货应收  68,000.00  KJ-2026-001 经销框架  CK-1130  (兴旺家电经营部)  2026-11-30\n  新增应收，2026-12-30 到期\n  兴旺家电经营部 余额 229,800.00 → 297,800.00\n",
        "ID,2026-11-30,bill,xingwang,KJ-2026-001,CK-1130,68000.00,,,,,,,",
    ),
    (
        "receipt HT-2026-001 5万 --date 11-28 --method bank-acceptance --due 2027-05-28 --proof BK1 --party 华东电器有限公司",
        "已记 ID  回款  50,000.00  HT-2026-001 空调一期  (华东电器有限公司)  2026-11-28  → 2027-05-28\n  付清 验收款 30,000.00\n  付 质保金 20,000.00，还欠 10,000.00（2027-09-18 到期）\n  兑现承诺 261105-7yz2cr8y：已到 100,000.00 / 100,000.00，期限 2026-11-30\n  票据未到期，2027-05-28 到期\n  华东电器有限公司 余额 420,000.00 → 370,000.00\n",
        "ID,2026-11-28,receipt,huadong,HT-2026-001,,50000.00,2027-05-28,,BK1,华东电器有限公司,bank-acceptance,,",
    ),
    (
        "clear 80mv --by caiwu",
        "已记 ID  到账确认  HT-2026-015 双十一备货  (南海百货有限公司)  2026-11-30\n  261124-80mvkfsj 已到账\n",
        "ID,2026-11-30,clear,nanhai,HT-2026-015,,,,261124-80mvkfsj,,,,caiwu,",
    ),
    (
        "refund 80mv 1000 --note 多付退回",
        "已记 ID  退款  1,000.00  HT-2026-015 双十一备货  (南海百货有限公司)  2026-11-30\n  退回 261124-80mvkfsj\n  南海百货有限公司 余额 365,000.00 → 366,000.00\n",
        "ID,2026-11-30,refund,nanhai,HT-2026-015,,1000.00,,261124-80mvkfsj,,,,,多付退回",
    ),
    (
        "deduct HT-2026-013 2000 --detail return --note 退货",
        "已记 ID  应收冲减  2,000.00  HT-2026-013 撤柜样机  (宏达商贸有限公司)  2026-11-30\n  冲减 HT-2026-013 2,000.00\n  宏达商贸有限公司 余额 260,000.00 → 258,000.00\n",
        "ID,2026-11-30,deduct,hongda,HT-2026-013,,2000.00,,,,,return,,退货",
    ),
    (
        "writeoff HT-2025-036 500 --detail vanished --note 王芳批准",
        "已记 ID  坏账核销  500.00  HT-2025-036 家用空调分期  (张伟)  2026-11-30\n  核销 第三期 500.00\n  张伟 余额 7,000.00 → 6,500.00\n",
        "ID,2026-11-30,writeoff,zhangwei,HT-2025-036,,500.00,,,,,vanished,,王芳批准",
    ),
    (
        "commitment HT-2026-002 5万 --due 12-05 --detail written --party 王经理",
        "已记 ID  承诺回款  50,000.00  HT-2026-002 空调二期  (华东电器有限公司)  2026-11-30  → 2026-12-05\n  待兑现",
        "ID,2026-11-30,commitment,huadong,HT-2026-002,,50000.00,2026-12-05,,,王经理,written,,",
    ),
    (
        "reschedule HT-2026-001 验收款 --amount 1万 --due +30d",
        "已记 ID  展期/分期  10,000.00  HT-2026-001 空调一期  验收款  (华东电器有限公司)  2026-11-30  → 2026-12-30\n  改到 2026-12-30\n",
        "ID,2026-11-30,reschedule,huadong,HT-2026-001,验收款,10000.00,2026-12-30,,,,,,",
    ),
    (
        "event HT-2026-010 acceptance --date 昨天 --proof YS1",
        "已记 ID  节点达成  HT-2026-010 公寓洗衣机  (兰亭物业服务有限公司)  2026-11-29\n  验收：到期 安装款 2026-12-14\n",
        "ID,2026-11-29,event,lanting,HT-2026-010,,,,,YS1,,acceptance,,",
    ),
    (
        "invoice HT-2026-001 113000 --proof 26312000000012345678 --detail sent",
        "已记 ID  开票  113,000.00  HT-2026-001 空调一期  (华东电器有限公司)  2026-11-30\n  已送",
        "ID,2026-11-30,invoice,huadong,HT-2026-001,,113000.00,,,26312000000012345678,,sent,,",
    ),
    (
        "contact HT-2026-007 phone/no-answer --next +2d",
        "已记 ID  跟进  HT-2026-007 夏季冰箱  (宏达商贸有限公司)  2026-11-30  → 2026-12-02\n  电话/无人接听，日期 2026-12-02\n",
        "ID,2026-11-30,contact,hongda,HT-2026-007,,,2026-12-02,,,,phone/no-answer,,",
    ),
    (
        "note 华东电器 visit --note 仓库搬迁，流水正常",
        "已记 ID  记事  (华东电器有限公司)  2026-11-30\n  拜访",
        "ID,2026-11-30,note,huadong,,,,,,,,visit,,仓库搬迁，流水正常",
    ),
    (
        "cause HT-2026-007 cash-short --note 分三期 --due 12-15",
        "已记 ID  逾期原因  HT-2026-007 夏季冰箱  (宏达商贸有限公司)  2026-11-30  → 2026-12-15\n  资金紧张",
        "ID,2026-11-30,cause,hongda,HT-2026-007,,,2026-12-15,,,,cash-short,,分三期",
    ),
    (
        "dispute HT-2026-005 quality --amount 2万 --due +3d --by 售后",
        "已记 ID  争议  20,000.00  HT-2026-005 酒店中央空调  (云河酒店管理有限公司)  2026-11-30  → 2026-12-03\n  质量",
        "ID,2026-11-30,dispute,yunhe,HT-2026-005,,20000.00,2026-12-03,,,,quality,售后,",
    ),
    (
        "resolve 9mt0 换货完成",
        "已记 ID  了结  HT-2026-005 酒店中央空调  (云河酒店管理有限公司)  2026-11-30\n  结束 261113-9mt022a7：换货完成\n",
        "ID,2026-11-30,resolve,yunhe,HT-2026-005,,,,261113-9mt022a7,,,换货完成,,",
    ),
    (
        "hold 宏达 supply --note \"逾期超 60 天\"",
        "已记 ID  停供停服  (宏达商贸有限公司)  2026-11-30\n  停供\n",
        "ID,2026-11-30,hold,hongda,,,,,,,,supply,,逾期超 60 天",
    ),
    (
        "release 9tjb 已付清",
        "已记 ID  解除  (明辉置业有限公司)  2026-11-30\n  结束 261012-9tjba1vp：已付清\n",
        "ID,2026-11-30,release,minghui,,,,,261012-9tjba1vp,,,已付清,,",
    ),
    (
        "legal HT-2025-036 lawyer-letter --proof EMS1234567890",
        "已记 ID  法律措施  HT-2025-036 家用空调分期  (张伟)  2026-11-30\n  律师函",
        "ID,2026-11-30,legal,zhangwei,HT-2025-036,,,,,EMS1234567890,,lawyer-letter,,",
    ),
    (
        "confirm 华东电器 42万 --party 王经理",
        "已记 ID  对账确认  420,000.00  (华东电器有限公司)  2026-11-30\n  一致",
        "ID,2026-11-30,confirm,huadong,,,420000.00,,,,王经理,agreed,,",
    ),
    (
        "measure 华东贸易 2万 --due 月底 --detail visit --note 带发票上门",
        "已记 ID  举措  20,000.00  (华东贸易)  2026-11-30  → 2026-11-30\n  拜访",
        "ID,2026-11-30,measure,huadong-trade,,,20000.00,2026-11-30,,,,visit,,带发票上门",
    ),
    (
        "signal 宏达 biz03 --note 换了负责人",
        "已记 ID  预警信号  (宏达商贸有限公司)  2026-11-30\n  设备投资恶化",
        "ID,2026-11-30,signal,hongda,,,,,,,,biz03,,换了负责人",
    ),
    (
        "void 80mv --note 退票",
        "已记 ID  作废  HT-2026-015 双十一备货  (南海百货有限公司)  2026-11-30\n  作废 261124-80mvkfsj\n  南海百货有限公司 余额 365,000.00 → 390,000.00\n",
        "ID,2026-11-30,void,nanhai,HT-2026-015,,,,261124-80mvkfsj,,,,,退票",
    ),
];

#[test]
fn every_kind_appends_its_row_and_a_dry_run_none() {
    let kinds: Vec<&str> = KINDS.iter().filter_map(|(line, ..)| line.split(' ').next()).collect();
    assert_eq!(kinds, Kind::ALL.map(Kind::code));
    let dry = Dir::demo();
    let untouched = dry.read("ledger.csv");
    for (line, expected, row) in KINDS {
        let shown = |stdout: &str| if expected.ends_with('\n') { stdout == expected } else { stdout.starts_with(expected) };
        let dir = Dir::demo();
        let done = record(&dir, line);
        assert!(shown(&done.stdout), "{line}\n{}", done.stdout);
        assert_eq!(done.rows, [row], "{line}");

        let words = words(&format!("{line} --dry-run"));
        let stdout = dry.good(&with(&words, "zh"));
        let (head, rest) = stdout.split_at("将记 ".len());
        let (id, rest) = rest.split_at(15);
        assert_eq!((head, id.as_bytes().get(6)), ("将记 ", Some(&b'-')), "{line}");
        let body = rest.strip_suffix("试算：没有写入\n").expect(line);
        assert_eq!(format!("已记 ID{body}"), done.stdout, "{line}");
    }
    assert_eq!(dry.read("ledger.csv"), untouched);
}

#[test]
fn english_words() {
    for (line, stdout) in [
        (
            "receipt HT-2026-001 5万",
            "recorded ID  receipt  50,000.00  HT-2026-001 空调一期  (华东电器有限公司)  2026-11-30\n  paid off 验收款 30,000.00\n  paid 质保金 20,000.00, still open 10,000.00 (due 2027-09-18)\n  fulfils commitment 261105-7yz2cr8y: 100,000.00 of 100,000.00 came, due 2026-11-30\n  华东电器有限公司: balance 420,000.00 → 370,000.00\n",
        ),
        (
            "receipt HT-2026-004 1 --overpay",
            "recorded ID  receipt  1.00  HT-2026-004 样板房家电配套  (明辉置业有限公司)  2026-11-30\n  paid 到货款 1.00, still open 119,999.00 (164 days overdue, red)\n",
        ),
        (
            "void 80mv",
            "recorded ID  void  HT-2026-015 双十一备货  (南海百货有限公司)  2026-11-30\n  makes 261124-80mvkfsj void\n  南海百货有限公司: balance 365,000.00 → 390,000.00\n",
        ),
        (
            "bill KJ-2026-001 1200",
            "recorded ID  bill  1,200.00  KJ-2026-001 经销框架  (兴旺家电经营部)  2026-11-30\n  new receivable, due 2026-12-30\n  兴旺家电经营部: balance 229,800.00 → 231,000.00\n",
        ),
    ] {
        let done = record_in(&Dir::demo(), "en", line);
        assert!(done.stdout.starts_with(stdout), "{line}\n{}", done.stdout);
    }
    let dir = Dir::demo();
    let dry = dir.good(&with(&words("note 华东电器 -n"), "en"));
    assert!(dry.starts_with("would record ") && dry.ends_with("\ndry run: nothing was written\n"), "{dry}");
}

#[test]
fn each_column_has_a_flag() {
    let line = "note --contract HT-2026-001 --date 2026-11-01 --milestone 验收款 --amount 12.5 --due 2026-12-31 --ref 7yz2 --proof \"a,b\" --party 王经理 --detail visit --by 李雷+王芳 --note \"一，二\"";
    assert_eq!(
        row(&Dir::demo(), line),
        "ID,2026-11-01,note,huadong,HT-2026-001,验收款,12.50,2026-12-31,261105-7yz2cr8y,\"a,b\",王经理,visit,李雷+王芳,\"一，二\""
            .replace("\"一，二\"", "一，二")
    );
    // What stands by its place has a flag too.
    for (by_place, by_flag) in [
        ("receipt huadong 100", "receipt --customer huadong --amount 100"),
        ("receipt HT-2026-001 100", "receipt --contract HT-2026-001 100"),
        ("receipt huadong 5万", "receipt --customer 华东电器 5万"),
        ("contact huadong phone", "contact --customer huadong --channel phone"),
        ("contact huadong phone", "contact --customer huadong phone"),
        ("reschedule HT-2026-001 验收款 --due 12-31", "reschedule HT-2026-001 --milestone 验收款 --due 12-31"),
        ("reschedule HT-2026-001 验收款 --due 12-31", "reschedule --contract HT-2026-001 验收款 --due 12-31"),
        ("receipt HT-2026-001 100 --method cash", "receipt HT-2026-001 100 --detail cash"),
        ("clear 80mv", "clear --ref 80mv"),
    ] {
        assert_eq!(row(&Dir::demo(), by_place), row(&Dir::demo(), by_flag), "{by_flag}");
    }
}

#[test]
fn who_recorded_is_the_flag_then_the_config_then_the_user() {
    let dir = small(&[]);
    let by = |line: &str| {
        let words = words(line);
        dir.huikuan(&with(&words, "zh")).env("USER", "root").run().good(&[line]);
        let journal = dir.read("ledger.csv");
        journal.lines().last().and_then(|row| row.split(',').nth(12)).unwrap_or_default().to_string()
    };
    assert_eq!(by("note one --note 1"), "root");
    dir.write(".config/huikuan/config.toml", "rep = \"li\"\n");
    assert_eq!(by("note one --note 2"), "li");
    assert_eq!(by("note one --note 3 --by 韩梅"), "韩梅");
}

#[test]
fn the_first_entry_makes_the_journal() {
    for before in [None, Some("")] {
        let dir = small(&[]);
        let path = dir.path().join("ledger.csv");
        fs::remove_file(&path).unwrap();
        if let Some(text) = before {
            dir.write("ledger.csv", text);
        }
        dir.good(&with(&words("receipt C-1 100"), "zh"));
        let lines: Vec<String> = dir.read("ledger.csv").lines().map(str::to_string).collect();
        assert_eq!((lines.len(), lines[0].as_str()), (2, HEADER));
        assert!(lines[1].ends_with(",2026-11-30,receipt,one,C-1,,100.00,,,,,,,"), "{}", lines[1]);
        #[cfg(unix)]
        if before.is_none() {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

#[test]
fn an_id_is_greater_than_every_id_of_its_day() {
    // The last second of the day, which no entry of a test is younger than.
    let day = Utc::now().date_naive();
    let last = EntryId::new(Day::from_ymd(day.year(), day.month(), day.day()).expect("a day"), 86_399, 0x7f_ffff, None);
    let dir = small(&[&format!("{last},2026-11-01,note,one,,,,,,,,,,")]);
    row(&dir, "note one");
    row(&dir, "note two");
    let journal = dir.read("ledger.csv");
    let ids: Vec<&str> = journal.lines().skip(1).map(id_of).collect();
    assert!(ids.len() == 3 && ids.is_sorted(), "{ids:?}");
}

#[test]
fn the_ledgers_zone_decides_the_day() {
    let dir = Dir::ledger(&format!("{SMALL}\n[policy]\nutc_offset = \"+14:00\"\n"), &[]);
    let ahead = || (Utc::now() + chrono::Duration::hours(14)).format("%Y-%m-%d").to_string();
    let before = ahead();
    dir.huikuan(&["record", "note", "one"]).env("TZ", "UTC0").run().good(&[]);
    let days = [before, ahead()];
    let journal = dir.read("ledger.csv");
    let row = journal.lines().last().unwrap_or_default();
    let date = row.split(',').nth(1).unwrap_or_default();
    assert!(days.iter().any(|day| day == date), "{row}");
    assert_eq!(id_of(row).split_once('-').map(|(day, _)| format!("20{}-{}-{}", &day[..2], &day[2..4], &day[4..6])).as_deref(), Some(date));
}

// ---------------------------------------------------------------------------------------------------------------------
// The examples of the help.

/// The lines after the heading of the examples, without `huikuan record`.
fn examples(dir: &Dir, command: &[&str], lang: &str) -> Vec<String> {
    let mut arguments = command.to_vec();
    arguments.extend(["--help", "--lang", lang]);
    let help = dir.good(&arguments);
    let head = if lang == "zh" { "例子：\n" } else { "Examples:\n" };
    let (_, rest) = help.split_once(head).expect("examples");
    rest.lines().filter_map(|line| line.strip_prefix("  huikuan record ")).map(str::to_string).collect()
}

/// What examples speak of and the demonstration does not have: entries, and amounts that are open.
#[test]
fn the_examples_of_the_help_work() {
    let dir = Dir::demo();
    for word in Kind::ALL.map(Kind::code).into_iter().chain(["correct"]) {
        let lines = examples(&dir, &["record", word], "zh");
        assert_eq!(lines, examples(&dir, &["record", word], "en"), "{word}");
        assert_eq!(lines.len(), 2, "{word}");
        for line in lines {
            assert!(line.starts_with(&format!("{word} ")), "{line}");
            record(&Dir::demo(), &line);
        }
    }
    let lines = examples(&dir, &["record"], "zh");
    assert_eq!((lines.len(), &lines), (2, &examples(&dir, &["record"], "en")));
    for line in lines {
        record(&Dir::demo(), &line);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Two rows at once.

#[test]
fn a_contact_with_a_promise_is_two_rows() {
    let done = record(&Dir::demo(), "contact 华东电器 phone --promise 10万 --due 12-10 --next 12-08 --party 王经理 --note 月底");
    let expected = "已记 ID  跟进  (华东电器有限公司)  2026-11-30  → 2026-12-08\n  电话/已承诺，日期 2026-12-08\n已记 ID2  承诺回款  100,000.00  (华东电器有限公司)  2026-11-30  → 2026-12-10\n  待兑现";
    assert!(done.stdout.starts_with(expected), "{}", done.stdout);
    assert_eq!(
        done.rows,
        [
            "ID,2026-11-30,contact,huadong,,,,2026-12-08,,,王经理,phone/promised,,月底",
            "ID2,2026-11-30,commitment,huadong,,,100000.00,2026-12-10,,,王经理,oral,,月底",
        ]
    );
    // An outcome that was given stays; the promise follows the contract.
    let rows = record(&Dir::demo(), "contact HT-2026-002 visit/asked --promise 5000 --due 12-10").rows;
    assert_eq!(
        rows,
        ["ID,2026-11-30,contact,huadong,HT-2026-002,,,,,,,visit/asked,,", "ID2,2026-11-30,commitment,huadong,HT-2026-002,,5000.00,2026-12-10,,,,oral,,"]
    );
    // All or nothing.
    let dir = Dir::demo();
    assert!(refused(&dir, "contact 华东电器 phone --promise 10万").starts_with("错误 E316：缺少承诺日期 --due\n  例如：huikuan record contact "));
    assert!(refused(&dir, "contact 华东电器 phone --promise 一 --due 12-10").starts_with("错误 E305：金额“一”看不懂\n"));
    assert!(refused(&dir, "contact 华东电器 phone --promise 100万 --due 12-10").starts_with("错误 E314：承诺 1,000,000.00，超过未回款余额 420,000.00\n"));
}

/// The demonstration without the clear of the receipt 847e, so that it can be corrected.
fn uncleared() -> Dir {
    let dir = Dir::demo();
    record(&dir, "void 9cpj --mistake");
    dir
}

#[test]
fn correct_makes_an_entry_void_and_writes_it_anew() {
    let done = record(&uncleared(), "correct 847e --amount 3万");
    assert_eq!(
        done.stdout,
        "已记 ID  作废  HT-2026-001 空调一期  (华东电器有限公司)  2026-11-19\n  作废 261119-847ecwqy\n已记 ID2  回款  30,000.00  HT-2026-001 空调一期  验收款  (华东电器有限公司)  2026-11-19\n  付 验收款 30,000.00，还欠 60,000.00（逾期 31 天，蓝）\n  兑现承诺 261105-7yz2cr8y：已到 30,000.00 / 100,000.00，期限 2026-11-30\n  华东电器有限公司 余额 420,000.00 → 450,000.00\n"
    );
    let void = "ID,2026-11-19,void,huadong,HT-2026-001,,,,261119-847ecwqy,,,,,";
    let kept = "261105-7yz2cr8y,BK26111900012,华东电器有限公司,bank,caiwu";
    assert_eq!(done.rows, [void.to_string(), format!("ID2,2026-11-19,receipt,huadong,HT-2026-001,验收款,30000.00,,{kept},")]);

    // Another contract has other milestones; the reason stands on both rows.
    let rows = record(&uncleared(), "correct 847e --contract HT-2026-002 --note 记错合同").rows;
    assert_eq!(rows, [format!("{void}记错合同"), format!("ID2,2026-11-19,receipt,huadong,HT-2026-002,,60000.00,,{kept},记错合同")]);
    let rows = record(&uncleared(), "correct 847e --contract HT-2026-007 --milestone #1 --party 宏达商贸").rows;
    let kept_but_payer = kept.replace("华东电器有限公司", "宏达商贸");
    assert_eq!(rows, [void.to_string(), format!("ID2,2026-11-19,receipt,hongda,HT-2026-007,1,60000.00,,{kept_but_payer},")]);
    let rows = record(&uncleared(), "correct 847e --customer 宏达 --party 宏达商贸").rows;
    assert_eq!(rows, [void.to_string(), format!("ID2,2026-11-19,receipt,hongda,,,60000.00,,{kept_but_payer},")]);

    // A bill keeps its name though the void one had it.
    let rows = record(&Dir::demo(), "correct 973w --amount 48300").rows;
    assert_eq!(rows[1], "ID2,2026-11-03,bill,xingwang,KJ-2026-001,11月上,48300.00,,,SH-26110301,,goods,lilei,");
    // A note of another text is another entry.
    let rows = record(&Dir::demo(), "correct 8tx4 --note 移交").rows;
    assert_eq!(rows, ["ID,2026-09-29,void,nanhai,,,,,260929-8tx4qess,,,,,移交", "ID2,2026-09-29,note,nanhai,,,,,,,,visit,zhaogang+hanmei,移交"]);

    // It is guarded against the ledger without the mistake.
    let rows = record(&uncleared(), "correct 847e --amount 5.1万").rows;
    assert_eq!(rows[1], format!("ID2,2026-11-19,receipt,huadong,HT-2026-001,验收款,51000.00,,{kept},"));
    let rows = record(&uncleared(), "correct 847e --date 11-18 --proof 无").rows;
    assert_eq!(rows, [void.to_string(), "ID2,2026-11-18,receipt,huadong,HT-2026-001,验收款,60000.00,,261105-7yz2cr8y,无,华东电器有限公司,bank,caiwu,".into()]);
    let rows = record(&Dir::demo(), "correct 7yz2 --due 12-05").rows;
    assert_eq!(rows[1], "ID2,2026-11-05,commitment,huadong,,,100000.00,2026-12-05,,,王经理,oral,lilei,");
    let dir = Dir::demo();
    assert!(refused(&dir, "correct 847e --amount 3万").starts_with("错误 E322：261119-847ecwqy 还有别的记录指着它：261120-9cpj4q3h\n"));
    let dir = uncleared();
    assert!(refused(&dir, "correct 847e --amount 15万").starts_with("错误 E313：回款 150,000.00，只欠 90,000.00，多出 60,000.00\n"));
    assert!(refused(&dir, "correct 7yz2 --amount 50万").starts_with("错误 E314：承诺 500,000.00，超过未回款余额 420,000.00\n"));
    assert!(refused(&dir, "correct 847e --date 12-05").starts_with("错误 E311：2025-12-05 已结账"));

    let dir = Dir::demo();
    refused(&dir, "correct 821q --amount 5");
    assert!(refused(&dir, "correct 7zzx --amount 5").starts_with("错误 E223：260930-7zzxct4a 在第 91 行已经作废\n"));
    assert!(refused(&dir, "correct").starts_with("错误 E316：缺少记录编号，或要改的内容\n"));
}

// ---------------------------------------------------------------------------------------------------------------------
// For programs.

#[test]
fn json_and_csv_are_the_rows_of_history() {
    let dir = Dir::demo();
    let arguments = with(&["receipt", "HT-2026-001", "100", "--note", "a,b"].map(str::to_string), "zh").join("\u{1f}");
    let arguments: Vec<&str> = arguments.split('\u{1f}').collect();
    let answer = dir.json(&arguments);
    assert_eq!((&answer["report"], &answer["as_of"], &answer["currency"], &answer["total"]), (&"record".into(), &AS_OF.into(), &"CNY".into(), &Value::Null));
    let rows = answer["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1);
    let keys: Vec<&str> = rows[0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys.join(","), format!("{HEADER},effect,balance"));
    let journal = dir.read("ledger.csv");
    assert_eq!(rows[0]["id"], id_of(journal.lines().last().unwrap_or_default()));
    assert_eq!((&rows[0]["amount"], &rows[0]["note"], &rows[0]["milestone"]), (&"100.00".into(), &"a,b".into(), &Value::Null));
    assert_eq!((&rows[0]["effect"], &rows[0]["balance"]), (&"付 验收款 100.00；兑现承诺 261105-7yz2cr8y 100.00".into(), &"419900.00".into()));

    let csv = dir.good(&with(&words("contact HT-2026-002 phone --promise 100 --due 12-10 --format csv"), "zh"));
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!((lines.len(), lines[0].to_string()), (3, format!("{HEADER},effect,balance")));
    let journal = dir.read("ledger.csv");
    for (shown, written) in lines[1..].iter().zip(journal.lines().rev().take(2).collect::<Vec<_>>().into_iter().rev()) {
        assert!(shown.starts_with(written), "{shown}\n{written}");
    }

    let before = dir.read("ledger.csv");
    let answer = dir.json(&with(&words("receipt HT-2026-001 200 --dry-run"), "zh"));
    assert_eq!(answer["rows"][0]["amount"], "200.00");
    assert_eq!(dir.read("ledger.csv"), before);
    assert!(refused(&dir, "receipt HT-2026-001 300 --format xml").starts_with("错误 E307：--format 没有“xml”\n"));
}

// ---------------------------------------------------------------------------------------------------------------------
// Safeguards.

#[test]
fn what_is_probably_not_meant_is_refused_until_told_otherwise() {
    for (line, flag, zh, en) in [
        (
            "receipt C-1 100 --date 2026-12-05",
            "--future",
            "错误 E310：2026-12-05 还没到（今天 2026-11-30）\n  日期对的话加 --future\n",
            "error E310: 2026-12-05 is in the future (today is 2026-11-30)\n  add --future if the date is right\n",
        ),
        (
            "receipt C-1 70 --date 2026-11-02",
            "--again",
            "错误 E312：第 2 行 261102-00000001 已经有一条一样的：种类、日期、对象、金额都相同\n  确实是另一笔就加 --again\n",
            "error E312: line 2, 261102-00000001, looks the same: kind, date, target and amount\n  add --again if this is another one\n",
        ),
        (
            "receipt C-1 930.01",
            "--overpay",
            "错误 E313：回款 930.01，只欠 930.00，多出 0.01\n  确实多收就加 --overpay：多出的照顺序付别的应收，付不完的留作未匹配\n",
            "error E313: the receipt is 930.01, only 930.00 is owed, 0.01 too much\n  add --overpay if it is right: the rest pays what else is open there, or stays unapplied\n",
        ),
        (
            "receipt two 1001001",
            "--overpay",
            "错误 E313：回款 1,001,001.00，只欠 1,001,000.00，多出 1.00\n  确实多收就加 --overpay：多出的照顺序付别的应收，付不完的留作未匹配\n",
            "error E313: the receipt is 1,001,001.00, only 1,001,000.00 is owed, 1.00 too much\n  add --overpay if it is right: the rest pays what else is open there, or stays unapplied\n",
        ),
        (
            "commitment C-1 930.01 --due 12-10",
            "--over",
            "错误 E314：承诺 930.01，超过未回款余额 930.00\n  确实这么多就加 --over\n",
            "error E314: the commitment is 930.01, only 930.00 is open\n  add --over if it is right\n",
        ),
        (
            "receipt C-1 100 --date 2026-01-04",
            "--before-signing",
            "错误 E315：合同 C-1 那天还没签（2026-01-05 签订）\n  日期对的话加 --before-signing\n",
            "error E315: contract C-1 was not signed that day (signed 2026-01-05)\n  add --before-signing if the date is right\n",
        ),
        (
            "note one --note 甲 --date 2026-11-03",
            "--again",
            "错误 E312：第 3 行 261103-00000001 已经有一条一样的：种类、日期、对象、金额都相同\n  确实是另一笔就加 --again\n",
            "error E312: line 3, 261103-00000001, looks the same: kind, date, target and amount\n  add --again if this is another one\n",
        ),
    ] {
        let dir = small(&["261102-00000001,2026-11-02,receipt,one,C-1,,70.00,,,,,,,", "261103-00000001,2026-11-03,note,one,,,,,,,,,,甲"]);
        assert_eq!(refused(&dir, line), zh, "{line}");
        assert_eq!(refused_in(&dir, "en", line), en, "{line}");
        assert_eq!(refused(&dir, &format!("{line} --dry-run")), zh, "{line}");
        record(&dir, &format!("{line} {flag}"));
    }
    // Something else is another entry.
    let dir = small(&["261102-00000001,2026-11-02,receipt,one,C-1,,70.00,,,,,,,", "261103-00000001,2026-11-03,note,one,,,,,,,,,,甲"]);
    for line in ["receipt C-1 70", "receipt C-1 71 --date 2026-11-02", "note one --note 乙 --date 2026-11-03", "contact one --note 甲 --date 2026-11-03"] {
        record(&dir, line);
    }
}

#[test]
fn what_was_overpaid_or_written_off_is_told() {
    let dir = small(&[]);
    let done = record(&dir, "receipt C-2 1000000.50 --overpay");
    assert_eq!(
        done.stdout,
        "已记 ID  回款  1,000,000.50  C-2  (乙公司)  2026-11-30\n  付清 C-2 1,000,000.00\n  未匹配 0.50，等下一笔应收\n  乙公司 余额 1,001,000.00 → 999.50\n"
    );
    // What was written off may still come in.
    record(&dir, "writeoff C-3 400");
    assert!(refused(&dir, "receipt C-3 1000.01").starts_with("错误 E313：回款 1,000.01，只欠 1,000.00，多出 0.01\n"));
    let done = record(&dir, "receipt C-3 1000");
    assert_eq!(done.stdout, "已记 ID  回款  1,000.00  C-3  (乙公司)  2026-11-30\n  付清 C-3 600.00\n  收回已核销 C-3 400.00\n  乙公司 余额 599.50 → -0.50\n");
}

#[test]
fn a_closed_period_has_no_flag() {
    let dir = Dir::ledger(&format!("{SMALL}\n[policy]\nclosed_until = 2026-10-31\n"), &["260301-00000001,2026-03-01,receipt,one,C-1,,100.00,,,,,,,"]);
    let all = "--future --again --before-signing";
    assert_eq!(
        refused(&dir, &format!("receipt C-1 100 --date 2026-10-31 {all} --overpay")),
        "错误 E311：2026-10-31 已结账（结到 2026-10-31）\n  记在结账日之后，或在 huikuan.toml 里改 closed_until\n"
    );
    assert_eq!(
        refused_in(&dir, "en", &format!("commitment C-1 100 --due 12-10 --date 2026-01-05 {all} --over")),
        "error E311: 2026-01-05 is in a closed period (closed until 2026-10-31)\n  record it on a later day, or change closed_until in huikuan.toml\n"
    );
    // A mistake of a closed period stays; from today on it can be void.
    assert!(refused(&dir, "void 260301-00000001 --mistake").starts_with("错误 E311：2026-03-01 已结账"));
    assert!(refused(&dir, "correct 260301-00000001 --amount 90").starts_with("错误 E311：2026-03-01 已结账"));
    record(&dir, "receipt C-1 100 --date 2026-11-01");
    record(&dir, "void 260301-00000001");
}

// ---------------------------------------------------------------------------------------------------------------------
// Who and what.

#[test]
fn a_part_of_a_name_is_enough_where_only_one_has_it() {
    for (typed, target) in [
        ("KJ", "xingwang,KJ-2026-001"),
        ("kj-2026-001", "xingwang,KJ-2026-001"),
        ("ＨＴ－２０２６－０１７", "yunhe,HT-2026-017"),
        ("6-017", "yunhe,HT-2026-017"),
        ("2025-036", "zhangwei,HT-2025-036"),
        ("贸易", "huadong-trade,"),
        ("南海", "nanhai,"),
        ("HUADONG ELECTRIC", "huadong,"),
        ("huadongelectric", "huadong,"),
        // A name in full comes before a part of another.
        ("huadong", "huadong,"),
        ("华东电器", "huadong,"),
    ] {
        let found = row(&Dir::demo(), &format!("note \"{typed}\""));
        assert_eq!(found, format!("ID,2026-11-30,note,{target},,,,,,,,,"), "{typed}");
    }
    let dir = Dir::demo();
    assert_eq!(
        refused(&dir, "contact 华东 phone"),
        "错误 E303：“华东”能指好几个合同或客户\n  写清楚是哪一个：华东电器有限公司 (huadong)、华东贸易 (huadong-trade)\n"
    );
    assert_eq!(
        refused_in(&dir, "en", "receipt 2026-001 1"),
        "error E303: \"2026-001\" could be more than one contract or customer\n  say which: HT-2026-001, KJ-2026-001\n"
    );
    let unknown = refused(&dir, "receipt 华东贸昜 1");
    assert!(
        unknown.starts_with("错误 E302：没有合同或客户“华东贸昜”\n  最接近的：华东贸易 (huadong-trade)\n  试试：huikuan record receipt huadong-trade"),
        "{unknown}"
    );
    assert_eq!(refused(&dir, "receipt 不存在 1"), "错误 E302：没有合同或客户“不存在”\n");
    let unknown = refused(&dir, "receipt --customer 不存在 1");
    assert!(unknown.starts_with("错误 E302：没有客户“不存在”\n"), "{unknown}");
}

#[test]
fn a_milestone_goes_by_name_number_or_part() {
    for (contract, typed, name) in [
        ("HT-2026-001", "验收款", "验收款"),
        ("HT-2026-001", "#3", "验收款"),
        ("HT-2026-001", "验收", "验收款"),
        ("HT-2026-012", "货款/2", "货款/2"),
        ("HT-2026-012", "#1/2", "货款/2"),
        ("HT-2026-012", "货/1", "货款/1"),
        ("HT-2026-012", "货款", "货款"),
        ("KJ-2026-001", "11月上", "11月上"),
        ("HT-2026-007", "1", "1"),
    ] {
        let found = row(&Dir::demo(), &format!("receipt {contract} 100 --milestone {typed}"));
        assert_eq!(found.split(',').nth(5), Some(name), "{typed}");
    }
    let dir = Dir::demo();
    let several = refused(&dir, "receipt HT-2026-001 100 --milestone 款");
    assert!(several.starts_with("错误 E303：“款”能指好几个付款节点\n  写清楚是哪一个："), "{several}");
    assert!(["预付款", "发货款", "验收款"].iter().all(|name| several.contains(name)), "{several}");
    for typed in ["#9", "#0", "进度款", "货款/x"] {
        refused(&dir, &format!("receipt HT-2026-001 100 --milestone {typed}"));
    }
    // A milestone alone does not tell the contract.
    assert_eq!(
        refused(&dir, "receipt huadong 100 --milestone 验收款"),
        "错误 E317：这种记录要指明合同，华东电器有限公司 有几个合同\n  写合同编号：HT-2026-001、HT-2026-002\n"
    );
    // A bill without a name goes by its id.
    let dir = small(&[]);
    record(&dir, "bill F-1 500");
    let id = id_of(dir.read("ledger.csv").lines().last().unwrap_or_default()).to_string();
    let done = record(&dir, &format!("receipt F-1 200 --milestone {id}"));
    assert!(done.stdout.contains(&format!("  付 {id} 200.00，还欠 300.00（2026-12-30 到期）\n")), "{}", done.stdout);
    let done = record(&dir, "bill F-1 600 --milestone 甲");
    assert_eq!(done.rows, ["ID,2026-11-30,bill,frame,F-1,甲,600.00,,,,,,,"]);
    assert_eq!(refused(&dir, "bill F-1 700 --milestone 甲").lines().next(), Some("错误 E226：出货单名“甲”第 4 行已经用了"));
    for name in ["a/b", "#1"] {
        let message = refused(&dir, &format!("bill F-1 700 --milestone {name}"));
        assert!(message.starts_with(&format!("错误 E226：出货单名“{name}”里不能有 / ，不能以 # 开头\n")), "{message}");
    }
}

#[test]
fn an_entry_goes_by_any_unique_run_of_four_characters() {
    for typed in ["261119-847ecwqy", "847e", "7ecw", "19-847", "847E", "８４７ｅ"] {
        let found = row(&Dir::demo(), &format!("void {typed}"));
        assert_eq!(found.split(',').nth(8), Some("261119-847ecwqy"), "{typed}");
    }
    let dir = Dir::demo();
    let several = refused(&dir, "void 2611");
    assert!(several.starts_with("错误 E303：“2611”能指好几个记录\n"), "{several}");
    for typed in ["847", ""] {
        let short = refused(&dir, &format!("void \"{typed}\""));
        assert!(short.starts_with(&format!("错误 E321：“{typed}”太短，看不出是哪条记录\n")), "{short}");
    }
    for typed in ["zzzz", "261119-847ecwqyx"] {
        assert!(refused(&dir, &format!("void {typed}")).starts_with(&format!("错误 E302：没有记录“{typed}”\n")));
    }
    // Only what the kind can refer to.
    for line in [
        "clear 9mt0",
        "refund 7yz2",
        "resolve 847e",
        "release 847e",
        "void 821q",
        "receipt huadong 1 --ref 847e",
        "commitment huadong 1 --due 12-01 --ref 847e",
    ] {
        refused(&dir, line);
    }
    // Nor what is of a later day.
    refused(&dir, "clear 80mv --date 2026-11-23");
}

#[test]
fn a_receipt_names_the_commitment_it_fulfils_and_a_commitment_the_one_it_replaces() {
    let rows = [
        "261101-00000001,2026-11-01,commitment,two,C-2,,300.00,2026-11-20,,,,oral,,",
        "261102-00000002,2026-11-02,commitment,two,C-2,,500.00,2026-12-20,,,,oral,,",
    ];
    let done = record(&small(&rows), "receipt C-2 200 --ref 0002");
    assert!(done.stdout.contains("  兑现承诺 261102-00000002：已到 200.00 / 500.00，期限 2026-12-20\n"), "{}", done.stdout);
    assert_eq!(done.rows, ["ID,2026-11-30,receipt,two,C-2,,200.00,,261102-00000002,,,,,"]);
    let dir = small(&rows);
    let done = record(&dir, "commitment C-2 400 --due 12-24 --ref 0001");
    assert_eq!(done.rows, ["ID,2026-11-30,commitment,two,C-2,,400.00,2026-12-24,261101-00000001,,,,,"]);
    let journal = dir.json(&["history", "--kind", "commitment", "--as-of", AS_OF]);
    assert!(journal["rows"][0]["effect"].as_str().is_some_and(|effect| effect.contains("已改约")), "{journal}");
}

#[test]
fn a_refund_gives_back_what_is_left() {
    let dir = Dir::demo();
    assert_eq!(row(&dir, "refund 847e 1000"), "ID,2026-11-30,refund,huadong,HT-2026-001,,1000.00,,261119-847ecwqy,,,,,");
    assert_eq!(row(&dir, "refund 847e"), "ID,2026-11-30,refund,huadong,HT-2026-001,,59000.00,,261119-847ecwqy,,,,,");
    refused(&dir, "refund 847e");
    assert!(refused(&dir, "refund 847e 0.01").starts_with("错误 E224：261119-847ecwqy 的退款合计 60,000.01，超过回款 60,000.00\n"));
    // A refund of something void takes nothing.
    let dir = Dir::demo();
    record(&dir, "refund 847e 1000");
    let refund = id_of(dir.read("ledger.csv").lines().last().unwrap_or_default()).to_string();
    record(&dir, &format!("void {refund}"));
    assert_eq!(row(&dir, "refund 847e").split(',').nth(6), Some("60000.00"));
}

#[test]
fn a_void_is_of_today_and_a_mistake_of_its_own_day() {
    let dir = Dir::demo();
    let debt = |day: &str| dir.json(&["aging", "--as-of", day, "--by", "customer", "--customer", "huadong"])["rows"][0]["outstanding"].clone();
    assert_eq!((debt("2026-11-29"), debt(AS_OF)), ("420000.00".into(), "420000.00".into()));
    assert_eq!(row(&dir, "void 847e --note 退票"), "ID,2026-11-30,void,huadong,HT-2026-001,,,,261119-847ecwqy,,,,,退票");
    assert_eq!((debt("2026-11-29"), debt(AS_OF)), ("420000.00".into(), "480000.00".into()));
    refused(&dir, "void 847e");
    refused(&dir, "void 847e --mistake");

    let dir = Dir::demo();
    let done = record(&dir, "void 847e --mistake");
    assert_eq!(done.rows, ["ID,2026-11-19,void,huadong,HT-2026-001,,,,261119-847ecwqy,,,,,"]);
    assert_eq!(
        done.stdout,
        "已记 ID  作废  HT-2026-001 空调一期  (华东电器有限公司)  2026-11-19\n  作废 261119-847ecwqy\n  华东电器有限公司 余额 420,000.00 → 480,000.00\n"
    );
    let debt = |day: &str| dir.json(&["aging", "--as-of", day, "--by", "customer", "--customer", "huadong"])["rows"][0]["outstanding"].clone();
    assert_eq!((debt("2026-11-18"), debt("2026-11-19")), ("480000.00".into(), "480000.00".into()));
    // A day of its own may be said.
    assert_eq!(row(&Dir::demo(), "void 847e --date 11-25").split(',').nth(1), Some("2026-11-25"));
    refused(&Dir::demo(), "void 847e --date 11-18");
}

#[test]
fn a_confirmed_balance_is_compared_with_ours() {
    // 400 + 500 are dated, 100 waits for its event and is not asked for yet.
    let detail = |dir: &Dir, line: &str| row(dir, line).split(',').nth(11).unwrap_or_default().to_string();
    assert_eq!(detail(&small(&[]), "confirm one 900"), "agreed");
    assert_eq!(detail(&small(&[]), "confirm one 1000"), "differs");
    assert_eq!(detail(&small(&[]), "confirm one 899.99"), "differs");
    // What was said stands.
    assert_eq!(detail(&small(&[]), "confirm one 900 --detail differs"), "differs");
    // On the day it speaks of; less what waits unapplied.
    let rows = ["261101-00000001,2026-11-01,receipt,one,C-1,,400.00,,,,,,,", "261110-00000001,2026-11-10,receipt,two,C-3,,1500.00,,,,,,,"];
    assert_eq!(detail(&small(&rows), "confirm one 500"), "agreed");
    assert_eq!(detail(&small(&rows), "confirm one 900 --date 2026-10-31"), "agreed");
    assert_eq!(detail(&small(&rows), "confirm two 999500"), "agreed");
    assert_eq!(detail(&small(&rows), "confirm frame 0"), "agreed");
    // It is about the customer, also where a contract was typed.
    assert_eq!(row(&small(&rows), "confirm C-1 500"), "ID,2026-11-30,confirm,one,,,500.00,,,,,agreed,,");
}

#[test]
fn a_kind_that_needs_a_contract_takes_the_only_one() {
    for (rest, fields) in [
        ("deduct {} 10", "deduct,one,C-1,,10.00,,,,,,,"),
        ("writeoff {} 10", "writeoff,one,C-1,,10.00,,,,,,,"),
        ("reschedule {} 尾款 --due 2027-01-31", "reschedule,one,C-1,尾款,,2027-01-31,,,,,,"),
        ("event {} acceptance", "event,one,C-1,,,,,,,acceptance,,"),
        ("invoice {} 10 --proof F1", "invoice,one,C-1,,10.00,,,F1,,,,"),
    ] {
        assert_eq!(row(&small(&[]), &rest.replace("{}", "one")), format!("ID,2026-11-30,{fields}"));
        let message = refused(&small(&[]), &rest.replace("{}", "two"));
        assert_eq!(message, "错误 E317：这种记录要指明合同，乙公司 有几个合同\n  写合同编号：C-2、C-3\n", "{rest}");
    }
    assert_eq!(row(&small(&[]), "bill frame 10"), "ID,2026-11-30,bill,frame,F-1,,10.00,,,,,,,");
    // Only a framework contract takes bills.
    assert!(refused(&small(&[]), "bill one 10").starts_with("错误 E317："));
    assert!(refused(&small(&[]), "bill C-1 10").starts_with("错误 E225：C-1 不是框架合同，不能出货记应收\n"));
    // Money may name the customer alone.
    assert_eq!(row(&small(&[]), "receipt two 10"), "ID,2026-11-30,receipt,two,,,10.00,,,,,,,");
}

#[test]
fn what_is_missing_is_said_with_an_example() {
    let dir = small(&[]);
    for (line, missing) in [
        ("receipt", "客户或合同"),
        ("receipt C-1", "金额"),
        ("commitment C-1 10", "日期 --due"),
        ("measure one 10", "日期 --due"),
        ("reschedule C-1 尾款", "日期 --due"),
        ("reschedule C-1 --due 12-31", "付款节点"),
        ("event C-1", "节点"),
        ("invoice C-1 10", "发票号码 --proof"),
        ("bill", "合同"),
        ("deduct F-1", "金额"),
        ("hold", "客户或合同"),
        ("confirm one", "金额"),
        ("clear", "记录编号"),
        ("void", "记录编号"),
    ] {
        let message = refused(&dir, line);
        let kind = line.split(' ').next().unwrap_or_default();
        assert!(message.starts_with(&format!("错误 E316：缺少{missing}\n  例如：huikuan record {kind} ")), "{message}");
    }
    assert!(refused_in(&dir, "en", "receipt C-1").starts_with("error E316: the amount is missing\n  for example: huikuan record receipt "));
}

// ---------------------------------------------------------------------------------------------------------------------
// Texts.

#[test]
fn a_text_that_would_break_the_line_or_mislead_is_refused() {
    let dir = small(&[]);
    for (character, shown) in
        [("\n", "a"), ("\r", "d"), ("\t", "9"), ("\u{1b}", "1b"), ("\u{202e}", "202e"), ("\u{2066}", "2066"), ("\u{200b}", "200b"), ("\u{feff}", "feff")]
    {
        let text = format!("前{character}后");
        for option in ["note", "party", "proof", "by"] {
            let before = dir.read("ledger.csv");
            let message = dir.refused(&["record", "note", "one", &format!("--{option}"), &text]);
            assert!(message.contains(&format!("E318：{option} ")) || message.contains(&format!("E318：--{option} ")), "{message:?}");
            assert!(message.contains(&format!("里有换行或看不见的字符 \\u{{{shown}}}\n  删掉它再记；一条记录只占一行\n")), "{message:?}");
            assert!(!message.contains(character) || character == "\n", "{message:?}");
            assert_eq!(dir.read("ledger.csv"), before);
        }
    }
    for arguments in [["record", "note", "甲\n公司"], ["record", "note", "\u{1b}[31m"]] {
        assert!(dir.refused(&arguments).starts_with("错误 E318："));
    }
}

#[test]
fn any_other_text_comes_back_as_it_was() {
    let texts = [
        "他说 \"好, 下周\", 就挂了",
        "\"",
        "\"\"",
        ",",
        ",,,",
        " 前后有空格 ",
        "=1+1",
        "-5",
        "#3",
        "'单引号'",
        "反斜线 \\n \\",
        "全角，“引号”；😀 é 한국어",
        "250101-00000000,2025-01-01,receipt",
        "id,date,kind",
        "<<<<<<< HEAD",
        "--note",
    ];
    let dir = small(&[]);
    for text in texts {
        let before = dir.read("ledger.csv");
        dir.good(&["--as-of", AS_OF, "record", "note", "one", "--note", text, "--party", text, "--proof", text, "--detail", text, "--by", text]);
        assert_eq!(dir.read("ledger.csv").strip_prefix(&before).map(|added| added.matches('\n').count()), Some(1), "{text}");
    }
    let history = dir.json(&["--as-of", AS_OF, "history"]);
    let rows = history["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), texts.len());
    for (row, text) in rows.iter().zip(texts) {
        for key in ["note", "party", "proof", "detail", "by"] {
            assert_eq!(row[key], text, "{key}");
        }
    }
    assert_eq!(dir.huikuan(&["--as-of", AS_OF, "check"]).run().code, 0);
}

// ---------------------------------------------------------------------------------------------------------------------
// The file.

#[test]
fn a_journal_with_crlf_keeps_it() {
    let dir = Dir::demo();
    let before = dir.read("ledger.csv").replace('\n', "\r\n");
    dir.write("ledger.csv", &before);
    dir.good(&with(&words("contact HT-2026-002 phone --promise 100 --due 12-10"), "zh"));
    let after = dir.read("ledger.csv");
    let added = after.strip_prefix(&before).expect("what was there stays");
    assert_eq!((added.matches("\r\n").count(), added.matches('\n').count(), added.matches('\r').count()), (2, 2, 2), "{added:?}");
    assert!(added.ends_with(",oral,,\r\n"), "{added:?}");
    assert_eq!(dir.huikuan(&["--as-of", AS_OF, "check"]).run().code, 0);
}

#[test]
fn a_damaged_ledger_takes_no_entry() {
    let good = "261102-00000001,2026-11-02,receipt,one,C-1,,70.00,,,,,,,\n";
    for (journal, message) in [
        (format!("{HEADER}\n{}", good.trim_end()), "E205"),
        (format!("{HEADER}\n{good}{good}"), "E210"),
        (format!("{HEADER}\n{good}{HEADER}\n"), "E207"),
        (good.to_string(), "E201"),
        (format!("{HEADER}\n{good}<<<<<<< HEAD\n"), "E206"),
        (format!("{HEADER}\n{}", good.replace("70.00", "1e5")), "E213"),
        (format!("{HEADER}\n{}", good.replace("C-1", "C-9")), "E217"),
        (format!("{HEADER}\n{}", good.replace("receipt,one", "receipt,one,")), "E202"),
        (format!("{HEADER}\n{good}\n{}", good.replace("0001", "0002")), "E208"),
        (format!("{HEADER}\n{}", good.replace(",,,,,,,", ",,,,,,,\"半")), "E203"),
    ] {
        let dir = small(&[]);
        dir.write("ledger.csv", &journal);
        assert!(refused(&dir, "receipt C-1 100").contains(message), "{message}");
        assert!(refused(&dir, "note two --dry-run").contains(message), "{message}");
    }
    // Nor does one whose book is not right.
    let dir = small(&[]);
    dir.write("huikuan.toml", &SMALL.replace("amount = 1000000", "amount = -1"));
    refused(&dir, "receipt C-1 100");
    // GBK bytes are no reason to lose them.
    let dir = small(&[]);
    let mut bytes = format!("{HEADER}\n").into_bytes();
    bytes.extend(b"261102-00000001,2026-11-02,note,one,,,,,,,\xbb\xaa\xb6\xab,,,\n");
    fs::write(dir.path().join("ledger.csv"), bytes).unwrap();
    assert!(refused(&dir, "receipt C-1 100").contains("E003"));
}

#[cfg(unix)]
#[test]
fn a_journal_behind_a_link_is_written_through() {
    let dir = small(&[]);
    fs::rename(dir.path().join("ledger.csv"), dir.path().join("real.csv")).unwrap();
    std::os::unix::fs::symlink("real.csv", dir.path().join("ledger.csv")).unwrap();
    row(&dir, "receipt C-1 100");
    assert!(fs::symlink_metadata(dir.path().join("ledger.csv")).unwrap().is_symlink());
    assert_eq!(dir.read("real.csv").lines().count(), 2);
}

#[test]
fn eight_processes_at_once_lose_nothing() {
    let dir = small(&[]);
    let path = dir.path();
    thread::scope(|scope| {
        for writer in 0..8 {
            scope.spawn(move || {
                for number in 1..=10 {
                    let amount = format!("{}.{:02}", number * 10, writer);
                    let arguments = ["--as-of", AS_OF, "record", "receipt", "C-2", &amount, "--by", &writer.to_string(), "--overpay"];
                    let output = Command::new(env!("CARGO_BIN_EXE_huikuan")).args(arguments).current_dir(path).env_clear().env("HOME", path).output();
                    let output = output.expect("the binary runs");
                    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                }
            });
        }
    });
    let journal = dir.read("ledger.csv");
    let rows: Vec<&str> = journal.lines().skip(1).collect();
    assert_eq!(rows.len(), 80);
    let mut ids: Vec<&str> = rows.iter().copied().map(id_of).collect();
    // Each saw the one before it.
    assert!(ids.is_sorted());
    ids.dedup();
    assert_eq!(ids.len(), 80);
    for writer in 0..8 {
        for number in 1..=10 {
            let tail = format!(",2026-11-30,receipt,two,C-2,,{}.{writer:02},,,,,,{writer},", number * 10);
            assert_eq!(rows.iter().filter(|row| row.ends_with(&tail)).count(), 1, "{tail}");
        }
    }
    let check = dir.good(&["--as-of", AS_OF, "check"]);
    assert!(check.ends_with("：3 个客户，4 份合同，80 条记录\n"), "{check}");
}

// ---------------------------------------------------------------------------------------------------------------------
// Questions.

#[test]
fn without_a_terminal_nothing_waits() {
    let dir = small(&[]);
    for line in ["receipt", "receipt C-1", "commitment C-1 10"] {
        // An open pipe that nobody writes to: a question would wait for ever.
        let mut child = Command::new(env!("CARGO_BIN_EXE_huikuan"))
            .args(with(&words(line), "zh"))
            .current_dir(dir.path())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("a status") {
                break status;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{line}: waits");
            thread::sleep(Duration::from_millis(5));
        };
        let mut said = String::new();
        child.stderr.take().expect("stderr").read_to_string(&mut said).unwrap();
        assert_eq!(status.code(), Some(2));
        assert!(said.starts_with("错误 E316：缺少"), "{said}");
    }
    assert_eq!(dir.read("ledger.csv"), format!("{HEADER}\n"));
}
