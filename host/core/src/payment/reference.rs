//! A department's name for a payment.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::limits::PAYMENT_REFERENCE_BYTES_MAX;

/// A department's name for a payment, unique within it.
///
/// ASCII letters, digits, `_`, `-` and `.`, 1 to [`PAYMENT_REFERENCE_BYTES_MAX`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaymentReference(Arc<str>);

/// Why a text is no reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReference {
    /// It is empty or too long.
    #[error("a reference has 1 to {PAYMENT_REFERENCE_BYTES_MAX} bytes, this one has {bytes}")]
    Length {
        /// Its length.
        bytes: usize,
    },
    /// It has another character.
    #[error("a reference has letters (A to Z), digits, `_`, `-` and `.`, this one has {0:?}")]
    Character(char),
}

impl PaymentReference {
    /// The reference, if the text is one.
    pub fn parse(text: &str) -> Result<Self, InvalidReference> {
        let bytes = text.len();
        if bytes == 0 || bytes > PAYMENT_REFERENCE_BYTES_MAX {
            return Err(InvalidReference::Length { bytes });
        }
        let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        match text.chars().find(|c| !is_fit(*c)) {
            Some(c) => Err(InvalidReference::Character(c)),
            None => Ok(Self(text.into())),
        }
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PaymentReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PaymentReference {
    type Error = InvalidReference;

    fn try_from(text: String) -> Result<Self, InvalidReference> {
        Self::parse(&text)
    }
}

impl From<PaymentReference> for String {
    fn from(reference: PaymentReference) -> Self {
        reference.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_has_letters_digits_and_three_marks() {
        assert_eq!(PaymentReference::parse("Bill_2026-11.7").unwrap().as_str(), "Bill_2026-11.7");
        for (text, wrong) in [("a b", ' '), ("a/b", '/'), ("బిల్లు", 'బ')] {
            assert_eq!(PaymentReference::parse(text), Err(InvalidReference::Character(wrong)));
        }
    }

    #[test]
    fn a_reference_has_at_most_thirty_five_bytes() {
        let long = "a".repeat(PAYMENT_REFERENCE_BYTES_MAX);
        assert!(PaymentReference::parse(&long).is_ok());
        for bytes in [0, PAYMENT_REFERENCE_BYTES_MAX + 1] {
            let refused = PaymentReference::parse(&"a".repeat(bytes));
            assert_eq!(refused, Err(InvalidReference::Length { bytes }));
        }
    }
}
