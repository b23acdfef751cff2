//! Releases that drain.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use mitra_admin::{DepartmentDrainsView, DrainView, Problem};
use mitra_control::{Controller, ReleaseRecord};
use mitra_core::ids::DepartmentId;
use mitra_release::show_instant;
use mitra_storage::{Conversations, OpenConversations};

use super::access::Caller;
use super::page::{Asked, Page};
use super::{Door, Refusal};

/// Releases that drain, of the departments after this one, by id, as far as the token may see them: at most 200
/// departments that are served by releases.
#[utoipa::path(get, path = "/v1/drains", tag = "operations", security(("token" = [])),
    params(("after" = Option<String>, Query, description = "the last department of the page before"),
           ("max" = Option<usize>, Query, description = "the most departments: 1 to 200")),
    responses((status = 200, body = [DepartmentDrainsView]), (status = "4XX", body = Problem)))]
pub(super) async fn drains(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(page): Asked<Page<String>>,
) -> Result<Json<Vec<DepartmentDrainsView>>, Refusal> {
    let controller = door.controller()?;
    let mut shown = Vec::new();
    for id in door.page_of_departments(&caller, page)? {
        let drains = if controller.departments().contains(id) {
            of(&door, controller, id).await?
        } else {
            Vec::new()
        };
        shown.push(DepartmentDrainsView { department: id.to_string(), drains });
    }
    Ok(Json(shown))
}

async fn of(
    door: &Door,
    controller: &Controller,
    id: &DepartmentId,
) -> Result<Vec<DrainView>, Refusal> {
    let roster = controller.roster(id)?;
    let draining = roster.draining();
    if draining.is_empty() {
        return Ok(Vec::new());
    }
    let open = door.storage.open_conversations(id).await?;
    Ok(draining.into_iter().filter_map(|release| view(controller, release, &open)).collect())
}

fn view(
    controller: &Controller,
    release: &ReleaseRecord,
    open: &[OpenConversations],
) -> Option<DrainView> {
    let since = release.stage.draining_since()?;
    let on_it = open.iter().find(|open| open.release == release.digest);
    Some(DrainView {
        release: release.digest.to_string(),
        version: release.version.to_string(),
        since: show_instant(since),
        until: show_instant(controller.drains_until(since)),
        conversations: on_it.map_or(0, |open| open.open),
    })
}
