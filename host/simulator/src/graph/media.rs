//! The Graph API's media: upload, resolve, fetch, delete.

use std::sync::Arc;

use axum::Json;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::authorize;
use super::error::GraphError;
use crate::media::objection;
use crate::simulator::World;

pub(super) async fn upload(
    State(world): State<Arc<World>>,
    Path((_version, number)): Path<(String, String)>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, Some(&number))?;
    let broken = |error: MultipartError| GraphError::value(error.to_string());
    let (mut is_for_whatsapp, mut file) = (false, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("messaging_product") => {
                is_for_whatsapp = field.text().await.map_err(broken)? == "whatsapp";
            }
            Some("file") => {
                let mime_type = field.content_type().unwrap_or("application/octet-stream");
                let mime_type = mime_type.to_owned();
                file = Some((mime_type, field.bytes().await.map_err(broken)?));
            }
            _ => {}
        }
    }
    if !is_for_whatsapp {
        return Err(GraphError::missing("messaging_product"));
    }
    let (mime_type, bytes) = file.ok_or_else(|| GraphError::missing("file"))?;
    Ok(Json(json!({ "id": world.media.put(mime_type, bytes) })))
}

pub(super) async fn resolve(
    State(world): State<Arc<World>>,
    Path((_version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, None)?;
    let file = world.media.get(&id).ok_or_else(|| GraphError::unknown_object(&id))?;
    let url = format!("http://{}/media-bytes/{id}", world.address);
    Ok(Json(json!({
        "messaging_product": "whatsapp", "url": url, "mime_type": file.mime_type,
        "sha256": file.sha256_hex(), "file_size": file.bytes.len().to_string(), "id": id,
    })))
}

pub(super) async fn fetch(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, GraphError> {
    authorize(&world, &headers, None)?;
    let file = world.media.get(&id).ok_or_else(|| GraphError::gone(&id))?;
    Ok(file.into_response())
}

pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Path((_version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, None)?;
    if !world.media.remove(&id) {
        return Err(GraphError::unknown_object(&id));
    }
    Ok(Json(json!({ "success": true })))
}

/// Checks the uploaded file that a message is about, if it is about one.
///
/// An unknown id is an error at once. A file that is not fit for the kind is noticed by Meta only when it delivers:
/// gives why the receipt will be `failed`.
pub(super) fn check(world: &World, message: &Value) -> Result<Option<String>, GraphError> {
    let Some(kind) = message["type"].as_str() else {
        return Ok(None);
    };
    let header = &message["interactive"]["header"];
    let (kind, part) = match (kind, header["type"].as_str()) {
        ("interactive", Some(kind)) => (kind, &header[kind]),
        _ => (kind, &message[kind]),
    };
    let Some(id) = part["id"].as_str() else {
        return Ok(None);
    };
    let file = world.media.get(id).ok_or_else(|| GraphError::unknown_object(id))?;
    Ok(objection(kind, &file))
}
