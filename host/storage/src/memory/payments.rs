//! Asking for payments, looking at them, and moving them.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeliveryStage;
use mitra_core::event::PaymentReport;
use mitra_core::ids::{CitizenId, DeliveryId, OrderReference};
use mitra_core::payment::{Payment, PaymentKey, PaymentStage};

use super::state::{PaymentRow, State};
use crate::{Accepted, DuePayment, DuePayments, PaymentSettlement, Settled};

impl State {
    pub(super) fn payment(&self, key: &PaymentKey) -> Option<Payment> {
        let found = self.payments.values().find(|row| row.payment.key() == *key);
        found.map(|row| row.payment.clone())
    }

    /// Whether a turn may ask for it: for the first time, or for the same once more.
    pub(super) fn may_ask(&self, asked: &Payment) -> bool {
        let before = self.payment(&asked.key());
        before.is_none_or(|before| before.is_same(asked.citizen, &asked.request))
    }

    pub(super) fn ask(&mut self, asked: Payment, now: Timestamp) {
        let key = asked.key();
        let before = self.payments.values_mut().find(|row| row.payment.key() == key);
        if let Some(row) = before {
            row.payment.contact = asked.contact;
            row.payment.is_awaited = true;
            row.check_at = Some(now);
            row.wakes += 1;
            return;
        }
        let row = PaymentRow { payment: asked, check_at: Some(now), wakes: 0, card: None };
        self.payments.insert(row.payment.order.clone(), row);
    }

    pub(super) fn due_payments(&self, max: usize, now: Timestamp) -> DuePayments {
        let is_due = |row: &PaymentRow| row.check_at.is_some_and(|at| at <= now);
        let mut due: Vec<&PaymentRow> = self.payments.values().filter(|row| is_due(row)).collect();
        due.sort_by_key(|row| row.check_at);
        let looked_at = |row: &PaymentRow| DuePayment {
            payment: row.payment.clone(),
            wakes: row.wakes,
            card_is_dead: row.card.is_some_and(|card| self.is_dead(card)),
        };
        let due = due.into_iter().take(max).map(looked_at).collect();
        let next = self.payments.values().filter_map(|row| row.check_at).filter(|at| *at > now);
        DuePayments { due, next: next.min() }
    }

    pub(super) fn settle_payment(&mut self, settlement: PaymentSettlement) -> Settled {
        let PaymentSettlement { order, wakes, step, delivery, timer, next_check } = settlement;
        let Some(row) = self.payments.get_mut(&order) else { return Settled::Conflict };
        let stands = step.as_ref().is_none_or(|step| *step.from() == row.payment.stage);
        if row.wakes != wakes || !stands {
            return Settled::Conflict;
        }
        let mut is_card = false;
        let mut replaced = None;
        if let Some(step) = step {
            is_card = *step.to() == PaymentStage::OfferedAsCard;
            row.payment.stage = step.to().clone();
            row.payment.way = step.payment().way.clone();
            if matches!(step.to(), PaymentStage::Offered { .. }) {
                replaced = row.card.take();
            }
        }
        row.payment.is_awaited = false;
        row.check_at = next_check;
        let citizen = row.payment.citizen;
        if let Some(dead) = replaced {
            self.discard_dead(dead);
        }
        if let Some(delivery) = delivery {
            let id = self.append(citizen, None, delivery);
            if let Some(row) = self.payments.get_mut(&order).filter(|_| is_card) {
                row.card = Some(id);
            }
        }
        if let Some(write) = timer {
            self.write_timer(citizen, write);
        }
        Settled::Committed
    }

    pub(super) fn wake_payment(&mut self, order: &OrderReference, now: Timestamp) -> bool {
        let Some(row) = self.payments.get_mut(order) else { return false };
        row.check_at = Some(now);
        row.wakes += 1;
        true
    }

    fn is_dead(&self, id: DeliveryId) -> bool {
        self.deliveries.get(&id).is_some_and(|row| matches!(row.stage, DeliveryStage::Dead(_)))
    }

    /// The message with a payment's card was given up.
    pub(super) fn card_died(&mut self, id: DeliveryId, now: Timestamp) {
        for row in self.payments.values_mut().filter(|row| row.card == Some(id)) {
            row.check_at = Some(now);
            row.wakes += 1;
        }
    }

    pub(super) fn hear_of_payment(
        &mut self,
        report: PaymentReport,
        now: Timestamp,
        accepted: &mut Accepted,
    ) {
        let PaymentReport { dedup_key, order } = report;
        if self.reports.contains_key(&dedup_key) {
            accepted.duplicates += 1;
            return;
        }
        self.reports.insert(dedup_key, now);
        if !self.wake_payment(&order, now) {
            accepted.payments_unknown += 1;
            return;
        }
        accepted.payments += 1;
        for row in self.refunds.values_mut().filter(|row| row.refund.order == order) {
            row.check_at = row.check_at.map(|_| now);
            row.wakes += 1;
        }
    }

    pub(super) fn open_payments(&self) -> usize {
        let is_open = |row: &&PaymentRow| {
            matches!(
                row.payment.stage,
                PaymentStage::Asked | PaymentStage::Offered { .. } | PaymentStage::OfferedAsCard
            )
        };
        self.payments.values().filter(is_open).count()
    }

    pub(super) fn move_payments(&mut self, older: CitizenId, younger: CitizenId) {
        let rows = self.payments.values_mut().map(|row| &mut row.payment);
        for payment in rows.filter(|payment| payment.citizen == younger) {
            payment.citizen = older;
        }
    }
}
