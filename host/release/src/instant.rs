//! Instants as a statement writes them: RFC 3339, in UTC.

use mitra_core::clock::Timestamp;
use serde::{Deserialize, Deserializer, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant as text; one that no calendar has, as milliseconds since 1970.
pub(crate) fn show(instant: Timestamp) -> String {
    let nanos = i128::from(instant.0) * 1_000_000;
    let date = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok();
    date.and_then(|date| date.format(&Rfc3339).ok()).unwrap_or_else(|| instant.0.to_string())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(crate) fn serialize<S: Serializer>(
    instant: &Timestamp,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&show(*instant))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    let date = OffsetDateTime::parse(&text, &Rfc3339).map_err(serde::de::Error::custom)?;
    let millis = date.unix_timestamp_nanos().div_euclid(1_000_000);
    i64::try_from(millis).map(Timestamp).map_err(serde::de::Error::custom)
}
