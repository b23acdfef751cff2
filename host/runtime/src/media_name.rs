//! The names by which guests know citizens' files: made for one department and one citizen, and no names elsewhere.
//!
//! A name is `MAC.SHA256.ID`: Meta's id of the file, what its bytes hash to, if that is known, and what proves that the
//! host gave this name to this department for this citizen. All but the id in hexadecimal digits.

use hmac::{Hmac, KeyInit, Mac};
use mitra_core::event::Media;
use mitra_core::hex::{from_hex, hex};
use mitra_core::ids::MediaId;
use mitra_core::media::{MediaFile, MediaKey, parse_sha256};
use sha2::Sha256;

/// How many bytes of the MAC are kept: 128 bits.
const MAC_BYTES: usize = 16;

/// The name of a file that a citizen sent.
pub(crate) fn name(key: &MediaKey, media: &Media) -> String {
    let claim = claim(&media.id, media.sha256.as_deref().and_then(parse_sha256));
    let mac = mac(key, &claim).finalize().into_bytes();
    format!("{}.{claim}", hex(&mac[..MAC_BYTES]))
}

/// The file of this name; none if the name was not made with this key.
pub(crate) fn find(key: &MediaKey, name: &str) -> Option<MediaFile> {
    let (proof, claim) = name.split_once('.')?;
    let proof: [u8; MAC_BYTES] = from_hex(proof)?;
    mac(key, claim).verify_truncated_left(&proof).ok()?;
    let (sha256, id) = claim.split_once('.')?;
    Some(MediaFile { id: MediaId::new(id), sha256: from_hex(sha256) })
}

fn claim(id: &MediaId, sha256: Option<[u8; 32]>) -> String {
    format!("{}.{id}", sha256.map(|sha256| hex(&sha256)).unwrap_or_default())
}

fn mac(key: &MediaKey, claim: &str) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(key.bytes()).expect("HMAC takes keys of every length");
    mac.chain_update(claim.as_bytes())
}

#[cfg(test)]
mod tests {
    use mitra_core::event::MediaKind;

    use super::*;

    /// Of `abc`, as notifications have it.
    const SHA256: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    fn media(sha256: Option<&str>) -> Media {
        Media {
            kind: MediaKind::Image,
            id: MediaId::new("4400110022"),
            mime_type: "image/jpeg".to_owned(),
            sha256: sha256.map(str::to_owned),
            filename: None,
            caption: None,
        }
    }

    #[test]
    fn a_name_leads_to_its_file_and_to_what_its_bytes_hash_to() {
        let key = MediaKey::new([1; 32]);
        let found = find(&key, &name(&key, &media(Some(SHA256)))).expect("it is a name");
        assert_eq!(
            found,
            MediaFile { id: MediaId::new("4400110022"), sha256: parse_sha256(SHA256) }
        );
        // One that is none is as good as none.
        for sha256 in [None, Some("3q2+7w==")] {
            let found = find(&key, &name(&key, &media(sha256))).expect("it is a name");
            assert_eq!(found.sha256, None);
        }
    }

    #[test]
    fn a_name_is_none_with_another_key_and_with_any_other_character() {
        let key = MediaKey::new([1; 32]);
        let name = name(&key, &media(Some(SHA256)));
        assert!(name.len() <= 256, "the contract says so");
        assert_eq!(find(&MediaKey::new([2; 32]), &name), None);
        for at in 0..name.len() {
            let mut forged = name.clone().into_bytes();
            forged[at] ^= 1;
            assert_eq!(find(&key, &String::from_utf8(forged).unwrap()), None, "at {at}");
        }
        for forged in ["", ".", "4400110022", &name[1..], &format!("{name}0")] {
            assert_eq!(find(&key, forged), None, "{forged}");
        }
    }
}
