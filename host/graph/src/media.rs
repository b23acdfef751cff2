//! Citizens' files: Meta's id of one -> its bytes, in two requests.

use async_trait::async_trait;
use mitra_core::limits::MEDIA_READ_BYTES_MAX;
use mitra_core::media::{MediaContent, MediaFailure, MediaFile, MediaReader, parse_sha256};
use mitra_whatsapp::GraphError;
use reqwest::{Client, StatusCode, Url};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::runtime::Handle;
use tokio_util::task::AbortOnDropHandle;

use crate::client::{GraphClient, chain, read};

/// Where Meta keeps files. Only there, and where the API itself is, the token is shown.
///
/// Source: Meta, "Media" (2026-05): addresses are `https://lookaside.fbsbx.com/whatsapp_business/attachments/..`.
const MEDIA_HOSTS: [&str; 3] = ["fbsbx.com", "facebook.com", "whatsapp.net"];
/// Meta's code for an object that is not there, or not ours.
const NO_SUCH_OBJECT: i64 = 100;

/// Reads citizens' files for callers on any thread.
#[derive(Debug, Clone)]
pub struct GraphMedia {
    graph: GraphClient,
    runtime: Handle,
}

/// What Meta says of a file before it hands it out.
struct Resolved {
    url: Url,
    mime_type: String,
    sha256: Option<[u8; 32]>,
}

impl GraphMedia {
    /// Reads with this client on this runtime, which must have I/O and time enabled.
    pub fn new(graph: GraphClient, runtime: Handle) -> Self {
        Self { graph, runtime }
    }
}

#[async_trait]
impl MediaReader for GraphMedia {
    async fn read(&self, file: &MediaFile) -> Result<MediaContent, MediaFailure> {
        let (graph, file) = (self.graph.clone(), file.clone());
        // The caller's thread runs guests, and has no I/O.
        let reading = async move { read_file(&graph, &file).await };
        let reading = AbortOnDropHandle::new(self.runtime.spawn(reading));
        reading.await.unwrap_or_else(|_| Err(unavailable("the host is stopping")))
    }
}

async fn read_file(graph: &GraphClient, file: &MediaFile) -> Result<MediaContent, MediaFailure> {
    let Resolved { url, mime_type, sha256 } = resolve(graph, file).await?;
    let bytes = fetch(&graph.client, url).await?;
    let found: [u8; 32] = Sha256::digest(&bytes).into();
    if [file.sha256, sha256].into_iter().flatten().any(|expected| expected != found) {
        return Err(unavailable("Meta gave other bytes than those that the citizen sent"));
    }
    Ok(MediaContent { mime_type, bytes: bytes.into() })
}

/// Asks where the file is. One that is too large is refused here, before any of it is read.
async fn resolve(graph: &GraphClient, file: &MediaFile) -> Result<Resolved, MediaFailure> {
    let answer = graph.client.get(graph.address(&[file.id.as_str()])).send().await;
    let answer = answer.map_err(failed)?;
    let status = answer.status();
    let body = read(answer).await.map_err(failed)?;
    if !status.is_success() {
        let GraphError { code, .. } = GraphError::parse(status.as_u16(), &body, None);
        let is_gone = code == NO_SUCH_OBJECT || is_gone(status);
        let answered =
            || unavailable(format!("Meta answered {} with code {code}", status.as_u16()));
        return Err(if is_gone { MediaFailure::Gone } else { answered() });
    }
    let told: Value =
        serde_json::from_slice(&body).map_err(|_| unavailable("Meta's answer cannot be read"))?;
    // Written as a number by one page and as text by another.
    let size = told["file_size"].as_u64().or_else(|| told["file_size"].as_str()?.parse().ok());
    if size.is_some_and(|size| size > MEDIA_READ_BYTES_MAX as u64) {
        return Err(MediaFailure::TooLarge);
    }
    let url = told["url"].as_str().and_then(|url| Url::parse(url).ok());
    let url = url.filter(|url| is_metas(url, &graph.root));
    let mime_type = told["mime_type"].as_str().unwrap_or("application/octet-stream");
    let mime_type = mime_type.split(';').next().unwrap_or_default().trim();
    Ok(Resolved {
        url: url.ok_or_else(|| unavailable("Meta named an address that is not Meta's"))?,
        mime_type: mime_type.to_owned(),
        sha256: told["sha256"].as_str().and_then(parse_sha256),
    })
}

/// Whether the token may be shown at this address.
fn is_metas(url: &Url, root: &Url) -> bool {
    if url.origin() == root.origin() {
        return true;
    }
    let is_at = |host: &str, domain: &str| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let host = url.host_str().unwrap_or_default();
    url.scheme() == "https"
        && url.port_or_known_default() == Some(443)
        && MEDIA_HOSTS.iter().any(|domain| is_at(host, domain))
}

async fn fetch(client: &Client, url: Url) -> Result<Vec<u8>, MediaFailure> {
    let mut answer = client.get(url).send().await.map_err(failed)?;
    let status = answer.status();
    if is_gone(status) {
        return Err(MediaFailure::Gone);
    }
    if !status.is_success() {
        return Err(unavailable(format!("Meta answered {} for the file", status.as_u16())));
    }
    if answer.content_length().is_some_and(|bytes| bytes > MEDIA_READ_BYTES_MAX as u64) {
        return Err(MediaFailure::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        if bytes.len() + chunk.len() > MEDIA_READ_BYTES_MAX {
            return Err(MediaFailure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn is_gone(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

fn failed(error: reqwest::Error) -> MediaFailure {
    MediaFailure::Unavailable(chain(error))
}

fn unavailable(words: impl Into<String>) -> MediaFailure {
    MediaFailure::Unavailable(words.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_shown_to_meta_alone() {
        let is_metas =
            |url: &str, root: &str| is_metas(&Url::parse(url).unwrap(), &Url::parse(root).unwrap());
        let graph = "https://graph.facebook.com/v25.0";
        for url in [
            "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
            "https://fbsbx.com/x",
            "https://graph.facebook.com/x",
            "https://media.xx.whatsapp.net/x",
        ] {
            assert!(is_metas(url, graph), "{url}");
        }
        for url in [
            "http://lookaside.fbsbx.com/x",
            "https://lookaside.fbsbx.com:8443/x",
            "https://fbsbx.com.evil.example/x",
            "https://evilfbsbx.com/x",
            "https://fbsbx.com@evil.example/x",
            "http://127.0.0.1:7070/x",
        ] {
            assert!(!is_metas(url, graph), "{url}");
        }
        assert!(is_metas("http://127.0.0.1:7070/media-bytes/1", "http://127.0.0.1:7070/v25.0"));
        assert!(!is_metas("http://127.0.0.1:7071/media-bytes/1", "http://127.0.0.1:7070/v25.0"));
    }
}
