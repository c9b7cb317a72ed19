//! `--format html`: one page that holds all it needs, says what the reports say, and lets no word of a ledger be markup.

use std::fmt::Write as _;

use huikuan::reports::REPORTS;
use serde_json::Value;

use crate::harness::Dir;

const DAY: &str = "2026-11-30";

fn page(dir: &Dir, words: &[&str], day: &str) -> String {
    dir.good(&[words, &["--format", "html", "--as-of", day]].concat())
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to} behind {from}")).0
}

/// The figure of a key, as programs read it.
fn figure(page: &str, key: &str) -> String {
    between(page, &format!("<dd data-key=\"{key}\" data-value=\""), "\"").to_string()
}

/// The rows of a drawing's table: what each is called, and its figures as programs read them;
/// none where there is nothing to draw.
fn drawn(page: &str, chart: &str) -> Vec<Vec<String>> {
    let chart = format!("data-chart=\"{chart}\"");
    if !page.contains(&chart) {
        return Vec::new();
    }
    let table = between(page, &chart, "</table>");
    let body = between(table, "<tbody>", "</tbody>");
    let row = |row: &str| {
        let label = between(row, ">", "</th>").rsplit('>').next().unwrap_or_default().trim_end_matches("</span").to_string();
        let label = if label.is_empty() { between(row, "\">", "</span>").rsplit('>').next().unwrap_or_default().to_string() } else { label };
        std::iter::once(label).chain(row.split("data-value=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_string())).collect()
    };
    body.split("<tr>").skip(1).map(row).collect()
}

/// Whether every element that is opened is closed where it belongs.
fn assert_balanced(page: &str) {
    const VOID: [&str; 4] = ["meta", "rect", "line", "!DOCTYPE"];
    let script = between(page, "<script>", "</script>");
    let page = page.replace(script, "").replace(between(page, "<style>", "</style>"), "");
    let mut open: Vec<String> = Vec::new();
    for tag in page.split('<').skip(1) {
        let name: String = tag.chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "{tag}");
        } else if !VOID.contains(&name.trim_end_matches('/')) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// What holds for any page.
fn assert_page(page: &str, lang: &str) {
    assert!(page.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{lang}\">\n")), "{page}");
    assert_balanced(page);
    assert_eq!((page.matches("<h1>").count(), page.matches("<h3").count()), (1, 0));
    assert!(page.find("<h1>") < page.find("<h2>").or(Some(usize::MAX)));
    let drawings = page.matches("<svg role=\"img\"").count();
    let named = page.matches("<title id=").count().min(page.matches("<desc id=").count()).min(page.matches("<summary>").count());
    assert_eq!(drawings, named, "each drawing has a title, a description and its figures as a table");
    let heads = page.matches("<th ").count();
    assert_eq!((page.matches("<th>").count(), page.matches(" scope=\"").count()), (0, heads));
    // Nothing is fetched from anywhere.
    for word in ["http:", "https:", "//", "src=", "href=", "url(", "@import", "<img", "<link", "<iframe", "style=\""] {
        assert!(!between(page, "<html", "<script>").contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'") && page.contains("prefers-color-scheme:dark") && page.contains("@media print"));
}

#[test]
fn the_pages_of_a_day_a_week_and_a_month() {
    let dir = Dir::demo();
    for words in [&["report"][..], &["report", "--week"], &["report", "--month"]] {
        for (lang, code) in [("zh", "zh-CN"), ("en", "en")] {
            let own = page(&dir, &[words, &["--lang", lang]].concat(), DAY);
            assert_page(&own, code);
            assert_eq!(own, page(&dir, &[words, &["--lang", lang]].concat(), DAY), "the same bytes each time");
            for chart in ["gap", "tiers", "rows", "trend", "forecast"] {
                assert!(own.contains(&format!("data-chart=\"{chart}\"")), "{words:?} {chart}");
            }
            assert!(own.contains("data-section=\"risks\""), "{words:?}");
        }
    }
    let day = page(&dir, &["report"], DAY);
    let sections: Vec<&str> = day.split("data-section=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(sections, ["first", "promises", "received", "worse", "risks"]);
    assert!(day.contains("<p class=\"note\">还有 23 行：huikuan remind</p>"), "{day}");
    assert!(day.contains("<h1>回款日报 星期一</h1>\n<p class=\"soft\">华东家电销售部 · 截至 2026-11-30 · 单位：元</p>"), "{day}");
}

#[test]
fn a_page_says_what_the_reports_say() {
    let dir = Dir::demo();
    let money = |value: &Value| value.as_str().unwrap_or_default().to_string();
    for day in ["2026-03-15", "2026-08-31", DAY, "2027-02-01"] {
        for chosen in [&[][..], &["--rep", "李雷"], &["--team", "华南"], &["--customer", "华东电器"], &["--manager", "王芳"]] {
            let json = |words: &[&str]| dir.json(&[words, chosen, &["--as-of", day]].concat());
            let own = page(&dir, &[&["report"], chosen].concat(), day);
            assert_page(&own, "zh-CN");
            let (aging, by_rep, kpi, forecast) = (json(&["aging"]), json(&["aging", "--by", "rep"]), json(&["kpi"]), json(&["forecast"]));
            assert_eq!(figure(&own, "receivable"), money(&aging["total"]["outstanding"]), "{day} {chosen:?}");
            assert_eq!(figure(&own, "overdue"), money(&by_rep["total"]["overdue"]), "{day} {chosen:?}");
            assert_eq!(figure(&own, "unscheduled"), money(&aging["memo"]["unscheduled"]), "{day} {chosen:?}");
            let last = kpi["rows"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(figure(&own, "received"), money(&last["received"]), "{day} {chosen:?}");
            let expect = |rows: &Value, keys: &[&str], named: bool| -> Vec<Vec<String>> {
                let row = |row: &Value| {
                    let figures = keys.iter().map(|key| if row[key].is_string() { money(&row[key]) } else { row[key].to_string() });
                    let label = if named { money(&row["name"]) } else { money(&row["period"]) };
                    std::iter::once(label).chain(figures).collect()
                };
                rows.as_array().unwrap().iter().map(row).collect()
            };
            let something = |rows: Vec<Vec<String>>| if rows.iter().all(|row| row[1..].iter().all(|own| own == "0.00")) { Vec::new() } else { rows };
            let cut = |rows: Vec<Vec<String>>| rows.into_iter().map(|row| row[1..].to_vec()).collect::<Vec<_>>();
            let tiers = something(cut(expect(&aging["rows"], &["outstanding", "share"], true)));
            assert_eq!(cut(drawn(&own, "tiers")), tiers, "{day} {chosen:?}");
            let owing: Vec<Vec<String>> = expect(&by_rep["rows"], &["outstanding", "not_due", "green", "blue", "yellow", "red"], true);
            assert_eq!(drawn(&own, "rows"), owing.into_iter().filter(|row| row[1] != "0.00").collect::<Vec<_>>(), "{day} {chosen:?}");
            let months = expect(&kpi["rows"], &["receivable", "overdue"], false);
            let trend = drawn(&own, "trend");
            let both = trend.len().min(months.len());
            assert!(trend.len() <= 12 && (both > 0 || something(months.clone()).is_empty()));
            assert_eq!(trend[trend.len() - both..], months[months.len() - both..], "{day} {chosen:?}");
            let periods = something(expect(&forecast["rows"], &["low", "habit_basis", "high", "committed", "due_date_basis"], false));
            assert_eq!(drawn(&own, "forecast"), periods, "{day} {chosen:?}");
        }
    }
}

#[test]
fn a_month_is_measured_as_gap_measures_it() {
    let dir = Dir::demo();
    for chosen in [&[][..], &["--rep", "李雷"], &["--rep", "韩梅"]] {
        let own = page(&dir, &[&["report", "--month"], chosen].concat(), DAY);
        let gap = dir.json(&[&["gap", "--as-of", DAY], chosen].concat())["rows"][0].clone();
        for (key, of) in [("target", "target"), ("received", "received"), ("gap", "gap"), ("residual", "residual")] {
            assert_eq!(figure(&own, key), gap[of].as_str().unwrap_or_default(), "{key}");
        }
        assert_eq!(figure(&own, "time_elapsed"), "1.0000");
        let parts: Vec<String> = drawn(&own, "gap").into_iter().map(|row| row[1].clone()).collect();
        let of = ["received", "committed", "measures", "residual"].map(|key| gap[key].as_str().unwrap_or_default().to_string());
        assert_eq!(parts, of, "{chosen:?}");
    }
    let none = page(&dir, &["report", "--tag", "空调"], DAY);
    assert!(!none.contains("data-chart=\"gap\"") && none.contains("<dd data-key=\"target\" data-value=\"没有定\">没有定</dd>"), "{none}");
}

const HOSTILE: &str = r#"<script>alert(1)</script>"><img src=x onerror=alert(2)> & 'x' --> ]]>"#;
const ESCAPED: &str = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(2)&gt; &amp; &#39;x&#39; --&gt; ]]&gt;";

/// A book all of whose names try to be markup.
fn hostile() -> Dir {
    let name = HOSTILE.replace('"', "\\\"");
    let mut book = format!("name = \"{name}\"\ncurrency = \"CNY\"\n[[tier]]\nname = \"low\"\nup_to = 30\nlabel = {{ zh = \"{name}\", en = \"{name}\" }}\n");
    write!(book, "[[tier]]\nname = \"top\"\nlabel = {{ zh = \"{name}\", en = \"{name}\" }}\ncolor = \"red\"\n").unwrap();
    write!(book, "[[rep]]\nid = \"li\"\nname = \"{name}\"\nteam = \"{name}\"\n").unwrap();
    write!(
        book,
        "[[customer]]\nid = \"a\"\nname = \"{name}\"\nrep = \"li\"\ncontacts = [ {{ name = \"{name}\", phone = \"{name}\" }} ]\ntags = [\"{name}\"]\n"
    )
    .unwrap();
    writeln!(book, "[[contract]]\nno = \"A-1\"\ncustomer = \"a\"\nproject = \"{name}\"\nsigned = 2026-01-05\namount = 100\ndue = 2026-09-23").unwrap();
    Dir::ledger(&book, &[])
}

#[test]
fn names_of_a_ledger_are_no_markup() {
    let dir = hostile();
    for words in
        [&["report", "--month"][..], &["aging"], &["aging", "--by", "tag"], &["aging", "--detail"], &["remind"], &["kpi", "--by", "team"], &["progress"]]
    {
        let own = page(&dir, words, DAY);
        assert_page(&own.replace(ESCAPED, ""), "zh-CN");
        assert!(own.contains(ESCAPED), "{words:?}\n{own}");
        for word in ["<script>alert", "<img", "onerror=alert(2)>"] {
            assert!(!own.contains(word), "{words:?} {word}");
        }
        assert_eq!(own.matches("<script>").count(), 1, "{words:?}");
    }
}

#[test]
fn every_report_is_a_page_too() {
    let dir = Dir::demo();
    for report in REPORTS {
        let words: &[&str] = match report.name {
            "statement" => &["statement", "华东电器"],
            "history" => &["history", "华东电器"],
            "handover" => &["handover", "李雷", "韩梅"],
            name => &[name],
        };
        for (lang, code) in [("zh", "zh-CN"), ("en", "en")] {
            let path = format!("{}.html", report.name);
            let run = dir.huikuan(&[words, &["-o", &path, "--as-of", DAY, "--lang", lang]].concat()).run();
            assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{words:?} {}", run.stderr);
            assert_page(&dir.read(&path), code);
        }
    }
    // Memo, notes, drawing, formulas.
    assert!(page(&dir, &["aging"], DAY).contains("<li data-key=\"unapplied\" data-value=\"5000.00\">未匹配 5,000.00</li>"));
    assert!(page(&dir, &["aging"], DAY).contains("<p class=\"note\">警戒线：应收占总资产 10,500,000.00 的 22.4%，超过 20%</p>"));
    assert!(page(&dir, &["matrix"], DAY).contains("xml:space=\"preserve\">销货主导</text>"));
    assert!(page(&dir, &["forecast", "--explain"], DAY).contains("按以往回款率 1,083,603.01 = "));
    assert!(page(&dir, &["remind", "--message"], DAY).contains("<pre>**催款提醒 · 2026-11-30**\n"));
    assert!(page(&dir, &["plan", "2027-01", "--split", "90万", "--by", "rep"], DAY).contains("\n[[target]]\nperiod = &quot;2027-01&quot;\n"));
}

#[test]
fn several_pages_go_into_a_directory() {
    let dir = Dir::demo();
    dir.good(&["remind", "--by", "rep", "-f", "html", "-o", "pages", "--as-of", DAY]);
    let own = dir.read("pages/hanmei.html");
    assert_page(&own, "zh-CN");
    assert!(own.contains("<h1>催款提醒 · 韩梅</h1>") && !own.contains(">李雷<"), "{own}");
    let refused = dir.refused(&["remind", "--by", "rep", "-f", "html", "--as-of", DAY]);
    assert!(refused.contains("-o DIR/"), "{refused}");
}

#[test]
fn an_empty_ledger_has_a_page() {
    let dir = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]);
    for words in [&["report"][..], &["report", "--month"]] {
        let own = page(&dir, words, DAY);
        assert_page(&own, "zh-CN");
        assert_eq!((figure(&own, "receivable").as_str(), own.matches("<figure>").count()), ("0.00", 0));
    }
    let run = dir.huikuan(&["aging", "-f", "html", "--as-of", DAY]).run();
    assert!(run.code == 0 && run.stdout.contains("<p>还没有合同"), "{}", run.stdout);
}

#[test]
fn a_thousand_customers_fit_a_mail() {
    let mut book = "name = \"大账\"\ncurrency = \"CNY\"\n".to_string();
    for number in 0..30 {
        write!(book, "[[rep]]\nid = \"r{number}\"\nname = \"销售代表{number}\"\n[[target]]\nperiod = \"2026-11\"\nrep = \"r{number}\"\namount = 1000\n")
            .unwrap();
    }
    for number in 0..1000 {
        let (rep, month) = (number % 30, 1 + number % 12);
        write!(book, "[[customer]]\nid = \"c{number}\"\nname = \"第{number}号客户有限责任公司\"\nrep = \"r{rep}\"\n").unwrap();
        write!(
            book,
            "[[contract]]\nno = \"N-{number}\"\ncustomer = \"c{number}\"\nsigned = 2026-01-01\namount = {}\ndue = 2026-{month:02}-15\n",
            1000 + number
        )
        .unwrap();
    }
    let rows: Vec<String> = (0..500).map(|number| format!("261130-{number:08},2026-11-30,receipt,c{number},N-{number},,100,,,,,bank,,")).collect();
    let dir = Dir::ledger(&book, &rows.iter().map(String::as_str).collect::<Vec<_>>());
    for words in [&["report"][..], &["report", "--week"], &["report", "--month"]] {
        let own = page(&dir, words, DAY);
        assert!(own.contains("还有 485 行：huikuan report") || words.len() > 1);
        assert!(own.len() < 300_000, "{words:?}: {} bytes", own.len());
        assert!(own.contains("还有 18 行没有画：huikuan aging --by rep"), "{words:?}");
    }
}
