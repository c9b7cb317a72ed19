//! A workbook for spreadsheets: numbers, dates and shares as such, all else as text that stays text.

mod names;
mod number;
mod sheet;
mod styles;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, Url, Workbook, Worksheet, XlsxError};

use super::explained::in_words_of;
use crate::sheet::{Cell, Column, Explained, Sheet, Stamp};
use crate::text::{Lang, escape, text};
use names::Names;
use sheet::{Page, date};
use styles::{Place, Styles};

/// Rows that a worksheet holds, less some for what stands around a table.
pub const MOST_ROWS: usize = 1_048_576 - 64;

/// Writes sheets into one workbook, each under its name; a page of several tables becomes one of their own each, behind an
/// overview.
pub(super) fn render(sheets: &[(&str, &Sheet)], stamp: &Stamp, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(sheets, stamp, lang).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn workbook(sheets: &[(&str, &Sheet)], stamp: &Stamp, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut own = Made { workbook: Workbook::new(), styles: Styles::new(), names: Names::default(), stamp, lang };
    let title = sheets.first().map_or("", |(_, sheet)| sheet.title.as_str());
    let mut properties = DocProperties::new().set_title(title).set_author(env!("CARGO_PKG_NAME"));
    // Made of the same on the same day, it is the same to the byte.
    if let Some(day) = date(stamp.as_of) {
        properties = properties.set_creation_datetime(&day);
    }
    own.workbook.set_properties(&properties);
    for (name, sheet) in sheets {
        let name = if name.is_empty() { first_words(&sheet.title) } else { name };
        if sheet.sections.is_empty() {
            own.report(name, sheet, stamp.trace.as_ref())?;
        } else {
            own.page(sheet)?;
        }
    }
    own.workbook.save_to_buffer()
}

/// What a title says before what it covers: a worksheet is called the same every day.
fn first_words(title: &str) -> &str {
    [" · ", "（", " ("].iter().filter_map(|end| title.split(end).next()).min_by_key(|own| own.len()).unwrap_or_default()
}

/// A workbook that is being made.
struct Made<'a> {
    workbook: Workbook,
    styles: Styles,
    names: Names,
    stamp: &'a Stamp,
    lang: Lang,
}

impl Made<'_> {
    /// An empty worksheet, ready for print.
    fn add<'w>(workbook: &'w mut Workbook, name: &str) -> Result<&'w mut Worksheet, XlsxError> {
        let sheet = workbook.add_worksheet().set_name(name)?;
        Ok(sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&L&A&R&P / &N"))
    }

    /// A report on a worksheet of its own, and how its figures came about on another.
    fn report(&mut self, name: &str, sheet: &Sheet, trace: Option<&String>) -> Result<(), XlsxError> {
        let name = self.names.take(name);
        self.table(&name, sheet, trace)?;
        if sheet.explained.is_empty() {
            return Ok(());
        }
        let ending = text("怎么来的", "Explained").get(self.lang);
        let name = self.names.take(&if self.names.is_first() { ending.to_string() } else { format!("{name} {ending}") });
        self.table(&name, &explained(sheet, self.lang), None)
    }

    fn table(&mut self, name: &str, sheet: &Sheet, trace: Option<&String>) -> Result<(), XlsxError> {
        let (styles, lang, of) = (&self.styles, self.lang, of(self.stamp, self.lang));
        let mut page = Page { sheet: Self::add(&mut self.workbook, name)?, styles, lang, row: 0 };
        page.head(&sheet.title, &of, &sheet.lead)?;
        page.table(sheet)?;
        page.foot(sheet, trace)
    }

    /// A page of several tables: an overview that leads to each, then a worksheet for each.
    fn page(&mut self, sheet: &Sheet) -> Result<(), XlsxError> {
        let own = self.names.take(text("总览", "Overview").get(self.lang));
        let names: Vec<String> = sheet.sections.iter().map(|section| self.names.take(first_words(&section.title))).collect();
        self.overview(&own, sheet, &names)?;
        for (section, name) in sheet.sections.iter().zip(&names) {
            if section.rows.is_empty() {
                // Nothing more is said of what is not there, as on the page.
                self.table(name, &Sheet { memo: Vec::new(), notes: Vec::new(), ..section.clone() }, None)?;
            } else {
                self.table(name, section, None)?;
            }
        }
        Ok(())
    }

    fn overview(&mut self, name: &str, sheet: &Sheet, names: &[String]) -> Result<(), XlsxError> {
        let (styles, lang, of) = (&self.styles, self.lang, of(self.stamp, self.lang));
        let mut page = Page { sheet: Self::add(&mut self.workbook, name)?, styles, lang, row: 0 };
        page.head(&sheet.title, &of, &sheet.lead)?;
        page.thin()?;
        page.sheet.set_column_width(0, 56)?;
        page.words(0, text("工作表", "Worksheet").get(lang), styles.head(false))?;
        page.words(1, text("行数", "Rows").get(lang), styles.head(true))?;
        for (section, name) in sheet.sections.iter().zip(names) {
            page.row += 1;
            let link = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(&section.title);
            page.sheet.write_url_with_format(page.row, 0, link, &styles.link)?;
            page.cell(1, &Cell::Count(i64::try_from(section.rows.len()).unwrap_or(i64::MAX)), Place::default())?;
            if section.rows.is_empty() {
                page.words(2, &section.empty, &styles.quiet)?;
            }
        }
        page.row += 1;
        page.foot(&Sheet::default(), self.stamp.trace.as_ref())
    }
}

/// `ledger · as of day · unit`.
fn of(stamp: &Stamp, lang: Lang) -> String {
    let (ledger, day) = (escape(&stamp.ledger), stamp.as_of);
    let unit = super::unit(stamp, lang);
    crate::say!(lang, "{ledger} · 截至 {day} · 单位：{unit}", "{ledger} · as of {day} · in {unit}")
}

/// How the figures of a sheet came about, as a sheet.
fn explained(sheet: &Sheet, lang: Lang) -> Sheet {
    let columns = vec![
        Column::words("of", text("对象", "Of")),
        Column::words("figure", text("指标", "Figure")),
        Column::number("value", text("结果", "Value")),
        Column::words("formula", text("公式", "Formula")),
        Column::words("inputs", text("代入的数", "With its figures")),
    ];
    let row = |own: &Explained| {
        let name = |formula: String, (key, name, _): &(&'static str, crate::text::Text, Cell)| formula.replace(&format!("{{{key}}}"), name.get(lang));
        let formula = own.inputs.iter().fold(own.formula.get(lang).to_string(), name);
        let (_, with) = in_words_of(own, lang);
        vec![Cell::text(&own.of), Cell::text(own.heading.get(lang)), own.value.clone(), Cell::text(formula), Cell::text(with)]
    };
    let title = crate::say!(lang, "{}：怎么来的", "{}: how it came about", sheet.title);
    Sheet { report: sheet.report, title, columns, rows: sheet.explained.iter().map(row).collect(), ..Sheet::default() }
}
