//! `aging --by X`: a row per rep, customer, category and so on.

use std::collections::BTreeMap;

use super::group::{By, Group};
use super::{Request, aging};
use crate::account::{Position, TierLadder};
use crate::money::{Money, Ratio};
use crate::problem::{Problems, UsageFault};
use crate::say;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::{nearest_first, text};

/// What is summed of one group.
#[derive(Clone, Default)]
struct Sums {
    not_due: Money,
    tiers: Vec<Money>,
    overdue: Money,
    disputed: Money,
    unscheduled: Money,
    prepaid: Money,
    unapplied: Money,
    /// Days and due date of the oldest open position that is due.
    oldest: Option<(i32, crate::date::Day)>,
    person: Option<(String, String)>,
}

impl Sums {
    fn outstanding(&self) -> Money {
        self.not_due + self.tiers.iter().copied().sum()
    }

    fn is_nothing(&self) -> bool {
        [self.outstanding(), self.unscheduled, self.prepaid, self.unapplied].into_iter().all(Money::is_zero)
    }

    fn add(&mut self, request: &Request, ladder: &TierLadder, number: usize, position: &Position) {
        let (account, day) = (request.account, request.day());
        let open = position.outstanding();
        if position.is_waiting() {
            self.unscheduled += open;
            self.prepaid += position.settled();
            return;
        }
        self.tiers.resize(ladder.tiers.len(), Money::ZERO);
        match ladder.of(position, day).flatten().and_then(|tier| self.tiers.get_mut(tier)) {
            Some(sum) => *sum += open,
            None => self.not_due += open,
        }
        self.disputed += account.disputed(number);
        if let (Some(days), Some(due), true) = (position.days(day), position.due, open.is_positive()) {
            if days > 0 {
                self.overdue += open;
            }
            if days >= 0 && self.oldest.is_none_or(|(oldest, _)| days > oldest) {
                self.oldest = Some((days, due));
            }
        }
    }
}

pub(super) fn build(request: &Request, ladder: &TierLadder, by: &str) -> Result<Sheet, Problems> {
    let by = parse(by)?;
    let (account, lang) = (request.account, request.lang);
    let followups = if by == By::Cause { account.followups() } else { Vec::new() };
    let mut groups: BTreeMap<Group, Sums> = BTreeMap::new();
    let mut whole = Sums::default();
    let wanted = account.positions().iter().enumerate().filter(|(_, position)| request.filter.accepts_position(account, position));
    for (number, position) in wanted {
        whole.add(request, ladder, number, position);
        for group in by.of_position(account, &followups, position, lang) {
            let sums = groups.entry(group).or_default();
            sums.add(request, ladder, number, position);
            if matches!(by, By::Customer | By::Contract) && sums.person.is_none() {
                let contact = account.book.customer(position.customer).contact();
                sums.person = contact.map(|contact| (contact.name.to_string(), contact.phone.to_string()));
            }
        }
    }
    for credit in account.credits().iter().filter(|credit| request.filter.accepts_entry(account, &account.journal.entry(credit.entry))) {
        whole.unapplied += credit.amount;
        for group in by.of_credit(account, &followups, credit, lang) {
            groups.entry(group).or_default().unapplied += credit.amount;
        }
    }
    let mut list: Vec<(Group, Sums)> = groups.into_iter().filter(|(_, sums)| !sums.is_nothing()).collect();
    list.sort_by_key(|(group, sums)| {
        let oldest = sums.oldest.map(|(days, _)| days);
        (std::cmp::Reverse(oldest), -sums.outstanding().cents(), group.clone())
    });
    let rows = list.iter().map(|(group, sums)| row(Cell::text(&group.key), name(group, request), sums, ladder)).collect();
    let total = row(Cell::Blank, Cell::TOTAL, &Sums { oldest: None, ..whole }, ladder);
    let (what, title) = (by.heading(), aging::title(ladder, lang));
    let (zh, en) = (what.zh, what.en.to_lowercase());
    Ok(Sheet {
        report: "aging",
        title: say!(lang, "{title} · 按{zh}", "{title} · by {en}"),
        columns: columns(by, ladder, lang),
        rows,
        total: Some(total),
        memo: aging::Beside::of(request).memo(),
        empty: say!(lang, "没有未回款的应收", "nothing is outstanding"),
        ..Sheet::default()
    })
}

fn parse(word: &str) -> Result<By, UsageFault> {
    let keys = By::ALL.map(By::key);
    By::ALL.into_iter().find(|by| by.key() == word).ok_or_else(|| UsageFault::Choice {
        option: "--by",
        text: word.to_string(),
        choices: nearest_first(word, keys),
    })
}

fn name(group: &Group, request: &Request) -> Cell {
    if group.key.is_empty() {
        // Programs see an empty name, as they see an empty key.
        return Cell::code("", say!(request.lang, "（无）", "(none)"));
    }
    Cell::text(&group.name)
}

fn row(key: Cell, name: Cell, sums: &Sums, ladder: &TierLadder) -> Vec<Cell> {
    let outstanding = sums.outstanding();
    let mut cells = vec![key, name, Cell::Money(sums.not_due)];
    cells.extend((0..ladder.tiers.len()).map(|tier| Cell::Money(sums.tiers.get(tier).copied().unwrap_or_default())));
    let (contact, phone) = sums.person.clone().unwrap_or_default();
    cells.extend([
        Cell::Money(outstanding),
        Cell::Money(sums.overdue),
        Cell::Ratio(Ratio::of(sums.overdue, outstanding)),
        Cell::Money(sums.disputed),
        Cell::Money(sums.unscheduled),
        Cell::Money(sums.prepaid),
        Cell::Money(sums.unapplied),
        Cell::days(sums.oldest.map(|(days, _)| days)),
        Cell::date(sums.oldest.map(|(_, due)| due)),
        Cell::text(contact),
        Cell::text(phone),
    ]);
    cells
}

fn columns(by: By, ladder: &TierLadder, lang: crate::text::Lang) -> Vec<Column> {
    let key = Column::words(by.key(), by.heading());
    let name = Column::words("name", if by == By::Contract { text("客户", "Customer") } else { by.heading() });
    let mut columns = vec![if by == By::Contract { key } else { key.data_only() }, name, Column::number("not_due", text("未到期", "Not due")).rank(6)];
    columns.extend(ladder.tiers.iter().map(|tier| Column::number(tier.name.clone(), text("", "")).named(tier.label.get(lang)).rank(5)));
    columns.extend([
        Column::number("outstanding", text("未回款余额", "Outstanding")),
        Column::number("overdue", text("其中逾期", "Overdue")),
        Column::number("overdue_share", text("逾期率", "Overdue %")).rank(3),
        Column::number("disputed", text("其中争议", "Disputed")).rank(8),
        Column::number("unscheduled", text("未达付款条件", "Unscheduled")).rank(10),
        Column::number("prepaid", text("预收", "Prepaid")).rank(11),
        Column::number("unapplied", text("未匹配", "Unapplied")).rank(9),
        Column::number("oldest_days", text("最久天数", "Oldest days")),
        Column::words("oldest_due", text("最早到期", "Oldest due")).rank(7),
        Column::words("contact", text("联系人", "Contact")).rank(2),
        Column::words("phone", text("电话", "Phone")).rank(1),
    ]);
    columns
}
