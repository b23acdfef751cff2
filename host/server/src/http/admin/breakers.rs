//! Departments that rest after a run of faults.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use mitra_admin::{BreakerView, DepartmentBreakersView, Problem, Wanted};
use mitra_core::ids::DepartmentId;
use mitra_pipeline::{BreakerState, SeenBreaker};
use mitra_release::show_instant;

use super::access::{Caller, Doing};
use super::page::{Asked, Page};
use super::releases::reason;
use super::{Door, Refusal};

/// The breakers of the departments after this one, by id, as far as the token may see them: at most 200 departments.
#[utoipa::path(get, path = "/v1/breakers", tag = "operations", security(("token" = [])),
    params(("after" = Option<String>, Query, description = "the last department of the page before"),
           ("max" = Option<usize>, Query, description = "the most departments: 1 to 200")),
    responses((status = 200, body = [DepartmentBreakersView]), (status = "4XX", body = Problem)))]
pub(super) async fn breakers(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Asked(page): Asked<Page<String>>,
) -> Result<Json<Vec<DepartmentBreakersView>>, Refusal> {
    let departments = door.page_of_departments(&caller, page)?;
    Ok(Json(departments.into_iter().map(|id| shown(&door, id)).collect()))
}

/// Ends the rest of a department at once. If it still fails, it rests again after as many faults as before.
#[utoipa::path(post, path = "/v1/breakers/{department}/close", tag = "operations",
    security(("token" = [])), request_body = Wanted,
    responses((status = 200, body = DepartmentBreakersView), (status = "4XX", body = Problem)))]
pub(super) async fn close(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<DepartmentBreakersView>, Refusal> {
    caller.may(Doing::Operate)?;
    let Json(wanted) = body.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    let reason = reason(&wanted.reason)?;
    let id = door.department(&id)?;
    let is_closed = |it: &SeenBreaker| matches!(it.state, BreakerState::Closed { .. });
    if door.operators.breakers(id).iter().all(is_closed) {
        return Err(Refusal::NothingRests(id.clone()));
    }
    // Written down first: what is not in the audit log is not done.
    door.note(&caller, "breaker.closed", (Some(id), None), reason).await?;
    door.operators.close_breakers(id);
    Ok(Json(shown(&door, id)))
}

fn shown(door: &Door, id: &DepartmentId) -> DepartmentBreakersView {
    let breakers = door.operators.breakers(id).iter().map(view).collect();
    DepartmentBreakersView { department: id.to_string(), breakers }
}

fn view(breaker: &SeenBreaker) -> BreakerView {
    let (state, faults, rest) = match breaker.state {
        BreakerState::Closed { faults } => ("closed", faults, None),
        BreakerState::Resting { since, probe_at } => ("resting", 0, Some((since, probe_at))),
        BreakerState::Probing { since, probe_at } => ("probing", 0, Some((since, probe_at))),
    };
    BreakerView {
        release: breaker.release.to_string(),
        state: state.to_owned(),
        faults,
        since: rest.map(|(since, _)| show_instant(since)),
        probe_at: rest.map(|(_, probe_at)| show_instant(probe_at)),
    }
}
