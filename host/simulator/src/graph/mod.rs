//! The Graph API as the host sees it.

mod error;
mod media;
mod orders;
mod receipts;
mod send;
mod validate;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

pub(crate) use self::error::GraphError;
use crate::media::FILE_BYTES_MAX;
use crate::simulator::World;

/// What an upload holds beside its file, in bytes.
const FORM_BYTES_MAX: usize = 16 * 1_024;

/// Routes the Graph API.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/{version}/{number}/messages", post(messages))
        .route(
            "/{version}/{number}/media",
            post(media::upload).layer(DefaultBodyLimit::max(FILE_BYTES_MAX + FORM_BYTES_MAX)),
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
    let sent = match authorize(&world, &headers, Some(&number)) {
        Ok(()) => send::send(&world, &body).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(error) => {
            world.count_refusal(error.code());
            error.into_response()
        }
    }
}

/// Checks the token, and that the number is ours.
pub(crate) fn authorize(
    world: &World,
    headers: &HeaderMap,
    number: Option<&str>,
) -> Result<(), GraphError> {
    let expected = format!("Bearer {}", world.options.access_token);
    let given = headers.get("authorization").and_then(|value| value.to_str().ok());
    if given != Some(&expected) {
        return Err(GraphError::token());
    }
    if world.faults().token_revoked {
        return Err(GraphError::token_revoked());
    }
    match number {
        Some(number) if number != world.options.phone_number_id => {
            Err(GraphError::unknown_object(number))
        }
        _ => Ok(()),
    }
}
