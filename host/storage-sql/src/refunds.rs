//! Refunds: asked for, looked at, moved.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::OrderReference;
use mitra_core::payment::{NoRefund, PaymentKey, Refund, RefundId, RefundRequest};
use mitra_storage::{DueRefund, DueRefunds, RefundSettlement, Refunds, Settled, StorageError};
use rusqlite::{Connection, OptionalExtension, params};

use crate::failure::{Failure, corrupt};
use crate::inbox::timers;
use crate::payments;
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

#[async_trait]
impl Refunds for SqliteStorage {
    async fn ask_refund(
        &self,
        payment: &PaymentKey,
        request: &RefundRequest,
        now: Timestamp,
    ) -> Result<Option<Result<Refund, NoRefund>>, StorageError> {
        let (payment, request) = (payment.clone(), request.clone());
        let work = move |engine: &mut _| ask(engine, &payment, &request, now);
        self.writer().run("ask refund", AnswerWhen::Committed, work).await
    }

    async fn refunds(&self, order: &OrderReference) -> Result<Vec<Refund>, StorageError> {
        let order = order.clone();
        self.readers().run("refunds", move |connection| of(connection, &order)).await
    }

    async fn due_refunds(&self, max: usize, now: Timestamp) -> Result<DueRefunds, StorageError> {
        self.readers().run("due refunds", move |connection| due(connection, max, now)).await
    }

    async fn settle_refund(&self, settlement: RefundSettlement) -> Result<Settled, StorageError> {
        let work = move |engine: &mut _| settle(engine, &settlement);
        self.writer().run("settle refund", AnswerWhen::Committed, work).await
    }

    async fn wake_refund(&self, id: &RefundId, now: Timestamp) -> Result<bool, StorageError> {
        let id = id.clone();
        let work = move |engine: &mut _| wake(engine, &id, now);
        self.writer().run("wake refund", AnswerWhen::Committed, work).await
    }
}

fn ask(
    engine: &Engine,
    key: &PaymentKey,
    request: &RefundRequest,
    now: Timestamp,
) -> Result<Option<Result<Refund, NoRefund>>, Failure> {
    let Some(payment) = payments::find(engine.reads(), key)? else { return Ok(None) };
    let before = of(engine.reads(), &payment.order)?;
    let refund = match payment.refund(request, &before, now) {
        Ok(refund) => refund,
        Err(refused) => return Ok(Some(Err(refused))),
    };
    if before.contains(&refund) {
        return Ok(Some(Ok(refund)));
    }
    engine.execute(
        "INSERT INTO refunds (id, order_reference, asked_at, stage, body, check_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?3)",
        params![
            refund.id.as_str(),
            refund.order.as_str(),
            now.0,
            refund.stage.name(),
            encode(&refund)?
        ],
    )?;
    Ok(Some(Ok(refund)))
}

pub(crate) fn of(connection: &Connection, order: &OrderReference) -> Result<Vec<Refund>, Failure> {
    let sql = "SELECT body FROM refunds WHERE order_reference = ?1 ORDER BY asked_at, id";
    let mut statement = connection.prepare_cached(sql)?;
    let bodies = statement.query_map([order.as_str()], |row| row.get::<_, String>(0))?;
    let mut refunds = Vec::new();
    for body in bodies {
        refunds.push(decode(&body?)?);
    }
    Ok(refunds)
}

fn encode(refund: &Refund) -> Result<String, Failure> {
    serde_json::to_string(refund).map_err(corrupt("refund"))
}

pub(crate) fn decode(body: &str) -> Result<Refund, Failure> {
    serde_json::from_str(body).map_err(corrupt("refund"))
}

fn due(connection: &Connection, max: usize, now: Timestamp) -> Result<DueRefunds, Failure> {
    let sql = "SELECT body, wakes, order_reference FROM refunds
               WHERE check_at <= ?1 ORDER BY check_at LIMIT ?2";
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![now.0, max], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, String>(2)?))
    })?;
    let mut due = Vec::new();
    for row in rows {
        let (body, wakes, order) = row?;
        let order = OrderReference::new(order);
        match (decode(&body), payments::by_order(connection, &order)) {
            (Ok(refund), Ok(Some(payment))) => due.push(DueRefund { refund, payment, wakes }),
            (_, Ok(None)) => tracing::error!(order = order.as_str(), "a refund has no payment"),
            // It holds up nobody else.
            (Err(failure), _) | (_, Err(failure)) => {
                let error: &dyn std::error::Error = &failure;
                tracing::error!(order = order.as_str(), error, "a refund cannot be read");
            }
        }
    }
    let next = "SELECT min(check_at) FROM refunds WHERE check_at > ?1";
    let next: Option<i64> =
        connection.prepare_cached(next)?.query_row([now.0], |row| row.get(0))?;
    Ok(DueRefunds { due, next: next.map(Timestamp) })
}

fn settle(engine: &Engine, settlement: &RefundSettlement) -> Result<Settled, Failure> {
    let RefundSettlement { id, wakes, step, timer, next_check } = settlement;
    let sql = "SELECT body, wakes FROM refunds WHERE id = ?1";
    let stored = engine
        .prepare(sql)?
        .query_row([id.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)));
    let Some((body, woken)) = stored.optional()? else { return Ok(Settled::Conflict) };
    let mut refund = decode(&body)?;
    let stands = step.as_ref().is_none_or(|step| *step.from() == refund.stage);
    if woken != *wakes || !stands {
        return Ok(Settled::Conflict);
    }
    if let Some(step) = step {
        refund.stage = step.refund().stage.clone();
    }
    engine.execute(
        "UPDATE refunds SET stage = ?2, body = ?3, check_at = ?4 WHERE id = ?1",
        params![id.as_str(), refund.stage.name(), encode(&refund)?, next_check.map(|at| at.0)],
    )?;
    if let (Some(write), Some(payment)) =
        (timer, payments::by_order(engine.reads(), &refund.order)?)
    {
        timers::write(engine, payment.citizen.0, write)?;
    }
    Ok(Settled::Committed)
}

/// Makes those refunds of a payment due at once that are not over.
pub(crate) fn wake_all(
    engine: &Engine,
    order: &OrderReference,
    now: Timestamp,
) -> Result<(), Failure> {
    engine.execute(
        "UPDATE refunds SET wakes = wakes + 1, check_at = ?2
         WHERE order_reference = ?1 AND check_at IS NOT NULL",
        params![order.as_str(), now.0],
    )?;
    Ok(())
}

fn wake(engine: &Engine, id: &RefundId, now: Timestamp) -> Result<bool, Failure> {
    let woken = engine.execute(
        "UPDATE refunds SET wakes = wakes + 1,
                check_at = CASE WHEN check_at IS NULL THEN NULL ELSE ?2 END
         WHERE id = ?1",
        params![id.as_str(), now.0],
    )?;
    Ok(woken > 0)
}
