//! What the documents promise to operators holds for the sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The macros of metrics, with the type that each makes.
const MACROS: [(&str, &str); 3] =
    [("counter!(", "counter"), ("gauge!(", "gauge"), ("histogram!(", "histogram")];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file with Rust under `folder`.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Name and type of every metric that the host's crates make.
fn metrics() -> BTreeMap<String, &'static str> {
    let mut files = Vec::new();
    for crate_folder in fs::read_dir(root().join("host")).expect("the crates") {
        sources(&crate_folder.expect("a crate").path().join("src"), &mut files);
    }
    let mut metrics = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(file).expect("text");
        for (name, kind) in MACROS {
            for call in text.split(name).skip(1) {
                // The name may be on a line of its own.
                let Some(rest) = call.trim_start().strip_prefix('"') else { continue };
                let metric = rest.split('"').next().unwrap_or_default();
                metrics.insert(metric.to_owned(), kind);
            }
        }
    }
    metrics
}

#[test]
fn every_metric_has_a_row_with_its_type() {
    let page = fs::read_to_string(root().join("docs/metrics.md")).expect("the page");
    let metrics = metrics();
    assert!(metrics.len() > 30, "the scan finds metrics: {metrics:?}");
    for (metric, kind) in metrics {
        let row = format!("| `{metric}` | {kind} |");
        assert!(page.contains(&row), "docs/metrics.md has no row that begins with {row}");
    }
}
