//! `gap`: targets, what came and was promised, what is still missing, and why.

use crate::cases::{cells, lines};
use crate::harness::{Dir, root};

const KEYS: &str = "period,scope,key,name,target,received,committed,expected,gap,measures,residual,surplus,attainment,time_elapsed,\
    uncommitted,forecast,ask,assigned,agreed_over_ask,agreed_over_forecast,diagnosis";

const PEOPLE: &str = r#"name = "目标账"
currency = "CNY"

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
grade = "B"
tags = ["老"]

[[customer]]
id = "yi"
name = "乙公司"
rep = "li"
grade = "B"

[[customer]]
id = "bing"
name = "丙公司"
rep = "han"
grade = "B"

[[contract]]
no = "A-1"
customer = "jia"
signed = 2026-01-05
amount = 450000
milestone = [
  { name = "一", amount = 100000, due = 2026-10-20 },
  { name = "二", amount = 200000, due = 2026-11-25 },
  { name = "三", amount = 150000, due = 2026-12-15 },
]

[[contract]]
no = "A-2"
customer = "jia"
signed = 2026-01-05
amount = 50000
due = 2026-11-10
category = "faulty"

[[contract]]
no = "B-1"
customer = "yi"
signed = 2026-01-05
amount = 80000
due = 2026-11-05

[[contract]]
no = "C-1"
customer = "bing"
signed = 2026-01-05
amount = 60000
due = 2026-11-28
"#;

const TARGETS: &str = r#"
[[target]]
period = "2026-11"
amount = 200000

[[target]]
period = "2026-11"
rep = "li"
amount = 120000
assigned = 130000

[[target]]
period = "2026-11"
rep = "han"
amount = 50000

[[target]]
period = "2026-11"
customer = "jia"
amount = 100000
forecast = 50000
ask = 160000

[[target]]
period = "2026-11"
customer = "yi"
amount = 30000
"#;

/// As of 21 November: 甲 paid 20,000 in October and 30,000 − 5,000 + 40,000 in November; of its promise of 100,000, made
/// on the 6th, 40,000 came and 60,000 are still due on the 25th. 乙's promise of 50,000 broke on the 15th, and it was
/// called on the 16th. One measure of 甲 is past, one of 丙 resolved; 20,000 and 7,000 are left.
///
/// Open: A-1 一 100,000 − 20,000 − 30,000 + 5,000 − 40,000 = 15,000 (October), 二 200,000 (November), 三 150,000 (December);
/// A-2 50,000, B-1 80,000 and C-1 60,000 (November).
const ROWS: &[&str] = &[
    "261005-00000001,2026-10-05,receipt,jia,A-1,,20000.00,,,,,bank,,",
    "261103-00000001,2026-11-03,receipt,jia,A-1,,30000.00,,,,,bank,,",
    "261104-00000001,2026-11-04,refund,jia,A-1,,5000.00,,261103-00000001,,,,,",
    "261105-00000001,2026-11-05,measure,jia,,,20000.00,2026-11-28,,,,promotion,,",
    "261105-00000002,2026-11-05,measure,jia,,,5000.00,2026-11-10,,,,incentive,,",
    "261105-00000003,2026-11-05,measure,bing,,,10000.00,2026-11-30,,,,training,,",
    "261105-00000004,2026-11-05,measure,bing,,,7000.00,2026-11-30,,,,visit,,",
    "261106-00000001,2026-11-06,commitment,jia,A-1,,100000.00,2026-11-25,,,,oral,,",
    "261107-00000001,2026-11-07,commitment,yi,,,50000.00,2026-11-15,,,,oral,,",
    "261112-00000001,2026-11-12,receipt,jia,A-1,,40000.00,,,,,bank,,",
    "261116-00000001,2026-11-16,contact,yi,,,,,,,,phone,,",
    "261120-00000001,2026-11-20,resolve,bing,,,,,261105-00000003,,,done,,",
];

fn small() -> Dir {
    Dir::ledger(&format!("{PEOPLE}{TARGETS}"), ROWS)
}

/// `gap` on 21 November 2026 with more arguments.
fn gap<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["gap", "--as-of", "2026-11-21"], more].concat()
}

#[track_caller]
fn csv(arguments: &[&str], expected: &[&str]) {
    let expected = [&[KEYS], expected].concat().join("\n") + "\n";
    assert_eq!(small().good(&gap(&[arguments, &["-f", "csv"]].concat())), expected);
}

#[test]
fn the_company_s_month() {
    // R 65,000 and C 60,000 leave 75,000 of 200,000; measures of 27,000 leave 48,000. Due by the month's end
    // 15,000 + 200,000 + 50,000 + 80,000 + 60,000, of which 60,000 are promised; 21 of 30 days are gone.
    let row = "2026-11,company,,目标账,200000.00,65000.00,60000.00,125000.00,75000.00,27000.00,48000.00,0.00,0.3250,0.7000,345000.00,,,,,,no-measures";
    csv(&[], &[row]);
    csv(&["--by", "company"], &[row]);
    csv(&["--period", "2026-11"], &[row]);
    csv(&["--period", "本月"], &[row]);
    csv(&["--period", "this-month"], &[row]);
}

#[test]
fn by_customer_who_promised_nothing_comes_first() {
    csv(
        &["--by", "customer"],
        &[
            // Their promise is broken or never was made; the larger debt first.
            "2026-11,customer,yi,乙公司,30000.00,0.00,0.00,0.00,30000.00,0.00,30000.00,0.00,0.0000,0.7000,80000.00,,,,,,no-measures",
            "2026-11,customer,bing,丙公司,,0.00,0.00,0.00,0.00,7000.00,0.00,7000.00,,0.7000,60000.00,,,,,,no-target",
            // 265,000 are due, 60,000 of them promised.
            "2026-11,customer,jia,甲公司,100000.00,65000.00,60000.00,125000.00,0.00,20000.00,0.00,20000.00,0.6500,0.7000,205000.00,\
             50000.00,160000.00,,0.6250,2.0000,on-track",
        ],
    );
    let total = &small().json(&gap(&["--by", "customer"]))["total"];
    // The formula on the sums: 130,000 − 65,000 − 60,000.
    let keys = "target received committed expected gap measures residual surplus attainment uncommitted";
    assert_eq!(cells(total, keys), "130000.00|65000.00|60000.00|125000.00|5000.00|27000.00|0.00|22000.00|0.5000|345000.00");
}

#[test]
fn by_rep_team_and_category() {
    let li = "120000.00,65000.00,60000.00,125000.00,0.00,20000.00,0.00,20000.00,0.5417,0.7000,285000.00,,,130000.00,,,on-track";
    let han = "50000.00,0.00,0.00,0.00,50000.00,7000.00,43000.00,0.00,0.0000,0.7000,60000.00,,,,,,no-commitment";
    csv(&["--by", "rep"], &[&format!("2026-11,rep,li,李雷,{li}"), &format!("2026-11,rep,han,韩梅,{han}")]);
    csv(&["--by", "team"], &[&format!("2026-11,team,华东,华东,{li}"), &format!("2026-11,team,华南,华南,{han}")]);
    // Promises and measures of a customer as a whole have no category.
    csv(
        &["--by", "category"],
        &[
            "2026-11,category,,,,0.00,0.00,0.00,0.00,27000.00,0.00,27000.00,,0.7000,0.00,,,,,,no-target",
            "2026-11,category,faulty,faulty,,0.00,0.00,0.00,0.00,0.00,0.00,0.00,,0.7000,50000.00,,,,,,no-target",
            "2026-11,category,normal,normal,,65000.00,60000.00,125000.00,0.00,0.00,0.00,0.00,,0.7000,295000.00,,,,,,no-target",
        ],
    );
    for by in ["rep", "team"] {
        let total = &small().json(&gap(&["--by", by]))["total"];
        let keys = "target received committed gap measures residual surplus attainment uncommitted";
        assert_eq!(cells(total, keys), "170000.00|65000.00|60000.00|45000.00|27000.00|18000.00|0.00|0.3824|345000.00", "{by}");
    }
}

#[test]
fn other_periods() {
    let dir = small();
    let keys = "period target received committed gap measures residual attainment time_elapsed uncommitted diagnosis";
    let of = |period: &str| lines(&dir.json(&gap(&["--period", period])), keys);
    // An ended month has neither promises nor measures; what was due by its end and is still open stays in sight.
    assert_eq!(of("2026-10"), ["2026-10||20000.00|0.00|0.00|0.00|0.00||1.0000|15000.00|no-target"]);
    assert_eq!(of("上月"), of("2026-10"));
    assert_eq!(of("last-month"), of("2026-10"));
    assert_eq!(of("下月"), ["2026-12||0.00|0.00|0.00|0.00|0.00||0.0000|555000.00|no-target"]);
    // Week 47 runs from Monday the 16th to Sunday the 22nd: 6 of 7 days.
    assert_eq!(of("本周"), ["2026-W47||0.00|0.00|0.00|0.00|0.00||0.8571|145000.00|no-target"]);
    assert_eq!(of("next-week"), ["2026-W48||0.00|60000.00|0.00|20000.00|0.00||0.0000|345000.00|no-target"]);
    // The quarter has 92 days, of which 52 are gone; the year's 325th day of 365.
    assert_eq!(of("2026-Q4"), ["2026-Q4|200000.00|85000.00|60000.00|55000.00|27000.00|28000.00|0.4250|0.5652|495000.00|no-measures"]);
    assert_eq!(of("本季"), of("2026-Q4"));
    assert_eq!(of("2026"), ["2026|200000.00|85000.00|60000.00|55000.00|27000.00|28000.00|0.4250|0.8904|495000.00|no-measures"]);
    assert_eq!(of("今年"), of("2026"));
    assert_eq!(of("2026-10..2026-12"), [of("2026-10"), of("2026-11"), of("2026-12")].concat());
    assert_eq!(of("2026-Q3..2026-Q4")[1..], of("2026-Q4"));
    let total = &dir.json(&gap(&["--period", "2026-10..2026-12"]))["total"];
    assert_eq!(cells(total, "target received committed gap measures residual"), "200000.00|85000.00|60000.00|55000.00|27000.00|28000.00");
}

#[test]
fn periods_that_do_not_exist_are_refused() {
    let dir = small();
    for period in ["2026-13", "soon", "", "2026-11..2026-10", "2026-Q1..2026-06", "11"] {
        assert!(dir.refused(&gap(&["--period", period])).starts_with(&format!("错误 E306：期间“{period}”不能用\n")), "{period}");
    }
    let said = dir.refused(&gap(&["--by", "grade"]));
    assert!(said.starts_with("错误 E307：--by ") && said.contains("company | team | rep | customer | category"), "{said}");
}

#[test]
fn once_a_period_has_ended_promises_and_measures_are_nothing() {
    let dir = small();
    let keys = "committed measures gap residual time_elapsed uncommitted diagnosis";
    let of = |day| lines(&dir.json(&["gap", "--period", "2026-11", "--as-of", day]), keys);
    // On the 25th the promise is not late yet; on the 26th it is. The measures last to the 28th and the 30th.
    assert_eq!(of("2026-11-25"), ["60000.00|27000.00|75000.00|48000.00|0.8333|345000.00|no-measures"]);
    assert_eq!(of("2026-11-26"), ["0.00|27000.00|135000.00|108000.00|0.8667|405000.00|not-followed"]);
    assert_eq!(of("2026-11-30"), ["0.00|7000.00|135000.00|128000.00|1.0000|405000.00|not-followed"]);
    assert_eq!(of("2026-12-01"), ["0.00|0.00|135000.00|135000.00|1.0000|405000.00|not-followed"]);
}

#[test]
fn grace_days_keep_a_promise_within_its_period() {
    let book = PEOPLE.replace("currency = \"CNY\"", "currency = \"CNY\"\n\n[policy]\ngrace_days = 4") + TARGETS;
    let dir = Dir::ledger(&book, ROWS);
    let of = |day| lines(&dir.json(&["gap", "--period", "2026-11", "--as-of", day]), "committed").concat();
    assert_eq!((of("2026-11-29"), of("2026-11-30")), ("60000.00".into(), "0.00".into()));
    // 乙's promise of the 15th has until the 19th.
    assert_eq!(of("2026-11-19"), "110000.00");
}

#[test]
fn the_scope_follows_from_the_filter() {
    let dir = small();
    let of = |filter: &[&'static str]| lines(&dir.json(&gap(filter)), "scope key target received");
    assert_eq!(of(&["--rep", "李雷"]), ["rep|li|120000.00|65000.00"]);
    assert_eq!(of(&["--rep", "li", "--rep", "han"]), ["rep|li|120000.00|65000.00", "rep|han|50000.00|0.00"]);
    assert_eq!(of(&["--team", "华南"]), ["team|华南|50000.00|0.00"]);
    assert_eq!(of(&["--customer", "甲公司"]), ["customer|jia|100000.00|65000.00"]);
    assert_eq!(of(&["--category", "faulty"]), ["category|faulty||0.00"]);
    assert_eq!(of(&["--tag", "老"]), ["customer|jia|100000.00|65000.00"]);
    assert_eq!(of(&["--rep", "li", "--by", "customer"]), ["customer|yi|30000.00|0.00", "customer|jia|100000.00|65000.00"]);
    assert!(dir.refused(&gap(&["--customer", "甲公师"])).starts_with("错误 E302：没有客户“甲公师”\n  最接近的：甲公司 (jia)\n"));
}

#[test]
fn a_receipt_is_the_rep_s_who_was_in_charge_on_its_date() {
    let book = PEOPLE.replace(
        "rep = \"li\"\ngrade = \"B\"\ntags",
        "reps = [{ rep = \"han\", from = 2026-01-01 }, { rep = \"li\", from = 2026-11-10 }]\ngrade = \"B\"\ntags",
    );
    let dir = Dir::ledger(&format!("{book}{TARGETS}"), ROWS);
    // 30,000 of the 3rd and the refund of it are 韩梅's, 40,000 of the 12th and the promise are 李雷's.
    assert_eq!(lines(&dir.json(&gap(&["--by", "rep"])), "key received committed"), ["li|40000.00|60000.00", "han|25000.00|0.00"]);
}

#[test]
fn as_a_table_in_both_languages() {
    let dir = small();
    let zh = "\
目标差距 · 2026-11 · 目标账 · 截至 2026-11-21 · 单位：元
公司          目标     已回款  待兑现承诺       差距       举措   剩余差距  完成率  时间进度  到期无承诺  诊断
目标账  200,000.00  65,000.00   60,000.00  75,000.00  27,000.00  48,000.00   32.5%     70.0%  345,000.00  举措不够
目标账 2026-11：目标 200,000.00，下级目标合计 170,000.00，差 30,000.00
举措  2026-11-28  甲公司 促销 20,000.00
举措  2026-11-30  丙公司 拜访 7,000.00
到期无承诺  乙公司 80,000.00
到期无承诺  丙公司 60,000.00
";
    assert_eq!(dir.good(&gap(&[])), zh);
    let en = "\
Gap to target · 2026-11 · 目标账 · as of 2026-11-21 · in CNY
Rep        Target   Received  Committed        Gap   Measures   Residual  Attained  Elapsed  Uncommitted  Diagnosis
李雷   120,000.00  65,000.00  60,000.00          —  20,000.00          —     54.2%    70.0%   285,000.00  on track
韩梅    50,000.00          —          —  50,000.00   7,000.00  43,000.00      0.0%    70.0%    60,000.00  no commitment
Total  170,000.00  65,000.00  60,000.00  45,000.00  27,000.00  18,000.00     38.2%            345,000.00
李雷 2026-11: target 120,000.00, the targets below it sum to 130,000.00, difference -10,000.00
measure  2026-11-28  甲公司 promotion 20,000.00
measure  2026-11-30  丙公司 visit 7,000.00
owes, no promise  乙公司 80,000.00
owes, no promise  丙公司 60,000.00
";
    assert_eq!(dir.good(&gap(&["--by", "rep", "--lang", "en"])), en);
}

#[test]
fn as_json_and_markdown() {
    let dir = small();
    let json = concat!(
        r#"{"report":"gap","as_of":"2026-11-21","currency":"CNY","rows":[{"period":"2026-11","scope":"company","key":null,"name":"目标账","#,
        r#""target":"200000.00","received":"65000.00","committed":"60000.00","expected":"125000.00","gap":"75000.00","measures":"27000.00","#,
        r#""residual":"48000.00","surplus":"0.00","attainment":0.3250,"time_elapsed":0.7000,"uncommitted":"345000.00","forecast":null,"ask":null,"#,
        r#""assigned":null,"agreed_over_ask":null,"agreed_over_forecast":null,"diagnosis":"no-measures"}],"total":null}"#,
        "\n"
    );
    assert_eq!(dir.good(&gap(&["-f", "json"])), json);
    let markdown = dir.good(&gap(&["-f", "markdown", "--by", "customer"]));
    assert!(
        markdown.starts_with("## 目标差距 · 2026-11 · 目标账 · 截至 2026-11-21 · 单位：元\n\n| 期间 | 客户 | 目标 | 已回款 | 待兑现承诺 | 预计回款 | 差距 |")
    );
    assert!(markdown.contains("\n| 2026-11 | 乙公司 | 30,000.00 | — | — | — | 30,000.00 | — | 30,000.00 | — | 0.0% | 70.0% | 80,000.00 |"), "{markdown}");
}

fn target(period: &str, scope: &str, amount: &str) -> String {
    format!("\n[[target]]\nperiod = \"{period}\"\n{scope}\namount = \"{amount}\"\n")
}

/// A ledger of people, contracts and these targets, without entries.
fn of_targets(targets: &[(&str, &str, &str)]) -> Dir {
    let targets: String = targets.iter().map(|(period, scope, amount)| target(period, scope, amount)).collect();
    Dir::ledger(&format!("{PEOPLE}{targets}"), &[])
}

/// Targets of rows and what is said of them.
fn target_of(dir: &Dir, arguments: &[&str]) -> (Vec<String>, Vec<String>) {
    let rows = lines(&dir.json(&gap(arguments)), "target");
    let table = dir.good(&gap(arguments));
    let notes = table.lines().filter(|line| line.contains("：目标")).map(str::to_string).collect();
    (rows, notes)
}

#[test]
fn a_period_without_a_target_takes_the_sum_of_its_parts_and_says_so() {
    let dir = of_targets(&[("2026-10", "", "100"), ("2026-11", "", "200.50"), ("2026-Q1", "", "500")]);
    let of = |period| target_of(&dir, &["--period", period]);
    assert_eq!(of("2026-Q4"), (vec!["300.50".into()], vec!["目标账 2026-Q4：目标是各月之和，3 个月里有 2 个月定了目标".into()]));
    assert_eq!(of("2026"), (vec!["800.50".into()], vec!["目标账 2026：目标是各月之和，12 个月里有 5 个月定了目标".into()]));
    // Nothing is ever divided: the quarter's target is no target of its months.
    assert_eq!(of("2026-01"), (vec![String::new()], vec![]));
    assert_eq!(of("2026-Q1"), (vec!["500.00".into()], vec![]));
    // A period's own target comes before those of its parts.
    let dir = of_targets(&[("2026-10", "", "100"), ("2026-11", "", "200"), ("2026-12", "", "300"), ("2026-Q4", "", "1000")]);
    assert_eq!(target_of(&dir, &["--period", "2026-Q4"]), (vec!["1000.00".into()], vec![]));
    assert_eq!(target_of(&dir, &["--period", "2026"]).0, ["1000.00"]);
}

#[test]
fn a_scope_without_a_target_takes_the_sum_of_the_targets_below_it() {
    // 李雷 has none of his own: it is the sum of 甲 and 乙; 华东 is 李雷, 华南 is 韩梅, the company both.
    let dir = of_targets(&[("2026-11", "customer = \"jia\"", "100"), ("2026-11", "customer = \"yi\"", "30"), ("2026-11", "rep = \"han\"", "50")]);
    let (rows, notes) = target_of(&dir, &[]);
    assert_eq!((rows, notes), (vec!["180.00".into()], vec!["目标账 2026-11：目标是 2 个下级目标之和".into()]));
    let (rows, notes) = target_of(&dir, &["--by", "rep"]);
    assert_eq!((rows, notes), (vec!["130.00".into(), "50.00".into()], vec!["李雷 2026-11：目标是 2 个下级目标之和".into()]));
    assert_eq!(target_of(&dir, &["--by", "team"]).0, ["130.00", "50.00"]);
    // By category where nothing else is given.
    let dir = of_targets(&[("2026-11", "category = \"normal\"", "70"), ("2026-11", "category = \"faulty\"", "5")]);
    assert_eq!(target_of(&dir, &[]).0, ["75.00"]);
    assert_eq!(lines(&dir.json(&gap(&["--by", "category"])), "key target"), ["faulty|5.00", "normal|70.00"]);
}

#[test]
fn where_both_are_given_and_differ_both_are_shown() {
    let dir = of_targets(&[("2026-11", "", "100"), ("2026-11", "rep = \"li\"", "70.50"), ("2026-11", "rep = \"han\"", "50")]);
    let said = "目标账 2026-11：目标 100.00，下级目标合计 120.50，差 -20.50";
    assert_eq!(target_of(&dir, &[]), (vec!["100.00".into()], vec![said.into()]));
    let equal = of_targets(&[("2026-11", "", "100"), ("2026-11", "rep = \"li\"", "60"), ("2026-11", "rep = \"han\"", "40")]);
    assert_eq!(target_of(&equal, &[]), (vec!["100.00".into()], vec![]));
    // A target of 0 is a target.
    let zero = of_targets(&[("2026-11", "", "0")]);
    assert_eq!(lines(&zero.json(&gap(&[])), "target gap attainment diagnosis"), ["0.00|0.00||on-track"]);
}

#[test]
fn only_collection_targets_count() {
    let dir = of_targets(&[("2026-11", "kind = \"sales\"", "100")]);
    assert_eq!(lines(&dir.json(&gap(&[])), "target diagnosis"), ["|no-target"]);
}

/// Targets of the rolling months as of 15 October 2026, with these receipts.
fn rolling(period: &str, receipts: &[&str]) -> Vec<String> {
    let targets: String =
        ["09", "10", "11", "12"].iter().map(|month| target(&format!("2026-{month}"), "", if *month == "09" { "100" } else { "50" })).collect();
    let dir = Dir::ledger(&format!("{PEOPLE}{targets}"), receipts);
    lines(&dir.json(&["gap", "--rolling", "--period", period, "--as-of", "2026-10-15"]), "period target")
}

#[test]
fn rolling_spreads_the_shortfall_of_the_ended_months_and_the_last_takes_the_cents() {
    // September's 100 less the 30 of August: 70 over October, November and December.
    let early = "260810-00000001,2026-08-10,receipt,jia,A-1,,30.00,,,,,bank,,";
    let months = ["2026-10|73.33", "2026-11|73.33", "2026-12|73.34"];
    assert_eq!(rolling("2026-10..2026-12", &[early]), months);
    assert_eq!(rolling("2026-09..2026-10", &[early]), ["2026-09|100.00", "2026-10|73.33"]);
    assert_eq!(rolling("本月", &[early]), ["2026-10|73.33"]);
    assert_eq!(rolling("2026-10..2026-12", &[]), ["2026-10|83.33", "2026-11|83.33", "2026-12|83.34"]);
    // What came in a month that has not ended does not shorten the shortfall yet.
    let late = "261010-00000001,2026-10-10,receipt,jia,A-1,,30.00,,,,,bank,,";
    assert_eq!(rolling("2026-10", &[late]), ["2026-10|83.33"]);
    // More than the targets came: nothing is spread, and nothing is taken off.
    let much = "260310-00000001,2026-03-10,receipt,jia,A-1,,500.00,,,,,bank,,";
    assert_eq!(rolling("2026-10..2026-12", &[much]), ["2026-10|50.00", "2026-11|50.00", "2026-12|50.00"]);
}

#[test]
fn rolling_is_by_scope_and_for_months_only() {
    let targets = [target("2026-09", "rep = \"li\"", "90"), target("2026-10", "rep = \"li\"", "10"), target("2026-10", "rep = \"han\"", "20")].concat();
    let dir = Dir::ledger(&format!("{PEOPLE}{targets}"), &[]);
    let of = |by| lines(&dir.json(&["gap", "--rolling", "--by", by, "--as-of", "2026-10-15"]), "key target");
    assert_eq!(of("rep"), ["li|40.00", "han|20.00"]);
    for period in ["2026-Q4", "2026", "本周"] {
        assert!(dir.refused(&["gap", "--rolling", "--period", period, "--as-of", "2026-10-15"]).starts_with("错误 E306："), "{period}");
    }
}

/// The diagnosis of one customer, with its target, on 21 November.
fn diagnosis(target: &str, rows: &[&str]) -> String {
    let target = if target.is_empty() { String::new() } else { format!("\n[[target]]\nperiod = \"2026-11\"\ncustomer = \"yi\"\n{target}\n") };
    let dir = Dir::ledger(&format!("{PEOPLE}{target}"), rows);
    let report = dir.json(&gap(&["--customer", "yi"]));
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(1));
    cells(&report["rows"][0], "diagnosis")
}

#[test]
fn a_diagnosis_names_the_first_thing_that_is_missing() {
    let promise = "261107-00000001,2026-11-07,commitment,yi,,,100.00,2026-11-30,,,,oral,,";
    let broken = "261107-00000002,2026-11-07,commitment,yi,,,100.00,2026-11-15,,,,oral,,";
    let contact = |day| format!("2611{day}-00000001,2026-11-{day},contact,yi,,,,,,,,phone,,");
    let measure = |amount| format!("261107-00000003,2026-11-07,measure,yi,,,{amount},2026-11-30,,,,visit,,");
    let receipt = "261110-00000001,2026-11-10,receipt,yi,,,1000.00,,,,,bank,,";
    assert_eq!(diagnosis("", &[promise]), "no-target");
    assert_eq!(diagnosis("amount = 1000", &[]), "no-commitment");
    // Broken on the 15th: a call counts as followed from the day after.
    assert_eq!(diagnosis("amount = 1000", &[broken]), "not-followed");
    assert_eq!(diagnosis("amount = 1000", &[broken, &contact("15")]), "not-followed");
    assert_eq!(diagnosis("amount = 1000", &[broken, &contact("16")]), "no-measures");
    // It comes first also where no gap is left.
    assert_eq!(diagnosis("amount = 1000", &[broken, receipt.replace("11-10", "11-06").as_str()]), "not-followed");
    assert_eq!(diagnosis("amount = 1000\nask = 1000", &[promise]), "low-ask");
    assert_eq!(diagnosis("amount = 1000\nask = 900", &[broken, promise]), "not-followed");
    assert_eq!(diagnosis("amount = 1000\nask = 1000.01", &[promise]), "no-measures");
    assert_eq!(diagnosis("amount = 1000\nask = 2000", &[promise, &measure("899.99")]), "no-measures");
    assert_eq!(diagnosis("amount = 1000\nask = 2000", &[promise, &measure("900.00")]), "on-track");
    assert_eq!(diagnosis("amount = 1000\nask = 900", &[receipt]), "on-track");
    assert_eq!(diagnosis("amount = 100", &[promise]), "on-track");
}

#[test]
fn a_replaced_promise_is_promised_once() {
    let rows = [
        "261107-00000001,2026-11-07,commitment,yi,,,300.00,2026-11-20,,,,oral,,",
        "261109-00000001,2026-11-09,receipt,yi,,,100.00,,,,,bank,,",
        "261110-00000001,2026-11-10,commitment,yi,,,250.00,2026-11-28,261107-00000001,,,oral,,",
    ];
    let dir = Dir::ledger(&format!("{PEOPLE}{TARGETS}"), &rows);
    // The 100 came before it was replaced; the new promise is whole.
    assert_eq!(lines(&dir.json(&gap(&["--customer", "yi"])), "received committed"), ["100.00|250.00"]);
}

#[test]
fn two_targets_of_one_scope_kind_and_period_are_an_error() {
    let dir = of_targets(&[("2026-11", "", "100"), ("2026-11", "", "200")]);
    assert!(dir.refused(&gap(&[])).starts_with("错误 E1"));
}

#[test]
fn a_period_with_nothing_in_it_says_so() {
    let book = "name = \"账\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n\
        [[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = 300\ndue = 2027-03-01\n";
    let dir = Dir::ledger(book, &[]);
    let run = dir.huikuan(&gap(&["--by", "customer", "-f", "csv"])).run();
    run.is(0, &format!("{KEYS}\n"), "这段时间没有目标、回款、承诺或到期的应收\n");
    let run = dir.huikuan(&gap(&["--by", "customer", "-f", "csv", "--lang", "en"])).run();
    run.is(0, &format!("{KEYS}\n"), "no target, receipt, commitment or due position in this period\n");
}

#[test]
fn the_demonstration() {
    let demo = root().join("examples/demo");
    let place = demo.to_str().expect("a path");
    let of = |arguments: &[&str]| Dir::new().good(&[&["-C", place, "gap", "--as-of", "2026-11-30"], arguments].concat());
    let company = "\
目标差距 · 2026-11 · 华东家电销售部 · 截至 2026-11-30 · 单位：元
公司                  目标      已回款  待兑现承诺        差距        举措    剩余差距  完成率    到期无承诺  诊断
华东家电销售部  700,000.00  325,000.00  115,000.00  260,000.00  140,000.00  120,000.00   46.4%  1,099,850.00  举措不够
举措  2026-11-30  华东电器有限公司 促销 30,000.00
举措  2026-11-30  华东电器有限公司 新网点 40,000.00
举措  2026-11-30  华东电器有限公司 激励 30,000.00
举措  2026-11-30  南海百货有限公司 人员支持 40,000.00
到期无承诺  宏达商贸有限公司 260,000.00
到期无承诺  明辉置业有限公司 200,000.00
到期无承诺  南海百货有限公司 165,000.00
到期无承诺  云河酒店管理有限公司 150,000.00
到期无承诺  兴旺家电经营部 89,850.00
到期无承诺  还有 3 个客户：huikuan gap --by customer
";
    assert_eq!(of(&[]), company);
    let customers = "\
目标差距 · 2026-11 · 华东家电销售部 · 截至 2026-11-30 · 单位：元
客户                        目标      已回款  待兑现承诺        差距        举措    剩余差距  完成率  诊断
宏达商贸有限公司       40,000.00           —           —   40,000.00           —   40,000.00    0.0%  首次要求偏低
明辉置业有限公司       55,000.00           —           —   55,000.00           —   55,000.00    0.0%  没有承诺
南海百货有限公司      120,000.00   55,000.00           —   65,000.00   40,000.00   25,000.00   45.8%  没有承诺
云河酒店管理有限公司  150,000.00  150,000.00           —           —           —           —  100.0%  正常
兴旺家电经营部                             —           —           —           —           —       —  没有目标
海州市第一人民医院     60,000.00   60,000.00           —           —           —           —  100.0%  正常
华东贸易                                   —           —           —           —           —       —  没有目标
张伟                                       —           —           —           —           —       —  没有目标
华东电器有限公司      200,000.00   60,000.00   40,000.00  100,000.00  100,000.00           —   30.0%  正常
兰亭物业服务有限公司   75,000.00           —   75,000.00           —           —           —    0.0%  正常
合计                  700,000.00  325,000.00  115,000.00  260,000.00  140,000.00  120,000.00   46.4%
";
    assert_eq!(of(&["--by", "customer"]), customers);
    // October's targets of all ended months, 3,650,000, less 3,051,630.50 that came: 598,369.50 over two months.
    let months = of(&["--period", "2026-11..2026-12", "--rolling", "-f", "csv"]);
    let targets: Vec<&str> = months.lines().skip(1).filter_map(|line| line.split(',').nth(4)).collect();
    assert_eq!(targets, ["999184.75", "949184.75"]);
}
