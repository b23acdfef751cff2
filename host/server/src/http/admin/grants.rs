//! What a department asks for, and what it is granted.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use mitra_admin::{GrantsView, Problem};
use mitra_core::ids::ReleaseDigest;

use super::access::{Caller, Doing};
use super::releases::department_id;
use super::{Door, Refusal};
use crate::config::DepartmentConfig;
use crate::departments::{Granted, granted};
use crate::manifest::Manifest;
use crate::releases::manifest_of;

/// What a department asks for, what it is granted, and what it asks for in vain. Where it is served by releases, the
/// live one asks; before there is one, the one on its way.
#[utoipa::path(get, path = "/v1/grants/{department}", tag = "operations", security(("token" = [])),
    responses((status = 200, body = GrantsView), (status = "4XX", body = Problem)))]
pub(super) async fn grants(
    State(door): State<Arc<Door>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<GrantsView>, Refusal> {
    caller.may(Doing::LookAt(&department_id(&id)?))?;
    let config = door.configured(&id)?;
    let (release, asked) = asked(&door, config).await?;
    let Granted { words, missing } = granted(config, &asked);
    Ok(Json(GrantsView {
        department: config.id.to_string(),
        release: release.map(|digest| digest.to_string()),
        asked: asked.beyond(&Manifest::none(&config.id)),
        granted: words,
        missing,
    }))
}

async fn asked(
    door: &Door,
    config: &DepartmentConfig,
) -> Result<(Option<ReleaseDigest>, Manifest), Refusal> {
    if config.component.is_some() {
        let Some(path) = config.manifest.clone() else {
            return Ok((None, Manifest::none(&config.id)));
        };
        let reading = tokio::task::spawn_blocking(move || Manifest::read(&path));
        return Ok((None, reading.await.expect("reading does not panic")?));
    }
    let controller = door.controller()?;
    let roster = controller.roster(&config.id)?;
    let on_its_way = || roster.candidate().map(|candidate| candidate.record().digest.clone());
    let digest = roster.live().map(|live| live.digest.clone()).or_else(on_its_way);
    let Some(digest) = digest else { return Ok((None, Manifest::none(&config.id))) };
    let artifact = controller.artifact(&digest).await?;
    let manifest = manifest_of(&artifact).map_err(mitra_control::ControlError::from)?;
    Ok((Some(digest), manifest))
}
