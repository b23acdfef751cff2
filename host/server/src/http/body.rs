//! The body of a notification: all of it, in bounded memory and time.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use mitra_core::limits::NOTIFICATION_BYTES_MAX;

use super::admission::{Place, SMALL_BODY_BYTES_MAX};
use super::error::Refusal;

/// How long a body may take to arrive, the wait for room included. Meta gives up after about as long.
pub(super) const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// How much of a body that is too large is read before the connection is cut.
const DISCARDED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Reads the whole body; a large one once there is room for it.
pub(super) async fn read(body: Body, place: &mut Place<'_>) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(BODY_TIMEOUT, collect(body, place)).await {
        Ok(result) => result,
        Err(_) if place.is_waiting() => Err(Refusal::Busy),
        Err(_) => Err(Refusal::TooSlow { waited: BODY_TIMEOUT }),
    }
}

/// What is too large is read on and thrown away for a while: a client that is cut off in the middle of sending never
/// sees the answer.
async fn collect(mut body: Body, place: &mut Place<'_>) -> Result<Bytes, Refusal> {
    // Without a length it may have as much as is allowed.
    let claimed =
        body.size_hint().exact().map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    let claimed = claimed.unwrap_or(NOTIFICATION_BYTES_MAX);
    let (mut kept, mut n_read) = (BytesMut::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(chunk) = frame.map_err(Refusal::Unreadable)?.into_data() else { continue };
        n_read += chunk.len();
        if n_read > DISCARDED_BYTES_MAX {
            break;
        }
        if n_read.max(claimed) > NOTIFICATION_BYTES_MAX {
            kept = BytesMut::new();
            place.trim(0);
            continue;
        }
        if n_read > SMALL_BODY_BYTES_MAX && !place.has_room() {
            place.reserve(claimed).await;
            kept.reserve(claimed - kept.len());
        }
        kept.extend_from_slice(&chunk);
    }
    if n_read > NOTIFICATION_BYTES_MAX {
        return Err(Refusal::TooLarge { bytes_max: NOTIFICATION_BYTES_MAX });
    }
    place.trim(kept.len());
    Ok(kept.freeze())
}
