//! A back end's clock: the machine's, or that of whoever asks.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, header};
use mitra_core::clock::Timestamp;

/// What a back end takes the time from.
#[derive(Debug)]
pub enum BackendClock {
    /// The machine.
    Machine,
    /// The header `date` of requests: it stands still between them, and never goes back.
    Requests(AtomicI64),
}

impl BackendClock {
    /// The clock of whoever asks. Before the first request that tells the time, it is 1970.
    pub fn of_requests() -> Self {
        Self::Requests(AtomicI64::new(0))
    }

    /// The instant of a request with these headers.
    pub(crate) fn at(&self, headers: &HeaderMap) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "a process of its own, with no host")]
            Self::Machine => timestamp(SystemTime::now()),
            Self::Requests(latest) => {
                let told = headers.get(header::DATE).and_then(|value| value.to_str().ok());
                let told = told.and_then(|text| httpdate::parse_http_date(text).ok());
                let told = told.map(timestamp).unwrap_or_default().0;
                Timestamp(latest.fetch_max(told, Ordering::Relaxed).max(told))
            }
        }
    }
}

/// Before 1970 is 1970.
fn timestamp(instant: SystemTime) -> Timestamp {
    let since = instant.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_tell_the_time_and_never_turn_it_back() {
        let clock = BackendClock::of_requests();
        let at = |date: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::DATE, date.parse().expect("a header"));
            clock.at(&headers)
        };
        assert_eq!(clock.at(&HeaderMap::new()), Timestamp(0));
        let noon = at("Tue, 24 Nov 2026 06:30:00 GMT");
        assert_eq!(noon, Timestamp(1_795_501_800_000));
        assert_eq!(at("Tue, 24 Nov 2026 06:29:00 GMT"), noon);
        assert_eq!(at("no date"), noon);
        assert_eq!(clock.at(&HeaderMap::new()), noon);
    }
}
