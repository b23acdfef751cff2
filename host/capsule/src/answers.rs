//! What the host answered a turn, each answer once.

use mitra_core::certificate::{CertificateName, StoredCertificate};
use mitra_core::http::{HttpFailure, HttpMethod};
use mitra_core::ids::{CitizenId, MediaId};
use mitra_core::media::MediaFailure;
use mitra_core::payment::Payment;
use mitra_core::turn::Scope;
use serde::{Deserialize, Serialize};

use crate::bytes::Bytes;

/// The citizen of the turn. Who it was is not written down.
pub(crate) const CITIZEN: CitizenId = CitizenId(1);
/// Any other.
pub(crate) const ANOTHER: CitizenId = CitizenId(2);

/// Whose records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Whose {
    Department,
    Citizen,
}

impl Whose {
    pub(crate) fn of(scope: Scope) -> Self {
        match scope {
            Scope::Department => Self::Department,
            Scope::Citizen(_) => Self::Citizen,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Citizen => "citizen",
        }
    }
}

/// What the host answered a turn.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Answers {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) records: Vec<RecordAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<KeysAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sizes: Option<SizesAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timers: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) payments: Vec<PaymentAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) certificates: Vec<CertificateAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) http: Vec<HttpAnswer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) media: Vec<MediaAnswer>,
}

/// One record; without a value there was none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordAnswer {
    pub(crate) of: Whose,
    pub(crate) key: String,
    pub(crate) found: Option<FoundRecord>,
}

/// A record that was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundRecord {
    pub(crate) version: i64,
    pub(crate) value: Bytes,
}

/// Keys that begin with a prefix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeysAnswer {
    pub(crate) of: Whose,
    pub(crate) prefix: String,
    /// How many were asked for at most.
    pub(crate) max: usize,
    pub(crate) keys: Vec<String>,
}

/// How many bytes of records there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SizesAnswer {
    pub(crate) department: u64,
    pub(crate) citizen: u64,
}

/// A payment; none if there was none of that reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PaymentAnswer {
    pub(crate) reference: String,
    pub(crate) found: Option<Payment>,
}

/// A certificate; none if there was none of that name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CertificateAnswer {
    pub(crate) name: CertificateName,
    pub(crate) found: Option<StoredCertificate>,
}

/// A request that was sent. The operator's own headers are not written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HttpAnswer {
    pub(crate) method: HttpMethod,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Bytes>,
    pub(crate) answer: Result<ResponseAnswer, HttpFailure>,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResponseAnswer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MediaAnswer {
    pub(crate) id: MediaId,
    pub(crate) answer: Result<ContentAnswer, MediaFailure>,
}

/// What was in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContentAnswer {
    pub(crate) mime_type: String,
    pub(crate) bytes: Bytes,
}
