//! Quarantine: items kept as they came, each once.

use mitra_core::clock::Timestamp;
use rusqlite::params;
use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::writer::Engine;

/// Keeps an item. Gives back whether it is new.
pub(super) fn keep(
    engine: &Engine,
    reason: &str,
    raw: &[u8],
    now: Timestamp,
) -> Result<bool, Failure> {
    let digest = Sha256::new().chain_update(reason).chain_update([0]).chain_update(raw).finalize();
    let rows = engine.execute(
        "INSERT INTO quarantine (reason, raw, digest, received_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (digest) DO NOTHING",
        params![reason, raw, digest.as_slice(), now.0],
    )?;
    Ok(rows > 0)
}
