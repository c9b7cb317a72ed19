//! What `explain` says of exports: E355 to E357.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const EXPORT: &[Explanation] = &[
    of(
        "E355",
        text("数据库已经有了", "the database exists"),
        text(
            "上次导出的数据库里可能有你自己加的表和视图，所以不会悄悄换掉。确定不要了就加 --force；别的程序正开着它时，那边看到的仍是旧的。",
            "A database exported before may hold tables and views of your own, so it is not replaced in silence. Add --force where it may go; a program that has it open goes on seeing the old one.",
        ),
    ),
    of(
        "E356",
        text("那里是别的文件", "another file is there"),
        text(
            "export sqlite 只换掉 SQLite 数据库。别的文件（台账、账本、表格）加 --force 也不动，免得一个字打错丢了文件。",
            "export sqlite replaces SQLite databases only. Any other file, a ledger, a book, a sheet, stays even with --force: a slip of the pen must not cost a file.",
        ),
    ),
    of(
        "E357",
        text("目录不是空的", "the directory is not empty"),
        text(
            "export csv 写进新目录或空目录，这样里面的几个文件一定是同一次导出的。",
            "export csv writes into a new or an empty directory, so that the files in it are all of one export.",
        ),
    ),
];
