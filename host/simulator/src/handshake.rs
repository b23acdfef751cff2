//! Meta's verification of a webhook: a challenge that the host must repeat.
//!
//! Source: Meta, "Webhooks", verification requests (2026-03).

use serde::Serialize;

/// What became of the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Handshake {
    /// The host has not answered yet.
    Waiting,
    /// The host repeated the challenge: it knows the token.
    Verified,
    /// The host answered with this HTTP status; 403 is a wrong token.
    Refused(u16),
    /// The host answered 200 with something else than the challenge.
    WrongChallenge,
}

impl Handshake {
    /// Judges an answer. A server error is a host that is not there yet.
    pub(crate) fn of(status: u16, body: &[u8], challenge: &str) -> Self {
        match status {
            200 if body == challenge.as_bytes() => Self::Verified,
            200 => Self::WrongChallenge,
            500..=599 => Self::Waiting,
            status => Self::Refused(status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_alone_verifies() {
        assert_eq!(Handshake::of(200, b"42", "42"), Handshake::Verified);
        assert_eq!(Handshake::of(200, b"42\n", "42"), Handshake::WrongChallenge);
        assert_eq!(Handshake::of(200, b"\"42\"", "42"), Handshake::WrongChallenge);
        assert_eq!(Handshake::of(403, b"42", "42"), Handshake::Refused(403));
        assert_eq!(Handshake::of(302, b"", "42"), Handshake::Refused(302));
        assert_eq!(Handshake::of(503, b"", "42"), Handshake::Waiting);
    }
}
