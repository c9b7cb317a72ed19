//! What `explain` says of files to be imported: E340–E349.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const IMPORT: &[Explanation] = &[
    of(
        "E340",
        text("找不到表头", "no header"),
        text(
            "导入的文件前面可以有几行说明，表头靠栏名认：要有对照表里写的那些栏。没给 --map 时，按 huikuan import maps 列出的格式逐个试。文件被 Excel 另存过、栏名改过，或者编码不对，都会认不出。",
            "A file may begin with lines of its own; the header is found by the names of its columns, which must be those the map names. Without --map each format of huikuan import maps is tried. Columns that were renamed, or a file in another encoding, are not known.",
        ),
    ),
    of(
        "E341",
        text("文件坏了或编码不对", "a damaged file, or another encoding"),
        text(
            "能读 UTF-8（有没有 BOM 都行）、GB18030/GBK 和 UTF-16。既有 UTF-8 的字又有别的字节，多半是文件坏了或两个文件拼在一起；猜着读会把名字读成乱码，所以不读。",
            "UTF-8 (with or without a BOM), GB18030/GBK and UTF-16 are read. A file with UTF-8 text and other bytes too was damaged, or put together of two; a guess would make garbage of names, so it is not read.",
        ),
    ),
    of(
        "E342",
        text("栏数不对", "the wrong number of fields"),
        text(
            "一行比表头多出栏，多半是 1,234.00 没有加引号，金额就会读错；最后一行缺栏，多半是文件没下载完。两种都不猜。",
            "A line with more fields than the header most likely has an unquoted 1,234.00, and amounts would be read wrong; a last line with fewer was cut off. Neither is guessed at.",
        ),
    ),
    of(
        "E343",
        text("引号没关上", "a quote is never closed"),
        text(
            "没关上的引号会把后面的行都吞进一个格子。一个格子里最多 20 行。",
            "An open quote would swallow the lines after it into one cell. A cell may have at most 20 lines.",
        ),
    ),
    of(
        "E344",
        text("日期读不出或有歧义", "a date that cannot be read, or in two ways"),
        text(
            "03/04/2026 可能是 3 月 4 日，也可能是 4 月 3 日，差一个月就差一档逾期，所以不猜：用 --date-format mdy（先月后日）或 dmy（先日后月），或者在对照表里写 date_format。Excel 里的日期数字（45678）请先改成日期格式再另存。",
            "03/04/2026 may be 4 March or 3 April, a month and with it a tier apart, so it is never guessed: say --date-format mdy (month first) or dmy (day first), or put date_format into the map. Excel's bare day numbers (45678) have to be formatted as dates first.",
        ),
    ),
    of(
        "E345",
        text("金额读不出", "an amount that cannot be read"),
        text(
            "认得 1,234.00、+10000.00、¥28.16、-5.00、(5.00)、5.00-。三位小数、科学计数和错位的千分位不收：少一分也不行。收入、支出两栏不能都有数。",
            "1,234.00, +10000.00, ¥28.16, -5.00, (5.00) and 5.00- are known. Three decimals, exponents and misplaced separators are refused: not a cent may be wrong. Of a column in and a column out only one may have an amount.",
        ),
    ),
    of(
        "E346",
        text("看不出是收入还是支出", "neither money in nor money out"),
        text(
            "收支栏里有一个对照表不认识的词。少算一笔或把支出当收入都是错账，所以要先在对照表的 direction 里说明：in 收入、out 支出、neutral 不计。",
            "The column of directions has a word the map does not know. A payment lost or a cost taken for a receipt are both wrong books, so direction in the map has to say it: in, out, or neutral.",
        ),
    ),
    of(
        "E347",
        text("对照表写得不对", "a map that cannot be used"),
        text(
            "对照表是一小段 TOML，说明文件的哪一栏是什么。huikuan import map boc 打印一个内置的来改；键的含义见 docs/import.zh.md。",
            "A map is a few lines of TOML that say which column of a file is what. huikuan import map boc prints a built-in one to adapt; docs/import.md tells the keys.",
        ),
    ),
    of(
        "E348",
        text("两栏同名", "two columns of one name"),
        text(
            "不知道该读哪一栏。在文件里改掉其中一个的名字，或让对照表指另一栏。",
            "It cannot be told which one is meant. Rename one in the file, or let the map name another column.",
        ),
    ),
];
