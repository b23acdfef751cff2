//! The repository's rules, each a function from what there is to what breaks it.

mod arrows;
mod codes;
mod links;
mod manifests;
mod numbers;
mod sources;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::limits;
use crate::wit;
use crate::workspace::{output, root};

/// One text of the repository.
struct File {
    /// Its path below the root.
    name: String,
    text: String,
}

/// Checks all rules, and prints what breaks one.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut findings = arrows::check(root())?;
    findings.extend(links::check_decisions(root())?);
    findings.extend(wit::check(root())?);
    findings.extend(limits::check(root()));
    let files = files(root())?;
    findings.extend(codes::check(&files));
    for file in &files {
        findings.extend(sources::check(file));
        findings.extend(numbers::check(file));
        findings.extend(manifests::check(file));
        findings.extend(links::check(root(), file));
    }
    for finding in &findings {
        println!("    {finding}");
    }
    anyhow::ensure!(findings.is_empty(), "{} findings", findings.len());
    Ok(())
}

/// Every text that is in the repository or about to be.
fn files(root: &Path) -> anyhow::Result<Vec<File>> {
    let mut list = Command::new("git");
    list.current_dir(root).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let names = output(&mut list)?;
    // Files just removed are still listed, and pictures are no text.
    let read = |name: &str| Some((name.to_owned(), fs::read_to_string(root.join(name)).ok()?));
    Ok(names.lines().filter_map(read).map(|(name, text)| File { name, text }).collect())
}
