//! What Cargo says of a project, and `Cargo.lock` -> packages.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use cargo_lock::{Lockfile, SourceId};
use cargo_metadata::{DependencyKind, Metadata, PackageId};

use super::error::PackagesError;
use super::lock_file;
use super::package::{Algorithm, Hash, Origin, Package};
use crate::rust::{self, Toolchain};

/// The lock file, in the folder of a project's workspace.
const LOCK_FILE: &str = "Cargo.lock";
/// What to do about one that cannot be used.
const ADVICE: &str = "remove it, and `cargo generate-lockfile` makes another";

/// The packages of the project in this folder.
pub(crate) fn packages(
    toolchain: &Toolchain,
    folder: &Path,
) -> Result<BTreeSet<Package>, PackagesError> {
    let metadata = rust::metadata(toolchain, folder)?;
    let path = metadata.workspace_root.join(LOCK_FILE).into_std_path_buf();
    let refused = |reason: String| lock_file::refused(&path, reason, ADVICE);
    let text = lock_file::read(&path, ADVICE)?;
    let lock: Lockfile =
        text.parse().map_err(|error: cargo_lock::Error| refused(error.to_string()))?;
    listed(&metadata, &lock).map_err(refused)
}

/// What Cargo puts into the component: the lock file alone does not say what is only for tests.
fn listed(metadata: &Metadata, lock: &Lockfile) -> Result<BTreeSet<Package>, String> {
    let ids = reachable(metadata);
    let own = metadata.packages.iter().filter(|package| ids.contains(&package.id));
    own.map(|found| package(found, lock)).collect()
}

/// Everything that the project's package depends on, on whatever way, but what is for tests and build scripts.
fn reachable(metadata: &Metadata) -> HashSet<&PackageId> {
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let nodes: HashMap<_, _> = nodes.map(|node| (&node.id, node)).collect();
    let mut reachable = HashSet::new();
    // What `cargo build` builds in this folder.
    let mut ahead: Vec<&PackageId> = metadata.workspace_default_members.iter().collect();
    while let Some(id) = ahead.pop() {
        let dependencies = nodes.get(id).into_iter().flat_map(|node| &node.deps);
        for dependency in dependencies {
            let mut kinds = dependency.dep_kinds.iter();
            let is_built_in = kinds.any(|kind| kind.kind == DependencyKind::Normal);
            if is_built_in && reachable.insert(&dependency.pkg) {
                ahead.push(&dependency.pkg);
            }
        }
    }
    reachable
}

fn package(found: &cargo_metadata::Package, lock: &Lockfile) -> Result<Package, String> {
    let (name, version) = (found.name.to_string(), found.version.to_string());
    let address = found.source.as_ref().map(|source| source.repr.as_str());
    let source = address.map(SourceId::from_url).transpose();
    let source = source.map_err(|error| format!("`{name}`: {error}"))?;
    let origin = match (&source, address) {
        (Some(source), Some(address)) if source.is_git() => Origin::git(address),
        (Some(source), Some(_)) if source.is_registry() => {
            let origin = Origin::registry("cargo", &name, Some(&version));
            origin.map_err(|error| format!("`{name}` is no package's name: {error}"))?
        }
        _ => Origin::Local,
    };
    let mut locked = lock.packages.iter().filter(|locked| {
        locked.name.as_str() == name && locked.version == found.version && locked.source == source
    });
    let checksum = locked.next().and_then(|locked| locked.checksum.as_ref());
    let sha256 = checksum.and_then(cargo_lock::Checksum::as_sha256);
    let hash =
        sha256.map(|bytes| Hash { algorithm: Algorithm::Sha256, digits: hex::encode(bytes) });
    let hashes = hash.into_iter().collect();
    Ok(Package { name, version: Some(version), origin, hashes, licence: found.license.clone() })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LOCK: &str = r#"
version = 4
[[package]]
name = "water"
version = "0.1.0"
[[package]]
name = "serde"
version = "1.0.229"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "330a5ed07fa54e4702c9d6c4174f74427fc0ef6e214bbd677ae50a5099946470"
[[package]]
name = "serde"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "0000000000000000000000000000000000000000000000000000000000000000"
"#;

    /// What Cargo says of a package of this name and source.
    fn found(name: &str, version: &str, source: Option<&str>) -> cargo_metadata::Package {
        let found = serde_json::json!({
            "name": name, "version": version, "id": name, "source": source, "dependencies": [], "targets": [],
            "features": {}, "manifest_path": "/home/her/Cargo.toml", "license": "MIT OR Apache-2.0",
        });
        serde_json::from_value(found).expect("a package")
    }

    fn told(name: &str, version: &str, source: Option<&str>) -> Package {
        let lock = LOCK.parse().expect("a lock file");
        package(&found(name, version, source), &lock).expect("a package")
    }

    #[test]
    fn a_package_has_the_hash_that_the_lock_file_knows_it_by() {
        let crates_io = Some("registry+https://github.com/rust-lang/crates.io-index");
        let serde = told("serde", "1.0.229", crates_io);
        assert_eq!(serde.origin, Origin::Registry("pkg:cargo/serde@1.0.229".to_owned()));
        let digits = "330a5ed07fa54e4702c9d6c4174f74427fc0ef6e214bbd677ae50a5099946470".to_owned();
        assert_eq!(serde.hashes, [Hash { algorithm: Algorithm::Sha256, digits }]);
        assert_eq!(serde.licence.as_deref(), Some("MIT OR Apache-2.0"));
        let own = told("serde", "1.0.229", Some("git+https://me@example.org/serde#12"));
        assert_eq!(own.origin, Origin::Git("git+https://example.org/serde#12".to_owned()));
        assert_eq!(own.hashes, [], "another serde than the one of the registry");
        let beside = told("mitra-department", "0.1.0", None);
        assert_eq!((beside.origin, beside.hashes), (Origin::Local, Vec::new()));
        let lock = LOCK.parse().expect("a lock file");
        assert!(package(&found("a", "1.0.0", Some("nowhere")), &lock).is_err());
    }

    /// Packages in folders beside each other: the first is the project, which depends on the others.
    fn project(folder: &Path) {
        let write = |name: &str, dependencies: &str| {
            let folder = folder.join(name);
            fs::create_dir_all(folder.join("src")).expect("a folder");
            fs::write(folder.join("src/lib.rs"), "").expect("a file");
            let head =
                format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
            fs::write(folder.join("Cargo.toml"), format!("{head}{dependencies}")).expect("a file");
        };
        write(
            "water",
            "[dependencies]\nnormal = { path = '../normal' }\n[dev-dependencies]\ntests = { path = '../tests' }\n\
             [build-dependencies]\nscript = { path = '../script' }\n\
             [target.'cfg(windows)'.dependencies]\nelsewhere = { path = '../elsewhere' }\n[workspace]\n",
        );
        write("normal", "[dependencies]\ndeeper = { path = '../deeper' }\n");
        for name in ["deeper", "tests", "script", "elsewhere"] {
            write(name, "");
        }
    }

    #[test]
    fn only_what_is_built_in_is_listed() {
        let folder = tempfile::tempdir().expect("a folder");
        project(folder.path());
        let water = folder.path().join("water");
        let listed = || packages(&Toolchain::Installed, &water);
        let said = listed().expect_err("it has no lock file").to_string();
        assert!(said.contains("`cargo metadata --format-version 1 --locked"), "{said}");
        let generate = std::process::Command::new("cargo")
            .args(["generate-lockfile", "--offline"])
            .current_dir(&water)
            .output()
            .expect("cargo runs");
        assert!(generate.status.success(), "{generate:?}");
        let found = listed().expect("it has one");
        let names: Vec<_> = found.iter().map(|package| package.name.as_str()).collect();
        assert_eq!(names, ["deeper", "normal"]);
        assert!(found.iter().all(|package| package.origin == Origin::Local));
    }
}
