//! Meta's reports -> deliveries' stages, in whatever order they come.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::Receipt;
use mitra_core::ids::{DeliveryId, Wamid};

use super::state::{DeliveryRow, State, WaitingReceipt};
use crate::{FailedDelivery, StageSince};

/// Where a receipt went.
pub(super) enum Joined {
    /// To its delivery, which it may or may not have changed.
    Delivery {
        /// The delivery, if it ended it as failed.
        failed: Option<FailedDelivery>,
    },
    /// Beside, until its delivery is known.
    Waiting,
}

impl State {
    pub(super) fn receive(&mut self, receipt: Receipt, now: Timestamp) -> Joined {
        let Some(id) = self.delivery_of(&receipt) else {
            // Known by what it says: a repeated one adds nothing.
            let says = |w: &WaitingReceipt| (w.receipt.wamid.clone(), w.receipt.status);
            let said = (receipt.wamid.clone(), receipt.status);
            if !self.waiting.values().any(|waiting| says(waiting) == said) {
                let number = self.draw();
                self.waiting.insert(number, WaitingReceipt { receipt, received_at: now });
            }
            return Joined::Waiting;
        };
        let Some(row) = self.deliveries.get(&id) else { return Joined::Delivery { failed: None } };
        let before = row.stage.clone();
        let is_new = row.wamid.as_ref() != Some(&receipt.wamid);
        let stands = StageSince { stage: before.clone(), since: now };
        let Some(mut after) = stands.hear(row.wamid.as_ref(), &receipt, now) else {
            return Joined::Delivery { failed: None };
        };
        if is_new {
            after = self.join_waiting(&receipt.wamid, after, now);
        }
        let (reason, at) = (after.died_of(&before).cloned(), after.since);
        let body = |row: &DeliveryRow| row.content.body.clone();
        let failed = self.deliveries.get(&id).map(body).zip(reason);
        if after.stage != before || is_new {
            self.end(id, after, Some(receipt.wamid), now);
        }
        let failed = failed.map(|(body, reason)| FailedDelivery { delivery: id, body, reason, at });
        Joined::Delivery { failed }
    }

    /// Merges the receipts that waited for this message into its stage.
    pub(super) fn join_waiting(
        &mut self,
        wamid: &Wamid,
        before: StageSince,
        now: Timestamp,
    ) -> StageSince {
        let (joining, others) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|(_, waiting)| waiting.receipt.wamid == *wamid);
        self.waiting = others;
        let joining: BTreeMap<i64, WaitingReceipt> = joining;
        joining.values().fold(before, |stage, waiting| stage.merge(&waiting.receipt, now))
    }

    fn delivery_of(&self, receipt: &Receipt) -> Option<DeliveryId> {
        let ours = receipt.reference.filter(|r| r.installation == self.installation);
        let by_reference =
            ours.map(|r| r.delivery).filter(|delivery| self.deliveries.contains_key(delivery));
        by_reference.or_else(|| {
            let is_it =
                |(_, row): &(&DeliveryId, &DeliveryRow)| row.wamid.as_ref() == Some(&receipt.wamid);
            self.deliveries.iter().find(is_it).map(|(id, _)| *id)
        })
    }
}
