//! Certificates that anybody can check: keys, signatures, documents, and how one is checked.
//!
//! In: what was certified, and the operator's keys. Out: a CWT (RFC 8392) in `COSE_Sign1` (RFC 9052) with ES256, the
//! text of its code, and a document that can be printed; and from such a text, who signed what.
//! Never: signs with a key that is not in the published trust list, or not valid now; decides what is certified.
//!
//! [`verify`] and what it needs ([`TrustList`], [`Claims`], [`Rejected`]) read no file, no clock and no key: they run
//! in a browser as well.

mod authority;
mod claims;
mod code;
mod cose;
mod document;
mod key;
mod keyring;
mod trust;
mod verify;

pub use authority::{Authorities, Authority, NotTrusted};
pub use claims::{Claims, StatusReference};
pub use key::{KeyId, KeyPair};
pub use keyring::{AuthorityKey, KeyPeriod, KeyringError, NewKey, add_key, load_keys};
pub use trust::{TrustList, TrustedAuthority, TrustedKey};
pub use verify::{Rejected, Verified, verify};
