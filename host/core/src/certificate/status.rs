//! Whether others may rely on a certificate.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::limits::{CERTIFICATE_LIST_FILL_MAX, CERTIFICATE_LIST_PLACES, SLUG_BYTES_MAX};

/// Whether others may rely on a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStatus {
    /// They may.
    Valid,
    /// Not now.
    Suspended,
    /// Never again.
    Revoked,
}

/// What is revoked stays so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the certificate is revoked, and stays so")]
pub struct StatusRefused;

impl CertificateStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Suspended, Self::Revoked];

    /// The status after this change. One to the same status is a change, too.
    pub fn changed(self, to: Self) -> Result<Self, StatusRefused> {
        match self {
            Self::Valid | Self::Suspended => Ok(to),
            Self::Revoked => Err(StatusRefused),
        }
    }

    /// A short stable name for storage, metrics and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Why a status was changed: a word of the department's for the operator's books.
///
/// Lower-case letters, digits and hyphens, 1 to [`SLUG_BYTES_MAX`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StatusReason(Arc<str>);

impl StatusReason {
    /// The reason, if the text is one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_fit = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        let is_reason = (1..=SLUG_BYTES_MAX).contains(&text.len()) && text.chars().all(is_fit);
        is_reason.then(|| Self(text.into()))
    }

    /// The reason as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StatusReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where an authority's lists tell a certificate's status: chance, so that the place says nothing of the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListPlace {
    /// Which list, from 0.
    pub list: u32,
    /// Which place of it, below [`CERTIFICATE_LIST_PLACES`].
    pub index: u32,
}

impl ListPlace {
    /// The place to look at first, for an authority that has issued so many certificates.
    ///
    /// A list takes certificates until it is half full: then a free place is near any other.
    pub fn first(issued: u64, chance: u32) -> Self {
        let list = u32::try_from(issued / CERTIFICATE_LIST_FILL_MAX).unwrap_or(u32::MAX);
        Self { list, index: chance % CERTIFICATE_LIST_PLACES }
    }

    /// The place to look at if this one is taken.
    #[must_use]
    pub fn next(self) -> Self {
        Self { index: (self.index + 1) % CERTIFICATE_LIST_PLACES, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_revoked_stays_revoked() {
        use CertificateStatus::{Revoked, Suspended, Valid};
        for to in CertificateStatus::ALL {
            assert_eq!(Valid.changed(to), Ok(to));
            assert_eq!(Suspended.changed(to), Ok(to));
            assert_eq!(Revoked.changed(to), Err(StatusRefused));
        }
    }

    #[test]
    fn a_status_is_found_by_its_name() {
        for status in CertificateStatus::ALL {
            assert_eq!(CertificateStatus::from_name(status.name()), Some(status));
        }
        assert_eq!(CertificateStatus::from_name("expired"), None);
    }

    #[test]
    fn a_reason_is_one_short_word() {
        assert_eq!(StatusReason::parse("holder-died-2").unwrap().as_str(), "holder-died-2");
        assert!(StatusReason::parse(&"a".repeat(SLUG_BYTES_MAX)).is_some());
        for wrong in ["", "Holder", "a b", "చ", &"a".repeat(SLUG_BYTES_MAX + 1)] {
            assert!(StatusReason::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_list_is_left_when_it_is_half_full() {
        let list = |issued| ListPlace::first(issued, 7).list;
        assert_eq!(
            [0, CERTIFICATE_LIST_FILL_MAX - 1, CERTIFICATE_LIST_FILL_MAX].map(list),
            [0, 0, 1]
        );
        let end = ListPlace::first(0, CERTIFICATE_LIST_PLACES - 1);
        assert_eq!(end.next(), ListPlace { list: 0, index: 0 });
        assert_eq!(ListPlace::first(0, CERTIFICATE_LIST_PLACES).index, 0);
    }
}
