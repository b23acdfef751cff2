//! Where a secret comes from: an environment variable, a file, or (for trials) the configuration itself.

use std::path::PathBuf;

use mitra_core::identity::Secret;
use serde::Deserialize;

/// Where a secret comes from. Printing it shows no secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum SecretSource {
    /// `{ env = "NAME" }`: the value of an environment variable.
    Env(EnvSecret),
    /// `{ file = "/path" }`: the content of a file, without the line end.
    File(FileSecret),
    /// `"text"`: the secret itself. For trials.
    Literal(Secret),
}

/// An environment variable that holds a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvSecret {
    env: String,
}

/// A file that holds a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSecret {
    file: PathBuf,
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
    /// The secret itself, at least `bytes_min` long (and never empty).
    pub fn resolve(&self, bytes_min: usize) -> Result<Secret, SecretError> {
        let secret = match self {
            Self::Literal(secret) => secret.clone(),
            Self::Env(EnvSecret { env }) => {
                #[expect(
                    clippy::disallowed_methods,
                    reason = "this is where configuration is read"
                )]
                let value = std::env::var(env);
                let name = env.clone();
                Secret::new(value.map_err(|_| SecretError::NotSet { name })?)
            }
            Self::File(FileSecret { file }) => {
                let text = std::fs::read_to_string(file);
                let path = file.clone();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
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
}
