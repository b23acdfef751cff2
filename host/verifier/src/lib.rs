//! Whether a certificate can be relied on: the text of a code, a trust list, lists of statuses and an instant -> who
//! signed what, or the reason why it says nothing.
//!
//! In: texts and bytes that somebody else fetched, and an instant that somebody else read from a clock.
//! Out: [`Signed`] and [`Rejected`].
//! Never: signs, reads a file, a clock or a network, or draws chance. The same Rust runs in a browser, in the host and
//! on the command line.

mod base32;
mod cbor;
mod claims;
mod code;
mod cose;
mod jwk;
mod key;
mod root;
pub mod shown;
mod signed_trust;
mod status;
#[cfg(test)]
mod test_key;
mod trust;
mod verify;

pub use base32::encode as base32;
pub use claims::{Claims, StatusReference};
pub use code::UNPACKED_BYTES_MAX;
pub use cose::CWT_TAG;
pub use key::{KeyId, PublicKey};
pub use root::{TrustKey, TrustKeys};
pub use signed_trust::{
    ListRejected, SignedTrustList, TRUST_LIST_BYTES_MAX, TRUST_LIST_KEPT, TRUST_LIST_LIFE,
    TRUST_LIST_TYPE, TrustListClaims,
};
pub use status::{
    NotAList, STATUS_LIST_BYTES_MAX, STATUS_LIST_LIFE, STATUS_LIST_TYPE, Status, StatusList,
    StatusListClaims,
};
pub use trust::{FieldLabel, KindLabels, TrustList, TrustedAuthority, TrustedKey};
pub use verify::{Rejected, Signed, SignedList, who_signed};
