//! One worksheet: what it is of, the table, the total, and what stands under it.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, IgnoreError, Worksheet, XlsxError, utility};

use super::number::{is_sum, of_count, of_figure, of_money, of_ratio};
use super::styles::{Place, Styles, day_of};
use crate::date::Day;
use crate::render::{columns, for_people, heading, width_for_people};
use crate::sheet::{Cell, Column, Sheet, Shown};
use crate::text::{Lang, width};

/// Columns of characters a column has at least and at most.
const WIDTHS: (usize, usize) = (6, 50);
/// What a heading needs beside its words: the button of the filter.
const BUTTON: usize = 3;
/// Rows that part the table from what stands around it are so high, in pixels: they end the table for whoever sorts or
/// sums it up, and are hardly seen.
const THIN: u32 = 5;
/// Points that a line of words takes, and that a row has at most.
const LINE: (u16, u16) = (15, 405);
/// A cell holds no more characters.
const MOST: usize = 32_767;

/// A worksheet that is being written, from the top.
pub(super) struct Page<'a> {
    pub(super) sheet: &'a mut Worksheet,
    pub(super) styles: &'a Styles,
    pub(super) lang: Lang,
    /// The next row.
    pub(super) row: u32,
}

/// Where a column of a report stands.
struct Placed<'a> {
    /// Its number in the report.
    from: usize,
    /// Its number in the worksheet.
    to: u16,
    column: &'a Column,
    wraps: bool,
}

impl Placed<'_> {
    fn place(&self, is_total: bool) -> Place {
        Place { right: self.column.right, is_total, wraps: self.wraps }
    }
}

type Written = Result<(), XlsxError>;

impl Page<'_> {
    /// Title, of whom and when it is, and what leads to the table.
    pub(super) fn head(&mut self, title: &str, of: &str, lead: &[String]) -> Written {
        let styles = self.styles;
        self.sheet.set_row_height(self.row, 22)?;
        self.line(title, &styles.title)?;
        self.line(of, &styles.quiet)?;
        self.lines(lead)
    }

    /// Lines of words; they reach over the columns beside them.
    pub(super) fn lines(&mut self, lines: &[String]) -> Written {
        let styles = self.styles;
        lines.iter().try_for_each(|line| self.line(line, &styles.line))
    }

    fn line(&mut self, words: &str, format: &Format) -> Written {
        self.words(0, words, format)?;
        self.row += 1;
        Ok(())
    }

    /// Words in the row at hand, always as words.
    pub(super) fn words(&mut self, column: u16, words: &str, format: &Format) -> Written {
        if words.encode_utf16().count() <= MOST {
            self.sheet.write_string_with_format(self.row, column, words, format)?;
        } else {
            let mut left = MOST - 1;
            let fits = |c: &char| {
                let room = left.checked_sub(c.len_utf16());
                left = room.unwrap_or_default();
                room.is_some()
            };
            let kept: String = words.chars().take_while(fits).collect();
            self.sheet.write_string_with_format(self.row, column, format!("{kept}…"), format)?;
        }
        Ok(())
    }

    /// An almost invisible row.
    pub(super) fn thin(&mut self) -> Written {
        self.sheet.set_row_height_pixels(self.row, THIN)?;
        self.row += 1;
        Ok(())
    }

    /// The table with what stands under it.
    pub(super) fn table(&mut self, sheet: &Sheet) -> Written {
        self.thin()?;
        let placed = self.columns(sheet)?;
        let (head, last) = (self.row, placed.last().map_or(0, |own| own.to));
        for own in &placed {
            self.words(own.to, heading(own.column, self.lang), self.styles.head(own.column.right))?;
        }
        self.row += 1;
        let first = self.row;
        for row in &sheet.rows {
            for own in &placed {
                self.cell(own.to, row.get(own.from).unwrap_or(&Cell::Blank), own.place(false))?;
            }
            self.grow(row, &placed)?;
            self.row += 1;
        }
        self.sheet.set_freeze_panes(first, 0)?;
        self.sheet.set_repeat_rows(head, head)?;
        if sheet.rows.is_empty() {
            return self.lines(std::slice::from_ref(&sheet.empty));
        }
        self.sheet.autofilter(head, 0, self.row - 1, last)?;
        // Numbers that are text on purpose are no mistake.
        self.sheet.ignore_error_range(first, 0, self.row - 1, last, IgnoreError::NumberStoredAsText)?;
        if let Some(total) = sheet.shown_total() {
            self.total(sheet, total, &placed, first)?;
        }
        Ok(())
    }

    /// Makes a row as high as its words need: not all spreadsheets do so by themselves.
    fn grow(&mut self, row: &[Cell], placed: &[Placed]) -> Written {
        let mut place = String::new();
        let (_, most) = WIDTHS;
        let words = placed.iter().filter(|own| own.wraps).filter_map(|own| row.get(own.from));
        let widest = words.map(|cell| width_for_people(cell, self.lang, &mut place)).max().unwrap_or(0);
        if widest > most {
            // Words that do not fit a line's end leave some of it empty.
            let lines = widest.div_ceil(most - 5);
            let (height, highest) = LINE;
            let points = u16::try_from(lines).unwrap_or(u16::MAX).saturating_mul(height);
            self.sheet.set_row_height(self.row, points.min(highest))?;
        }
        Ok(())
    }

    /// The total; a column that adds up to it has a formula that says so. The thin row above is part of the sum: a row that
    /// is put in above it counts.
    fn total(&mut self, sheet: &Sheet, total: &[Cell], placed: &[Placed], first: u32) -> Written {
        self.thin()?;
        let figure = |own: &Placed| total.get(own.from).unwrap_or(&Cell::Blank);
        // What the total is called may stand in a column that is not here.
        let named = placed.iter().any(|own| matches!(figure(own), Cell::Label(_) | Cell::Code(_) | Cell::Text(_)));
        let name_at = placed.iter().find(|own| !named && *figure(own) == Cell::Blank).map(|own| own.to);
        for own in placed {
            let cell = figure(own);
            if name_at == Some(own.to) {
                self.cell(own.to, &Cell::TOTAL, own.place(true))?;
            } else if is_sum(sheet.rows.iter().map(|row| row.get(own.from).unwrap_or(&Cell::Blank)), cell) {
                let range = utility::cell_range(first, own.to, self.row - 1, own.to);
                let sum = Formula::new(format!("=SUM({range})")).set_result(crate::render::for_programs(cell));
                self.sheet.write_formula_with_format(self.row, own.to, sum, self.styles.of(cell, own.place(true)))?;
            } else {
                self.cell(own.to, cell, own.place(true))?;
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Figures beside the rows, each with its name, and notes.
    pub(super) fn foot(&mut self, sheet: &Sheet, trace: Option<&String>) -> Written {
        let styles = self.styles;
        let notes: Vec<String> = sheet.notes.iter().chain(trace).cloned().collect();
        self.row += 1;
        for memo in sheet.memo.iter().filter(|_| !sheet.hide_memo) {
            self.words(0, memo.heading.get(self.lang), &styles.line)?;
            match memo.value {
                Cell::Ratio(None) | Cell::Average(None) => self.words(1, "—", self.styles.dash())?,
                _ => self.cell(1, &memo.value, Place::default())?,
            }
            self.row += 1;
        }
        self.lines(&notes)
    }

    /// The columns that are shown, each as wide as it needs.
    fn columns<'s>(&mut self, sheet: &'s Sheet) -> Result<Vec<Placed<'s>>, XlsxError> {
        let mut placed = Vec::new();
        let mut place = String::new();
        let (least, most) = WIDTHS;
        for from in columns(sheet, Shown::Table) {
            let Some(column) = sheet.columns.get(from) else { continue };
            let cells = sheet.rows.iter().chain(sheet.shown_total()).filter_map(|row| row.get(from));
            let widest = cells.map(|cell| width_for_people(cell, self.lang, &mut place)).max().unwrap_or(0);
            let beside = sheet.memo.iter().filter(|_| !sheet.hide_memo).map(|memo| match placed.len() {
                0 => width(memo.heading.get(self.lang)),
                1 => width_for_people(&memo.value, self.lang, &mut place),
                _ => 0,
            });
            let needed = beside.max().unwrap_or(0).max(width(heading(column, self.lang)) + BUTTON).max(widest);
            let to = u16::try_from(placed.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
            let wide = u16::try_from(needed.clamp(least, most) + 2 + usize::from(column.right)).unwrap_or(u16::MAX);
            self.sheet.set_column_width(to, wide)?;
            placed.push(Placed { from, to, column, wraps: widest > most });
        }
        Ok(placed)
    }

    /// A value in the row at hand.
    pub(super) fn cell(&mut self, column: u16, cell: &Cell, place: Place) -> Written {
        let format = self.styles.of(cell, place);
        let number = match cell {
            Cell::Blank if place.is_total => {
                self.sheet.write_blank(self.row, column, format)?;
                return Ok(());
            }
            Cell::Blank | Cell::Ratio(None) | Cell::Average(None) => return Ok(()),
            Cell::Text(_) | Cell::Code(_) if place.right && of_figure(cell).is_some() => of_figure(cell),
            Cell::Text(text) => return self.words(column, text, format),
            Cell::Label(text) => return self.words(column, text.get(self.lang), format),
            Cell::Code(code) if code.label.is_empty() => return Ok(()),
            Cell::Code(code) if let Some(day) = day_of(code) => return self.date(column, day, format),
            Cell::Code(code) => return self.words(column, &code.label, format),
            Cell::Date(day) => return self.date(column, *day, format),
            Cell::Money(amount) => of_money(*amount),
            Cell::Count(count) => of_count(*count),
            Cell::Ratio(Some(ratio)) | Cell::Average(Some(ratio)) => of_ratio(*ratio),
        };
        match number {
            Some(number) => self.sheet.write_number_with_format(self.row, column, number, format)?,
            // More digits than a number keeps: as words, so that none is lost.
            None => self.sheet.write_string_with_format(self.row, column, for_people(cell, self.lang), format)?,
        };
        Ok(())
    }

    fn date(&mut self, column: u16, day: Day, format: &Format) -> Written {
        match date(day) {
            Some(date) => self.sheet.write_datetime_with_format(self.row, column, &date, format)?,
            None => self.sheet.write_string_with_format(self.row, column, day.to_string(), format)?,
        };
        Ok(())
    }
}

/// A day as workbooks have it: from 1900 on.
pub(super) fn date(day: Day) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}
