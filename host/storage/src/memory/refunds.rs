//! Asking for refunds, looking at them, and moving them.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::OrderReference;
use mitra_core::payment::{NoRefund, PaymentKey, Refund, RefundId, RefundRequest};

use super::MemoryStorage;
use super::state::{RefundRow, State};
use crate::{DueRefund, DueRefunds, RefundSettlement, Refunds, Settled, StorageError};

#[async_trait]
impl Refunds for MemoryStorage {
    async fn ask_refund(
        &self,
        payment: &PaymentKey,
        request: &RefundRequest,
        now: Timestamp,
    ) -> Result<Option<Result<Refund, NoRefund>>, StorageError> {
        Ok(self.lock().ask_refund(payment, request, now))
    }

    async fn refunds(&self, order: &OrderReference) -> Result<Vec<Refund>, StorageError> {
        Ok(self.lock().refunds_of(order))
    }

    async fn due_refunds(&self, max: usize, now: Timestamp) -> Result<DueRefunds, StorageError> {
        Ok(self.lock().due_refunds(max, now))
    }

    async fn settle_refund(&self, settlement: RefundSettlement) -> Result<Settled, StorageError> {
        Ok(self.lock().settle_refund(settlement))
    }

    async fn wake_refund(&self, id: &RefundId, now: Timestamp) -> Result<bool, StorageError> {
        Ok(self.lock().wake_refund(id, now))
    }
}

impl State {
    fn ask_refund(
        &mut self,
        key: &PaymentKey,
        request: &RefundRequest,
        now: Timestamp,
    ) -> Option<Result<Refund, NoRefund>> {
        let payment = self.payment(key)?;
        let refund = match payment.refund(request, &self.refunds_of(&payment.order), now) {
            Ok(refund) => refund,
            Err(refused) => return Some(Err(refused)),
        };
        let row = RefundRow { refund: refund.clone(), check_at: Some(now), wakes: 0 };
        self.refunds.entry(refund.id.clone()).or_insert(row);
        Some(Ok(refund))
    }

    pub(super) fn refunds_of(&self, order: &OrderReference) -> Vec<Refund> {
        let of_it = self.refunds.values().map(|row| &row.refund).filter(|it| it.order == *order);
        let mut refunds: Vec<Refund> = of_it.cloned().collect();
        refunds.sort_by_key(|refund| refund.asked_at);
        refunds
    }

    fn due_refunds(&self, max: usize, now: Timestamp) -> DueRefunds {
        let is_due = |row: &RefundRow| row.check_at.is_some_and(|at| at <= now);
        let mut due: Vec<&RefundRow> = self.refunds.values().filter(|row| is_due(row)).collect();
        due.sort_by_key(|row| row.check_at);
        let looked_at = |row: &RefundRow| {
            let payment = self.payments.get(&row.refund.order)?.payment.clone();
            Some(DueRefund { refund: row.refund.clone(), payment, wakes: row.wakes })
        };
        let due = due.into_iter().take(max).filter_map(looked_at).collect();
        let next = self.refunds.values().filter_map(|row| row.check_at).filter(|at| *at > now);
        DueRefunds { due, next: next.min() }
    }

    fn settle_refund(&mut self, settlement: RefundSettlement) -> Settled {
        let RefundSettlement { id, wakes, step, timer, next_check } = settlement;
        let Some(row) = self.refunds.get_mut(&id) else { return Settled::Conflict };
        let stands = step.as_ref().is_none_or(|step| *step.from() == row.refund.stage);
        if row.wakes != wakes || !stands {
            return Settled::Conflict;
        }
        if let Some(step) = step {
            row.refund.stage = step.refund().stage.clone();
        }
        row.check_at = next_check;
        let citizen = self.payments.get(&row.refund.order).map(|row| row.payment.citizen);
        if let (Some(write), Some(citizen)) = (timer, citizen) {
            self.write_timer(citizen, write);
        }
        Settled::Committed
    }

    fn wake_refund(&mut self, id: &RefundId, now: Timestamp) -> bool {
        let Some(row) = self.refunds.get_mut(id) else { return false };
        row.check_at = row.check_at.map(|_| now);
        row.wakes += 1;
        true
    }
}
