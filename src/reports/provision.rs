//! `provision` (坏账准备): what of the receivables is expected not to come, by age.

use clap::Command;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use smol_str::{SmolStr, format_smolstr};

use super::aging::{Beside, nothing_yet};
use super::provision_matrix::Matrix;
use super::{Example, Output, Report, Request, Words, explain_flag, one, option, provision_tax, switch};
use crate::account::{Age, Share};
use crate::money::{Money, Ratio};
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet, totals};
use crate::text::{Lang, text};

pub(super) const REPORT: Report = Report {
    name: "provision",
    about: text("坏账准备：按账龄估计收不回多少", "loss allowance: what is not expected to come, by age"),
    examples: [
        Example { line: "provision", about: text("按账龄，用本账的准备率或经验法则", "by age, at the book's rates or the rule of thumb") },
        Example {
            line: "provision --preset cas22-sample --beyond 50%",
            about: text("按逾期天数，用 CAS 22 应用指南举例的准备率", "by days overdue, at the rates the guide to CAS 22 gives as an example"),
        },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

fn args(command: Command, lang: Lang) -> Command {
    let from = text("从账龄起算日（billed，默认）或到期日（due）算", "by age since billed (default) or by days overdue (due)");
    let preset = text("准备率：rule-of-thumb cas22-sample book（默认）", "rates: rule-of-thumb cas22-sample book (default)");
    let beyond = text("cas22-sample 逾期 180 天以上的准备率", "the rate of cas22-sample from 180 days overdue on");
    let tax = text(
        "改列税前可作坏账损失扣除的：逾期三年以上，或一年以上的小额",
        "list what may be deducted from tax instead: over 3 years, or over 1 year and small",
    );
    let revenue = text("年收入：单笔不超过它的万分之一也算小额", "a year's revenue: up to 0.01% of it is small too");
    command
        .arg(option("from", "billed|due", from, lang))
        .arg(option("preset", "NAME", preset, lang))
        .arg(option("beyond", "RATE", beyond, lang))
        .arg(switch("tax", tax, lang).conflicts_with_all(["from", "preset", "beyond"]))
        .arg(option("revenue", "AMOUNT", revenue, lang).requires("tax"))
        .arg(explain_flag(lang))
}

/// What is open in each band, and what stands beside it.
#[derive(Default)]
struct Sums {
    bands: Vec<Money>,
    beside: Beside,
}

impl Sums {
    fn add(&mut self, request: &Request, matrix: &Matrix, share: &Share) {
        for position in share.positions.iter().filter(|position| request.filter.accepts_position(request.account, position)) {
            self.beside.add(position);
            if let Some(band) = matrix.place(position, request.day()).and_then(|place| self.bands.get_mut(place)) {
                *band += position.outstanding();
            }
        }
        self.beside.add_credits(request, share.credits);
    }

    fn plus(mut self, other: Self) -> Self {
        self.bands.iter_mut().zip(other.bands).for_each(|(own, other)| *own += other);
        self.beside.plus(&other.beside);
        self
    }
}

/// A row.
struct Band {
    code: SmolStr,
    days: Option<(i32, Option<i32>)>,
    rate: Option<Decimal>,
    outstanding: Money,
    provision: Money,
}

impl Band {
    fn recoverable(&self) -> Money {
        self.outstanding - self.provision
    }

    fn name(&self, age: Age, lang: Lang) -> String {
        match self.days {
            None if age == Age::Billed => say!(lang, "未到期", "not due"),
            None => say!(lang, "未逾期", "not overdue"),
            Some((0, Some(to))) if age == Age::Billed => say!(lang, "0–{to}（含未到期）", "0–{to}, not due too"),
            Some((from, Some(to))) => format!("{from}–{to}"),
            Some((from, None)) => format!("> {}", from.saturating_sub(1)),
        }
    }
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang) = (request.account, request.lang);
    if request.flag("tax") {
        return provision_tax::build(request);
    }
    let matrix = Matrix::of(request)?;
    if account.book.contracts.is_empty() {
        return Ok(Sheet { report: "provision", title: title(lang), columns: columns(matrix.age), empty: nothing_yet(lang), ..Sheet::default() });
    }
    let places = matrix.bands.len().saturating_add(1);
    let sums = account.fold(|| Sums { bands: vec![Money::ZERO; places], beside: Beside::default() }, |sums, share| sums.add(request, &matrix, share));
    let Sums { bands: open, beside } = sums.into_iter().reduce(Sums::plus).unwrap_or_default();
    let bands = bands(&matrix, &open)?;
    let (outstanding, provision): (Money, Money) = (bands.iter().map(|band| band.outstanding).sum(), bands.iter().map(|band| band.provision).sum());
    let rows = bands.iter().map(|band| row(request, &matrix, band)).collect();
    let columns = columns(matrix.age);
    let figures = [
        ("band", Cell::TOTAL),
        ("outstanding", Cell::Money(outstanding)),
        ("rate", Cell::Ratio(Ratio::of(provision, outstanding))),
        ("provision", Cell::Money(provision)),
        ("recoverable", Cell::Money(outstanding - provision)),
        ("recoverable_share", Cell::Ratio(Ratio::of(outstanding - provision, outstanding))),
    ];
    Ok(Sheet {
        report: "provision",
        title: title(lang),
        total: Some(totals(&columns, figures)),
        columns,
        rows,
        memo: beside.memo(),
        notes: notes(&matrix, lang),
        explained: if request.flag("explain") {
            bands.iter().filter(|band| band.outstanding.is_positive()).map(|band| explained(request, &matrix, band)).collect()
        } else {
            Vec::new()
        },
        ..Sheet::default()
    })
}

/// The rows: not overdue, then the bands, each rounded by itself.
fn bands(matrix: &Matrix, open: &[Money]) -> Result<Vec<Band>, UsageFault> {
    let mut rows = Vec::new();
    for (place, outstanding) in open.iter().copied().enumerate() {
        let band = place.checked_sub(1).and_then(|band| Some((matrix.first_day(band), matrix.bands.get(band)?)));
        let (code, days, rate) = match band {
            // By age nothing stands here, and no rate is applied.
            None => ("not-due".into(), None, Some(matrix.not_due).filter(|_| matrix.age == Age::Due)),
            Some((from, (Some(to), rate))) => (format_smolstr!("{from}-{to}"), Some((from, Some(*to))), *rate),
            Some((from, (None, rate))) => (format_smolstr!("{from}+"), Some((from, None)), *rate),
        };
        let missing = || UsageFault::NoRate { outstanding, from: days.map_or(0, |(from, _)| from) };
        let provision = match rate {
            Some(rate) => outstanding.times(rate).unwrap_or_default(),
            None if outstanding.is_zero() => Money::ZERO,
            None => return Err(missing()),
        };
        rows.push(Band { code, days, rate, outstanding, provision });
    }
    Ok(rows)
}

fn row(request: &Request, matrix: &Matrix, band: &Band) -> Vec<Cell> {
    let end = |to: Option<i32>| Cell::days(to);
    let (from, to) = band.days.map_or((Cell::Blank, Cell::Blank), |(from, to)| (Cell::Count(from.into()), end(to)));
    vec![
        Cell::code(&band.code, band.name(matrix.age, request.lang)),
        from,
        to,
        Cell::Money(band.outstanding),
        rate_cell(request.output, band.rate),
        Cell::Money(band.provision),
        Cell::Money(band.recoverable()),
        Cell::Ratio(Ratio::of(band.recoverable(), band.outstanding)),
    ]
}

/// People see all digits of a rate, as the book has it.
fn rate_cell(output: Output, rate: Option<Decimal>) -> Cell {
    let Some(rate) = rate else { return Cell::Blank };
    let ratio = rate.mantissa().to_i64().zip(10_i64.checked_pow(rate.scale())).and_then(|(part, whole)| Ratio::of_counts(part, whole));
    match output {
        Output::Pages => Cell::text(percent(rate)),
        Output::Rows | Output::Sheets => Cell::Ratio(ratio),
    }
}

fn percent(rate: Decimal) -> String {
    format!("{}%", rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default().normalize())
}

fn title(lang: Lang) -> String {
    say!(lang, "坏账准备估计", "Estimate of the loss allowance")
}

fn notes(matrix: &Matrix, lang: Lang) -> Vec<String> {
    let mut notes = vec![matrix.words(lang)];
    if matrix.age == Age::Billed && !matrix.not_due.is_zero() {
        notes.push(say!(lang, "按账龄算用不上 not_due，要用就加 --from due", "not_due is not used by age: add --from due for that"));
    }
    notes.push(say!(
        lang,
        "每档四舍五入到分再相加。只是估计，不入账；预收和未匹配没有减去",
        "Rounded half-up per band, then summed; prepaid and unapplied are not taken off"
    ));
    notes.push(say!(
        lang,
        "执行《小企业会计准则》的不计提坏账准备，实际发生损失时才入账",
        "Small enterprises' books carry no allowance: losses are booked when they happen"
    ));
    notes.push(say!(
        lang,
        "执行 CAS 22 的要按整个存续期预期信用损失计量，准备率依据自己的历史损失",
        "An estimate. CAS 22 asks for lifetime expected losses, at the company's own rates"
    ));
    notes
}

fn explained(request: &Request, matrix: &Matrix, band: &Band) -> Explained {
    let rate = rate_cell(request.output, band.rate);
    Explained {
        of: band.name(matrix.age, request.lang),
        key: "provision",
        heading: text("坏账准备", "provision"),
        formula: text("{outstanding} × {rate}，四舍五入到分", "{outstanding} × {rate}, rounded half-up to the cent"),
        inputs: vec![("outstanding", text("未回款余额", "outstanding"), Cell::Money(band.outstanding)), ("rate", text("准备率", "rate"), rate)],
        value: Cell::Money(band.provision),
    }
}

fn columns(age: Age) -> Vec<Column> {
    let band = match age {
        Age::Billed => text("账龄(天)", "Age (days)"),
        Age::Due => text("逾期天数", "Days overdue"),
    };
    vec![
        Column::words("band", band),
        Column::number("from_days", text("起始天数", "From day")).data_only(),
        Column::number("to_days", text("截止天数", "To day")).data_only(),
        Column::number("outstanding", text("未回款余额", "Outstanding")),
        Column::number("rate", text("准备率", "Rate")),
        Column::number("provision", text("坏账准备", "Provision")),
        Column::number("recoverable", text("预计可收回", "Recoverable")),
        Column::number("recoverable_share", text("可收回占比", "Share")).rank(1),
    ]
}
