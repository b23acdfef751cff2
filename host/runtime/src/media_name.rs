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

/// A text with all names in it made anew with another key. Names of a third key stay as they are.
///
/// A name is found by what it looks like, and known by its MAC: its id must end where a character follows that none
/// of Meta's ids has.
pub fn renamed(text: &str, from: &MediaKey, to: &MediaKey) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(dot) = rest.find('.') {
        let begins = dot.checked_sub(2 * MAC_BYTES).filter(|at| rest.is_char_boundary(*at));
        let named = begins.and_then(|at| Some((at, name_at(&rest[at..])?)));
        let known = named.filter(|(_, name)| find(from, name).is_some());
        let Some((at, name)) = known else {
            renamed.push_str(&rest[..=dot]);
            rest = &rest[dot + 1..];
            continue;
        };
        let claim = &name[2 * MAC_BYTES + 1..];
        let mac = mac(to, claim).finalize().into_bytes();
        renamed.push_str(&rest[..at]);
        renamed.push_str(&hex(&mac[..MAC_BYTES]));
        renamed.push_str(&name[2 * MAC_BYTES..]);
        rest = &rest[at + name.len()..];
    }
    renamed.push_str(rest);
    renamed
}

/// What may be a name at the beginning of a text.
fn name_at(text: &str) -> Option<&str> {
    let claim = 2 * MAC_BYTES + 1;
    let id = claim + text.get(claim..)?.find('.')? + 1;
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    let end = text[id..].find(|c| !is_of_id(c)).map_or(text.len(), |length| id + length);
    Some(&text[..end])
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
    fn names_in_a_text_are_made_anew_for_another_key() {
        let (old, new) = (MediaKey::new([1; 32]), MediaKey::new([2; 32]));
        let third = name(&MediaKey::new([3; 32]), &media(None));
        let text = |key: &MediaKey| {
            let (known, unknown) = (name(key, &media(Some(SHA256))), name(key, &media(None)));
            format!(r#"ఫైలు. {{"file": "{known}", "v": 1.5}} {unknown}. {third} a.b.{unknown}"#)
        };
        assert_eq!(renamed(&text(&old), &old, &new), text(&new));
        assert_eq!(renamed(&text(&new), &old, &new), text(&new), "not its own");
        for none in ["", ".", "..", "a.b", "ఫ.", &"0".repeat(32), &format!("{}.", "0".repeat(32))]
        {
            assert_eq!(renamed(none, &old, &new), none);
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
