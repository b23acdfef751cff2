//! What is paid, paid back, and in the books.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, OrderReference};
use mitra_core::payment::{
    NoRefund, Payment, PaymentKey, Refund, RefundId, RefundOf, RefundRequest, RefundedPayment,
};
use mitra_storage::{
    Books, DuePayments, DueRefunds, PaymentSettlement, Payments, RefundSettlement, Refunds,
    Settled, StorageError,
};

use super::FaultyStorage;

#[async_trait]
impl Payments for FaultyStorage {
    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        self.call(self.inner.payment(key)).await
    }

    async fn due_payments(&self, max: usize, now: Timestamp) -> Result<DuePayments, StorageError> {
        self.faults.claims();
        self.call(self.inner.due_payments(max, now)).await
    }

    async fn settle_payment(&self, settlement: PaymentSettlement) -> Result<Settled, StorageError> {
        let step = settlement.step.clone();
        let effect = async {
            let settled = self.inner.settle_payment(settlement).await?;
            if let Some(step) = step.filter(|_| settled == Settled::Committed) {
                self.journal.moved(&step);
            }
            Ok(settled)
        };
        self.call(effect).await
    }

    async fn wake_payment(
        &self,
        order: &OrderReference,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.call(self.inner.wake_payment(order, now)).await
    }
}

#[async_trait]
impl Refunds for FaultyStorage {
    async fn ask_refund(
        &self,
        payment: &PaymentKey,
        request: &RefundRequest,
        now: Timestamp,
    ) -> Result<Option<Result<Refund, NoRefund>>, StorageError> {
        self.call(self.inner.ask_refund(payment, request, now)).await
    }

    async fn refunds(&self, order: &OrderReference) -> Result<Vec<Refund>, StorageError> {
        self.call(self.inner.refunds(order)).await
    }

    async fn due_refunds(&self, max: usize, now: Timestamp) -> Result<DueRefunds, StorageError> {
        self.faults.claims();
        self.call(self.inner.due_refunds(max, now)).await
    }

    async fn settle_refund(&self, settlement: RefundSettlement) -> Result<Settled, StorageError> {
        self.call(self.inner.settle_refund(settlement)).await
    }

    async fn wake_refund(&self, id: &RefundId, now: Timestamp) -> Result<bool, StorageError> {
        self.call(self.inner.wake_refund(id, now)).await
    }
}

#[async_trait]
impl Books for FaultyStorage {
    async fn receipts(
        &self,
        citizen: CitizenId,
        max: usize,
    ) -> Result<Vec<RefundedPayment>, StorageError> {
        self.call(self.inner.receipts(citizen, max)).await
    }

    async fn paid_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<Payment>, StorageError> {
        self.call(self.inner.paid_between(from, to, max)).await
    }

    async fn refunds_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<RefundOf>, StorageError> {
        self.call(self.inner.refunds_between(from, to, max)).await
    }

    async fn payment_of(&self, order: &OrderReference) -> Result<Option<Payment>, StorageError> {
        self.call(self.inner.payment_of(order)).await
    }

    async fn refund(&self, id: &RefundId) -> Result<Option<RefundOf>, StorageError> {
        self.call(self.inner.refund(id)).await
    }
}
