//! Meta's reports -> deliveries' stages, in whatever order they come.

use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::{DeliveryStage, Receipt};
use mitra_core::ids::{DeliveryId, Wamid};

use super::state::{State, WaitingReceipt};

/// Where a receipt went.
pub(super) enum Joined {
    /// To its delivery, which it may or may not have changed.
    Delivery,
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
        let Some(row) = self.deliveries.get(&id) else { return Joined::Delivery };
        match &row.wamid {
            // About an earlier attempt that Meta took after all; the later one's receipts count.
            Some(own) if *own != receipt.wamid => {}
            Some(_) => {
                let stage = row.stage.clone().merge(&receipt);
                self.end(id, stage, None, now);
            }
            None => {
                let merged = row.stage.clone().merge(&receipt);
                let stage = self.join_waiting(&receipt.wamid, merged);
                self.end(id, stage, Some(receipt.wamid), now);
            }
        }
        Joined::Delivery
    }

    /// Merges the receipts that waited for this message into its stage.
    pub(super) fn join_waiting(&mut self, wamid: &Wamid, stage: DeliveryStage) -> DeliveryStage {
        let (joining, others) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|(_, waiting)| waiting.receipt.wamid == *wamid);
        self.waiting = others;
        let joining: BTreeMap<i64, WaitingReceipt> = joining;
        joining.values().fold(stage, |stage, waiting| stage.merge(&waiting.receipt))
    }

    fn delivery_of(&self, receipt: &Receipt) -> Option<DeliveryId> {
        let ours = receipt.reference.filter(|r| r.installation == self.installation);
        let by_reference =
            ours.map(|r| r.delivery).filter(|delivery| self.deliveries.contains_key(delivery));
        by_reference.or_else(|| {
            let is_it = |(_, row): &(&DeliveryId, &super::state::DeliveryRow)| {
                row.wamid.as_ref() == Some(&receipt.wamid)
            };
            self.deliveries.iter().find(is_it).map(|(id, _)| *id)
        })
    }
}
