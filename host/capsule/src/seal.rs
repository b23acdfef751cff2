//! Capsules at rest: AES-256-GCM with a key of the operator's, which goes with the department and the capsule's id.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use hmac::{Hmac, KeyInit, Mac};
use mitra_core::identity::Secret;
use mitra_core::ids::{CapsuleId, DepartmentId};
use sha2::Sha256;

/// What the key is for: a secret that is used elsewhere, too, gives another key there.
const PURPOSE: &[u8] = b"mitra capsules 1";

/// Seals capsules, and opens them.
pub struct CapsuleKey(RandomizedNonceKey);

/// Why a capsule stays sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("E0635: it was sealed with another key, or altered: it can be read no more")]
pub struct Unsealed;

impl CapsuleKey {
    /// From the operator's secret.
    pub fn new(secret: &Secret) -> Self {
        let mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes());
        let mac = mac.expect("HMAC takes keys of every length").chain_update(PURPOSE);
        let key = RandomizedNonceKey::new(&AES_256_GCM, &mac.finalize().into_bytes());
        Self(key.expect("a key of 32 bytes"))
    }

    /// The nonce, the sealed text, and what proves it.
    pub fn seal(&self, department: &DepartmentId, id: &CapsuleId, text: &str) -> Vec<u8> {
        let mut sealed = text.as_bytes().to_vec();
        let nonce = self.0.seal_in_place_append_tag(place(department, id), &mut sealed);
        let nonce = nonce.expect("it is shorter than 64 GiB");
        [nonce.as_ref().as_slice(), &sealed].concat()
    }

    /// The text.
    pub fn open(
        &self,
        department: &DepartmentId,
        id: &CapsuleId,
        sealed: &[u8],
    ) -> Result<String, Unsealed> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Unsealed)?;
        let mut opened = sealed.to_vec();
        let nonce = Nonce::from(nonce);
        let text = self.0.open_in_place(nonce, place(department, id), &mut opened);
        let text = text.map_err(|_| Unsealed)?;
        String::from_utf8(text.to_vec()).map_err(|_| Unsealed)
    }
}

/// A sealed capsule is one in its own place alone.
fn place(department: &DepartmentId, id: &CapsuleId) -> Aad<String> {
    Aad::from(format!("{department}/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_by_its_key_in_its_place() {
        let key = CapsuleKey::new(&Secret::new("a secret of the operator's"));
        let energy = DepartmentId::parse("energy").expect("a slug");
        let (water, id) = (DepartmentId::parse("water").expect("a slug"), CapsuleId::new("1"));
        let sealed = key.seal(&energy, &id, "a turn");
        assert!(!sealed.windows(6).any(|part| part == b"a turn"));
        assert_ne!(sealed, key.seal(&energy, &id, "a turn"), "no two are the same");
        assert_eq!(key.open(&energy, &id, &sealed).as_deref(), Ok("a turn"));
        assert_eq!(key.open(&water, &id, &sealed), Err(Unsealed));
        assert_eq!(key.open(&energy, &CapsuleId::new("2"), &sealed), Err(Unsealed));
        let other = CapsuleKey::new(&Secret::new("another"));
        assert_eq!(other.open(&energy, &id, &sealed), Err(Unsealed));
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(key.open(&energy, &id, &altered), Err(Unsealed), "at {at}");
        }
        for length in 0..sealed.len() {
            assert_eq!(key.open(&energy, &id, &sealed[..length]), Err(Unsealed), "of {length}");
        }
    }
}
