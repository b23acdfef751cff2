//! The media store, in memory.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Files kept at once; the oldest go first.
const FILES_MAX: usize = 500;
/// Bytes kept at once: five files of the largest size.
const BYTES_MAX: usize = 500 * 1_024 * 1_024;
/// Ids count from here, so that they look like Meta's.
const IDS_FROM: u64 = 4_400_000_000;

/// Files of citizens and hosts.
#[derive(Debug, Default)]
pub(crate) struct MediaStore {
    files: Mutex<Files>,
}

#[derive(Debug, Default)]
struct Files {
    last: u64,
    n_bytes: usize,
    by_place: BTreeMap<u64, File>,
}

/// One file.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) mime_type: String,
    pub(crate) bytes: Bytes,
    sha256: [u8; 32],
}

impl File {
    pub(crate) fn new(mime_type: String, bytes: Bytes) -> Self {
        let sha256 = Sha256::digest(&bytes).into();
        Self { mime_type, bytes, sha256 }
    }

    /// The sha256 as resolving an id gives it.
    pub(crate) fn sha256_hex(&self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.sha256 {
            write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
        }
        hex
    }

    /// The sha256 as notifications have it.
    pub(crate) fn sha256_base64(&self) -> String {
        STANDARD.encode(self.sha256)
    }
}

impl IntoResponse for File {
    fn into_response(self) -> Response {
        let is_pdf = self.mime_type == "application/pdf";
        let headers = [
            (header::CONTENT_TYPE, self.mime_type),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        ];
        // Browsers show no PDF in a sandbox; it cannot run scripts of this page's origin anyhow.
        let policy = (!is_pdf).then_some([(header::CONTENT_SECURITY_POLICY, "sandbox")]);
        (headers, policy.map(axum::response::AppendHeaders), self.bytes).into_response()
    }
}

impl MediaStore {
    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a file; gives its id.
    pub(crate) fn put(&self, mime_type: String, bytes: Bytes) -> String {
        let file = File::new(mime_type, bytes);
        let mut files = self.files();
        files.last += 1;
        files.n_bytes += file.bytes.len();
        let place = files.last;
        files.by_place.insert(place, file);
        while files.by_place.len() > FILES_MAX || files.n_bytes > BYTES_MAX {
            let Some((_, oldest)) = files.by_place.pop_first() else {
                break;
            };
            files.n_bytes -= oldest.bytes.len();
        }
        (IDS_FROM + place).to_string()
    }

    /// How many files came, in all.
    pub(crate) fn count(&self) -> u64 {
        self.files().last
    }

    /// The file of this id.
    pub(crate) fn get(&self, id: &str) -> Option<File> {
        self.files().by_place.get(&place(id)?).cloned()
    }

    /// Forgets a file; says whether there was one.
    pub(crate) fn remove(&self, id: &str) -> bool {
        let mut files = self.files();
        let Some(file) = place(id).and_then(|place| files.by_place.remove(&place)) else {
            return false;
        };
        files.n_bytes -= file.bytes.len();
        true
    }
}

fn place(id: &str) -> Option<u64> {
    id.parse::<u64>().ok()?.checked_sub(IDS_FROM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_file_goes_first() {
        let store = MediaStore::default();
        let ids: Vec<_> =
            (0..=FILES_MAX).map(|_| store.put("text/plain".to_owned(), "x".into())).collect();
        assert!(store.get(&ids[0]).is_none());
        assert!(store.get(&ids[1]).is_some());
        assert!(store.remove(&ids[1]));
        assert!(!store.remove(&ids[1]));
    }

    #[test]
    fn a_digest_has_two_spellings() {
        let file = File::new("text/plain".to_owned(), "abc".into());
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(file.sha256_hex(), hex);
        assert_eq!(file.sha256_base64(), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
