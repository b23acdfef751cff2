//! Open conversations, by pseudonyms.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use mitra_admin::{Problem, SessionView};
use mitra_pipeline::SeenConversation;
use mitra_release::show_instant;
use serde::Deserialize;

use super::access::{Caller, Doing};
use super::page::{Asked, entries_max};
use super::releases::department_id;
use super::{Door, Refusal};

/// Whose conversations, and which page of them: by a count, for a key would have to name a citizen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    department: String,
    #[serde(default)]
    skip: usize,
    max: Option<usize>,
}

/// A department's open conversations by release, at most 200: who as the department knows them, about what, on which
/// release and since when. Nothing that was said, and nothing that the department keeps of it.
#[utoipa::path(get, path = "/v1/sessions", tag = "operations", security(("token" = [])),
    params(("department" = String, Query, description = "whose"),
           ("skip" = Option<usize>, Query, description = "how many are left out"),
           ("max" = Option<usize>, Query, description = "the most conversations: 1 to 200")),
    responses((status = 200, body = [SessionView]), (status = "4XX", body = Problem)))]
pub(super) async fn sessions(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Vec<SessionView>>, Refusal> {
    caller.may(Doing::LookAt(&department_id(&wanted.department)?))?;
    let (id, max) = (door.department(&wanted.department)?, entries_max(wanted.max)?);
    let seen = door.operators.conversations(id, wanted.skip, max).await?;
    let shown = |open: SeenConversation| SessionView {
        citizen: open.citizen.to_string(),
        service: open.service.to_string(),
        release: open.release.to_string(),
        form: open.has_form,
        since: show_instant(open.opened_at),
    };
    Ok(Json(seen.into_iter().map(shown).collect()))
}
