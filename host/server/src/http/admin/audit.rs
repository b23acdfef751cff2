//! The audit log, as it is hashed: whoever reads it can check it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use mitra_admin::{AuditEntryView, AuditHead, Problem};
use mitra_core::audit::{AuditEntry, Chain};
use mitra_storage::Control;
use serde::Deserialize;

use super::access::{Caller, Doing};
use super::{Door, Refusal};

/// The most entries of one answer.
const ENTRIES_MAX: usize = 500;

/// After which entry to go on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

/// Entries of the audit log after the one with this number, oldest first, at most 500.
#[utoipa::path(get, path = "/v1/audit", tag = "audit", security(("token" = [])),
    params(("after" = u64, Query, description = "the number of the last entry that is known; 0 for none")),
    responses((status = 200, body = [AuditEntryView]), (status = "4XX", body = Problem)))]
pub(super) async fn entries(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Query(After { after }): Query<After>,
) -> Result<Json<Vec<AuditEntryView>>, Refusal> {
    caller.may(Doing::LookAtAll)?;
    let entries = door.storage.audit(after, ENTRIES_MAX).await?;
    let shown = |entry: AuditEntry| AuditEntryView {
        number: entry.number,
        at_ms: entry.at.0,
        body: entry.body,
        hash: entry.hash.to_string(),
    };
    Ok(Json(entries.into_iter().map(shown).collect()))
}

/// The end of the audit log: whoever keeps it elsewhere sees whether entries were cut off.
#[utoipa::path(get, path = "/v1/audit/head", tag = "audit", security(("token" = [])),
    responses((status = 200, body = AuditHead), (status = "4XX", body = Problem)))]
pub(super) async fn head(
    State(door): State<Arc<Door>>,
    caller: Caller,
) -> Result<Json<AuditHead>, Refusal> {
    caller.may(Doing::LookAtAll)?;
    let (number, hash) = match door.storage.audit_head().await? {
        Some(entry) => (entry.number, entry.hash),
        None => Chain::default().head(),
    };
    Ok(Json(AuditHead { number, hash: hash.to_string() }))
}
