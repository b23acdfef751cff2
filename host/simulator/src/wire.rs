//! How Meta writes JSON and signs it.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// JSON as Meta sends it: everything beyond ASCII as lower-case `\uXXXX`, and `/` as `\/`.
pub(crate) fn escaped(value: &Value) -> Vec<u8> {
    let json = value.to_string();
    let mut text = String::with_capacity(json.len() * 2);
    for c in json.chars() {
        if c == '/' {
            text.push_str("\\/");
        } else if c.is_ascii() {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(text, "\\u{unit:04x}").expect("writing to a string cannot fail");
            }
        }
    }
    text.into_bytes()
}

/// The value of `X-Hub-Signature-256` for these bytes.
pub(crate) fn sign(app_secret: &str, bytes: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(app_secret.as_bytes()).expect("HMAC takes every key");
    mac.update(bytes);
    let mut text = "sha256=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_escaped_as_meta_does() {
        let value = serde_json::json!({ "a": "äöå/🙏" });
        let expected = r#"{"a":"\u00e4\u00f6\u00e5\/\ud83d\ude4f"}"#;
        assert_eq!(String::from_utf8(escaped(&value)).unwrap(), expected);
        let read: Value = serde_json::from_slice(&escaped(&value)).unwrap();
        assert_eq!(read, value);
    }

    #[test]
    fn a_signature_is_hmac_sha256() {
        let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        assert_eq!(sign("It's a Secret to Everybody", b"Hello, World!"), signature);
    }
}
