//! What a workbook cannot be: E35x.

use super::Wording;
use super::explain::{Explanation, of};
use crate::say;
use crate::text::{Lang, shown, text};

/// What can be wrong with a workbook that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkbookFault {
    /// It would go to a terminal.
    Terminal { report: String },
    /// A table has more rows than a worksheet.
    Rows { rows: usize, most: usize },
    /// There would be more worksheets than anybody can open.
    Sheets { sheets: usize, most: usize },
}

impl WorkbookFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Terminal { .. } => "E350",
            Self::Rows { .. } => "E351",
            Self::Sheets { .. } => "E352",
        }
    }

    pub(super) fn wording(&self, lang: Lang) -> Wording {
        let (cause, cure) = match self {
            Self::Terminal { report } => {
                let report = shown(report);
                (
                    say!(lang, "Excel 工作簿不能显示在终端里", "a workbook cannot be shown in a terminal"),
                    say!(lang, "写到文件：huikuan {report} … -o 文件名.xlsx", "write it to a file: huikuan {report} … -o FILE.xlsx"),
                )
            }
            Self::Rows { rows, most } => (
                say!(lang, "有 {rows} 行，一张工作表最多放 {most} 行", "there are {rows} rows; a worksheet holds {most}"),
                say!(lang, "用筛选缩小范围，或写成 CSV：-o 文件名.csv", "choose fewer with a filter, or write CSV: -o FILE.csv"),
            ),
            Self::Sheets { sheets, most } => (
                say!(lang, "要写 {sheets} 张工作表，一个工作簿最多放 {most} 张", "{sheets} worksheets are too many for one workbook; it takes {most}"),
                say!(lang, "每份单独写一个文件：-f xlsx -o 目录/", "write a file for each: -f xlsx -o DIR/"),
            ),
        };
        Wording::new(cause, cure)
    }
}

pub(super) const WORKBOOK: &[Explanation] = &[
    of(
        "E350",
        text("工作簿不能显示在终端里", "a workbook in a terminal"),
        text(
            ".xlsx 是二进制文件，直接显示只有乱码。用 -o 文件名.xlsx 写到文件，或用 > 重定向。",
            "An .xlsx file is no text. Write it to a file with -o FILE.xlsx, or redirect it with >.",
        ),
    ),
    of(
        "E351",
        text("行数超过一张工作表", "more rows than a worksheet"),
        text(
            "Excel 一张工作表最多 1,048,576 行。不会悄悄截断：用 --rep、--customer 等筛选，或写成 CSV，用数据库或 Power Query 打开。",
            "A worksheet of Excel has 1,048,576 rows. Nothing is cut off silently: choose fewer with --rep, --customer …, or write CSV for a database or Power Query.",
        ),
    ),
    of(
        "E352",
        text("工作表太多", "too many worksheets"),
        text(
            "上千张工作表的工作簿没法用。-f xlsx -o 目录/ 给每个客户或销售代表单独写一个文件。",
            "A workbook with thousands of worksheets is of no use. -f xlsx -o DIR/ writes a file for each customer or rep.",
        ),
    ),
];
