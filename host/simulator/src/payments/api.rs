//! The API as the host sees it: `/v1/payment_links`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use super::PaymentLink;
use super::link::Wanted;
use crate::simulator::World;

pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/v1/payment_links", get(find).post(make))
        .route("/v1/payment_links/{id}", get(one))
        .with_state(world)
}

#[derive(Deserialize)]
struct Filter {
    reference_id: Option<String>,
    payment_id: Option<String>,
}

async fn make(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response {
    if !is_authorized(&world, &headers) {
        return unauthorized();
    }
    let wanted: Result<Wanted, _> = serde_json::from_slice(&body);
    let made =
        wanted.map_err(|error| error.to_string()).and_then(|wanted| world.links.make(wanted));
    match made {
        Ok(link) => Json(link.entity(&root(&world))).into_response(),
        Err(why) => refused(StatusCode::BAD_REQUEST, &why),
    }
}

async fn find(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Query(filter): Query<Filter>,
) -> Response {
    if !is_authorized(&world, &headers) {
        return unauthorized();
    }
    let Filter { reference_id, payment_id } = filter;
    let is_wanted = |link: &PaymentLink| {
        reference_id.as_ref().is_none_or(|it| *it == link.reference_id)
            && payment_id.as_ref().is_none_or(|it| link.payment_id().as_ref() == Some(it))
    };
    let links = world.links.all().into_iter().filter(is_wanted);
    let links: Vec<_> = links.map(|link| link.entity(&root(&world))).collect();
    Json(json!({ "payment_links": links })).into_response()
}

async fn one(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    if !is_authorized(&world, &headers) {
        return unauthorized();
    }
    match world.links.get(&id) {
        Some(link) => Json(link.entity(&root(&world))).into_response(),
        None => refused(StatusCode::BAD_REQUEST, "The ID provided does not exist"),
    }
}

fn root(world: &World) -> String {
    format!("http://{}", world.address)
}

pub(super) fn is_authorized(world: &World, headers: &HeaderMap) -> bool {
    let options = &world.options.payments;
    let key = STANDARD.encode(format!("{}:{}", options.key_id, options.key_secret));
    let given = headers.get("authorization").and_then(|value| value.to_str().ok());
    given == Some(&format!("Basic {key}"))
}

pub(super) fn unauthorized() -> Response {
    refused(StatusCode::UNAUTHORIZED, "The api key/secret provided is invalid")
}

pub(super) fn refused(status: StatusCode, description: &str) -> Response {
    let error = json!({ "error": { "code": "BAD_REQUEST_ERROR", "description": description } });
    (status, Json(error)).into_response()
}
