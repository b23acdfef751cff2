//! Files that deliveries carry.

use std::collections::BTreeSet;

use mitra_core::clock::Timestamp;
use mitra_core::ids::{FileId, MediaId, PhoneNumberId};
use mitra_core::media::MediaContent;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::failure::Failure;
use crate::writer::Engine;

/// Keeps a file, or finds it. Gives its id.
pub(super) fn keep(
    engine: &Engine,
    sender: &PhoneNumberId,
    file: &MediaContent,
) -> Result<i64, Failure> {
    let MediaContent { mime_type, bytes } = file;
    let digest = Sha256::new().chain_update(mime_type).chain_update([0]).chain_update(bytes);
    let digest: [u8; 32] = digest.finalize().into();
    let sql = "SELECT id FROM files WHERE sender = ?1 AND digest = ?2";
    let key = params![sender.as_str(), digest];
    if let Some(id) = engine.prepare(sql)?.query_row(key, |row| row.get(0)).optional()? {
        return Ok(id);
    }
    engine.execute(
        "INSERT INTO files (sender, digest, mime_type, bytes) VALUES (?1, ?2, ?3, ?4)",
        params![sender.as_str(), digest, mime_type, &**bytes],
    )?;
    Ok(engine.last_id())
}

pub(super) fn load(connection: &Connection, id: FileId) -> Result<Option<MediaContent>, Failure> {
    let sql = "SELECT mime_type, bytes FROM files WHERE id = ?1";
    let file = connection.prepare_cached(sql)?.query_row([id.0], |row| {
        let bytes: Vec<u8> = row.get(1)?;
        Ok(MediaContent { mime_type: row.get(0)?, bytes: bytes.into() })
    });
    Ok(file.optional()?)
}

pub(super) fn record_upload(
    engine: &Engine,
    id: FileId,
    uploaded: Option<&MediaId>,
    now: Timestamp,
) -> Result<(), Failure> {
    engine.execute(
        "UPDATE files SET media_id = ?2, uploaded_at = ?3 WHERE id = ?1",
        params![id.0, uploaded.map(MediaId::as_str), uploaded.map(|_| now.0)],
    )?;
    Ok(())
}

/// Removes one of these files if no delivery carries it any more.
pub(crate) fn forget_uncarried(engine: &Engine, ids: &BTreeSet<i64>) -> Result<(), Failure> {
    for id in ids {
        engine.execute(
            "DELETE FROM files
             WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE file = ?1)",
            [id],
        )?;
    }
    Ok(())
}
