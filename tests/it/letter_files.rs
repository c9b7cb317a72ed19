//! Letters as files: their forms, templates of the ledger's own, a directory of letters, hostile names; and that what is
//! demanded is the sum of its lines.

use std::fs;

use crate::harness::Dir;
use crate::letter::{DAY, ledger, letter, of_level, run, simple};

#[test]
fn a_file_is_written_whole_in_the_form_of_its_ending() {
    let dir = ledger("large");
    let (out, _) = letter(&dir, "zh", &["a", "--level", "1", "-o", "a.md"]);
    assert_eq!((out.as_str(), dir.read("a.md")), ("", of_level(&dir, "zh", "1", &["-f", "markdown"])));
    letter(&dir, "zh", &["a", "--level", "1", "-o", "a.txt"]);
    assert_eq!(dir.read("a.txt"), of_level(&dir, "zh", "1", &["-f", "text"]));
    assert_eq!(of_level(&dir, "zh", "1", &["-f", "table"]), of_level(&dir, "zh", "1", &[]));
}

#[test]
fn a_template_of_the_ledger_replaces_the_built_in() {
    let dir = ledger("large");
    dir.write("letters/1.zh.md", "# 催款\r\n\r\n{{样}}\\\r\n{customer} 欠 **{total}**，{no_rate}\\\r\n{?regulated}适用条例\r\n\r\n## 空\r\n{promises}\r\n");
    assert_eq!(
        of_level(&dir, "zh", "1", &[]),
        "催款\n\n{样}\n适用条例\n\n空\n\n承诺日期    承诺付款日    承诺金额  已付        未付\n2026-06-15  2026-07-15  100,000.00  0.00  100,000.00\n"
    );
    assert!(of_level(&dir, "zh", "notice", &[]).starts_with("逾期付款提醒函\n"));
    let said = {
        dir.write("letters/1.zh.md", "{customer} 欠 {totl}\n");
        dir.refused(&["letter", "a", "--level", "1", "--as-of", DAY])
    };
    assert!(said.contains("E330") && said.contains("letters/1.zh.md:1:14") && said.contains("total"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_template_outside_the_ledger_is_not_read() {
    let (dir, other) = (ledger("large"), Dir::new());
    other.write("secret.md", "{total}\n");
    fs::create_dir(dir.path().join("letters")).expect("a folder");
    std::os::unix::fs::symlink(other.path().join("secret.md"), dir.path().join("letters/1.zh.md")).expect("a link");
    let said = dir.refused(&["letter", "a", "--level", "1", "--as-of", DAY]);
    assert!(said.contains("E007"), "{said}");
}

#[test]
fn a_template_of_a_megabyte_is_refused() {
    let dir = ledger("large");
    dir.write("letters/1.zh.md", &"函".repeat(400_000));
    let said = dir.refused(&["letter", "a", "--level", "1", "--as-of", DAY]);
    assert!(said.contains("E006") && said.contains("1 MiB"), "{said}");
}

/// Customers with ids that are paths, all overdue.
fn many() -> Dir {
    let mut book = String::from("name = \"样\"\ncurrency = \"CNY\"\n[company]\nname = \"乙\"\naddress = \"x\"\nphone = \"x\"\nbank = \"x\"\naccount = \"x\"\n");
    for (id, due) in [("../../up", "2026-11-25"), (".._.._up", "2026-11-25"), ("/etc/x", "2026-10-31"), ("late", "2026-01-31"), ("fine", "2027-01-31")] {
        book += &format!(
            "[[customer]]\nid = \"{id}\"\nname = \"客户 {id}\"\n[[contract]]\nno = \"H-{}\"\ncustomer = \"{id}\"\nsigned = 2026-01-05\namount = 1000\ndue = {due}\n",
            id.replace(['/', '.'], "-")
        );
    }
    Dir::ledger(&book, &[])
}

fn names(dir: &Dir, folder: &str) -> Vec<String> {
    let mut found: Vec<String> =
        fs::read_dir(dir.path().join(folder)).expect(folder).map(|own| own.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    found.sort();
    found
}

#[test]
fn letters_of_all_who_are_late_stay_in_their_directory() {
    let dir = many();
    let before = names(&dir, ".");
    let run = run(&dir, "zh", &["--due", "-o", "out"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let expected = ["CK-20261130-______up-notice.txt", "CK-20261130-______up-notice~2.txt", "CK-20261130-_etc_x-1.txt"];
    assert_eq!(names(&dir, "out"), expected);
    assert!(run.stderr.contains("跳过 客户 late：最终催告函要先批准，加 --approved-by\n"), "{}", run.stderr);
    assert!(!run.stderr.contains("fine"), "{}", run.stderr);
    let mut after = before;
    after.push("out".into());
    after.sort();
    assert_eq!(names(&dir, "."), after);
    let run = self::run(&dir, "en", &["--due", "-o", "out2", "-f", "markdown", "--approved-by", "W"]);
    assert_eq!(names(&dir, "out2").len(), 4, "{}", run.stderr);
    assert!(dir.read("out2/CK-20261130-late-final.md").starts_with("# Final demand for payment\n"));
    let none = self::run(&simple(&[]), "zh", &["--due", "-o", "out", "--as-of", "2026-09-01"]);
    none.is(0, "", "没有逾期的客户，不用发函\n");
}

#[test]
fn hostile_names_are_words() {
    let name = "甲|乙**丙**_丁_<b>[x](y)`z`{total}\\\\#&amp;";
    let book = format!(
        "name = \"样\"\ncurrency = \"USD\"\n[[customer]]\nid = \"a\"\nname = \"{name}\"\n[[contract]]\nno = \"A_1\"\ncustomer = \"a\"\nproject = \"{name}\"\nsigned = 2026-01-05\namount = 1000\ndue = 2026-09-30\n"
    );
    let dir = Dir::ledger(&book, &["261001-00000001,2026-10-01,contact,a,,,,,,\"x|y\",**z**,phone,,"]);
    let plain = name.replace("\\\\", "\\");
    let (text, _) = letter(&dir, "zh", &["a", "--level", "2", "--approved-by", "**W**"]);
    for word in [format!("致：{plain}\n"), "批准人：**W**\n".into(), "x|y".into(), "美元壹仟元整".into(), format!("A_1       {plain}")] {
        assert!(text.contains(&word), "{word}\n{text}");
    }
    let (markdown, _) = letter(&dir, "zh", &["a", "--level", "2", "--approved-by", "**W**", "-f", "markdown"]);
    assert!(markdown.contains("甲\\|乙\\*\\*丙\\*\\*\\_丁\\_\\<b\\>\\[x\\](y)\\`z\\`{total}\\\\\\#\\&amp;"), "{markdown}");
}

/// Amounts of the column `请付金额`, and the total below it.
fn asked(markdown: &str) -> (Vec<i64>, i64) {
    let head = markdown.lines().find(|line| line.contains("| 请付金额 |")).expect("a table");
    let column = head.split(" | ").position(|cell| cell.trim_matches([' ', '|']) == "请付金额").expect("the column");
    let rows = markdown.lines().skip_while(|line| *line != head).skip(2).take_while(|line| line.starts_with('|'));
    let cents = |row: &str| row.split(" | ").nth(column).expect("a cell").replace(['*', ',', '.', ' ', '|'], "").parse::<i64>().expect("an amount");
    let mut all: Vec<i64> = rows.map(cents).collect();
    let total = all.pop().expect("a total");
    (all, total)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

    /// What is demanded is the sum of its lines, whatever was paid, disputed, deducted or written off.
    #[test]
    fn the_total_is_the_sum_of_its_lines(
        amounts in proptest::collection::vec(1_i64..5_000_000, 1..5),
        entries in proptest::collection::vec((0_usize..5, 0_usize..4, 1_i64..3_000_000), 0..8),
    ) {
        let mut book = String::from("name = \"样\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"a\"\nname = \"甲\"\n");
        let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        for (number, cents) in amounts.iter().enumerate() {
            book += &format!("[[contract]]\nno = \"A-{number}\"\ncustomer = \"a\"\nsigned = 2026-01-05\namount = \"{}\"\ndue = 2026-0{}-15\n", money(*cents), number + 2);
        }
        let rows: Vec<String> = entries.iter().enumerate().map(|(number, (contract, kind, cents))| {
            let kind = ["receipt", "dispute", "deduct", "writeoff"][*kind];
            format!("260901-0000000{number},2026-09-01,{kind},a,A-{},,{},,,,,other,,", contract % amounts.len(), money(*cents))
        }).collect();
        let dir = Dir::ledger(&book, &rows.iter().map(String::as_str).collect::<Vec<_>>());
        let run = run(&dir, "zh", &["a", "--level", "final", "--approved-by", "W", "-f", "markdown"]);
        if run.code == 0 {
            let (lines, total) = asked(&run.stdout);
            proptest::prop_assert!(lines.iter().all(|own| *own > 0));
            proptest::prop_assert_eq!(lines.iter().sum::<i64>(), total);
            let words = huikuan::money::Money::from_cents(total);
            let said = format!("本金：**{} 元**（{}）", words.grouped(), words.in_words(huikuan::text::Lang::Zh));
            proptest::prop_assert!(run.stdout.contains(&said), "{}\n{}", said, run.stdout);
        } else {
            proptest::prop_assert!(run.stderr.contains("E333"), "{}", run.stderr);
        }
    }
}

/// A proof is a proof of what the letter says: it must not move the limitation of what it does not mention.
#[test]
fn the_line_that_records_a_letter_names_what_the_letter_is_about() {
    let dir = Dir::demo();
    let lines = |arguments: &[&str]| -> Vec<String> {
        let run = dir.huikuan(&[&["letter"], arguments, &["--as-of", "2026-11-30"]].concat()).run();
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr.lines().filter(|line| line.starts_with("发出后记下")).map(str::to_string).collect()
    };
    let [one] = lines(&["hongda", "--contract", "HT-2026-007", "--level", "1"]).try_into().expect("one line");
    assert!(one.contains(" record contact HT-2026-007 letter --proof "), "{one}");
    assert_eq!(lines(&["hongda", "--contract", "HT-2026-007", "--contract", "HT-2026-013", "--level", "1"]).len(), 2);
    let [whole] = lines(&["hongda", "--level", "1"]).try_into().expect("one line");
    assert!(whole.contains(" record contact hongda letter --proof "), "{whole}");
    // Before the due date nothing is demanded, and there is nothing to prove.
    let [soon] = lines(&["huadong", "--level", "0"]).try_into().expect("one line");
    assert!(soon.contains(" record contact huadong letter --next ") && !soon.contains("--proof"), "{soon}");
}
