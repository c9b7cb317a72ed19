//! A drawing of a page: places across are shares of its width, so that words keep their size on any screen; places down are
//! pixels. All are whole hundredths made of exact figures.

use super::for_people;
use super::html::{push, push_table};
use crate::sheet::{Cell, Chart, ChartKind, Series, size, steps};
use crate::text::{Lang, comma, crop, text, width};

/// All of the width, in hundredths of a per cent.
const WIDTH: i128 = 10_000;
/// Pixels of a row: its words, its bar, and what is left between rows.
const ROW: i128 = 42;
const BAR: i128 = 14;
/// Pixels more where words stand under the bar too.
const UNDER: i128 = 18;
/// Pixels of a drawing on a phone, and of a column of its words at most.
const NARROW: usize = 312;
const COLUMN: usize = 8;
/// Pixels of a column at most, and where it stands.
const HEIGHT: i128 = 130;
const GROUND: i128 = 158;
/// Columns that have room for their names.
const NAMED: usize = 14;
/// Rows that are told in words.
const TOLD: usize = 24;

/// A drawing with its title, what its parts are, its lines, and its figures as a table.
pub(super) fn figure(chart: &Chart, number: usize, lang: Lang, page: &mut String) {
    let first = if chart.kind == ChartKind::Toward { " first" } else { "" };
    *page += &format!("<section class=\"card{first}\" data-chart=\"{}\">\n<h2>", chart.key);
    push(&chart.title, page);
    *page += "</h2>\n<figure>\n";
    legend(chart, lang, page);
    let height = match chart.kind {
        ChartKind::Columns => GROUND + 40,
        ChartKind::Toward => 84,
        ChartKind::Ranges => (ROW + UNDER) * chart.rows.len() as i128,
        ChartKind::Bars | ChartKind::Stacked => ROW * chart.rows.len() as i128,
    };
    *page += &format!("<svg role=\"img\" width=\"100%\" height=\"{height}\" aria-labelledby=\"t{number} d{number}\"><title id=\"t{number}\">");
    push(&chart.title, page);
    *page += &format!("</title><desc id=\"d{number}\">");
    push(&told(chart, lang), page);
    *page += "</desc>\n";
    match chart.kind {
        ChartKind::Columns => columns(chart, lang, page),
        ChartKind::Toward => toward(chart, lang, page),
        ChartKind::Bars | ChartKind::Stacked | ChartKind::Ranges => rows(chart, lang, page),
    }
    *page += "</svg>\n";
    for note in &chart.notes {
        *page += "<p class=\"note\">";
        push(note, page);
        *page += "</p>\n";
    }
    *page += &format!("<details><summary>{}</summary>\n", text("看数字", "The figures").get(lang));
    push_table(chart, lang, page);
    *page += "</details>\n</figure>\n</section>\n";
}

/// A drawing in words: each row with its figures.
fn told(chart: &Chart, lang: Lang) -> String {
    let figure = |(series, cell): (&Series, &Cell)| format!("{} {}", series.name, for_people(cell, lang));
    let row = |(label, values): &(Cell, Vec<Cell>)| {
        let figures: Vec<String> = chart.series.iter().zip(values).map(figure).collect();
        format!("{}: {}", for_people(label, lang), figures.join(comma(lang)))
    };
    let mut rows: Vec<String> = chart.total.iter().chain(&chart.rows).take(TOLD).map(row).collect();
    rows.extend(chart.mark.iter().map(|(name, at)| format!("{name}: {}", at.percent())));
    rows.join(if lang == Lang::Zh { "；" } else { "; " })
}

/// What the parts of a drawing are; where there is one bar, with their figures.
fn legend(chart: &Chart, lang: Lang, page: &mut String) {
    let item = |class: &str, words: &str, page: &mut String| {
        *page += &format!("<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" rx=\"2\" class=\"{class}\"/></svg>");
        push(words, page);
        *page += "</li>";
    };
    let mut items = String::new();
    match chart.kind {
        ChartKind::Bars => {}
        ChartKind::Stacked => {
            for (number, fill) in parts(chart) {
                item(fill, chart.series.get(number).map_or("", |series| &series.name), &mut items);
            }
        }
        ChartKind::Columns => {
            for (number, series) in chart.series.iter().enumerate() {
                let last = chart.rows.last().and_then(|(_, values)| values.get(number)).map_or(String::new(), |cell| for_people(cell, lang));
                item(fill_of(series), &format!("{} {last}", series.name), &mut items);
            }
        }
        ChartKind::Toward => {
            for (label, values) in &chart.rows {
                item(fill_of_row(label), &format!("{} {}", for_people(label, lang), figures(values, lang)), &mut items);
            }
        }
        ChartKind::Ranges => {
            let name = |number: usize| chart.series.get(number).map_or("", |series| &series.name);
            item("f-range", &format!("{}–{}", name(0), name(2)), &mut items);
            item("f-mark", name(1), &mut items);
        }
    }
    if !items.is_empty() {
        *page += "<ul class=\"legend\">";
        *page += &items;
        *page += "</ul>\n";
    }
}

/// A row a bar: its words above it.
fn rows(chart: &Chart, lang: Lang, page: &mut String) {
    let most = chart.most();
    let place = |amount: i128| steps(amount, most, WIDTH);
    for (number, (label, values)) in chart.rows.iter().enumerate() {
        let top = (ROW + if chart.kind == ChartKind::Ranges { UNDER } else { 0 }) * number as i128;
        let at = |number: usize| values.get(number).map_or(0, size);
        let y = top + 20;
        let shown = row_figures(chart, values, lang);
        // What is cut here stands in the table in full.
        let room = (NARROW / COLUMN).saturating_sub(width(&shown)).max(8);
        words("0", top + 14, "", &crop(&for_people(label, lang), room), page);
        words("100%", top + 14, " text-anchor=\"end\"", &shown, page);
        bar(0, WIDTH, y, BAR, "track", page);
        match chart.kind {
            ChartKind::Stacked => {
                let mut sum = 0;
                for (number, fill) in parts(chart) {
                    let part = at(number);
                    bar(place(sum), place(sum + part), y, BAR, &format!("p {fill}"), page);
                    sum += part;
                }
            }
            ChartKind::Ranges => {
                bar(place(at(0)), place(at(2)), y, BAR, "f-range", page);
                if at(2) > 0 {
                    let range = format!("{}–{}", one(values, 0, lang), one(values, 2, lang));
                    words("100%", y + BAR + 15, " text-anchor=\"end\" class=\"soft\"", &range, page);
                }
                if at(1) > 0 {
                    let x = share(place(at(1)));
                    *page += &format!("<rect x=\"{x}\" y=\"{}\" width=\"4\" height=\"{}\" transform=\"translate(-2)\" class=\"f-mark\"/>\n", y - 2, BAR + 4);
                }
            }
            _ => bar(0, place(at(0)), y, BAR, fill_of_row(label), page),
        }
    }
}

/// What stands at the end of a row: of what has parts the whole, of a range what is expected.
fn row_figures(chart: &Chart, values: &[Cell], lang: Lang) -> String {
    match chart.kind {
        ChartKind::Stacked => one(values, 0, lang),
        ChartKind::Ranges => one(values, 1, lang),
        _ => figures(values, lang),
    }
}

fn one(values: &[Cell], number: usize, lang: Lang) -> String {
    values.get(number).map_or(String::new(), |cell| for_people(cell, lang))
}

fn figures(values: &[Cell], lang: Lang) -> String {
    values.iter().map(|cell| for_people(cell, lang)).filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// One bar toward a whole, with a mark above it.
fn toward(chart: &Chart, lang: Lang, page: &mut String) {
    const TOP: i128 = 26;
    const THICK: i128 = 26;
    let most = chart.most();
    let place = |amount: i128| steps(amount, most, WIDTH);
    bar(0, WIDTH, TOP, THICK, "track", page);
    let mut sum = 0;
    for (label, values) in &chart.rows {
        let part = values.first().map_or(0, size);
        bar(place(sum), place(sum + part), TOP, THICK, &format!("p {}", fill_of_row(label)), page);
        sum += part;
    }
    if let Some((name, at)) = &chart.mark {
        // A share of the whole, as the bar is.
        let whole = size(&Cell::Ratio(crate::money::Ratio::of_counts(1, 1)));
        let x = steps(size(&Cell::Ratio(Some(*at))), whole, place(chart.whole()));
        line(x, TOP - 8, TOP + THICK + 4, page);
        words(&share(x), 14, anchor(x), &format!("{name} {}", at.percent()), page);
    }
    if let Some((label, values)) = &chart.total {
        let x = place(chart.whole());
        line(x, TOP, TOP + THICK + 8, page);
        let amount = values.first().map_or(String::new(), |cell| for_people(cell, lang));
        words(&share(x), TOP + THICK + 24, anchor(x), &format!("{} {amount}", for_people(label, lang)), page);
    }
}

/// `2026-11` → `2026`, `11`.
fn parted(month: &str) -> (&str, &str) {
    month.rsplit_once('-').unwrap_or(("", month))
}

/// Which side of a place its words stand on.
fn anchor(x: i128) -> &'static str {
    if x > WIDTH / 2 { " text-anchor=\"end\"" } else { "" }
}

/// A column a row, with the part in front of it.
fn columns(chart: &Chart, lang: Lang, page: &mut String) {
    let (most, count) = (chart.most(), (chart.rows.len() as i128).max(1));
    let greatest = chart.rows.iter().filter_map(|(_, values)| values.first()).max_by_key(|cell| size(cell));
    *page += &format!("<line x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\" class=\"faint\"/>\n", GROUND - HEIGHT);
    words("0", GROUND - HEIGHT - 8, " class=\"soft\"", &greatest.map_or(String::new(), |cell| for_people(cell, lang)), page);
    // Where there are many, only some have room for their names.
    let every = chart.rows.len().div_ceil(NAMED).max(1);
    let names: Vec<String> = chart.rows.iter().map(|(label, _)| for_people(label, lang)).collect();
    for (number, (label, values)) in chart.rows.iter().enumerate() {
        let slot = WIDTH / count;
        let (from, name) = (slot * number as i128, for_people(label, lang));
        *page += "<g><title>";
        push(&format!("{name}: {}", figures(values, lang)), page);
        *page += "</title>\n";
        for (series, cell) in chart.series.iter().zip(values) {
            // Tenths of a pixel.
            let height = steps(size(cell), most, HEIGHT * 10);
            let y = GROUND * 10 - height;
            let (x, width) = (share(from + slot * 15 / 100), share(slot * 70 / 100));
            let class = fill_of(series);
            *page += &format!("<rect x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\" class=\"{class}\"/>\n", tenths(y), tenths(height));
        }
        *page += "</g>\n";
        let (year, month) = parted(&name);
        let middle = share(from + slot / 2);
        if number % every > 0 {
            continue;
        }
        words(&middle, GROUND + 17, " text-anchor=\"middle\"", month, page);
        // One month alone has no room for its year beside the next one's.
        let year_of = |number: Option<usize>| number.and_then(|number| names.get(number)).map(|name| parted(name).0);
        let (before, after) = (year_of(number.checked_sub(every)), year_of(Some(number + every)));
        if before != Some(year) && (after == Some(year) || after.is_none()) {
            words(&middle, GROUND + 34, " text-anchor=\"middle\" class=\"soft\"", year, page);
        }
    }
    *page += &format!("<line x1=\"0\" x2=\"100%\" y1=\"{GROUND}\" y2=\"{GROUND}\" class=\"rule\"/>\n");
}

/// A drawing made of lines for a terminal: each run of characters of one width stands in its columns, whatever the font.
pub(super) fn lines(lines: &[String], title: &str, page: &mut String) {
    const LINE: usize = 18;
    let size = (lines.iter().map(|line| width(line)).max().unwrap_or(0) * COLUMN, lines.len() * LINE);
    *page += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"";
    push(title, page);
    *page += &format!("\"><svg class=\"lines\" role=\"img\" width=\"{}\" height=\"{}\" aria-label=\"", size.0, size.1);
    push(title, page);
    *page += "\">\n";
    for (number, line) in lines.iter().enumerate() {
        let mut column = 0;
        for run in runs(line) {
            let wide = width(run);
            if !run.trim().is_empty() {
                let (x, y, length) = (column * COLUMN, (number + 1) * LINE - 5, wide * COLUMN);
                *page += &format!("<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">");
                push(run, page);
                *page += "</text>\n";
            }
            column += wide;
        }
    }
    *page += "</svg></div>\n";
}

/// Parts of a line whose characters are of one kind: blanks, wide ones, or others.
fn runs(line: &str) -> Vec<&str> {
    let kind = |c: char| (c == ' ', c.len_utf8() > 2 && !('\u{2500}'..='\u{257f}').contains(&c));
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in line.char_indices() {
        let own = kind(c);
        if before.is_some_and(|before| before != own) {
            runs.push(line.get(start..at).unwrap_or_default());
            start = at;
        }
        before = Some(own);
    }
    runs.push(line.get(start..).unwrap_or_default());
    runs
}

fn words(x: &str, y: i128, more: &str, words: &str, page: &mut String) {
    *page += &format!("<text x=\"{x}\" y=\"{y}\"{more}>");
    push(words, page);
    *page += "</text>\n";
}

fn line(x: i128, top: i128, bottom: i128, page: &mut String) {
    let x = share(x);
    *page += &format!("<line x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{bottom}\" class=\"rule\"/>\n");
}

/// From one place across to another; nothing where they are one.
fn bar(from: i128, to: i128, y: i128, height: i128, class: &str, page: &mut String) {
    if to > from {
        let (x, width) = (share(from), share(to - from));
        *page += &format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{class}\"/>\n");
    }
}

/// `1234` → `12.34%`.
fn share(hundredths: i128) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn tenths(number: i128) -> String {
    format!("{}.{}", number / 10, number % 10)
}

/// The parts of a bar by the numbers of their figures: tiers without a colour differ too.
fn parts(chart: &Chart) -> Vec<(usize, &'static str)> {
    const PLAIN: [&str; 6] = ["f-cyan", "f-blue", "f-magenta", "f-yellow", "f-red", "f-green"];
    let fill = |(number, series): (usize, &Series)| match series.color.as_str() {
        "" => (number, number.checked_sub(2).and_then(|own| PLAIN.get(own % PLAIN.len())).copied().unwrap_or("f-rest")),
        color => (number, fill(color)),
    };
    chart.series.iter().enumerate().skip(1).map(fill).collect()
}

fn fill_of_row(label: &Cell) -> &'static str {
    match label {
        Cell::Code(own) => fill(&own.color),
        _ => "f-plain",
    }
}

fn fill_of(series: &Series) -> &'static str {
    fill(&series.color)
}

fn fill(color: &str) -> &'static str {
    match color {
        "green" => "f-green",
        "blue" => "f-blue",
        "yellow" => "f-yellow",
        "red" => "f-red",
        "cyan" => "f-cyan",
        "magenta" => "f-magenta",
        "white" => "f-white",
        _ => "f-rest",
    }
}
