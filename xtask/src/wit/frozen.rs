//! Released versions: their directories never change.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};

use super::{Version, golden};
use crate::guests::fingerprint;

/// Released versions and the hash of their files.
const LIST: &str = "wit/frozen.toml";
const HEAD: &str = "# Released versions of the contract and the hash of their files.\n\
    # A released version never changes. Written by `cargo xtask wit freeze`.\n";

type Hashes = BTreeMap<String, String>;

/// What breaks the rule.
pub(super) fn check(root: &Path, versions: &[Version]) -> anyhow::Result<Vec<String>> {
    let hashes = read(root)?;
    let mut findings = Vec::new();
    for version in versions {
        let name = &version.name;
        match hashes.get(name) {
            Some(hash) if *hash != hash_of(version)? => findings.push(format!(
                "wit/{name}: is released and was changed: take the change back, and make it in a new version"
            )),
            None if !version.is_draft() => findings.push(format!(
                "wit/{name}: is no draft and not released: run `cargo xtask wit freeze {name}`"
            )),
            Some(_) | None => {}
        }
    }
    let is_there = |name: &String| versions.iter().any(|version| version.name == *name);
    let gone = hashes.keys().filter(|name| !is_there(name));
    findings.extend(gone.map(|name| format!("wit/{name}: is released and missing")));
    let without =
        hashes.keys().filter(|name| !golden::folder(root, name).join(golden::COMPONENT).is_file());
    findings
        .extend(without.map(|name| format!("wit/{name}: is released and has no golden component")));
    Ok(findings)
}

/// Releases a version, once `keep` has kept what must go with it.
pub(super) fn freeze(
    root: &Path,
    version: &Version,
    keep: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let name = &version.name;
    ensure!(!version.is_draft(), "`{name}` is a draft: a released version is 1.0.0 or later");
    let mut hashes = read(root)?;
    ensure!(!hashes.contains_key(name), "`{name}` is released already");
    keep()?;
    hashes.insert(name.clone(), hash_of(version)?);
    fs::write(root.join(LIST), format!("{HEAD}{}", toml::to_string(&hashes)?))?;
    Ok(())
}

fn read(root: &Path) -> anyhow::Result<Hashes> {
    match fs::read_to_string(root.join(LIST)) {
        Ok(text) => toml::from_str(&text).with_context(|| format!("`{LIST}` is not a list")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Hashes::new()),
        Err(error) => Err(error).with_context(|| format!("cannot read `{LIST}`")),
    }
}

fn hash_of(version: &Version) -> anyhow::Result<String> {
    fingerprint(&version.folder, std::slice::from_ref(&version.folder), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(root: &Path, name: &str, text: &str) -> Version {
        let folder = root.join("wit").join(name);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("world.wit"), text).expect("a file");
        Version { name: name.to_owned(), folder }
    }

    #[test]
    fn a_released_version_must_not_change_or_go() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let released = version(root, "1.0.0", "package a:b@1.0.0;");
        let versions = [released];
        assert_eq!(check(root, &versions).expect("it is read").len(), 1, "not released yet");
        freeze(root, &versions[0], || Ok(())).expect("it is released");
        assert!(freeze(root, &versions[0], || Ok(())).is_err(), "once");
        let kept = golden::folder(root, "1.0.0");
        assert!(check(root, &versions).expect("it is read")[0].contains("no golden component"));
        fs::create_dir_all(&kept).expect("a folder");
        fs::write(kept.join(golden::COMPONENT), "").expect("a file");
        assert_eq!(check(root, &versions).expect("it is read"), [""; 0]);
        version(root, "1.0.0", "package a:b@1.0.0; // better");
        assert!(check(root, &versions).expect("it is read")[0].contains("was changed"));
        assert!(check(root, &[]).expect("it is read")[0].contains("missing"));
    }

    #[test]
    fn drafts_may_change_and_are_not_released() {
        let root = tempfile::tempdir().expect("a folder");
        for name in ["0.1.0", "next"] {
            let draft = version(root.path(), name, "package a:b;");
            assert!(freeze(root.path(), &draft, || Ok(())).is_err(), "{name}");
            assert_eq!(check(root.path(), &[draft]).expect("it is read"), [""; 0]);
        }
    }
}
