//! What a component was built from, as one hash.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};

/// Names that no component is made of.
const NO_INPUTS: [&str; 8] = [
    "target",
    "README.md",
    "scenarios",
    "test",
    "__pycache__",
    "node_modules",
    ".mypy_cache",
    ".ruff_cache",
];

/// A hash of the files in `inputs`, with their names below `root`, and of the `recipe` they are built by.
pub(crate) fn fingerprint(root: &Path, inputs: &[PathBuf], recipe: &str) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(input, &mut files)?;
    }
    files.sort();
    files.dedup();
    let mut hasher = Sha256::new();
    hasher.update(recipe);
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy();
        let bytes = fs::read(&file).with_context(|| format!("cannot read `{name}`"))?;
        // With their lengths, so that no name or content runs into the next.
        hasher.update(format!("\n{} {name} {}\n", name.len(), bytes.len()));
        hasher.update(bytes);
    }
    hasher.finalize().iter().try_fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}")?;
        Ok(text)
    })
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if !NO_INPUTS.iter().any(|name| entry.file_name() == *name) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_follows_sources_and_nothing_else() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        let by = |recipe| fingerprint(root.path(), &[root.path().join("water")], recipe);
        let hash = || by("build --release").expect("a hash");
        write("water/src/lib.rs", "fn a() {}");
        let first = hash();
        write("water/README.md", "About water.");
        write("water/target/x.o", "built");
        write("water/scenarios/timings.txt", "> Hi");
        write("water/test/water.test.ts", "");
        write("roads/src/lib.rs", "fn b() {}");
        assert_eq!(hash(), first, "no input has changed");
        write("water/src/lib.rs", "fn b() {}");
        assert_ne!(hash(), first, "a source has changed");
        write("water/src/lib.rs", "fn a() {}");
        assert_eq!(hash(), first, "and has changed back");
        write("water/src/bill.rs", "");
        assert_ne!(hash(), first, "a source is new");
        assert_ne!(by("build").expect("a hash"), hash(), "the recipe is another");
    }

    #[test]
    fn an_input_that_is_missing_is_named() {
        let root = tempfile::tempdir().expect("a folder");
        let error = fingerprint(root.path(), &[root.path().join("Cargo.lock")], "");
        assert!(error.expect_err("it is missing").to_string().contains("`Cargo.lock`"));
    }
}
