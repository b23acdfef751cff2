//! Requests to web services: where to, and by which methods.

use std::collections::BTreeSet;
use std::fmt;

use mitra_core::http::{HttpMethod, HttpReach};
use mitra_core::identity::Secret;
use serde::Deserialize;
use url::Url;

/// One service, or a part of it, and what may be done there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct HttpRule {
    /// Scheme, host, port and path, and nothing else. A path that ends with `/` stands for all below it, another for
    /// itself.
    to: Url,
    methods: BTreeSet<HttpMethod>,
}

/// A rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    to: String,
    methods: BTreeSet<HttpMethod>,
}

/// Why a rule cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpRuleError {
    /// The address is none.
    #[error("E0403: `to` must be an address such as `https://example.gov.in/api/`")]
    NoAddress,
    /// The address says more than where.
    #[error(
        "E0403: `to` must be scheme, host, port and path alone: no user, password, query, fragment, `%2F` or `%5C`"
    )]
    TooMuch,
    /// It allows nothing.
    #[error("E0403: `methods` must name at least one of GET, HEAD, POST, PUT, PATCH, DELETE")]
    NoMethods,
}

impl TryFrom<Unchecked> for HttpRule {
    type Error = HttpRuleError;

    fn try_from(Unchecked { to, methods }: Unchecked) -> Result<Self, HttpRuleError> {
        Self::new(&to, methods)
    }
}

impl HttpRule {
    /// A rule for this address.
    pub fn new(
        to: &str,
        methods: impl IntoIterator<Item = HttpMethod>,
    ) -> Result<Self, HttpRuleError> {
        let to = Url::parse(to).map_err(|_| HttpRuleError::NoAddress)?;
        if !matches!(to.scheme(), "http" | "https") || to.host().is_none() {
            return Err(HttpRuleError::NoAddress);
        }
        if !is_bare(&to) || to.query().is_some() || to.fragment().is_some() {
            return Err(HttpRuleError::TooMuch);
        }
        let methods: BTreeSet<_> = methods.into_iter().collect();
        if methods.is_empty() {
            return Err(HttpRuleError::NoMethods);
        }
        Ok(Self { to, methods })
    }

    /// Where to, a path with all below it if it ends with `/`.
    pub fn to(&self) -> &Url {
        &self.to
    }

    /// By which methods.
    pub fn methods(&self) -> impl Iterator<Item = HttpMethod> {
        self.methods.iter().copied()
    }

    /// Whether it allows this request.
    fn covers(&self, url: &Url, method: HttpMethod) -> bool {
        self.methods.contains(&method) && self.covers_place(url) && is_bare(url)
    }

    /// Whether it allows all that the other allows.
    fn includes(&self, other: &Self) -> bool {
        self.methods.is_superset(&other.methods) && self.covers_place(&other.to)
    }

    /// Whether these together allow all that it allows.
    pub fn is_within<'a>(&self, rules: impl IntoIterator<Item = &'a Self> + Clone) -> bool {
        self.methods.iter().all(|method| {
            let one = Self { to: self.to.clone(), methods: [*method].into() };
            rules.clone().into_iter().any(|rule| rule.includes(&one))
        })
    }

    fn covers_place(&self, url: &Url) -> bool {
        let is_there = self.to.scheme() == url.scheme()
            && self.to.host() == url.host()
            && self.to.port_or_known_default() == url.port_or_known_default();
        let path = self.to.path();
        is_there
            && if path.ends_with('/') { url.path().starts_with(path) } else { url.path() == path }
    }
}

impl fmt::Display for HttpRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods: Vec<_> = self.methods.iter().map(|method| method.name()).collect();
        write!(f, "{} {}", methods.join(" "), self.to)
    }
}

/// Whether an address means one place to everybody: the parser has resolved `.` and `..`, but a back end that decodes
/// `%2F` could still be led out of a path.
fn is_bare(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let is_plain = !path.contains("%2f") && !path.contains("%5c");
    is_plain && url.username().is_empty() && url.password().is_none()
}

/// What the operator grants.
#[derive(Debug, Clone)]
pub struct HttpGrant {
    /// Where to, and how.
    pub rule: HttpRule,
    /// Headers that the host adds to each request under this rule, names in lower case.
    pub headers: Vec<(String, Secret)>,
    /// Which addresses the service may have.
    pub reach: HttpReach,
}

/// Both sides of it.
#[derive(Debug, Clone, Default)]
pub struct HttpGrants {
    /// What the vendor asks for.
    pub asked: Vec<HttpRule>,
    /// What the operator grants.
    pub granted: Vec<HttpGrant>,
}

/// Who did not say yes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpDenied {
    /// The vendor.
    #[error(
        "E0301: `department.toml` does not ask for {method} {place}: the vendor must add it under `[[http]]`"
    )]
    NotAsked {
        /// The request's method.
        method: &'static str,
        /// Its address without a query.
        place: String,
    },
    /// The operator.
    #[error(
        "E0302: the operator has not granted {method} {place}: it must be under `[[department.http]]` of the department"
    )]
    NotGranted {
        /// The request's method.
        method: &'static str,
        /// Its address without a query.
        place: String,
    },
}

impl HttpGrants {
    /// The grant for this request.
    pub(crate) fn find(&self, url: &Url, method: HttpMethod) -> Result<&HttpGrant, HttpDenied> {
        let place = || {
            let mut place = url.clone();
            place.set_query(None);
            place.set_fragment(None);
            // Whoever writes a password into an address must not read it in a log.
            let bare = place.set_username("").and_then(|()| place.set_password(None));
            if bare.is_ok() { place.to_string() } else { "that address".to_owned() }
        };
        if !self.asked.iter().any(|rule| rule.covers(url, method)) {
            return Err(HttpDenied::NotAsked { method: method.name(), place: place() });
        }
        let granted = self.granted.iter().find(|grant| grant.rule.covers(url, method));
        granted.ok_or_else(|| HttpDenied::NotGranted { method: method.name(), place: place() })
    }

    /// What is asked for and not granted, whole or in part.
    pub fn not_granted(&self) -> impl Iterator<Item = &HttpRule> {
        let granted = self.granted.iter().map(|grant| &grant.rule);
        self.asked.iter().filter(move |asked| !asked.is_within(granted.clone()))
    }

    /// What is granted and not asked for: of no effect.
    pub fn not_asked(&self) -> impl Iterator<Item = &HttpRule> {
        let granted = self.granted.iter().map(|grant| &grant.rule);
        granted.filter(|granted| {
            let meet = |asked: &&HttpRule| {
                asked.covers_place(&granted.to) || granted.covers_place(&asked.to)
            };
            !self
                .asked
                .iter()
                .any(|asked| meet(&asked) && !asked.methods.is_disjoint(&granted.methods))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use HttpMethod::{Delete, Get, Post};

    fn rule(to: &str, methods: &[HttpMethod]) -> HttpRule {
        HttpRule::new(to, methods.iter().copied()).expect(to)
    }

    fn grant(to: &str, methods: &[HttpMethod]) -> HttpGrant {
        HttpGrant { rule: rule(to, methods), headers: Vec::new(), reach: HttpReach::Public }
    }

    fn covers(to: &str, url: &str) -> bool {
        rule(to, &[Get]).covers(&Url::parse(url).expect(url), Get)
    }

    #[test]
    fn a_rule_is_for_one_scheme_host_and_port() {
        let api = "https://example.gov.in/api/";
        for url in [
            "https://example.gov.in/api/",
            "https://EXAMPLE.gov.in:443/api/cars?number=1#top",
            "https://example.gov.in/x/../api/cars",
        ] {
            assert!(covers(api, url), "{url}");
        }
        for url in [
            "http://example.gov.in/api/",
            "https://example.gov.in:8443/api/",
            "https://other.example.gov.in/api/",
            "https://example.gov.in.evil.example/api/",
            "https://evil.example/https://example.gov.in/api/",
            "https://example.gov.in@evil.example/api/",
        ] {
            assert!(!covers(api, url), "{url}");
        }
    }

    #[test]
    fn a_path_with_a_slash_at_its_end_is_for_all_below_and_another_for_itself() {
        assert!(covers("https://a.example/api/", "https://a.example/api/x/y"));
        assert!(!covers("https://a.example/api/", "https://a.example/api"));
        assert!(!covers("https://a.example/api/", "https://a.example/apix"));
        assert!(covers("https://a.example/api", "https://a.example/api?q=1"));
        assert!(!covers("https://a.example/api", "https://a.example/api/x"));
        assert!(covers("https://a.example", "https://a.example/anything"));
    }

    #[test]
    fn nothing_leads_out_of_a_path() {
        for url in [
            "https://a.example/api/../admin",
            "https://a.example/api/%2e%2e/admin",
            "https://a.example/api/..%2fadmin",
            "https://a.example/api/..%5Cadmin",
            "https://a.example/api/..\\admin",
            "https://user@a.example/api/x",
            "https://user:word@a.example/api/x",
        ] {
            assert!(!covers("https://a.example/api/", url), "{url}");
        }
    }

    #[test]
    fn a_rule_that_cannot_be_one_says_why() {
        let refused = |to: &str, methods: &[HttpMethod]| {
            HttpRule::new(to, methods.iter().copied()).expect_err(to)
        };
        for to in ["", "example.gov.in", "ftp://a.example/", "file:///etc/passwd", "https://"] {
            assert_eq!(refused(to, &[Get]), HttpRuleError::NoAddress);
        }
        for to in [
            "https://user@a.example/",
            "https://a.example/?q",
            "https://a.example/#x",
            "https://a.example/a%2Fb/",
        ] {
            assert_eq!(refused(to, &[Get]), HttpRuleError::TooMuch);
        }
        assert_eq!(refused("https://a.example/", &[]), HttpRuleError::NoMethods);
    }

    #[test]
    fn both_the_vendor_and_the_operator_must_say_yes() {
        let grants = HttpGrants {
            asked: vec![rule("https://a.example/api/", &[Get, Post])],
            granted: vec![grant("https://a.example/", &[Get]), grant("https://b.example/", &[Get])],
        };
        let find = |url: &str, method| {
            let url = Url::parse(url).expect(url);
            grants.find(&url, method).map(|grant| grant.rule.to_string())
        };
        assert_eq!(find("https://a.example/api/1", Get).as_deref(), Ok("GET https://a.example/"));
        let asks_not = find("https://b.example/?secret", Get).unwrap_err().to_string();
        assert!(asks_not.contains("does not ask for GET https://b.example/:"), "{asks_not}");
        let grants_not = find("https://a.example/api/1?aadhaar=1", Post).unwrap_err().to_string();
        assert!(grants_not.contains("not granted POST https://a.example/api/1:"), "{grants_not}");
        let with_password = find("https://u:pw@a.example/api/1", Get).unwrap_err().to_string();
        assert!(!with_password.contains("pw"), "{with_password}");
    }

    #[test]
    fn what_only_one_side_wants_is_found() {
        let grants = HttpGrants {
            asked: vec![
                rule("https://a.example/api/", &[Get, Post]),
                rule("https://c.example/", &[Delete]),
            ],
            granted: vec![
                grant("https://a.example/", &[Get]),
                grant("https://a.example/api/", &[Post]),
                grant("https://d.example/", &[Get]),
            ],
        };
        let words = |rules: Vec<&HttpRule>| -> Vec<String> {
            rules.into_iter().map(ToString::to_string).collect()
        };
        assert_eq!(words(grants.not_granted().collect()), ["DELETE https://c.example/"]);
        assert_eq!(words(grants.not_asked().collect()), ["GET https://d.example/"]);
    }
}
