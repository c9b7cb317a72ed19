//! `aging --by X`: a row per rep, customer, category and so on.

use std::collections::HashMap;

use super::aging::Beside;
use super::group::{By, Dimension, Group};
use super::{Request, aging, aging_drawn};
use crate::account::{Part, Position, Share, TierLadder};
use crate::book::{Contact, CustomerIx};
use crate::date::Day;
use crate::money::{Money, Ratio};
use crate::parallel::map;
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
    oldest: Option<(i32, Day)>,
    /// Whom a position of it is about.
    customer: Option<CustomerIx>,
}

impl Sums {
    fn outstanding(&self) -> Money {
        self.not_due + self.tiers.iter().copied().sum()
    }

    fn is_nothing(&self) -> bool {
        [self.outstanding(), self.unscheduled, self.prepaid, self.unapplied].into_iter().all(Money::is_zero)
    }

    fn add(&mut self, ladder: &TierLadder, day: Day, position: &Position, disputed: Money) {
        let open = position.outstanding();
        self.customer = self.customer.or(Some(position.customer));
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
        self.disputed += disputed;
        if let (Some(days), Some(due), true) = (position.days(day), position.due, open.is_positive()) {
            if days > 0 {
                self.overdue += open;
            }
            if days >= 0 {
                self.oldest = self.oldest.max(Some((days, due)));
            }
        }
    }

    fn plus(&mut self, other: &Self) {
        self.tiers.resize(self.tiers.len().max(other.tiers.len()), Money::ZERO);
        self.tiers.iter_mut().zip(&other.tiers).for_each(|(own, other)| *own += *other);
        self.not_due += other.not_due;
        self.overdue += other.overdue;
        self.disputed += other.disputed;
        self.unscheduled += other.unscheduled;
        self.prepaid += other.prepaid;
        self.unapplied += other.unapplied;
        self.oldest = self.oldest.max(other.oldest);
        self.customer = self.customer.or(other.customer);
    }
}

/// The sums of all groups, and of the whole.
#[derive(Default)]
struct Groups {
    numbers: HashMap<Group, usize>,
    sums: Vec<Sums>,
    whole: Sums,
    beside: Beside,
}

impl Groups {
    fn number(&mut self, group: Group) -> usize {
        *self.numbers.entry(group).or_insert_with(|| {
            self.sums.push(Sums::default());
            self.sums.len() - 1
        })
    }

    fn add(&mut self, request: &Request, ladder: &TierLadder, dimension: &Dimension, share: &Share) {
        let (account, day) = (request.account, request.day());
        // The positions of a contract follow each other, and all but bills belong to the same groups.
        let (mut contract, mut numbers) = (None, Vec::new());
        for (position, disputed) in share.positions.iter().zip(share.disputed) {
            if !request.filter.accepts_position(account, position) {
                continue;
            }
            if contract != Some(position.contract) || matches!(position.part, Part::Bill { .. }) {
                contract = Some(position.contract);
                numbers = dimension.of_position(account, position).into_iter().map(|group| self.number(group)).collect();
            }
            self.whole.add(ladder, day, position, *disputed);
            for number in &numbers {
                if let Some(sums) = self.sums.get_mut(*number) {
                    sums.add(ladder, day, position, *disputed);
                }
            }
            self.beside.add(position);
        }
        for credit in share.credits.iter().filter(|credit| request.filter.accepts_entry(account, &account.journal.entry(credit.entry))) {
            self.whole.unapplied += credit.amount;
            for number in dimension.of_credit(account, credit).into_iter().map(|group| self.number(group)).collect::<Vec<_>>() {
                if let Some(sums) = self.sums.get_mut(number) {
                    sums.unapplied += credit.amount;
                }
            }
        }
        self.beside.add_credits(request, share.credits);
    }

    fn plus(mut self, other: Self) -> Self {
        for (group, number) in other.numbers {
            let own = self.number(group);
            if let (Some(own), Some(other)) = (self.sums.get_mut(own), other.sums.get(number)) {
                own.plus(other);
            }
        }
        self.whole.plus(&other.whole);
        self.beside.plus(&other.beside);
        self
    }
}

pub(super) fn build(request: &Request, ladder: &TierLadder, by: &str) -> Result<Sheet, Problems> {
    let by = parse(by)?;
    let (account, lang) = (request.account, request.lang);
    let dimension = Dimension { by, lang, followups: if by == By::Cause { account.followups() } else { Vec::new() } };
    let parts = account.fold(Groups::default, |groups, share| groups.add(request, ladder, &dimension, share));
    let Groups { numbers, sums, whole, beside } = parts.into_iter().reduce(Groups::plus).unwrap_or_default();
    let all = numbers.iter().filter_map(|(group, number)| Some((group, sums.get(*number)?)));
    let mut list: Vec<(&Group, &Sums)> = all.filter(|(_, sums)| !sums.is_nothing()).collect();
    list.sort_unstable_by_key(|(group, sums)| {
        let oldest = sums.oldest.map(|(days, _)| days);
        (std::cmp::Reverse(oldest), -sums.outstanding().cents(), *group)
    });
    let person =
        |sums: &Sums| sums.customer.filter(|_| matches!(by, By::Customer | By::Contract)).and_then(|customer| account.book.customer(customer).contact());
    let rows = map(&list, |(group, sums)| row(Cell::text(&group.key), name(group, request), sums, person(sums), ladder));
    let total = row(Cell::Blank, Cell::TOTAL, &Sums { oldest: None, ..whole }, None, ladder);
    let (what, title) = (by.heading(), aging::title(ladder, lang));
    let (zh, en) = (what.zh, what.en.to_lowercase());
    let mut sheet = Sheet {
        report: "aging",
        title: say!(lang, "{title} · 按{zh}", "{title} · by {en}"),
        columns: columns(by, ladder, lang),
        rows,
        total: Some(total),
        memo: beside.memo(),
        empty: say!(lang, "没有未回款的应收", "nothing is outstanding"),
        ..Sheet::default()
    };
    if request.drawn {
        sheet.charts = aging_drawn::by_row(request, ladder, &sheet, by);
    }
    Ok(sheet)
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

fn row(key: Cell, name: Cell, sums: &Sums, person: Option<Contact>, ladder: &TierLadder) -> Vec<Cell> {
    let outstanding = sums.outstanding();
    let mut cells = vec![key, name, Cell::Money(sums.not_due)];
    cells.extend((0..ladder.tiers.len()).map(|tier| Cell::Money(sums.tiers.get(tier).copied().unwrap_or_default())));
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
        Cell::text(person.map_or("", |person| person.name)),
        Cell::text(person.map_or("", |person| person.phone)),
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
        Column::words("oldest_due", text("最早到期", "Oldest due")).whole().rank(7),
        Column::words("contact", text("联系人", "Contact")).rank(2),
        Column::words("phone", text("电话", "Phone")).rank(1),
    ]);
    columns
}
