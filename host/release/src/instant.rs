//! Instants as a statement writes them: RFC 3339, in UTC.

use mitra_core::clock::Timestamp;
use serde::{Deserialize, Deserializer, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant as text; one that no calendar has, as milliseconds since 1970.
pub fn show_instant(instant: Timestamp) -> String {
    let nanos = i128::from(instant.0) * 1_000_000;
    let date = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok();
    date.and_then(|date| date.format(&Rfc3339).ok()).unwrap_or_else(|| instant.0.to_string())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
pub(crate) fn serialize<S: Serializer>(
    instant: &Timestamp,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&show_instant(*instant))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    let no_instant = || serde::de::Error::custom(format!("`{text}` is no instant of RFC 3339"));
    parse_instant(&text).ok_or_else(no_instant)
}

/// The instant that a text names, in RFC 3339.
pub fn parse_instant(text: &str) -> Option<Timestamp> {
    let date = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(date.unix_timestamp_nanos().div_euclid(1_000_000)).ok().map(Timestamp)
}
