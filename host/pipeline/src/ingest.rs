//! Ingest: `VerifiedNotification` -> durable rows. First stage of the data plane.
//!
//! Takes: a notification whose signature was verified.
//! Gives: one committed transaction, after which it may be acknowledged; or an error, and nothing stored.
//! Never: runs a turn or waits for one.
//! **Invariant I5:** a duplicate adds no row; storage knows events by their own ids, never by the notification's bytes.

use std::sync::Arc;

use metrics::counter;
use mitra_core::clock::Clock;
use mitra_core::event::Leaf;
use mitra_storage::{Accepted, Intake, SharedStorage, StorageError};
use mitra_whatsapp::VerifiedNotification;

use crate::bell::Bell;
use crate::receipts;

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
    storage: SharedStorage,
    clock: Arc<dyn Clock>,
    inbox: Bell,
    outbox: Bell,
}

impl Ingest {
    pub(crate) fn new(
        storage: SharedStorage,
        clock: Arc<dyn Clock>,
        inbox: Bell,
        outbox: Bell,
    ) -> Self {
        Self { storage, clock, inbox, outbox }
    }

    /// Makes everything in the notification durable. Acknowledge only after this returned `Ok`.
    ///
    /// # Cancel safety
    /// If the future is dropped, the notification may or may not be stored; a repetition by Meta adds nothing.
    pub async fn run(&self, notification: &VerifiedNotification) -> Result<Accepted, IngestError> {
        let intake = decide(mitra_whatsapp::parse(notification).leaves);
        let n_quarantined = intake.quarantined.len();
        let (has_events, has_receipts) = (!intake.events.is_empty(), !intake.receipts.is_empty());
        let now = self.clock.now();
        let accepted = self.storage.accept(intake, now).await.map_err(IngestError::Store)?;
        count(accepted, n_quarantined);
        if has_events {
            self.inbox.ring();
        }
        // A receipt can end the wait of a delivery, and so free the next one.
        if has_receipts {
            self.outbox.ring();
        }
        Ok(accepted)
    }
}

/// Sorts a notification's items by what must be stored of them.
fn decide(leaves: Vec<Leaf>) -> Intake {
    let mut intake = Intake::default();
    for leaf in leaves {
        match leaf {
            Leaf::Event(event) => intake.events.push(event),
            Leaf::Receipt(receipt) => intake.receipts.push(receipt),
            Leaf::Identity(report) => intake.identities.push(report),
            Leaf::Quarantined(item) => {
                tracing::warn!(reason = %item.reason, raw_bytes = item.raw.len(), "item quarantined");
                intake.quarantined.push(item);
            }
            Leaf::Notice(notice) => {
                counter!("mitra_notices_total", "field" => notice.field.clone()).increment(1);
                tracing::info!(field = %notice.field, code = notice.code, "notice from Meta");
            }
        }
    }
    intake.receipts = receipts::decide(intake.receipts);
    intake
}

fn count(accepted: Accepted, n_quarantined: usize) {
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
}
