//! `record reschedule --split`: what is open falls due in N parts, to the cent and to the day, and nothing else changes.

use proptest::prelude::*;
use serde_json::Value;

use crate::cases::{cells, lines};
use crate::harness::Dir;
use crate::record::{record, record_in, refused, small};

const DAY: &str = "2026-11-30";

/// What is open of a contract: milestone, day, open, and the day before it was moved.
fn open(dir: &Dir, contract: &str) -> Vec<String> {
    lines(&dir.json(&["aging", "--detail", "--contract", contract, "--as-of", DAY]), "milestone due outstanding original_due")
}

/// The same by name.
fn by_name(dir: &Dir, contract: &str) -> Vec<String> {
    let mut all = open(dir, contract);
    all.sort();
    all
}

#[test]
fn a_whole_milestone_becomes_n_parts() {
    let dir = small(&[]);
    let done = record(&dir, "reschedule C-1 首款 --split 3 --every 1m --due 2026-12-31");
    assert_eq!(
        done.stdout,
        "已记 ID  展期/分期  133.33  C-1 一期  首款  (甲公司)  2026-11-30  → 2027-01-31
已记 ID2  展期/分期  133.34  C-1 一期  首款/1  (甲公司)  2026-11-30  → 2027-02-28
已记 ID3  展期/分期  133.33  C-1 一期  首款/1  (甲公司)  2026-11-30  → 2026-12-31
  首款/1 133.33（2026-12-31 到期）
  首款/2 133.33（2027-01-31 到期）
  首款/3 133.34（2027-02-28 到期）
"
    );
    assert_eq!(
        done.rows,
        [
            "ID,2026-11-30,reschedule,one,C-1,首款,133.33,2027-01-31,,,,,,",
            "ID2,2026-11-30,reschedule,one,C-1,首款/1,133.34,2027-02-28,,,,,,",
            "ID3,2026-11-30,reschedule,one,C-1,首款/1,133.33,2026-12-31,,,,,,",
        ]
    );
    assert_eq!(
        by_name(&dir, "C-1"),
        [
            "尾款|2026-12-31|500.00|2026-12-31",
            "首款/1|2026-12-31|133.33|2026-03-01",
            "首款/2|2027-01-31|133.33|2026-03-01",
            "首款/3|2027-02-28|133.34|2026-03-01",
        ]
    );
    let english = record_in(&small(&[]), "en", "reschedule C-1 首款 --split 2 --every 10d --due 2026-12-31").stdout;
    assert!(english.ends_with("\n  首款/1 200.00 (due 2026-12-31)\n  首款/2 200.00 (due 2027-01-10)\n"), "{english}");
}

#[test]
fn intervals_and_the_first_day() {
    let due = |rest: &str| -> Vec<String> {
        let dir = small(&[]);
        record(&dir, &format!("reschedule C-1 首款 --split 3 {rest}"));
        lines(&dir.json(&["aging", "--detail", "--contract", "C-1", "--as-of", DAY]), "milestone due")
            .into_iter()
            .filter_map(|line| line.strip_prefix("首款/").map(str::to_string))
            .collect()
    };
    // Months are counted from the first day, so that a short one shortens no other.
    assert_eq!(due("--every 1m --due 2027-01-31"), ["1|2027-01-31", "2|2027-02-28", "3|2027-03-31"]);
    assert_eq!(due("--every 1m"), ["1|2026-12-30", "2|2027-01-30", "3|2027-02-28"]);
    assert_eq!(due("--every 2w"), ["1|2026-12-14", "2|2026-12-28", "3|2027-01-11"]);
    assert_eq!(due("--every 10d"), ["1|2026-12-10", "2|2026-12-20", "3|2026-12-30"]);
    assert_eq!(due("--every 2个月 --due 12-31"), ["1|2026-12-31", "2|2027-02-28", "3|2027-04-30"]);
    for every in ["", "m", "0m", "1000d", "1y", "-1m", "+1m", "一月"] {
        assert!(refused(&small(&[]), &format!("reschedule C-1 首款 --split 3 --every \"{every}\"")).starts_with("错误 E307：--every 没有“"), "{every}");
    }
    for count in ["0", "1", "361", "-2", "三", "2.5"] {
        assert!(refused(&small(&[]), &format!("reschedule C-1 首款 --split {count} --every 1m")).starts_with("错误 E307：--split 没有“"), "{count}");
    }
    assert!(refused(&small(&[]), "reschedule C-1 首款 --amount 0.02 --split 3 --every 1m").contains("可以写：2 … 2\n"));
}

#[test]
fn a_part_of_it_and_what_is_part_paid() {
    // 150 came before: 250 are open, of which 200 move; 50 keep their day, with what was paid.
    let paid = "261101-00000001,2026-11-01,receipt,one,C-1,首款,150.00,,,,,,,";
    let dir = small(&[paid]);
    record(&dir, "reschedule C-1 首款 --split 2 --every 1m --amount 200 --due 2026-12-31");
    assert_eq!(by_name(&dir, "C-1")[1..], ["首款/1|2026-03-01|50.00|2026-03-01", "首款/2|2026-12-31|100.00|2026-03-01", "首款/3|2027-01-31|100.00|2026-03-01"]);
    // All that is open.
    let dir = small(&[paid]);
    record(&dir, "reschedule C-1 首款 --split 2 --every 1m --due 2026-12-31");
    assert_eq!(by_name(&dir, "C-1")[1..], ["首款/1|2026-12-31|125.00|2026-03-01", "首款/2|2027-01-31|125.00|2026-03-01"]);
    // What came today counts though money comes after what is rescheduled that day.
    let dir = small(&["261130-00000001,2026-11-30,receipt,one,C-1,首款,150.00,,,,,,,"]);
    record(&dir, "reschedule C-1 首款 --split 2 --every 1m --due 2026-12-31");
    assert_eq!(by_name(&dir, "C-1")[1..], ["首款/2|2026-12-31|125.00|2026-03-01", "首款/3|2027-01-31|125.00|2026-03-01"]);
    // A milestone that waits for its event is dated by it.
    let dir = small(&[]);
    record(&dir, "reschedule C-1 质保金 --split 2 --every 1m --due 2026-12-31");
    assert_eq!(by_name(&dir, "C-1")[1..3], ["质保金/1|2026-12-31|50.00|", "质保金/2|2027-01-31|50.00|"]);
}

#[test]
fn what_is_parted_already() {
    let moved = "261101-00000001,2026-11-01,reschedule,one,C-1,首款,100.00,2026-12-20,,,,,,";
    // One part of two.
    let dir = small(&[moved]);
    record(&dir, "reschedule C-1 首款/2 --split 2 --every 1m --due 2027-01-31");
    assert_eq!(by_name(&dir, "C-1")[1..], ["首款/1|2026-03-01|300.00|2026-03-01", "首款/2|2027-01-31|50.00|2026-03-01", "首款/3|2027-02-28|50.00|2026-03-01"]);
    // Both: 300 and 100 make 4 times 100, and no part is moved twice.
    let dir = small(&[moved]);
    let done = record(&dir, "reschedule C-1 首款 --split 4 --every 1m --due 2026-12-10");
    assert_eq!(done.rows.len(), 4);
    assert_eq!(
        by_name(&dir, "C-1")[1..],
        [
            "首款/1|2026-12-10|100.00|2026-03-01",
            "首款/2|2027-03-10|100.00|2026-03-01",
            "首款/3|2027-01-10|100.00|2026-03-01",
            "首款/4|2027-02-10|100.00|2026-03-01"
        ]
    );
    // Three parts of 133.33 do not fit 300 and 100: parts stay apart, their sums are what was asked for.
    let dir = small(&[moved]);
    assert_eq!(record(&dir, "reschedule C-1 首款 --split 3 --every 1m --due 2026-12-10").rows.len(), 4);
    assert_eq!(
        by_name(&dir, "C-1")[1..],
        [
            "首款/1|2026-12-10|133.33|2026-03-01",
            "首款/2|2027-02-10|100.00|2026-03-01",
            "首款/3|2027-01-10|133.33|2026-03-01",
            "首款/4|2027-02-10|33.34|2026-03-01"
        ]
    );
    // The one part that is open is meant by the bare name.
    let dir = small(&[moved, "261102-00000001,2026-11-02,receipt,one,C-1,首款/1,300.00,,,,,,,"]);
    record(&dir, "reschedule C-1 首款 --split 2 --every 1m --due 2026-12-10");
    assert_eq!(by_name(&dir, "C-1")[1..], ["首款/2|2026-12-10|50.00|2026-03-01", "首款/3|2027-01-10|50.00|2026-03-01"]);
}

#[test]
fn bills_have_instalments_too() {
    let dir = small(&["261001-00000001,2026-10-01,bill,frame,F-1,,90.00,,,,,goods,,"]);
    record(&dir, "reschedule F-1 261001-00000001 --split 3 --every 1w --due 2026-12-01");
    let expected =
        ["261001-00000001/1|2026-12-01|30.00|2026-10-31", "261001-00000001/2|2026-12-08|30.00|2026-10-31", "261001-00000001/3|2026-12-15|30.00|2026-10-31"];
    assert_eq!(by_name(&dir, "F-1"), expected);
}

#[test]
fn instalments_of_a_past_day_leave_what_is_owed_today() {
    // On 1 October 400 were open. What came since pays the first instalment.
    let dir = small(&["261101-00000001,2026-11-01,receipt,one,C-1,首款,100.00,,,,,,,"]);
    record(&dir, "reschedule C-1 首款 --split 2 --every 1m --due 2026-12-31 --date 2026-10-01");
    assert_eq!(by_name(&dir, "C-1")[1..], ["首款/1|2026-12-31|100.00|2026-03-01", "首款/2|2027-01-31|200.00|2026-03-01"]);
    // A write-off of what was the second part then would mean another part, in which less is open.
    let rows =
        ["261101-00000001,2026-11-01,reschedule,one,C-1,首款,100.00,2026-12-20,,,,,,", "261102-00000001,2026-11-02,writeoff,one,C-1,首款/1,300.00,,,,,,,"];
    let dir = small(&rows);
    let said = "错误 E324：2026-10-01 当天或之后还有回款、冲减等记录，排在分期后面，这样它们就付到别处了\n  把分期记在 2026-11-30：--date 2026-11-30\n";
    assert_eq!(refused(&dir, "reschedule C-1 首款 --split 4 --every 1m --due 2026-12-31 --date 2026-10-01"), said);
}

/// A milestone with what was paid of it and a part that moved before, and instalments of some of what is open.
fn asked() -> impl Strategy<Value = (i64, i64, i64, i64, i64, String)> {
    let every = prop_oneof![(1..=13i64).prop_map(|n| format!("{n}m")), (1..=9i64).prop_map(|n| format!("{n}w")), (1..=99i64).prop_map(|n| format!("{n}d"))];
    (100..=10_000_000i64, 0..=100i64, 0..=100i64, 1..=100i64, 2..=24i64, every)
}

fn cents(value: &Value) -> i64 {
    value.as_str().expect("an amount").replace('.', "").parse().expect("cents")
}

fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_sum_to_what_was_open((whole, paid, moved, taken, count, every) in asked()) {
        let book = format!(
            "name = \"账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n[[contract]]\nno = \"C\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = \"{}\"\n\
             milestone = [{{ name = \"款\", amount = \"{}\", due = 2026-03-01 }}, {{ name = \"余\", amount = 1, due = 2026-06-01 }}]\n",
            amount(whole + 100), amount(whole)
        );
        let paid = whole * paid / 101;
        let moved = (whole - paid) * moved / 101;
        let mut rows = Vec::new();
        if paid > 0 {
            rows.push(format!("260301-00000001,2026-03-01,receipt,a,C,款,{},,,,,,,", amount(paid)));
        }
        if moved > 0 {
            rows.push(format!("260401-00000001,2026-04-01,reschedule,a,C,款,{},2026-05-01,,,,,,", amount(moved)));
        }
        let dir = Dir::ledger(&book, &rows.iter().map(String::as_str).collect::<Vec<_>>());
        let detail = |dir: &Dir| dir.json(&["aging", "--detail", "--as-of", "2026-04-30"]);
        let before = detail(&dir);
        let open = whole - paid;
        let sum = (open * taken / 100).clamp(1, open);
        let line = ["--as-of", "2026-04-30", "record", "reschedule", "C", "款", "--split", &count.to_string(), "--every", &every, "--due", "2027-01-31", "--amount", &amount(sum)];
        if sum < count {
            prop_assert!(dir.refused(&line).starts_with("错误 E307：--split"));
            return Ok(());
        }
        dir.good(&line);
        let after = detail(&dir);
        prop_assert_eq!(&before["total"]["outstanding"], &after["total"]["outstanding"]);
        // The days as said, each with its sum; what was not taken keeps its day.
        let mut due: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
        let mut parts = 0;
        for row in after["rows"].as_array().expect("rows").iter().filter(|row| row["milestone"] != "余") {
            *due.entry(row["due"].as_str().expect("a day").to_string()).or_default() += cents(&row["outstanding"]);
            parts += 1;
        }
        let first = chrono::NaiveDate::from_ymd_opt(2027, 1, 31).expect("a day");
        let (number, unit) = every.split_at(every.len() - 1);
        let number: u32 = number.parse().expect("a number");
        let mut expected: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
        for index in 0..count {
            let times = number * index as u32;
            let day = match unit {
                "m" => first.checked_add_months(chrono::Months::new(times)),
                "w" => first.checked_add_days(chrono::Days::new(u64::from(times) * 7)),
                _ => first.checked_add_days(chrono::Days::new(u64::from(times))),
            };
            let own = if index + 1 == count { sum - sum / count * (count - 1) } else { sum / count };
            *expected.entry(day.expect("a day").to_string()).or_default() += own;
        }
        // Earliest due first: of what was due in March, then of what had moved to May.
        let march = (whole - paid - moved - sum).max(0);
        for (day, rest) in [("2026-03-01", march), ("2026-05-01", open - sum - march)] {
            if rest > 0 {
                *expected.entry(day.into()).or_default() += rest;
            }
        }
        prop_assert_eq!(&due, &expected);
        if moved == 0 {
            prop_assert_eq!(parts, due.len(), "{}", cells(&after["total"], "outstanding"));
        }
    }
}
