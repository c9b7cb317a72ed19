//! Receipts with drafts and in cash: what stands under `history --kind receipt`.

use crate::account::Account;
use crate::entry::{Column, Entry, IN_KIND, Kind};
use crate::money::Money;
use crate::sheet::{Cell, Memo};
use crate::text::text;

/// What of the receipts shown is cash by the day: drafts that have not matured and what was given in kind are not.
#[derive(Default)]
pub(super) struct Received {
    all: Money,
    held: Money,
    in_kind: Money,
}

impl Received {
    /// Adds a receipt that counts, with what of it is shown.
    pub(super) fn add(&mut self, account: &Account, entry: &Entry, amount: Money) {
        if entry.kind != Kind::Receipt {
            return;
        }
        self.all += amount;
        if account.is_held(entry) {
            self.held += amount;
        } else if account.journal.text(entry, Column::Detail) == IN_KIND {
            self.in_kind += amount;
        }
    }

    /// Whether there is nothing to tell apart.
    pub(super) fn is_all_cash(&self) -> bool {
        self.held.is_zero() && self.in_kind.is_zero()
    }

    /// 回款（含票据、抵债）and 现金回款, with what lies between.
    pub(super) fn memo(&self) -> Vec<Memo> {
        let money = |key, zh, en, amount| Memo { key, heading: text(zh, en), value: Cell::Money(amount) };
        vec![
            money("received", "回款（含票据、抵债）", "Received, drafts and goods included", self.all),
            money("drafts_held", "其中未到期票据", "of which drafts held", self.held),
            money("in_kind", "以物抵债", "in kind", self.in_kind),
            money("cash_received", "现金回款", "in cash", self.all - self.held - self.in_kind),
        ]
    }
}
