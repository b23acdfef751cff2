//! What is in files, and how departments read those that citizens send.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::hex::from_hex;
use crate::ids::MediaId;

/// A file at Meta, and what is known of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// By which Meta hands it out.
    pub id: MediaId,
    /// What its bytes must hash to, if the notification said so.
    pub sha256: Option<[u8; 32]>,
}

/// A sha256 as Meta writes it: in base64 in notifications, in hexadecimal digits elsewhere.
pub fn parse_sha256(text: &str) -> Option<[u8; 32]> {
    from_hex(text).or_else(|| STANDARD.decode(text).ok()?.try_into().ok())
}

/// What is in a file.
#[derive(Clone, PartialEq, Eq)]
pub struct MediaContent {
    /// Without parameters, such as `image/jpeg`.
    pub mime_type: String,
    /// At most [`crate::limits::MEDIA_READ_BYTES_MAX`] of a citizen's, [`crate::limits::FILE_BYTES_MAX`] of a
    /// department's.
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for MediaContent {
    /// Without the bytes: they are a citizen's own matter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mime_type, bytes } = self;
        write!(f, "MediaContent({mime_type}, {} bytes)", bytes.len())
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaFailure {
    /// Meta has it no more: it keeps citizens' files for 7 days.
    #[error("Meta has the file no more")]
    Gone,
    /// It is larger than [`crate::limits::MEDIA_READ_BYTES_MAX`].
    #[error("the file is too large to be read")]
    TooLarge,
    /// Meta cannot be reached, gives no answer in time, or gives other bytes than the citizen's.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

/// Reads citizens' files.
#[async_trait]
pub trait MediaReader: Send + Sync {
    /// Makes one attempt to read a whole file. Dropping the future breaks it off.
    async fn read(&self, file: &MediaFile) -> Result<MediaContent, MediaFailure>;
}

/// The key of the names by which one department knows one citizen's files: a name made with it is no name for anybody
/// else's turn.
#[derive(Clone, PartialEq, Eq)]
pub struct MediaKey([u8; 32]);

impl MediaKey {
    /// A key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes. Whoever has them can name any file of Meta's.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for MediaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MediaKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_in_both_spellings() {
        // Of `abc`.
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let base64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        assert!(parse_sha256(hex).is_some());
        assert_eq!(parse_sha256(hex), parse_sha256(base64));
        for text in ["", "3q2+7w==", &hex[1..], &base64[1..], "no digest"] {
            assert_eq!(parse_sha256(text), None, "{text}");
        }
    }

    #[test]
    fn a_file_does_not_print_what_is_in_it() {
        let (mime_type, bytes) = ("text/plain".to_owned(), b"aadhaar".as_slice().into());
        let shown = format!("{:?}", MediaContent { mime_type, bytes });
        assert_eq!(shown, "MediaContent(text/plain, 7 bytes)");
    }
}
