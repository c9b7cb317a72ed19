//! `check`: what it finds, how much of it is shown, and what it exits with.

use std::fs;

use crate::errors::base;
use crate::harness::{Dir, HEADER, Run};

/// What is done to a ledger.
type Change = fn(&Dir);

/// A warning: what is done to a ledger that has none, and the exact message.
pub(crate) struct Warning {
    pub(crate) code: &'static str,
    spoil: Change,
    zh: &'static str,
    en: &'static str,
}

const ATTRIBUTES: &str = "ledger.csv text eol=lf merge=union\n*.toml text eol=lf\n";
const CLEAN: [&str; 2] = ["没有问题：2 个客户，3 份合同，5 条记录\n", "all is well (customers 2, contracts 3, entries 5)\n"];

/// A contract that is due long after it was signed, up to its last keys.
const CONTRACT: &str = "\n[[contract]]\nno = \"HT-003\"\ncustomer = \"nanhai\"\nsigned = 2026-08-05\namount = 1000\n";

/// A ledger without problems and warnings.
fn clean() -> Dir {
    let dir = base();
    dir.write(".gitattributes", ATTRIBUTES);
    dir
}

fn book(dir: &Dir, more: &str) {
    dir.write("huikuan.toml", &(dir.read("huikuan.toml") + more));
}

fn rows<S: AsRef<str>>(dir: &Dir, more: &[S]) {
    dir.write("ledger.csv", &more.iter().fold(dir.read("ledger.csv"), |all, row| all + row.as_ref() + "\n"));
}

fn check(dir: &Dir, lang: &str, options: &[&str]) -> Run {
    let mut arguments = vec!["check", "--as-of", "2026-11-30", "--lang", lang];
    arguments.extend(options);
    dir.huikuan(&arguments).run()
}

/// Every warning there is.
pub(crate) const WARNINGS: &[Warning] = &[
    Warning {
        code: "W401",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2026-11-25,note,nanhai,,,,,,,,,lilei,\r"]),
        zh: "警告 W401：文件像是 Excel 存过的（有 BOM 或 CRLF 换行）
  ledger.csv
  数据没有变；以后用 huikuan history -o 文件名.xlsx 导出来看，不要直接改流水
",
        en: "warning W401: a spreadsheet seems to have saved this file (BOM or CRLF line ends)
  ledger.csv
  nothing is lost; export with huikuan history -o FILE.xlsx instead of opening the ledger itself
",
    },
    Warning {
        code: "W402",
        spoil: |dir| dir.write(".gitattributes", "*.toml   text   eol=lf\nledger.csv text merge=union\n"),
        zh: "警告 W402：.gitattributes 缺少一行
  .gitattributes
  补上：ledger.csv text eol=lf merge=union
",
        en: "warning W402: .gitattributes lacks a line
  .gitattributes
  add: ledger.csv text eol=lf merge=union
",
    },
    Warning {
        code: "W403",
        spoil: |dir| book(dir, &format!("{CONTRACT}due = 2026-08-04\n")),
        zh: "警告 W403：HT-003 的到期日 2026-08-04 早于签订日 2026-08-05
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
警告 W411：HT-003 逾期 118 天，没写原因或解决方案
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  huikuan record cause HT-003 原因 --note \"方案\" --due 期限
",
        en: "warning W403: HT-003: due 2026-08-04, before it was signed on 2026-08-05
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
warning W411: HT-003 is 118 days overdue without cause or solution
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  huikuan record cause HT-003 CAUSE --note \"solution\" --due DATE
",
    },
    Warning {
        code: "W404",
        spoil: |dir| {
            book(dir, &format!("\n[[customer]]\nid = \"dongfang\"\nname = \"东方电器\"\n{}due = 2026-12-05\n", CONTRACT.replace("nanhai", "dongfang")));
        },
        zh: "警告 W404：合同 HT-003 没有销售代表
  huikuan.toml:47:1
  47 │ [[contract]]
     │ ^^^^^^^^^^^^
  在合同或客户里写 rep = \"…\"
",
        en: "warning W404: contract HT-003 has no rep
  huikuan.toml:47:1
  47 │ [[contract]]
     │ ^^^^^^^^^^^^
  write rep = \"…\" in the contract or its customer
",
    },
    Warning {
        code: "W405",
        spoil: |dir| book(dir, "\n[[customer]]\nid = \"dongfang\"\nname = \"东方电器\"\nreviewed = 2025-11-29\n"),
        zh: "警告 W405：客户 dongfang 的信用上次在 2025-11-29 评审，已过期
  huikuan.toml:43:1
  43 │ [[customer]]
     │ ^^^^^^^^^^^^
",
        en: "warning W405: the credit of dongfang was last reviewed on 2025-11-29
  huikuan.toml:43:1
  43 │ [[customer]]
     │ ^^^^^^^^^^^^
",
    },
    Warning {
        code: "W406",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2026-12-01,receipt,huadong,HT-001,,5000.00,,,,,,lilei,"]),
        zh: "警告 W406：261125-1a2b3c4d 的日期 2026-12-01 还没到
  ledger.csv:7:17
  7 │ 261125-1a2b3c4d,2026-12-01,receipt,huadong,HT-001…
    │                 ^^^^^^^^^^
",
        en: "warning W406: 261125-1a2b3c4d is dated in the future, 2026-12-01
  ledger.csv:7:17
  7 │ 261125-1a2b3c4d,2026-12-01,receipt,huadong,HT-001…
    │                 ^^^^^^^^^^
",
    },
    Warning {
        code: "W407",
        spoil: |dir| {
            rows(
                dir,
                &[
                    "261125-1a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5000.00,,,BK-2,,,lilei,",
                    "261125-2a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5000.00,,,,,,lilei,",
                ],
            );
        },
        zh: "警告 W407：261125-2a2b3c4d 和第 7 行一样：日期、对象、金额都相同
  ledger.csv:8:1
  8 │ 261125-2a2b3c4d,2026-11-25,receipt,hua…
    │ ^^^^^^^^^^^^^^^
  记重了就作废一条：huikuan record void 261125-2a2b3c4d --mistake
",
        en: "warning W407: 261125-2a2b3c4d looks like line 7: same date, target and amount
  ledger.csv:8:1
  8 │ 261125-2a2b3c4d,2026-11-25,receipt,hua…
    │ ^^^^^^^^^^^^^^^
  if it is the same money: huikuan record void 261125-2a2b3c4d --mistake
",
    },
    Warning {
        code: "W408",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2026-11-25,commitment,nanhai,HT-002,,60000.00,2026-12-20,,,,,lilei,"]),
        zh: "警告 W408：承诺 261125-1a2b3c4d 还有 60,000.00 待兑现，现在只欠 50,000.00
  ledger.csv:7:54
  7 │ …-1a2b3c4d,2026-11-25,commitment,nanhai,HT-002,,60000.00,2026-12-20,,,,,lilei,
    │                                                 ^^^^^^^^
",
        en: "warning W408: commitment 261125-1a2b3c4d still promises 60,000.00, only 50,000.00 is open
  ledger.csv:7:54
  7 │ …-1a2b3c4d,2026-11-25,commitment,nanhai,HT-002,,60000.00,2026-12-20,,,,,lilei,
    │                                                 ^^^^^^^^
",
    },
    Warning {
        code: "W409",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2026-11-25,writeoff,nanhai,HT-002,,50000.01,,,,,,lilei,"]),
        zh: "警告 W409：核销 261125-1a2b3c4d 比未回款余额多出 0.01，多出的不算
  ledger.csv:7:52
  7 │ …25-1a2b3c4d,2026-11-25,writeoff,nanhai,HT-002,,50000.01,,,,,,lilei,
    │                                                 ^^^^^^^^
",
        en: "warning W409: write-off 261125-1a2b3c4d is 0.01 above what was open; that part does not count
  ledger.csv:7:52
  7 │ …25-1a2b3c4d,2026-11-25,writeoff,nanhai,HT-002,,50000.01,,,,,,lilei,
    │                                                 ^^^^^^^^
",
    },
    Warning {
        code: "W410",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2026-11-25,reschedule,nanhai,HT-002,1,60000.00,2026-12-20,,,,,lilei,"]),
        zh: "警告 W410：展期 261125-1a2b3c4d 比未回款余额多出 10,000.00，多出的不算
  ledger.csv:7:55
  7 │ …1a2b3c4d,2026-11-25,reschedule,nanhai,HT-002,1,60000.00,2026-12-20,,,,,lilei,
    │                                                 ^^^^^^^^
",
        en: "warning W410: reschedule 261125-1a2b3c4d is 10,000.00 above what was open; that part does not count
  ledger.csv:7:55
  7 │ …1a2b3c4d,2026-11-25,reschedule,nanhai,HT-002,1,60000.00,2026-12-20,,,,,lilei,
    │                                                 ^^^^^^^^
",
    },
    Warning {
        code: "W411",
        spoil: |dir| {
            book(
                dir,
                &format!(
                    "{CONTRACT}milestone = [ {{ name = \"首付\", amount = 400, due = 2026-09-30 }}, {{ name = \"尾款\", amount = 600, due = 2026-10-01 }} ]\n"
                ),
            );
            // A cause alone is not enough.
            rows(dir, &["261125-1a2b3c4d,2026-11-25,cause,nanhai,HT-003,,,,,,,process,lilei,"]);
        },
        zh: "警告 W411：HT-003 首付 逾期 61 天，没写原因或解决方案
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  huikuan record cause HT-003 原因 --note \"方案\" --due 期限
",
        en: "warning W411: HT-003 首付 is 61 days overdue without cause or solution
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  huikuan record cause HT-003 CAUSE --note \"solution\" --due DATE
",
    },
    Warning {
        code: "W412",
        spoil: |dir| book(dir, &CONTRACT.replace("2026-08-05", "2026-11-05")),
        zh: "警告 W412：合同 HT-003 没写到期日和账期，按签订后 30 天到期算
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  写 due = 日期，或 terms = \"net 30\"
",
        en: "warning W412: contract HT-003 has no due date and no terms; it counts as due 30 days after signing
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  write due = DATE or terms = \"net 30\"
",
    },
    Warning {
        code: "W413",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2025-12-31,bill,huadong,KJ-001,CK-0,1000.00,2026-12-20,,,,goods,lilei,"]),
        zh: "警告 W413：出货 261125-1a2b3c4d 早于合同签订日 2026-01-01
  ledger.csv:7:17
  7 │ 261125-1a2b3c4d,2025-12-31,bill,huadong,KJ-001,CK…
    │                 ^^^^^^^^^^
",
        en: "warning W413: bill 261125-1a2b3c4d is dated before its contract was signed on 2026-01-01
  ledger.csv:7:17
  7 │ 261125-1a2b3c4d,2025-12-31,bill,huadong,KJ-001,CK…
    │                 ^^^^^^^^^^
",
    },
    Warning {
        code: "W414",
        spoil: |dir| {
            book(dir, &format!("{CONTRACT}milestone = [ {{ name = \"尾款\", amount = 1000, after = \"acceptance\" }} ]\n"));
            rows(dir, &["261125-1a2b3c4d,2026-11-25,event,nanhai,HT-003,,,,,,,acceptence,lilei,"]);
        },
        zh: "警告 W414：261125-1a2b3c4d：没有节点在等“acceptence”；这份合同等的是 acceptance
  ledger.csv:7:54
  7 │ …-1a2b3c4d,2026-11-25,event,nanhai,HT-003,,,,,,,acceptence,lilei,
    │                                                 ^^^^^^^^^^
  拼错了就更正：huikuan record correct 261125-1a2b3c4d --detail acceptance
",
        en: "warning W414: 261125-1a2b3c4d: no milestone waits for \"acceptence\"; this contract waits for acceptance
  ledger.csv:7:54
  7 │ …-1a2b3c4d,2026-11-25,event,nanhai,HT-003,,,,,,,acceptence,lilei,
    │                                                 ^^^^^^^^^^
  if it is a slip: huikuan record correct 261125-1a2b3c4d --detail acceptance
",
    },
    Warning {
        code: "W415",
        spoil: |dir| dir.write("ledger (1).csv", "anything"),
        zh: "警告 W415：旁边多出一份像是流水或账本的文件，里面的内容没有算
  ledger (1).csv
  同步盘冲突时会这样：对照后把缺的记录补进来，再移走它；多人用请用 git
",
        en: "warning W415: this looks like a second version of the journal or the book; nothing in it counts
  ledger (1).csv
  sync folders make these: compare, record what is missing, move it away; share a ledger with git
",
    },
    Warning {
        code: "W416",
        spoil: |dir| {
            let path = dir.path().join("huikuan.toml");
            let mut permissions = fs::metadata(&path).expect("the book").permissions();
            std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o666);
            fs::set_permissions(&path, permissions).expect("permissions");
        },
        zh: "警告 W416：这台机器上谁都能改这个文件
  huikuan.toml
  chmod o-w 文件
",
        en: "warning W416: everybody on this machine may write this file
  huikuan.toml
  chmod o-w FILE
",
    },
    Warning {
        code: "W417",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2026-11-25,note,nanhai,,,,,,,,,lilei,退到 4111 1111 1111 1111"]),
        zh: "警告 W417：261125-1a2b3c4d 里有像银行卡号的数字
  ledger.csv:7:54
  台账会进 git、发给别人；以后只写末四位
",
        en: "warning W417: 261125-1a2b3c4d holds what looks like a bank card
  ledger.csv:7:54
  ledgers are kept in git and shared; write the last four digits only
",
    },
    Warning {
        code: "W418",
        spoil: |dir| rows(dir, &["261125-1a2b3c4d,2026-11-25,note,nanhai,,,,,,6.22202E+18,,,lilei,"]),
        zh: "警告 W418：“6.22202E+18”像是被表格软件改成了科学计数，尾数已丢
  ledger.csv:7:45
  7 │ 261125-1a2b3c4d,2026-11-25,note,nanhai,,,,,,6.22202E+18,,,lilei,
    │                                             ^^^^^^^^^^^
  照原单据更正：huikuan record correct 编号 --proof 号码
",
        en: "warning W418: \"6.22202E+18\" seems rounded by a spreadsheet; its last digits are lost
  ledger.csv:7:45
  7 │ 261125-1a2b3c4d,2026-11-25,note,nanhai,,,,,,6.22202E+18,,,lilei,
    │                                             ^^^^^^^^^^^
  mend it from the paper: huikuan record correct ID --proof NUMBER
",
    },
    Warning {
        code: "W419",
        spoil: |dir| book(dir, DEPOSIT),
        zh: "警告 W419：合同 HT-003 的定金超过价款的 20%：100,000.00 按定金，50,000.00 只算预付款
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  分成两个节点写：定金、预付款
",
        en: "warning W419: the earnest money of contract HT-003 is above 20 % of the price: 100,000.00 counts as such, 50,000.00 as prepayment
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
  write two milestones: earnest money and prepayment
",
    },
    Warning {
        code: "W420",
        spoil: |dir| book(dir, RETENTION),
        zh: "警告 W420：工程合同 HT-003 的质保金 30,000.01 超过 3%（30,000.00）
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
",
        en: "warning W420: the retention of construction contract HT-003, 30,000.01, is above 3 % (30,000.00)
  huikuan.toml:43:1
  43 │ [[contract]]
     │ ^^^^^^^^^^^^
",
    },
];

const DEPOSIT: &str = "
[[contract]]
no = \"HT-003\"
customer = \"huadong\"
signed = 2026-11-05
amount = 500000
milestone = [ { name = \"定金\", amount = 150000, due = 2026-12-20 }, { name = \"尾款\", amount = 350000, due = 2026-12-25 } ]
";

const RETENTION: &str = "
[[contract]]
no = \"HT-003\"
customer = \"huadong\"
signed = 2026-11-05
amount = 1000000
category = \"建设工程\"
milestone = [ { name = \"进度款\", amount = \"969999.99\", due = 2026-12-20 }, { name = \"质保金\", amount = \"30000.01\", due = 2027-12-25 } ]
";

#[test]
fn a_copy_by_another_name_is_known_by_its_first_line() {
    let dir = clean();
    let told = |dir: &Dir| check(dir, "zh", &[]).stdout.matches("W415").count();
    for (name, text, found) in [
        ("ledger-DESKTOP-7.csv", dir.read("ledger.csv"), 1),
        ("旧.csv", format!("\u{feff}{HEADER}\r\n"), 1),
        ("ledger 的冲突副本.csv", String::new(), 1),
        ("huikuan (conflicted copy).toml", String::new(), 1),
        ("bank.csv", "date,amount\n".to_string(), 0),
        ("ledger.csv.before-repair-20261130-120000", dir.read("ledger.csv"), 0),
    ] {
        dir.write(name, &text);
        assert_eq!(told(&dir), found, "{name}");
        fs::remove_file(dir.path().join(name)).expect("the file");
    }
}

#[test]
fn a_clean_ledger_is_told_in_one_line() {
    for (lang, line) in ["zh", "en"].into_iter().zip(CLEAN) {
        for options in [&[][..], &["--strict"], &["--all"], &["--strict", "--all"]] {
            check(&clean(), lang, options).is(0, line, "");
        }
    }
}

#[test]
fn every_warning_says_exactly_what_is_expected() {
    for warning in WARNINGS {
        let dir = clean();
        (warning.spoil)(&dir);
        for (lang, expected) in [("zh", warning.zh), ("en", warning.en)] {
            for (options, code) in [(&[][..], 0), (&["--strict"], 1)] {
                let run = check(&dir, lang, options);
                assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{}", warning.code);
                // The last line counts.
                let (told, _) = run.stdout.trim_end().rsplit_once('\n').expect("two lines");
                assert_eq!(format!("{told}\n"), expected);
            }
        }
        assert!(warning.zh.contains(&format!("警告 {}：", warning.code)) && warning.en.contains(&format!("warning {}: ", warning.code)));
        // A warning keeps no report from being printed.
        dir.good(&["aging", "--as-of", "2026-11-30"]);
    }
}

#[test]
fn what_is_right_brings_no_warning() {
    let rights: [(&str, Change); 10] = [
        ("due on the day of signing", |dir| book(dir, &format!("{}due = 2026-11-05\n", CONTRACT.replace("2026-08-05", "2026-11-05")))),
        ("terms of the policy", |dir| book(dir, &format!("{}\n[policy]\nterms = \"net 30\"\n", CONTRACT.replace("2026-08-05", "2026-11-05")))),
        ("a rep of the contract", |dir| {
            book(
                dir,
                &format!(
                    "\n[[customer]]\nid = \"dongfang\"\nname = \"东方电器\"\n{}rep = \"lilei\"\ndue = 2026-12-05\n",
                    CONTRACT.replace("nanhai", "dongfang")
                ),
            );
        }),
        ("reviewed a year ago to the day", |dir| book(dir, "\n[[customer]]\nid = \"dongfang\"\nname = \"东方电器\"\nreviewed = 2025-11-30\n")),
        ("dated today", |dir| rows(dir, &["261130-1a2b3c4d,2026-11-30,receipt,huadong,HT-001,,5000.00,,,,,,lilei,"])),
        ("two receipts with serials of their own", |dir| {
            rows(
                dir,
                &[
                    "261125-1a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5000.00,,,BK-2,,,lilei,",
                    "261125-2a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5000.00,,,BK-3,,,lilei,",
                ],
            );
        }),
        ("a double that was made void", |dir| {
            rows(
                dir,
                &[
                    "261125-1a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5000.00,,,,,,lilei,",
                    "261125-2a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5000.00,,,,,,lilei,",
                    "261126-1a2b3c4d,2026-11-25,void,,,,,,261125-2a2b3c4d,,,,lilei,",
                ],
            );
        }),
        ("all that is open promised and written off", |dir| {
            rows(
                dir,
                &[
                    "261125-1a2b3c4d,2026-11-25,commitment,nanhai,HT-002,,50000.00,2026-12-20,,,,,lilei,",
                    "261125-2a2b3c4d,2026-11-25,writeoff,huadong,KJ-001,CK-1,12000.00,,,,,,lilei,",
                ],
            );
        }),
        ("an event of a contract that waits for none", |dir| rows(dir, &["261125-1a2b3c4d,2026-11-25,event,nanhai,HT-002,,,,,,,delivery,lilei,"])),
        ("a cause with its solution", |dir| {
            book(dir, &format!("{CONTRACT}due = 2026-09-30\n"));
            rows(dir, &["261125-1a2b3c4d,2026-11-25,cause,nanhai,HT-003,,,2026-12-15,,,,process,lilei,补验收单"]);
        }),
    ];
    for (name, change) in rights {
        let dir = clean();
        change(&dir);
        let run = check(&dir, "zh", &["--strict"]);
        assert!(run.code == 0 && run.stdout.starts_with("没有问题："), "{name}\n{}", run.stdout);
    }
}

#[test]
fn a_saved_spreadsheet_is_noticed_by_its_mark_too() {
    let dir = clean();
    dir.write("ledger.csv", &format!("\u{feff}{}", dir.read("ledger.csv")));
    assert!(check(&dir, "zh", &[]).stdout.starts_with("警告 W401："));
}

#[test]
fn warnings_are_counted() {
    let dir = base();
    let told = "警告 W402：.gitattributes 缺少一行
  .gitattributes
  补上：ledger.csv text eol=lf merge=union
警告 W402：.gitattributes 缺少一行
  .gitattributes
  补上：*.toml text eol=lf
没有错误，2 处提醒：2 个客户，3 份合同，5 条记录
";
    check(&dir, "zh", &[]).is(0, told, "");
    check(&dir, "zh", &["--strict"]).is(1, told, "");
    let told = "warning W402: .gitattributes lacks a line
  .gitattributes
  add: ledger.csv text eol=lf merge=union
warning W402: .gitattributes lacks a line
  .gitattributes
  add: *.toml text eol=lf
no errors; warnings: 2 (customers 2, contracts 3, entries 5)
";
    check(&dir, "en", &[]).is(0, told, "");
    check(&dir, "en", &["--strict"]).is(1, told, "");
}

#[test]
fn a_ledger_without_a_journal_is_right() {
    let dir = clean();
    for journal in [None, Some(String::new()), Some(format!("{HEADER}\n"))] {
        match journal {
            None => fs::remove_file(dir.path().join("ledger.csv")).expect("the journal"),
            Some(text) => dir.write("ledger.csv", &text),
        }
        let run = check(&dir, "zh", &[]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.ends_with("2 个客户，3 份合同，0 条记录\n"), "{}", run.stdout);
    }
}

/// Rows whose amounts are wrong, one problem each.
fn many(count: u32) -> Vec<String> {
    (0..count).map(|number| format!("261125-{number:08},2026-11-25,receipt,huadong,HT-001,,5.,,,,,,lilei,")).collect()
}

fn heads(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("错误 E213") || line.starts_with("error E213")).count()
}

#[test]
fn twenty_problems_are_shown_and_the_rest_counted() {
    for (count, shown, more) in [(20, 20, None), (21, 20, Some(1)), (45, 20, Some(25))] {
        let dir = clean();
        rows(&dir, &many(count));
        for (lang, end, total) in [
            ("zh", more.map(|more| format!("……还有 {more} 处问题（huikuan check --all 全部列出）\n")), format!("{count} 处错误\n")),
            ("en", more.map(|more| format!("… and {more} more (huikuan check --all lists them)\n")), format!("errors: {count}\n")),
        ] {
            let end = end.unwrap_or_default();
            let run = check(&dir, lang, &[]);
            assert_eq!((run.code, run.stderr.as_str(), heads(&run.stdout)), (1, "", shown));
            assert!(
                run.stdout.ends_with(&format!("50000.00, at most 2 decimals, below 10^12\n{end}{total}"))
                    || run.stdout.ends_with(&format!("最多两位小数，小于一万亿\n{end}{total}")),
                "{}",
                run.stdout
            );
            let all = check(&dir, lang, &["--all"]);
            assert_eq!((all.code, all.stderr.as_str(), heads(&all.stdout)), (1, "", count as usize));
            assert!(!all.stdout.contains("--all"), "{}", all.stdout);
            // A report shows as many, in the same words.
            let refused = dir.refused(&["aging", "--lang", lang]);
            assert_eq!(format!("{refused}{total}"), run.stdout);
        }
    }
}

#[test]
fn twenty_warnings_are_shown_and_the_rest_counted() {
    let dir = clean();
    let later: Vec<String> = (1..26).map(|day| format!("261125-{day:08},2026-12-{day:02},note,nanhai,,,,,,,,,lilei,")).collect();
    rows(&dir, &later);
    let run = check(&dir, "zh", &[]);
    assert_eq!((run.code, run.stdout.matches("警告 W406").count()), (0, 20));
    assert!(run.stdout.ends_with("……还有 5 处问题（huikuan check --all 全部列出）\n没有错误，25 处提醒：2 个客户，3 份合同，30 条记录\n"), "{}", run.stdout);
    let run = check(&dir, "en", &["--all", "--strict"]);
    assert_eq!((run.code, run.stdout.matches("warning W406").count()), (1, 25));
    assert!(run.stdout.ends_with("no errors; warnings: 25 (customers 2, contracts 3, entries 30)\n"), "{}", run.stdout);
}

#[test]
fn problems_of_book_and_journal_are_told_at_once() {
    let dir = clean();
    book(&dir, "\n[policy]\ngrace_days = -1\nwarning_lines = 0.2\n");
    rows(&dir, &["261125-1a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5.,,,,,,lilei,", "261125-2a2b3c4d,2026/11/25,note,nanhai,,,,,,,,,lilei,\"好"]);
    check(&dir, "zh", &[]).is(
        1,
        "错误 E109：-1 超出范围
  huikuan.toml:44:14
  44 │ grace_days = -1
     │              ^^
  应在 0–3660 之间
错误 E102：没有“warning_lines”这个键
  huikuan.toml:45:1
  45 │ warning_lines = 0.2
     │ ^^^^^^^^^^^^^
  是不是 warning_line？
错误 E213：金额“5.”不对
  ledger.csv:7:52
  7 │ …25-1a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5.,,,,,,lilei,
    │                                                 ^^
  写成 50000 或 50000.00，最多两位小数，小于一万亿
错误 E203：引号没有关上
  ledger.csv:8:54
  8 │ …-2a2b3c4d,2026/11/25,note,nanhai,,,,,,,,,lilei,\"好
    │                                                 ^^^
  一条记录只占一行；补上引号，去掉换行
4 处错误
",
        "",
    );
    check(&dir, "en", &["--all", "--strict"]).is(
        1,
        "error E109: -1 is out of range
  huikuan.toml:44:14
  44 │ grace_days = -1
     │              ^^
  it must be in 0–3660
error E102: there is no key \"warning_lines\"
  huikuan.toml:45:1
  45 │ warning_lines = 0.2
     │ ^^^^^^^^^^^^^
  did you mean warning_line?
error E213: \"5.\" is not an amount
  ledger.csv:7:52
  7 │ …25-1a2b3c4d,2026-11-25,receipt,huadong,HT-001,,5.,,,,,,lilei,
    │                                                 ^^
  write 50000 or 50000.00, at most 2 decimals, below 10^12
error E203: a quote is not closed on this line
  ledger.csv:8:54
  8 │ …-2a2b3c4d,2026/11/25,note,nanhai,,,,,,,,,lilei,\"好
    │                                                 ^^^
  an entry is one line: close the quote, take the line break out
errors: 4
",
        "",
    );
}

#[test]
fn a_wrong_book_hides_no_journal_of_another_encoding() {
    let dir = clean();
    book(&dir, "\n[policy]\ngrace_days = -1\n");
    fs::write(dir.path().join("ledger.csv"), [HEADER.as_bytes(), b"\n261125-1a2b3c4d,2026-11-25,note,nanhai,,,,,,,,,lilei,\xbb\xaa\n"].concat())
        .expect("the journal");
    let run = check(&dir, "zh", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(
        run.stdout.ends_with("  应在 0–3660 之间\n错误 E003：这一行不是 UTF-8，像是 GBK\n  ledger.csv:2\n  另存为 UTF-8 编码，再试一次\n2 处错误\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_wrong_book_brings_no_complaints_about_what_it_would_have_said() {
    let dir = clean();
    book(&dir, "\n[policy]\ngrace_days = -1\nterms = \"30\"\n");
    let run = check(&dir, "zh", &[]);
    assert_eq!(run.code, 1);
    assert!(!run.stdout.contains("ledger.csv") && run.stdout.ends_with("2 处错误\n"), "{}", run.stdout);
}

#[test]
fn a_ledger_that_cannot_be_read_is_no_finding() {
    let nowhere = Dir::new();
    let run = check(&nowhere, "zh", &["-C", "别处"]);
    run.is(2, "", "错误 E001：找不到台账\n  找过：-C 别处\n  新建一本：huikuan init 目录　或者用 -C 目录 指明\n");
    let dir = clean();
    fs::remove_file(dir.path().join("ledger.csv")).expect("the journal");
    fs::create_dir(dir.path().join("ledger.csv")).expect("a folder");
    check(&dir, "zh", &["--all"]).is(2, "", "错误 E007：ledger.csv 不是普通文件\n  目录、管道和设备都不能当台账\n");
    check(&dir, "en", &["--strict"]).is(2, "", "error E007: ledger.csv is not a regular file\n  a directory, a pipe or a device cannot be a ledger file\n");
}

#[test]
fn the_demonstration_has_no_errors() {
    let run = check(&Dir::demo(), "zh", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
}
