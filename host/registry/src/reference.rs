//! Where a release is: `registry.example/org/department:tag`, or with the digest of its manifest, `...@sha256:...`.
//!
//! Source: OCI distribution specification 1.1, "Pulling manifests", for the grammar of names and tags.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

use crate::digest::{Digest, DigestError};

/// The longest name of a repository, registry included, in bytes.
const NAME_BYTES_MAX: usize = 255;
/// The longest tag, in bytes.
const TAG_BYTES_MAX: usize = 128;
/// How an address begins that is to be read without TLS. It is so for addresses of this machine alone.
const PLAIN: &str = "http://";

/// An address in a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    root: Url,
    registry: String,
    repository: String,
    which: Which,
}

/// Which of a repository's releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Which {
    /// What this tag stands for at the moment.
    Tag(String),
    /// The one with this manifest.
    Digest(Digest),
}

/// An address that always leads to the same release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedReference {
    reference: Reference,
    digest: Digest,
}

/// Why a text is no address in a registry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It is another kind of address.
    #[error(
        "an address in a registry begins with the registry, as in `registry.example/org/department:1.0.0`"
    )]
    Scheme,
    /// It wants plain HTTP where others could read along.
    #[error(
        "`{0}` is not on this machine: registries elsewhere are reached by TLS alone, so leave `{PLAIN}` out"
    )]
    Plain(String),
    /// The registry is no host.
    #[error("`{0}` is no host of a registry, such as `registry.example` or `127.0.0.1:5000`")]
    Registry(String),
    /// The repository is none.
    #[error(
        "`{0}` is no repository: it has lower-case letters and digits, and between them `.`, `_`, `-` and `/`, and is \
         at most {NAME_BYTES_MAX} bytes long with its registry"
    )]
    Repository(String),
    /// It does not say which release.
    #[error("the address does not say which release: add `:TAG` or `@sha256:DIGEST`")]
    Which,
    /// The tag is none.
    #[error(
        "`{0}` is no tag: it has letters, digits, `_`, `.` and `-`, at most {TAG_BYTES_MAX}, and begins with a letter, \
         a digit or `_`"
    )]
    Tag(String),
    /// The digest is none.
    #[error(transparent)]
    Digest(#[from] DigestError),
}

impl Reference {
    /// The registry's name, with its port if there is one.
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The repository's name in the registry.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// This repository's release with this manifest.
    pub fn at(&self, digest: Digest) -> ResolvedReference {
        let which = Which::Digest(digest);
        ResolvedReference { reference: Self { which, ..self.clone() }, digest }
    }

    pub(crate) fn which(&self) -> &Which {
        &self.which
    }

    /// The registry's address.
    pub(crate) fn root(&self) -> &Url {
        &self.root
    }

    /// Whether the registry is on this machine, and so reached by plain HTTP.
    pub(crate) fn is_local(&self) -> bool {
        is_loopback(&self.root)
    }

    /// An address below the repository's. Whatever the parts hold, each stays one part of the path.
    pub(crate) fn address(&self, parts: &[&str]) -> Url {
        let mut url = self.root.clone();
        let mut path = url.path_segments_mut().expect("an HTTP address has a path");
        path.clear().push("v2").extend(self.repository.split('/')).extend(parts);
        drop(path);
        url
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let (is_plain, rest) = match text.strip_prefix(PLAIN) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if rest.contains("://") {
            return Err(ReferenceError::Scheme);
        }
        let (registry, rest) = rest.split_once('/').ok_or(ReferenceError::Scheme)?;
        let root = root(registry).ok_or_else(|| ReferenceError::Registry(shown(registry)))?;
        if is_plain && !is_loopback(&root) {
            return Err(ReferenceError::Plain(shown(registry)));
        }
        let (repository, which) = match (rest.split_once('@'), rest.split_once(':')) {
            (Some((repository, digest)), _) => (repository, Which::Digest(Digest::parse(digest)?)),
            (None, Some((repository, tag))) if is_tag(tag) => {
                (repository, Which::Tag(tag.to_owned()))
            }
            (None, Some((_, tag))) => return Err(ReferenceError::Tag(shown(tag))),
            (None, None) => return Err(ReferenceError::Which),
        };
        let is_short = registry.len() + "/".len() + repository.len() <= NAME_BYTES_MAX;
        if !is_short || !is_repository(repository) {
            return Err(ReferenceError::Repository(shown(repository)));
        }
        let (registry, repository) = (registry.to_owned(), repository.to_owned());
        Ok(Self { root, registry, repository, which })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { registry, repository, which, .. } = self;
        match which {
            Which::Tag(tag) => write!(f, "{registry}/{repository}:{tag}"),
            Which::Digest(digest) => write!(f, "{registry}/{repository}@{digest}"),
        }
    }
}

impl ResolvedReference {
    /// The digest of its manifest.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    pub(crate) fn reference(&self) -> &Reference {
        &self.reference
    }
}

impl fmt::Display for ResolvedReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reference.fmt(f)
    }
}

/// The registry's address: by TLS, unless it is on this machine.
fn root(registry: &str) -> Option<Url> {
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if !registry.chars().all(is_host) {
        return None;
    }
    let root = Url::parse(&format!("https://{registry}/")).ok()?;
    if !is_loopback(&root) {
        return Some(root);
    }
    Url::parse(&format!("{PLAIN}{registry}/")).ok()
}

/// Whether an address is one of this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn is_repository(text: &str) -> bool {
    let is_own = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_between = |between: &str| {
        matches!(between, "" | "." | "_" | "__") || between.bytes().all(|byte| byte == b'-')
    };
    let is_part = |part: &str| {
        part.starts_with(is_own) && part.ends_with(is_own) && part.split(is_own).all(is_between)
    };
    text.split('/').all(is_part)
}

fn is_tag(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.len() <= TAG_BYTES_MAX
        && text.starts_with(is_word)
        && text.chars().all(|c| is_word(c) || matches!(c, '.' | '-'))
}

/// What is shown is cut: it comes from anywhere.
fn shown(text: &str) -> String {
    text.chars().take(NAME_BYTES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Reference {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn said(text: &str) -> String {
        let parsed: Result<Reference, _> = text.parse();
        parsed.expect_err(text).to_string()
    }

    #[test]
    fn an_address_is_a_registry_a_repository_and_which_release() {
        let reference = parse("registry.example:8443/org/water-board:1.4.0");
        assert_eq!(reference.registry(), "registry.example:8443");
        assert_eq!(reference.repository(), "org/water-board");
        assert_eq!(reference.to_string(), "registry.example:8443/org/water-board:1.4.0");
        let digest = Digest::of(b"manifest");
        let pinned = reference.at(digest).to_string();
        assert_eq!(pinned, format!("registry.example:8443/org/water-board@{digest}"));
        assert_eq!(parse(&pinned), *reference.at(digest).reference());
        let address = reference.address(&["manifests", "../x"]);
        assert_eq!(
            address.as_str(),
            "https://registry.example:8443/v2/org/water-board/manifests/..%2Fx"
        );
    }

    #[test]
    fn plain_http_is_for_this_machine_alone() {
        for local in ["127.0.0.1:5000", "127.8.0.1", "localhost:5000", "[::1]:5000", "localhost"] {
            for prefix in ["", PLAIN] {
                let reference = parse(&format!("{prefix}{local}/water:1"));
                assert_eq!(reference.root().scheme(), "http", "{local}");
                assert!(reference.is_local());
            }
        }
        for elsewhere in [
            "registry.example",
            "10.0.0.1:5000",
            "[fe80::1]",
            "localhost.example",
            "128.0.0.1",
            "registry.example:80",
        ] {
            let reference = parse(&format!("{elsewhere}/water:1"));
            assert_eq!(reference.root().scheme(), "https", "{elsewhere}");
            assert!(!reference.is_local());
            let said = said(&format!("{PLAIN}{elsewhere}/water:1"));
            assert!(said.contains("by TLS alone"), "{said}");
        }
    }

    #[test]
    fn what_is_no_address_is_told_why() {
        for (text, words) in [
            ("water:1", "begins with the registry"),
            ("https://registry.example/water:1", "begins with the registry"),
            ("user@registry.example/water:1", "is no host"),
            ("registry example/water:1", "is no host"),
            ("/water:1", "is no host"),
            ("registry.example:port/water:1", "is no host"),
            ("registry.example/water", "does not say which release"),
            ("registry.example/:1", "is no repository"),
            ("registry.example/Water:1", "is no repository"),
            ("registry.example/a//b:1", "is no repository"),
            ("registry.example/a/../b:1", "is no repository"),
            ("registry.example/a..b:1", "is no repository"),
            ("registry.example/-a:1", "is no repository"),
            ("registry.example/a?b:1", "is no repository"),
            ("registry.example/water:", "is no tag"),
            ("registry.example/water:.1", "is no tag"),
            ("registry.example/water:1/2", "is no tag"),
            ("registry.example/water@sha256:1", "64 hexadecimal digits"),
        ] {
            let said = said(text);
            assert!(said.contains(words), "{text}: {said}");
        }
        for good in ["a--b", "a__b", "a.b_c-d", "org/a/b", "0"] {
            parse(&format!("registry.example/{good}:1"));
        }
    }

    #[test]
    fn names_and_tags_are_as_long_as_registries_take_and_no_longer() {
        let with = |name: usize, tag: usize| {
            let name = "a".repeat(name - "registry.example/".len());
            let parsed: Result<Reference, _> =
                format!("registry.example/{name}:{}", "1".repeat(tag)).parse();
            parsed.map(|_| ())
        };
        assert_eq!(with(NAME_BYTES_MAX, TAG_BYTES_MAX), Ok(()));
        assert!(matches!(with(NAME_BYTES_MAX + 1, 1), Err(ReferenceError::Repository(_))));
        assert!(matches!(with(20, TAG_BYTES_MAX + 1), Err(ReferenceError::Tag(_))));
    }
}
