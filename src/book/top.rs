//! The top level of a book file: settings, and the lists of reps, customers, contracts and targets.

use super::fields::Fields;
use super::loader::Loader;
use super::{contract, people, settings_read, target};
use crate::problem::BookFault;
use crate::text::{Lang, nearest};

/// The top level of a piece.
pub(super) fn read_top(loader: &mut Loader, fields: Fields) {
    if fields.piece.number == 0 {
        read_settings(loader, &fields);
    } else {
        let known = ["customer", "contract", "rep", "target", "x"];
        for node in fields.entries().filter(|node| !known.contains(&node.key.as_ref())) {
            let key_name = node.key.to_string();
            let fault = match nearest(&key_name, known).first() {
                Some(near) => BookFault::UnknownKey { key: key_name, nearest: Some((*near).to_string()) },
                None => BookFault::IncludedKey { key: key_name },
            };
            fields.piece.report(fault, &node.key_span.range());
        }
    }
    for table in fields.tables("rep") {
        let rep = people::read_rep(table, loader);
        loader.book.reps.push(rep);
    }
    for table in fields.tables("customer") {
        let customer = people::read_customer(table, loader);
        loader.book.customers.push(customer);
    }
    for table in fields.tables("contract") {
        let contract = contract::read(table, loader);
        loader.book.contracts.push(contract);
    }
    for table in fields.tables("target") {
        let target = target::read(table, loader);
        loader.book.targets.extend(target);
    }
    if fields.piece.number == 0 {
        fields.finish();
    }
}

fn read_settings(loader: &mut Loader, fields: &Fields) {
    if fields.piece.base == 0 {
        loader.book.name = fields.need_text("name");
        loader.book.currency = fields.need_text("currency");
        let code = &loader.book.currency;
        let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
        if !is_code && !code.is_empty() {
            fields.report("currency", BookFault::Choice { text: code.clone(), choices: "CNY | USD | EUR | …".into() });
        }
        loader.book.lang = fields.choice("lang", &["zh", "en"]).map(|index| if index == 0 { Lang::Zh } else { Lang::En });
        fields.texts("include");
    }
    for key in ["company", "policy", "tier", "ladder", "provision", "matrix", "commission", "penalty", "risk"] {
        if fields.has(key) {
            // Pieces of one file: TOML itself would refuse the second of a kind within one piece.
            if loader.seen.contains(&key) && !matches!(key, "tier" | "ladder" | "provision") {
                fields
                    .report(key, BookFault::Duplicate { id: key.to_string(), first: fields.piece.source.map_or(String::new(), |source| source.name.clone()) });
            }
            loader.seen.push(key);
        }
    }
    let book = &mut loader.book;
    if let Some(table) = fields.table("company") {
        book.company = settings_read::read_company(table);
    }
    if let Some(table) = fields.table("policy") {
        book.policy = settings_read::read_policy(table, &mut book.provision);
    }
    if let Some(table) = fields.table("matrix") {
        settings_read::read_matrix(table, &mut book.matrix);
    }
    if let Some(table) = fields.table("commission") {
        book.commission = settings_read::read_commission(table);
    }
    if let Some(table) = fields.table("penalty") {
        book.penalty = settings_read::read_penalty(&table, &mut loader.tier_names);
    }
    if let Some(table) = fields.table("risk") {
        book.risk = settings_read::read_risk(table, &mut loader.tier_names);
    }
    let tiers: Vec<_> = fields.tables("tier").map(settings_read::read_tier).collect();
    let steps: Vec<_> = fields.tables("ladder").map(settings_read::read_step).collect();
    let bands: Vec<_> = fields.tables("provision").map(settings_read::read_band).collect();
    let ascending = |limits: &[Option<i32>]| {
        let inner = limits.split_last().is_none_or(|(last, rest)| last.is_none() && rest.iter().all(Option::is_some));
        inner && limits.windows(2).all(|pair| matches!(pair, [a, b] if b.is_none() || a < b))
    };
    if !tiers.is_empty() {
        if !ascending(&tiers.iter().map(|tier| tier.up_to).collect::<Vec<_>>()) {
            fields.report("tier", BookFault::Order { key: "tier" });
        }
        for (index, tier) in tiers.iter().enumerate() {
            let reserved = ["not-due", "x"].contains(&tier.name.as_str());
            if reserved || tiers.iter().take(index).any(|other| other.name == tier.name) {
                fields.report("tier", BookFault::Duplicate { id: tier.name.clone(), first: "[[tier]]".into() });
            }
        }
        book.tiers = tiers;
    }
    if !steps.is_empty() {
        if !steps.windows(2).all(|pair| matches!(pair, [a, b] if a.step < b.step)) {
            fields.report("ladder", BookFault::Order { key: "ladder" });
        }
        book.ladder = steps;
    }
    if !bands.is_empty() {
        if !ascending(&bands.iter().map(|band| band.up_to).collect::<Vec<_>>()) {
            fields.report("provision", BookFault::Order { key: "provision" });
        }
        book.provision.bands = bands;
    }
}
