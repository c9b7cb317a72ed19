//! Letters (函件) and the evidence pack: what is owed → values → a template filled in → Markdown → plain text.
//! Pure: what a letter says comes from the account, the template and the wishes alone.

mod agreement;
mod case;
mod choose;
mod demand;
mod desk;
mod late;
mod level;
mod markdown;
mod papers;
mod plain;
mod template;
mod values;

pub use case::case;
pub use choose::{choose, due};
pub use desk::Desk;
pub use level::Level;

use crate::book::{ContractIx, CustomerIx};
use crate::date::Day;
use crate::problem::{Problem, Problems, UsageFault};
use crate::source::Source;
use crate::text::Lang;

/// What is left blank, to be filled in by hand.
const BLANK: &str = "（　　　）";

/// What a letter shall be, beyond its level.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Only these contracts; all where none is named.
    pub contracts: Vec<ContractIx>,
    /// The last day to pay; by the level where none is given.
    pub pay_by: Option<Day>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Who in finance was consulted.
    pub consulted: Option<String>,
    /// Working days to reply within.
    pub reply_days: u16,
    /// Its number; made from day, customer and level where none is given.
    pub serial: Option<String>,
}

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Its level.
    pub level: Level,
    /// Its number.
    pub serial: String,
    /// Its text.
    pub markdown: String,
    /// The last day to pay, where it names one.
    pub pay_by: Option<Day>,
    /// Keys of `[company]` it needed and did not find.
    pub blanks: Vec<&'static str>,
}

/// Writes a letter of a level that [`choose`] found right.
pub fn write(desk: &Desk, customer: CustomerIx, level: Level, wish: &Wish, template: &Source, lang: Lang) -> Result<Letter, Problems> {
    let approved = wish.approved_by.as_ref().is_some_and(|name| !name.trim().is_empty());
    if level.needs_approval() && !approved {
        return Err(UsageFault::NeedsApproval { level: level.name(), lesser: level != Level::Hold }.into());
    }
    let letter = values::Draft::new(desk, customer, level, wish, lang);
    if let Some(day) = wish.pay_by.filter(|day| *day < desk.account.as_of.day) {
        return Err(UsageFault::PayBy { day, today: desk.account.as_of.day }.into());
    }
    let problems = template.text_problems();
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    let markdown = template::fill(template, &letter.values())?;
    Ok(Letter { level, serial: letter.serial.clone(), markdown, pay_by: letter.last_day(), blanks: letter.blanks() })
}

/// The serial number a letter has where none is given.
pub fn serial(desk: &Desk, customer: CustomerIx, level: Level) -> String {
    let day = desk.account.as_of.day.to_string().replace('-', "");
    format!("CK-{day}-{}-{}", desk.account.book.customer(customer).id, level.code())
}

/// A letter's Markdown as plain text.
pub fn plain_text(markdown: &str) -> String {
    plain::plain(markdown)
}

/// The template that comes with the program.
pub fn built_in(level: Level, lang: Lang) -> Result<Source, Problem> {
    macro_rules! own {
        ($code:literal) => {
            match lang {
                Lang::Zh => include_str!(concat!("templates/", $code, ".zh.md")),
                Lang::En => include_str!(concat!("templates/", $code, ".en.md")),
            }
        };
    }
    let text = match level {
        Level::BeforeDue => own!("0"),
        Level::Notice => own!("notice"),
        Level::First => own!("1"),
        Level::Second => own!("2"),
        Level::Final => own!("final"),
        Level::Agreement => own!("agreement"),
        Level::Hold => own!("hold"),
    };
    Source::new(format!("{}.{}.md", level.code(), lang.code()), text.as_bytes().to_vec())
}
