//! What the Graph API answers, and what each of its errors calls for.
//!
//! Source: Meta, "Error codes" (2026-09-11). The code counts; statuses and titles are unstable by Meta's own word.

use std::time::Duration;

use mitra_core::ids::Wamid;
use mitra_core::ports::Remedy;
use serde_json::Value;

/// The most characters of Meta's words that are kept for the log.
const DETAIL_CHARS_MAX: usize = 300;

/// An error as the Graph API tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    /// Meta's code; the HTTP status if the body has none.
    pub code: i64,
    /// Meta's own words and the trace id, shortened. Never a token.
    pub detail: String,
    /// What to do.
    pub remedy: Remedy,
}

impl GraphError {
    /// Reads an answer that is not a success. `retry_after` is what its headers ask for.
    pub fn parse(http_status: u16, body: &[u8], retry_after: Option<Duration>) -> Self {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = body.get("error").cloned().unwrap_or_default();
        let code = error.get("code").and_then(Value::as_i64);
        let remedy = match code {
            Some(code) => remedy(code, http_status, retry_after),
            None => remedy_of_status(http_status, retry_after),
        };
        let (code, detail) = (code.unwrap_or(i64::from(http_status)), detail(&error));
        Self { code, detail, remedy }
    }
}

/// The id of an accepted message, if the answer has one.
pub fn accepted_wamid(body: &[u8]) -> Option<Wamid> {
    let body: Value = serde_json::from_slice(body).ok()?;
    Some(Wamid::new(body.get("messages")?.get(0)?.get("id")?.as_str()?))
}

fn detail(error: &Value) -> String {
    let text = |pointer| error.pointer(pointer).and_then(Value::as_str);
    let words = text("/error_data/details").or(text("/message")).unwrap_or("no details");
    let trace = text("/fbtrace_id").unwrap_or("none");
    let words: String = words.chars().take(DETAIL_CHARS_MAX).collect();
    format!("{words} (trace {trace})")
}

fn remedy(code: i64, http_status: u16, after: Option<Duration>) -> Remedy {
    match code {
        // Access: token, permissions, account, billing, registration, integrity. A person must act.
        0
        | 3
        | 10
        | 190
        | 200..=299
        | 368
        | 130_497
        | 131_005
        | 131_031
        | 131_037
        | 131_042
        | 131_045
        | 131_048
        | 131_064
        | 134_011 => Remedy::Halt,
        133_004 => Remedy::Retry { after },
        133_000..=133_016 => Remedy::Halt,
        // Throughput of the app, the account or the number.
        4 | 80_007 | 130_429 => Remedy::SlowNumber { after },
        131_056 => Remedy::SlowCitizen,
        // Passing.
        1 | 2 | 131_000 | 131_016 | 131_057 => Remedy::Retry { after },
        // An unknown code with a server's status is passing too; any other is about this message.
        _ if http_status >= 500 => Remedy::Retry { after },
        _ => Remedy::GiveUp,
    }
}

/// What an answer without an error object calls for: it came from a proxy in between, or from a failing server.
fn remedy_of_status(http_status: u16, after: Option<Duration>) -> Remedy {
    match http_status {
        401 | 403 => Remedy::Halt,
        429 => Remedy::SlowNumber { after },
        408 | 500.. => Remedy::Retry { after },
        _ => Remedy::GiveUp,
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
            (&[0, 3, 10, 190, 200, 299, 368, 130_497, 131_005, 131_031, 131_037], Remedy::Halt),
            (&[131_042, 131_045, 131_048, 131_064, 133_000, 133_016, 134_011], Remedy::Halt),
            (&[4, 80_007, 130_429], Remedy::SlowNumber { after }),
            (&[1, 2, 131_000, 131_016, 131_057, 133_004], Remedy::Retry { after }),
            (
                &[
                    33, 100, 130_403, 130_472, 131_008, 131_009, 131_021, 131_026, 131_030,
                    131_047, 131_049, 131_050, 131_051, 131_052, 131_053, 131_060, 131_062,
                    132_000, 135_000, 137_000,
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
    fn an_answer_without_an_error_object_is_judged_by_its_status() {
        let after = Some(Duration::from_secs(9));
        let of = |status, body: &str| GraphError::parse(status, body.as_bytes(), after);
        assert_eq!(of(503, "<html>").remedy, Remedy::Retry { after });
        assert_eq!(of(429, "").remedy, Remedy::SlowNumber { after });
        assert_eq!(of(401, "{}").remedy, Remedy::Halt);
        assert_eq!((of(404, "").remedy, of(404, "").code), (Remedy::GiveUp, 404));
    }

    #[test]
    fn an_unknown_code_is_passing_only_with_a_servers_status() {
        let body = br#"{"error":{"code":999999}}"#;
        assert_eq!(GraphError::parse(500, body, None).remedy, Remedy::Retry { after: None });
        assert_eq!(GraphError::parse(400, body, None).remedy, Remedy::GiveUp);
    }

    #[test]
    fn metas_own_words_are_kept_for_the_log() {
        let body = br#"{"error":{"message":"(#131056) Pair rate limit hit","code":131056,
            "error_data":{"details":"Too many messages."},"fbtrace_id":"A1"}}"#;
        assert_eq!(GraphError::parse(400, body, None).detail, "Too many messages. (trace A1)");
    }

    #[test]
    fn an_accepted_message_has_an_id() {
        let body = br#"{"messaging_product":"whatsapp","messages":[{"id":"wamid.OUT9"}]}"#;
        assert_eq!(accepted_wamid(body), Some(Wamid::new("wamid.OUT9")));
        assert_eq!(accepted_wamid(b"{}"), None);
        assert_eq!(accepted_wamid(b"<html>"), None);
    }
}
