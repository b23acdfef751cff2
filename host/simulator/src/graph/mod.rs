//! The Graph API as the host sees it.

mod error;
mod media;
mod send;
mod validate;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use self::error::GraphError;
use crate::simulator::World;

pub(crate) use media::MediaStore;

/// The largest file taken, in bytes: Meta's limit of documents.
const MEDIA_BYTES_MAX: usize = 100 * 1024 * 1024;

/// Routes the Graph API.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/{version}/{number}/messages", post(messages))
        .route(
            "/{version}/{number}/media",
            post(media::upload).layer(DefaultBodyLimit::max(MEDIA_BYTES_MAX)),
        )
        .route("/{version}/{media}", get(media::resolve).delete(media::delete))
        .route("/media-bytes/{media}", get(media::fetch))
        .with_state(world)
}

async fn messages(
    State(world): State<Arc<World>>,
    Path((_version, number)): Path<(String, String)>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Response {
    if let Err(error) = authorize(&world, &headers, Some(&number)) {
        return error.into_response();
    }
    match send::send(&world, &body).await {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(error) => {
            world.count_refusal(error.code());
            error.into_response()
        }
    }
}

/// Checks the token, and that the number is ours.
fn authorize(world: &World, headers: &HeaderMap, number: Option<&str>) -> Result<(), GraphError> {
    let expected = format!("Bearer {}", world.options.access_token);
    let given = headers.get("authorization").and_then(|value| value.to_str().ok());
    if given != Some(&expected) {
        return Err(GraphError::token());
    }
    match number {
        Some(number) if number != world.options.phone_number_id => {
            Err(GraphError::unknown_object(number))
        }
        _ => Ok(()),
    }
}
