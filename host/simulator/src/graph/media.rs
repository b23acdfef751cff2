//! The media store: upload, resolve, fetch, delete.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::authorize;
use super::error::GraphError;
use crate::simulator::World;

/// Files kept at once; the oldest go first.
const FILES_MAX: usize = 500;

/// Ids count from here, so that they look like Meta's.
const IDS_FROM: u64 = 4_400_000_000;

fn place(id: &str) -> Option<u64> {
    id.parse::<u64>().ok()?.checked_sub(IDS_FROM)
}

/// Files of citizens and hosts, in memory.
#[derive(Debug, Default)]
pub(crate) struct MediaStore {
    files: Mutex<(u64, HashMap<u64, File>)>,
}

#[derive(Debug, Clone)]
struct File {
    mime_type: String,
    bytes: Bytes,
}

impl MediaStore {
    /// Keeps a file; gives its id.
    pub(crate) fn put(&self, mime_type: String, bytes: Bytes) -> String {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.0 += 1;
        let id = files.0;
        files.1.insert(id, File { mime_type, bytes });
        if files.1.len() > FILES_MAX {
            files.1.remove(&(id - FILES_MAX as u64));
        }
        (IDS_FROM + id).to_string()
    }

    fn get(&self, id: &str) -> Option<File> {
        let place = place(id)?;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).1.get(&place).cloned()
    }

    fn remove(&self, id: &str) -> Option<File> {
        let place = place(id)?;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&place)
    }

    /// The bytes as an HTTP answer.
    pub(crate) fn answer(&self, id: &str) -> Response {
        match self.get(id) {
            Some(File { mime_type, bytes }) => {
                let headers = [
                    (header::CONTENT_TYPE, mime_type),
                    (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                    (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
                ];
                (headers, bytes).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

pub(super) async fn upload(
    State(world): State<Arc<World>>,
    Path((_version, number)): Path<(String, String)>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, Some(&number))?;
    let broken =
        |error: axum::extract::multipart::MultipartError| GraphError::value(error.to_string());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("file") {
            let mime_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
            let bytes = field.bytes().await.map_err(broken)?;
            return Ok(Json(json!({ "id": world.media.put(mime_type, bytes) })));
        }
    }
    Err(GraphError::missing("file"))
}

pub(super) async fn resolve(
    State(world): State<Arc<World>>,
    Path((_version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, None)?;
    let file = world.media.get(&id).ok_or_else(|| GraphError::unknown_object(&id))?;
    let mut sha256 = String::new();
    for byte in Sha256::digest(&file.bytes) {
        write!(sha256, "{byte:02x}").expect("writing to a string cannot fail");
    }
    let url = format!("http://{}/media-bytes/{id}", world.address);
    Ok(Json(json!({
        "messaging_product": "whatsapp", "url": url, "mime_type": file.mime_type,
        "sha256": sha256, "file_size": file.bytes.len().to_string(), "id": id,
    })))
}

pub(super) async fn fetch(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match authorize(&world, &headers, None) {
        Ok(()) => world.media.answer(&id),
        Err(error) => error.into_response(),
    }
}

pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Path((_version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    authorize(&world, &headers, None)?;
    world.media.remove(&id).ok_or_else(|| GraphError::unknown_object(&id))?;
    Ok(Json(json!({ "success": true })))
}
