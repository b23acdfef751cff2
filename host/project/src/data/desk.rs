//! The service desk: found, read, and made to say what it is made of.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_encoder::{CustomSection, Encode, Section};
use wasmparser::{Parser, Payload};

use crate::error::BuildError;
use crate::rust::{self, CargoBuild, Toolchain};
use crate::sbom::{self, Package, Packages, PackagesError};

/// The desk's file, where it comes with this program.
const FILE: &str = "service-desk.wasm";
/// The section in which the desk says what packages it is made of.
const PACKAGES: &str = "mitra-packages";

/// Builds the desk: a core module, with the list of its packages.
///
/// # Errors
/// If it cannot be built, or its packages cannot be listed.
pub fn desk(
    toolchain: &Toolchain,
    build: &CargoBuild<'_>,
    folder: &Path,
) -> Result<Vec<u8>, PackagesError> {
    let path = rust::module(toolchain, build)?;
    let module = fs::read(&path).map_err(BuildError::file("read", &path))?;
    let listed = sbom::cargo::packages(toolchain, folder)?;
    Ok(with_packages(module, &listed))
}

/// The module with the list of its packages behind it.
fn with_packages(mut module: Vec<u8>, listed: &BTreeSet<Package>) -> Vec<u8> {
    let list = serde_json::to_vec(listed).expect("packages are plain data");
    let section = CustomSection { name: PACKAGES.into(), data: Cow::Borrowed(&list) };
    module.push(section.id());
    section.encode(&mut module);
    module
}

/// The packages that a desk says it is made of; none if it does not say.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other sections are passed over")]
pub(super) fn packages(desk: &[u8]) -> Option<Packages> {
    let sections = Parser::new(0).parse_all(desk).filter_map(Result::ok);
    let mut lists = sections.filter_map(|section| match section {
        Payload::CustomSection(custom) if custom.name() == PACKAGES => Some(custom.data()),
        _ => None,
    });
    let listed = serde_json::from_slice(lists.next()?).ok()?;
    Some(Packages { listed, tools: BTreeSet::new() })
}

/// Where the desk is if the data does not say: beside this program, or where this repository builds it.
pub(super) fn beside_program() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let folder = program.parent().unwrap_or(Path::new("."));
    let built = folder.parent().unwrap_or(folder).join("guests").join(FILE);
    let beside = folder.join(FILE);
    if !beside.is_file() && built.is_file() { built } else { beside }
}

/// The bytes of a desk.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, BuildError> {
    fs::read(path).map_err(|error| BuildError::Desk {
        path: path.to_owned(),
        reason: format!("it cannot be read ({error}); `desk` in `services.toml` says where it is"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sbom::Origin;

    #[test]
    fn a_desk_says_what_it_is_made_of() {
        let package = Package {
            name: "serde".to_owned(),
            version: Some("1.0.0".to_owned()),
            origin: Origin::Registry("pkg:cargo/serde@1.0.0".to_owned()),
            hashes: Vec::new(),
            licence: Some("MIT".to_owned()),
        };
        let listed: BTreeSet<_> = [package].into();
        let empty = wasm_encoder::Module::new().finish();
        assert_eq!(packages(&empty), None);
        let found = packages(&with_packages(empty, &listed)).expect("a list");
        assert_eq!(found.listed, listed);
    }
}
