//! The verification handshake: Meta asks, before it sends anything, whether the address is ours.
//!
//! Source: Meta, "Create a webhook endpoint" (2026-04-21).

use mitra_core::identity::Secret;
use mitra_core::limits::CHALLENGE_BYTES_MAX;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Why a handshake is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandshakeError {
    /// A parameter is missing or empty.
    #[error("the query has no `{0}`")]
    Missing(&'static str),
    /// A parameter is given twice.
    #[error("the query has `{0}` twice")]
    Repeated(&'static str),
    /// A value is not UTF-8.
    #[error("the value of `{0}` is not UTF-8")]
    Encoding(&'static str),
    /// The mode is another.
    #[error("`hub.mode` is not `subscribe`")]
    Mode,
    /// The challenge is too long to be echoed.
    #[error("the challenge has {bytes} bytes, at most {bytes_max} are echoed")]
    ChallengeTooLong {
        /// Its length.
        bytes: usize,
        /// The longest echoed.
        bytes_max: usize,
    },
    /// The token is not ours.
    #[error("the token is not ours")]
    Token,
}

impl HandshakeError {
    /// Whether the query itself is at fault, and not the token.
    pub fn is_malformed(&self) -> bool {
        !matches!(self, Self::Token)
    }
}

/// The challenge to be answered, if the query is a handshake with our token. `query` is what follows the `?`.
pub fn handshake(query: &str, verify_token: &Secret) -> Result<String, HandshakeError> {
    let mode = parameter(query, "hub.mode")?;
    let token = parameter(query, "hub.verify_token")?;
    let challenge = parameter(query, "hub.challenge")?;
    if mode != "subscribe" {
        return Err(HandshakeError::Mode);
    }
    let (bytes, bytes_max) = (challenge.len(), CHALLENGE_BYTES_MAX);
    if bytes > bytes_max {
        return Err(HandshakeError::ChallengeTooLong { bytes, bytes_max });
    }
    // Digests have one length, so that not even the token's own can be found out by timing.
    let digest = |text: &str| Sha256::digest(text.as_bytes());
    let ours = digest(&token).ct_eq(&digest(verify_token.reveal()));
    if bool::from(ours) { Ok(challenge) } else { Err(HandshakeError::Token) }
}

fn parameter(query: &str, name: &'static str) -> Result<String, HandshakeError> {
    let mut values = query.split('&').filter_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent_decode_str(key).decode_utf8().ok()? == name).then_some(value)
    });
    // An empty token is no token, even where none was configured.
    let value = values.next().filter(|value| !value.is_empty());
    let value = value.ok_or(HandshakeError::Missing(name))?;
    if values.next().is_some() {
        return Err(HandshakeError::Repeated(name));
    }
    let value = value.replace('+', " ");
    let decoded = percent_decode_str(&value).decode_utf8();
    Ok(decoded.map_err(|_| HandshakeError::Encoding(name))?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(query: &str) -> Result<String, HandshakeError> {
        handshake(query, &Secret::new("our token"))
    }

    const REST: &str = "hub.mode=subscribe&hub.verify_token=our+token";

    #[test]
    fn the_challenge_comes_back_decoded() {
        assert_eq!(
            answer(&format!("{REST}&hub.challenge=1158201444")),
            Ok("1158201444".to_owned())
        );
        assert_eq!(answer(&format!("{REST}&hub.challenge=a%2Fb%20c")), Ok("a/b c".to_owned()));
        let encoded = "hub%2Emode=subscribe&hub.verify_token=our%20token&hub.challenge=7";
        assert_eq!(answer(encoded), Ok("7".to_owned()));
    }

    #[test]
    fn another_token_is_refused() {
        let query = "hub.mode=subscribe&hub.verify_token=other&hub.challenge=1";
        assert_eq!(answer(query), Err(HandshakeError::Token));
        assert!(!HandshakeError::Token.is_malformed());
    }

    #[test]
    fn a_malformed_query_says_what_is_wrong() {
        use HandshakeError::{Encoding, Missing, Mode, Repeated};
        let cases = [
            ("", Missing("hub.mode")),
            ("hub.mode=subscribe", Missing("hub.verify_token")),
            (REST, Missing("hub.challenge")),
            ("hub.mode=unsubscribe&hub.verify_token=our+token&hub.challenge=1", Mode),
        ];
        for (query, error) in cases {
            assert_eq!(answer(query), Err(error), "{query}");
        }
        let empty = "hub.mode=subscribe&hub.verify_token=&hub.challenge=1";
        assert_eq!(answer(empty), Err(Missing("hub.verify_token")));
        assert_eq!(handshake(empty, &Secret::new("")), Err(Missing("hub.verify_token")));
        assert_eq!(answer(&format!("{REST}&hub.challenge=")), Err(Missing("hub.challenge")));
        let twice = format!("{REST}&hub.challenge=1&hub.challenge=2");
        assert_eq!(answer(&twice), Err(Repeated("hub.challenge")));
        assert_eq!(answer(&format!("{REST}&hub.challenge=%ff")), Err(Encoding("hub.challenge")));
    }

    #[test]
    fn a_challenge_is_echoed_up_to_its_limit() {
        let challenge = |bytes| answer(&format!("{REST}&hub.challenge={}", "1".repeat(bytes)));
        assert!(challenge(CHALLENGE_BYTES_MAX).is_ok());
        let error = challenge(CHALLENGE_BYTES_MAX + 1).unwrap_err();
        assert!(matches!(error, HandshakeError::ChallengeTooLong { .. }));
    }
}
