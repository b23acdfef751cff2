//! What was paid and paid back, for those who look back.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, OrderReference};
use mitra_core::payment::{Payment, RefundId, RefundOf, RefundedPayment};
use mitra_storage::{Books, StorageError};
use rusqlite::{Connection, Params, Row, params};

use crate::failure::Failure;
use crate::sqlite::SqliteStorage;
use crate::{payments, refunds};

#[async_trait]
impl Books for SqliteStorage {
    async fn receipts(
        &self,
        citizen: CitizenId,
        max: usize,
    ) -> Result<Vec<RefundedPayment>, StorageError> {
        let work = move |connection: &Connection| receipts(connection, citizen, max);
        self.readers().run("receipts", work).await
    }

    async fn paid_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<Payment>, StorageError> {
        let work = move |connection: &Connection| {
            let which = "paid_at >= ?1 AND paid_at < ?2 ORDER BY paid_at, order_reference LIMIT ?3";
            payments::all(connection, which, params![from.0, to.0, rows(max)])
        };
        self.readers().run("paid payments", work).await
    }

    async fn refunds_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        max: usize,
    ) -> Result<Vec<RefundOf>, StorageError> {
        let work = move |connection: &Connection| {
            let which = "asked_at >= ?1 AND asked_at < ?2 ORDER BY asked_at, id LIMIT ?3";
            refunds_where(connection, which, params![from.0, to.0, rows(max)])
        };
        self.readers().run("refunds of a time", work).await
    }

    async fn payment_of(&self, order: &OrderReference) -> Result<Option<Payment>, StorageError> {
        let order = order.clone();
        let work = move |connection: &Connection| payments::by_order(connection, &order);
        self.readers().run("payment of an order", work).await
    }

    async fn refund(&self, id: &RefundId) -> Result<Option<RefundOf>, StorageError> {
        let id = id.clone();
        let work = move |connection: &Connection| {
            Ok(refunds_where(connection, "id = ?1", [id.as_str()])?.pop())
        };
        self.readers().run("refund", work).await
    }
}

fn rows(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}

fn receipts(
    connection: &Connection,
    citizen: CitizenId,
    max: usize,
) -> Result<Vec<RefundedPayment>, Failure> {
    let which = "citizen = ?1 AND paid_at IS NOT NULL
                 ORDER BY paid_at DESC, order_reference DESC LIMIT ?2";
    let paid = payments::all(connection, which, params![citizen.0, rows(max)])?;
    let with_refunds = |payment: Payment| {
        let refunds = refunds::of(connection, &payment.order)?;
        Ok(RefundedPayment { payment, refunds })
    };
    paid.into_iter().map(with_refunds).collect()
}

fn refunds_where(
    connection: &Connection,
    which: &str,
    params: impl Params,
) -> Result<Vec<RefundOf>, Failure> {
    let sql = format!("SELECT body, order_reference FROM refunds WHERE {which}");
    let mut statement = connection.prepare_cached(&sql)?;
    let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let mut found = Vec::new();
    for row in statement.query_map(params, read)? {
        let (body, order) = row?;
        let order = OrderReference::new(order);
        // The schema has none without a payment.
        if let Some(payment) = payments::by_order(connection, &order)? {
            found.push(RefundOf { refund: refunds::decode(&body)?, payment });
        }
    }
    Ok(found)
}
