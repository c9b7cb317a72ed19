//! Three months of one customer, played by the real program: delivery, promises in tranches, a part payment, a draft that
//! bounces, a dispute, a letter with proof, instalments, a write-off and what comes of it after all. After each step the
//! reports say what a person would reckon by hand, and the same rows in another order say the same to the byte.

use crate::cases::{cells, lines};
use crate::harness::{Dir, HEADER};

const BOOK: &str = r#"name = "故事"
currency = "CNY"

[[rep]]
id = "li"
name = "李雷"

[[customer]]
id = "yueda"
name = "悦达电器有限公司"
rep = "li"
grade = "B"
contacts = [{ name = "钱经理", phone = "13800000000" }]

[[contract]]
no = "YD-1"
customer = "yueda"
signed = 2026-01-05
amount = 100000
milestone = [
  { name = "预付款", amount = 30000, due = 2026-01-15, advance = true },
  { name = "发货款", amount = 60000, after = "delivery", days = 30 },
  { name = "质保金", amount = 10000, after = "acceptance", days = 365 },
]
"#;

/// What happens on a day, and what the reports say after it.
struct Step {
    day: &'static str,
    /// Lines of `record`; `{}` stands for the id of the entry that a line before marked with `*`.
    record: &'static [&'static str],
    /// The rows of `aging` that are not empty: tier, outstanding, of which disputed.
    tiers: &'static [&'static str],
    /// `aging`'s memo: unscheduled, prepaid, unapplied, written off.
    memo: &'static str,
    /// The last balance of `history`.
    balance: &'static str,
    /// `remind --all`: reason, milestone, due, days, outstanding.
    remind: &'static [&'static str],
    /// `commitments`: due, fulfilled, unfulfilled, state.
    commitments: &'static [&'static str],
    /// `statement`: closing, due, disputed, written off, drafts held, demanded.
    statement: &'static str,
    /// `limitation`: milestone, moved by, last day.
    limitation: &'static [&'static str],
}

const STORY: &[Step] = &[
    // Signed: the advance is to come, the rest waits for delivery and acceptance.
    Step {
        day: "2026-01-05",
        record: &[],
        tiers: &["not-due|30000.00|0.00"],
        memo: "70000.00|0.00|0.00|0.00",
        balance: "",
        remind: &[],
        commitments: &[],
        statement: "30000.00|0.00|0.00|0.00|0.00|0.00",
        limitation: &[],
    },
    // The advance, five days early.
    Step {
        day: "2026-01-10",
        record: &["receipt YD-1 30000 --milestone 预付款 --proof BK1 --party 悦达电器有限公司"],
        tiers: &[],
        memo: "70000.00|0.00|0.00|0.00",
        balance: "70000.00",
        remind: &[],
        commitments: &[],
        statement: "0.00|0.00|0.00|0.00|0.00|0.00",
        limitation: &[],
    },
    // Delivered: due 30 days later.
    Step {
        day: "2026-01-20",
        record: &["event YD-1 delivery --proof SH1"],
        tiers: &["not-due|60000.00|0.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "70000.00",
        remind: &[],
        commitments: &[],
        statement: "60000.00|0.00|0.00|0.00|0.00|0.00",
        limitation: &[],
    },
    // A day late: promised in two tranches.
    Step {
        day: "2026-02-20",
        record: &["contact YD-1 phone --promise 2万 --due 2026-02-25 --party 钱经理", "commitment YD-1 4万 --due 2026-03-05 --party 钱经理"],
        tiers: &["green|60000.00|0.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "70000.00",
        remind: &["overdue|发货款|2026-02-19|1|60000.00", "commitment-due||2026-02-25|-5|20000.00"],
        commitments: &["2026-02-25|0.00|20000.00|open", "2026-03-05|0.00|40000.00|open"],
        statement: "60000.00|60000.00|0.00|0.00|0.00|60000.00",
        limitation: &["发货款||2029-02-19"],
    },
    // The first tranche comes on its day.
    Step {
        day: "2026-02-25",
        record: &["receipt YD-1 20000 --proof BK2"],
        tiers: &["green|40000.00|0.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "50000.00",
        remind: &["overdue|发货款|2026-02-19|6|40000.00"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|0.00|40000.00|open"],
        statement: "40000.00|40000.00|0.00|0.00|0.00|40000.00",
        limitation: &["发货款|receipt|2029-02-25"],
    },
    // A draft counts while it is held.
    Step {
        day: "2026-02-27",
        record: &["*receipt YD-1 15000 --method bank-acceptance --due 2026-03-02 --proof HP1"],
        tiers: &["green|25000.00|0.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "35000.00",
        remind: &["overdue|发货款|2026-02-19|8|25000.00", "commitment-due||2026-03-05|-6|25000.00"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|15000.00|25000.00|open"],
        statement: "25000.00|25000.00|0.00|0.00|15000.00|25000.00",
        limitation: &["发货款|receipt|2029-02-27"],
    },
    // It bounces: the debt is back, as late as if it had never come.
    Step {
        day: "2026-03-03",
        record: &["void {} --note 退票"],
        tiers: &["green|40000.00|0.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "50000.00",
        remind: &["overdue|发货款|2026-02-19|12|40000.00", "commitment-due||2026-03-05|-2|40000.00"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|0.00|40000.00|open"],
        statement: "40000.00|40000.00|0.00|0.00|0.00|40000.00",
        limitation: &["发货款|receipt|2029-02-25"],
    },
    // The second tranche is broken; 5,000 are disputed and not asked for.
    Step {
        day: "2026-03-06",
        record: &["*dispute YD-1 quality --amount 5000 --milestone 发货款"],
        tiers: &["green|40000.00|5000.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "50000.00",
        remind: &["overdue|发货款|2026-02-19|15|35000.00", "commitment-broken||2026-03-05|1|40000.00", "dispute-open||2026-03-06|0|5000.00"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|0.00|40000.00|broken"],
        statement: "40000.00|40000.00|5000.00|0.00|0.00|35000.00",
        limitation: &["发货款|receipt|2029-02-25"],
    },
    // A letter whose arrival can be proved.
    Step {
        day: "2026-03-10",
        record: &["contact YD-1 letter --proof EMS1"],
        tiers: &["green|40000.00|5000.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "50000.00",
        remind: &["overdue|发货款|2026-02-19|19|35000.00", "commitment-broken||2026-03-05|5|40000.00", "dispute-open||2026-03-06|4|5000.00"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|0.00|40000.00|broken"],
        statement: "40000.00|40000.00|5000.00|0.00|0.00|35000.00",
        limitation: &["发货款|contact|2029-03-10"],
    },
    // What is not disputed in three instalments.
    Step {
        day: "2026-03-16",
        record: &["reschedule YD-1 发货款 --split 3 --every 1m --due 2026-03-31 --amount 35000"],
        tiers: &["not-due|35000.00|0.00", "blue|5000.00|5000.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "50000.00",
        remind: &["commitment-broken||2026-03-05|11|40000.00", "dispute-open||2026-03-06|10|5000.00"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|0.00|40000.00|broken"],
        statement: "40000.00|5000.00|5000.00|0.00|0.00|0.00",
        limitation: &["发货款/1|reschedule|2029-03-16"],
    },
    // The first instalment.
    Step {
        day: "2026-03-31",
        record: &["receipt YD-1 11666.66 --milestone 发货款/2 --proof BK3"],
        tiers: &["not-due|23333.34|0.00", "blue|5000.00|5000.00"],
        memo: "10000.00|0.00|0.00|0.00",
        balance: "38333.34",
        remind: &["commitment-broken||2026-03-05|26|28333.34", "dispute-open||2026-03-06|25|5000.00"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|11666.66|28333.34|partial"],
        statement: "28333.34|5000.00|5000.00|0.00|0.00|0.00",
        limitation: &["发货款/1|receipt|2029-03-31"],
    },
    // The disputed part is settled and written off.
    Step {
        day: "2026-04-02",
        record: &["resolve {} 折价", "writeoff YD-1 5000 --milestone 发货款/1 --note 王芳批准"],
        tiers: &["not-due|23333.34|0.00"],
        memo: "10000.00|0.00|0.00|5000.00",
        balance: "33333.34",
        remind: &["commitment-broken||2026-03-05|28|28333.34"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|11666.66|28333.34|partial"],
        statement: "28333.34|5000.00|0.00|5000.00|0.00|5000.00",
        limitation: &["发货款/1|receipt|2029-03-31"],
    },
    // Some of it comes after all.
    Step {
        day: "2026-04-10",
        record: &["receipt YD-1 2000 --milestone 发货款/1 --proof BK4"],
        tiers: &["not-due|23333.34|0.00"],
        memo: "10000.00|0.00|0.00|3000.00",
        balance: "33333.34",
        remind: &["commitment-broken||2026-03-05|36|26333.34"],
        commitments: &["2026-02-25|20000.00|0.00|kept", "2026-03-05|13666.66|26333.34|partial"],
        statement: "26333.34|3000.00|0.00|3000.00|0.00|3000.00",
        limitation: &["发货款/1|receipt|2029-04-10"],
    },
];

#[test]
fn three_months_of_a_customer() {
    let dir = Dir::ledger(BOOK, &[]);
    let mut marked = String::new();
    for step in STORY {
        for line in step.record {
            let (mark, line) = line.strip_prefix('*').map_or((false, *line), |line| (true, line));
            let line = line.replace("{}", &marked);
            let mut arguments = vec!["--as-of", step.day, "record"];
            arguments.extend(line.split(' '));
            dir.good(&arguments);
            if mark {
                let journal = dir.read("ledger.csv");
                marked = journal.lines().last().and_then(|row| row.split(',').next()).expect("an id").to_string();
            }
        }
        after(&dir, step);
    }
}

/// All that is looked at after a step. Further reports have their place here.
fn after(dir: &Dir, step: &Step) {
    let day = step.day;
    let aging = dir.json(&["aging", "--as-of", day]);
    let mut tiers = lines(&aging, "tier outstanding disputed");
    tiers.retain(|row| !row.ends_with("|0.00|0.00"));
    assert_eq!(tiers, step.tiers, "{day}: aging");
    assert_eq!(cells(&aging["memo"], "unscheduled prepaid unapplied written_off"), step.memo, "{day}: memo");

    let run = dir.huikuan(&["history", "yueda", "--as-of", day, "-f", "csv"]).run();
    assert_eq!(run.code, 0, "{day}: {}", run.stderr);
    let last = run.stdout.lines().skip(1).last().and_then(|row| row.rsplit(',').next().map(str::to_string));
    assert_eq!(last.unwrap_or_default(), step.balance, "{day}: balance");

    let run = dir.huikuan(&["remind", "--all", "--as-of", day, "-f", "json"]).run();
    let remind: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(lines(&remind, "reason milestone due days outstanding"), step.remind, "{day}: remind");

    let commitments = dir.huikuan(&["commitments", "--as-of", day, "-f", "json"]).run();
    let commitments: serde_json::Value = serde_json::from_str(&commitments.stdout).expect("JSON");
    assert_eq!(lines(&commitments, "due fulfilled unfulfilled state"), step.commitments, "{day}: commitments");

    let statement = dir.json(&["statement", "yueda", "--as-of", day]);
    assert_eq!(cells(&statement["memo"], "closing due disputed written_off drafts demanded"), step.statement, "{day}: statement");

    let limitation = dir.huikuan(&["limitation", "--as-of", day, "-f", "json"]).run();
    let limitation: serde_json::Value = serde_json::from_str(&limitation.stdout).expect("JSON");
    assert_eq!(lines(&limitation, "milestone moved_by last_day"), step.limitation, "{day}: limitation");

    in_any_order(dir, day);
}

/// The same rows, turned round and by a hash of their text, give the same bytes.
fn in_any_order(dir: &Dir, day: &str) {
    let journal = dir.read("ledger.csv");
    let rows: Vec<&str> = journal.lines().skip(1).collect();
    let mut shuffled = rows.clone();
    shuffled.sort_by_key(|row| row.bytes().fold(7usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte))));
    for order in [rows.iter().rev().copied().collect(), shuffled] {
        let other = Dir::ledger(BOOK, &order);
        assert_eq!(other.read("ledger.csv").lines().next(), Some(HEADER));
        for report in [
            &["aging"][..],
            &["aging", "--detail"],
            &["history", "--detail"],
            &["history", "--open"],
            &["remind", "--all"],
            &["gap", "--period", "2026-03"],
            &["commitments"],
            &["commitments", "--by", "customer"],
            &["progress"],
            &["progress", "--detail"],
            &["limitation", "--all"],
            &["statement"],
            &["statement", "yueda"],
        ] {
            for format in ["table", "csv", "json"] {
                let arguments = [report, &["--as-of", day, "--format", format]].concat();
                assert_eq!(dir.huikuan(&arguments).run(), other.huikuan(&arguments).run(), "{day}: {arguments:?}");
            }
        }
    }
}
