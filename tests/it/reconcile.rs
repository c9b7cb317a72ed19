//! `reconcile`: a statement, or a customer's own list, against the ledger's receipts.

use crate::harness::{Dir, HEADER};

const BOOK: &str = r#"name = "华东销售部"
currency = "CNY"
[[rep]]
id = "lilei"
name = "李雷"
[[customer]]
id = "huadong"
name = "华东电器有限公司"
rep = "lilei"
[[customer]]
id = "nanhai"
name = "南海百货"
rep = "lilei"
[[contract]]
no = "HT-2026-001"
customer = "huadong"
signed = 2026-01-05
amount = 300000
due = 2026-02-04
"#;

const ROWS: &str = "261101-aaaaaaa1,2026-11-03,receipt,huadong,HT-2026-001,,100,,,A1,,bank,lilei,\n\
     261101-aaaaaaa2,2026-11-04,receipt,huadong,HT-2026-001,,200,,,,,bank,lilei,\n\
     261101-aaaaaaa3,2026-11-05,receipt,nanhai,,,300,,,,,bank,lilei,\n\
     261101-aaaaaaa4,2026-11-06,receipt,huadong,,,400,,,A4,,bank,lilei,\n\
     261101-aaaaaaa5,2026-11-07,receipt,huadong,,,500,,,,,bank,lilei,\n\
     261101-aaaaaaa6,2026-11-07,receipt,huadong,,,600,,,,,cash,lilei,\n\
     261101-aaaaaaa7,2026-11-20,receipt,huadong,,,700,,,,,bank,lilei,\n\
     261101-aaaaaaa8,2026-11-08,receipt,huadong,,,800,,,A8,,bank,lilei,\n\
     261101-aaaaaaa9,2026-11-08,void,huadong,,,,,261101-aaaaaaa8,,,,lilei,\n";

fn ledger() -> Dir {
    let dir = Dir::new();
    dir.write("huikuan.toml", BOOK);
    dir.write("ledger.csv", &format!("{HEADER}\n{ROWS}"));
    dir.write("map.toml", "date = \"日期\"\namount = \"金额\"\npayer = \"付款方\"\nproof = \"流水号\"\n");
    dir.write(
        "bank.csv",
        "日期,金额,付款方,流水号\n2026-11-03,100.00,华东电器有限公司,A1\n2026-11-05,200.00,华东电器有限公司,A2\n\
         2026-11-05,290.00,南海百货,A3\n2026-11-06,401.00,华东电器有限公司,A4\n2026-11-08,800.00,华东电器有限公司,A8\n2026-11-09,9.00,王小明,A9\n\
         2026-11-09,-5.00,华东电器有限公司,A10\n",
    );
    dir
}

#[test]
fn a_bank_s_lines_against_the_ledger_s_receipts() {
    let dir = ledger();
    let asked = ["reconcile", "bank.csv", "--map", "map.toml", "--as-of", "2026-11-30"];
    dir.huikuan(&asked).run().is(
        0,
        "银行对账 · bank.csv · 2026-11-03 … 2026-11-09 · 华东销售部 · 截至 2026-11-30 · 单位：元\n\
结果      流水日期    流水金额  付款方            记录                相差  客户              台账日期    台账金额\n\
相符      2026-11-03    100.00  华东电器有限公司  261101-aaaaaaa1        —  华东电器有限公司  2026-11-03    100.00\n\
相符      2026-11-05    200.00  华东电器有限公司  261101-aaaaaaa2        —  华东电器有限公司  2026-11-04    200.00\n\
金额不符  2026-11-05    290.00  南海百货          261101-aaaaaaa3   -10.00  南海百货          2026-11-05    300.00\n\
金额不符  2026-11-06    401.00  华东电器有限公司  261101-aaaaaaa4     1.00  华东电器有限公司  2026-11-06    400.00\n\
只在台账                                          261101-aaaaaaa5  -500.00  华东电器有限公司  2026-11-07    500.00\n\
只在流水  2026-11-08    800.00  华东电器有限公司                    800.00  华东电器有限公司\n\
只在流水  2026-11-09      9.00  王小明                                9.00\n\
合计                  1,800.00                                      300.00                                1,500.00\n\
相符 2 笔 300.00 · 金额不符 2 笔 691.00 · 只在流水 2 笔 809.00 · 只在台账 1 笔 500.00\n\
没有比的：不经过这个账户的回款（现金、抵债等）1 笔 600.00\n\
",
        "",
    );
    dir.huikuan(&[&asked[..], &["--exit-code", "-f", "csv"]].concat()).run().is(
        1,
        "status,bank_date,bank_amount,bank_proof,payer,entry,customer,difference,customer_name,entry_date,entry_amount,contract,line,reason\n\
matched,2026-11-03,100.00,A1,华东电器有限公司,261101-aaaaaaa1,huadong,0.00,华东电器有限公司,2026-11-03,100.00,HT-2026-001,2,已有 261101-aaaaaaa1\n\
matched,2026-11-05,200.00,A2,华东电器有限公司,261101-aaaaaaa2,huadong,0.00,华东电器有限公司,2026-11-04,200.00,HT-2026-001,3,名称相符、已手工记过，补到账确认\n\
differs,2026-11-05,290.00,A3,南海百货,261101-aaaaaaa3,nanhai,-10.00,南海百货,2026-11-05,300.00,,4,名称相符\n\
differs,2026-11-06,401.00,A4,华东电器有限公司,261101-aaaaaaa4,huadong,1.00,华东电器有限公司,2026-11-06,400.00,,5,流水号已有 261101-aaaaaaa4，金额却是 400.00\n\
only-ledger,,,,,261101-aaaaaaa5,huadong,-500.00,华东电器有限公司,2026-11-07,500.00,,,\n\
only-bank,2026-11-08,800.00,A8,华东电器有限公司,,huadong,800.00,华东电器有限公司,,,,6,记过 261101-aaaaaaa8，后来作废\n\
only-bank,2026-11-09,9.00,A9,王小明,,,9.00,,,,,7,没有叫这个名字的客户\n\
",
        "",
    );
    dir.huikuan(&[&asked[..], &["--lang", "en", "--since", "2026-11-09"]].concat()).run().is(
        0,
        "reconciliation with the bank · bank.csv · 2026-11-09 … 2026-11-09 · 华东销售部 · as of 2026-11-30 · in CNY\n\
Status        Bank date   Bank amount  Payer   Difference  Ledger amount  Line  Why\n\
only in bank  2026-11-09         9.00  王小明        9.00                    7  no customer has this name\n\
Total                            9.00                9.00              —\n\
only in bank 1: 9.00\n\
",
        "",
    );
    let found = dir.json(&asked);
    for (key, value) in [("matched_lines", "2"), ("differs_lines", "2"), ("only_bank_lines", "2"), ("only_ledger_lines", "1"), ("only_ledger", "\"500.00\"")] {
        assert_eq!(found["memo"][key].to_string(), value, "{key}");
    }
    assert_eq!(found["total"]["difference"], "300.00");
}

#[test]
fn a_customer_s_own_list_of_payments() {
    let dir = ledger();
    dir.write("their.csv", "付款日期,付款金额,备注\n2026-11-02,100,货款\n2026-11-04,200,HT-2026-001\n2026-11-06,400,\n2026-11-07,600,现金\n2026-11-08,55,\n");
    let asked = ["reconcile", "--customer", "华东电器有限公司", "--their", "their.csv", "--as-of", "2026-11-30"];
    dir.huikuan(&asked).run().is(
        0,
        "客户对账 · 华东电器有限公司 · their.csv · 2026-11-02 … 2026-11-08 · 华东销售部 · 截至 2026-11-30 · 单位：元\n\
结果      对方日期    对方金额  记录                相差  客户              台账日期    台账金额  合同         行\n\
相符      2026-11-02    100.00  261101-aaaaaaa1        —  华东电器有限公司  2026-11-03    100.00  HT-2026-001   2\n\
相符      2026-11-04    200.00  261101-aaaaaaa2        —  华东电器有限公司  2026-11-04    200.00  HT-2026-001   3\n\
相符      2026-11-06    400.00  261101-aaaaaaa4        —  华东电器有限公司  2026-11-06    400.00                4\n\
相符      2026-11-07    600.00  261101-aaaaaaa6        —  华东电器有限公司  2026-11-07    600.00                5\n\
金额不符  2026-11-08     55.00  261101-aaaaaaa5  -445.00  华东电器有限公司  2026-11-07    500.00                6\n\
合计                  1,355.00                   -445.00                                1,800.00\n\
相符 4 笔 1,300.00 · 金额不符 1 笔 55.00\n\
",
        "",
    );
    let said = dir.refused(&["reconcile", "--their", "their.csv", "--as-of", "2026-11-30"]);
    assert!(said.contains("E316") && said.contains("--customer"), "{said}");
    assert!(dir.refused(&["reconcile", "--as-of", "2026-11-30"]).contains("E301"));
}

#[test]
fn all_agrees_with_what_was_just_imported() {
    let dir = ledger();
    dir.write("ledger.csv", &format!("{HEADER}\n"));
    dir.json(&["import", "receipts", "bank.csv", "--map", "map.toml", "--write", "--as-of", "2026-11-30"]);
    let found = dir.json(&["reconcile", "bank.csv", "--map", "map.toml", "--as-of", "2026-11-30"]);
    assert_eq!((found["memo"]["matched_lines"].to_string(), found["memo"]["only_bank_lines"].to_string()), ("5".into(), "1".into()));
}
