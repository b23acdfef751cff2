//! What a registry answers to who did not say who they are: how it wants to be told.
//!
//! Source: OCI distribution specification 1.1 and "Token Authentication Specification" (distribution/distribution).

use http_auth::{ChallengeRef, parse_challenges};
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use serde::Deserialize;
use url::Url;

/// How a registry wants to be told who asks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// With a token, which is got here.
    Token(Url),
    /// With a name and a password.
    Password,
}

/// What a token's keeper answers. Both names are in use.
#[derive(Deserialize)]
pub(crate) struct Token {
    token: Option<String>,
    access_token: Option<String>,
}

impl Challenge {
    /// The first that is understood, a token before a password, for this scope.
    pub(crate) fn of(headers: &HeaderMap, scope: &str) -> Option<Self> {
        let texts =
            headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
        let challenges: Vec<ChallengeRef<'_>> =
            texts.filter_map(|text| parse_challenges(text).ok()).flatten().collect();
        let token =
            challenges.iter().find_map(|challenge| Some(Self::Token(keeper(challenge, scope)?)));
        let is_basic =
            |challenge: &ChallengeRef<'_>| challenge.scheme.eq_ignore_ascii_case("basic");
        token.or_else(|| challenges.iter().any(is_basic).then_some(Self::Password))
    }
}

/// Where a token for this scope is got.
fn keeper(challenge: &ChallengeRef<'_>, scope: &str) -> Option<Url> {
    if !challenge.scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let parameter = |name: &str| {
        let own = challenge.params.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        own.map(|(_, value)| value.to_unescaped())
    };
    let mut url = Url::parse(&parameter("realm")?).ok()?;
    if let Some(service) = parameter("service") {
        url.query_pairs_mut().append_pair("service", &service);
    }
    url.query_pairs_mut().append_pair("scope", scope);
    Some(url)
}

impl Token {
    /// The token, if there is one.
    pub(crate) fn into_text(self) -> Option<String> {
        self.token.or(self.access_token)
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn of(headers: &[&str]) -> Option<Challenge> {
        let value = |text: &&str| {
            (WWW_AUTHENTICATE, HeaderValue::from_str(text).expect("a header can carry it"))
        };
        Challenge::of(&headers.iter().map(value).collect(), "repository:water:pull")
    }

    #[test]
    fn a_registry_says_how_it_wants_to_be_told() {
        let bearer =
            r#"Bearer realm="https://auth.example/token?a=b",service="registry.example",scope="x""#;
        let keeper = "https://auth.example/token?a=b&service=registry.example&scope=repository%3Awater%3Apull";
        let token = Some(Challenge::Token(Url::parse(keeper).expect("an address")));
        assert_eq!(of(&[bearer]), token);
        assert_eq!(of(&[r#"Basic realm="x""#, bearer]), token);
        assert_eq!(of(&[r#"basic realm="x""#]), Some(Challenge::Password));
        for none in
            [r#"Digest realm="x", nonce="y""#, "Bearer", r#"Bearer realm="no address""#, "=,="]
        {
            assert_eq!(of(&[none]), None, "{none}");
        }
        assert_eq!(of(&[]), None);
    }
}
