//! Payments that are asked for: whose they are, and money that is owed back.

use mitra_department::payments::{PaymentUpdate, Receipt};
use mitra_department::{Fault, Host, Scope, Turn};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calendar::Day;
use crate::context::Context;
use crate::{records, words};

/// Money that came and has to go back: nothing is there for it any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Owed {
    citizen: String,
    paise: u64,
    receipt: String,
    paid_at: u64,
    /// What it was paid for.
    of: String,
}

/// What was paid, as records keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Paid {
    pub(crate) receipt: String,
    pub(crate) at: u64,
    pub(crate) paise: u64,
}

impl Paid {
    pub(crate) fn new(update: &PaymentUpdate, receipt: &Receipt) -> Self {
        Self { receipt: receipt.id.clone(), at: receipt.at, paise: update.amount }
    }
}

/// Writes down that a payment, or a part of it, is owed back.
pub(crate) fn owe(host: &mut dyn Host, turn: &Turn, payment: &str, paid: &Paid, of: &str) {
    let owed = Owed {
        citizen: turn.citizen.pseudonym.clone(),
        paise: paid.paise,
        receipt: paid.receipt.clone(),
        paid_at: paid.at,
        of: of.to_owned(),
    };
    records::write(host, Scope::Department, &format!("owed/{payment}"), &owed);
}

/// Remembers what a payment is for.
pub(crate) fn remember(host: &mut dyn Host, reference: &str, of: &str) {
    records::write(host, Scope::Department, &format!("payment/{reference}"), &of);
}

/// What a payment is for, if the department asked for it.
pub(crate) fn of(host: &dyn Host, reference: &str) -> Result<Option<String>, Fault> {
    records::read(host, Scope::Department, &format!("payment/{reference}"))
}

/// When a record was paid and with which receipt, if it says both: so it is written when a bill is paid here.
pub(crate) fn paid_line(context: &Context<'_>, record: &Value) -> Option<String> {
    let on = Day::from_iso(&records::compared(record, "paid-on")?)?;
    let receipt = records::compared(record, "receipt")?;
    Some(context.fill(words::PAID_ON, &[&on.shown(), &receipt]))
}
