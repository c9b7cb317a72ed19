//! The laws of the account, on ledgers made at random. Books and journals are generated as text, so that reading them is
//! part of every law. `PROPTEST_CASES` and `PROPTEST_RNG_SEED` look further than the fixed cases of a plain run.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use clap::Command;
use huikuan::account::{Account, Allocation, Applied, AsOf, Commitment, Credit, Exposure, Position, State, group_exposures, is_advance};
use huikuan::book::{self, Book, CustomerIx};
use huikuan::date::{Day, Period};
use huikuan::entry::{self, EntryIx, HEADER, Journal, Kind};
use huikuan::money::Money;
use huikuan::render::{Format, Style, render};
use huikuan::reports::{Filter, Output, REPORTS, Request, Target, Words};
use huikuan::sheet::{Cell, Heading, Sheet, Shown, Stamp};
use huikuan::source::{Blocks, Fetch, Source, in_memory};
use huikuan::text::{Lang, width};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};
use serde_json::Value;

use crate::harness::Dir;

/// 256 cases from a seed of the law's own, unless the environment asks for others.
fn config(seed: u64) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let rng_seed = if asked.rng_seed == RngSeed::Random { RngSeed::Fixed(seed) } else { asked.rng_seed };
    ProptestConfig { rng_seed, failure_persistence: None, max_shrink_iters: 20_000, ..asked }
}

// ---------------------------------------------------------------------------------------------------------------------
// A ledger as text, with what its maker knows about it.

#[derive(Clone)]
struct Row {
    id: String,
    recorded: Day,
    date: Day,
    kind: Kind,
    /// Whose it is, also where the columns leave that open.
    owner: usize,
    customer: String,
    contract: String,
    milestone: String,
    cents: Option<i64>,
    due: Option<Day>,
    refers: String,
    detail: &'static str,
    /// How the rest is written; changes no meaning.
    style: u32,
}

impl Row {
    fn amount(&self) -> Money {
        Money::from_cents(self.cents.unwrap_or(0))
    }

    /// Makes it about the customer alone.
    fn name_customer(&mut self) {
        self.customer = CUSTOMERS[self.owner].into();
        self.contract.clear();
    }

    fn line(&self) -> String {
        let amount = self.cents.map_or(String::new(), |cents| match self.style % 3 {
            0 if cents % 100 == 0 => (cents / 100).to_string(),
            1 if cents % 10 == 0 => format!("{}.{}", cents / 100, cents % 100 / 10),
            _ => Money::from_cents(cents).to_string(),
        });
        let note = if self.style.is_multiple_of(7) { "备注, \"引号\"" } else { "" };
        let proof = if self.kind == Kind::Invoice { "F-1" } else { "" };
        let due = self.due.map_or(String::new(), |due| due.to_string());
        let fields = [
            self.id.as_str(),
            &self.date.to_string(),
            self.kind.code(),
            &self.customer,
            &self.contract,
            &self.milestone,
            &amount,
            &due,
            &self.refers,
            proof,
            "",
            self.detail,
            "lilei",
            note,
        ];
        entry::write_row(&fields)
    }
}

#[derive(Clone)]
struct Milestone {
    name: String,
    cents: i64,
    /// The day it begins to exist.
    from: Day,
}

#[derive(Clone)]
struct Deal {
    no: String,
    owner: usize,
    signed: Day,
    framework: bool,
    milestones: Vec<Milestone>,
    text: String,
    included: bool,
}

#[derive(Clone)]
struct Ledger {
    /// The main file up to its first contract.
    head: String,
    customers: usize,
    deals: Vec<Deal>,
    rows: Vec<Row>,
    day: Day,
    recorded_by: Day,
    civil: bool,
    /// A receipt and a reschedule that are valid, but not among the rows.
    more: Row,
    last: Option<Row>,
}

impl Ledger {
    fn files(&self) -> [(&'static str, String); 2] {
        let contracts = |included: bool| self.deals.iter().filter(move |deal| deal.included == included).map(|deal| deal.text.as_str());
        [("huikuan.toml", self.head.clone() + &contracts(false).collect::<String>()), ("contracts/more.toml", contracts(true).collect())]
    }

    fn load(&self) -> Loaded {
        self.load_with(&self.rows)
    }

    /// This book with other rows.
    fn load_with(&self, rows: &[Row]) -> Loaded {
        let source = |name: &str, text: String| Source::new(name, text.into_bytes()).expect("UTF-8");
        let sources = self.files().map(|(name, text)| source(name, text));
        let book = book::load(&sources).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let journal = entry::read(&book, source("ledger.csv", journal(rows))).unwrap_or_else(|problems| panic!("{problems:#?}"));
        Loaded { book, journal }
    }

    fn deal(&self, row: &Row) -> Option<&Deal> {
        self.deals.iter().find(|deal| deal.no == row.contract)
    }
}

fn journal(rows: &[Row]) -> String {
    std::iter::once(format!("{HEADER}\n")).chain(rows.iter().map(Row::line)).collect()
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "as of {}, recorded by {}", self.day, self.recorded_by)?;
        for (name, text) in self.files() {
            writeln!(f, "--- {name}\n{text}")?;
        }
        writeln!(f, "--- ledger.csv\n{}", journal(&self.rows))?;
        writeln!(f, "--- to be added\n{}{}", self.more.line(), self.last.as_ref().map_or(String::new(), Row::line))
    }
}

struct Loaded {
    book: Book,
    journal: Journal,
}

impl Loaded {
    fn on(&self, day: Day) -> Account<'_> {
        Account::new(&self.book, &self.journal, AsOf::day(day))
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// From random numbers to a ledger that is valid by construction.

const CUSTOMERS: [&str; 4] = ["c1", "华东-1", "C_3", "c.4"];
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What an entry is made from. Numbers that mean nothing for its kind are not looked at.
#[derive(Clone, Debug)]
struct Act {
    kind: Kind,
    day: u8,
    lag: u8,
    deal: u8,
    aim: u8,
    part: u8,
    near: u8,
    cents: i64,
    second: u8,
    pick: u16,
    style: u32,
}

#[derive(Clone, Debug)]
struct Share {
    weight: i64,
    wait: u8,
    due: u8,
    terms: u8,
    since: u8,
}

#[derive(Clone, Debug)]
struct Plan {
    owner: u8,
    form: u8,
    signed: u8,
    cents: i64,
    shares: Vec<Share>,
    style: u32,
}

/// A kind, some more often than others; the plainest first, for shrinking.
fn kinds() -> impl Strategy<Value = Kind> {
    let mut kinds = vec![Kind::Note];
    let weights = [
        (Kind::Receipt, 26),
        (Kind::Refund, 7),
        (Kind::Deduct, 8),
        (Kind::Writeoff, 8),
        (Kind::Reschedule, 12),
        (Kind::Event, 8),
        (Kind::Bill, 5),
        (Kind::Commitment, 9),
        (Kind::Void, 11),
        (Kind::Dispute, 3),
        (Kind::Resolve, 2),
        (Kind::Measure, 2),
        (Kind::Hold, 2),
        (Kind::Release, 3),
    ];
    kinds.extend(weights.into_iter().flat_map(|(kind, weight)| std::iter::repeat_n(kind, weight)));
    kinds.extend(Kind::ALL.into_iter().filter(|kind| weights.iter().all(|(heavy, _)| heavy != kind)));
    proptest::sample::select(kinds)
}

fn acts() -> impl Strategy<Value = Act> {
    let first = (kinds(), 0..32_u8, 0..8_u8, any::<u8>(), any::<u8>(), 0..8_u8);
    (first, 0..10_u8, 1..30_000_i64, 0..36_u8, any::<u16>(), any::<u32>()).prop_map(|((kind, day, lag, deal, aim, part), near, cents, second, pick, style)| {
        Act { kind, day, lag, deal, aim, part, near, cents, second, pick, style }
    })
}

fn plans() -> impl Strategy<Value = Plan> {
    let shares = (1..1000_i64, 0..5_u8, 0..36_u8, 0..5_u8, 0..60_u8).prop_map(|(weight, wait, due, terms, since)| Share { weight, wait, due, terms, since });
    let signed = prop_oneof![2 => 0..8_u8, 1 => 0..24_u8];
    (any::<u8>(), 0..10_u8, signed, 1..30_000_i64, vec(shares, 1..=4), any::<u32>()).prop_map(|(owner, form, signed, cents, shares, style)| Plan {
        owner,
        form,
        signed,
        cents,
        shares,
        style,
    })
}

fn ledgers() -> impl Strategy<Value = Ledger> {
    let policy = (1..=4_usize, any::<bool>(), 0..3_u8, 0..6_u8, any::<u32>());
    let day = prop_oneof![(8..32_u8).prop_map(hot), (0..300_i32).prop_map(|days| start().plus_days(days)), Just(start().plus_days(500))];
    let days = (day, 0..300_i32);
    (policy, vec(plans(), 1..=6), prop_oneof![vec(acts(), 0..=40), vec(acts(), 25..=40)], acts(), acts(), days).prop_map(
        |(policy, plans, acts, more, last, (day, recorded))| {
            let (customers, civil, grace, terms, style) = policy;
            let mut maker = Maker { customers, deals: Vec::new(), rows: Vec::new() };
            for (number, plan) in plans.iter().enumerate() {
                maker.agree(number, plan);
            }
            for act in &acts {
                let row = maker.row(act);
                maker.rows.extend(row);
            }
            let more = maker.row(&Act { kind: Kind::Receipt, ..more }).expect("a receipt is always possible");
            let last = maker.row(&Act { kind: Kind::Reschedule, ..last });
            let Maker { deals, rows, .. } = maker;
            let head = head(customers, civil, grace, terms, style);
            Ledger { head, customers, deals, rows, day, recorded_by: start().plus_days(recorded), civil, more, last }
        },
    )
}

/// Ledgers whose money is applied by due date alone.
fn by_due_date() -> impl Strategy<Value = Ledger> {
    ledgers().prop_map(|mut ledger| {
        ledger.head = ledger.head.replace("apply_order = \"civil-code\"", "apply_order = \"due\"");
        ledger.civil = false;
        ledger
    })
}

/// One of the choices that change no law.
fn coin(style: u32, number: u32) -> bool {
    style >> number & 1 == 0
}

fn start() -> Day {
    Day::from_ymd(2026, 1, 1).expect("a day")
}

/// Few days, in pairs, so that much happens on the same day or on the next.
fn hot(number: u8) -> Day {
    start().plus_days(i32::from(number / 2) * 15 + i32::from(number % 2))
}

/// Rules of commission and tickets.
const RULES: [&str; 4] = [
    "",
    "[commission]\nrate = 0.0333\nclawback_months = 1\n[penalty]\nblue = 100\nred = \"0.5\"\n",
    "[commission]\nfrom = \"due\"\nrate = 0.05\nladder = [ { months = 1, factor = 0.9 }, { months = 3, factor = 0.333 } ]\nclawback_months = 2\n\
     old_debt = { years = 1, factor = 1.25 }\nprepay_bonus = 0.2\n",
    "[commission]\nfrom = \"delivery\"\nrate = 0.01\nclawback_months = 1\nclawback_factor = 0.5\n[penalty]\ngreen = 1\nyellow = 300\n",
];

/// Everything of the book but its contracts.
fn head(customers: usize, civil: bool, grace: u8, terms: u8, style: u32) -> String {
    let order = if civil { "civil-code" } else { "due" };
    let mut text =
        format!("name = \"测试\"\ncurrency = \"CNY\"\ninclude = [\"contracts/*.toml\"]\n[policy]\napply_order = \"{order}\"\ngrace_days = {grace}\n");
    if let Some(terms) = ["net 30", "net 0", "net 15", "month-end 0", "month-end 30"].get(usize::from(terms)) {
        text += &format!("terms = \"{terms}\"\n");
    }
    text += RULES[(style >> 24) as usize % 4];
    text += "[[rep]]\nid = \"lilei\"\nname = \"李雷\"\nteam = \"华东\"\n[[rep]]\nid = \"hanmei\"\nname = \"韩梅\"\nteam = \"华南\"\n";
    text += "[[rep]]\nid = \"old\"\nname = \"老王\"\nleft = 2026-03-01\n";
    for (number, id) in CUSTOMERS.iter().take(customers).enumerate() {
        let style = style >> (number * 6);
        text += &format!("[[customer]]\nid = \"{id}\"\nname = \"客户{id}公司\"\n{}", rep(style));
        text += if coin(style, 2) { "" } else { "group = \"集团\"\ngrade = \"C\"\n" };
        text += if coin(style, 4) { "" } else { "credit_limit = \"123.45\"\n" };
        text +=
            if coin(style, 3) { "" } else { "tags = [\"家电\", \"老\"]\ncontacts = [ { name = \"王经理\", role = \"handler\", phone = \"138\" } ]\n" };
    }
    text + "[[target]]\nperiod = \"2026-03\"\namount = 100\nforecast = 50\nask = \"200.5\"\n[[target]]\nperiod = \"2026-05\"\ncustomer = \"c1\"\namount = 900.25\n"
}

fn rep(style: u32) -> &'static str {
    ["", "rep = \"lilei\"\n", "rep = \"old\"\n", "reps = [ { rep = \"old\", from = 2025-01-01 }, { rep = \"hanmei\", from = 2026-03-02 } ]\n"]
        [style as usize & 3]
}

fn terms(number: u8) -> &'static str {
    ["net 20", "net 0", "month-end 0", "month-end 20", "net 45"][usize::from(number % 5)]
}

struct Maker {
    customers: usize,
    deals: Vec<Deal>,
    rows: Vec<Row>,
}

impl Maker {
    /// Writes a contract, and the first bills of a framework contract.
    fn agree(&mut self, number: usize, plan: &Plan) {
        let (owner, signed, style) = (usize::from(plan.owner) % self.customers, hot(plan.signed), plan.style);
        // Book order is not the order of the numbers.
        let no = format!("HT-{}", (number * 5 + 3) % 7);
        let mut text = format!("[[contract]]\nno = \"{no}\"\ncustomer = \"{}\"\nsigned = {signed}\n{}", CUSTOMERS[owner], rep(style));
        if coin(style, 2) && coin(style, 3) {
            text += if coin(style, 4) { "security = \"mortgage\"\n" } else { "security = \"guarantee\"\n" };
        }
        text += ["", "category = \"faulty\"\n", "category = \"returned-stock\"\ntags = [\"展会\"]\n"][(style >> 5) as usize % 3];
        let shares = &plan.shares;
        let mut milestones = Vec::new();
        match plan.form {
            0..=2 => {
                text += &format!("amount = {}\n", Money::from_cents(plan.cents));
                text +=
                    &[format!("due = {}\n", hot(shares[0].due)), format!("terms = \"{}\"\n", terms(shares[0].terms)), String::new()][usize::from(plan.form)];
                milestones.push(Milestone { name: "1".into(), cents: plan.cents, from: signed });
            }
            3..=7 => milestones = split_up(plan, signed, &mut text),
            _ => {
                text += "framework = true\n";
                text += &[String::new(), format!("terms = \"{}\"\n", terms(shares[0].terms))][usize::from(plan.form - 8)];
            }
        }
        let framework = plan.form > 7;
        self.deals.push(Deal { no, owner, signed, framework, milestones, text, included: coin(style, 8) && coin(style, 9) });
        for share in shares.iter().filter(|_| framework) {
            let style = (style ^ share.weight as u32).rotate_left(u32::from(share.due));
            let (day, second, cents) = (share.since % 32, share.due, share.weight);
            let act = Act { kind: Kind::Bill, day, lag: share.wait, deal: 0, aim: 0, part: 0, near: 9, cents, second, pick: style as u16, style };
            let row = self.bill(&act, number);
            self.rows.push(row);
        }
    }

    /// A row from numbers; none where it would have nothing to refer to.
    fn row(&self, act: &Act) -> Option<Row> {
        // Half of all happens to the first contract, so that much happens to one position.
        let number = if act.deal.is_multiple_of(2) { 0 } else { usize::from(act.deal / 2) % self.deals.len() };
        let mut row = self.blank(act, number);
        match act.kind {
            Kind::Bill => {
                let frameworks: Vec<usize> = (0..self.deals.len()).filter(|number| self.deals[*number].framework).collect();
                let number = frameworks.get(usize::from(act.deal / 2) % frameworks.len().max(1))?;
                return Some(self.bill(act, *number));
            }
            Kind::Receipt => {
                match act.aim % 4 {
                    0 => row.name_customer(),
                    1 => {}
                    _ => row.milestone = self.milestone(act, number),
                }
                row.cents = Some(self.cents(act, number, &row.milestone));
                row.detail = ["bank", "cash", "commercial-acceptance", "in-kind"][usize::from(act.second % 4)];
                if act.pick.is_multiple_of(4) {
                    self.refer(&mut row, act.pick, |maker, other| {
                        other.kind == Kind::Commitment
                            && other.owner == maker.deals[number].owner
                            && (act.aim.is_multiple_of(4) || [maker.deals[number].no.as_str(), ""].contains(&other.contract.as_str()))
                    });
                }
            }
            Kind::Clear => self.refer(&mut row, act.pick, |_, other| other.kind == Kind::Receipt)?,
            Kind::Refund => {
                self.refer(&mut row, act.pick, |_, other| other.kind == Kind::Receipt)?;
                let room = self.refundable(&row);
                if room < 1 {
                    return None;
                }
                row.cents = Some(if act.near < 4 { room } else { 1 + act.cents % room });
            }
            Kind::Deduct | Kind::Writeoff => {
                self.after_signing(&mut row, act, number);
                if act.aim.is_multiple_of(2) {
                    row.milestone = self.milestone(act, number);
                }
                row.cents = Some(self.cents(act, number, &row.milestone));
                row.detail = "return";
            }
            Kind::Reschedule => {
                self.after_signing(&mut row, act, number);
                row.milestone = self.milestone(act, number);
                if row.milestone.is_empty() {
                    return None;
                }
                row.due = Some(hot(act.second));
                // Mostly less than all of it, so that it parts.
                let near = [2, 8, 6, 2, 1, 0][usize::from(act.near) % 6];
                row.cents = (!act.aim.is_multiple_of(5)).then(|| self.cents(&Act { near, ..act.clone() }, number, &row.milestone));
            }
            Kind::Event => {
                if act.aim.is_multiple_of(3) && !self.deals[number].framework {
                    row.milestone = self.milestone(&Act { part: 7, ..act.clone() }, number);
                }
                row.detail = ["delivery", "acceptance", "delivery", "warranty-end"][usize::from(act.second % 4)];
            }
            Kind::Commitment => {
                if act.aim.is_multiple_of(3) {
                    row.name_customer();
                }
                if act.pick.is_multiple_of(3) {
                    let owner = row.owner;
                    self.refer(&mut row, act.pick, |_, other| other.kind == Kind::Commitment && other.owner == owner);
                }
                row.cents = Some(self.cents(act, number, ""));
                row.due = Some(hot(act.second));
                row.detail = "written";
            }
            Kind::Dispute => {
                self.after_signing(&mut row, act, number);
                if act.aim.is_multiple_of(3) {
                    row.milestone = self.milestone(act, number);
                }
                row.cents = act.near.is_multiple_of(2).then_some(act.cents);
                row.due = act.part.is_multiple_of(2).then(|| hot(act.second));
                row.detail = "quality";
            }
            Kind::Resolve => self.refer(&mut row, act.pick, |_, other| matches!(other.kind, Kind::Dispute | Kind::Measure))?,
            Kind::Release => self.refer(&mut row, act.pick, |_, other| other.kind == Kind::Hold)?,
            Kind::Void => {
                let void: BTreeSet<String> = self.rows.iter().filter(|row| row.kind == Kind::Void).map(|row| row.refers.clone()).collect();
                self.refer(&mut row, act.pick, |_, other| other.kind != Kind::Void && !void.contains(&other.id))?;
                if act.aim.is_multiple_of(3) {
                    row.date = self.rows.iter().find(|other| other.id == row.refers)?.date;
                }
            }
            Kind::Invoice => row.cents = Some(act.cents),
            Kind::Contact | Kind::Note | Kind::Cause | Kind::Legal => {
                row.due = act.part.is_multiple_of(2).then(|| hot(act.second));
                row.detail = match act.kind {
                    Kind::Contact => "phone/asked",
                    Kind::Cause => "cash-short",
                    Kind::Legal => "filed",
                    _ => "visit",
                };
                if act.aim.is_multiple_of(2) {
                    row.name_customer();
                }
            }
            Kind::Hold | Kind::Confirm | Kind::Measure | Kind::Signal => {
                row.name_customer();
                row.detail = "other";
                row.cents = match act.kind {
                    Kind::Confirm => Some(if act.near < 3 { 0 } else { act.cents }),
                    Kind::Measure => Some(act.cents),
                    _ => None,
                };
                row.due = (act.kind == Kind::Measure).then(|| hot(act.second));
            }
        }
        Some(row)
    }

    fn blank(&self, act: &Act, number: usize) -> Row {
        let (deal, date) = (&self.deals[number], hot(act.day));
        let recorded = date.plus_days([0, 0, 0, 0, 1, 2, 7, 30][usize::from(act.lag)]);
        let customer = if coin(act.style, 4) { String::new() } else { CUSTOMERS[deal.owner].into() };
        Row {
            id: self.id(recorded, act.pick),
            recorded,
            date,
            kind: act.kind,
            owner: deal.owner,
            customer,
            contract: deal.no.clone(),
            milestone: String::new(),
            cents: None,
            due: None,
            refers: String::new(),
            detail: "",
            style: act.style,
        }
    }

    /// Unique, in no order within a day, and with the next one free.
    fn id(&self, recorded: Day, pick: u16) -> String {
        let number = u64::from(pick) << 20 | (self.rows.len() as u64) << 4;
        let digits = (0..8).rev().map(|place| char::from(ALPHABET[(number >> (place * 5)) as usize & 31]));
        format!("{:06}-{}", recorded.yymmdd(), digits.collect::<String>())
    }

    /// Lets a row refer to an earlier one: dated and recorded no earlier than that one.
    fn refer(&self, row: &mut Row, pick: u16, wanted: impl Fn(&Self, &Row) -> bool) -> Option<()> {
        let known: Vec<&Row> = self.rows.iter().filter(|other| wanted(self, other)).collect();
        let target = known.get(usize::from(pick / 7) % known.len().max(1))?;
        row.refers.clone_from(&target.id);
        self.not_before(row, target.date, target.recorded, pick);
        if row.kind.about() == entry::About::Entry {
            row.owner = target.owner;
            let columns = (target.customer.clone(), target.contract.clone());
            (row.customer, row.contract) = if coin(row.style, 4) { (String::new(), String::new()) } else { columns };
        }
        Some(())
    }

    fn not_before(&self, row: &mut Row, date: Day, recorded: Day, pick: u16) {
        if row.date < date {
            row.date = date.plus_days([0, 0, 1, 15][usize::from(pick % 4)]);
        }
        row.recorded = row.recorded.max(recorded);
        row.id = self.id(row.recorded, pick);
    }

    /// Most entries about what is open would find nothing before the contract is signed.
    fn after_signing(&self, row: &mut Row, act: &Act, number: usize) {
        if !act.style.is_multiple_of(4) {
            self.not_before(row, self.deals[number].signed, self.deals[number].signed, act.pick);
        }
    }

    /// What a refund may still take: a refund that is void by then frees its part again.
    fn refundable(&self, row: &Row) -> i64 {
        let known = |other: &Row| other.kind == Kind::Void && other.date <= row.date && other.recorded <= row.recorded;
        let freed: BTreeSet<&str> = self.rows.iter().filter(|other| known(other)).map(|other| other.refers.as_str()).collect();
        let taken = self.rows.iter().filter(|other| other.kind == Kind::Refund && other.refers == row.refers && !freed.contains(other.id.as_str()));
        let receipt = self.rows.iter().find(|other| other.id == row.refers);
        receipt.and_then(|receipt| receipt.cents).unwrap_or(0) - taken.filter_map(|refund| refund.cents).sum::<i64>()
    }

    /// The bills of a deal: the name that means each, and its amount.
    fn bills(&self, number: usize) -> Vec<(String, i64)> {
        let bills = self.rows.iter().filter(|row| row.kind == Kind::Bill && row.contract == self.deals[number].no);
        bills.map(|bill| (if bill.milestone.is_empty() { bill.id.clone() } else { bill.milestone.clone() }, bill.cents.unwrap_or(0))).collect()
    }

    fn bill(&self, act: &Act, number: usize) -> Row {
        let mut row = self.blank(act, number);
        let signed = self.deals[number].signed;
        if row.date < signed {
            row.date = signed.plus_days(i32::from(act.pick % 40));
        }
        row.cents = Some(act.cents);
        row.due = act.style.is_multiple_of(2).then(|| hot(act.second).max(row.date));
        row.detail = "goods";
        if coin(act.style, 1) {
            row.milestone = format!("B{}", self.bills(number).len() + 1);
        }
        if coin(act.style, 6)
            && let Some((name, void)) = self.free_name(number)
        {
            row.milestone = name;
            self.not_before(&mut row, void.date, void.recorded, act.pick);
            row.due = None;
        }
        row
    }

    /// The name of a bill that was made void and not written anew, with its void.
    fn free_name(&self, number: usize) -> Option<(String, &Row)> {
        let void = |bill: &Row| self.rows.iter().find(|row| row.kind == Kind::Void && row.refers == bill.id);
        let named: Vec<&Row> =
            self.rows.iter().filter(|row| row.kind == Kind::Bill && row.contract == self.deals[number].no && !row.milestone.is_empty()).collect();
        let name = named.iter().find(|bill| named.iter().filter(|other| other.milestone == bill.milestone).all(|other| void(other).is_some()))?;
        let last =
            named.iter().filter(|other| other.milestone == name.milestone).filter_map(|other| void(other)).max_by_key(|void| (void.date, void.recorded))?;
        Some((name.milestone.clone(), last))
    }

    /// What the milestone column of a row says: a name, its number, or a part of it that may or may not exist.
    fn milestone(&self, act: &Act, number: usize) -> String {
        let names = self.names(number);
        if names.is_empty() {
            return String::new();
        }
        let at = if act.pick.is_multiple_of(2) { 0 } else { usize::from(act.pick / 5) % names.len() };
        let name = if act.style.is_multiple_of(5) { format!("#{}", at + 1) } else { names[at].0.clone() };
        if act.part < 4 && coin(act.style, 5) { format!("{name}/{}", act.part + 1) } else { name }
    }

    fn names(&self, number: usize) -> Vec<(String, i64)> {
        let deal = &self.deals[number];
        if deal.framework { self.bills(number) } else { deal.milestones.iter().map(|own| (own.name.clone(), own.cents)).collect() }
    }

    /// An amount, often in some relation to what it is about.
    fn cents(&self, act: &Act, number: usize, milestone: &str) -> i64 {
        let names = self.names(number);
        let about = names.iter().find(|(name, _)| milestone.split('/').next() == Some(name)).or_else(|| names.get(usize::from(act.pick) % names.len().max(1)));
        let about = about.map_or(act.cents, |(_, cents)| *cents);
        let cents = match act.near {
            0 => about,
            1 => about / 2,
            2 => about / 3,
            3 => about + act.cents % 1000,
            4 => about * 2,
            5 => about - 1,
            6 | 7 => 1 + act.cents % about,
            8 => 1 + act.cents % 300,
            _ => act.cents,
        };
        cents.max(1)
    }
}

/// Writes milestones of amounts, percents, or one amount and percents.
fn split_up(plan: &Plan, signed: Day, text: &mut String) -> Vec<Milestone> {
    let shares = &plan.shares;
    let weights: i64 = shares.iter().map(|share| share.weight).sum();
    // In hundredths of a per cent; the last takes the rest.
    let mut percents: Vec<i64> = shares.iter().map(|share| 10_000 * share.weight / weights).collect();
    percents[shares.len() - 1] += 10_000 - percents.iter().sum::<i64>();
    let percents_from = match plan.form {
        3 | 4 => shares.len(),
        7 if shares.len() > 1 => 1,
        _ => 0,
    };
    let amount = match percents_from {
        0 => 20_000 + plan.cents,
        1 if shares.len() > 1 => (2 + plan.cents % 60) * 10_000,
        _ => shares.iter().map(|share| share.weight * 7).sum(),
    };
    let rounded = |percent: i64| (2 * amount * percent + 10_000) / 20_000;
    let mut cents: Vec<i64> = match percents_from {
        from if from == shares.len() => shares.iter().map(|share| share.weight * 7).collect(),
        _ => percents.iter().map(|percent| rounded(*percent)).collect(),
    };
    let sum: i64 = cents.iter().sum();
    cents[shares.len() - 1] += amount - sum;
    *text += &format!("amount = \"{}\"\nmilestone = [\n", Money::from_cents(amount));
    let mut milestones = Vec::new();
    for (number, share) in shares.iter().enumerate() {
        let name = format!("{}{}", ["款", "m", "阶段"][share.weight as usize % 3], number + 1);
        let part = if number < percents_from {
            format!("amount = {}", Money::from_cents(cents[number]))
        } else {
            format!("percent = {}.{:02}", percents[number] / 100, percents[number] % 100)
        };
        let due = match share.wait {
            0 | 1 => format!("due = {}", hot(share.due)),
            2 => "after = \"delivery\"".to_string(),
            3 => format!("after = \"delivery\", days = {}", share.due),
            _ => format!("after = \"acceptance\", terms = \"{}\"", terms(share.terms)),
        };
        let since = (share.since < 16).then(|| hot(share.since * 2));
        let mut written = since.map_or(String::new(), |since| format!(", since = {since}"));
        written += if share.weight % 5 == 0 { ", advance = true" } else { "" };
        *text += &format!("  {{ name = \"{name}\", {part}, {due}{written} }},\n");
        milestones.push(Milestone { name, cents: cents[number], from: since.map_or(signed, |since| since.max(signed)) });
    }
    *text += "]\n";
    milestones
}

// ---------------------------------------------------------------------------------------------------------------------
// What is looked at.

/// Everything an account says, in words and ids, so that accounts of different journals can be compared.
#[derive(Debug, PartialEq, Eq)]
struct View {
    positions: Vec<String>,
    credits: BTreeSet<String>,
    allocations: Vec<String>,
    commitments: Vec<String>,
    findings: Vec<String>,
}

fn word(day: Option<Day>) -> String {
    day.map_or("-".to_string(), |day| day.to_string())
}

fn position_words(account: &Account, number: usize) -> String {
    let own = &account.positions()[number];
    let (no, name) = (&account.book.contract(own.contract).no, account.position_name(own));
    let days = [own.due, own.original_due, own.billed, own.last_receipt].map(word).join(" ");
    let amounts = [own.amount, own.paid, own.deducted, own.written, own.recovered, account.disputed(number)].map(|amount| amount.to_string()).join(" ");
    format!("{no} {name}: {amounts} on {days}, moved {}", own.reschedules)
}

impl View {
    fn of(account: &Account) -> Self {
        let id = |index: EntryIx| account.journal.entry(index).id;
        let name = |number: u32| account.position_name(&account.positions()[number as usize]);
        let credit = |own: &Credit| {
            let contract = own.contract.map(|contract| &account.book.contract(contract).no);
            format!("{} of {:?} waits for {contract:?}: {} {}", id(own.entry), own.customer, own.amount, own.deduction)
        };
        let commitment = |own: &Commitment| {
            let parts: Vec<String> = own.fulfilments.iter().map(|part| format!("{} {} {}", id(part.receipt), part.date, part.amount)).collect();
            let successor = own.replaced_by.map(|(by, on)| format!("{} {on}", id(by)));
            format!("{} {} by {}: {:?} {parts:?} {successor:?}", id(own.entry), own.amount, own.last, own.state)
        };
        Self {
            positions: (0..account.positions().len()).map(|number| position_words(account, number)).collect(),
            credits: account.credits().iter().map(credit).collect(),
            allocations: account
                .allocations()
                .iter()
                .map(|own| format!("{} {} {:?} {} on {}", id(own.entry), name(own.position), own.applied, own.amount, own.day))
                .collect(),
            commitments: account.commitments().iter().map(commitment).collect(),
            findings: account.findings().iter().map(|own| format!("{} {}", id(own.entry), own.excess)).collect(),
        }
    }
}

/// Every report, some with what changes their columns.
const ASKED: &[&[&str]] = &[
    &["aging"],
    &["aging", "--tiers", "30,60,90"],
    &["aging", "--by", "customer"],
    &["aging", "--by", "contract"],
    &["aging", "--detail"],
    &["gap", "--period", "2026-01..2026-06"],
    &["gap", "--period", "2026-05", "--by", "customer"],
    &["remind", "--all"],
    &["progress", "--all"],
    &["progress", "--all", "--detail"],
    &["commitments"],
    &["commitments", "--by", "customer"],
    &["limitation", "--all"],
    &["credit"],
    &["credit", "--all"],
    &["credit", "--by", "group"],
    &["provision"],
    &["provision", "--from", "due"],
    &["provision", "--tax"],
    &["statement"],
    &["handover", "lilei", "hanmei"],
    &["history"],
    &["plan"],
    &["plan", "this-year", "--by", "year", "--explain"],
    &["plan", "--rolling"],
    &["forecast", "--explain"],
    &["forecast", "--detail", "--explain"],
    &["forecast", "--backtest", "2026-01..2026-06"],
    &["risk", "--explain"],
    &["kpi", "--by", "rep"],
    &["kpi"],
    &["matrix", "--period", "2026-05"],
    &["matrix", "--period", "2026-01..2026-04", "--by", "customer"],
    &["commission", "--period", "2026-01..2026-06"],
    &["commission", "--period", "2026", "--by", "rep", "--last-run", "2026-02-20"],
    &["penalty", "--period", "2026-01..2026-06"],
];

/// Pages of several tables: they have no CSV.
const PAGES: &[&[&str]] = &[&["report", "--day"], &["report", "--week"], &["report", "--month"]];

/// A report as its command makes it.
fn sheet(account: &Account, words: &[&str], customer: Option<CustomerIx>) -> Sheet {
    let report = REPORTS.iter().find(|report| words.first() == Some(&report.name)).expect("a report");
    let flags = (report.args)(Command::new(report.name), Lang::Zh).try_get_matches_from(words).expect("arguments");
    let target = Target { customer, contract: None };
    let reps = account.book.reps().map(|(rep, _)| rep).take(2).collect();
    let request = Request { account, filter: Filter::default(), lang: Lang::Zh, flags: &flags, target, reps, output: Output::Rows, drawn: false };
    (report.build)(&request).unwrap_or_else(|problems| panic!("{words:?}: {}", problems.render(Lang::En, 20)))
}

/// The same of some rows.
fn filtered(account: &Account, words: &[&str], filter: Filter) -> Sheet {
    let report = REPORTS.iter().find(|report| words.first() == Some(&report.name)).expect("a report");
    let flags = (report.args)(Command::new(report.name), Lang::Zh).try_get_matches_from(words).expect("arguments");
    let request = Request { account, filter, lang: Lang::Zh, flags: &flags, target: Target::default(), reps: Vec::new(), output: Output::Rows, drawn: false };
    (report.build)(&request).unwrap_or_else(|problems| panic!("{words:?}: {}", problems.render(Lang::En, 20)))
}

fn bytes(account: &Account, words: &[&str]) -> String {
    rendered(account, &sheet(account, words, None), Format::Table)
}

/// A sheet in a format, wide enough for all columns of any report.
fn rendered(account: &Account, sheet: &Sheet, format: Format) -> String {
    let stamp = Stamp { ledger: account.book.name.clone(), currency: account.book.currency.clone(), as_of: account.as_of.day, trace: None };
    let style = Style { format, lang: Lang::Zh, width: 2000, color: false, excel: false };
    let mut out = Vec::new();
    render(sheet, &stamp, style, &mut out).expect("writing to memory");
    String::from_utf8(out).expect("UTF-8")
}

fn column(sheet: &Sheet, key: &str) -> usize {
    sheet.columns.iter().position(|column| column.key == key).unwrap_or_else(|| panic!("no column {key}"))
}

fn money(cell: &Cell) -> Money {
    match cell {
        Cell::Money(amount) => *amount,
        Cell::Blank => Money::ZERO,
        other => panic!("no amount: {other:?}"),
    }
}

/// The sum of a column over the rows, and what the total says of it.
fn sum_and_total(sheet: &Sheet, key: &str) -> (Money, Money) {
    let index = column(sheet, key);
    (sheet.rows.iter().map(|row| money(&row[index])).sum(), money(&sheet.total.as_ref().expect("a total")[index]))
}

fn memo(sheet: &Sheet, key: &str) -> Money {
    money(&sheet.memo.iter().find(|memo| memo.key == key).expect(key).value)
}

fn sum(account: &Account, wanted: impl Fn(&Position) -> bool, of: fn(&Position) -> Money) -> Money {
    account.positions().iter().filter(|position| wanted(position)).map(of).sum()
}

fn outstanding(account: &Account) -> Money {
    sum(account, |_| true, Position::outstanding)
}

fn unapplied(account: &Account) -> Money {
    account.credits().iter().map(|credit| credit.amount).sum()
}

/// The rows that count on a day.
fn counting(rows: &[Row], day: Day) -> Vec<&Row> {
    let void: BTreeSet<&str> = rows.iter().filter(|row| row.kind == Kind::Void && row.date <= day).map(|row| row.refers.as_str()).collect();
    let falls = |row: &Row| matches!(row.kind, Kind::Refund | Kind::Clear | Kind::Resolve | Kind::Release) && void.contains(row.refers.as_str());
    rows.iter().filter(|row| row.date <= day && !void.contains(row.id.as_str()) && !falls(row)).collect()
}

/// The rows without some, without what cannot be without those, and without references to them.
fn without(rows: &[Row], unwanted: impl Fn(&Row) -> bool) -> Vec<Row> {
    let mut gone: BTreeSet<String> = rows.iter().filter(|row| unwanted(row)).map(|row| row.id.clone()).collect();
    let falls = |row: &Row, gone: &BTreeSet<String>| row.kind.about() == entry::About::Entry && gone.contains(&row.refers);
    while let Some(row) = rows.iter().find(|row| !gone.contains(&row.id) && falls(row, &gone)) {
        gone.insert(row.id.clone());
    }
    let mut kept: Vec<Row> = rows.iter().filter(|row| !gone.contains(&row.id)).cloned().collect();
    for row in kept.iter_mut().filter(|row| gone.contains(&row.refers)) {
        row.refers.clear();
    }
    kept
}

/// The rows without those that name a bill which is dated or recorded later than they are. Such a bill need not be in the
/// file yet on an earlier day, and a name that means nothing is an error.
fn naming_known_bills(ledger: &Ledger, rows: &[Row]) -> Vec<Row> {
    let known = |row: &Row| {
        let bills = || {
            let earlier = |bill: &&Row| bill.kind == Kind::Bill && bill.contract == row.contract && bill.date <= row.date && bill.recorded <= row.recorded;
            rows.iter().filter(earlier)
        };
        let base = row.milestone.split('/').next().unwrap_or_default();
        match base.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
            Some(number) => number <= bills().count(),
            None => bills().any(|bill| bill.milestone == base || bill.milestone.is_empty() && bill.id == base),
        }
    };
    without(rows, |row| names_a_bill(ledger, row) && !known(row))
}

fn names_a_bill(ledger: &Ledger, row: &Row) -> bool {
    row.kind != Kind::Bill && !row.milestone.is_empty() && ledger.deal(row).is_some_and(|deal| deal.framework)
}

/// The id after one; those of generated rows leave it free.
fn next_id(id: &str) -> String {
    let (front, last) = id.split_at(id.len() - 1);
    let at = ALPHABET.iter().position(|digit| last.as_bytes() == [*digit]).expect("a digit");
    format!("{front}{}", char::from(ALPHABET[at + 1]))
}

// ---------------------------------------------------------------------------------------------------------------------
// The laws.

type Lawful = Result<(), TestCaseError>;

/// What an account must say of one customer, from the rows alone but for what write-offs took and money restored.
fn conserves(ledger: &Ledger, account: &Account, owner: usize) -> Result<Money, TestCaseError> {
    let customer = account.book.find_customer(CUSTOMERS[owner]).expect("a customer");
    let positions = &account.positions()[account.positions_of(customer)];
    let of = |what: fn(&Position) -> Money| positions.iter().map(what).sum::<Money>();
    let rows = counting(&ledger.rows, ledger.day);
    let entries = |kind: Kind| rows.iter().filter(|row| row.kind == kind && row.owner == owner).map(|row| row.amount()).sum::<Money>();
    let begun = ledger.deals.iter().filter(|deal| deal.owner == owner).flat_map(|deal| &deal.milestones).filter(|own| own.from <= ledger.day);
    let amounts = begun.map(|own| Money::from_cents(own.cents)).sum::<Money>() + entries(Kind::Bill);
    let waiting: Money = account.credits().iter().filter(|credit| credit.customer == customer).map(|credit| credit.amount).sum();
    let received = entries(Kind::Receipt) - entries(Kind::Refund);
    let (written, recovered) = (of(|own| own.written), of(|own| own.recovered));
    prop_assert!(received >= Money::ZERO && written >= recovered && entries(Kind::Writeoff) >= written);
    prop_assert_eq!(of(|own| own.amount), amounts);
    prop_assert_eq!(of(Position::outstanding) - waiting, amounts - received - entries(Kind::Deduct) - written + recovered);
    prop_assert_eq!(account.balance(customer), of(Position::outstanding) - waiting);
    Ok(account.balance(customer))
}

/// No part of a position is negative or more than its whole.
fn is_sound(position: &Position, disputed: Money) -> Lawful {
    let Position { amount, paid, deducted, written, recovered, .. } = position;
    prop_assert!(amount.is_positive(), "{position:?}");
    prop_assert!([paid, deducted, written, recovered].into_iter().all(|part| *part >= Money::ZERO), "{position:?}");
    prop_assert!(position.outstanding() >= Money::ZERO && recovered <= written && recovered <= paid, "{position:?}");
    prop_assert!(disputed >= Money::ZERO && disputed <= position.outstanding(), "{position:?} {disputed}");
    prop_assert!(!position.is_waiting() || (written.is_zero() && position.original_due.is_none() && position.billed.is_none()), "{position:?}");
    Ok(())
}

/// The parts of each milestone or bill are numbered without a gap and make up its amount.
fn parts_are_whole(ledger: &Ledger, account: &Account) -> Lawful {
    let mut parts: BTreeMap<(String, String), (Vec<u16>, Money)> = BTreeMap::new();
    for position in account.positions() {
        let name = account.position_name(position);
        let base = name.split('/').next().unwrap_or_default().to_string();
        let own = parts.entry((account.book.contract(position.contract).no.to_string(), base)).or_default();
        own.0.push(position.part.number());
        own.1 += position.amount;
    }
    for ((no, name), (numbers, amount)) in &parts {
        let deal = ledger.deals.iter().find(|deal| deal.no == *no).expect("a contract");
        let milestone = deal.milestones.iter().find(|own| own.name == *name).map(|own| Money::from_cents(own.cents));
        prop_assert!(milestone.is_none_or(|whole| whole == *amount), "{no} {name}: {amount}");
        let expected: Vec<u16> = if numbers.len() == 1 { vec![0] } else { (1..=numbers.len() as u16).collect() };
        prop_assert_eq!(numbers, &expected, "{} {}", no, name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(1))]
    #[test]
    fn conservation_per_customer_and_in_total(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let balances = (0..ledger.customers).map(|owner| conserves(&ledger, &account, owner)).collect::<Result<Vec<_>, _>>()?;
        prop_assert_eq!(balances.into_iter().sum::<Money>(), outstanding(&account) - unapplied(&account));
        prop_assert!(account.credits().iter().all(|credit| credit.amount.is_positive()));
        for (number, position) in account.positions().iter().enumerate() {
            is_sound(position, account.disputed(number))?;
        }
        parts_are_whole(&ledger, &account)?;
    }
}

proptest! {
    #![proptest_config(config(2))]
    #[test]
    fn the_order_of_rows_means_nothing(ledger in ledgers(), keys in vec(any::<u32>(), 64)) {
        let mut mixed: Vec<(u32, Row)> = ledger.rows.iter().cloned().enumerate().map(|(at, row)| (keys[at % 64].rotate_left(at as u32 / 64), row)).collect();
        mixed.sort_by_key(|(key, _)| *key);
        let mixed: Vec<Row> = mixed.into_iter().map(|(_, row)| row).collect();
        let (one, other) = (ledger.load(), ledger.load_with(&mixed));
        let (one, other) = (one.on(ledger.day), other.on(ledger.day));
        prop_assert_eq!(View::of(&one), View::of(&other));
        for words in ASKED.iter().chain(PAGES) {
            prop_assert_eq!(bytes(&one, words), bytes(&other, words));
        }
    }
}

proptest! {
    #![proptest_config(config(19))]
    #[test]
    fn a_ledger_read_in_blocks_says_the_same(ledger in ledgers(), book_size in 40_u64..900, size in 60_u64..900, owner in 0_u32..4) {
        let (loaded, files, text) = (ledger.load(), ledger.files(), journal(&ledger.rows));
        let fetches: Vec<_> = files.iter().map(|(_, text)| in_memory(text.as_bytes())).collect();
        let blocks = |(text, fetch): (&String, _)| Blocks { size: book_size, ..book::blocks(text.len() as u64, fetch) };
        let blocks: Vec<Blocks> = files.iter().map(|(_, text)| text).zip(fetches.iter().map(|fetch| fetch as &Fetch)).map(blocks).collect();
        let book = book::load_blocks(&blocks).expect("a right book");
        let fetch = in_memory(text.as_bytes());
        let about: Vec<CustomerIx> = (owner < ledger.customers as u32).then_some(CustomerIx(owner)).into_iter().collect();
        let blocks = Blocks { size, ..entry::blocks(text.len() as u64, &fetch) };
        let journal = entry::read_figures(&book, &blocks, &entry::Texts::of(about.clone())).expect("a right journal");
        let (one, other) = (loaded.on(ledger.day), Account::new(&book, &journal, AsOf::day(ledger.day)));
        prop_assert_eq!(View::of(&one), View::of(&other));
        for words in ASKED.iter().chain(PAGES) {
            let report = REPORTS.iter().find(|report| words.first() == Some(&report.name)).expect("a report");
            let kinds = match report.words {
                Words::All => continue,
                Words::OfFigures => {
                    prop_assert_eq!(bytes(&one, words), bytes(&other, words));
                    continue;
                }
                Words::Of(kinds) | Words::OfNamed(kinds) => entry::Texts::of_kinds(kinds),
                Words::OfDetail(kinds) if words.contains(&"--detail") => entry::Texts::of_kinds(kinds),
                Words::OfDetail(_) => entry::Texts::NONE,
                Words::OfAndCash(kinds) => entry::Texts { like: entry::is_cash, ..entry::Texts::of_kinds(kinds) },
                Words::OfAndDrafts(kinds) => entry::Texts { drafts: true, ..entry::Texts::of_kinds(kinds) },
            };
            let journal = entry::read_figures(&book, &blocks, &kinds).expect("a right journal");
            prop_assert_eq!(bytes(&one, words), bytes(&Account::new(&book, &journal, AsOf::day(ledger.day)), words));
        }
        // The story of one customer needs that customer's texts, and no other customer's entries.
        if let [customer] = about.as_slice() {
            let alone = Account::of_customers(&book, &journal, AsOf::day(ledger.day), &journal.linked([*customer]));
            let story = |account| rendered(account, &sheet(account, &["history"], Some(*customer)), Format::Table);
            prop_assert_eq!(story(&one), story(&alone));
        }
    }
}

proptest! {
    #![proptest_config(config(3))]
    #[test]
    fn splitting_a_receipt_changes_nothing(ledger in by_due_date(), which in any::<Index>(), at in any::<Index>()) {
        let void: BTreeSet<&str> = ledger.rows.iter().filter(|row| row.kind == Kind::Void).map(|row| row.refers.as_str()).collect();
        let refunded = |row: &Row| ledger.rows.iter().filter(|other| other.kind == Kind::Refund && other.refers == row.id).filter_map(|other| other.cents).sum::<i64>();
        let can_split = |row: &&Row| row.kind == Kind::Receipt && !void.contains(row.id.as_str()) && row.cents.unwrap_or(0) > refunded(row).max(1);
        let receipts: Vec<&Row> = ledger.rows.iter().filter(can_split).collect();
        if receipts.is_empty() {
            return Ok(());
        }
        let receipt = *which.get(&receipts);
        // What refunds take must still be in the first half.
        let (cents, least) = (receipt.cents.unwrap_or(0), refunded(receipt).max(1));
        let first = least + at.index((cents - least) as usize) as i64;
        let mut rows = ledger.rows.clone();
        for row in rows.iter_mut().filter(|row| row.id == receipt.id) {
            row.cents = Some(first);
        }
        // Halves with another receipt between them are no split: that one may restore a write-off before the second pays.
        rows.push(Row { id: next_id(&receipt.id), cents: Some(cents - first), ..receipt.clone() });
        let (whole, halves) = (ledger.load(), ledger.load_with(&rows));
        let (whole, halves) = (whole.on(ledger.day), halves.on(ledger.day));
        prop_assert_eq!(View::of(&whole).positions, View::of(&halves).positions);
        prop_assert_eq!(unapplied(&whole), unapplied(&halves));
        let fulfilled = |account: &Account| account.commitments().iter().map(|own| (own.due, own.fulfilled(), own.fulfilled_late(), own.state)).collect::<Vec<_>>();
        prop_assert_eq!(fulfilled(&whole), fulfilled(&halves));
    }
}

proptest! {
    #![proptest_config(config(4))]
    #[test]
    fn a_void_on_the_same_day_is_absence(ledger in ledgers(), which in any::<Index>()) {
        let void: BTreeSet<&str> = ledger.rows.iter().filter(|row| row.kind == Kind::Void).map(|row| row.refers.as_str()).collect();
        // The names of bills mean something also while the bill is void, but nothing without it.
        let can_go = |row: &&Row| !matches!(row.kind, Kind::Void | Kind::Bill) && !void.contains(row.id.as_str()) && row.date <= ledger.day;
        let rows: Vec<&Row> = ledger.rows.iter().filter(can_go).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let gone = *which.get(&rows);
        let mut voided = ledger.rows.clone();
        let blank = Row { kind: Kind::Void, customer: String::new(), contract: String::new(), milestone: String::new(), cents: None, due: None, ..gone.clone() };
        voided.push(Row { id: next_id(&gone.id), refers: gone.id.clone(), ..blank });
        let (voided, absent) = (ledger.load_with(&voided), ledger.load_with(&without(&ledger.rows, |row| row.id == gone.id)));
        prop_assert_eq!(View::of(&voided.on(ledger.day)), View::of(&absent.on(ledger.day)));
    }
}

proptest! {
    #![proptest_config(config(5))]
    #[test]
    fn tiers_and_not_due_are_the_receivable(ledger in ledgers(), limits in proptest::collection::btree_set(0..120_i32, 1..5)) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let receivable = sum(&account, |own| !own.is_waiting(), Position::outstanding);
        let limits = limits.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        for words in [&["aging"][..], &["aging", "--tiers", &limits], &["aging", "--from", "billed"]] {
            let tiers = sheet(&account, words, None);
            prop_assert_eq!(sum_and_total(&tiers, "outstanding"), (receivable, receivable), "{:?}", words);
            let disputed: Money = (0..account.positions().len()).filter(|number| !account.positions()[*number].is_waiting()).map(|number| account.disputed(number)).sum();
            prop_assert_eq!(sum_and_total(&tiers, "disputed"), (disputed, disputed));
            prop_assert_eq!(memo(&tiers, "unscheduled"), outstanding(&account) - receivable);
            prop_assert_eq!(memo(&tiers, "unapplied"), unapplied(&account));
            prop_assert_eq!(memo(&tiers, "prepaid"), sum(&account, Position::is_waiting, Position::settled));
            prop_assert_eq!(memo(&tiers, "written_off"), sum(&account, |_| true, Position::written_off));
        }
        let detail = sheet(&account, &["aging", "--detail"], None);
        prop_assert_eq!(sum_and_total(&detail, "outstanding"), (receivable, receivable));
    }
}

proptest! {
    #![proptest_config(config(22))]
    #[test]
    fn a_provision_is_of_all_that_is_receivable(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let receivable = sum_and_total(&sheet(&account, &["aging"], None), "outstanding").1;
        for words in [&["provision"][..], &["provision", "--from", "due"], &["provision", "--preset", "cas22-sample", "--beyond", "0.5"]] {
            let own = sheet(&account, words, None);
            prop_assert_eq!(sum_and_total(&own, "outstanding"), (receivable, receivable), "{:?}", words);
            let [open, provision, recoverable] = ["outstanding", "provision", "recoverable"].map(|key| column(&own, key));
            for row in own.rows.iter().chain(&own.total) {
                prop_assert_eq!(money(&row[provision]) + money(&row[recoverable]), money(&row[open]));
            }
            prop_assert_eq!(sum_and_total(&own, "provision").0, sum_and_total(&own, "provision").1);
        }
        // By age it is aging's own bands.
        let (own, aging) = (sheet(&account, &["provision"], None), sheet(&account, &["aging", "--from", "billed", "--tiers", "730"], None));
        let open = |sheet: &Sheet| sheet.rows.iter().map(|row| money(&row[column(sheet, "outstanding")])).collect::<Vec<_>>();
        prop_assert_eq!(open(&own), open(&aging));
    }
}

proptest! {
    #![proptest_config(config(6))]
    #[test]
    fn more_money_never_raises_what_is_owed(ledger in by_due_date(), front in any::<bool>(), which in any::<Index>()) {
        // A write-off that names a part is left out of the law: more money can bring that part into being, and then it takes
        // only from the part what it would have taken from the whole milestone.
        let mut rows = ledger.rows.clone();
        for row in rows.iter_mut().filter(|row| row.kind == Kind::Writeoff) {
            row.milestone = row.milestone.split('/').next().unwrap_or_default().to_string();
        }
        let date = if rows.is_empty() { ledger.more.date } else { which.get(&rows).date };
        let id = if front { "000000-00000000" } else { "991231-zzzzzzzz" };
        let less = ledger.load_with(&rows);
        rows.push(Row { id: id.into(), date, refers: String::new(), ..ledger.more.clone() });
        let more = ledger.load_with(&rows);
        let (less, more) = (less.on(ledger.day), more.on(ledger.day));
        prop_assert!(outstanding(&more) <= outstanding(&less), "{} after {} more on {date}", outstanding(&more), ledger.more.amount());
    }
}

proptest! {
    #![proptest_config(config(7))]
    #[test]
    fn a_last_reschedule_changes_no_sum(ledger in ledgers(), later in 0..60_i32) {
        let Some(last) = &ledger.last else { return Ok(()) };
        let moves = |row: &&Row| matches!(row.kind, Kind::Receipt | Kind::Refund | Kind::Deduct | Kind::Writeoff | Kind::Void);
        let after = ledger.rows.iter().filter(moves).map(|row| row.date).max().map_or(last.date, |day| day.plus_days(1));
        let mut rows = ledger.rows.clone();
        rows.push(Row { date: after, ..last.clone() });
        let (before, moved) = (ledger.load(), ledger.load_with(&rows));
        for day in [after, after.plus_days(later), start().plus_days(500)] {
            let (before, moved) = (before.on(day), moved.on(day));
            prop_assert_eq!((outstanding(&before), unapplied(&before)), (outstanding(&moved), unapplied(&moved)));
            for (customer, _) in before.book.customers() {
                prop_assert_eq!(before.balance(customer), moved.balance(customer));
            }
        }
    }
}

proptest! {
    #![proptest_config(config(8))]
    #[test]
    fn a_day_never_sees_the_future(ledger in ledgers()) {
        let rows = naming_known_bills(&ledger, &ledger.rows);
        let (all, past) = (ledger.load_with(&rows), ledger.load_with(&without(&rows, |row| row.date > ledger.day)));
        let (all, past) = (all.on(ledger.day), past.on(ledger.day));
        prop_assert_eq!(View::of(&all), View::of(&past));
        for words in ASKED {
            prop_assert_eq!(bytes(&all, words), bytes(&past, words));
        }
    }
}

proptest! {
    #![proptest_config(config(9))]
    #[test]
    fn recorded_by_leaves_out_what_was_recorded_later(ledger in ledgers()) {
        let rows = naming_known_bills(&ledger, &ledger.rows);
        let (all, early) = (ledger.load_with(&rows), ledger.load_with(&without(&rows, |row| row.recorded > ledger.recorded_by)));
        let as_of = AsOf { day: ledger.day, recorded_by: Some(ledger.recorded_by) };
        let (all, early) = (Account::new(&all.book, &all.journal, as_of), early.on(ledger.day));
        prop_assert_eq!(View::of(&all), View::of(&early));
        for words in ASKED {
            prop_assert_eq!(bytes(&all, words), bytes(&early, words));
        }
    }
}

proptest! {
    #![proptest_config(config(21))]
    #[test]
    fn exposures_are_what_aging_tells_less_advances(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let exposures = account.exposures();
        account.positions();
        prop_assert_eq!(&exposures, &account.exposures());
        let mut whole = Exposure::default();
        for own in &exposures {
            whole.plus(own);
        }
        let aging = sheet(&account, &["aging"], None);
        let advance = sum(&account, |own| !own.is_waiting() && is_advance(account.book, own), Position::outstanding);
        prop_assert_eq!((whole.receivable, whole.advance), (sum_and_total(&aging, "outstanding").1, advance));
        prop_assert_eq!((whole.unapplied, whole.prepaid), (memo(&aging, "unapplied"), memo(&aging, "prepaid")));
        prop_assert_eq!(whole.exposure(), whole.receivable - advance - whole.unapplied - whole.prepaid);
        let credit = sheet(&account, &["credit", "--all"], None);
        prop_assert_eq!(sum_and_total(&credit, "exposure"), (whole.exposure(), whole.exposure()));
        prop_assert_eq!(credit.rows.len(), ledger.customers);
        // What waits for an event is no receivable, so that the balance differs by it alone.
        for (customer, own) in account.book.customers().map(|(customer, _)| customer).zip(&exposures) {
            let waiting = sum(&account, |position| position.customer == customer && position.is_waiting(), Position::outstanding);
            prop_assert_eq!(own.receivable - own.unapplied, account.balance(customer) - waiting);
        }
        let groups = group_exposures(account.book, &exposures);
        prop_assert!(groups.len() <= 1);
        for group in &groups {
            let (of, limits): (Vec<Money>, Vec<Option<Money>>) =
                group.members.iter().map(|member| (exposures[member.0 as usize].exposure(), account.book.customer(*member).credit_limit)).unzip();
            prop_assert_eq!(group.exposure.exposure(), of.into_iter().sum::<Money>());
            prop_assert_eq!(group.limit, limits.iter().any(Option::is_some).then(|| limits.into_iter().flatten().sum::<Money>()));
        }
    }
}

/// The figures of `aging --by` from the positions themselves, with the default tiers.
fn figures(account: &Account, day: Day) -> Vec<(&'static str, Money)> {
    let aged = |from: i32, to: i32| sum(account, |own| own.days(day).is_some_and(|days| (from..=to).contains(&days)), Position::outstanding);
    let dated = (0..account.positions().len()).filter(|number| !account.positions()[*number].is_waiting());
    vec![
        ("not_due", aged(i32::MIN, -1)),
        ("green", aged(0, 20)),
        ("blue", aged(21, 40)),
        ("yellow", aged(41, 60)),
        ("red", aged(61, i32::MAX)),
        ("outstanding", aged(i32::MIN, i32::MAX)),
        ("overdue", aged(1, i32::MAX)),
        ("disputed", dated.map(|number| account.disputed(number)).sum()),
        ("unscheduled", sum(account, Position::is_waiting, Position::outstanding)),
        ("prepaid", sum(account, Position::is_waiting, Position::settled)),
        ("unapplied", unapplied(account)),
    ]
}

proptest! {
    #![proptest_config(config(10))]
    #[test]
    fn every_grouping_sums_to_the_whole(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        for by in ["rep", "customer", "contract", "category", "team", "group", "year", "grade", "cause"] {
            let grouped = sheet(&account, &["aging", "--by", by], None);
            for (key, whole) in figures(&account, ledger.day) {
                prop_assert_eq!(sum_and_total(&grouped, key), (whole, whole), "--by {} {}", by, key);
            }
        }
    }
}

/// The months of `kpi` that hold all of a random ledger.
const ALL_MONTHS: &str = "2026-01..2027-06";

/// Each row of a sheet by its period and the id of whom it is for, with an amount.
fn amounts(sheet: &Sheet, key: &str) -> BTreeMap<(String, String), Money> {
    let text = |row: &[Cell], key| {
        let place = sheet.columns.iter().position(|column| column.key == key);
        place.map_or(String::new(), |place| if let Cell::Text(text) = &row[place] { text.to_string() } else { String::new() })
    };
    let amount = column(sheet, key);
    sheet.rows.iter().map(|row| ((text(row, "period"), text(row, "key")), money(&row[amount]))).collect()
}

const INDICATORS: [&str; 6] = ["billed", "due", "received", "cash_received", "receivable", "overdue"];

proptest! {
    #![proptest_config(config(101))]
    #[test]
    fn indicators_are_what_the_other_reports_say(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let kpi = sheet(&account, &["kpi", "--period", ALL_MONTHS], None);
        let of = |key: &str| amounts(&kpi, key).into_iter().map(|((period, _), amount)| (period, amount)).collect::<BTreeMap<String, Money>>();
        let [_, _, received, cash, receivable, overdue] = INDICATORS.map(of);
        for (period, received) in &received {
            let month = Period::parse(period).expect("a month");
            let dated = |kind| account.of_kind_in(kind, month).map(|entry| entry.amount).sum::<Money>();
            prop_assert_eq!(*received, dated(Kind::Receipt) - dated(Kind::Refund), "received in {}", period);
            // As `aging` printed it then, also what was made void since.
            let end = loaded.on(month.last().min(ledger.day));
            let aging = sheet(&end, &["aging", "--by", "rep"], None);
            prop_assert_eq!(receivable[period], sum_and_total(&aging, "outstanding").1, "receivable in {}", period);
            prop_assert_eq!(overdue[period], sum_and_total(&aging, "overdue").1, "overdue in {}", period);
        }
        let history = sheet(&account, &["history", "--kind", "receipt"], None);
        let refunds: Money = account.of_kind(Kind::Refund).map(|(_, refund)| refund.amount).sum();
        prop_assert_eq!(received.values().copied().sum::<Money>() + refunds, sum_and_total(&history, "amount").1);
        if refunds.is_zero() {
            prop_assert_eq!(cash.values().copied().sum::<Money>(), memo(&history, "cash_received"));
        }
    }
}

proptest! {
    #![proptest_config(config(102))]
    #[test]
    fn indicators_of_all_rows_sum_to_the_whole(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let whole = sheet(&account, &["kpi", "--period", ALL_MONTHS], None);
        for by in ["company", "team", "rep", "customer"] {
            let parts = sheet(&account, &["kpi", "--period", ALL_MONTHS, "--by", by], None);
            for key in INDICATORS {
                let mut sums: BTreeMap<String, Money> = BTreeMap::new();
                for ((period, _), amount) in amounts(&parts, key) {
                    *sums.entry(period).or_default() += amount;
                }
                for ((period, _), amount) in amounts(&whole, key) {
                    prop_assert_eq!(sums.get(&period).copied().unwrap_or_default(), amount, "{} of {} --by {}", key, period, by);
                }
            }
        }
        // The matrix has the same rates, and the sales of all rows whichever they are.
        let shares = |sheet: &Sheet| {
            let (key, rate) = (column(sheet, "key"), column(sheet, "collection_rate"));
            let known = sheet.rows.iter().filter(|row| row[rate] != Cell::Ratio(None));
            known.map(|row| (format!("{:?}", row[key]), format!("{:?}", row[rate]))).collect::<BTreeMap<_, _>>()
        };
        let mut sales = Vec::new();
        for by in ["team", "rep", "customer"] {
            let matrix = sheet(&account, &["matrix", "--period", "2026-03", "--by", by], None);
            prop_assert_eq!(shares(&matrix), shares(&sheet(&account, &["kpi", "--period", "2026-03", "--by", by], None)), "--by {}", by);
            let column = column(&matrix, "sales");
            sales.push(matrix.rows.iter().map(|row| money(&row[column])).sum::<Money>());
        }
        prop_assert!(sales.windows(2).all(|two| two[0] == two[1]), "{:?}", sales);
        // A share is never more than the whole, nor less than nothing.
        for key in ["collection_rate", "on_time_rate", "in_full_rate", "overdue_share", "kept_rate", "prepaid_share"] {
            let column = column(&whole, key);
            for row in &whole.rows {
                let Cell::Ratio(Some(ratio)) = &row[column] else { continue };
                let share: f64 = ratio.fraction().parse().expect("a number");
                prop_assert!((0.0..=1.0).contains(&share), "{} {}", key, share);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(11))]
    #[test]
    fn the_last_balance_of_history_is_what_is_owed(ledger in ledgers()) {
        // What begins after the last entry stands in no row yet; a note of the day makes the last row speak of the day.
        let note = |owner: usize| {
            let customer = CUSTOMERS[owner].to_string();
            let blank = Row { contract: String::new(), milestone: String::new(), cents: None, due: None, refers: String::new(), ..ledger.more.clone() };
            Row { id: format!("991231-zzzzzzz{owner}"), date: ledger.day, kind: Kind::Note, owner, customer, ..blank }
        };
        let rows: Vec<Row> = ledger.rows.iter().cloned().chain((0..ledger.customers).map(note)).collect();
        let loaded = ledger.load_with(&rows);
        let account = loaded.on(ledger.day);
        let last = |customer| {
            let history = sheet(&account, &["history"], customer);
            money(&history.rows.last().expect("the note")[column(&history, "balance")])
        };
        prop_assert_eq!(last(None), outstanding(&account) - unapplied(&account));
        for (customer, _) in loaded.book.customers() {
            prop_assert_eq!(last(Some(customer)), account.balance(customer));
        }
    }
}

proptest! {
    #![proptest_config(config(20))]
    #[test]
    fn a_statement_balances(ledger in ledgers(), from in 0..200_i32) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let items = account.claim_items();
        for (customer, own) in account.book.customers() {
            let statement = sheet(&account, &["statement"], Some(customer));
            let (debits, credits) = (sum_and_total(&statement, "debit"), sum_and_total(&statement, "credit"));
            prop_assert_eq!((debits.0, credits.0), (debits.1, credits.1));
            prop_assert_eq!(memo(&statement, "opening") + debits.1 - credits.1, memo(&statement, "closing"));
            // Closing = receivable + written off - unapplied - prepaid of `aging --customer`.
            let filter = Filter { customers: vec![customer], ..Filter::default() };
            let aging = filtered(&account, &["aging"], filter);
            let receivable = sum_and_total(&aging, "outstanding").1;
            let claim = receivable + memo(&aging, "written_off") - memo(&aging, "unapplied") - memo(&aging, "prepaid");
            prop_assert_eq!((memo(&statement, "closing"), account.claim(customer)), (claim, claim), "{}", own.id);
            // An earlier day's balance is the opening of the days that follow it.
            let own = &items[customer.0 as usize];
            let day = ledger.day.plus_days(-from);
            let later: Money = own.iter().filter(|item| item.date > day).map(|item| item.change).sum();
            prop_assert_eq!(Account::claim_on(own, day) + later, claim);
            // What is demanded is never more than what is due, nor than what is owed in all.
            prop_assert!(memo(&statement, "demanded") <= memo(&statement, "due"));
            prop_assert!(memo(&statement, "demanded") <= claim.at_least_zero());
        }
    }
}

/// What is left of each receipt that counts after its refunds.
fn net(rows: &[&Row], receipt: &Row) -> Money {
    let refunds = rows.iter().filter(|row| row.kind == Kind::Refund && row.refers == receipt.id);
    receipt.amount() - refunds.map(|row| row.amount()).sum()
}

proptest! {
    #![proptest_config(config(12))]
    #[test]
    fn commitments_use_each_cent_once(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let rows = counting(&ledger.rows, ledger.day);
        let row = |index: EntryIx| rows.iter().find(|row| row.id == account.journal.entry(index).id.to_string());
        let mut used: BTreeMap<String, Money> = BTreeMap::new();
        for commitment in account.commitments() {
            let Some(promise) = row(commitment.entry) else { return Err(TestCaseError::fail("a commitment that does not count")) };
            prop_assert!(commitment.fulfilled() <= commitment.amount && commitment.fulfilled_late() <= commitment.fulfilled());
            for part in &commitment.fulfilments {
                let Some(receipt) = row(part.receipt) else { return Err(TestCaseError::fail("money that does not count")) };
                let same_contract = promise.contract.is_empty() || receipt.contract.is_empty() || promise.contract == receipt.contract;
                prop_assert!(part.amount.is_positive() && receipt.date >= promise.date && receipt.owner == promise.owner && same_contract);
                prop_assert!(commitment.replaced_by.is_none_or(|(_, on)| receipt.date < on));
                *used.entry(receipt.id.clone()).or_default() += part.amount;
            }
            let (full, late) = (commitment.fulfilled() == commitment.amount, ledger.day > commitment.last);
            let state = match commitment.state {
                State::Open => !full && !late,
                State::Kept => full && commitment.fulfilled_late().is_zero(),
                State::KeptLate => full && commitment.fulfilled_late().is_positive(),
                State::Partial => !full && late && commitment.fulfilled().is_positive(),
                State::Broken => late && commitment.fulfilled().is_zero(),
                State::Replaced => rows.iter().any(|row| row.kind == Kind::Commitment && row.refers == promise.id),
            };
            prop_assert!(state, "{commitment:?}");
        }
        for (id, used) in used {
            let receipt = rows.iter().find(|row| row.id == id).expect("a receipt");
            prop_assert!(used <= net(&rows, receipt), "{id}: {used}");
        }
    }
}

proptest! {
    #![proptest_config(config(13))]
    #[test]
    fn every_cent_of_an_entry_goes_somewhere(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let rows = counting(&ledger.rows, ledger.day);
        let mut gone: BTreeMap<String, Money> = BTreeMap::new();
        let mut put = |entry: EntryIx, amount: Money| *gone.entry(account.journal.entry(entry).id.to_string()).or_default() += amount;
        let mut applied = vec![[Money::ZERO; 4]; account.positions().len()];
        for own in account.allocations() {
            prop_assert!(own.amount.is_positive() && own.day <= ledger.day && own.day >= account.journal.entry(own.entry).date);
            put(own.entry, own.amount);
            goes_where_it_may(&account, own)?;
            let sums = &mut applied[own.position as usize];
            match own.applied {
                Applied::Paid => sums[0] += own.amount,
                Applied::Recovered => {
                    sums[0] += own.amount;
                    sums[3] += own.amount;
                }
                Applied::Deducted => sums[1] += own.amount,
                Applied::Written => sums[2] += own.amount,
            }
        }
        for credit in account.credits() {
            put(credit.entry, credit.amount);
        }
        let writeoffs: BTreeSet<&str> = rows.iter().filter(|row| row.kind == Kind::Writeoff).map(|row| row.id.as_str()).collect();
        for own in account.findings().iter().filter(|own| writeoffs.contains(account.journal.entry(own.entry).id.to_string().as_str())) {
            put(own.entry, own.excess);
        }
        for (position, sums) in account.positions().iter().zip(applied) {
            prop_assert_eq!([position.paid, position.deducted, position.written, position.recovered], sums);
        }
        for row in rows.iter().filter(|row| matches!(row.kind, Kind::Receipt | Kind::Deduct | Kind::Writeoff)) {
            let amount = if row.kind == Kind::Receipt { net(&rows, row) } else { row.amount() };
            prop_assert_eq!(gone.remove(&row.id).unwrap_or_default(), amount, "{}", row.id);
        }
        prop_assert!(gone.is_empty(), "{gone:?}");
        credit_waits_for_nothing_open(&account)?;
    }
}

/// Each kind is applied in its own way, and never to another contract than the one it names.
fn goes_where_it_may(account: &Account, own: &Allocation) -> Lawful {
    let (entry, position) = (account.journal.entry(own.entry), &account.positions()[own.position as usize]);
    let fits = match own.applied {
        Applied::Paid | Applied::Recovered => entry.kind == Kind::Receipt,
        Applied::Deducted => entry.kind == Kind::Deduct,
        Applied::Written => entry.kind == Kind::Writeoff,
    };
    prop_assert!(fits && entry.customer == Some(position.customer) && entry.contract.is_none_or(|contract| contract == position.contract), "{own:?}");
    Ok(())
}

/// Credit waits only while there is nothing it could pay or, where it is money, restore.
fn credit_waits_for_nothing_open(account: &Account) -> Lawful {
    for credit in account.credits() {
        let concerned = |own: &&Position| own.customer == credit.customer && credit.contract.is_none_or(|contract| own.contract == contract);
        for position in account.positions().iter().filter(concerned) {
            let could = position.outstanding() + if credit.deduction { Money::ZERO } else { position.written_off() };
            prop_assert!(could.is_zero(), "{credit:?} waits beside {position:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(14))]
    #[test]
    fn money_of_one_day_is_shared_pro_rata(amounts in vec(1..5_000_i64, 1..7), cents in 1..20_000_i64, late in any::<bool>()) {
        let day = if late { start().plus_days(40) } else { start() };
        let mut text = "name = \"t\"\ncurrency = \"CNY\"\n[policy]\napply_order = \"civil-code\"\n[[customer]]\nid = \"c1\"\nname = \"c1\"\n".to_string();
        for (number, cents) in amounts.iter().enumerate() {
            let amount = Money::from_cents(*cents);
            text += &format!("[[contract]]\nno = \"H{number}\"\ncustomer = \"c1\"\nsigned = {}\namount = {amount}\ndue = {}\n", start(), start().plus_days(30));
        }
        let row = format!("{HEADER}\n260101-00000000,{day},receipt,c1,,,{},,,,,bank,,\n", Money::from_cents(cents));
        let source = |name: &str, text: String| Source::new(name, text.into_bytes()).expect("UTF-8");
        let book = book::load(&[source("huikuan.toml", text)]).expect("a book");
        let journal = entry::read(&book, source("ledger.csv", row)).expect("a journal");
        let account = Account::new(&book, &journal, AsOf::day(day));
        let whole: i64 = amounts.iter().sum();
        let paid: Vec<i64> = account.positions().iter().map(|own| own.paid.cents()).collect();
        let given = cents.min(whole);
        prop_assert_eq!(paid.iter().sum::<i64>(), given);
        // Each share rounded down, and a cent more for the largest remainders, the earlier of equal ones first.
        let mut order: Vec<usize> = (0..amounts.len()).collect();
        order.sort_by_key(|number| (-(given * amounts[*number] % whole), *number));
        let floors: Vec<i64> = amounts.iter().map(|amount| given * amount / whole).collect();
        let more = (given - floors.iter().sum::<i64>()) as usize;
        for (place, number) in order.into_iter().enumerate() {
            prop_assert_eq!(paid[number], floors[number] + i64::from(place < more));
        }
    }
}

/// What a row says it is about, by its words. A part that does not exist means all parts.
fn open_about(ledger: &Ledger, account: &Account, row: &Row) -> Money {
    let (owner, contract) = (CUSTOMERS[row.owner], |own: &Position| &account.book.contract(own.contract).no);
    let Some(deal) = ledger.deal(row).filter(|_| !row.milestone.is_empty()) else {
        let is_about = |own: &Position| account.book.customer(own.customer).id == owner && (row.contract.is_empty() || row.contract == *contract(own));
        return sum(account, is_about, Position::outstanding);
    };
    let (base, part) = row.milestone.split_once('/').unwrap_or((&row.milestone, ""));
    let name = match base.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
        None => Some(base.to_string()),
        Some(number) if !deal.framework => deal.milestones.get(number - 1).map(|own| own.name.clone()),
        Some(number) => {
            let mut bills: Vec<&Row> = counting(&ledger.rows, ledger.day).into_iter().filter(|row| row.kind == Kind::Bill && row.contract == deal.no).collect();
            bills.sort_by_key(|bill| (bill.date, &bill.id));
            bills.get(number - 1).map(|bill| if bill.milestone.is_empty() { bill.id.clone() } else { bill.milestone.clone() })
        }
    };
    let Some(name) = name else { return Money::ZERO };
    let is_part = |own: &Position| row.contract == *contract(own) && account.position_name(own) == format!("{name}/{part}");
    let is_whole = |own: &Position| row.contract == *contract(own) && account.position_name(own).split('/').next() == Some(&name);
    if account.positions().iter().any(is_part) { sum(account, is_part, Position::outstanding) } else { sum(account, is_whole, Position::outstanding) }
}

proptest! {
    #![proptest_config(config(17))]
    #[test]
    fn a_dispute_lies_on_what_it_names(mut ledger in ledgers(), which in any::<Index>()) {
        let disputes: Vec<String> = ledger.rows.iter().filter(|row| row.kind == Kind::Dispute).map(|row| row.id.clone()).collect();
        if disputes.is_empty() {
            return Ok(());
        }
        // Of several each takes what the earlier ones left; one alone shows the rule.
        let only = which.get(&disputes).clone();
        ledger.rows = without(&ledger.rows, |row| row.kind == Kind::Dispute && row.id != only);
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let rows = counting(&ledger.rows, ledger.day);
        let resolved = rows.iter().any(|row| row.kind == Kind::Resolve && row.refers == only);
        let open = rows.iter().find(|row| row.id == only && !resolved).map_or(Money::ZERO, |dispute| {
            let about = open_about(&ledger, &account, dispute);
            dispute.cents.map_or(about, |cents| about.min(Money::from_cents(cents)))
        });
        prop_assert_eq!((0..account.positions().len()).map(|number| account.disputed(number)).sum::<Money>(), open);
    }
}

/// What a generated ledger may contain that a law could trip over, and whether it does.
fn corners(ledger: &Ledger) -> Vec<(&'static str, bool)> {
    let loaded = ledger.load();
    let account = loaded.on(ledger.day);
    let positions = account.positions();
    let kinds = Kind::ALL.into_iter().map(|kind| (kind.code(), account.of_kind(kind).next().is_some()));
    let names =
        |row: &Row| ledger.rows.iter().filter(|other| other.kind == Kind::Bill && other.contract == row.contract && other.milestone == row.milestone).count();
    let credits = account.credits();
    let states = [State::Open, State::Kept, State::KeptLate, State::Partial, State::Broken, State::Replaced];
    let states = states.into_iter().map(|state| (state.code(), account.commitments().iter().any(|own| own.state == state)));
    let corners = [
        ("a part", positions.iter().any(|own| own.part.number() > 1)),
        ("a third part", positions.iter().any(|own| own.part.number() > 2)),
        ("prepaid", positions.iter().any(|own| own.is_waiting() && own.settled().is_positive())),
        ("an advance", positions.iter().any(|own| !own.is_waiting() && own.outstanding().is_positive() && is_advance(account.book, own))),
        ("written off", positions.iter().any(|own| own.written_off().is_positive())),
        ("recovered", positions.iter().any(|own| own.recovered.is_positive())),
        ("moved twice", positions.iter().any(|own| own.reschedules > 1)),
        ("a dated part of a milestone that waits", positions.iter().any(|own| own.due.is_some() && own.original_due.is_none())),
        ("disputed", (0..positions.len()).any(|number| account.disputed(number).is_positive())),
        ("a waiting deduction", credits.iter().any(|credit| credit.deduction)),
        ("credit of a contract", credits.iter().any(|credit| !credit.deduction && credit.contract.is_some())),
        ("credit of a customer", credits.iter().any(|credit| credit.contract.is_none())),
        ("credit that was used later", account.allocations().iter().any(|own| own.day > account.journal.entry(own.entry).date)),
        ("above what was open", account.findings().iter().any(|own| own.excess.is_positive())),
        ("a bill's name used again", ledger.rows.iter().any(|row| row.kind == Kind::Bill && !row.milestone.is_empty() && names(row) > 1)),
        ("a void to come", ledger.rows.iter().any(|row| row.kind == Kind::Void && row.date > ledger.day)),
        ("the civil code", ledger.civil),
        ("a contract to be signed", ledger.deals.iter().any(|deal| deal.signed > ledger.day)),
        ("a milestone to begin", ledger.deals.iter().flat_map(|deal| &deal.milestones).any(|own| own.from > ledger.day)),
    ];
    kinds.chain(states).chain(corners).collect()
}

/// The laws are worth what the generator reaches.
#[test]
fn the_ledgers_reach_every_corner() {
    let counts: RefCell<BTreeMap<&str, u32>> = RefCell::default();
    let runner = &mut TestRunner::new(ProptestConfig { cases: 256, ..config(16) });
    let run = runner.run(&ledgers(), |ledger| {
        for (name, is_there) in corners(&ledger) {
            *counts.borrow_mut().entry(name).or_default() += u32::from(is_there);
        }
        Ok(())
    });
    run.expect("ledgers that load");
    let counts = counts.into_inner();
    assert!(counts.values().all(|count| *count > 2), "{counts:#?}");
}

// ---------------------------------------------------------------------------------------------------------------------
// What random ledgers seldom meet.

fn framework(rows: &[&str]) -> Loaded {
    let text = "name = \"t\"\ncurrency = \"CNY\"\n[[customer]]\nid = \"c1\"\nname = \"c1\"\n[[contract]]\nno = \"K\"\ncustomer = \"c1\"\n";
    let source = |name: &str, text: String| Source::new(name, text.into_bytes()).expect("UTF-8");
    let book = book::load(&[source("huikuan.toml", format!("{text}signed = 2026-01-01\nframework = true\n"))]).expect("a book");
    let journal = entry::read(&book, source("ledger.csv", format!("{HEADER}\n{}\n", rows.join("\n")))).expect("a journal");
    Loaded { book, journal }
}

const FIRST: &str = "260101-00000001,2026-01-01,bill,,K,B1,10,2026-03-01,,,,goods,,";
const EARLIER_DUE: &str = "260101-00000002,2026-01-01,bill,,K,,10,2026-02-01,,,,goods,,";
const PAYS_B1: &str = "260105-00000001,2026-01-05,receipt,,K,B1,10,,,,,bank,,";
const FIRST_VOID: &str = "260210-00000001,2026-02-10,void,,,,,,260101-00000001,,,,,";
const SECOND: &str = "260210-00000002,2026-02-10,bill,,K,B1,10,2026-04-01,,,,goods,,";
const SECOND_VOID: &str = "260211-00000001,2026-02-11,void,,,,,,260210-00000002,,,,,";

/// A bill made void and written anew under its name: money of an earlier day paid the bill that had the name on that day.
#[test]
fn a_name_means_the_bill_that_has_it_on_the_day() {
    let day = Day::from_ymd(2026, 1, 5).expect("a day");
    let before = framework(&[FIRST, EARLIER_DUE, PAYS_B1]);
    let expected = View::of(&before.on(day));
    for rows in [
        &[FIRST, EARLIER_DUE, PAYS_B1, FIRST_VOID, SECOND][..],
        &[FIRST, EARLIER_DUE, PAYS_B1, FIRST_VOID, SECOND, SECOND_VOID],
        &[SECOND, EARLIER_DUE, PAYS_B1, FIRST_VOID, FIRST, SECOND_VOID],
    ] {
        assert_eq!(View::of(&framework(rows).on(day)), expected);
    }
}

/// "A part that does not exist on that day means the whole milestone."
#[test]
fn a_dispute_of_a_part_that_does_not_exist_means_the_whole() {
    let moved = "260102-00000001,2026-01-02,reschedule,,K,B1,4,2026-04-01,,,,,,";
    let disputed = |milestone: &str, day: u32| {
        let loaded = framework(&[FIRST, moved, &format!("260103-00000001,2026-01-03,dispute,,K,{milestone},,,,,,quality,,")]);
        let account = loaded.on(Day::from_ymd(2026, 1, day).expect("a day"));
        (0..account.positions().len()).map(|number| account.disputed(number).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(disputed("B1/2", 3), ["0.00", "4.00"]);
    assert_eq!(disputed("#1/2", 3), ["0.00", "4.00"]);
    assert_eq!(disputed("B1/3", 3), ["6.00", "4.00"]);
    assert_eq!(disputed("B1", 3), ["6.00", "4.00"]);
}

/// Refunds stay within their receipt on every day, not only after a void of one of them.
#[test]
fn refunds_stay_within_their_receipt_on_every_day() {
    let loaded = framework(&[]);
    let read = |void_date: &str| {
        let void = format!("260108-00000001,{void_date},void,,,,,,260106-00000001,,,,,");
        let rows = [
            FIRST,
            "260105-00000001,2026-01-05,receipt,,K,B1,6,,,,,bank,,",
            "260106-00000001,2026-01-06,refund,,,,5,,260105-00000001,,,,,",
            "260107-00000001,2026-01-07,refund,,,,5,,260105-00000001,,,,,",
            void.as_str(),
        ];
        let source = Source::new("ledger.csv", format!("{HEADER}\n{}\n", rows.join("\n")).into_bytes()).expect("UTF-8");
        entry::read(&loaded.book, source)
    };
    assert!(read("2026-01-08").is_err());
    assert!(read("2026-01-06").is_ok());
    assert!(read("2026-01-07").is_ok());
}

// ---------------------------------------------------------------------------------------------------------------------
// What a period changes.

/// A period's lines of `commission`, added up by what does not change when a position is parted: amount and commission.
fn earned(account: &Account, words: &[&str], sums: &mut BTreeMap<String, (Money, Money)>) {
    let sheet = sheet(account, words, None);
    let keys = ["rep", "receipt", "date", "contract", "factor", "clock", "reason"].map(|key| column(&sheet, key));
    for row in &sheet.rows {
        let sum = sums.entry(keys.map(|key| format!("{:?}", row[key])).join(" ")).or_default();
        sum.0 += money(&row[column(&sheet, "amount")]);
        sum.1 += money(&row[column(&sheet, "commission")]);
    }
    sums.retain(|_, sum| *sum != (Money::ZERO, Money::ZERO));
}

/// The months from the first of all ledgers to a day.
fn months(day: Day) -> Vec<Period> {
    let (first, last) = (Period::month_of(start()), Period::month_of(day.max(start())));
    Period::parse_typed(&format!("{first}..{last}"), day).expect("a run of months")
}

fn run_of(months: &[Period]) -> String {
    format!("{}..{}", months[0], months[months.len() - 1])
}

proptest! {
    #![proptest_config(config(24))]
    #[test]
    fn commission_of_months_adds_up_and_is_of_all_money_applied(ledger in ledgers(), skipped in any::<Index>()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let months = months(ledger.day);
        let (mut by_month, mut at_once) = (BTreeMap::new(), BTreeMap::new());
        for month in &months {
            // Later runs of a month say the same as one on its last day.
            earned(&loaded.on(month.last().max(ledger.day)), &["commission", "--period", &month.to_string()], &mut by_month);
        }
        earned(&loaded.on(months[months.len() - 1].last()), &["commission", "--period", &run_of(&months)], &mut at_once);
        prop_assert_eq!(by_month, at_once);
        // Money that came in time until a day and does not wait.
        let applied = |day: Day| {
            let rows = counting(&ledger.rows, day);
            let received = rows.iter().filter(|row| row.kind == Kind::Receipt).map(|row| net(&rows, row)).sum::<Money>();
            received - loaded.on(day).credits().iter().filter(|credit| !credit.deduction).map(|credit| credit.amount).sum()
        };
        let month = skipped.get(&months);
        let sheet = sheet(&account, &["commission", "--period", &month.to_string()], None);
        let end = month.last().min(ledger.day);
        let before = month.first().plus_days(-1).min(end);
        prop_assert_eq!(memo(&sheet, "received"), applied(end) - applied(before));
        for key in ["amount", "commission"] {
            if sheet.total.is_some() {
                let (sum, total) = sum_and_total(&sheet, key);
                prop_assert_eq!(sum, total);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(25))]
    #[test]
    fn commission_of_runs_that_know_of_the_last_one_leaves_nothing_out(ledger in ledgers(), lags in vec(0..40_i32, 20)) {
        let rows = naming_known_bills(&ledger, &ledger.rows);
        let loaded = ledger.load_with(&rows);
        let months = months(ledger.day);
        let mut runs: Vec<Day> = months.iter().zip(&lags).map(|(month, lag)| month.last().plus_days(*lag)).collect();
        for number in 1..runs.len() {
            runs[number] = runs[number].max(runs[number - 1]);
        }
        let known = |day: Day, by: Day| Account::new(&loaded.book, &loaded.journal, AsOf { day, recorded_by: Some(by) });
        let (mut by_run, mut at_once) = (BTreeMap::new(), BTreeMap::new());
        let mut last_run = start().plus_days(-1);
        for (month, run) in months.iter().zip(&runs) {
            earned(&known(*run, *run), &["commission", "--period", &month.to_string(), "--last-run", &last_run.to_string()], &mut by_run);
            last_run = *run;
        }
        earned(&known(last_run, last_run), &["commission", "--period", &run_of(&months)], &mut at_once);
        prop_assert_eq!(by_run, at_once);
    }
}

/// A period's tickets, those withdrawn taken off, by what does not change when a position is parted.
fn tickets(account: &Account, period: &str, sums: &mut BTreeMap<String, (i32, Money)>) {
    let sheet = sheet(account, &["penalty", "--period", period], None);
    let keys = ["rep", "date", "contract", "tier", "days"].map(|key| column(&sheet, key));
    let withdrawn = Cell::code("correction", "更正");
    for row in &sheet.rows {
        let sum = sums.entry(keys.map(|key| format!("{:?}", row[key])).join(" ")).or_default();
        sum.0 += if row[column(&sheet, "change")] == withdrawn { -1 } else { 1 };
        sum.1 += money(&row[column(&sheet, "penalty")]);
    }
    sums.retain(|_, sum| *sum != (0, Money::ZERO));
}

proptest! {
    #![proptest_config(config(26))]
    #[test]
    fn tickets_of_months_add_up(ledger in ledgers()) {
        let loaded = ledger.load();
        let months = months(ledger.day);
        let (mut by_month, mut at_once) = (BTreeMap::new(), BTreeMap::new());
        for month in &months {
            tickets(&loaded.on(month.last().max(ledger.day)), &month.to_string(), &mut by_month);
        }
        tickets(&loaded.on(months[months.len() - 1].last()), &run_of(&months), &mut at_once);
        prop_assert_eq!(by_month, at_once);
    }
}

/// The tickets of a day, as its own ledger has them: who entered a tier that day with something open and undisputed.
fn entered(account: &Account) -> Vec<String> {
    let first = account.book.penalty.iter().any(|(tier, _)| tier == "green");
    let day = account.as_of.day;
    let mut tickets = Vec::new();
    for (number, own) in account.positions().iter().enumerate() {
        let (open, disputed) = (own.outstanding(), account.disputed(number));
        let tier = match own.days(day) {
            Some(1) if first => "green",
            Some(21) => "blue",
            Some(41) => "yellow",
            Some(61) => "red",
            _ => continue,
        };
        if open > disputed {
            tickets.push(format!("{day} {} {} {tier} {} {open} {disputed}", account.book.contract(own.contract).no, account.position_name(own), word(own.due)));
        }
    }
    tickets.sort();
    tickets
}

proptest! {
    #![proptest_config(config(27))]
    #[test]
    fn tickets_are_what_each_day_s_aging_shows(ledger in ledgers(), looked_at in vec(0..300_i32, 4)) {
        // What is void, refunded or overtaken by an event that names a milestone changes what past days show.
        let void: BTreeSet<&str> = ledger.rows.iter().filter(|row| row.kind == Kind::Void).map(|row| row.refers.as_str()).collect();
        let changes_the_past = |row: &Row| {
            matches!(row.kind, Kind::Void | Kind::Refund) || void.contains(row.id.as_str()) || (row.kind == Kind::Event && !row.milestone.is_empty())
        };
        let rows = naming_known_bills(&ledger, &without(&ledger.rows, changes_the_past));
        let loaded = ledger.load_with(&rows);
        let end = start().plus_days(299);
        let account = loaded.on(end);
        let sheet = sheet(&account, &["penalty", "--period", "2026"], None);
        let keys = ["date", "contract", "milestone", "tier", "due", "outstanding", "disputed"].map(|key| column(&sheet, key));
        let plain = |cell: &Cell| match cell {
            Cell::Text(text) => text.to_string(),
            Cell::Code(own) => own.code.to_string(),
            Cell::Money(amount) => amount.to_string(),
            Cell::Date(day) => day.to_string(),
            other => panic!("{other:?}"),
        };
        let mut given: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in &sheet.rows {
            given.entry(plain(&row[keys[0]])).or_default().push(keys.map(|key| plain(&row[key])).join(" "));
        }
        for list in given.values_mut() {
            list.sort();
        }
        // Days on which somebody may enter a tier, by what is due as seen on some days.
        let dues = looked_at.iter().flat_map(|days| loaded.on(start().plus_days(*days)).positions().iter().filter_map(|own| own.due).collect::<Vec<_>>());
        let days = dues.flat_map(|due| [1, 21, 41, 61].map(|days| due.plus_days(days))).filter(|day| *day >= start() && *day <= end);
        let days: BTreeSet<String> = days.map(|day| day.to_string()).chain(given.keys().cloned()).collect();
        for day in days {
            let on = loaded.on(Day::parse(day.as_bytes()).expect("a day"));
            prop_assert_eq!(given.get(&day).cloned().unwrap_or_default(), entered(&on), "on {}", day);
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The same figures in every format, by the program itself.

fn on_disk(ledger: &Ledger) -> Dir {
    let dir = Dir::new();
    for (name, text) in ledger.files() {
        dir.write(name, &text);
    }
    dir.write("ledger.csv", &journal(&ledger.rows));
    dir
}

fn asked(dir: &Dir, words: &[&str], day: Day, format: &str) -> String {
    let day = day.to_string();
    let all: Vec<&str> = words.iter().copied().chain(["--as-of", &day, "--format", format]).collect();
    // Wide enough for all columns of any report.
    let run = dir.huikuan(&all).env("COLUMNS", "2000").run();
    assert_eq!(run.code, 0, "{all:?}\n{}", run.stderr);
    run.stdout
}

/// A JSON value as CSV writes it.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn csv_is_json(csv: &str, json: &Value) -> Lawful {
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    let keys: Vec<String> = reader.headers().expect("a header").iter().map(str::to_string).collect();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let objects = json["rows"].as_array().expect("rows");
    prop_assert_eq!(rows.len(), objects.len());
    for (row, object) in rows.iter().zip(objects) {
        let object = object.as_object().expect("an object");
        prop_assert_eq!(object.keys().collect::<Vec<_>>(), keys.iter().collect::<Vec<_>>());
        prop_assert_eq!(row.iter().collect::<Vec<_>>(), object.values().map(plain).collect::<Vec<_>>());
    }
    Ok(())
}

/// The cells of a line of a table, by the column of the screen at which each ends.
fn cells(line: &str) -> BTreeMap<usize, &str> {
    let mut cells = BTreeMap::new();
    let mut at = 0;
    for cell in line.split("  ") {
        let text = cell.trim_start();
        at += width(cell);
        if !text.is_empty() {
            cells.insert(at, text);
        }
        at += 2;
    }
    cells
}

/// Money cells of a table are those of the JSON; a zero is a dash, and a column of nothing but zeros may be left out.
fn table_is_json(table: &str, json: &Value, sheet: &Sheet) -> Lawful {
    // What a rep's customers sum up to stands among the rows for people only.
    let table = &table.lines().filter(|line| !line.contains("小计")).collect::<Vec<_>>().join("\n");
    let mut lines = table.lines().skip(1);
    let heads = cells(lines.next().expect("a heading"));
    let mut heads = heads.into_iter().peekable();
    let objects: Vec<&Value> =
        json["rows"].as_array().expect("rows").iter().chain(json.get("total").filter(|total| !total.is_null() && !sheet.hide_total)).collect();
    let lines: Vec<BTreeMap<usize, &str>> = lines.by_ref().take(objects.len()).map(cells).collect();
    for (index, column) in sheet.columns.iter().enumerate().filter(|(_, column)| column.shown != Shown::Data) {
        let heading = match &column.heading {
            Heading::Fixed(text) => text.get(Lang::Zh),
            Heading::Given(name) => name,
        };
        let end = heads.next_if(|(_, head)| *head == heading).map(|(end, _)| end);
        let is_money = |row: &Vec<Cell>| matches!(row.get(index), Some(Cell::Money(_)));
        if !sheet.rows.iter().chain(&sheet.total).any(is_money) {
            continue;
        }
        for (number, object) in objects.iter().enumerate() {
            let amount = &object[&column.key];
            let cents = amount.as_str().map(|text| text.replace('.', "").parse::<i64>().expect("an amount"));
            let Some(end) = end else {
                prop_assert!(number >= sheet.rows.len() || cents.unwrap_or(0) == 0, "{} is left out: {amount}", column.key);
                continue;
            };
            let expected = cents.map(|cents| if cents == 0 { "—".to_string() } else { Money::from_cents(cents).grouped() });
            prop_assert_eq!(lines[number].get(&end).copied(), expected.as_deref(), "{} of row {}\n{}", column.key, number, table);
        }
    }
    prop_assert_eq!(heads.next(), None, "a heading that no column has\n{}", table);
    let figures = json.get("memo").and_then(Value::as_object).into_iter().flat_map(|memo| memo.values());
    let memo = table.lines().nth(2 + objects.len()).unwrap_or_default();
    // Ratios are told in per cent.
    for figure in figures.filter(|figure| figure.is_string()) {
        let grouped = Money::from_cents(plain(figure).replace('.', "").parse().expect("an amount")).grouped();
        prop_assert!(memo.contains(&format!(" {grouped}")), "{grouped} in {memo}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 1_000, ..config(18) })]
    #[test]
    fn every_format_says_what_the_sheet_says(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        for words in ASKED {
            let sheet = sheet(&account, words, None);
            let json: Value = serde_json::from_str(&rendered(&account, &sheet, Format::Json)).expect("JSON");
            csv_is_json(&rendered(&account, &sheet, Format::Csv), &json)?;
            table_is_json(&rendered(&account, &sheet, Format::Table), &json, &sheet)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config(15).cases / 10, max_shrink_iters: 30, ..config(15) })]
    #[test]
    fn the_program_says_the_same_in_every_format(ledger in ledgers()) {
        let (loaded, dir) = (ledger.load(), on_disk(&ledger));
        let account = loaded.on(ledger.day);
        // For people `kpi` has a shape of its own: months side by side.
        for words in ASKED.iter().filter(|words| words.first() != Some(&"kpi")) {
            let json: Value = serde_json::from_str(&asked(&dir, words, ledger.day, "json")).expect("JSON");
            csv_is_json(&asked(&dir, words, ledger.day, "csv"), &json)?;
            table_is_json(&asked(&dir, words, ledger.day, "table"), &json, &sheet(&account, words, None))?;
        }
    }
}

proptest! {
    #![proptest_config(config(29))]
    #[test]
    fn a_forecast_loses_nothing_and_stays_within_its_range(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let owed: Money = account.positions().iter().filter(|position| position.due.is_some()).map(Position::outstanding).sum();
        for words in [&["forecast"][..], &["forecast", "--weeks", "9"], &["forecast", "--period", "next-month"]] {
            let sheet = sheet(&account, words, None);
            let money = |row: &[Cell], key: &str| match row[column(&sheet, key)] {
                Cell::Money(amount) => amount,
                _ => Money::ZERO,
            };
            for row in sheet.rows.iter().chain(&sheet.total) {
                let (low, habit, high) = (money(row, "low"), money(row, "habit_basis"), money(row, "high"));
                prop_assert!(low <= habit && habit <= high, "{low} {habit} {high}");
            }
            let beside = |key: &str| match sheet.memo.iter().find(|memo| memo.key == key).map(|memo| &memo.value) {
                Some(Cell::Money(amount)) => *amount,
                other => panic!("{key}: {other:?}"),
            };
            let habit = money(sheet.total.as_ref().expect("a total"), "habit_basis");
            prop_assert_eq!(beside("receivable"), owed);
            prop_assert_eq!(habit + beside("before") + beside("later") + beside("not_expected"), owed);
        }
        let detail = sheet(&account, &["forecast", "--detail"], None);
        prop_assert!(detail.rows.is_empty() == owed.is_zero());
    }
}

proptest! {
    #![proptest_config(config(28))]
    #[test]
    fn a_plan_is_of_all_that_is_due(ledger in ledgers(), period in 0..3_usize, cents in 1..1_000_000_i64) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let period = ["this-month", "next-month", "this-year"][period];
        let receivable = sum_and_total(&sheet(&account, &["aging"], None), "outstanding").1;
        let promised = sum_and_total(&sheet(&account, &["gap", "--period", period, "--by", "rep"], None), "committed").1;
        let keys = ["carried_over", "due", "committed", "expected", "suggested_target", "suggested_ask"];
        let mut outstanding = BTreeSet::new();
        let mut sums = BTreeSet::new();
        for by in ["customer", "rep", "team", "category", "year", "key"] {
            let plan = sheet(&account, &["plan", period, "--by", by], None);
            let figures = keys.map(|key| if plan.rows.is_empty() { (Money::ZERO, Money::ZERO) } else { sum_and_total(&plan, key) });
            prop_assert!(figures.iter().all(|(rows, total)| rows == total), "--by {}", by);
            let [carried, due, committed, ..] = figures.map(|(sum, _)| sum);
            prop_assert_eq!(carried + due + memo(&plan, "due_later"), receivable);
            prop_assert_eq!(committed, promised);
            for row in &plan.rows {
                let [carried, due, _, expected, target, ask] = keys.map(|key| money(&row[column(&plan, key)]));
                prop_assert!(expected <= target && target <= ask && ask <= carried + due, "--by {}", by);
            }
            sums.insert(format!("{figures:?} {}", memo(&plan, "unscheduled")));
            outstanding.insert(if plan.rows.is_empty() { Money::ZERO } else { sum_and_total(&plan, "outstanding").0 });
        }
        prop_assert_eq!(sums.len(), 1, "{:?}", sums);
        prop_assert_eq!(outstanding.into_iter().collect::<Vec<_>>(), [receivable]);
        // Every customer is expected to pay at least what it promised, as far as it owes that much.
        for (customer, _) in account.book.customers() {
            let plan = filtered(&account, &["plan", period], Filter { customers: vec![customer], ..Filter::default() });
            let [carried, due, committed, expected, ..] = keys.map(|key| plan.total.as_ref().map_or(Money::ZERO, |total| money(&total[column(&plan, key)])));
            prop_assert!(expected >= committed.min(carried + due));
        }
        let amount = Money::from_cents(cents + 100_000_000);
        for (by, weight) in [("rep", "due"), ("customer", "outstanding"), ("category", "history"), ("year", "due"), ("key", "outstanding")] {
            if let Some(split) = possible(&account, &["plan", period, "--split", &amount.to_string(), "--by", by, "--weight", weight]) {
                prop_assert_eq!(sum_and_total(&split, "amount"), (amount, amount));
            }
        }
        let split = possible(&account, &["plan", "this-year", "--split", &amount.to_string(), "--by", "month", "--weight", "equal"]);
        prop_assert_eq!(split.map(|split| sum_and_total(&split, "amount")), Some((amount, amount)));
    }
}

/// A report that may be refused.
fn possible(account: &Account, words: &[&str]) -> Option<Sheet> {
    let report = REPORTS.iter().find(|report| words.first() == Some(&report.name)).expect("a report");
    let flags = (report.args)(Command::new(report.name), Lang::Zh).try_get_matches_from(words).expect("arguments");
    let (filter, target) = (Filter::default(), Target::default());
    let request = Request { account, filter, lang: Lang::Zh, flags: &flags, target, reps: Vec::new(), output: Output::Rows, drawn: false };
    (report.build)(&request).ok()
}

#[test]
fn every_report_is_asked_for_in_every_format() {
    for report in REPORTS {
        assert!(ASKED.iter().chain(PAGES).any(|words| words.first() == Some(&report.name)), "add `{}` to ASKED", report.name);
    }
}

/// Per account what the postings of a journal for hledger come to, and what its last transaction says they come to, of the
/// account alone or with what lies below it.
#[derive(Default)]
struct Posted<'j> {
    sums: BTreeMap<&'j str, i128>,
    said: Vec<(&'j str, bool, i128)>,
}

fn posted(journal: &str) -> Posted<'_> {
    let cents = |amount: &str| amount.replace('.', "").parse::<i128>().expect("an amount");
    let mut posted = Posted::default();
    for line in journal.lines().filter_map(|line| line.strip_prefix("    ")) {
        let (name, rest) = line.split_once("  ").expect("an amount");
        match rest.split(' ').collect::<Vec<_>>().as_slice() {
            [amount, "CNY"] => *posted.sums.entry(name).or_default() += cents(amount),
            ["0.00", "CNY", sign, amount, "CNY"] => posted.said.push((name, *sign == "=*", cents(amount))),
            other => panic!("{other:?}"),
        }
    }
    posted
}

proptest! {
    #![proptest_config(config(30))]
    #[test]
    fn an_exported_journal_comes_to_what_is_owed(ledger in ledgers()) {
        let loaded = ledger.load();
        let account = loaded.on(ledger.day);
        let mut bytes = Vec::new();
        huikuan::export::hledger(&account, Lang::Zh, &mut bytes).expect("written to memory");
        let journal = String::from_utf8(bytes).expect("UTF-8");
        let Posted { sums, said } = posted(&journal);
        prop_assert_eq!(sums.values().sum::<i128>(), 0, "{}", journal);
        for transaction in journal.split("\n\n") {
            prop_assert_eq!(posted(transaction).sums.values().sum::<i128>(), 0, "{}", transaction);
        }
        let below = |name: &str| sums.iter().filter(|(own, _)| own.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))).map(|(_, sum)| sum).sum::<i128>();
        for (name, with_below, amount) in &said {
            prop_assert_eq!(if *with_below { below(name) } else { sums.get(name).copied().unwrap_or_default() }, *amount, "{}\n{}", name, journal);
        }
        let aging = sheet(&account, &["aging", "--by", "customer"], None);
        for row in &aging.rows {
            let Cell::Text(id) = &row[column(&aging, "customer")] else { panic!("{:?}", row[0]) };
            for (place, key, sign) in [("assets:receivable", "outstanding", 1), ("liabilities:prepaid", "prepaid", -1), ("liabilities:unapplied", "unapplied", -1)] {
                prop_assert_eq!(below(&format!("{place}:{id}")), sign * i128::from(money(&row[column(&aging, key)]).cents()), "{}", journal);
            }
        }
        prop_assert_eq!(below("assets:receivable"), i128::from(sum(&account, |position| !position.is_waiting(), Position::outstanding).cents()));
    }
}
