//! Where a delivery is, and since when: what receipts make of it.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeadReason, DeliveryStage, Progress, Receipt, ReceiptStatus};
use mitra_core::ids::Wamid;

/// A delivery's stage, and when it came there: by our clock, or by Meta's if a receipt says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageSince {
    /// Where it is.
    pub stage: DeliveryStage,
    /// Since when.
    pub since: Timestamp,
}

impl StageSince {
    /// The stage after hearing `receipt` at `now`: [`DeliveryStage::merge`]. Meta's clock may be ahead of ours.
    #[must_use]
    pub fn merge(self, receipt: &Receipt, now: Timestamp) -> Self {
        let stage = self.stage.clone().merge(receipt);
        let since = if stage == self.stage { self.since } else { receipt.at.min(now) };
        Self { stage, since }
    }

    /// The stage after hearing `receipt` of a delivery that is known as this message, if it is known; none if the
    /// receipt does not count, for it is about another attempt, which Meta took or gave up.
    ///
    /// One about another attempt does count if the delivery was given up, and Meta took that other attempt: the citizen
    /// has the message.
    #[must_use]
    pub fn hear(self, own: Option<&Wamid>, receipt: &Receipt, now: Timestamp) -> Option<Self> {
        if own.is_none_or(|own| *own == receipt.wamid) {
            return Some(self.merge(receipt, now));
        }
        let is_given_up = matches!(self.stage, DeliveryStage::Dead(_));
        let is_taken = receipt.status != ReceiptStatus::Failed;
        (is_given_up && is_taken).then(|| {
            let (wamid, progress) = (receipt.wamid.clone(), Progress::Accepted);
            let taken = DeliveryStage::Accepted { wamid, progress };
            Self { stage: taken, since: now }.merge(receipt, now)
        })
    }

    /// Why the delivery was given up, if it was not before.
    pub fn died_of(&self, before: &DeliveryStage) -> Option<&DeadReason> {
        match (before, &self.stage) {
            (DeliveryStage::Dead(_), _) => None,
            (_, DeliveryStage::Dead(reason)) => Some(reason),
            (
                _,
                DeliveryStage::Queued { .. }
                | DeliveryStage::Attempting
                | DeliveryStage::Unknown { .. }
                | DeliveryStage::Accepted { .. },
            ) => None,
        }
    }
}
