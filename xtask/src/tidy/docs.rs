//! Pages that point at each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace::{output, root};

pub(super) fn check() -> anyhow::Result<Vec<String>> {
    let mut list = Command::new("git");
    list.current_dir(root());
    list.args(["ls-files", "--cached", "--others", "--exclude-standard", "*.md"]);
    let mut findings = Vec::new();
    for name in output(&mut list)?.lines() {
        if let Ok(text) = fs::read_to_string(root().join(name)) {
            findings.extend(broken_links(root(), Path::new(name), &text));
        }
    }
    let index = fs::read_to_string(root().join("docs/adr/README.md"))?;
    for entry in fs::read_dir(root().join("docs/adr"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != "README.md" && !index.contains(&format!("({name})")) {
            findings.push(format!("docs/adr/README.md: does not list {name}"));
        }
    }
    Ok(findings)
}

fn broken_links(root: &Path, page: &Path, text: &str) -> Vec<String> {
    let folder = root.join(page.parent().unwrap_or(Path::new("")));
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    let missing = local.filter(|target| {
        let path: PathBuf = folder.join(target.split('#').next().unwrap_or(target));
        !path.exists()
    });
    missing.map(|target| format!("{}: links to nothing: {target}", page.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_somewhere() {
        let links = |text| broken_links(root(), Path::new("README.md"), text).len();
        assert_eq!(
            links("[map](ARCHITECTURE.md#invariants) [web](https://example.org) [up](#a)"),
            0
        );
        assert_eq!(links("[gone](docs/no-such-page.md)"), 1);
    }
}
