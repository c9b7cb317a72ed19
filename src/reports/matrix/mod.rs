//! `matrix` (销售回款矩阵): who sells and who collects, in four quadrants.

mod drawing;
mod figures;
mod quadrant;

use clap::Command;

use super::scope::{Key, Level};
use super::{Example, Output, Report, Request, Words, explain_flag, one, option};
use crate::date::Period;
use crate::money::Money;
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Explained, Sheet, totals};
use crate::text::{Lang, Text, nearest_first, text};
use figures::{Asked, Figures, collect};
use quadrant::{Cuts, Quadrant};

pub(super) const REPORT: Report = Report {
    name: "matrix",
    about: text("销售回款矩阵：谁只顾卖，谁只顾收，谁两头都行", "sales against collection: who only sells, who only collects, who does both"),
    examples: [
        Example { line: "matrix --period 上月", about: text("上月每个销售代表在哪一格", "where each rep stands, last month") },
        Example { line: "matrix --by customer --period 今年", about: text("今年的客户：双高、高销低回……", "customers of this year") },
    ],
    words: Words::OfFigures,
    args,
    build,
    parts: one,
};

/// What rows can stand for.
const LEVELS: [(&str, Level); 3] = [("rep", Level::Rep), ("team", Level::Team), ("customer", Level::Customer)];

fn args(command: Command, lang: Lang) -> Command {
    let cut = |id, zh, en| option(id, "N", text(zh, en), lang);
    command
        .arg(option("period", "P", text("期间，默认本月", "the period; this month by default"), lang))
        .arg(option("by", "X", text("按 rep（默认）team customer 分行", "a row per rep (default) team customer"), lang))
        .arg(cut("sales-cut", "销售完成率从多少起算高：1.0 或 100%", "attainment of sales from which on it is high: 1.0 or 100%"))
        .arg(cut("collection-cut", "到期回款率从多少起算高：0.9 或 90%", "collection rate from which on it is high: 0.9 or 90%"))
        .arg(explain_flag(lang))
}

fn build(request: &Request) -> Result<Sheet, Problems> {
    let (account, lang, day) = (request.account, request.lang, request.day());
    let (by, cuts) = (by(request)?, Cuts::of(request)?);
    let words = request.option("period").unwrap_or("this-month");
    let periods = Period::parse_typed(words, day).map_err(|_| UsageFault::Period { text: words.to_string() })?;
    let title = say!(lang, "销售回款矩阵", "Sales and collection matrix");
    let Some(asked) = Asked::new(periods, day) else {
        let empty = say!(lang, "这段时间还没开始", "the period has not begun");
        return Ok(Sheet { report: "matrix", title, columns: columns(by), empty, ..Sheet::default() });
    };
    let figures = collect(request, by, &asked);
    let mut list: Vec<(&Key, &Figures, Option<Quadrant>)> =
        figures.iter().map(|(key, own)| (key, own, Quadrant::of(own.attainment(), own.collection.rate(), &cuts))).collect();
    // Who stands nowhere comes last.
    list.sort_by_key(|(_, own, quadrant)| (quadrant.is_none(), *quadrant, std::cmp::Reverse(own.sales)));
    let of_customers = by == Level::Customer;
    let rows: Vec<Vec<Cell>> = list.iter().map(|(key, own, quadrant)| row(request, key, own, *quadrant, of_customers)).collect();
    let names: Vec<(Quadrant, String)> = list.iter().filter_map(|(key, _, quadrant)| Some(((*quadrant)?, key.name(account, lang)))).collect();
    let is_drawn = request.output == Output::Pages && !names.is_empty();
    let explained = if request.flag("explain") { list.iter().flat_map(|(key, own, _)| explain(request, key, own)).collect() } else { Vec::new() };
    let label = asked.label();
    let columns = columns(by);
    Ok(Sheet {
        report: "matrix",
        title: say!(lang, "{title} · {label}", "{title} · {label}"),
        total: (rows.len() > 1).then(|| total(&columns, &list)),
        drawing: if is_drawn { drawing::draw(&names, &cuts, of_customers, lang) } else { Vec::new() },
        notes: if rows.is_empty() { Vec::new() } else { notes(request, by, &asked, &list, &cuts) },
        columns,
        rows,
        explained,
        empty: say!(lang, "这段时间没有销售，也没有到期的应收", "nothing was sold and nothing was due in this period"),
        ..Sheet::default()
    })
}

fn by(request: &Request) -> Result<Level, UsageFault> {
    let word = request.option("by").unwrap_or("rep");
    LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| *level).ok_or_else(|| UsageFault::Choice {
        option: "--by",
        text: word.to_string(),
        choices: nearest_first(word, LEVELS.map(|(name, _)| name)),
    })
}

fn row(request: &Request, key: &Key, own: &Figures, quadrant: Option<Quadrant>, of_customers: bool) -> Vec<Cell> {
    let lang = request.lang;
    let mut row = key.cells(request.account, lang).to_vec();
    row.extend([
        Cell::Money(own.sales),
        Cell::money(own.target),
        Cell::Money(own.before),
        Cell::Ratio(own.attainment()),
        Cell::Ratio(own.collection.rate()),
        quadrant.map_or(Cell::Blank, |own| Cell::colored(own.code(), own.label(of_customers).get(lang), own.color())),
    ]);
    row
}

/// The sums, and the rate of collection of all. Targets are summed only where every row has one: else they would stand beside
/// sales they are not meant for.
fn total(columns: &[Column], list: &[(&Key, &Figures, Option<Quadrant>)]) -> Vec<Cell> {
    let mut all = Figures { target: Some(Money::ZERO), ..Figures::default() };
    for (_, own, _) in list {
        all.sales += own.sales;
        all.before += own.before;
        all.target = all.target.zip(own.target).map(|(sum, target)| sum + target);
        all.collection.plus(&own.collection);
    }
    let figures = [
        ("name", Cell::TOTAL),
        ("sales", Cell::Money(all.sales)),
        ("sales_target", Cell::money(all.target)),
        ("sales_before", Cell::Money(all.before)),
        ("collection_rate", Cell::Ratio(all.collection.rate())),
    ];
    totals(columns, figures)
}

const SALES: Text = text("销售额", "sales");

/// How the two figures of a row came about.
fn explain(request: &Request, key: &Key, own: &Figures) -> [Explained; 2] {
    let of = key.name(request.account, request.lang);
    let money = |key, zh, en, amount| (key, text(zh, en), Cell::Money(amount));
    let sums = &own.collection;
    let (formula, against) = match own.target {
        Some(target) => (text("{sales} ÷ {sales_target}", "{sales} ÷ {sales_target}"), money("sales_target", "销售目标", "sales target", target)),
        None => (text("{sales} ÷ {sales_before}", "{sales} ÷ {sales_before}"), money("sales_before", "上期销售额", "sales before", own.before)),
    };
    let attainment = Explained {
        of: of.clone(),
        key: "attainment",
        heading: ATTAINMENT,
        formula,
        inputs: vec![("sales", SALES, Cell::Money(own.sales)), against],
        value: Cell::Ratio(own.attainment()),
    };
    let collection = Explained {
        of,
        key: "collection_rate",
        heading: COLLECTION,
        formula: text("{collected} ÷ ({brought} + {due} + {moved})", "{collected} ÷ ({brought} + {due} + {moved})"),
        inputs: vec![
            money("collected", "收回到期应收", "collected of what was due", sums.collected()),
            money("brought", "期初逾期", "overdue before", sums.brought),
            money("due", "本期到期", "fell due", sums.due),
            money("moved", "展期前收回", "paid before it was moved", sums.moved),
        ],
        value: Cell::Ratio(sums.rate()),
    };
    [attainment, collection]
}

fn notes(request: &Request, by: Level, asked: &Asked, list: &[(&Key, &Figures, Option<Quadrant>)], cuts: &Cuts) -> Vec<String> {
    let lang = request.lang;
    let (sales, collection) = (Cuts::percent(cuts.sales), Cuts::percent(cuts.collection));
    let mut notes = vec![say!(
        lang,
        "销售完成率 {sales}、到期回款率 {collection} 起算高（--sales-cut、--collection-cut）",
        "High from {sales} of sales and {collection} of collection on (--sales-cut, --collection-cut)"
    )];
    if by != Level::Customer {
        notes.push(say!(
            lang,
            "象限由数字推出，只近似反映态度，不能当作对人的评价",
            "Quadrants come of figures: a proxy for attitude, no judgement of a person"
        ));
    }
    notes.push(say!(lang, "销售额 = 本期签订的合同 + 框架合同的出货应收", "Sales = contracts signed in the period + bills of framework contracts"));
    if asked.is_running() {
        let day = asked.span.end;
        notes.push(say!(lang, "本期只算到 {day}，目标和上期是整期的", "Counted up to {day}; targets and the period before are whole"));
    }
    if request.filter != super::Filter::default() && by.is_split_by(&request.filter) {
        notes.push(say!(lang, "筛选只取了每行的一部分，所以不和目标比", "The filter takes only a part of each row, so none is compared with its target"));
    }
    if list.iter().any(|(_, own, _)| own.target.is_none()) {
        notes.push(say!(lang, "没有整期销售目标的，和上期比", "Without a sales target for the whole period: against the period before"));
    }
    if list.iter().any(|(_, own, _)| own.summed) {
        notes.push(say!(lang, "有的目标是下级目标之和", "Some targets are sums of targets one level below"));
    }
    let nowhere = list.iter().filter(|(_, _, quadrant)| quadrant.is_none()).count();
    if nowhere > 0 {
        notes.push(say!(
            lang,
            "没有可比的销售额或没有到期应收的，不分象限：{nowhere} 个；看全年：--period 今年",
            "No quadrant for want of sales to compare or anything due: {nowhere}; try --period this-year"
        ));
    }
    notes
}

const ATTAINMENT: Text = text("销售完成率", "Attainment");
const COLLECTION: Text = text("到期回款率", "Collection %");

fn columns(by: Level) -> Vec<Column> {
    let name = match by {
        Level::Team => text("团队", "Team"),
        Level::Customer => text("客户", "Customer"),
        Level::Company | Level::Rep | Level::Category => text("销售代表", "Rep"),
    };
    vec![
        Column::words("scope", text("范围", "Scope")).data_only(),
        Column::words("key", text("编号", "ID")).data_only(),
        Column::words("name", name),
        Column::number("sales", text("销售额", "Sales")),
        Column::number("sales_target", text("销售目标", "Sales target")).rank(1),
        Column::number("sales_before", text("上期销售额", "Sales before")).rank(2),
        Column::number("attainment", ATTAINMENT),
        Column::number("collection_rate", COLLECTION),
        Column::words("quadrant", text("象限", "Quadrant")),
    ]
}
