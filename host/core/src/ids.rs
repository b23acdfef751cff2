//! Identifiers. Each is its own type, so that a delivery is never looked up by a turn.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::limits;

/// Why a piece of text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// The text is empty or too long.
    #[error("an id has 1 to {bytes_max} bytes, this one has {bytes}")]
    Length {
        /// The length found, in bytes.
        bytes: usize,
        /// The longest allowed, in bytes.
        bytes_max: usize,
    },
    /// The text has a character that is not a lower-case letter, a digit or a hyphen.
    #[error("an id has lower-case letters, digits and hyphens, this one has {0:?}")]
    Character(char),
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Lower-case ASCII letters, digits and hyphens, 1 to [`limits::SLUG_BYTES_MAX`] bytes.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id, if the text is one.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                check_slug(text)?;
                Ok(Self(text.into()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }
    };
}

fn check_slug(text: &str) -> Result<(), InvalidId> {
    let bytes_max = limits::SLUG_BYTES_MAX;
    if text.is_empty() || text.len() > bytes_max {
        return Err(InvalidId::Length { bytes: text.len(), bytes_max });
    }
    match text.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-')) {
        Some(c) => Err(InvalidId::Character(c)),
        None => Ok(()),
    }
}

slug! {
    /// A department, such as `energy`.
    DepartmentId
}
slug! {
    /// A service within its department, such as `bill`.
    ServiceId
}

slug! {
    /// A form within its department, such as `member`.
    FormId
}
slug! {
    /// A field within its form, such as `pin-code`.
    FieldId
}
slug! {
    /// A kind of certificate within its department, such as `income`.
    CertificateKindId
}
slug! {
    /// An authority of the operator's that signs certificates, such as `tahsildar-gajuwaka`.
    AuthorityId
}
slug! {
    /// A topic within its department, such as `outages`.
    TopicId
}
slug! {
    /// One of the answers that a field of a form offers.
    AlternativeId
}

macro_rules! opaque {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Arc<str>);

        impl $name {
            /// The id as it came.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

opaque! {
    /// WhatsApp's id of one message, in either direction: opaque text, `wamid.…`.
    Wamid
}
opaque! {
    /// Meta's id of the business phone number that a notification came to.
    PhoneNumberId
}
opaque! {
    /// Meta's id of an uploaded file.
    MediaId
}
opaque! {
    /// A release's identity, 64 lower-case hexadecimal digits: the sha256 of its statement; of its component, if it has
    /// no statement.
    ReleaseDigest
}
opaque! {
    /// The sha256 of a component, 64 lower-case hexadecimal digits: what its machine code is known by.
    ComponentDigest
}

/// A component without a statement is its own release.
impl From<ComponentDigest> for ReleaseDigest {
    fn from(component: ComponentDigest) -> Self {
        Self(component.0)
    }
}
opaque! {
    /// A turn that was written down, 32 lower-case hexadecimal digits: half of the sha256 of what was written.
    CapsuleId
}
opaque! {
    /// What a guest sees as the turn's id: the idempotency key, the same when a turn is repeated.
    TurnId
}
opaque! {
    /// What a payment provider knows an order by: a keyed hash, in no other database the same.
    OrderReference
}
opaque! {
    /// A citizen as one department may know them: a keyed hash, different in every department.
    Pseudonym
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

number! {
    /// A citizen inside this installation. Carries nothing about the person; safe in logs.
    CitizenId
}
number! {
    /// The place of an event in the inbox. Rises with acceptance; one citizen's events settle in this order.
    EventSeq
}
number! {
    /// One outbound message in the outbox. Rises within a citizen; deliveries leave in this order.
    DeliveryId
}
number! {
    /// A file of departments in the outbox.
    FileId
}
number! {
    /// A timer of a citizen. Never given twice; kept when the timer is put off.
    TimerId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_lower_case_letters_digits_and_hyphens() {
        assert_eq!(DepartmentId::parse("civil-supplies2").unwrap().as_str(), "civil-supplies2");
        assert_eq!(DepartmentId::parse("Energy"), Err(InvalidId::Character('E')));
        assert_eq!(DepartmentId::parse("a/b"), Err(InvalidId::Character('/')));
    }

    #[test]
    fn a_slug_has_at_most_forty_bytes() {
        assert!(ServiceId::parse(&"a".repeat(limits::SLUG_BYTES_MAX)).is_ok());
        assert!(ServiceId::parse(&"a".repeat(limits::SLUG_BYTES_MAX + 1)).is_err());
        assert!(ServiceId::parse("").is_err());
    }
}
