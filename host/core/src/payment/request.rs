//! What a department asks a citizen to pay.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{InvalidReference, PaymentReference};
use crate::language::{Language, Localized};
use crate::limits::{
    PAYMENT_PAISE_MAX, PAYMENT_PAISE_MIN, PAYMENT_PURPOSE_CHARS_MAX, PAYMENT_VALID_MAX,
    PAYMENT_VALID_MIN,
};
use crate::text::{TextFault, check_line};

/// What a department asks a citizen to pay. [`PaymentRequest::new`] alone makes it, so that every limit is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PaymentRequest {
    /// The department's name for it.
    pub reference: PaymentReference,
    /// [`PAYMENT_PAISE_MIN`] to [`PAYMENT_PAISE_MAX`].
    pub paise: u64,
    /// What for: one line of at most [`PAYMENT_PURPOSE_CHARS_MAX`] characters in each language.
    pub purpose: Localized,
    /// How long it may be paid: [`PAYMENT_VALID_MIN`] to [`PAYMENT_VALID_MAX`].
    pub valid_for: Duration,
}

/// Why something cannot be asked for. The words are for the department's vendor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRequest {
    /// The reference is none.
    #[error("`reference` cannot be used: {0}")]
    Reference(#[source] InvalidReference),
    /// The amount is too small or too large.
    #[error("`amount` is {paise} paise, it must be {PAYMENT_PAISE_MIN} to {PAYMENT_PAISE_MAX}")]
    Amount {
        /// What was asked for.
        paise: u64,
    },
    /// The purpose cannot be shown.
    #[error("`purpose.{}` {fault}", language.code())]
    Purpose {
        /// In which language.
        language: Language,
        /// Why.
        fault: TextFault,
    },
    /// The time to pay is too short or too long.
    #[error(
        "`valid-for` is {} s, it must be {} to {}",
        valid_for.as_secs(), PAYMENT_VALID_MIN.as_secs(), PAYMENT_VALID_MAX.as_secs()
    )]
    ValidFor {
        /// What was asked for.
        valid_for: Duration,
    },
}

impl PaymentRequest {
    /// The request, if it keeps every limit.
    pub fn new(
        reference: &str,
        paise: u64,
        purpose: Localized,
        valid_for: Duration,
    ) -> Result<Self, InvalidRequest> {
        let reference = PaymentReference::parse(reference).map_err(InvalidRequest::Reference)?;
        if !(PAYMENT_PAISE_MIN..=PAYMENT_PAISE_MAX).contains(&paise) {
            return Err(InvalidRequest::Amount { paise });
        }
        for language in Language::ALL {
            check_line(purpose.get(language), PAYMENT_PURPOSE_CHARS_MAX)
                .map_err(|fault| InvalidRequest::Purpose { language, fault })?;
        }
        if !(PAYMENT_VALID_MIN..=PAYMENT_VALID_MAX).contains(&valid_for) {
            return Err(InvalidRequest::ValidFor { valid_for });
        }
        Ok(Self { reference, paise, purpose, valid_for })
    }

    /// Whether the other one asks for the same. Until when does not matter: the first word counts.
    pub fn is_same(&self, other: &Self) -> bool {
        self.reference == other.reference
            && self.paise == other.paise
            && self.purpose == other.purpose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(paise: u64, purpose: &str, valid_for: Duration) -> Result<(), String> {
        let text = || purpose.to_owned();
        let purpose = Localized { te: text(), en: text(), hi: text() };
        let request = PaymentRequest::new("bill-1", paise, purpose, valid_for);
        request.map(|_| ()).map_err(|error| error.to_string())
    }

    #[test]
    fn each_limit_is_kept_to_the_last_and_named_beyond() {
        let (most, least) = (PAYMENT_VALID_MAX, PAYMENT_VALID_MIN);
        let second = Duration::from_secs(1);
        let purpose = "x".repeat(PAYMENT_PURPOSE_CHARS_MAX);
        for (paise, valid_for) in [(PAYMENT_PAISE_MIN, least), (PAYMENT_PAISE_MAX, most)] {
            assert_eq!(asked(paise, &purpose, valid_for), Ok(()));
        }
        for paise in [PAYMENT_PAISE_MIN - 1, PAYMENT_PAISE_MAX + 1] {
            let refused = asked(paise, "x", least).unwrap_err();
            assert_eq!(refused, format!("`amount` is {paise} paise, it must be 100 to 1000000000"));
        }
        for valid_for in [least.saturating_sub(second), most + second] {
            let refused = asked(100, "x", valid_for).unwrap_err();
            assert!(refused.ends_with("it must be 1200 to 604800"), "{refused}");
        }
        for purpose in [format!("{purpose}x"), "a\nb".to_owned(), String::new()] {
            let refused = asked(100, &purpose, least).unwrap_err();
            assert!(refused.starts_with("`purpose.te` "), "{refused}");
        }
    }
}
