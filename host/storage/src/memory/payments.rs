//! Asking for payments, looking at them, and moving them.

use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, OrderReference};
use mitra_core::payment::{Payment, PaymentKey, PaymentStage};

use super::state::{PaymentRow, State};
use crate::{DuePayment, DuePayments, PaymentSettlement, Settled};

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
        let row = PaymentRow { payment: asked, check_at: Some(now), wakes: 0 };
        self.payments.insert(row.payment.order.clone(), row);
    }

    pub(super) fn due_payments(&self, max: usize, now: Timestamp) -> DuePayments {
        let is_due = |row: &PaymentRow| row.check_at.is_some_and(|at| at <= now);
        let mut due: Vec<&PaymentRow> = self.payments.values().filter(|row| is_due(row)).collect();
        due.sort_by_key(|row| row.check_at);
        let looked_at =
            |row: &PaymentRow| DuePayment { payment: row.payment.clone(), wakes: row.wakes };
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
        if let Some(step) = step {
            row.payment.stage = step.to().clone();
        }
        row.payment.is_awaited = false;
        row.check_at = next_check;
        let citizen = row.payment.citizen;
        if let Some(delivery) = delivery {
            self.append(citizen, None, delivery);
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

    pub(super) fn open_payments(&self) -> usize {
        let is_open = |row: &&PaymentRow| {
            matches!(row.payment.stage, PaymentStage::Asked | PaymentStage::Offered { .. })
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
