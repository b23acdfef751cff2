//! Where operators decide about releases and keys, and whose tokens are good for what.

use std::fmt;
use std::net::SocketAddr;

use mitra_core::ids::DepartmentId;
use serde::Deserialize;

use super::{Config, ConfigError, TokenHash};

/// The most tokens: each request is held against all of them.
pub(super) const ADMIN_TOKENS_MAX: usize = 200;

/// Where operators decide about releases and keys.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdminConfig {
    /// The address to listen on. Keep it inside; TLS is ended in front of it.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// Whose tokens are good, and for what.
    #[serde(default, rename = "token")]
    pub tokens: Vec<AdminTokenConfig>,
}

/// One person's or program's token.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdminTokenConfig {
    /// Who has it: stands in the audit log.
    pub name: String,
    /// What it is good for.
    pub role: AdminRole,
    /// The sha256 of the token. Whoever reads it cannot use it.
    pub sha256: TokenHash,
}

/// What a token is good for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum AdminRole {
    /// To look at everything.
    Viewer,
    /// To look, and to decide about releases and keys.
    Operator,
    /// To look, and to agree that a release may ask for more.
    Approver,
    /// To look at one department, and to stage its releases.
    Department(DepartmentId),
}

impl fmt::Display for AdminRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Viewer => f.write_str("viewer"),
            Self::Operator => f.write_str("operator"),
            Self::Approver => f.write_str("approver"),
            Self::Department(id) => write!(f, "department:{id}"),
        }
    }
}

/// Why a text is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no role: `viewer`, `operator`, `approver` or `department:ID` is")]
pub struct AdminRoleError(String);

impl TryFrom<String> for AdminRole {
    type Error = AdminRoleError;

    fn try_from(text: String) -> Result<Self, AdminRoleError> {
        match text.as_str() {
            "viewer" => Ok(Self::Viewer),
            "operator" => Ok(Self::Operator),
            "approver" => Ok(Self::Approver),
            other => {
                let id =
                    other.strip_prefix("department:").and_then(|id| DepartmentId::parse(id).ok());
                id.map(Self::Department).ok_or(AdminRoleError(text))
            }
        }
    }
}

/// Each token is somebody's, and departments that are served by releases have a place for them.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let tokens = config.admin.iter().flat_map(|admin| &admin.tokens);
    for (index, token) in tokens.clone().enumerate() {
        let key = "admin.token.name";
        let value = token.name.clone();
        if value.trim().is_empty() || value.chars().count() > 60 {
            let why = "it must have 1 to 60 characters: it stands in the audit log";
            return Err(ConfigError::Value { key, value, why });
        }
        let mut earlier = tokens.clone().take(index);
        if earlier.any(|it| it.name == token.name || it.sha256 == token.sha256) {
            let why =
                "its name or its token stands there twice: the audit log could not tell who it was";
            return Err(ConfigError::Value { key, value, why });
        }
        if token.sha256 == TokenHash::of(b"") || index >= ADMIN_TOKENS_MAX {
            let why = "it is the hash of nothing, or one of more than 200 tokens";
            return Err(ConfigError::Value { key: "admin.token.sha256", value, why });
        }
    }
    if let Some(mistake) = config.releases.as_ref().and_then(|it| it.policy.mistake()) {
        let why = "see `[releases.policy]` in the example";
        return Err(ConfigError::Value { key: "releases.policy", value: mistake, why });
    }
    for department in config.departments.iter().filter(|it| it.component.is_none()) {
        let value = department.id.to_string();
        if config.releases.is_none() {
            let why =
                "it has no `component`, and there is no `[releases]` that it could be served by";
            return Err(ConfigError::Value { key: "department.id", value, why });
        }
        if department.seed.is_some() || department.manifest.is_some() {
            let why = "it has no `component`, so its releases bring their own seed and manifest";
            return Err(ConfigError::Value { key: "department.id", value, why });
        }
    }
    Ok(())
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8_082))
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

    fn config(more: &str) -> Config {
        Config::parse(&format!("{EXAMPLE}\n{more}")).expect("it is a configuration")
    }

    fn hash(token: &str) -> String {
        TokenHash::of(token.as_bytes()).to_string()
    }

    fn tokens(names: &[(&str, &str)]) -> Config {
        let block = |(name, token): &(&str, &str)| {
            format!(
                "[[admin.token]]\nname = '{name}'\nrole = 'viewer'\nsha256 = '{}'\n",
                hash(token)
            )
        };
        config(&names.iter().map(block).collect::<String>())
    }

    #[test]
    fn roles_are_those_that_are_written() {
        let role = |text: &str| AdminRole::try_from(text.to_owned());
        for text in ["viewer", "operator", "approver", "department:water"] {
            assert_eq!(role(text).map(|role| role.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "admin", "department:", "department:Not an id"] {
            role(text).expect_err("it is none");
        }
    }

    #[test]
    fn a_token_is_somebodys_alone() {
        check(&tokens(&[("asha", "a"), ("ravi", "r")])).expect("two people");
        for wrong in [[("asha", "a"), ("asha", "r")], [("asha", "a"), ("ravi", "a")]] {
            let why = check(&tokens(&wrong)).expect_err("refused").to_string();
            assert!(why.contains("could not tell who it was"), "{why}");
        }
        check(&tokens(&[("", "a")])).expect_err("it has no name");
        check(&tokens(&[("asha", "")])).expect_err("anybody could use it");
    }

    #[test]
    fn a_department_without_a_component_needs_a_place_for_its_releases() {
        let released = |more: &str| {
            let mut config = config(more);
            config.departments[0].component = None;
            config
        };
        let why = check(&released("")).expect_err("refused").to_string();
        assert!(why.contains("there is no `[releases]`"), "{why}");
        let mut config = released("[releases]\n");
        let why = check(&config).expect_err("refused").to_string();
        assert!(why.contains("bring their own seed"), "{why}");
        (config.departments[0].seed, config.departments[0].manifest) = (None, None);
        check(&config).expect("it is served by releases");
        let step = "{ percent = 5, seconds = 1, turns = 1 }";
        let steps = format!("[releases.policy]\ncanary = [{step}, {step}]\n");
        let why = check(&released(&steps)).expect_err("refused").to_string();
        assert!(why.contains("a larger share"), "{why}");
    }

    #[test]
    fn the_examples_freeze_windows_can_be_used_and_a_mistake_in_one_is_told_with_its_code() {
        let lines = EXAMPLE.lines().skip_while(|line| *line != "# [[releases.policy.freeze]]");
        let lines = lines.take_while(|line| !line.is_empty());
        let shown: Vec<&str> = lines.map(|line| line.trim_start_matches("# ")).collect();
        let shown = shown.join("\n");
        check(&config(&shown)).expect("they can be used");
        let wrong = format!("{EXAMPLE}\n{}", shown.replace("\"fri\"", "\"Friday\""));
        let why = Config::parse(&wrong).expect_err("no day").to_string();
        let told = "E0618: the freeze window `office hours` cannot be used: `Friday` is no day";
        assert!(why.contains(told) && why.starts_with("line "), "{why}");
    }
}
