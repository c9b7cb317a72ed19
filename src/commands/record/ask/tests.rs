use std::path::Path;

use clap::Command;

use super::{Answers, Talk, steps};
use crate::commands::record::flags;
use crate::date::Day;
use crate::entry::Kind;
use crate::problem::UsageFault;
use crate::store;
use crate::text::Lang;

/// What the questions about the demonstration come to, and what was shown.
fn asked(line: &str, typed: &str) -> (Result<Answers, UsageFault>, String) {
    let ledger = store::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/demo")).unwrap();
    let matches = flags::args(Command::new("record"), Lang::Zh).get_matches_from(std::iter::once("record").chain(line.split(' ')));
    let (word, flags) = matches.subcommand().unwrap();
    let (mut input, mut shown) = (typed.as_bytes(), Vec::new());
    let today = Day::from_ymd(2026, 11, 30).unwrap();
    let kind = Kind::parse(word.as_bytes()).unwrap();
    let answers = steps::ask(&mut Talk::new(&mut input, &mut shown, Lang::Zh), &ledger, flags, kind, today);
    (answers, String::from_utf8(shown).unwrap())
}

/// The answers, by option.
fn given(line: &str, typed: &str) -> Vec<(&'static str, String)> {
    asked(line, typed).0.unwrap().texts.into_iter().collect()
}

#[test]
fn enter_alone_takes_what_is_offered() {
    let (answers, shown) = asked("receipt", "\n4\n\n\n\n\n\n\n");
    let answers = answers.unwrap();
    assert!(answers.were_asked && answers.switches.is_empty());
    let all: Vec<(&str, String)> = answers.texts.into_iter().collect();
    assert_eq!(all, [("amount", "420000.00".into()), ("customer", "huadong".into()), ("date", "2026-11-30".into())]);
    assert!(shown.contains("  1  宏达商贸有限公司      逾期 260,000.00  共欠 260,000.00\n"), "{shown}");
    let due = given("commitment", "宏达\n\n1万\n\n\n\n");
    assert!(due.contains(&("due", "2026-12-07".into())) && !due.iter().any(|(id, _)| *id == "note"), "{due:?}");
}

#[test]
fn a_wrong_answer_is_told_why_and_asked_for_again() {
    let typed = "没有这家\n华东\n1\n9\n2\n一些\n0\n-5\n1000万\nn\n2万\n11-31\n明天\n昨天\n99\n银行承兑\n2027-05-20\nB-1\n\u{200b}\n到了\n";
    let (answers, shown) = asked("receipt", typed);
    let answers: Vec<(&str, String)> = answers.unwrap().texts.into_iter().collect();
    let expected = [
        ("amount", "20000.00"),
        ("contract", "HT-2026-002"),
        ("customer", "huadong"),
        ("date", "2026-11-29"),
        ("detail", "bank-acceptance"),
        ("due", "2027-05-20"),
        ("milestone", "发货款"),
        ("note", "到了"),
        ("proof", "B-1"),
    ];
    assert_eq!(answers, expected.map(|(id, words)| (id, words.to_string())));
    let reasons = [
        "没有合同或客户“没有这家”",
        "没有序号“9”",
        "金额“一些”看不懂",
        "缺少大于零的金额",
        "只欠 130,000.00，多出 9,870,000.00",
        "没有“11-31”这一天",
        "2026-12-01 还没到（今天 2026-11-30）",
        "没有选项“99”",
    ];
    for reason in reasons {
        assert!(shown.contains(&format!("  ! {reason}")) || shown.contains(reason), "{reason}\n{shown}");
    }
}

#[test]
fn more_than_is_open_is_taken_on_a_yes() {
    let (answers, _) = asked("commitment HT-2026-002", "\n900万\n是\n\n12-05\n\n");
    let answers = answers.unwrap();
    assert!(answers.flag("over") && answers.get("amount") == Some("9000000.00") && answers.get("due") == Some("2026-12-05"));
    // A day that has passed is none to pay on.
    let (answers, shown) = asked("commitment HT-2026-002 1万 --date 今天 --note x", "\n2026-11-01\n12-01\n");
    assert_eq!(answers.unwrap().get("due"), Some("2026-12-01"));
    assert!(shown.contains("缺少今天或以后的日期") && !shown.contains("金额") && !shown.contains("备注"), "{shown}");
}

#[test]
fn q_and_the_end_of_input_end_it_at_every_step() {
    let all = ["宏达", "1", "1万", "昨天", "1", "N-1", "备注"];
    for place in 0..all.len() {
        for end in ["", "q\n", "Q\n"] {
            let typed = all[..place].iter().flat_map(|answer| [answer, "\n"]).collect::<String>() + end;
            assert_eq!(asked("receipt", &typed).0, Err(UsageFault::Confirm), "{typed}");
        }
    }
    assert!(asked("receipt", &(all.join("\n") + "\n")).0.is_ok());
}

#[test]
fn what_was_given_and_cannot_be_read_ends_it_before_a_question() {
    for (line, code) in [("receipt --date 13-40", "E304"), ("receipt --date 明天", "E310"), ("commitment --due 哪天", "E304"), ("commitment 宏达 一些", "E305")]
    {
        let (answers, shown) = asked(line, "");
        assert_eq!((crate::problem::Problem::new(answers.unwrap_err()).code(), shown.as_str()), (code, ""), "{line}");
    }
}

#[test]
fn a_pay_day_is_the_next_one() {
    let day = |text: &str| Day::parse(text.as_bytes()).unwrap();
    let next = |today, pay_day| super::steps::next_pay_day(day(today), pay_day);
    assert_eq!(next("2026-11-30", 25), day("2026-12-25"));
    assert_eq!(next("2026-11-24", 25), day("2026-11-25"));
    assert_eq!(next("2027-01-31", 31), day("2027-02-28"));
    assert_eq!(next("2026-12-31", 31), day("2027-01-31"));
}
