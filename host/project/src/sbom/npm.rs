//! `package-lock.json` -> packages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::error::PackagesError;
use super::lock_file;
use super::package::{Algorithm, Hash, Origin, Package};

/// The lock file, in a project's folder.
const LOCK_FILE: &str = "package-lock.json";
/// What comes before each name of a path in it.
const FOLDER: &str = "node_modules/";
/// The versions of the format that list packages by their paths.
const VERSIONS: [u64; 2] = [2, 3];
/// What to do about one that cannot be used.
const ADVICE: &str = "remove it, and `npm install` of npm 7 or later makes another";

/// As it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    lockfile_version: u64,
    #[serde(default)]
    packages: BTreeMap<String, Entry>,
}

/// What is at one path.
#[derive(Deserialize)]
struct Entry {
    /// Its name, if the path says another.
    name: Option<String>,
    version: Option<String>,
    /// Where it comes from, if that is not the registry.
    resolved: Option<String>,
    integrity: Option<String>,
    /// A text; very old packages have a table of their own.
    license: Option<Value>,
    /// Whether only tools and tests need it.
    #[serde(default)]
    dev: bool,
    /// Whether it is at another path, which `resolved` says.
    #[serde(default)]
    link: bool,
}

/// The packages of the project in this folder, or none if it has no lock file.
pub(crate) fn packages(folder: &Path) -> Result<Option<BTreeSet<Package>>, PackagesError> {
    let path = folder.join(LOCK_FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let text = lock_file::read(&path, ADVICE)?;
    let packages = listed(&text).map_err(|reason| lock_file::refused(&path, reason, ADVICE))?;
    Ok(Some(packages))
}

/// All packages that a lock file lists, but those that only tools and tests need.
pub(crate) fn listed(text: &str) -> Result<BTreeSet<Package>, String> {
    let written: Written = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Written { lockfile_version: version, packages } = written;
    if !VERSIONS.contains(&version) {
        return Err(format!("it has `lockfileVersion` {version}, and 2 and 3 can be read"));
    }
    let mut listed = BTreeSet::new();
    for (path, entry) in packages.iter().filter(|(_, entry)| !entry.dev) {
        // What is elsewhere is the project, or is linked to from here.
        if let Some((_, name)) = path.rsplit_once(FOLDER) {
            let package = package(name, entry, &packages);
            listed.insert(package.map_err(|reason| format!("`{path}`: {reason}"))?);
        }
    }
    Ok(listed)
}

fn package(
    name: &str,
    entry: &Entry,
    packages: &BTreeMap<String, Entry>,
) -> Result<Package, String> {
    let resolved = entry.resolved.as_deref();
    let target = resolved.filter(|_| entry.link).and_then(|path| packages.get(path));
    let said = target.unwrap_or(entry);
    let name = said.name.as_deref().unwrap_or(name).to_owned();
    let version = said.version.clone();
    let origin = match resolved {
        Some(_) if entry.link => Origin::Local,
        Some(address) if address.starts_with("git") => Origin::git(address),
        Some(address) if !address.starts_with("http") => Origin::Local,
        Some(_) | None => Origin::registry("npm", &name, version.as_deref())
            .map_err(|error| format!("`{name}` is no package's name: {error}"))?,
    };
    let hashes = entry.integrity.as_deref().map(hashes).transpose()?.unwrap_or_default();
    let licence = said.license.as_ref().and_then(Value::as_str).map(str::to_owned);
    Ok(Package { name, version, origin, hashes, licence })
}

/// The hashes in a text such as `sha512-Base64== sha1-Base64=`.
///
/// Source: W3C Subresource Integrity, section 3.5.
fn hashes(integrity: &str) -> Result<Vec<Hash>, String> {
    let mut hashes = integrity.split_whitespace().map(hash).collect::<Result<Vec<_>, _>>()?;
    hashes.sort();
    Ok(hashes)
}

fn hash(text: &str) -> Result<Hash, String> {
    let refused = || format!("`{text}` is no hash");
    let (algorithm, rest) = text.split_once('-').ok_or_else(refused)?;
    let algorithm = match algorithm {
        "sha1" => Algorithm::Sha1,
        "sha256" => Algorithm::Sha256,
        "sha384" => Algorithm::Sha384,
        "sha512" => Algorithm::Sha512,
        _ => return Err(refused()),
    };
    let encoded = rest.split('?').next().unwrap_or(rest);
    let bytes = STANDARD.decode(encoded).ok().filter(|bytes| bytes.len() == algorithm.bytes());
    Ok(Hash { algorithm, digits: hex::encode(bytes.ok_or_else(refused)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY_SHA512: &str = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6\
                                +SfaPg==";

    fn lock(packages: &str) -> String {
        format!(r#"{{ "name": "water", "lockfileVersion": 3, "packages": {{ {packages} }} }}"#)
    }

    fn told(packages: &str) -> Vec<Package> {
        listed(&lock(packages)).expect("it can be read").into_iter().collect()
    }

    fn refused(text: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(LOCK_FILE), text).expect("a file");
        packages(folder.path()).expect_err("it is refused").to_string()
    }

    #[test]
    fn what_only_tools_and_tests_need_is_not_in_the_component() {
        let found = told(
            r#""": { "name": "water", "version": "1.0.0", "dependencies": { "a": "1" } },
               "node_modules/a": { "version": "1.0.0", "license": "MIT" },
               "node_modules/b": { "version": "1.0.0", "dev": true },
               "node_modules/c": { "version": "1.0.0", "devOptional": true },
               "node_modules/a/node_modules/@s/d": { "version": "2.0.0", "license": { "type": "MIT" } },
               "node_modules/e/node_modules/a": { "version": "1.0.0", "license": "MIT" }"#,
        );
        let names: Vec<_> = found.iter().map(|package| package.name.as_str()).collect();
        assert_eq!(names, ["@s/d", "a", "c"], "one that is there twice is named once");
        let licences: Vec<_> = found.iter().map(|package| package.licence.as_deref()).collect();
        assert_eq!(licences, [None, Some("MIT"), None]);
        assert_eq!(found[0].origin, Origin::Registry("pkg:npm/%40s/d@2.0.0".to_owned()));
        assert!(told("").is_empty());
    }

    #[test]
    fn a_package_is_named_by_where_it_comes_from() {
        let found = told(
            r#""node_modules/a": { "version": "1.0.0", "resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz" },
               "node_modules/b": { "version": "1.0.0", "resolved": "git+ssh://git@example.org/b.git#12" },
               "node_modules/c": { "resolved": "parts/c", "link": true },
               "node_modules/d": { "name": "e", "version": "3.0.0" },
               "node_modules/f": { "version": "1.0.0", "resolved": "file:f.tgz" },
               "parts/c": { "version": "4.0.0", "license": "ISC" }"#,
        );
        let origins: Vec<_> = found.iter().map(|package| package.origin.clone()).collect();
        assert_eq!(
            origins,
            [
                Origin::Registry("pkg:npm/a@1.0.0".to_owned()),
                Origin::Git("git+ssh://example.org/b.git#12".to_owned()),
                Origin::Local,
                Origin::Registry("pkg:npm/e@3.0.0".to_owned()),
                Origin::Local,
            ]
        );
        assert_eq!(found[2].version.as_deref(), Some("4.0.0"));
        assert_eq!(found[2].licence.as_deref(), Some("ISC"));
    }

    #[test]
    fn a_hash_is_told_in_hexadecimal() {
        // sha512 and sha1 of nothing, by `sha512sum` and `sha1sum`.
        let found = hashes(&format!("{EMPTY_SHA512} sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=?x"));
        let found = found.expect("two hashes");
        assert_eq!(found[0].algorithm, Algorithm::Sha1);
        assert_eq!(found[0].digits, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(found[1].algorithm, Algorithm::Sha512);
        assert!(
            found[1].digits.starts_with("cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4")
        );
        for bad in ["md5-abcd", "sha512", "sha512-abcd", "sha1-2jmj7l5rSw0yVb", "sha512-%"] {
            assert!(hashes(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_lock_file_that_cannot_be_used_is_named_with_what_to_do() {
        for (text, words) in [
            ("", "EOF while parsing"),
            ("{}", "missing field `lockfileVersion`"),
            (r#"{ "lockfileVersion": 1, "dependencies": {} }"#, "`lockfileVersion` 1, and 2 and 3"),
            (r#"{ "lockfileVersion": 4, "packages": {} }"#, "`lockfileVersion` 4"),
            (&lock(r#""node_modules/a": { "version": 1 }"#), "invalid type"),
            (
                &lock(r#""node_modules/a": { "integrity": "sha9-x" }"#),
                "`node_modules/a`: `sha9-x` is no",
            ),
            (&lock(r#""node_modules/": { "version": "1.0.0" }"#), "`` is no package's name"),
        ] {
            let said = refused(text);
            assert!(said.starts_with("E0510: `") && said.contains("package-lock.json`"), "{said}");
            assert!(said.contains(words) && said.contains("`npm install` of npm 7"), "{said}");
        }
    }

    #[test]
    fn without_a_lock_file_nothing_is_claimed() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(packages(folder.path()).expect("it is no error").is_none());
    }
}
