//! How full it is, and what can go.

use std::collections::VecDeque;

use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeliveryStage;
use mitra_core::ids::DeliveryId;

use super::state::State;
use crate::{Depths, Purged};

impl State {
    pub(super) fn depths(&self) -> Depths {
        let forgotten = self
            .deliveries
            .values()
            .filter(|row| matches!(row.stage, DeliveryStage::Dead(_)) && row.retried_as.is_none());
        Depths {
            inbox_events: self.inbox_events(),
            outbox_deliveries: self.delivery_lanes.values().map(VecDeque::len).sum(),
            dead_deliveries: forgotten.count(),
            quarantined: self.quarantine.len(),
            timers: self.timers.len(),
            notices: self.notices_waiting(),
            open_payments: self.open_payments(),
        }
    }

    pub(super) fn purge(&mut self, before: Timestamp, max: usize) -> Purged {
        let ended = |at: Option<Timestamp>| at.filter(|at| *at < before);
        let events = self.events.iter().filter_map(|(seq, row)| Some((ended(row.ended_at)?, *seq)));
        let events = oldest(events, max);
        for seq in &events {
            if let Some(row) = self.events.remove(seq) {
                self.event_keys.remove(&row.key);
            }
        }
        let accepted = self.deliveries.iter().filter_map(|(id, row)| {
            let accepted = matches!(row.stage, DeliveryStage::Accepted { .. });
            accepted.then_some((ended(row.ended_at)?, *id))
        });
        let deliveries: Vec<DeliveryId> = oldest(accepted, max);
        for id in &deliveries {
            self.deliveries.remove(id);
        }
        self.purge_files();
        let reports = self.reports.iter().map(|(key, at)| (*at, key.clone()));
        let reports = oldest(reports.filter(|(at, _)| *at < before), max);
        for key in &reports {
            self.reports.remove(key);
        }
        let receipts = self.waiting.iter().map(|(number, w)| (w.received_at, *number));
        let receipts = oldest(receipts.filter(|(at, _)| *at < before), max);
        for number in &receipts {
            self.waiting.remove(number);
        }
        Purged {
            dedup_keys: events.len() + reports.len(),
            deliveries: deliveries.len(),
            receipts: receipts.len(),
        }
    }

    pub(super) fn purge_quarantine(&mut self, before: Timestamp, keep: usize, max: usize) -> usize {
        let too_many = self.quarantine.len().saturating_sub(keep);
        let too_old = self.quarantine.iter().take_while(|(_, at)| *at < before).count();
        let removed = too_many.max(too_old).min(max);
        self.quarantine.drain(..removed);
        removed
    }
}

/// The keys of the `max` oldest rows.
pub(super) fn oldest<K: Ord>(rows: impl Iterator<Item = (Timestamp, K)>, max: usize) -> Vec<K> {
    let mut rows: Vec<(Timestamp, K)> = rows.collect();
    rows.sort_unstable();
    rows.into_iter().take(max).map(|(_, key)| key).collect()
}
