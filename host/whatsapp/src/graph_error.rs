//! What the Graph API answers, and what each of its errors calls for.
//!
//! Source: Meta, "Error codes" (2026-09-11). The code counts; statuses and titles are unstable by Meta's own word.

use std::time::Duration;

use mitra_core::ids::{MediaId, Wamid};
use mitra_core::ports::Remedy;
use serde_json::Value;

/// The most characters of Meta's words that are kept for the log.
const DETAIL_CHARS_MAX: usize = 300;
/// The most characters of a trace id that are kept. Real ones have 23.
const TRACE_CHARS_MAX: usize = 60;

/// From so many digits on a number is not kept.
/// Error codes have six, the shortest phone numbers with their country seven.
const MASKED_DIGITS_MIN: usize = 7;

/// An error as the Graph API tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    /// Meta's code; the HTTP status if the body has none.
    pub code: i64,
    /// Meta's own words and the trace id, shortened.
    pub detail: String,
    /// What to do.
    pub remedy: Remedy,
    /// Whether a gateway answered in Meta's place, having got no answer itself: Meta may have taken the message.
    pub is_from_gateway: bool,
}

impl GraphError {
    /// Reads an answer that is not a success. `retry_after` is what its headers ask for.
    pub fn parse(http_status: u16, body: &[u8], retry_after: Option<Duration>) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = body.get("error").cloned().unwrap_or_default();
        let code = error.get("code").and_then(integer);
        let is_passing = error.get("is_transient").and_then(Value::as_bool).unwrap_or(false);
        let remedy = match code.map(|code| remedy(code, retry_after)) {
            Some(Some(remedy)) => remedy,
            Some(None) => remedy_of_unknown(http_status, is_passing, retry_after),
            None => remedy_of_status(http_status, retry_after),
        };
        let is_from_gateway = code.is_none() && matches!(http_status, 502 | 504);
        let (code, detail) = (code.unwrap_or(i64::from(http_status)), detail(&error));
        Self { code, detail, remedy, is_from_gateway }
    }
}

/// Whether a code that halts all sending is no reason to, where it answers what was said or asked of an order: the
/// business cannot have payments within the chat, because it has not accepted the terms for them (134011, which some
/// have seen as 131005) or is not eligible (131042).
///
/// If it is about more than orders, the next message gets the same code, and then sending halts.
pub fn refuses_orders(code: i64) -> bool {
    matches!(code, 131_005 | 131_042 | 134_011)
}

/// The id of an accepted message, if the answer has one.
pub fn accepted_wamid(body: &[u8]) -> Option<Wamid> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let wamid = body.get("messages")?.get(0)?.get("id")?.as_str()?;
    (!wamid.is_empty()).then(|| Wamid::new(wamid))
}

/// The id of an uploaded file, if the answer has one.
pub fn uploaded_id(body: &[u8]) -> Option<MediaId> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let id = body.get("id")?.as_str()?;
    (!id.is_empty()).then(|| MediaId::new(id))
}

/// A whole number, written as a number or as text.
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn detail(error: &Value) -> String {
    let text = |pointer, chars_max| -> Option<String> {
        let text = error.pointer(pointer)?.as_str()?;
        Some(masked(text).chars().take(chars_max).collect())
    };
    let words = text("/error_data/details", DETAIL_CHARS_MAX)
        .or_else(|| text("/message", DETAIL_CHARS_MAX))
        .unwrap_or_else(|| "no details".to_owned());
    let trace = text("/fbtrace_id", TRACE_CHARS_MAX).unwrap_or_else(|| "none".to_owned());
    format!("{words} (trace {trace})")
}

/// The text without its longer numbers: Meta repeats what it refuses, and that may be somebody's phone.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, run) = rest.split_at(at);
        let (run, after) =
            run.split_at(run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len()));
        masked.push_str(before);
        masked.push_str(if run.len() < MASKED_DIGITS_MIN { run } else { "#" });
        rest = after;
    }
    masked + rest
}

/// What a documented code calls for; none if it is about this message alone, or unknown.
fn remedy(code: i64, after: Option<Duration>) -> Option<Remedy> {
    match code {
        // Access: token, permissions, account, billing, registration, integrity. A person must act.
        0
        | 3
        | 10
        | 190
        | 200..=299
        | 368
        | 131_005
        | 131_031
        | 131_037
        | 131_042
        | 131_045
        | 131_048
        | 131_064
        | 134_011 => Some(Remedy::Halt),
        133_004 => Some(Remedy::Retry { after }),
        133_000..=133_016 => Some(Remedy::Halt),
        // Throughput of the app, the account or the number.
        4 | 80_007 | 130_429 => Some(Remedy::SlowNumber { after }),
        131_056 => Some(Remedy::SlowCitizen),
        // Passing.
        1 | 2 | 131_000 | 131_016 | 131_057 => Some(Remedy::Retry { after }),
        // About this citizen, this request or this template: the same again would fail the same.
        33
        | 100
        | 130_403
        | 130_472
        // This business may not write to the citizen's country: the others are served all the same.
        | 130_497
        | 131_008
        | 131_009
        | 131_021
        | 131_026
        | 131_030
        | 131_047
        | 131_049..=131_053
        | 131_060
        | 131_062
        | 132_000..=132_999
        | 135_000
        | 137_000 => Some(Remedy::GiveUp),
        _ => None,
    }
}

/// What a code that is not documented calls for: passing if Meta or the status says so, else about this message.
fn remedy_of_unknown(http_status: u16, is_passing: bool, after: Option<Duration>) -> Remedy {
    match http_status {
        429 => Remedy::SlowNumber { after },
        408 | 500.. => Remedy::Retry { after },
        _ if is_passing => Remedy::Retry { after },
        _ => Remedy::GiveUp,
    }
}

/// What an answer without an error object calls for. It is not Meta's word on this message.
///
/// It came from something in between, from a failing server, or from a wrong address in the configuration.
/// So the message is never given up for it.
fn remedy_of_status(http_status: u16, after: Option<Duration>) -> Remedy {
    match http_status {
        401 | 403 | 407 => Remedy::Halt,
        429 => Remedy::SlowNumber { after },
        _ => Remedy::Retry { after },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remedy_for(code: i64) -> Remedy {
        let body = format!(r#"{{"error":{{"code":{code},"message":"m"}}}}"#);
        GraphError::parse(400, body.as_bytes(), None).remedy
    }

    #[test]
    fn every_documented_code_has_its_remedy() {
        let after = None;
        let cases: [(&[i64], Remedy); 5] = [
            (&[0, 3, 10, 190, 200, 299, 368, 131_005, 131_031, 131_037], Remedy::Halt),
            (&[131_042, 131_045, 131_048, 131_064, 133_000, 133_016, 134_011], Remedy::Halt),
            (&[4, 80_007, 130_429], Remedy::SlowNumber { after }),
            (&[1, 2, 131_000, 131_016, 131_057, 133_004], Remedy::Retry { after }),
            (
                &[
                    33, 100, 130_403, 130_472, 130_497, 131_008, 131_009, 131_021, 131_026,
                    131_030, 131_047, 131_049, 131_050, 131_051, 131_052, 131_053, 131_060,
                    131_062, 132_000, 135_000, 137_000,
                ],
                Remedy::GiveUp,
            ),
        ];
        for (codes, expected) in cases {
            for code in codes {
                assert_eq!(remedy_for(*code), expected, "{code}");
            }
        }
        assert_eq!(remedy_for(131_056), Remedy::SlowCitizen);
    }

    #[test]
    fn what_is_about_orders_alone_halts_nothing() {
        for code in [131_005, 131_042, 134_011] {
            assert!(refuses_orders(code) && remedy_for(code) == Remedy::Halt, "{code}");
        }
        for code in [0, 10, 190, 131_031, 131_048] {
            assert!(!refuses_orders(code) && remedy_for(code) == Remedy::Halt, "{code}");
        }
    }

    #[test]
    fn an_answer_without_an_error_object_is_judged_by_its_status() {
        let after = Some(Duration::from_secs(9));
        let of = |status, body: &str| GraphError::parse(status, body.as_bytes(), after);
        assert_eq!(of(503, "<html>").remedy, Remedy::Retry { after });
        assert_eq!(of(429, "").remedy, Remedy::SlowNumber { after });
        assert_eq!(of(401, "{}").remedy, Remedy::Halt);
        for status in [302, 400, 404, 413] {
            assert_eq!(of(status, "").remedy, Remedy::Retry { after }, "{status}");
        }
        assert_eq!(of(404, "").code, 404);
        assert!(of(502, "<html>").is_from_gateway && of(504, "{}").is_from_gateway);
        assert!(!of(500, "").is_from_gateway && !of(503, "").is_from_gateway);
        assert!(!of(504, r#"{"error":{"code":2}}"#).is_from_gateway, "Meta itself answered");
    }

    #[test]
    fn an_unknown_code_is_passing_only_with_a_servers_status() {
        let body = br#"{"error":{"code":999999}}"#;
        assert_eq!(GraphError::parse(500, body, None).remedy, Remedy::Retry { after: None });
        assert_eq!(GraphError::parse(400, body, None).remedy, Remedy::GiveUp);
        let slow = GraphError::parse(429, body, None).remedy;
        assert_eq!(slow, Remedy::SlowNumber { after: None });
        let passing = br#"{"error":{"code":999999,"is_transient":true}}"#;
        assert_eq!(GraphError::parse(400, passing, None).remedy, Remedy::Retry { after: None });
    }

    #[test]
    fn a_documented_code_counts_and_not_the_status_around_it() {
        let of = |status, code: &str| {
            GraphError::parse(status, format!(r#"{{"error":{{"code":{code}}}}}"#).as_bytes(), None)
        };
        assert_eq!(of(500, "131047").remedy, Remedy::GiveUp);
        assert_eq!(of(200, "190").remedy, Remedy::Halt);
        assert_eq!(of(503, "\"131056\"").remedy, Remedy::SlowCitizen);
    }

    #[test]
    fn metas_words_are_cut_for_the_log() {
        let of = |details: usize, trace: usize| {
            let (details, trace) = ("d".repeat(details), "t".repeat(trace));
            let body = format!(r#"{{"error":{{"message":"{details}","fbtrace_id":"{trace}"}}}}"#);
            GraphError::parse(400, body.as_bytes(), None).detail
        };
        let longest = of(DETAIL_CHARS_MAX, TRACE_CHARS_MAX);
        assert_eq!(of(DETAIL_CHARS_MAX + 1, TRACE_CHARS_MAX + 1), longest);
        assert_ne!(of(DETAIL_CHARS_MAX - 1, TRACE_CHARS_MAX), longest);
    }

    #[test]
    fn metas_own_words_are_kept_for_the_log() {
        let body = br#"{"error":{"message":"(#131056) Pair rate limit hit","code":131056,
            "error_data":{"details":"Too many messages."},"fbtrace_id":"A1"}}"#;
        assert_eq!(GraphError::parse(400, body, None).detail, "Too many messages. (trace A1)");
    }

    #[test]
    fn numbers_that_could_be_phones_are_not_kept() {
        let body = br#"{"error":{"code":100,"message":"(#131009) +15550100123 and 1555010 are not valid"}}"#;
        let detail = GraphError::parse(400, body, None).detail;
        assert_eq!(detail, "(#131009) +# and # are not valid (trace none)");
    }

    #[test]
    fn an_accepted_message_has_an_id() {
        let body = br#"{"messaging_product":"whatsapp","messages":[{"id":"wamid.OUT9"}]}"#;
        assert_eq!(accepted_wamid(body), Some(Wamid::new("wamid.OUT9")));
        assert_eq!(accepted_wamid(br#"{"messages":[{"id":""}]}"#), None);
        assert_eq!(accepted_wamid(b"{}"), None);
        assert_eq!(accepted_wamid(b"<html>"), None);
    }
}
