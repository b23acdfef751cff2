//! What stands in for authorities: certificates are sent, and signed by nobody.

use async_trait::async_trait;
use mitra_core::certificate::{Certificate, CertificatePrinter, ListPlace, PrintError};
use mitra_core::clock::Timestamp;
use mitra_core::language::Language;
use mitra_core::media::MediaContent;

/// Prints a document that says which certificate it stands for, and nothing else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Press;

#[async_trait]
impl CertificatePrinter for Press {
    async fn print(
        &self,
        certificate: &Certificate,
        _place: ListPlace,
        language: Language,
        _now: Timestamp,
    ) -> Result<MediaContent, PrintError> {
        let text = format!("%PDF-1.7\n% {} {} unsigned\n", certificate.id, language.code());
        let mime_type = "application/pdf".to_owned();
        Ok(MediaContent { mime_type, bytes: text.into_bytes().into() })
    }
}
