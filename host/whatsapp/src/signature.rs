//! Who sent a notification: `X-Hub-Signature-256` over the raw bytes.
//!
//! Source: Meta, "Create a webhook endpoint" (2026-04-21).

use std::fmt::{self, Write};

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use mitra_core::identity::Secret;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Bytes of a sha256.
const DIGEST_BYTES: usize = 32;
/// What the header's value begins with.
const PREFIX: &[u8] = b"sha256=";

/// The app secrets that are good now: one, or two while one is being replaced.
#[derive(Debug, Clone)]
pub struct AppSecrets(Vec<Secret>);

impl AppSecrets {
    /// These secrets. With none, every notification is refused. An empty secret is none: anybody could sign with it.
    pub fn new(mut secrets: Vec<Secret>) -> Self {
        secrets.retain(|secret| !secret.reveal().is_empty());
        Self(secrets)
    }
}

/// A notification whose signature was found good. [`verify`] alone makes it.
///
/// `Debug` shows its length and never its content, which is what citizens wrote.
pub struct VerifiedNotification {
    body: Bytes,
}

impl fmt::Debug for VerifiedNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedNotification({} bytes)", self.body.len())
    }
}

impl VerifiedNotification {
    /// The bytes as they came.
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Why a notification is not believed. It must leave no trace.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature.
    #[error("the notification has no signature")]
    Missing,
    /// There are several.
    #[error("the notification has {0} signatures")]
    Several(usize),
    /// It is not `sha256=` and 64 lower-case hexadecimal digits.
    #[error("the signature is not `sha256=` and 64 lower-case hexadecimal digits")]
    Malformed,
    /// It fits none of the secrets.
    #[error("the signature fits none of the app secrets")]
    Wrong,
}

/// Checks the signature over the body's exact bytes; `signatures` are the values of all headers of that name.
///
/// Takes the same time wherever a wrong signature first differs, and tries every secret whatever came before.
pub fn verify(
    body: Bytes,
    signatures: &[&[u8]],
    secrets: &AppSecrets,
) -> Result<VerifiedNotification, SignatureError> {
    let claimed = match signatures {
        [] => return Err(SignatureError::Missing),
        [one] => parse_header(one).ok_or(SignatureError::Malformed)?,
        several => return Err(SignatureError::Several(several.len())),
    };
    let mut good = subtle::Choice::from(0);
    for secret in &secrets.0 {
        good |= digest(&body, secret).ct_eq(&claimed);
    }
    if bool::from(good) { Ok(VerifiedNotification { body }) } else { Err(SignatureError::Wrong) }
}

/// The header's value for this body, as Meta would send it.
pub fn sign(body: &[u8], secret: &Secret) -> String {
    let mut text = "sha256=".to_owned();
    for byte in digest(body, secret) {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    text
}

fn digest(body: &[u8], secret: &Secret) -> [u8; DIGEST_BYTES] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes())
        .expect("HMAC takes keys of every length");
    mac.update(body);
    mac.finalize().into_bytes().into()
}

fn parse_header(value: &[u8]) -> Option<[u8; DIGEST_BYTES]> {
    let digits = value.strip_prefix(PREFIX)?;
    if digits.len() != 2 * DIGEST_BYTES {
        return None;
    }
    let mut digest = [0; DIGEST_BYTES];
    for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = 16 * hex_digit(pair[0])? + hex_digit(pair[1])?;
    }
    Some(digest)
}

/// Lower case only: Meta sends nothing else, and one spelling is enough.
fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "meri-test-app-secret";
    const BODY: &[u8] = br#"{"object":"whatsapp_business_account","entry":[]}"#;
    const GOOD: &str = "sha256=c371f30e36d2b7820f0ad694be02518451faa5593ae6777aa952806d5d9533ae";

    fn check(body: &[u8], signatures: &[&str], secrets: &[&str]) -> Result<(), SignatureError> {
        let signatures: Vec<_> = signatures.iter().map(|text| text.as_bytes()).collect();
        let secrets = AppSecrets::new(secrets.iter().map(|text| Secret::new(*text)).collect());
        verify(Bytes::copy_from_slice(body), &signatures, &secrets).map(drop)
    }

    #[test]
    fn a_signature_over_the_raw_bytes_is_good() {
        assert_eq!(check(BODY, &[GOOD], &[SECRET]), Ok(()));
        let other = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        assert_eq!(check(b"Hello, World!", &[other], &["It's a Secret to Everybody"]), Ok(()));
        let empty = "sha256=1868ff3d1883cec4af1577740d2297db905391dbe7ca6afe7b009d63526e53fc";
        assert_eq!(check(b"", &[empty], &[SECRET]), Ok(()));
    }

    #[test]
    fn one_more_byte_is_another_notification() {
        let body = [BODY, b"\n"].concat();
        assert_eq!(check(&body, &[GOOD], &[SECRET]), Err(SignatureError::Wrong));
        let good = "sha256=674ea821dc862cc16dbdc9fcacd0932de6d1f5318288c1e34ae14af1b08aeffb";
        assert_eq!(check(&body, &[good], &[SECRET]), Ok(()));
    }

    #[test]
    fn escaped_and_plain_spellings_of_the_same_text_are_signed_apart() {
        let (plain, escaped) =
            ("{\"a\":\"నమస్తే\"}", r#"{"a":"\u0c28\u0c2e\u0c38\u0c4d\u0c24\u0c47"}"#);
        let secret = Secret::new(SECRET);
        let signature = sign(escaped.as_bytes(), &secret);
        assert_eq!(check(escaped.as_bytes(), &[&signature], &[SECRET]), Ok(()));
        assert_eq!(check(plain.as_bytes(), &[&signature], &[SECRET]), Err(SignatureError::Wrong));
    }

    #[test]
    fn what_is_no_signature_is_refused_by_its_shape() {
        let upper = GOOD.to_uppercase().replace("SHA256", "sha256");
        let sha1 = "sha1=c371f30e36d2b7820f0ad694be02518451faa559";
        for malformed in [&GOOD[..GOOD.len() - 1], &upper, sha1, "", "sha256=", &GOOD[7..]] {
            let refusal = check(BODY, &[malformed], &[SECRET]);
            assert_eq!(refusal, Err(SignatureError::Malformed), "{malformed}");
        }
        assert_eq!(check(BODY, &[], &[SECRET]), Err(SignatureError::Missing));
        assert_eq!(check(BODY, &[GOOD, GOOD], &[SECRET]), Err(SignatureError::Several(2)));
    }

    #[test]
    fn two_secrets_are_good_while_one_is_being_replaced() {
        assert_eq!(check(BODY, &[GOOD], &["new", SECRET]), Ok(()));
        assert_eq!(check(BODY, &[GOOD], &[SECRET, "old"]), Ok(()));
        assert_eq!(check(BODY, &[GOOD], &["new"]), Err(SignatureError::Wrong));
    }

    #[test]
    fn without_a_secret_nothing_is_believed() {
        assert_eq!(check(BODY, &[GOOD], &[]), Err(SignatureError::Wrong));
    }

    #[test]
    fn an_empty_secret_is_none() {
        let forged = sign(BODY, &Secret::new(""));
        assert_eq!(check(BODY, &[&forged], &[""]), Err(SignatureError::Wrong));
        assert_eq!(check(BODY, &[GOOD], &["", SECRET]), Ok(()));
    }

    #[test]
    fn a_verified_notification_does_not_print_what_citizens_wrote() {
        let secret = Secret::new(SECRET);
        let signature = sign(b"private", &secret);
        let verified = verify(
            Bytes::from_static(b"private"),
            &[signature.as_bytes()],
            &AppSecrets::new(vec![secret]),
        );
        assert_eq!(format!("{:?}", verified.unwrap()), "VerifiedNotification(7 bytes)");
    }
}
