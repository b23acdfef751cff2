//! The SDK's `Cargo.toml` and lock file, outside of the workspace that they are part of.

use toml::{Table, Value};

/// What a package takes from its workspace.
const INHERITED: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// A package's manifest with everything in it that it takes from its workspace.
///
/// # Panics
/// If they are no manifests: both are part of this program.
pub(super) fn standalone(package: &str, workspace: &str) -> String {
    let mut package: Table = package.parse().expect("the SDK's manifest is TOML");
    let workspace: Table = workspace.parse().expect("the workspace's manifest is TOML");
    let of_workspace = |section: &str, key: &str| {
        workspace["workspace"].get(section).and_then(|section| section.get(key)).cloned()
    };
    if let Some(fields) = package.get_mut("package").and_then(Value::as_table_mut) {
        for (key, value) in fields.iter_mut().filter(|(_, value)| is_inherited(value)) {
            *value = of_workspace("package", key).expect("the workspace has the field");
        }
    }
    for section in INHERITED {
        let Some(dependencies) = package.get_mut(section).and_then(Value::as_table_mut) else {
            continue;
        };
        for (name, value) in dependencies.iter_mut().filter(|(_, value)| is_inherited(value)) {
            *value = of_workspace("dependencies", name).expect("the workspace has the dependency");
        }
    }
    // Lints are for those who write the SDK, not for those who build it.
    package.remove("lints");
    package.to_string()
}

fn is_inherited(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// A lock file without the workspace's own packages, which have no source.
pub(super) fn without_members(lock: &str) -> String {
    let mut parts = lock.split("\n[[package]]\n");
    let head = parts.next().unwrap_or_default();
    let foreign = parts.filter(|package| package.contains("\nsource = "));
    std::iter::once(head).chain(foreign).collect::<Vec<_>>().join("\n[[package]]\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;

    #[test]
    fn what_a_package_takes_from_its_workspace_is_put_into_it() {
        let package = "[package]\nname = 'a'\nversion.workspace = true\n[lints]\nworkspace = true\n\
                       [dependencies]\nserde.workspace = true\nown = '1'\n";
        let workspace = "[workspace.package]\nversion = '0.1.0'\n\
                         [workspace.dependencies]\nserde = { version = '1', features = ['derive'] }\n";
        let alone: Table = standalone(package, workspace).parse().expect("TOML");
        assert_eq!(alone["package"]["version"].as_str(), Some("0.1.0"));
        assert_eq!(alone["dependencies"]["serde"]["features"][0].as_str(), Some("derive"));
        assert_eq!(alone["dependencies"]["own"].as_str(), Some("1"));
        assert!(!alone.contains_key("lints"));
    }

    #[test]
    fn the_sdk_of_this_program_stands_alone() {
        let sdk = crate::rust::sdk();
        let (_, manifest) = sdk.iter().find(|(name, _)| name == "Cargo.toml").expect("a manifest");
        assert!(!manifest.contains("workspace"), "{manifest}");
        let lock = without_members(embedded::SDK_RUST_LOCK);
        let table: Table = lock.parse().expect("a lock file is TOML");
        let packages = table["package"].as_array().expect("packages");
        assert!(packages.iter().all(|package| package.get("source").is_some()));
        assert!(packages.len() > 10);
    }
}
