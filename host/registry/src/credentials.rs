//! Who asks a registry.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mitra_core::identity::Secret;
use reqwest::header::HeaderValue;

/// Who asks. The password never prints itself.
#[derive(Debug, Clone)]
pub struct Credentials(Option<Password>);

#[derive(Debug, Clone)]
struct Password {
    user: String,
    password: Secret,
}

/// Why credentials cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// There is no name, or it cannot be told from the password.
    #[error("a user's name in a registry is not empty and has no `:`")]
    User,
    /// There is no password.
    #[error("the password is empty")]
    Password,
}

impl Credentials {
    /// Nobody in particular.
    pub const ANONYMOUS: Self = Self(None);

    /// A user, with their password or a token that the registry takes in its place.
    pub fn password(user: &str, password: Secret) -> Result<Self, CredentialsError> {
        if user.is_empty() || user.contains(':') {
            return Err(CredentialsError::User);
        }
        if password.reveal().is_empty() {
            return Err(CredentialsError::Password);
        }
        Ok(Self(Some(Password { user: user.to_owned(), password })))
    }

    /// Whether nobody in particular asks.
    pub(crate) fn is_anonymous(&self) -> bool {
        self.0.is_none()
    }

    /// The header that says who asks, if anybody does.
    ///
    /// Source: RFC 7617.
    pub(crate) fn basic(&self) -> Option<HeaderValue> {
        let Password { user, password } = self.0.as_ref()?;
        let pair = STANDARD.encode(format!("{user}:{}", password.reveal()));
        Some(authorization("Basic", &pair).expect("base 64 has what a header can carry"))
    }
}

/// A header that nobody sees in a log, if the text is one that a header can carry.
pub(crate) fn authorization(scheme: &str, text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("{scheme} {text}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_sent_and_never_shown() {
        let password = Secret::new("open sesame");
        let credentials =
            Credentials::password("Aladdin", password.clone()).expect("they are good");
        let header = credentials.basic().expect("somebody asks");
        // Source: RFC 7617, section 2.
        assert_eq!(header, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        for shown in [format!("{credentials:?}"), format!("{header:?}")] {
            assert!(!shown.contains("sesame") && !shown.contains("QWxh"), "{shown}");
        }
        assert!(Credentials::ANONYMOUS.basic().is_none());
        for (user, error) in [("", CredentialsError::User), ("a:b", CredentialsError::User)] {
            assert_eq!(Credentials::password(user, password.clone()).expect_err("refused"), error);
        }
        let empty = Credentials::password("Aladdin", Secret::new(""));
        assert_eq!(empty.expect_err("refused"), CredentialsError::Password);
    }
}
