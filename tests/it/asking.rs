//! What is asked on a terminal: both dialogues typed through, and the rows that come of them.

use std::process::{Command, Stdio};

use crate::harness::Dir;

/// Runs a program with a terminal for stdin and stderr, answers each question with the next line of the answers (`^D` is
/// the end of input), and prints what the terminal showed, a form feed, and what came on stdout.
const TERMINAL: &str = r"
import os, pty, select, subprocess, sys
answers = sys.argv[1].split('|')
ours, theirs = pty.openpty()
child = subprocess.Popen(sys.argv[2:], env={'HOME': os.getcwd()}, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE)
os.close(theirs)
shown, asked = b'', 0
while select.select([ours], [], [], 20)[0]:
    try:
        part = os.read(ours, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part
    if shown.endswith((b': ', '：'.encode(), b'[Y/n] ', b'[y/N] ')) and asked < len(answers):
        os.write(ours, b'\x04' if answers[asked] == '^D' else answers[asked].encode() + b'\n')
        asked += 1
out = child.stdout.read()
child.wait(20)
sys.stdout.buffer.write(shown.replace(b'\r\n', b'\n') + b'\f' + out)
sys.exit(child.returncode)
";

/// Code, terminal and stdout of a line of `record` whose questions are answered; `None`, said aloud, without python3.
fn typed(dir: &Dir, answers: &str, line: &str, lang: &str) -> Option<(i32, String, String)> {
    let mut command = Command::new("python3");
    command.args(["-c", TERMINAL, answers, env!("CARGO_BIN_EXE_huikuan"), "record"]).args(line.split(' '));
    command.args(["--lang", lang, "--as-of", "2026-11-30"]);
    let output = command.current_dir(dir.path()).stdin(Stdio::null()).output().ok();
    let text = output.as_ref().and_then(|output| String::from_utf8(output.stdout.clone()).ok());
    let Some(((shown, out), code)) = text.as_deref().and_then(|text| text.split_once('\u{c}')).zip(output.and_then(|output| output.status.code())) else {
        eprintln!("skipped: no python3 with pty");
        return None;
    };
    Some((code, shown.to_string(), out.to_string()))
}

/// The rows that were added to a journal, without their ids.
fn added(dir: &Dir, before: &str) -> Vec<String> {
    let now = dir.read("ledger.csv");
    let rows = now.strip_prefix(before).expect("nothing but rows at the end");
    rows.lines().map(|row| row.split_once(',').expect("an id").1.to_string()).collect()
}

#[test]
fn a_receipt_is_asked_for_step_by_step() {
    let dir = Dir::demo();
    let before = dir.read("ledger.csv");
    let answers = "华东|1|9|2|1000万|n|2万|昨天|银行承兑|2027-05-20|B-1|到了|";
    let Some((code, shown, out)) = typed(&dir, answers, "receipt", "zh") else { return };
    assert_eq!(code, 0, "{shown}");
    let dialogue = "每一步写错会再问；q 结束，什么也不写
客户或合同（写一段就行，回车看谁欠得最久）：华东
  1  华东电器有限公司
  2  华东贸易
哪一个（写序号，或另写一个）：1
华东电器有限公司
  1  HT-2026-001 验收款   30,000.00  2026-10-30  逾期 31 天，蓝
  2  HT-2026-002 发货款  130,000.00  2026-11-20  逾期 10 天，绿
  3  HT-2026-002 尾款    230,000.00  2026-12-05  未到期
  4  HT-2026-001 质保金   30,000.00  2027-09-18  未到期
哪一笔（写序号，回车按到期先后）：9
";
    assert!(shown.starts_with(dialogue), "{shown}");
    assert!(shown.contains("金额 [130,000.00]：1000万\n  ! 回款 10,000,000.00，只欠 130,000.00，多出 9,870,000.00\n  确实是这样吗？ [y/N] n\n"), "{shown}");
    assert!(shown.contains("\n\n将记 ") && shown.ends_with("  华东电器有限公司 余额 420,000.00 → 400,000.00\n这样记吗？ [Y/n] \n"), "{shown}");
    assert!(out.starts_with("已记 ") && out.contains("  付 发货款 20,000.00，还欠 110,000.00"), "{out}");
    assert_eq!(added(&dir, &before), ["2026-11-29,receipt,huadong,HT-2026-002,发货款,20000.00,2027-05-20,,B-1,,bank-acceptance,,到了"]);

    // The same once more looks like a slip, and is taken on a yes.
    let again = "HT-2026-002|1|2万|昨天|6||B-1||y|";
    let (code, shown, _) = typed(&dir, again, "receipt", "zh").expect("a terminal");
    assert!(code == 0 && shown.contains("已经有一条一样的") && added(&dir, &before).len() == 2, "{shown}");
}

#[test]
fn what_was_given_is_not_asked_for() {
    let dir = Dir::demo();
    let before = dir.read("ledger.csv");
    let Some((code, shown, _)) = typed(&dir, "|5000||12-05||", "commitment HT-2026-002", "zh") else { return };
    assert!(code == 0 && !shown.contains("客户或合同"), "{shown}");
    // Enter alone takes what is offered, and what was given as a customer is narrowed by the milestone that is chosen.
    let (code, shown, _) = typed(&dir, "2||||", "commitment 宏达 --note 说好的", "en").expect("a terminal");
    assert!(code == 0 && shown.contains("amount [40,000.00]: \n") && !shown.contains("note"), "{shown}");
    // With nothing missing nothing is asked; a dry run needs no yes.
    let (code, shown, _) = typed(&dir, "", "commitment HT-2026-002 6000 --due 12-06", "zh").expect("a terminal");
    assert_eq!((code, shown.as_str()), (0, ""));
    let (code, shown, out) = typed(&dir, "||||||", "receipt HT-2026-002 1万 -n", "zh").expect("a terminal");
    assert!(code == 0 && shown.is_empty() && out.ends_with("试算：没有写入\n"), "{shown}{out}");
    assert_eq!(
        added(&dir, &before),
        [
            "2026-11-30,commitment,huadong,HT-2026-002,,5000.00,2026-12-05,,,,,,",
            "2026-11-30,commitment,hongda,HT-2026-013,,40000.00,2026-12-07,,,,,,说好的",
            "2026-11-30,commitment,huadong,HT-2026-002,,6000.00,2026-12-06,,,,,,",
        ]
    );
}

#[test]
fn q_and_the_end_of_input_leave_the_ledger_as_it_is() {
    let dir = Dir::demo();
    let before = dir.read("ledger.csv");
    for answers in ["q", "^D", "宏达|q", "宏达|1|1万||||^D", "宏达|1|1万|||||n", "宏达|1|1万|||||q"] {
        let Some((code, shown, out)) = typed(&dir, answers, "receipt", "zh") else { return };
        assert!(code == 2 && out.is_empty() && shown.ends_with("错误 E320：没有写入\n"), "{answers}\n{shown}");
    }
    let (code, shown, _) = typed(&dir, "", "note", "zh").expect("a terminal");
    assert!(code == 2 && shown.starts_with("错误 E316：缺少客户或合同\n"), "{shown}");
    assert_eq!(dir.read("ledger.csv"), before);
}

#[test]
fn the_day_is_walked_through_customer_by_customer() {
    let dir = Dir::demo();
    let before = dir.read("ledger.csv");
    let answers = "x|s|上门|1|999万|n|10万|2026-11-01|12-10|12-08|见了李总|||||1|4|+2d||q";
    let Some((code, shown, out)) = typed(&dir, answers, "today --rep 李雷 --by lilei", "zh") else { return };
    assert_eq!(code, 0, "{shown}");
    let block = "
2/7  宏达商贸有限公司  李总 13800000003
  逾期缺原因  HT-2026-007  220,000.00  75 天 红
  逾期        HT-2026-013   40,000.00  43 天 黄
  承诺未兑现  HT-2026-013   40,000.00  25 天，说好 2026-11-05
  承诺未兑现  HT-2026-007  220,000.00  20 天，说好 2026-11-10
  约定跟进    HT-2026-007  220,000.00  5 天
  上次跟进 2026-11-11 · 对客户：上门或法律措施
";
    assert!(shown.contains(block), "{shown}");
    assert!(shown.contains("  ! 没有选项“x”\n") && shown.contains("答应付多少 [260,000.00]：999万\n"), "{shown}");
    assert_eq!(
        added(&dir, &before),
        [
            "2026-11-30,contact,hongda,,,,2026-12-08,,,,visit/promised,lilei,见了李总",
            "2026-11-30,commitment,hongda,,,100000.00,2026-12-10,,,,oral,lilei,见了李总",
            "2026-11-30,contact,huadong-trade,HT-2026-012,,,,,,,phone,lilei,",
            "2026-11-30,contact,huadong,,,,2026-12-02,,,,phone/no-answer,lilei,",
        ]
    );
    assert!(out.ends_with("联系了 3 家，1 家答应付款，共 100,000.00；跳过 1 家，还有 3 家没问到\n"), "{out}");

    // Who was contacted today is not asked about again, but on demand.
    let (code, shown, out) = typed(&dir, "q", "today --customer 宏达", "zh").expect("a terminal");
    assert_eq!((code, out.as_str()), (0, ""));
    assert_eq!(shown, "今天已经联系过的 1 家不再问（--all 也问）\n今天没有要找的客户\n");
    let (code, shown, out) = typed(&dir, "s", "today --customer 宏达 --all", "en").expect("a terminal");
    assert!(code == 0 && shown.starts_with("\n1/1  宏达商贸有限公司  李总 13800000003\n"), "{shown}");
    assert_eq!(out, "contacted 0, promises 0 (0.00 in all), skipped 1\n");
}

#[test]
fn an_interruption_loses_nothing_that_was_answered() {
    let dir = Dir::demo();
    let before = dir.read("ledger.csv");
    let Some((code, shown, out)) = typed(&dir, "||||5|^D", "today --rep 李雷", "zh") else { return };
    assert!(code == 0 && out.ends_with("联系了 1 家，0 家答应付款，共 0.00；跳过 0 家，还有 6 家没问到\n"), "{shown}{out}");
    assert_eq!(added(&dir, &before), ["2026-11-30,contact,zhangwei,HT-2025-036,,,,,,,phone,,"]);
}
