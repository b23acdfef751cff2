//! Bytes that people can read where they are text.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes: written as text where they are UTF-8, and as `{"base64": "..."}` where not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Base64 { base64: String },
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => Written::Base64 { base64: STANDARD.encode(&self.0) }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Self(text.into_bytes())),
            Written::Base64 { base64 } => {
                STANDARD.decode(base64).map(Self).map_err(serde::de::Error::custom)
            }
        }
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match std::str::from_utf8(&self.0) {
            Ok(text) => f.write_str(text),
            Err(_) => write!(f, "base64 {}", STANDARD.encode(&self.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_back_as_they_were() {
        for bytes in [&b""[..], b"{\"n\": 1}", "తెలుగు".as_bytes(), b"\x00\xff\xfe"] {
            let bytes = Bytes(bytes.to_vec());
            let written = serde_json::to_string(&bytes).expect("it is written");
            assert_eq!(serde_json::from_str::<Bytes>(&written).expect("it is read"), bytes);
        }
        assert_eq!(serde_json::to_string(&Bytes(b"a".to_vec())).expect("written"), "\"a\"");
        assert!(serde_json::from_str::<Bytes>("{\"base64\": \"%\"}").is_err());
    }
}
