//! Which version of the contract a component speaks: its exports say so.

use std::fmt::{Display, Formatter};

/// A version of the contract that this host speaks. Each has a folder in `wit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// Released.
    V1_0_0,
    /// The draft of the next one. What is built for it is taken where drafts are, and may not be tomorrow.
    Next,
}

impl Version {
    /// The newest that is released: what vendors are to build for.
    pub(crate) const NEWEST: Self = Self::V1_0_0;
    const ALL: [Self; 2] = [Self::V1_0_0, Self::Next];

    /// That of a component which exports these; none if it is no department's, or of a version that this host does not
    /// speak.
    pub(crate) fn of<'name>(exports: impl IntoIterator<Item = &'name str>) -> Option<Self> {
        exports
            .into_iter()
            .find_map(|export| Self::ALL.into_iter().find(|version| version.handler() == export))
    }

    pub(crate) fn is_draft(self) -> bool {
        self == Self::Next
    }

    /// What a component must export.
    pub(crate) fn handler(self) -> String {
        self.interface("handler")
    }

    /// What one exports that carries states over.
    pub(crate) fn migration(self) -> String {
        self.interface("migration")
    }

    /// What it may import of the contract.
    pub(crate) fn imports(self) -> impl Iterator<Item = String> {
        let names = match self {
            Self::V1_0_0 | Self::Next => &super::v1_0_0::IMPORTS,
        };
        names.iter().map(move |name| self.interface(name))
    }

    fn interface(self, name: &str) -> String {
        format!("mitra:department/{name}@{self}")
    }
}

impl Display for Version {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::V1_0_0 => "1.0.0",
            Self::Next => super::next::VERSION,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_components_exports_say_its_version() {
        let of = |exports: &[&str]| Version::of(exports.iter().copied());
        assert_eq!(of(&["run", "mitra:department/handler@1.0.0"]), Some(Version::V1_0_0));
        assert_eq!(of(&["mitra:department/handler@1.1.0"]), Some(Version::Next));
        assert_eq!(of(&["mitra:department/migration@1.0.0"]), None);
        assert_eq!(of(&["mitra:department/handler@0.1.0"]), None);
        assert_eq!(of(&["mitra:department/handler"]), None);
    }

    /// What a version offers is what its folder says.
    #[test]
    fn a_version_offers_what_its_world_imports() {
        for (version, folder) in [(Version::V1_0_0, "1.0.0"), (Version::Next, "next")] {
            let world = format!("{}/../../wit/{folder}/world.wit", env!("CARGO_MANIFEST_DIR"));
            let world = std::fs::read_to_string(world).unwrap();
            assert!(world.contains(&format!("package mitra:department@{version};")), "{folder}");
            let imported = |line: &str| {
                let name = line.trim().strip_prefix("import ")?.strip_suffix(';')?.to_owned();
                Some(version.interface(&name))
            };
            let imported: Vec<_> = world.lines().filter_map(imported).collect();
            assert_eq!(version.imports().collect::<Vec<_>>(), imported, "{folder}");
        }
    }
}
