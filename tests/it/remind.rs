//! `remind`: each reason, what is left out and what is not, and what stands beside it.

use crate::cases::{cells, lines};
use crate::harness::{Dir, root};

const KEYS: &str = "reason,rep,customer,customer_name,contact,phone,contract,milestone,due,days,outstanding,tier,action,next_step,promised,\
    promised_for,last_contact,contacts,invoice,papers,strategy,next_contact,promise";

const DAY: &str = "2026-06-30";

/// One customer, `a`, of a grade, with contracts; `top` goes before the first table.
fn ledger(top: &str, grade: &str, contracts: &str, rows: &[&str]) -> Dir {
    let grade = if grade.is_empty() { String::new() } else { format!("grade = \"{grade}\"\n") };
    let book = format!("name = \"提醒账\"\ncurrency = \"CNY\"\n{top}\n[[customer]]\nid = \"a\"\nname = \"甲公司\"\n{grade}{contracts}");
    Dir::ledger(&book, rows)
}

/// A contract of one milestone.
fn due(no: &str, amount: &str, day: &str) -> String {
    format!("[[contract]]\nno = \"{no}\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = \"{amount}\"\ndue = {day}\n")
}

/// `reason|due|days|outstanding` of each line on a day.
fn on(dir: &Dir, day: &str, more: &[&str]) -> Vec<String> {
    let arguments = [&["remind", "--as-of", day, "--format", "json"], more].concat();
    let run = dir.huikuan(&arguments).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let rows = lines(&report, "reason due days outstanding");
    assert_eq!(run.stderr, if rows.is_empty() { "今天没有要催的\n" } else { "" });
    rows
}

/// `reason|due|days` of each line.
fn days(dir: &Dir, day: &str, more: &[&str]) -> Vec<String> {
    on(dir, day, more).iter().map(|line| line.rsplit_once('|').unwrap_or_default().0.to_string()).collect()
}

/// The reasons alone.
fn reasons(dir: &Dir, day: &str, more: &[&str]) -> Vec<String> {
    on(dir, day, more).iter().map(|line| line.split('|').next().unwrap_or_default().to_string()).collect()
}

#[test]
fn due_soon_today_and_overdue() {
    let dir = ledger("", "B", &due("A-1", "100", "2026-06-30"), &[]);
    assert_eq!(on(&dir, "2026-06-22", &[]), [""; 0]);
    assert_eq!(on(&dir, "2026-06-23", &[]), ["due-soon|2026-06-30|-7|100.00"]);
    assert_eq!(on(&dir, "2026-06-29", &[]), ["due-soon|2026-06-30|-1|100.00"]);
    assert_eq!(on(&dir, "2026-06-30", &[]), ["due-today|2026-06-30|0|100.00"]);
    assert_eq!(on(&dir, "2026-07-01", &[]), ["overdue|2026-06-30|1|100.00"]);
}

#[test]
fn lead_days_follow_the_grade() {
    let policy = "[policy]\ndue_soon_days = 5\n[policy.lead_days]\nA = 1\nD = 20";
    for (top, grade, lead) in
        [("", "A", 3), ("", "B", 7), ("", "C", 10), ("", "D", 15), ("", "", 7), (policy, "A", 1), (policy, "B", 7), (policy, "D", 20), (policy, "", 5)]
    {
        let day = |ahead: u32| format!("2026-06-{:02}", 30 - ahead);
        let dir = ledger(top, grade, &due("A-1", "100", "2026-06-30"), &["260601-00000001,2026-06-01,commitment,a,A-1,,50.00,2026-06-30,,,,oral,,"]);
        // A promise is announced as early as what is due, the larger amount first.
        assert_eq!(reasons(&dir, &day(lead), &[]), ["due-soon", "commitment-due"], "{grade} {lead}");
        assert_eq!(reasons(&dir, &day(lead + 1), &[]), [""; 0], "{grade} {lead}");
    }
}

#[test]
fn the_grade_is_that_of_the_day() {
    let grades = "grades = [{ grade = \"A\", from = 2026-01-01 }, { grade = \"D\", from = 2026-06-20 }]\n";
    let dir = ledger("", "", &format!("{grades}{}", due("A-1", "100", "2026-06-30")), &[]);
    assert_eq!(reasons(&dir, "2026-06-19", &[]), [""; 0]);
    assert_eq!(reasons(&dir, "2026-06-20", &[]), ["due-soon"]);
}

#[test]
fn commitments_due_and_broken() {
    let promise = "260601-00000001,2026-06-01,commitment,a,A-1,,80.00,2026-06-30,,,,oral,,";
    let part = "260628-00000001,2026-06-28,receipt,a,A-1,,30.00,,,,,bank,,";
    let rest = "260702-00000001,2026-07-02,receipt,a,A-1,,50.00,,,,,bank,,";
    let contract = due("A-1", "100", "2027-06-30");
    let dir = ledger("", "B", &contract, &[promise]);
    assert_eq!(on(&dir, "2026-06-23", &[]), ["commitment-due|2026-06-30|-7|80.00"]);
    assert_eq!(on(&dir, "2026-06-30", &[]), ["commitment-due|2026-06-30|0|80.00"]);
    assert_eq!(on(&dir, "2026-07-01", &[]), ["commitment-broken|2026-06-30|1|80.00"]);
    // Kept in part: the missing rest is what it is about.
    let dir = ledger("", "B", &contract, &[promise, part]);
    assert_eq!(on(&dir, "2026-06-29", &[]), ["commitment-due|2026-06-30|-1|50.00"]);
    assert_eq!(on(&dir, "2026-07-01", &[]), ["commitment-broken|2026-06-30|1|50.00"]);
    // Kept late: nothing to do any more.
    let dir = ledger("", "B", &contract, &[promise, part, rest]);
    assert_eq!(on(&dir, "2026-07-01", &[]), ["commitment-broken|2026-06-30|1|50.00"]);
    assert_eq!(on(&dir, "2026-07-02", &[]), [""; 0]);
    // Replaced: only its successor is asked for.
    let next = "260702-00000001,2026-07-02,commitment,a,A-1,,70.00,2026-07-05,260601-00000001,,,oral,,";
    let dir = ledger("", "B", &contract, &[promise, next]);
    assert_eq!(on(&dir, "2026-07-02", &[]), ["commitment-due|2026-07-05|-3|70.00"]);
    assert_eq!(on(&dir, "2026-07-06", &[]), ["commitment-broken|2026-07-05|1|70.00"]);
}

#[test]
fn refunds_and_voids_reopen_a_promise() {
    let promise = "260601-00000001,2026-06-01,commitment,a,A-1,,80.00,2026-06-20,,,,oral,,";
    let kept = "260610-00000001,2026-06-10,receipt,a,A-1,,80.00,,,,,bank,,";
    let of = |row: &str, day| on(&ledger("", "B", &due("A-1", "100", "2027-06-30"), &[promise, kept, row]), day, &[]);
    let refund = "260625-00000001,2026-06-25,refund,a,A-1,,30.00,,260610-00000001,,,,,";
    assert_eq!(of(refund, "2026-06-24"), [""; 0]);
    assert_eq!(of(refund, "2026-06-25"), ["commitment-broken|2026-06-20|5|30.00"]);
    let bounced = "260625-00000001,2026-06-25,void,a,A-1,,,,260610-00000001,,,,,";
    assert_eq!(of(bounced, "2026-06-24"), [""; 0]);
    assert_eq!(of(bounced, "2026-06-25"), ["commitment-broken|2026-06-20|5|80.00"]);
    // A successor that is void revives what it replaced.
    let rows = [
        promise,
        "260602-00000001,2026-06-02,commitment,a,A-1,,70.00,2026-07-31,260601-00000001,,,oral,,",
        "260628-00000001,2026-06-28,void,a,A-1,,,,260602-00000001,,,,,",
    ];
    let dir = ledger("", "B", &due("A-1", "100", "2027-06-30"), &rows);
    assert_eq!(on(&dir, "2026-06-27", &[]), [""; 0]);
    assert_eq!(on(&dir, "2026-06-28", &[]), ["commitment-broken|2026-06-20|8|80.00"]);
}

#[test]
fn money_without_a_promise_goes_to_the_earliest_it_fits() {
    let contracts = due("A-1", "1000", "2027-06-30") + &due("A-2", "1000", "2027-06-30");
    let any = "260601-00000001,2026-06-01,commitment,a,,,100.00,2026-06-10,,,,oral,,";
    let first = "260601-00000002,2026-06-01,commitment,a,A-1,,100.00,2026-06-20,,,,oral,,";
    let second = "260603-00000001,2026-06-03,commitment,a,A-2,,100.00,2026-06-25,,,,oral,,";
    let of = |receipts: &[&str]| on(&ledger("", "B", &contracts, &[&[any, first, second], receipts].concat()), DAY, &[]);
    let broken = |amounts: [&str; 3]| -> Vec<String> {
        let days = [("10", 20), ("20", 10), ("25", 5)];
        let line = |((day, days), amount): ((&str, i32), &str)| format!("commitment-broken|2026-06-{day}|{days}|{amount}");
        days.into_iter().zip(amounts).filter(|(_, amount)| *amount != "0.00").map(line).collect()
    };
    assert_eq!(of(&[]), broken(["100.00", "100.00", "100.00"]));
    // Of A-2: the customer's promise is due first, A-1's does not fit, the rest is A-2's.
    assert_eq!(of(&["260605-00000001,2026-06-05,receipt,a,A-2,,150.00,,,,,bank,,"]), broken(["0.00", "100.00", "50.00"]));
    // A receipt that names no contract fits all three.
    assert_eq!(of(&["260605-00000001,2026-06-05,receipt,a,,,250.00,,,,,bank,,"]), broken(["0.00", "0.00", "50.00"]));
    // What came before a promise was made does not fulfil it.
    assert_eq!(of(&["260602-00000001,2026-06-02,receipt,a,A-2,,150.00,,,,,bank,,"]), broken(["0.00", "100.00", "100.00"]));
    assert_eq!(of(&["260531-00000001,2026-05-31,receipt,a,A-2,,150.00,,,,,bank,,"]), broken(["100.00", "100.00", "100.00"]));
    // What a receipt says comes before the order, what it has beyond goes on.
    assert_eq!(of(&["260605-00000001,2026-06-05,receipt,a,A-2,,150.00,,260603-00000001,,,bank,,"]), broken(["50.00", "100.00", "0.00"]));
}

#[test]
fn grace_days_put_the_break_off() {
    let promise = "260601-00000001,2026-06-01,commitment,a,A-1,,80.00,2026-06-30,,,,oral,,";
    let dir = ledger("[policy]\ngrace_days = 3", "B", &due("A-1", "100", "2027-06-30"), &[promise]);
    assert_eq!(on(&dir, "2026-07-01", &[]), ["commitment-due|2026-06-30|1|80.00"]);
    assert_eq!(on(&dir, "2026-07-03", &[]), ["commitment-due|2026-06-30|3|80.00"]);
    assert_eq!(on(&dir, "2026-07-04", &[]), ["commitment-broken|2026-06-30|4|80.00"]);
}

#[test]
fn agreed_dates_of_contacts_and_causes() {
    let contact = "260601-00000001,2026-06-01,contact,a,,,,2026-06-30,,,,phone,,";
    let later = "260702-00000001,2026-07-02,contact,a,,,,,,,,phone,,";
    let debt = due("A-1", "100", "2027-06-30");
    let dir = ledger("", "B", &debt, &[contact, later]);
    // An agreed date is not announced; from its day on it stays until there was another contact.
    assert_eq!(days(&dir, "2026-06-29", &[]), [""; 0]);
    assert_eq!(days(&dir, "2026-06-30", &[]), ["follow-up-due|2026-06-30|0"]);
    assert_eq!(days(&dir, "2026-07-01", &[]), ["follow-up-due|2026-06-30|1"]);
    assert_eq!(days(&dir, "2026-07-02", &[]), [""; 0]);
    // So with the deadline of a solution.
    let cause = "260601-00000002,2026-06-01,cause,a,A-1,,,2026-06-30,,,,process,,补资料";
    let another = "260702-00000002,2026-07-02,cause,a,A-1,,,2026-08-01,,,,process,,换人";
    let dir = ledger("", "B", &debt, &[cause, another]);
    assert_eq!(days(&dir, "2026-06-29", &[]), [""; 0]);
    assert_eq!(days(&dir, "2026-07-01", &[]), ["follow-up-due|2026-06-30|1"]);
    assert_eq!(days(&dir, "2026-07-02", &[]), [""; 0]);
    // What is due by then stands beside it.
    let dir = ledger("", "B", &(due("A-1", "100", "2026-06-20") + &due("A-2", "40", "2026-07-30")), &[contact]);
    assert_eq!(on(&dir, DAY, &[]), ["overdue|2026-06-20|10|100.00", "follow-up-due|2026-06-30|0|100.00"]);
    // Who owes nothing is left alone.
    let dir = ledger("", "B", &debt, &[contact, "260610-00000001,2026-06-10,receipt,a,A-1,,100.00,,,,,bank,,"]);
    assert_eq!(days(&dir, "2026-06-30", &[]), [""; 0]);
}

#[test]
fn disputes_in_part_and_whole() {
    let contracts = due("A-1", "100", "2026-06-20") + &due("A-2", "40", "2026-06-25");
    let part = "260622-00000001,2026-06-22,dispute,a,A-1,,30.00,2026-06-30,,,,quality,,";
    let dir = ledger("", "B", &contracts, &[part]);
    // The undisputed 70 are asked for; the reply is due on the 30th.
    assert_eq!(on(&dir, "2026-06-29", &[]), ["overdue|2026-06-20|9|70.00", "overdue|2026-06-25|4|40.00"]);
    let with_reply = ["overdue|2026-06-20|10|70.00", "overdue|2026-06-25|5|40.00", "dispute-open|2026-06-30|0|30.00"];
    assert_eq!(on(&dir, "2026-06-30", &[]), with_reply);
    // Without an amount the whole contract is disputed, and its line is left out; without a date the reply is due at once.
    let whole = "260622-00000001,2026-06-22,dispute,a,A-1,,,,,,,quality,,";
    let dir = ledger("", "B", &contracts, &[whole]);
    assert_eq!(on(&dir, "2026-06-30", &[]), ["dispute-open|2026-06-22|8|100.00", "overdue|2026-06-25|5|40.00"]);
    // No more is disputed than is open, by earliest due.
    let much = "260622-00000001,2026-06-22,dispute,a,,,120.00,2026-07-31,,,,quality,,";
    let dir = ledger("", "B", &contracts, &[much]);
    assert_eq!(on(&dir, "2026-06-30", &[]), ["overdue|2026-06-25|5|20.00"]);
    // Once it is resolved all is asked for again.
    let resolve = "260630-00000001,2026-06-30,resolve,a,A-1,,,,260622-00000001,,,settled,,";
    let dir = ledger("", "B", &contracts, &[whole, resolve]);
    assert_eq!(on(&dir, "2026-06-30", &[]), ["overdue|2026-06-20|10|100.00", "overdue|2026-06-25|5|40.00"]);
}

#[test]
fn red_without_cause_or_without_solution() {
    let contract = due("A-1", "100", "2026-04-30");
    let cause = |contract: &str, note: &str| format!("260601-00000001,2026-06-01,cause,a,{contract},,,,,,,habit,,{note}");
    let of = |rows: &[&str], day| on(&ledger("", "B", &contract, rows), day, &[]);
    assert_eq!(of(&[], "2026-06-29"), ["overdue|2026-04-30|60|100.00"]);
    assert_eq!(of(&[], "2026-06-30"), ["no-cause|2026-04-30|61|100.00"]);
    assert_eq!(of(&[&cause("A-1", "")], DAY), ["no-cause|2026-04-30|61|100.00"]);
    assert_eq!(of(&[&cause("A-1", "提前提醒")], DAY), ["overdue|2026-04-30|61|100.00"]);
    // A cause of the customer as a whole will do.
    assert_eq!(of(&[&cause("", "提前提醒")], DAY), ["overdue|2026-04-30|61|100.00"]);
    // The last cause counts.
    let last = cause("A-1", "").replace("260601-00000001,2026-06-01", "260602-00000001,2026-06-02");
    assert_eq!(of(&[&cause("A-1", "提前提醒"), &last], DAY), ["no-cause|2026-04-30|61|100.00"]);
}

#[test]
fn cadence_hides_who_was_contacted_lately_until_its_days_are_over() {
    let policy = "[policy.cadence_days]\nA = 2\nB = 5";
    for (top, grade, cadence) in [("", "A", 14), ("", "B", 7), ("", "C", 3), ("", "D", 1), (policy, "A", 2), (policy, "B", 5), (policy, "C", 3)] {
        // Overdue by 25 days and more all the while: one tier.
        let day = |after: u32| format!("2026-06-{:02}", 1 + after);
        let dir = ledger(top, grade, &due("A-1", "100", "2026-05-07"), &["260601-00000001,2026-06-01,contact,a,,,,,,,,phone,,"]);
        assert_eq!(reasons(&dir, &day(cadence), &[]), ["overdue"], "{grade}");
        assert_eq!(reasons(&dir, &day(cadence - 1), &[]), [""; 0], "{grade}");
        assert_eq!(reasons(&dir, &day(cadence - 1), &["--all"]), ["overdue"], "{grade}");
    }
}

#[test]
fn a_tier_entered_since_the_contact_is_shown() {
    let contact = |day| format!("2606{day}-00000001,2026-06-{day},contact,a,,,,,,,,phone,,");
    let of = |due_day: &str, contact: &str| on(&ledger("", "B", &due("A-1", "100", due_day), &[contact]), DAY, &[]);
    // Green on the 29th, blue on the 30th.
    assert_eq!(of("2026-06-09", &contact("29")), ["overdue|2026-06-09|21|100.00"]);
    // Blue on both.
    assert_eq!(of("2026-06-08", &contact("29")), [""; 0]);
    // Not due when they were called, overdue now.
    assert_eq!(of("2026-06-29", &contact("28")), ["overdue|2026-06-29|1|100.00"]);
    // Due on the day of the call: in the first tier on both.
    assert_eq!(of("2026-06-29", &contact("29")), [""; 0]);
    // Called today, when it entered its tier.
    assert_eq!(of("2026-06-09", &contact("30")), [""; 0]);
}

#[test]
fn nothing_but_overdue_and_due_soon_is_hidden_by_cadence() {
    let contracts = [due("A-1", "10", "2026-04-20"), due("A-2", "20", "2026-06-30"), due("A-3", "30", "2026-07-02"), due("A-4", "40", "2026-06-20")].concat();
    let rows = [
        "260601-00000001,2026-06-01,commitment,a,A-1,,5.00,2026-06-28,,,,oral,,",
        "260601-00000002,2026-06-01,commitment,a,A-2,,6.00,2026-07-01,,,,oral,,",
        "260601-00000003,2026-06-01,dispute,a,A-4,,7.00,2026-06-29,,,,price,,",
        "260629-00000001,2026-06-29,contact,a,,,,2026-06-30,,,,phone,,",
    ];
    let dir = ledger("", "B", &contracts, &rows);
    let shown = [
        "no-cause|2026-04-20|71|10.00",
        "commitment-broken|2026-06-28|2|5.00",
        "dispute-open|2026-06-29|1|7.00",
        "follow-up-due|2026-06-30|0|70.00",
        "due-today|2026-06-30|0|20.00",
        "commitment-due|2026-07-01|-1|6.00",
    ];
    assert_eq!(on(&dir, DAY, &[]), shown);
    let all = reasons(&dir, DAY, &["--all"]);
    let expected = ["no-cause", "overdue", "commitment-broken", "dispute-open", "follow-up-due", "due-today", "commitment-due", "due-soon"];
    assert_eq!(all, expected);
}

#[test]
fn until_looks_ahead_at_all_that_has_a_date() {
    let contracts = due("A-1", "100", "2026-07-20") + &due("A-2", "50", "2026-08-20");
    let rows = [
        "260601-00000001,2026-06-01,commitment,a,A-1,,30.00,2026-07-15,,,,oral,,",
        "260601-00000002,2026-06-01,dispute,a,A-2,,20.00,2026-07-18,,,,price,,",
        "260601-00000003,2026-06-01,contact,a,,,,2026-07-10,,,,phone,,",
    ];
    let dir = ledger("", "B", &contracts, &rows);
    assert_eq!(days(&dir, DAY, &[]), [""; 0]);
    assert_eq!(days(&dir, DAY, &["--until", "2026-07-09"]), [""; 0]);
    assert_eq!(days(&dir, DAY, &["--until", "2026-07-10"]), ["follow-up-due|2026-07-10|-10"]);
    let all = ["follow-up-due|2026-07-10|-10", "commitment-due|2026-07-15|-15", "dispute-open|2026-07-18|-18", "due-soon|2026-07-20|-20"];
    assert_eq!(days(&dir, DAY, &["--until", "2026-07-20"]), all);
    // A date without a year lies ahead; so do days counted from today.
    for until in ["07-20", "+20d", "2026年7月20日"] {
        assert_eq!(days(&dir, DAY, &["--until", until]), all, "{until}");
    }
    assert!(dir.refused(&["remind", "--until", "soon"]).starts_with("错误 E304：日期“soon”看不懂\n"));
}

#[test]
fn sorted_by_days_and_then_by_amount() {
    let contracts = [due("A-1", "10", "2026-06-20"), due("A-2", "999", "2026-06-25"), due("A-3", "20", "2026-06-20"), due("A-4", "20", "2026-06-20")].concat();
    let dir = ledger("", "B", &contracts, &[]);
    let report = dir.json(&["remind", "--as-of", DAY]);
    assert_eq!(lines(&report, "contract days outstanding"), ["A-3|10|20.00", "A-4|10|20.00", "A-1|10|10.00", "A-2|5|999.00"]);
}

#[test]
fn a_missed_day_is_caught_up_and_a_day_s_list_is_the_same_twice() {
    // Nobody looked on the 25th and 26th, when the promise, the follow-up and the due date came.
    let rows = ["260601-00000001,2026-06-01,commitment,a,A-1,,30.00,2026-06-25,,,,oral,,", "260601-00000003,2026-06-01,contact,a,,,,2026-06-26,,,,phone,,"];
    let dir = ledger("", "B", &due("A-1", "100", "2026-06-26"), &rows);
    let expected = ["commitment-broken|2026-06-25|5|30.00", "follow-up-due|2026-06-26|4|100.00", "overdue|2026-06-26|4|100.00"];
    assert_eq!(on(&dir, DAY, &[]), expected);
    assert_eq!(on(&dir, DAY, &[]), expected);
    // What later days bring does not change it.
    let later = "260701-00000001,2026-07-01,receipt,a,A-1,,100.00,,,,,bank,,";
    let dir = ledger("", "B", &due("A-1", "100", "2026-06-26"), &[&rows[..], &[later]].concat());
    assert_eq!(on(&dir, DAY, &[]), expected);
}

#[test]
fn waiting_and_settled_positions_are_no_reminders() {
    let contract = "[[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = 100\n\
        milestone = [{ name = \"一\", amount = 60, after = \"delivery\", days = 10 }, { name = \"二\", amount = 40, due = 2026-06-10 }]\n";
    let rows = ["260611-00000001,2026-06-11,receipt,a,A-1,二,40.00,,,,,bank,,", "260622-00000001,2026-06-22,event,a,A-1,,,,,,,delivery,,"];
    let dir = ledger("", "B", contract, &rows);
    assert_eq!(on(&dir, "2026-06-10", &[]), ["due-today|2026-06-10|0|40.00"]);
    assert_eq!(on(&dir, "2026-06-21", &["--until", "2026-12-31"]), [""; 0]);
    // Delivered on the 22nd, it is due on 2 July.
    assert_eq!(on(&dir, "2026-06-25", &[]), ["due-soon|2026-07-02|-7|60.00"]);
}

/// All columns of one line.
const FULL: &str = r#"name = "提醒账"
currency = "CNY"

[[rep]]
id = "li"
name = "李雷"

[[rep]]
id = "han"
name = "韩梅"

[[customer]]
id = "a"
name = "甲公司"
reps = [{ rep = "han", from = 2026-01-01 }, { rep = "li", from = 2026-06-01 }]
grade = "B"
contacts = [{ name = "老板", role = "owner", phone = "139" }, { name = "王经理", role = "handler", phone = "138" }]

[[customer]]
id = "b"
name = "乙公司"
rep = "han"
grade = "B"

[[contract]]
no = "A-1"
customer = "a"
signed = 2026-01-05
amount = 300
milestone = [{ name = "货款", amount = 100, due = 2026-05-31 }, { name = "验收款", amount = 200, due = 2026-08-01, papers = ["验收单", "发票"] }]

[[contract]]
no = "B-1"
customer = "b"
signed = 2026-01-05
amount = 50
due = 2026-06-30
"#;

const FULL_ROWS: &[&str] = &[
    "260401-00000001,2026-04-01,contact,a,A-1,,,,,,,notice,,",
    "260405-00000001,2026-04-05,receipt,a,A-1,货款,10.00,,,,,bank,,",
    "260602-00000001,2026-06-02,invoice,a,A-1,,90.00,,,F-1,,issued,,",
    "260603-00000001,2026-06-03,invoice,a,A-1,,90.00,,,F-1,,sent,,",
    "260604-00000001,2026-06-04,cause,a,A-1,,,,,,,cash-short,,分两次",
    "260610-00000001,2026-06-10,contact,a,A-1,,,,,,,phone,,",
    "260612-00000001,2026-06-12,commitment,a,A-1,,70.00,2026-07-20,,,,oral,,",
    "260612-00000002,2026-06-12,commitment,a,A-1,,20.00,2026-07-15,,,,oral,,",
];

#[test]
fn what_stands_beside_a_reminder() {
    let dir = Dir::ledger(FULL, FULL_ROWS);
    // One contact since the last receipt; the next open promise about it is that of 15 July.
    let csv = [
        KEYS,
        "overdue,li,a,甲公司,王经理,138,A-1,货款,2026-05-31,30,90.00,blue,警告,打电话,20.00,2026-07-15,2026-06-10,1,sent,,书面分期或展期，谈担保、折扣、抵债,,promised",
        "due-today,han,b,乙公司,,,B-1,1,2026-06-30,0,50.00,green,表扬,发通知,,,,0,not-issued,,,,no-commitment",
        "",
    ];
    assert_eq!(dir.good(&["remind", "--as-of", DAY, "-f", "csv"]), csv.join("\n"));
    let report = dir.json(&["remind", "--as-of", DAY, "--until", "2026-08-01", "--lang", "en"]);
    let keys = "reason milestone days outstanding tier action next_step promised promised_for invoice papers strategy";
    let strategy = "instalments in writing, security, discount or in kind";
    assert_eq!(
        lines(&report, keys),
        [
            format!("overdue|货款|30|90.00|blue|warn|phone|20.00|2026-07-15|sent||{strategy}"),
            "due-today|1|0|50.00|green|praise|notice|||not-issued||".into(),
            format!("commitment-due||-15|20.00|||phone|20.00|2026-07-15|sent||{strategy}"),
            format!("commitment-due||-20|70.00|||phone|70.00|2026-07-20|sent||{strategy}"),
            format!("due-soon|验收款|-32|200.00|||phone|20.00|2026-07-15|sent|验收单、发票|{strategy}"),
        ]
    );
    assert_eq!(report["total"], serde_json::Value::Null);
}

#[test]
fn as_a_table_in_both_languages_and_as_markdown() {
    let dir = Dir::ledger(FULL, FULL_ROWS);
    let zh = "\
催款提醒 · 提醒账 · 截至 2026-06-30 · 单位：元
事由      销售代表  客户    联系人  电话  合同  付款节点  日期        逾期天数   金额  等级  对客户  有无承诺
逾期      李雷      甲公司  王经理  138   A-1   货款      2026-05-31        30  90.00  蓝    打电话  有承诺
今日到期  韩梅      乙公司                B-1   全款      2026-06-30         0  50.00  绿    发通知  无承诺
共 2 件
";
    assert_eq!(dir.good(&["remind", "--as-of", DAY]), zh);
    let en = "\
Reminders · 提醒账 · as of 2026-06-30 · in CNY
Reason     Customer  Contact  Phone  Contract  Days  Amount  Next step
overdue    甲公司    王经理   138    A-1         30   90.00  phone
due today  乙公司                    B-1          0   50.00  notice
things to do: 2
";
    assert_eq!(dir.huikuan(&["remind", "--as-of", DAY, "--lang", "en"]).env("COLUMNS", "80").run().good(&[]), en);
    let markdown = dir.good(&["remind", "--as-of", DAY, "-f", "markdown"]);
    assert!(
        markdown
            .starts_with("## 催款提醒 · 提醒账 · 截至 2026-06-30 · 单位：元\n\n| 事由 | 销售代表 | 客户 | 联系人 | 电话 | 合同 | 付款节点 | 日期 | 逾期天数 |")
    );
    assert!(markdown.ends_with("\n\n共 2 件\n"), "{markdown}");
}

#[test]
fn a_rep_s_own_list() {
    let dir = Dir::ledger(FULL, FULL_ROWS);
    let of = |rep, day: &str| {
        let report = dir.json(&["remind", "--as-of", day, "--rep", rep, "--all"]);
        lines(&report, "rep customer reason")
    };
    assert_eq!(of("李雷", DAY), ["li|a|overdue"]);
    assert_eq!(of("韩梅", DAY), ["han|b|due-today"]);
    // 甲公司 was 韩梅's until the end of May.
    assert_eq!(of("han", "2026-05-31"), ["han|a|due-today"]);
    let both = dir.json(&["remind", "--as-of", DAY, "--rep", "li", "--rep", "han"]);
    assert_eq!(lines(&both, "customer"), ["a", "b"]);
    assert_eq!(lines(&dir.json(&["remind", "--as-of", DAY, "--customer", "乙"]), "customer"), ["b"]);
    assert_eq!(lines(&dir.json(&["remind", "--as-of", DAY, "--contract", "A-1"]), "customer"), ["a"]);
}

#[test]
fn exit_codes_and_silence_for_cron() {
    let dir = Dir::ledger(FULL, FULL_ROWS);
    let run = |day: &str, flags: &[&str]| dir.huikuan(&[&["remind", "-f", "csv", "--as-of", day], flags].concat()).run();
    let (busy, idle) = (DAY, "2026-03-01");
    let list = dir.good(&["remind", "-f", "csv", "--as-of", busy]);
    run(busy, &["--exit-code"]).is(1, &list, "");
    run(busy, &["--quiet-if-empty"]).is(0, &list, "");
    run(busy, &["--exit-code", "--quiet-if-empty"]).is(1, &list, "");
    run(idle, &[]).is(0, &format!("{KEYS}\n"), "今天没有要催的\n");
    run(idle, &["--exit-code"]).is(0, &format!("{KEYS}\n"), "今天没有要催的\n");
    run(idle, &["--quiet-if-empty"]).is(0, "", "");
    run(idle, &["--exit-code", "--quiet-if-empty"]).is(0, "", "");
    run(idle, &["--lang", "en"]).is(0, &format!("{KEYS}\n"), "nothing to do today\n");
    for format in ["table", "json", "markdown"] {
        dir.huikuan(&["remind", "--as-of", idle, "--quiet-if-empty", "-f", format]).run().is(0, "", "");
    }
    // An error is an error also where silence was asked for.
    assert_eq!(run(idle, &["--quiet-if-empty", "--rep", "nobody"]).code, 2);
}

#[test]
fn the_demonstration() {
    let demo = root().join("examples/demo");
    let place = demo.to_str().expect("a path");
    let of = |arguments: &[&str]| Dir::new().good(&[&["-C", place, "remind", "--as-of", "2026-11-30"], arguments].concat());
    let expected = "\
催款提醒 · 韩梅 · 华东家电销售部 · 截至 2026-11-30 · 单位：元
事由        销售代表  客户                  联系人  电话         合同         日期        逾期天数        金额  对客户
逾期        韩梅      明辉置业有限公司      林经理  13800000010  HT-2026-004  2026-06-19       164  120,000.00  打电话
承诺未兑现  韩梅      明辉置业有限公司      林经理  13800000010  HT-2026-004  2026-07-05       148  120,000.00  打电话
逾期        韩梅      明辉置业有限公司      林经理  13800000010  HT-2026-004  2026-10-15        46   80,000.00  打电话
逾期        韩梅      南海百货有限公司      陈主任  13800000009  HT-2026-008  2026-10-25        36   90,000.00  发通知
承诺未兑现  韩梅      明辉置业有限公司      林经理  13800000010  HT-2026-004  2026-10-30        31   40,000.00  打电话
逾期        韩梅      南海百货有限公司      陈主任  13800000009  HT-2026-015  2026-11-12        18   75,000.00  发通知
约定跟进    韩梅      明辉置业有限公司      林经理  13800000010  HT-2026-004  2026-11-20        10  200,000.00  打电话
承诺到期    韩梅      兰亭物业服务有限公司  许主管  13800000012  HT-2026-016  2026-11-30         0   75,000.00  打电话
约定跟进    韩梅      兰亭物业服务有限公司  许主管  13800000012  HT-2026-016  2026-11-30         0   75,000.00  打电话
今日到期    韩梅      兰亭物业服务有限公司  许主管  13800000012  HT-2026-016  2026-11-30         0   75,000.00  打电话
承诺到期    韩梅      南海百货有限公司      陈主任  13800000009  HT-2026-015  2026-12-04        -4   50,000.00  发通知
共 11 件
";
    assert_eq!(of(&["--rep", "韩梅"]), expected);
    let csv = of(&["-f", "csv"]);
    assert_eq!((csv.lines().next(), csv.lines().count()), (Some(KEYS), 39));
    // The dispute of 60,000 is taken off the 150,000 that are open, and asks for its reply.
    let yunhe = "overdue,lilei,yunhe,云河酒店管理有限公司,孙工,13800000004,HT-2026-005,验收款,2026-11-15,15,90000.00,green,表扬,发通知,,,,0,issued,\
        验收单、专用发票、质保书,,,no-commitment\n";
    assert!(csv.contains(yunhe), "{csv}");
    let report: serde_json::Value = serde_json::from_str(&of(&["-f", "json", "--customer", "yunhe"])).expect("JSON");
    assert_eq!(lines(&report, "reason days outstanding"), ["overdue|15|90000.00", "dispute-open|3|60000.00", "due-soon|-2|60000.00"]);
    assert_eq!(cells(&report["rows"][1], "contract due"), "HT-2026-005|2026-11-27");
}

#[test]
fn customers_with_a_promise_and_without() {
    let dir = Dir::ledger(FULL, FULL_ROWS);
    let of = |promise| lines(&dir.json(&["remind", "--as-of", DAY, "--all", "--promise", promise]), "customer reason promise");
    assert_eq!(of("with"), ["a|overdue|promised"]);
    assert_eq!(of("without"), ["b|due-today|no-commitment"]);
    assert_eq!(dir.refused(&["remind", "--as-of", DAY, "--promise", "both"]), "错误 E307：--promise 没有“both”\n  可以写：with | without\n");
}

#[test]
fn the_agreed_next_contact_and_the_state_of_the_invoices() {
    let row = |number: u32, rest: &str| format!("26061{number}-0000000{number},2026-06-1{number},{rest}");
    let state = |rows: &[String]| {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let report = Dir::ledger(FULL, &rows).json(&["remind", "--as-of", DAY, "--all"]);
        cells(&report["rows"][0], "invoice next_contact")
    };
    let invoice = |number, no: &str, detail: &str| row(number, &format!("invoice,a,A-1,,90.00,,,{no},,{detail},,"));
    assert_eq!(state(&[]), "not-issued|");
    assert_eq!(state(&[row(1, "contact,a,,,,2026-07-03,,,,phone,,")]), "not-issued|2026-07-03");
    // Two invoices: the state is that of the one that is least far.
    assert_eq!(state(&[invoice(1, "F1", "issued"), invoice(2, "F2", "issued"), invoice(3, "F1", "sent")]), "issued|");
    assert_eq!(state(&[invoice(1, "F1", "issued"), invoice(2, "F1", "sent"), invoice(3, "F1", "received")]), "received|");
    assert_eq!(state(&[invoice(1, "F1", "sent"), invoice(2, "F1", "red")]), "not-issued|");
    assert_eq!(state(&[invoice(1, "F1", "sent"), invoice(2, "R9", "red"), invoice(3, "F3", "issued")]), "issued|");
}

#[test]
fn a_file_for_each_rep() {
    let dir = Dir::ledger(FULL, FULL_ROWS);
    dir.good(&["remind", "--as-of", DAY, "--by", "rep", "-o", "today"]);
    assert!(dir.read("today/li.md").starts_with("## 催款提醒 · 李雷 · 提醒账 · 截至 2026-06-30"));
    assert!(dir.read("today/han.md").contains("| 今日到期 | 韩梅 | 乙公司 |"));
    // Another day: what a rep no longer has to do is said, or leaves an empty file for `test -s`.
    dir.good(&["remind", "--as-of", "2026-03-01", "--by", "rep", "-o", "today", "-f", "table"]);
    assert!(dir.read("today/li.txt").ends_with("\n今天没有要催的\n"));
    dir.good(&["remind", "--as-of", "2026-03-01", "--by", "rep", "-o", "today", "--quiet-if-empty"]);
    assert_eq!((dir.read("today/li.md"), dir.read("today/han.md")), (String::new(), String::new()));
    // One after the other on a terminal; one list, by rep, for programs.
    let both = dir.good(&["remind", "--as-of", DAY, "--by", "rep"]);
    assert!(both.starts_with("催款提醒 · 李雷 · ") && both.contains("\n\n催款提醒 · 韩梅 · "), "{both}");
    assert_eq!(lines(&dir.json(&["remind", "--as-of", DAY, "--by", "rep"]), "rep"), ["li", "han"]);
    assert_eq!(dir.refused(&["remind", "--as-of", DAY, "--by", "team"]), "错误 E307：--by 没有“team”\n  可以写：rep\n");
    assert_eq!(
        dir.refused(&["aging", "--as-of", DAY, "-o", "today/"]),
        "错误 E308：“today/”是目录，这里只写一个文件\n  写上文件名，用 .xlsx、.csv、.json、.md 或 .txt 结尾\n"
    );
}

#[test]
fn an_id_never_leaves_the_directory() {
    let book = FULL.replace("id = \"li\"", "id = \"../li\"").replace("rep = \"li\"", "rep = \"../li\"");
    let dir = Dir::ledger(&book, FULL_ROWS);
    dir.good(&["remind", "--as-of", DAY, "--by", "rep", "-o", "today/"]);
    assert!(dir.read("today/%2E.%2Fli.md").contains("李雷"));
}

#[test]
fn a_message_for_a_group_chat() {
    let dir = Dir::ledger(FULL, FULL_ROWS);
    let zh = "\
**催款提醒 · 2026-06-30**
共 2 件
1. **甲公司** 逾期 30 天 90.00（A-1）
> 王经理 138 → 打电话
2. **乙公司** 今日到期 50.00（B-1）；有发票未开；无承诺
> 发通知
";
    assert_eq!(dir.good(&["remind", "--as-of", DAY, "--message"]), zh);
    let en = "**Reminders · 2026-06-30**\n\nthings to do: 2\n\n1. **甲公司** overdue 30 days 90.00 (A-1)\n> 王经理 138 → phone\n\n\
        2. **乙公司** due today 50.00 (B-1); an invoice is missing; no commitment\n> notice\n";
    assert_eq!(dir.good(&["remind", "--as-of", DAY, "--message", "-f", "markdown", "--lang", "en"]), en);
    dir.good(&["remind", "--as-of", DAY, "--message", "--by", "rep", "-o", "chat/"]);
    assert!(dir.read("chat/han.md").starts_with("**催款提醒 · 韩梅 · 2026-06-30**\n\n共 1 件\n\n1. **乙公司** "));
    // What is in a name cannot become markup, and a long list is cut before the limit of a message.
    let mut book = FULL.replace("乙公司", "*乙*[公司](x)");
    for number in 0..200 {
        book += &format!("[[customer]]\nid = \"c{number}\"\nname = \"客户{number}\"\n[[contract]]\nno = \"C-{number}\"\n");
        book += &format!("customer = \"c{number}\"\nsigned = 2026-01-05\namount = 1\ndue = 2026-03-01\n");
    }
    let dir = Dir::ledger(&book, FULL_ROWS);
    let message = dir.good(&["remind", "--as-of", DAY, "--message", "--customer", "b"]);
    assert!(message.contains("1. **\\*乙\\*\\[公司](x)** 今日到期"), "{message}");
    let message = dir.good(&["remind", "--as-of", DAY, "--message"]);
    assert!(message.len() <= 4096 && message.contains("\n…还有 ") && message.contains("共 202 件"), "{message}");
}
