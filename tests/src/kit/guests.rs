//! Where built components are found.

use std::io::Write;
use std::path::{Path, PathBuf};

use mitra_core::hex::hex;
use sha2::{Digest, Sha256};

/// The folder of built components: `MITRA_GUESTS`, or `target/guests` of this workspace.
pub fn guests_folder() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "the test kit has no configuration file")]
    let folder = std::env::var("MITRA_GUESTS");
    folder.map_or_else(|_| workspace().join("target/guests"), PathBuf::from)
}

/// The folder of compiled components. All tests share it: they are found by content.
pub fn compiled_folder() -> PathBuf {
    guests_folder().join("compiled")
}

/// The folder of departments' sources, with their seeds.
pub fn plugins_folder() -> PathBuf {
    workspace().join("plugins")
}

/// The folder of test guests' sources, with their seeds.
pub fn guests_sources() -> PathBuf {
    workspace().join("tests/guests")
}

/// The built component `name`.
///
/// # Panics
/// If it is not built.
pub fn guest(name: &str) -> PathBuf {
    let path = guests_folder().join(format!("{name}.wasm"));
    assert!(path.is_file(), "`{}` is missing: run `cargo xtask guests`", path.display());
    path
}

/// A file with this manifest. Tests with the same one share it: it is found by content.
///
/// # Panics
/// If it cannot be written.
pub fn manifest(text: &str) -> PathBuf {
    let folder = guests_folder().join("manifests");
    let path = folder.join(format!("{}.toml", hex(&Sha256::digest(text))));
    if !path.is_file() {
        std::fs::create_dir_all(&folder).expect("a folder");
        // At once: another test may be reading it.
        let mut file = tempfile::NamedTempFile::new_in(&folder).expect("a file");
        file.write_all(text.as_bytes()).expect("it is written");
        file.persist(&path).expect("it has its name");
    }
    path
}

/// The built binary `mitra`.
///
/// # Panics
/// If it is not built.
pub fn binary() -> PathBuf {
    program("mitra", "mitra-server")
}

/// The built back ends of departments.
///
/// # Panics
/// If they are not built.
pub fn backend() -> PathBuf {
    program("backend", "mitra-backends")
}

/// A program of this package, built beside the test that runs.
fn program(name: &str, package: &str) -> PathBuf {
    // A test's own file is `target/<profile>/deps/<name>-<hash>`, a program's `target/<profile>/<name>`.
    let own = std::env::current_exe().expect("this program has a file");
    let folders = own.ancestors().skip(1).take(2);
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("`{name}` is missing: run `cargo build --package {package}`"))
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are in the workspace")
}

/// The folder of the page that checks certificates, as `cargo xtask verify-page` makes it.
pub fn verify_page_folder() -> PathBuf {
    let folder = guests_folder().with_file_name("verify-page");
    assert!(folder.join("verifier.wasm").is_file(), "run `cargo xtask verify-page` first");
    folder
}
