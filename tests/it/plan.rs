//! `plan`: what may be expected, what to agree on and ask for, and how a target is split.

use crate::harness::Dir;

const KEYS: &str = "customer,name,rep,carried_over,due,committed,habit_days,expected,suggested_target,suggested_ask,\
    spread_days,habit_basis,target,outstanding";

const BOOK: &str = r#"name = "计划账"
currency = "CNY"
include = ["targets/*.toml"]

[[rep]]
id = "li"
name = "李雷"
team = "华东"

[[rep]]
id = "han"
name = "韩梅"
team = "华南"

[[customer]]
id = "jia"
name = "甲公司"
rep = "li"

[[customer]]
id = "yi"
name = "乙公司"
rep = "han"

[[contract]]
no = "P-1"
customer = "jia"
signed = 2026-01-05
amount = 400000
milestone = [
  { name = "一", amount = 100000, due = 2026-08-01 },
  { name = "二", amount = 100000, due = 2026-11-15 },
  { name = "三", amount = 100000, due = 2026-12-20 },
  { name = "四", amount = 100000, due = 2026-06-20 },
]

[[contract]]
no = "P-2"
customer = "yi"
signed = 2025-12-05
amount = 90000
category = "faulty"
key = true
milestone = [
  { name = "一", amount = 60000, due = 2026-12-05 },
  { name = "二", amount = 20000, due = 2027-02-05 },
  { name = "三", amount = 10000, after = "acceptance" },
]
"#;

const PAID: &str = "260831-00000001,2026-08-31,receipt,jia,P-1,一,100000,,,,,bank,li,";

fn ledger(more: &[&str]) -> Dir {
    Dir::ledger(BOOK, &[&[PAID][..], more].concat())
}

/// The arguments as of 30 November.
fn on<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &["--as-of", "2026-11-30"][..]].concat()
}

fn rows(dir: &Dir, arguments: &[&str]) -> Vec<String> {
    dir.good(&on(&[arguments, &["-f", "csv"][..]].concat())).lines().skip(1).map(str::to_string).collect()
}

#[test]
fn ten_are_expected_twenty_asked_fifteen_agreed() {
    let dir = ledger(&[]);
    let csv = dir.good(&on(&["plan", "-f", "csv"]));
    assert_eq!(csv.lines().next(), Some(KEYS));
    // B has paid nothing: its 60,000 are taken to come 30 days late too, on 4 January.
    assert_eq!(
        rows(&dir, &["plan"]),
        [
            "jia,甲公司,li,200000.00,100000.00,0.00,30.00,100000.00,150000.00,200000.00,0,own,,300000.00",
            "yi,乙公司,han,0.00,60000.00,0.00,30.00,0.00,0.00,0.00,0,company,,80000.00",
        ]
    );
    let json = dir.json(&on(&["plan", "2026-12"]));
    assert_eq!((json["memo"]["due_later"].as_str(), json["memo"]["unscheduled"].as_str()), (Some("20000.00"), Some("10000.00")));
    assert_eq!(json["total"]["suggested_ask"].as_str(), Some("200000.00"));
    // January has both, and not what comes in December.
    let january = rows(&dir, &["plan", "--period", "2027-01"]);
    assert!(january[0].contains(",300000.00,0.00,0.00,30.00,100000.00,150000.00,200000.00,"), "{january:?}");
    assert!(january[1].contains(",60000.00,0.00,0.00,30.00,60000.00,60000.00,60000.00,"), "{january:?}");
    // A run of months is planned as one.
    let both = rows(&dir, &["plan", "2026-12..2027-01"]);
    assert!(both[0].contains(",200000.00,100000.00,0.00,30.00,200000.00,250000.00,300000.00,"), "{both:?}");
}

#[test]
fn a_promise_is_expected_and_a_dispute_is_not() {
    let promise = "261120-00000002,2026-11-20,commitment,jia,P-1,,150000,2026-12-10,,,,oral,li,";
    let dispute = "261121-00000003,2026-11-21,dispute,jia,P-1,二,30000,,,,,quality,li,";
    // It covers the 100,000 of June, then 50,000 of November, all of which comes by habit.
    let plan = rows(&ledger(&[promise]), &["plan"]);
    assert!(plan[0].contains(",200000.00,100000.00,150000.00,30.00,200000.00,250000.00,300000.00,"), "{plan:?}");
    let plan = rows(&ledger(&[dispute]), &["plan"]);
    assert!(plan[0].contains(",30.00,70000.00,105000.00,140000.00,"), "{plan:?}");
}

#[test]
fn the_same_plan_by_rep_category_year_and_key() {
    let dir = ledger(&[]);
    let tail = "200000.00,100000.00,0.00,30.00,100000.00,150000.00,200000.00,0,own,,300000.00";
    let other = "0.00,60000.00,0.00,,0.00,0.00,0.00,,none,,80000.00";
    for (by, first, second) in [("rep", "li,李雷", "han,韩梅"), ("team", "华东,华东", "华南,华南")] {
        assert_eq!(rows(&dir, &["plan", "--by", by]), [format!("{first},{tail}"), format!("{second},{other}")]);
    }
    assert_eq!(rows(&dir, &["plan", "--by", "category"]), [format!("faulty,faulty,{other}"), format!("normal,normal,{tail}")]);
    assert_eq!(rows(&dir, &["plan", "--by", "year"]), [format!("2025,2025,{other}"), format!("2026,2026,{tail}")]);
    assert_eq!(rows(&dir, &["plan", "--by", "key"]), [format!("key,key,{other}"), format!("normal,normal,{tail}")]);
    assert_eq!(rows(&dir, &["plan", "--rep", "韩梅"]).len(), 1);
    assert_eq!(rows(&dir, &["plan", "--category", "faulty", "--by", "rep"]), [format!("han,韩梅,{other}")]);
}

#[test]
fn people_see_the_sum_of_each_rep_and_what_the_rules_are() {
    let dir = ledger(&["261125-00000004,2026-11-25,receipt,jia,P-1,四,1000,,,,,bank,li,"]);
    let table = dir.good(&on(&["plan"]));
    for words in ["李雷 小计", "韩梅 小计", "合计", "估 10、提 20、定 15", "期后到期 20,000.00 · 未达付款条件 10,000.00", "1 个客户 12 个月没有回款"]
    {
        assert!(table.contains(words), "{words}\n{table}");
    }
    let english = dir.good(&on(&["plan", "本月", "--lang", "en"]));
    assert!(english.contains("1,000.00 came in the period already"), "{english}");
    let explained = dir.good(&on(&["plan", "--customer", "甲公司", "--explain"]));
    assert!(explained.contains("甲公司 建议要求 "), "{explained}");
    assert!(explained.contains("  = 2 × 预计 "), "{explained}");
}

#[test]
fn what_cannot_be_planned_is_refused() {
    let dir = ledger(&[]);
    for (arguments, words) in [
        (&["plan", "2026-10"][..], "错误 E306：期间 2026-10 在 2026-11-30 已经过完\n  写还没过完的期间；要看当时的计划，加 --as-of 2026-09-30\n"),
        (&["plan", "2026-12", "--period", "2026-12"], "错误 E309：PERIOD 和 --period 不能一起用\n"),
        (&["plan", "--by", "month"], "错误 E307：--by 没有“month”\n"),
        (&["plan", "--weight", "due"], "错误 E309：--weight 只能和 --split 一起用\n"),
        (&["plan", "--split", "十万"], "错误 E305："),
        (&["plan", "--split", "1万", "--weight", "equal"], "错误 E307：--weight 没有“equal”\n"),
        (&["plan", "2026-W50", "--split", "1万"], "错误 E306："),
        (&["plan", "2026-12", "--split", "1万", "--by", "month"], "错误 E306："),
        (&["plan", "2026-12", "--rolling"], "错误 E306："),
        (&["plan", "--split", "1万", "--by", "category", "--category", "faulty", "--weight", "history"], "错误 E301：没有可以分的依据"),
    ] {
        let said = dir.refused(&on(arguments));
        assert!(said.starts_with(words), "{arguments:?}\n{said}");
    }
    let empty = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    let run = empty.huikuan(&on(&["plan", "-f", "csv"])).run();
    run.is(0, &format!("{KEYS}\n"), "期末前没有到期的应收，也没有承诺\n");
}

#[test]
fn a_split_can_be_put_into_the_book() {
    let dir = ledger(&[]);
    let text = dir.good(&on(&["plan", "2026-12", "--split", "100万", "--by", "rep"]));
    assert_eq!(
        text,
        "# 2026-12 回款目标 1,000,000.00，按销售代表分，截至 2026-11-30\n# 依据：期末前到期的应收\n\n\
         [[target]]\nperiod = \"2026-12\"\nrep = \"li\"\namount = \"833333.33\"  # 李雷，依据 300,000.00，占 83.3%\n\n\
         [[target]]\nperiod = \"2026-12\"\nrep = \"han\"\namount = \"166666.67\"  # 韩梅，依据 60,000.00，占 16.7%\n"
    );
    dir.write("targets/2026-12.toml", &text);
    dir.good(&on(&["check"]));
    let gap = dir.json(&on(&["gap", "--by", "rep", "--period", "2026-12"]));
    assert_eq!(gap["total"]["target"].as_str(), Some("1000000.00"));
    // What is set counts, and is not proposed again.
    let rows = rows(&dir, &["plan", "2026-12", "--split", "100万"]);
    assert_eq!(rows, ["rep,li,李雷,300000.00,0.8333,833333.33,set", "rep,han,韩梅,60000.00,0.1667,166666.67,set"]);
    assert!(dir.refused(&on(&["plan", "2026-12", "--split", "110万"])).starts_with("错误 E301：2026-12 各项都已定了目标"));
    assert!(dir.refused(&on(&["plan", "2026-12", "--split", "1万"])).starts_with("错误 E301：2026-12 已定的目标 1,000,000.00"));
    let run = dir.huikuan(&on(&["plan", "2026-12", "--split", "120万", "--by", "customer"])).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    dir.write("targets/more.toml", &run.stdout);
    // The plan has them beside what it suggests.
    let plan = dir.json(&on(&["plan", "2026-12"]));
    assert_eq!(plan["total"]["target"].as_str(), Some("1200000.00"));
    dir.write("targets/category.toml", &dir.good(&on(&["plan", "2026-12", "--split", "5万", "--by", "category", "--weight", "outstanding"])));
    dir.good(&on(&["check"]));
}

#[test]
fn some_targets_that_are_set_count_towards_what_is_split() {
    let dir = ledger(&[]);
    dir.write("targets/a.toml", "[[target]]\nperiod = \"2026-12\"\nrep = \"li\"\namount = 30000\n");
    let run = dir.huikuan(&on(&["plan", "2026-12", "--split", "10万"])).run();
    let hint = "已定的目标 30,000.00 算在内，不再列出，只分其余 70,000.00";
    assert_eq!((run.code, run.stderr), (0, format!("{hint}\n")));
    assert!(run.stdout.contains(&format!("# {hint}\n# 李雷，依据 300,000.00，占 83.3%：已定 30,000.00\n")), "{}", run.stdout);
    assert_eq!(run.stdout.matches("[[target]]").count(), 1);
    assert!(run.stdout.contains("rep = \"han\"\namount = 70000  #"), "{}", run.stdout);
    // Also that of a rep who has nothing to collect.
    dir.write("targets/b.toml", "[[rep]]\nid = \"new\"\nname = \"新人\"\n[[target]]\nperiod = \"2026-12\"\nrep = \"new\"\namount = 20000\n");
    let rows = rows(&dir, &["plan", "2026-12", "--split", "10万"]);
    assert_eq!(rows[1..], ["rep,han,韩梅,60000.00,0.1667,50000.00,proposed", "rep,new,新人,0.00,0.0000,20000.00,set"]);
}

#[test]
fn years_and_key_money_are_only_told() {
    let dir = ledger(&[]);
    for by in ["year", "key"] {
        let text = dir.good(&on(&["plan", "--split", "100万", "--by", by]));
        assert!(text.lines().all(|line| line.starts_with("# ")), "{text}");
        assert!(text.contains("833,333.33") && text.contains("166,666.67"), "{text}");
    }
}

#[test]
fn a_year_in_months() {
    let dir = ledger(&["251203-00000005,2025-12-03,receipt,yi,P-2,,50000,,,,,bank,han,"]);
    let text = dir.good(&on(&["plan", "2027", "--split", "120万", "--by", "month", "--weight", "history"]));
    dir.write("targets/2027.toml", &text);
    assert_eq!(text.matches("[[target]]").count(), 12);
    // 100,000 came in August, 50,000 in the last December that has ended.
    assert!(text.contains("period = \"2027-08\"\namount = 800000  #") && text.contains("period = \"2027-12\"\namount = 400000  #"), "{text}");
    let gap = dir.json(&on(&["gap", "--period", "2027"]));
    assert_eq!(gap["rows"][0]["target"].as_str(), Some("1200000.00"));
}

#[test]
fn a_rolling_plan_of_the_year() {
    let dir = ledger(&[]);
    dir.write("targets/2026.toml", "[[target]]\nperiod = \"2026\"\namount = \"400000.01\"\n[[target]]\nperiod = \"2026-12\"\namount = 90000\n");
    let rows = rows(&dir, &["plan", "--rolling"]);
    assert_eq!(rows.len(), 12);
    // Of 400,000.01 have come 100,000, in August; November is not over on its last day.
    assert_eq!(rows[7], "2026-08,,100000.00,,");
    assert_eq!(rows[10..], ["2026-11,,0.00,150000.00,150000.00", "2026-12,90000.00,0.00,150000.01,150000.01"]);
    let none = dir.good(&on(&["plan", "2027", "--rolling", "--rep", "李雷"]));
    assert!(none.contains("2027 年没有定目标"), "{none}");
    let part = dir.good(&on(&["plan", "--rolling", "--contract", "P-1"]));
    assert!(part.contains("这样筛选的部分没有自己的目标"), "{part}");
}

#[test]
fn months_alone_are_no_target_of_the_year() {
    let book = "name = \"滚动账\"\ncurrency = \"CNY\"\n[[target]]\nperiod = \"2026-11\"\namount = 450\n";
    let dir = Dir::ledger(book, &[]);
    let page = dir.good(&["plan", "--rolling", "--as-of", "2026-11-30"]);
    assert!(page.contains("2026-11  450.00       —\n"), "{page}");
    assert!(page.ends_with("2026 年只有 1 个月定了目标，算不出每月应回：加一个 period = \"2026\" 的目标\n"), "{page}");
}

#[test]
fn a_month_further_on_says_what_is_still_to_come_before() {
    let book = "name = \"远账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n[[contract]]\nno = \"A\"\ncustomer = \"a\"\nsigned = 2026-01-01\namount = 80\ndue = 2026-12-10\n";
    let page = Dir::ledger(book, &[]).good(&["plan", "2027-01", "--as-of", "2026-11-30"]);
    assert!(page.contains("\n期初前到期里有 80.00 现在还没逾期，没有扣除期初以前会来的款\n"), "{page}");
}
