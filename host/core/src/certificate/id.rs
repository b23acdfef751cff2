//! A certificate's public id.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::hex::{from_hex, hex};

/// A certificate's public id: 16 bytes that nobody can guess, as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CertificateId([u8; 16]);

impl CertificateId {
    /// The id of these bytes.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The id, if the text is one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_lower = !text.contains(|c: char| c.is_ascii_uppercase());
        from_hex(text).filter(|_| is_lower).map(Self)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateId({self})")
    }
}

impl TryFrom<String> for CertificateId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a certificate's id has 32 lower-case hexadecimal digits")
    }
}

impl From<CertificateId> for String {
    fn from(id: CertificateId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_in_one_spelling_only() {
        let id = CertificateId::new([0xab; 16]);
        let text = id.to_string();
        assert_eq!(CertificateId::parse(&text), Some(id));
        assert_eq!(CertificateId::parse(&text.to_uppercase()), None);
        for wrong in ["", &text[1..], "zz"] {
            assert_eq!(CertificateId::parse(wrong), None, "{wrong}");
        }
    }
}
