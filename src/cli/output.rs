//! Where a report goes: the terminal, a file, or a directory with a file for each part.

use std::io::{self, Write};
use std::path::Path;

use clap::ArgMatches;

use super::settings::Settings;
use crate::commands::Outcome;
use crate::problem::{UsageFault, WorkbookFault};
use crate::render::{Format, MOST_ROWS, render, render_workbook};
use crate::reports::Part;
use crate::sheet::{Sheet, Stamp};
use crate::store;
use crate::text::text;

/// Worksheets that a workbook gets at most.
const MOST_SHEETS: usize = 1_000;

/// How what a report made is shown.
pub(super) struct Show<'a> {
    /// Its command.
    pub(super) report: &'static str,
    pub(super) settings: &'a Settings<'a>,
    pub(super) flags: &'a ArgMatches,
    pub(super) stamp: &'a Stamp,
    /// What the filters chose, for the title.
    pub(super) chosen: &'a str,
    pub(super) out: &'a mut dyn Write,
}

impl Show<'_> {
    fn asked(&self, id: &str) -> bool {
        self.flags.try_get_one::<bool>(id).ok().flatten().copied().unwrap_or(false)
    }

    /// Hints are about what people read.
    fn hint(&self, sheet: &Sheet) {
        for hint in sheet.hints.iter().filter(|_| !matches!(self.settings.style.format, Format::Csv | Format::Json)) {
            let _ = writeln!(io::stderr(), "{hint}");
        }
    }

    fn code(&self, sheet: &Sheet) -> u8 {
        u8::from(sheet.refuses || (sheet.finding.unwrap_or(!sheet.rows.is_empty()) && self.asked("exit-code")))
    }

    /// One sheet, to the terminal or into a file.
    pub(super) fn one(&mut self, sheet: &mut Sheet) -> Outcome {
        // A part must not look like the whole.
        sheet.title += self.chosen;
        let style = self.settings.style;
        if !sheet.sections.is_empty() && style.format == Format::Csv {
            let lang = self.settings.lang;
            let cause = crate::say!(lang, "{} 是几张表合成的一页，没有 CSV", "{} is a page of several tables: it has no CSV", self.report);
            let cure = crate::say!(
                lang,
                "用 -f html | markdown | table | json，要 Excel 用 -o 文件名.xlsx，或单张报表，例如 huikuan kpi --excel",
                "use -f html | markdown | table | json, -o FILE.xlsx for Excel, or a single report such as huikuan kpi --excel"
            );
            return Err(UsageFault::Arguments { cause, cures: vec![cure] }.into());
        }
        let empty = sheet.rows.is_empty() && sheet.sections.is_empty();
        if empty && self.asked("quiet-if-empty") {
            return Ok(0);
        }
        if empty && !sheet.empty.is_empty() {
            let _ = writeln!(io::stderr(), "{}", sheet.empty);
        }
        self.hint(sheet);
        if !sheet.explained.is_empty() && self.settings.style.format == Format::Csv {
            // Rows only: what explains them would be taken for more of them.
            let note =
                text("CSV 只有数据行；--explain 的说明看表格、markdown、xlsx 或 JSON", "CSV has rows only; --explain shows in a table, markdown, xlsx or JSON");
            let _ = writeln!(io::stderr(), "{}", note.get(self.settings.lang));
        }
        self.fits(sheet)?;
        match &self.settings.output {
            None => render(sheet, self.stamp, style, self.out)?,
            Some(path) if self.settings.is_directory => return Err(UsageFault::OneFile { file: path.display().to_string() }.into()),
            Some(path) => {
                let mut bytes = Vec::new();
                render(sheet, self.stamp, style, &mut bytes)?;
                store::write_report(path, &bytes)?;
            }
        }
        Ok(self.code(sheet))
    }

    /// Several sheets: a file each, or one after the other. A part without rows leaves an empty file where
    /// `--quiet-if-empty` is asked for, so that yesterday's is not taken for today's.
    pub(super) fn parts(&mut self, parts: Vec<Part>) -> Outcome {
        let style = self.settings.style;
        if style.format == Format::Xlsx && !self.settings.is_directory {
            return self.workbook(parts);
        }
        let dir = self.settings.output.as_deref();
        let in_a_row = matches!(style.format, Format::Table | Format::Markdown);
        if !dir.map_or(in_a_row, |_| self.settings.is_directory) {
            let example = format!("huikuan {} … -o DIR/", self.report);
            return Err(UsageFault::Missing { name: text("放文件的目录 -o DIR/", "a directory for the files, -o DIR/"), example }.into());
        }
        let mut code = 0;
        let mut shown = false;
        // They are the same for all.
        parts.iter().take(1).for_each(|part| self.hint(&part.sheet));
        for Part { name, mut sheet, .. } in parts {
            sheet.title += self.chosen;
            code = code.max(self.code(&sheet));
            self.fits(&sheet)?;
            let quiet = sheet.rows.is_empty() && self.asked("quiet-if-empty");
            match dir {
                Some(dir) => self.file(dir, &name, &sheet, quiet)?,
                None if sheet.rows.is_empty() => {}
                None => {
                    if std::mem::replace(&mut shown, true) {
                        writeln!(self.out)?;
                    }
                    render(&sheet, self.stamp, style, self.out)?;
                }
            }
        }
        Ok(code)
    }

    /// Several sheets as one workbook; those without rows are left out, where any has one.
    fn workbook(&mut self, mut parts: Vec<Part>) -> Outcome {
        parts.iter().take(1).for_each(|part| self.hint(&part.sheet));
        let code = parts.iter().map(|part| self.code(&part.sheet)).max().unwrap_or(0);
        let is_empty = parts.iter().all(|part| part.sheet.rows.is_empty());
        if is_empty && self.asked("quiet-if-empty") {
            return Ok(code);
        }
        parts.retain(|part| !part.sheet.rows.is_empty() || is_empty);
        for part in &mut parts {
            part.sheet.title += self.chosen;
        }
        if let Some(first) = parts.first().filter(|_| is_empty) {
            let _ = writeln!(io::stderr(), "{}", first.sheet.empty);
        }
        if parts.len() > MOST_SHEETS {
            return Err(UsageFault::Workbook(WorkbookFault::Sheets { sheets: parts.len(), most: MOST_SHEETS }).into());
        }
        parts.iter().try_for_each(|part| self.fits(&part.sheet))?;
        let sheets: Vec<(&str, &Sheet)> = parts.iter().map(|part| (part.label.as_str(), &part.sheet)).collect();
        let mut bytes = Vec::new();
        render_workbook(&sheets, self.stamp, self.settings.lang, &mut bytes)?;
        match &self.settings.output {
            None => self.out.write_all(&bytes)?,
            Some(path) => store::write_report(path, &bytes)?,
        }
        Ok(code)
    }

    /// A table that a worksheet cannot hold is refused: none is cut off.
    fn fits(&self, sheet: &Sheet) -> Result<(), UsageFault> {
        let rows = sheet.rows.len();
        let most = MOST_ROWS;
        if self.settings.style.format == Format::Xlsx && rows > most { Err(UsageFault::Workbook(WorkbookFault::Rows { rows, most })) } else { Ok(()) }
    }

    fn file(&self, dir: &Path, name: &str, sheet: &Sheet, quiet: bool) -> Result<(), crate::commands::Failure> {
        store::make_directory(dir)?;
        let mut bytes = Vec::new();
        if !quiet {
            render(sheet, self.stamp, self.settings.style, &mut bytes)?;
            if sheet.rows.is_empty() && matches!(self.settings.style.format, Format::Table | Format::Markdown) {
                writeln!(bytes, "{}", sheet.empty)?;
            }
        }
        let path = dir.join(store::file_name(name, self.settings.style.format.ending()));
        Ok(store::write_report(&path, &bytes)?)
    }
}
