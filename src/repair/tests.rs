use super::mend;
use crate::entry::HEADER;

/// A row with an id, a date, an amount and a note.
fn row(number: u32, date: &str, amount: &str, note: &str) -> String {
    format!("261121-{number:08},{date},receipt,,HT-1,,{amount},,,,,bank,lilei,{note}")
}

fn file(lines: &[&str]) -> String {
    lines.join("\n") + if lines.is_empty() { "" } else { "\n" }
}

/// The mended text, and line and first reason of each change.
fn mended(bytes: impl AsRef<[u8]>) -> (String, Vec<(u32, &'static str)>) {
    let mended = mend(bytes.as_ref(), false);
    let changes = mended.changes.iter().map(|change| (change.line, change.what.first().map_or("", |what| what.en))).collect();
    (String::from_utf8_lossy(&mended.bytes).into_owned(), changes)
}

#[test]
fn a_right_file_stays_as_it_is() {
    let good = file(&[HEADER, &row(1, "2026-11-21", "1234.00", "华东"), &row(2, "2026-11-21", "5", "\"a, b\"")]);
    assert_eq!(mended(&good), (good.clone(), vec![]));
    assert_eq!(mended(""), (String::new(), vec![]));
}

#[test]
fn spreadsheet_marks_are_taken_back() {
    let good = file(&[HEADER, &row(1, "2026-01-05", "1234.50", "x")]);
    let quoted = |line: &str| line.split(',').map(|field| format!("\"{field}\"")).collect::<Vec<_>>().join(",");
    let resaved = [
        file(&[HEADER, &row(1, "2026/1/5", "\"1,234.50\"", "x")]),
        file(&[HEADER, &row(1, "2026年01月05日", "￥1234.50", "x")]),
        file(&[&format!("{HEADER},,"), &format!("{},,", row(1, "2026/01/05 0:00", "１２３４.50", "x")), ",,,,,,,,,,,,,"]),
        format!("\u{feff}{}", good.replace('\n', "\r\n")),
        file(&[&quoted(HEADER), &quoted(&row(1, "2026-01-05", "1234.50", "x"))]),
    ];
    for text in resaved {
        assert_eq!(mended(&text).0, good, "{text}");
    }
}

#[test]
fn what_could_mean_two_things_stays() {
    for (date, amount) in [
        ("5/1/2026", "1"),
        ("26/11/21", "1"),
        ("2026/13/01", "1"),
        ("2026/1/5 8:30", "1"),
        ("2026-11-21", "\"1,23\""),
        ("2026-11-21", "1.2E+05"),
        ("2026-11-21", "5万"),
        ("2026-11-21", "\"12,34.5\""),
        ("2026-11-21", "-5"),
        ("2026-11-21", "1.234"),
    ] {
        let text = file(&[HEADER, &row(1, date, amount, "x")]);
        assert_eq!(mended(&text), (text.clone(), vec![]), "{date} {amount}");
    }
}

#[test]
fn a_torn_end_is_cut_or_kept() {
    let good = file(&[HEADER, &row(1, "2026-11-21", "1", "x")]);
    let torn = format!("{good}{}", row(2, "2026-11-21", "2", "y"));
    assert_eq!(mended(&torn), (good.clone(), vec![(3, "cut off the unfinished last line")]));
    assert_eq!(mend(torn.as_bytes(), true).bytes, format!("{torn}\n").into_bytes());
    let half = torn.get(..torn.len() - 6).unwrap_or_default();
    assert_eq!(mend(half.as_bytes(), true).bytes, good.as_bytes());
    assert_eq!(mended(format!("{good}{}", "\0".repeat(64))).0, good);
    assert_eq!(mended(format!("{good}{}\0\0\0\n", row(2, "2026-11-21", "2", ""))).0, good);
    assert_eq!(mended([good.as_bytes(), "261121-4m7k2q9x,回".as_bytes().split_last().map_or(&[][..], |(_, rest)| rest)].concat()).0, good);
}

#[test]
fn gbk_is_converted_only_as_a_whole() {
    let good = file(&[HEADER, &row(1, "2026-11-21", "1", "华东电器 已对账，无异议"), &row(2, "2026-11-21", "2", "尾款")]);
    let (gbk, _, _) = encoding_rs::GBK.encode(&good);
    assert_eq!(mended(&gbk).0, good);
    let mixed = [gbk.as_ref(), row(3, "2026-11-21", "3", "预付款\n").as_bytes()].concat();
    assert_eq!(mend(&mixed, false).bytes, mixed);
    // One byte of a UTF-8 file was damaged: as GBK it would be other words.
    let mut damaged = file(&[HEADER, &row(1, "2026-11-21", "1", "客户确认月底前付清")]).into_bytes();
    let at = damaged.len() - 5;
    if let Some(byte) = damaged.get_mut(at) {
        *byte = 0xb0;
    }
    assert_eq!(mend(&damaged, false).bytes, damaged);
}

#[test]
fn merges_are_mended_where_both_sides_only_add() {
    let [a, b, c] = [1, 2, 3].map(|number| row(number, "2026-11-21", "1", "x"));
    let whole = file(&[HEADER, &a, &b, &c]);
    let doubled = file(&[HEADER, &a, &b, HEADER, &a, &c]);
    assert_eq!(mended(&doubled), (whole.clone(), vec![(4, "remove a second header"), (5, "remove a doubled entry (same id, same content)")]));
    let crlf = file(&[HEADER, &a, &b, &format!("{HEADER}\r"), &format!("{a}\r"), &format!("{c}\r")]);
    assert_eq!(mended(&crlf).0, whole);
    let conflict = |ours: &[&str], base: &[&str], theirs: &[&str]| {
        let base = if base.is_empty() { String::new() } else { format!("||||||| base\n{}", file(base)) };
        format!("{}<<<<<<< HEAD\n{}{base}=======\n{}>>>>>>> other\n", file(&[HEADER, &a]), file(ours), file(theirs))
    };
    assert_eq!(mended(conflict(&[&b], &[], &[&c])).0, whole);
    assert_eq!(mended(conflict(&[&b], &[&b], &[&b, &c])).0, whole);
    let edited = b.replace(",1,", ",2,");
    for both_changed in [conflict(&[&b], &[], &[&edited]), conflict(&[&c], &[&b], &[&b, &c]), conflict(&[&b, "<<<<<<< again"], &[], &[&c])] {
        assert_eq!(mended(&both_changed).0, both_changed);
    }
    // Two different entries under one id: nobody but a person can say which is right.
    let same_id = file(&[HEADER, &b, &edited]);
    assert_eq!(mended(&same_id).0, same_id);
}
