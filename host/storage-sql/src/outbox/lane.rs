//! Lanes of the outbox: one row for each citizen with unfinished deliveries, naming the oldest one.

use mitra_core::clock::Timestamp;
use mitra_storage::NewDelivery;
use rusqlite::params;

use super::files;
use crate::failure::{Failure, corrupt};
use crate::writer::Engine;

/// An instant as lanes have it, where 0 stands for "now".
pub(crate) fn ready_at(instant: Timestamp) -> i64 {
    instant.0.max(0)
}

/// Puts a delivery at the end of a citizen's lane; gives its id.
pub(crate) fn append(
    engine: &Engine,
    citizen: i64,
    delivery: &NewDelivery,
) -> Result<i64, Failure> {
    let NewDelivery { from, body, file, certificate, window_closes_at } = delivery;
    let file = file.as_ref().map(|file| files::keep(engine, from, file)).transpose()?;
    let certificate = certificate.as_ref().map(serde_json::to_string).transpose();
    let certificate = certificate.map_err(corrupt("certificate of a delivery"))?;
    engine.execute(
        "INSERT INTO deliveries (citizen, sender, body, file, certificate, window_closes_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![citizen, from.as_str(), body, file, certificate, window_closes_at.0],
    )?;
    let id = engine.last_id();
    join(engine, citizen, id)?;
    Ok(id)
}

/// Counts a delivery that was just inserted with the next id.
pub(super) fn join(engine: &Engine, citizen: i64, id: i64) -> Result<(), Failure> {
    engine.execute(
        "INSERT INTO delivery_lanes (citizen, head, head_place, depth, ready_at)
         VALUES (?1, ?2, ?2, 1, 0)
         ON CONFLICT (citizen) DO UPDATE SET depth = depth + 1",
        params![citizen, id],
    )?;
    Ok(())
}

/// Counts out a delivery that has just ended, and names the lane's oldest one anew.
pub(super) fn leave(engine: &Engine, citizen: i64) -> Result<(), Failure> {
    let emptied = engine
        .execute("DELETE FROM delivery_lanes WHERE citizen = ?1 AND depth <= 1", [citizen])?;
    if emptied == 0 {
        engine.execute(
            "UPDATE delivery_lanes SET depth = depth - 1, (head, head_place, ready_at) = (
                 SELECT id, coalesce(place, id), due_at FROM deliveries
                 WHERE citizen = ?1 AND stage < 3 ORDER BY coalesce(place, id) LIMIT 1
             ) WHERE citizen = ?1",
            [citizen],
        )?;
    }
    Ok(())
}

/// Says when a delivery can be claimed again, if it is the one that its lane waits for.
pub(super) fn hold_until(
    engine: &Engine,
    citizen: i64,
    id: i64,
    instant: Timestamp,
) -> Result<(), Failure> {
    engine.execute(
        "UPDATE delivery_lanes SET ready_at = ?3 WHERE citizen = ?1 AND head = ?2",
        params![citizen, id, ready_at(instant)],
    )?;
    Ok(())
}

/// Makes a lane's row from its deliveries.
pub(crate) fn rebuild(engine: &Engine, citizen: i64) -> Result<(), Failure> {
    engine.execute("DELETE FROM delivery_lanes WHERE citizen = ?1", [citizen])?;
    engine.execute(
        "INSERT INTO delivery_lanes (citizen, head, head_place, depth, ready_at)
         SELECT citizen, id, coalesce(place, id),
                (SELECT count(*) FROM deliveries WHERE citizen = ?1 AND stage < 3), due_at
         FROM deliveries WHERE citizen = ?1 AND stage < 3
         ORDER BY coalesce(place, id) LIMIT 1",
        [citizen],
    )?;
    Ok(())
}

/// A place behind every delivery there is: an id that no delivery gets.
pub(crate) fn draw_place(engine: &Engine) -> Result<i64, Failure> {
    engine.execute(
        "INSERT INTO deliveries (citizen, sender, body, window_closes_at) VALUES (0, '', '', 0)",
        [],
    )?;
    let place = engine.last_id();
    engine.execute("DELETE FROM deliveries WHERE id = ?1", [place])?;
    Ok(place)
}
