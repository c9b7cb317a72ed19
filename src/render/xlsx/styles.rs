//! How the cells of a workbook look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::number::of_figure;
use crate::date::Day;
use crate::money::Ratio;
use crate::sheet::{Cell, Code};

/// Text of more characters than this is not shown by some spreadsheets where its cell is marked as text.
const MARKED: usize = 255;

/// Colours a code is told by: letters and ground.
const COLORS: [(&str, u32, u32); 7] = [
    ("green", 0x0000_6100, 0x00C6_EFCE),
    ("blue", 0x001F_4E78, 0x00DD_EBF7),
    ("yellow", 0x007F_6000, 0x00FF_F2CC),
    ("red", 0x009C_0006, 0x00FF_C7CE),
    ("cyan", 0x0000_5B66, 0x00D0_F0F4),
    ("magenta", 0x0070_3070, 0x00F2_DCF2),
    ("white", 0x0040_4040, 0x00F2_F2F2),
];

/// The formats of a workbook, made once.
pub(super) struct Styles {
    /// The title of a worksheet.
    pub(super) title: Format,
    /// Lines around a table.
    pub(super) line: Format,
    /// Of whom and when it is.
    pub(super) quiet: Format,
    /// Headings of words, and of numbers.
    head: [Format; 2],
    /// A name that leads to another worksheet.
    pub(super) link: Format,
    /// Cells of rows, and of the total.
    kinds: [Kinds; 2],
    /// Codes that are told by a colour, and days that are.
    colors: Vec<(&'static str, [Format; 2])>,
}

/// A format for each kind of value.
struct Kinds {
    /// Words at the left, and words in a column of numbers.
    words: [Format; 2],
    /// Words on several lines.
    wrapped: Format,
    /// So many of them that they cannot be marked as text otherwise than by an apostrophe.
    long: Format,
    money: Format,
    count: Format,
    /// Figures with as many decimals as they have.
    figure: Format,
    /// Rates with no decimal, one, two …
    rates: [Format; 5],
    date: Format,
    percent: Format,
    /// A share that is not a whole and would be shown as one.
    near: Format,
    average: Format,
}

impl Kinds {
    fn of(base: &Format) -> Self {
        let number = |format: &str| at_right(base.clone().set_num_format(format));
        // Marked as text, so that what is typed over it or only confirmed stays text.
        let words = base.clone().set_num_format("@");
        Self {
            words: [words.clone(), at_right(words.clone())],
            wrapped: words.set_text_wrap(),
            long: base.clone().set_text_wrap().set_quote_prefix(),
            money: number("#,##0.00"),
            count: number("0"),
            figure: number("General"),
            rates: ["0%", "0.0%", "0.00%", "0.000%", "0.0000%"].map(number),
            date: base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            percent: number("0.0%"),
            near: number("0.0000%"),
            average: number("0.0"),
        }
    }
}

impl Kinds {
    /// The format of a figure that is words: with the decimals it has there.
    fn of_figure(&self, cell: &Cell) -> &Format {
        let Cell::Code(own) = cell else { return &self.figure };
        let Some(rate) = own.label.strip_suffix('%') else { return &self.figure };
        let decimals = rate.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        self.rates.get(decimals).unwrap_or(&self.figure)
    }
}

/// At the right, not quite touching what stands in the next column.
fn at_right(format: Format) -> Format {
    format.set_align(FormatAlign::Right).set_indent(1)
}

impl Styles {
    pub(super) fn new() -> Self {
        let row = Format::new().set_align(FormatAlign::Top);
        let total = row.clone().set_bold().set_border_top(FormatBorder::Thin);
        let head =
            row.clone().set_bold().set_background_color(Color::RGB(0x00D9_E1F2)).set_border_bottom(FormatBorder::Thin).set_text_wrap().set_num_format("@");
        let color = |(name, letters, ground): (&'static str, u32, u32)| {
            let base = row.clone().set_font_color(Color::RGB(letters)).set_background_color(Color::RGB(ground));
            let own = Kinds::of(&base);
            (name, [base.set_num_format("@"), own.date])
        };
        Self {
            title: Format::new().set_bold().set_font_size(14),
            line: Format::new(),
            quiet: Format::new().set_font_color(Color::RGB(0x0059_5959)),
            head: [head.clone(), at_right(head)],
            link: row.clone().set_font_color(Color::RGB(0x0005_63C1)).set_underline(FormatUnderline::Single),
            kinds: [Kinds::of(&row), Kinds::of(&total)],
            colors: COLORS.map(color).into(),
        }
    }

    /// The format of a heading.
    pub(super) fn head(&self, right: bool) -> &Format {
        let [words, numbers] = &self.head;
        if right { numbers } else { words }
    }

    /// The format of a dash in place of a number.
    pub(super) fn dash(&self) -> &Format {
        let [Kinds { words: [_, right], .. }, _] = &self.kinds;
        right
    }

    /// The format of a value.
    pub(super) fn of(&self, cell: &Cell, place: Place) -> &Format {
        let [row, total] = &self.kinds;
        let own = if place.is_total { total } else { row };
        let [left, right] = &own.words;
        let words = match place {
            Place { wraps: true, .. } => &own.wrapped,
            Place { right: true, .. } => right,
            _ => left,
        };
        match cell {
            Cell::Text(_) | Cell::Code(_) if place.right && of_figure(cell).is_some() => own.of_figure(cell),
            Cell::Text(text) if text.len() > MARKED && text.encode_utf16().count() > MARKED => &own.long,
            Cell::Blank | Cell::Label(_) | Cell::Text(_) => words,
            Cell::Code(code) => {
                let colored = self.colors.iter().find(|(name, _)| !place.is_total && *name == code.color);
                match (colored, day_of(code)) {
                    (Some((_, [_, date])), Some(_)) => date,
                    (Some((_, [code, _])), None) => code,
                    (None, Some(_)) => &own.date,
                    (None, None) => words,
                }
            }
            Cell::Money(_) => &own.money,
            Cell::Count(_) => &own.count,
            Cell::Date(_) => &own.date,
            Cell::Ratio(ratio) if ratio.is_some_and(Ratio::is_near_whole) => &own.near,
            Cell::Ratio(_) => &own.percent,
            Cell::Average(_) => &own.average,
        }
    }
}

/// The day that a code is: one that is told by a colour.
pub(super) fn day_of(code: &Code) -> Option<Day> {
    Day::parse(code.code.as_bytes()).filter(|_| code.code == code.label)
}

/// Where a value stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// In a column of numbers.
    pub(super) right: bool,
    /// In the total.
    pub(super) is_total: bool,
    /// In a column whose words go on in a second line.
    pub(super) wraps: bool,
}
