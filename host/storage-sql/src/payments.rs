//! Payments: asked for within a settlement, looked at, moved.

use async_trait::async_trait;
use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, OrderReference};
use mitra_core::payment::{Payment, PaymentKey, PaymentStage};
use mitra_storage::{DuePayment, DuePayments, PaymentSettlement, Payments, Settled, StorageError};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::failure::{Failure, corrupt};
use crate::inbox::timers;
use crate::outbox::{dead, lane};
use crate::sqlite::SqliteStorage;
use crate::writer::{AnswerWhen, Engine};

#[async_trait]
impl Payments for SqliteStorage {
    async fn payment(&self, key: &PaymentKey) -> Result<Option<Payment>, StorageError> {
        let key = key.clone();
        self.readers().run("payment", move |connection| find(connection, &key)).await
    }

    async fn due_payments(&self, max: usize, now: Timestamp) -> Result<DuePayments, StorageError> {
        self.readers().run("due payments", move |connection| due(connection, max, now)).await
    }

    async fn settle_payment(&self, settlement: PaymentSettlement) -> Result<Settled, StorageError> {
        let work = move |engine: &mut _| settle(engine, &settlement);
        self.writer().run("settle payment", AnswerWhen::Committed, work).await
    }

    async fn wake_payment(
        &self,
        order: &OrderReference,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let order = order.clone();
        let work = move |engine: &mut _| wake(engine, &order, now);
        self.writer().run("wake payment", AnswerWhen::Committed, work).await
    }
}

/// A payment as its row has it.
struct Stored {
    body: String,
    citizen: i64,
    wakes: u32,
    /// The message with its card.
    card: Option<i64>,
    /// When no attempt to send its card can be under way any more, if it was given up.
    card_over_at: Timestamp,
}

const COLUMNS: &str = "body, citizen, wakes, card, card_over_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        body: row.get(0)?,
        citizen: row.get(1)?,
        wakes: row.get(2)?,
        card: row.get(3)?,
        card_over_at: Timestamp(row.get(4)?),
    })
}

/// Stands for a card that an operator has discarded: no delivery's id.
const DISCARDED: i64 = 0;

impl Stored {
    /// Its card, if that was given up.
    fn dead_card(&self, connection: &Connection) -> Result<Option<i64>, Failure> {
        let Some(card) = self.card else { return Ok(None) };
        let is_given_up = card == DISCARDED || dead::is_dead(connection, card)?;
        Ok(is_given_up.then_some(card))
    }

    fn payment(&self) -> Result<Payment, Failure> {
        let payment: Payment = serde_json::from_str(&self.body).map_err(corrupt("payment"))?;
        Ok(Payment { citizen: CitizenId(self.citizen), ..payment })
    }
}

pub(crate) fn find(connection: &Connection, key: &PaymentKey) -> Result<Option<Payment>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM payments WHERE department = ?1 AND reference = ?2");
    let key = params![key.department.as_str(), key.reference.as_str()];
    let stored = connection.prepare_cached(&sql)?.query_row(key, read).optional()?;
    stored.map(|stored| stored.payment()).transpose()
}

/// The payment that the provider knows by this.
pub(crate) fn by_order(
    connection: &Connection,
    order: &OrderReference,
) -> Result<Option<Payment>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM payments WHERE order_reference = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let stored = statement.query_row([order.as_str()], read).optional()?;
    stored.map(|stored| stored.payment()).transpose()
}

/// The payments of which this is true, in the order that it says.
pub(crate) fn all(
    connection: &Connection,
    which: &str,
    params: impl Params,
) -> Result<Vec<Payment>, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM payments WHERE {which}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut payments = Vec::new();
    for stored in statement.query_map(params, read)? {
        payments.push(stored?.payment()?);
    }
    Ok(payments)
}

/// What a turn asks for, within its settlement. False, and nothing is changed, if it may not.
pub(crate) fn ask(engine: &Engine, asked: &Payment, now: Timestamp) -> Result<bool, Failure> {
    let sql = format!("SELECT {COLUMNS} FROM payments WHERE department = ?1 AND reference = ?2");
    let key = params![asked.department.as_str(), asked.request.reference.as_str()];
    let before = engine.prepare(&sql)?.query_row(key, read).optional()?;
    let Some(before) = before else {
        engine.execute(
            "INSERT INTO payments
                 (order_reference, citizen, department, reference, stage, body, check_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                asked.order.as_str(),
                asked.citizen.0,
                asked.department.as_str(),
                asked.request.reference.as_str(),
                asked.stage.name(),
                encode(asked)?,
                now.0
            ],
        )?;
        return Ok(true);
    };
    let before = before.payment()?;
    if !before.is_same(asked.citizen, &asked.request) {
        return Ok(false);
    }
    let contact = asked.contact.clone();
    let awaited = Payment { contact, is_awaited: true, ..before };
    engine.execute(
        "UPDATE payments SET body = ?2, check_at = ?3, wakes = wakes + 1
         WHERE order_reference = ?1",
        params![awaited.order.as_str(), encode(&awaited)?, now.0],
    )?;
    Ok(true)
}

fn encode(payment: &Payment) -> Result<String, Failure> {
    serde_json::to_string(payment).map_err(corrupt("payment"))
}

fn due(connection: &Connection, max: usize, now: Timestamp) -> Result<DuePayments, Failure> {
    let sql =
        format!("SELECT {COLUMNS} FROM payments WHERE check_at <= ?1 ORDER BY check_at LIMIT ?2");
    let max = i64::try_from(max).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![now.0, max], read)?;
    let mut due = Vec::new();
    for stored in rows {
        let stored = stored?;
        match stored.payment() {
            Ok(payment) => {
                let is_over = stored.card_over_at <= now;
                let card_is_dead = is_over && stored.dead_card(connection)?.is_some();
                due.push(DuePayment { payment, wakes: stored.wakes, card_is_dead });
            }
            // It holds up nobody else.
            Err(failure) => {
                let error: &dyn std::error::Error = &failure;
                tracing::error!(citizen = stored.citizen, error, "a payment cannot be read");
            }
        }
    }
    let next = "SELECT min(check_at) FROM payments WHERE check_at > ?1";
    let next: Option<i64> =
        connection.prepare_cached(next)?.query_row([now.0], |row| row.get(0))?;
    Ok(DuePayments { due, next: next.map(Timestamp) })
}

fn settle(engine: &Engine, settlement: &PaymentSettlement) -> Result<Settled, Failure> {
    let PaymentSettlement { order, wakes, step, delivery, timer, next_check } = settlement;
    let sql = format!("SELECT {COLUMNS} FROM payments WHERE order_reference = ?1");
    let stored = engine.prepare(&sql)?.query_row([order.as_str()], read).optional()?;
    let Some(stored) = stored else { return Ok(Settled::Conflict) };
    let mut payment = stored.payment()?;
    let stands = step.as_ref().is_none_or(|step| *step.from() == payment.stage);
    let dead_card = stored.dead_card(engine.reads())?;
    if stored.wakes != *wakes || !stands || (settlement.replaces_card() && dead_card.is_none()) {
        return Ok(Settled::Conflict);
    }
    let mut card = stored.card;
    if let Some(step) = step {
        payment.stage = step.to().clone();
        payment.way = step.payment().way.clone();
        if let Some(dead) = dead_card {
            dead::forget(engine, dead)?;
            card = None;
        }
    }
    payment.is_awaited = false;
    if let Some(delivery) = delivery {
        let id = lane::append(engine, stored.citizen, delivery)?;
        if step.as_ref().is_some_and(|step| *step.to() == PaymentStage::OfferedAsCard) {
            card = Some(id);
        }
    }
    let (stage, body) = (payment.stage.name(), encode(&payment)?);
    engine.execute(
        "UPDATE payments SET stage = ?2, body = ?3, check_at = ?4, card = ?5
         WHERE order_reference = ?1",
        params![order.as_str(), stage, body, next_check.map(|at| at.0), card],
    )?;
    if let Some(write) = timer {
        timers::write(engine, stored.citizen, write)?;
    }
    Ok(Settled::Committed)
}

pub(crate) fn wake(
    engine: &Engine,
    order: &OrderReference,
    now: Timestamp,
) -> Result<bool, Failure> {
    let woken = engine.execute(
        "UPDATE payments SET check_at = ?2, wakes = wakes + 1 WHERE order_reference = ?1",
        params![order.as_str(), now.0],
    )?;
    Ok(woken > 0)
}

/// The message with a payment's card was given up: who waits for the payment is to have a page, once no attempt to send
/// the card can be under way any more. If the payment is over, nobody is to send it again.
pub(crate) fn card_died(
    engine: &Engine,
    card: i64,
    attempt_over_at: Timestamp,
    now: Timestamp,
) -> Result<(), Failure> {
    // A page has the same name, but a payment with one has no card.
    let open = PaymentStage::OfferedAsCard.name();
    let over = "UPDATE payments SET card = NULL WHERE card = ?1 AND stage <> ?2";
    if engine.execute(over, params![card, open])? > 0 {
        dead::forget(engine, card)?;
    }
    engine.execute(
        "UPDATE payments
         SET card_over_at = max(card_over_at, ?2), check_at = max(card_over_at, ?2, ?3),
             wakes = wakes + 1
         WHERE card = ?1",
        params![card, attempt_over_at.0, now.0],
    )?;
    Ok(())
}

/// An operator has the card sent again, as this copy.
pub(crate) fn card_sent_again(
    engine: &Engine,
    dead: i64,
    copy: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    engine.execute(
        "UPDATE payments SET card = ?2, check_at = ?3, wakes = wakes + 1 WHERE card = ?1",
        params![dead, copy, now.0],
    )?;
    Ok(())
}

/// An operator has discarded the card.
pub(crate) fn card_discarded(engine: &Engine, dead: i64) -> Result<(), Failure> {
    let sql = "UPDATE payments SET card = ?2 WHERE card = ?1";
    engine.execute(sql, params![dead, DISCARDED])?;
    Ok(())
}

/// The younger citizen's payments become the older one's.
pub(crate) fn move_all(engine: &Engine, older: i64, younger: i64) -> Result<(), Failure> {
    engine
        .execute("UPDATE payments SET citizen = ?1 WHERE citizen = ?2", params![older, younger])?;
    Ok(())
}
