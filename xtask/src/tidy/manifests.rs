//! Every crate keeps its workspace's lints and versions.

use toml::{Table, Value};

use super::File;

/// Crates that misbehave on purpose: lints would argue with them.
const WITHOUT_LINTS: &str = "tests/guests/";
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub(super) fn check(file: &File) -> Vec<String> {
    let name = &file.name;
    if name != "Cargo.toml" && !name.ends_with("/Cargo.toml") {
        return Vec::new();
    }
    let table: Table = match file.text.parse() {
        Ok(table) => table,
        Err(error) => return vec![format!("{name}: is no TOML: {error}")],
    };
    // Fuzz targets are a workspace and its only crate in one.
    let is_member = table.contains_key("package") && !table.contains_key("workspace");
    if !is_member {
        return Vec::new();
    }
    let mut findings = Vec::new();
    if !name.starts_with(WITHOUT_LINTS) && !is_workspace(table.get("lints")) {
        findings.push(format!("{name}: does not keep the workspace's lints"));
    }
    let per_target =
        table.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    for section in std::iter::once(&table).chain(per_target.filter_map(Value::as_table)) {
        let lists = DEPENDENCIES.iter().filter_map(|list| section.get(*list)?.as_table());
        for (dependency, how) in lists.flatten() {
            if !is_workspace(Some(how)) && !is_itself(how) {
                findings.push(format!("{name}: {dependency} is not from the workspace's table"));
            }
        }
    }
    findings
}

fn is_workspace(value: Option<&Value>) -> bool {
    value.and_then(|value| value.get("workspace")).and_then(Value::as_bool) == Some(true)
}

/// A crate's tests may turn on its own features.
fn is_itself(value: &Value) -> bool {
    value.get("path").and_then(Value::as_str) == Some(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[package]\nname = \"a\"\n[lints]\nworkspace = true\n";

    fn findings(name: &str, text: &str) -> usize {
        check(&File { name: name.to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn lints_are_the_workspaces() {
        assert_eq!(findings("host/a/Cargo.toml", HEAD), 0);
        assert_eq!(findings("host/a/Cargo.toml", "[package]\nname = \"a\"\n"), 1);
        assert_eq!(findings("host/a/Cargo.toml", &HEAD.replace("true", "false")), 1);
        assert_eq!(findings("tests/guests/a/Cargo.toml", "[package]\nname = \"a\"\n"), 0);
        assert_eq!(findings("Cargo.toml", "[workspace]\nmembers = []\n"), 0);
        assert_eq!(findings("host/a/Cargo.toml", "[package\n"), 1);
    }

    #[test]
    fn versions_are_the_workspaces() {
        let with = |more: &str| findings("host/a/Cargo.toml", &format!("{HEAD}{more}"));
        assert_eq!(with("[dependencies]\nserde.workspace = true\n"), 0);
        assert_eq!(with("[dependencies]\nserde = { workspace = true, features = [\"rc\"] }\n"), 0);
        assert_eq!(with("[dev-dependencies]\na = { path = \".\" }\n"), 0);
        assert_eq!(with("[dependencies]\nserde = \"1\"\n"), 1);
        assert_eq!(with("[dev-dependencies.serde]\nversion = \"1\"\n"), 1);
        assert_eq!(with("[build-dependencies]\ncc = { path = \"../cc\" }\n"), 1);
        assert_eq!(with("[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n"), 1);
    }
}
