//! One element of `statuses[]` that is about a payment: that there is news, and of which order. What the news are is
//! not even read.
//!
//! Source: Meta, "Receive payments via payment gateways on WhatsApp" (2026-05-21), step 4.

use std::ops::ControlFlow;

use mitra_core::event::{Leaf, PaymentReport};
use mitra_core::ids::OrderReference;
use mitra_core::limits::{PAYMENT_REFERENCE_BYTES_MAX, REFUNDS_PER_PAYMENT_MAX};

use super::json::{Json, Object};
use super::leaves::Leaves;

/// The longest reference, by Meta's own rule.
const REFERENCE_BYTES_MAX: usize = PAYMENT_REFERENCE_BYTES_MAX;
/// Characters of each part of a key: real ids have 14 to 30.
const PART_CHARS_MAX: usize = 64;

/// Understands one report on a payment.
pub(super) fn parse(
    item: Json<'_>,
    status: &Object<'_>,
    leaves: &mut Leaves<'_>,
) -> ControlFlow<()> {
    let payment = status.object("payment");
    let reference = payment.as_ref().and_then(|payment| payment.text("reference_id"));
    let reference = reference.filter(|reference| reference.len() <= REFERENCE_BYTES_MAX);
    let (Some(payment), Some(reference)) = (&payment, reference) else {
        let reason =
            format!("a payment's status without a reference of 1 to {REFERENCE_BYTES_MAX} bytes");
        return leaves.quarantine(item, reason);
    };
    let dedup_key = key(status, payment, &reference);
    let order = OrderReference::new(&*reference);
    leaves.push(Leaf::Payment(PaymentReport { dedup_key, order }))
}

/// What tells a report from all others of its order. Timestamps come as numbers and as texts, and are the same.
fn key(status: &Object<'_>, payment: &Object<'_>, reference: &str) -> String {
    let transaction = payment.object("transaction");
    let of_transaction = |name| Some(part(&transaction.as_ref()?.text(name)?));
    let updated = transaction.as_ref().and_then(|it| it.integer("updated_timestamp"));
    let updated = updated.or_else(|| status.integer("timestamp")).unwrap_or_default();
    let mut key = format!(
        "p|{reference}|{}|{}|{updated}",
        status.text("status").map(|status| part(&status)).unwrap_or_default(),
        of_transaction("id").unwrap_or_default(),
    );
    let Some(refunds) = payment.list("refunds") else { return key };
    // Money that goes back changes nothing of the transaction that brought it.
    let mut n_refunds = 0;
    let _ended = refunds.each(|refund| {
        let Some(refund) = refund.object() else { return ControlFlow::Continue(()) };
        for name in ["id", "status"] {
            key.push('|');
            key.push_str(&part(&refund.text(name).unwrap_or_default()));
        }
        n_refunds += 1;
        if n_refunds < REFUNDS_PER_PAYMENT_MAX {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    key
}

fn part(text: &str) -> String {
    text.chars().take(PART_CHARS_MAX).collect()
}
