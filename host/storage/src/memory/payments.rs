//! Asking for payments, looking at them, and moving them.

use mitra_core::clock::Timestamp;
use mitra_core::delivery::DeliveryStage;
use mitra_core::event::PaymentReport;
use mitra_core::ids::{CitizenId, DeliveryId, OrderReference};
use mitra_core::payment::{Payment, PaymentKey, PaymentStage};

use super::state::{DeliveryRow, PaymentRow, State};
use crate::{Accepted, DuePayment, DuePayments, PaymentSettlement, Settled};

/// Stands for a card that an operator has discarded: no delivery's id.
const DISCARDED: DeliveryId = DeliveryId(0);

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
        let row = PaymentRow {
            payment: asked,
            check_at: Some(now),
            wakes: 0,
            card: None,
            card_over_at: now,
        };
        self.payments.insert(row.payment.order.clone(), row);
    }

    pub(super) fn due_payments(&self, max: usize, now: Timestamp) -> DuePayments {
        let is_due = |row: &PaymentRow| row.check_at.is_some_and(|at| at <= now);
        let mut due: Vec<&PaymentRow> = self.payments.values().filter(|row| is_due(row)).collect();
        due.sort_by_key(|row| row.check_at);
        let looked_at = |row: &PaymentRow| DuePayment {
            payment: row.payment.clone(),
            wakes: row.wakes,
            card_is_dead: row.card_over_at <= now
                && row.card.is_some_and(|card| self.is_given_up(card)),
        };
        let due = due.into_iter().take(max).map(looked_at).collect();
        let next = self.payments.values().filter_map(|row| row.check_at).filter(|at| *at > now);
        DuePayments { due, next: next.min() }
    }

    pub(super) fn settle_payment(&mut self, settlement: PaymentSettlement) -> Settled {
        let replaces_card = settlement.replaces_card();
        let PaymentSettlement { order, wakes, step, delivery, timer, next_check } = settlement;
        let Some(row) = self.payments.get(&order) else { return Settled::Conflict };
        let dead_card = row.card.filter(|card| self.is_given_up(*card));
        let stands = step.as_ref().is_none_or(|step| *step.from() == row.payment.stage);
        if row.wakes != wakes || !stands || (replaces_card && dead_card.is_none()) {
            return Settled::Conflict;
        }
        let Some(row) = self.payments.get_mut(&order) else { return Settled::Conflict };
        let mut is_card = false;
        let mut over = None;
        if let Some(step) = step {
            is_card = *step.to() == PaymentStage::OfferedAsCard;
            row.payment.stage = step.to().clone();
            row.payment.way = step.payment().way.clone();
            if dead_card.is_some() {
                over = row.card.take();
            }
        }
        row.payment.is_awaited = false;
        row.check_at = next_check;
        let citizen = row.payment.citizen;
        if let Some(dead) = over {
            self.forget_dead(dead);
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

    fn is_given_up(&self, card: DeliveryId) -> bool {
        let is_dead = |row: &DeliveryRow| matches!(row.stage, DeliveryStage::Dead(_));
        card == DISCARDED || self.deliveries.get(&card).is_some_and(is_dead)
    }

    /// The message with a payment's card was given up: who waits for the payment is to have a page, once no attempt to
    /// send the card can be under way any more. If the payment is over, nobody is to send it again.
    pub(super) fn card_died(&mut self, id: DeliveryId, attempt_over_at: Timestamp, now: Timestamp) {
        let Some(row) = self.with_card(id) else { return };
        if row.payment.stage == PaymentStage::OfferedAsCard {
            row.card_over_at = row.card_over_at.max(attempt_over_at);
            row.check_at = Some(row.card_over_at.max(now));
            row.wakes += 1;
        } else {
            row.card = None;
            self.forget_dead(id);
        }
    }

    /// An operator has the card sent again, as this copy.
    pub(super) fn card_sent_again(&mut self, dead: DeliveryId, copy: DeliveryId, now: Timestamp) {
        if let Some(row) = self.with_card(dead) {
            row.card = Some(copy);
            row.check_at = Some(now);
            row.wakes += 1;
        }
    }

    /// An operator has discarded the card.
    pub(super) fn card_discarded(&mut self, dead: DeliveryId) {
        if let Some(row) = self.with_card(dead) {
            row.card = Some(DISCARDED);
        }
    }

    fn with_card(&mut self, id: DeliveryId) -> Option<&mut PaymentRow> {
        self.payments.values_mut().find(|row| row.card == Some(id))
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
