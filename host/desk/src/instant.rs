//! Instants as citizens read them.

use mitra_core::clock::Timestamp;
use time::{OffsetDateTime, UtcOffset};

/// An instant of India's time, as `24-11-2026, 11:00`.
pub(crate) fn instant(at: Timestamp) -> String {
    let india = UtcOffset::from_hms(5, 30, 0).expect("India is half a day's width from Greenwich");
    // The calendar of the library ends in the year 9999.
    let utc = OffsetDateTime::from_unix_timestamp(at.0.div_euclid(1_000));
    let at = utc.unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(india);
    let (day, month, year) = (at.day(), u8::from(at.month()), at.year());
    format!("{day:02}-{month:02}-{year}, {:02}:{:02}", at.hour(), at.minute())
}
