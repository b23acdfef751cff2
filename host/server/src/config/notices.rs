//! Notices of departments' back ends: where they are taken, and whose tokens are good.

use std::net::SocketAddr;

use mitra_core::hex::{from_hex, hex};
use mitra_core::ids::DepartmentId;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use super::{Config, ConfigError};

/// Where departments' back ends tell us something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesConfig {
    /// The address to listen on. TLS is ended in front of it.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
}

/// That a department's back end may send notices.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesGrantConfig {
    /// The tokens that are good, newest first: several while one is being replaced.
    pub token_sha256: Vec<TokenHash>,
}

/// The sha256 of a token: 64 hexadecimal digits. Whoever reads it cannot send with it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TokenHash([u8; 32]);

/// Why a text is no hash of a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the sha256 of a token has 64 hexadecimal digits: the operator must write the hash, never the token"
)]
pub struct TokenHashError;

impl NoticesGrantConfig {
    /// What a vendor's own machine grants: a token that everybody knows, for nobody else hears of citizens there.
    pub(crate) fn local(department: &DepartmentId) -> Self {
        Self { token_sha256: vec![TokenHash::of(format!("local-{department}").as_bytes())] }
    }
}

impl TokenHash {
    /// The hash of a token.
    pub fn of(token: &[u8]) -> Self {
        Self(Sha256::digest(token).into())
    }

    /// Whether it is the same. Takes the same time wherever they first differ.
    pub(crate) fn is(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenHash({self})")
    }
}

/// As it is configured.
impl std::fmt::Display for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl TryFrom<String> for TokenHash {
    type Error = TokenHashError;

    fn try_from(text: String) -> Result<Self, TokenHashError> {
        from_hex(&text).map(Self).ok_or(TokenHashError)
    }
}

impl Config {
    /// Whose back ends may send notices, with their tokens.
    pub(crate) fn notice_tokens(&self) -> Vec<(DepartmentId, TokenHash)> {
        let granted = self.departments.iter().filter_map(|department| {
            let tokens = department.notices.as_ref()?.token_sha256.iter();
            Some(tokens.map(|token| (department.id.clone(), token.clone())))
        });
        granted.flatten().collect()
    }
}

/// A token is somebody's, and one department's.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    const KEY: &str = "department.notices.token_sha256";
    for department in &config.departments {
        if department.notices.as_ref().is_some_and(|granted| granted.token_sha256.is_empty()) {
            let why = "without a token, the department's back end could send nothing";
            return Err(ConfigError::Empty { key: KEY, why });
        }
    }
    let tokens = config.notice_tokens();
    for (index, (_, token)) in tokens.iter().enumerate() {
        if *token == TokenHash::of(b"") {
            let why = "it is the hash of nothing: anybody could send with it";
            return Err(ConfigError::Value { key: KEY, value: token.to_string(), why });
        }
        if tokens[..index].iter().any(|(_, earlier)| earlier == token) {
            let why = "it stands there twice: every token is one department's";
            return Err(ConfigError::Value { key: KEY, value: token.to_string(), why });
        }
    }
    Ok(())
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8_081))
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

    /// The example with this of a department.
    fn granted(tokens: &[&str]) -> Config {
        let text = format!("{EXAMPLE}\n[department.notices]\ntoken_sha256 = {tokens:?}\n");
        Config::parse(&text).expect("it is a configuration")
    }

    fn hash(token: &str) -> String {
        TokenHash::of(token.as_bytes()).to_string()
    }

    #[test]
    fn a_token_is_given_as_its_hash() {
        let config = granted(&[&hash("new"), &hash("old").to_uppercase()]);
        assert_eq!(check(&config).map_err(|error| error.to_string()), Ok(()));
        let tokens = config.notice_tokens();
        let is = |token: &str| {
            let token = TokenHash::of(token.as_bytes());
            tokens.iter().filter(|(_, known)| bool::from(known.is(&token))).count()
        };
        assert_eq!((is("new"), is("old"), is("other")), (1, 1, 0));
        let text = format!("{EXAMPLE}\n[department.notices]\ntoken_sha256 = ['the token']\n");
        let refused = Config::parse(&text).expect_err("it is no hash").to_string();
        assert!(
            refused.contains("never the token") && !refused.contains("'the token'"),
            "{refused}"
        );
    }

    #[test]
    fn a_token_is_somebodys_and_one_departments() {
        let refused = |config: &Config| check(config).expect_err("refused").to_string();
        let none = refused(&granted(&[]));
        assert!(none.starts_with("`department.notices.token_sha256` must not be empty"), "{none}");
        let nothing = refused(&granted(&[&hash("")]));
        assert!(nothing.contains("the hash of nothing"), "{nothing}");
        let mut config = granted(&[&hash("shared")]);
        let mut water = config.departments[0].clone();
        water.id = DepartmentId::parse("water").expect("is a slug");
        config.departments.push(water);
        let twice = refused(&config);
        assert!(twice.contains("every token is one department's"), "{twice}");
    }

    #[test]
    fn the_example_shows_the_default() {
        let shown = EXAMPLE.lines().skip_while(|line| *line != "# [notices]").nth(1);
        let shown = shown.expect("a line follows").trim_start_matches("# ");
        let shown: NoticesConfig = toml::from_str(shown).expect("it is what it should be");
        assert_eq!(shown.listen, default_listen());
    }
}
