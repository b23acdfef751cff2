//! A package, as a lock file knows it.

use std::collections::BTreeSet;

use purl::GenericPurlBuilder;
use serde::{Deserialize, Serialize};

/// What a component is made of, and what it was made with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Packages {
    /// What is in the component, in the order of the names.
    pub(crate) listed: BTreeSet<Package>,
    /// The tools that this program installs to build it.
    pub(crate) tools: BTreeSet<Package>,
}

/// One package. Where one is by which it differs from another is its order, too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Package {
    /// Its name, such as `serde` or `@scope/name`.
    pub(crate) name: String,
    /// Its version, if it has one: a folder needs none.
    pub(crate) version: Option<String>,
    /// Where it comes from.
    pub(crate) origin: Origin,
    /// The hashes of its archive.
    pub(crate) hashes: Vec<Hash>,
    /// Its licence, as it says itself.
    pub(crate) licence: Option<String>,
}

/// Where a package comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Origin {
    /// A registry, whose packages others know by this name, the package URL.
    Registry(String),
    /// A repository, at this address.
    Git(String),
    /// A folder or file beside the project: nobody else can look it up.
    Local,
}

/// The hash of an archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Hash {
    /// How it is made.
    pub(crate) algorithm: Algorithm,
    /// In hexadecimal.
    pub(crate) digits: String,
}

/// How a hash is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Algorithm {
    /// SHA-1: old packages of npm have no other.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Algorithm {
    /// How many bytes a hash of it has.
    pub(crate) fn bytes(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

impl Package {
    /// The scope and the name proper of a name such as `@scope/name`.
    pub(crate) fn scope_and_name(&self) -> (Option<&str>, &str) {
        scope_and_name(&self.name)
    }
}

impl Origin {
    /// A registry's package; the kind is the one of package URLs, such as `cargo`.
    pub(crate) fn registry(
        kind: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<Self, purl::ParseError> {
        let (scope, name) = scope_and_name(name);
        let builder = GenericPurlBuilder::new(kind.to_owned(), name)
            .with_namespace(scope.unwrap_or_default())
            .with_version(version.unwrap_or_default());
        // The specification has a plus sign encoded, and the crate leaves it: some would read it as a space.
        Ok(Self::Registry(builder.build()?.to_string().replace('+', "%2B")))
    }

    /// A repository, without the user and the password that an address may have.
    pub(crate) fn git(address: &str) -> Self {
        let Some((scheme, rest)) = address.split_once("://") else {
            return Self::Git(address.to_owned());
        };
        let host_end = rest.find('/').unwrap_or(rest.len());
        let host = rest[..host_end].rfind('@').map_or(0, |at| at + 1);
        Self::Git(format!("{scheme}://{}", &rest[host..]))
    }
}

fn scope_and_name(name: &str) -> (Option<&str>, &str) {
    match name.split_once('/') {
        Some((scope, name)) if scope.starts_with('@') => (Some(scope), name),
        Some(_) | None => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_of_a_registry_has_the_name_that_others_know_it_by() {
        let told = |kind: &str, name: &str, version: &str| {
            Origin::registry(kind, name, Some(version)).expect("a name")
        };
        for (origin, purl) in [
            (told("cargo", "serde", "1.0.229"), "pkg:cargo/serde@1.0.229"),
            (told("cargo", "wasi", "0.11.0+wasi"), "pkg:cargo/wasi@0.11.0%2Bwasi"),
            (told("npm", "left-pad", "1.3.0"), "pkg:npm/left-pad@1.3.0"),
            (told("npm", "@types/node", "20.1.0"), "pkg:npm/%40types/node@20.1.0"),
        ] {
            assert_eq!(origin, Origin::Registry(purl.to_owned()));
        }
        assert!(Origin::registry("npm", "", None).is_err());
    }

    #[test]
    fn an_address_keeps_no_password() {
        for (address, kept) in [
            ("git+ssh://git@example.org/a.git#1234", "git+ssh://example.org/a.git#1234"),
            (
                "git+https://me:secret@example.org/a@b?rev=1#2",
                "git+https://example.org/a@b?rev=1#2",
            ),
            ("git+https://me:se@cret@example.org", "git+https://example.org"),
            ("git+https://example.org/a", "git+https://example.org/a"),
        ] {
            assert_eq!(Origin::git(address), Origin::Git(kept.to_owned()));
        }
    }
}
