//! Where a secret comes from: an environment variable, a file, or (for trials) the configuration itself.

use std::fmt;
use std::path::PathBuf;

use mitra_core::identity::Secret;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// The ways to give a secret, as error messages name them.
const FORMS: &str = "`{ env = \"NAME\" }`, `{ file = \"/path\" }`, or the text itself (for trials)";

/// Where a secret comes from. Printing it shows no secret.
#[derive(Debug, Clone)]
pub enum SecretSource {
    /// `{ env = "NAME" }`: the value of an environment variable.
    Env(String),
    /// `{ file = "/path" }`: the content of a file, without the line end.
    File(PathBuf),
    /// `"text"`: the secret itself. For trials.
    Literal(Secret),
}

/// Why a secret cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The environment has no such variable.
    #[error("the environment variable `{name}` is not set")]
    NotSet {
        /// Its name.
        name: String,
    },
    /// The file cannot be read.
    #[error("the file `{}` cannot be read", path.display())]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is too short to protect anything.
    #[error("it has {bytes} bytes, at least {bytes_min} are needed")]
    Short {
        /// How long it is.
        bytes: usize,
        /// How long it must be.
        bytes_min: usize,
    },
}

impl SecretSource {
    /// The path of its file, if it is in one.
    pub(super) fn path_mut(&mut self) -> Option<&mut PathBuf> {
        match self {
            Self::File(path) => Some(path),
            Self::Env(_) | Self::Literal(_) => None,
        }
    }

    /// The secret itself, at least `bytes_min` long (and never empty).
    pub fn resolve(&self, bytes_min: usize) -> Result<Secret, SecretError> {
        let secret = match self {
            Self::Literal(secret) => secret.clone(),
            Self::Env(name) => {
                #[expect(
                    clippy::disallowed_methods,
                    reason = "this is where configuration is read"
                )]
                let value = std::env::var(name);
                let name = name.clone();
                Secret::new(value.map_err(|_| SecretError::NotSet { name })?)
            }
            Self::File(path) => {
                let text = std::fs::read_to_string(path);
                let path = path.clone();
                let text = text.map_err(|source| SecretError::Unreadable { path, source })?;
                Secret::new(text.trim_end_matches(['\r', '\n']))
            }
        };
        let bytes = secret.reveal().len();
        if bytes == 0 {
            return Err(SecretError::Empty);
        }
        if bytes < bytes_min {
            return Err(SecretError::Short { bytes, bytes_min });
        }
        Ok(secret)
    }
}

impl<'de> Deserialize<'de> for SecretSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Forms)
    }
}

/// Takes each of the forms. Written by hand: its errors name the forms and never the value.
struct Forms;

impl<'de> Visitor<'de> for Forms {
    type Value = SecretSource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FORMS)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<SecretSource, E> {
        Ok(SecretSource::Literal(Secret::new(text)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SecretSource, A::Error> {
        let wrong = |what: &str| de::Error::custom(format!("{what}: a secret is {FORMS}"));
        let Some(key) = map.next_key::<String>()? else {
            return Err(wrong("an empty table"));
        };
        let source = match key.as_str() {
            "env" => SecretSource::Env(map.next_value()?),
            "file" => SecretSource::File(map.next_value()?),
            other => return Err(wrong(&format!("unknown field `{other}`"))),
        };
        match map.next_key::<String>()? {
            None => Ok(source),
            Some(_) => Err(wrong("more than one field")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct One {
        secret: SecretSource,
    }

    fn source(toml: &str) -> SecretSource {
        toml::from_str::<One>(toml).expect("a secret source").secret
    }

    #[test]
    fn a_secret_comes_from_a_file_without_its_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "abc\r\n").unwrap();
        let secret = source(&format!("secret = {{ file = {path:?} }}")).resolve(1).unwrap();
        assert_eq!(secret.reveal(), "abc");
    }

    #[test]
    fn a_missing_secret_is_named() {
        let error = source("secret = { env = 'MITRA_NO_SUCH' }").resolve(1).unwrap_err();
        assert_eq!(error.to_string(), "the environment variable `MITRA_NO_SUCH` is not set");
        let error = source("secret = { file = '/no/such' }").resolve(1).unwrap_err();
        assert_eq!(error.to_string(), "the file `/no/such` cannot be read");
        assert!(matches!(source("secret = ''").resolve(0), Err(SecretError::Empty)));
    }

    #[test]
    fn a_key_needs_its_length() {
        let source = source("secret = '1234567'");
        assert!(source.resolve(7).is_ok());
        assert!(matches!(source.resolve(8), Err(SecretError::Short { bytes: 7, bytes_min: 8 })));
    }

    #[test]
    fn what_is_no_source_is_answered_with_the_forms() {
        for wrong in ["{ evn = 'A' }", "{}", "{ env = 'A', file = 'b' }", "7", "['A']"] {
            let error = toml::from_str::<One>(&format!("secret = {wrong}")).err().expect(wrong);
            assert!(error.message().contains(FORMS), "{wrong}: {error}");
        }
    }
}
