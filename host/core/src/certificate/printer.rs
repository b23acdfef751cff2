//! The seam to keys and documents.

use async_trait::async_trait;

use super::{Certificate, ListPlace};
use crate::clock::Timestamp;
use crate::ids::AuthorityId;
use crate::language::Language;
use crate::media::MediaContent;

/// Signs certificates and makes their documents.
#[async_trait]
pub trait CertificatePrinter: Send + Sync {
    /// The document of a certificate, in English and this language, signed with a key that may sign at this instant.
    ///
    /// The same certificate, place, language, key and second make the same bytes.
    async fn print(
        &self,
        certificate: &Certificate,
        place: ListPlace,
        language: Language,
        now: Timestamp,
    ) -> Result<MediaContent, PrintError>;
}

/// Why there is no document. The words are for the operator; it can be tried again once they have acted.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The configuration has no such authority any more.
    #[error(
        "there is no authority `{authority}`: the operator must add `[[authority]]` to the configuration"
    )]
    NoAuthority {
        /// Which one.
        authority: AuthorityId,
    },
    /// No key of the authority may sign.
    #[error("no key of the authority `{authority}` may sign now: {why}")]
    NoKey {
        /// Which one.
        authority: AuthorityId,
        /// What is wrong with each key.
        why: String,
    },
    /// Our bug.
    #[error("the document cannot be made: {0}")]
    Failed(String),
}
