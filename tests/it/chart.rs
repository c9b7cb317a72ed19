//! `--chart`: the figures of a table as bars under it.

use crate::harness::Dir;

const DAY: &str = "2026-11-30";

/// What stands under the table.
fn chart(dir: &Dir, words: &[&str], columns: &str) -> String {
    let words = [words, &["--chart", "--as-of", DAY]].concat();
    let table = dir.huikuan(&words).env("COLUMNS", columns).run().good(&words);
    let (_, drawn) = table.split_once("\n\n").unwrap_or_else(|| panic!("no drawing in {table}"));
    for line in drawn.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= columns.parse().unwrap(), "{line}");
    }
    drawn.to_string()
}

#[test]
fn a_bar_a_tier() {
    let expected = "\
应收按逾期等级
未到期  ███████████████████████████████████████████████████  1,136,949.99  48.3%
绿      ██████████████████████  493,800.00  21.0%
蓝      █████████▌  214,050.00  9.1%
黄      ███████  160,000.00  6.8%
红      ███████████████▌  347,000.00  14.8%
";
    assert_eq!(chart(&Dir::demo(), &["aging"], "80"), expected);
}

#[test]
fn a_bar_a_row_with_its_tiers() {
    let dir = Dir::demo();
    let expected = "\
应收按销售代表和逾期等级
- 未到期  ░ 绿  ▒ 蓝  ▓ 黄  █ 红
李雷  ---------------------------░░░░░░░░░░░░░░░▒▒▒▒▒▓▓▓██████████  1,411,799.99
韩梅  ---------------------░░░░░░░▒▒▒▓▓▓▓█████  940,000.00
";
    assert_eq!(chart(&dir, &["aging", "--by", "rep"], "120"), expected);
    let expected = "\
应收按客户和逾期等级
- 未到期  ░ 绿  ▒ 蓝  ▓ 黄  █ 红
张伟                  █  7,000.00
明辉置业有限公司      ▓▓▓▓▓▓▓▓▓█████████████  200,000.00
宏达商贸有限公司      ▓▓▓▓████████████████████████  260,000.00
华东贸易              -----▓▓▓▓  86,000.00
南海百货有限公司      ----------------------░░░░░░░░▒▒▒▒▒▒▒▒▒▒  365,000.00
华东电器有限公司      ----------------------------░░░░░░░░░░░░░░░▒▒▒  420,000.00
兴旺家电经营部        ---------------░░░░░░░▒▒▒  229,800.00
海州市第一人民医院    -▒▒▒▒▒▒▒▒  81,000.00
云河酒店管理有限公司  -------------------░░░░░░░░░░░░░░░░░  327,999.99
兰亭物业服务有限公司  ░░░░░░░░  75,000.00
粤海电器连锁有限公司  ---------------------------------  300,000.00
";
    assert_eq!(chart(&dir, &["aging", "--by", "customer"], "80"), expected);
}

#[test]
fn a_bar_a_month() {
    let expected = "\
回款
2026-09  █████████████████████████████████████████████████████▌  295,600.00
2026-10  █████████████████████████▌  140,000.00
2026-11  ███████████████████████████████████████████████████████████  325,000.00

到期回款率
2026-09  ████████████████████████████████▌  54.1%
2026-10  █████████  14.8%
2026-11  ████████████▌  21.1%

应收和逾期，各月末
░ 应收余额  █ 其中逾期
2026-09  ████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  1,817,050.00  227,000.00
2026-10  █████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  2,383,849.99  743,050.00
2026-11  ███████████████████░░░░░░░░░░░░░░░░░░░░░░░  2,351,799.99  1,076,050.00

DSO(天)
2026-09  ████████████████████████████████████████████████████████████  167.0
2026-10  ██████████████████████████████████████████████████████████▌  162.5
2026-11  ████████████████████████████████████████████████▌  135.1
";
    assert_eq!(chart(&Dir::demo(), &["kpi", "--period", "2026-09..2026-11"], "80"), expected);
    let expected = "\
Collection %
李雷  ███████████████▌  25.8%
韩梅  ██████▌  11.1%
赵刚  —

Overdue
李雷  ████████████████████████████████████████████████████████████  711,050.00
韩梅  ███████████████████████████████  365,000.00
赵刚  —
";
    assert_eq!(chart(&Dir::demo(), &["kpi", "--by", "rep", "--lang", "en"], "80"), expected);
}

#[test]
fn tiers_have_their_colour_at_a_terminal() {
    let dir = Dir::demo();
    let table = dir.good(&["aging", "--chart", "--color", "always", "--as-of", DAY]);
    assert!(table.contains("\u{1b}[31m██████"), "{table}");
    let table = dir.good(&["aging", "--by", "rep", "--chart", "--color", "always", "--as-of", DAY]);
    assert!(table.contains("\u{1b}[33m▓\u{1b}[0m 黄"), "{table}");
}

#[test]
fn what_a_program_reads_has_no_drawing() {
    let dir = Dir::demo();
    for words in [&["-f", "csv"][..], &["-f", "json"], &["-f", "markdown"], &["-o", "x.md"], &["--excel"]] {
        let refused = dir.refused(&[&["aging", "--chart", "--as-of", DAY], words].concat());
        assert!(refused.contains("E309") && refused.contains("--chart") && refused.contains("--format table | html"), "{refused}");
    }
    let refused = dir.refused(&["aging", "--detail", "--chart"]);
    assert!(refused.contains("--chart"), "{refused}");
    // A page has drawings anyhow, and a drawing of nothing is none.
    let asked = dir.good(&["aging", "--chart", "-f", "html", "--as-of", DAY]);
    assert_eq!(asked, dir.good(&["aging", "-f", "html", "--as-of", DAY]));
    let run = Dir::ledger("name = \"空\"\ncurrency = \"CNY\"\n", &[]).huikuan(&["aging", "--chart"]).run();
    assert!(run.code == 0 && !run.stdout.contains("应收按逾期等级"), "{}", run.stdout);
}
