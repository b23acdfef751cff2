//! Certificates that anybody can check: keys, signatures, lists of statuses, and documents.
//!
//! In: what was certified, and the operator's keys. Out: a CWT (RFC 8392) in `COSE_Sign1` (RFC 9052) with ES256, the
//! text of its code, a document that can be printed, lists that tell which certificates are not valid, and the list of
//! whose keys are to be trusted, signed with a root key.
//! Never: signs with a key that is not in the published trust list, or not valid now; decides what is certified;
//! checks: that is `mitra-verifier`'s, which needs no key.

mod authority;
mod claims;
mod code;
mod cose;
mod document;
mod key;
mod keyring;
mod state;
#[cfg(test)]
mod test_root;
pub mod trust_list;

pub use authority::{Authorities, Authority, NotTrusted};
pub use key::KeyPair;
pub use keyring::{
    AuthorityKey, KeyPeriod, KeyringError, NewKey, Rotation, add_key, load_keys, rotate, save_key,
};
pub use state::{KeyState, ShownKey};
