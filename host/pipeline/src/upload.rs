//! Upload: a claimed delivery -> the message as Meta gets it. The first half of an attempt to send.
//!
//! Takes: a delivery, perhaps with a file or a certificate. Gives: its body, naming the file by Meta's id.
//! A certificate's document is made once: from then on the delivery carries it as its file.
//! Never: uploads a file that Meta has already, or waits for a receipt: an upload may be tried again whatever came of
//! it.

use metrics::{counter, histogram};
use mitra_core::ids::{FileId, MediaId};
use mitra_core::ports::SendError;
use mitra_storage::{ClaimedDelivery, OutboxFile, StorageError};

use crate::document::{self, NoDocument};
use crate::pipeline::Shared;

/// Meta's codes that may mean that a file is not there any more, under the id that it had.
///
/// Source: Meta, "Error codes" (2026-09-11): invalid parameter, its value is not valid, media upload and download
/// errors.
const FILE_CODES: [i64; 4] = [100, 131_009, 131_052, 131_053];

/// A message that can be sent.
pub(crate) struct Completed {
    pub(crate) body: String,
    /// The file that Meta had before this attempt, if there is one.
    pub(crate) known: Option<FileId>,
}

/// Why there is no message to be sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Incomplete {
    /// Meta did not take the file.
    #[error("the file cannot be uploaded")]
    Upload(#[source] SendError),
    /// The file is not to be had from storage.
    #[error("the file cannot be loaded")]
    Storage(#[source] StorageError),
    /// Storage does not have it: our bug.
    #[error("there is no file {0}")]
    Missing(FileId),
    /// There is no document of the certificate.
    #[error("there is no document of the certificate")]
    Document(#[source] NoDocument),
}

/// Names the delivery's file in its body, and uploads it before if Meta does not have it.
pub(crate) async fn complete(
    shared: &Shared,
    delivery: &ClaimedDelivery,
) -> Result<Completed, Incomplete> {
    let body = || delivery.body.clone();
    let named = |id: &MediaId| mitra_whatsapp::with_file(&delivery.body, id);
    let id = match (&delivery.file, &delivery.certificate) {
        (None, None) => return Ok(Completed { body: body(), known: None }),
        (Some(OutboxFile { id, uploaded: Some(known) }), _) => {
            return Ok(Completed { body: named(known), known: Some(*id) });
        }
        (Some(OutboxFile { id, uploaded: None }), _) => *id,
        (None, Some(certificate)) => {
            document::attach(shared, delivery, certificate).await.map_err(Incomplete::Document)?
        }
    };
    let uploaded = upload(shared, delivery, id).await?;
    Ok(Completed { body: named(&uploaded), known: None })
}

async fn upload(
    shared: &Shared,
    delivery: &ClaimedDelivery,
    id: FileId,
) -> Result<MediaId, Incomplete> {
    let file = shared.storage.file(id).await.map_err(Incomplete::Storage)?;
    let file = file.ok_or(Incomplete::Missing(id))?;
    let began_at = shared.clock.now();
    let uploaded = shared.graph.upload(&delivery.from, &file).await;
    let now = shared.clock.now();
    histogram!("mitra_upload_seconds").record(now.since(began_at).as_secs_f64());
    let outcome = if uploaded.is_ok() { "uploaded" } else { "failed" };
    counter!("mitra_uploads_total", "outcome" => outcome).increment(1);
    let uploaded = uploaded.map_err(Incomplete::Upload)?;
    // If it cannot be stored, the next message with this file uploads it again.
    remember(shared, id, Some(uploaded.clone())).await;
    Ok(uploaded)
}

/// Whether this refusal may be for a file that Meta had and has no more.
pub(crate) fn is_about_file(code: i64) -> bool {
    FILE_CODES.contains(&code)
}

/// Stores by which id Meta has a file; none if it has it no more.
pub(crate) async fn remember(shared: &Shared, id: FileId, uploaded: Option<MediaId>) {
    let stored = shared.storage.record_upload(id, uploaded, shared.clock.now()).await;
    if let Err(error) = stored {
        let error = &error as &dyn std::error::Error;
        tracing::error!(file = id.0, error, "cannot store where a file is");
    }
}
