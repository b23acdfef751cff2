//! Puts the SDK, the contract and the templates into the program: whoever has it has all that a project needs.
//!
//! A macro that includes a folder would not notice a file that is new.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The constants, and the folders whose files they hold.
const FOLDERS: [(&str, &str); 11] = [
    ("SDK_C", "../../plugins/sdk/c"),
    ("SDK_PYTHON", "../../plugins/sdk/python"),
    ("SDK_RUST", "../../plugins/sdk/rust"),
    ("SDK_TYPESCRIPT", "../../plugins/sdk/typescript"),
    ("WIT", "../../wit"),
    ("TEMPLATE_C", "templates/c"),
    ("TEMPLATE_DATA", "templates/data"),
    ("TEMPLATE_PYTHON", "templates/python"),
    ("TEMPLATE_RUST", "templates/rust"),
    ("TEMPLATE_TYPESCRIPT", "templates/typescript"),
    ("ERRORS", "../../docs/errors"),
];
/// The workspace that the SDK takes versions from, and its lock file.
const FILES: [(&str, &str); 2] = [
    ("SDK_RUST_WORKSPACE", "../../plugins/Cargo.toml"),
    ("SDK_RUST_LOCK", "../../plugins/Cargo.lock"),
];

fn main() {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    for (name, folder) in FOLDERS {
        let folder = own.join(folder);
        let mut files = Vec::new();
        collect(&folder, &folder, &mut files);
        files.sort();
        writeln!(code, "pub(crate) const {name}: &[(&str, &str)] = &[").expect("text");
        for file in files {
            let path = text(&folder.join(&file));
            writeln!(code, "    ({file:?}, include_str!({path:?})),").expect("text");
        }
        writeln!(code, "];").expect("text");
    }
    for (name, file) in FILES {
        let path = text(&own.join(file));
        println!("cargo::rerun-if-changed={path}");
        writeln!(code, "pub(crate) const {name}: &str = include_str!({path:?});").expect("text");
    }
    #[expect(clippy::disallowed_methods, reason = "cargo tells a build script so")]
    let out = std::env::var("OUT_DIR").expect("cargo names the folder");
    fs::write(Path::new(&out).join("embedded.rs"), code).expect("the folder can be written");
}

/// The names of all files below `folder`, counted from `root`.
fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder).expect("the folder is in the repository") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() && is_made(&path) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it is below");
            files.push(text(name));
        }
    }
}

/// Whether a folder holds what tools made: what is compiled, and what is remembered for the next time.
fn is_made(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    matches!(name, "target" | "node_modules" | "__pycache__") || name.starts_with('.')
}

fn text(path: &Path) -> String {
    path.to_str().expect("names are plain").to_owned()
}
