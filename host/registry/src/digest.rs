//! What a registry knows bytes by.

use std::fmt;

use mitra_core::hex::{from_hex, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// How a digest begins. Of the functions that registries know, releases are kept by this one.
const FUNCTION: &str = "sha256:";

/// The SHA-256 of a manifest or of a blob, written as `sha256:` and 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

/// Why a text is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest is `sha256:` and 64 hexadecimal digits in lower case")]
pub struct DigestError;

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest that a text says.
    pub fn parse(text: &str) -> Result<Self, DigestError> {
        text.strip_prefix(FUNCTION).and_then(Self::of_hex).ok_or(DigestError)
    }

    /// The digest of so many hexadecimal digits.
    pub(crate) fn of_hex(digits: &str) -> Option<Self> {
        // A registry takes the same digits in upper case for another name.
        let is_lower = !digits.bytes().any(|digit| digit.is_ascii_uppercase());
        from_hex(digits).filter(|_| is_lower).map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FUNCTION}{}", hex(&self.0))
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        Self::parse(&text)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_says_its_function_and_its_digits() {
        // Source: OCI image specification 1.1, "Guidance for an empty descriptor".
        let empty = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        assert_eq!(Digest::of(b"{}").to_string(), empty);
        assert_eq!(Digest::parse(empty), Ok(Digest::of(b"{}")));
        let digits = empty.strip_prefix("sha256:").expect("it begins so");
        for text in [
            "",
            digits,
            &format!("sha512:{digits}"),
            &format!("sha256:{}", digits.to_uppercase()),
            &empty[..70],
            &format!("{empty}0"),
        ] {
            assert_eq!(Digest::parse(text), Err(DigestError), "{text}");
        }
    }
}
