//! What was paid and paid back.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, OrderReference};
use mitra_core::payment::{Payment, RefundId, RefundOf, RefundedPayment};

use super::MemoryStorage;
use super::state::{RefundRow, State};
use crate::{Books, StorageError};

#[async_trait]
impl Books for MemoryStorage {
    async fn receipts(
        &self,
        citizen: CitizenId,
        max: usize,
    ) -> Result<Vec<RefundedPayment>, StorageError> {
        let state = self.lock();
        let mut paid = state.paid(|payment, _| payment.citizen == citizen);
        paid.reverse();
        paid.truncate(max);
        let with_refunds = |payment: Payment| {
            let refunds = state.refunds_of(&payment.order);
            RefundedPayment { payment, refunds }
        };
        Ok(paid.into_iter().map(with_refunds).collect())
    }

    async fn paid_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<Payment>, StorageError> {
        let mut paid = self.lock().paid(|_, at| (from..to).contains(&at));
        paid.truncate(max);
        Ok(paid)
    }

    async fn refunds_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<RefundOf>, StorageError> {
        let state = self.lock();
        let is_in = |row: &&RefundRow| (from..to).contains(&row.refund.asked_at);
        let mut rows: Vec<&RefundRow> = state.refunds.values().filter(is_in).collect();
        rows.sort_by_key(|row| row.refund.asked_at);
        Ok(rows.into_iter().take(max).filter_map(|row| state.with_payment(row)).collect())
    }

    async fn payment_of(&self, order: &OrderReference) -> Result<Option<Payment>, StorageError> {
        Ok(self.lock().payments.get(order).map(|row| row.payment.clone()))
    }

    async fn refund(&self, id: &RefundId) -> Result<Option<RefundOf>, StorageError> {
        let state = self.lock();
        Ok(state.refunds.get(id).and_then(|row| state.with_payment(row)))
    }
}

impl State {
    /// Paid payments that fit, oldest first.
    fn paid(&self, fits: impl Fn(&Payment, Timestamp) -> bool) -> Vec<Payment> {
        let paid = self.payments.values().filter_map(|row| {
            let at = row.payment.receipt()?.at;
            fits(&row.payment, at).then_some((at, &row.payment))
        });
        let mut paid: Vec<(Timestamp, &Payment)> = paid.collect();
        paid.sort_by_key(|(at, _)| *at);
        paid.into_iter().map(|(_, payment)| payment.clone()).collect()
    }

    fn with_payment(&self, row: &RefundRow) -> Option<RefundOf> {
        let payment = self.payments.get(&row.refund.order)?.payment.clone();
        Some(RefundOf { refund: row.refund.clone(), payment })
    }
}
