//! Which crate may depend on which.

use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// What each of our crates may depend on, of ours.
const ARROWS: [(&str, &[&str]); 29] = [
    ("mitra-core", &[]),
    ("mitra-whatsapp", &["mitra-core"]),
    ("mitra-verifier", &["mitra-core"]),
    ("mitra-certificates", &["mitra-core", "mitra-verifier"]),
    ("mitra-desk", &["mitra-core"]),
    ("mitra-storage", &["mitra-core"]),
    ("mitra-storage-sql", &["mitra-core", "mitra-storage"]),
    ("mitra-graph", &["mitra-core", "mitra-whatsapp"]),
    ("mitra-outbound", &["mitra-core"]),
    ("mitra-payments", &["mitra-core"]),
    ("mitra-runtime", &["mitra-core", "mitra-storage"]),
    ("mitra-capsule", &["mitra-core", "mitra-runtime", "mitra-storage"]),
    ("mitra-pipeline", &["mitra-core", "mitra-desk", "mitra-storage", "mitra-whatsapp"]),
    ("mitra-simulator", &[]),
    ("mitra-fuse", &[]),
    ("mitra-project", &["mitra-fuse", "mitra-service-desk-model"]),
    ("mitra-service-desk-model", &[]),
    ("mitra-release", &["mitra-core"]),
    ("mitra-control", &["mitra-core", "mitra-release", "mitra-storage"]),
    ("mitra-admin", &[]),
    ("mitra-registry", &["mitra-core", "mitra-release"]),
    ("mitra-scenario", &["mitra-core"]),
    ("mitra-stand-in", &["mitra-core"]),
    (
        "mitra-rehearsal",
        &[
            "mitra-core",
            "mitra-desk",
            "mitra-pipeline",
            "mitra-runtime",
            "mitra-scenario",
            "mitra-stand-in",
            "mitra-storage",
            "mitra-whatsapp",
        ],
    ),
    ("mitra-server", &["*"]),
    ("mitra-backends", &["mitra-core"]),
    ("mitra-tests", &["*"]),
    ("xtask", &["mitra-core", "mitra-project", "mitra-scenario"]),
    ("mitra-fuzz", &["mitra-core", "mitra-release", "mitra-scenario", "mitra-whatsapp"]),
];

/// Heavy crates, and which of ours may name them.
const FENCES: [(&str, &[&str]); 7] = [
    ("wasmtime", &["mitra-runtime"]),
    ("wasmtime-wasi", &["mitra-runtime"]),
    ("wasmtime-wasi-http", &["mitra-runtime"]),
    ("rusqlite", &["mitra-storage-sql"]),
    ("sqlx", &["mitra-storage-sql"]),
    (
        "reqwest",
        &[
            "mitra-admin",
            "mitra-graph",
            "mitra-outbound",
            "mitra-payments",
            "mitra-registry",
            "mitra-simulator",
            "mitra-tests",
        ],
    ),
    ("axum", &["mitra-backends", "mitra-server", "mitra-simulator"]),
];

pub(super) fn check(root: &Path) -> anyhow::Result<Vec<String>> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec()?;
    Ok(metadata.workspace_packages().into_iter().flat_map(check_package).collect())
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
}
