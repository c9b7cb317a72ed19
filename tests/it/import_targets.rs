//! `import targets`: a target a row, or a row for each rep and a column for each month.

use crate::harness::Dir;

const BOOK: &str = r#"name = "华东销售部"
currency = "CNY"
include = ["targets/*.toml"]
[[rep]]
id = "lilei"
name = "李雷"
team = "华东"
[[rep]]
id = "hanmei"
name = "韩梅"
team = "华南"
[[target]]
period = "2026-01"
rep = "lilei"
amount = 120000
"#;
const INTO: [&str; 5] = ["import", "targets", "list.csv", "-o", "targets/2026.toml"];

fn ledger(list: &str) -> Dir {
    let dir = Dir::ledger(BOOK, &[]);
    dir.write("list.csv", list);
    dir
}

#[test]
fn a_year_of_months_in_columns() {
    let dir = ledger("2026 年目标,,,\n姓名,部门,1月,2月\n李雷,华东,\"120,000\",80000.5\n韩梅,华南,,0\n合计,,\"120,000\",80000.5\n");
    let arguments = [&INTO[..], &["--year", "2026"]].concat();
    dir.huikuan(&arguments).run().is(
        0,
        "已写 targets/2026.toml：目标 2 个\n  账本里已有、内容相同的 1 个没有再写\n  合计、小计 1 行没有读：第 5 行\n  \
         读的栏：rep = 姓名、team = 部门、amount = 1月 … 2月\n",
        "",
    );
    let written = "# 由 huikuan import targets 从 list.csv 导入\n\n[[target]]\nperiod = \"2026-02\"\nrep = \"lilei\"\namount = \"80000.50\"\n\n\
        [[target]]\nperiod = \"2026-02\"\nrep = \"hanmei\"\namount = \"0.00\"\n";
    assert_eq!(dir.read("targets/2026.toml"), written);
}

#[test]
fn a_target_a_row() {
    let dir = ledger(
        "period,rep,team,kind,amount,assigned,forecast,ask,agreed_on,agreed_by\n\
         2026-Q1,,华南,sales,500000,600000,,,,\n2026/2,hanmei,,,1000,,800,1200,2026-01-05,王芳、韩梅\n",
    );
    dir.good(&INTO);
    let text = dir.read("targets/2026.toml");
    let quarter = "[[target]]\nperiod = \"2026-Q1\"\nteam = \"华南\"\nkind = \"sales\"\namount = \"500000.00\"\nassigned = \"600000.00\"\n";
    let month = "[[target]]\nperiod = \"2026-02\"\nrep = \"hanmei\"\namount = \"1000.00\"\nforecast = \"800.00\"\nask = \"1200.00\"\n\
        agreed_on = 2026-01-05\nagreed_by = [\"王芳\", \"韩梅\"]\n";
    assert!(text.contains(quarter) && text.ends_with(month), "{text}");
    dir.good(&["gap", "--period", "2026-02", "--as-of", "2026-02-10"]);
}

#[test]
fn a_row_that_cannot_be_used_stops_all() {
    for (list, code, line) in [
        ("销售代表,2026-01,2026-02\n李雷,130000,5\n", "E338", 2),
        ("销售代表,2026-02\n李雷,5\n李雷,6\n", "E111", 3),
        ("销售代表,2026-02\n李磊,5\n", "E302", 2),
        ("团队,2026-02\n华冬,5\n", "E302", 2),
        ("销售代表,2026-02\n李雷,五\n", "E345", 2),
        ("销售代表,2026-02\n,5\n", "E336", 2),
        ("销售代表,期间,目标\n李雷,二月,5\n", "E108", 2),
        ("销售代表,期间,目标\n李雷,2026-02,\n", "E336", 2),
        ("销售代表,期间,目标,种类\n李雷,2026-02,5,利润\n", "E108", 2),
        ("销售代表,备注\n李雷,5\n", "E340", 1),
    ] {
        let dir = ledger(list);
        let told = dir.refused(&INTO);
        assert!(told.contains(code) && told.contains(&format!("list.csv:{line}")), "{list}: {told}");
        assert!(!dir.path().join("targets").exists(), "{list}");
    }
}
