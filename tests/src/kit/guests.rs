//! Where built components are found.

use std::path::{Path, PathBuf};

/// The folder of built components: `MITRA_GUESTS`, or `target/guests` of this workspace.
pub fn guests_folder() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "the test kit has no configuration file")]
    let folder = std::env::var("MITRA_GUESTS");
    folder.map_or_else(|_| workspace().join("target/guests"), PathBuf::from)
}

/// The folder of departments' sources, with their seeds.
pub fn plugins_folder() -> PathBuf {
    workspace().join("plugins")
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

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are in the workspace")
}
