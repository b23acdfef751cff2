//! Ingest: `VerifiedNotification` -> durable rows. First stage of the data plane.
//!
//! Takes: a notification whose signature was verified.
//! Gives: one committed transaction, after which it may be acknowledged; or an error, and nothing stored.
//! Never: runs a turn or waits for one.
//! **Invariant I5:** a duplicate adds no row; storage knows events by their own ids, never by the notification's bytes.

use std::sync::Arc;

use metrics::counter;
use mitra_core::clock::Clock;
use mitra_core::delivery::{Receipt, ReceiptStatus};
use mitra_core::event::{AccountReport, Leaf};
use mitra_core::ids::PhoneNumberId;
use mitra_storage::{Accepted, Intake, SharedStorage, StorageError};
use mitra_whatsapp::VerifiedNotification;

use crate::bell::Bell;
use crate::pipeline::PipelineOptions;
use crate::receipts;
use crate::send;
use crate::templates::Templates;

/// Why a notification was not accepted. Meta keeps it and sends it again.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// It could not be made durable.
    #[error("the notification could not be stored")]
    Store(#[source] StorageError),
}

/// The door of the pipeline. Cheap to clone.
#[derive(Clone)]
pub struct Ingest {
    pub(crate) storage: SharedStorage,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) options: Arc<PipelineOptions>,
    pub(crate) inbox: Bell,
    pub(crate) outbox: Bell,
    pub(crate) templates: Templates,
    pub(crate) payments: Bell,
    pub(crate) refunds: Bell,
}

impl Ingest {
    /// Makes everything in the notification durable. Acknowledge only after this returned `Ok`.
    ///
    /// # Cancel safety
    /// If the future is dropped, the notification may or may not be stored; a repetition by Meta adds nothing.
    pub async fn run(&self, notification: &VerifiedNotification) -> Result<Accepted, IngestError> {
        let leaves = mitra_whatsapp::parse(notification).leaves;
        self.keep_in_mind(&leaves);
        let intake = decide(leaves, &self.options.numbers);
        let n_quarantined = intake.quarantined.len();
        let (has_events, has_receipts) = (!intake.events.is_empty(), !intake.receipts.is_empty());
        let is_lost = |receipt: &Receipt| receipt.status == ReceiptStatus::Failed;
        let has_failed = intake.receipts.iter().any(is_lost);
        let now = self.clock.now();
        let accepted = self.storage.accept(intake, now).await.map_err(IngestError::Store)?;
        count(&accepted, n_quarantined);
        for failed in &accepted.failed {
            send::given_up(failed.delivery, &failed.reason);
            self.templates.failed(failed, now);
        }
        if has_events {
            self.inbox.ring();
        }
        // A receipt can end the wait of a delivery, and so free the next one.
        if has_receipts {
            self.outbox.ring();
        }
        // What failed may be a payment's card.
        if accepted.payments > 0 || has_failed {
            self.payments.ring();
        }
        if accepted.payments > 0 {
            self.refunds.ring();
        }
        Ok(accepted)
    }
}

impl Ingest {
    /// What Meta says of templates. It is not stored: after a start the first refusal says it again.
    fn keep_in_mind(&self, leaves: &[Leaf]) {
        for leaf in leaves {
            if let Leaf::Account(AccountReport { template: Some(report), .. }) = leaf {
                self.templates.heed(report, self.clock.now());
            }
        }
    }
}

/// Sorts a notification's items by what must be stored of them: nothing of messages to other numbers than these, unless
/// there are none of these.
fn decide(leaves: Vec<Leaf>, numbers: &[PhoneNumberId]) -> Intake {
    let mut intake = Intake::default();
    for leaf in leaves {
        match leaf {
            Leaf::Event(event)
                if numbers.is_empty() || numbers.contains(&event.phone_number_id) =>
            {
                intake.events.push(event);
            }
            // Another application's: answering would be a second answer, from a number that is not ours.
            Leaf::Event(_) => {
                counter!("mitra_leaves_total", "outcome" => "other_number").increment(1);
            }
            Leaf::Receipt(receipt) => intake.receipts.push(receipt),
            Leaf::Payment(report) => intake.payments.push(report),
            Leaf::Identity(report) => intake.identities.push(report),
            Leaf::Quarantined(item) => {
                tracing::warn!(reason = %item.reason, raw_bytes = item.raw.len(), "item quarantined");
                intake.quarantined.push(item);
            }
            Leaf::Account(report) => {
                let AccountReport { field, code, .. } = report;
                tracing::info!(%field, code, "report from Meta on the account");
                counter!("mitra_account_reports_total", "field" => field).increment(1);
            }
        }
    }
    intake.receipts = receipts::decide(intake.receipts);
    intake
}

fn count(accepted: &Accepted, n_quarantined: usize) {
    let add = |what: &'static str, n: usize| {
        if n > 0 {
            counter!("mitra_leaves_total", "outcome" => what).increment(n as u64);
        }
    };
    add("accepted", accepted.events);
    add("duplicate", accepted.duplicates);
    add("lane_full", accepted.lane_full);
    add("quarantined", n_quarantined);
    add("receipt", accepted.receipts);
    add("receipt_waiting", accepted.receipts_waiting);
    add("payment", accepted.payments);
    add("payment_unknown", accepted.payments_unknown);
}

#[cfg(test)]
mod tests;
