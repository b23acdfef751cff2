//! What the headers of an answer ask for.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

/// Meta's usage report: a JSON object of lists, one entry of which may say when access comes back.
const USAGE: &str = "x-business-use-case-usage";

/// How long to wait before the next request: the longer of `Retry-After` and Meta's usage report.
///
/// `Retry-After` is in seconds or an HTTP date; `estimated_time_to_regain_access` is in minutes.
/// Source: Meta, "Rate limits" (Graph API, 2026).
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let asked = text(RETRY_AFTER.as_str()).and_then(|value| parse_retry_after(value, now));
    let usage = text(USAGE).and_then(parse_usage);
    asked.max(usage)
}

fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    httpdate::parse_http_date(value).ok()?.duration_since(now).ok()
}

fn parse_usage(value: &str) -> Option<Duration> {
    let report: Value = serde_json::from_str(value).ok()?;
    let entries = report.as_object()?.values().filter_map(Value::as_array).flatten();
    let minutes =
        entries.filter_map(|entry| entry.get("estimated_time_to_regain_access")?.as_u64());
    minutes.max().filter(|minutes| *minutes > 0).map(|minutes| Duration::from_secs(60 * minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(name: &'static str, value: &str) -> Option<Duration> {
        let now = httpdate::parse_http_date("Tue, 24 Nov 2026 10:00:00 GMT").unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        retry_after(&headers, now)
    }

    #[test]
    fn a_pause_is_read_in_every_spelling() {
        assert_eq!(asks("retry-after", "7"), Some(Duration::from_secs(7)));
        let date = asks("retry-after", "Tue, 24 Nov 2026 10:00:30 GMT");
        assert_eq!(date, Some(Duration::from_secs(30)));
        assert_eq!(asks("retry-after", "Tue, 24 Nov 2026 09:00:00 GMT"), None);
        assert_eq!(asks("retry-after", "soon"), None);
        let usage = r#"{"123":[{"type":"messaging","estimated_time_to_regain_access":2}]}"#;
        assert_eq!(asks(USAGE, usage), Some(Duration::from_mins(2)));
        assert_eq!(asks(USAGE, r#"{"123":[{"estimated_time_to_regain_access":0}]}"#), None);
        assert_eq!(asks(USAGE, "{"), None);
    }
}
