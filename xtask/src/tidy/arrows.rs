//! Which crate may depend on which.

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use crate::workspace::root;

/// What each of our crates may depend on, of ours.
const ARROWS: [(&str, &[&str]); 13] = [
    ("mitra-core", &[]),
    ("mitra-whatsapp", &["mitra-core"]),
    ("mitra-desk", &["mitra-core"]),
    ("mitra-storage", &["mitra-core"]),
    ("mitra-storage-sql", &["mitra-core", "mitra-storage"]),
    ("mitra-graph", &["mitra-core", "mitra-whatsapp"]),
    ("mitra-runtime", &["mitra-core", "mitra-storage"]),
    ("mitra-pipeline", &["mitra-core", "mitra-desk", "mitra-storage", "mitra-whatsapp"]),
    ("mitra-simulator", &[]),
    ("mitra-server", &["*"]),
    ("mitra-tests", &["*"]),
    ("xtask", &[]),
    ("mitra-fuzz", &["mitra-core", "mitra-whatsapp"]),
];

/// Heavy crates, and which of ours may name them.
const FENCES: [(&str, &[&str]); 5] = [
    ("wasmtime", &["mitra-runtime"]),
    ("rusqlite", &["mitra-storage-sql"]),
    ("sqlx", &["mitra-storage-sql"]),
    ("reqwest", &["mitra-graph", "mitra-simulator", "mitra-tests"]),
    ("axum", &["mitra-server", "mitra-simulator", "mitra-tests"]),
];

pub(super) fn check() -> anyhow::Result<Vec<String>> {
    let metadata = MetadataCommand::new().current_dir(root()).no_deps().exec()?;
    let mut findings = Vec::new();
    for package in metadata.workspace_packages() {
        findings.extend(check_package(package));
        let manifest = std::fs::read_to_string(&package.manifest_path)?;
        findings.extend(check_manifest(&package.name, &manifest));
    }
    Ok(findings)
}

fn check_package(package: &Package) -> Vec<String> {
    // Tests may look at anything.
    let normal = package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal);
    normal.filter_map(|dependency| check_arrow(&package.name, &dependency.name)).collect()
}

fn check_arrow(from: &str, to: &str) -> Option<String> {
    if to.starts_with("mitra-") {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == from) else {
            return Some(format!("{from}: the crate has no row in the table of arrows"));
        };
        let is_allowed = allowed.contains(&to) || allowed.contains(&"*");
        return (!is_allowed).then(|| format!("{from}: must not depend on {to}"));
    }
    let (_, allowed) = FENCES.iter().find(|(name, _)| *name == to)?;
    (!allowed.contains(&from)).then(|| format!("{from}: must not name {to}"))
}

/// Every crate keeps the workspace's lints and versions.
fn check_manifest(name: &str, manifest: &str) -> Vec<String> {
    let mut findings = Vec::new();
    if !manifest.contains("[lints]\nworkspace = true") {
        findings.push(format!("{name}: does not keep the workspace's lints"));
    }
    let mut in_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies]");
        } else if in_dependencies && line.contains('=') && !line.contains("workspace = true") {
            findings.push(format!("{name}: a version outside the workspace's table: {line}"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_point_down() {
        assert_eq!(check_arrow("mitra-pipeline", "mitra-desk"), None);
        assert_eq!(check_arrow("mitra-server", "mitra-runtime"), None);
        assert!(check_arrow("mitra-core", "mitra-storage").is_some());
        assert!(check_arrow("mitra-pipeline", "mitra-runtime").is_some());
        assert!(check_arrow("mitra-new", "mitra-core").is_some());
    }

    #[test]
    fn heavy_crates_are_fenced() {
        assert_eq!(check_arrow("mitra-runtime", "wasmtime"), None);
        assert_eq!(check_arrow("mitra-server", "serde"), None);
        assert!(check_arrow("mitra-server", "wasmtime").is_some());
        assert!(check_arrow("mitra-pipeline", "reqwest").is_some());
    }

    #[test]
    fn manifests_keep_the_workspaces_lints_and_versions() {
        let good = "[lints]\nworkspace = true\n\n[dependencies]\nserde.workspace = true\n";
        assert_eq!(check_manifest("a", good), Vec::<String>::new());
        let bad = "[dependencies]\nserde = \"1\"\n";
        assert_eq!(check_manifest("a", bad).len(), 2);
    }
}
