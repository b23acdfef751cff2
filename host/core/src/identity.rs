//! Who wrote: a phone number, a business-scoped user id, or both. Neither prints itself.
//!
//! Since 2026 Meta may leave the phone number out, so a person is found by either.
//! Source: Meta, "Business-scoped user IDs" (2026-05-28).

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! redacted {
    ($(#[$doc:meta])* $name:ident, $shown:literal) => {
        $(#[$doc])*
        ///
        /// `Debug` and `Display` never show it; call [`Self::reveal`] where Meta needs it.
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps the text.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The text itself, for the wire and the database. Never for a log.
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($shown)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($shown)
            }
        }
    };
}

redacted! {
    /// A citizen's WhatsApp number as Meta writes it in `wa_id`: digits with the country code, no `+`.
    Phone, "[phone]"
}
redacted! {
    /// A business-scoped user id, such as `IN.7788990011`.
    Bsuid, "[bsuid]"
}
redacted! {
    /// A secret: an app secret, an access token, a hashing key.
    Secret, "[secret]"
}

/// A citizen's address on WhatsApp. At least one part is present.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CitizenAddress {
    bsuid: Option<Bsuid>,
    phone: Option<Phone>,
}

impl CitizenAddress {
    /// The address, or none if both parts are missing or empty.
    pub fn new(bsuid: Option<Bsuid>, phone: Option<Phone>) -> Option<Self> {
        let bsuid = bsuid.filter(|id| !id.reveal().is_empty());
        let phone = phone.filter(|number| !number.reveal().is_empty());
        (bsuid.is_some() || phone.is_some()).then_some(Self { bsuid, phone })
    }

    /// The business-scoped user id, if Meta sent one.
    pub fn bsuid(&self) -> Option<&Bsuid> {
        self.bsuid.as_ref()
    }

    /// The phone number, if Meta sent one.
    pub fn phone(&self) -> Option<&Phone> {
        self.phone.as_ref()
    }
}

/// Meta says that a person is now reached by another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityChange {
    /// The address known so far.
    pub previous: CitizenAddress,
    /// The address from now on.
    pub current: CitizenAddress,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_one_part() {
        assert_eq!(CitizenAddress::new(None, None), None);
        assert_eq!(CitizenAddress::new(Some(Bsuid::new("")), Some(Phone::new(""))), None);
        assert!(CitizenAddress::new(None, Some(Phone::new("15550100123"))).is_some());
    }

    #[test]
    fn an_address_never_prints_itself() {
        let address =
            CitizenAddress::new(Some(Bsuid::new("IN.7788990011")), Some(Phone::new("15550100123")));
        let shown = format!("{address:?}");
        assert!(!shown.contains("7788990011") && !shown.contains("15550100123"), "{shown}");
    }
}
