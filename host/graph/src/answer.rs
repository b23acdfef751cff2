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
    let minutes = minutes.max().filter(|minutes| *minutes > 0)?;
    Some(Duration::from_secs(minutes.saturating_mul(60)))
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
        let endless = format!(r#"{{"1":[{{"estimated_time_to_regain_access":{}}}]}}"#, u64::MAX);
        assert_eq!(asks(USAGE, &endless), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(asks("retry-after", "-7"), None);
    }

    #[test]
    fn the_longer_pause_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "7".parse().unwrap());
        let access_in = |minutes| format!(r#"[{{"estimated_time_to_regain_access":{minutes}}}]"#);
        let usage = format!(r#"{{"1":{},"2":{}}}"#, access_in(1), access_in(3));
        headers.insert(USAGE, usage.parse().unwrap());
        let pause = retry_after(&headers, SystemTime::UNIX_EPOCH);
        assert_eq!(pause, Some(Duration::from_mins(3)));
    }
}
